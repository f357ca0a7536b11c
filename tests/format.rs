//! The format's own examples build: its folder, its `site.yaml`, its claims, and a site that
//! writes every field of every kind in every form that it may take (`tests/format/`).

use crate::site::{TestSite, site};
use milepost::model::fields::{SHAPES, Shape};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn example(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/format");
    std::fs::read_to_string(folder.join(name)).expect("an example")
}

fn errors(site: &TestSite) -> Vec<String> {
    site.0.errors().map(|finding| format!("{:?}", finding)).collect()
}

fn ids(page: &str) -> Vec<&str> {
    page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn assert_builds(name: &str) {
    let site = site(&example(name));
    assert_eq!(errors(&site), Vec::<String>::new(), "{name}");
    for (path, bytes) in site.files() {
        if path.ends_with(".html") {
            let page = String::from_utf8(bytes).expect("a page is a text");
            let ids = ids(&page);
            let once: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), once.len(), "{path} of {name} has an id twice");
        }
    }
}

#[test]
fn the_folder_of_the_format_builds() {
    assert_builds("folder.txt");
}

#[test]
fn a_site_that_writes_every_field_builds() {
    assert_builds("everything.txt");
}

#[test]
fn the_site_that_writes_every_field_leaves_none_out() {
    let text = example("everything.txt") + &example("folder.txt");
    let missing: Vec<String> = SHAPES
        .iter()
        .flat_map(|shape: &&Shape| shape.fields().map(|field| (shape.name, field.name)))
        .filter(|(_, field)| !text.contains(&format!("{field}:")))
        .map(|(shape, field)| format!("{field} of {shape}"))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn what_the_examples_say_is_what_comes_out() {
    let json = site(&example("folder.txt")).json();
    let pains = json["personas"][0]["claims"].as_array().expect("claims");
    let statuses: Vec<_> = pains.iter().map(|claim| claim["status"].as_str()).collect();
    assert_eq!(statuses, [Some("known"), Some("assumed"), Some("contested")]);
    let stages: Vec<_> = json["journeys"][1]["stages"]
        .as_array()
        .expect("stages")
        .iter()
        .map(|stage| (stage["id"].as_str(), stage["touchpoints"][0]["id"].as_str()))
        .collect();
    assert_eq!(
        stages,
        [(Some("plan"), Some("list-app")), (Some("choose-slot"), Some("slot-picker"))]
    );
    assert_eq!(json["opportunities"][0]["addresses"].as_array().map(Vec::len), Some(2));
}

#[test]
fn files_stand_by_order_else_number_else_name() {
    let stage = |name: &str, order: &str| {
        format!("-- journeys/s/{name}.md --\n---\ntitle: T\n{order}---\n")
    };
    let site = site(
        &[
            "-- personas/maya.md --\n---\nname: Maya\n---\n",
            "-- journeys/s/index.md --\n---\ntitle: S\npersonas: [maya]\n---\n",
            &stage("a-b", ""),
            &stage("a", ""),
            &stage("2-z", ""),
            &stage("10-y", ""),
            &stage("1234-x", ""),
            &stage("last", "order: 3\n"),
        ]
        .concat(),
    );
    let json = site.json();
    let stages = json["journeys"][0]["stages"].as_array().expect("stages");
    let ids: Vec<_> = stages.iter().filter_map(|stage| stage["id"].as_str()).collect();
    assert_eq!(ids, ["z", "last", "y", "1234-x", "a", "a-b"]);
}

#[test]
fn of_two_personas_with_one_id_on_a_journey_the_nearer_is_meant() {
    let site = site(
        "-- retail/personas/maya.md --\n---\nname: One\n---\n\
         -- retail/fresh/personas/maya.md --\n---\nname: Two\n---\n\
         -- retail/fresh/journeys/j.md --\n---\ntitle: J\npersonas: [retail/maya, maya]\n\
         stages: [{title: A, emotion: {maya: 1, retail/maya: 2}}]\n---\n",
    );
    assert_eq!(errors(&site), Vec::<String>::new());
    let emotion = &site.json()["journeys"][0]["stages"][0]["emotion"];
    assert_eq!(*emotion, serde_json::json!({"retail/fresh/maya": 1, "retail/maya": 2}));
}

#[test]
fn opportunities_with_one_id_on_one_page_each_have_an_anchor() {
    let site = site(
        "-- personas/maya.md --\n---\nname: Maya\n---\n\
         -- journeys/s.md --\n---\ntitle: S\npersonas: [maya]\nstages:\n  - title: A\n    touchpoints:\n\
         \x20     - {title: T1, opportunities: [{title: Say sorry, impact: 4, feasibility: 4}]}\n\
         \x20     - {title: T2, opportunities: [{title: Say sorry, impact: 3, feasibility: 4}]}\n\
         \x20   opportunities: [{title: Say sorry, impact: 2, feasibility: 4}]\n---\n",
    );
    assert_eq!(errors(&site), Vec::<String>::new());
    let page = site.file("journeys/s/a.html");
    let anchors: BTreeSet<&str> = ids(&page)
        .into_iter()
        .filter(|id| id.starts_with("opportunity.") && !id.ends_with("_h"))
        .collect();
    let expected =
        ["opportunity.say-sorry", "opportunity.say-sorry__t1", "opportunity.say-sorry__t2"];
    assert_eq!(anchors, expected.into());
    let json = site.json();
    let urls: BTreeSet<String> = json["opportunities"]
        .as_array()
        .expect("opportunities")
        .iter()
        .map(|o| format!("{} {}", o["addresses"][0], o["url"]).replace('"', ""))
        .collect();
    assert_eq!(
        urls.into_iter().collect::<Vec<_>>(),
        [
            "s/a journeys/s/a.html#opportunity.say-sorry",
            "s/a/t1 journeys/s/a.html#opportunity.say-sorry__t1",
            "s/a/t2 journeys/s/a.html#opportunity.say-sorry__t2",
        ]
    );
}

#[test]
fn the_word_for_who_travels_stands_wherever_the_interface_says_it() {
    let site = site(
        "-- site.yaml --\nvocabulary: {customer: [patient, patients]}\n\
         -- personas/maya.md --\n---\nname: Maya\n---\n\
         -- opportunities/o.md --\n---\ntitle: O\nimpact: 4\nfeasibility: 4\n---\n",
    );
    assert!(site.file("personas/maya.html").contains("patient"));
    assert!(site.file("opportunities/index.html").contains("Impact on the patient"));
    for (path, bytes) in site.files() {
        let is_page = path.ends_with(".html");
        let page = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!is_page || !page.contains("customer"), "{path} says customer");
    }
}
