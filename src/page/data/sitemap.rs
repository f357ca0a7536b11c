//! `sitemap.xml`: the pages a search engine may show.

use crate::page::PageId;
use crate::site::Site;
use crate::site::address::encode;
use std::fmt::Write;

/// What one sitemap file may hold by its protocol.
const MOST: usize = 50_000;

/// How many files beside `sitemap.xml` a site with these outputs needs: none up to the protocol's
/// limit.
pub fn sitemap_parts(pages: &[PageId]) -> u32 {
    match pages.iter().filter(|page| is_listed(**page)).count() {
        0..=MOST => 0,
        listed => listed.div_ceil(MOST) as u32,
    }
}

/// The output path of a part, from 1.
pub fn sitemap_path(part: u32) -> String {
    format!("sitemap-{part}.xml")
}

/// `sitemap.xml`: the list of pages, or above the protocol's limit the list of its parts. Empty
/// without a base address.
pub fn sitemap(site: &Site, pages: &[PageId]) -> String {
    let Some(base) = site.config.base_url.as_deref() else { return String::new() };
    match sitemap_parts(pages) {
        0 => list("urlset", "url", &addresses(site, base, pages)),
        parts => {
            let files: Vec<String> =
                (1..=parts).map(|part| escape(&format!("{base}{}", sitemap_path(part)))).collect();
            list("sitemapindex", "sitemap", &files)
        }
    }
}

/// A part of the sitemap, from 1.
pub fn sitemap_part(site: &Site, pages: &[PageId], part: u32) -> String {
    let Some(base) = site.config.base_url.as_deref() else { return String::new() };
    let addresses = addresses(site, base, pages);
    let at = part.saturating_sub(1) as usize;
    list("urlset", "url", addresses.chunks(MOST).nth(at).unwrap_or_default())
}

/// Whether an output is a page with content of its own.
fn is_listed(page: PageId) -> bool {
    !matches!(
        page,
        PageId::Diagram(_)
            | PageId::Search
            | PageId::MapRows
            | PageId::NotFound
            | PageId::Redirect(_)
            | PageId::SiteJson
            | PageId::ReviewsJson
            | PageId::ReviewsIcs
            | PageId::Feed
            | PageId::Sitemap
            | PageId::SitemapPart(_)
    )
}

fn addresses(site: &Site, base: &str, pages: &[PageId]) -> Vec<String> {
    let mut addresses: Vec<String> = pages
        .iter()
        .filter(|page| is_listed(**page))
        .map(|page| escape(&format!("{base}{}", encode(&page.output_path(site)))))
        .collect();
    addresses.sort_unstable();
    addresses
}

fn list(root: &str, item: &str, addresses: &[String]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for address in addresses {
        let _ = writeln!(out, "<{item}><loc>{address}</loc></{item}>");
    }
    let _ = writeln!(out, "</{root}>");
    out
}

fn escape(text: &str) -> String {
    let text = super::one_line(text);
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&apos;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::sample;
    use crate::site::PersonaIx;

    #[test]
    fn pages_are_listed_and_the_404_is_not() {
        let site = sample::site();
        let map = sitemap(&site, &crate::page::plan(&site));
        assert!(map.contains("<loc>https://maps.example.org/journeys/weekly-shop/book.html</loc>"));
        assert!(map.contains("<loc>https://maps.example.org/index.html</loc>"));
        assert!(!map.contains("404") && !map.contains("search") && !map.contains(".svg"));
    }

    #[test]
    fn addresses_are_escaped_for_xml() {
        assert_eq!(
            list("urlset", "url", &[escape("https://a.example/a & b.html")]).lines().nth(2),
            Some("<url><loc>https://a.example/a &amp; b.html</loc></url>")
        );
    }

    #[test]
    fn more_pages_than_one_file_may_hold_become_parts() {
        let pages = |n: usize| vec![PageId::Persona(PersonaIx(0)); n];
        assert_eq!(sitemap_parts(&pages(MOST)), 0);
        assert_eq!(sitemap_parts(&pages(MOST + 1)), 2);
        assert_eq!(sitemap_parts(&vec![PageId::NotFound; MOST + 1]), 0);
    }
}
