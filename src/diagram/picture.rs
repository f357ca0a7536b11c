//! The outermost element of a picture with its title and its description.

use super::mark::{Anchor, Text, draw_text};
use super::measure::balance;
use super::style::{Class, HEADLINE, INK, PAPER, SANS};
use super::svg::{Svg, Tag};
use super::{Canvas, Form};
use crate::wording::Direction;

/// Paper around a picture that stands alone.
const MARGIN: f64 = 28.0;

/// What a picture is called and what it shows.
pub(crate) struct Words<'w> {
    pub(crate) title: &'w str,
    /// What a file that stands alone shows above it: nobody sees a `<title>`.
    pub(crate) headline: &'w str,
    pub(crate) description: &'w str,
    /// What a page says after that.
    pub(crate) in_a_page: &'w str,
    /// At which end the headline begins.
    pub(crate) direction: Direction,
}

/// The paper of a picture that stands alone, with its headline.
struct Sheet<'w> {
    headline: Text<'w>,
    /// Room above the picture.
    above: f64,
    size: (f64, f64),
}

impl<'w> Sheet<'w> {
    fn new((width, height): (f64, f64), words: &Words<'w>) -> Self {
        let headline = balance(words.headline, HEADLINE.font, width);
        let headline = Text::new(&HEADLINE, 0.0, 0.0, headline);
        let head = HEADLINE.leading * headline.block.len() as f64;
        let headline = match words.direction {
            Direction::LeftToRight => headline,
            Direction::RightToLeft => Text { x: width, ..headline }.anchored(Anchor::End),
        };
        let headline = Text { y: HEADLINE.font.size - head - 12.0, ..headline };
        let above = MARGIN + head + 8.0;
        Self { headline, above, size: (width + 2.0 * MARGIN, height + above + MARGIN) }
    }

    /// What a file says of itself, and what holds where nothing else is said.
    fn begin<'t>(&self, tag: Tag<'t>, language: &str) -> Tag<'t> {
        tag.attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("xmlns:xlink", "http://www.w3.org/1999/xlink")
            .num("width", self.size.0)
            .num("height", self.size.1)
            .view_from(-MARGIN, -self.above, self.size)
            .attr("font-family", SANS)
            .attr("font-size", "12")
            .attr("fill", INK)
            .attr("lang", language)
    }

    fn draw(&self, svg: &mut Svg) {
        let paper = svg.tag("rect").attr("fill", PAPER);
        drop(paper.rect(-MARGIN, -self.above, self.size.0, self.size.1));
        draw_text(svg, &self.headline);
    }
}

/// A picture with links in it: a named group, so that what is inside stays reachable.
pub(crate) fn group(
    svg: &mut Svg,
    canvas: &Canvas<'_>,
    class: Class,
    (width, height): (f64, f64),
    words: &Words<'_>,
    write: impl FnOnce(&mut Svg),
) {
    let prefix = canvas.prefix;
    let sheet = svg.has(Form::Alone).then(|| Sheet::new((width, height), words));
    svg.only(Form::Alone, Svg::declaration);
    let mut tag = svg.tag("svg").only(Form::Inline, |tag| {
        let tag = tag.class(class);
        let is_wide = class.has("wide");
        let tag = if is_wide { tag.num("width", width).num("height", height) } else { tag };
        tag.view(width, height)
    });
    if let Some(sheet) = &sheet {
        tag = tag.only(Form::Alone, |tag| sheet.begin(tag, &canvas.site.config.language));
    }
    let (title, description) = (format!("{prefix}.title"), format!("{prefix}.desc"));
    tag.id(&[prefix, "svg"])
        .attr("role", "group")
        .attr("aria-labelledby", &title)
        .attr("aria-describedby", &description)
        .within(|svg| {
            svg.tag("title").attr("id", &title).text(words.title);
            svg.tag("desc").attr("id", &description).within(|svg| {
                svg.words(words.description);
                svg.only(Form::Inline, |svg| svg.words(words.in_a_page));
            });
            svg.gap('\n');
            if let Some(sheet) = &sheet {
                svg.only(Form::Alone, |svg| sheet.draw(svg));
            }
            svg.begin_stamps(prefix);
            write(svg);
        });
}
