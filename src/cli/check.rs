//! `milepost check`.

mod since;

use super::{Failure, Outcome, Reading, Voice, colour, has_errors};
use crate::check::{Baseline, Compared, overdue};
use crate::diagnostic::{
    Code, Finding, Severity, render_github, render_human, render_json, render_sarif, render_short,
    summary,
};
use crate::io::{Outside, replace};
use crate::workspace::Workspace;
use clap::{Args, ValueEnum};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Say precisely what is wrong with a content folder; write nothing
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost check\n  milepost check --format json --deny warnings\n  milepost check --deny overdue=30 --baseline findings.json\n  milepost check --since origin/main --format github"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit with 1 when there are such findings: `warnings`, or reviews that are `overdue`, with
    /// `overdue=DAYS` by more than so many days
    #[arg(long, value_name = "WHAT", value_parser = Deny::parse)]
    deny: Vec<Deny>,
    /// Only findings on lines that changed since a git revision, in new files, and those elsewhere
    /// that it does not have
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Only findings that this file does not know; it knows a finding by code, file and message
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the findings there are to the baseline
    #[arg(long, requires = "baseline", conflicts_with = "since")]
    write_baseline: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Short,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Deny {
    Warnings,
    /// Reviews that are overdue by more than so many days.
    Overdue(i32),
}

impl Deny {
    fn parse(text: &str) -> Result<Self, String> {
        let days = match text.split_once('=') {
            None if text == "warnings" => return Ok(Self::Warnings),
            None if text == "overdue" => Some(0),
            Some(("overdue", days)) => days.parse().ok().filter(|days| *days >= 0),
            _ => None,
        };
        days.map(Self::Overdue).ok_or_else(|| "write `warnings`, `overdue` or `overdue=30`".into())
    }

    /// Whether findings hold what is denied. A review that a file may leave overdue (`allow`) has none.
    fn is_in(self, findings: &[Finding], workspace: &Workspace) -> bool {
        match self {
            Self::Warnings => findings.iter().any(|f| f.severity >= Severity::Warning),
            Self::Overdue(days) => {
                let late: Vec<&Finding> =
                    findings.iter().filter(|f| f.code == Code::ReviewOverdue).collect();
                let all = || overdue(workspace.site(), workspace.content(), workspace.sources());
                let is_late = |(span, by)| by > days && late.iter().any(|f| f.span == span);
                !late.is_empty() && all().into_iter().any(is_late)
            }
        }
    }
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let workspace = arguments.reading.open()?;
    let (all, sources) = (workspace.findings(), workspace.sources());
    if let (true, Some(file)) = (arguments.write_baseline, &arguments.baseline) {
        return write_baseline(file, &workspace, voice);
    }
    let mut findings = Cow::Borrowed(all);
    if let Some(revision) = &arguments.since {
        findings = Cow::Owned(since::changed(revision, &findings, &workspace, &arguments.reading)?);
    }
    if let Some(file) = &arguments.baseline {
        let baseline = read_baseline(file)?;
        // What a part of the findings does not hold need not be mended.
        let gone = baseline.compare(all, sources);
        report_gone(file, &gone, voice);
        findings = Cow::Owned(baseline.compare(&findings, sources).new);
    }
    let findings = &*findings;
    let text = match arguments.format {
        Format::Human => render_human(findings, sources, colour(&std::io::stdout())),
        Format::Short => render_short(findings, sources),
        Format::Json => render_json(findings, sources),
        Format::Sarif => render_sarif(findings, sources),
        Format::Github => render_github(findings, sources),
    };
    anstream::print!("{text}");
    if !voice.quiet && arguments.format != Format::Json {
        anstream::eprintln!("{}", summary(findings));
    }
    let denied = arguments.deny.iter().any(|deny| deny.is_in(findings, &workspace));
    let outcome =
        if has_errors(findings) || denied { Outcome::ContentHasErrors } else { Outcome::Done };
    // The process ends here: giving back a million texts one by one would be for nobody.
    std::mem::forget(workspace);
    Ok(outcome)
}

fn read_baseline(file: &Path) -> Result<Baseline, Failure> {
    let text = replace::text(file).map_err(|outside| match file.exists() {
        true => outside,
        false => outside.help("write one with `--write-baseline`"),
    })?;
    let refused = |why| Outside::new("cannot read the baseline", file, why);
    Ok(Baseline::read(&text).map_err(refused)?)
}

fn write_baseline(file: &Path, workspace: &Workspace, voice: &Voice) -> Result<Outcome, Failure> {
    let baseline = Baseline::of(workspace.findings(), workspace.sources());
    replace::write(file, &baseline.to_text())?;
    if !voice.quiet {
        let shown = file.display();
        anstream::eprintln!("{shown} knows {}", summary(workspace.findings()));
    }
    Ok(Outcome::Done)
}

/// Says what the baseline knows and nobody finds any more, so that it does not hide it when it
/// comes back.
fn report_gone(file: &Path, compared: &Compared, voice: &Voice) {
    if voice.quiet || compared.gone.is_empty() {
        return;
    }
    for (known, count) in &compared.gone {
        let times = if *count > 1 { format!(" ({count} times)") } else { String::new() };
        anstream::eprintln!(
            "note: {} {} is in the baseline and found no more{times}: {}",
            known.code,
            known.file.escape_debug(),
            known.message.escape_debug()
        );
    }
    anstream::eprintln!("note: `--write-baseline` brings {} up to date", file.display());
}
