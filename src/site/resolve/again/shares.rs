//! What entities add to lists of the whole site.

use super::super::order::indexed;
use super::super::{opportunities, reviews, tags};
use super::Own;
use super::alone::Part;
use super::ground::Change;
use crate::model::{OpportunityStatus, Status};
use crate::site::{Claim, JourneyIx, Meta, Node, Opportunity, OpportunityIx, PersonaIx, Site};
use crate::source::{FileId, Sources, Span};
use jiff::civil::Date;
use std::sync::Arc;

/// What an entity adds to lists of the whole site and of personas.
#[derive(Default)]
pub(super) struct Shares {
    personas: Vec<PersonaIx>,
    worth: Vec<Worth>,
    /// Tags in the order in which they are written.
    pub(super) tags: Vec<(FileId, Arc<str>, Node)>,
    reviews: Vec<(Node, Option<Date>)>,
}

/// What decides the rank of an opportunity.
#[derive(PartialEq)]
struct Worth {
    score: f64,
    impact: f64,
    title: Arc<str>,
    status: OpportunityStatus,
    lives: Status,
}

impl Worth {
    fn of(opportunity: &Opportunity) -> Self {
        Self {
            score: opportunity.score,
            impact: opportunity.impact,
            title: opportunity.title.doc.plain().into(),
            status: opportunity.status,
            lives: opportunity.meta.status,
        }
    }
}

impl Shares {
    pub(super) fn of(ix: JourneyIx, own: &Own) -> Self {
        let mut shares = Self { personas: own.journey.personas.clone(), ..Self::default() };
        let mut tags = Vec::new();
        shares.entity(Node::Journey(ix), &own.journey.meta, &[], &mut tags);
        for (s, stage) in indexed(&own.journey.stages, |s| s) {
            let claims = &stage.experience.claims;
            shares.entity(Node::Stage(ix, s), &stage.meta, claims, &mut tags);
            for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
                let claims = &touchpoint.experience.claims;
                shares.entity(Node::Touchpoint(ix, s, t), &touchpoint.meta, claims, &mut tags);
            }
        }
        shares.inline(&own.opportunities, &mut tags);
        shares.with_tags(tags)
    }

    /// The same of an entity that is no journey.
    pub(super) fn of_part(node: Node, part: &Part) -> Self {
        let mut shares = Self::default();
        let mut tags = Vec::new();
        match part {
            Part::Persona(item) => shares.entity(node, &item.meta, &item.claims, &mut tags),
            Part::Catalogue(shared, inline) => {
                let item = &shared.touchpoint;
                shares.entity(node, &item.meta, &item.experience.claims, &mut tags);
                shares.inline(inline, &mut tags);
            }
            Part::Opportunity(item) => {
                shares.entity(node, &item.meta, &[], &mut tags);
                shares.worth.push(Worth::of(item));
            }
            Part::Evidence(item) => {
                shares.entity(node, &item.meta, &[], &mut tags);
                let of_highlights = item.highlights.iter().flat_map(|highlight| &highlight.tags);
                tags.extend(of_highlights.map(|(tag, span)| (*span, tag.clone(), node)));
            }
        }
        shares.with_tags(tags)
    }

    fn inline(
        &mut self,
        opportunities: &[(OpportunityIx, Opportunity)],
        tags: &mut Vec<(Span, Arc<str>, Node)>,
    ) {
        for (ix, opportunity) in opportunities {
            self.entity(Node::Opportunity(*ix), &opportunity.meta, &[], tags);
            self.worth.push(Worth::of(opportunity));
        }
    }

    fn with_tags(mut self, mut tags: Vec<(Span, Arc<str>, Node)>) -> Self {
        tags.sort_by_key(|(span, _, _)| (span.file, span.start));
        self.tags = tags.into_iter().map(|(span, tag, node)| (span.file, tag, node)).collect();
        self
    }

    fn entity(
        &mut self,
        node: Node,
        meta: &Meta,
        claims: &[Claim],
        tags: &mut Vec<(Span, Arc<str>, Node)>,
    ) {
        self.reviews.extend(meta.review().map(|review| (node, review.next)));
        tags.extend(meta.tags().iter().map(|(tag, span)| (*span, tag.clone(), node)));
        for claim in claims {
            tags.extend(claim.tags().iter().map(|tag| (claim.span, tag.clone(), node)));
        }
    }

    /// Brings lists of personas up to date where these shares are others than before.
    pub(super) fn share(&self, before: &Self, ix: JourneyIx, site: &mut Site) {
        for gone in before.personas.iter().filter(|ix| !self.personas.contains(ix)) {
            if let Some(persona) = site.personas.get_mut(gone.0 as usize) {
                Arc::make_mut(persona).journeys.retain(|journey| *journey != ix);
            }
        }
        for come in self.personas.iter().filter(|ix| !before.personas.contains(ix)) {
            if let Some(persona) = site.personas.get_mut(come.0 as usize).map(Arc::make_mut)
                && let Err(at) = persona.journeys.binary_search(&ix)
            {
                persona.journeys.insert(at, ix);
            }
        }
    }
}

/// Which lists of the whole site differ.
#[derive(Default)]
pub(super) struct Lists {
    ranks: bool,
    reviews: bool,
    tags: bool,
}

impl Lists {
    /// Takes in what an entity added and adds.
    pub(super) fn take_in(&mut self, was: &Shares, is: &Shares, change: Change) {
        self.ranks |= was.worth != is.worth;
        // Those that fall on one day are told apart by their names.
        let renamed = change == Change::Inside && !is.reviews.is_empty();
        self.reviews |= was.reviews != is.reviews || renamed;
        self.tags |= was.tags != is.tags;
    }

    /// Makes those that differ again.
    pub(super) fn make(&self, site: &mut Site, sources: &Sources) {
        if self.ranks {
            opportunities::rank_again(site);
        }
        if self.reviews {
            site.reviews = reviews(site);
        }
        if self.tags {
            site.tags = tags::collect(&tags::Carriers::from(&*site), sources);
        }
    }
}
