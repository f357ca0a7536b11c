//! What surrounds every page: titles, navigation, the footer.

use super::html::Html;
use super::pieces::Markup;
use super::sheet::{DateView, LinkView, Sheet, date_view};
use crate::diagram;
use crate::model::{Control, MomentKind};
use crate::site::address::encode;
use crate::site::{ClaimStatus, Meta, Quadrant, Site};
use crate::wording::{Direction, Wording, direction};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The same on every page of a site. Kept small: each page carries it.
#[derive(Serialize)]
pub(crate) struct SiteChrome {
    title: Arc<str>,
    description: Option<Arc<str>>,
    language: Arc<str>,
    /// The language of the interface, where it is another.
    interface: Option<Arc<str>>,
    /// Whether its lines run from right to left.
    right_to_left: bool,
    arrow_back: &'static str,
    arrow_on: &'static str,
    built: DateView,
    /// When it was built, and with what.
    built_line: Html,
    has_feed: bool,
    sections: [SectionView; 9],
    emotion: ScaleView,
    icons: Icons,
}

/// The emotion scale.
#[derive(Serialize)]
struct ScaleView {
    min: String,
    max: String,
    low: Arc<str>,
    high: Arc<str>,
    /// Whether words name its values; without them its ends are numbers.
    labelled: bool,
    /// The same within a sentence.
    low_within: String,
    high_within: String,
}

/// Marks that many pages draw, by the word that they stand for.
#[derive(Serialize)]
struct Icons {
    moments: BTreeMap<&'static str, Html>,
    quadrants: BTreeMap<&'static str, Html>,
    badges: BTreeMap<&'static str, Html>,
    rings: BTreeMap<&'static str, Html>,
}

impl Icons {
    fn new() -> Self {
        let moments =
            [MomentKind::Delight, MomentKind::Friction, MomentKind::Decision, MomentKind::Pivotal];
        let quadrants =
            [Quadrant::QuickWin, Quadrant::BigBet, Quadrant::FillIn, Quadrant::Reconsider];
        let badges =
            [ClaimStatus::Known, ClaimStatus::Stale, ClaimStatus::Contested, ClaimStatus::Assumed];
        let rings = [Some(Control::Owned), Some(Control::Partner), Some(Control::Earned), None];
        let icon = Html::trusted;
        Self {
            moments: moments.map(|m| (m.word(), icon(diagram::moment_icon(m)))).into(),
            quadrants: quadrants.map(|q| (q.word(), icon(diagram::quadrant_icon(q)))).into(),
            badges: badges.map(|b| (b.word(), icon(diagram::badge_icon("9", b)))).into(),
            rings: rings.map(|r| (ring_word(r), icon(diagram::ring_icon(r)))).into(),
        }
    }
}

/// `owned`, `partner`, `earned`, or `unstated`.
pub(super) fn ring_word(control: Option<Control>) -> &'static str {
    control.map_or("unstated", Control::word)
}

impl SiteChrome {
    pub(crate) fn new(site: &Site, w: &Wording) -> Self {
        let config = &site.config;
        let scale = &config.emotion;
        let (low, high) = scale_ends(site, w);
        let right = direction(&config.language) == Direction::RightToLeft;
        Self {
            title: config.title.clone(),
            description: config.description.clone(),
            language: config.language.clone(),
            interface: w.foreign().cloned(),
            right_to_left: right,
            arrow_back: if right { "→" } else { "←" },
            arrow_on: if right { "←" } else { "→" },
            built_line: built_line(w, &date_view(w, site.today)),
            built: date_view(w, site.today),
            has_feed: config.base_url.is_some(),
            sections: sections(w),
            emotion: ScaleView {
                min: w.felt(scale.min),
                max: w.felt(scale.max),
                labelled: !w.labels(scale).is_empty(),
                low_within: w.within(&low),
                high_within: w.within(&high),
                low,
                high,
            },
            icons: Icons::new(),
        }
    }
}

fn built_line(w: &Wording, built: &DateView) -> Html {
    let mut date = Markup::default();
    date.put("<time datetime=\"").text(&built.iso).put("\">").text(&built.text).put("</time>");
    let mut out = Markup::default();
    out.say(w.built(&date.finish()));
    out.finish()
}

/// The words at the ends of the emotion scale, else its numbers.
pub(crate) fn scale_ends(site: &Site, w: &Wording) -> (Arc<str>, Arc<str>) {
    let scale = &site.config.emotion;
    let labels = w.labels(scale);
    let word = |label: Option<&Arc<str>>, value: f64| {
        label.cloned().unwrap_or_else(|| w.felt(value).into())
    };
    (word(labels.first(), scale.min), word(labels.last(), scale.max))
}

/// Sections of the site: output path, name.
fn sections(w: &Wording) -> [SectionView; 9] {
    [
        ("index.html", w.portfolio()),
        ("journeys/index.html", w.journeys()),
        ("personas/index.html", w.personas()),
        ("touchpoints/index.html", w.touchpoints()),
        ("channels/index.html", w.channels()),
        ("opportunities/index.html", w.opportunities()),
        ("evidence/index.html", w.evidence()),
        ("reviews/index.html", w.reviews()),
        ("search.html", w.search()),
    ]
    .map(|(path, title)| SectionView { path, title: title.to_owned() })
}

/// What surrounds one page.
#[derive(Serialize)]
pub struct Chrome {
    /// Plain title, for the end of the breadcrumbs; empty for the home page.
    pub title: String,
    /// Title of the window, before the site's; empty for the home page.
    pub window: String,
    /// One sentence for search engines.
    pub description: Option<String>,
    /// Class of `body`: tells style sheets the kind of page.
    pub class: &'static str,
    /// The way to the site's root: empty, `../`, or an absolute address.
    pub root: String,
    /// Absolute address of the page.
    pub canonical: Option<String>,
    /// The output path of the section to which the page belongs.
    pub section: String,
    /// `page` where the page is that section's own, else `true`: what `aria-current` says of it.
    pub current: &'static str,
    /// The way here: members of a list.
    #[serde(serialize_with = "as_items")]
    pub crumbs: Vec<LinkView>,
    /// Where the page's source is edited.
    pub edit: Option<String>,
}

/// Links as members of a list, written here because every page has some.
fn as_items<S: Serializer>(links: &[LinkView], to: S) -> Result<S::Ok, S::Error> {
    let mut out = Markup::with_capacity(links.len() * 128);
    for LinkView { href, title } in links {
        out.put("<li><a href=\"").text(href).put("\">").html(title).put("</a></li>");
    }
    out.finish().serialize(to)
}

/// What the header of a page and the files that it loads may depend on: they are the same on a great
/// many pages, and rendered once for all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct InCommon {
    class: &'static str,
    root: String,
    section: String,
    current: &'static str,
}

impl Chrome {
    pub(crate) fn in_common(&self) -> InCommon {
        InCommon {
            class: self.class,
            root: self.root.clone(),
            section: self.section.clone(),
            current: self.current,
        }
    }
}

/// A section of the site in the header.
#[derive(Clone, Serialize)]
pub struct SectionView {
    /// Output path; after `chrome.root` its address.
    pub path: &'static str,
    /// Name.
    pub title: String,
}

impl Sheet<'_> {
    /// What surrounds this page. `section` is the output path of the section it belongs to.
    pub fn chrome(&self, class: &'static str, title: &str, section: &str) -> Chrome {
        Chrome {
            title: title.to_owned(),
            window: title.to_owned(),
            description: None,
            class,
            root: self.root(),
            canonical: self.canonical(),
            section: section.to_owned(),
            current: if section == self.path { "page" } else { "true" },
            crumbs: Vec::new(),
            edit: None,
        }
    }

    /// The absolute address of this page, when the site has one.
    pub fn canonical(&self) -> Option<String> {
        let base = self.site.config.base_url.as_ref()?;
        Some(format!("{base}{}", encode(&self.path)))
    }

    /// Where an entity's source is edited.
    pub fn edit_link(&self, meta: &Meta) -> Option<String> {
        let pattern = self.site.config.repository.as_ref()?;
        Some(pattern.replace("{path}", &encode(meta.path())))
    }
}
