//! Search: every title of the site on one page, which a small script filters. Without the script
//! the page is an index that a browser's own search can find things in.

use super::tags::{KindGroup, by_kind};
use crate::page::sheet::LinkView;
use crate::page::{Sheet, View};
use crate::site::address::{space_page, tag_page};
use crate::site::{CatalogueIx, EvidenceIx, JourneyIx, Node, OpportunityIx, PersonaIx, Site};
use serde::Serialize;

#[derive(Serialize)]
struct SearchPage {
    groups: Vec<KindGroup>,
    spaces: Vec<LinkView>,
    tags: Vec<LinkView>,
    /// Former addresses: who remembers an old name finds the page under it.
    former: Vec<Former>,
    count: usize,
}

/// A former address and what stands there now.
#[derive(Serialize)]
struct Former {
    old: LinkView,
    now: LinkView,
}

/// The index of titles.
pub(in crate::page) fn search(sheet: Sheet<'_>) -> View {
    let site = sheet.site;
    let chrome = sheet.chrome("p-search", "Search", "search.html");
    let groups = by_kind(&sheet, nodes(site));
    let spaces: Vec<LinkView> =
        site.spaces.iter().map(|s| sheet.page(&space_page(&s.path), &s.title)).collect();
    let tags: Vec<LinkView> =
        site.tags.iter().map(|t| sheet.page(&tag_page(&t.slug), &t.name)).collect();
    let entities: usize = groups.iter().map(|group| group.rows.len()).sum();
    let count = entities + spaces.len() + tags.len();
    let former = former(&sheet);
    let view = SearchPage { count, groups, spaces, tags, former };
    View::page("search.html", &chrome, &view)
}

fn former(sheet: &Sheet<'_>) -> Vec<Former> {
    let redirects = sheet.site.redirects.iter();
    redirects
        .map(|(path, node)| Former {
            old: sheet.page(path, path.strip_suffix(".html").unwrap_or(path)),
            now: sheet.node(*node),
        })
        .collect()
}

/// Everything that has a page or a section, journeys with their stages and touchpoints first.
fn nodes(site: &Site) -> impl Iterator<Item = Node> {
    let journeys = site.journeys.iter().enumerate().flat_map(|(j, journey)| {
        let j = JourneyIx(j as u32);
        let stages = journey.stages.iter().enumerate().flat_map(move |(s, stage)| {
            let touchpoints = 0..stage.touchpoints.len() as u32;
            std::iter::once(Node::Stage(j, s as u32))
                .chain(touchpoints.map(move |t| Node::Touchpoint(j, s as u32, t)))
        });
        std::iter::once(Node::Journey(j)).chain(stages)
    });
    let all = |n: usize, node: fn(u32) -> Node| (0..n as u32).map(node);
    journeys
        .chain(all(site.personas.len(), |i| Node::Persona(PersonaIx(i))))
        .chain(all(site.touchpoints.len(), |i| Node::Catalogue(CatalogueIx(i))))
        .chain(all(site.opportunities.len(), |i| Node::Opportunity(OpportunityIx(i))))
        .chain(all(site.evidence.len(), |i| Node::Evidence(EvidenceIx(i))))
}
