//! Statements that are new, gone, worded otherwise, elsewhere, or more or less sure.

use super::{Finder, maybe_word, subject, uses};
use crate::diff::change::{
    By, Cause, CauseKind, Change, Effect, Fact, Name, Subject, SubjectKind, Value,
};
use crate::diff::likeness::{SAME, likeness, same_letters};
use crate::diff::matching::moved;
use crate::diff::pairs::{claims, name};
use crate::site::{Citation, Claim, ClaimStatus, EvidenceIx, Lane, Node, PersonaIx, Site, Words};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A claim that one side alone has at an entity.
pub(super) struct Loose<'a> {
    subject: Subject,
    claim: &'a Claim,
    /// Whether it is told that it is gone or new; else that of the whole entity is.
    is_told: bool,
}

/// The claims that are written at an entity: those that a touchpoint takes from the catalogue are
/// told there.
fn own(site: &Site, node: Node) -> Vec<&Claim> {
    let file = uses(site, node).map(|ix| site.catalogue(ix).meta.file());
    claims(site, node).iter().filter(|claim| Some(claim.span.file) != file).collect()
}

/// The same of an entity that is gone or new, not yet told.
fn loose<'a>(site: &'a Site, node: Node, holder: &Subject) -> impl Iterator<Item = Loose<'a>> {
    own(site, node).into_iter().map(|claim| Loose {
        subject: claim_by(holder, claim),
        claim,
        is_told: false,
    })
}

/// What a claim says, with its markup; nothing when it is withheld.
fn said(claim: &Claim) -> Option<&str> {
    claim.words.as_ref().map(|words| &*words.doc.source)
}

fn plain(claim: &Claim) -> Option<String> {
    claim.words.as_ref().map(|words| words.doc.plain().to_string())
}

impl<'a> Finder<'a> {
    pub(super) fn claims(&mut self, a: Node, b: Node) {
        let (before, after) = self.claims_of_both(a, b);
        let pairs = self.pair_claims(&before, &after);
        for (x, y) in &pairs {
            self.compare_claims((a, b), before[*x], after[*y]);
        }
        self.claims_in_order(b, &pairs, (&before, &after));
        let left = |count: usize, taken: &dyn Fn(usize) -> bool| -> Vec<usize> {
            (0..count).filter(|at| !taken(*at)).collect()
        };
        for x in left(before.len(), &|at| pairs.iter().any(|(x, _)| *x == at)) {
            let subject = self.claim_of_before(a, b, before[x]);
            self.gone.push(Loose { subject, claim: before[x], is_told: true });
        }
        for y in left(after.len(), &|at| pairs.iter().any(|(_, y)| *y == at)) {
            let subject = claim_subject(self.after, b, after[y]);
            self.come.push(Loose { subject, claim: after[y], is_told: true });
        }
    }

    /// The claims of an entity: its own where both sides take the others from one touchpoint of the
    /// catalogue, else all of them, so that what was taken out of a journey is no loss.
    fn claims_of_both(&self, a: Node, b: Node) -> (Vec<&'a Claim>, Vec<&'a Claim>) {
        let (old, new) = (uses(self.before, a), uses(self.after, b));
        let (old, new) = (old.map(Node::Catalogue), new.map(Node::Catalogue));
        if old.is_some() == new.is_some() && old.and_then(|old| self.pairs.after(old)) == new {
            return (own(self.before, a), own(self.after, b));
        }
        (claims(self.before, a).iter().collect(), claims(self.after, b).iter().collect())
    }

    /// What an entity said that is gone.
    pub(super) fn let_go(&mut self, node: Node, holder: &Subject) {
        self.gone.extend(loose(self.before, node, holder));
    }

    /// What an entity says that is new.
    pub(super) fn take_up(&mut self, node: Node, holder: &Subject) {
        self.come.extend(loose(self.after, node, holder));
    }

    /// Claims that stand elsewhere in their lane: the first ones of a lane are what a map shows.
    fn claims_in_order(
        &mut self,
        holder: Node,
        pairs: &[(usize, usize)],
        (before, after): (&[&'a Claim], &[&'a Claim]),
    ) {
        let mut lanes: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (x, y) in pairs.iter().filter(|(x, y)| before[*x].full_lane() == after[*y].full_lane())
        {
            lanes.entry(after[*y].lane_id()).or_default().push((*x, *y));
        }
        let place = |claims: &[&Claim], at: usize| {
            1 + claims[..at]
                .iter()
                .filter(|claim| claim.full_lane() == claims[at].full_lane())
                .count()
        };
        for mut own in lanes.into_values() {
            own.sort_unstable_by_key(|(_, y)| *y);
            let order: Vec<usize> = own.iter().map(|(x, _)| *x).collect();
            for at in moved(&order) {
                let (x, y) = own[at];
                let fact = Fact::Reordered { from: place(before, x), to: place(after, y) };
                self.push(claim_subject(self.after, holder, after[y]), fact, Effect::Neutral);
            }
        }
    }

    /// The same words in the same lane, then in another, then words that are alike, then a quote
    /// of the same highlight. Words that are there twice keep their order.
    fn pair_claims(&self, before: &[&Claim], after: &[&Claim]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        let mut free: (Vec<usize>, Vec<usize>) =
            ((0..before.len()).collect(), (0..after.len()).collect());
        let mut round = |fits: &dyn Fn(&Claim, &Claim) -> bool| {
            free.0.retain(|x| {
                let found = free.1.iter().position(|y| fits(before[*x], after[*y]));
                found.is_none_or(|at| {
                    pairs.push((*x, free.1.remove(at)));
                    false
                })
            });
        };
        let same_words = |a: &Claim, b: &Claim| {
            said(a) == said(b) && (said(a).is_some() || self.cites(a) == cites(self.after, b))
        };
        round(&|a, b| a.full_lane() == b.full_lane() && same_words(a, b));
        round(&|a, b| same_words(a, b));
        let quotes_the_same = |a: &Claim, b: &Claim| {
            is_highlight(a) && is_highlight(b) && self.cites(a) == cites(self.after, b)
        };
        round(&|a, b| a.full_lane() == b.full_lane() && quotes_the_same(a, b));
        let mut alike: Vec<(f64, usize, usize)> = Vec::new();
        for x in &free.0 {
            for y in free.1.iter().filter(|y| after[**y].full_lane() == before[*x].full_lane()) {
                let both = said(before[*x]).zip(said(after[*y]));
                let likeness = both.map_or(0.0, |(a, b)| likeness(a, b));
                let same = both.is_some_and(|(a, b)| same_letters(a, b));
                if likeness >= SAME
                    || same
                    || before[*x].lane == Lane::Quote
                    || is_attribute(before[*x])
                {
                    alike.push((likeness, *x, *y));
                }
            }
        }
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, x, y) in alike {
            let is_free = free.0.contains(&x) && free.1.contains(&y);
            if is_free {
                free.0.retain(|at| *at != x);
                free.1.retain(|at| *at != y);
                pairs.push((x, y));
            }
        }
        pairs.sort_unstable_by_key(|(x, y)| (*y, *x));
        pairs
    }

    fn compare_claims(&mut self, holders: (Node, Node), a: &'a Claim, b: &'a Claim) {
        let subject = claim_subject(self.after, holders.1, b);
        if a.full_lane() != b.full_lane() {
            let lane = |claim: &Claim| {
                let id = claim.lane_id().to_owned();
                Name { reference: id.clone(), title: id }
            };
            let fact = Fact::Moved { from: lane(a), from_journey: None, to: lane(b), by: By::Id };
            self.push(subject.clone(), fact, Effect::Neutral);
        }
        let of_highlight = is_highlight(a) && is_highlight(b);
        if said(a) != said(b) && !of_highlight {
            self.reworded(subject.clone(), (plain(a), plain(b)), (said(a), said(b)));
        }
        if !of_highlight {
            self.language(&subject, holders, (a.words.as_ref(), b.words.as_ref()));
        }
        self.particulars(subject, a, b);
    }

    /// What is different about a statement but its words and its place.
    fn particulars(&mut self, subject: Subject, a: &Claim, b: &Claim) {
        self.sure(subject.clone(), (a.status, b.status), (a, b));
        let tags = |list: &[Arc<str>]| Value::List(list.iter().map(|t| t.to_string()).collect());
        self.part(&subject, "tags", tags(a.tags()), tags(b.tags()));
        let about =
            |list: &[PersonaIx]| list.iter().map(|ix| Node::Persona(*ix)).collect::<Vec<_>>();
        let (from, to) = (self.known(about(a.personas())), self.references(about(b.personas())));
        self.part(&subject, "personas", from, to);
    }

    /// A field of a claim, a highlight or a metric.
    pub(super) fn part(&mut self, subject: &Subject, field: &str, from: Value, to: Value) {
        self.part_of(subject, field, (from, to), Effect::Neutral);
    }

    pub(super) fn part_of(
        &mut self,
        subject: &Subject,
        field: &str,
        (from, to): (Value, Value),
        effect: Effect,
    ) {
        if from != to {
            let fact = Fact::Changed { field: field.to_owned(), persona: None, from, to };
            self.push(subject.clone(), fact, effect);
        }
    }

    /// The language of a text, unless it has that of what holds it.
    pub(super) fn language(
        &mut self,
        subject: &Subject,
        holders: (Node, Node),
        (from, to): (Option<&Words>, Option<&Words>),
    ) {
        let Some((from, to)) = from.zip(to) else { return };
        let (old, new) = self.metas(holders.0, holders.1);
        let of_holders = [old, new].map(|meta| meta.lang().map(|lang| &**lang));
        if [from.lang(), to.lang()] != of_holders {
            let (from, to) = (maybe_word(from.lang()), maybe_word(to.lang()));
            self.part(subject, "lang", from, to);
        }
    }

    /// Other words. Only signs, blanks and capitals make a small edit of it.
    pub(super) fn reworded(
        &mut self,
        subject: Subject,
        (from, to): (Option<String>, Option<String>),
        said: (Option<&str>, Option<&str>),
    ) {
        let minor = said.0.zip(said.1).is_some_and(|(a, b)| same_letters(a, b));
        let effect = Effect::Neutral;
        let fact = Fact::Reworded { from, to };
        self.out.push(Change { subject, fact, effect, derived: false, minor });
    }

    /// How sure something is, and on what it rests.
    fn sure(
        &mut self,
        subject: Subject,
        (from, to): (ClaimStatus, ClaimStatus),
        (a, b): (&Claim, &Claim),
    ) {
        let because = self.causes((a.evidence(), b.evidence()), (a.against(), b.against()));
        self.status(subject, from, to, because);
    }

    pub(super) fn status(
        &mut self,
        subject: Subject,
        from: ClaimStatus,
        to: ClaimStatus,
        because: Vec<Cause>,
    ) {
        if from != to {
            let effect = if to == ClaimStatus::Known {
                Effect::Better
            } else if from == ClaimStatus::Known || to != ClaimStatus::Stale {
                Effect::Worse
            } else {
                Effect::Neutral
            };
            // Nobody typed it where nothing but the source itself is different.
            let of_source = |c: &Cause| matches!(c.what, CauseKind::OutOfDate | CauseKind::InDate);
            let derived = because.iter().all(of_source);
            let fact = Fact::Status { from: from.word(), to: to.word(), because };
            self.out.push(Change { subject, fact, effect, derived, minor: false });
        } else {
            let told = |c: &Cause| !matches!(c.what, CauseKind::OutOfDate | CauseKind::InDate);
            let because: Vec<Cause> = because.into_iter().filter(told).collect();
            if !because.is_empty() {
                self.push(subject, Fact::Evidence { because }, Effect::Neutral);
            }
        }
    }

    /// What is different about the sources of a statement.
    pub(super) fn causes(
        &self,
        evidence: (&[Citation], &[Citation]),
        against: (&[Citation], &[Citation]),
    ) -> Vec<Cause> {
        let before = self.cited(evidence.0);
        let after = cited(self.after, evidence.1);
        let mut causes = Vec::new();
        for (reference, ix) in &before {
            let now = self.pairs.after(Node::Evidence(*ix));
            let title = match now {
                Some(now) => name(self.after, now).title,
                None => name(self.before, Node::Evidence(*ix)).title,
            };
            let what = match now {
                None => CauseKind::SourceRemoved,
                Some(_) if !after.contains_key(reference) => CauseKind::NoLongerCited,
                Some(now) => match (self.before.source(*ix).in_date, self.is_in_date(now)) {
                    (true, false) => CauseKind::OutOfDate,
                    (false, true) => CauseKind::InDate,
                    _ => continue,
                },
            };
            causes.push(Cause { what, reference: reference.clone(), title });
        }
        let title = |ix: EvidenceIx| name(self.after, Node::Evidence(ix)).title;
        for (reference, ix) in
            after.iter().filter(|(reference, _)| !before.contains_key(*reference))
        {
            let reference = reference.clone();
            causes.push(Cause { what: CauseKind::Cited, reference, title: title(*ix) });
        }
        let (before, after) = (self.cited(against.0), cited(self.after, against.1));
        for (reference, ix) in
            before.iter().filter(|(reference, _)| !after.contains_key(*reference))
        {
            let title = self.pairs.known(Node::Evidence(*ix)).title;
            let (what, reference) = (CauseKind::NoLongerAgainst, reference.clone());
            causes.push(Cause { what, reference, title });
        }
        for (reference, ix) in
            after.iter().filter(|(reference, _)| !before.contains_key(*reference))
        {
            let reference = reference.clone();
            causes.push(Cause { what: CauseKind::Against, reference, title: title(*ix) });
        }
        causes
    }

    fn is_in_date(&self, node: Node) -> bool {
        match node {
            Node::Evidence(ix) => self.after.source(ix).in_date,
            _ => false,
        }
    }

    /// What claims of before cite, in names of now.
    fn cited(&self, citations: &[Citation]) -> BTreeMap<String, EvidenceIx> {
        let one = |citation: &Citation| {
            let ix = citation.source?;
            let source = self.pairs.known(Node::Evidence(ix)).reference;
            let id = citation.highlight.and_then(|at| self.ids.get(&(ix, at)));
            let whole = match id {
                Some(id) => format!("{source}#{id}"),
                None => whole(self.before, source, ix, citation.highlight),
            };
            Some((whole, ix))
        };
        citations.iter().filter_map(one).collect()
    }

    fn cites(&self, claim: &Claim) -> Vec<String> {
        self.cited(claim.evidence()).into_keys().collect()
    }

    fn claim_of_before(&self, a: Node, b: Node, claim: &Claim) -> Subject {
        // The holder is there, so it has its name of now.
        let mut subject = claim_subject(self.before, a, claim);
        let holder = super::subject(self.after, b);
        subject.reference = holder.reference;
        subject.title = holder.title;
        subject.journey = holder.journey;
        subject
    }

    /// A claim that is gone from one entity and new in another was moved there, also where the
    /// whole entity is gone or new: one touchpoint became two, or two became one.
    pub(super) fn claims_that_went(&mut self) {
        let mut gone: Vec<Option<Loose<'a>>> =
            std::mem::take(&mut self.gone).into_iter().map(Some).collect();
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, loose) in gone.iter().enumerate() {
            let key = loose.as_ref().and_then(|loose| key(loose.claim));
            key.into_iter().for_each(|key| places.entry(key).or_default().push(at));
        }
        let mut new = Vec::new();
        for come in std::mem::take(&mut self.come) {
            let found = key(come.claim).and_then(|key| {
                let places = places.get_mut(&key)?;
                let fits = |at: &usize| {
                    gone[*at].as_ref().is_some_and(|gone| gone.is_told || come.is_told)
                };
                let at = places.iter().position(fits)?;
                gone[places.remove(at)].take()
            });
            match found {
                Some(gone) => self.claim_moved(&gone, come),
                None => new.extend(Some(come.subject).filter(|_| come.is_told)),
            }
        }
        for gone in gone.into_iter().flatten().filter(|gone| gone.is_told) {
            let effect = loss(gone.claim.status);
            self.push(gone.subject, Fact::Removed, effect);
        }
        for subject in new {
            self.push(subject, Fact::Added, Effect::Neutral);
        }
    }

    fn claim_moved(&mut self, gone: &Loose<'a>, come: Loose<'a>) {
        let Loose { subject, claim, .. } = come;
        let from = (holder(&gone.subject), gone.subject.journey.clone());
        self.push_moved(subject.clone(), from, holder(&subject), By::Title);
        self.particulars(subject, gone.claim, claim);
    }
}

/// Words that are said but once, most likely.
fn key(claim: &Claim) -> Option<String> {
    plain(claim).filter(|text| text.contains(' '))
}

fn holder(subject: &Subject) -> Name {
    Name { reference: subject.reference.clone(), title: subject.title.clone() }
}

pub(super) fn claim_subject(site: &Site, holder: Node, claim: &Claim) -> Subject {
    claim_by(&subject(site, holder), claim)
}

/// A claim as what a change happened to.
fn claim_by(holder: &Subject, claim: &Claim) -> Subject {
    Subject {
        kind: SubjectKind::Claim,
        lane: Some(claim.lane_id().to_owned()),
        text: plain(claim),
        ..holder.clone()
    }
}

/// What claims of now cite.
fn cited(site: &Site, citations: &[Citation]) -> BTreeMap<String, EvidenceIx> {
    let one = |citation: &Citation| {
        let ix = citation.source?;
        let source = site.reference(Node::Evidence(ix));
        Some((whole(site, source, ix, citation.highlight), ix))
    };
    citations.iter().filter_map(one).collect()
}

fn cites(site: &Site, claim: &Claim) -> Vec<String> {
    cited(site, claim.evidence()).into_keys().collect()
}

/// `source#highlight`.
fn whole(site: &Site, source: String, ix: EvidenceIx, highlight: Option<u32>) -> String {
    let highlight = highlight.and_then(|at| site.source(ix).highlights.get(at as usize));
    highlight.map_or(source.clone(), |highlight| format!("{source}#{}", highlight.id))
}

/// Whether a claim is the quote of a highlight: its words are not written where it stands. Only
/// such words are ever withheld.
fn is_highlight(claim: &Claim) -> bool {
    let cites_one = matches!(claim.evidence()[..], [Citation { highlight: Some(_), .. }]);
    let in_text = claim.words.as_ref().is_some_and(|words| !words.citations().is_empty());
    claim.words.is_none() || (claim.lane == Lane::Quotes && cites_one && !in_text)
}

fn is_attribute(claim: &Claim) -> bool {
    matches!(claim.lane, Lane::Attribute)
}

/// What is lost with a claim.
fn loss(status: ClaimStatus) -> Effect {
    if status == ClaimStatus::Known { Effect::Worse } else { Effect::Neutral }
}
