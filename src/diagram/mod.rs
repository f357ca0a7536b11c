//! Plain figures → placed marks → SVG.
//!
//! Every diagram is placed first, as [`mark`]s with plain numbers that a test can question, and
//! drawn second. Words are measured, never guessed at: no text is clipped and none lies on
//! another. Inside a page the theme's stylesheet colours the classes; a file that stands alone
//! carries its colours itself.
//!
//! # Classes
//!
//! [`classes`] lists every class that a theme's stylesheet has to know:
//!
//! - pictures: `map` (with `stagecurve`, `matrix`, `spark`; `wide`), `side`, `strip`, `slider`, `steps`,
//!   `dots`,
//!   `cover` (`mini`), `avatar`, `thumb`, `v-a`, `v-b`, `rvi` (`rvi-current` …), `ico` (moments,
//!   quadrants, rings), `ico-b` (badges), `ico-c` (channels), `ico-l` (lines)
//! - texts: `ph st sm no tp tpb ch la sc mk mt vl en mv cl bt mo qt ot bp ln ax qn op-n op-l av-t`
//! - personas by their place in the journey, 1–12, then again from 1 with the place in `data-of`:
//!   `cv cv-1`…, `pt pt-1`…, `en en-1`…, whatever else is hers `w w-1`…; a shape each. `cv-halo`
//!   under a curve
//! - today behind a to-be map: curve `was`, points `wp`, dropped ones `wg`, gaps `gp-up`, `gp-dn`
//! - emotion: `e-n4 … e-0 … e-p4` on `pt`, `mean`, `ef`, `mv`; `ar-up`, `ar-dn` beside the zero line
//! - moments `mm mm-delight | mm-friction | mm-decision | mm-pivotal` and `mm-dot`, the pivot's dot
//! - badges `b b-known …`, `bt bt-known …`, `b-bar`; rings `ring ring-owned | -partner | -none | -unsaid`;
//!   icons `ic`; quadrants `qd-o qd-x qd-f`; blueprint lines `li li-1 … li-3`
//! - lines and grounds: `hair col rule2 grid zero lead tick pap frame thr q-win focusband v-zero`
//! - links `tl` (touchpoint; `ctx` beside a stage), `sl` (stage), `op`, `more`, `zl` (more detail,
//!   with the lens `zm`), each with its `hit`
//! - others: `op-c op-known | op-stale | op-assumed`, `op-nk op-na`, `cb cb-known …`, `sl-t sl-k
//!   sl-f`, `dot`, `sq sq-on sq-f`, `av`, `rvi-f rvi-o rvi-d rvi-s rvi-k`

mod apart;
mod curve;
mod dropped;
pub mod emotion;
mod icons;
mod journey_map;
mod mark;
mod matrix;
mod measure;
mod mirror;
mod names;
mod picture;
mod series;
mod shapes;
mod small;
mod stage_curve;
mod style;
mod svg;
mod tall;
#[cfg(test)]
mod testing;

pub(crate) use journey_map::blueprint_order;
pub use journey_map::{
    Along, MapDrawing, Outline, Overlay, Signs, journey_map, journey_map_and_file,
    journey_map_with_overlay,
};
pub use matrix::{in_matrix, priority_matrix};
pub use names::short_names;
pub use small::{
    Ramp, Size, avatar, badge_icon, channel_icon, channel_icon_as, coverage_bar, dots,
    drawn_values, emotion_strip, gone_sample, line_sample, moment_icon, quadrant_icon, review_icon,
    ring_icon, slider, sparkline, steps, thumbnail, today_sample,
};
pub use stage_curve::stage_curve;
pub use style::classes;
pub use tall::{TallRow, tall_rows};

use crate::site::{JourneyIx, Site};
use crate::wording::{Direction, Wording};

/// What a diagram is drawn for.
#[derive(Clone, Copy)]
pub struct Canvas<'a> {
    /// What it shows.
    pub site: &'a Site,
    /// The interface's words.
    pub w: &'a Wording,
    /// Output path of the page it stands on: its links are relative to that.
    pub page: &'a str,
    /// The first part of every id in it (`map` gives `map.title`).
    pub prefix: &'a str,
    /// Inside a page or alone.
    pub form: Form,
}

/// Which way the pictures of a journey are read: that of its own language, else of the site's.
pub fn direction_of(site: &Site, journey: JourneyIx) -> Direction {
    mirror::reading(site, site.journey(journey).meta.lang())
}

/// Where a diagram stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Inside a page, whose stylesheet styles its classes.
    Inline,
    /// A file of its own, with its colours as attributes.
    Alone,
}
