//! Former addresses and paths that two things want.

use super::{clean, resolved};

fn redirects(r: &super::Resolved) -> Vec<String> {
    let row = |(from, to): (&std::sync::Arc<str>, &_)| format!("{from} -> {}", r.site.url(*to));
    r.site.redirects.iter().map(row).collect()
}

#[test]
fn former_addresses_lead_to_the_new_ones() {
    let r = clean(
        "\
-- retail/personas/mia.md --
---
name: Mia
aliases: [maya, personas/may.md, wholesale/personas/Mai Mai.md]
---
-- journeys/shop/index.md --
---
title: Shop
personas: [mia]
aliases: [old, journeys/shop.md]
---
-- journeys/shop/1-plan.md --
---
title: Plan
aliases: [think]
---
-- journeys/shop/2-pay.md --
---
title: Pay
aliases: [journeys/other/3-checkout.md]
---
",
    );
    assert_eq!(
        redirects(&r),
        [
            "journeys/old.html -> journeys/shop.html",
            "journeys/old/checkout.html -> journeys/shop/pay.html",
            "journeys/old/pay.html -> journeys/shop/pay.html",
            "journeys/old/plan.html -> journeys/shop/plan.html",
            "journeys/old/think.html -> journeys/shop/plan.html",
            "journeys/other/checkout.html -> journeys/shop/pay.html",
            "journeys/shop/think.html -> journeys/shop/plan.html",
            "personas/may.html -> retail/personas/mia.html",
            "retail/personas/maya.html -> retail/personas/mia.html",
            "wholesale/personas/mai-mai.html -> retail/personas/mia.html",
        ]
    );
}

#[test]
fn an_alias_must_not_be_a_living_id_nor_another_alias() {
    let r = resolved(
        "\
-- personas/maya.md --
---
name: Maya
aliases: [gone]
---
-- personas/mia.md --
---
name: Mia
aliases: [maya, mia, gone]
---
-- journeys/maya.md --
---
title: No persona
personas: [mia]
---
",
    );
    assert_eq!(
        r.places(),
        [
            "personas/mia.md:3:11 AliasInUse",
            "personas/mia.md:3:17 AliasInUse",
            "personas/mia.md:3:22 OutputCollision",
        ]
    );
}

#[test]
fn two_things_at_one_path_are_an_error_that_names_both() {
    let r = resolved(
        "\
-- Retail/personas/maya.md --
---
name: Maya
---
-- retail/personas/maya.md --
---
name: Maya
---
-- assets/Pic.png --
-- assets/pic.png --
-- tags/personas/tom.md --
---
name: Tom
---
",
    );
    assert_eq!(
        r.places(),
        [
            "assets/pic.png:1:1 OutputCollision",
            "retail/personas/maya.md:1:1 OutputCollision",
            "retail/personas/maya.md:1:1 OutputCollision",
            "tags/personas/tom.md:1:1 OutputCollision",
        ]
    );
    assert_eq!(
        r.findings[0].message,
        "`assets/pic.png` and `assets/Pic.png` are both written to `assets/pic.png`"
    );
}

#[test]
fn a_touchpoint_keeps_its_former_anchor_on_its_page() {
    let r = clean(
        "\
-- personas/p.md --
---
name: P
---
-- journeys/j/index.md --
---
title: J
personas: [p]
---
-- journeys/j/1-s/index.md --
---
title: S
---
-- journeys/j/1-s/1-new.md --
---
title: New
aliases: [old, journeys/j/1-s/3-older.md, journeys/j/2-elsewhere/1-x.md]
---
",
    );
    let anchors: Vec<_> = r.site.former_anchors.values().flatten().map(|a| &**a).collect();
    assert_eq!(anchors, ["old", "older"]);
    assert_eq!(redirects(&r), Vec::<String>::new());
}

#[test]
fn what_a_stage_says_of_its_former_page_goes_before_what_its_journey_says() {
    let r = clean(
        "\
-- personas/p.md --
---
name: P
---
-- journeys/j/index.md --
---
title: J
personas: [p]
aliases: [old, Old]
---
-- journeys/j/1-plan.md --
---
title: Plan
---
-- journeys/j/2-pay.md --
---
title: Pay
aliases: [journeys/old/plan.md, journeys/old/2-plan.md]
---
",
    );
    assert_eq!(
        redirects(&r),
        [
            "journeys/old.html -> journeys/j.html",
            "journeys/old/pay.html -> journeys/j/pay.html",
            "journeys/old/plan.html -> journeys/j/pay.html",
        ]
    );
}
