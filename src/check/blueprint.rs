//! Rules about what is drawn of a journey: work behind the scenes for nobody, feelings that a map
//! of years cannot show.

use super::context::{Context, Stop};
use crate::diagnostic::{Code, Finding};
use crate::model::{self, Altitude, Emotion};
use crate::site::{Experience, Lane, Node};
use crate::source::Span;

/// Backstage work or support where the customer does nothing and meets nobody: neither the
/// touchpoint nor its stage as a whole has `actions` or `frontstage`. What is written for a stage
/// as a whole serves the actions of all its touchpoints.
pub(super) fn backstage_for_nobody(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for leg in context.maps.iter().flat_map(|map| &map.stages) {
        let own = &leg.stage.experience;
        if serves(own) {
            continue;
        }
        let anywhere = || leg.stage.touchpoints.iter().any(|t| serves(&t.experience));
        if let (Some(lane), false) = (behind(own), anywhere()) {
            let span = claim_span(&leg.written.experience, lane);
            let span = span.unwrap_or(leg.written.title.span);
            findings.push(nobody(context, leg.node, span, lane));
        }
        for stop in leg.stops.iter().filter(|stop| !serves(&stop.touchpoint.experience)) {
            if let Some(lane) = behind(&stop.touchpoint.experience) {
                let span = claim_span(&stop.written.experience, lane);
                let span = span.unwrap_or_else(|| stop.use_span());
                findings.push(nobody(context, stop.node, span, lane));
            }
        }
    }
}

/// Whether the customer does something there or meets somebody.
fn serves(experience: &Experience) -> bool {
    experience.claims.iter().any(|claim| matches!(claim.lane, Lane::Actions | Lane::Frontstage))
}

/// The first lane behind the line of visibility that is filled.
fn behind(experience: &Experience) -> Option<Lane> {
    let mut lanes = experience.claims.iter().map(|claim| claim.lane);
    lanes.find(|lane| matches!(lane, Lane::Backstage | Lane::Support))
}

/// Where the first claim of a lane is written, if it is not the catalogue's.
fn claim_span(written: &model::Experience, lane: Lane) -> Option<Span> {
    let claims = match lane {
        Lane::Backstage => written.backstage(),
        _ => written.support(),
    };
    Some(claims?.first()?.span())
}

fn nobody(context: &Context<'_>, node: Node, span: Span, lane: Lane) -> Finding {
    let kind = if matches!(node, Node::Stage(..)) { "stage" } else { "touchpoint" };
    Finding::new(
        Code::BackstageForNobody,
        span,
        format!(
            "`{}` supports no customer action in {kind} {}",
            lane.id(),
            context.name(node)
        ),
    )
    .help("say what the customer does under `actions:` or whom she meets under `frontstage:`, or move it to the touchpoint it serves")
}

/// Emotions on a map of months and years, which has no one curve.
pub(super) fn emotion_on_macro(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for map in &context.maps {
        if map.journey.altitude != Some(Altitude::Macro) {
            continue;
        }
        let first = map.stages.iter().find_map(|leg| {
            let own = leg.written.experience.emotion.as_ref().and_then(Emotion::first);
            own.or_else(|| leg.stops.iter().find_map(stop_emotion))
        });
        if let Some(span) = first {
            let name = context.name(Node::Journey(map.ix));
            findings.push(
                Finding::new(
                    Code::EmotionOnMacro,
                    span,
                    format!("{name} is a macro map and draws no emotion curve"),
                )
                .help("map the feelings in a journey of `altitude: mid` that a stage zooms into with `journey:`; means and the text twin show these values"),
            );
        }
    }
}

fn stop_emotion(stop: &Stop<'_>) -> Option<Span> {
    let own = stop.written.experience.emotion.as_ref().and_then(Emotion::first);
    let shared = || (!stop.touchpoint.experience.emotion.is_empty()).then(|| stop.use_span());
    own.or_else(shared)
}
