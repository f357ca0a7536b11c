//! Names become indices, and everything derived is worked out.
//!
//! ```text
//! Content -> order (numbers) -> names, files, channels, trust -> evidence -> catalogue
//!         -> personas, journeys, opportunities, each alone and side by side
//!         -> what they say of each other: backlinks, tags, links to opportunities, ranks, parents
//!         -> outputs: redirects, paths that two things want
//! ```
//!
//! Absent: no entity is looked up by name once its own turn is over, and nothing that is left out
//! or withheld reaches the site, because it is cut off before entities are laid beside each other.

mod again;
mod asked;
mod catalogue;
mod channels;
mod claims;
mod desk;
mod evidence;
mod experience;
mod family;
mod files;
mod journeys;
mod meta;
mod metrics;
mod names;
mod opportunities;
mod order;
mod outgoing;
mod outputs;
mod personas;
mod tags;
#[cfg(test)]
mod tests;
mod words;

use super::{
    CatalogueIx, CatalogueTouchpoint, Evidence, EvidenceIx, IndexText, Journey, JourneyIx, Meta,
    Node, Opportunity, OpportunityIx, Persona, PersonaIx, ReviewItem, Site, Space,
};
use crate::diagnostic::Finding;
use crate::model::{Content, Kind};
use crate::source::Sources;
pub use again::{Again, Exchange, Exchanged, Moved, Touched};
use catalogue::Shared;
use channels::Channels;
use desk::{Desk, Room, Shelf, push_once};
use evidence::Trust;
pub(crate) use evidence::without_particulars;
use files::{Files, Shelves, in_assets};
use jiff::civil::Date;
use names::{Names, Register, Scope};
use order::{Drafts, Order, indexed};
pub(super) use outgoing::links_of;
use outgoing::{Lists, Outgoing};
use rayon::prelude::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the command line brings in.
#[derive(Clone, Debug)]
pub struct Options {
    /// The one clock.
    pub today: Date,
    /// Keep drafts.
    pub include_drafts: bool,
    /// Keep what confidential sources say.
    pub include_confidential: bool,
}

/// Looks up every name and derives everything. Never fails: what cannot be resolved is a finding
/// and is left out. Findings are in the order of their places.
pub fn resolve(content: &Content, sources: &Sources, options: &Options) -> (Site, Vec<Finding>) {
    let (site, findings, _) = resolve_and_keep(content, sources, options);
    (site, findings)
}

/// The same, and what a later edit of a single journey need not work out again.
pub fn resolve_and_keep(
    content: &Content,
    sources: &Sources,
    options: &Options,
) -> (Site, Vec<Finding>, Kept) {
    let ground = Ground::new(content, options);
    let room = ground.room(content, sources, options);
    let mut findings = Vec::new();
    let parts = resolve_parts(&room, &mut findings);
    let texts = resolve_texts(&room, &mut findings);
    let mut between = Vec::new();
    let (site, shelves) = assemble(&room, parts, texts, &mut between);
    findings.extend_from_slice(&between);
    sort_findings(&mut findings, sources);
    (site, findings, Kept { ground, between, shelves })
}

/// What entities see of each other while each is resolved by itself.
#[derive(Debug)]
struct Ground {
    drafts: Drafts,
    order: Order,
    register: Register,
    pages: Shelves,
    channels: Channels,
    trust: Vec<Trust>,
}

impl Ground {
    fn new(content: &Content, options: &Options) -> Self {
        let drafts = if options.include_drafts { Drafts::Keep } else { Drafts::LeaveOut };
        let order = Order::new(content, drafts);
        let evidence = &order.evidence.items;
        Self {
            drafts,
            register: Register::new(content, &order),
            pages: Shelves::new(content, &order),
            channels: Channels::new(&content.config, &order),
            trust: evidence.iter().map(|e| Trust::new(&e.item, content, options)).collect(),
            order,
        }
    }

    fn room<'a>(
        &'a self,
        content: &'a Content,
        sources: &'a Sources,
        options: &'a Options,
    ) -> Room<'a> {
        Room {
            content,
            sources,
            options,
            names: Names::new(content, &self.order, &self.register),
            files: Files::new(sources, &self.pages),
            channels: &self.channels,
            trust: &self.trust,
        }
    }
}

/// What a run leaves behind for the next: all that a journey looks at besides its own text. It
/// holds as long as nothing changes but texts of journeys, and those give the same names.
#[derive(Debug)]
pub struct Kept {
    ground: Ground,
    /// What was found between entities.
    between: Vec<Finding>,
    shelves: Kinds,
}

/// Sources and touchpoints of the catalogue, drafts too, of which journeys take parts.
#[derive(Debug)]
struct Kinds {
    evidence: Vec<Arc<Evidence>>,
    catalogue: Vec<Shared>,
}

/// Every entity, resolved by itself.
struct Parts {
    personas: Vec<Persona>,
    journeys: Vec<Journey>,
    catalogue: Vec<CatalogueTouchpoint>,
    opportunities: Vec<Opportunity>,
    evidence: Vec<Arc<Evidence>>,
    /// Of the catalogue, as its uses take it, drafts too.
    shared: Vec<Shared>,
    /// Sources that are left out.
    draft_evidence: Vec<Arc<Evidence>>,
}

fn resolve_parts(room: &Room<'_>, findings: &mut Vec<Finding>) -> Parts {
    let order = room.names.order;
    let mut evidence = side_by_side(order.evidence.items.len(), findings, |ix| {
        let node = Node::Evidence(EvidenceIx(ix));
        let at = ix as usize;
        let (source, found) =
            evidence::resolve(room, node, &order.evidence.items[at], &room.trust[at]);
        (Arc::new(source), found)
    });
    let shelf = Shelf { evidence: &evidence, catalogue: &[] };
    let shared = side_by_side(order.touchpoints.items.len(), findings, |ix| {
        let node = Node::Catalogue(CatalogueIx(ix));
        catalogue::resolve(room, shelf, node, &order.touchpoints.items[ix as usize])
    });
    let shelf = Shelf { catalogue: &shared, ..shelf };
    let mut personas = side_by_side(order.personas.items.len(), findings, |ix| {
        let node = Node::Persona(PersonaIx(ix));
        personas::resolve(room, shelf, node, &order.personas.items[ix as usize])
    });
    let mut journeys = side_by_side(order.journeys.items.len(), findings, |ix| {
        journeys::resolve(room, shelf, JourneyIx(ix))
    });
    let mut opportunities = side_by_side(order.opportunities.items.len(), findings, |ix| {
        opportunities::resolve(room, shelf, OpportunityIx(ix))
    });
    let mut catalogue: Vec<_> = shared.iter().map(|shared| shared.touchpoint.clone()).collect();
    personas.truncate(order.personas.living);
    journeys.truncate(order.journeys.living);
    catalogue.truncate(order.touchpoints.living);
    opportunities.truncate(order.opportunities.living);
    let draft_evidence = evidence.split_off(order.evidence.living);
    personas::find_evidence(&mut personas, &evidence);
    Parts { personas, journeys, catalogue, opportunities, evidence, shared, draft_evidence }
}

/// Resolves entities side by side; their findings in the order of the entities.
fn side_by_side<T: Send>(
    count: usize,
    findings: &mut Vec<Finding>,
    one: impl Fn(u32) -> (T, Vec<Finding>) + Sync + Send,
) -> Vec<T> {
    let (mut out, mut found) = (Vec::new(), Vec::new());
    (0..count as u32).into_par_iter().map(one).unzip_into_vecs(&mut out, &mut found);
    findings.extend(found.into_iter().flatten());
    out
}

/// Texts above lists, of spaces and of the home page.
struct Texts {
    home: Option<IndexText>,
    spaces: BTreeMap<Arc<str>, IndexText>,
    lists: Vec<(Arc<str>, Kind, IndexText)>,
}

fn resolve_texts(room: &Room<'_>, findings: &mut Vec<Finding>) -> Texts {
    let mut texts = Texts { home: None, spaces: BTreeMap::new(), lists: Vec::new() };
    for (space, kind, text) in &room.content.index_texts {
        let mut desk =
            Desk::new(room, Shelf::default(), Scope { unseen: true, ..Scope::of_space(space) });
        let resolved = desk.index_text(text);
        findings.append(&mut desk.findings);
        match kind {
            Some(kind) => texts.lists.push((space.clone(), *kind, resolved)),
            None if space.is_empty() => texts.home = Some(resolved),
            None => {
                texts.spaces.insert(space.clone(), resolved);
            }
        }
    }
    texts
}

/// The entities become a site.
fn assemble(
    room: &Room<'_>,
    mut parts: Parts,
    texts: Texts,
    findings: &mut Vec<Finding>,
) -> (Site, Kinds) {
    let written: Vec<&IndexText> = texts
        .home
        .iter()
        .chain(texts.spaces.values())
        .chain(texts.lists.iter().map(|(_, _, text)| text))
        .collect();
    let lists = Lists {
        personas: &parts.personas,
        journeys: &parts.journeys,
        catalogue: &parts.catalogue,
        opportunities: &parts.opportunities,
        evidence: &parts.evidence,
        texts: &written,
    };
    let outgoing = outgoing::collect(lists);
    let tags = tags::collect(&lists.into(), room.sources);
    let ranked = lay_beside(&mut parts, &outgoing, &room.names, findings);
    let mut kinds = Kinds { evidence: parts.evidence.clone(), catalogue: parts.shared };
    kinds.evidence.append(&mut parts.draft_evidence);
    let mut site = Site {
        config: room.content.config.clone(),
        today: room.options.today,
        spaces: Vec::new(),
        home: texts.home,
        list_texts: texts.lists,
        personas: shared(parts.personas),
        journeys: shared(parts.journeys),
        touchpoints: shared(parts.catalogue),
        opportunities: shared(parts.opportunities),
        evidence: parts.evidence,
        channels: room.channels.list.clone(),
        reviews: Vec::new(),
        tags,
        files: files_to_copy(outgoing.files, room.sources),
        redirects: BTreeMap::new(),
        former_anchors: BTreeMap::new(),
        second_anchors: BTreeMap::new(),
        ranked,
    };
    let all = indexed(&site.opportunities, OpportunityIx).map(|(ix, item)| (ix, &**item));
    site.second_anchors = opportunities::second_anchors(&all.collect::<Vec<_>>(), &room.names);
    site.spaces = spaces(&site, texts.spaces);
    site.reviews = reviews(&site);
    findings.append(&mut outputs::resolve(&mut site, &room.names, room.sources));
    (site, kinds)
}

/// Writes into every entity what the others say of it. What refers to what was collected before:
/// from here on both sides of a link know it. Gives the opportunities, best first.
fn lay_beside(
    parts: &mut Parts,
    outgoing: &Outgoing,
    names: &Names<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<OpportunityIx> {
    write_backlinks(parts, outgoing);
    list_journeys(parts);
    list_uses(parts);
    let Parts { journeys, catalogue, opportunities, .. } = parts;
    opportunities::link(opportunities, journeys, catalogue);
    let ranked = opportunities::rank(opportunities);
    opportunities::order_lists(opportunities, journeys, catalogue);
    findings.append(&mut family::resolve(journeys, names));
    ranked
}

/// Items that can be shared. A list that is collected from another one takes over its room, which is
/// that of the items themselves, so this one begins anew.
fn shared<T>(items: Vec<T>) -> Vec<Arc<T>> {
    let mut out = Vec::with_capacity(items.len());
    out.extend(items.into_iter().map(Arc::new));
    out
}

fn write_backlinks(parts: &mut Parts, outgoing: &Outgoing) {
    for to_one in outgoing.links.chunk_by(|a, b| a.0 == b.0) {
        if let Some(meta) = meta_mut(parts, to_one[0].0) {
            meta.backlinks = to_one.iter().map(|(_, from)| *from).collect();
        }
    }
    for (citation, by) in &outgoing.citations {
        let source = citation.source.and_then(|ix| parts.evidence.get_mut(ix.0 as usize));
        let Some(source) = source else { continue };
        let source = Arc::make_mut(source);
        source.cited_by.push(*by);
        let highlight = citation.highlight.and_then(|at| source.highlights.get_mut(at as usize));
        if let Some(highlight) = highlight {
            highlight.cited_by.push(*by);
        }
    }
    for source in &mut parts.evidence {
        let source = Arc::make_mut(source);
        source.cited_by.sort_unstable();
        source.cited_by.dedup();
    }
}

fn meta_mut(parts: &mut Parts, node: Node) -> Option<&mut Meta> {
    Some(match node {
        Node::Persona(ix) => &mut parts.personas.get_mut(ix.0 as usize)?.meta,
        Node::Journey(ix) => &mut parts.journeys.get_mut(ix.0 as usize)?.meta,
        Node::Stage(j, s) => {
            &mut parts.journeys.get_mut(j.0 as usize)?.stages.get_mut(s as usize)?.meta
        }
        Node::Touchpoint(j, s, t) => {
            let stage = parts.journeys.get_mut(j.0 as usize)?.stages.get_mut(s as usize)?;
            &mut stage.touchpoints.get_mut(t as usize)?.meta
        }
        Node::Catalogue(ix) => &mut parts.catalogue.get_mut(ix.0 as usize)?.meta,
        Node::Opportunity(ix) => &mut parts.opportunities.get_mut(ix.0 as usize)?.meta,
        Node::Evidence(ix) => &mut Arc::make_mut(parts.evidence.get_mut(ix.0 as usize)?).meta,
    })
}

fn list_journeys(parts: &mut Parts) {
    for (ix, journey) in indexed(&parts.journeys, JourneyIx) {
        for persona in &journey.personas {
            if let Some(persona) = parts.personas.get_mut(persona.0 as usize) {
                push_once(&mut persona.journeys, Some(ix));
            }
        }
    }
}

fn list_uses(parts: &mut Parts) {
    for (j, journey) in indexed(&parts.journeys, JourneyIx) {
        for (s, stage) in indexed(&journey.stages, |s| s) {
            for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
                let used = touchpoint.uses.and_then(|ix| parts.catalogue.get_mut(ix.0 as usize));
                if let Some(used) = used {
                    used.uses.push(Node::Touchpoint(j, s, t));
                }
            }
        }
    }
}

/// Everything in an `assets` folder and everything that is referred to, in order.
fn files_to_copy(referred: Vec<Arc<str>>, sources: &Sources) -> Vec<Arc<str>> {
    let assets = sources.iter().map(|(path, _)| path).filter(|path| in_assets(path));
    let mut files: Vec<Arc<str>> = assets.map(Arc::from).chain(referred).collect();
    files.sort_unstable();
    files.dedup();
    files
}

/// Every space with something in it, and those above them.
fn spaces(site: &Site, mut texts: BTreeMap<Arc<str>, IndexText>) -> Vec<Space> {
    let mut paths: BTreeSet<Arc<str>> = texts.keys().cloned().collect();
    paths.extend(site.personas.iter().map(|item| item.meta.space().clone()));
    paths.extend(site.journeys.iter().map(|item| item.meta.space().clone()));
    paths.extend(site.touchpoints.iter().map(|item| item.meta.space().clone()));
    paths.extend(site.opportunities.iter().map(|item| item.meta.space().clone()));
    paths.extend(site.evidence.iter().map(|item| item.meta.space().clone()));
    paths.extend(site.list_texts.iter().map(|(space, _, _)| space.clone()));
    for path in paths.clone() {
        paths.extend(path.match_indices('/').map(|(at, _)| Arc::from(&path[..at])));
    }
    let space = |path: Arc<str>| {
        let text = texts.remove(&path);
        let title = text.as_ref().and_then(|text| text.title.as_ref());
        let title = title.map(|title| title.doc.plain().into());
        let last = || path.rsplit('/').next().unwrap_or(&path).into();
        Space { title: title.unwrap_or_else(last), text, path }
    };
    paths.into_iter().filter(|path| !path.is_empty()).map(space).collect()
}

/// Everything that is reviewed: never reviewed first, then by the day when it is due.
fn reviews(site: &Site) -> Vec<ReviewItem> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut add = |node: Node, meta: &Meta| {
        if meta.review().is_some() {
            nodes.push(node);
        }
    };
    for (ix, item) in indexed(&site.personas, PersonaIx) {
        add(Node::Persona(ix), &item.meta);
    }
    for (j, journey) in indexed(&site.journeys, JourneyIx) {
        add(Node::Journey(j), &journey.meta);
        for (s, stage) in indexed(&journey.stages, |s| s) {
            add(Node::Stage(j, s), &stage.meta);
            for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
                add(Node::Touchpoint(j, s, t), &touchpoint.meta);
            }
        }
    }
    for (ix, item) in indexed(&site.touchpoints, CatalogueIx) {
        add(Node::Catalogue(ix), &item.meta);
    }
    for (ix, item) in indexed(&site.opportunities, OpportunityIx) {
        add(Node::Opportunity(ix), &item.meta);
    }
    for (ix, item) in indexed(&site.evidence, EvidenceIx) {
        add(Node::Evidence(ix), &item.meta);
    }
    nodes.sort_by_cached_key(|node| {
        let meta = site.meta(*node);
        let next = meta.review().and_then(|review| review.next);
        (next, meta.path().clone(), site.reference(*node))
    });
    nodes.into_iter().map(|node| ReviewItem { node }).collect()
}

/// By path, place, code and message; each once.
fn sort_findings(findings: &mut Vec<Finding>, sources: &Sources) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.span.start, f.code);
        let paths = sources.path(a.span.file).cmp(sources.path(b.span.file));
        paths.then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup();
}
