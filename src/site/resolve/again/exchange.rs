//! Journeys that come, go or are called otherwise.
//!
//! All others get the numbers of now; what is gone goes out of every list by that. Journeys that
//! came are resolved by themselves and laid beside the rest, and so are journeys that wrote a name
//! or a path that means another thing now. Lists of the whole site are made again from what is
//! resolved. Whoever else wrote such a name, and every bond between journeys that differs, is left
//! to a run over everything.

use super::super::asked::Stood;
use super::super::desk::{Room, Shelf};
use super::super::files::{fold, in_assets};
use super::super::order::{Order, indexed};
use super::super::outgoing::Outgoing;
use super::super::{
    Ground, Kept, Kinds, Names, Options, opportunities, outputs, reviews, spaces, tags,
};
use super::alone::{FEW, MOST};
use super::ground::{Change, draft_uses};
use super::shares::{Lists, Shares};
use super::{Again, Bonds, Own, move_links, relation};
use crate::diagnostic::{Code, Finding};
use crate::model::{self, Content};
use crate::site::{Journey, JourneyIx, Node, Opportunity, OpportunityIx, Renumbering, Site};
use crate::source::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Journeys in which two contents differ, which are the same in all else.
#[derive(Debug)]
pub struct Exchange {
    /// Main files of those that are gone, or written otherwise.
    gone: BTreeSet<FileId>,
    /// Main files of those that are new, or written otherwise.
    come: BTreeSet<FileId>,
}

/// What an exchange came to.
#[derive(Debug)]
pub struct Exchanged {
    /// Files of journeys that are gone, or written otherwise.
    pub gone: BTreeSet<FileId>,
    /// Journeys that were resolved, by their main files.
    pub again: Vec<(FileId, Again)>,
    /// Which numbers all others have now.
    pub renumbering: Renumbering,
    /// Journeys and opportunities with the numbers of now in them, and nothing else that differs.
    pub moved: Moved,
}

/// Entities under new numbers, each with the one that it was made from.
#[derive(Debug, Default)]
pub struct Moved {
    /// Journeys, by number.
    pub journeys: Vec<Option<(Arc<Journey>, Arc<Journey>)>>,
    /// Opportunities, by number.
    pub opportunities: Vec<Option<(Arc<Opportunity>, Arc<Opportunity>)>>,
}

type Texts<'t> = (&'t Content, &'t Sources, &'t Options);

impl Exchange {
    /// What differs; `None` when nothing does, or more than journeys.
    pub fn between(before: &Content, now: &Content) -> Option<Self> {
        fn same<T>(a: &[model::Entry<T>], b: &[model::Entry<T>]) -> bool {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        fn is_same<T>(a: &model::Entry<T>, b: &model::Entry<T>) -> bool {
            a.file == b.file && Arc::ptr_eq(&a.item, &b.item)
        }
        let texts = |content: &Content| -> Vec<_> {
            content
                .index_texts
                .iter()
                .map(|(s, k, text)| (s.clone(), *k, Arc::as_ptr(text)))
                .collect()
        };
        let series = |content: &Content| -> Vec<_> {
            content.series.iter().map(|(path, item)| (path.clone(), Arc::as_ptr(item))).collect()
        };
        let is_all_else_the_same = Arc::ptr_eq(&before.config, &now.config)
            && texts(before) == texts(now)
            && same(&before.personas, &now.personas)
            && same(&before.touchpoints, &now.touchpoints)
            && same(&before.opportunities, &now.opportunities)
            && same(&before.evidence, &now.evidence)
            && series(before) == series(now)
            && before.unreadable == now.unreadable;
        if !is_all_else_the_same {
            return None;
        }
        let by_file = |content: &'_ Content| -> BTreeMap<FileId, *const model::Journey> {
            content.journeys.iter().map(|entry| (entry.file, Arc::as_ptr(&entry.item))).collect()
        };
        let (old, new) = (by_file(before), by_file(now));
        type Items = BTreeMap<FileId, *const model::Journey>;
        let only_in = |a: &Items, b: &Items| -> BTreeSet<FileId> {
            a.iter()
                .filter(|(file, item)| b.get(file) != Some(item))
                .map(|(file, _)| *file)
                .collect()
        };
        let (gone, come) = (only_in(&old, &new), only_in(&new, &old));
        let count = gone.len() + come.len();
        (count > 0 && count <= FEW).then_some(Self { gone, come })
    }
}

/// A journey that is resolved again, and how it was by itself.
struct Asker {
    ix: JourneyIx,
    old: Own,
}

impl Kept {
    /// Takes journeys that came and went into all three: what was kept, the content, the site.
    /// `files_of` gives the files of a journey by its main one. `None` when more must be resolved;
    /// then nothing of the three is of use any more.
    pub fn exchange_journeys(
        &mut self,
        exchange: &Exchange,
        files_of: &dyn Fn(FileId) -> Option<BTreeSet<FileId>>,
        (before, content): (&Content, &Content),
        site: &mut Site,
        (sources, options): (&Sources, &Options),
    ) -> Option<Exchanged> {
        let mut ground = Ground::new(content, options);
        if !has_same_channels(&self.ground, &ground) {
            return None;
        }
        let gone = numbers_of(&self.ground.order, &exchange.gone);
        let come = numbers_of(&ground.order, &exchange.come);
        let gone_files: BTreeSet<FileId> =
            gone.iter().flat_map(|ix| files_in(&self.ground.order, *ix)).collect();
        if self.between.iter().any(|f| is_of_family(f) && is_in(&gone_files, f)) {
            return None;
        }
        let askers = self.askers((&gone, before), (&come, &ground, content), sources)?;
        if askers.len() > FEW.max(site.journeys.len() / MOST) {
            return None;
        }
        let texts = (before, sources, options);
        for &ix in &gone {
            self.may_go(ix, texts, site)?;
        }
        let mut askers: Vec<Asker> = askers
            .into_iter()
            .map(|ix| Asker { ix, old: self.own(ix, texts.0, texts.1, texts.2) })
            .collect();
        let by = renumbering(&self.ground.order, &ground.order, exchange);
        for asker in &mut askers {
            asker.ix = by.journey(asker.ix)?;
            by.own(&mut asker.old.journey);
            let inside = std::mem::take(&mut asker.old.opportunities).into_iter();
            asker.old.opportunities = inside
                .map(|(ix, mut item)| {
                    by.own(&mut item);
                    Some((by.opportunity(ix)?, item))
                })
                .collect::<Option<_>>()?;
        }
        ground.register.asked = std::mem::take(&mut self.ground.register.asked);
        ground.register.asked.renumber(&by);
        self.ground = ground;
        self.shelves.renumber(&by, site);
        let texts = (content, sources, options);
        let owns: Vec<(JourneyIx, Own)> =
            come.iter().map(|ix| (*ix, self.own(*ix, content, sources, options))).collect();
        let moved = self.renumber_site(&by, &owns, site);
        let mut again = Vec::new();
        for (ix, own) in owns {
            let file = self.ground.order.journey(ix).entry.file;
            again.push((file, self.put_in((ix, own), (&come, files_of), texts, site)?));
        }
        for Asker { ix, old } in askers {
            let entry = &self.ground.order.journey(ix).entry;
            let (file, written) = (entry.file, entry.item.clone());
            let files = files_of(file)?;
            if self.speaks_of(&files) {
                return None;
            }
            let of = ((ix, Change::Words), (old, written));
            let mut lists = Lists::default();
            again.push((file, self.settle(of.0, of.1, &files, texts, (site, &mut lists))?));
        }
        self.make_lists(site, content, sources)?;
        Some(Exchanged { gone: gone_files, again, renumbering: by, moved })
    }

    /// Journeys that may read another thing, by their numbers before.
    fn askers(
        &self,
        (gone, before): (&[JourneyIx], &Content),
        (come, ground, content): (&[JourneyIx], &Ground, &Content),
        sources: &Sources,
    ) -> Option<BTreeSet<JourneyIx>> {
        let asked = &self.ground.register.asked;
        let mut askers = BTreeSet::new();
        let paths = |order: &Order, ix: JourneyIx| -> Vec<String> {
            files_in(order, ix).into_iter().map(|file| fold(sources.path(file))).collect()
        };
        let Ground { order, register, .. } = &self.ground;
        let names = Names::new(before, order, register);
        for &ix in gone {
            askers.extend(asked.by_whom(ix, Stood::Before, &paths(order, ix), &names)?);
        }
        let Ground { order, register, .. } = ground;
        let names = Names::new(content, order, register);
        for &ix in come {
            askers.extend(asked.by_whom(ix, Stood::Not, &paths(order, ix), &names)?);
        }
        askers.retain(|ix| !gone.contains(ix));
        Some(askers)
    }

    /// Whether a journey can go, and others hear of it by its number alone.
    fn may_go(
        &self,
        ix: JourneyIx,
        (content, sources, options): Texts<'_>,
        site: &Site,
    ) -> Option<()> {
        if has_draft_uses(&self.ground.order.journey(ix).entry.item) {
            return None;
        }
        let is_inside = |node: &Node| matches!(site.top(*node), Node::Journey(j) if j == ix);
        let Some(journey) = site.journeys.get(ix.0 as usize) else { return Some(()) };
        let own = self.own(ix, content, sources, options);
        let is_last = |used: &crate::site::CatalogueTouchpoint| used.uses.iter().all(is_inside);
        let mut uses = Bonds::of(&own).uses.into_iter().flatten();
        let zooms = own.journey.stages.iter().any(|stage| {
            stage.journey().is_some() || stage.touchpoints.iter().any(|t| t.journey().is_some())
        });
        let leaves_files = own.outgoing(ix).files.iter().any(|file| !in_assets(file));
        let ends = zooms
            || leaves_files
            || !journey.children.is_empty()
            || uses.any(|used| site.touchpoints.get(used.0 as usize).is_some_and(|t| is_last(t)));
        (!ends).then_some(())
    }

    /// Gives everything on the site its number of now.
    fn renumber_site(
        &mut self,
        by: &Renumbering,
        owns: &[(JourneyIx, Own)],
        site: &mut Site,
    ) -> Moved {
        let before = (site.journeys.clone(), site.opportunities.clone());
        by.all(&mut site.personas);
        by.all(&mut site.touchpoints);
        by.all(&mut site.journeys);
        by.all(&mut site.opportunities);
        let mut moved = Moved::default();
        let (journeys, living) = (&self.ground.order.journeys, &self.ground.order.opportunities);
        moved.journeys.resize(journeys.living, None);
        moved.opportunities.resize(living.living, None);
        let now = std::mem::take(&mut site.journeys);
        for (ix, pair) in (0u32..).map(JourneyIx).zip(before.0.into_iter().zip(now)) {
            if let Some(ix) = by.journey(ix) {
                moved.journeys[ix.0 as usize] = Some(pair);
            }
        }
        let now = std::mem::take(&mut site.opportunities);
        for (ix, pair) in (0u32..).map(OpportunityIx).zip(before.1.into_iter().zip(now)) {
            if let Some(ix) = by.opportunity(ix) {
                moved.opportunities[ix.0 as usize] = Some(pair);
            }
        }
        let new: BTreeMap<JourneyIx, &Own> = owns.iter().map(|(ix, own)| (*ix, own)).collect();
        let inline: BTreeMap<OpportunityIx, &Opportunity> = owns
            .iter()
            .flat_map(|(_, own)| own.opportunities.iter().map(|(ix, item)| (*ix, item)))
            .collect();
        site.journeys = (0u32..)
            .map(JourneyIx)
            .zip(&moved.journeys)
            .filter_map(|(ix, moved)| match moved {
                Some((_, now)) => Some(now.clone()),
                None => new.get(&ix).map(|own| Arc::new(own.journey.clone())),
            })
            .collect();
        site.opportunities = (0u32..)
            .map(OpportunityIx)
            .zip(&moved.opportunities)
            .filter_map(|(ix, moved)| match moved {
                Some((_, now)) => Some(now.clone()),
                None => inline.get(&ix).map(|item| Arc::new((*item).clone())),
            })
            .collect();
        by.own(&mut site.home);
        site.list_texts.iter_mut().for_each(|(_, _, text)| by.own(text));
        site.spaces.iter_mut().for_each(|space| by.own(&mut space.text));
        moved
    }

    /// Lays a new journey, which stands at its place by itself, beside all others.
    fn put_in(
        &mut self,
        (ix, mut own): (JourneyIx, Own),
        (come, files_of): (&[JourneyIx], &dyn Fn(FileId) -> Option<BTreeSet<FileId>>),
        (content, sources, options): Texts<'_>,
        site: &mut Site,
    ) -> Option<Again> {
        let order = &self.ground.order;
        let written = order.journey(ix).entry.item.clone();
        let files = files_of(order.journey(ix).entry.file)?;
        if self.speaks_of(&files)
            || !own.findings.iter().all(|finding| files.contains(&finding.span.file))
            || has_draft_uses(&written)
        {
            return None;
        }
        let lives = (ix.0 as usize) < order.journeys.living;
        let living = order.opportunities.living;
        own.opportunities.retain(|(ix, _)| (ix.0 as usize) < living);
        let again = Again {
            before: None,
            written_before: written,
            journey: lives.then_some(ix),
            opportunities: own.opportunities.iter().map(|(ix, _)| *ix).collect(),
            findings: std::mem::take(&mut own.findings),
        };
        if lives {
            let is = own.outgoing(ix);
            let others: Vec<JourneyIx> =
                come.iter().copied().filter(|other| *other != ix).collect();
            if names_any(&is, &others, site)
                || !is.files.iter().all(|file| site.files.binary_search(file).is_ok())
                || !addresses_itself(ix, &own)
            {
                return None;
            }
            Shares::of(ix, &own).share(&Shares::default(), ix, site);
            let room = self.ground.room(content, sources, options);
            self.shelves.put_in(ix, own, &is, &room, site)?;
        }
        Some(again)
    }

    /// Makes every list of the whole site again. `None` when something else is wrong between
    /// entities than was.
    fn make_lists(&mut self, site: &mut Site, content: &Content, sources: &Sources) -> Option<()> {
        let Ground { order, register, channels, .. } = &self.ground;
        let names = Names::new(content, order, register);
        site.channels.clone_from(&channels.list);
        opportunities::rank_again(site);
        site.reviews = reviews(site);
        site.tags = tags::collect(&tags::Carriers::from(&*site), sources);
        let all = indexed(&site.opportunities, OpportunityIx).map(|(ix, item)| (ix, &**item));
        site.second_anchors = opportunities::second_anchors(&all.collect::<Vec<_>>(), &names);
        let texts = std::mem::take(&mut site.spaces).into_iter();
        let before: Vec<Arc<str>> = texts.clone().map(|space| space.path).collect();
        let texts = texts.filter_map(|space| Some((space.path, space.text?))).collect();
        site.spaces = spaces(site, texts);
        if !site.spaces.iter().map(|space| &space.path).eq(&before) {
            return None;
        }
        let found = outputs::resolve(site, &names, sources);
        let rest: Vec<&Finding> = self.between.iter().filter(|f| !is_of_family(f)).collect();
        (rest.into_iter().eq(&found)).then_some(())
    }
}

impl Kinds {
    fn renumber(&mut self, by: &Renumbering, site: &mut Site) {
        let living = site.evidence.len();
        by.all(&mut self.evidence);
        site.evidence.clone_from_slice(&self.evidence[..living]);
        for shared in &mut self.catalogue {
            by.own(&mut shared.touchpoint);
        }
    }

    fn put_in(
        &mut self,
        ix: JourneyIx,
        mut own: Own,
        is: &Outgoing,
        room: &Room<'_>,
        site: &mut Site,
    ) -> Option<()> {
        let bonds = Bonds::of(&own);
        if bonds.journeys.len() > 2 || bonds.journeys.contains(&Some(ix)) {
            return None;
        }
        let shelf: Shelf<'_> = self.shelf();
        let empty = Journey { stages: Vec::new(), ..own.journey.clone() };
        let before =
            Own { journey: empty, opportunities: own.opportunities.clone(), findings: Vec::new() };
        relation::lay(ix, (&before, &mut own), (room, shelf), site)?;
        if let Some(parent) = own.journey.parent {
            let children = &mut Arc::make_mut(site.journeys.get_mut(parent.0 as usize)?).children;
            if let Err(at) = children.binary_search(&ix) {
                children.insert(at, ix);
            }
        }
        site.journeys[ix.0 as usize] = Arc::new(own.journey);
        for (ix, opportunity) in own.opportunities {
            *site.opportunities.get_mut(ix.0 as usize)? = Arc::new(opportunity);
        }
        move_links(&Outgoing::default(), is, |_| true, site);
        self.move_citations(&Outgoing::default(), is, site);
        Some(())
    }
}

/// What is found of parents, and of what journeys zoom into.
fn is_of_family(finding: &Finding) -> bool {
    matches!(finding.code, Code::Cycle | Code::ParentDisagrees)
}

fn is_in(files: &BTreeSet<FileId>, finding: &Finding) -> bool {
    let labels = finding.labels.iter().map(|(span, _)| span.file);
    labels.chain([finding.span.file]).any(|file| files.contains(&file))
}

/// Whether a draft takes something from the catalogue: then it is not unused.
fn has_draft_uses(journey: &model::Journey) -> bool {
    let is_draft = journey.common.status == model::Status::Draft;
    let mut touchpoints = journey.stages.iter().flat_map(|stage| &stage.touchpoints);
    !draft_uses(journey).is_empty() || (is_draft && touchpoints.any(|t| t.uses().is_some()))
}

/// Whether what is written in a journey's opportunities speaks of that journey alone.
fn addresses_itself(ix: JourneyIx, own: &Own) -> bool {
    let is_own = |node: &Node| *node == Node::Journey(ix) || relation::is_inside(ix, *node);
    own.opportunities.iter().all(|(_, item)| item.addresses.iter().all(is_own))
}

/// Whether some of the links lead into journeys that came as well.
fn names_any(is: &Outgoing, others: &[JourneyIx], site: &Site) -> bool {
    let is_other = |node: Node| matches!(site.top(node), Node::Journey(ix) if others.contains(&ix));
    !others.is_empty() && is.links.iter().any(|(to, _)| is_other(*to))
}

/// Whether every channel has the number and the name that it had.
fn has_same_channels(before: &Ground, now: &Ground) -> bool {
    let ids = |ground: &Ground| -> Vec<Arc<str>> {
        ground.channels.list.iter().map(|channel| channel.id.value.clone()).collect()
    };
    ids(before) == ids(now)
}

fn numbers_of(order: &Order, files: &BTreeSet<FileId>) -> Vec<JourneyIx> {
    let rows = indexed(&order.journeys.items, JourneyIx);
    rows.filter(|(_, row)| files.contains(&row.entry.file)).map(|(ix, _)| ix).collect()
}

/// The files that a journey is written in.
fn files_in(order: &Order, ix: JourneyIx) -> BTreeSet<FileId> {
    let inside = order.inside(ix).map(|node| order.common(node).file());
    inside.chain([order.journey(ix).entry.file]).collect()
}

/// The numbers of now of all that is in both.
fn renumbering(before: &Order, now: &Order, exchange: &Exchange) -> Renumbering {
    let stays = |file: &FileId| !exchange.gone.contains(file);
    let of_file: BTreeMap<FileId, JourneyIx> = indexed(&now.journeys.items, JourneyIx)
        .map(|(ix, row)| (row.entry.file, ix))
        .filter(|(file, _)| stays(file))
        .collect();
    let journeys =
        before.journeys.items.iter().map(|row| of_file.get(&row.entry.file).copied()).collect();
    let mut by = Renumbering { journeys, opportunities: Vec::new() };
    by.opportunities.resize(before.opportunities.items.len(), None);
    let with_file = |order: &Order| -> Vec<OpportunityIx> {
        let all = indexed(&order.opportunities.items, OpportunityIx);
        all.filter(|(_, row)| row.home.is_none()).map(|(ix, _)| ix).collect()
    };
    for (old, new) in with_file(before).into_iter().zip(with_file(now)) {
        by.opportunities[old.0 as usize] = Some(new);
    }
    #[expect(clippy::iter_over_hash_type, reason = "each goes to a place of its own")]
    for ((home, place), old) in &before.inline {
        let new = by.node(*home).and_then(|home| now.inline.get(&(home, *place)));
        by.opportunities[old.0 as usize] = new.copied();
    }
    by
}
