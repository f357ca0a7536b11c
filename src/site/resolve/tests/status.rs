//! Reviews, owners, retired entities, languages, dates in the future.

use super::{clean, resolved};
use crate::model::Status;
use crate::site::{JourneyIx, ReviewState};

const REVIEWS: &str = "\
-- site.yaml --
review: {every: monthly, warn: 10 days}
-- personas/a-never.md --
---
name: Never
---
-- personas/b-soon.md --
---
name: Soon
owner: ana
review: {last: 2025-05-20, owner: bo, log: [{date: 2024-01-31, by: cy}]}
---
-- personas/c-over.md --
---
name: Overdue
review: {log: [{date: 2025-01-31}, {date: 2025-05-14}, {date: 2025-02-01}]}
---
-- personas/d-retired.md --
---
name: Retired
status: retired
review: {last: 2025-05-20}
---
-- touchpoints/t.md --
---
title: No review
---
-- opportunities/o.md --
---
title: O
impact: 1
feasibility: 1
review: {last: 2025-01-31, every: 1 month}
---
-- journeys/j.md --
---
title: J
owner: jo
personas: [b-soon]
review: {last: 2025-06-15, every: annually}
stages:
  - title: S
    touchpoints: [{title: T, review: {last: 2025-06-16}}, {title: U, owner: ut}]
---
";

#[test]
fn reviews_come_in_the_order_in_which_they_are_due() {
    let r = resolved(REVIEWS);
    assert_eq!(r.places(), ["journeys/j.md:8:45 DateInFuture"]);
    let rows: Vec<String> = r
        .site
        .reviews
        .iter()
        .map(|item| {
            let review = r.site.meta(item.node).review().expect("it is reviewed");
            let next = review.next.map_or("-".into(), |d| d.to_string());
            let owner = review.owner.as_deref().unwrap_or("-");
            format!("{} {next} {} {owner}", r.reference(item.node), review.state.word())
        })
        .collect();
    assert_eq!(
        rows,
        [
            "a-never - never -",
            "o 2025-02-28 overdue -",
            "c-over 2025-06-14 overdue -",
            "b-soon 2025-06-20 due-soon bo",
            "j/s/t 2025-07-16 current jo",
            "j 2026-06-15 current jo",
        ]
    );
    let over = r.site.personas[2].meta.review().expect("reviewed");
    assert_eq!(over.state, ReviewState::Overdue);
    let days: Vec<String> = over.log.iter().map(|row| row.0.to_string()).collect();
    assert_eq!(days, ["2025-05-14", "2025-02-01", "2025-01-31"]);
    let owner = |t| r.site.touchpoint(JourneyIx(0), 0, t).meta.owner.as_deref();
    assert_eq!((owner(0), owner(1)), (Some("jo"), Some("ut")));
}

#[test]
fn what_stands_in_a_retired_journey_is_retired() {
    let r = clean(
        "\
-- personas/p.md --
---
name: P
---
-- journeys/j.md --
---
title: J
personas: [p]
status: retired
stages:
  - title: S
    review: {last: 2025-01-01}
    touchpoints: [{title: T}]
---
",
    );
    let stage = &r.site.journeys[0].stages[0];
    assert_eq!(stage.meta.status, Status::Retired);
    assert_eq!(stage.touchpoints[0].meta.status, Status::Retired);
    assert_eq!(r.site.reviews.len(), 1);
}

#[test]
fn a_text_has_a_language_where_it_is_not_the_sites() {
    let r = clean(
        "\
-- personas/p.md --
---
name: P
lang: de
goals:
  - Ziel
  - {text: Goal, lang: en}
---
-- personas/q.md --
---
name: Q
goals: [{text: Goal, lang: en}, {text: But, lang: fr}]
---
",
    );
    let langs = |at: usize| {
        let claims = r.site.personas[at].claims.iter();
        claims.map(|c| c.words.as_ref().and_then(|w| w.lang())).collect::<Vec<_>>()
    };
    assert_eq!(langs(0), [Some("de"), Some("en")]);
    assert_eq!(langs(1), [None, Some("fr")]);
    assert_eq!(r.site.personas[0].meta.lang().map(|lang| &**lang), Some("de"));
}

#[test]
fn a_date_after_today_is_a_warning_at_the_date() {
    let r = resolved(
        "\
-- evidence/e.md --
---
title: E
method: survey
date: 2025-06
---
-- personas/p.md --
---
name: P
review:
  last: 2025-06-16
  log:
    - {date: 2025-06-15}
    - {date: 9999-12-31}
---
",
    );
    assert_eq!(
        r.places(),
        [
            "evidence/e.md:4:7 DateInFuture",
            "personas/p.md:4:9 DateInFuture",
            "personas/p.md:7:14 DateInFuture",
        ]
    );
}
