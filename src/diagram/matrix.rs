//! The priority matrix: impact against feasibility. No label lies on another, on a point or on a
//! threshold; where there is no room for words the number stands alone, keyed to the ranked list.

use super::apart::{Rect, Taken};
use super::mark::{Anchor, Link, Mark, Text, draw_all};
use super::measure::balance;
use super::style::{AXIS, Class, LONG_RANK, POINT_LABEL, QUADRANT, RANK, SCALE, SMALL};
use super::svg::Svg;
use super::{Canvas, mirror, picture};
use crate::site::{ClaimStatus, Node, Opportunity, OpportunityIx, Quadrant, Site};
use crate::wording::{Direction, Wording};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 640.0;
/// The frame of the plot.
const FRAME: Rect = Rect { left: 58.0, top: 16.0, right: WIDTH - 10.0, bottom: HEIGHT - 50.0 };
/// Radius of a point.
const RADIUS: f64 = 12.5;
/// From one crowded point to the next.
const STEP: f64 = 28.0;
/// The most points that a matrix shows: beyond this their names hide each other.
const PLACED: usize = 60;
/// The most points at one place: three rows of three stay where nobody takes them for others.
const AT_ONE_PLACE: usize = 9;

/// A point that has its place.
struct Spot<'a> {
    ix: OpportunityIx,
    opportunity: &'a Opportunity,
    rank: u32,
    /// Where it belongs.
    exact: (f64, f64),
    /// Where there is room for it.
    x: f64,
    y: f64,
    label: Option<Text<'a>>,
    /// Whether its words begin with its number.
    is_keyed: bool,
}

/// Which opportunities a matrix shows, best first: all of them, or of very many the best of each
/// quadrant, so that none looks empty, and of those at one place as many as it has room for. Those
/// that are done or dropped are not in it.
pub fn in_matrix(site: &Site, opportunities: &[OpportunityIx]) -> Vec<OpportunityIx> {
    let mut ranked: Vec<(u32, OpportunityIx)> =
        opportunities.iter().filter_map(|ix| Some((site.opportunity(*ix).rank?, *ix))).collect();
    ranked.sort_unstable();
    ranked.dedup();
    if ranked.len() > PLACED {
        ranked = best_of_each(site, &ranked);
    }
    ranked.into_iter().map(|(_, ix)| ix).collect()
}

/// The quadrants take turns.
fn best_of_each(site: &Site, ranked: &[(u32, OpportunityIx)]) -> Vec<(u32, OpportunityIx)> {
    let mut at_place: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    let mut rows: [Vec<(u32, OpportunityIx)>; 4] = Default::default();
    for (rank, ix) in ranked {
        let own = site.opportunity(*ix);
        let place = at_place.entry((own.impact.to_bits(), own.feasibility.to_bits())).or_default();
        *place += 1;
        if *place <= AT_ONE_PLACE {
            rows[own.quadrant as usize].push((*rank, *ix));
        }
    }
    let turns = (0..PLACED).flat_map(|turn| rows.iter().filter_map(move |row| row.get(turn)));
    let mut chosen: Vec<(u32, OpportunityIx)> = turns.take(PLACED).copied().collect();
    chosen.sort_unstable();
    chosen
}

/// The matrix of ranked opportunities. Empty when none is left.
pub fn priority_matrix(canvas: &Canvas<'_>, opportunities: &[OpportunityIx]) -> String {
    let shown = in_matrix(canvas.site, opportunities);
    let spots = place(canvas, &shown);
    if spots.is_empty() {
        return String::new();
    }
    let more = left_out(canvas.site, opportunities, &shown);
    let direction = mirror::reading(canvas.site, None);
    let sentences: Vec<String> = spots.iter().map(|spot| sentence(canvas.w, spot)).collect();
    let description = sentences.join("; ");
    let description = canvas.w.matrix_description(&description).text();
    let title = canvas.w.matrix_title();
    let words = picture::Words {
        title,
        headline: title,
        description: &description,
        in_a_page: "",
        direction,
    };
    // Below all points: the way to one leads over others that stand where it belongs.
    let mut marks = ground(canvas, more);
    marks.extend(spots.iter().filter_map(lead));
    let links = spots.iter().zip(sentences).map(|(spot, said)| link(canvas, spot, said));
    marks.extend(links.map(|link| Mark::Link(Box::new(link))));
    // Where words begin with the number, their link says it once.
    marks.extend(spots.iter().filter(|spot| spot.is_keyed).map(|spot| Mark::Text(number(spot))));
    let mut axis_at = AXIS_AT;
    if direction == Direction::RightToLeft {
        mirror::marks(&mut marks, WIDTH);
        axis_at = WIDTH - AXIS_AT;
    }
    let mut svg = Svg::new(canvas.form, 16_000);
    let class = Class::two("map", "matrix");
    picture::group(&mut svg, canvas, class, (WIDTH, HEIGHT), &words, |svg| {
        axis(svg, canvas.w, axis_at);
        draw_all(svg, canvas.prefix, &marks);
    });
    svg.finish()
}

/// How many of each quadrant are not shown.
fn left_out(site: &Site, all: &[OpportunityIx], shown: &[OpportunityIx]) -> [usize; 4] {
    let mut counts = [0; 4];
    let shown: BTreeSet<OpportunityIx> = shown.iter().copied().collect();
    let all: BTreeSet<OpportunityIx> = all.iter().copied().collect();
    for ix in all.difference(&shown) {
        let own = site.opportunity(*ix);
        counts[own.quadrant as usize] += usize::from(own.rank.is_some());
    }
    counts
}

fn facts(w: &Wording, opportunity: &Opportunity) -> String {
    let mut facts = w
        .matrix_facts(
            w.quadrant(opportunity.quadrant),
            &w.number(opportunity.impact, 2),
            &w.feasibility_figure(opportunity.feasibility),
            w.opportunity_status(opportunity.status),
        )
        .to_string();
    if opportunity.support == ClaimStatus::Assumed {
        facts.push_str(", ");
        facts.push_str(w.claim_assumed());
    }
    facts
}

fn x_of(feasibility: f64) -> f64 {
    FRAME.left + (feasibility.clamp(1.0, 5.0) - 0.5) * FRAME.width() / 5.0
}

fn y_of(impact: f64) -> f64 {
    FRAME.bottom - (impact.clamp(1.0, 5.0) - 0.5) * FRAME.height() / 5.0
}

/// Where the two thresholds lie; one beyond the scale lies at its end.
fn thresholds(canvas: &Canvas<'_>) -> (f64, f64) {
    let config = &canvas.site.config;
    (x_of(config.feasibility_threshold), y_of(config.impact_threshold))
}

/// The names of the quadrants: which, name, remark, at the right, at the top.
fn corners(w: &Wording) -> [(Quadrant, &str, &str, Side, Side); 4] {
    [
        (Quadrant::QuickWin, w.quick_wins(), w.quick_wins_do(), Side::High, Side::High),
        (Quadrant::BigBet, w.big_bets(), w.big_bets_do(), Side::Low, Side::High),
        (Quadrant::FillIn, w.fill_ins(), w.fill_ins_do(), Side::High, Side::Low),
        (Quadrant::Reconsider, w.quadrant_head_reconsider(), "", Side::Low, Side::Low),
    ]
}

/// Which half of an axis.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Low,
    High,
}

/// The names in the corners, each with its remark and how many more there are, by quadrant.
fn corner_texts(w: &Wording, more: [usize; 4]) -> Vec<Text<'_>> {
    let mut texts = Vec::with_capacity(8);
    for (quadrant, name, remark, across, up) in corners(w) {
        let more = more[quadrant as usize];
        let remark: Cow<'_, str> = match (remark, more) {
            (remark, 0) => remark.into(),
            ("", more) => w.n_more_not_shown(more).text().into(),
            (remark, more) => [remark, " · ", &w.n_more_not_shown(more).text()].concat().into(),
        };
        let (x, anchor) = match across {
            Side::High => (FRAME.right - 12.0, Anchor::End),
            Side::Low => (FRAME.left + 12.0, Anchor::Start),
        };
        let (y, aside) = match up {
            Side::High => (FRAME.top + 24.0, 16.0),
            Side::Low => (FRAME.bottom - 14.0, -22.0),
        };
        texts.push(Text::line(&QUADRANT, x, y, name).anchored(anchor));
        if !remark.is_empty() {
            texts.push(Text::line(&SMALL, x, y + aside, remark).anchored(anchor));
        }
    }
    texts
}

fn ground<'a>(canvas: &Canvas<'a>, more: [usize; 4]) -> Vec<Mark<'a>> {
    let (tx, ty) = thresholds(canvas);
    let mut marks = Vec::with_capacity(40);
    let win = Rect { left: tx, top: FRAME.top, right: FRAME.right, bottom: ty };
    marks.push(Mark::Box { class: Class::one("q-win"), rect: win, radius: 0.0 });
    for value in 1..=5_u8 {
        let (x, y) = (x_of(f64::from(value)), y_of(f64::from(value)));
        marks.push(Mark::upright("grid", x, FRAME.top, FRAME.bottom));
        marks.push(Mark::level("grid", FRAME.left, FRAME.right, y));
        let number =
            |x, y, anchor| Mark::Text(Text::line(&SCALE, x, y, value.to_string()).anchored(anchor));
        marks.push(number(x, FRAME.bottom + 18.0, Anchor::Middle));
        marks.push(number(FRAME.left - 10.0, y + 4.0, Anchor::End));
    }
    marks.push(Mark::upright("thr", tx, FRAME.top, FRAME.bottom));
    marks.push(Mark::level("thr", FRAME.left, FRAME.right, ty));
    marks.push(Mark::Box { class: Class::one("frame"), rect: FRAME, radius: 0.0 });
    marks.extend(corner_texts(canvas.w, more).into_iter().map(Mark::Text));
    let middle = f64::midpoint(FRAME.left, FRAME.right);
    let across = Text::line(&AXIS, middle, HEIGHT - 10.0, canvas.w.matrix_feasibility());
    marks.push(Mark::Text(across.anchored(Anchor::Middle)));
    marks
}

/// Where the name of the upright axis stands.
const AXIS_AT: f64 = 14.0;

/// The name of the upright axis.
fn axis(svg: &mut Svg, w: &Wording, x: f64) {
    let middle = f64::midpoint(FRAME.top, FRAME.bottom);
    svg.tag("text")
        .class(Class::one(AXIS.class))
        .turned(x, middle)
        .attr("text-anchor", "middle")
        .text(w.matrix_impact());
    svg.gap('\n');
}

fn place<'a>(canvas: &Canvas<'a>, opportunities: &[OpportunityIx]) -> Vec<Spot<'a>> {
    let ranked = opportunities.iter().filter_map(|ix| {
        let opportunity = canvas.site.opportunity(*ix);
        let exact = (x_of(opportunity.feasibility), y_of(opportunity.impact));
        opportunity.rank.map(|rank| Spot {
            ix: *ix,
            opportunity,
            rank,
            exact,
            x: exact.0,
            y: exact.1,
            label: None,
            is_keyed: false,
        })
    });
    let mut spots: Vec<Spot<'a>> = ranked.collect();
    spots.sort_by_key(|spot| (spot.rank, spot.ix));
    spots.dedup_by_key(|spot| spot.ix);
    spread_ties(&mut spots);
    spread(canvas, &mut spots);
    label(canvas, &mut spots);
    spots
}

/// Points at the very same place stand side by side around it, best first.
fn spread_ties(spots: &mut [Spot<'_>]) {
    let places: Vec<(f64, f64)> = spots.iter().map(|spot| spot.exact).collect();
    for at in 0..spots.len() {
        let same = |other: &&(f64, f64)| {
            (other.0 - places[at].0).abs() < 1.0 && (other.1 - places[at].1).abs() < 1.0
        };
        let count = places.iter().filter(same).count();
        if (2..=4).contains(&count) {
            let before = places[..at].iter().filter(same).count();
            spots[at].x += (before as f64 - (count as f64 - 1.0) / 2.0) * (STEP + 2.0);
        }
    }
}

/// Moves points that would lie on one another to the nearest free place of a grid around them,
/// without crossing a threshold or covering the name of a quadrant, and as long as there is room no
/// nearer to another score than to their own.
fn spread(canvas: &Canvas<'_>, spots: &mut [Spot<'_>]) {
    let (tx, ty) = thresholds(canvas);
    let names = names(canvas.w);
    let is_bare = |(x, y): (f64, f64)| {
        let point = Rect::around(x, y, RADIUS + 1.0);
        !names.iter().any(|name| name.meets(point))
    };
    let mut placed: Vec<(f64, f64)> = Vec::with_capacity(spots.len());
    for spot in spots.iter_mut() {
        let (ex, ey) = spot.exact;
        let (x, y) = (spot.x, spot.y);
        let fits = |(x, y): (f64, f64)| {
            let inside = FRAME.grown(-RADIUS - 2.0).holds(Rect::around(x, y, 0.0));
            // A point on a threshold counts as below it, and stays on it or below.
            let same_side = (x > tx) == (ex > tx) && (y < ty) == (ey < ty);
            let free = placed.iter().all(|(px, py)| {
                let (dx, dy) = (px - x, py - y);
                dx * dx + dy * dy >= (STEP - 1.0) * (STEP - 1.0)
            });
            inside && same_side && free
        };
        let place = if fits((x, y)) {
            (x, y)
        } else {
            let around = || AROUND.iter().map(|(dx, dy)| (ex + dx, ey + dy));
            let bare = || around().filter(|place| is_bare(*place) && fits(*place));
            let is_near = |(x, y): &(f64, f64)| {
                (x - ex).abs() <= FRAME.width() / 10.0 && (y - ey).abs() <= FRAME.height() / 10.0
            };
            let near = bare().find(is_near).or_else(|| bare().next());
            near.or_else(|| around().find(|place| fits(*place))).unwrap_or((x, y))
        };
        placed.push(place);
        (spot.x, spot.y) = place;
    }
}

/// What the names of the quadrants cover, with room for how many more there are.
fn names(w: &Wording) -> Vec<Rect> {
    corner_texts(w, [999; 4]).iter().map(Text::bounds).collect()
}

/// Steps to the places around a point, nearest first.
static AROUND: LazyLock<Vec<(f64, f64)>> = LazyLock::new(around);

fn around() -> Vec<(f64, f64)> {
    let half = STEP / 2.0;
    let mut steps: Vec<(f64, f64)> = (-24..=24_i32)
        .flat_map(|row| {
            (-24..=24_i32).map(move |column| (f64::from(column) * half, f64::from(row) * half))
        })
        .filter(|step| *step != (0.0, 0.0))
        .collect();
    let far = |(x, y): &(f64, f64)| x * x + y * y;
    steps.sort_by(|a, b| {
        far(a).total_cmp(&far(b)).then(b.0.total_cmp(&a.0)).then(a.1.total_cmp(&b.1))
    });
    steps
}

/// Gives each point its words where they touch nothing.
fn label(canvas: &Canvas<'_>, spots: &mut [Spot<'_>]) {
    let (tx, ty) = thresholds(canvas);
    let mut taken = Taken::default();
    names(canvas.w).iter().for_each(|name| taken.take(name.grown(3.0)));
    for spot in spots.iter() {
        taken.take(Rect::around(spot.x, spot.y, RADIUS + 1.5));
    }
    taken.take(Rect { left: tx - 4.0, top: FRAME.top, right: tx + 4.0, bottom: FRAME.bottom });
    taken.take(Rect { left: FRAME.left, top: ty - 4.0, right: FRAME.right, bottom: ty + 4.0 });
    let points: Vec<(f64, f64)> = spots.iter().map(|spot| (spot.x, spot.y)).collect();
    for (at, spot) in spots.iter_mut().enumerate() {
        let inside = FRAME.grown(-3.0);
        let free = |text: &Text<'_>| {
            let bounds = text.bounds();
            inside.holds(bounds) && taken.is_free(bounds)
        };
        // Words on the other side of a threshold would say the wrong thing about a point on it.
        let same_side = |text: &Text<'_>| {
            let bounds = text.bounds();
            (bounds.left > tx) == (spot.exact.0 > tx) && (bounds.bottom < ty) == (spot.exact.1 < ty)
        };
        // Words nearly as near to another point as to their own say whose they are.
        let is_plain = |text: &Text<'_>| {
            let far = |(x, y): &(f64, f64)| distance(text.bounds(), (*x, *y));
            let others = points.iter().enumerate().filter(|(other, _)| *other != at);
            let nearest = others.map(|(_, point)| far(point)).fold(f64::MAX, f64::min);
            nearest > far(&points[at]) + 10.0
        };
        let plain =
            words_at(spot, Key::Near, |text| same_side(text) && free(text) && is_plain(text));
        let is_keyed = plain.is_none();
        let label = plain
            .or_else(|| words_at(spot, Key::Number, |text| same_side(text) && free(text)))
            .or_else(|| words_at(spot, Key::Number, free));
        spot.is_keyed = is_keyed && label.is_some();
        spot.label = label;
        if let Some(text) = &spot.label {
            taken.take(text.bounds().grown(2.0));
        }
    }
}

/// How far a place is from a box.
fn distance(rect: Rect, (x, y): (f64, f64)) -> f64 {
    let dx = (rect.left - x).max(x - rect.right).max(0.0);
    let dy = (rect.top - y).max(y - rect.bottom).max(0.0);
    (dx * dx + dy * dy).sqrt()
}

/// What says which point some words belong to.
#[derive(Clone, Copy, PartialEq)]
enum Key {
    /// That they stand beside it and beside no other.
    Near,
    /// Its number in front of them.
    Number,
}

/// The words of a point at the first place that is good, best first. They are set only as far as
/// they are asked for: most find a place among the first.
fn words_at<'a>(
    spot: &Spot<'a>,
    key: Key,
    is_good: impl Fn(&Text<'_>) -> bool,
) -> Option<Text<'a>> {
    let (words, x, y) = (&spot.opportunity.title, spot.x, spot.y);
    let title: &'a str = words.doc.plain();
    let numbered = match key {
        Key::Near => None,
        Key::Number => Some(format!("{} {title}", spot.rank)),
    };
    for limit in [150.0, 120.0, 190.0, 260.0, 96.0] {
        let block = match &numbered {
            None => balance(title, POINT_LABEL.font, limit),
            Some(numbered) => balance(numbered, POINT_LABEL.font, limit).into_owned(),
        };
        if block.len() > 4 {
            continue;
        }
        let height = POINT_LABEL.leading * block.len() as f64;
        let places = [
            (x + 20.0, y - height / 2.0, Anchor::Start),
            (x - 20.0, y - height / 2.0, Anchor::End),
            (x, y + 16.0, Anchor::Middle),
            (x, y - 16.0 - height, Anchor::Middle),
            (x + 14.0, y + 13.0, Anchor::Start),
            (x + 14.0, y - 13.0 - height, Anchor::Start),
            (x - 14.0, y + 13.0, Anchor::End),
            (x - 14.0, y - 13.0 - height, Anchor::End),
        ];
        let mut text = Text::new(&POINT_LABEL, x, y, block).in_language(words.lang());
        for (x, top, anchor) in places {
            // Baseline of the first line when the block's top is at 0.
            let first = 12.0;
            (text.x, text.y) = (x, top + first);
            text = text.anchored(anchor);
            if is_good(&text) {
                return Some(text);
            }
        }
    }
    None
}

/// A line from where a point belongs to where there was room for it, if that is far.
fn lead<'a>(spot: &Spot<'a>) -> Option<Mark<'a>> {
    let away = (spot.x - spot.exact.0).abs() + (spot.y - spot.exact.1).abs();
    let points = [spot.exact, (spot.x, spot.y), (spot.x, spot.y)];
    (away > 2.5 * STEP).then_some(Mark::Line { class: Class::one("lead"), points })
}

/// How a point and its number are drawn: the more it rests on, the fuller.
fn look(spot: &Spot<'_>) -> (&'static str, &'static str) {
    match spot.opportunity.support {
        ClaimStatus::Known => ("op-known", "op-nk"),
        ClaimStatus::Stale | ClaimStatus::Contested => ("op-stale", "op-na"),
        ClaimStatus::Assumed => ("op-assumed", "op-na"),
    }
}

/// The number in a point.
fn number<'a>(spot: &Spot<'_>) -> Text<'a> {
    let (style, below) = if spot.rank > 999 { (&LONG_RANK, 3.6) } else { (&RANK, 4.5) };
    let rank = Text::line(style, spot.x, spot.y + below, spot.rank.to_string());
    rank.anchored(Anchor::Middle).tinted(look(spot).1).said_beside(spot.is_keyed)
}

/// A point in words.
fn sentence(w: &Wording, spot: &Spot<'_>) -> String {
    let title = spot.opportunity.title.doc.plain();
    format!("{} {title}: {}", spot.rank, facts(w, spot.opportunity))
}

/// A point and its words, which lead to its opportunity and are read as `said`.
fn link<'a>(canvas: &Canvas<'_>, spot: &Spot<'a>, said: String) -> Link<'a> {
    let mut hit = Rect::around(spot.x, spot.y, RADIUS + 0.5);
    if let Some(text) = &spot.label {
        hit = hit.union(text.bounds());
    }
    let mut marks = Vec::with_capacity(3);
    let class = Class::two("op-c", look(spot).0);
    marks.push(Mark::Circle { class, x: spot.x, y: spot.y, r: RADIUS });
    if !spot.is_keyed {
        marks.push(Mark::Text(number(spot)));
    }
    marks.extend(spot.label.clone().map(Mark::Text));
    Link {
        class: Class::one("tl"),
        id: None,
        href: canvas.site.link(canvas.page, Node::Opportunity(spot.ix)),
        label: said,
        hits: vec![hit.grown(3.5)],
        marks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::testing;

    #[test]
    fn sixty_points_at_a_handful_of_places_never_lie_on_one_another() {
        let site = testing::many_opportunities(60);
        let canvas = testing::canvas(&site, "opportunities/index.html");
        let all: Vec<_> = (0..60).map(OpportunityIx).collect();
        let spots = place(&canvas, &all);
        assert_eq!(spots.len(), 60);
        for (i, a) in spots.iter().enumerate() {
            for b in &spots[..i] {
                let (dx, dy) = (a.x - b.x, a.y - b.y);
                assert!(dx * dx + dy * dy > 4.0 * RADIUS * RADIUS, "{} and {}", a.rank, b.rank);
            }
            let point = Rect::around(a.x, a.y, RADIUS);
            let names = names(canvas.w);
            let is_moved = (a.y - a.exact.1).abs() > 1.0;
            assert!(!is_moved || !names.iter().any(|name| name.meets(point)), "{}", a.rank);
        }
    }

    #[test]
    fn labels_touch_neither_points_nor_each_other_nor_a_threshold() {
        for (count, least) in [(24, 8), (60, 1)] {
            check_labels(count, least);
        }
    }

    #[test]
    fn words_nearly_as_near_to_another_point_carry_the_number_of_their_own() {
        let site = testing::many_opportunities(60);
        let canvas = testing::canvas(&site, "opportunities/index.html");
        let spots = place(&canvas, &(0..60).map(OpportunityIx).collect::<Vec<_>>());
        let mut numbered = 0;
        for spot in &spots {
            let Some(label) = &spot.label else { continue };
            let bounds = label.bounds();
            let own = distance(bounds, (spot.x, spot.y));
            let others = spots.iter().filter(|other| other.rank != spot.rank);
            let near = others.map(|other| distance(bounds, (other.x, other.y)));
            if label.block.lines[0].starts_with(&format!("{} ", spot.rank)) {
                numbered += 1;
            } else {
                assert!(near.fold(f64::MAX, f64::min) > own, "{:?}", label.block.lines);
            }
        }
        assert!(numbered > 0);
    }

    #[test]
    fn the_link_of_a_point_holds_its_number_once() {
        let site = testing::many_opportunities(60);
        let canvas = testing::canvas(&site, "opportunities/index.html");
        let spots = place(&canvas, &(0..60).map(OpportunityIx).collect::<Vec<_>>());
        for spot in &spots {
            let link = link(&canvas, spot, sentence(canvas.w, spot));
            let texts = link.marks.iter().filter_map(|mark| match mark {
                Mark::Text(text) => Some(text.block.lines.join(" ")),
                _ => None,
            });
            let words = texts.collect::<Vec<_>>().join(" ");
            assert!(link.label.starts_with(&words), "{words} in {}", link.label);
            assert!(words.starts_with(&spot.rank.to_string()), "{words}");
        }
        let keyed = spots.iter().filter(|spot| spot.is_keyed).count();
        let svg = priority_matrix(&canvas, &(0..60).map(OpportunityIx).collect::<Vec<_>>());
        assert!(keyed > 0 && svg.matches("aria-hidden=\"true\"").count() >= keyed);
    }

    #[test]
    fn of_very_many_the_best_of_each_quadrant_are_shown_and_the_others_counted() {
        let site = testing::many_opportunities(400);
        let canvas = testing::canvas(&site, "opportunities/index.html");
        let all: Vec<_> = (0..400).map(OpportunityIx).collect();
        let shown = in_matrix(&site, &all);
        assert_eq!(shown.len(), PLACED);
        let count = |quadrant| {
            shown.iter().filter(|ix| site.opportunity(**ix).quadrant == quadrant).count()
        };
        let quadrants =
            [Quadrant::QuickWin, Quadrant::BigBet, Quadrant::FillIn, Quadrant::Reconsider];
        assert_eq!(quadrants.map(count), [15; 4]);
        assert_eq!(left_out(&site, &all, &shown).iter().sum::<usize>(), 340);
        let drawn = priority_matrix(&canvas, &all);
        testing::check_svg(&drawn);
        assert_eq!(drawn.matches("more not shown").count(), 4, "{drawn}");
    }

    #[test]
    fn equal_points_stay_nearer_to_their_own_score_than_to_another() {
        let mut site = testing::many_opportunities(200);
        for own in &mut site.opportunities {
            let own = std::sync::Arc::get_mut(own).expect("not shared yet");
            (own.impact, own.feasibility, own.quadrant) = (5.0, 5.0, Quadrant::QuickWin);
        }
        let canvas = testing::canvas(&site, "opportunities/index.html");
        let all: Vec<_> = (0..200).map(OpportunityIx).collect();
        let spots = place(&canvas, &in_matrix(&site, &all));
        assert_eq!(spots.len(), AT_ONE_PLACE);
        for spot in &spots {
            let (dx, dy) = (spot.x - spot.exact.0, spot.y - spot.exact.1);
            assert!(dx.abs() <= FRAME.width() / 10.0 && dy.abs() <= FRAME.height() / 10.0);
        }
    }

    fn check_labels(count: u32, least: usize) {
        let site = testing::many_opportunities(count);
        let canvas = testing::canvas(&site, "opportunities/index.html");
        let spots = place(&canvas, &(0..count).map(OpportunityIx).collect::<Vec<_>>());
        let (tx, ty) = thresholds(&canvas);
        let labels: Vec<Rect> =
            spots.iter().filter_map(|spot| Some(spot.label.as_ref()?.bounds())).collect();
        assert!(labels.len() >= least, "only {} labels of {count}", labels.len());
        for (i, label) in labels.iter().enumerate() {
            assert!(labels[..i].iter().all(|other| !other.meets(*label)));
            assert!(spots.iter().all(|s| !Rect::around(s.x, s.y, RADIUS).meets(*label)));
            assert!(!(label.left < tx && label.right > tx || label.top < ty && label.bottom > ty));
        }
    }

    #[test]
    fn what_is_done_or_dropped_is_not_drawn_and_a_spread_point_keeps_its_quadrant() {
        let mut site = testing::many_opportunities(12);
        testing::finish_opportunity(&mut site, 3);
        let canvas = testing::canvas(&site, "opportunities/index.html");
        let all: Vec<_> = (0..12).map(OpportunityIx).collect();
        let spots = place(&canvas, &all);
        assert!(spots.iter().all(|spot| spot.ix != OpportunityIx(3)));
        let (tx, ty) = thresholds(&canvas);
        for spot in &spots {
            assert_eq!((spot.x > tx, spot.y < ty), (spot.exact.0 > tx, spot.exact.1 < ty));
        }
        assert!(priority_matrix(&canvas, &[OpportunityIx(3)]).is_empty());
        testing::check_svg(&priority_matrix(&canvas, &all));
    }
}
