//! What a commit lists, as the content folder that it stands for.

use super::Tree;
use crate::io::load;
use crate::source::UnreadReason;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line of `ls-tree`.
pub(super) struct Entry<'a> {
    pub(super) kind: EntryKind,
    pub(super) id: Arc<str>,
    pub(super) path: &'a [u8],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Link,
    /// Another repository.
    Other,
}

impl<'a> Entry<'a> {
    /// `<mode> <type> <id>\t<path>`.
    pub(super) fn read(record: &'a [u8]) -> Option<Self> {
        let tab = record.iter().position(|byte| *byte == b'\t')?;
        let head = std::str::from_utf8(&record[..tab]).ok()?;
        let mut parts = head.split(' ');
        let mode = parts.next()?;
        let (kind, id) = (parts.next()?, parts.next()?);
        let kind = match (mode, kind) {
            ("120000", _) => EntryKind::Link,
            (_, "blob") => EntryKind::File,
            _ => EntryKind::Other,
        };
        Some(Self { kind, id: id.into(), path: &record[tab + 1..] })
    }
}

/// A walk through the entries of a content folder, as the loader walks through a folder on disk:
/// hidden names are left out, links are followed inside the folder and nowhere else, in path order
/// and only so far.
pub(super) struct Walk<'a> {
    entries: &'a BTreeMap<String, Entry<'a>>,
    links: &'a BTreeMap<String, String>,
    tree: &'a mut Tree,
    /// Links that are followed when the folders around them are known, by the name under which they
    /// are shown: where they are, and the folders of the links that led there.
    waiting: BTreeMap<String, (&'a str, Vec<String>)>,
}

impl<'a> Walk<'a> {
    /// Takes in everything. `links` says where each link leads.
    pub(super) fn all(
        entries: &'a BTreeMap<String, Entry<'a>>,
        links: &'a BTreeMap<String, String>,
        tree: &'a mut Tree,
    ) {
        let mut walk = Walk { entries, links, tree, waiting: BTreeMap::new() };
        walk.folder("", "", &[]);
        let mut through = 0;
        while let Some((shown, (path, chain))) = walk.waiting.pop_first() {
            if through >= load::MOST_THROUGH_LINKS {
                walk.skip(shown, UnreadReason::TooManyLinks);
                continue;
            }
            let before = walk.tree.files.len();
            walk.link(path, shown, chain);
            through += 1 + walk.tree.files.len() - before;
        }
    }

    /// Takes in the folder at `real` under the name `shown`. `chain` holds the folders of the links
    /// that led here, so that a link in a circle ends.
    fn folder(&mut self, real: &str, shown: &str, chain: &[String]) {
        let start = if real.is_empty() { String::new() } else { format!("{real}/") };
        let entries = self.entries;
        let below = entries.range(start.clone()..).take_while(|(path, _)| path.starts_with(&start));
        for (path, entry) in below {
            let rest = &path[start.len()..];
            if rest.split('/').any(load::is_hidden) {
                continue;
            }
            let shown = load::join(shown, rest);
            match entry.kind {
                EntryKind::File => drop(self.tree.files.insert(shown, entry.id.clone())),
                EntryKind::Link => drop(self.waiting.insert(shown, (path, chain.to_vec()))),
                EntryKind::Other => self.skip(shown, UnreadReason::NotPlainFile),
            }
        }
    }

    fn link(&mut self, path: &str, shown: String, mut chain: Vec<String>) {
        let home = path.rsplit_once('/').map_or("", |(home, _)| home);
        let target = self.links.get(path).map_or("", String::as_str);
        let Some(real) = led_to(home, target) else {
            return self.skip(shown, UnreadReason::LinkLeavesContent);
        };
        let is_above =
            |folder: &str| real.is_empty() || format!("{folder}/").starts_with(&format!("{real}/"));
        if is_above(home) || chain.iter().any(|folder| is_above(folder)) {
            return self.skip(shown, UnreadReason::DeadLink);
        }
        chain.push(home.to_owned());
        match self.entries.get(&real) {
            Some(entry) if entry.kind == EntryKind::File => {
                self.tree.files.insert(shown, entry.id.clone());
            }
            // As many links in a row as the system would follow.
            Some(entry) if entry.kind == EntryKind::Link && chain.len() < 40 => {
                self.link(&real, shown, chain);
            }
            Some(_) => self.skip(shown, UnreadReason::DeadLink),
            None => {
                let start = format!("{real}/");
                let is_folder = self
                    .entries
                    .range(start.clone()..)
                    .next()
                    .is_some_and(|(path, _)| path.starts_with(&start));
                if is_folder {
                    self.folder(&real, &shown, &chain);
                } else {
                    self.skip(shown, UnreadReason::DeadLink);
                }
            }
        }
    }

    fn skip(&mut self, path: String, reason: UnreadReason) {
        self.tree.unread.push((path, reason));
    }
}

/// Where a link leads from its folder; `None` out of the content folder.
fn led_to(home: &str, target: &str) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = home.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
