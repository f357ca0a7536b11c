//! A small resolved site, put together by hand, for the tests of pages and data files.

use crate::model::{
    Cadence, Channel, Config, Control, Doc, Effort, EmotionScale, Lifecycle, Method, MomentKind,
    OpportunityStatus, PersonaKind, State,
};
use crate::site::{
    BesideClaim, Citation, Claim, ClaimStatus, Coverage, Drop, Evidence, EvidenceIx, Experience,
    Highlight, Journey, JourneyIx, Lane, Meta, Moment, Node, Opportunity, OpportunityIx, Origin,
    Persona, PersonaIx, Point, Quadrant, Review, ReviewItem, ReviewState, Site, Stage, Tag,
    Touchpoint, Words,
};
use crate::source::{FileId, Span, Spanned, Text};
use jiff::civil::{Date, date};
use std::sync::Arc;
use thin_vec::thin_vec;

const FILE: FileId = FileId(1);

fn at(offset: usize) -> Span {
    Span::new(FILE, offset, offset + 1)
}

pub(crate) fn words(text: &str) -> Words {
    Words::plain(Doc { source: text.into(), rich: None })
}

fn text(text: &str) -> Text {
    Text::plain(text, at(0), 0)
}

fn meta(id: &str, path: &str) -> Meta {
    let origin = Origin { file: FILE, path: path.into(), space: "".into() };
    let mut meta = Meta::new(id.into(), Arc::new(origin), at(0));
    meta.owner = Some("Ines Okafor".into());
    meta
}

fn review(last: Option<Date>, next: Option<Date>, state: ReviewState) -> Review {
    Review {
        last,
        every: Cadence { months: 3, days: 0 },
        next,
        soon_from: next.map(|d| d.saturating_sub(jiff::Span::new().days(14))),
        state,
        owner: Some("Ines Okafor".into()),
        log: Vec::new(),
        span: at(0),
    }
}

fn reviewed(mut meta: Meta, review: Review) -> Meta {
    meta.change(|beside| beside.review = Some(Box::new(review)));
    meta
}

fn claim(lane: Lane, text: &str, status: ClaimStatus, place: usize) -> Claim {
    let cites = status == ClaimStatus::Known;
    let evidence = cites.then_some(cite(Some(0))).into_iter().collect();
    let beside = BesideClaim { evidence, ..BesideClaim::default() };
    Claim::new((lane, at(place)), Some(words(text)), status, beside)
}

fn cite(highlight: Option<u32>) -> Citation {
    Citation { source: Some(EvidenceIx(0)), highlight }
}

fn coverage(known: u32, assumed: u32) -> Coverage {
    Coverage { claims: known + assumed, known, assumed, ..Coverage::default() }
}

const MAYA: PersonaIx = PersonaIx(0);
const SHOP: JourneyIx = JourneyIx(0);
pub(crate) const HOLD: Node = Node::Touchpoint(SHOP, 1, 0);

fn touchpoint(id: &str, title: &str, number: u32, value: f64) -> Touchpoint {
    Touchpoint {
        meta: meta(id, "journeys/weekly-shop.md"),
        title: words(title),
        number,
        channel: Some(0),
        control: Some(Control::Owned),
        uses: None,
        further: None,
        experience: Experience {
            emotion: thin_vec![(MAYA, value)],
            importance: 3.0,
            ..Experience::default()
        },
    }
}

fn stage(id: &str, title: &str, lifecycle: Lifecycle, touchpoints: Vec<Touchpoint>) -> Stage {
    Stage {
        meta: meta(id, "journeys/weekly-shop.md"),
        title: words(title),
        phase: None,
        lifecycle: Some(lifecycle),
        goal: None,
        further: None,
        emotion: touchpoints.iter().flat_map(|t| t.experience.emotion.clone()).collect(),
        touchpoints,
        experience: Experience { importance: 3.0, ..Experience::default() },
        coverage: coverage(1, 1),
    }
}

fn journey() -> Journey {
    let mut hold = touchpoint("slot-hold", "Slot hold", 2, -1.666_6);
    hold.experience.claims = thin_vec![
        claim(Lane::Actions, "Picks <Thursday> & waits", ClaimStatus::Assumed, 90),
        claim(Lane::Pains, "The slot vanishes", ClaimStatus::Known, 40),
    ];
    hold.experience.moments =
        thin_vec![Moment { kind: MomentKind::Friction, why: Some(words("The slot vanishes")) }];
    let mut withheld = claim(Lane::Quotes, "", ClaimStatus::Known, 95);
    withheld.words = None;
    withheld.change(|beside| beside.evidence = thin_vec![cite(Some(1))]);
    hold.experience.claims.push(withheld);
    Journey {
        meta: reviewed(
            meta("weekly-shop", "journeys/weekly-shop.md"),
            Review {
                log: vec![(
                    date(2026, 8, 11),
                    Some("Ines Okafor".into()),
                    Some(words("Moved the slot <hold> to −2")),
                )],
                ..review(Some(date(2026, 8, 11)), Some(date(2026, 11, 11)), ReviewState::Overdue)
            },
        ),
        title: words(
            "The weekly shop, for a family; with \\ and a very long title so that its calendar line must be folded somewhere",
        ),
        personas: vec![MAYA],
        goal: None,
        scenario: None,
        state: Some(State::AsIs),
        altitude: None,
        baseline: None,
        parent: None,
        children: Vec::new(),
        lanes: Vec::new(),
        metrics: Vec::new(),
        stages: vec![
            stage("plan", "Plan", Lifecycle::Use, vec![touchpoint("list", "List", 1, 0.5)]),
            stage("book", "Book a slot", Lifecycle::Purchase, vec![hold]),
        ],
        lowest: Some(Point { node: HOLD, persona: MAYA, value: -1.666_6 }),
        highest: Some(Point { node: Node::Touchpoint(SHOP, 0, 0), persona: MAYA, value: 0.5 }),
        largest_drop: Some(Drop {
            from: Node::Touchpoint(SHOP, 0, 0),
            to: HOLD,
            persona: MAYA,
            value: 2.166_6,
        }),
        coverage: coverage(2, 1),
        opportunities: thin_vec![OpportunityIx(0)],
    }
}

fn persona() -> Persona {
    Persona {
        meta: reviewed(meta("maya", "personas/maya.md"), review(None, None, ReviewState::Never)),
        name: words("Maya Adeyemi"),
        role: Some(words("Plans for five")),
        image: None,
        claims: thin_vec![claim(Lane::Goals, "Keep Saturday free", ClaimStatus::Assumed, 10)],
        scales: Vec::new(),
        channels: Vec::new(),
        kind: PersonaKind::Customer,
        segments: Vec::new(),
        coverage: coverage(0, 1),
        has_evidence: true,
        journeys: vec![SHOP],
    }
}

fn opportunity() -> Opportunity {
    Opportunity {
        meta: meta("hold-slot", "opportunities/hold-slot.md"),
        title: words("Hold the slot"),
        impact: 5.0,
        feasibility: 6.0 - 8.0 / 3.0,
        effort: Some(Effort { time: 3.0, cost: 2.0, complexity: 3.0 }),
        score: 5.0 * (6.0 - 8.0 / 3.0),
        quadrant: Quadrant::QuickWin,
        rank: Some(1),
        status: OpportunityStatus::Planned,
        addresses: thin_vec![HOLD],
        link: None,
        evidence: thin_vec![cite(None)],
        support: ClaimStatus::Known,
        home: None,
    }
}

fn highlight(id: &str, said: Option<&str>) -> Highlight {
    Highlight {
        id: id.into(),
        words: said.map(words),
        who: said.map(|_| "P7".into()),
        personas: vec![MAYA],
        tags: thin_vec::ThinVec::new(),
        cited_by: vec![HOLD],
    }
}

fn evidence() -> Evidence {
    let mut meta = meta("interviews", "evidence/interviews.md");
    meta.backlinks = thin_vec![HOLD];
    Evidence {
        meta,
        title: words("Slot interviews"),
        method: Method(0),
        date: date(2026, 9, 30),
        date_text: "2026-09".into(),
        from: None,
        participants: Some(11.0),
        source: Some("https://research.example/notes?x=1".into()),
        in_date_until: date(2028, 3, 30),
        in_date: true,
        confidential: false,
        data: None,
        highlights: vec![highlight("vanish", Some("It was gone")), highlight("price", None)],
        cited_by: vec![HOLD, Node::Opportunity(OpportunityIx(0))],
    }
}

fn config() -> Config {
    Config {
        file: FileId::ROOT,
        readable: true,
        title: "Greenbasket & journeys".into(),
        description: None,
        language: "en".into(),
        language_span: None,
        base_url: Some("https://maps.example.org/".into()),
        theme: Spanned::new("default".into(), at(0)),
        repository: None,
        emotion: EmotionScale {
            min: -2.0,
            max: 2.0,
            labels: ["Furious", "Neutral", "Delighted"].map(Arc::from).to_vec(),
            has_own_labels: true,
        },
        review_every: Cadence { months: 3, days: 0 },
        review_warn: Cadence { months: 0, days: 14 },
        evidence_max_age: Cadence { months: 18, days: 0 },
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

/// One persona on one journey of two stages, with a source, an opportunity and a tag.
pub(crate) fn site() -> Site {
    Site {
        config: Arc::new(config()),
        today: date(2026, 11, 23),
        spaces: Vec::new(),
        home: None,
        list_texts: Vec::new(),
        personas: vec![Arc::new(persona())],
        journeys: vec![Arc::new(journey())],
        touchpoints: Vec::new(),
        opportunities: vec![Arc::new(opportunity())],
        evidence: vec![Arc::new(evidence())],
        channels: vec![Channel {
            id: Spanned::new("app".into(), at(0)),
            title: text("Mobile app"),
            icon: None,
            control: Some(Control::Owned),
        }],
        reviews: vec![
            ReviewItem { node: Node::Persona(MAYA) },
            ReviewItem { node: Node::Journey(SHOP) },
        ],
        tags: vec![Tag { slug: "slot".into(), name: "Slot".into(), nodes: vec![HOLD] }],
        files: Vec::new(),
        redirects: std::collections::BTreeMap::new(),
        former_anchors: std::collections::BTreeMap::new(),
        second_anchors: std::collections::BTreeMap::new(),
        ranked: vec![OpportunityIx(0)],
    }
}

/// The text of a page of a site, in the default theme.
pub(crate) fn rendered(site: &Site, page: super::PageId) -> String {
    let theme = super::Theme::load(
        "default",
        std::collections::BTreeMap::new(),
        &crate::wording::Choice::of(&site.config),
    )
    .map_err(|error| error.to_string())
    .expect("the default theme");
    let bytes = super::render(site, &theme, page).map_err(|e| e.to_string()).expect("a page");
    String::from_utf8(bytes).expect("UTF-8")
}
