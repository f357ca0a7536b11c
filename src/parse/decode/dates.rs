//! Days, months and lengths of time.

use super::scalar::shorten;
use super::{Decoder, Record};
use crate::diagnostic::{Code, did_you_mean};
use crate::model::fields::{CADENCES, FieldType};
use crate::model::{Cadence, Consent};
use crate::parse::yaml::{Node, Value};
use crate::source::Spanned;
use jiff::civil::Date;

/// The longest length of time that makes sense: a century.
const LONGEST_MONTHS: i32 = 1200;

/// Why a text is no date.
pub(super) enum NoDate {
    TimeOfDay,
    NoSuchDay,
    MonthOnly,
    Unreadable,
}

impl Decoder<'_> {
    /// A day; where the table says so, also a month, which means its last day.
    pub(crate) fn date(&mut self, record: &Record<'_, '_>, name: &str) -> Option<Spanned<Date>> {
        let node = record.get(name)?;
        let month = matches!(record.field(name).map(|f| f.ty), Some(FieldType::Month));
        let Value::Scalar(scalar) = &node.value else {
            self.wrong_type(node, name, "a date");
            return None;
        };
        match day(&scalar.text) {
            Ok(date) => return Some(Spanned::new(date, node.span)),
            Err(NoDate::MonthOnly) if month => {
                if let Some(date) = last_day(&scalar.text) {
                    return Some(Spanned::new(date, node.span));
                }
                self.bad_date(node, &scalar.text, NoDate::NoSuchDay);
            }
            Err(why) => self.bad_date(node, &scalar.text, why),
        }
        None
    }

    fn bad_date(&mut self, node: &Node<'_>, text: &str, why: NoDate) {
        let text = shorten(text);
        let (message, help) = match why {
            NoDate::TimeOfDay => (
                format!("`{text}` has a time of day, and a date has none"),
                format!("write `{}`", &text[..10]),
            ),
            NoDate::NoSuchDay => (
                format!("there is no day `{text}`"),
                "write a day that exists, as `YYYY-MM-DD`".into(),
            ),
            NoDate::MonthOnly => {
                (format!("`{text}` is a month, and this is a day"), format!("write `{text}-01`"))
            }
            NoDate::Unreadable => {
                (format!("`{text}` is no date"), "write it as `YYYY-MM-DD`".into())
            }
        };
        self.report(Code::BadDate, node.span, message, help);
    }

    /// `consent: true | false | a date`.
    pub(super) fn consent(&mut self, record: &Record<'_, '_>, name: &str) -> Consent {
        let Some(node) = record.get(name) else { return Consent::No };
        let Value::Scalar(scalar) = &node.value else {
            self.wrong_type(node, name, "`true`, `false` or a date");
            return Consent::No;
        };
        if let Some(given) = super::scalar::plain_flag(scalar) {
            return if given { Consent::Yes } else { Consent::No };
        }
        match day(&scalar.text) {
            Ok(date) => return Consent::Until(date),
            Err(NoDate::Unreadable) => {
                self.wrong_type(node, name, "`true`, `false` or the last date on which it holds");
            }
            Err(why) => self.bad_date(node, &scalar.text, why),
        }
        Consent::No
    }

    /// A length of time, or a cadence's word where the table allows one.
    pub(crate) fn cadence(
        &mut self,
        record: &Record<'_, '_>,
        name: &str,
    ) -> Option<Spanned<Cadence>> {
        let node = record.get(name)?;
        let words = match record.field(name).map(|f| f.ty) {
            Some(FieldType::Cadence) => CADENCES,
            _ => &[],
        };
        let text = match &node.value {
            Value::Scalar(scalar) => &*scalar.text,
            _ => {
                self.wrong_type(node, name, "a length of time");
                return None;
            }
        };
        let cadence =
            cadence_of(text).filter(|_| length(text).is_some() || words.contains(&text.trim()));
        if cadence.is_none() {
            let message = format!("`{}` is no length of time", shorten(text));
            let length = "write a number and a unit, such as `6 weeks` or `18 months`";
            let help = did_you_mean(text, words.iter().copied()).unwrap_or_else(|| match words {
                [] => length.to_owned(),
                words => format!("{length}, or a word: `{}`", words.join("`, `")),
            });
            self.report(Code::BadLength, node.span, message, help);
        }
        cadence.map(|cadence| Spanned::new(cadence, node.span))
    }
}

/// `quarterly`, `6 weeks`.
pub(crate) fn cadence_of(text: &str) -> Option<Cadence> {
    let (months, days) = match text.trim() {
        "weekly" => (0, 7),
        "monthly" => (1, 0),
        "quarterly" => (3, 0),
        "half-yearly" => (6, 0),
        "annually" => (12, 0),
        other => return length(other),
    };
    Some(Cadence { months, days })
}

fn length(text: &str) -> Option<Cadence> {
    let mut parts = text.split_whitespace();
    let (number, unit) = (parts.next()?, parts.next()?);
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    let number: i32 = number.parse().ok().filter(|n| digits && *n > 0 && parts.next().is_none())?;
    let (months, days) = match unit {
        "day" | "days" => (0, number),
        "week" | "weeks" => (0, number.checked_mul(7)?),
        "month" | "months" => (number, 0),
        "year" | "years" => (number.checked_mul(12)?, 0),
        _ => return None,
    };
    (months <= LONGEST_MONTHS && days <= LONGEST_MONTHS * 31).then_some(Cadence { months, days })
}

pub(super) fn day(text: &str) -> Result<Date, NoDate> {
    let text = text.trim();
    let shape: String =
        text.chars().take(11).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "0000-00-00" => parse(text).ok_or(NoDate::NoSuchDay),
        "0000-00" => Err(NoDate::MonthOnly),
        timed if timed.starts_with("0000-00-00") && text[10..].starts_with(['T', 't', ' ']) => {
            Err(NoDate::TimeOfDay)
        }
        _ => Err(NoDate::Unreadable),
    }
}

fn last_day(month: &str) -> Option<Date> {
    parse(&format!("{}-01", month.trim())).map(Date::last_of_month)
}

fn parse(day: &str) -> Option<Date> {
    let mut parts = day.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    Date::new(year, month, parts.next()?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<(i32, i32)> {
        cadence_of(text).map(|c| (c.months, c.days))
    }

    #[test]
    fn lengths_are_words_or_a_number_and_a_unit() {
        assert_eq!((shown("quarterly"), shown("6 weeks")), (Some((3, 0)), Some((0, 42))));
        assert_eq!((shown("18 months"), shown("1 year")), (Some((18, 0)), Some((12, 0))));
        for wrong in [
            "6",
            "weeks",
            "0 days",
            "-1 days",
            "+1 days",
            "6 weeks more",
            "9999999999 days",
            "1.5 years",
        ] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_month_is_its_last_day() {
        assert_eq!(last_day("2024-02"), Date::new(2024, 2, 29).ok());
        assert_eq!(last_day("2024-13"), None);
    }
}
