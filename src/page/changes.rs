//! What a to-be journey changes: today and then beside each other, what closes which gap, what is
//! new and what goes.

use super::html::Html;
use super::parts::{Cast, touchpoints};
use super::pieces::Markup;
use super::sheet::Sheet;
use crate::diagram;
use crate::site::{Against, JourneyIx, Node, PersonaIx, felt_at};
use serde::Serialize;

/// The section of a to-be journey that has a baseline.
#[derive(Serialize)]
pub(super) struct ChangesView {
    /// How today's line looks.
    sample: Html,
    /// Rows of a table: touchpoints that both journeys have and where a feeling changes.
    rows: Html,
    /// Links to stages and touchpoints that are new.
    added: Html,
    /// The cross of what is dropped.
    gone: Html,
    /// Links to stages and touchpoints of today that are dropped, each with what is felt there.
    dropped: Html,
}

/// Lays a journey beside its baseline, if it has one.
pub(super) fn changes(sheet: &Sheet<'_>, ix: JourneyIx, cast: &Cast) -> Option<ChangesView> {
    let site = sheet.site;
    let against = Against::of(site, ix)?;
    let journey = site.journey(ix);
    let mut rows = Markup::default();
    for (s, t, ..) in touchpoints(journey) {
        row(sheet, &mut rows, &against, (ix, s, t), cast);
    }
    let mut added = Vec::new();
    for (s, stage) in (0..).zip(&journey.stages) {
        let stage_node = Node::Stage(ix, s);
        let own = (0..stage.touchpoints.len() as u32).map(|t| Node::Touchpoint(ix, s, t));
        let fresh: Vec<Node> = own.filter(|node| against.is_new(*node)).collect();
        if against.is_new(stage_node) && fresh.len() == stage.touchpoints.len() {
            added.push(stage_node);
        } else {
            added.extend(fresh);
        }
    }
    Some(ChangesView {
        sample: Html::trusted(diagram::today_sample()),
        rows: rows.finish(),
        added: sheet.links(&added),
        gone: Html::trusted(diagram::gone_sample()),
        dropped: dropped(sheet, &against, cast),
    })
}

/// What is dropped, each with what is felt there today. After a stage come its touchpoints, which
/// go with it.
pub(super) fn dropped(sheet: &Sheet<'_>, against: &Against, cast: &Cast) -> Html {
    let mut out = Markup::default();
    for (at, node) in against.dropped(sheet.site).into_iter().enumerate() {
        out.put(if at > 0 { ", " } else { "" });
        dropped_place(sheet, &mut out, node, cast);
        let Node::Stage(ix, s) = node else { continue };
        for t in 0..sheet.site.stage(ix, s).touchpoints.len() as u32 {
            out.put(if t > 0 { ", " } else { ": " });
            dropped_place(sheet, &mut out, Node::Touchpoint(ix, s, t), cast);
        }
    }
    out.finish()
}

/// A link to a place, and what each persona feels there. The mean of a stage says less than its
/// touchpoints beside it.
fn dropped_place(sheet: &Sheet<'_>, out: &mut Markup, node: Node, cast: &Cast) {
    sheet.write_numbered(out.string(), node);
    let is_bare = |ix, s| sheet.site.stage(ix, s).touchpoints.is_empty();
    let values = match node {
        Node::Stage(ix, s) if !is_bare(ix, s) => &[],
        node => felt_at(sheet.site, node),
    };
    let chips = sheet.chips(cast, values);
    if !chips.as_str().is_empty() {
        out.put(" ").put(chips.as_str().trim_end());
    }
}

/// A touchpoint at which somebody's feeling changes.
fn row(
    sheet: &Sheet<'_>,
    out: &mut Markup,
    against: &Against,
    (ix, s, t): (JourneyIx, u32, u32),
    cast: &Cast,
) {
    let node = Node::Touchpoint(ix, s, t);
    let now = &sheet.site.touchpoint(ix, s, t).experience.emotion;
    let value = |persona: PersonaIx| now.iter().find(|(of, _)| *of == persona).map(|(_, v)| *v);
    let before: Vec<(PersonaIx, f64)> = cast
        .members()
        .iter()
        .filter_map(|(persona, _)| Some((*persona, against.felt(sheet.site, node, *persona)?)))
        .collect();
    let changed: Vec<(PersonaIx, f64)> = before
        .iter()
        .filter_map(|(persona, was)| Some((*persona, value(*persona)? - was)))
        .filter(|(_, change)| change.abs() > 1e-9)
        .collect();
    if changed.is_empty() {
        return;
    }
    sheet.write_numbered(out.put("\n<tr><th scope=\"row\">").string(), node);
    out.put("</th><td>").html(&sheet.chips(cast, &before)).put("</td><td>");
    out.html(&sheet.chips(cast, now)).put("</td><td class=\"num\">");
    for (at, (persona, change)) in changed.iter().enumerate() {
        out.put(if at > 0 { ", " } else { "" }).html(&cast.name(*persona)).put(" ");
        out.text(&sheet.w.felt(*change));
    }
    let closing = against.closing(sheet.site, (ix, s, t));
    let closing: Vec<Node> = closing.into_iter().map(Node::Opportunity).collect();
    out.put("</td><td>");
    if closing.is_empty() {
        out.put("<span class=\"sub\">").text(sheet.w.nothing_planned()).put("</span>");
    }
    out.html(&sheet.links(&closing)).put("</td></tr>");
}
