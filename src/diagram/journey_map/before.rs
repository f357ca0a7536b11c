//! The as-is journey behind a to-be one: what each persona feels today where both maps have a
//! touchpoint, and the gap between.

use super::columns::GUTTER;
use super::feelings::Line;
use super::place::Placing;
use crate::diagram::curve::{self, Region};
use crate::diagram::dropped::{Along, between, gone};
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

/// What a persona feels today, along the map. A dropped touchpoint without a value is passed over.
fn felt(map: &Placing<'_>, against: &Against, persona: PersonaIx) -> Vec<Felt> {
    let columns = map.columns.stops.iter().enumerate();
    let kept = columns.filter(|(_, stop)| !against.is_new(stop.node)).map(|(at, stop)| {
        let value = against.felt(map.site, stop.node, persona);
        Felt { spot: Spot::Column(at), x: stop.middle(), value }
    });
    let mut all: Vec<Felt> = kept.collect();
    for (x, node) in dropped_places(map, against) {
        let Node::Touchpoint(ix, s, t) = node else { continue };
        let value = value_of(&map.site.touchpoint(ix, s, t).experience, persona);
        all.extend(value.map(|_| Felt { spot: Spot::Between, x, value }));
    }
    all.retain(|felt| felt.value.is_none_or(|value| value.abs() < 1e6));
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all
}

/// Dropped touchpoints of today and where they stand between the columns of their neighbours. After
/// the last column stand the names of the curves.
fn dropped_places(map: &Placing<'_>, against: &Against) -> Vec<(f64, Node)> {
    let stops = &map.columns.stops;
    let along = Along {
        stops: stops.iter().map(|stop| (stop.node, stop.middle())).collect(),
        start: GUTTER,
        end: stops.last().map_or(0.0, |stop| stop.left + stop.width),
        is_open: false,
        least: 9.0,
    };
    between(map.site, against, &along)
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
    Some(map.w.map_today(&map.w.felt(value)).text())
}
