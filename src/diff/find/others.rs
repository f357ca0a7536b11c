//! Personas, opportunities and sources.

use super::{Finder, derived, maybe_date, maybe_number, maybe_word, number, rising, typed, word};
use crate::diff::change::{Effect, Fact, Subject, SubjectKind, Value};
use crate::model::{Effort, PersonaKind};
use crate::site::{
    Evidence, EvidenceIx, Highlight, Node, Opportunity, OpportunityIx, Persona, PersonaIx, Site,
};
use std::collections::BTreeMap;

impl<'a> Finder<'a> {
    pub(super) fn persona(&mut self, a: PersonaIx, b: PersonaIx) {
        let (from, to) = (self.before.persona(a), self.after.persona(b));
        let at = Node::Persona(b);
        self.text(at, "role", from.role.as_ref(), to.role.as_ref());
        let kind = |persona: &Persona| word(persona_kind(persona.kind));
        self.field(at, typed("kind"), kind(from), kind(to), Effect::Neutral);
        let path = |p: &Persona| p.image.as_ref().map(|image| image.path.clone());
        let (old, new) = (path(from), path(to));
        self.field(
            at,
            typed("image"),
            maybe_word(old.as_deref()),
            maybe_word(new.as_deref()),
            Effect::Neutral,
        );
        let alt = |p: &Persona| p.image.as_ref().map(|image| image.alt.clone());
        let (old, new) = (alt(from), alt(to));
        self.field(
            at,
            typed("alt"),
            maybe_word(old.as_deref()),
            maybe_word(new.as_deref()),
            Effect::Neutral,
        );
        let segments =
            |p: &Persona| Value::List(p.segments.iter().map(|s| s.to_string()).collect());
        self.field(at, typed("segments"), segments(from), segments(to), Effect::Neutral);
        let scales = |p: &Persona| -> BTreeMap<String, f64> {
            let name = |left: &str, right: Option<&str>| match right {
                Some(right) => format!("{left} – {right}"),
                None => left.to_owned(),
            };
            p.scales.iter().map(|(l, r, value)| (name(l, r.as_deref()), *value)).collect()
        };
        self.values(at, "scales", &scales(from), &scales(to));
        let channels = |site: &Site, p: &Persona| -> BTreeMap<String, f64> {
            let id = |ix: u32| site.channels.get(ix as usize).map(|c| c.id.value.to_string());
            p.channels.iter().filter_map(|(ix, value)| Some((id(*ix)?, *value))).collect()
        };
        let (old, new) = (channels(self.before, from), channels(self.after, to));
        self.values(at, "channels", &old, &new);
        self.coverage(at, &from.coverage, &to.coverage);
    }

    /// Numbers with names: `channels.app`.
    fn values(
        &mut self,
        at: Node,
        field: &str,
        from: &BTreeMap<String, f64>,
        to: &BTreeMap<String, f64>,
    ) {
        let names: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
        for name in names {
            let (old, new) = (from.get(name).copied(), to.get(name).copied());
            let field = format!("{field}.{name}");
            self.field(at, typed(&field), maybe_number(old), maybe_number(new), Effect::Neutral);
        }
    }

    pub(super) fn opportunity(&mut self, a: OpportunityIx, b: OpportunityIx) {
        let (from, to) = (self.before.opportunity(a), self.after.opportunity(b));
        let at = Node::Opportunity(b);
        let (old, new) = (word(from.status.word()), word(to.status.word()));
        self.field(at, typed("progress"), old, new, Effect::Neutral);
        self.field(at, typed("impact"), number(from.impact), number(to.impact), Effect::Neutral);
        let effort = |o: &Opportunity| {
            o.effort.map_or(Value::None, |Effort { time, cost, complexity }| {
                word(&format!("time {time}, cost {cost}, complexity {complexity}"))
            })
        };
        self.field(at, typed("effort"), effort(from), effort(to), Effect::Neutral);
        let field = match (from.effort, to.effort) {
            (Some(_), Some(_)) => derived("feasibility"),
            _ => typed("feasibility"),
        };
        let (old, new) = (number(from.feasibility), number(to.feasibility));
        self.field(at, field, old, new, Effect::Neutral);
        let effect = rising(Some(from.score), Some(to.score));
        self.field(at, derived("score"), number(from.score), number(to.score), effect);
        let (old, new) = (word(from.quadrant.word()), word(to.quadrant.word()));
        self.field(at, derived("quadrant"), old, new, Effect::Neutral);
        let rank = |o: &Opportunity| maybe_number(o.rank.map(f64::from));
        self.field(at, derived("rank"), rank(from), rank(to), Effect::Neutral);
        self.field(
            at,
            typed("link"),
            maybe_word(from.link.as_deref()),
            maybe_word(to.link.as_deref()),
            Effect::Neutral,
        );
        let home = |o: &Opportunity, node: &Node| Some(*node) != o.home;
        let old = from.addresses.iter().copied().filter(|node| home(from, node));
        let new = to.addresses.iter().copied().filter(|node| home(to, node));
        let (mut old, mut new) = (self.known(old), self.references(new));
        sort(&mut old);
        sort(&mut new);
        self.field(at, typed("addresses"), old, new, Effect::Neutral);
        let because = self.causes((&from.evidence, &to.evidence), (&[], &[]));
        let subject = self.subject(at);
        self.status(subject, from.support, to.support, because);
    }

    pub(super) fn source(&mut self, a: EvidenceIx, b: EvidenceIx) {
        let (from, to) = (self.before.source(a), self.after.source(b));
        let at = Node::Evidence(b);
        let (old, new) = (word(from.method.word()), word(to.method.word()));
        self.field(at, typed("method"), old, new, Effect::Neutral);
        let (old, new) = (word(&from.date_text), word(&to.date_text));
        self.field(at, typed("date"), old, new, Effect::Neutral);
        self.field(at, typed("from"), maybe_date(from.from), maybe_date(to.from), Effect::Neutral);
        let (old, new) = (maybe_number(from.participants), maybe_number(to.participants));
        self.field(at, typed("participants"), old, new, rising(from.participants, to.participants));
        let (old, new) = (maybe_word(from.source.as_deref()), maybe_word(to.source.as_deref()));
        self.field(at, typed("source"), old, new, Effect::Neutral);
        let (old, new) = (maybe_word(from.data.as_deref()), maybe_word(to.data.as_deref()));
        self.field(at, typed("data"), old, new, Effect::Neutral);
        let (old, new) = (Value::Flag(from.confidential), Value::Flag(to.confidential));
        self.field(at, typed("confidential"), old, new, Effect::Neutral);
        let until = |e: &Evidence| word(&e.in_date_until.to_string());
        // It follows from the date and the greatest age, unless `expires` says it.
        let ages = (self.before.config.evidence_max_age, self.after.config.evidence_max_age);
        let follows = from.date != to.date || ages.0 != ages.1;
        let field = if follows { derived("in_date_until") } else { typed("in_date_until") };
        self.field(at, field, until(from), until(to), Effect::Neutral);
        let effect = match (from.in_date, to.in_date) {
            (true, false) => Effect::Worse,
            (false, true) => Effect::Better,
            _ => Effect::Neutral,
        };
        self.field(
            at,
            derived("in_date"),
            Value::Flag(from.in_date),
            Value::Flag(to.in_date),
            effect,
        );
        self.highlights(at, from, to);
    }

    fn highlights(&mut self, at: Node, from: &Evidence, to: &Evidence) {
        let said = |highlight: &Highlight| {
            highlight.words.as_ref().map(|words| words.doc.plain().to_string())
        };
        let named = |finder: &Self, highlight: &Highlight| Subject {
            kind: SubjectKind::Highlight,
            title: highlight.id.to_string(),
            text: said(highlight),
            ..finder.subject(at)
        };
        let find = |list: &[Highlight], id: &str| list.iter().position(|h| *h.id == *id);
        for gone in from.highlights.iter().filter(|h| find(&to.highlights, &h.id).is_none()) {
            let subject = named(self, gone);
            self.push(subject, Fact::Removed, Effect::Worse);
        }
        for highlight in &to.highlights {
            let subject = named(self, highlight);
            let Some(before) = find(&from.highlights, &highlight.id) else {
                self.push(subject, Fact::Added, Effect::Neutral);
                continue;
            };
            let before = &from.highlights[before];
            let source = |h: &'_ Highlight| h.words.as_ref().map(|w| w.doc.source.to_string());
            let (old, new) = (source(before), source(highlight));
            if old != new {
                let plain = (said(before), said(highlight));
                self.reworded(subject.clone(), plain, (old.as_deref(), new.as_deref()));
            }
            let who = |h: &Highlight| maybe_word(h.who.as_deref());
            self.part(&subject, "who", who(before), who(highlight));
            let tags = |h: &Highlight| Value::List(h.tags.iter().map(|t| t.to_string()).collect());
            self.part(&subject, "tags", tags(before), tags(highlight));
            let people = |h: &Highlight| -> Vec<Node> {
                h.personas.iter().map(|ix| Node::Persona(*ix)).collect()
            };
            let (old, new) = (self.known(people(before)), self.references(people(highlight)));
            self.part(&subject, "personas", old, new);
        }
    }
}

fn persona_kind(kind: PersonaKind) -> &'static str {
    match kind {
        PersonaKind::Customer => "customer",
        PersonaKind::Employee => "employee",
        PersonaKind::Partner => "partner",
    }
}

fn sort(value: &mut Value) {
    if let Value::List(list) = value {
        list.sort_unstable();
    }
}
