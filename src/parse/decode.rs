//! Front matter to model: the tree of a file, read by the table of fields. A value at fault is
//! reported and left out or replaced by its default, and everything else survives.

mod claim;
mod common;
mod dates;
mod experience;
mod free;
mod kinds;
mod metric;
mod record;
mod scalar;
#[cfg(test)]
mod tests;

pub(crate) use common::alt_alone;
pub(crate) use dates::cadence_of;
pub(crate) use free::as_data;
pub(crate) use record::Record;
pub(crate) use scalar::url_scheme;

use super::front_matter::{self, FrontMatter};
use super::prose;
use super::slug::slug;
use super::yaml::{self, Layout, Node, Value};
use crate::diagnostic::{Code, Finding};
use crate::model::fields::{self, Place, Shape};
use crate::model::{
    Config, CustomLane, Evidence, IndexText, Journey, Kind, Opportunity, Persona, Prose, Stage,
    Touchpoint,
};
use crate::source::{FileId, Passage, Span};
use std::sync::Arc;

/// What a file is, by its place in the folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// A persona.
    Persona,
    /// A journey, or the `index.md` of its folder.
    Journey,
    /// A stage in its journey's folder, or the `index.md` of its own.
    Stage,
    /// A touchpoint in its stage's folder.
    Touchpoint,
    /// A touchpoint of the catalogue.
    Catalogue,
    /// An opportunity.
    Opportunity,
    /// A study or source.
    Evidence,
}

impl FileKind {
    /// The kind of entity that such a file holds.
    pub fn kind(self) -> Kind {
        match self {
            FileKind::Persona => Kind::Persona,
            FileKind::Journey => Kind::Journey,
            FileKind::Stage => Kind::Stage,
            FileKind::Touchpoint | FileKind::Catalogue => Kind::Touchpoint,
            FileKind::Opportunity => Kind::Opportunity,
            FileKind::Evidence => Kind::Evidence,
        }
    }

    /// The fields that it takes.
    pub fn shape(self) -> &'static Shape {
        match self {
            FileKind::Touchpoint => &fields::TOUCHPOINT,
            other => fields::shape(other.kind()),
        }
    }
}

/// What a file's name says.
#[derive(Clone, PartialEq, Debug)]
pub struct FileName {
    /// The slug of the stem, without the number that orders stages and touchpoints.
    pub id: Arc<str>,
    /// That number.
    pub order: Option<f64>,
}

impl FileName {
    /// Reads the stem of a file's name, or the name of a stage's or journey's folder.
    pub fn of(kind: FileKind, stem: &str) -> Self {
        let numbered = matches!(kind, FileKind::Stage | FileKind::Touchpoint);
        match stem.split_once('-') {
            Some((number, rest)) if numbered && is_order(number) => {
                Self { id: slug(rest).into(), order: number.parse().ok() }
            }
            _ => Self { id: slug(stem).into(), order: None },
        }
    }
}

fn is_order(number: &str) -> bool {
    (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

/// A file, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Decoded {
    /// What it holds; stages and touchpoints that are written inline are in it.
    pub item: Item,
    /// The key `stages` of a journey or `touchpoints` of a stage, when it is written.
    pub children: Option<Span>,
}

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// A persona.
    Persona(Box<Persona>),
    /// A journey with its inline stages.
    Journey(Box<Journey>),
    /// A stage with its inline touchpoints.
    Stage(Box<Stage>),
    /// A touchpoint of a stage or of the catalogue.
    Touchpoint(Box<Touchpoint>),
    /// An opportunity.
    Opportunity(Box<Opportunity>),
    /// A source.
    Evidence(Box<Evidence>),
}

/// Reads a file of a kind. `None` when its YAML cannot be read.
pub fn decode_file(
    kind: FileKind,
    file: FileId,
    text: &Passage,
    name: &FileName,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Option<Decoded> {
    let parts = front_matter::split(file, text, findings)?;
    let root = yaml::read(file, text, parts.yaml.clone(), findings)?;
    report_name(name, file, findings);
    let mut decoder = Decoder::new(file, text, config, findings);
    let record = decoder.root(&root, kind.shape())?;
    let children = match kind {
        FileKind::Journey => record.key("stages"),
        FileKind::Stage => record.key("touchpoints"),
        _ => None,
    };
    let own = Own { name: Some(name), body: decoder.body(&parts) };
    let item = decoder.item(kind, &record, own);
    Some(Decoded { item, children })
}

/// Reads the text above a list. `None` when its YAML cannot be read.
pub fn decode_index(
    file: FileId,
    text: &Passage,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Option<IndexText> {
    let parts = front_matter::split(file, text, findings)?;
    let root = yaml::read(file, text, parts.yaml.clone(), findings)?;
    let mut decoder = Decoder::new(file, text, config, findings);
    let record = decoder.root(&root, &fields::INDEX)?;
    let title = decoder.prose(&record, "title");
    Some(IndexText { file, title, body: decoder.body(&parts) })
}

fn report_name(name: &FileName, file: FileId, findings: &mut Vec<Finding>) {
    let at = Span::file_start(file);
    if name.id.is_empty() {
        let message = "the file's name has no letter or digit to make an id of";
        findings.push(
            Finding::new(Code::EmptySlug, at, message)
                .help("rename the file: its name without `.md` is the id"),
        );
    } else if &*name.id == "index" {
        findings.push(
            Finding::new(Code::BadId, at, "`index` is no id").help("give the file another name"),
        );
    }
}

/// Reads values of one file.
pub(crate) struct Decoder<'a> {
    file: FileId,
    source: &'a Passage,
    lanes: &'a [CustomLane],
    /// Whether nobody knows which lanes there are.
    any_lane: bool,
    emotion: (f64, f64),
    findings: &'a mut Vec<Finding>,
}

/// What an item has besides its fields.
struct Own<'n> {
    /// The file's name; an inline item has none.
    name: Option<&'n FileName>,
    /// The Markdown below the front matter.
    body: Option<Prose>,
}

impl Own<'_> {
    const INLINE: Own<'static> = Own { name: None, body: None };
}

impl<'a> Decoder<'a> {
    fn new(
        file: FileId,
        source: &'a Passage,
        config: &'a Config,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        let emotion = match config.readable {
            true => (config.emotion.min, config.emotion.max),
            false => (f64::MIN, f64::MAX),
        };
        let lanes = &config.custom_lanes;
        Self { file, source, lanes, any_lane: !config.readable, emotion, findings }
    }

    /// For `site.yaml`, before there is a configuration.
    pub(crate) fn bare(file: FileId, source: &'a Passage, findings: &'a mut Vec<Finding>) -> Self {
        Self { file, source, lanes: &[], any_lane: false, emotion: (0.0, 0.0), findings }
    }

    /// The fields of a whole file.
    pub(crate) fn root<'n, 's>(
        &mut self,
        root: &'n Node<'s>,
        shape: &'static Shape,
    ) -> Option<Record<'n, 's>> {
        let start = Span::file_start(self.file);
        match &root.value {
            Value::Map(items, _) => Some(self.record(items, start, shape, Place::File)),
            Value::Null => Some(self.record(&[], start, shape, Place::File)),
            _ => {
                let message = format!("{} is written as fields", shape.name);
                self.report(
                    Code::WrongType,
                    root.span,
                    message,
                    "write `name: value`, a field a line",
                );
                None
            }
        }
    }

    fn body(&mut self, parts: &FrontMatter) -> Option<Prose> {
        let body = &self.source[parts.body.clone()];
        let blank = body.trim().is_empty();
        (!blank).then(|| prose::block(self.source, self.file, parts.body.clone(), self.findings))
    }

    fn item(&mut self, kind: FileKind, record: &Record<'_, '_>, own: Own<'_>) -> Item {
        match kind {
            FileKind::Persona => Item::Persona(Box::new(self.persona(record, own))),
            FileKind::Journey => Item::Journey(Box::new(self.journey(record, own))),
            FileKind::Stage => Item::Stage(Box::new(self.stage(record, own))),
            FileKind::Touchpoint | FileKind::Catalogue => {
                Item::Touchpoint(Box::new(self.touchpoint(record, own)))
            }
            FileKind::Opportunity => Item::Opportunity(Box::new(self.opportunity(record, own))),
            FileKind::Evidence => Item::Evidence(Box::new(self.evidence(record, own))),
        }
    }

    pub(crate) fn report(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Finding::new(code, span, message).help(help));
    }

    /// Reports a finding that has more than a help.
    pub(crate) fn report_beside(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// What was written in the source at a place.
    fn written(&self, span: Span) -> &'a str {
        self.source.get(yaml::range_of(span)).unwrap_or_default()
    }
}

/// What a value is, for messages.
fn what_is(node: &Node<'_>) -> &'static str {
    match &node.value {
        Value::Null => "nothing",
        Value::Scalar(_) => "a single value",
        Value::Seq(..) => "a list",
        Value::Map(_, Layout::Block) => "fields of its own",
        Value::Map(_, Layout::Flow) => "a map in braces",
    }
}
