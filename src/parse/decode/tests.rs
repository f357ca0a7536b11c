//! What authors write, and what becomes of it.

use super::{Decoded, FileKind, FileName, Item, decode_file, decode_index};
use crate::diagnostic::Finding;
use crate::model::fields;
use crate::model::{
    Cadence, Config, Consent, CustomLane, Emotion, Evidence, Journey, Kind, MetricSeries,
    MomentKind, Opportunity, OpportunityItem, Persona, Poles, Quote, Stage, Status, Touchpoint,
};
use crate::parse::config::decode_config;
use crate::source::{FileId, LineIndex};

fn config() -> Config {
    let lane = CustomLane { id: "policy".into(), title: "Policies".into() };
    Config { custom_lanes: vec![lane], ..Config::default() }
}

fn read(kind: FileKind, text: &str) -> (Option<Decoded>, Vec<Finding>) {
    let mut findings = Vec::new();
    let name = FileName::of(kind, "some-file");
    let decoded = decode_file(kind, FileId(1), &text.into(), &name, &config(), &mut findings);
    (decoded, findings)
}

/// Findings as `line:column CODE`, in the order of their places.
fn places(text: &str, findings: &[Finding]) -> String {
    let index = LineIndex::new(text);
    let mut out: Vec<_> = findings
        .iter()
        .map(|f| {
            let at = index.line_column(text, f.span.start);
            (at.line, at.column, f.code.id())
        })
        .collect();
    out.sort();
    let lines: Vec<String> = out.iter().map(|(l, c, id)| format!("{l}:{c} {id}")).collect();
    lines.join("\n")
}

/// The findings of fields written as front matter; line 2 is the first of them.
fn found(kind: FileKind, fields: &str) -> String {
    let text = format!("---\n{fields}---\n");
    places(&text, &read(kind, &text).1)
}

/// The help of the only finding.
fn help(kind: FileKind, fields: &str) -> String {
    let text = format!("---\n{fields}---\n");
    let findings = read(kind, &text).1;
    assert_eq!(findings.len(), 1, "{}", places(&text, &findings));
    findings[0].help.clone()
}

macro_rules! reader {
    ($name:ident, $variant:ident) => {
        fn $name(fields: &str) -> $variant {
            let text = format!("---\n{fields}---\n");
            let (decoded, findings) = read(FileKind::$variant, &text);
            assert_eq!(places(&text, &findings), "");
            match decoded.map(|d| d.item) {
                Some(Item::$variant(item)) => *item,
                other => panic!("{other:?}"),
            }
        }
    };
}
reader!(persona, Persona);
reader!(journey, Journey);
reader!(stage, Stage);
reader!(touchpoint, Touchpoint);
reader!(opportunity, Opportunity);
reader!(evidence, Evidence);

#[test]
fn a_persona_keeps_everything_an_author_wrote() {
    let maya = persona(
        "name: Maya *B*\nrole: Parent of two\nimage: /assets/maya.svg\nalt: Maya\n\
         quote: {text: It is late, evidence: [study]}\ngoals:\n  - A full fridge [^study#x]\n\
         attributes: {Age: 34, Pets: no, Car: {text: None, against: [other]}}\n\
         scales:\n  - {left: Plans, right: Improvises, value: 0.25}\n  - {label: Patience, value: 1}\n\
         channels: {app: 5, web: 2.5}\nkind: employee\nsegments: [families]\nstatus: retired\n\
         tags: [no, 12]\nlinks: [{title: Brief, url: \"https://example.org\"}]\norder: 3\n\
         aliases: [mia]\nextra: {a: 1, b: [true, \"true\", null, 0x10]}\nlang: no\n\
         review: {last: 2026-05-01, every: 6 weeks, log: [{date: \"2026-01-31\", by: \"@ana\"}]}\n",
    );
    assert_eq!(maya.name.doc.plain(), "Maya B");
    assert_eq!(&*maya.common.id.value, "some-file");
    assert_eq!(
        &*maya.quote.and_then(|quote| quote.long).expect("a quote with a source").evidence[0].name,
        "study"
    );
    assert_eq!(&*maya.goals[0].text.doc.citations()[0].name, "study#x");
    let facts: Vec<_> = maya.attributes.iter().map(|(k, c)| (&**k, c.text.doc.plain())).collect();
    assert_eq!(facts, [("Age", "34"), ("Pets", "no"), ("Car", "None")]);
    assert!(matches!(maya.scales[1].poles, Poles::Label(_)));
    assert_eq!(maya.channels[1].1.value, 2.5);
    assert_eq!(maya.common.status, Status::Retired);
    assert_eq!(maya.common.tags().iter().map(|t| &*t.text).collect::<Vec<_>>(), ["no", "12"]);
    assert_eq!(maya.common.lang().map(|lang| &**lang), Some("no"));
    assert_eq!(
        maya.common.extra().cloned(),
        Some(serde_json::json!({"a": 1, "b": [true, "true", null, 16]}))
    );
    let review = maya.common.review().expect("a review");
    assert_eq!(review.every.map(|e| e.value), Some(Cadence { months: 0, days: 42 }));
    assert_eq!(review.log[0].by.as_deref(), Some("@ana"));
}

#[test]
fn a_journey_holds_its_inline_stages_and_touchpoints() {
    let shop = journey(
        "title: Shop\npersonas: [maya, retail/tom]\nstate: to-be\naltitude: mid\nlanes: [stages]\n\
         stages:\n  - title: Plan it\n    lifecycle: use\n    phase: Before\n    touchpoints:\n\
         \x20     - title: The List\n        channel: app\n        emotion: {maya: 1.5, tom: }\n\
         \x20       moment: [delight, {kind: pivotal, why: All hangs on it}]\n\
         \x20       quotes: [study#vanish, \"It is gone #1\"]\n        policy: [Written down]\n\
         \x20       opportunities:\n          - hold-slot\n          - {title: Hold, impact: 4, effort: {time: 1, cost: 2, complexity: 3}}\n\
         \x20     - use: retail/call-centre\n        pains: []\n        importance: 5\n      - {use: x/call, id: second}\n\
         metrics:\n  - {title: NPS, values: [{date: 2026-01-01, value: 1}, {date: 2026-02-01, value: -2.5, n: 7}], scale: [-100, 100], better: lower}\n",
    );
    assert_eq!(&*shop.personas[1].name, "retail/tom");
    let stage = &shop.stages[0];
    assert_eq!((&*stage.common.id.value, stage.touchpoints.len()), ("plan-it", 3));
    let list = &stage.touchpoints[0];
    assert_eq!(&*list.common.id.value, "the-list");
    let Some(Emotion::Each(emotion)) = &list.experience.emotion else { panic!("a map") };
    assert_eq!(
        emotion.iter().map(|(p, n)| (&*p.name, n.as_ref().map(|n| n.value))).collect::<Vec<_>>(),
        [("maya", Some(1.5)), ("tom", None)]
    );
    let moments = list.experience.moments.as_ref().expect("moments");
    assert_eq!(moments[1].kind, MomentKind::Pivotal);
    let quotes = list.experience.quotes.as_ref().expect("quotes");
    assert!(
        matches!((&quotes[0], &quotes[1]), (Quote::Highlight(h), Quote::Claim(_)) if &*h.name == "study#vanish")
    );
    assert_eq!(&*list.experience.custom()[0].0, "policy");
    let opportunities = list.experience.opportunities.as_ref().expect("opportunities");
    assert!(
        matches!(&opportunities[1], OpportunityItem::Inline(o) if &*o.common.id.value == "hold")
    );
    assert_eq!(&*stage.touchpoints[1].common.id.value, "call-centre");
    assert_eq!(stage.touchpoints[1].experience.pains.as_deref(), Some(&[][..]));
    assert_eq!(&*stage.touchpoints[2].common.id.value, "second");
    let MetricSeries::Values(values) = &shop.metrics[0].series else { panic!("values") };
    assert_eq!(
        (values[1].value, values[1].n, shop.metrics[0].lower_is_better),
        (-2.5, Some(7.0), true)
    );
}

#[test]
fn the_key_of_inline_children_is_told() {
    let text = "---\ntitle: A\npersonas: [b]\nstages: []\n---\n";
    let (decoded, _) = read(FileKind::Journey, text);
    let key = decoded.and_then(|d| d.children).expect("written");
    assert_eq!(&text[key.start as usize..key.end as usize], "stages");
    let (decoded, _) = read(FileKind::Stage, "---\ntitle: A\n---\n");
    assert_eq!(decoded.map(|d| d.children), Some(None));
}

#[test]
fn a_source_has_a_day_a_month_or_a_span() {
    let study = evidence(
        "title: Study\nmethod: survey\ndate: 2024-02\nparticipants: 12\nhighlights:\n  \
         - {id: a, text: One, consent: true}\n  - {id: b, text: Two, consent: 2027-03-01}\n  - {id: c, text: Three}\n",
    );
    assert_eq!((study.date.value.to_string(), &*study.date_text), ("2024-02-29".into(), "2024-02"));
    assert_eq!(study.method.word(), "survey");
    let consents: Vec<_> = study.highlights.iter().map(|h| h.consent).collect();
    assert!(matches!(consents[..], [Consent::Yes, Consent::Until(_), Consent::No]));
    let study = evidence("title: S\nmethod: nps\nfrom: \"2026-04-01\"\nto: '2026-05-02'\n");
    assert_eq!(study.date.value.to_string(), "2026-05-02");
    assert_eq!((&*study.date_text, study.from.is_some()), ("2026-05-02", true));
}

#[test]
fn text_fields_take_what_is_written() {
    let stage = stage("title: no\nphase: 1:30\ngoal: 12\nwhen: true\nimportance: 4\n");
    assert_eq!(&*stage.title.doc.source, "no");
    assert_eq!(stage.phase.as_deref(), Some("1:30"));
    assert_eq!(stage.goal.as_ref().map(|g| g.doc.source.to_string()).as_deref(), Some("12"));
    assert_eq!(stage.when().map(|g| g.doc.source.to_string()).as_deref(), Some("true"));
}

#[test]
fn the_body_stands_below_and_the_order_in_the_name() {
    let text = "---\r\ntitle: A\r\n---\r\n\r\nHello\r\n";
    let mut findings = Vec::new();
    let name = FileName::of(FileKind::Stage, "12-Choose slot");
    assert_eq!((&*name.id, name.order), ("choose-slot", Some(12.0)));
    let decoded =
        decode_file(FileKind::Stage, FileId(1), &text.into(), &name, &config(), &mut findings);
    let Some(Item::Stage(stage)) = decoded.map(|d| d.item) else { panic!("a stage") };
    assert_eq!(stage.common.order(), Some(12.0));
    assert_eq!(
        stage.common.body().map(|b| b.doc.letters().trim().to_owned()).as_deref(),
        Some("Hello")
    );
    let name = FileName::of(FileKind::Evidence, "2026-survey");
    assert_eq!((&*name.id, name.order), ("2026-survey", None));
    assert_eq!(FileName::of(FileKind::Stage, "2026-survey").order, None);
}

#[test]
fn unknown_repeated_misplaced_and_missing_fields_stand_at_their_place() {
    assert_eq!(
        found(FileKind::Stage, "titel: A\nphase: B\nphase: C\n"),
        "2:1 MP0101\n2:1 MP0102\n4:1 MP0103"
    );
    assert_eq!(found(FileKind::Stage, "title: A\nid: b\nbody: c\n"), "3:1 MP0110\n4:1 MP0113");
    assert_eq!(found(FileKind::Catalogue, "title: A\nuse: b\n"), "3:1 MP0113");
    assert_eq!(
        found(
            FileKind::Journey,
            "title: A\npersonas: [b]\nstages:\n  - title: C\n    order: 1\n    aliases: [d]\n"
        ),
        "6:5 MP0113\n7:5 MP0113"
    );
    assert_eq!(found(FileKind::Journey, ""), "1:1 MP0102\n1:1 MP0102");
    assert_eq!(found(FileKind::Persona, "name:\n"), "2:6 MP0112");
    assert_eq!(found(FileKind::Persona, "name: \"\"\n"), "2:7 MP0112");
    assert_eq!(found(FileKind::Journey, "title: A\npersonas: []\n"), "3:11 MP0112");
}

#[test]
fn the_nearest_field_or_word_is_suggested() {
    assert_eq!(help(FileKind::Catalogue, "title: A\nchanel: b\n"), "did you mean `channel`?");
    assert_eq!(help(FileKind::Stage, "title: A\npolcy: [b]\n"), "did you mean `policy`?");
    assert_eq!(help(FileKind::Stage, "title: A\nlifecycle: purchse\n"), "did you mean `purchase`?");
    assert_eq!(
        help(FileKind::Journey, "title: A\npersonas: [b]\ntouchpoints: []\n"),
        "`touchpoints` is a field of a stage"
    );
}

#[test]
fn values_off_their_scale_or_list_stand_at_the_value() {
    let fields =
        "title: A\nimpact: 6\nfeasibility: high\nstatus: ideas\nlink: javascript:alert(1)\n";
    assert_eq!(
        found(FileKind::Opportunity, fields),
        "3:9 MP0106\n4:14 MP0104\n5:9 MP0107\n6:7 MP0402"
    );
    assert_eq!(found(FileKind::Opportunity, "title: A\nimpact: 3\n"), "2:1 MP0102");
    assert_eq!(
        found(FileKind::Opportunity, "title: A\nimpact: 3\neffort: {time: 1, cost: 9}\n"),
        "4:10 MP0102\n4:25 MP0106"
    );
    assert_eq!(found(FileKind::Stage, "title: A\nemotion: 2.5\n"), "3:10 MP0106");
    assert_eq!(
        found(FileKind::Stage, "title: A\nemotion: {maya: 3, maya: 1}\n"),
        "3:17 MP0106\n3:20 MP0103"
    );
    assert_eq!(
        found(FileKind::Persona, "name: A\nscales: [{left: a, value: 2}]\n"),
        "3:17 MP0115\n3:27 MP0106"
    );
    assert_eq!(
        found(FileKind::Persona, "name: A\nchannels: {app: 6, web: x}\n"),
        "3:17 MP0106\n3:25 MP0104"
    );
    assert_eq!(
        found(
            FileKind::Stage,
            "title: A\nmetrics:\n  - title: B\n    scale: [-1e308, 1e308]\n    \
             values: [{date: 2026-01-01, value: 1e15}, {date: 2026-02-01, value: 2e15}]\n"
        ),
        "5:13 MP0106\n5:21 MP0106\n6:73 MP0106"
    );
    assert_eq!(found(FileKind::Persona, "name: A\nimage: a.png\n"), "3:8 MP0403");
    assert_eq!(
        found(FileKind::Persona, "name: A\nlang: de_DE\nallow: [{code: MP9999, reason: x}]\n"),
        "3:7 MP0104\n4:16 MP0902"
    );
}

#[test]
fn dates_have_days_that_exist_and_no_time() {
    let dated =
        |date: &str| found(FileKind::Evidence, &format!("title: A\nmethod: nps\ndate: {date}\n"));
    for good in ["2026-05-01", "\"2026-05-01\"", "2026-05", "'2026-05'"] {
        assert_eq!(dated(good), "", "{good}");
    }
    for wrong in [
        "2026-02-30",
        "2026-13",
        "2026-05-01T10:00",
        "\"2026-05-01 10:00\"",
        "2026",
        "May",
        "2026-5-1",
        "２０２６-05-01",
    ] {
        assert_eq!(dated(wrong), "4:7 MP0108", "{wrong}");
    }
    assert_eq!(dated("[2026-05-01]"), "4:7 MP0104");
    assert_eq!(
        found(FileKind::Evidence, "title: A\nmethod: nps\nfrom: 2026-05-01\n"),
        "4:7 MP0115"
    );
    assert_eq!(
        found(FileKind::Evidence, "title: A\nmethod: nps\nfrom: 2026-05-02\nto: 2026-05-01\n"),
        "5:5 MP0108"
    );
    assert_eq!(found(FileKind::Evidence, "title: A\nmethod: nps\n"), "2:1 MP0102");
    assert_eq!(
        found(FileKind::Persona, "name: A\nreview: {last: 2026-05, every: fortnightly}\n"),
        "3:16 MP0108\n3:32 MP0111"
    );
}

#[test]
fn one_value_in_place_of_a_list_is_shown_in_brackets() {
    assert_eq!(help(FileKind::Journey, "title: A\npersonas: maya\n"), "write `personas: [maya]`");
    assert_eq!(
        help(FileKind::Stage, "title: A\npains: It is slow\n"),
        "write `pains: [\"It is slow\"]`"
    );
    assert_eq!(found(FileKind::Stage, "title: A\npains: It is slow\n"), "3:8 MP0105");
    assert_eq!(
        help(FileKind::Persona, "name: A\nscales: {label: a, value: 1}\n"),
        "write `scales: [{label: a, value: 1}]`"
    );
}

#[test]
fn one_value_in_place_of_fields_is_shown_in_the_field_it_belongs_to() {
    let of = |fields: &str| help(FileKind::Persona, &format!("name: A\n{fields}\n"));
    assert_eq!(of("review: 2026-05-01"), "write `{last: 2026-05-01}`");
    assert_eq!(of("review: monthly"), "write `{every: monthly}`");
    assert_eq!(of("review: Team Slots"), "write `{owner: \"Team Slots\"}`");
    assert_eq!(of("review: []"), "write `{last: 2026-05-01}`");
    assert_eq!(
        of("allow: [MP0603]"),
        "write `{code: MP0603, reason: The touchpoints come next month}`"
    );
    assert_eq!(of("review: {log: [2026-05-01]}"), "write `{date: 2026-05-01}`");
}

#[test]
fn a_cadence_has_words_of_its_own() {
    let every =
        |value: &str| help(FileKind::Persona, &format!("name: A\nreview: {{every: {value}}}\n"));
    assert_eq!(every("quaterly"), "did you mean `quarterly`?");
    assert!(every("seldom").contains("`weekly`, `monthly`"), "{}", every("seldom"));
}

#[test]
fn a_text_that_must_be_quoted_is_shown_quoted() {
    let claim = |text: &str| help(FileKind::Stage, &format!("title: A\npains:\n  - {text}\n"));
    assert_eq!(claim("The help: nobody reads it"), "write `- \"The help: nobody reads it\"`");
    assert_eq!(claim("\"Where is it\" they ask"), "write `- '\"Where is it\" they ask'`");
    assert_eq!(claim("[Draft] of it"), "write `- \"[Draft] of it\"`");
    assert_eq!(claim("[^study]"), "write `- \"[^study]\"`");
    assert_eq!(claim("{name} is shown"), "write `- \"{name} is shown\"`");
    assert_eq!(claim("{name}"), "write `- \"{name}\"`");
    assert_eq!(claim("*Never* again"), "write `- \"*Never* again\"`");
    assert_eq!(claim("*never*"), "write `- \"*never*\"`");
    assert_eq!(claim("& more"), "write `- \"& more\"`");
    assert_eq!(claim("&c more"), "write `- \"&c more\"`");
    assert_eq!(claim("!important thing"), "write `- \"!important thing\"`");
    assert_eq!(claim("| or"), "write `- \"| or\"`");
    assert_eq!(claim("> said"), "write `- \"> said\"`");
    assert_eq!(claim("%d minutes"), "write `- \"%d minutes\"`");
    assert_eq!(claim("@ana said"), "write `- \"@ana said\"`");
    assert_eq!(claim("`code` here"), "write `- \"`code` here\"`");
    assert_eq!(claim("'it's late'"), "write `- \"it's late\"`");
    assert_eq!(claim("Slot #3 is gone"), "write `- \"Slot #3 is gone\"`");
    assert_eq!(
        help(FileKind::Stage, "title: Help: nobody reads it # yes\n"),
        "write `title: \"Help: nobody reads it\"`"
    );
    assert_eq!(
        help(FileKind::Stage, "title: A\npains: [Slow [^a], b]\n"),
        "write `pains: [\"Slow [^a]\", b]`"
    );
    assert_eq!(
        help(FileKind::Stage, "title: A\npains: [a: b, c]\n"),
        "write `pains: [\"a: b\", c]`"
    );
    assert_eq!(help(FileKind::Stage, "title: #1 in town\n"), "write `title: \"#1 in town\"`");
    assert_eq!(help(FileKind::Stage, "title: [Draft]\n"), "write `title: \"[Draft]\"`");
}

#[test]
fn comments_and_quoted_texts_are_left_alone() {
    let stage = stage(
        "title: \"A: b # c\" # why\npains:\n  - Slow [^x]  # no citation: assumed\n  - 'It''s # so'\n  # - gone\n",
    );
    assert_eq!(&*stage.title.doc.source, "A: b # c");
    assert_eq!(stage.experience.pains.map(|p| p.len()), Some(2));
}

#[test]
fn every_text_without_its_quotes_is_found_in_one_run() {
    let fields = "title: A: b\npains:\n  - \"x\" y\n  - fine\n  - @me\nstate: [\n";
    assert_eq!(found(FileKind::Stage, fields), "2:9 MP0005\n4:9 MP0005\n6:5 MP0005\n7:8 MP0001");
}

#[test]
fn yaml_that_cannot_be_read_stands_at_the_first_wrong_character() {
    let at = |fields: &str| found(FileKind::Stage, fields);
    assert_eq!(at("title: A\n\tphase: b\n"), "3:1 MP0001");
    assert_eq!(at("title: A\npains:\n\t- b\n"), "4:1 MP0001");
    assert_eq!(at("title: A\npains:\n  - b\n\t- c\n"), "5:1 MP0001");
    assert_eq!(at("title: 買い物 \u{1}x\n"), "2:12 MP0001");
    assert_eq!(at("title: \"A\\qb\"\n"), "2:11 MP0001");
    assert_eq!(at("title: \"A\\u12x\"\n"), "2:14 MP0001");
    assert_eq!(at("title: \"A\\uD800\"\n"), "2:10 MP0001");
    assert_eq!(at("tags: [a, {b: \"}\"}, {c: d]\n"), "2:26 MP0001");
    assert_eq!(at("title: \"A\n"), "2:8 MP0001");
    assert_eq!(at("title: A\n- b\n"), "3:1 MP0001");
    assert_eq!(at("title: A\npains: - b\n"), "3:8 MP0001");
    assert_eq!(at("title: A\n...\nphase: b\n"), "4:1 MP0001");
    assert_eq!(at("a text\n"), "2:1 MP0104");
    assert_eq!(at("? [a]\n: b\n"), "2:3 MP0001");
    assert_eq!(found(FileKind::Stage, "title: !!map {a: b}\n"), "2:8 MP0001");
}

#[test]
fn an_alias_stands_for_what_its_anchor_names() {
    let stage = stage(
        "title: &t A stage\ngoal: *t\ntags: &tags [x, y]\n\
         pains: &p\n  - Slow\n  - {text: Dear, tags: *tags}\ngains: *p\n",
    );
    assert_eq!(
        stage.goal.as_ref().map(|goal| goal.doc.plain().to_string()),
        Some("A stage".into())
    );
    assert_eq!(stage.experience.pains.as_ref().map(|pains| pains.len()), Some(2));
    assert_eq!(stage.experience.pains, stage.experience.gains);
}

#[test]
fn what_an_alias_stands_for_is_reported_where_it_is_written() {
    assert_eq!(found(FileKind::Stage, "title: &t A\nimportance: *t\n"), "2:11 MP0104");
    assert_eq!(
        found(FileKind::Stage, "title: A\nextra: {a: &a [b, {c: d}]}\ntags: *a\n"),
        "3:19 MP0005"
    );
    assert_eq!(
        found(FileKind::Stage, "title: A\nextra: {a: &a b}\npains: [c, *a, {txt: *a}]\n"),
        "4:17 MP0101\n4:17 MP0102"
    );
    let merged = "title: A\nextra: {a: &a {b: c}}\n<<: *a\n";
    assert_eq!(found(FileKind::Stage, merged), "4:1 MP0101");
    assert!(help(FileKind::Stage, merged).contains("merge"));
}

#[test]
fn an_anchor_that_no_alias_means_is_a_text_without_quotes() {
    assert_eq!(found(FileKind::Stage, "title: &co and more\n"), "2:8 MP0005");
    assert_eq!(found(FileKind::Stage, "title: &co and more\ngoal: *co\n"), "");
    assert_eq!(
        found(FileKind::Stage, "title: &co and more\ngoal: *ca\n"),
        "2:8 MP0005\n3:7 MP0005"
    );
    assert_eq!(
        found(FileKind::Stage, "title: A\ngoal: &co\nextra: {a: *b}\n"),
        "3:7 MP0005\n4:12 MP0005"
    );
}

#[test]
fn hostile_yaml_meets_its_limits() {
    let deep = format!("title: {}\n", "[".repeat(100));
    assert!(found(FileKind::Stage, &deep).ends_with("MP0004"), "{}", found(FileKind::Stage, &deep));
    let inside = "title: A\nextra: {a: &a [*a]}\n";
    assert_eq!(found(FileKind::Stage, inside), "3:16 MP0004");
    let nine =
        |n: usize| format!("  a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "));
    let laughs: String = (1..12).map(nine).collect();
    let laughs = format!("title: A\nextra:\n  a0: &a0 ha\n{laughs}");
    assert_eq!(found(FileKind::Stage, &laughs), "9:32 MP0004");
    let long = "x".repeat(1 << 14);
    let long = format!("title: A\nextra: {{a: &a {long}}}\ntags: [{}]\n", "*a, ".repeat(100));
    assert_eq!(found(FileKind::Stage, &long), "4:264 MP0004");
    let wide = format!("title: A\nextra: [{}]\n", "1,".repeat(60_000));
    assert!(found(FileKind::Stage, &wide).ends_with("MP0004"));
    let long = format!("title: {}\n", "x".repeat(1 << 20));
    assert_eq!(found(FileKind::Stage, &long), "2:1 MP0004");
}

#[test]
fn findings_are_placed_in_texts_of_every_script_and_line_end() {
    let text = "---\r\ntitle: 日本 😀\r\nemotion: 9\r\n---\r\n";
    assert_eq!(places(text, &read(FileKind::Stage, text).1), "3:10 MP0106");
    let text = "---\rtitle: é\rgoals: x\r---\r";
    assert_eq!(places(text, &read(FileKind::Stage, text).1), "3:1 MP0101");
}

#[test]
fn ids_are_slugs_and_items_without_one_ask_for_it() {
    let inline = |item: &str| {
        found(FileKind::Journey, &format!("title: A\npersonas: [b]\nstages:\n  - {item}\n"))
    };
    assert_eq!(inline("{title: B, id: Not A Slug}"), "5:20 MP0109");
    assert_eq!(inline("{title: \"?!\"}"), "5:13 MP0202");
    assert_eq!(inline("{title: \"?!\", id: c}"), "");
    assert_eq!(inline("{phase: c}"), "5:6 MP0102");
    assert_eq!(inline("Plan"), "5:5 MP0104");
    assert_eq!(inline("{title: Index}"), "5:13 MP0109");
}

#[test]
fn metrics_have_rising_values_from_one_place() {
    let metric = |item: &str| found(FileKind::Stage, &format!("title: A\nmetrics:\n  - {item}\n"));
    assert_eq!(metric("{title: B}"), "4:6 MP0503");
    assert_eq!(
        metric("{title: B, values: [{date: 2026-01-01, value: 1}], data: x.csv}"),
        "4:56 MP0503"
    );
    assert_eq!(metric("{title: B, values: []}"), "4:24 MP0503");
    assert_eq!(metric("{title: B, data: x.csv, scale: [5, 1]}"), "4:40 MP0903");
    assert_eq!(
        metric("{title: B, values: [{date: 2026-01-02, value: 1}, {date: 2026-01-02, value: 1}]}"),
        "4:62 MP0502"
    );
}

#[test]
fn addresses_need_a_scheme_that_is_allowed() {
    let source = |url: &str| {
        found(FileKind::Evidence, &format!("title: A\nmethod: nps\ndate: 2026-05\nsource: {url}\n"))
    };
    for good in
        ["https://example.org", "http://a/b?c#d", "mailto:a@example.org", "HTTPS://EXAMPLE.ORG"]
    {
        assert_eq!(source(good), "", "{good}");
    }
    for wrong in [
        "www.example.org",
        "https://",
        "our wiki",
        "//example.org",
        "https:example",
        "\"https://a b\"",
    ] {
        assert_eq!(source(wrong), "5:9 MP0114", "{wrong}");
    }
    assert_eq!(source("ftp://example.org"), "5:9 MP0402");
    assert_eq!(source("\"data:text/html,x\""), "5:9 MP0402");
}

#[test]
fn an_index_has_a_title_and_a_body() {
    let mut findings = Vec::new();
    let index = decode_index(
        FileId(1),
        &"---\ntitle: Retail\ntags: [a]\n---\nText\n".into(),
        &config(),
        &mut findings,
    );
    let index = index.expect("readable");
    assert_eq!(index.title.map(|t| t.doc.source.to_string()).as_deref(), Some("Retail"));
    assert!(index.body.is_some());
    assert_eq!(findings.len(), 1);
}

#[test]
fn the_file_of_new_is_valid_as_it_stands_and_so_are_its_examples() {
    let kinds = [
        (Kind::Persona, FileKind::Persona),
        (Kind::Journey, FileKind::Journey),
        (Kind::Stage, FileKind::Stage),
        (Kind::Touchpoint, FileKind::Catalogue),
        (Kind::Opportunity, FileKind::Opportunity),
        (Kind::Evidence, FileKind::Evidence),
    ];
    for (kind, file_kind) in kinds {
        let text = fields::template(kind, "weekly-shop");
        let (_, findings) = read(file_kind, &text);
        assert_eq!(places(&text, &findings), "", "{text}");
        // Without the signs that keep them out, the examples are as good; explanations stay comments.
        let open: Vec<&str> = text
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if is_field(rest) => rest,
                _ => line,
            })
            .collect();
        let open = open.join("\n");
        let (_, findings) = read(file_kind, &open);
        assert_eq!(places(&open, &findings), "", "{open}");
        assert!(open.contains("tags: ["), "{open}");
    }
}

fn is_field(line: &str) -> bool {
    let word = line.split(':').next().unwrap_or_default();
    line.starts_with(' ')
        || (line.contains(':') && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

#[test]
fn a_touchpoint_or_opportunity_in_a_file_takes_its_id_from_the_name() {
    let call = touchpoint("use: retail/call-centre\nchannel: phone\ncontrol: partner\n");
    assert_eq!((&*call.common.id.value, call.title), ("some-file", None));
    let hold = opportunity(
        "title: Hold\nimpact: 3.5\nfeasibility: 2\nstatus: doing\nlink: https://a.example/1\n",
    );
    assert_eq!((hold.impact.value, hold.status.word()), (3.5, "doing"));
    assert_eq!(hold.common.status, Status::Published);
}

#[test]
fn every_row_of_the_table_explains_itself() {
    for shape in fields::SHAPES {
        for field in shape.fields() {
            assert!(field.doc.ends_with('.') && !field.example.is_empty(), "{}", field.name);
            assert_eq!(
                shape.fields().filter(|f| f.name == field.name).count(),
                1,
                "{}",
                field.name
            );
        }
    }
}

#[test]
fn a_broken_line_is_explained_where_it_breaks() {
    let shown = |fields: &str| {
        let text = format!("---\n{fields}---\n");
        let findings = read(FileKind::Evidence, &text).1;
        let line = |f: &Finding| format!("{} {}", places(&text, std::slice::from_ref(f)), f.help);
        findings.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        shown("title:Shop\nmethod: nps\n"),
        "3:7 MP0001 write a blank after the colon: `title: Shop`"
    );
    assert_eq!(
        shown("title: A\nowner:ana\n"),
        "3:1 MP0001 write a blank after the colon: `owner: ana`"
    );
    assert_eq!(
        shown("highlights:\n  - {id: a, text: He said: no}\n  - {id: b, text: \"x\" y, who: P4}\n"),
        "3:26 MP0005 write `- {id: a, text: \"He said: no\"}`\n\
         4:23 MP0005 write `- {id: b, text: '\"x\" y', who: P4}`"
    );
    assert_eq!(
        shown("highlights: [{id: a, text: He said: no}]\n"),
        "2:35 MP0005 write `highlights: [{id: a, text: \"He said: no\"}]`"
    );
    assert_eq!(shown("title: {{ x }}\n"), "2:9 MP0005 write `title: \"{{ x }}\"`");
    assert_eq!(
        shown("title: [A\nmethod: nps\ntags: [a\n"),
        "2:8 MP0005 write `title: \"[A\"`\n4:7 MP0001 close it on its line, or quote the text"
    );
    assert_eq!(
        shown("tags: [a\nmethod: nps\n"),
        "3:7 MP0001 close the bracket, or quote the text that begins with it"
    );
}

#[test]
fn one_mistake_is_one_finding() {
    assert_eq!(
        help(FileKind::Stage, "title: A\nlinks: https://example.org\n"),
        "write `links: [{title: The brief, url: \"https://example.org\"}]`"
    );
    assert_eq!(
        help(FileKind::Stage, "title: A\nmetrics: NPS\n"),
        "write `metrics: [{title: NPS}]`"
    );
    assert_eq!(
        help(FileKind::Stage, "title: A\ntouchpoints: Shop\n"),
        "write `touchpoints: [{title: Shop}]`"
    );
    assert_eq!(
        found(FileKind::Stage, "title: A\nextra: {a: 1, b: [{c: 2, c: 3}]}\n"),
        "3:26 MP0103"
    );
}

#[test]
fn what_an_unreadable_site_may_declare_is_not_reported() {
    let mut findings = Vec::new();
    let config = decode_config(FileId(0), "emotion: {max: 10}\ncustom_lanes: [x\n", &mut findings);
    assert_eq!(findings.len(), 1);
    let text = "---\ntitle: A\nemotion: 9\npolicy: [B]\ntitel: C\n---\n";
    let name = FileName::of(FileKind::Stage, "a");
    let mut findings = Vec::new();
    decode_file(FileKind::Stage, FileId(1), &text.into(), &name, &config, &mut findings);
    assert_eq!(places(text, &findings), "5:1 MP0101");
}

#[test]
fn lists_take_no_more_room_than_they_need() {
    let stage = stage(concat!(
        "title: Stage\n",
        "touchpoints:\n",
        "  - title: Only one\n",
        "    quotes: [One quote]\n",
        "    moment: friction\n",
        "    opportunities: [only-one]\n",
        "    thoughts: [{text: A thought, evidence: [e], against: [a], personas: [p], tags: [t]}]\n",
    ));
    assert_eq!((stage.touchpoints.len(), stage.touchpoints.capacity()), (1, 1));
    let experience = &stage.touchpoints[0].experience;
    let room = |capacity: Option<usize>| assert_eq!(capacity, Some(1));
    room(experience.quotes.as_ref().map(|list| list.capacity()));
    room(experience.moments.as_ref().map(|list| list.capacity()));
    room(experience.opportunities.as_ref().map(|list| list.capacity()));
    let thoughts = experience.thoughts.as_ref().expect("thoughts");
    room(Some(thoughts.capacity()));
    let long = thoughts[0].long.as_ref().expect("a long claim");
    for list in [&long.evidence, &long.against, &long.personas] {
        assert_eq!((list.len(), list.capacity()), (1, 1));
    }
    assert_eq!((long.tags.len(), long.tags.capacity()), (1, 1));
}
