//! Dates and numbers as a language writes them. Data files (site.json, CSV, calendars) do not come
//! this way.

use super::Wording;
use crate::site::number;
use jiff::civil::Date;

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

    /// `+1.5`, `−2`, `0`: a value on the emotion scale.
    pub fn signed(&self, value: f64) -> String {
        self.point(number::signed(value))
    }

    /// `15.0`: exactly `decimals` places, so that a column of them lines up.
    pub fn fixed(&self, value: f64, decimals: usize) -> String {
        let rounded = number::round(value, decimals as u32);
        self.point(format!("{rounded:.decimals$}").replace('-', "−"))
    }

    /// `1,240`: a whole number with its digits in groups of three.
    pub fn amount(&self, count: f64) -> String {
        let plain = number::plain(count, 0);
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |d| ("−", d));
        if digits.len() <= 3 {
            return format!("{sign}{digits}");
        }
        let mut out = String::from(sign);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(self.number_group());
            }
            out.push(digit);
        }
        out
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
