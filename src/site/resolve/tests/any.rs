//! Whatever authors write, nothing panics and nothing that is left dangles.

use super::{Resolved, resolved_with, usual};
use crate::site::{Node, Options, Target};
use std::fmt::Write;

/// A row of numbers that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.roll(words.len())]
    }
}

const NAMES: &[&str] = &[
    "a",
    "b",
    "c",
    "s/a",
    "a/b",
    "a/b/c",
    "s/a/b",
    "personas/a",
    "journeys/a/b",
    "s/t/c",
    "a#h",
    "b#x",
    "/",
    "a//b",
    "#",
    "Ä",
    "journeys/a.md",
    "../x",
];
const SPACES: &[&str] = &["", "s/", "s/t/", "tags/"];
const STATUS: &[&str] = &["draft", "published", "retired"];

fn name(dice: &mut Dice) -> String {
    format!("{:?}", dice.pick(NAMES))
}

fn site(dice: &mut Dice) -> String {
    let mut text = String::new();
    for id in ["a", "b", "c"] {
        let space = dice.pick(SPACES);
        let _ = write!(
            text,
            "-- {space}personas/{id}.md --\n---\nname: P\nstatus: {}\naliases: [{}]\n\
             goals: [{{text: 'G [^{}]', evidence: [{}], personas: [{}]}}]\n---\n[[{}]] [x]({}.md#f)\n",
            dice.pick(STATUS),
            name(dice),
            dice.pick(NAMES),
            name(dice),
            name(dice),
            dice.pick(NAMES),
            dice.pick(NAMES),
        );
        let space = dice.pick(SPACES);
        let _ = write!(
            text,
            "-- {space}evidence/{id}.md --\n---\ntitle: E\nmethod: survey\ndate: 2025-01-01\n\
             status: {}\nconfidential: {}\nhighlights: [{{id: h, text: '[[{}]]', personas: [{}]}}]\n---\n",
            dice.pick(STATUS),
            dice.pick(&["true", "false"]),
            dice.pick(NAMES),
            name(dice),
        );
        let space = dice.pick(SPACES);
        let _ = write!(
            text,
            "-- {space}touchpoints/{id}.md --\n---\ntitle: T\nstatus: {}\njourney: {}\n\
             emotion: {{{}: 1}}\nopportunities: [{}, {{title: B, impact: 2, feasibility: 2}}]\n---\n",
            dice.pick(STATUS),
            name(dice),
            name(dice),
            name(dice),
        );
        let space = dice.pick(SPACES);
        let _ = write!(
            text,
            "-- {space}opportunities/{id}.md --\n---\ntitle: O\nimpact: 2\nfeasibility: 2\n\
             addresses: [{}, {}]\n---\n",
            name(dice),
            name(dice),
        );
        let space = dice.pick(SPACES);
        let _ = write!(
            text,
            "-- {space}journeys/{id}.md --\n---\ntitle: J\nstatus: {}\npersonas: [{}, {}]\n\
             parent: {}\nbaseline: {}\naliases: [{}]\nstages:\n",
            dice.pick(STATUS),
            name(dice),
            name(dice),
            name(dice),
            name(dice),
            name(dice),
        );
        for stage in ["a", "b"] {
            let _ = write!(
                text,
                "  - title: {stage}\n    status: {}\n    journey: {}\n    emotion: {{{}: 1}}\n    \
                 opportunities: [{{title: A, impact: 1, feasibility: 5, addresses: [{}]}}]\n    \
                 touchpoints:\n      - {{use: {}, status: {}, quotes: [{}]}}\n      \
                 - {{title: c, journey: {}, opportunities: [{}]}}\n",
                dice.pick(STATUS),
                name(dice),
                name(dice),
                name(dice),
                name(dice),
                dice.pick(STATUS),
                name(dice),
                name(dice),
                name(dice),
            );
        }
        text.push_str("---\n");
    }
    text
}

/// Looks every index up; one that dangles panics.
fn walk(r: &Resolved) -> usize {
    let site = &r.site;
    let mut nodes: Vec<Node> = site.redirects.values().copied().collect();
    nodes.extend(site.tags.iter().flat_map(|tag| &tag.nodes));
    nodes.extend(site.ranked.iter().map(|ix| Node::Opportunity(*ix)));
    nodes.extend(site.reviews.iter().map(|item| item.node));
    for persona in &site.personas {
        nodes.extend(&persona.meta.backlinks);
        nodes.extend(persona.journeys.iter().map(|ix| Node::Journey(*ix)));
        for words in
            persona.meta.body().into_iter().chain(persona.claims.iter().flat_map(|c| &c.words))
        {
            for target in words.targets() {
                if let Target::Node(node, _) = target {
                    nodes.push(*node);
                }
            }
            let sources = words.citations().iter().filter_map(|c| c.source);
            nodes.extend(sources.map(Node::Evidence));
        }
    }
    for journey in &site.journeys {
        nodes.extend(&journey.meta.backlinks);
        nodes.extend(journey.parent.iter().chain(&journey.children).map(|ix| Node::Journey(*ix)));
        nodes.extend(journey.opportunities.iter().map(|ix| Node::Opportunity(*ix)));
        nodes.extend(journey.lowest.map(|point| point.node));
        nodes.extend(journey.largest_drop.map(|drop| drop.to));
        let mut above = journey.parent;
        for _ in 0..=site.journeys.len() {
            above = above.and_then(|ix| site.journey(ix).parent);
        }
        assert_eq!(above, None, "parents go in a circle");
    }
    for opportunity in &site.opportunities {
        nodes.extend(opportunity.addresses.iter().chain(&opportunity.home));
        nodes.extend(opportunity.evidence.iter().filter_map(|c| c.source).map(Node::Evidence));
    }
    for source in &site.evidence {
        nodes.extend(source.cited_by.iter().chain(&source.meta.backlinks));
    }
    for touchpoint in &site.touchpoints {
        nodes.extend(touchpoint.uses.iter().chain(&touchpoint.meta.backlinks));
    }
    nodes.iter().map(|node| site.url(*node).len() + site.title(*node).doc.source.len()).sum()
}

#[test]
fn nothing_panics_and_nothing_dangles() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut walked = 0;
    for _ in 0..60 {
        let text = site(&mut dice);
        let keep = dice.roll(2) == 0;
        let options = Options { include_drafts: keep, include_confidential: keep, ..usual() };
        let r = resolved_with(&text, &options);
        let again = resolved_with(&text, &options);
        assert_eq!(format!("{:?}", r.site), format!("{:?}", again.site));
        assert_eq!(r.findings, again.findings);
        walked += walk(&r);
    }
    assert!(walked > 30_000, "{walked}");
}
