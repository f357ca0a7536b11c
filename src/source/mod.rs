//! Text and where it is. A [`Sources`] value is a plain map from path to content: a disk folder,
//! a git revision, a test fixture and an editor's unsaved buffers all make the same value.

mod derived;
mod fixture;
mod lines;
pub(crate) mod packed;
mod passage;
mod text;

pub use derived::Derived;
pub use lines::{LineColumn, LineIndex};
pub use passage::Passage;
pub use text::{Span, Spanned, Text};

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A file, numbered in the order in which paths were first seen. Numbers say nothing about
/// order between files: sort by path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub u32);

impl FileId {
    /// The content folder itself, the place of findings about a whole site that has no `site.yaml`.
    pub const ROOT: FileId = FileId(0);
}

/// Where the bytes of a file that is copied as it is can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asset {
    /// In memory: a test, a git object, an editor.
    Bytes(Arc<[u8]>),
    /// On disk, at this path; read only when it is copied.
    Disk {
        /// The file's path for the operating system.
        path: PathBuf,
        /// Length in bytes when it was found.
        len: u64,
    },
}

impl Asset {
    /// Its bytes, counted when it was found.
    pub fn len(&self) -> u64 {
        match self {
            Asset::Bytes(bytes) => bytes.len() as u64,
            Asset::Disk { len, .. } => *len,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A text that Milepost reads (`.md`, `.yaml`, `.csv`), without its byte order mark.
    Text {
        /// The text after the byte order mark; what was no UTF-8 is U+FFFD.
        text: Passage,
        /// Byte offset (in `text`) of the first bytes that were no UTF-8, if any.
        invalid_at: Option<u32>,
        /// The file's own bytes where the text has others: a byte order mark, what was no UTF-8.
        stored: Option<Arc<[u8]>>,
    },
    /// Any other file: known by name, copied when something refers to it.
    Asset(Asset),
}

/// One file of the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its number.
    pub id: FileId,
    /// What it holds.
    pub content: Content,
    /// XXH3 of a text's bytes with their byte order mark, 0 for assets.
    pub hash: u64,
}

impl SourceFile {
    /// Its text; nothing for an asset.
    pub fn text(&self) -> Option<&Passage> {
        match &self.content {
            Content::Text { text, .. } => Some(text),
            Content::Asset(_) => None,
        }
    }

    /// The same as a text for another folder; nothing for an asset.
    pub fn to_read(&self) -> Option<ReadText> {
        let is_text = matches!(self.content, Content::Text { .. });
        is_text.then(|| ReadText { content: self.content.clone(), hash: self.hash })
    }
}

/// A text that has no number yet, so that many can be made side by side.
#[derive(Clone, Debug)]
pub struct ReadText {
    content: Content,
    hash: u64,
}

impl ReadText {
    /// The text that a file's bytes are.
    pub fn new(bytes: Vec<u8>) -> Self {
        let hash = xxhash_rust::xxh3::xxh3_64(&bytes);
        let content = match String::from_utf8(bytes) {
            Ok(text) if !text.starts_with(BYTE_ORDER_MARK) => {
                Content::Text { text: text.into(), invalid_at: None, stored: None }
            }
            Ok(text) => converted(text.as_bytes()),
            Err(error) => converted(error.as_bytes()),
        };
        Self { content, hash }
    }
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A text that is not its file's bytes.
fn converted(bytes: &[u8]) -> Content {
    let written = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let invalid_at = std::str::from_utf8(written).err().map(|e| e.valid_up_to() as u32);
    let text = String::from_utf8_lossy(written).into_owned().into();
    Content::Text { text, invalid_at, stored: Some(bytes.into()) }
}

/// Something that the loader met and did not read; it becomes a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// Path relative to the content folder, with `/`.
    pub path: String,
    /// Why.
    pub reason: UnreadReason,
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnreadReason {
    /// A symbolic link that leads out of the content folder.
    LinkLeavesContent,
    /// A link to nothing, or in a circle.
    DeadLink,
    /// A socket, a pipe, a device.
    NotPlainFile,
    /// A name that is not Unicode.
    NameNotUnicode,
    /// A text above the size limit.
    TooLarge,
    /// A link that is one too many.
    TooManyLinks,
}

/// One file of a content folder changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A text is new or has other bytes.
    Text(String, Vec<u8>),
    /// A copied file is new or has other bytes.
    Asset(String, Asset),
    /// Something is there that is not read.
    Unread(String, UnreadReason),
    /// A file is gone, or what was not read is.
    Gone(String),
}

impl Edit {
    /// The path that changed.
    pub fn path(&self) -> &str {
        match self {
            Edit::Text(path, _)
            | Edit::Asset(path, _)
            | Edit::Unread(path, _)
            | Edit::Gone(path) => path,
        }
    }
}

/// Every file of a content folder: the one input of the pipeline besides the date and the theme.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// How findings name the content folder, relative to the working directory, with `/`
    /// (`content`); a file is shown as `root/path`.
    pub root: String,
    /// By number; nothing for a path that has no file now.
    files: Vec<Option<SourceFile>>,
    paths: Vec<Arc<str>>,
    ids: BTreeMap<Arc<str>, FileId>,
    /// What was met and not read, in path order.
    pub unread: Vec<Unread>,
}

impl Sources {
    /// An empty folder that findings call `root`.
    pub fn new(root: impl Into<String>) -> Self {
        let mut sources = Self { root: root.into(), ..Self::default() };
        sources.intern("");
        sources
    }

    /// An empty folder whose files will have the numbers that those at the same paths of another
    /// folder have, so that what was read of one tells what the other holds.
    pub fn numbered_like(other: &Self, root: impl Into<String>) -> Self {
        let (paths, ids) = (other.paths.clone(), other.ids.clone());
        Self { root: root.into(), files: vec![None; paths.len()], paths, ids, unread: Vec::new() }
    }

    /// Takes in files of the same folder that are not here yet.
    pub fn add_missing(&mut self, other: &Self) {
        for unread in &other.unread {
            if !self.unread.contains(unread) {
                self.leave_unread(&unread.path, unread.reason);
            }
        }
        for (path, file) in other.iter() {
            if self.get(path).is_none() {
                self.insert(path, file.content.clone(), file.hash);
            }
        }
    }

    /// Takes in the bytes of one text file, replacing what was there. Bytes that are no UTF-8 are
    /// kept as U+FFFD and their place is remembered, so that they become a finding.
    pub fn insert_text(&mut self, path: &str, bytes: &[u8]) -> FileId {
        self.insert_read(path, ReadText::new(bytes.to_vec()))
    }

    /// Takes in a text that was read already.
    pub fn insert_read(&mut self, path: &str, text: ReadText) -> FileId {
        self.insert(path, text.content, text.hash)
    }

    /// Takes in a file that is only copied.
    pub fn insert_asset(&mut self, path: &str, asset: Asset) -> FileId {
        self.insert(path, Content::Asset(asset), 0)
    }

    fn insert(&mut self, path: &str, content: Content, hash: u64) -> FileId {
        let id = self.intern(path);
        self.files[id.0 as usize] = Some(SourceFile { id, content, hash });
        id
    }

    /// Takes in a change and gives back the file that was there.
    pub fn edit(&mut self, edit: Edit) -> Option<SourceFile> {
        let before = self.take(edit.path());
        self.unread.retain(|unread| unread.path != edit.path());
        match edit {
            Edit::Text(path, bytes) => drop(self.insert_text(&path, &bytes)),
            Edit::Asset(path, asset) => drop(self.insert_asset(&path, asset)),
            Edit::Unread(path, reason) => self.leave_unread(&path, reason),
            Edit::Gone(_) => {}
        }
        before
    }

    /// Takes a file out. Its number stays reserved for its path.
    pub fn remove(&mut self, path: &str) {
        self.take(path);
    }

    fn take(&mut self, path: &str) -> Option<SourceFile> {
        let id = self.id_of(path)?;
        self.files[id.0 as usize].take()
    }

    /// Takes note of something that is not read, so that its finding stands at its own path.
    pub fn leave_unread(&mut self, path: &str, reason: UnreadReason) {
        self.intern(path);
        self.unread.push(Unread { path: path.to_owned(), reason });
        self.unread.sort();
    }

    /// The number of a path that was ever seen.
    pub fn id_of(&self, path: &str) -> Option<FileId> {
        self.ids.get(path).copied()
    }

    fn intern(&mut self, path: &str) -> FileId {
        if let Some(id) = self.ids.get(path) {
            return *id;
        }
        let id = FileId(self.paths.len() as u32);
        let path: Arc<str> = Arc::from(path);
        self.paths.push(path.clone());
        self.files.push(None);
        self.ids.insert(path, id);
        id
    }

    /// Every file in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &SourceFile)> {
        let file = |id: &FileId| self.files[id.0 as usize].as_ref();
        self.ids.iter().filter_map(move |(path, id)| Some((&**path, file(id)?)))
    }

    /// The file at `path` (relative to the content folder, with `/`).
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files[self.id_of(path)?.0 as usize].as_ref()
    }

    /// The path of a file, relative to the content folder; empty for the folder itself.
    pub fn path(&self, id: FileId) -> &str {
        &self.paths[id.0 as usize]
    }

    /// The same, shared.
    pub fn shared_path(&self, id: FileId) -> Arc<str> {
        self.paths[id.0 as usize].clone()
    }

    /// The path as findings show it, relative to the working directory.
    pub fn shown_path(&self, id: FileId) -> String {
        match (self.path(id), self.root.as_str()) {
            ("", "") => ".".to_owned(),
            ("", root) => root.to_owned(),
            (path, "" | ".") => path.to_owned(),
            // A theme stands beside the content folder.
            (path, root) => match (path.strip_prefix("../"), root.trim_end_matches('/')) {
                (None, root) => format!("{root}/{path}"),
                (Some(beside), root) => match root.rsplit_once('/') {
                    Some((above, _)) => format!("{above}/{beside}"),
                    None => beside.to_owned(),
                },
            },
        }
    }

    /// The text of a file; empty for the folder, for assets and for files taken out.
    pub fn text(&self, id: FileId) -> &str {
        self.files[id.0 as usize].as_ref().and_then(SourceFile::text).map_or("", |text| text)
    }
}
