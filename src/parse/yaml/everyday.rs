//! The YAML that nearly every file is written in, read line by line: names and values, lists by
//! dashes or in brackets, each text on a line of its own. It takes a tenth of the work that the
//! parser of all of YAML needs.
//!
//! Whatever is not surely understood here (a block of text, an escape, an anchor, a tab, a text
//! that goes on in the next line, anything that may be wrong) is left to that parser as a whole,
//! which alone says what is wrong. What is read here is what it would have read, and a test holds
//! that.

use super::{DEEPEST, Key, Layout, Node, Scalar, Style, Value};
use crate::source::{FileId, Span};
use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// The longest document that is read here: one with fewer values than the most that is read.
const LONGEST: usize = 64 * 1024;

/// The longest name that is read here; the parser has a limit of its own.
const LONGEST_NAME: usize = 100;

/// Reads a document that begins at a byte of its file. `None` when it holds anything else.
pub(super) fn read<'a>(file: FileId, yaml: &'a str, base: usize) -> Option<Node<'a>> {
    if yaml.len() > LONGEST || has_oddities(yaml) {
        return None;
    }
    let mut reader = Reader { file, yaml, base, line: None, depth: 0 };
    reader.go_to(0);
    let root = match reader.line?.column {
        0 => reader.block(0)?,
        _ => return None,
    };
    reader.line.is_none().then_some(root)
}

/// Whether there are letters that break lines, indent or may not stand in YAML at all, or may be
/// the beginning of one that does.
fn has_oddities(yaml: &str) -> bool {
    let is_odd = |b: u8| ((b < 0x20) & (b != b'\n')) | (b == 0x7f) | (b == 0xc2) | (b == 0xef);
    yaml.bytes().fold(false, |any, byte| any | is_odd(byte))
        || (!yaml.is_ascii() && yaml.contains(['\u{2028}', '\u{2029}']))
}

/// What is left of a line that holds something.
#[derive(Clone, Copy)]
struct Line {
    /// How many spaces, dashes included, stand before it.
    column: usize,
    start: usize,
    /// Blanks at its end left out.
    end: usize,
    /// Where the next line begins.
    next: usize,
}

struct Reader<'a> {
    file: FileId,
    yaml: &'a str,
    /// Where the document begins in its file.
    base: usize,
    /// The line to be read; none at the end.
    line: Option<Line>,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Goes to the first line from a place on that holds more than blanks and a comment.
    fn go_to(&mut self, place: usize) {
        let mut at = place;
        self.line = None;
        while at < self.yaml.len() {
            let rest = &self.yaml[at..];
            let length = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let next = (at + length + 1).min(self.yaml.len());
            let written = rest[..length].trim_end_matches(' ');
            let column = written.len() - written.trim_start_matches(' ').len();
            if column < written.len() && written.as_bytes()[column] != b'#' {
                let (start, end) = (at + column, at + written.len());
                self.line = Some(Line { column, start, end, next });
                return;
            }
            at = next;
        }
    }

    fn next_line(&mut self, line: Line) {
        self.go_to(line.next);
    }

    /// The line to be read, if it stands at a column. One that stands further in is nothing that
    /// is understood here.
    fn line_at(&self, column: usize) -> Option<Option<Line>> {
        match self.line {
            Some(line) if line.column > column => None,
            line => Some(line.filter(|line| line.column == column)),
        }
    }

    /// A list or a map whose first line is the one to be read.
    fn block(&mut self, column: usize) -> Option<Node<'a>> {
        self.depth += 1;
        let line = self.line.filter(|_| self.depth < DEEPEST / 2)?;
        let node = if self.is_item(line) { self.list(column) } else { self.map(column) };
        self.depth -= 1;
        node
    }

    fn is_item(&self, line: Line) -> bool {
        self.yaml[line.start..line.end].starts_with("- ")
    }

    fn list(&mut self, column: usize) -> Option<Node<'a>> {
        let mut items = Vec::new();
        let first = self.line?.start;
        while let Some(line) = self.line_at(column)?.filter(|line| self.is_item(*line)) {
            let rest = &self.yaml[line.start + 1..line.end];
            let skipped = 1 + rest.len() - rest.trim_start_matches(' ').len();
            let (column, start) = (line.column + skipped, line.start + skipped);
            let item = Line { column, start, ..line };
            if self.is_item(item) || self.key(item).is_some() {
                self.line = Some(item);
                items.push(self.block(column)?);
            } else {
                items.push(self.value(start, line.end)?);
                self.next_line(line);
            }
        }
        let end = items.last()?.span.end;
        let span = Span { end, ..self.span(first, first) };
        Some(Node { span, value: Value::Seq(items, Layout::Block) })
    }

    fn map(&mut self, column: usize) -> Option<Node<'a>> {
        let mut items = Vec::new();
        let first = self.line?.start;
        while let Some(line) = self.line_at(column)?.filter(|line| !self.is_item(*line)) {
            let (key, after) = self.key(line)?;
            let rest = &self.yaml[after..line.end];
            let value = rest.trim_start_matches(' ');
            let node = if value.is_empty() {
                self.next_line(line);
                self.below(column, after)?
            } else {
                let node = self.value(line.end - value.len(), line.end)?;
                self.next_line(line);
                node
            };
            items.push((key, node));
        }
        let end = items.last()?.1.span.end;
        let span = Span { end, ..self.span(first, first) };
        Some(Node { span, value: Value::Map(items, Layout::Block) })
    }

    /// What stands in the lines below a name: further in, or a list right below it, or nothing.
    fn below(&mut self, column: usize, after: usize) -> Option<Node<'a>> {
        match self.line {
            Some(line) if line.column > column => self.block(line.column),
            Some(line) if line.column == column && self.is_item(line) => {
                let mut list = self.list(column)?;
                // Such a list begins with its first value, as the parser has it.
                if let Value::Seq(items, _) = &list.value {
                    list.span.start = items.first()?.span.start;
                }
                Some(list)
            }
            _ => Some(Node { span: self.span(after, after), value: Value::Null }),
        }
    }

    /// The name with which a line begins, and the place behind its colon.
    fn key(&self, line: Line) -> Option<(Key<'a>, usize)> {
        let rest = &self.yaml[line.start..line.end];
        let length = rest.bytes().take(LONGEST_NAME + 1).position(|b| !is_in_name(b))?;
        let (name, after) = rest.split_at(length);
        let is_name = name.starts_with(|c: char| c.is_ascii_alphanumeric()) && !is_null(name);
        let colon = after.starts_with(": ") || after == ":";
        let span = self.span(line.start, line.start + length);
        let key = Key { text: Cow::Borrowed(name), span };
        (is_name && colon).then_some((key, line.start + length + 1))
    }

    /// A value that stands in one line as a whole.
    fn value(&self, start: usize, end: usize) -> Option<Node<'a>> {
        let written = &self.yaml[start..end];
        match written.as_bytes()[0] {
            b'[' => self.flow(start, end, b']'),
            b'{' => self.flow(start, end, b'}'),
            _ => {
                let node = self.scalar(start, end)?;
                let colon = written.contains(": ") || written.ends_with(':');
                let is_plain = matches!(&node.value, Value::Scalar(s) if s.style == Style::Plain);
                (!is_plain || !(colon || written.contains(" #"))).then_some(node)
            }
        }
    }

    /// A text in quotes without escapes, or one without quotes that begins with a letter or digit.
    fn scalar(&self, start: usize, end: usize) -> Option<Node<'a>> {
        let (written, span) = (&self.yaml[start..end], self.span(start, end));
        let of = |text, style| Value::Scalar(Scalar { text: Cow::Borrowed(text), style });
        let quote = written.chars().next()?;
        if matches!(quote, '"' | '\'') {
            let inside = written[1..].strip_suffix(quote)?;
            let value = of(inside, Style::Quoted);
            let has_more = memchr2(quote as u8, b'\\', inside.as_bytes()).is_some();
            return (!has_more).then_some(Node { span, value });
        }
        let word = written.strip_prefix('-').unwrap_or(written);
        if !word.starts_with(char::is_alphanumeric) {
            return None;
        }
        let value = if is_null(written) { Value::Null } else { of(written, Style::Plain) };
        Some(Node { span, value })
    }

    /// A list or a map in brackets, on one line and with nothing but texts in it.
    fn flow(&self, start: usize, end: usize, close: u8) -> Option<Node<'a>> {
        let inside = self.yaml[start + 1..end].strip_suffix(char::from(close))?;
        // Quotes and whatever else may hold a comma or a bracket is no everyday list.
        let is_simple =
            |b: u8| is_in_name(b) || matches!(b, b' ' | b',' | b':' | b'/') || !b.is_ascii();
        if !inside.bytes().all(is_simple) {
            return None;
        }
        let (mut items, mut pairs) = (Vec::new(), Vec::new());
        let mut at = start + 1;
        for part in inside.split(',') {
            let trimmed = part.trim_matches(' ');
            let from = at + part.len() - part.trim_start_matches(' ').len();
            let to = from + trimmed.len();
            at += part.len() + 1;
            if close == b']' {
                items.push(self.word(from, to)?);
                continue;
            }
            let (key, after) = self.key(Line { column: 0, start: from, end: to, next: to })?;
            let value = self.yaml[after..to].trim_start_matches(' ');
            pairs.push((key, self.word(to - value.len(), to)?));
        }
        let value = match close {
            b']' => Value::Seq(items, Layout::Flow),
            _ => Value::Map(pairs, Layout::Flow),
        };
        Some(Node { span: self.span(start, end), value })
    }

    /// A text in brackets.
    fn word(&self, start: usize, end: usize) -> Option<Node<'a>> {
        let written = &self.yaml[start..end];
        self.scalar(start, end).filter(|_| !written.contains(": ") && !written.ends_with(':'))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start, self.base + end)
    }
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL")
}
