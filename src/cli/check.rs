//! `milepost check`.

use super::{Failure, Outcome, Reading, Voice, colour, has_errors};
use crate::diagnostic::{
    Severity, render_github, render_human, render_json, render_sarif, render_short, summary,
};
use clap::{Args, ValueEnum};

/// Say precisely what is wrong with a content folder; write nothing
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost check\n  milepost check --format json --deny warnings"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit with 1 when there are findings of this kind
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Vec<Deny>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Short,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let workspace = arguments.reading.open()?;
    let (findings, sources) = (workspace.findings(), workspace.sources());
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
    let denied = arguments.deny.contains(&Deny::Warnings)
        && findings.iter().any(|f| f.severity >= Severity::Warning);
    Ok(if has_errors(findings) || denied { Outcome::ContentHasErrors } else { Outcome::Done })
}
