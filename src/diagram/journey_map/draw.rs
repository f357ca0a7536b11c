//! Placed marks to SVG.

use super::columns::GUTTER;
use super::feelings::Curves;
use super::place::PlacedMap;
use crate::diagram::apart::Rect;
use crate::diagram::curve;
use crate::diagram::mark::{Mark, draw, draw_all};
use crate::diagram::shapes::curve_class;
use crate::diagram::style::Class;
use crate::diagram::svg::Svg;
use crate::diagram::{Canvas, Form, names::short_names, picture};
use crate::site::number::signed;
use crate::site::{JourneyIx, Point};

/// Draws the map.
pub(crate) fn map(canvas: &Canvas<'_>, ix: JourneyIx, map: &PlacedMap<'_>) -> String {
    let mut svg = Svg::new(canvas.form, 16_000 + map.body.len() * 300);
    let headline = canvas.site.journey(ix).title.doc.plain();
    let title = format!("{headline}: journey map");
    let words = picture::Words { title: &title, headline, description: &description(canvas, ix) };
    let size = (map.width, map.height);
    picture::group(&mut svg, canvas, Class::one("map"), size, &words, |svg| {
        draw_all(svg, canvas.prefix, &map.under);
        if let Some(curves) = &map.curves {
            draw_curves(svg, canvas.prefix, map.width, curves);
        }
        svg.tag("g").class(Class::one("names")).within(|svg| {
            map.names.iter().for_each(|mark| draw(svg, canvas.prefix, mark));
        });
        svg.gap('\n');
        draw_all(svg, canvas.prefix, &map.body);
        draw_all(svg, canvas.prefix, &map.links);
    });
    svg.finish()
}

/// The copy of the lane names.
pub(crate) fn names(canvas: &Canvas<'_>, map: &PlacedMap<'_>) -> String {
    let mut svg = Svg::new(canvas.form, 4_000);
    let width = GUTTER - 8.0;
    svg.tag("svg")
        .class(Class::one("side"))
        .view(width, map.height)
        .attr("aria-hidden", "true")
        .within(|svg| {
            let rect = Rect::new(0.0, 0.0, width, map.height);
            draw(svg, "", &Mark::Box { class: Class::one("pap"), rect, radius: 0.0 });
            map.names.iter().for_each(|mark| draw(svg, "", mark));
        });
    svg.finish()
}

/// What is felt, filled to the zero line for the first persona; then the lines, the first on top.
fn draw_curves(svg: &mut Svg, prefix: &str, width: f64, curves: &Curves<'_>) {
    let parts = [
        ("up", "ar-up", curves.top - 2.0, curves.zero),
        ("dn", "ar-dn", curves.zero, curves.bottom + 2.0),
    ];
    let felt = curves.lines.first().filter(|line| line.runs.iter().any(|run| !run.is_empty()));
    if let Some(line) = felt {
        for (name, class, top, bottom) in parts {
            svg.tag("clipPath").id("id", "", &[prefix, name], "").within(|svg| {
                svg.tag("rect").rect(0.0, top, width, bottom - top);
            });
            svg.tag("path")
                .class(Class::one(class))
                .id("clip-path", "url(#", &[prefix, name], ")")
                .path(|path| curve::draw_area(path, &line.runs, curves.zero));
        }
    }
    for line in curves.lines.iter().rev() {
        if line.runs.iter().all(Vec::is_empty) {
            continue;
        }
        svg.tag("path").class(Class::one("cv-halo")).path(|path| curve::draw(path, &line.runs));
        svg.tag("path")
            .class(curve_class(line.place))
            .attr("data-persona", line.persona)
            .path(|path| curve::draw(path, &line.runs));
        svg.gap('\n');
    }
}

/// The map in two or three sentences.
fn description(canvas: &Canvas<'_>, ix: JourneyIx) -> String {
    let journey = canvas.site.journey(ix);
    let names = short_names(canvas.site, journey);
    let touchpoints: usize = journey.stages.iter().map(|stage| stage.touchpoints.len()).sum();
    let mut text = format!(
        "{} and {}",
        counted(journey.stages.len(), "stage"),
        counted(touchpoints, "touchpoint")
    );
    if let Some((last, others)) = names.split_last() {
        let others = others.join(", ");
        let and = if others.is_empty() { "" } else { " and " };
        text.push_str(&format!(" for {others}{and}{last}"));
    }
    text.push('.');
    let mut extreme = |word: &str, point: Option<Point>| {
        if let Some(point) = point {
            let title = canvas.site.title(point.node).doc.plain();
            let place = journey.personas.iter().position(|ix| *ix == point.persona);
            let name = place.map_or("", |place| names[place]);
            text.push_str(&format!(" {word}: {title}, {} ({name}).", signed(point.value)));
        }
    };
    extreme("Lowest", journey.lowest);
    extreme("Highest", journey.highest);
    if canvas.form == Form::Inline {
        text.push_str(
            " Every fact of the map, and those left out of it, is in the table below the map.",
        );
    }
    text
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
