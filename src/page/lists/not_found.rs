//! `404.html`: a host shows it at any address, so nothing in it may be relative.

use crate::page::{Sheet, View};
use serde::Serialize;

#[derive(Serialize)]
struct NotFoundPage {
    /// Absolute address of the site's root, ending in `/`; without one there is no link at all.
    base: Option<String>,
}

/// What a host shows for an address that is not there.
pub(in crate::page) fn not_found(sheet: Sheet<'_>) -> View {
    let base = sheet.site.config.base_url.as_deref().map(str::to_owned);
    let mut chrome = sheet.chrome("p-404", sheet.w.not_found(), "");
    chrome.root = base.clone().unwrap_or_default();
    chrome.canonical = None;
    View::page("not-found.html", &chrome, &NotFoundPage { base })
}
