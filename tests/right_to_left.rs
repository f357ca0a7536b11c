//! A site in Arabic is read from right to left, its pictures too, and one map in English among
//! them is not.

use crate::site::{TestSite, site};
use roxmltree::{Document, Node};

fn arabic() -> TestSite {
    site(include_str!("right_to_left.txt"))
}

/// The drawing of a class in a page.
fn drawing(page: &str, class: &str) -> String {
    let start = page.find(&format!("<svg class=\"{class}")).expect("a drawing");
    let end = start + page[start..].find("</svg>").expect("its end");
    page[start..end + 6].to_owned()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).expect("a number")
}

/// Where a text stands.
fn x_of(document: &Document<'_>, words: &str) -> f64 {
    let mut found = document
        .descendants()
        .filter(|node| node.has_attribute("x"))
        .filter(|node| node.text().is_some_and(|text| text.trim() == words));
    number(found.next().unwrap_or_else(|| panic!("no `{words}`")), "x")
}

#[test]
fn a_map_begins_at_the_right_and_its_lanes_have_their_names_there() {
    let site = arabic();
    let page = site.file("journeys/weekly-shop.html");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\""));
    let svg = drawing(&page, "map");
    let document = Document::parse(&svg).expect("XML");
    let size: Vec<f64> = document
        .root_element()
        .attribute("viewBox")
        .expect("a size")
        .split(' ')
        .map(|part| part.parse().expect("a number"))
        .collect();
    let stages = ["التخطيط", "ملء السلة", "حجز الموعد", "الاستلام"];
    let places = stages.map(|stage| x_of(&document, stage));
    assert!(places.windows(2).all(|two| two[0] > two[1]), "{places:?}");
    assert!(x_of(&document, "Touchpoints") > size[2] - 10.0);
    assert!(x_of(&document, "1") > x_of(&document, "5"));
    // Each text has its own direction, and numbers keep their sign in front.
    for text in document.descendants().filter(|node| node.has_tag_name("text")) {
        let words: String = text.descendants().filter_map(|node| node.text()).collect();
        let arabic = words.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c > '\u{590}');
        assert_eq!(text.attribute("direction") == Some("rtl"), arabic, "{words}");
    }
    // The copy that stays in view while the map is scrolled shows the same end.
    let side = drawing(&page, "side");
    let side = Document::parse(&side).expect("XML");
    let view = side.root_element().attribute("viewBox").expect("a size");
    let left: f64 = view.split(' ').next().expect("one").parse().expect("a number");
    let width: f64 = view.split(' ').nth(2).expect("one").parse().expect("a number");
    assert!((left + width - size[2]).abs() < 0.1, "{view}");
}

#[test]
fn english_sentences_on_a_page_in_arabic_run_their_own_way() {
    let site = arabic();
    for page in ["journeys/weekly-shop.html", "404.html"] {
        assert!(
            site.file(page).contains("<html lang=\"ar\" dir=\"rtl\" data-words=\"en\">"),
            "{page}"
        );
    }
    let page = site.file("journeys/weekly-shop.html");
    let note = "\u{2066}A number is a touchpoint. A hatched cell is an interaction that nobody has \
                mapped.\u{2069}</p>";
    assert!(page.contains(note), "{page}");
    // A word needs nothing around it.
    assert!(page.contains(">Rank</th>"), "{page}");
    // On a page that runs their way, nothing stands around them.
    let english = crate::site::site(
        &include_str!("right_to_left.txt").replace("language: ar", "language: en"),
    );
    let page = english.file("journeys/weekly-shop.html");
    assert!(page.contains("<html lang=\"en\">") && !page.contains('\u{2066}'));
}

#[test]
fn the_curve_of_a_stage_comes_from_the_right() {
    let page = arabic().file("journeys/weekly-shop/book.html");
    let svg = drawing(&page, "map stagecurve");
    let document = Document::parse(&svg).expect("XML");
    assert!(x_of(&document, "3") > x_of(&document, "4"));
    assert!(x_of(&document, "4") > x_of(&document, "5"));
}

#[test]
fn a_map_in_another_language_is_read_in_its_own_way() {
    let page = arabic().file("journeys/english.html");
    assert!(page.contains("<div class=\"map-wide\" dir=\"ltr\">"));
    let svg = drawing(&page, "map");
    let document = Document::parse(&svg).expect("XML");
    assert!(x_of(&document, "First") < x_of(&document, "Second"));
    let english = include_str!("right_to_left.txt").replace("language: ar", "language: en");
    let english = english
        .replace("personas: [layla, omar]\nreview", "lang: he\npersonas: [layla, omar]\nreview");
    let page = site(&english).file("journeys/weekly-shop.html");
    assert!(!page.contains("<html lang=\"en\" dir") && page.contains("map-wide\" dir=\"rtl\""));
    let svg = drawing(&page, "map");
    let document = Document::parse(&svg).expect("XML");
    assert!(x_of(&document, "التخطيط") > x_of(&document, "الاستلام"));
}

#[test]
fn the_matrix_begins_at_the_right_too() {
    let page = arabic().file("opportunities/index.html");
    let svg = drawing(&page, "map matrix");
    let document = Document::parse(&svg).expect("XML");
    assert!(x_of(&document, "Big bets") > x_of(&document, "Quick wins"));
    // So has the sign of a quadrant: on an Arabic map the filled quarter of a quick win is the left
    // one, as the English map of the same journey has it on the right.
    let filled = |text: &str| {
        let page = site(text).file("journeys/weekly-shop.html");
        let svg = drawing(&page, "map");
        let at = svg.find("qd-f").expect("a quadrant");
        svg[at..].split('>').next().unwrap_or_default().to_owned()
    };
    let arabic = include_str!("right_to_left.txt");
    let english = arabic.replace("language: ar", "language: en");
    assert_ne!(filled(arabic), filled(&english));
}

#[test]
fn stylesheets_name_beginnings_and_ends_and_not_sides() {
    let css = include_str!("../themes/default/assets/style.css");
    for side in ["left", "right"] {
        for rule in ["margin-", "padding-", "border-", "float:"] {
            assert!(!css.contains(&format!("{rule}{side}")), "{rule}{side}");
        }
    }
}
