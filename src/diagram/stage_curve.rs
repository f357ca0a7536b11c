//! One stage enlarged, with the touchpoint before and after as grey context: a stage is entered
//! and left in a mood.

use super::apart::{Rect, Taken, beside, slide};
use super::curve::{self, Piece};
use super::journey_map::scale_words;
use super::mark::{Anchor, Link, Mark, Text, draw_all};
use super::measure::{Block, fit};
use super::names::{end_label, longest_end, short_names};
use super::series::{At, samples, stops, value_of};
use super::shapes::{curve_class, end_class};
use super::style::{Class, END, NUMBER, SCALE, TOUCHPOINT, TOUCHPOINT_BOLD, VALUE};
use super::svg::Svg;
use super::tall::on_points;
use super::{Canvas, direction_of, emotion, mirror, picture};
use crate::model::Altitude;
use crate::site::number::push_whole;
use crate::site::{Experience, Journey, JourneyIx, Node, Words};
use crate::wording::{Direction, Wording};

const WIDTH: f64 = 840.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 64.0;
const TOP: f64 = 18.0;
const PLOT: f64 = 170.0;
/// Below this width a column shows its number only: the words stand right below the picture.
const TITLE_LEAST: f64 = 58.0;
/// A column is never narrower than its number.
const COLUMN_LEAST: f64 = 26.0;

/// A column of the picture.
struct Column<'a> {
    /// Its place among all columns of the journey.
    stop: usize,
    node: Node,
    number: Option<u32>,
    title: &'a Words,
    experience: &'a Experience,
    x: f64,
    inside: bool,
}

/// A picture being placed.
struct Stage<'a> {
    journey: &'a Journey,
    names: Vec<&'a str>,
    columns: Vec<Column<'a>>,
    step: f64,
    width: f64,
    height: f64,
    under: Vec<Mark<'a>>,
    lines: Vec<(usize, Vec<Vec<Piece>>)>,
    over: Vec<Mark<'a>>,
    links: Vec<Mark<'a>>,
}

impl Stage<'_> {
    /// Turns the placed picture into one that is read from right to left.
    fn mirror(&mut self) {
        for marks in [&mut self.under, &mut self.over, &mut self.links] {
            mirror::marks(marks, self.width);
        }
        self.lines.iter_mut().for_each(|(_, runs)| mirror::runs(runs, self.width));
    }
}

/// The emotion curve of one stage; empty when there is nothing to draw: no value, or a journey
/// that looks from so far away that it has no curve.
pub fn stage_curve(canvas: &Canvas<'_>, ix: JourneyIx, stage: u32) -> String {
    let journey = canvas.site.journey(ix);
    let columns = columns(journey, ix, stage as usize);
    let felt = |column: &Column<'_>| column.inside && !column.experience.emotion.is_empty();
    let own = !canvas.site.stage(ix, stage).experience.emotion.is_empty();
    if journey.altitude == Some(Altitude::Macro) || !(own || columns.iter().any(felt)) {
        return String::new();
    }
    let mut placed = place(canvas, journey, columns);
    if direction_of(canvas.site, ix) == Direction::RightToLeft {
        placed.mirror();
    }
    render(canvas, ix, stage, &placed)
}

fn columns(journey: &Journey, ix: JourneyIx, stage: usize) -> Vec<Column<'_>> {
    let Some(own) = stops(journey).nth(stage) else { return Vec::new() };
    let window = own.start.saturating_sub(1)..own.end + 1;
    let mut columns = Vec::with_capacity(window.len());
    for ((s, range), of) in stops(journey).enumerate().zip(&journey.stages) {
        for stop in range.clone().filter(|stop| window.contains(stop)) {
            let t = stop - range.start;
            let inside = s == stage;
            let (s, at) = (s as u32, t as u32);
            columns.push(match of.touchpoints.get(t) {
                Some(touchpoint) => Column {
                    stop,
                    node: Node::Touchpoint(ix, s, at),
                    number: Some(touchpoint.number),
                    title: &touchpoint.title,
                    experience: &touchpoint.experience,
                    x: 0.0,
                    inside,
                },
                None => Column {
                    stop,
                    node: Node::Stage(ix, s),
                    number: None,
                    title: &of.title,
                    experience: &of.experience,
                    x: 0.0,
                    inside,
                },
            });
        }
    }
    columns
}

fn place<'a>(canvas: &Canvas<'a>, journey: &'a Journey, mut columns: Vec<Column<'a>>) -> Stage<'a> {
    let names = short_names(canvas.site, journey);
    let longest = longest_end(canvas.w, canvas.site, journey, &names);
    let name_room = (longest + 20.0).clamp(RIGHT, 120.0);
    let count = columns.len().max(1) as f64;
    let step = ((WIDTH - LEFT - name_room) / count).max(COLUMN_LEAST);
    for (at, column) in columns.iter_mut().enumerate() {
        column.x = LEFT + step * (at as f64 + 0.5);
    }
    let mut stage = Stage {
        journey,
        names,
        columns,
        step,
        width: (LEFT + step * count + name_room).max(WIDTH),
        height: 0.0,
        under: Vec::new(),
        lines: Vec::new(),
        over: Vec::new(),
        links: Vec::new(),
    };
    stage.height = heads(canvas, &mut stage);
    ground(canvas, &mut stage);
    feelings(canvas, &mut stage);
    stage
}

fn y(canvas: &Canvas<'_>, value: f64) -> f64 {
    level(emotion::two_sided(value, &canvas.site.config.emotion))
}

fn level(two_sided: f64) -> f64 {
    TOP + PLOT / 2.0 - two_sided * (PLOT / 2.0 - 10.0) / 2.0
}

/// Numbers and titles below the plot, as links; returns the height of the picture.
fn heads<'a>(canvas: &Canvas<'a>, stage: &mut Stage<'a>) -> f64 {
    let titled = stage.step >= TITLE_LEAST;
    let mut lines = 1;
    let mut heads = Vec::with_capacity(stage.columns.len());
    for column in &stage.columns {
        let mut marks = Vec::with_capacity(4);
        if let Some(number) = column.number {
            let text = Text::line(&NUMBER, column.x, TOP + PLOT + 34.0, number.to_string());
            marks.push(Mark::Text(text.anchored(Anchor::Middle)));
        }
        if titled {
            let style = if column.inside { &TOUCHPOINT_BOLD } else { &TOUCHPOINT };
            let block = fit(column.title.doc.plain(), style.font, stage.step - 20.0, 5);
            lines = lines.max(block.len());
            let text = Text::new(style, column.x, TOP + PLOT + 51.0, block)
                .anchored(Anchor::Middle)
                .in_language(column.title.lang());
            marks.push(Mark::Text(text));
        }
        heads.push(marks);
    }
    let height = TOP + PLOT + if titled { 62.0 + 15.0 * lines as f64 } else { 52.0 };
    for (column, marks) in stage.columns.iter().zip(heads) {
        let margin = if titled { 8.0 } else { 1.0 };
        let left = column.x - stage.step / 2.0 + margin;
        let hit = Rect::new(left, TOP - 4.0, stage.step - 2.0 * margin, height - TOP - 4.0);
        let class = if column.inside { Class::one("tl") } else { Class::two("tl", "ctx") };
        let href = canvas.site.link(canvas.page, column.node);
        let label = label(canvas.w, stage, column);
        stage.links.push(Mark::Link(Box::new(Link {
            class,
            id: None,
            href,
            label,
            hits: vec![hit],
            marks,
        })));
    }
    height
}

fn label(w: &Wording, stage: &Stage<'_>, column: &Column<'_>) -> String {
    let mut out = String::with_capacity(64);
    if let Some(number) = column.number {
        push_whole(&mut out, u64::from(number));
        out.push(' ');
    }
    out.push_str(column.title.doc.plain());
    push_values(&mut out, ": ", w, stage, column.experience);
    out
}

/// `Maya −2, Tom −1`, with something before it; nothing where nobody has a value.
fn push_values(
    out: &mut String,
    before: &str,
    w: &Wording,
    stage: &Stage<'_>,
    experience: &Experience,
) {
    let mut between = before;
    for (persona, name) in stage.journey.personas.iter().zip(&stage.names) {
        if let Some(value) = value_of(experience, *persona) {
            [between, name, " ", &w.felt(value)].iter().for_each(|part| out.push_str(part));
            between = ", ";
        }
    }
}

/// The stage's own ground, and the scale.
fn ground(canvas: &Canvas<'_>, stage: &mut Stage<'_>) {
    let own: Vec<f64> = stage.columns.iter().filter(|c| c.inside).map(|c| c.x).collect();
    if let (Some(first), Some(last)) = (own.first(), own.last()) {
        let half = stage.step / 2.0 - 4.0;
        let rect = Rect::new(first - half, 2.0, last - first + 2.0 * half, stage.height - 4.0);
        stage.under.push(Mark::Box { class: Class::one("focusband"), rect, radius: 3.0 });
    }
    let right = stage.columns.last().map_or(LEFT, |column| column.x + 8.0);
    let mut zero_drawn = false;
    for (at, word) in scale_words(canvas.w, &canvas.site.config.emotion) {
        let class = if at.abs() < 1e-9 { "zero" } else { "grid" };
        zero_drawn |= class == "zero";
        let line = level(at);
        stage.under.push(Mark::level(class, LEFT - 6.0, right, line));
        let block = fit(&word, SCALE.font, LEFT - 12.0, 2).into_owned();
        let first = line + 4.0 - SCALE.leading * (block.len() as f64 - 1.0) / 2.0;
        let text = Text::new(&SCALE, LEFT - 12.0, first, block).anchored(Anchor::End);
        stage.under.push(Mark::Text(text));
    }
    if !zero_drawn {
        stage.under.push(Mark::level("zero", LEFT - 6.0, right, level(0.0)));
    }
}

/// Curves, points, moments, names and values.
fn feelings<'a>(canvas: &Canvas<'a>, stage: &mut Stage<'a>) {
    let journey = stage.journey;
    let bands: Vec<_> = stops(journey).collect();
    let mut values = vec![vec![None; journey.personas.len()]; stage.columns.len()];
    let mut taken = Taken::default();
    let mut along: Vec<Vec<usize>> = vec![Vec::new(); journey.personas.len()];
    for (place, persona) in journey.personas.iter().enumerate() {
        for sample in samples(journey, *persona) {
            let stop = match sample.at {
                At::Stop(stop) => stop,
                At::Band(band) => usize::midpoint(bands[band].start, bands[band].end - 1),
            };
            let Some(at) = stage.columns.iter().position(|column| column.stop == stop) else {
                continue;
            };
            values[at][place] = sample.value;
            along[place].push(at);
        }
    }
    let heights: Vec<_> = values.iter().map(|values| heights(canvas, values)).collect();
    for (place, along) in along.iter().enumerate() {
        let points: Vec<_> =
            along.iter().map(|at| (stage.columns[*at].x, heights[*at][place])).collect();
        let runs = curve::runs(&points).iter().map(|run| curve::pieces(run)).collect();
        stage.lines.push((place, runs));
    }
    for (at, (values, heights)) in values.iter().zip(&heights).enumerate() {
        points(canvas, stage, at, (values, heights), &mut taken);
    }
    for link in &stage.links {
        if let Mark::Link(link) = link {
            for mark in &link.marks {
                if let Mark::Text(text) = mark {
                    taken.take(text.bounds());
                }
            }
        }
    }
    ends(canvas, stage, &heights, &mut taken);
    numbers(canvas, stage, &values, &mut taken);
}

/// Where the values of one column stand: those that are equal, beside each other.
fn heights(canvas: &Canvas<'_>, values: &[Option<f64>]) -> Vec<Option<f64>> {
    let exact: Vec<f64> = values.iter().flatten().map(|value| y(canvas, *value)).collect();
    let mut apart = beside(&exact).into_iter();
    values.iter().map(|value| value.and_then(|_| apart.next())).collect()
}

fn points(
    canvas: &Canvas<'_>,
    stage: &mut Stage<'_>,
    at: usize,
    (values, heights): (&[Option<f64>], &[Option<f64>]),
    taken: &mut Taken,
) {
    let column = &stage.columns[at];
    let moments = if column.inside { on_points(column.experience, values) } else { Vec::new() };
    let mut marks = Vec::with_capacity(values.len());
    // What is large lies below: no moment hides the point of another persona.
    let has_moment = |place: &usize| moments.iter().any(|(of, _)| of == place);
    let (large, small): (Vec<usize>, Vec<usize>) = (0..values.len()).rev().partition(has_moment);
    for place in large.into_iter().chain(small) {
        let (Some(value), Some(top)) = (values[place], heights[place]) else { continue };
        let own = moments.iter().filter(|(of, _)| *of == place);
        let before = marks.len();
        for (aside, (_, kind)) in own.enumerate() {
            let x = column.x + 19.0 * aside as f64;
            taken.take(Rect::around(x, top, 10.0));
            marks.push(Mark::Moment { kind: *kind, x, y: top, r: 9.0 });
        }
        if marks.len() == before {
            let emotion = emotion::class(value, &canvas.site.config.emotion);
            taken.take(Rect::around(column.x, top, 5.0));
            marks.push(Mark::Point { place, x: column.x, y: top, r: 4.0, emotion });
        }
    }
    if let Mark::Link(link) = &mut stage.links[at] {
        link.marks.extend(marks);
    }
}

/// Names at the right end of the curves, pushed apart.
fn ends<'a>(
    canvas: &Canvas<'a>,
    stage: &mut Stage<'a>,
    heights: &[Vec<Option<f64>>],
    taken: &mut Taken,
) {
    let mut last: Vec<(f64, f64, usize)> = Vec::new();
    for place in 0..stage.names.len() {
        let own = heights.iter().rposition(|heights| heights[place].is_some());
        if let Some((at, y)) = own.and_then(|at| Some((at, heights[at][place]?))) {
            last.push((y, stage.columns[at].x, place));
        }
    }
    last.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    // Whoever leaves early is named at the right all the same: there nothing is in the way.
    let x = last.iter().map(|(_, x, _)| *x).fold(0.0, f64::max) + 12.0;
    let label = |(.., place): &(f64, f64, usize)| {
        let persona = canvas.site.persona(stage.journey.personas[*place]);
        end_label(canvas.w, (persona, stage.names[*place]), stage.width - x, 1)
    };
    let blocks: Vec<Block<'_>> = last.iter().map(label).collect();
    let wanted: Vec<(f64, f64)> = last
        .iter()
        .zip(&blocks)
        .map(|((y, ..), block)| (*y, END.leading * block.len() as f64))
        .collect();
    let tops = slide(&wanted, 1.0, 2.0, TOP + PLOT + 8.0);
    for (((_, _, place), block), top) in last.iter().zip(blocks).zip(tops) {
        let text = Text::new(&END, x, top + 11.0, block).tinted(end_class(*place));
        taken.take(text.bounds());
        hold(stage, text.bounds());
        stage.over.push(Mark::Text(text));
    }
}

/// Where no touchpoint follows, the stage's own ground reaches as far as the names that begin on it:
/// none stands half on it.
fn hold(stage: &mut Stage<'_>, name: Rect) {
    let is_last = stage.columns.last().is_some_and(|column| column.inside);
    let ground = stage.under.iter_mut().find_map(|mark| match mark {
        Mark::Box { rect, .. } => Some(rect),
        _ => None,
    });
    if let Some(ground) = ground.filter(|_| is_last) {
        ground.right = ground.right.max(name.right + 6.0).min(stage.width);
    }
}

/// The values of the stage's own points, where there is room.
fn numbers(
    canvas: &Canvas<'_>,
    stage: &mut Stage<'_>,
    values: &[Vec<Option<f64>>],
    taken: &mut Taken,
) {
    // A number on the zero line or on a curve would look struck out; all values stand below in
    // words.
    let end = stage.columns.last().map_or(LEFT, |column| column.x + 8.0);
    taken.take(Rect::new(LEFT, level(0.0) - 1.0, end - LEFT, 2.0));
    for (column, values) in stage.columns.iter().zip(values).filter(|(column, _)| column.inside) {
        let mut own: Vec<f64> = values.iter().flatten().copied().collect();
        own.sort_by(f64::total_cmp);
        own.dedup();
        if own.len() > 2 {
            // Among many, only the ends can be told apart; all values stand below in words.
            own = vec![own[0], own[own.len() - 1]];
        }
        for (at, value) in own.iter().enumerate() {
            let top = y(canvas, *value);
            let block = Block::line(canvas.w.signed(*value), VALUE.font);
            let aside = 14.0 + block.width / 2.0;
            let (below, above) = ((column.x, top + 24.0), (column.x, top - 13.0));
            let beside = [(column.x + aside, top + 4.5), (column.x - aside, top + 4.5)];
            // The lowest value stands below its point, the others above.
            let (first, second) = if at == 0 { (below, above) } else { (above, below) };
            let mut text = Text::new(&VALUE, column.x, top, block).anchored(Anchor::Middle);
            let pieces = stage.lines.iter().flat_map(|(_, runs)| runs).flatten();
            let is_off_curves = |bounds: Rect| !pieces.clone().any(|piece| piece.crosses(bounds));
            let place = [first, second].into_iter().chain(beside).find(|place| {
                (text.x, text.y) = *place;
                taken.is_free(text.bounds()) && is_off_curves(text.bounds())
            });
            if place.is_some() {
                taken.take(text.bounds());
                stage.over.push(Mark::Text(text));
            }
        }
    }
}

fn render(canvas: &Canvas<'_>, ix: JourneyIx, stage_ix: u32, stage: &Stage<'_>) -> String {
    let mut svg = Svg::new(canvas.form, 8_000);
    let title = canvas.w.emotion_in(canvas.site.stage(ix, stage_ix).title.doc.plain()).text();
    let mut description = String::with_capacity(256);
    for column in stage.columns.iter().filter(|column| column.inside) {
        description.push_str(if description.is_empty() { "" } else { " " });
        description.push_str(column.title.doc.plain());
        description.push_str(": ");
        let start = description.len();
        push_values(&mut description, "", canvas.w, stage, column.experience);
        if description.len() == start {
            description.push_str(canvas.w.no_value());
        }
        description.push('.');
    }
    let words = picture::Words {
        title: &title,
        headline: &title,
        description: &description,
        in_a_page: "",
        direction: direction_of(canvas.site, ix),
    };
    let size = (stage.width, stage.height);
    picture::group(&mut svg, canvas, Class::two("map", "stagecurve"), size, &words, |svg| {
        draw_all(svg, canvas.prefix, &stage.under);
        for (place, runs) in stage.lines.iter().rev() {
            if runs.iter().any(|run| !run.is_empty()) {
                svg.tag("path").class(Class::one("cv-halo")).path(|path| curve::draw(path, runs));
                svg.tag("path").class(curve_class(*place)).path(|path| curve::draw(path, runs));
            }
        }
        // Names and values lie beside the points, but a column is clickable all over.
        draw_all(svg, canvas.prefix, &stage.over);
        svg.centred(|svg| draw_all(svg, canvas.prefix, &stage.links));
    });
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::journey_map::tests::odd_sites;
    use crate::diagram::testing;

    #[test]
    fn a_stage_stands_between_the_touchpoint_before_and_the_one_after() {
        let site = testing::weekly_shop();
        let canvas = testing::canvas(&site, "journeys/weekly-shop/book.html");
        let svg = stage_curve(&canvas, JourneyIx(0), 2);
        testing::check_svg(&svg);
        for words in [
            "href=\"book.html#slot-hold\"",
            "href=\"fill.html#total\"",
            "class=\"tl ctx\"",
            "9 Slot hold: Maya −2, Tom −1",
        ] {
            assert!(svg.contains(words), "{words} is not in {svg}");
        }
        assert_eq!(svg.matches("<a ").count(), 5);
    }

    #[test]
    fn no_text_of_any_stage_lies_on_another() {
        for (name, site) in odd_sites() {
            let canvas = testing::canvas(&site, "journeys/weekly-shop/a.html");
            let journey = site.journey(JourneyIx(0));
            for at in 0..journey.stages.len() as u32 {
                let svg = stage_curve(&canvas, JourneyIx(0), at);
                if !svg.is_empty() {
                    testing::check_svg(&svg);
                }
                let placed = place(&canvas, journey, columns(journey, JourneyIx(0), at as usize));
                let mut all: Vec<Rect> = Vec::new();
                for mark in placed.under.iter().chain(&placed.links).chain(&placed.over) {
                    mark.texts(&mut |text| {
                        let bounds = text.bounds();
                        let own =
                            Rect { top: bounds.top + 1.5, bottom: bounds.bottom - 1.0, ..bounds };
                        let words = text.block.lines.join(" ");
                        assert!(all.iter().all(|other| !other.meets(own)), "{name} {at}: {words}");
                        all.push(bounds);
                    });
                }
            }
        }
    }

    #[test]
    fn no_moment_hides_the_point_of_another_persona() {
        let mut both = 0;
        for (name, site) in odd_sites() {
            let canvas = testing::canvas(&site, "journeys/weekly-shop/a.html");
            let journey = site.journey(JourneyIx(0));
            for at in 0..journey.stages.len() {
                let placed = place(&canvas, journey, columns(journey, JourneyIx(0), at));
                for mark in &placed.links {
                    let Mark::Link(link) = mark else { continue };
                    let is_point = |mark: &Mark<'_>| matches!(mark, Mark::Point { .. });
                    let first = link.marks.iter().position(is_point);
                    let last = link.marks.iter().rposition(|m| matches!(m, Mark::Moment { .. }));
                    if let (Some(point), Some(moment)) = (first, last) {
                        assert!(moment < point, "{name}: {}", link.label);
                        both += 1;
                    }
                }
            }
        }
        assert!(both > 0, "no column has a moment and a point beside it");
    }

    #[test]
    fn no_name_stands_half_on_the_ground_of_a_stage() {
        for (name, site) in odd_sites() {
            let canvas = testing::canvas(&site, "journeys/weekly-shop/a.html");
            let journey = site.journey(JourneyIx(0));
            let last = journey.stages.len().saturating_sub(1);
            let placed = place(&canvas, journey, columns(journey, JourneyIx(0), last));
            let ground = placed.under.iter().find_map(|mark| match mark {
                Mark::Box { rect, .. } => Some(*rect),
                _ => None,
            });
            let Some(ground) = ground else { continue };
            for mark in &placed.over {
                mark.texts(&mut |text| {
                    let (bounds, words) = (text.bounds(), text.block.lines.join(" "));
                    assert!(bounds.right <= ground.right, "{name}: {words}");
                });
            }
        }
    }

    #[test]
    fn a_stage_that_feels_nothing_has_no_picture() {
        let mut site = testing::weekly_shop();
        testing::journey(&mut site).stages.push(testing::stage("Silence"));
        let canvas = testing::canvas(&site, "journeys/weekly-shop/silence.html");
        assert_eq!(stage_curve(&canvas, JourneyIx(0), 6), "");
    }
}
