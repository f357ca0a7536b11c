//! Names: the nearest wins, and what is said when nothing does.

use super::{clean, resolved, with_people};
use crate::site::{JourneyIx, Node};

const SPACES: &str = "\
-- personas/maya.md --
---
name: Root Maya
---
-- retail/personas/maya.md --
---
name: Retail Maya
---
-- retail/north/journeys/a.md --
---
title: A
personas: [maya]
---
-- wholesale/journeys/b.md --
---
title: B
personas: [maya, retail/maya]
---
";

#[test]
fn the_nearest_space_wins_and_a_space_may_be_named() {
    let r = clean(SPACES);
    let of =
        |at: usize| r.site.journeys[at].personas.iter().map(|p| r.reference(Node::Persona(*p)));
    assert_eq!(of(0).collect::<Vec<_>>(), ["retail/maya"]);
    assert_eq!(of(1).collect::<Vec<_>>(), ["maya", "retail/maya"]);
}

#[test]
fn two_equally_near_are_an_error_with_both_full_forms() {
    let r = resolved(
        "\
-- north/personas/maya.md --
---
name: M
---
-- south/personas/maya.md --
---
name: M
---
-- journeys/a.md --
---
title: A
personas:
  - maya
---
",
    );
    assert_eq!(r.places(), ["journeys/a.md:4:5 AmbiguousReference"]);
    assert_eq!(r.findings[0].message, "`maya` could be `north/maya` or `south/maya`");
}

#[test]
fn an_unknown_name_suggests_the_nearest_and_another_kind_is_named() {
    let r = resolved(&with_people(
        "\
-- journeys/a.md --
---
title: A
personas: [mya, talks]
---
",
    ));
    assert_eq!(
        r.said(),
        [
            "UnknownReference: there is no persona `mya` (did you mean `maya`?)",
            "WrongKind: `talks` is a source, but a persona belongs here (name a persona)"
        ]
    );
    assert_eq!(r.places(), ["journeys/a.md:3:12 UnknownReference", "journeys/a.md:3:17 WrongKind"]);
}

const ADDRESSES: &str = "\
-- journeys/shop.md --
---
title: Shop
personas: [maya]
stages:
  - title: Plan
    touchpoints:
      - title: List
        opportunities:
          - {title: Here, impact: 3, feasibility: 3, addresses: [plan, list, shop/pay/list]}
  - title: Pay
    touchpoints:
      - title: List
---
-- opportunities/far.md --
---
title: Far
impact: 3
feasibility: 3
addresses: [shop/plan/list, plan/list, shop, maya]
---
-- opportunities/vague.md --
---
title: Vague
impact: 3
feasibility: 3
addresses: [list]
---
";

#[test]
fn own_stage_then_own_journey_then_paths_of_ids() {
    let r = resolved(&with_people(ADDRESSES));
    assert_eq!(r.places(), ["opportunities/vague.md:5:13 AmbiguousReference"]);
    assert_eq!(r.findings[0].message, "`list` could be `shop/plan/list` or `shop/pay/list`");
    let addresses = |at: usize| r.all(&r.site.opportunities[at].addresses);
    assert_eq!(addresses(0), ["shop/plan/list", "shop", "maya"]);
    assert_eq!(addresses(2), ["shop/plan/list", "shop/plan", "shop/pay/list"]);
    let list = r.site.touchpoint(JourneyIx(0), 0, 0);
    assert_eq!(list.experience.opportunities.len(), 2);
}

#[test]
fn a_name_from_its_folder_on_wins_over_the_end_of_a_longer_path() {
    let r = clean(&with_people(
        "\
-- touchpoints/call.md --
---
title: Call centre
---
-- journeys/shop.md --
---
title: Shop
personas: [maya]
stages:
  - title: Plan
    touchpoints:
      - use: call
---
-- opportunities/o.md --
---
title: O
impact: 3
feasibility: 3
addresses: [call, shop/plan/call]
---
",
    ));
    assert_eq!(r.all(&r.site.opportunities[0].addresses), ["call", "shop/plan/call"]);
}

#[test]
fn a_field_that_takes_many_kinds_can_be_told_apart_by_folder() {
    let files = "\
-- personas/shop.md --
---
name: Shop
---
-- journeys/shop.md --
---
title: Shop
personas: [personas/shop]
---
-- opportunities/o.md --
---
title: O
impact: 3
feasibility: 3
addresses: [NAME]
---
";
    let r = resolved(&files.replace("NAME", "shop"));
    assert_eq!(r.findings[0].message, "`shop` could be `personas/shop` or `journeys/shop`");
    let r = clean(&files.replace("NAME", "journeys/shop"));
    assert!(matches!(r.site.opportunities[0].addresses[..], [Node::Journey(_)]));
}

#[test]
fn what_cannot_be_read_is_not_missed() {
    let r = resolved(
        "\
-- personas/maya.md --
---
name: [
---
-- journeys/a.md --
---
title: A
personas: [maya]
stages:
  - title: S
    emotion: {maya: 1}
---
[[maya]] and [her](../personas/maya.md)
",
    );
    assert!(r.findings.iter().all(|f| f.code.id().starts_with("MP00")), "{:?}", r.said());
    assert_eq!(r.findings.len(), 1);
}

const ALIASES: &str = "\
-- personas/mia.md --
---
name: Mia
aliases: [maya]
---
-- journeys/new.md --
---
title: New
personas: [maya]
aliases: [old]
stages:
  - title: Plan
    touchpoints: [{title: List}]
---
-- opportunities/o.md --
---
title: O
impact: 3
feasibility: 3
addresses: [old/plan/list]
---
";

#[test]
fn a_former_id_resolves_with_an_info() {
    let r = resolved(ALIASES);
    assert_eq!(
        r.places(),
        [
            "journeys/new.md:3:12 ReferenceThroughAlias",
            "opportunities/o.md:5:13 ReferenceThroughAlias"
        ]
    );
    assert_eq!(r.findings[1].help, "write `new/plan/list`");
    assert_eq!(r.all(&r.site.opportunities[0].addresses), ["new/plan/list"]);
    assert_eq!(r.site.journeys[0].personas.len(), 1);
}

#[test]
fn drafts_are_left_out_and_what_is_published_says_so() {
    let text = with_people(
        "\
-- personas/secret.md --
---
name: Secret
status: draft
---
-- journeys/a.md --
---
title: A
personas: [secret, tom]
stages:
  - title: One
    status: draft
  - title: Two
    emotion: {secret: 1, tom: 2}
---
[[secret|her]]
-- journeys/d.md --
---
title: D
status: draft
personas: [secret, nobody]
---
",
    );
    let r = resolved(&text);
    assert_eq!(
        r.places(),
        [
            "journeys/a.md:3:12 ReferenceToDraft",
            "journeys/a.md:10:1 ReferenceToDraft",
            "journeys/d.md:4:20 UnknownReference",
        ]
    );
    assert_eq!((r.site.personas.len(), r.site.journeys.len()), (2, 1));
    assert_eq!(r.site.journeys[0].stages.len(), 1);
    assert_eq!(r.site.journeys[0].stages[0].emotion.len(), 1);
    let mut options = super::usual();
    options.include_drafts = true;
    let r = super::resolved_with(&text, &options);
    assert_eq!(r.places(), ["journeys/d.md:4:20 UnknownReference"]);
    assert_eq!((r.site.personas.len(), r.site.journeys.len()), (3, 2));
    assert_eq!(r.site.journeys[0].personas.len(), 2);
}

#[test]
fn an_emotion_is_only_for_who_is_on_the_journey() {
    let r = resolved(&with_people(
        "\
-- journeys/a.md --
---
title: A
personas: [maya]
stages:
  - title: S
    emotion:
      tom: 1
      maya: 2
      mara: 0
---
",
    ));
    assert_eq!(
        r.places(),
        ["journeys/a.md:7:7 PersonaNotOnJourney", "journeys/a.md:9:7 UnknownReference"]
    );
}

#[test]
fn a_persona_of_the_journey_is_nearer_than_any_other() {
    let r = clean(
        "\
-- personas/maya.md --
---
name: Root
---
-- retail/personas/maya.md --
---
name: Retail
---
-- journeys/a.md --
---
title: A
personas: [retail/maya]
stages:
  - title: S
    emotion: {maya: 2}
---
",
    );
    assert_eq!(r.site.journeys[0].stages[0].emotion.len(), 1);
}

#[test]
fn a_channel_must_be_one_of_the_site_if_it_has_some() {
    let body = "\
-- personas/maya.md --
---
name: Maya
channels: {phone: 3, Web: 2}
---
-- journeys/a.md --
---
title: A
personas: [maya]
stages:
  - title: S
    touchpoints:
      - {title: T, channel: ap}
      - {title: U, channel: app, control: earned}
      - {title: V, channel: app}
---
";
    let site = "\
-- site.yaml --
channels:
  - {id: app, title: Mobile app, control: partner}
  - {id: phone, title: Phone}
  - {id: web, title: Web}
";
    let r = resolved(&format!("{site}{body}"));
    assert_eq!(r.places(), ["journeys/a.md:7:29 UnknownChannel"]);
    assert_eq!(r.findings[0].help, "did you mean `app`?");
    let controls: Vec<_> =
        r.site.journeys[0].stages[0].touchpoints.iter().map(|t| t.control).collect();
    use crate::model::Control::{Earned, Partner};
    assert_eq!(controls, [None, Some(Earned), Some(Partner)]);
    let r = clean(body);
    let words: Vec<&str> = r.site.channels.iter().map(|c| &*c.id.value).collect();
    assert_eq!(words, ["ap", "app", "phone", "Web"]);
    assert_eq!(r.site.personas[0].channels, [(2, 3.0), (3, 2.0)]);
}

#[test]
fn codes_and_lanes_must_exist() {
    let r = resolved(&with_people(
        "\
-- journeys/a.md --
---
title: A
personas: [maya]
lanes: [stages, emotions]
allow: [{code: MP9999, reason: none}, {code: mp0702, reason: nobody}]
---
",
    ));
    assert_eq!(r.places(), ["journeys/a.md:4:17 UnknownLane", "journeys/a.md:5:16 UnknownCode"]);
    assert_eq!(r.site.journeys[0].meta.allow(), [crate::diagnostic::Code::NoOwner]);
    let lanes: Vec<&str> = r.site.journeys[0].lanes.iter().map(|lane| &**lane).collect();
    assert_eq!(lanes, ["stages"]);
}

#[test]
fn a_use_of_nothing_does_not_mean_itself() {
    let r = resolved(&with_people(
        "\
-- journeys/a.md --
---
title: A
personas: [maya]
stages:
  - title: S
    touchpoints:
      - use: hotline
      - title: Own
      - {id: third, use: own}
---
",
    ));
    assert_eq!(r.places(), ["journeys/a.md:7:14 UnknownReference", "journeys/a.md:9:26 WrongKind"]);
}
