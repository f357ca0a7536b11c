//! Where the file of a new entity stands among those that are there.

use super::super::Failure;
use crate::diagnostic::did_you_mean;
use crate::model::{Content, Entry, Journey, Kind, Stage};
use crate::source::{FileId, Sources};

/// What has to be done for a new file, by paths below the content folder.
#[derive(Default)]
pub(super) struct Place {
    /// The new file.
    pub(super) path: String,
    /// A file that becomes a folder, so that the new one can stand in it: from, to.
    pub(super) grows: Option<(String, String)>,
}

/// What is there.
pub(super) struct There<'a> {
    pub(super) sources: &'a Sources,
    pub(super) content: &'a Content,
}

impl There<'_> {
    /// The place of an entity by its space, parents and id.
    pub(super) fn place(&self, kind: Kind, parts: &[&str]) -> Result<Place, Failure> {
        match (kind, parts) {
            (Kind::Stage, [space @ .., journey, id]) => {
                let journey = self.journey(&space.join("/"), journey)?;
                let stages = journey.item.stages.iter().map(|stage| &stage.common);
                let stages = stages.map(|common| (&*common.id.value, common.file()));
                self.among(("stages", journey.file), stages.collect(), id)
            }
            (Kind::Stage, _) => Err(usage(
                "a stage needs its journey before its id",
                "`milepost new stage weekly-shop/plan`",
            )),
            (Kind::Touchpoint, [space @ .., journey, stage, id]) => {
                let journey = self.journey(&space.join("/"), journey)?;
                let stage = find_stage(journey, stage)?;
                if stage.common.file() == journey.file {
                    return Err(self.written_in_one("stages", journey.file));
                }
                let touchpoints = stage.touchpoints.iter().map(|touchpoint| &touchpoint.common);
                let touchpoints = touchpoints.map(|common| (&*common.id.value, common.file()));
                self.among(("touchpoints", stage.common.file()), touchpoints.collect(), id)
            }
            (kind, [space @ .., id]) => {
                let space: String = space.iter().map(|part| format!("{part}/")).collect();
                let path = format!("{space}{}/{id}.md", kind.folder());
                Ok(Place { path, grows: None })
            }
            (_, []) => Ok(Place::default()),
        }
    }

    fn journey(&self, space: &str, id: &str) -> Result<&Entry<Journey>, Failure> {
        let mut here = self.content.journeys.iter().filter(|entry| *entry.space == *space);
        if let Some(journey) = here.clone().find(|entry| *entry.item.common.id.value == *id) {
            return Ok(journey);
        }
        let whole = if space.is_empty() { id.to_owned() } else { format!("{space}/{id}") };
        let mut unreadable = self.content.unreadable.iter();
        if unreadable.any(|(at, kind, ids)| {
            *kind == Kind::Journey && **at == *space && ids.iter().map(|id| &**id).eq([id])
        }) {
            let words = format!("the journey `{whole}` cannot be read as it is");
            return Err(usage(&words, "`milepost check` says what is wrong with it"));
        }
        let help = did_you_mean(id, here.by_ref().map(|entry| &*entry.item.common.id.value));
        let help = help.unwrap_or_else(|| format!("`milepost new journey {whole}` starts it"));
        Err(usage(&format!("there is no journey `{whole}`"), &help))
    }

    /// A place in the folder of a parent, behind the children that are there.
    fn among(
        &self,
        (children, parent): (&str, FileId),
        siblings: Vec<(&str, FileId)>,
        id: &str,
    ) -> Result<Place, Failure> {
        if siblings.iter().any(|(_, file)| *file == parent) {
            return Err(self.written_in_one(children, parent));
        }
        if let Some((_, file)) = siblings.iter().find(|(sibling, _)| *sibling == id) {
            return Err(self.is_there(*file));
        }
        let path = self.sources.path(parent);
        let (folder, grows) = match path.strip_suffix("/index.md") {
            Some(folder) => (folder, None),
            None => {
                let folder = path.strip_suffix(".md").unwrap_or(path);
                (folder, Some((path.to_owned(), format!("{folder}/index.md"))))
            }
        };
        let name = match self.next_number(folder, &siblings) {
            Some(number) => format!("{number}-{id}"),
            None => id.to_owned(),
        };
        Ok(Place { path: format!("{folder}/{name}.md"), grows })
    }

    /// The number that follows those of the siblings, where each of them has one.
    fn next_number(&self, folder: &str, siblings: &[(&str, FileId)]) -> Option<u16> {
        let number = |(_, file): &(&str, FileId)| {
            let name = self.sources.path(*file).strip_prefix(folder)?.strip_prefix('/')?;
            name.split_once('-')?.0.parse::<u16>().ok()
        };
        let numbers: Option<Vec<u16>> = siblings.iter().map(number).collect();
        numbers?.into_iter().max().map(|last| last + 1).filter(|next| *next < 1000)
    }

    fn is_there(&self, file: FileId) -> Failure {
        let path = self.sources.shown_path(file);
        Failure::Usage(format!("`{path}` is there already, and was left as it is"))
    }

    fn written_in_one(&self, children: &str, parent: FileId) -> Failure {
        let path = self.sources.shown_path(parent);
        usage(
            &format!("the {children} of `{path}` are written in that file"),
            &format!("add it to its `{children}`, or give each of those a file of its own first"),
        )
    }
}

fn find_stage<'j>(journey: &'j Entry<Journey>, id: &str) -> Result<&'j Stage, Failure> {
    let stages = &journey.item.stages;
    if let Some(stage) = stages.iter().find(|stage| *stage.common.id.value == *id) {
        return Ok(stage);
    }
    let journey = &journey.item.common.id.value;
    let help = did_you_mean(id, stages.iter().map(|stage| &*stage.common.id.value));
    let help = help.unwrap_or_else(|| format!("`milepost new stage {journey}/{id}` starts it"));
    Err(usage(&format!("the journey `{journey}` has no stage `{id}`"), &help))
}

pub(super) fn usage(words: &str, help: &str) -> Failure {
    Failure::Usage(format!("{words}\n  help: {help}"))
}
