//! Which entities a link joins, for those who ask what a change of some may show on others.

use super::resolve::links_of;
use super::{
    CatalogueIx, CatalogueTouchpoint, Evidence, EvidenceIx, Highlight, Journey, JourneyIx, Meta,
    Node, Opportunity, OpportunityIx, Persona, PersonaIx, Site, Words,
};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Site {
    /// The entity with pages of its own that a node is or stands in.
    pub fn top(&self, node: Node) -> Node {
        match node {
            Node::Stage(j, _) | Node::Touchpoint(j, _, _) => Node::Journey(j),
            Node::Opportunity(ix) => match self.opportunity(ix).home {
                Some(home) => self.top(home),
                None => node,
            },
            _ => node,
        }
    }

    /// Entities that are not the very same as on a site before, if both number theirs alike. An
    /// entity is another one as soon as anything of it differs, what others say of it included.
    pub fn changed_since(&self, before: &Site) -> Option<Changed> {
        let mut changed = Changed::default();
        let persona = |ix| Node::Persona(PersonaIx(ix));
        changed.add(&before.personas, &self.personas, persona, persona_itself)?;
        let journey = |ix| Node::Journey(JourneyIx(ix));
        changed.add(&before.journeys, &self.journeys, journey, names)?;
        let catalogue = |ix| Node::Catalogue(CatalogueIx(ix));
        changed.add(&before.touchpoints, &self.touchpoints, catalogue, catalogue_itself)?;
        let opportunity = |ix| Node::Opportunity(OpportunityIx(ix));
        changed.add(&before.opportunities, &self.opportunities, opportunity, in_a_list)?;
        let evidence = |ix| Node::Evidence(EvidenceIx(ix));
        changed.add(&before.evidence, &self.evidence, evidence, evidence_itself)?;
        Some(changed)
    }

    /// Whose pages may show anything of what changed: its own, those of all that a link joins with
    /// it in either direction and, where it is seen from afar, of all that is joined with those.
    pub fn showing(&self, changed: &Changed) -> BTreeSet<Node> {
        let far = self.with_neighbours(&self.with_neighbours(&changed.from_afar));
        let mut all = self.with_neighbours(&changed.all);
        all.extend(far);
        all.extend(self.below(&changed.from_afar));
        all
    }

    /// Some entities, and every entity that a link joins with one of them, in either direction.
    fn with_neighbours(&self, nodes: &BTreeSet<Node>) -> BTreeSet<Node> {
        let mut all = BTreeSet::new();
        for &node in nodes {
            all.insert(self.top(node));
            all.extend(links_of(self, node).into_iter().map(|other| self.top(other)));
        }
        all
    }

    /// Every journey below some: the way to it stands above its page.
    fn below(&self, nodes: &BTreeSet<Node>) -> BTreeSet<Node> {
        let mut below = BTreeSet::new();
        let mut open: Vec<Node> = nodes.iter().copied().collect();
        while let Some(node) = open.pop() {
            let Node::Journey(ix) = node else { continue };
            let children = self.journey(ix).children.iter().copied().map(Node::Journey);
            open.extend(children.filter(|child| below.insert(*child)));
        }
        below
    }
}

/// What differs between two states of a site.
#[derive(Debug, Default)]
pub struct Changed {
    /// Entities of which anything differs.
    all: BTreeSet<Node>,
    /// Those of them that are others by themselves, not only by what refers to them, so that
    /// pages which show them through another entity may differ too: a persona's page names the
    /// sources of her journeys. Of a journey such pages show names alone.
    from_afar: BTreeSet<Node>,
}

impl Changed {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What differs after another change too.
    pub fn extend(&mut self, later: Changed) {
        self.all.extend(later.all);
        self.from_afar.extend(later.from_afar);
    }

    fn add<'s, T, S: PartialEq>(
        &mut self,
        before: &'s [Arc<T>],
        now: &'s [Arc<T>],
        node: impl Fn(u32) -> Node,
        seen_from_afar: impl Fn(&'s T) -> S,
    ) -> Option<()> {
        if before.len() != now.len() {
            return None;
        }
        for (ix, (a, b)) in (0u32..).zip(before.iter().zip(now)) {
            if Arc::ptr_eq(a, b) {
                continue;
            }
            self.all.insert(node(ix));
            if seen_from_afar(a) != seen_from_afar(b) {
                self.from_afar.insert(node(ix));
            }
        }
        Some(())
    }
}

/// The titles of a journey and of all that stands in it, in order.
fn names(journey: &Journey) -> Vec<&Words> {
    let inside = journey.stages.iter().flat_map(|stage| {
        [&stage.title].into_iter().chain(stage.touchpoints.iter().map(|t| &t.title))
    });
    [&journey.title].into_iter().chain(inside).collect()
}

/// What a list of opportunities shows of one, wherever that list stands.
fn in_a_list(opportunity: &Opportunity) -> impl PartialEq + use<'_> {
    let Opportunity { meta, title, score, quadrant, rank, status, addresses, support, .. } =
        opportunity;
    (title, addresses, score, (quadrant, rank, status), (support, meta.status))
}

fn without_backlinks(meta: &Meta) -> Meta {
    Meta { backlinks: Default::default(), ..meta.clone() }
}

fn persona_itself(persona: &Persona) -> Persona {
    Persona { meta: without_backlinks(&persona.meta), journeys: Vec::new(), ..persona.clone() }
}

fn catalogue_itself(touchpoint: &CatalogueTouchpoint) -> CatalogueTouchpoint {
    CatalogueTouchpoint {
        meta: without_backlinks(&touchpoint.meta),
        uses: Vec::new(),
        ..touchpoint.clone()
    }
}

fn evidence_itself(source: &Evidence) -> Evidence {
    let highlights = source.highlights.iter();
    Evidence {
        meta: without_backlinks(&source.meta),
        cited_by: Vec::new(),
        highlights: highlights.map(|h| Highlight { cited_by: Vec::new(), ..h.clone() }).collect(),
        ..source.clone()
    }
}
