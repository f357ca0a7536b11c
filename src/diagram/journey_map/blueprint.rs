//! The service blueprint below a map: what a customer holds and does, whom she meets, what works
//! behind the scenes, and the three lines between them.

use super::cells;
use super::place::Placing;
use crate::diagram::mark::{Anchor, Mark, Text};
use crate::diagram::measure::width;
use crate::diagram::style::{Class, LINE_NAME};
use crate::site::Experience;
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

/// Draws the bands that are chosen, if the journey uses any of them. Between people and systems
/// all three lines are drawn, whichever of the bands are filled.
pub(crate) fn bands(map: &mut Placing<'_>) {
    let chosen = |id: &str| map.journey.lanes.iter().any(|lane| **lane == *id);
    let used: Vec<&Band> = BANDS.iter().filter(|(id, ..)| is_filled(map, id)).collect();
    let is_ours = |band: &&&Band| band.1.is_some() && chosen(band.0);
    let has_lines = used.iter().any(|band| is_ours(&band));
    let has_artifacts = used.iter().any(|band| band.0 == "artifacts") && chosen("artifacts");
    if !has_lines && !has_artifacts {
        return;
    }
    let drawn: Vec<&Band> = BANDS
        .iter()
        .filter(|(id, line)| match *id {
            "artifacts" => has_artifacts,
            "actions" => has_lines && is_filled(map, "actions"),
            _ => has_lines && line.is_some(),
        })
        .collect();
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
        if *id == "actions" || chosen_and_filled(map, id) {
            let named = match *id {
                "actions" => map.name(map.y + 10.0, map.w.map_customer_actions()),
                _ => map.name(map.y + 10.0, map.w.lane(id).unwrap_or(id)),
            };
            cells::band(map, id);
            map.y = (map.y + 8.0).max(named + 4.0);
            // The customer's actions may be a lane above, too.
            map.placed(if *id == "actions" { "customer" } else { id }, top);
        }
    }
}

fn chosen_and_filled(map: &Placing<'_>, id: &str) -> bool {
    map.journey.lanes.iter().any(|lane| **lane == *id) && is_filled(map, id)
}

fn is_filled(map: &Placing<'_>, id: &str) -> bool {
    let fills = |e: &Experience| e.claims.iter().any(|claim| claim.lane.id() == id);
    map.journey.stages.iter().any(|stage| {
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
