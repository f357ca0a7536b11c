//! The map on paper: cut between lanes, and a wide one between stages, so that its words keep a
//! size that can be read. Nothing is drawn twice: each sheet shows parts of the map on the page.

use super::columns::{GUTTER, WIDTH};
use super::place::{PlacedLane, PlacedMap};
use crate::diagram::Form;
use crate::diagram::style::Class;
use crate::diagram::svg::Svg;
use crate::wording::Direction;

/// Height of what fits on the first sheet, where the story stands beside the map: an A3 landscape
/// sheet without its margins has 277 mm beside 300 mm that are as wide as a usual map. Claims are
/// then set in 7.6 points.
const FIRST: f64 = WIDTH * 277.0 / 300.0;
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

/// Cuts a map into sheets.
pub(crate) fn sheets(prefix: &str, map: &PlacedMap<'_>) -> Sheets {
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
            all.iter().for_each(|rows| html.push_str(&part(prefix, map, *columns, *rows)));
            html.push_str("</div>\n");
        }
    }
    let end = down.first().map_or(0.0, |rows| rows.1);
    let left = map.lanes.iter().filter(|lane| lane.top >= end - 0.5 && !lane.title.is_empty());
    Sheets { html, left: left.map(|lane| lane.title.to_string()).collect() }
}

/// A stretch of stages and of lanes. Beyond the first stages the names of lanes lie over what is
/// left of them.
fn part(
    prefix: &str,
    map: &PlacedMap<'_>,
    (left, right): Stretch,
    (top, bottom): Stretch,
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
    let tag = svg.tag("svg").view_from(shown, top, size).attr("aria-hidden", "true");
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
