//! For a terminal: what changed, journey by journey. Content is not trusted with its control
//! characters.

use super::report::{Group, Report, Told, trouble};
use crate::site::number;

/// Renders a report as plain text.
pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    out.push_str(&format!("{} → {}", report.from, report.to));
    if report.changes.is_empty() {
        out.push_str(": nothing changed\n");
        return finish(report, out);
    }
    let heads = report.headline();
    let heads = match heads.is_empty() {
        true => "only small edits of prose".to_owned(),
        false => heads.join("; "),
    };
    out.push_str(&format!(": {heads}\n"));
    for Group { journey, changes } in report.by_journey() {
        let title = journey.map_or("Elsewhere", |journey| &journey.title);
        out.push_str(&format!("\n{title}\n"));
        for told in changes {
            out.push_str(&format!("  {} {}\n", sign(told), told.words));
        }
    }
    let small = report.small_edits();
    if small > 0 {
        let edits = if small == 1 { "small edit" } else { "small edits" };
        let count = number::shown(small as f64, 0);
        out.push_str(&format!("\n{count} {edits} of prose\n"));
    }
    finish(report, out)
}

fn finish(report: &Report, mut out: String) -> String {
    if let Some(words) = trouble(report) {
        out.push_str(&format!("\n{words}\n"));
    }
    out.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// `+` better or new, `-` worse or gone, `~` otherwise; `=` what follows from other changes.
fn sign(told: &Told) -> char {
    use super::change::{Effect, Fact};
    let change = &told.change;
    match (&change.fact, change.effect) {
        (_, Effect::Worse) | (Fact::Removed, _) => '-',
        (_, Effect::Better) | (Fact::Added, _) => '+',
        _ if change.derived => '=',
        _ => '~',
    }
}
