//! The columns of a map: a touchpoint is as wide as its longest word needs, a stage wide enough
//! for a sentence, and what is left is shared out evenly.

use crate::diagram::measure::longest_word;
use crate::diagram::style::{STAGE, TOUCHPOINT};
use crate::site::{Experience, Journey, JourneyIx, Node, Site, Stage, Touchpoint};
use std::ops::Range;

/// Width of a map whose columns leave it the choice.
pub(crate) const WIDTH: f64 = 1344.0;
/// Room for the names of lanes.
pub(crate) const GUTTER: f64 = 104.0;
/// Room for the ends of curves.
const END: f64 = 50.0;
/// A stage's text cells are sentences: below this they become towers of words.
const STAGE_LEAST: f64 = 150.0;
/// The longest word that a column grows for; a longer one is broken.
const WORD_MOST: f64 = 150.0;
/// Columns from here on have room for text of their own.
const TEXT_LEAST: f64 = 150.0;
/// A column: a touchpoint, or a stage that has none.
#[derive(Clone, Copy)]
pub(crate) struct Stop<'a> {
    pub(crate) node: Node,
    pub(crate) touchpoint: Option<&'a Touchpoint>,
    pub(crate) experience: &'a Experience,
    pub(crate) left: f64,
    pub(crate) width: f64,
}

impl Stop<'_> {
    pub(crate) fn middle(&self) -> f64 {
        self.left + self.width / 2.0
    }
}

/// The columns of a stage.
pub(crate) struct Band<'a> {
    pub(crate) node: Node,
    pub(crate) stage: &'a Stage,
    pub(crate) left: f64,
    /// As wide as its columns; the last stage may use the room kept for the ends of curves.
    pub(crate) width: f64,
    pub(crate) stops: Range<usize>,
}

impl Band<'_> {
    /// Width without the air to the next stage.
    pub(crate) fn inner(&self) -> f64 {
        self.width - 12.0
    }
}

/// What a text cell is made of.
pub(crate) struct Cell<'a> {
    /// Where `more` leads.
    pub(crate) node: Node,
    pub(crate) left: f64,
    pub(crate) width: f64,
    /// What holds for the stage as a whole, when the cell is the place for it.
    pub(crate) own: Option<&'a Experience>,
    /// Its touchpoints.
    pub(crate) stops: Range<usize>,
}

/// All columns of a map.
pub(crate) struct Columns<'a> {
    pub(crate) width: f64,
    pub(crate) stops: Vec<Stop<'a>>,
    pub(crate) bands: Vec<Band<'a>>,
    pub(crate) cells: Vec<Cell<'a>>,
}

impl<'a> Columns<'a> {
    /// Sets the columns of a journey, with `end` more room than usual for the ends of curves.
    pub(crate) fn of(site: &'a Site, journey_ix: JourneyIx, end: f64) -> Self {
        let journey = site.journey(journey_ix);
        let (mut stops, mut bands) = stops_and_bands(journey, journey_ix);
        let end = END + end;
        let count = stops.len();
        let needed: f64 = stops.iter().map(|stop| stop.width).sum();
        let slack = (WIDTH - GUTTER - end - needed).max(0.0);
        let mut x = GUTTER;
        for (stop, more) in stops.iter_mut().zip(shares(slack, count)) {
            stop.left = x;
            stop.width += more;
            x += stop.width;
        }
        for band in &mut bands {
            let (first, last) = (&stops[band.stops.start], &stops[band.stops.end - 1]);
            band.left = first.left;
            band.width = last.left + last.width - first.left;
        }
        if let Some(last) = bands.last_mut() {
            last.width += end + 12.0;
        }
        let cells = cells(&stops, &bands, end);
        // Sums of fractions are not quite what they should be.
        let width = (x + end - 1e-6).ceil().max(WIDTH);
        Self { width, stops, bands, cells }
    }
}

fn stops_and_bands(journey: &Journey, ix: JourneyIx) -> (Vec<Stop<'_>>, Vec<Band<'_>>) {
    let count = journey.stages.iter().map(|stage| stage.touchpoints.len().max(1)).sum();
    let mut stops = Vec::with_capacity(count);
    let mut bands = Vec::with_capacity(journey.stages.len());
    for (s, stage) in (0_u32..).zip(&journey.stages) {
        let from = stops.len();
        let node = Node::Stage(ix, s);
        for (t, touchpoint) in (0_u32..).zip(&stage.touchpoints) {
            stops.push(touchpoint_stop(Node::Touchpoint(ix, s, t), touchpoint));
        }
        if stage.touchpoints.is_empty() {
            let experience = &stage.experience;
            stops.push(Stop { node, touchpoint: None, experience, left: 0.0, width: 0.0 });
        }
        let title = longest_word(stage.title.doc.plain(), STAGE.font).min(2.0 * WORD_MOST) + 20.0;
        widen(&mut stops[from..], title.max(STAGE_LEAST));
        bands.push(Band { node, stage, left: 0.0, width: 0.0, stops: from..stops.len() });
    }
    (stops, bands)
}

fn touchpoint_stop(node: Node, touchpoint: &Touchpoint) -> Stop<'_> {
    let word = longest_word(touchpoint.title.doc.plain(), TOUCHPOINT.font);
    Stop {
        node,
        touchpoint: Some(touchpoint),
        experience: &touchpoint.experience,
        left: 0.0,
        width: even(word.clamp(46.0, WORD_MOST) + 10.0),
    }
}

/// The next even number: what is twice a whole number has a whole middle, and lines on whole
/// numbers are crisp.
fn even(width: f64) -> f64 {
    (width / 2.0 - 1e-6).ceil() * 2.0
}

/// A length in `count` even parts, the first ones a little larger; less than one step is left.
fn shares(length: f64, count: usize) -> impl Iterator<Item = f64> {
    let steps = (length / 2.0) as usize;
    let (each, larger) = (steps / count.max(1), steps % count.max(1));
    (0..count).map(move |at| 2.0 * (each + usize::from(at < larger)) as f64)
}

/// Widens columns evenly until together they are `least` wide.
fn widen(stops: &mut [Stop<'_>], least: f64) {
    let width: f64 = stops.iter().map(|stop| stop.width).sum();
    let more = even((least - width).max(0.0));
    let shares = shares(more, stops.len());
    stops.iter_mut().zip(shares).for_each(|(stop, more)| stop.width += more);
}

/// One cell a stage, or one a touchpoint where all columns are wide enough for sentences.
fn cells<'a>(stops: &[Stop<'a>], bands: &[Band<'a>], end: f64) -> Vec<Cell<'a>> {
    let by_touchpoint = stops.iter().all(|stop| stop.width >= TEXT_LEAST);
    let of_stage = |band: &Band<'a>| Cell {
        node: band.node,
        left: band.left,
        width: band.width,
        own: Some(&band.stage.experience),
        stops: if band.stage.touchpoints.is_empty() { 0..0 } else { band.stops.clone() },
    };
    let mut cells: Vec<Cell<'a>> = Vec::with_capacity(stops.len());
    for band in bands {
        if !by_touchpoint || band.stops.len() == 1 {
            cells.push(of_stage(band));
            continue;
        }
        for at in band.stops.clone() {
            let stop = &stops[at];
            let own = (at == band.stops.start).then_some(&band.stage.experience);
            cells.push(Cell {
                node: stop.node,
                left: stop.left,
                width: stop.width,
                own,
                stops: at..at + 1,
            });
        }
    }
    if let (true, Some(last)) = (by_touchpoint, cells.last_mut()) {
        last.width =
            stops.last().map_or(0.0, |stop| stop.left + stop.width) + end + 12.0 - last.left;
    }
    cells
}
