//! Files for `new`: every field of a kind with its meaning, those that are required filled in.

use super::{Field, FieldType, Need, Place, Shape, shape};
use crate::model::Kind;

/// A file of a kind in which every field is explained. It is valid as it stands, as long as the
/// persona `maya` exists where the kind requires one.
pub fn template(kind: Kind, id: &str) -> String {
    template_of((kind, shape(kind)), id, &["maya"])
}

/// The same file for a site whose personas are these, of the shape that its kind has there: a
/// touchpoint of a stage is another than one of the catalogue.
pub fn template_of((kind, shape): (Kind, &Shape), id: &str, personas: &[&str]) -> String {
    let mut out = String::from("---\n");
    for field in shape.fields().filter(|f| f.place != Place::Inline) {
        let value = match field.name {
            "title" | "name" => format!(" {}", title(id)),
            "personas" => format!(" [{}]", personas.join(", ")),
            _ => example(field),
        };
        write_field(&mut out, field, &value);
    }
    out.push_str("---\n\n");
    out.push_str(body(kind));
    out
}

/// Required fields stand as they are, the others behind a `#` to be taken away.
fn write_field(out: &mut String, field: &Field, value: &str) {
    let required = field.need != Need::Optional;
    let note = if required { " Required." } else { "" };
    out.push_str(&format!("# {}{note}{}\n", field.doc, choices(field)));
    for line in format!("{}:{value}", field.name).lines() {
        let sign = if required { "" } else { "# " };
        out.push_str(&format!("{sign}{line}\n"));
    }
}

fn choices(field: &Field) -> String {
    match field.ty {
        FieldType::OneOf(words) => format!(" One of: {}.", words.join(", ")),
        _ => String::new(),
    }
}

fn example(field: &Field) -> String {
    if field.example.starts_with('\n') {
        field.example.to_owned()
    } else {
        format!(" {}", field.example)
    }
}

/// `weekly-shop` as the beginning of a title: `Weekly shop`.
fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("\"{first}{}\"", letters.as_str())
}

fn body(kind: Kind) -> &'static str {
    match kind {
        Kind::Persona => "Who this is, in a paragraph or two.\n",
        Kind::Journey => "What this map is for, and what it found.\n",
        Kind::Stage => "What happens in this stage.\n",
        Kind::Touchpoint => "What this touchpoint is, wherever it is used.\n",
        Kind::Opportunity => "What would change for the customer.\n",
        Kind::Evidence => "How the study was made, and what came of it.\n",
    }
}
