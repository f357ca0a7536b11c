//! How a text is quoted: not at all where it may stand alone, in double quotes else, in single ones
//! where that saves escapes.

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    /// In lines.
    Block,
    /// In brackets, where some signs more mean something.
    Flow,
}

/// A text that was written in quotes on one line, in its canonical form; `None` when it holds
/// letters that are better left as they were written.
pub(super) fn quoted(text: &str, around: Around) -> Option<String> {
    let is_plain_letter =
        |c: char| c == ' ' || !(c.is_whitespace() || c.is_control() || is_mark(c));
    if !text.chars().all(is_plain_letter) {
        return None;
    }
    if may_stand_alone(text, around) {
        return Some(text.to_owned());
    }
    if text.contains(['"', '\\']) && !text.contains('\'') {
        return Some(format!("'{text}'"));
    }
    Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Marks that no one sees.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether every reader of YAML, of version 1.1 too, takes a text without quotes for that text.
fn may_stand_alone(text: &str, around: Around) -> bool {
    let first_and_last = text.chars().next().zip(text.chars().next_back());
    let Some((first, last)) = first_and_last else { return false };
    let begins = first.is_alphanumeric() || first == '(' || first > '\u{a0}';
    let is_word = !text.contains(' ');
    let number = first.is_ascii_digit() && is_word;
    let signs: &[char] = match around {
        Around::Block => &[],
        Around::Flow => &[',', '[', ']', '{', '}', ':'],
    };
    let means_more = number
        || is_constant(text)
        || matches!(last, ' ' | ':')
        || [": ", " #"].iter().any(|signs| text.contains(signs))
        || text.contains(signs);
    begins && !means_more
}

/// Words that some version of YAML takes for something else than a text.
fn is_constant(text: &str) -> bool {
    const WORDS: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stay_only_where_some_reader_needs_them() {
        let block = |text| quoted(text, Around::Block).expect("plain letters");
        for text in [
            "Plan",
            "Six dinners, decided",
            "5 stars",
            "’tis",
            "a#b",
            "漢字",
            "[x".trim_start_matches('['),
        ] {
            assert_eq!(block(text), text);
        }
        for text in [
            "",
            "@ana",
            "%",
            "no",
            "Yes",
            "1:30",
            "12",
            "2026-05-01",
            "0x1f",
            "-a",
            "~",
            "a: b",
            "a #b",
            "a:",
        ] {
            assert_eq!(block(text), format!("\"{text}\""));
        }
        assert_eq!(block("say \"hi\": now"), "'say \"hi\": now'");
        assert_eq!(block("it's \\ \"so\": now"), "\"it's \\\\ \\\"so\\\": now\"");
        assert_eq!(quoted("a, b", Around::Flow).as_deref(), Some("\"a, b\""));
        assert_eq!(quoted("a\u{a0}b\u{feff}", Around::Block), None);
    }
}
