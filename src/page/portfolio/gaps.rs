//! Whom we have not asked: personas and stages about which least is known.

use super::picks::About;
use super::short::{Item, Listed};
use super::{Scope, living};
use crate::model::{State, Status};
use crate::page::Sheet;
use crate::page::pieces::Markup;
use crate::site::{Coverage, Node, PersonaIx, Stage};
use crate::wording::Wording;

/// A gap: somebody about something, how we can tell, and how wide it is.
pub(super) struct Gap {
    weight: u32,
    /// The persona; nothing stands for anybody.
    who: Option<PersonaIx>,
    /// The stage, else the persona herself.
    about: Node,
    why: String,
}

/// Gaps of each kind, widest first; the first ones on a tie.
pub(super) struct Gaps {
    /// Stages without a persona's emotion.
    pub(super) silent: Vec<Gap>,
    /// Stages whose claims nobody has checked.
    pub(super) unproven: Vec<Gap>,
    /// Personas whose claims nobody has checked.
    pub(super) unknown: Vec<Gap>,
}

pub(super) fn gaps(sheet: &Sheet<'_>, scope: Scope<'_>) -> Gaps {
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
                about,
                why,
            }));
        }
    }
    let personas = sheet.site.personas.iter().enumerate();
    let personas = personas
        .filter(|(_, p)| p.meta.status != Status::Retired && scope.holds(p.meta.space()))
        .filter_map(|(i, p)| {
            let (weight, why) = doubtful(sheet.w, &p.coverage)?;
            Some(Gap {
                weight,
                who: Some(PersonaIx(i as u32)),
                about: Node::Persona(PersonaIx(i as u32)),
                why,
            })
        })
        .collect();
    Gaps { silent: widest(silent), unproven: widest(unproven), unknown: widest(personas) }
}

fn widest(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.weight));
    gaps
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
        (missing, all) if missing == all => w.gap_none(all).text(),
        (missing, all) => w.gap_some(missing, &w.amount(f64::from(all))).text(),
    };
    Some(Gap { weight: missing, who: Some(who), about, why })
}

/// Whether fewer than half of some claims are known, and how that reads.
fn doubtful(w: &Wording, coverage: &Coverage) -> Option<(u32, String)> {
    let unknown = coverage.assumed + coverage.stale;
    if coverage.claims < 2 || coverage.known * 2 >= coverage.claims {
        return None;
    }
    let all = &*w.amount(f64::from(coverage.claims));
    let why = match (coverage.assumed, coverage.stale) {
        (assumed, 0) => w.doubt_assumed(assumed, all).text(),
        (0, stale) => w.doubt_stale(stale, all).text(),
        (assumed, stale) => w.doubt_both(all, assumed, stale).text(),
    };
    Some((unknown, why)).filter(|(unknown, _)| *unknown > 0)
}

impl Listed for Gap {
    fn about(&self) -> About {
        (self.about, self.who)
    }

    fn item(&self, sheet: &Sheet<'_>) -> Item {
        let (gap, w) = (self, sheet.w);
        let mut who = Markup::default();
        match gap.who {
            Some(ix) => {
                who.put("<a class=\"who\" href=\"");
                sheet.write_address(who.string(), Node::Persona(ix));
                who.put("\">");
                sheet.write_title(who.string(), Node::Persona(ix));
                who.put("</a>");
            }
            None => _ = who.put("<b>").text(w.anybody()).put("</b>"),
        }
        let who = who.finish();
        let mut out = Markup::default();
        match gap.about {
            Node::Stage(ix, _) => {
                let mut stage = Markup::default();
                sheet.write_link(stage.string(), gap.about);
                let journey = sheet.label(&sheet.site.journey(ix).title);
                out.say(w.gap_about_in(&who, &stage.finish(), &journey));
            }
            _ => _ = out.say(w.gap_who(&who)),
        }
        out.put(" <span class=\"sub\">").text(&gap.why).put("</span>");
        out.finish().into()
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
