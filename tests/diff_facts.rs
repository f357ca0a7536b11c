//! Whatever is edited, every changed fact is told and no other: random edits of a small model
//! whose facts are worked out beside it.

use crate::site::options;
use milepost::diff::{Fact, Revision, SubjectKind, Told, Value, compare};
use milepost::source::Sources;
use std::collections::{BTreeMap, BTreeSet};

const CHANNELS: [&str; 3] = ["app", "phone", "van"];
const MOMENTS: [&str; 4] = ["", "friction", "delight", "decision"];
const PEOPLE: [&str; 2] = ["maya", "tom"];

/// A small generator of numbers; the same row on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

/// A claim: nothing else has a word of its text, so that no two are alike.
#[derive(Clone, PartialEq)]
struct Claim {
    text: String,
    source: Option<usize>,
}

#[derive(Clone)]
struct Touchpoint {
    id: String,
    stage: usize,
    emotion: [Option<i32>; 2],
    importance: usize,
    channel: usize,
    moment: usize,
    pains: Vec<Claim>,
}

#[derive(Clone)]
struct Model {
    /// Touchpoints of two stages in each of two journeys, in order.
    touchpoints: Vec<Touchpoint>,
    /// Impact and feasibility.
    opportunities: Vec<(i32, i32)>,
    expired: [bool; 2],
    /// Whether what was said to each study may be shown.
    consent: [bool; 2],
    /// Who answers for each journey and all that is in it.
    owners: [usize; 2],
    /// Whether every feeling is written on a scale of 1 to 5.
    shifted: bool,
    words: usize,
}

impl Model {
    fn new(dice: &mut Dice) -> Self {
        let mut model = Self {
            touchpoints: Vec::new(),
            opportunities: Vec::new(),
            expired: [false; 2],
            consent: [true; 2],
            owners: [0; 2],
            shifted: false,
            words: 0,
        };
        for at in 0..9 {
            let mut touchpoint = Touchpoint {
                id: format!("t{at}"),
                stage: dice.below(4),
                emotion: [Some(0), None],
                importance: 3,
                channel: 0,
                moment: 0,
                pains: Vec::new(),
            };
            for _ in 0..dice.below(4) {
                let claim = model.claim(dice);
                touchpoint.pains.push(claim);
            }
            model.touchpoints.push(touchpoint);
        }
        model.opportunities = (0..4).map(|_| model_priority(dice)).collect();
        for _ in 0..12 {
            model.edit(dice);
        }
        model
    }

    fn claim(&mut self, dice: &mut Dice) -> Claim {
        self.words += 1;
        let source = [None, Some(0), Some(1)][dice.below(3)];
        Claim { text: format!("word{0} w{0}", self.words), source }
    }

    /// One thing is written otherwise.
    fn edit(&mut self, dice: &mut Dice) {
        let at = dice.below(self.touchpoints.len());
        let fresh = self.claim(dice);
        let touchpoint = &mut self.touchpoints[at];
        match dice.below(16) {
            0 => touchpoint.emotion[0] = Some(dice.below(5) as i32 - 2),
            1 => touchpoint.emotion[1] = [None, Some(-1), Some(2)][dice.below(3)],
            2 => touchpoint.importance = 1 + dice.below(5),
            3 => touchpoint.channel = dice.below(CHANNELS.len()),
            4 => touchpoint.moment = dice.below(MOMENTS.len()),
            5 => touchpoint.pains.push(fresh),
            6 => drop(touchpoint.pains.pop()),
            7 => {
                if let Some(claim) = touchpoint.pains.first_mut() {
                    claim.source = fresh.source;
                }
            }
            8 => {
                // To the end of the other stage of its journey.
                let mut moved = self.touchpoints.remove(at);
                moved.stage ^= 1;
                self.touchpoints.push(moved);
            }
            9 => {
                let which = dice.below(self.opportunities.len());
                self.opportunities[which] = model_priority(dice);
            }
            10 => {
                let first = touchpoint.pains.len().min(1);
                touchpoint.pains.rotate_left(first);
            }
            11 => self.expired[dice.below(2)] ^= true,
            12 => {
                let to = dice.below(self.touchpoints.len());
                if !self.touchpoints[at].pains.is_empty() {
                    let claim = self.touchpoints[at].pains.remove(0);
                    self.touchpoints[to].pains.push(claim);
                }
            }
            13 => self.consent[dice.below(2)] ^= true,
            14 => self.owners[dice.below(2)] = dice.below(3),
            _ => self.shifted ^= true,
        }
    }

    fn sources(&self) -> Sources {
        let mut sources = Sources::new("content");
        let mut write = |path: &str, text: String| {
            sources.insert_text(path, text.as_bytes());
        };
        if self.shifted {
            write("site.yaml", "emotion: {min: 1, max: 5}\n".to_owned());
        }
        for name in PEOPLE {
            write(&format!("personas/{name}.md"), format!("---\nname: {name}\n---\n"));
        }
        for (at, expired) in self.expired.iter().enumerate() {
            let expires = if *expired { "expires: 2026-11-01\n" } else { "" };
            let head = format!("title: Study {at}\nmethod: survey\ndate: 2026-10-01\n{expires}");
            let consent = self.consent[at];
            let said = format!("{{id: said, text: Spoken {at}, consent: {consent}}}");
            let text = format!("---\n{head}highlights:\n  - {said}\n---\n");
            write(&format!("evidence/s{at}.md"), text);
        }
        for (at, (impact, feasibility)) in self.opportunities.iter().enumerate() {
            let text = format!(
                "---\ntitle: Chance {at}\nimpact: {impact}\nfeasibility: {feasibility}\n---\n"
            );
            write(&format!("opportunities/o{at}.md"), text);
        }
        for journey in 0..2 {
            let owner = self.owners[journey];
            let mut text = format!(
                "---\ntitle: Journey {journey}\nowner: o{owner}\npersonas: [maya, tom]\nstages:\n"
            );
            for stage in [2 * journey, 2 * journey + 1] {
                text.push_str(&format!("  - title: Stage {stage}\n    touchpoints:\n"));
                let mut own = self.touchpoints.iter().filter(|t| t.stage == stage).peekable();
                if own.peek().is_none() {
                    text.push_str("      []\n");
                }
                let shift = if self.shifted { 3 } else { 0 };
                own.for_each(|touchpoint| touchpoint.write(&mut text, shift));
            }
            write(&format!("journeys/j{journey}.md"), format!("{text}---\n"));
        }
        sources
    }

    fn status(&self, claim: &Claim) -> &'static str {
        match claim.source {
            None => "assumed",
            Some(source) if self.expired[source] => "stale",
            Some(_) => "known",
        }
    }

    /// Every fact by its name.
    fn facts(&self) -> BTreeMap<String, String> {
        let mut facts = BTreeMap::new();
        let mut say = |name: String, value: String| drop(facts.insert(name, value));
        for touchpoint in &self.touchpoints {
            let id = &touchpoint.id;
            say(format!("{id} stands in"), touchpoint.stage.to_string());
            for (name, value) in PEOPLE.iter().zip(touchpoint.emotion) {
                say(format!("{id} emotion {name}"), format!("{value:?}"));
            }
            say(format!("{id} importance"), touchpoint.importance.to_string());
            say(format!("{id} channel"), touchpoint.channel.to_string());
            say(format!("{id} moment"), touchpoint.moment.to_string());
            for claim in &touchpoint.pains {
                say(format!("{id} says {}", claim.text), String::new());
                let rests = format!("{:?} {}", claim.source, self.status(claim));
                say(format!("{id} {} rests on", claim.text), rests);
            }
        }
        for (at, expired) in self.expired.iter().enumerate() {
            say(format!("s{at} in_date"), (!expired).to_string());
            say(format!("s{at} in_date_until"), expired.to_string());
            say(format!("s{at} consent"), self.consent[at].to_string());
        }
        say("site emotion".to_owned(), self.shifted.to_string());
        let mut best: Vec<usize> = (0..self.opportunities.len()).collect();
        best.sort_by_key(|at| {
            let (impact, feasibility) = self.opportunities[*at];
            (-impact * feasibility, -impact, *at)
        });
        for (at, (impact, feasibility)) in self.opportunities.iter().enumerate() {
            say(format!("o{at} impact"), impact.to_string());
            say(format!("o{at} feasibility"), feasibility.to_string());
            say(format!("o{at} score"), (impact * feasibility).to_string());
            say(format!("o{at} quadrant"), format!("{} {}", *impact > 3, *feasibility > 3));
            let rank = best.iter().position(|of| *of == at);
            say(format!("o{at} rank"), format!("{rank:?}"));
        }
        for stage in 0..4 {
            let own: Vec<&Touchpoint> =
                self.touchpoints.iter().filter(|t| t.stage == stage).collect();
            say(format!("stage-{stage} coverage"), self.coverage(&own));
            for (at, name) in PEOPLE.iter().enumerate() {
                let felt: Vec<(f64, f64)> = own
                    .iter()
                    .filter_map(|t| Some((t.importance as f64, f64::from(t.emotion[at]?))))
                    .collect();
                let weight: f64 = felt.iter().map(|(w, _)| w).sum();
                let sum: f64 = felt.iter().map(|(w, v)| w * v).sum();
                let mean = (weight > 0.0).then(|| format!("{:.2}", sum / weight + 1e-9));
                let mean = mean.map(|mean| mean.replace("-0.00", "0.00"));
                say(format!("stage-{stage} emotion {name}"), format!("{mean:?}"));
            }
        }
        for journey in 0..2 {
            let own: Vec<&Touchpoint> = (0..2)
                .flat_map(|s| self.touchpoints.iter().filter(move |t| t.stage == 2 * journey + s))
                .collect();
            say(format!("j{journey} owner"), self.owners[journey].to_string());
            say(format!("j{journey} coverage"), self.coverage(&own));
            let points = || {
                own.iter().flat_map(|t| {
                    let values = PEOPLE.iter().zip(t.emotion);
                    values.filter_map(|(name, value)| Some((value?, t.id.clone(), *name)))
                })
            };
            let lowest = points().reduce(|a, b| if b.0 < a.0 { b } else { a });
            let highest = points().reduce(|a, b| if b.0 > a.0 { b } else { a });
            say(format!("j{journey} lowest"), format!("{lowest:?}"));
            say(format!("j{journey} highest"), format!("{highest:?}"));
        }
        facts
    }

    /// Touchpoints of a stage that stand there in another model too.
    fn order(&self, other: &Self, stage: usize) -> Vec<&str> {
        let is_there = |id: &str| other.touchpoints.iter().any(|t| t.id == id && t.stage == stage);
        let own = self.touchpoints.iter().filter(|t| t.stage == stage && is_there(&t.id));
        own.map(|touchpoint| &*touchpoint.id).collect()
    }

    /// Statements that stand at another touchpoint in another model and rest on something else
    /// there, by their touchpoints there.
    fn moved_and_less_sure(&self, other: &Self) -> Vec<String> {
        let rests = |model: &Self, claim: &Claim| (claim.source, model.status(claim));
        let all = other.touchpoints.iter().flat_map(|u| u.pains.iter().map(move |now| (u, now)));
        let moved = all.filter_map(|(u, now)| {
            let here = |t: &&Touchpoint| t.pains.iter().any(|claim| claim.text == now.text);
            let t = self.touchpoints.iter().find(here).filter(|t| t.id != u.id)?;
            let was = t.pains.iter().find(|claim| claim.text == now.text)?;
            let name = format!("{} {} rests on", u.id, now.text);
            (rests(self, was) != rests(other, now)).then_some(name)
        });
        moved.collect()
    }

    /// Touchpoints whose pains have another order than in another model.
    fn pains_elsewhere(&self, other: &Self) -> Vec<&str> {
        let words = |t: &Touchpoint, u: &Touchpoint| -> Vec<String> {
            let is_there = |claim: &&Claim| u.pains.iter().any(|of| of.text == claim.text);
            t.pains.iter().filter(is_there).map(|claim| claim.text.clone()).collect()
        };
        let both = self.touchpoints.iter().filter_map(|t| {
            let u = other.touchpoints.iter().find(|u| u.id == t.id)?;
            (words(t, u) != words(u, t)).then_some(&*t.id)
        });
        both.collect()
    }

    fn coverage(&self, own: &[&Touchpoint]) -> String {
        let claims: Vec<&Claim> = own.iter().flat_map(|t| &t.pains).collect();
        let known = claims.iter().filter(|claim| self.status(claim) == "known").count();
        format!("{known} of {}", claims.len())
    }
}

impl Touchpoint {
    fn write(&self, text: &mut String, shift: i32) {
        text.push_str(&format!("      - title: {0} {0}{0}\n        id: {0}\n", self.id));
        text.push_str(&format!("        channel: {}\n", CHANNELS[self.channel]));
        text.push_str(&format!("        importance: {}\n", self.importance));
        if self.moment > 0 {
            text.push_str(&format!("        moment: {}\n", MOMENTS[self.moment]));
        }
        let felt: Vec<String> = PEOPLE
            .iter()
            .zip(self.emotion)
            .filter_map(|(name, value)| Some(format!("{name}: {}", value? + shift)))
            .collect();
        text.push_str(&format!("        emotion: {{{}}}\n        pains:\n", felt.join(", ")));
        for claim in &self.pains {
            let cites = claim.source.map(|at| format!(" [^s{at}]")).unwrap_or_default();
            text.push_str(&format!("          - {}{cites}\n", claim.text));
        }
        if self.pains.is_empty() {
            text.push_str("          []\n");
        }
    }
}

fn model_priority(dice: &mut Dice) -> (i32, i32) {
    (1 + dice.below(5) as i32, 1 + dice.below(5) as i32)
}

/// The facts that a change is about, by the model's names for them; none for what the model does
/// not know.
fn names(told: &Told) -> Vec<String> {
    let subject = &told.change.subject;
    let last = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
    let id = match subject.kind {
        SubjectKind::Site => "site".to_owned(),
        _ => last(&subject.reference),
    };
    let text = subject.text.as_deref().unwrap_or_default();
    let is_claim = subject.kind == SubjectKind::Claim;
    let one = match &told.change.fact {
        Fact::Added | Fact::Removed => format!("{id} says {text}"),
        Fact::Moved { from, .. } if is_claim => {
            let from = last(&from.reference);
            return vec![format!("{from} says {text}"), format!("{id} says {text}")];
        }
        Fact::Moved { .. } => format!("{id} stands in"),
        Fact::Reordered { .. } if is_claim => format!("{id} pains order"),
        Fact::Reordered { .. } => {
            let stage = subject.reference.rsplit('/').nth(1).unwrap_or_default();
            format!("{stage} order")
        }
        Fact::Status { .. } | Fact::Evidence { .. } => format!("{id} {text} rests on"),
        Fact::Changed { field, persona, from, to } => {
            assert_ne!(from, to, "{}", told.words);
            if field == "largest_drop" || matches!(from, Value::Coverage { claims: 0, .. }) {
                return Vec::new();
            }
            match persona {
                Some(persona) => format!("{id} {field} {}", persona.reference),
                None => format!("{id} {field}"),
            }
        }
        other => panic!("nobody did this: {other:?}"),
    };
    vec![one]
}

#[test]
fn every_changed_fact_is_told_and_no_other() {
    let mut dice = Dice(7);
    for round in 0..150 {
        let before = Model::new(&mut dice);
        let mut after = before.clone();
        for _ in 0..=dice.below(6) {
            after.edit(&mut dice);
        }
        let revision = |name: &str, model: &Model| Revision {
            name: name.to_owned(),
            sources: model.sources(),
        };
        let report = compare(&revision("before", &before), &revision("after", &after), &options());
        assert_eq!((report.errors.from, report.errors.to), (0, 0), "round {round}");
        let (old, new) = (before.facts(), after.facts());
        let known: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let rests = |name: &str| name.ends_with(" rests on");
        let mut expected: BTreeSet<String> = known
            .into_iter()
            .filter(|name| old.get(*name) != new.get(*name))
            // What a claim rests on is told only of one that is there on both sides.
            .filter(|name| !rests(name) || (old.contains_key(*name) && new.contains_key(*name)))
            .cloned()
            .collect();
        let stages =
            (0..4).filter(|stage| before.order(&after, *stage) != after.order(&before, *stage));
        expected.extend(stages.map(|stage| format!("stage-{stage} order")));
        let elsewhere = before.pains_elsewhere(&after).into_iter();
        expected.extend(elsewhere.map(|id| format!("{id} pains order")));
        expected.extend(before.moved_and_less_sure(&after));
        let told: BTreeSet<String> = report.changes.iter().flat_map(names).collect();
        assert_eq!(told, expected, "round {round}\n{}", report.text());
        for at in 0..2 {
            let is_withheld = !(before.consent[at] && after.consent[at]);
            let is_shown = report.json().contains(&format!("Spoken {at}"));
            assert!(!(is_withheld && is_shown), "round {round}\n{}", report.json());
        }
    }
}
