//! `milepost build`.

use super::{Failure, Outcome, Reading, Voice, colour, has_errors};
use crate::diagnostic::{Finding, render_human, summary};
use crate::io::Outside;
use crate::io::clock::Stopwatch;
use crate::io::write::{Report, Writer};
use crate::page::{PageId, WriteError};
use crate::workspace::{Output, Workspace, WorkspaceError};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Build the site
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost build\n  milepost build maps -o ../public --today 2026-11-23"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// The folder to write; refused when it holds what milepost did not write
    #[arg(long, short, default_value = "public", value_name = "FOLDER")]
    output: PathBuf,
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let mut watch = Stopwatch::start();
    let workspace = arguments.reading.open()?;
    print_findings(&workspace, voice);
    if has_errors(workspace.findings()) {
        anstream::eprintln!("{}; nothing was written", summary(workspace.findings()));
        return Ok(Outcome::ContentHasErrors);
    }
    let (report, pages) = write_site(&workspace, arguments, voice)?;
    if !voice.quiet {
        anstream::println!("{}", line(&report, pages, watch.lap(), &arguments.output));
    }
    Ok(Outcome::Done)
}

fn print_findings(workspace: &Workspace, voice: &Voice) {
    let shown: Vec<Finding> = match voice.quiet {
        true => workspace.errors().cloned().collect(),
        false => workspace.findings().to_vec(),
    };
    let text = render_human(&shown, workspace.sources(), colour(&std::io::stderr()));
    anstream::eprint!("{text}");
    if !voice.quiet && !shown.is_empty() && !has_errors(&shown) {
        anstream::eprintln!("{}", summary(&shown));
    }
}

fn line(report: &Report, pages: usize, seconds: f64, output: &Path) -> String {
    let Report { written, unchanged, removed } = report;
    format!(
        "{pages} pages in {seconds:.2} s: {written} files written, {unchanged} unchanged, {removed} removed in {}",
        output.display()
    )
}

/// Renders and writes side by side: no more pages are in memory than there are threads.
fn write_site(
    workspace: &Workspace,
    arguments: &Arguments,
    voice: &Voice,
) -> Result<(Report, usize), Failure> {
    let (outputs, renderer) = (workspace.outputs(), workspace.renderer());
    // A template that fails on the last page must not leave half a site: a theme of the site's
    // own is tried on every page before the first byte is written.
    if workspace.has_own_theme() {
        outputs
            .par_iter()
            .try_for_each(|o| workspace.render(&renderer, o).map(drop))
            .map_err(Failure::from)?;
    }
    let wanted: BTreeSet<String> = outputs.iter().map(|o| o.path().to_owned()).collect();
    let writer = Writer::open(&arguments.output, &arguments.reading.content, wanted)?;
    let bar = progress(outputs.len(), voice);
    let result = outputs.par_iter().try_for_each(|output| {
        bar.inc(1);
        match output {
            Output::Page(PageId::SiteJson, path) => writer.put_stream(path, |out| {
                renderer.write(PageId::SiteJson, out).map_err(|e| failed(e, path))
            }),
            _ => {
                let bytes = workspace.render(&renderer, output).map_err(Failure::from)?;
                writer.put(output.path(), &bytes).map_err(Failure::from)
            }
        }
    });
    bar.finish_and_clear();
    match result {
        Ok(()) => {
            let pages = outputs.iter().filter(|o| o.is_page()).count();
            Ok((writer.finish()?, pages))
        }
        Err(failure) => {
            writer.abandon();
            Err(failure)
        }
    }
}

fn failed(error: WriteError, path: &str) -> Failure {
    match error {
        WriteError::Theme(error) => WorkspaceError::Theme(error).into(),
        WriteError::Out(error) => Outside::io("cannot write", Path::new(path), &error).into(),
    }
}

/// A bar that shows only on a terminal, and only when it takes long.
fn progress(outputs: usize, voice: &Voice) -> ProgressBar {
    if voice.quiet || outputs < 500 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(outputs as u64), ProgressDrawTarget::stderr());
    bar.set_style(style);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
