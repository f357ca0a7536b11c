//! Names to entities: the nearest wins.
//!
//! A reference is an id, a path of ids, or either after its space. Nearer is: in the own stage,
//! in the own journey, in the own space, in one of its parents up to the root, in any other
//! space. At one distance an entity's own id wins over a former one, and a path that names an
//! entity from its kind folder on wins over one that begins inside a journey: else the full form
//! of an entity could mean another one as well.

use super::asked::Asked;
use super::order::{Order, indexed};
use crate::diagnostic::nearest;
use crate::model::{Content, Kind};
use crate::parse::slug;
use crate::site::{JourneyIx, Node};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What a field takes: a set of sorts of entity, and words for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Takes {
    sorts: u8,
    /// `a persona`.
    pub(super) words: &'static str,
}

const PERSONA: u8 = 1;
const JOURNEY: u8 = 2;
const STAGE: u8 = 4;
const TOUCHPOINT: u8 = 8;
const CATALOGUE: u8 = 16;
const OPPORTUNITY: u8 = 32;
const EVIDENCE: u8 = 64;

impl Takes {
    pub(super) const PERSONA: Takes = Takes { sorts: PERSONA, words: "a persona" };
    pub(super) const JOURNEY: Takes = Takes { sorts: JOURNEY, words: "a journey" };
    pub(super) const CATALOGUE: Takes =
        Takes { sorts: CATALOGUE, words: "a touchpoint of the catalogue" };
    pub(super) const OPPORTUNITY: Takes = Takes { sorts: OPPORTUNITY, words: "an opportunity" };
    pub(super) const EVIDENCE: Takes = Takes { sorts: EVIDENCE, words: "a source" };
    pub(super) const ADDRESSED: Takes = Takes {
        sorts: TOUCHPOINT | CATALOGUE | STAGE | JOURNEY | PERSONA,
        words: "a touchpoint, stage, journey or persona",
    };
    pub(super) const ANY: Takes = Takes { sorts: 127, words: "an entity" };

    fn has(self, node: Node) -> bool {
        self.sorts & sort(node) != 0
    }

    fn has_nested(self) -> bool {
        self.sorts & (STAGE | TOUCHPOINT | OPPORTUNITY) != 0
    }
}

fn sort(node: Node) -> u8 {
    match node {
        Node::Persona(_) => PERSONA,
        Node::Journey(_) => JOURNEY,
        Node::Stage(..) => STAGE,
        Node::Touchpoint(..) => TOUCHPOINT,
        Node::Catalogue(_) => CATALOGUE,
        Node::Opportunity(_) => OPPORTUNITY,
        Node::Evidence(_) => EVIDENCE,
    }
}

/// Where a reference is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    pub(super) space: &'a str,
    pub(super) journey: Option<JourneyIx>,
    pub(super) stage: Option<u32>,
    /// Whether what refers is itself a draft that is left out.
    pub(super) left_out: bool,
    /// Whether nothing on the site leads back from what is named to what refers.
    pub(super) unseen: bool,
}

impl<'a> Scope<'a> {
    /// A place in a space, in no journey.
    pub(super) fn of_space(space: &'a str) -> Self {
        Self { space, journey: None, stage: None, left_out: false, unseen: false }
    }
}

/// What a name means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// One entity.
    One(Node),
    /// One entity, by an id that it no longer has.
    Former(Node),
    /// Two that are equally near.
    Two(Node, Node),
    /// Nothing.
    Nothing,
}

/// A former address that is not just a former id in the same place.
#[derive(Debug)]
struct Moved {
    space: String,
    path: String,
    node: Node,
}

/// Every name, looked up by its id.
#[derive(Debug, Default)]
pub(super) struct Register {
    top: HashMap<Arc<str>, Vec<Node>>,
    former_top: HashMap<String, Vec<Node>>,
    /// By the first and by the last id of the former path.
    moved: HashMap<String, Vec<Arc<Moved>>>,
    nested: OnceLock<HashMap<Arc<str>, Vec<Node>>>,
    suggestions: Mutex<BTreeMap<(String, u8), Option<String>>>,
    pub(super) asked: Asked,
}

/// Every name and what bears it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'a> {
    pub(super) order: &'a Order,
    content: &'a Content,
    register: &'a Register,
}

impl Register {
    pub(super) fn new(content: &Content, order: &Order) -> Self {
        let mut register = Self::default();
        for node in order.tops() {
            let id = order.common(node).id.value.clone();
            register.top.entry(id).or_default().push(node);
        }
        let empty = Self::default();
        let names = Names::new(content, order, &empty);
        for node in order.tops().chain(order.nested()) {
            if !order.common(node).aliases().is_empty() {
                register.add_former(node, &names);
            }
        }
        register
    }

    fn add_former(&mut self, node: Node, names: &Names<'_>) {
        for alias in names.order.common(node).aliases() {
            let former = names.former(node, alias);
            let same_place =
                former.space == **names.order.space(node) && !former.path.contains('/');
            if names.order.parent(node).is_none() && same_place {
                self.former_top.entry(former.path).or_default().push(node);
            } else {
                self.add_moved(Moved { space: former.space, path: former.path, node });
            }
        }
    }

    /// Puts what stands in a journey now in the place of what stood there, each with its id.
    pub(super) fn rename_inside(&mut self, before: &[(Arc<str>, Node)], now: &[(Arc<str>, Node)]) {
        let known = self.suggestions.get_mut().unwrap_or_else(PoisonError::into_inner);
        known.clear();
        let Some(nested) = self.nested.get_mut() else { return };
        for (id, node) in before {
            if let Some(nodes) = nested.get_mut(id) {
                nodes.retain(|known| known != node);
            }
        }
        for (id, node) in now {
            nested.entry(id.clone()).or_default().push(*node);
        }
    }

    /// Whether something that now has another address once stood at the address of an entity, or
    /// in it.
    pub(super) fn has_moved_from(&self, id: &str) -> bool {
        self.moved.contains_key(id)
    }

    fn add_moved(&mut self, moved: Moved) {
        let moved = Arc::new(moved);
        for key in [first_id(&moved.path), last_id(&moved.path)] {
            self.moved.entry(key.to_owned()).or_default().push(moved.clone());
        }
    }
}

impl<'a> Names<'a> {
    pub(super) fn new(content: &'a Content, order: &'a Order, register: &'a Register) -> Self {
        Self { order, content, register }
    }

    /// The bare id of an entity.
    pub(super) fn id(&self, node: Node) -> &'a str {
        &self.order.common(node).id.value
    }

    /// What was asked for so far.
    pub(super) fn asked(&self) -> &'a Asked {
        &self.register.asked
    }

    /// Whether an entity once had another name.
    pub(super) fn has_former(&self, node: Node) -> bool {
        !self.order.common(node).aliases().is_empty()
    }

    /// Every id in the paths that an entity once had.
    pub(super) fn former_ids(&self, node: Node) -> Vec<String> {
        let former = |alias| {
            let former = self.former(node, alias);
            former.path.split('/').map(str::to_owned).collect::<Vec<_>>()
        };
        self.order.common(node).aliases().iter().flat_map(|alias| former(alias)).collect()
    }

    /// The full id path without the space.
    pub(super) fn path(&self, node: Node) -> String {
        match self.order.parent(node) {
            Some(parent) => format!("{}/{}", self.path(parent), self.id(node)),
            None => self.id(node).to_owned(),
        }
    }

    /// The full reference: the id path after its space.
    pub(super) fn reference(&self, node: Node) -> String {
        match self.order.space(node).as_ref() {
            "" => self.path(node),
            space => format!("{space}/{}", self.path(node)),
        }
    }

    /// Whether a name is an entity's id or its full path, with or without its space.
    pub(super) fn is_called(&self, node: Node, name: &str) -> bool {
        let space = self.order.space(node);
        let rest = name.strip_prefix(&**space).and_then(|rest| rest.strip_prefix('/'));
        [Some(name), rest].into_iter().flatten().any(|path| self.matches(node, path).is_some())
    }

    /// The full forms of two entities, with their kinds' folders when they differ in nothing else.
    pub(super) fn full_forms(&self, a: Node, b: Node) -> (String, String) {
        let (one, two) = (self.reference(a), self.reference(b));
        if one == two { (self.with_folder(a), self.with_folder(b)) } else { (one, two) }
    }

    fn with_folder(&self, node: Node) -> String {
        let rest = format!("{}/{}", self.folder(node), self.path(node));
        match self.order.space(node).as_ref() {
            "" => rest,
            space => format!("{space}/{rest}"),
        }
    }

    /// The kind folder in which an entity, or what it stands in, has its file.
    fn folder(&self, node: Node) -> &'static str {
        match self.order.parent(node) {
            Some(parent) => self.folder(parent),
            None => node.kind().folder(),
        }
    }

    /// What a name means where a field takes some sorts of entity.
    pub(super) fn find(&self, name: &str, takes: Takes, scope: &Scope<'_>) -> Meaning {
        let name = if name.is_ascii() || is_nfc(name) {
            Cow::Borrowed(name)
        } else {
            Cow::Owned(name.nfc().collect())
        };
        if takes.has_nested() || takes.sorts & JOURNEY != 0 {
            self.register.asked.name(&name, scope.journey);
        }
        let mut search = Search { names: self, takes, scope, best: FAR, found: Vec::new() };
        search.run(&name);
        search.meaning()
    }

    /// What a name means where a field takes something else. A use of a touchpoint that is not
    /// there has that very name for its id: it is not what was meant.
    pub(super) fn other_sort(&self, name: &str, takes: Takes, scope: &Scope<'_>) -> Option<Node> {
        let rest = Takes { sorts: Takes::ANY.sorts & !takes.sorts & !TOUCHPOINT, words: "" };
        let touchpoint = Takes { sorts: TOUCHPOINT & !takes.sorts, words: "" };
        let one = |takes| match self.find(name, takes, scope) {
            Meaning::One(node) | Meaning::Former(node) | Meaning::Two(node, _) => Some(node),
            Meaning::Nothing => None,
        };
        let is_use = |node: &Node| match node {
            Node::Touchpoint(j, s, t) => self.order.touchpoint(*j, *s, *t).uses().is_some(),
            _ => false,
        };
        one(rest).or_else(|| one(touchpoint).filter(|node| !is_use(node)))
    }

    /// Whether a name may mean something in a file that could not be read.
    pub(super) fn may_be_unread(&self, name: &str, takes: Takes) -> bool {
        self.content.unreadable.iter().any(|(_, kind, ids)| {
            let named = ids.last().is_some_and(|id| name.split('/').any(|part| *part == **id));
            let inside = matches!(kind, Kind::Journey | Kind::Stage | Kind::Touchpoint)
                && takes.has_nested()
                && takes != Takes::ANY
                && !name.contains('/');
            named || inside
        })
    }

    /// The known name nearest to a misspelt one.
    pub(super) fn suggestion(&self, name: &str, takes: Takes, scope: &Scope<'_>) -> Option<String> {
        if takes.has_nested() || takes.sorts & JOURNEY != 0 {
            self.register.asked.every_name(scope.journey);
        }
        let key = (name.to_owned(), takes.sorts);
        let mut known = self.register.suggestions.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_insert_with(|| self.nearest(name, takes)).clone()
    }

    fn nearest(&self, name: &str, takes: Takes) -> Option<String> {
        let nodes = || {
            let nested = takes.has_nested().then(|| self.order.nested()).into_iter().flatten();
            self.order.tops().chain(nested).filter(|&node| takes.has(node))
        };
        let ids = || nearest(name, nodes().map(|node| self.id(node))).map(str::to_owned);
        if !name.contains('/') {
            return ids();
        }
        let full: Vec<String> = nodes().map(|node| self.reference(node)).collect();
        let same_end = || full.iter().find(|form| last_id(form) == last_id(name)).cloned();
        nearest(name, full.iter().map(String::as_str)).map(str::to_owned).or_else(same_end)
    }

    fn nested(&self) -> &'a HashMap<Arc<str>, Vec<Node>> {
        self.register.nested.get_or_init(|| {
            let mut map: HashMap<Arc<str>, Vec<Node>> = HashMap::new();
            for node in self.order.nested() {
                map.entry(self.order.common(node).id.value.clone()).or_default().push(node);
            }
            map
        })
    }

    /// Whether the ids of an entity and of what it stands in end in a path of ids.
    fn matches(&self, node: Node, path: &str) -> Option<Match> {
        let mut at = Some(node);
        for part in path.rsplit('/') {
            let node = at?;
            if self.id(node) != part {
                return None;
            }
            at = self.order.parent(node);
        }
        Some(if at.is_none() { Match::Whole } else { Match::Part })
    }

    /// What stands in an entity at a path of ids.
    fn descend(&self, from: Node, path: &str, found: &mut Vec<Node>) {
        let (id, rest) = path.split_once('/').unwrap_or((path, ""));
        self.each_child(from, &mut |child| {
            if self.id(child) != id {
                return;
            }
            if rest.is_empty() {
                found.push(child);
            } else {
                self.descend(child, rest, found);
            }
        });
    }

    fn each_child(&self, node: Node, take: &mut dyn FnMut(Node)) {
        let order = self.order;
        match node {
            Node::Journey(j) => {
                (0..order.journey(j).stages.items.len() as u32)
                    .for_each(|s| take(Node::Stage(j, s)));
            }
            Node::Stage(j, s) => {
                let count = order.stage(j, s).touchpoints.items.len() as u32;
                (0..count).for_each(|t| take(Node::Touchpoint(j, s, t)));
                self.inline_of(node, &order.stage(j, s).item.experience, take);
            }
            Node::Touchpoint(j, s, t) => {
                self.inline_of(node, &order.touchpoint(j, s, t).experience, take);
            }
            Node::Catalogue(ix) => {
                let item = &order.touchpoints.items[ix.0 as usize].item;
                self.inline_of(node, &item.experience, take);
            }
            _ => {}
        }
    }

    fn inline_of(
        &self,
        home: Node,
        experience: &crate::model::Experience,
        take: &mut dyn FnMut(Node),
    ) {
        let items = experience.opportunities.as_deref().unwrap_or_default();
        for (place, _) in indexed(items, |place| place) {
            if let Some(ix) = self.order.inline.get(&(home, place)) {
                take(Node::Opportunity(*ix));
            }
        }
    }

    /// What an alias says: the space and the path of ids that an entity once had, and the folder
    /// of its kind then.
    pub(super) fn former(&self, node: Node, alias: &str) -> Former {
        let text = alias.trim().trim_start_matches("./").trim_start_matches('/');
        let parts: Vec<&str> = text.split('/').collect();
        let own = self.order.space(node).as_ref();
        Former::of_path(&parts).unwrap_or_else(|| self.former_id(node, own, &parts))
    }

    /// The entity that says that it once was the file at a path from the content folder.
    pub(super) fn formerly_at(&self, path: &str) -> Option<Node> {
        let parts: Vec<&str> = path.split('/').collect();
        let former = Former::of_path(&parts)?;
        let Register { former_top, moved, .. } = self.register;
        let same_place = former_top.get(&former.path).into_iter().flatten().copied();
        let elsewhere = moved.get(first_id(&former.path)).into_iter().flatten();
        let is_it = |node: &Node| {
            let mut aliases = self.order.common(*node).aliases().iter();
            aliases.any(|alias| self.former(*node, alias) == former)
        };
        same_place.chain(elsewhere.map(|moved| moved.node)).find(is_it)
    }

    /// A former id stands where the entity stands now; after a space of its own, in that space.
    fn former_id(&self, node: Node, own: &str, parts: &[&str]) -> Former {
        let id = |part: &str| slug(part.strip_suffix(".md").unwrap_or(part));
        let folder = Kind::from_folder(self.folder(node)).unwrap_or(node.kind());
        if let (Some(parent), [one]) = (self.order.parent(node), parts) {
            let path = format!("{}/{}", self.path(parent), id(one));
            return Former { space: own.to_owned(), folder, path };
        }
        let ids = self.path(node).split('/').count();
        let (space, path) = parts.split_at(parts.len().saturating_sub(ids));
        let space = if space.is_empty() { own.to_owned() } else { space.join("/") };
        let path = path.iter().map(|part| id(part)).collect::<Vec<_>>().join("/");
        Former { space, folder, path }
    }

    /// The entity that has exactly this address now.
    pub(super) fn living_at(&self, former: &Former) -> Option<Node> {
        let (first, rest) = former.path.split_once('/').unwrap_or((&former.path, ""));
        let mut found = Vec::new();
        for &node in self.register.top.get(first).into_iter().flatten() {
            let same = **self.order.space(node) == *former.space && node.kind() == former.folder;
            match (same, rest) {
                (false, _) => {}
                (true, "") => found.push(node),
                (true, rest) => self.descend(node, rest, &mut found),
            }
        }
        found.into_iter().find(|found| !matches!(found, Node::Opportunity(_)) || rest.is_empty())
    }
}

/// A former address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Former {
    pub(super) space: String,
    pub(super) folder: Kind,
    pub(super) path: String,
}

impl Former {
    /// What stood in a file below a kind folder.
    fn of_path(parts: &[&str]) -> Option<Self> {
        let (_, folders) = parts.split_last()?;
        let kinds = folders.iter().enumerate();
        let (at, folder) =
            kinds.filter_map(|(at, part)| Some((at, Kind::from_folder(part)?))).next()?;
        let path = ids_of_path(&parts[at + 1..], folder == Kind::Journey);
        Some(Self { space: parts[..at].join("/"), folder, path })
    }
}

/// The ids that a path below a kind folder stood for.
fn ids_of_path(parts: &[&str], numbered: bool) -> String {
    let last = parts.len().saturating_sub(1);
    let mut ids = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let stem = if at == last { part.strip_suffix(".md").unwrap_or(part) } else { part };
        if at == last && at > 0 && stem == "index" {
            continue;
        }
        let stem = if numbered && at > 0 { without_number(stem) } else { stem };
        ids.push(slug(stem));
    }
    ids.join("/")
}

/// A stem without the number of one to three digits before its first `-`.
fn without_number(stem: &str) -> &str {
    match stem.split_once('-') {
        Some((number, rest))
            if (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()) =>
        {
            rest
        }
        _ => stem,
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Match {
    Whole,
    Part,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Age {
    Now,
    Former,
}

/// How far an entity is: own stage 0, own journey 1, own space 2, its parents from 3, any other.
type Distance = u32;
const OWN_SPACE: Distance = 2;
const OTHER_SPACE: Distance = u32::MAX;

type Nearness = (Distance, Age, Match);
const FAR: Nearness = (OTHER_SPACE, Age::Former, Match::Part);

struct Search<'s, 'a> {
    names: &'s Names<'a>,
    takes: Takes,
    scope: &'s Scope<'s>,
    best: Nearness,
    found: Vec<Node>,
}

impl Search<'_, '_> {
    fn run(&mut self, name: &str) {
        self.read(None, name);
        for (at, _) in name.match_indices('/') {
            let (before, rest) = (&name[..at], &name[at + 1..]);
            self.read(Some(before), rest);
            let (space, folder) = match before.rsplit_once('/') {
                Some((space, folder)) => (Some(space), folder),
                None => (None, before),
            };
            if let Some(kind) = Kind::from_folder(folder) {
                self.whole(space, rest, Some(kind));
            }
        }
    }

    /// Everything that a path of ids may mean, in a space if one is given.
    fn read(&mut self, space: Option<&str>, path: &str) {
        if self.takes.has_nested() && self.inside_own_journey(space, path) {
            return;
        }
        self.whole(space, path, None);
        self.moved(space, path);
        if !self.takes.has_nested() {
            return;
        }
        let possible = space.map_or(OWN_SPACE, |space| self.distance_of_space(space));
        if (possible, Age::Now, Match::Part) <= self.best {
            self.part(space, path);
        }
    }

    fn inside_own_journey(&mut self, space: Option<&str>, path: &str) -> bool {
        let Some(journey) = self.scope.journey else { return false };
        if space.is_some_and(|space| space != self.scope.space) {
            return false;
        }
        let names = self.names;
        for node in names.order.inside(journey) {
            if self.takes.has(node)
                && let Some(kind) = names.matches(node, path)
            {
                self.offer(node, Age::Now, kind);
            }
        }
        self.best.0 < OWN_SPACE
    }

    /// Entities that a path names from their kind folder on.
    fn whole(&mut self, space: Option<&str>, path: &str, folder: Option<Kind>) {
        let names = self.names;
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let now = names.register.top.get(first).into_iter().flatten().map(|&node| (node, Age::Now));
        let former = names.register.former_top.get(first).into_iter().flatten();
        for (node, age) in now.chain(former.map(|&node| (node, Age::Former))) {
            let here = space.is_none_or(|space| **names.order.space(node) == *space)
                && folder.is_none_or(|folder| node.kind() == folder);
            if !here {
                continue;
            }
            let mut found = Vec::new();
            match rest {
                "" => found.push(node),
                rest => names.descend(node, rest, &mut found),
            }
            for node in found {
                self.offer(node, age, Match::Whole);
            }
            self.formerly_inside(node, rest);
        }
    }

    /// Entities by a path that they once had inside another.
    fn formerly_inside(&mut self, node: Node, path: &str) {
        let names = self.names;
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for (before, rest) in ends.map(|at| (&path[..at], path[at..].trim_start_matches('/'))) {
            let whole = || format!("{}/{before}", names.path(node));
            for moved in names.register.moved.get(last_id(before)).into_iter().flatten() {
                if moved.space != **names.order.space(node) || moved.path != whole() {
                    continue;
                }
                match rest {
                    "" => self.offer(moved.node, Age::Former, Match::Whole),
                    rest => self.inside_former(moved.node, rest),
                }
            }
        }
    }

    /// Entities inside one that once had another name, by their path in it of now or then.
    fn inside_former(&mut self, node: Node, path: &str) {
        let mut found = Vec::new();
        self.names.descend(node, path, &mut found);
        found.into_iter().for_each(|node| self.offer(node, Age::Former, Match::Whole));
        self.formerly_inside(node, path);
    }

    /// Entities by an address that they once had somewhere else.
    fn moved(&mut self, space: Option<&str>, path: &str) {
        let names = self.names;
        let keys = [first_id(path), last_id(path)];
        for moved in keys.into_iter().filter_map(|key| names.register.moved.get(key)).flatten() {
            if space.is_some_and(|space| space != moved.space) {
                continue;
            }
            if let Some(kind) = ends_with_path(&moved.path, path) {
                self.offer(moved.node, Age::Former, kind);
            } else if let Some(rest) =
                path.strip_prefix(&*moved.path).and_then(|rest| rest.strip_prefix('/'))
            {
                self.inside_former(moved.node, rest);
            }
        }
    }

    /// Entities inside others, by the end of their path.
    fn part(&mut self, space: Option<&str>, path: &str) {
        let names = self.names;
        for &node in names.nested().get(last_id(path)).into_iter().flatten() {
            let here = space.is_none_or(|space| **names.order.space(node) == *space);
            if here
                && self.takes.has(node)
                && let Some(kind) = names.matches(node, path)
            {
                self.offer(node, Age::Now, kind);
            }
        }
    }

    fn offer(&mut self, node: Node, age: Age, kind: Match) {
        if !self.takes.has(node) {
            return;
        }
        let nearness = (self.distance(node), age, kind);
        if nearness > self.best {
            return;
        }
        if nearness < self.best {
            self.best = nearness;
            self.found.clear();
        }
        if !self.found.contains(&node) {
            self.found.push(node);
        }
    }

    fn distance(&self, node: Node) -> Distance {
        let place = match node {
            Node::Opportunity(ix) => self.names.order.opportunity(ix).home.unwrap_or(node),
            _ => node,
        };
        match place {
            Node::Touchpoint(j, s, _) | Node::Stage(j, s) if Some(j) == self.scope.journey => {
                let inside = place != node || matches!(node, Node::Touchpoint(..));
                u32::from(!(inside && Some(s) == self.scope.stage))
            }
            _ => self.distance_of_space(self.names.order.space(node)),
        }
    }

    fn distance_of_space(&self, space: &str) -> Distance {
        let own = self.scope.space;
        let is_above = space.is_empty()
            || own == space
            || own.strip_prefix(space).is_some_and(|rest| rest.starts_with('/'));
        if !is_above {
            return OTHER_SPACE;
        }
        OWN_SPACE + depth(own) - depth(space)
    }

    fn meaning(mut self) -> Meaning {
        self.found.sort_unstable();
        match (self.found.as_slice(), self.best.1) {
            ([], _) => Meaning::Nothing,
            ([one], Age::Now) => Meaning::One(*one),
            ([one], Age::Former) => Meaning::Former(*one),
            ([one, two, ..], _) => Meaning::Two(*one, *two),
        }
    }
}

fn depth(space: &str) -> u32 {
    if space.is_empty() { 0 } else { 1 + space.matches('/').count() as u32 }
}

fn first_id(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

fn last_id(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn ends_with_path(whole: &str, end: &str) -> Option<Match> {
    let before = whole.strip_suffix(end)?;
    match before {
        "" => Some(Match::Whole),
        before if before.ends_with('/') => Some(Match::Part),
        _ => None,
    }
}
