//! Who asked for what stands inside a journey. While nobody outside one did, its stages,
//! touchpoints and opportunities may get other names and places, and nobody reads anything new.

use super::names::Names;
use crate::site::{JourneyIx, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Who asks: something in a journey, or anything else.
type Asker = Option<JourneyIx>;

/// Everything that was ever asked for. What is asked no longer stays: that only costs time.
#[derive(Debug, Default)]
pub(super) struct Asked(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    /// Names that may mean something inside a journey, by their last id, and who wrote them.
    names: BTreeMap<Box<str>, BTreeSet<(Box<str>, Asker)>>,
    /// Journeys to whose files or headings somebody links.
    linked: BTreeSet<(JourneyIx, Asker)>,
    /// Whether every name of the site was gone through for one that is nearest to a misspelt one.
    all: bool,
}

impl Asked {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A name is looked up among what stands in journeys.
    pub(super) fn name(&self, name: &str, asker: Asker) {
        let mut table = self.table();
        let last = name.rsplit('/').next().unwrap_or(name);
        if !table.names.contains_key(last) {
            table.names.insert(last.into(), BTreeSet::new());
        }
        if let Some(names) = table.names.get_mut(last) {
            names.insert((name.into(), asker));
        }
    }

    /// Every name is gone through.
    pub(super) fn every_name(&self) {
        self.table().all = true;
    }

    /// A link leads to a file of an entity, or to a heading of its text.
    pub(super) fn linked(&self, node: Node, asker: Asker) {
        if let Node::Journey(j) | Node::Stage(j, _) | Node::Touchpoint(j, _, _) = node {
            self.table().linked.insert((j, asker));
        }
    }

    /// Whether something outside a journey links to a file or a heading of it.
    pub(super) fn links_into(&self, journey: JourneyIx) -> bool {
        let table = self.table();
        let of_it = table.linked.range((journey, None)..=(journey, Some(JourneyIx(u32::MAX))));
        of_it.into_iter().any(|(_, asker)| *asker != Some(journey))
    }

    /// Whether something outside a journey wrote a name that may mean what stands in it now.
    pub(super) fn names_inside(&self, journey: JourneyIx, names: &Names<'_>) -> bool {
        let table = self.table();
        let asked = |node: Node| {
            let written = table.names.get(names.id(node)).into_iter().flatten();
            written
                .filter(|(_, asker)| *asker != Some(journey))
                .any(|(name, _)| may_mean(name, node, names))
        };
        table.all || names.order.inside(journey).any(asked)
    }
}

/// Whether some end of a name, after nothing or after the space, is the end of a path of ids.
fn may_mean(name: &str, node: Node, names: &Names<'_>) -> bool {
    let space = &**names.order.space(node);
    let ends = name.match_indices('/').map(|(at, _)| (&name[..at], &name[at + 1..]));
    std::iter::once((space, name))
        .chain(ends)
        .any(|(before, end)| before == space && is_end_of_path(end, node, names))
}

/// A journey with former names may be meant by any first id.
fn is_end_of_path(end: &str, node: Node, names: &Names<'_>) -> bool {
    let mut at = Some(node);
    for id in end.rsplit('/') {
        let Some(node) = at else { return false };
        let has_former = matches!(node, Node::Journey(_)) && names.has_former(node);
        if names.id(node) != id && !has_former {
            return false;
        }
        at = names.order.parent(node);
    }
    true
}
