//! What was taken apart stays so while it is the same.

use super::documents::{
    Document, of_catalogue, of_journey, of_opportunity, of_pages, of_persona, of_source, of_tags,
};
use super::index::{Index, Section};
use super::terms::{Apart, KeyHasher, Terms, hash};
use crate::model::fields::METHODS;
use crate::model::{Method, MomentKind, OpportunityStatus};
use crate::site::{
    CatalogueIx, CatalogueTouchpoint, Evidence, EvidenceIx, Journey, JourneyIx, Moved, Opportunity,
    OpportunityIx, Persona, PersonaIx, Quadrant, Site,
};
use crate::wording::Wording;
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

/// The terms of every entity of a site, and the index of its last state.
#[derive(Default)]
pub struct Memo {
    journeys: Vec<Kept<Journey>>,
    personas: Vec<Kept<Persona>>,
    touchpoints: Vec<Kept<CatalogueTouchpoint>>,
    opportunities: Vec<Kept<Opportunity>>,
    evidence: Vec<Kept<Evidence>>,
    channels: Vec<Arc<str>>,
    words: Vec<String>,
    weights: Weights,
    index: Option<Arc<Index>>,
    /// How many entities were taken apart for the last index.
    pub taken_apart: usize,
}

/// An entity and its terms.
type Kept<T> = (Arc<T>, Arc<Terms>);

/// Room that the terms of each key take in a file, at most.
type Weights = HashMap<u64, u32, BuildHasherDefault<KeyHasher>>;

impl Memo {
    /// The index of a site. What is the same as before costs a comparison of pointers, or of texts
    /// when all of the site was resolved anew.
    pub fn index(&mut self, site: &Site, w: &Wording) -> Arc<Index> {
        let channels: Vec<Arc<str>> = site.channels.iter().map(|c| c.title.text.alone()).collect();
        // What the format names is found by what the interface calls it.
        let words = named(w);
        let same_words = self.words == words;
        self.words = words;
        // Touchpoints are found by the titles of their channels.
        let same = same_words && self.channels == channels;
        self.channels = channels;
        let mut apart = 0;
        let documents = |ix| of_journey(site, w, JourneyIx(ix));
        apart += renew(&mut self.journeys, (site, &site.journeys), same, documents);
        let documents = |ix| of_persona(site, PersonaIx(ix));
        apart += renew(&mut self.personas, (site, &site.personas), true, documents);
        let documents = |ix| of_catalogue(site, w, CatalogueIx(ix));
        apart += renew(&mut self.touchpoints, (site, &site.touchpoints), same, documents);
        let documents = |ix| of_opportunity(site, w, OpportunityIx(ix));
        apart += renew(&mut self.opportunities, (site, &site.opportunities), same_words, documents);
        let documents = |ix| of_source(site, w, EvidenceIx(ix));
        apart += renew(&mut self.evidence, (site, &site.evidence), same_words, documents);
        self.taken_apart = apart;
        let units = self.units(site, w);
        let before = self.index.take().map(|index| index.terms()).unwrap_or_default();
        reweigh(&mut self.weights, before, units.iter().map(|(_, terms)| terms.clone()).collect());
        let mut weights: Vec<(u64, u32)> = self.weights.iter().map(|(k, w)| (*k, *w)).collect();
        weights.sort_unstable();
        let index = Arc::new(Index::new(site, units, &weights));
        self.index = Some(index.clone());
        index
    }

    /// Takes in that journeys and opportunities have other numbers: what is only numbered otherwise
    /// has the terms that it had.
    pub fn renumber(&mut self, moved: &Moved) {
        follow(&mut self.journeys, &moved.journeys);
        follow(&mut self.opportunities, &moved.opportunities);
    }

    fn units(&self, site: &Site, w: &Wording) -> Vec<(Section, Arc<Terms>)> {
        let mut units = Vec::with_capacity(self.journeys.len() + self.opportunities.len() + 64);
        fn add<T>(to: &mut Vec<(Section, Arc<Terms>)>, section: Section, kept: &[Kept<T>]) {
            to.extend(kept.iter().map(|(_, terms)| (section, terms.clone())));
        }
        add(&mut units, Section::Journeys, &self.journeys);
        add(&mut units, Section::Personas, &self.personas);
        add(&mut units, Section::Touchpoints, &self.touchpoints);
        add(&mut units, Section::Opportunities, &self.opportunities);
        add(&mut units, Section::Evidence, &self.evidence);
        for (section, documents) in
            [(Section::Tags, of_tags(site)), (Section::Pages, of_pages(site, w))]
        {
            let hash = hash(site, &documents);
            units.push((section, Arc::new(Terms::of(&mut Apart::new(), &documents, hash))));
        }
        units
    }
}

/// The interface's words that stand in documents.
fn named(w: &Wording) -> Vec<String> {
    use MomentKind::{Decision, Delight, Friction, Pivotal};
    use OpportunityStatus::{Doing, Done, Dropped, Idea, Planned};
    use Quadrant::{BigBet, FillIn, QuickWin, Reconsider};
    let methods = (0..METHODS.len()).map(|at| w.method(Method(at as u8)));
    let moments = [Delight, Friction, Decision, Pivotal].map(|kind| w.moment(kind));
    let quadrants = [QuickWin, BigBet, FillIn, Reconsider].map(|quadrant| w.quadrant(quadrant));
    let statuses = [Idea, Planned, Doing, Done, Dropped].map(|status| w.opportunity_status(status));
    methods.chain(moments).chain(quadrants).chain(statuses).map(str::to_owned).collect()
}

/// Puts what is kept of entities where they stand now. Where something new stands there is some
/// other entity, which is not what stands there.
fn follow<T>(kept: &mut Vec<Kept<T>>, moved: &[Option<(Arc<T>, Arc<T>)>]) {
    let Some(other) = kept.first().cloned() else { return };
    let mut known: HashMap<*const T, Arc<Terms>> =
        kept.drain(..).map(|(item, terms)| (Arc::as_ptr(&item), terms)).collect();
    let mut one = |pair: &Option<(Arc<T>, Arc<T>)>| {
        let (before, now) = pair.as_ref()?;
        Some((now.clone(), known.remove(&Arc::as_ptr(before))?))
    };
    kept.extend(moved.iter().map(|pair| one(pair).unwrap_or_else(|| other.clone())));
}

/// Brings the terms of one kind of entities up to date; gives how many were taken apart.
fn renew<'s, T: Send + Sync>(
    kept: &mut Vec<Kept<T>>,
    (site, now): (&'s Site, &'s [Arc<T>]),
    same: bool,
    documents: impl Fn(u32) -> Vec<Document<'s>> + Sync,
) -> usize {
    let stays = |(at, entity): (usize, &Arc<T>)| {
        same && kept.get(at).is_some_and(|(before, _)| Arc::ptr_eq(before, entity))
    };
    if kept.len() == now.len() && now.iter().enumerate().all(stays) {
        return 0;
    }
    let before = std::mem::take(kept);
    let by_hash: HashMap<u64, &Arc<Terms>> = before.iter().map(|(_, t)| (t.hash, t)).collect();
    let renewed: Vec<(Kept<T>, bool)> = now
        .par_iter()
        .enumerate()
        .map_init(Apart::new, |apart, (at, entity)| {
            let stood = before.get(at).filter(|(before, _)| same && Arc::ptr_eq(before, entity));
            if let Some(kept) = stood {
                return (kept.clone(), false);
            }
            let documents = documents(at as u32);
            let hash = hash(site, &documents);
            match by_hash.get(&hash) {
                Some(terms) => ((entity.clone(), Arc::clone(terms)), false),
                None => ((entity.clone(), Arc::new(Terms::of(apart, &documents, hash))), true),
            }
        })
        .collect();
    let apart = renewed.iter().filter(|(_, is_new)| *is_new).count();
    kept.extend(renewed.into_iter().map(|(kept, _)| kept));
    apart
}

/// Takes the weight of what went off and puts that of what came on.
fn reweigh(weights: &mut Weights, before: Vec<Arc<Terms>>, now: Vec<Arc<Terms>>) {
    let sorted = |mut all: Vec<Arc<Terms>>| {
        all.sort_unstable_by_key(|terms| terms.hash);
        all
    };
    let (before, now) = (sorted(before), sorted(now));
    let (mut old, mut new) = (before.iter().peekable(), now.iter().peekable());
    loop {
        match (old.peek(), new.peek()) {
            (Some(a), Some(b)) if a.hash == b.hash => {
                old.next();
                new.next();
            }
            (Some(a), b) if b.is_none_or(|b| a.hash < b.hash) => {
                weigh(a, |key, weight| {
                    if let Some(sum) = weights.get_mut(&key) {
                        *sum -= weight;
                    }
                });
                old.next();
            }
            (_, Some(b)) => {
                weigh(b, |key, weight| *weights.entry(key).or_default() += weight);
                new.next();
            }
            (_, None) => break,
        }
    }
    weights.retain(|_, weight| *weight > 0);
}

fn weigh(terms: &Terms, mut add: impl FnMut(u64, u32)) {
    for entry in terms.entries() {
        add(entry.key, entry.weight());
    }
}
