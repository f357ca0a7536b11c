//! Channels: who controls each, how it feels there, and stage × channel with its empty cells.

use super::{SpaceGroup, by_space, slice};
use crate::diagram;
use crate::model::{Channel, Control, Status};
use crate::page::html::Html;
use crate::page::list_head;
use crate::page::paging::{List, Pager, pager};
use crate::page::parts::control_words;
use crate::page::pieces::Markup;
use crate::page::sheet::LinkView;
use crate::page::{Sheet, View};
use crate::site::address::{channel_anchor, encode};
use crate::site::{JourneyIx, Node, Site, Stage, Touchpoint, below_as_is};
use crate::wording::Wording;
use serde::Serialize;

#[derive(Serialize)]
struct ChannelsPage {
    columns: Vec<ColumnView>,
    /// How many columns the table has.
    width: usize,
    /// Whether some touchpoint names no channel.
    unnamed: bool,
    groups: Vec<SpaceGroup<JourneyView>>,
    touchpoints_words: String,
    stages_words: String,
    empty: usize,
    /// What is counted for each channel stands on the first page.
    is_first: bool,
    pager: Pager,
}

/// A channel.
#[derive(Serialize)]
struct ColumnView {
    anchor: String,
    title: String,
    icon: Html,
    control: String,
    class_of_control: &'static str,
    /// `ours`, `a partner’s`, `nobody’s`.
    whose: String,
    touchpoints: usize,
    journeys: usize,
    mean: Option<String>,
    class: &'static str,
}

#[derive(Serialize)]
struct JourneyView {
    journey: LinkView,
    stages: Vec<StageRow>,
}

#[derive(Serialize)]
struct StageRow {
    stage: LinkView,
    /// A cell of the table for each channel: how many touchpoints of the stage are on it. There are
    /// a hundred thousand of them on a large site, most of them empty.
    cells: Html,
}

/// What is counted for a channel.
#[derive(Clone, Default)]
struct Tally {
    touchpoints: usize,
    journeys: usize,
    last: Option<JourneyIx>,
    /// The stage that was counted last, from 1.
    last_stage: usize,
    sum: f64,
    weight: f64,
}

/// The coverage of channels.
pub(in crate::page) fn channels(mut sheet: Sheet<'_>, part: u32) -> View {
    let site = sheet.site;
    let mut chrome = sheet.chrome("p-channels", sheet.w.channels(), "channels/index.html");
    chrome.crumbs = sheet.crumbs("", None);
    list_head::mark_part(&sheet, &mut chrome, "channels/index.html", part);
    let coverage = sheet.shared.channel_coverage(site);
    let unnamed = coverage.unnamed;
    let here = slice(&coverage.journeys, List::Channels.slice(part)).iter().copied();
    let rows: Vec<(&str, JourneyView)> = here
        .filter(|ix| !site.journey(*ix).stages.is_empty())
        .map(|ix| (&**site.journey(ix).meta.space(), journey(&sheet, ix, unnamed)))
        .collect();
    let columns = site.channels.iter().zip(&coverage.tallies).enumerate();
    let view = ChannelsPage {
        columns: columns.map(|(i, (c, tally))| column(&sheet, i as u32, c, tally)).collect(),
        width: site.channels.len() + 1 + usize::from(unnamed),
        unnamed,
        is_first: part == 1,
        touchpoints_words: sheet.w.n_touchpoints(coverage.touchpoints).text(),
        stages_words: sheet.w.in_n_stages(coverage.stages).text(),
        empty: coverage.empty,
        groups: by_space(&mut sheet, None, rows),
        pager: pager(&sheet, List::Channels, part),
    };
    View::page("channels.html", &chrome, &view)
}

/// What is counted for all journeys that are not retired, once for all pages of the list.
pub(in crate::page) struct Coverage {
    /// In the order of their spaces.
    journeys: Vec<JourneyIx>,
    stages: usize,
    touchpoints: usize,
    /// Cells of stage and channel without a touchpoint.
    empty: usize,
    /// Whether some touchpoint names no channel.
    unnamed: bool,
    /// A tally for each channel.
    tallies: Vec<Tally>,
}

impl Coverage {
    pub(in crate::page) fn of(site: &Site) -> Self {
        let living = (0..site.journeys.len() as u32)
            .map(JourneyIx)
            .filter(|ix| site.journey(*ix).meta.status != Status::Retired);
        let mut coverage = Self {
            journeys: living.collect(),
            stages: 0,
            touchpoints: 0,
            empty: 0,
            unnamed: false,
            tallies: vec![Tally::default(); site.channels.len()],
        };
        for ix in coverage.journeys.clone() {
            site.journey(ix).stages.iter().for_each(|stage| coverage.add(ix, stage));
        }
        below_as_is(site, &mut coverage.journeys);
        coverage.journeys.sort_by_key(|ix| {
            let space = site.journey(*ix).meta.space();
            site.spaces.iter().position(|known| known.path == *space)
        });
        coverage
    }

    fn add(&mut self, journey: JourneyIx, stage: &Stage) {
        self.stages += 1;
        self.touchpoints += stage.touchpoints.len();
        self.empty += self.tallies.len();
        for touchpoint in &stage.touchpoints {
            self.unnamed |= touchpoint.channel.is_none();
            let tally = touchpoint.channel.and_then(|c| self.tallies.get_mut(c as usize));
            if let Some(tally) = tally {
                // Each channel counts once for a stage, however many touchpoints are on it.
                self.empty -= usize::from(tally.last_stage != self.stages);
                tally.last_stage = self.stages;
                tally.add(journey, touchpoint);
            }
        }
    }
}

impl Tally {
    fn add(&mut self, journey: JourneyIx, touchpoint: &Touchpoint) {
        self.touchpoints += 1;
        if self.last != Some(journey) {
            self.last = Some(journey);
            self.journeys += 1;
        }
        let experience = &touchpoint.experience;
        for (_, value) in &experience.emotion {
            self.sum += value * experience.importance;
            self.weight += experience.importance;
        }
    }
}

fn column(sheet: &Sheet<'_>, ix: u32, channel: &Channel, tally: &Tally) -> ColumnView {
    let w = sheet.w;
    let mean = (tally.weight > 0.0).then(|| tally.sum / tally.weight);
    ColumnView {
        anchor: anchor(channel),
        title: channel.title.to_string(),
        icon: Html::trusted(diagram::channel_icon(sheet.site, ix)),
        control: channel.control.map_or(w.not_stated(), |c| w.control(c)).to_owned(),
        class_of_control: class(channel.control),
        whose: channel.control.map_or("", |control| whose(w, control)).to_owned(),
        touchpoints: tally.touchpoints,
        journeys: tally.journeys,
        mean: mean.map(|mean| w.felt(mean)),
        class: mean.map_or("", |m| diagram::emotion::class(m, &sheet.site.config.emotion)),
    }
}

fn anchor(channel: &Channel) -> String {
    channel_anchor(&channel.id.value)
}

fn whose(w: &Wording, control: Control) -> &str {
    control_words(w, Some(control))
}

fn journey(sheet: &Sheet<'_>, ix: JourneyIx, unnamed: bool) -> JourneyView {
    let stages = sheet.site.journey(ix).stages.iter().enumerate();
    JourneyView {
        journey: sheet.node(Node::Journey(ix)),
        stages: stages.map(|(s, stage)| stage_row(sheet, ix, s as u32, stage, unnamed)).collect(),
    }
}

fn stage_row(
    sheet: &Sheet<'_>,
    journey: JourneyIx,
    s: u32,
    stage: &Stage,
    unnamed: bool,
) -> StageRow {
    let link = sheet.node(Node::Stage(journey, s));
    let channels = (0..sheet.site.channels.len() as u32).map(Some);
    let mut cells = Markup::with_capacity(1_024);
    for channel in channels.chain(unnamed.then_some(None)) {
        cell(sheet, &mut cells, channel, stage, &link.href);
    }
    StageRow { stage: link, cells: cells.finish() }
}

/// How many touchpoints of a stage are on a channel. They lead to the only one, or to the stage at
/// `page`; the border says who controls them, and words where that is not who controls the channel.
fn cell(sheet: &Sheet<'_>, out: &mut Markup, channel: Option<u32>, stage: &Stage, page: &str) {
    let mut here = stage.touchpoints.iter().filter(|t| t.channel == channel);
    let Some(first) = here.next() else {
        out.put("<td class=\"gap\"><span class=\"vh\">0</span></td>");
        return;
    };
    let default = channel.and_then(|ix| sheet.site.channels[ix as usize].control);
    let (mut count, mut is_mixed) = (1, false);
    for other in here {
        count += 1;
        is_mixed |= other.control != first.control;
    }
    let (class, whose) = match first.control {
        _ if is_mixed => ("c-mixed", Some(sheet.w.mixed())),
        None => ("c-none", None),
        own => (class(own), own.filter(|_| own != default).map(|own| whose(sheet.w, own))),
    };
    out.put("<td><a class=\"ctl ").put(class).put("\" href=\"").text(page);
    if count == 1 {
        out.put("#").text(&encode(&first.meta.id));
    }
    out.put("\">").text(&sheet.w.amount(f64::from(count)));
    if let Some(whose) = whose {
        out.put(" <span>").text(whose).put("</span>");
    }
    out.put("</a></td>");
}

fn class(control: Option<Control>) -> &'static str {
    match control {
        Some(Control::Owned) => "c-owned",
        Some(Control::Partner) => "c-partner",
        Some(Control::Earned) => "c-earned",
        None => "c-none",
    }
}
