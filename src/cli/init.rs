//! `milepost init`.

use super::{Failure, Outcome, Voice};
use crate::io::{clock, create};
use clap::Args;
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

/// The starter, with `{today}` where a date stands, so that it is free of findings on the day
/// it is written.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Write a small, complete site to start from; no file is ever overwritten
#[derive(Args)]
#[command(after_help = "Example:\n  milepost init my-maps && cd my-maps && milepost serve")]
pub(super) struct Arguments {
    /// The folder that will hold `content/`
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let today = clock::today(None).map_err(Failure::Usage)?.to_string();
    let mut files = Vec::new();
    collect(&STARTER, &mut files);
    let content = arguments.folder.join("content");
    for (path, text) in files {
        let path = content.join(path);
        let new = create::create(&path, &text.replace("{today}", &today))?;
        if !voice.quiet {
            let word = if new { "wrote" } else { "kept " };
            anstream::println!("{word} {}", path.display());
        }
    }
    if !voice.quiet {
        anstream::println!("next: {}milepost serve", enter(&arguments.folder));
    }
    Ok(Outcome::Done)
}

fn enter(folder: &Path) -> String {
    if folder == Path::new(".") { String::new() } else { format!("cd {} && ", folder.display()) }
}

fn collect<'a>(dir: &'a Dir<'a>, files: &mut Vec<(&'a Path, &'a str)>) {
    files.extend(dir.files().filter_map(|f| Some((f.path(), f.contents_utf8()?))));
    dir.dirs().for_each(|d| collect(d, files));
    files.sort();
}
