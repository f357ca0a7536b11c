//! What may be said on both sides. A text that is withheld on either side is in neither of the
//! sites that are compared, so that no list, no sentence and no map can show it: whoever takes a
//! consent back, or makes a source confidential, is not published by the comparison that tells it.

use super::pairs::{highlights, sources};
use crate::site::{
    Citation, Claim, Evidence, EvidenceIx, Experience, Lane, Site, without_particulars,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A highlight whose words may be shown on one side alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Consent {
    /// Its source, as it is after.
    pub source: EvidenceIx,
    /// Its place among the highlights there.
    pub highlight: usize,
    /// Whether the consent is new; else it was taken back.
    pub given: bool,
}

/// What one side must not show of its sources.
type Hidden = BTreeMap<EvidenceIx, What>;

/// What must not be shown of a source.
enum What {
    /// It is confidential on the other side.
    Particulars,
    /// Some of its highlights.
    Highlights(BTreeSet<usize>),
}

/// Takes what is withheld on one side out of the other, and says which consents are not as they
/// were.
pub(crate) fn lay(before: &mut Site, after: &mut Site) -> Vec<Consent> {
    let (mut old, mut new, mut consents) = (Hidden::new(), Hidden::new(), Vec::new());
    for (a, b) in sources(before, after) {
        let (from, to) = (before.source(a), after.source(b));
        match (from.confidential, to.confidential) {
            (false, true) => drop(old.insert(a, What::Particulars)),
            (true, false) => drop(new.insert(b, What::Particulars)),
            _ => {
                let withheld = Withheld::of(from, to);
                old.insert(a, What::Highlights(withheld.before));
                new.insert(b, What::Highlights(withheld.after));
                let consent = |(highlight, given)| Consent { source: b, highlight, given };
                consents.extend(withheld.consents.into_iter().map(consent));
            }
        }
    }
    for (site, mut hidden) in [(before, old), (after, new)] {
        hidden.retain(|_, what| !matches!(what, What::Highlights(of) if of.is_empty()));
        hide(site, &hidden);
    }
    consents
}

/// Highlights of a source that one side shows and the other does not.
#[derive(Default)]
struct Withheld {
    before: BTreeSet<usize>,
    after: BTreeSet<usize>,
    /// Places after, and whether they may be shown now.
    consents: Vec<(usize, bool)>,
}

impl Withheld {
    fn of(from: &Evidence, to: &Evidence) -> Self {
        let (from, to) = (&from.highlights, &to.highlights);
        let mut withheld = Self::default();
        let (mut gone, mut come): (BTreeSet<usize>, BTreeSet<usize>) =
            ((0..from.len()).collect(), (0..to.len()).collect());
        for (x, y, _) in highlights(from, to) {
            gone.remove(&x);
            come.remove(&y);
            match (from[x].words.is_some(), to[y].words.is_some()) {
                (true, false) => drop(withheld.before.insert(x)),
                (false, true) => drop(withheld.after.insert(y)),
                _ => continue,
            }
            withheld.consents.push((y, to[y].words.is_some()));
        }
        // One that is withheld under another id may be one that the other side shows.
        if come.iter().any(|y| to[*y].words.is_none()) {
            withheld.before.append(&mut gone.clone());
        }
        if gone.iter().any(|x| from[*x].words.is_none()) {
            withheld.after.append(&mut come);
        }
        withheld
    }
}

/// Takes it out of the sources and of all that quotes them.
fn hide(site: &mut Site, hidden: &Hidden) {
    if hidden.is_empty() {
        return;
    }
    let veil = Veil { hidden, sources: site.evidence.clone() };
    for journey in &mut site.journeys {
        for stage in &mut Arc::make_mut(journey).stages {
            veil.over(&mut stage.experience);
            stage.touchpoints.iter_mut().for_each(|own| veil.over(&mut own.experience));
        }
    }
    for touchpoint in &mut site.touchpoints {
        veil.over(&mut Arc::make_mut(touchpoint).experience);
    }
    for persona in &mut site.personas {
        Arc::make_mut(persona).claims.iter_mut().for_each(|claim| veil.claim(claim));
    }
    for opportunity in &mut site.opportunities {
        veil.citations(&mut Arc::make_mut(opportunity).evidence);
    }
    let max_age = site.config.evidence_max_age;
    for (ix, what) in hidden {
        let source = Arc::make_mut(&mut site.evidence[ix.0 as usize]);
        match what {
            What::Particulars => *source = without_particulars(source.clone(), max_age),
            What::Highlights(of) => of.iter().for_each(|at| {
                let highlight = &mut source.highlights[*at];
                (highlight.words, highlight.who) = (None, None);
            }),
        }
    }
}

struct Veil<'a> {
    hidden: &'a Hidden,
    /// The sources with all they say.
    sources: Vec<Arc<Evidence>>,
}

impl Veil<'_> {
    fn over(&self, experience: &mut Experience) {
        experience.claims.iter_mut().for_each(|claim| self.claim(claim));
    }

    fn claim(&self, claim: &mut Claim) {
        if let Some(what) = self.hides_words_of(claim) {
            let is_nameless = matches!(what, What::Particulars);
            claim.words = None;
            claim.change(|beside| {
                beside.who = None;
                if is_nameless {
                    beside.personas.clear();
                }
            });
        }
        claim.change(|beside| {
            self.citations(&mut beside.evidence);
            self.citations(&mut beside.against);
        });
        if let Some(words) = &mut claim.words {
            self.citations(words.citations_mut());
        }
    }

    /// What must not be shown where a claim has its words from a highlight.
    fn hides_words_of(&self, claim: &Claim) -> Option<&What> {
        let [Citation { source: Some(source), highlight: Some(at) }] = *claim.evidence() else {
            return None;
        };
        let what = self.hidden.get(&source)?;
        let is_hidden = match what {
            What::Particulars => true,
            What::Highlights(of) => of.contains(&(at as usize)),
        };
        let says = || &self.sources[source.0 as usize].highlights[at as usize].words;
        (is_hidden && claim.lane == Lane::Quotes && claim.words == *says()).then_some(what)
    }

    /// Of a source without particulars not even the highlight is named.
    fn citations(&self, list: &mut [Citation]) {
        for citation in list {
            let what = citation.source.and_then(|ix| self.hidden.get(&ix));
            if matches!(what, Some(What::Particulars)) {
                citation.highlight = None;
            }
        }
    }
}
