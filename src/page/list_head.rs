//! What stands above every kind's list: the text of its `index.md`, grouped by space.

use super::chrome::Chrome;
use super::html::Html;
use super::sheet::{LinkView, Sheet};
use crate::model::Kind;
use crate::site::address::{list_page, list_scope, space_page};
use crate::site::{IndexText, Site};

/// Title, text and surroundings of a list.
pub(super) struct Head {
    pub(super) chrome: Chrome,
    pub(super) title: Html,
    pub(super) intro: Option<Html>,
}

/// The head of a kind's list, from the root's text for that kind.
pub(super) fn head(sheet: &mut Sheet<'_>, kind: Kind) -> Head {
    let text = text(sheet.site, kind, "");
    let title = text.and_then(|text| text.title.as_ref());
    let plain = title.map_or(sheet.w.kind_title(kind), |words| words.doc.plain());
    let mut chrome = sheet.chrome("p-list", plain, &list_page(kind));
    chrome.crumbs = sheet.crumbs("", None);
    Head {
        title: title
            .map_or_else(|| Html::text(sheet.w.kind_title(kind)), |words| sheet.label(words)),
        intro: sheet.body(text.and_then(|text| text.body.as_ref()), 1, ""),
        chrome,
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

fn text<'s>(site: &'s Site, kind: Kind, space: &str) -> Option<&'s IndexText> {
    let mut texts = site.list_texts.iter();
    texts.find(|(at, of, _)| **at == *space && *of == kind).map(|(_, _, text)| text)
}
