//! The as-is journey behind a to-be one: what each persona feels today where both maps have a
//! touchpoint, and the gap between.

use super::columns::GUTTER;
use super::feelings::Line;
use super::place::Placing;
use crate::diagram::curve::{self, Region};
use crate::diagram::mark::Mark;
use crate::diagram::names::short_names;
use crate::diagram::series::value_of;
use crate::diagram::style::Class;
use crate::site::{Against, JourneyIx, Node, PersonaIx, Site, felt_at};
use crate::wording::Wording;

/// Where something of today stands: on a column that both maps have, or between columns.
#[derive(Clone, Copy, PartialEq)]
enum Spot {
    Column(usize),
    Between,
}

/// A touchpoint of today, with its value.
struct Felt {
    spot: Spot,
    x: f64,
    value: Option<f64>,
}

/// The lines of today, one for each persona who has any. They lead past touchpoints that are new,
/// over those that are dropped, where there is a place for them between the columns, and end where
/// today has no value. `y` is the height of a persona's value at a column, if it is at one.
pub(crate) fn lines<'a>(
    map: &mut Placing<'a>,
    y: impl Fn(usize, Option<usize>, f64) -> f64,
) -> Vec<Line<'a>> {
    let Some(against) = &map.against else { return Vec::new() };
    let mut lines = Vec::new();
    let mut dots = Vec::new();
    for (place, persona) in map.journey.personas.iter().enumerate() {
        let mut along = Vec::new();
        for Felt { spot, x, value } in felt(map, against, *persona) {
            let column = match spot {
                Spot::Column(at) => Some(at),
                Spot::Between => None,
            };
            let y = value.map(|value| y(place, column, value));
            along.push((x, y));
            let marks = y.into_iter().flat_map(|y| point(spot, x, y));
            dots.extend(marks.map(|mark| mark.of(place)));
        }
        let runs: Vec<_> = curve::runs(&along).iter().map(|run| curve::pieces(run)).collect();
        if runs.iter().any(|run| !run.is_empty()) {
            lines.push(Line { place, persona: &map.site.persona(*persona).meta.id, runs });
        }
    }
    map.map.body.extend(dots);
    lines
}

/// A ring, or the cross of what is dropped.
fn point<'a>(spot: Spot, x: f64, y: f64) -> Vec<Mark<'a>> {
    match spot {
        Spot::Column(_) => vec![Mark::Circle { class: Class::one("wp"), x, y, r: 2.5 }],
        Spot::Between => gone(x, y).to_vec(),
    }
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

/// What a persona feels today, along the map. A dropped touchpoint without a value is passed over.
fn felt(map: &Placing<'_>, against: &Against, persona: PersonaIx) -> Vec<Felt> {
    let columns = map.columns.stops.iter().enumerate();
    let kept = columns.filter(|(_, stop)| !against.is_new(stop.node)).map(|(at, stop)| {
        let value = against.felt(map.site, stop.node, persona);
        Felt { spot: Spot::Column(at), x: stop.middle(), value }
    });
    let mut all: Vec<Felt> = kept.collect();
    for (x, node) in between(map, against) {
        let Node::Touchpoint(ix, s, t) = node else { continue };
        let value = value_of(&map.site.touchpoint(ix, s, t).experience, persona);
        all.extend(value.map(|_| Felt { spot: Spot::Between, x, value }));
    }
    all.retain(|felt| felt.value.is_none_or(|value| value.abs() < 1e6));
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all
}

/// Dropped touchpoints of today and where they stand between the columns of their neighbours: only
/// where these are neighbours here too, and there is room.
fn between(map: &Placing<'_>, against: &Against) -> Vec<(f64, Node)> {
    /// From one cross to the next.
    const LEAST: f64 = 9.0;
    let stops = &map.columns.stops;
    let column = |(s, t): (u32, u32)| {
        stops.iter().position(|stop| match stop.node {
            Node::Touchpoint(_, own, at) => against.touchpoint(own, at) == Some((s, t)),
            _ => false,
        })
    };
    let kept: Vec<usize> = (0..stops.len()).filter(|at| !against.is_new(stops[*at].node)).collect();
    let end = stops.last().map_or(0.0, |stop| stop.left + stop.width);
    let mut all = Vec::new();
    let mut row = Vec::new();
    let mut last = None;
    let mut close = |row: &mut Vec<Node>, last: Option<usize>, next: Option<usize>| {
        // Columns in between came from elsewhere: then nobody can say where these would stand.
        let apart = kept.iter().filter(|at| last.is_none_or(|last| **at > last));
        let apart = apart.filter(|at| next.is_none_or(|next| **at < next)).count();
        let from = last.map_or(GUTTER, |last| stops[last].middle());
        let to = next.map_or(end, |next| stops[next].middle());
        let step = (to - from) / (row.len() + 1) as f64;
        // After the last column stand the names of the curves.
        let is_last = next.is_none() && last.is_some_and(|last| last + 1 == stops.len());
        if apart == 0 && step >= LEAST && !kept.is_empty() && !is_last {
            let places = (1..=row.len()).map(|at| from + step * at as f64);
            all.extend(places.zip(row.iter().copied()));
        }
        row.clear();
    };
    let before = map.site.journey(against.baseline);
    for (s, stage) in (0_u32..).zip(&before.stages) {
        for t in 0..stage.touchpoints.len() as u32 {
            match column((s, t)) {
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

/// What is dropped in words: `Sign (Maya −2), Pay`.
pub(crate) fn dropped(w: &Wording, site: &Site, ix: JourneyIx) -> Option<String> {
    let against = Against::of(site, ix)?;
    let journey = site.journey(ix);
    let names = short_names(site, journey);
    let mut all = Vec::new();
    for node in against.dropped_touchpoints(site) {
        let values: Vec<String> = journey
            .personas
            .iter()
            .zip(&names)
            .filter_map(|(persona, name)| {
                let (_, value) = felt_at(site, node).iter().find(|(of, _)| of == persona)?;
                Some(format!("{name} {}", w.felt(*value)))
            })
            .collect();
        let title = site.title(node).doc.plain();
        all.push(match values.is_empty() {
            true => title.to_owned(),
            false => format!("{title} ({})", values.join(", ")),
        });
    }
    (!all.is_empty()).then(|| all.join(", "))
}

/// Where a persona will be better off than today, and where worse.
pub(crate) fn gaps(now: &[Line<'_>], before: &Line<'_>) -> (Vec<Region>, Vec<Region>) {
    let line = now.iter().find(|line| line.place == before.place);
    line.map(|line| curve::between(&line.runs, &before.runs)).unwrap_or_default()
}

/// `today −1.5`, if the place was there before.
pub(crate) fn words(map: &Placing<'_>, node: Node, persona: PersonaIx) -> Option<String> {
    let value = map.against.as_ref()?.felt(map.site, node, persona)?;
    Some(map.w.map_today(&map.w.felt(value)).to_string())
}
