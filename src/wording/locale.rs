//! Dates and numbers as a language writes them. Data files (site.json, CSV, calendars) do not come
//! this way.

use super::{Direction, Wording};
use crate::site::number;
use jiff::civil::Date;

/// The mark that makes what follows run from left to right. It has no width.
const LEFT_TO_RIGHT: char = '\u{200e}';

impl Wording {
    /// `23 November 2026`.
    pub fn day(&self, date: Date) -> String {
        let year = date.year().to_string();
        self.date_day(&date.day().to_string(), self.month(date), &year).to_string()
    }

    /// `November 2026`.
    pub fn month_of_year(&self, date: Date) -> String {
        self.date_month(self.month(date), &date.year().to_string()).to_string()
    }

    /// `Nov 2026`.
    pub fn short_month_of_year(&self, date: Date) -> String {
        let month = match date.month() {
            1 => self.short_jan(),
            2 => self.short_feb(),
            3 => self.short_mar(),
            4 => self.short_apr(),
            5 => self.short_may(),
            6 => self.short_jun(),
            7 => self.short_jul(),
            8 => self.short_aug(),
            9 => self.short_sep(),
            10 => self.short_oct(),
            11 => self.short_nov(),
            _ => self.short_dec(),
        };
        self.date_month(month, &date.year().to_string()).to_string()
    }

    fn month(&self, date: Date) -> &str {
        match date.month() {
            1 => self.month_january(),
            2 => self.month_february(),
            3 => self.month_march(),
            4 => self.month_april(),
            5 => self.month_may(),
            6 => self.month_june(),
            7 => self.month_july(),
            8 => self.month_august(),
            9 => self.month_september(),
            10 => self.month_october(),
            11 => self.month_november(),
            _ => self.month_december(),
        }
    }

    /// `16.7`, `−3`: at most `decimals` places, no trailing zeros.
    pub fn number(&self, value: f64, decimals: u32) -> String {
        self.point(number::shown(value, decimals))
    }

    /// `58 %`: a measure's value with its unit, at most two places.
    pub fn with_unit(&self, value: f64, unit: Option<&str>) -> String {
        let number = self.number(value, 2);
        match unit {
            Some(unit) if !unit.is_empty() => format!("{number}\u{a0}{unit}"),
            _ => number,
        }
    }

    /// `+1.5`, `−2`, `0`: a value on the emotion scale that stands alone in a picture.
    pub fn signed(&self, value: f64) -> String {
        self.point(number::signed(value))
    }

    /// The same among words, of a page or of a picture. Where they run from right to left, a sign by itself
    /// would come to stand behind its number.
    pub fn felt(&self, value: f64) -> String {
        let number = self.signed(value);
        match self.directions.1 {
            Direction::RightToLeft => format!("{LEFT_TO_RIGHT}{number}"),
            Direction::LeftToRight => number,
        }
    }

    /// `3.33`: how easy an opportunity is, the same wherever it stands.
    pub fn feasibility_figure(&self, value: f64) -> String {
        self.number(value, 2)
    }

    /// `16.7`: an opportunity's score, the same wherever it stands.
    pub fn score_figure(&self, value: f64) -> String {
        self.number(value, 1)
    }

    /// `1,240`: a whole number with its digits in groups of three.
    pub fn amount(&self, count: f64) -> String {
        let mut out = number::shown(count, 0);
        let first = out.find(|c: char| c.is_ascii_digit()).unwrap_or(out.len());
        let mut at = out.len();
        while at > first + 3 {
            at -= 3;
            out.insert_str(at, self.number_group());
        }
        out
    }

    /// `36 %`: a share of one, as whole per cent. On a page that is read the other way it keeps the
    /// order that the interface's language gives it.
    pub fn whole_percent(&self, share: f64) -> String {
        let (open, close) = self.isolates();
        format!("{open}{}{close}", self.percent(&number::plain(share * 100.0, 0)))
    }

    /// A heading within a sentence: in small letters, but for a language that writes its nouns
    /// with capitals.
    pub fn within(&self, heading: &str) -> String {
        match self.language.split('-').next() {
            Some("de" | "lb") => heading.to_owned(),
            _ => heading.to_lowercase(),
        }
    }

    /// Most numbers of a site are whole, and most languages have a point.
    fn point(&self, number: String) -> String {
        match self.number_decimal() {
            "." => number,
            decimal if number.contains('.') => number.replace('.', decimal),
            _ => number,
        }
    }
}
