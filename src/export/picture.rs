//! An SVG of ours as PNG, without a browser.

use super::letters::Letters;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use std::fmt;
use std::sync::Arc;

/// The most pixels of a picture: four bytes each while it is drawn.
const MOST_PIXELS: u64 = 100_000_000;
/// How many pixels stand for one unit of a diagram when no width is asked for: sharp on a slide
/// and on a dense screen.
const SCALE: f32 = 2.0;

/// A picture in pixels.
#[derive(Debug)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The bytes of the PNG.
    pub bytes: Vec<u8>,
}

/// Why there is no picture.
#[derive(Debug, PartialEq, Eq)]
pub enum PictureError {
    /// It would have more pixels than we draw: width and height.
    TooLarge(u64, u64),
    /// The diagram cannot be read or drawn; says why.
    Unreadable(String),
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PictureError::TooLarge(width, height) => write!(
                f,
                "{width} × {height} pixels are more than the {} million that a picture may have",
                MOST_PIXELS / 1_000_000
            ),
            PictureError::Unreadable(why) => write!(f, "the diagram cannot be drawn: {why}"),
        }
    }
}

/// Reads a picture that a diagram shows, by its link.
pub type Images<'a> = dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'a;

/// Draws a diagram that stands alone, `width` pixels wide, else twice its own width.
///
/// # Errors
/// More pixels than a picture may have, a diagram that cannot be read.
pub fn png(
    svg: &str,
    width: Option<u32>,
    letters: &Letters,
    images: &Images<'_>,
) -> Result<Picture, PictureError> {
    let svg = without_directions(&with_parts_apart(svg));
    let tree = Tree::from_str(&svg, &options(letters, images))
        .map_err(|error| PictureError::Unreadable(error.to_string()))?;
    let size = tree.size();
    let own = || (size.width() * SCALE).round() as u32;
    let width = width.unwrap_or_else(own).max(1);
    let scale = width as f32 / size.width();
    let height = ((size.height() * scale).ceil() as u32).max(1);
    let unreadable = || PictureError::Unreadable("it has no size".to_owned());
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge(width.into(), height.into()));
    }
    let mut pixels = Pixmap::new(width, height).ok_or_else(unreadable)?;
    // The last row is paper too, however the height is rounded.
    pixels.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let bytes = pixels.encode_png().map_err(|error| PictureError::Unreadable(error.to_string()))?;
    Ok(Picture { width, height, bytes })
}

/// The same drawing for a renderer that sets letters in both directions but knows no `direction`: a text
/// that reads from right to left starts at its right end.
fn without_directions(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find("<text ") {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end);
        let tag = &rest[at..end];
        out.push_str(&rest[..at]);
        if tag.contains(" direction=\"rtl\"") {
            let (start, end) = ("text-anchor=\"start\"", "text-anchor=\"end\"");
            let turned = if tag.contains(start) { (start, end) } else { (end, start) };
            out.push_str(&tag.replacen(turned.0, turned.1, 1));
        } else {
            out.push_str(tag);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The same drawing for a renderer that drops a text in which another face melts letters into one
/// picture: families and flags stand in their parts, for which there is room, and shades of skin,
/// which nothing keeps apart, are left out.
fn with_parts_apart(svg: &str) -> String {
    const APART: char = '\u{200c}';
    let mut out = String::with_capacity(svg.len());
    let mut before = ' ';
    for letter in svg.chars() {
        match letter {
            // It only asks for colours.
            '\u{fe0f}' => continue,
            letter if is_shade(letter) && is_picture(before) => continue,
            '\u{200d}' if is_picture(before) => out.push(APART),
            letter if is_flag(letter) && is_flag(before) => {
                out.push(APART);
                out.push(letter);
            }
            letter => out.push(letter),
        }
        before = letter;
    }
    out
}

fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

fn is_shade(letter: char) -> bool {
    matches!(letter, '\u{1f3fb}'..='\u{1f3ff}')
}

fn is_flag(letter: char) -> bool {
    matches!(letter, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Nothing is read but what `images` gives: a picture never opens a file by itself.
fn options<'a>(letters: &'a Letters, images: &'a Images<'a>) -> Options<'a> {
    let decode = ImageHrefResolver::default_data_resolver();
    Options {
        fontdb: letters.database(),
        font_resolver: letters.resolver(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(move |href, options| {
                decode("text/plain", Arc::new(images(href)?), options)
            }),
        },
        ..Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_and_flags_stand_in_their_parts() {
        assert_eq!(with_parts_apart("a 👩\u{200d}👧 b"), "a 👩\u{200c}👧 b");
        assert_eq!(with_parts_apart("👍🏽 🇳🇴"), "👍 🇳\u{200c}🇴");
        assert_eq!(with_parts_apart("❤\u{fe0f}"), "❤");
        // Letters of a script that are joined stay joined.
        assert_eq!(with_parts_apart("ک\u{200d}ک"), "ک\u{200d}ک");
    }

    #[test]
    fn a_text_from_right_to_left_keeps_its_place_without_a_direction() {
        let svg = "<g><text x=\"1\" text-anchor=\"start\" direction=\"rtl\">a</text><text text-anchor=\"end\" direction=\"rtl\"/><text text-anchor=\"middle\" direction=\"rtl\"/><text text-anchor=\"start\">b</text></g>";
        assert_eq!(
            without_directions(svg),
            "<g><text x=\"1\" text-anchor=\"end\" direction=\"rtl\">a</text><text text-anchor=\"start\" direction=\"rtl\"/><text text-anchor=\"middle\" direction=\"rtl\"/><text text-anchor=\"start\">b</text></g>"
        );
    }
}
