//! The theme of a site: its own files or the built-in one, and what is said when it cannot be
//! loaded.

use super::Workspace;
use crate::check;
use crate::diagnostic::{Code, Finding, Severity};
use crate::io::Outside;
use crate::model::Config;
use crate::page::{Brought, THEME_FILE, Theme};
use crate::source::{FileId, Span};
use crate::wording::Choice;
use std::collections::BTreeMap;

/// Reads the files of a site's own theme of a name.
pub(super) type OwnFiles = dyn Fn(&str) -> Result<BTreeMap<String, Vec<u8>>, Outside> + Send + Sync;

/// Whether a theme is another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    Same,
    Other,
}

/// What came of loading a theme.
pub(super) struct LoadedTheme {
    name: String,
    choice: Choice,
    pub(super) trouble: Option<Trouble>,
    /// Its files that stand among the sources, beside the content folder, so that findings have a
    /// place in them.
    files: Vec<String>,
    /// What is wrong with what the theme chooses.
    choices: Vec<Finding>,
    /// The same, and whether it lacks the language of the site, as the site wants to hear of it:
    /// what stands among the findings.
    shown: Vec<Finding>,
}

impl LoadedTheme {
    fn new(name: &str, choice: Choice, trouble: Option<Trouble>) -> Self {
        let (name, files) = (name.to_owned(), Vec::new());
        let (choices, shown) = (Vec::new(), Vec::new());
        Self { name, choice, trouble, files, choices, shown }
    }

    /// Whether pages can be made with what it says.
    fn is_well(&self) -> bool {
        self.trouble.is_none() && !has_errors(&self.choices)
    }
}

/// The texts of a site's own theme as written, and the files that they may name.
#[derive(Default)]
pub(super) struct Written {
    texts: BTreeMap<String, Vec<u8>>,
    brought: Brought,
}

impl Written {
    fn of(files: &BTreeMap<String, Vec<u8>>) -> Self {
        let texts = files.iter().filter(|(path, _)| !path.starts_with("assets/"));
        let texts = texts.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        Self { texts, brought: Brought::of(files) }
    }
}

/// Why a theme could not be loaded.
pub(super) struct Trouble {
    code: Code,
    message: String,
    help: String,
    /// Where, if it is in a file of the theme; else the finding stands at `theme:` of `site.yaml`.
    place: Option<Place>,
    span: Option<Span>,
}

/// A place in a file of a theme.
struct Place {
    path: String,
    line: usize,
    column: usize,
}

impl Place {
    /// From the start of the file's text.
    fn offset(&self, text: &str) -> usize {
        let mut lines = text.split_inclusive('\n');
        let above = self.line.saturating_sub(1);
        let start = lines.by_ref().take(above).map(str::len).sum::<usize>();
        let line = lines.next().unwrap_or_default();
        let column = line.char_indices().nth(self.column.saturating_sub(1));
        start + column.map_or(line.len(), |(at, _)| at)
    }
}

/// The theme of a name, with what came of loading it and what it chooses as written; the built-in
/// one when it cannot be loaded.
///
/// # Errors
/// Its files cannot be read.
pub(super) fn open(
    own_files: &OwnFiles,
    name: &str,
    config: &Config,
) -> Result<(Theme, LoadedTheme, Written), Outside> {
    let files = files_of(own_files, name)?;
    let written = Written::of(&files);
    let choice = Choice::of(config);
    let (theme, trouble) = match load_theme(name, files, &choice) {
        Ok(theme) => (theme, None),
        Err(trouble) => (built_in_theme(&choice), Some(trouble)),
    };
    Ok((theme, LoadedTheme::new(name, choice, trouble), written))
}

impl Workspace {
    /// Loads the theme when its files, its name or the words that the site chooses changed. One
    /// that cannot be loaded, or that chooses what it cannot have, leaves the last good one in its
    /// place.
    pub(super) fn keep_theme_fresh(&mut self, changed: bool) -> Freshness {
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
            place: None,
            span: None,
        });
        let written = files.as_ref().map(Written::of).unwrap_or_default();
        let (theme, trouble) = match files.and_then(|files| load_theme(&name, files, &choice)) {
            Ok(theme) => (Some(theme), None),
            Err(trouble) => (None, Some(trouble)),
        };
        for path in &self.loaded.files {
            self.sources.remove(path);
        }
        self.loaded = LoadedTheme::new(&name, choice, trouble);
        self.check_theme(written);
        if let Some(theme) = theme.filter(|_| self.loaded.is_well()) {
            self.theme = theme;
        }
        Freshness::Other
    }

    /// Measures what the theme chooses and looks up where it is in trouble.
    pub(super) fn check_theme(&mut self, mut written: Written) {
        if let Some(bytes) = written.texts.get(THEME_FILE) {
            let file = self.insert_theme_file(THEME_FILE, bytes);
            self.loaded.choices = Theme::check(file, self.sources.text(file), &written.brought);
        }
        let Some(place) = self.loaded.trouble.as_mut().and_then(|trouble| trouble.place.take())
        else {
            return;
        };
        if let Some(bytes) = written.texts.remove(&place.path) {
            let file = self.insert_theme_file(&place.path, &bytes);
            let at = place.offset(self.sources.text(file));
            self.loaded.trouble.iter_mut().for_each(|trouble| {
                trouble.span = Some(Span::new(file, at, at));
            });
        }
    }

    fn insert_theme_file(&mut self, path: &str, bytes: &[u8]) -> FileId {
        let path = format!("../themes/{}/{path}", self.loaded.name);
        let file = self.sources.insert_text(&path, bytes);
        self.loaded.files.push(path);
        file
    }

    pub(super) fn show_theme_finding(&mut self) {
        let mut found = self.loaded.choices.clone();
        found.extend(self.language_finding());
        self.loaded.shown = check::finish_entity(found, FileId::ROOT, &self.content, &self.sources);
        for finding in &self.loaded.shown {
            check::insert(&mut self.findings, finding.clone(), &self.sources);
        }
        if let Some(finding) = self.theme_finding() {
            check::insert(&mut self.findings, finding, &self.sources);
        }
    }

    pub(super) fn hide_theme_finding(&mut self) {
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

    /// Whether anything that is found in the theme is said of a file of the content.
    pub(super) fn theme_is_found_in(&self, file: FileId) -> bool {
        let mut found = self.loaded.shown.iter().map(|finding| finding.span.file);
        found.any(|of| of == file)
            || (self.loaded.trouble.is_some() && self.content.config.theme.span.file == file)
    }

    /// A site whose language is not that of its interface, which then is English.
    fn language_finding(&self) -> Option<Finding> {
        let config = &self.content.config;
        let place = config.language_span.filter(|_| self.loaded.is_well())?;
        let language = &config.language;
        if is_english(language) || !is_english(self.theme.wording().language()) {
            return None;
        }
        let message = format!("the interface has no words in `{language}`, so it speaks English");
        let theme = &self.loaded.name;
        let help = format!(
            "copy `themes/default/words/en.yaml` to `themes/{theme}/words/{language}.yaml` and translate it"
        );
        Some(Finding::new(Code::LanguageWithoutWords, place, message).help(help))
    }

    fn theme_finding(&self) -> Option<Finding> {
        let Trouble { code, message, help, span, .. } = self.loaded.trouble.as_ref()?;
        let span = span.unwrap_or(self.content.config.theme.span);
        Some(Finding::new(*code, span, message).help(help))
    }
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

fn is_english(language: &str) -> bool {
    language.split('-').next().is_some_and(|main| main.eq_ignore_ascii_case("en"))
}

/// A theme is named by the content, which is not trusted: its name leads nowhere but into a folder
/// of `themes/`.
fn is_folder_name(theme: &str) -> bool {
    !theme.starts_with('.') && !theme.contains(['/', '\\', ':', '\0'])
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
            place: None,
            span: None,
        });
    }
    Theme::load(name, files, choice).map_err(|error| {
        let path = error.file.strip_prefix(&format!("themes/{name}/")).map(str::to_owned);
        Trouble {
            code: Code::ThemeError,
            message: match &path {
                Some(_) => format!("the theme cannot be loaded: {}", error.message),
                None => error.to_string(),
            },
            help: "mend the theme's file, or remove it to have the default's".to_owned(),
            place: path.map(|path| Place { path, line: error.line, column: error.column }),
            span: None,
        }
    })
}

fn built_in_theme(choice: &Choice) -> Theme {
    Theme::load("default", BTreeMap::new(), choice).expect("the built-in theme parses")
}
