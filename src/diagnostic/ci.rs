//! Findings for the services that show them beside a change: workflow annotations and SARIF.

use super::excerpt::one_line;
use super::explain::explanation;
use super::render::Located;
use super::{Code, Finding, Severity};
use crate::source::Sources;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a path in a URI must encode.
const URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'\\')
    .add(b':');

/// One workflow command a finding, as GitHub and Gitea Actions read them:
/// `::error file=…,line=…,col=…,title=MP0101::message; help`.
pub fn render_github(findings: &[Finding], sources: &Sources) -> String {
    let mut out = String::new();
    for at in Located::all(findings, sources) {
        let word = match at.finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let file = property(&at.file);
        let (line, column) = (at.start.line, at.start.column);
        let title = at.finding.code.id();
        let message = data(&with_help(at.finding));
        out.push_str(&format!("::{word} file={file},line={line},col={column}"));
        // An annotation of more than one line may have no columns.
        if at.end.line == line && at.end.column > column {
            out.push_str(&format!(",endLine={line},endColumn={}", at.end.column));
        }
        out.push_str(&format!(",title={title}::{message}\n"));
    }
    out
}

fn with_help(finding: &Finding) -> String {
    match finding.help.is_empty() {
        true => finding.message.clone(),
        false => format!("{}; {}", finding.message, finding.help),
    }
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    one_line(&text)
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A SARIF 2.1.0 log with one run.
pub fn render_sarif(findings: &[Finding], sources: &Sources) -> String {
    let codes: Vec<Code> =
        findings.iter().map(|f| f.code).collect::<BTreeSet<_>>().into_iter().collect();
    let results: Vec<Value> =
        Located::all(findings, sources).iter().map(|at| result(at, &codes)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "milepost",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut out = serde_json::to_string_pretty(&log).expect("strings and numbers only");
    out.push('\n');
    out
}

fn rule(code: Code) -> Value {
    let info = code.info();
    json!({
        "id": info.id,
        "shortDescription": {"text": info.title},
        "fullDescription": {"text": explanation(code).meaning},
        "defaultConfiguration": {"level": level(info.severity)},
    })
}

fn result(at: &Located<'_>, codes: &[Code]) -> Value {
    let finding = at.finding;
    json!({
        "ruleId": finding.code.id(),
        "ruleIndex": codes.binary_search(&finding.code).unwrap_or_default(),
        "level": level(finding.severity),
        "message": {"text": with_help(finding)},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": utf8_percent_encode(&at.file, URI).to_string()},
            "region": {
                "startLine": at.start.line,
                "startColumn": at.start.column,
                "endLine": at.end.line,
                "endColumn": at.end.column,
            },
        }}],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn sample() -> (Sources, Vec<Finding>) {
        let mut sources = Sources::new("content");
        let file = sources.insert_text("journeys/ä, b.md", "---\nté: 1\n".as_bytes());
        let findings = vec![
            Finding::new(Code::UnknownField, Span::new(file, 4, 7), "unknown field `té` 100%")
                .help("one\ntwo"),
            Finding::new(Code::LaneNotShown, Span::file_start(file), "a lane"),
        ];
        (sources, findings)
    }

    #[test]
    fn an_annotation_is_one_line_with_its_signs_escaped() {
        let (sources, findings) = sample();
        assert_eq!(
            render_github(&findings, &sources),
            "::error file=content/journeys/ä%2C b.md,line=2,col=1,endLine=2,endColumn=3,\
             title=MP0101::unknown field `té` 100%25; one%0Atwo\n\
             ::notice file=content/journeys/ä%2C b.md,line=1,col=1,title=MP0809::a lane\n"
        );
    }

    #[test]
    fn sarif_names_its_rules_and_points_in_code_points() {
        let (sources, findings) = sample();
        let log: Value = serde_json::from_str(&render_sarif(&findings, &sources)).expect("JSON");
        let run = &log["runs"][0];
        assert_eq!(
            (&log["version"], &run["columnKind"]),
            (&json!("2.1.0"), &json!("unicodeCodePoints"))
        );
        let first = &run["results"][0];
        assert_eq!(
            run["tool"]["driver"]["rules"][first["ruleIndex"].as_u64().expect("a number") as usize]
                ["id"],
            "MP0101"
        );
        let place = &first["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/journeys/%C3%A4,%20b.md");
        assert_eq!(
            place["region"],
            json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 3})
        );
        assert_eq!(run["results"][1]["level"], "note");
    }
}
