//! The rule about lanes that hold something and are not shown.

use super::context::{Context, Map};
use crate::diagnostic::{Code, Finding};
use crate::model::{Claim, Emotion, Experience, Metric, OpportunityItem, Quote, Touchpoint};
use crate::site::Node;
use crate::source::Span;
use std::collections::BTreeMap;

/// A lane that is filled in some journey and that this journey does not show. Which lanes a site
/// shows nobody knows while its `site.yaml` cannot be read.
pub(super) fn lane_not_shown(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for map in &context.maps {
        // The finding stands where the lane is filled, which may be the file of a stage, but it
        // concerns the journey.
        let is_chosen = context.site.config.readable || map.written.lanes.is_some();
        if !is_chosen || map.journey.meta.allow().contains(&Code::LaneNotShown) {
            continue;
        }
        let name = context.name(Node::Journey(map.ix));
        let mut hidden: Vec<(Span, String)> = filled(context, map)
            .into_iter()
            .filter(|(lane, _)| !map.journey.lanes.iter().any(|shown| **shown == *lane))
            .map(|(lane, span)| (span, lane))
            .collect();
        hidden.sort();
        for (span, lane) in hidden {
            findings.push(
                Finding::new(
                    Code::LaneNotShown,
                    span,
                    format!("lane `{lane}` is filled and {name} does not show it"),
                )
                .help(format!("add `{lane}` to `lanes`; the text twin holds it either way")),
            );
        }
    }
}

/// Every filled lane of a journey and the first value of it.
fn filled(context: &Context<'_>, map: &Map<'_>) -> BTreeMap<String, Span> {
    let mut lanes = BTreeMap::new();
    let mut fill = |lane: &str, span: Span| {
        if !lanes.contains_key(lane) {
            lanes.insert(lane.to_owned(), span);
        }
    };
    for leg in &map.stages {
        if let Some(phase) = &leg.written.phase {
            fill("phases", phase.span);
        }
        for (lane, span) in of_experience(&leg.written.experience) {
            fill(lane, span);
        }
        if let Some(span) = leg.written.metrics().and_then(first_metric) {
            fill("metrics", span);
        }
        for stop in &leg.stops {
            for (lane, span) in of_touchpoint(stop.written) {
                fill(lane, span);
            }
            let shared = stop.touchpoint.uses.and_then(|ix| context.catalogue(ix));
            for (lane, _) in shared.map(of_touchpoint).unwrap_or_default() {
                // What the use wrote itself replaces the catalogue's whole, `[]` too.
                if !writes(stop.written, lane) {
                    fill(lane, stop.use_span());
                }
            }
        }
    }
    lanes
}

fn of_touchpoint(touchpoint: &Touchpoint) -> Vec<(&str, Span)> {
    let mut lanes = of_experience(&touchpoint.experience);
    lanes.extend(touchpoint.channel.as_ref().map(|channel| ("channels", channel.span)));
    let metric = touchpoint.metrics().and_then(first_metric);
    lanes.extend(metric.map(|span| ("metrics", span)));
    lanes
}

/// Whether a use wrote the field of a lane itself, empty or not.
fn writes(touchpoint: &Touchpoint, lane: &str) -> bool {
    let own = &touchpoint.experience;
    match lane {
        "channels" => touchpoint.channel.is_some(),
        "metrics" => touchpoint.metrics().is_some(),
        "emotion" => own.emotion.is_some(),
        "quotes" => own.quotes.is_some(),
        "opportunities" => own.opportunities.is_some(),
        "storyboard" => own.image().is_some_and(|image| image.path.is_some()),
        _ => {
            claim_fields(own).iter().any(|(id, claims)| *id == lane && claims.is_some())
                || own.custom().iter().any(|(id, _)| **id == *lane)
        }
    }
}

fn claim_fields(experience: &Experience) -> [(&'static str, Option<&[Claim]>); 9] {
    [
        ("actions", experience.actions.as_deref()),
        ("thoughts", experience.thoughts.as_deref()),
        ("pains", experience.pains.as_deref()),
        ("gains", experience.gains.as_deref()),
        ("questions", experience.questions.as_deref()),
        ("artifacts", experience.artifacts()),
        ("frontstage", experience.frontstage()),
        ("backstage", experience.backstage()),
        ("support", experience.support()),
    ]
}

fn of_experience(experience: &Experience) -> Vec<(&str, Span)> {
    let claims = claim_fields(experience);
    let mut lanes: Vec<(&str, Span)> = claims
        .iter()
        .filter_map(|(lane, claims)| Some((*lane, claims.as_ref()?.first()?.span())))
        .collect();
    let custom = experience.custom().iter();
    lanes.extend(custom.filter_map(|(lane, claims)| Some((&**lane, claims.first()?.span()))));
    lanes.extend(experience.emotion.as_ref().and_then(Emotion::first).map(|s| ("emotion", s)));
    let quote = experience.quotes.as_deref().and_then(|quotes| quotes.first());
    lanes.extend(quote.map(|quote| ("quotes", quote_span(quote))));
    let item = experience.opportunities.as_deref().and_then(|items| items.first());
    lanes.extend(item.map(|item| ("opportunities", item_span(item))));
    let image = experience.image().and_then(|image| image.path.as_ref());
    lanes.extend(image.map(|path| ("storyboard", path.span)));
    lanes
}

fn quote_span(quote: &Quote) -> Span {
    match quote {
        Quote::Claim(claim) => claim.span(),
        Quote::Highlight(name) => name.span,
    }
}

fn item_span(item: &OpportunityItem) -> Span {
    match item {
        OpportunityItem::Ref(name) => name.span,
        OpportunityItem::Inline(inline) => inline.title.span,
    }
}

fn first_metric(metrics: &[Metric]) -> Option<Span> {
    metrics.first().map(|metric| metric.title.span)
}
