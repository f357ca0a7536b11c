//! Where a file's fields end and its Markdown begins.

use crate::diagnostic::{Code, Finding};
use crate::source::{FileId, Span};
use memchr::memchr2;
use std::ops::Range;

/// The two parts of a file, as ranges of its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrontMatter {
    /// The YAML between the `---` lines; empty without front matter.
    pub yaml: Range<usize>,
    /// The Markdown below it, or the whole file.
    pub body: Range<usize>,
}

/// Splits a file. `None` when the front matter is opened and never closed: nobody can tell then
/// what is a field and what is text.
pub fn split(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Option<FrontMatter> {
    let first = line_end(text, 0);
    if !is_fence(&text[..first.start]) {
        return Some(FrontMatter { yaml: 0..0, body: 0..text.len() });
    }
    let mut at = first.end;
    while at < text.len() {
        let end = line_end(text, at);
        if is_fence(&text[at..end.start]) {
            return Some(FrontMatter { yaml: first.end..at, body: end.end..text.len() });
        }
        at = end.end;
    }
    findings.push(
        Finding::new(
            Code::UnclosedFrontMatter,
            Span::new(file, 0, 3),
            "the front matter that begins here is not closed",
        )
        .help("write a line `---` below the last field"),
    );
    None
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.trim_matches([' ', '\t']).is_empty())
}

/// The line break that ends the line at `at`, empty at the end of the text.
fn line_end(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let Some(start) = memchr2(b'\n', b'\r', &bytes[at..]).map(|i| at + i) else {
        return text.len()..text.len();
    };
    let width = if bytes[start..].starts_with(b"\r\n") { 2 } else { 1 };
    start..start + width
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, &str)> {
        split(FileId(1), text, &mut Vec::new()).map(|p| (&text[p.yaml], &text[p.body]))
    }

    #[test]
    fn fields_stand_between_two_fences_whatever_ends_the_lines() {
        assert_eq!(parts("---\na: 1\n---\nText\n"), Some(("a: 1\n", "Text\n")));
        assert_eq!(parts("---\r\na: 1\r\n---\r\nText"), Some(("a: 1\r\n", "Text")));
        assert_eq!(parts("---\ra: 1\r--- \rText"), Some(("a: 1\r", "Text")));
        assert_eq!(parts("---\n---"), Some(("", "")));
    }

    #[test]
    fn a_file_without_a_fence_at_its_top_is_all_text() {
        assert_eq!(parts("Text\n---\na: 1\n---\n"), Some(("", "Text\n---\na: 1\n---\n")));
        assert_eq!(parts("\n---\na: 1\n---\n").map(|p| p.0), Some(""));
        assert_eq!(parts("----\n").map(|p| p.0), Some(""));
        assert_eq!(parts(""), Some(("", "")));
    }

    #[test]
    fn an_open_front_matter_is_reported_at_its_fence() {
        let mut findings = Vec::new();
        assert_eq!(split(FileId(1), "---\ntitle: A\n\nText --- more\n", &mut findings), None);
        assert_eq!(findings[0].code, Code::UnclosedFrontMatter);
        assert_eq!((findings[0].span.start, findings[0].span.end), (0, 3));
        assert_eq!(parts("---"), None);
    }
}
