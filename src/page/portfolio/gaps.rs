//! Whom we have not asked: personas and stages about which least is known.

use super::{Scope, living};
use crate::model::{State, Status};
use crate::page::Sheet;
use crate::page::sheet::LinkView;
use crate::site::{Coverage, Node, PersonaIx, Stage};
use crate::wording::Wording;
use serde::Serialize;

/// How many lines of each kind.
const EACH: usize = 2;

/// A gap: somebody about something, and how we can tell.
#[derive(Serialize)]
pub(super) struct GapView {
    /// The persona; nothing stands for anybody.
    who: Option<LinkView>,
    /// The stage.
    about: Option<LinkView>,
    /// The stage's journey.
    journey: Option<LinkView>,
    why: String,
}

/// A gap and its weight.
struct Gap {
    weight: u32,
    who: Option<PersonaIx>,
    about: Option<Node>,
    why: String,
}

/// The widest gaps: stages without a persona's emotion, stages and personas whose claims nobody
/// has checked.
pub(super) fn gaps(sheet: &Sheet<'_>, scope: Scope<'_>) -> Vec<GapView> {
    let (mut silent, mut unproven) = (Vec::new(), Vec::new());
    for journey in living(sheet.site, scope) {
        let map = sheet.site.journey(journey);
        if map.state == Some(State::ToBe) {
            // Nobody can be asked yet about what is only planned.
            continue;
        }
        for (s, stage) in map.stages.iter().enumerate() {
            if stage.meta.status == Status::Retired {
                continue;
            }
            let about = Node::Stage(journey, s as u32);
            silent
                .extend(map.personas.iter().filter_map(|who| unasked(sheet.w, stage, about, *who)));
            unproven.extend(doubtful(sheet.w, &stage.coverage).map(|(weight, why)| Gap {
                weight,
                who: None,
                about: Some(about),
                why,
            }));
        }
    }
    let personas = sheet.site.personas.iter().enumerate();
    let personas = personas
        .filter(|(_, p)| p.meta.status != Status::Retired && scope.holds(&p.meta.space))
        .filter_map(|(i, p)| {
            let (weight, why) = doubtful(sheet.w, &p.coverage)?;
            Some(Gap { weight, who: Some(PersonaIx(i as u32)), about: None, why })
        })
        .collect();
    let widest = [silent, unproven, personas].into_iter().flat_map(widest);
    widest.map(|gap| view(sheet, &gap)).collect()
}

/// The heaviest few; the first ones on a tie.
fn widest(mut gaps: Vec<Gap>) -> impl Iterator<Item = Gap> {
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.weight));
    gaps.into_iter().take(EACH)
}

/// A persona on the journey whose emotion most touchpoints of the stage do not have.
fn unasked(w: &Wording, stage: &Stage, about: Node, who: PersonaIx) -> Option<Gap> {
    let all = stage.touchpoints.len() as u32;
    let felt = stage
        .touchpoints
        .iter()
        .filter(|t| t.experience.emotion.iter().any(|(persona, _)| *persona == who))
        .count() as u32;
    let own = stage.experience.emotion.iter().any(|(persona, _)| *persona == who);
    let missing = all - felt;
    let why = match (missing, all) {
        (0, _) => return None,
        _ if own || missing * 2 < all => return None,
        (1, 1) => w.gap_only().to_owned(),
        (missing, all) if missing == all => w.gap_none(all).to_string(),
        (missing, all) => w.gap_some(missing, &w.amount(f64::from(all))).to_string(),
    };
    Some(Gap { weight: missing, who: Some(who), about: Some(about), why })
}

/// Whether fewer than half of some claims are known, and how that reads.
fn doubtful(w: &Wording, coverage: &Coverage) -> Option<(u32, String)> {
    let unknown = coverage.assumed + coverage.stale;
    if coverage.claims < 2 || coverage.known * 2 >= coverage.claims {
        return None;
    }
    let all = &*w.amount(f64::from(coverage.claims));
    let why = match (coverage.assumed, coverage.stale) {
        (assumed, 0) => w.doubt_assumed(assumed, all).to_string(),
        (0, stale) => w.doubt_stale(stale, all).to_string(),
        (assumed, stale) => w.doubt_both(all, assumed, stale).to_string(),
    };
    Some((unknown, why)).filter(|(unknown, _)| *unknown > 0)
}

fn view(sheet: &Sheet<'_>, gap: &Gap) -> GapView {
    GapView {
        who: gap.who.map(|ix| sheet.node(Node::Persona(ix))),
        about: gap.about.map(|node| sheet.node(node)),
        journey: gap.about.and_then(|node| match node {
            Node::Stage(journey, _) => Some(sheet.node(Node::Journey(journey))),
            _ => None,
        }),
        why: gap.why.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_doubtful_when_fewer_than_half_are_known() {
        let coverage = |known, stale, assumed| Coverage {
            claims: known + stale + assumed,
            known,
            stale,
            contested: 0,
            assumed,
        };
        let why = |c: Coverage| doubtful(crate::wording::english(), &c).map(|(_, why)| why);
        assert_eq!(why(coverage(2, 0, 2)), None);
        assert_eq!(why(coverage(1, 0, 3)).as_deref(), Some("3 of 4 claims are assumed."));
        assert_eq!(
            why(coverage(1, 2, 3)).as_deref(),
            Some("Of 6 claims 3 are assumed and 2 out of date.")
        );
        assert_eq!(why(Coverage::default()), None);
    }
}
