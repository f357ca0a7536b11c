//! Keeping things apart: along one line, and among boxes.

/// Slides pieces along a line until none touch: `wanted` holds each piece's centre and length, in
/// rising order of centres. Together they move as little as possible. Returns where each begins.
/// Pieces that have more length than there is room go on beyond `high`.
pub(crate) fn slide(wanted: &[(f64, f64)], gap: f64, low: f64, high: f64) -> Vec<f64> {
    // Taking away what must lie before each piece leaves starts that only have to rise: pools of
    // neighbours that would cross are merged at their mean.
    let mut before = 0.0;
    let mut offsets = Vec::with_capacity(wanted.len());
    let mut pools: Vec<(f64, usize)> = Vec::with_capacity(wanted.len());
    for (centre, length) in wanted {
        offsets.push(before);
        let mut pool = (centre - length / 2.0 - before, 1);
        while let Some((mean, count)) = pools.last().copied().filter(|last| last.0 > pool.0) {
            let all = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / all as f64, all);
            pools.pop();
        }
        pools.push(pool);
        before += length + gap;
    }
    let latest = (high - (before - gap)).max(low);
    let starts = pools.iter().flat_map(|(start, count)| std::iter::repeat_n(*start, *count));
    starts.zip(offsets).map(|(start, offset)| start.clamp(low, latest) + offset).collect()
}

/// Equal lengths of one picture, a little apart so that none hides another: each as near to where it
/// belongs as the others leave it, in their order, and however many are equal never far.
pub(crate) fn beside(wanted: &[f64]) -> Vec<f64> {
    const STEP: f64 = 4.0;
    const TOGETHER: f64 = 24.0;
    if wanted.len() < 2 {
        return wanted.to_vec();
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
    let equal = order.chunk_by(|a, b| (wanted[*a] - wanted[*b]).abs() < 1.0);
    let most = equal.map(<[usize]>::len).max().unwrap_or(1);
    let step = STEP.min(TOGETHER / most as f64);
    let sorted: Vec<(f64, f64)> = order.iter().map(|at| (wanted[*at], step)).collect();
    let mut found = wanted.to_vec();
    for (at, start) in order.into_iter().zip(slide(&sorted, 0.0, -1e6, 1e6)) {
        let moved = start + step / 2.0;
        // What has room stays exactly where it is.
        if (moved - wanted[at]).abs() > 1e-6 {
            found[at] = moved;
        }
    }
    found
}

/// A box by its corners.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    pub(crate) fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    pub(crate) fn around(x: f64, y: f64, radius: f64) -> Self {
        Self::new(x - radius, y - radius, 2.0 * radius, 2.0 * radius)
    }

    pub(crate) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// The smallest box around both.
    pub(crate) fn union(self, other: Rect) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The box with a margin.
    pub(crate) fn grown(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// Whether two boxes have a part in common; touching is none. All four sides are compared whatever
    /// the others came to: which of them lies apart is anybody's guess, a processor's too.
    pub(crate) fn meets(self, other: Rect) -> bool {
        const TOUCH: f64 = 1e-3;
        (self.left + TOUCH < other.right)
            & (other.left + TOUCH < self.right)
            & (self.top + TOUCH < other.bottom)
            & (other.top + TOUCH < self.bottom)
    }

    /// Whether the other box lies wholly inside.
    pub(crate) fn holds(self, other: Rect) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }
}

/// Places that are taken.
#[derive(Default)]
pub(crate) struct Taken {
    boxes: Vec<Rect>,
}

impl Taken {
    pub(crate) fn take(&mut self, rect: Rect) {
        self.boxes.push(rect);
    }

    pub(crate) fn is_free(&self, rect: Rect) -> bool {
        self.boxes.iter().all(|taken| !taken.meets(rect))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pieces_that_do_not_touch_stay_and_others_share_the_way() {
        assert_eq!(slide(&[(10.0, 10.0), (50.0, 10.0)], 4.0, 0.0, 100.0), [5.0, 45.0]);
        assert_eq!(slide(&[(50.0, 10.0), (50.0, 10.0)], 4.0, 0.0, 100.0), [38.0, 52.0]);
        assert_eq!(slide(&[(0.0, 10.0)], 4.0, 0.0, 100.0), [0.0]);
    }

    #[test]
    fn equal_heights_stand_beside_each_other_and_others_stay() {
        assert_eq!(beside(&[50.0, 92.0, 50.0]), [48.0, 92.0, 52.0]);
        assert_eq!(beside(&[50.0]), [50.0]);
        let many = beside(&[10.0; 12]);
        assert!(many.windows(2).all(|pair| pair[1] - pair[0] > 1.9));
        assert!(many.iter().all(|height| (height - 10.0).abs() <= 12.0));
    }

    proptest! {
        #[test]
        fn slid_pieces_never_touch_and_stay_inside_when_there_is_room(mut wanted in proptest::collection::vec((0.0..500.0_f64, 5.0..40.0_f64), 0..10)) {
            wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
            let starts = slide(&wanted, 4.0, 0.0, 500.0);
            for i in 0..starts.len() {
                prop_assert!(starts[i] >= 0.0 && starts[i] + wanted[i].1 <= 500.0 + 1e-6);
                if i > 0 {
                    prop_assert!(starts[i] + 1e-6 >= starts[i - 1] + wanted[i - 1].1 + 4.0);
                }
            }
        }
    }
}
