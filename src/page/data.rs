//! The outputs for other programs: the resolved model, reviews as data, calendar and feed, and
//! the list of pages. They need the resolved site and nothing else.

mod calendar;
mod feed;
mod layout;
mod reviews;
mod site_json;
mod sitemap;

pub use calendar::reviews_ics;
pub use feed::feed;
pub use reviews::reviews_json;
pub use site_json::{site_json, write_site_json};
pub use sitemap::{sitemap, sitemap_part, sitemap_parts, sitemap_path};

use crate::model::{Cadence, Status};
use crate::site::{Node, Site, Words};
use serde::{Serialize, Serializer};

/// What made the output: `Milepost 0.1.0`.
pub const GENERATOR: &str = concat!("Milepost ", env!("CARGO_PKG_VERSION"));

/// A number as data: at most two decimals, whole numbers without a point.
#[derive(Clone, Copy)]
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Number(value) = *self;
        // Beyond this size a value has no decimals to round, and JSON readers no exact integers.
        if !value.is_finite() || value.abs() > 9e15 {
            return serializer.serialize_f64(value);
        }
        let rounded = crate::site::number::round(value, 2);
        if rounded.fract() == 0.0 {
            serializer.serialize_i64(rounded as i64)
        } else {
            serializer.serialize_f64(rounded)
        }
    }
}

/// The letters of a text, without markup.
fn plain(words: &Words) -> &str {
    words.doc.plain()
}

/// A text on one line without characters that XML and calendars forbid.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// An entity's title on one line.
fn title_of(site: &Site, node: Node) -> String {
    one_line(plain(site.title(node)))
}

/// The host of an absolute address; a site without one has a name of its own.
fn host(base_url: Option<&str>) -> &str {
    base_url
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.split(['/', ':', '?', '#']).next())
        .filter(|host| !host.is_empty())
        .unwrap_or("milepost")
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Retired => "retired",
    }
}

/// A cadence as an author would write it: `quarterly`, `6 weeks`, `1 month 10 days`.
fn cadence_words(cadence: Cadence) -> String {
    match (cadence.months, cadence.days) {
        (0, 7) => "weekly".to_owned(),
        (1, 0) => "monthly".to_owned(),
        (3, 0) => "quarterly".to_owned(),
        (6, 0) => "half-yearly".to_owned(),
        (12, 0) => "annually".to_owned(),
        (0, days) if days % 7 == 0 && days != 0 => counted(days / 7, "week"),
        (0, days) => counted(days, "day"),
        (months, 0) if months % 12 == 0 => counted(months / 12, "year"),
        (months, 0) => counted(months, "month"),
        (months, days) => format!("{} {}", counted(months, "month"), counted(days, "day")),
    }
}

fn counted(n: i32, unit: &str) -> String {
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_at_most_two_decimals_and_no_negative_zero() {
        let shown = |v: f64| serde_json::to_string(&Number(v)).expect("a number");
        assert_eq!(
            [shown(3.0), shown(16.666_666), shown(-0.001), shown(-0.125), shown(f64::NAN)],
            ["3", "16.67", "0", "-0.13", "null"]
        );
    }

    #[test]
    fn the_cadence_is_written_as_authors_write_it() {
        let words = |months, days| cadence_words(Cadence { months, days });
        assert_eq!(
            [words(3, 0), words(0, 7), words(0, 42), words(18, 0), words(24, 0), words(1, 10)],
            ["quarterly", "weekly", "6 weeks", "18 months", "2 years", "1 month 10 days"]
        );
    }

    #[test]
    fn control_characters_leave_titles() {
        assert_eq!(one_line("a\u{0}b\r\nc\u{85}d\u{ffff}"), "ab  c d");
    }

    #[test]
    fn the_host_comes_from_the_base_address() {
        assert_eq!(host(Some("https://maps.example.org:8080/a/")), "maps.example.org");
        assert_eq!(host(None), "milepost");
    }
}
