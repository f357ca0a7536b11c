//! Journeys, their stages and touchpoints.

use super::experience::{Contact, feels, lifecycle};
use super::{Field, Finder, Origin, derived, maybe_word, typed};
use crate::diff::change::{Effect, Value};
use crate::diff::pairs::name;
use crate::model::{Altitude, State};
use crate::site::{
    CatalogueIx, Drop, Journey, JourneyIx, Node, PersonaIx, Point, Site, Stage, Touchpoint,
};

impl<'a> Finder<'a> {
    pub(super) fn journey(&mut self, a: JourneyIx, b: JourneyIx) {
        let (from, to) = (self.before.journey(a), self.after.journey(b));
        let at = Node::Journey(b);
        let people =
            |list: &[PersonaIx]| list.iter().map(|ix| Node::Persona(*ix)).collect::<Vec<_>>();
        let (old, new) =
            (self.known(people(&from.personas)), self.references(people(&to.personas)));
        self.field(at, typed("personas"), old, new, Effect::Neutral);
        self.line(at, "goal", from.goal.as_ref(), to.goal.as_ref());
        self.line(at, "scenario", from.scenario.as_ref(), to.scenario.as_ref());
        self.field(at, typed("state"), state(from), state(to), Effect::Neutral);
        let altitude = |journey: &Journey| maybe_word(journey.altitude.map(altitude));
        self.field(at, typed("altitude"), altitude(from), altitude(to), Effect::Neutral);
        let node = |ix: Option<JourneyIx>| ix.map(Node::Journey);
        self.link(at, typed("baseline"), node(from.baseline), node(to.baseline));
        self.link(at, typed("parent"), node(from.parent), node(to.parent));
        let lanes = |journey: &Journey| {
            Value::List(journey.lanes.iter().map(|lane| lane.to_string()).collect())
        };
        let of_site = self.before.config.lanes == from.lanes && self.after.config.lanes == to.lanes;
        let field = if of_site { derived("lanes") } else { typed("lanes") };
        self.field(at, field, lanes(from), lanes(to), Effect::Neutral);
        self.metrics(at, &from.metrics, &to.metrics);
        self.point(at, "lowest", from.lowest, to.lowest);
        self.point(at, "highest", from.highest, to.highest);
        self.fall(at, from.largest_drop, to.largest_drop);
        self.coverage(at, &from.coverage, &to.coverage);
    }

    fn point(&mut self, at: Node, field: &str, from: Option<Point>, to: Option<Point>) {
        let old = from.map_or(Value::None, |point| self.old_point(point));
        let new = to.map_or(Value::None, |point| self.new_point(point));
        let from = from.map(|point| self.pairs.felt(point.value));
        let effect = super::rising(from, to.map(|point| point.value));
        self.field(at, derived(field), old, new, effect);
    }

    fn old_point(&self, point: Point) -> Value {
        self.old_value(point, self.pairs.felt(point.value))
    }

    /// A value of before that stands on the scale of now.
    fn old_value(&self, point: Point, value: f64) -> Value {
        Value::Point {
            place: self.pairs.known(point.node),
            persona: self.pairs.known(Node::Persona(point.persona)).title,
            value: crate::site::number::round(value, 2),
        }
    }

    fn new_point(&self, point: Point) -> Value {
        Value::Point {
            place: name(self.after, point.node),
            persona: name(self.after, Node::Persona(point.persona)).title,
            value: crate::site::number::round(point.value, 2),
        }
    }

    fn fall(&mut self, at: Node, from: Option<Drop>, to: Option<Drop>) {
        let end = |drop: Drop| Point { node: drop.to, persona: drop.persona, value: drop.value };
        let deep = |drop: Drop| self.pairs.fall(drop.value);
        let old = from.map_or(Value::None, |drop| self.old_value(end(drop), deep(drop)));
        let new = to.map_or(Value::None, |drop| self.new_point(end(drop)));
        // A deeper fall is worse.
        let (was, is) = (from.map_or(0.0, deep), to.map_or(0.0, |drop| drop.value));
        let effect = super::rising(Some(-was), Some(-is));
        self.field(at, derived("largest_drop"), old, new, effect);
    }

    pub(super) fn stage(&mut self, a: Node, b: Node) {
        let Some(((j, from), (k, to))) = stage_at(self.before, a).zip(stage_at(self.after, b))
        else {
            return;
        };
        let phase = |stage: &Stage| maybe_word(stage.phase.as_deref());
        self.field(b, typed("phase"), phase(from), phase(to), Effect::Neutral);
        let (old, new) = (lifecycle(from.lifecycle), lifecycle(to.lifecycle));
        self.field(b, typed("lifecycle"), old, new, Effect::Neutral);
        self.line(b, "goal", from.goal.as_ref(), to.goal.as_ref());
        self.line(b, "when", from.when(), to.when());
        let node = |ix: Option<JourneyIx>| ix.map(Node::Journey);
        self.link(b, typed("journey"), node(from.journey()), node(to.journey()));
        self.metrics(b, from.metrics(), to.metrics());
        self.experience(b, (&from.experience, &to.experience), None);
        // A stage that says itself how it feels was told to; else it is the mean of others.
        let origin = |old: Option<PersonaIx>, new: Option<PersonaIx>| {
            let (old, new) =
                (feels(&from.experience.emotion, old), feels(&to.experience.emotion, new));
            if old == new { Origin::Derived } else { Origin::Typed }
        };
        let travellers = (&*j.personas, &*k.personas);
        self.emotion(b, &origin, (&from.emotion, &to.emotion), travellers);
        self.coverage(b, &from.coverage, &to.coverage);
    }

    pub(super) fn touchpoint(&mut self, a: Node, b: Node) {
        let Some(((j, from), (k, to))) =
            touchpoint_at(self.before, a).zip(touchpoint_at(self.after, b))
        else {
            return;
        };
        let used = from.uses.zip(to.uses);
        let node = |ix: Option<CatalogueIx>| ix.map(Node::Catalogue);
        self.link(b, typed("use"), node(from.uses), node(to.uses));
        let node = |ix: Option<JourneyIx>| ix.map(Node::Journey);
        self.link(b, typed("journey"), node(from.journey()), node(to.journey()));
        let old = Contact::of(self.before, from.channel, from.control, from.when());
        let new = Contact::of(self.after, to.channel, to.control, to.when());
        let shared = used.map(|(x, y)| {
            let of = Contact::of_catalogue;
            (of(self.before, x), of(self.after, y))
        });
        self.contact(b, &old, &new, shared.as_ref().map(|(x, y)| (x, y)));
        let metrics_shared = used.is_some_and(|(x, y)| {
            from.metrics() == self.before.catalogue(x).metrics
                && to.metrics() == self.after.catalogue(y).metrics
        });
        if !metrics_shared {
            self.metrics(b, from.metrics(), to.metrics());
        }
        let under = used.map(|(x, y)| {
            (&self.before.catalogue(x).experience, &self.after.catalogue(y).experience)
        });
        self.experience(b, (&from.experience, &to.experience), under);
        let origin = |old: Option<PersonaIx>, new: Option<PersonaIx>| {
            let inherits = under.is_some_and(|(x, y)| {
                feels(&x.emotion, old) == feels(&from.experience.emotion, old)
                    && feels(&y.emotion, new) == feels(&to.experience.emotion, new)
            });
            if inherits { Origin::Derived } else { Origin::Typed }
        };
        let felt = (&*from.experience.emotion, &*to.experience.emotion);
        self.emotion(b, &origin, felt, (&j.personas, &k.personas));
    }

    pub(super) fn catalogue(&mut self, a: CatalogueIx, b: CatalogueIx) {
        let (from, to) = (self.before.catalogue(a), self.after.catalogue(b));
        let at = Node::Catalogue(b);
        let old = Contact::of_catalogue(self.before, a);
        let new = Contact::of_catalogue(self.after, b);
        self.contact(at, &old, &new, None);
        let node = |ix: Option<JourneyIx>| ix.map(Node::Journey);
        self.link(at, typed("journey"), node(from.journey), node(to.journey));
        self.metrics(at, &from.metrics, &to.metrics);
        self.experience(at, (&from.experience, &to.experience), None);
        let everybody: Vec<PersonaIx> =
            (0..self.before.personas.len() as u32).map(PersonaIx).collect();
        let now: Vec<PersonaIx> = (0..self.after.personas.len() as u32).map(PersonaIx).collect();
        let felt = (&*from.experience.emotion, &*to.experience.emotion);
        self.emotion(at, &|_, _| Origin::Typed, felt, (&everybody, &now));
        let uses = |count: usize| super::number(count as f64);
        let (old, new) = (uses(from.uses.len()), uses(to.uses.len()));
        self.field(at, Field { name: "uses", origin: Origin::Derived }, old, new, Effect::Neutral);
    }
}

fn stage_at(site: &Site, node: Node) -> Option<(&Journey, &Stage)> {
    match node {
        Node::Stage(j, s) => Some((site.journey(j), site.stage(j, s))),
        _ => None,
    }
}

fn touchpoint_at(site: &Site, node: Node) -> Option<(&Journey, &Touchpoint)> {
    match node {
        Node::Touchpoint(j, s, t) => Some((site.journey(j), site.touchpoint(j, s, t))),
        _ => None,
    }
}

fn state(journey: &Journey) -> Value {
    maybe_word(journey.state.map(State::word))
}

fn altitude(altitude: Altitude) -> &'static str {
    match altitude {
        Altitude::Macro => "macro",
        Altitude::Mid => "mid",
        Altitude::Micro => "micro",
    }
}
