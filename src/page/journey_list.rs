//! The list of journeys, grouped by space.

use super::View;
use super::html::Html;
use super::list_head::{self, Group};
use super::paging::{List, Pager};
use super::parts::{TravellerView, altitude_words, state_words, status_word};
use super::pieces::Markup;
use super::sheet::{CoverageView, LinkView, Sheet, review_class, warn_days};
use crate::diagram::{self, Size};
use crate::model::Kind;
use crate::site::{JourneyIx, Node};
use serde::Serialize;

#[derive(Serialize)]
struct JourneysPage {
    title: Html,
    intro: Option<Html>,
    /// The heat map of all journeys, where the portfolio does not show it.
    map: Option<String>,
    groups: Vec<Group<Row>>,
    retired: Vec<Row>,
    /// Journeys that have others below them, as a tree; on the first page.
    tree: Html,
    pager: Pager,
    jumps: Vec<LinkView>,
    sources: Html,
}

#[derive(Serialize)]
struct Row {
    link: LinkView,
    goal: Option<Html>,
    state: String,
    status: &'static str,
    travellers: Vec<TravellerView>,
    thumbnail: Html,
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

pub(super) fn list(mut sheet: Sheet<'_>, part: u32) -> View {
    let site = sheet.site;
    let head = list_head::head(&mut sheet, Kind::Journey, part);
    let all = sheet.shared.journeys(site).iter();
    let entries = all.map(|ix| (&site.journey(*ix).meta, *ix));
    let list = (Kind::Journey, List::Journeys, part);
    let listed = list_head::listed(&mut sheet, list, entries, |sheet, ix| row(sheet, ix));
    let page = JourneysPage {
        title: head.title,
        intro: head.intro,
        tree: if part == 1 { tree(&sheet) } else { Html::default() },
        map: (List::Map.parts(site) > 0).then(|| sheet.to(&List::Map.path(1))),
        groups: listed.groups,
        retired: listed.retired,
        pager: listed.pager,
        jumps: listed.jumps,
        sources: sheet.sources(),
    };
    View::page("journeys.html", &head.chrome, &page)
}

/// Which map is a part of which: every journey that has others below it, and all of those.
fn tree(sheet: &Sheet<'_>) -> Html {
    let all = (0..sheet.site.journeys.len() as u32).map(JourneyIx);
    let is_root = |ix: &JourneyIx| {
        let journey = sheet.site.journey(*ix);
        journey.parent.is_none() && !journey.children.is_empty()
    };
    let roots: Vec<JourneyIx> = all.filter(is_root).collect();
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
        let words = journey.state.map(|state| state_words(sheet.w, state)).into_iter();
        let words: Vec<&str> = words
            .chain(journey.altitude.map(|altitude| altitude_words(sheet.w, altitude)))
            .collect();
        out.put(" <span class=\"sub\">").put(&words.join("; ")).put("</span>");
        branches(sheet, out, &journey.children, depth + 1);
        out.put("</li>");
    }
    out.put("</ul>");
}

fn row(sheet: &Sheet<'_>, ix: JourneyIx) -> Row {
    let journey = sheet.site.journey(ix);
    let review = journey.meta.review();
    Row {
        link: sheet.node(Node::Journey(ix)),
        goal: journey.goal.as_ref().map(|goal| sheet.label(goal)),
        state: state_words(sheet.w, journey.state.unwrap_or_default()).to_owned(),
        status: status_word(journey.meta.status),
        travellers: sheet.travellers(&sheet.cast(ix)),
        thumbnail: Html::trusted(diagram::thumbnail(
            &sheet.canvas(&format!("j{}", ix.0)),
            ix,
            &journey.personas,
        )),
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
