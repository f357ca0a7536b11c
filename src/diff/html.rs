//! A folder of pages: what changed on each journey in words, and its map before and after with the
//! changed cells outlined. Every link is relative, nothing runs, and the list says all that the
//! pictures show.

use super::change::{Fact, SubjectKind};
use super::pairs::Pairs;
use super::report::{Group, Report, Told, trouble};
use crate::diagram::{Along, Canvas, Form, Outline, Overlay, journey_map_with_overlay};
use crate::page::Theme;
use crate::page::html::escape;
use crate::site::address::{encode, relative};
use crate::site::{JourneyIx, Node, Site};
use crate::wording::{Choice, Wording};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::{BTreeMap, BTreeSet};

/// The look of the pages.
const STYLE: &str = include_str!("html.css");

/// A file of the folder: its path and its bytes.
pub type PageFile = (String, Vec<u8>);

/// The bytes of pictures by their paths from the site's root.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// The pictures on the maps of a side.
pub(crate) fn pictures_of(report: &Report, site: &Site) -> BTreeSet<String> {
    let journeys = by_reference(site);
    let shown = report.by_journey().into_iter().filter_map(|group| group.journey);
    let shown = shown.filter_map(|name| match journeys.get(&name.reference)? {
        Node::Journey(ix) => Some(site.journey(*ix)),
        _ => None,
    });
    let stages = shown.flat_map(|journey| &journey.stages);
    let experiences = stages.flat_map(|stage| {
        let touchpoints = stage.touchpoints.iter().map(|touchpoint| &touchpoint.experience);
        touchpoints.chain([&stage.experience])
    });
    experiences.filter_map(|shown| Some(shown.image.as_ref()?.path.to_string())).collect()
}

/// Every file of the folder; `pictures` are those of the maps before and after.
pub(crate) fn pages(
    report: &Report,
    (before, after): (&Site, &Site),
    pictures: &[Pictures; 2],
) -> Vec<PageFile> {
    let pairs = Pairs::of(before, after);
    let theme = Theme::load("default", BTreeMap::new(), &Choice::of(&after.config))
        .expect("the built-in theme parses");
    let places = Places {
        before: by_reference(before),
        after: by_reference(after),
        pairs: &pairs,
        pictures,
        w: theme.wording(),
    };
    let mut files = vec![("style.css".to_owned(), STYLE.as_bytes().to_vec())];
    for Group { journey, changes } in report.by_journey() {
        if let Some(journey) = journey {
            let (reference, title) = (&*journey.reference, &*journey.title);
            let page = Page { report, list: &changes, reference, title };
            files.extend(page.files(&places));
        }
    }
    files.push(("index.html".to_owned(), index(report).into_bytes()));
    files
}

/// Entities by their references.
struct Places<'a> {
    before: BTreeMap<String, Node>,
    after: BTreeMap<String, Node>,
    pairs: &'a Pairs<'a>,
    pictures: &'a [Pictures; 2],
    w: &'a Wording,
}

fn by_reference(site: &Site) -> BTreeMap<String, Node> {
    let journeys = (0..site.journeys.len() as u32).map(|ix| Node::Journey(JourneyIx(ix)));
    let nodes = journeys.chain(super::pairs::stages(site)).chain(super::pairs::touchpoints(site));
    nodes.map(|node| (site.reference(node), node)).collect()
}

/// Pictures as addresses that hold them.
fn in_line(pictures: &Pictures) -> BTreeMap<String, String> {
    let in_line = pictures.iter().filter_map(|(path, bytes)| {
        let media = media_type(path)?;
        Some((path.clone(), format!("data:{media};base64,{}", STANDARD.encode(bytes))))
    });
    in_line.collect()
}

/// The type of a picture that browsers show.
fn media_type(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match &*ending {
        "avif" => "image/avif",
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        _ => return None,
    })
}

fn page_path(reference: &str) -> String {
    format!("journeys/{reference}.html")
}

/// The page of a journey.
struct Page<'a> {
    report: &'a Report,
    list: &'a [&'a Told],
    reference: &'a str,
    title: &'a str,
}

/// A picture of a page.
struct Picture {
    heading: &'static str,
    path: String,
    words: String,
    svg: String,
}

impl Page<'_> {
    fn files(&self, places: &Places<'_>) -> Vec<PageFile> {
        let after = places.after.get(self.reference).copied();
        let before = match after {
            Some(node) => places.pairs.before(node),
            None => places.before.get(self.reference).copied(),
        };
        let mut pictures = Vec::new();
        if let Some(Node::Journey(ix)) = before {
            let outlines = self.outlines(|told| places.old(told));
            let overlay = Overlay {
                outlines,
                felt_before: Vec::new(),
                pictures: in_line(&places.pictures[0]),
            };
            pictures.push(self.picture(&places.shown("before", places.pairs.before), ix, &overlay));
        }
        if let Some(Node::Journey(ix)) = after {
            let outlines = self.outlines(|told| places.new_one(told));
            let overlay = Overlay {
                outlines,
                felt_before: felt_before(places.pairs, ix),
                pictures: in_line(&places.pictures[1]),
            };
            pictures.push(self.picture(&places.shown("after", places.pairs.after), ix, &overlay));
        }
        let mut files = vec![(page_path(self.reference), self.html(&pictures).into_bytes())];
        files.extend(pictures.into_iter().map(|picture| (picture.path, picture.svg.into_bytes())));
        files
    }

    fn picture(&self, side: &Shown<'_>, ix: JourneyIx, overlay: &Overlay) -> Picture {
        let Shown { side, site, w } = *side;
        let path = format!("journeys/{}.{side}.svg", self.reference);
        let canvas = Canvas { w, site, page: &path, prefix: side, form: Form::Alone };
        let svg = journey_map_with_overlay(&canvas, ix, overlay);
        let (heading, revision) = match side {
            "before" => ("Before", &self.report.from),
            _ => ("After", &self.report.to),
        };
        let words =
            format!("The map of {} in {revision}. Its changes are in the list above.", self.title);
        Picture { heading, path, words, svg }
    }

    /// Cells of changes that have one, by their numbers in the list.
    fn outlines(&self, place: impl Fn(&Told) -> Option<Node>) -> Vec<Outline> {
        let numbered = (1..).zip(self.list);
        numbered
            .filter_map(|(number, told)| {
                let (node, lane) = (place(told)?, lane(told)?);
                Some(Outline { node, lane, label: i32::to_string(&number) })
            })
            .collect()
    }

    fn html(&self, pictures: &[Picture]) -> String {
        let path = page_path(self.reference);
        let mut main = format!(
            "<p class=\"way\"><a href=\"{}\">All changes</a></p>\n<h1>{}</h1>\n<p class=\"sides\">{}</p>\n",
            relative(&path, "index.html"),
            escape(self.title),
            sides(self.report)
        );
        main.push_str("<h2 id=\"changes\">What changed</h2>\n");
        main.push_str(&list(self.list));
        for picture in pictures {
            let shows = match picture.heading {
                "After" => "Outlined and numbered: what changed. Dashed lines: how it felt before.",
                _ => "Outlined and numbered: what changed.",
            };
            main.push_str(&format!(
                "<h2>{0}</h2>\n<figure tabindex=\"0\" role=\"group\" aria-label=\"{0}\">\n<div class=\"scroll\"><img src=\"{1}\" alt=\"{2}\"></div>\n<figcaption>{shows}</figcaption>\n</figure>\n",
                picture.heading,
                relative(&path, &picture.path),
                escape(&picture.words),
            ));
        }
        document(&format!("{}: what changed", self.title), &relative(&path, "style.css"), &main)
    }
}

/// A side that is drawn.
struct Shown<'a> {
    side: &'static str,
    site: &'a Site,
    w: &'a Wording,
}

impl<'a> Places<'a> {
    fn shown(&self, side: &'static str, site: &'a Site) -> Shown<'a> {
        Shown { side, site, w: self.w }
    }

    fn new_one(&self, told: &Told) -> Option<Node> {
        match told.change.fact {
            // A statement that is gone left a gap in its cell.
            Fact::Removed if told.change.subject.kind != SubjectKind::Claim => None,
            _ => self.after.get(home(told)?).copied(),
        }
    }

    fn old(&self, told: &Told) -> Option<Node> {
        let reference = home(told)?;
        match told.change.fact {
            Fact::Added => None,
            Fact::Removed if told.change.subject.kind != SubjectKind::Claim => {
                self.before.get(reference).copied()
            }
            // A statement that went elsewhere is outlined where it stood.
            Fact::Moved { ref from, ref to, .. }
                if told.change.subject.kind == SubjectKind::Claim && to.reference == reference =>
            {
                let holder = self.after.get(&from.reference);
                let stood = holder.and_then(|holder| self.pairs.before(*holder));
                stood.or_else(|| self.before.get(&from.reference).copied())
            }
            _ => self.pairs.before(self.after.get(reference).copied()?),
        }
    }
}

/// The stage or touchpoint at which a change is.
fn home(told: &Told) -> Option<&str> {
    let subject = &told.change.subject;
    match subject.kind {
        SubjectKind::Opportunity => subject.reference.rsplit_once('/').map(|(home, _)| home),
        SubjectKind::Journey => None,
        _ => Some(&subject.reference),
    }
}

/// The lane in which a change is seen.
fn lane(told: &Told) -> Option<String> {
    let subject = &told.change.subject;
    let lane = match (&told.change.fact, subject.kind) {
        (_, SubjectKind::Claim) => return subject.lane.clone(),
        (_, SubjectKind::Metric) => "metrics",
        (_, SubjectKind::Opportunity) => "opportunities",
        (Fact::Changed { field, .. }, _) => match field.as_str() {
            "emotion" | "moment" | "feeling" => "emotion",
            "channel" | "control" => "channels",
            "importance" | "journey" | "use" if subject.kind == SubjectKind::Touchpoint => {
                "touchpoints"
            }
            "phase" | "lifecycle" | "journey" => "stages",
            "image" | "alt" => "storyboard",
            _ => return None,
        },
        (_, SubjectKind::Stage) => "stages",
        _ => "touchpoints",
    };
    Some(lane.to_owned())
}

/// What each persona of a journey felt before, at the columns of now.
fn felt_before(pairs: &Pairs<'_>, ix: JourneyIx) -> Vec<(usize, Along)> {
    let journey = pairs.after.journey(ix);
    let mut out = Vec::new();
    for (place, persona) in journey.personas.iter().enumerate() {
        let Some(Node::Persona(was)) = pairs.before(Node::Persona(*persona)) else { continue };
        let value = |node: Node| match pairs.before(node)? {
            Node::Touchpoint(j, s, t) => {
                let felt = &pairs.before.touchpoint(j, s, t).experience.emotion;
                let felt = felt.iter().find(|(of, _)| *of == was);
                felt.map(|(_, value)| pairs.felt(*value))
            }
            _ => None,
        };
        let now = |node: Node| match node {
            Node::Touchpoint(j, s, t) => {
                let felt = &pairs.after.touchpoint(j, s, t).experience.emotion;
                felt.iter().find(|(of, _)| of == persona).map(|(_, value)| *value)
            }
            _ => None,
        };
        let columns = (0u32..).zip(&journey.stages).flat_map(|(s, stage)| {
            (0..stage.touchpoints.len() as u32).map(move |t| Node::Touchpoint(ix, s, t))
        });
        let columns: Vec<Node> = columns.collect();
        // A curve that is as it was lies under the new one.
        if columns.iter().any(|node| value(*node) != now(*node)) {
            let felt = columns.into_iter().map(|node| (node, value(node)));
            out.push((place, felt.collect()));
        }
    }
    out
}

/// The list of changes, each with its number.
fn list(list: &[&Told]) -> String {
    let mut out = String::from("<ol class=\"changes\">\n");
    for told in list {
        let class = match told.change.effect {
            super::Effect::Worse => "worse",
            super::Effect::Better => "better",
            super::Effect::Neutral => "other",
        };
        let mark = match class {
            "worse" => "<span class=\"mark\">worse</span> ",
            "better" => "<span class=\"mark\">better</span> ",
            _ => "",
        };
        let derived = if told.change.derived {
            " <span class=\"sub\">follows from other changes</span>"
        } else {
            ""
        };
        out.push_str(&format!(
            "<li class=\"{class}\">{mark}<span dir=\"auto\">{}</span>{derived}</li>\n",
            escape(&told.words)
        ));
    }
    out.push_str("</ol>\n");
    out
}

fn sides(report: &Report) -> String {
    format!("From <code>{}</code> to <code>{}</code>", escape(&report.from), escape(&report.to))
}

fn index(report: &Report) -> String {
    let mut main = format!("<h1>What changed</h1>\n<p class=\"sides\">{}</p>\n", sides(report));
    if let Some(words) = trouble(report) {
        main.push_str(&format!("<p class=\"trouble\">{}</p>\n", escape(&words)));
    }
    let heads = report.headline();
    if heads.is_empty() && report.small_edits() == 0 {
        main.push_str("<p>Nothing changed.</p>\n");
    }
    if !heads.is_empty() {
        main.push_str("<ul class=\"heads\">\n");
        heads
            .iter()
            .for_each(|head| main.push_str(&format!("<li dir=\"auto\">{}</li>\n", escape(head))));
        main.push_str("</ul>\n");
    }
    for Group { journey, changes } in report.by_journey() {
        let heading = match journey {
            Some(journey) => {
                let page = encode(&page_path(&journey.reference));
                format!("<a href=\"{page}\">{}</a>", escape(&journey.title))
            }
            None => "Outside the journeys".to_owned(),
        };
        main.push_str(&format!("<h2>{heading}</h2>\n{}", list(&changes)));
    }
    match report.small_edits() {
        0 => {}
        1 => main.push_str("<p>1 small edit of prose.</p>\n"),
        count => main.push_str(&format!("<p>{count} small edits of prose.</p>\n")),
    }
    document("What changed on the journey maps", "style.css", &main)
}

fn document(title: &str, style: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<link rel=\"stylesheet\" href=\"{style}\">\n</head>\n<body>\n<main>\n{main}</main>\n</body>\n</html>\n",
        escape(title)
    )
}
