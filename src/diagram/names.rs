//! What a persona is called where there is little room.

use super::measure::{Block, fit, width};
use super::style::END;
use crate::site::{Journey, Persona, Site};
use crate::wording::Wording;

/// Words that are no first names.
const NO_NAMES: &[&str] = &[
    "the", "a", "an", "dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "prof", "prof.", "sir",
    "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo", "het", "de", "den",
    "young", "old", "new", "busy", "first",
];

/// The short names of a journey's personas, in their order: the first name where a name looks
/// like one (`Maya Adeyemi` → `Maya`) and no other persona shares it, else the whole name.
pub fn short_names<'s>(site: &'s Site, journey: &Journey) -> Vec<&'s str> {
    let full: Vec<&str> =
        journey.personas.iter().map(|ix| site.persona(*ix).name.doc.plain()).collect();
    let first: Vec<Option<&str>> = full.iter().map(|name| first_name(name)).collect();
    let unique = |name: &str| {
        let others = full.iter().filter(|other| other.split(' ').next() == Some(name));
        others.count() < 2
    };
    full.iter()
        .zip(first)
        .map(|(full, first)| first.filter(|name| unique(name)).unwrap_or(full))
        .collect()
}

/// What stands at the end of a persona's curve: her name, and below it that she rests on no
/// evidence, where that is so.
pub(crate) fn end_label<'a>(
    w: &'a Wording,
    (persona, name): (&Persona, &'a str),
    limit: f64,
    most: usize,
) -> Block<'a> {
    let mut block = fit(name, END.font, limit, most);
    if !persona.has_evidence {
        let mark = fit(w.unasked_mark(), END.font, limit, 1);
        block.width = block.width.max(mark.width);
        block.lines.extend(mark.lines);
    }
    block
}

/// The width of the longest label at the end of a curve of a journey.
pub(crate) fn longest_end(w: &Wording, site: &Site, journey: &Journey, names: &[&str]) -> f64 {
    let labels = journey.personas.iter().zip(names).flat_map(|(ix, name)| {
        let mark = (!site.persona(*ix).has_evidence).then(|| w.unasked_mark());
        [Some(*name), mark].into_iter().flatten()
    });
    labels.map(|label| width(label, END.font)).fold(0.0, f64::max)
}

fn first_name(name: &str) -> Option<&str> {
    let (first, rest) = name.trim().split_once(' ')?;
    let starts_high = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_name = first.chars().count() > 1
        && first.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
        && starts_high(first)
        && rest.split(' ').all(starts_high)
        && !NO_NAMES.iter().any(|word| word.eq_ignore_ascii_case(first));
    is_name.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_name_is_taken_only_where_a_name_looks_like_one() {
        assert_eq!(first_name("Maya Adeyemi"), Some("Maya"));
        assert_eq!(first_name("José-Luis Ortega Díaz"), Some("José-Luis"));
        for whole in
            ["Maya", "The commuter", "Dr. Weber", "Night nurse", "佐藤 花子", "A Person", ""]
        {
            assert_eq!(first_name(whole), None, "{whole}");
        }
    }
}
