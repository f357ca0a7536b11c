//! The state between edits: sources, what was parsed of them, the resolved site, its findings.
//! `build` opens one and renders everything; a server keeps one and applies edits to it. The
//! result after any row of edits is that of a build from scratch.

mod edit;
mod output;
mod theme;

pub use output::{Made, Output, Stale};

use crate::check;
use crate::diagnostic::{Finding, Severity};
use crate::io::watch::{self, Seen};
use crate::io::{Outside, clock::Stopwatch};
use crate::model::Content;
use crate::page::{Theme, ThemeError};
use crate::parse;
use crate::site::{Options, Site, resolve_and_keep};
use crate::source::{Content as FileContent, Edit, FileId, SourceFile, Sources};
use edit::{Changed, Reach, Remains};
use jiff::civil::Date;
use output::{Replaced, Search};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Mutex;
use theme::{Freshness, LoadedTheme, OwnFiles};

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
        let parsed = Parsed::of(&sources, &mut memo);
        let resolved = Resolved::of(parsed, &sources, &options);
        let config = &resolved.content.config;
        let name = theme.unwrap_or(&config.theme.value);
        let (shown_theme, loaded, written) = theme::open(&own_files, name, config)?;
        let mut workspace = Self {
            sources,
            options,
            theme_name: theme.map(str::to_owned),
            memo,
            content: resolved.content,
            site: resolved.site,
            theme: shown_theme,
            loaded,
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
        let mut changed = Changed { texts: Some(BTreeSet::new()), ..Changed::default() };
        for change in changes {
            match change {
                Change::Source(edit) => self.edit(edit, &mut changed),
                Change::Theme => theme_changed = true,
                Change::Today(today) => {
                    if today != self.options.today {
                        changed.texts = None;
                        self.remains = None;
                    }
                    self.options.today = today;
                }
            }
        }
        let (update, mut reach) = self.bring_up_to_date(&changed);
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

    /// Takes in a change of a file, and notes what it touched: if the file was and is a text in
    /// order, then nothing but its text changed.
    fn edit(&mut self, edit: Edit, changed: &mut Changed) {
        let path = edit.path().to_owned();
        if let Edit::Asset(..) = edit {
            *self.asset_edits.entry(path.clone()).or_default() += 1;
        }
        let before = self.sources.edit(edit);
        let now = self.sources.get(&path);
        let text = |file: &SourceFile| match file.content {
            FileContent::Text { invalid_at: None, .. } => Some(file.id),
            _ => None,
        };
        changed.files.extend(before.iter().chain(now).map(|file| file.id));
        match before.as_ref().and_then(text).and(now.and_then(text)) {
            Some(file) => changed.texts.iter_mut().for_each(|texts| {
                texts.insert(file);
            }),
            None => changed.texts = None,
        }
        self.replaced.entry(path).or_insert(before);
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

    /// The theme that was asked for on the command line, if any.
    pub fn theme_name(&self) -> Option<&str> {
        self.theme_name.as_deref()
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

    /// Seconds of each phase of the last run, in order.
    pub fn timings(&self) -> &[(&'static str, f64)] {
        &self.timings
    }
}

/// Sources, parsed.
struct Parsed {
    content: Content,
    findings: Vec<Finding>,
    seconds: f64,
}

impl Parsed {
    fn of(sources: &Sources, memo: &mut parse::Memo) -> Self {
        let mut watch = Stopwatch::start();
        let (content, findings) = parse::parse(sources, memo);
        Self { content, findings, seconds: watch.lap() }
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
    fn of(parsed: Parsed, sources: &Sources, options: &Options) -> Self {
        let Parsed { content, mut findings, seconds } = parsed;
        let mut timings = vec![("parse", seconds)];
        let mut watch = Stopwatch::start();
        let mut lap = |name| timings.push((name, watch.lap()));
        let (site, resolving, kept) = resolve_and_keep(&content, sources, options);
        findings.extend(resolving);
        lap("resolve");
        let (checking, repeats) = check::check_and_keep(&site, &content, sources);
        findings.extend(checking);
        let findings = check::finish(findings, &content, sources);
        lap("check");
        let remains = Remains { kept, repeats, set_aside: BTreeMap::new() };
        Self { content, site, findings, remains, timings }
    }
}
