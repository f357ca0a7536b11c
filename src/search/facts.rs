//! What filters need to know of every document: kind, personas, stage, tags. One row of numbers,
//! in the order of the documents; what a section of a page has of the page is not repeated.

use crate::model::{Lifecycle, Status};
use crate::parse::slug;
use crate::site::{
    CatalogueIx, Evidence, EvidenceIx, Journey, JourneyIx, Node, Opportunity, OpportunityIx,
    PersonaIx, Site, Stage,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// So many titles of stages can be asked for: those that most stages have.
const MOST_STAGE_TITLES: usize = 60;

/// A file of facts takes no more room, in bytes.
const MOST_IN_A_FILE: usize = 200_000;

/// The digits of numbers in files: six bits each.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends one digit, below 64.
pub(super) fn push_digit(out: &mut String, digit: u8) {
    out.push(char::from(DIGITS[usize::from(digit & 63)]));
}

/// Appends a number: five bits a digit, lowest first, and the sixth says that another follows.
pub(super) fn push_number(out: &mut String, mut number: u32) {
    while number >= 32 {
        push_digit(out, (number % 32) as u8 | 32);
        number /= 32;
    }
    push_digit(out, number as u8);
}

/// The facts of a site.
pub(super) struct Facts {
    row: String,
    /// Titles of stages that can be asked for, sorted.
    pub(super) titles: Vec<Arc<str>>,
}

impl Facts {
    pub(super) fn of(site: &Site) -> Self {
        let titles = stage_titles(site);
        let mut writer = Writer { site, tags: tags_of(site), titles: &titles, out: String::new() };
        writer.write();
        Self { row: writer.out, titles }
    }

    pub(super) fn hash(&self) -> u64 {
        xxh3_64(self.row.as_bytes())
    }

    /// How many files they fill.
    pub(super) fn files(&self) -> u32 {
        self.row.len().div_ceil(MOST_IN_A_FILE).max(1) as u32
    }

    /// What stands in one of them; the row goes on in the next.
    pub(super) fn file(&self, at: u32) -> &str {
        let from = (at as usize * MOST_IN_A_FILE).min(self.row.len());
        &self.row[from..(from + MOST_IN_A_FILE).min(self.row.len())]
    }
}

fn stage_titles(site: &Site) -> Vec<Arc<str>> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for stage in site.journeys.iter().flat_map(|journey| &journey.stages) {
        *counts.entry(stage.title.doc.plain()).or_default() += 1;
    }
    let mut titles: Vec<(&str, u32)> = counts.into_iter().collect();
    titles.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    titles.truncate(MOST_STAGE_TITLES);
    let mut titles: Vec<Arc<str>> = titles.into_iter().map(|(title, _)| title.into()).collect();
    titles.sort_unstable();
    titles
}

fn tags_of(site: &Site) -> HashMap<Node, Vec<u32>> {
    let mut tags: HashMap<Node, Vec<u32>> = HashMap::new();
    for (at, tag) in (0u32..).zip(&site.tags) {
        for node in &tag.nodes {
            tags.entry(*node).or_default().push(at);
        }
    }
    tags
}

struct Writer<'a> {
    site: &'a Site,
    tags: HashMap<Node, Vec<u32>>,
    titles: &'a [Arc<str>],
    out: String,
}

impl Writer<'_> {
    fn write(&mut self) {
        let site = self.site;
        self.number(site.journeys.len());
        for (at, journey) in (0u32..).zip(&site.journeys) {
            self.journey(JourneyIx(at), journey);
        }
        self.number(site.personas.len());
        for (at, persona) in (0u32..).zip(&site.personas) {
            self.status(persona.meta.status);
            self.tags(Node::Persona(PersonaIx(at)));
        }
        self.number(site.touchpoints.len());
        for (at, touchpoint) in (0u32..).zip(&site.touchpoints) {
            self.status(touchpoint.meta.status);
            self.tags(Node::Catalogue(CatalogueIx(at)));
        }
        self.number(site.opportunities.len());
        for (at, opportunity) in (0u32..).zip(&site.opportunities) {
            self.opportunity(opportunity);
            self.tags(Node::Opportunity(OpportunityIx(at)));
        }
        self.number(site.evidence.len());
        for (at, source) in (0u32..).zip(&site.evidence) {
            self.source(Node::Evidence(EvidenceIx(at)), source);
        }
    }

    fn number(&mut self, number: usize) {
        push_number(&mut self.out, number as u32);
    }

    fn list(&mut self, items: impl ExactSizeIterator<Item = u32>) {
        self.number(items.len());
        for item in items {
            push_number(&mut self.out, item);
        }
    }

    fn tags(&mut self, node: Node) {
        match self.tags.get(&node).cloned() {
            Some(tags) => self.list(tags.into_iter()),
            None => self.number(0),
        }
    }

    fn status(&mut self, status: Status) {
        self.number(usize::from(status == Status::Retired));
    }

    fn journey(&mut self, ix: JourneyIx, journey: &Journey) {
        self.status(journey.meta.status);
        self.list(journey.personas.iter().map(|persona| persona.0));
        self.tags(Node::Journey(ix));
        self.number(journey.stages.len());
        for (s, stage) in (0u32..).zip(&journey.stages) {
            self.number(lifecycle(stage));
            let title = self.title(stage);
            self.number(title);
            self.tags(Node::Stage(ix, s));
            self.number(stage.touchpoints.len());
            for t in 0..stage.touchpoints.len() as u32 {
                self.tags(Node::Touchpoint(ix, s, t));
            }
        }
    }

    /// The place of a stage's title among those that can be asked for, from 1, or nothing.
    fn title(&self, stage: &Stage) -> usize {
        self.titles
            .binary_search_by(|title| (**title).cmp(stage.title.doc.plain()))
            .map_or(0, |at| at + 1)
    }

    /// An opportunity is about the personas and the stages that it addresses or stands in.
    fn opportunity(&mut self, opportunity: &Opportunity) {
        self.status(opportunity.meta.status);
        let (mut personas, mut stages) = (BTreeSet::new(), BTreeSet::new());
        for node in opportunity.home.iter().chain(&opportunity.addresses) {
            match *node {
                Node::Persona(ix) => {
                    personas.insert(ix.0);
                }
                Node::Journey(ix) => self.travellers(ix, &mut personas),
                Node::Stage(ix, s) | Node::Touchpoint(ix, s, _) => {
                    self.travellers(ix, &mut personas);
                    stages.insert((ix, s));
                }
                _ => {}
            }
        }
        self.list(personas.into_iter());
        self.number(stages.len());
        for (ix, s) in stages {
            let stage = self.site.stage(ix, s);
            self.number(lifecycle(stage));
            let title = self.title(stage);
            self.number(title);
        }
    }

    fn travellers(&self, ix: JourneyIx, personas: &mut BTreeSet<u32>) {
        personas.extend(self.site.journey(ix).personas.iter().map(|persona| persona.0));
    }

    /// A source is about the personas of whom its highlights speak and whose pages cite it.
    fn source(&mut self, node: Node, source: &Evidence) {
        self.status(source.meta.status);
        let mut personas: BTreeSet<u32> = BTreeSet::new();
        for highlight in source.highlights.iter().filter(|h| h.words.is_some()) {
            personas.extend(highlight.personas.iter().map(|persona| persona.0));
        }
        personas.extend(source.cited_by.iter().filter_map(|node| match node {
            Node::Persona(ix) => Some(ix.0),
            _ => None,
        }));
        self.list(personas.into_iter());
        self.tags(node);
        let shown: Vec<_> = source.highlights.iter().filter(|h| h.words.is_some()).collect();
        self.number(shown.len());
        for highlight in shown {
            self.list(highlight.personas.iter().map(|persona| persona.0));
            let tags: Vec<u32> =
                highlight.tags.iter().filter_map(|(tag, _)| self.tag(tag)).collect();
            self.list(tags.into_iter());
        }
    }

    fn tag(&self, name: &str) -> Option<u32> {
        let slug = slug(name);
        let at = self.site.tags.binary_search_by(|tag| (*tag.slug).cmp(slug.as_str()));
        at.ok().map(|at| at as u32)
    }
}

fn lifecycle(stage: &Stage) -> usize {
    let place = |lifecycle| Lifecycle::ALL.iter().position(|one| *one == lifecycle);
    stage.lifecycle.and_then(place).map_or(0, |at| at + 1)
}
