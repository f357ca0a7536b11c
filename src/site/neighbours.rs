//! Which entities a link joins, for those who ask what a change of some may show on others.

use super::resolve::links_of;
use super::{CatalogueIx, EvidenceIx, JourneyIx, Node, OpportunityIx, PersonaIx, Site};
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
    pub fn changed_since(&self, before: &Site) -> Option<BTreeSet<Node>> {
        let mut changed = BTreeSet::new();
        differing(
            &before.personas,
            &self.personas,
            |ix| Node::Persona(PersonaIx(ix)),
            &mut changed,
        )?;
        differing(
            &before.journeys,
            &self.journeys,
            |ix| Node::Journey(JourneyIx(ix)),
            &mut changed,
        )?;
        let catalogue = |ix| Node::Catalogue(CatalogueIx(ix));
        differing(&before.touchpoints, &self.touchpoints, catalogue, &mut changed)?;
        let opportunity = |ix| Node::Opportunity(OpportunityIx(ix));
        differing(&before.opportunities, &self.opportunities, opportunity, &mut changed)?;
        let evidence = |ix| Node::Evidence(EvidenceIx(ix));
        differing(&before.evidence, &self.evidence, evidence, &mut changed)?;
        Some(changed)
    }

    /// Some entities, and every entity that a link joins with one of them, in either direction.
    pub fn with_neighbours(&self, nodes: &BTreeSet<Node>) -> BTreeSet<Node> {
        let mut all = BTreeSet::new();
        for &node in nodes {
            all.insert(self.top(node));
            all.extend(links_of(self, node).into_iter().map(|other| self.top(other)));
        }
        all
    }
}

fn differing<T>(
    before: &[Arc<T>],
    now: &[Arc<T>],
    node: impl Fn(u32) -> Node,
    changed: &mut BTreeSet<Node>,
) -> Option<()> {
    if before.len() != now.len() {
        return None;
    }
    let pairs = (0u32..).zip(before.iter().zip(now));
    changed.extend(pairs.filter(|(_, (a, b))| !Arc::ptr_eq(a, b)).map(|(ix, _)| node(ix)));
    Some(())
}
