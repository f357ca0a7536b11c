//! What need not be read. A journey that is the same on both sides takes no part in a comparison
//! unless something that is different speaks of it, it speaks of something that is different, or
//! the order of the whole site does: so where only journeys, personas, sources and touchpoints of
//! the catalogue were edited, the others are left out, and what comes of that is looked at for
//! anything that would need them. Then everything is read after all.

use super::change::{Change, Fact, SubjectKind};
use super::report::Report;
use crate::parse::is_slug;
use crate::source::Sources;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Files of a content folder with something that is the same where their bytes are.
type Files = BTreeMap<String, Arc<str>>;

/// Journeys that are left out of a comparison.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Slice {
    left_out: BTreeSet<String>,
    /// Files that journeys may take something from, and that are different.
    edited: Vec<String>,
    /// Ids of what journeys may take something different from.
    ids: BTreeSet<String>,
    /// How many of them were asked for.
    asked: usize,
}

impl Slice {
    /// The journeys that are the same on both sides; `None` where files were edited that all of
    /// them may show, or files are new or gone.
    pub fn of(before: &Files, after: &Files) -> Option<Self> {
        if !before.keys().eq(after.keys()) {
            return None;
        }
        let mut left_out: BTreeSet<String> =
            after.keys().filter_map(|path| journey(path)).map(str::to_owned).collect();
        let (mut edited, mut ids) = (Vec::new(), BTreeSet::new());
        let pairs = before.iter().zip(after.values());
        for ((path, _), _) in pairs.filter(|((_, old), new)| old != new) {
            match journey(path) {
                Some(journey) => drop(left_out.remove(journey)),
                None => {
                    ids.insert(shared(path)?.to_owned());
                    edited.push(path.clone());
                }
            }
        }
        Some(Self { left_out, edited, ids, asked: 0 })
    }

    /// Whether nobody can mean what was edited by another name than its id.
    pub fn is_known_by_ids(&self, sources: &Sources) -> bool {
        let text = |path: &String| sources.id_of(path).map_or("", |id| sources.text(id));
        self.edited.iter().all(|path| !text(path).contains("aliases"))
    }

    /// Ids of which it is not yet known which files hold them; none once all of them were asked for.
    pub fn unasked(&mut self) -> Option<Vec<String>> {
        let is_more = self.asked < self.ids.len() && !self.left_out.is_empty();
        self.asked = self.ids.len();
        is_more.then(|| self.ids.iter().cloned().collect())
    }

    /// Takes in the journeys among files that hold one of the ids. What a touchpoint of the
    /// catalogue takes over, its uses take over. `None` when one of those has no id to ask for.
    pub fn take_in_users(&mut self, files: &[String]) -> Option<()> {
        for path in files {
            if let Some(journey) = journey(path) {
                self.left_out.remove(journey);
            } else if path.split('/').any(|part| part == "touchpoints") {
                self.ids.insert(shared(path)?.to_owned());
            }
        }
        Some(())
    }

    /// Whether a file has to be read.
    pub fn keeps(&self, path: &str) -> bool {
        journey(path).is_none_or(|journey| !self.left_out.contains(journey))
    }

    /// Takes in the journeys that those which are read name. Whether there were any.
    pub fn take_in_named(&mut self, sources: &Sources) -> bool {
        let ids: HashSet<String> = self.left_out.iter().map(|journey| id(journey)).collect();
        let mut named = HashSet::new();
        let read = sources.iter().filter(|(path, _)| journey(path).is_some());
        for (_, file) in read.filter(|_| !ids.is_empty()) {
            let words = sources.text(file.id).split(|c| !is_of_word(c)).map(lower_case);
            named.extend(words.filter(|word| ids.contains(&**word)));
        }
        let before = self.left_out.len();
        self.left_out.retain(|journey| !named.contains(&*id(journey)));
        self.left_out.len() < before
    }

    /// Whether what was found without the journeys that are left out is all there is to find. Ranks,
    /// uses and names are of the whole site, and so is what an error hides.
    pub fn suffices(&self, report: &Report) -> bool {
        self.left_out.is_empty()
            || (report.errors.from + report.errors.to == 0
                && report.changes.iter().all(|told| is_of_one_journey(&told.change)))
    }
}

/// The id of a journey, as it is compared with words.
fn id(journey: &str) -> String {
    journey.rsplit('/').next().unwrap_or_default().to_lowercase()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

fn lower_case(word: &str) -> Cow<'_, str> {
    let is_plain = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_plain { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

fn is_of_one_journey(change: &Change) -> bool {
    let is_entity = !matches!(
        change.subject.kind,
        SubjectKind::Claim | SubjectKind::Metric | SubjectKind::Highlight
    );
    change.subject.kind != SubjectKind::Opportunity
        && match &change.fact {
            Fact::Added | Fact::Removed | Fact::Moved { .. } => !is_entity,
            Fact::Renamed { from, to, .. } => from.reference == to.reference,
            Fact::Changed { field, .. } => !matches!(field.as_str(), "uses" | "status"),
            _ => true,
        }
}

/// Folders whose names say what is in them.
const FOLDERS: [&str; 7] =
    ["personas", "touchpoints", "opportunities", "evidence", "journeys", "data", "assets"];

/// The journey that a file belongs to, as the path of its file or folder without an ending.
fn journey(path: &str) -> Option<&str> {
    let mut start = 0;
    for part in path.split('/') {
        let end = start + part.len();
        if part != "journeys" && FOLDERS.contains(&part) {
            return None;
        }
        if part == "journeys" {
            let name = path.get(end + 1..)?.split('/').next()?;
            let whole = end + 1 + name.len();
            let stem = match path.len() == whole {
                true => name.strip_suffix(".md").filter(|stem| *stem != "index")?,
                false => name,
            };
            return path.get(..end + 1 + stem.len());
        }
        start = end + 1;
    }
    None
}

/// The id of a persona, a source or a touchpoint of the catalogue that is
/// known by its file's name as it stands.
fn shared(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/')?;
    let id = name.strip_suffix(".md").filter(|id| *id != "index")?;
    let kind = folder.rsplit('/').next()?;
    let is_shared = ["personas", "evidence", "touchpoints"].contains(&kind)
        && folder.split('/').all(|part| part == kind || !FOLDERS.contains(&part));
    (is_shared && id.is_ascii() && is_slug(id)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, id)| ((*path).to_owned(), Arc::from(*id))).collect()
    }

    #[test]
    fn a_file_belongs_to_the_journey_of_its_folder() {
        assert_eq!(journey("journeys/a.md"), Some("journeys/a"));
        assert_eq!(journey("retail/journeys/a/1-plan/2-x.md"), Some("retail/journeys/a"));
        for none in ["journeys/index.md", "personas/a.md", "site.yaml", "data/journeys/a.md"] {
            assert_eq!(journey(none), None, "{none}");
        }
    }

    #[test]
    fn only_edits_of_journeys_leave_others_out() {
        let before =
            files(&[("journeys/a.md", "1"), ("journeys/b/index.md", "2"), ("site.yaml", "3")]);
        let mut after = before.clone();
        after.insert("journeys/a.md".to_owned(), "4".into());
        let slice = Slice::of(&before, &after).expect("one journey");
        assert!(slice.keeps("journeys/a.md") && slice.keeps("site.yaml"));
        assert!(!slice.keeps("journeys/b/index.md") && !slice.keeps("journeys/b/1-x.md"));
        after.insert("site.yaml".to_owned(), "5".into());
        assert_eq!(Slice::of(&before, &after), None, "every journey may show it");
        after.remove("site.yaml");
        assert_eq!(Slice::of(&before, &after), None);
    }

    #[test]
    fn what_takes_something_from_an_edited_source_is_read() {
        let paths = ["evidence/e.md", "journeys/a.md", "journeys/b.md", "touchpoints/chat.md"];
        let before = files(&paths.map(|path| (path, "1")));
        let mut after = before.clone();
        after.insert("evidence/e.md".to_owned(), "2".into());
        let mut slice = Slice::of(&before, &after).expect("one source");
        assert_eq!(slice.unasked(), Some(vec!["e".to_owned()]));
        slice.take_in_users(&["touchpoints/chat.md".to_owned()]).expect("it has an id");
        assert_eq!(slice.unasked(), Some(vec!["chat".to_owned(), "e".to_owned()]));
        slice.take_in_users(&["journeys/a.md".to_owned()]).expect("a journey");
        assert_eq!(slice.unasked(), None);
        assert!(slice.keeps("journeys/a.md") && !slice.keeps("journeys/b.md"));
        let unnamed = ["touchpoints/Chat!.md".to_owned()];
        assert_eq!(slice.take_in_users(&unnamed), None, "nobody can be asked for it");
    }

    #[test]
    fn a_journey_that_is_named_is_read() {
        let before =
            files(&[("journeys/a.md", "1"), ("journeys/b.md", "2"), ("journeys/c.md", "2")]);
        let mut after = before.clone();
        after.insert("journeys/a.md".to_owned(), "4".into());
        let mut slice = Slice::of(&before, &after).expect("one journey");
        let mut sources = Sources::new("content");
        sources.insert_text("journeys/a.md", b"see [[b]]");
        assert!(slice.take_in_named(&sources) && slice.keeps("journeys/b.md"));
        assert!(!slice.take_in_named(&sources) && !slice.keeps("journeys/c.md"));
    }
}
