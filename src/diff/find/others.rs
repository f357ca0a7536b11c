//! Personas, opportunities and sources.

use super::{Finder, derived, maybe_date, maybe_number, maybe_word, number, rising, typed, word};
use crate::diff::change::{Effect, Fact, Name, Subject, SubjectKind, Value};
use crate::diff::pairs::{Pairs, highlights};
use crate::diff::veil::Consent;
use crate::model::{Effort, PersonaKind};
use crate::site::{
    Evidence, EvidenceIx, Highlight, Node, Opportunity, OpportunityIx, Persona, PersonaIx, Site,
};
use std::collections::BTreeMap;
use std::sync::Arc;

impl<'a> Finder<'a> {
    pub(super) fn persona(&mut self, a: PersonaIx, b: PersonaIx) {
        let (from, to) = (self.before.persona(a), self.after.persona(b));
        let at = Node::Persona(b);
        self.line(at, "role", from.role.as_ref(), to.role.as_ref());
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
        self.field(at, typed("status"), old, new, Effect::Neutral);
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
        // It addresses what it is written in, which it names when it has a file of its own.
        let has_home = from.home.is_some() && to.home.is_some();
        let is_told = |o: &Opportunity, node: &Node| !has_home || Some(*node) != o.home;
        let old = from.addresses.iter().copied().filter(|node| is_told(from, node));
        let new = to.addresses.iter().copied().filter(|node| is_told(to, node));
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
        self.field(at, typed("participants"), old, new, Effect::Neutral);
        let (old, new) = (maybe_word(from.source.as_deref()), maybe_word(to.source.as_deref()));
        self.field(at, typed("source"), old, new, Effect::Neutral);
        let (old, new) = (maybe_word(from.data.as_deref()), maybe_word(to.data.as_deref()));
        self.field(at, typed("data"), old, new, Effect::Neutral);
        let (old, new) = (Value::Flag(from.confidential), Value::Flag(to.confidential));
        let effect = shown(!from.confidential, !to.confidential);
        self.field(at, typed("confidential"), old, new, effect);
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
        self.highlights((Node::Evidence(a), at), from, to);
    }

    fn highlights(&mut self, (old, at): (Node, Node), from: &Evidence, to: &Evidence) {
        let holder = self.subject(at);
        let named = |highlight: &Highlight| Subject {
            kind: SubjectKind::Highlight,
            title: highlight.id.to_string(),
            text: plain(highlight),
            ..holder.clone()
        };
        let pairs = highlights(&from.highlights, &to.highlights);
        for (_, gone) in
            indexed(&from.highlights).filter(|(x, _)| !pairs.iter().any(|pair| pair.0 == *x))
        {
            self.push(named(gone), Fact::Removed, Effect::Worse);
        }
        for (y, highlight) in indexed(&to.highlights) {
            let subject = named(highlight);
            let Some((x, _, by)) = pairs.iter().find(|pair| pair.1 == y) else {
                self.push(subject, Fact::Added, Effect::Neutral);
                continue;
            };
            let before = &from.highlights[*x];
            if before.id != highlight.id {
                let name = |id: &str| Name {
                    reference: format!("{}#{id}", holder.reference),
                    title: id.to_owned(),
                };
                let (from, to) = (name(&before.id), name(&highlight.id));
                self.push(subject.clone(), Fact::Renamed { from, to, by: *by }, Effect::Neutral);
            }
            self.consent(&subject, at, y);
            self.highlight(&subject, (old, at), (before, highlight));
        }
    }

    /// Whether the words of a highlight may still be shown.
    fn consent(&mut self, subject: &Subject, source: Node, highlight: usize) {
        let is_it = |consent: &&Consent| {
            Node::Evidence(consent.source) == source && consent.highlight == highlight
        };
        if let Some(Consent { given, .. }) = self.consents.iter().find(is_it).copied() {
            let (from, to) = (Value::Flag(!given), Value::Flag(given));
            self.part_of(subject, "consent", (from, to), shown(!given, given));
        }
    }

    fn highlight(
        &mut self,
        subject: &Subject,
        sources: (Node, Node),
        (from, to): (&Highlight, &Highlight),
    ) {
        let source = |h: &'_ Highlight| h.words.as_ref().map(|w| w.doc.source.to_string());
        let (old, new) = (source(from), source(to));
        if old != new {
            let said = (plain(from), plain(to));
            self.reworded(subject.clone(), said, (old.as_deref(), new.as_deref()));
        }
        self.language(subject, sources, (from.words.as_ref(), to.words.as_ref()));
        let who = |h: &Highlight| maybe_word(h.who.as_deref());
        self.part(subject, "who", who(from), who(to));
        let tags = |h: &Highlight| Value::List(h.tags.iter().map(|(t, _)| t.to_string()).collect());
        self.part(subject, "tags", tags(from), tags(to));
        let people =
            |h: &Highlight| h.personas.iter().map(|ix| Node::Persona(*ix)).collect::<Vec<_>>();
        let (old, new) = (self.known(people(from)), self.references(people(to)));
        self.part(subject, "personas", old, new);
    }
}

/// Highlights of before that have another id now.
pub(super) fn ids_of_now(pairs: &Pairs<'_>) -> BTreeMap<(EvidenceIx, u32), Arc<str>> {
    let mut out = BTreeMap::new();
    for (a, b) in pairs.both() {
        let (Node::Evidence(a), Node::Evidence(b)) = (a, b) else { continue };
        let (from, to) = (&pairs.before.source(a).highlights, &pairs.after.source(b).highlights);
        if from.iter().map(|h| &h.id).eq(to.iter().map(|h| &h.id)) {
            continue;
        }
        let renamed = highlights(from, to).into_iter().filter(|(x, y, _)| from[*x].id != to[*y].id);
        out.extend(renamed.map(|(x, y, _)| ((a, x as u32), to[y].id.clone())));
    }
    out
}

fn indexed<T>(list: &[T]) -> impl Iterator<Item = (usize, &T)> {
    list.iter().enumerate()
}

fn plain(highlight: &Highlight) -> Option<String> {
    highlight.words.as_ref().map(|words| words.doc.plain().to_string())
}

/// What readers may see no longer is a loss.
fn shown(was: bool, is: bool) -> Effect {
    match (was, is) {
        (true, false) => Effect::Worse,
        (false, true) => Effect::Better,
        _ => Effect::Neutral,
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
    if let Value::Links(list) = value {
        list.sort_unstable();
    }
}
