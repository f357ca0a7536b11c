//! An entity that is no journey again, after its text changed, or a series that metrics show.
//!
//! While it has the name that it had, others see little of it: of a persona nothing, of an
//! opportunity its worth, of a source how far it can be leaned on and what its highlights say, of a
//! touchpoint of the catalogue all. Those who look at what differs are resolved again as well, each
//! by itself as it was and as it is, and the difference is laid into the site as with journeys.

use super::super::catalogue::{self, Shared};
use super::super::evidence::{self, Trust};
use super::super::outgoing::{self, Outgoing};
use super::super::{Kept, Options, opportunities, personas};
use super::ground::{Change, headings, inline_in, same, same_inline};
use super::shares::{Lists, Shares};
use super::{Again, Own, move_links};
use crate::diagnostic::Finding;
use crate::model::{self, Common, Content};
use crate::parse::Anew;
use crate::site::{
    Evidence, EvidenceIx, Highlight, JourneyIx, Node, Opportunity, OpportunityIx, Persona,
    PersonaIx, Site,
};
use crate::source::{FileId, Passage, Sources, Text};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An entity resolved again because of an edit.
#[derive(Debug)]
pub struct Touched {
    /// It.
    pub node: Node,
    /// Its file: of a journey the main one.
    pub file: FileId,
    /// What was found in it alone, unless it is a journey.
    pub findings: Vec<Finding>,
    /// Opportunities written inside it that stand on the site.
    pub opportunities: Vec<OpportunityIx>,
    /// Whether it stands on the site.
    pub lives: bool,
    /// Its title before and now, of a touchpoint of the catalogue.
    pub titles: Option<[Arc<str>; 2]>,
    /// More of it, if it is a journey.
    pub journey: Option<Again>,
}

/// An entity with a file of its own, by itself.
pub(super) enum Part {
    Persona(Box<Persona>),
    Catalogue(Box<Shared>, Vec<(OpportunityIx, Opportunity)>),
    Opportunity(Box<Opportunity>),
    Evidence(Box<Evidence>),
}

type Resolved = (Part, Vec<Finding>);

/// Texts and options, as they are.
type Texts<'t> = (&'t Content, &'t Sources, &'t Options);

/// Who is resolved again.
#[derive(Default)]
struct Circle {
    others: BTreeSet<Node>,
    journeys: BTreeSet<JourneyIx>,
}

/// Share of all journeys, one in so many, from which on everything is resolved anew at once.
pub(super) const MOST: usize = 3;

/// Journeys of which that is not asked.
pub(super) const FEW: usize = 16;

impl Kept {
    /// Takes what is written anew in a file into all three: what was kept, the content, the site.
    /// `files_of` gives the files of a journey by its main one. Gives everything that was resolved
    /// again. `None` when more must be; then `content` is as new and the rest is of no more use.
    pub fn entity_again(
        &mut self,
        (file, mut anew): (FileId, Anew),
        files_of: &dyn Fn(FileId) -> Option<BTreeSet<FileId>>,
        (content, site): (&mut Content, &mut Site),
        sources: &Sources,
        options: &Options,
    ) -> Option<Vec<Touched>> {
        let circle = self.circle((file, &mut anew), content, site, sources, options);
        let circle = circle.filter(|circle| circle.is_small(site))?;
        let mut files: BTreeSet<FileId> =
            circle.others.iter().map(|node| self.file_of(*node)).collect();
        let mut of_journeys = Vec::new();
        for &ix in &circle.journeys {
            let own = files_of(self.file_of(Node::Journey(ix)))?;
            files.extend(&own);
            of_journeys.push((ix, own));
        }
        let is_between = self.speaks_of(&files);
        let texts = (&*content, sources, options);
        let old: Vec<(Node, Resolved)> = circle
            .others
            .iter()
            .map(|node| Some((*node, self.part(*node, texts)?)))
            .collect::<Option<_>>()?;
        let old_journeys: Vec<Own> = of_journeys
            .par_iter()
            .map(|(ix, _)| self.own(*ix, texts.0, texts.1, texts.2))
            .collect();
        self.exchange(file, &mut anew, content)?;
        if is_between {
            return None;
        }
        self.move_channels_of(file, &anew, site);
        let (texts, mut lists) = ((&*content, sources, options), Lists::default());
        let mut touched = Vec::new();
        for (node, old) in in_order_of_use(old) {
            touched.push(self.part_again(node, old, texts, (site, &mut lists))?);
        }
        for ((ix, files), old) in of_journeys.into_iter().zip(old_journeys) {
            let written = self.ground.order.journey(ix).entry.item.clone();
            let file = self.file_of(Node::Journey(ix));
            let of = (old, written);
            let again = self.settle((ix, Change::Words), of, &files, texts, (site, &mut lists))?;
            touched.push(Touched {
                node: Node::Journey(ix),
                file,
                findings: Vec::new(),
                opportunities: again.opportunities.clone(),
                lives: again.journey.is_some(),
                titles: None,
                journey: Some(again),
            });
        }
        lists.make(site, sources);
        for node in &circle.others {
            if let Node::Persona(ix) = *node {
                say_whether_evidence(ix, site);
            }
        }
        Some(touched)
    }

    fn file_of(&self, node: Node) -> FileId {
        self.ground.order.common(node).file()
    }

    /// Who looks at what differs; `None` when it may be anybody.
    fn circle(
        &mut self,
        (file, anew): (FileId, &mut Anew),
        content: &mut Content,
        site: &Site,
        sources: &Sources,
        options: &Options,
    ) -> Option<Circle> {
        let mut circle = Circle::default();
        if let Anew::Series(_, _, files) = anew {
            for file in files {
                circle.add(self.ground.pages.entity(*file)?, site);
            }
            return Some(circle);
        }
        let node = self.ground.pages.entity(file)?;
        self.keeps_its_names(node, anew).then_some(())?;
        let asked = &self.ground.register.asked;
        if matches!(node, Node::Catalogue(_)) && asked.is_seen_unseen(node) {
            return None;
        }
        circle.add(node, site);
        if let Node::Evidence(ix) = node {
            let trust = Trust::new(self.source_of(anew)?, content, options);
            self.exchange(file, anew, content)?;
            let before = std::mem::replace(&mut self.ground.trust[ix.0 as usize], trust);
            let now = self.part(node, (content, sources, options));
            self.exchange(file, anew, content)?;
            let trust = std::mem::replace(&mut self.ground.trust[ix.0 as usize], before);
            let (Part::Evidence(now), _) = now? else { return None };
            self.add_those_who_cite(ix, &now, &trust, &mut circle, site)?;
        }
        Some(circle)
    }

    fn source_of<'n>(&self, anew: &'n Anew) -> Option<&'n model::Evidence> {
        match anew {
            Anew::Evidence(item) => Some(item),
            _ => None,
        }
    }

    /// Those who cite a source, if it says something else to them.
    fn add_those_who_cite(
        &self,
        ix: EvidenceIx,
        now: &Evidence,
        trust: &Trust,
        circle: &mut Circle,
        site: &Site,
    ) -> Option<()> {
        let node = Node::Evidence(ix);
        let before = self.shelves.evidence.get(ix.0 as usize)?;
        let says_the_same = before.highlights.len() == now.highlights.len()
            && before.highlights.iter().zip(&now.highlights).all(|(a, b)| says_the_same(a, b));
        if says_the_same && trust.holds_like(&self.ground.trust[ix.0 as usize]) {
            return Some(());
        }
        if self.ground.register.asked.is_seen_unseen(node) {
            return None;
        }
        let Some(shown) = site.evidence.get(ix.0 as usize) else { return Some(()) };
        for by in shown.cited_by.iter().chain(&shown.meta.backlinks) {
            circle.add(site.top(*by), site);
        }
        let named = |source: &Evidence| -> BTreeSet<PersonaIx> {
            source.highlights.iter().flat_map(|highlight| highlight.personas.clone()).collect()
        };
        for ix in named(before).symmetric_difference(&named(now)) {
            circle.add(Node::Persona(*ix), site);
        }
        Some(())
    }

    /// Whether others may go on reading the same by the names that they wrote.
    fn keeps_its_names(&self, node: Node, anew: &Anew) -> bool {
        let order = &self.ground.order;
        let asked = &self.ground.register.asked;
        let keeps = |a: &Common, b: &Common| {
            same(a, b) && (headings(a) == headings(b) || !asked.links_into(node))
        };
        match (node, anew) {
            (Node::Persona(ix), Anew::Persona(now)) => {
                let before = &order.personas.items[ix.0 as usize].item;
                let words = |persona: &model::Persona| -> Vec<Passage> {
                    persona.channels.iter().map(|(word, _)| word.text.clone()).collect()
                };
                keeps(&before.common, &now.common) && words(before) == words(now)
            }
            (Node::Catalogue(ix), Anew::Touchpoint(now)) => {
                let before = &order.touchpoints.items[ix.0 as usize].item;
                let word = |t: &model::Touchpoint| t.channel.as_ref().map(|word| word.text.clone());
                keeps(&before.common, &now.common)
                    && same_inline(&before.experience, &now.experience)
                    && (word(before) == word(now) || self.ground.channels.declared)
            }
            (Node::Opportunity(ix), Anew::Opportunity(now)) => {
                keeps(&order.opportunity(ix).item.common, &now.common)
            }
            (Node::Evidence(ix), Anew::Evidence(now)) => {
                keeps(&order.evidence.items[ix.0 as usize].item.common, &now.common)
            }
            _ => false,
        }
    }

    /// Puts what is written now in the place of what was written before, and gives that.
    fn exchange(&mut self, file: FileId, anew: &mut Anew, content: &mut Content) -> Option<()> {
        let order = &mut self.ground.order;
        macro_rules! exchange {
            ($item:ident in $list:ident) => {{
                let entry = content.$list.iter_mut().find(|entry| entry.file == file)?;
                std::mem::swap(&mut entry.item, $item);
                let rows = &mut order.$list.items;
                rows.iter_mut().find(|row| row.file == file)?.item = entry.item.clone();
            }};
        }
        match anew {
            Anew::Persona(item) => {
                exchange!(item in personas);
            }
            Anew::Evidence(item) => {
                exchange!(item in evidence);
            }
            Anew::Touchpoint(item) => {
                exchange!(item in touchpoints);
                let node @ Node::Catalogue(ix) = self.ground.pages.entity(file)? else {
                    return None;
                };
                let item = order.touchpoints.items[ix.0 as usize].item.clone();
                for (place, inline) in inline_in(&item.experience, node) {
                    let number = *order.inline.get(&place)?;
                    order.opportunities.items[number.0 as usize].item = inline;
                }
            }
            Anew::Opportunity(item) => {
                let entry = content.opportunities.iter_mut().find(|entry| entry.file == file)?;
                std::mem::swap(&mut entry.item, item);
                let Node::Opportunity(ix) = self.ground.pages.entity(file)? else { return None };
                order.opportunities.items[ix.0 as usize].item = entry.item.clone();
            }
            Anew::Series(path, series, _) => {
                std::mem::swap(content.series.get_mut(path)?, series);
            }
        }
        Some(())
    }

    /// An entity as it is written now.
    fn part(&self, node: Node, (content, sources, options): Texts<'_>) -> Option<Resolved> {
        let room = self.ground.room(content, sources, options);
        let (order, shelf) = (&self.ground.order, self.shelves.shelf());
        Some(match node {
            Node::Persona(ix) => {
                let entry = &order.personas.items[ix.0 as usize];
                let (item, findings) = personas::resolve(&room, shelf, node, entry);
                (Part::Persona(Box::new(item)), findings)
            }
            Node::Catalogue(ix) => {
                let entry = &order.touchpoints.items[ix.0 as usize];
                let (item, mut findings) = catalogue::resolve(&room, shelf, node, entry);
                let mut inline = Vec::new();
                for (place, _) in inline_in(&entry.item.experience, node) {
                    let number = *order.inline.get(&place)?;
                    let (item, mut found) = opportunities::resolve(&room, shelf, number);
                    findings.append(&mut found);
                    inline.push((number, item));
                }
                (Part::Catalogue(Box::new(item), inline), findings)
            }
            Node::Opportunity(ix) => {
                let (item, findings) = opportunities::resolve(&room, shelf, ix);
                (Part::Opportunity(Box::new(item)), findings)
            }
            Node::Evidence(ix) => {
                let entry = &order.evidence.items[ix.0 as usize];
                let trust = &self.ground.trust[ix.0 as usize];
                let (item, findings) = evidence::resolve(&room, node, entry, trust);
                (Part::Evidence(Box::new(item)), findings)
            }
            _ => return None,
        })
    }

    fn move_channels_of(&mut self, file: FileId, before: &Anew, site: &mut Site) {
        let words: Vec<Text> = match (before, self.ground.pages.entity(file)) {
            (Anew::Persona(_), Some(Node::Persona(ix))) => {
                let persona = &self.ground.order.personas.items[ix.0 as usize].item;
                persona.channels.iter().map(|(word, _)| word.clone()).collect()
            }
            (Anew::Touchpoint(_), Some(Node::Catalogue(ix))) => {
                let touchpoint = &self.ground.order.touchpoints.items[ix.0 as usize].item;
                touchpoint.channel.iter().cloned().collect()
            }
            _ => return,
        };
        self.ground.move_words(&words, file, site);
    }

    /// Puts an entity that was resolved before onto the site as it is now.
    fn part_again(
        &mut self,
        node: Node,
        (old, found_before): Resolved,
        texts: Texts<'_>,
        (site, lists): (&mut Site, &mut Lists),
    ) -> Option<Touched> {
        if let Node::Evidence(ix) = node {
            let at = ix.0 as usize;
            let written = &self.ground.order.evidence.items[at].item;
            self.ground.trust[at] = Trust::new(written, texts.0, texts.2);
        }
        let (new, findings) = self.part(node, texts)?;
        let file = self.file_of(node);
        if !found_before.iter().chain(&findings).all(|finding| finding.span.file == file) {
            return None;
        }
        let lives = !self.ground.order.is_left_out(node);
        let titles = match (&old, &new) {
            (Part::Catalogue(a, _), Part::Catalogue(b, _)) => {
                Some([&a, &b].map(|t| t.touchpoint.title.doc.plain().into()))
            }
            _ => None,
        };
        let opportunities = match (&new, node) {
            (Part::Catalogue(_, inline), _) if lives => inline.iter().map(|(ix, _)| *ix).collect(),
            (Part::Opportunity(_), Node::Opportunity(ix)) if lives => vec![ix],
            _ => Vec::new(),
        };
        if lives {
            let (was, is) = (Shares::of_part(node, &old), Shares::of_part(node, &new));
            lists.take_in(&was, &is, Change::Words);
            let (was, is) = (outgoing_of(node, &old), outgoing_of(node, &new));
            if was.files != is.files {
                return None;
            }
            self.lay_part(node, &old, new, site)?;
            move_links(&was, &is, |_| false, site);
            self.shelves.move_citations(&was, &is, site);
        } else {
            self.shelve(node, new);
        }
        Some(Touched { node, file, findings, opportunities, lives, titles, journey: None })
    }

    /// Of what is left out only others that are left out take parts.
    fn shelve(&mut self, node: Node, part: Part) {
        match (node, part) {
            (Node::Catalogue(ix), Part::Catalogue(shared, _)) => {
                self.shelves.catalogue[ix.0 as usize] = *shared;
            }
            (Node::Evidence(ix), Part::Evidence(source)) => {
                self.shelves.evidence[ix.0 as usize] = Arc::new(*source);
            }
            _ => {}
        }
    }

    /// What others say of an entity goes over from how it was to how it is.
    fn lay_part(&mut self, node: Node, old: &Part, new: Part, site: &mut Site) -> Option<()> {
        match (node, old, new) {
            (Node::Persona(ix), _, Part::Persona(mut new)) => {
                let place = site.personas.get_mut(ix.0 as usize)?;
                new.journeys.clone_from(&place.journeys);
                new.meta.backlinks.clone_from(&place.meta.backlinks);
                new.has_evidence = place.has_evidence;
                *place = Arc::new(*new);
            }
            (Node::Opportunity(ix), Part::Opportunity(old), Part::Opportunity(new)) => {
                lay_opportunity(ix, old, *new, site)?;
            }
            (Node::Catalogue(ix), Part::Catalogue(old, before), Part::Catalogue(new, inline)) => {
                if old.touchpoint.experience.opportunities
                    != new.touchpoint.experience.opportunities
                {
                    return None;
                }
                for ((_, old), (number, new)) in before.iter().zip(inline) {
                    lay_opportunity(number, old, new, site)?;
                }
                let place = site.touchpoints.get_mut(ix.0 as usize)?;
                let mut item = new.touchpoint.clone();
                item.uses.clone_from(&place.uses);
                item.meta.backlinks.clone_from(&place.meta.backlinks);
                item.experience.opportunities.clone_from(&place.experience.opportunities);
                *place = Arc::new(item);
                self.shelves.catalogue[ix.0 as usize] = *new;
            }
            (Node::Evidence(ix), _, Part::Evidence(mut new)) => {
                let place = site.evidence.get_mut(ix.0 as usize)?;
                new.cited_by.clone_from(&place.cited_by);
                new.meta.backlinks.clone_from(&place.meta.backlinks);
                for (highlight, before) in new.highlights.iter_mut().zip(&place.highlights) {
                    highlight.cited_by.clone_from(&before.cited_by);
                }
                *place = Arc::new(*new);
                self.shelves.evidence[ix.0 as usize] = place.clone();
            }
            _ => return None,
        }
        Some(())
    }
}

impl Circle {
    /// A touchpoint of the catalogue stands in all its uses.
    fn add(&mut self, node: Node, site: &Site) {
        match node {
            Node::Journey(ix) | Node::Stage(ix, _) | Node::Touchpoint(ix, ..) => {
                self.journeys.insert(ix);
            }
            _ => {
                self.others.insert(node);
            }
        }
        if let Node::Catalogue(ix) = node
            && let Some(touchpoint) = site.touchpoints.get(ix.0 as usize)
        {
            self.journeys.extend(touchpoint.uses.iter().filter_map(|used| match used {
                Node::Touchpoint(j, ..) => Some(*j),
                _ => None,
            }));
        }
    }

    /// Many journeys are quicker resolved all at once.
    fn is_small(&self, site: &Site) -> bool {
        self.journeys.len() <= FEW.max(site.journeys.len() / MOST)
    }
}

/// Sources first, then the catalogue, then those who take from both.
fn in_order_of_use(mut parts: Vec<(Node, Resolved)>) -> Vec<(Node, Resolved)> {
    parts.sort_by_key(|(node, _)| match node {
        Node::Evidence(_) => 0,
        Node::Catalogue(_) => 1,
        _ => 2,
    });
    parts
}

/// Whether a highlight says the same to those who quote it.
fn says_the_same(a: &Highlight, b: &Highlight) -> bool {
    (&a.id, &a.words, &a.who, &a.personas) == (&b.id, &b.words, &b.who, &b.personas)
}

fn say_whether_evidence(ix: PersonaIx, site: &mut Site) {
    if (ix.0 as usize) >= site.personas.len() {
        return;
    }
    let has_evidence = personas::has_evidence(ix, site);
    let place = &mut site.personas[ix.0 as usize];
    if place.has_evidence != has_evidence {
        Arc::make_mut(place).has_evidence = has_evidence;
    }
}

/// What an opportunity addresses is named from either side, so that it must say the same itself.
fn lay_opportunity(
    ix: OpportunityIx,
    old: &Opportunity,
    mut new: Opportunity,
    site: &mut Site,
) -> Option<()> {
    let place = site.opportunities.get_mut(ix.0 as usize)?;
    if old.addresses != new.addresses {
        return None;
    }
    new.addresses.clone_from(&place.addresses);
    new.rank = place.rank;
    new.meta.backlinks.clone_from(&place.meta.backlinks);
    *place = Arc::new(new);
    Some(())
}

fn outgoing_of(node: Node, part: &Part) -> Outgoing {
    outgoing::of_visit(|visit| match part {
        Part::Persona(item) => visit.persona(node, item),
        Part::Opportunity(item) => visit.opportunity(node, item),
        Part::Evidence(item) => visit.evidence(node, item),
        Part::Catalogue(shared, inline) => {
            visit.catalogue(node, &shared.touchpoint);
            for (ix, item) in inline {
                visit.opportunity(Node::Opportunity(*ix), item);
            }
        }
    })
}
