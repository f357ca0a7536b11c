//! Reads a language's file: names and phrases, where a phrase is a text or its plural forms.

use super::PHRASES;
use super::pattern::{Flaw, Pattern};
use super::plural::Category;
use crate::diagnostic::{Finding, did_you_mean};
use crate::parse::yaml::{self, Node, Value};
use crate::source::{FileId, LineIndex, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is wrong with a language's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsError {
    /// Path below the theme's folder: `words/de.yaml`.
    pub path: String,
    /// Whether the site's own theme has the file.
    pub origin: Origin,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// Whose a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The default theme's.
    Default,
    /// The site's own.
    Own,
}

/// What is said: the same for every number, or a form for some.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    other: Pattern,
    forms: Vec<(Category, Pattern)>,
}

impl Phrase {
    /// The form for a number's category.
    pub(super) fn form(&self, category: Option<Category>) -> &Pattern {
        let form = self.forms.iter().find(|(known, _)| Some(*known) == category);
        form.map_or(&self.other, |(_, pattern)| pattern)
    }

    pub(super) fn text(&self) -> &str {
        self.other.text()
    }

    pub(super) fn name_traveller(&mut self, words: &(Arc<str>, Arc<str>)) {
        self.other.name_traveller(words);
        self.forms.iter_mut().for_each(|(_, pattern)| pattern.name_traveller(words));
    }

    /// As it is written in a file, by plural category.
    pub(super) fn written(&self, slots: &[&str]) -> BTreeMap<&'static str, String> {
        let forms = self.forms.iter().map(|(category, p)| (category.word(), p.written(slots)));
        forms.chain([(Category::Other.word(), self.other.written(slots))]).collect()
    }
}

/// The languages whose words are laid over each other for a tag, the last on top.
pub(super) fn fallbacks(language: &str) -> Vec<String> {
    let mut tags = vec!["en".to_owned()];
    let parts: Vec<&str> = language.split('-').filter(|part| !part.is_empty()).collect();
    for end in 1..=parts.len() {
        let tag = parts[..end].join("-");
        if tag != "en" {
            tags.push(tag);
        }
    }
    tags
}

/// Lays a file's phrases over those that are known.
pub(super) fn read(
    path: &str,
    origin: Origin,
    bytes: &[u8],
    phrases: &mut [Option<Phrase>],
) -> Result<(), WordsError> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let reader = Reader { path, origin, text };
    let mut findings = Vec::new();
    let root = yaml::read(FileId::ROOT, text, 0..text.len(), &mut findings);
    if let Some(Finding { span, message, .. }) = findings.into_iter().next() {
        return Err(reader.error(span, message));
    }
    let Some(root) = root else { return Ok(()) };
    let Value::Map(pairs, _) = &root.value else {
        return Err(reader.error(root.span, "a file of words holds names and phrases".to_owned()));
    };
    let mut seen = vec![false; PHRASES.len()];
    for (key, node) in pairs {
        let at = reader.place(key)?;
        if std::mem::replace(&mut seen[at], true) {
            let message = format!("the phrase `{}` stands here twice", key.text);
            return Err(reader.error(key.span, message));
        }
        phrases[at] = Some(reader.phrase(node, PHRASES[at].1)?);
    }
    Ok(())
}

struct Reader<'t> {
    path: &'t str,
    origin: Origin,
    text: &'t str,
}

impl Reader<'_> {
    fn error(&self, span: Span, message: String) -> WordsError {
        let place = LineIndex::new(self.text).line_column(self.text, span.start);
        WordsError {
            path: self.path.to_owned(),
            origin: self.origin,
            line: place.line,
            column: place.column,
            message,
        }
    }

    fn place(&self, key: &yaml::Key<'_>) -> Result<usize, WordsError> {
        let names = || PHRASES.iter().map(|(name, _)| *name);
        names().position(|name| name == key.text).ok_or_else(|| {
            let hint = did_you_mean(&key.text, names()).unwrap_or_default();
            let message = format!("there is no phrase `{}`", key.text);
            let joint = if hint.is_empty() { "" } else { ": " };
            self.error(key.span, format!("{message}{joint}{hint}"))
        })
    }

    fn phrase(&self, node: &Node<'_>, slots: &[&str]) -> Result<Phrase, WordsError> {
        match &node.value {
            Value::Scalar(scalar) => {
                Ok(Phrase { other: self.pattern(node, &scalar.text, slots)?, forms: Vec::new() })
            }
            Value::Map(pairs, _) => self.forms(node, pairs, slots),
            Value::Null | Value::Seq(..) => {
                let message = "a phrase is a text, or a text for each plural form";
                Err(self.error(node.span, message.to_owned()))
            }
        }
    }

    fn forms(
        &self,
        whole: &Node<'_>,
        pairs: &[(yaml::Key<'_>, Node<'_>)],
        slots: &[&str],
    ) -> Result<Phrase, WordsError> {
        if !slots.contains(&"n") {
            let message = "only a phrase with `{n}` has plural forms";
            return Err(self.error(whole.span, message.to_owned()));
        }
        let mut phrase = Phrase::default();
        let mut has_other = false;
        for (key, node) in pairs {
            let category = Category::named(&key.text).ok_or_else(|| {
                let message = format!("`{}` is no plural form", key.text);
                self.error(key.span, format!("{message}: zero, one, two, few, many or other"))
            })?;
            let Value::Scalar(scalar) = &node.value else {
                return Err(self.error(node.span, "a plural form is a text".to_owned()));
            };
            let pattern = self.pattern(node, &scalar.text, slots)?;
            if category == Category::Other {
                has_other = true;
                phrase.other = pattern;
            } else {
                phrase.forms.push((category, pattern));
            }
        }
        if has_other {
            return Ok(phrase);
        }
        Err(self.error(whole.span, "plural forms need the form `other`".to_owned()))
    }

    fn pattern(&self, node: &Node<'_>, text: &str, slots: &[&str]) -> Result<Pattern, WordsError> {
        let pattern = Pattern::parse(text, slots).map_err(|flaw| {
            let message = match flaw {
                Flaw::Brace => "a brace stands alone in this phrase".to_owned(),
                Flaw::Unknown(name) if slots.is_empty() => {
                    format!("this phrase has no `{{{name}}}`, nor any other name in braces")
                }
                Flaw::Unknown(name) => {
                    let known: Vec<String> = slots.iter().map(|s| format!("`{{{s}}}`")).collect();
                    format!("this phrase has no `{{{name}}}`, but {}", known.join(", "))
                }
            };
            self.error(node.span, message)
        })?;
        // The number may be left to the plural form: “one day”.
        let missing = slots.iter().enumerate().find(|(at, s)| **s != "n" && !pattern.has(*at));
        match missing {
            None => Ok(pattern),
            Some((_, slot)) => {
                Err(self.error(node.span, format!("this phrase does not say `{{{slot}}}`")))
            }
        }
    }
}
