//! Single values: texts, references, numbers, words of a list, addresses.

use super::{Decoder, Record, what_is};
use crate::diagnostic::{Code, did_you_mean};
use crate::model::fields::{FieldType, Need};
use crate::model::{Prose, RefName};
use crate::parse::csv::{is_count, is_measurable};
use crate::parse::folder::unusable_id;
use crate::parse::prose;
use crate::parse::slug::{is_slug, slug};
use crate::parse::yaml::{Node, Scalar, Style, Value, flow_item};
use crate::source::{Spanned, Text};
use std::fmt::Display;
use std::sync::Arc;

impl Decoder<'_> {
    /// A text with inline Markdown.
    pub(crate) fn prose(&mut self, record: &Record<'_, '_>, name: &str) -> Option<Prose> {
        let written = self.word(record, name)?;
        let text = prose::inline(&written, self.findings);
        if record.field(name).is_some_and(|field| field.need != Need::Optional) {
            let node = record.get(name)?;
            self.check_says_something(&text, node.span);
        }
        Some(text)
    }

    /// A plain text; an empty one is none.
    pub(crate) fn word(&mut self, record: &Record<'_, '_>, name: &str) -> Option<Text> {
        self.text_of(record.get(name)?, name).filter(|text| !text.trim().is_empty())
    }

    /// Markdown of any length.
    pub(super) fn markdown(&mut self, record: &Record<'_, '_>, name: &str) -> Option<Prose> {
        let text = self.word(record, name)?;
        Some(prose::block_of(&text, self.findings))
    }

    /// The letters of a value that must be a text: a number or `true` is one as written.
    pub(super) fn text_of(&mut self, node: &Node<'_>, what: &str) -> Option<Text> {
        let Value::Scalar(scalar) = &node.value else {
            let flow = self.source[node.span.start as usize..].starts_with(['[', '{']);
            if !(flow && self.report_unquoted(node)) {
                self.wrong_type(node, what, "a text");
            }
            return None;
        };
        if scalar.style == Style::Plain {
            self.report_cut_text(node);
        }
        Some(node.text(scalar, self.source))
    }

    /// A list of plain texts.
    pub(crate) fn words(&mut self, record: &Record<'_, '_>, name: &str) -> Vec<Text> {
        record.get(name).map_or_else(Vec::new, |node| self.words_of(node, name))
    }

    pub(crate) fn words_of(&mut self, node: &Node<'_>, what: &str) -> Vec<Text> {
        let items = self.list(node, what);
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            // In a list of texts `a: b` can only be one of them.
            let is_pair = matches!(item.value, Value::Map(..)) && self.report_unquoted(item);
            if !is_pair && self.is_filled(item, what) {
                out.extend(self.text_of(item, what));
            }
        }
        out
    }

    /// Tags, each of which has a page that is named after its letters.
    pub(crate) fn tags(&mut self, record: &Record<'_, '_>) -> Vec<Text> {
        let tags = self.words(record, "tags");
        for tag in &tags {
            self.check_tag(tag);
        }
        tags
    }

    fn check_tag(&mut self, tag: &Text) {
        let (slug, written) = (slug(tag), shorten(tag));
        let (code, message, help) = match (&*slug, unusable_id(&slug)) {
            ("", _) => (
                Code::EmptySlug,
                format!("the tag `{written}` has no letter or digit"),
                "a tag's page is named after its letters",
            ),
            ("index", _) => (
                Code::OutputCollision,
                format!(
                    "the tag `{written}` and the list of tags are both written to `tags/index.html`"
                ),
                "give the tag another name",
            ),
            (_, Some(why)) => (
                Code::UnusableName,
                format!("the page of the tag `{written}` could not be written everywhere: {why}"),
                "give the tag another name",
            ),
            (_, None) => return,
        };
        self.report(code, tag.span, message, help);
    }

    /// A language tag.
    pub(crate) fn language(&mut self, record: &Record<'_, '_>, name: &str) -> Option<Text> {
        let text = self.word(record, name)?;
        let mut parts = text.split('-');
        let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
        let first = parts.next().is_some_and(|p| (2..=8).contains(&p.len()) && letters(p));
        let rest =
            |p: &str| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric());
        if first && parts.all(rest) {
            return Some(text);
        }
        let message = format!("`{}` is no language tag", shorten(&text));
        self.report(Code::WrongType, text.span, message, "write a tag such as `de` or `pt-BR`");
        None
    }

    /// An `id:` that must be a slug.
    pub(crate) fn id(&mut self, record: &Record<'_, '_>) -> Option<Spanned<Arc<str>>> {
        let text = self.word(record, "id")?;
        if is_slug(&text) && &*text.text != "index" {
            return Some(Spanned::new(text.text.alone(), text.span));
        }
        let better = slug(&text);
        if better == "index" {
            self.report(Code::BadId, text.span, "`index` is no id", "choose another");
        } else {
            let message = format!(
                "`{}` is no id: an id is lower-case letters, digits and `-`",
                shorten(&text)
            );
            let help = if better.is_empty() {
                "choose another".into()
            } else {
                format!("write `{better}`")
            };
            self.report(Code::BadId, text.span, message, help);
        }
        (!better.is_empty()).then(|| Spanned::new(better.into(), text.span))
    }

    /// A reference to one thing.
    pub(super) fn reference(&mut self, record: &Record<'_, '_>, name: &str) -> Option<RefName> {
        self.ref_of(record.get(name)?, name)
    }

    /// A list of references.
    pub(super) fn references(&mut self, record: &Record<'_, '_>, name: &str) -> Vec<RefName> {
        let nodes = self.items(record, name);
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            if self.is_filled(node, name) {
                out.extend(self.ref_of(node, name));
            }
        }
        out
    }

    pub(super) fn ref_of(&mut self, node: &Node<'_>, what: &str) -> Option<RefName> {
        let Value::Scalar(scalar) = &node.value else {
            self.wrong_type(node, what, "an id");
            return None;
        };
        let text = node.text(scalar, self.source);
        let start = text.len() - text.trim_start().len();
        let name = text.text.trimmed();
        if name.is_empty() {
            return None;
        }
        let span = text.span_of(start..start + name.len());
        Some(RefName { name, span })
    }

    /// One of the words that the table lists, as the value at the same place of `values`.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        record: &Record<'_, '_>,
        name: &str,
        values: &[T],
    ) -> Option<Spanned<T>> {
        let node = record.get(name)?;
        let Some(FieldType::OneOf(words)) = record.field(name).map(|f| f.ty) else { return None };
        let index = self.one_of(node, name, words)?;
        values.get(index).map(|value| Spanned::new(*value, node.span))
    }

    pub(crate) fn one_of(&mut self, node: &Node<'_>, what: &str, words: &[&str]) -> Option<usize> {
        let Value::Scalar(scalar) = &node.value else {
            self.wrong_type(node, what, "one word");
            return None;
        };
        let index = words.iter().position(|word| *word == scalar.text);
        if index.is_none() {
            let all = || format!("write {}", listed(words));
            let help = did_you_mean(&scalar.text, words.iter().copied()).unwrap_or_else(all);
            let message = format!("`{what}` cannot be `{}`", shorten(&scalar.text));
            self.report(Code::NotInList, node.span, message, help);
        }
        index
    }

    /// A number, on its scale when the table names one.
    pub(crate) fn number(&mut self, record: &Record<'_, '_>, name: &str) -> Option<Spanned<f64>> {
        let node = record.get(name)?;
        match record.field(name).map(|f| f.ty) {
            Some(FieldType::Scale(min, max)) => self.number_between(node, name, min, max),
            Some(FieldType::Count) => self.count_of(node, name),
            _ => self.number_of(node, name, "a number"),
        }
    }

    pub(super) fn number_between(
        &mut self,
        node: &Node<'_>,
        what: &str,
        min: f64,
        max: f64,
    ) -> Option<Spanned<f64>> {
        let scale = format_args!("a number from {min} to {max}");
        let number = self.number_of(node, what, scale)?;
        if (min..=max).contains(&number.value) {
            return Some(number);
        }
        let message =
            format!("`{what}` is {}, off its scale of {min} to {max}", self.written(node.span));
        self.report(Code::OutOfRange, node.span, message, format!("write {scale}"));
        None
    }

    fn count_of(&mut self, node: &Node<'_>, what: &str) -> Option<Spanned<f64>> {
        let number = self.number_of(node, what, "a whole number")?;
        if is_count(number.value) {
            return Some(number);
        }
        let message = format!("`{what}` is a count and cannot be {}", self.written(node.span));
        self.report(Code::OutOfRange, node.span, message, "write a whole number from 0");
        None
    }

    pub(super) fn number_of(
        &mut self,
        node: &Node<'_>,
        what: &str,
        expected: impl Display,
    ) -> Option<Spanned<f64>> {
        if let Value::Scalar(scalar) = &node.value {
            if let Some(number) = plain_number(scalar) {
                if is_measurable(number) {
                    return Some(Spanned::new(number, node.span));
                }
                let message = format!("`{what}` cannot be {}", shorten(&scalar.text));
                let help = "write it in a larger unit: numbers go up to 1e15";
                self.report(Code::OutOfRange, node.span, message, help);
                return None;
            }
            let help = if as_number(&scalar.text).is_some() {
                "write it without quotes".to_owned()
            } else {
                format!("write {expected}, such as `{what}: 1`")
            };
            let message = format!("`{what}` must be {expected}, not `{}`", shorten(&scalar.text));
            self.report(Code::WrongType, node.span, message, help);
        } else {
            self.wrong_type(node, what, &expected.to_string());
        }
        None
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, record: &Record<'_, '_>, name: &str) -> Option<bool> {
        let node = record.get(name)?;
        let flag = match &node.value {
            Value::Scalar(scalar) => plain_flag(scalar),
            _ => None,
        };
        if flag.is_none() {
            self.wrong_type(node, name, "`true` or `false`");
        }
        flag
    }

    /// An address that a page may link to. One with another scheme is left out, with a warning.
    pub(super) fn url(&mut self, record: &Record<'_, '_>, name: &str) -> Option<Text> {
        let text = self.word(record, name)?;
        match url_scheme(&text) {
            Some("http" | "https" | "mailto") => return Some(text),
            Some(scheme) => {
                let message =
                    format!("an address with the scheme `{}:` is not allowed", shorten(scheme));
                let help = "use http, https or mailto; the words stay without the link";
                self.report(Code::SchemeNotAllowed, text.span, message, help);
            }
            None => {
                let message = format!("`{}` is no address", shorten(&text));
                let help = match text.split_once('.') {
                    Some(_) if !text.contains([' ', ':', '@']) => {
                        format!("write `https://{}`", text.trim())
                    }
                    _ => "write a whole address, such as `https://example.org/page`".to_owned(),
                };
                self.report(Code::BadUrl, text.span, message, help);
            }
        }
        None
    }

    /// The items of a list. One value in its place is reported and taken as the only item.
    pub(crate) fn items<'n, 's>(&mut self, record: &Record<'n, 's>, name: &str) -> &'n [Node<'s>] {
        record.get(name).map_or(&[], |node| self.list(node, name))
    }

    pub(super) fn list<'n, 's>(&mut self, node: &'n Node<'s>, what: &str) -> &'n [Node<'s>] {
        match &node.value {
            Value::Null => &[],
            Value::Seq(items, _) => items,
            Value::Scalar(scalar) => {
                let help = format!("write `{what}: [{}]`", flow_item(scalar.text.trim()));
                self.not_a_list(node, what, help);
                if scalar.text.trim().is_empty() { &[] } else { std::slice::from_ref(node) }
            }
            Value::Map(..) => {
                let written = self.written(node.span);
                let one_line = written.starts_with('{') && !written.contains(['\n', '\r']);
                let help = if one_line {
                    format!("write `{what}: [{written}]`")
                } else {
                    format!("write `{what}: [{{…}}]`, or begin the item with `- `")
                };
                self.not_a_list(node, what, help);
                std::slice::from_ref(node)
            }
        }
    }

    fn not_a_list(&mut self, node: &Node<'_>, what: &str, help: String) {
        let message = format!("`{what}` is a list, and this is {}", what_is(node));
        self.report(Code::NotAList, node.span, message, help);
    }

    /// Whether an item of a list has a value; reports it when not.
    pub(crate) fn is_filled(&mut self, node: &Node<'_>, what: &str) -> bool {
        let empty = match &node.value {
            Value::Null => true,
            Value::Scalar(scalar) => scalar.text.trim().is_empty(),
            _ => false,
        };
        if empty {
            let message = format!("an item of `{what}` is empty");
            self.report(Code::EmptyValue, node.span, message, "fill it in or delete the line");
        }
        !empty
    }

    pub(crate) fn wrong_type(&mut self, node: &Node<'_>, what: &str, expected: &str) {
        let found = match &node.value {
            Value::Scalar(scalar) => format!("`{}`", shorten(&scalar.text)),
            _ => what_is(node).to_owned(),
        };
        let message = format!("`{what}` must be {expected}, not {found}");
        self.report(Code::WrongType, node.span, message, format!("write {expected}"));
    }
}

/// The number that an unquoted value is.
pub(super) fn plain_number(scalar: &Scalar<'_>) -> Option<f64> {
    (scalar.style == Style::Plain).then(|| as_number(&scalar.text)).flatten()
}

/// The truth value that an unquoted value is.
pub(super) fn plain_flag(scalar: &Scalar<'_>) -> Option<bool> {
    match &*scalar.text {
        _ if scalar.style != Style::Plain => None,
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// A number of YAML 1.2's core schema, except for those that are not finite.
fn as_number(text: &str) -> Option<f64> {
    let radix = |digits: &str, radix| u64::from_str_radix(digits, radix).ok().map(|n| n as f64);
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let digits =
        text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    let number: f64 = text.parse().ok().filter(|_| digits)?;
    number.is_finite().then_some(number)
}

/// The scheme of an absolute address that can be used, in lower case for those that are allowed.
pub(crate) fn url_scheme(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once(':')?;
    let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    let named =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(letters);
    if !named || url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let allowed = ["http", "https", "mailto"].into_iter().find(|s| scheme.eq_ignore_ascii_case(s));
    match allowed {
        Some("mailto") => rest.contains('@').then_some("mailto"),
        Some(web) => {
            let host = rest.strip_prefix("//")?;
            (!host.is_empty() && !host.starts_with(['/', '?', '#', ':'])).then_some(web)
        }
        // `example.org:8080` is an address without its scheme.
        None if scheme.contains('.') => None,
        None => Some(scheme),
    }
}

/// `a`, `b` or `c`.
pub(crate) fn listed(words: &[&str]) -> String {
    let mut out = String::new();
    for (i, word) in words.iter().enumerate() {
        let join = if i == 0 {
            ""
        } else if i + 1 == words.len() {
            " or "
        } else {
            ", "
        };
        out.push_str(&format!("{join}`{word}`"));
    }
    out
}

/// The beginning of a text that may be long or hold anything, for a message.
pub(super) fn shorten(text: &str) -> String {
    let mut short: String =
        text.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}
