//! Where journeys contradict each other about a touchpoint that they share: one says it delights,
//! another that it hurts.

use super::html::Html;
use super::sheet::{EmotionView, LinkView, Sheet};
use crate::model::{State, Status};
use crate::site::{CatalogueTouchpoint, JourneyIx, Node, PersonaIx, Site};
use serde::Serialize;

/// What one journey says of a touchpoint for somebody.
#[derive(Clone, Copy)]
struct Said {
    journey: JourneyIx,
    place: Node,
    persona: PersonaIx,
    value: f64,
}

/// Two journeys that contradict each other.
#[derive(Serialize)]
pub(super) struct ContradictionView {
    high: SaidView,
    low: SaidView,
    /// `2.5`, on the site's scale.
    apart: String,
    #[serde(skip)]
    distance: f64,
}

#[derive(Serialize)]
struct SaidView {
    emotion: EmotionView,
    who: LinkView,
    place: LinkView,
    journey: LinkView,
}

impl ContradictionView {
    /// How far apart the two are.
    pub(super) fn distance(&self) -> f64 {
        self.distance
    }
}

/// The widest contradiction about a touchpoint: values of two journeys on different sides of the
/// scale's middle, at least a quarter of the scale apart. Plans are left out, they mean to differ;
/// so are retired journeys.
pub(super) fn widest(
    sheet: &Sheet<'_>,
    touchpoint: &CatalogueTouchpoint,
) -> Option<ContradictionView> {
    let scale = &sheet.site.config.emotion;
    let (middle, least) = ((scale.min + scale.max) / 2.0, (scale.max - scale.min) / 4.0);
    let (high, low) = farthest(&said(sheet.site, touchpoint), middle)?;
    let distance = high.value - low.value;
    if distance < least {
        return None;
    }
    Some(ContradictionView {
        high: view(sheet, &high),
        low: view(sheet, &low),
        apart: sheet.w.number(distance, 1),
        distance,
    })
}

fn said(site: &Site, touchpoint: &CatalogueTouchpoint) -> Vec<Said> {
    let mut all = Vec::new();
    for place in touchpoint.uses.iter().copied() {
        let Node::Touchpoint(journey, s, t) = place else { continue };
        let map = site.journey(journey);
        if map.meta.status == Status::Retired || map.state == Some(State::ToBe) {
            continue;
        }
        let values = &site.touchpoint(journey, s, t).experience.emotion;
        let said = values.iter().map(|(persona, value)| Said {
            journey,
            place,
            persona: *persona,
            value: *value,
        });
        all.extend(said);
    }
    all
}

/// The two values of different journeys that lie farthest apart on two sides of the middle, the
/// higher first; the first ones on a tie. One of them is the highest or the lowest of all.
fn farthest(all: &[Said], middle: f64) -> Option<(Said, Said)> {
    let highest = |other_than: Option<JourneyIx>| {
        let others = all.iter().filter(|said| Some(said.journey) != other_than);
        let others = others.filter(|said| said.value > middle).copied();
        others.reduce(|a, b| if b.value > a.value { b } else { a })
    };
    let lowest = |other_than: Option<JourneyIx>| {
        let others = all.iter().filter(|said| Some(said.journey) != other_than);
        let others = others.filter(|said| said.value < middle).copied();
        others.reduce(|a, b| if b.value < a.value { b } else { a })
    };
    let (top, bottom) = (highest(None)?, lowest(None)?);
    let below = lowest(Some(top.journey)).map(|low| (top, low));
    let above = highest(Some(bottom.journey)).map(|high| (high, bottom));
    [below, above]
        .into_iter()
        .flatten()
        .reduce(|a, b| if b.0.value - b.1.value > a.0.value - a.1.value { b } else { a })
}

fn view(sheet: &Sheet<'_>, said: &Said) -> SaidView {
    SaidView {
        emotion: sheet.emotion(Html::default(), Some(said.value)),
        who: sheet.node(Node::Persona(said.persona)),
        place: sheet.node(said.place),
        journey: sheet.node(Node::Journey(said.journey)),
    }
}
