//! Claims, citations, withheld words, and the catalogue laid under a use.

use super::{clean, resolved, resolved_with, usual, with_people};
use crate::site::ClaimStatus::{Assumed, Contested, Known, Stale};
use crate::site::{JourneyIx, Node, Quadrant, Touchpoint};

const CLAIMS: &str = "\
-- journeys/a.md --
---
title: A
personas: [maya]
stages:
  - title: S
    pains:
      - Nothing cited
      - One [^talks#vanish]
      - Stale [^old]
      - Both [^old] and again [^talks] [^old]
      - {text: Long, evidence: [talks], against: [old]}
    backstage: [Not counted]
---
";

#[test]
fn status_follows_from_what_is_cited() {
    let r = clean(&with_people(CLAIMS));
    let stage = &r.site.journeys[0].stages[0];
    let status: Vec<_> = stage.experience.claims.iter().map(|c| c.status).collect();
    assert_eq!(status, [Assumed, Known, Stale, Known, Contested, Assumed]);
    assert_eq!(stage.experience.claims[3].evidence().len(), 2);
    let c = stage.coverage;
    assert_eq!((c.claims, c.known, c.stale, c.contested, c.assumed), (5, 2, 1, 1, 1));
    assert_eq!(r.site.journeys[0].coverage, c);
    let talks = &r.site.evidence[1];
    assert_eq!(r.all(&talks.cited_by), ["a/s"]);
    assert_eq!(r.all(&talks.highlights[0].cited_by), ["a/s"]);
    assert_eq!(r.all(&talks.meta.backlinks), ["a/s"]);
}

#[test]
fn a_source_is_out_of_date_on_the_day_after() {
    let text = "\
-- evidence/e.md --
---
title: E
method: survey
date: 2024-01-01
expires: 2025-06-15
---
-- evidence/m.md --
---
title: M
method: survey
date: 2023-12
---
-- personas/p.md --
---
name: P
goals:
  - By expires [^e]
  - By age [^m]
---
";
    let status = |day| {
        let r = resolved_with(text, &super::Options { today: day, ..usual() });
        r.site.personas[0].claims.iter().map(|c| c.status).collect::<Vec<_>>()
    };
    use jiff::civil::date;
    assert_eq!(status(date(2025, 6, 15)), [Known, Known]);
    assert_eq!(status(date(2025, 6, 16)), [Stale, Known]);
    assert_eq!(status(date(2025, 6, 30)), [Stale, Known]);
    assert_eq!(status(date(2025, 7, 1)), [Stale, Stale]);
}

#[test]
fn unknown_sources_and_highlights_are_found_at_the_citation() {
    let r = resolved(&with_people(
        "\
-- personas/p.md --
---
name: P
goals:
  - Wrong [^tals]
  - Wrong highlight [^talks#vanis] here
---
Body [^nothing-like-it].
",
    ));
    assert_eq!(
        r.places(),
        [
            "personas/p.md:4:11 UnknownReference",
            "personas/p.md:5:21 UnknownHighlight",
            "personas/p.md:7:6 UnknownReference",
        ]
    );
    assert_eq!(r.findings[1].help, "did you mean `vanish`?");
}

const QUOTES: &str = "\
-- evidence/q.md --
---
title: Q
method: interview
date: 2025-05-01
highlights:
  - {id: free, text: Free words, who: P1, consent: true}
  - {id: none, text: Secret words, who: P2}
  - {id: until, text: Lent words, who: P3, consent: 2025-06-15}
---
-- journeys/a.md --
---
title: A
personas: [maya]
stages:
  - title: S
    quotes:
      - q#free
      - q#none
      - q#until
      - Said by nobody [^q#none]
---
";

#[test]
fn a_quote_without_consent_is_withheld_and_keeps_its_status() {
    let r = resolved(&with_people(QUOTES));
    assert_eq!(r.places(), ["journeys/a.md:8:9 QuoteWithoutConsent"]);
    let claims = &r.site.journeys[0].stages[0].experience.claims;
    let words: Vec<_> =
        claims.iter().map(|c| c.words.as_ref().map(|w| w.doc.source.to_string())).collect();
    let some = |s: &str| Some(s.to_owned());
    assert_eq!(words, [some("Free words"), None, some("Lent words"), some("Said by nobody")]);
    assert!(claims.iter().all(|c| c.status == Known));
    assert_eq!(claims[0].who(), Some("P1"));
    assert_eq!(claims[1].who(), None);
    let tomorrow = super::Options { today: jiff::civil::date(2025, 6, 16), ..usual() };
    let r = resolved_with(&with_people(QUOTES), &tomorrow);
    assert_eq!(r.places().len(), 2);
    let all = format!("{:?}", r.site);
    assert!(!all.contains("Secret words") && !all.contains("Lent words") && !all.contains("P3"));
}

#[test]
fn of_a_confidential_source_only_four_things_are_left() {
    let text = with_people(
        "\
-- evidence/c.md --
---
title: Shown title
method: interview
date: 2025-05-01
participants: 7
confidential: true
owner: hidden-owner
tags: [hidden-tag]
source: https://hidden.example
expires: 2031-02-03
data: ../data/hidden.csv
links: [{title: hidden link, url: 'https://hidden.example/x'}]
extra: {hidden: true}
review: {last: 2025-01-01}
highlights:
  - {id: hidden-id, text: hidden words, who: hidden who, consent: true, tags: [hidden-too]}
---
Hidden body about [[maya]]. ![hidden](../assets-hidden/x.png)
-- data/hidden.csv --
-- assets-hidden/x.png --
-- journeys/a.md --
---
title: A
personas: [tom]
stages:
  - title: S
    quotes: [c#hidden-id]
    pains: [It hurts [^c#hidden-id]]
---
",
    )
    .replace("[It hurts [^c#hidden-id]]", "\n      - It hurts [^c#hidden-id]");
    let r = clean(&text);
    let source = r.site.evidence.iter().find(|e| e.confidential).expect("it is there");
    assert_eq!((&*source.title.doc.source, source.participants), ("Shown title", Some(7.0)));
    let said = format!("{source:?} {:?} {:?}", r.site.tags, r.site.files).to_lowercase();
    assert!(!said.contains("hidden") && !said.contains("2031"), "{said}");
    assert_eq!(source.meta.review(), None);
    assert_eq!(r.all(&r.site.personas[0].meta.backlinks), Vec::<String>::new());
    let claims = &r.site.journeys[0].stages[0].experience.claims;
    assert_eq!(claims[1].words, None);
    assert!(claims.iter().all(|c| c.status == Known && c.evidence()[0].highlight.is_none()));
    let all = super::Options { include_confidential: true, ..usual() };
    let r = resolved_with(&text, &all);
    assert_eq!(r.site.evidence[0].highlights.len(), 1);
    assert!(r.site.files.iter().any(|f| &**f == "data/hidden.csv"));
    assert!(r.site.journeys[0].stages[0].experience.claims[1].words.is_some());
}

const CATALOGUE: &str = "\
-- site.yaml --
channels:
  - {id: phone, title: Phone, control: partner}
  - {id: app, title: App, control: earned}
-- touchpoints/call.md --
---
title: Call centre
channel: phone
tags: [help]
importance: 5
emotion: {maya: -2, tom: 1}
pains:
  - Long wait [^talks]
gains: [A person]
moment: friction
opportunities:
  - {title: Call back, impact: 5, feasibility: 2}
---
The body.
-- journeys/a.md --
---
title: A
personas: [tom]
stages:
  - title: S
    touchpoints:
      - use: call
      - use: call
        id: other
        title: Other
        channel: app
        pains: []
        gains: [Mine]
        emotion: 0
        opportunities: []
---
";

fn use_of(r: &super::Resolved, at: u32) -> &Touchpoint {
    r.site.touchpoint(JourneyIx(0), 0, at)
}

fn texts(touchpoint: &Touchpoint) -> Vec<&str> {
    let words = touchpoint.experience.claims.iter().filter_map(|c| c.words.as_ref());
    words.map(|words| &*words.doc.source).collect()
}

#[test]
fn a_use_takes_what_it_does_not_write() {
    let r = clean(&with_people(CATALOGUE));
    let (plain, other) = (use_of(&r, 0), use_of(&r, 1));
    assert_eq!((&*plain.meta.id, &*plain.title.doc.source), ("call", "Call centre"));
    assert_eq!((&*other.meta.id, &*other.title.doc.source), ("other", "Other"));
    assert_eq!(texts(plain), ["Long wait", "A person"]);
    assert_eq!(texts(other), ["Mine"]);
    assert_eq!(plain.control, Some(crate::model::Control::Partner));
    assert_eq!(other.control, Some(crate::model::Control::Earned));
    let emotions = [plain, other].map(|t| t.experience.emotion[0].1);
    assert_eq!(emotions, [1.0, 0.0]);
    assert_eq!((plain.experience.emotion.len(), plain.experience.importance), (1, 5.0));
    assert_eq!(plain.experience.moments.len(), 1);
    assert_eq!(r.site.journeys[0].coverage.claims, 3);
    assert_eq!(r.all(&r.site.touchpoints[0].uses), ["a/s/call", "a/s/other"]);
    assert_eq!(r.all(&r.site.evidence[1].cited_by), ["a/s/call", "call"]);
}

#[test]
fn an_opportunity_of_the_catalogue_addresses_every_use() {
    let r = clean(&with_people(CATALOGUE));
    assert_eq!(r.site.opportunities.len(), 1);
    let opportunity = &r.site.opportunities[0];
    assert_eq!(r.all(&opportunity.addresses), ["a/s/call"]);
    assert_eq!(opportunity.quadrant, Quadrant::BigBet);
    assert_eq!(opportunity.home, Some(Node::Catalogue(crate::site::CatalogueIx(0))));
    assert_eq!(r.site.touchpoints[0].experience.opportunities.len(), 1);
    assert_eq!(r.site.journeys[0].opportunities.len(), 1);
}

#[test]
fn a_use_of_a_draft_is_what_it_says_itself() {
    let r = resolved(&with_people(
        "\
-- touchpoints/secret.md --
---
title: Hidden title
status: draft
pains: [Hidden pain]
---
-- journeys/a.md --
---
title: A
personas: [tom]
stages:
  - title: S
    touchpoints:
      - use: secret
---
",
    ));
    assert_eq!(r.places(), ["journeys/a.md:7:14 ReferenceToDraft"]);
    assert_eq!(&*use_of(&r, 0).title.doc.source, "secret");
    assert!(!format!("{:?}", r.site).contains("Hidden"));
}
