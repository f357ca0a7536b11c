//! All that changed between two revisions, in the order in which a reviewer should hear of it.

use super::change::{Change, Effect, Fact, Name, SubjectKind, Value};
use super::veil::Consent;
use super::{markdown, text, words};
use crate::site::Site;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What changed between two revisions.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// The first revision, as it was asked for.
    pub from: String,
    /// The second one; `working tree` for the files as they are.
    pub to: String,
    /// Errors of the content on either side, if any: then not everything could be compared.
    pub errors: Errors,
    /// What changed, the most important first.
    pub changes: Vec<Told>,
}

/// How many errors each side has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Errors {
    /// Before.
    pub from: usize,
    /// After.
    pub to: usize,
}

/// A side of the comparison.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// Its name.
    pub name: String,
    /// What it resolved to.
    pub site: &'a Site,
    /// How many errors its content has.
    pub errors: usize,
    /// Entities whose file is there and cannot be read: kind and full reference. They are no more
    /// gone than they are new.
    pub unreadable: BTreeSet<(SubjectKind, String)>,
}

/// A change and its sentence.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Told {
    /// The change.
    #[serde(flatten)]
    pub change: Change,
    /// It in words, without markup.
    pub words: String,
}

/// Changes in one place.
pub(crate) struct Group<'r> {
    /// The journey; `None` for what is outside of all of them.
    pub(crate) journey: Option<&'r Name>,
    /// The weightiest first.
    pub(crate) changes: Vec<&'r Told>,
}

/// What a reviewer has to look at first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Weight {
    /// The scale on which all feelings stand.
    Scale,
    /// It got worse for a customer.
    Worse,
    /// It rests on less.
    LessKnown,
    /// It is due for review now.
    Overdue,
    /// Something is gone, new, elsewhere, called otherwise.
    Structure,
    /// It got better.
    Better,
    /// Another value or text.
    Edited,
    /// What follows from other changes.
    Derived,
    /// A small edit of prose.
    Minor,
}

impl Report {
    /// Compares two sides.
    pub fn of(from: &Side<'_>, to: &Side<'_>, consents: &[Consent]) -> Self {
        let mut changes: Vec<Told> = super::changes(from.site, to.site, consents)
            .into_iter()
            .filter(|change| {
                let subject = &change.subject;
                let key = (subject.kind, subject.reference.clone());
                match change.fact {
                    Fact::Removed => !to.unreadable.contains(&key),
                    Fact::Added => !from.unreadable.contains(&key),
                    _ => true,
                }
            })
            .map(|change| Told { words: words::sentence(&change), change })
            .collect();
        changes.sort_by_cached_key(|told| {
            let subject = &told.change.subject;
            let journey = subject.journey.as_ref().map(|journey| journey.reference.clone());
            (weight(&told.change), depth(&told.change), journey, subject.reference.clone())
        });
        tell_apart(&mut changes);
        let errors = Errors { from: from.errors, to: to.errors };
        Self { from: from.name.clone(), to: to.name.clone(), errors, changes }
    }

    /// One line a change, for a terminal.
    pub fn text(&self) -> String {
        text::render(self)
    }

    /// A comment for a pull request, of at most 60 lines.
    pub fn markdown(&self) -> String {
        markdown::render(self)
    }

    /// Everything, for other programs.
    pub fn json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Changes that people are told, without small edits of prose.
    pub(crate) fn told(&self) -> impl Iterator<Item = &Told> {
        self.changes.iter().filter(|told| !told.change.minor)
    }

    /// How many small edits of prose there are.
    pub(crate) fn small_edits(&self) -> usize {
        self.changes.iter().filter(|told| told.change.minor).count()
    }

    /// Changes by the journey in which they are, those outside of all journeys last.
    pub(crate) fn by_journey(&self) -> Vec<Group<'_>> {
        let mut journeys: BTreeMap<&str, Group<'_>> = BTreeMap::new();
        let mut others = Vec::new();
        for told in self.told() {
            match &told.change.subject.journey {
                Some(journey) => {
                    let fresh = || Group { journey: Some(journey), changes: Vec::new() };
                    journeys.entry(&journey.reference).or_insert_with(fresh).changes.push(told);
                }
                None => others.push(told),
            }
        }
        let mut out: Vec<Group<'_>> = journeys.into_values().collect();
        // What has the weightiest change comes first.
        out.sort_by_key(|group| group.changes.iter().map(|told| weight(&told.change)).min());
        if !others.is_empty() {
            // What is outside of all of them is told last, unless it says how to read the others.
            let is_scale = others.iter().any(|told| weight(&told.change) == Weight::Scale);
            let place = if is_scale { 0 } else { out.len() };
            out.insert(place, Group { journey: None, changes: others });
        }
        out
    }

    /// What happened, in a line: what is alone by its name, the rest by numbers.
    pub(crate) fn headline(&self) -> Vec<String> {
        let mut heads: BTreeMap<Head, Vec<&Told>> = BTreeMap::new();
        for told in self.told() {
            if let Some(head) = head(&told.change) {
                heads.entry(head).or_default().push(told);
            }
        }
        heads.into_iter().map(|(head, list)| head.words(&list)).collect()
    }
}

/// Names the journey where two sentences are the same, and what they are about where that does not
/// help.
fn tell_apart(changes: &mut [Told]) {
    tell_apart_by(changes, |told| match (&told.change.subject.journey, told.change.subject.kind) {
        (Some(journey), _) => Some(format!("in “{}”", words::short(&journey.title))),
        (None, SubjectKind::Touchpoint) => Some("in the catalogue".to_owned()),
        (None, _) => None,
    });
    tell_apart_by(changes, |told| Some(told.change.subject.reference.clone()));
}

fn tell_apart_by(changes: &mut [Told], place: impl Fn(&Told) -> Option<String>) {
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, told) in changes.iter().enumerate() {
        same.entry(told.words.clone()).or_default().push(at);
    }
    for list in same.into_values().filter(|list| list.len() > 1) {
        let places: Vec<Option<String>> = list.iter().map(|at| place(&changes[*at])).collect();
        if places.iter().all(|place| *place == places[0]) {
            continue;
        }
        for (at, place) in list.into_iter().zip(places) {
            changes[at].words.extend(place.map(|place| format!(" ({place})")));
        }
    }
}

/// The errors of both sides in words, if there are any.
pub(crate) fn trouble(report: &Report) -> Option<String> {
    let errors = |count: usize| match count {
        1 => "1 error".to_owned(),
        count => format!("{count} errors"),
    };
    let side =
        |name: &str, count: usize| (count > 0).then(|| format!("{name} has {}", errors(count)));
    let sides = [side(&report.from, report.errors.from), side(&report.to, report.errors.to)];
    let sides: Vec<String> = sides.into_iter().flatten().collect();
    (!sides.is_empty())
        .then(|| format!("{}: only what could be read was compared", sides.join(" and ")))
}

/// What a reviewer should hear of first.
pub(crate) fn weight(change: &Change) -> Weight {
    if change.minor {
        return Weight::Minor;
    }
    let field = match &change.fact {
        Fact::Changed { field, .. } => field.as_str(),
        _ => "",
    };
    match (&change.fact, change.effect) {
        _ if is_scale(change) => Weight::Scale,
        (Fact::Status { .. }, Effect::Worse) => Weight::LessKnown,
        (Fact::Removed, Effect::Worse) => Weight::LessKnown,
        (Fact::Changed { .. }, Effect::Worse) if is_of_knowledge(field) => Weight::LessKnown,
        (Fact::Changed { .. }, Effect::Worse) if field == "review.state" => Weight::Overdue,
        (Fact::Changed { .. }, Effect::Worse) if !change.derived => Weight::Worse,
        _ if change.derived => Weight::Derived,
        (
            Fact::Added
            | Fact::Removed
            | Fact::Moved { .. }
            | Fact::Renamed { .. }
            | Fact::Reordered { .. },
            _,
        ) => Weight::Structure,
        (_, Effect::Better) => Weight::Better,
        _ => Weight::Edited,
    }
}

/// Whether a change is that of the scale of emotion: all numbers are told on the new one.
fn is_scale(change: &Change) -> bool {
    let is_it = |field: &str| change.subject.kind == SubjectKind::Site && field == "emotion";
    matches!(&change.fact, Fact::Changed { field, .. } if is_it(field))
}

/// Whether a field says what may be known, seen or found.
fn is_of_knowledge(field: &str) -> bool {
    matches!(field, "in_date" | "confidential" | "consent") || is_silence(field)
}

/// Whether a field turns findings off.
fn is_silence(field: &str) -> bool {
    field == "allow" || field.starts_with("findings.")
}

/// How much an entity holds: a journey is named before a claim in one.
fn depth(change: &Change) -> SubjectKind {
    change.subject.kind
}

/// What a headline counts, in the order in which it is said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Head {
    Scale,
    FeltWorse,
    LessKnown,
    OutOfDate,
    Confidential,
    Withdrawn,
    Silenced,
    Gone(SubjectKind),
    Overdue,
    Moved(SubjectKind),
    New(SubjectKind),
    Renamed(SubjectKind),
    FeltBetter,
    Other,
}

fn head(change: &Change) -> Option<Head> {
    let kind = change.subject.kind;
    let is_worse = change.effect == Effect::Worse;
    Some(match &change.fact {
        _ if is_scale(change) => Head::Scale,
        Fact::Changed { field, .. } if is_worse && field == "confidential" => Head::Confidential,
        Fact::Changed { field, .. } if is_worse && field == "consent" => Head::Withdrawn,
        Fact::Changed { field, .. } if is_worse && is_silence(field) => Head::Silenced,
        Fact::Status { .. } if change.effect == Effect::Worse => Head::LessKnown,
        Fact::Changed { field, to, .. } if field == "in_date" && *to == Value::Flag(false) => {
            Head::OutOfDate
        }
        Fact::Changed { field, .. }
            if field == "review.state" && change.effect == Effect::Worse =>
        {
            Head::Overdue
        }
        _ if change.derived => return None,
        Fact::Changed { field, .. } if field == "emotion" => match change.effect {
            Effect::Worse => Head::FeltWorse,
            Effect::Better => Head::FeltBetter,
            Effect::Neutral => Head::Other,
        },
        Fact::Removed => Head::Gone(kind),
        Fact::Moved { .. } => Head::Moved(kind),
        Fact::Added => Head::New(kind),
        Fact::Renamed { .. } => Head::Renamed(kind),
        _ => Head::Other,
    })
}

impl Head {
    fn words(self, list: &[&Told]) -> String {
        let count = list.len();
        let subject = &list[0].change.subject;
        let thing = |kind: SubjectKind, done: &str| match (count, kind) {
            (1, SubjectKind::Claim) | (1, SubjectKind::Site) => format!("1 {} {done}", kind.word()),
            (1, _) => format!("{} “{}” {done}", kind.word(), words::short(&subject.title)),
            (count, SubjectKind::Opportunity) => format!("{count} opportunities {done}"),
            (count, kind) => format!("{count} {}s {done}", kind.word()),
        };
        let many = |one: &str, more: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {more}"),
        };
        match self {
            Head::Scale => "another scale of emotion".to_owned(),
            Head::Confidential => thing(SubjectKind::Evidence, "is confidential now")
                .replace("sources is", "sources are"),
            Head::Withdrawn => many("consent withdrawn", "consents withdrawn"),
            Head::Silenced => many("finding turned down", "findings turned down"),
            Head::FeltWorse => match count {
                1 => format!("“{}” feels worse", words::short(&subject.title)),
                count => format!("{count} feelings are worse"),
            },
            Head::LessKnown => many("statement is less sure", "statements are less sure"),
            Head::OutOfDate => {
                thing(SubjectKind::Evidence, "is out of date").replace("sources is", "sources are")
            }
            Head::Gone(kind) => thing(kind, "removed"),
            Head::Overdue => many("review is overdue", "reviews are overdue"),
            Head::Moved(kind) => thing(kind, "moved"),
            Head::New(kind) => thing(kind, "added"),
            Head::Renamed(kind) => thing(kind, "renamed"),
            Head::FeltBetter => match count {
                1 => format!("“{}” feels better", words::short(&subject.title)),
                count => format!("{count} feelings are better"),
            },
            Head::Other => many("other edit", "other edits"),
        }
    }
}
