//! Files that somebody asked for, in a folder of their choosing. Unlike a site's folder it may
//! hold anything else: what is not ours is never replaced, and nothing is ever removed. A list in
//! the folder says what we wrote and how it was, so that a file somebody went on working in (notes
//! in a spreadsheet) is not ours any more.

use super::Outside;
use super::write::{refuse_overlap, refuse_what_is_no_folder, stays_inside};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_128;

/// Lists what we wrote: a digest and a path a line.
const LIST: &str = ".milepost-exports";
const HEADER: &str =
    "# written by milepost export: these files are replaced while they are unchanged";

/// A folder that files are exported to.
#[derive(Debug)]
pub struct Exports {
    folder: PathBuf,
    /// What is ours, by path: its digest as we wrote it.
    ours: BTreeMap<String, String>,
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exported {
    /// It is new or its bytes changed.
    Written,
    /// It was right already.
    Unchanged,
}

impl Exports {
    /// Opens a folder for files of these paths. Nothing is written yet.
    ///
    /// # Errors
    /// A folder that overlaps the content; a file that is there and that we did not write, or that
    /// was changed since; a folder that cannot be read.
    pub fn open<'p>(
        folder: &Path,
        content: &Path,
        wanted: impl IntoIterator<Item = &'p str>,
    ) -> Result<Self, Outside> {
        refuse_overlap(folder, content)?;
        refuse_what_is_no_folder(folder)?;
        let exports = Self { folder: folder.to_path_buf(), ours: read_list(folder)? };
        for path in wanted {
            exports.refuse_foreign(path)?;
        }
        Ok(exports)
    }

    fn refuse_foreign(&self, path: &str) -> Result<(), Outside> {
        let file = self.folder.join(path);
        let Ok(there) = file.symlink_metadata() else { return Ok(()) };
        let refuse = |why| {
            let help = "move it away, or export into another folder with `-o`";
            Err(Outside::new("refuse to replace", &file, why).help(help))
        };
        let Some(written) = self.ours.get(path).filter(|_| there.is_file()) else {
            return refuse("this file is not one that milepost wrote");
        };
        let now = fs::read(&file).map_err(|e| Outside::io("cannot read", &file, &e))?;
        if digest(&now) != *written {
            return refuse("somebody changed it since milepost wrote it");
        }
        Ok(())
    }

    /// Writes a file whole or not at all.
    ///
    /// # Errors
    /// A folder that cannot be written, a disk without room.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<Exported, Outside> {
        let digest = digest(bytes);
        let file = self.folder.join(path);
        if self.ours.get(path) == Some(&digest) && file.is_file() {
            return Ok(Exported::Unchanged);
        }
        write(&file, bytes)?;
        self.ours.insert(path.to_owned(), digest);
        Ok(Exported::Written)
    }

    /// Notes down what is ours, also when something failed in between.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn finish(self) -> Result<(), Outside> {
        if self.ours.is_empty() {
            return Ok(());
        }
        let mut text = format!("{HEADER}\n");
        for (path, digest) in &self.ours {
            text.extend([digest.as_str(), " ", path.as_str(), "\n"]);
        }
        let list = self.folder.join(LIST);
        if fs::read(&list).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        write(&list, text.as_bytes())
    }
}

fn digest(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

fn read_list(folder: &Path) -> Result<BTreeMap<String, String>, Outside> {
    let list = folder.join(LIST);
    match fs::read_to_string(&list) {
        Ok(text) if text.starts_with(HEADER) => Ok(text
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(' '))
            .filter(|(_, path)| stays_inside(path))
            .map(|(digest, path)| (path.to_owned(), digest.to_owned()))
            .collect()),
        // Without a list that we understand nothing there is ours.
        Ok(_) => Err(Outside::new("cannot read", &list, "it is not as milepost wrote it")
            .help("remove it: files in this folder are then nobody's to replace")),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(e) => Err(Outside::io("cannot read", &list, &e)),
    }
}

/// Bytes are written beside their place and moved into it, so that nobody sees half of them.
fn write(file: &Path, bytes: &[u8]) -> Result<(), Outside> {
    let failed = |e: &std::io::Error| Outside::io("cannot write", file, e);
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|e| failed(&e))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let aside = folder.join(format!(".{name}.milepost"));
    let done = fs::write(&aside, bytes).and_then(|()| fs::rename(&aside, file));
    done.map_err(|e| {
        // Best effort: the reason is what the user has to hear.
        let _ = fs::remove_file(&aside);
        failed(&e)
    })
}
