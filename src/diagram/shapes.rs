//! Shapes that mean something. Each differs from its neighbours in shape first, in colour second.

use super::icons::Icon;
use super::style::{BADGE, Class};
use super::svg::Svg;
use crate::model::{Control, MomentKind};
use crate::site::{ClaimStatus, Quadrant};

/// Personas of a journey are told apart by their place; beyond the fifth the looks begin anew.
pub(crate) const LOOKS: usize = 5;
const CURVE: [&str; LOOKS] = ["cv-1", "cv-2", "cv-3", "cv-4", "cv-5"];
const POINT: [&str; LOOKS] = ["pt-1", "pt-2", "pt-3", "pt-4", "pt-5"];
const END: [&str; LOOKS] = ["en-1", "en-2", "en-3", "en-4", "en-5"];

/// The class of a persona's curve.
pub(crate) fn curve_class(place: usize) -> Class {
    Class::two("cv", CURVE[place % LOOKS])
}

/// The class of a persona's curve as it is today, behind the one that shall be.
pub(crate) fn today_class(place: usize) -> Class {
    Class::three("cv", CURVE[place % LOOKS], "was")
}

/// The class of a persona's name at the end of the curve.
pub(crate) fn end_class(place: usize) -> &'static str {
    END[place % LOOKS]
}

const WHOSE: [&str; LOOKS] = ["w-1", "w-2", "w-3", "w-4", "w-5"];

/// The class of what is a persona's without being her curve, her point or her name.
pub(crate) fn whose_class(place: usize) -> Class {
    Class::two("w", WHOSE[place % LOOKS])
}

/// The class of the line from a persona's point to what is said of it.
pub(crate) fn lead_class(place: usize) -> Class {
    Class::three("lead", "w", WHOSE[place % LOOKS])
}

type Place = (f64, f64);

/// A persona's point: disc, square, ring, frame, cross.
pub(crate) fn point(svg: &mut Svg, place: usize, (x, y): Place, r: f64, emotion: &'static str) {
    let look = place % LOOKS;
    // Hollow shapes have no room for a colour.
    let emotion = if look < 2 { emotion } else { "" };
    let class = Class::three("pt", POINT[look], emotion);
    match look {
        0 | 2 => drop(svg.tag("circle").class(class).circle(x, y, r)),
        1 | 3 => {
            let half = r * 0.9;
            drop(svg.tag("rect").class(class).rect(x - half, y - half, half * 2.0, half * 2.0));
        }
        _ => drop(svg.tag("path").class(class).path(|path| {
            path.start(x - r, y - r).line(x + r, y + r);
            path.start(x - r, y + r).line(x + r, y - r);
        })),
    }
}

/// A piece of a persona's line with her point on it.
pub(crate) fn sample(svg: &mut Svg, place: usize, (x, y): Place, width: f64) {
    svg.tag("path").class(curve_class(place)).path(|path| {
        path.start(x, y).across(x + width);
    });
    point(svg, place, (x + width / 2.0, y), 4.0, "e-0");
}

/// A shape without words that comes again and again in one picture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Stamp {
    Moment { kind: MomentKind, r: f64 },
    Quadrant { quadrant: Quadrant, size: f64 },
    Channel { icon: Icon, control: Option<Control> },
    Frame { status: ClaimStatus, width: f64 },
}

impl Stamp {
    /// Draws it at a place.
    pub(crate) fn draw(self, svg: &mut Svg, place: Place) {
        match self {
            Stamp::Moment { kind, r } => moment(svg, kind, place, r),
            Stamp::Quadrant { quadrant: of, size } => quadrant(svg, of, place, size),
            Stamp::Channel { icon, control } => channel(svg, icon, control, place),
            Stamp::Frame { status, width } => frame(svg, status, place, width),
        }
    }
}

/// A moment of truth: triangle up, triangle down, hollow diamond, ring around a dot.
fn moment(svg: &mut Svg, kind: MomentKind, (x, y): Place, r: f64) {
    let class = match kind {
        MomentKind::Delight => "mm-delight",
        MomentKind::Friction => "mm-friction",
        MomentKind::Decision => "mm-decision",
        MomentKind::Pivotal => return pivotal(svg, (x, y), r),
    };
    // A filled mark keeps its size inside the paper around it.
    let order = (kind != MomentKind::Decision).then_some("stroke");
    svg.tag("path").class(Class::two("mm", class)).maybe("paint-order", order).path(|path| {
        match kind {
            MomentKind::Delight => {
                path.start(x, y - r * 1.05).line(x + r, y + r * 0.75).line(x - r, y + r * 0.75)
            }
            MomentKind::Friction => {
                path.start(x, y + r * 1.05).line(x + r, y - r * 0.75).line(x - r, y - r * 0.75)
            }
            _ => path.start(x, y - r).line(x + r, y).line(x, y + r).line(x - r, y),
        }
        .close();
    });
}

/// Everything later turns on it: a ring around its pivot.
fn pivotal(svg: &mut Svg, (x, y): Place, r: f64) {
    let ring = svg.tag("circle").class(Class::two("mm", "mm-pivotal"));
    drop(ring.circle(x, y, r * 0.95));
    svg.tag("circle").class(Class::one("mm-dot")).circle(x, y, r * 0.4);
}

/// Four fields, one of them filled: which quadrant of the matrix.
fn quadrant(svg: &mut Svg, quadrant: Quadrant, (x, y): Place, size: f64) {
    let half = size / 2.0;
    let (dx, dy) = match quadrant {
        Quadrant::QuickWin => (half, 0.0),
        Quadrant::BigBet => (0.0, 0.0),
        Quadrant::FillIn => (half, half),
        Quadrant::Reconsider => (0.0, half),
    };
    svg.tag("rect").class(Class::one("qd-o")).rect(x, y, size, size);
    svg.tag("path").class(Class::one("qd-x")).path(|path| {
        path.start(x + half, y).down(y + size).start(x, y + half).across(x + size);
    });
    svg.tag("rect").class(Class::one("qd-f")).rect(x + dx, y + dy, half, half);
}

/// Height of a badge.
pub(crate) const BADGE_HEIGHT: f64 = 14.0;

/// A number whose frame says how sure we are: filled, outlined, with a thick bar, dashed.
pub(crate) fn badge(svg: &mut Svg, label: &str, status: ClaimStatus, (x, y): Place, width: f64) {
    svg.stamp(Stamp::Frame { status, width }, (x, y));
    // Only on a filled frame is the number's ink another one.
    let number = if status == ClaimStatus::Known { "bt-known" } else { "" };
    let aside = if status == ClaimStatus::Contested { 1.8 } else { 0.0 };
    svg.tag("text")
        .class(Class::two(BADGE.class, number))
        .at(x + width / 2.0 + aside, y + 11.0)
        .text(label);
}

fn frame(svg: &mut Svg, status: ClaimStatus, (x, y): Place, width: f64) {
    let class = match status {
        ClaimStatus::Known => "b-known",
        ClaimStatus::Stale => "b-stale",
        ClaimStatus::Contested => "b-contested",
        ClaimStatus::Assumed => "b-assumed",
    };
    svg.tag("rect")
        .class(Class::two("b", class))
        .rect(x + 0.5, y + 0.5, width - 1.0, BADGE_HEIGHT - 1.0)
        .num("rx", 2.0);
    if status == ClaimStatus::Contested {
        svg.tag("rect").class(Class::one("b-bar")).rect(x, y, 4.0, BADGE_HEIGHT);
    }
}

/// The class of the ring around a channel's icon: whose it is.
pub(crate) fn ring_class(control: Option<Control>) -> Class {
    match control {
        Some(Control::Owned) => Class::two("ring", "ring-owned"),
        Some(Control::Partner) => Class::two("ring", "ring-partner"),
        Some(Control::Earned) => Class::two("ring", "ring-none"),
        None => Class::one("ring"),
    }
}

/// A channel: its icon in a ring that says whose it is.
fn channel(svg: &mut Svg, icon: Icon, control: Option<Control>, (x, y): Place) {
    let ring = svg.tag("circle").class(ring_class(control));
    drop(ring.circle(x, y, 12.0));
    svg.tag("path")
        .class(Class::one("ic"))
        .place(x - 7.0, y - 7.0, ".875")
        .path(|path| _ = path.raw(icon.path()));
}
