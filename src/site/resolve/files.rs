//! Paths as authors write them to files of the content folder.

use crate::model::Content;
use crate::parse::folder::resolve_path;
use crate::site::Node;
use crate::site::resolve::order::Order;
use crate::source::{FileId, Sources};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};
use unicode_normalization::UnicodeNormalization;

/// What a path leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// A file, by its path from the content folder.
    File(Arc<str>),
    /// Out of the content folder.
    Outside,
    /// Nothing; perhaps a file whose name differs only in the case of its letters was meant.
    Nothing(Option<Arc<str>>),
}

/// What a Markdown file becomes.
#[derive(Clone, Debug)]
pub(super) enum Page {
    /// An entity's page or section.
    Entity(Node),
    /// The output path of the home page, a space's page or a kind's list.
    List(Arc<str>),
}

/// The files of the content folder.
#[derive(Debug)]
pub(super) struct Files<'a> {
    sources: &'a Sources,
    shelves: &'a Shelves,
}

/// What each file becomes, and how it may be misspelt.
#[derive(Debug, Default)]
pub(super) struct Shelves {
    folded: OnceLock<HashMap<String, Arc<str>>>,
    pages: HashMap<FileId, Page>,
}

impl Shelves {
    pub(super) fn new(content: &Content, order: &Order) -> Self {
        let mut pages = HashMap::new();
        for (space, kind, text) in &content.index_texts {
            let page = match kind {
                Some(kind) => crate::site::address::list_page(*kind),
                None => crate::site::address::space_page(space),
            };
            pages.insert(text.file, Page::List(page.into()));
        }
        // What is written inside a file comes after the file's own entity and leaves it alone.
        for node in order.tops().chain(order.nested()) {
            pages.entry(order.common(node).file()).or_insert(Page::Entity(node));
        }
        Self { folded: OnceLock::new(), pages }
    }
}

impl Shelves {
    /// What the files of a journey become, after something in it has another place.
    pub(super) fn move_inside(&mut self, files: &BTreeSet<FileId>, nodes: &[(FileId, Node)]) {
        for file in files {
            self.pages.remove(file);
        }
        for (file, node) in nodes {
            self.pages.entry(*file).or_insert(Page::Entity(*node));
        }
    }

    /// The entity that a file becomes.
    pub(super) fn entity(&self, file: FileId) -> Option<Node> {
        match self.pages.get(&file)? {
            Page::Entity(node) => Some(*node),
            Page::List(_) => None,
        }
    }
}

impl<'a> Files<'a> {
    pub(super) fn new(sources: &'a Sources, shelves: &'a Shelves) -> Self {
        Self { sources, shelves }
    }

    /// The page that a Markdown file becomes, if it becomes one.
    pub(super) fn page(&self, path: &str) -> Option<&Page> {
        self.shelves.pages.get(&self.sources.get(path)?.id)
    }

    /// Finds the file that is meant by a path written in `from`: relative to that file, or to the
    /// content folder after `/`.
    pub(super) fn find(&self, from: FileId, written: &str) -> Place {
        let Some(path) = resolve_path(self.sources.path(from), written) else {
            return Place::Outside;
        };
        if self.sources.get(&path).is_some() {
            return Place::File(path.into());
        }
        match self.folded().get(&fold(&path)) {
            Some(known) if known.nfc().eq(path.nfc()) => Place::File(known.clone()),
            known => Place::Nothing(known.cloned()),
        }
    }

    /// A path written in `from`, from the content folder; `None` for one out of it.
    pub(super) fn resolved(&self, from: FileId, written: &str) -> Option<String> {
        resolve_path(self.sources.path(from), written)
    }

    /// A path written in `from` as it is compared with others; `None` for one out of the folder.
    pub(super) fn folded_path(&self, from: FileId, written: &str) -> Option<String> {
        self.resolved(from, written).map(|path| fold(&path))
    }

    /// Files by their paths in NFC and lower case; made when the first path is not found.
    fn folded(&self) -> &HashMap<String, Arc<str>> {
        self.shelves.folded.get_or_init(|| {
            self.sources.iter().map(|(path, _)| (fold(path), Arc::from(path))).collect()
        })
    }
}

/// Whether a file is in an `assets` folder, which is copied whole.
pub(super) fn in_assets(path: &str) -> bool {
    path.rsplit('/').skip(1).any(|folder| folder == "assets")
}

/// A path as file systems that do not tell cases apart see it.
pub(super) fn fold(path: &str) -> String {
    if path.is_ascii() {
        path.to_ascii_lowercase()
    } else {
        path.nfc().collect::<String>().to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_another_case_is_no_file_but_a_suggestion() {
        let mut sources = Sources::new("content");
        let page = sources.insert_text("index.md", b"");
        sources.insert_text("assets/Cafe\u{301}.csv", b"");
        let shelves = Shelves::default();
        let files = Files::new(&sources, &shelves);
        let known: Arc<str> = "assets/Cafe\u{301}.csv".into();
        assert_eq!(files.find(page, "assets/Café.csv"), Place::File(known.clone()));
        assert_eq!(files.find(page, "assets/café.csv"), Place::Nothing(Some(known)));
        assert_eq!(files.find(page, "assets/b.csv"), Place::Nothing(None));
        assert_eq!(files.find(page, "../b.csv"), Place::Outside);
    }
}
