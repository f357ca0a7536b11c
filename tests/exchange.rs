//! Journeys come, go, move and are called otherwise: those who see it are resolved, and whatever
//! is done the site is that of a run from scratch.

use crate::edits::{Dice, open, same_as_from_scratch, shown};
use crate::site::options;
use milepost::site::Options;
use milepost::source::{Edit, Sources};
use milepost::workspace::{Change, Update};
use std::collections::BTreeMap;

const OTHERS: &str = "\
-- site.yaml --
title: Shop
channels: [{id: app, title: App}, {id: phone, title: Phone}]
-- index.md --
---
title: Home
---
See [[maya]] and [[base]].
-- personas/maya.md --
---
name: Maya
goals: ['Rest [^talks]']
---
-- personas/tom.md --
---
name: Tom
---
-- touchpoints/chat.md --
---
title: Chat
channel: app
pains: ['Waits [^talks]']
opportunities: [{title: Bot, impact: 3, feasibility: 3}]
---
-- opportunities/hold.md --
---
title: Hold
impact: 4
feasibility: 2
addresses: [base/start]
---
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2026-06-01
highlights: [{id: late, text: Always late, consent: true, personas: [tom]}]
---
Of [[base]].
-- journeys/base.md --
---
title: Base
personas: [maya]
stages: [{title: Start, touchpoints: [{use: chat}, {title: Ask, channel: app}]}]
---
-- journeys/zero.md --
---
title: Zero
personas: [tom]
parent: base
stages: [{title: Start, opportunities: [{title: Zip, impact: 5, feasibility: 5}]}]
---
";

const FOLDERS: [&str; 3] = ["journeys", "north/journeys", "south/journeys"];
const NAMES: [&str; 6] = ["ask", "buy", "call", "doubt", "end", "find"];

/// What an author may write in a journey; `{}` is the name of some journey.
const LINES: &[&[&str]] = &[
    &["title: Way", "title: Other way [^talks]", "title: Way\nid: way"],
    &["personas: [maya]", "personas: [tom, maya]"],
    &["", "", "", "status: draft", "status: retired"],
    &["", "", "", "aliases: [{}]", "aliases: [journeys/{}.md]"],
    &["", "", "parent: base", "baseline: base", "parent: {}"],
    &["", "tags: [food]", "tags: [Food, urgent]"],
    &["owner: ann", "review: {last: 2026-10-01}", "review: {last: 2020-10-01}"],
    &["goal: Dinner", "goal: 'See [[{}]]'", "goal: 'See [[maya]] [^talks#late]'"],
    &[
        "stages:\n  - title: Plan",
        "stages:\n  - title: Start",
        "stages:\n  - title: Go\n    journey: {}",
    ],
    &[
        "",
        "",
        "    opportunities: [hold]",
        "    opportunities: [{title: Fast, impact: 5, feasibility: 4}]",
    ],
    &["    touchpoints:\n      - title: Ask", "    touchpoints:\n      - use: chat"],
    &["", "        channel: app", "        emotion: -2\n        pains: ['Slow [^talks]']"],
    &["", "        opportunities: [{title: Fast, impact: 2, feasibility: 4}, hold]"],
    &[
        "",
        "      - {title: Pay, channel: phone, status: draft}",
        "      - {title: Pay, emotion: {maya: 1}}",
    ],
    &["---\n", "---\nSee [it](/journeys/{}.md) and [[tom]].\n", "---\n## What\n[[base/start]]\n"],
];

fn journey(dice: &mut Dice) -> String {
    let mut lines = vec!["---".to_owned()];
    for of in LINES {
        // Most is quiet: a journey that names nothing odd.
        let line = if dice.below(3) == 0 { of[dice.below(of.len())] } else { of[0] };
        if !line.is_empty() {
            lines.push(line.replace("{}", NAMES[dice.below(NAMES.len())]));
        }
    }
    lines.join("\n")
}

struct Folder {
    files: BTreeMap<String, String>,
}

impl Folder {
    fn write(&mut self, path: String, text: String) -> Change {
        let change = Change::Source(Edit::Text(path.clone(), text.clone().into_bytes()));
        self.files.insert(path, text);
        change
    }

    fn remove(&mut self, path: &str) -> Change {
        self.files.remove(path);
        Change::Source(Edit::Gone(path.to_owned()))
    }

    fn some(&self, dice: &mut Dice) -> Option<(String, String)> {
        let all: Vec<_> = self.files.iter().collect();
        let (path, text) = *all.get(dice.below(all.len().max(1)))?;
        Some((path.clone(), text.clone()))
    }

    /// One thing that an author does.
    fn step(&mut self, dice: &mut Dice) -> Vec<Change> {
        let path = || {
            let (folder, name) = (FOLDERS[dice.below(3)], NAMES[dice.below(6)]);
            let file = ["", "", "/index"][dice.below(3)];
            format!("{folder}/{name}{file}.md")
        };
        let new = { path }();
        let some = self.some(dice);
        match (dice.below(6), some) {
            (0, Some((path, _))) => vec![self.remove(&path)],
            (1, Some((path, text))) => vec![self.remove(&path), self.write(new, text)],
            (2, Some((path, text))) => {
                let at = dice.below(2);
                let line = ["---\naliases: [was]", "---\nlang: de"][at];
                vec![self.write(path, text.replacen("---", line, 1))]
            }
            (3, Some((path, _))) => vec![self.write(path, journey(dice))],
            _ => vec![self.write(new, journey(dice))],
        }
    }
}

fn play(seed: u64, steps: usize, options: &Options) -> (usize, usize) {
    let mut dice = Dice(seed);
    let mut kept = open(Sources::from_fixture(OTHERS), options.clone());
    let mut folder = Folder { files: BTreeMap::new() };
    let (mut some, mut all) = (0, 0);
    for number in 0..steps {
        let changes = folder.step(&mut dice);
        let at = format!("seed {seed}, step {number}: {}", shown(&changes));
        let update = kept.apply(changes);
        if update.resolved < kept.content().journeys.len() {
            some += 1;
        } else {
            all += 1;
        }
        same_as_from_scratch(&kept, options, &at);
    }
    (some, all)
}

#[test]
fn everything_is_as_from_scratch_after_journeys_came_and_went() {
    let (mut some, mut all) = (0, 0);
    for seed in 1..=12 {
        let options = Options { include_drafts: seed % 3 == 0, ..options() };
        let (a, b) = play(seed, 60, &options);
        some += a;
        all += b;
    }
    assert!(some > 100 && all > 40, "{some} in part, {all} as a whole: the script is dull");
}

/// What some changes of the site above come to.
fn cost(changes: Vec<Change>) -> Update {
    let mut kept = open(Sources::from_fixture(&format!("{OTHERS}{MORE}")), options());
    let at = shown(&changes);
    let update = kept.apply(changes);
    same_as_from_scratch(&kept, &options(), &at);
    update
}

const MORE: &str = "\
-- journeys/far.md --
---
title: Far
personas: [tom]
stages: [{title: Go}]
---
-- journeys/near.md --
---
title: Near
personas: [tom]
---
See [[far]].
";

fn write(path: &str, text: &str) -> Change {
    Change::Source(Edit::Text(path.to_owned(), text.as_bytes().to_vec()))
}

fn gone(path: &str) -> Change {
    Change::Source(Edit::Gone(path.to_owned()))
}

const NEW: &str = "---\ntitle: New\npersonas: [maya]\nparent: base\nstages: [{title: Go, \
    touchpoints: [{use: chat, opportunities: [{title: So, impact: 1, feasibility: 2}]}]}]\n---\n";

#[test]
fn a_journey_that_comes_or_goes_resolves_those_who_see_it() {
    let cost_of = |resolved| Update { parsed: 1, resolved };
    assert_eq!(cost(vec![write("journeys/m.md", NEW)]), cost_of(1), "a new one");
    let folder = vec![write("journeys/m/index.md", NEW)];
    assert_eq!(cost(folder), cost_of(1), "a new folder");
    let untold = Update { parsed: 0, resolved: 0 };
    assert_eq!(cost(vec![gone("journeys/near.md")]), untold, "one that nobody names");
    let named = Update { parsed: 0, resolved: 1 };
    assert_eq!(cost(vec![gone("journeys/far.md")]), named, "one that another names");
    let far = "---\ntitle: Far\npersonas: [tom]\nstages: [{title: Go}]\n---\n";
    let moved = vec![gone("journeys/far.md"), write("journeys/away.md", far)];
    assert_eq!(cost(moved), cost_of(2), "another name");
    let alias = far.replace("title: Far", "title: Far\naliases: [away]");
    assert_eq!(cost(vec![write("journeys/far.md", &alias)]), cost_of(2), "a former name");
    let draft = far.replace("title: Far", "title: Far\nstatus: draft");
    assert_eq!(cost(vec![write("journeys/far.md", &draft)]), cost_of(2), "it becomes a draft");
    let opportunity = far
        .replace("title: Go", "title: Go, opportunities: [{title: So, impact: 1, feasibility: 2}]");
    assert_eq!(cost(vec![write("journeys/far.md", &opportunity)]), cost_of(2), "an opportunity");
}

#[test]
fn what_is_between_journeys_resolves_all() {
    assert_eq!(cost(vec![gone("journeys/base.md")]).resolved, 3, "a parent");
    let text = NEW.replace("title: Go,", "title: Go, journey: near,");
    assert_eq!(cost(vec![write("journeys/m.md", &text)]).resolved, 5, "it zooms into another");
}
