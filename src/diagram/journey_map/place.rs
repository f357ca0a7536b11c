//! Figures to placed marks: the rows of the map, one after the other.

use super::columns::{Columns, GUTTER, Stop};
use super::feelings::{self, Curves};
use super::{blueprint, cells};
use crate::diagram::Canvas;
use crate::diagram::apart::Rect;
use crate::diagram::icons::Icon;
use crate::diagram::mark::{Anchor, Link, Mark, Text};
use crate::diagram::measure::{Block, balance, wrap};
use crate::diagram::names::{longest_end, short_names};
use crate::diagram::style::{
    CHANNEL, Class, LANE, MORE, NUMBER, PHASE, SMALL, STAGE, Style, TOUCHPOINT,
};
use crate::model::OpportunityStatus;
use crate::site::{Against, Journey, JourneyIx, Node, Site, Words};
use crate::wording::{Direction, Wording};
use std::borrow::Cow;

/// A map in which everything has its place.
pub(crate) struct PlacedMap<'a> {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Lines behind everything.
    pub(crate) under: Vec<Mark<'a>>,
    /// The emotion curves, if there are any.
    pub(crate) curves: Option<Curves<'a>>,
    /// Names of lanes and scales.
    pub(crate) names: Vec<Mark<'a>>,
    /// Texts and everything that is not part of a touchpoint's link.
    pub(crate) body: Vec<Mark<'a>>,
    /// A link for each column.
    pub(crate) links: Vec<Mark<'a>>,
    /// Where each lane lies, in the order in which they are drawn.
    pub(crate) lanes: Vec<PlacedLane<'a>>,
    /// Where each stage begins, in a map that is read from left to right.
    pub(crate) borders: Vec<f64>,
    /// Which way it is read: in a mirrored map the first stage is at the right.
    pub(crate) direction: Direction,
}

impl PlacedMap<'_> {
    /// Where something stands that was placed from left to right, by its ends.
    pub(crate) fn stretch(&self, (left, right): (f64, f64)) -> (f64, f64) {
        match self.direction {
            Direction::LeftToRight => (left, right),
            Direction::RightToLeft => (self.width - right, self.width - left),
        }
    }
}

/// A lane of a placed map.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct PlacedLane<'a> {
    /// Its id; `customer` for the customer's actions in the blueprint.
    pub(crate) id: &'a str,
    /// Its name, empty for the heads of phases and stages.
    pub(crate) title: Cow<'a, str>,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// A map while it is being placed.
pub(crate) struct Placing<'a> {
    pub(crate) w: &'a Wording,
    /// The as-is journey that this one changes.
    pub(crate) against: Option<Against>,
    pub(crate) site: &'a Site,
    pub(crate) page: &'a str,
    pub(crate) journey: &'a Journey,
    pub(crate) columns: Columns<'a>,
    /// Short names of the personas.
    pub(crate) personas: Vec<&'a str>,
    /// Where the next lane begins.
    pub(crate) y: f64,
    pub(crate) map: PlacedMap<'a>,
    /// What belongs to each column's link.
    pub(crate) parts: Vec<Parts<'a>>,
    /// Address of each stage's page.
    pub(crate) stage_links: Vec<String>,
    lane: usize,
    /// The name of the lane that is being placed.
    title: Cow<'a, str>,
}

/// What one column's link holds.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    /// Boxes with the number of the lane they are in.
    hits: Vec<(usize, Rect)>,
    pub(crate) marks: Vec<Mark<'a>>,
}

/// Places the map of a journey.
pub(crate) fn place<'a>(canvas: &Canvas<'a>, ix: JourneyIx) -> PlacedMap<'a> {
    let mut placing = Placing::new(canvas, ix);
    let journey = placing.journey;
    if journey.stages.is_empty() {
        return placing.without_stages();
    }
    let mut lanes: Vec<&str> = Vec::with_capacity(journey.lanes.len());
    for id in journey.lanes.iter().map(|id| &**id).filter(|id| !blueprint::is_band(id)) {
        if !lanes.contains(&id) {
            lanes.push(id);
        }
    }
    let empty: Vec<&str> = lanes.iter().copied().filter(|id| placing.is_empty(id)).collect();
    lanes.retain(|id| !empty.contains(id));
    for (at, id) in lanes.iter().enumerate() {
        placing.lane = at;
        let top = placing.y;
        placing.lane(id);
        placing.part(id, lanes.get(at + 1).copied());
        placing.placed(id, top);
    }
    blueprint::bands(&mut placing);
    placing.without(&empty);
    placing.finish()
}

/// The columns of a journey, with room for the names of its personas at the ends of their curves.
pub(crate) fn columns<'a>(canvas: &Canvas<'a>, ix: JourneyIx, personas: &[&str]) -> Columns<'a> {
    let site = canvas.site;
    let longest = longest_end(canvas.w, site, site.journey(ix), personas);
    // A usual first name needs no more room than a map always keeps.
    Columns::of(site, ix, (longest - 60.0).clamp(0.0, 70.0))
}

impl<'a> Placing<'a> {
    fn new(canvas: &Canvas<'a>, ix: JourneyIx) -> Self {
        let site = canvas.site;
        let journey = site.journey(ix);
        let personas = short_names(site, journey);
        let columns = columns(canvas, ix, &personas);
        let stage_links = (0..journey.stages.len() as u32)
            .map(|s| site.link(canvas.page, Node::Stage(ix, s)))
            .collect();
        let parts = columns.stops.iter().map(|_| Parts::default()).collect();
        let map = PlacedMap {
            width: columns.width,
            height: 0.0,
            under: Vec::with_capacity(64),
            curves: None,
            names: Vec::with_capacity(32),
            body: Vec::with_capacity(256),
            links: Vec::with_capacity(columns.stops.len()),
            lanes: Vec::with_capacity(journey.lanes.len()),
            borders: columns.bands.iter().map(|band| band.left - 6.0).collect(),
            direction: Direction::LeftToRight,
        };
        Self {
            w: canvas.w,
            against: Against::of(site, ix),
            site,
            page: canvas.page,
            journey,
            columns,
            personas,
            y: 0.0,
            map,
            parts,
            stage_links,
            lane: 0,
            title: Cow::default(),
        }
    }

    /// The lane that began at `top` ends here.
    pub(crate) fn placed(&mut self, id: &'a str, top: f64) {
        let title = std::mem::take(&mut self.title);
        self.map.lanes.push(PlacedLane { id, title, top, bottom: self.y });
    }

    fn without_stages(mut self) -> PlacedMap<'a> {
        self.map.body.push(Mark::Text(Text::line(&SMALL, 0.0, 20.0, self.w.no_stages())));
        self.map.height = 32.0;
        self.map
    }

    fn lane(&mut self, id: &'a str) {
        match id {
            "phases" => self.phases(),
            "stages" => self.stages(),
            "touchpoints" => self.touchpoints(),
            "channels" => self.channels(),
            "emotion" => feelings::lane(self),
            "quotes" => cells::quotes(self),
            "opportunities" => cells::opportunities(self),
            "metrics" => cells::metrics(self),
            "storyboard" => cells::storyboard(self),
            _ => cells::claims(self, id, lane_title(self.site, self.w, id)),
        }
    }

    /// Whether nothing stands in a lane in the whole journey. Heads of columns and the curve are
    /// there always.
    fn is_empty(&self, id: &str) -> bool {
        let touchpoints = || self.columns.stops.iter().filter_map(|stop| stop.touchpoint);
        let stages = || self.columns.bands.iter().map(|band| band.stage);
        let mut all = stages()
            .map(|stage| &stage.experience)
            .chain(touchpoints().map(|touchpoint| &touchpoint.experience));
        match id {
            "phases" | "stages" | "touchpoints" | "emotion" => false,
            "channels" => touchpoints().all(|own| own.channel.is_none()),
            "metrics" => {
                stages().all(|own| own.metrics().is_empty())
                    && touchpoints().all(|own| own.metrics().is_empty())
            }
            "storyboard" => all.all(|own| own.image.is_none()),
            "opportunities" => all.all(|own| {
                own.opportunities
                    .iter()
                    .all(|ix| self.site.opportunity(*ix).status == OpportunityStatus::Dropped)
            }),
            lane => all.all(|own| own.claims.iter().all(|claim| claim.lane_id() != lane)),
        }
    }

    /// Says which lanes are left out since nothing stands in them.
    fn without(&mut self, lanes: &[&'a str]) {
        if lanes.is_empty() {
            return;
        }
        let names: Vec<&str> = lanes.iter().map(|id| lane_title(self.site, self.w, id)).collect();
        let words = self.w.lanes_empty(&names.join(", ")).text();
        let room = self.columns.width - GUTTER - 12.0;
        let block = wrap(&words, SMALL.font, room).into_owned();
        let bottom = self.y + 18.0 + SMALL.leading * block.len() as f64;
        self.map.body.push(Mark::Text(Text::new(&SMALL, GUTTER, self.y + 22.0, block)));
        self.y = bottom;
    }

    /// A hairline below a lane. Heads belong together, and a blueprint begins with its own line.
    fn part(&mut self, id: &str, next: Option<&str>) {
        let together = matches!(id, "phases" | "stages")
            || (id, next) == ("touchpoints", Some("channels"))
            || next.is_none();
        if !together {
            self.hairline();
            self.y += 1.0;
        }
    }

    /// Parts lanes. It belongs to one of them, so it is drawn by itself.
    pub(crate) fn hairline(&mut self) {
        let y = self.y + 0.5;
        self.map.body.push(Mark::level("hair", 0.0, self.columns.width, y));
    }

    /// Writes a lane's name with its first baseline at `y`; returns where it ends.
    pub(crate) fn name(&mut self, y: f64, title: impl Into<Cow<'a, str>>) -> f64 {
        let title = title.into();
        let block = match &title {
            Cow::Borrowed(title) => lane_name(title),
            Cow::Owned(title) => lane_name(title).into_owned(),
        };
        self.title = title;
        let end = y + LANE.leading * block.len().max(1) as f64;
        self.map.names.push(Mark::Text(Text::new(&LANE, 0.0, y, block)));
        end - LANE.leading + 6.0
    }

    /// A column takes part of a lane: there it can be clicked.
    pub(crate) fn hit(&mut self, stop: usize, top: f64, height: f64) {
        let column = &self.columns.stops[stop];
        let rect = Rect::new(column.left + 1.0, top, column.width - 2.0, height);
        self.parts[stop].hits.push((self.lane, rect));
    }

    fn phases(&mut self) {
        let bands = &self.columns.bands;
        let (mut at, mut height) = (0, 0.0_f64);
        while at < bands.len() {
            let phase = bands[at].stage.phase.as_deref();
            let same = |band: &&super::columns::Band<'_>| band.stage.phase.as_deref() == phase;
            let count = bands[at..].iter().take_while(same).count();
            let last = &bands[at + count - 1];
            let (left, right) = (bands[at].left, last.left + last.inner());
            at += count;
            let Some(phase) = phase else { continue };
            let capitals = phase.to_uppercase();
            let block = wrap(&capitals, PHASE.font, right - left).into_owned();
            height = height.max(6.0 + PHASE.leading * block.len() as f64);
            let rule = left + block.width + 8.0;
            if block.len() == 1 && rule < right {
                self.map.under.push(Mark::level("hair", rule, right, self.y + 7.5));
            }
            let text = Text::new(&PHASE, left, self.y + 11.0, block);
            let lang = last.stage.meta.lang().map(|lang| &**lang);
            self.map.body.push(Mark::Text(text.in_language(lang)));
        }
        self.y += height;
    }

    fn stages(&mut self) {
        let top = self.y;
        let room = |band: &super::columns::Band<'_>| band.width - 16.0;
        let titles: Vec<Block<'a>> = self
            .columns
            .bands
            .iter()
            .map(|band| balance(band.stage.title.doc.plain(), STAGE.font, room(band)))
            .collect();
        let lines = titles.iter().map(Block::len).max().unwrap_or(1).max(1) as f64;
        let goals_from = top + 21.0 + STAGE.leading * lines;
        let mut bottom = goals_from - 9.0;
        for (at, title) in titles.into_iter().enumerate() {
            let band = &self.columns.bands[at];
            let (left, right) = (band.left, band.left + band.inner());
            self.map.under.push(Mark::level("rule2", left, right, top + 1.0));
            let height = 4.0 + STAGE.leading * title.len().max(1) as f64;
            let hit = Rect::new(left - 4.0, top + 4.0, band.width - 8.0, height);
            let text =
                Text::new(&STAGE, left, top + 22.0, title).in_language(language(&band.stage.title));
            let href = self.stage_links[at].clone();
            self.map.body.push(link("sl", href, String::new(), hit, vec![Mark::Text(text)]));
            let Some(goal) = &band.stage.goal else { continue };
            let goal = prose(&SMALL, left, goals_from, goal, room(band));
            bottom = bottom.max(goals_from + SMALL.leading * goal.block.len() as f64);
            self.map.body.push(Mark::Text(goal));
        }
        self.y = self.zooms(bottom) - 4.0;
    }

    /// A line below the goals: which stages have a map of their own. Returns where it ends.
    fn zooms(&mut self, top: f64) -> f64 {
        let mut bottom = top;
        for band in &self.columns.bands {
            let Some(detail) = band.stage.journey() else { continue };
            let (x, y) = (band.left, top + 3.0);
            let words = Text::line(&MORE, x + 17.0, y, self.w.in_more_detail());
            let hit = Rect::new(x - 3.0, y - 16.0, words.block.width + 24.0, 24.0);
            let label = self.w.more_detail(self.detail(detail)).text();
            let href = self.site.link(self.page, Node::Journey(detail));
            let mut marks = lens(x + 5.0, y - 5.0).to_vec();
            marks.push(Mark::Text(words));
            self.map.body.push(link("more", href, label, hit, marks));
            bottom = top + 14.0;
        }
        bottom
    }

    fn detail(&self, ix: JourneyIx) -> &'a str {
        self.site.journey(ix).title.doc.plain()
    }

    fn touchpoints(&mut self) {
        let top = self.y;
        let mut lines = 1;
        for at in 0..self.columns.stops.len() {
            let stop = self.columns.stops[at];
            let Some(touchpoint) = stop.touchpoint else { continue };
            let title = &touchpoint.title;
            let block = wrap(title.doc.plain(), TOUCHPOINT.font, stop.width - 6.0);
            lines = lines.max(block.len());
            let middle = stop.middle();
            let number = touchpoint.number.to_string();
            let marks = &mut self.parts[at].marks;
            let number = Text::line(&NUMBER, middle, top + 13.0, number);
            marks.push(Mark::Text(number.anchored(Anchor::Middle)));
            let title = Text::new(&TOUCHPOINT, middle, top + 28.0, block)
                .anchored(Anchor::Middle)
                .in_language(language(title));
            marks.push(Mark::Text(title));
        }
        let height = 22.0 + TOUCHPOINT.leading * lines as f64;
        self.hit_touchpoints(top, height);
        let named = self.name(top + 13.0, self.w.lane_touchpoints());
        self.y = (top + height).max(named);
    }

    fn hit_touchpoints(&mut self, top: f64, height: f64) {
        for at in 0..self.columns.stops.len() {
            if self.columns.stops[at].touchpoint.is_some() {
                self.hit(at, top, height);
            }
        }
    }

    fn channels(&mut self) {
        let top = self.y;
        let mut lines = 1;
        let mut icons = vec![None; self.site.channels.len()];
        for at in 0..self.columns.stops.len() {
            let stop = self.columns.stops[at];
            let Some(touchpoint) = stop.touchpoint else { continue };
            let Some((index, channel)) = self.channel(&stop) else { continue };
            let middle = stop.middle();
            let icon = *icons[index].get_or_insert_with(|| Icon::of(channel));
            let block = wrap(&channel.title.text, CHANNEL.font, stop.width - 6.0);
            lines = lines.max(block.len());
            let marks = &mut self.parts[at].marks;
            let control = touchpoint.control;
            marks.push(Mark::Channel { icon, control, x: middle, y: top + 16.0 });
            let name = Text::new(&CHANNEL, middle, top + 41.0, block);
            marks.push(Mark::Text(name.anchored(Anchor::Middle)));
        }
        let height = 33.0 + CHANNEL.leading * lines as f64;
        self.hit_touchpoints(top, height);
        let named = self.name(top + 20.0, self.w.lane_channels());
        self.y = (top + height + 6.0).max(named);
    }

    fn channel(&self, stop: &Stop<'a>) -> Option<(usize, &'a crate::model::Channel)> {
        let index = stop.touchpoint?.channel? as usize;
        Some((index, self.site.channels.get(index)?))
    }

    fn finish(mut self) -> PlacedMap<'a> {
        let height = (self.y + 4.0).round();
        let heads = self.journey.lanes.first().is_some_and(|lane| **lane == *"phases");
        let top = if heads { 22.0 } else { 4.0 };
        for band in self.columns.bands.iter().skip(1) {
            self.map.under.push(Mark::upright("col", band.left - 6.0, top, height - 4.0));
        }
        for at in 0..self.parts.len() {
            let parts = std::mem::take(&mut self.parts[at]);
            if !parts.marks.is_empty() {
                let link = self.column_link(at, parts);
                self.map.links.push(Mark::Link(Box::new(link)));
                self.touchpoint_zoom(at);
            }
        }
        self.map.height = height;
        self.map
    }

    /// A lens beside a touchpoint's number, where it has a map of its own.
    fn touchpoint_zoom(&mut self, at: usize) {
        let stop = &self.columns.stops[at];
        let heads = self.map.lanes.iter().find(|lane| lane.id == "touchpoints");
        let detail = stop.touchpoint.and_then(|touchpoint| touchpoint.journey());
        let (Some(lane), Some(detail)) = (heads, detail) else { return };
        let (x, y) = (stop.middle() + 19.0, lane.top + 8.5);
        let label = self.w.more_detail(self.detail(detail)).text();
        let href = self.site.link(self.page, Node::Journey(detail));
        let hit = Rect::around(x, y, 12.0);
        self.map.links.push(link("zl", href, label, hit, lens(x, y).to_vec()));
    }

    fn column_link(&self, at: usize, parts: Parts<'a>) -> Link<'a> {
        let stop = &self.columns.stops[at];
        let band = self.columns.bands.iter().position(|band| band.stops.contains(&at));
        let band = band.unwrap_or_default();
        let page = &self.stage_links[band];
        let (id, href) = match stop.touchpoint {
            Some(touchpoint) => {
                let (stage, id) = (&self.columns.bands[band].stage.meta.id, &touchpoint.meta.id);
                let anchor = self.site.anchor_of(stop.node).unwrap_or_default();
                let anchor = crate::site::address::encode(&anchor);
                (Some([&**stage, ".", id].concat()), [&**page, "#", &*anchor].concat())
            }
            None => (None, page.clone()),
        };
        let label = self.column_label(stop, &self.columns.bands[band].stage.title);
        let hits = joined(parts.hits);
        Link { class: Class::one("tl"), id, href, label, hits, marks: parts.marks }
    }

    /// A column in words; it begins with the words that are seen.
    fn column_label(&self, stop: &Stop<'a>, stage: &Words) -> String {
        let mut label = String::with_capacity(160);
        match stop.touchpoint {
            Some(touchpoint) => {
                label.push_str(&touchpoint.number.to_string());
                label.push(' ');
                label.push_str(touchpoint.title.doc.plain());
            }
            None => label.push_str(stage.doc.plain()),
        }
        if let Some((_, channel)) = self.channel(stop) {
            label.push_str(", ");
            label.push_str(&channel.title.text);
        }
        let mut before = ". ";
        for (persona, name) in self.journey.personas.iter().zip(&self.personas) {
            if let Some(value) = crate::diagram::series::value_of(stop.experience, *persona) {
                label.push_str(before);
                label.push_str(name);
                label.push(' ');
                label.push_str(&self.w.felt(value));
                if let Some(today) = super::before::words(self, stop.node, *persona) {
                    label.push_str(" (");
                    label.push_str(&today);
                    label.push(')');
                }
                before = ", ";
            }
        }
        label.push('.');
        for moment in &stop.experience.moments {
            label.push(' ');
            label.push_str(self.w.moment_kind_head(moment.kind));
            if let Some(why) = &moment.why {
                label.push_str(": ");
                label.push_str(why.doc.plain());
            }
            label.push('.');
        }
        label
    }
}

/// The name of a lane in the lines that it takes.
pub(crate) fn lane_name(title: &str) -> Block<'_> {
    wrap(title, LANE.font, GUTTER - 12.0)
}

/// Boxes of neighbouring lanes become one, so that a column lights up as one.
fn joined(hits: Vec<(usize, Rect)>) -> Vec<Rect> {
    let mut all: Vec<Rect> = Vec::with_capacity(hits.len());
    let mut before = None;
    for (lane, rect) in hits {
        match all.last_mut() {
            Some(last) if before.is_some_and(|before| lane <= before + 1) => {
                *last = last.union(rect);
            }
            _ => all.push(rect),
        }
        before = Some(lane);
    }
    all
}

/// A magnifying glass around a place: there is a map in more detail.
fn lens<'a>(x: f64, y: f64) -> [Mark<'a>; 2] {
    let class = Class::one("zm");
    let (a, b) = ((x + 2.5, y + 2.5), (x + 6.0, y + 6.0));
    [Mark::Circle { class, x, y, r: 3.75 }, Mark::Line { class, points: [a, b, b] }]
}

/// The language of a text, if it has its own.
pub(crate) fn language(words: &Words) -> Option<&str> {
    words.lang()
}

/// A text of the author's, balanced, at its place.
pub(crate) fn prose<'a>(
    style: &'static Style,
    x: f64,
    y: f64,
    words: &'a Words,
    limit: f64,
) -> Text<'a> {
    let block = balance(words.doc.plain(), style.font, limit);
    Text::new(style, x, y, block).in_language(language(words))
}

/// A link around marks with one box to click.
pub(crate) fn link<'a>(
    class: &'static str,
    href: String,
    label: String,
    hit: Rect,
    marks: Vec<Mark<'a>>,
) -> Mark<'a> {
    let class = Class::one(class);
    Mark::Link(Box::new(Link { class, id: None, href, label, hits: vec![hit], marks }))
}

/// The name of a lane of claims.
fn lane_title<'a>(site: &'a Site, w: &'a Wording, id: &'a str) -> &'a str {
    let own = site.config.custom_lanes.iter().find(|lane| *lane.id == *id);
    own.map(|lane| &*lane.title).or_else(|| w.lane(id)).unwrap_or(id)
}
