//! The journey map: phases, stages and touchpoints as columns, lanes as rows.

mod before;
mod blueprint;
mod callouts;
mod cells;
mod columns;
mod draw;
mod feelings;
mod overlay;
mod place;
mod sheets;
mod signs;

pub(crate) use blueprint::order as blueprint_order;
pub(crate) use feelings::scale_words;
pub use overlay::{Along, Outline, Overlay, journey_map_with_overlay};
pub(crate) use place::PlacedMap;
#[cfg(test)]
pub(crate) use place::place;
pub use signs::Signs;

use super::{Canvas, Form, direction_of, mirror};
use crate::site::JourneyIx;
use crate::site::number::push_whole;
use crate::wording::Direction;

/// A drawn map.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MapDrawing {
    /// The map.
    pub svg: String,
    /// The names of its lanes once more, hidden from assistive technology: a copy that stays in
    /// view while the map is scrolled. Empty for a map that stands alone.
    pub names_svg: String,
    /// The map once more, cut into sheets of paper; hidden on a screen. Empty for a map alone.
    pub sheets_html: String,
    /// Names of the lanes that the first sheet of paper has no room for.
    pub left_lanes: Vec<String>,
    /// A line for each lane that can be folded: id, top, bottom, name, with bars between them.
    pub lanes: String,
    /// What of its signs it uses, so that a key tells no others.
    pub signs: Signs,
    /// In user units.
    pub width: f64,
    /// In user units.
    pub height: f64,
}

/// Draws the map of a journey: the lanes of `journey.lanes` in their order, blueprint bands last.
pub fn journey_map(canvas: &Canvas<'_>, journey: JourneyIx) -> MapDrawing {
    drawing(canvas, journey, &placed(canvas, journey))
}

/// The map in the direction of its journey.
fn placed<'a>(canvas: &Canvas<'a>, journey: JourneyIx) -> PlacedMap<'a> {
    let mut map = place::place(canvas, journey);
    if direction_of(canvas.site, journey) == Direction::RightToLeft {
        mirror::map(&mut map);
    }
    if let Some(curves) = &mut map.curves {
        curves.fill();
    }
    map
}

/// The map for a page and as a file that stands alone beside it, placed once. The file has to be
/// in the page's own folder, so that its links are the page's.
pub fn journey_map_and_file(canvas: &Canvas<'_>, journey: JourneyIx) -> (MapDrawing, Vec<u8>) {
    let map = placed(canvas, journey);
    let (svg, file) = draw::map_and_file(canvas, journey, &map);
    (in_a_page(canvas, &map, svg), file)
}

fn drawing(canvas: &Canvas<'_>, journey: JourneyIx, map: &PlacedMap<'_>) -> MapDrawing {
    let svg = draw::map(canvas, journey, map);
    let (width, height) = (map.width, map.height);
    match canvas.form {
        Form::Alone => MapDrawing { svg, width, height, ..MapDrawing::default() },
        Form::Inline => in_a_page(canvas, map, svg),
    }
}

/// A map with what stands beside it in a page.
fn in_a_page(canvas: &Canvas<'_>, map: &PlacedMap<'_>, svg: String) -> MapDrawing {
    let (width, height) = (map.width, map.height);
    let sheets = sheets::sheets(canvas.prefix, map);
    MapDrawing {
        svg,
        names_svg: draw::names(canvas, map),
        sheets_html: sheets.html,
        left_lanes: sheets.left,
        lanes: foldable(map),
        signs: signs::of(map),
        width,
        height,
    }
}

/// The lanes that have a name. What their names hold never ends a part: bars and line ends in
/// them become spaces.
fn foldable(map: &PlacedMap<'_>) -> String {
    let mut out = String::new();
    for lane in map.lanes.iter().filter(|lane| !lane.title.is_empty()) {
        out.push_str(lane.id);
        for end in [lane.top, lane.bottom] {
            out.push('|');
            push_whole(&mut out, end.round_ties_even() as u64);
        }
        out.push('|');
        out.extend(lane.title.chars().map(|c| if matches!(c, '|' | '\n') { ' ' } else { c }));
        out.push('\n');
    }
    out
}

#[cfg(test)]
pub(crate) mod tests;
