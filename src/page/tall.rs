//! The upright map of narrow screens: a list by stage with the curve beside it.

use super::html::Html;
use super::parts::{Cast, MomentView, OpportunityRef};
use super::sheet::{EmotionView, LinkView, Sheet};
use crate::diagram::{self, TallRow};
use crate::site::{Experience, JourneyIx, Node};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct TallView {
    has_curve: bool,
    stages: Vec<TallStage>,
}

#[derive(Serialize)]
struct TallStage {
    link: LinkView,
    phase: Option<String>,
    means: Vec<EmotionView>,
    /// Number of its first touchpoint.
    start: u32,
    rows: Vec<TallItem>,
    opportunities: Vec<OpportunityRef>,
}

#[derive(Serialize)]
struct TallItem {
    curve: Html,
    points: Html,
    number: Option<u32>,
    link: LinkView,
    channel: Option<String>,
    emotions: Vec<EmotionView>,
    moments: Vec<MomentView>,
}

pub(super) fn tall(sheet: &Sheet<'_>, ix: JourneyIx, cast: &Cast) -> TallView {
    let rows = diagram::tall_rows(&sheet.canvas("tall"), ix);
    let has_curve = rows.iter().any(|row| !row.curve_svg.is_empty());
    let mut rows = rows.into_iter().peekable();
    let stages = (0..sheet.site.journey(ix).stages.len() as u32)
        .map(|s| {
            let mut own = Vec::new();
            while let Some(row) = rows.next_if(|row| stage_of(row.node) == Some(s)) {
                own.push(item(sheet, cast, row));
            }
            stage(sheet, cast, (ix, s), own)
        })
        .collect();
    TallView { has_curve, stages }
}

fn stage_of(node: Node) -> Option<u32> {
    match node {
        Node::Stage(_, s) | Node::Touchpoint(_, s, _) => Some(s),
        _ => None,
    }
}

fn stage(
    sheet: &Sheet<'_>,
    cast: &Cast,
    (ix, s): (JourneyIx, u32),
    rows: Vec<TallItem>,
) -> TallStage {
    let stage = sheet.site.stage(ix, s);
    let mut opportunities = stage.experience.opportunities.clone();
    for touchpoint in &stage.touchpoints {
        for opportunity in &touchpoint.experience.opportunities {
            if !opportunities.contains(opportunity) {
                opportunities.push(*opportunity);
            }
        }
    }
    opportunities.retain(|ix| sheet.site.opportunity(*ix).rank.is_some());
    opportunities.sort_by_key(|ix| sheet.site.opportunity(*ix).rank);
    opportunities.truncate(2);
    TallStage {
        link: sheet.node(Node::Stage(ix, s)),
        phase: stage.phase.as_deref().map(str::to_owned),
        means: sheet.felt(cast, &stage.emotion),
        start: stage.touchpoints.first().map_or(1, |touchpoint| touchpoint.number),
        rows,
        opportunities: sheet.opportunities(&opportunities),
    }
}

fn item(sheet: &Sheet<'_>, cast: &Cast, row: TallRow) -> TallItem {
    let (experience, channel, number): (&Experience, Option<u32>, Option<u32>) = match row.node {
        Node::Touchpoint(j, s, t) => {
            let touchpoint = sheet.site.touchpoint(j, s, t);
            (&touchpoint.experience, touchpoint.channel, Some(touchpoint.number))
        }
        Node::Stage(j, s) => (&sheet.site.stage(j, s).experience, None, None),
        _ => return empty(sheet, row),
    };
    let channel = channel.and_then(|ix| sheet.site.channels.get(ix as usize));
    TallItem {
        curve: Html::trusted(row.curve_svg),
        points: Html::trusted(row.points_svg),
        number,
        link: sheet.node(row.node),
        channel: channel.map(|channel| channel.title.to_string()),
        emotions: sheet.felt(cast, &experience.emotion),
        moments: sheet.moments(experience),
    }
}

fn empty(sheet: &Sheet<'_>, row: TallRow) -> TallItem {
    TallItem {
        curve: Html::default(),
        points: Html::default(),
        number: None,
        link: sheet.node(row.node),
        channel: None,
        emotions: Vec::new(),
        moments: Vec::new(),
    }
}
