//! Which number every entity has. The living come first, in path order; drafts that are left out
//! come after them, so that they too are looked through for findings and then cut off.

use crate::model::{
    Common, Content, Entry, Evidence, Experience, Journey, Opportunity, OpportunityItem, Persona,
    Stage, Status, Touchpoint,
};
use crate::site::{CatalogueIx, EvidenceIx, JourneyIx, Node, OpportunityIx, PersonaIx};
use std::collections::HashMap;
use std::sync::Arc;

/// Items in order: the living, then those that are left out.
#[derive(Debug)]
pub(super) struct Row<T> {
    pub(super) items: Vec<T>,
    pub(super) living: usize,
}

impl<T> Row<T> {
    fn new(items: impl Iterator<Item = T>, lives: impl Fn(&T) -> bool) -> Self {
        let (mut items, drafts): (Vec<T>, Vec<T>) = items.partition(lives);
        let living = items.len();
        items.extend(drafts);
        Self { items, living }
    }
}

/// A journey with its stages in order.
#[derive(Debug)]
pub(super) struct JourneyRow {
    pub(super) entry: Entry<Journey>,
    pub(super) stages: Row<StageRow>,
    /// Opportunities written inside it.
    pub(super) opportunities: Vec<OpportunityIx>,
}

/// A stage with its touchpoints in order.
#[derive(Debug)]
pub(super) struct StageRow {
    pub(super) item: Arc<Stage>,
    pub(super) touchpoints: Row<Arc<Touchpoint>>,
}

/// An opportunity: of a file, or written inside its home.
#[derive(Debug)]
pub(super) struct OpportunityRow {
    pub(super) item: Arc<Opportunity>,
    pub(super) space: Arc<str>,
    pub(super) home: Option<Node>,
}

/// Every entity in the order of its number. It holds on to what was written, so it outlives the
/// list of all content and a later edit needs no new one.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) personas: Row<Entry<Persona>>,
    pub(super) journeys: Row<JourneyRow>,
    pub(super) touchpoints: Row<Entry<Touchpoint>>,
    pub(super) opportunities: Row<OpportunityRow>,
    pub(super) evidence: Row<Entry<Evidence>>,
    /// The inline opportunity at a place of an entity's `opportunities`.
    pub(super) inline: HashMap<(Node, u32), OpportunityIx>,
}

/// Whether drafts are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Drafts {
    Keep,
    LeaveOut,
}

impl JourneyRow {
    pub(super) fn new(entry: Entry<Journey>, drafts: Drafts) -> Self {
        let row = |item: &Arc<Stage>| StageRow {
            item: item.clone(),
            touchpoints: Row::new(item.touchpoints.iter().cloned(), |t| drafts.lets(&t.common)),
        };
        let stages = Row::new(entry.item.stages.iter().map(row), |s| drafts.lets(&s.item.common));
        Self { entry, stages, opportunities: Vec::new() }
    }
}

impl Drafts {
    /// Whether an item stays on the site.
    pub(super) fn lets(self, common: &Common) -> bool {
        self == Drafts::Keep || common.status != Status::Draft
    }
}

impl Order {
    pub(super) fn new(content: &Content, drafts: Drafts) -> Self {
        let lives = |common: &Common| drafts.lets(common);
        let journeys = content.journeys.iter().map(|entry| JourneyRow::new(entry.clone(), drafts));
        let mut order = Self {
            personas: Row::new(content.personas.iter().cloned(), |e| lives(&e.item.common)),
            journeys: Row::new(journeys, |row| lives(&row.entry.item.common)),
            touchpoints: Row::new(content.touchpoints.iter().cloned(), |e| lives(&e.item.common)),
            opportunities: Row { items: Vec::new(), living: 0 },
            evidence: Row::new(content.evidence.iter().cloned(), |e| lives(&e.item.common)),
            inline: HashMap::new(),
        };
        order.number_opportunities(content);
        order
    }

    /// Opportunities of files in path order, then inline ones in the order of their homes.
    fn number_opportunities(&mut self, content: &Content) {
        let files = content.opportunities.iter().map(|entry| {
            let (item, space) = (entry.item.clone(), entry.space.clone());
            (OpportunityRow { item, space, home: None }, 0)
        });
        let all = files.chain(self.inline_opportunities());
        let rows = Row::new(all, |(row, _)| row.home.is_none_or(|home| !self.is_left_out(home)));
        for (ix, (row, place)) in (0u32..).zip(&rows.items) {
            let Some(home) = row.home else { continue };
            let ix = OpportunityIx(ix);
            self.inline.insert((home, *place), ix);
            if let Node::Stage(j, _) | Node::Touchpoint(j, _, _) = home {
                self.journeys.items[j.0 as usize].opportunities.push(ix);
            }
        }
        self.opportunities = Row {
            living: rows.living,
            items: rows.items.into_iter().map(|(row, _)| row).collect(),
        };
    }

    fn inline_opportunities(&self) -> std::vec::IntoIter<(OpportunityRow, u32)> {
        let mut out = Vec::new();
        for (j, row) in indexed(&self.journeys.items, JourneyIx) {
            let space = &row.entry.space;
            for (s, stage) in indexed(&row.stages.items, |s| s) {
                inline_of(&mut out, &stage.item.experience, space, Node::Stage(j, s));
                for (t, touchpoint) in indexed(&stage.touchpoints.items, |t| t) {
                    let home = Node::Touchpoint(j, s, t);
                    inline_of(&mut out, &touchpoint.experience, space, home);
                }
            }
        }
        for (ix, entry) in indexed(&self.touchpoints.items, CatalogueIx) {
            inline_of(&mut out, &entry.item.experience, &entry.space, Node::Catalogue(ix));
        }
        out.into_iter()
    }

    /// Whether an opportunity with this id is written on an entity's page.
    pub(super) fn has_opportunity(&self, page: Node, id: &str) -> bool {
        let is_here = |home| match home {
            Node::Touchpoint(j, s, _) => Node::Stage(j, s) == page,
            home => home == page,
        };
        let living = &self.opportunities.items[..self.opportunities.living];
        living.iter().any(|row| row.home.is_some_and(is_here) && *row.item.common.id.value == *id)
    }

    /// Whether an entity is a draft that is left out, or stands in one.
    pub(super) fn is_left_out(&self, node: Node) -> bool {
        match node {
            Node::Persona(ix) => ix.0 as usize >= self.personas.living,
            Node::Journey(ix) => ix.0 as usize >= self.journeys.living,
            Node::Stage(j, s) => {
                self.is_left_out(Node::Journey(j)) || s as usize >= self.journey(j).stages.living
            }
            Node::Touchpoint(j, s, t) => {
                self.is_left_out(Node::Stage(j, s))
                    || t as usize >= self.stage(j, s).touchpoints.living
            }
            Node::Catalogue(ix) => ix.0 as usize >= self.touchpoints.living,
            Node::Opportunity(ix) => ix.0 as usize >= self.opportunities.living,
            Node::Evidence(ix) => ix.0 as usize >= self.evidence.living,
        }
    }

    pub(super) fn journey(&self, ix: JourneyIx) -> &JourneyRow {
        &self.journeys.items[ix.0 as usize]
    }

    pub(super) fn stage(&self, journey: JourneyIx, stage: u32) -> &StageRow {
        &self.journey(journey).stages.items[stage as usize]
    }

    pub(super) fn touchpoint(&self, j: JourneyIx, s: u32, t: u32) -> &Touchpoint {
        &self.stage(j, s).touchpoints.items[t as usize]
    }

    pub(super) fn opportunity(&self, ix: OpportunityIx) -> &OpportunityRow {
        &self.opportunities.items[ix.0 as usize]
    }

    /// What every entity takes, of any entity.
    pub(super) fn common(&self, node: Node) -> &Common {
        match node {
            Node::Persona(ix) => &self.personas.items[ix.0 as usize].item.common,
            Node::Journey(ix) => &self.journey(ix).entry.item.common,
            Node::Stage(j, s) => &self.stage(j, s).item.common,
            Node::Touchpoint(j, s, t) => &self.touchpoint(j, s, t).common,
            Node::Catalogue(ix) => &self.touchpoints.items[ix.0 as usize].item.common,
            Node::Opportunity(ix) => &self.opportunity(ix).item.common,
            Node::Evidence(ix) => &self.evidence.items[ix.0 as usize].item.common,
        }
    }

    /// The space of an entity.
    pub(super) fn space(&self, node: Node) -> &Arc<str> {
        match node {
            Node::Persona(ix) => &self.personas.items[ix.0 as usize].space,
            Node::Journey(j) | Node::Stage(j, _) | Node::Touchpoint(j, _, _) => {
                &self.journey(j).entry.space
            }
            Node::Catalogue(ix) => &self.touchpoints.items[ix.0 as usize].space,
            Node::Opportunity(ix) => &self.opportunity(ix).space,
            Node::Evidence(ix) => &self.evidence.items[ix.0 as usize].space,
        }
    }

    /// What an entity stands in, if it has no file of its own kind folder.
    pub(super) fn parent(&self, node: Node) -> Option<Node> {
        match node {
            Node::Stage(j, _) => Some(Node::Journey(j)),
            Node::Touchpoint(j, s, _) => Some(Node::Stage(j, s)),
            Node::Opportunity(ix) => self.opportunity(ix).home,
            _ => None,
        }
    }

    /// Every entity that stands in no other.
    pub(super) fn tops(&self) -> impl Iterator<Item = Node> + '_ {
        let count = |len: usize| 0..len as u32;
        let personas = count(self.personas.items.len()).map(|i| Node::Persona(PersonaIx(i)));
        let journeys = count(self.journeys.items.len()).map(|i| Node::Journey(JourneyIx(i)));
        let catalogue =
            count(self.touchpoints.items.len()).map(|i| Node::Catalogue(CatalogueIx(i)));
        let opportunities = indexed(&self.opportunities.items, OpportunityIx)
            .filter(|(_, row)| row.home.is_none())
            .map(|(ix, _)| Node::Opportunity(ix));
        let evidence = count(self.evidence.items.len()).map(|i| Node::Evidence(EvidenceIx(i)));
        personas.chain(journeys).chain(catalogue).chain(opportunities).chain(evidence)
    }

    /// Stages, touchpoints and opportunities inside a journey.
    pub(super) fn inside(&self, journey: JourneyIx) -> impl Iterator<Item = Node> + '_ {
        let row = self.journey(journey);
        let stages = indexed(&row.stages.items, |s| s).flat_map(move |(s, stage)| {
            let touchpoints = (0..stage.touchpoints.items.len() as u32)
                .map(move |t| Node::Touchpoint(journey, s, t));
            std::iter::once(Node::Stage(journey, s)).chain(touchpoints)
        });
        stages.chain(row.opportunities.iter().map(|&ix| Node::Opportunity(ix)))
    }

    /// Every entity that stands in another.
    pub(super) fn nested(&self) -> impl Iterator<Item = Node> + '_ {
        let journeys = (0..self.journeys.items.len() as u32).map(JourneyIx);
        let in_catalogue = indexed(&self.opportunities.items, OpportunityIx)
            .filter(|(_, row)| matches!(row.home, Some(Node::Catalogue(_))))
            .map(|(ix, _)| Node::Opportunity(ix));
        journeys.flat_map(|j| self.inside(j)).chain(in_catalogue)
    }
}

/// Items with their numbers.
pub(super) fn indexed<T, I>(
    items: &[T],
    index: impl Fn(u32) -> I + Copy,
) -> impl Iterator<Item = (I, &T)> {
    (0u32..).map(index).zip(items)
}

fn inline_of(
    out: &mut Vec<(OpportunityRow, u32)>,
    experience: &Experience,
    space: &Arc<str>,
    home: Node,
) {
    let items = experience.opportunities.as_deref().unwrap_or_default();
    for (place, item) in indexed(items, |place| place) {
        if let OpportunityItem::Inline(item) = item {
            let (item, space) = (item.clone(), space.clone());
            out.push((OpportunityRow { item, space, home: Some(home) }, place));
        }
    }
}
