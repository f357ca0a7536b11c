//! Maps and their tables: what the picture says the table says, and the table leaves nothing out;
//! what a to-be journey changes; what a reader can point at.

use crate::output::EXAMPLE;
use crate::site::site;

/// What stands between two marks, from the first `from` on.
pub(crate) fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = text.split_once(from).map_or("", |(_, rest)| rest);
    rest.split_once(to).map_or(rest, |(inside, _)| inside)
}

/// Letters and digits without tags, marks and spaces: lines break anywhere.
pub(crate) fn letters(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for part in html.split('<') {
        let text = part.split_once('>').map_or(part, |(_, text)| text);
        out.push_str(text);
    }
    let plain = out.replace("&amp;", "&").replace("&lt;", "<").replace("&quot;", "\"");
    plain
        .chars()
        .filter(|c| c.is_alphanumeric() || "+−%£".contains(*c))
        .collect::<String>()
        .to_lowercase()
}

/// The texts of a picture with their first class.
fn texts(svg: &str) -> Vec<(&str, &str)> {
    let tags = svg.split("<text ").skip(1);
    tags.map(|tag| {
        let class = between(tag, "class=\"", "\"");
        let inside = tag.split_once('>').map_or("", |(_, rest)| rest);
        (class.split(' ').next().unwrap_or(""), inside.split("</text>").next().unwrap_or(""))
    })
    .collect()
}

fn journeys() -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_page = |path: &str| {
        path.contains("journeys/")
            && path.ends_with(".html")
            && EXAMPLE[path].contains("id=\"twin_\"")
    };
    EXAMPLE.iter().filter(move |(path, _)| is_page(path)).map(|(p, t)| (p.as_str(), t.as_str()))
}

fn twin(page: &str) -> &str {
    between(page, "id=\"twin_\"", "</details>")
}

/// A page without its pictures.
pub(crate) fn without_pictures(page: &str) -> String {
    let mut parts = page.split("<svg ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once("</svg>").map_or("", |(_, rest)| rest))
}

/// Words of the interface, which are no facts of the map: names of lanes, of moments, of scales,
/// of lines; `2 more`; badges, whose number stands beside the touchpoint.
const INTERFACE: [&str; 7] = ["la", "mk", "sc", "ln", "mo", "bt", "ax"];

#[test]
fn each_fact_in_the_picture_of_a_journey_stands_in_its_table() {
    let mut looked_at = 0;
    for (path, page) in journeys() {
        let table = letters(twin(page));
        let around = letters(&without_pictures(page));
        for (class, text) in texts(between(page, "<svg class=\"map", "</svg>")) {
            let said = letters(text.trim_end_matches('…'));
            // Which lanes are empty is no fact of any of them.
            let is_note = text == "score of 25" || text == "Nobody quoted yet";
            if INTERFACE.contains(&class) || is_note || text.starts_with("Nothing here yet: ") {
                continue;
            }
            looked_at += 1;
            // How a quoted source was made stands with the sources.
            let place = if class == "sm" { &around } else { &table };
            let facts: Vec<String> = text.split([',', '·']).map(letters).collect();
            let is_there = place.contains(&said) || facts.iter().all(|fact| place.contains(fact));
            assert!(is_there, "{path}: `{text}` ({class})");
        }
    }
    assert!(looked_at > 300, "{looked_at}");
}

#[test]
fn each_fact_of_the_upright_map_stands_in_the_table() {
    for (path, page) in journeys() {
        let (table, tall) =
            (letters(twin(page)), between(page, "<div class=\"map-tall\"", "<details"));
        for row in tall.split("class=\"v-tx\">").skip(1) {
            let title = letters(&format!("<p {}", between(row, "class=\"v-ti\"", "</p>")));
            assert!(table.contains(&title) || title.contains("stageasawhole"), "{path}: {title}");
        }
    }
}

#[test]
fn the_table_of_a_journey_holds_every_fact_of_the_model() {
    let json: serde_json::Value = serde_json::from_str(&EXAMPLE["site.json"]).expect("JSON");
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let mut claims = 0;
    for journey in list(&json["journeys"]) {
        let page = &EXAMPLE[journey["url"].as_str().expect("an address")];
        let table = letters(twin(page));
        let holds = |fact: &str| {
            // A link in a claim has its words in the table and its address behind them.
            let words = fact.split("](").next().unwrap_or(fact);
            assert!(table.contains(&letters(words)), "{}: {fact}", journey["title"]);
        };
        for stage in list(&journey["stages"]) {
            let mut all = vec![stage.clone()];
            all.extend(list(&stage["touchpoints"]));
            for part in all {
                holds(part["title"].as_str().expect("a title"));
                for claim in list(&part["claims"]) {
                    claims += 1;
                    holds(claim["text"].as_str().unwrap_or("withheld"));
                }
                for metric in list(&part["metrics"]) {
                    holds(metric["title"].as_str().expect("a title"));
                }
                for moment in list(&part["moments"]) {
                    let kind = moment["kind"].as_str().or(moment.as_str());
                    holds(kind.expect("a kind"));
                }
                for (_, value) in part["emotion"].as_object().into_iter().flatten() {
                    let value = value.as_f64().expect("a number");
                    let sign = if value > 0.0 {
                        "+"
                    } else if value < 0.0 {
                        "−"
                    } else {
                        ""
                    };
                    let rounded = (value.abs() * 10.0 + 1e-9).round() / 10.0;
                    holds(&format!("{sign}{rounded}"));
                }
            }
        }
        for opportunity in list(&json["opportunities"]) {
            let prefix = format!(
                "{}/",
                journey["url"]
                    .as_str()
                    .expect("an address")
                    .replace("journeys/", "")
                    .replace(".html", "")
            );
            let here = list(&opportunity["addresses"]);
            if here
                .iter()
                .any(|place| place.as_str().is_some_and(|place| place.starts_with(&prefix)))
            {
                holds(opportunity["title"].as_str().expect("a title"));
            }
        }
    }
    assert!(claims > 150, "{claims}");
}

#[test]
fn each_fact_of_a_matrix_stands_in_the_list_below_it() {
    for (path, page) in EXAMPLE.iter().filter(|(_, page)| page.contains("<svg class=\"matrix")) {
        let list = letters(&without_pictures(page));
        for (class, text) in texts(between(page, "<svg class=\"matrix", "</svg>")) {
            if ["cl", "op-n"].contains(&class) {
                assert!(list.contains(&letters(text.trim_end_matches('…'))), "{path}: {text}");
            }
        }
    }
}

const CHANGE: &str = "
-- personas/maya.md --
---
name: Maya
---
-- journeys/now.md --
---
title: Now
personas: [maya]
stages:
  - title: Book
    touchpoints:
      - {title: Slot, emotion: -2, opportunities: [{title: Hold it, impact: 5, feasibility: 4}]}
      - {title: Phone, emotion: -1}
      - {title: Queue, emotion: 0}
  - {title: Wait, touchpoints: [{title: Hotline, emotion: 0}]}
---
-- journeys/then.md --
---
title: Then
personas: [maya]
state: to-be
baseline: now
stages:
  - title: Book
    touchpoints:
      - {id: slot, title: Slot that stays, emotion: 1}
      - {id: call, title: Phone, emotion: -1.5}
      - {title: App, emotion: 2}
  - {title: Enjoy, touchpoints: [{title: Dinner, emotion: 2}]}
---
";

#[test]
fn a_to_be_journey_says_what_changes_and_what_closes_which_gap() {
    let site = site(CHANGE);
    let then = site.file("journeys/then.html");
    let table = between(&then, "id=\"changes_h\"", "</section>");
    // By id, then by title.
    let rows: Vec<&str> = table.split("<tr>").skip(2).collect();
    assert_eq!(rows.len(), 2, "{table}");
    assert!(rows[0].contains("Slot that stays") && rows[0].contains("Maya +3"), "{}", rows[0]);
    assert!(rows[0].contains("Hold it</a>"), "{}", rows[0]);
    assert!(rows[1].contains("Phone") && rows[1].contains("Maya −0.5"), "{}", rows[1]);
    assert!(rows[1].contains("Nothing planned yet"), "{}", rows[1]);
    let added = between(table, "<dt>New</dt>", "</dd>");
    assert!(added.contains("App") && added.contains("Enjoy") && !added.contains("Dinner"));
    let dropped = between(table, "<dt>Dropped</dt>", "</dd>");
    assert!(dropped.contains("Queue") && dropped.contains("Wait") && !dropped.contains("Slot"));
    // What goes is named with what is felt there, below the table and in the picture's description.
    assert!(dropped.contains("Queue</a> <span class=\"chip e-0 un\">Maya"), "{dropped}");
    let said = between(&then, "map.desc\">", "</desc>");
    assert!(said.contains("Dropped, with what is felt there today: "), "{said}");
    assert!(said.contains("Queue (Maya 0), Hotline (Maya 0)"), "{said}");
    assert!(between(&then, "id=\"twin_\"", "</details>").contains("Dropped: "));
    let twin = twin(&then);
    assert!(twin.contains("today −2 (+3)") && twin.contains("today −1 (−0.5)"), "{twin}");
    assert_eq!(twin.matches("<span class=\"tag\">new</span>").count(), 2);
    // Both curves, and the gap between them in the tint of its side.
    let map = between(&then, "<svg class=\"map", "</svg>");
    for part in ["class=\"cv cv-1 was\"", "class=\"gp-up\"", "class=\"gp-dn\"", "(today −2)"] {
        assert!(map.contains(part), "{part}");
    }
    // On a phone too.
    let upright = between(&then, "class=\"map-tall\"", "id=\"twin_\"");
    let felt =
        ["Maya +1 (today −2)", "Dropped: <a", ">Queue</a> (Maya 0)", ">Hotline</a> (Maya 0)"];
    for part in ["class=\"cv cv-1 was\"", "class=\"wp\""].into_iter().chain(felt) {
        assert!(upright.contains(part), "{part} in {upright}");
    }
    let rows: Vec<&str> = upright.split("<li>").collect();
    let (better, worse) = ("<path class=\"gp-up\"", "<path class=\"gp-dn\"");
    let tints = |row: &str| (row.contains(better), row.contains(worse));
    assert_eq!(
        [tints(rows[1]), tints(rows[2]), tints(rows[4])],
        [(true, false), (true, true), (true, false)]
    );
    assert_eq!([1, 2, 3, 4].map(|row| rows[row].matches("class=\"v-g\"").count()), [0, 0, 1, 1]);
    // Each page leads to the other.
    assert!(
        then.contains("href=\"now.html\"") && site.file("journeys/now.html").contains("then.html")
    );
}

const SIGNED: &str = "
-- personas/maya.md --
---
name: Maya
---
-- journeys/now.md --
---
title: Now
personas: [maya]
stages:
  - title: Book
    touchpoints:
      - {title: Find, emotion: 1, channel: App, control: owned}
      - {title: Sign, emotion: -2, channel: Counter}
      - {title: Wait, emotion: 0}
---
-- journeys/then.md --
---
title: Then
personas: [maya]
state: to-be
baseline: now
stages:
  - title: Book
    touchpoints: [{title: Find, emotion: 1}, {title: Wait, emotion: 1, moment: delight}]
---
-- journeys/other.md --
---
title: Other
personas: [maya]
state: to-be
baseline: now
stages: [{title: Enjoy, touchpoints: [{title: Dinner, emotion: 2}]}]
---
";

#[test]
fn today_is_drawn_where_a_touchpoint_is_dropped() {
    let site = site(SIGNED);
    let then = site.file("journeys/then.html");
    let map = between(&then, "<svg class=\"map", "</svg>");
    // A cross of two strokes between the columns of its neighbours.
    assert_eq!(map.matches("class=\"wg\"").count(), 2, "{map}");
    let key = between(&then, "<dl class=\"key\"", "</dl>");
    assert!(key.contains("dropped") && key.contains("the gap is shaded"), "{key}");
    // Nothing of it comes again: no line, and the key and the description do not speak of one.
    let other = site.file("journeys/other.html");
    let key = between(&other, "<dl class=\"key\"", "</dl>");
    assert!(!key.contains("today") && !key.contains("gap"), "{key}");
    let said = between(&other, "map.desc\">", "</desc>");
    assert!(said.contains("has no value at a touchpoint of this map"), "{said}");
    assert!(said.contains("Find (Maya +1), Sign (Maya −2), Wait (Maya 0)"), "{said}");
}

#[test]
fn a_key_tells_only_the_signs_of_its_map_and_that_nobody_says_whose_a_channel_is() {
    let site = site(SIGNED);
    let now = site.file("journeys/now.html");
    let map = between(&now, "<svg class=\"map", "</svg>");
    assert!(
        map.contains("ring-owned") && map.contains("<path class=\"ring ring-unsaid\""),
        "{map}"
    );
    let key = between(&now, "<dl class=\"key\"", "</dl>");
    assert!(key.contains("ours") && key.contains("control not stated"), "{key}");
    assert!(!key.contains("partner") && !key.contains("delight"), "{key}");
    let then = site.file("journeys/then.html");
    let key = between(&then, "<dl class=\"key\"", "</dl>");
    assert!(key.contains("delight") && !key.contains("friction"), "{key}");
}

#[test]
fn on_a_phone_the_key_tells_what_its_map_draws_and_nothing_else() {
    let style = include_str!("../themes/default/assets/style.css");
    let phone = style.split("\n/* ---- ").find(|part| part.contains(".map-tall{display:block}"));
    let phone = phone.expect("rules for phones");
    assert!(phone.contains(".map-wide,.key .of-wide{display:none}"), "{phone}");
    // Which entries there are differs from map to map: none is known by its place.
    assert!(!phone.contains(".key div:nth-child"), "{phone}");
    let site = site(SIGNED);
    let is_of_wide = |page: &str, word: &str| {
        let page = site.file(page);
        let key = between(&page, "<dl class=\"key\"", "</dl>");
        let at = key.find(word).unwrap_or_else(|| panic!("{word}: {key}"));
        let group = &key[key[..at].rfind("<div").expect("a group")..];
        let sign = &key[key[..at].rfind("<span").expect("a sign")..at];
        group.starts_with("<div class=\"of-wide\">") || sign.contains("of-wide")
    };
    // Claims and rings of channels are of the wide map alone.
    assert!(is_of_wide("journeys/now.html", " ours"));
    for word in [" known", " assumed"] {
        assert!(is_of_wide("journeys/then.html", word), "{word}");
    }
    for word in [" today", " dropped", " delight"] {
        assert!(!is_of_wide("journeys/then.html", word), "{word}");
    }
}

#[test]
fn every_filled_cell_of_the_table_has_an_address_of_its_own() {
    let page = site(CHANGE).file("journeys/now.html");
    for id in ["_book.slot.emotion", "_book.slot.opportunities", "row.book.slot", "row.book"] {
        assert!(page.contains(&format!(" id=\"{id}\"")), "{id}");
    }
    assert!(!page.contains("_book.phone.opportunities"));
}

#[test]
fn a_macro_map_says_so_and_draws_no_curve_and_crumbs_lead_up() {
    let site = site(
        "
-- personas/maya.md --
---
name: Maya
---
-- journeys/years.md --
---
title: Years
personas: [maya]
altitude: macro
stages:
  - {title: Stay, emotion: 1, journey: week, touchpoints: [{title: Box, journey: day}]}
---
-- journeys/week.md --
---
title: Week
personas: [maya]
---
-- journeys/day.md --
---
title: Day
personas: [maya]
---
",
    );
    let years = site.file("journeys/years.html");
    assert!(between(&years, "<dt>State</dt>", "</dd>").contains("macro"));
    let map = between(&years, "<svg class=\"map", "</svg>");
    assert!(!map.contains("class=\"zero\"") && !map.contains("map.cv0"), "{map}");
    // What is felt is named by its look and can be shown alone, where anything is.
    let week = site.file("journeys/week.html");
    assert!(years.contains("data-only=\"maya\"") && !week.contains("data-only="));
    assert!(between(&years, "<dt>Who</dt>", "</dd>").contains("<svg"));
    assert!(!between(&week, "<dt>Who</dt>", "</dd>").contains("<svg"), "{week}");
    assert!(
        map.contains("aria-label=\"In more detail: Week\"") && map.contains("In more detail: Day")
    );
    assert!(site.findings().iter().any(|finding| finding.ends_with("MP0811")));
    assert!(
        between(&site.file("journeys/day.html"), "class=\"crumbs\"", "</nav>")
            .contains(">Years</a>")
    );
    let tree = site.file("journeys/index.html");
    let tree = between(&tree, "class=\"tree\"", "</section>");
    assert!(tree.contains("Years") && tree.contains("Week") && tree.contains("Day"), "{tree}");
}

#[test]
fn a_tall_journey_of_the_example_prints_with_all_its_lanes_beside_its_story() {
    let page = &EXAMPLE["retail/journeys/weekly-shop.html"];
    let sheets = between(page, "<div class=\"sheets\">", "<details");
    assert_eq!(sheets.matches("<div class=\"sheet ").count(), 1, "{sheets}");
    let map = between(page, "<svg class=\"map\" viewBox=\"", "\"");
    assert!(sheets.contains(&format!("<svg viewBox=\"{map}\"")), "{map}: {sheets}");
    assert!(!page.contains("left-lanes"), "nothing is left for the next sheet");
}
