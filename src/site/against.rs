//! A to-be journey beside the as-is journey that it changes.

use super::{Journey, JourneyIx, Meta, Node, OpportunityIx, PersonaIx, Site, Words};
use crate::model::{OpportunityStatus, Status};
use std::collections::BTreeMap;
use thin_vec::ThinVec;

/// Which parts of the as-is journey the parts of a to-be journey match: by id, then by title.
/// Touchpoints are looked for in the stage that matches theirs first, then anywhere, since a
/// touchpoint may move.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    /// The as-is journey.
    pub baseline: JourneyIx,
    /// For each stage the stage that it matches.
    stages: Vec<Option<u32>>,
    /// For each stage and touchpoint the stage and touchpoint that it matches.
    touchpoints: Vec<Vec<Option<(u32, u32)>>>,
}

impl Against {
    /// Lays a journey beside its baseline, if it has one.
    pub fn of(site: &Site, ix: JourneyIx) -> Option<Self> {
        let journey = site.journey(ix);
        let baseline = journey.baseline?;
        let before = site.journey(baseline);
        let wanted: Vec<Named<'_>> = journey.stages.iter().map(|s| (&s.meta, &s.title)).collect();
        let there: Vec<Named<'_>> = before.stages.iter().map(|s| (&s.meta, &s.title)).collect();
        let mut stages = vec![None; wanted.len()];
        let places: Vec<u32> = (0..there.len() as u32).collect();
        pair(&wanted, &there, &places, &mut stages);
        let touchpoints = touchpoints(journey, before, &stages);
        Some(Self { baseline, stages, touchpoints })
    }

    /// The stage that a stage matches.
    pub fn stage(&self, s: u32) -> Option<u32> {
        *self.stages.get(s as usize)?
    }

    /// The touchpoint that a touchpoint matches.
    pub fn touchpoint(&self, s: u32, t: u32) -> Option<(u32, u32)> {
        *self.touchpoints.get(s as usize)?.get(t as usize)?
    }

    /// What a persona feels today at a stage or touchpoint of the to-be journey: at the touchpoint
    /// that it matches, or as the mean of the stage that it matches.
    pub fn felt(&self, site: &Site, node: Node, persona: PersonaIx) -> Option<f64> {
        let there = match node {
            Node::Stage(_, s) => Node::Stage(self.baseline, self.stage(s)?),
            Node::Touchpoint(_, s, t) => {
                let (s, t) = self.touchpoint(s, t)?;
                Node::Touchpoint(self.baseline, s, t)
            }
            _ => return None,
        };
        felt_at(site, there).iter().find(|(of, _)| *of == persona).map(|(_, value)| *value)
    }

    /// Whether the as-is journey has what a stage or touchpoint of the to-be journey is.
    pub fn is_new(&self, node: Node) -> bool {
        match node {
            Node::Stage(_, s) => self.stage(s).is_none(),
            Node::Touchpoint(_, s, t) => self.touchpoint(s, t).is_none(),
            _ => false,
        }
    }

    /// Stages and touchpoints of the as-is journey that nothing matches, in order. Touchpoints of
    /// a dropped stage go with it.
    pub fn dropped(&self, site: &Site) -> Vec<Node> {
        let mut all = Vec::new();
        let kept: Vec<(u32, u32)> = self.touchpoints.iter().flatten().flatten().copied().collect();
        for (s, stage) in (0..).zip(&site.journey(self.baseline).stages) {
            let has_touchpoint = kept.iter().any(|(of, _)| *of == s);
            if !self.stages.contains(&Some(s)) && !has_touchpoint {
                all.push(Node::Stage(self.baseline, s));
                continue;
            }
            let places = 0..stage.touchpoints.len() as u32;
            let gone = places.filter(|t| !kept.contains(&(s, *t)));
            all.extend(gone.map(|t| Node::Touchpoint(self.baseline, s, t)));
        }
        all
    }

    /// Touchpoints of the as-is journey that nothing matches, those of dropped stages too.
    pub fn dropped_touchpoints(&self, site: &Site) -> Vec<Node> {
        let of = |node| match node {
            Node::Stage(ix, s) => {
                let count = site.stage(ix, s).touchpoints.len() as u32;
                (0..count).map(|t| Node::Touchpoint(ix, s, t)).collect()
            }
            node => vec![node],
        };
        self.dropped(site).into_iter().flat_map(of).collect()
    }

    /// The opportunities that address the place of a gap: the touchpoint or its stage, in either
    /// journey. What was dropped closes nothing.
    pub fn closing(
        &self,
        site: &Site,
        (ix, s, t): (JourneyIx, u32, u32),
    ) -> ThinVec<OpportunityIx> {
        let now = site.stage(ix, s);
        let mut all = site.touchpoint(ix, s, t).experience.opportunities.clone();
        if let Some((s, t)) = self.touchpoint(s, t) {
            all.extend_from_slice(&site.touchpoint(self.baseline, s, t).experience.opportunities);
        }
        all.extend_from_slice(&now.experience.opportunities);
        if let Some(s) = self.stage(s) {
            all.extend_from_slice(&site.stage(self.baseline, s).experience.opportunities);
        }
        let mut seen = Vec::new();
        all.retain(|ix| {
            let is_open = site.opportunity(*ix).status != OpportunityStatus::Dropped;
            let is_first = !seen.contains(ix);
            seen.push(*ix);
            is_open && is_first
        });
        all
    }
}

/// What every persona feels at a touchpoint, or the means of a stage.
pub fn felt_at(site: &Site, node: Node) -> &[(PersonaIx, f64)] {
    match node {
        Node::Stage(ix, s) => &site.stage(ix, s).emotion,
        Node::Touchpoint(ix, s, t) => &site.touchpoint(ix, s, t).experience.emotion,
        _ => &[],
    }
}

/// Journeys as lists show them: one that changes another right below it, where that stands in the
/// list too: not in another space and not among the retired. Else each keeps its place.
pub fn below_as_is(site: &Site, journeys: &mut [JourneyIx]) {
    let place: BTreeMap<JourneyIx, usize> =
        journeys.iter().enumerate().map(|(at, ix)| (*ix, at)).collect();
    let group = |ix: JourneyIx| {
        let meta = &site.journey(ix).meta;
        (meta.space(), meta.status == Status::Retired)
    };
    let above = |ix: JourneyIx| {
        let baseline = site.journey(ix).baseline?;
        (group(ix) == group(baseline) && place.contains_key(&baseline)).then_some(baseline)
    };
    // The places from the first journey that changes no other down to this one.
    let path = |ix: &JourneyIx| {
        let mut path = vec![place[ix]];
        let mut next = above(*ix);
        while let Some(at) = next {
            if path.contains(&place[&at]) {
                // A round of journeys that change each other has no first.
                return vec![place[ix]];
            }
            path.push(place[&at]);
            next = above(at);
        }
        path.reverse();
        path
    };
    journeys.sort_by_cached_key(path);
}

type Named<'a> = (&'a Meta, &'a Words);

fn touchpoints(
    journey: &Journey,
    before: &Journey,
    stages: &[Option<u32>],
) -> Vec<Vec<Option<(u32, u32)>>> {
    let mut places = Vec::new();
    let mut there: Vec<Named<'_>> = Vec::new();
    for (s, stage) in (0_u32..).zip(&before.stages) {
        for (t, touchpoint) in (0_u32..).zip(&stage.touchpoints) {
            places.push((s, t));
            there.push((&touchpoint.meta, &touchpoint.title));
        }
    }
    let named = |s: usize| -> Vec<Named<'_>> {
        journey.stages[s].touchpoints.iter().map(|t| (&t.meta, &t.title)).collect()
    };
    let mut found: Vec<Vec<Option<(u32, u32)>>> =
        journey.stages.iter().map(|stage| vec![None; stage.touchpoints.len()]).collect();
    for (s, own) in found.iter_mut().enumerate() {
        let inside = |at: &usize| Some(places[*at].0) == stages[s];
        let (names, spots): (Vec<_>, Vec<_>) =
            (0..places.len()).filter(inside).map(|at| (there[at], places[at])).unzip();
        pair(&named(s), &names, &spots, own);
    }
    for s in 0..found.len() {
        let taken: Vec<(u32, u32)> = found.iter().flatten().flatten().copied().collect();
        let free = |at: &usize| !taken.contains(&places[*at]);
        let (names, spots): (Vec<_>, Vec<_>) =
            (0..places.len()).filter(free).map(|at| (there[at], places[at])).unzip();
        pair(&named(s), &names, &spots, &mut found[s]);
    }
    found
}

/// Gives each of `wanted` that has none yet a place of its own: the one with its id, else with its
/// title.
fn pair<P: Copy + PartialEq>(
    wanted: &[Named<'_>],
    there: &[Named<'_>],
    places: &[P],
    found: &mut [Option<P>],
) {
    let by_id = |a: Named<'_>, b: Named<'_>| a.0.id == b.0.id;
    let by_title = |a: Named<'_>, b: Named<'_>| a.1.doc.plain() == b.1.doc.plain();
    for same in [by_id as fn(Named<'_>, Named<'_>) -> bool, by_title] {
        for (at, name) in wanted.iter().enumerate() {
            if found[at].is_some() {
                continue;
            }
            let free = |(_, place): &(&Named<'_>, &P)| !found.contains(&Some(**place));
            let mut open = there.iter().zip(places).filter(free);
            found[at] = open.find(|(other, _)| same(*name, **other)).map(|(_, place)| *place);
        }
    }
}
