//! A touchpoint of the catalogue with every use of it, and the list of the catalogue.

use super::View;
use super::chrome::Chrome;
use super::contradiction::{self, ContradictionView};
use super::html::Html;
use super::list_head::{self, Group};
use super::paging::{List, Pager};
use super::parts::{Cast, ChannelView, MetaView, moment_text, status_word};
use super::pieces::Markup;
use super::sheet::{LinkView, ReviewView, Sheet};
use super::stage::inline_opportunities;
use crate::diagram;
use crate::model::{Kind, State, Status};
use crate::site::address::list_page;
use crate::site::{CatalogueIx, CatalogueTouchpoint, Node, OpportunityIx, Site};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct TouchpointPage {
    title: Html,
    channel: Option<ChannelView>,
    when: Option<Html>,
    zoom: Option<LinkView>,
    review: Option<ReviewView>,
    importance: String,
    experience: Html,
    /// The opportunities that address it.
    answers: Html,
    uses: Vec<UseView>,
    contradiction: Option<ContradictionView>,
    /// Sections of those that are written here.
    opportunities: Html,
    metrics: Html,
    body: Option<Html>,
    meta: MetaView,
    sources: Html,
}

/// One use: in which journey and stage, with what it feels like there.
#[derive(Serialize)]
struct UseView {
    journey: LinkView,
    stage: LinkView,
    link: LinkView,
    channel: Option<ChannelView>,
    emotions: Html,
    /// Where the values lie on the scale.
    dots: Html,
    /// `to-be`: a plan, not how it is.
    state: Option<String>,
    moments: Html,
    status: &'static str,
    status_word: String,
}

pub(super) fn view(mut sheet: Sheet<'_>, ix: CatalogueIx) -> View {
    let touchpoint = sheet.site.catalogue(ix);
    let chrome = chrome(&sheet, touchpoint);
    let title = sheet.html(&touchpoint.title);
    let when = sheet.maybe(touchpoint.when.as_ref());
    let review = sheet.review(&touchpoint.meta);
    let e = &touchpoint.experience;
    let cast = Cast::of_values(&sheet, &e.emotion);
    let body = sheet.body(touchpoint.meta.body(), 2, "");
    let experience = sheet.lived(e, e.claims.iter(), &cast);
    let uses = touchpoint.uses.iter().filter_map(|node| one_use(&mut sheet, *node)).collect();
    let known = e.opportunities.iter().copied();
    let mut sections = Markup::default();
    let here = |home| home == Node::Catalogue(ix);
    inline_opportunities(&mut sheet, &mut sections, known, here);
    let metrics = sheet.metrics(&touchpoint.metrics, "metric.", &Html::default());
    let page = TouchpointPage {
        title,
        channel: sheet.channel(touchpoint.channel, touchpoint.control),
        when,
        zoom: touchpoint.journey.map(|zoom| sheet.node(Node::Journey(zoom))),
        review,
        importance: sheet.w.number(e.importance, 1),
        experience,
        answers: sheet.opportunities(&answers(sheet.site, touchpoint)),
        uses,
        contradiction: contradiction::widest(&sheet, touchpoint),
        opportunities: sections.finish(),
        metrics,
        body,
        meta: sheet.meta_without(&touchpoint.meta, &touchpoint.uses),
        sources: sheet.sources(),
    };
    View::page("touchpoint.html", &chrome, &page)
}

/// What addresses it, wherever it is used.
fn answers(site: &Site, touchpoint: &CatalogueTouchpoint) -> Vec<OpportunityIx> {
    let of_uses = touchpoint.uses.iter().filter_map(|node| match node {
        Node::Touchpoint(j, s, t) => Some(&site.touchpoint(*j, *s, *t).experience),
        _ => None,
    });
    let all = std::iter::once(&touchpoint.experience).chain(of_uses);
    let mut seen = BTreeSet::new();
    let all = all.flat_map(|experience| experience.opportunities.iter().copied());
    all.filter(|ix| seen.insert(*ix)).collect()
}

fn chrome(sheet: &Sheet<'_>, touchpoint: &CatalogueTouchpoint) -> Chrome {
    let list = list_page(Kind::Touchpoint);
    let mut chrome = sheet.chrome("p-touchpoint", touchpoint.title.doc.plain(), &list);
    chrome.crumbs = sheet.crumbs(touchpoint.meta.space(), Some(Kind::Touchpoint));
    chrome.edit = sheet.edit_link(&touchpoint.meta);
    chrome
}

fn one_use(sheet: &mut Sheet<'_>, node: Node) -> Option<UseView> {
    let Node::Touchpoint(j, s, t) = node else { return None };
    let site = sheet.site;
    let touchpoint = site.touchpoint(j, s, t);
    let mut moments = Markup::default();
    for moment in &touchpoint.experience.moments {
        let words = moment_text(moment, &touchpoint.experience);
        sheet.moment_line(&mut moments, "moment", moment.kind, words);
    }
    Some(UseView {
        journey: sheet.node(Node::Journey(j)),
        stage: sheet.node(Node::Stage(j, s)),
        link: sheet.numbered(node),
        channel: sheet.channel(touchpoint.channel, touchpoint.control),
        emotions: sheet.chips(&sheet.cast(j), &touchpoint.experience.emotion),
        dots: Html::trusted(diagram::dots(
            &touchpoint.experience.emotion.iter().map(|(_, value)| *value).collect::<Vec<_>>(),
            &site.config.emotion,
        )),
        state: site
            .journey(j)
            .state
            .filter(|state| *state != State::AsIs)
            .map(|state| sheet.w.state(state).to_owned()),
        moments: moments.finish(),
        status: status_word(site.journey(j).meta.status),
        status_word: sheet.w.status(site.journey(j).meta.status).to_owned(),
    })
}

// The list.

/// How many contradictions the list names; each stands on its touchpoint's page as well.
const CONTRADICTIONS: usize = 40;

/// How many uses of a touchpoint the list names.
const USES: usize = 12;

#[derive(Serialize)]
struct CataloguePage {
    title: Html,
    intro: Option<Html>,
    groups: Vec<Group<Row>>,
    retired: Vec<Row>,
    pager: Pager,
    jumps: Vec<LinkView>,
    /// Touchpoints about which journeys contradict each other, the farthest apart first.
    contradictions: Vec<Contradicted>,
    sources: Html,
}

#[derive(Serialize)]
struct Contradicted {
    link: LinkView,
    row: ContradictionView,
}

/// Those of all touchpoints, which stand on the first page of the list.
fn contradictions(sheet: &Sheet<'_>) -> Vec<Contradicted> {
    let living = (0..sheet.site.touchpoints.len() as u32).map(CatalogueIx);
    let living = living.filter(|ix| sheet.site.catalogue(*ix).meta.status != Status::Retired);
    let mut all: Vec<Contradicted> = living
        .filter_map(|ix| {
            let row = contradiction::widest(sheet, sheet.site.catalogue(ix))?;
            Some(Contradicted { link: sheet.node(Node::Catalogue(ix)), row })
        })
        .collect();
    all.sort_by(|a, b| b.row.distance().total_cmp(&a.row.distance()));
    all.truncate(CONTRADICTIONS);
    all
}

#[derive(Serialize)]
struct Row {
    link: LinkView,
    channel: Option<ChannelView>,
    status: &'static str,
    uses: Vec<UseView>,
    /// How many there are beside those.
    more: usize,
    owner: Option<String>,
    tags: Html,
}

pub(super) fn list(mut sheet: Sheet<'_>, part: u32) -> View {
    let site = sheet.site;
    let head = list_head::head(&mut sheet, Kind::Touchpoint, part);
    let entries = site.touchpoints.iter().zip(0..).map(|(t, ix)| (&t.meta, CatalogueIx(ix)));
    let list = (Kind::Touchpoint, List::Catalogue, part);
    let listed = list_head::listed(&mut sheet, list, entries, row);
    let page = CataloguePage {
        title: head.title,
        intro: head.intro,
        groups: listed.groups,
        retired: listed.retired,
        pager: listed.pager,
        jumps: listed.jumps,
        contradictions: if part == 1 { contradictions(&sheet) } else { Vec::new() },
        sources: sheet.sources(),
    };
    View::page("touchpoints.html", &head.chrome, &page)
}

fn row(sheet: &mut Sheet<'_>, ix: CatalogueIx) -> Row {
    let touchpoint = sheet.site.catalogue(ix);
    let uses = touchpoint.uses.iter();
    Row {
        link: sheet.node(Node::Catalogue(ix)),
        channel: sheet.channel(touchpoint.channel, touchpoint.control),
        status: status_word(touchpoint.meta.status),
        uses: uses.take(USES).filter_map(|node| one_use(sheet, *node)).collect(),
        more: touchpoint.uses.len().saturating_sub(USES),
        owner: touchpoint.meta.owner.as_deref().map(str::to_owned),
        tags: sheet.tags(&touchpoint.meta),
    }
}
