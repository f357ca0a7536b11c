//! Which pages exist, what each of them shows, and how a theme renders it.
//!
//! [`plan`] lists every output; a [`Renderer`] makes the bytes of one. A page's view is a typed
//! value that holds finished words, links and pictures and nothing else: no place in a source, no
//! path on a disk, no clock, no way back to the site.

mod addresses;
mod by_name;
mod catalogue;
mod changes;
pub mod chrome;
mod compare;
mod contradiction;
pub mod data;
mod directory;
mod faces;
pub mod html;
mod journey;
mod journey_list;
mod list_head;
mod lists;
mod paging;
mod palette;
pub mod parts;
mod persona;
mod pieces;
mod portfolio;
mod redirect;
#[cfg(test)]
mod sample;
pub mod shared;
pub mod sheet;
mod stage;
mod tall;
#[cfg(test)]
mod tests;
mod theme;
mod twin;
pub mod words;

pub use paging::List;
pub use shared::Shared;
pub use sheet::Sheet;
pub use theme::{ASSET_FOLDER, Asset, Brought, THEME_FILE, Theme, ThemeError};

use crate::diagram;
use crate::model::Kind;
use crate::site::address::{list_page, space_page, tag_page};
use crate::site::{CatalogueIx, EvidenceIx, JourneyIx, Node, OpportunityIx, PersonaIx, Site};
use chrome::{Chrome, InCommon, SiteChrome};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};
use tera::Value;
use xxhash_rust::xxh3::Xxh3;

/// An output of the site other than copied files and the theme's assets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PageId {
    /// The portfolio.
    Home,
    /// A space's page, by its index in [`Site::spaces`].
    Space(u32),
    /// The list of personas.
    Personas,
    /// A persona.
    Persona(PersonaIx),
    /// The list of journeys.
    Journeys,
    /// A journey.
    Journey(JourneyIx),
    /// A journey's diagram as a file that stands alone.
    Diagram(JourneyIx),
    /// A stage of a journey.
    Stage(JourneyIx, u32),
    /// The catalogue of touchpoints.
    Catalogue,
    /// A touchpoint of the catalogue.
    Touchpoint(CatalogueIx),
    /// Channels.
    Channels,
    /// The matrix and the ranked list.
    Opportunities,
    /// An opportunity with a file of its own.
    Opportunity(OpportunityIx),
    /// The list of sources.
    Sources,
    /// A source.
    Source(EvidenceIx),
    /// What is due.
    Reviews,
    /// A page of a list beside the one that stands at its address, from 1.
    Part(List, u32),
    /// What the portfolio's filters find, as a script.
    MapRows,
    /// The list of tags.
    Tags,
    /// A tag, by its index in [`Site::tags`].
    Tag(u32),
    /// Search.
    Search,
    /// What a host shows for an address that is not there.
    NotFound,
    /// A former address, by its place in [`Site::redirects`].
    Redirect(u32),
    /// `site.json`.
    SiteJson,
    /// `reviews.json`.
    ReviewsJson,
    /// `reviews.ics`.
    ReviewsIcs,
    /// `feed.xml`.
    Feed,
    /// `sitemap.xml`.
    Sitemap,
    /// A part of the sitemap of a very large site, from 1.
    SitemapPart(u32),
}

/// Every page and data file of a site, in the order of their kinds and lists.
pub fn plan(site: &Site) -> Vec<PageId> {
    let mut pages = vec![PageId::Home];
    pages.extend(indices(site.spaces.len()).map(PageId::Space));
    pages.push(PageId::Personas);
    pages.extend(indices(site.personas.len()).map(|ix| PageId::Persona(PersonaIx(ix))));
    pages.push(PageId::Journeys);
    for journey in indices(site.journeys.len()).map(JourneyIx) {
        pages.push(PageId::Journey(journey));
        pages.push(PageId::Diagram(journey));
        let stages = site.journey(journey).stages.len();
        pages.extend(indices(stages).map(|stage| PageId::Stage(journey, stage)));
    }
    pages.push(PageId::Catalogue);
    pages.extend(indices(site.touchpoints.len()).map(|ix| PageId::Touchpoint(CatalogueIx(ix))));
    pages.extend([PageId::Channels, PageId::Opportunities]);
    pages.extend(
        indices(site.opportunities.len())
            .map(OpportunityIx)
            .filter(|ix| site.opportunity(*ix).home.is_none())
            .map(PageId::Opportunity),
    );
    pages.push(PageId::Sources);
    pages.extend(indices(site.evidence.len()).map(|ix| PageId::Source(EvidenceIx(ix))));
    pages.push(PageId::Reviews);
    for list in paging::ALL {
        pages.extend(list.further(site).map(|part| PageId::Part(list, part)));
    }
    if List::Map.parts(site) > 0 {
        pages.push(PageId::MapRows);
    }
    pages.push(PageId::Tags);
    pages.extend(indices(site.tags.len()).map(PageId::Tag));
    pages.extend([PageId::Search, PageId::NotFound]);
    pages.extend(indices(site.redirects.len()).map(PageId::Redirect));
    pages.extend([PageId::SiteJson, PageId::ReviewsJson, PageId::ReviewsIcs]);
    if site.config.base_url.is_some() {
        let parts = data::sitemap_parts(&pages);
        pages.extend([PageId::Feed, PageId::Sitemap]);
        pages.extend((1..=parts).map(PageId::SitemapPart));
    }
    pages
}

fn indices(len: usize) -> impl Iterator<Item = u32> {
    0..len as u32
}

impl PageId {
    /// The entity that it is a page of; nothing for lists and data.
    pub fn entity(self) -> Option<Node> {
        Some(match self {
            PageId::Persona(ix) => Node::Persona(ix),
            PageId::Journey(ix) | PageId::Diagram(ix) | PageId::Stage(ix, _) => Node::Journey(ix),
            PageId::Touchpoint(ix) => Node::Catalogue(ix),
            PageId::Opportunity(ix) => Node::Opportunity(ix),
            PageId::Source(ix) => Node::Evidence(ix),
            _ => return None,
        })
    }

    /// Where the output stands, relative to the site's root.
    pub fn output_path(self, site: &Site) -> String {
        match self {
            PageId::Home => "index.html".to_owned(),
            PageId::Space(ix) => space_page(&site.spaces[ix as usize].path),
            PageId::Personas => list_page(Kind::Persona),
            PageId::Persona(ix) => site.page_of(Node::Persona(ix)),
            PageId::Journeys => list_page(Kind::Journey),
            PageId::Journey(ix) => site.page_of(Node::Journey(ix)),
            PageId::Diagram(ix) => diagram_path(site, ix),
            PageId::Stage(journey, stage) => site.page_of(Node::Stage(journey, stage)),
            PageId::Catalogue => list_page(Kind::Touchpoint),
            PageId::Touchpoint(ix) => site.page_of(Node::Catalogue(ix)),
            PageId::Channels => "channels/index.html".to_owned(),
            PageId::Opportunities => list_page(Kind::Opportunity),
            PageId::Opportunity(ix) => site.page_of(Node::Opportunity(ix)),
            PageId::Sources => list_page(Kind::Evidence),
            PageId::Source(ix) => site.page_of(Node::Evidence(ix)),
            PageId::Reviews => "reviews/index.html".to_owned(),
            PageId::Part(list, part) => list.path(part),
            PageId::MapRows => "journeys/map_.js".to_owned(),
            PageId::Tags => "tags/index.html".to_owned(),
            PageId::Tag(ix) => tag_page(&site.tags[ix as usize].slug),
            PageId::Search => "search.html".to_owned(),
            PageId::NotFound => "404.html".to_owned(),
            PageId::Redirect(ix) => redirect::path(site, ix),
            PageId::SiteJson => "site.json".to_owned(),
            PageId::ReviewsJson => "reviews.json".to_owned(),
            PageId::ReviewsIcs => "reviews.ics".to_owned(),
            PageId::Feed => "feed.xml".to_owned(),
            PageId::Sitemap => "sitemap.xml".to_owned(),
            PageId::SitemapPart(part) => data::sitemap_path(part),
        }
    }
}

/// The output path of a journey's stand-alone diagram.
pub fn diagram_path(site: &Site, journey: JourneyIx) -> String {
    let page = site.page_of(Node::Journey(journey));
    format!("{}.svg", page.strip_suffix(".html").unwrap_or(&page))
}

/// What a page shows, before a theme has touched it.
pub struct View {
    body: Body,
}

enum Body {
    Template { name: &'static str, page: Value, chrome: Value, common: InCommon },
    Finished(Vec<u8>),
}

impl View {
    /// A page that a template renders: in it, `page` is `view` and `chrome` what surrounds it.
    pub(crate) fn page(name: &'static str, chrome: &Chrome, view: &impl Serialize) -> View {
        let body = Body::Template {
            name,
            page: Value::from_serializable(view),
            chrome: Value::from_serializable(chrome),
            common: chrome.in_common(),
        };
        View { body }
    }

    /// An output that needs no theme: data, a diagram.
    pub(crate) fn finished(bytes: impl Into<Vec<u8>>) -> View {
        View { body: Body::Finished(bytes.into()) }
    }
}

/// Why a page was not written.
#[derive(Debug)]
pub enum WriteError {
    /// Its template failed.
    Theme(ThemeError),
    /// There was no room, or nobody to take it.
    Out(io::Error),
}

/// Renders the pages of one site with one theme.
pub struct Renderer<'a> {
    site: &'a Site,
    theme: &'a Theme,
    chrome: Value,
    words: Value,
    shared: Shared<'a>,
    /// By what they depend on.
    common: Mutex<BTreeMap<InCommon, Common>>,
}

/// What is the same on a great many pages, from templates of the same names: half of all that a layout
/// says.
#[derive(Clone)]
struct Common {
    links: Value,
    masthead: Value,
}

impl<'a> Renderer<'a> {
    /// What all pages share is worked out here, once.
    pub fn new(site: &'a Site, theme: &'a Theme) -> Self {
        let wording = theme.wording();
        Self {
            site,
            theme,
            chrome: Value::from_serializable(&SiteChrome::new(site, wording)),
            words: Value::from_serializable(&wording.plain().collect::<BTreeMap<_, _>>()),
            shared: Shared::new(site, wording),
            common: Mutex::default(),
        }
    }

    /// Every page will be asked for: what others show of an entity is made for all at once.
    pub fn expect_all(&self) {
        self.shared.expect_all(self.site);
    }

    /// The bytes of a page.
    pub fn render(&self, page: PageId) -> Result<Vec<u8>, ThemeError> {
        self.finish(view(self.site, &self.shared, page), page)
    }

    /// The bytes of a journey's page and of the file of its diagram, which is laid out once for
    /// both.
    ///
    /// # Errors
    /// A template that fails.
    pub fn render_journey(&self, ix: JourneyIx) -> Result<(Vec<u8>, Vec<u8>), ThemeError> {
        let page = PageId::Journey(ix);
        let sheet = Sheet::new(self.site, &self.shared, page.output_path(self.site));
        let (view, file) = journey::view_and_file(sheet, ix);
        Ok((self.finish(view, page)?, self.theme.recolour(file)))
    }

    /// The priority matrix of the whole site as a file that stands alone.
    pub fn matrix_file(&self) -> Vec<u8> {
        let canvas = diagram::Canvas {
            site: self.site,
            w: self.shared.w,
            page: "priority-matrix.svg",
            prefix: "matrix",
            form: diagram::Form::Alone,
        };
        let svg = diagram::priority_matrix(&canvas, &self.site.ranked);
        self.theme.recolour(svg.into_bytes())
    }

    /// The bytes of a page whose view is there already.
    ///
    /// # Errors
    /// A template that fails.
    pub fn finish(&self, view: View, page: PageId) -> Result<Vec<u8>, ThemeError> {
        match view.body {
            Body::Finished(bytes) if matches!(page, PageId::Diagram(_)) => {
                Ok(self.theme.recolour(bytes))
            }
            Body::Finished(bytes) => Ok(bytes),
            Body::Template { name, page: value, chrome, common } => {
                let room = LAYOUT + letters(&value);
                let path = page.output_path(self.site);
                let mut context = self.context(chrome);
                let shared = self.common(common, &path)?;
                context.insert_value("links", shared.links);
                context.insert_value("masthead", shared.masthead);
                context.insert_value("page", value);
                let bytes = self.theme.render(name, &context, &path, room)?;
                Ok(match page {
                    // It leads to this site by whole addresses, wherever it is shown.
                    PageId::NotFound => bytes,
                    _ => addresses::numbered(bytes, self.shared.w),
                })
            }
        }
    }

    /// What every template may show.
    fn context(&self, chrome: Value) -> tera::Context {
        let mut context = tera::Context::new();
        context.insert_value("site", self.chrome.clone());
        context.insert_value("chrome", chrome);
        context.insert_value("w", self.words.clone());
        context
    }

    fn common(&self, common: InCommon, path: &str) -> Result<Common, ThemeError> {
        let known = || self.common.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parts) = known().get(&common) {
            return Ok(parts.clone());
        }
        let context = self.context(Value::from_serializable(&common));
        let part = |template| -> Result<Value, ThemeError> {
            let html = self.theme.render(template, &context, path, LAYOUT)?;
            Ok(Value::safe_string(&String::from_utf8_lossy(&html)))
        };
        let parts = Common { links: part("links.html")?, masthead: part("masthead.html")? };
        known().insert(common, parts.clone());
        Ok(parts)
    }

    /// Writes the bytes of a page. The largest output is never in memory as a whole.
    ///
    /// # Errors
    /// A template that fails; those of `out`.
    pub fn write(&self, page: PageId, out: &mut dyn io::Write) -> Result<(), WriteError> {
        match page {
            PageId::SiteJson => data::write_site_json(self.site, out).map_err(WriteError::Out),
            _ => {
                let bytes = self.render(page).map_err(WriteError::Theme)?;
                out.write_all(&bytes).map_err(WriteError::Out)
            }
        }
    }

    /// What a page shows.
    pub fn view(&self, page: PageId) -> View {
        view(self.site, &self.shared, page)
    }

    /// Changes when what the page shows changes; together with the theme's hash it tells whether
    /// a page must be rendered again.
    pub fn view_hash(&self, page: PageId) -> u64 {
        self.hash(&self.view(page))
    }

    /// The same of a view that is there already.
    pub fn hash(&self, view: &View) -> u64 {
        let mut hash = Xxh3::new();
        match &view.body {
            Body::Finished(bytes) => hash.update(bytes),
            // What is common is made of what stands in `chrome`.
            Body::Template { name, page, chrome, .. } => {
                hash.update(name.as_bytes());
                for value in [&self.chrome, chrome, page] {
                    hash.update(&serde_json::to_vec(value).unwrap_or_default());
                }
            }
        }
        hash.digest()
    }
}

/// What a layout takes beside the texts of its page, in bytes.
const LAYOUT: usize = 8 * 1024;

/// Bytes of all texts in a value.
fn letters(value: &Value) -> usize {
    if let Some(text) = value.as_str() {
        return text.len();
    }
    let of_map = value.as_map().into_iter().flat_map(|map| map.values());
    of_map.chain(value.as_array().into_iter().flatten()).map(letters).sum()
}

/// The bytes of one page.
pub fn render(site: &Site, theme: &Theme, page: PageId) -> Result<Vec<u8>, ThemeError> {
    Renderer::new(site, theme).render(page)
}

/// The hash of what one page shows.
pub fn view_hash(site: &Site, theme: &Theme, page: PageId) -> u64 {
    Renderer::new(site, theme).view_hash(page)
}

/// What a page shows.
pub fn view(site: &Site, shared: &Shared<'_>, page: PageId) -> View {
    let sheet = Sheet::new(site, shared, page.output_path(site));
    match page {
        PageId::Home => portfolio::home(sheet),
        PageId::Space(ix) => portfolio::space(sheet, ix),
        PageId::Personas => persona::list(sheet, 1),
        PageId::Persona(ix) => persona::view(sheet, ix),
        PageId::Journeys => journey_list::list(sheet, 1),
        PageId::Journey(ix) => journey::view(sheet, ix),
        PageId::Diagram(ix) => diagram_file(sheet, ix),
        PageId::Stage(journey, stage) => stage::view(sheet, journey, stage),
        PageId::Catalogue => catalogue::list(sheet, 1),
        PageId::Touchpoint(ix) => catalogue::view(sheet, ix),
        PageId::Channels => lists::channels(sheet, 1),
        PageId::Opportunities => lists::opportunities(sheet, 1),
        PageId::Opportunity(ix) => lists::opportunity(sheet, ix),
        PageId::Sources => lists::sources(sheet, 1),
        PageId::Source(ix) => lists::source(sheet, ix),
        PageId::Reviews => lists::reviews(sheet, 1),
        PageId::Part(list, part) => part_view(sheet, list, part),
        PageId::MapRows => portfolio::map_rows(sheet),
        PageId::Tags => lists::tags(sheet),
        PageId::Tag(ix) => lists::tag(sheet, ix),
        PageId::Search => lists::search(sheet),
        PageId::NotFound => lists::not_found(sheet),
        PageId::Redirect(ix) => redirect::view(sheet, ix),
        PageId::SiteJson => View::finished(data::site_json(site)),
        PageId::ReviewsJson => View::finished(data::reviews_json(site)),
        PageId::ReviewsIcs => View::finished(data::reviews_ics(site, shared.w)),
        PageId::Feed => View::finished(data::feed(site, shared.w)),
        PageId::Sitemap => View::finished(data::sitemap(site, &plan(site))),
        PageId::SitemapPart(part) => View::finished(data::sitemap_part(site, &plan(site), part)),
    }
}

fn part_view(sheet: Sheet<'_>, list: List, part: u32) -> View {
    match list {
        List::Map => portfolio::map(sheet, part),
        List::Journeys => journey_list::list(sheet, part),
        List::Personas => persona::list(sheet, part),
        List::Compare => compare::compare(sheet, part),
        List::Catalogue => catalogue::list(sheet, part),
        List::Channels => lists::channels(sheet, part),
        List::Opportunities => lists::opportunities(sheet, part),
        List::Sources => lists::sources(sheet, part),
        List::Reviews => lists::reviews(sheet, part),
    }
}

fn diagram_file(sheet: Sheet<'_>, journey: JourneyIx) -> View {
    let canvas = diagram::Canvas {
        site: sheet.site,
        w: sheet.w,
        page: &sheet.path,
        prefix: "map",
        form: diagram::Form::Alone,
    };
    View::finished(diagram::journey_map(&canvas, journey).svg)
}
