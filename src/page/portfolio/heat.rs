//! Journeys × lifecycle: the mean emotion of each journey in each stage of a customer's life, and
//! the cells that nobody has mapped.

use super::{Scope, living};
use crate::diagram;
use crate::model::{Lifecycle, MomentKind, State, Status};
use crate::page::Sheet;
use crate::page::html::Html;
use crate::page::lists::reviews::{StateView, state_view};
use crate::page::lists::space_link;
use crate::page::sheet::{CoverageView, LinkView, capitalised};
use crate::site::{Experience, Journey, JourneyIx, Node, PersonaIx, Stage, number};
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
    /// How many cells nobody has mapped.
    empty: usize,
}

/// Journeys of one space.
#[derive(Serialize)]
struct HeatGroup {
    /// The space; nothing when there is only one.
    space: Option<LinkView>,
    rows: Vec<HeatRow>,
}

#[derive(Serialize)]
struct HeatRow {
    journey: LinkView,
    who: String,
    /// `to-be` or `research`; as-is goes without saying.
    state: Option<&'static str>,
    cells: Vec<HeatCell>,
    coverage: CoverageView,
    review: Option<StateView>,
}

/// A cell. Without a link nobody has mapped it; without a value it is mapped and nobody knows how
/// it feels.
#[derive(Serialize)]
struct HeatCell {
    class: &'static str,
    value: Option<String>,
    href: Option<String>,
    /// What the link leads to.
    stage: String,
    moments: Vec<MomentMark>,
}

#[derive(Serialize)]
struct MomentMark {
    icon: Html,
    word: &'static str,
}

#[derive(Serialize)]
struct Step {
    class: &'static str,
    value: String,
}

/// Where a stage stands in the table: a stage of life, or none that its author names.
type Column = Option<Lifecycle>;

pub(super) fn heat(sheet: &Sheet<'_>, scope: Scope<'_>) -> HeatView {
    let site = sheet.site;
    let journeys: Vec<JourneyIx> = living(site, scope).collect();
    let columns = columns(journeys.iter().map(|ix| site.journey(*ix)));
    let rows =
        journeys.iter().map(|ix| (&*site.journey(*ix).meta.space, row(sheet, *ix, &columns)));
    let mut groups: Vec<(&str, Vec<HeatRow>)> = Vec::new();
    for (space, row) in rows {
        match groups.last_mut() {
            Some((last, rows)) if *last == space => rows.push(row),
            _ => groups.push((space, vec![row])),
        }
    }
    let several = groups.len() > 1;
    let empty = |rows: &[HeatRow]| -> usize {
        rows.iter().map(|row| row.cells.iter().filter(|c| c.href.is_none()).count()).sum()
    };
    HeatView {
        width: columns.len() + 3,
        columns: columns.iter().map(|column| column_title(*column)).collect(),
        journeys: journeys.len(),
        empty: groups.iter().map(|(_, rows)| empty(rows)).sum(),
        groups: groups
            .into_iter()
            .map(|(space, rows)| HeatGroup {
                space: several.then(|| space_link(sheet, space)),
                rows,
            })
            .collect(),
        ramp: ramp(sheet),
    }
}

/// The eight stages of life; one more when some stage names none.
fn columns<'s>(mut journeys: impl Iterator<Item = &'s Journey>) -> Vec<Column> {
    let mut columns: Vec<Column> = Lifecycle::ALL.into_iter().map(Some).collect();
    if journeys.any(|journey| mapped(journey).any(|(_, stage)| stage.lifecycle.is_none())) {
        columns.push(None);
    }
    columns
}

fn column_title(column: Column) -> String {
    column.map_or_else(|| "Unplaced".to_owned(), |lifecycle| capitalised(lifecycle.word()))
}

/// Stages that are not retired, with their places.
fn mapped(journey: &Journey) -> impl Iterator<Item = (u32, &Stage)> {
    let stages = journey.stages.iter().enumerate();
    stages.filter(|(_, s)| s.meta.status != Status::Retired).map(|(i, s)| (i as u32, s))
}

fn row(sheet: &Sheet<'_>, ix: JourneyIx, columns: &[Column]) -> HeatRow {
    let journey = sheet.site.journey(ix);
    HeatRow {
        journey: sheet.node(Node::Journey(ix)),
        who: names(sheet, &journey.personas),
        state: journey.state.map(State::word).filter(|word| *word != "as-is"),
        cells: columns.iter().map(|column| cell(sheet, ix, *column)).collect(),
        coverage: sheet.coverage(&journey.coverage, diagram::Size::Mini),
        review: journey.meta.review.as_ref().map(|review| state_view(sheet, review)),
    }
}

fn names(sheet: &Sheet<'_>, personas: &[PersonaIx]) -> String {
    let names: Vec<&str> =
        personas.iter().map(|ix| &**sheet.site.persona(*ix).name.doc.plain()).collect();
    names.join(", ")
}

fn cell(sheet: &Sheet<'_>, ix: JourneyIx, column: Column) -> HeatCell {
    let stages: Vec<(u32, &Stage)> =
        mapped(sheet.site.journey(ix)).filter(|(_, stage)| stage.lifecycle == column).collect();
    let Some((first, stage)) = stages.first() else {
        return HeatCell {
            class: "e-none",
            value: None,
            href: None,
            stage: String::new(),
            moments: Vec::new(),
        };
    };
    let mean = mean(stages.iter().map(|(_, stage)| *stage));
    HeatCell {
        class: mean.map_or("e-quiet", |m| diagram::emotion::class(m, &sheet.site.config.emotion)),
        value: mean.map(number::signed),
        href: Some(sheet.link(Node::Stage(ix, *first))),
        stage: stage.title.doc.plain().to_string(),
        moments: moments(stages.iter().map(|(_, stage)| *stage)),
    }
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
fn moments<'s>(stages: impl Iterator<Item = &'s Stage>) -> Vec<MomentMark> {
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
        .into_iter()
        .map(|kind| MomentMark {
            icon: Html::trusted(diagram::moment_icon(kind)),
            word: kind.word(),
        })
        .collect()
}

/// The nine steps of the colours.
fn ramp(sheet: &Sheet<'_>) -> Vec<Step> {
    let scale = &sheet.site.config.emotion;
    (0..=8)
        .map(|i| scale.min + (scale.max - scale.min) * f64::from(i) / 8.0)
        .map(|value| Step {
            class: diagram::emotion::class(value, scale),
            value: number::signed(value),
        })
        .collect()
}
