//! Where everything is written: former addresses lead to the new ones, and no two things are at
//! one path.

use super::files::fold;
use super::names::{Former, Names};
use super::order::indexed;
use crate::diagnostic::{Code, Finding};
use crate::model::Kind;
use crate::parse::{is_data_or_asset, unusable, unusable_name};
use crate::site::address::{list_page, space_page, tag_page};
use crate::site::{JourneyIx, Node, Site};
use crate::source::{FileId, Sources, Span, Text};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Pages and files that every site has, whatever is in it.
const OWN: [&str; 9] = [
    "index.html",
    "search.html",
    "404.html",
    "sitemap.xml",
    "feed.xml",
    "site.json",
    "reviews.ics",
    "reviews.json",
    "reviews/index.html",
];

/// A former page.
struct Redirect {
    path: String,
    node: Node,
    alias: Span,
}

/// Fills in the redirects and reports aliases that are living ids and paths that two things want.
pub(super) fn resolve(site: &mut Site, names: &Names<'_>, sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut anchors = BTreeMap::new();
    let redirects = redirects(site, names, sources, &mut anchors, &mut findings);
    site.former_anchors = anchors;
    let mut taken = Taken { by: HashMap::new(), sources, findings };
    taken.own_pages(site);
    taken.entities(site);
    for path in &site.files {
        let file = sources.get(path).map_or(FileId::ROOT, |file| file.id);
        taken.take(path, Owner::File(file), Span::file_start(file));
        if !is_data_or_asset(path) {
            let unusable = path.split('/').find_map(|name| unusable_name(name, file));
            taken.findings.extend(unusable);
        }
    }
    for redirect in &redirects {
        taken.take(&redirect.path, Owner::Alias(redirect.alias), redirect.alias);
    }
    taken.folders();
    let findings = taken.findings;
    let map: BTreeMap<Arc<str>, Node> =
        redirects.into_iter().map(|redirect| (redirect.path.into(), redirect.node)).collect();
    site.redirects = map;
    findings
}

fn redirects(
    site: &Site,
    names: &Names<'_>,
    sources: &Sources,
    anchors: &mut BTreeMap<Node, Vec<Arc<str>>>,
    findings: &mut Vec<Finding>,
) -> Vec<Redirect> {
    let mut out = Vec::new();
    let mut journeys = Vec::new();
    let order = names.order;
    for node in order.tops().chain(order.nested()) {
        for alias in order.common(node).aliases() {
            let former = names.former(node, alias);
            if former.path.split('/').any(str::is_empty) {
                let message = format!("the alias `{}` has no letter or digit", alias.text);
                let finding = Finding::new(Code::EmptySlug, alias.span, message);
                findings.push(finding.help("write a former id, or a former path"));
                continue;
            }
            if alias.split(['/', '\\']).any(|part| part == "..") {
                let message = format!("the alias `{}` leads out of a folder", alias.text);
                let finding = Finding::new(Code::PathOutside, alias.span, message);
                let help = "write a former id, or a former path from the content folder on";
                findings.push(finding.help(help));
                continue;
            }
            if let Some(why) = unusable_page(&former) {
                let message = format!(
                    "the page of the alias `{}` could not be written everywhere: {why}",
                    alias.text
                );
                let finding = Finding::new(Code::UnusableName, alias.span, message);
                findings.push(finding.help("take it out: no page was ever there"));
                continue;
            }
            match names.living_at(&former) {
                // A journey that became a folder, or the other way round, has its old address.
                Some(living) if living == node && alias.contains(['/', '.']) => continue,
                Some(living) => {
                    findings.push(in_use(alias, living, names, sources));
                    continue;
                }
                None if order.is_left_out(node) => continue,
                None => former_page(&mut out, node, &former, alias.span),
            }
            if let Some(anchor) = former_anchor(names, node, &former) {
                anchors.entry(node).or_default().push(anchor);
            }
            if let (Node::Journey(j), false) = (node, former.path.contains('/')) {
                journeys.push((j, former, alias.span));
            }
        }
    }
    let known: BTreeSet<String> = out.iter().map(|redirect| redirect.path.clone()).collect();
    let mut stages = Vec::new();
    for journey in journeys.iter().filter(|(_, former, _)| former.folder == Kind::Journey) {
        former_stage_pages(&mut stages, site, names, &known, journey);
    }
    out.append(&mut stages);
    let mut seen = BTreeSet::new();
    out.retain(|redirect| seen.insert((redirect.path.clone(), redirect.node)));
    out
}

fn in_use(alias: &Text, living: Node, names: &Names<'_>, sources: &Sources) -> Finding {
    let (word, reference) = (living.kind().word(), names.reference(living));
    let common = names.order.common(living);
    let message = format!("the alias `{}` is the id of a living {word}", alias.text);
    let file = sources.path(common.file());
    Finding::new(Code::AliasInUse, alias.span, message)
        .help(format!("take it out, or rename `{reference}` in `{file}`"))
        .label(common.id.span, "lives here")
}

/// The page that stood at a former address.
fn former_page(out: &mut Vec<Redirect>, node: Node, former: &Former, alias: Span) {
    out.extend(page_path(former).map(|path| Redirect { path, node, alias }));
}

/// The pages of a journey's stages at its former address, by their ids of now and then, where no
/// stage says that its own page was there.
fn former_stage_pages(
    out: &mut Vec<Redirect>,
    site: &Site,
    names: &Names<'_>,
    known: &BTreeSet<String>,
    (journey, former, alias): &(JourneyIx, Former, Span),
) {
    for (s, stage) in indexed(&site.journey(*journey).stages, |s| s) {
        let node = Node::Stage(*journey, s);
        let aliases = names.order.common(node).aliases();
        let bare = |alias: &Text| {
            let former = names.former(node, alias);
            former.path.rsplit('/').next().map(str::to_owned)
        };
        let ids = std::iter::once(stage.meta.id.to_string()).chain(aliases.iter().filter_map(bare));
        for id in ids {
            let path = format!("{}/{id}", former.path);
            let former = Former { path, ..former.clone() };
            if page_path(&former).is_some_and(|path| !known.contains(&path)) {
                former_page(out, node, &former, *alias);
            }
        }
    }
}

/// The anchor that a touchpoint once had on the page where it still stands.
fn former_anchor(names: &Names<'_>, node: Node, former: &Former) -> Option<Arc<str>> {
    let Node::Touchpoint(j, s, _) = node else { return None };
    let (stage, id) = former.path.rsplit_once('/')?;
    let page = Node::Stage(j, s);
    let stayed = stage == names.path(page) && *former.space == **names.order.space(page);
    (stayed && !id.is_empty()).then(|| id.into())
}

/// The page of a former address; a touchpoint of a stage had none of its own.
fn page_path(former: &Former) -> Option<String> {
    let ids = former.path.split('/').count();
    let has_page = ids == 1 || (ids == 2 && former.folder == Kind::Journey);
    let named = former.path.split('/').all(|id| !id.is_empty());
    let rest = format!("{}/{}.html", former.folder.folder(), former.path);
    (has_page && named).then(|| match former.space.as_str() {
        "" => rest,
        space => format!("{space}/{rest}"),
    })
}

/// Why the page of a former address could not be written on every system, if so.
fn unusable_page(former: &Former) -> Option<&'static str> {
    page_path(former)?.split('/').find_map(unusable)
}

/// What is written at a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Owner {
    Milepost,
    File(FileId),
    Alias(Span),
}

struct Taken<'s> {
    by: HashMap<String, Owner>,
    sources: &'s Sources,
    findings: Vec<Finding>,
}

impl Taken<'_> {
    fn own_pages(&mut self, site: &Site) {
        let lists = Kind::FOLDERS.map(list_page);
        let others = ["channels/index.html", "tags/index.html"];
        let tags = site.tags.iter().map(|tag| tag_page(&tag.slug));
        let own = OWN.into_iter().chain(others).map(str::to_owned);
        for path in own.chain(lists).chain(tags) {
            self.by.insert(fold(&path), Owner::Milepost);
        }
    }

    /// The pages of spaces and entities, in path order.
    fn entities(&mut self, site: &Site) {
        for space in &site.spaces {
            let file = self.file_of_space(&space.path);
            self.take(&space_page(&space.path), Owner::File(file), Span::file_start(file));
        }
        let mut nodes = nodes_with_pages(site);
        nodes.sort_by(|a, b| site.meta(*a).path().cmp(site.meta(*b).path()).then(a.cmp(b)));
        for node in nodes {
            let file = site.meta(node).file();
            let page = site.page_of(node);
            self.take(&page, Owner::File(file), Span::file_start(file));
            if let (Node::Journey(_), Some(stem)) = (node, page.strip_suffix(".html")) {
                self.take(&format!("{stem}.svg"), Owner::File(file), Span::file_start(file));
            }
        }
    }

    fn file_of_space(&self, space: &str) -> FileId {
        let below = |path: &str| path.strip_prefix(space).is_some_and(|rest| rest.starts_with('/'));
        self.sources.iter().find(|(path, _)| below(path)).map_or(FileId::ROOT, |(_, file)| file.id)
    }

    fn take(&mut self, path: &str, owner: Owner, place: Span) {
        let key = fold(path);
        let Some(before) = self.by.get(&key) else {
            self.by.insert(key, owner);
            return;
        };
        // One file never meets itself: two ids inside it that are equal are found when it is read.
        if *before == owner {
            return;
        }
        let (first, label) = self.named(*before);
        let (second, _) = self.named(owner);
        let message = format!("{second} and {first} are both written to `{path}`");
        let mut finding = Finding::new(Code::OutputCollision, place, message)
            .help("rename one of them; upper and lower case are not told apart here");
        if let Some(label) = label {
            finding = finding.label(label, "the other");
        }
        self.findings.push(finding);
    }

    /// Nothing can be written into a folder where a file of that name is written. Each such file is
    /// reported once, beside the first thing that would stand in the folder.
    #[expect(clippy::iter_over_hash_type, reason = "what is found is sorted")]
    fn folders(&mut self) {
        let mut clashes: BTreeMap<&str, &str> = BTreeMap::new();
        for path in self.by.keys() {
            let above = path.match_indices('/').map(|(at, _)| &path[..at]);
            for folder in above.filter(|folder| self.by.contains_key(*folder)) {
                let below = clashes.entry(folder).or_insert(path);
                *below = (*below).min(path);
            }
        }
        let clashes: Vec<_> = clashes
            .into_iter()
            .map(|(file, below)| (self.by[file], self.by[below], file.to_owned()))
            .collect();
        for (file, below, path) in clashes {
            let (Some(place), label) = (match self.place(file) {
                Some(place) => (Some(place), self.place(below)),
                None => (self.place(below), None),
            }) else {
                continue;
            };
            let ((one, _), (other, _)) = (self.named(file), self.named(below));
            let message = format!(
                "{one} is written to the file `{path}`, and {other} into a folder of that name"
            );
            let mut finding =
                Finding::new(Code::OutputCollision, place, message).help("rename one of them");
            if let Some(label) = label {
                finding = finding.label(label, "the other");
            }
            self.findings.push(finding);
        }
    }

    fn place(&self, owner: Owner) -> Option<Span> {
        self.named(owner).1
    }

    fn named(&self, owner: Owner) -> (String, Option<Span>) {
        match owner {
            Owner::Milepost => ("a page of every site".to_owned(), None),
            Owner::File(file) => {
                (format!("`{}`", self.sources.path(file)), Some(Span::file_start(file)))
            }
            Owner::Alias(span) => {
                (format!("an alias in `{}`", self.sources.path(span.file)), Some(span))
            }
        }
    }
}

/// Every entity with a page of its own.
fn nodes_with_pages(site: &Site) -> Vec<Node> {
    let count = |len: usize| 0..len as u32;
    let personas = count(site.personas.len()).map(|ix| Node::Persona(crate::site::PersonaIx(ix)));
    let journeys = indexed(&site.journeys, JourneyIx).flat_map(|(ix, journey)| {
        let stages = count(journey.stages.len()).map(move |s| Node::Stage(ix, s));
        std::iter::once(Node::Journey(ix)).chain(stages)
    });
    let catalogue =
        count(site.touchpoints.len()).map(|ix| Node::Catalogue(crate::site::CatalogueIx(ix)));
    let opportunities = indexed(&site.opportunities, crate::site::OpportunityIx)
        .filter(|(_, opportunity)| opportunity.home.is_none())
        .map(|(ix, _)| Node::Opportunity(ix));
    let evidence = count(site.evidence.len()).map(|ix| Node::Evidence(crate::site::EvidenceIx(ix)));
    personas.chain(journeys).chain(catalogue).chain(opportunities).chain(evidence).collect()
}
