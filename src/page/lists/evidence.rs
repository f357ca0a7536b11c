//! Sources: the list, and the page of one with its highlights and all that leans on them.

use super::highlight_anchor;
use crate::model::{Kind, Status};
use crate::page::html::Html;
use crate::page::list_head::{self, Group};
use crate::page::paging::{List, Pager};
use crate::page::parts::MetaView;
use crate::page::pieces::Markup;
use crate::page::sheet::{DateView, LinkView, ReviewView, participants, source_date};
use crate::page::{Sheet, View};
use crate::site::{
    Citation, Claim, ClaimStatus, EvidenceIx, Highlight, Lane, Node, OpportunityIx, Site, address,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many claims or places a list names before it only counts.
const NAMED: usize = 300;

#[derive(Serialize)]
struct ListPage {
    title: Html,
    intro: Option<Html>,
    summary: String,
    groups: Vec<Group<Row>>,
    retired: Vec<Row>,
    pager: Pager,
    jumps: Vec<LinkView>,
}

/// A source in the list.
#[derive(Serialize)]
struct Row {
    link: LinkView,
    method: String,
    when: String,
    who: Option<String>,
    until: Option<DateView>,
    in_date: bool,
    confidential: bool,
    highlights: usize,
    claims: usize,
}

/// A page of the list of sources.
pub(in crate::page) fn sources(mut sheet: Sheet<'_>, part: u32) -> View {
    let site = sheet.site;
    let head = list_head::head(&mut sheet, Kind::Evidence, part);
    let claims = sheet.shared.claims_by_source(site);
    let entries = site.evidence.iter().zip(0..).map(|(e, ix)| (&e.meta, EvidenceIx(ix)));
    let list = (Kind::Evidence, List::Sources, part);
    let listed = list_head::listed(&mut sheet, list, entries, |sheet, ix| {
        row(sheet, ix, claims[ix.0 as usize])
    });
    let view = ListPage {
        title: head.title,
        intro: head.intro,
        summary: summary(&sheet),
        groups: listed.groups,
        retired: listed.retired,
        pager: listed.pager,
        jumps: listed.jumps,
    };
    View::page("sources.html", &head.chrome, &view)
}

fn summary(sheet: &Sheet<'_>) -> String {
    let living = || sheet.site.evidence.iter().filter(|e| e.meta.status != Status::Retired);
    let all = living().count();
    let stale = living().filter(|e| !e.in_date).count();
    match (all, stale) {
        (0, _) => sheet.w.nothing_asked().to_owned(),
        (all, 0) => sheet.w.sources_in_date(all).text(),
        (all, stale) => sheet.w.sources_stale(all, stale).text(),
    }
}

fn row(sheet: &Sheet<'_>, ix: EvidenceIx, claims: usize) -> Row {
    let source = sheet.site.source(ix);
    Row {
        link: sheet.node(Node::Evidence(ix)),
        method: sheet.w.method(source.method).to_owned(),
        when: source_date(sheet.w, source),
        who: source.participants.map(|count| participants(sheet.w, source.method, count)),
        until: (!source.confidential).then(|| sheet.date(source.in_date_until)),
        in_date: source.in_date,
        confidential: source.confidential,
        highlights: source.highlights.len(),
        claims,
    }
}

/// How many claims cite each source.
pub(in crate::page) fn claims_by_source(site: &Site) -> Vec<usize> {
    let mut counts = vec![0; site.evidence.len()];
    let mut count = |claims: &[Claim]| {
        for claim in claims {
            let mut sources: Vec<EvidenceIx> =
                claim.evidence().iter().filter_map(|c| c.source).collect();
            sources.sort_unstable();
            sources.dedup();
            for source in sources {
                counts[source.0 as usize] += 1;
            }
        }
    };
    for persona in &site.personas {
        count(&persona.claims);
    }
    for stage in site.journeys.iter().flat_map(|journey| &journey.stages) {
        count(&stage.experience.claims);
        for touchpoint in &stage.touchpoints {
            count(&touchpoint.experience.claims);
        }
    }
    for touchpoint in site.touchpoints.iter().filter(|t| t.uses.is_empty()) {
        count(&touchpoint.experience.claims);
    }
    counts
}

#[derive(Serialize)]
struct SourcePage {
    title: Html,
    method: String,
    /// The same within a line.
    method_within: String,
    confidential: bool,
    in_date: bool,
    until: Option<DateView>,
    when: String,
    who: Option<String>,
    meta: MetaView,
    source: Option<LinkView>,
    data: Option<LinkView>,
    body: Option<Html>,
    highlights: Vec<HighlightView>,
    /// Claims that cite the source as a whole.
    whole: Html,
    /// Claims against which it speaks.
    against: Html,
    /// Known claims that no other source in date holds up: stale on the day after it expires.
    holds: Html,
    held: usize,
    leans: Leans,
    review: Option<ReviewView>,
    sources: Html,
}

/// What would be lost without the source.
#[derive(Serialize)]
struct Leans {
    claims: usize,
    /// Claims that rest on nothing else.
    only: usize,
    /// Pages with how many claims stand on each, as members of a list.
    places: Html,
    places_more: usize,
    /// Members of a list.
    opportunities: Html,
    /// Entities that mention it in their text.
    mentions: Html,
}

#[derive(Serialize)]
struct HighlightView {
    id: String,
    anchor: String,
    /// Nothing when it is withheld.
    words: Option<Html>,
    who: Option<String>,
    personas: Vec<LinkView>,
    tags: Vec<String>,
    leans: Html,
    count: String,
    mentions: Vec<LinkView>,
}

/// A claim with the entity that makes it.
type Leaning<'s> = (Node, &'s Claim);

/// A source.
pub(in crate::page) fn source(mut sheet: Sheet<'_>, ix: EvidenceIx) -> View {
    let site = sheet.site;
    let source = site.source(ix);
    let title = source.title.doc.plain();
    let mut chrome = sheet.chrome("p-ev", title, &address::list_page(Kind::Evidence));
    chrome.crumbs = sheet.crumbs(source.meta.space(), Some(Kind::Evidence));
    chrome.edit = sheet.edit_link(&source.meta);
    let citing = |list: fn(&Claim) -> &[Citation]| -> Vec<Leaning<'_>> {
        let claims = source.cited_by.iter().flat_map(|node| claims_of(site, *node));
        claims.filter(|(_, claim)| list(claim).iter().any(|c| c.source == Some(ix))).collect()
    };
    let leaning = citing(|claim| claim.evidence());
    let against = citing(|claim| claim.against());
    let holds: Vec<Leaning<'_>> =
        leaning.iter().filter(|(_, claim)| is_last(site, claim, ix)).copied().collect();
    let whole: Vec<Leaning<'_>> =
        leaning.iter().filter(|(_, claim)| cites(claim, ix, None)).copied().collect();
    let view = SourcePage {
        title: sheet.html(&source.title),
        method: sheet.w.method(source.method).to_owned(),
        method_within: sheet.w.within(sheet.w.method(source.method)),
        confidential: source.confidential,
        in_date: source.in_date,
        until: (!source.confidential).then(|| sheet.date(source.in_date_until)),
        when: source_date(sheet.w, source),
        who: source.participants.map(|count| participants(sheet.w, source.method, count)),
        meta: sheet.meta_alone(&source.meta),
        source: source.source.as_deref().map(outside),
        data: source.data.as_deref().map(|path| sheet.page(path, file_name(path))),
        body: sheet.body(source.meta.body(), 1, ""),
        highlights: highlights(&mut sheet, ix, &leaning),
        whole: lean_list(&sheet, &whole),
        against: lean_list(&sheet, &against),
        holds: lean_list(&sheet, &holds),
        held: holds.len(),
        leans: leans(&sheet, ix, &leaning, &against),
        review: sheet.review(&source.meta),
        sources: sheet.sources(),
    };
    View::page("source.html", &chrome, &view)
}

/// The claims of an entity. Those of a catalogue touchpoint are claims of its uses.
fn claims_of(site: &Site, node: Node) -> impl Iterator<Item = Leaning<'_>> {
    let claims: &[Claim] = match node {
        Node::Persona(ix) => &site.persona(ix).claims,
        Node::Stage(j, s) => &site.stage(j, s).experience.claims,
        Node::Touchpoint(j, s, t) => &site.touchpoint(j, s, t).experience.claims,
        Node::Catalogue(ix) if site.catalogue(ix).uses.is_empty() => {
            &site.catalogue(ix).experience.claims
        }
        _ => &[],
    };
    claims.iter().map(move |claim| (node, claim))
}

/// Whether a known claim would be stale without this source's being in date.
fn is_last(site: &Site, claim: &Claim, source: EvidenceIx) -> bool {
    let others = claim.evidence().iter().filter_map(|c| c.source).filter(|other| *other != source);
    claim.status == ClaimStatus::Known
        && site.source(source).in_date
        && !others.into_iter().any(|other| site.source(other).in_date)
}

fn cites(claim: &Claim, source: EvidenceIx, highlight: Option<u32>) -> bool {
    claim.evidence().contains(&Citation { source: Some(source), highlight })
}

fn highlights(
    sheet: &mut Sheet<'_>,
    ix: EvidenceIx,
    leaning: &[Leaning<'_>],
) -> Vec<HighlightView> {
    let site = sheet.site;
    let highlights = site.source(ix).highlights.iter().enumerate();
    highlights
        .map(|(at, highlight)| {
            let leans: Vec<Leaning<'_>> = leaning
                .iter()
                .filter(|(_, claim)| cites(claim, ix, Some(at as u32)))
                .copied()
                .collect();
            highlight_view(sheet, highlight, &leans)
        })
        .collect()
}

fn highlight_view(
    sheet: &mut Sheet<'_>,
    highlight: &Highlight,
    leans: &[Leaning<'_>],
) -> HighlightView {
    let said: BTreeSet<Node> = leans.iter().map(|(node, _)| *node).collect();
    let mentions = highlight.cited_by.iter().filter(|node| !said.contains(node));
    let mentions: Vec<LinkView> =
        mentions.filter(|n| is_shown(sheet.site, **n)).map(|node| sheet.node(*node)).collect();
    HighlightView {
        id: highlight.id.to_string(),
        anchor: highlight_anchor(highlight),
        words: sheet.maybe(highlight.words.as_ref()),
        who: highlight.who.as_deref().map(str::to_owned),
        personas: highlight.personas.iter().map(|ix| sheet.node(Node::Persona(*ix))).collect(),
        tags: highlight
            .tags
            .iter()
            .filter_map(|(t, _)| Some(sheet.site.tag(t)?.name.to_string()))
            .collect(),
        count: sheet.w.n_claims_lean(leans.len()).text(),
        leans: lean_list(sheet, leans),
        mentions,
    }
}

/// A catalogue touchpoint that is used says nothing that its uses do not say.
fn is_shown(site: &Site, node: Node) -> bool {
    !matches!(node, Node::Catalogue(ix) if !site.catalogue(ix).uses.is_empty())
}

/// Claims that lean on the source as members of a list, up to a number that a page can bear.
fn lean_list(sheet: &Sheet<'_>, leaning: &[Leaning<'_>]) -> Html {
    let mut out = Markup::with_capacity(leaning.len().min(NAMED) * 256);
    leaning.iter().take(NAMED).for_each(|(node, claim)| lean(sheet, &mut out, *node, claim));
    let more = leaning.len().saturating_sub(NAMED);
    if more > 0 {
        out.put("<li class=\"sub\">").say(sheet.w.and_n_more(more)).put("</li>");
    }
    out.finish()
}

fn lean(sheet: &Sheet<'_>, out: &mut Markup, node: Node, claim: &Claim) {
    sheet.write_numbered(out.put("<li>").string(), node);
    out.put(" ").text(&lane_word(sheet, claim)).put(": ");
    let quoted = matches!(claim.lane, Lane::Quotes | Lane::Quote);
    match &claim.words {
        Some(words) => {
            out.text(if quoted { sheet.w.quote_open() } else { "" });
            sheet.write_label(out.string(), words);
            out.text(if quoted { sheet.w.quote_close() } else { "" });
        }
        None => {
            out.put("<span class=\"held\">").text(sheet.w.withheld()).put("</span>");
        }
    }
    if claim.status != ClaimStatus::Known {
        sheet.status_tag(out.put(" "), claim.status);
    }
    sheet.put_within(out, node);
    out.put("</li>");
}

/// What one claim of a lane is called.
fn lane_word(sheet: &Sheet<'_>, claim: &Claim) -> String {
    let id = claim.lane_id();
    match claim.lane {
        Lane::Custom => {
            let known = sheet.site.config.custom_lanes.iter().find(|lane| *lane.id == *id);
            known.map_or_else(|| id.to_string(), |lane| lane.title.to_string())
        }
        lane => sheet.w.claim_of(lane).unwrap_or(id).to_owned(),
    }
}

fn leans(
    sheet: &Sheet<'_>,
    ix: EvidenceIx,
    leaning: &[Leaning<'_>],
    against: &[Leaning<'_>],
) -> Leans {
    let site = sheet.site;
    let only = |claim: &Claim| {
        claim.against().is_empty() && claim.evidence().iter().all(|c| c.source == Some(ix))
    };
    let mut places: BTreeMap<Node, usize> = BTreeMap::new();
    for (node, _) in leaning {
        let page = match node {
            Node::Touchpoint(journey, stage, _) => Node::Stage(*journey, *stage),
            node => *node,
        };
        *places.entry(page).or_default() += 1;
    }
    let said: BTreeSet<Node> = leaning.iter().chain(against).map(|(node, _)| *node).collect();
    // Who links to it refers to it as well as who cites it.
    let source = site.source(ix);
    let referring: BTreeSet<Node> =
        source.cited_by.iter().chain(&source.meta.backlinks).copied().collect();
    let mentions: Vec<Node> = referring
        .iter()
        .filter(|node| {
            !matches!(node, Node::Opportunity(_)) && !said.contains(node) && is_shown(site, **node)
        })
        .copied()
        .collect();
    let opportunities = referring.iter().filter_map(|node| match node {
        Node::Opportunity(opportunity) => Some(*opportunity),
        _ => None,
    });
    Leans {
        claims: leaning.len(),
        only: leaning.iter().filter(|(_, claim)| only(claim)).count(),
        places_more: places.len().saturating_sub(NAMED),
        places: places_list(sheet, places),
        opportunities: opportunity_list(sheet, opportunities),
        mentions: mentioned(sheet, &mentions),
    }
}

/// Pages with how many claims stand on each, up to a number that a page can bear.
fn places_list(sheet: &Sheet<'_>, places: BTreeMap<Node, usize>) -> Html {
    let mut out = Markup::with_capacity(places.len().min(NAMED) * 192);
    for (node, claims) in places.into_iter().take(NAMED) {
        sheet.write_link(out.put("<li>").string(), node);
        out.put(" <span class=\"sub\">");
        if let Some(within) = sheet.within(node) {
            out.html(&within).put(", ");
        }
        out.say(sheet.w.n_claims(claims)).put("</span></li>");
    }
    out.finish()
}

fn opportunity_list(sheet: &Sheet<'_>, all: impl Iterator<Item = OpportunityIx>) -> Html {
    let mut out = Markup::default();
    for ix in all {
        let quadrant = sheet.site.opportunity(ix).quadrant;
        out.put("<li>").html(sheet.shared.quadrant(quadrant)).put(" ");
        sheet.write_link(out.string(), Node::Opportunity(ix));
        out.put("</li>");
    }
    out.finish()
}

fn mentioned(sheet: &Sheet<'_>, nodes: &[Node]) -> Html {
    let mut out = Markup::default();
    for node in nodes {
        sheet.write_link(out.put("<li>").string(), *node);
        sheet.put_within(&mut out, *node);
        out.put("</li>");
    }
    out.finish()
}

fn outside(url: &str) -> LinkView {
    let shown = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = shown.split(['/', '?', '#']).next().unwrap_or(shown);
    LinkView { href: url.to_owned(), title: Html::text(host) }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
