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
    slopes.extend(secants.windows(2).map(|pair| between(pair[0], pair[1])));
    slopes.push(last.1);
    for (i, (_, secant)) in secants.iter().enumerate() {
        limit(&mut slopes[i..=i + 1], *secant);
    }
    slopes
}

/// The slope between two secants: none at a turn, else their weighted harmonic mean.
fn between((h0, d0): (f64, f64), (h1, d1): (f64, f64)) -> f64 {
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
    /// Cuts the piece at its middle (de Casteljau): two pieces, one curve.
    pub(crate) fn halves(self) -> (Piece, Piece) {
        let middle = |a: Point, b: Point| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
        let [a, b, c, d] = self.0;
        let (ab, bc, cd) = (middle(a, b), middle(b, c), middle(c, d));
        let (abc, bcd) = (middle(ab, bc), middle(bc, cd));
        let mid = middle(abc, bcd);
        (Piece([a, ab, abc, mid]), Piece([mid, bcd, cd, d]))
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

/// Draws what lies between the runs and a level line.
pub(crate) fn draw_area(path: &mut PathData<'_>, runs: &[Vec<Piece>], level: f64) {
    for run in runs {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            path.start(first.0[0].0, level).line(first.0[0].0, first.0[0].1);
            follow(path, run);
            path.line(last.0[3].0, level).close();
        }
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
