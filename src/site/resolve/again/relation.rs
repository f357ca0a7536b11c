//! What a journey and opportunities say of each other, and which touchpoints of the catalogue it
//! takes, when either differs from before.

use super::super::desk::{Room, Shelf};
use super::super::opportunities;
use super::super::order::indexed;
use super::Own;
use crate::site::{
    CatalogueIx, CatalogueTouchpoint, Journey, JourneyIx, Node, OpportunityIx, Site, Stage,
    Touchpoint,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use thin_vec::ThinVec;

/// What a journey names, by where it does, in the order in which it is read.
struct Named {
    opportunities: Vec<(Node, ThinVec<OpportunityIx>)>,
    uses: Vec<(CatalogueIx, Node)>,
}

impl Named {
    fn of(ix: JourneyIx, journey: &Journey) -> Self {
        let mut named = Self { opportunities: Vec::new(), uses: Vec::new() };
        for (s, stage) in indexed(&journey.stages, |s| s) {
            let own = stage.experience.opportunities.clone();
            named.opportunities.push((Node::Stage(ix, s), own));
            for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
                let node = Node::Touchpoint(ix, s, t);
                let own = touchpoint.experience.opportunities.clone();
                named.opportunities.push((node, own));
                named.uses.extend(touchpoint.uses.map(|used| (used, node)));
            }
        }
        named
    }

    fn all(&self) -> impl Iterator<Item = OpportunityIx> + '_ {
        self.opportunities.iter().flat_map(|(_, list)| list.iter().copied())
    }

    /// Where an opportunity is named.
    fn naming(&self, ix: OpportunityIx) -> impl Iterator<Item = Node> + '_ {
        self.opportunities.iter().filter(move |(_, list)| list.contains(&ix)).map(|(node, _)| *node)
    }
}

/// Whether a node stands in a journey.
pub(super) fn is_inside(ix: JourneyIx, node: Node) -> bool {
    matches!(node, Node::Stage(j, _) | Node::Touchpoint(j, _, _) if j == ix)
}

/// The order in which those that name an opportunity are read: each stage before its touchpoints,
/// the catalogue last.
fn reading_order(node: Node) -> (u32, u32, Option<u32>) {
    match node {
        Node::Stage(j, s) => (j.0, s, None),
        Node::Touchpoint(j, s, t) => (j.0, s, Some(t)),
        _ => (u32::MAX, u32::MAX, None),
    }
}

/// Lays a journey, not yet on the site, and its opportunities beside all others again. `new` gets
/// what they address and how it lists them. `None` when what is inside says more of others, or
/// what others say of it cannot be told from here.
pub(super) fn lay(
    ix: JourneyIx,
    (old, new): (&Own, &mut Own),
    (room, shelf): (&Room<'_>, Shelf<'_>),
    site: &mut Site,
) -> Option<()> {
    let (was, is) = (Named::of(ix, &old.journey), Named::of(ix, &new.journey));
    let inline: BTreeSet<OpportunityIx> = new.opportunities.iter().map(|(ix, _)| *ix).collect();
    if !address_the_same_outside(ix, old, new) {
        return None;
    }
    let on_site = |number: &OpportunityIx| (number.0 as usize) < site.opportunities.len();
    let touched: BTreeSet<OpportunityIx> =
        was.all().chain(is.all()).filter(|o| !inline.contains(o)).filter(on_site).collect();
    let mut addresses: BTreeMap<OpportunityIx, ThinVec<Node>> = BTreeMap::new();
    for &number in &touched {
        let (own, _) = opportunities::resolve(room, shelf, number);
        let laid = &site.opportunity(number).addresses;
        addresses
            .insert(number, beside(ix, own.addresses.clone(), &own.addresses, laid, &is, number)?);
    }
    for ((number, before), (_, now)) in old.opportunities.iter().zip(&new.opportunities) {
        let laid = &site.opportunities.get(number.0 as usize)?.addresses;
        let all = beside(ix, now.addresses.clone(), &before.addresses, laid, &is, *number)?;
        addresses.insert(*number, all);
    }
    move_uses(ix, &was, &is, site)?;
    list(ix, &mut new.journey, &addresses, site);
    for (number, opportunity) in &mut new.opportunities {
        opportunity.addresses = addresses.remove(number)?;
    }
    for (number, addresses) in addresses {
        let place = &mut site.opportunities[number.0 as usize];
        if place.addresses != addresses {
            Arc::make_mut(place).addresses = addresses;
        }
    }
    Some(())
}

/// Whether the opportunities in a journey, one by one, address the same of others.
fn address_the_same_outside(ix: JourneyIx, old: &Own, new: &Own) -> bool {
    let outside = |own: &Own| -> Vec<(OpportunityIx, ThinVec<Node>)> {
        let one = |(number, o): &(OpportunityIx, crate::site::Opportunity)| {
            let nodes = o.addresses.iter().filter(|node| !is_inside(ix, **node));
            (*number, nodes.copied().collect())
        };
        own.opportunities.iter().map(one).collect()
    };
    outside(old) == outside(new)
}

/// What an opportunity addresses: what it says itself, then who names it, in reading order. What
/// other journeys and the catalogue say is read off how it `laid` before, behind what it said
/// itself then.
fn beside(
    ix: JourneyIx,
    mut own: ThinVec<Node>,
    own_before: &[Node],
    laid: &[Node],
    named: &Named,
    number: OpportunityIx,
) -> Option<ThinVec<Node>> {
    let others = laid.strip_prefix(own_before)?.iter().filter(|node| !is_inside(ix, **node));
    let mut naming: Vec<Node> = others.copied().chain(named.naming(number)).collect();
    naming.sort_by_key(|node| reading_order(*node));
    for node in naming {
        if !own.contains(&node) {
            own.push(node);
        }
    }
    Some(own)
}

/// Takes old uses off the catalogue and puts new ones on. `None` when a touchpoint is used for the
/// first or was for the last time: that is a finding.
fn move_uses(ix: JourneyIx, was: &Named, is: &Named, site: &mut Site) -> Option<()> {
    let touched: BTreeSet<CatalogueIx> =
        was.uses.iter().chain(&is.uses).map(|(used, _)| *used).collect();
    for used in touched {
        let Some(place) = site.touchpoints.get_mut(used.0 as usize) else { continue };
        let now = is.uses.iter().filter(|(by, _)| *by == used).map(|(_, node)| *node);
        let mut uses: Vec<Node> =
            place.uses.iter().copied().filter(|node| !is_inside(ix, *node)).chain(now).collect();
        uses.sort_by_key(|node| reading_order(*node));
        if uses.is_empty() != place.uses.is_empty() {
            return None;
        }
        if uses != place.uses {
            let touchpoint: &mut CatalogueTouchpoint = Arc::make_mut(place);
            touchpoint.uses = uses;
        }
    }
    Some(())
}

/// Writes the opportunities of a journey and of what stands in it, best first.
fn list(
    ix: JourneyIx,
    journey: &mut Journey,
    addresses: &BTreeMap<OpportunityIx, ThinVec<Node>>,
    site: &Site,
) {
    // Those that address it from elsewhere stand in its lists as they were.
    let before = site.journey(ix).opportunities.iter().copied();
    let candidates: BTreeSet<OpportunityIx> = before.chain(addresses.keys().copied()).collect();
    let addressing = |node: Node| -> ThinVec<OpportunityIx> {
        let addressed = |number: &OpportunityIx| match addresses.get(number) {
            Some(nodes) => nodes.contains(&node),
            None => site.opportunity(*number).addresses.contains(&node),
        };
        let mut list: ThinVec<OpportunityIx> =
            candidates.iter().copied().filter(addressed).collect();
        sort(&mut list, site);
        list
    };
    let mut all = addressing(Node::Journey(ix));
    for (s, stage) in (0u32..).zip(&mut journey.stages) {
        let stage: &mut Stage = stage;
        stage.experience.opportunities = addressing(Node::Stage(ix, s));
        all.extend_from_slice(&stage.experience.opportunities);
        for (t, touchpoint) in (0u32..).zip(&mut stage.touchpoints) {
            let touchpoint: &mut Touchpoint = touchpoint;
            touchpoint.experience.opportunities = addressing(Node::Touchpoint(ix, s, t));
            all.extend_from_slice(&touchpoint.experience.opportunities);
        }
    }
    sort(&mut all, site);
    journey.opportunities = all;
}

/// Ranked first; what is worth something else now is ranked again later.
fn sort(list: &mut ThinVec<OpportunityIx>, site: &Site) {
    list.sort_by_key(|ix| (Reverse(site.opportunity(*ix).rank.map(Reverse)), *ix));
    list.dedup();
}
