//! What can be found: every page and section with an address of its own, with the texts under
//! which it is found. Only what stands in the resolved site is there, so nothing that is withheld
//! can be found.

use crate::model::Kind;
use crate::site::address::{
    channel_anchor, encode, highlight_anchor, list_page, space_page, tag_page,
};
use crate::site::{
    CatalogueIx, CatalogueTouchpoint, Claim, Evidence, EvidenceIx, Experience, Highlight, Journey,
    JourneyIx, Lane, Meta, Metric, Node, Opportunity, OpportunityIx, Persona, PersonaIx, Site,
    Stage, Touchpoint, Words,
};
use crate::wording::Wording;
use std::borrow::Cow;
use std::sync::Arc;

/// The lists of a kind, in the order of the site's sections.
const LISTS: [Kind; 5] =
    [Kind::Journey, Kind::Persona, Kind::Touchpoint, Kind::Opportunity, Kind::Evidence];

/// Something that can be found.
#[derive(Clone, Copy, Debug)]
pub(super) enum What<'a> {
    /// An entity.
    Node(Node),
    /// A highlight of a source.
    Highlight(EvidenceIx, &'a Highlight),
    /// A tag, by its index.
    Tag(u32),
    /// A page by its output path.
    Page(&'a str),
    /// A space's page, by its path.
    Space(&'a str),
    /// The list of a kind.
    List(Kind),
    /// A channel, by its index.
    Channel(u32),
    /// What stands now at a former address.
    Former(Node),
}

/// Something that can be found, with its texts.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// What.
    pub(super) what: What<'a>,
    /// Its title: a word in it counts most.
    pub(super) title: &'a str,
    /// Its language, if it is not the site's.
    pub(super) lang: Option<&'a str>,
    /// All else that it says, in the order in which its page says it.
    pub(super) texts: Vec<Cow<'a, str>>,
}

impl<'a> Document<'a> {
    fn bare(what: What<'a>, title: &'a str) -> Self {
        Self { what, title, lang: None, texts: Vec::new() }
    }

    fn of(node: Node, title: &'a Words) -> Self {
        let lang = title.lang();
        Self { what: What::Node(node), title: title.doc.plain(), lang, texts: Vec::new() }
    }

    fn push(&mut self, text: &'a str) {
        if !text.is_empty() {
            self.texts.push(Cow::Borrowed(text));
        }
    }

    fn words(&mut self, words: impl IntoIterator<Item = &'a Words>) {
        for words in words {
            let letters = words.doc.letters();
            if !letters.is_empty() {
                self.texts.push(letters);
            }
        }
    }

    fn claims(&mut self, claims: &'a [Claim]) {
        for claim in claims {
            if claim.lane == Lane::Attribute {
                self.push(claim.lane_id());
            }
            self.words(&claim.words);
            claim.who().into_iter().for_each(|who| self.push(who));
        }
    }

    fn maybe(&mut self, text: &'a Option<Arc<str>>) {
        if let Some(text) = text {
            self.push(text);
        }
    }

    fn metrics(&mut self, metrics: &'a [Metric]) {
        self.words(metrics.iter().map(|metric| &metric.title));
    }

    fn experience(&mut self, experience: &'a Experience) {
        self.words(experience.feeling.as_deref());
        self.words(experience.moments.iter().filter_map(|moment| moment.why.as_ref()));
        self.claims(&experience.claims);
    }

    /// What the page calls its moments.
    fn moments(mut self, w: &'a Wording, experience: &Experience) -> Self {
        for moment in &experience.moments {
            self.push(w.moment(moment.kind));
        }
        self
    }

    /// What every entity has.
    fn meta(mut self, meta: &'a Meta) -> Self {
        self.words(meta.body());
        for (tag, _) in meta.tags() {
            self.push(tag);
        }
        for (title, _) in meta.links() {
            self.push(title);
        }
        self
    }

    fn owner(mut self, meta: &'a Meta) -> Self {
        self.maybe(&meta.owner);
        self
    }
}

/// A journey, then each stage followed by its touchpoints.
pub(super) fn of_journey<'a>(site: &'a Site, w: &'a Wording, ix: JourneyIx) -> Vec<Document<'a>> {
    let journey = site.journey(ix);
    let mut documents = vec![journey_itself(journey, ix)];
    for (s, stage) in (0u32..).zip(&journey.stages) {
        let document = stage_itself(stage, Node::Stage(ix, s));
        documents.push(document.moments(w, &stage.experience));
        for (t, touchpoint) in (0u32..).zip(&stage.touchpoints) {
            let document = touchpoint_of(site, touchpoint, Node::Touchpoint(ix, s, t));
            documents.push(document.moments(w, &touchpoint.experience));
        }
    }
    documents
}

fn journey_itself(journey: &Journey, ix: JourneyIx) -> Document<'_> {
    let mut document = Document::of(Node::Journey(ix), &journey.title);
    document.words(journey.goal.iter().chain(&journey.scenario));
    document.metrics(&journey.metrics);
    document.meta(&journey.meta).owner(&journey.meta)
}

fn stage_itself(stage: &Stage, node: Node) -> Document<'_> {
    let mut document = Document::of(node, &stage.title);
    document.maybe(&stage.phase);
    document.words(stage.goal.iter().chain(stage.when()));
    document.experience(&stage.experience);
    document.metrics(stage.metrics());
    document.meta(&stage.meta)
}

fn touchpoint_of<'a>(site: &'a Site, touchpoint: &'a Touchpoint, node: Node) -> Document<'a> {
    let mut document = Document::of(node, &touchpoint.title);
    document.words(touchpoint.when());
    document.experience(&touchpoint.experience);
    document.metrics(touchpoint.metrics());
    let mut document = document.meta(&touchpoint.meta);
    document.channel(site, touchpoint.channel);
    document
}

/// A persona.
pub(super) fn of_persona(site: &Site, ix: PersonaIx) -> Vec<Document<'_>> {
    let persona: &Persona = site.persona(ix);
    let mut document = Document::of(Node::Persona(ix), &persona.name);
    document.words(&persona.role);
    document.claims(&persona.claims);
    for (left, right, _) in &persona.scales {
        document.push(left);
        document.maybe(right);
    }
    for segment in &persona.segments {
        document.push(segment);
    }
    vec![document.meta(&persona.meta).owner(&persona.meta)]
}

/// A touchpoint of the catalogue.
pub(super) fn of_catalogue<'a>(
    site: &'a Site,
    w: &'a Wording,
    ix: CatalogueIx,
) -> Vec<Document<'a>> {
    let touchpoint: &CatalogueTouchpoint = site.catalogue(ix);
    let mut document = Document::of(Node::Catalogue(ix), &touchpoint.title);
    document.words(&touchpoint.when);
    document.experience(&touchpoint.experience);
    document.metrics(&touchpoint.metrics);
    let mut document = document.meta(&touchpoint.meta).owner(&touchpoint.meta);
    document.channel(site, touchpoint.channel);
    vec![document.moments(w, &touchpoint.experience)]
}

/// An opportunity.
pub(super) fn of_opportunity<'a>(
    site: &'a Site,
    w: &'a Wording,
    ix: OpportunityIx,
) -> Vec<Document<'a>> {
    let opportunity: &Opportunity = site.opportunity(ix);
    let document = Document::of(Node::Opportunity(ix), &opportunity.title);
    let mut document = document.meta(&opportunity.meta).owner(&opportunity.meta);
    document.push(w.quadrant(opportunity.quadrant));
    document.push(w.opportunity_status(opportunity.status));
    vec![document]
}

/// A source, then each of its highlights whose words may be shown.
pub(super) fn of_source<'a>(site: &'a Site, w: &'a Wording, ix: EvidenceIx) -> Vec<Document<'a>> {
    let source: &Evidence = site.source(ix);
    let mut document = Document::of(Node::Evidence(ix), &source.title);
    document.push(w.method(source.method));
    let mut documents = vec![document.meta(&source.meta).owner(&source.meta)];
    documents.extend(source.highlights.iter().filter_map(|highlight| {
        let words = highlight.words.as_ref()?;
        let mut document = Document::bare(What::Highlight(ix, highlight), "");
        document.lang = words.lang();
        document.push(words.doc.plain());
        document.maybe(&highlight.who);
        for (tag, _) in &highlight.tags {
            document.push(tag);
        }
        Some(document)
    }));
    documents
}

/// Every tag.
pub(super) fn of_tags(site: &Site) -> Vec<Document<'_>> {
    let tags = (0u32..).zip(&site.tags);
    tags.map(|(at, tag)| Document::bare(What::Tag(at), &tag.name)).collect()
}

/// The pages that are no entity's, channels, and former addresses: who remembers an old name finds
/// the page under it.
pub(super) fn of_pages<'a>(site: &'a Site, w: &'a Wording) -> Vec<Document<'a>> {
    let sections = [
        ("index.html", w.portfolio()),
        ("channels/index.html", w.channels()),
        ("reviews/index.html", w.reviews()),
    ];
    let mut documents: Vec<Document<'a>> =
        sections.into_iter().map(|(path, title)| Document::bare(What::Page(path), title)).collect();
    if let Some(text) = &site.home {
        documents[0].words(text.title.iter().chain(&text.body));
    }
    for kind in LISTS {
        let mut document = Document::bare(What::List(kind), w.kind_title(kind));
        for (_, _, text) in site.list_texts.iter().filter(|(_, of, _)| *of == kind) {
            document.words(text.title.iter().chain(&text.body));
        }
        documents.push(document);
    }
    for space in &site.spaces {
        let mut document = Document::bare(What::Space(&space.path), &space.title);
        document.words(space.text.iter().flat_map(|text| &text.body));
        documents.push(document);
    }
    let channels = (0u32..).zip(&site.channels);
    documents.extend(channels.map(|(at, c)| Document::bare(What::Channel(at), &c.title.text)));
    documents.extend(site.redirects.iter().map(|(path, node)| {
        let old = path.strip_suffix(".html").unwrap_or(path);
        Document::bare(What::Former(*node), old)
    }));
    documents
}

impl<'a> Document<'a> {
    fn channel(&mut self, site: &'a Site, channel: Option<u32>) {
        if let Some(channel) = channel.and_then(|at| site.channels.get(at as usize)) {
            self.push(&channel.title.text);
        }
    }
}

impl What<'_> {
    /// The address from the site's root, percent-encoded.
    pub(super) fn url(self, site: &Site) -> String {
        let anchored = |page: String, anchor: String| format!("{page}#{}", encode(&anchor));
        match self {
            What::Node(node) => site.url(node),
            What::Highlight(source, highlight) => {
                let page = site.url(Node::Evidence(source));
                anchored(page, highlight_anchor(&highlight.id))
            }
            What::Tag(at) => encode(&tag_page(&site.tags[at as usize].slug)),
            What::Page(path) => encode(path),
            What::Space(path) => encode(&space_page(path)),
            What::List(kind) => list_page(kind),
            What::Channel(at) => {
                let id = &site.channels[at as usize].id.value;
                anchored("channels/index.html".to_owned(), channel_anchor(id))
            }
            What::Former(node) => site.url(node),
        }
    }

    /// Where it is, in words: the titles above it.
    pub(super) fn place(self, site: &Site, w: &Wording) -> String {
        let title = |node: Node| site.title(node).doc.plain().to_string();
        match self {
            What::Node(node) => match node {
                Node::Stage(journey, _) => title(Node::Journey(journey)),
                Node::Touchpoint(journey, stage, _) => {
                    let stage = title(Node::Stage(journey, stage));
                    format!("{} › {stage}", title(Node::Journey(journey)))
                }
                Node::Opportunity(ix) => match site.opportunity(ix).home {
                    Some(home @ Node::Catalogue(_)) => title(home),
                    Some(home) => format!("{} › {}", What::Node(home).place(site, w), title(home)),
                    None => space(site, &site.opportunity(ix).meta),
                },
                Node::Persona(ix) => match &site.persona(ix).role {
                    Some(role) => role.doc.plain().to_string(),
                    None => space(site, &site.persona(ix).meta),
                },
                _ => space(site, site.meta(node)),
            },
            What::Highlight(source, _) => title(Node::Evidence(source)),
            What::Former(node) => w.now_title(&title(node)).text(),
            What::Channel(_) => w.channel().to_owned(),
            What::Space(_) => w.filter_space().to_owned(),
            What::Tag(_) | What::Page(_) | What::List(_) => String::new(),
        }
    }
}

fn space(site: &Site, meta: &Meta) -> String {
    let space = site.spaces.iter().find(|space| space.path == *meta.space());
    space.map_or_else(String::new, |space| space.title.to_string())
}
