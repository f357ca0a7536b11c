//! The rule about touchpoints that are written anew in one journey after the other. It lays all
//! journeys side by side, so what it looks at is kept: after an edit only the titles of the edited
//! journey are compared again.

use super::context::{Context, Map, is_live};
use crate::diagnostic::{Code, Finding};
use crate::model;
use crate::site::{Again, Journey, JourneyIx, Renumbering, Site};
use crate::source::{Passage, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What makes two touchpoints the same: the title, whatever its case, and the channel.
type Sameness = (String, Option<u32>);

/// Where a touchpoint is written.
#[derive(Clone, PartialEq, Debug)]
struct Place {
    journey: JourneyIx,
    /// A journey as it shall be tells the same story again, so both count once.
    story: JourneyIx,
    span: Span,
    title: Passage,
}

/// A finding and the journey in which it stands.
pub type Found = (JourneyIx, Finding);

/// Where each touchpoint of journeys' own is written, and what was found of it.
#[derive(Debug, Default)]
pub struct Repeats {
    places: BTreeMap<Sameness, Vec<Place>>,
    found: BTreeMap<Sameness, Found>,
}

/// The same touchpoint, written anew in three journeys or more.
pub(super) fn repeated_touchpoint(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let repeats = Repeats::new(context);
    findings.extend(repeats.found.values().map(|(_, finding)| finding.clone()));
    context.repeats.replace(Some(repeats));
}

impl Repeats {
    fn new(context: &Context<'_>) -> Self {
        let mut repeats = Self::default();
        for map in &context.maps {
            for (same, place) in places(map) {
                repeats.places.entry(same).or_default().push(place);
            }
        }
        for (same, places) in &mut repeats.places {
            places.shrink_to_fit();
            if let Some(found) = finding(context.site, same, places) {
                repeats.found.insert(same.clone(), found);
            }
        }
        repeats
    }

    /// Takes in a journey that was resolved again. Gives what was found before of each touchpoint
    /// that it holds or held, and what is found now.
    pub fn again(
        &mut self,
        again: &Again,
        site: &Site,
        written: &model::Journey,
    ) -> Vec<(Option<Found>, Option<Found>)> {
        let Some(ix) = again.journey else { return Vec::new() };
        let before = again.before.as_ref();
        let old = before.map(|before| places_of(ix, before, &again.written_before));
        let old = old.unwrap_or_default();
        let new = places_of(ix, site.journey(ix), written);
        let touched: BTreeSet<Sameness> =
            old.iter().chain(&new).map(|(same, _)| same.clone()).collect();
        if old != new {
            self.replace(ix, &touched, new);
        }
        touched.into_iter().map(|same| self.find_again(site, same)).collect()
    }

    /// Takes in that journeys have other numbers and some are gone. Gives which touchpoints stood in
    /// those, for [`Repeats::without`].
    pub fn renumber(&mut self, by: &Renumbering) -> BTreeSet<Sameness> {
        let mut touched = BTreeSet::new();
        for (same, places) in &mut self.places {
            places.retain_mut(|place| {
                let now = by.journey(place.journey).zip(by.journey(place.story));
                match now {
                    Some((journey, story)) => (place.journey, place.story) = (journey, story),
                    None => {
                        touched.insert(same.clone());
                    }
                }
                now.is_some()
            });
        }
        self.places.retain(|_, places| !places.is_empty());
        for (ix, _) in self.found.values_mut() {
            // What stood in one that is gone is looked for again.
            *ix = by.journey(*ix).unwrap_or(*ix);
        }
        touched
    }

    /// Looks for touchpoints again some of which are gone. Gives what was found before, and what is
    /// found now.
    pub fn without(
        &mut self,
        touched: BTreeSet<Sameness>,
        site: &Site,
    ) -> Vec<(Option<Found>, Option<Found>)> {
        touched.into_iter().map(|same| self.find_again(site, same)).collect()
    }

    /// Takes in that a touchpoint of the catalogue has another title: it may be what is written
    /// anew. Gives what was found before of touchpoints with either title, and what is found now.
    pub fn retitled(
        &mut self,
        titles: &[Arc<str>; 2],
        site: &Site,
    ) -> Vec<(Option<Found>, Option<Found>)> {
        let titles: BTreeSet<String> = titles.iter().map(|title| fold(title)).collect();
        let of = |title: String| {
            let range = (title.clone(), None)..=(title, Some(u32::MAX));
            self.found.range(range).map(|(same, _)| same.clone()).collect::<Vec<_>>()
        };
        let touched: Vec<Sameness> = titles.into_iter().flat_map(of).collect();
        touched.into_iter().map(|same| self.find_again(site, same)).collect()
    }

    fn replace(
        &mut self,
        ix: JourneyIx,
        touched: &BTreeSet<Sameness>,
        new: Vec<(Sameness, Place)>,
    ) {
        for same in touched {
            if let Some(places) = self.places.get_mut(same) {
                places.retain(|place| place.journey != ix);
            }
        }
        for (same, place) in new {
            let places = self.places.entry(same).or_default();
            let at = places.partition_point(|before| before.journey <= ix);
            places.insert(at, place);
        }
        for same in touched {
            if self.places.get(same).is_some_and(Vec::is_empty) {
                self.places.remove(same);
            }
        }
    }

    fn find_again(&mut self, site: &Site, same: Sameness) -> (Option<Found>, Option<Found>) {
        let before = self.found.remove(&same);
        let places = self.places.get(&same).map(Vec::as_slice).unwrap_or_default();
        let now = finding(site, &same, places);
        if let Some(found) = &now {
            self.found.insert(same, found.clone());
        }
        (before, now)
    }
}

fn places_of(ix: JourneyIx, journey: &Journey, written: &model::Journey) -> Vec<(Sameness, Place)> {
    match is_live(&journey.meta) {
        true => places(&Map::new(ix, journey, written)).collect(),
        false => Vec::new(),
    }
}

/// The touchpoints of a journey that take nothing from the catalogue.
fn places<'m>(map: &'m Map<'_>) -> impl Iterator<Item = (Sameness, Place)> + 'm {
    let own = map.stops().filter(|(_, stop)| stop.touchpoint.uses.is_none());
    own.filter_map(|(_, stop)| {
        let written = stop.written.title.as_ref()?;
        let title = stop.touchpoint.title.doc.plain_part().clone();
        let story = map.journey.baseline.unwrap_or(map.ix);
        let same = (fold(&title), stop.touchpoint.channel);
        Some((same, Place { journey: map.ix, story, span: written.span, title }))
    })
}

fn finding(site: &Site, (folded, channel): &Sameness, places: &[Place]) -> Option<Found> {
    if places.len() < 3 {
        return None;
    }
    let mut stories: BTreeMap<JourneyIx, &Place> = BTreeMap::new();
    for place in places {
        stories.entry(place.story).or_insert(place);
    }
    let mut in_order = stories.values();
    let (first, second, third) = (in_order.next()?, in_order.next()?, in_order.next()?);
    let by = channel.and_then(|ix| site.channels.get(ix as usize));
    let by = by.map_or(String::new(), |channel| format!(" on `{}`", channel.id.value));
    let (title, count) = (&third.title, stories.len());
    let message = format!("touchpoint `{title}`{by} is written anew in {count} journeys");
    let finding = Finding::new(Code::RepeatedTouchpoint, third.span, message)
        .label(first.span, "written here")
        .label(second.span, "and here")
        .help(catalogue_help(site, folded));
    Some((third.journey, finding))
}

fn fold(title: &str) -> String {
    title.trim().to_lowercase()
}

fn catalogue_help(site: &Site, title: &str) -> String {
    let is_same = |plain: &str| fold(plain) == title;
    match site.touchpoints.iter().find(|touchpoint| is_same(touchpoint.title.doc.plain())) {
        Some(touchpoint) => format!("the catalogue has it: write `use: {}`", touchpoint.meta.id),
        None => "write it once in `touchpoints/` and take it from there with `use:`".to_owned(),
    }
}
