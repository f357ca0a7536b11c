//! Lists and what stands in them: channels, opportunities, sources, reviews, tags, search, 404.

mod channels;
mod evidence;
mod not_found;
pub(super) mod opportunities;
pub(super) mod reviews;
mod search;
mod tags;

pub(super) use channels::{Coverage, channels};
pub(super) use evidence::{claims_by_source, source, sources};
pub(super) use not_found::not_found;
pub(super) use opportunities::{Standing, opportunities, opportunity};
pub(super) use reviews::reviews;
pub(super) use search::search;
pub(super) use tags::{tag, tags};

use super::Sheet;
use super::html::Html;
use super::list_head;
use super::sheet::LinkView;
use crate::model::Kind;
use crate::site::address::{encode, space_page};
use crate::site::{Citation, EvidenceIx, Node, Site};
use serde::Serialize;
use std::ops::Range;

/// Some neighbours, as far as there are any.
fn slice<T>(all: &[T], range: Range<usize>) -> &[T] {
    &all[range.start.min(all.len())..range.end.min(all.len())]
}

/// Rows of one space in a global list.
#[derive(Serialize)]
struct SpaceGroup<T> {
    /// The space; nothing when the list has only one.
    space: Option<LinkView>,
    /// What the space says about its part of the list.
    body: Option<Html>,
    rows: Vec<T>,
}

/// Rows by space: the root's first, then the spaces in their order.
fn by_space<T>(
    sheet: &mut Sheet<'_>,
    kind: Option<Kind>,
    rows: Vec<(&str, T)>,
) -> Vec<SpaceGroup<T>> {
    let site = sheet.site;
    let place = |space: &str| site.spaces.iter().position(|s| *s.path == *space);
    let mut groups: Vec<(Option<usize>, &str, Vec<T>)> = Vec::new();
    for (space, row) in rows {
        match groups.iter_mut().rev().find(|(_, s, _)| *s == space) {
            Some((_, _, rows)) => rows.push(row),
            None => groups.push((place(space), space, vec![row])),
        }
    }
    groups.sort_by_key(|(place, ..)| *place);
    let several = groups.len() > 1;
    groups
        .into_iter()
        .map(|(_, space, rows)| SpaceGroup {
            space: several.then(|| space_link(sheet, space)),
            body: kind.and_then(|kind| list_head::intro(sheet, kind, space)),
            rows,
        })
        .collect()
}

/// A link to a space's page; the root's is the portfolio.
pub(super) fn space_link(sheet: &Sheet<'_>, space: &str) -> LinkView {
    list_head::space_link(sheet, space)
        .unwrap_or_else(|| sheet.page(&space_page(""), sheet.w.all_of_site()))
}

/// Where an entity is, as the kinds and titles above it: `The weekly shop, Book a slot`.
fn place(sheet: &Sheet<'_>, node: Node) -> Vec<LinkView> {
    match node {
        Node::Stage(journey, _) => vec![sheet.node(Node::Journey(journey))],
        Node::Touchpoint(journey, stage, _) => {
            vec![sheet.node(Node::Journey(journey)), sheet.node(Node::Stage(journey, stage))]
        }
        _ => Vec::new(),
    }
}

/// A link to the source or the highlight that a citation names.
fn cited(sheet: &Sheet<'_>, citation: Citation) -> Option<LinkView> {
    let source = citation.source?;
    let mut link = sheet.node(Node::Evidence(source));
    if let Some(highlight) = citation.highlight.and_then(|h| highlight(sheet.site, source, h)) {
        link.href = format!("{}#{}", link.href, encode(&highlight_anchor(highlight)));
    }
    Some(link)
}

fn highlight(site: &Site, source: EvidenceIx, at: u32) -> Option<&crate::site::Highlight> {
    site.source(source).highlights.get(at as usize)
}

/// The anchor of a highlight on its source's page.
fn highlight_anchor(highlight: &crate::site::Highlight) -> String {
    crate::site::address::highlight_anchor(&highlight.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::PageId;
    use crate::page::sample::{rendered, site};
    use crate::site::OpportunityIx;
    use std::sync::Arc;

    #[test]
    fn an_opportunity_shows_its_arithmetic() {
        let html = rendered(&site(), PageId::Opportunity(OpportunityIx(0)));
        assert!(html.contains("6 − (3 + 2 + 3) / 3 ≈ 3.33"));
        assert!(html.contains("5 × 3.33 ≈ 16.7"));
        assert!(
            html.contains(r#"href="../journeys/weekly-shop/book.html#slot-hold">2 Slot hold</a>"#)
        );
    }

    #[test]
    fn the_ranked_list_rounds_to_one_place() {
        let html = rendered(&site(), PageId::Opportunities);
        assert!(html.contains("<b>16.7</b>"), "{html}");
        assert!(html.contains(r#"href="../evidence/interviews.html">Slot interviews</a>"#));
    }

    #[test]
    fn a_source_shows_what_leans_on_each_highlight_and_withholds_what_it_must() {
        let html = rendered(&site(), PageId::Source(EvidenceIx(0)));
        assert!(html.contains(r#"id="highlight.vanish""#));
        assert!(html.contains("“It was gone”"));
        assert!(html.contains("1 claim leans on this"));
        assert!(html.contains("pain: The slot vanishes"));
        assert!(html.contains("Withheld. The person has not agreed to be quoted."));
        assert!(html.contains("2 claims"), "both claims lean on the source as a whole");
    }

    #[test]
    fn a_stage_has_a_cell_for_every_channel() {
        let html = rendered(&site(), PageId::Channels);
        assert!(html.contains(
            r##"<a class="ctl c-owned" href="../journeys/weekly-shop/plan.html#list">1</a>"##
        ));
        assert!(html.contains(r#"id="channel.app""#));
    }

    #[test]
    fn reviews_carry_their_dates_for_the_clock_of_the_reader() {
        let html = rendered(&site(), PageId::Reviews);
        assert!(html.contains("1 overdue, 1 never reviewed."), "{html}");
        assert!(html.contains(r#"data-due="2026-11-11" data-warn="14">was due "#));
    }

    #[test]
    fn the_404_has_no_relative_link_with_or_without_a_base_address() {
        let mut site = site();
        let links = |html: &str| -> Vec<String> {
            let parts = html.split(['"', '\'']).collect::<Vec<_>>();
            let after = |attribute: &str| {
                let pairs = parts.windows(2).filter(|pair| pair[0].ends_with(attribute));
                pairs.map(|pair| pair[1].to_owned()).collect::<Vec<_>>()
            };
            [after("href="), after("src=")].concat()
        };
        let with = links(&rendered(&site, PageId::NotFound));
        assert!(with.len() > 2);
        assert!(with.iter().all(|link| link.starts_with("https://maps.example.org/")), "{with:?}");
        Arc::make_mut(&mut site.config).base_url = None;
        assert_eq!(links(&rendered(&site, PageId::NotFound)), Vec::<String>::new());
    }

    #[test]
    fn search_leads_to_every_list() {
        let html = rendered(&site(), PageId::Search);
        assert!(html.contains(r#"<a href="journeys/index.html">Journeys</a> <span class="sub">1 journey, 2 stages<"#), "{html}");
        assert!(!html.contains("slot-hold"), "no list of the whole site");
    }

    #[test]
    fn titles_are_escaped_everywhere() {
        let mut site = site();
        let mut journey = (*site.journeys[0]).clone();
        journey.title = crate::page::sample::words("<script>alert(1)</script>");
        site.journeys = vec![Arc::new(journey)];
        for page in [PageId::Home, PageId::Channels, PageId::Reviews] {
            let html = rendered(&site, page);
            assert!(!html.contains("<script>alert"), "{page:?}");
            assert!(html.contains("&lt;script&gt;alert(1)"), "{page:?}");
        }
    }
}
