//! Shapes that mean something. Each differs from its neighbours in shape first, in colour second.

use super::icons::Icon;
use super::style::{BADGE, Class};
use super::svg::Svg;
use crate::model::{Control, MomentKind};
use crate::site::{ClaimStatus, Quadrant};

/// Personas of a journey are told apart by their place: each look has a dash and a shape of its own.
/// Beyond the last the looks begin anew, and only the names at the ends tell.
pub(crate) const LOOKS: usize = 12;
const CURVE: [&str; LOOKS] = [
    "cv-1", "cv-2", "cv-3", "cv-4", "cv-5", "cv-6", "cv-7", "cv-8", "cv-9", "cv-10", "cv-11",
    "cv-12",
];
const POINT: [&str; LOOKS] = [
    "pt-1", "pt-2", "pt-3", "pt-4", "pt-5", "pt-6", "pt-7", "pt-8", "pt-9", "pt-10", "pt-11",
    "pt-12",
];
const END: [&str; LOOKS] = [
    "en-1", "en-2", "en-3", "en-4", "en-5", "en-6", "en-7", "en-8", "en-9", "en-10", "en-11",
    "en-12",
];

/// What tells a persona from another one of her look: her number in the journey. The look says it
/// of all others.
pub(crate) fn beyond_looks(place: usize) -> Option<String> {
    (place >= LOOKS).then(|| (place + 1).to_string())
}

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

const WHOSE: [&str; LOOKS] =
    ["w-1", "w-2", "w-3", "w-4", "w-5", "w-6", "w-7", "w-8", "w-9", "w-10", "w-11", "w-12"];

/// The class of what is a persona's without being her curve, her point or her name.
pub(crate) fn whose_class(place: usize) -> Class {
    Class::two("w", WHOSE[place % LOOKS])
}

/// The class of the line from a persona's point to what is said of it.
pub(crate) fn lead_class(place: usize) -> Class {
    Class::three("lead", "w", WHOSE[place % LOOKS])
}

type Place = (f64, f64);

/// The shape of a persona's point. Triangle, diamond and the ring around a dot are moments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outline {
    Disc,
    Square,
    /// A disc and a square without a filling.
    Ring,
    Frame,
    /// Strokes alone.
    Cross,
    Plus,
    Asterisk,
    /// A frame and a ring around strokes.
    CrossedFrame,
    CrossedRing,
    /// A square that is drawn out upright or level.
    Post,
    Plank,
    Hexagon,
}

const OUTLINES: [Outline; LOOKS] = [
    Outline::Disc,
    Outline::Square,
    Outline::Ring,
    Outline::Frame,
    Outline::Cross,
    Outline::Plus,
    Outline::Asterisk,
    Outline::CrossedFrame,
    Outline::Post,
    Outline::CrossedRing,
    Outline::Plank,
    Outline::Hexagon,
];

impl Outline {
    /// Whether it is filled: hollow shapes have no room for a colour.
    fn is_filled(self) -> bool {
        matches!(self, Self::Disc | Self::Square | Self::Post | Self::Plank | Self::Hexagon)
    }

    /// Half its width and half its height, of a box.
    fn box_of(self, r: f64) -> Option<(f64, f64)> {
        match self {
            Self::Square | Self::Frame | Self::CrossedFrame => Some((r * 0.9, r * 0.9)),
            Self::Post => Some((r * 0.6, r * 1.35)),
            Self::Plank => Some((r * 1.35, r * 0.6)),
            _ => None,
        }
    }

    /// The ends of its strokes from its middle; each stroke goes on to the other side.
    fn strokes(self) -> &'static [Place] {
        match self {
            Self::Cross => &[(1.0, 1.0), (1.0, -1.0)],
            Self::CrossedFrame => &[(0.9, 0.9), (0.9, -0.9)],
            Self::CrossedRing => &[(0.7, 0.7), (0.7, -0.7)],
            Self::Plus => &[(1.3, 0.0), (0.0, 1.3)],
            Self::Asterisk => &[(0.0, 1.3), (1.1, 0.65), (1.1, -0.65)],
            _ => &[],
        }
    }
}

/// A persona's point.
pub(crate) fn point(svg: &mut Svg, place: usize, (x, y): Place, r: f64, emotion: &'static str) {
    let outline = OUTLINES[place % LOOKS];
    let emotion = if outline.is_filled() { emotion } else { "" };
    let class = Class::three("pt", POINT[place % LOOKS], emotion);
    let whose = beyond_looks(place);
    let whose = whose.as_deref();
    if let Some((wide, high)) = outline.box_of(r) {
        let tag = svg.tag("rect").class(class).maybe("data-of", whose);
        drop(tag.rect(x - wide, y - high, wide * 2.0, high * 2.0));
    } else if matches!(outline, Outline::Disc | Outline::Ring | Outline::CrossedRing) {
        drop(svg.tag("circle").class(class).maybe("data-of", whose).circle(x, y, r));
    } else if outline == Outline::Hexagon {
        svg.tag("path").class(class).maybe("data-of", whose).path(|path| {
            let (wide, half) = (r * 1.2, r * 0.6);
            path.start(x - wide, y).line(x - half, y - r).across(x + half).line(x + wide, y);
            path.line(x + half, y + r).across(x - half).close();
        });
    }
    if !outline.strokes().is_empty() {
        svg.tag("path").class(class).maybe("data-of", whose).path(|path| {
            for (dx, dy) in outline.strokes() {
                path.start(x - dx * r, y - dy * r).line(x + dx * r, y + dy * r);
            }
        });
    }
}

/// A piece of a persona's line with her point on it.
pub(crate) fn sample(svg: &mut Svg, place: usize, (x, y): Place, width: f64) {
    let whose = beyond_looks(place);
    svg.tag("path").class(curve_class(place)).maybe("data-of", whose.as_deref()).path(|path| {
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
fn ring_class(control: Option<Control>) -> Class {
    match control {
        Some(Control::Owned) => Class::two("ring", "ring-owned"),
        Some(Control::Partner) => Class::two("ring", "ring-partner"),
        Some(Control::Earned) => Class::two("ring", "ring-none"),
        None => Class::two("ring", "ring-unsaid"),
    }
}

/// Whose a channel is: a ring, solid, dashed or dotted; brackets where nobody says.
pub(crate) fn ring(svg: &mut Svg, control: Option<Control>, (x, y): Place, r: f64) {
    let class = ring_class(control);
    if control.is_some() {
        return drop(svg.tag("circle").class(class).circle(x, y, r));
    }
    svg.tag("path").class(class).path(|path| {
        let (out, inn) = (r * 0.9, r * 0.45);
        path.start(x - inn, y - out).across(x - out).down(y + out).across(x - inn);
        path.start(x + inn, y - out).across(x + out).down(y + out).across(x + inn);
    });
}

/// A channel: its icon in a ring that says whose it is.
fn channel(svg: &mut Svg, icon: Icon, control: Option<Control>, (x, y): Place) {
    ring(svg, control, (x, y), 12.0);
    svg.tag("path")
        .class(Class::one("ic"))
        .place(x - 7.0, y - 7.0, ".875")
        .path(|path| _ = path.raw(icon.path()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::style::attributes;
    use std::collections::BTreeSet;

    #[test]
    fn twelve_personas_differ_in_their_dash_and_in_their_shape() {
        let dash = |place| {
            let all = attributes(curve_class(place));
            all.iter().find(|(name, _)| *name == "stroke-dasharray").map_or("", |(_, dash)| *dash)
        };
        let dashes: BTreeSet<&str> = (0..LOOKS).map(dash).collect();
        assert_eq!(dashes.len(), LOOKS, "{dashes:?}");
        for (place, outline) in OUTLINES.iter().enumerate() {
            assert!(!OUTLINES[..place].contains(outline), "{outline:?}");
        }
        // Whose look comes again is told by her number.
        assert_eq!(beyond_looks(LOOKS - 1), None);
        assert_eq!(beyond_looks(LOOKS).as_deref(), Some("13"));
    }
}
