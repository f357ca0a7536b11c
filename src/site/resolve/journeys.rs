//! Journeys with their stages and touchpoints.

use super::catalogue::{Shared, place_of_name, plain_words};
use super::channels::listed;
use super::desk::{Desk, Room, Shelf};
use super::experience::{Travellers, Under};
use super::meta::{Above, Reviewed};
use super::names::Scope;
use super::order::{StageRow, indexed};
use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::model::fields::LANES;
use crate::model::{self, Touchpoint as WrittenTouchpoint};
use crate::site::{
    CatalogueIx, Experience, Further, Journey, JourneyIx, Lane, Meta, Node, Stage, Touchpoint,
    Words, derive,
};
use crate::source::Text;
use std::sync::Arc;
use thin_vec::ThinVec;

/// A journey with everything that it alone decides. What others say of it comes later: parents,
/// children, backlinks, the order of opportunities.
pub(super) fn resolve<'r>(
    room: &'r Room<'_>,
    shelf: Shelf<'r>,
    ix: JourneyIx,
) -> (Journey, Vec<Finding>) {
    let row = room.names.order.journey(ix);
    let entry = &row.entry;
    let left_out = room.names.order.is_left_out(Node::Journey(ix));
    let scope = Scope { journey: Some(ix), left_out, ..Scope::of_space(&entry.space) };
    let mut desk = Desk::new(room, shelf, scope);
    let written = &entry.item;
    let above = Above::file(&entry.space, entry.file, &entry.path);
    let meta = desk.meta(&written.common, written.title.span, &above, Reviewed::Always);
    let travellers = desk.travellers(&written.personas);
    let stages = desk.stages(ix, &row.stages.items, &travellers, &meta);
    let mut journey = Journey {
        title: desk.words(&written.title),
        goal: desk.maybe_words(written.goal.as_ref()),
        scenario: desk.maybe_words(written.scenario.as_ref()),
        state: written.state,
        altitude: written.altitude,
        baseline: written.baseline.as_ref().and_then(|name| desk.journey(name)),
        parent: written.parent.as_ref().and_then(|name| desk.journey(name)),
        children: Vec::new(),
        lanes: desk.lanes(written.lanes.as_deref()),
        metrics: desk.metrics(&written.metrics),
        stages,
        lowest: None,
        highest: None,
        largest_drop: None,
        coverage: Default::default(),
        opportunities: ThinVec::new(),
        personas: travellers.personas,
        meta,
    };
    leave_out_drafts(&mut journey, room, ix);
    derive_whole(&mut journey, ix);
    if written.lanes.is_none() && room.content.config.lanes_span.is_none() {
        show_blueprint(&mut journey);
    }
    (journey, desk.findings)
}

/// Drafts stand after the living and are cut off once they have been looked through.
fn leave_out_drafts(journey: &mut Journey, room: &Room<'_>, ix: JourneyIx) {
    let row = room.names.order.journey(ix);
    for (stage, row) in journey.stages.iter_mut().zip(&row.stages.items) {
        stage.touchpoints.truncate(row.touchpoints.living);
    }
    journey.stages.truncate(row.stages.living);
}

/// Where nobody chose the lanes, a journey shows those bands of the blueprint that it fills.
fn show_blueprint(journey: &mut Journey) {
    for band in [Lane::Artifacts, Lane::Frontstage, Lane::Backstage, Lane::Support] {
        let fills = |e: &Experience| e.claims.iter().any(|claim| claim.lane == band);
        let mut stages = journey.stages.iter();
        let filled = stages.any(|stage| {
            fills(&stage.experience) || stage.touchpoints.iter().any(|t| fills(&t.experience))
        });
        if filled {
            journey.lanes.push(band.id().into());
        }
    }
}

/// What follows from the stages and touchpoints together.
fn derive_whole(journey: &mut Journey, ix: JourneyIx) {
    let mut number = 0;
    for stage in &mut journey.stages {
        let felt = stage
            .touchpoints
            .iter()
            .map(|t| (t.experience.importance, t.experience.emotion.as_slice()));
        stage.emotion = derive::stage_emotion(&journey.personas, &stage.experience.emotion, felt);
        let parts = stage.touchpoints.iter().map(|t| t.experience.coverage);
        stage.coverage = derive::total_coverage(parts.chain([stage.experience.coverage]));
        for touchpoint in &mut stage.touchpoints {
            number += 1;
            touchpoint.number = number;
        }
    }
    let points = derive::points(ix, &journey.personas, &journey.stages);
    journey.lowest = derive::lowest(&points);
    journey.highest = derive::highest(&points);
    journey.largest_drop = derive::largest_drop(&points);
    journey.coverage = derive::total_coverage(journey.stages.iter().map(|stage| stage.coverage));
}

impl Desk<'_, '_> {
    fn stages(
        &mut self,
        ix: JourneyIx,
        rows: &[StageRow],
        travellers: &Travellers<'_>,
        journey: &Meta,
    ) -> Vec<Stage> {
        let scope = self.scope;
        let stages = indexed(rows, |s| s)
            .map(|(s, row)| {
                let left_out = self.room.names.order.is_left_out(Node::Stage(ix, s));
                self.scope = Scope { stage: Some(s), left_out, ..scope };
                self.stage((ix, s), row, travellers, journey)
            })
            .collect();
        self.scope = scope;
        self.lang = journey.lang().cloned();
        stages
    }

    fn stage(
        &mut self,
        (j, s): (JourneyIx, u32),
        row: &StageRow,
        travellers: &Travellers<'_>,
        journey: &Meta,
    ) -> Stage {
        let written = &row.item;
        let above = Above::of(journey);
        let meta = self.meta(&written.common, written.title.span, &above, Reviewed::WhenWritten);
        let mut experience = self.experience(&written.experience, None, Node::Stage(j, s));
        experience.emotion = self.emotion(written.experience.emotion.as_ref(), None, travellers);
        let stage = Stage {
            title: self.words(&written.title),
            phase: written.phase.as_ref().map(|phase| phase.text.alone()),
            lifecycle: written.lifecycle.map(|lifecycle| lifecycle.value),
            goal: self.maybe_words(written.goal.as_ref()),
            further: model::beside(Further {
                when: self.maybe_words(written.when()),
                journey: written.journey().and_then(|name| self.journey(name)),
                metrics: self.metrics(written.metrics().unwrap_or_default()),
            }),
            touchpoints: Vec::new(),
            experience,
            emotion: ThinVec::new(),
            coverage: Default::default(),
            meta,
        };
        let touchpoints = indexed(&row.touchpoints.items, |t| t)
            .map(|(t, written)| self.touchpoint((j, s, t), written, travellers, &stage.meta))
            .collect();
        Stage { touchpoints, ..stage }
    }

    fn touchpoint(
        &mut self,
        (j, s, t): (JourneyIx, u32, u32),
        written: &WrittenTouchpoint,
        travellers: &Travellers<'_>,
        stage: &Meta,
    ) -> Touchpoint {
        let node = Node::Touchpoint(j, s, t);
        let scope = self.scope;
        self.scope.left_out = self.room.names.order.is_left_out(node);
        let uses = written.uses().and_then(|name| self.catalogue(name));
        let shared = uses.and_then(|ix| self.shelf.catalogue.get(ix.0 as usize));
        let touchpoint = self.laid_over(node, written, (uses, shared), travellers, stage);
        self.scope = scope;
        touchpoint
    }

    /// A touchpoint with the catalogue laid under it.
    fn laid_over(
        &mut self,
        node: Node,
        written: &WrittenTouchpoint,
        (uses, shared): (Option<CatalogueIx>, Option<&Shared>),
        travellers: &Travellers<'_>,
        stage: &Meta,
    ) -> Touchpoint {
        let below = shared.map(|shared| &shared.touchpoint);
        let above = above_use(stage, shared);
        let named = place_of_name(written);
        let mut meta = self.meta(&written.common, named, &above, Reviewed::WhenWritten);
        if let Some(below) = below {
            meta.lay_over(&below.meta);
        }
        let own_channel = written.channel.as_ref().map(|word| self.channel(word));
        let channel = own_channel.unwrap_or_else(|| below.and_then(|below| below.channel));
        let control = written.control().or_else(|| shared.and_then(|shared| shared.control));
        let under = shared
            .map(|shared| Under { experience: &shared.touchpoint.experience, felt: &shared.felt });
        let mut experience = self.experience(&written.experience, under, node);
        experience.emotion = self.emotion(written.experience.emotion.as_ref(), under, travellers);
        let own_when = self.maybe_words(written.when());
        let own_journey = written.journey().map(|name| self.journey(name));
        let title = self.use_title(written, below.map(|below| &below.title), &meta.id);
        let metrics = below.map(|below| below.metrics.as_slice()).unwrap_or_default();
        Touchpoint {
            title,
            number: 0,
            channel,
            control: control.or_else(|| self.room.channels.control(channel)),
            uses,
            further: model::beside(Further {
                journey: own_journey.unwrap_or_else(|| below.and_then(|below| below.journey)),
                when: own_when.or_else(|| below.and_then(|below| below.when.clone())),
                metrics: self.own_metrics(written.metrics(), metrics),
            }),
            experience,
            meta,
        }
    }

    /// Its own title, else the catalogue's; a use of a draft has only its id for one.
    fn use_title(
        &mut self,
        written: &WrittenTouchpoint,
        below: Option<&Words>,
        id: &Arc<str>,
    ) -> Words {
        match (&written.title, below) {
            (Some(title), _) => self.words(title),
            (None, Some(below)) => below.clone(),
            (None, None) => plain_words(id),
        }
    }

    /// The lanes of a journey: its own choice, else the site's.
    fn lanes(&mut self, own: Option<&[Text]>) -> Vec<Arc<str>> {
        let config = &self.room.content.config;
        let Some(own) = own else { return config.lanes.clone() };
        let custom = || config.custom_lanes.iter().map(|lane| &*lane.id);
        let known = || LANES.iter().copied().chain(custom());
        let mut lanes: Vec<Arc<str>> = Vec::with_capacity(own.len());
        for lane in own {
            if lanes.iter().any(|known| **known == *lane.text) {
                let message = format!("the lane `{}` is listed already", lane.text);
                let finding = Finding::new(Code::DuplicateId, lane.span, message);
                self.report(finding.help("keep one of them"));
                continue;
            }
            if known().any(|known| *known == *lane.text) || !config.readable {
                lanes.push(lane.text.alone());
                continue;
            }
            let help = did_you_mean(lane, known())
                .unwrap_or_else(|| format!("the lanes are {}", listed(known())));
            let message = format!("there is no lane `{}`", lane.text);
            self.report(Finding::new(Code::UnknownLane, lane.span, message).help(help));
        }
        lanes
    }
}

/// A use belongs to whom it says, else to whom the catalogue says, else to the journey's owner.
fn above_use(stage: &Meta, shared: Option<&Shared>) -> Above {
    let mut above = Above::of(stage);
    if let Some(owner) = shared.and_then(|shared| shared.touchpoint.meta.owner.clone()) {
        above.owner = Some(owner);
    }
    above
}
