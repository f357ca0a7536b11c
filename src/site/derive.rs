//! Every derived number and date, each a small pure function with its rule.

use super::{
    Claim, ClaimStatus, Coverage, Drop, JourneyIx, Node, PersonaIx, Point, Quadrant, ReviewState,
    Stage,
};
use crate::model::{Cadence, Consent, Effort, EmotionScale, OpportunityStatus};
use jiff::Span;
use jiff::civil::Date;
use std::cmp::Ordering;
use thin_vec::ThinVec;

/// Two derived numbers nearer than this are one: 0.3 − 0.1 and 0.2 differ only in how they are
/// stored, and a tie must not depend on that.
const NOTHING: f64 = 1e-9;

/// The day of the next review: the last one and the cadence, by calendar months. 31 January and
/// one month is the last day of February. A day past the calendar's end is its last day.
pub fn next_review(last: Date, every: Cadence) -> Date {
    later(last, every)
}

/// The first day on which a review is due soon: the day of the review less the time to warn.
pub fn soon_from(next: Date, warn: Cadence) -> Date {
    later(next, Cadence { months: warn.months.saturating_neg(), days: warn.days.saturating_neg() })
}

/// How urgent a review is: overdue after its day, due soon when the time to warn or less is left,
/// the day itself included; never without a last review.
pub fn review_state(next: Option<Date>, soon_from: Option<Date>, today: Date) -> ReviewState {
    match next {
        None => ReviewState::Never,
        Some(next) if today > next => ReviewState::Overdue,
        Some(_) if soon_from.is_some_and(|soon| today >= soon) => ReviewState::DueSoon,
        Some(_) => ReviewState::Current,
    }
}

/// The last day on which a source is in date: `expires`, else its date and the greatest age.
pub fn in_date_until(date: Date, expires: Option<Date>, max_age: Cadence) -> Date {
    expires.unwrap_or_else(|| later(date, max_age))
}

/// Whether somebody may be quoted today; the last day of a consent is included.
pub fn may_quote(consent: Consent, today: Date) -> bool {
    match consent {
        Consent::No => false,
        Consent::Yes => true,
        Consent::Until(last) => today <= last,
    }
}

/// A day moved by months first, then by days; kept inside the calendar.
fn later(date: Date, by: Cadence) -> Date {
    let months = Span::new().try_months(by.months);
    let moved = months.and_then(|span| date.checked_add(span));
    let days = Span::new().try_days(by.days);
    let moved = moved.and_then(|date| date.checked_add(days?));
    let backwards = by.months < 0 || (by.months == 0 && by.days < 0);
    moved.unwrap_or(if backwards { Date::MIN } else { Date::MAX })
}

/// Contested when something speaks against it; else known when some cited source is in date,
/// stale when all are out of date, assumed when none is cited. `in_date`: one entry for each
/// cited source.
pub fn claim_status(contested: usize, in_date: impl IntoIterator<Item = bool>) -> ClaimStatus {
    if contested > 0 {
        return ClaimStatus::Contested;
    }
    let mut status = ClaimStatus::Assumed;
    for fresh in in_date {
        if fresh {
            return ClaimStatus::Known;
        }
        status = ClaimStatus::Stale;
    }
    status
}

/// Claims of the lanes that count, by status.
pub fn coverage(claims: &[Claim]) -> Coverage {
    let mut sum = Coverage::default();
    for claim in claims.iter().filter(|claim| claim.lane.counts()) {
        sum.claims += 1;
        match claim.status {
            ClaimStatus::Known => sum.known += 1,
            ClaimStatus::Contested => sum.contested += 1,
            ClaimStatus::Stale => sum.stale += 1,
            ClaimStatus::Assumed => sum.assumed += 1,
        }
    }
    sum
}

/// The coverage of a whole from that of its parts.
pub fn total_coverage(parts: impl IntoIterator<Item = Coverage>) -> Coverage {
    parts.into_iter().fold(Coverage::default(), |a, b| Coverage {
        claims: a.claims + b.claims,
        known: a.known + b.known,
        stale: a.stale + b.stale,
        contested: a.contested + b.contested,
        assumed: a.assumed + b.assumed,
    })
}

/// A stage's emotion for each persona: its own, else the mean of its touchpoints weighted by
/// importance; a persona without any emotion there has none. In the order of `personas`.
pub fn stage_emotion<'a>(
    personas: &[PersonaIx],
    own: &[(PersonaIx, f64)],
    touchpoints: impl Iterator<Item = (f64, &'a [(PersonaIx, f64)])> + Clone,
) -> ThinVec<(PersonaIx, f64)> {
    let of = |list: &[(PersonaIx, f64)], persona| {
        list.iter().find(|(p, _)| *p == persona).map(|(_, value)| *value)
    };
    let mean = |persona| {
        let felt =
            touchpoints.clone().filter_map(|(weight, list)| Some((weight, of(list, persona)?)));
        weighted_mean(felt)
    };
    let one = |&persona: &PersonaIx| Some((persona, of(own, persona).or_else(|| mean(persona))?));
    let mut out = ThinVec::with_capacity(personas.len());
    out.extend(personas.iter().filter_map(one));
    out
}

/// The mean of values by their weights; nothing without any weight.
pub fn weighted_mean(values: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (weights, sum) =
        values.into_iter().fold((0.0, 0.0), |(ws, sum), (w, v)| (ws + w, sum + w * v));
    (weights > 0.0).then(|| sum / weights)
}

/// The points of a journey's curve in order, and at one place in the order of its personas. For a
/// persona who feels nothing at any touchpoint of a stage, the stage stands for itself.
pub fn points(journey: JourneyIx, personas: &[PersonaIx], stages: &[Stage]) -> Vec<Point> {
    let mut out = Vec::new();
    for (s, stage) in (0u32..).zip(stages) {
        let at_touchpoints = |persona: PersonaIx| {
            stage.touchpoints.iter().any(|t| t.experience.emotion.iter().any(|e| e.0 == persona))
        };
        let own = stage.emotion.iter().copied().filter(|e| !at_touchpoints(e.0));
        push_points(&mut out, Node::Stage(journey, s), personas, own);
        for (t, touchpoint) in (0u32..).zip(&stage.touchpoints) {
            let felt = touchpoint.experience.emotion.iter().copied();
            push_points(&mut out, Node::Touchpoint(journey, s, t), personas, felt);
        }
    }
    out
}

fn push_points(
    out: &mut Vec<Point>,
    node: Node,
    personas: &[PersonaIx],
    felt: impl Iterator<Item = (PersonaIx, f64)>,
) {
    let start = out.len();
    out.extend(felt.map(|(persona, value)| Point { node, persona, value }));
    out[start..].sort_by_key(|point| personas.iter().position(|p| *p == point.persona));
}

/// The lowest point; the first in order on a tie.
pub fn lowest(points: &[Point]) -> Option<Point> {
    extreme(points, |value, best| value < best - NOTHING)
}

/// The highest point; the first in order on a tie.
pub fn highest(points: &[Point]) -> Option<Point> {
    extreme(points, |value, best| value > best + NOTHING)
}

fn extreme(points: &[Point], beyond: impl Fn(f64, f64) -> bool) -> Option<Point> {
    let mut points = points.iter().copied();
    let first = points.next()?;
    Some(points.fold(first, |best, p| if beyond(p.value, best.value) { p } else { best }))
}

/// The largest way down between neighbouring points of one persona; the first in order on a tie.
/// A place without an emotion of hers is a gap and no point.
pub fn largest_drop(points: &[Point]) -> Option<Drop> {
    let mut best: Option<Drop> = None;
    for (i, from) in points.iter().enumerate() {
        let next = points[i + 1..].iter().find(|p| p.persona == from.persona);
        let Some(to) = next else { continue };
        let value = from.value - to.value;
        if value > best.map_or(0.0, |b| b.value) + NOTHING {
            best = Some(Drop { from: from.node, to: to.node, persona: from.persona, value });
        }
    }
    best
}

/// `feasibility` if given, else 6 − the mean of effort's three.
pub fn feasibility(given: Option<f64>, effort: Option<Effort>) -> Option<f64> {
    given.or_else(|| effort.map(|e| 6.0 - (e.time + e.cost + e.complexity) / 3.0))
}

/// Where two thresholds put an opportunity: strictly above is high.
pub fn quadrant(impact: f64, feasibility: f64, thresholds: (f64, f64)) -> Quadrant {
    let high = |value: f64, threshold: f64| value > threshold + NOTHING;
    match (high(impact, thresholds.0), high(feasibility, thresholds.1)) {
        (true, true) => Quadrant::QuickWin,
        (true, false) => Quadrant::BigBet,
        (false, true) => Quadrant::FillIn,
        (false, false) => Quadrant::Reconsider,
    }
}

/// Whether an opportunity of this status is ranked at all.
pub fn is_open(status: OpportunityStatus) -> bool {
    !matches!(status, OpportunityStatus::Done | OpportunityStatus::Dropped)
}

/// What decides the rank of an opportunity.
#[derive(Clone, Copy, Debug)]
pub struct Priority<'a> {
    /// Impact × feasibility, unrounded.
    pub score: f64,
    /// Impact.
    pub impact: f64,
    /// Its title's letters.
    pub title: &'a str,
}

impl Priority<'_> {
    /// The better first: by score, then impact, then title.
    pub fn compare(&self, other: &Self) -> Ordering {
        let whole = |value: f64| (value / NOTHING).round();
        whole(other.score)
            .total_cmp(&whole(self.score))
            .then_with(|| other.impact.total_cmp(&self.impact))
            .then_with(|| self.title.to_lowercase().cmp(&other.title.to_lowercase()))
            .then_with(|| self.title.cmp(other.title))
    }
}

/// A measured value on the emotion scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Where it lies, inside the scale.
    pub value: f64,
    /// Whether it had to be moved to the scale's end.
    pub clamped: bool,
}

/// Puts a measured value linearly between the worst and the best value of its own scale, and from
/// there on the emotion scale. Lower is better: the worst is the greater. Nothing when the scale
/// has no length.
pub fn measured(value: f64, worst: f64, best: f64, emotion: &EmotionScale) -> Option<Measured> {
    let share = (value - worst) / (best - worst);
    if !share.is_finite() {
        return None;
    }
    let inside = share.clamp(0.0, 1.0);
    let value = emotion.min + inside * (emotion.max - emotion.min);
    Some(Measured { value, clamped: (share - inside).abs() > NOTHING })
}

/// The newest of some dated values that is not after today; of one day the last written.
pub fn newest<T>(
    values: impl IntoIterator<Item = T>,
    date: impl Fn(&T) -> Date,
    today: Date,
) -> Option<T> {
    values.into_iter().filter(|value| date(value) <= today).max_by_key(|value| date(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const MAYA: PersonaIx = PersonaIx(0);
    const TOM: PersonaIx = PersonaIx(1);

    fn months(months: i32) -> Cadence {
        Cadence { months, days: 0 }
    }

    fn days(days: i32) -> Cadence {
        Cadence { months: 0, days }
    }

    #[test]
    fn a_month_after_the_31st_of_january_is_the_last_day_of_february() {
        assert_eq!(next_review(date(2025, 1, 31), months(1)), date(2025, 2, 28));
        assert_eq!(next_review(date(2024, 1, 31), months(1)), date(2024, 2, 29));
        assert_eq!(next_review(date(2024, 2, 29), months(12)), date(2025, 2, 28));
        assert_eq!(next_review(date(2025, 11, 30), months(3)), date(2026, 2, 28));
        assert_eq!(next_review(date(2025, 12, 29), days(42)), date(2026, 2, 9));
    }

    #[test]
    fn a_day_past_the_calendar_is_its_last_day() {
        assert_eq!(next_review(date(9999, 12, 1), months(3)), Date::MAX);
        assert_eq!(next_review(date(2025, 1, 1), months(i32::MAX)), Date::MAX);
        assert_eq!(next_review(date(2025, 1, 1), days(i32::MAX)), Date::MAX);
        assert_eq!(soon_from(date(2025, 1, 1), days(i32::MAX)), Date::MIN);
        assert_eq!(soon_from(date(2025, 1, 1), days(i32::MIN)), Date::MAX);
    }

    #[test]
    fn a_review_is_due_soon_from_the_first_day_of_the_warning_to_the_day_itself() {
        let next = date(2025, 6, 15);
        let soon = soon_from(next, days(14));
        let state = |day| review_state(Some(next), Some(soon), day);
        assert_eq!(soon, date(2025, 6, 1));
        assert_eq!(state(date(2025, 5, 31)), ReviewState::Current);
        assert_eq!(state(date(2025, 6, 1)), ReviewState::DueSoon);
        assert_eq!(state(date(2025, 6, 15)), ReviewState::DueSoon);
        assert_eq!(state(date(2025, 6, 16)), ReviewState::Overdue);
        assert_eq!(review_state(None, None, next), ReviewState::Never);
        assert_eq!(soon_from(date(2025, 3, 31), months(1)), date(2025, 2, 28));
    }

    #[test]
    fn a_source_holds_to_the_end_of_its_last_day() {
        let until = |expires| in_date_until(date(2024, 8, 31), expires, months(18));
        assert_eq!(until(None), date(2026, 2, 28));
        assert_eq!(until(Some(date(2024, 9, 1))), date(2024, 9, 1));
        let consent = Consent::Until(date(2025, 5, 5));
        assert!(may_quote(consent, date(2025, 5, 5)) && !may_quote(consent, date(2025, 5, 6)));
        assert!(may_quote(Consent::Yes, Date::MAX) && !may_quote(Consent::No, Date::MIN));
    }

    #[test]
    fn a_claim_is_known_by_one_source_in_date_and_contested_before_all() {
        assert_eq!(claim_status(0, []), ClaimStatus::Assumed);
        assert_eq!(claim_status(0, [false, false]), ClaimStatus::Stale);
        assert_eq!(claim_status(0, [false, true]), ClaimStatus::Known);
        assert_eq!(claim_status(1, [true]), ClaimStatus::Contested);
    }

    #[test]
    fn a_stage_feels_like_the_weighted_mean_of_its_touchpoints_unless_it_says_otherwise() {
        let first: &[_] = &[(MAYA, 2.0), (TOM, 1.0)];
        let second: &[_] = &[(MAYA, -1.0)];
        let list = [(1.0, first), (5.0, second)];
        let felt = stage_emotion(&[TOM, MAYA, PersonaIx(2)], &[], list.into_iter());
        assert_eq!(felt, [(TOM, 1.0), (MAYA, -0.5)]);
        let felt = stage_emotion(&[MAYA, TOM], &[(TOM, 0.0)], list.into_iter());
        assert_eq!(felt, [(MAYA, -0.5), (TOM, 0.0)]);
        assert_eq!(weighted_mean([(0.0, 3.0)]), None);
    }

    fn point(place: u32, persona: PersonaIx, value: f64) -> Point {
        Point { node: Node::Touchpoint(JourneyIx(0), 0, place), persona, value }
    }

    #[test]
    fn the_first_point_wins_a_tie() {
        let points = [point(0, MAYA, 1.0), point(0, TOM, -1.0), point(1, MAYA, -1.0)];
        assert_eq!(lowest(&points), Some(points[1]));
        assert_eq!(highest(&points), Some(points[0]));
        assert_eq!(lowest(&[]), None);
    }

    #[test]
    fn the_largest_drop_is_between_neighbours_of_one_persona() {
        let points = [
            point(0, MAYA, 2.0),
            point(1, TOM, -2.0),
            point(2, MAYA, 1.0),
            point(3, MAYA, -0.5),
            point(3, TOM, -1.0),
        ];
        let drop = largest_drop(&points).expect("there is a way down");
        assert_eq!((drop.from, drop.to, drop.value), (points[2].node, points[3].node, 1.5));
        assert_eq!(largest_drop(&[point(0, MAYA, 0.0), point(1, MAYA, 1.0)]), None);
        assert_eq!(largest_drop(&[point(0, MAYA, 1.0), point(1, TOM, 0.0)]), None);
    }

    #[test]
    fn drops_that_differ_only_in_storage_are_equal() {
        let points =
            [point(0, MAYA, 0.3), point(1, MAYA, 0.1), point(2, MAYA, 0.2), point(3, MAYA, 0.0)];
        let drop = largest_drop(&points).expect("there is a way down");
        assert_eq!(drop.from, points[0].node);
    }

    #[test]
    fn a_threshold_exactly_met_is_low() {
        let at = |i, f| quadrant(i, f, (3.0, 3.0));
        assert_eq!(at(3.0, 3.0), Quadrant::Reconsider);
        assert_eq!(at(3.1, 3.0), Quadrant::BigBet);
        assert_eq!(at(3.0, 3.1), Quadrant::FillIn);
        assert_eq!(at(4.0, 4.0), Quadrant::QuickWin);
    }

    #[test]
    fn feasibility_is_six_less_the_mean_effort() {
        let effort = Effort { time: 1.0, cost: 2.0, complexity: 2.0 };
        let derived = feasibility(None, Some(effort)).expect("there is an effort");
        assert!((derived - 13.0 / 3.0).abs() < 1e-12);
        assert_eq!(feasibility(Some(2.0), Some(effort)), Some(2.0));
        assert_eq!(feasibility(None, None), None);
    }

    #[test]
    fn ties_in_score_are_decided_by_impact_and_then_by_title() {
        let of = |score, impact, title| Priority { score, impact, title };
        let mut list = [
            of(12.0, 3.0, "b"),
            of(12.0 - 1e-13, 3.0, "A"),
            of(12.0, 4.0, "z"),
            of(15.0, 3.0, "y"),
        ];
        list.sort_by(Priority::compare);
        assert_eq!(list.map(|p| p.title), ["y", "z", "A", "b"]);
    }

    #[test]
    fn a_measure_is_put_on_the_emotion_scale_and_turned_when_lower_is_better() {
        let scale = EmotionScale { min: -2.0, max: 2.0, labels: vec![], has_own_labels: false };
        let of = |value, worst, best| measured(value, worst, best, &scale);
        assert_eq!(of(50.0, 0.0, 100.0), Some(Measured { value: 0.0, clamped: false }));
        assert_eq!(of(25.0, 100.0, 0.0), Some(Measured { value: 1.0, clamped: false }));
        assert_eq!(of(120.0, 0.0, 100.0), Some(Measured { value: 2.0, clamped: true }));
        assert_eq!(of(100.0, 0.0, 100.0), Some(Measured { value: 2.0, clamped: false }));
        assert_eq!(of(1.0, 1.0, 1.0), None);
    }

    #[test]
    fn the_newest_value_is_not_after_today() {
        let values = [(date(2025, 1, 1), 1), (date(2025, 2, 1), 2), (date(2025, 3, 1), 3)];
        assert_eq!(newest(values, |v| v.0, date(2025, 2, 1)).map(|v| v.1), Some(2));
        assert_eq!(newest(values, |v| v.0, date(2024, 12, 31)), None);
    }
}
