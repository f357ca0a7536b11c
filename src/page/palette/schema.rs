//! What `theme.yaml` may say, as JSON Schema: from the same names that are read. Whether colours
//! stand apart and files are there only `check` knows.

use super::{Defaults, FONTS};
use crate::page::faces::STYLES;
use crate::parse::schema::DIALECT;
use serde_json::{Map, Value, json};

/// The schema of `theme.yaml`; `style` is the default theme's style sheet.
pub(in crate::page) fn schema(style: &str) -> Value {
    let defaults = Defaults::of(style);
    let colours = |scheme: &str| {
        let token = |name: &String| (name.clone(), json!({ "$ref": "#/$defs/colour" }));
        let tokens: Map<String, Value> = defaults.light.keys().map(token).collect();
        let says = format!("Colours of the {scheme} palette, in the place of the default's.");
        record(&says, tokens, &[])
    };
    let row = |name: &&str| {
        let says = "Names of fonts with commas between, best first.";
        ((*name).to_owned(), json!({ "type": "string", "description": says }))
    };
    let parts = [
        ("light", colours("light")),
        ("dark", colours("dark")),
        ("fonts", record("Rows of fonts.", FONTS.iter().map(row).collect(), &[])),
        ("faces", json!({ "type": ["array", "null"], "items": face() })),
        ("vocabulary", vocabulary()),
        ("logo", file("A file of `assets/` that stands before the title of the site.")),
    ];
    let parts = parts.into_iter().map(|(name, part)| (name.to_owned(), part)).collect();
    let mut schema = record("What a theme chooses.", parts, &[]);
    schema["$schema"] = DIALECT.into();
    schema["title"] = "theme.yaml".into();
    let colour = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$";
    schema["$defs"] = json!({ "colour": { "type": "string", "pattern": colour } });
    schema
}

fn vocabulary() -> Value {
    let forms = json!({
        "type": "array", "items": { "type": "string", "pattern": r"\S" }, "minItems": 1, "maxItems": 2,
        "description": "Who travels, one and many: `[patient, patients]`.",
    });
    let fields = [("customer".to_owned(), forms)].into_iter().collect();
    record("The interface's word for who travels, unless `site.yaml` names one.", fields, &[])
}

fn face() -> Value {
    let weight = "From 1 to 1000, or both ends of a variable font: `200 900`.";
    let fields = json!({
        "family": { "type": "string", "description": "The name by which `fonts` calls it." },
        "file": file("A woff2, woff, ttf or otf file of `assets/`."),
        "weight": {
            "type": ["integer", "string"], "description": weight, "default": 400,
            "minimum": 1, "maximum": 1000, "pattern": "^[0-9]{1,4}( [0-9]{1,4})?$",
        },
        "style": { "enum": STYLES, "default": STYLES[0] },
    });
    let fields = fields.as_object().cloned().unwrap_or_default();
    let mut face = record("A font file that is sent with the pages.", fields, &["family", "file"]);
    face["type"] = "object".into();
    face
}

fn file(says: &str) -> Value {
    let path = r"^[\p{L}\p{N}_-][\p{L}\p{N}._-]*(/[\p{L}\p{N}_-][\p{L}\p{N}._-]*)*$";
    json!({ "type": "string", "description": says, "pattern": path })
}

fn record(says: &str, fields: Map<String, Value>, required: &[&str]) -> Value {
    json!({
        "type": ["object", "null"],
        "description": says,
        "properties": fields,
        "additionalProperties": false,
        "required": required,
    })
}
