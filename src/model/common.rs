//! What every entity takes.

use super::{Allow, Link, Prose, Review, Status};
use crate::source::{FileId, Span, Spanned, Text};
use std::sync::Arc;
use thin_vec::ThinVec;

/// What every entity takes, file or inline.
#[derive(Clone, PartialEq, Debug)]
pub struct Common {
    /// Place of the first key of the item (else 1:1 of its file): where something that is
    /// missing is reported.
    pub first_key: Span,
    /// The id: the slug of the file's stem, or `id:`, or the slug of the title, or the
    /// catalogue's id for a use. Its span is the value it comes from.
    pub id: Spanned<Arc<str>>,
    /// Draft, published, retired.
    pub status: Status,
    /// One word wide where there is none of it, as with most of what is written inline.
    beside: Option<Box<BesideCommon>>,
}

/// What an entity may take beside its id.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct BesideCommon {
    /// Tags as written.
    pub tags: ThinVec<Text>,
    /// Who answers for it.
    pub owner: Option<Box<Text>>,
    /// Language of its text (BCP 47).
    pub lang: Option<Box<Text>>,
    /// Further reading.
    pub links: ThinVec<Link>,
    /// Findings that it may have.
    pub allow: ThinVec<Allow>,
    /// A free map for themes.
    pub extra: Option<Box<serde_json::Value>>,
    /// Its review, if it writes one.
    pub review: Option<Box<Review>>,
    /// `order:`, else the number before the first `-` of the file's name.
    pub order: Option<f64>,
    /// Former ids or former paths.
    pub aliases: ThinVec<Text>,
    /// The Markdown below the front matter, or an inline item's `body`.
    pub body: Option<Prose>,
}

impl Common {
    /// What an entity takes: its id, its first key, its status and all the rest.
    pub fn new(
        id: Spanned<Arc<str>>,
        first_key: Span,
        status: Status,
        beside: BesideCommon,
    ) -> Self {
        Self { first_key, id, status, beside: super::beside(beside) }
    }

    /// The file in which it is written.
    pub fn file(&self) -> FileId {
        self.first_key.file
    }

    /// Tags as written.
    pub fn tags(&self) -> &[Text] {
        self.beside.as_ref().map_or(&[], |beside| &beside.tags)
    }

    /// Who answers for it.
    pub fn owner(&self) -> Option<&Text> {
        self.beside.as_ref()?.owner.as_deref()
    }

    /// Language of its text (BCP 47).
    pub fn lang(&self) -> Option<&Text> {
        self.beside.as_ref()?.lang.as_deref()
    }

    /// Further reading.
    pub fn links(&self) -> &[Link] {
        self.beside.as_ref().map_or(&[], |beside| &beside.links)
    }

    /// Findings that it may have.
    pub fn allow(&self) -> &[Allow] {
        self.beside.as_ref().map_or(&[], |beside| &beside.allow)
    }

    /// A free map for themes.
    pub fn extra(&self) -> Option<&serde_json::Value> {
        self.beside.as_ref()?.extra.as_deref()
    }

    /// Its review, if it writes one.
    pub fn review(&self) -> Option<&Review> {
        self.beside.as_ref()?.review.as_deref()
    }

    /// `order:`, else the number before the first `-` of the file's name.
    pub fn order(&self) -> Option<f64> {
        self.beside.as_ref()?.order
    }

    /// Former ids or former paths.
    pub fn aliases(&self) -> &[Text] {
        self.beside.as_ref().map_or(&[], |beside| &beside.aliases)
    }

    /// The Markdown below the front matter, or an inline item's `body`.
    pub fn body(&self) -> Option<&Prose> {
        self.beside.as_ref()?.body.as_ref()
    }
}
