//! The journey map: phases, stages and touchpoints as columns, lanes as rows.

mod callouts;
mod cells;
mod columns;
mod draw;
mod feelings;
mod place;

pub(crate) use feelings::scale_words;

use super::{Canvas, Form};
use crate::site::JourneyIx;
use place::PlacedMap;

/// A drawn map.
#[derive(Clone, PartialEq, Debug)]
pub struct MapDrawing {
    /// The map.
    pub svg: String,
    /// The names of its lanes once more, hidden from assistive technology: a copy that stays in
    /// view while the map is scrolled. Empty for a map that stands alone.
    pub names_svg: String,
    /// In user units.
    pub width: f64,
    /// In user units.
    pub height: f64,
}

/// Draws the map of a journey: the lanes of `journey.lanes` in their order, blueprint bands last.
pub fn journey_map(canvas: &Canvas<'_>, journey: JourneyIx) -> MapDrawing {
    drawing(canvas, journey, &place::place(canvas, journey))
}

/// The map for a page and as a file that stands alone beside it, placed once. The file has to be
/// in the page's own folder, so that its links are the page's.
pub fn journey_map_and_file(canvas: &Canvas<'_>, journey: JourneyIx) -> (MapDrawing, String) {
    let map = place::place(canvas, journey);
    let inline = Canvas { form: Form::Inline, ..*canvas };
    let alone = Canvas { form: Form::Alone, ..*canvas };
    (drawing(&inline, journey, &map), draw::map(&alone, journey, &map))
}

fn drawing(canvas: &Canvas<'_>, journey: JourneyIx, map: &PlacedMap<'_>) -> MapDrawing {
    let alone = canvas.form == Form::Alone;
    MapDrawing {
        svg: draw::map(canvas, journey, map),
        names_svg: if alone { String::new() } else { draw::names(canvas, map) },
        width: map.width,
        height: map.height,
    }
}

#[cfg(test)]
pub(crate) mod tests;
