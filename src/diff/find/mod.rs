//! Two matched sites → what is different. Each entity is compared field by field; what follows
//! from other changes is marked as derived.

mod claims;
mod experience;
mod fields;
mod journeys;
mod others;

use super::change::{Change, Effect, Fact, Name, Subject, SubjectKind, Value};
use super::likeness::{NEARLY_SAME, likeness};
use super::matching::moved;
use super::pairs::{Pairs, name, space_name};
use crate::model::Kind;
use crate::site::{Meta, Node, Site, Words, number};

/// Everything that is different, in the order of the sites.
pub(crate) fn find(before: &Site, after: &Site) -> Vec<Change> {
    let pairs = Pairs::of(before, after);
    let mut finder = Finder { pairs: &pairs, before, after, out: Vec::new() };
    finder.site();
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
    out: Vec<Change>,
}

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
            if self.pairs.after(node).is_none() && !self.went_with_its_home(node) {
                let effect = effect_of_loss(node.kind());
                self.push(subject(self.before, node), Fact::Removed, effect);
            }
        }
        for node in all(self.after) {
            if self.pairs.before(node).is_none() && !self.came_with_its_home(node) {
                self.push(self.subject(node), Fact::Added, Effect::Neutral);
            }
        }
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
        let is_use = |site: &Site, node: Node| match node {
            Node::Touchpoint(j, s, t) => site.touchpoint(j, s, t).uses,
            _ => None,
        };
        let used = is_use(self.before, a).zip(is_use(self.after, b));
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

    /// What stands elsewhere.
    fn places(&mut self) {
        let both: Vec<(Node, Node)> = self.pairs.both().collect();
        let mut homes: std::collections::BTreeMap<Node, Vec<(Node, Node)>> = Default::default();
        for (a, b) in both {
            let by = self.pairs.by(a);
            match (home(self.before, a), home(self.after, b)) {
                (Some(from), Some(to)) if self.pairs.after(from) == Some(to) => {
                    homes.entry(to).or_default().push((a, b));
                }
                (None, None) => {
                    let (from, to) = (&self.before.meta(a).space, &self.after.meta(b).space);
                    if from != to {
                        let from = space_name(self.before, from);
                        let to = space_name(self.after, to);
                        let fact = Fact::Moved { from, to, by };
                        self.push(self.subject(b), fact, Effect::Neutral);
                    }
                }
                (from, to) => {
                    let space = |site: &Site, node| space_name(site, &site.meta(node).space);
                    let from =
                        from.map_or_else(|| space(self.before, a), |home| self.pairs.known(home));
                    let to = to.map_or_else(|| space(self.after, b), |home| name(self.after, home));
                    self.push(self.subject(b), Fact::Moved { from, to, by }, Effect::Neutral);
                }
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
        Value::List(nodes.into_iter().map(|node| self.pairs.known(node).reference).collect())
    }

    fn references(&self, nodes: impl IntoIterator<Item = Node>) -> Value {
        Value::List(nodes.into_iter().map(|node| self.after.reference(node)).collect())
    }

    /// One reference, or none.
    fn link(&mut self, at: Node, field: Field<'_>, a: Option<Node>, b: Option<Node>) {
        let from = a.map_or(Value::None, |node| Value::Text(self.pairs.known(node).reference));
        let to = b.map_or(Value::None, |node| Value::Text(self.after.reference(node)));
        self.field(at, field, from, to, Effect::Neutral);
    }
}

/// Every entity of a site.
fn all(site: &Site) -> Vec<Node> {
    use crate::site::{CatalogueIx, EvidenceIx, JourneyIx, OpportunityIx, PersonaIx};
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
