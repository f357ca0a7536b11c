//! What many pages draw alike: made once for a site, lent to each page.

use super::directory::Directory;
use super::html::Html;
use super::lists::{Coverage, Standing, claims_by_source};
use super::pieces::{Cited, Step};
use super::portfolio::WholeMap;
use crate::diagram;
use crate::model::{Control, MomentKind};
use crate::site::{EvidenceIx, JourneyIx, Quadrant, Site, below_as_is};
use crate::wording::Wording;
use std::sync::{Arc, OnceLock};

const MOMENTS: [MomentKind; 4] =
    [MomentKind::Delight, MomentKind::Friction, MomentKind::Decision, MomentKind::Pivotal];

const QUADRANTS: [Quadrant; 4] =
    [Quadrant::QuickWin, Quadrant::BigBet, Quadrant::FillIn, Quadrant::Reconsider];

/// Small pictures that stand on many pages.
pub struct Shared<'a> {
    /// The interface's words.
    pub w: &'a Wording,
    channels: Vec<Html>,
    lines: Vec<Html>,
    moments: [Html; 4],
    quadrants: [Html; 4],
    /// The words at the ends of the emotion scale.
    pub(crate) ends: (Arc<str>, Arc<str>),
    channel_coverage: OnceLock<Coverage>,
    standing: OnceLock<Standing>,
    claims_by_source: OnceLock<Vec<usize>>,
    /// Each source where it is cited.
    cited: Box<[OnceLock<Cited>]>,
    /// The stages of each journey.
    steps: Box<[OnceLock<Box<[Step]>>]>,
    /// What links show, where every page is written.
    directory: OnceLock<Directory>,
    /// All journeys in the order of their list.
    journeys: OnceLock<Vec<JourneyIx>>,
    whole_map: OnceLock<WholeMap>,
}

impl<'a> Shared<'a> {
    /// Draws them.
    pub fn new(site: &Site, w: &'a Wording) -> Self {
        let channels = 0..site.channels.len() as u32;
        Self {
            w,
            channels: channels.map(|ix| Html::trusted(diagram::channel_icon(site, ix))).collect(),
            lines: (0..5).map(|place| Html::trusted(diagram::line_sample(place))).collect(),
            moments: MOMENTS.map(|kind| Html::trusted(diagram::moment_icon(kind))),
            quadrants: QUADRANTS.map(|q| Html::trusted(diagram::quadrant_icon(q))),
            ends: super::chrome::scale_ends(site, w),
            channel_coverage: OnceLock::new(),
            standing: OnceLock::new(),
            claims_by_source: OnceLock::new(),
            cited: site.evidence.iter().map(|_| OnceLock::new()).collect(),
            steps: site.journeys.iter().map(|_| OnceLock::new()).collect(),
            directory: OnceLock::new(),
            journeys: OnceLock::new(),
            whole_map: OnceLock::new(),
        }
    }

    /// Every page will be asked for.
    pub(super) fn expect_all(&self, site: &Site) {
        self.directory.get_or_init(|| Directory::of(site));
    }

    pub(super) fn directory(&self) -> Option<&Directory> {
        self.directory.get()
    }

    /// All journeys in the order of their list, when it is first asked for.
    pub(super) fn journeys(&self, site: &Site) -> &[JourneyIx] {
        self.journeys.get_or_init(|| {
            let mut all: Vec<_> = (0..site.journeys.len() as u32).map(JourneyIx).collect();
            below_as_is(site, &mut all);
            all
        })
    }

    /// What the heat map of all journeys shows, when a page of it is first asked for.
    pub(super) fn whole_map(&self, site: &Site) -> &WholeMap {
        self.whole_map.get_or_init(|| WholeMap::of(site))
    }

    /// A source where it is cited, when it first is.
    pub(super) fn cited(&self, ix: EvidenceIx, write: impl FnOnce() -> Cited) -> &Cited {
        self.cited[ix.0 as usize].get_or_init(write)
    }

    /// What is counted of channels, when it is first asked for.
    pub(super) fn channel_coverage(&self, site: &Site) -> &Coverage {
        self.channel_coverage.get_or_init(|| Coverage::of(site))
    }

    /// What is counted of opportunities, when it is first asked for.
    pub(super) fn standing(&self, site: &Site) -> &Standing {
        self.standing.get_or_init(|| Standing::of(site))
    }

    /// How many claims cite each source, when it is first asked for.
    pub(super) fn claims_by_source(&self, site: &Site) -> &[usize] {
        self.claims_by_source.get_or_init(|| claims_by_source(site))
    }

    /// The stages of a journey in a row, when the first of its stage pages asks for them.
    pub(super) fn steps(&self, ix: JourneyIx, write: impl FnOnce() -> Box<[Step]>) -> &[Step] {
        self.steps[ix.0 as usize].get_or_init(write)
    }

    /// A channel's icon in the ring of whoever controls it there.
    pub fn channel(&self, site: &Site, channel: u32, control: Option<Control>) -> Html {
        let usual = site.channels.get(channel as usize).is_some_and(|c| c.control == control);
        match self.channels.get(channel as usize) {
            Some(icon) if usual => icon.clone(),
            _ => Html::trusted(diagram::channel_icon_as(site, channel, control)),
        }
    }

    /// The mark of a kind of moment.
    pub fn moment(&self, kind: MomentKind) -> &Html {
        &self.moments[MOMENTS.iter().position(|other| *other == kind).unwrap_or_default()]
    }

    /// The mark of a quadrant.
    pub fn quadrant(&self, quadrant: Quadrant) -> &Html {
        &self.quadrants[QUADRANTS.iter().position(|other| *other == quadrant).unwrap_or_default()]
    }

    /// A piece of the curve of the persona at a place.
    pub fn line(&self, place: usize) -> Html {
        match self.lines.get(place) {
            Some(line) => line.clone(),
            None => Html::trusted(diagram::line_sample(place)),
        }
    }
}
