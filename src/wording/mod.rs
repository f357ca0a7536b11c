//! The words of the interface, one file per language in `words/` of the theme, and how a language
//! writes dates and numbers.
//!
//! English names every phrase. The build makes a method of each ([`Wording::portfolio`]), so that
//! program code cannot ask for a phrase that does not exist, nor leave out what it is about;
//! templates say `{{ w.portfolio }}` and `{{ "claims" | say(n=3) }}`. A file of another language
//! may be partial: what it lacks is taken from the language without its region (`de` for `de-AT`),
//! then from English. Everything is looked up and joined once, when the theme is loaded.

mod direction;
mod file;
mod locale;
mod pattern;
mod plural;
mod terms;
#[cfg(test)]
mod tests;

pub use direction::{Direction, direction};
pub use file::{Origin, WordsError};
pub use pattern::{Filled, Value};

use crate::model::Config;
use file::Phrase;
use pattern::Pattern;
use plural::Rule;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// Where the files of languages stand in a theme.
const FOLDER: &str = "words/";

/// What of a site's settings decides its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// BCP 47.
    pub language: Arc<str>,
    /// The word for who travels, singular and plural, if it is not the language's own.
    pub customer: Option<(Arc<str>, Arc<str>)>,
}

impl Choice {
    /// What a site's settings say.
    pub fn of(config: &Config) -> Self {
        Self { language: config.language.clone(), customer: config.customer_words() }
    }
}

impl Default for Choice {
    fn default() -> Self {
        Self { language: "en".into(), customer: None }
    }
}

/// The place of each phrase in [`PHRASES`]: templates name them on every page.
static PLACES: LazyLock<HashMap<&str, usize>> =
    LazyLock::new(|| PHRASES.iter().map(|(name, _)| *name).zip(0..).collect());

/// The interface's words in one language.
pub struct Wording {
    /// By their place in [`PHRASES`].
    phrases: Vec<Phrase>,
    language: Arc<str>,
    /// The language of the site: its pages have that one's direction.
    site_language: Arc<str>,
    /// Which way the words of the interface run, and those of the site.
    directions: (Direction, Direction),
    rule: Rule,
}

impl Wording {
    /// The words for a site. `default` and `own` are files of the default theme and of the site's
    /// own, by path below the theme's folder; what a language lacks is filled up with English.
    ///
    /// # Errors
    /// A file that cannot be read, that names an unknown phrase, or a phrase that says something
    /// else than its English.
    pub fn load(
        choice: &Choice,
        default: &BTreeMap<String, Vec<u8>>,
        own: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Wording, WordsError> {
        let mut phrases: Vec<Option<Phrase>> = PHRASES.iter().map(|_| None).collect();
        let mut language: Arc<str> = "en".into();
        for tag in file::fallbacks(&choice.language) {
            let path = format!("{FOLDER}{tag}.yaml");
            for (files, origin) in [(default, file::Origin::Default), (own, file::Origin::Own)] {
                let Some(bytes) = files.get(&path) else { continue };
                file::read(&path, origin, bytes, &mut phrases)?;
                language = tag.as_str().into();
            }
        }
        let mut phrases: Vec<Phrase> = phrases.into_iter().map(Option::unwrap_or_default).collect();
        let customer = choice.customer.clone().unwrap_or_else(|| own_words(&phrases));
        phrases.iter_mut().for_each(|phrase| phrase.name_traveller(&customer));
        let rule = Rule::of(&language);
        let directions = (direction(&language), direction(&choice.language));
        let site_language = choice.language.clone();
        Ok(Wording { phrases, language, site_language, directions, rule })
    }

    /// The language that the interface speaks: the site's, or `en` where nobody has written words
    /// for that.
    pub fn language(&self) -> &Arc<str> {
        &self.language
    }

    /// A phrase by its name, and what it is about.
    pub(crate) fn named(&self, name: &str) -> Option<(usize, &'static [&'static str])> {
        let at = *PLACES.get(name)?;
        Some((at, PHRASES[at].1))
    }

    /// Phrases that are about nothing, by name. Sentences stand as [`Self::isolates`] says; a word
    /// has nothing that could go astray.
    pub(crate) fn plain(&self) -> impl Iterator<Item = (&'static str, Cow<'_, str>)> {
        let (open, close) = self.isolates();
        let plain = PHRASES.iter().enumerate().filter(|(_, (_, slots))| slots.is_empty());
        plain.map(move |(at, (name, _))| {
            let text = self.text(at);
            let is_sentence = text.ends_with(['.', '?', '!']);
            let isolated = is_sentence && !open.is_empty();
            (*name, if isolated { format!("{open}{text}{close}").into() } else { text.into() })
        })
    }

    /// Phrases for a script, by name: each by its plural forms, with names in braces.
    pub(crate) fn for_scripts(
        &self,
        names: &BTreeSet<&str>,
    ) -> BTreeMap<&'static str, BTreeMap<&'static str, String>> {
        let all = PHRASES.iter().zip(&self.phrases);
        all.filter(|((name, _), _)| names.contains(name))
            .map(|((name, slots), phrase)| (*name, phrase.written(slots)))
            .collect()
    }

    fn text(&self, at: usize) -> &str {
        self.phrases[at].text()
    }

    /// A phrase with what it is about.
    pub(crate) fn fill<'a, const N: usize>(
        &'a self,
        at: usize,
        values: [Value<'a>; N],
    ) -> Filled<'a, N> {
        Filled::new(self, self.pattern(at, &values), values)
    }

    /// Writes a phrase with what it is about, for those who know its place only now.
    pub(crate) fn write_named(
        &self,
        out: &mut String,
        at: usize,
        values: &[Value<'_>],
        escape: impl Fn(&mut String, &str),
    ) {
        let (open, close) = self.isolates();
        out.push_str(open);
        self.pattern(at, values).write(out, self, values, escape);
        out.push_str(close);
    }

    /// What stands around a sentence of the interface on a page that is read the other way: a
    /// language without words of its own is spoken to in English, and its numbers and stops would
    /// go astray.
    pub(crate) fn isolates(&self) -> (&'static str, &'static str) {
        match self.directions {
            (Direction::LeftToRight, Direction::RightToLeft) => ("\u{2066}", "\u{2069}"),
            (Direction::RightToLeft, Direction::LeftToRight) => ("\u{2067}", "\u{2069}"),
            _ => ("", ""),
        }
    }

    /// The interface's language where it is not the site's.
    pub(crate) fn foreign(&self) -> Option<&Arc<str>> {
        let of = |tag: &str| tag.split('-').next().map(str::to_lowercase);
        (of(&self.language) != of(&self.site_language)).then_some(&self.language)
    }

    /// The form of a phrase for the number that it is about.
    fn pattern(&self, at: usize, values: &[Value<'_>]) -> &Pattern {
        let amount = PHRASES[at].1.iter().position(|slot| *slot == "n");
        let amount = amount.and_then(|at| values.get(at)).and_then(Value::amount);
        self.phrases[at].form(amount.map(|n| self.rule.category(n)))
    }
}

/// The language's own word for who travels.
fn own_words(phrases: &[Phrase]) -> (Arc<str>, Arc<str>) {
    let word = |name: &str| -> Arc<str> {
        let at = PHRASES.iter().position(|(known, _)| *known == name);
        at.map(|at| phrases[at].text()).unwrap_or_default().into()
    };
    (word("word_customer"), word("word_customers"))
}

/// English, for tests of what is drawn and written.
#[cfg(test)]
pub(crate) fn english() -> &'static Wording {
    static ENGLISH: std::sync::LazyLock<Wording> = std::sync::LazyLock::new(|| {
        let file = include_str!("../../themes/default/words/en.yaml").as_bytes().to_vec();
        let files = [("words/en.yaml".to_owned(), file)].into();
        Wording::load(&Choice::default(), &files, &BTreeMap::new()).expect("English")
    });
    &ENGLISH
}
