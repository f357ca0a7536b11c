//! Files to a whole: journeys with their stages and touchpoints, in their order.

use super::folder::{EntityFile, Folder, JourneyFiles, StageFiles};
use super::{FileTable, ParsedFile, Value};
use crate::diagnostic::{Code, Finding};
use crate::model::{Common, Entry, Journey, Kind, Stage, Touchpoint};
use crate::source::{FileId, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// A journey put together from its files, and what it was made of.
pub(super) struct Assembled {
    parts: Vec<Arc<ParsedFile>>,
    pub(super) item: Arc<Journey>,
    pub(super) findings: Vec<Finding>,
}

impl Assembled {
    fn is_made_of<'f>(&self, mut parts: impl Iterator<Item = &'f Arc<ParsedFile>>) -> bool {
        let mut known = self.parts.iter();
        parts.all(|part| known.next().is_some_and(|known| Arc::ptr_eq(known, part)))
            && known.next().is_none()
    }
}

/// Journeys that were put together before, by the file of the journey itself.
pub(super) type Journeys = HashMap<FileId, Arc<Assembled>>;

/// What could not be read: space, kind, path of ids.
pub(super) type Unreadable = Vec<(Arc<str>, Kind, Vec<Arc<str>>)>;

/// Everything of one kind that can be read, in path order.
pub(super) fn entries<T>(
    files: &FileTable,
    kind: Kind,
    entities: &[EntityFile],
    pick: impl Fn(&Value) -> Option<&Arc<T>>,
    unreadable: &mut Unreadable,
) -> Vec<Entry<T>> {
    let mut out = Vec::with_capacity(entities.len());
    for entity in entities {
        let Some(file) = files.get(entity.file) else { continue };
        match file.value.as_ref().and_then(&pick) {
            Some(item) if has_id(entity) => out.push(entry(entity, item)),
            Some(_) => {}
            None => unreadable.push((entity.space.clone(), kind, vec![entity.id.clone()])),
        }
    }
    out
}

fn entry<T>(entity: &EntityFile, item: &Arc<T>) -> Entry<T> {
    let EntityFile { file, path, space, .. } = entity;
    Entry { file: *file, path: path.clone(), space: space.clone(), item: item.clone() }
}

/// Puts journeys together.
pub(super) struct Assembler<'a> {
    pub(super) files: &'a FileTable,
    /// Journeys of the last time.
    pub(super) before: Journeys,
    pub(super) findings: &'a mut Vec<Finding>,
    pub(super) unreadable: &'a mut Unreadable,
}

impl Assembler<'_> {
    /// Every journey that can be read, and what to keep for the next time.
    pub(super) fn journeys(mut self, folder: &Folder) -> (Vec<Entry<Journey>>, Journeys) {
        let mut out = Vec::with_capacity(folder.journeys.len());
        let mut after = Journeys::with_capacity(folder.journeys.len());
        for journey in &folder.journeys {
            self.note_unreadable(journey);
            let Some(assembled) = self.known(journey).or_else(|| self.assemble(journey)) else {
                continue;
            };
            self.findings.extend_from_slice(&assembled.findings);
            if has_id(&journey.main) {
                out.push(entry(&journey.main, &assembled.item));
            }
            after.insert(journey.main.file, assembled);
        }
        (out, after)
    }

    fn parts<'f>(&'f self, journey: &'f JourneyFiles) -> impl Iterator<Item = &'f Arc<ParsedFile>> {
        journey.files().filter_map(|entity| self.files.get(entity.file))
    }

    /// The journey of the last time, when nothing that it was made of has changed.
    fn known(&mut self, journey: &JourneyFiles) -> Option<Arc<Assembled>> {
        let known = self.before.remove(&journey.main.file)?;
        known.is_made_of(self.parts(journey)).then_some(known)
    }

    /// A journey from its files as they are now.
    pub(super) fn assemble(&self, files: &JourneyFiles) -> Option<Arc<Assembled>> {
        let Some(Value::Journey(written, key)) = self.value(&files.main) else { return None };
        let parts = self.parts(files).cloned().collect();
        let mut findings = Vec::new();
        let Some(first) = files.stages.first() else {
            return Some(Arc::new(Assembled { parts, item: written.clone(), findings }));
        };
        if let (Some(key), false) = (key, written.stages.is_empty()) {
            findings.push(mixed(*key, "stages", &first.main));
        }
        let of_files = files.stages.iter().filter_map(|stage| self.stage(stage, &mut findings));
        let stages = in_order(of_files.collect(), &written.stages, |stage| &stage.common);
        let item = Arc::new(Journey { stages, ..Journey::clone(written) });
        Some(Arc::new(Assembled { parts, item, findings }))
    }

    fn stage<'f>(
        &self,
        files: &'f StageFiles,
        findings: &mut Vec<Finding>,
    ) -> Option<(&'f str, Arc<Stage>)> {
        let Some(Value::Stage(written, key)) = self.value(&files.main) else { return None };
        if !has_id(&files.main) {
            return None;
        }
        let Some(first) = files.touchpoints.first() else {
            return Some((&files.main.path, written.clone()));
        };
        if let (Some(key), false) = (key, written.touchpoints.is_empty()) {
            findings.push(mixed(*key, "touchpoints", first));
        }
        let of_files = files.touchpoints.iter().filter_map(|file| self.touchpoint(file)).collect();
        let touchpoints = in_order(of_files, &written.touchpoints, |touchpoint| &touchpoint.common);
        let stage = Stage { touchpoints, ..Stage::clone(written) };
        Some((&files.main.path, Arc::new(stage)))
    }

    fn touchpoint<'f>(&self, file: &'f EntityFile) -> Option<(&'f str, Arc<Touchpoint>)> {
        match self.value(file)? {
            Value::Touchpoint(touchpoint) if has_id(file) => Some((&file.path, touchpoint.clone())),
            _ => None,
        }
    }

    fn value(&self, entity: &EntityFile) -> Option<&Value> {
        self.files.get(entity.file)?.value.as_ref()
    }

    /// What is missing because a file of the journey cannot be read, and what is below it.
    fn note_unreadable(&mut self, journey: &JourneyFiles) {
        let main = &journey.main;
        let lost_journey = self.value(main).is_none();
        if lost_journey {
            self.lose(Kind::Journey, &[main]);
        }
        for stage in &journey.stages {
            let lost_stage = lost_journey || self.value(&stage.main).is_none();
            if lost_stage {
                self.lose(Kind::Stage, &[main, &stage.main]);
            }
            for touchpoint in &stage.touchpoints {
                if lost_stage || self.value(touchpoint).is_none() {
                    self.lose(Kind::Touchpoint, &[main, &stage.main, touchpoint]);
                }
            }
        }
    }

    fn lose(&mut self, kind: Kind, ids: &[&EntityFile]) {
        let space = ids[0].space.clone();
        self.unreadable.push((space, kind, ids.iter().map(|e| e.id.clone()).collect()));
    }
}

/// Without an id (a finding says so) nothing can stand on the site.
fn has_id(entity: &EntityFile) -> bool {
    !entity.id.is_empty() && &*entity.id != "index"
}

/// Children from files, by order or number, then by name. Inline ones, which should not be there as
/// well, stand before them, so that references to them are not reported too.
fn in_order<T>(
    mut files: Vec<(&str, Arc<T>)>,
    inline: &[Arc<T>],
    common: impl Fn(&T) -> &Common,
) -> Vec<Arc<T>> {
    files.sort_by(|(path_a, a), (path_b, b)| {
        let order = |item: &T| common(item).order().unwrap_or(f64::INFINITY);
        order(a).total_cmp(&order(b)).then_with(|| name(path_a).cmp(name(path_b)))
    });
    let is_new = |item: &Arc<T>| {
        !files.iter().any(|(_, file)| common(file).id.value == common(item).id.value)
    };
    let mut out: Vec<Arc<T>> = inline.iter().filter(|item| is_new(item)).cloned().collect();
    out.extend(files.into_iter().map(|(_, item)| item));
    out
}

/// The name in a path: `slot` of `slot.md` and of `slot/index.md`. Whole paths would order `a-b.md`
/// before `a.md`, for `-` comes before `.`.
fn name(path: &str) -> &str {
    let path = path.strip_suffix("/index.md").or(path.strip_suffix(".md")).unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path)
}

fn mixed(key: Span, field: &str, file: &EntityFile) -> Finding {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let message = format!("`{field}` are written here and as files as well");
    Finding::new(Code::MixedChildren, key, message)
        .help(format!("keep one: move them into files, or what is in `{name}` here"))
        .label(Span::file_start(file.file), "the first of the files")
}
