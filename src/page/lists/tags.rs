//! Tags: the list, and what carries one.

use super::place;
use crate::page::by_name::by_name;
use crate::page::sheet::LinkView;
use crate::page::{Sheet, View};
use crate::site::address::tag_page;
use crate::site::{Node, Tag};
use crate::wording::Wording;
use serde::Serialize;

#[derive(Serialize)]
struct TagsPage {
    tags: Vec<TagRow>,
}

#[derive(Serialize)]
struct TagRow {
    link: LinkView,
    count: usize,
}

/// The list of tags.
pub(in crate::page) fn tags(sheet: Sheet<'_>) -> View {
    let mut chrome = sheet.chrome("p-tags", sheet.w.tags(), "tags/index.html");
    chrome.crumbs = sheet.crumbs("", None);
    let row = |tag: &Tag| TagRow {
        link: sheet.page(&tag_page(&tag.slug), &tag.name),
        count: tag.nodes.len(),
    };
    let mut tags: Vec<&Tag> = sheet.site.tags.iter().collect();
    tags.sort_by(|a, b| by_name(&a.name, &b.name));
    let view = TagsPage { tags: tags.into_iter().map(row).collect() };
    View::page("tags.html", &chrome, &view)
}

#[derive(Serialize)]
struct TagPage {
    name: String,
    summary: String,
    groups: Vec<KindGroup>,
}

/// Entities of one kind.
#[derive(Serialize)]
pub(super) struct KindGroup {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) rows: Vec<EntityRow>,
}

/// An entity and where it is.
#[derive(Serialize)]
pub(super) struct EntityRow {
    pub(super) link: LinkView,
    pub(super) place: Vec<LinkView>,
}

/// What carries a tag.
pub(in crate::page) fn tag(sheet: Sheet<'_>, tag: u32) -> View {
    let tag = &sheet.site.tags[tag as usize];
    let mut chrome = sheet.chrome("p-tags", &tag.name, "tags/index.html");
    chrome.crumbs = sheet.crumbs("", None);
    chrome.crumbs.push(sheet.page("tags/index.html", sheet.w.tags()));
    let view = TagPage {
        name: tag.name.to_string(),
        summary: sheet.w.n_carry_tag(tag.nodes.len()).text(),
        groups: by_kind(&sheet, tag.nodes.iter().copied()),
    };
    View::page("tag.html", &chrome, &view)
}

/// Entities by kind, in the order of the kinds; within a kind as they come.
pub(super) fn by_kind(sheet: &Sheet<'_>, nodes: impl Iterator<Item = Node>) -> Vec<KindGroup> {
    let mut groups: [(Vec<EntityRow>, Group<'_>); 7] =
        kinds(sheet.w).map(|kind| (Vec::new(), kind));
    for node in nodes {
        let row = EntityRow { link: sheet.node(node), place: place(sheet, node) };
        groups[kind_place(node)].0.push(row);
    }
    groups
        .into_iter()
        .filter(|(rows, _)| !rows.is_empty())
        .map(|(rows, (id, title))| KindGroup {
            id: format!("kind.{id}"),
            title: title.to_owned(),
            rows,
        })
        .collect()
}

/// The last part of a group's id, and its heading.
type Group<'w> = (&'static str, &'w str);

fn kinds(w: &Wording) -> [Group<'_>; 7] {
    [
        ("journeys", w.journeys()),
        ("stages", w.lane_stages()),
        ("touchpoints-of-stages", w.touchpoints_of_stages()),
        ("personas", w.personas()),
        ("touchpoints", w.touchpoints()),
        ("opportunities", w.opportunities()),
        ("evidence", w.evidence()),
    ]
}

fn kind_place(node: Node) -> usize {
    match node {
        Node::Journey(_) => 0,
        Node::Stage(..) => 1,
        Node::Touchpoint(..) => 2,
        Node::Persona(_) => 3,
        Node::Catalogue(_) => 4,
        Node::Opportunity(_) => 5,
        Node::Evidence(_) => 6,
    }
}
