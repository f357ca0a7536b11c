//! A text that is what cuts leave of another one.

use std::fmt;

/// As many letters as tell a word from others nearby.
const TELLING: usize = 8;
/// A part that is farther away than this, in bytes, is not looked for.
const FAR: usize = 4096;

/// Parts of a text, one after the other, some with a blank between them: what its markup leaves of
/// a Markdown text, without its letters once more. A large site has ten thousand such texts.
#[derive(Clone, PartialEq, Eq)]
pub struct Cuts(
    /// Of each part how many bytes are skipped before it and how many are taken, doubled, and one
    /// more when a blank stands before it; as numbers of seven bits a byte.
    Box<[u8]>,
);

impl Cuts {
    /// What has to be cut out of `whole` for `text` to be left; `None` when it takes more than
    /// cuts, or so many that the text itself is little longer.
    pub fn between(whole: &str, text: &str) -> Option<Self> {
        let (bytes, mut rest, mut from) = (whole.as_bytes(), text.as_bytes(), 0);
        let mut cuts = Vec::with_capacity(32);
        while !rest.is_empty() {
            let near = &bytes[from..bytes.len().min(from + FAR)];
            let (skipped, blank) = next_part(near, rest)?;
            rest = &rest[usize::from(blank)..];
            from += skipped;
            let same = bytes[from..].iter().zip(rest).take_while(|(a, b)| a == b).count();
            push(&mut cuts, skipped);
            push(&mut cuts, same * 2 + usize::from(blank));
            (from, rest) = (from + same, &rest[same..]);
        }
        (cuts.len() * 2 < text.len()).then(|| Self(cuts.into()))
    }

    /// What the cuts leave of the text that they were made for.
    pub fn apply(&self, whole: &str) -> String {
        let (mut out, mut from, mut cuts) = (Vec::with_capacity(whole.len()), 0, self.0.iter());
        while let Some(skipped) = take(&mut cuts)
            && let Some(taken) = take(&mut cuts)
        {
            out.extend_from_slice(if taken % 2 == 1 { b" " } else { b"" });
            from += skipped;
            let end = from + taken / 2;
            out.extend_from_slice(whole.as_bytes().get(from..end).unwrap_or_default());
            from = end;
        }
        String::from_utf8(out).unwrap_or_default()
    }
}

impl fmt::Debug for Cuts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cuts({} bytes)", self.0.len())
    }
}

/// Where the next part begins, and whether a blank that is not there stands before it: the nearest
/// place, lest what lies between be lost.
fn next_part(whole: &[u8], text: &[u8]) -> Option<(usize, bool)> {
    let plain = place(whole, text).map(|at| (at, false));
    let after_blank = text.strip_prefix(b" ").and_then(|rest| place(whole, rest));
    plain.into_iter().chain(after_blank.map(|at| (at, true))).min_by_key(|(at, _)| *at)
}

/// Where a text goes on in another one: at its first word, or where markup stands in that, at its
/// first letter.
fn place(whole: &[u8], text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    let word = text.iter().take(TELLING).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let find_word = || memchr::memmem::find(whole, &text[..word]);
    let at_word = if word > 1 { find_word() } else { None };
    at_word.or_else(|| memchr::memchr(first, whole))
}

fn push(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take<'b>(bytes: &mut impl Iterator<Item = &'b u8>) -> Option<usize> {
    let (mut number, mut shift) = (0, 0_u32);
    loop {
        let byte = *bytes.next()?;
        number |= usize::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_markup_leaves_of_a_text_takes_a_few_bytes() {
        let whole =
            "# The slot\n\nIt *vanishes* while I fill the basket,\nday by day.\n\n- déjà vu\n";
        let left = "The slot It vanishes while I fill the basket, day by day. déjà vu";
        let cuts = Cuts::between(whole, left).expect("it is made of cuts");
        assert_eq!(cuts.apply(whole), left);
        assert!(cuts.0.len() <= 14, "{cuts:?}");
    }

    #[test]
    fn what_is_no_part_takes_more_than_cuts() {
        assert_eq!(
            Cuts::between("Fish &lt; chips, every Friday", "Fish < chips, every Friday"),
            None
        );
        assert_eq!(Cuts::between("abc", "abd"), None);
        let far = [&"x".repeat(FAR), "on and on"].concat();
        assert_eq!(Cuts::between(&far, "on and on"), None);
    }

    proptest! {
        #[test]
        fn cuts_leave_what_they_were_made_for(
            parts in proptest::collection::vec(("[ab *\n]{0,3}", "[a-cé ]{0,12}"), 0..12),
            text in "[a-cé ]{0,20}",
        ) {
            let whole: String = parts.iter().flat_map(|(mark, part)| [&**mark, &**part]).collect();
            let left: String = parts.iter().map(|(_, part)| &**part).collect();
            for text in [&left, &text] {
                if let Some(cuts) = Cuts::between(&whole, text) {
                    prop_assert_eq!(&cuts.apply(&whole), text);
                }
            }
        }
    }
}
