//! Findings as the best compilers show them: headline, line, caret, help.

use super::excerpt::{Cut, Excerpt, Places, lines, one_line};
use super::render::Colour;
use super::{Code, Finding, Severity};
use crate::source::{Sources, Span};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};
use std::collections::BTreeSet;

/// Columns of a terminal that nobody has to widen.
const WIDTH: usize = 110;

/// Every finding with its source line and a caret under the very value, in the order given, an
/// empty line after each. Where to read more is said once for each code.
pub fn render_human(findings: &[Finding], sources: &Sources, colour: Colour) -> String {
    let renderer = match colour {
        // Links to a code's page would lead nowhere: `explain` is in the binary.
        Colour::Ansi => Renderer::styled().hyperlink(false),
        Colour::None => Renderer::plain(),
    }
    .term_width(WIDTH);
    let places = Places::new(findings, sources);
    let mut explained = BTreeSet::new();
    let mut out = String::new();
    for finding in findings {
        let note = explained.insert(finding.code).then(|| note(finding.code));
        let report = report(finding, sources, &places, note);
        out.push_str(renderer.render(&report).trim_end());
        out.push_str("\n\n");
    }
    out
}

fn note(code: Code) -> String {
    format!("`milepost explain {}` says more", code.id())
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

fn report<'a>(
    finding: &'a Finding,
    sources: &Sources,
    places: &Places<'_>,
    note: Option<String>,
) -> Vec<Group<'a>> {
    let level = level(finding.severity);
    let title = level.clone().primary_title(one_line(&finding.message)).id(finding.code.id());
    let head = Group::with_title(title);
    let at = places.at(finding.span.file, finding.span.start);
    let path = one_line(&sources.shown_path(finding.span.file));
    let origin =
        || Origin::path(path.clone()).line(at.line as usize).char_column(at.column as usize);
    let after = elements(finding, sources, places, note);
    match places.excerpt(finding.span) {
        None => vec![head.element(origin()).elements(after)],
        Some(excerpt) => {
            let snippet = snippet(finding, places, &excerpt).line_start(at.line as usize);
            match excerpt.cut {
                Cut::None => {
                    vec![head.element(snippet.path(path)).elements(after)]
                }
                // The snippet would count columns from the cut, so its place is said apart.
                Cut::Left => vec![
                    head.element(origin()),
                    Group::with_level(level).element(snippet).elements(after),
                ],
            }
        }
    }
}

/// The line of the finding, with the labels that stand in the same line.
fn snippet<'a>(
    finding: &'a Finding,
    places: &Places<'_>,
    excerpt: &Excerpt,
) -> Snippet<'a, Annotation<'a>> {
    let beside = beside(finding, places, excerpt);
    Snippet::source(excerpt.text.clone())
        .annotation(AnnotationKind::Primary.span(excerpt.range.clone()))
        .annotations(beside)
}

fn beside<'a>(finding: &'a Finding, places: &Places<'_>, excerpt: &Excerpt) -> Vec<Annotation<'a>> {
    let same_line = |span: Span| {
        places
            .excerpt(span)
            .filter(|other| is_beside(finding.span, span, places) && other.text == excerpt.text)
    };
    finding
        .labels
        .iter()
        .filter_map(|(span, words)| {
            let other = same_line(*span)?;
            Some(AnnotationKind::Context.span(other.range).label(one_line(words)))
        })
        .collect()
}

fn is_beside(a: Span, b: Span, places: &Places<'_>) -> bool {
    a.file == b.file && places.at(a.file, a.start).line == places.at(b.file, b.start).line
}

/// What follows the line: second places, help, where to read more.
fn elements<'a>(
    finding: &'a Finding,
    sources: &Sources,
    places: &Places<'_>,
    note: Option<String>,
) -> Vec<Element<'a>> {
    let mut elements = Vec::new();
    for (span, words) in &finding.labels {
        if is_beside(finding.span, *span, places) {
            continue;
        }
        let path = one_line(&sources.shown_path(span.file));
        let at = places.at(span.file, span.start);
        match places.excerpt(*span).filter(|excerpt| excerpt.cut == Cut::None) {
            Some(excerpt) => {
                let mark = AnnotationKind::Context.span(excerpt.range).label(one_line(words));
                let snippet = Snippet::source(excerpt.text).line_start(at.line as usize);
                elements.push(snippet.path(path).annotation(mark).into());
            }
            None => {
                let place = format!("{} at {path}:{}:{}", one_line(words), at.line, at.column);
                elements.push(Level::NOTE.message(place).into());
            }
        }
    }
    if !finding.help.is_empty() {
        elements.push(Level::HELP.message(lines(&finding.help)).into());
    }
    elements.extend(note.map(|note| Level::NOTE.message(note).into()));
    elements
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, needle: &str, build: impl Fn(Finding, Span) -> Finding) -> String {
        let mut sources = Sources::new("content");
        let file = sources.insert_text("journeys/a.md", text.as_bytes());
        let start = sources.text(file).find(needle).expect("the needle is there");
        let span = Span::new(file, start, start + needle.len());
        let first = Span::new(file, 0, 1);
        let finding = build(Finding::new(Code::UnknownField, span, "unknown field `titel`"), first);
        render_human(&[finding], &sources, Colour::None)
    }

    #[test]
    fn headline_place_line_caret_help_and_where_to_read_more() {
        let text = "\u{feff}---\r\n漢😀: 1\r\ntitel: A\r\n---\r\n";
        assert_eq!(
            shown(text, "titel", |finding, _| finding.help("did you mean `title`?")),
            "error[MP0101]: unknown field `titel`\n \
             --> content/journeys/a.md:3:1\n  |\n\
             3 | titel: A\n  | ^^^^^\n  |\n  \
             = help: did you mean `title`?\n  \
             = note: `milepost explain MP0101` says more\n\n"
        );
    }

    #[test]
    fn columns_count_letters_and_the_caret_stands_under_wide_ones() {
        let out = shown("a: [漢字, 😀, x]\n", "x", |finding, _| finding);
        assert!(out.contains("content/journeys/a.md:1:12\n"), "{out}");
        // Two columns of the terminal for each of the three wide letters before.
        assert!(out.contains("1 | a: [漢字, 😀, x]\n  |               ^\n"), "{out}");
    }

    #[test]
    fn a_second_place_is_shown_with_its_words() {
        let out = shown("title: A\n\n\ntitel: B\n", "titel", |finding, first| {
            finding.label(first, "first written here")
        });
        assert!(out.contains(" ::: content/journeys/a.md:1:1\n"), "{out}");
        assert!(out.contains("1 | title: A\n  | - first written here\n"), "{out}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let text = format!("{}titel{}\n", "wörd ".repeat(300), " more".repeat(300));
        let out = shown(&text, "titel", |finding, _| finding);
        assert!(out.contains("content/journeys/a.md:1:1501\n"), "{out}");
        assert!(out.contains("titel more") && out.contains("^^^^^"), "{out}");
        assert!(out.lines().all(|line| line.chars().count() <= WIDTH + 10), "{out}");
    }

    #[test]
    fn nothing_of_a_file_reaches_the_terminal_as_a_command() {
        let out = shown("titel: \u{1b}]0;x\u{7}\u{9b}1m\n", "titel", |mut finding, _| {
            finding.message = "bad \u{1b}[2J `x\r\ny`".into();
            finding.help("no \u{1b}c")
        });
        let bad = |c: char| c.is_control() && c != '\n';
        assert!(!out.contains(bad), "{out:?}");
    }

    #[test]
    fn the_folder_itself_and_an_empty_file_have_a_place_and_no_line() {
        let mut sources = Sources::new("content");
        let empty = sources.insert_text("site.yaml", b"");
        let at = |file| Finding::new(Code::NoOwner, Span::file_start(file), "m");
        let findings = [at(crate::source::FileId::ROOT), at(empty)];
        let out = render_human(&findings, &sources, Colour::None);
        assert!(out.contains("--> content:1:1\n"), "{out}");
        assert!(out.contains("--> content/site.yaml:1:1\n"), "{out}");
    }

    #[test]
    fn personal_data_is_masked_in_its_line_for_every_finding() {
        let mut sources = Sources::new("content");
        let file = sources.insert_text("e.md", b"text: write to a@b.example now\n");
        let findings = [
            Finding::new(Code::PersonalData, Span::new(file, 15, 26), "an e-mail address"),
            Finding::new(Code::UnknownField, Span::new(file, 0, 4), "unknown field `text`"),
        ];
        let out = render_human(&findings, &sources, Colour::None);
        assert!(!out.contains("a@b"), "{out}");
        assert_eq!(out.matches("text: write to ••••••••••• now").count(), 2, "{out}");
    }

    #[test]
    fn colours_come_only_when_asked_for() {
        let mut sources = Sources::new("content");
        let file = sources.insert_text("a.md", b"x: 1\n");
        let findings = [Finding::new(Code::UnknownField, Span::new(file, 0, 1), "m")];
        assert!(render_human(&findings, &sources, Colour::Ansi).contains("\u{1b}["));
        assert!(!render_human(&findings, &sources, Colour::None).contains('\u{1b}'));
    }
}
