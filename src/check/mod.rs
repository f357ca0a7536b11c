//! Rules over the resolved site: one table, each a pure function from the site to findings.
//! They hold a map to the craft of journey mapping and warn where a reader would be misled;
//! what makes output wrong has been found before.

mod context;
mod finish;
mod items;
mod lanes;
mod method;
mod people;
mod personal;

pub use finish::{finish, finish_journey, sort};

use crate::diagnostic::{Code, Finding};
use crate::model::{Content, Journey};
use crate::site::{Again, Site};
use crate::source::Sources;
use context::Context;

/// How much of the site a rule looks at for one finding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// At a journey with what is written in it, or at another entity, by itself.
    AtOne,
    /// At things whose findings no journey's text bears on, but for links that are written to them.
    AtOthers,
    /// At all journeys.
    AtAll,
}

/// A rule: what it finds, and how.
struct Rule {
    code: Code,
    looks: Looks,
    run: fn(&Context<'_>, &mut Vec<Finding>),
}

/// The one table of rules, in the order of their codes.
const RULES: &[Rule] = &[
    Rule { code: Code::PersonalData, looks: Looks::AtOthers, run: personal::personal_data },
    Rule {
        code: Code::PersonaWithoutEvidence,
        looks: Looks::AtOthers,
        run: people::persona_without_evidence,
    },
    Rule { code: Code::ReviewOverdue, looks: Looks::AtOne, run: people::review_overdue },
    Rule { code: Code::NoOwner, looks: Looks::AtOne, run: people::no_owner },
    Rule { code: Code::BigBetUnplanned, looks: Looks::AtOne, run: people::big_bet_unplanned },
    Rule {
        code: Code::NothingBeforePurchase,
        looks: Looks::AtOne,
        run: method::nothing_before_purchase,
    },
    Rule {
        code: Code::NothingAfterPurchase,
        looks: Looks::AtOne,
        run: method::nothing_after_purchase,
    },
    Rule { code: Code::StageIsDepartment, looks: Looks::AtOne, run: method::stage_is_department },
    Rule { code: Code::UnexplainedDrop, looks: Looks::AtOne, run: method::unexplained_drop },
    Rule { code: Code::UnusedTouchpoint, looks: Looks::AtOthers, run: method::unused_touchpoint },
    Rule { code: Code::RepeatedTouchpoint, looks: Looks::AtAll, run: method::repeated_touchpoint },
    Rule {
        code: Code::StageWithoutTouchpoints,
        looks: Looks::AtOne,
        run: method::stage_without_touchpoints,
    },
    Rule { code: Code::LaneNotShown, looks: Looks::AtOne, run: lanes::lane_not_shown },
];

/// Where the one rule that lays all journeys side by side reports.
pub const SIDE_BY_SIDE: Code = Code::RepeatedTouchpoint;

/// What the rules say of one journey that was resolved again. What they say of all journeys
/// together is not in it: see [`side_by_side`].
pub fn check_journey(
    again: &Again,
    site: &Site,
    content: &Content,
    sources: &Sources,
) -> Vec<Finding> {
    let Some(ix) = again.journey else { return Vec::new() };
    let context = Context::of_journey(site, content, sources, ix, &again.opportunities);
    run(&context, |rule| rule.looks == Looks::AtOne)
}

/// Whether a journey that was resolved again now adds something else to what all journeys together
/// are checked for.
pub fn tells_otherwise(again: &Again, site: &Site, written: &Journey) -> bool {
    let (Some(ix), Some(before)) = (again.journey, &again.before) else { return false };
    method::tale(before, &again.written_before, ix) != method::tale(site.journey(ix), written, ix)
}

/// What the rules say that look at all journeys together.
pub fn side_by_side(site: &Site, content: &Content, sources: &Sources) -> Vec<Finding> {
    run(&Context::new(site, content, sources), |rule| rule.looks == Looks::AtAll)
}

fn run(context: &Context<'_>, takes: impl Fn(&Rule) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let wanted = |rule: &&Rule| !finish::is_off(&context.site.config, rule.code);
    for rule in RULES.iter().filter(wanted).filter(|rule| takes(rule)) {
        (rule.run)(context, &mut findings);
    }
    findings
}

/// Runs every rule that the site has not switched off. [`finish`] makes the result, together
/// with the findings of the layers before, ready to be shown.
pub fn check(site: &Site, content: &Content, sources: &Sources) -> Vec<Finding> {
    run(&Context::new(site, content, sources), |_| true)
}
