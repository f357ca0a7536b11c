//! Markdown, parsed once: HTML that is ready except for what only the page can tell (where links
//! lead, which number a citation has, how deep the text stands in the outline).
//!
//! A page writes a text by walking its pieces: [`Piece::Html`] as it is, [`Piece::Derived`] read out
//! of the text's source, every other piece as what it stands for. Pieces are balanced whatever the
//! holes become, as long as a link's end is written when its beginning was. A text without [`Rich`]
//! has no markup: its `source`, escaped, is all there is to write. A body always has pieces, so its
//! paragraphs are never lost.
//!
//! Classes that a theme may dress: `alert alert-note` (`-tip`, `-important`, `-warning`,
//! `-caution`) with an `alert-title`, `footnote` and `footnotes`, `task` on a task's list item
//! marker, `align-left`, `align-center` and `align-right` on cells, `language-…` on code.

use super::RefName;
use crate::source::{Derived, Passage, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// A text with Markdown in it and its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Prose {
    /// The whole value in the source.
    pub span: Span,
    /// What it says.
    pub doc: Doc,
}

/// A parsed text. Most texts have no markup at all and keep only their letters, which stay in their
/// file: a copy costs little and lies where it is used.
#[derive(Clone, PartialEq, Debug)]
pub struct Doc {
    /// As written, without citations (and the blanks before them), ends trimmed.
    pub source: Passage,
    /// What markup adds; `None` when `source` is the plain text and the text is no body.
    pub rich: Option<Arc<Rich>>,
}

/// The rest of a text with markup.
#[derive(Clone, PartialEq, Debug)]
pub struct Rich {
    /// Letters only: for titles, search, pictures.
    pub letters: Letters,
    /// HTML with holes.
    pub pieces: Box<[Piece]>,
    /// What the holes of links and images refer to.
    pub links: Box<[DocLink]>,
    /// Evidence cited, in order.
    pub citations: Box<[RefName]>,
    /// Slugs of the headings in order, each once in the text. The heading `slug` has the id
    /// `section.` + scope + `slug`, to which a link with the fragment `slug` leads.
    pub headings: Box<[Box<str>]>,
}

/// The letters of a text with markup.
#[derive(Clone, PartialEq, Debug)]
pub enum Letters {
    /// As they are.
    Whole(Passage),
    /// Derived from the text's `source`: how most bodies keep them.
    Derived(Derived),
}

/// A part of a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    /// Safe HTML.
    Html(Box<str>),
    /// Safe HTML, derived from the text's `source`: how most bodies keep theirs.
    Derived(Derived),
    /// Beginning of the link with this index (`<a href="…">`); without a target it becomes nothing.
    LinkOpen(u16),
    /// Its end (`</a>`, or nothing when the beginning was nothing).
    LinkClose(u16),
    /// An image.
    Image {
        /// Index of its link.
        link: u16,
        /// What it says; apart, for there are a hundred pieces of HTML to one image.
        words: Box<ImageWords>,
    },
    /// The citation with this index. Never inside a link.
    Cite(u16),
    /// The number in a heading's tag (`<h` here ` id=…>`): how deep the heading is in the text's
    /// own outline, from 1 and never skipping one. Becomes the level of the heading above the
    /// text plus this, at most 6.
    Heading(u8),
    /// Inside an `id` or `#…`: what keeps the ids of two texts on one page apart. Becomes nothing
    /// in the page's own body; in another text something of letters, digits and `-` that is its
    /// own on the page, then `.`.
    Scope,
    /// A word that the interface adds to what the author wrote, in the language of the site.
    Word(AddedWord),
}

/// The words of an image, escaped.
#[derive(Clone, PartialEq, Debug)]
pub struct ImageWords {
    /// Text alternative.
    pub alt: Box<str>,
    /// Title, may be empty.
    pub title: Box<str>,
}

/// A word that the interface adds to a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AddedWord {
    /// A task that is done.
    Done,
    /// A task that is not.
    ToDo,
    /// The title of an alert, `> [!NOTE]`.
    Note,
    /// `> [!TIP]`.
    Tip,
    /// `> [!IMPORTANT]`.
    Important,
    /// `> [!WARNING]`.
    Warning,
    /// `> [!CAUTION]`.
    Caution,
}

impl AddedWord {
    /// All of them.
    pub const ALL: [AddedWord; 7] = [
        AddedWord::Done,
        AddedWord::ToDo,
        AddedWord::Note,
        AddedWord::Tip,
        AddedWord::Important,
        AddedWord::Warning,
        AddedWord::Caution,
    ];
}

/// A link or image as written.
#[derive(Clone, PartialEq, Debug)]
pub struct DocLink {
    /// What it names.
    pub name: LinkName,
    /// The whole link in the source, `[words](address)`: where a dead link is reported.
    pub span: Span,
    /// `[[id]]` without words of its own: the page's title is shown (the pieces between open and
    /// close are empty).
    pub shows_title: bool,
}

/// What a link names.
#[derive(Clone, PartialEq, Debug)]
pub enum LinkName {
    /// `[[id]]`: a reference to any kind, `[[personas/maya]]` with its kind's folder before it.
    Reference(Arc<str>),
    /// A relative or `/` path to a `.md` file, percent-decoded, with its fragment.
    Page(Arc<str>, Option<Arc<str>>),
    /// A relative or `/` path to another file, percent-decoded, without query and fragment.
    File(Arc<str>),
    /// `#fragment` on the same page; a fragment that is a heading of the same text is no hole any more.
    Anchor(Arc<str>),
    /// http, https or mailto.
    External(Arc<str>),
}

impl Doc {
    /// Letters only, of a text of one line. A body may not keep its own: they are put together by
    /// [`Doc::letters`], and this is its Markdown.
    pub fn plain(&self) -> &str {
        self.plain_part()
    }

    /// The same as a part of its file, for who keeps it.
    pub fn plain_part(&self) -> &Passage {
        match self.rich.as_deref().map(|rich| &rich.letters) {
            Some(Letters::Whole(letters)) => letters,
            Some(Letters::Derived(_)) | None => &self.source,
        }
    }

    /// Letters only, of any text.
    pub fn letters(&self) -> Cow<'_, str> {
        match self.rich.as_deref().map(|rich| &rich.letters) {
            Some(Letters::Derived(letters)) => {
                let mut out = String::new();
                letters.write(&mut out, &self.source);
                Cow::Owned(out)
            }
            Some(Letters::Whole(_)) | None => Cow::Borrowed(self.plain()),
        }
    }

    /// Evidence cited in the text.
    pub fn citations(&self) -> &[RefName] {
        self.rich.as_ref().map_or(&[], |rich| &rich.citations)
    }

    /// Whether the text has a heading with this slug (see [`Rich::headings`]).
    pub fn has_heading(&self, slug: &str) -> bool {
        self.rich.as_ref().is_some_and(|rich| rich.headings.iter().any(|h| **h == *slug))
    }

    /// Links and images of the text.
    pub fn links(&self) -> &[DocLink] {
        self.rich.as_ref().map_or(&[], |rich| &rich.links)
    }
}
