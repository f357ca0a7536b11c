//! Saved files → [`Edit`]s. Folders are watched, never files; what is read is compared by hash, so
//! that an event is only ever a hint: too many of them cost a look, and where they are known to be
//! incomplete (a new folder, an overflow) everything they may have hidden is looked at.
//!
//! A file is read when its writer has closed it. Systems that do not tell get a short wait after
//! the last write instead. A burst is one change: its files are gathered until it falls silent.

use super::Outside;
use super::load::{self, Found, Links, Loaded, Walk};
use crate::source::{Content, Edit, Sources, UnreadReason};
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RemoveKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};
use xxhash_rust::xxh3::xxh3_64;

/// A burst is over when nothing was heard for so long.
const QUIET: Duration = Duration::from_millis(2);
/// A large burst (`git checkout`) pauses for longer than one save does.
const QUIET_OF_MANY: Duration = Duration::from_millis(30);
/// Files from which on a burst counts as large.
const MANY: usize = 12;
/// No burst is waited for longer.
const LONGEST_BURST: Duration = Duration::from_secs(2);
/// How long a writer may leave a file open without another write before it is read.
const UNCLOSED: Duration = Duration::from_millis(15);
/// How long a file that was emptied may stay so before that is believed.
const EMPTIED: Duration = Duration::from_millis(40);
/// A failed look is taken again after this.
const AGAIN: Duration = Duration::from_millis(250);
/// The shortest pause between two looks at every file.
const POLL: Duration = Duration::from_millis(300);
/// Clocks of file systems are this coarse: a younger file may change and keep its time.
const RACY: Duration = Duration::from_secs(3);

/// How to learn of changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// From the system.
    Events,
    /// By looking at every file again and again, for network and container volumes.
    Poll,
}

/// What a while of waiting brought.
#[derive(Debug, Default)]
pub struct Seen {
    /// Files of the content folder that are not what they were.
    pub edits: Vec<Edit>,
    /// Whether files of the site's own themes may have changed.
    pub theme: Theme,
    /// What the author has to hear.
    pub troubles: Vec<String>,
}

/// Whether theme files may have changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// They did not.
    #[default]
    Same,
    /// They may have.
    Touched,
}

/// A content folder and the themes beside it, under observation.
pub struct Watch {
    root: PathBuf,
    real: Option<PathBuf>,
    themes: PathBuf,
    watcher: Option<RecommendedWatcher>,
    notices: Receiver<notify::Result<notify::Event>>,
    /// Keeps the channel open when there is no watcher.
    _sender: Sender<notify::Result<notify::Event>>,
    known: BTreeMap<Box<str>, Known>,
    links: Links,
    dirty: Dirty,
    troubles: Vec<String>,
    /// What was said of files and folders that cannot be read, while that lasts: said once.
    complaints: BTreeMap<String, String>,
    /// Symbolic links on the way to the content folder: one that is turned leads to another folder.
    way: BTreeSet<PathBuf>,
    theme_stamps: u64,
    /// Files of the themes that were empty when they were looked at last.
    theme_empty: BTreeSet<String>,
    /// Until when a file of a theme that was emptied is not believed to stay so.
    theme_emptied: Option<Instant>,
    next_poll: Option<Instant>,
}

/// What was read of a file.
struct Known {
    is: Is,
    /// Boxed, for of nearly all files there is none: it comes when a file is looked at again.
    stamp: Option<Box<Stamp>>,
}

#[derive(Clone, PartialEq, Eq)]
enum Is {
    Text(u64),
    Asset { len: u64 },
    Unread(UnreadReason),
}

/// What a file system says of a file without opening it.
#[derive(Clone, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    inode: u64,
    changed: (i64, i64),
    /// Whether the file was so young that it may have changed since without another stamp.
    racy: Racy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Racy {
    No,
    Yes,
}

/// What is to be looked at.
#[derive(Default)]
struct Dirty {
    /// Paths that are ready.
    paths: BTreeSet<String>,
    /// Paths that are being written, with the moment from which on they are read all the same.
    open: BTreeMap<String, Instant>,
    /// Paths whose emptiness is not believed before this moment.
    emptied: BTreeMap<String, Instant>,
    /// Everything, from this moment on.
    everything: Option<Instant>,
    /// The content folder itself may be another one.
    root: bool,
    /// The themes, from this moment on.
    theme: Option<Instant>,
}

impl Watch {
    /// Begins to watch a content folder and reads it, in this order, so that no change falls
    /// between. When the system cannot watch, files are polled and [`Seen::troubles`] says why.
    ///
    /// # Errors
    /// A content folder that cannot be read.
    pub fn open(root: &Path, themes: &Path, how: How) -> Result<(Watch, Sources), Outside> {
        let mut watch = Watch::start(root, themes, how)?;
        let (sources, links) = load::load_and_list(root)?;
        watch.links = links;
        watch.know(&sources);
        Ok((watch, sources))
    }

    fn start(root: &Path, themes: &Path, how: How) -> Result<Watch, Outside> {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
        let real = fs::canonicalize(&root).map_err(|e| load::unreadable(&root, &e))?;
        let (sender, notices) = channel();
        let mut watch = Watch {
            root,
            real: Some(real),
            themes: themes.to_path_buf(),
            watcher: None,
            notices,
            _sender: sender.clone(),
            known: BTreeMap::new(),
            links: Links::None,
            dirty: Dirty::default(),
            troubles: Vec::new(),
            complaints: BTreeMap::new(),
            way: BTreeSet::new(),
            theme_stamps: 0,
            theme_empty: BTreeSet::new(),
            theme_emptied: None,
            next_poll: None,
        };
        if how == How::Events {
            match notify::recommended_watcher(move |event| forward(event, &sender)) {
                Ok(watcher) => {
                    watch.watcher = Some(watcher);
                    watch.watch_everything();
                }
                Err(error) => watch.troubles.push(cannot_watch(&error)),
            }
        }
        Ok(watch)
    }

    fn know(&mut self, sources: &Sources) {
        let poll = self.watcher.is_none();
        let real = self.real.clone().unwrap_or_default();
        for (path, file) in sources.iter() {
            let is = match &file.content {
                Content::Text { .. } => Is::Text(file.hash),
                Content::Asset(asset) => Is::Asset { len: asset.len() },
            };
            // Texts get their stamp when they are read the next time; a copied file is never read.
            let stamp = (poll && matches!(is, Is::Asset { .. }))
                .then(|| Stamp::of(&real.join(path), SystemTime::now()))
                .flatten();
            self.known.insert(path.into(), Known { is, stamp: stamp.map(Box::new) });
        }
        for unread in &sources.unread {
            let known = Known { is: Is::Unread(unread.reason), stamp: None };
            self.known.insert(unread.path.as_str().into(), known);
        }
        (self.theme_stamps, self.theme_empty) = stamps_below(&self.themes);
        if poll {
            self.next_poll = Some(Instant::now() + POLL);
        }
    }

    /// Waits for changes, but no longer than `patience`.
    pub fn wait(&mut self, patience: Duration) -> Seen {
        let end = Instant::now() + patience;
        loop {
            let wake = self.dirty.due().into_iter().chain(self.next_poll).fold(end, Instant::min);
            match self.notices.recv_timeout(wake.saturating_duration_since(Instant::now())) {
                Ok(notice) => self.hear(notice),
                Err(RecvTimeoutError::Timeout) => {}
                // The sender is our own; without it there would be nothing to wait for.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(POLL),
            }
            let now = Instant::now();
            if self.next_poll.is_some_and(|at| at <= now) {
                self.dirty.everything = Some(now);
                self.dirty.root = true;
            }
            self.dirty.ripen(now);
            if self.dirty.is_ready(now) {
                self.gather();
                let seen = self.look();
                if !seen.is_nothing() {
                    return seen;
                }
            }
            if Instant::now() >= end {
                return Seen { troubles: std::mem::take(&mut self.troubles), ..Seen::default() };
            }
        }
    }

    /// Waits until a burst falls silent.
    fn gather(&mut self) {
        let begun = Instant::now();
        while begun.elapsed() < LONGEST_BURST {
            let many = self.dirty.paths.len() + self.dirty.open.len() >= MANY
                || self.dirty.everything.is_some() && self.next_poll.is_none();
            match self.notices.recv_timeout(if many { QUIET_OF_MANY } else { QUIET }) {
                Ok(notice) => self.hear(notice),
                Err(_) => break,
            }
        }
        self.dirty.ripen(Instant::now());
    }

    fn hear(&mut self, notice: notify::Result<notify::Event>) {
        let event = match notice {
            Ok(event) => event,
            Err(error) => return self.give_up_on_events(&error),
        };
        if event.need_rescan() {
            self.dirty.everything = Some(Instant::now());
            self.dirty.root = true;
            self.dirty.theme = Some(Instant::now());
        }
        for path in &event.paths {
            self.touch(path, event.kind);
        }
    }

    fn touch(&mut self, path: &Path, kind: EventKind) {
        if path == self.root || self.real.as_deref() == Some(path) || self.way.contains(path) {
            // Its own entry: made, moved, removed. What happens in it has longer paths.
            if !matches!(kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_))) {
                self.dirty.root = true;
            }
            return;
        }
        let below = self.real.as_deref().and_then(|real| path.strip_prefix(real).ok());
        if let Some(below) = below.or_else(|| path.strip_prefix(&self.root).ok()) {
            let Some(path) = logical(below) else { return };
            if self.links == Links::Some {
                self.dirty.everything.get_or_insert(Instant::now() + QUIET);
            }
            match ripeness(kind) {
                Ripeness::Ready => drop(self.dirty.open.remove(&path)),
                Ripeness::Open => {
                    self.dirty.open.insert(path, Instant::now() + UNCLOSED);
                    return;
                }
            }
            self.dirty.emptied.remove(&path);
            self.dirty.paths.insert(path);
        } else if path.starts_with(&self.themes) {
            self.dirty.theme = Some(match ripeness(kind) {
                Ripeness::Ready => Instant::now(),
                Ripeness::Open => Instant::now() + UNCLOSED,
            });
        }
    }

    /// Reads what is ready and compares.
    fn look(&mut self) -> Seen {
        if std::mem::take(&mut self.dirty.root) {
            self.find_root();
        }
        let now = Instant::now();
        let mut edits = Vec::new();
        let everything = self.dirty.everything.is_some_and(|at| at <= now);
        if everything {
            self.dirty.everything = None;
            self.dirty.paths.clear();
            self.look_at_folder("", &mut edits);
        }
        for path in std::mem::take(&mut self.dirty.paths) {
            self.look_at(&path, &mut edits);
        }
        if self.next_poll.is_some() {
            let pause = now.elapsed() * 4;
            self.next_poll = Some(Instant::now() + pause.max(POLL));
        }
        let mut theme = Theme::Same;
        if everything || self.dirty.theme.is_some_and(|at| at <= now) {
            self.dirty.theme = None;
            // Watched before it is read: a folder made in between is an event.
            self.watch_themes();
            theme = self.look_at_themes();
        }
        self.dirty.emptied.retain(|_, at| *at > now);
        Seen { edits, theme, troubles: std::mem::take(&mut self.troubles) }
    }

    fn look_at(&mut self, path: &str, edits: &mut Vec<Edit>) {
        let Some(real) = self.real.clone() else { return };
        let disk = real.join(path);
        match fs::symlink_metadata(&disk) {
            Ok(meta) if meta.is_dir() => {
                // Watched before it is listed: whatever is made after the list is an event.
                self.watch_folder(&disk);
                self.look_at_folder(path, edits);
            }
            Ok(meta) if meta.is_file() => {
                self.forget_below(path, edits);
                let found = Found { path: path.to_owned(), disk };
                self.look_at_file(&found, Some(&meta), edits);
            }
            Ok(meta) if meta.is_symlink() => {
                self.links = Links::Some;
                self.dirty.everything = Some(Instant::now());
            }
            Ok(_) => {
                self.forget_below(path, edits);
                self.unread(path, UnreadReason::NotPlainFile, edits);
            }
            Err(_) => {
                self.forget_below(path, edits);
                self.forget(path, edits);
            }
        }
    }

    /// Compares a folder with what is known of it. One that cannot be listed now is tried again.
    fn look_at_folder(&mut self, path: &str, edits: &mut Vec<Edit>) {
        let Some(real) = self.real.clone() else { return };
        match load::list(&real, path) {
            Ok(walk) => {
                self.complaints.remove(path);
                self.compare(path, walk, edits);
            }
            Err(outside) => {
                let again = Instant::now() + AGAIN;
                if real.join(path).is_dir() {
                    self.complain(path, &outside);
                    self.dirty.everything = Some(again);
                } else if path.is_empty() {
                    self.dirty.root = true;
                    self.dirty.everything = Some(again);
                } else {
                    self.forget_below(path, edits);
                }
            }
        }
    }

    fn compare(&mut self, folder: &str, walk: Walk, edits: &mut Vec<Edit>) {
        if walk.links == Links::Some {
            self.links = Links::Some;
        } else if folder.is_empty() {
            self.links = Links::None;
        }
        let mut there: BTreeSet<&str> =
            walk.found.iter().map(|found| found.path.as_str()).collect();
        there.extend(walk.unread.iter().map(|unread| unread.path.as_str()));
        let gone: Vec<String> =
            self.below(folder).filter(|path| !there.contains(path)).map(str::to_owned).collect();
        for path in gone {
            self.forget(&path, edits);
        }
        // A file may have become a folder.
        if !folder.is_empty() {
            self.forget(folder, edits);
        }
        for unread in &walk.unread {
            self.unread(&unread.path, unread.reason, edits);
        }
        for found in &walk.found {
            // What is being written is read when that is done.
            if self.dirty.open.contains_key(&found.path) {
                continue;
            }
            let meta = fs::metadata(&found.disk).ok();
            self.look_at_file(found, meta.as_ref(), edits);
        }
    }

    fn look_at_file(&mut self, found: &Found, meta: Option<&fs::Metadata>, edits: &mut Vec<Edit>) {
        let read_at = SystemTime::now();
        let stamp = meta.map(|meta| Stamp::new(meta, read_at));
        let before = self.known.get(found.path.as_str());
        let same =
            |known: &Known| known.stamp.is_some() && known.stamp.as_deref() == stamp.as_ref();
        if before.is_some_and(same) && stamp.as_ref().is_some_and(|stamp| stamp.racy == Racy::No) {
            return;
        }
        let loaded = load::read(found);
        if loaded.is_ok() {
            self.complaints.remove(&found.path);
        }
        match loaded {
            Ok(Loaded::Text(bytes)) => self.text(found, bytes, stamp, edits),
            Ok(Loaded::Asset(asset)) => {
                let is = Is::Asset { len: asset.len() };
                let unchanged =
                    before.is_some_and(|known| known.is == is && same_file(known, stamp.as_ref()));
                let stamp = stamp.map(Box::new);
                self.known.insert(found.path.as_str().into(), Known { is, stamp });
                if !unchanged {
                    edits.push(Edit::Asset(found.path.clone(), asset));
                }
            }
            Ok(Loaded::TooLarge) => self.unread(&found.path, UnreadReason::TooLarge, edits),
            Err(_) if !found.disk.exists() => self.forget(&found.path, edits),
            Err(outside) => {
                // Locked or not readable for now; the file keeps what it was.
                self.complain(&found.path, &outside);
                self.dirty.open.insert(found.path.clone(), Instant::now() + AGAIN);
            }
        }
    }

    fn complain(&mut self, path: &str, outside: &Outside) {
        let words = outside.to_string();
        if self.complaints.insert(path.to_owned(), words.clone()).as_ref() != Some(&words) {
            self.troubles.push(words);
        }
    }

    fn text(&mut self, found: &Found, bytes: Vec<u8>, stamp: Option<Stamp>, edits: &mut Vec<Edit>) {
        let now = Instant::now();
        let was_filled = self
            .known
            .get(found.path.as_str())
            .is_some_and(|k| matches!(k.is, Is::Text(hash) if hash != xxh3_64(b"")));
        if bytes.is_empty() && was_filled {
            // Most programs empty a file and then write it: what is between is nobody's wish.
            let until = *self.dirty.emptied.entry(found.path.clone()).or_insert(now + EMPTIED);
            if until > now {
                return;
            }
        }
        self.dirty.emptied.remove(&found.path);
        // A byte order mark counts: a file that is copied has it or has it not.
        let hash = xxh3_64(&bytes);
        let known = Known { is: Is::Text(hash), stamp: stamp.map(Box::new) };
        let before = self.known.insert(found.path.as_str().into(), known);
        if before.is_none_or(|before| before.is != Is::Text(hash)) {
            edits.push(Edit::Text(found.path.clone(), bytes));
        }
    }

    fn unread(&mut self, path: &str, reason: UnreadReason, edits: &mut Vec<Edit>) {
        let is = Is::Unread(reason);
        let before = self.known.insert(path.into(), Known { is: is.clone(), stamp: None });
        if before.is_none_or(|before| before.is != is) {
            edits.push(Edit::Unread(path.to_owned(), reason));
        }
    }

    fn forget(&mut self, path: &str, edits: &mut Vec<Edit>) {
        self.dirty.emptied.remove(path);
        self.complaints.remove(path);
        if self.known.remove(path).is_some() {
            edits.push(Edit::Gone(path.to_owned()));
        }
    }

    fn forget_below(&mut self, folder: &str, edits: &mut Vec<Edit>) {
        let gone: Vec<String> = self.below(folder).map(str::to_owned).collect();
        for path in gone {
            self.forget(&path, edits);
        }
    }

    fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let from = (Bound::Included(prefix.as_str()), Bound::Unbounded);
        let paths = self.known.range::<str, _>(from).map(|(path, _)| &**path);
        paths.take_while(move |path| path.starts_with(&prefix))
    }

    /// The content folder may have been made anew, or be a link that leads elsewhere now.
    fn find_root(&mut self) {
        let real = fs::canonicalize(&self.root).ok().filter(|real| real.is_dir());
        if real.is_none() {
            if self.real.is_some() {
                self.troubles.push(format!(
                    "the content folder `{}` is gone; the preview waits for it",
                    self.root.display()
                ));
            }
            self.real = None;
            // Nobody may tell when it comes back.
            self.dirty.everything = Some(Instant::now() + AGAIN);
            self.dirty.root = true;
            return;
        }
        let moved = self.real != real;
        self.real = real;
        if self.watcher.is_some() {
            self.watch_everything();
        }
        if moved || self.next_poll.is_none() {
            self.dirty.everything = Some(Instant::now());
        }
    }

    /// A program that saves empties the file first: a theme without that page would be in order
    /// and nothing to look at.
    fn look_at_themes(&mut self) -> Theme {
        let now = Instant::now();
        let (stamps, empty) = stamps_below(&self.themes);
        if !empty.is_subset(&self.theme_empty) {
            let until = *self.theme_emptied.get_or_insert(now + EMPTIED);
            if now < until {
                self.dirty.theme = Some(until);
                return Theme::Same;
            }
        }
        (self.theme_emptied, self.theme_empty) = (None, empty);
        let before = std::mem::replace(&mut self.theme_stamps, stamps);
        if before == stamps { Theme::Same } else { Theme::Touched }
    }

    /// The folder above tells when the content folder or the themes appear or go, and those that
    /// hold links on the way to it when one of these is turned.
    fn watch_everything(&mut self) {
        self.way = links_on_the_way(&self.root);
        let folders = self.way.iter().chain([&self.root]).filter_map(|path| path.parent());
        for above in folders.map(Path::to_path_buf).collect::<BTreeSet<_>>() {
            self.watch_at(&above, RecursiveMode::NonRecursive);
        }
        if let Some(real) = self.real.clone() {
            self.watch_folder(&real);
        }
        self.watch_themes();
    }

    fn watch_themes(&mut self) {
        if self.themes.is_dir() {
            let themes = self.themes.clone();
            self.watch_folder(&themes);
        }
    }

    fn watch_folder(&mut self, folder: &Path) {
        self.watch_at(folder, RecursiveMode::Recursive);
    }

    fn watch_at(&mut self, folder: &Path, mode: RecursiveMode) {
        // Other systems watch everything below a folder by themselves, whatever is made in it.
        let is_new_below =
            self.real.as_deref().is_some_and(|real| real != folder && folder.starts_with(real));
        if is_new_below && !cfg!(any(target_os = "linux", target_os = "android")) {
            return;
        }
        let Some(watcher) = &mut self.watcher else { return };
        if let Err(error) = watcher.watch(folder, mode) {
            // A folder that is gone again is no trouble.
            if folder.is_dir() {
                self.give_up_on_events(&error);
            }
        }
    }

    /// From now on every file is looked at again and again: slower, and nothing is missed.
    fn give_up_on_events(&mut self, error: &notify::Error) {
        if self.watcher.take().is_some() {
            self.troubles.push(cannot_watch(error));
            self.next_poll = Some(Instant::now());
        }
    }
}

impl Seen {
    fn is_nothing(&self) -> bool {
        self.edits.is_empty() && self.theme == Theme::Same && self.troubles.is_empty()
    }
}

impl Dirty {
    /// When something has to be done although nothing is heard.
    fn due(&self) -> Option<Instant> {
        let waiting = self.open.values().chain(self.emptied.values()).copied();
        waiting.chain(self.everything).chain(self.theme).min()
    }

    /// Moves what waited long enough to what is ready.
    fn ripen(&mut self, now: Instant) {
        for (path, at) in self.open.iter().chain(&self.emptied) {
            if *at <= now {
                self.paths.insert(path.clone());
            }
        }
        self.open.retain(|_, at| *at > now);
    }

    fn is_ready(&self, now: Instant) -> bool {
        !self.paths.is_empty()
            || self.everything.is_some_and(|at| at <= now)
            || self.root && self.everything.is_none()
            || self.theme.is_some_and(|at| at <= now)
    }
}

impl Stamp {
    fn new(meta: &fs::Metadata, read_at: SystemTime) -> Self {
        let modified = meta.modified().ok();
        let young = |time: SystemTime| time + RACY >= read_at;
        let racy = if modified.is_none_or(young) { Racy::Yes } else { Racy::No };
        let (inode, changed) = identity(meta);
        Self { len: meta.len(), modified, inode, changed, racy }
    }

    fn of(path: &Path, read_at: SystemTime) -> Option<Self> {
        fs::metadata(path).ok().map(|meta| Self::new(&meta, read_at))
    }
}

/// Whether nothing tells the stamp of a file from another one.
fn same_file(known: &Known, stamp: Option<&Stamp>) -> bool {
    let all = |s: &Stamp| (s.len, s.modified, s.inode, s.changed);
    known.stamp.is_some() && known.stamp.as_deref().map(all) == stamp.map(all)
}

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> (u64, (i64, i64)) {
    use std::os::unix::fs::MetadataExt;
    (meta.ino(), (meta.ctime(), meta.ctime_nsec()))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> (u64, (i64, i64)) {
    (0, (0, 0))
}

/// As many links as systems follow.
const MOST_LINKS: usize = 40;

/// The symbolic links that a path leads through, those that a link leads to included.
fn links_on_the_way(path: &Path) -> BTreeSet<PathBuf> {
    let mut links = BTreeSet::new();
    let mut open = vec![path.to_path_buf()];
    while let Some(path) = open.pop().filter(|_| links.len() < MOST_LINKS) {
        for way in path.ancestors() {
            if let Ok(target) = fs::read_link(way)
                && links.insert(way.to_path_buf())
            {
                open.push(way.parent().unwrap_or(way).join(target));
            }
        }
    }
    links
}

/// How far the writer of a file is.
enum Ripeness {
    /// Done, or there is none.
    Ready,
    /// It may still write.
    Open,
}

fn ripeness(kind: EventKind) -> Ripeness {
    match kind {
        EventKind::Access(_)
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Remove(RemoveKind::File | RemoveKind::Folder | RemoveKind::Any)
        | EventKind::Create(notify::event::CreateKind::Folder) => Ripeness::Ready,
        _ => Ripeness::Open,
    }
}

/// Drops what only says that somebody reads: our own reading would wake us for ever.
fn forward(event: notify::Result<notify::Event>, sender: &Sender<notify::Result<notify::Event>>) {
    let is_noise = event.as_ref().is_ok_and(|event| {
        matches!(event.kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
    });
    if !is_noise {
        // Nobody listens any more when the program ends.
        let _ = sender.send(event);
    }
}

/// The path below the content folder with `/`; nothing for names that are not read.
fn logical(below: &Path) -> Option<String> {
    let mut path = String::new();
    for part in below.components() {
        let Component::Normal(name) = part else { return None };
        let name = name.to_str()?;
        if load::is_hidden(name) {
            return None;
        }
        path = load::join(&path, name);
    }
    (!path.is_empty()).then_some(path)
}

fn cannot_watch(error: &notify::Error) -> String {
    let why = match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached (on Linux raise \
             `fs.inotify.max_user_watches`)"
                .to_owned()
        }
        _ => error.to_string(),
    };
    format!("{why}; looking at the files again and again instead, as `--poll` does")
}

/// One number for everything below a folder, and which files are empty.
fn stamps_below(folder: &Path) -> (u64, BTreeSet<String>) {
    let files = super::theme::load(folder).unwrap_or_default();
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for (path, bytes) in &files {
        hash.update(path.as_bytes());
        hash.update(&[0xff]);
        hash.update(&xxh3_64(bytes).to_le_bytes());
    }
    let empty = files.into_iter().filter(|(_, bytes)| bytes.is_empty()).map(|(path, _)| path);
    (hash.digest(), empty.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_file_that_is_emptied_to_be_written_is_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let (content, themes) = (folder.path().join("content"), folder.path().join("themes"));
        let page = themes.join("brand/templates/search.html");
        fs::create_dir_all(&content).expect("made");
        fs::create_dir_all(page.parent().expect("a folder")).expect("made");
        fs::write(&page, "<p>one").expect("written");
        let (mut watch, _) = Watch::open(&content, &themes, How::Poll).expect("watched");
        fs::write(&page, "").expect("emptied");
        assert_eq!(watch.look_at_themes(), Theme::Same);
        assert!(watch.dirty.theme.is_some(), "it is looked at again");
        fs::write(&page, "<p>two").expect("written");
        assert_eq!(watch.look_at_themes(), Theme::Touched);
        fs::write(&page, "").expect("emptied");
        assert_eq!(watch.look_at_themes(), Theme::Same);
        std::thread::sleep(EMPTIED);
        assert_eq!(watch.look_at_themes(), Theme::Touched, "it stays empty");
        assert_eq!(watch.look_at_themes(), Theme::Same);
    }

    #[test]
    fn what_cannot_be_read_is_said_once_until_it_could_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let content = folder.path().join("content");
        fs::create_dir_all(&content).expect("made");
        let (mut watch, _) = Watch::open(&content, folder.path(), How::Poll).expect("watched");
        let mut look = |disk: &str| {
            let disk = folder.path().join(disk);
            let found = |path: &str| Found { path: path.to_owned(), disk: disk.clone() };
            for path in ["a.md", "b.md"] {
                watch.look_at_file(&found(path), None, &mut Vec::new());
            }
            std::mem::take(&mut watch.troubles).len()
        };
        fs::create_dir(folder.path().join("unreadable")).expect("made");
        fs::write(folder.path().join("text"), "text").expect("written");
        assert_eq!((look("unreadable"), look("unreadable")), (2, 0));
        assert_eq!((look("text"), look("unreadable")), (0, 2));
    }
}
