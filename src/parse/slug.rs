//! Names to ids.

use unicode_normalization::UnicodeNormalization;

/// The longest slug, in characters.
const LONGEST: usize = 80;

/// The slug of a name: NFC, lower case, each run of anything but letters, marks and digits one
/// `-`, none at the ends, at most 80 characters. Empty when the name has no letter at all.
pub fn slug(name: &str) -> String {
    match name {
        name if is_plain(name) => name.to_owned(),
        name if name.is_ascii() => of_ascii(name),
        name => worked_out(name),
    }
}

/// Whether a name is its own slug at first sight, as most file names are.
fn is_plain(name: &str) -> bool {
    let mut before = b'-';
    let is_clean = name.len() <= LONGEST
        && name.bytes().all(|b| {
            let fits =
                b.is_ascii_lowercase() || b.is_ascii_digit() || (b == b'-' && before != b'-');
            before = b;
            fits
        });
    is_clean && before != b'-'
}

/// The slug of a name whose letters stand for themselves: what [`worked_out`] gives, sooner.
fn of_ascii(name: &str) -> String {
    let mut out = String::with_capacity(name.len().min(LONGEST));
    let mut gap = false;
    for byte in name.bytes() {
        if !byte.is_ascii_alphanumeric() {
            gap = !out.is_empty();
            continue;
        }
        if out.len() + 1 + usize::from(gap) > LONGEST {
            break;
        }
        if gap {
            out.push('-');
            gap = false;
        }
        out.push(char::from(byte.to_ascii_lowercase()));
    }
    out
}

fn worked_out(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut length = 0;
    let mut gap = false;
    // Lower-casing can take a letter apart (`İ` becomes `i` and a dot), so NFC comes after it too.
    let lower = name.nfc().collect::<String>().to_lowercase();
    for c in lower.nfc() {
        if !belongs(c) {
            gap = length > 0;
            continue;
        }
        if length + 1 + usize::from(gap) > LONGEST {
            break;
        }
        if gap {
            out.push('-');
            length += 1;
            gap = false;
        }
        out.push(c);
        length += 1;
    }
    out
}

/// Whether a text is its own slug, as an `id:` must be.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && slug(text) == text
}

fn belongs(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    (c.is_alphanumeric() && !is_figure(c)) || unicode_normalization::char::is_combining_mark(c)
}

/// Fractions, raised and circled signs count as numbers or letters to Unicode's wider properties,
/// and are neither letters nor digits.
fn is_figure(c: char) -> bool {
    matches!(c,
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}'
        | '\u{2150}'..='\u{215f}' | '\u{2189}' | '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}'
        | '\u{3220}'..='\u{3229}' | '\u{3248}'..='\u{324f}' | '\u{3251}'..='\u{325f}'
        | '\u{3280}'..='\u{3289}' | '\u{32b1}'..='\u{32bf}' | '\u{1f100}'..='\u{1f10c}'
        | '\u{1f130}'..='\u{1f189}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_letters_marks_and_digits_of_every_script() {
        assert_eq!(slug("Weekly shop, at home!"), "weekly-shop-at-home");
        assert_eq!(slug("Café Ärger"), "café-ärger");
        assert_eq!(slug("Cafe\u{301}"), "café");
        assert_eq!(slug("हिन्दी भाषा"), "हिन्दी-भाषा");
        assert_eq!(slug("--買い物 2--"), "買い物-2");
        assert_eq!(slug("a_b.c"), "a-b-c");
        assert_eq!(slug("ΟΔΟΣ ½ m²"), "οδος-m");
        assert_eq!(slug("!?"), "");
    }

    #[test]
    fn a_slug_ends_after_eighty_characters_and_never_with_a_dash() {
        assert_eq!(slug(&"ä".repeat(100)).chars().count(), 80);
        let long = format!("{} end", "a".repeat(79));
        assert_eq!(slug(&long), "a".repeat(79));
    }

    #[test]
    fn a_name_that_looks_like_a_slug_is_one() {
        for name in ["a", "a-b", "2026-survey", "-a", "a-", "a--b", "", "A", "é", "a b"] {
            assert_eq!(slug(name), worked_out(name), "{name}");
        }
    }

    #[test]
    fn a_name_of_plain_letters_gets_the_slug_that_any_name_gets() {
        let long = format!("{} End? {}!", "Aa-".repeat(26), "x".repeat(9));
        for end in 0..=long.len() {
            assert_eq!(slug(&long[..end]), worked_out(&long[..end]), "{}", &long[..end]);
        }
        let all: String = (0..128).map(char::from).collect();
        assert_eq!(slug(&all), worked_out(&all));
    }

    #[test]
    fn an_id_must_be_a_slug() {
        assert!(is_slug("weekly-shop") && is_slug("2026-survey"));
        assert!(!is_slug("Weekly") && !is_slug("a--b") && !is_slug("") && !is_slug("-a"));
    }
}
