//! What is due for review, as of the build; the reader's clock counts on from the dates.

use crate::diagram;
use crate::page::html::Html;
use crate::page::list_head;
use crate::page::paging::{List, Pager, pager};
use crate::page::sheet::{DateView, LinkView, cadence_words, warn_days};
use crate::page::{Sheet, View};
use crate::site::{Node, Review, ReviewState, Site};
use serde::Serialize;

/// The state of a review.
#[derive(Serialize)]
pub(in crate::page) struct StateView {
    icon: Html,
    /// `overdue`, `due soon`, `current`, `never`.
    word: String,
    /// The word of the format, `due-soon`.
    state: &'static str,
    due: Option<DateView>,
    warn: i64,
}

pub(in crate::page) fn state_view(sheet: &Sheet<'_>, review: &Review) -> StateView {
    StateView {
        icon: Html::trusted(diagram::review_icon(review.state)),
        word: sheet.w.review_state(review.state).to_owned(),
        state: review.state.word(),
        due: review.next.map(|date| sheet.date(date)),
        warn: warn_days(review),
    }
}

/// Something that is due.
#[derive(Serialize)]
pub(in crate::page) struct DueView {
    link: LinkView,
    kind: String,
    owner: Option<String>,
    state: StateView,
    /// `was due`, `due`.
    verb: String,
    last: Option<DateView>,
    every: String,
}

pub(in crate::page) fn due_view(sheet: &Sheet<'_>, node: Node) -> Option<DueView> {
    let review = sheet.site.meta(node).review.as_ref()?;
    Some(DueView {
        link: sheet.node(node),
        kind: sheet.w.kind_head(node.kind()).to_owned(),
        owner: review.owner.as_deref().map(str::to_owned),
        state: state_view(sheet, review),
        verb: match review.state {
            ReviewState::Overdue => sheet.w.was_due().to_owned(),
            _ => sheet.w.due().to_owned(),
        },
        last: review.last.map(|date| sheet.date(date)),
        every: cadence_words(sheet.w, review.every),
    })
}

#[derive(Serialize)]
struct ReviewsPage {
    summary: String,
    groups: Vec<StateGroup>,
    calendar: String,
    data: String,
    feed: Option<String>,
    pager: Pager,
}

/// Reviews in one state.
#[derive(Serialize)]
struct StateGroup {
    id: &'static str,
    title: &'static str,
    icon: Html,
    /// How many there are on all pages.
    count: usize,
    rows: Vec<DueView>,
}

/// In the order of what to do first.
const STATES: [(ReviewState, &str, &str); 4] = [
    (ReviewState::Overdue, "state.overdue", "Overdue"),
    (ReviewState::DueSoon, "state.soon", "Due soon"),
    (ReviewState::Never, "state.never", "Never reviewed"),
    (ReviewState::Current, "state.current", "Current"),
];

/// A page of what is due.
pub(in crate::page) fn reviews(sheet: Sheet<'_>, part: u32) -> View {
    let mut chrome = sheet.chrome("p-reviews", "Reviews", "reviews/index.html");
    chrome.crumbs = sheet.crumbs("", None);
    list_head::mark_part(&sheet, &mut chrome, "reviews/index.html", part);
    let here = List::Reviews.slice(part);
    let mut begin = 0;
    let (mut groups, mut counts) = (Vec::new(), Vec::new());
    for (state, id, title) in STATES {
        let nodes = in_state(sheet.site, state);
        let on_page = nodes.iter().enumerate().filter(|(at, _)| here.contains(&(begin + at)));
        let rows: Vec<DueView> = on_page.filter_map(|(_, node)| due_view(&sheet, *node)).collect();
        begin += nodes.len();
        counts.push((nodes.len(), title));
        if !rows.is_empty() {
            let icon = Html::trusted(diagram::review_icon(state));
            groups.push(StateGroup { id, title, icon, count: nodes.len(), rows });
        }
    }
    let feed = sheet.site.config.base_url.as_ref().map(|_| sheet.to("feed.xml"));
    let view = ReviewsPage {
        summary: summary(&counts),
        groups,
        calendar: sheet.to("reviews.ics"),
        data: sheet.to("reviews.json"),
        feed,
        pager: pager(&sheet, List::Reviews, part),
    };
    View::page("reviews.html", &chrome, &view)
}

fn in_state(site: &Site, state: ReviewState) -> Vec<Node> {
    let nodes = site.reviews.iter().map(|item| item.node);
    let is = |node: &Node| site.meta(*node).review.as_ref().is_some_and(|r| r.state == state);
    nodes.filter(is).collect()
}

/// `2 overdue, 1 due soon, 14 current.`
fn summary(counts: &[(usize, &str)]) -> String {
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, title)| format!("{count} {}", title.to_lowercase()))
        .collect();
    if parts.is_empty() {
        "Nothing has a review.".to_owned()
    } else {
        format!("{}.", parts.join(", "))
    }
}
