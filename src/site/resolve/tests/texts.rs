//! Links, files and tags.

use super::{clean, resolved, with_people};
use crate::site::Target;

fn targets(r: &super::Resolved) -> Vec<String> {
    let body = r.site.home.as_ref().and_then(|home| home.body.as_ref()).expect("there is a body");
    body.targets()
        .iter()
        .map(|target| match target {
            Target::Node(node, anchor) => {
                format!("{} {}", r.reference(*node), anchor.as_deref().unwrap_or("-"))
            }
            Target::Page(path, _) => format!("page {path}"),
            Target::File(path) => format!("file {path}"),
            Target::Anchor(anchor) => format!("#{anchor}"),
            Target::External(url) => url.to_string(),
            Target::None => "none".to_owned(),
        })
        .collect()
}

#[test]
fn links_lead_to_pages_files_and_elsewhere() {
    let r = clean(&with_people(
        "\
-- index.md --
[a](personas/maya.md) [[tom]] [[personas/maya|her]] [b](/retail/index.md) [c](personas/index.md)
[d](journeys/shop/1-plan.md) [e](journeys/shop/index.md) [f](data/x.csv) [g](https://example.org)
[[talks#vanish]] ![h](assets/pic.png) [i](assets/guide.md) [j](evidence/talks.md#vanish)
[k](journeys/shop/1-plan.md#list) [l](journeys/shop/index.md#why) [m](journeys/shop/index.md#no)
[n](journeys/shop/1-plan.md#opportunity.aisle) [o](journeys/shop/1-plan.md#opportunity.no)
-- retail/index.md --
Retail
-- personas/index.md --
All
-- data/x.csv --
a,b
-- data/y.csv --
a,b
-- assets/pic.png --
-- retail/assets/deep/other.png --
-- journeys/shop/index.md --
---
title: Shop
personas: [maya]
---
## Why
-- journeys/shop/1-plan.md --
---
title: Plan
touchpoints:
  - title: List
    opportunities: [{title: Aisle, impact: 3, feasibility: 3}]
---
-- assets/guide.md --
",
    ));
    assert_eq!(
        targets(&r),
        [
            "maya -",
            "tom -",
            "maya -",
            "page retail/index.html",
            "page personas/index.html",
            "shop/plan -",
            "shop -",
            "file data/x.csv",
            "https://example.org",
            "talks highlight.vanish",
            "file assets/pic.png",
            "file assets/guide.md",
            "talks highlight.vanish",
            "shop/plan list",
            "shop section.why",
            "shop -",
            "shop/plan opportunity.aisle",
            "shop/plan -",
        ]
    );
    let files: Vec<&str> = r.site.files.iter().map(|f| &**f).collect();
    assert_eq!(
        files,
        ["assets/guide.md", "assets/pic.png", "data/x.csv", "retail/assets/deep/other.png"]
    );
    let spaces: Vec<&str> = r.site.spaces.iter().map(|s| &*s.title).collect();
    assert_eq!(spaces, ["retail"]);
}

#[test]
fn a_link_to_a_former_path_leads_to_what_stands_elsewhere_now() {
    let r = resolved(&with_people(
        "\
-- index.md --
[a](retail/personas/ann.md) [b](/journeys/shop/2-checkout.md#list) [c](personas/former.md)
-- personas/ann-b.md --
---
name: Ann
aliases: [retail/personas/ann.md, journeys/former.md]
---
-- journeys/shop/index.md --
---
title: Shop
personas: [maya]
---
-- journeys/shop/1-plan.md --
---
title: Plan
aliases: [checkout]
touchpoints: [{title: List}]
---
",
    ));
    assert_eq!(targets(&r), ["ann-b -", "shop/plan list", "none"]);
    assert_eq!(
        r.places(),
        [
            "index.md:1:1 ReferenceThroughAlias",
            "index.md:1:29 ReferenceThroughAlias",
            "index.md:1:68 DeadLink",
        ]
    );
    assert_eq!(
        (&*r.findings[0].message, &*r.findings[0].help),
        (
            "`retail/personas/ann.md` is a former path of `ann-b`",
            "write `/personas/ann-b.md`, or the way there from this file"
        )
    );
}

#[test]
fn dead_links_are_found_at_the_link() {
    let r = resolved(&with_people(
        "\
-- index.md --
[a](personas/mya.md) [[nobody]]
[b](../outside.md) [c](data/none.csv) [d](Personas/Maya.md)
[e](README.md)
-- README.md --
Not read.
",
    ));
    assert_eq!(
        r.places(),
        [
            "index.md:1:1 DeadLink",
            "index.md:1:22 DeadLink",
            "index.md:2:1 PathOutside",
            "index.md:2:20 MissingFile",
            "index.md:2:39 DeadLink",
            "index.md:3:1 DeadLink",
        ]
    );
    assert_eq!(
        r.findings[4].help,
        "did you mean `/personas/maya.md`? upper and lower case are told apart"
    );
    assert!(targets(&r).iter().all(|target| target == "none"));
}

#[test]
fn tags_with_one_slug_are_one_tag() {
    let r = clean(
        "\
-- personas/b.md --
---
name: B
tags: [Big Idea, other]
goals: [{text: G, tags: [claim tag]}]
---
-- evidence/a.md --
---
title: A
method: survey
date: 2025-01-01
tags: [big-idea]
highlights: [{id: h, text: T, tags: [Other]}]
---
",
    );
    let tags: Vec<String> = r
        .site
        .tags
        .iter()
        .map(|t| format!("{} {} {}", t.slug, t.name, r.all(&t.nodes).join(",")))
        .collect();
    assert_eq!(tags, ["big-idea big-idea b,a", "claim-tag claim tag b", "other Other b,a"]);
}

#[test]
fn an_image_must_be_a_file() {
    let r = resolved(
        "\
-- retail/personas/p.md --
---
name: P
image: ../assets/p.png
alt: P
---
-- retail/personas/q.md --
---
name: Q
image: /assets/p.png
alt: Q
---
-- retail/assets/p.png --
",
    );
    assert_eq!(r.places(), ["retail/personas/q.md:3:8 MissingFile"]);
    assert_eq!(&*r.site.personas[0].image.as_ref().expect("found").path, "retail/assets/p.png");
}

#[test]
fn a_use_may_have_other_words_for_the_image_of_the_catalogue() {
    let r = resolved(
        "\
-- touchpoints/desk.md --
---
title: Desk
image: ../assets/desk.png
alt: A desk
---
-- journeys/shop.md --
---
title: Shop
personas: [p]
stages:
  - {title: Ask, touchpoints: [{use: desk}, {use: desk, id: again, alt: Her desk}]}
---
-- personas/p.md --
---
name: P
---
-- assets/desk.png --
",
    );
    assert_eq!(r.places(), [""; 0]);
    let touchpoints = &r.site.journeys[0].stages[0].touchpoints;
    let images = touchpoints.iter().map(|t| t.experience.image.as_ref().expect("shown"));
    let images: Vec<(&str, &str)> = images.map(|image| (&*image.path, &*image.alt)).collect();
    assert_eq!(images, [("assets/desk.png", "A desk"), ("assets/desk.png", "Her desk")]);
}
