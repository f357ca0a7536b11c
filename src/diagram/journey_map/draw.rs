//! Placed marks to SVG.

use super::before;
use super::columns::{GUTTER, WIDTH};
use super::feelings::{Area, Curves};
use super::place::PlacedMap;
use super::signs::{self, Signs};
use crate::diagram::apart::Rect;
use crate::diagram::curve;
use crate::diagram::mark::{Mark, draw, draw_all, draw_backs, draw_lines};
use crate::diagram::shapes::{beyond_looks, curve_class, today_class, whose_class};
use crate::diagram::style::Class;
use crate::diagram::svg::Svg;
use crate::diagram::{Canvas, Form, names::short_names, picture};
use crate::site::{JourneyIx, Point};

/// Draws the map.
pub(crate) fn map(canvas: &Canvas<'_>, ix: JourneyIx, map: &PlacedMap<'_>) -> String {
    draw_map(Svg::new(canvas.form, room(map)), canvas, ix, map).finish()
}

/// Draws the map for a page and as the file beside it.
pub(crate) fn map_and_file(
    canvas: &Canvas<'_>,
    ix: JourneyIx,
    map: &PlacedMap<'_>,
) -> (String, Vec<u8>) {
    draw_map(Svg::with_file(room(map)), canvas, ix, map).finish_with_file()
}

/// About how many bytes a drawn map takes.
fn room(map: &PlacedMap<'_>) -> usize {
    16_000 + map.body.len() * 300
}

fn draw_map(mut svg: Svg, canvas: &Canvas<'_>, ix: JourneyIx, map: &PlacedMap<'_>) -> Svg {
    let headline = canvas.site.journey(ix).title.doc.plain();
    let title = canvas.w.map_title(headline).text();
    let words = picture::Words {
        title: &title,
        headline,
        description: &description(canvas, ix, &signs::of(map)),
        in_a_page: &format!(" {}", canvas.w.map_below()),
        direction: map.direction,
    };
    let size = (map.width, map.height);
    picture::group(&mut svg, canvas, class(map), size, &words, |svg| {
        // Sheets of paper show parts of it, and it keeps its look there.
        svg.group_in(
            Form::Inline,
            |all| all.id(&[canvas.prefix, "all"]).class(Class::one("map")),
            |svg| whole(svg, canvas, map),
        );
    });
    svg
}

/// A map that is wider than a page keeps its size and is scrolled.
fn class(map: &PlacedMap<'_>) -> Class {
    Class::two("map", if is_wide(map) { "wide" } else { "" })
}

fn is_wide(map: &PlacedMap<'_>) -> bool {
    map.width > WIDTH
}

fn whole(svg: &mut Svg, canvas: &Canvas<'_>, map: &PlacedMap<'_>) {
    let curves = map.curves.as_ref();
    // Lines lead through what is filled.
    curves.inspect(|curves| draw_areas(svg, curves));
    draw_lines(svg, &map.under);
    curves.inspect(|curves| draw_curves(svg, canvas.prefix, curves));
    svg.tag("g").class(Class::one("names")).within(|svg| {
        map.names.iter().for_each(|mark| draw(svg, canvas.prefix, mark));
    });
    svg.gap('\n');
    draw_backs(svg, &map.body);
    draw_all(svg, canvas.prefix, &map.body);
    svg.centred(|svg| draw_all(svg, canvas.prefix, &map.links));
}

/// The copy of the lane names.
pub(crate) fn names(canvas: &Canvas<'_>, map: &PlacedMap<'_>) -> String {
    let mut svg = Svg::new(canvas.form, 4_000);
    let width = GUTTER - 8.0;
    let mut tag = svg.tag("svg").class(Class::two("side", if is_wide(map) { "wide" } else { "" }));
    if is_wide(map) {
        tag = tag.num("width", width).num("height", map.height);
    }
    let (left, _) = map.stretch((0.0, width));
    tag.view_from(left, 0.0, (width, map.height)).attr("aria-hidden", "true").within(|svg| {
        let group = svg.tag("g").id(&[canvas.prefix, "names"]);
        // Sheets of paper show it too, without what is around it.
        group.class(Class::two("names", "side")).within(|svg| {
            let rect = Rect::new(left, 0.0, width, map.height);
            draw(svg, "", &Mark::Box { class: Class::one("pap"), rect, radius: 0.0 });
            map.names.iter().for_each(|mark| draw(svg, "", mark));
        });
    });
    svg.finish()
}

/// What is filled, each side in its tint.
fn draw_areas(svg: &mut Svg, curves: &Curves<'_>) {
    for Area { whose, above, below } in &curves.areas {
        let Some(place) = *whose else {
            draw_regions(svg, "ar-up", above);
            draw_regions(svg, "ar-dn", below);
            svg.gap('\n');
            continue;
        };
        let number = beyond_looks(place);
        let group = svg.tag("g").class(whose_class(place));
        group.maybe("data-of", number.as_deref()).within(|svg| {
            draw_regions(svg, "gp-up", above);
            draw_regions(svg, "gp-dn", below);
        });
        svg.gap('\n');
    }
}

fn draw_regions(svg: &mut Svg, class: &'static str, regions: &[curve::Region]) {
    if !regions.is_empty() {
        let tag = svg.tag("path").class(Class::one(class));
        tag.path(|path| curve::draw_regions(path, regions));
    }
}

/// The lines, the first on top, each on a pale one that parts it from what is behind it.
fn draw_curves(svg: &mut Svg, prefix: &str, curves: &Curves<'_>) {
    for before in curves.before.iter().rev() {
        let number = beyond_looks(before.place);
        let path = svg.tag("path").class(today_class(before.place));
        path.maybe("data-of", number.as_deref()).path(|path| curve::draw(path, &before.runs));
        svg.gap('\n');
    }
    for line in curves.lines.iter().rev().filter(|line| line.is_felt()) {
        let place = line.place.to_string();
        let id = [prefix, "cv", &place];
        svg.tag("defs").within(|svg| {
            let path = svg.tag("path").id(&id);
            path.path(|path| curve::draw(path, &line.runs));
        });
        svg.tag("use").class(Class::one("cv-halo")).shows(&id);
        let number = beyond_looks(line.place);
        let shown = svg.tag("use").class(curve_class(line.place));
        let shown = shown.maybe("data-of", number.as_deref());
        shown.attr("data-persona", line.persona).shows(&id);
        svg.gap('\n');
    }
}

/// What of today is drawn behind a map that changes another, and what is dropped.
fn of_today(canvas: &Canvas<'_>, ix: JourneyIx, signs: &Signs) -> Vec<String> {
    let (w, journey) = (canvas.w, canvas.site.journey(ix));
    let Some(baseline) = journey.baseline else { return Vec::new() };
    let title: &str = canvas.site.journey(baseline).title.doc.plain();
    let drawn = match signs.today {
        true => w.map_thin_lines(title).text(),
        false => w.map_no_today(title).text(),
    };
    let dropped = before::dropped(w, canvas.site, ix);
    let dropped = dropped.map(|dropped| w.map_dropped(&dropped).text());
    std::iter::once(drawn).chain(dropped).collect()
}

/// The map in two or three sentences.
fn description(canvas: &Canvas<'_>, ix: JourneyIx, signs: &Signs) -> String {
    let (w, journey) = (canvas.w, canvas.site.journey(ix));
    let names = short_names(canvas.site, journey);
    let touchpoints: usize = journey.stages.iter().map(|stage| stage.touchpoints.len()).sum();
    let stages = w.n_stages(journey.stages.len()).text();
    let touchpoints = w.n_touchpoints(touchpoints).text();
    let who = match names.split_last() {
        Some((last, [])) => Some((*last).to_owned()),
        Some((last, others)) => Some(w.two_things(&others.join(", "), *last).text()),
        None => None,
    };
    let mut text = match who {
        Some(who) => w.map_for(&stages, &touchpoints, &who).text(),
        None => w.map_of(&stages, &touchpoints).text(),
    };
    let mut extreme = |word: &str, point: Option<Point>| {
        if let Some(point) = point {
            let title = canvas.site.title(point.node).doc.plain();
            let place = journey.personas.iter().position(|ix| *ix == point.persona);
            let name = place.map_or("", |place| names[place]);
            text.push_str(&format!(" {word}: {title}, {} ({name}).", w.felt(point.value)));
        }
    };
    extreme(w.lowest(), journey.lowest);
    extreme(w.highest(), journey.highest);
    for sentence in of_today(canvas, ix, signs) {
        text.push(' ');
        text.push_str(&sentence);
    }
    if signs.equal {
        text.push(' ');
        text.push_str(w.map_equal());
    }
    text
}
