//! Whatever the bytes: findings in bounds, no panic, no long wait.

use super::{Document, everyday, tree::tree};
use crate::diagnostic::Finding;
use crate::model::Config;
use crate::parse::config::decode_config;
use crate::parse::decode::{FileKind, FileName, decode_file};
use crate::source::FileId;
use proptest::prelude::*;

const KINDS: [FileKind; 7] = [
    FileKind::Persona,
    FileKind::Journey,
    FileKind::Stage,
    FileKind::Touchpoint,
    FileKind::Catalogue,
    FileKind::Opportunity,
    FileKind::Evidence,
];

fn read_as_everything(text: &str) {
    let config = Config::default();
    for kind in KINDS {
        let mut findings = Vec::new();
        let name = FileName::of(kind, "1-name");
        let _ = decode_file(kind, FileId(1), &text.into(), &name, &config, &mut findings);
        stand_in_bounds(text, &findings);
    }
    let mut findings = Vec::new();
    let _ = decode_config(FileId(1), text, &mut findings);
    stand_in_bounds(text, &findings);
}

fn stand_in_bounds(text: &str, findings: &[Finding]) {
    for finding in findings {
        let (start, end) = (finding.span.start as usize, finding.span.end as usize);
        assert!(start <= end && end <= text.len(), "{finding:?} in {text:?}");
        assert!(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "{finding:?} in {text:?}"
        );
        assert!(!finding.message.is_empty());
    }
}

/// Pieces of YAML that, put together at random, come near to everything an author could write.
const PIECES: &[&str] = &[
    "title",
    "stages",
    "pains",
    "emotion",
    "date",
    "id",
    "use",
    "moment",
    "metrics",
    "values",
    "extra",
    ": ",
    ":",
    "- ",
    "-",
    "\n",
    "\r\n",
    "\r",
    "  ",
    "    ",
    "\t",
    " ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "#",
    " #",
    "&a ",
    "*a",
    "!t ",
    "|",
    ">",
    "|2-",
    "%",
    "@",
    "`",
    "?",
    "? ",
    "---",
    "...",
    "~",
    "null",
    "true",
    "2026-05-01",
    "2026-05",
    "12",
    "-1.5",
    "é",
    "日本",
    "😀",
    "\\",
    "\\u00e9",
    "\\x4",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "[^a#b]",
    "text",
];

/// Pieces of everyday YAML, and of what looks like it.
const EVERYDAY: &[&str] = &[
    "a: ",
    "b:",
    "c: x\n",
    "d: \"q r\"\n",
    "- ",
    "x",
    "y z",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\n  e: ",
    "\n    f: 1",
    "  ",
    " ",
    "\"q\"",
    "'q'",
    "[a, b]",
    "[ a,b c , -4 ]",
    "{c: 1, d: -2}",
    "{ c: 1 }",
    "[a:b, http://c.d/]",
    "[]",
    "-4",
    "-4.5",
    "1:30",
    "2026-05-01",
    "# c",
    " # c",
    "null",
    "a#b",
    ":",
    ": ",
    "-",
    "é",
    "’",
    "\u{2028}",
    "\u{85}",
    "\t",
    "\\",
    "#",
    ",",
    "]",
    "}",
    "%",
    "? ",
    "---",
    "|\n  x",
];

/// Whether everyday YAML is read without the parser; if so, to the very same values and places.
fn is_read_as_by_the_parser(yaml: &str) -> bool {
    let document = Document { file: FileId(1), source: yaml, range: 0..yaml.len() };
    let Some(node) = everyday::read(FileId(1), yaml, 0) else { return false };
    let mut findings = Vec::new();
    assert!(!document.report_controls(&mut findings), "{yaml:?}");
    let whole = tree(&document, yaml, &mut findings).ok().flatten();
    assert_eq!(whole.as_ref(), Some(&node), "{yaml:?}");
    assert!(findings.is_empty(), "{yaml:?}: {findings:?}");
    true
}

#[test]
fn everyday_yaml_needs_no_parser_and_other_yaml_does() {
    for yaml in [
        "title: A\n",
        "title: \"A: b\"\nlist:\n- a\n- b: 1\n  c:\n    - d\ne:\n",
        "# first\na: [b, c]\n\nb: {maya: -4, tom: 2}  \n  # last\n",
        "steps:\n  - - a\n    - b\n  -   c: 1\n      d: 'e f'\n",
        "url: https://example.org/a#b\nwhen: 12:30\nnone: null",
    ] {
        assert!(is_read_as_by_the_parser(yaml), "{yaml:?}");
    }
    for yaml in [
        "",
        "a",
        "- a\nb: c",
        "a: b\n  c",
        "a: b: c",
        "a: b # c",
        "a: \"b\\n\"",
        "a: 'b''c'",
        "a: |\n  b\n",
        "a: &b c",
        "a: *b",
        "\ta: b",
        "a: b\r\n",
        " a: b",
        "a: [b, [c]]",
        "a: [b,]",
        "a: {b}",
        "a: - b",
        "? a\n: b",
        "a:\n    b: 1\n  c: 2\n",
        "---\na: b\n",
        "a:\n  b\n",
        "-\n  a\n",
    ] {
        assert!(!is_read_as_by_the_parser(yaml), "{yaml:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_row_of_everyday_signs_is_read_as_by_the_parser(
        pieces in proptest::collection::vec(proptest::sample::select(EVERYDAY), 0..16),
    ) {
        is_read_as_by_the_parser(&pieces.concat());
        is_read_as_by_the_parser(&format!("title: A\n{}\n", pieces.concat()));
    }

    #[test]
    fn any_row_of_yaml_signs_is_read_as_by_the_parser(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..16),
    ) {
        is_read_as_by_the_parser(&format!("title: A\n{}\n", pieces.concat()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_findings_in_bounds(text in any::<String>()) {
        read_as_everything(&text);
        read_as_everything(&format!("---\n{text}\n---\n"));
    }

    #[test]
    fn any_bytes_give_findings_in_bounds(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_as_everything(&format!("---\n{}\n---\n", String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn any_row_of_yaml_signs_gives_findings_in_bounds(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
    ) {
        let text = pieces.concat();
        read_as_everything(&text);
        read_as_everything(&format!("---\ntitle: A\n{text}\n---\nText\n"));
    }
}

#[test]
fn hostile_files_come_to_findings_inside_them() {
    let repeat = |piece: &str| format!("---\n{}\n---\n", piece.repeat(200_000 / piece.len()));
    let texts = [
        repeat("a: b\n"),
        repeat("titl: b\n"),
        repeat("- @a\n"),
        repeat("a: b: c\n"),
        repeat("[["),
        repeat("{a: "),
        repeat("- "),
        repeat("\""),
        repeat("'"),
        repeat("\"\\u00e9\\\n "),
        repeat("\t"),
        repeat(" #"),
        repeat("? "),
        repeat("&a "),
        repeat("*a, "),
        repeat("!a "),
        repeat("%a\n"),
        repeat("\r"),
        repeat("---"),
        format!("---\ntitle: \"{}\"\n---\n", "\\u00e9 [^a] ".repeat(16_000)),
        format!("---\npains: [{}]\n---\n", "[^a], ".repeat(30_000)),
        format!("---\npains: [x [{}]\n---\n", "^a], ".repeat(30_000)),
        format!("---\ntags: [{}]\n---\n", "[a], ".repeat(20_000)),
        format!("---\nlinks: [{}]\n---\n", "a, ".repeat(40_000)),
        format!("---\ntags: [{}]\n---\n", "a, ".repeat(40_000)),
        format!("---\n? {}\n: a\n---\n", "x".repeat(190_000)),
        format!("---\n{}: a\n---\n", "x".repeat(190_000)),
        format!("---\ntitle: {}\n---\n", "a\n ".repeat(60_000)),
        format!("---\ntitle: |\n{}\n---\n", "  a\n\n".repeat(30_000)),
        format!("---\nhighlights: [{}]\n---\n", "{id: a, text: b}, ".repeat(10_000)),
        format!(
            "---\nextra: {{{}}}\n---\n",
            (0..20_000).map(|i| format!("k{i}: 1, ")).collect::<String>()
        ),
    ];
    // Whoever reads one of them in the square of its length is not done before anybody gives up.
    for text in &texts {
        let config = Config::default();
        let name = FileName::of(FileKind::Evidence, "name");
        let mut findings = Vec::new();
        let _ = decode_file(
            FileKind::Evidence,
            FileId(1),
            &text.as_str().into(),
            &name,
            &config,
            &mut findings,
        );
        assert!(!findings.is_empty(), "{}", &text[..40]);
        for finding in &findings {
            assert!(
                text.get(finding.span.start as usize..finding.span.end as usize).is_some(),
                "{finding:?}"
            );
        }
    }
}

#[test]
fn a_tab_before_a_text_in_brackets_leaves_every_place_at_a_letter() {
    let mut findings = Vec::new();
    let text = "{\tnull\u{e9}:[#...\\{- \u{65e5}\u{672c}    \t!t ";
    crate::parse::config::decode_config(crate::source::FileId(1), text, &mut findings);
    let at_letters = |f: &crate::diagnostic::Finding| {
        text.is_char_boundary(f.span.start as usize) && text.is_char_boundary(f.span.end as usize)
    };
    assert!(!findings.is_empty() && findings.iter().all(at_letters), "{findings:?}");
}
