//! What every entity has, and what the whole site says.

use super::{
    Field, Finder, Origin, derived, maybe_date, maybe_number, maybe_word, number, typed, word,
};
use crate::diff::change::{Effect, Fact, Subject, SubjectKind, Value};
use crate::diff::words::cadence;
use crate::model::{Config, Status};
use crate::site::{Coverage, IndexText, Meta, Metric, Node, Review, ReviewState, Site};
use std::collections::BTreeMap;

impl Finder<'_> {
    pub(super) fn meta(&mut self, a: Node, b: Node) {
        let (from, to) = self.metas(a, b);
        let inherits = |site: &Site, node: Node, meta: &Meta| match node {
            Node::Stage(j, _) | Node::Touchpoint(j, ..) => {
                site.journey(j).meta.status == meta.status
            }
            _ => false,
        };
        let inherited = inherits(self.before, a, from) && inherits(self.after, b, to);
        let field = if inherited { derived("status") } else { typed("status") };
        self.field(b, field, word(status(from.status)), word(status(to.status)), Effect::Neutral);
        let owner = |meta: &Meta| maybe_word(meta.owner.as_deref());
        // Stages and touchpoints inherit it.
        let inherits = |site: &Site, node: Node, meta: &Meta| match node {
            Node::Stage(j, _) | Node::Touchpoint(j, ..) => site.journey(j).meta.owner == meta.owner,
            _ => false,
        };
        let inherited = inherits(self.before, a, from) && inherits(self.after, b, to);
        let field = if inherited { derived("owner") } else { typed("owner") };
        self.field(b, field, owner(from), owner(to), Effect::Neutral);
        let list = |list: &[(std::sync::Arc<str>, crate::source::Span)]| {
            Value::List(list.iter().map(|(tag, _)| tag.to_string()).collect())
        };
        self.field(b, typed("tags"), list(&from.tags), list(&to.tags), Effect::Neutral);
        let list = |list: &[(std::sync::Arc<str>, std::sync::Arc<str>)]| {
            Value::List(list.iter().map(|(title, url)| format!("{title}: {url}")).collect())
        };
        self.field(b, typed("links"), list(&from.links), list(&to.links), Effect::Neutral);
        self.field(
            b,
            typed("lang"),
            maybe_word(from.lang.as_deref()),
            maybe_word(to.lang.as_deref()),
            Effect::Neutral,
        );
        let list = |list: &[crate::diagnostic::Code]| {
            Value::List(list.iter().map(|code| code.id().to_owned()).collect())
        };
        self.field(b, typed("allow"), list(&from.allow), list(&to.allow), Effect::Neutral);
        let free = |extra: &Option<Box<serde_json::Value>>| {
            extra.as_ref().map_or(Value::None, |extra| Value::Text(extra.to_string()))
        };
        self.field(b, typed("extra"), free(&from.extra), free(&to.extra), Effect::Neutral);
        self.text(b, "body", from.body.as_ref(), to.body.as_ref());
        self.review(b, from.review.as_deref(), to.review.as_deref());
        let reviewer = |meta: &Meta| {
            let own = meta.review.as_ref().and_then(|review| review.owner.as_deref());
            maybe_word(own.filter(|own| meta.owner.as_deref() != Some(*own)))
        };
        self.field(b, typed("review.owner"), reviewer(from), reviewer(to), Effect::Neutral);
    }

    fn review(&mut self, at: Node, from: Option<&Review>, to: Option<&Review>) {
        let last = |review: Option<&Review>| maybe_date(review.and_then(|review| review.last));
        self.field(at, typed("review.last"), last(from), last(to), Effect::Neutral);
        let every = |review: Option<&Review>| {
            review.map_or(Value::None, |review| Value::Text(cadence(review.every)))
        };
        let same_cadence = self.before.config.review_every == self.after.config.review_every;
        let is_typed = same_cadence && from.is_some() && to.is_some();
        let origin = if is_typed { Origin::Typed } else { Origin::Derived };
        let field = Field { name: "review.every", origin };
        self.field(at, field, every(from), every(to), Effect::Neutral);
        let next = |review: Option<&Review>| maybe_date(review.and_then(|review| review.next));
        self.field(at, derived("review.next"), next(from), next(to), Effect::Neutral);
        let state = |review: Option<&Review>| maybe_word(review.map(|review| review.state.word()));
        let due = |review: Option<&Review>| {
            review.is_some_and(|r| matches!(r.state, ReviewState::Overdue | ReviewState::Never))
        };
        let effect = match (due(from), due(to)) {
            _ if from.is_none() || to.is_none() => Effect::Neutral,
            (false, true) => Effect::Worse,
            (true, false) => Effect::Better,
            _ => Effect::Neutral,
        };
        self.field(at, derived("review.state"), state(from), state(to), effect);
        let log = |review: Option<&Review>| {
            let entries = review.map_or(&[][..], |review| &review.log);
            let entry = |(date, by, note): &(
                jiff::civil::Date,
                Option<std::sync::Arc<str>>,
                Option<crate::site::Words>,
            )| {
                let by = by.as_ref().map(|by| format!(", {by}")).unwrap_or_default();
                let note = note.as_ref().map(|note| format!(": {}", note.doc.plain()));
                format!("{date}{by}{}", note.unwrap_or_default())
            };
            Value::List(entries.iter().map(entry).collect())
        };
        self.field(at, typed("review.log"), log(from), log(to), Effect::Neutral);
    }

    pub(super) fn coverage(&mut self, at: Node, from: &Coverage, to: &Coverage) {
        let value = |c: &Coverage| match c.claims {
            0 => Value::None,
            claims => Value::Coverage { known: c.known, claims },
        };
        let effect = super::rising(from.ratio(), to.ratio());
        self.field(at, derived("coverage"), value(from), value(to), effect);
    }

    /// Measures, matched by their titles.
    pub(super) fn metrics(&mut self, at: Node, from: &[Metric], to: &[Metric]) {
        let by_title = |list: &'_ [Metric]| -> BTreeMap<String, usize> {
            let title = |m: &Metric| m.title.doc.plain().to_string();
            list.iter().enumerate().map(|(at, metric)| (title(metric), at)).collect()
        };
        let (old, new) = (by_title(from), by_title(to));
        let named = |title: &str, finder: &Self| Subject {
            kind: SubjectKind::Metric,
            title: title.to_owned(),
            ..finder.subject(at)
        };
        for title in old.keys().filter(|title| !new.contains_key(*title)) {
            self.push(named(title, self), Fact::Removed, Effect::Neutral);
        }
        for (title, at) in &new {
            let subject = named(title, self);
            match old.get(title) {
                None => self.push(subject, Fact::Added, Effect::Neutral),
                Some(before) => self.metric(&subject, &from[*before], &to[*at]),
            }
        }
    }

    fn metric(&mut self, subject: &Subject, from: &Metric, to: &Metric) {
        self.part(
            subject,
            "unit",
            maybe_word(from.unit.as_deref()),
            maybe_word(to.unit.as_deref()),
        );
        let scale = |metric: &Metric| {
            metric.scale.map_or(Value::None, |(min, max)| word(&format!("{min} to {max}")))
        };
        self.part(subject, "scale", scale(from), scale(to));
        self.part(subject, "target", maybe_number(from.target), maybe_number(to.target));
        let better =
            |metric: &Metric| word(if metric.lower_is_better { "lower" } else { "higher" });
        self.part(subject, "better", better(from), better(to));
        let value = |metric: &Metric| {
            let shown =
                |(date, value)| format!("{} on {date}", crate::site::number::shown(value, 2));
            metric.newest.map_or(Value::None, |newest| Value::Text(shown(newest)))
        };
        if value(from) != value(to) {
            let newest = |metric: &Metric| metric.newest.map(|(_, value)| value);
            let mut effect = super::rising(newest(from), newest(to));
            if to.lower_is_better {
                effect = match effect {
                    Effect::Worse => Effect::Better,
                    Effect::Better => Effect::Worse,
                    Effect::Neutral => Effect::Neutral,
                };
            }
            let (from, to) = (value(from), value(to));
            let fact = Fact::Changed { field: "newest".to_owned(), persona: None, from, to };
            self.push(subject.clone(), fact, effect);
        } else if from.values != to.values {
            let count = |metric: &Metric| number(metric.values.len() as f64);
            let fact = Fact::Changed {
                field: "values".to_owned(),
                persona: None,
                from: count(from),
                to: count(to),
            };
            self.push(subject.clone(), fact, Effect::Neutral);
        }
    }

    /// `site.yaml`, and texts above lists.
    pub(super) fn site(&mut self) {
        let (from, to) = (settings(&self.before.config), settings(&self.after.config));
        for ((field, from), (_, to)) in from.into_iter().zip(to) {
            let subject = self.site_subject("");
            self.part(&subject, field, from, to);
        }
        let (from, to) = (texts(self.before), texts(self.after));
        let places: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
        for place in places {
            let subject = self.site_subject(place);
            let (from, to) = (from.get(place).cloned(), to.get(place).cloned());
            self.edited(subject, "text", from, to);
        }
    }

    fn site_subject(&self, place: &str) -> Subject {
        Subject {
            kind: SubjectKind::Site,
            reference: place.to_owned(),
            title: self.after.config.title.to_string(),
            journey: None,
            lane: None,
            text: None,
        }
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Retired => "retired",
    }
}

/// Texts above lists, by the folder of the list.
fn texts(site: &Site) -> BTreeMap<String, String> {
    let text = |text: &IndexText| {
        let parts = [&text.title, &text.body];
        let parts = parts.iter().filter_map(|words| words.as_ref());
        parts.map(|words| words.doc.source.to_string()).collect::<Vec<_>>().join("\n\n")
    };
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    out.extend(site.home.iter().map(|home| (String::new(), text(home))));
    for space in &site.spaces {
        out.extend(space.text.iter().map(|own| (space.path.to_string(), text(own))));
    }
    for (space, kind, own) in &site.list_texts {
        let between = if space.is_empty() { "" } else { "/" };
        out.insert(format!("{space}{between}{}", kind.folder()), text(own));
    }
    out
}

/// What `site.yaml` says, key by key.
fn settings(config: &Config) -> Vec<(&'static str, Value)> {
    let texts =
        |list: &[std::sync::Arc<str>]| Value::List(list.iter().map(|t| t.to_string()).collect());
    let lanes = config.custom_lanes.iter().map(|lane| format!("{}: {}", lane.id, lane.title));
    let channel = |channel: &crate::model::Channel| {
        let control = channel.control.map(|control| format!(" ({})", control.word()));
        format!("{}: {}{}", channel.id.value, channel.title.text, control.unwrap_or_default())
    };
    let scale = &config.emotion;
    vec![
        ("title", word(&config.title)),
        ("description", maybe_word(config.description.as_deref())),
        ("language", word(&config.language)),
        ("base_url", maybe_word(config.base_url.as_deref())),
        ("theme", word(&config.theme.value)),
        ("emotion", word(&format!("{} to {}", scale.min, scale.max))),
        ("emotion.labels", texts(&scale.labels)),
        ("review.every", Value::Text(cadence(config.review_every))),
        ("review.warn", Value::Text(cadence(config.review_warn))),
        ("evidence.max_age", Value::Text(cadence(config.evidence_max_age))),
        ("lanes", texts(&config.lanes)),
        ("custom_lanes", Value::List(lanes.collect())),
        ("channels", Value::List(config.channels.iter().map(channel).collect())),
        ("priority.impact_threshold", number(config.impact_threshold)),
        ("priority.feasibility_threshold", number(config.feasibility_threshold)),
    ]
}
