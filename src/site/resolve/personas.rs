//! Personas.

use super::desk::{Desk, Room, Shelf};
use super::meta::{Above, Reviewed};
use super::names::Scope;
use crate::diagnostic::Finding;
use crate::model::{self, Entry, Poles};
use crate::site::{Claim, Evidence, Lane, Node, Persona, PersonaIx, Site, derive};
use std::sync::Arc;
use thin_vec::ThinVec;

/// A persona; which journeys she travels comes later.
pub(super) fn resolve<'r>(
    room: &'r Room<'_>,
    shelf: Shelf<'r>,
    node: Node,
    entry: &'r Entry<model::Persona>,
) -> (Persona, Vec<Finding>) {
    let left_out = room.names.order.is_left_out(node);
    let scope = Scope { left_out, ..Scope::of_space(&entry.space) };
    let mut desk = Desk::new(room, shelf, scope);
    let written = &entry.item;
    let above = Above::file(&entry.space, entry.file, &entry.path);
    let meta = desk.meta(&written.common, written.name.span, &above, Reviewed::Always);
    let claims = desk.persona_claims(written);
    let persona = Persona {
        name: desk.words(&written.name),
        role: desk.maybe_words(written.role.as_ref()),
        image: written.image.as_ref().and_then(|image| desk.image(image)),
        coverage: derive::coverage(&claims),
        claims,
        scales: written.scales.iter().map(scale).collect(),
        channels: written
            .channels
            .iter()
            .filter_map(|(word, value)| Some((desk.channel(word)?, value.value)))
            .collect(),
        kind: written.kind,
        segments: super::claims::texts(&written.segments),
        has_evidence: false,
        journeys: Vec::new(),
        meta,
    };
    (persona, desk.findings)
}

impl Desk<'_, '_> {
    fn persona_claims(&mut self, persona: &model::Persona) -> ThinVec<Claim> {
        let mut out = ThinVec::new();
        self.claims(&mut out, Lane::Goals, &persona.goals);
        self.claims(&mut out, Lane::Motivations, &persona.motivations);
        self.claims(&mut out, Lane::Pains, &persona.pains);
        self.claims(&mut out, Lane::Outcomes, &persona.outcomes);
        out.extend(persona.quote.iter().map(|quote| self.claim(Lane::Quote, quote)));
        for (name, claim) in &persona.attributes {
            let mut claim = self.claim(Lane::Attribute, claim);
            claim.change(|beside| beside.lane = Some(name.text.alone()));
            out.push(claim);
        }
        out
    }
}

/// Says of whom something speaks: a source that her own file cites, or a highlight that names her.
pub(super) fn find_evidence(personas: &mut [Persona], evidence: &[Arc<Evidence>]) {
    let mut named = vec![false; personas.len()];
    let highlights = evidence.iter().flat_map(|source| &source.highlights);
    for PersonaIx(ix) in highlights.flat_map(|highlight| &highlight.personas) {
        named.get_mut(*ix as usize).into_iter().for_each(|named| *named = true);
    }
    for (persona, named) in personas.iter_mut().zip(named) {
        persona.has_evidence = named || cites(persona);
    }
}

/// The same of one persona of a site.
pub(super) fn has_evidence(ix: PersonaIx, site: &Site) -> bool {
    let persona = site.persona(ix);
    let names_her = |node: &Node| match node {
        Node::Evidence(source) => {
            site.source(*source).highlights.iter().any(|highlight| highlight.personas.contains(&ix))
        }
        _ => false,
    };
    cites(persona) || persona.meta.backlinks.iter().any(names_her)
}

fn cites(persona: &Persona) -> bool {
    let cites = |claim: &Claim| !claim.evidence().is_empty() || !claim.against().is_empty();
    let mut texts = persona.meta.body().into_iter().chain(&persona.role);
    persona.claims.iter().any(cites) || texts.any(|words| !words.citations().is_empty())
}

/// A scale's words and value: two poles, or one label.
fn scale(scale: &model::Scale) -> (Arc<str>, Option<Arc<str>>, f64) {
    let value = scale.value.value;
    match &scale.poles {
        Poles::Between(left, right) => (left.text.alone(), Some(right.text.alone()), value),
        Poles::Label(label) => (label.text.alone(), None, value),
    }
}
