//! A phrase with places for what it is about.

use super::Wording;
use std::fmt;
use std::sync::Arc;

/// Letters and places in the order in which they are said.
#[derive(Clone, Default, Debug, PartialEq)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    /// The word for who travels, until it is known.
    Traveller {
        many: Number,
        capital: Capital,
    },
    /// What stands here, by its place among the phrase's names.
    Slot(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    One,
    Many,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Capital {
    First,
    None,
}

/// What is wrong with a phrase.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A brace without its other.
    Brace,
    /// A name that the phrase does not have.
    Unknown(String),
}

impl Pattern {
    /// Reads `{n} of {claims}`. `slots` are the names that may stand in it.
    pub(super) fn parse(text: &str, slots: &[&str]) -> Result<Pattern, Flaw> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, later) = after.split_once('}').ok_or(Flaw::Brace)?;
            push_text(&mut parts, before)?;
            parts.push(part(name, slots)?);
            rest = later;
        }
        push_text(&mut parts, rest)?;
        Ok(Pattern { parts })
    }

    /// The places that it has.
    pub(super) fn has(&self, slot: usize) -> bool {
        self.parts.contains(&Part::Slot(slot as u8))
    }

    /// Writes the word for who travels into it, and joins the texts around.
    pub(super) fn name_traveller(&mut self, (one, many): &(Arc<str>, Arc<str>)) {
        let mut joined: Vec<Part> = Vec::new();
        for part in std::mem::take(&mut self.parts) {
            let text = match part {
                Part::Traveller { many: number, capital } => {
                    let word = if number == Number::One { one } else { many };
                    if capital == Capital::First { capitalised(word) } else { word.to_string() }
                }
                Part::Text(text) => text,
                Part::Slot(_) => {
                    joined.push(part);
                    continue;
                }
            };
            match joined.last_mut() {
                Some(Part::Text(before)) => before.push_str(&text),
                _ => joined.push(Part::Text(text)),
            }
        }
        self.parts = joined;
    }

    /// The whole of a phrase that is about nothing.
    pub(super) fn text(&self) -> &str {
        match self.parts.as_slice() {
            [Part::Text(text)] => text,
            _ => "",
        }
    }

    /// As it is written in a file.
    pub(super) fn written(&self, slots: &[&str]) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Slot(at) => format!("{{{}}}", slots[usize::from(*at)]),
            Part::Traveller { .. } => String::new(),
        };
        self.parts.iter().map(part).collect()
    }

    /// Writes it with `values` in its places. `escape` makes text fit for where it goes; what is
    /// markup already is written as it is.
    pub(crate) fn write(
        &self,
        out: &mut String,
        wording: &Wording,
        values: &[Value<'_>],
        escape: impl Fn(&mut String, &str),
    ) {
        for part in &self.parts {
            match part {
                Part::Text(text) => escape(out, text),
                Part::Slot(at) => match values.get(usize::from(*at)) {
                    Some(Value::Text(text)) => escape(out, text),
                    Some(Value::Markup(html)) => out.push_str(html),
                    Some(Value::Amount(n)) => escape(out, &wording.amount(*n)),
                    None => {}
                },
                Part::Traveller { .. } => {}
            }
        }
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) -> Result<(), Flaw> {
    if text.contains('}') {
        return Err(Flaw::Brace);
    }
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
    Ok(())
}

fn part(name: &str, slots: &[&str]) -> Result<Part, Flaw> {
    let traveller = |many, capital| Ok(Part::Traveller { many, capital });
    match name {
        "customer" => traveller(Number::One, Capital::None),
        "customers" => traveller(Number::Many, Capital::None),
        "Customer" => traveller(Number::One, Capital::First),
        "Customers" => traveller(Number::Many, Capital::First),
        _ => match slots.iter().position(|slot| *slot == name) {
            Some(at) => Ok(Part::Slot(at as u8)),
            None => Err(Flaw::Unknown(name.to_owned())),
        },
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.clone()).collect()
}

/// What a phrase is about.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// Finished, safe HTML: a link, a time. In a plain text it is written as it is, so that only
    /// what goes to a page may hold any.
    Markup(&'a str),
    /// A whole number, written as the language groups its digits.
    Amount(f64),
}

impl Value<'_> {
    /// The number that decides on the plural form.
    pub(super) fn amount(&self) -> Option<f64> {
        match self {
            Value::Amount(n) => Some(*n),
            Value::Text(_) | Value::Markup(_) => None,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(text)
    }
}

impl<'a> From<&'a Arc<str>> for Value<'a> {
    fn from(text: &'a Arc<str>) -> Self {
        Value::Text(text)
    }
}

impl From<f64> for Value<'_> {
    fn from(n: f64) -> Self {
        Value::Amount(n)
    }
}

impl From<usize> for Value<'_> {
    fn from(n: usize) -> Self {
        // No count of this program comes near the numbers that a double cannot hold.
        Value::Amount(n as f64)
    }
}

impl From<u32> for Value<'_> {
    fn from(n: u32) -> Self {
        Value::Amount(f64::from(n))
    }
}

impl From<i32> for Value<'_> {
    fn from(n: i32) -> Self {
        Value::Amount(f64::from(n))
    }
}

/// A phrase with what it is about, ready to be written.
#[derive(Clone, Copy)]
pub struct Filled<'a, const N: usize> {
    wording: &'a Wording,
    pattern: &'a Pattern,
    values: [Value<'a>; N],
}

impl<'a, const N: usize> Filled<'a, N> {
    pub(super) fn new(wording: &'a Wording, pattern: &'a Pattern, values: [Value<'a>; N]) -> Self {
        Self { wording, pattern, values }
    }

    /// Appends it to a page, each text as `escape` writes it.
    pub fn write(&self, out: &mut String, escape: impl Fn(&mut String, &str)) {
        let (open, close) = self.wording.isolates();
        out.push_str(open);
        self.pattern.write(out, self.wording, &self.values, escape);
        out.push_str(close);
    }

    /// As plain text.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(64);
        self.pattern.write(&mut out, self.wording, &self.values, String::push_str);
        out
    }
}

/// As plain text.
impl<const N: usize> fmt::Display for Filled<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
