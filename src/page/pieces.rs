//! Pieces that stand on many pages, written straight into their markup: links, chips, footnotes,
//! what is lived through. A site is made of them a hundred thousand times over, so they do not
//! take the way through a template; templates lay out a page and say where its pieces stand, and
//! style sheets say how they look.

use super::html::{Html, escape, escape_into};
use super::parts::{Cast, MetricView, moment_text};
use super::sheet::{Sheet, cadence_words, lane_title, review_class, source_about, warn_days};
use super::words::{Links, Stance};
use crate::diagram::{self, Ramp};
use crate::model::{MomentKind, OpportunityStatus, Status};
use crate::site::address::tag_page;
use crate::site::number::push_whole;
use crate::site::{
    Claim, ClaimStatus, EvidenceIx, Experience, JourneyIx, Lane, Meta, Metric, Node, Opportunity,
    OpportunityIx, PersonaIx, Quadrant, Review, ReviewState, Words,
};
use crate::wording::{Filled, Wording};
use jiff::civil::Date;
use std::fmt::Write;

/// Markup being put together. What is given as text is escaped; what is given as markup is not.
#[derive(Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// An empty piece with room for some bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Appends markup that is ours.
    #[inline]
    pub(crate) fn put(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Appends a finished piece.
    pub(crate) fn html(&mut self, html: &Html) -> &mut Self {
        self.put(html.as_str())
    }

    /// Appends text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        escape_into(&mut self.0, text);
        self
    }

    /// Appends a phrase with what it is about.
    pub(crate) fn say<const N: usize>(&mut self, phrase: Filled<'_, N>) -> &mut Self {
        phrase.write(&mut self.0, escape_into);
        self
    }

    /// Appends a whole number.
    pub(crate) fn count(&mut self, n: impl Into<u64>) -> &mut Self {
        push_whole(&mut self.0, n.into());
        self
    }

    /// The string itself, for those who write into one.
    pub(crate) fn string(&mut self) -> &mut String {
        &mut self.0
    }

    /// The finished piece.
    pub(crate) fn finish(self) -> Html {
        Html::trusted(self.0)
    }
}

/// What stands between the members of a list: nothing before the first.
struct Between(&'static str, bool);

impl Between {
    fn new(separator: &'static str) -> Self {
        Self(separator, false)
    }

    fn next(&mut self) -> &'static str {
        if std::mem::replace(&mut self.1, true) { self.0 } else { "" }
    }
}

/// A source in the lists of those who cite it.
pub(crate) struct Cited {
    /// The output path of its page.
    page: String,
    /// What follows the address of its link: its title, what it is, whether it is stale.
    words: Html,
}

/// A stage in the row that stands on all stage pages of its journey. They are in one folder, so its
/// address is the same on all.
pub(crate) struct Step {
    address: Html,
    words: Html,
}

impl Sheet<'_> {
    /// Links to the pages of an entity's tags, with commas between.
    pub(crate) fn tags(&self, meta: &Meta) -> Html {
        let mut out = Markup::default();
        let mut between = Between::new(", ");
        for tag in self.site.tags_of(meta) {
            let page = tag_page(&tag.slug);
            out.put(between.next()).put("<a href=\"").text(&self.to(&page));
            out.put("\" dir=\"auto\">").text(&tag.name).put("</a>");
        }
        out.finish()
    }

    /// An entity's further reading, with commas between.
    pub(crate) fn reading(&self, meta: &Meta) -> Html {
        let mut out = Markup::default();
        let mut between = Between::new(", ");
        for (title, url) in meta.links() {
            out.put(between.next()).put("<a href=\"").text(url);
            if let Some(lang) = meta.lang() {
                out.put("\" lang=\"").text(lang);
            }
            out.put("\" dir=\"auto\">").text(title).put("</a>");
        }
        out.finish()
    }

    /// Links to entities with their titles, with commas between.
    pub(crate) fn links(&self, nodes: &[Node]) -> Html {
        let mut out = Markup::default();
        let mut between = Between::new(", ");
        for node in nodes {
            out.put(between.next());
            self.write_numbered(out.string(), *node);
        }
        out.finish()
    }

    /// Places that something is about. Those of another journey than the page's own are followed by
    /// its name, once for neighbours: every journey has a touchpoint 7.
    pub(crate) fn places(&self, nodes: &[Node], own: Option<JourneyIx>) -> Html {
        let mut out = Markup::default();
        let mut between = Between::new(", ");
        for near in nodes.chunk_by(|a, b| journey_of(*a) == journey_of(*b)) {
            out.put(between.next()).html(&self.links(near));
            if let Some(ix) = journey_of(near[0]).filter(|ix| Some(*ix) != own) {
                out.put(" <span class=\"sub\">");
                self.write_bare_title(out.string(), Node::Journey(ix));
                out.put("</span>");
            }
        }
        out.finish()
    }

    /// A link to an entity; a touchpoint of a stage has its number before its title.
    pub(crate) fn write_numbered(&self, out: &mut String, node: Node) {
        out.push_str("<a href=\"");
        self.write_address(out, node);
        out.push_str("\">");
        if let Node::Touchpoint(j, s, t) = node {
            let number = match self.shared.directory() {
                Some(directory) => directory.number(node),
                None => self.site.touchpoint(j, s, t).number,
            };
            push_whole(out, u64::from(number));
            out.push(' ');
        }
        self.write_title(out, node);
        out.push_str("</a>");
    }

    /// The personas who have a value, each with it on the colour of her feeling.
    pub(crate) fn chips(&self, cast: &Cast, values: &[(PersonaIx, f64)]) -> Html {
        let mut out = Markup::with_capacity(values.len() * 96);
        for (persona, name) in cast.members() {
            if let Some((_, value)) = values.iter().find(|(p, _)| p == persona) {
                let class = diagram::emotion::class(*value, &self.site.config.emotion);
                out.put("<span class=\"chip ").put(class);
                // The dashed frame of what is assumed, and the words for those who do not see it.
                out.put(if self.site.persona(*persona).has_evidence { "\">" } else { " un\">" });
                out.html(name);
                if !self.site.persona(*persona).has_evidence {
                    out.put("<span class=\"vh\"> (").text(self.w.unasked_mark()).put(")</span>");
                }
                out.put(" ");
                out.text(&self.w.felt(*value)).put("</span> ");
            }
        }
        out.finish()
    }

    /// Opportunities named on a page, with what is known of each.
    pub(crate) fn opportunities(&self, indices: &[OpportunityIx]) -> Html {
        if indices.is_empty() {
            return Html::default();
        }
        let mut out = Markup::with_capacity(indices.len() * 512);
        out.put("<ul class=\"oplist\">");
        for ix in indices {
            let opportunity = self.site.opportunity(*ix);
            out.put("<li>").html(self.shared.quadrant(opportunity.quadrant)).put(" ");
            self.write_link(out.string(), Node::Opportunity(*ix));
            out.put(" <span class=\"sub\">").text(self.w.quadrant(opportunity.quadrant)).put(", ");
            out.say(self.w.of_25(&self.w.score_figure(opportunity.score))).put(", ");
            out.text(self.w.opportunity_status(opportunity.status)).put("</span></li>");
        }
        out.put("</ul>");
        out.finish()
    }

    /// Ranked opportunities in a row, keyed to the numbers of a matrix beside it.
    pub(crate) fn priorities(&self, indices: &[OpportunityIx]) -> Html {
        let mut out = Markup::with_capacity(indices.len() * 512);
        out.put("<ol class=\"rank keyed\">");
        for ix in indices {
            let opportunity = self.site.opportunity(*ix);
            out.put("\n<li><b class=\"num\">").count(opportunity.rank.unwrap_or_default());
            out.put("</b><div>");
            self.write_link(out.string(), Node::Opportunity(*ix));
            if opportunity.support != ClaimStatus::Known {
                self.status_tag(out.put(" "), opportunity.support);
            }
            out.put("<br><span class=\"sub\">")
                .text(self.w.quadrant(opportunity.quadrant))
                .put(", ");
            out.say(self.w.of_25(&self.w.score_figure(opportunity.score))).put(", ");
            out.text(self.w.opportunity_status(opportunity.status)).put("</span></div></li>");
        }
        out.put("</ol>");
        out.finish()
    }

    /// What refers to the page's entity, as a section.
    pub(crate) fn backlinks(&self, nodes: &[Node]) -> Html {
        if nodes.is_empty() {
            return Html::default();
        }
        let mut out = Markup::with_capacity(nodes.len() * 160);
        out.put("\n<section class=\"backlinks\" aria-labelledby=\"backlinks_h\">");
        out.put("<h2 id=\"backlinks_h\">").text(self.w.referred_by());
        out.put("</h2><ul class=\"oplist\">");
        for node in nodes {
            out.put("\n<li><span class=\"sub\">").text(self.w.kind_head(node.kind()));
            out.put("</span> ");
            self.write_link(out.string(), *node);
            self.put_within(&mut out, *node);
            out.put("</li>");
        }
        out.put("\n</ul></section>");
        out.finish()
    }

    /// The list of sources: call it last, when everything that cites has been written.
    pub(crate) fn sources(&self) -> Html {
        let mut sources = self.notes.sources().peekable();
        if sources.peek().is_none() {
            return Html::default();
        }
        let mut out = Markup::with_capacity(2048);
        out.put("\n<section class=\"sources\" aria-labelledby=\"sources_h\">");
        out.put("<h2 id=\"sources_h\">").text(self.w.sources()).put("</h2><ol>");
        for (number, ix, places) in sources {
            let source = self.shared.cited(ix, || self.cited(ix));
            out.put("\n<li id=\"source.").count(number as u64);
            out.put("\"><span class=\"src-n\">").count(number as u64).put("</span> <a href=\"");
            self.write_way(out.string(), &source.page);
            out.put("\">").html(&source.words).put(" <span class=\"backs\">");
            for place in 1..=places {
                out.put("<a href=\"#cite.").count(number as u64).put("_").count(place);
                out.put("\" aria-label=\"");
                out.say(self.w.back_to_citation(place, number)).put("\">↩");
                if places > 1 {
                    out.count(place);
                }
                out.put("</a> ");
            }
            out.put("</span></li>");
        }
        out.put("\n</ol></section>");
        out.finish()
    }

    fn cited(&self, ix: EvidenceIx) -> Cited {
        let source = self.site.source(ix);
        let mut words = Markup::with_capacity(256);
        self.write_title(words.string(), Node::Evidence(ix));
        words.put("</a>. ").text(&source_about(self.w, source)).put(".");
        if !source.in_date {
            words.put(" <span class=\"tag t-stale\">").text(self.w.claim_stale()).put("</span>");
        }
        Cited { page: self.site.page_of(Node::Evidence(ix)), words: words.finish() }
    }

    /// Says that an entity is not in force: a draft that was asked for, or retired.
    pub(crate) fn notice(&self, status: Status) -> Html {
        let (word, text) = match status {
            Status::Published => return Html::default(),
            Status::Retired => (self.w.notice_retired(), self.w.notice_retired_text()),
            Status::Draft => (self.w.notice_draft(), self.w.notice_draft_text()),
        };
        let mut out = Markup::default();
        out.put("<p class=\"notice\" role=\"note\"><strong>").text(word).put("</strong> ");
        out.text(text).put("</p>");
        out.finish()
    }

    /// The review banner.
    pub(crate) fn review_banner(&self, review: &Review) -> Html {
        let w = self.w;
        let mut out = Markup::with_capacity(1024);
        out.put("<aside class=\"review ").put(review_class(review.state));
        out.put("\" aria-label=\"").text(w.review()).put("\"");
        if let Some(due) = review.next {
            let _ = write!(
                out.string(),
                " data-review-due=\"{due}\" data-warn=\"{}\"",
                warn_days(review)
            );
        }
        if let Some(last) = review.last {
            let _ = write!(out.string(), " data-last=\"{last}\"");
        }
        out.put("><span class=\"rv-i\">").put(&diagram::review_icon(review.state));
        out.put("</span><p>");
        match review.next {
            Some(due) => self.review_due(&mut out, review, due),
            None => {
                out.put("<strong class=\"rv-state\">").text(w.banner_never()).put("</strong> ");
                out.put("<span class=\"rv-text\">").text(w.review_nobody());
                if let Some(owner) = &review.owner {
                    let every = cadence_words(w, review.every);
                    out.put(" ").say(w.review_will_look(owner, &every));
                }
                out.put("</span>");
            }
        }
        out.put("</p></aside>");
        out.finish()
    }

    fn review_due(&self, out: &mut Markup, review: &Review, due: Date) {
        let w = self.w;
        let (state, verb) = match review.state {
            ReviewState::Overdue => (w.banner_overdue(), w.banner_was_due()),
            ReviewState::DueSoon => (w.banner_due_soon(), w.banner_is_due()),
            ReviewState::Current | ReviewState::Never => (w.banner_next(), w.banner_due()),
        };
        out.put("<strong class=\"rv-state\">").text(state).put("</strong> ");
        out.put("<span class=\"rv-text\"><span class=\"rv-verb\">").text(verb).put("</span> ");
        time(out, w, due);
        out.put(". ");
        let every = cadence_words(w, review.every);
        let last = review.last.map(|last| time_html(w, last));
        match (&last, &review.owner) {
            (Some(last), Some(owner)) => out.say(w.review_last_by(last, owner, &every)),
            (Some(last), None) => out.say(w.review_last(last, &every)),
            (None, Some(owner)) => out.say(w.review_by(owner, &every)),
            (None, None) => out.say(w.review_every(&every)),
        };
        out.put("</span> <span class=\"rv-built\">");
        out.say(w.review_as_of(&time_html(w, self.site.today)));
        out.put("</span>");
    }

    /// The log of earlier reviews, newest first.
    pub(crate) fn review_log(&mut self, review: &Review) -> Html {
        if review.log.is_empty() {
            return Html::default();
        }
        let mut out = Markup::with_capacity(1024);
        out.put("<section aria-labelledby=\"log_h\"><h2 id=\"log_h\">");
        out.text(self.w.review_log()).put("</h2><ol class=\"log\">");
        for (date, by, note) in &review.log {
            out.put("\n<li dir=\"auto\">");
            time(&mut out, self.w, *date);
            if let Some(by) = by {
                out.put(" ").text(by).put(".");
            }
            if let Some(note) = note {
                self.write_words(out.put(" ").string(), note, Links::Keep);
            }
            out.put("</li>");
        }
        out.put("\n</ol></section>");
        out.finish()
    }

    /// Measures beside what the map says; each diagram's ids begin with `prefix`.
    pub(crate) fn metrics(&mut self, metrics: &[Metric], prefix: &str, mapped: &Html) -> Html {
        let mut out = Markup::default();
        for metric in self.measures(metrics, prefix, mapped) {
            measure(&mut out, self.w, &metric);
        }
        out.finish()
    }

    /// What is lived through at a place: emotions, moments, claims. Quotes stand apart.
    pub(crate) fn lived<'c>(
        &mut self,
        e: &Experience,
        claims: impl Iterator<Item = &'c Claim> + Clone,
        cast: &Cast,
    ) -> Html {
        let mut out = Markup::with_capacity(4096);
        self.feelings(&mut out, e, cast);
        for moment in &e.moments {
            let class = format!("moment m-{}", moment.kind.word());
            self.moment_line(&mut out, &class, moment.kind, moment_text(moment, e));
        }
        if let Some(image) = self.image(e.image.as_deref()) {
            out.put("\n<p class=\"t-image\"><img src=\"").text(&image.src);
            out.put("\" alt=\"").text(&image.alt).put("\" loading=\"lazy\"></p>");
        }
        let is_quote = |claim: &&Claim| claim.lane == Lane::Quotes;
        let others: Vec<&Claim> = claims.clone().filter(|claim| !is_quote(claim)).collect();
        if !others.is_empty() {
            out.put("\n<div class=\"t-cells\">");
            for lane in others.chunk_by(|a, b| a.full_lane() == b.full_lane()) {
                let title = lane_title(self.site, self.w, lane[0].lane_id());
                out.put("<div><h3>").text(&title).put("</h3>");
                self.write_claim_list(out.string(), lane.iter().copied());
                out.put("</div>");
            }
            out.put("</div>");
        }
        for claim in claims.filter(is_quote) {
            self.quotation(&mut out, claim);
        }
        out.finish()
    }

    fn feelings(&mut self, out: &mut Markup, e: &Experience, cast: &Cast) {
        if e.emotion.is_empty() && e.feeling.is_none() {
            return;
        }
        out.put("<div class=\"t-feel\">");
        if !e.emotion.is_empty() {
            let ends = &self.shared.ends;
            out.put("<div class=\"t-strip\"><span class=\"sub\">").text(&ends.0).put("</span>");
            out.put(&self.strip(cast, &e.emotion));
            out.put("<span class=\"sub\">").text(&ends.1).put("</span></div>");
        }
        out.put("<p class=\"t-vals\">");
        for (at, (ix, value)) in e.emotion.iter().enumerate() {
            out.put("<span class=\"with\">");
            out.html(&self.shared.line(cast.place(*ix).unwrap_or(at))).put(" ");
            out.html(&cast.name(*ix)).put(" ").text(&self.w.felt(*value)).put("</span> ");
        }
        if let Some(feeling) = &e.feeling {
            out.put("<em dir=\"auto\">").text(self.w.quote_open());
            self.write_words(out.string(), feeling, Links::Keep);
            out.text(self.w.quote_close()).put("</em>");
        }
        out.put("</p></div>");
    }

    fn strip(&mut self, cast: &Cast, values: &[(PersonaIx, f64)]) -> String {
        let place = |at: usize, ix: PersonaIx| cast.place(ix).unwrap_or(at);
        let values = values.iter().enumerate();
        let places: Vec<(usize, f64)> =
            values.map(|(at, (ix, value))| (place(at, *ix), *value)).collect();
        let ramp = std::mem::replace(&mut self.ramp, Ramp::Shown);
        diagram::emotion_strip(&self.canvas("strip"), &places, ramp)
    }

    /// A paragraph for a moment of truth: its mark, its kind, what happens in it.
    pub(crate) fn moment_line(
        &self,
        out: &mut Markup,
        class: &str,
        kind: MomentKind,
        words: Option<&Words>,
    ) {
        out.put("\n<p class=\"").put(class);
        out.put("\" dir=\"auto\">").html(self.shared.moment(kind)).put(" <b>");
        out.text(self.w.moment_kind_head(kind)).put("</b>");
        if let Some(words) = words {
            self.write_label(out.put(" ").string(), words);
        }
        out.put("</p>");
    }

    fn quotation(&mut self, out: &mut Markup, claim: &Claim) {
        out.put("\n<figure class=\"quote q-").put(claim.status.word());
        out.put("\"><blockquote dir=\"auto\"><p>");
        self.write_claim(out.string(), claim);
        out.put("</p></blockquote>");
        if claim.who().is_some() || !claim.personas().is_empty() {
            out.put("<figcaption>");
            let mut between = Between::new(", ");
            if let Some(who) = claim.who() {
                out.put(between.next()).text(who);
            }
            for persona in claim.personas() {
                let mut link = Markup::default();
                self.write_link(link.string(), Node::Persona(*persona));
                out.put(between.next()).say(self.w.like_persona(&link.finish()));
            }
            out.put("</figcaption>");
        }
        out.put("</figure>");
    }

    /// The stages of a journey in a row, with the mean of each; the page's own is marked.
    pub(crate) fn steps(&self, ix: JourneyIx, here: u32, cast: &Cast) -> Html {
        let steps = self.shared.steps(ix, || {
            let all = 0..self.site.journey(ix).stages.len() as u32;
            all.map(|s| self.step(ix, s, cast)).collect()
        });
        let mut out = Markup::with_capacity(2048);
        out.put("<ol>");
        for (s, step) in (0..).zip(steps) {
            out.put(if s == here { "\n<li class=\"on\"><a href=\"" } else { "\n<li><a href=\"" });
            out.html(&step.address);
            out.put(if s == here { "\" aria-current=\"page\">" } else { "\">" });
            out.html(&step.words).put("</a></li>");
        }
        out.put("\n</ol>");
        out.finish()
    }

    fn step(&self, ix: JourneyIx, s: u32, cast: &Cast) -> Step {
        let stage = self.site.stage(ix, s);
        let (mut address, mut words) = (Markup::default(), Markup::with_capacity(256));
        self.write_address(address.string(), Node::Stage(ix, s));
        words.put("<span dir=\"auto\">");
        self.write_label(words.string(), &stage.title);
        words.put("</span> <span class=\"sn-m\">").html(&self.chips(cast, &stage.emotion));
        words.put("</span>");
        Step { address: address.finish(), words: words.finish() }
    }

    /// Opportunities in a few words: title, quadrant, status.
    pub(crate) fn plan(&self, indices: &[OpportunityIx]) -> Html {
        let mut out = Markup::default();
        for ix in indices {
            let opportunity = self.site.opportunity(*ix);
            out.put("<li>").html(self.shared.quadrant(opportunity.quadrant)).put(" ");
            self.write_link(out.string(), Node::Opportunity(*ix));
            out.put(" <span class=\"sub\">").text(self.w.quadrant(opportunity.quadrant)).put(", ");
            out.text(self.w.opportunity_status(opportunity.status)).put("</span></li>");
        }
        out.finish()
    }

    /// The rows of a table of ranked opportunities, with the arithmetic of each.
    pub(crate) fn ranking(&self, indices: &[OpportunityIx], journey: JourneyIx) -> Html {
        let mut out = Markup::with_capacity(indices.len() * 800);
        for ix in indices {
            self.ranked(&mut out, *ix, journey);
        }
        out.finish()
    }

    fn ranked(&self, out: &mut Markup, ix: OpportunityIx, journey: JourneyIx) {
        let opportunity = self.site.opportunity(ix);
        out.put("\n<tr><td class=\"num rk\">");
        match opportunity.rank {
            Some(rank) => out.count(rank),
            None => out.put("<span class=\"vh\">").text(self.w.none()).put("</span>"),
        };
        out.put("</td><th scope=\"row\" dir=\"auto\">");
        self.write_link(out.string(), Node::Opportunity(ix));
        if let Some(warning) = unplanned(self.w, opportunity) {
            out.put(" <span class=\"warn\">").text(warning).put("</span>");
        }
        out.put("</th>");
        self.standing(out, opportunity);
        if opportunity.support != ClaimStatus::Known {
            self.status_tag(out.put(" "), opportunity.support);
        }
        let addresses = self.places(&opportunity.addresses, Some(journey));
        out.put("</td><td>").html(&addresses).put("</td></tr>");
    }

    /// Where an opportunity stands, as cells of a table: quadrant, impact, feasibility with what it
    /// comes from, score, status. The last cell is left open.
    pub(crate) fn standing(&self, out: &mut Markup, opportunity: &Opportunity) {
        let w = self.w;
        out.put("<td class=\"qd-c\">").html(self.shared.quadrant(opportunity.quadrant)).put(" ");
        out.text(w.quadrant_head(opportunity.quadrant)).put("</td><td class=\"num\">");
        out.text(&w.number(opportunity.impact, 2)).put("</td><td class=\"num\">");
        out.text(&w.feasibility_figure(opportunity.feasibility));
        if let Some(effort) = effort_words(w, opportunity) {
            out.put("<br><span class=\"sub\">").text(&effort).put("</span>");
        }
        out.put("</td><td class=\"num sc-c\"><b>").text(&w.score_figure(opportunity.score));
        out.put("</b></td><td>").text(w.opportunity_status_head(opportunity.status));
    }

    /// A word on how well something is supported, in its colour.
    pub(crate) fn status_tag(&self, out: &mut Markup, status: ClaimStatus) {
        out.put("<span class=\"tag t-").put(status.word()).put("\">");
        out.text(self.w.claim_status(status)).put("</span>");
    }

    /// An opportunity that is written where it arises: a section of the page.
    pub(crate) fn inline_opportunity(&mut self, out: &mut Markup, ix: OpportunityIx) {
        let opportunity = self.site.opportunity(ix);
        let anchor = self.site.anchor_of(Node::Opportunity(ix)).unwrap_or_default();
        let mut id = Markup::default();
        id.text(&anchor);
        let id = id.finish();
        out.put("\n<section class=\"touch opp-inline\" id=\"").html(&id);
        out.put("\" aria-labelledby=\"").html(&id).put("_h\"><header><h2 id=\"").html(&id);
        out.put("_h\" dir=\"auto\">").html(self.shared.quadrant(opportunity.quadrant)).put(" ");
        self.write_label(out.string(), &opportunity.title);
        for citation in &opportunity.evidence {
            self.write_citation(out.string(), *citation, Stance::For);
        }
        out.put("</h2>\n<p class=\"t-ch\"><span class=\"sub\">");
        match opportunity.rank {
            Some(rank) => out.say(self.w.opportunity_rank(rank)),
            None => out.text(self.w.head_opportunity()),
        };
        out.put("</span></p></header>\n");
        self.figures(out, opportunity);
        if let Some(warning) = unplanned(self.w, opportunity) {
            out.put("<p class=\"warn\">").text(warning).put("</p>");
        }
        if !opportunity.addresses.is_empty() {
            let addresses = self.links(&opportunity.addresses);
            out.put("<p>").say(self.w.addresses_what(&addresses)).put("</p>");
        }
        if let Some(link) = &opportunity.link {
            out.put("<p><a href=\"")
                .text(link)
                .put("\">")
                .text(self.w.in_tracker())
                .put("</a></p>");
        }
        if let Some(body) = self.body(opportunity.meta.body(), 2, &format!("{anchor}.")) {
            out.put("<div class=\"prose\">").html(&body).put("</div>");
        }
        if !opportunity.meta.tags().is_empty() {
            let tags = self.tags(&opportunity.meta);
            out.put("<p class=\"sub\">").say(self.w.tags_list(&tags)).put("</p>");
        }
        out.put("</section>");
    }

    fn figures(&self, out: &mut Markup, opportunity: &Opportunity) {
        let w = self.w;
        out.put("<dl class=\"figures\"><div><dt>").text(w.quadrant_name()).put("</dt><dd>");
        out.text(w.quadrant_head(opportunity.quadrant));
        out.put("</dd></div><div><dt>")
            .text(w.impact())
            .put("</dt><dd>")
            .text(&self.w.number(opportunity.impact, 2));
        out.put("</dd></div><div><dt>").text(w.feasibility()).put("</dt><dd>");
        out.text(&self.w.feasibility_figure(opportunity.feasibility));
        if let Some(effort) = effort_words(self.w, opportunity) {
            out.put(" <span class=\"sub\">").put(&effort).put("</span>");
        }
        out.put("</dd></div><div><dt>").text(w.score()).put("</dt><dd>");
        out.say(w.of_25(&w.score_figure(opportunity.score)));
        out.put("</dd></div><div><dt>").text(w.status_head()).put("</dt><dd>");
        out.text(w.opportunity_status_head(opportunity.status)).put("</dd></div>");
        if let Some(owner) = &opportunity.meta.owner {
            out.put("<div><dt>").text(w.owner()).put("</dt><dd>").text(owner).put("</dd></div>");
        }
        out.put("<div><dt>").text(w.rests_on()).put("</dt><dd>");
        self.status_tag(out, opportunity.support);
        out.put("</dd></div></dl>");
    }
}

/// A date for machines and people.
fn time(out: &mut Markup, w: &Wording, date: Date) {
    out.html(&time_html(w, date));
}

fn time_html(w: &Wording, date: Date) -> Html {
    Html::trusted(format!("<time datetime=\"{date}\">{}</time>", escape(&w.day(date))))
}

fn measure(out: &mut Markup, w: &Wording, metric: &MetricView) {
    out.put("<div class=\"metric\"><p class=\"m-title\" dir=\"auto\">").html(&metric.title);
    if let Some(newest) = &metric.newest {
        out.put(" <b class=\"num\">").text(newest).put("</b>");
    }
    out.put("</p>\n").html(&metric.spark);
    if let Some(measured) = &metric.measured {
        out.put("\n<p class=\"meas\">");
        if let Some(value) = &measured.value {
            out.put("<span class=\"chip ").put(measured.class).put("\">");
            out.text(w.measured()).put(" ").text(value).put("</span> ");
        }
        if !metric.mapped.is_empty() {
            out.put("<span class=\"sub\">").text(w.mapped()).put("</span> ").html(&metric.mapped);
        }
        out.put("</p>");
    }
    out.put("\n<p class=\"sub\">");
    if let Some(date) = &metric.date {
        out.put("<time datetime=\"").put(&date.iso).put("\">").text(&date.text).put("</time>; ");
    }
    if let Some(target) = &metric.target {
        out.say(w.aim(target)).put("; ");
    }
    out.text(&metric.better);
    if let Some(scale) = &metric.scale {
        out.put("; ").say(w.scale_of(scale));
    }
    out.put(".");
    if let Some(file) = &metric.file {
        out.put(" <a href=\"").text(file).put("\">").text(w.data()).put("</a>");
    }
    out.put("</p></div>");
}

/// `2 · 1 · 3`: time, cost, complexity.
fn effort_words(w: &Wording, opportunity: &Opportunity) -> Option<String> {
    let effort = opportunity.effort?;
    let parts = [effort.time, effort.cost, effort.complexity];
    Some(parts.map(|part| w.number(part, 2)).join(" · "))
}

/// The journey in which a stage or a touchpoint stands.
fn journey_of(node: Node) -> Option<JourneyIx> {
    match node {
        Node::Stage(journey, _) | Node::Touchpoint(journey, ..) => Some(journey),
        _ => None,
    }
}

/// A big bet that is still an idea and counts: what nobody ranks needs no plan.
pub(super) fn unplanned<'w>(w: &'w Wording, opportunity: &Opportunity) -> Option<&'w str> {
    let is_open = opportunity.status == OpportunityStatus::Idea && opportunity.rank.is_some();
    (opportunity.quadrant == Quadrant::BigBet && is_open).then(|| w.unplanned())
}
