//! The theme: templates and assets. The default one is in the binary; a site's own lies over it
//! file by file.

use super::faces;
use super::html::{escape_into, escape_to, without_elements};
use super::palette::{self, Palette};
use crate::diagnostic::Finding;
use crate::source::FileId;
use crate::wording::{Choice, Origin as WordsOrigin, Value, Wording, WordsError};
use include_dir::{Dir, DirEntry, include_dir};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use tera::{Kwargs, State, Tera};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The file in which a theme chooses colours, fonts and a logo.
pub const THEME_FILE: &str = "theme.yaml";

/// The default's style sheet.
const STYLE: &str = "assets/style.css";

/// The folder of the output that holds a theme's assets. No author's file can be called so,
/// because names that begin with `_` are not read.
pub const ASSET_FOLDER: &str = "_theme";

/// A theme, ready to render pages.
pub struct Theme {
    tera: Tera,
    assets: BTreeMap<String, Asset>,
    wording: Arc<Wording>,
    hash: u64,
    origin: Origin,
    /// Which colour takes the place of which in a picture that stands alone.
    swaps: BTreeMap<String, String>,
}

/// Which files are the site's own.
struct Origin {
    theme: String,
    own: BTreeSet<String>,
}

/// A file of `assets/` with its name in the output.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its path from the site's root: `_theme/style.0123456789abcdef.css`.
    pub output: Arc<str>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// What is wrong with a theme: a template that cannot be read, or one that asks for what a page
/// does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// The theme's file: `themes/default/templates/journey.html`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The output path of the page being made, if it happened while rendering.
    pub page: Option<String>,
}

/// What a theme's choices may name: the files of its `assets/` and of the default's.
#[derive(Clone, Debug, Default)]
pub struct Brought(palette::Brought);

impl Brought {
    /// Of the files of a site's own theme.
    pub fn of(own: &BTreeMap<String, Vec<u8>>) -> Self {
        let mut brought = faces::brought(&default_files());
        brought.extend(faces::brought(own));
        Self(brought)
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        match &self.page {
            Some(page) => write!(f, " (while making `{page}`)"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// The default theme with a site's own files (paths within the theme's folder, such as
    /// `templates/base.html`) laid over it, in the words that a site chooses.
    ///
    /// # Errors
    /// A template or a file of words that cannot be read.
    pub fn load(
        name: &str,
        overrides: BTreeMap<String, Vec<u8>>,
        choice: &Choice,
    ) -> Result<Theme, ThemeError> {
        if name != "default" && overrides.is_empty() {
            return Err(ThemeError::of_file(
                &format!("themes/{name}"),
                format!("there is no theme `{name}`: make a folder `themes/{name}`"),
            ));
        }
        let origin = Origin { theme: name.to_owned(), own: overrides.keys().cloned().collect() };
        let default = default_files();
        let mut files = default.clone();
        files.extend(overrides.clone());
        let palette = chosen(&files);
        // What the site itself says goes before what its theme says.
        let customer = choice.customer.clone().or_else(|| palette.customer.clone());
        let choice = &Choice { customer, ..choice.clone() };
        let wording = Wording::load(choice, &default, &overrides)
            .map_err(|error| ThemeError::from_words(error, name))?;
        let wording = Arc::new(wording);
        let swaps = palette.swaps(&default_style());
        let kept: BTreeSet<String> = palette.faces.iter().map(|face| face.file.clone()).collect();
        let named = |file: &String| {
            let bytes = files.get(&format!("assets/{file}"))?;
            Some((file.clone(), hashed(file, bytes)?))
        };
        let names = kept.iter().filter_map(named).collect();
        if let Some(style) = files.get_mut(STYLE) {
            style.extend_from_slice(palette.css(&names).as_bytes());
        }
        let hash = hash_files(&files, choice);
        give_words(&mut files, &wording);
        write_words(&mut files, &origin.own, &wording);
        let assets = collect_assets(&files, &kept);
        let tera = parse_templates(&files, &assets, &wording, palette.logo)
            .map_err(|error| ThemeError::from_tera(&error, &origin, None))?;
        Ok(Theme { tera, assets, wording, hash, origin, swaps })
    }

    /// The interface's words.
    pub fn wording(&self) -> &Wording {
        &self.wording
    }

    /// Changes when any file of the theme changes, or the words that a site chooses.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// What is wrong with a theme's choices: names and values that it cannot have, files that it does
    /// not bring, and colours that stand on each other without enough contrast. `file` is where they
    /// are written.
    pub fn check(file: FileId, text: &str, brought: &Brought) -> Vec<Finding> {
        palette::read(file, text, &default_style(), &brought.0).1
    }

    /// JSON Schema of `theme.yaml`.
    pub fn schema() -> serde_json::Value {
        palette::schema(&default_style())
    }

    /// A picture that stands alone, in the theme's colours.
    pub(crate) fn recolour(&self, picture: Vec<u8>) -> Vec<u8> {
        if self.swaps.is_empty() {
            return picture;
        }
        palette::recolour(&String::from_utf8_lossy(&picture), &self.swaps).into_bytes()
    }

    /// Files to write beside the pages, by output path.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values()
    }

    /// A page; `room` is about how many bytes it takes.
    pub(crate) fn render(
        &self,
        template: &str,
        context: &tera::Context,
        page: &str,
        room: usize,
    ) -> Result<Vec<u8>, ThemeError> {
        let mut out = Vec::with_capacity(room);
        self.tera
            .render_to(template, context, &mut out)
            .map_err(|error| ThemeError::from_tera(&error, &self.origin, Some(page)))?;
        Ok(out)
    }
}

impl ThemeError {
    fn of_file(file: &str, message: String) -> Self {
        Self { file: file.to_owned(), line: 1, column: 1, message, page: None }
    }

    fn from_words(error: WordsError, name: &str) -> Self {
        let theme = match error.origin {
            WordsOrigin::Default => "default",
            WordsOrigin::Own => name,
        };
        Self {
            file: format!("themes/{theme}/{}", error.path),
            line: error.line as usize,
            column: error.column as usize,
            message: error.message,
            page: None,
        }
    }

    fn from_tera(error: &tera::Error, origin: &Origin, page: Option<&str>) -> ThemeError {
        let page = page.map(str::to_owned);
        match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                ThemeError {
                    file: origin.file_of(report.filename()),
                    line: report.span().start_line,
                    column: report.span().start_col + 1,
                    message: report.message().to_owned(),
                    page,
                }
            }
            tera::ErrorKind::MissingParent { current, .. } => {
                ThemeError { page, ..Self::of_file(&origin.file_of(current), error.to_string()) }
            }
            _ => ThemeError { page, ..Self::of_file("templates", error.to_string()) },
        }
    }
}

impl Origin {
    /// Where a template was written: in the site's own theme or in the default one.
    fn file_of(&self, template: &str) -> String {
        let path = format!("templates/{template}");
        let theme = if self.own.contains(&path) { &self.theme } else { "default" };
        format!("themes/{theme}/{path}")
    }
}

/// What a theme chooses; what is wrong with it is said elsewhere.
fn chosen(files: &BTreeMap<String, Vec<u8>>) -> Palette {
    let Some(bytes) = files.get(THEME_FILE) else { return Palette::default() };
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    palette::read(FileId::ROOT, text, &default_style(), &faces::brought(files)).0
}

fn default_style() -> String {
    let file = DEFAULT.get_file(STYLE);
    file.map(|file| String::from_utf8_lossy(file.contents()).into_owned()).unwrap_or_default()
}

fn default_files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect_dir(&DEFAULT, &mut files);
    files
}

fn collect_dir(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => collect_dir(dir, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                files.insert(path, file.contents().to_vec());
            }
        }
    }
}

fn hash_files(files: &BTreeMap<String, Vec<u8>>, choice: &Choice) -> u64 {
    let mut hash = Xxh3::new();
    let customer = choice.customer.as_ref().map(|(one, many)| [&**one, &**many]);
    for word in [&*choice.language].into_iter().chain(customer.into_iter().flatten()) {
        hash.update(word.as_bytes());
        hash.update(b"\0");
    }
    for (path, bytes) in files {
        hash.update(path.as_bytes());
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.digest()
}

fn collect_assets(
    files: &BTreeMap<String, Vec<u8>>,
    kept: &BTreeSet<String>,
) -> BTreeMap<String, Asset> {
    files
        .iter()
        .filter_map(|(path, bytes)| {
            let name = path.strip_prefix("assets/")?;
            let output = format!("{ASSET_FOLDER}/{}", fingerprinted(name, bytes, kept));
            Some((name.to_owned(), Asset { output: output.into(), bytes: bytes.clone().into() }))
        })
        .collect()
}

/// Style sheets, scripts and the files of faces carry their hash, so that hosts may let browsers
/// keep them for ever. Everything else keeps its name, so that `url(…)` in a style sheet still
/// finds it.
fn fingerprinted(name: &str, bytes: &[u8], kept: &BTreeSet<String>) -> String {
    let is_kept = kept.contains(name) || name.ends_with(".css") || name.ends_with(".js");
    hashed(name, bytes).filter(|_| is_kept).unwrap_or_else(|| name.to_owned())
}

/// `style.0123456789abcdef.css`.
fn hashed(name: &str, bytes: &[u8]) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    Some(format!("{stem}.{:016x}.{ending}", xxh3_64(bytes)))
}

fn parse_templates(
    files: &BTreeMap<String, Vec<u8>>,
    assets: &BTreeMap<String, Asset>,
    wording: &Arc<Wording>,
    logo: Option<String>,
) -> tera::TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.autoescape_on(["html", "xml", "svg"]);
    tera.set_escape_fn(escape_to);
    let outputs: BTreeMap<String, Arc<str>> =
        assets.iter().map(|(name, asset)| (name.clone(), asset.output.clone())).collect();
    tera.register_function("asset", move |args: Kwargs, _: &State<'_>| {
        let path: String = args.must_get("path")?;
        match outputs.get(&path) {
            Some(output) => Ok(output.to_string()),
            None => Err(tera::Error::message(format!("the theme has no `assets/{path}`"))),
        }
    });
    let logo = logo.and_then(|file| Some(assets.get(&file)?.output.to_string()));
    let logo = logo.unwrap_or_default();
    tera.register_function("logo", move |_: Kwargs, _: &State<'_>| Ok(logo.clone()));
    let words = wording.clone();
    tera.register_filter("say", move |name: &str, args: Kwargs, _: &State<'_>| {
        say(&words, name, &args)
    });
    tera.register_filter("plain", |markup: &tera::Value, _: Kwargs, _: &State<'_>| plain(markup));
    let words = wording.clone();
    tera.register_filter("amount", move |n: f64, _: Kwargs, _: &State<'_>| words.amount(n));
    let templates: Vec<(&str, String)> = files
        .iter()
        .filter_map(|(path, bytes)| {
            let name = path.strip_prefix("templates/")?;
            Some((name, String::from_utf8_lossy(bytes).into_owned()))
        })
        .collect();
    tera.add_raw_templates(templates)?;
    Ok(tera)
}

/// A phrase with what it is about, as HTML: `{{ "claims" | say(n=3) }}`. Safe values are markup.
fn say(wording: &Wording, name: &str, args: &Kwargs) -> tera::TeraResult<tera::Value> {
    let wrong = |message: String| Err(tera::Error::message(message));
    let Some((at, slots)) = wording.named(name) else {
        return wrong(format!("there is no phrase `{name}`"));
    };
    if let Some((other, _)) = args.iter().find(|(key, _)| !slots.contains(&&*key.to_string())) {
        return wrong(format!("the phrase `{name}` has no `{{{other}}}`"));
    }
    let mut values = Vec::with_capacity(slots.len());
    for slot in slots {
        match args.get::<&tera::Value>(slot)? {
            Some(value) => values.push(phrase_value(value)),
            None => return wrong(format!("the phrase `{name}` needs `{slot}`")),
        }
    }
    let mut html = String::with_capacity(64);
    wording.write_named(&mut html, at, &values, escape_into);
    Ok(tera::Value::safe_string(&html))
}

/// Markup without its elements, fit for an attribute: `aria-label="{{ page.title | plain }}"`. Other
/// text stays what it is, to be escaped where it is shown.
fn plain(value: &tera::Value) -> tera::Value {
    match value.as_str().filter(|_| value.is_safe()) {
        Some(markup) => tera::Value::safe_string(&without_elements(markup)),
        None => value.clone(),
    }
}

fn phrase_value(value: &tera::Value) -> Value<'_> {
    match (value.as_str(), value.as_f64()) {
        (Some(text), _) if value.is_safe() => Value::Markup(text),
        (Some(text), _) => Value::Text(text),
        (None, Some(n)) => Value::Amount(n),
        (None, None) => Value::Text(""),
    }
}

/// The default's templates have the phrases that are about nothing written in them, as each page would:
/// looking up a few dozen on every page adds up. Those of a site stay as they are, so that what is
/// wrong in them is found where its author wrote it.
fn write_words(files: &mut BTreeMap<String, Vec<u8>>, own: &BTreeSet<String>, wording: &Wording) {
    let words: BTreeMap<&str, Cow<'_, str>> = wording.plain().collect();
    for (path, bytes) in files.iter_mut().filter(|(path, _)| !own.contains(*path)) {
        if path.starts_with("templates/") {
            *bytes = with_words(&String::from_utf8_lossy(bytes), &words).into_bytes();
        }
    }
}

fn with_words(template: &str, words: &BTreeMap<&str, Cow<'_, str>>) -> String {
    const BEGIN: &str = "{{ w.";
    // What means something to templates, or what they would trim, stays to be looked up.
    let is_literal = |text: &str| !text.contains(['{', '}']) && text.trim() == text;
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, phrase)) = rest.split_once(BEGIN) {
        out.push_str(before);
        let end = phrase.split_once(" }}");
        let known = end.and_then(|(name, after)| Some((words.get(name)?, after)));
        match known.filter(|(text, _)| is_literal(text)) {
            Some((text, after)) => {
                escape_into(&mut out, text);
                rest = after;
            }
            None => {
                out.push_str(BEGIN);
                rest = phrase;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Each script has before it the phrases that it says: `say("portfolio")`. The policy of pages
/// allows no script in them that could say so, and a file of words beside it would be one request
/// more.
fn give_words(files: &mut BTreeMap<String, Vec<u8>>, wording: &Wording) {
    for (path, bytes) in files {
        if path.starts_with("assets/") && path.ends_with(".js") {
            let script = String::from_utf8_lossy(bytes).into_owned();
            let names = said(&script);
            let words = wording.for_scripts(&names);
            if !words.is_empty() {
                let words = serde_json::json!({ "language": wording.language(), "words": words });
                let before = format!(
                    "(function(o,n){{o=window.milepost=window.milepost||n;\
                     Object.assign(o.words,n.words)}})(0,{words});\n"
                );
                bytes.splice(0..0, before.into_bytes());
            }
        }
    }
}

/// The names in `say("…"` of a script.
fn said(script: &str) -> BTreeSet<&str> {
    script.split("say(\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_about_nothing_are_written_and_what_would_be_read_as_more_is_left() {
        let words = [("a", "A & b"), ("b", "{{ c }}"), ("c", " c ")];
        let words = words.map(|(name, text)| (name, Cow::Borrowed(text))).into();
        for (template, expected) in [
            ("<p>{{ w.a }}</p>{{ w.a }}", "<p>A &amp; b</p>A &amp; b"),
            ("{{ w.b }}{{ w.c }}{{ w.a }}", "{{ w.b }}{{ w.c }}A &amp; b"),
            ("{{ w.none }}{{ w.a | upper }}{{ w.", "{{ w.none }}{{ w.a | upper }}{{ w."),
            ("{{ w[\"a\"] }}", "{{ w[\"a\"] }}"),
        ] {
            assert_eq!(with_words(template, &words), expected);
        }
    }
}
