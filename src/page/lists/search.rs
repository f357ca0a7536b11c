//! The page of the search. A script finds things in the index beside the site; without it the page
//! leads to the lists, which hold everything.

use crate::model::Kind;
use crate::page::sheet::LinkView;
use crate::page::{Sheet, View};
use crate::site::address::{list_page, space_page};
use serde::Serialize;

#[derive(Serialize)]
struct SearchPage {
    lists: Vec<ListRow>,
    spaces: Vec<LinkView>,
}

/// A list and what is in it.
#[derive(Serialize)]
struct ListRow {
    link: LinkView,
    about: String,
}

/// The field, and the lists by kind.
pub(in crate::page) fn search(sheet: Sheet<'_>) -> View {
    let site = sheet.site;
    let w = sheet.w;
    let chrome = sheet.chrome("p-search", w.search(), "search.html");
    let row = |path: String, title: &str, about: String| ListRow {
        link: sheet.page(&path, title),
        about,
    };
    let kind = |kind: Kind, about: String| row(list_page(kind), w.kind_title(kind), about);
    let stages: usize = site.journeys.iter().map(|journey| journey.stages.len()).sum();
    let mut journeys = kind(Kind::Journey, w.n_journeys(site.journeys.len()).text());
    journeys.about.push_str(&format!(", {}", w.n_stages(stages)));
    let channels = w.n_channels(site.channels.len()).text();
    let reviews = w.n_reviews_of(site.reviews.len()).text();
    let tags = w.n_tags(site.tags.len()).text();
    let lists = vec![
        journeys,
        kind(Kind::Persona, w.n_personas(site.personas.len()).text()),
        kind(Kind::Touchpoint, w.n_shared(site.touchpoints.len()).text()),
        row("channels/index.html".to_owned(), w.channels(), channels),
        kind(Kind::Opportunity, w.n_opportunities(site.opportunities.len()).text()),
        kind(Kind::Evidence, w.n_sources(site.evidence.len()).text()),
        row("reviews/index.html".to_owned(), w.reviews(), reviews),
        row("tags/index.html".to_owned(), w.tags(), tags),
    ];
    let spaces = site.spaces.iter().map(|s| sheet.page(&space_page(&s.path), &s.title)).collect();
    View::page("search.html", &chrome, &SearchPage { lists, spaces })
}
