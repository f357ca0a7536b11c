//! Journeys and opportunities get other numbers when one comes or goes. Whatever names one by its
//! number says so here; what is gone is taken out of every list, and a link to it leads nowhere.

use super::{
    BesideClaim, BesideMeta, BesideWords, CatalogueTouchpoint, Claim, Evidence, Experience,
    Further, IndexText, Journey, JourneyIx, Meta, Metric, Node, Opportunity, OpportunityIx,
    Persona, Stage, Target, Touchpoint, Words,
};
use rayon::prelude::*;
use std::sync::Arc;
use thin_vec::ThinVec;

/// Which number each journey and each opportunity has now, by the one that it had.
#[derive(Debug, Default)]
pub struct Renumbering {
    pub(super) journeys: Vec<Option<JourneyIx>>,
    pub(super) opportunities: Vec<Option<OpportunityIx>>,
}

impl Renumbering {
    /// The journey that had a number; `None` when it is gone.
    pub fn journey(&self, ix: JourneyIx) -> Option<JourneyIx> {
        self.journeys.get(ix.0 as usize).copied().flatten()
    }

    /// The same of an opportunity.
    pub fn opportunity(&self, ix: OpportunityIx) -> Option<OpportunityIx> {
        self.opportunities.get(ix.0 as usize).copied().flatten()
    }

    /// The same of any entity.
    pub fn node(&self, node: Node) -> Option<Node> {
        Some(match node {
            Node::Journey(ix) => Node::Journey(self.journey(ix)?),
            Node::Stage(ix, s) => Node::Stage(self.journey(ix)?, s),
            Node::Touchpoint(ix, s, t) => Node::Touchpoint(self.journey(ix)?, s, t),
            Node::Opportunity(ix) => Node::Opportunity(self.opportunity(ix)?),
            Node::Persona(_) | Node::Catalogue(_) | Node::Evidence(_) => node,
        })
    }

    /// Entities with the numbers of now in them; those in which none differ are the very same.
    pub(super) fn all<T: Numbered + Clone + Send + Sync>(&self, items: &mut [Arc<T>]) {
        items.par_iter_mut().for_each(|item| self.one(item));
    }

    /// The same of one entity.
    pub(super) fn one<T: Numbered + Clone>(&self, item: &mut Arc<T>) {
        let mut walk = Walk { by: self, differs: false };
        let mut copy = (**item).clone();
        copy.renumber(&mut walk);
        if walk.differs {
            *item = Arc::new(copy);
        }
    }

    /// The same of something that nobody shares.
    pub(super) fn own<T: Numbered>(&self, item: &mut T) {
        item.renumber(&mut Walk { by: self, differs: false });
    }
}

/// A walk through all numbers in an entity.
pub(super) struct Walk<'r> {
    by: &'r Renumbering,
    differs: bool,
}

impl Walk<'_> {
    fn journey(&mut self, place: &mut Option<JourneyIx>) {
        let now = place.and_then(|ix| self.by.journey(ix));
        self.differs |= now != *place;
        *place = now;
    }

    fn node(&mut self, place: &mut Node) -> bool {
        let now = self.by.node(*place);
        self.differs |= now != Some(*place);
        *place = now.unwrap_or(*place);
        now.is_some()
    }

    /// What points at a place of the entity itself, which is still there.
    fn own(&mut self, place: &mut Node) {
        self.node(place);
    }
}

/// What has numbers in it.
pub(super) trait Numbered {
    /// Puts the numbers of now in the place of those before.
    fn renumber(&mut self, walk: &mut Walk<'_>);
}

impl<T: Numbered> Numbered for Option<T> {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        self.iter_mut().for_each(|item| item.renumber(walk));
    }
}

impl<T: Numbered> Numbered for Vec<T> {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        self.iter_mut().for_each(|item| item.renumber(walk));
    }
}

impl<T: Numbered> Numbered for ThinVec<T> {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        self.iter_mut().for_each(|item| item.renumber(walk));
    }
}

impl<T: Numbered> Numbered for Box<T> {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        (**self).renumber(walk);
    }
}

/// Nodes, each of which may be gone.
macro_rules! list_of_nodes {
    ($walk:ident, $list:expr) => {
        $list.retain_mut(|node| $walk.node(node))
    };
}

fn opportunities(list: &mut ThinVec<OpportunityIx>, walk: &mut Walk<'_>) {
    list.retain_mut(|ix| {
        let now = walk.by.opportunity(*ix);
        walk.differs |= now != Some(*ix);
        *ix = now.unwrap_or(*ix);
        now.is_some()
    });
}

fn journeys(list: &mut Vec<JourneyIx>, walk: &mut Walk<'_>) {
    list.retain_mut(|ix| {
        let now = walk.by.journey(*ix);
        walk.differs |= now != Some(*ix);
        *ix = now.unwrap_or(*ix);
        now.is_some()
    });
}

// Every field is named below, so that a new one is not forgotten here.

impl Numbered for Words {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Words { doc: _, beside } = self;
        let Some(beside) = beside else { return };
        let BesideWords { targets, citations: _, lang: _ } = &mut **beside;
        for target in targets.iter_mut() {
            if let Target::Node(node, _) = target
                && !walk.node(node)
            {
                *target = Target::None;
            }
        }
    }
}

impl Numbered for IndexText {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let IndexText { title, body } = self;
        title.renumber(walk);
        body.renumber(walk);
    }
}

impl Numbered for Claim {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Claim { lane: _, words, status: _, span: _, beside } = self;
        words.renumber(walk);
        if let Some(beside) = beside {
            let BesideClaim { lane: _, who: _, evidence: _, against: _, personas: _, tags: _ } =
                &**beside;
        }
    }
}

impl Numbered for Meta {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Meta { id: _, origin: _, span: _, owner: _, status: _, backlinks, beside } = self;
        if let Some(beside) = beside {
            let BesideMeta { tags: _, lang: _, links: _, allow: _, extra: _, body, review } =
                &mut **beside;
            body.renumber(walk);
            for (_, _, note) in review.iter_mut().flat_map(|review| &mut review.log) {
                note.renumber(walk);
            }
        }
        list_of_nodes!(walk, backlinks);
    }
}

impl Numbered for Metric {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Metric {
            title,
            values: _,
            file: _,
            unit: _,
            scale: _,
            target: _,
            lower_is_better: _,
            newest: _,
            measured: _,
        } = self;
        title.renumber(walk);
    }
}

impl Numbered for Persona {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Persona {
            meta,
            name,
            role,
            image: _,
            claims,
            scales: _,
            channels: _,
            kind: _,
            segments: _,
            coverage: _,
            has_evidence: _,
            journeys: travelled,
        } = self;
        meta.renumber(walk);
        name.renumber(walk);
        role.renumber(walk);
        claims.renumber(walk);
        journeys(travelled, walk);
    }
}

impl Numbered for Journey {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Journey {
            meta,
            title,
            personas: _,
            goal,
            scenario,
            state: _,
            altitude: _,
            baseline,
            parent,
            children,
            lanes: _,
            metrics,
            stages,
            lowest,
            highest,
            largest_drop,
            coverage: _,
            opportunities: addressing,
        } = self;
        meta.renumber(walk);
        [Some(title), goal.as_mut(), scenario.as_mut()]
            .into_iter()
            .flatten()
            .for_each(|words| words.renumber(walk));
        walk.journey(baseline);
        walk.journey(parent);
        journeys(children, walk);
        metrics.renumber(walk);
        stages.renumber(walk);
        for point in [lowest, highest].into_iter().flatten() {
            walk.own(&mut point.node);
        }
        if let Some(drop) = largest_drop {
            walk.own(&mut drop.from);
            walk.own(&mut drop.to);
        }
        opportunities(addressing, walk);
    }
}

impl Numbered for Experience {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Experience {
            claims,
            emotion: _,
            feeling,
            moments,
            importance: _,
            opportunities: addressing,
            image: _,
            coverage: _,
        } = self;
        claims.renumber(walk);
        feeling.renumber(walk);
        moments.iter_mut().for_each(|moment| moment.why.renumber(walk));
        opportunities(addressing, walk);
    }
}

impl Numbered for Further {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Further { when, journey, metrics } = self;
        when.renumber(walk);
        walk.journey(journey);
        metrics.renumber(walk);
    }
}

impl Numbered for Stage {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Stage {
            meta,
            title,
            phase: _,
            lifecycle: _,
            goal,
            further,
            touchpoints,
            experience,
            emotion: _,
            coverage: _,
        } = self;
        meta.renumber(walk);
        title.renumber(walk);
        goal.renumber(walk);
        further.renumber(walk);
        touchpoints.renumber(walk);
        experience.renumber(walk);
    }
}

impl Numbered for Touchpoint {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Touchpoint {
            meta,
            title,
            number: _,
            channel: _,
            control: _,
            uses: _,
            further,
            experience,
        } = self;
        meta.renumber(walk);
        title.renumber(walk);
        further.renumber(walk);
        experience.renumber(walk);
    }
}

impl Numbered for CatalogueTouchpoint {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let CatalogueTouchpoint {
            meta,
            title,
            channel: _,
            control: _,
            when,
            journey,
            metrics,
            experience,
            uses,
        } = self;
        meta.renumber(walk);
        title.renumber(walk);
        when.renumber(walk);
        walk.journey(journey);
        metrics.renumber(walk);
        experience.renumber(walk);
        list_of_nodes!(walk, uses);
    }
}

impl Numbered for Opportunity {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Opportunity {
            meta,
            title,
            impact: _,
            feasibility: _,
            effort: _,
            score: _,
            quadrant: _,
            rank: _,
            status: _,
            addresses,
            link: _,
            evidence: _,
            support: _,
            home,
        } = self;
        meta.renumber(walk);
        title.renumber(walk);
        list_of_nodes!(walk, addresses);
        if let Some(home) = home {
            walk.own(home);
        }
    }
}

impl Numbered for Evidence {
    fn renumber(&mut self, walk: &mut Walk<'_>) {
        let Evidence {
            meta,
            title,
            method: _,
            date: _,
            date_text: _,
            from: _,
            participants: _,
            source: _,
            in_date_until: _,
            in_date: _,
            confidential: _,
            data: _,
            highlights,
            cited_by,
        } = self;
        meta.renumber(walk);
        title.renumber(walk);
        for highlight in highlights {
            highlight.words.renumber(walk);
            list_of_nodes!(walk, highlight.cited_by);
        }
        list_of_nodes!(walk, cited_by);
    }
}
