//! Pages beside the journey's: what they say, where long lists go on, what the filters compare.

use crate::site::site;
use std::fmt::Write;

/// Two journeys in which a shared desk is good for one and bad for another, and people of whom
/// one is made up.
const DESK: &str = "\
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2026-06-01
expires: 2027-01-31
highlights: [{id: kind, text: They were kind, consent: true, personas: [tom]}]
---
-- evidence/old.md --
---
title: Old talks
method: interview
date: 2020-06-01
---
-- personas/maya.md --
---
name: Maya Osei
goals: [Be done by six]
scales: [{left: Price, right: Time, value: 0.85}, {label: Ease, value: 0.9}]
channels: {phone: 4}
---
-- personas/tom.md --
---
name: Tom Brandt
goals: ['Know the price [^talks]']
---
-- touchpoints/desk.md --
---
title: Help desk
---
-- journeys/a.md --
---
title: Get help
personas: [tom]
stages:
  - title: Ask
    touchpoints:
      - use: desk
        emotion: 1.5
        gains: ['Kind [^talks#kind] [^old]', 'Quick [^talks]', 'Near']
---
-- journeys/b.md --
---
title: Send it back
personas: [maya]
stages:
  - title: Ask
    touchpoints:
      - {use: desk, emotion: -1, opportunities: [{title: Open later, impact: 4, feasibility: 3}]}
---
-- journeys/c.md --
---
title: Send it back some day
state: to-be
personas: [maya]
stages:
  - title: Ask
    touchpoints: [{use: desk, emotion: -2}]
---
";

#[test]
fn a_persona_for_whom_nothing_speaks_is_marked_wherever_she_is_named() {
    let site = site(DESK);
    let mark = "Maya Osei <span class=\"tag t-assumed\">no evidence</span>";
    for page in ["journeys/b.html", "personas/compare_.html", "journeys/index.html", "index.html"] {
        let html = site.file(page);
        assert!(html.contains(mark), "{page}");
    }
    assert!(site.file("personas/maya.html").contains("No evidence."));
    let chip = " un\">Maya<span class=\"vh\"> (no evidence)</span> −1</span>";
    assert!(site.file("touchpoints/desk.html").contains(chip));
    let key = " Maya <span class=\"tag t-assumed\">no evidence</span></span>";
    assert!(site.file("journeys/b.html").contains(key));
    // Below her name at the end of her curve; Tom's stands alone.
    let below = ">no evidence</tspan></text>";
    for page in ["journeys/b.html", "journeys/b.svg", "journeys/b/ask.html"] {
        assert!(site.file(page).contains(">Maya <tspan x="), "{page}");
        assert!(site.file(page).contains(below), "{page}");
    }
    assert!(!site.file("journeys/a.svg").contains("no evidence"));
    // A highlight names Tom, and he cites a source.
    for (path, bytes) in site.files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Tom Brandt <span class=\"tag"), "{path}");
        assert!(!text.contains("un\">Tom"), "{path}");
    }
}

#[test]
fn a_scale_says_in_words_what_its_picture_shows() {
    let html = site(DESK).file("personas/maya.html");
    assert!(html.contains("clearly “Time”"), "{html}");
    assert!(html.contains("90 of 100"), "{html}");
}

#[test]
fn personas_stand_side_by_side_topic_by_topic() {
    let site = site(DESK);
    assert!(site.file("personas/index.html").contains("href=\"compare_.html\""));
    let html = site.file("personas/compare_.html");
    let goals = html.find("id=\"goals_h\"").expect("a band of goals");
    let (maya, tom) = (html[goals..].find("Be done by six"), html[goals..].find("Know the price"));
    assert!(maya.expect("hers") < tom.expect("his"));
    // Tom has no scale of hers, and the table says so.
    assert!(html.contains("<span class=\"vh\">not said</span>"));
}

#[test]
fn one_persona_is_compared_with_nobody() {
    let site = site("-- personas/maya.md --\n---\nname: Maya\n---\n");
    assert!(!site.files().contains_key("personas/compare_.html"));
    assert!(!site.file("personas/index.html").contains("compare_"));
}

#[test]
fn journeys_that_contradict_each_other_about_a_touchpoint_are_named_with_the_distance() {
    let site = site(DESK);
    for page in ["touchpoints/desk.html", "touchpoints/index.html"] {
        let html = site.file(page);
        let at = html.find("contradict each other").unwrap_or_else(|| panic!("{page}: {html}"));
        let said = &html[at..];
        assert!(said.contains("+1.5</span> for <a href=\"../personas/tom.html\">"), "{page}");
        assert!(said.contains("−1</span> for <a href=\"../personas/maya.html\">"), "{page}");
        // The plan, at −2, is no contradiction: it means to differ.
        assert!(said.contains(": 2.5 apart."), "{page}");
    }
}

#[test]
fn journeys_that_only_feel_a_touchpoint_more_or_less_do_not_contradict_each_other() {
    let site = site(&DESK.replace("emotion: -1,", "emotion: 0.5,"));
    assert!(!site.file("touchpoints/desk.html").contains("contradict"));
}

#[test]
fn a_contradiction_is_found_behind_values_that_are_farther_apart_on_one_side() {
    // Between the journeys +2 and +0.5 lie as far apart as +0.5 and −1, and only these contradict.
    let text = DESK
        .replace("personas: [tom]", "personas: [tom, maya]")
        .replace("emotion: 1.5\n", "emotion: {tom: 2, maya: -1}\n")
        .replace("emotion: -1,", "emotion: 0.5,");
    let html = site(&text).file("touchpoints/desk.html");
    assert!(html.contains("+0.5</span> for <a href=\"../personas/maya.html\">"), "{html}");
    assert!(html.contains(": 1.5 apart."), "{html}");
}

#[test]
fn a_source_says_what_goes_stale_with_it_and_what_would_be_assumed_without_it() {
    let html = site(DESK).file("evidence/talks.html");
    let at = html.find("id=\"holds_h\"").unwrap_or_else(|| panic!("{html}"));
    let holds = &html[at..html[at..].find("</section>").expect("its end") + at];
    // “Kind” cites an old study too, which is out of date and so keeps nothing known.
    for claim in ["gain: Kind", "gain: Quick", "goal: Know the price"] {
        assert!(holds.contains(claim), "{claim}: {holds}");
    }
    assert!(holds.contains("3 claims would be stale on the day after"), "{holds}");
    assert!(html.contains("2 of them would become assumed without it."), "{html}");
    assert!(!site(DESK).file("evidence/old.html").contains("holds_h"), "it is out of date already");
}

#[test]
fn rows_carry_what_the_filters_of_a_portfolio_compare() {
    let text = DESK.replace(
        "title: Send it back\n",
        "title: Send it back\nowner: '@ann'\ntags: [Slow refunds]\n",
    );
    let html = site(&text).file("index.html");
    assert!(
        html.contains("<tr data-persona=\"maya\" data-owner=\"@ann\" data-tag=\"slow-refunds\">"),
        "{html}"
    );
    for choice in [
        "<select name=\"persona\"><option value=\"\">all</option><option value=\"maya\">Maya Osei</option>",
        // A single owner or tag tells nothing apart.
        "data-many=\"3\"",
    ] {
        assert!(html.contains(choice), "{choice}: {html}");
    }
    assert!(!html.contains("<select name=\"owner\">"));
    assert!(!html.contains("data-rows"), "every journey stands on the page");
}

#[test]
fn names_stand_in_the_order_in_which_readers_look_them_up() {
    let text = DESK
        .replace("title: Get help\n", "title: Get help\ntags: [Wave 10, Wave 2, öffnen]\n")
        .replace("name: Maya Osei", "name: Tom 9");
    let site = site(&text.replace("name: Tom Brandt", "name: Tom 10"));
    let tags = ["öffnen</a>", "Wave 2</a>", "Wave 10</a>"];
    let people = [">Tom 9</option>", ">Tom 10</option>"];
    for (page, names) in [
        ("tags/index.html", tags.as_slice()),
        ("index.html", tags.as_slice()),
        ("index.html", people.as_slice()),
    ] {
        let html = site.file(page);
        let places: Vec<_> = names.iter().map(|name| html.find(name)).collect();
        assert!(places[0].is_some() && places.is_sorted(), "{page} {names:?}: {places:?}");
    }
}

/// A site of many journeys, each a little worse than the one before.
fn many(n: usize) -> String {
    let mut text = "-- personas/maya.md --\n---\nname: Maya\n---\n".to_owned();
    for at in 0..n {
        let space = if at % 2 == 0 { "north" } else { "south" };
        let emotion = 2.0 - 4.0 * at as f64 / n as f64;
        let _ = write!(
            text,
            "-- {space}/journeys/j{at}.md --\n---\ntitle: Journey {at}\npersonas: [maya]\nstages:\n  \
             - {{title: Go, lifecycle: use, touchpoints: [{{title: Walk, emotion: {emotion}, \
             opportunities: [{{title: Better {at}, impact: 4, feasibility: 3}}]}}]}}\n---\n"
        );
    }
    text
}

#[test]
fn a_large_portfolio_shows_what_hurts_most_and_leads_to_the_whole_map() {
    let site = site(&many(130));
    let home = site.file("index.html");
    assert!(home.contains("These are the 40 of 130 journeys with the lowest points."), "{home}");
    assert!(home.contains("href=\"journeys/map_.html\">All of them, by space"));
    let heat = &home[home.find("<table class=\"heatmap\"").expect("it")..];
    let heat = &heat[..heat.find("</table>").expect("its end")];
    let place = |title: &str| heat.find(&format!(">{title}</a>"));
    assert!(place("Journey 129").expect("the worst") < place("Journey 128").expect("the next"));
    assert_eq!(place("Journey 0"), None);
    // The whole map goes on over three pages, and each journey stands on one of them.
    let pages: Vec<String> = ["journeys/map_.html", "journeys/map_.2.html", "journeys/map_.3.html"]
        .iter()
        .map(|page| site.file(page))
        .collect();
    for at in 0..130 {
        let title = format!(">Journey {at}</a>");
        assert_eq!(pages.iter().filter(|page| page.contains(&title)).count(), 1, "{title}");
    }
    // South begins on the second of them, and both the map and its page lead there.
    assert!(pages[0].contains("<a href=\"map_.2.html\">south</a>"), "{}", pages[0]);
    assert!(site.file("south/index.html").contains("../journeys/map_.2.html"));
    // What the filters load has every row, with links that begin at the root.
    let rows = site.file("journeys/map_.js");
    assert!(rows.starts_with("milepostRows({\"map\":[[0,\"<tr><th"), "{}", &rows[..80]);
    // What the filters compare stands there once, for all rows that share it.
    let marks = rows.split_once("\"marks\":").expect("what is compared").1;
    let (marks, pictures) = marks.split_once(",\"pictures\":").expect("pictures");
    assert!(!rows[..rows.len() - pictures.len()].contains("<svg") && pictures.contains("<svg"));
    assert_eq!(
        marks,
        "[[\"north\",\"maya\",\"\",\"\"],[\"south\",\"maya\",\"\",\"\"],[\"\",\"maya\",\"\",\"\"]]"
    );
    assert_eq!(rows.matches("<tr").count(), 130);
    assert!(rows.contains("href=\\\"south/journeys/j1.html\\\""));
}

#[test]
fn the_filters_of_a_large_portfolio_find_what_its_short_lists_leave_out() {
    let text = many(130).replace("title: Journey 70\n", "title: Journey 70\nowner: '@ann'\n");
    let site = site(&text);
    let home = site.file("index.html");
    let count = |list: &str, needle: &str| {
        let at = home.find(&format!("data-list=\"{list}\"")).unwrap_or_else(|| panic!("{list}"));
        home[at..].split("</section>").next().map_or(0, |list| list.matches(needle).count())
    };
    assert_eq!((count("due", "<li"), count("worst", "<li"), count("best", "<li")), (8, 5, 5));
    assert!(!home.contains("hidden><span class=\"chip"), "the script has the others");
    let script = site.file("journeys/map_.js");
    let all = script.strip_prefix("milepostRows(").and_then(|rest| rest.strip_suffix(");\n"));
    let all: serde_json::Value = serde_json::from_str(all.expect("a call")).expect("JSON");
    for (list, path) in [("due", "j70.html\""), ("worst", "j70/go.html#walk")] {
        let items = all[list].as_array().expect(list);
        let owner = |item: &serde_json::Value| {
            all["marks"][item[0].as_u64().expect("a place") as usize][2].clone()
        };
        let hers = items.iter().find(|item| owner(item) == "@ann").expect(list);
        assert!(hers[1].as_str().is_some_and(|html| html.contains(path)), "{list}: {hers}");
        // Of those that fit the same filters no more are sent than are ever shown.
        assert!(items.len() < 25, "{list}: {}", items.len());
    }
}

#[test]
fn the_filters_of_a_small_portfolio_find_everything_on_the_page() {
    let text = many(30).replace("title: Journey 16\n", "title: Journey 16\nowner: '@ann'\n");
    let home = site(&text).file("index.html");
    let hidden = "<li data-space=\"north\" data-persona=\"maya\" data-owner=\"@ann\" hidden><span";
    assert!(home.contains(hidden), "{home}");
    // Whom nobody asked is filtered by herself, not by all who travel with her.
    let text = DESK
        .replace("personas: [maya]", "personas: [maya, tom]")
        .replace("emotion: -1,", "emotion: {maya: -1},");
    let home = site(&text).file("index.html");
    assert!(
        home.contains("data-list=\"silent\" data-few=\"2\">\n<li data-persona=\"tom\"><a"),
        "{home}"
    );
}

#[test]
fn what_is_counted_agrees_with_its_number() {
    let one = "-- personas/maya.md --\n---\nname: Maya\n---\n-- journeys/a.md --\n---\ntitle: A\n\
               personas: [maya]\nstages: [{title: S, touchpoints: [{title: T, pains: [It hurts]}]}]\n---\n";
    let page = site(one).file("journeys/a.html");
    assert!(page.contains("0 of 1 claim cites evidence in date. 1 is assumed."), "{page}");
    assert!(page.contains("1 claim of 1 touchpoint, each with its evidence"), "{page}");
    let known = one.replace("It hurts", "'It hurts [^talk]'")
        + "-- evidence/talk.md --\n---\ntitle: Talk\nmethod: interview\ndate: 2026-06-01\n---\n";
    let page = site(&known).file("journeys/a.html");
    assert!(
        page.contains("1 of 1 claim cites evidence in date.</p>"),
        "nothing is assumed: {page}"
    );
    let german = format!("-- site.yaml --\nlanguage: de\n{known}");
    let page = site(&german).file("journeys/a.html");
    assert!(page.contains("1 Aussage zu 1 Touchpoint, jede mit ihren Belegen"), "{page}");
    let matrix = site(&many(1200)).file("opportunities/index.html");
    assert!(matrix.contains(" 1,191 big bets"));
}

#[test]
fn the_arithmetic_of_an_opportunity_is_true_and_its_score_reads_the_same_everywhere() {
    let text = DESK.to_owned()
        + "-- opportunities/fix.md --\n---\ntitle: Fix\nimpact: 5\n\
           effort: {time: 3, cost: 2, complexity: 3}\naddresses: [a/ask/desk, b/ask/desk]\n---\n";
    let site = site(&text);
    let page = site.file("opportunities/fix.html");
    assert!(page.contains("6 − (3 + 2 + 3) / 3 ≈ 3.33"), "{page}");
    assert!(page.contains("5 × 3.33 ≈ 16.7"), "{page}");
    let list = site.file("opportunities/index.html");
    assert!(list.contains("<td class=\"num\">3.33<br>") && list.contains("<b>16.7</b>"), "{list}");
    assert!(list.contains("<b>12</b>") && !list.contains("12.0"), "{list}");
    assert!(site.file("index.html").contains("quick win, 16.7 of 25"));
    // Two journeys have a touchpoint 1: each is followed by its journey.
    assert!(
        list.contains(
            "1 Help desk</a> <span class=\"sub\">Get help</span>, \
             <a href=\"../journeys/b/ask.html#desk\">1 Help desk</a> \
             <span class=\"sub\">Send it back</span>"
        ),
        "{list}"
    );
    // On a journey's page its own places need no name.
    let own = site.file("journeys/a.html");
    assert!(
        own.contains("1 Help desk</a>, <a href=\"b/ask.html#desk\">1 Help desk</a> <span"),
        "{own}"
    );
}

#[test]
fn numbers_of_a_matrix_are_keyed_to_a_list_beside_it() {
    let text = DESK.to_owned()
        + "-- opportunities/fix.md --\n---\ntitle: Fix\nimpact: 5\nfeasibility: 4\naddresses: [b]\n---\n";
    let site = site(&text);
    for page in ["opportunities/index.html", "journeys/b.html", "personas/maya.html"] {
        let html = site.file(page);
        let list =
            html.split("<ol class=\"rank keyed\">").nth(1).unwrap_or_else(|| panic!("{page}"));
        let first = list.find("<b class=\"num\">1</b>").expect("the first");
        assert!(Some(first) < list.find("<b class=\"num\">2</b>"), "{page}");
    }
}

/// A journey of one stage with touchpoints as given.
fn one_stage(touchpoints: &str) -> String {
    format!(
        "-- personas/maya.md --\n---\nname: Maya\n---\n-- journeys/a.md --\n---\ntitle: A\n\
         personas: [maya]\nstages: [{{title: S, touchpoints: [{touchpoints}]}}]\n---\n"
    )
}

/// The two sides of a journey's story, without markup.
fn story(touchpoints: &str) -> [String; 2] {
    let html = site(&one_stage(touchpoints)).file("journeys/a.html");
    ["s-hurt", "s-joy"].map(|class| {
        let side = html.split(&format!("<div class=\"{class}\">")).nth(1).expect(class);
        let side = side.split("</div>").next().unwrap_or_default();
        let mark = if side.contains("class=\"ico\"") { "mark " } else { "" };
        let words = side.split('<').filter_map(|piece| Some(piece.split_once('>')?.1));
        let words: Vec<&str> = words.flat_map(str::split_whitespace).collect();
        format!("{mark}{}", words.join(" "))
    })
}

#[test]
fn a_story_marks_no_extreme_where_every_point_is_equal() {
    let [low, high] = story("{title: T, emotion: -1, pains: [It hurts]}");
    assert_eq!(low, "mark Where it hurts It hurts 1 T Maya (no evidence) −1");
    assert_eq!(high, "Where it delights No moment lies above the middle of the scale.");
    let [low, high] = story("{title: T, emotion: 1}, {title: U, emotion: 1}");
    assert_eq!(low, "Where it hurts No moment lies below the middle of the scale.");
    assert!(high.starts_with("mark Where it delights T"), "{high}");
    // A lowest point above the middle is named, without the mark of what hurts.
    let [low, _] = story("{title: T, emotion: 1}, {title: U, emotion: 2}");
    assert!(low.starts_with("The lowest point T"), "{low}");
}

#[test]
fn a_story_without_emotions_tells_of_pains_and_gains() {
    let [low, high] = story(
        "{title: T, pains: [Small]}, {title: U, importance: 5, pains: [Large], gains: [Warm]}",
    );
    assert_eq!(low, "mark Where it hurts Large 2 U");
    assert_eq!(high, "mark Where it delights Warm 2 U");
    assert_eq!(story("{title: T}")[0], "Where it hurts No emotion is mapped yet.");
}

#[test]
fn a_moment_says_how_it_feels_where_nothing_else_is_written() {
    let html = site(&one_stage("{title: T, emotion: 1, feeling: safe, moment: delight}"))
        .file("journeys/a.html");
    assert!(html.contains("</th><td dir=\"auto\">safe</td>"), "{html}");
    assert!(html.contains("<b>Delight</b> safe</p>"), "the upright map: {html}");
}

#[test]
fn a_scale_without_words_names_its_ends_once() {
    let text =
        one_stage("{title: T, emotion: 4}") + "-- site.yaml --\nemotion: {min: -5, max: 5}\n";
    let html = site(&text).file("index.html");
    assert!(html.contains("stage of life, from −5 to +5. A hatched"), "{html}");
    assert!(html.contains("<p class=\"ramp\" aria-hidden=\"true\"><i"), "{html}");
}

#[test]
fn signs_stay_before_their_numbers_and_english_keeps_its_order_from_right_to_left() {
    let text =
        one_stage("{title: T, emotion: -1, pains: [It hurts]}") + "-- site.yaml --\nlanguage: ar\n";
    let site = site(&text);
    let home = site.file("index.html");
    assert!(home.contains(">\u{200e}−1</a>") && home.contains(">\u{200e}+2</i>"), "{home}");
    assert!(home.contains("<nav class=\"site\" aria-label=\"Site\" lang=\"en\">"), "{home}");
    let page = site.file("journeys/a.html");
    assert!(page.contains("\u{2066}0 of 1 claim cites evidence in date.\u{2069}"), "{page}");
    // A mark and its word are one.
    assert!(page.contains("</svg> known</span>"), "{page}");
}

/// Every kind of thing with markup, an Arabic word and a language in its title.
const FOREIGN: &str = include_str!("foreign_titles.txt");

#[test]
fn no_attribute_of_any_page_holds_markup() {
    for (path, bytes) in site(FOREIGN).files() {
        if !path.ends_with(".html") {
            continue;
        }
        let html = String::from_utf8_lossy(&bytes);
        let mut rest = &*html;
        while let Some((text, tag)) = rest.split_once('<') {
            assert!(!text.contains("\">"), "{path}: {text}");
            rest = check_tag(&path, tag);
        }
    }
}

/// Holds one tag against what attributes may have; gives what comes after it.
fn check_tag<'h>(path: &str, tag: &'h str) -> &'h str {
    let mut quoted = false;
    for (at, letter) in tag.char_indices() {
        let rest = &tag[at + letter.len_utf8()..];
        match letter {
            '"' => quoted = !quoted,
            '<' => panic!("{path}: an element within <{}", &tag[..at]),
            '>' if !quoted => {
                let tag = &tag[..at];
                let said = tag.contains("&lt;span") || tag.contains("&lt;em");
                assert!(!said, "{path}: markup is said in <{tag}>");
                return rest;
            }
            _ => {}
        }
    }
    panic!("{path}: <{tag} never ends")
}

#[test]
fn long_lists_go_on_over_pages_and_each_entry_stands_on_one() {
    let site = site(&many(130));
    let files = site.files();
    let whole = |first: &str, needle: &str| -> Vec<usize> {
        let stem = first.strip_suffix(".html").expect("a page");
        let parts = (2..).map(|part| format!("{stem}.{part}.html"));
        let there = std::iter::once(first.to_owned()).chain(parts);
        let pages = there.map_while(|page| files.get(&page));
        pages.map(|bytes| String::from_utf8_lossy(bytes).matches(needle).count()).collect()
    };
    assert_eq!(whole("journeys/index.html", "<tr><th scope=\"row\""), [100, 30]);
    assert_eq!(whole("channels/index.html", "class=\"grp\""), [40, 40, 40, 10]);
    assert_eq!(whole("opportunities/index.html", "class=\"num rk\""), [60, 60, 10]);
    let second = String::from_utf8_lossy(&files["journeys/index.2.html"]);
    assert!(
        second.contains("aria-current=\"page\"><span class=\"vh\">Page </span>2</a>"),
        "{second}"
    );
    assert!(second.contains("href=\"index.html\" rel=\"prev\""), "{second}");
    assert!(second.contains("<title>Journeys, page 2 – "), "{second}");
    // The matrix stands once, with what it leaves out counted.
    let first = site.file("opportunities/index.html");
    assert!(first.contains("The matrix shows 9: the best of each quadrant"), "{first}");
    assert!(!site.file("opportunities/index.2.html").contains("class=\"map matrix\""));
}

#[test]
fn the_matrix_of_a_persona_holds_what_her_journeys_need() {
    let html = site(DESK).file("personas/maya.html");
    assert!(html.contains("class=\"map matrix\""), "{html}");
    assert!(html.contains("<ol class=\"rank keyed\">"), "{html}");
    assert!(
        html.contains(">Open later</a> <span class=\"tag t-assumed\">assumed</span>"),
        "{html}"
    );
    assert!(!site(DESK).file("personas/tom.html").contains("matrix"));
}

#[test]
fn a_theme_of_colours_fonts_and_a_logo_dresses_pages_and_pictures_and_passes_the_gate() {
    let mut files = std::collections::BTreeMap::new();
    for file in ["theme.yaml", "assets/harbour.svg"] {
        let path = format!("{}/themes/harbour/{file}", env!("CARGO_MANIFEST_DIR"));
        files.insert(file.to_owned(), std::fs::read(path).expect("a file of the example theme"));
    }
    let lines = String::from_utf8_lossy(&files["theme.yaml"]).lines().count();
    assert!(lines < 50, "{lines}");
    let text =
        format!("-- site.yaml --\n---\ntheme: harbour\n{DESK}").replace("---\ntheme", "theme");
    let site = crate::site::themed(&text, files);
    let about = site.findings();
    assert!(!about.iter().any(|finding| finding.contains("themes/")), "{about:?}");
    let home = site.file("index.html");
    assert!(home.contains("<img class=\"logo\" src=\"_theme/harbour.svg\" alt=\"\">"), "{home}");
    let picture = site.file("journeys/a.svg");
    assert!(picture.contains("#0f2430") && !picture.contains("#1a1d21"), "{picture}");
    let files = site.files();
    let style = files.keys().find(|path| path.starts_with("_theme/style.")).expect("a style sheet");
    let style = String::from_utf8_lossy(&files[style]);
    assert!(style.contains("--serif:\"Source Serif 4\", Georgia"), "{style}");
    assert!(
        style.contains("@media screen{:root[data-theme=dark]{--focus:#ffb3d6;--hair:#1f343f;"),
        "{style}"
    );
}

#[test]
fn a_theme_names_who_travels_unless_the_site_does() {
    let theme = b"vocabulary: {customer: [patient, patients]}\n".to_vec();
    let files = || [("theme.yaml".to_owned(), theme.clone())].into();
    let word = |site: crate::site::TestSite| {
        assert_eq!(site.findings().iter().filter(|f| f.contains("theme.yaml")).count(), 0);
        let html = site.file("opportunities/index.html");
        let at = html.find("Impact on the ").expect("the axis of the matrix");
        html[at..].split([',', '<']).next().unwrap_or_default().to_owned()
    };
    assert_eq!(word(crate::site::themed(DESK, files())), "Impact on the patient");
    let own = format!("-- site.yaml --\nvocabulary: {{customer: [guest]}}\n{DESK}");
    assert_eq!(word(crate::site::themed(&own, files())), "Impact on the guest");
}

#[test]
fn a_face_of_a_theme_is_sent_with_the_pages_under_a_name_that_changes_with_it() {
    let theme = "fonts: {sans: 'Brand, sans-serif'}\nfaces:\n  - {family: Brand, file: fonts/brand.woff2, weight: 300 800}\n  - {family: Brand, file: gone.woff2, style: italic}\n";
    let files = [("theme.yaml", theme), ("assets/fonts/brand.woff2", "wOF2 and so on")]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    let text = format!("-- site.yaml --\ntheme: brand\n{DESK}");
    let site = crate::site::themed(&text, files.into());
    let files = site.files();
    let sent: Vec<&String> = files.keys().filter(|path| path.contains("brand")).collect();
    let [sent] = sent[..] else { panic!("{sent:?}") };
    let name = sent.strip_prefix("_theme/").expect("beside the style sheet");
    let between = name.strip_prefix("fonts/brand.").and_then(|rest| rest.strip_suffix(".woff2"));
    assert_eq!(between.map(str::len), Some(16), "{sent}");
    let style = files.keys().find(|path| path.starts_with("_theme/style.")).expect("a style sheet");
    let style = String::from_utf8_lossy(&files[style]);
    let face = format!(
        "@font-face{{font-family:\"Brand\";src:url(\"{name}\") format(\"woff2\");font-weight:300 800;font-style:normal;font-display:swap}}"
    );
    assert!(style.contains(&face) && style.matches("@font-face").count() == 1, "{style}");
}

#[test]
fn what_shall_be_stands_right_below_what_is() {
    let journey = |path: &str, title: &str, more: &str| {
        format!(
            "-- {path}.md --\n---\ntitle: {title}\npersonas: [maya]\n{more}\
             stages: [{{title: S, touchpoints: [{{title: T, emotion: -1}}]}}]\n---\n"
        )
    };
    let of = |journey: &str| format!("state: to-be\nbaseline: {journey}\n");
    let text = [
        "-- personas/maya.md --\n---\nname: Maya\n---\n".to_owned(),
        journey("journeys/a-after-that", "Far dream", &of("b-then")),
        journey("journeys/b-then", "Dream", &of("z-now")),
        journey("journeys/c", "Middle", ""),
        journey("journeys/d", "Old dream", &of("y-gone")),
        journey("journeys/y-gone", "Gone", "status: retired\n"),
        journey("journeys/z-now", "Today", ""),
    ];
    let site = site(&text.concat());
    for page in ["index.html", "journeys/index.html", "channels/index.html", "personas/maya.html"] {
        let html = site.file(page);
        let main = html.split_once("<main").expect("a main part").1;
        let list = match page {
            "index.html" => main.split_once("class=\"heatmap\"").expect("a map").1,
            _ => main,
        };
        let place = |title: &str| {
            let link = format!(">{title}</a>");
            list.find(&link).unwrap_or_else(|| panic!("{page}: {title}"))
        };
        // One without its baseline beside it keeps its place.
        let all = ["Middle", "Old dream", "Today", "Dream", "Far dream"].map(place);
        assert!(all.is_sorted(), "{page}: {all:?}");
    }
}

#[test]
fn what_many_people_feel_goes_on_in_the_next_line_of_a_phone_and_each_stays_whole() {
    let style = include_str!("../themes/default/assets/style.css");
    let (screen, print) = style.split_once("@media print").expect("rules for paper");
    let has = |selector: &str, rule: &str| {
        let mut rules = screen.split('}').filter_map(|rule| rule.split_once('{'));
        rules.any(|(of, own)| of.trim().split(',').any(|of| of == selector) && own.contains(rule))
    };
    // Above a stage's page the values of each stage, wherever a chip stands outside of tables.
    assert!(has(".stages a>span", "flex-wrap:wrap") && !print.contains(".stages a>span"));
    for place in [".stages", ".story", ".around", ".map-tall"] {
        assert!(has(&format!("{place} .chip"), "white-space:normal"), "{place}");
    }
    assert!(has(".t-vals .with", "inline-block"));
    // On it a person's line, her name and her value.
    let page = site(DESK).file("journeys/a/ask.html");
    let values = page.split("<p class=\"t-vals\">").nth(1).expect("values");
    let values = &values[..values.find("</p>").expect("an end")];
    assert!(
        values.starts_with("<span class=\"with\"><svg") && values.contains("Tom +1.5</span>"),
        "{values}"
    );
}

#[test]
fn lists_that_begin_anew_for_each_space_keep_their_columns_in_line() {
    let style = include_str!("../themes/default/assets/style.css");
    for (rows, class) in [
        (include_str!("../themes/default/templates/journey-rows.html"), "journeys"),
        (include_str!("../themes/default/templates/touchpoint-rows.html"), "l-uses"),
    ] {
        assert!(rows.contains(&format!("<table class=\"plain {class}\">")), "{class}");
        let fixed = style.split('}').find(|rule| rule.ends_with("{table-layout:fixed"));
        assert!(
            fixed.is_some_and(|rule| rule.contains(&format!(".{class}"))),
            "{class}: {fixed:?}"
        );
        // All columns but one have a width, and that one takes what is left.
        let width =
            |at: &usize| style.contains(&format!(".{class} thead th:nth-child({at}){{width:"));
        let columns = rows.matches("<th scope=\"col\">").count();
        assert_eq!((1..=columns).filter(width).count(), columns - 1, "{class}");
    }
}
