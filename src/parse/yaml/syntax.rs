//! What the parser refuses, in an author's words and at the very character.

use super::quoting::{
    Unquoted, last_open_value, line_end, line_start, nearest_boundary, unclosed, unquoted,
};
use super::{Document, SyntaxError};
use crate::diagnostic::{Code, Finding};
use crate::source::Span;
use granit_parser::ErrorKind;
use std::ops::Range;

/// The most forbidden characters that are shown in one file.
const MOST_CONTROLS: usize = 20;

impl Document<'_> {
    /// Reports the parser's error. When it is a text that only lacks its quotes, gives the place
    /// of that text, so that reading can go on behind it.
    pub(super) fn report(
        &self,
        error: &SyntaxError,
        findings: &mut Vec<Finding>,
    ) -> Option<Range<usize>> {
        let SyntaxError { kind, at, .. } = error;
        if let Some(tab) = tab_at_fault(self.source, &self.range, kind, *at) {
            let message = "a tab cannot indent YAML";
            let finding = Finding::new(Code::YamlSyntax, self.span(tab..tab + 1), message);
            findings.push(finding.help("indent with spaces"));
            return None;
        }
        let at = exact_place(self.source, kind, nearest_boundary(self.source, *at));
        let at = nearest_boundary(self.source, at.min(self.range.end));
        if let Some((start, text)) = self.text_without_quotes(error, at) {
            let span = self.span(start..text.value.end);
            findings.push(Finding::new(Code::TextNeedsQuotes, span, text.why).help(text.help));
            return Some(text.value);
        }
        findings.push(self.refused(error, at));
        None
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// A text that lacks its quotes, and the sign in it that cannot stand there.
    fn text_without_quotes(&self, error: &SyntaxError, at: usize) -> Option<(usize, Unquoted)> {
        let opened = match error.kind {
            ErrorKind::UnclosedFlowCollection { .. } => Some(at),
            _ => self.opened_above(error, at),
        };
        if let Some(opened) = opened {
            let text = unclosed(self.source, self.range.start, opened)?;
            return Some((text.value.start, text));
        }
        let text = unquoted(self.source, self.range.start, at);
        text.filter(|_| may_lack_quotes(&error.kind)).map(|text| (at, text))
    }

    /// The bracket that is still open from a line above the error.
    fn opened_above(&self, error: &SyntaxError, at: usize) -> Option<usize> {
        let line = line_start(self.source, at);
        match error.kind {
            // The parser looks ahead and may not have told yet what it has opened.
            ErrorKind::InvalidColonPlacement if error.opened.is_none() => {
                last_open_value(self.source, self.range.start, line)
            }
            _ => error.opened.filter(|opened| *opened < line),
        }
    }

    fn refused(&self, error: &SyntaxError, at: usize) -> Finding {
        let SyntaxError { kind, .. } = error;
        let end = at + self.source[at..].chars().next().map_or(0, char::len_utf8);
        let (code, message, help) = words(self.source, kind, at);
        let opened = self.opened_above(error, at).filter(|_| code == Code::YamlSyntax);
        if let Some(opened) = opened {
            let message = "this cannot stand in a list or map in brackets, and one is still open";
            return Finding::new(code, self.span(at..end), message)
                .help("close the bracket, or quote the text that begins with it")
                .label(self.span(opened..opened + 1), "opened here");
        }
        let help = missing_blank(self.source, kind, at).unwrap_or_else(|| help.to_owned());
        Finding::new(code, self.span(at..end), message).help(help)
    }

    /// Reports characters that may stand nowhere in YAML. Whether there are any.
    pub(super) fn report_controls(&self, findings: &mut Vec<Finding>) -> bool {
        let yaml = &self.source[self.range.clone()];
        // Nearly every file is clean, and bytes tell that faster than characters do.
        if !yaml.bytes().any(is_suspect) {
            return false;
        }
        let forbidden = yaml.char_indices().filter(|(_, c)| is_forbidden(*c));
        let before = findings.len();
        for (i, c) in forbidden.take(MOST_CONTROLS) {
            let at = self.range.start + i;
            let message = format!("the character U+{:04X} may not stand in YAML", c as u32);
            let finding = Finding::new(Code::YamlSyntax, self.span(at..at + c.len_utf8()), message);
            findings.push(finding.help("delete it; it is invisible in most editors"));
        }
        findings.len() > before
    }
}

/// The tab that indents the line of an error, or one of the lines behind it when the parser
/// reports where the text began that the tab interrupts.
fn tab_at_fault(source: &str, range: &Range<usize>, kind: &ErrorKind, at: usize) -> Option<usize> {
    let at = at.min(source.len());
    let own = indenting_tab(source, at).filter(|tab| *tab >= range.start);
    if own.is_some() || !matches!(kind, ErrorKind::TabInPlainScalar) {
        return own;
    }
    let mut line = line_end(source, at);
    while line < range.end {
        let rest = &source[line..range.end];
        let next = line + rest.len() - rest.trim_start_matches(['\n', '\r']).len();
        if let Some(tab) = indenting_tab(source, next) {
            return Some(tab);
        }
        if next == line {
            break;
        }
        line = line_end(source, next);
    }
    None
}

/// The first tab before the first letter of the line of `at`.
pub(super) fn indenting_tab(source: &str, at: usize) -> Option<usize> {
    let start = line_start(source, at);
    let line = &source[start..];
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    line[..blank].find('\t').map(|i| start + i)
}

/// The parser reports some errors where their list or text begins, others behind a dash.
fn exact_place(source: &str, kind: &ErrorKind, at: usize) -> usize {
    let found = match kind {
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => wrong_escape(&source[at..]).map(|i| at + i),
        ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            wrong_bracket(&source[at..]).map(|i| at + i)
        }
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            let start = line_start(source, at);
            let before = &source[start..at];
            let dashes = before.bytes().all(|b| matches!(b, b' ' | b'-'));
            before.find('-').filter(|_| dashes).map(|i| start + i)
        }
        _ => None,
    };
    found.unwrap_or(at)
}

/// The first wrong character of an escape in a text in double quotes.
fn wrong_escape(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = 1;
    while i < bytes.len() {
        if bytes[i] != b'\\' {
            i += 1;
            continue;
        }
        let digits = match bytes.get(i + 1)? {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            c if b"0abt\tnvfre \"/\\N_LP\n\r".contains(c) => 0,
            _ => return Some(i + 1),
        };
        let written = bytes[i + 2..].iter().take(digits);
        let good = written.take_while(|b| b.is_ascii_hexdigit()).count();
        if good < digits {
            return Some(i + 2 + good).filter(|at| *at < text.len());
        }
        let code = u32::from_str_radix(&text[i + 2..i + 2 + digits], 16).unwrap_or(0);
        let pair = (0xD800..0xDC00).contains(&code) && low_surrogate(&text[i + 6..]);
        if digits > 0 && char::from_u32(code).is_none() && !pair {
            return Some(i);
        }
        i += 2 + digits + if pair { 6 } else { 0 };
    }
    None
}

fn low_surrogate(text: &str) -> bool {
    let digits = text.strip_prefix("\\u").and_then(|rest| rest.get(..4));
    let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.is_some_and(|code| (0xDC00..0xE000).contains(&code))
}

/// The first bracket that closes what was not opened last.
fn wrong_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut escaped = false;
    for (i, b) in text.bytes().enumerate() {
        match (quote, b) {
            _ if escaped => escaped = false,
            (Some(b'"'), b'\\') => escaped = true,
            (Some(q), _) => quote = Some(q).filter(|q| *q != b),
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'[') => open.push(b']'),
            (None, b'{') => open.push(b'}'),
            (None, b']' | b'}') if open.pop() != Some(b) => return Some(i),
            _ => {}
        }
    }
    None
}

fn may_lack_quotes(kind: &ErrorKind) -> bool {
    !matches!(
        kind,
        ErrorKind::RecursionLimitExceeded
            | ErrorKind::UnclosedQuotedScalar
            | ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::TabInIndentation
    )
}

fn words(source: &str, kind: &ErrorKind, at: usize) -> (Code, String, &'static str) {
    let (message, help) = match kind {
        ErrorKind::RecursionLimitExceeded => {
            let message = "this YAML is nested more than 64 deep, which is the most that is read";
            return (Code::YamlLimit, message.into(), "write it flatter");
        }
        ErrorKind::UnclosedQuotedScalar => (
            "this quote is not closed".to_owned(),
            "end the text with the same quote; in a text, double a `'` and write `\\\"` for a `\"`",
        ),
        ErrorKind::UnclosedFlowCollection { open } => {
            (format!("this `{open}` is not closed"), "close it on its line, or quote the text")
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            (format!("`{open}` cannot be closed by `{close}`"), "close what was opened last")
        }
        ErrorKind::UnknownQuotedScalarEscape => (
            format!("`\\{}` stands for nothing in a text in double quotes", letter(source, at)),
            "write `\\\\` for a backslash, or use single quotes",
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "a value cannot begin here".to_owned(),
            "indent the fields of one item alike, and quote a text that holds `: `",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "this line is neither a field nor part of the text above it".to_owned(),
            "write `name: value`, or indent the line to continue the text",
        ),
        ErrorKind::BlockSequenceEntryNotAllowed => (
            "a list cannot begin here".to_owned(),
            "begin each item of a list on a line of its own, or quote the text",
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::InvalidIndentation => (
            "this does not fit what stands above it".to_owned(),
            "indent the fields of one item alike, and the items of one list alike",
        ),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "a comma or a closing bracket belongs here".to_owned(),
            "quote a text that holds brackets, commas or colons",
        ),
        other => {
            (format!("this cannot be read: {other}"), "quote a text that holds signs of YAML's")
        }
    };
    (Code::YamlSyntax, message, help)
}

/// `title:Shop` on the line of an error or the one before: a field that lacks its blank.
fn missing_blank(source: &str, kind: &ErrorKind, at: usize) -> Option<String> {
    if !matches!(kind, ErrorKind::MappingValueNotAllowed | ErrorKind::SimpleKeyExpected) {
        return None;
    }
    let line = line_start(source, at);
    let before = line_start(source, line.saturating_sub(1));
    [line, before].into_iter().find_map(|start| {
        let line = source[start..line_end(source, start)].trim();
        let (name, value) = line.split_once(':').filter(|_| line.len() < 200)?;
        let word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let tight = value.starts_with(|c: char| !c.is_whitespace());
        (word && tight).then(|| format!("write a blank after the colon: `{name}: {value}`"))
    })
}

fn letter(source: &str, at: usize) -> String {
    source[at..].chars().next().map(|c| c.escape_debug().to_string()).unwrap_or_default()
}

/// Whether a byte is, or may begin, a character that may not stand in YAML.
fn is_suspect(b: u8) -> bool {
    (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) || matches!(b, 0x7f | 0xc2 | 0xef)
}

fn is_forbidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}
