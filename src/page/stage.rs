//! A stage's page: where it stands in its journey, its curve, and a section for each touchpoint.

use super::View;
use super::chrome::Chrome;
use super::html::Html;
use super::parts::{
    BacklinkView, Cast, ChannelView, ImageView, MetaView, MetricView, MomentView, OpportunityRef,
    OpportunityRow, TravellerView,
};
use super::sheet::{
    ClaimView, CoverageView, EmotionView, LaneView, LinkView, ReviewView, Sheet, SourceView,
};
use crate::diagram;
use crate::model::Kind;
use crate::site::address::list_page;
use crate::site::{
    Claim, Experience, JourneyIx, Lane, Node, OpportunityIx, PersonaIx, Touchpoint, number,
};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct StagePage {
    journey: LinkView,
    title: Html,
    place: String,
    goal: Option<Html>,
    when: Option<Html>,
    steps: Vec<StepView>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    travellers: Vec<TravellerView>,
    review: Option<ReviewView>,
    curve: Html,
    whole: Option<ExperienceView>,
    touchpoints: Vec<TouchpointView>,
    opportunities: Vec<InlineOpportunity>,
    metrics: Vec<MetricView>,
    coverage: CoverageView,
    zoom: Option<LinkView>,
    behind: Vec<LaneView>,
    body: Option<Html>,
    meta: MetaView,
    sources: Vec<SourceView>,
}

/// A stage in the row of stages.
#[derive(Serialize)]
struct StepView {
    link: LinkView,
    here: bool,
    means: Vec<EmotionView>,
}

/// What is lived through at a place.
#[derive(Serialize)]
pub(super) struct ExperienceView {
    strip: Html,
    emotions: Vec<FeltView>,
    feeling: Option<Html>,
    importance: String,
    moments: Vec<MomentView>,
    lanes: Vec<LaneView>,
    quotes: Vec<ClaimView>,
    image: Option<ImageView>,
    opportunities: Vec<OpportunityRef>,
}

/// A persona's value with her line.
#[derive(Serialize)]
struct FeltView {
    line: Html,
    #[serde(flatten)]
    emotion: EmotionView,
}

#[derive(Serialize)]
struct TouchpointView {
    id: String,
    /// Former ids: links to them still arrive.
    former: Vec<String>,
    number: u32,
    title: Html,
    channel: Option<ChannelView>,
    when: Option<Html>,
    uses: Option<LinkView>,
    zoom: Option<LinkView>,
    experience: ExperienceView,
    metrics: Vec<MetricView>,
    body: Option<Html>,
    status: &'static str,
    owner: Option<String>,
    tags: Vec<LinkView>,
    links: Vec<LinkView>,
    backlinks: Vec<BacklinkView>,
    review: Option<ReviewView>,
}

/// An opportunity that is written where it arises: a section of this page.
#[derive(Serialize)]
pub(super) struct InlineOpportunity {
    id: String,
    row: OpportunityRow,
    body: Option<Html>,
    link: Option<String>,
    evidence: Html,
    owner: Option<String>,
    tags: Vec<LinkView>,
    backlinks: Vec<BacklinkView>,
}

pub(super) fn view(mut sheet: Sheet<'_>, ix: JourneyIx, s: u32) -> View {
    let site = sheet.site;
    let journey = site.journey(ix);
    let stage = site.stage(ix, s);
    let chrome = chrome(&sheet, ix, s);
    let cast = sheet.cast(ix);
    let title = sheet.html(&stage.title);
    let goal = sheet.maybe(stage.goal.as_ref());
    let when = sheet.maybe(stage.when.as_ref());
    let review = sheet.review(&stage.meta);
    let whole = whole(&mut sheet, ix, s, &cast);
    let touchpoints = (0..stage.touchpoints.len() as u32)
        .map(|t| touchpoint(&mut sheet, (ix, s, t), &cast))
        .collect();
    let felt_here = stage.touchpoints.iter().map(|t| &t.experience);
    let candidates = felt_here
        .chain([&stage.experience])
        .flat_map(|experience| experience.opportunities.iter().copied());
    let opportunities = inline_opportunities(&mut sheet, candidates, |home| match home {
        Node::Stage(j, at) | Node::Touchpoint(j, at, _) => j == ix && at == s,
        _ => false,
    });
    let mapped_here = sheet.felt(&cast, &stage.emotion);
    let metrics = sheet.metrics(&stage.metrics, "metric.", &mapped_here);
    let behind = behind(&mut sheet, &stage.experience.claims);
    let body = sheet.body(stage.meta.body.as_ref(), 1, "");
    let neighbour = |at: Option<u32>| {
        let at = at.filter(|at| (*at as usize) < journey.stages.len())?;
        Some(sheet.node(Node::Stage(ix, at)))
    };
    let page = StagePage {
        journey: sheet.node(Node::Journey(ix)),
        title,
        place: format!("Stage {} of {}", s + 1, journey.stages.len()),
        goal,
        when,
        steps: steps(&sheet, ix, s, &cast),
        previous: neighbour(s.checked_sub(1)),
        next: neighbour(Some(s + 1)),
        travellers: sheet.travellers(&cast),
        review,
        curve: Html::trusted(diagram::stage_curve(&sheet.canvas("curve"), ix, s)),
        whole,
        touchpoints,
        opportunities,
        metrics,
        coverage: sheet.big_coverage(&stage.coverage),
        zoom: stage.journey.map(|zoom| sheet.node(Node::Journey(zoom))),
        behind,
        body,
        meta: sheet.meta(&stage.meta),
        sources: sheet.sources(),
    };
    View::page("stage.html", &chrome, &Phased { page, phase: phase_words(&sheet, ix, s) })
}

/// The page with the words that stand above its title.
#[derive(Serialize)]
struct Phased {
    #[serde(flatten)]
    page: StagePage,
    phase: Vec<String>,
}

fn phase_words(sheet: &Sheet<'_>, ix: JourneyIx, s: u32) -> Vec<String> {
    let stage = sheet.site.stage(ix, s);
    let phase = stage.phase.as_deref().map(str::to_owned);
    phase.into_iter().chain(stage.lifecycle.map(|l| l.word().to_owned())).collect()
}

fn chrome(sheet: &Sheet<'_>, ix: JourneyIx, s: u32) -> Chrome {
    let site = sheet.site;
    let stage = site.stage(ix, s);
    let title = stage.title.doc.plain();
    let journey_title = site.journey(ix).title.doc.plain();
    let mut chrome = sheet.chrome("p-stage", title, &list_page(Kind::Journey));
    chrome.window = format!("{title} – {journey_title}");
    chrome.description = stage.goal.as_ref().map(|goal| goal.doc.plain().to_string());
    chrome.crumbs = sheet.crumbs(&site.journey(ix).meta.space, Some(Kind::Journey));
    chrome.crumbs.push(sheet.node(Node::Journey(ix)));
    chrome.edit = sheet.edit_link(&stage.meta);
    chrome
}

fn steps(sheet: &Sheet<'_>, ix: JourneyIx, here: u32, cast: &Cast) -> Vec<StepView> {
    let journey = sheet.site.journey(ix);
    journey
        .stages
        .iter()
        .enumerate()
        .map(|(s, stage)| StepView {
            link: sheet.node(Node::Stage(ix, s as u32)),
            here: s as u32 == here,
            means: sheet.felt(cast, &stage.emotion),
        })
        .collect()
}

/// Blueprint bands of the stage as a whole.
fn behind(sheet: &mut Sheet<'_>, claims: &[Claim]) -> Vec<LaneView> {
    let bands: Vec<Claim> = claims.iter().filter(|c| is_blueprint(&c.lane)).cloned().collect();
    sheet.lanes(&bands)
}

fn is_blueprint(lane: &Lane) -> bool {
    matches!(lane, Lane::Artifacts | Lane::Frontstage | Lane::Backstage | Lane::Support)
}

/// What is written for the stage as a whole, other than the blueprint beside it.
fn whole(sheet: &mut Sheet<'_>, ix: JourneyIx, s: u32, cast: &Cast) -> Option<ExperienceView> {
    let stage = sheet.site.stage(ix, s);
    let e = &stage.experience;
    let written = e.claims.iter().any(|claim| !is_blueprint(&claim.lane))
        || !e.emotion.is_empty()
        || e.feeling.is_some()
        || !e.moments.is_empty()
        || !e.opportunities.is_empty()
        || e.image.is_some();
    if !written {
        return None;
    }
    let claims: Vec<Claim> = e.claims.iter().filter(|c| !is_blueprint(&c.lane)).cloned().collect();
    Some(experience(sheet, e, &claims, cast))
}

fn touchpoint(sheet: &mut Sheet<'_>, place: (JourneyIx, u32, u32), cast: &Cast) -> TouchpointView {
    let (j, s, t) = place;
    let touchpoint = sheet.site.touchpoint(j, s, t);
    let e = &touchpoint.experience;
    let id = touchpoint.meta.id.to_string();
    let title = sheet.html(&touchpoint.title);
    let when = sheet.maybe(touchpoint.when.as_ref());
    let view = experience(sheet, e, &e.claims, cast);
    let mapped = sheet.felt(cast, &e.emotion);
    let prefix = format!("metric.{}.", touchpoint.number);
    let metrics = sheet.metrics(&touchpoint.metrics, &prefix, &mapped);
    let review = sheet.review(&touchpoint.meta);
    let body = sheet.body(touchpoint.meta.body.as_ref(), 2, &format!("{id}."));
    TouchpointView {
        former: former(sheet, Node::Touchpoint(j, s, t)),
        number: touchpoint.number,
        title,
        channel: sheet.channel(touchpoint.channel, touchpoint.control),
        when,
        uses: touchpoint.uses.map(|uses| sheet.node(Node::Catalogue(uses))),
        zoom: touchpoint.journey.map(|zoom| sheet.node(Node::Journey(zoom))),
        experience: view,
        metrics,
        body,
        status: super::parts::status_word(touchpoint.meta.status),
        owner: own_owner(sheet, Node::Touchpoint(j, s, t)),
        tags: sheet.tags(&touchpoint.meta),
        links: sheet.meta(&touchpoint.meta).links,
        backlinks: other_backlinks(sheet, touchpoint),
        review,
        id,
    }
}

fn former(sheet: &Sheet<'_>, node: Node) -> Vec<String> {
    let anchors = sheet.site.former_anchors.get(&node);
    anchors.into_iter().flatten().map(|anchor| anchor.to_string()).collect()
}

/// The owner, where it is not the journey's.
fn own_owner(sheet: &Sheet<'_>, node: Node) -> Option<String> {
    let Node::Touchpoint(journey, ..) = node else { return None };
    let owner = sheet.site.meta(node).owner.as_deref();
    let inherited = sheet.site.journey(journey).meta.owner.as_deref();
    owner.filter(|_| owner != inherited).map(str::to_owned)
}

/// What refers to a touchpoint beside the opportunities that stand in its section anyway.
fn other_backlinks(sheet: &Sheet<'_>, touchpoint: &Touchpoint) -> Vec<BacklinkView> {
    let shown = &touchpoint.experience.opportunities;
    let others: Vec<Node> = touchpoint
        .meta
        .backlinks
        .iter()
        .copied()
        .filter(|node| !matches!(node, Node::Opportunity(ix) if shown.contains(ix)))
        .collect();
    sheet.backlinks(&others)
}

/// What is lived through at a place. Quotes stand apart from the other lanes.
pub(super) fn experience(
    sheet: &mut Sheet<'_>,
    e: &Experience,
    claims: &[Claim],
    cast: &Cast,
) -> ExperienceView {
    let feeling = sheet.maybe(e.feeling.as_ref());
    let moments = sheet.moments(e);
    let (quotes, lanes): (Vec<LaneView>, Vec<LaneView>) =
        sheet.lanes(claims).into_iter().partition(|lane| lane.id == "quotes");
    ExperienceView {
        strip: strip(sheet, cast, &e.emotion),
        emotions: felt(sheet, cast, &e.emotion),
        feeling,
        importance: number::plain(e.importance, 1),
        moments,
        lanes,
        quotes: quotes.into_iter().flat_map(|lane| lane.claims).collect(),
        image: sheet.image(e.image.as_ref()),
        opportunities: sheet.opportunities(&e.opportunities),
    }
}

fn strip(sheet: &Sheet<'_>, cast: &Cast, values: &[(PersonaIx, f64)]) -> Html {
    let places: Vec<(usize, f64)> = values
        .iter()
        .enumerate()
        .map(|(at, (ix, value))| (cast.place(*ix).unwrap_or(at), *value))
        .collect();
    Html::trusted(diagram::emotion_strip(&sheet.canvas("strip"), &places))
}

fn felt(sheet: &Sheet<'_>, cast: &Cast, values: &[(PersonaIx, f64)]) -> Vec<FeltView> {
    values
        .iter()
        .enumerate()
        .map(|(at, (ix, value))| FeltView {
            line: Html::trusted(diagram::line_sample(cast.place(*ix).unwrap_or(at))),
            emotion: sheet.emotion(cast.name(*ix), Some(*value)),
        })
        .collect()
}

/// The opportunities that are written on a page, as its sections.
pub(super) fn inline_opportunities(
    sheet: &mut Sheet<'_>,
    candidates: impl Iterator<Item = OpportunityIx>,
    is_here: impl Fn(Node) -> bool,
) -> Vec<InlineOpportunity> {
    let site = sheet.site;
    let here: BTreeSet<OpportunityIx> =
        candidates.filter(|ix| site.opportunity(*ix).home.is_some_and(&is_here)).collect();
    here.into_iter().map(|ix| inline_opportunity(sheet, ix)).collect()
}

fn inline_opportunity(sheet: &mut Sheet<'_>, ix: OpportunityIx) -> InlineOpportunity {
    let opportunity = sheet.site.opportunity(ix);
    let id = sheet.site.anchor_of(Node::Opportunity(ix)).unwrap_or_default();
    let mut evidence = String::new();
    for citation in &opportunity.evidence {
        sheet.write_citation(&mut evidence, *citation, super::words::Stance::For);
    }
    let body = sheet.body(opportunity.meta.body.as_ref(), 2, &format!("{id}."));
    InlineOpportunity {
        row: sheet.opportunity_row(ix),
        body,
        link: opportunity.link.as_deref().map(str::to_owned),
        evidence: Html::trusted(evidence),
        owner: opportunity.meta.owner.as_deref().map(str::to_owned),
        tags: sheet.tags(&opportunity.meta),
        backlinks: sheet.backlinks(&opportunity.meta.backlinks),
        id,
    }
}
