//! The whole example as a reader gets it: every link leads somewhere, every id is its page's only
//! one, every picture is well-formed and can be read back, nothing is inline, nothing is absolute.

use crate::site::{TODAY, TestSite, options};
use milepost::io::load::load;
use milepost::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

/// `content/`, built once for all tests.
pub(crate) static EXAMPLE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let files = open_example().files();
    files.into_iter().map(|(p, b)| (p, String::from_utf8_lossy(&b).into_owned())).collect()
});

pub(crate) fn open_example() -> TestSite {
    open_example_with(BTreeMap::new(), str::to_owned)
}

/// The example with files of a theme of its own and other settings.
pub(crate) fn open_example_with(
    theme: BTreeMap<String, Vec<u8>>,
    settings: fn(&str) -> String,
) -> TestSite {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = load(&root.join("content")).expect("the example can be read");
    let file = sources.id_of("site.yaml").expect("the example has settings");
    let text = settings(sources.text(file));
    sources.insert_text("site.yaml", text.as_bytes());
    let workspace = Workspace::open(sources, options(), None, move |_| Ok(theme.clone()));
    TestSite(workspace.expect("a theme that can be read"))
}

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    EXAMPLE.iter().filter(|(p, _)| p.ends_with(".html")).map(|(p, t)| (p.as_str(), t.as_str()))
}

/// Values of an attribute of any tag.
fn attribute<'t>(html: &'t str, name: &str) -> Vec<&'t str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn decoded(url: &str) -> String {
    let url = url.replace("&amp;", "&");
    percent_encoding::percent_decode_str(&url).decode_utf8_lossy().into_owned()
}

/// The output path that a relative URL on a page leads to.
pub(crate) fn resolve(page: &str, url: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in url.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_example_shows_only_the_findings_it_means_to_show() {
    let example = open_example();
    let found: Vec<String> = example
        .0
        .findings()
        .iter()
        .map(|f| format!("{} {}", example.0.sources().path(f.span.file), f.code.id()))
        .collect();
    assert_eq!(found, ["retail/journeys/first-order.md MP0701"]);
    assert_eq!(example.0.site().today, TODAY);
}

#[test]
fn every_link_leads_to_a_file_and_an_anchor_that_are_there() {
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages().map(|(p, t)| (p, attribute(t, "id").into_iter().map(decoded).collect())).collect();
    let mut dead = Vec::new();
    for (page, text) in pages() {
        for url in attribute(text, "href").into_iter().chain(attribute(text, "src")) {
            if url.contains("://") || url.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = url.split_once('#').unwrap_or((url, ""));
            let path =
                if path.is_empty() { page.to_owned() } else { resolve(page, &decoded(path)) };
            let there = EXAMPLE.contains_key(&path);
            let anchored = anchor.is_empty()
                || ids.get(path.as_str()).is_some_and(|ids| ids.contains(&decoded(anchor)));
            if !there || !anchored || url.starts_with('/') {
                dead.push(format!("{page}: {url}"));
            }
        }
    }
    assert_eq!(dead, Vec::<String>::new());
}

#[test]
fn every_id_is_the_only_one_of_its_page() {
    let mut twice = Vec::new();
    for (page, text) in pages() {
        let mut seen = BTreeSet::new();
        twice.extend(
            attribute(text, "id")
                .into_iter()
                .filter(|id| !seen.insert(*id))
                .map(|id| format!("{page}#{id}")),
        );
    }
    assert_eq!(twice, Vec::<String>::new());
}

#[test]
fn sources_are_numbered_in_the_order_in_which_a_page_cites_them() {
    let mut most = 0;
    for (path, html) in pages() {
        let mut cited: Vec<u32> = Vec::new();
        for id in attribute(html, "id").into_iter().filter_map(|id| id.strip_prefix("cite.")) {
            let number = id.split('_').next().unwrap_or(id).parse().expect("a number");
            if !cited.contains(&number) {
                cited.push(number);
            }
        }
        assert!(cited.is_sorted(), "{path} cites {cited:?}");
        most = most.max(cited.len());
    }
    assert!(most > 2, "the example cites several sources on one page");
}

#[test]
fn ids_are_touchpoints_opportunities_or_hold_a_mark_that_no_slug_has() {
    let example = open_example();
    let json = example.json();
    let touchpoints: BTreeSet<&str> = json["journeys"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|j| j["stages"].as_array().into_iter().flatten())
        .flat_map(|s| s["touchpoints"].as_array().into_iter().flatten())
        .filter_map(|t| t["id"].as_str())
        .collect();
    let odd: Vec<String> = pages()
        .flat_map(|(page, text)| attribute(text, "id").into_iter().map(move |id| (page, id)))
        .filter(|(_, id)| !id.contains(['.', '_']) && !touchpoints.contains(*id))
        .map(|(page, id)| format!("{page}#{id}"))
        .collect();
    assert_eq!(odd, Vec::<String>::new());
}

#[test]
fn no_style_script_or_handler_is_inline_and_nothing_is_asked_of_another_host() {
    let mut wrong = Vec::new();
    for (page, text) in pages() {
        for bad in ["<style", " style=\"", " onclick=", " onload=", "javascript:"] {
            if text.contains(bad) {
                wrong.push(format!("{page}: {bad}"));
            }
        }
        let inline = text
            .split("<script")
            .skip(1)
            .any(|s| !s.split('>').next().unwrap_or("").contains("src="));
        let foreign = attribute(text, "src").into_iter().any(|s| s.contains("//"));
        if inline || foreign {
            wrong.push(format!("{page}: script or source"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_picture_is_well_formed_and_says_what_it_shows() {
    let mut count = 0;
    for (page, text) in pages() {
        for picture in text.split("<svg").skip(1) {
            let picture =
                format!("<svg{}</svg>", picture.split("</svg>").next().unwrap_or_default());
            let document = roxmltree::Document::parse(&picture);
            let document = document.unwrap_or_else(|e| panic!("{page}: {e}\n{picture}"));
            let root = document.root_element();
            let hidden = root.attribute("aria-hidden") == Some("true");
            let named = root.attribute("aria-label").or(root.attribute("aria-labelledby"));
            assert!(hidden || named.is_some(), "{page}: a picture without a name\n{picture}");
            count += 1;
        }
    }
    assert!(count > 100, "only {count} pictures");
}

#[test]
fn every_diagram_stands_alone_and_can_be_read_back() {
    let mut count = 0;
    for (path, text) in
        EXAMPLE.iter().filter(|(p, _)| p.contains("journeys/") && p.ends_with(".svg"))
    {
        let document = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{path}: {e}"));
        assert_eq!(
            document.root_element().tag_name().namespace(),
            Some("http://www.w3.org/2000/svg")
        );
        assert!(!text.contains("foreignObject") && !text.contains("NaN"), "{path}");
        for name in ["title", "desc"] {
            assert!(
                document
                    .descendants()
                    .any(|n| n.has_tag_name(("http://www.w3.org/2000/svg", name))),
                "{path}"
            );
        }
        // Drawing programs know references by their older name alone.
        let refers = |name: (&str, &str)| document.descendants().any(|n| n.has_attribute(name));
        assert!(refers(("http://www.w3.org/1999/xlink", "href")), "{path}");
        assert!(!text.contains(" href="), "{path}");
        let mut ids = BTreeSet::new();
        for id in document.descendants().filter_map(|n| n.attribute("id")) {
            assert!(ids.insert(id), "{path}: `{id}` stands twice");
        }
        let events = svg::read(text)
            .expect("read")
            .filter(|e| matches!(e, svg::parser::Event::Tag(..)))
            .count();
        assert!(events > 20, "{path} holds {events} tags");
        count += 1;
    }
    assert!(count >= 6, "only {count} diagrams");
}

#[test]
fn what_has_no_consent_and_what_is_confidential_reaches_no_file() {
    for (path, text) in EXAMPLE.iter() {
        assert!(!text.contains("My manager changes the rota"), "{path} quotes without consent");
        assert!(!text.contains("The stairs are on us"), "{path} tells what is confidential");
    }
}

#[test]
fn the_picture_in_the_readme_is_the_one_that_is_built() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/weekly-shop.svg");
    let built = &EXAMPLE["retail/journeys/weekly-shop.svg"];
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&golden, built).expect("written");
    }
    let kept = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(kept == *built, "the picture changed: look at it, then run `UPDATE=1 cargo test`");
}

/// What a browser loads to show a page: its own bytes, style sheets, scripts, pictures.
fn loaded(page: &str, html: &str) -> BTreeSet<String> {
    let tags = html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    let sources = tags.filter_map(|tag| {
        let name = tag.split(' ').next().unwrap_or_default();
        let source = match name {
            "script" | "img" | "source" | "video" | "audio" => attribute(tag, "src"),
            "image" => attribute(tag, "href"),
            "link" if ["stylesheet", "icon"].contains(&attribute(tag, "rel")[0]) => {
                attribute(tag, "href")
            }
            _ => Vec::new(),
        };
        source.first().map(|url| resolve(page, &decoded(url)))
    });
    sources.chain([page.to_owned()]).collect()
}

fn compressed(bytes: &[u8]) -> usize {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).expect("memory takes it");
    gzip.finish().expect("memory takes it").len()
}

#[test]
fn a_journey_comes_in_six_requests_and_sixty_kibibytes() {
    let made = open_example().files();
    let mut most = (0, 0);
    for (path, html) in pages().filter(|(_, html)| html.contains("class=\"p-journey\"")) {
        let files = loaded(path, html);
        let bytes = files.iter().map(|file| compressed(&made[file])).sum::<usize>();
        assert!(files.len() <= 6, "{path} loads {files:?}");
        assert!(bytes <= 60 * 1024, "{path} takes {bytes} bytes in {files:?}");
        most = (most.0.max(files.len()), most.1.max(bytes));
    }
    // Style, script and icon at the least, and a map of its own.
    assert!(most.0 >= 4 && most.1 > 20_000, "{most:?}");
}
