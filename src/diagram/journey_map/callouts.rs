//! Moments of truth: what each one says, and rows in which their words do not touch.

use super::columns::Columns;
use crate::diagram::apart::slide;
use crate::diagram::measure::{Block, fit, width};
use crate::diagram::style::{KIND, MOMENT};
use crate::model::MomentKind;
use crate::site::{Experience, Lane, Moment, Stage, Words};
use crate::wording::Wording;
use std::borrow::Cow;

/// A moment with its words, not yet placed.
pub(crate) struct Callout<'a> {
    pub(crate) kind: MomentKind,
    /// What it is called.
    pub(crate) head: Cow<'a, str>,
    /// The touchpoint's number.
    pub(crate) number: Option<u32>,
    /// The column, or `None` for a moment of a stage that has touchpoints.
    pub(crate) stop: Option<usize>,
    /// The stage.
    pub(crate) band: usize,
    /// Where what it speaks of stands.
    pub(crate) x: f64,
    pub(crate) words: Block<'a>,
    pub(crate) lang: Option<&'a str>,
    pub(crate) width: f64,
}

/// A row of callouts: which, and where each begins.
pub(crate) struct Row {
    pub(crate) placed: Vec<(usize, f64)>,
    /// Lines of its longest text.
    pub(crate) lines: usize,
}

/// Between two callouts of a row.
const GAP: f64 = 14.0;
/// How far from its column a callout may slide before another row is better.
const FAR: f64 = 120.0;

/// Every moment of a journey in the order of its columns; those of a stage as a whole stand at
/// its middle.
pub(crate) fn all<'a>(w: &'a Wording, columns: &Columns<'a>) -> Vec<Callout<'a>> {
    let mut all = Vec::new();
    for (b, band) in columns.bands.iter().enumerate() {
        let stage = band.stage;
        let bare = stage.touchpoints.is_empty();
        let (first, last) = (&columns.stops[band.stops.start], &columns.stops[band.stops.end - 1]);
        let middle = f64::midpoint(first.left, last.left + last.width);
        for at in band.stops.clone() {
            let stop = &columns.stops[at];
            let title = stop.touchpoint.map_or(&stage.title, |touchpoint| &touchpoint.title);
            for moment in &stop.experience.moments {
                let place = (Some(at), b, stop.middle());
                let callout = callout(w, moment, stop.experience, title, place, stop.width);
                let number = stop.touchpoint.map(|touchpoint| touchpoint.number);
                all.push(Callout { number, ..callout });
            }
        }
        if !bare {
            all.extend(stage_moments(w, stage, (None, b, middle)));
        }
    }
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all
}

type Place = (Option<usize>, usize, f64);

fn stage_moments<'a>(
    w: &'a Wording,
    stage: &'a Stage,
    place: Place,
) -> impl Iterator<Item = Callout<'a>> {
    let experience = &stage.experience;
    experience
        .moments
        .iter()
        .map(move |moment| callout(w, moment, experience, &stage.title, place, 140.0))
}

fn callout<'a>(
    w: &'a Wording,
    moment: &'a Moment,
    experience: &'a Experience,
    title: &'a Words,
    (stop, band, x): Place,
    room: f64,
) -> Callout<'a> {
    let wording = wording(moment, experience).unwrap_or(title);
    let words = fit(wording.doc.plain(), MOMENT.font, room.clamp(140.0, 200.0), 4);
    // The shape stands before the kind.
    let head = Cow::Borrowed(w.moment_kind_head(moment.kind));
    let head_width = head_width(&head);
    Callout {
        kind: moment.kind,
        head,
        number: None,
        stop,
        band,
        x,
        lang: wording.lang(),
        width: words.width.max(head_width),
        words,
    }
}

fn head_width(head: &str) -> f64 {
    width(head, KIND.font) + 16.0
}

impl Callout<'_> {
    /// Says which touchpoint it speaks of, where no line leads there.
    pub(crate) fn name_place(&mut self, w: &Wording) {
        if let Some(number) = self.number {
            self.head = Cow::Owned(w.moment_at(&*self.head, number).text());
            self.width = self.width.max(head_width(&self.head));
        }
    }
}

/// What a moment says: why, else the first pain, gain or question, else the feeling.
fn wording<'a>(moment: &'a Moment, experience: &'a Experience) -> Option<&'a Words> {
    let lane = match moment.kind {
        MomentKind::Friction => Lane::Pains,
        MomentKind::Delight => Lane::Gains,
        MomentKind::Decision | MomentKind::Pivotal => Lane::Questions,
    };
    let claim = || {
        let mut claims = experience.claims.iter().filter(|claim| claim.lane == lane);
        claims.find_map(|claim| claim.words.as_ref())
    };
    moment.why.as_ref().or_else(claim).or(experience.feeling.as_deref())
}

/// Puts callouts in as few rows as keep them near their columns.
pub(crate) fn rows(callouts: &[Callout<'_>], which: &[usize], low: f64, high: f64) -> Vec<Row> {
    for count in 1..=which.len() {
        let rows: Vec<Option<Row>> =
            (0..count).map(|row| fill(callouts, which, (row, count), low, high)).collect();
        if rows.iter().all(Option::is_some) {
            return rows.into_iter().flatten().collect();
        }
    }
    // One callout a row always fits: a callout is never wider than a map.
    Vec::new()
}

/// Every `count`-th callout from `row` on, if there is room for them.
fn fill(
    callouts: &[Callout<'_>],
    which: &[usize],
    (row, count): (usize, usize),
    low: f64,
    high: f64,
) -> Option<Row> {
    let own: Vec<usize> = which.iter().copied().skip(row).step_by(count).collect();
    let wanted: Vec<(f64, f64)> =
        own.iter().map(|at| (callouts[*at].x, callouts[*at].width)).collect();
    let starts = slide(&wanted, GAP, low, high);
    let fits = starts.iter().zip(&wanted).all(|(start, (x, width))| {
        let off = (start + width / 2.0 - x).abs();
        start + width <= high + 0.5 && off <= FAR + width / 2.0
    });
    let lines = own.iter().map(|at| callouts[*at].words.len()).max().unwrap_or(0);
    (fits || count == which.len())
        .then(|| Row { placed: own.into_iter().zip(starts).collect(), lines })
}
