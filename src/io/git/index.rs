//! Git's index: of each file the name of its bytes and what the file system said of it when git
//! looked at them. As long as it says the same the bytes are the same, as for `git status`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Bytes of an entry before its flags: ten numbers and the name of the blob.
const FIXED: usize = 10 * 4 + 20;
/// Flags: more flags follow.
const EXTENDED: u16 = 0x4000;
/// Flags: which side of a conflict this is; 0 outside of one.
const STAGE: u16 = 0x3000;

/// The files of a content folder that git knows.
pub(super) struct Index {
    /// When git wrote it. A file that was written then or later may have changed unseen.
    written: Time,
    files: BTreeMap<Box<str>, Row>,
}

/// Seconds and nanoseconds as the index keeps them.
type Time = (u32, u32);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Row {
    stamp: Stamp,
    name: [u8; 20],
}

/// What the file system says of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stamp {
    changed: Time,
    modified: Time,
    inode: u32,
    size: u32,
}

impl Index {
    /// Reads the index at a path for a content folder (from the repository's root, empty for the
    /// root). `None` when it is not there or of a version that is not understood.
    pub(super) fn read(path: &Path, content: &str) -> Option<Self> {
        let written = Stamp::of(path)?.modified;
        let files = rows(&fs::read(path).ok()?, content)?;
        Some(Self { written, files })
    }

    /// The name of the bytes of the file at a path of the content folder, if nobody touched the
    /// file since.
    pub(super) fn name_of(&self, path: &str, disk: &Path) -> Option<Arc<str>> {
        let row = self.files.get(path)?;
        let is_same = Stamp::of(disk)? == row.stamp && row.stamp.modified < self.written;
        is_same.then(|| {
            let mut name = String::with_capacity(2 * row.name.len());
            for byte in row.name {
                // Writing to a text never fails.
                let _ = write!(name, "{byte:02x}");
            }
            name.into()
        })
    }
}

impl Stamp {
    #[cfg(unix)]
    fn of(disk: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let meta = fs::symlink_metadata(disk).ok()?;
        Some(Self {
            changed: (meta.ctime() as u32, meta.ctime_nsec() as u32),
            modified: (meta.mtime() as u32, meta.mtime_nsec() as u32),
            inode: meta.ino() as u32,
            size: meta.size() as u32,
        })
    }

    /// Elsewhere too little is known of a file.
    #[cfg(not(unix))]
    fn of(_disk: &Path) -> Option<Self> {
        None
    }
}

/// The entries below a folder by their paths from there. Those of a conflict are left out.
fn rows(bytes: &[u8], content: &str) -> Option<BTreeMap<Box<str>, Row>> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let is_known = bytes.starts_with(b"DIRC") && matches!(number(4)?, 2 | 3);
    let count = number(8).filter(|_| is_known)?;
    let mut files = BTreeMap::new();
    let mut at = 12;
    for _ in 0..count {
        let flags = u16::from_be_bytes(bytes.get(at + FIXED..at + FIXED + 2)?.try_into().ok()?);
        let start = at + FIXED + if flags & EXTENDED == 0 { 2 } else { 4 };
        let length = bytes.get(start..)?.iter().position(|byte| *byte == 0)?;
        let path = std::str::from_utf8(&bytes[start..start + length]);
        let below = path.ok().and_then(|path| match content {
            "" => Some(path),
            folder => path.strip_prefix(folder)?.strip_prefix('/'),
        });
        if let Some(path) = below.filter(|_| flags & STAGE == 0) {
            let stamp = Stamp {
                changed: (number(at)?, number(at + 4)?),
                modified: (number(at + 8)?, number(at + 12)?),
                inode: number(at + 20)?,
                size: number(at + 36)?,
            };
            let name = bytes.get(at + 40..at + FIXED)?.try_into().ok()?;
            files.insert(path.into(), Row { stamp, name });
        }
        // At least one zero ends a path, and as many as fill up eight bytes.
        at += (start + length - at + 8) & !7;
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, flags: u16) -> Vec<u8> {
        let mut out: Vec<u8> = (1..=10_u32).flat_map(u32::to_be_bytes).collect();
        out.extend([0xab; 20]);
        out.extend(flags.to_be_bytes());
        if flags & EXTENDED != 0 {
            out.extend([0, 0]);
        }
        out.extend(path.as_bytes());
        out.resize((out.len() + 8) & !7, 0);
        out
    }

    fn index(version: u32, entries: &[Vec<u8>]) -> Vec<u8> {
        let mut out = b"DIRC".to_vec();
        out.extend(version.to_be_bytes());
        out.extend((entries.len() as u32).to_be_bytes());
        out.extend(entries.concat());
        out
    }

    #[test]
    fn files_of_the_content_folder_are_known_by_their_paths_in_it() {
        let entries = [
            entry("README.md", 0),
            entry("maps/a.md", 0),
            entry("maps/both.md", 0x1000),
            entry("maps/sparse.md", EXTENDED),
            entry("mapsbeside/b.md", 0),
        ];
        let found = rows(&index(3, &entries), "maps").expect("understood");
        assert_eq!(found.keys().map(|path| &**path).collect::<Vec<_>>(), ["a.md", "sparse.md"]);
        let stamp = Stamp { changed: (1, 2), modified: (3, 4), inode: 6, size: 10 };
        assert_eq!(found["a.md"], Row { stamp, name: [0xab; 20] });
        assert_eq!(rows(&index(3, &entries), "").expect("understood").len(), 4);
    }

    #[test]
    fn what_is_cut_or_of_another_version_is_not_understood() {
        let whole = index(2, &[entry("a.md", 0)]);
        assert!(rows(&whole, "").is_some());
        assert_eq!(rows(&whole[..whole.len() - 12], ""), None);
        assert_eq!(rows(&index(4, &[]), ""), None);
        assert_eq!(rows(b"", ""), None);
    }
}
