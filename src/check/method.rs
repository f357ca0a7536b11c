//! Rules of the craft: what makes a map of a customer's journey out of a list of screens.

use super::context::{Context, Leg, Map, Stop, is_live};
use crate::diagnostic::{Code, Finding};
use crate::model::{Altitude, Content, Emotion, Kind, Lifecycle, State, Status};
use crate::site::derive::points;
use crate::site::{Node, Point};
use crate::source::Span;
use std::collections::BTreeMap;

/// Names of departments: what is named like one is a part of the organisation, not of a
/// customer's life.
const DEPARTMENTS: &[&str] = &[
    "accounting",
    "accounts",
    "accounts payable",
    "accounts receivable",
    "back office",
    "billing",
    "call center",
    "call centre",
    "claims",
    "communications",
    "compliance",
    "contact center",
    "contact centre",
    "controlling",
    "customer care",
    "customer experience",
    "customer operations",
    "customer relations",
    "customer service",
    "customer services",
    "customer success",
    "customer support",
    "design",
    "e-commerce",
    "ecommerce",
    "engineering",
    "finance",
    "fulfillment",
    "fulfilment",
    "help desk",
    "helpdesk",
    "hr",
    "human resources",
    "it",
    "legal",
    "logistics",
    "marketing",
    "operations",
    "ops",
    "pr",
    "procurement",
    "product",
    "product management",
    "public relations",
    "purchasing",
    "quality assurance",
    "sales",
    "service desk",
    "supply chain",
    "support",
    "technical support",
    "warehouse",
];

/// What may stand around the name of a department.
const AROUND: &[&str] = &["the ", "our "];
const BEHIND: &[&str] = &[" team", " department", " dept", " dept.", " division", " unit"];

/// A journey that begins at the till.
pub(super) fn nothing_before_purchase(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let before = [Lifecycle::Awareness, Lifecycle::Consideration];
    if is_partly_unread(context.content) {
        return;
    }
    for (name, span) in purchases_without(context, &before) {
        findings.push(
            Finding::new(
                Code::NothingBeforePurchase,
                span,
                format!("nothing is mapped before the purchase in {name}"),
            )
            .help("add a stage with `lifecycle: awareness` or `consideration`: it begins there"),
        );
    }
}

/// A journey that ends at the till.
pub(super) fn nothing_after_purchase(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let after = [
        Lifecycle::Onboarding,
        Lifecycle::Use,
        Lifecycle::Support,
        Lifecycle::Renewal,
        Lifecycle::Advocacy,
    ];
    if is_partly_unread(context.content) {
        return;
    }
    for (name, span) in purchases_without(context, &after) {
        findings.push(
            Finding::new(
                Code::NothingAfterPurchase,
                span,
                format!("nothing is mapped after the purchase in {name}"),
            )
            .help("add a stage with `lifecycle: onboarding`, `use`, `support`, `renewal` or `advocacy`"),
        );
    }
}

/// Journeys with a purchase and none of `others`: their names, and where the purchase stands.
/// A part of a larger journey, a close-up and a map under research need not show the whole.
fn purchases_without(context: &Context<'_>, others: &[Lifecycle]) -> Vec<(String, Span)> {
    let whole = |map: &&Map<'_>| {
        map.journey.parent.is_none()
            && map.journey.state != Some(State::Research)
            && map.journey.altitude != Some(Altitude::Micro)
    };
    let purchase = |map: &Map<'_>| {
        let lifecycles = || map.stages.iter().filter_map(|leg| leg.written.lifecycle.as_ref());
        let at = lifecycles().find(|l| l.value == Lifecycle::Purchase)?;
        let other = lifecycles().any(|l| others.contains(&l.value));
        (!other).then(|| (context.name(Node::Journey(map.ix)), at.span))
    };
    context.maps.iter().filter(whole).filter_map(purchase).collect()
}

/// A stage that is named after a department.
pub(super) fn stage_is_department(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for leg in context.maps.iter().flat_map(|map| &map.stages) {
        let title = leg.stage.title.doc.plain();
        if is_department(title) {
            findings.push(
                Finding::new(
                    Code::StageIsDepartment,
                    leg.written.title.span,
                    format!("stage `{title}` is named after a department"),
                )
                .help("name what the customer does there: `Ask for help`, `Pay the bill`"),
            );
        }
    }
}

fn is_department(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let mut name = title.as_str();
    for word in AROUND {
        name = name.strip_prefix(word).unwrap_or(name);
    }
    for word in BEHIND {
        name = name.strip_suffix(word).unwrap_or(name);
    }
    DEPARTMENTS.contains(&name)
}

/// A fall of half the scale or more between neighbours that no moment of truth explains.
pub(super) fn unexplained_drop(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let scale = &context.site.config.emotion;
    let half = (scale.max - scale.min) / 2.0;
    for map in &context.maps {
        let points = points(map.ix, &map.journey.personas, &map.journey.stages);
        let mut falls: BTreeMap<(Node, Span), (f64, Vec<String>)> = BTreeMap::new();
        for (at, from) in points.iter().enumerate() {
            let Some(to) = points[at + 1..].iter().find(|to| to.persona == from.persona) else {
                continue;
            };
            let fall = from.value - to.value;
            // A nudge far below any number that is written: 0.1 + 0.2 is not quite 0.3.
            let is_deep = fall + 1e-9 >= half;
            if is_deep && !context.has_moment(from.node) && !context.has_moment(to.node) {
                let Some(span) = emotion_span(context, map, to) else { continue };
                let entry = falls.entry((to.node, span)).or_default();
                entry.0 = entry.0.max(fall);
                entry.1.push(context.name(Node::Persona(to.persona)));
            }
        }
        for ((node, span), (fall, who)) in falls {
            findings.push(drop_finding(context, node, span, fall, &who));
        }
    }
}

fn drop_finding(
    context: &Context<'_>,
    node: Node,
    span: Span,
    fall: f64,
    who: &[String],
) -> Finding {
    let fall = crate::site::number::plain(fall, 2);
    let (name, who) = (context.name(node), who.join(", "));
    Finding::new(
        Code::UnexplainedDrop,
        span,
        format!("the emotion of {who} falls by {fall} to {name} and no moment says why"),
    )
    .help(
        "mark what happens with `moment: {kind: friction, why: …}` here, or map what lies between",
    )
}

/// Where the emotion of a point is written; for one that a use takes from the catalogue, the use.
fn emotion_span(context: &Context<'_>, map: &Map<'_>, point: &Point) -> Option<Span> {
    let stop = map.stops().map(|(_, stop)| stop).find(|stop| stop.node == point.node);
    let leg = map.stages.iter().find(|leg| leg.node == point.node);
    let written = match (stop, leg) {
        (Some(stop), _) => stop.written.experience.emotion.as_ref(),
        (None, leg) => leg?.written.experience.emotion.as_ref(),
    };
    let id = &context.site.persona(point.persona).meta.id;
    let own = match written {
        Some(Emotion::All { span, .. }) => Some(*span),
        Some(Emotion::Each(values)) => values
            .iter()
            .find(|(who, _)| who.name.rsplit('/').next() == Some(id))
            .and_then(|(_, value)| Some(value.as_ref()?.span)),
        None => None,
    };
    let own = own.or(written.and_then(Emotion::first));
    own.or(stop.map(Stop::use_span))
}

/// A touchpoint of the catalogue that no journey uses.
pub(super) fn unused_touchpoint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if is_partly_unread(context.content) {
        return;
    }
    for &ix in &context.catalogue_list {
        let touchpoint = context.site.catalogue(ix);
        let id = &touchpoint.meta.id;
        if !is_live(&touchpoint.meta)
            || !touchpoint.uses.is_empty()
            || is_used_by_draft(context.content, id)
        {
            continue;
        }
        let node = Node::Catalogue(ix);
        findings.push(
            Finding::new(
                Code::UnusedTouchpoint,
                context.first_key(node),
                format!("no journey uses the touchpoint `{id}`"),
            )
            .help(format!("write `use: {id}` where customers meet it, or set `status: retired`")),
        );
    }
}

/// Whether a part of some journey cannot be read: what seems to be missing may stand there.
fn is_partly_unread(content: &Content) -> bool {
    let of_journeys = [Kind::Journey, Kind::Stage, Kind::Touchpoint];
    content.unreadable.iter().any(|(_, kind, _)| of_journeys.contains(kind))
}

/// Whether a draft that is left out of the site uses the touchpoint.
fn is_used_by_draft(content: &Content, id: &str) -> bool {
    content.journeys.iter().any(|journey| {
        let journey = &journey.item;
        journey.stages.iter().any(|stage| {
            stage.touchpoints.iter().any(|touchpoint| {
                let drafts = [&journey.common, &stage.common, &touchpoint.common];
                drafts.iter().any(|common| common.status == Status::Draft)
                    && touchpoint
                        .uses()
                        .as_ref()
                        .is_some_and(|uses| uses.name.rsplit('/').next() == Some(id))
            })
        })
    })
}

/// A stage in which nobody meets anything.
pub(super) fn stage_without_touchpoints(context: &Context<'_>, findings: &mut Vec<Finding>) {
    // A stage that zooms into a journey has its touchpoints there.
    let is_empty = |leg: &&Leg<'_>| {
        leg.stage.touchpoints.is_empty()
            && leg.written.touchpoints.is_empty()
            && leg.stage.journey().is_none()
    };
    for leg in context.maps.iter().flat_map(|map| &map.stages).filter(is_empty) {
        findings.push(
            Finding::new(
                Code::StageWithoutTouchpoints,
                leg.written.common.first_key,
                format!("stage {} has no touchpoints", context.name(leg.node)),
            )
            .help("add what the customer meets there under `touchpoints:`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_are_known_whatever_stands_around_them() {
        for title in ["Marketing", " the SALES team", "Customer service", "IT", "Call Centre"] {
            assert!(is_department(title), "{title}");
        }
        for title in ["Ask for help", "It arrives", "Product is broken", "Buy", "Salesforce", ""] {
            assert!(!is_department(title), "{title}");
        }
    }
}
