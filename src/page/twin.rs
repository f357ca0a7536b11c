//! The text twin of a map: every fact of every filled lane, stage by stage, as a table.

use super::changes::dropped;
use super::html::{Html, escape_into};
use super::journey::claims_of;
use super::parts::{Cast, control_words};
use super::sheet::{Sheet, lane_title};
use super::words::{Links, write_name};
use crate::diagram;
use crate::model::Control;
use crate::site::number::push_whole;
use crate::site::{
    Against, Claim, Experience, Journey, JourneyIx, Metric, Node, PersonaIx, Stage, Touchpoint,
    Words,
};
use serde::Serialize;
use std::fmt::Write;

/// The table, written here as a whole like the picture whose text it is: no theme can lose a fact.
#[derive(Serialize)]
pub(super) struct TwinView {
    table: Html,
    /// What a journey that changes another drops, with what is felt there today.
    dropped: Html,
    claims: usize,
    touchpoints: usize,
}

struct Column {
    id: String,
    title: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Storyboard,
    Channel,
    When,
    Emotion,
    Moment,
    Claims,
    Metrics,
    Opportunities,
    Zoom,
}

/// A row's facts: of a touchpoint, or of a stage as a whole.
struct Facts<'a> {
    node: Node,
    /// `STAGE.TOUCHPOINT`, or `STAGE` for a stage as a whole.
    place: String,
    experience: &'a Experience,
    values: &'a [(PersonaIx, f64)],
    channel: Option<u32>,
    control: Option<Control>,
    when: Option<&'a Words>,
    metrics: &'a [Metric],
    zoom: Option<JourneyIx>,
}

impl<'a> Facts<'a> {
    fn of(node: Node, stage: &Stage, touchpoint: &'a Touchpoint) -> Self {
        Self {
            node,
            place: [&*stage.meta.id, ".", &*touchpoint.meta.id].concat(),
            experience: &touchpoint.experience,
            values: &touchpoint.experience.emotion,
            channel: touchpoint.channel,
            control: touchpoint.control,
            when: touchpoint.when(),
            metrics: touchpoint.metrics(),
            zoom: touchpoint.journey(),
        }
    }
}

/// What is being written: the table so far, and for whom.
struct Writing<'s, 'a> {
    html: String,
    sheet: &'s mut Sheet<'a>,
    cast: &'s Cast,
    columns: &'s [Column],
    /// The as-is journey that this one changes.
    against: Option<Against>,
}

pub(super) fn twin(sheet: &mut Sheet<'_>, ix: JourneyIx, cast: &Cast) -> TwinView {
    let journey = sheet.site.journey(ix);
    let columns = columns(sheet, journey);
    let html = String::with_capacity(32 * 1024);
    let against = Against::of(sheet.site, ix);
    let mut writing =
        Writing { html, sheet: &mut *sheet, cast, columns: &columns, against: against.clone() };
    writing.head(journey);
    for s in 0..journey.stages.len() as u32 {
        writing.stage(ix, s);
    }
    writing.html.push_str("</table>");
    TwinView {
        table: Html::trusted(writing.html),
        dropped: against.map(|against| dropped(sheet, &against, cast)).unwrap_or_default(),
        claims: all_experiences(journey).map(|e| e.claims.len()).sum(),
        touchpoints: journey.stages.iter().map(|stage| stage.touchpoints.len()).sum(),
    }
}

impl Writing<'_, '_> {
    fn put(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        escape_into(&mut self.html, text);
    }

    fn words(&mut self, words: &Words) {
        self.sheet.write_words(&mut self.html, words, Links::Keep);
    }

    fn link(&mut self, node: Node) {
        self.sheet.write_link(&mut self.html, node);
    }

    fn head(&mut self, journey: &Journey) {
        self.put("<table><caption>");
        let title = self.sheet.label(&journey.title);
        self.sheet.w.twin_caption(&title).write(&mut self.html, escape_into);
        let blueprint = diagram::blueprint_order(self.sheet.w, journey);
        if !blueprint.is_empty() {
            self.put("<br><span class=\"sub\">");
            let order = self.sheet.w.blueprint_order(&blueprint.join(", ")).text();
            self.text(&order);
            self.put("</span>");
        }
        self.put("</caption>\n<thead><tr><th scope=\"col\">");
        self.text(self.sheet.w.head_touchpoint());
        self.put("</th>");
        for column in self.columns {
            self.put("<th scope=\"col\">");
            self.text(&column.title);
            self.put("</th>");
        }
        self.put("</tr></thead>");
    }

    fn stage(&mut self, ix: JourneyIx, s: u32) {
        let stage = self.sheet.site.stage(ix, s);
        self.stage_head(stage, Node::Stage(ix, s));
        let whole = Facts {
            node: Node::Stage(ix, s),
            place: stage.meta.id.to_string(),
            experience: &stage.experience,
            values: &stage.experience.emotion,
            channel: None,
            control: None,
            when: None,
            metrics: stage.metrics(),
            zoom: stage.journey(),
        };
        if has_own_facts(&whole) {
            self.put("\n<tr><th scope=\"row\">");
            self.text(self.sheet.w.stage_whole());
            self.put("</th>");
            self.cells(&whole);
        }
        for (t, touchpoint) in (0..).zip(&stage.touchpoints) {
            let facts = Facts::of(Node::Touchpoint(ix, s, t), stage, touchpoint);
            self.put("\n<tr id=\"row.");
            self.put(&facts.place);
            self.put("\"><th scope=\"row\"><span class=\"v-no\">");
            push_whole(&mut self.html, u64::from(touchpoint.number));
            self.put("</span> ");
            self.link(Node::Touchpoint(ix, s, t));
            if self.against.as_ref().is_some_and(|against| against.is_new(facts.node)) {
                self.put(" <span class=\"tag\">");
                self.text(self.sheet.w.new_mark());
                self.put("</span>");
            }
            self.put("</th>");
            self.cells(&facts);
        }
        self.put("</tbody>");
    }

    fn stage_head(&mut self, stage: &Stage, node: Node) {
        let _ = write!(
            self.html,
            "\n<tbody><tr class=\"grp\" id=\"row.{}\"><th scope=\"rowgroup\" colspan=\"{}\">",
            stage.meta.id,
            self.columns.len() + 1
        );
        self.link(node);
        self.put(" <span class=\"sub\">");
        let w = self.sheet.w;
        let life = stage.lifecycle.map(|l| w.lifecycle_within(l));
        if let Some(phase) = &stage.phase {
            write_name(&mut self.html, phase, stage.meta.lang());
            self.put(" · ");
        }
        if let Some(life) = life {
            self.text(life);
            self.put(" · ");
        }
        for words in stage.goal.iter().chain(stage.when()) {
            self.put("<span dir=\"auto\">");
            self.words(words);
            self.put("</span> · ");
        }
        self.text(w.mean_is());
        self.put(" ");
        if stage.emotion.is_empty() {
            self.text(w.none());
        }
        for (at, (persona, value)) in stage.emotion.iter().enumerate() {
            self.put(if at > 0 { ", " } else { "" });
            let _ = write!(self.html, "{} {}", self.cast.name(*persona), w.felt(*value));
            let against = self.against.as_ref();
            if let Some(was) = against.and_then(|a| a.felt(self.sheet.site, node, *persona)) {
                let _ = write!(self.html, ", {}", w.map_today(&w.felt(was)));
            }
        }
        self.put("</span></th></tr>");
    }

    fn cells(&mut self, facts: &Facts<'_>) {
        for column in self.columns {
            self.cell(facts, column);
        }
        self.put("</tr>");
    }

    fn cell(&mut self, facts: &Facts<'_>, column: &Column) {
        let e = facts.experience;
        let class = match column.kind {
            Kind::Emotion => " class=\"num\">",
            Kind::Channel => " class=\"chn\">",
            Kind::Claims if column.id == "quotes" => " class=\"ser\">",
            _ => ">",
        };
        self.put("<td");
        let head = self.html.len();
        // The address of a cell is as stable as the ids in it.
        for part in [" id=\"_", &*facts.place, ".", &*column.id, "\"", class] {
            self.put(part);
        }
        let empty = self.html.len();
        match column.kind {
            Kind::Storyboard => self.picture(e),
            Kind::Channel => self.channel(facts),
            Kind::When => facts.when.into_iter().for_each(|words| self.words(words)),
            Kind::Emotion => self.emotion(facts),
            Kind::Moment => self.moments(e),
            Kind::Claims => self.claims(&e.claims, &column.id),
            Kind::Metrics => self.metrics(facts.metrics),
            Kind::Opportunities => self.opportunities(e),
            Kind::Zoom => facts.zoom.into_iter().for_each(|zoom| self.link(Node::Journey(zoom))),
        }
        if self.html.len() == empty {
            // A cell without facts needs no address.
            self.html.truncate(head);
            self.put(class);
        }
        self.put("</td>");
    }

    fn picture(&mut self, e: &Experience) {
        let Some(image) = self.sheet.image(e.image.as_deref()) else { return };
        self.put("<img src=\"");
        self.text(&image.src);
        self.put("\" alt=\"");
        self.text(&image.alt);
        self.put("\" loading=\"lazy\">");
    }

    fn channel(&mut self, facts: &Facts<'_>) {
        let channels = &self.sheet.site.channels;
        let Some(channel) = facts.channel.and_then(|ix| channels.get(ix as usize)) else { return };
        self.put("<span dir=\"auto\">");
        self.text(&channel.title);
        self.put("</span><br><span class=\"sub\">");
        self.text(control_words(self.sheet.w, facts.control.or(channel.control)));
        self.put("</span>");
    }

    /// What a persona feels today, and how much that changes.
    fn today(&mut self, facts: &Facts<'_>, persona: PersonaIx) {
        let Some(against) = &self.against else { return };
        // What is said of a stage as a whole stands beside its touchpoints' mean.
        let Node::Touchpoint(..) = facts.node else { return };
        let Some(was) = against.felt(self.sheet.site, facts.node, persona) else { return };
        let now = facts.values.iter().find(|(of, _)| *of == persona);
        let w = self.sheet.w;
        let _ = write!(self.html, " <span class=\"sub\">{}", w.map_today(&w.felt(was)));
        if let Some((_, now)) = now {
            let _ = write!(self.html, " ({})", w.felt(now - was));
        }
        self.put("</span>");
    }

    fn emotion(&mut self, facts: &Facts<'_>) {
        for (at, chip) in self.sheet.emotions(self.cast, facts.values).iter().enumerate() {
            self.put(if at > 0 { "<br>" } else { "" });
            let parts = match &chip.value {
                Some(value) => {
                    ["<span class=\"chip ", chip.class, "\">", chip.name.as_str(), " ", value]
                }
                None => {
                    let no_value = self.sheet.w.no_value();
                    ["<span class=\"sub\">", "", chip.name.as_str(), ": ", no_value, ""]
                }
            };
            parts.iter().for_each(|part| self.put(part));
            self.put("</span>");
            if let Some((persona, _)) = self.cast.members().get(at) {
                self.today(facts, *persona);
            }
        }
        if let Some(feeling) = &facts.experience.feeling {
            self.put("<p class=\"sub\" dir=\"auto\">");
            self.text(self.sheet.w.quote_open());
            self.words(feeling);
            self.text(self.sheet.w.quote_close());
            self.put("</p>");
        }
        let w = self.sheet.w;
        let importance = w.number(facts.experience.importance, 1);
        self.put("<p class=\"sub\">");
        w.importance_is(&importance).write(&mut self.html, escape_into);
        self.put("</p>");
    }

    fn moments(&mut self, e: &Experience) {
        for moment in &e.moments {
            self.put("<p dir=\"auto\">");
            self.html.push_str(self.sheet.shared.moment(moment.kind).as_str());
            self.put(" ");
            self.text(self.sheet.w.moment_kind_head(moment.kind));
            if let Some(why) = &moment.why {
                self.put(": ");
                self.words(why);
            }
            self.put("</p>");
        }
    }

    fn claims(&mut self, claims: &[Claim], lane: &str) {
        let mut claims = claims_of(claims, lane).peekable();
        if claims.peek().is_some() {
            self.sheet.write_claim_list(&mut self.html, claims);
        }
    }

    fn metrics(&mut self, metrics: &[Metric]) {
        for metric in metrics {
            let unit = metric.unit.as_deref().map(|u| format!("\u{a0}{u}")).unwrap_or_default();
            let w = self.sheet.w;
            let shown = |value: f64| format!("{}{unit}", w.number(value, 2));
            self.put("<p dir=\"auto\">");
            self.words(&metric.title);
            if let Some((_, value)) = metric.newest {
                self.text(&format!(": {}", shown(value)));
            }
            if let Some(target) = metric.target {
                self.put(" <span class=\"sub\">");
                self.text(&w.aim(&shown(target)).text());
                self.put("</span>");
            }
            self.put("</p>");
        }
    }

    fn opportunities(&mut self, e: &Experience) {
        for ix in &e.opportunities {
            self.put("<p dir=\"auto\">");
            self.link(Node::Opportunity(*ix));
            let (opportunity, w) = (self.sheet.site.opportunity(*ix), self.sheet.w);
            let quadrant = w.quadrant(opportunity.quadrant);
            let status = w.opportunity_status(opportunity.status);
            let score = w.number(opportunity.score, 1);
            self.put(" <span class=\"sub\">");
            self.text(&format!("{quadrant} · {score} · {status}"));
            self.put("</span></p>");
        }
    }
}

// Columns.

pub(super) fn all_experiences(journey: &Journey) -> impl Iterator<Item = &Experience> {
    journey.stages.iter().flat_map(|stage| {
        std::iter::once(&stage.experience).chain(stage.touchpoints.iter().map(|t| &t.experience))
    })
}

/// The columns that hold something: the shown lanes in their order, then every other filled lane.
fn columns(sheet: &Sheet<'_>, journey: &Journey) -> Vec<Column> {
    let filled = filled(journey);
    let mut columns: Vec<Column> = Vec::new();
    let mut push = |id: &str| {
        let known = columns.iter().any(|column| column.id == id);
        if let (Some(kind), false) = (filled.kind(id), known) {
            let title = match kind {
                Kind::Channel => sheet.w.channel().to_owned(),
                Kind::Zoom => sheet.w.more_detail_head().to_owned(),
                _ => lane_title(sheet.site, sheet.w, id),
            };
            columns.push(Column { id: id.to_owned(), title, kind });
        }
    };
    for lane in &journey.lanes {
        push(lane);
        if &**lane == "emotion" {
            push("moment");
        }
    }
    let rest = ["storyboard", "channels", "when", "emotion", "moment"];
    rest.iter().for_each(|id| push(id));
    filled.lanes.iter().for_each(|id| push(id));
    ["metrics", "opportunities", "zoom"].iter().for_each(|id| push(id));
    columns
}

/// Which lanes hold something.
struct Filled {
    lanes: Vec<String>,
    others: Vec<(&'static str, Kind)>,
}

impl Filled {
    fn kind(&self, id: &str) -> Option<Kind> {
        let other = self.others.iter().find(|(other, _)| *other == id).map(|(_, kind)| *kind);
        other.or_else(|| self.lanes.iter().any(|lane| lane == id).then_some(Kind::Claims))
    }
}

fn filled(journey: &Journey) -> Filled {
    let claims = all_experiences(journey).flat_map(|e| &e.claims);
    let mut order: Vec<_> = claims.map(|claim| claim.full_lane()).collect();
    order.sort();
    order.dedup();
    let any = |test: &dyn Fn(&Experience) -> bool| all_experiences(journey).any(test);
    let touch = |test: &dyn Fn(&crate::site::Touchpoint) -> bool| {
        journey.stages.iter().flat_map(|stage| &stage.touchpoints).any(test)
    };
    let stage = |test: &dyn Fn(&crate::site::Stage) -> bool| journey.stages.iter().any(test);
    let mut others = vec![("emotion", Kind::Emotion)];
    let mut add = |filled: bool, id, kind| {
        if filled {
            others.push((id, kind));
        }
    };
    add(any(&|e| e.image.is_some()), "storyboard", Kind::Storyboard);
    add(touch(&|t| t.channel.is_some()), "channels", Kind::Channel);
    add(touch(&|t| t.when().is_some()), "when", Kind::When);
    add(any(&|e| !e.moments.is_empty()), "moment", Kind::Moment);
    let metrics = touch(&|t| !t.metrics().is_empty()) || stage(&|s| !s.metrics().is_empty());
    add(metrics, "metrics", Kind::Metrics);
    add(any(&|e| !e.opportunities.is_empty()), "opportunities", Kind::Opportunities);
    let zoom = touch(&|t| t.journey().is_some()) || stage(&|s| s.journey().is_some());
    add(zoom, "zoom", Kind::Zoom);
    Filled { lanes: order.iter().map(|(_, id)| (*id).to_owned()).collect(), others }
}

fn has_own_facts(facts: &Facts<'_>) -> bool {
    let e = facts.experience;
    !(e.claims.is_empty()
        && e.emotion.is_empty()
        && e.feeling.is_none()
        && e.moments.is_empty()
        && e.opportunities.is_empty()
        && e.image.is_none()
        && facts.metrics.is_empty()
        && facts.zoom.is_none())
}
