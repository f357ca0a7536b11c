//! Pages → an output folder that is ours. Everything is written aside first and then moved into
//! place, so that a full disk or a crash leaves the old site whole; only files whose bytes changed
//! are written; only files that we wrote are ever removed.

use super::Outside;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Lists what we wrote, a path a line: the mark of a folder that is ours.
const MANIFEST: &str = ".milepost-manifest";
/// Where new bytes wait until all of them are there.
const STAGING: &str = ".milepost-staging";
const HEADER: &str = "# written by milepost: these files are replaced and removed by it";

/// An output folder being brought up to date.
#[derive(Debug)]
pub struct Writer {
    out: PathBuf,
    /// It and the folders above it that were not there, the deepest first.
    made: Vec<PathBuf>,
    owned: BTreeSet<String>,
    wanted: BTreeSet<String>,
    staged: AtomicUsize,
    unchanged: AtomicUsize,
}

/// What a build did to its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Files whose bytes changed or that are new.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of earlier builds that are no longer part of the site.
    pub removed: usize,
}

impl Writer {
    /// Opens an output folder for exactly these files. Nothing of the site is touched yet.
    ///
    /// # Errors
    /// A folder that is not ours or that overlaps the content, a file of somebody else's where
    /// one of ours has to be, a folder that cannot be written.
    pub fn open(out: &Path, content: &Path, wanted: BTreeSet<String>) -> Result<Self, Outside> {
        refuse_overlap(out, content)?;
        refuse_what_is_no_folder(out)?;
        let owned = owned_files(out)?;
        let writer = Self {
            out: out.to_path_buf(),
            made: out
                .ancestors()
                .take_while(|folder| is_missing(folder))
                .map(PathBuf::from)
                .collect(),
            owned,
            wanted,
            staged: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
        };
        writer.refuse_foreign_files()?;
        let staging = out.join(STAGING);
        if let Ok(there) = staging.symlink_metadata() {
            let cleared = if there.is_dir() {
                fs::remove_dir_all(&staging)
            } else {
                fs::remove_file(&staging)
            };
            cleared.map_err(|e| Outside::io("cannot clear", &staging, &e))?;
        }
        fs::create_dir_all(&staging).map_err(|e| Outside::io("cannot create", &staging, &e))?;
        Ok(writer)
    }

    /// Takes in the bytes of one file; several threads may do so at once.
    ///
    /// # Errors
    /// A disk that is full or broken.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Outside> {
        if self.is_same(path, bytes) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        let staged = self.out.join(STAGING).join(path);
        write_below(&staged, bytes)
            .map_err(|e| Outside::io("cannot write", &self.out.join(path), &e))?;
        self.staged.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Takes in one file that is written piece by piece because it may be large.
    ///
    /// # Errors
    /// Those of `write`, else a disk that is full or broken.
    pub fn put_stream<E: From<Outside>>(
        &self,
        path: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), E> {
        let staged = self.out.join(STAGING).join(path);
        let failed =
            |e: &std::io::Error| E::from(Outside::io("cannot write", &self.out.join(path), e));
        write_below(&staged, b"").map_err(|e| failed(&e))?;
        let file = fs::File::create(&staged).map_err(|e| failed(&e))?;
        let mut buffer = BufWriter::with_capacity(64 * 1024, file);
        write(&mut buffer)?;
        buffer.flush().map_err(|e| failed(&e))?;
        if self.owned.contains(path) && same_bytes(&staged, &self.out.join(path)) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            fs::remove_file(&staged).map_err(|e| failed(&e))?;
            return Ok(());
        }
        self.staged.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn is_same(&self, path: &str, bytes: &[u8]) -> bool {
        if !self.owned.contains(path) {
            return false;
        }
        let there = self.out.join(path);
        fs::metadata(&there).is_ok_and(|m| m.len() == bytes.len() as u64)
            && fs::read(&there).is_ok_and(|old| old == bytes)
    }

    /// Moves everything into place and removes what is no longer wanted.
    ///
    /// # Errors
    /// A file or folder that cannot be moved or removed.
    pub fn finish(self) -> Result<Report, Outside> {
        let settled = self.settle();
        // What was written aside takes room on a disk that may be full.
        let staging = self.out.join(STAGING);
        let cleared = fs::remove_dir_all(&staging);
        let removed = settled?;
        cleared.map_err(|e| Outside::io("cannot remove", &staging, &e))?;
        Ok(Report {
            written: self.staged.into_inner(),
            unchanged: self.unchanged.into_inner(),
            removed,
        })
    }

    /// How many files it removed.
    fn settle(&self) -> Result<usize, Outside> {
        // Everything that is or will be ours is listed before the first move: a crash in between
        // leaves no file that a later build would take for somebody else's. The last list is
        // written aside as well before the old site is touched, while a full disk still does no
        // harm, and moves with all the rest.
        let all: BTreeSet<String> = self.owned.union(&self.wanted).cloned().collect();
        if let Some(aside) = stage_manifest(&self.out, &all)? {
            let manifest = self.out.join(MANIFEST);
            fs::rename(&aside, &manifest)
                .map_err(|e| Outside::io("cannot write", &manifest, &e))?;
        }
        stage_manifest(&self.out, &self.wanted)?;
        let stale: Vec<&String> = self.owned.difference(&self.wanted).collect();
        let mut removed = 0;
        for path in &stale {
            removed += usize::from(remove_file(&self.out, path)?);
        }
        move_into(&self.out.join(STAGING), &self.out)?;
        for path in &stale {
            remove_empty_folders(&self.out, path);
        }
        Ok(removed)
    }

    /// Gives up: what was written aside is removed, the site stays as it was.
    pub fn abandon(self) {
        // Best effort: the reason for giving up is what the user has to hear.
        let _ = fs::remove_dir_all(self.out.join(STAGING));
        for folder in &self.made {
            let _ = fs::remove_dir(folder);
        }
    }

    fn refuse_foreign_files(&self) -> Result<(), Outside> {
        for path in self.wanted.difference(&self.owned) {
            let there = self.out.join(path);
            if self.made.is_empty()
                && there.symlink_metadata().is_ok()
                && !self.folder_of_ours(path)
            {
                return Err(Outside::new(
                    "refuse to replace",
                    &there,
                    "this file is not one that milepost wrote",
                )
                .help("move it away, or build into another folder with `-o`"));
            }
        }
        Ok(())
    }

    /// A folder of an earlier build may become a file of this one.
    fn folder_of_ours(&self, path: &str) -> bool {
        let prefix = format!("{path}/");
        self.out.join(path).is_dir()
            && self.owned.range(prefix.clone()..).next().is_some_and(|p| p.starts_with(&prefix))
    }
}

/// Whether a folder is not there yet. The empty path is where we are.
fn is_missing(folder: &Path) -> bool {
    !folder.as_os_str().is_empty() && !folder.exists()
}

pub(super) fn refuse_overlap(out: &Path, content: &Path) -> Result<(), Outside> {
    let (real_out, real_content) = (real(out), real(content));
    let why = if real_out.starts_with(&real_content) {
        "it lies in the content folder, and would be read as content by the next build"
    } else if real_content.starts_with(&real_out) {
        "the content folder lies in it"
    } else {
        return Ok(());
    };
    Err(Outside::new("refuse to write to", out, why).help("choose another folder with `-o`"))
}

pub(super) fn refuse_what_is_no_folder(out: &Path) -> Result<(), Outside> {
    let why = match (out.symlink_metadata(), out.metadata()) {
        (Ok(_), Ok(there)) if !there.is_dir() => "this is a file, not a folder",
        (Ok(_), Err(_)) => "this is a link that leads nowhere",
        _ => return Ok(()),
    };
    Err(Outside::new("refuse to write to", out, why).help("choose a folder with `-o`"))
}

/// The real path of a folder that need not exist yet.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for above in absolute.ancestors() {
        if let Ok(known) = fs::canonicalize(above) {
            let rest = absolute.strip_prefix(above).unwrap_or(Path::new(""));
            return known.join(rest);
        }
    }
    absolute
}

/// What earlier builds wrote into `out`.
fn owned_files(out: &Path) -> Result<BTreeSet<String>, Outside> {
    let manifest = out.join(MANIFEST);
    match fs::read_to_string(&manifest) {
        Ok(text) if text.starts_with(HEADER) => {
            Ok(text.lines().skip(1).filter(|p| stays_inside(p)).map(str::to_owned).collect())
        }
        Ok(_) => Err(not_ours(out)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            if is_empty_or_absent(out)? {
                Ok(BTreeSet::new())
            } else {
                Err(not_ours(out))
            }
        }
        Err(e) => Err(Outside::io("cannot read", &manifest, &e)),
    }
}

fn not_ours(out: &Path) -> Outside {
    Outside::new("refuse to write to", out, "the folder is not empty and milepost did not write it")
        .help("empty it, or choose another folder with `-o`")
}

fn is_empty_or_absent(out: &Path) -> Result<bool, Outside> {
    match fs::read_dir(out) {
        Ok(mut entries) => {
            Ok(entries.all(|e| e.is_ok_and(|e| e.file_name().to_str() == Some(STAGING))))
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(e) => Err(Outside::io("cannot read", out, &e)),
    }
}

/// A manifest may have been edited: no line of it leads out of the folder.
pub(super) fn stays_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}

/// Writes a manifest aside, unless it is there already.
fn stage_manifest(out: &Path, paths: &BTreeSet<String>) -> Result<Option<PathBuf>, Outside> {
    let mut text = String::from(HEADER);
    for path in paths {
        text.push('\n');
        text.push_str(path);
    }
    text.push('\n');
    let (manifest, aside) = (out.join(MANIFEST), out.join(STAGING).join(MANIFEST));
    if fs::read(&manifest).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(None);
    }
    fs::write(&aside, text).map_err(|e| Outside::io("cannot write", &manifest, &e))?;
    Ok(Some(aside))
}

/// Whether two files hold the same, read piece by piece.
fn same_bytes(one: &Path, other: &Path) -> bool {
    let (Ok(one), Ok(other)) = (fs::File::open(one), fs::File::open(other)) else { return false };
    let (mut one, mut other) = (BufReader::new(one), BufReader::new(other));
    loop {
        let (Ok(a), Ok(b)) = (one.fill_buf(), other.fill_buf()) else { return false };
        let n = a.len().min(b.len());
        if a[..n] != b[..n] || (n == 0 && a.len() != b.len()) {
            return false;
        }
        if n == 0 {
            return true;
        }
        one.consume(n);
        other.consume(n);
    }
}

/// Writes a file, making the folders above it when they are not there yet.
fn write_below(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match (fs::write(path, bytes), path.parent()) {
        (Err(e), Some(folder)) if e.kind() == std::io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            fs::write(path, bytes)
        }
        (result, _) => result,
    }
}

/// Moves everything in `from` to `to`, refusing to go through a link. What is wholly new moves in
/// one step, however much it holds.
fn move_into(from: &Path, to: &Path) -> Result<(), Outside> {
    let failed = |e: &std::io::Error| Outside::io("cannot read", from, e);
    for entry in fs::read_dir(from).map_err(|e| failed(&e))? {
        let entry = entry.map_err(|e| failed(&e))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let there = fs::symlink_metadata(&target);
        if there.is_ok() && entry.file_type().is_ok_and(|t| t.is_dir()) {
            if !there.is_ok_and(|m| m.is_dir()) {
                let why = "this is not a folder of ours";
                return Err(Outside::new("refuse to write to", &target, why));
            }
            move_into(&source, &target)?;
        } else {
            fs::rename(&source, &target).map_err(|e| Outside::io("cannot write", &target, &e))?;
        }
    }
    Ok(())
}

fn remove_file(out: &Path, path: &str) -> Result<bool, Outside> {
    let there = out.join(path);
    match fs::remove_file(&there) {
        Ok(()) => {
            remove_empty_folders(out, path);
            Ok(true)
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Outside::io("cannot remove", &there, &e)),
    }
}

/// Removes the folders above a removed file as far as they are empty.
fn remove_empty_folders(out: &Path, path: &str) {
    let mut folder = Path::new(path).parent();
    while let Some(above) = folder.filter(|f| !f.as_os_str().is_empty()) {
        if fs::remove_dir(out.join(above)).is_err() {
            return;
        }
        folder = above.parent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(out: &Path, files: &[(&str, &str)]) -> Result<Report, Outside> {
        let wanted = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        let writer = Writer::open(out, Path::new("/nowhere/content"), wanted)?;
        for (path, text) in files {
            writer.put(path, text.as_bytes())?;
        }
        writer.finish()
    }

    fn report(written: usize, unchanged: usize, removed: usize) -> Report {
        Report { written, unchanged, removed }
    }

    #[test]
    fn only_changed_bytes_are_written_and_only_our_own_stale_files_go() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("public");
        let first = build(&out, &[("index.html", "1"), ("journeys/a.html", "a"), ("b", "b")]);
        assert_eq!(first.expect("built"), report(3, 0, 0));
        fs::write(out.join("journeys/mine.txt"), "keep me").expect("written");
        let second = build(&out, &[("index.html", "2"), ("b", "b")]).expect("built");
        assert_eq!(second, report(1, 1, 1));
        assert!(!out.join("journeys/a.html").exists());
        assert_eq!(fs::read_to_string(out.join("journeys/mine.txt")).expect("there"), "keep me");
        assert!(!out.join(STAGING).exists());
    }

    #[test]
    fn a_folder_may_become_a_file_and_a_file_a_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("public");
        build(&out, &[("a/b", "1")]).expect("built");
        build(&out, &[("a", "2")]).expect("built");
        build(&out, &[("a/b/c", "3")]).expect("built");
        assert_eq!(fs::read_to_string(out.join("a/b/c")).expect("there"), "3");
    }

    #[test]
    fn a_large_file_is_written_piece_by_piece_and_only_when_it_changed() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("public");
        let stream = |pieces: &[&str]| {
            let wanted = ["data/big".to_owned()].into();
            let writer = Writer::open(&out, Path::new("/nowhere/content"), wanted)?;
            writer.put_stream("data/big", |to| {
                let whole = pieces.iter().try_for_each(|piece| to.write_all(piece.as_bytes()));
                whole.map_err(|e| Outside::io("cannot write", Path::new("big"), &e))
            })?;
            writer.finish()
        };
        assert_eq!(stream(&["a", "b"]).expect("built"), report(1, 0, 0));
        assert_eq!(stream(&["ab"]).expect("built"), report(0, 1, 0));
        assert_eq!(stream(&["ab", "c"]).expect("built"), report(1, 0, 0));
        assert_eq!(fs::read_to_string(out.join("data/big")).expect("there"), "abc");
        assert_eq!(stream(&["ab"]).expect("built"), report(1, 0, 0));
    }

    #[test]
    fn a_foreign_folder_and_a_foreign_file_are_refused_and_left_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("public");
        fs::create_dir(&out).expect("made");
        fs::write(out.join("thesis.doc"), "years of work").expect("written");
        assert!(build(&out, &[("index.html", "1")]).is_err());
        fs::remove_file(out.join("thesis.doc")).expect("removed");
        build(&out, &[("index.html", "1")]).expect("built");
        fs::write(out.join("new.html"), "somebody's").expect("written");
        let error = build(&out, &[("index.html", "2"), ("new.html", "2")]).expect_err("refused");
        assert!(error.to_string().contains("new.html"), "{error}");
        assert_eq!(fs::read_to_string(out.join("index.html")).expect("there"), "1");
    }

    #[test]
    fn a_manifest_that_names_files_outside_removes_nothing_there() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("public");
        build(&out, &[("index.html", "1")]).expect("built");
        fs::write(dir.path().join("secret"), "mine").expect("written");
        fs::write(out.join(MANIFEST), format!("{HEADER}\n../secret\nindex.html\n"))
            .expect("written");
        build(&out, &[("index.html", "2")]).expect("built");
        assert!(dir.path().join("secret").exists());
    }

    #[test]
    fn output_and_content_may_not_overlap() {
        let dir = tempfile::tempdir().expect("a folder");
        let open = |out: &str| {
            Writer::open(&dir.path().join(out), &dir.path().join("content"), BTreeSet::new())
        };
        assert!(open("content/public").is_err() && open("content").is_err() && open("").is_err());
        assert!(open("public").is_ok());
    }
}
