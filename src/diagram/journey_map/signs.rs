//! Which of the signs that not every map has it uses: what its key has to explain.

use super::before::gaps;
use super::feelings::Curves;
use super::place::PlacedMap;
use crate::diagram::mark::Mark;

/// What is on a map, beside what is on every one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Signs {
    /// Today's curve or a point of it.
    pub today: bool,
    /// A gap between today's curve and the one that shall be.
    pub gap: bool,
    /// A point of today at a touchpoint that is dropped.
    pub gone: bool,
    /// Values of several personas beside each other, since they are equal.
    pub equal: bool,
}

/// Looks through what a map draws.
pub(crate) fn of(map: &PlacedMap<'_>) -> Signs {
    let Some(curves) = &map.curves else { return Signs::default() };
    let has = |class: &str| map.body.iter().any(|mark| is_of(mark, class));
    Signs {
        today: has("wp") || !curves.before.is_empty(),
        gap: has_gap(curves),
        gone: has("wg"),
        equal: curves.has_equal(),
    }
}

fn has_gap(curves: &Curves<'_>) -> bool {
    curves.before.iter().any(|before| {
        let (better, worse) = gaps(&curves.lines, before);
        !better.is_empty() || !worse.is_empty()
    })
}

fn is_of(mark: &Mark<'_>, name: &str) -> bool {
    match mark {
        Mark::Circle { class, .. } | Mark::Line { class, .. } => class.has(name),
        Mark::Whose { mark, .. } => is_of(mark, name),
        _ => false,
    }
}
