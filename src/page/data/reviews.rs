//! `reviews.json`: what has a review, and when.

use crate::site::{Node, Review, Site};
use serde::Serialize;

/// A row of `reviews.json` and of the `reviews` of `site.json`.
#[derive(Serialize)]
pub(super) struct ReviewRow<'s> {
    kind: &'static str,
    last: Option<String>,
    next: Option<String>,
    owner: Option<&'s str>,
    #[serde(rename = "ref")]
    reference: String,
    state: &'static str,
    title: &'s str,
    url: String,
}

/// Everything that has a review, in the order of the site.
pub(super) fn rows(site: &Site) -> Vec<ReviewRow<'_>> {
    site.reviews.iter().filter_map(|item| row(site, item.node)).collect()
}

fn row(site: &Site, node: Node) -> Option<ReviewRow<'_>> {
    let review: &Review = site.meta(node).review()?;
    Some(ReviewRow {
        kind: node.kind().word(),
        last: review.last.map(|d| d.to_string()),
        next: review.next.map(|d| d.to_string()),
        owner: review.owner.as_deref(),
        reference: site.reference(node),
        state: review.state.word(),
        title: super::plain(site.title(node)),
        url: site.url(node),
    })
}

#[derive(Serialize)]
struct Reviews<'s> {
    date: String,
    generator: &'static str,
    reviews: Vec<ReviewRow<'s>>,
    title: &'s str,
}

/// `reviews.json`: the rows with the date for which their states hold.
pub fn reviews_json(site: &Site) -> String {
    super::site_json::pretty(&Reviews {
        date: site.today.to_string(),
        generator: super::GENERATOR,
        reviews: rows(site),
        title: &site.config.title,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::sample;
    use serde_json::{Value, json};

    #[test]
    fn every_review_has_its_dates_and_state() {
        let parsed: Value =
            serde_json::from_str(&reviews_json(&sample::site())).expect("valid JSON");
        assert_eq!(parsed["date"], "2026-11-23");
        let rows = parsed["reviews"].as_array().expect("a list");
        assert_eq!(rows[0]["state"], "never");
        assert_eq!(rows[0]["next"], Value::Null);
        let mut journey = rows[1].clone();
        journey["title"] = json!("");
        assert_eq!(
            journey,
            json!({
                "kind": "journey", "ref": "weekly-shop", "url": "journeys/weekly-shop.html",
                "owner": "Ines Okafor", "last": "2026-08-11", "next": "2026-11-11",
                "state": "overdue", "title": ""
            })
        );
    }
}
