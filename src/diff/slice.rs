//! What need not be read. A journey that is the same on both sides takes no part in a comparison
//! unless something that is different speaks of it, or the order of the whole site does: so where
//! only journeys were edited, the others are left out, and what comes of that is looked at for
//! anything that would need them. Then everything is read after all.

use super::change::{Change, Fact, SubjectKind};
use super::report::Report;
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files of a content folder with something that is the same where their bytes are.
type Files = BTreeMap<String, Arc<str>>;

/// Journeys that are left out of a comparison.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Slice {
    left_out: BTreeSet<String>,
}

impl Slice {
    /// The journeys that are the same on both sides; `None` where more than journeys was edited,
    /// or files are new or gone.
    pub fn of(before: &Files, after: &Files) -> Option<Self> {
        if !before.keys().eq(after.keys()) {
            return None;
        }
        let mut left_out: BTreeSet<String> =
            after.keys().filter_map(|path| journey(path)).map(str::to_owned).collect();
        let pairs = before.iter().zip(after.values());
        for (path, _) in
            pairs.filter(|((_, old), new)| old != new).map(|((path, old), _)| (path, old))
        {
            left_out.remove(journey(path)?);
        }
        Some(Self { left_out })
    }

    /// Whether a file has to be read.
    pub fn keeps(&self, path: &str) -> bool {
        journey(path).is_none_or(|journey| !self.left_out.contains(journey))
    }

    /// Takes in the journeys that those which are read name. Whether there were any.
    pub fn take_in_named(&mut self, sources: &Sources) -> bool {
        let edited = sources.iter().filter(|(path, _)| journey(path).is_some());
        let mut words = BTreeSet::new();
        for (_, file) in edited {
            let text = sources.text(file.id);
            let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
            words.extend(parts.map(str::to_lowercase));
        }
        let id = |journey: &String| journey.rsplit('/').next().unwrap_or_default().to_lowercase();
        let before = self.left_out.len();
        self.left_out.retain(|journey| !words.contains(&id(journey)));
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

/// The journey that a file belongs to, as the path of its file or folder without an ending.
fn journey(path: &str) -> Option<&str> {
    const KINDS: [&str; 5] = ["personas", "touchpoints", "opportunities", "evidence", "journeys"];
    let mut start = 0;
    for part in path.split('/') {
        let end = start + part.len();
        if ["data", "assets"].contains(&part) || (part != "journeys" && KINDS.contains(&part)) {
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
        assert_eq!(Slice::of(&before, &after), None);
        after.remove("site.yaml");
        assert_eq!(Slice::of(&before, &after), None);
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
