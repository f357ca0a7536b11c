//! What changed, laid over a map: outlines with numbers around cells, and the curves as they were.

use super::columns::Columns;
use super::place::{self, PlacedMap};
use super::{draw, feelings};
use crate::diagram::apart::Rect;
use crate::diagram::measure::width;
use crate::diagram::names::short_names;
use crate::diagram::style::CHANNEL;
use crate::diagram::svg::{Svg, attribute};
use crate::diagram::{Canvas, Form, curve};
use crate::site::address::relative;
use crate::site::{JourneyIx, Node};
use crate::wording::Direction;
use std::collections::BTreeMap;

/// The colour of what is laid over, dark enough on white paper for lines and numbers alike.
const INK: &str = "#9c1f63";
/// What lies under numbers and lines.
const PAPER: &str = "#fff";
/// Curves as they were.
const WAS: &str = "#5c5c66";

/// What somebody felt at the columns of a map: `None` is a gap.
pub type Along = Vec<(Node, Option<f64>)>;

/// What is laid over a map.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Cells with numbers.
    pub outlines: Vec<Outline>,
    /// What personas felt before, each with her place among those of the journey.
    pub felt_before: Vec<(usize, Along)>,
    /// Pictures of the storyboard by their paths from the site's root, as `data:` addresses: a
    /// drawing that is shown by a page as an image loads no other file. One that is not here is an
    /// empty frame with its text alternative.
    pub pictures: BTreeMap<String, String>,
}

/// A cell that is outlined.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    /// The touchpoint or stage.
    pub node: Node,
    /// The lane; one that the map does not show is shown at the head of the column.
    pub lane: String,
    /// The number.
    pub label: String,
}

/// The map of a journey as a file that stands alone, with something laid over it. Nothing in it is
/// a link: the pages that it would lead to are elsewhere.
pub fn journey_map_with_overlay(canvas: &Canvas<'_>, ix: JourneyIx, overlay: &Overlay) -> String {
    let canvas = Canvas { form: Form::Alone, ..*canvas };
    let map = super::placed(&canvas, ix);
    let pictures = overlay.pictures.iter();
    let pictures =
        pictures.map(|(path, data)| (attribute(&relative(canvas.page, path)), data.as_str()));
    let drawn = without_links(&draw::map(&canvas, ix, &map), &pictures.collect());
    let personas = short_names(canvas.site, canvas.site.journey(ix));
    let columns = place::columns(&canvas, ix, &personas);
    let over = draw_over(&canvas, &Ground { map: &map, columns }, overlay);
    match drawn.rfind("</svg>") {
        Some(at) => [&drawn[..at], &over, &drawn[at..]].concat(),
        None => drawn,
    }
}

/// What lies under the overlay.
struct Ground<'a> {
    map: &'a PlacedMap<'a>,
    columns: Columns<'a>,
}

impl Ground<'_> {
    /// Left and right end of a touchpoint or a stage.
    fn column(&self, node: Node) -> Option<(f64, f64)> {
        if let Some(stop) = self.columns.stops.iter().find(|stop| stop.node == node) {
            return Some(self.map.stretch((stop.left, stop.left + stop.width)));
        }
        let band = self.columns.bands.iter().find(|band| band.node == node)?;
        Some(self.map.stretch((band.left, band.left + band.inner())))
    }

    /// The cell of a touchpoint or a stage in a lane, else at the head of its column.
    fn cell(&self, node: Node, id: &str) -> Option<Rect> {
        let lane = |wanted: &str| self.map.lanes.iter().find(|lane| lane.id == wanted);
        let (lane, is_text) = match lane(id) {
            Some(lane) => (lane, !HEADS.contains(&id)),
            None => (lane("touchpoints").or_else(|| lane("stages"))?, false),
        };
        let (left, right) = if is_text { self.text_cell(node)? } else { self.column(node)? };
        let (top, height) = (lane.top + 2.0, lane.bottom - lane.top - 4.0);
        // A frame begins a little before its words, at whichever end they do.
        let aside = match self.map.direction {
            Direction::LeftToRight => -4.0,
            Direction::RightToLeft => 4.0,
        };
        Some(Rect::new(left + aside, top, right - left, height))
    }

    /// Texts of touchpoints stand in the cell of their stage where columns are narrow.
    fn text_cell(&self, node: Node) -> Option<(f64, f64)> {
        let stop = self.columns.stops.iter().position(|stop| stop.node == node);
        let holds = |cell: &&super::columns::Cell<'_>| {
            cell.node == node || stop.is_some_and(|stop| cell.stops.contains(&stop))
        };
        let cell = self.columns.cells.iter().find(holds);
        cell.map(|cell| self.map.stretch((cell.left, cell.left + cell.width - 12.0)))
            .or_else(|| self.column(node))
    }
}

/// Lanes in which every column has a place of its own.
const HEADS: [&str; 5] = ["phases", "stages", "touchpoints", "channels", "emotion"];

fn draw_over(canvas: &Canvas<'_>, ground: &Ground<'_>, overlay: &Overlay) -> String {
    let mut svg = Svg::new(Form::Inline, 4_000);
    svg.tag("g").attr("data-layer", "changes").within(|svg| {
        for (place, felt) in &overlay.felt_before {
            draw_curve(svg, canvas, ground, (*place, felt));
        }
        for (rect, label) in boxes(ground, &overlay.outlines) {
            draw_outline(svg, rect, &label);
        }
    });
    svg.finish()
}

fn draw_curve(
    svg: &mut Svg,
    canvas: &Canvas<'_>,
    ground: &Ground<'_>,
    (place, felt): (usize, &Along),
) {
    let Some(curves) = &ground.map.curves else { return };
    let scale = &canvas.site.config.emotion;
    let mut along: Vec<(f64, Option<f64>)> = felt
        .iter()
        .filter_map(|(node, value)| {
            let (left, right) = ground.column(*node)?;
            let stop = ground.columns.stops.iter().position(|stop| stop.node == *node);
            let at = (stop, place);
            let y = value.map(|value| feelings::height_before(curves, at, value, scale));
            Some((f64::midpoint(left, right), y))
        })
        .collect();
    if ground.map.direction == Direction::RightToLeft {
        along.reverse();
    }
    let runs: Vec<_> = curve::runs(&along).iter().map(|run| curve::pieces(run)).collect();
    if runs.iter().all(Vec::is_empty) {
        return;
    }
    let line = |svg: &mut Svg, colour: &str, width: &str, dashes: Option<&str>| {
        svg.tag("path")
            .attr("fill", "none")
            .attr("stroke", colour)
            .attr("stroke-width", width)
            .maybe("stroke-dasharray", dashes)
            .path(|path| curve::draw(path, &runs));
    };
    line(svg, PAPER, "4", None);
    line(svg, WAS, "1.5", Some("5 4"));
}

/// A box for each cell; numbers in one cell stand together.
fn boxes(ground: &Ground<'_>, outlines: &[Outline]) -> Vec<(Rect, String)> {
    let mut boxes: Vec<(Rect, String)> = Vec::new();
    for outline in outlines {
        let Some(rect) = ground.cell(outline.node, &outline.lane) else { continue };
        match boxes.iter_mut().find(|(known, _)| *known == rect) {
            Some((_, label)) => label.push_str(&[", ", &outline.label].concat()),
            None => boxes.push((rect, outline.label.clone())),
        }
    }
    boxes
}

fn draw_outline(svg: &mut Svg, rect: Rect, label: &str) {
    let (wide, high) = (rect.width(), rect.height());
    let frame = svg.tag("rect").attr("fill", "none").attr("stroke", INK).attr("stroke-width", "2");
    drop(frame.num("rx", 4.0).rect(rect.left, rect.top, wide, high));
    let room = (width(label, CHANNEL.font) + 12.0).max(18.0);
    // It stands on the frame, in the white above the lane: names of moments begin close below.
    let (left, top) = (rect.right - room, rect.top - 13.0);
    drop(svg.tag("rect").attr("fill", INK).num("rx", 9.0).rect(left, top, room, 18.0));
    svg.tag("text")
        .attr("fill", PAPER)
        .attr("font-weight", "700")
        .attr("text-anchor", "middle")
        .at(left + room / 2.0, top + 13.0)
        .text(label);
}

/// A drawing whose links lead nowhere, with its pictures inside: only addresses are taken out or
/// written anew.
fn without_links(svg: &str, pictures: &BTreeMap<String, &str>) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find("<a ").into_iter().chain(rest.find("<image ")).min() {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end);
        out.push_str(&rest[..at]);
        let is_picture = rest[at..].starts_with("<image ");
        readdress(&mut out, &rest[at..end], |href| {
            pictures.get(href).copied().filter(|_| is_picture)
        });
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A tag with the address that `by` has for its own, or with none.
fn readdress<'a>(out: &mut String, tag: &str, by: impl Fn(&str) -> Option<&'a str>) {
    const BEFORE: &str = " xlink:href=\"";
    let Some(start) = tag.find(BEFORE) else { return out.push_str(tag) };
    let value = start + BEFORE.len();
    let end = tag[value..].find('"').map_or(tag.len(), |end| value + end);
    out.push_str(&tag[..start]);
    if let Some(address) = by(&tag[value..end]) {
        out.push_str(BEFORE);
        out.push_str(address);
        out.push('"');
    }
    out.push_str(tag.get(end + 1..).unwrap_or_default());
}
