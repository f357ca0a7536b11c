//! A text that is made of parts of another one.

use super::packed;
use std::fmt;

/// As many letters as tell a word from others nearby.
const TELLING: usize = 8;
/// A part that is farther away than this, in bytes, is not looked for.
const FAR: usize = 4096;

/// Parts of a text, one after the other, each with something of its own before it: the letters of a
/// Markdown text are what its signs leave of it, its HTML has tags between. Kept so, a text takes a
/// few bytes instead of all its letters once more; a large site has ten thousands.
#[derive(Clone, PartialEq, Eq)]
pub struct Derived(
    /// Where it begins; then of each part its own bytes, how many bytes of the text are skipped and
    /// how many taken: length, bytes, number, number.
    Box<[u8]>,
);

/// What stands between parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Blanks.
    Words,
    /// Tags and entities.
    Html,
}

impl Derived {
    /// The letters of a text, of which signs are cut out and some blanks put in. `None` when more is
    /// different, or so much that little would be saved.
    pub fn letters(letters: &str, whole: &str) -> Option<Self> {
        Some(Self::of(letters, (whole, 0), Between::Words)?.0)
    }

    /// HTML with the letters that a text has from a place on, and where the last of them stands.
    /// `None` when more than tags and entities is different, or so much that little would be saved.
    pub fn html(html: &str, from: (&str, usize)) -> Option<(Self, usize)> {
        Self::of(html, from, Between::Html)
    }

    fn of(text: &str, (whole, from): (&str, usize), between: Between) -> Option<(Self, usize)> {
        let (whole, mut rest, mut from) = (whole.as_bytes(), text.as_bytes(), from);
        let mut bytes = Vec::with_capacity(64);
        push(&mut bytes, from);
        while !rest.is_empty() {
            let near = whole.get(from..whole.len().min(from + FAR))?;
            let (length, skipped) = between.next_part(near, rest)?;
            let (before, after) = rest.split_at(length);
            let part = whole.get(from + skipped..).unwrap_or_default();
            let taken = between.shared(part, after);
            if length + taken == 0 {
                return None;
            }
            push(&mut bytes, before.len());
            bytes.extend_from_slice(before);
            push(&mut bytes, skipped);
            push(&mut bytes, taken);
            (from, rest) = (from + skipped + taken, &after[taken..]);
        }
        (bytes.len() * 4 < text.len() * 3).then(|| (Self(bytes.into()), from))
    }

    /// Writes the text, from the one that it was made of.
    pub fn write(&self, out: &mut String, whole: &str) {
        let rest = &mut &*self.0;
        let mut from = take(rest).unwrap_or(0);
        let mut text = Vec::with_capacity(whole.len());
        while let Some(length) = take(rest)
            && let Some((own, others)) = rest.split_at_checked(length)
        {
            *rest = others;
            let (skipped, taken) = (take(rest).unwrap_or(0), take(rest).unwrap_or(0));
            from += skipped;
            text.extend_from_slice(own);
            text.extend_from_slice(whole.as_bytes().get(from..from + taken).unwrap_or_default());
            from += taken;
        }
        // Checked first: nearly always it is UTF-8, and looking for what is not takes longer.
        match std::str::from_utf8(&text) {
            Ok(text) => out.push_str(text),
            Err(_) => out.push_str(&String::from_utf8_lossy(&text)),
        }
    }
}

impl fmt::Debug for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Derived({} bytes)", self.0.len())
    }
}

impl Between {
    /// How many bytes are the text's own, and how far away its next part begins: the nearest place,
    /// lest what lies between be lost.
    fn next_part(self, near: &[u8], text: &[u8]) -> Option<(usize, usize)> {
        match self {
            Between::Words => {
                let plain = place(near, text).map(|at| (0, at));
                let after_blank = text.strip_prefix(b" ").and_then(|rest| place(near, rest));
                plain.into_iter().chain(after_blank.map(|at| (1, at))).min_by_key(|(_, at)| *at)
            }
            Between::Html => {
                let length = markup(text);
                let rest = &text[length..];
                Some((length, if rest.is_empty() { 0 } else { place(near, rest)? }))
            }
        }
    }

    /// How many bytes both begin with, as one part. They are compared in pieces first, which a
    /// processor does at once.
    fn shared(self, one: &[u8], other: &[u8]) -> usize {
        const PIECE: usize = 16;
        let pieces = one.chunks_exact(PIECE).zip(other.chunks_exact(PIECE));
        let is_whole = |b: &[u8]| b.iter().fold(true, |all, byte| all & self.goes_on(*byte));
        let whole = pieces.take_while(|(a, b)| a == b && is_whole(b)).count() * PIECE;
        let rest = one[whole..].iter().zip(&other[whole..]);
        whole + rest.take_while(|(a, b)| a == b && self.goes_on(**b)).count()
    }

    /// Whether a byte that is the same in both is one of a part.
    fn goes_on(self, byte: u8) -> bool {
        (self == Between::Words) | ((byte != b'<') & (byte != b'&'))
    }
}

/// How many bytes of tags and entities a text begins with, line ends between them included.
fn markup(text: &[u8]) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        let end = match rest.first() {
            Some(b'<') => rest.iter().position(|byte| *byte == b'>'),
            Some(b'&') => rest.iter().position(|byte| *byte == b';'),
            Some(b'\n') => Some(0),
            _ => None,
        };
        match end {
            Some(end) => length += end + 1,
            None => return length,
        }
    }
}

/// Where a text goes on in another one: at its first word, or where markup stands in that, at its
/// first letter.
fn place(near: &[u8], text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    let word = text.iter().take(TELLING).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let mut places = memchr::memchr_iter(first, near);
    let nearest = places.next();
    if word < 2 {
        return nearest;
    }
    // Nearly always the first is the one: a search for words would take longer to begin.
    let at_word = |at: &usize| near[*at..].starts_with(&text[..word]);
    nearest.into_iter().chain(places).find(at_word).or(nearest)
}

fn push(bytes: &mut Vec<u8>, number: usize) {
    // A text has fewer bytes than that.
    packed::push(bytes, u32::try_from(number).unwrap_or(u32::MAX));
}

fn take(rest: &mut &[u8]) -> Option<usize> {
    packed::take(rest).map(|number| number as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: &str =
        "# The slot\n\nIt *vanishes* while I fill the basket,\nday & night.\n\n- déjà vu\n";

    fn read(derived: &Derived, of: &str) -> String {
        let mut out = String::new();
        derived.write(&mut out, of);
        out
    }

    #[test]
    fn what_signs_leave_of_a_text_takes_a_few_bytes() {
        let left = "The slot It vanishes while I fill the basket, day & night. déjà vu";
        let derived = Derived::letters(left, WHOLE).expect("it is made of it");
        assert_eq!(read(&derived, WHOLE), left);
        assert!(derived.0.len() <= 22, "{derived:?}");
    }

    #[test]
    fn tags_and_entities_are_the_only_things_of_its_own_that_html_has() {
        let from = WHOLE.find("It").expect("it is there");
        let html = "<p>It <em>vanishes</em> while I fill the basket,\nday &amp; night.</p>\n";
        let (derived, end) = Derived::html(html, (WHOLE, from)).expect("it is made of it");
        assert_eq!(read(&derived, WHOLE), html);
        assert!(WHOLE[end..].starts_with("\n\n- déjà"), "{end}");
        for other in ["<p>Something else</p>", "a < b", "It & day"] {
            assert_eq!(Derived::html(other, (WHOLE, 0)), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_part_or_far_away_has_too_much_of_its_own() {
        let of = |whole: &str, letters| Derived::letters(letters, whole);
        assert_eq!(of("Fish &lt; chips, every Friday", "Fish < chips, every Friday"), None);
        assert_eq!(of("abc", "abd"), None);
        assert_eq!(of(&[&"x".repeat(FAR), "on and on"].concat(), "on and on"), None);
    }

    proptest! {
        #[test]
        fn what_is_derived_reads_as_it_was(
            parts in proptest::collection::vec(
                ("[ab *\n]{0,3}", "[a-cé ]{0,12}", "(<b>|&amp;|\n)?"),
                0..12,
            ),
            text in "[a-cé <>&;]{0,20}",
        ) {
            let whole: String =
                parts.iter().flat_map(|(sign, part, _)| [&**sign, &**part]).collect();
            let left: String = parts.iter().map(|(_, part, _)| &**part).collect();
            let html: String = parts.iter().flat_map(|(_, part, tag)| [&**tag, &**part]).collect();
            for text in [&left, &html, &text] {
                let made = [
                    Derived::letters(text, &whole),
                    Derived::html(text, (&whole, 0)).map(|(derived, _)| derived),
                ];
                for derived in made.iter().flatten() {
                    prop_assert_eq!(&read(derived, &whole), text);
                }
            }
        }
    }
}
