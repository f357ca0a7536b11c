//! Builds a generated organisation and says where the time goes.
//!
//! ```text
//! cargo bench                        1,000 journeys
//! JOURNEYS=5000 cargo bench          five times as many
//! CONTENT=maps cargo bench           a folder of your own
//! ```
//!
//! The corpus has J journeys of 6 stages × 4 touchpoints (a file per stage), J/5 + 3 personas and
//! J/2 + 5 sources, and is the same on every machine.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod corpus;

use milepost::io::load::load;
use milepost::io::write::Writer;
use milepost::site::Options;
use milepost::workspace::{Output, Workspace};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// As in the program.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    milepost::io::memory::in_small_pages(true);
    let journeys = std::env::var("JOURNEYS").ok().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("public");
    let content = match std::env::var_os("CONTENT") {
        Some(content) => content.into(),
        None => {
            let content = folder.path().join("content");
            let files = corpus::write(&content, journeys);
            println!("{journeys} journeys in {files} source files\n");
            content
        }
    };
    build("first build", &content, &out);
    build("again, unchanged", &content, &out);
}

fn build(name: &str, content: &Path, out: &Path) {
    let mut clock = Phases::start();
    let sources = load(content).expect("the content can be read");
    clock.lap("read");
    let options = Options {
        today: jiff::civil::date(2026, 11, 23),
        include_drafts: false,
        include_confidential: false,
    };
    let mut workspace = Workspace::open(sources, options, None, |_| Ok(BTreeMap::new()))
        .expect("the default theme is whole");
    assert_eq!(workspace.errors().count(), 0, "the content is free of errors");
    clock.lap("parse, resolve, check");
    let parts = workspace.timings().to_vec();
    workspace.forget_what_was_written();
    workspace.search_index().expect_all();
    clock.lap(SEARCH_INDEX);
    let (outputs, renderer) = (workspace.outputs(), workspace.renderer());
    renderer.expect_all();
    let wanted = outputs.iter().map(|o| o.path().to_owned()).collect();
    let writer = Writer::open(out, content, wanted).expect("the folder is ours");
    clock.lap("plan");
    let (search, others): (Vec<&Output>, Vec<&Output>) =
        outputs.iter().partition(|output| matches!(output, Output::Search(..)));
    let write = |output: &&Output| {
        workspace.write(&renderer, &writer, output).expect("it renders, and there is room");
    };
    others.par_iter().for_each(write);
    clock.lap("render and write");
    search.par_iter().for_each(write);
    clock.lap(SEARCH_FILES);
    let report = writer.finish().expect("there is room");
    clock.lap("move into place");
    let pages = outputs.iter().filter(|o| o.is_page()).count();
    println!(
        "{name}: {pages} pages, {} files written, {} unchanged",
        report.written, report.unchanged
    );
    clock.print(&parts, pages);
}

/// What a site without its search would not need.
const SEARCH_INDEX: &str = "search: index";
const SEARCH_FILES: &str = "search: files";

/// Seconds of the clock and of all processors, by phase.
struct Phases {
    last: (Instant, f64),
    laps: Vec<(&'static str, f64, f64)>,
}

impl Phases {
    fn start() -> Self {
        Self { last: (Instant::now(), cpu_seconds()), laps: Vec::new() }
    }

    fn lap(&mut self, name: &'static str) {
        let now = (Instant::now(), cpu_seconds());
        self.laps.push((name, (now.0 - self.last.0).as_secs_f64(), now.1 - self.last.1));
        self.last = now;
    }

    /// `parts` are what one of the phases is made of, of which only the clock is known.
    fn print(&self, parts: &[(&str, f64)], pages: usize) {
        let row = |name: &str, wall: f64, cpu: f64| println!("  {name:<24}{wall:8.3} s{cpu:8.2} s");
        println!("  {:<24}{:>10}{:>10}", "", "wall", "CPU");
        for (name, wall, cpu) in &self.laps {
            row(name, *wall, *cpu);
            if *name == "parse, resolve, check" {
                parts.iter().for_each(|(part, wall)| println!("    {part:<22}{wall:8.3} s"));
            }
        }
        let sum = |search: bool| {
            let laps = self.laps.iter().filter(|(name, ..)| search || !name.starts_with("search"));
            laps.fold((0.0, 0.0), |(wall, cpu), lap| (wall + lap.1, cpu + lap.2))
        };
        let (all, without) = (sum(true), sum(false));
        row("all", all.0, all.1);
        row("all but the search", without.0, without.1);
        println!("  {:<24}{:8.0}", "pages per second", pages as f64 / all.0);
        println!("  {:<24}{:8.0} MiB\n", "peak memory", peak_mebibytes());
    }
}

/// User and system seconds of this process so far; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let fields: Vec<f64> = after_name.split(' ').filter_map(|f| f.parse().ok()).collect();
    // After the name: state is no number, so user and system time are the 11th and 12th numbers.
    fields.get(10).zip(fields.get(11)).map_or(0.0, |(user, system)| (user + system) / 100.0)
}

fn peak_mebibytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok()).map_or(0.0, |k| k / 1024.0)
}
