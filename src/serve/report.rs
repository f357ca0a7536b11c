//! What is wrong, for the browser: a list as data, and a page for when there is no site to show.

use super::live::{Live, Preview, Shown};
use crate::diagnostic::{Finding, Located, Severity, SourceLine, source_lines};
use crate::page::ThemeError;
use crate::page::html::escape;
use crate::workspace::Workspace;
use serde::Serialize;
use std::collections::BTreeMap;

/// More findings than this are counted and not listed.
const LISTED: usize = 200;

/// Something that is wrong, with its place.
#[derive(Serialize)]
pub(super) struct Problem {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: String,
    file: String,
    line: u32,
    column: u32,
    source: Option<Line>,
    /// Opens the place in the author's editor.
    href: Option<String>,
}

#[derive(Serialize)]
struct Line {
    before: String,
    value: String,
    after: String,
}

/// The answer to `/_milepost/findings`.
#[derive(Serialize)]
struct Report {
    revision: u64,
    errors: usize,
    warnings: usize,
    infos: usize,
    /// Whether the pages are those of an earlier, correct state.
    stale: bool,
    today: Option<String>,
    drafts: bool,
    confidential: bool,
    findings: Vec<Problem>,
}

/// The list as data.
pub(super) fn json(live: &Live) -> Vec<u8> {
    let news = live.news("findings", None);
    let report = Report {
        revision: news.revision,
        errors: news.errors,
        warnings: news.warnings,
        infos: news.infos,
        stale: !live.workspace.is_sound(),
        today: live.preview.today.map(|date| date.to_string()),
        drafts: live.preview.drafts == Shown::Yes,
        confidential: live.preview.confidential == Shown::Yes,
        findings: live.problems(),
    };
    serde_json::to_vec(&report).unwrap_or_default()
}

/// Errors first, then the rest, in the order of files.
pub(super) fn problems(
    workspace: &Workspace,
    theme_errors: &BTreeMap<String, ThemeError>,
    preview: &Preview,
) -> Vec<Problem> {
    let mut findings: Vec<Finding> = workspace.findings().to_vec();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.truncate(LISTED);
    let sources = workspace.sources();
    let places = Located::all(&findings, sources);
    let lines = source_lines(&findings, sources);
    let of_content = places.iter().zip(lines).map(|(at, line)| {
        let path = sources.path(at.finding.span.file);
        of_finding(at, line, &link(preview, &preview.content, path, at.start.line, at.start.column))
    });
    theme_errors.values().map(|error| of_theme(error, preview)).chain(of_content).collect()
}

fn link(preview: &Preview, folder: &str, path: &str, line: u32, column: u32) -> Option<String> {
    let editor = preview.editor.as_ref()?;
    let path = if path.is_empty() { folder.to_owned() } else { format!("{folder}/{path}") };
    Some(editor.link(&path, line, column))
}

fn of_finding(at: &Located<'_>, line: Option<SourceLine>, href: &Option<String>) -> Problem {
    Problem {
        severity: at.finding.severity.word(),
        code: at.finding.code.id(),
        message: at.finding.message.clone(),
        help: at.finding.help.clone(),
        file: at.file.clone(),
        line: at.start.line,
        column: at.start.column,
        source: line.map(|SourceLine { before, value, after }| Line { before, value, after }),
        href: href.clone(),
    }
}

fn of_theme(error: &ThemeError, preview: &Preview) -> Problem {
    let (line, column) = (error.line as u32, error.column as u32);
    let page = error.page.as_deref().unwrap_or_default();
    Problem {
        severity: Severity::Error.word(),
        code: "theme",
        message: format!("{} (while making `{page}`)", error.message),
        help: "mend the theme's file, or remove it to have the default's".to_owned(),
        file: error.file.clone(),
        line,
        column,
        source: None,
        href: link(preview, &preview.project, &error.file, line, column),
    }
}

/// A page for when there is no site yet.
pub(super) fn page(live: &Live) -> String {
    let problems = live.problems();
    let mut rows = String::new();
    for problem in &problems {
        rows.push_str(&row(problem));
    }
    let counted = crate::diagnostic::summary(live.workspace.findings());
    format!(
        "<!doctype html>\n<html lang=\"en\" data-milepost-findings=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{} – Milepost</title>\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"stylesheet\" href=\"/_milepost/client.css\">\n</head>\n<body class=\"mp-page\">\n\
         <main><h1>There is nothing to show yet</h1>\n<p>{}. This page becomes the site when they are mended.</p>\n\
         <ol class=\"mp-list\">{rows}</ol></main>\n</body>\n</html>\n",
        live.news("findings", None).revision,
        escape(&counted),
        escape(&counted),
    )
}

fn row(problem: &Problem) -> String {
    let Problem { severity, code, message, help, file, line, column, source, href } = problem;
    let place = format!("{}:{line}:{column}", escape(file));
    let place = match href {
        Some(href) => format!("<a href=\"{}\">{place}</a>", escape(href)),
        None => place,
    };
    let source = source.as_ref().map_or(String::new(), |Line { before, value, after }| {
        let (before, value, after) = (escape(before), escape(value), escape(after));
        format!("<pre><code>{before}<mark>{value}</mark>{after}</code></pre>")
    });
    let help = match help.is_empty() {
        true => String::new(),
        false => format!("<p class=\"mp-help\">help: {}</p>", escape(help)),
    };
    format!(
        "<li class=\"mp-{severity}\"><p><b>{severity}[{code}]</b> {}</p><p class=\"mp-place\">{place}</p>{source}{help}</li>\n",
        escape(message)
    )
}
