//! Which of the things before is which of the things after. The surest sign decides first: the
//! same id at the same place, an alias, the same title at the same place, then the same signs
//! farther and farther away, and at last what is said.

use super::change::By;
use super::likeness::{Bag, SAME};
use std::collections::{BTreeMap, BTreeSet};

/// Two of one id at different places are one only if they are at least a little alike.
const A_LITTLE: f64 = 0.3;
/// How alike two must be that have nothing in common but what they say, and stand far apart.
const VERY: f64 = 0.65;
/// A word that more things have than this tells none from another.
const COMMON: usize = 60;

/// Something to be matched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Card {
    /// Its id.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// The place in which its id is its own. Places that were matched have one name.
    pub(crate) near: String,
    /// The larger place around it.
    pub(crate) wide: String,
    /// Whether it may only be found near: what it says is not its own.
    pub(crate) stays: bool,
}

/// A thing before, the thing after, and how they were found to be one.
pub(crate) type Pair = (usize, usize, By);

/// Matches things before with things after. `aliases` are pairs that authors name; `says` gives
/// what a thing says and is asked only of those that nothing else decides.
pub(crate) fn pair(
    (before, after): (&[Card], &[Card]),
    aliases: &[(usize, usize)],
    says: (&dyn Fn(usize) -> Bag, &dyn Fn(usize) -> Bag),
) -> Vec<Pair> {
    let mut matching = Matching {
        cards: (before, after),
        free: ((0..before.len()).collect(), (0..after.len()).collect()),
        pairs: Vec::with_capacity(before.len()),
    };
    let anywhere = |_: &Card, _: &Card| true;
    matching.by_key(By::Id, |card| [&card.near, "\n", &card.id].concat(), anywhere);
    for (a, b) in aliases {
        matching.join(*a, *b, By::Alias);
    }
    matching.by_key(By::Title, |card| [&card.near, "\n", &card.title].concat(), anywhere);
    if matching.is_done() {
        return matching.sorted();
    }
    let bags: (BTreeMap<usize, Bag>, BTreeMap<usize, Bag>) = (
        matching.free.0.iter().map(|at| (*at, (says.0)(*at))).collect(),
        matching.free.1.iter().map(|at| (*at, (says.1)(*at))).collect(),
    );
    let alike = |a: usize, b: usize| match (bags.0.get(&a), bags.1.get(&b)) {
        (Some(a), Some(b)) => a.likeness(b),
        _ => 0.0,
    };
    let by_id = |card: &Card| [&card.wide, "\n", &card.id].concat();
    matching.by_key_if(By::Id, by_id, |a, b| {
        before[a].title == after[b].title || alike(a, b) >= A_LITTLE
    });
    let by_title = |card: &Card| [&card.wide, "\n", &card.title].concat();
    matching.by_key_if(By::Title, by_title, |_, _| true);
    matching.by_likeness(&bags, SAME, |a, b| a.near == b.near);
    matching.by_likeness(&bags, SAME, |a, b| a.wide == b.wide);
    let both = |card: &Card| [&card.id, "\n", &card.title].concat();
    matching.by_key_if(By::Id, both, |a, b| !before[a].stays && !after[b].stays);
    matching.by_likeness(&bags, VERY, |a, b| !a.stays && !b.stays);
    matching.sorted()
}

struct Matching<'a> {
    cards: (&'a [Card], &'a [Card]),
    free: (BTreeSet<usize>, BTreeSet<usize>),
    pairs: Vec<Pair>,
}

impl Matching<'_> {
    fn is_done(&self) -> bool {
        self.free.0.is_empty() || self.free.1.is_empty()
    }

    fn sorted(mut self) -> Vec<Pair> {
        self.pairs.sort_unstable_by_key(|pair| (pair.1, pair.0));
        self.pairs
    }

    fn join(&mut self, a: usize, b: usize, by: By) {
        if self.free.0.contains(&a) && self.free.1.contains(&b) {
            self.free.0.remove(&a);
            self.free.1.remove(&b);
            self.pairs.push((a, b, by));
        }
    }

    fn by_key(
        &mut self,
        by: By,
        key: impl Fn(&Card) -> String,
        fits: impl Fn(&Card, &Card) -> bool,
    ) {
        let (before, after) = self.cards;
        self.by_key_if(by, key, |a, b| fits(&before[a], &after[b]));
    }

    /// Joins those whose key only one thing has on either side.
    fn by_key_if(
        &mut self,
        by: By,
        key: impl Fn(&Card) -> String,
        fits: impl Fn(usize, usize) -> bool,
    ) {
        let (before, after) = self.cards;
        let old = only(self.free.0.iter().map(|at| (key(&before[*at]), *at)));
        let new = only(self.free.1.iter().map(|at| (key(&after[*at]), *at)));
        let both = old.iter().filter_map(|(key, a)| Some(((*a)?, (*new.get(key)?)?)));
        let both: Vec<(usize, usize)> = both.filter(|(a, b)| fits(*a, *b)).collect();
        for (a, b) in both {
            self.join(a, b, by);
        }
    }

    /// Joins the most alike first.
    fn by_likeness(
        &mut self,
        bags: &(BTreeMap<usize, Bag>, BTreeMap<usize, Bag>),
        least: f64,
        fits: impl Fn(&Card, &Card) -> bool,
    ) {
        if self.is_done() {
            return;
        }
        let mut having: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in &self.free.1 {
            for word in bags.1[at].words() {
                having.entry(word).or_default().push(*at);
            }
        }
        let mut found = Vec::new();
        for a in &self.free.0 {
            let words = bags.0[a].words().filter_map(|word| having.get(word));
            let near: BTreeSet<usize> =
                words.filter(|list| list.len() <= COMMON).flatten().copied().collect();
            for b in near {
                let likeness = bags.0[a].likeness(&bags.1[&b]);
                if likeness >= least && fits(&self.cards.0[*a], &self.cards.1[b]) {
                    found.push((likeness, *a, b));
                }
            }
        }
        found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        for (_, a, b) in found {
            self.join(a, b, By::Likeness);
        }
    }
}

/// What has each key, where only one has it.
fn only(keys: impl Iterator<Item = (String, usize)>) -> BTreeMap<String, Option<usize>> {
    let mut out: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (key, at) in keys {
        out.entry(key).and_modify(|known| *known = None).or_insert(Some(at));
    }
    out
}

/// Which of some things in a new order were moved, if as few as can be were: the others keep their
/// order. `order` holds the old places in the new order.
pub(crate) fn moved(order: &[usize]) -> Vec<usize> {
    // The longest rising row, by the smallest end of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(order.len());
    for (at, place) in order.iter().enumerate() {
        let length = ends.partition_point(|end| order[*end] < *place);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut stayed = BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(place) = at {
        stayed.insert(place);
        at = before[place];
    }
    (0..order.len()).filter(|at| !stayed.contains(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `near/id: title | what it says`.
    fn cards(lines: &[&str]) -> (Vec<Card>, Vec<String>) {
        let card = |line: &&str| {
            let (head, says) = line.split_once(" | ").unwrap_or((line, ""));
            let (path, title) = head.split_once(": ").expect("a title");
            let (near, id) = path.rsplit_once('/').expect("a place");
            let wide = near.split('/').next().unwrap_or_default().to_owned();
            let (id, title, near) = (id.to_owned(), title.to_owned(), near.to_owned());
            (Card { id, title: title.clone(), near, wide, stays: false }, format!("{title} {says}"))
        };
        lines.iter().map(card).unzip()
    }

    fn matched(before: &[&str], after: &[&str]) -> Vec<Pair> {
        let ((before, old), (after, new)) = (cards(before), cards(after));
        pair((&before, &after), &[], (&|at| Bag::of(&old[at]), &|at| Bag::of(&new[at])))
    }

    #[test]
    fn the_same_id_at_the_same_place_is_the_same_thing_whatever_it_says() {
        assert_eq!(matched(&["j/a/x: One"], &["j/a/x: Two"]), [(0, 0, By::Id)]);
    }

    #[test]
    fn an_alias_goes_before_a_title() {
        let (before, after) = (cards(&["j/old: Shop"]).0, cards(&["j/a: Shop", "j/b: Buy"]).0);
        let says = |_| Bag::default();
        assert_eq!(pair((&before, &after), &[(0, 1)], (&says, &says)), [(0, 1, By::Alias)]);
        assert_eq!(pair((&before, &after), &[], (&says, &says)), [(0, 0, By::Title)]);
    }

    #[test]
    fn an_id_in_another_stage_of_the_journey_is_one_that_was_moved() {
        assert_eq!(matched(&["j/a/pay: Pay"], &["j/b/pay: Pay"]), [(0, 0, By::Id)]);
        assert_eq!(
            matched(&["j/a/ask: Ask a friend"], &["j/b/ask: Order by letter"]),
            [],
            "two that share nothing but an id are two"
        );
    }

    #[test]
    fn what_is_said_decides_last() {
        let before = ["j/a/call: Call centre | waits twenty minutes in the queue"];
        let after = ["j/a/phone: Phone line | waits twenty minutes in the queue"];
        assert_eq!(matched(&before, &after), [(0, 0, By::Likeness)]);
        assert_eq!(matched(&before, &["j/a/shop: Shop | a friendly word"]), []);
    }

    #[test]
    fn far_away_only_what_is_very_alike_is_one() {
        assert_eq!(matched(&["j/a/pay: Pay"], &["k/a/pay: Pay"]), [(0, 0, By::Id)]);
        let before = ["j/a/pay: Pay | card declined again and again"];
        assert_eq!(matched(&before, &["k/a/till: Till | card declined once in a while"]), []);
    }

    #[test]
    fn as_few_as_can_be_were_moved() {
        assert_eq!(moved(&[0, 1, 2]), [] as [usize; 0]);
        assert_eq!(moved(&[1, 2, 0]), [2]);
        assert_eq!(moved(&[3, 0, 1, 2]), [0]);
        assert_eq!(moved(&[]), [] as [usize; 0]);
    }
}
