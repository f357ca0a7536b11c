//! What a reader may pick of a portfolio: a space, a persona, an owner, a tag. Rows carry what the
//! script compares with the address (`index.html?persona=retail/maya`); without it the page shows
//! everything, and each pick has a plain list elsewhere.

use super::{Scope, living};
use crate::page::Sheet;
use crate::page::by_name::by_name;
use crate::page::pieces::Markup;
use crate::page::sheet::LinkView;
use crate::site::address::tag_page;
use crate::site::{JourneyIx, Node, PersonaIx, Site};
use crate::wording::Wording;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::hash::Hash;

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
        if let Some(space) = site.spaces.iter().find(|space| space.path == *journey.meta.space()) {
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
            options.sort_by(|a, b| by_name(&a.title, &b.title));
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
    let mut tags: Vec<_> = tags.into_iter().collect();
    tags.sort_by(|a, b| by_name(a.0, b.0));
    let links = tags.into_iter().take(FEW);
    links.map(|(name, slug)| sheet.page(&tag_page(slug), name)).collect()
}

/// What the filters compare: space, personas, owner, tags. Several values of one have a line each.
type Marks = [String; 4];

/// What an item of a page is about, and for whom alone it stands, if not for all who travel there.
pub(super) type About = (Node, Option<PersonaIx>);

/// What the filters compare of the items of a page, each once: it is the same for all that stands in
/// a journey.
pub(super) struct Marked<'s> {
    site: &'s Site,
    alike: HashMap<Alike<'s>, usize>,
    places: Places<Marks>,
}

/// Items of one journey that the filters cannot tell apart, for they have no tags of their own.
#[derive(PartialEq, Eq, Hash)]
struct Alike<'s> {
    journey: JourneyIx,
    space: &'s str,
    owner: Option<&'s str>,
    alone: Option<PersonaIx>,
}

impl<'s> Marked<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        Self { site, alike: HashMap::new(), places: Places::default() }
    }

    /// The place of the marks of an item; equal ones have the same.
    pub(super) fn of(&mut self, about: About) -> usize {
        let Some(alike) = self.alike(about) else {
            return self.places.of(marks(self.site, about));
        };
        if let Some(place) = self.alike.get(&alike) {
            return *place;
        }
        let place = self.places.of(marks(self.site, about));
        self.alike.insert(alike, place);
        place
    }

    fn alike(&self, (node, alone): About) -> Option<Alike<'s>> {
        let site = self.site;
        let meta = site.meta(node);
        let journey = match node {
            Node::Journey(ix) => ix,
            _ if !meta.tags().is_empty() => return None,
            Node::Stage(ix, _) | Node::Touchpoint(ix, ..) => ix,
            Node::Opportunity(ix) => match *site.opportunity(ix).addresses.as_slice() {
                [Node::Journey(ix) | Node::Stage(ix, _) | Node::Touchpoint(ix, ..)] => ix,
                _ => return None,
            },
            _ => return None,
        };
        Some(Alike { journey, space: meta.space(), owner: meta.owner.as_deref(), alone })
    }
}

/// What the filters compare of an item. One for somebody alone is for the filter of her alone,
/// whoever else travels.
fn marks(site: &Site, (node, alone): About) -> Marks {
    let meta = site.meta(node);
    let personas: BTreeSet<PersonaIx> =
        alone.map_or_else(|| travellers(site, node), |ix| [ix].into());
    let personas: Vec<String> =
        personas.into_iter().map(|ix| site.reference(Node::Persona(ix))).collect();
    let mut tags: BTreeSet<&str> = site.tags_of(meta).map(|tag| &*tag.slug).collect();
    // What is felt or could be done in a journey belongs to whatever the journey is about.
    for journey in journeys_of(site, node) {
        tags.extend(site.tags_of(&site.journey(journey).meta).map(|tag| &*tag.slug));
    }
    let tags: Vec<&str> = tags.into_iter().collect();
    let owner = meta.owner.as_deref().unwrap_or_default();
    [meta.space().to_string(), personas.join("\n"), owner.to_owned(), tags.join("\n")]
}

/// A script of rows, and what they have in common, each once: what the filters compare, and small
/// pictures. Written with every row they would be a quarter of what a reader loads.
pub(super) struct Script<'s> {
    pub(super) out: Vec<u8>,
    pub(super) marked: Marked<'s>,
    pictures: Places<String>,
}

impl<'s> Script<'s> {
    pub(super) fn begin(site: &'s Site, begin: &str) -> Self {
        let (marked, pictures) = (Marked::new(site), Places::default());
        // About as much as the rows and the items of a journey take.
        let mut out = Vec::with_capacity(1_024 + site.journeys.len() * 6 * 1_024);
        out.extend_from_slice(begin.as_bytes());
        Self { out, marked, pictures }
    }

    /// A row: the place of its marks, and how it looks, with `\u{1}3;` for the picture at place 3.
    pub(super) fn write_row(&mut self, marks: usize, html: &str) {
        const END: &str = "</svg>";
        let mut short = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, from)) = rest.find("<svg").map(|at| rest.split_at(at)) {
            let Some(end) = from.find(END).map(|at| at + END.len()) else { break };
            let place = self.pictures.of_text(&from[..end]);
            _ = write!(short, "{before}\u{1}{place};");
            rest = &from[end..];
        }
        short.push_str(rest);
        serde_json::to_writer(&mut self.out, &(marks, short)).expect("JSON, and room for it");
    }

    /// Ends with the lists themselves: `,"marks":[["retail","retail/maya","",""],…],"pictures":[…]`.
    pub(super) fn end(self, end: &str) -> Vec<u8> {
        let mut out = self.out;
        out.extend_from_slice(b",\"marks\":");
        self.marked.places.write(&mut out);
        out.extend_from_slice(b",\"pictures\":");
        self.pictures.write(&mut out);
        out.extend_from_slice(end.as_bytes());
        out
    }
}

/// Values by the order in which they came first.
struct Places<T>(HashMap<T, usize>);

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl Places<String> {
    fn of_text(&mut self, text: &str) -> usize {
        match self.0.get(text) {
            Some(place) => *place,
            None => self.of(text.to_owned()),
        }
    }
}

impl<T: Eq + Hash + Serialize> Places<T> {
    fn of(&mut self, value: T) -> usize {
        let next = self.0.len();
        *self.0.entry(value).or_insert(next)
    }

    fn write(self, out: &mut Vec<u8>) {
        let mut all: Vec<(usize, T)> = self.0.into_iter().map(|(value, at)| (at, value)).collect();
        all.sort_unstable_by_key(|(at, _)| *at);
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

/// What the filters compare of an item, as attributes.
pub(super) fn put_marks(out: &mut Markup, site: &Site, about: About) {
    for (key, value) in ["space", "persona", "owner", "tag"].into_iter().zip(marks(site, about)) {
        if !value.is_empty() {
            out.put(" data-").put(key).put("=\"").text(&value).put("\"");
        }
    }
}
