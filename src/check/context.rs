//! What a rule looks at: the resolved site, and beside each entity what its author wrote, where
//! the exact place of every value stands.

use super::repeated::Repeats;
use crate::model::{self, Common, Content, Entry, OpportunityItem, Status};
use crate::site::{
    CatalogueIx, Journey, JourneyIx, Meta, Node, OpportunityIx, PersonaIx, Site, Stage, Touchpoint,
};
use crate::source::{FileId, Sources, Span};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The input of every rule.
pub(super) struct Context<'a> {
    pub(super) site: &'a Site,
    pub(super) content: &'a Content,
    pub(super) sources: &'a Sources,
    /// Published journeys in path order, with their published stages and touchpoints.
    pub(super) maps: Vec<Map<'a>>,
    /// What is reviewed, in the order of the reviews page.
    pub(super) reviewed: Vec<Node>,
    /// Opportunities that are looked at.
    pub(super) opportunity_list: Vec<OpportunityIx>,
    /// Personas that are looked at.
    pub(super) persona_list: Vec<PersonaIx>,
    /// Touchpoints of the catalogue that are looked at.
    pub(super) catalogue_list: Vec<CatalogueIx>,
    /// Sources that are looked at, drafts too.
    pub(super) source_list: Vec<&'a model::Evidence>,
    /// What the rule about repeated touchpoints leaves for the next run.
    pub(super) repeats: RefCell<Option<Repeats>>,
    personas: BTreeMap<FileId, &'a model::Persona>,
    touchpoints: BTreeMap<FileId, &'a model::Touchpoint>,
    opportunities: BTreeMap<FileId, &'a model::Opportunity>,
    evidence: BTreeMap<FileId, &'a model::Evidence>,
}

/// A published journey.
pub(super) struct Map<'a> {
    pub(super) ix: JourneyIx,
    pub(super) journey: &'a Journey,
    pub(super) written: &'a model::Journey,
    pub(super) stages: Vec<Leg<'a>>,
}

/// A published stage of it.
pub(super) struct Leg<'a> {
    pub(super) node: Node,
    pub(super) stage: &'a Stage,
    pub(super) written: &'a model::Stage,
    pub(super) stops: Vec<Stop<'a>>,
}

/// A published touchpoint of that.
pub(super) struct Stop<'a> {
    pub(super) node: Node,
    pub(super) touchpoint: &'a Touchpoint,
    pub(super) written: &'a model::Touchpoint,
}

/// Drafts and what is retired need not be good maps.
pub(super) fn is_live(meta: &Meta) -> bool {
    meta.status == Status::Published
}

fn by_file<T>(entries: &[Entry<T>]) -> BTreeMap<FileId, &T> {
    entries.iter().map(|entry| (entry.file, &*entry.item)).collect()
}

/// Every item that is published and whose author's text is known, with its place in its parent.
fn pairs<'a, S, M>(
    resolved: &'a [S],
    meta: fn(&S) -> &Meta,
    written: &'a [Arc<M>],
    common: fn(&M) -> &Common,
) -> impl Iterator<Item = (u32, &'a S, &'a M)> {
    let find = move |id: &str| written.iter().find(|item| *common(item).id.value == *id);
    resolved
        .iter()
        .enumerate()
        .filter(move |(_, item)| is_live(meta(item)))
        .filter_map(move |(at, item)| Some((at as u32, item, &**find(&meta(item).id)?)))
}

/// A journey, its stages and its touchpoints.
fn nodes(ix: JourneyIx, journey: &Journey) -> impl Iterator<Item = Node> + '_ {
    let stages = (0u32..).zip(&journey.stages).flat_map(move |(s, stage)| {
        let touchpoints = 0..stage.touchpoints.len() as u32;
        std::iter::once(Node::Stage(ix, s))
            .chain(touchpoints.map(move |t| Node::Touchpoint(ix, s, t)))
    });
    std::iter::once(Node::Journey(ix)).chain(stages)
}

impl<'a> Map<'a> {
    pub(super) fn new(ix: JourneyIx, journey: &'a Journey, written: &'a model::Journey) -> Self {
        let stages = pairs(&journey.stages, |s| &s.meta, &written.stages, |s| &s.common)
            .map(|(at, stage, written)| Leg::new(ix, at, stage, written))
            .collect();
        Self { ix, journey, written, stages }
    }

    /// Its touchpoints, with the stage of each.
    pub(super) fn stops(&self) -> impl Iterator<Item = (&Leg<'a>, &Stop<'a>)> {
        self.stages.iter().flat_map(|leg| leg.stops.iter().map(move |stop| (leg, stop)))
    }
}

impl<'a> Leg<'a> {
    fn new(ix: JourneyIx, at: u32, stage: &'a Stage, written: &'a model::Stage) -> Self {
        let stops = pairs(&stage.touchpoints, |t| &t.meta, &written.touchpoints, |t| &t.common)
            .map(|(t, touchpoint, written)| Stop {
                node: Node::Touchpoint(ix, at, t),
                touchpoint,
                written,
            })
            .collect();
        Self { node: Node::Stage(ix, at), stage, written, stops }
    }
}

impl Stop<'_> {
    /// Where to point at what a use takes from the catalogue.
    pub(super) fn use_span(&self) -> Span {
        match (self.written.uses(), &self.written.title) {
            (Some(uses), _) => uses.span,
            (None, Some(title)) => title.span,
            (None, None) => self.written.common.first_key,
        }
    }
}

impl<'a> Context<'a> {
    /// Lays what was written beside what was resolved.
    pub(super) fn new(site: &'a Site, content: &'a Content, sources: &'a Sources) -> Self {
        let journeys = by_file(&content.journeys);
        let maps = site
            .journeys
            .iter()
            .enumerate()
            .filter(|(_, journey)| is_live(&journey.meta))
            .filter_map(|(at, journey)| {
                let written = *journeys.get(&journey.meta.file())?;
                Some(Map::new(JourneyIx(at as u32), journey, written))
            })
            .collect();
        Self {
            site,
            content,
            sources,
            maps,
            reviewed: site.reviews.iter().map(|item| item.node).collect(),
            repeats: RefCell::default(),
            opportunity_list: (0..site.opportunities.len() as u32).map(OpportunityIx).collect(),
            persona_list: (0..site.personas.len() as u32).map(PersonaIx).collect(),
            catalogue_list: (0..site.touchpoints.len() as u32).map(CatalogueIx).collect(),
            source_list: content.evidence.iter().map(|entry| &*entry.item).collect(),
            personas: by_file(&content.personas),
            touchpoints: by_file(&content.touchpoints),
            opportunities: by_file(&content.opportunities),
            evidence: by_file(&content.evidence),
        }
    }

    /// The same for rules that look at one journey, and only what they need for that.
    pub(super) fn of_journey(
        site: &'a Site,
        content: &'a Content,
        sources: &'a Sources,
        ix: JourneyIx,
        opportunities: &[OpportunityIx],
    ) -> Self {
        let journey = site.journey(ix);
        let entry = content.journeys.iter().find(|entry| entry.file == journey.meta.file());
        let entry = entry.filter(|_| is_live(&journey.meta));
        let reviewed = nodes(ix, journey)
            .chain(opportunities.iter().copied().map(Node::Opportunity))
            .filter(|node| site.meta(*node).review().is_some());
        Self {
            maps: entry.map(|entry| Map::new(ix, journey, &entry.item)).into_iter().collect(),
            reviewed: reviewed.collect(),
            opportunity_list: opportunities.to_vec(),
            touchpoints: by_file(&content.touchpoints),
            ..Self::empty(site, content, sources)
        }
    }

    /// The same for rules that look at one entity that is no journey, and at the opportunities
    /// written inside it. Of what is left out only what was written is looked at.
    pub(super) fn of_entity(
        (site, content, sources): (&'a Site, &'a Content, &'a Sources),
        node: Node,
        file: FileId,
        living: Option<&[OpportunityIx]>,
    ) -> Self {
        fn one<T>(entries: &[Entry<T>], file: FileId) -> BTreeMap<FileId, &T> {
            let entry = entries.iter().find(|entry| entry.file == file);
            entry.map(|entry| (file, &*entry.item)).into_iter().collect()
        }
        let mut context = Self::empty(site, content, sources);
        match node {
            Node::Persona(_) => context.personas = one(&content.personas, file),
            Node::Catalogue(_) => context.touchpoints = one(&content.touchpoints, file),
            Node::Opportunity(_) => context.opportunities = one(&content.opportunities, file),
            Node::Evidence(_) => context.evidence = one(&content.evidence, file),
            Node::Journey(_) | Node::Stage(..) | Node::Touchpoint(..) => {}
        }
        context.source_list = context.evidence.values().copied().collect();
        let Some(opportunities) = living else { return context };
        match node {
            Node::Persona(ix) => context.persona_list.push(ix),
            Node::Catalogue(ix) => context.catalogue_list.push(ix),
            _ => {}
        }
        context.opportunity_list = opportunities.to_vec();
        let mut nodes: BTreeSet<Node> =
            opportunities.iter().copied().map(Node::Opportunity).collect();
        nodes.insert(node);
        context.reviewed =
            nodes.into_iter().filter(|node| site.meta(*node).review().is_some()).collect();
        context
    }

    fn empty(site: &'a Site, content: &'a Content, sources: &'a Sources) -> Self {
        Self {
            site,
            content,
            sources,
            maps: Vec::new(),
            reviewed: Vec::new(),
            repeats: RefCell::default(),
            opportunity_list: Vec::new(),
            persona_list: Vec::new(),
            catalogue_list: Vec::new(),
            source_list: Vec::new(),
            personas: BTreeMap::new(),
            touchpoints: BTreeMap::new(),
            opportunities: BTreeMap::new(),
            evidence: BTreeMap::new(),
        }
    }

    /// What the author of a catalogue touchpoint wrote.
    pub(super) fn catalogue(&self, ix: CatalogueIx) -> Option<&'a model::Touchpoint> {
        self.touchpoints.get(&self.site.catalogue(ix).meta.file()).copied()
    }

    /// What the author of an opportunity wrote, in a file or inline.
    pub(super) fn opportunity(&self, ix: OpportunityIx) -> Option<&'a model::Opportunity> {
        let opportunity = self.site.opportunity(ix);
        let Some(home) = opportunity.home else {
            return self.opportunities.get(&opportunity.meta.file()).copied();
        };
        let items = self.experience(home)?.opportunities.as_deref()?;
        items.iter().find_map(|item| match item {
            OpportunityItem::Inline(inline) if inline.common.id.value == opportunity.meta.id => {
                Some(&**inline)
            }
            _ => None,
        })
    }

    fn experience(&self, node: Node) -> Option<&'a model::Experience> {
        match node {
            Node::Stage(..) => Some(&self.leg(node)?.written.experience),
            Node::Touchpoint(..) => Some(&self.stop(node)?.written.experience),
            Node::Catalogue(ix) => Some(&self.catalogue(ix)?.experience),
            _ => None,
        }
    }

    fn map(&self, ix: JourneyIx) -> Option<&Map<'a>> {
        let at = self.maps.binary_search_by_key(&ix, |map| map.ix).ok()?;
        self.maps.get(at)
    }

    fn leg(&self, node: Node) -> Option<&Leg<'a>> {
        match node {
            Node::Stage(ix, stage) | Node::Touchpoint(ix, stage, _) => {
                let wanted = Node::Stage(ix, stage);
                self.map(ix)?.stages.iter().find(|leg| leg.node == wanted)
            }
            _ => None,
        }
    }

    fn stop(&self, node: Node) -> Option<&Stop<'a>> {
        self.leg(node)?.stops.iter().find(|stop| stop.node == node)
    }

    /// Whether an entity is published, and all that it is a part of.
    pub(super) fn is_live(&self, node: Node) -> bool {
        match node {
            Node::Journey(ix) => self.map(ix).is_some(),
            Node::Stage(..) => self.leg(node).is_some(),
            Node::Touchpoint(..) => self.stop(node).is_some(),
            Node::Opportunity(ix) => {
                self.site.opportunity(ix).home.is_none_or(|home| self.is_live(home))
            }
            _ => is_live(self.site.meta(node)),
        }
    }

    /// Whether a moment of truth is marked at a point, or at the stage that it is a part of.
    pub(super) fn has_moment(&self, point: Node) -> bool {
        match point {
            Node::Stage(ix, stage) => !self.site.stage(ix, stage).experience.moments.is_empty(),
            Node::Touchpoint(ix, stage, touchpoint) => {
                let own = &self.site.touchpoint(ix, stage, touchpoint).experience;
                !own.moments.is_empty() || self.has_moment(Node::Stage(ix, stage))
            }
            _ => false,
        }
    }

    /// What the author of a live entity wrote of it that every kind takes.
    pub(super) fn common(&self, node: Node) -> Option<&'a Common> {
        let file = self.site.meta(node).file();
        match node {
            Node::Persona(_) => self.personas.get(&file).map(|item| &item.common),
            Node::Journey(ix) => self.map(ix).map(|map| &map.written.common),
            Node::Stage(..) => self.leg(node).map(|leg| &leg.written.common),
            Node::Touchpoint(..) => self.stop(node).map(|stop| &stop.written.common),
            Node::Catalogue(ix) => self.catalogue(ix).map(|item| &item.common),
            Node::Opportunity(ix) => self.opportunity(ix).map(|item| &item.common),
            Node::Evidence(_) => self.evidence.get(&file).map(|item| &item.common),
        }
    }

    /// The first key of an entity: where something is reported that is missing.
    pub(super) fn first_key(&self, node: Node) -> Span {
        self.common(node).map_or(self.site.meta(node).span, |common| common.first_key)
    }

    /// The id of an entity in backticks, as messages name it.
    pub(super) fn name(&self, node: Node) -> String {
        format!("`{}`", self.site.meta(node).id)
    }
}
