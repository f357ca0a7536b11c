//! Markdown, parsed once: HTML that is ready except for what only the whole site can tell
//! (where links lead, which number a citation has on a page).

use super::RefName;
use crate::source::Span;
use std::sync::Arc;

/// A text with Markdown in it and its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Prose {
    /// The whole value in the source.
    pub span: Span,
    /// What it says.
    pub doc: Arc<Doc>,
}

/// A parsed text. Most texts have no markup at all and keep only their letters.
#[derive(Clone, PartialEq, Debug)]
pub struct Doc {
    /// As written, without citations, ends trimmed.
    pub source: Arc<str>,
    /// What markup adds; `None` when `source` is the plain text.
    pub rich: Option<Box<Rich>>,
}

/// The rest of a text with markup.
#[derive(Clone, PartialEq, Debug)]
pub struct Rich {
    /// Letters only: for titles, search, pictures.
    pub plain: Arc<str>,
    /// HTML with holes.
    pub pieces: Box<[Piece]>,
    /// What the holes of links and images refer to.
    pub links: Box<[DocLink]>,
    /// Evidence cited, in order.
    pub citations: Box<[RefName]>,
}

/// A part of a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    /// Safe HTML.
    Html(Box<str>),
    /// Beginning of the link with this index; without a target it becomes nothing.
    LinkOpen(u16),
    /// Its end.
    LinkClose(u16),
    /// An image; alt and title are escaped.
    Image {
        /// Index of its link.
        link: u16,
        /// Text alternative.
        alt: Box<str>,
        /// Title, may be empty.
        title: Box<str>,
    },
    /// The citation with this index.
    Cite(u16),
}

/// A link or image as written.
#[derive(Clone, PartialEq, Debug)]
pub struct DocLink {
    /// What it names.
    pub name: LinkName,
    /// The address itself in the source.
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
    /// A relative or `/` path to a `.md` file, with its fragment.
    Page(Arc<str>, Option<Arc<str>>),
    /// A relative or `/` path to another file.
    File(Arc<str>),
    /// `#fragment` on the same page.
    Anchor(Arc<str>),
    /// http, https or mailto.
    External(Arc<str>),
}

impl Doc {
    /// Letters only.
    pub fn plain(&self) -> &Arc<str> {
        self.rich.as_ref().map_or(&self.source, |rich| &rich.plain)
    }

    /// Evidence cited in the text.
    pub fn citations(&self) -> &[RefName] {
        self.rich.as_ref().map_or(&[], |rich| &rich.citations)
    }

    /// Links and images of the text.
    pub fn links(&self) -> &[DocLink] {
        self.rich.as_ref().map_or(&[], |rich| &rich.links)
    }
}
