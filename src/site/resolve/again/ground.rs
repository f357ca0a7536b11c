//! What entities see of each other, brought up to date for one journey.

use super::super::channels::{name as folded, word_channel};
use super::super::order::{Drafts, JourneyRow, Order, StageRow, indexed};
use super::super::{Ground, Register};
use crate::model::{self, Common, OpportunityItem, Status};
use crate::site::{JourneyIx, Node, OpportunityIx, Site};
use crate::source::{FileId, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An opportunity written inside something, by its place there.
type Inline = ((Node, u32), Arc<model::Opportunity>);

/// What a new text of a journey changes for others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// Words: everything in it has the place and the name that it had.
    Words,
    /// Something in it has another place or another name.
    Inside,
}

impl Change {
    /// What differs between two texts; `None` when it is the journey's own name, or a former name,
    /// which may mean anything anywhere.
    pub(super) fn between(a: &model::Journey, b: &model::Journey) -> Option<Self> {
        if !same(&a.common, &b.common) {
            return None;
        }
        if same_inside(a, b) {
            return Some(Change::Words);
        }
        let has_former =
            |journey| common_inside(journey).any(|common| !common.aliases().is_empty());
        let has_alias = !a.common.aliases().is_empty();
        if has_former(a) || has_former(b) || has_alias || draft_uses(a) != draft_uses(b) {
            return None;
        }
        Some(Change::Inside)
    }
}

/// Whether the texts of a journey have the same headings.
pub(super) fn same_headings(a: &model::Journey, b: &model::Journey) -> bool {
    let all = |journey| -> Vec<_> {
        let inside = common_inside(journey).map(headings);
        std::iter::once(headings(&journey.common)).chain(inside).collect()
    };
    all(a) == all(b)
}

pub(super) fn headings(common: &Common) -> Vec<Arc<str>> {
    let rich = common.body().and_then(|body| body.doc.rich.as_ref());
    rich.map(|rich| rich.headings.iter().map(|heading| heading.as_ref().into()).collect())
        .unwrap_or_default()
}

/// Stages, touchpoints and opportunities of a journey.
fn common_inside(journey: &model::Journey) -> impl Iterator<Item = &Common> {
    journey.stages.iter().flat_map(|stage| {
        let touchpoints = stage.touchpoints.iter().flat_map(|touchpoint| {
            std::iter::once(&touchpoint.common).chain(common_inline(&touchpoint.experience))
        });
        std::iter::once(&stage.common).chain(common_inline(&stage.experience)).chain(touchpoints)
    })
}

fn common_inline(experience: &model::Experience) -> impl Iterator<Item = &Common> {
    experience.opportunities.iter().flatten().filter_map(|item| match item {
        OpportunityItem::Inline(item) => Some(&item.common),
        OpportunityItem::Ref(_) => None,
    })
}

/// What drafts in a journey take from the catalogue.
pub(super) fn draft_uses(journey: &model::Journey) -> Vec<&str> {
    let mut uses = Vec::new();
    for stage in &journey.stages {
        for touchpoint in &stage.touchpoints {
            let drafts = [&stage.common, &touchpoint.common];
            if drafts.iter().any(|common| common.status == Status::Draft) {
                uses.extend(touchpoint.uses().map(|name| &*name.name));
            }
        }
    }
    uses
}

fn same_inside(a: &model::Journey, b: &model::Journey) -> bool {
    a.stages.len() == b.stages.len()
        && a.stages.iter().zip(&b.stages).all(|(a, b)| {
            same(&a.common, &b.common)
                && same_inline(&a.experience, &b.experience)
                && a.touchpoints.len() == b.touchpoints.len()
                && a.touchpoints.iter().zip(&b.touchpoints).all(|(a, b)| same_touchpoint(a, b))
        })
}

fn same_touchpoint(a: &model::Touchpoint, b: &model::Touchpoint) -> bool {
    let uses = |t: &model::Touchpoint| t.uses().map(|name| name.name.clone());
    same(&a.common, &b.common) && same_inline(&a.experience, &b.experience) && uses(a) == uses(b)
}

pub(super) fn same_inline(a: &model::Experience, b: &model::Experience) -> bool {
    let items = |e: &model::Experience| e.opportunities.as_ref().map_or(0, |items| items.len());
    let pairs = || a.opportunities.iter().flatten().zip(b.opportunities.iter().flatten());
    items(a) == items(b)
        && pairs().all(|pair| match pair {
            (OpportunityItem::Ref(_), OpportunityItem::Ref(_)) => true,
            (OpportunityItem::Inline(a), OpportunityItem::Inline(b)) => same(&a.common, &b.common),
            _ => false,
        })
}

/// The id, what was the id, and whether it is there at all.
pub(super) fn same(a: &Common, b: &Common) -> bool {
    a.file() == b.file()
        && a.id.value == b.id.value
        && a.status == b.status
        && a.aliases()
            .iter()
            .map(|alias| &alias.text)
            .eq(b.aliases().iter().map(|alias| &alias.text))
}

/// How many opportunities are written in a journey, and how many of them stand on the site.
pub(super) fn count_inline(journey: &model::Journey, drafts: Drafts) -> (usize, usize) {
    let count = |experience: &model::Experience| common_inline(experience).count();
    let (mut all, mut living) = (0, 0);
    for stage in &journey.stages {
        let mut add = |experience, lives: bool| {
            all += count(experience);
            living += usize::from(lives) * count(experience);
        };
        let lives = drafts.lets(&stage.common);
        add(&stage.experience, lives);
        for touchpoint in &stage.touchpoints {
            add(&touchpoint.experience, lives && drafts.lets(&touchpoint.common));
        }
    }
    (all, living)
}

impl Ground {
    /// Puts what is written now in the place of what was. `None` when opportunities of other
    /// journeys get other numbers, or a channel appears or goes.
    pub(super) fn take_in(
        &mut self,
        ix: JourneyIx,
        entry: model::Entry<model::Journey>,
        change: Change,
        files: &BTreeSet<FileId>,
        site: &mut Site,
    ) -> Option<()> {
        let before = named(&self.order, ix);
        let words_before = channel_words(&self.order, ix);
        self.replace_row(ix, entry)?;
        if change == Change::Inside {
            let now = named(&self.order, ix);
            self.register.rename_inside(&before, &now);
            let nodes: Vec<(FileId, Node)> = std::iter::once(Node::Journey(ix))
                .chain(self.order.inside(ix))
                .map(|node| (self.order.common(node).file(), node))
                .collect();
            self.pages.move_inside(files, &nodes);
        }
        self.move_channels(ix, &words_before, files, site)
    }

    fn replace_row(&mut self, ix: JourneyIx, entry: model::Entry<model::Journey>) -> Option<()> {
        let order = &mut self.order;
        for (place, _) in inline_of(ix, &order.journey(ix).stages.items) {
            order.inline.remove(&place);
        }
        let row = &mut order.journeys.items[ix.0 as usize];
        let numbers = std::mem::take(&mut row.opportunities);
        *row = JourneyRow { opportunities: numbers, ..JourneyRow::new(entry, self.drafts) };
        let inline = inline_of(ix, &order.journey(ix).stages.items);
        let (drafts, living): (Vec<Inline>, Vec<Inline>) =
            inline.into_iter().partition(|((home, _), _)| order.is_left_out(*home));
        let numbers: Vec<OpportunityIx> = order.journey(ix).opportunities.clone();
        let lives = |number: &&OpportunityIx| (number.0 as usize) < order.opportunities.living;
        if numbers.iter().filter(lives).count() != living.len()
            || numbers.len() != living.len() + drafts.len()
        {
            return None;
        }
        for (number, ((home, place), item)) in
            numbers.into_iter().zip(living.into_iter().chain(drafts))
        {
            order.inline.insert((home, place), number);
            let row = &mut order.opportunities.items[number.0 as usize];
            (row.item, row.home) = (item, Some(home));
        }
        Some(())
    }

    /// A channel that no `site.yaml` lists stands where its word is first written.
    fn move_channels(
        &mut self,
        ix: JourneyIx,
        before: &BTreeMap<String, Text>,
        files: &BTreeSet<FileId>,
        site: &mut Site,
    ) -> Option<()> {
        if self.channels.declared {
            return Some(());
        }
        let now = channel_words(&self.order, ix);
        for (key, word) in &now {
            let at = self.channels.find(key)? as usize;
            let place = self.channels.list[at].id.span.file;
            let is_later = match self.pages.entity(place) {
                Some(Node::Journey(j) | Node::Stage(j, _) | Node::Touchpoint(j, _, _)) => j > ix,
                _ => false,
            };
            if files.contains(&place) || is_later {
                self.channels.list[at] = word_channel(word);
                site.channels[at] = self.channels.list[at].clone();
            }
        }
        let gone = before.keys().filter(|key| !now.contains_key(*key));
        let mut places = gone.filter_map(|key| self.channels.find(key));
        let is_first = |at: u32| files.contains(&self.channels.list[at as usize].id.span.file);
        (!places.any(is_first)).then_some(())
    }
}

impl Ground {
    /// Channels that no `site.yaml` lists and that are first written in a file move with their
    /// words, which are the same as before.
    pub(super) fn move_words(&mut self, words: &[Text], file: FileId, site: &mut Site) {
        if self.channels.declared {
            return;
        }
        let mut moved = BTreeSet::new();
        for word in words {
            let Some(at) = self.channels.find(word).map(|at| at as usize) else { continue };
            if self.channels.list[at].id.span.file == file && moved.insert(at) {
                self.channels.list[at] = word_channel(word);
                site.channels[at] = self.channels.list[at].clone();
            }
        }
    }
}

/// Everything in a journey with its id.
fn named(order: &Order, ix: JourneyIx) -> Vec<(Arc<str>, Node)> {
    order.inside(ix).map(|node| (order.common(node).id.value.clone(), node)).collect()
}

/// Words for channels that are not left out, as they are first written.
fn channel_words(order: &Order, ix: JourneyIx) -> BTreeMap<String, Text> {
    let mut words = BTreeMap::new();
    for node in order.inside(ix).filter(|node| !order.is_left_out(*node)) {
        if let Node::Touchpoint(j, s, t) = node
            && let Some(word) = &order.touchpoint(j, s, t).channel
        {
            let key = folded(word);
            if !key.is_empty() {
                words.entry(key).or_insert_with(|| word.clone());
            }
        }
    }
    words
}

/// Opportunities that are written inside a journey, in their order.
fn inline_of(ix: JourneyIx, stages: &[StageRow]) -> Vec<Inline> {
    let mut inline = Vec::new();
    for (s, stage) in indexed(stages, |s| s) {
        inline.extend(inline_in(&stage.item.experience, Node::Stage(ix, s)));
        for (t, touchpoint) in indexed(&stage.touchpoints.items, |t| t) {
            inline.extend(inline_in(&touchpoint.experience, Node::Touchpoint(ix, s, t)));
        }
    }
    inline
}

pub(super) fn inline_in(
    experience: &model::Experience,
    home: Node,
) -> impl Iterator<Item = Inline> {
    let items = experience.opportunities.as_deref().unwrap_or_default();
    indexed(items, |place| place).filter_map(move |(place, item)| match item {
        OpportunityItem::Inline(item) => Some(((home, place), item.clone())),
        OpportunityItem::Ref(_) => None,
    })
}

impl Register {
    /// Whether names of others, or former ones, may mean what stands in a journey.
    pub(super) fn is_asked_inside(&self, ix: JourneyIx, names: &super::super::Names<'_>) -> bool {
        self.has_moved_from(names.id(Node::Journey(ix)))
            || names.order.inside(ix).any(|node| self.has_moved_from(names.id(node)))
            || self.asked.links_into(Node::Journey(ix))
            || self.asked.names_inside(ix, names)
    }
}
