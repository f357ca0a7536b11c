//! Text that is HTML already. Only what this type holds reaches a page unescaped.

use crate::wording::Value;
use serde::{Serialize, Serializer};
use std::fmt;

/// Finished, safe HTML. Templates print it as it is; every other text is escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// HTML from a part of the program that escapes: prose, diagrams.
    pub fn trusted(html: String) -> Self {
        Self(html)
    }

    /// Plain text, escaped.
    pub fn text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len() + 8);
        escape_into(&mut html, text);
        Self(html)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// In a phrase, markup stays markup.
impl<'a> From<&'a Html> for Value<'a> {
    fn from(html: &'a Html) -> Self {
        Value::Markup(&html.0)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Appends text with `&`, `<`, `>` and quotes escaped, fit for content and attributes. Control
/// characters, which no HTML document may hold, become U+FFFD.
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = first_suspect(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && !matches!(c, '\n' | '\t' | '\r') => out.push('\u{fffd}'),
            c => out.push(c),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// The same for what a template shows.
pub(crate) fn escape_to(text: &str, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    match first_suspect(text.as_bytes()) {
        None => out.write_all(text.as_bytes()),
        Some(_) => out.write_all(escape(text).as_bytes()),
    }
}

/// Escapes what was appended from a place on; nearly always there is nothing to escape.
pub(crate) fn escape_from(out: &mut String, start: usize) {
    if first_suspect(&out.as_bytes()[start..]).is_some() {
        let text = out.split_off(start);
        escape_into(out, &text);
    }
}

/// The place of the first byte that may need an escape. Most texts have none, so they are looked
/// through in pieces that a processor compares at once; the last piece may begin in the one before.
fn first_suspect(bytes: &[u8]) -> Option<usize> {
    let is_clean = |piece: &[u8]| !piece.iter().fold(false, |any, b| any | is_suspect(*b));
    let mut clean = 0;
    if let Some(last) = bytes.last_chunk::<PIECE>() {
        let pieces = bytes.chunks_exact(PIECE);
        clean = pieces.take_while(|piece| is_clean(piece)).count() * PIECE;
        if bytes.len() - clean < PIECE && is_clean(last) {
            return None;
        }
    } else if let (Some(first), Some(last)) =
        (bytes.first_chunk::<HALF>(), bytes.last_chunk::<HALF>())
        && is_clean(first)
        && is_clean(last)
    {
        return None;
    }
    let rest = &bytes[clean..];
    rest.iter().position(|byte| SUSPECT[usize::from(*byte)]).map(|at| clean + at)
}

/// As many bytes as are compared at once, and half as many in a short text.
const PIECE: usize = 16;
const HALF: usize = PIECE / 2;

/// Whether a character that must be escaped may begin with this byte: the controls from U+0080 on
/// begin with C2. Every comparison is made, whatever the others came to, so that there are no jumps.
const fn is_suspect(byte: u8) -> bool {
    (byte < 0x20)
        | (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'"')
        | (byte == b'\'')
        | (byte == 0x7f)
        | (byte == 0xc2)
}

static SUSPECT: [bool; 256] = {
    let mut all = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        all[byte] = is_suspect(byte as u8);
        byte += 1;
    }
    all
};

/// The letters of finished markup, still escaped. An attribute of an element may hold no `>`.
pub(crate) fn without_elements(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    for (at, piece) in markup.split('<').enumerate() {
        let text = if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) };
        out.push_str(text);
    }
    out
}

/// Escaped text as a new string.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_is_shown_and_not_obeyed() {
        assert_eq!(escape("<b a='x'>\"&\u{7}"), "&lt;b a=&#39;x&#39;&gt;&quot;&amp;\u{fffd}");
        assert_eq!(escape("a\u{85}\u{a0}b\n"), "a\u{fffd}\u{a0}b\n");
        let long = "nothing to see in sixteen bytes, and then ";
        assert_eq!(escape(&format!("{long}<{long}")), format!("{long}&lt;{long}"));
        let mut address = "&".to_owned();
        address.push_str("a&b");
        escape_from(&mut address, 1);
        assert_eq!(address, "&a&amp;b");
        assert_eq!(without_elements("<i>a</i> &lt; <b lang=\"ar\" dir=\"auto\">b</b>"), "a &lt; b");
        for length in 0..40 {
            for at in 0..length {
                let mut bytes = vec![b'a'; length];
                assert_eq!(first_suspect(&bytes), None);
                bytes[at] = b'<';
                assert_eq!(first_suspect(&bytes), Some(at), "of {length}");
            }
        }
        assert_eq!(Html::text("plain, « ünïcode »").as_str(), "plain, « ünïcode »");
    }
}
