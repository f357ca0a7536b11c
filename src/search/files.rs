//! The files of the index: names and contents. Each is a script that hands its part to the one
//! function that the search's own script defines.

use super::documents::{
    Document, What, of_catalogue, of_journey, of_opportunity, of_pages, of_persona, of_source,
    of_tags,
};
use super::index::{Index, Section};
use super::terms::KEY_BYTES;
use crate::model::Lifecycle;
use crate::site::{CatalogueIx, EvidenceIx, JourneyIx, Node, OpportunityIx, PersonaIx, Site};
use crate::wording::Wording;
use serde::Serialize;
use serde_json::json;
use std::borrow::Cow;

/// A document's text is shown from so many of its first letters; it is found by all of them.
const MOST_LETTERS: usize = 4_000;

/// A highlight has no title: so many of its letters stand in its place.
const HEADLINE: usize = 100;

/// The folder of the output that holds the index, with its `/`. No author's file can be called so,
/// because names that begin with `_` are not read.
pub fn folder() -> &'static str {
    "_search/"
}

/// A file of the index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum File {
    /// What names all others.
    Manifest,
    /// Facts for filters.
    Facts(u32),
    /// A part of the alphabet.
    Words(u32),
    /// Documents of a section.
    Documents(Section, u32),
}

impl File {
    /// Its output path.
    pub fn path(self) -> String {
        let folder = folder();
        match self {
            File::Manifest => format!("{folder}index.js"),
            File::Facts(at) => format!("{folder}facts-{at}.js"),
            File::Words(at) => format!("{folder}words-{at}.js"),
            File::Documents(section, at) => format!("{folder}docs/{}{at}.js", section.letter()),
        }
    }
}

impl Index {
    /// Every file of the index.
    pub fn files(&self) -> impl Iterator<Item = File> {
        let documents = Section::ALL.into_iter().flat_map(|section| {
            (0..self.files[section as usize]).map(move |at| File::Documents(section, at))
        });
        std::iter::once(File::Manifest)
            .chain((0..self.facts.files()).map(File::Facts))
            .chain((0..self.parts()).map(File::Words))
            .chain(documents)
    }

    /// The file at an output path.
    pub fn find(&self, path: &str) -> Option<File> {
        let name = path.strip_prefix(folder())?.strip_suffix(".js")?;
        if name == "index" {
            return Some(File::Manifest);
        }
        let numbered = |prefix: &str, count: u32| {
            let at: u32 = name.strip_prefix(prefix)?.parse().ok()?;
            (at < count).then_some(at)
        };
        let documents = Section::ALL.into_iter().find_map(|section| {
            let at = numbered(&format!("docs/{}", section.letter()), self.files[section as usize]);
            Some(File::Documents(section, at?))
        });
        numbered("facts-", self.facts.files())
            .map(File::Facts)
            .or_else(|| numbered("words-", self.parts()).map(File::Words))
            .or(documents)
            .filter(|file| file.path() == path)
    }

    /// The bytes of a file. `site` is the one that the index was made for.
    pub fn render(&self, site: &Site, w: &Wording, file: File) -> Vec<u8> {
        let (call, values) = match file {
            File::Manifest => {
                ("index(".to_owned(), self.manifest(site, w).to_string().into_bytes())
            }
            File::Facts(at) => (format!("facts({at},"), json(&self.facts.file(at), 0)),
            // Letters, digits and a few signs: nothing that a script's text must escape.
            File::Words(at) => {
                let numbering = hex(self.numbering);
                (format!("words({at},\"{numbering}\",\""), (self.part(at) + "\"").into_bytes())
            }
            File::Documents(section, at) => {
                let rows = documents(site, w, section, at as usize);
                (format!("docs(\"{}{at}\",", section.letter()), rows)
            }
        };
        [b"milepostSearch.", call.as_bytes(), &values, b");\n"].concat()
    }

    fn manifest(&self, site: &Site, w: &Wording) -> serde_json::Value {
        let personas = (0u32..).zip(&site.personas).map(|(at, persona)| {
            (site.reference(Node::Persona(PersonaIx(at))), persona.name.doc.plain())
        });
        json!({
            "version": hex(self.version),
            "numbering": hex(self.numbering),
            "facts": self.facts.files(),
            "cuts": self.cuts.iter().map(|key| letters(*key)).collect::<Vec<String>>(),
            "starts": self.starts(),
            "sizes": Section::ALL.map(Section::in_a_file),
            "counts": [site.tags.len(), of_pages(site, w).len()],
            "personas": personas.collect::<Vec<_>>(),
            "tags": site.tags.iter().map(|tag| (&tag.slug, &tag.name)).collect::<Vec<_>>(),
            "lifecycle": Lifecycle::ALL.map(|l| (l.word(), w.lifecycle(l))),
            "titles": self.facts.titles,
        })
    }
}

fn hex(hash: u64) -> String {
    format!("{hash:016x}")
}

/// The letters of a key.
fn letters(key: u64) -> String {
    let bytes = key.to_be_bytes();
    let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(KEY_BYTES);
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

/// A value as JSON, which takes about `room` bytes.
fn json(value: &impl Serialize, room: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(room);
    serde_json::to_writer(&mut out, value).expect("texts, numbers and lists are JSON");
    out
}

/// The documents of a file: title, address from the site's root, where it is, text, language.
fn documents(site: &Site, w: &Wording, section: Section, file: usize) -> Vec<u8> {
    let first = file * section.in_a_file();
    let entities = |len: usize| (first..len.min(first + section.in_a_file())).map(|at| at as u32);
    let of_part = |all: Vec<Document<'_>>| {
        rows(site, w, all.into_iter().skip(first).take(section.in_a_file()))
    };
    match section {
        Section::Journeys => rows(site, w, of_journey(site, w, JourneyIx(first as u32))),
        Section::Personas => {
            let all = entities(site.personas.len()).map(PersonaIx);
            rows(site, w, all.flat_map(|ix| of_persona(site, ix)))
        }
        Section::Touchpoints => {
            let all = entities(site.touchpoints.len()).map(CatalogueIx);
            rows(site, w, all.flat_map(|ix| of_catalogue(site, w, ix)))
        }
        Section::Opportunities => {
            let all = entities(site.opportunities.len()).map(OpportunityIx);
            rows(site, w, all.flat_map(|ix| of_opportunity(site, w, ix)))
        }
        Section::Evidence => {
            let all = entities(site.evidence.len()).map(EvidenceIx);
            rows(site, w, all.flat_map(|ix| of_source(site, w, ix)))
        }
        Section::Tags => of_part(of_tags(site)),
        Section::Pages => of_part(of_pages(site, w)),
    }
}

/// A document as a file has it.
#[derive(Serialize)]
struct Row<'a>(Cow<'a, str>, String, String, String, &'a str);

fn rows<'a>(
    site: &'a Site,
    w: &Wording,
    documents: impl IntoIterator<Item = Document<'a>>,
) -> Vec<u8> {
    let row = |document: Document<'a>| {
        let text = joined(&document.texts);
        let title = match document.what {
            What::Highlight(..) => headline(&text).into(),
            _ => document.title.into(),
        };
        let (url, place) = (document.what.url(site), document.what.place(site, w));
        Row(title, url, place, text, document.lang.unwrap_or_default())
    };
    let rows: Vec<Row<'_>> = documents.into_iter().map(row).collect();
    let room = |Row(title, url, place, text, lang): &Row<'_>| {
        title.len() + url.len() + place.len() + text.len() + lang.len() + 24
    };
    json(&rows, rows.iter().map(room).sum())
}

/// What stands between two texts of a document.
const BETWEEN: &str = " · ";

/// The texts of a document as one, cut at a blank.
fn joined(texts: &[Cow<'_, str>]) -> String {
    let room: usize = texts.iter().map(|text| text.len() + BETWEEN.len()).sum();
    let mut out = String::with_capacity(room);
    for text in texts {
        if !out.is_empty() {
            out.push_str(BETWEEN);
        }
        out.push_str(text);
        if out.len() > MOST_LETTERS {
            return cut(&out, MOST_LETTERS);
        }
    }
    out
}

fn headline(text: &str) -> String {
    if text.len() <= HEADLINE { text.to_owned() } else { cut(text, HEADLINE) }
}

fn cut(text: &str, most: usize) -> String {
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let words = text[..end].rsplit_once(char::is_whitespace).map_or(&text[..end], |(w, _)| w);
    format!("{words}…")
}
