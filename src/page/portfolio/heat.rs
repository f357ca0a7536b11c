//! Journeys × lifecycle: the mean emotion of each journey in each stage of a customer's life, and
//! the cells that nobody has mapped.

use super::picks::{Script, put_marks};
use super::{Scope, living};
use crate::diagram;
use crate::model::{Lifecycle, MomentKind, State, Status};
use crate::page::Sheet;
use crate::page::html::Html;
use crate::page::lists::space_link;
use crate::page::paging::{List, ON_PORTFOLIO};
use crate::page::pieces::Markup;
use crate::page::sheet::{LinkView, warn_days};
use crate::site::{
    Experience, Journey, JourneyIx, Node, PersonaIx, Review, Site, Stage, below_as_is,
};
use crate::wording::Wording;
use serde::Serialize;

/// The heat map.
#[derive(Serialize)]
pub(super) struct HeatView {
    columns: Vec<String>,
    /// How many columns the whole table has.
    width: usize,
    groups: Vec<HeatGroup>,
    ramp: Vec<Step>,
    journeys: usize,
    /// How many of them stand here, when not all do.
    shown: Option<usize>,
}

/// Journeys of one space.
#[derive(Serialize)]
struct HeatGroup {
    /// The space; nothing when there is only one.
    space: Option<LinkView>,
    rows: Vec<Html>,
}

#[derive(Serialize)]
struct Step {
    class: &'static str,
    value: String,
}

/// Where a stage stands in the table: a stage of life, or none that its author names.
type Column = Option<Lifecycle>;

/// The heat map of a portfolio: every journey by space, or, where they are too many to be read,
/// those that hurt most.
pub(super) fn heat(sheet: &Sheet<'_>, scope: Scope<'_>) -> HeatView {
    let mut journeys = by_space(sheet.site, scope);
    let all = journeys.len();
    if all <= ON_PORTFOLIO {
        return view(sheet, &columns(sheet.site, &journeys), &journeys, Stands::BySpace);
    }
    let columns = columns(sheet.site, &journeys);
    // Without a value nobody knows whether it hurts; those come after all others.
    let lowest = |ix: &JourneyIx| sheet.site.journey(*ix).lowest.map_or(f64::MAX, |low| low.value);
    journeys.sort_by(|a, b| lowest(a).total_cmp(&lowest(b)));
    journeys.truncate(ON_PORTFOLIO);
    let view = view(sheet, &columns, &journeys, Stands::Mixed);
    HeatView { journeys: all, shown: Some(journeys.len()), ..view }
}

/// What the heat map of all journeys shows, page after page: worked out once for all of them.
pub(crate) struct WholeMap {
    journeys: Vec<JourneyIx>,
    columns: Vec<Column>,
}

impl WholeMap {
    /// Of a site.
    pub(crate) fn of(site: &Site) -> Self {
        let journeys = by_space(site, Scope(""));
        Self { columns: columns(site, &journeys), journeys }
    }
}

/// A page of the heat map of all journeys.
pub(super) fn part(sheet: &Sheet<'_>, part: u32) -> HeatView {
    let WholeMap { journeys, columns } = sheet.shared.whole_map(sheet.site);
    let here = List::Map.slice(part);
    let end = here.end.min(journeys.len());
    view(sheet, columns, &journeys[here.start.min(end)..end], Stands::BySpace)
}

/// Where each space begins in that map.
pub(super) fn begins(sheet: &Sheet<'_>) -> Vec<(LinkView, usize)> {
    let journeys = &sheet.shared.whole_map(sheet.site).journeys;
    let space = |ix: &JourneyIx| &**sheet.site.journey(*ix).meta.space();
    let mut begin = 0;
    let groups = journeys.chunk_by(|a, b| space(a) == space(b));
    groups
        .map(|group| {
            let at = begin;
            begin += group.len();
            (space_link(sheet, space(&group[0])), at)
        })
        .collect()
}

/// The place in that map at which a scope begins.
pub(super) fn begin_of(sheet: &Sheet<'_>, scope: Scope<'_>) -> usize {
    let mut journeys = sheet.shared.whole_map(sheet.site).journeys.iter();
    let first = journeys.position(|ix| scope.holds(sheet.site.journey(*ix).meta.space()));
    first.unwrap_or_default()
}

/// Every row of that map, with what the filters look at, as a list in JSON. Links lead from the
/// site's root. Of a large site it has many megabytes, so no row is kept beside it.
pub(super) fn rows(sheet: &Sheet<'_>, script: &mut Script<'_>) {
    let WholeMap { journeys, columns } = sheet.shared.whole_map(sheet.site);
    script.out.push(b'[');
    for (at, ix) in journeys.iter().enumerate() {
        let cells = row(sheet, *ix, columns, Stands::InScript);
        script.out.extend_from_slice(if at > 0 { b"," } else { b"" });
        let marks = script.marked.of((Node::Journey(*ix), None));
        script.write_row(marks, cells.as_str());
    }
    script.out.push(b']');
}

/// Journeys of a scope, space by space.
fn by_space(site: &Site, scope: Scope<'_>) -> Vec<JourneyIx> {
    let mut journeys: Vec<JourneyIx> = living(site, scope).collect();
    below_as_is(site, &mut journeys);
    journeys.sort_by_key(|ix| {
        let space = site.journey(*ix).meta.space();
        site.spaces.iter().position(|known| known.path == *space)
    });
    journeys
}

/// Where rows stand.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    /// Under the names of their spaces.
    BySpace,
    /// On a page, among those of other spaces.
    Mixed,
    /// The same in the script, where the filters find their marks beside them.
    InScript,
}

fn view(sheet: &Sheet<'_>, columns: &[Column], journeys: &[JourneyIx], stands: Stands) -> HeatView {
    let space = |ix: &JourneyIx| match stands {
        Stands::BySpace => &**sheet.site.journey(*ix).meta.space(),
        Stands::Mixed | Stands::InScript => "",
    };
    let groups: Vec<&[JourneyIx]> = journeys.chunk_by(|a, b| space(a) == space(b)).collect();
    let several = groups.len() > 1 || List::Map.parts(sheet.site) > 0;
    HeatView {
        width: columns.len() + 3,
        columns: columns.iter().map(|column| column_title(sheet.w, *column)).collect(),
        journeys: journeys.len(),
        shown: None,
        groups: groups
            .into_iter()
            .map(|group| HeatGroup {
                space: (several && stands == Stands::BySpace)
                    .then(|| space_link(sheet, space(&group[0]))),
                rows: group.iter().map(|ix| row(sheet, *ix, columns, stands)).collect(),
            })
            .collect(),
        ramp: ramp(sheet),
    }
}

/// The eight stages of life; one more when some stage names none.
fn columns(site: &Site, journeys: &[JourneyIx]) -> Vec<Column> {
    let mut columns: Vec<Column> = Lifecycle::ALL.into_iter().map(Some).collect();
    let mut stages = journeys.iter().flat_map(|ix| mapped(site.journey(*ix)));
    if stages.any(|(_, stage)| stage.lifecycle.is_none()) {
        columns.push(None);
    }
    columns
}

fn column_title(w: &Wording, column: Column) -> String {
    column.map_or(w.unplaced(), |lifecycle| w.lifecycle(lifecycle)).to_owned()
}

/// Stages that are not retired, with their places.
fn mapped(journey: &Journey) -> impl Iterator<Item = (u32, &Stage)> {
    let stages = journey.stages.iter().enumerate();
    stages.filter(|(_, s)| s.meta.status != Status::Retired).map(|(i, s)| (i as u32, s))
}

fn row(sheet: &Sheet<'_>, ix: JourneyIx, columns: &[Column], stands: Stands) -> Html {
    let journey = sheet.site.journey(ix);
    let mut out = Markup::with_capacity(2048);
    out.put("<tr");
    if stands != Stands::InScript {
        put_marks(&mut out, sheet.site, (Node::Journey(ix), None));
    }
    out.put("><th scope=\"row\">");
    sheet.write_link(out.string(), Node::Journey(ix));
    out.put(" <span class=\"sub\">");
    names(sheet, &mut out, &journey.personas);
    if let Some(state) = journey.state.filter(|state| *state != State::AsIs) {
        out.put(" · ").text(sheet.w.state(state));
    }
    if stands != Stands::BySpace
        && let Some(space) = sheet.site.spaces.iter().find(|s| s.path == *journey.meta.space())
    {
        out.put(" · ").text(&space.title);
    }
    out.put("</span></th>");
    columns.iter().for_each(|column| cell(sheet, &mut out, ix, *column));
    out.put("<td class=\"bar\">");
    let coverage = sheet.coverage(&journey.coverage, diagram::Size::Mini);
    match &coverage.percent {
        Some(percent) => {
            out.html(&coverage.bar).put(" <span>").text(percent).put("</span>");
        }
        None => _ = out.put("<span class=\"sub\">").text(sheet.w.no_claims()).put("</span>"),
    }
    out.put("</td>");
    review(sheet, &mut out, journey.meta.review());
    out.put("</tr>");
    out.finish()
}

fn review(sheet: &Sheet<'_>, out: &mut Markup, review: Option<&Review>) {
    out.put("<td class=\"rv\"");
    if let Some(next) = review.and_then(|review| review.next) {
        let warn = review.map_or(0, warn_days);
        out.put(" data-due=\"").put(&next.to_string()).put("\" data-warn=\"");
        out.put(&warn.to_string()).put("\"");
    }
    out.put(">");
    if let Some(review) = review {
        out.put(&diagram::review_icon(review.state)).put(" <span class=\"rv-word\">");
        out.text(sheet.w.review_state(review.state)).put("</span>");
    }
    out.put("</td>");
}

fn names(sheet: &Sheet<'_>, out: &mut Markup, personas: &[PersonaIx]) {
    for (at, ix) in personas.iter().enumerate() {
        out.put(if at == 0 { "" } else { ", " });
        sheet.write_title(out.string(), Node::Persona(*ix));
    }
}

/// A cell. Without a stage nobody has mapped it; without a value it is mapped and nobody knows how
/// it feels.
fn cell(sheet: &Sheet<'_>, out: &mut Markup, ix: JourneyIx, column: Column) {
    let stages: Vec<(u32, &Stage)> =
        mapped(sheet.site.journey(ix)).filter(|(_, stage)| stage.lifecycle == column).collect();
    let Some((first, stage)) = stages.first() else {
        out.put("<td class=\"heat e-none\"><span class=\"vh\">").text(sheet.w.not_mapped());
        out.put("</span></td>");
        return;
    };
    let mean = mean(stages.iter().map(|(_, stage)| *stage));
    out.put("<td class=\"heat on ");
    out.put(mean.map_or("e-quiet", |m| diagram::emotion::class(m, &sheet.site.config.emotion)));
    out.put("\"><a href=\"");
    sheet.write_address(out.string(), Node::Stage(ix, *first));
    out.put("\" title=\"").text(stage.title.doc.plain()).put("\">");
    match mean {
        Some(mean) => out.text(&sheet.w.felt(mean)),
        None => out
            .put("<span aria-hidden=\"true\">·</span><span class=\"vh\">")
            .text(sheet.w.heat_mapped_no_value())
            .put("</span>"),
    };
    let kinds = moments(stages.iter().map(|(_, stage)| *stage));
    if !kinds.is_empty() {
        out.put("<span class=\"mos\">");
        kinds.iter().for_each(|kind| _ = out.html(sheet.shared.moment(*kind)));
        let words: Vec<&str> = kinds.iter().map(|kind| sheet.w.moment(*kind)).collect();
        out.put("</span><span class=\"vh\"> ").say(sheet.w.with_moments(&words.join(", ")));
        out.put("</span>");
    }
    out.put("</a></td>");
}

/// The mean over stages and personas. A persona's mean of a stage weighs what its touchpoints
/// weigh together, so that without means of the author's own the result is the mean of all
/// touchpoints by importance.
fn mean<'s>(stages: impl Iterator<Item = &'s Stage>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for stage in stages {
        for (persona, value) in &stage.emotion {
            let weight = weight(stage, *persona);
            sum += value * weight;
            weights += weight;
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

fn weight(stage: &Stage, persona: PersonaIx) -> f64 {
    let felt = |e: &Experience| e.emotion.iter().any(|(ix, _)| *ix == persona);
    let sum: f64 = stage
        .touchpoints
        .iter()
        .map(|t| &t.experience)
        .filter(|e| felt(e))
        .map(|e| e.importance)
        .sum();
    if sum > 0.0 { sum } else { stage.experience.importance.max(1.0) }
}

/// Each kind of moment once.
fn moments<'s>(stages: impl Iterator<Item = &'s Stage>) -> Vec<MomentKind> {
    let mut kinds: Vec<MomentKind> = stages
        .flat_map(|stage| {
            let touchpoints = stage.touchpoints.iter().map(|t| &t.experience);
            std::iter::once(&stage.experience).chain(touchpoints)
        })
        .flat_map(|experience| experience.moments.iter().map(|moment| moment.kind))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The nine steps of the colours.
fn ramp(sheet: &Sheet<'_>) -> Vec<Step> {
    let scale = &sheet.site.config.emotion;
    (0..=8)
        .map(|i| scale.min + (scale.max - scale.min) * f64::from(i) / 8.0)
        .map(|value| Step {
            class: diagram::emotion::class(value, scale),
            value: sheet.w.felt(value),
        })
        .collect()
}
