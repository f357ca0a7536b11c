//! Sources, and how far each can be leaned on.

use super::Options;
use super::desk::{Desk, Room, Shelf};
use super::meta::{Above, Reviewed};
use super::names::Scope;
use crate::diagnostic::Finding;
use crate::model::{self, Cadence, Consent, Content, Entry};
use crate::site::{BesideMeta, Evidence, Highlight, Meta, Node, derive};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What claims must know of a source before anything is resolved.
#[derive(Debug)]
pub(super) struct Trust {
    /// Last day on which it holds.
    pub(super) until: Date,
    /// Whether it holds today.
    pub(super) in_date: bool,
    /// Whether most of it is confidential and not asked for.
    pub(super) stripped: bool,
    /// Places of highlights by id.
    pub(super) highlights: BTreeMap<Arc<str>, u32>,
    consents: Vec<Consent>,
}

impl Trust {
    pub(super) fn new(source: &model::Evidence, content: &Content, options: &Options) -> Self {
        let expires = source.expires.map(|day| day.value);
        let max_age = content.config.evidence_max_age;
        let until = derive::in_date_until(source.date.value, expires, max_age);
        let mut highlights = BTreeMap::new();
        for (at, highlight) in (0u32..).zip(&source.highlights) {
            highlights.entry(highlight.id.value.clone()).or_insert(at);
        }
        Self {
            until,
            in_date: options.today <= until,
            stripped: source.confidential && !options.include_confidential,
            highlights,
            consents: source.highlights.iter().map(|highlight| highlight.consent).collect(),
        }
    }

    /// Whether those who cite the source may go on as before.
    pub(super) fn holds_like(&self, other: &Self) -> bool {
        let seen = |trust: &Self| (trust.in_date, trust.stripped);
        seen(self) == seen(other)
            && self.highlights == other.highlights
            && self.consents == other.consents
    }

    pub(super) fn may_quote(&self, highlight: u32, today: Date) -> bool {
        let consent = self.consents.get(highlight as usize).copied().unwrap_or_default();
        derive::may_quote(consent, today)
    }
}

/// A source with what is derived; of a confidential one only title, method, date, participants.
pub(super) fn resolve<'r>(
    room: &'r Room<'_>,
    node: Node,
    entry: &'r Entry<model::Evidence>,
    trust: &Trust,
) -> (Evidence, Vec<Finding>) {
    let left_out = room.names.order.is_left_out(node);
    // What is withheld of a source leaves no link.
    let scope = Scope { left_out, unseen: true, ..Scope::of_space(&entry.space) };
    let mut desk = Desk::new(room, Shelf::default(), scope);
    let source = &entry.item;
    let above = Above::file(&entry.space, entry.file, &entry.path);
    let meta = desk.meta(&source.common, source.title.span, &above, Reviewed::WhenWritten);
    desk.check_not_future(source.date.value, source.date.span, "the date");
    let evidence = Evidence {
        title: desk.words(&source.title),
        method: source.method,
        date: source.date.value,
        date_text: source.date_text.clone(),
        from: source.from.map(|day| day.value),
        participants: source.participants.map(|count| count.value),
        source: source.source.as_ref().map(|url| url.text.alone()),
        in_date_until: trust.until,
        in_date: trust.in_date,
        confidential: trust.stripped,
        data: source.data.as_ref().and_then(|path| desk.file(path)),
        highlights: desk.highlights(&source.highlights, trust),
        cited_by: Vec::new(),
        meta,
    };
    let max_age = room.content.config.evidence_max_age;
    let evidence = match trust.stripped {
        true => without_particulars(evidence, max_age),
        false => evidence,
    };
    (evidence, desk.findings)
}

impl Desk<'_, '_> {
    fn highlights(&mut self, list: &[model::Highlight], trust: &Trust) -> Vec<Highlight> {
        let today = self.room.options.today;
        (0u32..)
            .zip(list)
            .map(|(at, highlight)| {
                let lang = self.language(highlight.lang.as_ref());
                let words = self.words_in(&highlight.text, lang);
                let shown = trust.may_quote(at, today);
                Highlight {
                    id: highlight.id.value.clone(),
                    words: shown.then_some(words),
                    who: highlight.who.as_ref().filter(|_| shown).map(|who| who.text.alone()),
                    personas: self.personas(&highlight.personas),
                    tags: super::meta::placed(&highlight.tags),
                    cited_by: Vec::new(),
                }
            })
            .collect()
    }
}

/// What may be shown of a confidential source. The day until which it holds is worked out without
/// its own `expires`, which is not among it.
pub(crate) fn without_particulars(source: Evidence, max_age: Cadence) -> Evidence {
    let mut meta = source.meta;
    meta.change(|beside| {
        *beside = BesideMeta {
            lang: beside.lang.take(),
            allow: std::mem::take(&mut beside.allow),
            ..BesideMeta::default()
        }
    });
    Evidence {
        meta: Meta { owner: None, ..meta },
        in_date_until: derive::in_date_until(source.date, None, max_age),
        source: None,
        data: None,
        highlights: Vec::new(),
        ..source
    }
}
