//! The curve through emotion values: a monotone cubic (Fritsch–Carlson) on uneven distances. It
//! never goes beyond the data, and where a value is missing it ends.

use super::apart::Rect;
use super::svg::PathData;

/// A place: along, and the value there.
pub(crate) type Point = (f64, f64);

/// Slopes at the points of a run. Neighbours at the same place give level lines, never a division
/// by zero.
pub(crate) fn slopes(points: &[Point]) -> Vec<f64> {
    let secants: Vec<(f64, f64)> = points
        .windows(2)
        .map(|pair| {
            let along = (pair[1].0 - pair[0].0).max(1e-6);
            (along, (pair[1].1 - pair[0].1) / along)
        })
        .collect();
    let (Some(first), Some(last)) = (secants.first(), secants.last()) else {
        return vec![0.0; points.len()];
    };
    let mut slopes = Vec::with_capacity(points.len());
    slopes.push(first.1);
    slopes.extend(secants.windows(2).map(|pair| slope_between(pair[0], pair[1])));
    slopes.push(last.1);
    for (i, (_, secant)) in secants.iter().enumerate() {
        limit(&mut slopes[i..=i + 1], *secant);
    }
    slopes
}

/// The slope between two secants: none at a turn, else their weighted harmonic mean.
fn slope_between((h0, d0): (f64, f64), (h1, d1): (f64, f64)) -> f64 {
    if d0 * d1 <= 0.0 {
        return 0.0;
    }
    let (w0, w1) = (2.0 * h1 + h0, h1 + 2.0 * h0);
    (w0 + w1) / (w0 / d0 + w1 / d1)
}

/// Keeps the two slopes of a piece small enough for the piece to stay monotone.
fn limit(slopes: &mut [f64], secant: f64) {
    if secant == 0.0 {
        return slopes.fill(0.0);
    }
    let (a, b) = (slopes[0] / secant, slopes[1] / secant);
    let length = a * a + b * b;
    if length > 9.0 {
        let shrink = 3.0 / length.sqrt();
        slopes[0] = shrink * a * secant;
        slopes[1] = shrink * b * secant;
    }
}

/// One piece of a curve: start, two handles, end.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Piece(pub(crate) [Point; 4]);

impl Piece {
    /// Cuts the piece at its middle: two pieces, one curve.
    pub(crate) fn halves(self) -> (Piece, Piece) {
        self.cut(0.5)
    }

    /// Cuts the piece at a share of its way (de Casteljau): two pieces, one curve.
    pub(crate) fn cut(self, share: f64) -> (Piece, Piece) {
        let between = |a: Point, b: Point| (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        let [a, b, c, d] = self.0;
        let (ab, bc, cd) = (between(a, b), between(b, c), between(c, d));
        let (abc, bcd) = (between(ab, bc), between(bc, cd));
        let mid = between(abc, bcd);
        (Piece([a, ab, abc, mid]), Piece([mid, bcd, cd, d]))
    }

    /// A straight piece.
    pub(crate) fn straight(from: Point, to: Point) -> Self {
        let third =
            |share: f64| (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        Piece([from, third(1.0 / 3.0), third(2.0 / 3.0), to])
    }

    fn start(self) -> f64 {
        self.0[0].0
    }

    fn end(self) -> f64 {
        self.0[3].0
    }
}

impl Piece {
    /// Whether the piece runs through a box, looked at closely enough for boxes of words.
    pub(crate) fn crosses(self, rect: Rect) -> bool {
        let [start, .., end] = self.0;
        // A curve stays within the box of its points, so most pieces need no closer look.
        let above = self.0.iter().all(|point| point.1 + 1.5 < rect.top);
        let below = self.0.iter().all(|point| point.1 - 1.5 > rect.bottom);
        if end.0 + 1.5 < rect.left || start.0 - 1.5 > rect.right || above || below {
            return false;
        }
        let steps = ((end.0 - start.0) / 3.0).clamp(8.0, 400.0).floor();
        // Handles stand at thirds, so a piece goes along evenly: only the steps beside the box
        // count.
        let step_at = |x: f64| (x - start.0) / (end.0 - start.0).max(1e-6) * steps;
        let first = (step_at(rect.left - 1.5) - 1.0).clamp(0.0, steps) as u32;
        let last = (step_at(rect.right + 1.5) + 2.0).clamp(0.0, steps) as u32;
        (first..=last).any(|step| {
            let (x, y) = self.at(f64::from(step) / steps);
            rect.meets(Rect::around(x, y, 1.5))
        })
    }

    /// Where the piece is at a share of its way.
    fn at(self, share: f64) -> Point {
        let rest = 1.0 - share;
        let weights = [
            rest * rest * rest,
            3.0 * rest * rest * share,
            3.0 * rest * share * share,
            share * share * share,
        ];
        let mut place = (0.0, 0.0);
        for (weight, point) in weights.iter().zip(&self.0) {
            place = (place.0 + weight * point.0, place.1 + weight * point.1);
        }
        place
    }
}

/// The pieces between the points of a run.
pub(crate) fn pieces(run: &[Point]) -> Vec<Piece> {
    let slopes = slopes(run);
    (1..run.len())
        .map(|i| {
            let (a, b) = (run[i - 1], run[i]);
            let third = (b.0 - a.0) / 3.0;
            let first = (a.0 + third, a.1 + slopes[i - 1] * third);
            let second = (b.0 - third, b.1 - slopes[i] * third);
            Piece([a, first, second, b])
        })
        .collect()
}

/// Runs of neighbouring values; a gap stays a gap.
pub(crate) fn runs(points: &[(f64, Option<f64>)]) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for (along, value) in points {
        match value {
            Some(value) => {
                if !open {
                    runs.push(Vec::new());
                }
                if let Some(run) = runs.last_mut() {
                    run.push((*along, *value));
                }
                open = true;
            }
            None => open = false,
        }
    }
    runs
}

/// Draws the runs that are longer than a point.
pub(crate) fn draw(path: &mut PathData<'_>, runs: &[Vec<Piece>]) {
    for run in runs.iter().filter(|run| !run.is_empty()) {
        path.start(run[0].0[0].0, run[0].0[0].1);
        follow(path, run);
    }
}

/// What lies between two curves: stretches of both, from left to right, in which one is above.
pub(crate) type Region = (Vec<Piece>, Vec<Piece>);

/// What lies between a curve and another, as regions in which the first is above (its heights are
/// smaller) and those in which it is below.
pub(crate) fn between(curve: &[Vec<Piece>], other: &[Vec<Piece>]) -> (Vec<Region>, Vec<Region>) {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for run in curve {
        for against in other {
            stretch(run, against, &mut above, &mut below);
        }
    }
    (above, below)
}

/// The level line under each run of a curve.
pub(crate) fn level(runs: &[Vec<Piece>], y: f64) -> Vec<Vec<Piece>> {
    let under = |run: &Vec<Piece>| {
        run.iter().map(|piece| Piece::straight((piece.start(), y), (piece.end(), y))).collect()
    };
    runs.iter().map(under).collect()
}

/// Goes along two runs where both have a value.
fn stretch(run: &[Piece], other: &[Piece], above: &mut Vec<Region>, below: &mut Vec<Region>) {
    let mut last = 0.0_f64;
    let mut put = |a: Piece, b: Piece| {
        let side = (b.0.iter().map(|p| p.1).sum::<f64>()) - a.0.iter().map(|p| p.1).sum::<f64>();
        if side.abs() < 1e-6 {
            last = 0.0;
            return;
        }
        let into = if side > 0.0 { &mut *above } else { &mut *below };
        match into.last_mut().filter(|_| last * side > 0.0) {
            Some((first, second)) => {
                first.push(a);
                second.push(b);
            }
            None => into.push((vec![a], vec![b])),
        }
        last = side;
    };
    let (mut left, mut right) = (run.iter().copied(), other.iter().copied());
    let (mut a, mut b) = (left.next(), right.next());
    while let (Some(one), Some(two)) = (a, b) {
        let (from, to) = (one.start().max(two.start()), one.end().min(two.end()));
        if to - from > 1e-6 {
            let (one, two) = (within(one, from, to), within(two, from, to));
            match crossing(one, two) {
                Some(share) => {
                    let ((a1, a2), (b1, b2)) = (one.cut(share), two.cut(share));
                    put(a1, b1);
                    put(a2, b2);
                }
                None => put(one, two),
            }
        }
        if one.end() <= two.end() {
            a = left.next();
        } else {
            b = right.next();
        }
    }
}

/// The part of a piece between two places along. A piece runs evenly along, so its share is the
/// place's.
fn within(piece: Piece, from: f64, to: f64) -> Piece {
    let length = (piece.end() - piece.start()).max(1e-9);
    let rest = piece.cut(((from - piece.start()) / length).clamp(0.0, 1.0)).1;
    let length = (rest.end() - rest.start()).max(1e-9);
    rest.cut(((to - rest.start()) / length).clamp(0.0, 1.0)).0
}

/// Where two pieces over the same stretch cross, if they change sides.
fn crossing(one: Piece, two: Piece) -> Option<f64> {
    let side = |share: f64| two.at(share).1 - one.at(share).1;
    let (mut low, mut high) = (0.0, 1.0);
    if side(low) * side(high) >= -1e-9 {
        return None;
    }
    let rising = side(low) < 0.0;
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if (side(middle) < 0.0) == rising { low = middle } else { high = middle }
    }
    Some(low)
}

/// Draws regions.
pub(crate) fn draw_regions(path: &mut PathData<'_>, regions: &[Region]) {
    for (first, second) in regions {
        let (Some(start), Some(end)) = (first.first(), second.last()) else { continue };
        path.start(start.0[0].0, start.0[0].1);
        follow(path, first);
        path.line(end.0[3].0, end.0[3].1);
        let is_level = second.iter().all(|piece| piece.0.iter().all(|p| p.1 == end.0[3].1));
        if is_level {
            path.line(second[0].0[0].0, end.0[3].1);
        } else {
            for piece in second.iter().rev() {
                path.cubic(piece.0[2], piece.0[1], piece.0[0]);
            }
        }
        path.close();
    }
}

fn follow(path: &mut PathData<'_>, run: &[Piece]) {
    for piece in run {
        path.cubic(piece.0[1], piece.0[2], piece.0[3]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_gap_ends_the_line_and_a_lone_value_stays_a_point() {
        let points = [(0.0, Some(1.0)), (1.0, None), (2.0, Some(0.0)), (3.0, Some(1.0))];
        let runs = runs(&points);
        assert_eq!(runs, [vec![(0.0, 1.0)], vec![(2.0, 0.0), (3.0, 1.0)]]);
        assert_eq!((pieces(&runs[0]).len(), pieces(&runs[1]).len()), (0, 1));
    }

    #[test]
    fn what_lies_between_two_curves_is_cut_where_they_cross() {
        let line = |points: &[Point]| vec![pieces(points)];
        let (above, below) =
            between(&line(&[(0.0, 0.0), (10.0, 10.0)]), &line(&[(0.0, 10.0), (10.0, 0.0)]));
        let span = |region: &Region| (region.0[0].start(), region.0[0].end());
        let near = |(a, b): (f64, f64), (x, y): (f64, f64)| (a - x).abs() + (b - y).abs() < 1e-6;
        assert!(above.len() == 1 && near(span(&above[0]), (0.0, 5.0)));
        assert!(below.len() == 1 && near(span(&below[0]), (5.0, 10.0)));
        // Only where both have a value, and as one region where pieces follow each other.
        let long = line(&[(0.0, 0.0), (10.0, 0.0), (20.0, 0.0)]);
        let (above, below) = between(&long, &line(&[(5.0, 3.0), (15.0, 4.0), (30.0, 3.0)]));
        assert!(below.is_empty() && above.len() == 1);
        let (first, _) = &above[0];
        let ends = (first[0].start(), first.last().expect("a piece").end());
        assert!(near(ends, (5.0, 20.0)), "{ends:?}");
        assert_eq!(between(&long, &long), (Vec::new(), Vec::new()));
    }

    #[test]
    fn two_halves_are_one_curve() {
        let whole = pieces(&[(0.0, 0.0), (3.0, 9.0)])[0];
        let (first, second) = whole.halves();
        assert_eq!(first.0[3], second.0[0]);
        assert_eq!(whole.at(0.25), first.at(0.5));
    }

    proptest! {
        #[test]
        fn the_curve_never_goes_beyond_its_neighbours(values in proptest::collection::vec((0.1..90.0_f64, -2.0..2.0_f64), 2..30)) {
            let mut x = 0.0;
            let points: Vec<Point> = values.iter().map(|(step, v)| { x += step; (x, *v) }).collect();
            for (piece, pair) in pieces(&points).iter().zip(points.windows(2)) {
                let (low, high) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
                for i in 0..=20 {
                    let y = piece.at(f64::from(i) / 20.0).1;
                    prop_assert!(y >= low - 1e-9 && y <= high + 1e-9);
                }
            }
        }
    }
}
