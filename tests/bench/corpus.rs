//! An organisation of any size, from nothing but a number: the same on every machine.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const WORDS: &str = "price answer letter waits again number phone form open order change nobody \
    tells week basket driver branch home evening help refund list login paper code sister office \
    minute queue message store total choice plan early late clear hidden small simple second";
const STAGES: [(&str, &str); 6] = [
    ("Hear of it", "awareness"),
    ("Compare", "consideration"),
    ("Decide", "purchase"),
    ("Get started", "onboarding"),
    ("Live with it", "use"),
    ("Stay or leave", "renewal"),
];
const CHANNELS: [&str; 6] = ["website", "app", "phone", "branch", "post", "chat"];
const METHODS: [&str; 4] = ["interview", "survey", "analytics", "diary-study"];

/// A small generator of numbers; quality does not matter, sameness does.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn words(&mut self, count: usize) -> String {
        let all: Vec<&str> = WORDS.split_whitespace().collect();
        let picked: Vec<&str> = (0..count).map(|_| all[self.below(all.len())]).collect();
        let mut text = picked.join(" ");
        if let Some(first) = text.get(..1).map(str::to_uppercase) {
            text.replace_range(..1, &first);
        }
        text
    }
}

/// Writes the corpus; returns how many files it has.
pub(crate) fn write(content: &Path, journeys: usize) -> usize {
    let mut dice = Dice(7);
    let (personas, sources) = (journeys / 5 + 3, journeys / 2 + 5);
    let mut files = 1;
    let mut put = |path: String, text: String| {
        let path = content.join(path);
        fs::create_dir_all(path.parent().expect("below content")).expect("made");
        fs::write(path, text).expect("written");
        files += 1;
    };
    put("site.yaml".into(), site_yaml());
    for p in 0..personas {
        put(format!("personas/p-{p:04}.md"), persona(&mut dice, p));
    }
    for s in 0..sources {
        put(format!("evidence/e-{s:05}.md"), source(&mut dice));
    }
    for j in 0..journeys {
        put(format!("journeys/j-{j:04}/index.md"), journey(&mut dice, j, personas, journeys));
        for (i, (title, lifecycle)) in STAGES.iter().enumerate() {
            let name = title.to_lowercase().replace(' ', "-");
            let text = stage(&mut dice, title, lifecycle, sources);
            put(format!("journeys/j-{j:04}/{}-{name}.md", i + 1), text);
        }
    }
    files - 1
}

fn site_yaml() -> String {
    let mut text = String::from("title: Generated organisation\nchannels:\n");
    for channel in CHANNELS {
        let _ = writeln!(text, "  - {{id: {channel}, title: {channel}}}");
    }
    text
}

fn body(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..4 {
        let _ = writeln!(text, "{} *{}* {}.\n", dice.words(30), dice.words(1), dice.words(20));
    }
    text
}

fn claims(dice: &mut Dice, field: &str, indent: &str, count: usize, text: &mut String) {
    let _ = writeln!(text, "{indent}{field}:");
    for _ in 0..count {
        let _ = writeln!(text, "{indent}  - {}", dice.words(8));
    }
}

fn persona(dice: &mut Dice, p: usize) -> String {
    let mut text = format!("---\nname: Person {p}\nrole: {}\nowner: research\n", dice.words(3));
    claims(dice, "goals", "", 3, &mut text);
    claims(dice, "pains", "", 3, &mut text);
    let _ = writeln!(text, "---\n{}", body(dice));
    text
}

fn source(dice: &mut Dice) -> String {
    let method = METHODS[dice.below(METHODS.len())];
    let title = dice.words(5);
    format!(
        "---\ntitle: {title}\nmethod: {method}\ndate: 2026-05-0{}\n---\n{}",
        1 + dice.below(9),
        body(dice)
    )
}

fn journey(dice: &mut Dice, j: usize, personas: usize, journeys: usize) -> String {
    let other = dice.below(journeys);
    format!(
        "---\ntitle: {} ({j})\npersonas: [p-{:04}]\nowner: team-{}\nreview: {{last: 2026-10-01}}\n\
         tags: [{}]\n---\n{}\n- [Another journey](../j-{other:04}/index.md)\n",
        dice.words(4),
        dice.below(personas),
        dice.below(20),
        ["billing", "identity", "field-service"][dice.below(3)],
        body(dice)
    )
}

fn stage(dice: &mut Dice, title: &str, lifecycle: &str, sources: usize) -> String {
    let mut text = format!(
        "---\ntitle: {title}\nlifecycle: {lifecycle}\ngoal: {}\ntouchpoints:\n",
        dice.words(6)
    );
    for t in 1..=4 {
        let channel = CHANNELS[dice.below(CHANNELS.len())];
        let emotion = dice.below(9) as f64 / 2.0 - 2.0;
        let _ = writeln!(
            text,
            "  - id: t{t}\n    title: {}\n    channel: {channel}\n    emotion: {emotion}",
            dice.words(3)
        );
        if emotion.abs() >= 1.5 {
            let kind = if emotion > 0.0 { "delight" } else { "friction" };
            let _ = writeln!(text, "    moment: {kind}");
        }
        let _ = writeln!(
            text,
            "    quotes:\n      - {} [^e-{:05}]",
            dice.words(12),
            dice.below(sources)
        );
        for field in ["actions", "thoughts", "pains"] {
            claims(dice, field, "    ", 2, &mut text);
        }
        let (impact, time) = (1 + dice.below(5), 1 + dice.below(5));
        let _ = writeln!(
            text,
            "    opportunities:\n      - title: {}\n        impact: {impact}\n        effort: {{time: {time}, cost: 2, complexity: 4}}\n        status: planned",
            dice.words(6)
        );
    }
    let _ = writeln!(text, "---\n{}", body(dice));
    text
}
