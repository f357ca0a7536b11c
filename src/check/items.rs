//! Where an inline item ends, and where one of its keys has its value: told from the text, by
//! indentation or brackets, for the few questions that the typed model does not answer.

use crate::model::Common;
use crate::source::{Sources, Span};

/// The extent of an inline item from its first key to where its mapping ends.
pub(super) fn extent(sources: &Sources, common: &Common) -> Span {
    let text = sources.text(common.file());
    let start = (common.first_key.start as usize).min(text.len());
    if !text.is_char_boundary(start) {
        return common.first_key;
    }
    let end = if is_flow(text, start) { flow_end(text, start) } else { block_end(text, start) };
    Span::new(common.file(), start, end)
}

fn is_flow(text: &str, start: usize) -> bool {
    text[..start].trim_end().ends_with('{')
}

/// The bracket that closes the one before `start`.
fn flow_end(text: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, letter) in text[start..].char_indices() {
        match (quote, letter) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if opens_quote(&text[..start + at]) => quote = Some(letter),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') if depth == 0 => return start + at,
            (None, '}' | ']') => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a quote here begins a quoted text, and is not a letter of a plain one (`don't`).
fn opens_quote(before: &str) -> bool {
    before.trim_end().ends_with(['{', '[', ',', ':', '}', ']'])
}

/// The first line that is indented less than the item's keys.
fn block_end(text: &str, start: usize) -> usize {
    let line_start = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let column = start - line_start;
    let mut at = start;
    while let Some(next) = next_line(text, at) {
        let line = text[next..].split(['\n', '\r']).next().unwrap_or("");
        let content = line.trim_start_matches(' ');
        let is_empty = content.trim().is_empty() || content.starts_with('#');
        if !is_empty && line.len() - content.len() < column {
            return next;
        }
        at = next;
    }
    text.len()
}

fn next_line(text: &str, from: usize) -> Option<usize> {
    let end = from + text[from..].find(['\n', '\r'])?;
    let width = if text[end..].starts_with("\r\n") { 2 } else { 1 };
    (end + width < text.len()).then_some(end + width)
}

/// The plain value that an item writes after a key of its own, with its place.
pub(super) fn value_of<'a>(
    sources: &'a Sources,
    common: &Common,
    key: &str,
) -> Option<(Span, &'a str)> {
    let text = sources.text(common.file());
    let extent = extent(sources, common);
    let (start, end) = (extent.start as usize, extent.end as usize);
    let item = text.get(start..end)?;
    let is_flow = is_flow(text, start);
    let column = start - text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    item.match_indices(key).find_map(|(at, _)| {
        let before = &text[..start + at];
        let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let own = if is_flow {
            before.trim_end().ends_with(['{', ','])
        } else {
            start + at - line_start == column
        };
        let after = item[at + key.len()..].strip_prefix(':').filter(|_| own)?;
        let written = after.split(['\n', '\r', ',', '}', '#']).next()?.trim();
        let offset = written.as_ptr() as usize - text.as_ptr() as usize;
        let span = Span::new(common.file(), offset, offset + written.len());
        Some((span, written.trim_matches(['"', '\''])))
    })
}
