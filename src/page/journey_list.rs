//! The list of journeys, grouped by space.

use super::View;
use super::html::Html;
use super::list_head;
use super::parts::{TravellerView, altitude_words, state_words, status_word};
use super::pieces::Markup;
use super::sheet::{CoverageView, LinkView, Sheet, review_class, warn_days};
use crate::diagram::{self, Size};
use crate::model::{Kind, Status};
use crate::site::{JourneyIx, Node};
use serde::Serialize;

#[derive(Serialize)]
struct JourneysPage {
    title: Html,
    intro: Option<Html>,
    groups: Vec<Group>,
    retired: Vec<Row>,
    /// Journeys that have others below them, as a tree.
    tree: Html,
    sources: Html,
}

#[derive(Serialize)]
struct Group {
    space: Option<LinkView>,
    intro: Option<Html>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    link: LinkView,
    goal: Option<Html>,
    state: &'static str,
    status: &'static str,
    travellers: Vec<TravellerView>,
    thumbnails: Vec<Html>,
    stages: usize,
    touchpoints: usize,
    coverage: CoverageView,
    parent: Option<LinkView>,
    owner: Option<String>,
    due: Option<super::sheet::DateView>,
    warn: i64,
    review: Option<&'static str>,
    review_icon: Html,
    review_class: &'static str,
    tags: Html,
}

pub(super) fn list(mut sheet: Sheet<'_>) -> View {
    let site = sheet.site;
    let head = list_head::head(&mut sheet, Kind::Journey);
    let all: Vec<JourneyIx> = (0..site.journeys.len() as u32).map(JourneyIx).collect();
    let retired = |ix: &JourneyIx| site.journey(*ix).meta.status == Status::Retired;
    let groups = list_head::spaces(site)
        .map(|space| Group {
            space: list_head::space_link(&sheet, space),
            intro: list_head::intro(&mut sheet, Kind::Journey, space),
            rows: all
                .iter()
                .filter(|ix| *site.journey(**ix).meta.space == *space && !retired(ix))
                .map(|ix| row(&sheet, *ix))
                .collect(),
        })
        .filter(|group: &Group| !group.rows.is_empty() || group.intro.is_some())
        .collect();
    let page = JourneysPage {
        title: head.title,
        intro: head.intro,
        groups,
        retired: all.iter().filter(|ix| retired(ix)).map(|ix| row(&sheet, *ix)).collect(),
        tree: tree(&sheet, &all),
        sources: sheet.sources(),
    };
    View::page("journeys.html", &head.chrome, &page)
}

/// Which map is a part of which: every journey that has others below it, and all of those.
fn tree(sheet: &Sheet<'_>, all: &[JourneyIx]) -> Html {
    let is_root = |ix: &&JourneyIx| {
        let journey = sheet.site.journey(**ix);
        journey.parent.is_none() && !journey.children.is_empty()
    };
    let roots: Vec<JourneyIx> = all.iter().filter(is_root).copied().collect();
    let mut out = Markup::default();
    branches(sheet, &mut out, &roots, 0);
    out.finish()
}

/// Deeper than anybody zooms; it ends what would go on for ever.
const DEEPEST: usize = 16;

fn branches(sheet: &Sheet<'_>, out: &mut Markup, all: &[JourneyIx], depth: usize) {
    if all.is_empty() || depth > DEEPEST {
        return;
    }
    out.put("<ul class=\"tree\">");
    for ix in all {
        let journey = sheet.site.journey(*ix);
        sheet.write_link(out.put("<li dir=\"auto\">").string(), Node::Journey(*ix));
        let words = journey.state.map(state_words).into_iter();
        let words: Vec<&str> = words.chain(journey.altitude.map(altitude_words)).collect();
        out.put(" <span class=\"sub\">").put(&words.join("; ")).put("</span>");
        branches(sheet, out, &journey.children, depth + 1);
        out.put("</li>");
    }
    out.put("</ul>");
}

fn row(sheet: &Sheet<'_>, ix: JourneyIx) -> Row {
    let journey = sheet.site.journey(ix);
    let review = journey.meta.review.as_ref();
    Row {
        link: sheet.node(Node::Journey(ix)),
        goal: journey.goal.as_ref().map(|goal| sheet.label(goal)),
        state: state_words(journey.state.unwrap_or_default()),
        status: status_word(journey.meta.status),
        travellers: sheet.travellers(&sheet.cast(ix)),
        thumbnails: journey
            .personas
            .iter()
            .take(1)
            .map(|persona| {
                let prefix = format!("j{}", ix.0);
                Html::trusted(diagram::thumbnail(&sheet.canvas(&prefix), ix, *persona))
            })
            .collect(),
        stages: journey.stages.len(),
        touchpoints: journey.stages.iter().map(|stage| stage.touchpoints.len()).sum(),
        coverage: sheet.coverage(&journey.coverage, Size::Mini),
        parent: journey.parent.map(|parent| sheet.node(Node::Journey(parent))),
        owner: journey.meta.owner.as_deref().map(str::to_owned),
        due: review.and_then(|review| review.next).map(|next| sheet.date(next)),
        warn: review.map_or(0, warn_days),
        review: review.map(|review| review.state.word()),
        review_icon: review
            .map(|r| Html::trusted(diagram::review_icon(r.state)))
            .unwrap_or_default(),
        review_class: review.map_or("", |review| review_class(review.state)),
        tags: sheet.tags(&journey.meta),
    }
}
