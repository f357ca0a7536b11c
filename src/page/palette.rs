//! `theme.yaml`: how an organisation makes the default theme its own without writing a style
//! sheet. It names colours for light and dark, two rows of fonts, faces for them and a logo; what it
//! does not name stays as it is. Every pair of colours that stand on each other is measured.

mod schema;

pub(super) use schema::schema;

use super::faces::{self, Face};
use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::model::one_and_many;
use crate::parse::yaml::{self, Key, Node, Value};
use crate::site::number;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// Red, green, blue.
type Colour = [u8; 3];

/// Colours by the names of their custom properties.
type Tokens = BTreeMap<String, Colour>;

/// The first bytes of each file of a theme's `assets/`, by its path below it.
pub(super) type Brought = BTreeMap<String, [u8; 4]>;

/// What `theme.yaml` chooses.
#[derive(Debug, Default)]
pub(super) struct Palette {
    light: BTreeMap<String, (Colour, Span)>,
    dark: BTreeMap<String, (Colour, Span)>,
    fonts: BTreeMap<String, String>,
    pub(super) faces: Vec<Face>,
    /// The file of `assets/` that stands in the place of the mark.
    pub(super) logo: Option<String>,
    /// The word for who travels, one and many.
    pub(super) customer: Option<(Arc<str>, Arc<str>)>,
}

/// What stands on what, and the least contrast of WCAG 2.2 between them: 4.5 for words, 3 for
/// lines and marks.
const PAIRS: [(&str, &str, f64); 22] = [
    ("ink", "paper", 4.5),
    ("mute", "paper", 4.5),
    ("ink", "panel", 4.5),
    ("mute", "panel", 4.5),
    ("bad", "paper", 4.5),
    ("good", "paper", 4.5),
    ("plum", "paper", 4.5),
    ("mark", "paper", 3.0),
    ("focus", "paper", 3.0),
    ("clock-ink", "clock", 4.5),
    ("ink", "clock-soft", 4.5),
    ("ink", "mark-bg", 4.5),
    ("ink", "win", 4.5),
    ("et-n4", "e-n4", 4.5),
    ("et-n3", "e-n3", 4.5),
    ("et-n2", "e-n2", 4.5),
    ("et-n1", "e-n1", 4.5),
    ("et-0", "e-0", 4.5),
    ("et-p1", "e-p1", 4.5),
    ("et-p2", "e-p2", 4.5),
    ("et-p3", "e-p3", 4.5),
    ("et-p4", "e-p4", 4.5),
];

/// The parts of `theme.yaml`.
const PARTS: [&str; 6] = ["light", "dark", "fonts", "faces", "logo", "vocabulary"];

/// The rows of fonts.
const FONTS: [&str; 2] = ["serif", "sans"];

/// The palettes of the default theme, as its style sheet has them.
struct Defaults {
    light: Tokens,
    dark: Tokens,
}

impl Defaults {
    fn of(style: &str) -> Self {
        let block = |from: &str| {
            let inside = style.split_once(from).map_or("", |(_, rest)| rest);
            tokens(inside.split_once('}').map_or("", |(block, _)| block))
        };
        Self { light: block(":root{"), dark: block(":root[data-theme=dark]{") }
    }
}

/// The colours among the custom properties of a block.
fn tokens(block: &str) -> Tokens {
    let properties = block.split(';').filter_map(|line| line.trim().split_once(':'));
    properties
        .filter_map(|(name, value)| Some((name.strip_prefix("--")?.to_owned(), colour(value)?)))
        .collect()
}

/// `#1a2b3c` or `#abc`.
fn colour(text: &str) -> Option<Colour> {
    let digits = text.trim().strip_prefix('#')?;
    let digit = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok();
    match digits.len() {
        3 => Some([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17]),
        6 => {
            let two = |at: usize| Some(digit(at)? * 16 + digit(at + 1)?);
            Some([two(0)?, two(2)?, two(4)?])
        }
        _ => None,
    }
}

/// Reads `theme.yaml`. `style` is the default theme's style sheet, which says what there is to
/// choose; `brought` are the files it may name.
pub(super) fn read(
    file: FileId,
    text: &str,
    style: &str,
    brought: &Brought,
) -> (Palette, Vec<Finding>) {
    let mut reader = Reader { defaults: Defaults::of(style), brought, findings: Vec::new() };
    let mut palette = Palette::default();
    let mut findings = Vec::new();
    if let Some(root) = yaml::read(file, text, 0..text.len(), &mut findings) {
        reader.root(&root, &mut palette);
        reader.contrast(&palette.light, "light", |defaults| &defaults.light);
        reader.contrast(&palette.dark, "dark", |defaults| &defaults.dark);
    }
    findings.extend(reader.findings);
    (palette, findings)
}

pub(super) struct Reader<'b> {
    defaults: Defaults,
    pub(super) brought: &'b Brought,
    pub(super) findings: Vec<Finding>,
}

impl Reader<'_> {
    fn root(&mut self, root: &Node<'_>, palette: &mut Palette) {
        for (key, node) in self.fields(root) {
            match &*key.text {
                "light" => palette.light = self.colours(node),
                "dark" => palette.dark = self.colours(node),
                "fonts" => palette.fonts = self.fonts(node),
                "faces" => palette.faces = self.faces(node),
                "logo" => palette.logo = self.asset(node),
                "vocabulary" => palette.customer = self.vocabulary(node),
                other => self.unknown(key, other, &PARTS),
            }
        }
    }

    pub(super) fn fields<'n, 's>(&mut self, node: &'n Node<'s>) -> &'n [(Key<'s>, Node<'s>)] {
        match &node.value {
            Value::Map(fields, _) => fields,
            Value::Null => &[],
            _ => {
                self.wrong(node.span, "names with their values are expected here".to_owned());
                &[]
            }
        }
    }

    fn colours(&mut self, node: &Node<'_>) -> BTreeMap<String, (Colour, Span)> {
        let mut chosen = BTreeMap::new();
        for (key, node) in self.fields(node) {
            if !self.defaults.light.contains_key(&*key.text) {
                let names: Vec<String> = self.defaults.light.keys().cloned().collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                self.unknown(key, &key.text, &names);
                continue;
            }
            let written = match &node.value {
                Value::Scalar(scalar) => colour(&scalar.text),
                _ => None,
            };
            match written {
                Some(colour) => _ = chosen.insert(key.text.to_string(), (colour, node.span)),
                None => self
                    .wrong(node.span, format!("`{}` is not a colour like `\"#1a2b3c\"`", key.text)),
            }
        }
        chosen
    }

    fn fonts(&mut self, node: &Node<'_>) -> BTreeMap<String, String> {
        let mut chosen = BTreeMap::new();
        for (key, node) in self.fields(node) {
            if !FONTS.contains(&&*key.text) {
                self.unknown(key, &key.text, &FONTS);
            } else if let Some(row) =
                self.word(node, is_font_row, "names of fonts with commas between")
            {
                chosen.insert(key.text.to_string(), row);
            }
        }
        chosen
    }

    /// As in `site.yaml`: `{customer: [patient, patients]}`.
    fn vocabulary(&mut self, node: &Node<'_>) -> Option<(Arc<str>, Arc<str>)> {
        let mut customer = None;
        for (key, node) in self.fields(node) {
            if &*key.text != "customer" {
                self.unknown(key, &key.text, &["customer"]);
                continue;
            }
            customer = one_and_many(&words(node));
            if customer.is_none() {
                self.wrong(node.span, "this must be a list like `[patient, patients]`".to_owned());
            }
        }
        customer
    }

    pub(super) fn word(
        &mut self,
        node: &Node<'_>,
        fits: fn(&str) -> bool,
        what: &str,
    ) -> Option<String> {
        match &node.value {
            Value::Scalar(scalar) if fits(&scalar.text) => Some(scalar.text.to_string()),
            _ => {
                self.wrong(node.span, format!("this must be {what}"));
                None
            }
        }
    }

    pub(super) fn unknown(&mut self, key: &Key<'_>, name: &str, known: &[&str]) {
        let help = did_you_mean(name, known.iter().copied())
            .unwrap_or_else(|| format!("write one of {}", known.join(", ")));
        let message = format!("a theme has no `{name}`");
        self.findings.push(Finding::new(Code::UnknownField, key.span, message).help(help));
    }

    pub(super) fn wrong(&mut self, span: Span, message: String) {
        let help = "`themes/default/README.md` says what a theme may choose";
        self.findings.push(Finding::new(Code::ThemeError, span, message).help(help));
    }

    /// Measures every pair of which one is chosen; the finding stands at what was chosen.
    fn contrast(
        &mut self,
        chosen: &BTreeMap<String, (Colour, Span)>,
        scheme: &str,
        defaults: fn(&Defaults) -> &Tokens,
    ) {
        for (on, ground, least) in PAIRS {
            let place = chosen.get(on).or_else(|| chosen.get(ground)).map(|(_, span)| *span);
            let defaults = defaults(&self.defaults);
            let of = |name: &str| {
                chosen.get(name).map(|(colour, _)| *colour).or_else(|| defaults.get(name).copied())
            };
            let (Some(place), Some(front), Some(back)) = (place, of(on), of(ground)) else {
                continue;
            };
            let ratio = ratio(front, back);
            if ratio >= least {
                continue;
            }
            // Cut, not rounded: 4.499 is not 4.5.
            let shown = number::plain((ratio * 100.0).floor() / 100.0, 2);
            let message = format!(
                "`{on}` on `{ground}` has a contrast of {shown} : 1 in {scheme} colours, below {least} : 1"
            );
            let help = format!("move `{on}` and `{ground}` further apart in lightness");
            self.findings.push(Finding::new(Code::LowContrast, place, message).help(help));
        }
    }
}

/// The words of a list; none if it holds anything else.
fn words(node: &Node<'_>) -> Vec<Arc<str>> {
    let Value::Seq(items, _) = &node.value else { return Vec::new() };
    let word = |item: &Node<'_>| match &item.value {
        Value::Scalar(scalar) if !scalar.text.trim().is_empty() => Some(scalar.text.trim().into()),
        _ => None,
    };
    items.iter().map(word).collect::<Option<_>>().unwrap_or_default()
}

/// A path below `assets/` that leads nowhere else and needs no escapes.
pub(super) fn is_asset(path: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_name = |name: &str| !name.is_empty() && !name.starts_with('.') && name.chars().all(fits);
    path.split('/').all(is_name)
}

/// Names only: nothing that could end the declaration or ask another host.
fn is_font_row(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '_' | '\'' | '"');
    let closed = |quote: char| text.matches(quote).count().is_multiple_of(2);
    !text.is_empty() && text.chars().all(fits) && closed('"') && closed('\'')
}

/// The contrast of two colours by WCAG 2.2: 1 to 21.
fn ratio(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance([red, green, blue]: Colour) -> f64 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// sRGB without its curve. Its power of 2.4 is worked out by hand, the same on every machine.
fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.040_45 {
        return value / 12.92;
    }
    let base = (value + 0.055) / 1.055;
    let square = base * base;
    square * fifth_root(square)
}

/// By Newton's way, from above, until it no longer falls.
fn fifth_root(of: f64) -> f64 {
    let mut root = 1.0_f64;
    for _ in 0..64 {
        let fourth = root * root * root * root;
        let next = (4.0 * root + of / fourth) / 5.0;
        if next >= root {
            break;
        }
        root = next;
    }
    root
}

impl Palette {
    /// What comes after the default's style sheet. `names` are those of the files of faces in the
    /// output, beside the style sheet.
    pub(super) fn css(&self, names: &BTreeMap<String, String>) -> String {
        let mut css = faces::css(&self.faces, names);
        let mut light = declarations(&self.light);
        for (name, row) in &self.fonts {
            let _ = write!(light, "--{name}:{row};");
        }
        let dark = declarations(&self.dark);
        if !light.is_empty() {
            // Paper stays white on paper.
            let _ = write!(css, "\n:root{{{light}}}\n@media print{{:root{{--paper:#ffffff}}}}\n");
        }
        if !dark.is_empty() {
            let _ = write!(
                css,
                "@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n\
                 @media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
            );
        }
        css
    }

    /// Which colour takes the place of which in a picture that stands alone.
    pub(super) fn swaps(&self, style: &str) -> BTreeMap<String, String> {
        let defaults = Defaults::of(style).light;
        let mut swaps = BTreeMap::new();
        // The inks under the emotions begin as the ink of all words, and those are most.
        let first = self.light.iter().filter(|(name, _)| !name.starts_with("et-"));
        for (name, (colour, _)) in first {
            if let Some(before) = defaults.get(name) {
                let is_second = matches!(name.as_str(), "strong" | "clock-ink");
                if !is_second || !self.light.contains_key("ink") {
                    swaps.insert(hex(*before), hex(*colour));
                }
            }
        }
        swaps
    }
}

fn declarations(colours: &BTreeMap<String, (Colour, Span)>) -> String {
    colours.iter().map(|(name, (colour, _))| format!("--{name}:{};", hex(*colour))).collect()
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A picture with some of its colours in the place of others.
pub(super) fn recolour(picture: &str, swaps: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(picture.len());
    let mut rest = picture;
    while let Some(at) = rest.find('#') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match rest.get(..7).and_then(|known| swaps.get(known)) {
            Some(other) => {
                out.push_str(other);
                rest = &rest[7..];
            }
            None => {
                out.push('#');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let (black, white) = ([0, 0, 0], [255, 255, 255]);
        assert!((ratio(black, white) - 21.0).abs() < 1e-9);
        assert!((ratio(white, white) - 1.0).abs() < 1e-9);
        // #767676 is the palest grey that words on white may have.
        assert!(ratio([0x76; 3], white) > 4.5 && ratio([0x77; 3], white) < 4.5);
    }

    #[test]
    fn the_default_palettes_pass_their_own_gate() {
        let style = include_str!("../../themes/default/assets/style.css");
        let defaults = Defaults::of(style);
        for tokens in [&defaults.light, &defaults.dark] {
            for (on, ground, least) in PAIRS {
                let ratio = ratio(tokens[on], tokens[ground]);
                assert!(ratio >= least, "{on} on {ground}: {ratio}");
            }
        }
    }

    #[test]
    fn fonts_and_files_cannot_leave_their_declaration() {
        assert!(is_font_row("\"Source Serif\", Georgia, serif"));
        for row in ["a;b", "a}b", "url(x)", "\"a", "", "a\\b"] {
            assert!(!is_font_row(row), "{row}");
        }
        assert!(is_asset("logo.svg") && is_asset("fonts/brand-2.woff2"));
        for name in ["../x", "a/../b", "/a", "a/", ".x", "", "a\\b", "https://x", "a\"b"] {
            assert!(!is_asset(name), "{name}");
        }
    }

    #[test]
    fn a_picture_takes_each_colour_once() {
        let swaps = [("#111111", "#222222"), ("#222222", "#111111")];
        let swaps = swaps.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        assert_eq!(recolour("a #111111 #222222 #é #333", &swaps), "a #222222 #111111 #é #333");
    }
}
