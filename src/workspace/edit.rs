//! Edits of texts, each taken in at the cost of what it changes.

use super::{Parsed, Resolved, Update, Workspace};
use crate::check;
use crate::diagnostic::Finding;
use crate::io::clock::Stopwatch;
use crate::parse;
use crate::site::{Again, Exchange, Exchanged, Kept, Touched};
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// How far an edit reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Journeys,
    Site,
}

/// What a row of changes touched.
#[derive(Default)]
pub(super) struct Changed {
    /// Files that are texts in order, as they were before; `None` when anything else changed.
    pub(super) texts: Option<BTreeSet<FileId>>,
    /// All files, also those that came and went.
    pub(super) files: BTreeSet<FileId>,
}

/// What a run leaves behind, so that an edit of a text costs what it changes. It is
/// dropped as soon as anything else changes.
pub(super) struct Remains {
    pub(super) kept: Kept,
    /// Touchpoints of all journeys side by side.
    pub(super) repeats: Option<check::Repeats>,
    /// What was said of `site.yaml` before it could no longer be read.
    pub(super) set_aside: BTreeMap<FileId, Vec<Finding>>,
}

impl Workspace {
    /// Takes in what changed: texts one by one, else journeys that came, went or are called
    /// otherwise, else everything.
    pub(super) fn bring_up_to_date(&mut self, changed: &Changed) -> (Update, Reach) {
        let mut watch = Stopwatch::start();
        let edited = changed.texts.as_ref().map_or(Err(0), |texts| self.edit_entities(texts));
        let ahead = match edited {
            Ok(resolved) => {
                self.timings = vec![("edit", watch.lap())];
                let update = Update { parsed: self.memo.work.parsed, resolved };
                return (update, Reach::Journeys);
            }
            Err(parsed) => parsed,
        };
        let may_exchange = self.remains.is_some() && self.memo.broken().is_empty();
        let sorted = may_exchange.then(|| self.memo.sorting());
        let parsed = Parsed::of(&self.sources, &mut self.memo);
        let parses = ahead + self.memo.work.parsed;
        if let Some(sorted) = sorted
            && let Some(resolved) = self.exchange_journeys(&changed.files, &parsed, &sorted)
        {
            self.timings = vec![("edit", watch.lap())];
            return (Update { parsed: parses, resolved }, Reach::Site);
        }
        let resolved = Resolved::of(parsed, &self.sources, &self.options);
        self.content = resolved.content;
        self.site = resolved.site;
        self.findings = resolved.findings;
        self.remains = Some(resolved.remains);
        self.timings = resolved.timings;
        (Update { parsed: parses, resolved: self.content.journeys.len() }, Reach::Site)
    }

    /// Takes in changed texts, one entity at a time. Gives how many journeys that came to.
    ///
    /// # Errors
    /// More than that has to be resolved; how many files are parsed by then.
    fn edit_entities(&mut self, texts: &BTreeSet<FileId>) -> Result<usize, usize> {
        let mut remains = self.remains.take().ok_or(0_usize)?;
        let Some(edited) = self.memo.reread(texts, &self.sources, &self.content) else {
            self.remains = Some(remains);
            return Err(0);
        };
        let parse::Edited { journeys, others, broken, mended } = edited;
        let parsed = self.memo.work.parsed;
        let stays =
            |read: &parse::Reread| remains.kept.keeps_its_place(&self.content, read.at, &read.item);
        if broken.is_empty() && mended.is_none() && !journeys.iter().all(stays) {
            self.remains = Some(remains);
            return Err(parsed);
        }
        self.say_what_broke(&broken, &mut remains).ok_or(parsed)?;
        self.say_what_is_mended(mended, &mut remains);
        let mut resolved = BTreeSet::new();
        for journey in journeys {
            resolved.insert(self.content.journeys[journey.at].file);
            self.edit_journey(journey, &mut remains).ok_or(parsed)?;
        }
        for (file, anew) in others {
            let touched = self.edit_entity(file, anew, &mut remains).ok_or(parsed)?;
            resolved.extend(touched);
        }
        self.remains = Some(remains);
        Ok(resolved.len())
    }

    /// Takes in journeys that came, went or are called otherwise. Gives how many journeys that came
    /// to; `None` when more than that changed.
    fn exchange_journeys(
        &mut self,
        changed: &BTreeSet<FileId>,
        parsed: &Parsed,
        sorted: &[Finding],
    ) -> Option<usize> {
        let mut remains = self.remains.take()?;
        let (content, sources) = (&parsed.content, &self.sources);
        let exchange = Exchange::between(&self.content, content)?;
        let memo = &self.memo;
        let files_of = |main: FileId| memo.files_of_journey(main);
        let contents = (&self.content, content);
        let on = (sources, &self.options);
        let kept = &mut remains.kept;
        let exchanged =
            kept.exchange_journeys(&exchange, &files_of, contents, &mut self.site, on)?;
        let Exchanged { gone, again, renumbering, moved } = exchanged;
        let mut stand = BTreeSet::new();
        for (main, _) in &again {
            stand.extend(files_of(*main)?);
        }
        let all: BTreeSet<FileId> = gone.union(&stand).copied().collect();
        let now = self.memo.sorting();
        let elsewhere = sorted.iter().filter(|finding| !all.contains(&finding.span.file));
        let elsewhere_now = now.iter().filter(|finding| !stand.contains(&finding.span.file));
        if !elsewhere.eq(elsewhere_now) || !changed.is_subset(&all) {
            return None;
        }
        self.search_state().memo.renumber(&moved);
        self.content = content.clone();
        replace_findings(&mut self.findings, &gone, Vec::new(), &self.sources);
        if let Some(repeats) = &mut remains.repeats {
            let touched = repeats.renumber(&renumbering);
            self.say_elsewhere(repeats.without(touched, &self.site));
        }
        for (main, again) in &again {
            let files = self.memo.files_of_journey(*main)?;
            self.say_of_journey(*main, again, &files, &mut remains)?;
        }
        self.remains = Some(remains);
        Some(again.len())
    }

    /// A `site.yaml` that is again what it was: the same is said of it.
    fn say_what_is_mended(&mut self, file: Option<FileId>, remains: &mut Remains) {
        let Some(file) = file else { return };
        let found = remains.set_aside.remove(&file).unwrap_or_default();
        replace_findings(&mut self.findings, &BTreeSet::from([file]), found, &self.sources);
    }

    /// Of a file that can no longer be read nothing is said but that; the rest of the site is as it
    /// was, and what points into the file points at most a few lines beside the mark. `None` when
    /// the theme has something to say of it as well.
    fn say_what_broke(&mut self, files: &BTreeSet<FileId>, remains: &mut Remains) -> Option<()> {
        if files.iter().any(|file| self.theme_is_found_in(*file)) {
            return None;
        }
        for file in files {
            let found = self.memo.broken().get(file).cloned().unwrap_or_default();
            let found = check::finish_entity(found, FileId::ROOT, &self.content, &self.sources);
            if *file == self.content.config.file && !remains.set_aside.contains_key(file) {
                let here = self.findings.iter().filter(|f| f.span.file == *file);
                remains.set_aside.insert(*file, here.cloned().collect());
            }
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
        let parse::Reread { at, item, files } = read;
        let file = self.content.journeys.get(at)?.file;
        let into = (&mut self.content, &mut self.site);
        let (sources, options) = (&self.sources, &self.options);
        let again = remains.kept.journey_again((at, item), &files, into, sources, options)?;
        self.say_of_journey(file, &again, &files, remains)
    }

    /// Takes in another entity than a journey, and all that look at what differs in it. Gives the
    /// main files of journeys among them.
    fn edit_entity(
        &mut self,
        file: FileId,
        anew: parse::Anew,
        remains: &mut Remains,
    ) -> Option<BTreeSet<FileId>> {
        let is_series = matches!(anew, parse::Anew::Series(..));
        let memo = &self.memo;
        let files_of = |main: FileId| memo.files_of_journey(main);
        let into = (&mut self.content, &mut self.site);
        let (sources, options) = (&self.sources, &self.options);
        let touched = remains.kept.entity_again((file, anew), &files_of, into, sources, options)?;
        let mut journeys = BTreeSet::new();
        if is_series {
            self.say(file, &BTreeSet::from([file]), Vec::new());
        }
        for entity in touched {
            match &entity.journey {
                Some(again) => {
                    let files = self.memo.files_of_journey(entity.file)?;
                    self.say_of_journey(entity.file, again, &files, remains)?;
                    journeys.insert(entity.file);
                }
                None => self.say_of_entity(entity, remains)?,
            }
        }
        Some(journeys)
    }

    /// Says what is wrong in the files of a journey; `None` when that is wrong in other files too.
    fn say_of_journey(
        &mut self,
        file: FileId,
        again: &Again,
        files: &BTreeSet<FileId>,
        remains: &mut Remains,
    ) -> Option<()> {
        let (content, site, sources) = (&self.content, &self.site, &self.sources);
        let mut findings = again.findings.clone();
        findings.extend(check::check_journey(again, site, content, sources));
        let is_inside = |finding: &Finding| files.contains(&finding.span.file);
        if !findings.iter().all(is_inside) {
            return None;
        }
        let repeats = remains.repeats.as_mut();
        let written = &content.journeys.iter().find(|entry| entry.file == file)?.item;
        let repeated = repeats.map(|repeats| repeats.again(again, site, written));
        let mut elsewhere = Vec::new();
        for (before, now) in repeated.into_iter().flatten() {
            findings.extend(now.iter().map(|(_, f)| f).filter(|f| is_inside(f)).cloned());
            if before != now {
                let outside = |found: check::Found| Some(found).filter(|(_, f)| !is_inside(f));
                elsewhere.push((before.and_then(outside), now.and_then(outside)));
            }
        }
        self.say(file, files, findings);
        self.say_elsewhere(elsewhere);
        Some(())
    }

    /// The same of another entity.
    fn say_of_entity(&mut self, entity: Touched, remains: &mut Remains) -> Option<()> {
        let Touched { node, file, mut findings, opportunities, lives, titles, .. } = entity;
        let living = lives.then_some(&*opportunities);
        let (content, site, sources) = (&self.content, &self.site, &self.sources);
        findings.extend(check::check_entity((node, file), living, site, content, sources));
        if !findings.iter().all(|finding| finding.span.file == file) {
            return None;
        }
        self.say(file, &BTreeSet::from([file]), findings);
        if let (Some(titles), Some(repeats)) = (&titles, remains.repeats.as_mut()) {
            self.say_elsewhere(repeats.retitled(titles, &self.site));
        }
        Some(())
    }

    /// Puts what was found in an entity, and what reading its files found, in the place of what was
    /// said of them.
    fn say(&mut self, main: FileId, files: &BTreeSet<FileId>, mut findings: Vec<Finding>) {
        findings.extend(self.memo.found_in(main, files, &self.sources));
        self.say_what_is_broken(&mut findings, files);
        let finished = check::finish_entity(findings, main, &self.content, &self.sources);
        replace_findings(&mut self.findings, files, finished, &self.sources);
    }

    fn say_elsewhere(&mut self, found: Vec<(Option<check::Found>, Option<check::Found>)>) {
        for (before, now) in found {
            let is_readable = |found: &check::Found| !self.is_broken(found.1.span.file);
            self.replace_finding(before, now.filter(is_readable));
        }
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
        let file = self.site.journey(ix).meta.file();
        for now in check::finish_entity(vec![now], file, content, sources) {
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
