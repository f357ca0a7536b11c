//! Former addresses: a small page that leads to the new one.

use super::sheet::LinkView;
use super::{Sheet, View};
use crate::site::Site;
use serde::Serialize;

#[derive(Serialize)]
struct RedirectPage {
    to: LinkView,
}

/// Where the nth former address stands.
pub(super) fn path(site: &Site, index: u32) -> String {
    site.redirects.keys().nth(index as usize).map(|path| path.to_string()).unwrap_or_default()
}

/// A page that sends readers on.
pub(super) fn view(sheet: Sheet<'_>, index: u32) -> View {
    let Some(node) = sheet.site.redirects.values().nth(index as usize) else {
        return View::finished("");
    };
    let title = sheet.site.title(*node).doc.plain().to_string();
    let mut chrome = sheet.chrome("p-redirect", &title, "");
    let base = sheet.site.config.base_url.as_ref();
    chrome.canonical = base.map(|base| format!("{base}{}", sheet.site.url(*node)));
    View::page("redirect.html", &chrome, &RedirectPage { to: sheet.node(*node) })
}
