//! A stage's page: where it stands in its journey, its curve, and a section for each touchpoint.

use super::View;
use super::chrome::Chrome;
use super::html::{Html, without_elements};
use super::parts::{Cast, MetaView, control_words};
use super::pieces::Markup;
use super::sheet::{CoverageView, LaneView, LinkView, ReviewView, Sheet};
use super::words::{Links, name};
use crate::diagram;
use crate::model::Kind;
use crate::site::address::list_page;
use crate::site::{Claim, JourneyIx, Lane, Node, OpportunityIx, Touchpoint};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct StagePage {
    journey: LinkView,
    title: Html,
    place: String,
    phase: Vec<Html>,
    goal: Option<Html>,
    when: Option<Html>,
    steps: Html,
    /// What they are, for those who hear the page.
    steps_label: Html,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    review: Option<ReviewView>,
    curve: Html,
    /// What the curve comes from and goes on to, with its values.
    before: Option<Html>,
    after: Option<Html>,
    whole: Option<Html>,
    /// A section for each touchpoint, and for each opportunity that is written in this stage.
    touchpoints: Html,
    metrics: Html,
    coverage: CoverageView,
    zoom: Option<LinkView>,
    behind: Vec<LaneView>,
    body: Option<Html>,
    meta: MetaView,
    sources: Html,
}

pub(super) fn view(mut sheet: Sheet<'_>, ix: JourneyIx, s: u32) -> View {
    let site = sheet.site;
    let journey = site.journey(ix);
    let stage = site.stage(ix, s);
    let chrome = chrome(&sheet, ix, s);
    let cast = sheet.cast(ix);
    let title = sheet.html(&stage.title);
    let goal = sheet.maybe(stage.goal.as_ref());
    let when = sheet.maybe(stage.when());
    let review = sheet.review(&stage.meta);
    // Sources are numbered in the order in which they are cited down the page.
    let body = sheet.body(stage.meta.body(), 1, "");
    let whole = whole(&mut sheet, ix, s, &cast);
    let touchpoints = touchpoints(&mut sheet, ix, s, &cast);
    let metrics = sheet.metrics(stage.metrics(), "metric.", &sheet.chips(&cast, &stage.emotion));
    let behind = behind(&mut sheet, &stage.experience.claims);
    let neighbour = |at: Option<u32>| {
        let at = at.filter(|at| (*at as usize) < journey.stages.len())?;
        Some(sheet.node(Node::Stage(ix, at)))
    };
    let page = StagePage {
        journey: sheet.node(Node::Journey(ix)),
        title,
        place: sheet.w.stage_of(s + 1, journey.stages.len()).text(),
        phase: phase_words(&sheet, ix, s),
        goal,
        when,
        steps: sheet.steps(ix, s, &cast),
        steps_label: steps_label(&sheet, ix),
        previous: neighbour(s.checked_sub(1)),
        next: neighbour(Some(s + 1)),
        review,
        curve: Html::trusted(diagram::stage_curve(&sheet.canvas("curve"), ix, s)),
        before: s.checked_sub(1).and_then(|s| beside(&sheet, ix, s, <[Touchpoint]>::len, &cast)),
        after: beside(&sheet, ix, s + 1, |_| 1, &cast),
        whole,
        touchpoints,
        metrics,
        coverage: sheet.big_coverage(&stage.coverage),
        zoom: stage.journey().map(|zoom| sheet.node(Node::Journey(zoom))),
        behind,
        body,
        meta: sheet.meta(&stage.meta),
        sources: sheet.sources(),
    };
    View::page("stage.html", &chrome, &page)
}

fn steps_label(sheet: &Sheet<'_>, ix: JourneyIx) -> Html {
    let title = sheet.label(&sheet.site.journey(ix).title);
    let mut label = Markup::default();
    label.say(sheet.w.stages_of(&title));
    Html::trusted(without_elements(label.finish().as_str()))
}

/// The touchpoint of a neighbouring stage that the curve shows as context, or the stage if it has
/// none: a link and who feels what. `nth` tells which, from 1.
fn beside(
    sheet: &Sheet<'_>,
    ix: JourneyIx,
    s: u32,
    nth: fn(&[Touchpoint]) -> usize,
    cast: &Cast,
) -> Option<Html> {
    let stage = sheet.site.journey(ix).stages.get(s as usize)?;
    let at = nth(&stage.touchpoints).checked_sub(1);
    let touchpoint = at.and_then(|at| Some((at, stage.touchpoints.get(at)?)));
    let mut out = Markup::default();
    let experience = match touchpoint {
        Some((at, touchpoint)) => {
            out.put("<a href=\"");
            sheet.write_address(out.string(), Node::Touchpoint(ix, s, at as u32));
            out.put("\" dir=\"auto\">").count(touchpoint.number).put(" ");
            sheet.write_label(out.string(), &touchpoint.title);
            out.put("</a>");
            &touchpoint.experience
        }
        None => {
            sheet.write_link(out.string(), Node::Stage(ix, s));
            &stage.experience
        }
    };
    out.put(" ").html(&sheet.chips(cast, &experience.emotion));
    Some(out.finish())
}

fn phase_words(sheet: &Sheet<'_>, ix: JourneyIx, s: u32) -> Vec<Html> {
    let stage = sheet.site.stage(ix, s);
    let phase = stage.phase.as_deref().map(|phase| name(phase, stage.meta.lang()));
    let life = stage.lifecycle.map(|l| Html::text(sheet.w.lifecycle_within(l)));
    phase.into_iter().chain(life).collect()
}

fn chrome(sheet: &Sheet<'_>, ix: JourneyIx, s: u32) -> Chrome {
    let site = sheet.site;
    let stage = site.stage(ix, s);
    let title = stage.title.doc.plain();
    let journey_title = site.journey(ix).title.doc.plain();
    let mut chrome = sheet.chrome("p-stage", title, &list_page(Kind::Journey));
    chrome.window = format!("{title} – {journey_title}");
    chrome.description = stage.goal.as_ref().map(|goal| goal.doc.plain().to_string());
    chrome.crumbs = sheet.journey_crumbs(ix);
    chrome.crumbs.push(sheet.node(Node::Journey(ix)));
    chrome.edit = sheet.edit_link(&stage.meta);
    chrome
}

/// Blueprint bands of the stage as a whole.
fn behind(sheet: &mut Sheet<'_>, claims: &[Claim]) -> Vec<LaneView> {
    sheet.lanes(claims.iter().filter(|claim| is_blueprint(&claim.lane)))
}

fn is_blueprint(lane: &Lane) -> bool {
    matches!(lane, Lane::Artifacts | Lane::Frontstage | Lane::Backstage | Lane::Support)
}

/// What is written for the stage as a whole, other than the blueprint beside it.
fn whole(sheet: &mut Sheet<'_>, ix: JourneyIx, s: u32, cast: &Cast) -> Option<Html> {
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
    let claims = e.claims.iter().filter(|claim| !is_blueprint(&claim.lane));
    let mut out = Markup::with_capacity(2048);
    out.html(&sheet.lived(e, claims, cast));
    if !e.opportunities.is_empty() {
        answers(sheet, &mut out, &e.opportunities);
    }
    Some(out.finish())
}

fn answers(sheet: &Sheet<'_>, out: &mut Markup, opportunities: &[OpportunityIx]) {
    out.put("<div class=\"t-op\"><h3>").text(sheet.w.opportunities()).put("</h3>");
    out.html(&sheet.opportunities(opportunities)).put("</div>");
}

/// A section for each touchpoint, then one for each opportunity that is written in the stage.
fn touchpoints(sheet: &mut Sheet<'_>, ix: JourneyIx, s: u32, cast: &Cast) -> Html {
    let stage = sheet.site.stage(ix, s);
    let mut out = Markup::with_capacity(16 * 1024);
    for t in 0..stage.touchpoints.len() as u32 {
        touchpoint(sheet, &mut out, (ix, s, t), cast);
    }
    let felt_here = stage.touchpoints.iter().map(|t| &t.experience);
    let candidates = felt_here
        .chain([&stage.experience])
        .flat_map(|experience| experience.opportunities.iter().copied());
    inline_opportunities(sheet, &mut out, candidates, |home| match home {
        Node::Stage(j, at) | Node::Touchpoint(j, at, _) => j == ix && at == s,
        _ => false,
    });
    out.finish()
}

fn touchpoint(
    sheet: &mut Sheet<'_>,
    out: &mut Markup,
    (j, s, t): (JourneyIx, u32, u32),
    cast: &Cast,
) {
    let node = Node::Touchpoint(j, s, t);
    let touchpoint = sheet.site.touchpoint(j, s, t);
    let e = &touchpoint.experience;
    let id = Html::text(&touchpoint.meta.id);
    out.put("\n<section class=\"touch\" id=\"").html(&id);
    out.put("\" aria-labelledby=\"").html(&id).put("_h\">");
    for old in sheet.site.former_anchors.get(&node).into_iter().flatten() {
        out.put("<span id=\"").text(old).put("\"></span>");
    }
    out.put("<header><h2 id=\"").html(&id);
    out.put("_h\" dir=\"auto\"><span class=\"t-no\">").count(touchpoint.number).put("</span> ");
    sheet.write_words(out.string(), &touchpoint.title, Links::Keep);
    out.put("</h2>\n");
    channel_line(sheet, out, touchpoint);
    out.put("</header>");
    out.html(&sheet.notice(touchpoint.meta.status));
    if let Some(when) = touchpoint.when() {
        out.put("\n<p class=\"sub\" dir=\"auto\">");
        sheet.write_words(out.string(), when, Links::Keep);
        out.put("</p>");
    }
    if let Some(review) = touchpoint.meta.review() {
        out.put("\n").html(&sheet.review_banner(review));
    }
    out.put("\n").html(&sheet.lived(e, e.claims.iter(), cast));
    if let Some(body) = sheet.body(touchpoint.meta.body(), 2, &format!("{}.", touchpoint.meta.id)) {
        out.put("<div class=\"prose\">").html(&body).put("</div>");
    }
    if !touchpoint.metrics().is_empty() {
        let prefix = format!("metric.{}.", touchpoint.number);
        let mapped = sheet.chips(cast, &e.emotion);
        out.html(&sheet.metrics(touchpoint.metrics(), &prefix, &mapped));
    }
    if e.opportunities.is_empty() {
        out.put("<p class=\"sub none\">").text(sheet.w.no_answer()).put("</p>");
    } else {
        answers(sheet, out, &e.opportunities);
    }
    more(sheet, out, node, touchpoint);
    out.put("</section>");
}

fn channel_line(sheet: &Sheet<'_>, out: &mut Markup, touchpoint: &Touchpoint) {
    let (site, index) = (sheet.site, touchpoint.channel);
    let channel = index.and_then(|ix| site.channels.get(ix as usize));
    out.put("<p class=\"t-ch\">");
    if let (Some(ix), Some(channel)) = (index, channel) {
        let control = touchpoint.control.or(channel.control);
        out.html(&sheet.shared.channel(site, ix, control)).put(" <span dir=\"auto\">");
        out.text(&channel.title).put("</span> <span class=\"sub\">");
        out.text(control_words(sheet.w, control)).put(" · ");
    } else {
        out.put("<span class=\"sub\">");
    }
    let importance = sheet.w.number(touchpoint.experience.importance, 1);
    out.say(sheet.w.importance_of_5(&importance)).put("</span></p>");
}

/// What else is known of a touchpoint, in one line.
fn more(sheet: &Sheet<'_>, out: &mut Markup, node: Node, touchpoint: &Touchpoint) {
    let mut line = Markup::default();
    let w = sheet.w;
    let link = |node: Node| {
        let mut link = Markup::default();
        sheet.write_link(link.string(), node);
        link.finish()
    };
    if let Some(ix) = touchpoint.uses {
        line.say(w.shared_touchpoint(&link(Node::Catalogue(ix)))).put(". ");
    }
    if let Some(ix) = touchpoint.journey() {
        line.say(w.more_detail(&link(Node::Journey(ix)))).put(". ");
    }
    if let Some(owner) = own_owner(sheet, node) {
        line.say(w.owned_by_head(owner)).put(". ");
    }
    if !touchpoint.meta.tags().is_empty() {
        line.say(w.tags_list(&sheet.tags(&touchpoint.meta))).put(". ");
    }
    if !touchpoint.meta.links().is_empty() {
        line.say(w.links_list(&sheet.reading(&touchpoint.meta))).put(". ");
    }
    let mut others = Markup::default();
    for (at, other) in other_backlinks(touchpoint).enumerate() {
        others.put(if at == 0 { "" } else { ", " }).html(&link(other));
    }
    let others = others.finish();
    if !others.is_empty() {
        line.say(w.referred_by_what(&others));
    }
    let line = line.finish();
    if !line.is_empty() {
        out.put("\n<p class=\"sub t-more\">").html(&line).put("</p>");
    }
}

/// The owner, where it is not the journey's.
fn own_owner<'a>(sheet: &Sheet<'a>, node: Node) -> Option<&'a str> {
    let Node::Touchpoint(journey, ..) = node else { return None };
    let owner = sheet.site.meta(node).owner.as_deref();
    let inherited = sheet.site.journey(journey).meta.owner.as_deref();
    owner.filter(|_| owner != inherited)
}

/// What refers to a touchpoint beside the opportunities that stand in its section anyway.
fn other_backlinks(touchpoint: &Touchpoint) -> impl Iterator<Item = Node> {
    let shown = &touchpoint.experience.opportunities;
    let links = touchpoint.meta.backlinks.iter().copied();
    links.filter(|node| !matches!(node, Node::Opportunity(ix) if shown.contains(ix)))
}

/// The opportunities that are written on a page, as its sections.
pub(super) fn inline_opportunities(
    sheet: &mut Sheet<'_>,
    out: &mut Markup,
    candidates: impl Iterator<Item = OpportunityIx>,
    is_here: impl Fn(Node) -> bool,
) {
    let site = sheet.site;
    let here: BTreeSet<OpportunityIx> =
        candidates.filter(|ix| site.opportunity(*ix).home.is_some_and(&is_here)).collect();
    here.into_iter().for_each(|ix| sheet.inline_opportunity(out, ix));
}
