//! Parts of a text that stay in it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A part of a text, or all of it. Most of what authors write is shown as it stands in its file, so
/// it is not copied out of it: a part holds on to the whole. Compares, orders and hashes as its
/// letters do.
#[derive(Clone)]
pub struct Passage {
    /// One word wide, for there are a hundred thousand parts.
    whole: Arc<Box<str>>,
    /// Bytes.
    start: u32,
    /// Bytes.
    len: u32,
}

impl Passage {
    /// A part, by bytes from the start of this one. What is no part of it is empty.
    pub fn part(&self, range: Range<usize>) -> Self {
        let is_part = self.get(range.clone()).is_some();
        let range = if is_part { range } else { 0..0 };
        let start = self.start + range.start as u32;
        Self { whole: self.whole.clone(), start, len: range.len() as u32 }
    }

    /// Its letters by themselves, for a short text that outlives the whole.
    pub fn alone(&self) -> Arc<str> {
        Arc::from(&**self)
    }

    /// The part without blanks at its ends.
    pub fn trimmed(&self) -> Self {
        let start = self.len() - self.trim_start().len();
        self.part(start..start + self.trim().len())
    }
}

impl Deref for Passage {
    type Target = str;
    fn deref(&self) -> &str {
        let start = self.start as usize;
        &self.whole[start..start + self.len as usize]
    }
}

impl From<String> for Passage {
    fn from(text: String) -> Self {
        let len = text.len() as u32;
        Self { whole: Arc::new(text.into_boxed_str()), start: 0, len }
    }
}

impl From<&str> for Passage {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Default for Passage {
    fn default() -> Self {
        String::new().into()
    }
}

impl PartialEq for Passage {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Passage {}

impl PartialOrd for Passage {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Passage {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for Passage {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_reads_as_its_letters_and_stays_in_the_whole() {
        let whole = Passage::from("  déjà vu ");
        let part = whole.part(2..8);
        assert_eq!((&*part, &*part.part(1..3), &*whole.trimmed()), ("déjà", "é", "déjà vu"));
        assert!(Arc::ptr_eq(&whole.whole, &part.part(1..3).whole));
        assert_eq!(part, Passage::from("déjà"));
        assert!(Passage::from("b") > part.part(5..6), "{part}");
    }

    #[test]
    fn what_is_no_part_is_empty() {
        let whole = Passage::from("é");
        for (start, end) in [(0, 1), (1, 2), (0, 3), (7, 9)] {
            assert_eq!(&*whole.part(start..end), "", "{start}..{end}");
        }
    }
}
