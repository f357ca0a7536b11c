//! The state between edits: sources, what was parsed of them, the resolved site, its findings.
//! `build` opens one and renders everything; a server keeps one and applies edits to it. The
//! result after any row of edits is that of a build from scratch.

use crate::check;
use crate::diagnostic::{Code, Finding, Severity};
use crate::io::{Outside, clock::Stopwatch};
use crate::model::Content;
use crate::page::{self, PageId, Renderer, Theme, ThemeError};
use crate::parse;
use crate::site::{Options, Site, resolve};
use crate::source::{Asset, Content as FileContent, Sources};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// One file changed.
#[derive(Clone, Debug)]
pub enum Change {
    /// A text is new or has other bytes.
    Text(String, Vec<u8>),
    /// A copied file is new or has other bytes.
    Asset(String, Asset),
    /// A file is gone.
    Removed(String),
}

/// What a row of changes came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Files that had to be parsed.
    pub parsed: usize,
    /// Output paths whose view changed or that are new, in order.
    pub changed: Vec<String>,
    /// Output paths that are no longer part of the site, in order.
    pub removed: Vec<String>,
}

/// A file of the site.
#[derive(Clone, Debug)]
pub enum Output {
    /// A page or data file that is rendered.
    Page(PageId, String),
    /// A file that is copied as it is.
    Copy(String),
    /// A file of the theme.
    Theme(String, Arc<[u8]>),
}

impl Output {
    /// Its path from the site's root, with `/`.
    pub fn path(&self) -> &str {
        match self {
            Output::Page(_, path) | Output::Copy(path) | Output::Theme(path, _) => path,
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

/// A content folder, parsed, resolved and checked.
pub struct Workspace {
    sources: Sources,
    options: Options,
    theme_name: Option<String>,
    memo: parse::Memo,
    content: Content,
    site: Site,
    theme: Theme,
    own_theme: bool,
    findings: Vec<Finding>,
    timings: Vec<(&'static str, f64)>,
    views: Option<BTreeMap<String, u64>>,
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
        own_files: impl Fn(&str) -> Result<BTreeMap<String, Vec<u8>>, Outside>,
    ) -> Result<Self, WorkspaceError> {
        let mut memo = parse::Memo::default();
        let resolved = Resolved::of(&sources, &options, &mut memo);
        let name = theme.unwrap_or(&resolved.content.config.theme.value).to_owned();
        let files = if is_folder_name(&name) { own_files(&name)? } else { BTreeMap::new() };
        let own_theme = !files.is_empty();
        let (theme_or_default, theme_finding) = load_theme(&name, files, &resolved.content);
        let mut workspace = Self {
            sources,
            options,
            theme_name: theme.map(str::to_owned),
            memo,
            content: resolved.content,
            site: resolved.site,
            theme: theme_or_default,
            own_theme,
            findings: resolved.findings,
            timings: resolved.timings,
            views: None,
        };
        if let Some(finding) = theme_finding {
            check::insert(&mut workspace.findings, finding, &workspace.sources);
        }
        Ok(workspace)
    }

    /// Takes in a row of changes as one.
    pub fn apply(&mut self, changes: Vec<Change>) -> Update {
        let before = self.views.take().unwrap_or_else(|| self.view_hashes());
        for change in changes {
            match change {
                Change::Text(path, bytes) => drop(self.sources.insert_text(&path, &bytes)),
                Change::Asset(path, asset) => drop(self.sources.insert_asset(&path, asset)),
                Change::Removed(path) => self.sources.remove(&path),
            }
        }
        let resolved = Resolved::of(&self.sources, &self.options, &mut self.memo);
        self.content = resolved.content;
        self.site = resolved.site;
        self.findings = resolved.findings;
        self.timings = resolved.timings;
        let after = self.view_hashes();
        let changed = after.iter().filter(|(path, hash)| before.get(*path) != Some(hash));
        let update = Update {
            parsed: self.memo.work.parsed,
            changed: changed.map(|(path, _)| path.clone()).collect(),
            removed: before.keys().filter(|path| !after.contains_key(*path)).cloned().collect(),
        };
        self.views = Some(after);
        update
    }

    /// The theme that was asked for on the command line, if any.
    pub fn theme_name(&self) -> Option<&str> {
        self.theme_name.as_deref()
    }

    fn view_hashes(&self) -> BTreeMap<String, u64> {
        let renderer = Renderer::new(&self.site, &self.theme);
        page::plan(&self.site)
            .into_par_iter()
            .map(|id| (id.output_path(&self.site), renderer.view_hash(id)))
            .collect()
    }

    /// Every file of the site, in path order.
    pub fn outputs(&self) -> Vec<Output> {
        let pages = page::plan(&self.site).into_iter().map(|id| {
            let path = id.output_path(&self.site);
            Output::Page(id, path)
        });
        let copies = self.site.files.iter().map(|path| Output::Copy(path.to_string()));
        let assets =
            self.theme.assets().map(|a| Output::Theme(a.output.to_string(), a.bytes.clone()));
        let mut outputs: Vec<Output> = pages.chain(copies).chain(assets).collect();
        outputs.sort_by(|a, b| a.path().cmp(b.path()));
        outputs
    }

    /// What makes the bytes of outputs; it holds what all pages share, so keep one for many.
    pub fn renderer(&self) -> Renderer<'_> {
        Renderer::new(&self.site, &self.theme)
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
            Output::Copy(path) => self.copied(path),
        }
    }

    fn copied(&self, path: &str) -> Result<Cow<'_, [u8]>, WorkspaceError> {
        match self.sources.get(path).map(|f| &f.content) {
            Some(FileContent::Text { text, .. }) => Ok(Cow::Borrowed(text.as_bytes())),
            Some(FileContent::Asset(Asset::Bytes(bytes))) => Ok(Cow::Borrowed(bytes)),
            Some(FileContent::Asset(Asset::Disk { path, .. })) => {
                Ok(Cow::Owned(crate::io::load::read_asset(path)?))
            }
            // Resolving lists only files that are there.
            None => Ok(Cow::Borrowed(&[])),
        }
    }

    /// Findings in path and place order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
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
        self.own_theme
    }

    /// Seconds of each phase of the last run, in order.
    pub fn timings(&self) -> &[(&'static str, f64)] {
        &self.timings
    }
}

/// Sources, parsed, resolved and checked.
struct Resolved {
    content: Content,
    site: Site,
    findings: Vec<Finding>,
    timings: Vec<(&'static str, f64)>,
}

impl Resolved {
    fn of(sources: &Sources, options: &Options, memo: &mut parse::Memo) -> Self {
        let mut timings = Vec::new();
        let mut watch = Stopwatch::start();
        let mut lap = |name| timings.push((name, watch.lap()));
        let (content, mut findings) = parse::parse(sources, memo);
        lap("parse");
        let (site, resolving) = resolve(&content, sources, options);
        findings.extend(resolving);
        lap("resolve");
        findings.extend(check::check(&site, &content, sources));
        let findings = check::finish(findings, &content, sources);
        lap("check");
        Self { content, site, findings, timings }
    }
}

/// A theme is named by the content, which is not trusted: its name leads nowhere but into a folder
/// of `themes/`.
fn is_folder_name(theme: &str) -> bool {
    !theme.starts_with('.') && !theme.contains(['/', '\\', ':', '\0'])
}

/// The theme, or the default one and a finding at the `theme:` of `site.yaml`.
fn load_theme(
    name: &str,
    files: BTreeMap<String, Vec<u8>>,
    content: &Content,
) -> (Theme, Option<Finding>) {
    let place = content.config.theme.span;
    let finding = if name != "default" && files.is_empty() {
        let message = format!("there is no theme `{name}`");
        let help = if is_folder_name(name) {
            format!("make the folder `themes/{name}` beside the content folder, or take `default`")
        } else {
            "write the name of a folder in `themes/` beside the content folder, or `default`".into()
        };
        Finding::new(Code::UnknownTheme, place, message).help(help)
    } else {
        match Theme::load(name, files) {
            Ok(theme) => return (theme, None),
            Err(error) => Finding::new(Code::ThemeError, place, error.to_string())
                .help("mend the theme's file, or remove it to have the default's"),
        }
    };
    let default = Theme::load("default", BTreeMap::new()).expect("the built-in theme parses");
    (default, Some(finding))
}
