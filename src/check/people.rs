//! Rules about people and duties: evidence, owners, reviews, plans.

use super::context::{Context, is_live};
use super::items;
use crate::diagnostic::{Code, Finding};
use crate::model::{self, Review};
use crate::site::{JourneyIx, Node, Quadrant, ReviewState};
use crate::source::Span;
use jiff::civil::Date;

/// A persona that nothing speaks for: no statement of hers cites a source, and no highlight
/// names her.
pub(super) fn persona_without_evidence(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for &ix in &context.persona_list {
        let persona = context.site.persona(ix);
        if !is_live(&persona.meta) || persona.has_evidence {
            continue;
        }
        let node = Node::Persona(ix);
        let message = format!("persona {} rests on no evidence at all", context.name(node));
        findings.push(
            Finding::new(Code::PersonaWithoutEvidence, context.first_key(node), message).help(
                "cite a source in one of their goals, motivations, pains, outcomes or in the text: \
                 `… [^source-id]`",
            ),
        );
    }
}

/// A review whose next day is over.
pub(super) fn review_overdue(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for Late { node, span, due, owner } in late(context) {
        let message = format!("the review of {} was due on {due}", context.name(node));
        let help = match owner {
            Some(owner) => format!("ask {owner} to read it again, then set `last` to that day"),
            None => "read it again, then set `last` to that day".to_owned(),
        };
        findings.push(Finding::new(Code::ReviewOverdue, span, message).help(help));
    }
}

/// A review that should have been.
pub(super) struct Late<'a> {
    node: Node,
    pub(super) span: Span,
    pub(super) due: Date,
    owner: Option<&'a str>,
}

/// Every review that should have been, in the order of the reviews page.
pub(super) fn late<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Late<'a>> {
    let live = context.reviewed.iter().filter(|node| context.is_live(**node));
    live.filter_map(|&node| {
        let review = context.site.meta(node).review()?;
        let (ReviewState::Overdue, Some(due)) = (review.state, review.next) else { return None };
        let written = context.common(node).and_then(|common| common.review());
        let span = written.and_then(last_span).unwrap_or(review.span);
        Some(Late { node, span, due, owner: review.owner.as_deref() })
    })
}

/// The day of the last review: `last`, else the newest of `log`.
fn last_span(review: &Review) -> Option<Span> {
    let newest = review.log.iter().max_by_key(|entry| entry.date.value);
    review.last.as_ref().or(newest.map(|entry| &entry.date)).map(|date| date.span)
}

/// A published map that nobody owns.
pub(super) fn no_owner(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for map in context.maps.iter().filter(|map| map.journey.meta.owner.is_none()) {
        let name = context.name(Node::Journey(JourneyIx(map.ix.0)));
        findings.push(
            Finding::new(
                Code::NoOwner,
                map.written.common.first_key,
                format!("nobody owns the journey {name}"),
            )
            .help("add `owner:` with the name of a person or team that keeps it true"),
        );
    }
}

/// A big bet that is still an idea.
pub(super) fn big_bet_unplanned(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for &ix in &context.opportunity_list {
        let opportunity = context.site.opportunity(ix);
        let is_idea = opportunity.status == model::OpportunityStatus::Idea;
        if opportunity.quadrant != Quadrant::BigBet
            || !is_idea
            || !context.is_live(Node::Opportunity(ix))
        {
            continue;
        }
        let Some(written) = context.opportunity(ix) else { continue };
        // What is written as `idea` is the value at fault; by default, it is the impact that
        // calls for a plan.
        let span = items::value_of(context.sources, &written.common, "status")
            .filter(|(_, value)| *value == "idea")
            .map_or(written.impact.span, |(span, _)| span);
        let name = context.name(Node::Opportunity(ix));
        findings.push(
            Finding::new(
                Code::BigBetUnplanned,
                span,
                format!("{name} is a big bet (high impact, low feasibility) and still an idea"),
            )
            .help("plan for it: set `status: planned`, or `dropped` if nobody will do it"),
        );
    }
}
