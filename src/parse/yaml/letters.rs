//! Where each letter of a scalar was written.

use crate::source::{Passage, Span, Text};

/// The text of a scalar whose source is `span` of `source`, quotes included.
pub(super) fn text(value: &str, span: Span, source: &Passage) -> Text {
    let start = span.start as usize;
    let written = source.get(start..span.end as usize).unwrap_or_default();
    let quote = written.bytes().next().filter(|&b| is_quoted(written, value, b));
    let inside = start + usize::from(quote.is_some());
    if source[inside..].starts_with(value) {
        return Text::plain(source.part(inside..inside + value.len()), span, inside);
    }
    Text::mapped(value, span, map(value, source, inside..span.end as usize, quote))
}

/// Whether what was written is in these quotes: the lines of a block may begin with one too.
fn is_quoted(written: &str, value: &str, quote: u8) -> bool {
    let ends = written.len() >= 2 && written.ends_with(quote as char);
    let letter = value.as_bytes().first() == Some(&quote);
    let escaped = matches!(written.as_bytes().get(1), Some(b'\\' | b'\''));
    matches!(quote, b'"' | b'\'') && ends && (!letter || escaped)
}

/// Walks the letters and what was written side by side. A letter is found again as itself, as an
/// escape, or behind blanks that folding or indentation took out.
fn map(
    value: &str,
    source: &str,
    range: std::ops::Range<usize>,
    quote: Option<u8>,
) -> Vec<(u32, u32)> {
    let mut walk = Walk { source, at: range.start, end: range.end, quote };
    let mut map: Vec<(u32, u32)> = Vec::new();
    for (offset, letter) in value.char_indices() {
        let at = walk.find(letter);
        let runs_on =
            map.last().is_some_and(|&(t, f)| offset as u32 - t == at as u32 - f.min(at as u32));
        if !runs_on {
            map.push((offset as u32, at as u32));
        }
    }
    map
}

struct Walk<'a> {
    source: &'a str,
    at: usize,
    end: usize,
    quote: Option<u8>,
}

impl Walk<'_> {
    /// The place of the next letter, and on past it.
    fn find(&mut self, letter: char) -> usize {
        loop {
            let rest = &self.source[self.at..self.end];
            let Some(written) = rest.chars().next() else { return self.at };
            let at = self.at;
            if self.quote == Some(b'"') && written == '\\' {
                self.at += escape_length(rest);
                if rest[1..].starts_with(['\n', '\r']) {
                    continue;
                }
                return at;
            }
            if self.quote == Some(b'\'') && rest.starts_with("''") {
                self.at += 2;
                return at;
            }
            let is_break = matches!(written, '\n' | '\r');
            if written == letter || (is_break && matches!(letter, ' ' | '\n')) {
                self.at += if rest.starts_with("\r\n") { 2 } else { written.len_utf8() };
                return at;
            }
            if !(is_break || matches!(written, ' ' | '\t')) {
                // Never so in a scalar that was read from here; go on rather than lose the way.
                self.at += written.len_utf8();
                return at;
            }
            self.at += written.len_utf8();
        }
    }
}

/// Length of the escape that begins a text: `\n`, `\x41`, a surrogate pair, a line's end.
fn escape_length(rest: &str) -> usize {
    let digits = |prefix: usize, n: usize| (prefix + n).min(rest.len());
    let length = match rest.as_bytes().get(1) {
        Some(b'x') => digits(2, 2),
        Some(b'u') if is_high_surrogate(rest) => digits(2, 10),
        Some(b'u') => digits(2, 4),
        Some(b'U') => digits(2, 8),
        Some(b'\r') if rest[2..].starts_with('\n') => 3,
        Some(_) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        None => 1,
    };
    (length..=rest.len()).find(|&i| rest.is_char_boundary(i)).unwrap_or(rest.len())
}

fn is_high_surrogate(rest: &str) -> bool {
    let value = rest.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    matches!(value, Some(0xD800..=0xDBFF)) && rest[6..].starts_with("\\u")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Finding;
    use crate::parse::yaml::{Value, read};
    use crate::source::FileId;

    /// The source of the part `needle` of the first field's text.
    fn written<'s>(source: &'s str, needle: &str) -> &'s str {
        let mut findings: Vec<Finding> = Vec::new();
        let root = read(FileId(1), source, 0..source.len(), &mut findings).expect("readable");
        let Value::Map(items, _) = &root.value else { panic!("a map") };
        let Value::Scalar(scalar) = &items[0].1.value else { panic!("a scalar") };
        let text = items[0].1.text(scalar, &source.into());
        let at = text.find(needle).expect("in the text");
        let span = text.span_of(at..at + needle.len());
        &source[span.start as usize..span.end as usize]
    }

    #[test]
    fn a_part_of_a_plain_or_quoted_text_stands_where_it_was_written() {
        assert_eq!(written("日本: 買い物 [^src] で\n", "[^src]"), "[^src]");
        assert_eq!(written("a: \"買い物 [^src]\"\n", "[^src]"), "[^src]");
        assert_eq!(written("a: 'it''s here [^src]'\n", "[^src]"), "[^src]");
        assert_eq!(
            written("a: \"\\u00e9\\n\\\"x\\\" \\uD83D\\uDE00 [^src]\"\n", "[^src]"),
            "[^src]"
        );
    }

    #[test]
    fn a_part_of_a_folded_or_block_text_stands_where_it_was_written() {
        assert_eq!(written("a: one\r\n  two\r\n\r\n  three [^s]\r\n", "[^s]"), "[^s]");
        assert_eq!(written("a: |\n  one 😀\n    two\n  [^s] three\n", "[^s]"), "[^s]");
        assert_eq!(written("a: >-\n  one\n  two [^s]\n\n  three\n", "[^s]"), "[^s]");
        assert_eq!(written("a: \"one \\\n   two\n   [^s]\"\n", "[^s]"), "[^s]");
    }

    #[test]
    fn hostile_escapes_keep_their_places_in_bounds() {
        for rest in ["\\", "\\u12", "\\ué", "\\U0001F6", "\\\r\n", "\\uD83D\\u"] {
            assert!(rest.is_char_boundary(escape_length(rest)), "{rest}");
        }
    }
}
