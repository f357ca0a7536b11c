//! Which way a language is written.

/// Which way lines of a language run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left: layouts are mirrored.
    RightToLeft,
}

impl Direction {
    /// The opposite one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Direction::LeftToRight => Direction::RightToLeft,
            Direction::RightToLeft => Direction::LeftToRight,
        }
    }

    /// The word of HTML: `ltr` or `rtl`.
    pub fn word(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

const SCRIPTS: [&str; 6] = ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm"];
const LANGUAGES: [&str; 12] =
    ["ar", "he", "iw", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "syr"];

/// The direction of a BCP 47 tag: that of its script if it names one, else the language's.
pub fn direction(language: &str) -> Direction {
    let mut parts = language.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.chars().all(char::is_alphabetic));
    let is_among = |known: &[&str], tag: &str| known.iter().any(|k| k.eq_ignore_ascii_case(tag));
    let right = script.map_or_else(|| is_among(&LANGUAGES, first), |tag| is_among(&SCRIPTS, tag));
    if right { Direction::RightToLeft } else { Direction::LeftToRight }
}
