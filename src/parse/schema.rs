//! What [`decode`](super::decode) accepts, as JSON Schema 2020-12: for editors, and for programs that
//! write content. It is derived from the table of fields alone; what depends on other files
//! (references, channels, the emotion scale, lanes of a site's own) is left to `check`.

use super::decode::as_data;
use super::yaml;
use crate::diagnostic::CODES;
use crate::model::Kind;
use crate::model::fields::{
    CADENCES, CATALOGUE, CLAIM, EVIDENCE, Field, FieldType, INDEX, JOURNEY, LANES, Lanes, METRIC,
    MOMENT, Need, OPPORTUNITY, PERSONA, Place, SITE, STAGE, Shape, TOUCHPOINT,
};
use crate::source::FileId;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A number and a unit of time.
const LENGTH: &str = r"^\s*0*[1-9][0-9]* +(days?|weeks?|months?|years?)\s*$";
const DAY: &str = r"^\s*[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\s*$";
const MONTH: &str = r"^\s*[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?\s*$";
const SLUG: &str = r"^[\p{Ll}\p{Lm}\p{Lo}\p{M}\p{N}]+(-[\p{Ll}\p{Lm}\p{Lo}\p{M}\p{N}]+)*$";
const LANGUAGE: &str = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
/// A code that this version does not know, or in small letters.
const CODE: &str = "^[Mm][Pp][0-9]{4}$";
const CITATIONS: &str = r"^\s*(\[\^[^\]\s]+\]\s*)+$";
const WEB: &str = r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#:]\S*\s*$";
const URL: &str = r"^([Hh][Tt][Tt][Pp][Ss]?://[^\s/?#:]|[Mm][Aa][Ii][Ll][Tt][Oo]:[^@\s]*@)\S*$";

/// What has a schema of its own.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// How it is asked for: `persona`.
    pub name: &'static str,
    /// What it is, in one line.
    pub title: &'static str,
    shape: &'static Shape,
    /// Whether it is a file, or a part of one.
    place: Place,
}

const fn described(name: &'static str, title: &'static str, shape: &'static Shape) -> Described {
    Described { name, title, shape, place: Place::File }
}

/// Everything that has a schema of its own.
pub const DESCRIBED: &[Described] = &[
    described("persona", "Front matter of a persona", &PERSONA),
    described("journey", "Front matter of a journey", &JOURNEY),
    described("stage", "Front matter of a stage in a file of its own", &STAGE),
    described("touchpoint", "Front matter of a touchpoint in a file of its own", &TOUCHPOINT),
    described("catalogue", "Front matter of a touchpoint that journeys share", &CATALOGUE),
    described("opportunity", "Front matter of an opportunity", &OPPORTUNITY),
    described("evidence", "Front matter of a source", &EVIDENCE),
    described("index", "Front matter of the text above a list", &INDEX),
    described("site", "site.yaml", &SITE),
    Described {
        name: "metric",
        title: "A metric of a journey, a stage or a touchpoint",
        shape: &METRIC,
        place: Place::Inline,
    },
];

/// The schema of one kind of file, or of a part that files have.
pub fn schema(of: &Described) -> Value {
    let mut definitions = Definitions::default();
    let record = definitions.record(of.shape, of.place);
    let head = json!({ "$schema": DIALECT, "title": of.title });
    merged(head, merged(record, json!({ "$defs": definitions.done })))
}

/// One schema that defines them all, each under its name, and accepts whatever one of them accepts.
pub fn schema_of_all() -> Value {
    let mut definitions = Definitions::default();
    for of in DESCRIBED {
        let record = definitions.record(of.shape, of.place);
        definitions.done.insert(of.name.to_owned(), merged(json!({ "title": of.title }), record));
    }
    let files = DESCRIBED.iter().filter(|of| of.place == Place::File);
    let any: Vec<Value> = files.map(|of| reference(of.name)).collect();
    json!({
        "$schema": DIALECT,
        "title": "Files of a Milepost content folder",
        "anyOf": any,
        "$defs": definitions.done,
    })
}

/// Which JSON Schema.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// YAML as the data that a schema speaks of; `None` when it cannot be read.
pub fn data(yaml: &str) -> Option<Value> {
    let mut findings = Vec::new();
    let node = yaml::read(FileId::ROOT, yaml, 0..yaml.len(), &mut findings)?;
    findings.is_empty().then(|| as_data(&node))
}

/// Definitions that others refer to, by name.
#[derive(Default)]
struct Definitions {
    done: BTreeMap<String, Value>,
}

impl Definitions {
    fn record(&mut self, shape: &'static Shape, place: Place) -> Value {
        let here = |f: &&Field| f.place == Place::Both || f.place == place;
        let mut properties = Map::new();
        for field in shape.fields().filter(here) {
            properties.insert(field.name.to_owned(), self.property(field));
        }
        let required: Vec<&str> =
            shape.fields().filter(|f| f.need == Need::Required).map(|f| f.name).collect();
        let others = match shape.lanes {
            Lanes::Taken => merged(
                json!({ "description": "A lane that `custom_lanes` of site.yaml declares." }),
                or_null(self.claims()),
            ),
            Lanes::None => Value::Bool(false),
        };
        let mut record = json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": others,
        });
        if !required.is_empty() {
            record = merged(record, json!({ "required": required }));
        }
        if let Some(any) = alternatives(shape) {
            record = merged(record, json!({ "anyOf": any }));
        }
        match beside(shape) {
            rules if rules.is_empty() => record,
            rules => merged(record, json!({ "allOf": rules })),
        }
    }

    /// A record that stands in another, defined once.
    fn nested(&mut self, shape: &'static Shape) -> Value {
        let name = format!("inline-{}", name_of(shape));
        if !self.done.contains_key(&name) {
            let record = self.record(shape, Place::Inline);
            self.done.insert(name.clone(), record);
        }
        reference(&name)
    }

    fn property(&mut self, field: &Field) -> Value {
        let value = self.value(field.ty);
        let value = match field.need {
            Need::Optional => or_null(value),
            Need::Required | Need::Unless(_) => filled(value, field.ty),
        };
        let example = data(&format!("{}:{}{}", field.name, blank(field.example), field.example));
        let examples: Vec<Value> =
            example.and_then(|e| e.get(field.name).cloned()).into_iter().collect();
        merged(json!({ "description": field.doc, "examples": examples }), value)
    }

    /// The schema of a value, without `null`.
    fn value(&mut self, ty: FieldType) -> Value {
        match ty {
            FieldType::Text | FieldType::Word | FieldType::Markdown | FieldType::Path => text(),
            FieldType::Ref(kinds) => merged(text(), about(kinds)),
            FieldType::Words => list(item()),
            FieldType::Refs(kinds) => list(merged(item(), about(kinds))),
            FieldType::Language => json!({ "type": "string", "pattern": LANGUAGE }),
            FieldType::Id => json!({
                "type": ["string", "number"],
                "pattern": SLUG,
                "maxLength": 80,
                "not": { "const": "index" },
            }),
            FieldType::Claim => self.claim(),
            FieldType::Claims | FieldType::Quotes => self.claims(),
            FieldType::OneOf(words) => json!({ "enum": words }),
            FieldType::Number => json!({ "type": "number" }),
            FieldType::Scale(min, max) => scale(min, max),
            FieldType::Count => json!({ "type": "integer", "minimum": 0 }),
            FieldType::Date => json!({ "type": "string", "pattern": DAY }),
            FieldType::Month => json!({ "type": "string", "pattern": MONTH }),
            FieldType::Length => json!({ "type": "string", "pattern": LENGTH }),
            FieldType::Cadence => {
                json!({ "anyOf": [{ "enum": CADENCES }, { "type": "string", "pattern": LENGTH }] })
            }
            FieldType::Flag => json!({ "type": "boolean" }),
            FieldType::Consent => {
                json!({ "anyOf": [{ "type": "boolean" }, { "type": "string", "pattern": DAY }] })
            }
            FieldType::Url => json!({ "type": "string", "pattern": URL }),
            FieldType::WebAddress => json!({ "type": "string", "pattern": WEB }),
            FieldType::Code => json!({
                "anyOf": [{ "enum": codes() }, { "type": "string", "pattern": CODE }],
            }),
            FieldType::Range => {
                json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 })
            }
            FieldType::Lanes => merged(
                list(json!({ "anyOf": [{ "enum": LANES }, item()] })),
                json!({ "uniqueItems": true }),
            ),
            FieldType::Emotion => json!({
                "type": ["number", "object"],
                "additionalProperties": { "type": ["number", "null"] },
            }),
            FieldType::Moments => self.moments(),
            FieldType::Opportunities => {
                let inline = self.nested(&OPPORTUNITY);
                list(json!({ "anyOf": [item(), inline] }))
            }
            FieldType::Record(shape) => self.nested(shape),
            FieldType::Records(shape) => list(self.nested(shape)),
            FieldType::Attributes => {
                json!({ "type": "object", "additionalProperties": self.claim() })
            }
            FieldType::Levels(min, max) => {
                json!({ "type": "object", "additionalProperties": scale(min, max) })
            }
            FieldType::Vocabulary => json!({
                "type": "object",
                "properties": { "customer": list(item()) },
                "additionalProperties": false,
            }),
            FieldType::Severities => severities(),
            FieldType::Free => json!({ "type": "object" }),
        }
    }

    fn claim(&mut self) -> Value {
        let long = self.nested(&CLAIM);
        json!({ "anyOf": [says(item()), long] })
    }

    fn claims(&mut self) -> Value {
        list(self.claim())
    }

    fn moments(&mut self) -> Value {
        let record = self.nested(&MOMENT);
        let words = MOMENT.field("kind").map_or(Value::Null, |field| self.value(field.ty));
        let one = json!({ "anyOf": [words, record] });
        json!({ "anyOf": [words, record, list(one)] })
    }
}

/// Fields of which one must be there: each way to write a record.
fn alternatives(shape: &Shape) -> Option<Vec<Value>> {
    let field = shape.fields().find(|f| matches!(f.need, Need::Unless(_)))?;
    let Need::Unless(others) = field.need else { return None };
    let names = std::iter::once(field.name).chain(others.iter().copied());
    // A beginning and an end are one way together.
    let way = |name| match name {
        "from" => Some(json!({ "required": ["from", "to"] })),
        "to" => None,
        name => Some(json!({ "required": [name] })),
    };
    Some(names.filter_map(way).collect())
}

/// What one field of a record asks of another.
fn beside(shape: &Shape) -> Vec<Value> {
    let has = |name| shape.field(name).is_some();
    let mut rules = Vec::new();
    if has("image") && has("alt") {
        let shown = json!({ "required": ["image"], "properties": { "image": text() } });
        rules.push(json!({ "if": shown, "then": { "required": ["alt"] } }));
    }
    if has("data") && has("values") {
        rules.push(json!({ "oneOf": [{ "required": ["data"] }, { "required": ["values"] }] }));
    }
    rules
}

/// `a stage` is `stage`; of two shapes with one name the catalogue's is never inline.
fn name_of(shape: &Shape) -> String {
    let articles = ["a ", "an ", "the "];
    let bare = articles.iter().find_map(|article| shape.name.strip_prefix(article));
    super::slug(bare.unwrap_or(shape.name))
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A text field takes a number or `true` as written.
fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

/// A text that must not be empty: an item of a list.
fn item() -> Value {
    merged(text(), json!({ "pattern": r"\S" }))
}

/// A text that says something: citations alone do not.
fn says(value: Value) -> Value {
    merged(value, json!({ "not": { "type": "string", "pattern": CITATIONS } }))
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn scale(min: f64, max: f64) -> Value {
    json!({ "type": "number", "minimum": min, "maximum": max })
}

fn about(kinds: &[Kind]) -> Value {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    json!({ "title": format!("reference to: {}", words.join(", ")) })
}

fn codes() -> Vec<&'static str> {
    CODES.iter().map(|info| info.id).collect()
}

fn severities() -> Value {
    let mut properties = Map::new();
    for info in CODES {
        let stays = if info.fixed { "; stays an error whatever is written here" } else { "" };
        let severity = json!({
            "description": format!("{}{stays}", info.title),
            "enum": ["off", "info", "warning", "error"],
        });
        properties.insert(info.id.to_owned(), severity);
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// A value that may also be left empty.
fn or_null(mut value: Value) -> Value {
    if let Some(Value::Array(words)) = value.get_mut("enum") {
        words.push(Value::Null);
        return value;
    }
    match value.get_mut("type") {
        Some(Value::Array(types)) => types.push("null".into()),
        Some(one) => *one = json!([one, "null"]),
        None => return json!({ "anyOf": [value, { "type": "null" }] }),
    }
    value
}

/// A value that must not be empty.
fn filled(value: Value, ty: FieldType) -> Value {
    match ty {
        FieldType::Text => says(merged(value, json!({ "pattern": r"\S" }))),
        FieldType::Word => merged(value, json!({ "pattern": r"\S" })),
        FieldType::Refs(_) => merged(value, json!({ "minItems": 1 })),
        _ => value,
    }
}

/// The blank between a name and its example, which may begin on the next line.
fn blank(example: &str) -> &'static str {
    if example.starts_with('\n') { "" } else { " " }
}

fn merged(mut value: Value, more: Value) -> Value {
    if let (Value::Object(map), Value::Object(more)) = (&mut value, more) {
        map.extend(more);
    }
    value
}
