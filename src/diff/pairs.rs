//! Two sites side by side: which entity of the one is which of the other.

use super::change::{By, Name};
use super::likeness::Bag;
use super::matching::{Card, Pair, pair};
use crate::model::Kind;
use crate::site::address::space_page;
use crate::site::{
    CatalogueIx, Claim, EvidenceIx, Highlight, JourneyIx, Node, OpportunityIx, PersonaIx, Site,
    Words,
};
use std::collections::{BTreeMap, BTreeSet};

/// Entities of two sites, matched.
pub(crate) struct Pairs<'a> {
    pub(crate) before: &'a Site,
    pub(crate) after: &'a Site,
    to_after: BTreeMap<Node, (Node, By)>,
    to_before: BTreeMap<Node, Node>,
    /// Spaces that are called otherwise, by their paths before.
    spaces: BTreeMap<String, String>,
}

impl<'a> Pairs<'a> {
    /// Matches everything: what stands in a journey after the journeys, so that it can be found
    /// where it stood.
    pub(crate) fn of(before: &'a Site, after: &'a Site) -> Self {
        let mut pairs = Self::none(before, after);
        let lists: [fn(&Site) -> Vec<Node>; 8] = [
            personas,
            evidence,
            catalogue,
            journeys,
            stages,
            touchpoints,
            |site| opportunities(site, Home::File),
            |site| opportunities(site, Home::Inline),
        ];
        for list in lists {
            pairs.take(&list(before), &list(after));
        }
        pairs.take_what_is_left(|site| {
            let all = [opportunities(site, Home::File), opportunities(site, Home::Inline)];
            all.concat()
        });
        pairs
    }

    fn none(before: &'a Site, after: &'a Site) -> Self {
        let (to_after, to_before) = (BTreeMap::new(), BTreeMap::new());
        let spaces = renamed_spaces(before, after);
        Self { before, after, to_after, to_before, spaces }
    }

    /// Matches what was not found among its like: an opportunity may go from a stage to a file.
    fn take_what_is_left(&mut self, list: fn(&Site) -> Vec<Node>) {
        let (mut old, mut new) = (list(self.before), list(self.after));
        old.retain(|node| self.after(*node).is_none());
        new.retain(|node| self.before(*node).is_none());
        if !old.is_empty() && !new.is_empty() {
            self.take(&old, &new);
        }
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
        let space = || match side {
            Side::Before => self.space(meta.space()).to_owned(),
            Side::After => meta.space().to_string(),
        };
        let (near, wide, stays) = match node {
            Node::Stage(j, _) => (place(Node::Journey(j)), place(Node::Journey(j)), false),
            Node::Touchpoint(j, s, t) => (
                place(Node::Stage(j, s)),
                place(Node::Journey(j)),
                site.touchpoint(j, s, t).uses.is_some(),
            ),
            Node::Opportunity(ix) => match site.opportunity(ix).home {
                Some(home) => (place(home), String::new(), false),
                None => (space(), String::new(), false),
            },
            _ => (space(), String::new(), false),
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

    /// The path that a space of before has now.
    pub(crate) fn space<'s>(&'s self, before: &'s str) -> &'s str {
        self.spaces.get(before).map_or(before, String::as_str)
    }

    /// Spaces that are called otherwise, without those in one that is: before and after.
    pub(crate) fn renamed_spaces(&self) -> impl Iterator<Item = (&str, &str)> {
        let follows = |from: &str, to: &str| {
            self.spaces.iter().any(|(old, new)| {
                let rest = from.strip_prefix(&**old).filter(|rest| rest.starts_with('/'));
                rest.is_some() && rest == to.strip_prefix(&**new)
            })
        };
        let spaces = self.spaces.iter().map(|(from, to)| (&**from, &**to));
        spaces.filter(move |(from, to)| !follows(from, to))
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

    /// What was felt, on the scale of now: how it felt is told and not how it was counted.
    pub(crate) fn felt(&self, before: f64) -> f64 {
        let (old, new) = (&self.before.config.emotion, &self.after.config.emotion);
        if (old.min, old.max) == (new.min, new.max) {
            return before;
        }
        new.min + self.fall(before - old.min)
    }

    /// How far it went down, on the scale of now.
    pub(crate) fn fall(&self, before: f64) -> f64 {
        let (old, new) = (&self.before.config.emotion, &self.after.config.emotion);
        before * ((new.max - new.min) / (old.max - old.min))
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

fn personas(site: &Site) -> Vec<Node> {
    nodes(site.personas.len(), |ix| Node::Persona(PersonaIx(ix)))
}

fn catalogue(site: &Site) -> Vec<Node> {
    nodes(site.touchpoints.len(), |ix| Node::Catalogue(CatalogueIx(ix)))
}

fn journeys(site: &Site) -> Vec<Node> {
    nodes(site.journeys.len(), |ix| Node::Journey(JourneyIx(ix)))
}

fn evidence(site: &Site) -> Vec<Node> {
    nodes(site.evidence.len(), |ix| Node::Evidence(EvidenceIx(ix)))
}

/// Sources of two sites, matched as in all of it.
pub(crate) fn sources(before: &Site, after: &Site) -> Vec<(EvidenceIx, EvidenceIx)> {
    let mut pairs = Pairs::none(before, after);
    pairs.take(&evidence(before), &evidence(after));
    let both = pairs.both().filter_map(|pair| match pair {
        (Node::Evidence(a), Node::Evidence(b)) => Some((a, b)),
        _ => None,
    });
    both.collect()
}

/// Highlights of a source, matched by their ids, then by what they say.
pub(crate) fn highlights(before: &[Highlight], after: &[Highlight]) -> Vec<Pair> {
    let card = |highlight: &Highlight| {
        let id = highlight.id.to_string();
        // One that is withheld says nothing by which it could be known.
        let title = highlight.words.as_ref().map_or_else(|| format!("\n{id}"), plain);
        Card { id, title, ..Card::default() }
    };
    let (old, new): (Vec<Card>, Vec<Card>) =
        (before.iter().map(card).collect(), after.iter().map(card).collect());
    let bag = |highlight: &Highlight| {
        highlight.words.as_ref().map_or_else(Bag::default, |words| Bag::of(words.doc.plain()))
    };
    pair((&old, &new), &[], (&|at| bag(&before[at]), &|at| bag(&after[at])))
}

fn plain(words: &Words) -> String {
    words.doc.plain().to_string()
}

/// What has a file of its own, by its space.
fn by_space(site: &Site) -> BTreeMap<&str, BTreeSet<(Kind, &str)>> {
    let files = [personas(site), evidence(site), catalogue(site), journeys(site)].concat();
    let mut out: BTreeMap<&str, BTreeSet<(Kind, &str)>> = BTreeMap::new();
    for node in files.into_iter().chain(opportunities(site, Home::File)) {
        let meta = site.meta(node);
        out.entry(meta.space()).or_default().insert((node.kind(), &meta.id));
    }
    out.remove("");
    out
}

/// Which space that is gone is which that is new: most of what stood in the one stands in the
/// other.
fn renamed_spaces(before: &Site, after: &Site) -> BTreeMap<String, String> {
    let (old, new) = (by_space(before), by_space(after));
    let mut free: BTreeSet<&str> =
        new.keys().copied().filter(|space| !old.contains_key(space)).collect();
    let mut out = BTreeMap::new();
    for (space, held) in old.iter().filter(|(space, _)| !new.contains_key(*space)) {
        let common = |to: &&str| new[to].intersection(held).count();
        // The first of several that hold as much.
        let best = free.iter().rev().copied().max_by_key(common);
        if let Some(to) = best.filter(|to| 2 * common(to) > held.len()) {
            free.remove(to);
            out.insert((*space).to_owned(), to.to_owned());
        }
    }
    out
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
    if let Some(body) = site.meta(node).body() {
        bag.take(&body.doc.letters());
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
