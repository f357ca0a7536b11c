//! Edits of texts, each taken in at the cost of what it changes.

use super::{Resolved, Update, Workspace};
use crate::check;
use crate::diagnostic::Finding;
use crate::io::clock::Stopwatch;
use crate::parse;
use crate::site::Kept;
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// How far an edit reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Journeys,
    Site,
}

/// What a run leaves behind, so that an edit of a journey's text costs that journey alone. It is
/// dropped as soon as anything else changes.
pub(super) struct Remains {
    pub(super) kept: Kept,
    /// Touchpoints of all journeys side by side.
    pub(super) repeats: Option<check::Repeats>,
}

impl Workspace {
    /// Takes in texts that changed, or everything if more than texts did.
    pub(super) fn bring_up_to_date(&mut self, texts: Option<&BTreeSet<FileId>>) -> (Update, Reach) {
        let mut watch = Stopwatch::start();
        let edited = texts.map_or(Err(0), |texts| self.edit_journeys(texts));
        let ahead = match edited {
            Ok(resolved) => {
                self.timings = vec![("edit", watch.lap())];
                let update = Update { parsed: self.memo.work.parsed, resolved };
                return (update, Reach::Journeys);
            }
            Err(parsed) => parsed,
        };
        let resolved = Resolved::of(&self.sources, &self.options, &mut self.memo);
        self.content = resolved.content;
        self.site = resolved.site;
        self.findings = resolved.findings;
        self.remains = Some(resolved.remains);
        self.timings = resolved.timings;
        let parsed = ahead + self.memo.work.parsed;
        (Update { parsed, resolved: self.content.journeys.len() }, Reach::Site)
    }

    /// Takes in changed texts of journeys, one journey at a time. Gives how many there were.
    ///
    /// # Errors
    /// More than that has to be resolved, and so everything; how many files are parsed by then.
    fn edit_journeys(&mut self, texts: &BTreeSet<FileId>) -> Result<usize, usize> {
        let mut remains = self.remains.take().ok_or(0_usize)?;
        let edited = self.memo.reread(texts, &self.sources, &self.content).ok_or(0_usize)?;
        let parse::Edited { journeys, broken } = edited;
        let (count, parsed) = (journeys.len(), self.memo.work.parsed);
        self.say_what_broke(&broken).ok_or(parsed)?;
        for journey in journeys {
            self.edit_journey(journey, &mut remains).ok_or(parsed)?;
        }
        self.remains = Some(remains);
        Ok(count)
    }

    /// Of a file that can no longer be read nothing is said but that; the rest of the site is as it
    /// was, and what points into the file points at most a few lines beside the mark. `None` when
    /// its theme is in trouble as well.
    fn say_what_broke(&mut self, files: &BTreeSet<FileId>) -> Option<()> {
        let names_the_theme = files.contains(&self.content.config.theme.span.file);
        if names_the_theme && self.loaded.trouble.is_some() {
            return None;
        }
        for file in files {
            let found = self.memo.broken().get(file).cloned().unwrap_or_default();
            let found = check::finish_file(found, &self.content, &self.sources);
            replace_findings(&mut self.findings, &BTreeSet::from([*file]), found, &self.sources);
        }
        Some(())
    }

    /// Leaves out what is found in files that cannot be read, and says what is wrong in those of
    /// some files.
    fn say_what_is_broken(&self, findings: &mut Vec<Finding>, files: &BTreeSet<FileId>) {
        let broken = self.memo.broken();
        findings.retain(|finding| !broken.contains_key(&finding.span.file));
        findings.extend(files.iter().filter_map(|file| broken.get(file)).flatten().cloned());
    }

    fn edit_journey(&mut self, read: parse::Reread, remains: &mut Remains) -> Option<()> {
        let parse::Reread { at, item, files, mut findings } = read;
        let into = (&mut self.content, &mut self.site);
        let (sources, options) = (&self.sources, &self.options);
        let again = remains.kept.journey_again((at, item), &files, into, sources, options)?;
        let (content, site) = (&self.content, &self.site);
        findings.extend_from_slice(&again.findings);
        findings.extend(check::check_journey(&again, site, content, sources));
        let is_inside = |finding: &Finding| files.contains(&finding.span.file);
        if !findings.iter().all(is_inside) {
            return None;
        }
        let repeats = remains.repeats.as_mut();
        let written = &content.journeys[at].item;
        let repeated = repeats.map(|repeats| repeats.again(&again, site, written));
        let mut elsewhere = Vec::new();
        for (before, now) in repeated.into_iter().flatten() {
            findings.extend(now.iter().map(|(_, f)| f).filter(|f| is_inside(f)).cloned());
            if before != now {
                let outside = |found: check::Found| Some(found).filter(|(_, f)| !is_inside(f));
                elsewhere.push((before.and_then(outside), now.and_then(outside)));
            }
        }
        self.say_what_is_broken(&mut findings, &files);
        let finished = check::finish_journey(findings, at, content, sources);
        replace_findings(&mut self.findings, &files, finished, sources);
        for (before, now) in elsewhere {
            let is_readable = |found: &check::Found| !self.is_broken(found.1.span.file);
            self.replace_finding(before, now.filter(is_readable));
        }
        Some(())
    }

    fn is_broken(&self, file: FileId) -> bool {
        self.memo.broken().contains_key(&file)
    }

    /// Puts a finding that stands in some other journey in the place of the one before.
    fn replace_finding(&mut self, before: Option<check::Found>, now: Option<check::Found>) {
        let (content, sources, findings) = (&self.content, &self.sources, &mut self.findings);
        if let Some((_, before)) = before
            && let Ok(at) = check::place(findings, &before, sources)
        {
            findings.remove(at);
        }
        let Some((ix, now)) = now else { return };
        let file = self.site.journey(ix).meta.file;
        let Some(home) = content.journeys.iter().position(|entry| entry.file == file) else {
            return;
        };
        for now in check::finish_journey(vec![now], home, content, sources) {
            if let Err(at) = check::place(findings, &now, sources) {
                findings.insert(at, now);
            }
        }
    }
}

/// Puts findings in the place of all that stood in some files; both are in path order.
fn replace_findings(
    findings: &mut Vec<Finding>,
    files: &BTreeSet<FileId>,
    new: Vec<Finding>,
    sources: &Sources,
) {
    let mut by_file: BTreeMap<FileId, Vec<Finding>> = BTreeMap::new();
    for finding in new {
        by_file.entry(finding.span.file).or_default().push(finding);
    }
    for file in files {
        let path = sources.path(*file);
        let start = findings.partition_point(|f| sources.path(f.span.file) < path);
        let count = findings[start..].partition_point(|f| sources.path(f.span.file) == path);
        let new = by_file.remove(file).unwrap_or_default();
        findings.splice(start..start + count, new);
    }
}
