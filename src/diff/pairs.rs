//! Two sites side by side: which entity of the one is which of the other.

use super::change::{By, Name};
use super::likeness::Bag;
use super::matching::{Card, Pair, pair};
use crate::site::address::space_page;
use crate::site::{
    CatalogueIx, Claim, EvidenceIx, JourneyIx, Node, OpportunityIx, PersonaIx, Site,
};
use std::collections::BTreeMap;

/// Entities of two sites, matched.
pub(crate) struct Pairs<'a> {
    pub(crate) before: &'a Site,
    pub(crate) after: &'a Site,
    to_after: BTreeMap<Node, (Node, By)>,
    to_before: BTreeMap<Node, Node>,
}

impl<'a> Pairs<'a> {
    /// Matches everything: what stands in a journey after the journeys, so that it can be found
    /// where it stood.
    pub(crate) fn of(before: &'a Site, after: &'a Site) -> Self {
        let mut pairs =
            Self { before, after, to_after: BTreeMap::new(), to_before: BTreeMap::new() };
        let lists: [fn(&Site) -> Vec<Node>; 8] = [
            |site| nodes(site.personas.len(), |ix| Node::Persona(PersonaIx(ix))),
            |site| nodes(site.evidence.len(), |ix| Node::Evidence(EvidenceIx(ix))),
            |site| nodes(site.touchpoints.len(), |ix| Node::Catalogue(CatalogueIx(ix))),
            |site| nodes(site.journeys.len(), |ix| Node::Journey(JourneyIx(ix))),
            stages,
            touchpoints,
            |site| opportunities(site, Home::File),
            |site| opportunities(site, Home::Inline),
        ];
        for list in lists {
            pairs.take(&list(before), &list(after));
        }
        pairs
    }

    fn take(&mut self, old: &[Node], new: &[Node]) {
        let before: Vec<Card> = old.iter().map(|node| self.card(*node, Side::Before)).collect();
        let after: Vec<Card> = new.iter().map(|node| self.card(*node, Side::After)).collect();
        let aliases = self.aliases(old, new);
        let says = (&|at: usize| bag(self.before, old[at]) as Bag, &|at: usize| {
            bag(self.after, new[at]) as Bag
        });
        let found: Vec<Pair> = pair((&before, &after), &aliases, (says.0, says.1));
        for (a, b, by) in found {
            self.to_after.insert(old[a], (new[b], by));
            self.to_before.insert(new[b], old[a]);
        }
    }

    fn card(&self, node: Node, side: Side) -> Card {
        let site = self.site(side);
        let meta = site.meta(node);
        let place = |parent: Node| self.place(parent, side);
        let (near, wide, stays) = match node {
            Node::Stage(j, _) => (place(Node::Journey(j)), place(Node::Journey(j)), false),
            Node::Touchpoint(j, s, t) => (
                place(Node::Stage(j, s)),
                place(Node::Journey(j)),
                site.touchpoint(j, s, t).uses.is_some(),
            ),
            Node::Opportunity(ix) => match site.opportunity(ix).home {
                Some(home) => (place(home), "inline".to_owned(), false),
                None => (meta.space.to_string(), String::new(), false),
            },
            _ => (meta.space.to_string(), String::new(), false),
        };
        let title = site.title(node).doc.plain().to_string();
        Card { id: meta.id.to_string(), title, near, wide, stays }
    }

    /// A name for the place that an entity is, the same on both sides if they are one.
    fn place(&self, node: Node, side: Side) -> String {
        match side {
            Side::After => format!("{node:?}"),
            Side::Before => match self.after(node) {
                Some(after) => format!("{after:?}"),
                None => format!("gone {node:?}"),
            },
        }
    }

    /// Former addresses that lead to an entity of the same kind.
    fn aliases(&self, old: &[Node], new: &[Node]) -> Vec<(usize, usize)> {
        if self.after.redirects.is_empty() {
            return Vec::new();
        }
        let places: BTreeMap<Node, usize> =
            new.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let lead = |(at, node): (usize, &Node)| {
            let to = self.after.redirects.get(&*self.before.page_of(*node))?;
            let has_page = self.before.anchor_of(*node).is_none();
            places.get(to).filter(|_| has_page).map(|to| (at, *to))
        };
        let mut aliases: Vec<(usize, usize)> = old.iter().enumerate().filter_map(lead).collect();
        for (to, ids) in &self.after.former_anchors {
            let Some(at) = places.get(to) else { continue };
            let is_it = |node: &&Node| {
                let same_stage = stage_of(**node).and_then(|s| self.after(s)) == stage_of(*to);
                same_stage && ids.iter().any(|id| **id == *self.before.meta(**node).id)
            };
            if let Some(from) = old.iter().position(|node| is_it(&node)) {
                aliases.push((from, *at));
            }
        }
        aliases
    }

    fn site(&self, side: Side) -> &'a Site {
        match side {
            Side::Before => self.before,
            Side::After => self.after,
        }
    }

    /// What an entity of before is now.
    pub(crate) fn after(&self, before: Node) -> Option<Node> {
        self.to_after.get(&before).map(|(node, _)| *node)
    }

    /// What an entity of now was.
    pub(crate) fn before(&self, after: Node) -> Option<Node> {
        self.to_before.get(&after).copied()
    }

    /// How an entity of before was found.
    pub(crate) fn by(&self, before: Node) -> By {
        self.to_after.get(&before).map_or(By::Id, |(_, by)| *by)
    }

    /// Everything that is on both sides.
    pub(crate) fn both(&self) -> impl Iterator<Item = (Node, Node)> {
        self.to_after.iter().map(|(before, (after, _))| (*before, *after))
    }

    /// The persona of now that a persona of before is.
    pub(crate) fn persona(&self, before: PersonaIx) -> Option<PersonaIx> {
        match self.after(Node::Persona(before))? {
            Node::Persona(ix) => Some(ix),
            _ => None,
        }
    }

    /// An entity of before, by its name of now if it has one.
    pub(crate) fn known(&self, before: Node) -> Name {
        match self.after(before) {
            Some(after) => name(self.after, after),
            None => name(self.before, before),
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

#[derive(Clone, Copy, PartialEq)]
enum Home {
    File,
    Inline,
}

fn nodes(count: usize, node: impl Fn(u32) -> Node) -> Vec<Node> {
    (0..count as u32).map(node).collect()
}

pub(crate) fn stages(site: &Site) -> Vec<Node> {
    let journeys = (0u32..).zip(&site.journeys);
    let of = |(j, journey): (u32, &std::sync::Arc<crate::site::Journey>)| {
        (0..journey.stages.len() as u32).map(move |s| Node::Stage(JourneyIx(j), s))
    };
    journeys.flat_map(of).collect()
}

pub(crate) fn touchpoints(site: &Site) -> Vec<Node> {
    let mut out = Vec::new();
    for node in stages(site) {
        let Node::Stage(j, s) = node else { continue };
        let count = site.stage(j, s).touchpoints.len() as u32;
        out.extend((0..count).map(|t| Node::Touchpoint(j, s, t)));
    }
    out
}

fn opportunities(site: &Site, home: Home) -> Vec<Node> {
    let all = (0u32..).zip(&site.opportunities);
    let inline = |is: bool| if is { Home::Inline } else { Home::File };
    let wanted = all.filter(|(_, opportunity)| inline(opportunity.home.is_some()) == home);
    wanted.map(|(ix, _)| Node::Opportunity(OpportunityIx(ix))).collect()
}

fn stage_of(node: Node) -> Option<Node> {
    match node {
        Node::Touchpoint(j, s, _) => Some(Node::Stage(j, s)),
        _ => None,
    }
}

/// What an entity of a site is called.
pub(crate) fn name(site: &Site, node: Node) -> Name {
    Name { reference: site.reference(node), title: site.title(node).doc.plain().to_string() }
}

/// A space by its path and title.
pub(crate) fn space_name(site: &Site, path: &str) -> Name {
    let known = site.spaces.iter().find(|space| *space.path == *path);
    let title = known.map_or_else(|| space_page(path), |space| space.title.to_string());
    let title = if path.is_empty() { site.config.title.to_string() } else { title };
    Name { reference: path.to_owned(), title }
}

/// Claims of an entity of its own.
pub(crate) fn claims(site: &Site, node: Node) -> &[Claim] {
    match node {
        Node::Persona(ix) => &site.persona(ix).claims,
        Node::Stage(j, s) => &site.stage(j, s).experience.claims,
        Node::Touchpoint(j, s, t) => &site.touchpoint(j, s, t).experience.claims,
        Node::Catalogue(ix) => &site.catalogue(ix).experience.claims,
        Node::Journey(_) | Node::Opportunity(_) | Node::Evidence(_) => &[],
    }
}

/// What an entity says, with all that is in it.
fn bag(site: &Site, node: Node) -> Bag {
    let mut bag = Bag::default();
    fill(&mut bag, site, node);
    bag
}

fn fill(bag: &mut Bag, site: &Site, node: Node) {
    bag.take(site.title(node).doc.plain());
    let said = claims(site, node).iter().filter_map(|claim| claim.words.as_ref());
    said.for_each(|words| bag.take(words.doc.plain()));
    if let Some(body) = &site.meta(node).body {
        bag.take(body.doc.plain());
    }
    match node {
        Node::Journey(j) => {
            let stages = 0..site.journey(j).stages.len() as u32;
            stages.for_each(|s| fill(bag, site, Node::Stage(j, s)));
        }
        Node::Stage(j, s) => {
            let touchpoints = 0..site.stage(j, s).touchpoints.len() as u32;
            touchpoints.for_each(|t| fill(bag, site, Node::Touchpoint(j, s, t)));
        }
        Node::Evidence(ix) => {
            let said = site.source(ix).highlights.iter().filter_map(|h| h.words.as_ref());
            said.for_each(|words| bag.take(words.doc.plain()));
        }
        _ => {}
    }
}
