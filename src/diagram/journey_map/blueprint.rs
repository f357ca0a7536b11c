//! The service blueprint below a map: what a customer holds and does, whom she meets, what works
//! behind the scenes, and the three lines between them.

use super::cells;
use super::place::Placing;
use crate::diagram::mark::{Anchor, Mark, Text};
use crate::diagram::measure::width;
use crate::diagram::style::{Class, LINE_NAME};
use crate::site::{Experience, Journey};
use crate::wording::Wording;

/// A band: lane id, and the class of the line above it.
type Band = (&'static str, Option<&'static str>);

/// The bands, from the customer inwards, always drawn last.
const BANDS: [Band; 5] = [
    ("artifacts", None),
    ("actions", None),
    ("frontstage", Some("li-1")),
    ("backstage", Some("li-2")),
    ("support", Some("li-3")),
];

/// What a line between two bands is called.
fn line_name<'w>(w: &'w Wording, class: &str) -> &'w str {
    match class {
        "li-1" => w.line_interaction(),
        "li-2" => w.line_visibility(),
        _ => w.line_internal(),
    }
}

/// Whether a lane stands in the blueprint only. What customers do is a lane of its own as well.
pub(crate) fn is_band(lane: &str) -> bool {
    lane != "actions" && BANDS.iter().any(|(id, ..)| *id == lane)
}

/// The bands that a map draws: those that are chosen, if the journey uses any of them. Between
/// people and systems all three lines are drawn, whichever of the bands are filled.
fn drawn(journey: &Journey) -> Vec<&'static Band> {
    let chosen = |id: &str| journey.lanes.iter().any(|lane| **lane == *id);
    let used: Vec<&Band> = BANDS.iter().filter(|(id, ..)| is_filled(journey, id)).collect();
    let is_ours = |band: &&&Band| band.1.is_some() && chosen(band.0);
    let has_lines = used.iter().any(|band| is_ours(&band));
    let has_artifacts = used.iter().any(|band| band.0 == "artifacts") && chosen("artifacts");
    let is_drawn = |(id, line): &&Band| match *id {
        "artifacts" => has_artifacts,
        "actions" => has_lines && is_filled(journey, "actions"),
        _ => has_lines && line.is_some(),
    };
    BANDS.iter().filter(is_drawn).collect()
}

/// The blueprint of a map in words, from the customer inwards: its lines and its filled bands.
pub(crate) fn order<'w>(w: &'w Wording, journey: &Journey) -> Vec<&'w str> {
    let parts = drawn(journey).into_iter().flat_map(|(id, line)| {
        let band = is_shown(journey, id).then(|| band_name(w, id)).flatten();
        line.map(|class| line_name(w, class)).into_iter().chain(band)
    });
    parts.collect()
}

fn band_name<'w>(w: &'w Wording, id: &str) -> Option<&'w str> {
    if id == "actions" { Some(w.map_customer_actions()) } else { w.lane(id) }
}

/// Whether anything stands in a band that is drawn; what a customer does always may.
fn is_shown(journey: &Journey, id: &str) -> bool {
    let is_chosen = id == "actions" || journey.lanes.iter().any(|lane| **lane == *id);
    is_chosen && is_filled(journey, id)
}

/// Draws the blueprint.
pub(crate) fn bands(map: &mut Placing<'_>) {
    let drawn = drawn(map.journey);
    if drawn.is_empty() {
        return;
    }
    map.y += 8.0;
    for (id, line) in drawn {
        let top = map.y;
        match line {
            Some(class) => blueprint_line(map, class),
            None => {
                map.hairline();
                map.y += 14.0;
            }
        }
        if is_shown(map.journey, id) {
            let named = map.name(map.y + 10.0, band_name(map.w, id).unwrap_or(id));
            cells::band(map, id);
            map.y = (map.y + 8.0).max(named + 4.0);
            // The customer's actions may be a lane above, too.
            map.placed(if *id == "actions" { "customer" } else { id }, top);
        }
    }
}

fn is_filled(journey: &Journey, id: &str) -> bool {
    let fills = |e: &Experience| e.claims.iter().any(|claim| claim.lane_id() == id);
    journey.stages.iter().any(|stage| {
        fills(&stage.experience) || stage.touchpoints.iter().any(|t| fills(&t.experience))
    })
}

fn blueprint_line(map: &mut Placing<'_>, class: &'static str) {
    let name = line_name(map.w, class);
    let (y, right) = (map.y, map.columns.width);
    let room = width(name, LINE_NAME.font) + 12.0;
    let points = [(0.0, y + 6.0), (right - room, y + 6.0), (right - room, y + 6.0)];
    map.map.under.push(Mark::Line { class: Class::two("li", class), points });
    let name = Text::line(&LINE_NAME, right, y + 10.0, name).anchored(Anchor::End);
    map.map.body.push(Mark::Text(name));
    map.y += 20.0;
}
