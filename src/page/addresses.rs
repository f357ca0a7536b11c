//! Addresses of links to other sites, for paper: a number stands behind each link, and the
//! addresses in a list at the end of the page. Prose, claims, templates of a theme and lists all
//! write such links, so that only the finished page knows their order.

use super::html::escape;
use crate::wording::Wording;
use memchr::memmem;
use std::collections::BTreeMap;

/// The page with its links numbered and the list of their addresses, which a screen hides.
pub(super) fn numbered(page: Vec<u8>, w: &Wording) -> Vec<u8> {
    let Some((start, end)) = main_of(&page) else { return page };
    let Ok(main) = std::str::from_utf8(&page[start..end]) else { return page };
    let places = outside_links(main);
    if places.is_empty() {
        return page;
    }
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut list = String::new();
    let mut out = String::with_capacity(main.len() + places.len() * 128 + 128);
    let mut done = 0;
    for (from, to) in places {
        let address = &main[from..to];
        let next = numbers.len() + 1;
        let number = *numbers.entry(address).or_insert(next);
        if number == next {
            list.push_str(&format!("<li><bdi dir=\"ltr\">{address}</bdi></li>"));
        }
        // Behind the quote that ends the address.
        out.push_str(&main[done..=to]);
        out.push_str(&format!(" data-address=\"{number}\""));
        done = to + 1;
    }
    out.push_str(&main[done..]);
    out.push_str(&format!(
        "<section class=\"addresses\" hidden><h2>{}</h2><ol>{list}</ol></section>\n",
        escape(w.link_addresses())
    ));
    [&page[..start], out.as_bytes(), &page[end..]].concat()
}

/// Where the main part of a page begins and ends, if it has a link to another site.
fn main_of(page: &[u8]) -> Option<(usize, usize)> {
    let start = memmem::find(page, b"<main")?;
    let end = memmem::rfind(page, b"</main>").filter(|end| *end > start)?;
    // Most pages have none, and nothing else in them looks like one.
    memmem::find(&page[start..end], b"://")?;
    let is_outside = |at: usize| is_web(&page[start + at + HREF.len()..end]);
    memmem::find_iter(&page[start..end], HREF).any(is_outside).then_some((start, end))
}

const HREF: &[u8] = b" href=\"";

fn is_web(address: &[u8]) -> bool {
    let begins = |scheme: &[u8]| {
        address.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    };
    begins(b"http://") || begins(b"https://")
}

/// Where the addresses of links to other sites begin and end, in their order. Pictures show no mark
/// behind a link. What is folded is not on paper unless a reader opens it, and would leave gaps
/// between the numbers: its addresses stay beside the links.
fn outside_links(main: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut aside = 0_usize;
    for (at, _) in main.match_indices('<') {
        let rest = &main[at + 1..];
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '/').next();
        match name.unwrap_or_default() {
            "svg" | "details" => aside += 1,
            "/svg" | "/details" => aside = aside.saturating_sub(1),
            "a" if aside == 0 => found.extend(web_address(main, at)),
            _ => {}
        }
    }
    found
}

/// Where the address of a link stands whose tag begins here, if it leads to another site.
fn web_address(main: &str, at: usize) -> Option<(usize, usize)> {
    let tag = &main.as_bytes()[at..];
    let tag = &tag[..memchr::memchr(b'>', tag)?];
    let from = memmem::find(tag, HREF)? + HREF.len();
    let to = from + memchr::memchr(b'"', &tag[from..])?;
    is_web(&tag[from..to]).then_some((at + from, at + to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(main: &str) -> String {
        let page =
            format!("<head></head><main id=\"m\">{main}</main><footer><a href=\"https://f\">");
        String::from_utf8(numbered(page.into_bytes(), crate::wording::english())).expect("text")
    }

    #[test]
    fn addresses_are_numbered_in_the_order_of_their_links_and_listed_once() {
        let page = paper(
            "<a href=\"https://b.example/?x=1&amp;y=2\" dir=\"auto\">b</a> <a href=\"in.html\">in</a>\
             <a class=\"x\" href=\"HTTP://a.example\">a</a><a href=\"https://b.example/?x=1&amp;y=2\">c</a>",
        );
        assert!(page.contains("y=2\" data-address=\"1\" dir=\"auto\">b</a>"), "{page}");
        assert!(page.contains("<a href=\"in.html\">in</a>"), "{page}");
        assert!(page.contains("href=\"HTTP://a.example\" data-address=\"2\">a</a>"), "{page}");
        assert!(page.contains("y=2\" data-address=\"1\">c</a>"), "{page}");
        assert!(
            page.contains(
                "<section class=\"addresses\" hidden><h2>Addresses of links</h2><ol>\
                 <li><bdi dir=\"ltr\">https://b.example/?x=1&amp;y=2</bdi></li>\
                 <li><bdi dir=\"ltr\">HTTP://a.example</bdi></li></ol></section>\n</main>"
            ),
            "{page}"
        );
        assert!(page.ends_with("<footer><a href=\"https://f\">"), "{page}");
    }

    #[test]
    fn what_is_folded_or_drawn_and_a_page_without_links_stay_as_they_are() {
        let folded =
            "<details><svg><a href=\"https://x\"></a></svg><a href=\"https://y\"></a></details>";
        let page = paper(&format!("{folded}<a href=\"https://z\"></a>"));
        assert!(page.contains(folded) && page.contains("https://z\" data-address=\"1\""), "{page}");
        for main in ["<p>no link</p>", "<a href=\"mailto:a@b.example\">m</a>", folded] {
            assert!(!paper(main).contains("address"), "{main}");
        }
    }
}
