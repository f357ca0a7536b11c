//! A journey's page: the story in brief, the map and its text twin, moments, opportunities,
//! measures, coverage, sources.

use super::changes::{ChangesView, changes};
use super::chrome::{Chrome, ring_word};
use super::html::Html;
use super::parts::{
    Cast, MetaView, MetricView, TravellerView, altitude_words, moment_words, state_words,
    touchpoints,
};
use super::pieces::Markup;
use super::sheet::{CoverageView, LinkView, ReviewView, Sheet};
use super::tall::tall;
use super::twin::{TwinView, all_experiences, twin};
use super::{View, diagram_path};
use crate::diagram::{self, MapDrawing};
use crate::model::{Control, Kind, MomentKind, OpportunityStatus};
use crate::site::address::list_page;
use crate::site::{
    Claim, Experience, Journey, JourneyIx, Lane, Metric, Node, OpportunityIx, PersonaIx, Point,
    Touchpoint, Words,
};
use crate::wording::{Wording, direction};
use serde::Serialize;

#[derive(Serialize)]
struct JourneyPage {
    title: Html,
    goal: Option<Html>,
    scenario: Option<Html>,
    state: String,
    state_word: &'static str,
    altitude: Option<String>,
    travellers: Vec<TravellerView>,
    baseline: Option<LinkView>,
    /// Today and then, of a journey with a baseline.
    changes: Option<ChangesView>,
    changed_by: Html,
    parent: Option<LinkView>,
    children: Html,
    review: Option<ReviewView>,
    story: StoryView,
    map: MapView,
    twin: TwinView,
    /// Rows of a table.
    moments: Html,
    matrix: Html,
    /// The first ones, keyed to the numbers of the matrix.
    first: Html,
    /// Rows of a table.
    opportunities: Html,
    metrics: Vec<MetricRow>,
    channels: ChannelsView,
    body: Option<Html>,
    meta: MetaView,
    sources: Html,
}

#[derive(Serialize)]
struct MapView {
    svg: Html,
    names: Html,
    /// The lanes that a reader may fold, for the script.
    lanes: String,
    /// The map on sheets of paper.
    sheets: Html,
    /// Lanes that the first sheet has no room for.
    left: String,
    tall: Html,
    /// `ltr` or `rtl` where the map is read another way than the page.
    dir: Option<&'static str>,
    file: String,
    /// Kinds of moments on it, in their usual order: word of the format and name.
    moments: Vec<(&'static str, String)>,
    /// Who controls its channels, the same way.
    controls: Vec<(&'static str, String)>,
    /// What a persona feels, which can be shown of each alone.
    has_feelings: bool,
    /// Today's curve, the gap to it, what of it is dropped.
    has_today: bool,
    has_gap: bool,
    /// For whom the key explains the cross of what is dropped: `of-wide` or `of-tall` where only one
    /// of the two maps draws it.
    gone: Option<&'static str>,
    /// Whether equal values of personas stand beside each other.
    has_equal: bool,
}

/// What a reader gets in ten seconds.
#[derive(Serialize)]
struct StoryView {
    /// Where it hurts, then where it delights.
    sides: [StorySide; 2],
    plan: Html,
    planned: bool,
    coverage: CoverageView,
}

#[derive(Serialize)]
struct StorySide {
    class: &'static str,
    /// The mark of its moments, where it is on this side of the middle.
    icon: Html,
    title: String,
    point: Option<StoryPoint>,
    /// Why there is no point.
    note: String,
}

#[derive(Serialize)]
struct StoryPoint {
    href: String,
    text: Html,
    number: Option<u32>,
    title: Html,
    emotions: Html,
    /// The points that come next, in words.
    next: Html,
}

#[derive(Serialize)]
struct MetricRow {
    place: LinkView,
    metric: MetricView,
}

/// Stage × channel.
#[derive(Serialize)]
struct ChannelsView {
    /// Cells of the head row.
    heads: Html,
    /// A row for each stage.
    rows: Html,
}

pub(super) fn view(sheet: Sheet<'_>, ix: JourneyIx) -> View {
    let drawing = diagram::journey_map(&sheet.canvas("map"), ix);
    page(sheet, ix, drawing)
}

/// The page, and the file of its map that stands alone: the map is laid out once for both.
pub(super) fn view_and_file(sheet: Sheet<'_>, ix: JourneyIx) -> (View, Vec<u8>) {
    let (drawing, file) = diagram::journey_map_and_file(&sheet.canvas("map"), ix);
    (page(sheet, ix, drawing), file)
}

fn page(mut sheet: Sheet<'_>, ix: JourneyIx, drawing: MapDrawing) -> View {
    let site = sheet.site;
    let journey = site.journey(ix);
    let chrome = chrome(&sheet, ix);
    let cast = sheet.cast(ix);
    let title = sheet.html(&journey.title);
    let goal = sheet.maybe(journey.goal.as_ref());
    let review = sheet.review(&journey.meta);
    let story = story(&sheet, ix, &cast);
    let map = map(&sheet, ix, &cast, drawing);
    let twin = twin(&mut sheet, ix, &cast);
    let moments = moments(&sheet, ix, &cast);
    let metrics = metrics(&mut sheet, ix, &cast);
    let scenario = sheet.maybe(journey.scenario.as_ref());
    let body = sheet.body(journey.meta.body(), 2, "");
    let children: Vec<Node> = journey.children.iter().copied().map(Node::Journey).collect();
    let page = JourneyPage {
        title,
        goal,
        scenario,
        state: state_words(sheet.w, journey.state.unwrap_or_default()).to_owned(),
        state_word: journey.state.unwrap_or_default().word(),
        altitude: journey.altitude.map(|a| altitude_words(sheet.w, a).to_owned()),
        travellers: sheet.travellers(&cast),
        baseline: journey.baseline.map(|b| sheet.node(Node::Journey(b))),
        changes: changes(&sheet, ix, &cast),
        changed_by: changed_by(&sheet, ix),
        parent: journey.parent.map(|p| sheet.node(Node::Journey(p))),
        children: sheet.links(&children),
        review,
        story,
        map,
        twin,
        moments,
        matrix: matrix(&sheet, journey),
        opportunities: sheet.ranking(&journey.opportunities, ix),
        first: first(&sheet, journey),
        metrics,
        channels: channels(&sheet, ix),
        body,
        meta: sheet.meta(&journey.meta),
        sources: sheet.sources(),
    };
    View::page("journey.html", &chrome, &page)
}

fn chrome(sheet: &Sheet<'_>, ix: JourneyIx) -> Chrome {
    let journey = sheet.site.journey(ix);
    let title = journey.title.doc.plain();
    let mut chrome = sheet.chrome("p-journey", title, &list_page(Kind::Journey));
    chrome.description = journey.goal.as_ref().map(|goal| goal.doc.plain().to_string());
    chrome.crumbs = sheet.journey_crumbs(ix);
    chrome.edit = sheet.edit_link(&journey.meta);
    chrome
}

fn changed_by(sheet: &Sheet<'_>, ix: JourneyIx) -> Html {
    let back = &sheet.site.journey(ix).meta.backlinks;
    let changes = |node: &&Node| matches!(node, Node::Journey(other) if sheet.site.journey(*other).baseline == Some(ix));
    let changes: Vec<Node> = back.iter().filter(changes).copied().collect();
    sheet.links(&changes)
}

fn map(sheet: &Sheet<'_>, ix: JourneyIx, cast: &Cast, drawing: MapDrawing) -> MapView {
    let journey = sheet.site.journey(ix);
    let (tall, tall_has_gone) = tall(sheet, ix, cast);
    MapView {
        svg: Html::trusted(drawing.svg),
        names: Html::trusted(drawing.names_svg),
        lanes: drawing.lanes,
        sheets: Html::trusted(drawing.sheets_html),
        left: drawing.left_lanes.join(", "),
        tall,
        dir: own_direction(sheet, ix),
        file: sheet.to(&diagram_path(sheet.site, ix)),
        moments: kinds_of_moments(sheet.w, journey),
        controls: controls(sheet.w, journey),
        has_feelings: drawing.signs.today || journey.stages.iter().any(|of| !of.emotion.is_empty()),
        has_today: drawing.signs.today,
        has_gap: drawing.signs.gap,
        gone: match (drawing.signs.gone, tall_has_gone) {
            (true, true) => Some(""),
            (true, false) => Some("of-wide"),
            (false, true) => Some("of-tall"),
            (false, false) => None,
        },
        has_equal: drawing.signs.equal,
    }
}

fn kinds_of_moments(w: &Wording, journey: &Journey) -> Vec<(&'static str, String)> {
    const KINDS: [MomentKind; 4] =
        [MomentKind::Delight, MomentKind::Friction, MomentKind::Decision, MomentKind::Pivotal];
    let has = |kind: &MomentKind| {
        all_experiences(journey).any(|own| own.moments.iter().any(|moment| moment.kind == *kind))
    };
    let named = |kind: MomentKind| (kind.word(), w.moment(kind).to_owned());
    KINDS.into_iter().filter(has).map(named).collect()
}

/// Who controls the channels of a journey; last, that nobody says.
fn controls(w: &Wording, journey: &Journey) -> Vec<(&'static str, String)> {
    let all = [
        (Some(Control::Owned), w.whose_owned()),
        (Some(Control::Partner), w.whose_partner_short()),
        (Some(Control::Earned), w.whose_earned()),
        (None, w.whose_not_stated()),
    ];
    let has = |control: Option<Control>| {
        touchpoints(journey).any(|(.., own)| own.channel.is_some() && own.control == control)
    };
    let found = all.into_iter().filter(|(control, _)| has(*control));
    found.map(|(control, name)| (ring_word(control), name.to_owned())).collect()
}

fn own_direction(sheet: &Sheet<'_>, ix: JourneyIx) -> Option<&'static str> {
    let own = diagram::direction_of(sheet.site, ix);
    (own != direction(&sheet.site.config.language)).then(|| own.word())
}

/// Those that have a rank, best first.
fn open(sheet: &Sheet<'_>, journey: &Journey) -> Vec<OpportunityIx> {
    let rank = |ix: &OpportunityIx| sheet.site.opportunity(*ix).rank;
    let mut open: Vec<OpportunityIx> =
        journey.opportunities.iter().copied().filter(|ix| rank(ix).is_some()).collect();
    open.sort_by_key(rank);
    open
}

/// As many of them as stand beside the matrix.
fn first(sheet: &Sheet<'_>, journey: &Journey) -> Html {
    const FIRST: usize = 10;
    let mut open = open(sheet, journey);
    open.truncate(FIRST);
    sheet.priorities(&open)
}

fn matrix(sheet: &Sheet<'_>, journey: &Journey) -> Html {
    let open = open(sheet, journey);
    if open.is_empty() {
        return Html::default();
    }
    Html::trusted(diagram::priority_matrix(&sheet.canvas("matrix"), &open))
}

// The story.

fn story(sheet: &Sheet<'_>, ix: JourneyIx, cast: &Cast) -> StoryView {
    let journey = sheet.site.journey(ix);
    let (plan, planned) = plan(sheet, journey);
    StoryView {
        sides: [Side::Low, Side::High].map(|side| story_side(sheet, ix, cast, side)),
        plan,
        planned,
        coverage: sheet.big_coverage(&journey.coverage),
    }
}

/// The extreme point of one side. A map without emotions has its pains and gains; where every
/// point is equal, none is the lowest or the highest.
fn story_side(sheet: &Sheet<'_>, ix: JourneyIx, cast: &Cast, side: Side) -> StorySide {
    let (journey, w) = (sheet.site.journey(ix), sheet.w);
    let extreme = if side == Side::Low { journey.lowest } else { journey.highest };
    let is_level = journey.lowest.map(|p| p.value) == journey.highest.map(|p| p.value);
    let is_beyond = extreme.is_none_or(|point| side.is_beyond(point.value, middle(sheet)));
    let point = match extreme {
        None => best_claim(journey, ix, side.lane()).map(|(node, words)| StoryPoint {
            text: sheet.label(words),
            ..bare_point(sheet, node)
        }),
        Some(_) if is_level && !is_beyond => None,
        Some(point) => Some(story_point(sheet, ix, cast, (point, side))),
    };
    let (low, is_extreme) = (side == Side::Low, point.is_some() && !is_beyond);
    StorySide {
        class: if low { "s-hurt" } else { "s-joy" },
        icon: match is_beyond && point.is_some() {
            true => sheet.shared.moment(side.moment()).clone(),
            false => Html::default(),
        },
        title: match (low, is_extreme) {
            (true, true) => w.lowest_point(),
            (true, false) => w.where_it_hurts(),
            (false, true) => w.highest_point(),
            (false, false) => w.where_it_delights(),
        }
        .to_owned(),
        note: match (extreme, low) {
            (None, _) => w.no_emotion_yet(),
            (_, true) => w.no_low_moment(),
            (_, false) => w.no_high_moment(),
        }
        .to_owned(),
        point,
    }
}

fn middle(sheet: &Sheet<'_>) -> f64 {
    let scale = &sheet.site.config.emotion;
    (scale.min + scale.max) / 2.0
}

/// The claim of a lane that matters most: by importance, then by how well it is known.
fn best_claim(journey: &Journey, ix: JourneyIx, lane: Lane) -> Option<(Node, &Words)> {
    let stages =
        (0..).zip(&journey.stages).map(|(s, stage)| (Node::Stage(ix, s), &stage.experience));
    let touchpoints = touchpoints(journey)
        .map(|(s, t, _, touchpoint)| (Node::Touchpoint(ix, s, t), &touchpoint.experience));
    stages
        .chain(touchpoints)
        .flat_map(|(node, e)| e.claims.iter().map(move |claim| (node, e.importance, claim)))
        .filter(|(.., claim)| claim.lane == lane)
        .filter_map(|(node, weight, claim)| {
            Some((node, weight, claim.status, claim.words.as_ref()?))
        })
        .min_by(|a, b| b.1.total_cmp(&a.1).then(a.2.cmp(&b.2)).then(a.0.cmp(&b.0)))
        .map(|(node, .., words)| (node, words))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

impl Side {
    fn moment(self) -> MomentKind {
        match self {
            Side::Low => MomentKind::Friction,
            Side::High => MomentKind::Delight,
        }
    }

    fn is_beyond(self, value: f64, middle: f64) -> bool {
        match self {
            Side::Low => value < middle,
            Side::High => value > middle,
        }
    }

    fn lane(self) -> Lane {
        match self {
            Side::Low => Lane::Pains,
            Side::High => Lane::Gains,
        }
    }
}

/// The first three opportunities that are planned or under way, else the first three ideas.
fn plan(sheet: &Sheet<'_>, journey: &Journey) -> (Html, bool) {
    let first = |wanted: &dyn Fn(OpportunityStatus) -> bool| -> Html {
        let all = journey.opportunities.iter().copied();
        let fitting = all.filter(|ix| wanted(sheet.site.opportunity(*ix).status));
        sheet.plan(&fitting.take(3).collect::<Vec<_>>())
    };
    let planned = first(&|s| matches!(s, OpportunityStatus::Planned | OpportunityStatus::Doing));
    if planned.is_empty() {
        return (first(&|s| s == OpportunityStatus::Idea), false);
    }
    (planned, true)
}

fn story_point(
    sheet: &Sheet<'_>,
    ix: JourneyIx,
    cast: &Cast,
    (point, side): (Point, Side),
) -> StoryPoint {
    let (experience, values, number) = match point.node {
        Node::Touchpoint(j, s, t) => {
            let touchpoint = sheet.site.touchpoint(j, s, t);
            let experience = &touchpoint.experience;
            (experience, experience.emotion.as_slice(), Some(touchpoint.number))
        }
        Node::Stage(j, s) => {
            let stage = sheet.site.stage(j, s);
            (&stage.experience, stage.emotion.as_slice(), None)
        }
        _ => return bare_point(sheet, point.node),
    };
    let moment = experience.moments.iter().find(|m| m.kind == side.moment());
    let text = moment
        .and_then(|m| m.why.as_ref())
        .or_else(|| first_claim(&experience.claims, side.lane()))
        .unwrap_or(sheet.site.title(point.node));
    StoryPoint {
        href: sheet.link(point.node),
        text: sheet.label(text),
        number,
        title: sheet.label(sheet.site.title(point.node)),
        emotions: sheet.chips(cast, values),
        next: next_points(sheet, ix, cast, (point, side)),
    }
}

fn bare_point(sheet: &Sheet<'_>, node: Node) -> StoryPoint {
    let title = sheet.label(sheet.site.title(node));
    let number = match node {
        Node::Touchpoint(j, s, t) => Some(sheet.site.touchpoint(j, s, t).number),
        _ => None,
    };
    StoryPoint {
        href: sheet.link(node),
        text: title.clone(),
        number,
        title,
        emotions: Html::default(),
        next: Html::default(),
    }
}

fn first_claim(claims: &[Claim], lane: Lane) -> Option<&Words> {
    claims.iter().find(|claim| claim.lane == lane)?.words.as_ref()
}

/// The two points that come next, at other touchpoints.
fn next_points(
    sheet: &Sheet<'_>,
    ix: JourneyIx,
    cast: &Cast,
    (first, side): (Point, Side),
) -> Html {
    let (journey, middle) = (sheet.site.journey(ix), middle(sheet));
    let mut points: Vec<Point> = Vec::new();
    for (s, t, _, touchpoint) in touchpoints(journey) {
        let node = Node::Touchpoint(ix, s, t);
        if node == first.node {
            continue;
        }
        let worse = |a: &&(_, f64), b: &&(_, f64)| match side {
            Side::Low => a.1.total_cmp(&b.1),
            Side::High => b.1.total_cmp(&a.1),
        };
        if let Some((persona, value)) = touchpoint.experience.emotion.iter().min_by(worse) {
            points.push(Point { node, persona: *persona, value: *value });
        }
    }
    points.retain(|p| side.is_beyond(p.value, middle));
    points.sort_by(|a, b| match side {
        Side::Low => a.value.total_cmp(&b.value),
        Side::High => b.value.total_cmp(&a.value),
    });
    let of = |point: &Point| {
        let mut out = Markup::default();
        sheet.write_link(out.string(), point.node);
        out.put(" <span class=\"nw\">(").html(&cast.name(point.persona)).put(" ");
        out.text(&sheet.w.felt(point.value)).put(")</span>");
        out.finish()
    };
    match points.as_slice() {
        [] => Html::default(),
        [only] => of(only),
        [first, second, ..] => {
            let mut out = Markup::default();
            out.say(sheet.w.two_things(&of(first), &of(second)));
            out.finish()
        }
    }
}

// Tables.

/// A row for each moment of truth.
fn moments(sheet: &Sheet<'_>, ix: JourneyIx, cast: &Cast) -> Html {
    let mut out = Markup::with_capacity(4096);
    let mut push = |node: Node, e: &Experience, values: &[(PersonaIx, f64)]| {
        for moment in &e.moments {
            out.put("\n<tr><td class=\"nw\">").html(sheet.shared.moment(moment.kind)).put(" ");
            out.text(sheet.w.moment_kind_head(moment.kind)).put("</td><th scope=\"row\">");
            sheet.write_numbered(out.string(), node);
            out.put("</th><td dir=\"auto\">");
            if let Some(words) = moment_words(moment, e) {
                sheet.write_label(out.string(), words);
            }
            out.put("</td><td class=\"num\">").html(&sheet.chips(cast, values)).put("</td><td>");
            let answers: Vec<Node> =
                e.opportunities.iter().copied().map(Node::Opportunity).collect();
            match (answers.is_empty(), moment.kind) {
                (false, _) => out.html(&sheet.links(&answers)),
                (true, kind) => {
                    let keep = kind == MomentKind::Delight;
                    let word = if keep { sheet.w.keep_it() } else { sheet.w.nothing_planned() };
                    out.put("<span class=\"sub\">").text(word).put("</span>")
                }
            };
            out.put("</td></tr>");
        }
    };
    for (s, stage) in (0..).zip(&sheet.site.journey(ix).stages) {
        push(Node::Stage(ix, s), &stage.experience, &stage.emotion);
        for (t, touchpoint) in (0..).zip(&stage.touchpoints) {
            let experience = &touchpoint.experience;
            push(Node::Touchpoint(ix, s, t), experience, &experience.emotion);
        }
    }
    out.finish()
}

fn metrics(sheet: &mut Sheet<'_>, ix: JourneyIx, cast: &Cast) -> Vec<MetricRow> {
    let journey = sheet.site.journey(ix);
    let mut rows = Vec::new();
    let mut push = |sheet: &mut Sheet<'_>, node, metrics: &[Metric], values| {
        if metrics.is_empty() {
            return;
        }
        let mapped = sheet.chips(cast, values);
        let prefix = format!("metric.{}.", rows.len() + 1);
        for metric in sheet.measures(metrics, &prefix, &mapped) {
            rows.push(MetricRow { place: sheet.numbered(node), metric });
        }
    };
    push(sheet, Node::Journey(ix), &journey.metrics, &[]);
    for (s, stage) in (0..).zip(&journey.stages) {
        push(sheet, Node::Stage(ix, s), stage.metrics(), &stage.emotion);
        for (t, touchpoint) in (0..).zip(&stage.touchpoints) {
            let values = &touchpoint.experience.emotion;
            push(sheet, Node::Touchpoint(ix, s, t), touchpoint.metrics(), values);
        }
    }
    rows
}

fn channels(sheet: &Sheet<'_>, ix: JourneyIx) -> ChannelsView {
    let site = sheet.site;
    let journey = site.journey(ix);
    let shown = shown_channels(sheet, journey);
    let mut heads = Markup::default();
    for ix in &shown {
        let Some(channel) = site.channels.get(*ix as usize) else { continue };
        heads.put("<th scope=\"col\">").html(&sheet.shared.channel(site, *ix, channel.control));
        heads.put(" <span>").text(&channel.title).put("</span></th>");
    }
    let mut rows = Markup::with_capacity(8 * 1024);
    for (s, stage) in (0..).zip(&journey.stages) {
        rows.put("\n<tr><th scope=\"row\">");
        sheet.write_link(rows.string(), Node::Stage(ix, s));
        rows.put("</th>");
        for channel in &shown {
            let on = |t: &&(u32, &Touchpoint)| t.1.channel == Some(*channel);
            let touchpoints: Vec<(u32, &Touchpoint)> = (0..).zip(&stage.touchpoints).collect();
            let mut here = touchpoints.iter().filter(on).peekable();
            if here.peek().is_none() {
                rows.put("<td class=\"e-none\"><span class=\"vh\">").text(sheet.w.not_mapped());
                rows.put("</span></td>");
                continue;
            }
            rows.put("<td>");
            for (t, touchpoint) in here {
                sheet.write_address(rows.put("<a href=\"").string(), Node::Touchpoint(ix, s, *t));
                rows.put("\" class=\"t-num\">").count(touchpoint.number);
                rows.put("<span class=\"vh\"> ");
                sheet.write_label(rows.string(), &touchpoint.title);
                rows.put("</span></a> ");
            }
            rows.put("</td>");
        }
        rows.put("</tr>");
    }
    ChannelsView { heads: heads.finish(), rows: rows.finish() }
}

/// Every channel that the site declares: those the journey does not touch are the point of the
/// table. Without declared channels, those that the journey has.
fn shown_channels(sheet: &Sheet<'_>, journey: &Journey) -> Vec<u32> {
    let declared = sheet.site.config.channels.len() as u32;
    let used = |ix: &u32| touchpoints(journey).any(|(_, _, _, t)| t.channel == Some(*ix));
    let all = 0..sheet.site.channels.len() as u32;
    all.filter(|ix| *ix < declared || used(ix)).collect()
}

/// Names of the lanes that hold claims, for a journey's own order.
pub(super) fn claims_of<'c>(claims: &'c [Claim], lane: &str) -> impl Iterator<Item = &'c Claim> {
    claims.iter().filter(move |claim| claim.lane_id() == lane)
}
