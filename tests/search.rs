//! Search: what the files of the index hold, and what must not be in them.

use crate::site::{options, site, site_with};
use milepost::search::words::terms;
use milepost::site::Options;
use std::collections::BTreeMap;

const SITE: &str = "-- personas/maya.md --
---
name: Maya
quote: talks#secret
goals: ['Dinner on time [^talks]']
---
-- personas/hidden.md --
---
name: Zacharias
status: draft
---
-- journeys/shop.md --
---
title: Shop for a week
personas: [maya]
stages:
  - title: Plan
    touchpoints:
      - {title: List, quotes: ['talks#open', 'talks#secret'], opportunities: [{title: Remember, impact: 4, feasibility: 4}]}
---
The café is *naïve*, see [[maya]].
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2026-06-01
highlights:
  - {id: open, text: Always tardy, who: P1, consent: true}
  - {id: secret, text: Unspeakable things, who: Wilhelmina, consent: false}
  - {id: late, text: Expired whisper, who: Theodora, consent: 2026-01-01}
---
-- evidence/board.md --
---
title: Board papers
method: desk-research
date: 2026-06-01
confidential: true
owner: Ottokar
tags: [merger]
highlights: [{id: plan, text: Acquisition nearby, consent: true}]
---
Takeover particulars.
";

/// The files of the index, by path.
fn index(text: &str, options: Options) -> BTreeMap<String, String> {
    let files = site_with(text, options).files();
    let own = files.into_iter().filter(|(path, _)| path.starts_with("_search/"));
    own.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("a script"))).collect()
}

/// Every term that can be found.
fn found(files: &BTreeMap<String, String>) -> Vec<String> {
    let words = files.iter().filter(|(path, _)| path.starts_with("_search/words-"));
    let entries = words.flat_map(|(_, text)| text.split('"').nth(3).expect("terms").split(','));
    entries.map(|entry| entry.split(':').next().expect("a term").to_owned()).collect()
}

/// The rows of all documents: title, address, place, text, language.
fn documents(files: &BTreeMap<String, String>) -> Vec<[String; 5]> {
    let docs = files.iter().filter(|(path, _)| path.starts_with("_search/docs/"));
    docs.flat_map(|(_, text)| {
        let rows = &text[text.find(",[").expect("rows") + 1..text.len() - ");\n".len()];
        serde_json::from_str::<Vec<[String; 5]>>(rows).expect("rows of five")
    })
    .collect()
}

#[test]
fn what_is_withheld_cannot_be_found() {
    let files = index(SITE, options());
    let (known, all) = (found(&files), files.values().cloned().collect::<String>());
    for word in ["shop", "cafe", "naive", "tardy", "maya", "remember", "board", "papers"] {
        assert!(known.iter().any(|term| term == word), "`{word}` is not found");
    }
    for secret in
        "Unspeakable Wilhelmina Expired whisper Theodora Zacharias Ottokar merger Acquisition Takeover particulars"
            .split(' ')
    {
        let [term] = &terms(secret)[..] else { panic!("one word") };
        assert!(!known.contains(term) && !all.contains(secret), "`{secret}` is in the index");
    }
}

#[test]
fn what_is_asked_for_is_found() {
    let all = Options { include_drafts: true, include_confidential: true, ..options() };
    let known = found(&index(SITE, all));
    for word in ["zacharias", "acquisition", "takeover", "merger"] {
        assert!(known.iter().any(|term| term == word), "`{word}` is not found");
    }
    assert!(!known.iter().any(|term| term == "unspeakable"), "no option brings it");
}

#[test]
fn every_result_leads_to_a_page_and_a_place_on_it() {
    for text in [SITE.to_owned(), include_str!("format/everything.txt").to_owned()] {
        let site = site(&text);
        let files = site.files();
        let rows = documents(&index(&text, options()));
        assert!(rows.len() > 12, "{rows:?}");
        for [title, address, ..] in rows {
            let (page, anchor) = address.split_once('#').unwrap_or((&address, ""));
            let page = percent_encoding::percent_decode_str(page).decode_utf8_lossy();
            let html =
                String::from_utf8_lossy(files.get(&*page).unwrap_or_else(|| panic!("no `{page}`")));
            let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
            let is_there = anchor.is_empty() || html.contains(&format!("id=\"{anchor}\""));
            assert!(is_there, "`{title}` leads to `{address}`, which is not there");
        }
    }
}

#[test]
fn texts_are_data_and_never_markup_or_script() {
    let text = "-- personas/x.md --
---
name: \"`</script><b>\\\"'\\u2028.`\"
goals: ['\\\" + alert(1) + \\\"']
---
";
    let files = index(text, options());
    let rows = documents(&files);
    assert!(rows.iter().any(|[title, ..]| title == "</script><b>\"'\u{2028}."), "{rows:?}");
    for (path, text) in files {
        assert!(text.starts_with("milepostSearch.") && text.ends_with(");\n"), "{path}");
        assert_eq!(text.lines().count(), 1, "{path}");
    }
}

#[test]
fn the_page_of_the_search_leads_everywhere_without_a_script() {
    let html = site(SITE).file("search.html");
    for part in [
        "<noscript>",
        "href=\"journeys/index.html\"",
        "href=\"personas/index.html\"",
        "href=\"evidence/index.html\"",
        "href=\"tags/index.html\"",
        "action=\"search.html\"",
        "name=\"q\"",
    ] {
        assert!(html.contains(part), "no {part} in {html}");
    }
    assert!(!html.contains("Remember"), "no list of the whole site");
}

#[test]
fn every_page_has_a_field_that_asks_the_page_of_the_search() {
    for (path, bytes) in site(SITE).files() {
        let html = String::from_utf8_lossy(&bytes);
        // A page that only says that there is none may be shown at any depth and links nowhere.
        if path.ends_with(".html") && path != "404.html" {
            let root = "../".repeat(path.matches('/').count());
            assert_eq!(html.matches("role=\"search\"").count(), 1, "{path}");
            assert!(html.contains(&format!("action=\"{root}search.html\"")), "{path}");
        }
    }
}
