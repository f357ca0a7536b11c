//! Journeys above and below each other, and circles among them.

use super::desk::push_once;
use super::names::Names;
use crate::diagnostic::{Code, Finding};
use crate::model::RefName;
use crate::site::{Journey, JourneyIx, Node};
use crate::source::Span;

/// A reference from one journey to another.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: usize,
    to: usize,
    span: Span,
}

/// Gives every journey its parent and children. A parent is derived from `journey` when absent;
/// circles and disagreements become findings. No circle of parents is left.
pub(super) fn resolve(journeys: &mut [Journey], names: &Names<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let zooms = zooms(journeys, names);
    let parents = written(journeys, names, |j| j.parent, |j| j.parent.as_ref());
    let baselines = written(journeys, names, |j| j.baseline, |j| j.baseline.as_ref());
    for (edges, field) in [(&parents, "parent"), (&zooms, "journey"), (&baselines, "baseline")] {
        report_circles(edges, field, journeys.len(), names, &mut findings);
    }
    report_disagreements(&parents, &zooms, names, &mut findings);
    derive_parents(journeys, &zooms);
    break_circles(journeys, &parents);
    for child in 0..journeys.len() {
        if let Some(parent) = journeys[child].parent {
            let child = JourneyIx(child as u32);
            journeys[parent.0 as usize].children.push(child);
        }
    }
    findings
}

/// Every `journey` of a stage or a touchpoint, the catalogue's at each use.
fn zooms(journeys: &[Journey], names: &Names<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (from, journey) in journeys.iter().enumerate() {
        let j = JourneyIx(from as u32);
        for (s, stage) in (0u32..).zip(&journey.stages) {
            if let Some(to) = stage.journey() {
                let written = names.order.stage(j, s).item.journey();
                edges.push(edge(from, to, written, stage.meta.span));
            }
            for (t, touchpoint) in (0u32..).zip(&stage.touchpoints) {
                if let Some(to) = touchpoint.journey() {
                    let written = names.order.touchpoint(j, s, t);
                    let place = written.journey().or(written.uses());
                    edges.push(edge(from, to, place, touchpoint.meta.span));
                }
            }
        }
    }
    edges
}

fn edge(from: usize, to: JourneyIx, written: Option<&RefName>, place: Span) -> Edge {
    Edge { from, to: to.0 as usize, span: written.map_or(place, |name| name.span) }
}

fn written(
    journeys: &[Journey],
    names: &Names<'_>,
    resolved: impl Fn(&Journey) -> Option<JourneyIx>,
    name: impl Fn(&crate::model::Journey) -> Option<&RefName>,
) -> Vec<Edge> {
    let one = |(from, journey): (usize, &Journey)| {
        let item = &names.order.journey(JourneyIx(from as u32)).entry.item;
        Some(edge(from, resolved(journey)?, name(item), journey.meta.span))
    };
    journeys.iter().enumerate().filter_map(one).collect()
}

/// One finding for each circle, at the reference of its first journey.
fn report_circles(
    edges: &[Edge],
    field: &str,
    count: usize,
    names: &Names<'_>,
    findings: &mut Vec<Finding>,
) {
    if edges.is_empty() {
        return;
    }
    let graph = Graph::new(count, edges);
    for circle in graph.circles() {
        let Some(first) =
            edges.iter().position(|e| e.from == circle[0] && e.to == *next(&circle, 0))
        else {
            continue;
        };
        let name = |at: &usize| names.reference(Node::Journey(JourneyIx(*at as u32)));
        let mut way: Vec<String> = circle.iter().map(|at| format!("`{}`", name(at))).collect();
        way.push(way[0].clone());
        let message = match circle.len() {
            1 => format!("`{field}` of {} leads back to itself", way[0]),
            _ => format!("`{field}` leads in a circle: {}", way.join(" → ")),
        };
        let mut finding = Finding::new(Code::Cycle, edges[first].span, message)
            .help(format!("take one `{field}` of the circle out"));
        for at in 1..circle.len() {
            let found = edges.iter().find(|e| e.from == circle[at] && e.to == *next(&circle, at));
            if let Some(edge) = found {
                finding = finding.label(edge.span, "and from here on");
            }
        }
        findings.push(finding);
    }
}

fn next(circle: &[usize], at: usize) -> &usize {
    &circle[(at + 1) % circle.len()]
}

/// A written parent disagrees when others zoom into the journey and the parent does not.
fn report_disagreements(
    parents: &[Edge],
    zooms: &[Edge],
    names: &Names<'_>,
    findings: &mut Vec<Finding>,
) {
    if parents.is_empty() {
        return;
    }
    let mut zoomed: std::collections::BTreeMap<usize, Vec<&Edge>> = Default::default();
    for zoom in zooms {
        zoomed.entry(zoom.to).or_default().push(zoom);
    }
    for parent in parents {
        let Some(zooms) = zoomed.get(&parent.from) else { continue };
        if zooms.iter().any(|zoom| zoom.from == parent.to) {
            continue;
        }
        let name = |at: usize| names.reference(Node::Journey(JourneyIx(at as u32)));
        let (says, other) = (name(parent.to), name(zooms[0].from));
        let message = format!("the parent is `{says}`, but `{other}` zooms into this journey");
        let finding = Finding::new(Code::ParentDisagrees, parent.span, message)
            .help(format!("write `parent: {other}`, or take `parent` out: it is derived"))
            .label(zooms[0].span, "zooms in here");
        findings.push(finding);
    }
}

/// The first journey that zooms into one is its parent, unless it writes another.
fn derive_parents(journeys: &mut [Journey], zooms: &[Edge]) {
    for zoom in zooms {
        if zoom.from != zoom.to && journeys[zoom.to].parent.is_none() {
            journeys[zoom.to].parent = Some(JourneyIx(zoom.from as u32));
        }
    }
}

/// Takes derived parents out of every circle, and written ones if there are no others.
fn break_circles(journeys: &mut [Journey], written: &[Edge]) {
    let edge = |(from, journey): (usize, &Journey)| {
        let to = journey.parent?.0 as usize;
        Some(Edge { from, to, span: journey.meta.span })
    };
    let edges: Vec<Edge> = journeys.iter().enumerate().filter_map(edge).collect();
    for circle in Graph::new(journeys.len(), &edges).circles() {
        let is_written = |at: &usize| written.binary_search_by_key(at, |edge| edge.from).is_ok();
        let derived: Vec<usize> = circle.iter().copied().filter(|at| !is_written(at)).collect();
        let cut = if derived.is_empty() { circle } else { derived };
        for at in cut {
            journeys[at].parent = None;
        }
    }
}

/// Who leads to whom.
struct Graph {
    next: Vec<Vec<usize>>,
}

impl Graph {
    fn new(count: usize, edges: &[Edge]) -> Self {
        let mut next = vec![Vec::new(); count];
        for edge in edges {
            push_once(&mut next[edge.from], Some(edge.to));
        }
        Self { next }
    }

    /// One shortest circle through the first member of each knot of journeys that all lead to
    /// each other, in the order of those members.
    fn circles(&self) -> Vec<Vec<usize>> {
        let knots = self.knots();
        let mut seen = std::collections::BTreeSet::new();
        (0..self.next.len())
            .filter(|&at| seen.insert(knots[at]))
            .filter_map(|at| self.circle_through(at, &knots))
            .collect()
    }

    /// The knot of every journey: Tarjan's strongly connected components, without recursion, since
    /// a chain may be as long as the site.
    fn knots(&self) -> Vec<usize> {
        const NONE: usize = usize::MAX;
        let count = self.next.len();
        let (mut index, mut low) = (vec![NONE; count], vec![NONE; count]);
        let (mut knot, mut open) = (vec![NONE; count], Vec::new());
        let mut counter = 0;
        for root in 0..count {
            if index[root] != NONE {
                continue;
            }
            let mut work = vec![(root, 0)];
            while let Some(&mut (at, ref mut edge)) = work.last_mut() {
                if *edge == 0 {
                    index[at] = counter;
                    low[at] = counter;
                    counter += 1;
                    open.push(at);
                }
                if let Some(&to) = self.next[at].get(*edge) {
                    *edge += 1;
                    if index[to] == NONE {
                        work.push((to, 0));
                    } else if knot[to] == NONE {
                        low[at] = low[at].min(index[to]);
                    }
                    continue;
                }
                work.pop();
                if low[at] == index[at] {
                    while let Some(member) = open.pop() {
                        knot[member] = at;
                        if member == at {
                            break;
                        }
                    }
                }
                if let Some(&(above, _)) = work.last() {
                    low[above] = low[above].min(low[at]);
                }
            }
        }
        knot
    }

    fn circle_through(&self, start: usize, knots: &[usize]) -> Option<Vec<usize>> {
        let mut from = std::collections::BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            for &to in self.next[at].iter().filter(|&&to| knots[to] == knots[start]) {
                if to == start {
                    let mut way = vec![at];
                    while let Some(&before) = from.get(way.last().unwrap_or(&start)) {
                        way.push(before);
                    }
                    way.reverse();
                    return Some(way);
                }
                if let std::collections::btree_map::Entry::Vacant(vacant) = from.entry(to) {
                    vacant.insert(at);
                    queue.push_back(to);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn circles(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let span = Span::file_start(FileId::ROOT);
        let edges: Vec<Edge> = edges.iter().map(|&(from, to)| Edge { from, to, span }).collect();
        Graph::new(count, &edges).circles()
    }

    #[test]
    fn every_circle_is_found_once_from_its_first_member() {
        assert_eq!(circles(3, &[(0, 1), (1, 2)]), Vec::<Vec<usize>>::new());
        assert_eq!(circles(3, &[(2, 1), (1, 2)]), [[1, 2]]);
        assert_eq!(circles(1, &[(0, 0)]), [[0]]);
        assert_eq!(
            circles(5, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 3), (2, 3)]),
            [vec![0, 1, 2], vec![3, 4]]
        );
    }

    #[test]
    fn a_chain_as_long_as_the_site_does_not_overflow() {
        let chain: Vec<(usize, usize)> = (0..20_000).map(|at| (at, at + 1)).collect();
        assert_eq!(circles(20_001, &chain).len(), 0);
    }
}
