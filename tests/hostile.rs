//! Content is untrusted: anyone may open a pull request.

use crate::site::{TestSite, options, site};
use milepost::source::Sources;
use milepost::workspace::Workspace;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A site in which every text is the same words.
fn site_of(words: &str) -> TestSite {
    let w = serde_json::to_string(words).expect("a JSON string is a YAML one");
    site(&format!(
        "-- site.yaml --\ntitle: {w}\ndescription: {w}\nbase_url: https://maps.example.org/\n\
         -- index.md --\n---\ntitle: {w}\n---\n{body}\n\
         -- personas/maya.md --\n---\nname: {w}\nrole: {w}\nowner: {w}\ntags: [{w}]\n\
         review: {{last: 2026-11-01, log: [{{date: 2026-10-01, by: {w}, note: {w}}}]}}\ngoals: [{w}]\n\
         attributes: {{Town: {w}}}\nscales: [{{left: {w}, right: {w}, value: 0.5}}]\n---\n{body}\n\
         -- journeys/shop.md --\n---\ntitle: {w}\npersonas: [maya]\ngoal: {w}\nscenario: {w}\nowner: {w}\n\
         stages:\n  - id: one\n    title: {w}\n    phase: {w}\n    goal: {w}\n    lifecycle: purchase\n    touchpoints:\n\
         \x20     - id: t1\n        title: {w}\n        channel: {w}\n        emotion: -1\n        feeling: {w}\n\
         \x20       moment: {{kind: friction, why: {w}}}\n        actions: [{w}, {w}, {w}]\n        pains: [{{text: {w}, evidence: [study]}}]\n\
         \x20       quotes: [{{text: {w}}}]\n        backstage: [{w}]\n\
         \x20       opportunities:\n          - {{id: better, title: {w}, impact: 5, feasibility: 5}}\n---\n{body}\n\
         -- evidence/study.md --\n---\ntitle: {w}\nmethod: interview\ndate: 2026-10-01\n\
         highlights: [{{id: h1, text: {w}, who: {w}, consent: true}}]\n---\n{body}\n",
        body = words.replace("\n--", "\n.-").trim_start_matches('-'),
    ))
}

fn assert_sound(words: &str) {
    let files = site_of(words).files();
    for (path, bytes) in files {
        let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is no UTF-8"));
        if path.starts_with("_theme/") {
            continue;
        }
        if [".html", ".svg", ".xml"].iter().any(|kind| path.ends_with(kind)) {
            assert!(!text.contains("<script>alert"), "{path} runs a script of {words:?}");
            assert!(!text.contains("<img src=x"), "{path} has a handler of {words:?}");
        }
        if path.ends_with(".svg") || path.ends_with(".xml") {
            roxmltree::Document::parse(&text)
                .unwrap_or_else(|e| panic!("{path}: {e} of {words:?}"));
        } else if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(&text)
                .unwrap_or_else(|e| panic!("{path}: {e}"));
        } else if path.ends_with(".ics") {
            for line in text.split("\r\n") {
                let sound = line.len() <= 75 && !line.contains('\n');
                assert!(sound, "{path}: {} bytes in {line:?}", line.len());
            }
        } else if path.ends_with(".html") {
            let odd = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r'));
            assert_eq!(odd, None, "{path} holds a control character of {words:?}");
            for picture in text.split("<svg").skip(1) {
                let picture =
                    format!("<svg{}</svg>", picture.split("</svg>").next().unwrap_or_default());
                roxmltree::Document::parse(&picture)
                    .unwrap_or_else(|e| panic!("{path}: {e}\n{picture}"));
            }
        }
    }
}

#[test]
fn hostile_words_keep_every_file_sound() {
    for words in [
        "a </svg></text></title><script>alert(1)</script> b",
        "<img src=x onerror=alert(1)> & \"quotes\" 'single' ]]> --> b",
        "{{ site.secret }} {% include \"x\" %} {# b #}",
        "line one\nBEGIN:VEVENT\nSUMMARY:injected;,\\ b",
        "[x](javascript:alert(1)) ![y](data:text/html;base64,xx) [z](//evil.example/) b",
        "a\u{0}\u{1}\u{8}\u{b}\u{1b}\u{1f} b",
        "\u{202e}right to left\u{2066} مرحبا 你好 😀👩‍👩‍👧 b\u{0301}\u{200d}",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkundenausgabestelle",
        "[^nobody] [[nobody]] # heading\n\n> quote\n\n- list\n\n| a | b |\n|---|---|\n| c | d |",
    ] {
        assert_sound(words);
    }
}

#[test]
fn hostile_addresses_lead_nowhere() {
    let site = site(
        "-- index.md --\n[a](javascript:alert%281%29) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](vbscript:x)\n\
         [e](//evil.example/x) <a href=\"javascript:alert(1)\">f</a> <a href=\" java\tscript:x\">g</a>\n",
    );
    let home = site.file("index.html").to_lowercase();
    for bad in ["javascript:", "data:text", "vbscript:", "\"//evil", "java\tscript"] {
        assert!(!home.contains(bad), "{bad} is in {home}");
    }
    for word in ["a", "b", "c", "d", "e", "f", "g"] {
        assert!(home.contains(word), "the word {word} stays");
    }
}

fn findings_are_sound(sources: Sources) {
    let workspace = Workspace::open(sources, options(), None, |_| Ok(BTreeMap::new()));
    let workspace = workspace.expect("the default theme needs no file");
    for finding in workspace.findings() {
        let length = workspace.sources().text(finding.span.file).len() as u32;
        assert!(
            finding.span.start <= finding.span.end && finding.span.end <= length,
            "{finding:?}"
        );
        assert!(!finding.message.is_empty());
    }
    milepost::diagnostic::render_human(
        workspace.findings(),
        workspace.sources(),
        milepost::diagnostic::Colour::None,
    );
    for output in workspace.outputs() {
        workspace.render(&workspace.renderer(), &output).expect("a broken site renders too");
    }
}

const PATHS: [&str; 7] = [
    "site.yaml",
    "index.md",
    "journeys/a.md",
    "journeys/b/1-c.md",
    "personas/maya.md",
    "evidence/study.md",
    "touchpoints/t.md",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_file_give_findings_within_their_files(bytes: Vec<u8>, which in 0..PATHS.len()) {
        let mut sources = Sources::new("content");
        sources.insert_text(PATHS[which], &bytes);
        findings_are_sound(sources);
    }

    #[test]
    fn any_shuffled_front_matter_gives_findings_within_its_file(
        lines in proptest::collection::vec(
            proptest::sample::select(vec![
                "title: A", "  - b", "personas: [maya", "stages:", "  - title: x", "    emotion: -1", "a: &b [*b, *b]",
                "\tq: 1", "pains: [x: y]", "review: {last: 2026-02-30}", "- - -", "? {", "é😀: \"\\u00e9\"", "...", "---",
                "actions: |", "   deep", "%YAML 9", "date: 2026-13", "emotion: {maya: 99}", "quotes: [a#b, c]", "{{}}",
            ]),
            0..24,
        ),
        which in 0..PATHS.len(),
    ) {
        let mut sources = Sources::new("content");
        sources.insert_text(PATHS[which], format!("---\n{}\n---\n[[x]] [^y]", lines.join("\n")).as_bytes());
        findings_are_sound(sources);
    }

    #[test]
    fn any_words_keep_every_file_sound(words in "\\PC{1,40}") {
        prop_assume!(!words.trim().is_empty());
        assert_sound(&words);
    }
}

#[test]
fn a_yaml_bomb_is_refused_with_its_place() {
    let mut bomb = String::from(
        "-- journeys/a.md --\n---\ntitle: A\npersonas: [m]\nextra:\n  a0: &a0 [x, x]\n",
    );
    for i in 1..40 {
        bomb.push_str(&format!("  a{i}: &a{i} [*a{}, *a{}]\n", i - 1, i - 1));
    }
    bomb.push_str("---\n");
    let found = site(&bomb).findings();
    assert!(
        found.iter().any(|f| f.contains("journeys/a.md:") && f.ends_with("MP0004")),
        "{found:?}"
    );
    let deep =
        format!("-- journeys/a.md --\n---\nextra: {}{}\n---\n", "[".repeat(5000), "]".repeat(5000));
    let found = site(&deep).findings();
    assert!(found.iter().any(|f| f.ends_with("MP0004")), "{found:?}");
}

#[test]
fn a_theme_is_a_folder_of_its_own_place_and_no_way_out_of_it() {
    for theme in ["/etc", "../content", "..", ".", "default/../..", "C:\\\\temp"] {
        let text = format!("-- site.yaml --\ntheme: \"{theme}\"\n");
        let workspace = Workspace::open(Sources::from_fixture(&text), options(), None, |name| {
            panic!("files of the theme `{name}` are read")
        });
        let workspace = workspace.expect("a finding");
        let codes: Vec<&str> = workspace.findings().iter().map(|f| f.code.id()).collect();
        assert_eq!(codes, ["MP0901"], "{theme}");
    }
}
