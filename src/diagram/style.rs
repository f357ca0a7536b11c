//! Classes and what they look like. Inside a page the theme's stylesheet styles the classes; a
//! file that stands alone carries the light tokens as attributes instead, so that editors and
//! viewers that know no stylesheets draw it rightly.

use super::measure::{Face, Font};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Up to three class names of one element.
#[derive(Clone, Copy, Eq, Debug)]
pub(crate) struct Class([&'static str; 3]);

/// Most classes that are equal are the very same.
impl PartialEq for Class {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(*other) || self.0 == other.0
    }
}

impl Class {
    pub(crate) const fn one(name: &'static str) -> Self {
        Self([name, "", ""])
    }

    pub(crate) const fn two(first: &'static str, second: &'static str) -> Self {
        Self([first, second, ""])
    }

    pub(crate) const fn three(a: &'static str, b: &'static str, c: &'static str) -> Self {
        Self([a, b, c])
    }

    /// Whether two classes are the very same names. Equal names from two places in the program may
    /// be told apart, which costs a memo one more entry and nothing else.
    pub(crate) fn is_same(self, other: Class) -> bool {
        let same = |at: usize| std::ptr::eq(self.0[at], other.0[at]);
        same(0) && same(1) && same(2)
    }

    /// A number by which the very same names are found again.
    fn number(self) -> u8 {
        let address = |name: &str| name.as_ptr().addr();
        let mixed = self.0.iter().fold(0_usize, |sum, name| {
            (sum ^ address(name)).wrapping_mul(0x9e37_79b9_7f4a_7c15_u64 as usize)
        });
        (mixed >> (usize::BITS - 8)) as u8
    }

    /// Whether a name is among them.
    pub(crate) fn has(self, name: &str) -> bool {
        self.0.contains(&name)
    }

    /// Appends the names as an attribute holds them.
    pub(crate) fn put(self, out: &mut Vec<u8>) {
        let [first, rest @ ..] = self.0;
        out.extend_from_slice(first.as_bytes());
        for name in rest.into_iter().filter(|name| !name.is_empty()) {
            out.push(b' ');
            out.extend_from_slice(name.as_bytes());
        }
    }

    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        self.0.into_iter().filter(|name| !name.is_empty())
    }
}

/// How a kind of text is set.
#[derive(PartialEq, Debug)]
pub(crate) struct Style {
    /// Its class.
    pub(crate) class: &'static str,
    /// Its letters.
    pub(crate) font: Font,
    /// From one line to the next.
    pub(crate) leading: f64,
    /// Width of the paper-coloured outline that keeps lines behind it away.
    pub(crate) halo: Halo,
    /// Its colour.
    pub(crate) ink: Ink,
    /// Whether it is the underlined part of a link: the line then ends with the words.
    pub(crate) linked: Linked,
}

/// A paper-coloured outline behind letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Halo {
    /// None.
    No,
    /// Around letters that lie on a curve or a line.
    Yes,
}

/// Whether a text is the visible part of a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Linked {
    /// It is not.
    No,
    /// It is.
    Yes,
}

/// The colour of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ink {
    /// What is said.
    Full,
    /// What is said beside it.
    Mute,
}

const fn style(class: &'static str, face: Face, size: f64, leading: f64) -> Style {
    Style {
        class,
        font: Font { face, size, tracking: 0.0 },
        leading,
        halo: Halo::No,
        ink: Ink::Full,
        linked: Linked::No,
    }
}

const fn mute(style: Style) -> Style {
    Style { ink: Ink::Mute, ..style }
}

const fn halo(style: Style) -> Style {
    Style { halo: Halo::Yes, ..style }
}

const fn linked(style: Style) -> Style {
    Style { linked: Linked::Yes, ..style }
}

/// A phase, in capitals.
pub(crate) const PHASE: Style = Style {
    font: Font { face: Face::SansBold, size: 11.0, tracking: 0.9 },
    ..mute(style("ph", Face::SansBold, 11.0, 14.0))
};
/// A stage's title.
pub(crate) const STAGE: Style = linked(style("st", Face::SerifBold, 17.0, 20.0));
/// A remark.
pub(crate) const SMALL: Style = mute(style("sm", Face::Sans, 11.5, 14.0));
/// A touchpoint's number.
pub(crate) const NUMBER: Style = style("no", Face::SansBold, 12.0, 14.0);
/// A touchpoint's title.
pub(crate) const TOUCHPOINT: Style = halo(style("tp", Face::Sans, 11.5, 14.0));
/// A touchpoint's title where it is what the picture is about.
pub(crate) const TOUCHPOINT_BOLD: Style = linked(halo(style("tpb", Face::SansBold, 12.5, 15.0)));
/// A channel's name.
pub(crate) const CHANNEL: Style = mute(style("ch", Face::Sans, 11.0, 13.0));
/// A lane's name.
pub(crate) const LANE: Style = style("la", Face::SansBold, 12.5, 15.0);
/// Words and numbers of a scale.
pub(crate) const SCALE: Style = mute(style("sc", Face::Sans, 11.0, 13.0));
/// The kind of a moment.
pub(crate) const KIND: Style = halo(style("mk", Face::SansBold, 11.5, 14.0));
/// What happens in a moment.
pub(crate) const MOMENT: Style = halo(style("mt", Face::Sans, 11.5, 14.0));
/// A value on a curve.
pub(crate) const VALUE: Style = halo(style("vl", Face::SansBold, 12.5, 15.0));
/// A name at a curve's end.
pub(crate) const END: Style = halo(style("en", Face::SansBold, 12.5, 14.0));
/// A mean in its cell.
pub(crate) const MEAN: Style = style("mv", Face::SansBold, 12.0, 14.0);
/// A claim.
pub(crate) const CLAIM: Style = style("cl", Face::Sans, 12.0, 15.0);
/// An opportunity beside its point.
pub(crate) const POINT_LABEL: Style = linked(halo(style("cl", Face::Sans, 12.5, 15.0)));
/// A badge's number.
pub(crate) const BADGE: Style = style("bt", Face::SansBold, 11.0, 14.0);
/// `3 more`.
pub(crate) const MORE: Style = mute(style("mo", Face::Sans, 11.5, 14.0));
/// A quote.
pub(crate) const QUOTE: Style = style("qt", Face::SerifItalic, 13.5, 18.0);
/// An opportunity.
pub(crate) const OPPORTUNITY: Style = linked(style("ot", Face::SansBold, 12.0, 15.0));
/// An entry of a blueprint band.
pub(crate) const BAND: Style = mute(style("bp", Face::Sans, 12.0, 15.0));
/// The name of a line of the blueprint.
pub(crate) const LINE_NAME: Style = mute(style("ln", Face::Sans, 11.0, 13.0));
/// The name of an axis.
pub(crate) const AXIS: Style = mute(style("ax", Face::Sans, 12.5, 15.0));
/// The name of a quadrant.
pub(crate) const QUADRANT: Style = style("qn", Face::SerifBold, 17.0, 20.0);
/// The rank in an opportunity's circle.
pub(crate) const RANK: Style = style("op-n", Face::SansBold, 12.5, 14.0);
/// The same where it has four digits or more.
pub(crate) const LONG_RANK: Style = style("op-l", Face::SansBold, 10.0, 12.0);
/// The title of a picture that stands alone.
pub(crate) const HEADLINE: Style = style("h", Face::SerifBold, 28.0, 34.0);
/// Initials.
pub(crate) const AVATAR: Style = style("av-t", Face::SerifBold, 34.0, 34.0);

/// Every text style, for the list of classes and for files that stand alone.
pub(crate) const STYLES: &[&Style] = &[
    &PHASE,
    &STAGE,
    &SMALL,
    &NUMBER,
    &TOUCHPOINT,
    &TOUCHPOINT_BOLD,
    &CHANNEL,
    &LANE,
    &SCALE,
    &KIND,
    &MOMENT,
    &VALUE,
    &END,
    &MEAN,
    &CLAIM,
    &BADGE,
    &MORE,
    &QUOTE,
    &OPPORTUNITY,
    &BAND,
    &LINE_NAME,
    &AXIS,
    &QUADRANT,
    &RANK,
    &LONG_RANK,
    &AVATAR,
    &HEADLINE,
];

/// The paper of the light tokens.
pub(crate) const PAPER: &str = "#fbfaf6";
/// The ink of the light tokens.
pub(crate) const INK: &str = "#1a1d21";
const MUTE: &str = "#565b61";
const LINE: &str = "#d8d4ca";
const HAIR: &str = "#e6e2d9";
const MARK: &str = "#6e7379";
const PLUM: &str = "#6a3d78";
const BAD: &str = "#8f2d10";
const GOOD: &str = "#125a7d";
const PANEL: &str = "#f3f1ea";
/// System faces, as an attribute.
pub(crate) const SANS: &str =
    "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";
/// Georgia first: LibreOffice looks at the first name alone and knows what is like that one.
const SERIF: &str = "Georgia, 'Noto Serif', serif";

/// Name and value of an attribute.
pub(crate) type Attribute = (&'static str, &'static str);

/// (class, its colour, the colour of a text on it): the emotion ramp of the light tokens.
const RAMP: [(&str, &str, &str); 9] = [
    ("e-n4", "#8f2d10", "#ffffff"),
    ("e-n3", "#b24e2b", "#ffffff"),
    ("e-n2", "#d98c69", INK),
    ("e-n1", "#eec3ac", INK),
    ("e-0", "#e7e4dc", INK),
    ("e-p1", "#bdd6e2", INK),
    ("e-p2", "#86b7ce", INK),
    ("e-p3", "#2f7899", "#ffffff"),
    ("e-p4", "#125a7d", "#ffffff"),
];

/// Shapes: class and presentation attributes.
#[rustfmt::skip]
const SHAPES: &[(&str, &[Attribute])] = &[
    ("pap", &[("fill", PAPER)]),
    ("hair", &[("fill", "none"), ("stroke", LINE), ("stroke-width", "1")]),
    ("col", &[("fill", "none"), ("stroke", HAIR), ("stroke-width", "1")]),
    ("rule2", &[("fill", "none"), ("stroke", INK), ("stroke-width", "2")]),
    ("grid", &[("fill", "none"), ("stroke", HAIR), ("stroke-width", "1")]),
    ("zero", &[("fill", "none"), ("stroke", MARK), ("stroke-width", "1.25")]),
    ("lead", &[("fill", "none"), ("stroke", MARK), ("stroke-width", "1")]),
    ("tick", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1.25")]),
    ("ar-up", &[("fill", "#dbe7ec")]),
    ("ar-dn", &[("fill", "#f4e0d5")]),
    ("cv", &[("fill", "none"), ("stroke-linecap", "round"), ("stroke-linejoin", "round")]),
    ("cv-halo", &[("fill", "none"), ("stroke", PAPER), ("stroke-width", "6"), ("stroke-opacity", "0.75")]),
    ("cv-1", &[("stroke", INK), ("stroke-width", "2.5")]),
    ("cv-2", &[("stroke", PLUM), ("stroke-width", "2"), ("stroke-dasharray", "2 5")]),
    ("cv-3", &[("stroke", INK), ("stroke-width", "2"), ("stroke-dasharray", "8 4")]),
    ("cv-4", &[("stroke", PLUM), ("stroke-width", "2"), ("stroke-dasharray", "8 3 2 3")]),
    ("cv-5", &[("stroke", INK), ("stroke-width", "2"), ("stroke-dasharray", "12 3")]),
    ("cv-6", &[("stroke", PLUM), ("stroke-width", "2"), ("stroke-dasharray", "14 3 2 3 2 3")]),
    ("cv-7", &[("stroke", INK), ("stroke-width", "2"), ("stroke-dasharray", "5 3")]),
    ("cv-8", &[("stroke", PLUM), ("stroke-width", "2"), ("stroke-dasharray", "18 6")]),
    ("cv-9", &[("stroke", INK), ("stroke-width", "2"), ("stroke-dasharray", "8 3 1 3 1 3 1 3")]),
    ("cv-10", &[("stroke", PLUM), ("stroke-width", "2"), ("stroke-dasharray", "4 9")]),
    ("cv-11", &[("stroke", INK), ("stroke-width", "2"), ("stroke-dasharray", "7 3 7 10")]),
    ("cv-12", &[("stroke", PLUM), ("stroke-width", "2"), ("stroke-dasharray", "20 4 8 4")]),
    ("was", &[("stroke", MARK), ("stroke-width", "1.5")]),
    ("wp", &[("fill", PAPER), ("stroke", MARK), ("stroke-width", "1.25")]),
    ("wg", &[("fill", "none"), ("stroke", MARK), ("stroke-width", "1.75"), ("stroke-linecap", "round")]),
    ("gp-up", &[("fill", "#dbe7ec"), ("fill-opacity", ".8")]),
    ("gp-dn", &[("fill", "#f4e0d5"), ("fill-opacity", ".8")]),
    ("pt", &[("stroke-width", "1.75")]),
    ("pt-1", &[("stroke", INK)]),
    ("pt-2", &[("stroke", PLUM)]),
    ("pt-3", &[("stroke", INK), ("fill", PAPER)]),
    ("pt-4", &[("stroke", PLUM), ("fill", PAPER)]),
    ("pt-5", &[("stroke", INK), ("fill", "none"), ("stroke-linecap", "round")]),
    ("pt-6", &[("stroke", PLUM), ("fill", "none"), ("stroke-linecap", "round")]),
    ("pt-7", &[("stroke", INK), ("fill", "none"), ("stroke-linecap", "round")]),
    ("pt-8", &[("stroke", PLUM), ("fill", PAPER)]),
    ("pt-9", &[("stroke", INK)]),
    ("pt-10", &[("stroke", PLUM), ("fill", PAPER)]),
    ("pt-11", &[("stroke", INK)]),
    ("pt-12", &[("stroke", PLUM)]),
    ("en-2", &[("fill", PLUM)]),
    ("en-4", &[("fill", PLUM)]),
    ("en-6", &[("fill", PLUM)]),
    ("en-8", &[("fill", PLUM)]),
    ("en-10", &[("fill", PLUM)]),
    ("en-12", &[("fill", PLUM)]),
    ("mm", &[("stroke", PAPER), ("stroke-width", "2"), ("stroke-linejoin", "round")]),
    ("mm-delight", &[("fill", GOOD)]),
    ("mm-friction", &[("fill", BAD)]),
    ("mm-decision", &[("fill", PAPER), ("stroke", INK)]),
    ("mm-pivotal", &[("fill", PAPER), ("stroke", INK)]),
    ("mm-dot", &[("fill", INK)]),
    ("ring", &[("fill", PAPER), ("stroke", MUTE), ("stroke-width", "1.25")]),
    ("ring-partner", &[("stroke-dasharray", "4 2.5")]),
    ("ring-none", &[("stroke-dasharray", "1 3")]),
    ("ring-unsaid", &[("fill", "none")]),
    ("ic", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1.4"), ("stroke-linejoin", "round"), ("stroke-linecap", "round")]),
    ("b", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1")]),
    ("b-known", &[("fill", INK)]),
    ("b-assumed", &[("stroke-dasharray", "2 2")]),
    ("b-bar", &[("fill", INK)]),
    ("bt-known", &[("fill", PAPER)]),
    ("cb", &[("stroke", INK), ("stroke-width", "1")]),
    ("cb-known", &[("fill", INK)]),
    ("cb-contested", &[("fill", "none")]),
    ("cb-stale", &[("fill", "none")]),
    ("cb-assumed", &[("fill", "none"), ("stroke-dasharray", "2.5 2.5")]),
    ("qd-o", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1")]),
    ("qd-x", &[("fill", "none"), ("stroke", MARK), ("stroke-width", "1")]),
    ("qd-f", &[("fill", INK)]),
    ("li", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1.25")]),
    ("li-2", &[("stroke-dasharray", "7 4")]),
    ("li-3", &[("stroke-dasharray", "1.5 4"), ("stroke-linecap", "round")]),
    ("hit", &[("fill-opacity", "0")]),
    ("zm", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1.5"), ("stroke-linecap", "round")]),
    ("focusband", &[("fill", PANEL)]),
    ("q-win", &[("fill", "#f1efe7")]),
    ("frame", &[("fill", "none"), ("stroke", LINE)]),
    ("thr", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1.25")]),
    ("op-c", &[("stroke", INK), ("stroke-width", "1.5")]),
    ("op-known", &[("fill", INK)]),
    ("op-stale", &[("fill", PAPER)]),
    ("op-assumed", &[("fill", PAPER), ("stroke-dasharray", "3 2.5")]),
    ("op-nk", &[("fill", PAPER)]),
    ("op-na", &[("fill", INK)]),
    ("ctx", &[]),
    ("sl-t", &[("fill", "none"), ("stroke", MARK), ("stroke-width", "1.5")]),
    ("sl-k", &[("fill", INK), ("stroke", PAPER), ("stroke-width", "1.5")]),
    ("sl-f", &[("fill", INK)]),
    ("dot", &[("stroke", INK), ("stroke-width", "1")]),
    ("sq", &[("fill", "none"), ("stroke", MARK)]),
    ("sq-on", &[("fill", INK), ("stroke", INK)]),
    ("sq-f", &[("fill", INK)]),
    ("av", &[("fill", PANEL), ("stroke", LINE), ("stroke-width", "1")]),
    ("rvi-f", &[("fill", INK)]),
    ("rvi-o", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1.8")]),
    ("rvi-d", &[("fill", "none"), ("stroke", INK), ("stroke-width", "1.8"), ("stroke-dasharray", "3 2.4")]),
    ("rvi-s", &[("fill", "none"), ("stroke", INK), ("stroke-width", "2"), ("stroke-linecap", "round"), ("stroke-linejoin", "round")]),
    ("rvi-k", &[("fill", "none"), ("stroke", PAPER), ("stroke-width", "2.4"), ("stroke-linecap", "round"), ("stroke-linejoin", "round")]),
    ("v-zero", &[("fill", "none"), ("stroke", LINE), ("stroke-width", "1")]),
];

/// Classes that only say what something is (or that are coloured by the emotion class beside
/// them), and the classes of whole pictures.
const NAMES: &[&str] = &[
    "map",
    "side",
    "names",
    "tl",
    "sl",
    "op",
    "more",
    "zl",
    "w",
    "w-1",
    "w-2",
    "w-3",
    "w-4",
    "w-5",
    "w-6",
    "w-7",
    "w-8",
    "w-9",
    "w-10",
    "w-11",
    "w-12",
    "wide",
    "ef",
    "mean",
    "en-1",
    "en-3",
    "en-5",
    "en-7",
    "en-9",
    "en-11",
    "b-stale",
    "b-contested",
    "ring-owned",
    "li-1",
    "stagecurve",
    "matrix",
    "spark",
    "strip",
    "slider",
    "steps",
    "dots",
    "cover",
    "mini",
    "avatar",
    "ico",
    "ico-b",
    "ico-c",
    "ico-l",
    "rvi",
    "rvi-current",
    "rvi-soon",
    "rvi-overdue",
    "rvi-never",
    "v-a",
    "v-b",
    "thumb",
    "sl-p",
    "e-none",
];

/// Every class that a diagram may use: what a theme's stylesheet has to know.
pub fn classes() -> Vec<&'static str> {
    let mut all: Vec<&str> = SHAPES.iter().map(|(name, _)| *name).collect();
    // The headline is only in files that stand alone.
    all.extend(STYLES.iter().map(|style| style.class).filter(|class| *class != HEADLINE.class));
    all.extend(RAMP.iter().map(|(name, ..)| *name));
    all.extend(NAMES);
    all.sort_unstable();
    all.dedup();
    all
}

/// What each class looks like by itself.
static LOOKS: LazyLock<BTreeMap<&'static str, Vec<Attribute>>> = LazyLock::new(|| {
    let mut looks: BTreeMap<&str, Vec<Attribute>> =
        SHAPES.iter().map(|(name, shape)| (*name, shape.to_vec())).collect();
    looks.extend(STYLES.iter().map(|style| (style.class, text_attributes(style))));
    looks
});

/// What rows of classes have come to, written as attributes. There are a few dozen of them, and maps
/// write thousands.
struct Written {
    all: Vec<(Class, Box<str>)>,
    /// Where a class was found last, by a number made of it.
    near: [u8; 256],
}

thread_local! {
    static WRITTEN: RefCell<Written> =
        const { RefCell::new(Written { all: Vec::new(), near: [0; 256] }) };
}

/// Gives the attributes that stand for a class in a file that stands alone, each with a blank before.
pub(crate) fn look(class: Class, take: impl FnOnce(&str)) {
    WRITTEN.with_borrow_mut(|written| take(written.of(class)));
}

impl Written {
    fn of(&mut self, class: Class) -> &str {
        let near = usize::from(class.number());
        let at = usize::from(self.near[near]);
        if self.all.get(at).is_some_and(|(known, _)| known.is_same(class)) {
            return &self.all[at].1;
        }
        let known = self.all.iter().position(|(known, _)| known.is_same(class));
        let at = known.unwrap_or_else(|| self.learn(class));
        self.near[near] = u8::try_from(at).unwrap_or_default();
        &self.all[at].1
    }

    fn learn(&mut self, class: Class) -> usize {
        let mut written = String::with_capacity(120);
        for (name, value) in attributes(class) {
            for part in [" ", name, "=\"", value, "\""] {
                written.push_str(part);
            }
        }
        self.all.push((class, written.into()));
        self.all.len() - 1
    }
}

/// What a row of classes looks like without a stylesheet, each attribute once; a later class wins.
pub(crate) fn attributes(class: Class) -> Vec<Attribute> {
    let mut all: Vec<Attribute> = Vec::with_capacity(8);
    let emotion = class.names().find(|name| name.starts_with("e-"));
    let emotion = emotion.and_then(|name| RAMP.iter().find(|(ramp, ..)| *ramp == name));
    for name in class.names() {
        let look = LOOKS.get(name).map_or(&[][..], |look| look);
        look.iter().for_each(|attribute| set(&mut all, *attribute));
        match (name, emotion) {
            ("pt" | "mean" | "ef", Some((_, colour, _))) => set(&mut all, ("fill", colour)),
            ("mv", Some((_, _, on))) => set(&mut all, ("fill", on)),
            _ => {}
        }
    }
    all.retain(|attribute| !INHERITED.contains(attribute));
    all
}

/// What holds where nothing else is said: the picture says it once.
const INHERITED: [Attribute; 3] = [("fill", INK), ("font-size", "12"), ("stroke-width", "1")];

fn set(all: &mut Vec<Attribute>, attribute: Attribute) {
    match all.iter_mut().find(|(name, _)| *name == attribute.0) {
        Some(place) => place.1 = attribute.1,
        None => all.push(attribute),
    }
}

fn text_attributes(style: &Style) -> Vec<Attribute> {
    let mut all = Vec::new();
    let mut set = |attribute| all.push(attribute);
    set(("font-size", size_word(style.font.size)));
    if matches!(style.font.face, Face::SansBold | Face::SerifBold) {
        set(("font-weight", "700"));
    }
    if matches!(style.font.face, Face::SerifBold | Face::SerifItalic) {
        set(("font-family", SERIF));
    }
    if style.font.face == Face::SerifItalic {
        set(("font-style", "italic"));
    }
    if style.font.tracking > 0.0 {
        set(("letter-spacing", "0.9"));
    }
    if matches!(style.class, "bt" | "av-t") {
        set(("text-anchor", "middle"));
    }
    if style.class == "mo" {
        set(("text-decoration", "underline"));
    }
    set(("fill", if style.ink == Ink::Mute { MUTE } else { INK }));
    all
}

fn size_word(size: f64) -> &'static str {
    match (size * 10.0) as u32 {
        100 => "10",
        110 => "11",
        115 => "11.5",
        125 => "12.5",
        135 => "13.5",
        170 => "17",
        280 => "28",
        340 => "34",
        _ => "12",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_class_wins_and_no_attribute_comes_twice() {
        let hollow = attributes(Class::three("pt", "pt-3", "e-n4"));
        assert_eq!(
            hollow.iter().filter(|(name, _)| *name == "fill").collect::<Vec<_>>(),
            [&("fill", PAPER)]
        );
        let filled = attributes(Class::three("pt", "pt-1", "e-n4"));
        assert!(filled.contains(&("fill", "#8f2d10")) && filled.contains(&("stroke", INK)));
        assert!(attributes(Class::two("mv", "e-n4")).contains(&("fill", "#ffffff")));
    }

    #[test]
    fn the_default_theme_knows_every_class_that_has_a_look() {
        let css = include_str!("../../themes/default/assets/style.css");
        for (class, look) in SHAPES {
            let known = css.match_indices(&format!(".{class}")).any(|(at, found)| {
                let next = css[at + found.len()..].chars().next();
                next.is_some_and(|c| !c.is_alphanumeric() && c != '-')
            });
            assert!(known || look.is_empty(), "the theme does not know `{class}`");
        }
    }

    #[test]
    fn every_size_has_its_word() {
        for style in STYLES {
            assert_eq!(size_word(style.font.size).parse(), Ok(style.font.size), "{}", style.class);
        }
    }
}
