//! What the server answers from: the workspace, the pages that were rendered for somebody, and what
//! is to be said about the content.

use super::editor::Editor;
use super::index::Index;
use super::kept::Pages;
use super::report::{self, Problem};
use crate::diagnostic::{Severity, count};
use crate::io::clock;
use crate::io::watch::Seen;
use crate::page::ThemeError;
use crate::source::{Edit, FileId, SourceFile};
use crate::workspace::{Change, Output, Workspace, WorkspaceError};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// Pages whose templates failed are tried again after an edit, up to this many.
const TRIED_AGAIN: usize = 8;
/// Copied files that a message names; beyond, browsers take it that all of them changed.
const NAMED_COPIES: usize = 50;

/// How the preview shows things that no build has.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Links of findings.
    pub editor: Option<Editor>,
    /// The absolute path of the content folder.
    pub content: String,
    /// The absolute path of the folder that holds `themes`.
    pub project: String,
    /// The date that was asked for, if one was.
    pub today: Option<Date>,
    /// Whether drafts are shown.
    pub drafts: Shown,
    /// Whether confidential sources are shown.
    pub confidential: Shown,
}

/// Whether something is part of the preview.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// It is.
    Yes,
    /// It is left out.
    No,
}

/// A site between edits.
pub struct Live {
    pub(super) workspace: Workspace,
    pub(super) preview: Preview,
    index: Index,
    pages: Pages,
    /// Tells this run from another one that counts its revisions from 1 as well.
    run: Arc<str>,
    revision: u64,
    theme_errors: BTreeMap<String, ThemeError>,
}

/// A file as it goes out.
#[derive(Clone)]
pub(super) struct File {
    pub(super) path: Arc<str>,
    pub(super) bytes: Arc<[u8]>,
    pub(super) hash: u64,
}

/// What stands at an address.
pub(super) enum Answer {
    File(File),
    /// A file that is on disk alone: where, and its path in the site.
    OnDisk(PathBuf, String),
    /// A folder's address without its last `/`.
    Folder,
    /// Nothing; the site's own page that says so, and where the page went that stood there.
    Nothing {
        page: Option<File>,
        went: Option<String>,
    },
    /// There is nothing to show but what is wrong.
    Findings(String),
}

/// What an edit came to.
#[derive(Clone, Debug)]
pub struct News {
    /// `change`: pages may have changed; `findings`: only what is said about the content did.
    pub kind: &'static str,
    /// The run that counts them.
    pub run: Arc<str>,
    /// Counts states of the site.
    pub revision: u64,
    /// Errors in the content.
    pub errors: usize,
    /// Warnings in the content.
    pub warnings: usize,
    /// Remarks on the content.
    pub infos: usize,
    /// Copied files whose bytes changed; `None` when there are too many to name.
    pub copies: Option<Vec<String>>,
}

impl News {
    /// As a server-sent event says it.
    pub(super) fn json(&self) -> String {
        let Self { kind, run, revision, errors, warnings, infos, copies } = self;
        let copies = serde_json::to_string(copies).unwrap_or_default();
        format!(
            "{{\"type\": \"{kind}\", \"run\": \"{run}\", \"revision\": {revision}, \
             \"errors\": {errors}, \"warnings\": {warnings}, \"infos\": {infos}, \"copies\": {copies}}}"
        )
    }
}

impl Live {
    /// Begins with a site as it was read.
    pub fn new(workspace: Workspace, preview: Preview) -> Self {
        Self {
            workspace,
            preview,
            index: Index::default(),
            pages: Pages::default(),
            run: clock::run_id().into(),
            revision: 1,
            theme_errors: BTreeMap::new(),
        }
    }

    /// Takes in what was seen; nothing comes of what changes nothing.
    pub(super) fn apply(&mut self, seen: Seen, today: Date) -> Option<News> {
        let copies = copies(&seen.edits);
        let renamed = self.renamed(&seen.edits);
        let changes = Change::seen(seen, today, self.workspace.site().today);
        if changes.is_empty() {
            return None;
        }
        self.workspace.apply(changes);
        for (from, to) in renamed {
            if let Some(to) = self.workspace.sources().id_of(&to) {
                self.index.renamed(from, to);
            }
        }
        self.index.shows_newest(self.workspace.is_sound());
        self.revision += 1;
        self.try_again();
        let kind = if self.workspace.is_sound() { "change" } else { "findings" };
        Some(self.news(kind, copies))
    }

    /// How things stand.
    pub(super) fn news(&self, kind: &'static str, copies: Option<Vec<String>>) -> News {
        let findings = self.workspace.findings();
        News {
            kind,
            run: self.run.clone(),
            revision: self.revision,
            errors: count(findings, Severity::Error) + self.theme_errors.len(),
            warnings: count(findings, Severity::Warning),
            infos: count(findings, Severity::Info),
            copies,
        }
    }

    /// What stands at an address, relative to the site's root and decoded. A template that fails
    /// leaves the page as it was and becomes news.
    pub(super) fn answer(&mut self, path: &str) -> (Answer, Option<News>) {
        if !self.workspace.can_show() {
            return (Answer::Findings(report::page(self)), None);
        }
        let wanted = match path {
            "" => Cow::Borrowed("index.html"),
            folder if folder.ends_with('/') => Cow::Owned(format!("{folder}index.html")),
            file => Cow::Borrowed(file),
        };
        let known = self.theme_errors.len();
        let answer = self.find(&wanted).unwrap_or_else(|| self.nothing(&wanted));
        let news = (self.theme_errors.len() != known).then(|| self.news("findings", Some(vec![])));
        (answer, news)
    }

    fn find(&mut self, path: &str) -> Option<Answer> {
        let Some(output) = self.output(path) else {
            let folder = format!("{path}/index.html");
            return self.output(&folder).map(|_| Answer::Folder);
        };
        if let Output::Copy(path) = &output
            && let Some(disk) = self.workspace.on_disk(path)
        {
            return Some(Answer::OnDisk(disk.to_path_buf(), path.clone()));
        }
        match self.file(&output) {
            Ok(file) => Some(Answer::File(file)),
            Err(WorkspaceError::Outside(_)) => None,
            Err(WorkspaceError::Theme(error)) => {
                self.theme_errors.insert(path.to_owned(), error);
                let last = self.pages.last(path);
                Some(last.map_or_else(|| Answer::Findings(report::page(self)), Answer::File))
            }
        }
    }

    fn nothing(&mut self, path: &str) -> Answer {
        let page = match self.output("404.html").map(|output| self.file(&output)) {
            Some(Ok(file)) => Some(file),
            _ => None,
        };
        let went = self.index.went(self.workspace.shown_site(), self.revision, path);
        Answer::Nothing { page, went }
    }

    /// The output at a path. Nothing is ever looked up on the disk by a path that was asked for.
    fn output(&mut self, path: &str) -> Option<Output> {
        if let Some(asset) = self.workspace.theme().assets().find(|asset| &*asset.output == path) {
            return Some(Output::Theme(path.to_owned(), asset.bytes.clone()));
        }
        let site = self.workspace.shown_site();
        if site.files.binary_search_by(|file| (**file).cmp(path)).is_ok() {
            return Some(Output::Copy(path.to_owned()));
        }
        if path.starts_with(crate::search::folder()) {
            let file = self.workspace.search_index().find(path)?;
            return Some(Output::Search(file, path.to_owned()));
        }
        let page = self.index.find(site, self.revision, path)?;
        Some(Output::Page(page, path.to_owned()))
    }

    fn file(&mut self, output: &Output) -> Result<File, WorkspaceError> {
        let path = output.path();
        let renderer = self.workspace.renderer();
        if let Output::Copy(_) | Output::Search(..) = output {
            return Ok(File::new(path, &self.workspace.render(&renderer, output)?));
        }
        if let Some(right) = self.pages.right(path, self.revision) {
            return Ok(right);
        }
        let known = self.pages.fingerprint(path);
        let made = self.workspace.render_unless(&renderer, output, known)?;
        let Some((fingerprint, bytes)) = made else {
            let same = self.pages.still_right(path, self.revision);
            let anew = || Ok(File::new(path, &self.workspace.render(&renderer, output)?));
            return same.map_or_else(anew, Ok);
        };
        let file = File::new(path, &bytes);
        self.theme_errors.remove(path);
        self.pages.keep(file.clone(), fingerprint, self.revision);
        Ok(file)
    }

    /// Pages whose templates failed may be right now; the others are heard of when they are asked for.
    fn try_again(&mut self) {
        let failed = std::mem::take(&mut self.theme_errors);
        for path in failed.into_keys().take(TRIED_AGAIN) {
            let _ = self.find(&path);
        }
    }

    /// A file that went and one of the same words that came are one file with another name; so
    /// are the only one that went and the only one that came.
    fn renamed(&self, edits: &[Edit]) -> Vec<(FileId, String)> {
        let sources = self.workspace.sources();
        let mut gone: Vec<&SourceFile> = Vec::new();
        let mut new: Vec<(&str, u64)> = Vec::new();
        for edit in edits {
            match edit {
                Edit::Gone(path) => gone.extend(sources.get(path).filter(|file| file.hash != 0)),
                Edit::Text(path, bytes) if sources.get(path).is_none() => {
                    new.push((path, xxh3_64(bytes)));
                }
                _ => {}
            }
        }
        let mut renamed = Vec::new();
        new.retain(|(path, hash)| match gone.iter().position(|old| old.hash == *hash) {
            Some(at) => {
                renamed.push((gone.swap_remove(at).id, (*path).to_owned()));
                false
            }
            None => true,
        });
        if let ([(path, _)], [old]) = (new.as_slice(), gone.as_slice()) {
            renamed.push((old.id, (*path).to_owned()));
        }
        renamed
    }

    /// Templates that failed, by the path of the page that they were to make.
    pub(super) fn theme_errors(&self) -> impl Iterator<Item = &ThemeError> {
        self.theme_errors.values()
    }

    /// Everything that is wrong, errors first.
    pub(super) fn problems(&self) -> Vec<Problem> {
        report::problems(&self.workspace, &self.theme_errors, &self.preview)
    }
}

impl File {
    pub(super) fn new(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.into(), bytes: bytes.into(), hash: xxh3_64(bytes) }
    }
}

fn copies(edits: &[Edit]) -> Option<Vec<String>> {
    let copied =
        edits.iter().filter(|edit| !matches!(edit, Edit::Text(path, _) if path.ends_with(".md")));
    let paths: Vec<String> = copied.map(|edit| edit.path().to_owned()).collect();
    (paths.len() <= NAMED_COPIES).then_some(paths)
}
