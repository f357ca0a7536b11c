//! An edit costs what it changes: a journey's text is resolved and checked alone while it says the
//! same of others. Whatever is saved, everything derived is that of a run from scratch.

use crate::site::options;
use milepost::diagnostic::{Code, Colour, Finding, render_human};
use milepost::site::Options;
use milepost::source::{Edit, FileId, Sources};
use milepost::workspace::{Change, Stale, Update, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// A file in pieces, each of which an author may write in several ways.
type Pieces = Vec<&'static [&'static str]>;

const TITLE: &[&str] =
    &["title: Shop", "title: Sales team", "title: 'Shop [^talks]'", "title: Shöp"];
const PERSONAS: &[&str] =
    &["personas: [maya]", "personas: [maya, tom]", "personas: [tom, nobody]", "personas: [former]"];
const PERSON: &[&str] = &["", "owner: ann", "owner: bob\nlang: de", "extra: {a: 1}"];
const STATUS: &[&str] = &["", "", "", "status: retired", "status: draft"];
const ALLOW: &[&str] = &["", "", "allow: [{code: MP0801, reason: known}]", "aliases: [once]"];
const TAGS: &[&str] = &["", "tags: [food]", "tags: [Food, urgent]", "tags: ['!!']"];
const COMMENT: &[&str] = &["", "# one", "# one\n# two"];
const REVIEW: &[&str] = &[
    "",
    "review: {last: 2026-10-01}",
    "review: {last: 2020-10-01}",
    "review: {every: monthly, log: [{date: 2024-01-01, by: z, note: 'Read [^talks#late]'}]}",
    "review: {last: 2099-01-01}",
];
const RELATION: &[&str] = &["", "", "", "baseline: a", "parent: b", "parent: c", "baseline: gone"];
const LANES: &[&str] = &["", "", "lanes: [stages, emotion]", "lanes: [stages, nothing]"];
const METRICS: &[&str] = &[
    "",
    "metrics: [{title: Wait, data: /data/wait.csv, scale: [0, 4]}]",
    "metrics: [{title: Wait, values: [{date: 2026-01-01, value: 9}], scale: [0, 4]}]",
    "metrics: [{title: Wait, data: /data/none.csv}]",
    "metrics: [{title: Wait, data: /assets/p.png}]",
];
const STAGE: &[&str] = &[
    "stages:\n  - title: Plan",
    "stages:\n  - title: Plan\n    lifecycle: purchase\n    phase: One",
    "stages:\n  - title: Plan\n    journey: b\n    when: 'Often [^talks]'",
    "stages:\n  - title: Sales\n    pains: ['It hurts [^talks#late]', {text: No, against: [talks]}]",
    "stages:\n  - title: Plan\n    journey: c\n    emotion: 2",
    "stages:\n  - id: plan\n    title: Planning\n    status: draft",
    "stages:\n  - title: Plan\n    opportunities: [{title: Faster, impact: 4, feasibility: 1}, hold]",
];
const POINT: &[&str] = &[
    "    touchpoints:\n      - title: Ask",
    "    touchpoints:\n      - title: Ask\n        id: ask\n        channel: app",
    "    touchpoints:\n      - title: Ask\n        channel: Phone",
    "    touchpoints:\n      - use: chat\n        id: ask",
    "    touchpoints:\n      - title: Ask\n        status: draft",
    "    touchpoints:\n      - title: ask\n        moment: {kind: friction, why: 'Slow [^talks]'}",
];
const FELT: &[&str] =
    &["", "        emotion: 2", "        emotion: {maya: -2}", "        emotion: -1"];
const CLAIMS: &[&str] = &[
    "",
    "        pains: ['Slow', 'Dear [^talks]']",
    "        pains: [{text: 'Dear [^talks#late]', tags: [dear], personas: [tom]}]",
    "        quotes: [talks#late, talks#never]",
    "        gains: ['See [[maya]]', '[[b/doubt]]', '[[gone]]']",
    "        policy: [One]\n        artifacts: [A letter]",
];
const CHANCE: &[&str] = &[
    "",
    "        opportunities: [hold]",
    "        opportunities: [{title: Faster, impact: 5, feasibility: 4}]",
    "        opportunities: [{title: Faster, impact: 5, feasibility: 1, evidence: [talks]}]",
    "        opportunities: [{id: faster, title: Quick, impact: 2, feasibility: 1, addresses: [b]}]",
    "        opportunities: [hold, {title: Faster, impact: 5, feasibility: 4, status: done}]",
];
const SECOND: &[&str] = &[
    "",
    "      - title: Pay\n        emotion: -5\n        channel: till",
    "      - title: Pay\n        emotion: 2\n        channel: app",
    "      - title: Pay\n        opportunities: [faster, hold]\n        pains: ['[[ask]]']",
    "      - {title: Pay, review: {last: 2026-01-01}, tags: [food]}\n      - use: chat",
    "  - title: Leave\n    lifecycle: advocacy\n    touchpoints: [{use: chat, emotion: -2}]",
];
const BODY: &[&str] = &[
    "---\n",
    "---\n## What\n\nText of [[maya]] [^talks].\n",
    "---\n## When\n\nSee [it](/journeys/a.md#what), [that](../journeys/c.md#when).\n",
    "---\n![A list](/assets/p.png) [^talks] [^gone]\n",
    "---\n<script>no</script> [[b/doubt]] [[chat]]\n",
];

fn journey() -> Pieces {
    vec![
        &["---"],
        COMMENT,
        TITLE,
        PERSONAS,
        PERSON,
        STATUS,
        ALLOW,
        TAGS,
        REVIEW,
        RELATION,
        LANES,
        METRICS,
        STAGE,
        POINT,
        FELT,
        CLAIMS,
        CHANCE,
        SECOND,
        BODY,
    ]
}

fn folder_journey() -> Pieces {
    vec![&["---"], COMMENT, TITLE, PERSONAS, PERSON, ALLOW, TAGS, REVIEW, RELATION, METRICS, BODY]
}

const INNER_FELT: &[&str] = &["", "emotion: 2", "emotion: {maya: -2}", "emotion: -1"];
const INNER_CLAIMS: &[&str] = &[
    "",
    "pains: ['Slow', 'Dear [^talks]']",
    "pains: [{text: 'Dear [^talks#late]', tags: [dear]}]",
    "gains: ['See [[maya]]', '[[a/plan]]']",
];
const INNER_CHANCE: &[&str] = &[
    "",
    "opportunities: [hold]",
    "opportunities: [{title: Dream, impact: 4, feasibility: 2}]",
    "opportunities: [{title: Dream, impact: 4, feasibility: 2, status: planned}]",
];

fn stage() -> Pieces {
    const TITLE: &[&str] = &["title: Doubt", "title: Support", "title: Doubt\njourney: a"];
    vec![&["---"], COMMENT, TITLE, STATUS, INNER_FELT, INNER_CLAIMS, INNER_CHANCE, TAGS, BODY]
}

fn touchpoint() -> Pieces {
    const TITLE: &[&str] =
        &["title: Ask", "title: Ask\nchannel: app", "title: Call\nchannel: letter"];
    vec![&["---"], COMMENT, TITLE, ALLOW, INNER_FELT, INNER_CLAIMS, INNER_CHANCE, REVIEW, BODY]
}

fn persona(name: &'static str) -> Pieces {
    const ROLE: &[&str] = &["", "role: Nurse", "role: 'Nurse [^talks]'", "role: '[[a/plan]]'"];
    const GOALS: &[&str] = &[
        "",
        "goals: ['Dinner on time [^talks#late]']",
        "goals: [{text: Rest, against: [poll], tags: [rest]}]\npains: ['[[tom]]']",
        "goals: ['[^gone]', '[[nowhere]]']",
    ];
    const SCALES: &[&str] =
        &["", "scales: [{left: Slow, right: Quick, value: 2}]", "segments: [new]\nkind: proto"];
    const QUOTE: &[&str] = &["", "quote: I am late", "quote: {text: Never, evidence: [poll#many]}"];
    const CHANNELS: &[&str] = &["", "", "channels: {phone: 3}", "channels: {Phone: 1, app: 5}"];
    const NAMES: &[&str] = &["", "", "", "aliases: [former]", "status: draft", "status: retired"];
    let name: &'static [&'static str] = match name {
        "name: Maya" => &["name: Maya", "name: Mia", "name: 'Maya [^talks]'"],
        _ => &["name: Tom", "name: Thomas"],
    };
    let rest = [ROLE, GOALS, SCALES, QUOTE, CHANNELS, TAGS, REVIEW, PERSON, ALLOW, NAMES, BODY];
    [&["---"], COMMENT, name].into_iter().chain(rest).collect()
}

fn catalogue() -> Pieces {
    const TITLE: &[&str] = &["title: Chat", "title: Ask", "title: Till\nwhen: 'At noon [^talks]'"];
    const WHERE: &[&str] = &["", "channel: app", "channel: Phone", "control: partner\njourney: d"];
    const FEELING: &[&str] =
        &["", "importance: 5", "feeling: 'Calm [^poll]'", "moment: {kind: friction, why: Slow}"];
    const EMOTION: &[&str] = &["", "emotion: 1", "emotion: {maya: -1, tom: 2}", "emotion: -2"];
    const CLAIMS: &[&str] = &[
        "",
        "pains: ['Waits [^talks]']",
        "quotes: [talks#late, poll#many]",
        "pains: [{text: Waits, tags: [dear], against: [poll]}]\ngains: ['[[b]]']",
    ];
    const CHANCE: &[&str] = &[
        "",
        "opportunities: [hold]",
        "opportunities: [{title: Bot, impact: 3, feasibility: 3}]",
        "opportunities: [{title: Bot, impact: 5, feasibility: 1, evidence: [talks]}]",
        "opportunities: [{title: Bot, impact: 4, feasibility: 3, addresses: [b]}]",
    ];
    const STATUS: &[&str] = &["", "", "", "status: retired", "status: draft"];
    let rest =
        [FEELING, EMOTION, CLAIMS, CHANCE, METRICS, TAGS, REVIEW, PERSON, ALLOW, STATUS, BODY];
    [&["---"], COMMENT, TITLE, WHERE].into_iter().chain(rest).collect()
}

fn opportunity() -> Pieces {
    const TITLE: &[&str] = &["title: Hold", "title: Keep", "title: 'Hold [^talks]'"];
    const WORTH: &[&str] = &[
        "impact: 4\nfeasibility: 2",
        "impact: 5\nfeasibility: 1",
        "impact: 1\neffort: {time: 1, cost: 2, complexity: 3}",
    ];
    const ADDRESSES: &[&str] =
        &["", "addresses: [a/plan, b]", "addresses: [maya]", "addresses: [c, gone]"];
    const EVIDENCE: &[&str] =
        &["", "evidence: [talks]", "evidence: [poll#many]\nlink: https://x.example/1"];
    const HOW_FAR: &[&str] = &["", "status: done", "status: planned", "status: draft"];
    let rest = [WORTH, ADDRESSES, EVIDENCE, HOW_FAR, TAGS, REVIEW, PERSON, ALLOW, BODY];
    [&["---"], COMMENT, TITLE].into_iter().chain(rest).collect()
}

fn source() -> Pieces {
    const TITLE: &[&str] = &["title: Talks", "title: 'Poll [[maya]]'"];
    const DATE: &[&str] = &[
        "date: 2026-06-01",
        "date: 2020-06-01",
        "date: 2026-05-01\nexpires: 2026-05-02",
        "date: 2099-01-01",
    ];
    const HIGHLIGHTS: &[&str] = &[
        "",
        "highlights: [{id: late, text: Always late, consent: true, personas: [tom]}]",
        "highlights: [{id: late, text: Late}, {id: many, text: 'Ask a@b.example', consent: true}]",
        "highlights: [{id: many, text: 'So [[chat]]', who: P4, consent: true, tags: [dear]}, {id: late, text: Late, consent: 2020-01-01, personas: [maya]}]",
    ];
    const OPEN: &[&str] = &["", "", "confidential: true", "source: https://x.example/"];
    const NAMES: &[&str] = &["", "", "", "status: draft", "aliases: [words]", "status: retired"];
    const OWN: &[&str] = &[
        "---\n",
        "---\n## What\n\nText of [[maya]] [^poll].\n",
        "---\n[This](/evidence/talks.md#late) and [that](talks.md#what).\n",
    ];
    let rest = [DATE, HIGHLIGHTS, OPEN, TAGS, REVIEW, PERSON, ALLOW, NAMES, OWN];
    [&["---"], COMMENT, TITLE, &["method: interview"], &["participants: 8", ""]]
        .into_iter()
        .chain(rest)
        .collect()
}

fn others() -> Vec<(&'static str, Pieces)> {
    vec![
        (
            "site.yaml",
            vec![&[
                "title: Shop\ncustom_lanes: [{id: policy, title: Policies}]\n",
                "title: Shop\nchannels: [{id: app, title: App}]\n",
                "title: Shop\nfindings: {MP0802: off}\n",
                "emotion: {min: -3, max: 3}\n",
                "title: Shop\nlanguage: fr\n",
            ]],
        ),
        ("personas/maya.md", persona("name: Maya")),
        ("personas/tom.md", persona("name: Tom")),
        ("touchpoints/chat.md", catalogue()),
        ("touchpoints/till.md", catalogue()),
        ("opportunities/hold.md", opportunity()),
        ("evidence/talks.md", source()),
        ("evidence/poll.md", source()),
        (
            "data/wait.csv",
            vec![&[
                "date,value\n2026-01-01,3\n2026-02-01,5\n",
                "date,value\nx,3\n",
                "date,value\n2026-01-01,3\n2026-02-01,7\n",
            ]],
        ),
    ]
}

/// A small generator of numbers; the same row on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

/// Every file with the way in which each of its pieces is written.
struct Folder {
    files: BTreeMap<&'static str, (Pieces, Vec<usize>)>,
    /// Those that are not there for the moment.
    gone: BTreeMap<&'static str, (Pieces, Vec<usize>)>,
    broken: BTreeSet<&'static str>,
}

const JOURNEYS: [&str; 7] = [
    "journeys/a.md",
    "journeys/c.md",
    "journeys/d.md",
    "north/journeys/e.md",
    "journeys/b/index.md",
    "journeys/b/1-doubt/index.md",
    "journeys/b/1-doubt/1-call.md",
];

impl Folder {
    fn new(dice: &mut Dice) -> Self {
        let mut files = BTreeMap::new();
        let mut add = |path, pieces: Pieces| {
            let ways = pieces.iter().map(|piece| dice.below(piece.len())).collect();
            files.insert(path, (pieces, ways));
        };
        for path in JOURNEYS {
            add(
                path,
                match path {
                    "journeys/b/index.md" => folder_journey(),
                    "journeys/b/1-doubt/index.md" => stage(),
                    "journeys/b/1-doubt/1-call.md" => touchpoint(),
                    _ => journey(),
                },
            );
        }
        for (path, pieces) in others() {
            add(path, pieces);
        }
        Self { files, gone: BTreeMap::new(), broken: BTreeSet::new() }
    }

    fn text(&self, path: &str) -> String {
        let (pieces, ways) = &self.files[path];
        let written = pieces.iter().zip(ways).map(|(piece, way)| piece[*way]);
        let lines: Vec<&str> = written.filter(|text| !text.is_empty()).collect();
        let text = lines.join("\n");
        match self.broken.contains(path) && !path.ends_with(".csv") {
            true => text.replacen(": ", ": [half\n", 1),
            false => text,
        }
    }

    fn open(&self, options: Options) -> Workspace {
        let mut sources = Sources::new("content");
        for path in self.files.keys() {
            sources.insert_text(path, self.text(path).as_bytes());
        }
        sources.edit(Edit::Asset(
            "assets/p.png".to_owned(),
            milepost::source::Asset::Bytes(b"p".as_slice().into()),
        ));
        open(sources, options)
    }

    fn change(&self, path: &str) -> Change {
        Change::Source(Edit::Text(path.to_owned(), self.text(path).into_bytes()))
    }

    /// Takes a file of a journey away, or puts it back.
    fn come_or_go(&mut self, path: &'static str) -> Change {
        if let Some(file) = self.gone.remove(path) {
            self.files.insert(path, file);
            return self.change(path);
        }
        self.broken.remove(path);
        self.gone.extend(self.files.remove_entry(path));
        Change::Source(Edit::Gone(path.to_owned()))
    }

    /// Writes one piece of one file in another way, or breaks a file, or mends it; a journey may
    /// also come or go.
    fn step(&mut self, dice: &mut Dice, others_of_ten: usize) -> Change {
        if let Some(&path) = self.broken.first()
            && dice.below(2) == 0
        {
            self.broken.remove(path);
            return self.change(path);
        }
        let path = match dice.below(12) {
            0 => {
                let all: Vec<&'static str> = self.files.keys().copied().collect();
                let path = all[dice.below(all.len())];
                self.broken.insert(path);
                return self.change(path);
            }
            _ if dice.below(10) < others_of_ten => {
                let others = others();
                others[dice.below(others.len())].0
            }
            _ => JOURNEYS[dice.below(JOURNEYS.len())],
        };
        if self.gone.contains_key(path) || (JOURNEYS.contains(&path) && dice.below(12) == 0) {
            return self.come_or_go(path);
        }
        let (pieces, ways) = self.files.get_mut(path).expect("listed");
        let free: Vec<usize> = (0..pieces.len()).filter(|at| pieces[*at].len() > 1).collect();
        if !free.is_empty() {
            let at = free[dice.below(free.len())];
            ways[at] = dice.below(pieces[at].len());
        }
        self.change(path)
    }
}

pub(crate) fn open(sources: Sources, options: Options) -> Workspace {
    Workspace::open(sources, options, None, |_| Ok(BTreeMap::new())).expect("nothing is read")
}

/// Everything about a workspace that is the same after any row of edits.
pub(crate) fn same_as_from_scratch(kept: &Workspace, options: &Options, at: &str) {
    let fresh = open(kept.sources().clone(), options.clone());
    let broken: BTreeSet<FileId> = kept.broken().collect();
    if !broken.is_empty() {
        // What was read of it last stands for a file that is broken for the moment, so of other
        // files less is said than from scratch. Of the file itself it is the same.
        let in_them = |workspace: &Workspace| -> Vec<Finding> {
            let all = workspace.findings().iter();
            all.filter(|finding| broken.contains(&finding.span.file)).cloned().collect()
        };
        assert!(!kept.is_sound(), "{at}");
        // What points into it may point beside the mark, and is still shown.
        assert!(!render_human(kept.findings(), kept.sources(), Colour::None).is_empty());
        assert_eq!(in_them(kept), in_them(&fresh), "findings in what is broken: {at}");
        return;
    }
    let only_in = |a: &Workspace, b: &Workspace| -> Vec<Finding> {
        a.findings().iter().filter(|finding| !b.findings().contains(finding)).cloned().collect()
    };
    assert_eq!(only_in(kept, &fresh), only_in(&fresh, kept), "findings: {at}");
    assert_eq!(kept.findings(), fresh.findings(), "findings: {at}");
    assert!(kept.content() == fresh.content(), "the content differs: {at}");
    if format!("{:?}", kept.site()) != format!("{:?}", fresh.site()) {
        let (a, b) = (format!("{:#?}", kept.site()), format!("{:#?}", fresh.site()));
        let line = a.lines().zip(b.lines()).position(|(a, b)| a != b).unwrap_or_default();
        let around = |text: &str| -> String {
            text.lines().skip(line.saturating_sub(12)).take(20).collect::<Vec<_>>().join("\n")
        };
        panic!("the site differs: {at}\nkept:\n{}\nfresh:\n{}", around(&a), around(&b));
    }
}

pub(crate) fn shown(changes: &[Change]) -> String {
    let one = |change: &Change| match change {
        Change::Source(Edit::Text(path, text)) => format!("{path}:\n{}", text.escape_ascii()),
        other => format!("{other:?}"),
    };
    changes.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn play(seed: u64, steps: usize, others_of_ten: usize, options: &Options) -> (usize, usize) {
    let mut dice = Dice(seed);
    let mut folder = Folder::new(&mut dice);
    let mut kept = folder.open(options.clone());
    let mut written = kept.fingerprints();
    let (mut alone, mut whole) = (0, 0);
    for number in 0..steps {
        let burst = if dice.below(6) == 0 { 3 } else { 1 };
        let changes: Vec<Change> =
            (0..burst).map(|_| folder.step(&mut dice, others_of_ten)).collect();
        let at = format!("seed {seed}, step {number}: {}", shown(&changes));
        let update = kept.apply(changes);
        if update.resolved < kept.content().journeys.len() {
            alone += 1;
        } else {
            whole += 1;
        }
        same_as_from_scratch(&kept, options, &at);
        holds_all_that_differs(&mut kept, &mut written, &at);
    }
    (alone, whole)
}

/// What a watching build looks at after an edit holds every file that is not as it was `written`.
pub(crate) fn holds_all_that_differs(
    kept: &mut Workspace,
    written: &mut BTreeMap<String, u64>,
    at: &str,
) {
    if !kept.is_sound() {
        return;
    }
    let stale: BTreeSet<String> = match kept.take_stale() {
        Stale::All => kept.outputs(),
        Stale::Some(outputs) => outputs,
    }
    .iter()
    .map(|output| output.path().to_owned())
    .collect();
    let now = kept.fingerprints();
    let differs = |(path, print): &(&String, &u64)| written.get(*path) != Some(*print);
    let lost: Vec<&String> = now
        .iter()
        .filter(differs)
        .map(|(path, _)| path)
        .filter(|path| !stale.contains(*path))
        .collect();
    assert_eq!(lost, Vec::<&String>::new(), "changed and not looked at: {at}");
    *written = now;
}

fn play_many(seeds: impl Iterator<Item = u64>, others_of_ten: usize) {
    let (mut alone, mut whole) = (0, 0);
    for seed in seeds {
        let include_drafts = seed % 3 == 0;
        let options = Options { include_drafts, include_confidential: seed % 4 == 0, ..options() };
        let (a, w) = play(seed, 60, others_of_ten, &options);
        alone += a;
        whole += w;
    }
    assert!(alone > 60 && whole > 40, "{alone} alone, {whole} whole: the script is dull");
}

#[test]
fn everything_is_as_from_scratch_after_any_edit_of_a_journey() {
    play_many((1..=4).chain([113]), 1);
}

#[test]
fn everything_is_as_from_scratch_after_any_edit_of_what_journeys_name() {
    play_many(21..=26, 9);
}

const NAMED: &str = "\
-- site.yaml --
title: Shop
-- personas/maya.md --
---
name: Maya
---
-- personas/tom.md --
---
name: Tom
---
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2026-06-01
highlights: [{id: late, text: Always late, consent: true}]
---
-- evidence/poll.md --
---
title: Poll
method: survey
date: 2026-06-01
---
-- opportunities/hold.md --
---
title: Hold
impact: 4
feasibility: 2
addresses: [a/plan]
---
-- touchpoints/chat.md --
---
title: Chat
channel: app
pains: ['Waits [^poll]']
---
-- data/wait.csv --
date,value
2026-01-01,3
-- journeys/a.md --
---
title: A
personas: [maya]
owner: ann
stages:
  - title: Plan
    touchpoints: [{title: List, pains: ['It forgets [^talks]'], quotes: [talks#late]}]
---
-- journeys/b.md --
---
title: B
personas: [maya, tom]
owner: ann
stages:
  - title: Ask
    touchpoints: [{use: chat, emotion: 1}]
---
-- journeys/c.md --
---
title: C
personas: [tom]
owner: ann
metrics: [{title: Wait, data: /data/wait.csv, scale: [0, 4]}]
---
See [[b]] and [[maya]].
-- journeys/d.md --
---
title: D
personas: [tom]
owner: ann
stages: [{title: Go, gains: ['So they say [^talks]']}]
---
";

#[test]
fn an_edit_of_what_journeys_name_resolves_those_who_see_it() {
    let seen_by = |resolved| Update { parsed: 1, resolved };
    let cost = |path: &str, from: &str, to: &str| cost_of(NAMED, path, from, to);
    let (maya, talks, poll) = ("personas/maya.md", "evidence/talks.md", "evidence/poll.md");
    let name = "name: Maya";
    for field in [
        "role: Nurse [^talks]",
        "goals: ['Dinner [^talks#late]', 'Rest [[tom]]']",
        "quote: I am late",
        "scales: [{left: Slow, right: Quick, value: 2}]",
        "attributes: {age: '40'}",
        "tags: [food]",
        "review: {last: 2026-10-01}",
        "segments: [new]",
        "owner: bob",
        "extra: {a: 1}",
    ] {
        assert_eq!(cost(maya, name, &format!("{name}\n{field}")), seen_by(0), "{field}");
    }
    assert_eq!(cost(maya, name, "name: Mia"), seen_by(0), "her name");
    assert_eq!(cost(maya, "Maya\n---\n", "Maya\n---\n## Her life\n"), seen_by(0), "her text");
    assert_eq!(cost(talks, "title: Talks", "title: Interviews"), seen_by(0), "a title");
    assert_eq!(
        cost(talks, "title: Talks", "title: Talks\nparticipants: 8"),
        seen_by(0),
        "how many"
    );
    assert_eq!(cost(talks, "01\nhigh", "02\nhigh"), seen_by(0), "it holds for a day more");
    assert_eq!(cost(talks, "2026-06-01", "2020-06-01"), seen_by(2), "out of date");
    assert_eq!(cost(talks, "Always late", "Never"), seen_by(2), "what was said");
    assert_eq!(cost(talks, "consent: true", "consent: false"), seen_by(2), "consent");
    let more = "highlights: [{id: a, text: So}, ";
    assert_eq!(cost(talks, "highlights: [", more), seen_by(2), "a highlight more");
    assert_eq!(cost(poll, "2026-06-01", "2020-06-01"), seen_by(1), "through the catalogue");
    assert_eq!(cost("touchpoints/chat.md", "Waits", "Waits long"), seen_by(1), "its use");
    assert_eq!(cost("opportunities/hold.md", "impact: 4", "impact: 1"), seen_by(0), "its worth");
    assert_eq!(cost("opportunities/hold.md", "title: Hold", "title: Keep"), seen_by(0));
    assert_eq!(cost("data/wait.csv", ",3", ",9"), seen_by(1), "who shows it");
}

const SMALL: &str = "\
-- site.yaml --
title: Shop
-- personas/maya.md --
---
name: Maya
---
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2026-06-01
---
-- journeys/a.md --
---
title: A
personas: [maya]
owner: ann
stages:
  - title: Plan
    touchpoints:
      - {title: List, emotion: 1, pains: ['It forgets [^talks]'], opportunities: [{title: Fast, impact: 5, feasibility: 4}]}
---
-- journeys/b.md --
---
title: B
personas: [maya]
owner: ann
---
See [[a]].
-- journeys/c/index.md --
---
title: C
personas: [maya]
owner: ann
---
-- journeys/c/1-go.md --
---
title: Go
---
";

/// What an edit of one file of the small site costs.
fn cost(path: &str, from: &str, to: &str) -> Update {
    cost_of(SMALL, path, from, to)
}

fn cost_of(site: &str, path: &str, from: &str, to: &str) -> Update {
    let mut kept = open(Sources::from_fixture(site), options());
    let text = kept.sources().text(kept.sources().id_of(path).expect("listed")).to_owned();
    assert!(text.contains(from), "{path} holds {from}");
    let text = text.replacen(from, to, 1).into_bytes();
    let update = kept.apply(vec![Change::Source(Edit::Text(path.to_owned(), text))]);
    same_as_from_scratch(&kept, &options(), path);
    update
}

#[test]
fn an_edit_of_a_journey_resolves_that_journey_alone() {
    let one = Update { parsed: 1, resolved: 1 };
    assert_eq!(cost("journeys/a.md", "emotion: 1", "emotion: -2"), one);
    assert_eq!(cost("journeys/a.md", "title: A", "title: Another"), one);
    assert_eq!(cost("journeys/a.md", "It forgets [^talks]", "It forgets"), one, "a citation less");
    assert_eq!(cost("journeys/b.md", "See [[a]].", "See [[c]] and [^talks]."), one, "other links");
    assert_eq!(cost("journeys/a.md", "impact: 5", "impact: 3"), one, "ranks");
    assert_eq!(cost("journeys/a.md", "owner: ann", "tags: [food]"), one, "tags");
    assert_eq!(cost("journeys/b.md", "owner: ann", "review: {last: 2026-10-01}"), one, "reviews");
    assert_eq!(cost("journeys/b.md", "[maya]", "[maya, nobody]"), one, "travellers");
    assert_eq!(cost("journeys/c/1-go.md", "title: Go", "title: Went"), one);
    assert_eq!(cost("journeys/c/1-go.md", "title: Go", "title: Go"), Update::default());
}

#[test]
fn names_that_nobody_outside_a_journey_wrote_may_change() {
    let one = Update { parsed: 1, resolved: 1 };
    let (a, list) = ("journeys/a.md", "      - {title: List");
    assert_eq!(cost(a, "title: List", "title: Lists"), one, "another touchpoint");
    assert_eq!(cost(a, "title: Plan", "title: Plans"), one, "another stage");
    assert_eq!(cost(a, "title: Fast", "title: Faster"), one, "another opportunity");
    let before = "      - {title: Ask, emotion: -1}\n      - {title: List";
    assert_eq!(cost(a, list, before), one, "a touchpoint more");
    let stage = "title: Plan\n    touchpoints: [{title: Ask}]\n  - title: Do";
    assert_eq!(cost(a, "title: Plan", stage), one, "a stage more");
    assert_eq!(cost(a, "owner: ann", "owner: ann\nlang: de"), one);
    let draft = "      - {status: draft, title: List";
    let without = SMALL.replace(", opportunities: [{title: Fast, impact: 5, feasibility: 4}]", "");
    assert_eq!(cost_of(&without, a, list, draft), one, "a touchpoint less");
    assert_eq!(cost("journeys/b.md", "See [[a]].", "## See\n\n[[a]]"), one, "a heading");
    let own = "See [[a]].";
    let linked = "See [a](a.md#what).";
    let site = SMALL.replace(own, linked);
    let heading = "feasibility: 4}]}\n---\n## What\n";
    assert_eq!(cost_of(SMALL, a, "feasibility: 4}]}\n---\n", heading), one, "a heading");
    let all = Update { parsed: 1, resolved: 3 };
    assert_eq!(cost_of(&site, a, "feasibility: 4}]}\n---\n", heading), all, "somebody links to it");
}

#[test]
fn a_line_that_is_half_written_resolves_nothing() {
    let mut kept = open(Sources::from_fixture(SMALL), options());
    let mut write = |path: &str, from: &str, to: &str| {
        let text = kept.sources().text(kept.sources().id_of(path).expect("listed")).to_owned();
        assert!(text.contains(from), "{path} holds {from}");
        let text = text.replacen(from, to, 1).into_bytes();
        let update = kept.apply(vec![Change::Source(Edit::Text(path.to_owned(), text))]);
        same_as_from_scratch(&kept, &options(), path);
        (update.parsed, update.resolved, kept.is_sound(), kept.can_show())
    };
    let a = "journeys/a.md";
    assert_eq!(write(a, "title: A", "title: [A"), (1, 0, false, true), "broken");
    assert_eq!(write(a, "title: [A", "title: [An"), (1, 0, false, true), "still broken");
    assert_eq!(write("journeys/b.md", "See", "Look at"), (1, 1, false, true), "another file");
    assert_eq!(write(a, "title: [An", "title: [An]"), (1, 1, false, true), "a list is no title");
    assert_eq!(write(a, "title: [An]", "title: An"), (1, 1, true, true), "mended");
    assert_eq!(write("journeys/b.md", "title: B", "title: [B"), (1, 0, false, true), "another one");
    assert_eq!(write("journeys/b.md", "title: [B", "title: B"), (1, 1, true, true), "mended");
    let stage = "journeys/c/1-go.md";
    assert_eq!(write(stage, "title: Go", "title: 'Go"), (1, 0, false, true), "a stage");
    assert_eq!(write(stage, "title: 'Go", "title: 'Go'"), (1, 1, true, true), "mended");
    assert_eq!(write("site.yaml", "Shop", "[Shop"), (1, 0, false, true), "the site");
    assert_eq!(write("personas/maya.md", "Maya", "{Maya"), (1, 0, false, true), "a persona");
    assert_eq!(write("site.yaml", "[Shop", "Shop"), (0, 0, false, true), "the site is mended");
    assert_eq!(write("personas/maya.md", "{Maya", "Maya"), (1, 0, true, true), "all is read");
    assert_eq!(write("site.yaml", "Shop", "[Shop"), (1, 0, false, true), "the site");
    assert_eq!(write("site.yaml", "[Shop", "Market"), (1, 3, true, true), "another site");
}

#[test]
fn an_edit_after_all_was_forgotten_is_as_from_scratch() {
    let mut kept = open(Sources::from_fixture(SMALL), options());
    kept.forget_what_was_written();
    let text = kept.sources().text(kept.sources().id_of("journeys/a.md").expect("listed"));
    let text = text.replacen("title: A", "title: Another", 1).into_bytes();
    kept.apply(vec![Change::Source(Edit::Text("journeys/a.md".to_owned(), text))]);
    same_as_from_scratch(&kept, &options(), "after forgetting");
}

#[test]
fn what_others_look_at_resolves_all() {
    let all = Update { parsed: 1, resolved: 3 };
    assert_eq!(cost("journeys/a.md", "emotion: 1", "emotion: 1, journey: b"), all, "a parent");
    let site = SMALL.replace("See [[a]].", "See [[a/plan/list]].");
    let cost_in = |from: &str, to: &str| cost_of(&site, "journeys/a.md", from, to);
    assert_eq!(cost_in("title: List", "title: Lists"), all, "somebody links to it");
    assert_eq!(cost_in("{title: List", "{title: Ask}\n      - {title: List"), all, "it moves");
    let maya = "personas/maya.md";
    assert_eq!(cost(maya, "name: Maya", "name: Maya\naliases: [mia]"), all, "another name");
    assert_eq!(cost(maya, "name: Maya", "name: Maya\nstatus: draft"), all, "she goes");
    let talks = "evidence/talks.md";
    let site = SMALL.replace("See [[a]].", "See [it](/evidence/talks.md#what).");
    let heading = "date: 2026-06-01\n---\n## What\n";
    let all_of = |to: &str| cost_of(&site, talks, "date: 2026-06-01\n---\n", to);
    assert_eq!(all_of(heading), all, "somebody links to its heading");
}

#[test]
fn what_is_wrong_in_other_files_of_the_journey_is_still_said() {
    let site = SMALL.replace(
        "title: C\n",
        "title: C\nmetrics: [{title: Wait, data: /assets/p.png}, {title: None, data: /none.csv}]\n",
    );
    let mut sources = Sources::from_fixture(&site);
    let picture = milepost::source::Asset::Bytes(b"p".as_slice().into());
    sources.edit(Edit::Asset("assets/p.png".to_owned(), picture));
    let mut kept = open(sources, options());
    let text = b"---\ntitle: Go on\n---\n".to_vec();
    let path = "journeys/c/1-go.md".to_owned();
    let update = kept.apply(vec![Change::Source(Edit::Text(path, text))]);
    assert_eq!(update, Update { parsed: 1, resolved: 1 });
    let ids: Vec<&str> = kept.findings().iter().map(|finding| finding.code.id()).collect();
    assert_eq!(ids.iter().filter(|id| **id == Code::BadCsv.id()).count(), 1);
    same_as_from_scratch(&kept, &options(), "1-go.md");
}
