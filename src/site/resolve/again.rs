//! One journey again, after its text changed and nothing else did.
//!
//! What a journey gives to others is small: names, links, tags, days of reviews, what its
//! opportunities are worth. The journey is resolved by itself as it was and as it is. While it
//! gives the same names, or nobody asked for those that differ, nobody else reads anything new, and
//! what others said of it still holds and is taken over. Links that differ are taken off and put
//! onto what they lead to, lists of the whole site in which it stands otherwise are made again from
//! what is resolved. For anything more the whole site is resolved anew.

mod alone;
mod exchange;
mod ground;
mod relation;
mod shares;

use super::desk::{Room, Shelf};
use super::files::fold;
use super::order::indexed;
use super::outgoing::{Outgoing, of_journey};
use super::{Ground, Kept, Kinds, Names, Options, journeys, opportunities};
use crate::diagnostic::Finding;
use crate::model::{self, Content};
use crate::site::{
    CatalogueIx, Citation, Journey, JourneyIx, Meta, Node, Opportunity, OpportunityIx, Site,
};
use crate::source::{FileId, Sources, Span};
pub use alone::Touched;
pub use exchange::{Exchange, Exchanged, Moved};
use ground::{Change, same_headings};
use shares::{Lists, Shares};
use std::collections::BTreeSet;
use std::sync::Arc;
use thin_vec::ThinVec;

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
        let ix = JourneyIx(u32::try_from(row).ok()?);
        let now = content.journeys[at].clone();
        let change = Change::between(&before, &now.item)?;
        let asked = &self.ground.register.asked;
        if self.speaks_of(files)
            || (!same_headings(&before, &now.item) && asked.links_into(Node::Journey(ix)))
            || (change == Change::Inside && self.is_asked_inside(ix, content))
        {
            return None;
        }
        let content = &*content;
        let old = self.own(ix, content, sources, options);
        self.ground.take_in(ix, now, change, files, site)?;
        if change == Change::Inside && self.is_asked_inside(ix, content) {
            return None;
        }
        let mut lists = Lists::default();
        let texts = (content, sources, options);
        let again = self.settle((ix, change), (old, before), files, texts, (site, &mut lists))?;
        lists.make(site, sources);
        Some(again)
    }

    /// Whether a journey, written anew, has the name and the number that it had, and so have all
    /// others and all opportunities.
    pub fn keeps_its_place(&self, content: &Content, at: usize, now: &model::Journey) -> bool {
        let Some(before) = content.journeys.get(at).map(|entry| &entry.item) else { return false };
        let count = |journey: &model::Journey| ground::count_inline(journey, self.ground.drafts);
        Change::between(before, now).is_some() && count(before) == count(now)
    }

    /// Puts a journey that was resolved before onto the site as it is now.
    fn settle(
        &mut self,
        (ix, change): (JourneyIx, Change),
        (old, written_before): (Own, Arc<model::Journey>),
        files: &BTreeSet<FileId>,
        (content, sources, options): (&Content, &Sources, &Options),
        (site, lists): (&mut Site, &mut Lists),
    ) -> Option<Again> {
        let mut new = self.own(ix, content, sources, options);
        let is_inside = |own: &Own| own.findings.iter().all(|f| files.contains(&f.span.file));
        if !is_inside(&old) || !is_inside(&new) {
            return None;
        }
        let lives = (ix.0 as usize) < self.ground.order.journeys.living;
        let findings = std::mem::take(&mut new.findings);
        let living = self.ground.order.opportunities.living;
        let inline = new.opportunities.iter().map(|(ix, _)| *ix);
        let again = Again {
            before: lives.then(|| site.journeys.get(ix.0 as usize).cloned()).flatten(),
            written_before,
            journey: lives.then_some(ix),
            opportunities: inline.filter(|ix| (ix.0 as usize) < living).collect(),
            findings,
        };
        if lives {
            let (mut old, mut new) = (old, new);
            old.opportunities.retain(|(ix, _)| (ix.0 as usize) < living);
            new.opportunities.retain(|(ix, _)| (ix.0 as usize) < living);
            let (was, is) = (Shares::of(ix, &old), Shares::of(ix, &new));
            let room = self.ground.room(content, sources, options);
            self.shelves.settle((ix, change), (&old, new), &room, site)?;
            is.share(&was, ix, site);
            lists.take_in(&was, &is, change);
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
        let shelf = self.shelves.shelf();
        let (journey, mut findings) = journeys::resolve(&room, shelf, ix);
        let mut inside = Vec::new();
        for &ix in &self.ground.order.journey(ix).opportunities {
            let (opportunity, mut found) = opportunities::resolve(&room, shelf, ix);
            findings.append(&mut found);
            inside.push((ix, opportunity));
        }
        Own { journey, opportunities: inside, findings }
    }

    /// Whether others wrote names that may mean what stands in a journey now.
    fn is_asked_inside(&self, ix: JourneyIx, content: &Content) -> bool {
        let Ground { order, register, .. } = &self.ground;
        register.is_asked_inside(ix, &Names::new(content, order, register))
    }
}

impl Kinds {
    fn shelf(&self) -> Shelf<'_> {
        Shelf { evidence: &self.evidence, catalogue: &self.catalogue }
    }

    /// Puts a journey onto the site; `None` when others have to hear of more than its links.
    fn settle(
        &mut self,
        (ix, change): (JourneyIx, Change),
        (old, mut new): (&Own, Own),
        room: &Room<'_>,
        site: &mut Site,
    ) -> Option<()> {
        let (bonds, bonds_now) = (Bonds::of(old), Bonds::of(&new));
        let (was, is) = (old.outgoing(ix), new.outgoing(ix));
        if bonds.journeys != bonds_now.journeys || was.files != is.files {
            return None;
        }
        let before = site.journeys.get(ix.0 as usize)?.clone();
        lay(&mut new.journey, &before, change);
        if change == Change::Inside || bonds != bonds_now {
            relation::lay(ix, (old, &mut new), (room, self.shelf()), site)?;
        } else {
            lay_opportunities(&mut new, &before, site)?;
        }
        site.journeys[ix.0 as usize] = Arc::new(new.journey);
        for (ix, mut opportunity) in new.opportunities {
            let place = site.opportunities.get_mut(ix.0 as usize)?;
            opportunity.rank = place.rank;
            opportunity.meta.backlinks.clone_from(&place.meta.backlinks);
            *place = Arc::new(opportunity);
        }
        if change == Change::Inside {
            name_anchors(ix, &room.names, site);
            if !has_room_for_pages(&before, ix, site) {
                return None;
            }
        }
        let is_fresh = |to: Node| change == Change::Inside && relation::is_inside(ix, to);
        move_links(&was, &is, is_fresh, site);
        self.move_citations(&was, &is, site);
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
            self.evidence[at] = place.clone();
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

/// Links that are no longer there are taken off what they led to, new ones put on; what is fresh
/// has none yet.
fn move_links(was: &Outgoing, is: &Outgoing, is_fresh: impl Fn(Node) -> bool, site: &mut Site) {
    for link in was.links.iter().filter(|link| is.links.binary_search(link).is_err()) {
        if let Some(meta) = meta_of(site, link.0) {
            meta.backlinks.retain(|from| *from != link.1);
        }
    }
    let is_new = |link: &&(Node, Node)| is_fresh(link.0) || was.links.binary_search(link).is_err();
    for link in is.links.iter().filter(is_new) {
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

/// What others say of a journey goes over from how it was to how it is. When others may name what
/// stands in it, nothing in it has another place.
fn lay(journey: &mut Journey, before: &Journey, change: Change) {
    journey.parent = before.parent;
    journey.children.clone_from(&before.children);
    journey.meta.backlinks.clone_from(&before.meta.backlinks);
    if change == Change::Inside {
        return;
    }
    for (stage, before) in journey.stages.iter_mut().zip(&before.stages) {
        stage.meta.backlinks.clone_from(&before.meta.backlinks);
        for (touchpoint, before) in stage.touchpoints.iter_mut().zip(&before.touchpoints) {
            touchpoint.meta.backlinks.clone_from(&before.meta.backlinks);
        }
    }
}

/// What a journey and opportunities say of each other is as it was.
fn lay_opportunities(new: &mut Own, before: &Journey, site: &Site) -> Option<()> {
    let journey = &mut new.journey;
    journey.opportunities.clone_from(&before.opportunities);
    for (stage, before) in journey.stages.iter_mut().zip(&before.stages) {
        stage.experience.opportunities.clone_from(&before.experience.opportunities);
        for (touchpoint, before) in stage.touchpoints.iter_mut().zip(&before.touchpoints) {
            touchpoint.experience.opportunities.clone_from(&before.experience.opportunities);
        }
    }
    for (ix, opportunity) in &mut new.opportunities {
        let place = site.opportunities.get(ix.0 as usize)?;
        opportunity.addresses.clone_from(&place.addresses);
    }
    Some(())
}

/// Opportunities of one id on one page get their anchors again.
fn name_anchors(ix: JourneyIx, names: &Names<'_>, site: &mut Site) {
    let numbers = &names.order.journey(ix).opportunities;
    let living: Vec<(OpportunityIx, &Opportunity)> = numbers
        .iter()
        .filter_map(|number| Some((*number, &**site.opportunities.get(number.0 as usize)?)))
        .collect();
    let anchors = opportunities::second_anchors(&living, names);
    for number in numbers {
        site.second_anchors.remove(number);
    }
    site.second_anchors.extend(anchors);
}

/// Whether no page of a stage that has another address than before stands where something else
/// does, or in a folder that is a file.
fn has_room_for_pages(before: &Journey, ix: JourneyIx, site: &Site) -> bool {
    let old: BTreeSet<&str> = before.stages.iter().map(|stage| &*stage.meta.id).collect();
    let stages = indexed(&site.journey(ix).stages, |s| s);
    let new: Vec<String> = stages
        .filter(|(_, stage)| !old.contains(&*stage.meta.id))
        .map(|(s, _)| fold(&site.page_of(Node::Stage(ix, s))))
        .collect();
    let is_in = |path: &str, folder: &str| {
        path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let meets = |path: &str| {
        let path = fold(path);
        new.iter().any(|page| is_in(page, &path) || is_in(&path, page))
    };
    new.is_empty() || !site.files.iter().chain(site.redirects.keys()).any(|path| meets(path))
}

/// What a journey says that others must be resolved anew for.
#[derive(PartialEq, Default)]
struct Bonds {
    /// Parent, baseline, then what stages and touchpoints zoom into, in order.
    journeys: Vec<Option<JourneyIx>>,
    uses: Vec<Option<CatalogueIx>>,
    opportunities: Vec<ThinVec<OpportunityIx>>,
    addresses: Vec<ThinVec<Node>>,
}

impl Bonds {
    fn of(own: &Own) -> Self {
        let mut bonds = Self::default();
        bonds.journeys.extend([own.journey.parent, own.journey.baseline]);
        for stage in &own.journey.stages {
            bonds.journeys.extend(stage.journey().map(Some));
            bonds.opportunities.push(stage.experience.opportunities.clone());
            for touchpoint in &stage.touchpoints {
                bonds.journeys.extend(touchpoint.journey().map(Some));
                bonds.uses.push(touchpoint.uses);
                bonds.opportunities.push(touchpoint.experience.opportunities.clone());
            }
        }
        bonds.addresses.extend(own.opportunities.iter().map(|(_, o)| o.addresses.clone()));
        bonds
    }
}
