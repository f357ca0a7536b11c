//! The page being made: where it stands, what it cites, and the small views that every kind of
//! page shares.

use super::html::{Html, escape_from, escape_into};
use super::pieces::Markup;
use super::shared::Shared;
use super::words::{Footnotes, Links, Stance};
use crate::diagram::{self, Ramp};
use crate::model::Kind;
use crate::model::{Cadence, Method};
use crate::site::address::{list_page, push_relative, relative, space_page};
use crate::site::{
    Citation, Claim, ClaimStatus, Coverage, Lane, Meta, Node, PersonaIx, Review, ReviewState, Site,
    Words,
};
use crate::wording::Wording;
use jiff::civil::Date;
use serde::Serialize;

/// A page being made.
pub struct Sheet<'a> {
    /// The whole site.
    pub site: &'a Site,
    /// What is drawn once for all pages.
    pub shared: &'a Shared<'a>,
    /// The interface's words.
    pub w: &'a Wording,
    /// The page's output path.
    pub path: String,
    pub(crate) notes: Footnotes,
    /// What the next strip of emotions does about its ramp.
    pub(crate) ramp: Ramp,
}

/// A link with its words.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// Relative address.
    pub href: String,
    /// Words.
    pub title: Html,
}

/// A date for machines and for people.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// `2026-11-23`.
    pub iso: String,
    /// `23 November 2026`.
    pub text: String,
}

/// A claim.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimView {
    /// `known`, `stale`, `contested`, `assumed`.
    pub status: &'static str,
    /// Text, footnotes and status mark.
    pub html: Html,
    /// Who said it, for a quoted highlight.
    pub who: Option<String>,
    /// Whom it is about, if not everybody.
    pub personas: Vec<LinkView>,
}

/// Claims of one lane.
#[derive(Clone, Debug, Serialize)]
pub struct LaneView {
    /// Lane id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Its claims, as a list: each with its status as a class, its footnotes and status mark.
    pub list: Html,
}

/// The review of an entity.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewView {
    /// The banner. It says how things stood at the build date; a script lets the reader's clock
    /// decide, by the dates that the banner carries.
    pub banner: Html,
    /// The log, newest first, as a section; empty without one.
    pub log: Html,
}

/// Evidence coverage.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView {
    /// All claims that count.
    pub claims: u32,
    /// In date.
    pub known: u32,
    /// Out of date.
    pub stale: u32,
    /// Contested.
    pub contested: u32,
    /// Assumed.
    pub assumed: u32,
    /// Whole per cent; `None` without claims.
    pub percent: Option<String>,
    /// The bar.
    pub bar: Html,
    /// How many claims there are of each status, in sentences; empty beside a small bar.
    pub words: Html,
}

/// A value on the emotion scale.
#[derive(Clone, Debug, Serialize)]
pub struct EmotionView {
    /// Whose.
    pub name: Html,
    /// `+1.5`; `None` when it has no value.
    pub value: Option<String>,
    /// Colour class.
    pub class: &'static str,
}

impl<'a> Sheet<'a> {
    /// An empty page at an output path.
    pub fn new(site: &'a Site, shared: &'a Shared<'a>, path: impl Into<String>) -> Self {
        Self {
            site,
            shared,
            w: shared.w,
            path: path.into(),
            notes: Footnotes::default(),
            ramp: Ramp::Drawn,
        }
    }

    /// The address of an entity from this page.
    pub fn link(&self, node: Node) -> String {
        let mut link = String::with_capacity(64);
        self.push_link(&mut link, node);
        link
    }

    fn push_link(&self, out: &mut String, node: Node) {
        match self.shared.directory() {
            Some(directory) => directory.push_way(out, &self.path, node),
            None => self.site.push_way(out, &self.path, node),
        }
    }

    /// The same, escaped for an attribute.
    pub(crate) fn write_address(&self, html: &mut String, node: Node) {
        let start = html.len();
        self.push_link(html, node);
        escape_from(html, start);
    }

    /// The address of an output path, escaped for an attribute.
    pub(crate) fn write_way(&self, html: &mut String, path: &str) {
        let start = html.len();
        push_relative(html, &self.path, path);
        escape_from(html, start);
    }

    /// The address of an output path from this page.
    pub fn to(&self, path: &str) -> String {
        relative(&self.path, path)
    }

    /// The way to the site's root: empty or `../` some times.
    pub fn root(&self) -> String {
        "../".repeat(self.path.matches('/').count())
    }

    /// A link to an entity with its title.
    pub fn node(&self, node: Node) -> LinkView {
        let mut title = String::with_capacity(64);
        self.write_title(&mut title, node);
        LinkView { href: self.link(node), title: Html::trusted(title) }
    }

    /// An entity's title; one of a persona without evidence says so.
    pub(crate) fn write_title(&self, html: &mut String, node: Node) {
        self.write_bare_title(html, node);
        if let Node::Persona(ix) = node {
            self.write_unasked(html, ix);
        }
    }

    /// The title and nothing else.
    pub(crate) fn write_bare_title(&self, html: &mut String, node: Node) {
        match self.shared.directory() {
            Some(directory) => html.push_str(directory.title(node)),
            None => self.write_label(html, self.site.title(node)),
        }
    }

    /// The mark of a persona without evidence.
    pub(crate) fn write_unasked(&self, html: &mut String, ix: PersonaIx) {
        if !self.site.persona(ix).has_evidence {
            html.push_str(" <span class=\"tag t-assumed\">");
            escape_into(html, self.w.unasked_mark());
            html.push_str("</span>");
        }
    }

    /// A link to an output path.
    pub fn page(&self, path: &str, title: &str) -> LinkView {
        LinkView { href: self.to(path), title: Html::text(title) }
    }

    /// Breadcrumbs: portfolio, spaces, the kind's list.
    pub fn crumbs(&self, space: &str, kind: Option<Kind>) -> Vec<LinkView> {
        let mut crumbs = vec![self.page("index.html", self.w.portfolio())];
        for known in self.site.spaces.iter() {
            if *known.path == *space || space.starts_with(&format!("{}/", known.path)) {
                crumbs.push(self.page(&space_page(&known.path), &known.title));
            }
        }
        if let Some(kind) = kind {
            crumbs.push(self.page(&list_page(kind), self.w.kind_title(kind)));
        }
        crumbs
    }

    /// A claim with its footnotes and status mark.
    pub fn claim(&mut self, claim: &Claim) -> ClaimView {
        let mut html = String::with_capacity(96);
        self.write_claim(&mut html, claim);
        ClaimView {
            status: claim.status.word(),
            html: Html::trusted(html),
            who: claim.who().map(str::to_owned),
            personas: claim.personas().iter().map(|p| self.node(Node::Persona(*p))).collect(),
        }
    }

    /// Some claims as a list. Claims are most of what a site holds, so their lists are written
    /// here once and not by each template; classes say how they look.
    pub fn claim_list<'c>(&mut self, claims: impl IntoIterator<Item = &'c Claim>) -> Html {
        let mut html = String::with_capacity(512);
        self.write_claim_list(&mut html, claims);
        Html::trusted(html)
    }

    /// Writes the same.
    pub(crate) fn write_claim_list<'c>(
        &mut self,
        html: &mut String,
        claims: impl IntoIterator<Item = &'c Claim>,
    ) {
        html.push_str("<ul class=\"cls\">");
        for claim in claims {
            html.push_str("<li class=\"s-");
            html.push_str(claim.status.word());
            html.push_str("\" dir=\"auto\">");
            self.write_claim(html, claim);
            self.write_speakers(html, claim);
            html.push_str("</li>");
        }
        html.push_str("</ul>");
    }

    pub(crate) fn write_claim(&mut self, html: &mut String, claim: &Claim) {
        let quoted = matches!(claim.lane, Lane::Quotes | Lane::Quote);
        match &claim.words {
            Some(words) if quoted => {
                escape_into(html, self.w.quote_open());
                self.write_words(html, words, Links::Uncited);
                escape_into(html, self.w.quote_close());
                self.write_more_citations(html, &[], claim.evidence());
            }
            Some(words) => {
                self.write_words(html, words, Links::Keep);
                self.write_more_citations(html, words.citations(), claim.evidence());
            }
            None => {
                html.push_str("<span class=\"held\">");
                escape_into(html, self.w.withheld());
                html.push_str("</span>");
                self.write_more_citations(html, &[], claim.evidence());
            }
        }
        if claim.status != ClaimStatus::Known {
            html.push_str(" <span class=\"tag t-");
            html.push_str(claim.status.word());
            html.push_str("\">");
            escape_into(html, self.w.claim_status(claim.status));
            html.push_str("</span>");
        }
        for citation in claim.against() {
            self.write_citation(html, *citation, Stance::Against);
        }
    }

    /// Who said it, and whom it is about.
    fn write_speakers(&self, html: &mut String, claim: &Claim) {
        if claim.who().is_none() && claim.personas().is_empty() {
            return;
        }
        html.push_str(" <span class=\"sub\">");
        let mut between = "";
        if let Some(who) = claim.who() {
            escape_into(html, who);
            between = ", ";
        }
        for persona in claim.personas() {
            html.push_str(between);
            self.write_link(html, Node::Persona(*persona));
            between = ", ";
        }
        html.push_str("</span>");
    }

    /// A link to an entity with its title.
    pub(crate) fn write_link(&self, html: &mut String, node: Node) {
        html.push_str("<a href=\"");
        self.write_address(html, node);
        html.push_str("\">");
        self.write_title(html, node);
        html.push_str("</a>");
    }

    /// Footnotes for what a claim cites beside its text. Two highlights of one source have the
    /// source's one number.
    fn write_more_citations(&mut self, html: &mut String, shown: &[Citation], all: &[Citation]) {
        for (at, citation) in all.iter().enumerate() {
            let same = |other: &Citation| other.source == citation.source;
            if !shown.iter().any(same) && !all[..at].iter().any(same) {
                self.write_citation(html, *citation, Stance::For);
            }
        }
    }

    /// The lanes of some claims, each with its heading, in the order in which they come.
    pub fn lanes<'c>(&mut self, claims: impl IntoIterator<Item = &'c Claim>) -> Vec<LaneView> {
        let claims: Vec<&Claim> = claims.into_iter().collect();
        let lanes = claims.chunk_by(|a, b| a.full_lane() == b.full_lane());
        lanes
            .map(|claims| {
                let id = claims[0].lane_id();
                LaneView {
                    id: id.to_owned(),
                    title: lane_title(self.site, self.w, id),
                    list: self.claim_list(claims.iter().copied()),
                }
            })
            .collect()
    }

    /// The review of an entity, if it has one.
    pub fn review(&mut self, meta: &Meta) -> Option<ReviewView> {
        let review = meta.review()?;
        Some(ReviewView { banner: self.review_banner(review), log: self.review_log(review) })
    }

    /// Evidence coverage with its bar.
    pub fn coverage(&self, coverage: &Coverage, size: diagram::Size) -> CoverageView {
        CoverageView {
            claims: coverage.claims,
            known: coverage.known,
            stale: coverage.stale,
            contested: coverage.contested,
            assumed: coverage.assumed,
            percent: coverage.ratio().map(|ratio| self.w.whole_percent(ratio)),
            bar: Html::trusted(diagram::coverage_bar(self.w, coverage, size)),
            words: match size {
                diagram::Size::Full => self.by_status(coverage),
                diagram::Size::Mini => Html::default(),
            },
        }
    }

    fn by_status(&self, coverage: &Coverage) -> Html {
        let w = self.w;
        let mut out = Markup::with_capacity(128);
        out.say(w.claims_cite(coverage.known, coverage.claims));
        for (count, words) in [
            (coverage.stale, w.n_stale(coverage.stale)),
            (coverage.contested, w.n_contested(coverage.contested)),
            (coverage.assumed, w.n_assumed(coverage.assumed)),
        ] {
            if count > 0 {
                out.put(" ").say(words);
            }
        }
        out.finish()
    }

    /// A value on the emotion scale with a name before it.
    pub fn emotion(&self, name: Html, value: Option<f64>) -> EmotionView {
        EmotionView {
            name,
            value: value.map(|value| self.w.felt(value)),
            class: value
                .map_or("", |value| diagram::emotion::class(value, &self.site.config.emotion)),
        }
    }

    /// A date.
    pub fn date(&self, date: Date) -> DateView {
        date_view(self.w, date)
    }

    /// An optional text.
    pub fn maybe(&mut self, words: Option<&Words>) -> Option<Html> {
        words.map(|words| self.html(words))
    }
}

/// The heading of a lane: a custom lane's own title, else the interface's word.
pub fn lane_title(site: &Site, w: &Wording, id: &str) -> String {
    match site.config.custom_lanes.iter().find(|lane| *lane.id == *id) {
        Some(lane) => lane.title.to_string(),
        None => w.lane(id).map_or_else(|| capitalised(id), str::to_owned),
    }
}

/// The first letter made a capital.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `Interview, September 2026, 11 people`.
pub fn source_about(w: &Wording, source: &crate::site::Evidence) -> String {
    let mut about = format!("{}, {}", w.method(source.method), source_date(w, source));
    if let Some(count) = source.participants {
        about.push_str(", ");
        about.push_str(&participants(w, source.method, count));
    }
    about
}

/// `11 people`, `1 person`, `1,240 tickets`: a count in what the method counts.
pub fn participants(w: &Wording, method: Method, count: f64) -> String {
    match method.word() {
        "support-tickets" => w.n_tickets(count),
        "analytics" | "session-recording" => w.n_sessions(count),
        "survey" | "nps" => w.n_answers(count),
        "review" => w.n_reviews(count),
        _ => w.n_people(count),
    }
    .to_string()
}

/// `September 2026`, `18 September 2026`, `7 September 2026 to 18 September 2026`.
pub fn source_date(w: &Wording, source: &crate::site::Evidence) -> String {
    match source.from {
        Some(from) => w.dates_from_to(&w.day(from), &w.day(source.date)).text(),
        None if source.date_text.len() == 7 => w.month_of_year(source.date),
        None => w.day(source.date),
    }
}

/// A date for machines and people.
pub fn date_view(w: &Wording, date: Date) -> DateView {
    DateView { iso: date.to_string(), text: w.day(date) }
}

/// `every three months`, `every week`, `every 6 weeks`.
pub fn cadence_words(w: &Wording, every: Cadence) -> String {
    let (months, days) = (every.months, every.days);
    match (months, days) {
        (1, 0) => w.every_month().to_owned(),
        (3, 0) => w.every_quarter().to_owned(),
        (6, 0) => w.every_half_year().to_owned(),
        (12, 0) => w.every_year().to_owned(),
        (months, 0) if months % 12 == 0 => w.every_n_years(months / 12).text(),
        (months, 0) => w.every_n_months(months).text(),
        (0, 1) => w.every_day().to_owned(),
        (0, 7) => w.every_week().to_owned(),
        (0, days) if days % 7 == 0 => w.every_n_weeks(days / 7).text(),
        (0, days) => w.every_n_days(days).text(),
        (months, days) => {
            let days = w.and_n_days(days).text();
            w.every_months_and_days(&days, months).text()
        }
    }
}

/// The class of a review state.
pub fn review_class(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Current => "is-current",
        ReviewState::DueSoon => "is-soon",
        ReviewState::Overdue => "is-overdue",
        ReviewState::Never => "is-never",
    }
}

/// How many days before the day a review is due soon.
pub fn warn_days(review: &Review) -> i64 {
    match (review.next, review.soon_from) {
        // The difference of two dates is in days.
        (Some(next), Some(from)) => i64::from((next - from).get_days()),
        _ => 0,
    }
}
