//! Faces that a theme brings: font files in its `assets/`, named in `theme.yaml`, sent with the
//! pages. Every `@font-face` is written here, so that none can ask another host.

use super::palette::{Brought, Reader, is_asset};
use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::parse::yaml::{Node, Value};
use crate::source::Span;
use std::collections::BTreeMap;
use std::fmt::Write;

/// One file of a family.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Face {
    family: String,
    /// Its path below `assets/`.
    pub(super) file: String,
    /// CSS `font-weight`: one, or the two ends of what a variable font can do.
    weight: String,
    style: &'static str,
}

/// What may be said of a face.
pub(super) const FIELDS: [&str; 4] = ["family", "file", "weight", "style"];

/// How a face may lean.
pub(super) const STYLES: [&str; 2] = ["normal", "italic"];

/// How the files of a format are called, what CSS calls it, and with which bytes they begin.
struct Format {
    ending: &'static str,
    css: &'static str,
    begins: &'static [[u8; 4]],
}

const FORMATS: [Format; 4] = [
    Format { ending: "woff2", css: "woff2", begins: &[*b"wOF2"] },
    Format { ending: "woff", css: "woff", begins: &[*b"wOFF"] },
    Format { ending: "ttf", css: "truetype", begins: &[[0, 1, 0, 0], *b"true"] },
    Format { ending: "otf", css: "opentype", begins: &[*b"OTTO", [0, 1, 0, 0]] },
];

fn format_of(file: &str) -> Option<&'static Format> {
    let (_, ending) = file.rsplit_once('.')?;
    FORMATS.iter().find(|format| format.ending.eq_ignore_ascii_case(ending))
}

impl Reader<'_> {
    /// A list of faces; one that cannot be used is left out, and a finding says why.
    pub(super) fn faces(&mut self, node: &Node<'_>) -> Vec<Face> {
        match &node.value {
            Value::Seq(items, _) => items.iter().filter_map(|item| self.face(item)).collect(),
            Value::Null => Vec::new(),
            _ => {
                self.wrong(node.span, "this must be a list of faces".to_owned());
                Vec::new()
            }
        }
    }

    fn face(&mut self, node: &Node<'_>) -> Option<Face> {
        let (mut family, mut file) = (None, None);
        let (mut weight, mut style) = (Some("400".to_owned()), Some("normal"));
        let before = self.findings.len();
        for (key, node) in self.fields(node) {
            match &*key.text {
                "family" => family = self.word(node, is_family, "the name of one family of fonts"),
                "file" => file = self.font_file(node),
                "weight" => {
                    let what = "a weight from 1 to 1000, or two of a variable font (`200 900`)";
                    weight = self.word(node, is_weight, what);
                }
                "style" => {
                    let word = self.word(node, |text| STYLES.contains(&text), "normal or italic");
                    style = STYLES.into_iter().find(|style| Some(*style) == word.as_deref());
                }
                other => self.unknown(key, other, &FIELDS),
            }
        }
        for (name, is_missing) in [("family", family.is_none()), ("file", file.is_none())] {
            if is_missing && self.findings.len() == before {
                self.wrong(node.span, format!("a face needs its `{name}`"));
            }
        }
        Some(Face { family: family?, file: file?, weight: weight?, style: style? })
    }

    fn font_file(&mut self, node: &Node<'_>) -> Option<String> {
        let file = self.asset(node)?;
        let Some(format) = format_of(&file) else {
            let message = format!("`{file}` is no woff2, woff, ttf or otf file");
            self.wrong(node.span, message);
            return None;
        };
        if !self.brought.get(&file).is_some_and(|first| format.begins.contains(first)) {
            let message = format!("`assets/{file}` is called a {} file and is none", format.ending);
            self.wrong(node.span, message);
            return None;
        }
        Some(file)
    }

    /// The name of a file in `assets/` that is there.
    pub(super) fn asset(&mut self, node: &Node<'_>) -> Option<String> {
        let file = self.word(node, is_asset, "the name of a file in `assets/`")?;
        if self.brought.contains_key(&file) {
            return Some(file);
        }
        self.missing(node.span, &file);
        None
    }

    fn missing(&mut self, span: Span, file: &str) {
        let help = did_you_mean(file, self.brought.keys().map(String::as_str))
            .unwrap_or_else(|| format!("put it there: `assets/{file}` beside `theme.yaml`"));
        let message = format!("the theme has no `assets/{file}`");
        self.findings.push(Finding::new(Code::ThemeError, span, message).help(help));
    }
}

/// What comes before a theme's own declarations. A page shows its text at once in the next face of
/// the row, and in this one as soon as it has come.
pub(super) fn css(faces: &[Face], names: &BTreeMap<String, String>) -> String {
    let mut css = String::new();
    for Face { family, file, weight, style } in faces {
        let (Some(format), Some(name)) = (format_of(file), names.get(file)) else { continue };
        let _ = write!(
            css,
            "\n@font-face{{font-family:\"{family}\";src:url(\"{name}\") format(\"{}\");\
             font-weight:{weight};font-style:{style};font-display:swap}}",
            format.css
        );
    }
    css
}

/// One name: nothing that could end the text it stands in.
fn is_family(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    !text.trim().is_empty() && text.chars().all(fits)
}

fn is_weight(text: &str) -> bool {
    let is_one = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u16>().is_ok_and(|weight| (1..=1000).contains(&weight))
    };
    match text.split_once(' ') {
        Some((least, most)) => is_one(least) && is_one(most),
        None => is_one(text),
    }
}

/// The first bytes of each file of `assets/`, by its path below it.
pub(super) fn brought(files: &BTreeMap<String, Vec<u8>>) -> Brought {
    let assets =
        files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("assets/")?, bytes)));
    assets
        .map(|(name, bytes)| {
            let first = bytes.get(..4).and_then(|first| first.try_into().ok());
            (name.to_owned(), first.unwrap_or_default())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_cannot_leave_its_declaration() {
        assert!(is_family("Source Serif 4") && is_weight("200 900") && is_weight("1000"));
        for family in ["a\"b", "a;b", "a}", "", "  ", "a,b", "a\\b"] {
            assert!(!is_family(family), "{family}");
        }
        for weight in ["0", "1001", "bold", "+4", "400;", "100 ", "1 2 3", ""] {
            assert!(!is_weight(weight), "{weight}");
        }
    }
}
