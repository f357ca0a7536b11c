//! The home page and the pages of spaces: where it hurts, what is due, what is worth doing, and
//! whom nobody has asked.

mod gaps;
mod heat;
mod picks;
mod short;
mod worst;

use super::html::Html;
use super::lists::reviews::{DueView, due_view};
use super::paging::{List, ON_PORTFOLIO, Pager, jumps, pager};
use super::pieces::Markup;
use super::sheet::{DateView, LinkView, warn_days};
use super::{PageId, Sheet, View};
use crate::diagram;
use crate::model::{Kind, Status};
use crate::site::address::{list_page, space_page};
use crate::site::{ClaimStatus, IndexText, JourneyIx, Node, OpportunityIx, ReviewState, Site};
use heat::HeatView;
pub(super) use heat::WholeMap;
use picks::{About, PickView};
use serde::Serialize;
use short::{Held, Item, Listed, ShortView};

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
        meta.status != Status::Retired && scope.holds(meta.space())
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
    worst: ShortView,
    best: ShortView,
    gaps: [ShortView; 3],
    lists: Lists,
    picks: Vec<PickView>,
    /// Some tags of its journeys, for those who cannot pick one.
    tags: Vec<LinkView>,
    /// The space that the page is about; empty for all of the site.
    scope: String,
    /// Where the filters find the rows that are not on the page.
    map_rows: Option<String>,
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
    list: ShortView,
    /// When nothing is due: what comes next.
    coming: Option<DueView>,
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
    let body = sheet.body(head.text.and_then(|text| text.body.as_ref()), 2, "");
    let has_map = living(sheet.site, scope).count() > ON_PORTFOLIO;
    let held = if has_map { Held::Few } else { Held::All };
    let gaps = gaps::gaps(&sheet, scope);
    let gap_list = |name, gaps: &[gaps::Gap]| ShortView::new(&sheet, name, held, gaps);
    let view = Portfolio {
        title: title.map_or(head.title, |title| title.doc.plain().to_string()),
        stand: head.stand,
        built: sheet.date(sheet.site.today),
        body,
        spaces: spaces(&sheet, scope),
        heat: heat::heat(&sheet, scope),
        due: due(&sheet, scope, held),
        worst: ShortView::new(&sheet, short::WORST, held, &worst::worst(&sheet, scope)),
        best: ShortView::new(&sheet, short::BEST, held, &best(sheet.site, scope)),
        gaps: [
            gap_list(short::SILENT, &gaps.silent),
            gap_list(short::UNPROVEN, &gaps.unproven),
            gap_list(short::UNKNOWN, &gaps.unknown),
        ],
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
    List::Map.path(List::Map.part_of(heat::begin_of(sheet, scope)))
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

/// Every row of it and every item of the short lists, as a script that the filters load when a
/// reader picks something. A script and no data file: nothing else can be read from a page that was
/// opened as a file.
pub(super) fn map_rows(sheet: Sheet<'_>) -> View {
    // Pages of several depths take the rows, so their links start at the root.
    let root = Sheet::new(sheet.site, sheet.shared, "index.html");
    let all = Scope("");
    let gaps = gaps::gaps(&root, all);
    let site = root.site;
    let mut script = picks::Script::begin(site, "milepostRows({\"map\":");
    heat::rows(&root, &mut script);
    short::write_all(&root, &mut script, short::DUE, &due_nodes(site, all));
    short::write_all(&root, &mut script, short::WORST, &worst::worst(&root, all));
    short::write_all(&root, &mut script, short::BEST, &best(site, all));
    short::write_all(&root, &mut script, short::SILENT, &gaps.silent);
    short::write_all(&root, &mut script, short::UNPROVEN, &gaps.unproven);
    short::write_all(&root, &mut script, short::UNKNOWN, &gaps.unknown);
    View::finished(script.end("});\n"))
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

fn due(sheet: &Sheet<'_>, scope: Scope<'_>, held: Held) -> DueList {
    let all = due_nodes(sheet.site, scope);
    let coming =
        || in_scope(sheet.site, scope).find(|n| is_in(sheet.site, *n, ReviewState::Current));
    DueList {
        list: ShortView::new(sheet, short::DUE, held, &all),
        coming: if all.is_empty() { coming().and_then(|n| due_view(sheet, n)) } else { None },
    }
}

fn in_scope<'s>(site: &'s Site, scope: Scope<'s>) -> impl Iterator<Item = Node> + 's {
    let nodes = site.reviews.iter().map(|item| item.node);
    nodes.filter(move |node| scope.holds(site.meta(*node).space()))
}

fn is_in(site: &Site, node: Node, state: ReviewState) -> bool {
    site.meta(node).review().is_some_and(|review| review.state == state)
}

/// What is due by its date, then what was never reviewed.
fn due_nodes(site: &Site, scope: Scope<'_>) -> Vec<Due> {
    let dated = in_scope(site, scope).filter(|node| {
        is_in(site, *node, ReviewState::Overdue) || is_in(site, *node, ReviewState::DueSoon)
    });
    let never = in_scope(site, scope).filter(|node| is_in(site, *node, ReviewState::Never));
    dated.chain(never).map(Due).collect()
}

/// Something to be reviewed.
struct Due(Node);

impl Listed for Due {
    fn about(&self) -> About {
        (self.0, None)
    }

    fn item(&self, sheet: &Sheet<'_>) -> Item {
        due_item(sheet, self.0)
    }
}

fn due_item(sheet: &Sheet<'_>, node: Node) -> Item {
    let w = sheet.w;
    let mut out = Markup::with_capacity(768);
    let Some(review) = sheet.site.meta(node).review() else {
        return Item::default();
    };
    out.put(&diagram::review_icon(review.state)).put("<div>");
    sheet.write_link(out.string(), node);
    out.put("<br><span class=\"sub\">").text(w.kind_head(node.kind()));
    if let Some(owner) = &review.owner {
        out.put(", <span dir=\"auto\">").text(owner).put("</span>");
    }
    out.put("</span><br><span class=\"d-when\"");
    match review.next {
        Some(due) => {
            let verb = if review.state == ReviewState::Overdue { w.was_due() } else { w.due() };
            out.put(" data-due=\"").put(&due.to_string());
            out.put("\" data-warn=\"").put(&warn_days(review).to_string()).put("\">");
            out.text(verb).put(" <time datetime=\"").put(&due.to_string()).put("\">");
            out.text(&w.day(due)).put("</time>");
        }
        None => _ = out.put(">").text(w.never_reviewed()),
    }
    out.put("</span></div>");
    let class = format!("d-{}", review.state.word());
    Item { class, html: out.finish() }
}

fn best(site: &Site, scope: Scope<'_>) -> Vec<Best> {
    let ranked = site.ranked.iter().copied();
    ranked.filter(|ix| scope.holds(site.opportunity(*ix).meta.space())).map(Best).collect()
}

/// Something to be done.
struct Best(OpportunityIx);

impl Listed for Best {
    fn about(&self) -> About {
        (Node::Opportunity(self.0), None)
    }

    fn item(&self, sheet: &Sheet<'_>) -> Item {
        best_item(sheet, self.0)
    }
}

fn best_item(sheet: &Sheet<'_>, ix: OpportunityIx) -> Item {
    let opportunity = sheet.site.opportunity(ix);
    let mut out = Markup::with_capacity(512);
    out.html(sheet.shared.quadrant(opportunity.quadrant)).put("<div>");
    sheet.write_link(out.string(), Node::Opportunity(ix));
    out.put("<br><span class=\"sub\">").text(sheet.w.quadrant(opportunity.quadrant)).put(", ");
    out.say(sheet.w.of_25(&sheet.w.score_figure(opportunity.score))).put(", ");
    out.text(sheet.w.opportunity_status(opportunity.status)).put("</span>");
    if opportunity.support != ClaimStatus::Known {
        sheet.status_tag(out.put(" "), opportunity.support);
    }
    out.put("</div>");
    out.finish().into()
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
