//! Builds a generated organisation and says where the time goes.
//!
//! ```text
//! cargo bench                        1,000 journeys
//! JOURNEYS=5000 cargo bench          five times as many
//! ```
//!
//! The corpus has J journeys of 6 stages × 4 touchpoints (a file per stage), J/5 + 3 personas and
//! J/2 + 5 sources, and is the same on every machine.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod corpus;

use milepost::io::load::load;
use milepost::io::write::Writer;
use milepost::site::Options;
use milepost::workspace::Workspace;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::time::Instant;

fn main() {
    let journeys = std::env::var("JOURNEYS").ok().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (content, out) = (folder.path().join("content"), folder.path().join("public"));
    let files = corpus::write(&content, journeys);
    println!("{journeys} journeys in {files} source files\n");
    build("first build", &content, &out);
    build("again, unchanged", &content, &out);
}

fn build(name: &str, content: &std::path::Path, out: &std::path::Path) {
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    let mut clock = Phases::start();
    let sources = load(content).expect("the corpus can be read");
    clock.lap("read");
    let options = Options {
        today: jiff::civil::date(2026, 11, 23),
        include_drafts: false,
        include_confidential: false,
    };
    let workspace = Workspace::open(sources, options, None, |_| Ok(BTreeMap::new()))
        .expect("the default theme is whole");
    for (phase, seconds) in workspace.timings() {
        clock.add(phase, *seconds);
    }
    clock.lap_rest();
    let errors = workspace.errors().count();
    assert_eq!(errors, 0, "the corpus is free of errors");
    let (outputs, renderer) = (workspace.outputs(), workspace.renderer());
    workspace.search_index().expect_all();
    let wanted = outputs.iter().map(|o| o.path().to_owned()).collect();
    let writer = Writer::open(out, content, wanted).expect("the folder is ours");
    clock.lap("plan");
    outputs.par_iter().for_each(|output| {
        let bytes = workspace.render(&renderer, output).expect("the default theme renders");
        writer.put(output.path(), &bytes).expect("there is room");
    });
    clock.lap("render and compare");
    let report = writer.finish().expect("there is room");
    clock.lap("move into place");
    let (wall, cpu) = (wall.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let pages = outputs.iter().filter(|o| o.is_page()).count();
    println!(
        "{name}: {pages} pages, {} files written, {} unchanged",
        report.written, report.unchanged
    );
    clock.print();
    println!("  {:<20}{wall:8.3} s", "wall");
    println!("  {:<20}{cpu:8.3} s", "CPU");
    println!("  {:<20}{:8.0}", "pages per second", pages as f64 / wall);
    println!("  {:<20}{:8.0} MiB\n", "peak memory", peak_mebibytes());
}

struct Phases {
    last: Instant,
    laps: Vec<(String, f64)>,
}

impl Phases {
    fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, name: &str) {
        let seconds = self.last.elapsed().as_secs_f64();
        self.add(name, seconds);
        self.last = Instant::now();
    }

    fn add(&mut self, name: &str, seconds: f64) {
        self.laps.push((name.to_owned(), seconds));
    }

    /// What passed since the last lap was added by name already.
    fn lap_rest(&mut self) {
        self.last = Instant::now();
    }

    fn print(&self) {
        for (name, seconds) in &self.laps {
            println!("  {name:<20}{seconds:8.3} s");
        }
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
