//! Pages as their readers get them, from content as its authors write it.

use super::{PageId, Renderer, Theme, plan};
use crate::parse;
use crate::site::{Options, Site, resolve};
use crate::source::Sources;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};

fn site(text: &str) -> Site {
    let sources = Sources::from_fixture(text);
    let (content, _) = parse::parse(&sources, &mut parse::Memo::default());
    let today = date(2026, 11, 23);
    let options = Options { today, include_drafts: false, include_confidential: false };
    resolve(&content, &sources, &options).0
}

fn theme(own: &[(&str, &str)]) -> Theme {
    let own = own.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Theme::load("default", own.collect(), &crate::wording::Choice::default())
        .expect("a theme that can be read")
}

fn pages(site: &Site) -> BTreeMap<String, String> {
    let theme = theme(&[]);
    let renderer = Renderer::new(site, &theme);
    plan(site)
        .into_iter()
        .map(|page| {
            let bytes = renderer.render(page).expect("the default theme renders");
            (page.output_path(site), String::from_utf8(bytes).expect("UTF-8"))
        })
        .collect()
}

const SHOP: &str = r##"
-- site.yaml --
title: "Shop <script>alert(1)</script>"
base_url: https://maps.example.org/
repository: https://git.example.org/edit/{path}
channels:
  - {id: app, title: App, control: owned}
  - {id: door, title: "Door & step", control: partner}
-- personas/maya.md --
---
name: Maya Adeyemi
role: "Nurse <i onclick='x()'>"
quote: I want to stop thinking about it [^talks#stop]
goals:
  - Dinner for five [^talks]
---
Her story.
-- personas/tom.md --
---
name: Tom Brandt
goals: [היום טוב, "&#1497;&#1493;&#1501; *&#1496;&#1493;&#1489;*"]
---
-- journeys/weekly-shop.md --
---
title: The weekly shop
personas: [maya, tom]
goal: Six dinners
aliases: [big-shop]
owner: Ines
tags: [Slot hold]
review: {last: 2026-08-11}
stages:
  - title: Plan
    lifecycle: purchase
    touchpoints:
      - title: Look in the fridge
        channel: app
        actions: ["Opens the *door* [^talks]"]
        emotion: {maya: 1}
        moment: {kind: delight, why: "It is full"}
  - title: Book
    touchpoints:
      - title: Slot hold
        channel: app
        importance: 5
        pains:
          - text: The slot goes [^talks#vanish]
            against: [survey]
          - Nobody says so
        quotes: [talks#vanish, talks#secret]
        emotion: {maya: -2, tom: -1}
        moment: friction
        frontstage: [A grid]
        opportunities:
          - {title: Hold it, impact: 5, feasibility: 4, status: planned}
---
## Why

See [[maya]] and [the booking](#why).
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2026-09-18
participants: 11
highlights:
  - {id: vanish, text: It was gone, who: P7, consent: true}
  - {id: secret, text: nobody may read this, who: P8}
  - {id: stop, text: Stop, consent: true}
---
-- evidence/survey.md --
---
title: Survey
method: survey
date: 2026-10
participants: 612
---
"##;

#[test]
fn every_id_stands_once_on_its_page_and_every_link_within_a_page_arrives() {
    let attribute = |html: &str, name: &str| -> Vec<String> {
        let start = format!(" {name}=\"");
        let parts = html.split(start.as_str()).skip(1);
        parts.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    for (path, html) in pages(&site(SHOP)).iter().filter(|(path, _)| path.ends_with(".html")) {
        let ids = attribute(html, "id");
        let once: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), once.len(), "{path}: {ids:?}");
        for href in attribute(html, "href") {
            if let Some(anchor) = href.strip_prefix('#') {
                assert!(once.contains(&anchor.to_owned()), "{path} leads to #{anchor}: {ids:?}");
            }
        }
    }
}

#[test]
fn what_authors_write_is_escaped_and_what_is_withheld_is_nowhere() {
    for (path, text) in pages(&site(SHOP)) {
        assert!(!text.contains("nobody may read this"), "{path}");
        if path.ends_with(".html") || path.ends_with(".svg") || path.ends_with(".xml") {
            assert!(!text.contains("<script>") && !text.contains("onclick"), "{path}");
            assert!(!text.contains(" style=\""), "{path}");
        }
    }
}

#[test]
fn a_journey_page_tells_its_story_and_holds_every_claim_in_its_table() {
    let pages = pages(&site(SHOP));
    let page = &pages["journeys/weekly-shop.html"];
    let story = &page[page.find("class=\"story\"").expect("there")
        ..page.find("class=\"mapsec\"").expect("there")];
    assert!(story.contains("Where it hurts"), "{story}");
    assert!(
        story.contains("journeys/weekly-shop/book.html#slot-hold")
            || story.contains("weekly-shop/book.html#slot-hold"),
        "{story}"
    );
    assert!(story.contains("The slot goes") && story.contains("Maya −2"), "{story}");
    assert!(story.contains("It is full") && story.contains("Hold it"), "{story}");
    let twin =
        &page[page.find("id=\"twin_\"").expect("there")..page.find("</details>").expect("there")];
    for fact in [
        "Opens the <em>door</em>",
        "Nobody says so",
        "“It was gone”",
        "withheld",
        "A grid",
        "Tom: no value",
        "importance 5",
        "contested",
        "Hold it",
        "Delight: It is full",
    ] {
        assert!(twin.contains(fact), "{fact} in {twin}");
    }
    assert!(twin.contains("id=\"row.book.slot-hold\""));
    assert!(page.contains("Slot hold</a>") && page.contains("../tags/slot-hold.html"));
}

#[test]
fn sources_are_numbered_by_first_use_and_lead_back_to_each_place() {
    let pages = pages(&site(SHOP));
    let page = &pages["journeys/weekly-shop/book.html"];
    assert!(page.contains("<li id=\"source.1\"><span class=\"src-n\">1</span> <a href=\"../../evidence/talks.html\">Talks</a>. Interview, 18 September 2026, 11 people."), "{page}");
    assert!(page.contains("<li id=\"source.2\"><span class=\"src-n\">2</span> <a href=\"../../evidence/survey.html\">Survey</a>. Survey, October 2026, 612 answers."));
    assert!(page.contains("The slot goes<sup class=\"fn\"><a href=\"#source.1\" id=\"cite.1_1\""));
    assert!(page.contains("aria-label=\"Source against, 2: Survey\""));
    assert!(page.contains("href=\"#cite.1_2\""));
}

#[test]
fn the_banner_carries_the_date_for_the_readers_clock_and_never_claims_to_be_fresh() {
    let pages = pages(&site(SHOP));
    let journey = &pages["journeys/weekly-shop.html"];
    assert!(journey.contains("data-review-due=\"2026-11-11\" data-warn=\"14\""), "{journey}");
    assert!(
        journey.contains("Review overdue")
            && journey.contains("As of <time datetime=\"2026-11-23\">")
    );
    assert!(pages["personas/maya.html"].contains("Never reviewed"));
    let fresh = SHOP.replace("last: 2026-08-11", "last: 2026-11-20");
    let fresh = &self::pages(&site(&fresh))["journeys/weekly-shop.html"];
    assert!(fresh.contains(">Next review</strong>") && fresh.contains("when this page was built"));
}

#[test]
fn former_addresses_and_anchors_lead_to_the_new_ones() {
    let pages = pages(&site(SHOP));
    let moved = &pages["journeys/big-shop.html"];
    assert!(moved.contains("content=\"0; url=weekly-shop.html\""), "{moved}");
    assert!(moved.contains(
        "<link rel=\"canonical\" href=\"https://maps.example.org/journeys/weekly-shop.html\">"
    ));
    assert!(pages["journeys/big-shop/plan.html"].contains("url=../weekly-shop/plan.html"));
    let folder = "
-- personas/maya.md --
---
name: Maya
---
-- journeys/shop/index.md --
---
title: Shop
personas: [maya]
---
-- journeys/shop/1-plan/index.md --
---
title: Plan
---
-- journeys/shop/1-plan/1-look.md --
---
title: Look
aliases: [fridge]
---
";
    let stage = &self::pages(&site(folder))["journeys/shop/plan.html"];
    assert!(
        stage.contains("id=\"look\"") && stage.contains("<span id=\"fridge\"></span>"),
        "{stage}"
    );
}

#[test]
fn text_that_runs_from_right_to_left_is_isolated() {
    let pages = pages(&site(SHOP));
    assert!(pages["personas/tom.html"].contains("<span dir=\"auto\">היום טוב</span>"));
    // Letters that an author wrote as entities are letters like any others.
    let entities = "<span dir=\"auto\">יום <em>טוב</em></span>";
    assert!(pages["personas/tom.html"].contains(entities), "{}", pages["personas/tom.html"]);
}

#[test]
fn a_theme_of_the_site_lies_over_the_default_one_file_by_file() {
    let site = site(SHOP);
    let own = theme(&[("templates/persona.html", "<p>{{ page.name }}, {{ chrome.root }}</p>")]);
    let renderer = Renderer::new(&site, &own);
    let persona = renderer.render(PageId::Persona(crate::site::PersonaIx(0))).expect("there");
    assert_eq!(String::from_utf8(persona).expect("there"), "<p>Maya Adeyemi, ../</p>");
    assert!(renderer.render(PageId::Journeys).is_ok());
    assert_ne!(own.hash(), theme(&[]).hash());
}

#[test]
fn an_error_in_a_theme_names_its_file_line_and_page() {
    let site = site(SHOP);
    let own = theme(&[("templates/persona.html", "<p>\n{{ page.nmae }}</p>")]);
    let error = Renderer::new(&site, &own)
        .render(PageId::Persona(crate::site::PersonaIx(0)))
        .expect_err("an undefined variable");
    assert_eq!((error.file.as_str(), error.line), ("themes/default/templates/persona.html", 2));
    assert_eq!(error.page.as_deref(), Some("personas/maya.html"));
    let broken = [("templates/base.html".to_owned(), b"{% if %}".to_vec())];
    let words = crate::wording::Choice::default();
    let Err(error) = Theme::load("ours", broken.into(), &words) else {
        panic!("a template that is none")
    };
    assert_eq!((error.file.as_str(), error.line), ("themes/ours/templates/base.html", 1));
    assert!(Theme::load("missing", BTreeMap::new(), &words).is_err());
}

#[test]
fn style_sheets_and_scripts_carry_their_hash_in_their_name() {
    let theme = theme(&[("assets/fonts/own.woff2", "font")]);
    let names: Vec<&str> = theme.assets().map(|asset| &*asset.output).collect();
    assert!(names.contains(&"_theme/fonts/own.woff2") && names.contains(&"_theme/icon.svg"));
    let style = names.iter().find(|name| name.starts_with("_theme/style.")).expect("there");
    assert_eq!(style.len(), "_theme/style.0123456789abcdef.css".len());
}

#[test]
fn a_view_keeps_its_hash_until_what_the_page_shows_changes() {
    let theme = theme(&[]);
    let (before, after) = (site(SHOP), site(&SHOP.replace("Nobody says so", "Nobody tells me")));
    let (before, after) = (Renderer::new(&before, &theme), Renderer::new(&after, &theme));
    let changed = |page| before.view_hash(page) != after.view_hash(page);
    let journey = crate::site::JourneyIx(0);
    assert!(changed(PageId::Journey(journey)) && changed(PageId::Stage(journey, 1)));
    assert!(!changed(PageId::Stage(journey, 0)) && !changed(PageId::Personas));
}

const REFERRED: &str = "
-- personas/maya.md --
---
name: Maya
---
-- personas/dora.md --
---
name: Dora
status: draft
---
-- touchpoints/hold.md --
---
title: Hold
---
-- journeys/shop.md --
---
title: Shop
personas: [maya]
stages:
  - id: book
    title: Book
    touchpoints:
      - {use: hold}
      - id: pay
        title: Pay
        opportunities: [{id: later, title: Later, impact: 3, feasibility: 3}]
---
See [[talks]], [[dora]] and [later](/opportunities/keep.md).
-- opportunities/keep.md --
---
title: Keep it
impact: 5
feasibility: 4
addresses: [shop/book/hold]
---
As [[talks]] say.
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2026-09-18
---
";

#[test]
fn a_source_knows_who_links_to_it_and_a_shared_touchpoint_what_addresses_its_uses() {
    let pages = pages(&site(REFERRED));
    let source = &pages["evidence/talks.html"];
    assert!(source.contains("<h3>Also referred to by</h3>"), "{source}");
    assert!(source.contains("<a href=\"../journeys/shop.html\">Shop</a>"), "{source}");
    assert!(source.contains("<a href=\"../opportunities/keep.html\">Keep it</a>"), "{source}");
    let hold = &pages["touchpoints/hold.html"];
    assert!(hold.contains("<a href=\"../opportunities/keep.html\">Keep it</a>"), "{hold}");
    assert!(!hold.contains("No opportunity addresses"), "{hold}");
}

#[test]
fn a_reference_to_what_is_left_out_stays_as_text() {
    let shop = &pages(&site(REFERRED))["journeys/shop.html"];
    assert!(shop.contains("Talks</a>, dora and <a href"), "{shop}");
}
