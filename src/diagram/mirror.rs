//! Pictures that are read from right to left. A picture is placed as if it were read from left to
//! right, and its marks are mirrored then: so every rule of placing holds for both ways. Letters and
//! shapes are never turned around, only where they stand.

use super::apart::Rect;
use super::curve::Piece;
use super::journey_map::PlacedMap;
use super::mark::{Anchor, Badge, Mark, Text};
use crate::site::{Quadrant, Site};
use crate::wording::{Direction, direction};
use std::sync::Arc;

/// Which way a picture of texts in a language is read: `lang` of what it shows, else the site's.
pub(crate) fn reading(site: &Site, lang: Option<&Arc<str>>) -> Direction {
    direction(lang.map_or(&*site.config.language, |lang| lang))
}

/// The quadrant whose sign, drawn from left to right, shows where a site's matrix has one.
pub(crate) fn quadrant(site: &Site, quadrant: Quadrant) -> Quadrant {
    match (reading(site, None), quadrant) {
        (Direction::LeftToRight, same) => same,
        (_, Quadrant::QuickWin) => Quadrant::BigBet,
        (_, Quadrant::BigBet) => Quadrant::QuickWin,
        (_, Quadrant::FillIn) => Quadrant::Reconsider,
        (_, Quadrant::Reconsider) => Quadrant::FillIn,
    }
}

/// Mirrors marks in a picture of a width.
pub(crate) fn marks(marks: &mut [Mark<'_>], width: f64) {
    for mark in marks {
        self::mark(mark, width);
    }
}

fn mark(mark: &mut Mark<'_>, width: f64) {
    match mark {
        Mark::Text(text) => self::text(text, width),
        Mark::Line { points, .. } => points.iter_mut().for_each(|point| point.0 = width - point.0),
        Mark::Box { rect, .. } => *rect = self::rect(*rect, width),
        Mark::Circle { x, .. }
        | Mark::Point { x, .. }
        | Mark::Moment { x, .. }
        | Mark::Channel { x, .. } => *x = width - *x,
        Mark::Sample { x, width: own, .. } => *x = width - *x - *own,
        Mark::Quadrant { x, size, .. } => *x = width - *x - *size,
        Mark::Claim { badge: Badge { x, width: own, .. }, text, .. } => {
            *x = width - *x - *own;
            text.iter_mut().for_each(|text| self::text(text, width));
        }
        Mark::Image { rect, anchor, .. } => {
            *rect = self::rect(*rect, width);
            *anchor = anchor.mirrored();
        }
        Mark::Link(link) => {
            link.hits.iter_mut().for_each(|hit| *hit = self::rect(*hit, width));
            marks(&mut link.marks, width);
        }
        Mark::Whose { mark, .. } => self::mark(mark, width),
    }
}

fn text(text: &mut Text<'_>, width: f64) {
    text.x = width - text.x;
    text.anchor = text.anchor.mirrored();
}

/// A box in a mirrored picture of a width.
pub(crate) fn rect(rect: Rect, width: f64) -> Rect {
    Rect { left: width - rect.right, right: width - rect.left, ..rect }
}

/// Mirrors the runs of a curve. They go on from left to right: what fills the room between two
/// curves relies on it.
pub(crate) fn runs(runs: &mut [Vec<Piece>], width: f64) {
    for run in &mut *runs {
        run.reverse();
        for Piece(points) in run {
            points.reverse();
            points.iter_mut().for_each(|point| point.0 = width - point.0);
        }
    }
    runs.reverse();
}

/// Mirrors a placed map. Its borders stay those of the map as it was placed.
pub(crate) fn map(map: &mut PlacedMap<'_>) {
    let width = map.width;
    for some in [&mut map.under, &mut map.names, &mut map.body, &mut map.links] {
        marks(some, width);
    }
    let lines = map.curves.iter_mut().flat_map(|c| c.lines.iter_mut().chain(&mut c.before));
    lines.for_each(|line| runs(&mut line.runs, width));
    map.direction = map.direction.other();
}

impl Anchor {
    /// The other end.
    fn mirrored(self) -> Self {
        match self {
            Anchor::Start => Anchor::End,
            Anchor::Middle => Anchor::Middle,
            Anchor::End => Anchor::Start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::journey_map::tests::odd_sites;
    use super::super::testing;
    use super::*;

    #[test]
    fn a_map_that_is_mirrored_twice_is_the_map() {
        let odd = odd_sites().into_iter().map(|(_, site)| site);
        for site in std::iter::once(testing::weekly_shop()).chain(odd) {
            let canvas = testing::canvas(&site, "journeys/a.html");
            let shown = |map: &PlacedMap<'_>| {
                let lines = map.curves.iter().flat_map(|c| c.lines.iter().chain(&c.before));
                let runs: Vec<_> = lines.map(|line| line.runs.clone()).collect();
                let marks = (&map.under, &map.names, &map.body, &map.links);
                format!("{marks:.9?} {runs:.9?}").replace("-0.000000000", "0.000000000")
            };
            let mut map = super::super::journey_map::place(&canvas, crate::site::JourneyIx(0));
            let before = shown(&map);
            self::map(&mut map);
            assert_eq!(map.direction, Direction::RightToLeft);
            let mut inside = true;
            for mark in map.names.iter().chain(&map.body).chain(&map.links) {
                mark.texts(&mut |text| {
                    let bounds = text.bounds();
                    inside &= bounds.left > -1.0 && bounds.right < map.width + 1.0;
                });
            }
            assert!(inside, "a text leaves the picture");
            self::map(&mut map);
            let after = shown(&map);
            let differs = before.bytes().zip(after.bytes()).position(|(a, b)| a != b);
            assert_eq!(differs.map(|at| &after[at.saturating_sub(80)..]), None);
        }
    }
}
