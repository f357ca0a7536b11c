//! The upright map of narrow screens: a list by stage with the curve beside it.

use super::html::Html;
use super::parts::{Cast, moment_words};
use super::pieces::Markup;
use super::sheet::Sheet;
use super::words::write_name;
use crate::diagram::{self, TallRow};
use crate::site::{Against, Experience, JourneyIx, Node, OpportunityIx, Stage, felt_at};

/// The map, and whether it draws something that is dropped.
pub(super) fn tall(sheet: &Sheet<'_>, ix: JourneyIx, cast: &Cast) -> (Html, bool) {
    let rows = diagram::tall_rows(&sheet.canvas("tall"), ix);
    let has_curve = rows.iter().any(|row| !row.curve_svg.is_empty());
    let has_gone = rows.iter().any(|row| !row.gone_svg.is_empty());
    let mut out = Markup::with_capacity(24 * 1024);
    if has_curve {
        let ends = &sheet.shared.ends;
        out.put("<div class=\"v-head\" aria-hidden=\"true\"><span>").text(&ends.0);
        out.put("</span><span>").text(&ends.1).put("</span></div>");
    }
    let against = Against::of(sheet.site, ix);
    let mut rows = rows.into_iter().peekable();
    for (s, stage) in (0..).zip(&sheet.site.journey(ix).stages) {
        let mut own = Vec::new();
        while let Some(row) = rows.next_if(|row| stage_of(row.node) == Some(s)) {
            own.push(row);
        }
        stage_head(sheet, &mut out, Node::Stage(ix, s), stage, cast);
        if !own.is_empty() {
            let start = stage.touchpoints.first().map_or(1, |touchpoint| touchpoint.number);
            out.put(if has_curve { "\n<ol class=\"v-ol\"" } else { "\n<ol class=\"v-ol v-flat\"" });
            out.put(" start=\"").count(start).put("\">");
            own.iter().for_each(|row| item(sheet, &mut out, row, (cast, against.as_ref())));
            out.put("\n</ol>");
        }
        plans(sheet, &mut out, stage);
        out.put("</section>");
    }
    (out.finish(), has_gone)
}

fn stage_of(node: Node) -> Option<u32> {
    match node {
        Node::Stage(_, s) | Node::Touchpoint(_, s, _) => Some(s),
        _ => None,
    }
}

fn stage_head(sheet: &Sheet<'_>, out: &mut Markup, node: Node, stage: &Stage, cast: &Cast) {
    out.put("\n<section class=\"v-st\">");
    if let Some(phase) = &stage.phase {
        out.put("<p class=\"kick\" dir=\"auto\">");
        write_name(out.string(), phase, stage.meta.lang());
        out.put("</p>");
    }
    sheet.write_link(out.put("<h3 dir=\"auto\">").string(), node);
    out.put("</h3>");
    let means = sheet.chips(cast, &stage.emotion);
    if !means.is_empty() {
        out.put("<p class=\"v-means\">").html(&means).put("</p>");
    }
}

fn item(
    sheet: &Sheet<'_>,
    out: &mut Markup,
    row: &TallRow,
    (cast, against): (&Cast, Option<&Against>),
) {
    let (experience, channel, number): (&Experience, Option<u32>, Option<u32>) = match row.node {
        Node::Touchpoint(j, s, t) => {
            let touchpoint = sheet.site.touchpoint(j, s, t);
            (&touchpoint.experience, touchpoint.channel, Some(touchpoint.number))
        }
        Node::Stage(j, s) => (&sheet.site.stage(j, s).experience, None, None),
        _ => return,
    };
    out.put("\n<li>");
    if !row.curve_svg.is_empty() || !row.points_svg.is_empty() {
        out.put("<div class=\"v-cv\" aria-hidden=\"true\">").put(&row.curve_svg);
        out.put(&row.points_svg).put(&row.gone_svg).put("</div>");
    }
    let [above, below] = &row.dropped;
    out.put("<div class=\"v-tx\">");
    dropped(sheet, out, above, cast);
    out.put("<p class=\"v-ti\" dir=\"auto\">");
    match number {
        Some(number) => {
            out.put("<span class=\"v-no\">").count(number).put("</span> ");
            sheet.write_link(out.string(), row.node);
        }
        None => {
            sheet.write_address(out.put("<a href=\"").string(), row.node);
            out.put("\">").text(sheet.w.stage_whole()).put("</a>");
        }
    }
    out.put("</p>");
    let channel = channel.and_then(|ix| sheet.site.channels.get(ix as usize));
    if channel.is_some() || !experience.emotion.is_empty() {
        let mut between = "";
        out.put("<p class=\"v-su\">");
        if let Some(channel) = channel {
            out.put("<span dir=\"auto\">").text(&channel.title).put("</span>");
            between = " · ";
        }
        for (persona, name) in cast.members() {
            let value = experience.emotion.iter().find(|(ix, _)| ix == persona);
            if let Some((_, value)) = value {
                out.put(between).html(name).put(" ").text(&sheet.w.felt(*value));
                between = " · ";
                let was = against.and_then(|against| against.felt(sheet.site, row.node, *persona));
                if let Some(was) = was {
                    out.put(" (").say(sheet.w.map_today(&sheet.w.felt(was))).put(")");
                }
            }
        }
        out.put("</p>");
    }
    for moment in &experience.moments {
        sheet.moment_line(out, "v-mo", moment.kind, moment_words(moment, experience));
    }
    dropped(sheet, out, below, cast);
    out.put("</div></li>");
}

/// What the crosses of a row say: what is dropped there, and what is felt at it today.
fn dropped(sheet: &Sheet<'_>, out: &mut Markup, places: &[Node], cast: &Cast) {
    if places.is_empty() {
        return;
    }
    out.put("<p class=\"v-su\">").put(&diagram::gone_sample()).put(" ");
    out.text(sheet.w.dropped_head()).put(": ");
    for (at, node) in places.iter().enumerate() {
        out.put(if at > 0 { ", " } else { "" });
        sheet.write_link(out.string(), *node);
        let felt = felt_at(sheet.site, *node);
        let mut between = " (";
        for (persona, name) in cast.members() {
            if let Some((_, value)) = felt.iter().find(|(of, _)| of == persona) {
                out.put(between).html(name).put(" ").text(&sheet.w.felt(*value));
                between = ", ";
            }
        }
        out.put(if between == ", " { ")" } else { "" });
    }
    out.put("</p>");
}

/// The two best answers of a stage.
fn plans(sheet: &Sheet<'_>, out: &mut Markup, stage: &Stage) {
    let experiences = stage.touchpoints.iter().map(|touchpoint| &touchpoint.experience);
    let all = [&stage.experience].into_iter().chain(experiences);
    let rank = |ix: &OpportunityIx| sheet.site.opportunity(*ix).rank;
    let mut ranked: Vec<OpportunityIx> =
        all.flat_map(|e| &e.opportunities).copied().filter(|ix| rank(ix).is_some()).collect();
    ranked.sort_by_key(rank);
    ranked.dedup();
    if ranked.is_empty() {
        return;
    }
    out.put("<p class=\"v-h\">").text(sheet.w.could_do()).put("</p><ul class=\"v-op\">");
    for ix in ranked.iter().take(2) {
        let quadrant = sheet.site.opportunity(*ix).quadrant;
        out.put("<li>").html(sheet.shared.quadrant(quadrant)).put(" ");
        sheet.write_link(out.string(), Node::Opportunity(*ix));
        out.put("</li>");
    }
    out.put("</ul>");
}
