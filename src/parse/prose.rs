//! Markdown to [`Doc`]: parsed once, links and citations found, HTML made safe. What only a page
//! can tell stays a hole.
//!
//! The text goes from Markdown's events to pieces in one pass. Only a text with raw HTML in it is
//! then sanitised; until then its tags have already been sifted, so that what reaches the
//! sanitiser holds nothing but allowed tags and the signs of our own holes.

mod address;
mod cited;
mod html;
mod writer;

use crate::diagnostic::Finding;
use crate::model::{Doc, Prose};
use crate::source::{FileId, Passage, Span, Text};
use std::ops::Range;
use writer::Writer;

/// A text of one line: emphasis, code, links and citations. What looks like the sign of a list or
/// a heading is a letter like any other, and a line break is a blank.
pub fn inline(text: &Text, findings: &mut Vec<Finding>) -> Prose {
    let doc = if has_any(text.as_bytes(), means_something_inline) {
        inline_doc(text, findings)
    } else {
        Doc { source: text.text.trimmed(), rich: None }
    };
    Prose { span: text.span, doc }
}

/// The Markdown of a file: `range` is the body's place in `text`, the file's whole text.
pub fn block(
    text: &Passage,
    file: FileId,
    range: Range<usize>,
    findings: &mut Vec<Finding>,
) -> Prose {
    let span = Span::new(file, range.start, range.end);
    let body = text.part(range);
    let mut doc = block_doc(&body, Origin::File(span), findings);
    let written = body.trimmed();
    if doc.source == written {
        doc.source = written;
    }
    Prose { span, doc }
}

/// The Markdown of an inline item's `body`.
pub fn block_of(text: &Text, findings: &mut Vec<Finding>) -> Prose {
    let doc = block_doc(text, Origin::Text { text, shift: 0 }, findings);
    Prose { span: text.span, doc }
}

/// Every byte at which something else than letters can begin within a line.
fn means_something_inline(byte: u8) -> bool {
    let signs = [b'*', b'_', b'`', b'[', b'<', b'&', b'\\', b'~'];
    signs.into_iter().fold(false, |any, sign| any | (byte == sign))
}

/// Whether one of the bytes is such a one. They are looked at in groups, each to its end, which a
/// processor does many at a time.
fn has_any(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(64).any(|group| group.iter().fold(false, |any, byte| any | is_such(*byte)))
}

/// Stands before a text of one line while it is parsed, so that nothing in it can begin a block.
const GUARD: &str = "x ";

fn inline_doc(text: &Text, findings: &mut Vec<Finding>) -> Doc {
    cited::read(text).unwrap_or_else(|| parsed_inline(text, findings))
}

fn parsed_inline(text: &Text, findings: &mut Vec<Finding>) -> Doc {
    let mut guarded = String::with_capacity(GUARD.len() + text.len());
    guarded.push_str(GUARD);
    guarded.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
    let origin = Origin::Text { text, shift: GUARD.len() };
    let start = guarded.len() - guarded[GUARD.len()..].trim_start().len();
    let mut doc = Writer::inline(&guarded, start, origin, findings).run();
    // Without citations the author's own line breaks are kept, as in a text without markup.
    if doc.citations().is_empty() {
        doc.source = text.text.trimmed();
    }
    doc
}

fn block_doc(text: &str, origin: Origin<'_>, findings: &mut Vec<Finding>) -> Doc {
    if text.trim().is_empty() {
        return Doc { source: "".into(), rich: None };
    }
    Writer::block(text, origin, findings).run()
}

/// Where the bytes of the text that is parsed stand in the source.
#[derive(Clone, Copy)]
enum Origin<'a> {
    /// In a value, which may have escapes; the parsed text has `shift` bytes before it.
    Text { text: &'a Text, shift: usize },
    /// In a file, as they are, from the start of this span.
    File(Span),
}

impl Origin<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        match self {
            Origin::Text { text, shift } => {
                text.span_of(range.start.saturating_sub(*shift)..range.end.saturating_sub(*shift))
            }
            Origin::File(span) => span.part(range),
        }
    }
}

#[cfg(test)]
mod tests;
