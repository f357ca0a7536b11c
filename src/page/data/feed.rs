//! `feed.xml`: one Atom entry for each review that took place. Every date in it is a review's.

use super::{one_line, plain, title_of};
use crate::site::{Node, Site, Words};
use crate::wording::Wording;
use atom_syndication::{Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A review that took place.
struct Past<'s> {
    node: Node,
    date: Date,
    by: Option<&'s str>,
    note: Option<&'s Words>,
    /// How many reviews of the same entity on the same day stand before it.
    earlier: u32,
}

/// The feed, newest review first; empty without a base address, since entries need ids that hold
/// everywhere.
pub fn feed(site: &Site, w: &Wording) -> String {
    let Some(base) = site.config.base_url.as_deref() else { return String::new() };
    let mut past: Vec<Past> =
        site.reviews.iter().flat_map(|item| reviews_of(site, item.node)).collect();
    past.sort_by(|a, b| {
        b.date.cmp(&a.date).then(a.node.cmp(&b.node)).then(b.earlier.cmp(&a.earlier))
    });
    let feed = Feed {
        title: Text::plain(one_line(&site.config.title)),
        id: base.to_owned(),
        // An Atom feed must have a date. One without reviews has the oldest there is.
        updated: midnight(past.first().map_or(Date::constant(1970, 1, 1), |p| p.date)),
        authors: vec![person(&site.config.title)],
        generator: Some(Generator {
            value: "Milepost".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            ..Generator::default()
        }),
        links: vec![
            link(format!("{base}feed.xml"), "self", "application/atom+xml"),
            link(format!("{base}reviews/index.html"), "alternate", "text/html"),
        ],
        subtitle: site.config.description.as_deref().map(|d| Text::plain(one_line(d))),
        entries: past.iter().map(|p| entry((site, w), base, p)).collect(),
        lang: Some(one_line(&site.config.language)),
        ..Feed::default()
    };
    format!("{}\n", feed.to_string().trim_end())
}

/// The reviews of one entity: its log, and `last` when the log does not have it.
fn reviews_of(site: &Site, node: Node) -> Vec<Past<'_>> {
    let Some(review) = site.meta(node).review() else { return Vec::new() };
    let mut all: Vec<(Date, Option<&str>, Option<&Words>)> =
        review.log.iter().map(|(date, by, note)| (*date, by.as_deref(), note.as_ref())).collect();
    if let Some(last) = review.last
        && !all.iter().any(|(date, ..)| *date == last)
    {
        all.insert(0, (last, None, None));
    }
    // Counted from the oldest on: what is written above it later leaves an entry its id.
    let mut seen: BTreeMap<Date, u32> = BTreeMap::new();
    let count = |(date, by, note)| {
        let count = seen.entry(date).or_default();
        let earlier = *count;
        *count += 1;
        Past { node, date, by, note, earlier }
    };
    all.into_iter().rev().map(count).collect()
}

fn entry((site, w): (&Site, &Wording), base: &str, past: &Past) -> Entry {
    let owner = site.meta(past.node).review().and_then(|r| r.owner.as_deref());
    let url = format!("{base}{}", site.url(past.node));
    let note = past.note.map(|words| one_line(plain(words)));
    Entry {
        title: Text::plain(w.feed_reviewed(&title_of(site, past.node)).text()),
        id: entry_id(&url, past),
        updated: midnight(past.date),
        published: Some(midnight(past.date)),
        authors: past.by.or(owner).map(person).into_iter().collect(),
        links: vec![link(url, "alternate", "text/html")],
        content: note.map(|value| Content {
            value: Some(value),
            content_type: Some("text".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn entry_id(url: &str, past: &Past) -> String {
    let join = if url.contains('#') { '.' } else { '#' };
    let again = if past.earlier > 0 { format!(".{}", past.earlier + 1) } else { String::new() };
    format!("{url}{join}review.{}{again}", past.date)
}

fn person(name: &str) -> Person {
    Person { name: one_line(name), ..Person::default() }
}

fn link(href: String, rel: &str, mime: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(mime.to_owned()), ..Link::default() }
}

fn midnight(date: Date) -> FixedDateTime {
    // Years outside of four digits have no RFC 3339 form.
    format!("{date}T00:00:00Z").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::sample;

    #[test]
    fn each_review_that_took_place_is_one_entry_with_a_lasting_id() {
        let feed = feed(&sample::site(), crate::wording::english());
        let tree = roxmltree::Document::parse(&feed).expect("well-formed");
        let text = |name: &str| -> Vec<String> {
            let nodes = tree.descendants().filter(|n| n.tag_name().name() == name);
            nodes.filter_map(|n| n.text().map(str::to_owned)).collect()
        };
        assert_eq!(
            text("id"),
            [
                "https://maps.example.org/",
                "https://maps.example.org/journeys/weekly-shop.html#review.2026-08-11"
            ]
        );
        // The feed is as old as its newest review, whatever the day of the build.
        assert_eq!(text("updated"), ["2026-08-11T00:00:00+00:00"; 2]);
        assert_eq!(text("content"), ["Moved the slot <hold> to −2"]);
    }

    #[test]
    fn a_second_review_on_one_day_leaves_the_first_its_id() {
        let mut site = sample::site();
        let ids = |site: &Site| -> Vec<(String, String)> {
            let feed = feed(site, crate::wording::english());
            let tree = roxmltree::Document::parse(&feed).expect("well-formed");
            let text = |node: roxmltree::Node<'_, '_>, name: &str| {
                let child = node.children().find(|n| n.tag_name().name() == name);
                child.and_then(|n| n.text().map(str::to_owned)).unwrap_or_default()
            };
            let entries = tree.descendants().filter(|n| n.tag_name().name() == "entry");
            entries.map(|entry| (text(entry, "id"), text(entry, "content"))).collect()
        };
        let before = ids(&site);
        let journey = std::sync::Arc::make_mut(&mut site.journeys[0]);
        journey.meta.change(|beside| {
            let review = beside.review.as_mut().expect("a review");
            let (date, ..) = review.log[0];
            review.log.insert(0, (date, None, None));
        });
        let after = ids(&site);
        assert_eq!(after.last(), before.last(), "{after:?}");
        assert!(after[0].0.ends_with(".2") && after.len() == before.len() + 1, "{after:?}");
    }

    #[test]
    fn there_is_no_feed_without_a_base_address() {
        let mut site = sample::site();
        std::sync::Arc::make_mut(&mut site.config).base_url = None;
        assert_eq!(feed(&site, crate::wording::english()), "");
    }
}
