//! A folder on disk → [`Sources`]. Only plain files are read; a symbolic link is followed only to
//! places inside the content folder.

use super::Outside;
use crate::source::{Asset, ReadText, Sources, Unread, UnreadReason};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use xxhash_rust::xxh3::xxh3_64;

/// Texts above this size are not read: no map is that long, and a file that is must not take
/// the memory of everybody's build.
pub const MAX_TEXT: u64 = 16 * 1024 * 1024;

/// As many links are followed and files read through links; the others are not read. A link to a
/// folder of links to folders of links could else lead to more files than there are atoms.
pub(super) const MOST_THROUGH_LINKS: usize = 10_000;

/// Reads a content folder. Findings will show its files below `root` as it was given.
///
/// # Errors
/// A folder or file that cannot be read. What is merely odd becomes [`Sources::unread`].
pub fn load(root: &Path) -> Result<Sources, Outside> {
    load_and_list(root).map(|(sources, _)| sources)
}

/// Reads the files of a content folder that `keep` wants, by their paths.
///
/// # Errors
/// Those of [`load`].
pub fn load_some(root: &Path, keep: &dyn Fn(&str) -> bool) -> Result<Sources, Outside> {
    load_kept(root, keep).map(|(sources, _)| sources)
}

/// A content folder that cannot be found.
pub(super) fn unreadable(root: &Path, error: &std::io::Error) -> Outside {
    Outside::io("cannot read", root, error)
        .help("name the content folder, or run `milepost init` to start one")
}

/// Reads a content folder and says whether there are symbolic links in it.
pub(super) fn load_and_list(root: &Path) -> Result<(Sources, Links), Outside> {
    load_kept(root, &|_| true)
}

fn load_kept(root: &Path, keep: &dyn Fn(&str) -> bool) -> Result<(Sources, Links), Outside> {
    let real = fs::canonicalize(root).map_err(|e| unreadable(root, &e))?;
    if !real.is_dir() {
        return Err(Outside::new("cannot read", root, "this is not a folder"));
    }
    let mut walk = list(&real, "")?;
    walk.found.retain(|found| keep(&found.path));
    let contents: Vec<Result<Ready, Outside>> =
        walk.found.par_iter().map(|found| read(found).map(Ready::from)).collect();
    let mut sources = Sources::new(shown(root));
    for unread in &walk.unread {
        sources.leave_unread(&unread.path, unread.reason);
    }
    for (found, content) in walk.found.iter().zip(contents) {
        match content? {
            Ready::Text(text) => sources.insert_read(&found.path, text),
            Ready::Asset(asset) => sources.insert_asset(&found.path, asset),
            Ready::TooLarge => {
                sources.leave_unread(&found.path, UnreadReason::TooLarge);
                continue;
            }
        };
    }
    Ok((sources, walk.links))
}

/// Every file of the folder at `path` below a content folder, by path.
pub(super) fn list(real_root: &Path, path: &str) -> Result<Walk, Outside> {
    let mut walk = Walk::new(real_root);
    let mut chain = vec![real_root.to_path_buf()];
    let mut folder = real_root.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        folder.push(part);
        chain.push(folder.clone());
    }
    walk.folder(&folder, path, &chain)?;
    walk.follow_links()?;
    walk.found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(walk)
}

/// The folder's name as findings show it: `/` between parts, no `./` before.
pub(super) fn shown(root: &Path) -> String {
    let text = root.to_string_lossy().replace('\\', "/");
    let text = text.trim_end_matches('/');
    let text = text.strip_prefix("./").unwrap_or(text);
    if text.is_empty() && root.is_absolute() { "/".to_owned() } else { text.to_owned() }
}

/// A plain file of the content folder.
pub(super) struct Found {
    pub(super) path: String,
    pub(super) disk: PathBuf,
}

/// What reading a file gave.
pub(super) enum Loaded {
    Text(Vec<u8>),
    Asset(Asset),
    TooLarge,
}

/// The same, as sources take it in: the bytes of a text go as soon as it is made.
enum Ready {
    Text(ReadText),
    Asset(Asset),
    TooLarge,
}

impl From<Loaded> for Ready {
    fn from(loaded: Loaded) -> Self {
        match loaded {
            Loaded::Text(bytes) => Ready::Text(ReadText::new(bytes)),
            Loaded::Asset(asset) => Ready::Asset(asset),
            Loaded::TooLarge => Ready::TooLarge,
        }
    }
}

pub(super) fn read(found: &Found) -> Result<Loaded, Outside> {
    let disk = &found.disk;
    if !is_text(&found.path) {
        let len = fs::metadata(disk).map_or(0, |meta| meta.len());
        return Ok(Loaded::Asset(Asset::Disk { path: disk.clone(), len }));
    }
    let text = || -> std::io::Result<Loaded> {
        let mut file = fs::File::open(disk)?;
        match file.metadata()?.len() {
            len if len > MAX_TEXT => Ok(Loaded::TooLarge),
            len => read_all(&mut file, len as usize).map(Loaded::Text),
        }
    };
    text().map_err(|e| Outside::io("cannot read", disk, &e))
}

/// The bytes of a file that was so long a moment ago. There is room for one more: where that stays
/// free the end was met, and nobody has to ask for it, which for thousands of files counts.
fn read_all(file: &mut fs::File, len: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; len + 1];
    let count = file.read(&mut bytes)?;
    bytes.truncate(count);
    if count != len {
        file.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The bytes of a file that is only copied.
///
/// # Errors
/// A file that can no longer be read.
pub fn read_asset(path: &Path) -> Result<Vec<u8>, Outside> {
    fs::read(path).map_err(|e| Outside::io("cannot read", path, &e))
}

/// A file that is only copied, open to be read in parts.
#[derive(Debug)]
pub struct OpenAsset {
    file: fs::File,
    path: PathBuf,
    len: u64,
    modified: Option<SystemTime>,
}

impl OpenAsset {
    /// Opens the file at a path.
    ///
    /// # Errors
    /// A file that can no longer be read.
    pub fn open(path: &Path) -> Result<Self, Outside> {
        let failed = |e: std::io::Error| Outside::io("cannot read", path, &e);
        let file = fs::File::open(path).map_err(failed)?;
        let meta = file.metadata().map_err(failed)?;
        let (len, modified) = (meta.len(), meta.modified().ok());
        Ok(Self { file, path: path.to_path_buf(), len, modified })
    }

    /// Its bytes, counted.
    pub fn len(&self) -> usize {
        usize::try_from(self.len).unwrap_or(usize::MAX)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Another number when other bytes were written.
    pub fn version(&self) -> u64 {
        xxh3_64(format!("{} {:?} {:?}", self.len, self.modified, self.path).as_bytes())
    }

    /// Some of its bytes.
    ///
    /// # Errors
    /// A file that became shorter, or can no longer be read.
    pub fn read(&self, part: Range<usize>) -> Result<Vec<u8>, Outside> {
        let mut bytes = vec![0; part.len()];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(part.start as u64))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(|e| Outside::io("cannot read", &self.path, &e))?;
        Ok(bytes)
    }
}

/// Whether a file is one that Milepost reads; what stands below an `assets/` folder is copied as it is.
pub(super) fn is_text(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
    let in_assets = path.split('/').rev().skip(1).any(|part| part == "assets");
    !in_assets && (matches!(extension.as_str(), "md" | "csv") || path.ends_with("site.yaml"))
}

/// A walk through a folder.
pub(super) struct Walk {
    real_root: PathBuf,
    pub(super) found: Vec<Found>,
    pub(super) unread: Vec<Unread>,
    pub(super) links: Links,
    waiting: Vec<Waiting>,
}

/// A symbolic link that is followed when the folders around it are known.
struct Waiting {
    path: String,
    disk: PathBuf,
    chain: Vec<PathBuf>,
}

/// Whether a walk met symbolic links: a file may then be seen under several paths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Links {
    None,
    Some,
}

impl Walk {
    fn new(real_root: &Path) -> Self {
        let real_root = real_root.to_path_buf();
        let (found, unread, waiting) = (Vec::new(), Vec::new(), Vec::new());
        Self { real_root, found, unread, links: Links::None, waiting }
    }

    /// Collects a folder, those in it side by side. `chain` holds the real paths of the folders
    /// being walked, so that a link in a circle ends.
    fn folder(&mut self, disk: &Path, path: &str, chain: &[PathBuf]) -> Result<(), Outside> {
        let mut below = Vec::new();
        let entries = fs::read_dir(disk).map_err(|e| Outside::io("cannot read", disk, &e))?;
        for entry in entries {
            let entry = entry.map_err(|e| Outside::io("cannot read", disk, &e))?;
            let Ok(name) = entry.file_name().into_string() else {
                let path = join(path, &entry.file_name().to_string_lossy());
                self.skip(path, UnreadReason::NameNotUnicode);
                continue;
            };
            if is_hidden(&name) {
                continue;
            }
            let kind =
                entry.file_type().map_err(|e| Outside::io("cannot read", &entry.path(), &e))?;
            let path = join(path, &name);
            if kind.is_symlink() {
                self.links = Links::Some;
                let (disk, chain) = (entry.path(), chain.to_vec());
                self.waiting.push(Waiting { path, disk, chain });
            } else if kind.is_dir() {
                below.push((entry.path(), path));
            } else if kind.is_file() {
                self.found.push(Found { path, disk: entry.path() });
            } else {
                self.skip(path, UnreadReason::NotPlainFile);
            }
        }
        let walk = |(real, path): (PathBuf, String)| {
            let mut walk = Walk::new(&self.real_root);
            walk.enter(&real, &path, chain).map(|()| walk)
        };
        let walks: Vec<Result<Walk, Outside>> = below.into_par_iter().map(walk).collect();
        for walk in walks {
            self.take_in(walk?);
        }
        Ok(())
    }

    fn take_in(&mut self, mut other: Walk) {
        self.found.append(&mut other.found);
        self.unread.append(&mut other.unread);
        self.waiting.append(&mut other.waiting);
        if other.links == Links::Some {
            self.links = Links::Some;
        }
    }

    fn enter(&mut self, real: &Path, path: &str, chain: &[PathBuf]) -> Result<(), Outside> {
        let chain: Vec<PathBuf> = chain.iter().cloned().chain([real.to_path_buf()]).collect();
        self.folder(real, path, &chain)
    }

    /// Follows the links that were met, in path order, so that it is always the same ones that
    /// lead too far.
    fn follow_links(&mut self) -> Result<(), Outside> {
        let mut queue = BTreeMap::new();
        let mut through = 0;
        loop {
            queue.extend(self.waiting.drain(..).map(|link| (link.path, (link.disk, link.chain))));
            let Some((path, (disk, chain))) = queue.pop_first() else { return Ok(()) };
            if through >= MOST_THROUGH_LINKS {
                self.skip(path, UnreadReason::TooManyLinks);
                continue;
            }
            let before = self.found.len();
            self.link(&disk, path, &chain)?;
            through += 1 + self.found.len() - before;
        }
    }

    fn link(&mut self, disk: &Path, path: String, chain: &[PathBuf]) -> Result<(), Outside> {
        let Ok(real) = fs::canonicalize(disk) else {
            self.skip(path, UnreadReason::DeadLink);
            return Ok(());
        };
        if !real.starts_with(&self.real_root) {
            self.skip(path, UnreadReason::LinkLeavesContent);
        } else if chain.iter().any(|folder| folder.starts_with(&real)) {
            self.skip(path, UnreadReason::DeadLink);
        } else if real.is_dir() {
            self.enter(&real, &path, chain)?;
        } else if real.is_file() {
            self.found.push(Found { path, disk: real });
        } else {
            self.skip(path, UnreadReason::NotPlainFile);
        }
        Ok(())
    }

    fn skip(&mut self, path: String, reason: UnreadReason) {
        self.unread.push(Unread { path, reason });
    }
}

pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with(['_', '.']) || name == "README.md"
}

pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_followed_inside_the_folder_and_nowhere_else() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("content");
        fs::create_dir_all(root.join("personas")).expect("made");
        fs::write(dir.path().join("secret.md"), "no").expect("written");
        fs::write(root.join("personas/maya.md"), "yes").expect("written");
        fs::write(root.join("personas/_draft.md"), "no").expect("written");
        symlink(root.join("personas/maya.md"), root.join("personas/tom.md")).expect("linked");
        symlink(dir.path().join("secret.md"), root.join("personas/out.md")).expect("linked");
        symlink(&root, root.join("circle")).expect("linked");
        let sources = load(&root).expect("loaded");
        let paths: Vec<&str> = sources.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["personas/maya.md", "personas/tom.md"]);
        let unread: Vec<_> = sources.unread.iter().map(|u| (u.path.as_str(), u.reason)).collect();
        assert_eq!(
            unread,
            [
                ("circle", UnreadReason::DeadLink),
                ("personas/out.md", UnreadReason::LinkLeavesContent)
            ]
        );
    }

    #[test]
    fn links_to_links_lead_only_so_far() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("content");
        for level in 0..40 {
            let folder = root.join(format!("assets/l{level:02}"));
            fs::create_dir_all(&folder).expect("made");
            fs::write(folder.join("a.png"), "").expect("written");
            for way in ["x", "y"] {
                symlink(root.join(format!("assets/l{:02}", level + 1)), folder.join(way))
                    .expect("linked");
            }
        }
        let sources = load(&root).expect("loaded");
        let files = sources.iter().count();
        assert!((1_000..=40 + MOST_THROUGH_LINKS).contains(&files), "{files}");
        let unread = |reason| sources.unread.iter().filter(|u| u.reason == reason).count();
        assert!(unread(UnreadReason::TooManyLinks) > 0);
    }

    #[test]
    fn a_folder_that_is_not_there_is_said_with_its_name() {
        let error = load(Path::new("/nowhere/content")).expect_err("not there").to_string();
        assert!(error.contains("/nowhere/content") && error.contains("milepost init"), "{error}");
    }
}
