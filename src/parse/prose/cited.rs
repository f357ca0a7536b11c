//! The most common of all texts with markup: letters and citations. It is read without a parser of
//! Markdown, ten times as fast, and gives the very same document.

use super::writer::citation_name;
use super::{html, means_something_inline};
use crate::model::{Doc, Letters, Piece, RefName, Rich};
use crate::source::Text;
use std::sync::Arc;

/// The document of a text in which nothing but citations means anything; `None` for another.
pub(super) fn read(text: &Text) -> Option<Doc> {
    let mut cited = Cited::default();
    let mut done = text.len() - text.trim_start().len();
    while let Some(open) = text[done..].find('[').map(|at| done + at) {
        let name = citation_name(&text[open..]).filter(|name| is_plain(name))?;
        let end = open + "[^]".len() + name.len();
        // A bracket behind it could make it the words of a link.
        if text[end..].starts_with(['(', '[', ']']) && !text[end..].starts_with("[^") {
            return None;
        }
        cited.letters(text[done..open].trim_end_matches([' ', '\t']))?;
        let index = u16::try_from(cited.citations.len()).ok()?;
        cited.pieces.push(Piece::Cite(index));
        let span = text.span_of(open..end);
        let at = open + "[^".len();
        let name = text.text.part(at..at + name.len());
        cited.citations.push(RefName { name, span });
        done = end;
    }
    cited.letters(text[done..].trim_end())?;
    (!cited.citations.is_empty()).then(|| cited.finish(text))
}

fn is_plain(text: &str) -> bool {
    !text.bytes().any(|b| means_something_inline(b) || b.is_ascii_control())
}

#[derive(Default)]
struct Cited {
    plain: String,
    pieces: Vec<Piece>,
    citations: Vec<RefName>,
}

impl Cited {
    fn letters(&mut self, letters: &str) -> Option<()> {
        if !is_plain(letters) {
            return None;
        }
        if !letters.is_empty() {
            let mut escaped = String::with_capacity(letters.len());
            html::escape(letters, &mut escaped);
            self.pieces.push(Piece::Html(escaped.into()));
            self.plain.push_str(letters);
        }
        Some(())
    }

    fn finish(self, text: &Text) -> Doc {
        let (plain, written) = (self.plain.trim(), text.text.trimmed());
        // Most texts cite at their ends only.
        let plain = match written.starts_with(plain) {
            true => written.part(0..plain.len()),
            false => plain.into(),
        };
        let rich = Rich {
            letters: Letters::Whole(plain.clone()),
            pieces: self.pieces.into(),
            links: Box::default(),
            citations: self.citations.into(),
            headings: Box::default(),
        };
        Doc { source: plain, rich: Some(Arc::new(rich)) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parsed_inline;
    use super::*;
    use crate::source::{FileId, Span};
    use proptest::prelude::*;

    fn text(text: &str) -> Text {
        Text::plain(text, Span::new(FileId(1), 0, text.len()), 0)
    }

    #[test]
    fn letters_and_citations_need_no_parser() {
        for cited in ["Late [^a]", "[^a][^b/c#d], and \"more\" > 3 [^e]!", " é [^a] "] {
            assert!(read(&text(cited)).is_some(), "{cited}");
        }
        for other in ["*Late* [^a]", "[^a](b)", "[a] [^b]", "a\n[^b]", "[^a_b_]", "[^a"] {
            assert!(read(&text(other)).is_none(), "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 3_000, failure_persistence: None, ..ProptestConfig::default()
        })]

        #[test]
        fn both_ways_give_the_same_document(bits in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "é", " ", "  ", "[^a]", "[^b#c]", "[^", "]", "[", "(", ")", "(x)", ":", ": ",
                "!", "^", "\"", ">", "\t", "- ", "# ", "1. ", "[^a b]", "|", "\u{a0}", "\u{2028}",
            ]), 0..12,
        )) {
            let text = text(&bits.concat());
            let mut findings = Vec::new();
            if let Some(doc) = read(&text) {
                prop_assert_eq!(doc, parsed_inline(&text, &mut findings));
                prop_assert_eq!(findings, vec![]);
            }
        }
    }
}
