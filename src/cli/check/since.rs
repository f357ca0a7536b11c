//! What is new since a revision.

use super::super::{Failure, Reading};
use crate::check::Baseline;
use crate::diagnostic::{Finding, Located};
use crate::io::git::{Commit, Repository};
use crate::source::{Content, FileId, Sources};
use crate::workspace::Workspace;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// What changed in a file.
enum Changed {
    /// There was none.
    New,
    /// These lines.
    Lines(Vec<Range<u32>>),
}

/// Findings on lines that changed since the commit at which this history left that of the revision,
/// findings in new files, findings about changed files as a whole, and findings anywhere that the
/// commit does not have: a deleted persona is missed in files that nobody touched.
pub(super) fn changed(
    revision: &str,
    findings: &[Finding],
    workspace: &Workspace,
    reading: &Reading,
) -> Result<Vec<Finding>, Failure> {
    let repository = Repository::of(&reading.content)?;
    let (revision, head) = (repository.commit(revision)?, repository.commit("HEAD")?);
    let base = repository.merge_base(&revision, &head)?;
    let before = repository.load(&base)?;
    let sources = workspace.sources();
    let changed = changed_files(&repository, &base, &before, sources)?;
    let known = reading.resolve(before)?;
    let known = Baseline::of(known.findings(), known.sources());
    let new = known.compare(findings, sources).new;
    let is_wanted = |finding: &&Finding| {
        new.contains(finding)
            || changed.get(&finding.span.file).is_some_and(|file| file.holds(finding, sources))
    };
    Ok(findings.iter().filter(is_wanted).cloned().collect())
}

impl Changed {
    fn holds(&self, finding: &Finding, sources: &Sources) -> bool {
        let Self::Lines(lines) = self else { return true };
        let whole = (finding.span.start, finding.span.end) == (0, 0);
        let at = Located::new(finding, sources);
        let overlaps = |lines: &Range<u32>| at.start.line < lines.end && lines.start <= at.end.line;
        whole || lines.iter().any(overlaps)
    }
}

/// Every text that is not as it was.
fn changed_files(
    repository: &Repository,
    base: &Commit,
    before: &Sources,
    now: &Sources,
) -> Result<BTreeMap<FileId, Changed>, Failure> {
    let is_text = |content: &Content| matches!(content, Content::Text { .. });
    let texts = now.iter().filter(|(_, file)| is_text(&file.content));
    let other = texts.filter(|(path, file)| {
        before.get(path).is_none_or(|old| old.hash != file.hash || !is_text(&old.content))
    });
    let other: Vec<_> = other.collect();
    other
        .par_iter()
        .map(|(path, file)| {
            let changed = match before.get(path) {
                None => Changed::New,
                Some(_) => Changed::Lines(repository.changed_lines(base, path)?),
            };
            Ok((file.id, changed))
        })
        .collect()
}
