//! A content folder as a commit holds it → [`Sources`]. Objects are read through git's plumbing
//! alone: nothing is checked out, fetched or written, and no hook, filter, pager or external diff
//! runs. A revision is an argument and never an option of git's, and what the environment says to
//! git (`GIT_DIR` in a hook) is not handed on: the folder alone says which repository is meant.

mod disk;
mod index;
mod walk;

use super::Outside;
use super::load::{self, MAX_TEXT};
use crate::diagnostic::did_you_mean;
use crate::source::{Asset, Sources, UnreadReason};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use walk::{Entry, EntryKind, Walk};

/// A repository, seen from a content folder inside it.
#[derive(Clone, Debug)]
pub struct Repository {
    /// Where git runs: the content folder, or what is left of the way to it.
    folder: PathBuf,
    /// The content folder from the repository's root, with `/`; empty for the root itself.
    content: String,
    /// How the folder is shown.
    shown: String,
    /// Where git's index is, if it can be understood.
    index: Option<PathBuf>,
}

/// A commit that is there: its full name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Commit(String);

impl Commit {
    /// Its full name in hexadecimal digits.
    pub fn id(&self) -> &str {
        &self.0
    }
}

/// The files of a content folder in a commit, by path; what is hidden is left out.
#[derive(Debug, Default)]
pub struct Tree {
    /// Every plain file: path from the content folder → name of its blob.
    pub files: BTreeMap<String, Arc<str>>,
    /// What is not read, and why.
    pub unread: Vec<(String, UnreadReason)>,
    /// Whether there are symbolic links: a file may then stand under several paths.
    pub has_links: bool,
}

impl Repository {
    /// The repository in which a content folder is, or was: the folder need not be there any more.
    ///
    /// # Errors
    /// Git is not installed, the folder is in no repository, git refuses to read it.
    pub fn of(content: &Path) -> Result<Self, Outside> {
        let whole = std::path::absolute(content)
            .map_err(|error| Outside::io("cannot read", content, &error))?;
        let there = whole.ancestors().find(|folder| folder.is_dir());
        let folder = there.unwrap_or(Path::new("/")).to_path_buf();
        let rest = whole.strip_prefix(&folder).unwrap_or(Path::new(""));
        let (nothing, shown) = (String::new(), load::shown(content));
        let repository = Self { folder, content: nothing, shown, index: None };
        let asked = ["--show-prefix", "--show-object-format", "--git-path", "index"];
        let answer = repository.run(["rev-parse"].into_iter().chain(asked))?;
        if !answer.status.success() {
            return Err(no_repository(content, &answer));
        }
        let text = String::from_utf8_lossy(&answer.stdout);
        let mut lines = text.split('\n');
        let (prefix, format) = (lines.next().unwrap_or_default(), lines.next());
        let index = lines.next().filter(|path| format == Some("sha1") && !path.is_empty());
        let index = index.map(|path| repository.folder.join(path));
        let content = format!("{prefix}{}", rest.to_string_lossy().replace('\\', "/"));
        let content = content.trim_end_matches('/').to_owned();
        Ok(Self { content, index, ..repository })
    }

    /// The content folder from the repository's root, with `/`; empty for the root itself.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The commit that a revision names: a branch, a tag, a commit, `HEAD~2` and the like.
    ///
    /// # Errors
    /// There is none, or this clone does not have it.
    pub fn commit(&self, revision: &str) -> Result<Commit, Outside> {
        match self.find(&format!("{revision}^{{commit}}"))? {
            Some(id) => Ok(Commit(id)),
            None => Err(self.unknown(revision)),
        }
    }

    /// The newest commit that both have in their history.
    ///
    /// # Errors
    /// They have none in this clone.
    pub fn merge_base(&self, a: &Commit, b: &Commit) -> Result<Commit, Outside> {
        let answer = self.run(["merge-base", "--", &a.0, &b.0])?;
        let id = line(&answer.stdout);
        if answer.status.success() && !id.is_empty() {
            return Ok(Commit(id));
        }
        let both = format!("{}...{}", &a.0, &b.0);
        let why = "these two have no commit in common";
        let outside = Outside::new("cannot compare", Path::new(&both), why);
        Err(if self.is_shallow() { outside.help(MORE_HISTORY) } else { outside })
    }

    /// The files of the content folder; `None` where a commit does not have the folder.
    ///
    /// # Errors
    /// Git fails, or this clone lacks objects.
    pub fn tree(&self, commit: &Commit) -> Result<Option<Tree>, Outside> {
        let Some(listed) = self.listed(commit)? else { return Ok(None) };
        let mut entries = BTreeMap::new();
        let mut tree = Tree::default();
        for record in listed.split(|byte| *byte == 0) {
            let Some(entry) = Entry::read(record) else { continue };
            match std::str::from_utf8(entry.path) {
                Ok(path) => drop(entries.insert(path.to_owned(), entry)),
                Err(_) => {
                    let path = String::from_utf8_lossy(entry.path).into_owned();
                    tree.unread.push((path, UnreadReason::NameNotUnicode));
                }
            }
        }
        let links = self.link_targets(&entries)?;
        tree.has_links = !links.is_empty();
        Walk::all(&entries, &links, &mut tree);
        Ok(Some(tree))
    }

    /// The content folder of a commit as a value like that of a folder on disk. Files that are
    /// only copied come without their bytes.
    ///
    /// # Errors
    /// Git fails, or this clone lacks objects.
    pub fn load(&self, commit: &Commit) -> Result<Sources, Outside> {
        let tree = self.tree(commit)?.unwrap_or_default();
        self.load_tree(&tree, &|_| true, None)
    }

    /// The same of a tree that was listed, of the files that `keep` wants. Texts that are the same
    /// in another tree are taken from there, and files at the same paths have the same numbers.
    ///
    /// # Errors
    /// Git fails, or this clone lacks objects.
    pub fn load_tree(
        &self,
        tree: &Tree,
        keep: &dyn Fn(&str) -> bool,
        beside: Option<(&Tree, &Sources)>,
    ) -> Result<Sources, Outside> {
        let known = |path: &str, id: &Arc<str>| {
            let (tree, sources) = beside?;
            sources.get(path).filter(|_| tree.files.get(path) == Some(id))?.to_read()
        };
        let kept = || tree.files.iter().filter(|(path, _)| keep(path));
        let wanted = kept().filter(|(path, id)| load::is_text(path) && known(path, id).is_none());
        let texts = self.blobs(&wanted.map(|(_, id)| id.clone()).collect::<Vec<_>>())?;
        let mut texts = texts.into_iter();
        let mut sources = match beside {
            Some((_, sources)) => Sources::numbered_like(sources, self.shown.clone()),
            None => Sources::new(self.shown.clone()),
        };
        for (path, reason) in &tree.unread {
            sources.leave_unread(path, *reason);
        }
        for (path, id) in kept() {
            if !load::is_text(path) {
                sources.insert_asset(path, Asset::Bytes(Arc::new([])));
                continue;
            }
            if let Some(text) = known(path, id) {
                sources.insert_read(path, text);
                continue;
            }
            match texts.next().flatten() {
                Some(bytes) => drop(sources.insert_text(path, &bytes)),
                None => sources.leave_unread(path, UnreadReason::TooLarge),
            }
        }
        Ok(sources)
    }

    /// The files of the content folder in a commit that hold one of some words, in upper or lower
    /// case and as a part of others too. Nothing is found behind symbolic links.
    ///
    /// # Errors
    /// Git fails, or this clone lacks objects.
    pub fn files_with(&self, commit: &Commit, words: &[String]) -> Result<Vec<String>, Outside> {
        let options = ["grep", "-l", "-z", "-a", "-i", "-F", "--full-name", "--no-color"];
        let words = words.iter().flat_map(|word| ["-e", word]);
        let which = ["--no-recurse-submodules"].into_iter().chain(words).chain([&*commit.0, "--"]);
        let answer = self.run(options.into_iter().chain(which))?;
        // It ends with 1 when nothing holds any of them.
        if !matches!(answer.status.code(), Some(0 | 1)) {
            return Err(self.trouble(&complaint(&answer)));
        }
        let start = match self.content.as_str() {
            "" => format!("{}:", commit.0),
            folder => format!("{}:{folder}/", commit.0),
        };
        let found = answer.stdout.split(|byte| *byte == 0);
        let found = found.filter_map(|path| std::str::from_utf8(path).ok()?.strip_prefix(&start));
        Ok(found.map(str::to_owned).collect())
    }

    /// Lines of a file of the content folder (from 1) that are not as they were in a commit. Where
    /// lines were taken out, the lines around the gap count.
    ///
    /// # Errors
    /// Git fails, or this clone lacks objects.
    pub fn changed_lines(&self, commit: &Commit, path: &str) -> Result<Vec<Range<u32>>, Outside> {
        let options =
            ["--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"];
        let arguments = ["diff"].into_iter().chain(options).chain([&*commit.0, "--", path]);
        let patch = self.must(arguments)?;
        let heads = patch.split(|byte| *byte == b'\n').filter_map(|line| line.strip_prefix(b"@@ "));
        Ok(heads.filter_map(|head| hunk(std::str::from_utf8(head).ok()?)).collect())
    }

    /// The bytes of blobs, in the order in which they are asked for; `None` for one that is too
    /// large to be a text.
    ///
    /// # Errors
    /// Git fails, or this clone lacks one of them.
    pub fn blobs(&self, ids: &[Arc<str>]) -> Result<Vec<Option<Vec<u8>>>, Outside> {
        // Unpacking is most of the work, and a process of git's does it on one core.
        let share = ids.len().div_ceil(rayon::current_num_threads().clamp(1, 8)).max(256);
        let parts: Result<Vec<_>, _> =
            ids.par_chunks(share).map(|part| self.blobs_in_a_row(part)).collect();
        Ok(parts?.into_iter().flatten().collect())
    }

    fn blobs_in_a_row(&self, ids: &[Arc<str>]) -> Result<Vec<Option<Vec<u8>>>, Outside> {
        let failed = |error: std::io::Error| self.trouble(&error.to_string());
        let mut command = self.command(["cat-file", "--batch", "--buffer"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut git = command.spawn().map_err(|error| self.not_started(&error))?;
        let (input, output) = (git.stdin.take(), git.stdout.take());
        let wanted: String = ids.iter().flat_map(|id| [&**id, "\n"]).collect();
        // Git answers while it is still being asked, so asking must not wait for the answers.
        let asking = std::thread::spawn(move || {
            if let Some(mut input) = input {
                // A git that ended early is seen by its missing answers.
                let _ = input.write_all(wanted.as_bytes());
            }
        });
        let answers = output.map_or(Ok(Vec::new()), |output| read_blobs(output, ids.len()));
        let _ = asking.join();
        git.wait().map_err(failed)?;
        let answers = answers.map_err(failed)?;
        if answers.len() == ids.len() {
            return Ok(answers);
        }
        Err(self
            .trouble("this clone lacks a file of the commit, and nothing is fetched on the way")
            .help("fetch the commit's files: `git fetch --refetch --no-filter`"))
    }

    /// What git lists of the content folder.
    fn listed(&self, commit: &Commit) -> Result<Option<Vec<u8>>, Outside> {
        let list = ["ls-tree", "-r", "-z", "--full-tree"];
        let folder = format!("{}:{}", commit.0, self.content);
        let answer = self.run(list.into_iter().chain([&*folder]))?;
        if answer.status.success() {
            return Ok(Some(answer.stdout));
        }
        // It is not there, or it is no folder, or git cannot read it and says why.
        let Some(folder) = self.content_in(commit)? else { return Ok(None) };
        self.must(list.into_iter().chain([&*folder])).map(Some)
    }

    /// The tree of the content folder.
    fn content_in(&self, commit: &Commit) -> Result<Option<String>, Outside> {
        if self.content.is_empty() {
            return self.find(&format!("{}^{{tree}}", commit.0));
        }
        let Some(id) = self.find(&format!("{}:{}", commit.0, self.content))? else {
            return Ok(None);
        };
        self.find(&format!("{id}^{{tree}}"))
    }

    /// The full name of an object.
    fn find(&self, expression: &str) -> Result<Option<String>, Outside> {
        let answer =
            self.run(["rev-parse", "--verify", "--quiet", "--end-of-options", expression])?;
        let id = line(&answer.stdout);
        Ok((answer.status.success() && !id.is_empty()).then_some(id))
    }

    /// What symbolic links hold, by path.
    fn link_targets(
        &self,
        entries: &BTreeMap<String, Entry<'_>>,
    ) -> Result<BTreeMap<String, String>, Outside> {
        let links = entries.iter().filter(|(_, entry)| entry.kind == EntryKind::Link);
        let (paths, ids): (Vec<&String>, Vec<Arc<str>>) =
            links.map(|(path, entry)| (path, entry.id.clone())).unzip();
        let targets = self.blobs(&ids)?.into_iter().map(Option::unwrap_or_default);
        let targets = targets.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(paths.into_iter().cloned().zip(targets).collect())
    }

    fn is_shallow(&self) -> bool {
        let answer = self.run(["rev-parse", "--is-shallow-repository"]);
        answer.is_ok_and(|answer| line(&answer.stdout) == "true")
    }

    /// A revision that is not there.
    fn unknown(&self, revision: &str) -> Outside {
        let shown = Path::new(revision);
        if self.is_shallow() {
            return Outside::new(
                "cannot find revision",
                shown,
                "this clone is shallow and does not have it",
            )
            .help(MORE_HISTORY);
        }
        let refs = ["refs/heads", "refs/remotes", "refs/tags"];
        let names = ["for-each-ref", "--format=%(refname:short)"].into_iter().chain(refs);
        let names = self.run(names).map(|answer| answer.stdout).unwrap_or_default();
        let names = String::from_utf8_lossy(&names).into_owned();
        let outside = Outside::new(
            "cannot find revision",
            shown,
            "no branch, tag or commit of this repository has that name",
        );
        match did_you_mean(revision, names.lines()) {
            Some(help) => outside.help(help),
            None => outside.help("`git branch --all` lists the branches, `git fetch` brings more"),
        }
    }

    /// What git answers to a question that it has to be able to answer.
    fn must<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, Outside> {
        let answer = self.run(arguments)?;
        if answer.status.success() {
            return Ok(answer.stdout);
        }
        Err(self.trouble(&complaint(&answer)))
    }

    fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<Output, Outside> {
        let mut command = self.command(arguments);
        command.stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))
    }

    fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os() {
            if is_for_git(&name) {
                command.env_remove(name);
            }
        }
        // Never ask another machine for an object, a person for a password, a hook for anything.
        command
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("LC_ALL", "C")
            .args(["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C"])
            .arg(&self.folder)
            .args(arguments);
        command
    }

    fn not_started(&self, error: &std::io::Error) -> Outside {
        if error.kind() == ErrorKind::NotFound {
            return Outside::new("cannot run", Path::new("git"), "it is not installed")
                .help("install git, or put its folder into PATH");
        }
        Outside::io("cannot run", Path::new("git"), error)
    }

    fn trouble(&self, why: &str) -> Outside {
        Outside::new("git cannot read", Path::new(&self.shown), why)
    }
}

/// The new lines of `-5,2 +4,0 @@ …`.
fn hunk(head: &str) -> Option<Range<u32>> {
    let new = head.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (start, count) = new.split_once(',').unwrap_or((new, "1"));
    let (start, count): (u32, u32) = (start.parse().ok()?, count.parse().ok()?);
    // Of lines that were only taken out git names the line before.
    Some(if count == 0 { start.max(1)..start + 2 } else { start..start.saturating_add(count) })
}

const MORE_HISTORY: &str = "fetch its history first: `git fetch --unshallow`, or a checkout with full depth \
     (`fetch-depth: 0`)";

fn is_for_git(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with("GIT_")
}

/// The one line of an answer.
fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\n').to_owned()
}

/// What git said went wrong, in one line.
fn complaint(answer: &Output) -> String {
    let words = String::from_utf8_lossy(&answer.stderr);
    let first = words.lines().next().unwrap_or("it failed");
    first.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()
}

fn no_repository(content: &Path, answer: &Output) -> Outside {
    let why = complaint(answer);
    if why.starts_with("not a git repository") {
        return Outside::new("cannot compare", content, "it is in no git repository").help(
            "name a content folder inside a repository with `--content`, or start one with `git init`",
        );
    }
    Outside::new("git cannot read", content, why)
}

/// Reads answers of `cat-file --batch` until they end or one is missing.
fn read_blobs(output: impl Read, count: usize) -> std::io::Result<Vec<Option<Vec<u8>>>> {
    let mut output = BufReader::with_capacity(1 << 16, output);
    let mut blobs = Vec::with_capacity(count);
    let mut head = String::new();
    while blobs.len() < count {
        head.clear();
        output.read_line(&mut head)?;
        // `<id> blob <size>`, or `<id> missing`.
        let size = head.trim_end().rsplit_once(" blob ").and_then(|(_, size)| size.parse().ok());
        let Some(size) = size else { break };
        blobs.push(read_blob(&mut output, size)?);
    }
    Ok(blobs)
}

fn read_blob(output: &mut impl Read, size: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut end = [0];
    if size > MAX_TEXT {
        std::io::copy(&mut output.by_ref().take(size), &mut std::io::sink())?;
        output.read_exact(&mut end)?;
        return Ok(None);
    }
    let mut bytes = vec![0; size as usize];
    output.read_exact(&mut bytes)?;
    output.read_exact(&mut end)?;
    Ok(Some(bytes))
}
