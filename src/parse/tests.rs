//! Whole folders: what is put together, what is reported, and what an edit costs.

use super::*;
use crate::diagnostic::Code;
use crate::source::LineIndex;
use proptest::prelude::*;

/// Findings as `path:line:column Code`.
fn shown(findings: &[Finding], sources: &Sources) -> Vec<String> {
    let show = |f: &Finding| {
        let text = sources.text(f.span.file);
        let at = LineIndex::new(text).line_column(text, f.span.start);
        format!("{}:{}:{} {:?}", sources.path(f.span.file), at.line, at.column, f.code)
    };
    findings.iter().map(show).collect()
}

fn fresh(sources: &Sources) -> (Content, Vec<Finding>) {
    parse(sources, &mut Memo::default())
}

fn found(text: &str) -> Vec<String> {
    let sources = Sources::from_fixture(text);
    let (_, findings) = fresh(&sources);
    shown(&findings, &sources)
}

fn stage_ids(journey: &Journey) -> Vec<String> {
    journey
        .stages
        .iter()
        .map(|s| {
            let touchpoints: Vec<&str> =
                s.touchpoints.iter().map(|t| &*t.common.id.value).collect();
            format!("{}: {}", s.common.id.value, touchpoints.join(" "))
        })
        .collect()
}

const INLINE: &str = "\
-- journeys/weekly-shop.md --
---
title: Weekly shop
personas: [maya]
stages:
  - title: Plan
    touchpoints:
      - title: List app
      - title: Fridge
  - title: Choose a slot
---
";

const FOLDER: &str = "\
-- journeys/weekly-shop/index.md --
---
title: Weekly shop
personas: [maya]
---
-- journeys/weekly-shop/2-plan/index.md --
---
title: Plan
---
-- journeys/weekly-shop/2-plan/b-list-app.md --
---
title: List app
order: 1
---
-- journeys/weekly-shop/2-plan/10-fridge.md --
---
title: Fridge
---
-- journeys/weekly-shop/10-choose-a-slot.md --
---
title: Choose a slot
---
";

#[test]
fn a_journey_is_the_same_inline_and_in_files() {
    for text in [INLINE, FOLDER] {
        let (content, findings) = fresh(&Sources::from_fixture(text));
        assert_eq!(findings, []);
        assert_eq!(
            stage_ids(&content.journeys[0].item),
            if text == INLINE {
                ["plan: list-app fridge", "choose-a-slot: "]
            } else {
                ["plan: b-list-app fridge", "choose-a-slot: "]
            }
        );
    }
}

#[test]
fn the_order_is_order_else_number_else_name() {
    let text = "\
-- journeys/a/index.md --
---
title: A
personas: [maya]
---
-- journeys/a/zebra.md --
---
title: Z
---
-- journeys/a/ant.md --
---
title: A
---
-- journeys/a/3-three.md --
---
title: T
---
-- journeys/a/9-first.md --
---
title: F
order: 0.5
---
";
    let (content, _) = fresh(&Sources::from_fixture(text));
    assert_eq!(stage_ids(&content.journeys[0].item), ["first: ", "three: ", "ant: ", "zebra: "]);
}

#[test]
fn children_inline_and_as_files_are_reported_at_the_key() {
    let text = "\
-- journeys/a/index.md --
---
title: A
personas: [maya]
stages:
  - title: Plan
---
-- journeys/a/1-buy.md --
---
title: Buy
---
";
    let sources = Sources::from_fixture(text);
    let (content, findings) = fresh(&sources);
    assert_eq!(shown(&findings, &sources), ["journeys/a/index.md:4:1 MixedChildren"]);
    assert_eq!(sources.path(findings[0].labels[0].0.file), "journeys/a/1-buy.md");
    assert_eq!(stage_ids(&content.journeys[0].item), ["plan: ", "buy: "]);
}

#[test]
fn an_id_that_is_taken_is_reported_where_it_comes_from() {
    let text = "\
-- journeys/a.md --
---
title: A
personas: [maya]
stages:
  - title: Plan
    opportunities:
      - {title: Hold it, impact: 3, feasibility: 3}
      - {title: Hold it!, impact: 3, feasibility: 3}
    touchpoints:
      - use: retail/call-centre
      - title: Call centre
      - id: call-centre
        title: Other
  - title: plan!
  - title: Buy
    id: plan
---
-- evidence/s.md --
---
title: S
method: survey
date: 2026-05-01
highlights:
  - {id: a, text: One, consent: true}
  - {id: a, text: Two, consent: true}
---
";
    assert_eq!(
        found(text),
        [
            "evidence/s.md:7:10 DuplicateId",
            "journeys/a.md:8:17 DuplicateId",
            "journeys/a.md:11:16 DuplicateId",
            "journeys/a.md:12:13 DuplicateId",
            "journeys/a.md:14:12 DuplicateId",
            "journeys/a.md:16:9 DuplicateId",
        ]
    );
}

#[test]
fn only_series_that_a_metric_names_are_read() {
    let text = "\
-- data/nps.csv --
date,value
2026-01-31,x
-- data/other.csv --
not a series
-- data/nps.txt --
-- personas/maya.md --
---
name: Maya
---
-- journeys/a.md --
---
title: A
personas: [maya]
metrics:
  - {title: NPS, data: ../data/nps.csv}
  - {title: Again, data: /data/nps.csv}
  - {title: Text, data: /data/nps.txt}
---
";
    let sources = Sources::from_fixture(text);
    let (content, findings) = fresh(&sources);
    assert_eq!(
        shown(&findings, &sources),
        ["data/nps.csv:2:12 BadCsv", "journeys/a.md:7:25 BadCsv"]
    );
    assert_eq!(content.series.keys().map(|k| &**k).collect::<Vec<_>>(), ["data/nps.csv"]);
}

#[test]
fn what_cannot_be_read_is_known_by_its_id() {
    let text = "\
-- personas/maya.md --
---
name: [Maya
---
-- retail/journeys/a/index.md --
---
\ttitle: A
---
-- retail/journeys/a/1-plan.md --
---
title: Plan
---
";
    let sources = Sources::from_fixture(text);
    let (content, findings) = fresh(&sources);
    let codes: Vec<Code> = findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, [Code::TextNeedsQuotes, Code::YamlSyntax]);
    let lost: Vec<String> = content
        .unreadable
        .iter()
        .map(|(space, kind, ids)| format!("{space}:{} {}", kind.word(), ids.join("/")))
        .collect();
    assert_eq!(lost, [":persona maya", "retail:journey a", "retail:stage a/plan"]);
}

#[test]
fn every_file_is_looked_at_even_when_it_has_no_place() {
    let text = "\
-- journeys/a.md --
---
title: A
personas: [maya]
---
-- journeys/a/index.md --
---
titel: A
---
-- journeys/b/1-plan.md --
---
titel: Plan
---
-- personas/!!.md --
---
nam: Maya
---
";
    let lines = found(text);
    for expected in [
        "journeys/a/index.md:1:1 FileAndFolder",
        "journeys/a/index.md:2:1 UnknownField",
        "journeys/b/1-plan.md:1:1 FolderWithoutIndex",
        "journeys/b/1-plan.md:2:1 UnknownField",
        "personas/!!.md:1:1 EmptySlug",
        "personas/!!.md:2:1 UnknownField",
    ] {
        assert!(lines.iter().any(|l| l == expected), "{expected} in {lines:#?}");
    }
}

/// A site with this many journeys in folders of five files each.
fn many(journeys: usize) -> Sources {
    let mut text = String::from("-- site.yaml --\ntitle: Many\n-- data/nps.csv --\ndate,value\n");
    for n in 0..journeys {
        text.push_str(&format!(
            "-- journeys/j{n}/index.md --\n---\ntitle: J{n}\npersonas: [maya]\n\
             metrics: [{{title: NPS, data: /data/nps.csv}}]\n---\n"
        ));
        for stage in 0..4 {
            text.push_str(&format!(
                "-- journeys/j{n}/{stage}-s{stage}.md --\n---\ntitle: S\n---\nText.\n"
            ));
        }
    }
    Sources::from_fixture(&text)
}

#[test]
fn an_edit_costs_the_file_it_touches() {
    let mut sources = many(20);
    let mut memo = Memo::default();
    let files = 20 + 20 + 2;
    let (first, _) = parse(&sources, &mut memo);
    assert_eq!(memo.work, Work { parsed: files + 60, reused: 0 });
    parse(&sources, &mut memo);
    assert_eq!(memo.work, Work { parsed: 0, reused: files + 60 });

    sources.insert_text("journeys/j3/2-s2.md", b"---\ntitle: New\n---\n");
    let (second, _) = parse(&sources, &mut memo);
    assert_eq!(memo.work, Work { parsed: 1, reused: files + 59 });
    let changed: Vec<usize> = (0..20)
        .filter(|n| !Arc::ptr_eq(&first.journeys[*n].item, &second.journeys[*n].item))
        .map(|n| {
            second.journeys[n].path[10..]
                .split('/')
                .next()
                .expect("a name")
                .parse()
                .expect("a number")
        })
        .collect();
    assert_eq!(changed, [3]);

    sources.insert_text("data/nps.csv", b"date,value\n2026-01-31,3\n");
    parse(&sources, &mut memo);
    assert_eq!(memo.work.parsed, 1);
    // The site's own words decide nothing in other files; its lanes do.
    sources.insert_text("site.yaml", b"title: Other\n");
    parse(&sources, &mut memo);
    assert_eq!(memo.work.parsed, 1);
    sources.insert_text("site.yaml", b"emotion: {min: 0, max: 10}\n");
    parse(&sources, &mut memo);
    assert_eq!(memo.work.parsed, 1 + 100);

    sources.remove("journeys/j3/2-s2.md");
    parse(&sources, &mut memo);
    assert_eq!(memo.files.0.iter().flatten().count(), 99);
}

#[test]
fn a_memo_never_changes_the_result() {
    let texts: [&str; 6] = [
        "---\ntitle: One\n---\n",
        "---\ntitle: Two\npersonas: [maya]\nstages: [{title: X}]\n---\n",
        "---\ntitel: Bad\n---\n",
        "---\ntitle: [\n---\n",
        "---\ntitle: T\n---\nSee [^nobody] and [x](y.md).\n",
        "emotion: {min: 0, max: 10}\n",
    ];
    let paths = [
        "site.yaml",
        "journeys/a.md",
        "journeys/a/index.md",
        "journeys/a/1-x.md",
        "journeys/a/1-x/index.md",
        "journeys/a/1-x/2-y.md",
        "personas/a.md",
        "touchpoints/a.md",
        "index.md",
    ];
    let mut sources = Sources::new("content");
    let mut memo = Memo::default();
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for step in 0..400 {
        let path = paths[next(paths.len())];
        match next(texts.len() + 2) {
            text if text < texts.len() => {
                sources.insert_text(path, texts[text].as_bytes());
            }
            _ => sources.remove(path),
        }
        assert_eq!(parse(&sources, &mut memo), fresh(&sources), "step {step}");
    }
}

#[test]
fn another_folder_with_the_same_memo_gives_its_own_result() {
    let one = Sources::from_fixture("-- personas/a.md --\n---\nname: Same\n---\n");
    let two = Sources::from_fixture("-- personas/b.md --\n---\nname: Same\n---\n");
    let mut memo = Memo::default();
    parse(&one, &mut memo);
    assert_eq!(parse(&two, &mut memo), fresh(&two));
}

/// Names and texts from which random folders are made.
fn folders() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    const PARTS: &[&str] = &[
        "personas",
        "journeys",
        "touchpoints",
        "evidence",
        "opportunities",
        "data",
        "assets",
        "a",
        "b",
        "1-a",
        "_x",
        "..",
        "",
        "index",
        "CON",
        "é",
        "x y",
        "retail",
    ];
    const ENDS: &[&str] =
        &["/index.md", "/a.md", "/1-a.md", ".md", "/site.yaml", "/x.csv", ".png", "/!.md"];
    const TEXTS: &[&str] = &[
        "---\n",
        "title: A\n",
        "name: M\n",
        "personas: [maya]\n",
        "stages:\n",
        "  - title: B\n",
        "    touchpoints:\n",
        "      - title: C\n",
        "      - use: a\n",
        "        id: c\n",
        "pains:\n  - Late [^a#b]\n",
        "opportunities: [{title: O, impact: 3, feasibility: 2}]\n",
        "highlights: [{id: a, text: x}]\n",
        "metrics: [{title: N, data: /data/x.csv}]\n",
        "method: survey\n",
        "date: 2026-05\n",
        "emotion: 1\n",
        "- ",
        "[",
        "{",
        ":",
        "\t",
        "\r",
        "\"",
        "date,value\n2026-01-01,3\n",
        "# Head\n",
        "[x](a.md) <b>\n",
        "é😀",
    ];
    let path = (
        proptest::collection::vec(proptest::sample::select(PARTS), 0..4),
        proptest::sample::select(ENDS),
    );
    let path = path.prop_map(|(parts, end)| format!("{}{end}", parts.join("/")));
    let text = proptest::collection::vec(
        prop_oneof![
            8 => proptest::sample::select(TEXTS).prop_map(|t| t.as_bytes().to_vec()),
            1 => proptest::collection::vec(any::<u8>(), 0..4),
        ],
        0..12,
    );
    proptest::collection::vec((path, text.prop_map(|t| t.concat())), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_folder_gives_content_and_findings_in_their_places(files in folders()) {
        let mut sources = Sources::new("content");
        for (path, bytes) in &files {
            if path.ends_with(".png") {
                sources.insert_asset(path, crate::source::Asset::Bytes(bytes.clone().into()));
            } else {
                sources.insert_text(path, bytes);
            }
        }
        let mut memo = Memo::default();
        let (content, findings) = parse(&sources, &mut memo);
        for finding in &findings {
            let text = sources.text(finding.span.file);
            let (start, end) = (finding.span.start as usize, finding.span.end as usize);
            prop_assert!(text.get(start..end).is_some(), "{finding:?} in {text:?}");
        }
        prop_assert_eq!(parse(&sources, &mut memo), (content, findings));
        prop_assert_eq!(memo.work.parsed, 0);
    }
}
