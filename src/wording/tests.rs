use super::pattern::Value;
use super::plural::{Category, Rule};
use super::{Choice, Direction, PHRASES, Wording, direction};
use jiff::civil::date;
use std::collections::BTreeMap;

fn files(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn english() -> BTreeMap<String, Vec<u8>> {
    files(&[("words/en.yaml", include_str!("../../themes/default/words/en.yaml"))])
}

fn load(language: &str, own: &[(&str, &str)]) -> Result<Wording, String> {
    let choice = Choice { language: language.into(), customer: None };
    Wording::load(&choice, &english(), &files(own))
        .map_err(|e| format!("{}:{}:{}: {}", e.path, e.line, e.column, e.message))
}

#[test]
fn english_says_every_phrase() {
    let words = load("en", &[]).expect("the words of English");
    for (at, (name, slots)) in PHRASES.iter().enumerate() {
        assert!(!slots.is_empty() || !words.text(at).is_empty(), "{name}");
    }
    assert_eq!(words.day(date(2026, 11, 3)), "3 November 2026");
    assert_eq!([words.number(-1.25, 1), words.amount(1_234_567.0)], ["−1.3", "1,234,567"]);
}

#[test]
fn a_sign_stays_in_front_of_its_number_among_letters_from_right_to_left() {
    let arabic = load("ar", &[]).expect("words");
    assert_eq!([arabic.felt(-2.0), arabic.signed(-2.0)], ["\u{200e}−2", "−2"]);
    let english = load("en", &[]).expect("words");
    assert_eq!(english.felt(-2.0), "−2");
    // A language without words of its own is spoken to in English, as English writes.
    let percent = english.whole_percent(0.46);
    assert!(percent.starts_with("46") && percent.ends_with('%'), "{percent}");
    assert_eq!(arabic.whole_percent(0.46), format!("\u{2066}{percent}\u{2069}"));
}

#[test]
fn a_language_falls_back_to_its_own_without_the_region_then_to_english() {
    let own = [
        ("words/de.yaml", "personas: Personas DE\nreviews: Prüfungen\nnumber_decimal: ','"),
        ("words/de-AT.yaml", "reviews: Reviews AT"),
    ];
    let words = load("de-AT", &own).expect("the words of German");
    assert_eq!(
        [words.reviews(), words.personas(), words.journeys(), words.language()],
        ["Reviews AT", "Personas DE", "Journeys", "de-AT"]
    );
    assert_eq!(words.number(1.5, 1), "1,5");
    assert_eq!(&**load("de-CH", &own).expect("German").language(), "de");
    assert_eq!(&**load("fr", &own).expect("English").language(), "en");
}

#[test]
fn a_slip_in_a_language_is_found_at_its_place() {
    let found = |text: &str| load("de", &[("words/de.yaml", text)]).err().unwrap_or_default();
    assert_eq!(
        found("reviews: A\npersonae: B"),
        "words/de.yaml:2:1: there is no phrase `personae`: did you mean `personas`?"
    );
    assert_eq!(
        found("date_day: '{day}. {mont} {year}'"),
        "words/de.yaml:1:11: this phrase has no `{mont}`, but `{day}`, `{month}`, `{year}`"
    );
    assert_eq!(
        found("date_day: '{day}. {month}'"),
        "words/de.yaml:1:11: this phrase does not say `{year}`"
    );
    assert_eq!(
        found("reviews: {one: A, other: B}"),
        "words/de.yaml:1:10: only a phrase with `{n}` has plural forms"
    );
    assert!(found("reviews: [A]").contains("a phrase is a text"));
    assert!(found("reviews: 'a } b'").contains("a brace stands alone"));
    assert!(found("reviews: \"a\nb").starts_with("words/de.yaml:"));
    assert!(found("reviews: A\nreviews: B").contains("twice"));
}

#[test]
fn markup_stays_and_text_is_escaped() {
    let words = load("en", &[]).expect("the words of English");
    let filled = words.date_month(Value::Markup("<b>May</b>"), "<i>");
    let mut html = String::new();
    filled.write(&mut html, |out, text| out.push_str(&text.replace('<', "&lt;")));
    assert_eq!(html, "<b>May</b> &lt;i>");
}

#[test]
fn languages_count_by_their_rules() {
    use Category::{Few, Many, One, Other, Two, Zero};
    let counts = [0.0, 1.0, 2.0, 5.0, 11.0, 21.0, 22.0, 100.0];
    for (language, expected) in [
        ("en", [Other, One, Other, Other, Other, Other, Other, Other]),
        ("de-AT", [Other, One, Other, Other, Other, Other, Other, Other]),
        ("fr", [One, One, Other, Other, Other, Other, Other, Other]),
        ("ar", [Zero, One, Two, Few, Many, Many, Many, Other]),
        ("he", [Other, One, Two, Other, Other, Other, Other, Other]),
        ("ru", [Many, One, Few, Many, Many, One, Few, Many]),
        ("pl", [Many, One, Few, Many, Many, Many, Few, Many]),
        ("ja", [Other, Other, Other, Other, Other, Other, Other, Other]),
    ] {
        assert_eq!(counts.map(|n| Rule::of(language).category(n)), expected, "{language}");
    }
}

#[test]
fn a_script_or_else_a_language_decides_the_direction() {
    for right in ["ar", "he-IL", "fa", "az-Arab", "AR-eg"] {
        assert_eq!(direction(right), Direction::RightToLeft, "{right}");
    }
    for left in ["en", "de-AT", "ar-Latn", "az", ""] {
        assert_eq!(direction(left), Direction::LeftToRight, "{left}");
    }
}

#[test]
fn every_language_that_is_shipped_says_every_phrase_of_english() {
    let english = english();
    let german = include_str!("../../themes/default/words/de.yaml");
    let own = files(&[("words/de.yaml", german)]);
    let choice = Choice { language: "de".into(), customer: None };
    Wording::load(&choice, &english, &own).unwrap_or_else(|error| panic!("{error:?}"));
    let names = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        lines.filter_map(|line| Some(line.split_once(": ")?.0.to_owned())).collect()
    };
    let all: Vec<String> = PHRASES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(german), all, "the same phrases in the same order");
}

#[test]
fn every_study_and_lane_of_the_format_has_its_phrase() {
    let words = super::english();
    for (at, word) in crate::model::fields::METHODS.iter().enumerate() {
        let method = crate::model::Method(at as u8);
        assert_ne!(words.method(method), *word, "the phrase is a heading");
    }
}
