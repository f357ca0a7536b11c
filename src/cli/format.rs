//! `milepost fmt`.

use super::{Failure, Outcome, Voice};
use crate::format::{Formatted, Why, markdown, site};
use crate::io::load::load;
use crate::io::replace::{Replaced, read, replace};
use crate::model::fields::{INDEX, Shape};
use crate::parse::folder;
use crate::source::{Content, FileId, Sources};
use clap::Args;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Bring front matter and site.yaml into canonical form: order of fields, spacing, quotes
///
/// What a file means never changes: each result is read again and compared before it is written.
/// Comments, the text below the front matter, line ends and a byte order mark stay.
#[derive(Args)]
#[command(after_help = "Examples:\n  milepost fmt\n  milepost fmt maps --check")]
pub(super) struct Arguments {
    /// The content folder
    #[arg(default_value = "content", value_name = "CONTENT")]
    content: PathBuf,
    /// Write nothing; name the files that would change and exit with 1 if there are any
    #[arg(long)]
    check: bool,
}

/// A file that can be formatted.
struct File<'a> {
    path: &'a str,
    file: FileId,
    /// `None` for site.yaml.
    shape: Option<&'static Shape>,
}

/// What became of a file.
enum Fate {
    Same,
    Changed,
    LeftAlone(&'static str),
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let sources = load(&arguments.content)?;
    let files = files(&sources);
    let formatted: Vec<Formatted> = files.par_iter().map(|file| format(file, &sources)).collect();
    let (mut changed, mut left, mut failure) = (0, 0, None);
    for (file, formatted) in files.iter().zip(formatted) {
        let path = sources.shown_path(file.file);
        match settle(file, formatted, &sources, arguments) {
            Ok(Fate::Same) => {}
            Ok(Fate::Changed) => {
                changed += 1;
                if !voice.quiet {
                    anstream::println!("{path}");
                }
            }
            Ok(Fate::LeftAlone(why)) => {
                left += 1;
                anstream::eprintln!("warning: `{path}` is left as it is: {why}");
            }
            // The others are written all the same, and said.
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    if !voice.quiet {
        let done = if arguments.check { "would change" } else { "changed" };
        anstream::eprintln!("{changed} of {} files {done}", files.len());
    }
    let wrong = left > 0 || (arguments.check && changed > 0);
    Ok(if wrong { Outcome::ContentHasErrors } else { Outcome::Done })
}

/// Every file with fields, in path order.
fn files(sources: &Sources) -> Vec<File<'_>> {
    let folder = folder::sort(sources, &mut Vec::new());
    let entities = folder.entities().map(|(kind, entity)| (entity.file, Some(kind.shape())));
    let indexes = folder.indexes.iter().map(|index| (index.file, Some(&INDEX)));
    let site = folder.config.map(|file| (file, None));
    let mut files: Vec<File<'_>> = entities
        .chain(indexes)
        .chain(site)
        .map(|(file, shape)| File { path: sources.path(file), file, shape })
        .collect();
    files.sort_by_key(|file| file.path);
    files
}

fn format(file: &File<'_>, sources: &Sources) -> Formatted {
    let content = sources.get(file.path).map(|file| &file.content);
    match (content, file.shape) {
        (Some(Content::Text { text, invalid_at: None, .. }), Some(shape)) => markdown(text, shape),
        (Some(Content::Text { text, invalid_at: None, .. }), None) => site(text),
        _ => Formatted::LeftAlone(Why::Unreadable),
    }
}

fn settle(
    file: &File<'_>,
    formatted: Formatted,
    sources: &Sources,
    arguments: &Arguments,
) -> Result<Fate, Failure> {
    match formatted {
        Formatted::Same => Ok(Fate::Same),
        Formatted::LeftAlone(why) => Ok(Fate::LeftAlone(why.words())),
        Formatted::Changed(_) if arguments.check => Ok(Fate::Changed),
        Formatted::Changed(after) => {
            write(&arguments.content, file.path, sources.text(file.file), &after)
        }
    }
}

/// Writes a file if it still holds the text that was formatted, with the byte order mark that
/// it may begin with.
fn write(content: &Path, path: &str, text: &str, after: &str) -> Result<Fate, Failure> {
    const MEANWHILE: Fate = Fate::LeftAlone("it was changed meanwhile");
    let before = read(content, path)?;
    if before.ends_with(after.as_bytes()) {
        // Another name of the same file was formatted before.
        return Ok(Fate::Same);
    }
    let Some(mark) = before.strip_suffix(text.as_bytes()) else { return Ok(MEANWHILE) };
    if !matches!(mark, b"" | b"\xef\xbb\xbf") {
        return Ok(MEANWHILE);
    }
    let after = [mark, after.as_bytes()].concat();
    Ok(match replace(content, path, &before, &after)? {
        Replaced::Done => Fate::Changed,
        Replaced::ChangedMeanwhile => MEANWHILE,
    })
}
