//! What every entity refers to, read off the resolved site: backlinks, who cites a source, which
//! files are copied. What is left out or withheld is not there to be found.

use super::order::indexed;
use crate::site::{
    CatalogueIx, CatalogueTouchpoint, Citation, Claim, Evidence, EvidenceIx, Experience, Image,
    IndexText, Journey, JourneyIx, Meta, Metric, Node, Opportunity, OpportunityIx, Persona,
    PersonaIx, Site, Stage, Target, Touchpoint, Words,
};
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::sync::Arc;

/// What some entities refer to.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    /// (to, from).
    pub(super) links: Vec<(Node, Node)>,
    /// (cited, by).
    pub(super) citations: Vec<(Citation, Node)>,
    /// Files that are copied.
    pub(super) files: Vec<Arc<str>>,
}

impl Outgoing {
    fn append(mut self, mut other: Self) -> Self {
        self.links.append(&mut other.links);
        self.citations.append(&mut other.citations);
        self.files.append(&mut other.files);
        self
    }

    /// Each once, in order.
    fn in_order(mut self) -> Self {
        self.links.retain(|(to, from)| to != from);
        self.links.sort_unstable();
        self.links.dedup();
        self.citations.sort_unstable();
        self.citations.dedup();
        self.files.sort_unstable();
        self.files.dedup();
        self
    }
}

/// Every list of entities, before what others say of them is written into them.
#[derive(Clone, Copy)]
pub(super) struct Lists<'s> {
    pub(super) personas: &'s [Persona],
    pub(super) journeys: &'s [Journey],
    pub(super) catalogue: &'s [CatalogueTouchpoint],
    pub(super) opportunities: &'s [Opportunity],
    pub(super) evidence: &'s [Arc<Evidence>],
    pub(super) texts: &'s [&'s IndexText],
}

/// Everything that the entities refer to, each once, in order.
pub(super) fn collect(lists: Lists<'_>) -> Outgoing {
    let mut rest = Visit { out: Outgoing::default(), from: None };
    for text in lists.texts {
        rest.words(text.title.iter().chain(&text.body));
    }
    for (ix, persona) in indexed(lists.personas, PersonaIx) {
        rest.persona(Node::Persona(ix), persona);
    }
    for (ix, touchpoint) in indexed(lists.catalogue, CatalogueIx) {
        rest.catalogue(Node::Catalogue(ix), touchpoint);
    }
    for (ix, opportunity) in indexed(lists.opportunities, OpportunityIx) {
        rest.opportunity(Node::Opportunity(ix), opportunity);
    }
    for (ix, source) in indexed(lists.evidence, EvidenceIx) {
        rest.evidence(Node::Evidence(ix), source);
    }
    let journeys = lists
        .journeys
        .par_iter()
        .enumerate()
        .fold(Outgoing::default, |out, (ix, journey)| {
            let mut visit = Visit { out, from: None };
            visit.journey(JourneyIx(ix as u32), journey);
            visit.out
        })
        .reduce(Outgoing::default, Outgoing::append);
    rest.out.append(journeys).in_order()
}

/// The same of one journey and the opportunities written inside it.
pub(super) fn of_journey(
    ix: JourneyIx,
    journey: &Journey,
    opportunities: &[(OpportunityIx, Opportunity)],
) -> Outgoing {
    let mut visit = Visit { out: Outgoing::default(), from: None };
    visit.journey(ix, journey);
    for (ix, opportunity) in opportunities {
        visit.opportunity(Node::Opportunity(*ix), opportunity);
    }
    visit.out.in_order()
}

/// The same of an entity that is no journey, by a visit to it and to what is written inside it.
pub(super) fn of_visit(visit_it: impl FnOnce(&mut Visit)) -> Outgoing {
    let mut visit = Visit { out: Outgoing::default(), from: None };
    visit_it(&mut visit);
    visit.out.in_order()
}

/// Everything that an entity refers to and that refers to it, whatever stands in it included.
pub(in crate::site) fn links_of(site: &Site, node: Node) -> Vec<Node> {
    let mut visit = Visit { out: Outgoing::default(), from: None };
    let mut others = Vec::new();
    match node {
        Node::Persona(ix) => {
            let persona = site.persona(ix);
            visit.persona(node, persona);
            others.extend(persona.journeys.iter().map(|ix| Node::Journey(*ix)));
            others.extend_from_slice(&persona.meta.backlinks);
        }
        Node::Journey(ix) | Node::Stage(ix, _) | Node::Touchpoint(ix, ..) => {
            let journey = site.journey(ix);
            visit.journey(ix, journey);
            others.extend(journey.children.iter().map(|ix| Node::Journey(*ix)));
            others.extend(journey.opportunities.iter().map(|ix| Node::Opportunity(*ix)));
            others.extend_from_slice(&journey.meta.backlinks);
            for stage in &journey.stages {
                others.extend_from_slice(&stage.meta.backlinks);
                let inside = stage.touchpoints.iter().flat_map(|t| &t.meta.backlinks);
                others.extend(inside.copied());
            }
        }
        Node::Catalogue(ix) => {
            let touchpoint = site.catalogue(ix);
            visit.catalogue(node, touchpoint);
            others.extend_from_slice(&touchpoint.uses);
            others.extend_from_slice(&touchpoint.meta.backlinks);
        }
        Node::Opportunity(ix) => {
            let opportunity = site.opportunity(ix);
            visit.opportunity(node, opportunity);
            others.extend_from_slice(&opportunity.meta.backlinks);
        }
        Node::Evidence(ix) => {
            let source = site.source(ix);
            visit.evidence(node, source);
            others.extend_from_slice(&source.cited_by);
            others.extend_from_slice(&source.meta.backlinks);
        }
    }
    others.extend(visit.out.links.into_iter().map(|(to, _)| to));
    others
}

/// A walk through what entities refer to.
pub(super) struct Visit {
    out: Outgoing,
    from: Option<Node>,
}

impl Visit {
    fn link(&mut self, to: Node) {
        if let Some(from) = self.from {
            self.out.links.push((to, from));
        }
    }

    fn cite(&mut self, citation: Citation) {
        let (Some(from), Some(source)) = (self.from, citation.source) else { return };
        self.out.links.push((Node::Evidence(source), from));
        self.out.citations.push((citation, from));
    }

    fn words<'w>(&mut self, words: impl IntoIterator<Item = &'w Words>) {
        for words in words {
            words.citations().iter().for_each(|citation| self.cite(*citation));
            for target in words.targets() {
                match target {
                    Target::Node(node, _) => self.link(*node),
                    Target::File(path) => self.out.files.push(path.clone()),
                    _ => {}
                }
            }
        }
    }

    fn meta(&mut self, meta: &Meta) {
        self.words(meta.body());
        let notes = meta.review().into_iter().flat_map(|review| &review.log);
        self.words(notes.filter_map(|(_, _, note)| note.as_ref()));
    }

    fn claims(&mut self, claims: &[Claim]) {
        for claim in claims {
            self.words(&claim.words);
            claim
                .evidence()
                .iter()
                .chain(claim.against())
                .for_each(|citation| self.cite(*citation));
            claim.personas().iter().for_each(|ix| self.link(Node::Persona(*ix)));
        }
    }

    fn metrics(&mut self, metrics: &[Metric]) {
        for metric in metrics {
            self.words([&metric.title]);
            self.out.files.extend(metric.file.clone());
        }
    }

    fn image(&mut self, image: Option<&Image>) {
        self.out.files.extend(image.map(|image| image.path.clone()));
    }

    fn experience(&mut self, experience: &Experience) {
        self.claims(&experience.claims);
        self.words(experience.feeling.as_deref());
        self.words(experience.moments.iter().filter_map(|moment| moment.why.as_ref()));
        experience.opportunities.iter().for_each(|ix| self.link(Node::Opportunity(*ix)));
        self.image(experience.image.as_deref());
    }

    fn zoom(&mut self, journey: Option<JourneyIx>) {
        journey.into_iter().for_each(|ix| self.link(Node::Journey(ix)));
    }

    pub(super) fn persona(&mut self, node: Node, persona: &Persona) {
        self.from = Some(node);
        self.meta(&persona.meta);
        self.words([&persona.name].into_iter().chain(&persona.role));
        self.claims(&persona.claims);
        self.image(persona.image.as_ref());
    }

    fn journey(&mut self, ix: JourneyIx, journey: &Journey) {
        self.from = Some(Node::Journey(ix));
        self.meta(&journey.meta);
        self.words([&journey.title].into_iter().chain(&journey.goal).chain(&journey.scenario));
        journey.personas.iter().for_each(|ix| self.link(Node::Persona(*ix)));
        self.zoom(journey.baseline);
        self.zoom(journey.parent);
        self.metrics(&journey.metrics);
        for (s, stage) in indexed(&journey.stages, |s| s) {
            self.stage(Node::Stage(ix, s), stage);
            for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
                self.touchpoint(Node::Touchpoint(ix, s, t), touchpoint);
            }
        }
    }

    fn stage(&mut self, node: Node, stage: &Stage) {
        self.from = Some(node);
        self.meta(&stage.meta);
        self.words([&stage.title].into_iter().chain(&stage.goal).chain(stage.when()));
        self.zoom(stage.journey());
        self.metrics(stage.metrics());
        self.experience(&stage.experience);
    }

    fn touchpoint(&mut self, node: Node, touchpoint: &Touchpoint) {
        self.from = Some(node);
        self.meta(&touchpoint.meta);
        self.words([&touchpoint.title].into_iter().chain(touchpoint.when()));
        self.zoom(touchpoint.journey());
        touchpoint.uses.into_iter().for_each(|ix| self.link(Node::Catalogue(ix)));
        self.metrics(touchpoint.metrics());
        self.experience(&touchpoint.experience);
    }

    pub(super) fn catalogue(&mut self, node: Node, touchpoint: &CatalogueTouchpoint) {
        self.from = Some(node);
        self.meta(&touchpoint.meta);
        self.words([&touchpoint.title].into_iter().chain(&touchpoint.when));
        self.zoom(touchpoint.journey);
        self.metrics(&touchpoint.metrics);
        self.experience(&touchpoint.experience);
    }

    pub(super) fn opportunity(&mut self, node: Node, opportunity: &Opportunity) {
        self.from = Some(node);
        self.meta(&opportunity.meta);
        self.words([&opportunity.title]);
        opportunity.evidence.iter().for_each(|citation| self.cite(*citation));
        opportunity.addresses.iter().for_each(|node| self.link(*node));
    }

    pub(super) fn evidence(&mut self, node: Node, source: &Evidence) {
        self.from = Some(node);
        self.meta(&source.meta);
        self.out.files.extend(source.data.clone());
        if source.confidential {
            return;
        }
        self.words([&source.title]);
        for highlight in &source.highlights {
            self.words(&highlight.words);
            highlight.personas.iter().for_each(|ix| self.link(Node::Persona(*ix)));
        }
    }
}
