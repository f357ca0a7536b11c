//! Tags: those with one slug are one tag, named as first written in path order.

use super::order::indexed;
use super::outgoing::Lists;
use crate::parse::slug;
use crate::site::{
    CatalogueIx, CatalogueTouchpoint, Claim, Evidence, EvidenceIx, Journey, JourneyIx, Meta, Node,
    Opportunity, OpportunityIx, Persona, PersonaIx, Site, Tag,
};
use crate::source::{Sources, Span};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Everything that may carry a tag.
pub(super) struct Carriers<'s> {
    personas: Vec<&'s Persona>,
    journeys: Vec<&'s Journey>,
    catalogue: Vec<&'s CatalogueTouchpoint>,
    opportunities: Vec<&'s Opportunity>,
    evidence: Vec<&'s Evidence>,
}

impl<'s> From<Lists<'s>> for Carriers<'s> {
    fn from(lists: Lists<'s>) -> Self {
        Self {
            personas: lists.personas.iter().collect(),
            journeys: lists.journeys.iter().collect(),
            catalogue: lists.catalogue.iter().collect(),
            opportunities: lists.opportunities.iter().collect(),
            evidence: lists.evidence.iter().map(|item| &**item).collect(),
        }
    }
}

impl<'s> From<&'s Site> for Carriers<'s> {
    fn from(site: &'s Site) -> Self {
        Self {
            personas: site.personas.iter().map(|item| &**item).collect(),
            journeys: site.journeys.iter().map(|item| &**item).collect(),
            catalogue: site.touchpoints.iter().map(|item| &**item).collect(),
            opportunities: site.opportunities.iter().map(|item| &**item).collect(),
            evidence: site.evidence.iter().map(|item| &**item).collect(),
        }
    }
}

/// Every tag by its slug. What is wrong with one was said when its file was read.
pub(super) fn collect(lists: &Carriers<'_>, sources: &Sources) -> Vec<Tag> {
    let mut tags = Tags { sources, slugs: HashMap::new(), found: BTreeMap::new() };
    for (ix, persona) in indexed(&lists.personas, PersonaIx) {
        tags.entity(Node::Persona(ix), &persona.meta, &persona.claims);
    }
    for (j, journey) in indexed(&lists.journeys, JourneyIx) {
        tags.entity(Node::Journey(j), &journey.meta, &[]);
        for (s, stage) in indexed(&journey.stages, |s| s) {
            tags.entity(Node::Stage(j, s), &stage.meta, &stage.experience.claims);
            for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
                let node = Node::Touchpoint(j, s, t);
                tags.entity(node, &touchpoint.meta, &touchpoint.experience.claims);
            }
        }
    }
    for (ix, touchpoint) in indexed(&lists.catalogue, CatalogueIx) {
        tags.entity(Node::Catalogue(ix), &touchpoint.meta, &touchpoint.experience.claims);
    }
    for (ix, opportunity) in indexed(&lists.opportunities, OpportunityIx) {
        tags.entity(Node::Opportunity(ix), &opportunity.meta, &[]);
    }
    for (ix, source) in indexed(&lists.evidence, EvidenceIx) {
        tags.entity(Node::Evidence(ix), &source.meta, &[]);
        for (tag, span) in source.highlights.iter().flat_map(|highlight| &highlight.tags) {
            tags.add(tag, *span, Node::Evidence(ix));
        }
    }
    tags.finish()
}

/// Where a spelling of a tag is first written, and the spelling. Those of one claim have its place,
/// in the order written.
type Spelling = ((String, u32), Arc<str>);

struct Tags<'s> {
    sources: &'s Sources,
    slugs: HashMap<Arc<str>, Arc<str>>,
    found: BTreeMap<Arc<str>, (Spelling, Vec<Node>)>,
}

impl Tags<'_> {
    fn entity(&mut self, node: Node, meta: &Meta, claims: &[Claim]) {
        for (tag, span) in meta.tags() {
            self.add(tag, *span, node);
        }
        for claim in claims {
            for tag in claim.tags() {
                self.add(tag, claim.span, node);
            }
        }
    }

    fn add(&mut self, tag: &Arc<str>, span: Span, node: Node) {
        let slug = match self.slugs.get(tag) {
            Some(slug) => slug.clone(),
            None => {
                let slug: Arc<str> = slug(tag).into();
                self.slugs.insert(tag.clone(), slug.clone());
                slug
            }
        };
        let place = (self.sources.path(span.file).to_owned(), span.start);
        let (first, nodes) =
            self.found.entry(slug).or_insert_with(|| ((place.clone(), tag.clone()), Vec::new()));
        if place < first.0 {
            *first = (place, tag.clone());
        }
        nodes.push(node);
    }

    fn finish(self) -> Vec<Tag> {
        let tags = self.found.into_iter().map(|(slug, ((_, name), mut nodes))| {
            nodes.sort_unstable();
            nodes.dedup();
            Tag { slug, name, nodes }
        });
        tags.collect()
    }
}
