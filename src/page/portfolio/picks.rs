//! What a reader may pick of a portfolio: a space, a persona, an owner, a tag. Rows carry what the
//! script compares with the address (`index.html?persona=retail/maya`); without it the page shows
//! everything, and each pick has a plain list elsewhere.

use super::{Scope, living};
use crate::page::Sheet;
use crate::page::html::Html;
use crate::page::pieces::Markup;
use crate::page::sheet::LinkView;
use crate::site::address::tag_page;
use crate::site::{JourneyIx, Node, PersonaIx, Site};
use crate::wording::Wording;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What can be picked.
#[derive(Serialize)]
pub(super) struct PickView {
    /// Name of the parameter.
    key: &'static str,
    title: String,
    options: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    title: String,
}

/// Whatever some journey of a scope has; a pick with a single choice tells nothing apart.
pub(super) fn picks(site: &Site, w: &Wording, scope: Scope<'_>) -> Vec<PickView> {
    let mut found: [BTreeMap<String, String>; 4] = Default::default();
    for ix in living(site, scope) {
        let journey = site.journey(ix);
        if let Some(space) = site.spaces.iter().find(|space| space.path == journey.meta.space) {
            found[0].insert(space.path.to_string(), space.title.to_string());
        }
        for persona in &journey.personas {
            let name = site.persona(*persona).name.doc.plain().to_string();
            found[1].insert(site.reference(Node::Persona(*persona)), name);
        }
        let owner = journey.meta.owner.as_deref();
        found[2].extend(owner.map(|owner| (owner.to_owned(), owner.to_owned())));
        let tags = site.tags_of(&journey.meta);
        found[3].extend(tags.map(|tag| (tag.slug.to_string(), tag.name.to_string())));
    }
    let names = [
        ("space", w.filter_space()),
        ("persona", w.head_persona()),
        ("owner", w.owner()),
        ("tag", w.tag()),
    ];
    names
        .into_iter()
        .zip(found)
        .filter(|(_, found)| found.len() > 1)
        .map(|((key, title), found)| {
            let mut options: Vec<Choice> =
                found.into_iter().map(|(value, title)| Choice { value, title }).collect();
            options.sort_by(|a, b| a.title.cmp(&b.title));
            PickView { key, title: title.to_owned(), options }
        })
        .collect()
}

/// The first few tags of the journeys of a scope, by name.
pub(super) fn tags(sheet: &Sheet<'_>, scope: Scope<'_>) -> Vec<LinkView> {
    const FEW: usize = 8;
    let site = sheet.site;
    let tags = living(site, scope).flat_map(|ix| site.tags_of(&site.journey(ix).meta));
    let tags: BTreeSet<(&str, &str)> = tags.map(|tag| (&*tag.name, &*tag.slug)).collect();
    let links = tags.into_iter().take(FEW);
    links.map(|(name, slug)| sheet.page(&tag_page(slug), name)).collect()
}

/// The place of the personas in what the filters compare.
pub(super) const PERSONA: usize = 1;

/// What the filters compare: space, personas, owner, tags. Several values of one have a line each.
pub(super) type Marks = [String; 4];

/// What the filters compare of an entity.
pub(super) fn marks(site: &Site, node: Node) -> Marks {
    let meta = site.meta(node);
    let personas: BTreeSet<PersonaIx> = travellers(site, node);
    let personas: Vec<String> =
        personas.into_iter().map(|ix| site.reference(Node::Persona(ix))).collect();
    let mut tags: BTreeSet<&str> = site.tags_of(meta).map(|tag| &*tag.slug).collect();
    // What is felt or could be done in a journey belongs to whatever the journey is about.
    for journey in journeys_of(site, node) {
        tags.extend(site.tags_of(&site.journey(journey).meta).map(|tag| &*tag.slug));
    }
    let tags: Vec<&str> = tags.into_iter().collect();
    let owner = meta.owner.as_deref().unwrap_or_default();
    [meta.space.to_string(), personas.join("\n"), owner.to_owned(), tags.join("\n")]
}

/// What rows of the script have in common, each once: what the filters compare, which is the same
/// for all that stands in a journey, and small pictures. Written with every row they would be a
/// quarter of what a reader loads.
#[derive(Default)]
pub(super) struct InCommon {
    marks: Places<Marks>,
    pictures: Places<String>,
}

impl InCommon {
    /// A row: the place of its marks, and how it looks, with `\u{1}3;` for the picture at place 3.
    pub(super) fn write_row(&mut self, out: &mut Vec<u8>, marks: Marks, html: &str) {
        const END: &str = "</svg>";
        let mut short = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, from)) = rest.find("<svg").map(|at| rest.split_at(at)) {
            let Some(end) = from.find(END).map(|at| at + END.len()) else { break };
            let place = self.pictures.of(from[..end].to_owned());
            _ = write!(short, "{before}\u{1}{place};");
            rest = &from[end..];
        }
        short.push_str(rest);
        serde_json::to_writer(out, &(self.marks.of(marks), short)).expect("JSON, and room for it");
    }

    /// The lists themselves: `"marks":[["retail","retail/maya","",""],…],"pictures":["<svg…",…]`.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\"marks\":");
        self.marks.write(out);
        out.extend_from_slice(b",\"pictures\":");
        self.pictures.write(out);
    }
}

/// Values by the order in which they came first.
#[derive(Default)]
struct Places<T>(BTreeMap<T, usize>);

impl<T: Ord + Serialize> Places<T> {
    fn of(&mut self, value: T) -> usize {
        let next = self.0.len();
        *self.0.entry(value).or_insert(next)
    }

    fn write(self, out: &mut Vec<u8>) {
        let mut all: Vec<(usize, T)> = self.0.into_iter().map(|(value, at)| (at, value)).collect();
        all.sort_by_key(|(at, _)| *at);
        let all: Vec<T> = all.into_iter().map(|(_, value)| value).collect();
        serde_json::to_writer(out, &all).expect("JSON, and room for it");
    }
}

fn journeys_of(site: &Site, node: Node) -> BTreeSet<JourneyIx> {
    let one = |node: &Node| match node {
        Node::Journey(j) | Node::Stage(j, _) | Node::Touchpoint(j, ..) => Some(*j),
        _ => None,
    };
    match node {
        Node::Opportunity(ix) => site.opportunity(ix).addresses.iter().filter_map(one).collect(),
        node => one(&node).into_iter().collect(),
    }
}

fn travellers(site: &Site, node: Node) -> BTreeSet<PersonaIx> {
    let mut all: BTreeSet<PersonaIx> = journeys_of(site, node)
        .into_iter()
        .flat_map(|ix| site.journey(ix).personas.iter().copied())
        .collect();
    let named = |node: &Node| match node {
        Node::Persona(ix) => Some(*ix),
        _ => None,
    };
    match node {
        Node::Opportunity(ix) => {
            all.extend(site.opportunity(ix).addresses.iter().filter_map(named));
        }
        node => all.extend(named(&node)),
    }
    all
}

/// The same as attributes of a row.
pub(super) fn data_marks(site: &Site, node: Node) -> Html {
    let mut out = Markup::default();
    put_marks(&mut out, &marks(site, node));
    out.finish()
}

pub(super) fn put_marks(out: &mut Markup, values: &Marks) {
    for (key, value) in ["space", "persona", "owner", "tag"].into_iter().zip(values) {
        if !value.is_empty() {
            out.put(" data-").put(key).put("=\"").text(value).put("\"");
        }
    }
}
