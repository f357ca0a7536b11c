//! The home page and the pages of spaces: where it hurts, what is due, what is worth doing, and
//! whom nobody has asked.

mod gaps;
mod heat;
mod picks;
mod worst;

use super::html::Html;
use super::lists::opportunities::{QuadrantView, quadrant_view};
use super::lists::reviews::{DueView, due_view};
use super::paging::{List, ON_PORTFOLIO, Pager, jumps, pager};
use super::sheet::{DateView, LinkView};
use super::{PageId, Sheet, View};
use crate::model::{Kind, Status};
use crate::site::address::{list_page, space_page};
use crate::site::{ClaimStatus, IndexText, JourneyIx, Node, OpportunityIx, ReviewState, Site};
use gaps::GapView;
use heat::HeatView;
use picks::PickView;
use serde::Serialize;
use worst::WorstView;

/// How many lines each of the short lists shows; the full lists are a link away.
const SHORT: usize = 5;

/// How many reviews the list of what is due shows.
const DUE: usize = 8;

/// How many lines more are there for the filters to find, hidden without them.
const SPARE: usize = 35;

/// The part of the site that a page is about: all of it, or a space with the spaces in it.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s>(&'s str);

impl Scope<'_> {
    /// Whether something in a space belongs here.
    fn holds(self, space: &str) -> bool {
        self.0.is_empty()
            || space
                .strip_prefix(self.0)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Journeys of a scope that have a place in what is compared: retired ones have none.
fn living<'s>(site: &'s Site, scope: Scope<'s>) -> impl Iterator<Item = JourneyIx> + 's {
    (0..site.journeys.len() as u32).map(JourneyIx).filter(move |ix| {
        let meta = &site.journey(*ix).meta;
        meta.status != Status::Retired && scope.holds(&meta.space)
    })
}

#[derive(Serialize)]
struct Portfolio {
    title: String,
    stand: Option<String>,
    built: DateView,
    body: Option<Html>,
    spaces: Vec<SpaceLink>,
    heat: HeatView,
    due: DueList,
    worst: Vec<Line<WorstView>>,
    best: Vec<Line<BestView>>,
    gaps: Vec<GapView>,
    lists: Lists,
    picks: Vec<PickView>,
    /// Some tags of its journeys, for those who cannot pick one.
    tags: Vec<LinkView>,
    /// The space that the page is about; empty for all of the site.
    scope: String,
    /// Where the filters find the rows that are not on the page.
    map_rows: Option<String>,
}

/// A line of a short list: how it looks is the template's.
#[derive(Serialize)]
struct Line<T> {
    /// What the filters compare.
    marks: Html,
    /// One of those that are there for the filters.
    spare: bool,
    row: T,
}

fn lines<T>(site: &Site, few: usize, rows: Vec<(Node, T)>) -> Vec<Line<T>> {
    let numbered = rows.into_iter().enumerate();
    numbered
        .map(|(at, (node, row))| Line {
            marks: picks::data_marks(site, node),
            spare: at >= few,
            row,
        })
        .collect()
}

/// A space below this page.
#[derive(Serialize)]
struct SpaceLink {
    link: LinkView,
    journeys: usize,
}

/// The full lists.
#[derive(Serialize)]
struct Lists {
    journeys: String,
    personas: String,
    tags: String,
    opportunities: String,
    reviews: String,
    /// The whole heat map, where this page shows only a part of it.
    map: Option<String>,
}

#[derive(Serialize)]
struct DueList {
    rows: Vec<Line<DueView>>,
    /// How many more are due than are named here.
    more: usize,
    /// When nothing is due: what comes next.
    coming: Option<DueView>,
}

/// One of the best opportunities.
#[derive(Serialize)]
struct BestView {
    link: LinkView,
    quadrant: QuadrantView,
    score: String,
    status: String,
    support: Option<&'static str>,
    support_word: Option<String>,
}

/// The portfolio.
pub(super) fn home(sheet: Sheet<'_>) -> View {
    let site = sheet.site;
    let title = site.config.title.to_string();
    let stand = site.config.description.as_deref().map(str::to_owned);
    let chrome = sheet.chrome("p-home", "", "index.html");
    page(sheet, chrome, Scope(""), Head { title, stand, text: site.home.as_ref() })
}

/// A space's page.
pub(super) fn space(sheet: Sheet<'_>, space: u32) -> View {
    let site = sheet.site;
    let space = &site.spaces[space as usize];
    let mut chrome = sheet.chrome("p-home", &space.title, "index.html");
    chrome.crumbs = sheet.crumbs(parent(&space.path), None);
    let head = Head { title: space.title.to_string(), stand: None, text: space.text.as_ref() };
    page(sheet, chrome, Scope(&space.path), head)
}

/// The space above; empty for the root.
fn parent(space: &str) -> &str {
    space.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// What stands at the head of a portfolio page.
struct Head<'s> {
    title: String,
    stand: Option<String>,
    text: Option<&'s IndexText>,
}

fn page(
    mut sheet: Sheet<'_>,
    chrome: super::chrome::Chrome,
    scope: Scope<'_>,
    head: Head<'_>,
) -> View {
    let title = head.text.and_then(|text| text.title.as_ref());
    let has_map = living(sheet.site, scope).count() > ON_PORTFOLIO;
    let view = Portfolio {
        title: title.map_or(head.title, |title| title.doc.plain().to_string()),
        stand: head.stand,
        built: sheet.date(sheet.site.today),
        body: sheet.body(head.text.and_then(|text| text.body.as_ref()), 2, ""),
        spaces: spaces(&sheet, scope),
        heat: heat::heat(&sheet, scope),
        due: due(&sheet, scope),
        worst: lines(sheet.site, SHORT, worst::worst(&sheet, scope, SHORT + SPARE)),
        best: best(&sheet, scope),
        gaps: gaps::gaps(&sheet, scope),
        lists: Lists {
            journeys: sheet.to(&list_page(Kind::Journey)),
            personas: sheet.to(&list_page(Kind::Persona)),
            tags: sheet.to("tags/index.html"),
            opportunities: sheet.to(&list_page(Kind::Opportunity)),
            reviews: sheet.to("reviews/index.html"),
            map: has_map.then(|| sheet.to(&map_page(&sheet, scope))),
        },
        picks: picks::picks(sheet.site, sheet.w, scope),
        tags: picks::tags(&sheet, scope),
        scope: scope.0.to_owned(),
        map_rows: has_map.then(|| sheet.to(&PageId::MapRows.output_path(sheet.site))),
    };
    View::page("home.html", &chrome, &view)
}

/// The page of the whole heat map on which a scope begins.
fn map_page(sheet: &Sheet<'_>, scope: Scope<'_>) -> String {
    List::Map.path(List::Map.part_of(heat::begin_of(sheet.site, scope)))
}

#[derive(Serialize)]
struct MapPage {
    heat: HeatView,
    pager: Pager,
    jumps: Vec<LinkView>,
}

/// A page of the heat map of all journeys.
pub(super) fn map(sheet: Sheet<'_>, part: u32) -> View {
    let first = List::Map.path(1);
    let mut chrome = sheet.chrome("p-map", sheet.w.heat_map(), &list_page(Kind::Journey));
    chrome.crumbs = sheet.crumbs("", Some(Kind::Journey));
    super::list_head::mark_part(&sheet, &mut chrome, &first, part);
    let view = MapPage {
        heat: heat::part(&sheet, part),
        pager: pager(&sheet, List::Map, part),
        jumps: jumps(&sheet, List::Map, heat::begins(&sheet).into_iter()),
    };
    View::page("map.html", &chrome, &view)
}

/// Every row of it, as a script that the filters load when a reader picks something. A script and
/// no data file: nothing else can be read from a page that was opened as a file.
pub(super) fn map_rows(sheet: Sheet<'_>) -> View {
    // Pages of several depths take the rows, so their links start at the root.
    let root = Sheet::new(sheet.site, sheet.shared, "index.html");
    let mut script = b"milepostRows(".to_vec();
    heat::rows(&root, &mut script);
    script.extend_from_slice(b");\n");
    View::finished(script)
}

/// Spaces directly below this page's own.
fn spaces(sheet: &Sheet<'_>, scope: Scope<'_>) -> Vec<SpaceLink> {
    let site = sheet.site;
    site.spaces
        .iter()
        .filter(|space| parent(&space.path) == scope.0)
        .map(|space| SpaceLink {
            link: sheet.page(&space_page(&space.path), &space.title),
            journeys: living(site, Scope(&space.path)).count(),
        })
        .collect()
}

fn due(sheet: &Sheet<'_>, scope: Scope<'_>) -> DueList {
    let state = |node: Node| sheet.site.meta(node).review.as_ref().map(|r| r.state);
    let here = || {
        let nodes = sheet.site.reviews.iter().map(|item| item.node);
        nodes.filter(|node| scope.holds(&sheet.site.meta(*node).space))
    };
    let dated =
        here().filter(|n| matches!(state(*n), Some(ReviewState::Overdue | ReviewState::DueSoon)));
    let never = here().filter(|n| state(*n) == Some(ReviewState::Never));
    let all: Vec<Node> = dated.chain(never).collect();
    let coming = here().find(|n| state(*n) == Some(ReviewState::Current));
    let rows = all.iter().take(DUE + SPARE);
    let rows = rows.filter_map(|node| Some((*node, due_view(sheet, *node)?))).collect();
    DueList {
        rows: lines(sheet.site, DUE, rows),
        more: all.len().saturating_sub(DUE),
        coming: coming.filter(|_| all.is_empty()).and_then(|node| due_view(sheet, node)),
    }
}

fn best(sheet: &Sheet<'_>, scope: Scope<'_>) -> Vec<Line<BestView>> {
    let site = sheet.site;
    let here = site.ranked.iter().filter(|ix| scope.holds(&site.opportunity(**ix).meta.space));
    let rows = here
        .take(SHORT + SPARE)
        .map(|ix| (Node::Opportunity(*ix), best_view(sheet, *ix)))
        .collect();
    lines(site, SHORT, rows)
}

fn best_view(sheet: &Sheet<'_>, ix: OpportunityIx) -> BestView {
    let opportunity = sheet.site.opportunity(ix);
    let support = Some(opportunity.support).filter(|status| *status != ClaimStatus::Known);
    BestView {
        link: sheet.node(Node::Opportunity(ix)),
        quadrant: quadrant_view(sheet.w, opportunity.quadrant),
        score: sheet.w.fixed(opportunity.score, 1),
        status: sheet.w.opportunity_status(opportunity.status).to_owned(),
        support: support.map(ClaimStatus::word),
        support_word: support.map(|status| sheet.w.claim_status(status).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::PageId;
    use crate::page::sample::{rendered, site};
    use std::sync::Arc;

    #[test]
    fn a_space_holds_itself_and_the_spaces_in_it() {
        let scope = Scope("retail");
        assert!(scope.holds("retail") && scope.holds("retail/north"));
        assert!(!scope.holds("retailers") && !scope.holds(""));
        assert!(Scope("").holds("anything"));
    }

    #[test]
    fn a_cell_is_the_mean_of_its_stages_and_an_empty_one_says_so() {
        let html = rendered(&site(), PageId::Home);
        assert!(html.contains(r#"href="journeys/weekly-shop/book.html" title="Book a slot">−1.7"#));
        assert!(html.contains(r#"href="journeys/weekly-shop/plan.html" title="Plan">+0.5"#));
        // Eight stages of life, two of them mapped.
        assert_eq!(html.matches("<span class=\"vh\">not mapped</span>").count(), 6);
    }

    #[test]
    fn a_share_has_one_sign() {
        let html = rendered(&site(), PageId::Home);
        let bar = html.split("<td class=\"bar\">").nth(1).expect("a share of known claims");
        assert!(bar.starts_with("<svg"), "{bar}");
        assert_eq!(bar.split("</td>").next().map(|cell| cell.matches('%').count()), Some(1));
    }

    #[test]
    fn the_worst_moment_says_why_and_where() {
        let html = rendered(&site(), PageId::Home);
        let at = html.find("Worst moments").expect("the section");
        assert!(html[at..].contains(r#"book.html#slot-hold">The slot vanishes</a>"#));
        assert!(!html[at..].contains("#list\">"), "a moment above the middle is not a bad one");
    }

    #[test]
    fn a_retired_journey_has_no_place_in_the_heat_map() {
        let mut site = site();
        let mut journey = (*site.journeys[0]).clone();
        journey.meta.status = Status::Retired;
        site.journeys = vec![Arc::new(journey)];
        let html = rendered(&site, PageId::Home);
        assert!(html.contains("There is no journey here yet."));
        assert!(html.contains("No moment lies below the middle"));
    }
}
