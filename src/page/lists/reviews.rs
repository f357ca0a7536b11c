//! What is due for review, as of the build; the reader's clock counts on from the dates.

use crate::diagram;
use crate::page::html::Html;
use crate::page::list_head;
use crate::page::paging::{List, Pager, pager};
use crate::page::sheet::{DateView, LinkView, cadence_words, warn_days};
use crate::page::{Sheet, View};
use crate::site::{Node, Review, ReviewState, Site};
use crate::wording::Wording;
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
    let review = sheet.site.meta(node).review()?;
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
    title: String,
    title_within: String,
    icon: Html,
    /// How many there are on all pages.
    count: usize,
    rows: Vec<DueView>,
}

/// In the order of what to do first.
const STATES: [(ReviewState, &str); 4] = [
    (ReviewState::Overdue, "state.overdue"),
    (ReviewState::DueSoon, "state.soon"),
    (ReviewState::Never, "state.never"),
    (ReviewState::Current, "state.current"),
];

/// The head of a group, the name of its table, and what a summary says of it.
fn group_words(w: &Wording, state: ReviewState, n: usize) -> (&str, String, String) {
    let (title, count) = match state {
        ReviewState::Overdue => (w.head_overdue(), w.n_overdue(n)),
        ReviewState::DueSoon => (w.head_due_soon(), w.n_due_soon(n)),
        ReviewState::Never => (w.banner_never(), w.n_never(n)),
        ReviewState::Current => (w.head_current(), w.n_current(n)),
    };
    (title, w.within(title), count.to_string())
}

/// A page of what is due.
pub(in crate::page) fn reviews(sheet: Sheet<'_>, part: u32) -> View {
    let mut chrome = sheet.chrome("p-reviews", sheet.w.reviews(), "reviews/index.html");
    chrome.crumbs = sheet.crumbs("", None);
    list_head::mark_part(&sheet, &mut chrome, "reviews/index.html", part);
    let here = List::Reviews.slice(part);
    let mut begin = 0;
    let (mut groups, mut counts) = (Vec::new(), Vec::new());
    for (state, id) in STATES {
        let nodes = in_state(sheet.site, state);
        let on_page = nodes.iter().enumerate().filter(|(at, _)| here.contains(&(begin + at)));
        let rows: Vec<DueView> = on_page.filter_map(|(_, node)| due_view(&sheet, *node)).collect();
        begin += nodes.len();
        let (title, title_within, said) = group_words(sheet.w, state, nodes.len());
        counts.push((nodes.len(), said));
        if !rows.is_empty() {
            let icon = Html::trusted(diagram::review_icon(state));
            let (title, count) = (title.to_owned(), nodes.len());
            groups.push(StateGroup { id, title, title_within, icon, count, rows });
        }
    }
    let feed = sheet.site.config.base_url.as_ref().map(|_| sheet.to("feed.xml"));
    let view = ReviewsPage {
        summary: summary(sheet.w, &counts),
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
    let is = |node: &Node| site.meta(*node).review().is_some_and(|r| r.state == state);
    nodes.filter(is).collect()
}

/// `2 overdue, 1 due soon, 14 current.`
fn summary(w: &Wording, counts: &[(usize, String)]) -> String {
    let parts: Vec<&str> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(_, said)| &**said).collect();
    if parts.is_empty() {
        w.nothing_reviewed().to_owned()
    } else {
        format!("{}.", parts.join(", "))
    }
}
