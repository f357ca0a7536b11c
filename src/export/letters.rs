//! Which letters a picture is drawn with. A browser has fonts; a container that builds a site has
//! none, and every machine has others. So the faces whose widths the diagrams are measured with
//! come with the program (Latin, Greek, Cyrillic, Arabic, Hebrew), and the same picture comes out
//! everywhere. Letters that they lack are taken from the fonts of the machine; those that no font
//! has are remembered, so that they can be named.

use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Style};
use resvg::usvg::{Font, FontFamily, FontResolver, FontStyle};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

const SANS: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
const SANS_BOLD: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");
const SERIF_BOLD: &[u8] = include_bytes!("fonts/NotoSerif-Bold.ttf");
const SERIF_ITALIC: &[u8] = include_bytes!("fonts/NotoSerif-Italic.ttf");
const ARABIC: &[u8] = include_bytes!("fonts/NotoSansArabic-Regular.ttf");
const ARABIC_BOLD: &[u8] = include_bytes!("fonts/NotoSansArabic-Bold.ttf");
const HEBREW: &[u8] = include_bytes!("fonts/NotoSansHebrew-Regular.ttf");
const HEBREW_BOLD: &[u8] = include_bytes!("fonts/NotoSansHebrew-Bold.ttf");
const MATH: &[u8] = include_bytes!("fonts/NotoSansMath-Regular.ttf");
const SYMBOLS: &[u8] = include_bytes!("fonts/NotoSansSymbols2-Regular.ttf");

/// From this weight on letters are bold.
const BOLD: u16 = 600;

/// The machine's fonts, found when they are needed for the first time.
type Machine = dyn Fn() -> Database + Send + Sync;

/// The fonts of all pictures of a run.
pub struct Letters {
    base: Arc<Database>,
    faces: Faces,
    machine: Box<Machine>,
    /// The machine's faces, those closest to regular and to bold letters first.
    found: [OnceLock<Vec<FaceInfo>>; 2],
    /// What was found for a letter that our faces lack, for regular and bold ones.
    known: Mutex<BTreeMap<(bool, char), Option<FaceInfo>>>,
}

/// Our own faces for what a diagram asks for.
struct Faces {
    sans: ID,
    sans_bold: ID,
    serif_bold: ID,
    serif_italic: ID,
}

impl Letters {
    /// Our own fonts, and behind them those that `machine` finds. It is asked at most once for
    /// each weight, and only when a letter is missing.
    pub fn new(machine: impl Fn() -> Database + Send + Sync + 'static) -> Self {
        let mut base = Database::new();
        let mut load = |bytes: &'static [u8]| {
            let ids = base.load_font_source(Source::Binary(Arc::new(bytes)));
            ids.first().copied().expect("our own fonts are sound, which a test holds")
        };
        let faces = Faces {
            sans: load(SANS),
            sans_bold: load(SANS_BOLD),
            serif_bold: load(SERIF_BOLD),
            serif_italic: load(SERIF_ITALIC),
        };
        [ARABIC, ARABIC_BOLD, HEBREW, HEBREW_BOLD, MATH, SYMBOLS].into_iter().for_each(|bytes| {
            load(bytes);
        });
        Self {
            base: Arc::new(base),
            faces,
            machine: Box::new(machine),
            found: [OnceLock::new(), OnceLock::new()],
            known: Mutex::default(),
        }
    }

    /// Letters that no font had, in order.
    pub fn missing(&self) -> BTreeSet<char> {
        let known = self.known();
        known.iter().filter(|(_, face)| face.is_none()).map(|((_, letter), _)| *letter).collect()
    }

    pub(super) fn database(&self) -> Arc<Database> {
        self.base.clone()
    }

    pub(super) fn resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, _| Some(self.face(font))),
            select_fallback: Box::new(|letter, used, fonts| self.fallback(letter, used, fonts)),
        }
    }

    /// Ours, whatever families are named: widths were measured with these.
    fn face(&self, font: &Font) -> ID {
        let serif = font.families().contains(&FontFamily::Serif);
        match (serif, font.style() == FontStyle::Italic, font.weight() >= BOLD) {
            (true, true, _) => self.faces.serif_italic,
            (true, false, _) => self.faces.serif_bold,
            (false, _, true) => self.faces.sans_bold,
            (false, _, false) => self.faces.sans,
        }
    }

    /// A face that has a letter, brought into the fonts of the picture.
    fn fallback(&self, letter: char, used: &[ID], fonts: &mut Arc<Database>) -> Option<ID> {
        let bold = fonts.face(*used.first()?)?.weight.0 >= BOLD;
        let face = self.search(bold, letter)?;
        let there = fonts.faces().find(|other| is_same(other, &face)).map(|other| other.id);
        match there {
            // It has the letter and could not set it: there is no better one.
            Some(id) if used.contains(&id) => None,
            Some(id) => Some(id),
            None => Some(Arc::make_mut(fonts).push_face_info(face)),
        }
    }

    fn search(&self, bold: bool, letter: char) -> Option<FaceInfo> {
        if let Some(known) = self.known().get(&(bold, letter)) {
            return known.clone();
        }
        let ours = self.base.faces().cloned().collect();
        let ours = has_letter(&close_to(bold, ours), letter);
        let face = ours.or_else(|| {
            let found = self.found[usize::from(bold)]
                .get_or_init(|| close_to(bold, (self.machine)().faces().cloned().collect()));
            has_letter(found, letter)
        });
        // Marks that shape or hide text are no letters that a reader misses.
        if face.is_some() || !letter.is_control() {
            self.known().insert((bold, letter), face.clone());
        }
        face
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<(bool, char), Option<FaceInfo>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Upright faces of about this weight first, then by name: the order does not depend on where a
/// machine keeps its fonts.
fn close_to(bold: bool, mut faces: Vec<FaceInfo>) -> Vec<FaceInfo> {
    let wanted: u16 = if bold { 700 } else { 400 };
    faces.sort_by_cached_key(|face| {
        let family = face.families.first().map_or("", |(name, _)| name);
        let upright = face.style == Style::Normal;
        let sans = !family.contains("Serif") && !face.monospaced;
        let far = face.weight.0.abs_diff(wanted);
        (!upright, !sans, far, family.to_owned(), face.post_script_name.clone())
    });
    faces
}

fn has_letter(faces: &[FaceInfo], letter: char) -> Option<FaceInfo> {
    let mut fonts = Arc::new(Database::new());
    // The selector looks among faces that differ from the first one, so that is one without letters.
    let select = FontResolver::default_fallback_selector();
    let database = Arc::make_mut(&mut fonts);
    let none = Source::Binary(Arc::new(HEBREW));
    let first = database.load_font_source(none).first().copied()?;
    let mut ids = BTreeMap::new();
    for (at, face) in faces.iter().enumerate() {
        ids.insert(database.push_face_info(face.clone()), at);
    }
    let id = select(letter, &[first], &mut fonts)?;
    ids.get(&id).map(|at| faces[*at].clone())
}

fn is_same(one: &FaceInfo, other: &FaceInfo) -> bool {
    one.post_script_name == other.post_script_name && one.index == other.index
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Letters {
        Letters::new(Database::new)
    }

    #[test]
    fn our_fonts_have_the_letters_of_five_scripts_and_no_others() {
        let letters = ours();
        for letter in "aÄőßżЖіΩ€→✓“”…−עءىپ".chars() {
            assert!(letters.search(false, letter).is_some(), "{letter}");
            assert!(letters.search(true, letter).is_some(), "{letter}");
        }
        assert!(letters.missing().is_empty());
        assert!(letters.search(false, '駅').is_none());
        assert_eq!(letters.missing().into_iter().collect::<String>(), "駅");
    }

    #[test]
    fn signed_numbers_are_set_in_one_face() {
        let letters = ours();
        for bold in [false, true] {
            let name = |sign| letters.search(bold, sign).map(|face| face.post_script_name);
            assert_eq!(name('−'), name('+'), "{bold}");
        }
    }

    #[test]
    fn bold_letters_come_from_bold_faces() {
        let letters = ours();
        let weight = |bold, letter| letters.search(bold, letter).map(|face| face.weight.0);
        assert_eq!((weight(false, 'ع'), weight(true, 'ع')), (Some(400), Some(700)));
        assert_eq!((weight(false, 'ש'), weight(true, 'ש')), (Some(400), Some(700)));
    }
}
