//! What every entity has.

use super::{Node, Review, Words};
use crate::diagnostic::Code;
use crate::model::{self, Status};
use crate::source::{FileId, Span};
use std::sync::Arc;
use thin_vec::ThinVec;

/// What every entity has.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// The bare id.
    pub id: Arc<str>,
    /// Where its text comes from: one for all that is written in a file.
    pub origin: Arc<Origin>,
    /// Where it is named: its title, else its first key.
    pub span: Span,
    /// Who answers for it (stages and touchpoints inherit the journey's).
    pub owner: Option<Arc<str>>,
    /// Draft (only when asked for), published, retired.
    pub status: Status,
    /// Entities that refer to it, each once, in order.
    pub backlinks: ThinVec<Node>,
    /// One word wide where there is none of it, as with most of ten thousand touchpoints.
    pub(super) beside: Option<Box<BesideMeta>>,
}

/// The file in which entities are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its number.
    pub file: FileId,
    /// Its path, relative to the content folder.
    pub path: Arc<str>,
    /// The space of what is in it; empty for the root.
    pub space: Arc<str>,
}

/// What an entity may have beside its id and its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BesideMeta {
    /// Tags as written, with their places.
    pub tags: ThinVec<(Arc<str>, Span)>,
    /// Language, if it is not the site's.
    pub lang: Option<Arc<str>>,
    /// Further reading: words and a checked address.
    pub links: ThinVec<(Arc<str>, Arc<str>)>,
    /// Findings that it may have: codes.
    pub allow: ThinVec<Code>,
    /// Free map for themes.
    pub extra: Option<Box<serde_json::Value>>,
    /// Its Markdown.
    pub body: Option<Words>,
    /// Its review; `None` for kinds without one that write none, and for retired ones.
    pub review: Option<Box<Review>>,
}

impl Meta {
    /// An entity of a file that has nothing but its id and its place.
    pub fn new(id: Arc<str>, origin: Arc<Origin>, span: Span) -> Self {
        let (status, backlinks) = (Status::Published, ThinVec::new());
        Self { id, origin, span, owner: None, status, backlinks, beside: None }
    }

    /// Its space; empty for the root.
    pub fn space(&self) -> &Arc<str> {
        &self.origin.space
    }

    /// Its file.
    pub fn file(&self) -> FileId {
        self.origin.file
    }

    /// The file's path, relative to the content folder.
    pub fn path(&self) -> &Arc<str> {
        &self.origin.path
    }

    /// Tags as written, with their places.
    pub fn tags(&self) -> &[(Arc<str>, Span)] {
        self.beside.as_ref().map_or(&[], |beside| &beside.tags)
    }

    /// Language, if it is not the site's.
    pub fn lang(&self) -> Option<&Arc<str>> {
        self.beside.as_ref()?.lang.as_ref()
    }

    /// Further reading: words and a checked address.
    pub fn links(&self) -> &[(Arc<str>, Arc<str>)] {
        self.beside.as_ref().map_or(&[], |beside| &beside.links)
    }

    /// Findings that it may have: codes.
    pub fn allow(&self) -> &[Code] {
        self.beside.as_ref().map_or(&[], |beside| &beside.allow)
    }

    /// Free map for themes.
    pub fn extra(&self) -> Option<&serde_json::Value> {
        self.beside.as_ref()?.extra.as_deref()
    }

    /// Its Markdown.
    pub fn body(&self) -> Option<&Words> {
        self.beside.as_ref()?.body.as_ref()
    }

    /// Its review; `None` for kinds without one that write none, and for retired ones.
    pub fn review(&self) -> Option<&Review> {
        self.beside.as_ref()?.review.as_deref()
    }

    /// Changes what stands beside its id and its place.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut BesideMeta)) {
        let mut beside = self.beside.take().map_or_else(BesideMeta::default, |beside| *beside);
        change(&mut beside);
        self.beside = model::beside(beside);
    }

    /// Takes what a use does not say itself from the catalogue.
    pub(super) fn lay_over(&mut self, below: &Meta) {
        let Some(below) = &below.beside else { return };
        self.change(|own| {
            if own.tags.is_empty() {
                own.tags.clone_from(&below.tags);
            }
            if own.links.is_empty() {
                own.links.clone_from(&below.links);
            }
            if own.extra.is_none() {
                own.extra.clone_from(&below.extra);
            }
            if own.body.is_none() {
                own.body.clone_from(&below.body);
            }
        });
    }
}
