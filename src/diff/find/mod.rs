//! Two matched sites → what is different. Each entity is compared field by field; what follows
//! from other changes is marked as derived.

mod claims;
mod experience;
mod fields;
mod journeys;
mod others;
mod settings;

use super::change::{By, Change, Effect, Fact, Name, Subject, SubjectKind, Value};
use super::likeness::{NEARLY_SAME, likeness};
use super::matching::moved;
use super::pairs::{Pairs, name, space_name};
use super::veil::Consent;
use crate::model::Kind;
use crate::site::{CatalogueIx, EvidenceIx, Meta, Node, Site, Words, number};
use claims::Loose;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything that is different, in the order of the sites.
pub(crate) fn find(before: &Site, after: &Site, consents: &[Consent]) -> Vec<Change> {
    let pairs = Pairs::of(before, after);
    let ids = others::ids_of_now(&pairs);
    let mut finder = Finder {
        pairs: &pairs,
        before,
        after,
        consents,
        ids,
        former: (former(before), former(after)),
        gone: Vec::new(),
        come: Vec::new(),
        out: Vec::new(),
    };
    finder.site();
    finder.spaces();
    finder.gone_and_new();
    let both: Vec<(Node, Node)> = pairs.both().collect();
    for (a, b) in both {
        finder.names(a, b);
        finder.meta(a, b);
        finder.entity(a, b);
    }
    finder.places();
    finder.claims_that_went();
    finder.out
}

struct Finder<'a> {
    pairs: &'a Pairs<'a>,
    before: &'a Site,
    after: &'a Site,
    /// Consents that were given or taken back.
    consents: &'a [Consent],
    /// Highlights of before that have another id now.
    ids: BTreeMap<(EvidenceIx, u32), Arc<str>>,
    /// Former ids on both sides.
    former: (Former, Former),
    /// Claims that an entity no longer makes.
    gone: Vec<Loose<'a>>,
    /// Claims that an entity did not make.
    come: Vec<Loose<'a>>,
    out: Vec<Change>,
}

/// Former ids of entities.
type Former = BTreeMap<Node, BTreeSet<String>>;

/// A field of an entity, and whether a change of it was typed there.
#[derive(Clone, Copy)]
struct Field<'f> {
    name: &'f str,
    origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Typed,
    Derived,
}

fn typed(name: &str) -> Field<'_> {
    Field { name, origin: Origin::Typed }
}

fn derived(name: &str) -> Field<'_> {
    Field { name, origin: Origin::Derived }
}

impl<'a> Finder<'a> {
    fn push(&mut self, subject: Subject, fact: Fact, effect: Effect) {
        self.out.push(Change { subject, fact, effect, derived: false, minor: false });
    }

    /// A field that has another value.
    fn field(&mut self, node: Node, field: Field<'_>, from: Value, to: Value, effect: Effect) {
        self.field_of(node, field, None, (from, to), effect);
    }

    fn field_of(
        &mut self,
        node: Node,
        field: Field<'_>,
        persona: Option<Name>,
        (from, to): (Value, Value),
        effect: Effect,
    ) {
        if from == to {
            return;
        }
        let fact = Fact::Changed { field: field.name.to_owned(), persona, from, to };
        let is_derived = field.origin == Origin::Derived;
        let subject = self.subject(node);
        self.out.push(Change { subject, fact, effect, derived: is_derived, minor: false });
    }

    /// A text that was edited; a small edit of it is only counted.
    fn text(&mut self, node: Node, field: &str, from: Option<&Words>, to: Option<&Words>) {
        let subject = self.subject(node);
        self.edited(subject, field, from.map(source), to.map(source));
    }

    /// A text of a line: without its markup, unless nothing but that is different.
    fn line(&mut self, node: Node, field: &str, from: Option<&Words>, to: Option<&Words>) {
        let plain = |words: &Words| words.doc.plain().to_string();
        match (from.map(plain), to.map(plain)) {
            (from, to) if from != to => self.edited(self.subject(node), field, from, to),
            _ => self.text(node, field, from, to),
        }
    }

    fn edited(&mut self, subject: Subject, field: &str, from: Option<String>, to: Option<String>) {
        if from == to {
            return;
        }
        let minor = match (&from, &to) {
            (Some(a), Some(b)) => likeness(a, b) >= NEARLY_SAME,
            _ => false,
        };
        let fact = Fact::Edited { field: field.to_owned(), from, to };
        let effect = Effect::Neutral;
        self.out.push(Change { subject, fact, effect, derived: false, minor });
    }

    /// An entity of now as what a change happened to.
    fn subject(&self, after: Node) -> Subject {
        subject(self.after, after)
    }

    fn gone_and_new(&mut self) {
        for node in all(self.before) {
            if self.pairs.after(node).is_some() {
                continue;
            }
            let holder = subject(self.before, node);
            self.let_go(node, &holder);
            if !self.went_with_its_home(node) && !self.was_written_in(node) {
                self.push(holder, Fact::Removed, effect_of_loss(node.kind()));
            }
        }
        for node in all(self.after) {
            if self.pairs.before(node).is_some() {
                continue;
            }
            let holder = self.subject(node);
            self.take_up(node, &holder);
            if !self.came_with_its_home(node) && !self.was_taken_out(node) {
                self.push(holder, Fact::Added, Effect::Neutral);
            }
        }
    }

    /// Whether a touchpoint of the catalogue is written in a journey now: that is told there.
    fn was_written_in(&self, node: Node) -> bool {
        let Node::Catalogue(ix) = node else { return false };
        self.before.catalogue(ix).uses.iter().any(|at| {
            let after = self.pairs.after(*at);
            after.is_some_and(|after| uses(self.after, after).is_none())
        })
    }

    /// Whether a touchpoint of the catalogue was written in a journey.
    fn was_taken_out(&self, node: Node) -> bool {
        let Node::Catalogue(ix) = node else { return false };
        self.after.catalogue(ix).uses.iter().any(|at| {
            let before = self.pairs.before(*at);
            before.is_some_and(|before| uses(self.before, before).is_none())
        })
    }

    fn went_with_its_home(&self, node: Node) -> bool {
        home(self.before, node).is_some_and(|home| self.pairs.after(home).is_none())
    }

    fn came_with_its_home(&self, node: Node) -> bool {
        home(self.after, node).is_some_and(|home| self.pairs.before(home).is_none())
    }

    /// Another title or another id.
    fn names(&mut self, a: Node, b: Node) {
        let (from, to) = (name(self.before, a), name(self.after, b));
        let same_id = self.before.meta(a).id == self.after.meta(b).id;
        if same_id && from.title == to.title {
            return;
        }
        let used = uses(self.before, a).zip(uses(self.after, b));
        let of_catalogue = used.is_some_and(|(c, d)| {
            let title = |site: &Site, node: Node| site.title(node).doc.plain().to_owned();
            *title(self.before, Node::Catalogue(c)) == *from.title
                && *title(self.after, Node::Catalogue(d)) == *to.title
        });
        let fact = Fact::Renamed { from, to, by: self.pairs.by(a) };
        let subject = self.subject(b);
        let is_derived = same_id && of_catalogue;
        self.out.push(Change {
            subject,
            fact,
            effect: Effect::Neutral,
            derived: is_derived,
            minor: false,
        });
    }

    /// Spaces that are called otherwise; what is in them stands where it stood.
    fn spaces(&mut self) {
        for (from, to) in self.pairs.renamed_spaces() {
            let (from, to) = (space_name(self.before, from), space_name(self.after, to));
            let subject = Subject {
                kind: SubjectKind::Space,
                reference: to.reference.clone(),
                title: to.title.clone(),
                journey: None,
                lane: None,
                text: None,
            };
            self.push(subject, Fact::Renamed { from, to, by: By::Likeness }, Effect::Neutral);
        }
    }

    /// What stands elsewhere.
    fn places(&mut self) {
        let both: Vec<(Node, Node)> = self.pairs.both().collect();
        let mut homes: BTreeMap<Node, Vec<(Node, Node)>> = BTreeMap::new();
        for (a, b) in both {
            match (home(self.before, a), home(self.after, b)) {
                (Some(from), Some(to)) if self.pairs.after(from) == Some(to) => {
                    homes.entry(to).or_default().push((a, b));
                }
                (None, None) => {
                    let (from, to) = (self.before.meta(a).space(), self.after.meta(b).space());
                    if self.pairs.space(from) != &**to {
                        self.moved((a, b));
                    }
                }
                _ => self.moved((a, b)),
            }
        }
        for mut children in homes.into_values() {
            children.retain(|(_, b)| !matches!(b, Node::Opportunity(_)));
            children.sort_by_key(|(_, b)| *b);
            let order: Vec<usize> = children.iter().map(|(a, _)| place(*a)).collect();
            for at in moved(&order) {
                let (a, b) = children[at];
                let fact = Fact::Reordered { from: place(a) + 1, to: place(b) + 1 };
                self.push(self.subject(b), fact, Effect::Neutral);
            }
        }
    }

    /// An entity that stands in another stage, journey or space.
    fn moved(&mut self, (a, b): (Node, Node)) {
        let place = |site: &Site, node: Node| match home(site, node) {
            Some(home) => name(site, home),
            None => space_name(site, site.meta(node).space()),
        };
        let from = match home(self.before, a) {
            Some(home) => self.pairs.known(home),
            None => place(self.before, a),
        };
        let journey = home(self.before, a).and_then(|home| journey_within(self.before, home));
        let from_journey = journey.map(|journey| self.pairs.known(journey));
        let (subject, to) = (self.subject(b), place(self.after, b));
        self.push_moved(subject, (from, from_journey), to, self.pairs.by(a));
    }

    /// Both journeys are named where they are two.
    fn push_moved(
        &mut self,
        subject: Subject,
        (from, journey): (Name, Option<Name>),
        to: Name,
        by: By,
    ) {
        let from_journey = journey.filter(|journey| subject.journey.as_ref() != Some(journey));
        self.push(subject, Fact::Moved { from, from_journey, to, by }, Effect::Neutral);
    }

    fn entity(&mut self, a: Node, b: Node) {
        match (a, b) {
            (Node::Persona(a), Node::Persona(b)) => self.persona(a, b),
            (Node::Journey(a), Node::Journey(b)) => self.journey(a, b),
            (Node::Stage(..), Node::Stage(..)) => self.stage(a, b),
            (Node::Touchpoint(..), Node::Touchpoint(..)) => self.touchpoint(a, b),
            (Node::Catalogue(a), Node::Catalogue(b)) => self.catalogue(a, b),
            (Node::Opportunity(a), Node::Opportunity(b)) => self.opportunity(a, b),
            (Node::Evidence(a), Node::Evidence(b)) => self.source(a, b),
            _ => {}
        }
        self.claims(a, b);
    }

    fn metas(&self, a: Node, b: Node) -> (&'a Meta, &'a Meta) {
        (self.before.meta(a), self.after.meta(b))
    }

    /// References of before in their names of now.
    fn known(&self, nodes: impl IntoIterator<Item = Node>) -> Value {
        Value::Links(nodes.into_iter().map(|node| self.pairs.known(node)).collect())
    }

    fn references(&self, nodes: impl IntoIterator<Item = Node>) -> Value {
        Value::Links(nodes.into_iter().map(|node| name(self.after, node)).collect())
    }

    /// One reference, or none.
    fn link(&mut self, at: Node, field: Field<'_>, a: Option<Node>, b: Option<Node>) {
        let from = a.map_or(Value::None, |node| Value::Link(self.pairs.known(node)));
        let to = b.map_or(Value::None, |node| Value::Link(name(self.after, node)));
        self.field(at, field, from, to, Effect::Neutral);
    }
}

/// Every entity of a site.
fn all(site: &Site) -> Vec<Node> {
    use crate::site::{JourneyIx, OpportunityIx, PersonaIx};
    let count = |length: usize| 0..length as u32;
    let mut out = Vec::new();
    out.extend(count(site.personas.len()).map(|ix| Node::Persona(PersonaIx(ix))));
    out.extend(count(site.journeys.len()).map(|ix| Node::Journey(JourneyIx(ix))));
    out.extend(super::pairs::stages(site));
    out.extend(super::pairs::touchpoints(site));
    out.extend(count(site.touchpoints.len()).map(|ix| Node::Catalogue(CatalogueIx(ix))));
    out.extend(count(site.opportunities.len()).map(|ix| Node::Opportunity(OpportunityIx(ix))));
    out.extend(count(site.evidence.len()).map(|ix| Node::Evidence(EvidenceIx(ix))));
    out
}

/// What an entity is written in.
pub(super) fn home(site: &Site, node: Node) -> Option<Node> {
    match node {
        Node::Stage(j, _) => Some(Node::Journey(j)),
        Node::Touchpoint(j, s, _) => Some(Node::Stage(j, s)),
        Node::Opportunity(ix) => site.opportunity(ix).home,
        _ => None,
    }
}

/// What `aliases` say, as far as they lead anywhere: the last part of each.
fn former(site: &Site) -> Former {
    let mut out = Former::new();
    for (path, node) in &site.redirects {
        let id = path.rsplit('/').find_map(|part| match part.strip_suffix(".html") {
            Some("index") => None,
            Some(id) => Some(id),
            None => Some(part),
        });
        // The page of a stage has another address too where its journey had another id.
        let own = &*site.meta(*node).id;
        let id = id.filter(|id| *id != own);
        out.entry(*node).or_default().extend(id.map(str::to_owned));
    }
    for (node, ids) in &site.former_anchors {
        out.entry(*node).or_default().extend(ids.iter().map(|id| id.to_string()));
    }
    out
}

/// What a touchpoint takes from the catalogue.
fn uses(site: &Site, node: Node) -> Option<CatalogueIx> {
    match node {
        Node::Touchpoint(j, s, t) => site.touchpoint(j, s, t).uses,
        _ => None,
    }
}

/// The journey around a stage or a touchpoint.
fn journey_within(site: &Site, node: Node) -> Option<Node> {
    journey_of(site, node).filter(|journey| *journey != node)
}

/// The place of a stage or touchpoint among its neighbours, from 0.
fn place(node: Node) -> usize {
    match node {
        Node::Stage(_, s) => s as usize,
        Node::Touchpoint(_, _, t) => t as usize,
        _ => 0,
    }
}

pub(super) fn subject(site: &Site, node: Node) -> Subject {
    let Name { reference, title } = name(site, node);
    let kind = SubjectKind::from(node.kind());
    let journey = journey_of(site, node).map(|journey| name(site, journey));
    Subject { kind, reference, title, journey, lane: None, text: None }
}

/// The journey in which an entity stands, itself included.
fn journey_of(site: &Site, node: Node) -> Option<Node> {
    match node {
        Node::Journey(j) | Node::Stage(j, _) | Node::Touchpoint(j, ..) => Some(Node::Journey(j)),
        _ => home(site, node).and_then(|home| journey_of(site, home)),
    }
}

/// What is lost with an entity.
fn effect_of_loss(kind: Kind) -> Effect {
    if kind == Kind::Evidence { Effect::Worse } else { Effect::Neutral }
}

/// A text with its markup, so that an edit of a link is an edit.
fn source(words: &Words) -> String {
    words.doc.source.to_string()
}

fn number(value: f64) -> Value {
    Value::Number(number::round(value, 2))
}

fn maybe_number(value: Option<f64>) -> Value {
    value.map_or(Value::None, number)
}

fn word(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn maybe_word(text: Option<&str>) -> Value {
    text.map_or(Value::None, word)
}

fn maybe_date(date: Option<jiff::civil::Date>) -> Value {
    date.map_or(Value::None, |date| Value::Text(date.to_string()))
}

/// Higher is better.
fn rising(from: Option<f64>, to: Option<f64>) -> Effect {
    match (from, to) {
        (Some(from), Some(to)) if to < from - 1e-9 => Effect::Worse,
        (Some(from), Some(to)) if to > from + 1e-9 => Effect::Better,
        _ => Effect::Neutral,
    }
}
