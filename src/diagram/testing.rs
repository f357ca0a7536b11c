//! Sites made by hand for the tests of diagrams.

use super::{Canvas, Form};
use crate::model::{
    Cadence, Channel, Config, Control, Doc, EmotionScale, MomentKind, OpportunityStatus,
    PersonaKind, State,
};
use crate::site::{
    BesideClaim, Claim, ClaimStatus, Coverage, Experience, Journey, JourneyIx, Lane, Meta, Metric,
    Moment, Node, Opportunity, OpportunityIx, Origin, Persona, PersonaIx, Quadrant, Site, Stage,
    Touchpoint, Words,
};
use crate::source::{FileId, Span, Spanned, Text};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use thin_vec::ThinVec;

const SPAN: Span = Span { file: FileId::ROOT, start: 0, end: 0 };

pub(crate) fn words(text: &str) -> Words {
    let doc = Doc { source: text.into(), rich: None };
    Words::plain(doc)
}

fn text(value: &str) -> Text {
    Text::plain(value, SPAN, 0)
}

fn meta(id: &str) -> Meta {
    let origin = Origin { file: FileId::ROOT, path: "".into(), space: "".into() };
    Meta::new(id.into(), Arc::new(origin), SPAN)
}

fn config() -> Config {
    let days = |days| Cadence { months: 0, days };
    let labels = ["Furious", "Annoyed", "Neutral", "Pleased", "Delighted"];
    Config {
        file: FileId::ROOT,
        readable: true,
        title: "Greenbasket journeys".into(),
        description: None,
        language: "en".into(),
        language_span: None,
        base_url: None,
        theme: Spanned::new("default".into(), SPAN),
        repository: None,
        emotion: EmotionScale {
            min: -2.0,
            max: 2.0,
            labels: labels.map(Arc::from).to_vec(),
            has_own_labels: true,
        },
        review_every: days(91),
        review_warn: days(14),
        evidence_max_age: days(540),
        lanes: Vec::new(),
        lanes_span: None,
        custom_lanes: Vec::new(),
        channels: Vec::new(),
        vocabulary: Vec::new(),
        impact_threshold: 3.0,
        feasibility_threshold: 3.0,
        findings: Vec::new(),
    }
}

fn channel(id: &str, title: &str, icon: &str, control: Control) -> Channel {
    Channel {
        id: Spanned::new(id.into(), SPAN),
        title: text(title),
        icon: (!icon.is_empty()).then(|| text(icon)),
        control: Some(control),
    }
}

/// A site with one journey of the given personas and no stages.
pub(crate) fn site(personas: &[&str]) -> Site {
    let ids = (0..personas.len() as u32).map(PersonaIx).collect();
    let persona = |name: &&str| {
        Arc::new(Persona {
            meta: meta(&name.to_lowercase().replace(' ', "-")),
            name: words(name),
            role: None,
            image: None,
            claims: ThinVec::new(),
            scales: Vec::new(),
            channels: Vec::new(),
            kind: PersonaKind::Customer,
            segments: Vec::new(),
            has_evidence: true,
            coverage: Coverage::default(),
            journeys: vec![JourneyIx(0)],
        })
    };
    let journey = Journey {
        meta: meta("weekly-shop"),
        title: words("The weekly shop"),
        personas: ids,
        goal: None,
        scenario: None,
        state: Some(State::AsIs),
        altitude: None,
        baseline: None,
        parent: None,
        children: Vec::new(),
        lanes: DEFAULT_LANES.iter().chain(&BANDS).map(|lane| Arc::from(*lane)).collect(),
        metrics: Vec::new(),
        stages: Vec::new(),
        lowest: None,
        highest: None,
        largest_drop: None,
        coverage: Coverage::default(),
        opportunities: ThinVec::new(),
    };
    Site {
        config: Arc::new(config()),
        today: Date::constant(2026, 11, 23),
        spaces: Vec::new(),
        home: None,
        former_anchors: std::collections::BTreeMap::new(),
        second_anchors: std::collections::BTreeMap::new(),
        list_texts: Vec::new(),
        personas: personas.iter().map(persona).collect(),
        journeys: vec![Arc::new(journey)],
        touchpoints: Vec::new(),
        opportunities: Vec::new(),
        evidence: Vec::new(),
        channels: vec![
            channel("kitchen", "At home", "house", Control::Earned),
            channel("app", "App", "phone", Control::Owned),
            channel("web", "Website", "browser", Control::Owned),
            channel("bank", "Bank", "bank", Control::Partner),
            channel("mail", "E-mail", "mail", Control::Owned),
            channel("sms", "Text", "message", Control::Partner),
            channel("van", "Driver", "van", Control::Owned),
            channel("chat", "Chat", "", Control::Owned),
        ],
        reviews: Vec::new(),
        tags: Vec::new(),
        files: Vec::new(),
        redirects: BTreeMap::new(),
        ranked: Vec::new(),
    }
}

pub(crate) const DEFAULT_LANES: [&str; 10] = [
    "phases",
    "stages",
    "touchpoints",
    "channels",
    "emotion",
    "actions",
    "thoughts",
    "pains",
    "quotes",
    "opportunities",
];
const BANDS: [&str; 3] = ["frontstage", "backstage", "support"];

/// The journey, to be changed.
pub(crate) fn journey(site: &mut Site) -> &mut Journey {
    Arc::get_mut(&mut site.journeys[0]).expect("not shared yet")
}

pub(crate) fn config_of(site: &mut Site) -> &mut Config {
    Arc::get_mut(&mut site.config).expect("not shared yet")
}

pub(crate) fn stage(title: &str) -> Stage {
    Stage {
        meta: meta(&title.to_lowercase().replace(' ', "-")),
        title: words(title),
        phase: None,
        lifecycle: None,
        goal: None,
        further: None,
        touchpoints: Vec::new(),
        experience: experience(),
        emotion: ThinVec::new(),
        coverage: Coverage::default(),
    }
}

pub(crate) fn experience() -> Experience {
    Experience { importance: 3.0, ..Experience::default() }
}

pub(crate) fn touchpoint(title: &str, number: u32) -> Touchpoint {
    Touchpoint {
        meta: meta(&format!("t{number}")),
        title: words(title),
        number,
        channel: Some(number % 8),
        control: Some(Control::Owned),
        uses: None,
        further: None,
        experience: experience(),
    }
}

pub(crate) fn claim(lane: Lane, status: ClaimStatus, text: &str) -> Claim {
    Claim::new((lane, SPAN), Some(words(text)), status, BesideClaim::default())
}

pub(crate) fn moment(kind: MomentKind, why: &str) -> Moment {
    Moment { kind, why: (!why.is_empty()).then(|| words(why)) }
}

/// A claim of a lane by its id, which may be one of the site's own.
pub(crate) fn claim_in(id: &str, status: ClaimStatus, text: &str) -> Claim {
    let mut claim = claim(lane(id), status, text);
    if claim.lane == Lane::Custom {
        claim.change(|beside| beside.lane = Some(id.into()));
    }
    claim
}

fn lane(id: &str) -> Lane {
    match id {
        "actions" => Lane::Actions,
        "thoughts" => Lane::Thoughts,
        "pains" => Lane::Pains,
        "gains" => Lane::Gains,
        "questions" => Lane::Questions,
        "quotes" => Lane::Quotes,
        "artifacts" => Lane::Artifacts,
        "frontstage" => Lane::Frontstage,
        "backstage" => Lane::Backstage,
        "support" => Lane::Support,
        _ => Lane::Custom,
    }
}

fn status(word: &str) -> ClaimStatus {
    match word {
        "known" => ClaimStatus::Known,
        "stale" => ClaimStatus::Stale,
        "contested" => ClaimStatus::Contested,
        _ => ClaimStatus::Assumed,
    }
}

fn opportunity(id: &str, title: &str, impact: f64, feasibility: f64) -> Opportunity {
    let quadrant = match (impact > 3.0, feasibility > 3.0) {
        (true, true) => Quadrant::QuickWin,
        (true, false) => Quadrant::BigBet,
        (false, true) => Quadrant::FillIn,
        (false, false) => Quadrant::Reconsider,
    };
    Opportunity {
        meta: meta(id),
        title: words(title),
        impact,
        feasibility,
        effort: None,
        score: impact * feasibility,
        quadrant,
        rank: None,
        status: OpportunityStatus::Idea,
        addresses: ThinVec::new(),
        link: None,
        evidence: ThinVec::new(),
        support: ClaimStatus::Known,
        home: None,
    }
}

/// The journey of the reference pages: six stages, twenty touchpoints, two personas.
pub(crate) fn weekly_shop() -> Site {
    let mut site = site(&["Maya Adeyemi", "Tom Brandt"]);
    let mut stages: Vec<Stage> = Vec::new();
    let mut opportunities: Vec<(Opportunity, String)> = Vec::new();
    let mut number = 0;
    for line in include_str!("testing_weekly_shop.txt").lines() {
        let part: Vec<&str> = line.split('|').collect();
        match part[0] {
            "stage" => {
                let mut own = stage(part[2]);
                own.meta = meta(part[1]);
                own.phase = Some(part[3].into());
                own.goal = Some(words(part[4]));
                stages.push(own);
            }
            "touch" => {
                number += 1;
                let mut own = touchpoint(part[2], number);
                own.meta = meta(part[1]);
                let index = site.channels.iter().position(|channel| &*channel.id.value == part[3]);
                own.channel = index.map(|index| index as u32);
                own.control = index.and_then(|index| site.channels[index].control);
                for (persona, value) in (0..).map(PersonaIx).zip(&part[4..6]) {
                    own.experience
                        .emotion
                        .extend(value.parse().ok().map(|value: f64| (persona, value)));
                }
                own.experience.importance = part[6].parse().expect("a number");
                own.experience.feeling = (!part[7].is_empty()).then(|| Box::new(words(part[7])));
                stages.last_mut().expect("a stage").touchpoints.push(own);
            }
            "moment" => {
                let kind = match part[1] {
                    "delight" => MomentKind::Delight,
                    "friction" => MomentKind::Friction,
                    _ => MomentKind::Decision,
                };
                last(&mut stages).moments.push(moment(kind, part[2]));
            }
            "claim" => {
                let mut own = claim_in(part[1], status(part[2]), part[4]);
                own.change(|beside| beside.who = (!part[3].is_empty()).then(|| part[3].into()));
                last(&mut stages).claims.push(own);
            }
            _ => {
                let number = |at: usize| part[at].parse::<f64>().expect("a number");
                let mut own = opportunity(part[1], part[2], number(3), number(4));
                own.status = match part[5] {
                    "planned" => OpportunityStatus::Planned,
                    "doing" => OpportunityStatus::Doing,
                    "done" => OpportunityStatus::Done,
                    _ => OpportunityStatus::Idea,
                };
                own.support = status(part[6]);
                opportunities.push((own, part[7].to_owned()));
            }
        }
    }
    means(&mut stages);
    opportunities.sort_by(|a, b| b.0.score.total_cmp(&a.0.score));
    for (at, (own, addresses)) in opportunities.iter_mut().enumerate() {
        own.rank = Some(at as u32 + 1);
        for touchpoint in stages.iter_mut().flat_map(|stage| &mut stage.touchpoints) {
            if addresses.split(',').any(|id| *id == *touchpoint.meta.id) {
                touchpoint.experience.opportunities.push(OpportunityIx(at as u32));
            }
        }
    }
    site.opportunities = opportunities.into_iter().map(|(own, _)| Arc::new(own)).collect();
    journey(&mut site).stages = stages;
    site
}

fn last(stages: &mut [Stage]) -> &mut Experience {
    let stage = stages.last_mut().expect("a stage");
    match stage.touchpoints.last_mut() {
        Some(touchpoint) => &mut touchpoint.experience,
        None => &mut stage.experience,
    }
}

/// The mean of each stage and persona.
pub(crate) fn means(stages: &mut [Stage]) {
    for stage in stages {
        for persona in (0..9).map(PersonaIx) {
            let mut own = stage.experience.emotion.iter().filter(|(of, _)| *of == persona);
            if let Some(value) = own.next() {
                stage.emotion.push(*value);
                continue;
            }
            let (mut sum, mut weight) = (0.0, 0.0);
            for touchpoint in &stage.touchpoints {
                for (_, value) in
                    touchpoint.experience.emotion.iter().filter(|(of, _)| *of == persona)
                {
                    sum += value * touchpoint.experience.importance;
                    weight += touchpoint.experience.importance;
                }
            }
            if weight > 0.0 {
                stage.emotion.push((persona, sum / weight));
            }
        }
    }
}

/// Many opportunities at few places.
pub(crate) fn many_opportunities(count: u32) -> Site {
    let mut site = weekly_shop();
    site.opportunities = (0..count)
        .map(|at| {
            let (impact, feasibility) =
                (1.0 + f64::from(at * 7 % 9) / 2.0, 1.0 + f64::from(at * 5 % 13) / 3.0);
            let title = format!("Say number {at} where everybody looks for it");
            let mut own = opportunity(&format!("o{at}"), &title, impact, feasibility);
            own.rank = Some(at + 1);
            Arc::new(own)
        })
        .collect();
    site
}

pub(crate) fn finish_opportunity(site: &mut Site, at: usize) {
    let own = Arc::get_mut(&mut site.opportunities[at]).expect("not shared yet");
    own.status = OpportunityStatus::Done;
    own.rank = None;
}

pub(crate) fn metric(values: &[(&str, f64)]) -> Metric {
    let values: Vec<(Date, f64, Option<f64>)> =
        values.iter().map(|(date, value)| (date.parse().expect("a date"), *value, None)).collect();
    let newest = values.iter().rfind(|(date, ..)| *date < Date::constant(2026, 11, 23));
    Metric {
        title: words("A slot found at the first try, percent"),
        newest: newest.map(|(date, value, _)| (*date, *value)),
        values: values.into(),
        file: None,
        unit: Some("%".into()),
        scale: Some((40.0, 100.0)),
        target: Some(80.0),
        lower_is_better: false,
        measured: Some(-0.8),
    }
}

pub(crate) fn canvas<'a>(site: &'a Site, page: &'a str) -> Canvas<'a> {
    Canvas { site, w: crate::wording::english(), page, prefix: "map", form: Form::Inline }
}

/// A map of the one journey, inside its page and alone; both are checked.
pub(crate) fn check_map(site: &Site) -> String {
    let page = canvas(site, "journeys/weekly-shop.html");
    let alone = Canvas { form: Form::Alone, page: "journeys/weekly-shop.svg", ..page };
    let drawn = super::journey_map(&page, JourneyIx(0));
    check_svg(&drawn.svg);
    check_svg(&drawn.names_svg);
    let alone = super::journey_map(&alone, JourneyIx(0));
    check_svg(&alone.svg);
    assert!(!alone.svg.contains(" class=") && alone.names_svg.is_empty());
    drawn.svg
}

/// Well-formed, ids unique and unlike any slug, references alive, no number that is none.
pub(crate) fn check_svg(svg: &str) {
    let parsed = roxmltree::Document::parse(svg);
    let document = parsed.unwrap_or_else(|error| panic!("{error}: {svg}"));
    let mut ids = BTreeSet::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        if let Some(id) = node.attribute("id") {
            assert!(ids.insert(id), "{id} comes twice");
            assert!(id.contains(['.', '_']), "{id} could be an anchor");
        }
        for attribute in node.attributes() {
            assert!(!attribute.value().contains("NaN") && !attribute.value().contains("inf "));
            if let ("width" | "height", Ok(value)) =
                (attribute.name(), attribute.value().parse::<f64>())
            {
                assert!(value >= 0.0);
            }
        }
        let class = node.attribute("class").unwrap_or_default();
        for class in class.split_whitespace() {
            assert!(super::classes().contains(&class), "{class} is not listed");
        }
    }
    for node in document.descendants() {
        let references = ["aria-labelledby", "aria-describedby"].map(|name| node.attribute(name));
        for id in references.into_iter().flatten() {
            assert!(ids.contains(id), "{id} is nowhere");
        }
    }
}

/// A touchpoint's node of the one journey.
pub(crate) fn node(stage: u32, touchpoint: u32) -> Node {
    Node::Touchpoint(JourneyIx(0), stage, touchpoint)
}
