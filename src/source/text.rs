//! Spans, values with a span, and texts that remember where each of their letters was written.

use super::{FileId, Passage};
use std::ops::Range;
use thin_vec::ThinVec;

/// A range of bytes of one file. Zero-based; turned into lines and columns only for display.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte; equal to `start` for a place between letters.
    pub end: u32,
}

impl Span {
    /// A range in a file.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start: start as u32, end: end.max(start) as u32 }
    }

    /// The beginning of a file: what concerns a whole file stands at 1:1.
    pub fn file_start(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// A part of this span, by offsets from its start.
    pub fn part(self, range: Range<usize>) -> Self {
        Self::new(self.file, self.start as usize + range.start, self.start as usize + range.end)
    }
}

/// A value and where it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A text as its author wrote it, with the place of every letter: an escape or a folded line
/// makes text and source differ in length, and a finding inside a text still points at the
/// very citation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// The text after YAML's escapes and folds.
    pub text: Passage,
    /// The whole value in the source, quotes included.
    pub span: Span,
    /// Where its first byte stands in the file.
    start: u32,
    /// Further breakpoints `(offset in text, offset in file)`, rising; between two of them both
    /// advance by the same number of bytes. Most texts have none.
    map: ThinVec<(u32, u32)>,
}

impl Text {
    /// A text whose bytes stand in the file as they are, beginning at `content_start`.
    pub fn plain(text: impl Into<Passage>, span: Span, content_start: usize) -> Self {
        Self { text: text.into(), span, start: content_start as u32, map: ThinVec::new() }
    }

    /// A text with breakpoints `(offset in text, offset in file)`, rising. Without one it begins at
    /// the start of `span`.
    pub fn mapped(text: impl Into<Passage>, span: Span, map: Vec<(u32, u32)>) -> Self {
        let start = map.first().map_or(span.start, |first| first.1);
        let map = map.into_iter().skip(1).collect();
        Self { text: text.into(), span, start, map }
    }

    /// Where a part of the text stands in the source.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let start = self.offset_of(range.start);
        let end = if range.end > range.start { self.offset_of(range.end - 1) + 1 } else { start };
        Span { file: self.span.file, start, end: end.max(start) }
    }

    fn offset_of(&self, at: usize) -> u32 {
        let at = at as u32;
        let index = self.map.partition_point(|&(t, _)| t <= at).checked_sub(1);
        let (text_at, file_at) = index.map_or((0, self.start), |index| self.map[index]);
        (file_at + at.saturating_sub(text_at)).min(self.span.end.max(file_at))
    }
}

impl std::ops::Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}
