//! A touchpoint of the catalogue with every use of it, and the list of the catalogue.

use super::View;
use super::chrome::Chrome;
use super::html::Html;
use super::list_head;
use super::parts::{Cast, ChannelView, MetaView, status_word};
use super::pieces::Markup;
use super::sheet::{LinkView, ReviewView, Sheet};
use super::stage::inline_opportunities;
use crate::model::{Kind, Status};
use crate::site::address::list_page;
use crate::site::{CatalogueIx, CatalogueTouchpoint, Node, number};
use serde::Serialize;

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
    moments: Html,
    status: &'static str,
}

pub(super) fn view(mut sheet: Sheet<'_>, ix: CatalogueIx) -> View {
    let touchpoint = sheet.site.catalogue(ix);
    let chrome = chrome(&sheet, touchpoint);
    let title = sheet.html(&touchpoint.title);
    let when = sheet.maybe(touchpoint.when.as_ref());
    let review = sheet.review(&touchpoint.meta);
    let e = &touchpoint.experience;
    let cast = Cast::of_values(&sheet, &e.emotion);
    let body = sheet.body(touchpoint.meta.body.as_ref(), 2, "");
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
        importance: number::plain(e.importance, 1),
        experience,
        answers: sheet.opportunities(&e.opportunities),
        uses,
        opportunities: sections.finish(),
        metrics,
        body,
        meta: sheet.meta_without(&touchpoint.meta, &touchpoint.uses),
        sources: sheet.sources(),
    };
    View::page("touchpoint.html", &chrome, &page)
}

fn chrome(sheet: &Sheet<'_>, touchpoint: &CatalogueTouchpoint) -> Chrome {
    let list = list_page(Kind::Touchpoint);
    let mut chrome = sheet.chrome("p-touchpoint", touchpoint.title.doc.plain(), &list);
    chrome.crumbs = sheet.crumbs(&touchpoint.meta.space, Some(Kind::Touchpoint));
    chrome.edit = sheet.edit_link(&touchpoint.meta);
    chrome
}

fn one_use(sheet: &mut Sheet<'_>, node: Node) -> Option<UseView> {
    let Node::Touchpoint(j, s, t) = node else { return None };
    let site = sheet.site;
    let touchpoint = site.touchpoint(j, s, t);
    let mut moments = Markup::default();
    sheet.moment_lines(&mut moments, &touchpoint.experience, "moment");
    Some(UseView {
        journey: sheet.node(Node::Journey(j)),
        stage: sheet.node(Node::Stage(j, s)),
        link: sheet.numbered(node),
        channel: sheet.channel(touchpoint.channel, touchpoint.control),
        emotions: sheet.chips(&sheet.cast(j), &touchpoint.experience.emotion),
        moments: moments.finish(),
        status: status_word(site.journey(j).meta.status),
    })
}

// The list.

#[derive(Serialize)]
struct CataloguePage {
    title: Html,
    intro: Option<Html>,
    groups: Vec<Group>,
    retired: Vec<Row>,
    sources: Html,
}

#[derive(Serialize)]
struct Group {
    space: Option<LinkView>,
    intro: Option<Html>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    link: LinkView,
    channel: Option<ChannelView>,
    status: &'static str,
    uses: Vec<UseView>,
    owner: Option<String>,
    tags: Html,
}

pub(super) fn list(mut sheet: Sheet<'_>) -> View {
    let site = sheet.site;
    let head = list_head::head(&mut sheet, Kind::Touchpoint);
    let all: Vec<CatalogueIx> = (0..site.touchpoints.len() as u32).map(CatalogueIx).collect();
    let retired = |ix: &CatalogueIx| site.catalogue(*ix).meta.status == Status::Retired;
    let mut groups = Vec::new();
    for space in list_head::spaces(site) {
        let intro = list_head::intro(&mut sheet, Kind::Touchpoint, space);
        let here = |ix: &&CatalogueIx| *site.catalogue(**ix).meta.space == *space && !retired(ix);
        let rows: Vec<Row> = all.iter().filter(here).map(|ix| row(&mut sheet, *ix)).collect();
        if !rows.is_empty() || intro.is_some() {
            groups.push(Group { space: list_head::space_link(&sheet, space), intro, rows });
        }
    }
    let retired = all.iter().filter(|ix| retired(ix)).map(|ix| row(&mut sheet, *ix)).collect();
    let page = CataloguePage {
        title: head.title,
        intro: head.intro,
        groups,
        retired,
        sources: sheet.sources(),
    };
    View::page("touchpoints.html", &head.chrome, &page)
}

fn row(sheet: &mut Sheet<'_>, ix: CatalogueIx) -> Row {
    let touchpoint = sheet.site.catalogue(ix);
    Row {
        link: sheet.node(Node::Catalogue(ix)),
        channel: sheet.channel(touchpoint.channel, touchpoint.control),
        status: status_word(touchpoint.meta.status),
        uses: touchpoint.uses.iter().filter_map(|node| one_use(sheet, *node)).collect(),
        owner: touchpoint.meta.owner.as_deref().map(str::to_owned),
        tags: sheet.tags(&touchpoint.meta),
    }
}
