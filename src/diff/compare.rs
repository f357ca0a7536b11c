//! Two content folders → a report. Both sides are read and resolved with one date.

use super::change::SubjectKind;
use super::html::{self, PageFile, Pictures};
use super::report::{Report, Side};
use super::veil;
use crate::check;
use crate::diagnostic::{Finding, Severity};
use crate::model::Content;
use crate::parse;
use crate::site::{Options, Site, resolve};
use crate::source::Sources;
use std::collections::BTreeSet;

/// A content folder as a revision has it.
#[derive(Debug)]
pub struct Revision {
    /// What it was asked for by.
    pub name: String,
    /// Its files.
    pub sources: Sources,
}

/// What differs between two revisions. Content with errors is compared as far as it can be read.
pub fn compare(from: &Revision, to: &Revision, options: &Options) -> Report {
    Comparison::of(from, to, options).report
}

/// Two revisions, resolved and compared.
pub struct Comparison {
    /// What differs.
    pub report: Report,
    before: Site,
    after: Site,
}

impl Comparison {
    /// Compares two revisions.
    pub fn of(from: &Revision, to: &Revision, options: &Options) -> Self {
        // Most files are the same, and have the same numbers: what is read of one side is there for
        // the other.
        let mut memo = parse::Memo::default();
        let is = parse::parse(&to.sources, &mut memo);
        let was = parse::parse(&from.sources, &mut memo);
        let (mut before, mut after) = rayon::join(
            || Read::of(was, &from.sources, options),
            || Read::of(is, &to.sources, options),
        );
        let side = |revision: &Revision, own: &'_ Read<'_>, other: &Read<'_>| {
            let (name, unreadable) = (revision.name.clone(), own.unreadable.clone());
            (name, own.errors_beside(other), unreadable)
        };
        let ((from, was_wrong, was_unreadable), (to, is_wrong, is_unreadable)) =
            (side(from, &before, &after), side(to, &after, &before));
        let consents = veil::lay(&mut before.site, &mut after.site);
        let report = Report::of(
            &Side { name: from, site: &before.site, errors: was_wrong, unreadable: was_unreadable },
            &Side { name: to, site: &after.site, errors: is_wrong, unreadable: is_unreadable },
            &consents,
        );
        Self { report, before: before.site, after: after.site }
    }

    /// The pictures that its pages show, before and after: paths in the content folder.
    pub fn pictures(&self) -> [BTreeSet<String>; 2] {
        [&self.before, &self.after].map(|site| html::pictures_of(&self.report, site))
    }

    /// A folder of pages: one for each changed journey with its map before and after. Of pictures
    /// that are not given only their text alternative is there.
    pub fn pages(&self, pictures: &[Pictures; 2]) -> Vec<PageFile> {
        html::pages(&self.report, (&self.before, &self.after), pictures)
    }
}

/// One side, resolved.
struct Read<'a> {
    sources: &'a Sources,
    site: Site,
    errors: Vec<Finding>,
    unreadable: BTreeSet<(SubjectKind, String)>,
}

impl<'a> Read<'a> {
    fn of(
        (content, mut findings): (Content, Vec<Finding>),
        sources: &'a Sources,
        options: &Options,
    ) -> Self {
        let (site, resolving) = resolve(&content, sources, options);
        findings.extend(resolving);
        let mut errors = check::finish(findings, &content, sources);
        errors.retain(|finding| finding.severity == Severity::Error);
        let unreadable = content.unreadable.iter().map(|(space, kind, ids)| {
            let id = ids.join("/");
            let reference = if space.is_empty() { id } else { format!("{space}/{id}") };
            (SubjectKind::from(*kind), reference)
        });
        Self { sources, site, errors, unreadable: unreadable.collect() }
    }

    /// Errors but those that both sides have in a file that is the same: they keep nothing of what
    /// was changed from being seen, and `check` tells them.
    fn errors_beside(&self, other: &Read<'_>) -> usize {
        let theirs: BTreeSet<(&str, &str)> =
            other.errors.iter().map(|f| (other.sources.path(f.span.file), &*f.message)).collect();
        let text = |sources: &Sources, path: &str| {
            sources.id_of(path).map(|id| sources.text(id).to_owned()).unwrap_or_default()
        };
        let is_shared = |finding: &&Finding| {
            let path = self.sources.path(finding.span.file);
            theirs.contains(&(path, &*finding.message))
                && text(self.sources, path) == text(other.sources, path)
        };
        self.errors.iter().filter(|finding| !is_shared(finding)).count()
    }
}
