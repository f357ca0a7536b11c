//! The map on paper: whole beside its story while its words keep a size that can be read, else cut
//! between lanes, and a wide one between stages. Nothing is drawn twice: each sheet shows parts of
//! the map on the page.

use super::columns::{GUTTER, WIDTH};
use super::place::{PlacedLane, PlacedMap};
use crate::diagram::Form;
use crate::diagram::style::Class;
use crate::diagram::svg::Svg;
use crate::wording::Direction;

/// Width and height of the room for a map on the first sheet, in millimetres: the story stands
/// beside it on an A3 landscape sheet without its margins.
const ROOM: (f64, f64) = (300.0, 277.0);
/// Millimetres of a unit when a usual map takes the whole width of the room. Claims are then set in
/// 7.6 points.
const FULL: f64 = ROOM.0 / WIDTH;
/// What is left of that size, at least, in a map that is whole on one sheet: to see a journey at
/// once is worth smaller words, and 4.6 points can still be read on a desk.
const LEAST: f64 = 0.6;
/// A map below this width leaves so much of the sheet that its story is set larger.
const NARROW: f64 = 240.0;
/// Height of what fits on the first sheet in words of the full size.
const FIRST: f64 = ROOM.1 / FULL;
/// Height of what fits on a further sheet in words of the same size: 262 mm high, and the map has
/// it for itself.
const FURTHER: f64 = WIDTH * 262.0 / 300.0;
/// Height of what fits on it when the map takes the whole width of 396 mm.
const WHOLE_WIDTH: f64 = WIDTH * 262.0 / 396.0;
/// A map up to here is printed in its whole width.
const WHOLE: f64 = WIDTH * 1.2;
/// The lanes that begin every sheet.
const HEADS: [&str; 4] = ["phases", "stages", "touchpoints", "channels"];

/// Where the stages of a map begin and which parts of it are on which sheet of paper.
pub(crate) struct Sheets {
    /// The sheets, drawn; hidden on a screen.
    pub(crate) html: String,
    /// Names of the lanes that the first sheet has no room for.
    pub(crate) left: Vec<String>,
}

/// A stretch along or down the map.
type Stretch = (f64, f64);

/// Fits a map on the first sheet, or cuts it into several.
pub(crate) fn sheets(prefix: &str, map: &PlacedMap<'_>) -> Sheets {
    match size_of_whole((map.width.max(WIDTH), map.height)) {
        Some(size) => Sheets { html: whole(prefix, map, size), left: Vec::new() },
        None => cut(prefix, map),
    }
}

/// Width and height in millimetres of a map that is whole on the first sheet, if it may be.
fn size_of_whole((width, height): (f64, f64)) -> Option<(f64, f64)> {
    let scale = FULL.min(ROOM.0 / width).min(ROOM.1 / height);
    // A tenth of a millimetre too much would send the map to the next sheet.
    let size = |units: f64| (units * scale * 10.0).floor() / 10.0;
    (scale >= FULL * LEAST).then(|| (size(width), size(height)))
}

/// The whole map on the first sheet.
fn whole(prefix: &str, map: &PlacedMap<'_>, size: (f64, f64)) -> String {
    let narrow = if size.0 < NARROW { " narrow" } else { "" };
    let svg = part(prefix, map, (0.0, map.width), (0.0, map.height), Some(size));
    format!("<div class=\"sheet whole{narrow}\">{svg}</div>\n")
}

/// Cuts a map into sheets.
fn cut(prefix: &str, map: &PlacedMap<'_>) -> Sheets {
    let across = across(map);
    let down = down(&map.lanes, map.height);
    let heads = (0.0, heads(&map.lanes));
    let mut html = String::with_capacity(1024);
    for (at, rows) in down.iter().enumerate() {
        for (column, columns) in across.iter().enumerate() {
            let mut all = vec![*rows];
            if at > 0 && heads.1 > 0.0 {
                all.insert(0, heads);
            }
            let is_first = at == 0 && column == 0;
            let height: f64 = all.iter().map(|(top, bottom)| bottom - top).sum();
            html.push_str(match (is_first, height > WHOLE_WIDTH) {
                (true, _) => "<div class=\"sheet\">",
                (false, true) => "<div class=\"sheet further\">",
                (false, false) => "<div class=\"sheet further large\">",
            });
            all.iter().for_each(|rows| html.push_str(&part(prefix, map, *columns, *rows, None)));
            html.push_str("</div>\n");
        }
    }
    let end = down.first().map_or(0.0, |rows| rows.1);
    let left = map.lanes.iter().filter(|lane| lane.top >= end - 0.5 && !lane.title.is_empty());
    Sheets { html, left: left.map(|lane| lane.title.to_string()).collect() }
}

/// A stretch of stages and of lanes. Beyond the first stages the names of lanes lie over what is
/// left of them. Without a size in millimetres it is as wide as its sheet.
fn part(
    prefix: &str,
    map: &PlacedMap<'_>,
    (left, right): Stretch,
    (top, bottom): Stretch,
    millimetres: Option<(f64, f64)>,
) -> String {
    let names = if left > 0.0 { GUTTER - 6.0 } else { 0.0 };
    let from = left - names;
    let mut svg = Svg::new(Form::Inline, 256);
    let size = ((right - from).max(WIDTH), bottom - top);
    let (shown, _) = map.stretch((from, from + size.0));
    let (fit, names_at) = match map.direction {
        Direction::LeftToRight => ("xMinYMin", from),
        Direction::RightToLeft => ("xMaxYMin", -from),
    };
    let mut tag = svg.tag("svg").view_from(shown, top, size).attr("aria-hidden", "true");
    if let Some((width, height)) = millimetres {
        tag = tag.attr("width", &format!("{width}mm")).attr("height", &format!("{height}mm"));
    }
    tag.attr("preserveAspectRatio", fit).within(|svg| {
        svg.tag("use").shows(&[prefix, "all"]);
        if size.0 > right - from {
            // What follows is on the next sheet.
            let rest = svg.tag("rect").class(Class::one("pap"));
            let (beyond, end) = map.stretch((right, from + size.0));
            drop(rest.rect(beyond, top, end - beyond, bottom - top));
        }
        if names > 0.0 {
            svg.tag("use").shows(&[prefix, "names"]).num("x", names_at);
        }
    });
    svg.finish()
}

/// Stretches of stages that fit beside each other; the first has the names of lanes.
fn across(map: &PlacedMap<'_>) -> Vec<Stretch> {
    if map.width <= WHOLE {
        return vec![(0.0, map.width)];
    }
    let mut all: Vec<Stretch> = Vec::new();
    let mut from = 0.0;
    let mut end = 0.0;
    for border in map.borders.iter().skip(1).copied().chain([map.width]) {
        let room = if from > 0.0 { WIDTH - GUTTER } else { WIDTH };
        if border - from > room && end > from {
            all.push((from, end));
            from = end;
        }
        end = border;
    }
    all.push((from, end));
    all
}

/// Stretches of lanes that fit below each other.
fn down(lanes: &[PlacedLane<'_>], height: f64) -> Vec<Stretch> {
    let heads = heads(lanes);
    let mut all: Vec<Stretch> = Vec::new();
    let (mut from, mut end) = (0.0, 0.0);
    for lane in lanes {
        let room = if all.is_empty() { FIRST } else { FURTHER - heads };
        if lane.bottom - from > room && end > from.max(heads) {
            all.push((from, end));
            from = end;
        }
        end = lane.bottom;
    }
    all.push((from, height));
    all
}

/// Where the heads of stages and touchpoints end, if the map begins with them.
fn heads(lanes: &[PlacedLane<'_>]) -> f64 {
    let heads = lanes.iter().take_while(|lane| HEADS.contains(&lane.id));
    heads.last().map_or(0.0, |lane| lane.bottom)
}
