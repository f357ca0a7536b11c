//! `milepost diff`.

use super::{Failure, Outcome, Viewpoint, Voice};
use crate::diff::{Comparison, PageFile, Pictures, Report, Revision, Slice};
use crate::io::git::{Commit, Repository, Tree};
use crate::io::load;
use crate::io::write::Writer;
use crate::site::Options;
use crate::source::Sources;
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the files as they are.
const WORKING_TREE: &str = "working tree";

/// Say what changed between two revisions, in the author's words
///
/// Nothing is checked out and nothing is fetched. Both sides are held against the same date, so
/// that what differs is what was edited; what the passing of time does is told by `check`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost diff main\n  milepost diff main... --format markdown\n  milepost diff v1 v2 --content maps/content --format json",
    after_long_help = "Examples:\n  milepost diff main                        what the working tree changes\n  milepost diff main...                     the same, since the branch left main\n  milepost diff v1 v2 --format html -o changes  maps before and after, as pages\n\nExit status: 0 done; 1 what was compared has errors, which is said, and what could be read was\ncompared; 2 the command line is wrong, or git, a revision or a folder is not there."
)]
pub(super) struct Arguments {
    /// The revision before: a branch, a tag, a commit; `A..B` is both, and `A...B` or `A...` means
    /// the last commit that A and the other side have in common
    #[arg(value_name = "FROM")]
    from: String,
    /// The revision after; without it the files as they are
    #[arg(value_name = "TO")]
    to: Option<String>,
    /// The content folder
    #[arg(long, default_value = "content", value_name = "DIR")]
    content: PathBuf,
    /// How changes are told: markdown is a comment for a pull request, json is for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The folder that html is written to, `changes` unless named; refused when it holds what
    /// milepost did not write
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    viewpoint: Viewpoint,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
    Html,
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let options = arguments.viewpoint.options()?;
    if arguments.output.is_some() && arguments.format != Format::Html {
        return Err(Failure::Usage(
            "`--output` names the folder of `--format html`; other formats are printed\n  help: add `--format html`, or write what is printed to a file"
                .to_owned(),
        ));
    }
    let sides = arguments.sides()?;
    let (comparison, trees) = sides.compare(&options)?;
    let report = &comparison.report;
    match arguments.format {
        Format::Text => anstream::print!("{}", report.text()),
        Format::Markdown => anstream::print!("{}", report.markdown()),
        Format::Json => anstream::print!("{}", report.json()),
        Format::Html => {
            let pictures = sides.pictures(&comparison, &trees)?;
            let written = write(&comparison.pages(&pictures), arguments)?;
            if !voice.quiet {
                let folder = arguments.folder().display();
                anstream::println!("{written} pages in {folder}: open {folder}/index.html");
            }
        }
    }
    Ok(outcome(report))
}

/// Writes the pages and says how many there are.
fn write(files: &[PageFile], arguments: &Arguments) -> Result<usize, Failure> {
    let wanted = files.iter().map(|(path, _)| path.clone()).collect();
    let writer = Writer::open(arguments.folder(), &arguments.content, wanted)?;
    for (path, bytes) in files {
        if let Err(failure) = writer.put(path, bytes) {
            writer.abandon();
            return Err(failure.into());
        }
    }
    writer.finish()?;
    Ok(files.iter().filter(|(path, _)| path.ends_with(".html")).count())
}

fn outcome(report: &Report) -> Outcome {
    if report.errors.from + report.errors.to == 0 {
        return Outcome::Done;
    }
    let sides = [(&report.from, report.errors.from), (&report.to, report.errors.to)];
    for (name, count) in sides.into_iter().filter(|(_, count)| *count > 0) {
        let errors = if count == 1 { "error" } else { "errors" };
        anstream::eprintln!("error: {name} has {count} {errors}; what could be read was compared");
    }
    Outcome::ContentHasErrors
}

/// What is compared, found and not yet read.
struct Sides<'a> {
    content: &'a Path,
    repository: Repository,
    from: (String, Commit),
    /// Without a commit the files as they are.
    to: (String, Option<Commit>),
}

impl Sides<'_> {
    /// What differs, and what was found where.
    fn compare(&self, options: &Options) -> Result<(Comparison, (Tree, Tree)), Failure> {
        let (old, new) = rayon::join(
            || self.repository.tree(&self.from.1),
            || match &self.to.1 {
                Some(commit) => self.repository.tree(commit),
                None if self.content.exists() => {
                    self.repository.tree_on_disk(self.content).map(Some)
                }
                None => Ok(None),
            },
        );
        let (old, new) = (old?, new?);
        if old.is_none() && new.is_none() {
            let name = self.content.display();
            return Err(Failure::Usage(format!(
                "cannot compare `{name}`: neither side has anything there\n  help: name the content folder with `--content`"
            )));
        }
        let trees = (old.unwrap_or_default(), new.unwrap_or_default());
        if let Some(slice) = Slice::of(&trees.0.files, &trees.1.files)
            && let Some(comparison) = self.compare_slice(&trees, slice, options)?
        {
            return Ok((comparison, trees));
        }
        let (from, to) = self.read(&trees, &|_| true)?;
        Ok((Comparison::of(&from, &to, options), trees))
    }

    /// The pictures that the pages of a comparison show.
    fn pictures(
        &self,
        comparison: &Comparison,
        (old, new): &(Tree, Tree),
    ) -> Result<[Pictures; 2], Failure> {
        let [before, after] = comparison.pictures();
        let after = match self.to.1 {
            Some(_) => self.in_git(new, after)?,
            None => self.on_disk(after)?,
        };
        Ok([self.in_git(old, before)?, after])
    }

    fn in_git(&self, tree: &Tree, paths: BTreeSet<String>) -> Result<Pictures, Failure> {
        let wanted = paths.into_iter().filter_map(|path| {
            let id = tree.files.get(&path)?.clone();
            Some((path, id))
        });
        let (paths, ids): (Vec<String>, Vec<Arc<str>>) = wanted.unzip();
        let bytes = self.repository.blobs(&ids)?;
        let found = paths.into_iter().zip(bytes);
        Ok(found.filter_map(|(path, bytes)| Some((path, bytes?))).collect())
    }

    fn on_disk(&self, paths: BTreeSet<String>) -> Result<Pictures, Failure> {
        let read = |path: String| {
            let bytes = load::read_asset(&self.content.join(&path))?;
            Ok((path, bytes))
        };
        paths.into_iter().map(read).collect()
    }

    /// Takes in the journeys that may show what was edited. Whether they could be told.
    fn take_in_users(&self, tree: &Tree, slice: &mut Slice) -> Result<bool, Failure> {
        while let Some(ids) = slice.unasked() {
            let files = self.repository.files_with(&self.from.1, &ids)?;
            if tree.has_links || slice.take_in_users(&files).is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Compares without the journeys that are the same; `None` when they are needed after all.
    fn compare_slice(
        &self,
        trees: &(Tree, Tree),
        mut slice: Slice,
        options: &Options,
    ) -> Result<Option<Comparison>, Failure> {
        if !self.take_in_users(&trees.0, &mut slice)? {
            return Ok(None);
        }
        let (mut from, mut to) = self.read(trees, &|path| slice.keeps(path))?;
        if !slice.is_known_by_ids(&from.sources) || !slice.is_known_by_ids(&to.sources) {
            return Ok(None);
        }
        let named = [slice.take_in_named(&from.sources), slice.take_in_named(&to.sources)];
        if named.contains(&true) {
            let is_new = |path: &str| slice.keeps(path) && to.sources.get(path).is_none();
            let more = self.read(trees, &is_new)?;
            from.sources.add_missing(&more.0.sources);
            to.sources.add_missing(&more.1.sources);
        }
        let comparison = Comparison::of(&from, &to, options);
        Ok(slice.suffices(&comparison.report).then_some(comparison))
    }

    /// The files that are wanted, of both sides.
    fn read(
        &self,
        (old, new): &(Tree, Tree),
        keep: &dyn Fn(&str) -> bool,
    ) -> Result<(Revision, Revision), Failure> {
        let to = match self.to.1 {
            Some(_) => self.repository.load_tree(new, keep, None)?,
            None if self.content.exists() => load::load_some(self.content, keep)?,
            None => Sources::new(""),
        };
        let from = self.repository.load_tree(old, keep, Some((new, &to)))?;
        let revision = |name: &String, sources| Revision { name: name.clone(), sources };
        Ok((revision(&self.from.0, from), revision(&self.to.0, to)))
    }
}

impl Arguments {
    /// The folder of the pages.
    fn folder(&self) -> &Path {
        self.output.as_deref().unwrap_or(Path::new("changes"))
    }

    /// Both sides, found.
    fn sides(&self) -> Result<Sides<'_>, Failure> {
        let (from, to, base) = self.revisions()?;
        let repository = Repository::of(&self.content)?;
        let mut before = repository.commit(if from.is_empty() { "HEAD" } else { &from })?;
        let after = to.as_deref().map(|to| repository.commit(to)).transpose()?;
        if base == Base::InCommon {
            let other = match &after {
                Some(after) => after.clone(),
                None => repository.commit("HEAD")?,
            };
            before = repository.merge_base(&before, &other)?;
        }
        let to = (to.unwrap_or_else(|| WORKING_TREE.to_owned()), after);
        Ok(Sides { content: &self.content, repository, from: (self.name_before(), before), to })
    }

    fn name_before(&self) -> String {
        match self.from.split_once("...").or_else(|| self.from.split_once("..")) {
            Some((from, _)) if !from.is_empty() => from.to_owned(),
            Some(_) => "HEAD".to_owned(),
            None => self.from.clone(),
        }
    }

    /// The names of both revisions, taken out of `A..B` and `A...B`.
    fn revisions(&self) -> Result<(String, Option<String>, Base), Failure> {
        // A variable that is not set must not compare something else without a word.
        if [Some(&self.from), self.to.as_ref()].into_iter().flatten().any(String::is_empty) {
            return Err(Failure::Usage(
                "a revision is empty\n  help: name a branch, a tag or a commit; is a variable not set?"
                    .to_owned(),
            ));
        }
        let split = match self.from.split_once("...") {
            Some((from, to)) => Some((from, to, Base::InCommon)),
            None => self.from.split_once("..").map(|(from, to)| (from, to, Base::Itself)),
        };
        let Some((from, to, base)) = split else {
            return Ok((self.from.clone(), self.to.clone(), Base::Itself));
        };
        let named = (!to.is_empty()).then(|| to.to_owned());
        if named.is_some() && self.to.is_some() {
            return Err(Failure::Usage(format!(
                "`{}` names both revisions, and a third is given",
                self.from
            )));
        }
        Ok((from.to_owned(), named.or_else(|| self.to.clone()), base))
    }
}

/// What the other side is compared with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    /// The revision itself.
    Itself,
    /// The last commit that both have in common.
    InCommon,
}
