//! What each file is, by its path alone: kinds, spaces, journeys and what belongs to them.

mod names;

pub use names::{unusable, unusable_id};

use super::decode::FileKind;
use super::series::not_utf8;
use super::slug;
use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::model::Kind;
use crate::source::{Content, FileId, SourceFile, Sources, Span, UnreadReason};
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// An entity's own file: for a folder its `index.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityFile {
    /// Path relative to the content folder.
    pub path: Arc<str>,
    /// Number of the file.
    pub file: FileId,
    /// Its space; empty for the root.
    pub space: Arc<str>,
    /// Its id.
    pub id: Arc<str>,
    /// The number before the first `-` of its name, of a stage or touchpoint.
    pub number: Option<u16>,
}

/// A text above a list, or of the home or a space's page.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexFile {
    /// Path relative to the content folder.
    pub path: Arc<str>,
    /// Number of the file.
    pub file: FileId,
    /// Its space.
    pub space: Arc<str>,
    /// Its kind, or `None` for the space's own page.
    pub kind: Option<Kind>,
}

/// A journey's files.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyFiles {
    /// The journey itself.
    pub main: EntityFile,
    /// Its stages in files, by name.
    pub stages: Vec<StageFiles>,
}

/// A stage's files.
#[derive(Clone, Debug, PartialEq)]
pub struct StageFiles {
    /// The stage itself.
    pub main: EntityFile,
    /// Its touchpoints in files, by name.
    pub touchpoints: Vec<EntityFile>,
}

impl Folder {
    /// Every entity's file with what it is, journeys with all that belongs to them.
    pub fn entities(&self) -> impl Iterator<Item = (FileKind, &EntityFile)> {
        let plain = [
            (FileKind::Persona, &self.personas),
            (FileKind::Catalogue, &self.touchpoints),
            (FileKind::Opportunity, &self.opportunities),
            (FileKind::Evidence, &self.evidence),
        ];
        let plain = plain.into_iter().flat_map(|(kind, list)| list.iter().map(move |e| (kind, e)));
        let journeys = self.journeys.iter().flat_map(JourneyFiles::with_kinds);
        plain.chain(journeys).chain(self.orphans.iter().map(|(kind, entity)| (*kind, entity)))
    }
}

impl JourneyFiles {
    /// The journey's file, then each stage's with those of its touchpoints.
    pub fn files(&self) -> impl Iterator<Item = &EntityFile> {
        self.with_kinds().map(|(_, entity)| entity)
    }

    /// The same with what each file is.
    pub(super) fn with_kinds(&self) -> impl Iterator<Item = (FileKind, &EntityFile)> {
        let stages = self.stages.iter().flat_map(|stage| {
            let touchpoints = stage.touchpoints.iter().map(|t| (FileKind::Touchpoint, t));
            [(FileKind::Stage, &stage.main)].into_iter().chain(touchpoints)
        });
        [(FileKind::Journey, &self.main)].into_iter().chain(stages)
    }
}

/// The files of a content folder, sorted by what they are; every list is in path order.
#[derive(Debug, Default)]
pub struct Folder {
    /// `site.yaml`.
    pub config: Option<FileId>,
    /// Texts above lists.
    pub indexes: Vec<IndexFile>,
    /// Personas.
    pub personas: Vec<EntityFile>,
    /// Journeys.
    pub journeys: Vec<JourneyFiles>,
    /// Catalogue touchpoints.
    pub touchpoints: Vec<EntityFile>,
    /// Opportunities.
    pub opportunities: Vec<EntityFile>,
    /// Sources.
    pub evidence: Vec<EntityFile>,
    /// What is there but cannot stand where it stands, as in [`crate::model::Content::unreadable`].
    pub lost: Vec<(Arc<str>, Kind, Vec<Arc<str>>)>,
    /// Files that are read for their findings alone.
    pub orphans: Vec<(FileKind, EntityFile)>,
}

/// Sorts the files of a content folder by what they are.
pub fn sort(sources: &Sources, findings: &mut Vec<Finding>) -> Folder {
    report_unread(sources, findings);
    let mut sorter = Sorter {
        sources,
        findings,
        folder: Folder::default(),
        spaces: BTreeMap::new(),
        journeys: BTreeMap::new(),
    };
    for (path, file) in sources.iter() {
        sorter.take(path, file);
    }
    sorter.finish()
}

/// The parts of a path that decide what a file is.
struct Place<'s> {
    path: &'s str,
    file: FileId,
    space: Arc<str>,
}

/// A file with the part of its name that becomes an id.
#[derive(Clone, Copy)]
struct Leaf<'s> {
    file: FileId,
    /// The name without `.md`, or the folder's name.
    name: &'s str,
}

/// A journey or stage that may be a file, a folder, or wrongly both. `C` is what its folder holds.
struct Node<'s, C> {
    name: &'s str,
    file: Option<Leaf<'s>>,
    index: Option<Leaf<'s>>,
    /// The first file of its folder.
    first: Option<FileId>,
    children: BTreeMap<&'s str, C>,
}

type StageNode<'s> = Node<'s, Leaf<'s>>;
type JourneyNode<'s> = Node<'s, StageNode<'s>>;

impl<'s, C> Node<'s, C> {
    fn new(name: &'s str) -> Self {
        Self { name, file: None, index: None, first: None, children: BTreeMap::new() }
    }

    /// The folder's `index.md`, whose name is the folder's.
    fn own_index(&self) -> Option<Leaf<'s>> {
        self.index.map(|index| Leaf { name: self.name, ..index })
    }

    /// The folder's `index.md` when the thing is written as a file as well.
    fn second(&self) -> Option<Leaf<'s>> {
        self.file.and(self.own_index())
    }
}

struct Sorter<'s, 'f> {
    sources: &'s Sources,
    findings: &'f mut Vec<Finding>,
    folder: Folder,
    spaces: BTreeMap<&'s str, Arc<str>>,
    /// Journeys by space, then by name.
    journeys: BTreeMap<(Arc<str>, &'s str), JourneyNode<'s>>,
}

const SPECIAL: [&str; 2] = ["data", "assets"];

impl<'s> Sorter<'s, '_> {
    fn take(&mut self, path: &'s str, file: &SourceFile) {
        if is_hidden(path) {
            return;
        }
        let parts: Vec<&str> = path.split('/').collect();
        let (name, folders) = parts.split_last().expect("a split has at least one part");
        let kind_at = folders.iter().position(|part| is_telling(part));
        let kind = kind_at.and_then(|at| Kind::from_folder(folders[at]));
        if kind_at.is_some() && kind.is_none() {
            return self.check_copied_name(path, file.id);
        }
        if !path.ends_with(".md") {
            return self.take_other(path, name, file.id);
        }
        if let Content::Text { invalid_at: Some(at), .. } = &file.content {
            self.findings.push(not_utf8(file.id, *at));
        }
        let depth = kind_at.unwrap_or(folders.len());
        let place =
            Place { path, file: file.id, space: self.space(path, &folders[..depth], file.id) };
        match kind {
            Some(kind) => self.take_entity(kind, &place, &parts[depth + 1..]),
            None => self.take_without_kind(&place, name, folders),
        }
    }

    fn space(&mut self, path: &'s str, folders: &[&'s str], file: FileId) -> Arc<str> {
        let len = folders.iter().map(|f| f.len() + 1).sum::<usize>().saturating_sub(1);
        let written = &path[..len];
        if let Some(space) = self.spaces.get(written) {
            return space.clone();
        }
        for folder in folders {
            self.check_name(folder, file);
        }
        let space: Arc<str> = written.nfc().collect::<String>().into();
        self.spaces.insert(written, space.clone());
        space
    }

    fn take_other(&mut self, path: &str, name: &str, file: FileId) {
        if path == "site.yaml" {
            self.folder.config = Some(file);
            if let Some(Content::Text { invalid_at: Some(at), .. }) =
                self.sources.get(path).map(|f| &f.content)
            {
                self.findings.push(not_utf8(file, *at));
            }
        } else if name == "site.yaml" || path == "site.yml" {
            self.misplaced(
                file,
                format!("`{name}` is not read here"),
                "the site's own file is `site.yaml`, at the top of the content folder",
            );
        } else if let Some(stem) = stem_of_other_markdown(name) {
            let message = format!("`{name}` is not read, as its name does not end with `.md`");
            self.misplaced(file, message, &format!("rename it to `{stem}.md`"));
        }
    }

    fn take_without_kind(&mut self, place: &Place<'s>, name: &str, folders: &[&str]) {
        if name == "index.md" {
            return self.index(place, None);
        }
        let kinds = || Kind::FOLDERS.iter().map(|kind| kind.folder());
        let nearest = folders.iter().find_map(|folder| did_you_mean(folder, kinds()));
        let help = nearest.unwrap_or_else(|| {
            let kinds: Vec<String> = kinds().map(|kind| format!("`{kind}/`")).collect();
            format!(
                "move it below {}, or begin its name with `_` if it is not for the site",
                kinds.join(", ")
            )
        });
        self.misplaced(place.file, format!("`{name}` is in no folder of a kind"), &help);
    }

    fn misplaced(&mut self, file: FileId, message: String, help: &str) {
        let span = Span::file_start(file);
        self.findings.push(Finding::new(Code::MisplacedFile, span, message).help(help));
    }

    fn index(&mut self, place: &Place<'s>, kind: Option<Kind>) {
        let Place { path, file, space } = place;
        let (path, space) = (Arc::from(*path), space.clone());
        self.folder.indexes.push(IndexFile { path, file: *file, space, kind });
    }

    fn take_entity(&mut self, kind: Kind, place: &Place<'s>, below: &[&'s str]) {
        let (name, folders) = below.split_last().expect("a file stands below its kind's folder");
        let leaf = Leaf { file: place.file, name: stem(name) };
        match (kind, folders) {
            (_, []) if *name == "index.md" => self.index(place, Some(kind)),
            (Kind::Journey, []) => self.journey(place, leaf.name).file = Some(leaf),
            (Kind::Journey, [journey]) => {
                let journey = self.journey(place, journey);
                journey.first.get_or_insert(leaf.file);
                if *name == "index.md" {
                    journey.index = Some(leaf);
                } else {
                    stage_of(journey, leaf.name).file = Some(leaf);
                }
            }
            (Kind::Journey, [journey, stage]) => {
                let journey = self.journey(place, journey);
                journey.first.get_or_insert(leaf.file);
                let stage = stage_of(journey, stage);
                stage.first.get_or_insert(leaf.file);
                if *name == "index.md" {
                    stage.index = Some(leaf);
                } else {
                    stage.children.insert(leaf.name, leaf);
                }
            }
            (Kind::Journey, _) => {
                self.too_deep(&leaf, "a stage's folder holds only its touchpoints")
            }
            (_, []) => self.entity(kind, place, &leaf),
            _ => {
                let help = format!("move it into `{}/` itself", kind.folder());
                self.too_deep(&leaf, &help);
            }
        }
    }

    fn too_deep(&mut self, leaf: &Leaf<'s>, help: &str) {
        self.misplaced(leaf.file, format!("`{}.md` is in a folder too deep", leaf.name), help);
    }

    fn journey(&mut self, place: &Place<'s>, name: &'s str) -> &mut JourneyNode<'s> {
        let key = (place.space.clone(), name);
        self.journeys.entry(key).or_insert_with(|| Node::new(name))
    }

    fn entity(&mut self, kind: Kind, place: &Place<'s>, leaf: &Leaf<'s>) {
        let entity = self.plain(leaf, &place.space);
        match kind {
            Kind::Persona => self.folder.personas.push(entity),
            Kind::Touchpoint => self.folder.touchpoints.push(entity),
            Kind::Opportunity => self.folder.opportunities.push(entity),
            Kind::Evidence => self.folder.evidence.push(entity),
            Kind::Journey | Kind::Stage => {}
        }
    }

    /// The id of a name. What is wrong with an id that is empty or `index` is said where the file is
    /// read, so that everything else in the file is looked at too.
    fn id(&mut self, name: &str, file: FileId) -> Arc<str> {
        let id = slug(name);
        if let Some(why) = unusable_id(&id) {
            let message = format!("the page of `{id}` could not be written everywhere: {why}");
            let finding = Finding::new(Code::UnusableName, Span::file_start(file), message);
            self.findings.push(finding.help("rename the file"));
        }
        id.into()
    }

    fn check_copied_name(&mut self, path: &str, file: FileId) {
        for part in path.split('/') {
            self.check_name(part, file);
        }
    }

    fn check_name(&mut self, name: &str, file: FileId) {
        self.findings.extend(unusable_name(name, file));
    }

    // Journeys, once all of their files are known.

    fn finish(mut self) -> Folder {
        for ((space, _), node) in std::mem::take(&mut self.journeys) {
            self.finish_journey(&space, node);
        }
        let Folder { personas, journeys, touchpoints, opportunities, evidence, .. } =
            &mut self.folder;
        for list in [personas, touchpoints, opportunities, evidence] {
            list.sort_by(|a, b| a.path.cmp(&b.path));
            name_once(list.iter_mut(), self.findings);
        }
        journeys.sort_by(|a, b| a.main.path.cmp(&b.main.path));
        name_once(journeys.iter_mut().map(|journey| &mut journey.main), self.findings);
        self.folder
    }

    fn finish_journey(&mut self, space: &Arc<str>, mut node: JourneyNode<'s>) {
        let children = std::mem::take(&mut node.children);
        let main = self.main(&node, Kind::Journey, space, &[]);
        let above: Vec<Arc<str>> = vec![slug(node.name).into()];
        match main {
            Some(main) if node.file.is_none() => {
                let mut stages: Vec<StageFiles> = Vec::new();
                for stage in children.into_values() {
                    stages.extend(self.finish_stage(space, &above, stage));
                }
                stages.sort_by(|a, b| a.main.path.cmp(&b.main.path));
                name_once(stages.iter_mut().map(|stage| &mut stage.main), self.findings);
                self.folder.journeys.push(JourneyFiles { main, stages });
            }
            main => {
                for stage in children.into_values() {
                    self.lose_stage(space, &above, stage);
                }
                self.lose(FileKind::Journey, node.second(), space);
                let stages = Vec::new();
                self.folder.journeys.extend(main.map(|main| JourneyFiles { main, stages }));
            }
        }
    }

    fn finish_stage(
        &mut self,
        space: &Arc<str>,
        above: &[Arc<str>],
        mut node: StageNode<'s>,
    ) -> Option<StageFiles> {
        let children = std::mem::take(&mut node.children);
        let main = self.main(&node, Kind::Stage, space, above);
        match main {
            Some(main) if node.file.is_none() => {
                let mut touchpoints: Vec<EntityFile> =
                    children.into_values().map(|leaf| self.child(&leaf, space)).collect();
                touchpoints.sort_by(|a, b| a.path.cmp(&b.path));
                name_once(touchpoints.iter_mut(), self.findings);
                Some(StageFiles { main, touchpoints })
            }
            main => {
                let ids = below(above, numbered(node.name).1);
                self.lose_touchpoints(space, &ids, children.into_values());
                self.lose(FileKind::Stage, node.second(), space);
                main.map(|main| StageFiles { main, touchpoints: Vec::new() })
            }
        }
    }

    /// The file in which a journey or stage itself is written. Of a file and a folder of one name
    /// the file holds.
    fn main<C>(
        &mut self,
        node: &Node<'s, C>,
        kind: Kind,
        space: &Arc<str>,
        above: &[Arc<str>],
    ) -> Option<EntityFile> {
        if let (Some(file), Some(first)) = (&node.file, node.first) {
            let folder = node.index.as_ref().map_or(first, |index| index.file);
            self.file_and_folder(kind, node.name, file.file, folder);
        }
        let leaf = match node.file.or_else(|| node.own_index()) {
            Some(leaf) => leaf,
            None => {
                self.folder_without_index(kind, node.name, node.first?);
                let name = if kind == Kind::Stage { numbered(node.name).1 } else { node.name };
                self.folder.lost.push((space.clone(), kind, below(above, name)));
                return None;
            }
        };
        Some(match kind {
            Kind::Stage => self.child(&leaf, space),
            _ => self.plain(&leaf, space),
        })
    }

    fn file_and_folder(&mut self, kind: Kind, name: &str, file: FileId, folder: FileId) {
        let word = kind.word();
        let message = format!("the {word} `{name}` is both a file and a folder");
        self.findings.push(
            Finding::new(Code::FileAndFolder, Span::file_start(folder), message)
                .help(format!("keep one: move what `{name}.md` says into `{name}/index.md`"))
                .label(Span::file_start(file), format!("the {word} as a file")),
        );
    }

    fn folder_without_index(&mut self, kind: Kind, name: &str, first: FileId) {
        let word = kind.word();
        let message = format!("the folder of the {word} `{name}` has no `index.md`");
        self.findings.push(
            Finding::new(Code::FolderWithoutIndex, Span::file_start(first), message)
                .help(format!("write the {word} itself in `{name}/index.md`")),
        );
    }

    fn plain(&mut self, leaf: &Leaf<'s>, space: &Arc<str>) -> EntityFile {
        let id = self.id(leaf.name, leaf.file);
        EntityFile {
            path: self.sources.shared_path(leaf.file),
            file: leaf.file,
            space: space.clone(),
            id,
            number: None,
        }
    }

    /// A stage or touchpoint, whose name may begin with a number.
    fn child(&mut self, leaf: &Leaf<'s>, space: &Arc<str>) -> EntityFile {
        let (number, name) = numbered(leaf.name);
        EntityFile { number, ..self.plain(&Leaf { name, ..*leaf }, space) }
    }

    // What has no place in the site is still read, so that its own findings are seen.

    fn lose(&mut self, kind: FileKind, leaf: Option<Leaf<'s>>, space: &Arc<str>) {
        let Some(leaf) = leaf else { return };
        let entity = match kind {
            FileKind::Stage | FileKind::Touchpoint => self.child(&leaf, space),
            _ => self.plain(&leaf, space),
        };
        self.folder.orphans.push((kind, entity));
    }

    fn lose_stage(&mut self, space: &Arc<str>, above: &[Arc<str>], stage: StageNode<'s>) {
        let ids = below(above, numbered(stage.name).1);
        self.lose(FileKind::Stage, stage.file, space);
        self.lose(FileKind::Stage, stage.own_index(), space);
        self.lose_touchpoints(space, &ids, stage.children.into_values());
        self.folder.lost.push((space.clone(), Kind::Stage, ids));
    }

    fn lose_touchpoints(
        &mut self,
        space: &Arc<str>,
        above: &[Arc<str>],
        touchpoints: impl Iterator<Item = Leaf<'s>>,
    ) {
        for leaf in touchpoints {
            let ids = below(above, numbered(leaf.name).1);
            self.folder.lost.push((space.clone(), Kind::Touchpoint, ids));
            self.lose(FileKind::Touchpoint, Some(leaf), space);
        }
    }
}

fn below(above: &[Arc<str>], name: &str) -> Vec<Arc<str>> {
    above.iter().cloned().chain([slug(name).into()]).collect()
}

fn stage_of<'n, 's>(journey: &'n mut JourneyNode<'s>, name: &'s str) -> &'n mut StageNode<'s> {
    journey.children.entry(name).or_insert_with(|| Node::new(name))
}

/// What is to be said of a file, or of a folder that it is in, whose name some system cannot have.
pub fn unusable_name(name: &str, file: FileId) -> Option<Finding> {
    let why = unusable(name)?;
    let message = format!("the name `{}` cannot be used everywhere: {why}", names::shown(name));
    let finding = Finding::new(Code::UnusableName, Span::file_start(file), message);
    Some(finding.help("rename the file or folder"))
}

/// Whether a folder says what the files in it are.
fn is_telling(folder: &str) -> bool {
    SPECIAL.contains(&folder) || Kind::from_folder(folder).is_some()
}

/// Whether a file is one of those whose names are looked at here, whatever refers to them.
pub fn is_data_or_asset(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').find(|part| is_telling(part)).is_some_and(|part| SPECIAL.contains(&part))
}

/// The stem of a file that is Markdown by another ending than the one that is read.
fn stem_of_other_markdown(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_markdown = ["md", "markdown"].iter().any(|other| ending.eq_ignore_ascii_case(other));
    is_markdown.then_some(stem)
}

/// README.md and names that begin with `_` or `.` are not read.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with(['_', '.']))
        || path.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case("README.md"))
}

/// The path that is written in a file, relative to it or, after `/`, to the content folder; `None`
/// when it leads out of the content folder.
pub fn resolve_path(file: &str, written: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let from_root = written.starts_with('/');
    if let (false, Some((folders, _))) = (from_root, file.rsplit_once('/')) {
        parts.extend(folders.split('/'));
    }
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".md").unwrap_or(name)
}

/// A name without the number (one to three digits) before its first `-`.
fn numbered(name: &str) -> (Option<u16>, &str) {
    let Some((digits, rest)) = name.split_once('-') else { return (None, name) };
    let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    match digits.parse() {
        Ok(number) if is_number => (Some(number), rest),
        _ => (None, name),
    }
}

/// Of several entities with one id in one space the first holds; the others are reported and get an
/// id that nobody can write, so that what else is wrong with them is found in the same run.
fn name_once<'f>(files: impl Iterator<Item = &'f mut EntityFile>, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<_, (FileId, Arc<str>, u32)> = BTreeMap::new();
    // Without an id, which is a finding of its own, nothing can be taken.
    for this in files.filter(|file| !file.id.is_empty()) {
        let key = (this.space.clone(), this.id.clone());
        let Some((first, path, count)) = seen.get_mut(&key) else {
            seen.insert(key, (this.file, this.path.clone(), 1));
            continue;
        };
        let message = format!("the id `{}` is taken by `{path}`", this.id);
        findings.push(
            Finding::new(Code::DuplicateId, Span::file_start(this.file), message)
                .help("rename one of the two files")
                .label(Span::file_start(*first), "the first with this id"),
        );
        *count += 1;
        this.id = format!("{}.{count}", this.id).into();
    }
}

fn report_unread(sources: &Sources, findings: &mut Vec<Finding>) {
    for unread in &sources.unread {
        let path = names::shown(&unread.path);
        let (code, message, help) = match unread.reason {
            UnreadReason::LinkLeavesContent => (
                Code::LinkLeavesContent,
                format!("the link `{path}` leads out of the content folder and is not read"),
                "copy what it leads to into the content folder",
            ),
            UnreadReason::DeadLink => (
                Code::LinkLeavesContent,
                format!(
                    "the link `{path}` leads nowhere, or to a folder that it stands in, and is not \
                     read"
                ),
                "remove the link, or let it lead to a file or another folder of the content folder",
            ),
            UnreadReason::TooManyLinks => (
                Code::LinkLeavesContent,
                format!("the link `{path}` is not read: other links lead to 10,000 files already"),
                "remove links to folders that hold links themselves",
            ),
            UnreadReason::NotPlainFile => (
                Code::NotPlainFile,
                format!("`{path}` is no plain file and is not read"),
                "only plain files are read",
            ),
            UnreadReason::NameNotUnicode => (
                Code::UnusableName,
                format!("the name `{path}` is not Unicode and the file is not read"),
                "rename the file",
            ),
            UnreadReason::TooLarge => (
                Code::FileTooLarge,
                format!("`{path}` is too large to be read"),
                "split the text into several files",
            ),
        };
        let file = sources.id_of(&unread.path).unwrap_or(FileId::ROOT);
        findings.push(Finding::new(code, Span::file_start(file), message).help(help));
    }
}

#[cfg(test)]
mod tests;
