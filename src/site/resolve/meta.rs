//! What every entity has: address, owner, language, tags, review.

use super::desk::Desk;
use crate::diagnostic::Code;
use crate::model::{self, Common, Status};
use crate::site::{BesideMeta, Meta, Origin, Review, derive};
use crate::source::{FileId, Span, Text};
use std::sync::Arc;
use thin_vec::ThinVec;

/// What an entity takes from what it stands in.
#[derive(Clone, Debug)]
pub(super) struct Above {
    pub(super) origin: Arc<Origin>,
    pub(super) owner: Option<Arc<str>>,
    pub(super) lang: Option<Arc<str>>,
    pub(super) status: Status,
}

impl Above {
    /// An entity with a file in its kind's folder stands in nothing.
    pub(super) fn file(space: &Arc<str>, file: FileId, path: &Arc<str>) -> Self {
        let origin = Origin { file, path: path.clone(), space: space.clone() };
        Self { origin: Arc::new(origin), owner: None, lang: None, status: Status::Published }
    }

    /// What an entity hands down to what stands in it.
    pub(super) fn of(meta: &Meta) -> Self {
        Self {
            origin: meta.origin.clone(),
            owner: meta.owner.clone(),
            lang: meta.lang().cloned(),
            status: meta.status,
        }
    }
}

/// Whether an entity has a review even if it writes none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reviewed {
    Always,
    WhenWritten,
}

impl Desk<'_, '_> {
    /// What every entity has. Leaves the desk in the entity's language.
    pub(super) fn meta(
        &mut self,
        common: &Common,
        named: Span,
        above: &Above,
        reviewed: Reviewed,
    ) -> Meta {
        self.lang = above.lang.clone();
        self.lang = self.language(common.lang());
        let owner = common.owner().map(|owner| owner.text.alone());
        let owner = owner.or_else(|| above.owner.clone());
        let status = status_in(common.status, above.status);
        let review = self.review(common, owner.as_ref(), named, reviewed);
        let mut meta = Meta {
            owner,
            status,
            ..Meta::new(common.id.value.clone(), self.origin(common.file(), above), named)
        };
        let links = common.links().iter();
        meta.change(|beside| {
            *beside = BesideMeta {
                tags: placed(common.tags()),
                lang: self.lang.clone(),
                links: links.map(|link| (link.title.text.alone(), link.url.text.alone())).collect(),
                // A code that does not exist is found when the file is read.
                allow: common.allow().iter().filter_map(|it| Code::parse(&it.code)).collect(),
                extra: common.extra().cloned().map(Box::new),
                body: self.maybe_words(common.body()),
                review: review.filter(|_| status != Status::Retired).map(Box::new),
            }
        });
        meta
    }

    /// Where an entity comes from: what stands in another one may have a file of its own.
    fn origin(&self, file: FileId, above: &Above) -> Arc<Origin> {
        match file == above.origin.file {
            true => above.origin.clone(),
            false => {
                let path = self.room.sources.shared_path(file);
                Arc::new(Origin { file, path, space: above.origin.space.clone() })
            }
        }
    }

    fn review(
        &mut self,
        common: &Common,
        owner: Option<&Arc<str>>,
        named: Span,
        reviewed: Reviewed,
    ) -> Option<Review> {
        let written = common.review();
        if written.is_none() && reviewed == Reviewed::WhenWritten {
            return None;
        }
        if let Some(review) = written {
            self.check_review_dates(review);
        }
        let config = &self.room.content.config;
        let today = self.room.options.today;
        let every = written.and_then(|r| r.every).map_or(config.review_every, |every| every.value);
        let last = written.and_then(last_review);
        let next = last.map(|last| derive::next_review(last, every));
        let soon_from = next.map(|next| derive::soon_from(next, config.review_warn));
        let reviewer = written.and_then(|r| r.owner.as_ref()).map(|owner| owner.text.alone());
        Some(Review {
            last,
            every,
            next,
            soon_from,
            state: derive::review_state(next, soon_from, today),
            owner: reviewer.or_else(|| owner.cloned()),
            log: written.map(|review| self.log(review)).unwrap_or_default(),
            span: written.map_or(named, |review| review.span),
        })
    }

    fn check_review_dates(&mut self, review: &model::Review) {
        if let Some(last) = &review.last {
            self.check_not_future(last.value, last.span, "the review of");
        }
        for entry in &review.log {
            self.check_not_future(entry.date.value, entry.date.span, "the review of");
        }
    }

    /// Earlier reviews, newest first; of one day the last written first.
    fn log(&mut self, review: &model::Review) -> Vec<LogRow> {
        let mut log: Vec<LogRow> = review
            .log
            .iter()
            .map(|entry| {
                let by = entry.by.as_ref().map(|by| by.text.alone());
                (entry.date.value, by, self.maybe_words(entry.note.as_ref()))
            })
            .collect();
        log.reverse();
        log.sort_by_key(|row| std::cmp::Reverse(row.0));
        log
    }
}

/// Plain texts with their places.
pub(super) fn placed(list: &[Text]) -> ThinVec<(Arc<str>, Span)> {
    list.iter().map(|text| (text.text.alone(), text.span)).collect()
}

type LogRow = (jiff::civil::Date, Option<Arc<str>>, Option<crate::site::Words>);

/// `last`, else the newest of `log`.
fn last_review(review: &model::Review) -> Option<jiff::civil::Date> {
    let newest = || review.log.iter().map(|entry| entry.date.value).max();
    review.last.map(|last| last.value).or_else(newest)
}

/// What stands in a retired entity is retired too; what stands in a draft is a draft.
pub(super) fn status_in(own: Status, above: Status) -> Status {
    match (own, above) {
        (Status::Draft, _) | (_, Status::Draft) => Status::Draft,
        (Status::Retired, _) | (_, Status::Retired) => Status::Retired,
        _ => Status::Published,
    }
}
