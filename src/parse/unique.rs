//! Ids of what is written inline: each once within its parent and kind. Of several the first
//! holds; the others are reported and get an id that nobody can write, so that what else is wrong
//! with them is found in the same run.

use super::decode::Item;
use super::folder::unusable_id;
use crate::diagnostic::{Code, Finding};
use crate::model::{Experience, OpportunityItem, Stage, Touchpoint};
use crate::source::{Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Looks at every inline item of a file.
pub(super) fn check(item: &mut Item, findings: &mut Vec<Finding>) {
    match item {
        Item::Journey(journey) => stages(&mut journey.stages, findings),
        Item::Stage(stage) => self::stage(stage, findings),
        Item::Touchpoint(touchpoint) => experience(&mut touchpoint.experience, findings),
        Item::Evidence(evidence) => {
            name_once(&mut evidence.highlights, |h| Some(&mut h.id), "highlight", findings);
        }
        Item::Persona(_) | Item::Opportunity(_) => {}
    }
}

fn stages(stages: &mut Vec<Arc<Stage>>, findings: &mut Vec<Finding>) {
    name_once(stages, |stage| Some(&mut Arc::make_mut(stage).common.id), "stage", findings);
    for stage in stages {
        // A stage that is written inline has a page all the same.
        let id = &stage.common.id;
        if let Some(why) = unusable_id(&id.value) {
            let message =
                format!("the page of `{}` could not be written everywhere: {why}", id.value);
            findings.push(
                Finding::new(Code::UnusableName, id.span, message)
                    .help("give the stage an `id:` of its own"),
            );
        }
        self::stage(Arc::make_mut(stage), findings);
    }
}

fn stage(stage: &mut Stage, findings: &mut Vec<Finding>) {
    experience(&mut stage.experience, findings);
    let touchpoints: &mut Vec<Arc<Touchpoint>> = &mut stage.touchpoints;
    name_once(touchpoints, |t| Some(&mut Arc::make_mut(t).common.id), "touchpoint", findings);
    for touchpoint in touchpoints {
        experience(&mut Arc::make_mut(touchpoint).experience, findings);
    }
}

fn experience(experience: &mut Experience, findings: &mut Vec<Finding>) {
    let Some(items) = &mut experience.opportunities else { return };
    name_once(items, inline_id, "opportunity", findings);
}

fn inline_id(item: &mut OpportunityItem) -> Option<&mut Spanned<Arc<str>>> {
    match item {
        OpportunityItem::Inline(opportunity) => Some(&mut Arc::make_mut(opportunity).common.id),
        OpportunityItem::Ref(_) => None,
    }
}

fn name_once<T>(
    list: &mut [T],
    id: impl Fn(&mut T) -> Option<&mut Spanned<Arc<str>>>,
    kind: &str,
    findings: &mut Vec<Finding>,
) {
    if list.len() < 2 {
        return;
    }
    let mut seen: BTreeMap<Arc<str>, Span> = BTreeMap::new();
    for (place, item) in list.iter_mut().enumerate() {
        // Without an id, which is a finding of its own, nothing can be taken.
        let Some(id) = id(item).filter(|id| !id.value.is_empty()) else { continue };
        let Some(first) = seen.get(&id.value) else {
            seen.insert(id.value.clone(), id.span);
            continue;
        };
        let message = format!("the id `{}` is taken by another {kind}", id.value);
        findings.push(
            Finding::new(Code::DuplicateId, id.span, message)
                .help(format!("give this {kind} an `id:` of its own"))
                .label(*first, "the first with this id"),
        );
        id.value = format!("{}.{}", id.value, place + 1).into();
    }
}
