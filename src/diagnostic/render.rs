//! Findings as text, for machines and for lists; for people see [`super::human`].

use super::excerpt::{Places, one_line};
use super::{Finding, Severity};
use crate::source::{LineColumn, LineIndex, Sources};
use serde::Serialize;
use std::collections::BTreeSet;

/// A finding with its lines and columns worked out.
#[derive(Clone, Debug)]
pub struct Located<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Path relative to the working directory, with `/`.
    pub file: String,
    /// First letter.
    pub start: LineColumn,
    /// One past the last letter.
    pub end: LineColumn,
}

impl<'a> Located<'a> {
    /// Works out lines and columns.
    pub fn new(finding: &'a Finding, sources: &Sources) -> Self {
        let text = sources.text(finding.span.file);
        let index = LineIndex::new(text);
        Self {
            finding,
            file: sources.shown_path(finding.span.file),
            start: index.line_column(text, finding.span.start),
            end: index.line_column(text, finding.span.end),
        }
    }

    /// Works out the places of many findings and looks at each file once.
    pub fn all(findings: &'a [Finding], sources: &Sources) -> Vec<Self> {
        let places = Places::new(findings, sources);
        findings
            .iter()
            .map(|finding| Self {
                finding,
                file: sources.shown_path(finding.span.file),
                start: places.at(finding.span.file, finding.span.start),
                end: places.at(finding.span.file, finding.span.end),
            })
            .collect()
    }
}

/// Whether the text may hold terminal colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// ANSI colours.
    Ansi,
    /// Plain text.
    None,
}

/// `file:line:column: severity[code]: message; help`, a line each.
pub fn render_short(findings: &[Finding], sources: &Sources) -> String {
    let mut out = String::new();
    for at in Located::all(findings, sources) {
        let LineColumn { line, column } = at.start;
        let (severity, code) = (at.finding.severity.word(), at.finding.code.id());
        let (file, message) = (one_line(&at.file), one_line(&at.finding.message));
        out.push_str(&format!("{file}:{line}:{column}: {severity}[{code}]: {message}"));
        if !at.finding.help.is_empty() {
            out.push_str("; ");
            out.push_str(&one_line(&at.finding.help));
        }
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<Row<'a>>,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: &'a str,
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// The object of `check --format json`.
pub fn render_json(findings: &[Finding], sources: &Sources) -> String {
    let report = Report {
        findings: Located::all(findings, sources).into_iter().map(row).collect(),
        errors: count(findings, Severity::Error),
        warnings: count(findings, Severity::Warning),
        infos: count(findings, Severity::Info),
    };
    let mut out = serde_json::to_string_pretty(&report).expect("strings and numbers only");
    out.push('\n');
    out
}

fn row<'a>(at: Located<'a>) -> Row<'a> {
    Row {
        code: at.finding.code.id(),
        severity: at.finding.severity.word(),
        message: &at.finding.message,
        help: &at.finding.help,
        file: at.file,
        line: at.start.line,
        column: at.start.column,
        end_line: at.end.line,
        end_column: at.end.column,
    }
}

/// How many findings have a severity.
pub fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}

/// `3 errors, 2 warnings in 4 files`, or `no findings`.
pub fn summary(findings: &[Finding]) -> String {
    let parts: Vec<String> =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")]
            .into_iter()
            .filter_map(|(severity, word)| counted(count(findings, severity), word))
            .collect();
    let files: BTreeSet<_> = findings.iter().map(|finding| finding.span.file).collect();
    match counted(files.len(), "file") {
        Some(files) => format!("{} in {files}", parts.join(", ")),
        None => "no findings".to_owned(),
    }
}

fn counted(n: usize, word: &str) -> Option<String> {
    match n {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{n} {word}s")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    fn sample() -> (Sources, Vec<Finding>) {
        let mut sources = Sources::new("content");
        let file = sources.insert_text("journeys/ä.md", "---\r\nté: 1\r\n".as_bytes());
        let findings = vec![
            Finding::new(Code::UnknownField, Span::new(file, 5, 8), "unknown field `té`")
                .help("did you\nmean `to`?"),
            Finding::new(Code::LaneNotShown, Span::file_start(file), "a\nb"),
        ];
        (sources, findings)
    }

    #[test]
    fn short_is_a_line_each() {
        let (sources, findings) = sample();
        assert_eq!(
            render_short(&findings, &sources),
            "content/journeys/ä.md:2:1: error[MP0101]: unknown field `té`; did you mean `to`?\n\
             content/journeys/ä.md:1:1: info[MP0809]: a b\n"
        );
    }

    #[test]
    fn json_has_every_key_and_the_counts() {
        let (sources, findings) = sample();
        let out = render_json(&findings, &sources);
        assert!(out.ends_with("}\n"));
        let value: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
        assert_eq!(
            value["findings"][0],
            serde_json::json!({
                "code": "MP0101", "severity": "error", "message": "unknown field `té`",
                "help": "did you\nmean `to`?", "file": "content/journeys/ä.md",
                "line": 2, "column": 1, "end_line": 2, "end_column": 3,
            })
        );
        assert_eq!(
            (&value["errors"], &value["warnings"], &value["infos"]),
            (&1.into(), &0.into(), &1.into())
        );
    }

    #[test]
    fn the_summary_counts_what_there_is() {
        let (_, mut findings) = sample();
        assert_eq!(summary(&findings), "1 error, 1 info in 1 file");
        findings.truncate(1);
        findings.push(findings[0].clone());
        assert_eq!(summary(&findings), "2 errors in 1 file");
        assert_eq!(summary(&[]), "no findings");
    }
}
