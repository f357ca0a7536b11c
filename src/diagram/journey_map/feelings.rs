//! The emotion lane: curves, points, moments and means.

use super::before;
use super::callouts::{self, Callout, Row};
use super::columns::{Columns, GUTTER, Stop};
use super::place::Placing;
use crate::diagram::apart::{Rect, Taken, beside, slide};
use crate::diagram::curve::{self, Piece, Region};
use crate::diagram::emotion;
use crate::diagram::mark::{Anchor, Mark, Text};
use crate::diagram::measure::{Block, fit};
use crate::diagram::names::end_label;
use crate::diagram::series::{At, Sample, samples};
use crate::diagram::shapes::{beyond_looks, end_class, lead_class};
use crate::diagram::style::{Class, END, KIND, MEAN, MOMENT, SCALE, SMALL, VALUE};
use crate::model::{Altitude, EmotionScale, MomentKind};
use crate::site::PersonaIx;
use crate::site::number::shown;
use crate::wording::Wording;

/// Height of the plot.
const PLOT: f64 = 184.0;
/// Air above the highest and below the lowest value.
const AIR: f64 = 8.0;
/// Right end of the words of the scale.
const SCALE_END: f64 = GUTTER - 14.0;

/// The curves of a map.
pub(crate) struct Curves<'a> {
    /// Each persona's line, in the order of the journey.
    pub(crate) lines: Vec<Line<'a>>,
    /// The same as it is today, of a journey that changes another.
    pub(crate) before: Vec<Line<'a>>,
    /// Zero line and bottom of the plot: what is felt by the first persona is filled to the zero
    /// line in two tints.
    pub(crate) zero: f64,
    pub(crate) bottom: f64,
    /// Values that others feel too: where, whose, and how far aside of the value they stand.
    beside: Vec<(At, usize, f64)>,
    /// What is filled, once the lines have their last places.
    pub(crate) areas: Vec<Area>,
}

/// What is filled between two lines, above the second and below it.
pub(crate) struct Area {
    /// Whose gap between today and then it is.
    pub(crate) whose: Option<usize>,
    pub(crate) above: Vec<Region>,
    pub(crate) below: Vec<Region>,
}

impl Curves<'_> {
    /// Whether equal values stand beside each other.
    pub(crate) fn has_equal(&self) -> bool {
        !self.beside.is_empty()
    }

    /// Finds out what is filled: what the first persona feels, to the zero line; of a journey that
    /// changes another, the gap between today and then of everybody.
    pub(super) fn fill(&mut self) {
        let gap = |before: &Line<'_>| {
            let (above, below) = before::gaps(&self.lines, before);
            Area { whose: Some(before.place), above, below }
        };
        self.areas = self.before.iter().map(gap).collect();
        let first = self.lines.first().filter(|line| line.is_felt());
        if let (true, Some(line)) = (self.before.is_empty(), first) {
            let zero = curve::level(&line.runs, self.zero);
            let (above, below) = curve::between(&line.runs, &zero);
            self.areas.push(Area { whose: None, above, below });
        }
    }
}

/// A persona's line.
pub(crate) struct Line<'a> {
    pub(crate) place: usize,
    /// Her id.
    pub(crate) persona: &'a str,
    pub(crate) runs: Vec<Vec<Piece>>,
}

impl Line<'_> {
    /// Whether she has a value anywhere.
    pub(super) fn is_felt(&self) -> bool {
        self.runs.iter().any(|run| !run.is_empty())
    }
}

/// A value in the plot.
#[derive(Clone, Copy)]
struct Dot {
    at: At,
    place: usize,
    value: f64,
    x: f64,
    y: f64,
}

/// Places the emotion lane.
pub(crate) fn lane(map: &mut Placing<'_>) {
    let top = map.y;
    let named = map.name(top + 30.0, map.w.lane_emotion());
    let series: Vec<Vec<Sample>> =
        map.journey.personas.iter().map(|persona| samples(map.journey, *persona)).collect();
    let felt = series.iter().flatten().any(|sample| sample.value.is_some());
    let callouts = callouts::all(map.w, &map.columns);
    if felt && map.journey.altitude != Some(Altitude::Macro) {
        plot(map, &series, &callouts, named);
    } else {
        listed(map, callouts, felt);
    }
    means(map);
    map.y = (map.y + 10.0).max(named);
}

/// A journey of years has no one curve, and one without values has none either: its moments stand
/// in rows.
fn listed<'a>(map: &mut Placing<'a>, mut callouts: Vec<Callout<'a>>, felt: bool) {
    map.y += 10.0;
    if !felt && callouts.is_empty() {
        let text = Text::line(&SMALL, GUTTER, map.y + 11.0, map.w.no_emotion());
        map.map.body.push(Mark::Text(text));
        map.y += 16.0;
    }
    let w = map.w;
    callouts.iter_mut().for_each(|callout| callout.name_place(w));
    let which: Vec<usize> = (0..callouts.len()).collect();
    for row in callouts::rows(&callouts, &which, GUTTER, map.columns.width - 12.0) {
        let y = map.y + 12.0;
        for (at, x) in &row.placed {
            words(map, &callouts[*at], (*x, y), None);
        }
        map.y = y + MOMENT.leading * row.lines as f64 + 8.0;
    }
}

/// Room for words in the plot.
struct Room {
    page: Rect,
    points: Taken,
    words: Taken,
    lines: Taken,
}

impl Room {
    fn is_free(&self, rect: Rect) -> bool {
        self.is_off_words(rect) && self.points.is_free(rect)
    }

    fn is_off_words(&self, rect: Rect) -> bool {
        self.page.holds(rect) && self.words.is_free(rect)
    }
}

/// Where the plot lies and how values are put in it.
struct Plot<'a> {
    top: f64,
    scale: &'a EmotionScale,
}

impl Plot<'_> {
    fn y(&self, value: f64) -> f64 {
        self.level(emotion::two_sided(value, self.scale))
    }

    fn level(&self, two_sided: f64) -> f64 {
        self.top + PLOT / 2.0 - two_sided * (PLOT / 2.0 - AIR) / 2.0
    }
}

/// The height of what a persona felt before at a column, in the plot of the curves of now.
pub(crate) fn height_before(
    curves: &Curves<'_>,
    (stop, place): (Option<usize>, usize),
    value: f64,
    scale: &EmotionScale,
) -> f64 {
    let plot = Plot { top: curves.bottom - PLOT, scale };
    plot.y(value) + stop.map_or(0.0, |stop| aside(&curves.beside, stop, place))
}

/// As far aside as what is felt now, so that lines part only where values do.
fn aside(beside: &[(At, usize, f64)], stop: usize, place: usize) -> f64 {
    let own = beside.iter().find(|(at, whose, _)| (*at, *whose) == (At::Stop(stop), place));
    own.map_or(0.0, |(.., aside)| *aside)
}

/// `named` is where the lane's name ends.
fn plot<'a>(map: &mut Placing<'a>, series: &[Vec<Sample>], callouts: &[Callout<'a>], named: f64) {
    let (low, high) = (GUTTER, map.columns.width - 12.0);
    let is_below = |at: &usize| callouts[*at].kind == MomentKind::Friction;
    let (below, above): (Vec<usize>, Vec<usize>) = (0..callouts.len()).partition(is_below);
    let above = callouts::rows(callouts, &above, low, high);
    let below = callouts::rows(callouts, &below, low, high);
    let heights = |rows: &[Row]| rows.iter().map(row_height).sum::<f64>();
    // The lane's name stands above the first word of the scale.
    let head = (heights(&above) + 12.0).max(named - map.y - 2.0);
    let plot = Plot { top: map.y + 6.0 + head, scale: &map.site.config.emotion };
    let bottom = plot.top + PLOT;
    grid(map, &plot);
    let dots = curves(map, &plot, series);
    let mut room = Room {
        page: Rect::new(GUTTER - 8.0, 0.0, map.columns.width - GUTTER + 8.0, f64::MAX),
        points: Taken::default(),
        words: Taken::default(),
        lines: Taken::default(),
    };
    let mut marks = Moments::default();
    let mut y = plot.top - 12.0;
    for row in &above {
        y -= row_height(row);
        call(map, callouts, row, y + 12.0, &dots, &mut marks);
    }
    y = bottom;
    for row in &below {
        call(map, callouts, row, y + 12.0, &dots, &mut marks);
        y += row_height(row);
    }
    points(map, &dots, &marks, &plot, &mut room.points);
    // Words keep off points where they can, and off other words always.
    let words = map.map.body.iter().filter_map(Mark::as_text).map(Text::bounds);
    words.filter(|words| words.bottom > plot.top - 80.0).for_each(|words| room.words.take(words));
    for mark in &map.map.under {
        if let Mark::Line { class, points } = mark
            && (class.has("lead") || class.has("zero"))
        {
            for pair in points.windows(2) {
                let (a, b) = (Rect::around(pair[0].0, pair[0].1, 0.5), pair[1]);
                room.lines.take(a.union(Rect::around(b.0, b.1, 0.5)));
            }
        }
    }
    ends(map, &dots, &plot, &mut room);
    extremes(map, &dots, &mut room);
    map.y = if below.is_empty() { bottom + 10.0 } else { y + 10.0 };
}

fn row_height(row: &Row) -> f64 {
    15.0 + MOMENT.leading * row.lines as f64
}

/// Level lines with their words; the middle of the scale is the zero line.
fn grid(map: &mut Placing<'_>, plot: &Plot<'_>) {
    let right = map.columns.stops.last().map_or(GUTTER, grid_end);
    let words = scale_words(map.w, plot.scale);
    let mut zero_drawn = false;
    for (level, word) in words {
        let y = plot.level(level);
        let class = if level.abs() < 1e-9 { "zero" } else { "grid" };
        zero_drawn |= class == "zero";
        map.map.under.push(Mark::level(class, GUTTER - 6.0, right, y));
        let block = fit(&word, SCALE.font, SCALE_END, 2).into_owned();
        let first = y + 4.0 - SCALE.leading * (block.len() as f64 - 1.0) / 2.0;
        let text = Text::new(&SCALE, SCALE_END, first, block).anchored(Anchor::End);
        map.map.names.push(Mark::Text(text));
    }
    if !zero_drawn {
        map.map.under.push(Mark::level("zero", GUTTER - 6.0, right, plot.level(0.0)));
    }
}

/// Level lines end with the last point, where names begin; in a wide column they go on, like the
/// lines between lanes.
fn grid_end(stop: &Stop<'_>) -> f64 {
    const WIDE: f64 = 220.0;
    if stop.width > WIDE { stop.left + stop.width } else { stop.middle() + 8.0 }
}

/// Words of the scale with their places between −2 and +2. Without words: numbers. More words
/// than lines have room for are thinned out.
pub(crate) fn scale_words(w: &Wording, scale: &EmotionScale) -> Vec<(f64, String)> {
    let labels = w.labels(scale);
    if labels.len() < 2 {
        return (0..=4_u8)
            .map(|quarter| {
                let share = f64::from(quarter) / 4.0;
                let value = scale.min + (scale.max - scale.min) * share;
                (share * 4.0 - 2.0, shown(value, 2))
            })
            .collect();
    }
    let last = labels.len() - 1;
    let step = labels.len().div_ceil(7);
    let shown = (0..=last).step_by(step);
    shown.map(|at| (at as f64 / last as f64 * 4.0 - 2.0, labels[at].to_string())).collect()
}

fn curves(map: &mut Placing<'_>, plot: &Plot<'_>, series: &[Vec<Sample>]) -> Vec<Dot> {
    let mut dots = Vec::new();
    let mut lines = Vec::with_capacity(series.len());
    for (place, samples) in series.iter().enumerate() {
        for Sample { at, value } in samples {
            let x = along(&map.columns, *at);
            dots.extend(value.map(|value| Dot { at: *at, place, value, x, y: plot.y(value) }));
        }
    }
    let beside = set_beside(&mut dots, plot);
    for (place, samples) in series.iter().enumerate() {
        let mut own = dots.iter().filter(|dot| dot.place == place);
        let points: Vec<_> = samples
            .iter()
            .map(|Sample { at, value }| {
                let y = value.and_then(|_| own.next()).map(|dot| dot.y);
                (along(&map.columns, *at), y)
            })
            .collect();
        let runs = curve::runs(&points).iter().map(|run| curve::pieces(run)).collect();
        let persona = &map.site.persona(map.journey.personas[place]).meta.id;
        lines.push(Line { place, persona, runs });
    }
    let before = before::lines(map, |place, stop, value| {
        plot.y(value) + stop.map_or(0.0, |stop| aside(&beside, stop, place))
    });
    let (zero, bottom) = (plot.level(0.0), plot.top + PLOT);
    map.map.curves = Some(Curves { lines, before, zero, bottom, beside, areas: Vec::new() });
    dots
}

/// Where a value stands along the map.
fn along(columns: &Columns<'_>, at: At) -> f64 {
    match at {
        At::Stop(stop) => columns.stops[stop].middle(),
        At::Band(band) => {
            let stops = &columns.bands[band].stops;
            let (first, last) = (&columns.stops[stops.start], &columns.stops[stops.end - 1]);
            f64::midpoint(first.left, last.left + last.width)
        }
    }
}

/// Values of several personas that are equal, or nearly so, stand beside each other: otherwise the
/// curve on top would hide the others. Returns where any do, whose, and how far aside.
fn set_beside(dots: &mut [Dot], plot: &Plot<'_>) -> Vec<(At, usize, f64)> {
    let mut moved = Vec::new();
    let mut order: Vec<usize> = (0..dots.len()).collect();
    order.sort_by_key(|at| (dots[*at].at, dots[*at].place));
    let places: Vec<At> = dots.iter().map(|dot| dot.at).collect();
    for group in order.chunk_by(|a, b| places[*a] == places[*b]).filter(|group| group.len() > 1) {
        let heights: Vec<f64> = group.iter().map(|at| dots[*at].y).collect();
        for (at, y) in group.iter().zip(beside(&heights)) {
            let dot = &mut dots[*at];
            dot.y = y;
            let aside = y - plot.y(dot.value);
            if aside.abs() > 1e-6 {
                moved.push((dot.at, dot.place, aside));
            }
        }
    }
    moved
}

/// Moments that stand on a point: (where, whose) and how far aside.
#[derive(Default)]
struct Moments {
    placed: Vec<(At, usize, MomentKind, f64)>,
}

/// Places a row of callouts and joins each to its point.
fn call<'a>(
    map: &mut Placing<'a>,
    callouts: &[Callout<'a>],
    row: &Row,
    y: f64,
    dots: &[Dot],
    marks: &mut Moments,
) {
    for (at, x) in &row.placed {
        let callout = &callouts[*at];
        if let Some(dot) = target(callout, dots) {
            let same =
                marks.placed.iter().filter(|(at, place, ..)| (*at, *place) == (dot.at, dot.place));
            let aside = 17.0 * same.count() as f64;
            marks.placed.push((dot.at, dot.place, callout.kind, aside));
            let points = lead(callout, dot.x + aside, dot.y, *x, y);
            let line = |points| Mark::Line { class: lead_class(dot.place), points };
            map.map.under.extend(points.map(line));
        }
    }
    for (at, x) in &row.placed {
        let whose = target(&callouts[*at], dots).map(|dot| dot.place);
        words(map, &callouts[*at], (*x, y), whose);
    }
}

/// The point a moment stands on: the lowest for friction, the highest for delight, else the first
/// persona's.
fn target(callout: &Callout<'_>, dots: &[Dot]) -> Option<Dot> {
    let at = callout.stop.map_or(At::Band(callout.band), At::Stop);
    let own = dots.iter().copied().filter(|dot| dot.at == at);
    match callout.kind {
        MomentKind::Friction => own.reduce(|a, b| if b.value < a.value { b } else { a }),
        MomentKind::Delight => own.reduce(|a, b| if b.value > a.value { b } else { a }),
        MomentKind::Decision | MomentKind::Pivotal => own.reduce(|first, _| first),
    }
}

/// The line from a point to its callout, bent when the callout had to move aside.
fn lead(callout: &Callout<'_>, x: f64, point: f64, left: f64, y: f64) -> Option<[(f64, f64); 3]> {
    let above = y < point;
    let below_words = y + MOMENT.leading * callout.words.len() as f64 + 6.0;
    let (from, to) = if above { (point - 10.0, below_words) } else { (point + 10.0, y - 11.0) };
    let bend = if above { to + 6.0 } else { to - 6.0 };
    if (from - to).abs() <= 4.0 {
        return None;
    }
    let inside = x.clamp(left + 8.0, (left + callout.width - 8.0).max(left + 8.0));
    let end = if (inside - x).abs() > 1.0 { (inside, to) } else { (x, to) };
    Some([(x, from), (x, if end.0 == x { to } else { bend }), end])
}

/// A callout's shape, kind and words, of the persona on whose point the moment stands.
fn words<'a>(
    map: &mut Placing<'a>,
    callout: &Callout<'a>,
    (x, y): (f64, f64),
    whose: Option<usize>,
) {
    let text = Text::new(&MOMENT, x, y + MOMENT.leading, callout.words.clone());
    let marks = [
        Mark::Moment { kind: callout.kind, x: x + 5.0, y: y - 4.5, r: 5.0 },
        Mark::Text(Text::line(&KIND, x + 15.0, y, callout.head.clone())),
        Mark::Text(text.in_language(callout.lang)),
    ];
    let of = |mark: Mark<'a>| match whose {
        Some(place) => mark.of(place),
        None => mark,
    };
    map.map.body.extend(marks.map(of));
}

/// Points, or the moments that stand on them; the first persona lies on top.
fn points(
    map: &mut Placing<'_>,
    dots: &[Dot],
    marks: &Moments,
    plot: &Plot<'_>,
    taken: &mut Taken,
) {
    let of = |dot: &Dot| {
        let dot = (dot.at, dot.place);
        marks.placed.iter().filter(move |(at, place, ..)| (*at, *place) == dot)
    };
    // What is large lies below: no moment hides the point of another persona.
    let (large, small): (Vec<&Dot>, Vec<&Dot>) =
        dots.iter().rev().partition(|dot| of(dot).next().is_some());
    for dot in large.into_iter().chain(small) {
        let mut drawn: Vec<Mark<'_>> = of(dot)
            .map(|(_, _, kind, aside)| {
                taken.take(Rect::around(dot.x + aside, dot.y, 9.0));
                let moment = Mark::Moment { kind: *kind, x: dot.x + aside, y: dot.y, r: 8.0 };
                moment.of(dot.place)
            })
            .collect();
        if drawn.is_empty() {
            let emotion = emotion::class(dot.value, plot.scale);
            taken.take(Rect::around(dot.x, dot.y, 5.0));
            drawn.push(Mark::Point { place: dot.place, x: dot.x, y: dot.y, r: 4.0, emotion });
        }
        match dot.at {
            At::Stop(stop) => map.parts[stop].marks.extend(drawn),
            At::Band(_) => map.map.body.extend(drawn),
        }
    }
    for stop in 0..map.columns.stops.len() {
        let is_link =
            map.columns.stops[stop].touchpoint.is_some() || !map.parts[stop].marks.is_empty();
        if is_link {
            map.hit(stop, plot.top - 4.0, PLOT + 8.0);
        }
    }
}

/// Each persona's name at the end of her curve, pushed apart.
fn ends(map: &mut Placing<'_>, dots: &[Dot], plot: &Plot<'_>, room: &mut Room) {
    let mut last: Vec<Dot> = (0..map.personas.len())
        .filter_map(|place| dots.iter().rfind(|dot| dot.place == place).copied())
        .collect();
    last.sort_by(|a, b| b.x.total_cmp(&a.x).then(a.y.total_cmp(&b.y)).then(a.place.cmp(&b.place)));
    let mut rest = &last[..];
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|dot| (dot.x - first.x).abs() < 1.0).count();
        let (group, others) = rest.split_at(count);
        rest = others;
        end_group(map, group, plot, room);
    }
}

fn end_group(map: &mut Placing<'_>, group: &[Dot], plot: &Plot<'_>, room: &mut Room) {
    let x = group[0].x + 12.0;
    let limit = (map.columns.width - x).min(150.0);
    let label = |dot: &Dot| {
        let persona = map.site.persona(map.journey.personas[dot.place]);
        end_label(map.w, (persona, map.personas[dot.place]), limit, 2)
    };
    let mut blocks: Vec<Block<'_>> = group.iter().map(label).collect();
    let lines: usize = blocks.iter().map(Block::len).sum();
    if lines as f64 * 15.0 > PLOT + 12.0 {
        // Of very many only the names have room; the key says the rest.
        let name = |dot: &Dot| fit(map.personas[dot.place], END.font, limit, 1);
        blocks = group.iter().map(name).collect();
    }
    let wanted: Vec<(f64, f64)> = group
        .iter()
        .zip(&blocks)
        .map(|(dot, block)| (dot.y, 14.0 * block.len().max(1) as f64))
        .collect();
    let tops = slide(&wanted, 1.0, plot.top - 6.0, plot.top + PLOT + 6.0);
    for ((dot, block), top) in group.iter().zip(blocks).zip(tops) {
        let at = |x: f64, y: f64| Text::new(&END, x, y, block.clone()).tinted(end_class(dot.place));
        let middle = dot.x - block.width / 2.0;
        let mut places = vec![
            at(x, top + 11.0),
            at(x, dot.y - 8.0),
            at(x, dot.y + 18.0),
            at(middle, dot.y - 14.0),
            at(middle, dot.y + 24.0),
        ];
        // Where a curve goes on without her, the name stands further off.
        for off in [24.0, 36.0, 48.0, 60.0] {
            let (above, below) = (dot.y - off, dot.y + off + 10.0);
            places.extend([at(x, above), at(x, below), at(middle, above), at(middle, below)]);
        }
        // The rows of means begin below the plot.
        let bottom = plot.top + PLOT + 8.0;
        places.retain(|text| text.bounds().bottom < bottom);
        if let Some(text) = free_end(map, &places, room).cloned() {
            room.words.take(text.bounds());
            let whose = Mark::Text(text);
            // Her class says whose it is, but for those whose look comes again.
            let again = beyond_looks(dot.place).is_some();
            map.map.body.push(if again { whose.of(dot.place) } else { whose });
        }
    }
}

/// The first place for a name that lies on no point and no line, else on no line, else on no other
/// words.
fn free_end<'t, 'a>(
    map: &Placing<'_>,
    places: &'t [Text<'a>],
    room: &Room,
) -> Option<&'t Text<'a>> {
    let curves = map.map.curves.iter().flat_map(|curves| curves.lines.iter().chain(&curves.before));
    let pieces = || curves.clone().flat_map(|line| line.runs.iter().flatten());
    let is_off_curves = |text: &&Text<'_>| {
        let around = text.bounds().grown(2.0);
        room.lines.is_free(text.bounds()) && !pieces().any(|piece| piece.crosses(around))
    };
    let is_off_words = |text: &&Text<'_>| room.is_off_words(text.bounds());
    let off_curves = || places.iter().filter(is_off_curves);
    off_curves()
        .find(|text| room.is_free(text.bounds()))
        .or_else(|| off_curves().find(is_off_words))
        .or_else(|| places.iter().find(|text| room.is_free(text.bounds())))
        .or_else(|| places.iter().find(is_off_words))
}

/// The values of each persona's lowest and highest point, where there is room beside them.
fn extremes(map: &mut Placing<'_>, dots: &[Dot], room: &mut Room) {
    for place in 0..map.personas.len() {
        let own = || dots.iter().filter(|dot| dot.place == place);
        let lowest = own().copied().reduce(|a, b| if b.value < a.value { b } else { a });
        let highest = own().copied().reduce(|a, b| if b.value > a.value { b } else { a });
        let highest = highest.filter(|dot| lowest.is_none_or(|low| low.at != dot.at));
        for dot in lowest.into_iter().chain(highest) {
            if let Some(text) = value_label(map, dot, room) {
                room.words.take(text.bounds());
                map.map.body.push(Mark::Text(text).of(place));
            }
        }
    }
}

/// A value beside its point, where it touches nothing. On a curve it would look struck out: then
/// it is left to the table. The lines to callouts and the zero line are thin, and best kept off.
fn value_label<'a>(map: &Placing<'_>, dot: Dot, room: &Room) -> Option<Text<'a>> {
    let block = Block::line(map.w.signed(dot.value), VALUE.font);
    let width = block.width;
    let at = |x: f64, y: f64| Text::new(&VALUE, x, y, block.clone());
    let (zero, bottom) =
        map.map.curves.as_ref().map_or((0.0, 0.0), |curves| (curves.zero, curves.bottom));
    let (outwards, corner) = if dot.y < zero { (-9.0, -5.5) } else { (19.0, 14.5) };
    let inwards = 10.0 - outwards;
    // Further away, a moment's mark and its line to the callout leave room too.
    let (above, below) = (dot.y - 15.5, dot.y + 24.5);
    let (far, near) = if outwards > 0.0 { (below, above) } else { (above, below) };
    let places = [
        at(dot.x + 12.0, dot.y + 4.5),
        at(dot.x - 12.0 - width, dot.y + 4.5),
        at(dot.x + 13.0, dot.y + corner),
        at(dot.x - 13.0 - width, dot.y + corner),
        at(dot.x + 9.0, dot.y + outwards),
        at(dot.x - 9.0 - width, dot.y + outwards),
        at(dot.x + 9.0, dot.y + inwards),
        at(dot.x - 9.0 - width, dot.y + inwards),
        at(dot.x + 5.0, far),
        at(dot.x - 5.0 - width, far),
        at(dot.x - width / 2.0, far),
        at(dot.x - width / 2.0, near),
        at(dot.x + 5.0, near),
        at(dot.x - 5.0 - width, near),
    ];
    let curves = map.map.curves.iter();
    let curves = curves.flat_map(|curves| curves.lines.iter().chain(&curves.before));
    let pieces = || curves.clone().flat_map(|line| line.runs.iter().flatten());
    let mut free: Vec<Text<'a>> = places
        .into_iter()
        .filter(|text| room.is_free(text.bounds().grown(3.0)))
        // The rows of means begin below the plot.
        .filter(|text| text.bounds().bottom < bottom + 8.0)
        .filter(|text| !pieces().any(|piece| piece.crosses(text.bounds())))
        .collect();
    let off_lines = free.iter().position(|text| room.lines.is_free(text.bounds()));
    (!free.is_empty()).then(|| free.swap_remove(off_lines.unwrap_or(0)))
}

/// The mean of each stage, a row for each persona who has one.
fn means(map: &mut Placing<'_>) {
    for (place, persona) in map.journey.personas.iter().enumerate() {
        if map.journey.stages.iter().any(|stage| mean(stage, *persona).is_some()) {
            means_of(map, place, *persona);
        }
    }
}

fn mean(stage: &crate::site::Stage, persona: PersonaIx) -> Option<f64> {
    stage.emotion.iter().find(|(of, _)| *of == persona).map(|(_, value)| *value)
}

fn means_of(map: &mut Placing<'_>, place: usize, persona: PersonaIx) {
    let name = fit(map.personas[place], SCALE.font, 52.0, 2);
    let height = if name.len() > 1 { 28.0 } else { 20.0 };
    let middle = map.y + height / 2.0;
    let first = middle + 4.0 - SCALE.leading * (name.len() as f64 - 1.0) / 2.0;
    let sample = if name.width > 38.0 { 0.0 } else { 14.0 };
    let sample = Mark::Sample { place, x: sample, y: middle, width: 34.0 };
    map.map.names.push(sample.of(place));
    let name = Text::new(&SCALE, SCALE_END, first, name).anchored(Anchor::End);
    map.map.names.push(Mark::Text(name).of(place));
    for band in &map.columns.bands {
        let Some(value) = mean(band.stage, persona) else { continue };
        let class = emotion::class(value, &map.site.config.emotion);
        let rect = Rect::new(band.left, map.y, band.inner(), height);
        let cell = Mark::Box { class: Class::two("mean", class), rect, radius: 0.0 };
        map.map.body.push(cell.of(place));
        let x = band.left + band.inner() / 2.0;
        let mut words = map.w.signed(value);
        if let Some(today) = before::words(map, band.node, persona) {
            words = [&*map.w.felt(value), ", ", &*today].concat();
        }
        let text = Text::line(&MEAN, x, middle + 4.0, words);
        let text = Mark::Text(text.anchored(Anchor::Middle).tinted(class));
        map.map.body.push(text.of(place));
    }
    map.y += height + 2.0;
}
