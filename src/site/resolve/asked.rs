//! Who asked for what stands inside a journey. While nobody outside one did, its stages,
//! touchpoints and opportunities may get other names and places, and nobody reads anything new.

use super::names::Names;
use crate::site::{JourneyIx, Node, Renumbering};
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
    /// Who wrote a misspelt name, for which every name of the site was gone through.
    misspelt: BTreeSet<Asker>,
    /// Who wrote a path at which there was no file.
    missing: BTreeSet<Asker>,
    /// Who wrote a path into a folder of journeys, by the path in lower case.
    paths: BTreeMap<Box<str>, BTreeSet<Asker>>,
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
    pub(super) fn every_name(&self, asker: Asker) {
        self.table().misspelt.insert(asker);
    }

    /// A path, as it is compared, is looked for among the files.
    pub(super) fn path(&self, folded: String, asker: Asker) {
        if folded.contains("journeys/") {
            self.table().paths.entry(folded.into()).or_default().insert(asker);
        }
    }

    /// A path leads to no file: what once stood there is meant, if anything says so.
    pub(super) fn missing_file(&self, asker: Asker) {
        self.table().missing.insert(asker);
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
        let of_it = table.linked.range((node, None)..=(node, LAST));
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
        !table.misspelt.is_empty() || names.order.inside(journey).any(asked)
    }
}

/// Whether a journey is numbered as those who asked are, or newer than all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stood {
    Before,
    Not,
}

impl Asked {
    /// Who may read another thing once a journey is there that is not, or the other way round:
    /// the journeys among them, some left out. `None` when anything else is among them.
    pub(super) fn by_whom(
        &self,
        journey: JourneyIx,
        stood: Stood,
        paths: &[String],
        names: &Names<'_>,
    ) -> Option<BTreeSet<JourneyIx>> {
        let table = self.table();
        let mut askers: BTreeSet<Asker> = table.misspelt.clone();
        for path in paths {
            askers.extend(table.paths.get(&**path).into_iter().flatten());
        }
        let of_it = (Node::Journey(journey), None)..=(Node::Journey(journey), LAST);
        if stood == Stood::Before {
            askers.extend(table.linked.range(of_it).map(|(_, asker)| asker));
        }
        let own = Node::Journey(journey);
        let mut former = BTreeSet::new();
        for node in std::iter::once(own).chain(names.order.inside(journey)) {
            let written = table.names.get(names.id(node)).into_iter().flatten();
            let meant = written.filter(|(name, _)| may_mean(name, node, names));
            askers.extend(meant.map(|(_, asker)| asker));
            former.extend(names.former_ids(node));
        }
        if !former.is_empty() {
            askers.extend(&table.missing);
            let all = table.names.values().flatten();
            let is_former = |name: &str| name.split('/').any(|id| former.contains(id));
            askers.extend(all.filter(|(name, _)| is_former(name)).map(|(_, asker)| asker));
        }
        askers.into_iter().collect()
    }

    /// The same after journeys got other numbers. What those asked that are gone is forgotten.
    pub(super) fn renumber(&mut self, by: &Renumbering) {
        let table = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let asker = |asker: Asker| match asker {
            None => Some(None),
            Some(ix) => by.journey(ix).map(Some),
        };
        for askers in table.names.values_mut() {
            let now = std::mem::take(askers).into_iter();
            *askers = now.filter_map(|(name, by)| Some((name, asker(by)?))).collect();
        }
        for askers in table.paths.values_mut() {
            *askers = askers.iter().filter_map(|by| asker(*by)).collect();
        }
        for askers in [&mut table.misspelt, &mut table.missing] {
            *askers = askers.iter().filter_map(|by| asker(*by)).collect();
        }
        let linked = table.linked.iter();
        let linked = linked.filter_map(|(node, whose)| Some((by.node(*node)?, asker(*whose)?)));
        table.linked = linked.collect();
    }
}

/// After every other asker.
const LAST: Asker = Some(JourneyIx(u32::MAX));

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
