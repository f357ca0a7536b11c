//! Every finding stands exactly where its value is written: small whole sites, one a file in
//! `tests/findings/`, each with the findings it has at its end (`-- expect --`). The same places
//! come out whatever ends the lines and whether a byte order mark stands before the text.
//! `UPDATE=1 cargo test` rewrites the expectations.

use crate::site::options;
use milepost::check::{check, finish};
use milepost::diagnostic::{
    CODES, Code, Colour, Finding, Located, render_github, render_human, render_json, render_sarif,
    render_short,
};
use milepost::parse::{Memo, parse};
use milepost::site::resolve;
use milepost::source::{Asset, Content, Sources, UnreadReason};
use milepost::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// Findings of nearly every small site, left out unless the remark of a case says `Everything.`
const USUAL: [&str; 3] = ["MP0603", "MP0702", "MP0808"];

/// Codes that no text file can have; they have tests of their own.
const ELSEWHERE: [Code; 4] =
    [Code::NotUtf8, Code::FileTooLarge, Code::LinkLeavesContent, Code::NotPlainFile];

/// A case: its remark, its site, what it expects.
struct Case {
    path: PathBuf,
    site: String,
    expected: String,
}

fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let entries = fs::read_dir(folder).expect("the folder of cases").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().map(case).collect()
}

fn case(path: PathBuf) -> Case {
    let text = fs::read_to_string(&path).expect("a case is a text");
    let (site, expected) = text.split_once("-- expect --\n").expect("a case says what it expects");
    Case { site: site.to_owned(), expected: expected.to_owned(), path }
}

/// How a text is stored.
#[derive(Clone, Copy, Debug)]
enum Form {
    Lf,
    CrLf,
    Cr,
    Bom,
}

fn stored(text: &str, form: Form) -> Vec<u8> {
    match form {
        Form::Lf => text.as_bytes().to_vec(),
        Form::CrLf => text.replace('\n', "\r\n").into_bytes(),
        Form::Cr => text.replace('\n', "\r").into_bytes(),
        Form::Bom => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
    }
}

fn sources(site: &str, form: Form) -> Sources {
    let mut sources = Sources::new("content");
    for (path, file) in Sources::from_fixture(site).iter() {
        match &file.content {
            Content::Text { text, .. } => {
                sources.insert_text(path, &stored(text, form));
            }
            Content::Asset(asset) => {
                sources.insert_asset(path, asset.clone());
            }
        }
    }
    sources
}

/// Sources and what is found in them; pages and themes have no say in it.
struct Checked {
    sources: Sources,
    findings: Vec<Finding>,
}

impl Checked {
    fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn sources(&self) -> &Sources {
        &self.sources
    }
}

fn open(mut sources: Sources) -> Checked {
    let theme = take_theme(&mut sources);
    if sources.get("site.yaml").is_some_and(|file| names_a_theme(&file.content)) {
        let workspace = Workspace::open(sources, options(), None, move |_| Ok(theme.clone()));
        let workspace = workspace.expect("a theme that cannot be used is a finding");
        let findings = workspace.findings().to_vec();
        return Checked { sources: workspace.sources().clone(), findings };
    }
    let (content, mut findings) = parse(&sources, &mut Memo::default());
    let (site, resolving) = resolve(&content, &sources, &options());
    findings.extend(resolving);
    findings.extend(check(&site, &content, &sources));
    let findings = finish(findings, &content, &sources);
    Checked { sources, findings }
}

fn names_a_theme(site: &Content) -> bool {
    matches!(site, Content::Text { text, .. } if text.contains("theme:") || text.contains("language:"))
}

/// The files below `../themes/`, which are no part of the content.
fn take_theme(sources: &mut Sources) -> BTreeMap<String, Vec<u8>> {
    let mut theme = BTreeMap::new();
    let paths: Vec<String> = sources.iter().map(|(path, _)| path.to_owned()).collect();
    for path in paths {
        let Some((_, below)) = path.strip_prefix("../themes/").and_then(|p| p.split_once('/'))
        else {
            continue;
        };
        let bytes = match &sources.get(&path).expect("listed").content {
            Content::Text { text, .. } => text.as_bytes().to_vec(),
            Content::Asset(Asset::Bytes(bytes)) => bytes.to_vec(),
            Content::Asset(Asset::Disk { .. }) => panic!("a fixture is in memory"),
        };
        theme.insert(below.to_owned(), bytes);
        sources.remove(&path);
    }
    theme
}

fn place(finding: &Finding, sources: &Sources) -> String {
    let at = Located::new(finding, sources);
    let file = at.file.strip_prefix("content/").unwrap_or(&at.file);
    format!("{file}:{}:{} {}", at.start.line, at.start.column, finding.code.id())
}

fn found(site: &str, form: Form) -> Vec<String> {
    let remark = site.split("-- ").next().unwrap_or_default();
    let workspace = open(sources(site, form));
    let is_shown =
        |finding: &&Finding| remark.contains("Everything.") || !USUAL.contains(&finding.code.id());
    let line = |finding: &Finding| match remark.contains("Severities.") {
        true => format!("{} {}", place(finding, workspace.sources()), finding.severity.word()),
        false => place(finding, workspace.sources()),
    };
    workspace.findings().iter().filter(is_shown).map(line).collect()
}

fn as_text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_finding_stands_where_its_value_is_written() {
    let mut wrong = String::new();
    for case in cases() {
        let found = as_text(&found(&case.site, Form::Lf));
        if found == case.expected {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            let text = format!("{}-- expect --\n{found}", case.site);
            fs::write(&case.path, text).expect("the case is rewritten");
        }
        let name = case.path.file_name().unwrap_or_default().to_string_lossy();
        wrong += &format!("{name}\nexpected:\n{}found:\n{found}\n", case.expected);
    }
    assert!(wrong.is_empty() || std::env::var_os("UPDATE").is_some(), "{wrong}");
}

#[test]
fn line_ends_and_byte_order_marks_move_nothing() {
    for case in cases() {
        let lf = found(&case.site, Form::Lf);
        for form in [Form::CrLf, Form::Cr, Form::Bom] {
            assert_eq!(found(&case.site, form), lf, "{form:?} of {}", case.path.display());
        }
    }
}

#[test]
fn every_code_has_a_case() {
    let cases = cases();
    let seen: BTreeSet<&str> = cases
        .iter()
        .flat_map(|case| case.expected.lines())
        .filter_map(|line| line.split(' ').nth(1))
        .collect();
    let unseen: Vec<&str> = CODES
        .iter()
        .filter(|info| !ELSEWHERE.contains(&info.code) && !seen.contains(info.id))
        .map(|info| info.id)
        .collect();
    assert_eq!(unseen, Vec::<&str>::new());
}

#[test]
fn findings_are_in_path_and_reading_order_each_once() {
    for case in cases() {
        let workspace = open(sources(&case.site, Form::Lf));
        let order: Vec<_> = workspace
            .findings()
            .iter()
            .map(|f| (workspace.sources().path(f.span.file), f.span.start, f.code, &f.message))
            .collect();
        let mut sorted = order.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(order.len(), sorted.len(), "{}", case.path.display());
        let places = |rows: &[(&str, u32, Code, &String)]| -> Vec<(String, u32, Code)> {
            rows.iter().map(|(path, at, code, _)| ((*path).to_owned(), *at, *code)).collect()
        };
        assert_eq!(places(&order), places(&sorted), "{}", case.path.display());
    }
}

#[test]
fn a_message_is_one_lower_case_sentence_without_a_full_stop() {
    for case in cases() {
        for finding in open(sources(&case.site, Form::Lf)).findings() {
            let message = &finding.message;
            let first = message.chars().next().unwrap_or('A');
            assert!(!first.is_uppercase(), "{message}");
            assert!(!message.ends_with('.') && !message.contains('\n'), "{message}");
            assert!(
                !finding.help.ends_with('.') || finding.help.ends_with("…"),
                "{}",
                finding.help
            );
        }
    }
}

#[test]
fn a_site_cut_off_anywhere_is_judged_and_shown_in_every_format() {
    for case in cases() {
        let letters: Vec<usize> = case.site.char_indices().map(|(at, _)| at).collect();
        for cut in letters.iter().skip(7).step_by(41) {
            let site = open(sources(&case.site[..*cut], Form::CrLf));
            let (findings, sources) = (site.findings(), site.sources());
            for finding in findings {
                let length = sources.text(finding.span.file).len();
                assert!(finding.span.start as usize <= length, "{}", case.path.display());
                assert!(finding.span.end as usize <= length.max(1), "{}", case.path.display());
            }
            render_human(findings, sources, Colour::None);
            render_short(findings, sources);
            render_github(findings, sources);
            for json in [render_json(findings, sources), render_sarif(findings, sources)] {
                serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
            }
        }
    }
}

#[test]
fn personal_data_reaches_no_format() {
    let case = cases().into_iter().find(|case| case.path.ends_with("MP0404-personal-data.txt"));
    let workspace = open(sources(&case.expect("the case of personal data").site, Form::Lf));
    let (findings, sources) = (workspace.findings(), workspace.sources());
    let formats = [
        render_human(findings, sources, Colour::None),
        render_human(findings, sources, Colour::Ansi),
        render_short(findings, sources),
        render_json(findings, sources),
        render_github(findings, sources),
        render_sarif(findings, sources),
    ];
    for text in formats {
        for secret in ["mäx@", "anna", "123456", "0151", "30 12"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn a_byte_that_is_no_utf8_is_pointed_at() {
    let mut sources = Sources::new("content");
    sources.insert_text("personas/maya.md", b"\xef\xbb\xbf---\r\nname: M\xc3\xa4\xff\r\n---\r\n");
    let workspace = open(sources);
    let places: Vec<_> =
        workspace.findings().iter().map(|f| place(f, workspace.sources())).collect();
    assert!(places.contains(&"personas/maya.md:2:9 MP0002".to_owned()), "{places:?}");
}

#[test]
fn what_the_loader_leaves_out_is_a_finding_at_the_file() {
    let mut sources = Sources::from_fixture("-- personas/maya.md --\n---\nname: Maya\n---\n");
    sources.leave_unread("assets/away.png", UnreadReason::LinkLeavesContent);
    sources.leave_unread("assets/dead.png", UnreadReason::DeadLink);
    sources.leave_unread("assets/many", UnreadReason::TooManyLinks);
    sources.leave_unread("data/pipe.csv", UnreadReason::NotPlainFile);
    sources.leave_unread("evidence/huge.md", UnreadReason::TooLarge);
    sources.insert_asset("assets/ok.png", Asset::Bytes([].into()));
    let workspace = open(sources);
    let circle = workspace.findings().iter().find(|f| f.message.contains("`assets/dead.png`"));
    let circle = &circle.expect("reported").message;
    assert!(circle.contains("leads nowhere, or to a folder that it stands in"), "{circle}");
    let places: Vec<_> = workspace
        .findings()
        .iter()
        .map(|f| place(f, workspace.sources()))
        .filter(|line| !line.ends_with("MP0603"))
        .collect();
    assert_eq!(
        places,
        [
            "assets/away.png:1:1 MP0207",
            "assets/dead.png:1:1 MP0207",
            "assets/many:1:1 MP0207",
            "data/pipe.csv:1:1 MP0208",
            "evidence/huge.md:1:1 MP0006",
        ]
    );
}

#[test]
fn yaml_beyond_the_limits_is_one_finding_and_no_wait() {
    let deep = format!("---\nname: {}\n---\n", "[".repeat(10_000));
    let laughs: String = (1..40)
        .map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", ")))
        .collect();
    let laughs = format!("---\na0: &a0 [x]\n{laughs}---\n");
    for text in [deep, laughs] {
        let mut sources = Sources::new("content");
        sources.insert_text("personas/maya.md", text.as_bytes());
        let workspace = open(sources);
        let codes: BTreeSet<&str> = workspace.findings().iter().map(|f| f.code.id()).collect();
        assert!(codes.contains("MP0004"), "{codes:?}");
    }
}
