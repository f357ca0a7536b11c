//! Texts that must be quoted, and how they look when they are.

use crate::model::fields;
use std::borrow::Cow;
use std::ops::Range;

/// The signs with which no unquoted text can begin.
const SIGNS: &[char] =
    &['"', '\'', '[', ']', '{', '}', '*', '&', '!', '|', '>', '%', '@', '`', ',', '#', '?'];

/// The longest line that a help shows.
const LONGEST_SHOWN: usize = 240;

/// How far above an error its cause is looked for.
const MOST_LINES_BACK: usize = 50;

/// A text in quotes that keep every letter: double ones, or single ones where that reads better.
pub(crate) fn quoted(text: &str) -> String {
    let plain_letters = !text.chars().any(char::is_control);
    if text.contains(['"', '\\']) && !text.contains('\'') && plain_letters {
        return format!("'{text}'");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as an item of a list in brackets: quoted unless it is one plain word.
pub(crate) fn flow_item(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if !text.is_empty() && text.chars().all(plain) && !text.starts_with('-') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// Help that shows a line with the value at `value` quoted.
pub(crate) fn quoted_line(source: &str, value: Range<usize>) -> String {
    let value = nearest_boundary(source, value.start)..nearest_boundary(source, value.end);
    shown_line(source, value).unwrap_or_else(|| "put the text in quotes".to_owned())
}

/// The help, unless the line is too long to show. It looks no further than that length, or a line
/// with thousands of findings would be read thousands of times.
fn shown_line(source: &str, value: Range<usize>) -> Option<String> {
    let from = nearest_boundary(source, value.start.saturating_sub(LONGEST_SHOWN));
    let before = &source[from..value.start];
    let start = before.rfind(['\n', '\r']).map(|i| from + i + 1).or((from == 0).then_some(0))?;
    let prefix = source[start..value.start].trim_start();
    let letters = folded(source[value.clone()].trim_end());
    if letters.len() > LONGEST_SHOWN {
        return None;
    }
    Some(format!("write `{prefix}{}{}`", quoted(unwrapped(&letters)), rest_of_flow(source, &value)))
}

/// What closes a list or map in brackets after a value on the same line.
fn rest_of_flow<'s>(source: &'s str, value: &Range<usize>) -> &'s str {
    let to = nearest_boundary(source, (value.end + LONGEST_SHOWN).min(source.len()));
    let rest = source[value.end..to].split(['\n', '\r']).next().unwrap_or_default();
    let rest = rest.split(" #").next().unwrap_or_default().trim_end();
    if rest.trim_start().starts_with([',', ']', '}']) { rest } else { "" }
}

/// The parser's places may lie within a letter of several bytes.
pub(super) fn nearest_boundary(source: &str, at: usize) -> usize {
    let at = at.min(source.len());
    (0..=at).rev().find(|i| source.is_char_boundary(*i)).unwrap_or(0)
}

/// Lines of one text as one line.
fn folded(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

/// `'it's fine'` was meant as a text in quotes: its letters are those between them.
fn unwrapped(text: &str) -> &str {
    let inner = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\''));
    match inner {
        Some(inner) if inner.contains('\'') && only_apostrophes(inner) => inner,
        _ => text,
    }
}

fn only_apostrophes(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let between = |i: usize| {
        let letter =
            |j: Option<usize>| j.and_then(|j| letters.get(j)).is_some_and(|c| c.is_alphanumeric());
        letter(i.checked_sub(1)) && letter(Some(i + 1))
    };
    (0..letters.len()).all(|i| letters[i] != '\'' || between(i))
}

/// A text on the line of a syntax error that lacks its quotes.
pub(super) struct Unquoted {
    /// The value on the line, without a comment.
    pub(super) value: Range<usize>,
    /// Why it must be quoted.
    pub(super) why: String,
    /// The line, quoted rightly.
    pub(super) help: String,
}

/// Looks at the line of a syntax error at `at` for a text that only lacks its quotes.
pub(super) fn unquoted(source: &str, from: usize, at: usize) -> Option<Unquoted> {
    let at = nearest_boundary(source, at);
    let value = value_on_line(source, from, at)?;
    if at < value.start || at > value.end {
        return None;
    }
    let text = &source[value.clone()];
    let first = text.chars().next()?;
    if first == '[' && text.ends_with(']') && at + 1 < value.end && !text.contains('{') {
        return Some(Unquoted {
            why: "a text in a list in brackets must be quoted when it holds a sign of YAML's"
                .into(),
            help: quoted_items(source, &value),
            value,
        });
    }
    if matches!(first, '[' | '{')
        && !text.starts_with("{{")
        && let Some(entry) = flow_entry(source, &value, at)
    {
        return Some(Unquoted {
            why: "a text in brackets must be quoted when it holds a sign of YAML's".into(),
            help: quoted_line(source, entry.clone()),
            value: entry,
        });
    }
    let why = if first == '"' || first == '\'' {
        format!("a text that goes on after its `{first}` must be quoted as a whole")
    } else if SIGNS.contains(&first) {
        format!("a text that begins with `{first}` must be quoted")
    } else if source[at..].starts_with(':') {
        "a text that holds `: ` must be quoted".to_owned()
    } else {
        return None;
    };
    Some(Unquoted { help: quoted_line(source, value.clone()), why, value })
}

/// A text that begins with the bracket at `at`, which nothing closes: the field takes no list.
pub(super) fn unclosed(source: &str, from: usize, at: usize) -> Option<Unquoted> {
    let value = value_on_line(source, from, at)?;
    if let Some(text) = hash_in_brackets(source, &value).filter(|_| value.start == at) {
        return Some(text);
    }
    let before = source[line_start(source, at)..at].trim();
    let name = before.trim_start_matches(['-', ' ']).strip_suffix(':');
    let text = match name {
        Some(name) => fields::takes_only_text(name),
        // No list of the format holds lists.
        None => before.ends_with('-') && source[at..].starts_with('['),
    };
    let sign = source[at..].chars().next()?;
    // A bracket with nothing behind it is more likely a list that was begun than a text.
    (text && value.start == at && value.len() > 1).then(|| Unquoted {
        why: format!("a text that begins with `{sign}` must be quoted"),
        help: quoted_line(source, value.clone()),
        value,
    })
}

/// A text in brackets that are closed, were it not for a ` #` in it, behind which all is a comment.
fn hash_in_brackets(source: &str, value: &Range<usize>) -> Option<Unquoted> {
    let text = &source[value.clone()];
    let closed = text.starts_with('[') && text.ends_with(']')
        || text.starts_with('{') && text.ends_with('}');
    let hash = comment_in_flow(text).filter(|_| closed)?;
    let entry = flow_entry(source, value, value.start + hash)?;
    Some(Unquoted {
        why: "a text that holds ` #` must be quoted, or it ends before the sign".to_owned(),
        help: quoted_line(source, entry.clone()),
        value: entry,
    })
}

/// The first `#` behind a blank and outside of quotes.
fn comment_in_flow(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut last = b' ';
    let mut before = b' ';
    for (i, b) in text.bytes().enumerate() {
        match (quote, b) {
            (Some(q), _) => quote = Some(q).filter(|q| *q != b),
            (None, b'"' | b'\'') if matches!(last, b'{' | b'[' | b',' | b':') => quote = Some(b),
            (None, b'#') if before == b' ' => return Some(i),
            _ => {}
        }
        before = b;
        if b != b' ' {
            last = b;
        }
    }
    None
}

/// The nearest value above a line that begins with a bracket and does not end with one.
pub(super) fn last_open_value(source: &str, from: usize, mut line: usize) -> Option<usize> {
    for _ in 0..MOST_LINES_BACK {
        let above = line.checked_sub(1).filter(|above| *above >= from)?;
        let value = value_on_line(source, from, above);
        let text = value.clone().map_or("", |value| &source[value]);
        if text.starts_with(['[', '{']) && !text.ends_with([']', '}']) {
            return value.map(|value| value.start);
        }
        line = line_start(source, above);
    }
    None
}

/// The text at `at` between the commas of a list or map in brackets that is open there.
fn flow_entry(source: &str, value: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut quote = None;
    let mut last = b'{';
    for i in value.start..at {
        let b = source.as_bytes()[i];
        match (quote, b) {
            (Some(q), _) => quote = Some(q).filter(|q| *q != b),
            (None, b'"' | b'\'') if matches!(last, b'{' | b'[' | b',' | b':') => quote = Some(b),
            (None, b'[' | b'{') => open.push(i + 1),
            (None, b']' | b'}') => drop(open.pop()),
            (None, b',') => *open.last_mut()? = i + 1,
            _ => {}
        }
        if b != b' ' {
            last = b;
        }
    }
    let start = *open.last()?;
    let start = source[start..at].find(": ").map_or(start, |colon| start + colon + 1);
    let entry = &source[start..flow_entry_end(source, at, value.end)];
    let text = entry.trim();
    let start = start + entry.len() - entry.trim_start().len();
    (!text.is_empty() && start <= at).then(|| start..start + text.len())
}

fn flow_entry_end(source: &str, at: usize, end: usize) -> usize {
    let mut depth = 0;
    for (i, b) in source.as_bytes()[at..end].iter().enumerate() {
        match b {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth > 0 => depth -= 1,
            b']' | b'}' => return at + i,
            b',' if depth == 0 => return at + i,
            _ => {}
        }
    }
    end
}

/// The value on the line of `at`: what stands behind dashes and the name of a field.
fn value_on_line(source: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let start = line_start(source, at).max(from);
    let end = line_end(source, at);
    let line = &source[start..end];
    let mut offset = blanks(line);
    let mut between: &[char] = &['-', '_', '.', '/', ' '];
    while line[offset..].starts_with("- ") {
        offset += 1 + blanks(&line[offset + 1..]);
        between = &['-', '_', '.', '/'];
    }
    if let Some(length) = name_length(&line[offset..], between) {
        offset += length;
    }
    let value = without_comment(&line[offset..]).trim_end();
    (!value.is_empty()).then(|| start + offset..start + offset + value.len())
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// The length of `name: ` at the beginning of a text. At the beginning of an item a name is one
/// word, as every field's is: more words are the beginning of a sentence.
fn name_length(text: &str, between: &[char]) -> Option<usize> {
    let colon = text.find(": ")?;
    let name = &text[..colon];
    let plain = name.chars().all(|c| c.is_alphanumeric() || between.contains(&c));
    (plain && !name.is_empty()).then(|| colon + 1 + blanks(&text[colon + 1..]))
}

/// A comment is ` # `: a sign with a word behind it is more likely a part of the text.
fn without_comment(value: &str) -> &str {
    value.find(" # ").map_or(value, |at| &value[..at])
}

/// A list in brackets with every item quoted that needs it.
fn quoted_items(source: &str, value: &Range<usize>) -> String {
    let prefix = source[line_start(source, value.start)..value.start].trim_start();
    let inside = &source[value.start + 1..value.end - 1];
    let items: Vec<Cow<'_, str>> = items(inside).into_iter().map(item_quoted).collect();
    let line = format!("{prefix}[{}]", items.join(", "));
    if line.len() > LONGEST_SHOWN {
        "quote each text in the list".to_owned()
    } else {
        format!("write `{line}`")
    }
}

fn item_quoted(item: &str) -> Cow<'_, str> {
    let whole = |q| item.len() > 1 && item.starts_with(q) && item.ends_with(q);
    let needs = item.contains(['[', ']', '{', '}', '#', ':']) || item.starts_with(SIGNS);
    if !needs || whole('"') || whole('\'') { Cow::Borrowed(item) } else { quoted(item).into() }
}

/// The items between the commas that stand in no bracket of their own.
fn items(inside: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let split = inside.split(move |c| {
        depth += i32::from(matches!(c, '[' | '{')) - i32::from(matches!(c, ']' | '}'));
        c == ',' && depth <= 0
    });
    split.map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Where the line of a byte begins.
pub(super) fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind(['\n', '\r']).map_or(0, |i| i + 1)
}

/// Where the line of a byte ends, before its break.
pub(super) fn line_end(source: &str, at: usize) -> usize {
    source[at..].find(['\n', '\r']).map_or(source.len(), |i| at + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_every_letter() {
        assert_eq!(quoted("a: b"), "\"a: b\"");
        assert_eq!(quoted("say \"hi\""), "'say \"hi\"'");
        assert_eq!(quoted("it's \"so\" \\"), "\"it's \\\"so\\\" \\\\\"");
        assert_eq!(quoted("a\nb\u{7}"), "\"a\\nb\\u0007\"");
    }

    #[test]
    fn an_item_in_brackets_is_quoted_unless_it_is_a_word() {
        assert_eq!(flow_item("maya"), "maya");
        assert_eq!(flow_item("retail/maya"), "retail/maya");
        assert_eq!(flow_item("two words"), "\"two words\"");
    }
}
