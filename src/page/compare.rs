//! Personas side by side: each topic is a band in which all of them stand in the same order.

use super::html::Html;
use super::list_head;
use super::paging::{List, Pager, pager};
use super::persona::{PersonaCard, card, scale_words};
use super::sheet::{LinkView, Sheet, lane_title};
use super::{View, pieces::Markup};
use crate::diagram;
use crate::model::{Kind, Status};
use crate::site::{Claim, JourneyIx, Lane, Node, Persona, PersonaIx};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Serialize)]
struct ComparePage {
    cards: Vec<PersonaCard>,
    /// Facts, goals, motivations, pains, outcomes.
    bands: Vec<Band>,
    /// Scales and channels: a row for each persona.
    tables: Vec<Table>,
    journeys: Vec<Cell>,
    count: usize,
    pager: Pager,
    sources: Html,
}

/// What each of them says to one topic.
#[derive(Serialize)]
struct Band {
    id: String,
    title: String,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    who: LinkView,
    /// Empty where nothing is said.
    html: Html,
}

#[derive(Serialize)]
struct Table {
    id: &'static str,
    title: String,
    heads: Vec<String>,
    rows: Vec<TableRow>,
}

#[derive(Serialize)]
struct TableRow {
    who: LinkView,
    cells: Vec<Html>,
}

/// A page of the comparison.
pub(super) fn compare(mut sheet: Sheet<'_>, part: u32) -> View {
    let site = sheet.site;
    let first = List::Compare.path(1);
    let mut chrome = sheet.chrome("p-compare", sheet.w.side_by_side(), "personas/index.html");
    chrome.window = sheet.w.personas_side_by_side().to_owned();
    chrome.crumbs = sheet.crumbs("", Some(Kind::Persona));
    list_head::mark_part(&sheet, &mut chrome, &first, part);
    let living = (0..site.personas.len() as u32).map(PersonaIx);
    let living: Vec<PersonaIx> =
        living.filter(|ix| site.persona(*ix).meta.status != Status::Retired).collect();
    let here = List::Compare.slice(part);
    let end = here.end.min(living.len());
    let people = &living[here.start.min(end)..end];
    let view = ComparePage {
        cards: people.iter().map(|ix| card(&sheet, *ix)).collect(),
        tables: tables(&sheet, people),
        bands: bands(&mut sheet, people),
        journeys: people.iter().map(|ix| cell(&sheet, *ix, trips(&sheet, *ix))).collect(),
        count: living.len(),
        pager: pager(&sheet, List::Compare, part),
        sources: sheet.sources(),
    };
    View::page("compare.html", &chrome, &view)
}

fn who(sheet: &Sheet<'_>, ix: PersonaIx) -> LinkView {
    sheet.node(Node::Persona(ix))
}

fn cell(sheet: &Sheet<'_>, ix: PersonaIx, html: Html) -> Cell {
    Cell { who: who(sheet, ix), html }
}

fn bands(sheet: &mut Sheet<'_>, people: &[PersonaIx]) -> Vec<Band> {
    let site = sheet.site;
    let lanes = [Lane::Goals, Lane::Motivations, Lane::Pains, Lane::Outcomes];
    let mut bands = Vec::from_iter(facts(sheet, people));
    for lane in lanes {
        let of = |ix: &PersonaIx| -> Vec<&Claim> {
            site.persona(*ix).claims.iter().filter(|claim| claim.lane == lane).collect()
        };
        if people.iter().all(|ix| of(ix).is_empty()) {
            continue;
        }
        let mut cells = Vec::with_capacity(people.len());
        for ix in people {
            let claims = of(ix);
            let html = if claims.is_empty() { Html::default() } else { sheet.claim_list(claims) };
            cells.push(cell(sheet, *ix, html));
        }
        let id = lane.id().to_owned();
        bands.push(Band { title: lane_title(site, sheet.w, &id), id, cells });
    }
    bands
}

/// Her journeys, each with its lowest point for her.
fn trips(sheet: &Sheet<'_>, ix: PersonaIx) -> Html {
    let journeys = &sheet.site.persona(ix).journeys;
    if journeys.is_empty() {
        return Html::default();
    }
    let mut out = Markup::with_capacity(1024);
    out.put("<ul class=\"row-l\">");
    for journey in journeys {
        out.put("<li>");
        sheet.write_link(out.string(), Node::Journey(*journey));
        if let Some(value) = lowest(sheet, ix, *journey) {
            let class = diagram::emotion::class(value, &sheet.site.config.emotion);
            out.put(" <span class=\"nw sub\">").text(sheet.w.lowest_within());
            out.put(" <span class=\"chip ").put(class).put("\">");
            out.text(&sheet.w.felt(value)).put("</span></span>");
        }
        out.put("</li>");
    }
    out.put("</ul>");
    out.finish()
}

fn lowest(sheet: &Sheet<'_>, persona: PersonaIx, journey: JourneyIx) -> Option<f64> {
    let touchpoints = super::parts::touchpoints(sheet.site.journey(journey));
    let values = touchpoints.flat_map(|(_, _, _, touchpoint)| &touchpoint.experience.emotion);
    values.filter(|(who, _)| *who == persona).map(|(_, value)| *value).min_by(f64::total_cmp)
}

fn tables(sheet: &Sheet<'_>, people: &[PersonaIx]) -> Vec<Table> {
    let all = [scales(sheet, people), channels(sheet, people)];
    all.into_iter().filter(|table| !table.heads.is_empty()).collect()
}

fn table(
    sheet: &Sheet<'_>,
    (id, title): (&'static str, &str),
    heads: Vec<String>,
    rows: Vec<(PersonaIx, Vec<Html>)>,
) -> Table {
    let row = |(ix, cells)| TableRow { who: who(sheet, ix), cells };
    Table { id, title: title.to_owned(), heads, rows: rows.into_iter().map(row).collect() }
}

/// A scale as it is named: one label, or two poles.
type Poles = (Arc<str>, Option<Arc<str>>);

fn scales(sheet: &Sheet<'_>, people: &[PersonaIx]) -> Table {
    let persons = || people.iter().map(|ix| sheet.site.persona(*ix));
    let mut names: Vec<Poles> = Vec::new();
    for (left, right, _) in persons().flat_map(|persona| &persona.scales) {
        let poles = (left.clone(), right.clone());
        if !names.contains(&poles) {
            names.push(poles);
        }
    }
    let one = |persona: &Persona, (left, right): &Poles| {
        let own = persona.scales.iter().find(|(l, r, _)| l == left && r == right);
        let Some((_, _, value)) = own else { return Html::default() };
        let mut out = Markup::default();
        out.put(&diagram::slider(sheet.w, left, right.as_deref(), *value))
            .put("<span class=\"sub\">");
        out.text(&scale_words(sheet.w, left, right.as_deref(), *value)).put("</span>");
        out.finish()
    };
    let rows = people
        .iter()
        .zip(persons())
        .map(|(ix, persona)| (*ix, names.iter().map(|poles| one(persona, poles)).collect()));
    let rows = rows.collect();
    let heads = names.iter().map(|(left, right)| match right {
        Some(right) => format!("{left} – {right}"),
        None => left.to_string(),
    });
    table(sheet, ("scales_h", sheet.w.character()), heads.collect(), rows)
}

fn channels(sheet: &Sheet<'_>, people: &[PersonaIx]) -> Table {
    let persons = || people.iter().map(|ix| sheet.site.persona(*ix));
    let used: BTreeSet<u32> =
        persons().flat_map(|persona| &persona.channels).map(|(channel, _)| *channel).collect();
    let one = |persona: &Persona, channel: u32| {
        let own = persona.channels.iter().find(|(own, _)| *own == channel);
        let Some((_, value)) = own else { return Html::default() };
        let mut out = Markup::default();
        out.put(&diagram::steps(sheet.w, *value, 5)).put(" <span class=\"num sub\">");
        out.say(sheet.w.of_5(&sheet.w.number(*value, 1))).put("</span>");
        out.finish()
    };
    let rows = people
        .iter()
        .zip(persons())
        .map(|(ix, persona)| (*ix, used.iter().map(|channel| one(persona, *channel)).collect()));
    let rows = rows.collect();
    let title =
        |channel: &u32| sheet.site.channels.get(*channel as usize).map(|c| c.title.to_string());
    table(sheet, ("prefs_h", sheet.w.channels()), used.iter().filter_map(title).collect(), rows)
}

fn facts(sheet: &mut Sheet<'_>, people: &[PersonaIx]) -> Option<Band> {
    let site = sheet.site;
    let mut cells = Vec::with_capacity(people.len());
    for ix in people {
        let mut out = Markup::default();
        let claims = site.persona(*ix).claims.iter();
        for claim in claims.filter(|claim| matches!(claim.lane, Lane::Attribute)) {
            out.put("<dt dir=\"auto\">").text(claim.lane_id()).put("</dt><dd dir=\"auto\">");
            sheet.write_claim(out.string(), claim);
            out.put("</dd>");
        }
        let list = out.finish();
        let html = match list.is_empty() {
            true => list,
            false => Html::trusted(format!("<dl class=\"attr\">{list}</dl>")),
        };
        cells.push(cell(sheet, *ix, html));
    }
    let any = cells.iter().any(|cell| !cell.html.is_empty());
    any.then(|| Band { id: "facts".to_owned(), title: sheet.w.facts().to_owned(), cells })
}
