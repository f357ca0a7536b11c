//! Lanes of text: a cell for each stage, or for each touchpoint where columns are wide. What a cell
//! has no room for is one link away.

use super::columns::{Cell, GUTTER};
use super::place::{Placing, lane_name, language, link, prose};
use crate::diagram::apart::Rect;
use crate::diagram::mark::{Anchor, Badge, Mark, Text};
use crate::diagram::measure::{balance, width, wrap};
use crate::diagram::style::{BAND, CLAIM, Class, LANE, MORE, OPPORTUNITY, QUOTE, SMALL};
use crate::diagram::{emotion, mirror};
use crate::model::OpportunityStatus;
use crate::site::{Claim, ClaimStatus, Experience, Image, Metric, Node, OpportunityIx, Touchpoint};
use crate::wording::Wording;
use std::borrow::Cow;

/// How much of one lane a cell shows.
const SHOWN: usize = 2;
/// How much of a blueprint band.
const BAND_SHOWN: usize = 4;
/// The widest measure of a text: beyond it lines are hard to follow.
const MEASURE: f64 = 340.0;

/// A thing of a cell with the touchpoint it belongs to; `None` for the stage as a whole.
struct Item<'a, T> {
    touchpoint: Option<&'a Touchpoint>,
    experience: &'a Experience,
    what: &'a T,
}

impl<T> Item<'_, T> {
    /// The touchpoint's number. What holds for a whole stage is of all its touchpoints.
    fn label<'b>(&self, w: &'b Wording) -> Cow<'b, str> {
        match self.touchpoint {
            Some(touchpoint) => Cow::Owned(touchpoint.number.to_string()),
            None => Cow::Borrowed(w.badge_all()),
        }
    }
}

/// The claims of a lane in a cell, in journey order.
fn items<'a>(map: &Placing<'a>, cell: &Cell<'a>, lane: &str) -> Vec<Item<'a, Claim>> {
    let mut items = Vec::new();
    let touchpoints =
        map.columns.stops[cell.stops.clone()].iter().map(|stop| (stop.touchpoint, stop.experience));
    for (touchpoint, experience) in cell.own.map(|own| (None, own)).into_iter().chain(touchpoints) {
        let own = experience.claims.iter().filter(|claim| claim.lane_id() == lane);
        items.extend(own.map(|what| Item { touchpoint, experience, what }));
    }
    items
}

/// Which claims come first: of moments, then of weight, then what is known.
fn rank(item: &Item<'_, Claim>) -> (bool, f64, u8) {
    let doubt = match item.what.status {
        ClaimStatus::Known => 0,
        ClaimStatus::Contested => 1,
        ClaimStatus::Stale => 2,
        ClaimStatus::Assumed => 3,
    };
    (item.experience.moments.is_empty(), -item.experience.importance, doubt)
}

fn compare(a: &Item<'_, Claim>, b: &Item<'_, Claim>) -> std::cmp::Ordering {
    let (a, b) = (rank(a), rank(b));
    a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
}

/// Keeps the claims that come first, in journey order; returns how many were left out.
fn pick(items: &mut Vec<Item<'_, Claim>>, most: usize) -> usize {
    if items.len() <= most {
        return 0;
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|a, b| compare(&items[*a], &items[*b]).then(a.cmp(b)));
    let kept = &order[..most];
    let mut at = 0;
    let before = items.len();
    items.retain(|_| {
        at += 1;
        kept.contains(&(at - 1))
    });
    before - items.len()
}

/// Width of a badge: two digits, or what the longest number needs.
fn badge_width(map: &Placing<'_>) -> f64 {
    let last = map.columns.stops.iter().rev().find_map(|stop| stop.touchpoint);
    if last.is_some_and(|touchpoint| touchpoint.number > 99) { 28.0 } else { 21.0 }
}

fn measure(width: f64) -> f64 {
    width.min(MEASURE)
}

/// Goes through the cells of a lane. `fill` places a cell from a height on and returns where it
/// ends; the row takes the tallest.
fn row<'a>(
    map: &mut Placing<'a>,
    title: &'a str,
    mut fill: impl FnMut(&mut Placing<'a>, &Cell<'a>, f64) -> f64,
) {
    let named = map.name(map.y + 22.0, title);
    let top = map.y + 12.0;
    let cells = std::mem::take(&mut map.columns.cells);
    let bottoms = cells.iter().map(|cell| fill(map, cell, top));
    let bottom = bottoms.fold(top + 16.0, f64::max);
    map.columns.cells = cells;
    map.y = (bottom + 6.0).max(named);
}

/// `2 more`, which leads to all of them. Returns where it ends.
fn more<'a>(
    map: &mut Placing<'a>,
    cell: &Cell<'a>,
    x: f64,
    y: f64,
    count: usize,
    what: &str,
) -> f64 {
    if count == 0 {
        return y;
    }
    let shown = map.w.n_more(count).text();
    let of: &str = map.site.title(cell.node).doc.plain();
    let label = map.w.n_more_in(count, what, of).text();
    let hit = Rect::new(x - 3.0, y - 6.0, width(&shown, MORE.font) + 26.0, 24.0);
    let text = Text::line(&MORE, x, y + 10.0, shown);
    let href = match cell.node {
        Node::Stage(_, stage) => map.stage_links[stage as usize].clone(),
        node => map.site.link(map.page, node),
    };
    map.map.body.push(link("more", href, label, hit, vec![Mark::Text(text)]));
    y + 18.0
}

/// A lane of claims.
pub(crate) fn claims<'a>(map: &mut Placing<'a>, id: &'a str, title: &'a str) {
    let badge = badge_width(map);
    let what = title.to_lowercase();
    row(map, title, |map, cell, top| {
        let mut items = items(map, cell, id);
        let left_out = pick(&mut items, SHOWN);
        let mut y = top;
        for item in &items {
            y = claim(map, cell, item, badge, y);
        }
        more(map, cell, cell.left + badge + 6.0, y, left_out, &what)
    });
}

/// A claim with its badge; returns where it ends.
fn claim<'a>(
    map: &mut Placing<'a>,
    cell: &Cell<'a>,
    item: &Item<'a, Claim>,
    badge: f64,
    y: f64,
) -> f64 {
    let x = cell.left + badge + 6.0;
    let limit = measure(cell.width - badge - 21.0);
    let text = match &item.what.words {
        Some(words) => prose(&CLAIM, x, y + 10.0, words, limit),
        None => Text::line(&SMALL, x, y + 10.0, map.w.withheld()),
    };
    let lines = text.block.len().max(1) as f64;
    let badge = Badge { label: item.label(map.w), x: cell.left, y: y - 1.0, width: badge };
    map.map.body.push(Mark::Claim { status: item.what.status, badge, text: Some(text) });
    y + CLAIM.leading * lines + 5.0
}

/// One quote for each cell, with who said it.
pub(crate) fn quotes(map: &mut Placing<'_>) {
    let badge = badge_width(map);
    row(map, map.w.lane_quotes(), |map, cell, top| {
        let mut items = items(map, cell, "quotes");
        pick(&mut items, 1);
        match items.first() {
            Some(item) => quote(map, cell, item, badge, top),
            None => {
                let limit = measure(cell.width - 18.0);
                let block = balance(map.w.nobody_quoted(), SMALL.font, limit);
                let bottom = top + SMALL.leading * block.len() as f64;
                map.map.body.push(Mark::Text(Text::new(&SMALL, cell.left, top + 11.0, block)));
                bottom
            }
        }
    });
}

fn quote<'a>(
    map: &mut Placing<'a>,
    cell: &Cell<'a>,
    item: &Item<'a, Claim>,
    badge: f64,
    top: f64,
) -> f64 {
    let claim = item.what;
    let text = match &claim.words {
        Some(words) => {
            let quoted = [map.w.quote_open(), words.doc.plain(), map.w.quote_close()].concat();
            let block = balance(&quoted, QUOTE.font, measure(cell.width - 18.0)).into_owned();
            Text::new(&QUOTE, cell.left, top + 11.0, block).in_language(language(words))
        }
        None => Text::line(&SMALL, cell.left, top + 11.0, map.w.withheld()),
    };
    let y = top + QUOTE.leading * text.block.len().max(1) as f64 + 4.0;
    map.map.body.push(Mark::Text(text));
    let who = claim.who().map(str::to_owned).or_else(|| method(map, claim));
    let x = cell.left + badge + 6.0;
    let who = who.map(|who| {
        let block = balance(&who, SMALL.font, measure(cell.width - badge - 18.0)).into_owned();
        Text::new(&SMALL, x, y + 10.0, block)
    });
    let bottom = y + 14.0 * who.as_ref().map_or(1, |who| who.block.len().max(1)) as f64;
    let badge = Badge { label: item.label(map.w), x: cell.left, y: y - 1.0, width: badge };
    map.map.body.push(Mark::Claim { status: claim.status, badge, text: who });
    bottom
}

/// How the first source of a claim was made: `Diary study`.
fn method(map: &Placing<'_>, claim: &Claim) -> Option<String> {
    let source = claim.evidence().iter().find_map(|citation| citation.source)?;
    Some(map.w.method(map.site.source(source).method).to_owned())
}

/// What will be done: opportunities with their quadrant, score and state.
pub(crate) fn opportunities(map: &mut Placing<'_>) {
    let title = map.w.lane_opportunities();
    let under = map.y + 22.0 + LANE.leading * lane_name(title).len().max(1) as f64;
    let sub = wrap(map.w.score_of_25(), SMALL.font, GUTTER - 12.0);
    let least = under + 9.0 + SMALL.leading * (sub.len().max(1) - 1) as f64;
    map.map.names.push(Mark::Text(Text::new(&SMALL, 0.0, under, sub)));
    row(map, title, |map, cell, top| {
        let all = opportunities_of(map, cell);
        let mut y = top;
        for ix in all.iter().take(SHOWN) {
            y = opportunity(map, cell, *ix, y);
        }
        let left_out = all.len().saturating_sub(SHOWN);
        more(map, cell, cell.left + 27.0, y, left_out, map.w.more_opportunities())
    });
    map.y = map.y.max(least);
}

/// The opportunities of a cell, ranked first, each once. What was dropped is nothing we will do.
fn opportunities_of(map: &Placing<'_>, cell: &Cell<'_>) -> Vec<OpportunityIx> {
    let stops = map.columns.stops[cell.stops.clone()].iter().map(|stop| stop.experience);
    let experiences = cell.own.into_iter().chain(stops);
    let mut all: Vec<OpportunityIx> =
        experiences.flat_map(|experience| experience.opportunities.iter().copied()).collect();
    let rank = |ix: &OpportunityIx| {
        let rank = map.site.opportunity(*ix).rank;
        (rank.is_none(), rank, *ix)
    };
    all.retain(|ix| map.site.opportunity(*ix).status != OpportunityStatus::Dropped);
    all.sort_by_key(rank);
    all.dedup();
    all
}

fn opportunity<'a>(map: &mut Placing<'a>, cell: &Cell<'a>, ix: OpportunityIx, y: f64) -> f64 {
    let opportunity = map.site.opportunity(ix);
    let (x, limit) = (cell.left + 27.0, measure(cell.width - 40.0));
    let title = prose(&OPPORTUNITY, x, y + 10.0, &opportunity.title, limit);
    let under = y + 10.0 + OPPORTUNITY.leading * title.block.len().max(1) as f64;
    let facts = format!(
        "{} · {} · {}",
        map.w.quadrant_head(opportunity.quadrant),
        map.w.score_figure(opportunity.score),
        map.w.opportunity_status(opportunity.status)
    );
    let facts = balance(&facts, SMALL.font, limit).into_owned();
    let bottom = under + SMALL.leading * (facts.len().max(1) - 1) as f64 + 4.5;
    let quadrant = mirror::quadrant(map.site, opportunity.quadrant);
    let marks = vec![
        Mark::Quadrant { quadrant, x: cell.left + 1.0, y, size: 12.0 },
        Mark::Text(title),
        Mark::Text(Text::new(&SMALL, x, under, facts)),
    ];
    let hit = Rect::new(cell.left - 4.0, y - 5.0, cell.width - 6.0, bottom - y + 6.0);
    let href = map.site.link(map.page, Node::Opportunity(ix));
    map.map.body.push(link("op", href, String::new(), hit, marks));
    bottom + 9.0
}

/// Measures: the newest value of each, with its place on the emotion scale where it has one.
pub(crate) fn metrics(map: &mut Placing<'_>) {
    row(map, map.w.lane_metrics(), |map, cell, top| {
        let all = metrics_of(map, cell);
        let mut y = top;
        for metric in all.iter().take(SHOWN) {
            y = measured(map, cell, metric, y);
        }
        let left_out = all.len().saturating_sub(SHOWN);
        more(map, cell, cell.left + 27.0, y, left_out, map.w.more_metrics())
    });
}

fn metrics_of<'a>(map: &Placing<'a>, cell: &Cell<'a>) -> Vec<&'a Metric> {
    let stops = &map.columns.stops;
    let own = cell.own.and_then(|own| {
        let mut bands = map.columns.bands.iter();
        bands.find(|band| std::ptr::eq(&raw const band.stage.experience, own))
    });
    let touchpoints = stops[cell.stops.clone()].iter().filter_map(|stop| stop.touchpoint);
    own.into_iter()
        .flat_map(|band| band.stage.metrics())
        .chain(touchpoints.flat_map(|touchpoint| touchpoint.metrics()))
        .collect()
}

fn measured<'a>(map: &mut Placing<'a>, cell: &Cell<'a>, metric: &'a Metric, y: f64) -> f64 {
    let (x, limit) = (cell.left + 27.0, measure(cell.width - 42.0));
    let title = prose(&CLAIM, x, y + 10.0, &metric.title, limit);
    let under = y + 10.0 + CLAIM.leading * title.block.len().max(1) as f64;
    map.map.body.push(Mark::Text(title));
    if let Some(value) = metric.measured {
        let class = emotion::class(value, &map.site.config.emotion);
        let rect = Rect::new(cell.left + 5.0, y + 1.0, 11.0, 11.0);
        map.map.body.push(Mark::Box { class: Class::two("mean", class), rect, radius: 0.0 });
    }
    let block = balance(&in_numbers(map.w, metric), SMALL.font, limit).into_owned();
    let bottom = under + SMALL.leading * block.len().max(1) as f64;
    map.map.body.push(Mark::Text(Text::new(&SMALL, x, under, block)));
    bottom - 3.0
}

/// `58 %, aim 80 %`.
fn in_numbers(w: &Wording, metric: &Metric) -> String {
    let with_unit = |value: f64| match &metric.unit {
        Some(unit) => format!("{}\u{a0}{unit}", w.number(value, 2)),
        None => w.number(value, 2),
    };
    let newest =
        metric.newest.map_or_else(|| w.no_value_yet().to_owned(), |(_, value)| with_unit(value));
    match metric.target {
        Some(target) => format!("{newest}, {}", w.aim(&with_unit(target))),
        None => newest,
    }
}

/// Pictures of each cell side by side, each above the number of its touchpoint.
pub(crate) fn storyboard(map: &mut Placing<'_>) {
    row(map, map.w.lane_storyboard(), |map, cell, top| {
        let pictures = pictures(map, cell);
        let room = cell.width - 18.0;
        let across = ((room + PICTURE_GAP) / (PICTURE_LEAST + PICTURE_GAP)).max(1.0) as usize;
        let (across, shown) = (across.min(pictures.len().max(1)), pictures.len().min(4));
        let gaps = PICTURE_GAP * (across - 1) as f64;
        let width = ((room - gaps) / across as f64).clamp(40.0, PICTURE_MOST);
        let height = width * 0.75;
        let mut bottom = top;
        for (at, (number, image)) in pictures.iter().take(shown).enumerate() {
            let x = cell.left + (at % across) as f64 * (width + PICTURE_GAP);
            let y = top + (at / across) as f64 * (height + 18.0);
            let rect = Rect::new(x, y, width, height);
            let href = crate::site::address::relative(map.page, &image.path);
            map.map.body.push(Mark::Image { href, alt: &image.alt, rect, anchor: Anchor::Start });
            let label = Text::line(&SMALL, x, rect.bottom + 12.0, number.clone());
            map.map.body.push(Mark::Text(label));
            bottom = rect.bottom + 14.0;
        }
        more(map, cell, cell.left, bottom, pictures.len() - shown, "pictures")
    });
}

/// Least and most width of a picture, and the room between two.
const PICTURE_LEAST: f64 = 72.0;
const PICTURE_MOST: f64 = 124.0;
const PICTURE_GAP: f64 = 8.0;

/// The pictures of a cell, each with what it belongs to.
fn pictures<'a>(map: &Placing<'a>, cell: &Cell<'a>) -> Vec<(Cow<'a, str>, &'a Image)> {
    let all = map.w.badge_all();
    let own = cell.own.and_then(|own| Some((Cow::Borrowed(all), own.image.as_deref()?)));
    let stops = map.columns.stops[cell.stops.clone()].iter().filter_map(|stop| {
        let number = stop.touchpoint.map_or(0, |touchpoint| touchpoint.number);
        Some((Cow::Owned(number.to_string()), stop.experience.image.as_deref()?))
    });
    own.into_iter().chain(stops).collect()
}

/// The same system behind two touchpoints is one entry of their stage.
fn without_repeats(items: &mut Vec<Item<'_, Claim>>) {
    let text =
        |item: &Item<'_, Claim>| item.what.words.as_ref().map(|words| words.doc.plain().to_owned());
    let texts: Vec<_> = items.iter().map(text).collect();
    let mut at = 0;
    items.retain(|_| {
        at += 1;
        !texts[..at - 1].contains(&texts[at - 1])
    });
}

/// A band of the blueprint: plain lists.
pub(crate) fn band<'a>(map: &mut Placing<'a>, id: &'a str) {
    let top = map.y;
    let cells = std::mem::take(&mut map.columns.cells);
    let mut bottom = top;
    for cell in &cells {
        let mut items = items(map, cell, id);
        without_repeats(&mut items);
        // What customers do is said in full further up, if the map has that lane.
        let most = if id == "actions" { SHOWN } else { BAND_SHOWN };
        let left_out = pick(&mut items, most);
        let mut y = top;
        for item in &items {
            let limit = measure(cell.width - 22.0);
            let text = match &item.what.words {
                Some(words) => prose(&BAND, cell.left, y + 10.0, words, limit),
                None => Text::line(&BAND, cell.left, y + 10.0, map.w.withheld()),
            };
            y += BAND.leading * text.block.len().max(1) as f64 + 3.0;
            map.map.body.push(Mark::Text(text));
        }
        bottom = bottom.max(more(map, cell, cell.left, y, left_out, map.w.more_entries()));
    }
    map.columns.cells = cells;
    map.y = bottom;
}
