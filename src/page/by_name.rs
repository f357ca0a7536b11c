//! The order of names in lists that readers look a name up in: without regard to case and accents,
//! numbers by their value, so that `Step 2` stands before `Step 10`.

use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Compares two names; only those that are spelt alike are equal.
pub(super) fn by_name(a: &str, b: &str) -> Ordering {
    let pieces = |name: &str| pieces(&fold(name));
    pieces(a).cmp(&pieces(b)).then_with(|| a.cmp(b))
}

fn fold(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A part of a name. Numbers come before letters, as their digits would.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// Its digits without leading zeros: of two numbers the one with more digits is the larger.
    Number(usize, String),
    Letter(char),
}

fn pieces(name: &str) -> Vec<Piece> {
    let (mut rest, mut pieces) = (name, Vec::new());
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        if digits.is_empty() {
            pieces.push(Piece::Letter(first));
            rest = &rest[first.len_utf8()..];
        } else {
            let digits = digits.trim_start_matches('0');
            pieces.push(Piece::Number(digits.len(), digits.to_owned()));
            rest = after;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(names: &str) -> String {
        let mut names: Vec<&str> = names.split(", ").collect();
        names.sort_by(|a, b| by_name(a, b));
        names.join(", ")
    }

    #[test]
    fn numbers_count_by_their_value() {
        assert_eq!(sorted("Step 10, Step 2, Step 1"), "Step 1, Step 2, Step 10");
        assert_eq!(sorted("v2.10, v2.9, v10.1"), "v2.9, v2.10, v10.1");
        assert_eq!(sorted("7 days, 30 days, Days"), "7 days, 30 days, Days");
        let long = "99999999999999999999999999999, 100000000000000000000000000000";
        assert_eq!(sorted(long), long);
    }

    #[test]
    fn case_and_accents_tell_names_apart_only_in_the_end() {
        assert_eq!(sorted("Zoë, apple, Äpfel, Banane"), "Äpfel, apple, Banane, Zoë");
        assert_eq!(sorted("a, A, a01, a1"), "A, a, a01, a1");
    }
}
