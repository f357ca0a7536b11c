//! Text to model and findings. Never fails, never stops at the first problem.
//!
//! Each file is read by itself: [`folder`] says what it is, [`decode`] reads its front matter,
//! [`prose`] its texts. [`parse`] then puts journeys together from their files. What a file gave is
//! kept in a [`Memo`] by its text, so an edit costs the one file it touches.

mod assemble;
pub mod config;
pub mod csv;
pub mod decode;
pub mod folder;
pub mod front_matter;
mod memo;
pub mod prose;
mod reread;
pub mod schema;
mod series;
mod slug;
mod unique;
pub(crate) mod yaml;

pub(crate) use folder::{is_data_or_asset, unusable, unusable_name};
pub use memo::{Memo, Work};
pub use reread::{Anew, Edited, Reread};
pub use slug::{is_slug, slug};

use crate::diagnostic::Finding;
use crate::model::{
    Config, Content, Evidence, IndexText, Journey, Kind, Opportunity, Persona, Stage, Touchpoint,
};
use crate::source::{FileId, Passage, Sources, Span};
use assemble::{Assembler, Unreadable, entries};
use decode::{FileKind, FileName, Item};
use folder::{EntityFile, Folder};
use series::DataPath;
use std::sync::Arc;

/// Types a whole content folder. Findings are in the order of their files' paths and of their
/// places in a file.
pub fn parse(sources: &Sources, memo: &mut Memo) -> (Content, Vec<Finding>) {
    let read = memo.read(sources);
    let mut findings = read.findings;
    let mut unreadable: Unreadable = read.folder.lost.clone();
    let assembler = Assembler {
        files: &memo.files,
        before: std::mem::take(&mut memo.journeys),
        findings: &mut findings,
        unreadable: &mut unreadable,
    };
    let (journeys, kept) = assembler.journeys(&read.folder);
    memo.journeys = kept;
    let series = memo.read_series(sources, &read.folder, &mut findings);
    let content = content(&memo.files, &read.folder, read.config, journeys, series, unreadable);
    sort(&mut findings, sources);
    (content, findings)
}

fn content(
    files: &FileTable,
    folder: &Folder,
    config: Arc<Config>,
    journeys: Vec<crate::model::Entry<Journey>>,
    series: series::AllSeries,
    mut unreadable: Unreadable,
) -> Content {
    macro_rules! entries_of {
        ($list:ident, $kind:ident) => {
            entries(files, Kind::$kind, &folder.$list, Value::$list, &mut unreadable)
        };
    }
    let mut content = Content {
        config,
        index_texts: index_texts(folder, files),
        personas: entries_of!(personas, Persona),
        journeys,
        touchpoints: entries_of!(touchpoints, Touchpoint),
        opportunities: entries_of!(opportunities, Opportunity),
        evidence: entries_of!(evidence, Evidence),
        series,
        unreadable: Vec::new(),
    };
    unreadable.sort_by(|a, b| (&a.0, a.1, &a.2).cmp(&(&b.0, b.1, &b.2)));
    content.unreadable = unreadable;
    content
}

fn index_texts(
    folder: &Folder,
    files: &FileTable,
) -> Vec<(Arc<str>, Option<Kind>, Arc<IndexText>)> {
    let text = |index: &folder::IndexFile| match files.get(index.file)?.value.as_ref()? {
        Value::Index(text) => Some((index.space.clone(), index.kind, text.clone())),
        _ => None,
    };
    folder.indexes.iter().filter_map(text).collect()
}

fn sort(findings: &mut Vec<Finding>, sources: &Sources) {
    findings.sort_by(|a, b| {
        let place = |f: &Finding| (f.span.start, f.span.end, f.code);
        sources.path(a.span.file).cmp(sources.path(b.span.file)).then(place(a).cmp(&place(b)))
    });
    findings.dedup();
}

/// A file, read.
struct ParsedFile {
    path: Arc<str>,
    /// The id that its name gives it.
    id: Option<Arc<str>>,
    /// Hash of its text.
    hash: u64,
    /// Hash of what its reading depends on besides.
    dialect: u64,
    /// `None` when it cannot be read.
    value: Option<Value>,
    findings: Vec<Finding>,
    /// Series that its metrics name.
    data: Vec<DataPath>,
}

/// What a file holds; the span is the key of inline children.
enum Value {
    Index(Arc<IndexText>),
    Persona(Arc<Persona>),
    Journey(Arc<Journey>, Option<Span>),
    Stage(Arc<Stage>, Option<Span>),
    Touchpoint(Arc<Touchpoint>),
    Opportunity(Arc<Opportunity>),
    Evidence(Arc<Evidence>),
}

macro_rules! pick {
    ($($name:ident $kind:ident $item:ty;)*) => {$(
        fn $name(&self) -> Option<&Arc<$item>> {
            if let Value::$kind(item) = self { Some(item) } else { None }
        }
    )*};
}

impl Value {
    pick! {
        personas Persona Persona;
        touchpoints Touchpoint Touchpoint;
        opportunities Opportunity Opportunity;
        evidence Evidence Evidence;
    }
}

/// Files that were read, by their numbers.
#[derive(Default)]
struct FileTable(Vec<Option<Arc<ParsedFile>>>);

impl FileTable {
    fn get(&self, file: FileId) -> Option<&Arc<ParsedFile>> {
        self.0.get(file.0 as usize)?.as_ref()
    }

    fn take(&mut self, file: FileId) -> Option<Arc<ParsedFile>> {
        self.0.get_mut(file.0 as usize)?.take()
    }

    fn set(&mut self, id: FileId, file: Arc<ParsedFile>) {
        let at = id.0 as usize;
        if self.0.len() <= at {
            self.0.resize_with(at + 1, || None);
        }
        self.0[at] = Some(file);
    }
}

/// A file to be read.
struct Job<'a> {
    path: &'a Arc<str>,
    file: FileId,
    /// What it is and how it is called; `None` for a text above a list.
    entity: Option<(FileKind, &'a EntityFile)>,
}

/// Every file that is read, index texts and entities.
fn jobs(folder: &Folder) -> impl Iterator<Item = Job<'_>> {
    let indexes = folder.indexes.iter().map(|i| Job { path: &i.path, file: i.file, entity: None });
    indexes.chain(folder.entities().map(|(kind, entity)| Job {
        path: &entity.path,
        file: entity.file,
        entity: Some((kind, entity)),
    }))
}

impl Job<'_> {
    fn id(&self) -> Option<&Arc<str>> {
        self.entity.map(|(_, entity)| &entity.id)
    }

    fn read(&self, text: &Passage, hash: u64, dialect: u64, config: &Config) -> ParsedFile {
        let mut findings = Vec::new();
        let mut data = Vec::new();
        let value = match self.entity {
            None => decode::decode_index(self.file, text, config, &mut findings)
                .map(|index| Value::Index(Arc::new(index))),
            Some((kind, entity)) => {
                let name = FileName { id: entity.id.clone(), order: entity.number.map(f64::from) };
                decode::decode_file(kind, self.file, text, &name, config, &mut findings).map(
                    |mut decoded| {
                        unique::check(&mut decoded.item, &mut findings);
                        series::collect(&decoded.item, self.path, &mut data);
                        value(decoded.item, decoded.children)
                    },
                )
            }
        };
        let (path, id) = (self.path.clone(), self.id().cloned());
        ParsedFile { path, id, hash, dialect, value, findings, data }
    }
}

fn value(item: Item, children: Option<Span>) -> Value {
    match item {
        Item::Persona(item) => Value::Persona(Arc::from(item)),
        Item::Journey(item) => Value::Journey(Arc::from(item), children),
        Item::Stage(item) => Value::Stage(Arc::from(item), children),
        Item::Touchpoint(item) => Value::Touchpoint(Arc::from(item)),
        Item::Opportunity(item) => Value::Opportunity(Arc::from(item)),
        Item::Evidence(item) => Value::Evidence(Arc::from(item)),
    }
}

#[cfg(test)]
mod tests;
