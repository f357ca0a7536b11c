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
    /// Entities to whose files or headings somebody links.
    linked: BTreeSet<(Node, Asker)>,
    /// Entities that somebody looked at of whom the site says nothing: see [`Asked::unseen`].
    unseen: BTreeSet<Node>,
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
        let node = match node {
            Node::Journey(j) | Node::Stage(j, _) | Node::Touchpoint(j, _, _) => Node::Journey(j),
            _ => node,
        };
        self.table().linked.insert((node, asker));
    }

    /// Somebody looks at an entity, and no link on the site says so: a draft that is left out, a
    /// text that is no entity's, a quote of a highlight that is not there.
    pub(super) fn unseen(&self, node: Node) {
        self.table().unseen.insert(node);
    }

    /// Whether somebody looks at an entity of whom the site says nothing.
    pub(super) fn is_seen_unseen(&self, node: Node) -> bool {
        self.table().unseen.contains(&node)
    }

    /// Whether something outside an entity links to a file or a heading of it.
    pub(super) fn links_into(&self, node: Node) -> bool {
        let table = self.table();
        let own = match node {
            Node::Journey(j) => Some(j),
            _ => None,
        };
        let of_it = table.linked.range((node, None)..=(node, Some(JourneyIx(u32::MAX))));
        of_it.into_iter().any(|(_, asker)| asker.is_none() || *asker != own)
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
