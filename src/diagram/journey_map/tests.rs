use super::columns::GUTTER;
use super::place::{PlacedMap, place};
use super::sheets;
use crate::diagram::apart::Rect;
use crate::diagram::mark::Mark;
use crate::diagram::measure::width;
use crate::diagram::style::VALUE;
use crate::diagram::testing::{
    canvas, check_map, claim, claim_in, config_of, experience, journey, means, metric, moment,
    site, stage, touchpoint, weekly_shop, words,
};
use crate::diagram::{
    Canvas, Form, Overlay, journey_map, journey_map_and_file, journey_map_with_overlay,
};
use crate::model::{Altitude, CustomLane, EmotionScale, MomentKind};
use crate::site::{ClaimStatus, Image, JourneyIx, Lane, Node, PersonaIx, Site};
use std::sync::Arc;
use thin_vec::thin_vec;

fn placed<'a>(canvas: &Canvas<'a>) -> PlacedMap<'a> {
    place(canvas, JourneyIx(0))
}

/// Every text of a map with the box that its letters cover.
fn texts(map: &PlacedMap<'_>) -> Vec<(String, Rect)> {
    let mut all = Vec::new();
    for mark in map.names.iter().chain(&map.body).chain(&map.links).chain(&map.under) {
        mark.texts(&mut |text| all.push((text.block.lines.join(" / "), text.bounds())));
    }
    all
}

/// No text lies on another one or beyond the map, and no line is wider than it says.
fn check_places(name: &str, site: &Site) {
    let canvas = canvas(site, "journeys/weekly-shop.html");
    let map = placed(&canvas);
    let page = Rect::new(0.0, 0.0, map.width, map.height).grown(1.0);
    let all = texts(&map);
    for (at, (text, bounds)) in all.iter().enumerate() {
        assert!(
            page.holds(*bounds),
            "{name}: {text:?} at {bounds:?} is beyond {} x {}",
            map.width,
            map.height
        );
        // Letters reach neither the top nor the bottom of their box.
        let own = Rect { top: bounds.top + 1.5, bottom: bounds.bottom - 1.0, ..*bounds };
        for (other, place) in &all[..at] {
            assert!(!own.meets(*place), "{name}: {text:?} {bounds:?} lies on {other:?} {place:?}");
        }
    }
    let pieces = || map.curves.iter().flat_map(|curves| &curves.lines).flat_map(|line| &line.runs);
    for mark in &map.body {
        if let Mark::Text(text) = mark
            && text.style == &VALUE
        {
            let struck = pieces().flatten().any(|piece| piece.crosses(text.bounds()));
            assert!(!struck, "{name}: a curve strikes out {:?}", text.block.lines);
        }
    }
    let mut check_lines = |text: &crate::diagram::mark::Text<'_>| {
        for line in &text.block.lines {
            assert!(width(line, text.style.font) <= text.block.width + 0.01, "{name}: {line:?}");
        }
    };
    for mark in map.body.iter().chain(&map.links) {
        mark.texts(&mut check_lines);
    }
}

/// A journey of `count` touchpoints in stages of five.
fn long(count: u32, personas: &[&str]) -> Site {
    let mut site = site(personas);
    let mut stages = Vec::new();
    for number in 1..=count {
        if (number - 1) % 5 == 0 {
            stages.push(stage(&format!("Stage from {number} on")));
        }
        let mut own = touchpoint(&format!("Touchpoint {number}"), number);
        for persona in 0..personas.len() as u32 {
            let value = f64::from((number * 7 + persona * 5) % 9) / 2.0 - 2.0;
            own.experience.emotion.push((PersonaIx(persona), value));
        }
        let kind =
            [MomentKind::Delight, MomentKind::Friction, MomentKind::Decision, MomentKind::Pivotal]
                [number as usize % 4];
        own.experience
            .moments
            .push(moment(kind, "Something happens here that takes a line or two"));
        for lane in [Lane::Actions, Lane::Pains, Lane::Quotes] {
            own.experience.claims.push(claim(
                lane,
                ClaimStatus::Known,
                "Says a thing of the usual length about it",
            ));
        }
        stages.last_mut().expect("a stage").touchpoints.push(own);
    }
    means(&mut stages);
    journey(&mut site).stages = stages;
    site
}

fn bare_stages() -> Site {
    let mut site = site(&["Maya", "Tom"]);
    let mut stages: Vec<_> = ["Aware", "Weigh it", "Buy", "Stay"].map(stage).into();
    for (at, stage) in (0_u32..).zip(&mut stages) {
        stage.experience.emotion =
            thin_vec![(PersonaIx(0), f64::from(at) - 1.5), (PersonaIx(1), 0.5)];
        stage.experience.claims.push(claim(
            Lane::Pains,
            ClaimStatus::Contested,
            "Nobody says what it costs",
        ));
        stage.experience.moments.push(moment(MomentKind::Pivotal, ""));
    }
    stages[2].touchpoints.push(touchpoint("Till", 1));
    means(&mut stages);
    journey(&mut site).stages = stages;
    site
}

fn every_script() -> Site {
    let mut site = site(&["佐藤 花子", "ليلى الحسن", "Анна-Мария Достоевская-Александрова"]);
    let texts = [
        "予約した時間枠が買い物かごを埋めている間に消えてしまう",
        "تختفي الفترة الزمنية أثناء ملء السلة ولا أحد يخبرنا بذلك",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung und mehr",
        "👩‍👩‍👧‍👦 🇳🇴 👍🏽 emoji everywhere 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
        "Ожидание подтверждения бронирования от банка-партнёра",
        "เวลาจัดส่งหายไปขณะที่ฉันกำลังเติมตะกร้าสินค้าอยู่",
    ];
    let mut stages = Vec::new();
    let mut number = 0;
    for title in texts {
        let mut own = stage(title);
        own.phase = Some(title.into());
        own.goal = Some(words(title));
        for title in &texts[..3] {
            number += 1;
            let mut own_touch = touchpoint(title, number);
            own_touch.experience.moments.push(moment(MomentKind::Friction, title));
            own_touch.experience.emotion = thin_vec![(PersonaIx(number % 3), 1.0)];
            for id in ["actions", "quotes", "policy", "frontstage"] {
                own_touch.experience.claims.push(claim_in(id, ClaimStatus::Assumed, title));
            }
            own.touchpoints.push(own_touch);
        }
        stages.push(own);
    }
    means(&mut stages);
    let own = journey(&mut site);
    own.lanes.insert(6, "policy".into());
    own.stages = stages;
    config_of(&mut site).custom_lanes = vec![CustomLane {
        id: "policy".into(),
        title: "Policies and other Selbstverpflichtungserklärungen".into(),
    }];
    site
}

fn hostile() -> Site {
    let nasty = "\u{0}\u{1b}</text><script>alert(1)</script>&\"'\u{202e}\u{fffe}]]>\n\t--";
    let mut site = site(&[nasty, "<b>"]);
    let mut own = stage(nasty);
    own.phase = Some(nasty.into());
    own.goal = Some(words(nasty));
    let mut touch = touchpoint(nasty, 1);
    touch.experience.emotion = thin_vec![(PersonaIx(0), f64::NAN), (PersonaIx(1), 1e300)];
    touch.experience.moments.push(moment(MomentKind::Decision, nasty));
    touch.experience.image =
        Some(Box::new(Image { path: "a\"><b>.png".into(), alt: nasty.into() }));
    touch.further.get_or_insert_default().metrics.push(metric(&[("2026-01-01", f64::INFINITY)]));
    for id in ["actions", "quotes", "x\"><"] {
        touch.experience.claims.push(claim_in(id, ClaimStatus::Stale, nasty));
        let mut withheld = claim_in(id, ClaimStatus::Known, "");
        withheld.words = None;
        touch.experience.claims.push(withheld);
    }
    own.touchpoints.push(touch);
    let own_journey = journey(&mut site);
    own_journey.stages.push(own);
    own_journey.title = words(nasty);
    own_journey.lanes.extend(["x\"><", "metrics", "storyboard", "emotion"].map(Arc::from));
    site
}

pub(crate) fn odd_sites() -> Vec<(&'static str, Site)> {
    let mut few = weekly_shop();
    journey(&mut few).stages.truncate(1);
    journey(&mut few).stages[0]
        .further
        .get_or_insert_default()
        .metrics
        .push(metric(&[("2026-01-01", 58.0)]));
    journey(&mut few).stages[0].touchpoints[1].experience.image =
        Some(Box::new(Image { path: "assets/one.png".into(), alt: "A kitchen".into() }));
    journey(&mut few).lanes.extend(["metrics", "storyboard"].map(Arc::from));
    let mut single = long(1, &["Maya"]);
    journey(&mut single).stages[0].touchpoints[0]
        .experience
        .moments
        .push(moment(MomentKind::Delight, "Two at once"));
    let mut silent = long(7, &["Maya"]);
    for stage in &mut journey(&mut silent).stages {
        stage.emotion.clear();
        stage.touchpoints.iter_mut().for_each(|own| own.experience = experience());
    }
    let mut far = weekly_shop();
    journey(&mut far).altitude = Some(Altitude::Macro);
    let mut scaled = weekly_shop();
    config_of(&mut scaled).emotion =
        EmotionScale { min: -2.0, max: 3.0, labels: Vec::new(), has_own_labels: false };
    vec![
        ("few", few),
        ("single", single),
        ("sixty", long(60, &["Maya", "Tom"])),
        ("five", long(20, &["Maya", "Tom", "Ida", "The night nurse on call", "Omar Haddad"])),
        ("bare", bare_stages()),
        ("scripts", every_script()),
        ("hostile", hostile()),
        ("silent", silent),
        ("macro", far),
        ("scaled", scaled),
        ("empty", site(&["Maya"])),
        ("nobody", long(3, &[])),
    ]
}

#[test]
fn no_text_lies_on_another_or_beyond_the_map() {
    check_places("shop", &weekly_shop());
    for (name, site) in odd_sites() {
        check_places(name, &site);
    }
}

#[test]
fn every_map_is_well_formed_with_unique_ids_inside_a_page_and_alone() {
    check_map(&weekly_shop());
    for (_, site) in odd_sites() {
        check_map(&site);
    }
}

#[test]
fn a_map_is_as_wide_as_its_columns_need() {
    let width = |site: &Site| placed(&canvas(site, "a.html")).width;
    assert_eq!(width(&weekly_shop()), 1344.0);
    assert!(width(&long(60, &["Maya"])) > 3000.0);
}

#[test]
fn touchpoints_link_to_their_section_and_begin_their_name_with_what_is_seen() {
    let svg = check_map(&weekly_shop());
    let document = roxmltree::Document::parse(&svg).expect("well-formed");
    let link = document
        .descendants()
        .find(|node| node.attribute("id") == Some("map.book.slot-hold"))
        .expect("the touchpoint's link");
    assert_eq!(link.attribute("href"), Some("weekly-shop/book.html#slot-hold"));
    let label = link.attribute("aria-label").expect("a name");
    assert_eq!(
        label,
        "9 Slot hold, App. Maya −2, Tom −1. Friction: The slot vanishes while the basket fills."
    );
    let site = weekly_shop();
    let node = crate::diagram::testing::node(2, 1);
    assert_eq!(site.link("journeys/weekly-shop.html", node), "weekly-shop/book.html#slot-hold");
}

#[test]
fn a_cell_shows_two_claims_in_journey_order_and_says_how_many_more_there_are() {
    let svg = check_map(&weekly_shop());
    let shown = ["The slot vanishes", "No warning before", "2 more: pains in Book a slot"];
    let places: Vec<Option<usize>> = shown.iter().map(|words| svg.find(words)).collect();
    assert!(places.iter().all(Option::is_some), "{places:?}");
    assert!(!svg.contains("Evenings are full by Tuesday"));
}

#[test]
fn columns_that_are_wide_enough_have_text_of_their_own() {
    let mut site = weekly_shop();
    journey(&mut site).stages.truncate(2);
    let canvas = canvas(&site, "journeys/weekly-shop.html");
    let map = placed(&canvas);
    let lefts = |words: &str| {
        let found =
            texts(&map).into_iter().find(|(text, _)| text.replace(" / ", " ").contains(words));
        found.map(|(_, bounds)| bounds.left.round())
    };
    assert!(lefts("Saves two or three recipes") > lefts("Lists what is gone"));
    assert!(lefts("Lists what is gone") > Some(GUTTER));
}

#[test]
fn what_may_not_be_shown_is_withheld_and_keeps_its_status() {
    let mut site = long(2, &["Maya"]);
    let claims = &mut journey(&mut site).stages[0].touchpoints[0].experience.claims;
    claims.iter_mut().for_each(|claim| claim.words = None);
    let svg = check_map(&site);
    assert!(svg.contains("withheld") && svg.contains("data-status=\"known\""));
}

#[test]
fn a_journey_of_years_has_means_but_no_curve() {
    let mut site = weekly_shop();
    journey(&mut site).altitude = Some(Altitude::Macro);
    let svg = check_map(&site);
    assert!(!svg.contains("class=\"cv cv-1\" data-persona") && svg.contains("class=\"mean "));
    assert!(svg.contains("The slot vanishes"));
}

#[test]
fn a_stage_without_touchpoints_is_a_point_of_the_curve() {
    let site = bare_stages();
    let canvas = canvas(&site, "journeys/weekly-shop.html");
    let map = placed(&canvas);
    let curves = map.curves.expect("curves");
    assert_eq!(curves.lines[0].runs.iter().map(Vec::len).sum::<usize>(), 3);
    assert_eq!(map.links.len(), 4);
}

#[test]
fn arabic_ends_at_the_right_of_its_block_and_says_its_direction() {
    let svg = check_map(&every_script());
    assert!(svg.contains("direction=\"rtl\""));
}

#[test]
fn the_same_site_gives_the_same_bytes() {
    let draw = || {
        let site = weekly_shop();
        journey_map(&Canvas { form: Form::Alone, ..canvas(&site, "journeys/a.svg") }, JourneyIx(0))
    };
    assert_eq!(draw(), draw());
}

#[test]
fn the_file_beside_the_page_is_the_map_that_stands_alone() {
    let site = weekly_shop();
    let page = canvas(&site, "journeys/weekly-shop.html");
    let file = Canvas { form: Form::Alone, page: "journeys/weekly-shop.svg", ..page };
    let (map, alone) = journey_map_and_file(&page, JourneyIx(0));
    assert_eq!(map, journey_map(&page, JourneyIx(0)));
    assert_eq!(alone, journey_map(&file, JourneyIx(0)).svg.into_bytes());
}

#[test]
fn lanes_are_drawn_in_their_order_and_only_if_chosen() {
    let mut site = weekly_shop();
    journey(&mut site).lanes = ["support", "pains", "emotion"].map(Arc::from).to_vec();
    let canvas = canvas(&site, "journeys/weekly-shop.html");
    let names: Vec<String> = placed(&canvas)
        .names
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text(text) if text.style.class == "la" => Some(text.block.lines.join(" ")),
            _ => None,
        })
        .collect();
    assert_eq!(names, ["Pains", "Emotion", "Customer actions", "Support"]);
}

/// Three personas who feel the same at five touchpoints; the second one leaves after the third.
fn of_one_mind() -> Site {
    let mut site = long(5, &["Maya", "Tom", "Ida"]);
    let touchpoints = &mut journey(&mut site).stages[0].touchpoints;
    for (at, own) in touchpoints.iter_mut().enumerate() {
        let feel = |who: u32| (PersonaIx(who), 1.0);
        own.experience.emotion = [0, 1, 2].map(feel).into();
        own.experience.emotion.retain(|(who, _)| at < 3 || *who != PersonaIx(1));
    }
    site
}

#[test]
fn equal_values_of_personas_are_all_seen() {
    let site = of_one_mind();
    let map = placed(&canvas(&site, "journeys/weekly-shop.html"));
    let curves = map.curves.as_ref().expect("curves");
    let heights: Vec<f64> = curves.lines.iter().map(|line| line.runs[0][0].0[0].1).collect();
    assert_eq!(heights[1] - heights[0], 4.0);
    assert_eq!(heights[2] - heights[1], 4.0);
    // A line of today is as far aside, and who is alone stands where she belongs.
    assert!(curves.has_equal());
    let alone = long(5, &["Maya"]);
    let map = placed(&canvas(&alone, "journeys/weekly-shop.html"));
    assert!(!map.curves.expect("curves").has_equal());
}

#[test]
fn what_is_felt_as_before_lies_under_the_curve_of_now_beside_equal_ones() {
    let site = of_one_mind();
    let columns = (0..3).map(|at| (Node::Touchpoint(JourneyIx(0), 0, at), Some(1.0)));
    let overlay = Overlay {
        felt_before: [(0, columns.clone().collect()), (1, columns.collect())].into(),
        ..Overlay::default()
    };
    let canvas = canvas(&site, "journeys/weekly-shop.html");
    let svg = journey_map_with_overlay(&canvas, JourneyIx(0), &overlay);
    let document = roxmltree::Document::parse(&svg).expect("XML");
    let start = |path: roxmltree::Node<'_, '_>| {
        let d = path.attribute("d").expect("a path");
        d.split(['l', 'c', 'h']).next().expect("a start").to_owned()
    };
    let mut all = document.descendants();
    let layer = all.find(|n| n.attribute("data-layer") == Some("changes")).expect("a layer");
    let dashed = layer.descendants().filter(|n| n.has_attribute("stroke-dasharray"));
    let was: Vec<String> = dashed.map(start).collect();
    let curves = placed(&canvas).curves.expect("curves");
    let first = |at: usize| curves.lines[at].runs[0][0].0[0];
    let now = [0, 1].map(|at| format!("M{} {}", first(at).0, first(at).1));
    assert_eq!(was, now);
    assert_ne!(was[0], was[1]);
}

#[test]
fn a_name_where_a_curve_ends_lies_on_no_other_curve() {
    let site = of_one_mind();
    let map = placed(&canvas(&site, "journeys/weekly-shop.html"));
    let tom = map.body.iter().filter_map(Mark::as_text);
    let tom = tom.into_iter().find(|text| text.block.lines == ["Tom"]).expect("a name").bounds();
    let lines = map.curves.as_ref().map_or(&[][..], |curves| &curves.lines);
    let mut pieces = lines.iter().flat_map(|line| line.runs.iter().flatten());
    assert!(!pieces.any(|piece| piece.crosses(tom)), "{tom:?}");
    // Nor on the zero line, which goes on beside the only point of a wide column.
    let mut site = long(1, &["Maya"]);
    journey(&mut site).stages[0].touchpoints[0].experience.emotion = thin_vec![(PersonaIx(0), 0.0)];
    let map = placed(&canvas(&site, "journeys/weekly-shop.html"));
    let zero = map.curves.as_ref().expect("curves").zero;
    let mut names = map.body.iter().filter_map(Mark::as_text);
    let maya = names.find(|text| text.block.lines == ["Maya"]).expect("a name").bounds();
    assert!(maya.bottom < zero || maya.top > zero, "{maya:?} {zero}");
}

#[test]
fn what_is_said_of_a_point_belongs_to_whose_it_is() {
    let drawn = check_map(&long(5, &["Maya", "Tom"]));
    let document = roxmltree::Document::parse(&drawn).expect("XML");
    let class = |node: &roxmltree::Node<'_, '_>, name: &str| {
        node.attribute("class").is_some_and(|all| all.split(' ').any(|own| own == name))
    };
    let heads = document.descendants().filter(|node| class(node, "mk")).collect::<Vec<_>>();
    assert_eq!(heads.len(), 5);
    for head in heads {
        assert!(head.ancestors().any(|around| class(&around, "w")), "{:?}", head.text());
    }
    // So does the name before the row of her means.
    let names = document.descendants().find(|node| class(node, "names")).expect("names");
    let tom = names.descendants().find(|node| node.text() == Some("Tom")).expect("a name");
    assert!(tom.ancestors().any(|around| class(&around, "w-2")));
}

#[test]
fn personas_whose_look_comes_again_say_their_number() {
    let names: Vec<String> = (1..=14).map(|at| format!("Nr{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let drawn = check_map(&long(5, &names));
    assert!(drawn.contains("class=\"cv cv-2\" data-of=\"14\""), "{drawn}");
    assert!(drawn.contains("class=\"cv cv-2\" data-persona=\"nr2\""));
}

#[test]
fn a_lane_in_which_nothing_stands_is_left_out_and_said() {
    let site = long(5, &["Maya"]);
    let map = placed(&canvas(&site, "journeys/weekly-shop.html"));
    let lanes: Vec<&str> = map.lanes.iter().map(|lane| lane.id).collect();
    assert!(lanes.contains(&"pains") && !lanes.contains(&"thoughts"), "{lanes:?}");
    let words: Vec<String> = texts(&map).into_iter().map(|(words, _)| words).collect();
    let said = "Nothing here yet: Thoughts, Opportunities.";
    assert!(words.iter().any(|words| words == said), "{words:?}");
}

#[test]
fn a_short_map_is_as_wide_as_any_and_its_level_lines_are_as_long() {
    let site = long(1, &["Maya"]);
    let map = placed(&canvas(&site, "journeys/weekly-shop.html"));
    let ends = map.under.iter().filter_map(|mark| match mark {
        Mark::Line { class, points } if class.has("grid") => Some(points[1].0),
        _ => None,
    });
    assert!(ends.clone().count() > 3 && ends.into_iter().all(|end| end > map.width - 120.0));
}

#[test]
fn the_name_of_a_lane_in_two_lines_lies_on_nothing_below_it() {
    let site = weekly_shop();
    let file = |text: &str| [("words/en.yaml".to_owned(), text.as_bytes().to_vec())].into();
    let english = file(include_str!("../../../themes/default/words/en.yaml"));
    let own = file("lane_opportunities: Verbetermogelijkheden");
    let words = crate::wording::Wording::load(&Default::default(), &english, &own);
    let words = words.unwrap_or_else(|error| panic!("{}", error.message));
    let canvas = Canvas { w: &words, ..canvas(&site, "journeys/weekly-shop.html") };
    let all = texts(&placed(&canvas));
    let bounds = |of: &str| all.iter().find(|(text, _)| text.starts_with(of)).expect("a text").1;
    let (name, score) = (bounds("Verbeter"), bounds("score of 25"));
    assert!(name.height() > 20.0 && score.top > name.bottom, "{name:?} {score:?}");
}

/// A touchpoint as chance has it: letters of its title, values, moments, claims.
type Chance = (usize, Vec<Option<i8>>, Vec<u8>, Vec<(u8, usize)>);

fn by_chance(stages: &[Vec<Chance>], lanes: &[Arc<str>]) -> Site {
    const WORDS: &str = "Where the unbelievably long delivery-confirmation e-mail, which nobody expected, arrives at half past eleven without a word of Entschuldigung or 説明もなく";
    let words_of = |length: usize| {
        let end = WORDS.char_indices().nth(length.max(3)).map_or(WORDS.len(), |(at, _)| at);
        &WORDS[..end]
    };
    let mut site = site(&["Maya Adeyemi", "Tom", "A commuter from far away", "Ida"]);
    let mut all = Vec::new();
    let mut number = 0;
    for touchpoints in stages {
        let mut own = stage(&format!("Stage {}", all.len()));
        for (letters, values, moments, claims) in touchpoints {
            number += 1;
            let mut touch = touchpoint(words_of(*letters % 40), number);
            let experience = &mut touch.experience;
            for (persona, value) in (0..4).map(PersonaIx).zip(values) {
                experience.emotion.extend(value.map(|value| (persona, f64::from(value) / 2.0)));
            }
            let kinds = [
                MomentKind::Delight,
                MomentKind::Friction,
                MomentKind::Decision,
                MomentKind::Pivotal,
            ];
            experience.moments.extend(
                moments.iter().map(|kind| moment(kinds[*kind as usize % 4], words_of(*letters))),
            );
            for (at, letters) in claims {
                let ids = ["actions", "pains", "quotes", "support", "gains"];
                experience.claims.push(claim_in(
                    ids[*at as usize % 5],
                    ClaimStatus::Stale,
                    words_of(*letters),
                ));
            }
            own.touchpoints.push(touch);
        }
        all.push(own);
    }
    means(&mut all);
    journey(&mut site).stages = all;
    journey(&mut site).lanes = lanes.to_vec();
    site
}

const LANES: [&str; 11] = [
    "phases",
    "emotion",
    "stages",
    "gains",
    "touchpoints",
    "channels",
    "pains",
    "actions",
    "quotes",
    "support",
    "opportunities",
];

/// Stages of touchpoints as chance has them: fewer than `stages`, each of fewer than `touchpoints`.
fn any_stages(
    stages: usize,
    touchpoints: usize,
) -> impl proptest::strategy::Strategy<Value = Vec<Vec<Chance>>> {
    use proptest::{collection::vec, option};
    let touchpoint = (
        3..140_usize,
        vec(option::of(-4..5_i8), 0..5),
        vec(0..4_u8, 0..3),
        vec((0..5_u8, 3..140_usize), 0..6),
    );
    vec(vec(touchpoint, 0..touchpoints), 1..stages)
}

/// The same maps every time.
fn cases(count: u32) -> proptest::test_runner::Config {
    let rng_seed = proptest::test_runner::RngSeed::Fixed(7);
    proptest::test_runner::Config {
        rng_seed,
        failure_persistence: None,
        ..proptest::test_runner::Config::with_cases(count)
    }
}

proptest::proptest! {
    #![proptest_config(cases(2_000))]
    #[test]
    fn on_thousands_of_maps_no_text_lies_on_another(
        stages in any_stages(4, 4),
        order in proptest::sample::subsequence(LANES.to_vec(), 1..11),
    ) {
        let lanes: Vec<Arc<str>> = order.into_iter().map(Arc::from).collect();
        check_places("by chance", &by_chance(&stages, &lanes));
    }
}

proptest::proptest! {
    #![proptest_config(cases(32))]
    #[test]
    fn large_maps_are_well_formed_too_and_no_text_lies_on_another(
        stages in any_stages(9, 7),
        order in proptest::sample::subsequence(LANES.to_vec(), 1..11),
    ) {
        let lanes: Vec<Arc<str>> = order.into_iter().map(Arc::from).collect();
        let site = by_chance(&stages, &lanes);
        check_places("by chance", &site);
        check_map(&site);
    }
}

#[test]
fn a_map_is_whole_on_one_sheet_of_paper_while_its_words_can_be_read() {
    let site = weekly_shop();
    let canvas = canvas(&site, "journeys/weekly-shop.html");
    let printed = |width: f64, height: f64| {
        let map = PlacedMap { width, height, ..placed(&canvas) };
        sheets::sheets("map", &map).html
    };
    for (size, whole) in [
        (
            (1344.0, 900.0),
            "\"sheet whole\"><svg viewBox=\"0 0 1344 900\" aria-hidden=\"true\" width=\"300mm\" height=\"200.8mm\"",
        ),
        (
            (1344.0, 1600.0),
            "\"sheet whole narrow\"><svg viewBox=\"0 0 1344 1600\" aria-hidden=\"true\" width=\"232.6mm\" height=\"277mm\"",
        ),
        (
            (2200.0, 900.0),
            "\"sheet whole\"><svg viewBox=\"0 0 2200 900\" aria-hidden=\"true\" width=\"300mm\" height=\"122.7mm\"",
        ),
    ] {
        let html = printed(size.0, size.1);
        assert!(html.contains(whole), "{size:?}: {html}");
        assert_eq!(html.matches("<svg").count(), 1, "{size:?}: {html}");
    }
    // Six tenths of the width of the room, and no less.
    for (width, height) in [(1344.0, 2100.0), (2300.0, 900.0)] {
        let html = printed(width, height);
        assert!(html.contains("\"sheet further") && !html.contains("whole"), "{html}");
    }
}
