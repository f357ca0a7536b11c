//! A persona's page, and the list of personas.

use super::View;
use super::chrome::Chrome;
use super::html::Html;
use super::list_head::{self, Group};
use super::paging::{List, Pager};
use super::parts::{ImageView, MetaView};
use super::pieces::Markup;
use super::sheet::{
    ClaimView, CoverageView, EmotionView, LaneView, LinkView, ReviewView, Sheet, source_about,
};
use super::words::name as name_in;
use crate::diagram::{self, Size};
use crate::model::{Kind, PersonaKind};
use crate::site::address::list_page;
use crate::site::{
    Claim, Coverage, EvidenceIx, JourneyIx, Lane, Node, OpportunityIx, Persona, PersonaIx, Stage,
    below_as_is, number,
};
use crate::wording::Wording;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct PersonaPage {
    name: Html,
    kind: String,
    role: Option<Html>,
    image: Option<ImageView>,
    avatar: Html,
    review: Option<ReviewView>,
    quote: Option<ClaimView>,
    lanes: Vec<LaneView>,
    body: Option<Html>,
    journeys: Vec<PersonaJourney>,
    attributes: Vec<AttributeView>,
    scales: Vec<ScaleView>,
    channels: Vec<PreferenceView>,
    segments: Vec<Html>,
    coverage: CoverageView,
    /// Nothing speaks for her.
    unasked: bool,
    priorities: Priorities,
    meta: MetaView,
    sources: Html,
}

/// What could be done for her: whatever is open and addresses her or a journey of hers.
#[derive(Serialize)]
struct Priorities {
    matrix: Html,
    first: Html,
    /// How many there are beside those.
    more: usize,
}

/// A journey for her: stage by stage, and where it is lowest and highest.
#[derive(Serialize)]
struct PersonaJourney {
    link: LinkView,
    status: &'static str,
    status_word: String,
    state_word: String,
    thumbnail: Html,
    /// Rows of a table: each stage with her mean, how sure we are, and who was asked last.
    stages: Html,
    /// How many stages there are.
    all: usize,
    /// How many of them have a value of hers.
    felt: usize,
    low: Vec<FeltPlace>,
    high: Vec<FeltPlace>,
}

#[derive(Serialize)]
struct FeltPlace {
    emotion: EmotionView,
    link: LinkView,
    stage: Html,
}

#[derive(Serialize)]
struct AttributeView {
    name: Html,
    claim: ClaimView,
}

#[derive(Serialize)]
struct ScaleView {
    left: String,
    right: Option<String>,
    slider: Html,
    /// `clearly Time`, `90 of 100`.
    value: String,
}

#[derive(Serialize)]
struct PreferenceView {
    title: String,
    icon: Html,
    steps: Html,
    value: String,
}

pub(super) fn view(mut sheet: Sheet<'_>, ix: PersonaIx) -> View {
    let site = sheet.site;
    let persona = site.persona(ix);
    let chrome = chrome(&sheet, persona);
    let name = sheet.html(&persona.name);
    let role = sheet.maybe(persona.role.as_ref());
    let review = sheet.review(&persona.meta);
    let of = |wanted: &dyn Fn(&Lane) -> bool| -> Vec<&Claim> {
        persona.claims.iter().filter(|claim| wanted(&claim.lane)).collect()
    };
    let quote = of(&|lane| *lane == Lane::Quote).first().map(|claim| sheet.claim(claim));
    let body = sheet.body(persona.meta.body(), 1, "");
    let lanes = sheet.lanes(of(&|lane| !matches!(lane, Lane::Quote | Lane::Attribute)));
    let mut journeys = persona.journeys.clone();
    below_as_is(site, &mut journeys);
    let journeys = journeys.into_iter().map(|j| journey(&mut sheet, ix, j)).collect();
    let attributes = of(&|lane| matches!(lane, Lane::Attribute))
        .iter()
        .map(|claim| AttributeView {
            name: name_in(claim.lane_id(), persona.meta.lang()),
            claim: sheet.claim(claim),
        })
        .collect();
    let page = PersonaPage {
        name,
        kind: kind_words(sheet.w, persona.kind).to_owned(),
        role,
        image: sheet.image(persona.image.as_ref()),
        avatar: Html::trusted(diagram::avatar(persona.name.doc.plain())),
        review,
        quote,
        lanes,
        body,
        journeys,
        attributes,
        scales: persona
            .scales
            .iter()
            .map(|(l, r, v)| scale(sheet.w, l, r.as_deref(), *v))
            .collect(),
        channels: persona.channels.iter().map(|(c, v)| preference(&sheet, *c, *v)).collect(),
        segments: persona.segments.iter().map(|s| name_in(s, persona.meta.lang())).collect(),
        coverage: sheet.big_coverage(&persona.coverage),
        unasked: !persona.has_evidence,
        priorities: priorities(&sheet, ix),
        meta: sheet.meta_without(&persona.meta, &shown_anyway(&sheet, persona)),
        sources: sheet.sources(),
    };
    View::page("persona.html", &chrome, &page)
}

fn chrome(sheet: &Sheet<'_>, persona: &Persona) -> Chrome {
    let list = list_page(Kind::Persona);
    let mut chrome = sheet.chrome("p-persona", persona.name.doc.plain(), &list);
    chrome.description = persona.role.as_ref().map(|role| role.doc.plain().to_string());
    chrome.crumbs = sheet.crumbs(persona.meta.space(), Some(Kind::Persona));
    chrome.edit = sheet.edit_link(&persona.meta);
    chrome
}

/// What refers to her and stands on her page anyway: her journeys with all in them, and what
/// addresses her.
fn shown_anyway(sheet: &Sheet<'_>, persona: &Persona) -> Vec<Node> {
    let own = |journey: &JourneyIx| persona.journeys.contains(journey);
    let shown = |node: &&Node| match node {
        Node::Journey(j) | Node::Stage(j, _) | Node::Touchpoint(j, ..) => own(j),
        Node::Opportunity(ix) => sheet.site.opportunity(*ix).rank.is_some(),
        _ => false,
    };
    persona.meta.backlinks.iter().filter(shown).copied().collect()
}

/// How many opportunities her matrix places, and how many are named beside it.
const PLACED: usize = 20;

fn priorities(sheet: &Sheet<'_>, ix: PersonaIx) -> Priorities {
    let site = sheet.site;
    let hers = site.meta(Node::Persona(ix)).backlinks.iter().filter_map(|back| match back {
        Node::Opportunity(ix) => Some(*ix),
        _ => None,
    });
    let journeys = site.persona(ix).journeys.iter();
    let theirs = journeys.flat_map(|j| site.journey(*j).opportunities.iter().copied());
    let open = hers.chain(theirs).filter_map(|ix| Some((site.opportunity(ix).rank?, ix)));
    let ranked: Vec<OpportunityIx> =
        open.collect::<BTreeMap<u32, OpportunityIx>>().into_values().collect();
    let first = &ranked[..ranked.len().min(PLACED)];
    if first.is_empty() {
        return Priorities { matrix: Html::default(), first: Html::default(), more: 0 };
    }
    Priorities {
        matrix: Html::trusted(diagram::priority_matrix(&sheet.canvas("matrix"), first)),
        first: sheet.priorities(first),
        more: ranked.len() - first.len(),
    }
}

pub(super) fn kind_words(w: &Wording, kind: PersonaKind) -> &str {
    match kind {
        PersonaKind::Customer => w.persona_customer(),
        PersonaKind::Employee => w.persona_employee(),
        PersonaKind::Partner => w.persona_partner(),
    }
}

/// The same at the beginning of a line.
fn kind_head(w: &Wording, kind: PersonaKind) -> &str {
    match kind {
        PersonaKind::Customer => w.persona_head_customer(),
        PersonaKind::Employee => w.persona_head_employee(),
        PersonaKind::Partner => w.persona_head_partner(),
    }
}

fn journey(sheet: &mut Sheet<'_>, persona: PersonaIx, ix: JourneyIx) -> PersonaJourney {
    let journey = sheet.site.journey(ix);
    let mut places = places(sheet, persona, ix);
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let few = (places.len() / 2).min(2);
    let felt = |(value, node, stage): &(f64, Node, &Stage)| FeltPlace {
        emotion: sheet.emotion(Html::default(), Some(*value)),
        link: sheet.numbered(*node),
        stage: sheet.label(&stage.title),
    };
    let low = places.iter().take(few).map(felt).collect();
    // Among equals the first in the journey's order stays first.
    let mut best: Vec<_> = places.clone();
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    let high = best.iter().take(few).map(felt).collect();
    let hers = |stage: &&Stage| stage.emotion.iter().any(|(p, _)| *p == persona);
    let all = journey.stages.len();
    let mut stages = Markup::with_capacity(all * 512);
    (0..all as u32).for_each(|s| stage_row(sheet, &mut stages, persona, (ix, s)));
    PersonaJourney {
        all,
        felt: journey.stages.iter().filter(hers).count(),
        link: sheet.node(Node::Journey(ix)),
        status: super::parts::status_word(journey.meta.status),
        status_word: sheet.w.status(journey.meta.status).to_owned(),
        state_word: sheet.w.state(journey.state.unwrap_or_default()).to_owned(),
        thumbnail: Html::trusted(diagram::thumbnail(
            &sheet.canvas(&format!("j{}", ix.0)),
            ix,
            &[persona],
        )),
        stages: stages.finish(),
        low,
        high,
    }
}

fn places<'s>(sheet: &Sheet<'s>, persona: PersonaIx, ix: JourneyIx) -> Vec<(f64, Node, &'s Stage)> {
    super::parts::touchpoints(sheet.site.journey(ix))
        .filter_map(|(s, t, stage, touchpoint)| {
            let values = &touchpoint.experience.emotion;
            let value = values.iter().find(|(p, _)| *p == persona)?.1;
            Some((value, Node::Touchpoint(ix, s, t), stage))
        })
        .collect()
}

/// A row of a journey's table: the stage, her mean, what is known, who was asked last.
fn stage_row(sheet: &Sheet<'_>, out: &mut Markup, persona: PersonaIx, (ix, s): (JourneyIx, u32)) {
    let (w, stage) = (sheet.w, sheet.site.stage(ix, s));
    out.put("\n<tr><th scope=\"row\" dir=\"auto\">");
    sheet.write_link(out.string(), Node::Stage(ix, s));
    out.put("</th><td class=\"num\">");
    match stage.emotion.iter().find(|(p, _)| *p == persona) {
        Some((_, mean)) => {
            let class = diagram::emotion::class(*mean, &sheet.site.config.emotion);
            out.put("<span class=\"chip ").put(class).put("\">").text(&w.felt(*mean))
        }
        None => out.put("<span class=\"sub\">").text(w.no_value()),
    };
    out.put("</span></td><td class=\"bar\">");
    let Coverage { claims, known, .. } = stage.coverage;
    match claims {
        0 => out.put("<span class=\"sub\">").text(w.no_claims()),
        _ => {
            out.put(&diagram::coverage_bar(w, &stage.coverage, Size::Mini));
            out.put(" <span>").say(w.known_of(known, claims))
        }
    };
    out.put("</span></td><td>");
    match asked_last(sheet, stage) {
        Some(source) => {
            sheet.write_link(out.string(), Node::Evidence(source));
            let about = source_about(w, sheet.site.source(source));
            out.put(" <span class=\"sub\">").text(&about)
        }
        None => out.put("<span class=\"sub\">").text(w.nobody()),
    };
    out.put("</span></td></tr>");
}

/// The newest source that anything in the stage cites.
fn asked_last(sheet: &Sheet<'_>, stage: &Stage) -> Option<EvidenceIx> {
    let touchpoints = stage.touchpoints.iter().map(|touchpoint| &touchpoint.experience);
    let claims = std::iter::once(&stage.experience).chain(touchpoints).flat_map(|e| &e.claims);
    claims
        .flat_map(|claim| claim.evidence())
        .filter_map(|citation| citation.source)
        .max_by_key(|ix| (sheet.site.source(*ix).date, std::cmp::Reverse(*ix)))
}

fn scale(w: &Wording, left: &str, right: Option<&str>, value: f64) -> ScaleView {
    ScaleView {
        left: left.to_owned(),
        right: right.map(str::to_owned),
        slider: Html::trusted(diagram::slider(w, left, right, value)),
        value: scale_words(w, left, right, value),
    }
}

/// Where a value of 0–1 stands between two poles, or how high it is, in words.
pub(super) fn scale_words(w: &Wording, left: &str, right: Option<&str>, value: f64) -> String {
    let Some(right) = right else {
        return w.of_100(&number::plain(value * 100.0, 0)).text();
    };
    let pole = if value < 0.5 { left } else { right };
    match (value - 0.5).abs() {
        off if off < 0.075 => w.scale_between().to_owned(),
        off if off < 0.225 => w.scale_rather(pole).text(),
        off if off < 0.425 => w.scale_clearly(pole).text(),
        _ => w.scale_wholly(pole).text(),
    }
}

fn preference(sheet: &Sheet<'_>, channel: u32, value: f64) -> PreferenceView {
    let title = sheet.site.channels.get(channel as usize).map(|c| c.title.to_string());
    PreferenceView {
        title: title.unwrap_or_default(),
        icon: sheet.shared.channel(
            sheet.site,
            channel,
            sheet.site.channels.get(channel as usize).and_then(|c| c.control),
        ),
        steps: Html::trusted(diagram::steps(sheet.w, value, 5)),
        value: sheet.w.number(value, 1),
    }
}

// The list.

#[derive(Serialize)]
struct PersonasPage {
    title: Html,
    intro: Option<Html>,
    /// All of them side by side.
    compare: Option<String>,
    groups: Vec<Group<PersonaCard>>,
    retired: Vec<PersonaCard>,
    pager: Pager,
    jumps: Vec<LinkView>,
    sources: Html,
}

#[derive(Serialize)]
pub(super) struct PersonaCard {
    link: LinkView,
    kind_head: String,
    role: Option<Html>,
    image: Option<ImageView>,
    avatar: Html,
    status: &'static str,
    journeys: Html,
    coverage: CoverageView,
    owner: Option<String>,
    tags: Html,
}

pub(super) fn list(mut sheet: Sheet<'_>, part: u32) -> View {
    let site = sheet.site;
    let head = list_head::head(&mut sheet, Kind::Persona, part);
    let entries = site.personas.iter().zip(0..).map(|(p, ix)| (&p.meta, PersonaIx(ix)));
    let list = (Kind::Persona, List::Personas, part);
    let listed = list_head::listed(&mut sheet, list, entries, |sheet, ix| card(sheet, ix));
    let page = PersonasPage {
        title: head.title,
        intro: head.intro,
        compare: (List::Compare.parts(site) > 0).then(|| sheet.to(&List::Compare.path(1))),
        groups: listed.groups,
        retired: listed.retired,
        pager: listed.pager,
        jumps: listed.jumps,
        sources: sheet.sources(),
    };
    View::page("personas.html", &head.chrome, &page)
}

pub(super) fn card(sheet: &Sheet<'_>, ix: PersonaIx) -> PersonaCard {
    let persona = sheet.site.persona(ix);
    let journeys: Vec<Node> = persona.journeys.iter().copied().map(Node::Journey).collect();
    PersonaCard {
        link: sheet.node(Node::Persona(ix)),
        kind_head: kind_head(sheet.w, persona.kind).to_owned(),
        role: persona.role.as_ref().map(|role| sheet.label(role)),
        image: sheet.image(persona.image.as_ref()),
        avatar: Html::trusted(diagram::avatar(persona.name.doc.plain())),
        status: super::parts::status_word(persona.meta.status),
        journeys: sheet.links(&journeys),
        coverage: sheet.coverage(&persona.coverage, Size::Mini),
        owner: persona.meta.owner.as_deref().map(str::to_owned),
        tags: sheet.tags(&persona.meta),
    }
}
