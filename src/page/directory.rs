//! Titles and addresses of all entities side by side. Links are most of what pages ask of other
//! entities; those lie far apart in memory, and whoever writes every page would wait for each of them
//! time and again.

use super::html::escape_into;
use super::words::write_label;
use crate::site::address::push_way_to;
use crate::site::{
    CatalogueIx, EvidenceIx, JourneyIx, Node, OpportunityIx, PersonaIx, Site, Stage,
};

/// The entities of a site, as links show them.
pub(super) struct Directory {
    text: String,
    rows: Vec<Row>,
    places: Places,
    /// Where the letters of each source's title are, escaped.
    sources: Vec<(u32, u32)>,
}

/// Where in the text an entity's parts begin: those after its page end where the next begins.
#[derive(Clone, Copy, Default)]
struct Row {
    page: (u32, u32),
    anchor: u32,
    title: u32,
    end: u32,
    /// Of a touchpoint in its journey.
    number: u32,
}

/// Which row an entity has: kind after kind, stages and touchpoints in the order of the journeys.
struct Places {
    catalogue: usize,
    sources: usize,
    opportunities: usize,
    journeys: usize,
    /// The row of each journey's first stage.
    stages: Vec<u32>,
    first_stage: usize,
    /// The row of each stage's first touchpoint.
    touchpoints: Vec<u32>,
}

impl Places {
    fn of(site: &Site) -> Self {
        let catalogue = site.personas.len();
        let sources = catalogue + site.touchpoints.len();
        let opportunities = sources + site.evidence.len();
        let journeys = opportunities + site.opportunities.len();
        let first_stage = journeys + site.journeys.len();
        let mut next = first_stage as u32;
        let mut take = |count: usize| {
            next += count as u32;
            next - count as u32
        };
        let stages = site.journeys.iter().map(|journey| take(journey.stages.len())).collect();
        let all = site.journeys.iter().flat_map(|journey| &journey.stages);
        let touchpoints = all.map(|stage: &Stage| take(stage.touchpoints.len())).collect();
        Self { catalogue, sources, opportunities, journeys, stages, first_stage, touchpoints }
    }

    fn of_node(&self, node: Node) -> usize {
        let stage = |j: JourneyIx, s| self.stages[j.0 as usize] as usize + s as usize;
        match node {
            Node::Persona(ix) => ix.0 as usize,
            Node::Catalogue(ix) => self.catalogue + ix.0 as usize,
            Node::Evidence(ix) => self.sources + ix.0 as usize,
            Node::Opportunity(ix) => self.opportunities + ix.0 as usize,
            Node::Journey(ix) => self.journeys + ix.0 as usize,
            Node::Stage(j, s) => stage(j, s),
            Node::Touchpoint(j, s, t) => {
                self.touchpoints[stage(j, s) - self.first_stage] as usize + t as usize
            }
        }
    }
}

impl Directory {
    /// Of all entities.
    pub(super) fn of(site: &Site) -> Self {
        let places = Places::of(site);
        let mut nodes = nodes(site);
        // Opportunities stand last: their pages may be those of others.
        nodes.sort_by_key(|node| matches!(node, Node::Opportunity(_)));
        let text = String::with_capacity(nodes.len() * 48);
        let rows = vec![Row::default(); nodes.len()];
        let sources = Vec::with_capacity(site.evidence.len());
        let mut directory = Self { text, rows, places, sources };
        for node in nodes {
            let row = directory.row(site, node);
            let at = directory.places.of_node(node);
            directory.rows[at] = row;
        }
        for source in &site.evidence {
            let start = directory.end();
            escape_into(&mut directory.text, source.title.doc.plain());
            directory.sources.push((start, directory.end()));
        }
        directory
    }

    fn row(&mut self, site: &Site, node: Node) -> Row {
        let on = match node {
            Node::Touchpoint(j, s, _) => Some(Node::Stage(j, s)),
            Node::Opportunity(ix) => site.opportunity(ix).home,
            _ => None,
        };
        let page = match on {
            Some(other) => self.rows[self.places.of_node(other)].page,
            None => {
                let start = self.end();
                self.text.push_str(&site.page_of(node));
                (start, self.end())
            }
        };
        let anchor = self.end();
        site.push_anchor(&mut self.text, node);
        let title = self.end();
        write_label(&mut self.text, site.title(node));
        let number = match node {
            Node::Touchpoint(j, s, t) => site.touchpoint(j, s, t).number,
            _ => 0,
        };
        Row { page, anchor, title, end: self.end(), number }
    }

    fn end(&self) -> u32 {
        self.text.len() as u32
    }

    /// Appends the address of an entity from a page.
    pub(super) fn push_way(&self, out: &mut String, from: &str, node: Node) {
        let row = self.rows[self.places.of_node(node)];
        let page = self.text_of(row.page);
        push_way_to(out, from, (page, self.text_of((row.anchor, row.title))));
    }

    /// An entity's title as HTML.
    pub(super) fn title(&self, node: Node) -> &str {
        let row = self.rows[self.places.of_node(node)];
        self.text_of((row.title, row.end))
    }

    /// The letters of a source's title, escaped: every citation says them.
    pub(super) fn source(&self, ix: EvidenceIx) -> &str {
        self.text_of(self.sources[ix.0 as usize])
    }

    /// A touchpoint's number in its journey; 0 for any other entity.
    pub(super) fn number(&self, node: Node) -> u32 {
        self.rows[self.places.of_node(node)].number
    }

    fn text_of(&self, (from, to): (u32, u32)) -> &str {
        &self.text[from as usize..to as usize]
    }
}

/// Every entity of a site, a stage's touchpoints after it.
fn nodes(site: &Site) -> Vec<Node> {
    let to = |count: usize| 0..count as u32;
    let mut nodes: Vec<Node> = Vec::new();
    nodes.extend(to(site.personas.len()).map(|ix| Node::Persona(PersonaIx(ix))));
    nodes.extend(to(site.touchpoints.len()).map(|ix| Node::Catalogue(CatalogueIx(ix))));
    nodes.extend(to(site.evidence.len()).map(|ix| Node::Evidence(EvidenceIx(ix))));
    nodes.extend(to(site.opportunities.len()).map(|ix| Node::Opportunity(OpportunityIx(ix))));
    for (j, journey) in (0..).map(JourneyIx).zip(&site.journeys) {
        nodes.push(Node::Journey(j));
        for (s, stage) in (0..).zip(&journey.stages) {
            nodes.push(Node::Stage(j, s));
            nodes.extend(to(stage.touchpoints.len()).map(|t| Node::Touchpoint(j, s, t)));
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::html::escape;
    use crate::site::{Options, resolve};
    use crate::{io, parse};

    #[test]
    fn a_link_is_the_same_from_the_directory_and_from_the_entity() {
        let content = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
        let sources = io::load::load(content.as_ref()).expect("the living example");
        let (content, _) = parse::parse(&sources, &mut parse::Memo::default());
        let today = jiff::civil::date(2026, 11, 23);
        let options = Options { today, include_drafts: true, include_confidential: true };
        let site = resolve(&content, &sources, &options).0;
        let directory = Directory::of(&site);
        let nodes = nodes(&site);
        assert!(nodes.len() > 100);
        let pages = ["index.html", "journeys/index.html", "a/b/c/d.html"].map(str::to_owned);
        for from in nodes.iter().step_by(17).map(|node| site.page_of(*node)).chain(pages) {
            for node in &nodes {
                let (mut way, mut known) = (String::new(), String::new());
                site.push_way(&mut way, &from, *node);
                directory.push_way(&mut known, &from, *node);
                assert_eq!(known, way, "{node:?} from {from}");
            }
        }
        for node in nodes {
            let mut title = String::new();
            write_label(&mut title, site.title(node));
            assert_eq!(directory.title(node), title);
            if let Node::Evidence(ix) = node {
                assert_eq!(directory.source(ix), escape(site.title(node).doc.plain()));
            }
            if let Node::Touchpoint(j, s, t) = node {
                assert_eq!(directory.number(node), site.touchpoint(j, s, t).number);
            }
        }
    }
}
