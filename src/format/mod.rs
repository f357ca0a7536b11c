//! Canonical front matter: fields in the order of the table, two blanks of indentation, quotes only
//! where they are needed. Comments, empty lines (one at a time), blocks and line breaks in texts stay, and
//! so does everything below the front matter.
//!
//! The result is read again and compared with what was there, value by value and comment by
//! comment. What would not be the same is left as it is.

mod emit;
mod quotes;
mod same;
mod shapes;
#[cfg(test)]
mod tests;
mod tree;

use crate::model::fields::{SITE, Shape};
use crate::parse::front_matter;
use crate::parse::yaml;
use crate::source::FileId;
use shapes::Inside;
use std::borrow::Cow;

/// What became of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Formatted {
    /// It is canonical already.
    Same,
    /// The canonical text.
    Changed(String),
    /// It stays as it is.
    LeftAlone(Why),
}

/// Why a text stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Its YAML, or where it ends, cannot be told.
    Unreadable,
    /// Its YAML is written in a way that cannot be brought into another order or spacing without
    /// touching what it means.
    WouldChange,
}

impl Why {
    /// The reason as the end of a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Why::Unreadable => "its YAML cannot be read; `milepost check` says where",
            Why::WouldChange => "its YAML cannot be written in another way and mean the same",
        }
    }
}

/// Formats the front matter of a Markdown file, whose text has no byte order mark.
pub fn markdown(text: &str, shape: &'static Shape) -> Formatted {
    let Some(parts) = front_matter::split(FileId::ROOT, text, &mut Vec::new()) else {
        return Formatted::LeftAlone(Why::Unreadable);
    };
    let Some(opening) = text.get(..parts.yaml.start).filter(|opening| !opening.is_empty()) else {
        return Formatted::Same;
    };
    let ends = LineEnds::of(opening);
    let closing = &text[parts.yaml.end..parts.body.start];
    let closing = if closing.ends_with(['\n', '\r']) { "---\n" } else { "---" };
    match canonical(&text[parts.yaml], shape) {
        Ok(yaml) => {
            let head = ends.put_into(&format!("---\n{yaml}{closing}"));
            outcome(text, format!("{head}{}", &text[parts.body]))
        }
        Err(why) => Formatted::LeftAlone(why),
    }
}

/// Formats `site.yaml`, whose text has no byte order mark.
pub fn site(text: &str) -> Formatted {
    match canonical(text, &SITE) {
        Ok(yaml) => outcome(text, LineEnds::of(text).put_into(&yaml)),
        Err(why) => Formatted::LeftAlone(why),
    }
}

fn outcome(before: &str, after: String) -> Formatted {
    if before == after { Formatted::Same } else { Formatted::Changed(after) }
}

/// The canonical form of a whole YAML document, its lines ended by LF.
fn canonical(yaml: &str, shape: &'static Shape) -> Result<String, Why> {
    let yaml = with_line_feeds(yaml);
    let mut findings = Vec::new();
    let before = yaml::read(FileId::ROOT, &yaml, 0..yaml.len(), &mut findings);
    let before = before.filter(|_| findings.is_empty()).ok_or(Why::Unreadable)?;
    let Some(document) = tree::document(&yaml).ok_or(Why::WouldChange)? else {
        return Ok(yaml.into_owned());
    };
    let inside = Inside::Record(shape);
    let out = emit::document(document, inside);
    let after = yaml::read(FileId::ROOT, &out, 0..out.len(), &mut findings);
    let is_same = after.is_some_and(|after| same::same(&before, &after, inside))
        && findings.is_empty()
        && tree::comments(&yaml) == tree::comments(&out);
    if is_same { Ok(out) } else { Err(Why::WouldChange) }
}

fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// What ends the lines of a file.
#[derive(Clone, Copy)]
enum LineEnds {
    Lf,
    CrLf,
    Cr,
}

impl LineEnds {
    /// Those of the first line count for all that is formatted.
    fn of(text: &str) -> Self {
        match text.find(['\n', '\r']).map(|at| &text[at..]) {
            Some(rest) if rest.starts_with("\r\n") => Self::CrLf,
            Some(rest) if rest.starts_with('\r') => Self::Cr,
            _ => Self::Lf,
        }
    }

    fn put_into(self, text: &str) -> String {
        match self {
            Self::Lf => text.to_owned(),
            Self::CrLf => text.replace('\n', "\r\n"),
            Self::Cr => text.replace('\n', "\r"),
        }
    }
}
