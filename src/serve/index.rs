//! Which page stands at an address, and where a page went that stood there before.
//!
//! Working out every address of a large site costs more than an edit, so what is known is kept as a
//! guess: an edit rarely moves pages, and whether a page still has its address is told by that page
//! alone. Only an address that nothing is known of makes the whole list anew.

use crate::page::{PageId, plan};
use crate::site::{Meta, Site};
use crate::source::FileId;
use std::collections::{BTreeMap, HashMap};

/// A page's place in its sources, by which it is known again after it was renamed.
type Origin = (FileId, u32);

/// Addresses of pages.
#[derive(Default)]
pub(super) struct Index {
    pages: Pages,
    moved: BTreeMap<String, String>,
    /// Files that got another name, since the list was made of a site that shows it.
    renamed: Vec<(FileId, FileId)>,
    /// The site that is shown is an earlier one, without the names of now.
    is_of_before: bool,
    made_for: Option<u64>,
}

/// Pages by their addresses. A large site has a hundred thousand, made in order, so that they lie
/// close together.
type Pages = BTreeMap<Box<str>, Page>;

struct Page {
    id: PageId,
    origin: Option<Origin>,
}

/// More former addresses than this are not remembered.
const MOST_MOVED: usize = 10_000;

impl Index {
    /// The page at an address. `revision` tells one state of the site from another.
    pub(super) fn find(&mut self, site: &Site, revision: u64, path: &str) -> Option<PageId> {
        if let Some(page) = self.guess(site, revision, path) {
            return Some(page);
        }
        self.bring_up_to_date(site, revision);
        self.pages.get(path).map(|page| page.id)
    }

    fn guess(&self, site: &Site, revision: u64, path: &str) -> Option<PageId> {
        let page = self.pages.get(path)?.id;
        let is_sure = self.made_for == Some(revision)
            || is_there(site, page) && page.output_path(site) == path;
        is_sure.then_some(page)
    }

    /// Takes note of a file that got another name.
    pub(super) fn renamed(&mut self, from: FileId, to: FileId) {
        self.renamed.push((from, to));
    }

    /// Takes note of whether the site that is shown is that of the newest sources.
    pub(super) fn shows_newest(&mut self, is_newest: bool) {
        self.is_of_before = !is_newest;
    }

    /// Where the page went that stood at an address: to its new one, else to the page above.
    pub(super) fn went(&mut self, site: &Site, revision: u64, path: &str) -> Option<String> {
        self.bring_up_to_date(site, revision);
        let mut at = path;
        // Each step leads to a later address, but a page may be renamed back and forth.
        for _ in 0..100 {
            match self.moved.get(at) {
                Some(next) => at = next,
                None => break,
            }
            if self.pages.contains_key(at) {
                return Some(at.to_owned());
            }
        }
        above(path).find(|above| self.pages.contains_key(&**above))
    }

    fn bring_up_to_date(&mut self, site: &Site, revision: u64) {
        if self.made_for == Some(revision) {
            return;
        }
        let page =
            |id: PageId| (id.output_path(site).into(), Page { id, origin: origin(site, id) });
        let pages: Pages = plan(site).into_iter().map(page).collect();
        if self.made_for.is_some() {
            self.note_moves(&pages);
        }
        if !self.is_of_before {
            self.renamed.clear();
        }
        (self.pages, self.made_for) = (pages, Some(revision));
    }

    fn name_now(&self, file: FileId) -> FileId {
        self.renamed.iter().fold(file, |file, (from, to)| if *from == file { *to } else { file })
    }

    fn note_moves(&mut self, now: &Pages) {
        let new: HashMap<Origin, &str> = written(now)
            .filter(|(path, _)| !is_written(&self.pages, path))
            .map(|(path, origin)| (origin, path))
            .collect();
        let moves = written(&self.pages).filter_map(|(path, (file, part))| {
            let is_gone = !is_written(now, path);
            let to = is_gone.then(|| new.get(&(self.name_now(file), part))).flatten()?;
            Some((path.to_owned(), (*to).to_owned()))
        });
        let moves: Vec<(String, String)> = moves.collect();
        self.moved.extend(moves);
        self.moved.retain(|path, _| !is_written(now, path));
        while self.moved.len() > MOST_MOVED {
            self.moved.pop_first();
        }
    }
}

/// The pages of what somebody wrote.
fn written(pages: &Pages) -> impl Iterator<Item = (&str, Origin)> {
    pages.iter().filter_map(|(path, page)| Some((&**path, page.origin?)))
}

fn is_written(pages: &Pages, path: &str) -> bool {
    pages.get(path).is_some_and(|page| page.origin.is_some())
}

/// The lists and pages above an address, nearest first.
fn above(path: &str) -> impl Iterator<Item = String> {
    let mut candidates = Vec::new();
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        candidates.push(format!("{above}.html"));
        candidates.push(format!("{above}/index.html"));
        folder = above;
    }
    candidates.push("index.html".to_owned());
    candidates.into_iter()
}

/// Whether a site has such a page at all. For pages whose number depends on all others only the
/// whole list tells.
fn is_there(site: &Site, page: PageId) -> bool {
    match page {
        PageId::Space(ix) => (ix as usize) < site.spaces.len(),
        PageId::Persona(ix) => (ix.0 as usize) < site.personas.len(),
        PageId::Journey(ix) | PageId::Diagram(ix) => (ix.0 as usize) < site.journeys.len(),
        PageId::Stage(journey, stage) => site
            .journeys
            .get(journey.0 as usize)
            .is_some_and(|journey| (stage as usize) < journey.stages.len()),
        PageId::Touchpoint(ix) => (ix.0 as usize) < site.touchpoints.len(),
        PageId::Opportunity(ix) => {
            site.opportunities.get(ix.0 as usize).is_some_and(|o| o.home.is_none())
        }
        PageId::Source(ix) => (ix.0 as usize) < site.evidence.len(),
        PageId::Tag(ix) => (ix as usize) < site.tags.len(),
        PageId::Part(list, part) => part <= list.parts(site),
        PageId::Redirect(_)
        | PageId::MapRows
        | PageId::Feed
        | PageId::Sitemap
        | PageId::SitemapPart(_) => false,
        PageId::Home
        | PageId::Personas
        | PageId::Journeys
        | PageId::Catalogue
        | PageId::Channels
        | PageId::Opportunities
        | PageId::Sources
        | PageId::Reviews
        | PageId::Tags
        | PageId::Search
        | PageId::NotFound
        | PageId::SiteJson
        | PageId::ReviewsJson
        | PageId::ReviewsIcs => true,
    }
}

/// Where the source of a page stands: its file, and which of its stages for one written inline.
fn origin(site: &Site, page: PageId) -> Option<Origin> {
    let whole = |meta: &Meta| Some((meta.file(), 0));
    match page {
        PageId::Persona(ix) => whole(&site.personas[ix.0 as usize].meta),
        PageId::Journey(ix) => whole(&site.journey(ix).meta),
        PageId::Stage(ix, stage) => {
            let journey = site.journey(ix);
            let file = journey.stages[stage as usize].meta.file();
            Some((file, if file == journey.meta.file() { stage + 1 } else { 0 }))
        }
        PageId::Touchpoint(ix) => whole(&site.touchpoints[ix.0 as usize].meta),
        PageId::Opportunity(ix) => whole(&site.opportunity(ix).meta),
        PageId::Source(ix) => whole(&site.evidence[ix.0 as usize].meta),
        _ => None,
    }
}
