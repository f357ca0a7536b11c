//! The outermost element of a picture with its title and its description.

use super::mark::{Anchor, Text, draw_text};
use super::measure::balance;
use super::style::{Class, HEADLINE, INK, PAPER, SANS};
use super::svg::Svg;
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
    /// At which end the headline begins.
    pub(crate) direction: Direction,
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
    let headline = balance(words.headline, HEADLINE.font, width);
    let headline = Text::new(&HEADLINE, 0.0, 0.0, headline);
    let head = HEADLINE.leading * headline.block.len() as f64;
    let headline = match words.direction {
        Direction::LeftToRight => headline,
        Direction::RightToLeft => Text { x: width, ..headline }.anchored(Anchor::End),
    };
    let headline = Text { y: HEADLINE.font.size - head - 12.0, ..headline };
    let margin_top = MARGIN + head + 8.0;
    let full = (width + 2.0 * MARGIN, height + margin_top + MARGIN);
    if canvas.form == Form::Alone {
        svg.declaration();
    }
    let mut tag = svg.tag("svg");
    tag = match canvas.form {
        Form::Inline if class.has("wide") => {
            tag.class(class).num("width", width).num("height", height).view(width, height)
        }
        Form::Inline => tag.class(class).view(width, height),
        Form::Alone => tag
            .attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("xmlns:xlink", "http://www.w3.org/1999/xlink")
            .num("width", full.0)
            .num("height", full.1)
            .view_from(-MARGIN, -margin_top, full)
            .attr("font-family", SANS)
            .attr("font-size", "12")
            .attr("fill", INK)
            .maybe("lang", Some(&canvas.site.config.language)),
    };
    let (title, description) = (format!("{prefix}.title"), format!("{prefix}.desc"));
    tag.id("id", "", &[prefix, "svg"], "")
        .attr("role", "group")
        .attr("aria-labelledby", &title)
        .attr("aria-describedby", &description)
        .within(|svg| {
            svg.tag("title").attr("id", &title).text(words.title);
            svg.tag("desc").attr("id", &description).text(words.description);
            svg.gap('\n');
            if canvas.form == Form::Alone {
                let paper = svg.tag("rect").attr("fill", PAPER);
                drop(paper.rect(-MARGIN, -margin_top, full.0, full.1));
                draw_text(svg, &headline);
            }
            svg.begin_stamps(prefix);
            write(svg);
        });
}
