//! The fields of one item: which there are, which are unknown, repeated, misplaced or missing.

use super::Decoder;
use super::dates::{cadence_of, day};
use super::scalar::shorten;
use crate::diagnostic::{Code, did_you_mean};
use crate::model::fields::{Field, FieldType, Lanes, Need, Place, SHAPES, Shape};
use crate::parse::yaml::{Key, Layout, Node, Value, flow_item, quoted_line, range_of};
use crate::source::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// In one item, no more than so many unknown fields get a suggestion: it costs time.
const MOST_SUGGESTIONS: usize = 100;

/// The known fields that an item has.
pub(crate) struct Record<'n, 's> {
    shape: &'static Shape,
    entries: Vec<Entry<'n, 's>>,
    lanes: Vec<(usize, &'n Node<'s>)>,
    /// The whole item; for a file 1:1.
    pub(crate) span: Span,
    /// The first key of the item, else the item itself, for a file 1:1.
    pub(crate) first_key: Span,
}

struct Entry<'n, 's> {
    field: &'static Field,
    key: Span,
    node: &'n Node<'s>,
}

impl<'n, 's> Record<'n, 's> {
    /// The value of a field, when there is one.
    pub(crate) fn get(&self, name: &str) -> Option<&'n Node<'s>> {
        self.entry(name).map(|e| e.node).filter(|node| !matches!(node.value, Value::Null))
    }

    /// The key of a field that is written, with a value or without.
    pub(crate) fn key(&self, name: &str) -> Option<Span> {
        self.entry(name).map(|e| e.key)
    }

    /// The table's row for a field.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.shape.field(name)
    }

    /// The site's own lanes that are written, by their place in its list.
    pub(crate) fn lanes(&self) -> &[(usize, &'n Node<'s>)] {
        &self.lanes
    }

    fn entry(&self, name: &str) -> Option<&Entry<'n, 's>> {
        self.entries.iter().find(|e| e.field.name == name)
    }

    fn is_written(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }
}

impl Decoder<'_> {
    /// Reads an item that must have fields.
    pub(crate) fn open<'n, 's>(
        &mut self,
        node: &'n Node<'s>,
        shape: &'static Shape,
        place: Place,
    ) -> Option<Record<'n, 's>> {
        let Value::Map(items, _) = &node.value else {
            self.report_no_fields(node, shape);
            return None;
        };
        Some(self.record(items, node.span, shape, place))
    }

    /// The items of a list of records. One value in place of the list is reported once.
    pub(crate) fn records<'n, 's>(
        &mut self,
        record: &Record<'n, 's>,
        name: &str,
        shape: &'static Shape,
    ) -> Vec<Record<'n, 's>> {
        let Some(node) = record.get(name) else { return Vec::new() };
        if let Value::Scalar(scalar) = &node.value {
            let example = as_record(&scalar.text, shape);
            let message = format!("`{name}` is a list, and this is a single value");
            self.report(Code::NotAList, node.span, message, format!("write `{name}: [{example}]`"));
            return Vec::new();
        }
        let items = self.list(node, name);
        items.iter().filter_map(|item| self.open(item, shape, Place::Inline)).collect()
    }

    pub(super) fn record<'n, 's>(
        &mut self,
        items: &'n [(Key<'s>, Node<'s>)],
        span: Span,
        shape: &'static Shape,
        place: Place,
    ) -> Record<'n, 's> {
        let first_key = items.first().map_or(span, |(key, _)| key.span);
        let entries = Vec::with_capacity(items.len().min(32));
        let mut record = Record { shape, entries, lanes: Vec::new(), span, first_key };
        let mut unknown = Unknown::default();
        for (key, node) in items {
            self.take(&mut record, key, node, place, &mut unknown);
        }
        self.report_missing(&record);
        record
    }

    fn take<'n, 's>(
        &mut self,
        record: &mut Record<'n, 's>,
        key: &'n Key<'s>,
        node: &'n Node<'s>,
        place: Place,
        unknown: &mut Unknown,
    ) {
        let shape = record.shape;
        let Some(field) = shape.field(&key.text) else {
            let lane = self.lanes.iter().position(|lane| *lane.id == *key.text);
            match lane.filter(|_| shape.lanes == Lanes::Taken) {
                Some(lane) if record.lanes.iter().any(|(l, _)| *l == lane) => self.repeated(key),
                Some(lane) => record.lanes.push((lane, node)),
                // Lanes that an unreadable `site.yaml` may declare are fields too.
                None if self.any_lane && shape.lanes == Lanes::Taken && is_like_claims(node) => {}
                None => self.unknown(shape, key, node, place, unknown),
            }
            return;
        };
        if record.is_written(field.name) {
            return self.repeated(key);
        }
        if field.place != Place::Both && field.place != place {
            return self.misplaced(shape, field, key);
        }
        if takes_text(field.ty) && matches!(node.value, Value::Null) {
            self.report_lost_text(node);
        }
        record.entries.push(Entry { field, key: key.span, node });
    }

    /// A name that is written twice.
    pub(super) fn repeated(&mut self, key: &Key<'_>) {
        let message = format!("`{}` is written twice", shorten(&key.text));
        self.report(Code::RepeatedField, key.span, message, "keep one of them");
    }

    fn misplaced(&mut self, shape: &Shape, field: &Field, key: &Key<'_>) {
        let (code, message, help) = match (field.name, field.place) {
            ("id", _) => (
                Code::IdInFile,
                "the id of a file is its name, so `id` cannot be written in it".to_owned(),
                "rename the file to change its id, and leave `id` out",
            ),
            ("body", _) => (
                Code::FieldNotHere,
                "`body` is for inline items".to_owned(),
                "write the text below the closing `---`",
            ),
            (name, Place::File) => (
                Code::FieldNotHere,
                format!("`{name}` is for files, and {} written inline cannot take it", shape.name),
                if name == "order" {
                    "inline items stand in the order in which they are written"
                } else {
                    "move the item to a file of its own, or leave the field out"
                },
            ),
            (name, _) => (
                Code::FieldNotHere,
                format!("`{name}` does not belong here"),
                "leave the field out",
            ),
        };
        self.report(code, key.span, message, help);
    }

    fn unknown(
        &mut self,
        shape: &'static Shape,
        key: &Key<'_>,
        node: &Node<'_>,
        place: Place,
        unknown: &mut Unknown,
    ) {
        if !unknown.first_time(&key.text) {
            return self.repeated(key);
        }
        if let Some((name, why)) = shape.refused.iter().find(|(name, _)| *name == key.text) {
            let message = format!("`{name}` does not belong in {} of the catalogue", shape.name);
            return self.report(Code::FieldNotHere, key.span, message, *why);
        }
        let message = format!("{} has no field `{}`", shape.name, shorten(&key.text));
        let help = if unknown.names.len() > MOST_SUGGESTIONS {
            String::new()
        } else {
            self.suggestion(shape, key, node, place)
        };
        self.report(Code::UnknownField, key.span, message, help);
    }

    fn suggestion(
        &self,
        shape: &'static Shape,
        key: &Key<'_>,
        node: &Node<'_>,
        place: Place,
    ) -> String {
        let here = |f: &&Field| f.place == Place::Both || f.place == place;
        if &*key.text == "<<" {
            return "YAML 1.2 has no merge key; write the fields out, or an alias for a whole value"
                .to_owned();
        }
        // What others call a title, a persona has as its name.
        let other_word = match &*key.text {
            "title" => "name",
            "name" => "title",
            _ => "",
        };
        if takes(shape, other_word) {
            return format!("did you mean `{other_word}`?");
        }
        if let Some(other) = SHAPES.iter().find(|s| takes(s, &key.text)) {
            return format!("`{}` is a field of {}", key.text, other.name);
        }
        let lanes = self.lanes.iter().filter(|_| shape.lanes == Lanes::Taken);
        let known = shape.fields().filter(here).map(|f| f.name).chain(lanes.map(|lane| &*lane.id));
        if key.text.len() <= 40
            && let Some(help) = did_you_mean(&key.text, known)
        {
            return help;
        }
        if takes(shape, "extra") && !matches!(node.value, Value::Null) {
            return "leave it out, or put it under `extra`".to_owned();
        }
        let names: Vec<String> =
            shape.fields().filter(here).map(|f| format!("`{}`", f.name)).collect();
        format!("{} takes {}", shape.name, names.join(", "))
    }

    fn report_missing(&mut self, record: &Record<'_, '_>) {
        for field in record.shape.fields() {
            match field.need {
                Need::Optional => {}
                Need::Required => self.require(record, field, &[]),
                Need::Unless(others) => {
                    if !others.iter().any(|other| record.is_written(other)) {
                        self.require(record, field, others);
                    }
                }
            }
        }
    }

    fn require(&mut self, record: &Record<'_, '_>, field: &Field, others: &[&str]) {
        let Some(entry) = record.entry(field.name) else {
            let mut names = format!("`{}`", field.name);
            for other in others {
                names.push_str(&format!(" or `{other}`"));
            }
            let message = format!("{} needs {names}", record.shape.name);
            return self.report(Code::MissingField, record.first_key, message, example_of(field));
        };
        if is_empty(entry.node) && !self.is_reported(entry.node.span) {
            let message = format!("`{}` is empty, and {} needs it", field.name, record.shape.name);
            self.report(Code::EmptyValue, entry.node.span, message, example_of(field));
        }
    }

    fn is_reported(&self, span: Span) -> bool {
        self.findings
            .last()
            .is_some_and(|f| f.code == Code::TextNeedsQuotes && f.span.start >= span.start)
    }

    fn report_no_fields(&mut self, node: &Node<'_>, shape: &Shape) {
        let text = match &node.value {
            Value::Null => {
                let message = format!("{} is empty", shape.name);
                let help = "fill it in or delete the line";
                return self.report(Code::EmptyValue, node.span, message, help);
            }
            Value::Scalar(scalar) => &*scalar.text,
            _ => "",
        };
        let message =
            format!("{} is written as fields, not as {}", shape.name, super::what_is(node));
        let help = format!("write `{}`", as_record(text, shape));
        self.report(Code::WrongType, node.span, message, help);
    }

    /// A text that begins with `#`, directly before a letter, is read as a comment.
    fn report_lost_text(&mut self, node: &Node<'_>) {
        if let Some(lost) = hash_text(self.source, node.span.end as usize) {
            let message = "a text that begins with `#` must be quoted, or it is a comment";
            let span = Span::new(self.file, lost.start, lost.end);
            let help = quoted_line(self.source, lost);
            self.report(Code::TextNeedsQuotes, span, message, help);
        }
    }

    /// A text that holds ` #`, directly before a letter, is cut there.
    pub(super) fn report_cut_text(&mut self, node: &Node<'_>) {
        if let Some(lost) = hash_text(self.source, node.span.end as usize) {
            let message = "a text that holds ` #` must be quoted, or it ends before the sign";
            let value = node.span.start as usize..lost.end;
            let help = quoted_line(self.source, value);
            self.report(Code::TextNeedsQuotes, node.span, message, help);
        }
    }

    /// A text that was read as a list or map. Whether it was one.
    pub(super) fn report_unquoted(&mut self, node: &Node<'_>) -> bool {
        let written = self.written(node.span);
        let (sign, single) = match &node.value {
            Value::Seq(_, Layout::Flow) => ("begins with `[`", true),
            Value::Map(_, Layout::Flow) if written.starts_with('{') => ("begins with `{`", true),
            Value::Map(items, _) => ("holds `: `", items.len() == 1),
            _ => return false,
        };
        if !single {
            return false;
        }
        let message = format!("a text that {sign} must be quoted");
        let help = quoted_line(self.source, range_of(node.span));
        self.report(Code::TextNeedsQuotes, node.span, message, help);
        true
    }
}

/// The unknown names of one item.
#[derive(Default)]
struct Unknown {
    names: BTreeSet<Arc<str>>,
}

impl Unknown {
    fn first_time(&mut self, name: &str) -> bool {
        self.names.insert(name.into())
    }
}

fn takes(shape: &Shape, name: &str) -> bool {
    shape.field(name).is_some()
}

fn takes_text(ty: FieldType) -> bool {
    matches!(ty, FieldType::Text | FieldType::Word | FieldType::Claim)
}

/// How a required field may be filled.
fn example_of(field: &Field) -> String {
    let example = field.example.trim_start().lines().next().unwrap_or_default();
    format!("write `{}: {example}`, in your own words", field.name)
}

fn is_empty(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Scalar(scalar) => scalar.text.trim().is_empty(),
        Value::Seq(items, _) => items.is_empty(),
        Value::Map(items, _) => items.is_empty(),
    }
}

fn is_like_claims(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Seq(..))
}

/// `#word` behind blanks: a comment to YAML, part of a text to most authors.
fn hash_text(source: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let rest = source.get(from..)?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let comment = rest[blanks..].strip_prefix('#').filter(|_| blanks > 0)?;
    comment.chars().next().filter(|c| c.is_alphanumeric())?;
    let length = comment.find(['\n', '\r']).unwrap_or(comment.len());
    let start = from + blanks;
    Some(start..start + 1 + comment[..length].trim_end().len())
}

/// A single value as it might have been meant: in the field that such values belong to, beside
/// the others that are required.
fn as_record(text: &str, shape: &Shape) -> String {
    let is_needed =
        |f: &&Field| f.need == Need::Required || (f.need != Need::Optional && f.name == "title");
    let fits = |f: &&Field| !text.is_empty() && text.len() <= 100 && fits(text, f.ty);
    let mut shown: Vec<&Field> = shape.fields().filter(is_needed).collect();
    if shown.is_empty() {
        shown.extend(shape.fields().find(fits).or_else(|| shape.fields().next()));
    }
    let own = shown.iter().copied().find(fits).map(|f| f.name);
    let part = |f: &&Field| match f.example.trim_start() {
        _ if own == Some(f.name) => format!("{}: {}", f.name, flow_item(text.trim())),
        example if example.contains("://") => format!("{}: \"{example}\"", f.name),
        example => format!("{}: {example}", f.name),
    };
    let parts: Vec<String> = shown.iter().map(part).collect();
    format!("{{{}}}", parts.join(", "))
}

/// Whether a text looks like a value of this type.
fn fits(text: &str, ty: FieldType) -> bool {
    match ty {
        FieldType::Url => text.contains("://"),
        FieldType::Text | FieldType::Word => !text.contains("://"),
        FieldType::Code => Code::parse(text.trim()).is_some(),
        FieldType::Date => day(text).is_ok(),
        FieldType::Cadence => cadence_of(text).is_some(),
        FieldType::Number => text.trim().parse::<f64>().is_ok_and(f64::is_finite),
        _ => false,
    }
}
