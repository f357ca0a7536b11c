//! After any row of edits the site is that of a build from scratch, byte for byte, and no page is
//! rendered again whose view is the same.

use crate::edits::holds_all_that_differs;
use crate::site::{TODAY, options};
use milepost::diagnostic::render_short;
use milepost::site::Options;
use milepost::source::{Asset, Edit, Sources};
use milepost::workspace::{Change, Output, Stale, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

type Files = BTreeMap<String, Vec<u8>>;

const SITE: &str = "-- site.yaml --
title: Shop
base_url: https://maps.example.org/
-- index.md --
---
title: Home
---
Look at [[maya]].
-- personas/maya.md --
---
name: Maya
goals: ['Dinner on time [^talks#late]']
---
-- personas/tom.md --
---
name: Tom
aliases: [thomas]
---
-- journeys/shop.md --
---
title: Shop for a week
personas: [maya, tom]
owner: ann
review: {last: 2026-10-01}
tags: [food]
stages:
  - title: Plan
    lifecycle: consideration
    touchpoints:
      - {title: List, channel: app, emotion: {maya: 1, tom: -1}, pains: ['It forgets [^talks]']}
  - title: Pay
    lifecycle: purchase
    touchpoints:
      - {use: chat, id: help, emotion: -2, opportunities: [{title: Faster, impact: 5, feasibility: 4}]}
    metrics:
      - {title: Wait, data: /data/wait.csv, scale: [0, 10], better: lower}
---
![A list](/assets/list.png)
-- journeys/leave/index.md --
---
title: Leave
personas: [tom]
---
-- journeys/leave/1-doubt.md --
---
title: Doubt
journey: shop
---
-- journeys/leave/2-go/index.md --
---
title: Go
---
-- journeys/leave/2-go/1-call.md --
---
title: Call
channel: phone
emotion: -1
---
-- touchpoints/chat.md --
---
title: Help chat
channel: app
actions: [Ask]
---
-- opportunities/hold.md --
---
title: Hold the slot
impact: 4
effort: {time: 1, cost: 2, complexity: 3}
addresses: [shop/plan/list]
---
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2026-06-01
highlights: [{id: late, text: Always late, consent: true}]
---
-- data/wait.csv --
date,value
2026-01-01,3
2026-02-01,5
-- assets/list.png --
not really a picture
-- north/personas/ida.md --
---
name: Ida
---
-- north/journeys/move.md --
---
title: Move house
personas: [ida, maya]
---
";

/// A small generator of numbers; the same row on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A folder and a theme as they would be on a disk.
#[derive(Clone)]
struct Disk {
    files: Files,
    theme: Arc<Mutex<Files>>,
    options: Options,
}

impl Disk {
    fn new() -> Self {
        let sources = Sources::from_fixture(SITE);
        let bytes = |path: &str| match &sources.get(path).expect("listed").content {
            milepost::source::Content::Text { text, .. } => text.as_bytes().to_vec(),
            milepost::source::Content::Asset(Asset::Bytes(bytes)) => bytes.to_vec(),
            milepost::source::Content::Asset(Asset::Disk { .. }) => unreachable!("a fixture"),
        };
        let files = sources.iter().map(|(path, _)| (path.to_owned(), bytes(path))).collect();
        Self { files, theme: Arc::default(), options: options() }
    }

    fn open(&self) -> Workspace {
        let mut sources = Sources::new("content");
        for (path, bytes) in &self.files {
            sources.edit(edit(path, bytes));
        }
        let theme = self.theme.clone();
        let files = move |name: &str| {
            Ok(match name {
                "default" => theme.lock().expect("no panic").clone(),
                _ => BTreeMap::new(),
            })
        };
        Workspace::open(sources, self.options.clone(), None, files).expect("themes are in memory")
    }

    /// Files below a folder, or of every folder.
    fn paths(&self, below: &str) -> Vec<String> {
        self.files.keys().filter(|path| path.starts_with(below)).cloned().collect()
    }

    fn write(&mut self, path: &str, bytes: Vec<u8>) -> Change {
        let change = Change::Source(edit(path, &bytes));
        self.files.insert(path.to_owned(), bytes);
        change
    }

    fn remove(&mut self, path: &str) -> Change {
        self.files.remove(path);
        Change::Source(Edit::Gone(path.to_owned()))
    }

    fn rename(&mut self, from: &str, to: &str) -> Vec<Change> {
        let bytes = self.files.get(from).cloned().unwrap_or_default();
        vec![self.remove(from), self.write(to, bytes)]
    }

    /// One thing that an author may do.
    fn step(&mut self, dice: &mut Dice, number: usize) -> Vec<Change> {
        let all = self.paths("");
        let texts: Vec<String> = all.iter().filter(|p| p.ends_with(".md")).cloned().collect();
        match dice.below(14) {
            0..=2 => {
                let path = dice.pick(&texts).clone();
                let mut bytes = self.files[&path].clone();
                bytes.extend(format!("\nWords {number}, [[maya]].\n").bytes());
                vec![self.write(&path, bytes)]
            }
            3 => {
                let path = dice.pick(&texts).clone();
                let text = String::from_utf8_lossy(&self.files[&path]).into_owned();
                let text = text.replacen("title: ", &format!("title: {number} "), 1);
                vec![self.write(&path, text.replace('\n', "\r\n").into_bytes())]
            }
            4 => {
                let text = format!("---\nname: Person {number}\nstatus: draft\n---\n");
                vec![self.write(&format!("personas/p{number}.md"), text.into_bytes())]
            }
            5 => {
                let text = format!(
                    "---\ntitle: Way {number}\npersonas: [maya]\nparent: shop\nstages: [{{title: A, touchpoints: [{{use: chat}}]}}]\n---\n"
                );
                vec![self.write(&format!("south/journeys/w{number}.md"), text.into_bytes())]
            }
            6 => vec![self.remove(dice.pick(&all).clone().as_str())],
            7 => {
                let from = dice.pick(&texts).clone();
                let to = from.replace(".md", &format!("-{number}.md"));
                self.rename(&from, &to)
            }
            8 => {
                let (from, to) = *dice.pick(&[
                    ("north/", "east/"),
                    ("east/", "north/"),
                    ("journeys/leave/", "journeys/quit/"),
                    ("journeys/quit/", "journeys/leave/"),
                ]);
                let paths = self.paths(from);
                paths
                    .iter()
                    .flat_map(|path| self.rename(path, &path.replacen(from, to, 1)))
                    .collect()
            }
            9 => {
                let path = dice.pick(&texts).clone();
                vec![self.write(&path, b"---\ntitle: [half\n".to_vec())]
            }
            10 => {
                let values = format!(
                    "date,value\n2026-01-01,{}\n2026-0{}-02,7\n",
                    dice.below(10),
                    1 + dice.below(9)
                );
                vec![self.write("data/wait.csv", values.into_bytes())]
            }
            11 => {
                let theme = match dice.below(4) {
                    0 => vec![],
                    1 => vec![("assets/style.css", format!("body{{margin:{number}px}}"))],
                    2 => vec![(
                        "templates/search.html",
                        format!("<title>{number}</title>{{{{ page.lists | length }}}}"),
                    )],
                    _ => vec![("templates/search.html", "{% if %}".to_owned())],
                };
                let theme =
                    theme.into_iter().map(|(p, t)| (p.to_owned(), t.into_bytes())).collect();
                *self.theme.lock().expect("no panic") = theme;
                vec![Change::Theme]
            }
            12 => {
                let day = jiff::ToSpan::days(dice.below(700) as i64);
                self.options.today = TODAY.checked_add(day).expect("in range");
                vec![Change::Today(self.options.today)]
            }
            _ => {
                let yaml = match dice.below(5) {
                    0 => "title: Shop\n".to_owned(),
                    1 => format!("title: Shop {number}\nbase_url: https://x.example/\n"),
                    2 => "emotion: {min: 1, max: 9}\nlanes: [stages, emotion]\n".to_owned(),
                    3 => "theme: brand\n".to_owned(),
                    _ => "custom_lanes: [{id: policy, title: Policies}]\nfindings: {MP0702: off}\n"
                        .to_owned(),
                };
                vec![self.write("site.yaml", yaml.into_bytes())]
            }
        }
    }

    /// Puts everything back as it was in the beginning.
    fn mend(&mut self) -> Vec<Change> {
        let first = Disk::new();
        let mut changes = Vec::new();
        for path in self.paths("") {
            if !first.files.contains_key(&path) {
                changes.push(self.remove(&path));
            }
        }
        for (path, bytes) in first.files {
            changes.push(self.write(&path, bytes));
        }
        self.theme.lock().expect("no panic").clear();
        changes.push(Change::Theme);
        changes
    }
}

fn edit(path: &str, bytes: &[u8]) -> Edit {
    match path.ends_with(".png") {
        true => Edit::Asset(path.to_owned(), Asset::Bytes(bytes.into())),
        false => Edit::Text(path.to_owned(), bytes.to_vec()),
    }
}

fn outputs(workspace: &Workspace) -> Files {
    let renderer = workspace.renderer();
    let bytes = |o: &Output| workspace.render(&renderer, o).expect("it renders").into_owned();
    workspace.outputs().iter().map(|o| (o.path().to_owned(), bytes(o))).collect()
}

/// Outputs that a watching build looks at after an edit.
fn stale_paths(workspace: &mut Workspace) -> BTreeSet<String> {
    let outputs = match workspace.take_stale() {
        Stale::All => workspace.outputs(),
        Stale::Some(outputs) => outputs,
    };
    outputs.iter().map(|output| output.path().to_owned()).collect()
}

fn findings(workspace: &Workspace) -> String {
    render_short(workspace.findings(), workspace.sources())
}

/// Names rather than pages full of bytes.
fn differing(a: &Files, b: &Files) -> Vec<String> {
    let all: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    all.into_iter().filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}

#[test]
fn the_site_of_these_tests_is_sound() {
    let errors: Vec<String> =
        Disk::new().open().errors().map(|finding| finding.message.clone()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

fn play(seed: u64, steps: usize) {
    let mut dice = Dice(seed);
    let mut disk = Disk::new();
    let mut kept = disk.open();
    let (mut shown, mut prints) = (outputs(&kept), kept.fingerprints());
    let (mut sound, mut broken) = (0, 0);
    for number in 0..steps {
        let changes = match number % 9 {
            8 => disk.mend(),
            // A burst is one change.
            4 => (0..3).flat_map(|n| disk.step(&mut dice, number * 10 + n)).collect(),
            _ => disk.step(&mut dice, number * 10),
        };
        kept.apply(changes.clone());
        let fresh = disk.open();
        let at = format!("seed {seed}, step {number}: {changes:?}");
        if kept.broken().next().is_none() {
            assert_eq!(findings(&kept), findings(&fresh), "{at}");
        }
        assert_eq!(kept.is_sound(), fresh.is_sound(), "{at}");
        let now = outputs(&kept);
        let is_theme = changes.iter().any(|change| matches!(change, Change::Theme));
        if !fresh.is_sound() {
            broken += 1;
            // A theme that is in order is seen at once, whatever the content is.
            if is_theme {
                (shown, prints) = (now, kept.fingerprints());
            } else {
                let lost = differing(&now, &shown);
                assert_eq!(lost, Vec::<String>::new(), "the last good page is gone: {at}");
            }
            continue;
        }
        sound += 1;
        let stale = stale_paths(&mut kept);
        assert_eq!(differing(&now, &outputs(&fresh)), Vec::<String>::new(), "{at}");
        let now_prints = kept.fingerprints();
        let changed = differing(&now, &shown);
        let rendered: Vec<String> = now_prints
            .iter()
            .filter(|(path, print)| prints.get(*path) != Some(print))
            .map(|(path, _)| path.clone())
            .chain(prints.keys().filter(|path| !now_prints.contains_key(*path)).cloned())
            .collect();
        let lost: Vec<&String> = changed
            .iter()
            .filter(|path| now.contains_key(*path) && !stale.contains(*path))
            .collect();
        assert_eq!(lost, Vec::<&String>::new(), "changed and not taken for stale: {at}");
        let missed: Vec<&String> = changed.iter().filter(|path| !rendered.contains(path)).collect();
        assert_eq!(missed, Vec::<&String>::new(), "changed and not rendered: {at}");
        if !is_theme {
            let idle = rendered.iter().filter(|path| !changed.contains(path)).count();
            assert!(idle <= 2, "{idle} pages rendered for nothing: {at}");
        }
        (shown, prints) = (now, now_prints);
    }
    assert!(sound > steps / 5 && broken > 0, "{sound} sound, {broken} broken: the script is dull");
}

#[test]
fn a_random_row_of_edits_ends_where_a_build_from_scratch_does() {
    for seed in 1..=4 {
        play(seed, 54);
    }
}

#[test]
fn an_edit_reads_only_the_file_that_changed() {
    let mut disk = Disk::new();
    let mut kept = disk.open();
    let before = kept.fingerprints();
    let text =
        String::from_utf8_lossy(&disk.files["touchpoints/chat.md"]).replace("Ask", "Ask twice");
    let update = kept.apply(vec![disk.write("touchpoints/chat.md", text.into_bytes())]);
    assert_eq!(update.parsed, 1);
    let after = kept.fingerprints();
    let changed: Vec<&str> =
        after.iter().filter(|(p, h)| before.get(*p) != Some(h)).map(|(p, _)| p.as_str()).collect();
    assert_eq!(
        changed,
        [
            "_search/docs/j1.js",
            "_search/docs/t0.js",
            "_search/index.js",
            "_search/words-0.js",
            "journeys/shop.html",
            "journeys/shop.svg",
            "journeys/shop/pay.html",
            "site.json",
            "touchpoints/chat.html"
        ]
    );
}

#[test]
fn a_file_that_did_not_change_changes_nothing() {
    let mut disk = Disk::new();
    let mut kept = disk.open();
    let before = kept.fingerprints();
    let bytes = disk.files["journeys/shop.md"].clone();
    let update = kept.apply(vec![disk.write("journeys/shop.md", bytes)]);
    assert_eq!((update.parsed, kept.fingerprints() == before), (0, true));
}

#[test]
fn the_last_good_theme_stays_while_its_file_is_half_written() {
    let disk = Disk::new();
    let mut kept = disk.open();
    let save = |kept: &mut Workspace, choices: &str| {
        let search = ("templates/search.html", "<title>ours</title>");
        let files = [search, ("theme.yaml", choices)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        *disk.theme.lock().expect("no panic") = files.into_iter().collect();
        kept.apply(vec![Change::Theme]);
        let fresh = disk.open();
        assert_eq!(findings(kept), findings(&fresh));
        (kept.is_sound(), outputs(kept), outputs(&fresh))
    };
    let (sound, good, _) = save(&mut kept, "light: {paper: \"#ffeedd\"}\n");
    assert!(sound && good["search.html"] == b"<title>ours</title>");
    for half in ["light: {paper: \"#ffeedd\"}\nfoo: [\n", "light: {paper: \"#zz\"}\n", "light: ["] {
        let (sound, now, _) = save(&mut kept, half);
        assert!(!sound, "{half}");
        assert_eq!(differing(&now, &good), Vec::<String>::new(), "{half}");
    }
    let (sound, now, fresh) = save(&mut kept, "light: {paper: \"#ffffee\"}\n");
    assert!(sound && now != good);
    assert_eq!(differing(&now, &fresh), Vec::<String>::new());
}

#[test]
fn a_copied_file_of_the_last_good_site_stays_while_the_content_is_broken() {
    let mut disk = Disk::new();
    let mut kept = disk.open();
    let before = outputs(&kept);
    let broken = disk.write("data/wait.csv", b"no figures".to_vec());
    kept.apply(vec![broken, disk.remove("assets/list.png")]);
    assert!(!kept.is_sound() && kept.can_show());
    assert_eq!(differing(&outputs(&kept), &before), Vec::<String>::new());
}

#[test]
fn a_copied_text_keeps_every_byte_and_is_written_again_when_one_changes() {
    let path = "data/wait.csv";
    let mut disk = Disk::new();
    let plain = disk.files[path].clone();
    let marked = [b"\xef\xbb\xbf", &plain[..]].concat();
    let mut kept = disk.open();
    let before = kept.fingerprints()[path];
    kept.apply(vec![disk.write(path, marked.clone())]);
    assert!(kept.is_sound() && kept.fingerprints()[path] != before);
    for workspace in [&kept, &disk.open()] {
        assert_eq!(outputs(workspace)[path], marked);
    }
    kept.apply(vec![disk.write(path, plain.clone())]);
    assert_eq!((kept.fingerprints()[path], &outputs(&kept)[path]), (before, &plain));
}

/// The text of a file with a word before each of its titles in turn.
fn retitled(text: &str) -> Vec<String> {
    let names = text.match_indices("title: ").chain(text.match_indices("name: "));
    let places = names.map(|(at, name)| at + name.len());
    let plain = places.filter(|at| text[*at..].starts_with(char::is_alphabetic));
    plain.map(|at| format!("{}Anew {}", &text[..at], &text[at..])).collect()
}

#[test]
fn a_title_is_written_again_wherever_it_stands() {
    let sources = milepost::io::load::load("content".as_ref()).expect("the example");
    let texts: Vec<(String, String)> = sources
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, file)| (path.to_owned(), sources.text(file.id).to_owned()))
        .collect();
    let mut kept = Workspace::open(sources, options(), Some("default"), |_| Ok(BTreeMap::new()))
        .expect("nothing is read");
    let mut written = kept.fingerprints();
    let mut count = 0;
    for (path, text) in &texts {
        for text in retitled(text) {
            kept.apply(vec![Change::Source(edit(path, text.as_bytes()))]);
            count += usize::from(kept.is_sound());
            holds_all_that_differs(&mut kept, &mut written, path);
        }
    }
    assert!(count > 60, "{count} titles: the script is dull");
}

/// What an edit of a file makes a watching build look at, and what it renders.
fn looked_at(path: &str, from: &str, to: &str) -> (Vec<String>, Vec<String>) {
    let mut disk = Disk::new();
    let mut kept = disk.open();
    stale_paths(&mut kept);
    let before = kept.fingerprints();
    let text = String::from_utf8_lossy(&disk.files[path]).into_owned();
    assert!(text.contains(from), "{path} holds {from}");
    kept.apply(vec![disk.write(path, text.replacen(from, to, 1).into_bytes())]);
    let stale = stale_paths(&mut kept);
    let after = kept.fingerprints();
    let renderer = kept.renderer();
    let outputs = kept.outputs();
    let rendered = outputs.iter().filter(|o| stale.contains(o.path())).filter_map(|o| {
        let known = before.get(o.path()).copied();
        let made = kept.render_unless(&renderer, o, known).expect("it renders");
        made.map(|_| o.path().to_owned())
    });
    let rendered: Vec<String> = rendered.collect();
    let changed = after.iter().filter(|(path, print)| before.get(*path) != Some(print));
    let changed: Vec<String> = changed.map(|(path, _)| path.clone()).collect();
    assert_eq!(rendered, changed, "what differs is rendered, and nothing else");
    let is_idle = |path: &String| !rendered.contains(path);
    let others = ["_theme/", "_search/", "assets/", "data/"];
    let is_page = |path: &String| {
        path.contains('/')
            && !path.contains("index.")
            && !others.iter().any(|o| path.starts_with(o))
    };
    let looked = stale.into_iter().filter(is_idle).filter(is_page).collect();
    (rendered, looked)
}

#[test]
fn a_watching_build_renders_what_an_edit_changes_and_looks_only_around_it() {
    let (rendered, looked) =
        looked_at("journeys/leave/1-doubt.md", "journey: shop", "journey: shop\ngoal: Stay");
    let shown = [
        "_search/docs/j0.js",
        "_search/index.js",
        "_search/words-0.js",
        "journeys/leave.html",
        "journeys/leave.svg",
        "journeys/leave/doubt.html",
        "site.json",
    ];
    assert_eq!(rendered, shown);
    let around = [
        "journeys/leave/go.html",
        "journeys/shop.html",
        "journeys/shop.svg",
        "journeys/shop/pay.html",
        "journeys/shop/plan.html",
        "personas/compare_.html",
        "personas/thomas.html",
        "personas/tom.html",
        "tags/food.html",
    ];
    assert_eq!(looked, around);
    let (rendered, looked) =
        looked_at("journeys/leave/1-doubt.md", "title: Doubt", "title: [Doubt");
    assert_eq!((rendered.len(), looked.len()), (0, 0), "half a line shows nothing");
}
