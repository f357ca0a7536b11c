//! The text twin of a map: every fact of every filled lane, stage by stage, as a table.

use super::html::Html;
use super::journey::claims_of;
use super::parts::{Cast, ChannelView, ImageView, MomentView, OpportunityRef};
use super::sheet::{ClaimView, EmotionView, LinkView, Sheet, lane_title};
use crate::model::Control;
use crate::site::{
    Claim, Experience, Journey, JourneyIx, Meta, Metric, Node, PersonaIx, Words, number,
};
use serde::Serialize;

/// The table.
#[derive(Serialize)]
pub(super) struct TwinView {
    columns: Vec<ColumnView>,
    /// Number of columns, the first one included.
    width: usize,
    stages: Vec<TwinStage>,
    claims: usize,
    touchpoints: usize,
}

#[derive(Serialize)]
struct ColumnView {
    id: String,
    title: String,
    #[serde(skip)]
    kind: Column,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Storyboard,
    Channel,
    When,
    Emotion,
    Moment,
    Claims,
    Metrics,
    Opportunities,
    Zoom,
}

#[derive(Serialize)]
struct TwinStage {
    id: String,
    link: LinkView,
    phase: Option<String>,
    lifecycle: Option<&'static str>,
    goal: Option<Html>,
    when: Option<Html>,
    means: Vec<EmotionView>,
    rows: Vec<TwinRow>,
}

#[derive(Serialize)]
struct TwinRow {
    id: String,
    /// `None` for what holds for the stage as a whole.
    number: Option<u32>,
    link: LinkView,
    cells: Vec<CellView>,
}

/// What stands in a cell. Only what its kind has is there; most cells of a large map are empty.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum CellView {
    Empty,
    Picture { image: ImageView },
    Channel { channel: ChannelView },
    Text { text: Html },
    Emotion { emotions: Vec<EmotionView>, feeling: Option<Html>, importance: String },
    Moments { moments: Vec<MomentView> },
    Claims { claims: Vec<ClaimView>, quotes: bool },
    Metrics { metrics: Vec<TwinMetric> },
    Opportunities { opportunities: Vec<OpportunityRef> },
    Link { link: LinkView },
}

#[derive(Serialize)]
struct TwinMetric {
    title: Html,
    value: Option<String>,
    target: Option<String>,
}

/// A row's facts: of a touchpoint, or of a stage as a whole.
struct Facts<'a> {
    meta: &'a Meta,
    experience: &'a Experience,
    values: &'a [(PersonaIx, f64)],
    channel: Option<u32>,
    control: Option<Control>,
    when: Option<&'a Words>,
    metrics: &'a [Metric],
    zoom: Option<JourneyIx>,
}

pub(super) fn twin(sheet: &mut Sheet<'_>, ix: JourneyIx, cast: &Cast) -> TwinView {
    let site = sheet.site;
    let journey = site.journey(ix);
    let columns = columns(sheet, journey);
    let stages =
        (0..journey.stages.len() as u32).map(|s| stage(sheet, cast, (ix, s), &columns)).collect();
    TwinView {
        width: columns.len() + 1,
        columns,
        stages,
        claims: all_experiences(journey).map(|e| e.claims.len()).sum(),
        touchpoints: journey.stages.iter().map(|stage| stage.touchpoints.len()).sum(),
    }
}

fn all_experiences(journey: &Journey) -> impl Iterator<Item = &Experience> {
    journey.stages.iter().flat_map(|stage| {
        std::iter::once(&stage.experience).chain(stage.touchpoints.iter().map(|t| &t.experience))
    })
}

/// The columns that hold something: the shown lanes in their order, then every other filled lane.
fn columns(sheet: &Sheet<'_>, journey: &Journey) -> Vec<ColumnView> {
    let filled = filled(journey);
    let mut columns: Vec<ColumnView> = Vec::new();
    let mut push = |id: &str| {
        let known = columns.iter().any(|column| column.id == id);
        if let (Some(kind), false) = (filled.kind(id), known) {
            let title = match kind {
                Column::Channel => "Channel".to_owned(),
                Column::Zoom => "More detail".to_owned(),
                _ => lane_title(sheet.site, id),
            };
            columns.push(ColumnView { id: id.to_owned(), title, kind });
        }
    };
    for lane in &journey.lanes {
        push(lane);
        if &**lane == "emotion" {
            push("moment");
        }
    }
    let rest = ["storyboard", "channels", "when", "emotion", "moment"];
    rest.iter().for_each(|id| push(id));
    filled.lanes.iter().for_each(|id| push(id));
    ["metrics", "opportunities", "zoom"].iter().for_each(|id| push(id));
    columns
}

/// Which lanes hold something.
struct Filled {
    lanes: Vec<String>,
    others: Vec<(&'static str, Column)>,
}

impl Filled {
    fn kind(&self, id: &str) -> Option<Column> {
        let other = self.others.iter().find(|(other, _)| *other == id).map(|(_, kind)| *kind);
        other.or_else(|| self.lanes.iter().any(|lane| lane == id).then_some(Column::Claims))
    }
}

fn filled(journey: &Journey) -> Filled {
    let mut order: Vec<&crate::site::Lane> =
        all_experiences(journey).flat_map(|e| e.claims.iter().map(|claim| &claim.lane)).collect();
    order.sort();
    order.dedup();
    let any = |test: &dyn Fn(&Experience) -> bool| all_experiences(journey).any(test);
    let touch = |test: &dyn Fn(&crate::site::Touchpoint) -> bool| {
        journey.stages.iter().flat_map(|stage| &stage.touchpoints).any(test)
    };
    let stage = |test: &dyn Fn(&crate::site::Stage) -> bool| journey.stages.iter().any(test);
    let mut others = vec![("emotion", Column::Emotion)];
    let mut add = |filled: bool, id, kind| {
        if filled {
            others.push((id, kind));
        }
    };
    add(any(&|e| e.image.is_some()), "storyboard", Column::Storyboard);
    add(touch(&|t| t.channel.is_some()), "channels", Column::Channel);
    add(touch(&|t| t.when.is_some()), "when", Column::When);
    add(any(&|e| !e.moments.is_empty()), "moment", Column::Moment);
    let metrics = touch(&|t| !t.metrics.is_empty()) || stage(&|s| !s.metrics.is_empty());
    add(metrics, "metrics", Column::Metrics);
    add(any(&|e| !e.opportunities.is_empty()), "opportunities", Column::Opportunities);
    let zoom = touch(&|t| t.journey.is_some()) || stage(&|s| s.journey.is_some());
    add(zoom, "zoom", Column::Zoom);
    Filled { lanes: order.iter().map(|lane| lane.id().to_owned()).collect(), others }
}

fn stage(
    sheet: &mut Sheet<'_>,
    cast: &Cast,
    (ix, s): (JourneyIx, u32),
    columns: &[ColumnView],
) -> TwinStage {
    let site = sheet.site;
    let stage = site.stage(ix, s);
    let goal = sheet.maybe(stage.goal.as_ref());
    let when = sheet.maybe(stage.when.as_ref());
    let mut rows = Vec::new();
    let whole = Facts {
        meta: &stage.meta,
        experience: &stage.experience,
        values: &stage.experience.emotion,
        channel: None,
        control: None,
        when: None,
        metrics: &stage.metrics,
        zoom: stage.journey,
    };
    if has_own_facts(&whole) {
        rows.push(row(sheet, cast, &whole, Node::Stage(ix, s), columns));
    }
    for (t, touchpoint) in stage.touchpoints.iter().enumerate() {
        let facts = Facts {
            meta: &touchpoint.meta,
            experience: &touchpoint.experience,
            values: &touchpoint.experience.emotion,
            channel: touchpoint.channel,
            control: touchpoint.control,
            when: touchpoint.when.as_ref(),
            metrics: &touchpoint.metrics,
            zoom: touchpoint.journey,
        };
        let node = Node::Touchpoint(ix, s, t as u32);
        let mut row = row(sheet, cast, &facts, node, columns);
        row.id = format!("row.{}.{}", stage.meta.id, touchpoint.meta.id);
        row.number = Some(touchpoint.number);
        rows.push(row);
    }
    TwinStage {
        id: format!("row.{}", stage.meta.id),
        link: sheet.node(Node::Stage(ix, s)),
        phase: stage.phase.as_deref().map(str::to_owned),
        lifecycle: stage.lifecycle.map(|l| l.word()),
        goal,
        when,
        means: sheet.felt(cast, &stage.emotion),
        rows,
    }
}

fn has_own_facts(facts: &Facts<'_>) -> bool {
    let e = facts.experience;
    !(e.claims.is_empty()
        && e.emotion.is_empty()
        && e.feeling.is_none()
        && e.moments.is_empty()
        && e.opportunities.is_empty()
        && e.image.is_none()
        && facts.metrics.is_empty()
        && facts.zoom.is_none())
}

fn row(
    sheet: &mut Sheet<'_>,
    cast: &Cast,
    facts: &Facts<'_>,
    node: Node,
    columns: &[ColumnView],
) -> TwinRow {
    TwinRow {
        id: format!("row.{}.whole_", facts.meta.id),
        number: None,
        link: sheet.node(node),
        cells: columns.iter().map(|column| cell(sheet, cast, facts, column)).collect(),
    }
}

fn cell(sheet: &mut Sheet<'_>, cast: &Cast, facts: &Facts<'_>, column: &ColumnView) -> CellView {
    let e = facts.experience;
    let filled = match column.kind {
        Column::Storyboard => {
            sheet.image(e.image.as_ref()).map(|image| CellView::Picture { image })
        }
        Column::Channel => {
            let channel = sheet.channel(facts.channel, facts.control);
            channel.map(|channel| CellView::Channel { channel })
        }
        Column::When => sheet.maybe(facts.when).map(|text| CellView::Text { text }),
        Column::Emotion => Some(CellView::Emotion {
            emotions: sheet.emotions(cast, facts.values),
            feeling: sheet.maybe(e.feeling.as_ref()),
            importance: number::plain(e.importance, 1),
        }),
        Column::Moment => {
            (!e.moments.is_empty()).then(|| CellView::Moments { moments: sheet.moments(e) })
        }
        Column::Claims => claims(sheet, &e.claims, &column.id),
        Column::Metrics => (!facts.metrics.is_empty())
            .then(|| CellView::Metrics { metrics: metrics(sheet, facts.metrics) }),
        Column::Opportunities => (!e.opportunities.is_empty()).then(|| CellView::Opportunities {
            opportunities: sheet.opportunities(&e.opportunities),
        }),
        Column::Zoom => {
            facts.zoom.map(|zoom| CellView::Link { link: sheet.node(Node::Journey(zoom)) })
        }
    };
    filled.unwrap_or(CellView::Empty)
}

fn claims(sheet: &mut Sheet<'_>, claims: &[Claim], lane: &str) -> Option<CellView> {
    let claims: Vec<ClaimView> = claims_of(claims, lane).map(|claim| sheet.claim(claim)).collect();
    (!claims.is_empty()).then(|| CellView::Claims { claims, quotes: lane == "quotes" })
}

fn metrics(sheet: &mut Sheet<'_>, metrics: &[Metric]) -> Vec<TwinMetric> {
    metrics
        .iter()
        .map(|metric| {
            let unit = metric.unit.as_deref().map(|u| format!("\u{a0}{u}")).unwrap_or_default();
            let shown = |value: f64| format!("{}{unit}", number::shown(value, 2));
            TwinMetric {
                title: sheet.html(&metric.title),
                value: metric.newest.map(|(_, value)| shown(value)),
                target: metric.target.map(shown),
            }
        })
        .collect()
}
