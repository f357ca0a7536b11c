//! Derived values as `site.json` tells them to other tools.

use crate::site::{options, site, site_with};
use serde_json::{Value, json};

const SHOP: &str = "
-- site.yaml --
title: Shop
channels:
  - {id: app, title: App, control: owned}
  - {id: bank, title: Bank, control: partner}
  - {id: home, title: Home}
-- retail/personas/maya.md --
---
name: Maya
goals:
  - Feed five [^diary]
  - Save time
---
-- retail/personas/tom.md --
---
name: Tom
---
-- touchpoints/chat.md --
---
title: Chat
channel: app
emotion: {maya: 1, stranger: 2}
pains: [Slow]
opportunities:
  - {title: Answer at night, impact: 4, feasibility: 3}
---
-- personas/stranger.md --
---
name: A stranger
---
-- retail/journeys/weekly.md --
---
title: The weekly shop
personas: [maya, tom]
owner: ines
review: {last: 2026-08-31, every: quarterly}
stages:
  - title: Plan
    phase: Before
    lifecycle: consideration
    touchpoints:
      - title: List
        channel: app
        importance: 5
        emotion: {maya: -2, tom: 0.5}
        moment: friction
        actions:
          - Writes it down [^diary#list]
          - text: Shares it
            evidence: [old]
        pains:
          - text: Forgets
            evidence: [diary]
            against: [old]
          - Guesses
        quotes: [diary#list, diary#secret]
      - title: Fridge
        channel: home
        importance: 1
        emotion: {maya: 1}
  - title: Ask
    touchpoints:
      - use: chat
      - id: chat-2
        use: chat
        pains: []
        channel: bank
  - title: Alone
    emotion: 2
---
-- evidence/diary.md --
---
title: Diary
method: diary-study
date: 2026-05
highlights:
  - {id: list, text: It is all in my head, who: P1, consent: true}
  - {id: secret, text: Do not print this, who: P2}
---
-- evidence/old.md --
---
title: Old
method: survey
date: 2020-01-01
---
";

fn shop() -> Value {
    site(SHOP).json()
}

fn weekly(json: &Value) -> &Value {
    &json["journeys"][0]
}

#[test]
fn addresses_references_and_ids_are_as_the_format_says() {
    let json = shop();
    let journey = weekly(&json);
    assert_eq!(journey["id"], "weekly");
    assert_eq!(journey["space"], "retail");
    assert_eq!(journey["url"], "retail/journeys/weekly.html");
    assert_eq!(journey["svg"], "retail/journeys/weekly.svg");
    assert_eq!(journey["personas"], json!(["retail/maya", "retail/tom"]));
    assert_eq!(journey["stages"][0]["url"], "retail/journeys/weekly/plan.html");
    let touchpoint = &journey["stages"][1]["touchpoints"][0];
    assert_eq!(touchpoint["url"], "retail/journeys/weekly/ask.html#chat");
    assert_eq!(touchpoint["use"], "chat");
    assert_eq!(
        json["touchpoints"][0]["uses"],
        json!(["retail/weekly/ask/chat", "retail/weekly/ask/chat-2"])
    );
}

#[test]
fn emotions_are_weighted_means_for_each_persona() {
    let json = shop();
    let stages = &weekly(&json)["stages"];
    assert_eq!(stages[0]["emotion"], json!({"retail/maya": -1.5, "retail/tom": 0.5}));
    assert_eq!(stages[1]["emotion"], json!({"retail/maya": 1}));
    assert_eq!(stages[2]["emotion"], json!({"retail/maya": 2, "retail/tom": 2}));
    assert_eq!(stages[1]["touchpoints"][0]["emotion"], json!({"retail/maya": 1}));
}

#[test]
fn extremes_and_the_largest_drop_name_their_points() {
    let json = shop();
    let journey = weekly(&json);
    let low = json!({"ref": "retail/weekly/plan/list", "persona": "retail/maya", "value": -2});
    let high = json!({"ref": "retail/weekly/alone", "persona": "retail/maya", "value": 2});
    assert_eq!(journey["lowest"], low);
    assert_eq!(journey["highest"], high);
    assert_eq!(journey["largest_drop"], Value::Null, "nobody's mood ever falls");
}

#[test]
fn a_claim_is_known_stale_contested_or_assumed() {
    let json = shop();
    let claims = &weekly(&json)["stages"][0]["touchpoints"][0]["claims"];
    let status = |i: usize| {
        (claims[i]["lane"].as_str(), claims[i]["text"].as_str(), claims[i]["status"].as_str())
    };
    assert_eq!(status(0), (Some("actions"), Some("Writes it down"), Some("known")));
    assert_eq!(status(1), (Some("actions"), Some("Shares it"), Some("stale")));
    assert_eq!(status(2), (Some("pains"), Some("Forgets"), Some("contested")));
    assert_eq!(status(3), (Some("pains"), Some("Guesses"), Some("assumed")));
    assert_eq!(status(4), (Some("quotes"), Some("It is all in my head"), Some("known")));
    assert_eq!(status(5), (Some("quotes"), None, Some("known")), "withheld, and still known");
    let coverage = &weekly(&json)["coverage"];
    let counts = ["claims", "known", "stale", "contested", "assumed"].map(|k| coverage[k].as_u64());
    // The catalogue's pain counts once: the second use empties it.
    assert_eq!(counts, [7, 3, 1, 1, 2].map(Some));
}

#[test]
fn what_is_withheld_is_in_no_file() {
    for (path, bytes) in site(SHOP).files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("Do not print this") && !text.contains("P2"), "{path}");
    }
}

#[test]
fn the_use_lies_over_the_catalogue_and_control_is_the_channels() {
    let json = shop();
    let stage = &weekly(&json)["stages"][1];
    let (first, second) = (&stage["touchpoints"][0], &stage["touchpoints"][1]);
    assert_eq!((&first["channel"], &first["control"]), (&json!("app"), &json!("owned")));
    assert_eq!((&second["channel"], &second["control"]), (&json!("bank"), &json!("partner")));
    assert_eq!(first["claims"][0]["text"], "Slow");
    assert_eq!(second["claims"], json!([]));
    let home = &weekly(&json)["stages"][0]["touchpoints"][1];
    assert_eq!(home["control"], Value::Null);
}

#[test]
fn a_catalogue_opportunity_is_one_and_addresses_every_use() {
    let json = shop();
    let opportunity = &json["opportunities"][0];
    assert_eq!(opportunity["score"], 12);
    assert_eq!(opportunity["quadrant"], "big bet", "feasibility 3 is not above 3");
    let addressed = opportunity["addresses"].as_array().expect("a list");
    assert!(addressed.contains(&json!("retail/weekly/ask/chat")), "{addressed:?}");
    assert!(addressed.contains(&json!("retail/weekly/ask/chat-2")), "{addressed:?}");
}

#[test]
fn what_nobody_wrote_is_null() {
    let json = shop();
    assert_eq!(weekly(&json)["state"], Value::Null, "a map need not say its state");
    let source = SHOP.replace("owner: ines", "owner: ines\nstate: as-is");
    assert_eq!(weekly(&site(&source).json())["state"], "as-is");
}

#[test]
fn spellings_of_a_tag_are_one_tag_with_one_name() {
    let persona = |tags: &str| format!("---\nname: Someone\ntags: {tags}\n---\n");
    let source = format!(
        "\n-- personas/ann.md --\n{}-- personas/bob.md --\n{}",
        persona("[Food waste, urgent]"),
        persona("[food-waste, FOOD WASTE]"),
    );
    let made = site(&source);
    let json = made.json();
    assert_eq!(json["personas"][1]["tags"], json!(["Food waste"]), "as first written");
    let page = made.file("personas/bob.html");
    assert_eq!(page.matches("tags/food-waste.html").count(), 1, "one link for one tag");
    assert!(page.contains(">Food waste</a>"), "{page}");
}

#[test]
fn a_review_is_due_by_calendar_months() {
    let json = shop();
    let review = &weekly(&json)["review"];
    assert_eq!(review["next"], "2026-11-30", "31 August and three months");
    assert_eq!(review["state"], "due-soon");
    assert_eq!(review["owner"], "ines");
    let state = |today: &str| {
        let options =
            milepost::site::Options { today: today.parse().expect("a date"), ..options() };
        weekly(&site_with(SHOP, options).json())["review"]["state"].clone()
    };
    assert_eq!(state("2026-11-15"), "current");
    assert_eq!(state("2026-11-16"), "due-soon");
    assert_eq!(state("2026-11-30"), "due-soon");
    assert_eq!(state("2026-12-01"), "overdue");
}

#[test]
fn ranks_go_by_score_then_impact_then_title() {
    let json = site(
        "-- opportunities/a.md --\n---\ntitle: B wins by title\nimpact: 4\nfeasibility: 3\nstatus: planned\n---\n\
         -- opportunities/b.md --\n---\ntitle: A wins by title\nimpact: 4\nfeasibility: 3\nstatus: planned\n---\n\
         -- opportunities/c.md --\n---\ntitle: Easier\nimpact: 3\nfeasibility: 4\n---\n\
         -- opportunities/d.md --\n---\ntitle: Done\nimpact: 5\nfeasibility: 5\nstatus: done\n---\n\
         -- opportunities/e.md --\n---\ntitle: Thirds\nimpact: 5\neffort: {time: 3, cost: 2, complexity: 3}\nstatus: doing\n---\n",
    )
    .json();
    let rows: Vec<(Value, Value, Value)> = json["opportunities"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|o| (o["id"].clone(), o["rank"].clone(), o["score"].clone()))
        .collect();
    let row = |id: &str, rank: Value, score: Value| (json!(id), rank, score);
    assert_eq!(
        rows,
        [
            row("a", json!(3), json!(12)),
            row("b", json!(2), json!(12)),
            row("c", json!(4), json!(12)),
            row("d", Value::Null, json!(25)),
            row("e", json!(1), json!(16.67)),
        ]
    );
}

#[test]
fn measured_stands_beside_mapped() {
    let json = site(
        "-- data/nps.csv --\ndate,value,n\n2026-01-01,50,10\n2026-06-01,75,10\n2027-01-01,100,10\n\
         -- personas/maya.md --\n---\nname: Maya\n---\n\
         -- journeys/a.md --\n---\ntitle: A\npersonas: [maya]\nowner: x\nstages:\n  - title: S\n    metrics:\n\
         \x20     - {title: NPS, data: ../data/nps.csv, scale: [0, 100]}\n\
         \x20     - {title: Wait, values: [{date: 2026-01-01, value: 10}], scale: [0, 10], better: lower}\n\
         \x20   touchpoints: [{title: T, channel: app, emotion: 1}]\n---\n",
    )
    .json();
    let metrics = json["journeys"][0]["stages"][0]["metrics"].as_array().expect("a list").clone();
    assert_eq!(metrics.len(), 2);
    let text = serde_json::to_string(&metrics).expect("JSON");
    assert!(text.contains("75") && text.contains(":1") && text.contains(":-2"), "{text}");
}

#[test]
fn the_file_is_sorted_indented_and_ends_with_a_newline() {
    let text = site(SHOP).file("site.json");
    assert!(text.starts_with("{\n  \"") && text.ends_with("}\n"));
    let parsed: Value = serde_json::from_str(&text).expect("JSON");
    let again = serde_json::to_string_pretty(&parsed).expect("JSON") + "\n";
    assert!(again == text, "keys are not sorted");
}
