//! A finding: what is wrong, where, and how to mend it.

mod ci;
mod codes;
mod excerpt;
mod explain;
mod human;
mod render;

pub use ci::{render_github, render_sarif};
pub use codes::{CODES, Code, CodeInfo};
pub use excerpt::{SourceLine, source_lines};
pub use explain::{Explanation, explain, explanation};
pub use human::render_human;
pub use render::{Colour, Located, count, render_json, render_short, summary};

use crate::source::Span;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Likely wrong; the site is built all the same.
    Warning,
    /// The output would be wrong; nothing is written.
    Error,
}

impl Severity {
    /// The word in every format: `error`, `warning`, `info`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that an author should know. A finding always has a place in a loaded source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Its stable code.
    pub code: Code,
    /// The code's severity, unless `site.yaml` says otherwise.
    pub severity: Severity,
    /// The value at fault, not its parent.
    pub span: Span,
    /// One sentence: lower case, no full stop, names in backticks.
    pub message: String,
    /// How to mend it; empty when the message says it all.
    pub help: String,
    /// Second places, each with a few words (`first defined here`).
    pub labels: Vec<(Span, String)>,
}

impl Finding {
    /// A finding of a code at a place, with the code's own severity.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.info().severity,
            span,
            message: message.into(),
            help: String::new(),
            labels: Vec::new(),
        }
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, span: Span, words: impl Into<String>) -> Self {
        self.labels.push((span, words.into()));
        self
    }
}

/// The nearest of `known` to a misspelt `word`, if it is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|k| (strsim::osa_distance(&word, &k.to_lowercase()), k))
        .filter(|(d, k)| *d <= limit || (word.len() >= 4 && k.to_lowercase().starts_with(&word)))
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1)))
        .map(|(_, k)| k)
}

/// `did you mean …` for the nearest match, or nothing.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|k| format!("did you mean `{k}`?"))
}
