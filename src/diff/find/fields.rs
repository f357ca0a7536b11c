//! What every entity has, and measures.

use super::{
    Field, Finder, Origin, derived, home, maybe_date, maybe_number, maybe_word, typed, word,
};
use crate::diff::change::{Effect, Fact, Subject, SubjectKind, Value};
use crate::diff::words::cadence;
use crate::model::Status;
use crate::site::number::shown;
use crate::site::{Coverage, Meta, Metric, Node, Review, ReviewState, Site};
use std::collections::{BTreeMap, BTreeSet};

impl Finder<'_> {
    pub(super) fn meta(&mut self, a: Node, b: Node) {
        let (from, to) = self.metas(a, b);
        if !self.is_inherited(a, b, |meta, above| meta.status == above.status) {
            let (old, new) = (word(status(from.status)), word(status(to.status)));
            self.field(b, typed("status"), old, new, Effect::Neutral);
        }
        if !self.is_inherited(a, b, |meta, above| meta.owner == above.owner) {
            let owner = |meta: &Meta| maybe_word(meta.owner.as_deref());
            self.field(b, typed("owner"), owner(from), owner(to), Effect::Neutral);
        }
        if !self.is_inherited(a, b, |meta, above| meta.lang() == above.lang()) {
            let lang = |meta: &Meta| maybe_word(meta.lang().map(|lang| &**lang));
            self.field(b, typed("lang"), lang(from), lang(to), Effect::Neutral);
        }
        self.aliases(a, b);
        let list = |list: &[(std::sync::Arc<str>, crate::source::Span)]| {
            Value::List(list.iter().map(|(tag, _)| tag.to_string()).collect())
        };
        self.field(b, typed("tags"), list(from.tags()), list(to.tags()), Effect::Neutral);
        let list = |list: &[(std::sync::Arc<str>, std::sync::Arc<str>)]| {
            Value::List(list.iter().map(|(title, url)| format!("{title}: {url}")).collect())
        };
        self.field(b, typed("links"), list(from.links()), list(to.links()), Effect::Neutral);
        let list = |list: &[crate::diagnostic::Code]| {
            Value::List(list.iter().map(|code| code.id().to_owned()).collect())
        };
        let more = |a: &Meta, b: &Meta| b.allow().iter().any(|code| !a.allow().contains(code));
        let effect = silence(more(from, to), more(to, from));
        self.field(b, typed("allow"), list(from.allow()), list(to.allow()), effect);
        let free = |extra: Option<&serde_json::Value>| {
            extra.map_or(Value::None, |extra| Value::Text(extra.to_string()))
        };
        self.field(b, typed("extra"), free(from.extra()), free(to.extra()), Effect::Neutral);
        self.text(b, "body", from.body(), to.body());
        // What is retired has no review any more, and again when it is not.
        let is_retired = |meta: &Meta| meta.status == Status::Retired;
        if is_retired(from) == is_retired(to) {
            self.reviews(b, from, to);
        }
    }

    /// Whether a value is that of what the entity is written in, before and after: it is told there.
    fn is_inherited(&self, a: Node, b: Node, same: fn(&Meta, &Meta) -> bool) -> bool {
        let is_above = |site: &Site, node: Node| {
            home(site, node).is_some_and(|home| same(site.meta(node), site.meta(home)))
        };
        is_above(self.before, a) && is_above(self.after, b)
    }

    /// Former ids, without the one that the other side has.
    fn aliases(&mut self, a: Node, b: Node) {
        let (old, new) = (&self.before.meta(a).id, &self.after.meta(b).id);
        let without = |list: Option<&BTreeSet<String>>, id: &str| -> Vec<String> {
            list.into_iter().flatten().filter(|alias| **alias != *id).cloned().collect()
        };
        let from = Value::List(without(self.former.0.get(&a), new));
        let to = Value::List(without(self.former.1.get(&b), old));
        self.field(b, typed("aliases"), from, to, Effect::Neutral);
    }

    fn reviews(&mut self, b: Node, from: &Meta, to: &Meta) {
        self.review(b, from.review(), to.review());
        // Who answers for the entity reviews it, unless somebody else is named.
        let reviewer = |meta: &Meta| match meta.review() {
            Some(review) => review.owner.clone(),
            None => meta.owner.clone(),
        };
        let (old, new) = (reviewer(from), reviewer(to));
        if old != from.owner || new != to.owner {
            let (old, new) = (maybe_word(old.as_deref()), maybe_word(new.as_deref()));
            self.field(b, typed("review.owner"), old, new, Effect::Neutral);
        }
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
        let scale =
            |metric: &Metric| metric.scale.map_or(Value::None, |(min, max)| range(min, max));
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
        let newest = |metric: &Metric| metric.newest.map(|(_, value)| value);
        let mut effect = super::rising(newest(from), newest(to));
        if to.lower_is_better {
            effect = match effect {
                Effect::Worse => Effect::Better,
                Effect::Better => Effect::Worse,
                Effect::Neutral => Effect::Neutral,
            };
        }
        self.part_of(subject, "newest", (value(from), value(to)), effect);
        let (old, new) = (earlier(from, from, to), earlier(to, from, to));
        self.part(subject, "values", old, new);
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Retired => "retired",
    }
}

/// Values of a measure but the newest, as far as both sides reach: those before the older of the
/// two newest ones.
fn earlier(of: &Metric, from: &Metric, to: &Metric) -> Value {
    let newest = [from, to].iter().filter_map(|metric| metric.newest).map(|(date, _)| date).min();
    let values = of.values.iter().filter(|(date, ..)| newest.is_none_or(|newest| *date < newest));
    let one = |(date, value, count): &(jiff::civil::Date, f64, Option<f64>)| {
        let count = count.map(|count| format!(" (of {})", shown(count, 0))).unwrap_or_default();
        format!("{} on {date}{count}", shown(*value, 2))
    };
    Value::List(values.map(one).collect())
}

/// Something more is silenced, or less.
fn silence(more: bool, less: bool) -> Effect {
    match (more, less) {
        (true, false) => Effect::Worse,
        (false, true) => Effect::Better,
        _ => Effect::Neutral,
    }
}

/// From where to where a scale goes.
pub(super) fn range(min: f64, max: f64) -> Value {
    Value::Text(format!("{} to {}", shown(min, 2), shown(max, 2)))
}
