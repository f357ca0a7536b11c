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

pub use finish::{finish, insert};

use crate::diagnostic::{Code, Finding};
use crate::model::Content;
use crate::site::Site;
use crate::source::Sources;
use context::Context;

/// A rule: what it finds, and how.
struct Rule {
    code: Code,
    run: fn(&Context<'_>, &mut Vec<Finding>),
}

/// The one table of rules, in the order of their codes.
const RULES: &[Rule] = &[
    Rule { code: Code::PersonalData, run: personal::personal_data },
    Rule { code: Code::PersonaWithoutEvidence, run: people::persona_without_evidence },
    Rule { code: Code::ReviewOverdue, run: people::review_overdue },
    Rule { code: Code::NoOwner, run: people::no_owner },
    Rule { code: Code::BigBetUnplanned, run: people::big_bet_unplanned },
    Rule { code: Code::NothingBeforePurchase, run: method::nothing_before_purchase },
    Rule { code: Code::NothingAfterPurchase, run: method::nothing_after_purchase },
    Rule { code: Code::StageIsDepartment, run: method::stage_is_department },
    Rule { code: Code::UnexplainedDrop, run: method::unexplained_drop },
    Rule { code: Code::UnusedTouchpoint, run: method::unused_touchpoint },
    Rule { code: Code::RepeatedTouchpoint, run: method::repeated_touchpoint },
    Rule { code: Code::StageWithoutTouchpoints, run: method::stage_without_touchpoints },
    Rule { code: Code::LaneNotShown, run: lanes::lane_not_shown },
];

/// Runs every rule that the site has not switched off. [`finish`] makes the result, together
/// with the findings of the layers before, ready to be shown.
pub fn check(site: &Site, content: &Content, sources: &Sources) -> Vec<Finding> {
    let context = Context::new(site, content, sources);
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| !finish::is_off(&site.config, rule.code)) {
        (rule.run)(&context, &mut findings);
    }
    findings
}
