//! Lists that go on over several pages, so that each is still a page one reads. The first stands
//! at the address of the format; the others have a mark in their names that no id has
//! (`journeys/index.2.html`), so they can never be in an entity's place.

use super::Sheet;
use super::sheet::LinkView;
use crate::model::{Kind, Status};
use crate::site::address::list_page;
use crate::site::{Meta, Site};
use serde::Serialize;
use std::ops::Range;

/// How many journeys the heat map of a portfolio shows before it shows those that hurt most and
/// leaves the rest to the whole map.
pub(super) const ON_PORTFOLIO: usize = 40;

/// A list that may need several pages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum List {
    /// The heat map of all journeys, where the portfolio shows only some.
    Map,
    /// Journeys.
    Journeys,
    /// Personas.
    Personas,
    /// Personas side by side.
    Compare,
    /// The catalogue of touchpoints.
    Catalogue,
    /// Stage by channel.
    Channels,
    /// Ranked opportunities.
    Opportunities,
    /// Sources.
    Sources,
    /// Reviews.
    Reviews,
}

/// Every such list, in the order of the site's sections.
pub(super) const ALL: [List; 9] = [
    List::Map,
    List::Journeys,
    List::Personas,
    List::Compare,
    List::Catalogue,
    List::Channels,
    List::Opportunities,
    List::Sources,
    List::Reviews,
];

impl List {
    /// How many entries stand on a page: what keeps it below some 200 kB.
    fn room(self) -> usize {
        match self {
            List::Compare => 24,
            List::Channels => 40,
            List::Map | List::Opportunities | List::Catalogue => 60,
            List::Journeys | List::Personas | List::Sources => 100,
            List::Reviews => 250,
        }
    }

    fn entries(self, site: &Site) -> usize {
        fn living<'s>(all: impl Iterator<Item = &'s Meta>) -> usize {
            all.filter(|meta| meta.status != Status::Retired).count()
        }
        let journeys = || site.journeys.iter().map(|journey| &journey.meta);
        match self {
            List::Map | List::Channels => living(journeys()),
            List::Journeys => site.journeys.len(),
            List::Personas => site.personas.len(),
            List::Compare => living(site.personas.iter().map(|persona| &persona.meta)),
            List::Catalogue => site.touchpoints.len(),
            List::Opportunities => site.opportunities.len(),
            List::Sources => site.evidence.len(),
            List::Reviews => site.reviews.len(),
        }
    }

    /// How many pages the list has. Two of them are not there at all when nothing calls for them:
    /// the whole heat map while the portfolio shows it, and the comparison of fewer than two.
    pub fn parts(self, site: &Site) -> u32 {
        let entries = self.entries(site);
        match self {
            List::Map if entries <= ON_PORTFOLIO => 0,
            List::Compare if entries < 2 => 0,
            _ => entries.div_ceil(self.room()).max(1) as u32,
        }
    }

    /// Which pages stand beside the list's own at the address of the format.
    pub(super) fn further(self, site: &Site) -> Range<u32> {
        let first = if matches!(self, List::Map | List::Compare) { 1 } else { 2 };
        first..(self.parts(site) + 1).max(first)
    }

    /// The output path of a page of the list, from 1.
    pub fn path(self, part: u32) -> String {
        let first = match self {
            List::Map => "journeys/map_.html".to_owned(),
            List::Compare => "personas/compare_.html".to_owned(),
            List::Journeys => list_page(Kind::Journey),
            List::Personas => list_page(Kind::Persona),
            List::Catalogue => list_page(Kind::Touchpoint),
            List::Channels => "channels/index.html".to_owned(),
            List::Opportunities => list_page(Kind::Opportunity),
            List::Sources => list_page(Kind::Evidence),
            List::Reviews => "reviews/index.html".to_owned(),
        };
        match first.strip_suffix(".html") {
            Some(stem) if part > 1 => format!("{stem}.{part}.html"),
            _ => first,
        }
    }

    /// The page on which an entry stands, from 1.
    pub(super) fn part_of(self, entry: usize) -> u32 {
        (entry / self.room()) as u32 + 1
    }

    /// The entries of a page.
    pub(super) fn slice(self, part: u32) -> Range<usize> {
        let start = part.saturating_sub(1) as usize * self.room();
        start..start + self.room()
    }
}

/// The way from page to page of a list; without pages when it has one only.
#[derive(Serialize)]
pub(super) struct Pager {
    /// From 1.
    part: u32,
    of: u32,
    pages: Vec<PageLink>,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Serialize)]
struct PageLink {
    part: u32,
    href: String,
    /// Pages before it are not named.
    skips: bool,
}

/// The way from a page of a list to the others.
pub(super) fn pager(sheet: &Sheet<'_>, list: List, part: u32) -> Pager {
    let of = list.parts(sheet.site).max(1);
    let to = |part: u32| sheet.to(&list.path(part));
    let named = if of > 1 { named_pages(part, of) } else { Vec::new() };
    let before = std::iter::once(0).chain(named.iter().copied());
    let pages = named.iter().zip(before).map(|(&part, before)| PageLink {
        part,
        href: to(part),
        skips: part > before + 1,
    });
    Pager {
        part,
        of,
        pages: pages.collect(),
        previous: (part > 1).then(|| to(part - 1)),
        next: (part < of).then(|| to(part + 1)),
    }
}

/// Which pages of a list are named on one of them: all of a few; of many the first and the last,
/// those around it, and up to ten at round numbers, so that none is further than a few steps.
fn named_pages(part: u32, of: u32) -> Vec<u32> {
    const FEW: u32 = 12;
    const ROUND: [u32; 6] = [10, 20, 50, 100, 200, 500];
    let step = ROUND.into_iter().find(|step| of / step <= 10).unwrap_or(of);
    let is_named = |page: &u32| {
        of <= FEW
            || *page == 1
            || *page == of
            || page.abs_diff(part) <= 2
            || page.is_multiple_of(step)
    };
    (1..=of).filter(is_named).collect()
}

/// The other pages of a list by space: where each space begins, when there are several of both.
pub(super) fn jumps(
    sheet: &Sheet<'_>,
    list: List,
    spaces: impl Iterator<Item = (LinkView, usize)>,
) -> Vec<LinkView> {
    if list.parts(sheet.site) < 2 {
        return Vec::new();
    }
    let all: Vec<LinkView> = spaces
        .map(|(space, first)| LinkView {
            href: sheet.to(&list.path(list.part_of(first))),
            title: space.title,
        })
        .collect();
    if all.len() > 1 { all } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_pages_have_a_mark_in_their_names_that_no_id_has() {
        assert_eq!(List::Journeys.path(1), "journeys/index.html");
        for list in ALL {
            let further = list.path(2);
            let name = further.rsplit('/').next().expect("a name");
            let stem = name.strip_suffix(".html").expect("a page");
            assert!(stem.contains(['.', '_']), "{further}");
        }
        assert_eq!(List::Map.path(1), "journeys/map_.html");
    }

    #[test]
    fn a_page_of_many_names_those_around_it_and_some_far_away() {
        assert_eq!(named_pages(3, 12), (1..=12).collect::<Vec<_>>());
        assert_eq!(named_pages(1, 13), [1, 2, 3, 10, 13]);
        let around = [1, 50, 100, 118, 119, 120, 121, 122, 150, 200, 250, 300, 340];
        assert_eq!(named_pages(120, 340), around);
        for of in 2..6000 {
            let part = of / 2 + 1;
            let named = named_pages(part, of);
            assert!(named.len() <= 18, "{} of {of}", named.len());
            for page in [1, part - 1, part, (part + 1).min(of), of] {
                assert!(named.contains(&page), "{page} at {part} of {of}");
            }
        }
    }

    #[test]
    fn every_entry_stands_on_the_page_that_holds_it() {
        for list in ALL {
            for entry in [0, list.room() - 1, list.room(), 7 * list.room()] {
                assert!(list.slice(list.part_of(entry)).contains(&entry), "{list:?} {entry}");
            }
        }
    }
}
