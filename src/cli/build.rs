//! `milepost build`.

use super::screen::Screen;
use super::{Failure, Outcome, Reading, Voice, colour, counted, has_errors};
use crate::diagnostic::{Finding, render_human, summary};
use crate::io::clock::Stopwatch;
use crate::io::digest;
use crate::io::watch::How;
use crate::io::write::{Report, Writer};
use crate::workspace::{Change, Output, Stale, Workspace, WorkspaceError};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often the date is looked at when nothing else happens.
const TICK: Duration = Duration::from_secs(1);

/// Build the site
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost build\n  milepost build maps -o ../public --today 2026-11-23\n  milepost build --quiet --digest\n  milepost build --watch"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// The folder to write; refused when it holds what milepost did not write
    #[arg(long, short, default_value = "public", value_name = "FOLDER")]
    output: PathBuf,
    /// Print a digest of all files: the SHA-256 of what `sha256sum` prints for them, sorted by path
    #[arg(long, conflicts_with = "watch")]
    digest: bool,
    /// Go on: write what changes whenever a file is saved
    #[arg(long)]
    watch: bool,
    /// With --watch: look at the files again and again, where a network or container volume tells
    /// nothing
    #[arg(long, requires = "watch")]
    poll: bool,
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    if arguments.watch {
        return watch_and_build(arguments, voice);
    }
    let mut watch = Stopwatch::start();
    let mut workspace = arguments.reading.open()?;
    print_findings(&workspace, voice);
    if has_errors(workspace.findings()) {
        anstream::eprintln!("{}; nothing was written", summary(workspace.findings()));
        return Ok(Outcome::ContentHasErrors);
    }
    workspace.forget_what_was_written();
    let (report, pages) = write_site(&workspace, arguments, voice)?;
    let paths: Vec<String> = match arguments.digest {
        true => workspace.outputs().iter().map(|output| output.path().to_owned()).collect(),
        false => Vec::new(),
    };
    // The process ends here: giving back a million texts one by one would be for nobody.
    std::mem::forget(workspace);
    if !voice.quiet {
        anstream::println!("{}", line(&report, pages, watch.lap(), &arguments.output));
    }
    if arguments.digest {
        anstream::println!("{}", digest::of_files(&arguments.output, &paths)?);
    }
    Ok(Outcome::Done)
}

/// Builds, and writes what changes, until it is ended.
fn watch_and_build(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let mut clock = Stopwatch::start();
    let how = if arguments.poll { How::Poll } else { How::Events };
    let (mut workspace, mut files) = arguments.reading.open_and_watch(how)?;
    let screen = Screen::new(voice);
    let mut written = None;
    // A folder that is not ours is refused now, not after an hour.
    let line = bring_up_to_date(&mut workspace, arguments, &mut written, &mut clock)?;
    screen.show(&workspace, &[], &line);
    loop {
        let mut seen = files.wait(TICK);
        clock.lap();
        screen.troubles(&std::mem::take(&mut seen.troubles));
        let today = arguments.reading.viewpoint.options()?.today;
        let changes = Change::seen(seen, today, workspace.site().today);
        if !changes.is_empty() {
            workspace.apply(changes);
            let line = bring_up_to_date(&mut workspace, arguments, &mut written, &mut clock);
            let line = line.unwrap_or_else(|failure| format!("{failure}; nothing was written"));
            screen.show(&workspace, &[], &line);
        }
    }
}

/// What stands in the output folder, by path.
type Written = BTreeMap<String, u64>;

/// Writes what is not as it was written, if the content has no errors. The first time every file
/// is compared with what is there.
fn bring_up_to_date(
    workspace: &mut Workspace,
    arguments: &Arguments,
    written: &mut Option<Written>,
    clock: &mut Stopwatch,
) -> Result<String, Failure> {
    if !workspace.is_sound() {
        return Ok("nothing was written".to_owned());
    }
    let stale = workspace.take_stale();
    // Whatever fails from here on, all of it is gone through the next time.
    let before = written.take().filter(|_| arguments.output.exists());
    let outputs = workspace.outputs();
    let wanted: BTreeSet<String> = outputs.iter().map(|o| o.path().to_owned()).collect();
    let (now, report) = match (before, stale) {
        (Some(before), Stale::Some(stale)) => {
            write_some(workspace, arguments, &stale, before, wanted)?
        }
        (before, _) => {
            write_all(workspace, arguments, &outputs, before.unwrap_or_default(), wanted)?
        }
    };
    *written = Some(now);
    let seconds = clock.lap();
    let Some(Report { written: new, removed, .. }) = report else {
        return Ok(format!("no file changed, {seconds:.3} s"));
    };
    let folder = arguments.output.display();
    let new = counted(new, "file");
    Ok(format!("{new} written, {removed} removed in {folder}, {seconds:.3} s"))
}

/// Renders those of some outputs that are not as they were, then writes them.
fn write_some(
    workspace: &Workspace,
    arguments: &Arguments,
    stale: &[Output],
    mut written: Written,
    wanted: BTreeSet<String>,
) -> Result<(Written, Option<Report>), Failure> {
    let renderer = workspace.renderer();
    let made: Vec<_> = stale
        .par_iter()
        .filter_map(|output| {
            let known = written.get(output.path()).copied();
            let made = workspace.render_unless(&renderer, output, known).transpose()?;
            Some(made.map(|(hash, bytes)| (output.path(), hash, bytes)))
        })
        .collect::<Result<_, WorkspaceError>>()
        .map_err(Failure::from)?;
    if made.is_empty() && written.keys().all(|path| wanted.contains(path)) {
        return Ok((written, None));
    }
    written.retain(|path, _| wanted.contains(path));
    let writer = Writer::open(&arguments.output, &arguments.reading.content, wanted)?;
    let put = |(path, _, bytes): &(&str, u64, Cow<'_, [u8]>)| writer.put(path, bytes);
    if let Err(failure) = made.par_iter().try_for_each(put) {
        writer.abandon();
        return Err(failure.into());
    }
    written.extend(made.iter().map(|(path, hash, _)| ((*path).to_owned(), *hash)));
    Ok((written, Some(writer.finish()?)))
}

/// Goes through every output; no more pages are in memory than there are threads.
fn write_all(
    workspace: &Workspace,
    arguments: &Arguments,
    outputs: &[Output],
    before: Written,
    wanted: BTreeSet<String>,
) -> Result<(Written, Option<Report>), Failure> {
    let renderer = workspace.renderer();
    workspace.search_index().expect_all();
    renderer.expect_all();
    let writer = Writer::open(&arguments.output, &arguments.reading.content, wanted)?;
    let one = |output: &Output| -> Result<(String, u64), Failure> {
        let path = output.path();
        let known = before.get(path).copied();
        let made = workspace.render_unless(&renderer, output, known).map_err(Failure::from)?;
        let Some((hash, bytes)) = made else {
            return Ok((path.to_owned(), known.unwrap_or_default()));
        };
        writer.put(path, &bytes)?;
        Ok((path.to_owned(), hash))
    };
    // Of all that fails the first in path order is heard of, whatever ran first.
    let made: Vec<Result<(String, u64), Failure>> = outputs.par_iter().map(one).collect();
    match made.into_iter().collect::<Result<Written, Failure>>() {
        Ok(now) => Ok((now, Some(writer.finish()?))),
        Err(failure) => {
            writer.abandon();
            Err(failure)
        }
    }
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
    let (pages, written) = (counted(pages, "page"), counted(*written, "file"));
    format!(
        "{pages} in {seconds:.2} s: {written} written, {unchanged} unchanged, {removed} removed in {}",
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
    workspace.search_index().expect_all();
    renderer.expect_all();
    let wanted: BTreeSet<String> = outputs.iter().map(|o| o.path().to_owned()).collect();
    let writer = Writer::open(&arguments.output, &arguments.reading.content, wanted)?;
    let bar = progress(outputs.len(), voice);
    // Of all that fails the first in path order is heard of, whatever ran first.
    let failed = outputs.par_iter().find_map_first(|output| {
        bar.inc(1);
        workspace.write(&renderer, &writer, output).err()
    });
    bar.finish_and_clear();
    if let Some(error) = failed {
        writer.abandon();
        return Err(error.into());
    }
    let pages = outputs.iter().filter(|o| o.is_page()).count();
    Ok((writer.finish()?, pages))
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
