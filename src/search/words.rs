//! From a text to the terms under which it is found: without case, accents and widths, words by
//! the letters that they are made of, and languages that put no blanks between words by pairs of
//! letters. The script of the search page does the same, letter by letter; a table of texts that
//! both read holds them together.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are found by their first letters.
const LONGEST: usize = 32;

/// Which bytes are letters or digits; a table, because every byte of every text is asked.
const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    letters
};

/// Calls `take` with every term of a text, in order. `room` is for letters on the way: who takes many
/// texts apart lends the same one to all.
pub fn each_term(text: &str, room: &mut String, mut take: impl FnMut(&str)) {
    room.clear();
    if text.is_ascii() {
        each_ascii(text, room, &mut take);
    } else {
        each_unicode(&fold(text), room, &mut take);
    }
}

/// What stands between the parts of a compound: hyphens and apostrophes.
const JOINTS: [char; 5] = ['-', '\'', '\u{2010}', '\u{2011}', '\u{2019}'];

/// Calls `take` with every compound of letters as one term: who looks for `email` or `dont` means
/// `e-mail` and `don't` too, which their parts do not find.
pub fn each_compound(text: &str, mut take: impl FnMut(&str)) {
    // Most texts have none; the joints beyond ASCII begin with E2.
    if memchr::memchr3(b'-', b'\'', 0xe2, text.as_bytes()).is_none() {
        return;
    }
    for word in text.split_whitespace().filter(|word| word.contains(JOINTS)) {
        let folded = fold(word);
        let is_letter = |c: char| c.is_alphabetic() && !is_unbroken(c);
        for run in folded.split(|c| !is_letter(c) && !JOINTS.contains(&c)) {
            let run = run.trim_matches(JOINTS);
            if run.contains(JOINTS) {
                let term: String =
                    run.chars().filter(|c| !JOINTS.contains(c)).take(LONGEST).collect();
                take(&term);
            }
        }
    }
}

/// All terms of a text.
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    each_term(text, &mut String::new(), |term| terms.push(term.to_owned()));
    terms
}

/// The way of most texts: nothing to decompose, no letter but the 26.
fn each_ascii(text: &str, small: &mut String, take: &mut impl FnMut(&str)) {
    small.push_str(text);
    small.make_ascii_lowercase();
    let mut rest = small.as_str();
    let is_letter = |byte: u8| LETTERS[usize::from(byte)];
    while let Some(start) = rest.bytes().position(is_letter) {
        let letters = rest[start..].bytes().position(|byte| !is_letter(byte));
        let letters = letters.unwrap_or(rest.len() - start);
        take(&rest[start..start + letters.min(LONGEST)]);
        rest = &rest[start + letters..];
    }
}

fn flush(term: &mut String, take: &mut impl FnMut(&str)) {
    if !term.is_empty() {
        take(term);
        term.clear();
    }
}

/// Compatibility forms taken apart, accents off, put together again (Hangul, kana), small letters,
/// and the letters that are one with others to most people who search.
fn fold(text: &str) -> String {
    let bare: String = text.nfkd().filter(|c| !is_dropped(*c)).nfc().collect();
    let mut folded = String::with_capacity(bare.len());
    for c in bare.to_lowercase().chars() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            c => folded.push(c),
        }
    }
    folded
}

/// Accents, points and signs without width. Vowel signs of the scripts of India and South-East
/// Asia are no accents and stay.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

/// Scripts that put no blanks between words: Thai, Lao, Burmese, Khmer, kana, Han.
fn is_unbroken(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn each_unicode(folded: &str, term: &mut String, take: &mut impl FnMut(&str)) {
    let mut length = 0;
    let mut before = None;
    for c in folded.chars() {
        let is_letter = c.is_alphanumeric() || is_combining_mark(c);
        if is_letter && is_unbroken(c) {
            flush(term, take);
            if let Some(first) = before {
                term.extend([first, c]);
                flush(term, take);
            }
            before = Some(c);
            continue;
        }
        if let Some(last) = before.take() {
            term.push(last);
            flush(term, take);
        }
        if !is_letter {
            flush(term, take);
        } else {
            length = if term.is_empty() { 1 } else { length + 1 };
            if length <= LONGEST {
                term.push(c);
            }
        }
    }
    term.extend(before);
    flush(term, take);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text, then its terms; the browser's tests read the same table.
    const TABLE: &str = include_str!("words.txt");

    #[test]
    fn texts_come_to_the_terms_of_the_table() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (text, expected) = line.split_once('\t').expect("a text, a tab, its terms");
            assert_eq!(terms(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_compound_is_one_term_too() {
        let of = |text: &str| {
            let mut all = Vec::new();
            each_compound(text, |term| all.push(term.to_owned()));
            all.join(" ")
        };
        assert_eq!(of("An E-Mail, a (call-back) - and don’t"), "email callback dont");
        assert_eq!(of("Café-Besuch; up-to-date 2026-11-23 -x- COVID-19"), "cafebesuch uptodate");
        assert_eq!(of("時間-帯 plain words"), "");
    }

    #[test]
    fn both_ways_through_a_text_agree() {
        let text =
            "P4: It's 3.5 km, e-mail me_now / Self-Service! ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let (mut one, mut other) = (Vec::new(), Vec::new());
        each_ascii(text, &mut String::new(), &mut |t| one.push(t.to_owned()));
        each_unicode(&fold(text), &mut String::new(), &mut |t| other.push(t.to_owned()));
        assert_eq!(one, other);
    }

    #[test]
    fn folding_again_changes_nothing() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            for term in line.split_once('\t').expect("a table").1.split(' ') {
                assert_eq!(fold(term), term);
            }
        }
    }
}
