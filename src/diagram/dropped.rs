//! Where touchpoints of today that a journey drops stand along its map: between the places of those
//! that stood beside them and stay.

use super::mark::Mark;
use super::style::Class;
use crate::site::{Against, Node, Site};

/// The places of a map along its length.
pub(crate) struct Along {
    /// What stands where, in order.
    pub(crate) stops: Vec<(Node, f64)>,
    /// Where the map begins.
    pub(crate) start: f64,
    /// Where it ends.
    pub(crate) end: f64,
    /// Whether there is room after the last place.
    pub(crate) is_open: bool,
    /// From one dropped touchpoint to the next.
    pub(crate) least: f64,
}

/// Dropped touchpoints of today and their places: only where their neighbours are neighbours here
/// too, and there is room.
pub(crate) fn between(site: &Site, against: &Against, along: &Along) -> Vec<(f64, Node)> {
    let stops = &along.stops;
    let stop = |(s, t): (u32, u32)| {
        stops.iter().position(|(node, _)| match *node {
            Node::Touchpoint(_, own, at) => against.touchpoint(own, at) == Some((s, t)),
            _ => false,
        })
    };
    let kept: Vec<usize> = (0..stops.len()).filter(|at| !against.is_new(stops[*at].0)).collect();
    let mut all = Vec::new();
    let mut row = Vec::new();
    let mut last = None;
    let mut close = |row: &mut Vec<Node>, last: Option<usize>, next: Option<usize>| {
        // Stops in between came from elsewhere: then nobody can say where these would stand.
        let apart = kept.iter().filter(|at| last.is_none_or(|last| **at > last));
        let apart = apart.filter(|at| next.is_none_or(|next| **at < next)).count();
        let from = last.map_or(along.start, |last| stops[last].1);
        let to = next.map_or(along.end, |next| stops[next].1);
        let step = (to - from) / (row.len() + 1) as f64;
        let is_last = next.is_none() && last.is_some_and(|last| last + 1 == stops.len());
        let has_room = step >= along.least && (along.is_open || !is_last);
        if apart == 0 && has_room && !kept.is_empty() {
            let places = (1..=row.len()).map(|at| from + step * at as f64);
            all.extend(places.zip(row.iter().copied()));
        }
        row.clear();
    };
    let before = site.journey(against.baseline);
    for (s, stage) in (0_u32..).zip(&before.stages) {
        for t in 0..stage.touchpoints.len() as u32 {
            match stop((s, t)) {
                Some(at) => {
                    close(&mut row, last, Some(at));
                    last = Some(at);
                }
                None => row.push(Node::Touchpoint(against.baseline, s, t)),
            }
        }
    }
    close(&mut row, last, None);
    all
}

/// The cross of a touchpoint that is dropped.
pub(crate) fn gone<'a>(x: f64, y: f64) -> [Mark<'a>; 2] {
    const ARM: f64 = 3.5;
    let stroke = |from: f64, to: f64| {
        let end = (x + ARM, y + to);
        Mark::Line { class: Class::one("wg"), points: [(x - ARM, y + from), end, end] }
    };
    [stroke(-ARM, ARM), stroke(ARM, -ARM)]
}
