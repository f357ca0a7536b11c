//! The worst moments: the lowest touchpoints of the journeys as they are, each with the claim
//! that says why.

use super::picks::About;
use super::short::{Item, Listed};
use super::{Scope, living};
use crate::diagram;
use crate::model::{MomentKind, State, Status};
use crate::page::Sheet;
use crate::page::pieces::Markup;
use crate::site::{
    CatalogueIx, ClaimStatus, Experience, JourneyIx, Lane, Node, PersonaIx, Stage, Words,
};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A touchpoint, or a stage that stands for itself, at the persona who likes it least.
pub(super) struct Low<'s> {
    node: Node,
    stage: &'s Stage,
    experience: &'s Experience,
    title: &'s Words,
    uses: Option<CatalogueIx>,
    persona: PersonaIx,
    value: f64,
    /// Whether nothing says that it is a moment of friction.
    is_calm: bool,
    importance: f64,
}

/// The lowest points below the middle of the scale, lowest first.
pub(super) fn worst<'s>(sheet: &Sheet<'s>, scope: Scope<'s>) -> Vec<Low<'s>> {
    let site = sheet.site;
    let scale = &site.config.emotion;
    let middle = (scale.min + scale.max) / 2.0;
    let mut lows: Vec<Low<'_>> = living(site, scope)
        .filter(|ix| site.journey(*ix).state != Some(State::ToBe))
        .flat_map(|ix| points(sheet, ix))
        .filter(|low| low.value < middle)
        .collect();
    lows.sort_by(by_weight);
    // A touchpoint of the catalogue says the same at every use.
    let mut seen = BTreeSet::new();
    lows.retain(|low| low.uses.is_none_or(|catalogue| seen.insert(catalogue)));
    lows
}

/// Lowest first; then moments of friction, then what matters more, then the order of the site.
fn by_weight(a: &Low<'_>, b: &Low<'_>) -> Ordering {
    a.value
        .total_cmp(&b.value)
        .then(a.is_calm.cmp(&b.is_calm))
        .then(b.importance.total_cmp(&a.importance))
        .then(a.node.cmp(&b.node))
}

fn points<'s>(sheet: &Sheet<'s>, ix: JourneyIx) -> Vec<Low<'s>> {
    let journey = sheet.site.journey(ix);
    let mut lows = Vec::new();
    for (s, stage) in journey.stages.iter().enumerate() {
        if stage.meta.status == Status::Retired {
            continue;
        }
        let s = s as u32;
        let felt = stage.touchpoints.iter().any(|t| !t.experience.emotion.is_empty());
        if !felt && let Some((persona, value)) = lowest(&stage.emotion) {
            lows.push(Low {
                node: Node::Stage(ix, s),
                stage,
                experience: &stage.experience,
                title: &stage.title,
                uses: None,
                persona,
                value,
                is_calm: friction(&stage.experience).is_none(),
                importance: stage.experience.importance,
            });
        }
        for (t, touchpoint) in stage.touchpoints.iter().enumerate() {
            if let Some((persona, value)) = lowest(&touchpoint.experience.emotion) {
                lows.push(Low {
                    node: Node::Touchpoint(ix, s, t as u32),
                    stage,
                    experience: &touchpoint.experience,
                    title: &touchpoint.title,
                    uses: touchpoint.uses,
                    persona,
                    value,
                    is_calm: friction(&touchpoint.experience).is_none(),
                    importance: touchpoint.experience.importance,
                });
            }
        }
    }
    lows
}

/// The lowest value, the first persona's on a tie.
fn lowest(emotion: &[(PersonaIx, f64)]) -> Option<(PersonaIx, f64)> {
    emotion.iter().copied().reduce(|low, next| if next.1 < low.1 { next } else { low })
}

/// Why a moment is one of friction.
fn friction(experience: &Experience) -> Option<&Words> {
    let moments = experience.moments.iter().filter(|m| m.kind == MomentKind::Friction);
    moments.filter_map(|moment| moment.why.as_ref()).next()
}

/// What says why: a moment of friction, else the pain that is known best, else the title.
fn reason<'s>(low: &Low<'s>) -> (&'s Words, Option<ClaimStatus>) {
    if let Some(why) = friction(low.experience) {
        return (why, None);
    }
    let pains = low.experience.claims.iter().filter(|claim| claim.lane == Lane::Pains);
    pains
        .filter_map(|claim| Some((claim.words.as_ref()?, claim.status)))
        .min_by_key(|(_, status)| *status)
        .map_or((low.title, None), |(words, status)| (words, Some(status)))
}

impl Listed for Low<'_> {
    fn about(&self) -> About {
        (self.node, None)
    }

    /// A line of the list: the value, why as a link to the place, and where that is.
    fn item(&self, sheet: &Sheet<'_>) -> Item {
        let (low, site) = (self, sheet.site);
        let (words, status) = reason(low);
        let mut out = Markup::with_capacity(512);
        out.put("<span class=\"chip ")
            .put(diagram::emotion::class(low.value, &site.config.emotion));
        out.put("\">").text(&sheet.w.felt(low.value)).put("</span><div><a href=\"");
        sheet.write_address(out.string(), low.node);
        out.put("\">");
        sheet.write_label(out.string(), words);
        out.put("</a>");
        if let Some(status) = status.filter(|status| *status != ClaimStatus::Known) {
            sheet.status_tag(out.put(" "), status);
        }
        out.put("<br><span class=\"sub\">");
        if let Node::Stage(ix, _) | Node::Touchpoint(ix, ..) = low.node {
            sheet.write_bare_title(out.string(), Node::Journey(ix));
            out.put(", ");
        }
        sheet.write_label(out.string(), &low.stage.title);
        out.put(", ");
        sheet.write_bare_title(out.string(), Node::Persona(low.persona));
        out.put("</span></div>");
        out.finish().into()
    }
}
