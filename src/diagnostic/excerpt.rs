//! The line of source that a finding shows: one line, made safe for a terminal, without the
//! personal data that a finding of this run speaks of.

use super::{Code, Finding};
use crate::source::{FileId, LineColumn, LineIndex, Sources, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// Letters that are shown of a value at most; the rest of a long one says nothing more.
const SPAN_LETTERS: usize = 80;
/// Letters after the value that are looked at; the renderer cuts further, around the caret.
const AFTER_LETTERS: usize = 200;
/// Letters before the value that are looked at.
const BEFORE_LETTERS: usize = 600;

/// Lines and columns of every file that a run speaks of, each file indexed once.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    indexes: BTreeMap<FileId, LineIndex>,
    masked: Vec<Span>,
}

/// A value in its line.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt {
    /// The safe text of the line, cut on the right when it is long.
    pub(super) text: String,
    /// The value, in bytes of `text`.
    pub(super) range: Range<usize>,
    /// Whether the beginning of the line was cut: columns of `text` are not those of the file.
    pub(super) cut: Cut,
}

/// Whether the left of a line is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cut {
    /// The line begins where it begins.
    None,
    /// So much was in front that it was left out.
    Left,
}

/// The line of a finding in three parts; letters that a terminal obeys or that tell who somebody is
/// are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// What stands before the value.
    pub before: String,
    /// The value at fault.
    pub value: String,
    /// What stands after it in its line.
    pub after: String,
}

/// The source line of each finding; `None` where there is no text.
pub fn source_lines(findings: &[Finding], sources: &Sources) -> Vec<Option<SourceLine>> {
    let places = Places::new(findings, sources);
    let line = |finding: &Finding| {
        let Excerpt { text, range, .. } = places.excerpt(finding.span)?;
        Some(SourceLine {
            before: text[..range.start].to_owned(),
            value: text[range.clone()].to_owned(),
            after: text[range.end..].to_owned(),
        })
    };
    findings.iter().map(line).collect()
}

impl<'a> Places<'a> {
    /// Indexes the files that the findings speak of.
    pub(super) fn new(findings: &[Finding], sources: &'a Sources) -> Self {
        let mut indexes = BTreeMap::new();
        for span in findings.iter().flat_map(spans) {
            indexes.entry(span.file).or_insert_with(|| LineIndex::new(sources.text(span.file)));
        }
        let personal = findings.iter().filter(|finding| finding.code == Code::PersonalData);
        let mut masked: Vec<Span> = personal.map(|finding| finding.span).collect();
        masked.sort_by_key(|span| (span.file, span.start));
        Self { sources, indexes, masked }
    }

    /// The line and column of an offset of a file.
    pub(super) fn at(&self, file: FileId, offset: u32) -> LineColumn {
        match self.indexes.get(&file) {
            Some(index) => index.line_column(self.sources.text(file), offset),
            None => LineColumn { line: 1, column: 1 },
        }
    }

    /// The line of a span's beginning, or nothing when the file has no text to show.
    pub(super) fn excerpt(&self, span: Span) -> Option<Excerpt> {
        let text = self.sources.text(span.file);
        let index = self.indexes.get(&span.file).filter(|_| !text.is_empty())?;
        let start = floor(text, span.start as usize);
        let line = index.line(text, index.line_column(text, start as u32).line);
        let line_start = line.as_ptr() as usize - text.as_ptr() as usize;
        let masks: Vec<Range<usize>> = self
            .masked
            .iter()
            .filter(|mask| mask.file == span.file)
            .map(|mask| mask.start as usize..mask.end as usize)
            .collect();
        let end = floor(text, span.end as usize).max(start);
        let (from, to) = (start - line_start.min(start), end - line_start.min(end));
        Some(draw(line, from.min(line.len()), to.min(line.len()), |at| {
            masks.iter().any(|mask| mask.contains(&(line_start + at)))
        }))
    }
}

/// Every place of a finding.
fn spans(finding: &Finding) -> impl Iterator<Item = Span> + '_ {
    std::iter::once(finding.span).chain(finding.labels.iter().map(|(span, _)| *span))
}

/// The nearest beginning of a letter at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A line, letter for letter: as many letters come out as go in, so that columns stay true.
fn draw(line: &str, start: usize, end: usize, masked: impl Fn(usize) -> bool) -> Excerpt {
    let before = line[..start].char_indices().rev().nth(BEFORE_LETTERS);
    let (left, cut) = match before {
        Some((at, _)) => (at, Cut::Left),
        None => (0, Cut::None),
    };
    let nth = |from: usize, n: usize| line[from..].char_indices().nth(n).map(|(at, _)| from + at);
    let end = nth(start, SPAN_LETTERS).map_or(end, |limit| end.min(limit));
    let right = nth(end, AFTER_LETTERS).unwrap_or(line.len());
    let mut text = String::with_capacity(right - left);
    let mut range = 0..0;
    for (at, letter) in line[left..right].char_indices() {
        if left + at == start {
            range.start = text.len();
        }
        if left + at == end {
            range.end = text.len();
        }
        text.push(if masked(left + at) { '•' } else { safe(letter) });
    }
    if start >= right {
        range.start = text.len();
    }
    if end >= right {
        range.end = text.len();
    }
    Excerpt { text, range, cut }
}

/// A letter that a terminal shows and does not obey.
fn safe(letter: char) -> char {
    match letter {
        '\t' => '\t',
        '\u{7f}' => '␡',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + letter as u32).unwrap_or('\u{fffd}'),
        '\u{80}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        _ => letter,
    }
}

/// A message as one line that a terminal shows and does not obey.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter == '\n' { ' ' } else { plain(letter) }).collect()
}

/// A help of one or more lines.
pub(super) fn lines(text: &str) -> String {
    text.chars().map(|letter| if letter == '\n' { '\n' } else { plain(letter) }).collect()
}

fn plain(letter: char) -> char {
    // In a message a joiner belongs to its letters; only in source lines must all be seen.
    match letter {
        '\t' => ' ',
        '\u{200c}' | '\u{200d}' => letter,
        _ => safe(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, needle: &str) -> Excerpt {
        let mut sources = Sources::new("content");
        let file = sources.insert_text("a.md", text.as_bytes());
        let start = text.find(needle).expect("the needle is there");
        let span = Span::new(file, start, start + needle.len());
        let findings = [Finding::new(Code::UnknownField, span, "m")];
        Places::new(&findings, &sources).excerpt(span).expect("there is text")
    }

    #[test]
    fn the_value_is_found_in_its_line_whatever_stands_before_it() {
        let shown = excerpt("a: 1\r\n漢😀\tb: x y\r\nc: 2", "b");
        assert_eq!((shown.text.as_str(), &shown.text[shown.range]), ("漢😀\tb: x y", "b"));
    }

    #[test]
    fn control_characters_are_shown_and_not_obeyed() {
        let shown = excerpt("a: \u{1b}[31mred\u{9b}0m\u{202e}x", "red");
        assert_eq!(shown.text, "a: ␛[31mred\u{fffd}0m\u{fffd}x");
    }

    #[test]
    fn a_value_of_many_lines_is_shown_by_its_first() {
        let shown = excerpt("body: |\n  one\n  two\n", "one\n  two");
        assert_eq!((shown.text.as_str(), &shown.text[shown.range]), ("  one", "one"));
    }

    #[test]
    fn a_huge_line_is_cut_on_both_sides() {
        let text = format!("{}NEEDLE{}", "é".repeat(5_000), "ü".repeat(5_000));
        let shown = excerpt(&text, "NEEDLE");
        assert_eq!((shown.cut, &shown.text[shown.range.clone()]), (Cut::Left, "NEEDLE"));
        assert!(shown.text.chars().count() < 900, "{}", shown.text.len());
    }
}
