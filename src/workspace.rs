//! The state between edits: sources, what was parsed of them, the resolved site, its findings.
//! `build` opens one and renders everything; a server keeps one and applies edits to it. The
//! result after any row of edits is that of a build from scratch.

use crate::check;
use crate::diagnostic::{Code, Finding, Severity};
use crate::io::watch::{self, Seen};
use crate::io::{Outside, clock::Stopwatch};
use crate::model::Content;
use crate::page::{self, PageId, Renderer, THEME_FILE, Theme, ThemeError};
use crate::parse;
use crate::search;
use crate::site::{Kept, Node, Options, Site, resolve_and_keep};
use crate::source::{Asset, Content as FileContent, Edit, FileId, SourceFile, Sources};
use crate::wording::Choice;
use jiff::civil::Date;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Something that the site is made from changed.
#[derive(Clone, Debug)]
pub enum Change {
    /// A file of the content folder.
    Source(Edit),
    /// Files of the site's own theme: all of them are read again.
    Theme,
    /// The date that everything derives from.
    Today(Date),
}

impl Change {
    /// What was seen of the disk, and a date that may be another one than `before`.
    pub fn seen(seen: Seen, today: Date, before: Date) -> Vec<Change> {
        let theme = (seen.theme == watch::Theme::Touched).then_some(Change::Theme);
        let date = (today != before).then_some(Change::Today(today));
        theme.into_iter().chain(date).chain(seen.edits.into_iter().map(Change::Source)).collect()
    }
}

/// What a row of changes came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Files that had to be parsed.
    pub parsed: usize,
    /// Journeys that had to be resolved.
    pub resolved: usize,
}

/// Reads the files of a site's own theme of a name.
type OwnFiles = dyn Fn(&str) -> Result<BTreeMap<String, Vec<u8>>, Outside> + Send + Sync;

/// A file of the site.
#[derive(Clone, Debug)]
pub enum Output {
    /// A page or data file that is rendered.
    Page(PageId, String),
    /// A file that is copied as it is.
    Copy(String),
    /// A file of the theme.
    Theme(String, Arc<[u8]>),
    /// A file of the search's index.
    Search(search::File, String),
}

impl Output {
    /// Its path from the site's root, with `/`.
    pub fn path(&self) -> &str {
        match self {
            Output::Page(_, path)
            | Output::Copy(path)
            | Output::Theme(path, _)
            | Output::Search(_, path) => path,
        }
    }

    /// Whether people open it as a page.
    pub fn is_page(&self) -> bool {
        matches!(self, Output::Page(_, path) if path.ends_with(".html"))
    }
}

/// Why a site cannot be shown although its content is in order.
#[derive(Debug)]
pub enum WorkspaceError {
    /// A file could not be read.
    Outside(Outside),
    /// A template failed.
    Theme(ThemeError),
}

impl fmt::Display for WorkspaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkspaceError::Outside(error) => error.fmt(f),
            WorkspaceError::Theme(error) => error.fmt(f),
        }
    }
}

impl From<Outside> for WorkspaceError {
    fn from(error: Outside) -> Self {
        WorkspaceError::Outside(error)
    }
}

/// The hash of an output and its bytes.
pub type Made<'a> = (u64, Cow<'a, [u8]>);

/// Outputs whose bytes may be others than they were.
#[derive(Debug)]
pub enum Stale {
    /// All of them.
    All,
    /// These, in path order.
    Some(Vec<Output>),
}

/// What outputs are made of that was replaced.
enum Replaced {
    Everything,
    Entities(BTreeSet<Node>),
}

/// How far an edit reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Journeys,
    Site,
}

/// A content folder, parsed, resolved and checked.
pub struct Workspace {
    sources: Sources,
    options: Options,
    theme_name: Option<String>,
    memo: parse::Memo,
    content: Content,
    site: Site,
    theme: Theme,
    loaded: LoadedTheme,
    own_files: Box<OwnFiles>,
    findings: Vec<Finding>,
    remains: Option<Remains>,
    timings: Vec<(&'static str, f64)>,
    last_good: Option<Site>,
    search: Mutex<Search>,
    /// What edits replaced since the last good site, whose copied files may be among it.
    replaced: BTreeMap<String, Option<SourceFile>>,
    /// How often each copied file changed; their bytes stay on disk until they are asked for.
    asset_edits: BTreeMap<String, u64>,
    /// What is shown now and was not when [`Workspace::take_stale`] was asked.
    shown_anew: Replaced,
}

/// Whether a theme is another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Freshness {
    Same,
    Other,
}

/// The search's index of the shown site, once somebody asked for it, and what it was made from.
#[derive(Default)]
struct Search {
    memo: search::Memo,
    index: Option<Arc<search::Index>>,
}

/// What came of loading a theme.
struct LoadedTheme {
    name: String,
    choice: Choice,
    is_own: bool,
    trouble: Option<Trouble>,
    /// What is wrong with what the theme chooses.
    choices: Vec<Finding>,
    /// The same as the site wants to hear of it: what stands among the findings.
    shown: Vec<Finding>,
}

/// Why a theme could not be loaded; it becomes a finding at `theme:` of `site.yaml`.
struct Trouble {
    code: Code,
    message: String,
    help: String,
}

impl Workspace {
    /// Parses, resolves and checks. `theme` overrides the one of `site.yaml`; `own_files` gives
    /// the files of a site's own theme of that name.
    ///
    /// # Errors
    /// Files of the theme that cannot be read. A theme that does not exist or whose templates
    /// cannot be parsed is a finding.
    pub fn open(
        sources: Sources,
        options: Options,
        theme: Option<&str>,
        own_files: impl Fn(&str) -> Result<BTreeMap<String, Vec<u8>>, Outside> + Send + Sync + 'static,
    ) -> Result<Self, WorkspaceError> {
        let mut memo = parse::Memo::default();
        let resolved = Resolved::of(&sources, &options, &mut memo);
        let name = theme.unwrap_or(&resolved.content.config.theme.value).to_owned();
        let files = files_of(&own_files, &name)?;
        let is_own = !files.is_empty();
        let written = files.get(THEME_FILE).cloned();
        let choice = Choice::of(&resolved.content.config);
        let (theme_or_default, trouble) = match load_theme(&name, files, &choice) {
            Ok(theme) => (theme, None),
            Err(trouble) => (built_in_theme(&choice), Some(trouble)),
        };
        let mut workspace = Self {
            sources,
            options,
            theme_name: theme.map(str::to_owned),
            memo,
            content: resolved.content,
            site: resolved.site,
            theme: theme_or_default,
            loaded: LoadedTheme {
                name,
                choice,
                is_own,
                trouble,
                choices: Vec::new(),
                shown: Vec::new(),
            },
            own_files: Box::new(own_files),
            findings: resolved.findings,
            remains: Some(resolved.remains),
            timings: resolved.timings,
            last_good: None,
            search: Mutex::default(),
            replaced: BTreeMap::new(),
            asset_edits: BTreeMap::new(),
            shown_anew: Replaced::Everything,
        };
        workspace.check_theme(written);
        workspace.show_theme_finding();
        Ok(workspace)
    }

    /// Lets go of what only edits need: half of the memory of a large site. Should an edit come
    /// all the same, everything is read again.
    pub fn forget_what_was_written(&mut self) {
        self.memo = parse::Memo::default();
        self.remains = None;
        let config = self.content.config.clone();
        self.content = Content { config, ..Content::default() };
    }

    /// Takes in a row of changes as one. While the content has errors the last good site is the
    /// one that is shown; nothing is rendered here.
    pub fn apply(&mut self, changes: Vec<Change>) -> Update {
        let was_sound = self.is_sound();
        let before = self.shown_site().clone();
        self.search_state().index = None;
        self.hide_theme_finding();
        let mut theme_changed = false;
        let mut texts = Some(BTreeSet::new());
        for change in changes {
            match change {
                Change::Source(edit) => {
                    let text = self.edit(edit);
                    texts = texts.zip(text).map(|(mut texts, text)| {
                        texts.insert(text);
                        texts
                    });
                }
                Change::Theme => theme_changed = true,
                Change::Today(today) => {
                    texts = texts.filter(|_| today == self.options.today);
                    self.options.today = today;
                }
            }
        }
        let (update, mut reach) = self.bring_up_to_date(texts.as_ref());
        if self.keep_theme_fresh(theme_changed) == Freshness::Other {
            reach = Reach::Site;
        }
        self.show_theme_finding();
        if self.is_sound() {
            self.last_good = None;
            self.replaced.clear();
            self.note_what_is_shown_anew(reach, &before);
        } else if was_sound {
            if reach == Reach::Site {
                self.shown_anew = Replaced::Everything;
            }
            self.last_good = Some(before);
        }
        update
    }

    fn note_what_is_shown_anew(&mut self, reach: Reach, before: &Site) {
        let changed = match reach {
            Reach::Journeys => self.site.changed_since(before),
            Reach::Site => None,
        };
        match (&mut self.shown_anew, changed) {
            (Replaced::Entities(known), Some(changed)) => known.extend(changed),
            _ => self.shown_anew = Replaced::Everything,
        }
    }

    /// Outputs whose bytes may be others than when this was asked last: after an edit of a
    /// journey's text those of entities that changed and of their neighbours, of lists, of data.
    pub fn take_stale(&mut self) -> Stale {
        let nothing = Replaced::Entities(BTreeSet::new());
        let Replaced::Entities(changed) = std::mem::replace(&mut self.shown_anew, nothing) else {
            return Stale::All;
        };
        let near = self.shown_site().with_neighbours(&changed);
        let may_differ = |page: &PageId| match page.entity() {
            Some(entity) => near.contains(&entity),
            None => !near.is_empty(),
        };
        Stale::Some(self.outputs_of(may_differ))
    }

    /// Takes in texts that changed, or everything if more than texts did.
    fn bring_up_to_date(&mut self, texts: Option<&BTreeSet<FileId>>) -> (Update, Reach) {
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

    /// Takes in a change of a file. Gives the file if it was and is a text in order: then nothing
    /// but its text changed.
    fn edit(&mut self, edit: Edit) -> Option<FileId> {
        let path = edit.path().to_owned();
        if let Edit::Asset(..) = edit {
            *self.asset_edits.entry(path.clone()).or_default() += 1;
        }
        let before = self.sources.edit(edit);
        let text = |file: &SourceFile| match file.content {
            FileContent::Text { invalid_at: None, .. } => Some(file.id),
            _ => None,
        };
        let changed = before.as_ref().and_then(text).and(self.sources.get(&path).and_then(text));
        self.replaced.entry(path).or_insert(before);
        changed
    }

    /// Loads the theme when its files, its name or the words that the site chooses changed. One
    /// that cannot be loaded leaves the last good one in its place.
    fn keep_theme_fresh(&mut self, changed: bool) -> Freshness {
        let wanted = self.theme_name.as_deref().unwrap_or(&self.content.config.theme.value);
        let choice = Choice::of(&self.content.config);
        if !changed && wanted == self.loaded.name && choice == self.loaded.choice {
            return Freshness::Same;
        }
        let name = wanted.to_owned();
        let files = files_of(&*self.own_files, &name).map_err(|outside| Trouble {
            code: Code::ThemeError,
            message: outside.to_string(),
            help: "make the theme's files readable".to_owned(),
        });
        let is_own = files.as_ref().is_ok_and(|files| !files.is_empty());
        let written = files.as_ref().ok().and_then(|files| files.get(THEME_FILE).cloned());
        let trouble = match files.and_then(|files| load_theme(&name, files, &choice)) {
            Ok(theme) => {
                self.theme = theme;
                None
            }
            Err(trouble) => Some(trouble),
        };
        self.sources.remove(&choices_path(&self.loaded.name));
        let (choices, shown) = (Vec::new(), Vec::new());
        self.loaded = LoadedTheme { name, choice, is_own, trouble, choices, shown };
        self.check_theme(written);
        Freshness::Other
    }

    /// Measures what the theme chooses. Its file stands among the sources, beside the content
    /// folder, so that findings have a place in it.
    fn check_theme(&mut self, written: Option<Vec<u8>>) {
        let Some(bytes) = written else { return };
        let file = self.sources.insert_text(&choices_path(&self.loaded.name), &bytes);
        self.loaded.choices = Theme::check(file, self.sources.text(file));
    }

    fn show_theme_finding(&mut self) {
        let choices = self.loaded.choices.clone();
        self.loaded.shown = check::finish(choices, &self.content, &self.sources);
        for finding in &self.loaded.shown {
            check::insert(&mut self.findings, finding.clone(), &self.sources);
        }
        if let Some(finding) = self.theme_finding() {
            check::insert(&mut self.findings, finding, &self.sources);
        }
    }

    fn hide_theme_finding(&mut self) {
        for finding in &self.loaded.shown {
            if let Ok(at) = check::place(&self.findings, finding, &self.sources) {
                self.findings.remove(at);
            }
        }
        if let Some(finding) = self.theme_finding()
            && let Ok(at) = check::place(&self.findings, &finding, &self.sources)
        {
            self.findings.remove(at);
        }
    }

    fn theme_finding(&self) -> Option<Finding> {
        let Trouble { code, message, help } = self.loaded.trouble.as_ref()?;
        Some(Finding::new(*code, self.content.config.theme.span, message).help(help))
    }

    /// Whether the content is free of errors.
    pub fn is_sound(&self) -> bool {
        self.errors().next().is_none()
    }

    /// Whether there is a site to show: this one, or the last one without errors.
    pub fn can_show(&self) -> bool {
        self.last_good.is_some() || self.is_sound()
    }

    /// The site whose pages are shown: while the content has errors, the last one without.
    pub fn shown_site(&self) -> &Site {
        self.last_good.as_ref().unwrap_or(&self.site)
    }

    /// The theme that pages are rendered with.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// A hash for each output, by path, that changes when its bytes may have.
    pub fn fingerprints(&self) -> BTreeMap<String, u64> {
        let renderer = self.renderer();
        let outputs = self.outputs();
        outputs
            .into_par_iter()
            .map(|o| (o.path().to_owned(), self.fingerprint(&renderer, &o)))
            .collect()
    }

    /// The hash of one output.
    pub fn fingerprint(&self, renderer: &Renderer<'_>, output: &Output) -> u64 {
        match output {
            Output::Page(id, _) => self.page_fingerprint(renderer.view_hash(*id)),
            Output::Theme(_, bytes) => xxh3_64(bytes),
            Output::Search(file, _) => {
                xxh3_64(&self.search_index().render(self.shown_site(), *file))
            }
            Output::Copy(path) => match self.sources.get(path) {
                Some(SourceFile { content: FileContent::Text { .. }, hash, .. }) => *hash,
                _ => self.asset_edits.get(path).copied().unwrap_or_default(),
            },
        }
    }

    fn page_fingerprint(&self, view: u64) -> u64 {
        let mut hash = Xxh3::with_seed(self.theme.hash());
        hash.update(&view.to_le_bytes());
        hash.digest()
    }

    /// The bytes of one file of the site and its hash, unless that is `known`: what the page shows
    /// is worked out once for both.
    ///
    /// # Errors
    /// A template that fails, a copied file that can no longer be read.
    pub fn render_unless<'a>(
        &'a self,
        renderer: &Renderer<'_>,
        output: &'a Output,
        known: Option<u64>,
    ) -> Result<Option<Made<'a>>, WorkspaceError> {
        let Output::Page(id, _) = output else {
            let fingerprint = self.fingerprint(renderer, output);
            return match known == Some(fingerprint) {
                true => Ok(None),
                false => Ok(Some((fingerprint, self.render(renderer, output)?))),
            };
        };
        let view = renderer.view(*id);
        let fingerprint = self.page_fingerprint(renderer.hash(&view));
        if known == Some(fingerprint) {
            return Ok(None);
        }
        let bytes = renderer.finish(view, *id).map_err(WorkspaceError::Theme)?;
        Ok(Some((fingerprint, Cow::Owned(bytes))))
    }

    /// The theme that was asked for on the command line, if any.
    pub fn theme_name(&self) -> Option<&str> {
        self.theme_name.as_deref()
    }

    fn search_state(&self) -> MutexGuard<'_, Search> {
        self.search.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The search's index of the shown site. It is made when it is first asked for; after an edit
    /// only what changed is taken apart again.
    pub fn search_index(&self) -> Arc<search::Index> {
        let search = &mut *self.search_state();
        let memo = &mut search.memo;
        search.index.get_or_insert_with(|| memo.index(self.shown_site())).clone()
    }

    /// Every file of the site, in path order.
    pub fn outputs(&self) -> Vec<Output> {
        self.outputs_of(|_| true)
    }

    /// Some pages, and every file that is no page.
    fn outputs_of(&self, takes: impl Fn(&PageId) -> bool) -> Vec<Output> {
        let site = self.shown_site();
        let index = self.search_index();
        let search = index.files().map(|file| Output::Search(file, file.path()));
        let pages = page::plan(site).into_iter().filter(takes).map(|id| {
            let path = id.output_path(site);
            Output::Page(id, path)
        });
        let copies = site.files.iter().map(|path| Output::Copy(path.to_string()));
        let assets =
            self.theme.assets().map(|a| Output::Theme(a.output.to_string(), a.bytes.clone()));
        let mut outputs: Vec<Output> = pages.chain(copies).chain(assets).chain(search).collect();
        outputs.sort_by(|a, b| a.path().cmp(b.path()));
        outputs
    }

    /// What makes the bytes of outputs; it holds what all pages share, so keep one for many.
    pub fn renderer(&self) -> Renderer<'_> {
        Renderer::new(self.shown_site(), &self.theme)
    }

    /// The bytes of one file of the site.
    ///
    /// # Errors
    /// A template that fails, a copied file that can no longer be read.
    pub fn render<'a>(
        &'a self,
        renderer: &Renderer<'_>,
        output: &'a Output,
    ) -> Result<Cow<'a, [u8]>, WorkspaceError> {
        match output {
            Output::Page(id, _) => {
                renderer.render(*id).map(Cow::Owned).map_err(WorkspaceError::Theme)
            }
            Output::Theme(_, bytes) => Ok(Cow::Borrowed(bytes)),
            Output::Search(file, _) => {
                Ok(Cow::Owned(self.search_index().render(self.shown_site(), *file)))
            }
            Output::Copy(path) => self.copied(path),
        }
    }

    fn copied(&self, path: &str) -> Result<Cow<'_, [u8]>, WorkspaceError> {
        match self.copied_file(path) {
            Some(FileContent::Text { text, .. }) => Ok(Cow::Borrowed(text.as_bytes())),
            Some(FileContent::Asset(Asset::Bytes(bytes))) => Ok(Cow::Borrowed(bytes)),
            Some(FileContent::Asset(Asset::Disk { path, .. })) => {
                Ok(Cow::Owned(crate::io::load::read_asset(path)?))
            }
            // Resolving lists only files that are there.
            None => Ok(Cow::Borrowed(&[])),
        }
    }

    fn copied_file(&self, path: &str) -> Option<&FileContent> {
        let kept = self.last_good.as_ref().and_then(|_| self.replaced.get(path)?.as_ref());
        kept.or_else(|| self.sources.get(path)).map(|file| &file.content)
    }

    /// Where a file that is copied is on disk, if its bytes are there alone.
    pub fn on_disk(&self, path: &str) -> Option<&Path> {
        match self.copied_file(path)? {
            FileContent::Asset(Asset::Disk { path, .. }) => Some(path),
            _ => None,
        }
    }

    /// Findings in path and place order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Files that cannot be read as they are, though they could be before: what was read of them
    /// last stands for them, and other files lose nothing by it.
    pub fn broken(&self) -> impl Iterator<Item = FileId> {
        self.memo.broken().keys().copied()
    }

    /// Findings that keep the site from being built.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.severity == Severity::Error)
    }

    /// What was read.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What authors wrote, typed.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The resolved site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Whether the site brings theme files of its own.
    pub fn has_own_theme(&self) -> bool {
        self.loaded.is_own
    }

    /// Seconds of each phase of the last run, in order.
    pub fn timings(&self) -> &[(&'static str, f64)] {
        &self.timings
    }
}

/// What a run leaves behind, so that an edit of a journey's text costs that journey alone. It is
/// dropped as soon as anything else changes.
struct Remains {
    kept: Kept,
    /// Touchpoints of all journeys side by side.
    repeats: Option<check::Repeats>,
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

/// Sources, parsed, resolved and checked.
struct Resolved {
    content: Content,
    site: Site,
    findings: Vec<Finding>,
    remains: Remains,
    timings: Vec<(&'static str, f64)>,
}

impl Resolved {
    fn of(sources: &Sources, options: &Options, memo: &mut parse::Memo) -> Self {
        let mut timings = Vec::new();
        let mut watch = Stopwatch::start();
        let mut lap = |name| timings.push((name, watch.lap()));
        let (content, mut findings) = parse::parse(sources, memo);
        lap("parse");
        let (site, resolving, kept) = resolve_and_keep(&content, sources, options);
        findings.extend(resolving);
        lap("resolve");
        let (checking, repeats) = check::check_and_keep(&site, &content, sources);
        findings.extend(checking);
        let findings = check::finish(findings, &content, sources);
        lap("check");
        let remains = Remains { kept, repeats };
        Self { content, site, findings, remains, timings }
    }
}

/// A theme is named by the content, which is not trusted: its name leads nowhere but into a folder
/// of `themes/`.
fn is_folder_name(theme: &str) -> bool {
    !theme.starts_with('.') && !theme.contains(['/', '\\', ':', '\0'])
}

/// Where a theme's choices stand, seen from the content folder.
fn choices_path(theme: &str) -> String {
    format!("../themes/{theme}/{THEME_FILE}")
}

/// The files of a site's own theme.
fn files_of(own_files: &OwnFiles, name: &str) -> Result<BTreeMap<String, Vec<u8>>, Outside> {
    if is_folder_name(name) { own_files(name) } else { Ok(BTreeMap::new()) }
}

fn load_theme(
    name: &str,
    files: BTreeMap<String, Vec<u8>>,
    choice: &Choice,
) -> Result<Theme, Trouble> {
    if name != "default" && files.is_empty() {
        return Err(Trouble {
            code: Code::UnknownTheme,
            message: format!("there is no theme `{name}`"),
            help: if is_folder_name(name) {
                format!(
                    "make the folder `themes/{name}` beside the content folder, or take `default`"
                )
            } else {
                "write the name of a folder in `themes/` beside the content folder, or `default`"
                    .to_owned()
            },
        });
    }
    Theme::load(name, files, choice).map_err(|error| Trouble {
        code: Code::ThemeError,
        message: error.to_string(),
        help: "mend the theme's file, or remove it to have the default's".to_owned(),
    })
}

fn built_in_theme(choice: &Choice) -> Theme {
    Theme::load("default", BTreeMap::new(), choice).expect("the built-in theme parses")
}
