//! Rules over the resolved site: one table, each a pure function from the site to findings.
//! They hold a map to the craft of journey mapping and warn where a reader would be misled;
//! what makes output wrong has been found before.

mod baseline;
mod blueprint;
mod context;
mod finish;
mod items;
mod lanes;
mod method;
mod people;
mod personal;
mod repeated;

pub use baseline::{Baseline, Compared, Fingerprint};
pub use finish::{finish, finish_entity, insert, place};
pub use repeated::{Found, Repeats};

use crate::diagnostic::{Code, Finding};
use crate::model::Content;
use crate::site::{Again, Node, OpportunityIx, Site};
use crate::source::{FileId, Sources, Span};
use context::Context;

/// What a rule looks at for one finding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// At one entity with all that is written in it.
    Inside,
    /// At all journeys side by side.
    Across,
}

/// A rule: what it finds, and how.
struct Rule {
    code: Code,
    looks: Looks,
    run: fn(&Context<'_>, &mut Vec<Finding>),
}

/// The one table of rules, in the order of their codes.
const RULES: &[Rule] = &[
    Rule { code: Code::PersonalData, looks: Looks::Inside, run: personal::personal_data },
    Rule {
        code: Code::PersonaWithoutEvidence,
        looks: Looks::Inside,
        run: people::persona_without_evidence,
    },
    Rule { code: Code::ReviewOverdue, looks: Looks::Inside, run: people::review_overdue },
    Rule { code: Code::NoOwner, looks: Looks::Inside, run: people::no_owner },
    Rule { code: Code::BigBetUnplanned, looks: Looks::Inside, run: people::big_bet_unplanned },
    Rule {
        code: Code::NothingBeforePurchase,
        looks: Looks::Inside,
        run: method::nothing_before_purchase,
    },
    Rule {
        code: Code::NothingAfterPurchase,
        looks: Looks::Inside,
        run: method::nothing_after_purchase,
    },
    Rule { code: Code::StageIsDepartment, looks: Looks::Inside, run: method::stage_is_department },
    Rule { code: Code::UnexplainedDrop, looks: Looks::Inside, run: method::unexplained_drop },
    Rule { code: Code::UnusedTouchpoint, looks: Looks::Inside, run: method::unused_touchpoint },
    Rule {
        code: Code::RepeatedTouchpoint,
        looks: Looks::Across,
        run: repeated::repeated_touchpoint,
    },
    Rule {
        code: Code::StageWithoutTouchpoints,
        looks: Looks::Inside,
        run: method::stage_without_touchpoints,
    },
    Rule { code: Code::LaneNotShown, looks: Looks::Inside, run: lanes::lane_not_shown },
    Rule {
        code: Code::BackstageForNobody,
        looks: Looks::Inside,
        run: blueprint::backstage_for_nobody,
    },
    Rule { code: Code::EmotionOnMacro, looks: Looks::Inside, run: blueprint::emotion_on_macro },
];

/// What the rules say of one journey that was resolved again, by itself. What is said of
/// touchpoints in many journeys is not in it: see [`Repeats::again`].
pub fn check_journey(
    again: &Again,
    site: &Site,
    content: &Content,
    sources: &Sources,
) -> Vec<Finding> {
    let Some(ix) = again.journey else { return Vec::new() };
    let context = Context::of_journey(site, content, sources, ix, &again.opportunities);
    run(&context, |rule| rule.looks == Looks::Inside)
}

/// The same of another entity, in its file; `living` are the opportunities written inside one that
/// stands on the site.
pub fn check_entity(
    (node, file): (Node, FileId),
    living: Option<&[OpportunityIx]>,
    site: &Site,
    content: &Content,
    sources: &Sources,
) -> Vec<Finding> {
    let context = Context::of_entity((site, content, sources), node, file, living);
    run(&context, |rule| rule.looks == Looks::Inside)
}

fn run(context: &Context<'_>, takes: impl Fn(&Rule) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let wanted = |rule: &&Rule| !finish::is_off(&context.site.config, rule.code);
    for rule in RULES.iter().filter(wanted).filter(|rule| takes(rule)) {
        (rule.run)(context, &mut findings);
    }
    findings
}

/// Reviews that are overdue: the place of the finding about each, and for how many days.
pub fn overdue(site: &Site, content: &Content, sources: &Sources) -> Vec<(Span, i32)> {
    let context = Context::new(site, content, sources);
    let days = |late: people::Late| (late.span, (site.today - late.due).get_days());
    people::late(&context).map(days).collect()
}

/// Runs every rule that the site has not switched off. [`finish`] makes the result, together
/// with the findings of the layers before, ready to be shown.
pub fn check(site: &Site, content: &Content, sources: &Sources) -> Vec<Finding> {
    check_and_keep(site, content, sources).0
}

/// The same, and what a later edit of a single journey need not compare again; nothing when
/// nobody wants to hear of it.
pub fn check_and_keep(
    site: &Site,
    content: &Content,
    sources: &Sources,
) -> (Vec<Finding>, Option<Repeats>) {
    let context = Context::new(site, content, sources);
    let findings = run(&context, |_| true);
    (findings, context.repeats.into_inner())
}
