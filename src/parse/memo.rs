//! What earlier files gave, so that only changed ones are read again.

use super::assemble::Journeys;
use super::folder::{self, Folder};
use super::series::ReadSeries;
use super::{FileTable, Job, ParsedFile, config, jobs};
use crate::diagnostic::Finding;
use crate::model::Config;
use crate::source::{Content, FileId, Passage, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// What earlier files gave. It holds nothing of files that are gone, and the result of a parse never
/// depends on it.
#[derive(Default)]
pub struct Memo {
    pub(super) layout: Option<Layout>,
    pub(super) config: Option<ReadConfig>,
    pub(super) files: FileTable,
    pub(super) journeys: Journeys,
    pub(super) series: HashMap<FileId, Arc<ReadSeries>>,
    /// Findings of files that cannot be read as they are, though they could be before: what was
    /// read of them last stands for them.
    pub(super) broken: BTreeMap<FileId, Vec<Finding>>,
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

/// Every file read, before journeys are put together.
pub(super) struct Read {
    pub(super) folder: Arc<Folder>,
    pub(super) config: Arc<Config>,
    pub(super) findings: Vec<Finding>,
}

/// The sorted folder and what it was sorted from.
pub(super) struct Layout {
    names: u64,
    pub(super) folder: Arc<Folder>,
    pub(super) findings: Vec<Finding>,
}

/// `site.yaml`, read.
pub(super) struct ReadConfig {
    pub(super) file: Option<FileId>,
    pub(super) hash: u64,
    pub(super) config: Arc<Config>,
    /// Hash of what the reading of other files depends on.
    pub(super) dialect: u64,
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
                let same_name = known.path == *job.path && known.id.as_ref() == job.id();
                same_name && known.hash == source.hash && known.dialect == dialect
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
            .map(|(job, source)| (job.file, job.read(&text(source), source.hash, dialect, config)))
            .collect();
        for (id, file) in read {
            findings.extend_from_slice(&file.findings);
            self.files.set(id, Arc::new(file));
        }
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

pub(super) fn text(source: &SourceFile) -> Passage {
    source.text().cloned().unwrap_or_default()
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
