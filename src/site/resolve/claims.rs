//! Claims: what they cite, and so how far they can be trusted.

use super::desk::{Desk, push_once};
use crate::diagnostic::{Code, Finding};
use crate::model::{self, Quote, RefName};
use crate::site::{BesideClaim, Citation, Claim, ClaimStatus, Lane, derive};
use crate::source::Text;
use std::ops::Deref;
use std::sync::Arc;
use thin_vec::{ThinVec, thin_vec};

impl Desk<'_, '_> {
    /// The claims of one lane.
    pub(super) fn claims(&mut self, out: &mut ThinVec<Claim>, lane: Lane, claims: &[model::Claim]) {
        out.extend(claims.iter().map(|claim| self.claim(lane, claim)));
    }

    pub(super) fn claim(&mut self, lane: Lane, claim: &model::Claim) -> Claim {
        let long = claim.long.as_deref();
        let lang = self.language(long.and_then(|long| long.lang.as_deref()));
        let words = self.words_in(&claim.text, lang);
        let cited = words.citations().len() + long.map_or(0, |long| long.evidence.len());
        let mut evidence = ThinVec::with_capacity(cited);
        for citation in words.citations().iter().filter(|c| c.source.is_some()) {
            push_once(&mut evidence, Some(*citation));
        }
        let mut beside = BesideClaim { evidence, ..BesideClaim::default() };
        if let Some(long) = long {
            self.cite_all(&mut beside.evidence, &long.evidence);
            beside.against.reserve_exact(long.against.len());
            self.cite_all(&mut beside.against, &long.against);
            beside.personas = self.personas(&long.personas).into();
            beside.tags = texts(&long.tags);
        }
        let status = self.status(&beside.evidence, &beside.against);
        Claim::new((lane, claim.span()), Some(words), status, beside)
    }

    /// Sources by their names, each once; those that are left out are left out here too.
    pub(super) fn cite_all(
        &mut self,
        out: &mut (impl Deref<Target = [Citation]> + Extend<Citation>),
        names: &[RefName],
    ) {
        for name in names {
            let citation = self.citation(name);
            push_once(out, citation.source.map(|_| self.shown(citation)));
        }
    }

    /// A citation as readers may see it: of a confidential source not even the highlight's id.
    pub(super) fn shown(&self, citation: Citation) -> Citation {
        let stripped = citation.source.is_some_and(|ix| self.room.trust[ix.0 as usize].stripped);
        Citation { highlight: if stripped { None } else { citation.highlight }, ..citation }
    }

    /// Contested, known, stale or assumed.
    pub(super) fn status(&self, evidence: &[Citation], against: &[Citation]) -> ClaimStatus {
        let trust = &self.room.trust;
        let in_date =
            evidence.iter().filter_map(|c| c.source).map(|ix| trust[ix.0 as usize].in_date);
        derive::claim_status(against.len(), in_date)
    }

    /// What customers said, in words of its own or by a highlight.
    pub(super) fn quotes(&mut self, out: &mut ThinVec<Claim>, quotes: &[Quote]) {
        for quote in quotes {
            match quote {
                Quote::Claim(claim) => out.push(self.claim(Lane::Quotes, claim)),
                Quote::Highlight(name) => out.extend(self.quoted(name)),
            }
        }
    }

    /// A quoted highlight: its words and who said them, if they may be shown.
    fn quoted(&mut self, name: &RefName) -> Option<Claim> {
        let citation = self.citation(name);
        let (source, at) = (citation.source?, citation.highlight?);
        let trust = &self.room.trust[source.0 as usize];
        if !trust.may_quote(at, self.room.options.today) {
            let finding = Finding::new(
                Code::QuoteWithoutConsent,
                name.span,
                format!("`{}` is quoted without consent and its words are withheld", name.name),
            )
            .help("write `consent: true` or the last day of the consent at the highlight, or quote another");
            self.report(finding);
        }
        let written = self.shelf.evidence.get(source.0 as usize);
        let highlight = written.and_then(|source| source.highlights.get(at as usize));
        let evidence = thin_vec![self.shown(citation)];
        let words = highlight.and_then(|h| h.words.clone());
        let status = self.status(&evidence, &[]);
        let beside = BesideClaim {
            who: highlight.and_then(|h| h.who.clone()),
            evidence,
            personas: highlight.map(|h| h.personas.as_slice().into()).unwrap_or_default(),
            ..BesideClaim::default()
        };
        Some(Claim::new((Lane::Quotes, name.span), words, status, beside))
    }
}

/// Texts as they are.
pub(super) fn texts<L: FromIterator<Arc<str>>>(list: &[Text]) -> L {
    list.iter().map(|text| text.text.alone()).collect()
}
