//! The page of the search. A script finds things in the index beside the site; without it the page
//! leads to the lists, which hold everything.

use super::counted;
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
    let chrome = sheet.chrome("p-search", "Search", "search.html");
    let row = |path: String, title: &str, about: String| ListRow {
        link: sheet.page(&path, title),
        about,
    };
    let kind = |kind: Kind, n: usize, one: &str, many: &str| {
        row(list_page(kind), sheet.w.kind_title(kind), counted(n, one, many))
    };
    let stages: usize = site.journeys.iter().map(|journey| journey.stages.len()).sum();
    let mut journeys = kind(Kind::Journey, site.journeys.len(), "journey", "journeys");
    journeys.about.push_str(&format!(", {}", counted(stages, "stage", "stages")));
    let channels = counted(site.channels.len(), "channel", "channels");
    let reviews = counted(site.reviews.len(), "review", "reviews");
    let tags = counted(site.tags.len(), "tag", "tags");
    let lists = vec![
        journeys,
        kind(Kind::Persona, site.personas.len(), "persona", "personas"),
        kind(Kind::Touchpoint, site.touchpoints.len(), "shared touchpoint", "shared touchpoints"),
        row("channels/index.html".to_owned(), "Channels", channels),
        kind(Kind::Opportunity, site.opportunities.len(), "opportunity", "opportunities"),
        kind(Kind::Evidence, site.evidence.len(), "source", "sources"),
        row("reviews/index.html".to_owned(), "Reviews", reviews),
        row("tags/index.html".to_owned(), "Tags", tags),
    ];
    let spaces = site.spaces.iter().map(|s| sheet.page(&space_page(&s.path), &s.title)).collect();
    View::page("search.html", &chrome, &SearchPage { lists, spaces })
}
