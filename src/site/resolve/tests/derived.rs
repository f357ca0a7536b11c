//! Emotion, metrics, opportunities, families of journeys.

use super::{clean, resolved, with_people};
use crate::site::{JourneyIx, Node};

const CURVE: &str = "\
-- journeys/a.md --
---
title: A
personas: [maya, tom]
stages:
  - title: One
    touchpoints:
      - {title: T1, emotion: {maya: 2, tom: 1}, importance: 1}
      - {title: T2, emotion: {maya: -1}, importance: 5}
  - title: Two
    emotion: {tom: -1}
    touchpoints:
      - {title: T3, emotion: {maya: -1}}
  - title: Three
    emotion: -2
  - title: Four
---
";

#[test]
fn the_curve_goes_through_touchpoints_and_stages_that_stand_for_themselves() {
    let r = clean(&with_people(CURVE));
    let journey = &r.site.journeys[0];
    let felt: Vec<Vec<f64>> =
        journey.stages.iter().map(|s| s.emotion.iter().map(|e| e.1).collect()).collect();
    assert_eq!(felt, [vec![-0.5, 1.0], vec![-1.0, -1.0], vec![-2.0, -2.0], vec![]]);
    let lowest = journey.lowest.expect("there is one");
    assert_eq!((r.reference(lowest.node), lowest.value), ("a/three".into(), -2.0));
    assert_eq!(lowest.persona, journey.personas[0]);
    assert_eq!(r.reference(journey.highest.expect("one").node), "a/one/t1");
    let drop = journey.largest_drop.expect("there is one");
    assert_eq!(
        (r.reference(drop.from), r.reference(drop.to)),
        ("a/one/t1".into(), "a/one/t2".into())
    );
    assert_eq!(drop.value, 3.0);
}

#[test]
fn a_metric_is_read_from_its_file_and_put_on_the_emotion_scale() {
    let r = resolved(&with_people(
        "\
-- retail/data/nps.csv --
date,value,n
2025-01-01,50,10
2025-06-15,120,
2025-07-01,10,
-- retail/journeys/a.md --
---
title: A
personas: [maya]
metrics:
  - {title: NPS, data: ../data/nps.csv, scale: [0, 100]}
  - {title: Wait, values: [{date: 2025-05-01, value: 30}], scale: [0, 40], better: lower}
  - {title: Plain, data: /retail/data/nps.csv}
  - {title: Gone, data: ../data/none.csv}
---
",
    ));
    assert_eq!(
        r.places(),
        ["retail/journeys/a.md:5:48 MeasureClamped", "retail/journeys/a.md:8:25 MissingFile",]
    );
    let metrics = &r.site.journeys[0].metrics;
    let measured: Vec<_> = metrics.iter().map(|m| m.measured).collect();
    assert_eq!(measured, [Some(2.0), Some(-1.0), None, None]);
    assert_eq!(metrics[2].newest.map(|n| n.1), Some(120.0));
    assert_eq!(metrics[0].values.len(), 3);
    assert_eq!(r.site.files.iter().map(|f| &**f).collect::<Vec<_>>(), ["retail/data/nps.csv"]);
}

const OPPORTUNITIES: &str = "\
-- opportunities/a.md --
---
title: Same score
impact: 4
feasibility: 3
addresses: [shop]
---
-- opportunities/b.md --
---
title: By effort
impact: 3
effort: {time: 1, cost: 2, complexity: 3}
---
-- opportunities/done.md --
---
title: Done
impact: 5
feasibility: 5
status: done
evidence: [talks]
---
-- journeys/shop.md --
---
title: Shop
personas: [maya]
stages:
  - title: S
    opportunities: [a, b, done]
---
-- journeys/was.md --
---
title: Was
personas: [maya]
status: retired
stages:
  - title: S
    opportunities:
      - {title: Of a retired home, impact: 5, feasibility: 5}
---
";

#[test]
fn opportunities_are_ranked_and_linked_from_both_sides() {
    let r = clean(&with_people(OPPORTUNITIES));
    let ranks: Vec<_> = r.site.opportunities.iter().map(|o| o.rank).collect();
    assert_eq!(ranks, [Some(1), Some(2), None, None]);
    assert_eq!(r.site.opportunities[1].feasibility, 4.0);
    assert_eq!(r.site.opportunities[2].support, crate::site::ClaimStatus::Known);
    assert_eq!(r.all(&r.site.opportunities[0].addresses), ["shop", "shop/s"]);
    let list =
        |j: u32| r.site.journey(JourneyIx(j)).opportunities.iter().map(|o| o.0).collect::<Vec<_>>();
    assert_eq!((list(0), list(1)), (vec![0, 1, 2], vec![3]));
    assert_eq!(r.site.ranked.len(), 2);
    assert_eq!(r.all(&r.site.opportunities[1].meta.backlinks), ["shop/s"]);
    assert_eq!(r.all(&r.site.journeys[0].meta.backlinks), ["a"]);
}

fn journey(id: &str, fields: &str) -> String {
    format!("-- journeys/{id}.md --\n---\ntitle: {id}\npersonas: [maya]\n{fields}---\n")
}

#[test]
fn a_parent_is_derived_from_who_zooms_in() {
    let r = resolved(&with_people(&format!(
        "{}{}{}{}",
        journey(
            "big",
            "stages:\n  - title: S\n    journey: small\n    touchpoints: [{title: T, journey: tiny}]\n"
        ),
        journey("other", ""),
        journey("small", ""),
        journey("tiny", "parent: other\n"),
    )));
    assert_eq!(r.places(), ["journeys/tiny.md:4:9 ParentDisagrees"]);
    let parents: Vec<_> = r.site.journeys.iter().map(|j| j.parent.map(|p| p.0)).collect();
    assert_eq!(parents, [None, None, Some(0), Some(1)]);
    assert_eq!(r.site.journeys[0].children, [JourneyIx(2)]);
    assert_eq!(r.all(&r.site.journeys[2].meta.backlinks), ["big/s"]);
}

#[test]
fn each_circle_is_one_error_at_the_first_reference() {
    let r = resolved(&with_people(&format!(
        "{}{}{}{}",
        journey("a", "parent: b\nstate: to-be\nbaseline: a\n"),
        journey("b", "parent: c\n"),
        journey("c", "parent: a\n"),
        journey("d", "stages:\n  - title: S\n    journey: d\n"),
    )));
    assert_eq!(
        r.places(),
        ["journeys/a.md:4:9 Cycle", "journeys/a.md:6:11 Cycle", "journeys/d.md:6:14 Cycle",]
    );
    assert_eq!(r.findings[0].message, "`parent` leads in a circle: `a` → `b` → `c` → `a`");
    assert!(r.site.journeys.iter().all(|j| j.parent.is_none()));
}

#[test]
fn personas_know_their_journeys_and_their_backlinks() {
    let r = clean(&with_people(&format!(
        "{}{}",
        journey("a", "status: retired\n"),
        journey("b", "stages:\n  - title: S\n    pains: [{text: Hers, personas: [tom]}]\n"),
    )));
    assert_eq!(r.site.personas[0].journeys, [JourneyIx(0), JourneyIx(1)]);
    assert_eq!(r.all(&r.site.personas[1].meta.backlinks), ["b/s"]);
    assert_eq!(r.site.meta(Node::Journey(JourneyIx(0))).review(), None);
}

#[test]
fn lists_take_no_more_room_than_they_need() {
    let r = clean(&with_people(
        "\
-- journeys/a.md --
---
title: A
personas: [maya]
stages:
  - title: S
    touchpoints:
      - title: T
        emotion: 1
        pains: ['One [^talks]']
        opportunities: [{title: Hold it, impact: 4, feasibility: 3, evidence: [talks]}]
---
",
    ));
    let stage = &r.site.journeys[0].stages[0];
    let experience = &stage.touchpoints[0].experience;
    let opportunity = &r.site.opportunities[0];
    let room = [
        (stage.emotion.len(), stage.emotion.capacity()),
        (experience.emotion.len(), experience.emotion.capacity()),
        (experience.opportunities.len(), experience.opportunities.capacity()),
        (opportunity.addresses.len(), opportunity.addresses.capacity()),
        (opportunity.evidence.len(), opportunity.evidence.capacity()),
    ];
    assert_eq!(room, [(1, 1); 5]);
    let backlinks = &r.site.evidence[1].meta.backlinks;
    assert_eq!((backlinks.len(), backlinks.capacity()), (2, 2));
}
