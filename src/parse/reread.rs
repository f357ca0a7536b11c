//! Texts read again while every file stays where it is, each by itself.

use super::assemble::{Assembler, Journeys};
use super::folder::{Folder, JourneyFiles};
use super::memo::{ReadConfig, text};
use super::series::{self, ReadSeries};
use super::{Memo, ParsedFile, Value, Work, config, jobs};
use crate::diagnostic::Finding;
use crate::model::{
    Content as Written, Evidence, Journey, Opportunity, Persona, Series, Touchpoint,
};
use crate::source::{FileId, SourceFile, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What changed texts came to.
#[derive(Debug, Default)]
pub struct Edited {
    /// Journeys that are written anew.
    pub journeys: Vec<Reread>,
    /// What else is written anew, by its file.
    pub others: Vec<(FileId, Anew)>,
    /// Files that can no longer be read.
    pub broken: BTreeSet<FileId>,
    /// A `site.yaml` that could not be read and is again what it was before.
    pub mended: Option<FileId>,
}

/// A journey put together again, because a text of it changed.
#[derive(Debug)]
pub struct Reread {
    /// Its place in the content.
    pub at: usize,
    /// What is written now.
    pub item: Arc<Journey>,
    /// The files that it is written in.
    pub files: BTreeSet<FileId>,
}

/// What is written anew, and is no journey.
#[derive(Clone, Debug)]
pub enum Anew {
    /// A persona.
    Persona(Arc<Persona>),
    /// A touchpoint of the catalogue.
    Touchpoint(Arc<Touchpoint>),
    /// An opportunity with a file of its own.
    Opportunity(Arc<Opportunity>),
    /// A source.
    Evidence(Arc<Evidence>),
    /// A series at its path, with the files of those that show it.
    Series(Arc<str>, Arc<Series>, Vec<FileId>),
}

/// A text that was read again.
enum Changed {
    /// It is what it was.
    Nothing,
    /// It cannot be read any more.
    Broken(Vec<Finding>),
    /// It is a `site.yaml` that can be read again.
    Mended,
    /// A file of the journey at this place of the folder.
    Journey(usize, Arc<ParsedFile>),
    /// A file of something else.
    Other(Anew, Arc<ParsedFile>),
    /// A series.
    Series(Arc<ReadSeries>),
}

impl Memo {
    /// Reads files again whose texts, and nothing else, changed. A file that cannot be read for the
    /// moment, because its author is in the middle of a line, stands as it was read last. `None`
    /// when one of them is a text above a list or the configuration, could not be read before
    /// either, or names other data: then everything has to be gone through.
    pub fn reread(
        &mut self,
        edited: &BTreeSet<FileId>,
        sources: &Sources,
        content: &Written,
    ) -> Option<Edited> {
        let folder = self.layout.as_ref()?.folder.clone();
        let read: Vec<(FileId, Changed)> = edited
            .iter()
            .map(|&file| Some((file, self.read_one(&folder, file, sources)?)))
            .collect::<Option<_>>()?;
        let all = self.work.parsed + self.work.reused;
        let is_read = |now: &Changed| !matches!(now, Changed::Nothing | Changed::Mended);
        let parsed = read.iter().filter(|(_, now)| is_read(now)).count();
        self.work = Work { parsed, reused: all.saturating_sub(parsed) };
        let (mut out, mut journeys) = (Edited::default(), BTreeSet::new());
        for (file, changed) in read {
            if !matches!(changed, Changed::Nothing) {
                self.broken.remove(&file);
            }
            match changed {
                Changed::Nothing => {}
                Changed::Broken(findings) => {
                    self.broken.insert(file, findings);
                    out.broken.insert(file);
                }
                Changed::Mended => out.mended = Some(file),
                Changed::Journey(at, now) => {
                    self.files.set(file, now);
                    journeys.insert(at);
                }
                Changed::Other(item, now) => {
                    self.files.set(file, now);
                    out.others.push((file, item));
                }
                Changed::Series(now) => {
                    let path: Arc<str> = sources.path(file).into();
                    let series = now.series.clone();
                    self.series.insert(file, now);
                    let anew = Anew::Series(path.clone(), series, self.showing(&folder, &path));
                    out.others.push((file, anew));
                }
            }
        }
        for at in journeys {
            let files = &folder.journeys[at];
            let at = content.journeys.iter().position(|entry| entry.file == files.main.file)?;
            out.journeys.push(self.put_together(at, files)?);
        }
        Some(out)
    }

    /// What is wrong in files that cannot be read as they are, and for which stands what was read
    /// of them before.
    pub fn broken(&self) -> &BTreeMap<FileId, Vec<Finding>> {
        &self.broken
    }

    /// What sorting the folder found.
    pub fn sorting(&self) -> Vec<Finding> {
        self.layout.iter().flat_map(|layout| layout.findings.iter().cloned()).collect()
    }

    /// The files of the journey with a main file.
    pub fn files_of_journey(&self, main: FileId) -> Option<BTreeSet<FileId>> {
        let folder = &self.layout.as_ref()?.folder;
        let journey = folder.journeys.iter().find(|journey| journey.main.file == main)?;
        Some(journey.files().map(|entity| entity.file).collect())
    }

    /// All that reading the files of one entity, `main` among them, found in them.
    pub fn found_in(
        &self,
        main: FileId,
        files: &BTreeSet<FileId>,
        sources: &Sources,
    ) -> Vec<Finding> {
        let sorting = self.layout.iter().flat_map(|layout| &layout.findings);
        let mut findings: Vec<Finding> =
            sorting.filter(|f| files.contains(&f.span.file)).cloned().collect();
        let readable = || files.iter().filter(|file| !self.broken.contains_key(*file));
        for file in readable().filter_map(|file| self.files.get(*file)) {
            findings.extend_from_slice(&file.findings);
            findings.extend(file.data.iter().filter_map(|data| data.misnamed(sources)));
        }
        for series in readable().filter_map(|file| self.series.get(file)) {
            findings.extend_from_slice(&series.findings);
        }
        findings.extend(self.journeys.get(&main).iter().flat_map(|j| j.findings.iter().cloned()));
        findings
    }

    fn read_one(&self, folder: &Folder, file: FileId, sources: &Sources) -> Option<Changed> {
        let ReadConfig { config, dialect, hash, file: config_file, .. } = self.config.as_ref()?;
        let source = sources.get(sources.path(file))?;
        if *config_file == Some(file) {
            return match (*hash == source.hash, self.broken.contains_key(&file)) {
                (true, true) => Some(Changed::Mended),
                (true, false) => Some(Changed::Nothing),
                (false, _) => self.broken_config(file, source),
            };
        }
        if sources.path(file).ends_with(".csv") {
            return Some(self.read_data(source));
        }
        let job = jobs(folder).find(|job| job.file == file)?;
        let before = self.files.get(file).filter(|before| before.value.is_some())?;
        let is_same = before.hash == source.hash;
        if is_same && !self.broken.contains_key(&file) {
            return Some(Changed::Nothing);
        }
        let now = match is_same {
            true => before.clone(),
            false => Arc::new(job.read(&text(source), source.hash, *dialect, config)),
        };
        let Some(value) = &now.value else {
            return Some(Changed::Broken(now.findings.clone()));
        };
        let (old, new) = (before.data.iter(), now.data.iter());
        if !old.map(|data| &data.path).eq(new.map(|data| &data.path)) {
            return None;
        }
        let anew = match value {
            Value::Persona(item) => Anew::Persona(item.clone()),
            Value::Opportunity(item) => Anew::Opportunity(item.clone()),
            Value::Evidence(item) => Anew::Evidence(item.clone()),
            Value::Touchpoint(item) if is_in_catalogue(folder, file) => {
                Anew::Touchpoint(item.clone())
            }
            Value::Journey(..) | Value::Stage(..) | Value::Touchpoint(_) => {
                let owns = |journey: &JourneyFiles| journey.files().any(|one| one.file == file);
                return Some(Changed::Journey(folder.journeys.iter().position(owns)?, now));
            }
            Value::Index(_) => return None,
        };
        Some(Changed::Other(anew, now))
    }

    /// A data file: a series, or one that is only copied.
    fn read_data(&self, source: &SourceFile) -> Changed {
        match self.series.get(&source.id) {
            Some(known) if known.hash != source.hash => {
                Changed::Series(Arc::new(series::read(source, &text(source))))
            }
            _ => Changed::Nothing,
        }
    }

    /// The files whose metrics show a series.
    fn showing(&self, folder: &Folder, path: &str) -> Vec<FileId> {
        let shows = |file: &FileId| {
            let data = self.files.get(*file).map_or(&[][..], |file| &file.data);
            data.iter().any(|data| *data.path == *path)
        };
        jobs(folder).map(|job| job.file).filter(shows).collect()
    }

    /// A `site.yaml` that could be read and no longer can.
    fn broken_config(&self, file: FileId, source: &SourceFile) -> Option<Changed> {
        let could_be_read = self.config.as_ref()?.config.readable;
        let mut findings = Vec::new();
        let now = config::decode_config(file, &text(source), &mut findings);
        (could_be_read && !now.readable).then_some(Changed::Broken(findings))
    }

    fn put_together(&mut self, at: usize, journey: &JourneyFiles) -> Option<Reread> {
        let assembler = Assembler {
            files: &self.files,
            before: Journeys::new(),
            findings: &mut Vec::new(),
            unreadable: &mut Vec::new(),
        };
        let assembled = assembler.assemble(journey)?;
        let files = journey.files().map(|entity| entity.file).collect();
        let item = assembled.item.clone();
        self.journeys.insert(journey.main.file, assembled);
        Some(Reread { at, item, files })
    }
}

fn is_in_catalogue(folder: &Folder, file: FileId) -> bool {
    folder.touchpoints.iter().any(|entity| entity.file == file)
}
