//! What earlier files gave, so that only changed ones are read again.

use super::assemble::{Assembler, Journeys};
use super::folder::{self, Folder, JourneyFiles};
use super::series::ReadSeries;
use super::{FileTable, Job, ParsedFile, config, jobs};
use crate::diagnostic::Finding;
use crate::model::{Config, Content as Written, Journey};
use crate::source::{Content, FileId, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// What earlier files gave. It holds nothing of files that are gone, and the result of a parse never
/// depends on it.
#[derive(Default)]
pub struct Memo {
    layout: Option<Layout>,
    config: Option<ReadConfig>,
    pub(super) files: FileTable,
    pub(super) journeys: Journeys,
    pub(super) series: HashMap<FileId, Arc<ReadSeries>>,
    /// Findings of files that cannot be read as they are, though they could be before: what was
    /// read of them last stands for them.
    broken: BTreeMap<FileId, Vec<Finding>>,
    /// What the last parse cost.
    pub work: Work,
}

/// How many files were read, and how many needed no reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Work {
    /// Read.
    pub parsed: usize,
    /// Unchanged since the last time.
    pub reused: usize,
}

/// What changed texts came to.
#[derive(Debug, Default)]
pub struct Edited {
    /// Journeys that are written anew.
    pub journeys: Vec<Reread>,
    /// Files that can no longer be read.
    pub broken: BTreeSet<FileId>,
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
    /// All that reading them found.
    pub findings: Vec<Finding>,
}

/// Every file read, before journeys are put together.
pub(super) struct Read {
    pub(super) folder: Arc<Folder>,
    pub(super) config: Arc<Config>,
    pub(super) findings: Vec<Finding>,
}

/// The sorted folder and what it was sorted from.
struct Layout {
    names: u64,
    folder: Arc<Folder>,
    findings: Vec<Finding>,
}

/// `site.yaml`, read.
struct ReadConfig {
    file: Option<FileId>,
    hash: u64,
    config: Arc<Config>,
    /// Hash of what the reading of other files depends on.
    dialect: u64,
    findings: Vec<Finding>,
}

impl Memo {
    pub(super) fn read(&mut self, sources: &Sources) -> Read {
        self.work = Work::default();
        self.broken.clear();
        let by_id = by_id(sources);
        let folder = self.sort_folder(sources);
        let config = self.read_config(sources, folder.config);
        let mut findings = Vec::new();
        findings.extend(self.layout.iter().flat_map(|layout| layout.findings.iter().cloned()));
        findings.extend(self.config.iter().flat_map(|config| config.findings.iter().cloned()));
        self.read_files(&by_id, &folder, &config.0, config.1, &mut findings);
        Read { folder, config: config.0, findings }
    }

    fn sort_folder(&mut self, sources: &Sources) -> Arc<Folder> {
        let names = names(sources);
        if let Some(layout) = self.layout.as_ref().filter(|layout| layout.names == names) {
            return layout.folder.clone();
        }
        let mut findings = Vec::new();
        let folder = Arc::new(folder::sort(sources, &mut findings));
        self.layout = Some(Layout { names, folder: folder.clone(), findings });
        folder
    }

    /// The configuration and its dialect.
    fn read_config(&mut self, sources: &Sources, file: Option<FileId>) -> (Arc<Config>, u64) {
        let source = file.and_then(|file| sources.get(sources.path(file)));
        let hash = source.map_or(0, |source| source.hash);
        let known = self.config.take().filter(|known| known.file == file && known.hash == hash);
        if file.is_some() {
            self.work.count(known.is_some());
        }
        let read = known.unwrap_or_else(|| read_config(sources, file, hash));
        let config = (read.config.clone(), read.dialect);
        self.config = Some(read);
        config
    }

    fn read_files(
        &mut self,
        sources: &[Option<&SourceFile>],
        folder: &Folder,
        config: &Config,
        dialect: u64,
        findings: &mut Vec<Finding>,
    ) {
        let mut before = std::mem::take(&mut self.files);
        let mut changed: Vec<(Job<'_>, &SourceFile)> = Vec::new();
        for job in jobs(folder) {
            let Some(source) = sources.get(job.file.0 as usize).copied().flatten() else {
                continue;
            };
            let is_same = |known: &Arc<ParsedFile>| {
                known.hash == source.hash && known.dialect == dialect && known.path == *job.path
            };
            let known = before.take(job.file).filter(is_same);
            self.work.count(known.is_some());
            match known {
                Some(known) => {
                    findings.extend_from_slice(&known.findings);
                    self.files.set(job.file, known);
                }
                None => changed.push((job, source)),
            }
        }
        let read: Vec<(FileId, ParsedFile)> = changed
            .par_iter()
            .map(|(job, source)| (job.file, job.read(text(source), source.hash, dialect, config)))
            .collect();
        for (id, file) in read {
            findings.extend_from_slice(&file.findings);
            self.files.set(id, Arc::new(file));
        }
    }
}

/// A text that was read again.
enum Changed {
    /// It is what it was.
    Nothing,
    /// It cannot be read any more.
    Broken(Vec<Finding>),
    /// A file of the journey at this place of the folder.
    Journey(usize, Arc<ParsedFile>),
}

impl Memo {
    /// Reads files again whose texts, and nothing else, changed. A file that cannot be read for the
    /// moment, because its author is in the middle of a line, stands as it was read last. `None`
    /// when one of them is no part of a journey, could not be read before either, or names other
    /// data: then everything has to be gone through.
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
        let parsed = read.iter().filter(|(_, now)| !matches!(now, Changed::Nothing)).count();
        self.work = Work { parsed, reused: all.saturating_sub(parsed) };
        let (mut out, mut journeys) = (Edited::default(), BTreeSet::new());
        for (file, changed) in read {
            match changed {
                Changed::Nothing => {}
                Changed::Broken(findings) => {
                    self.broken.insert(file, findings);
                    out.broken.insert(file);
                }
                Changed::Journey(at, now) => {
                    self.broken.remove(&file);
                    self.files.set(file, now);
                    journeys.insert(at);
                }
            }
        }
        for at in journeys {
            let files = &folder.journeys[at];
            let at = content.journeys.iter().position(|entry| entry.file == files.main.file)?;
            out.journeys.push(self.put_together(at, files, sources)?);
        }
        Some(out)
    }

    /// What is wrong in files that cannot be read as they are, and for which stands what was read
    /// of them before.
    pub fn broken(&self) -> &BTreeMap<FileId, Vec<Finding>> {
        &self.broken
    }

    fn read_one(&self, folder: &Folder, file: FileId, sources: &Sources) -> Option<Changed> {
        let ReadConfig { config, dialect, hash, file: config_file, .. } = self.config.as_ref()?;
        let source = sources.get(sources.path(file))?;
        if *config_file == Some(file) {
            let is_same = *hash == source.hash && !self.broken.contains_key(&file);
            return if is_same { Some(Changed::Nothing) } else { self.broken_config(file, source) };
        }
        let job = jobs(folder).find(|job| job.file == file)?;
        let before = self.files.get(file).filter(|before| before.value.is_some())?;
        let is_same = before.hash == source.hash;
        if is_same && !self.broken.contains_key(&file) {
            return Some(Changed::Nothing);
        }
        let now = match is_same {
            true => before.clone(),
            false => Arc::new(job.read(text(source), source.hash, *dialect, config)),
        };
        if now.value.is_none() {
            return Some(Changed::Broken(now.findings.clone()));
        }
        let (old, new) = (before.data.iter(), now.data.iter());
        let same_data = old.map(|data| &data.path).eq(new.map(|data| &data.path));
        let owns = |journey: &JourneyFiles| journey.files().any(|entity| entity.file == file);
        let at = folder.journeys.iter().position(owns)?;
        same_data.then_some(Changed::Journey(at, now))
    }

    /// A `site.yaml` that could be read and no longer can.
    fn broken_config(&self, file: FileId, source: &SourceFile) -> Option<Changed> {
        let could_be_read = self.config.as_ref()?.config.readable;
        let mut findings = Vec::new();
        let now = config::decode_config(file, text(source), &mut findings);
        (could_be_read && !now.readable).then_some(Changed::Broken(findings))
    }

    fn put_together(
        &mut self,
        at: usize,
        journey: &JourneyFiles,
        sources: &Sources,
    ) -> Option<Reread> {
        let assembler = Assembler {
            files: &self.files,
            before: Journeys::new(),
            findings: &mut Vec::new(),
            unreadable: &mut Vec::new(),
        };
        let assembled = assembler.assemble(journey)?;
        let files: BTreeSet<FileId> = journey.files().map(|entity| entity.file).collect();
        let sorting = self.layout.iter().flat_map(|layout| &layout.findings);
        let mut findings: Vec<Finding> =
            sorting.filter(|f| files.contains(&f.span.file)).cloned().collect();
        let readable = files.iter().filter(|file| !self.broken.contains_key(*file));
        for file in readable.filter_map(|file| self.files.get(*file)) {
            findings.extend_from_slice(&file.findings);
            findings.extend(file.data.iter().filter_map(|data| data.misnamed(sources)));
        }
        findings.extend_from_slice(&assembled.findings);
        let item = assembled.item.clone();
        self.journeys.insert(journey.main.file, assembled);
        Some(Reread { at, item, files, findings })
    }
}

impl Work {
    pub(super) fn count(&mut self, is_reused: bool) {
        if is_reused {
            self.reused += 1;
        } else {
            self.parsed += 1;
        }
    }
}

fn read_config(sources: &Sources, file: Option<FileId>, hash: u64) -> ReadConfig {
    let mut findings = Vec::new();
    let config = match file {
        Some(file) => config::decode_config(file, sources.text(file), &mut findings),
        None => Config::default(),
    };
    let dialect = dialect(&config);
    ReadConfig { file, hash, config: Arc::new(config), dialect, findings }
}

/// Hash of the part of `site.yaml` that decides how other files are read: the emotion scale and the
/// organisation's own lanes.
fn dialect(config: &Config) -> u64 {
    let bits = (config.emotion.min, config.emotion.max, &config.custom_lanes, config.readable);
    xxh3_64(format!("{bits:?}").as_bytes())
}

fn by_id(sources: &Sources) -> Vec<Option<&SourceFile>> {
    let mut out = Vec::new();
    for (_, source) in sources.iter() {
        let at = source.id.0 as usize;
        if out.len() <= at {
            out.resize(at + 1, None);
        }
        out[at] = Some(source);
    }
    out
}

fn text(source: &SourceFile) -> &str {
    match &source.content {
        Content::Text { text, .. } => text,
        Content::Asset(_) => "",
    }
}

/// Hash of all that sorting the folder looks at.
fn names(sources: &Sources) -> u64 {
    let mut hash = Xxh3::new();
    for (path, source) in sources.iter() {
        hash.update(path.as_bytes());
        // No path holds this byte, so two lists of paths never run into the same bytes.
        hash.update(&[0xff]);
        hash.update(&source.id.0.to_le_bytes());
        if let Content::Text { invalid_at: Some(at), .. } = &source.content {
            hash.update(&at.to_le_bytes());
        }
    }
    for unread in &sources.unread {
        hash.update(unread.path.as_bytes());
        hash.update(&[0xff, unread.reason as u8]);
        let id = sources.id_of(&unread.path).unwrap_or(FileId::ROOT);
        hash.update(&id.0.to_le_bytes());
    }
    hash.digest()
}
