//! What is due for review, as of the build; the reader's clock counts on from the dates.

use crate::diagram;
use crate::page::html::Html;
use crate::page::sheet::{DateView, LinkView, cadence_words, warn_days};
use crate::page::{Sheet, View};
use crate::site::{Node, Review, ReviewState};
use serde::Serialize;

/// The state of a review in a table's cell.
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
}

/// Reviews in one state.
#[derive(Serialize)]
struct StateGroup {
    id: &'static str,
    title: &'static str,
    icon: Html,
    rows: Vec<DueView>,
}

/// In the order of what to do first.
const STATES: [(ReviewState, &str, &str); 4] = [
    (ReviewState::Overdue, "state.overdue", "Overdue"),
    (ReviewState::DueSoon, "state.soon", "Due soon"),
    (ReviewState::Never, "state.never", "Never reviewed"),
    (ReviewState::Current, "state.current", "Current"),
];

/// What is due.
pub(in crate::page) fn reviews(sheet: Sheet<'_>) -> View {
    let mut chrome = sheet.chrome("p-reviews", "Reviews", "reviews/index.html");
    chrome.crumbs = sheet.crumbs("", None);
    let groups: Vec<StateGroup> = STATES
        .into_iter()
        .map(|(state, id, title)| StateGroup {
            id,
            title,
            icon: Html::trusted(diagram::review_icon(state)),
            rows: rows(&sheet, state),
        })
        .filter(|group| !group.rows.is_empty())
        .collect();
    let feed = sheet.site.config.base_url.as_ref().map(|_| sheet.to("feed.xml"));
    let view = ReviewsPage {
        summary: summary(&groups),
        groups,
        calendar: sheet.to("reviews.ics"),
        data: sheet.to("reviews.json"),
        feed,
    };
    View::page("reviews.html", &chrome, &view)
}

fn rows(sheet: &Sheet<'_>, state: ReviewState) -> Vec<DueView> {
    let nodes = sheet.site.reviews.iter().map(|item| item.node);
    let here = nodes.filter(|node| {
        sheet.site.meta(*node).review.as_ref().is_some_and(|review| review.state == state)
    });
    here.filter_map(|node| due_view(sheet, node)).collect()
}

/// `2 overdue, 1 due soon, 14 current.`
fn summary(groups: &[StateGroup]) -> String {
    let parts: Vec<String> = groups
        .iter()
        .map(|group| format!("{} {}", group.rows.len(), group.title.to_lowercase()))
        .collect();
    if parts.is_empty() {
        "Nothing has a review.".to_owned()
    } else {
        format!("{}.", parts.join(", "))
    }
}
