//! Small pictures that stand in a line of text, a cell or a card.

use super::apart::slide;
use super::curve;
use super::dropped::gone;
use super::icons::Icon;
use super::mark::{Anchor, Mark, Text, draw};
use super::measure::width;
use super::series::{At, samples, stops};
use super::shapes::{self, curve_class};
use super::style::{AVATAR, Class, SCALE, VALUE};
use super::svg::Svg;
use super::{Canvas, Form, emotion, mirror};
use crate::model::{Control, EmotionScale, MomentKind};
use crate::site::number::round;
use crate::site::{
    ClaimStatus, Coverage, JourneyIx, Metric, PersonaIx, Quadrant, ReviewState, Site,
};
use crate::wording::{Direction, Wording, direction};
use jiff::civil::Date;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// How large a bar is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// With each status in its own part.
    Full,
    /// Known and the rest, for a line of text that says the numbers.
    Mini,
}

/// A picture that says nothing which the words beside it do not say.
fn silent(class: Class, width: f64, height: f64, write: impl FnOnce(&mut Svg)) -> String {
    let mut svg = Svg::new(Form::Inline, 400);
    let tag = svg.tag("svg").class(class).view(width, height);
    tag.attr("aria-hidden", "true").within(write);
    svg.finish()
}

/// A picture with a name.
fn named(class: Class, (w, h): (f64, f64), label: &str, write: impl FnOnce(&mut Svg)) -> String {
    let mut svg = Svg::new(Form::Inline, 800);
    let tag = svg.tag("svg").class(class).view(w, h);
    tag.attr("role", "img").attr("aria-label", label).within(write);
    svg.finish()
}

fn one_mark(class: &'static str, width: f64, height: f64, mark: &Mark<'_>) -> String {
    silent(Class::one(class), width, height, |svg| draw(svg, "", mark))
}

/// The shape of a moment of truth.
pub fn moment_icon(kind: MomentKind) -> String {
    one_mark("ico", 16.0, 16.0, &Mark::Moment { kind, x: 8.0, y: 8.0, r: 6.0 })
}

/// The shape of a quadrant.
pub fn quadrant_icon(quadrant: Quadrant) -> String {
    one_mark("ico", 16.0, 16.0, &Mark::Quadrant { quadrant, x: 2.0, y: 2.0, size: 12.0 })
}

/// A badge as it stands in the map.
pub fn badge_icon(label: &str, status: ClaimStatus) -> String {
    silent(Class::one("ico-b"), 21.0, 14.0, |svg| {
        shapes::badge(svg, label, status, (0.0, 0.0), 21.0)
    })
}

/// A channel's icon in the ring of whoever controls it.
pub fn channel_icon(site: &Site, channel: u32) -> String {
    let control = site.channels.get(channel as usize).and_then(|channel| channel.control);
    channel_icon_as(site, channel, control)
}

/// The same where somebody else controls it.
pub fn channel_icon_as(site: &Site, channel: u32, control: Option<Control>) -> String {
    let Some(channel) = site.channels.get(channel as usize) else { return String::new() };
    channel_mark(Icon::of(channel), control)
}

fn channel_mark(icon: Icon, control: Option<Control>) -> String {
    one_mark("ico-c", 26.0, 26.0, &Mark::Channel { icon, control, x: 13.0, y: 13.0 })
}

/// The ring that says whose a channel is.
pub fn ring_icon(control: Option<Control>) -> String {
    silent(Class::one("ico"), 16.0, 16.0, |svg| shapes::ring(svg, control, (8.0, 8.0), 6.5))
}

/// A piece of the line of the persona at a place of her journey, with her point on it.
pub fn line_sample(place: usize) -> String {
    one_mark("ico-l", 44.0, 14.0, &Mark::Sample { place, x: 2.0, y: 7.0, width: 40.0 })
}

/// A piece of the line that stands for today on a map of what shall be.
pub fn today_sample() -> String {
    silent(Class::one("ico-l"), 44.0, 14.0, |svg| {
        let line = svg.tag("path").class(super::shapes::today_class(0));
        line.path(|path| {
            path.start(2.0, 7.0).across(42.0);
        });
        svg.tag("circle").class(Class::one("wp")).circle(22.0, 7.0, 2.5);
    })
}

/// The cross of a touchpoint of today that is dropped.
pub fn gone_sample() -> String {
    silent(Class::one("ico"), 16.0, 16.0, |svg| {
        gone(8.0, 8.0).iter().for_each(|mark| draw(svg, "", mark));
    })
}

/// How urgent a review is: a tick, a half disc, an exclamation mark, a dashed frame.
pub fn review_icon(state: ReviewState) -> String {
    let (own, ring, inside, commands) = match state {
        ReviewState::Overdue => ("rvi-overdue", ("rvi-f", 10.0), "rvi-k", "M11 5v7M11 15v2"),
        ReviewState::DueSoon => {
            ("rvi-soon", ("rvi-o", 9.2), "rvi-f", "M11 11V3.5A7.5 7.5 0 0 1 11 18.5Z")
        }
        ReviewState::Current => ("rvi-current", ("rvi-o", 9.2), "rvi-s", "M6.5 11.5l3 3 6-7"),
        ReviewState::Never => ("rvi-never", ("rvi-d", 9.2), "rvi-s", "M7 11h8"),
    };
    silent(Class::two("rvi", own), 22.0, 22.0, |svg| {
        let circle = svg.tag("circle").class(Class::one(ring.0));
        drop(circle.circle(11.0, 11.0, ring.1));
        svg.tag("path").class(Class::one(inside)).path(|path| _ = path.raw(commands));
    })
}

/// Initials in a disc, where there is no portrait.
pub fn avatar(name: &str) -> String {
    silent(Class::one("avatar"), 96.0, 96.0, |svg| {
        let disc = svg.tag("circle").class(Class::one("av"));
        drop(disc.circle(48.0, 48.0, 47.5));
        let text = svg.tag("text").class(Class::one(AVATAR.class));
        text.at(48.0, 59.5).attr("text-anchor", "middle").text(&initials(name));
    })
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let letter = |word: &str| {
        let first = word.graphemes(true).find(|letter| letter.chars().any(char::is_alphanumeric));
        first.map(str::to_uppercase).unwrap_or_default()
    };
    let mut words = name.split_whitespace();
    let first = words.next().map(letter).unwrap_or_default();
    let last = words.next_back().map(letter).unwrap_or_default();
    format!("{first}{last}")
}

/// A place between two poles, or, with one label only, a bar up to it. `value` is 0–1.
pub fn slider(w: &Wording, left: &str, right: Option<&str>, value: f64) -> String {
    let value = if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 };
    let percent = w.number(round(value * 100.0, 0), 0);
    let label = match right {
        Some(right) => w.slider_between(left, right, &percent).text(),
        None => w.slider_at(left, &percent).text(),
    };
    let at = 6.0 + 308.0 * value;
    named(Class::one("slider"), (320.0, 16.0), &label, |svg| {
        svg.tag("path").class(Class::one("sl-t")).path(|path| {
            path.start(6.0, 8.0).across(314.0);
            if right.is_some() {
                path.start(160.0, 3.0).down(13.0);
            }
        });
        if right.is_some() {
            let knob = svg.tag("circle").class(Class::one("sl-k"));
            knob.circle(at, 8.0, 6.0);
        } else {
            svg.tag("rect").class(Class::one("sl-f")).rect(6.0, 5.0, at - 6.0, 6.0);
        }
    })
}

/// Where some values lie on the emotion scale: a line with its middle and a dot for each. Empty
/// without values; the words stand beside it.
pub fn dots(values: &[f64], scale: &EmotionScale) -> String {
    if values.is_empty() {
        return String::new();
    }
    silent(Class::one("dots"), 120.0, 16.0, |svg| {
        svg.tag("path").class(Class::one("sl-t")).path(|path| {
            path.start(6.0, 8.0).across(114.0);
            path.start(60.0, 3.0).down(13.0);
        });
        for value in values {
            let x = 60.0 + emotion::two_sided(*value, scale) / 2.0 * 54.0;
            let class = Class::two("dot", emotion::class(*value, scale));
            drop(svg.tag("circle").class(class).circle(x, 8.0, 5.0));
        }
    })
}

/// `n` of `of` squares; a part of a step fills a part of its square.
pub fn steps(w: &Wording, n: f64, of: u32) -> String {
    let label = w.number_of(&w.number(n, 1), of).text();
    named(Class::one("steps"), (f64::from(of) * 14.0, 12.0), &label, |svg| {
        for step in 0..of {
            let x = f64::from(step) * 14.0 + 0.5;
            let part = (n - f64::from(step)).clamp(0.0, 1.0);
            let class = if part >= 1.0 { "sq-on" } else { "sq" };
            svg.tag("rect").class(Class::one(class)).rect(x, 0.5, 11.0, 11.0);
            if part > 0.0 && part < 1.0 {
                svg.tag("rect").class(Class::one("sq-f")).rect(x, 0.5, 11.0 * part, 11.0);
            }
        }
    })
}

/// How sure we are: claims by status. Empty without claims.
pub fn coverage_bar(w: &Wording, coverage: &Coverage, size: Size) -> String {
    if coverage.claims == 0 {
        return String::new();
    }
    match size {
        Size::Full => full_bar(w, coverage),
        Size::Mini => mini_bar(coverage),
    }
}

fn full_bar(w: &Wording, coverage: &Coverage) -> String {
    const WIDTH: f64 = 260.0;
    let parts = [
        (ClaimStatus::Known, "cb-known", coverage.known),
        (ClaimStatus::Contested, "cb-contested", coverage.contested),
        (ClaimStatus::Stale, "cb-stale", coverage.stale),
        (ClaimStatus::Assumed, "cb-assumed", coverage.assumed),
    ];
    let words =
        parts.iter().map(|(status, _, count)| w.count_of(*count, w.claim_status(*status)).text());
    let label = words.collect::<Vec<_>>().join(", ");
    let all: u32 = parts.iter().map(|(_, _, count)| count).sum();
    named(Class::one("cover"), (WIDTH, 14.0), &label, |svg| {
        let mut x = 0.0;
        for (status, class, count) in parts.iter().filter(|(_, _, count)| *count > 0) {
            let share = WIDTH * f64::from(*count) / f64::from(all);
            let inner = (share - 2.0).max(1.0);
            let part = svg.tag("rect").class(Class::two("cb", class));
            drop(part.rect(x + 1.0, 1.0, inner, 12.0));
            if *status == ClaimStatus::Contested {
                let bar = svg.tag("rect").class(Class::one("b-bar"));
                drop(bar.rect(x + 1.0, 1.0, (inner / 2.0).max(1.0), 12.0));
            }
            x += share;
        }
    })
}

fn mini_bar(coverage: &Coverage) -> String {
    const WIDTH: f64 = 72.0;
    let share = WIDTH * coverage.ratio().unwrap_or(0.0);
    silent(Class::two("cover", "mini"), WIDTH, 10.0, |svg| {
        if share > 0.0 {
            let known = svg.tag("rect").class(Class::two("cb", "cb-known"));
            drop(known.rect(1.0, 1.0, (share - 2.0).max(1.0), 8.0));
        }
        if WIDTH - share > 0.01 {
            let rest = svg.tag("rect").class(Class::two("cb", "cb-assumed"));
            drop(rest.rect(share + 1.0, 1.0, (WIDTH - share - 2.0).max(1.0), 8.0));
        }
    })
}

/// How a strip comes by the ramp below its values, which is the same in all strips of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ramp {
    /// It is the first and draws it.
    Drawn,
    /// It shows that of the first.
    Shown,
}

/// Values on the ramp of the site's scale: (the persona's place in the journey, value). The words
/// beside it say whose they are.
pub fn emotion_strip(canvas: &Canvas<'_>, values: &[(usize, f64)], ramp: Ramp) -> String {
    let scale = &canvas.site.config.emotion;
    silent(Class::one("strip"), STRIP_WIDTH, 34.0, |svg| {
        let id = [canvas.prefix, "ramp"];
        match ramp {
            Ramp::Drawn => svg.tag("g").id(&id).within(|svg| svg.drawn(&RAMP)),
            Ramp::Shown => drop(svg.tag("use").shows(&id)),
        }
        let mut sorted: Vec<(f64, usize)> = values
            .iter()
            .map(|(place, value)| (strip_x(emotion::two_sided(*value, scale)), *place))
            .collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let wanted: Vec<(f64, f64)> = sorted.iter().map(|(x, _)| (*x, 10.0)).collect();
        let lefts = slide(&wanted, 0.0, 0.0, STRIP_WIDTH);
        for ((_, place), left) in sorted.iter().zip(lefts) {
            let r = if place % shapes::LOOKS == 0 { 6.0 } else { 4.0 };
            shapes::point(svg, *place, (left + 5.0, 17.0), r, "e-0");
        }
    })
}

const STRIP_WIDTH: f64 = 300.0;

/// Where a value stands along a strip.
fn strip_x(two_sided: f64) -> f64 {
    12.0 + (two_sided + 2.0) * (STRIP_WIDTH - 24.0) / 4.0
}

/// The ramp below the values of a strip, the same in every strip of a site.
static RAMP: LazyLock<String> = LazyLock::new(|| {
    let mut svg = Svg::new(Form::Inline, 800);
    let steps = [-4, -3, -2, -1, 1, 2, 3, 4].map(|step| f64::from(step) / 2.0);
    for (at, step) in (0_u8..).zip(steps) {
        let left = strip_x(-2.0 + f64::from(at) / 2.0);
        let class = Class::two("ef", emotion::class_of(step));
        svg.tag("rect").class(class).rect(left, 14.0, (STRIP_WIDTH - 24.0) / 8.0, 6.0);
    }
    svg.tag("path").class(Class::one("tick")).path(|path| {
        path.start(strip_x(0.0), 8.0).down(26.0);
    });
    svg.finish()
});

/// The most values that a sparkline of 250 pixels can show.
const SPARK_MOST: usize = 250;

/// The values of a measure that its sparkline draws, oldest first: up to the newest one that
/// counts, and of very many every so many-th.
pub fn drawn_values(metric: &Metric) -> Vec<(Date, f64)> {
    let until = metric.newest.map(|(date, _)| date);
    let values = metric.values.iter().map(|(date, value, _)| (*date, *value));
    let counting: Vec<(Date, f64)> = values
        .filter(|(date, value)| value.is_finite() && until.is_some_and(|until| *date <= until))
        .collect();
    let step = counting.len().div_ceil(SPARK_MOST).max(1);
    let last = counting.len().saturating_sub(1);
    let drawn = counting.into_iter().enumerate();
    drawn.filter(|(at, _)| at % step == 0 || *at == last).map(|(_, value)| value).collect()
}

/// A measure over time with its target, up to the newest value that counts. Empty without values.
pub fn sparkline(canvas: &Canvas<'_>, metric: &Metric) -> String {
    let values = drawn_values(metric);
    let (Some(first), Some(last)) = (values.first().copied(), values.last().copied()) else {
        return String::new();
    };
    let title = metric.title.doc.plain();
    let label = spark_label(canvas.w, metric, title, first, last);
    spark(canvas.w, metric, &values, &label)
}

fn spark_label(
    w: &Wording,
    metric: &Metric,
    title: &str,
    first: (Date, f64),
    last: (Date, f64),
) -> String {
    let at = |(date, value): (Date, f64)| {
        let value = w.with_unit(value, metric.unit.as_deref());
        w.value_in(&value, &date_between(w, date, (first.0, last.0))).text()
    };
    let mut label = format!("{title}: {}", at(last));
    if first.0 != last.0 {
        label.push_str(&format!(", {}", at(first)));
    }
    if let Some(target) = metric.target {
        label.push_str(&format!(", {}", w.aim(&w.with_unit(target, metric.unit.as_deref()))));
    }
    label
}

/// A date at an end of a course: the month, or the day where both ends are in one month.
fn date_between(w: &Wording, date: Date, (first, last): (Date, Date)) -> String {
    let month = w.short_month_of_year(date);
    let both = first != last && w.short_month_of_year(first) == w.short_month_of_year(last);
    if both { w.day(date) } else { month }
}

/// `aim 70 %`, or without a unit that has no room beside the picture.
fn aim_words(words: &Wording, metric: &Metric, target: f64) -> String {
    let whole = words.aim(&words.with_unit(target, metric.unit.as_deref())).to_string();
    match width(&whole, SCALE.font) <= MOST_BESIDE - 10.0 {
        true => whole,
        false => words.aim(&words.number(target, 2)).to_string(),
    }
}

/// The widest words that stand beside a course.
const MOST_BESIDE: f64 = 150.0;

fn spark(words: &Wording, metric: &Metric, values: &[(Date, f64)], label: &str) -> String {
    let (first, last) = (values[0], values[values.len() - 1]);
    let newest = words.with_unit(last.1, metric.unit.as_deref());
    let aim = metric
        .target
        .filter(|t| t.is_finite())
        .map(|target| (target, aim_words(words, metric, target)));
    let aim_width = aim.as_ref().map_or(0.0, |(_, words)| width(words, SCALE.font));
    let room = (width(&newest, VALUE.font) + 14.0).max(aim_width + 10.0).clamp(48.0, MOST_BESIDE);
    let (w, h) = (252.0 + room, 92.0);
    let (low, high) = range(metric, values);
    let y_of = |value: f64| 12.0 + (high - value) * (h - 30.0) / (high - low);
    let days = |date: Date| date.since(first.0).map_or(0.0, |span| f64::from(span.get_days()));
    let all_days = days(last.0);
    let right = w - room;
    let x_of = |date: Date| {
        if all_days > 0.0 { 4.0 + days(date) / all_days * (right - 8.0) } else { right - 4.0 }
    };
    let (end_x, end_y) = (x_of(last.0), y_of(last.1));
    let mut line: Vec<(f64, f64)> =
        values.iter().map(|(date, value)| (x_of(*date), y_of(*value))).collect();
    let mut marks = Vec::with_capacity(6);
    let mut wanted = vec![(end_y, 13.0, true)];
    if let Some((target, _)) = &aim {
        marks.push(Mark::level("grid", 4.0, right, y_of(*target)));
        wanted.push((y_of(*target), 13.0, false));
    }
    wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let lengths: Vec<(f64, f64)> = wanted.iter().map(|(y, length, _)| (*y, *length)).collect();
    for ((_, _, is_value), top) in wanted.iter().zip(slide(&lengths, 0.0, 0.0, h - 14.0)) {
        marks.push(Mark::Text(match (is_value, &aim) {
            (false, Some((_, words))) => {
                Text::line(&SCALE, right + 6.0, top + 10.5, words.as_str())
            }
            _ => Text::line(&VALUE, end_x + 9.0, top + 11.5, newest.as_str()),
        }));
    }
    marks.push(Mark::Point { place: 0, x: end_x, y: end_y, r: 4.0, emotion: "e-0" });
    let date = |date| date_between(words, date, (first.0, last.0));
    if first.0 != last.0 {
        let text = Text::line(&SCALE, 4.0, h - 3.0, date(first.0));
        marks.push(Mark::Text(text));
    }
    let text = Text::line(&SCALE, end_x, h - 3.0, date(last.0));
    marks.push(Mark::Text(text.anchored(Anchor::End)));
    if direction(words.language()) == Direction::RightToLeft {
        mirror::marks(&mut marks, w);
        line.iter_mut().for_each(|(x, _)| *x = w - *x);
    }
    named(Class::two("map", "spark"), (w, h), label, |svg| {
        svg.tag("path").class(curve_class(0)).path(|path| {
            for (at, (x, y)) in line.iter().enumerate() {
                if at == 0 {
                    path.start(*x, *y)
                } else {
                    path.line(*x, *y)
                };
            }
        });
        marks.iter().for_each(|mark| draw(svg, "", mark));
    })
}

/// Lowest and highest of what is drawn; never the same.
fn range(metric: &Metric, values: &[(Date, f64)]) -> (f64, f64) {
    let all =
        || values.iter().map(|(_, value)| *value).chain(metric.target.filter(|t| t.is_finite()));
    let (low, high) = (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max));
    if high - low > 1e-9 { (low, high) } else { (low - 1.0, high + 1.0) }
}

/// The curves of some personas of a journey as a card shows them: for each her line, her lowest and
/// her highest point, above the zero line. Empty without values.
pub fn thumbnail(canvas: &Canvas<'_>, ix: JourneyIx, personas: &[PersonaIx]) -> String {
    let drawn: Vec<SmallCurve> =
        personas.iter().filter_map(|persona| small_curve(canvas, ix, *persona)).collect();
    if drawn.is_empty() {
        return String::new();
    }
    let scale = &canvas.site.config.emotion;
    silent(Class::one("thumb"), THUMB.0, THUMB.1, |svg| {
        draw(svg, "", &Mark::level("zero", 0.0, THUMB.0, THUMB.1 / 2.0));
        // The first on top, as on the map.
        for SmallCurve { place, runs, .. } in drawn.iter().rev() {
            if runs.iter().any(|run| !run.is_empty()) {
                svg.tag("path").class(curve_class(*place)).path(|path| curve::draw(path, runs));
            }
        }
        for SmallCurve { place, ends, .. } in drawn.iter().rev() {
            for (x, value) in ends {
                let at = (*x, thumb_y(*value, scale));
                shapes::point(svg, *place, at, 4.0, emotion::class(*value, scale));
            }
        }
    })
}

/// Width and height of a thumbnail.
const THUMB: (f64, f64) = (220.0, 56.0);

fn thumb_y(value: f64, scale: &EmotionScale) -> f64 {
    let half = THUMB.1 / 2.0;
    half - emotion::two_sided(value, scale) * (half - 7.0) / 2.0
}

/// A persona's line in a thumbnail.
struct SmallCurve {
    place: usize,
    runs: Vec<Vec<curve::Piece>>,
    /// Where her lowest and her highest value stand, with them.
    ends: Vec<(f64, f64)>,
}

fn small_curve(canvas: &Canvas<'_>, ix: JourneyIx, persona: PersonaIx) -> Option<SmallCurve> {
    let journey = canvas.site.journey(ix);
    let place = journey.personas.iter().position(|own| *own == persona)?;
    let scale = &canvas.site.config.emotion;
    let bands: Vec<_> = stops(journey).collect();
    let count = bands.last().map_or(0, |range| range.end).max(1) as f64;
    let mut points = Vec::new();
    let mut along = Vec::new();
    for sample in samples(journey, persona) {
        let at = match sample.at {
            At::Stop(stop) => stop as f64 + 0.5,
            At::Band(band) => (bands[band].start + bands[band].end) as f64 / 2.0,
        };
        let x = 6.0 + at / count * (THUMB.0 - 12.0);
        along.push((x, sample.value.map(|value| thumb_y(value, scale))));
        points.extend(sample.value.map(|value| (x, value)));
    }
    let lowest = points.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let highest = points.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let lowest = lowest?;
    let runs = curve::runs(&along).iter().map(|run| curve::pieces(run)).collect();
    let highest = highest.filter(|high| high.0 != lowest.0);
    Some(SmallCurve { place, runs, ends: std::iter::once(lowest).chain(highest).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::testing;
    use crate::wording::english;

    #[test]
    fn initials_are_the_first_and_the_last_word() {
        let all = ["Maya Adeyemi", "maya", "Dr. Ana María Ruiz", "", "佐藤 花子", "(the) commuter"];
        assert_eq!(all.map(initials), ["MA", "M", "DR", "", "佐花", "(TC".trim_start_matches('(')]);
    }

    #[test]
    fn every_small_picture_is_well_formed() {
        let site = testing::weekly_shop();
        let canvas = testing::canvas(&site, "journeys/weekly-shop.html");
        let coverage = Coverage { claims: 9, known: 4, stale: 1, contested: 1, assumed: 3 };
        let mut all = vec![
            avatar("<&> \"x\""),
            slider(english(), "A & B", Some("<C>"), 0.3),
            slider(english(), "A", None, f64::NAN),
            steps(english(), 2.5, 5),
            coverage_bar(english(), &coverage, Size::Full),
            coverage_bar(english(), &coverage, Size::Mini),
            badge_icon("9", ClaimStatus::Contested),
            emotion_strip(&canvas, &[(0, 1.0), (1, 1.0), (4, -2.0)], Ramp::Drawn),
            emotion_strip(&canvas, &[(0, 0.5)], Ramp::Shown),
            thumbnail(&canvas, JourneyIx(0), &[PersonaIx(0), PersonaIx(1)]),
            channel_icon(&site, 0),
        ];
        all.extend((0..5).map(line_sample));
        all.extend(
            [Some(Control::Owned), Some(Control::Partner), Some(Control::Earned), None]
                .map(ring_icon),
        );
        all.extend(
            [ReviewState::Current, ReviewState::DueSoon, ReviewState::Overdue, ReviewState::Never]
                .map(review_icon),
        );
        all.extend(
            [MomentKind::Delight, MomentKind::Friction, MomentKind::Decision, MomentKind::Pivotal]
                .map(moment_icon),
        );
        all.extend(
            [Quadrant::QuickWin, Quadrant::BigBet, Quadrant::FillIn, Quadrant::Reconsider]
                .map(quadrant_icon),
        );
        all.iter().for_each(|svg| testing::check_svg(svg));
        assert_eq!(coverage_bar(english(), &Coverage::default(), Size::Full), "");
        assert_eq!(channel_icon(&site, 9999), "");
    }

    #[test]
    fn a_thumbnail_shows_every_persona_in_her_look() {
        let site = testing::weekly_shop();
        let canvas = testing::canvas(&site, "journeys/index.html");
        let drawn = thumbnail(&canvas, JourneyIx(0), &[PersonaIx(0), PersonaIx(1)]);
        for look in ["cv cv-1", "pt pt-1", "cv cv-2", "pt pt-2"] {
            assert!(drawn.contains(&format!("class=\"{look}")), "{drawn}");
        }
        let alone = thumbnail(&canvas, JourneyIx(0), &[PersonaIx(1)]);
        assert!(alone.contains("cv-2") && !alone.contains("cv-1"));
    }

    #[test]
    fn a_course_within_a_month_says_its_days() {
        let metric = testing::metric(&[("2026-10-02", 50.0), ("2026-10-30", 60.0)]);
        let site = testing::weekly_shop();
        let drawn = sparkline(&testing::canvas(&site, "page.html"), &metric);
        assert!(drawn.contains(">2 October 2026<") && drawn.contains(">30 October 2026<"));
        assert!(drawn.contains("in 30 October 2026") || drawn.contains("30 October 2026"));
    }

    #[test]
    fn a_sparkline_ends_at_the_newest_value_that_counts() {
        let site = testing::weekly_shop();
        let canvas = testing::canvas(&site, "journeys/weekly-shop.html");
        let metric =
            testing::metric(&[("2026-01-01", 70.0), ("2026-06-01", 58.0), ("2030-01-01", 5.0)]);
        let svg = sparkline(&canvas, &metric);
        testing::check_svg(&svg);
        assert!(
            svg.contains("58\u{a0}%") && svg.contains("Jun 2026") && !svg.contains("2030"),
            "{svg}"
        );
        assert!(svg.contains(">aim 80\u{a0}%<"), "{svg}");
        let wordy = Metric { unit: Some("parcels on a working day".into()), ..metric };
        let svg = sparkline(&canvas, &wordy);
        testing::check_svg(&svg);
        assert!(svg.contains(">aim 80<"), "{svg}");
        assert_eq!(sparkline(&canvas, &testing::metric(&[])), "");
        testing::check_svg(&sparkline(&canvas, &testing::metric(&[("2026-01-01", 1.0)])));
    }
}
