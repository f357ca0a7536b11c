//! `milepost owners`.

use super::{Failure, Outcome};
use crate::io::git::Repository;
use crate::io::load::load;
use crate::model::owners::codeowners;
use crate::parse::{Memo, parse};
use clap::Args;
use std::path::PathBuf;

/// Print a CODEOWNERS fragment: who owns which file, from the `owner` fields
#[derive(Args)]
#[command(after_help = "Example:\n  milepost owners >> .github/CODEOWNERS")]
pub(super) struct Arguments {
    /// The content folder
    #[arg(default_value = "content", value_name = "CONTENT")]
    content: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let sources = load(&arguments.content)?;
    let (content, _) = parse(&sources, &mut Memo::default());
    // Outside of a repository paths are those from the working directory.
    let root = Repository::of(&arguments.content).map(|repository| repository.content().to_owned());
    let shown = || sources.root.trim_start_matches("./").trim_matches('.').to_owned();
    let root = root.unwrap_or_else(|_| shown());
    anstream::print!("{}", codeowners(&content, &sources, root.trim_matches('/')));
    for (_, kind, ids) in &content.unreadable {
        let name = ids.join("/");
        anstream::eprintln!("warning: {} `{name}` cannot be read; it has no rule", kind.word());
    }
    let is_whole = content.unreadable.is_empty();
    Ok(if is_whole { Outcome::Done } else { Outcome::ContentHasErrors })
}
