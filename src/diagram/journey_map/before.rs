//! The as-is journey behind a to-be one: what each persona feels today where both maps have a
//! touchpoint, and the gap between.

use super::feelings::Line;
use super::place::Placing;
use crate::diagram::curve::{self, Region};
use crate::diagram::mark::Mark;
use crate::diagram::style::Class;
use crate::site::{Node, PersonaIx};

/// The lines of today, one for each persona who has any. They lead past touchpoints that are new,
/// and end where today has no value.
pub(crate) fn lines<'a>(map: &mut Placing<'a>, y: impl Fn(f64) -> f64) -> Vec<Line<'a>> {
    let Some(against) = &map.against else { return Vec::new() };
    let mut lines = Vec::new();
    let mut dots = Vec::new();
    for (place, persona) in map.journey.personas.iter().enumerate() {
        let mut along = Vec::new();
        for stop in map.columns.stops.iter().filter(|stop| !against.is_new(stop.node)) {
            let value = against.felt(map.site, stop.node, *persona);
            let y = value.filter(|value| value.abs() < 1e6).map(&y);
            along.push((stop.middle(), y));
            let dot =
                y.map(|y| Mark::Circle { class: Class::one("wp"), x: stop.middle(), y, r: 2.5 });
            dots.extend(dot.map(|dot| dot.of(place)));
        }
        let runs: Vec<_> = curve::runs(&along).iter().map(|run| curve::pieces(run)).collect();
        if runs.iter().any(|run| !run.is_empty()) {
            lines.push(Line { place, persona: &map.site.persona(*persona).meta.id, runs });
        }
    }
    map.map.body.extend(dots);
    lines
}

/// Where a persona will be better off than today, and where worse.
pub(crate) fn gaps(now: &[Line<'_>], before: &Line<'_>) -> (Vec<Region>, Vec<Region>) {
    let line = now.iter().find(|line| line.place == before.place);
    line.map(|line| curve::between(&line.runs, &before.runs)).unwrap_or_default()
}

/// `today −1.5`, if the place was there before.
pub(crate) fn words(map: &Placing<'_>, node: Node, persona: PersonaIx) -> Option<String> {
    let value = map.against.as_ref()?.felt(map.site, node, persona)?;
    Some(map.w.map_today(&map.w.signed(value)).to_string())
}
