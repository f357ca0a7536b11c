//! Maps of an author's own: `extra`, `attributes`, `channels`.

use super::scalar::{plain_flag, plain_number};
use super::{Decoder, Record};
use crate::diagnostic::Code;
use crate::model::Claim;
use crate::parse::yaml::{Key, Node, Value};
use crate::source::{Spanned, Text};
use std::collections::BTreeSet;

impl Decoder<'_> {
    /// The names and values of a map, each name once.
    pub(crate) fn pairs<'n, 's>(
        &mut self,
        record: &Record<'n, 's>,
        name: &str,
        example: &str,
    ) -> Vec<(&'n Key<'s>, &'n Node<'s>)> {
        let Some(node) = record.get(name) else { return Vec::new() };
        let Value::Map(items, _) = &node.value else {
            self.wrong_type(node, name, &format!("names with values, such as `{example}`"));
            return Vec::new();
        };
        self.once_each(items)
    }

    pub(super) fn once_each<'n, 's>(
        &mut self,
        items: &'n [(Key<'s>, Node<'s>)],
    ) -> Vec<(&'n Key<'s>, &'n Node<'s>)> {
        let mut seen = BTreeSet::new();
        let mut out = Vec::with_capacity(items.len());
        for (key, node) in items {
            if !seen.insert(&*key.text) {
                self.repeated(key);
            } else if key.text.trim().is_empty() {
                self.report(Code::EmptyValue, key.span, "a name is empty", "name the value");
            } else {
                out.push((key, node));
            }
        }
        out
    }

    /// A value as data; names that are written twice are reported.
    pub(super) fn data(&mut self, node: &Node<'_>) -> serde_json::Value {
        self.report_repeats(node);
        as_data(node)
    }

    fn report_repeats(&mut self, node: &Node<'_>) {
        match &node.value {
            Value::Map(items, _) => {
                for (_, value) in self.once_each(items) {
                    self.report_repeats(value);
                }
            }
            Value::Seq(items, _) => items.iter().for_each(|item| self.report_repeats(item)),
            Value::Null | Value::Scalar(_) => {}
        }
    }

    /// `extra`: a map of anything.
    pub(super) fn extra(&mut self, record: &Record<'_, '_>) -> Option<serde_json::Value> {
        let node = record.get("extra")?;
        match node.value {
            Value::Map(..) => Some(self.data(node)),
            Value::Null => None,
            _ => {
                self.wrong_type(node, "extra", "names with values, such as `{colour: green}`");
                None
            }
        }
    }

    pub(super) fn attributes(&mut self, record: &Record<'_, '_>) -> Vec<(Text, Claim)> {
        let mut out = Vec::new();
        for (key, node) in self.pairs(record, "attributes", "{Household: Two adults}") {
            if self.is_filled(node, "attributes") {
                let claim = self.claim_of(node, &key.text);
                out.extend(claim.map(|claim| (key.text(self.source), claim)));
            }
        }
        out
    }

    pub(super) fn levels(&mut self, record: &Record<'_, '_>) -> Vec<(Text, Spanned<f64>)> {
        let mut out = Vec::new();
        for (key, node) in self.pairs(record, "channels", "{app: 5, web: 2}") {
            if self.is_filled(node, "channels") {
                let level = self.number_between(node, &key.text, 0.0, 5.0);
                out.extend(level.map(|level| (key.text(self.source), level)));
            }
        }
        out
    }
}

/// A value as data, by YAML 1.2's core schema. Of a name that is written twice the first counts.
pub(crate) fn as_data(node: &Node<'_>) -> serde_json::Value {
    use serde_json::Value as Json;
    match &node.value {
        Value::Null => Json::Null,
        Value::Seq(items, _) => Json::Array(items.iter().map(as_data).collect()),
        Value::Map(items, _) => {
            let mut map = serde_json::Map::new();
            for (key, value) in items {
                map.entry(&*key.text).or_insert_with(|| as_data(value));
            }
            Json::Object(map)
        }
        Value::Scalar(scalar) => match (plain_flag(scalar), plain_number(scalar)) {
            (Some(flag), _) => Json::Bool(flag),
            (None, Some(number)) => number_json(number),
            (None, None) => Json::String(scalar.text.to_string()),
        },
    }
}

fn number_json(number: f64) -> serde_json::Value {
    // Beyond 2^53 a float no longer holds every whole number.
    let whole = number.fract() == 0.0 && number.abs() < 9e15;
    if whole { (number as i64).into() } else { number.into() }
}
