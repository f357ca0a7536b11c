//! A site in another language: the whole example in a made-up one in which every phrase is marked,
//! so that whatever stands unmarked and was not written by an author is a word that nobody could
//! translate.

use crate::output::open_example_with;
use crate::site::TestSite;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

const ENGLISH: &str = include_str!("../themes/default/words/en.yaml");

/// The example in the made-up language.
static MARKED: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let files = marked_example().files();
    files.into_iter().map(|(p, b)| (p, String::from_utf8_lossy(&b).into_owned())).collect()
});

fn marked_example() -> TestSite {
    open_marked(|text| text.replace("language: en", "language: qps"))
}

fn open_marked(settings: fn(&str) -> String) -> TestSite {
    let words = [("words/qps.yaml".to_owned(), marked_words().into_bytes())].into();
    open_example_with(words, settings)
}

/// Every phrase of English with its words between marks; what it is about stays outside of them.
fn marked_words() -> String {
    let mut out = String::new();
    for line in ENGLISH.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
        let (name, phrase) = line.split_once(": ").expect("a name and a phrase");
        out.push_str(&format!("{name}: {}\n", marked_phrase(phrase)));
    }
    out
}

fn marked_phrase(phrase: &str) -> String {
    let Some(forms) = phrase.strip_prefix("{one: \"") else {
        return format!("\"{}\"", marked(phrase.trim_matches('"')));
    };
    let forms = forms.strip_suffix("\"}").expect("plural forms");
    let (one, other) = forms.split_once("\", other: \"").expect("two forms");
    format!("{{one: \"{}\", other: \"{}\"}}", marked(one), marked(other))
}

fn marked(phrase: &str) -> String {
    let mut out = String::new();
    for part in phrase.split_inclusive('}') {
        let (words, slot) = part.split_at(part.find('{').unwrap_or(part.len()));
        if words.contains(char::is_alphabetic) {
            let inner = words.trim();
            out.push_str(&words.replace(inner, &format!("⟦{inner}⟧")));
        } else {
            out.push_str(words);
        }
        out.push_str(slot);
    }
    out
}

/// What stands outside of all marks. A text that was cut short has lost the end of its mark.
fn unmarked(text: &str) -> String {
    let mut is_inside = false;
    let keep = |c: char| match c {
        '⟦' | '⟧' => {
            is_inside = c == '⟦';
            '·'
        }
        _ if is_inside => '·',
        c => c,
    };
    text.chars().map(keep).collect()
}

/// Words between signs, without those that are numbers alone.
fn runs(text: &str) -> impl Iterator<Item = String> + '_ {
    let is_sign = |c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '-'));
    text.split(is_sign).filter_map(|run| {
        let run = run.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        let words: Vec<&str> = run.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    })
}

/// Settings whose values are words of the format.
const FORMAT_WORDS: [&str; 11] = [
    "state",
    "status",
    "method",
    "moment",
    "kind",
    "lifecycle",
    "control",
    "altitude",
    "every",
    "icon",
    "better",
];

/// Everything that the example's authors wrote, as runs of words.
static WRITTEN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut written = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let sources = milepost::io::load::load(&root).expect("the example can be read");
    for (path, file) in sources.iter() {
        let name = path.rsplit('/').next().unwrap_or_default();
        written.extend(runs(name.split('.').next().unwrap_or_default()));
        let text = sources.text(file.id);
        let mut has_fields = path.ends_with(".yaml") || text.starts_with("---");
        let mut prose = String::new();
        for (at, line) in text.lines().enumerate() {
            match has_fields {
                true if at > 0 && line == "---" => has_fields = false,
                true => written.extend(runs(&values(line))),
                false => written.extend(runs(line)),
            }
            prose.push_str(&format!(
                " {}",
                line.trim().trim_matches(['-', '*', '>', '[', ']', 'x'])
            ));
        }
        written.extend(runs(&prose));
    }
    // Who made the site, names of files that are offered, and the end of an address.
    written.extend(["milepost", "reviews", "ics", "json", "md"].map(str::to_owned));
    written
});

/// A line without the names of its fields and without words of the format.
fn values(line: &str) -> String {
    let mut out = String::new();
    let mut parts = line.split(": ").peekable();
    while let Some(part) = parts.next() {
        let is_key = |c: char| c.is_ascii_lowercase() || c == '_';
        let key = part.rsplit(|c: char| !is_key(c)).next().unwrap_or_default();
        let before = part[..part.len() - key.len()].trim_end();
        let begins = before.is_empty() || before.ends_with(['-', '{', ',']);
        let key = if begins { key } else { "" };
        let start = part.len() - key.len();
        let text = if parts.peek().is_some() && !key.is_empty() { &part[..start] } else { part };
        out.push_str(text);
        out.push('|');
        if FORMAT_WORDS.contains(&key)
            && let Some(value) = parts.next()
        {
            let end = value.find([',', '}']).unwrap_or(value.len());
            out.push_str(&value[end..]);
        }
    }
    out
}

/// Attributes that people hear or see.
const SPOKEN: [&str; 6] = ["title", "aria-label", "alt", "placeholder", "label", "content"];

/// What a page or a picture says: text by text, and the attributes that are read out.
fn said(markup: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut picture = None::<String>;
    for part in markup.split('<').skip(1) {
        let Some((tag, text)) = part.split_once('>') else { continue };
        let name = tag.split([' ', '/']).find(|n| !n.is_empty()).unwrap_or_default();
        let is_told = name != "meta" || tag.contains("name=\"description\"");
        if is_told && !tag.starts_with("!--") {
            all.extend(SPOKEN.iter().filter_map(|a| attribute(tag, a)).map(decoded));
        }
        match name {
            "text" if tag.starts_with('/') => all.extend(picture.take()),
            "text" => picture = Some(String::new()),
            _ => {}
        }
        let text = decoded(text);
        match &mut picture {
            Some(lines) => lines.push_str(&format!(" {text}")),
            None => all.push(text),
        }
    }
    all
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

fn decoded(text: impl AsRef<str>) -> String {
    let text = text.as_ref();
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Whether an author wrote these words: as they stand, or cut short.
fn is_written(run: &str) -> bool {
    WRITTEN.contains(run) || (run.len() > 8 && WRITTEN.iter().any(|written| written.contains(run)))
}

/// Words of a text that nobody wrote and nobody could translate.
fn foreign(text: &str) -> Vec<String> {
    runs(&unmarked(text)).filter(|run| !is_written(run)).collect()
}

#[test]
fn every_word_of_the_interface_comes_from_the_file_of_its_language() {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, markup) in MARKED.iter() {
        if !path.ends_with(".html") && !path.ends_with(".svg") || path.starts_with("assets/") {
            continue;
        }
        for text in said(markup) {
            for run in foreign(&text) {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                found.entry(format!("`{run}` in `{text}`")).or_default().insert(path.clone());
            }
        }
    }
    let list: Vec<String> = found
        .iter()
        .map(|(what, pages)| format!("{what}: {} and others", pages.first().expect("a page")))
        .collect();
    assert!(list.is_empty(), "{} in all\n{}", list.len(), list.join("\n"));
}

#[test]
fn what_readers_subscribe_to_speaks_the_language_of_the_site() {
    let told = |path: &str, begin: &str, end: &str| -> Vec<String> {
        let text = MARKED[path].replace("\r\n ", "");
        text.split(begin).skip(1).map(|t| t.split(end).next().unwrap_or("").to_owned()).collect()
    };
    let mut texts = told("reviews.ics", "\r\nSUMMARY:", "\r\n");
    texts.extend(told("reviews.ics", "\r\nDESCRIPTION:", "\r\n"));
    texts.extend(told("feed.xml", "<title>", "</title>"));
    assert!(texts.len() > 10 && texts.iter().any(|text| text.contains('⟦')), "{texts:?}");
    for text in texts {
        let text = text.replace("\\n", "\n").replace('\\', "");
        let text: String = text.lines().filter(|line| !line.starts_with("https:")).collect();
        assert_eq!(foreign(&decoded(&text)), [""; 0], "{text}");
    }
}

#[test]
fn what_the_search_finds_is_named_in_the_language_of_the_site() {
    let mut looked_at = 0;
    for (path, script) in MARKED.iter().filter(|(path, _)| path.starts_with("_search/docs/")) {
        let list = script.split_once(',').expect("a name and rows").1;
        let rows: Vec<(String, String, String, String, String)> =
            serde_json::from_str(list.trim_end().trim_end_matches(");")).expect("rows");
        for (title, _, place, ..) in rows {
            looked_at += 1;
            // A former address is a path.
            for said in [title, place].into_iter().filter(|said| !said.contains('/')) {
                let said = said.split(['›', '·', '…']);
                let left: Vec<String> = said.flat_map(foreign).collect();
                assert!(left.is_empty(), "{path}: {left:?}");
            }
        }
    }
    assert!(looked_at > 100);
}

/// The shipped scripts, without comments.
fn scripts() -> BTreeMap<&'static str, String> {
    let all = [
        ("site.js", include_str!("../themes/default/assets/site.js")),
        ("search.js", include_str!("../themes/default/assets/search.js")),
        ("portfolio.js", include_str!("../themes/default/assets/portfolio.js")),
    ];
    let code = |script: &str| -> String {
        script
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    all.map(|(name, script)| (name, code(script))).into()
}

#[test]
fn scripts_hold_no_words_of_their_own() {
    for (name, script) in scripts() {
        // Every second piece stands between quotes.
        for text in script.lines().flat_map(|line| line.split('"').skip(1).step_by(2)) {
            let words: Vec<&str> = text.split(' ').collect();
            let is_class = ["sub num", "nw sub"].contains(&text);
            let is_word =
                |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
            let is_sentence = words.iter().filter(|word| is_word(word)).count() > 1;
            let is_label = words[0].chars().next().is_some_and(char::is_uppercase)
                && words
                    .iter()
                    .all(|word| is_word(&word.trim_end_matches(['.', ':', '?', '…'].as_slice())));
            let is_key =
                words.len() == 1 && (text.starts_with("Arrow") || text == text.to_uppercase());
            let is_code = text.contains(['<', '[', '#', '=', '('])
                || ["use strict", "Escape"].contains(&text);
            let is_names =
                ["img", "is-overdue", "d-overdue", "la", "li"].iter().any(|n| words.contains(n));
            assert!(
                !(is_sentence || is_label) || is_key || is_code || is_class || is_names,
                "{name}: `{text}`"
            );
        }
    }
}

#[test]
fn every_phrase_is_said_somewhere_and_scripts_say_only_what_there_is() {
    let names: BTreeSet<&str> = ENGLISH
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once(": ")?.0))
        .collect();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for (name, script) in scripts() {
        for phrase in script.split("say(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(names.contains(phrase), "{name}: there is no phrase `{phrase}`");
            said.insert(phrase.to_owned());
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    each_text(&root.join("src"), &mut |text| {
        let calls = text.split('.').filter_map(|rest| Some(rest.split_once('(')?.0));
        said.extend(calls.filter(|name| names.contains(name)).map(str::to_owned));
    });
    each_text(&root.join("themes/default/templates"), &mut |text| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let plain = text.split("w.").skip(1).filter_map(|rest| rest.split(|c| !is_name(c)).next());
        let filled = text.split("\" | say").filter_map(|before| before.rsplit('"').next());
        said.extend(plain.chain(filled).map(str::to_owned));
    });
    // The words of who travels are filled in when a language is read.
    said.extend(["word_customer", "word_customers"].map(str::to_owned));
    let silent: Vec<&&str> = names.iter().filter(|name| !said.contains(**name)).collect();
    assert!(silent.is_empty(), "nobody says {silent:?}");
}

fn each_text(folder: &Path, take: &mut impl FnMut(&str)) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => each_text(&path, take),
            false => take(&std::fs::read_to_string(&path).unwrap_or_default()),
        }
    }
}

#[test]
fn a_site_that_names_who_travels_never_says_customer() {
    let site = open_marked(|text| {
        text.replace("language: en", "language: qps\nvocabulary: {customer: [guest, guests]}")
    });
    let mut named = 0;
    for (path, bytes) in site.files() {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        named += usize::from(text.contains(">guest<"));
        // What stands between marks is the interface's.
        for phrase in text.split('⟦').skip(1).filter_map(|rest| rest.split('⟧').next()) {
            assert!(phrase.len() > 400 || !phrase.contains("customer"), "{path}: {phrase}");
        }
    }
    assert!(named > 0, "a persona is a guest");
}

#[test]
fn a_scale_speaks_its_authors_words_or_those_of_the_language_everywhere() {
    const SITE: &str = "-- personas/maya.md --\n---\nname: Maya\n---\n-- journeys/shop.md --\n---\ntitle: Shop\npersonas: [maya]\nstages:\n  - title: Plan\n    touchpoints:\n      - {title: List, emotion: 1}\n      - {title: Pay, emotion: -1}\n---\n-- site.yaml --\nlanguage: de\n";
    const OWN: &str =
        "emotion: {min: -2, max: 2, labels: [Furious, Annoyed, Neutral, Pleased, Delighted]}\n";
    let said = |site: &str| {
        let files = crate::site::site(site).files();
        ["index.html", "journeys/shop.html", "journeys/shop.svg", "journeys/shop/plan.html"].map(
            |path| {
                let text = String::from_utf8_lossy(&files[path]).into_owned();
                (text.contains("Delighted"), text.contains("Begeistert"))
            },
        )
    };
    for (page, (english, german)) in said(SITE).into_iter().enumerate() {
        assert!(!english && german, "page {page}: the words of the language");
    }
    for (page, (english, german)) in said(&format!("{SITE}{OWN}")).into_iter().enumerate() {
        assert!(english && !german, "page {page}: the words of the author");
    }
}

const GERMAN: &str = "
-- personas/maya.md --
---
name: Maya
lang: de
segments: [Familien]
attributes: {Wohnort: Berlin}
links: [{title: Studie, url: \"https://example.org/\"}]
---
-- journeys/einkauf.md --
---
title: Einkauf
lang: de
personas: [maya]
stages:
  - {title: Bestellen, phase: Vorher, touchpoints: [{title: Warenkorb, emotion: 1}]}
---
";

#[test]
fn names_that_are_no_sentences_say_their_language_too() {
    let site = crate::site::site(GERMAN);
    let (persona, journey) = (site.file("personas/maya.html"), site.file("journeys/einkauf.html"));
    for name in ["Familien", "Wohnort"] {
        assert!(
            persona.contains(&format!("<span lang=\"de\" dir=\"auto\">{name}</span>")),
            "{name}"
        );
    }
    assert!(persona.contains("lang=\"de\" dir=\"auto\">Studie</a>"));
    let phase = "<span lang=\"de\" dir=\"auto\">Vorher</span>";
    // On the upright map and in the table.
    assert_eq!(journey.matches(phase).count(), 2);
    assert!(site.file("journeys/einkauf/bestellen.html").contains(phase));
    let before = journey.split("VORHER").next().expect("the map");
    let text = before.rsplit("<text ").next().expect("a text");
    assert!(text.contains("lang=\"de\""), "{text}");
    // Where the page speaks the same language nothing is said.
    let german = crate::site::site(&format!("{GERMAN}-- site.yaml --\nlanguage: de\n"));
    assert!(german.file("personas/maya.html").contains("<dd dir=\"auto\">Familien</dd>"));
}
