//! Placed marks: what a picture is made of once everything has its place. They are plain numbers
//! and words, so that a test can ask what touches what; drawing them is the other half of this
//! file and decides nothing.

use super::Form;
use super::apart::Rect;
use super::icons::Icon;
use super::measure::{self, Block};
use super::shapes::{self, Stamp};
use super::style::{Class, Halo, Linked, OPPORTUNITY, Style};
use super::svg::{PathData, Svg, Tag};
use crate::model::{Control, MomentKind};
use crate::site::{ClaimStatus, Quadrant};
use std::borrow::Cow;

/// Which end of a text stands at its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

impl Anchor {
    /// As `text-anchor` has it.
    fn word(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// A text in lines.
#[derive(Clone, Debug)]
pub(crate) struct Text<'a> {
    pub(crate) style: &'static Style,
    /// A second class: whose, or which emotion.
    pub(crate) tint: &'static str,
    pub(crate) x: f64,
    /// Baseline of the first line.
    pub(crate) y: f64,
    pub(crate) anchor: Anchor,
    pub(crate) block: Block<'a>,
    /// Its language, if it is not the page's.
    pub(crate) lang: Option<&'a str>,
    /// Whether words beside it in the same link say it again: it is heard once.
    pub(crate) said_beside: bool,
}

impl<'a> Text<'a> {
    /// A text of the interface that begins at a place.
    pub(crate) fn new(style: &'static Style, x: f64, y: f64, block: Block<'a>) -> Self {
        Self { style, tint: "", x, y, anchor: Anchor::Start, block, lang: None, said_beside: false }
    }

    /// One line.
    pub(crate) fn line(
        style: &'static Style,
        x: f64,
        y: f64,
        text: impl Into<Cow<'a, str>>,
    ) -> Self {
        Self::new(style, x, y, Block::line(text, style.font))
    }

    pub(crate) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(crate) fn tinted(self, tint: &'static str) -> Self {
        Self { tint, ..self }
    }

    pub(crate) fn said_beside(self, said_beside: bool) -> Self {
        Self { said_beside, ..self }
    }

    pub(crate) fn in_language(self, lang: Option<&'a str>) -> Self {
        Self { lang, ..self }
    }

    /// What the letters cover.
    pub(crate) fn bounds(&self) -> Rect {
        let size = self.style.font.size;
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - self.block.width / 2.0,
            Anchor::End => self.x - self.block.width,
        };
        let below = self.style.leading * (self.block.len().max(1) - 1) as f64;
        Rect::new(left, self.y - size * 0.8, self.block.width, size + below)
    }

    /// Its first class and its second.
    fn class(&self) -> Class {
        Class::two(self.style.class, self.tint)
    }
}

/// Where a line begins, bends and ends.
type Points = [(f64, f64); 3];

/// Anything in a picture.
#[derive(Clone, Debug)]
pub(crate) enum Mark<'a> {
    Text(Text<'a>),
    /// A straight line, or a bent one through a third point.
    Line {
        class: Class,
        points: Points,
    },
    Box {
        class: Class,
        rect: Rect,
        radius: f64,
    },
    Circle {
        class: Class,
        x: f64,
        y: f64,
        r: f64,
    },
    /// A persona's point: her place in the journey decides its shape.
    Point {
        place: usize,
        x: f64,
        y: f64,
        r: f64,
        emotion: &'static str,
    },
    /// A piece of a persona's line.
    Sample {
        place: usize,
        x: f64,
        y: f64,
        width: f64,
    },
    Moment {
        kind: MomentKind,
        x: f64,
        y: f64,
        r: f64,
    },
    Quadrant {
        quadrant: Quadrant,
        x: f64,
        y: f64,
        size: f64,
    },
    Channel {
        icon: Icon,
        control: Option<Control>,
        x: f64,
        y: f64,
    },
    /// A claim: its badge and its words.
    Claim {
        status: ClaimStatus,
        badge: Badge<'a>,
        text: Option<Text<'a>>,
    },
    Image {
        href: String,
        alt: &'a str,
        rect: Rect,
        /// At which end of the box it stands when that is wider.
        anchor: Anchor,
    },
    Link(Box<Link<'a>>),
    /// What is one persona's, by her place, beside her curve and her points.
    Whose {
        place: usize,
        mark: Box<Mark<'a>>,
    },
}

/// A number in a frame that says how sure we are.
#[derive(Clone, Debug)]
pub(crate) struct Badge<'a> {
    pub(crate) label: Cow<'a, str>,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
}

/// Marks that lead somewhere together.
#[derive(Clone, Debug)]
pub(crate) struct Link<'a> {
    pub(crate) class: Class,
    /// The last part of its id, if it has one.
    pub(crate) id: Option<String>,
    pub(crate) href: String,
    /// Its name; empty when its words are its name.
    pub(crate) label: String,
    /// What may be clicked.
    pub(crate) hits: Vec<Rect>,
    pub(crate) marks: Vec<Mark<'a>>,
}

impl<'a> Mark<'a> {
    /// The mark as one persona's.
    pub(crate) fn of(self, place: usize) -> Self {
        Mark::Whose { place, mark: Box::new(self) }
    }
}

impl Mark<'_> {
    /// A level line.
    pub(crate) fn level(class: &'static str, left: f64, right: f64, y: f64) -> Self {
        Mark::Line { class: Class::one(class), points: [(left, y), (right, y), (right, y)] }
    }

    /// An upright line.
    pub(crate) fn upright(class: &'static str, x: f64, top: f64, bottom: f64) -> Self {
        Mark::Line { class: Class::one(class), points: [(x, top), (x, bottom), (x, bottom)] }
    }

    /// Its words, if it is a text, whosever it is.
    pub(crate) fn as_text(&self) -> Option<&Text<'_>> {
        match self {
            Mark::Text(text) => Some(text),
            Mark::Whose { mark, .. } => mark.as_text(),
            _ => None,
        }
    }

    /// Its class and its points, if it is a line.
    fn as_line(&self) -> Option<(Class, Points)> {
        match self {
            Mark::Line { class, points } => Some((*class, *points)),
            _ => None,
        }
    }

    /// Goes through the texts of this mark and of the marks in it.
    #[cfg(test)]
    pub(crate) fn texts<'m>(&'m self, visit: &mut dyn FnMut(&'m Text<'m>)) {
        match self {
            Mark::Text(text) | Mark::Claim { text: Some(text), .. } => visit(text),
            Mark::Link(link) => link.marks.iter().for_each(|mark| mark.texts(visit)),
            Mark::Whose { mark, .. } => mark.texts(visit),
            _ => {}
        }
    }
}

/// Draws marks in their order, a line each.
pub(crate) fn draw_all(svg: &mut Svg, prefix: &str, marks: &[Mark<'_>]) {
    for mark in marks {
        draw(svg, prefix, mark);
        svg.gap('\n');
    }
}

/// Draws one mark.
pub(crate) fn draw(svg: &mut Svg, prefix: &str, mark: &Mark<'_>) {
    match mark {
        Mark::Text(text) => draw_text(svg, text),
        Mark::Line { class, points } => draw_line(svg, *class, *points),
        Mark::Box { class, rect, radius } => draw_box(svg, *class, *rect, *radius),
        Mark::Circle { class, x, y, r } => {
            svg.tag("circle").class(*class).circle(*x, *y, *r);
        }
        Mark::Point { place, x, y, r, emotion } => {
            shapes::point(svg, *place, (*x, *y), *r, emotion);
        }
        Mark::Sample { place, x, y, width } => shapes::sample(svg, *place, (*x, *y), *width),
        Mark::Moment { kind, x, y, r } => {
            svg.stamp(Stamp::Moment { kind: *kind, r: *r }, (*x, *y));
        }
        Mark::Quadrant { quadrant, x, y, size } => {
            svg.stamp(Stamp::Quadrant { quadrant: *quadrant, size: *size }, (*x, *y));
        }
        Mark::Channel { icon, control, x, y } => {
            svg.stamp(Stamp::Channel { icon: *icon, control: *control }, (*x, *y));
        }
        Mark::Claim { status, badge, text } => draw_claim(svg, *status, badge, text.as_ref()),
        Mark::Image { href, alt, rect, anchor } => draw_image(svg, href, alt, (*rect, *anchor)),
        Mark::Link(link) => draw_link(svg, prefix, link),
        // A file that stands alone shows everybody.
        Mark::Whose { place, mark } => {
            let number = shapes::beyond_looks(*place);
            let whose = shapes::whose_class(*place);
            svg.group_in(
                Form::Inline,
                |group| group.class(whose).maybe("data-of", number.as_deref()),
                |svg| draw(svg, prefix, mark),
            );
        }
    }
}

/// Draws lines, those of one class as one path, in the order in which their classes begin.
pub(crate) fn draw_lines(svg: &mut Svg, marks: &[Mark<'_>]) {
    let mut paths: Vec<(Class, Vec<Points>)> = Vec::with_capacity(8);
    for (class, points) in marks.iter().filter_map(Mark::as_line) {
        match paths.iter_mut().find(|(of, _)| *of == class) {
            Some((_, lines)) => lines.push(points),
            None => paths.push((class, vec![points])),
        }
    }
    for (class, lines) in paths {
        svg.tag("path").class(class).path(|path| {
            lines.into_iter().for_each(|points| line(path, points));
        });
        svg.gap('\n');
    }
}

fn draw_line(svg: &mut Svg, class: Class, points: Points) {
    svg.tag("path").class(class).path(|path| line(path, points));
}

fn line(path: &mut PathData<'_>, [a, b, c]: Points) {
    path.start(a.0, a.1).line(b.0, b.1).line(c.0, c.1);
}

fn draw_box(svg: &mut Svg, class: Class, rect: Rect, radius: f64) {
    let tag = svg.tag("rect").class(class);
    let tag = tag.rect(rect.left, rect.top, rect.width(), rect.height());
    if radius > 0.0 {
        tag.num("rx", radius);
    }
}

fn draw_claim(svg: &mut Svg, status: ClaimStatus, badge: &Badge<'_>, text: Option<&Text<'_>>) {
    svg.tag("g").attr("data-status", status.word()).within(|svg| {
        shapes::badge(svg, &badge.label, status, (badge.x, badge.y), badge.width);
        if let Some(text) = text {
            draw_text(svg, text);
        }
    });
}

fn draw_image(svg: &mut Svg, href: &str, alt: &str, (rect, anchor): (Rect, Anchor)) {
    let fit = match anchor {
        Anchor::Start => "xMinYMin meet",
        Anchor::Middle => "xMidYMin meet",
        Anchor::End => "xMaxYMin meet",
    };
    svg.tag("image")
        .rect(rect.left, rect.top, rect.width(), rect.height())
        .attr("preserveAspectRatio", fit)
        .href(href)
        .attr("role", "img")
        .attr("aria-label", alt);
}

fn draw_link(svg: &mut Svg, prefix: &str, link: &Link<'_>) {
    let mut tag = svg.tag("a").class(link.class);
    if let Some(id) = &link.id {
        tag = tag.id(&[prefix, id]);
    }
    tag = tag.href(&link.href);
    if !link.label.is_empty() {
        tag = tag.attr("aria-label", &link.label);
    }
    tag.within(|svg| {
        if !link.hits.is_empty() {
            svg.tag("path").class(Class::one("hit")).path(|path| {
                for hit in &link.hits {
                    path.rect(hit.left, hit.top, hit.width(), hit.height());
                }
            });
        }
        for (i, mark) in link.marks.iter().enumerate() {
            if i > 0 {
                svg.gap(' ');
            }
            draw(svg, prefix, mark);
        }
    });
}

/// Draws pale boxes behind the words that lie on lines: not every viewer of a file that stands
/// alone knows `paint-order`.
pub(crate) fn draw_backs(svg: &mut Svg, marks: &[Mark<'_>]) {
    let texts = marks.iter().filter_map(Mark::as_text);
    let haloed = texts.filter(|text| text.style.halo == Halo::Yes);
    let mut backs = haloed.map(Text::bounds).peekable();
    svg.only(Form::Alone, |svg| {
        if backs.peek().is_none() {
            return;
        }
        svg.tag("path").class(Class::one("pap")).attr("fill-opacity", ".8").path(|path| {
            backs.for_each(|back| _ = path.rect(back.left, back.top, back.width(), back.height()));
        });
        svg.gap('\n');
    });
}

/// Draws a text. A text that reads from right to left keeps its place: its block is as wide as
/// its widest line, and its lines end at the block's right.
pub(crate) fn draw_text(svg: &mut Svg, text: &Text<'_>) {
    let lines = &text.block.lines;
    let Some((first, others)) = lines.split_first() else { return };
    let rtl = measure::is_right_to_left(first);
    let (x, anchor) = match (text.anchor, rtl) {
        (Anchor::Start, true) if others.is_empty() => (text.x, Anchor::End),
        (Anchor::Start, true) => (text.x + text.block.width, Anchor::Start),
        (Anchor::End, true) => (text.x, Anchor::Start),
        (anchor, _) => (text.x, anchor),
    };
    // These carry their anchor as a style.
    let styled = matches!(text.style.class, "bt" | "av-t");
    let differs = anchor != svg.anchor();
    let mut tag = svg.tag("text").class(text.class());
    tag = tag.maybe("text-anchor", (!styled && differs).then_some(anchor.word()));
    if rtl && !styled && !differs {
        // A file that stands alone says it beside each direction: programs that know none need both.
        tag = tag.only(Form::Alone, |tag| tag.attr("text-anchor", anchor.word()));
    }
    tag = tag.maybe("direction", rtl.then_some("rtl")).maybe("lang", text.lang);
    if text.style.halo == Halo::Yes {
        // A file that stands alone has boxes in its place.
        tag = tag.only(Form::Inline, |tag| tag.attr("paint-order", "stroke"));
    }
    tag = tag.maybe("aria-hidden", text.said_beside.then_some("true"));
    let leading = text.style.leading;
    if text.style.linked == Linked::Yes {
        // Each line is underlined for itself: a line under all would go on to the space after it.
        return tag.within(|svg| {
            underlined(svg.tag("tspan").at(x, text.y), text.style).text(first);
            for line in others {
                svg.gap(' ');
                underlined(svg.tag("tspan").num("x", x).num("dy", leading), text.style).text(line);
            }
        });
    }
    let tag = tag.at(x, text.y);
    if others.is_empty() {
        return tag.text(first);
    }
    tag.within(|svg| {
        svg.words(first);
        for line in others {
            svg.gap(' ');
            svg.tag("tspan").num("x", x).num("dy", leading).text(line);
        }
    });
}

/// A page underlines what its stylesheet says.
fn underlined<'w>(tag: Tag<'w>, style: &Style) -> Tag<'w> {
    if style.class != OPPORTUNITY.class {
        return tag;
    }
    tag.only(Form::Alone, |tag| tag.attr("text-decoration", "underline"))
}
