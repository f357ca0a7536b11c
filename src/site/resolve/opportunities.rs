//! Opportunities: what each addresses, named from either side, and which comes first.

use super::desk::{Desk, Room, Shelf, push_once};
use super::meta::{Above, Reviewed};
use super::names::{Names, Scope, Takes};
use super::order::indexed;
use crate::diagnostic::Finding;
use crate::model::{RefName, Status};
use crate::site::address::opportunity_anchor;
use crate::site::{
    CatalogueIx, CatalogueTouchpoint, Citation, Journey, JourneyIx, Node, Opportunity,
    OpportunityIx, Site, Words, derive,
};
use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use thin_vec::ThinVec;

/// The ease of an opportunity that says nothing of it, which is a finding of its own.
const UNSAID_FEASIBILITY: f64 = 3.0;

/// An opportunity; what names it from the other side comes later.
pub(super) fn resolve<'r>(
    room: &'r Room<'_>,
    shelf: Shelf<'r>,
    ix: OpportunityIx,
) -> (Opportunity, Vec<Finding>) {
    let row = room.names.order.opportunity(ix);
    let (written, node) = (&row.item, Node::Opportunity(ix));
    let scope = Scope {
        left_out: room.names.order.is_left_out(node),
        ..row.home.map_or_else(|| Scope::of_space(&row.space), |home| inside(&row.space, home))
    };
    let mut desk = Desk::new(room, shelf, scope);
    let above = desk.above(row.home, &row.space, written.common.file());
    let meta = desk.meta(&written.common, written.title.span, &above, Reviewed::WhenWritten);
    let title = desk.words(&written.title);
    let evidence = desk.rests_on([Some(&title), meta.body()], &written.evidence);
    let impact = written.impact.value;
    let given = written.feasibility.map(|feasibility| feasibility.value);
    let feasibility = derive::feasibility(given, written.effort).unwrap_or(UNSAID_FEASIBILITY);
    let config = &room.content.config;
    let thresholds = (config.impact_threshold, config.feasibility_threshold);
    let opportunity = Opportunity {
        title,
        impact,
        feasibility,
        effort: written.effort,
        score: impact * feasibility,
        quadrant: derive::quadrant(impact, feasibility, thresholds),
        rank: None,
        status: written.status,
        addresses: desk.addressed(row.home, &written.addresses),
        link: written.link.as_ref().map(|link| link.text.alone()),
        support: desk.status(&evidence, &[]),
        evidence,
        home: row.home,
        meta,
    };
    (opportunity, desk.findings)
}

/// The scope of what is written inside a stage or a touchpoint.
fn inside(space: &str, home: Node) -> Scope<'_> {
    match home {
        Node::Stage(j, s) | Node::Touchpoint(j, s, _) => {
            Scope { journey: Some(j), stage: Some(s), ..Scope::of_space(space) }
        }
        _ => Scope::of_space(space),
    }
}

impl Desk<'_, '_> {
    /// Sources cited in texts, then those that `evidence` names, each once.
    fn rests_on(&mut self, texts: [Option<&Words>; 2], names: &[RefName]) -> ThinVec<Citation> {
        let cited = texts.iter().flatten().map(|words| words.citations().len()).sum::<usize>();
        let mut out = ThinVec::with_capacity(cited + names.len());
        for citation in texts.into_iter().flatten().flat_map(|words| words.citations()) {
            push_once(&mut out, citation.source.map(|_| *citation));
        }
        self.cite_all(&mut out, names);
        out
    }

    /// Its home, then what it names. One of the catalogue addresses its uses, not the catalogue.
    fn addressed(&mut self, home: Option<Node>, names: &[RefName]) -> ThinVec<Node> {
        let home = home.filter(|home| !matches!(home, Node::Catalogue(_)));
        let mut out = ThinVec::with_capacity(usize::from(home.is_some()) + names.len());
        out.extend(home);
        for name in names {
            push_once(&mut out, self.reference(name, Takes::ADDRESSED));
        }
        out
    }

    /// What an opportunity takes from its home: language and status, but no owner.
    fn above(
        &mut self,
        home: Option<Node>,
        space: &Arc<str>,
        file: crate::source::FileId,
    ) -> Above {
        let order = self.room.names.order;
        let mut chain = Vec::new();
        let mut at = home;
        while let Some(node) = at {
            chain.push(order.common(node));
            at = order.parent(node);
        }
        self.lang = None;
        let mut status = Status::Published;
        for common in chain.into_iter().rev() {
            self.lang = self.language(common.lang());
            status = super::meta::status_in(common.status, status);
        }
        let path = self.room.sources.shared_path(file);
        Above { lang: self.lang.clone(), status, ..Above::file(space, file, &path) }
    }
}

/// Anchors for those of several opportunities with one id on a stage's page that come after the
/// first: the stage's own comes before those of its touchpoints. No slug holds a `_`, so that
/// nothing else on the page can have such an anchor.
pub(super) fn second_anchors(
    opportunities: &[(OpportunityIx, &Opportunity)],
    names: &Names<'_>,
) -> BTreeMap<OpportunityIx, std::sync::Arc<str>> {
    let mut taken = BTreeSet::new();
    for (_, opportunity) in opportunities {
        if let Some(Node::Stage(j, s)) = opportunity.home {
            taken.insert((j, s, &opportunity.meta.id));
        }
    }
    let mut out = BTreeMap::new();
    for &(ix, opportunity) in opportunities {
        let Some(home @ Node::Touchpoint(j, s, _)) = opportunity.home else { continue };
        let id = &opportunity.meta.id;
        if !taken.insert((j, s, id)) {
            let anchor = format!("{}__{}", opportunity_anchor(id), names.id(home));
            out.insert(ix, anchor.into());
        }
    }
    out
}

/// Lays what stages, touchpoints and the catalogue name beside what opportunities address, so
/// that both sides know the link.
pub(super) fn link(
    opportunities: &mut [Opportunity],
    journeys: &mut [Journey],
    catalogue: &mut [CatalogueTouchpoint],
) {
    let mut add = |named: &[OpportunityIx], node: Node| {
        for ix in named {
            let Some(opportunity) = opportunities.get_mut(ix.0 as usize) else { continue };
            if opportunity.home != Some(node) || !matches!(node, Node::Catalogue(_)) {
                push_once(&mut opportunity.addresses, Some(node));
            }
        }
    };
    for (j, journey) in indexed(journeys, JourneyIx) {
        for (s, stage) in indexed(&journey.stages, |s| s) {
            add(&stage.experience.opportunities, Node::Stage(j, s));
            for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
                add(&touchpoint.experience.opportunities, Node::Touchpoint(j, s, t));
            }
        }
    }
    for (ix, touchpoint) in indexed(catalogue, CatalogueIx) {
        add(&touchpoint.experience.opportunities, Node::Catalogue(ix));
    }
    for (ix, opportunity) in indexed(opportunities, OpportunityIx) {
        for &node in &opportunity.addresses {
            if let Some(list) = list_of(node, journeys, catalogue) {
                push_once(list, Some(ix));
            }
        }
    }
}

/// The opportunities of a node that has a list of its own.
fn list_of<'a>(
    node: Node,
    journeys: &'a mut [Journey],
    catalogue: &'a mut [CatalogueTouchpoint],
) -> Option<&'a mut ThinVec<OpportunityIx>> {
    Some(match node {
        Node::Journey(j) => &mut journeys.get_mut(j.0 as usize)?.opportunities,
        Node::Stage(j, s) => {
            let stage = journeys.get_mut(j.0 as usize)?.stages.get_mut(s as usize)?;
            &mut stage.experience.opportunities
        }
        Node::Touchpoint(j, s, t) => {
            let stage = journeys.get_mut(j.0 as usize)?.stages.get_mut(s as usize)?;
            &mut stage.touchpoints.get_mut(t as usize)?.experience.opportunities
        }
        Node::Catalogue(ix) => &mut catalogue.get_mut(ix.0 as usize)?.experience.opportunities,
        _ => return None,
    })
}

/// The open opportunities, best first; those with a retired home are not among them.
pub(super) fn best_first<O: Borrow<Opportunity>>(opportunities: &[O]) -> Vec<OpportunityIx> {
    let is_ranked = |o: &Opportunity| o.meta.status != Status::Retired && derive::is_open(o.status);
    // What is compared stands side by side: the items themselves are all over the memory.
    let mut ranked: Vec<(derive::Priority<'_>, OpportunityIx)> =
        indexed(opportunities, OpportunityIx)
            .map(|(ix, o)| (o.borrow(), ix))
            .filter(|(o, _)| is_ranked(o))
            .map(|(o, ix)| {
                let title = o.title.doc.plain();
                (derive::Priority { score: o.score, impact: o.impact, title }, ix)
            })
            .collect();
    ranked.sort_by(|(a, _), (b, _)| a.compare(b));
    ranked.iter().map(|(_, ix)| *ix).collect()
}

/// Gives the open opportunities their ranks.
pub(super) fn rank(opportunities: &mut [Opportunity]) -> Vec<OpportunityIx> {
    let ranked = best_first(opportunities);
    for (place, ix) in ranked.iter().enumerate() {
        opportunities[ix.0 as usize].rank = Some(place as u32 + 1);
    }
    ranked
}

/// Ranks the opportunities of a whole site again, and puts what lists them in order; what is in
/// the lists is the same as before.
pub(super) fn rank_again(site: &mut Site) {
    site.ranked = best_first(&site.opportunities);
    let mut ranks: Vec<Option<u32>> = vec![None; site.opportunities.len()];
    for (rank, ix) in (1u32..).zip(&site.ranked) {
        ranks[ix.0 as usize] = Some(rank);
    }
    for (opportunity, rank) in site.opportunities.iter_mut().zip(&ranks) {
        if opportunity.rank != *rank {
            Arc::make_mut(opportunity).rank = *rank;
        }
    }
    let key = |ix: &OpportunityIx| (Reverse(ranks[ix.0 as usize].map(Reverse)), *ix);
    for journey in &mut site.journeys {
        let lists = journey.stages.iter().flat_map(|stage| {
            let inside = stage.touchpoints.iter().map(|t| &t.experience.opportunities);
            inside.chain([&stage.experience.opportunities])
        });
        if lists.chain([&journey.opportunities]).all(|list| list.is_sorted_by_key(key)) {
            continue;
        }
        let journey = Arc::make_mut(journey);
        journey.opportunities.sort_by_key(key);
        for stage in &mut journey.stages {
            stage.experience.opportunities.sort_by_key(key);
            for touchpoint in &mut stage.touchpoints {
                touchpoint.experience.opportunities.sort_by_key(key);
            }
        }
    }
    for touchpoint in &mut site.touchpoints {
        if !touchpoint.experience.opportunities.is_sorted_by_key(key) {
            Arc::make_mut(touchpoint).experience.opportunities.sort_by_key(key);
        }
    }
}

/// Puts every list of opportunities in order, ranked first, and gathers those of a whole journey.
pub(super) fn order_lists(
    opportunities: &[Opportunity],
    journeys: &mut [Journey],
    catalogue: &mut [CatalogueTouchpoint],
) {
    let sort = |list: &mut ThinVec<OpportunityIx>| {
        list.retain(|ix| (ix.0 as usize) < opportunities.len());
        list.sort_by_key(|ix| (Reverse(opportunities[ix.0 as usize].rank.map(Reverse)), *ix));
        list.dedup();
        list.shrink_to_fit();
    };
    for journey in journeys {
        for stage in &mut journey.stages {
            sort(&mut stage.experience.opportunities);
            journey.opportunities.extend_from_slice(&stage.experience.opportunities);
            for touchpoint in &mut stage.touchpoints {
                sort(&mut touchpoint.experience.opportunities);
                journey.opportunities.extend_from_slice(&touchpoint.experience.opportunities);
            }
        }
        sort(&mut journey.opportunities);
    }
    for touchpoint in catalogue {
        sort(&mut touchpoint.experience.opportunities);
    }
}
