//! How much two texts say the same, by the words they share: in time that grows with the texts
//! alone, and without a word for word order that editing changes most.

use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// From here on two texts are one that was edited.
pub(crate) const SAME: f64 = 0.5;
/// From here on an edit of a longer text is a small one.
pub(crate) const NEARLY_SAME: f64 = 0.8;

/// Words of something with how often each is there.
#[derive(Default, Debug)]
pub(crate) struct Bag {
    words: BTreeMap<String, u32>,
    count: u32,
}

impl Bag {
    /// The words of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut bag = Self::default();
        bag.take(text);
        bag
    }

    /// Takes in the words of a text.
    pub(crate) fn take(&mut self, text: &str) {
        for word in text.unicode_words() {
            *self.words.entry(word.to_lowercase()).or_default() += 1;
            self.count += 1;
        }
    }

    /// Its words, each once.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// The share of words that two have in common, 0–1; two without words are not alike.
    pub(crate) fn likeness(&self, other: &Self) -> f64 {
        let all = self.count + other.count;
        if all == 0 {
            return 0.0;
        }
        let common: u32 = self
            .words
            .iter()
            .filter_map(|(word, count)| Some(*count.min(other.words.get(word)?)))
            .sum();
        f64::from(2 * common) / f64::from(all)
    }
}

/// How alike two texts are, 0–1.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    Bag::of(a).likeness(&Bag::of(b))
}

/// Whether two texts have the same letters and digits: then only signs, blanks or capitals differ.
/// One letter more can turn a statement round, so nothing else counts as small in a claim.
pub(crate) fn same_letters(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_alike_by_the_words_they_share() {
        assert_eq!(likeness("The slot vanishes", "the slot vanishes!"), 1.0);
        assert!(likeness("The slot vanishes", "The slot vanishes while I pay") > SAME);
        assert!(likeness("The slot vanishes", "Drivers never ring") < SAME);
        assert_eq!(likeness("", ""), 0.0);
    }

    #[test]
    fn a_digit_or_a_letter_more_is_no_small_edit() {
        assert!(same_letters("Its late!", "it's  late"));
        assert!(!same_letters("takes 10 days", "takes 40 days"));
        assert!(!same_letters("it can be found", "it can't be found"));
    }
}
