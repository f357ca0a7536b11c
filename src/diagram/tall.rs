//! The upright map for narrow screens: the curve turned by a quarter, cut into a piece for each
//! row, so that rows may grow with their words and the line stays whole.

use super::apart::beside;
use super::curve::{self, Piece, Region};
use super::dropped::{Along, between, gone};
use super::mark::{self, Mark};
use super::series::{At, samples, stops};
use super::shapes::{beyond_looks, curve_class, today_class, whose_class};
use super::style::Class;
use super::svg::Svg;
use super::{Canvas, emotion};
use crate::model::{Altitude, MomentKind};
use crate::site::{Against, Experience, Journey, JourneyIx, Node, felt_at};

/// A row is stretched to its words, its lines are not. As an attribute, since checkers of
/// stylesheets do not know the property.
const STROKE: (&str, &str) = ("vector-effect", "non-scaling-stroke");

/// A row of the upright map.
#[derive(Clone, PartialEq, Debug)]
pub struct TallRow {
    /// The touchpoint, or a stage that has none.
    pub node: Node,
    /// The row's piece of each curve, to be stretched to the height of the row; empty on a map
    /// without a curve.
    pub curve_svg: String,
    /// The points on it, in the middle of the row; empty on a map without a curve.
    pub points_svg: String,
    /// The crosses of what is dropped, at their heights in the row; empty where there are none.
    pub gone_svg: String,
    /// Touchpoints of today that are dropped, as they stand above the middle of the row and below.
    pub dropped: [Vec<Node>; 2],
}

/// What is drawn in a row, for each persona.
#[derive(Clone, Default)]
struct Felt {
    /// Her value.
    value: Option<f64>,
    /// How far aside of it she is drawn, where another persona feels the same.
    aside: f64,
    /// The piece of her curve that runs through the row, as two halves at most.
    curve: Vec<Piece>,
    /// The same of today, on the map of a journey that changes another.
    today: Option<f64>,
    before: Vec<Piece>,
    /// What she feels today at what is dropped: place across the row and along it, both of 100.
    gone: Vec<(f64, f64)>,
}

impl Felt {
    fn is_drawn(&self) -> bool {
        self.value.is_some() || self.today.is_some() || !self.gone.is_empty()
    }
}

/// The rows of the upright map, in the order of the journey.
pub fn tall_rows(canvas: &Canvas<'_>, ix: JourneyIx) -> Vec<TallRow> {
    let journey = canvas.site.journey(ix);
    let nodes = rows(journey, ix);
    let mut felt: Vec<Vec<Felt>> = vec![vec![Felt::default(); journey.personas.len()]; nodes.len()];
    let mut dropped = Vec::new();
    if journey.altitude != Some(Altitude::Macro) {
        let values = values(journey, &mut felt);
        felt.iter_mut().for_each(|row| set_beside(canvas, row));
        for (place, values) in values.iter().enumerate() {
            now(canvas, place, values, &mut felt);
        }
        dropped = before(canvas, ix, &nodes, &mut felt);
    }
    // A row without a value has its place on the map too: the middle line leads through it.
    let drawn = felt.iter().flatten().any(Felt::is_drawn);
    let row =
        |(row, ((node, experience), felt)): (usize, ((Node, &Experience), &Vec<Felt>))| TallRow {
            node,
            curve_svg: if drawn { curve_svg(canvas, row, felt) } else { String::new() },
            points_svg: if drawn { points_svg(canvas, experience, felt) } else { String::new() },
            gone_svg: gone_svg(canvas, felt),
            dropped: dropped_in(row, &dropped),
        };
    nodes.into_iter().zip(&felt).enumerate().map(row).collect()
}

fn rows(journey: &Journey, ix: JourneyIx) -> Vec<(Node, &Experience)> {
    let mut nodes = Vec::new();
    for (s, stage) in (0_u32..).zip(&journey.stages) {
        if stage.touchpoints.is_empty() {
            nodes.push((Node::Stage(ix, s), &stage.experience));
        }
        for (t, touchpoint) in (0_u32..).zip(&stage.touchpoints) {
            nodes.push((Node::Touchpoint(ix, s, t), &touchpoint.experience));
        }
    }
    nodes
}

/// Where a value stands across the row, of 100.
fn across(canvas: &Canvas<'_>, value: f64) -> f64 {
    50.0 + 20.0 * emotion::two_sided(value, &canvas.site.config.emotion)
}

/// The values of each persona: row and value, in the order of the rows.
fn values(journey: &Journey, felt: &mut [Vec<Felt>]) -> Vec<Vec<(usize, Option<f64>)>> {
    let bands: Vec<_> = stops(journey).collect();
    let row = |at| match at {
        At::Stop(stop) => stop,
        At::Band(band) => usize::midpoint(bands[band].start, bands[band].end - 1),
    };
    let mut all = Vec::with_capacity(journey.personas.len());
    for (place, persona) in journey.personas.iter().enumerate() {
        let own = samples(journey, *persona).into_iter();
        let own: Vec<_> = own.map(|sample| (row(sample.at), sample.value)).collect();
        own.iter().for_each(|(row, value)| felt[*row][place].value = *value);
        all.push(own);
    }
    all
}

/// Equal values of one row stand beside each other.
fn set_beside(canvas: &Canvas<'_>, row: &mut [Felt]) {
    let mut of: Vec<&mut Felt> = row.iter_mut().filter(|own| own.value.is_some()).collect();
    let exact: Vec<f64> =
        of.iter().filter_map(|own| own.value).map(|value| across(canvas, value)).collect();
    for ((own, x), exact) in of.iter_mut().zip(beside(&exact)).zip(&exact) {
        own.aside = x - exact;
    }
}

/// A persona's curve. Along the journey a row is 100 long.
fn now(canvas: &Canvas<'_>, place: usize, values: &[(usize, Option<f64>)], felt: &mut [Vec<Felt>]) {
    let mut along = Vec::with_capacity(felt.len());
    for (row, value) in values {
        let aside = felt[*row][place].aside;
        along.push((middle(*row), value.map(|value| across(canvas, value) + aside)));
    }
    cut(&along, &mut |row, piece| felt[row][place].curve.push(piece));
}

/// What is felt today where a journey changes another; the line leads past what is new and over what
/// is dropped. Gives what is dropped, with its place along the map.
fn before(
    canvas: &Canvas<'_>,
    ix: JourneyIx,
    nodes: &[(Node, &Experience)],
    felt: &mut [Vec<Felt>],
) -> Vec<(f64, Node)> {
    let Some(against) = Against::of(canvas.site, ix) else { return Vec::new() };
    let stops = nodes.iter().enumerate().map(|(row, (node, _))| (*node, middle(row)));
    let end = nodes.len() as f64 * 100.0;
    let along = Along { stops: stops.collect(), start: 0.0, end, is_open: true, least: 0.0 };
    let dropped = between(canvas.site, &against, &along);
    for (place, persona) in canvas.site.journey(ix).personas.iter().enumerate() {
        let mut along = Vec::with_capacity(nodes.len());
        let known = nodes.iter().enumerate().filter(|(_, (node, _))| !against.is_new(*node));
        for (row, (node, _)) in known {
            let value = against.felt(canvas.site, *node, *persona);
            let own = &mut felt[row][place];
            own.today = value;
            let x = value.map(|value| across(canvas, value) + own.aside);
            along.push((middle(row), x));
        }
        for (at, node) in &dropped {
            let own = felt_at(canvas.site, *node).iter().find(|(of, _)| of == persona);
            let Some(x) = own.map(|(_, value)| across(canvas, *value)) else { continue };
            felt[row_of(*at)][place].gone.push((x, at % 100.0));
            along.push((*at, Some(x)));
        }
        along.sort_by(|a, b| a.0.total_cmp(&b.0));
        cut(&along, &mut |row, piece| felt[row][place].before.push(piece));
    }
    dropped
}

/// The row in which a place along the map is.
fn row_of(along: f64) -> usize {
    (along / 100.0) as usize
}

/// What is dropped in a row, above its middle and below.
fn dropped_in(row: usize, dropped: &[(f64, Node)]) -> [Vec<Node>; 2] {
    let own = dropped.iter().copied().filter(|(at, _)| row_of(*at) == row);
    let (above, below): (Vec<_>, Vec<_>) = own.partition(|(at, _)| *at < middle(row));
    [above, below].map(|part| part.into_iter().map(|(_, node)| node).collect())
}

/// Where a row's point stands along the journey.
fn middle(row: usize) -> f64 {
    row as f64 * 100.0 + 50.0
}

/// Cuts a curve at the borders of the rows.
fn cut(along: &[(f64, Option<f64>)], give: &mut impl FnMut(usize, Piece)) {
    for run in curve::runs(along) {
        for piece in curve::pieces(&run) {
            share(piece, give);
        }
    }
}

/// Gives each row its part of a piece. Neighbouring rows meet at the piece's middle; where a stage
/// stands for its touchpoints a piece is longer, and is cut again until each part is in one row.
fn share(piece: Piece, give: &mut impl FnMut(usize, Piece)) {
    let (from, to) = (piece.0[0].0, piece.0[3].0);
    let row = ((from + to) / 200.0) as usize;
    let inside = from >= row as f64 * 100.0 - 0.1 && to <= (row + 1) as f64 * 100.0 + 0.1;
    if inside || to - from < 1.0 {
        return give(row, piece);
    }
    let (first, second) = piece.halves();
    share(first, give);
    share(second, give);
}

fn curve_svg(canvas: &Canvas<'_>, row: usize, felt: &[Felt]) -> String {
    let mut svg = Svg::new(canvas.form, 512);
    let tag = svg.tag("svg").class(Class::one("v-a")).view(100.0, 100.0);
    tag.attr("preserveAspectRatio", "none").attr("aria-hidden", "true").within(|svg| {
        for (place, own) in felt.iter().enumerate() {
            gap(svg, row, place, own);
        }
        svg.tag("path").class(Class::one("v-zero")).attr(STROKE.0, STROKE.1).path(|path| {
            path.start(50.0, 0.0).down(100.0);
        });
        for (place, own) in felt.iter().enumerate().rev() {
            line(svg, row, (place, today_class(place)), &own.before);
        }
        for (place, own) in felt.iter().enumerate().rev() {
            line(svg, row, (place, curve_class(place)), &own.curve);
        }
    });
    svg.finish()
}

/// The gap between today and then in one row, on the side where it is.
fn gap(svg: &mut Svg, row: usize, place: usize, own: &Felt) {
    // Along the row what is felt more stands further on, so the first is where it gets worse.
    let (worse, better) =
        curve::between(std::slice::from_ref(&own.curve), std::slice::from_ref(&own.before));
    if worse.is_empty() && better.is_empty() {
        return;
    }
    let number = beyond_looks(place);
    let group = svg.tag("g").class(whose_class(place)).maybe("data-of", number.as_deref());
    group.within(|svg| {
        for (class, regions) in [("gp-up", better), ("gp-dn", worse)] {
            if !regions.is_empty() {
                let all =
                    |pieces: &[Piece]| pieces.iter().map(|piece| turned(piece, row)).collect();
                let regions: Vec<Region> =
                    regions.iter().map(|(now, then)| (all(now), all(then))).collect();
                let tag = svg.tag("path").class(Class::one(class));
                tag.path(|path| curve::draw_regions(path, &regions));
            }
        }
    });
}

/// The pieces of a curve in one row.
fn line(svg: &mut Svg, row: usize, (place, class): (usize, Class), pieces: &[Piece]) {
    if pieces.is_empty() {
        return;
    }
    let number = beyond_looks(place);
    let tag = svg.tag("path").class(class).maybe("data-of", number.as_deref());
    tag.attr(STROKE.0, STROKE.1).path(|path| {
        for piece in pieces {
            let [start, a, b, end] = turned(piece, row).0;
            path.start(start.0, start.1).cubic(a, b, end);
        }
    });
}

/// A piece turned by a quarter, in its row.
fn turned(piece: &Piece, row: usize) -> Piece {
    Piece(piece.0.map(|(along, value)| (value, along - row as f64 * 100.0)))
}

fn points_svg(canvas: &Canvas<'_>, experience: &Experience, felt: &[Felt]) -> String {
    const MIDDLE: f64 = 22.0;
    let mut svg = Svg::new(canvas.form, 256);
    let values: Vec<Option<f64>> = felt.iter().map(|own| own.value).collect();
    let moments = on_points(experience, &values);
    let tag = svg.tag("svg").class(Class::one("v-b")).view(100.0, 2.0 * MIDDLE);
    tag.attr("aria-hidden", "true").within(|svg| {
        for (place, own) in felt.iter().enumerate().rev() {
            let today = own.today.map(|value| across(canvas, value) + own.aside);
            let dot = today.map(|x| Mark::Circle { class: Class::one("wp"), x, y: MIDDLE, r: 2.5 });
            dot.into_iter().for_each(|dot| mark::draw(svg, "", &dot.of(place)));
        }
        for (place, value) in values.iter().enumerate().rev() {
            let Some(value) = *value else { continue };
            let (x, y) = (across(canvas, value) + felt[place].aside, MIDDLE);
            let kind = moments.iter().find(|(of, _)| *of == place).map(|(_, kind)| *kind);
            let emotion = emotion::class(value, &canvas.site.config.emotion);
            let mark = match kind {
                Some(kind) => Mark::Moment { kind, x, y, r: 8.0 }.of(place),
                None => Mark::Point { place, x, y, r: 4.0, emotion },
            };
            mark::draw(svg, "", &mark);
        }
    });
    svg.finish()
}

/// The crosses of what is dropped. A row is stretched and they are not: each is a picture of its own
/// at a share of the row.
fn gone_svg(canvas: &Canvas<'_>, felt: &[Felt]) -> String {
    if felt.iter().all(|own| own.gone.is_empty()) {
        return String::new();
    }
    let mut svg = Svg::new(canvas.form, 256);
    let share = |value: f64| format!("{}%", (value * 10.0).round() / 10.0);
    let tag = svg.tag("svg").class(Class::one("v-g"));
    tag.attr("aria-hidden", "true").within(|svg| {
        for (place, own) in felt.iter().enumerate().rev() {
            for (x, y) in &own.gone {
                let tag = svg.tag("svg").attr("x", &share(*x)).attr("y", &share(*y));
                tag.attr("overflow", "visible").attr("aria-hidden", "true").within(|svg| {
                    gone(0.0, 0.0)
                        .into_iter()
                        .for_each(|mark| mark::draw(svg, "", &mark.of(place)));
                });
            }
        }
    });
    svg.finish()
}

/// Which moment stands on whose point: friction on the lowest, delight on the highest, others on
/// the first.
pub(crate) fn on_points(
    experience: &Experience,
    values: &[Option<f64>],
) -> Vec<(usize, MomentKind)> {
    let own = || values.iter().enumerate().filter_map(|(place, value)| Some((place, (*value)?)));
    let target = |kind| match kind {
        MomentKind::Friction => own().reduce(|a, b| if b.1 < a.1 { b } else { a }),
        MomentKind::Delight => own().reduce(|a, b| if b.1 > a.1 { b } else { a }),
        MomentKind::Decision | MomentKind::Pivotal => own().next(),
    };
    let moments = experience.moments.iter();
    moments.filter_map(|moment| Some((target(moment.kind)?.0, moment.kind))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::testing;
    use crate::model::Altitude;
    use crate::site::PersonaIx;

    #[test]
    fn there_is_a_row_for_each_touchpoint_and_for_a_stage_without_any() {
        let mut site = testing::weekly_shop();
        let mut bare = testing::stage("Remember");
        bare.experience.emotion.push((PersonaIx(0), 1.0));
        testing::journey(&mut site).stages.push(bare);
        let rows = tall_rows(&testing::canvas(&site, "journeys/weekly-shop.html"), JourneyIx(0));
        assert_eq!(rows.len(), 21);
        assert_eq!(rows[8].node, testing::node(2, 1));
        assert_eq!(rows[20].node, Node::Stage(JourneyIx(0), 6));
        for row in &rows {
            testing::check_svg(&row.curve_svg);
            testing::check_svg(&row.points_svg);
        }
    }

    #[test]
    fn what_is_dropped_stands_between_its_neighbours_and_todays_line_leads_over_it() {
        let mut site = testing::weekly_shop();
        let mut then = testing::journey(&mut site).clone();
        then.baseline = Some(JourneyIx(0));
        // Of the first stage the second touchpoint goes, of the last stage the last.
        then.stages[0].touchpoints.remove(1);
        let last = then.stages.last_mut().expect("a stage");
        last.touchpoints.pop();
        site.journeys.push(std::sync::Arc::new(then));
        let rows = tall_rows(&testing::canvas(&site, "journeys/then.html"), JourneyIx(1));
        let gone: Vec<usize> =
            (0..rows.len()).filter(|row| !rows[*row].gone_svg.is_empty()).collect();
        assert_eq!((rows.len(), gone), (18, vec![1, 17]));
        assert_eq!(rows[1].dropped, [vec![testing::node(0, 1)], vec![]]);
    }

    /// Where the lines of a row begin and end, across the row, by their height.
    fn crossings(row: &TallRow, class: &str, height: f64) -> Vec<f64> {
        let document = roxmltree::Document::parse(&row.curve_svg).expect("well-formed");
        let own = document.descendants().filter(|node| node.attribute("class") == Some(class));
        let places = own.flat_map(|node| places(node.attribute("d").unwrap_or_default()));
        places.filter(|(_, y)| *y == height).map(|(x, _)| x).collect()
    }

    /// The places that a path of `M` and `c` goes through.
    fn places(path: &str) -> Vec<(f64, f64)> {
        let mut all: Vec<(f64, f64)> = Vec::new();
        for command in path.split_inclusive(['M', 'c']).collect::<Vec<_>>().windows(2) {
            let spaced = command[1].trim_end_matches(['M', 'c']).replace('-', " -");
            let numbers: Vec<f64> =
                spaced.split_whitespace().map(|n| n.parse().expect("a number")).collect();
            let from =
                all.last().copied().filter(|_| command[0].ends_with('c')).unwrap_or_default();
            let [.., x, y] = numbers[..] else { panic!("{path}") };
            let tenth = |value: f64| (value * 10.0).round() / 10.0;
            all.push((tenth(from.0 + x), tenth(from.1 + y)));
        }
        all
    }

    #[test]
    fn the_line_leaves_a_row_where_it_enters_the_next() {
        let site = testing::weekly_shop();
        let rows = tall_rows(&testing::canvas(&site, "journeys/weekly-shop.html"), JourneyIx(0));
        for pair in rows.windows(2) {
            let (out, into) =
                (crossings(&pair[0], "cv cv-1", 100.0), crossings(&pair[1], "cv cv-1", 0.0));
            assert_eq!(out.len(), 1);
            assert_eq!(out, into);
        }
    }

    #[test]
    fn a_journey_of_years_has_rows_without_a_curve() {
        let mut site = testing::weekly_shop();
        testing::journey(&mut site).altitude = Some(Altitude::Macro);
        let rows = tall_rows(&testing::canvas(&site, "journeys/weekly-shop.html"), JourneyIx(0));
        assert!(
            rows.len() == 20
                && rows.iter().all(|row| row.curve_svg.is_empty() && row.points_svg.is_empty())
        );
    }
}
