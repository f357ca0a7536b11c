//! One journey again, after its text changed and nothing else did.
//!
//! What a journey gives to others is small: names, links, tags, days of reviews, what its
//! opportunities are worth. The journey is resolved by itself as it was and as it is. While it
//! gives the same names, nobody else reads anything new; while it gives the same of the rest, what
//! others said of it still holds and is taken over. Only its links may differ: those are taken off
//! and put onto what they lead to. For anything more the whole site is resolved anew.

use super::channels::word_channel;
use super::desk::{Room, Shelf};
use super::order::{JourneyRow, indexed};
use super::outgoing::{Outgoing, of_journey};
use super::{Kept, Options, journeys, opportunities, reviews};
use crate::diagnostic::Finding;
use crate::model::{self, Common, Content, OpportunityItem, OpportunityStatus, Status};
use crate::site::{
    CatalogueIx, Citation, Journey, JourneyIx, Meta, Node, Opportunity, OpportunityIx, PersonaIx,
    Site,
};
use crate::source::{FileId, Sources, Span};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A journey resolved again.
#[derive(Debug)]
pub struct Again {
    /// How it was on the site.
    pub before: Option<Arc<Journey>>,
    /// How it was written.
    pub written_before: Arc<model::Journey>,
    /// Its place on the site; `None` for a draft that is left out.
    pub journey: Option<JourneyIx>,
    /// Opportunities that are written inside it and stand on the site.
    pub opportunities: Vec<OpportunityIx>,
    /// What was found in it alone.
    pub findings: Vec<Finding>,
}

/// A journey and its opportunities, by themselves.
struct Own {
    journey: Journey,
    opportunities: Vec<(OpportunityIx, Opportunity)>,
    findings: Vec<Finding>,
}

impl Kept {
    /// Takes a new text of the journey at a place of `content` into all three: what was kept, the
    /// content, the site. `files` are those that it is written in. `None` when others must be
    /// resolved anew as well; then `content` is as new and the rest is of no more use.
    pub fn journey_again(
        &mut self,
        (at, item): (usize, Arc<model::Journey>),
        files: &BTreeSet<FileId>,
        (content, site): (&mut Content, &mut Site),
        sources: &Sources,
        options: &Options,
    ) -> Option<Again> {
        let entry = content.journeys.get_mut(at)?;
        let file = entry.file;
        let before = std::mem::replace(&mut entry.item, item);
        let rows = &self.ground.order.journeys;
        let row = rows.items.iter().position(|row| row.entry.file == file)?;
        let lives = row < rows.living;
        let ix = JourneyIx(u32::try_from(row).ok()?);
        let now = content.journeys[at].clone();
        if !same_names(&before, &now.item) || self.speaks_of(files) {
            return None;
        }
        let content = &*content;
        let old = self.own(ix, content, sources, options);
        self.take_in(ix, now);
        self.move_channels(&before, &content.journeys[at].item, site);
        let mut new = self.own(ix, content, sources, options);
        let is_inside = |own: &Own| own.findings.iter().all(|f| files.contains(&f.span.file));
        if !is_inside(&old) || !is_inside(&new) {
            return None;
        }
        let findings = std::mem::take(&mut new.findings);
        let living = self.ground.order.opportunities.living;
        let inline = new.opportunities.iter().map(|(ix, _)| *ix);
        let again = Again {
            before: lives.then(|| site.journeys.get(row).cloned()).flatten(),
            written_before: before,
            journey: lives.then_some(ix),
            opportunities: inline.filter(|ix| (ix.0 as usize) < living).collect(),
            findings,
        };
        if lives {
            let (mut old, mut new) = (old, new);
            old.opportunities.retain(|(ix, _)| (ix.0 as usize) < living);
            new.opportunities.retain(|(ix, _)| (ix.0 as usize) < living);
            self.settle(ix, &old, new, site)?;
        }
        Some(again)
    }

    /// Whether something that was found between entities stands in one of these files.
    fn speaks_of(&self, files: &BTreeSet<FileId>) -> bool {
        let is_there = |span: Span| files.contains(&span.file);
        self.between
            .iter()
            .any(|f| is_there(f.span) || f.labels.iter().any(|(span, _)| is_there(*span)))
    }

    fn own(&self, ix: JourneyIx, content: &Content, sources: &Sources, options: &Options) -> Own {
        let room: Room<'_> = self.ground.room(content, sources, options);
        let shelves = &self.shelves;
        let shelf = Shelf { evidence: &shelves.evidence, catalogue: &shelves.catalogue };
        let (journey, mut findings) = journeys::resolve(&room, shelf, ix);
        let mut inside = Vec::new();
        for &ix in &self.ground.order.journey(ix).opportunities {
            let (opportunity, mut found) = opportunities::resolve(&room, shelf, ix);
            findings.append(&mut found);
            inside.push((ix, opportunity));
        }
        Own { journey, opportunities: inside, findings }
    }

    /// Puts what is written now in the place of what was.
    fn take_in(&mut self, ix: JourneyIx, entry: model::Entry<model::Journey>) {
        let order = &mut self.ground.order;
        let row = &mut order.journeys.items[ix.0 as usize];
        let opportunities = std::mem::take(&mut row.opportunities);
        *row = JourneyRow { opportunities, ..JourneyRow::new(entry, self.ground.drafts) };
        let mut inline = Vec::new();
        for (s, stage) in indexed(&row.stages.items, |s| s) {
            inline.extend(inline_in(&stage.item.experience, Node::Stage(ix, s)));
            for (t, touchpoint) in indexed(&stage.touchpoints.items, |t| t) {
                inline.extend(inline_in(&touchpoint.experience, Node::Touchpoint(ix, s, t)));
            }
        }
        for (place, item) in inline {
            if let Some(ix) = order.inline.get(&place) {
                order.opportunities.items[ix.0 as usize].item = item;
            }
        }
    }

    /// A channel that no `site.yaml` lists stands where its word is first written.
    fn move_channels(&mut self, before: &model::Journey, now: &model::Journey, site: &mut Site) {
        let words = |journey: &model::Journey| -> Vec<crate::source::Text> {
            let stages = journey.stages.iter();
            stages.flat_map(|s| &s.touchpoints).filter_map(|t| t.channel.clone()).collect()
        };
        if self.ground.channels.declared {
            return;
        }
        let list = &mut self.ground.channels.list;
        let (before, now) = (words(before), words(now));
        let moved: Vec<(usize, usize)> = before
            .iter()
            .enumerate()
            .filter_map(|(at, was)| Some((list.iter().position(|c| c.id.span == was.span)?, at)))
            .collect();
        for (channel, at) in moved {
            list[channel] = word_channel(&now[at]);
            site.channels[channel] = list[channel].clone();
        }
    }

    /// Puts a journey onto the site; `None` when it says more of others than its links.
    fn settle(&mut self, ix: JourneyIx, old: &Own, mut new: Own, site: &mut Site) -> Option<()> {
        if Said::of(ix, old) != Said::of(ix, &new) {
            return None;
        }
        let (was, is) = (old.outgoing(ix), new.outgoing(ix));
        if was.files != is.files {
            return None;
        }
        let again = reviews_of(ix, &new);
        let before = site.journeys.get(ix.0 as usize)?.clone();
        lay(&mut new.journey, &before);
        site.journeys[ix.0 as usize] = Arc::new(new.journey);
        for (ix, mut opportunity) in new.opportunities {
            let place = site.opportunities.get_mut(ix.0 as usize)?;
            opportunity.addresses.clone_from(&place.addresses);
            opportunity.rank = place.rank;
            opportunity.meta.backlinks.clone_from(&place.meta.backlinks);
            *place = Arc::new(opportunity);
        }
        move_links(&was, &is, site);
        self.move_citations(&was, &is, site);
        if reviews_of(ix, old) != again {
            site.reviews = reviews(site);
        }
        Some(())
    }

    /// Who cites a source is told anew for each source whose citations differ.
    fn move_citations(&mut self, was: &Outgoing, is: &Outgoing, site: &mut Site) {
        let source = |(citation, _): &(Citation, Node)| citation.source;
        let gone = was.citations.iter().filter(|c| is.citations.binary_search(c).is_err());
        let come = is.citations.iter().filter(|c| was.citations.binary_search(c).is_err());
        let touched: BTreeSet<_> = gone.chain(come).filter_map(source).collect();
        for ix in touched {
            let at = ix.0 as usize;
            let Some(place) = site.evidence.get_mut(at) else { continue };
            let evidence = Arc::make_mut(place);
            let of = |out: &Outgoing, highlight: Option<u32>| -> Vec<Node> {
                let cited = out.citations.iter().filter(|(c, _)| c.source == Some(ix));
                let meant = cited.filter(|(c, _)| highlight.is_none() || c.highlight == highlight);
                meant.map(|(_, by)| *by).collect()
            };
            replace(&mut evidence.cited_by, &of(was, None), &of(is, None));
            for (at, highlight) in (0u32..).zip(&mut evidence.highlights) {
                replace(&mut highlight.cited_by, &of(was, Some(at)), &of(is, Some(at)));
            }
            self.shelves.evidence[at] = place.clone();
        }
    }
}

impl Own {
    fn outgoing(&self, ix: JourneyIx) -> Outgoing {
        of_journey(ix, &self.journey, &self.opportunities)
    }
}

/// Takes some nodes out of a sorted list and puts others in.
fn replace(list: &mut Vec<Node>, out: &[Node], into: &[Node]) {
    list.retain(|node| !out.contains(node));
    list.extend_from_slice(into);
    list.sort_unstable();
    list.dedup();
}

/// Links that are no longer there are taken off what they led to, new ones put on.
fn move_links(was: &Outgoing, is: &Outgoing, site: &mut Site) {
    for link in was.links.iter().filter(|link| is.links.binary_search(link).is_err()) {
        if let Some(meta) = meta_of(site, link.0) {
            meta.backlinks.retain(|from| *from != link.1);
        }
    }
    for link in is.links.iter().filter(|link| was.links.binary_search(link).is_err()) {
        if let Some(meta) = meta_of(site, link.0)
            && let Err(place) = meta.backlinks.binary_search(&link.1)
        {
            meta.backlinks.insert(place, link.1);
        }
    }
}

fn meta_of(site: &mut Site, node: Node) -> Option<&mut Meta> {
    Some(match node {
        Node::Persona(ix) => &mut Arc::make_mut(site.personas.get_mut(ix.0 as usize)?).meta,
        Node::Journey(ix) => &mut Arc::make_mut(site.journeys.get_mut(ix.0 as usize)?).meta,
        Node::Stage(j, s) => {
            let journey = Arc::make_mut(site.journeys.get_mut(j.0 as usize)?);
            &mut journey.stages.get_mut(s as usize)?.meta
        }
        Node::Touchpoint(j, s, t) => {
            let journey = Arc::make_mut(site.journeys.get_mut(j.0 as usize)?);
            let stage = journey.stages.get_mut(s as usize)?;
            &mut stage.touchpoints.get_mut(t as usize)?.meta
        }
        Node::Catalogue(ix) => &mut Arc::make_mut(site.touchpoints.get_mut(ix.0 as usize)?).meta,
        Node::Opportunity(ix) => {
            &mut Arc::make_mut(site.opportunities.get_mut(ix.0 as usize)?).meta
        }
        Node::Evidence(ix) => &mut Arc::make_mut(site.evidence.get_mut(ix.0 as usize)?).meta,
    })
}

/// What others say of a journey goes over from how it was to how it is.
fn lay(journey: &mut Journey, before: &Journey) {
    journey.parent = before.parent;
    journey.children.clone_from(&before.children);
    journey.opportunities.clone_from(&before.opportunities);
    journey.meta.backlinks.clone_from(&before.meta.backlinks);
    for (stage, before) in journey.stages.iter_mut().zip(&before.stages) {
        stage.meta.backlinks.clone_from(&before.meta.backlinks);
        stage.experience.opportunities.clone_from(&before.experience.opportunities);
        for (touchpoint, before) in stage.touchpoints.iter_mut().zip(&before.touchpoints) {
            touchpoint.meta.backlinks.clone_from(&before.meta.backlinks);
            touchpoint.experience.opportunities.clone_from(&before.experience.opportunities);
        }
    }
}

/// What a journey says of others, or gives to lists of the whole site, besides its links.
#[derive(PartialEq, Default)]
struct Said {
    personas: Vec<PersonaIx>,
    /// Parent, baseline, then what each stage and touchpoint zooms into.
    journeys: Vec<Option<JourneyIx>>,
    uses: Vec<Option<CatalogueIx>>,
    opportunities: Vec<Vec<OpportunityIx>>,
    worth: Vec<Worth>,
    /// Tags in the order in which they are written.
    tags: Vec<(FileId, Arc<str>, Node)>,
}

/// What decides the place of an opportunity.
#[derive(PartialEq)]
struct Worth {
    score: f64,
    impact: f64,
    title: Arc<str>,
    status: OpportunityStatus,
    lives: Status,
    addresses: Vec<Node>,
}

impl Said {
    fn of(ix: JourneyIx, own: &Own) -> Self {
        let journey = &own.journey;
        let mut said = Self { personas: journey.personas.clone(), ..Self::default() };
        let mut tags: Vec<(Span, Arc<str>, Node)> = Vec::new();
        said.journeys.extend([journey.parent, journey.baseline]);
        add_tags(&mut tags, Node::Journey(ix), &journey.meta);
        for (s, stage) in indexed(&journey.stages, |s| s) {
            let node = Node::Stage(ix, s);
            add_tags(&mut tags, node, &stage.meta);
            said.journeys.push(stage.journey);
            said.experience(node, &stage.experience, &mut tags);
            for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
                let node = Node::Touchpoint(ix, s, t);
                add_tags(&mut tags, node, &touchpoint.meta);
                said.journeys.push(touchpoint.journey);
                said.uses.push(touchpoint.uses);
                said.experience(node, &touchpoint.experience, &mut tags);
            }
        }
        for (ix, opportunity) in &own.opportunities {
            add_tags(&mut tags, Node::Opportunity(*ix), &opportunity.meta);
            said.worth.push(Worth {
                score: opportunity.score,
                impact: opportunity.impact,
                title: opportunity.title.doc.plain().clone(),
                status: opportunity.status,
                lives: opportunity.meta.status,
                addresses: opportunity.addresses.clone(),
            });
        }
        tags.sort_by_key(|(span, _, _)| (span.file, span.start));
        said.tags = tags.into_iter().map(|(span, tag, node)| (span.file, tag, node)).collect();
        said
    }

    fn experience(
        &mut self,
        node: Node,
        experience: &crate::site::Experience,
        tags: &mut Vec<(Span, Arc<str>, Node)>,
    ) {
        self.opportunities.push(experience.opportunities.clone());
        for claim in &experience.claims {
            tags.extend(claim.tags.iter().map(|tag| (claim.span, tag.clone(), node)));
        }
    }
}

/// What is reviewed of a journey, and when.
fn reviews_of(ix: JourneyIx, own: &Own) -> Vec<(Node, Option<Date>)> {
    let mut out = Vec::new();
    let mut add = |node: Node, meta: &Meta| {
        out.extend(meta.review.as_ref().map(|review| (node, review.next)));
    };
    add(Node::Journey(ix), &own.journey.meta);
    for (s, stage) in indexed(&own.journey.stages, |s| s) {
        add(Node::Stage(ix, s), &stage.meta);
        for (t, touchpoint) in indexed(&stage.touchpoints, |t| t) {
            add(Node::Touchpoint(ix, s, t), &touchpoint.meta);
        }
    }
    for (ix, opportunity) in &own.opportunities {
        add(Node::Opportunity(*ix), &opportunity.meta);
    }
    out
}

fn add_tags(tags: &mut Vec<(Span, Arc<str>, Node)>, node: Node, meta: &Meta) {
    tags.extend(meta.tags.iter().map(|(tag, span)| (*span, tag.clone(), node)));
}

type Inline = ((Node, u32), Arc<model::Opportunity>);

fn inline_in(experience: &model::Experience, home: Node) -> impl Iterator<Item = Inline> {
    let items = experience.opportunities.as_deref().unwrap_or_default();
    indexed(items, |place| place).filter_map(move |(place, item)| match item {
        OpportunityItem::Inline(item) => Some(((home, place), item.clone())),
        OpportunityItem::Ref(_) => None,
    })
}

/// Whether two texts of a journey give the same names, so that a reference to anything in it means
/// and says the same.
fn same_names(a: &model::Journey, b: &model::Journey) -> bool {
    same(&a.common, &b.common)
        && a.stages.len() == b.stages.len()
        && a.stages.iter().zip(&b.stages).all(|(a, b)| {
            same(&a.common, &b.common)
                && same_inline(&a.experience, &b.experience)
                && a.touchpoints.len() == b.touchpoints.len()
                && a.touchpoints.iter().zip(&b.touchpoints).all(|(a, b)| same_touchpoint(a, b))
        })
}

fn same_touchpoint(a: &model::Touchpoint, b: &model::Touchpoint) -> bool {
    let channel = |t: &model::Touchpoint| t.channel.as_ref().map(|word| word.text.clone());
    let uses = |t: &model::Touchpoint| t.uses.as_ref().map(|name| name.name.clone());
    same(&a.common, &b.common)
        && same_inline(&a.experience, &b.experience)
        && channel(a) == channel(b)
        && uses(a) == uses(b)
}

fn same_inline(a: &model::Experience, b: &model::Experience) -> bool {
    let items = |e: &model::Experience| e.opportunities.as_ref().map_or(0, Vec::len);
    let pairs = || a.opportunities.iter().flatten().zip(b.opportunities.iter().flatten());
    items(a) == items(b)
        && pairs().all(|pair| match pair {
            (OpportunityItem::Ref(_), OpportunityItem::Ref(_)) => true,
            (OpportunityItem::Inline(a), OpportunityItem::Inline(b)) => same(&a.common, &b.common),
            _ => false,
        })
}

/// The id, what was the id, whether it is there at all, and the headings that a link may name.
fn same(a: &Common, b: &Common) -> bool {
    let headings = |common: &Common| {
        let rich = common.body.as_ref().and_then(|body| body.doc.rich.as_ref());
        rich.map(|rich| rich.headings.clone()).unwrap_or_default()
    };
    a.file == b.file
        && a.id.value == b.id.value
        && a.status == b.status
        && a.aliases.iter().map(|alias| &alias.text).eq(b.aliases.iter().map(|alias| &alias.text))
        && headings(a) == headings(b)
}
