//! Everything that has a title is found by each of its words, and no part outgrows its limit.

use super::documents::{Document, What, of_journey, of_pages, of_tags};
use super::facts::push_number;
use super::index::{Index, Section};
use super::memo::Memo;
use super::terms::{Apart, Terms, key};
use super::words::terms;
use crate::parse;
use crate::site::{JourneyIx, Node, Options, Site, resolve};
use crate::source::Sources;
use crate::wording::english;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What no download may exceed, even if nothing could be compressed.
const LIMIT: usize = 300 * 1024;

fn site(text: &str) -> Site {
    let sources = Sources::from_fixture(text);
    let (content, _) = parse::parse(&sources, &mut parse::Memo::default());
    let today = jiff::civil::date(2026, 11, 23);
    let options = Options { today, include_drafts: false, include_confidential: false };
    resolve(&content, &sources, &options).0
}

const SHOP: &str = "-- site.yaml --
title: Shop
channels: [{id: app, title: Mobile app}]
-- personas/maya.md --
---
name: Maya Ødegård
goals: [Dinner on time]
---
-- journeys/shop.md --
---
title: Shop for a week
personas: [maya]
tags: [food]
stages:
  - title: Plan
    touchpoints:
      - {title: 購物清單, channel: app, pains: ['It forgets everything'], opportunities: [{title: Remember it, impact: 4, feasibility: 4}]}
  - title: Pay
---
-- journeys/leave.md --
---
title: Leave us
personas: [maya]
---
";

/// What a script reads from the parts: documents by term, those of titles first.
fn read(index: &Index) -> BTreeMap<String, (Vec<u32>, Vec<u32>)> {
    let mut all = BTreeMap::new();
    for part in 0..index.parts() {
        for entry in index.part(part).split(',').filter(|entry| !entry.is_empty()) {
            let fields: Vec<&str> = entry.split(':').collect();
            let [term, titles, texts] = fields[..] else { panic!("`{entry}`") };
            let texts = texts.strip_prefix('!').unwrap_or(texts);
            let found = (documents(titles, Marks::Follow), documents(texts, Marks::None));
            assert!(all.insert(term.to_owned(), found).is_none(), "`{term}` stands in two parts");
        }
    }
    all
}

#[derive(PartialEq)]
enum Marks {
    Follow,
    None,
}

fn documents(row: &str, marks: Marks) -> Vec<u32> {
    let value = |c: char| {
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        digits.find(c).expect("a digit") as u32
    };
    let (mut found, mut at, mut digits) = (Vec::new(), 0, row.chars());
    while let Some(first) = digits.next() {
        let (mut digit, mut shift) = (value(first), 0);
        while digit >= 32 {
            at += (digit - 32) << shift;
            shift += 5;
            digit = value(digits.next().expect("a number ends"));
        }
        at += digit << shift;
        found.push(at);
        if marks == Marks::Follow {
            digits.next();
        }
    }
    found
}

/// The first document of the pages, whose tail is the end.
fn assert_titles_are_found(site: &Site) {
    let index = Memo::default().index(site, english());
    let found = read(&index);
    let starts = index.starts();
    let mut at = 0;
    for journey in 0..site.journeys.len() as u32 {
        for document in of_journey(site, english(), JourneyIx(journey)) {
            assert_title_finds(&document, at, &found);
            at += 1;
        }
    }
    assert_eq!(at, starts[Section::Personas as usize]);
    let tags = (starts[Section::Tags as usize].., of_tags(site));
    let pages = (starts[Section::Pages as usize].., of_pages(site, english()));
    for (numbers, documents) in [tags, pages] {
        for (at, document) in numbers.zip(documents) {
            assert_title_finds(&document, at, &found);
        }
    }
}

fn assert_title_finds(
    document: &Document<'_>,
    at: u32,
    found: &BTreeMap<String, (Vec<u32>, Vec<u32>)>,
) {
    for term in terms(document.title) {
        let titles = found.get(&term).map(|(titles, _)| titles.as_slice()).unwrap_or_default();
        assert!(titles.contains(&at), "`{term}` of `{}` ({:?})", document.title, document.what);
    }
}

#[test]
fn every_word_of_a_title_finds_its_page() {
    assert_titles_are_found(&site(SHOP));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_a_title_is_its_words_find_it(titles in prop::collection::vec("\\PC{1,40}", 1..12)) {
        let mut text = SHOP.to_owned();
        for (at, title) in titles.iter().enumerate() {
            let title = serde_json::to_string(title).expect("a text");
            text.push_str(&format!("-- journeys/j{at}.md --\n---\ntitle: {title}\npersonas: [maya]\n---\n"));
        }
        assert_titles_are_found(&site(&text));
    }

    #[test]
    fn keys_keep_whole_letters_in_order(a in "\\PC{1,12}", b in "\\PC{1,12}") {
        let letters = |text: &str| String::from_utf8(key(text.as_bytes()).to_be_bytes().to_vec());
        let kept = letters(&a).expect("whole letters");
        let kept = kept.trim_end_matches('\0');
        prop_assert!(a.starts_with(kept) && (a.len() > 8 || kept == a), "{kept} of {a}");
        prop_assert!(a.chars().take(2).cmp(b.chars().take(2)).is_eq() || (key(a.as_bytes()) < key(b.as_bytes())) == (a < b));
    }
}

#[test]
fn words_of_a_text_find_it_and_the_title_of_a_channel_does() {
    let site = site(SHOP);
    let found = read(&Memo::default().index(&site, english()));
    let text = |term: &str| found.get(term).map(|(_, texts)| texts.clone()).unwrap_or_default();
    // The journey leave, the journey shop, its stage, its touchpoint.
    assert_eq!((text("forgets"), text("mobile"), text("food")), (vec![3], vec![3], vec![1]));
    assert!(
        found.contains_key("odegard") && found.contains_key("購物") && found.contains_key("單")
    );
}

#[test]
fn what_pages_call_a_moment_and_an_opportunity_finds_them_and_so_does_a_compound_in_one_word() {
    let site = site(&SHOP.replace("['It forgets everything']", "['No e-mail'], moment: friction"));
    let found = read(&Memo::default().index(&site, english()));
    let text = |term: &str| found.get(term).map(|(_, texts)| texts.clone()).unwrap_or_default();
    assert_eq!((text("friction"), text("email"), text("mail")), (vec![3], vec![3], vec![3]));
    // The journey leave, the journey shop and its two stages, a touchpoint, Maya: the opportunity.
    assert_eq!((text("quick"), text("idea")), (vec![6], vec![6]));
}

#[test]
fn no_part_outgrows_its_limit_and_a_word_of_everywhere_names_but_some() {
    let letters = ["ba", "ko", "mi", "ru", "te", "so", "la", "ne"];
    let text = |seed: usize| {
        let word = |n: usize| [n % 8, n / 8 % 8, n / 64 % 8].map(|at| letters[at]).concat();
        let words: Vec<String> = (0..24).map(|n| word(seed.wrapping_mul(31) + n * n * 7)).collect();
        format!("everywhere {}", words.join(" "))
    };
    let texts: Vec<Vec<String>> =
        (0..300).map(|unit| (0..50).map(|at| text(unit * 50 + at)).collect()).collect();
    let mut memo_weights: BTreeMap<u64, u32> = BTreeMap::new();
    let units: Vec<(Section, Arc<Terms>)> = texts
        .iter()
        .zip(0..)
        .map(|(texts, hash)| {
            let documents: Vec<Document<'_>> = texts
                .iter()
                .map(|text| Document {
                    what: What::Tag(0),
                    title: "",
                    lang: None,
                    texts: vec![text.as_str().into()],
                })
                .collect();
            let terms = Terms::of(&mut Apart::new(), &documents, hash);
            for entry in terms.entries() {
                *memo_weights.entry(entry.key).or_default() += entry.weight();
            }
            (Section::Journeys, Arc::new(terms))
        })
        .collect();
    let weights: Vec<(u64, u32)> = memo_weights.into_iter().collect();
    let index = Index::new(&site(SHOP), units, &weights);
    let alone: Vec<String> = (0..index.parts()).map(|part| index.part(part)).collect();
    let sizes: Vec<usize> = alone.iter().map(String::len).collect();
    assert!(sizes.len() > 4 && sizes.iter().all(|size| *size <= LIMIT), "{sizes:?}");
    index.expect_all();
    assert!(alone.iter().zip(0..).all(|(alone, part)| *alone == index.part(part)));
    let found = read(&index);
    assert_eq!(found["everywhere"].1, (0..8192).collect::<Vec<u32>>());
    let all: usize = found.values().map(|(_, texts)| texts.len()).sum();
    assert!(all > 300_000, "{all}");
}

#[test]
fn an_edit_takes_apart_what_it_changes_and_comes_to_the_same() {
    let mut memo = Memo::default();
    let before = site(SHOP);
    memo.index(&before, english());
    assert_eq!(memo.taken_apart, 4);
    // Resolved anew as a whole: every value stands somewhere else in memory.
    memo.index(&site(SHOP), english());
    assert_eq!(memo.taken_apart, 0);
    for edited in [
        SHOP.replace("Plan", "Make a list"),
        SHOP.replace("Leave us", "Go away for ever"),
        SHOP.replace("-- journeys/leave.md --", "-- journeys/a.md --\n---\ntitle: Before\npersonas: [maya]\n---\n-- journeys/leave.md --"),
    ] {
        let now = site(&edited);
        let index = memo.index(&now, english());
        assert_eq!(memo.taken_apart, 1, "{edited}");
        assert!(files(&index, &now) == files(&Memo::default().index(&now, english()), &now), "{edited}");
        memo.index(&before, english());
    }
    let renamed = site(&SHOP.replace("Mobile app", "The telephone"));
    let index = memo.index(&renamed, english());
    assert!(
        files(&index, &renamed) == files(&Memo::default().index(&renamed, english()), &renamed)
    );
}

fn files(index: &Index, site: &Site) -> BTreeMap<String, Vec<u8>> {
    index.files().map(|file| (file.path(), index.render(site, english(), file))).collect()
}

#[test]
fn a_file_is_found_by_its_path_and_nothing_else_is() {
    let site = site(SHOP);
    let index = Memo::default().index(&site, english());
    for file in index.files() {
        assert_eq!(index.find(&file.path()), Some(file));
    }
    for path in [
        "_search/words-1.js",
        "_search/words-00.js",
        "_search/docs/j2.js",
        "_search/",
        "index.js",
        "_search/docs/+0.js",
    ] {
        assert_eq!(index.find(path), None, "{path}");
    }
}

#[test]
fn numbers_have_five_bits_a_digit() {
    let shown = |number| {
        let mut out = String::new();
        push_number(&mut out, number);
        out
    };
    assert_eq!(
        [shown(0), shown(31), shown(32), shown(1_000_000)],
        ["A", "f", "gB", "gywe"].map(str::to_owned)
    );
    assert_eq!(documents(&["A", "f", "gB", "gywe"].concat(), Marks::None), [0, 31, 63, 1_000_063]);
}

#[test]
fn a_document_leads_to_its_place_and_says_where_it_is() {
    let site = site(SHOP);
    let place =
        |node: Node| (What::Node(node).url(&site), What::Node(node).place(&site, english()));
    let shop = JourneyIx(1);
    assert_eq!(
        place(Node::Stage(shop, 0)),
        ("journeys/shop/plan.html".into(), "Shop for a week".into())
    );
    let touchpoint = place(Node::Touchpoint(shop, 0, 0));
    assert_eq!(touchpoint.1, "Shop for a week › Plan");
    assert!(touchpoint.0.starts_with("journeys/shop/plan.html#%E8%B3%BC"), "{}", touchpoint.0);
}
