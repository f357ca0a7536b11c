//! What stands above every kind's list: the text of its `index.md`, grouped by space.

use super::chrome::Chrome;
use super::html::Html;
use super::paging::{List, Pager, jumps, pager};
use super::sheet::{LinkView, Sheet};
use crate::model::{Kind, Status};
use crate::site::address::{list_page, list_scope, space_page};
use crate::site::{IndexText, Meta, Site};
use serde::Serialize;

/// Title, text and surroundings of a list.
pub(super) struct Head {
    pub(super) chrome: Chrome,
    pub(super) title: Html,
    pub(super) intro: Option<Html>,
}

/// The head of a page of a kind's list, from the root's text for that kind, which stands on the
/// first.
pub(super) fn head(sheet: &mut Sheet<'_>, kind: Kind, part: u32) -> Head {
    let text = text(sheet.site, kind, "");
    let title = text.and_then(|text| text.title.as_ref());
    let plain = title.map_or(sheet.w.kind_title(kind), |words| words.doc.plain());
    let mut chrome = sheet.chrome("p-list", plain, &list_page(kind));
    chrome.crumbs = sheet.crumbs("", None);
    mark_part(sheet, &mut chrome, &list_page(kind), part);
    let first = text.filter(|_| part == 1);
    Head {
        title: title
            .map_or_else(|| Html::text(sheet.w.kind_title(kind)), |words| sheet.label(words)),
        intro: sheet.body(first.and_then(|text| text.body.as_ref()), 1, ""),
        chrome,
    }
}

/// Says which page of a list it is, and the way to its first.
pub(super) fn mark_part(sheet: &Sheet<'_>, chrome: &mut Chrome, list: &str, part: u32) {
    if part > 1 {
        chrome.crumbs.push(sheet.page(list, &chrome.title));
        chrome.window = sheet.w.title_and_page(&chrome.title, part).text();
        chrome.title = sheet.w.page_n(part).text();
    }
}

/// The root, then every space, in path order.
pub(super) fn spaces(site: &Site) -> impl Iterator<Item = &str> {
    std::iter::once("").chain(site.spaces.iter().map(|space| &*space.path))
}

/// A link to a space's page; nothing for the root.
pub(super) fn space_link(sheet: &Sheet<'_>, space: &str) -> Option<LinkView> {
    let known = sheet.site.spaces.iter().find(|known| *known.path == *space)?;
    Some(sheet.page(&space_page(space), &known.title))
}

/// A space's own text for a kind's list; the root's stands in the head.
pub(super) fn intro(sheet: &mut Sheet<'_>, kind: Kind, space: &str) -> Option<Html> {
    if space.is_empty() {
        return None;
    }
    let body = text(sheet.site, kind, space)?.body.as_ref();
    sheet.body(body, 2, &list_scope(space))
}

/// Rows of one space.
#[derive(Serialize)]
pub(super) struct Group<R> {
    space: Option<LinkView>,
    intro: Option<Html>,
    rows: Vec<R>,
}

/// A page of a list: rows by space, then the retired ones, which have no space there.
pub(super) struct Listed<R> {
    pub(super) groups: Vec<Group<R>>,
    pub(super) retired: Vec<R>,
    pub(super) pager: Pager,
    pub(super) jumps: Vec<LinkView>,
}

/// The rows of one page of a kind's list. `entries` are all entities of the kind, in their order.
pub(super) fn listed<'s, I: Copy, R>(
    sheet: &mut Sheet<'s>,
    (kind, list, part): (Kind, List, u32),
    entries: impl Iterator<Item = (&'s Meta, I)>,
    mut row: impl FnMut(&mut Sheet<'s>, I) -> R,
) -> Listed<R> {
    let site = sheet.site;
    let (retired, living): (Vec<_>, Vec<_>) =
        entries.partition(|(meta, _)| meta.status == Status::Retired);
    let here = list.slice(part);
    let (mut groups, mut begins) = (Vec::new(), Vec::new());
    let mut begin = 0;
    for space in spaces(site) {
        let own: Vec<I> =
            living.iter().filter(|(meta, _)| **meta.space() == *space).map(|(_, ix)| *ix).collect();
        let intro = if list.part_of(begin) == part { intro(sheet, kind, space) } else { None };
        let on_page = own.iter().enumerate().filter(|(at, _)| here.contains(&(begin + at)));
        let rows: Vec<R> = on_page.map(|(_, ix)| row(sheet, *ix)).collect();
        if !rows.is_empty() || intro.is_some() {
            groups.push(Group { space: space_link(sheet, space), intro, rows });
        }
        if !own.is_empty() {
            let link = space_link(sheet, space)
                .unwrap_or_else(|| sheet.page(&space_page(""), sheet.w.all_of_site()));
            begins.push((link, begin));
        }
        begin += own.len();
    }
    let on_page = retired.iter().enumerate().filter(|(at, _)| here.contains(&(begin + at)));
    let retired = on_page.map(|(_, (_, ix))| row(sheet, *ix)).collect();
    Listed {
        groups,
        retired,
        pager: pager(sheet, list, part),
        jumps: jumps(sheet, list, begins.into_iter()),
    }
}

fn text<'s>(site: &'s Site, kind: Kind, space: &str) -> Option<&'s IndexText> {
    let mut texts = site.list_texts.iter();
    texts.find(|(at, of, _)| **at == *space && *of == kind).map(|(_, _, text)| text)
}
