//! The priority matrix with its ranked list, and the page of one opportunity with its arithmetic.

use super::{SpaceGroup, by_space, cited, place, slice};
use crate::diagram;
use crate::model::Kind;
use crate::page::html::Html;
use crate::page::list_head;
use crate::page::paging::{List, Pager, pager};
use crate::page::parts::MetaView;
use crate::page::pieces::{Markup, unplanned};
use crate::page::sheet::{LinkView, ReviewView};
use crate::page::{Sheet, View};
use crate::site::number;
use crate::site::{
    ClaimStatus, EvidenceIx, Node, Opportunity, OpportunityIx, Quadrant, Site, address,
};
use crate::wording::Wording;
use serde::Serialize;
use std::collections::BTreeSet;

/// How many the short list beside the matrix names: as many as stand beside it.
const FIRST: usize = 8;

/// A quadrant with its icon.
#[derive(Clone, Serialize)]
pub(in crate::page) struct QuadrantView {
    icon: Html,
    /// `quick win`.
    word: String,
    /// `Quick win`.
    title: String,
}

pub(in crate::page) fn quadrant_view(w: &Wording, quadrant: Quadrant) -> QuadrantView {
    QuadrantView {
        icon: Html::trusted(diagram::quadrant_icon(quadrant)),
        word: w.quadrant(quadrant).to_owned(),
        title: w.quadrant_head(quadrant).to_owned(),
    }
}

#[derive(Serialize)]
struct ListPage {
    title: Html,
    intro: Option<Html>,
    /// How many of each quadrant, as a sentence.
    summary: String,
    matrix: Option<Html>,
    /// How many of the ranked ones the matrix shows, when not all.
    placed: Option<usize>,
    /// Those that it does not show, counted.
    beyond: Vec<BeyondView>,
    /// The matrix stands on the first page of the list.
    is_first: bool,
    how: Vec<HowView>,
    threshold: Threshold,
    /// The first ones, keyed to the numbers of the matrix.
    first: Html,
    /// Rows of the ranked table.
    ranked: Html,
    /// Rows of done and dropped ones, and those of retired journeys, space by space.
    rest: Vec<SpaceGroup<Html>>,
    rest_count: usize,
    several_spaces: bool,
    pager: Pager,
}

#[derive(Serialize)]
struct BeyondView {
    quadrant: QuadrantView,
    /// `640 quick wins`.
    count: String,
}

#[derive(Serialize)]
struct HowView {
    quadrant: QuadrantView,
    meaning: String,
}

#[derive(Serialize)]
struct Threshold {
    impact: String,
    feasibility: String,
}

/// The matrix and a page of the ranked list.
pub(in crate::page) fn opportunities(mut sheet: Sheet<'_>, part: u32) -> View {
    let site = sheet.site;
    let mut head = list_head::head(&mut sheet, Kind::Opportunity, part);
    head.chrome.class = "p-opp";
    let here = List::Opportunities.slice(part);
    let all = site.ranked.len();
    let here_ranked = slice(&site.ranked, here.clone());
    let mut ranked = Markup::with_capacity(here_ranked.len() * 1_024);
    here_ranked.iter().for_each(|ix| row(&sheet, &mut ranked, *ix));
    let standing = sheet.shared.standing(site);
    let rest = here.start.saturating_sub(all)..here.end.saturating_sub(all);
    let single = |ix: OpportunityIx| {
        let mut html = Markup::with_capacity(1_024);
        row(&sheet, &mut html, ix);
        (&**site.opportunity(ix).meta.space(), html.finish())
    };
    let rest: Vec<(&str, Html)> =
        slice(&standing.unranked, rest).iter().map(|ix| single(*ix)).collect();
    let on_first = |most| if part == 1 { slice(&site.ranked, 0..most) } else { &[] };
    let first = on_first(FIRST);
    let placed = diagram::in_matrix(site, on_first(all));
    let canvas = sheet.canvas("matrix");
    let view = ListPage {
        title: head.title,
        intro: head.intro,
        summary: summary(sheet.w, standing),
        is_first: part == 1,
        matrix: (!placed.is_empty())
            .then(|| Html::trusted(diagram::priority_matrix(&canvas, &site.ranked))),
        placed: (placed.len() < all).then_some(placed.len()),
        beyond: beyond(&sheet, on_first(all), &placed),
        how: how(&sheet),
        threshold: threshold(&sheet),
        first: sheet.priorities(first),
        ranked: ranked.finish(),
        rest_count: rest.len(),
        rest: by_space(&mut sheet, None, rest),
        several_spaces: !site.spaces.is_empty(),
        pager: pager(&sheet, List::Opportunities, part),
    };
    View::page("opportunities.html", &head.chrome, &view)
}

/// What is counted of all opportunities, once for all pages of the list.
pub(in crate::page) struct Standing {
    /// Done and dropped ones, and those of retired journeys.
    unranked: Vec<OpportunityIx>,
    /// How many of the ranked ones are of each quadrant, in the order of [`QUADRANTS`].
    ranked: [usize; 4],
}

const QUADRANTS: [Quadrant; 4] =
    [Quadrant::QuickWin, Quadrant::BigBet, Quadrant::FillIn, Quadrant::Reconsider];

impl Standing {
    pub(in crate::page) fn of(site: &Site) -> Self {
        let all = (0..site.opportunities.len() as u32).map(OpportunityIx);
        Self {
            unranked: all.filter(|ix| site.opportunity(*ix).rank.is_none()).collect(),
            ranked: quadrants(site, &site.ranked),
        }
    }
}

/// How many of some opportunities are of each quadrant.
fn quadrants(site: &Site, some: &[OpportunityIx]) -> [usize; 4] {
    QUADRANTS.map(|quadrant| {
        some.iter().filter(|ix| site.opportunity(**ix).quadrant == quadrant).count()
    })
}

/// How many opportunities there are of each quadrant beside those that the matrix places.
fn beyond(sheet: &Sheet<'_>, all: &[OpportunityIx], placed: &[OpportunityIx]) -> Vec<BeyondView> {
    let placed: BTreeSet<&OpportunityIx> = placed.iter().collect();
    let rest: Vec<OpportunityIx> = all.iter().copied().filter(|ix| !placed.contains(ix)).collect();
    let counts = QUADRANTS.into_iter().zip(quadrants(sheet.site, &rest));
    counts
        .filter(|(_, count)| *count > 0)
        .map(|(quadrant, count)| BeyondView {
            count: sheet.w.n_of_quadrant(quadrant, count),
            quadrant: quadrant_view(sheet.w, quadrant),
        })
        .collect()
}

/// `3 quick wins, 2 big bets, 1 fill-in.`
fn summary(w: &Wording, standing: &Standing) -> String {
    let parts: Vec<String> = QUADRANTS
        .into_iter()
        .zip(standing.ranked)
        .filter(|(_, n)| *n > 0)
        .map(|(quadrant, n)| w.n_of_quadrant(quadrant, n))
        .collect();
    if parts.is_empty() {
        return w.nothing_ranked().to_owned();
    }
    format!("{}.", parts.join(", "))
}

fn threshold(sheet: &Sheet<'_>) -> Threshold {
    let config = &sheet.site.config;
    Threshold {
        impact: sheet.w.number(config.impact_threshold, 2),
        feasibility: sheet.w.number(config.feasibility_threshold, 2),
    }
}

fn how(sheet: &Sheet<'_>) -> Vec<HowView> {
    let w = sheet.w;
    let Threshold { impact, feasibility } = threshold(sheet);
    let quick = if impact == feasibility {
        w.how_quick_win_same(&impact).text()
    } else {
        w.how_quick_win(&impact, &feasibility).text()
    };
    [
        (Quadrant::QuickWin, quick),
        (Quadrant::BigBet, w.how_big_bet(&impact).text()),
        (Quadrant::FillIn, w.how_fill_in().to_owned()),
        (Quadrant::Reconsider, w.how_reconsider().to_owned()),
    ]
    .into_iter()
    .map(|(quadrant, meaning)| HowView { quadrant: quadrant_view(w, quadrant), meaning })
    .collect()
}

/// A row of a table of opportunities.
fn row(sheet: &Sheet<'_>, out: &mut Markup, ix: OpportunityIx) {
    let (site, w) = (sheet.site, sheet.w);
    let opportunity = site.opportunity(ix);
    out.put("\n<tr><td class=\"num rk\">");
    match opportunity.rank {
        Some(rank) => out.text(&w.amount(f64::from(rank))),
        None => {
            out.put("<span aria-hidden=\"true\">–</span><span class=\"vh\">");
            out.text(w.no_rank()).put("</span>")
        }
    };
    sheet.write_link(out.put("</td><th scope=\"row\">").string(), Node::Opportunity(ix));
    if let Some(warning) = unplanned(w, opportunity) {
        out.put(" <span class=\"warn\">").text(warning).put("</span>");
    }
    if let Some(space) = space_title(site, opportunity.meta.space()) {
        out.put(" <span class=\"sub in\">").text(space).put("</span>");
    }
    out.put("</th>");
    sheet.standing(out, opportunity);
    out.put("</td><td>");
    match opportunity.addresses[..] {
        [] => out.put("<span class=\"sub\">").text(w.nothing_yet()).put("</span>"),
        _ => out.html(&sheet.places(&opportunity.addresses, None)),
    };
    out.put("</td><td>");
    for (at, source) in sources_of(opportunity).enumerate() {
        out.put(if at > 0 { ", " } else { "" });
        sheet.write_link(out.string(), Node::Evidence(source));
    }
    if opportunity.support != ClaimStatus::Known {
        sheet.status_tag(out.put(" "), opportunity.support);
    }
    out.put("</td></tr>");
}

/// Each source once, however many of its highlights are cited.
fn sources_of(opportunity: &Opportunity) -> impl Iterator<Item = EvidenceIx> {
    let sources = opportunity.evidence.iter().filter_map(|citation| citation.source);
    let mut seen = BTreeSet::new();
    sources.filter(move |source| seen.insert(*source))
}

fn support(opportunity: &Opportunity) -> Option<&'static str> {
    Some(opportunity.support).filter(|s| *s != ClaimStatus::Known).map(ClaimStatus::word)
}

fn support_word(w: &Wording, opportunity: &Opportunity) -> Option<String> {
    support(opportunity).map(|_| w.claim_status(opportunity.support).to_owned())
}

fn space_title<'s>(site: &'s Site, space: &str) -> Option<&'s str> {
    let known = site.spaces.iter().find(|known| *known.path == *space);
    known.map(|known| &*known.title)
}

#[derive(Serialize)]
struct OpportunityPage {
    title: Html,
    quadrant: QuadrantView,
    unplanned: Option<String>,
    status: String,
    meta: MetaView,
    rank: Option<u32>,
    of: usize,
    /// `6 − (3 + 2 + 3) / 3 ≈ 3.33`.
    feasibility: String,
    /// How feasibility came about.
    given: Option<String>,
    /// `5 × 3.33 ≈ 16.7`.
    score: String,
    verdict: String,
    tracker: Option<Tracker>,
    body: Option<Html>,
    addresses: Vec<AddressView>,
    evidence: Vec<RestView>,
    support: Option<&'static str>,
    support_word: Option<String>,
    review: Option<ReviewView>,
    sources: Html,
}

/// Where the work is tracked.
#[derive(Serialize)]
struct Tracker {
    href: String,
    host: String,
}

#[derive(Serialize)]
struct AddressView {
    kind: String,
    link: LinkView,
    place: Vec<LinkView>,
}

/// A source that an opportunity rests on, with what was said.
#[derive(Serialize)]
struct RestView {
    link: LinkView,
    quote: Option<Html>,
    /// A highlight without consent is named and not quoted.
    withheld: bool,
    stale: bool,
}

/// An opportunity with a file of its own.
pub(in crate::page) fn opportunity(mut sheet: Sheet<'_>, ix: OpportunityIx) -> View {
    let site = sheet.site;
    let opportunity = site.opportunity(ix);
    let title = opportunity.title.doc.plain();
    let mut chrome = sheet.chrome("p-opp-one", title, &address::list_page(Kind::Opportunity));
    chrome.crumbs = sheet.crumbs(opportunity.meta.space(), Some(Kind::Opportunity));
    chrome.edit = sheet.edit_link(&opportunity.meta);
    let view = OpportunityPage {
        title: sheet.html(&opportunity.title),
        quadrant: quadrant_view(sheet.w, opportunity.quadrant),
        unplanned: unplanned(sheet.w, opportunity).map(str::to_owned),
        status: sheet.w.opportunity_status_head(opportunity.status).to_owned(),
        meta: others(&sheet, opportunity),
        rank: opportunity.rank,
        of: site.ranked.len(),
        feasibility: feasibility_sum(sheet.w, opportunity),
        given: opportunity.effort.is_none().then(|| sheet.w.as_given().to_owned()),
        score: score_sum(sheet.w, opportunity),
        verdict: verdict(&sheet, opportunity),
        tracker: opportunity.link.as_deref().map(tracker),
        body: sheet.body(opportunity.meta.body(), 1, ""),
        addresses: opportunity
            .addresses
            .iter()
            .map(|node| AddressView {
                kind: sheet.w.kind(node.kind()).to_owned(),
                link: sheet.numbered(*node),
                place: place(&sheet, *node),
            })
            .collect(),
        evidence: rests_on(&mut sheet, opportunity),
        support: support(opportunity),
        support_word: support_word(sheet.w, opportunity),
        review: sheet.review(&opportunity.meta),
        sources: sheet.sources(),
    };
    View::page("opportunity.html", &chrome, &view)
}

fn feasibility_sum(w: &Wording, opportunity: &Opportunity) -> String {
    let result = w.feasibility_figure(opportunity.feasibility);
    match opportunity.effort {
        Some(effort) => {
            let [time, cost, complexity] =
                [effort.time, effort.cost, effort.complexity].map(|n| w.number(n, 2));
            let equals = equals(opportunity.feasibility, 2);
            format!("6 − ({time} + {cost} + {complexity}) / 3 {equals} {result}")
        }
        None => result,
    }
}

fn score_sum(w: &Wording, opportunity: &Opportunity) -> String {
    let impact = w.number(opportunity.impact, 2);
    let feasibility = w.feasibility_figure(opportunity.feasibility);
    let is_exact = equals(opportunity.feasibility, 2) == "=";
    let equals = if is_exact { equals(opportunity.score, 1) } else { "≈" };
    format!("{impact} × {feasibility} {equals} {}", w.score_figure(opportunity.score))
}

/// The sign before a result that is shown with some decimals: rounding is not hidden.
fn equals(value: f64, decimals: u32) -> &'static str {
    let rest = (number::round(value, decimals) - value).abs();
    if rest < 1e-6 { "=" } else { "≈" }
}

/// `Impact is above 3 and feasibility is not above 3.`
fn verdict(sheet: &Sheet<'_>, opportunity: &Opportunity) -> String {
    let w = sheet.w;
    let Threshold { impact, feasibility } = threshold(sheet);
    let high = opportunity.quadrant;
    let (impact_high, feasible) = (
        matches!(high, Quadrant::QuickWin | Quadrant::BigBet),
        matches!(high, Quadrant::QuickWin | Quadrant::FillIn),
    );
    match (impact_high, feasible) {
        (true, true) => w.verdict_both(&impact, &feasibility),
        (true, false) => w.verdict_impact(&impact, &feasibility),
        (false, true) => w.verdict_feasibility(&impact, &feasibility),
        (false, false) => w.verdict_neither(&impact, &feasibility),
    }
    .to_string()
}

fn tracker(url: &str) -> Tracker {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    Tracker { href: url.to_owned(), host: host.to_owned() }
}

fn rests_on(sheet: &mut Sheet<'_>, opportunity: &Opportunity) -> Vec<RestView> {
    let site = sheet.site;
    let mut rests = Vec::new();
    for citation in &opportunity.evidence {
        let (Some(source), Some(link)) = (citation.source, cited(sheet, *citation)) else {
            continue;
        };
        let highlight = citation.highlight.and_then(|at| super::highlight(site, source, at));
        rests.push(RestView {
            link,
            withheld: highlight.is_some_and(|h| h.words.is_none()),
            quote: highlight.and_then(|h| h.words.as_ref()).map(|words| sheet.html(words)),
            stale: !site.source(source).in_date,
        });
    }
    rests
}

/// What every entity's page shows; what the opportunity addresses is not said again as a backlink.
fn others(sheet: &Sheet<'_>, opportunity: &Opportunity) -> MetaView {
    let mut meta = sheet.meta(&opportunity.meta);
    let others = opportunity.meta.backlinks.iter();
    let others: Vec<Node> =
        others.filter(|node| !opportunity.addresses.contains(node)).copied().collect();
    meta.backlinks = sheet.backlinks(&others);
    meta
}
