//! One thin file per command. Only this layer prints, and only it turns results into an exit
//! status: 0 done; 1 the content has errors, or findings that `--deny` names; 2 the command line
//! is wrong or the outside world failed.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this layer is for: results to standard output, all else to standard error"
)]

mod build;
mod check;
mod diff;
mod explain;
mod export;
mod format;
mod init;
mod new;
mod owners;
mod schema;
mod screen;
mod serve;

use crate::diagnostic::{Colour, Finding, Severity};
use crate::io::watch::{How, Watch};
use crate::io::{self, Outside, clock};
use crate::site::Options;
use crate::source::Sources;
use crate::workspace::{Workspace, WorkspaceError};
use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::ffi::OsString;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Publish customer-journey maps from a folder of Markdown.
#[derive(Parser)]
#[command(
    name = "milepost",
    version,
    max_term_width = 90,
    after_help = "Example:\n  milepost init my-maps && cd my-maps && milepost serve"
)]
struct Cli {
    #[command(flatten)]
    voice: Voice,
    #[command(subcommand)]
    command: Command,
}

/// How much is said, and in which colours.
#[derive(Args, Clone)]
struct Voice {
    /// Say only what went wrong
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Colours in what is printed
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    color: When,
}

#[derive(Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Write a small, complete site to start from
    Init(init::Arguments),
    /// Write a new persona, journey, stage, touchpoint, opportunity or evidence file
    New(new::Arguments),
    /// Build the site
    Build(build::Arguments),
    /// Show the site while you write: what is saved is there
    Serve(serve::Arguments),
    /// Say precisely what is wrong with a content folder; write nothing
    Check(check::Arguments),
    /// Bring front matter and site.yaml into canonical form: order of fields, spacing, quotes
    Fmt(format::Arguments),
    /// Print a CODEOWNERS fragment: who owns which file, from the `owner` fields
    Owners(owners::Arguments),
    /// Print the JSON Schema of the front matter, or of site.yaml
    Schema(schema::Arguments),
    /// Say what changed between two revisions, in the author's words
    Diff(diff::Arguments),
    /// Explain what a finding means
    Explain(explain::Arguments),
    /// Write diagrams as PNG, or every cell of the maps as CSV
    Export(export::Arguments),
}

/// Options of every command that reads content.
#[derive(Args)]
struct Reading {
    /// The content folder
    #[arg(default_value = "content", value_name = "CONTENT")]
    content: PathBuf,
    #[command(flatten)]
    viewpoint: Viewpoint,
    /// The theme, instead of the one that site.yaml names
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
}

/// From which day and with what content is looked at, wherever it is.
#[derive(Args)]
struct Viewpoint {
    /// The date that reviews and evidence are held against, as YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,
    /// Take drafts in
    #[arg(long)]
    include_drafts: bool,
    /// Take in what confidential sources say
    #[arg(long)]
    include_confidential: bool,
}

/// A day as it is written in content: no other form, and no time of day.
fn date(text: &str) -> Result<Date, String> {
    let day = text.parse().ok().filter(|day: &Date| day.to_string() == text);
    day.ok_or_else(|| format!("`{text}` is no date of the form 2026-11-23"))
}

/// What a command came to.
enum Outcome {
    Done,
    ContentHasErrors,
}

/// Why a command could not be carried out.
enum Failure {
    Outside(Outside),
    Usage(String),
    Theme(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Outside(outside) => outside.fmt(f),
            Failure::Usage(words) | Failure::Theme(words) => f.write_str(words),
        }
    }
}

impl From<Outside> for Failure {
    fn from(outside: Outside) -> Self {
        Failure::Outside(outside)
    }
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Self {
        match error {
            WorkspaceError::Outside(outside) => Failure::Outside(outside),
            WorkspaceError::Theme(error) => Failure::Theme(error.to_string()),
        }
    }
}

/// Printing to a file on a full disk ends the program with a message, not with a trace of its own
/// code: the standard library panics wherever that happens.
fn say_what_cannot_be_printed() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let message = panic.payload().downcast_ref::<String>();
        let Some(why) = message.and_then(|message| message.strip_prefix("failed printing to "))
        else {
            return usual(panic);
        };
        // Where this cannot be printed either, the exit status says it.
        let _ = writeln!(std::io::stderr(), "error: cannot write to {why}");
        std::process::exit(2);
    }));
}

/// Runs the program with these arguments (the first is its name).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    say_what_cannot_be_printed();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results; anything else is a wrong command line.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let voice = cli.voice;
    voice.color.write_global();
    io::memory::in_small_pages(matches!(cli.command, Command::Build(_) | Command::Serve(_)));
    let outcome = match cli.command {
        Command::Init(arguments) => init::run(&arguments, &voice),
        Command::New(arguments) => new::run(&arguments, &voice),
        Command::Build(arguments) => build::run(&arguments, &voice),
        Command::Serve(arguments) => serve::run(&arguments, &voice),
        Command::Check(arguments) => check::run(&arguments, &voice),
        Command::Fmt(arguments) => format::run(&arguments, &voice),
        Command::Owners(arguments) => owners::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments, &voice),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Export(arguments) => export::run(&arguments, &voice),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::ContentHasErrors) => ExitCode::from(1),
        Err(Failure::Outside(outside)) => fail(&outside.to_string()),
        Err(Failure::Usage(words)) => fail(&words),
        Err(Failure::Theme(words)) => {
            anstream::eprintln!("error: {words}; nothing was written");
            ExitCode::from(1)
        }
    }
}

fn fail(words: &str) -> ExitCode {
    anstream::eprintln!("error: {words}");
    ExitCode::from(2)
}

impl When {
    fn write_global(self) {
        match self {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        }
        .write_global();
    }
}

/// Whether colours may go to a stream; `NO_COLOR` and the like are honoured.
fn colour(stream: &impl anstream::stream::RawStream) -> Colour {
    match anstream::AutoStream::choice(stream) {
        ColorChoice::Never => Colour::None,
        _ => Colour::Ansi,
    }
}

impl Viewpoint {
    fn options(&self) -> Result<Options, Failure> {
        Ok(Options {
            today: clock::today(self.today).map_err(Failure::Usage)?,
            include_drafts: self.include_drafts,
            include_confidential: self.include_confidential,
        })
    }
}

impl Reading {
    /// Reads everything and resolves it.
    fn open(&self) -> Result<Workspace, Failure> {
        self.resolve(io::load::load(&self.content)?)
    }

    /// The same, and hears of every change from then on.
    fn open_and_watch(&self, how: How) -> Result<(Workspace, Watch), Failure> {
        let themes = themes_beside(&self.content);
        let (watch, sources) = Watch::open(&self.content, &themes, how)?;
        Ok((self.resolve(sources)?, watch))
    }

    fn resolve(&self, sources: Sources) -> Result<Workspace, Failure> {
        resolve(&self.content, sources, &self.viewpoint, self.theme.as_deref())
    }
}

/// Resolves what was read of a content folder, in the theme that was asked for.
fn resolve(
    content: &Path,
    sources: Sources,
    viewpoint: &Viewpoint,
    theme: Option<&str>,
) -> Result<Workspace, Failure> {
    let options = viewpoint.options()?;
    let themes = themes_beside(content);
    let overrides = move |name: &str| io::theme::load(&themes.join(name));
    Ok(Workspace::open(sources, options, theme, overrides)?)
}

/// A site's own themes stand beside its content folder.
fn themes_beside(content: &Path) -> PathBuf {
    let real = std::path::absolute(content).unwrap_or_else(|_| content.to_path_buf());
    real.parent().unwrap_or(Path::new(".")).join("themes")
}

/// `1 page`, `2 pages`.
fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Error)
}
