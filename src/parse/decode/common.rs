//! What every entity takes, and the id it gets.

use super::{Decoder, Own, Record};
use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::model::fields::{ALLOW, FieldType, LINK, LOG, Place, REVIEW};
use crate::model::{
    Allow, BesideCommon, Common, Doc, Image, Link, LogEntry, Prose, RefName, Review, Status,
};
use crate::parse::slug::slug;
use crate::source::{Span, Spanned, Text};
use std::sync::Arc;
use thin_vec::ThinVec;

impl Decoder<'_> {
    pub(super) fn common(
        &mut self,
        record: &Record<'_, '_>,
        own: Own<'_>,
        id: Option<Spanned<Arc<str>>>,
    ) -> Common {
        let id = id.unwrap_or_else(|| Spanned::new("".into(), record.first_key));
        let order = self.number(record, "order").map(|n| n.value);
        let beside = BesideCommon {
            tags: self.tags(record).into(),
            owner: self.word(record, "owner").map(Box::new),
            lang: self.language(record, "lang").map(Box::new),
            links: self.links(record),
            allow: self.allow(record),
            extra: self.extra(record).map(Box::new),
            review: self.review(record).map(Box::new),
            order: order.or_else(|| own.name.and_then(|name| name.order)),
            aliases: self.words(record, "aliases").into(),
            body: match own.name {
                Some(_) => own.body,
                None => self.markdown(record, "body"),
            },
        };
        Common::new(id, record.first_key, self.status(record), beside)
    }

    /// The id of an item: its file's, its `id:`, the last part of what it uses, or its title's.
    pub(super) fn own_id(
        &mut self,
        record: &Record<'_, '_>,
        own: &Own<'_>,
        uses: Option<&RefName>,
        title: Option<&Prose>,
    ) -> Option<Spanned<Arc<str>>> {
        if let Some(name) = own.name {
            return Some(Spanned::new(name.id.clone(), Span::file_start(self.file)));
        }
        if let Some(id) = self.id(record) {
            return Some(id);
        }
        let (text, span) = match (uses, title) {
            (Some(uses), _) => (uses.name.rsplit('/').next().unwrap_or_default(), uses.span),
            (None, Some(title)) => (title.doc.plain(), title.span),
            (None, None) => return None,
        };
        let id = slug(text);
        if id.is_empty() {
            let message = "this has no letter or digit to make an id of";
            self.report(Code::EmptySlug, span, message, "write an `id` beside it");
            return None;
        }
        if id == "index" {
            self.report(Code::BadId, span, "`index` is no id", "write another `id` beside it");
        }
        Some(Spanned::new(id.into(), span))
    }

    fn status(&mut self, record: &Record<'_, '_>) -> Status {
        // An opportunity has words of its own, which it reads itself.
        match record.field("status").map(|f| f.ty) {
            Some(FieldType::OneOf(words)) if words.len() == 3 => {
                let values = [Status::Draft, Status::Published, Status::Retired];
                self.choice(record, "status", &values).map(|s| s.value).unwrap_or_default()
            }
            _ => Status::Published,
        }
    }

    fn links(&mut self, record: &Record<'_, '_>) -> ThinVec<Link> {
        let mut out = ThinVec::new();
        for link in self.records(record, "links", &LINK) {
            let title = self.word(&link, "title");
            let url = self.url(&link, "url");
            out.extend(title.zip(url).map(|(title, url)| Link { title, url }));
        }
        out
    }

    fn allow(&mut self, record: &Record<'_, '_>) -> ThinVec<Allow> {
        let mut out = ThinVec::new();
        for allow in self.records(record, "allow", &ALLOW) {
            let code = self.word(&allow, "code").filter(|code| self.is_code(code));
            let reason = self.word(&allow, "reason");
            out.extend(code.zip(reason).map(|(code, reason)| Allow { code, reason }));
        }
        out
    }

    fn is_code(&mut self, text: &Text) -> bool {
        let known = Code::parse(text);
        match known {
            Some(code) => self.check_switch(code, text.span),
            None => self.unknown_code(text, text.span),
        }
        known.is_some()
    }

    /// Says of a finding that stays an error that nothing here changes it.
    pub(crate) fn check_switch(&mut self, code: Code, span: Span) {
        let info = code.info();
        if info.fixed {
            let message = format!("`{}` stays an error, whatever is written here", info.id);
            let help = format!("mend what it finds ({}) and delete this", info.title);
            self.report(Code::SeverityStays, span, message, help);
        }
    }

    pub(crate) fn unknown_code(&mut self, text: &str, span: Span) {
        let message = format!("there is no finding `{}`", super::scalar::shorten(text));
        let ids = crate::diagnostic::CODES.iter().map(|info| info.id);
        let near = if text.len() <= 20 { did_you_mean(text, ids) } else { None };
        let help = near.unwrap_or_else(|| "every finding shows its code, such as `MP0801`".into());
        self.report(Code::UnknownCode, span, message, help);
    }

    fn review(&mut self, record: &Record<'_, '_>) -> Option<Review> {
        let node = record.get("review")?;
        let review = self.open(node, &REVIEW, Place::Inline)?;
        Some(Review {
            span: node.span,
            last: self.date(&review, "last"),
            every: self.cadence(&review, "every"),
            owner: self.word(&review, "owner"),
            log: self.log(&review),
        })
    }

    fn log(&mut self, record: &Record<'_, '_>) -> Vec<LogEntry> {
        let mut out = Vec::new();
        for entry in self.records(record, "log", &LOG) {
            let date = self.date(&entry, "date");
            let by = self.word(&entry, "by");
            let note = self.prose(&entry, "note");
            out.extend(date.map(|date| LogEntry { date, by, note }));
        }
        out
    }

    /// `image` and its `alt`. A use may have other words for the catalogue's image.
    pub(super) fn image(&mut self, record: &Record<'_, '_>) -> Option<Image> {
        let path = self.word(record, "image");
        let alt = self.word(record, "alt");
        match (&path, &alt) {
            (Some(path), None) => {
                let message = "an image needs its words, for those who do not see it";
                let help = "write beside it `alt: what the picture shows`";
                self.report(Code::MissingAlt, path.span, message, help);
            }
            (None, Some(_)) if record.key("use").is_some() => {}
            (None, Some(alt)) if record.key("image").is_none() => {
                self.findings.push(alt_alone(alt.span));
                return None;
            }
            (None, _) => return None,
            (Some(_), Some(_)) => {}
        }
        Some(Image { path, alt })
    }
}

/// What is said of an `alt` without an image.
pub(crate) fn alt_alone(alt: Span) -> Finding {
    let message = "`alt` describes an image, and there is none";
    Finding::new(Code::IncompleteValue, alt, message).help("write `image` beside it")
}

/// In place of a text that is missing and was reported.
pub(super) fn no_text(span: Span) -> Prose {
    Prose { span, doc: Doc { source: "".into(), rich: None } }
}
