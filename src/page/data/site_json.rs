//! `site.json`: the resolved model with everything derived. Fields are declared in alphabetical
//! order, because keys are written in the order of their declaration; journeys are written one
//! after the other without a tree of values between, because there may be ten thousand.

use super::{GENERATOR, Number, cadence_words, plain, status_word};
use crate::model::State;
use crate::site::address::encode;
use crate::site::{
    Citation, Claim, Coverage, Drop, EvidenceIx, Experience, Journey, JourneyIx, Meta, Metric,
    Node, Persona, PersonaIx, Point, Review, Site, Stage, Touchpoint,
};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::fmt;
use std::io;

/// A value as JSON with two spaces a level and a line end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut out = serde_json::to_string_pretty(value)
        .expect("keys are strings and no serialiser of ours fails");
    out.push('\n');
    out
}

/// `site.json`, written as it is made: that of a thousand journeys has fifty million bytes.
///
/// # Errors
/// Those of `out`.
pub fn write_site_json(site: &Site, mut out: impl io::Write) -> io::Result<()> {
    let refs = Refs::new(site);
    let refs = &refs;
    let root = Root {
        channels: each(site.channels.iter().map(|channel| ChannelRow {
            control: channel.control.map(crate::model::Control::word),
            id: &channel.id.value,
            title: &channel.title,
        })),
        date: site.today.to_string(),
        emotion: ScaleRow {
            labels: &site.config.emotion.labels,
            max: Number(site.config.emotion.max),
            min: Number(site.config.emotion.min),
        },
        evidence: each((0..site.evidence.len()).map(|i| evidence(refs, i))),
        generator: GENERATOR,
        journeys: each((0..site.journeys.len()).map(|i| journey(refs, i))),
        opportunities: each((0..site.opportunities.len()).map(|i| opportunity(refs, i))),
        personas: each((0..site.personas.len()).map(|i| persona(refs, i))),
        reviews: super::reviews::rows(site),
        title: &site.config.title,
        touchpoints: each((0..site.touchpoints.len()).map(|i| catalogue(refs, i))),
    };
    super::layout::write(&mut out, &root)?;
    out.write_all(b"\n")
}

/// `site.json` as a whole.
pub fn site_json(site: &Site) -> String {
    let mut bytes = Vec::new();
    write_site_json(site, &mut bytes).expect("a vector takes every byte");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// References that are written many times, made once.
struct Refs<'s> {
    site: &'s Site,
    personas: Vec<String>,
    evidence: Vec<String>,
}

impl<'s> Refs<'s> {
    fn new(site: &'s Site) -> Self {
        let all = |n: usize, node: fn(u32) -> Node| {
            (0..n).map(|i| site.reference(node(i as u32))).collect()
        };
        Self {
            site,
            personas: all(site.personas.len(), |i| Node::Persona(PersonaIx(i))),
            evidence: all(site.evidence.len(), |i| Node::Evidence(EvidenceIx(i))),
        }
    }

    fn persona(&self, ix: PersonaIx) -> &str {
        &self.personas[ix.0 as usize]
    }

    fn nodes(&self, nodes: &[Node]) -> Vec<String> {
        nodes.iter().map(|node| self.site.reference(*node)).collect()
    }
}

/// A list that is made while it is written.
struct Each<I>(I);

fn each<I>(items: I) -> Each<I> {
    Each(items)
}

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

#[derive(Serialize)]
struct Root<'s, C, E, J, O, P, T>
where
    C: Serialize,
    E: Serialize,
    J: Serialize,
    O: Serialize,
    P: Serialize,
    T: Serialize,
{
    channels: C,
    date: String,
    emotion: ScaleRow<'s>,
    evidence: E,
    generator: &'static str,
    journeys: J,
    opportunities: O,
    personas: P,
    reviews: Vec<super::reviews::ReviewRow<'s>>,
    title: &'s str,
    touchpoints: T,
}

#[derive(Serialize)]
struct ChannelRow<'s> {
    control: Option<&'static str>,
    id: &'s str,
    title: &'s str,
}

#[derive(Serialize)]
struct ScaleRow<'s> {
    labels: &'s [std::sync::Arc<str>],
    max: Number,
    min: Number,
}

#[derive(Serialize)]
struct CoverageRow {
    assumed: u32,
    claims: u32,
    contested: u32,
    known: u32,
    /// Known claims / all claims; null without claims.
    ratio: Option<Number>,
    stale: u32,
}

fn coverage(c: &Coverage) -> CoverageRow {
    CoverageRow {
        assumed: c.assumed,
        claims: c.claims,
        contested: c.contested,
        known: c.known,
        ratio: c.ratio().map(Number),
        stale: c.stale,
    }
}

#[derive(Serialize)]
struct ReviewCell<'s> {
    every: String,
    last: Option<String>,
    next: Option<String>,
    owner: Option<&'s str>,
    state: &'static str,
}

fn review(r: &Review) -> ReviewCell<'_> {
    ReviewCell {
        every: cadence_words(r.every),
        last: r.last.map(|d| d.to_string()),
        next: r.next.map(|d| d.to_string()),
        owner: r.owner.as_deref(),
        state: r.state.word(),
    }
}

fn tags<'s>(site: &'s Site, meta: &'s Meta) -> Vec<&'s str> {
    site.tags_of(meta).map(|tag| &*tag.name).collect()
}

/// Claims in the order in which their author wrote them. They come lane by lane; what stands in
/// the entity's own file goes by its place there, and before what the catalogue adds.
struct Claims<'a, 's> {
    refs: &'a Refs<'s>,
    meta: &'s Meta,
    claims: &'s [Claim],
}

impl Serialize for Claims<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = |claim: &Claim| (claim.span.file != self.meta.file(), claim.span.start);
        let row = |claim| ClaimRow { refs: self.refs, claim };
        if self.claims.is_sorted_by_key(place) {
            return serializer.collect_seq(self.claims.iter().map(row));
        }
        let mut written: Vec<&Claim> = self.claims.iter().collect();
        written.sort_by_key(|claim| place(claim));
        serializer.collect_seq(written.into_iter().map(row))
    }
}

struct ClaimRow<'a, 's> {
    refs: &'a Refs<'s>,
    claim: &'s Claim,
}

impl Serialize for ClaimRow<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let citations = |list| Citations { refs: self.refs, list };
        let mut map = serializer.serialize_map(None)?;
        // Claims are most of the file and few are contested.
        if !self.claim.against().is_empty() {
            map.serialize_entry("against", &citations(self.claim.against()))?;
        }
        map.serialize_entry("evidence", &citations(self.claim.evidence()))?;
        map.serialize_entry("lane", self.claim.lane_id())?;
        map.serialize_entry("status", self.claim.status.word())?;
        map.serialize_entry("text", &self.claim.words.as_ref().map(plain))?;
        map.end()
    }
}

struct Citations<'a, 's> {
    refs: &'a Refs<'s>,
    list: &'s [Citation],
}

impl Serialize for Citations<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A source that is left out of the site has no reference.
        serializer.collect_seq(self.list.iter().filter_map(|citation| {
            let source = citation.source?;
            let highlights = &self.refs.site.source(source).highlights;
            let highlight = citation.highlight.and_then(|h| highlights.get(h as usize));
            Some(CitationRef {
                source: &self.refs.evidence[source.0 as usize],
                highlight: highlight.map(|h| &*h.id),
            })
        }))
    }
}

struct CitationRef<'a> {
    source: &'a str,
    highlight: Option<&'a str>,
}

impl fmt::Display for CitationRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.highlight {
            Some(highlight) => write!(f, "{}#{highlight}", self.source),
            None => f.write_str(self.source),
        }
    }
}

impl Serialize for CitationRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Persona → number, keys sorted.
struct Emotions<'a, 's> {
    refs: &'a Refs<'s>,
    values: &'s [(PersonaIx, f64)],
}

impl Serialize for Emotions<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows: Vec<(&str, Number)> = self
            .values
            .iter()
            .map(|(ix, value)| (self.refs.persona(*ix), Number(*value)))
            .collect();
        rows.sort_by(|a, b| a.0.cmp(b.0));
        serializer.collect_map(rows)
    }
}

#[derive(Serialize)]
struct MetricRow<'s> {
    better: &'static str,
    date: Option<String>,
    /// The newest value on the emotion scale.
    measured: Option<Number>,
    scale: Option<[Number; 2]>,
    target: Option<Number>,
    title: &'s str,
    unit: Option<&'s str>,
    /// The newest value that is not after the build date.
    value: Option<Number>,
}

fn metrics(metrics: &[Metric]) -> Vec<MetricRow<'_>> {
    metrics
        .iter()
        .map(|metric| MetricRow {
            better: if metric.lower_is_better { "lower" } else { "higher" },
            date: metric.newest.map(|(date, _)| date.to_string()),
            measured: metric.measured.map(Number),
            scale: metric.scale.map(|(min, max)| [Number(min), Number(max)]),
            target: metric.target.map(Number),
            title: plain(&metric.title),
            unit: metric.unit.as_deref(),
            value: metric.newest.map(|(_, value)| Number(value)),
        })
        .collect()
}

#[derive(Serialize)]
struct MomentRow<'s> {
    kind: &'static str,
    why: Option<&'s str>,
}

fn moments(experience: &Experience) -> Vec<MomentRow<'_>> {
    experience
        .moments
        .iter()
        .map(|m| MomentRow { kind: m.kind.word(), why: m.why.as_ref().map(plain) })
        .collect()
}

#[derive(Serialize)]
struct PersonaRow<'a, 's> {
    backlinks: Vec<String>,
    claims: Claims<'a, 's>,
    coverage: CoverageRow,
    file: &'s str,
    id: &'s str,
    journeys: Vec<String>,
    kind: &'static str,
    name: &'s str,
    owner: Option<&'s str>,
    review: Option<ReviewCell<'s>>,
    role: Option<&'s str>,
    space: &'s str,
    status: &'static str,
    tags: Vec<&'s str>,
    url: String,
}

fn persona<'a, 's>(refs: &'a Refs<'s>, i: usize) -> PersonaRow<'a, 's> {
    let site = refs.site;
    let p: &Persona = &site.personas[i];
    PersonaRow {
        backlinks: refs.nodes(&p.meta.backlinks),
        claims: Claims { refs, meta: &p.meta, claims: &p.claims },
        coverage: coverage(&p.coverage),
        file: p.meta.path(),
        id: &p.meta.id,
        journeys: p.journeys.iter().map(|j| site.reference(Node::Journey(*j))).collect(),
        kind: match p.kind {
            crate::model::PersonaKind::Customer => "customer",
            crate::model::PersonaKind::Employee => "employee",
            crate::model::PersonaKind::Partner => "partner",
        },
        name: plain(&p.name),
        owner: p.meta.owner.as_deref(),
        review: p.meta.review().map(review),
        role: p.role.as_ref().map(plain),
        space: p.meta.space(),
        status: status_word(p.meta.status),
        tags: tags(site, &p.meta),
        url: site.url(Node::Persona(PersonaIx(i as u32))),
    }
}

#[derive(Serialize)]
struct PointRow<'a> {
    persona: &'a str,
    #[serde(rename = "ref")]
    reference: String,
    value: Number,
}

fn point<'a>(refs: &'a Refs, p: &Point) -> PointRow<'a> {
    PointRow {
        persona: refs.persona(p.persona),
        reference: refs.site.reference(p.node),
        value: Number(p.value),
    }
}

#[derive(Serialize)]
struct DropRow<'a> {
    from: String,
    persona: &'a str,
    to: String,
    value: Number,
}

fn drop_row<'a>(refs: &'a Refs, d: &Drop) -> DropRow<'a> {
    DropRow {
        from: refs.site.reference(d.from),
        persona: refs.persona(d.persona),
        to: refs.site.reference(d.to),
        value: Number(d.value),
    }
}

#[derive(Serialize)]
struct JourneyRow<'a, 's, S: Serialize> {
    backlinks: Vec<String>,
    baseline: Option<String>,
    coverage: CoverageRow,
    file: &'s str,
    highest: Option<PointRow<'a>>,
    id: &'s str,
    largest_drop: Option<DropRow<'a>>,
    lowest: Option<PointRow<'a>>,
    metrics: Vec<MetricRow<'s>>,
    owner: Option<&'s str>,
    parent: Option<String>,
    personas: Vec<&'a str>,
    review: Option<ReviewCell<'s>>,
    space: &'s str,
    stages: S,
    state: Option<&'static str>,
    status: &'static str,
    svg: String,
    tags: Vec<&'s str>,
    title: &'s str,
    url: String,
}

fn journey<'a, 's>(refs: &'a Refs<'s>, i: usize) -> impl Serialize + use<'a, 's> {
    let site = refs.site;
    let j: &'s Journey = &site.journeys[i];
    let node = Node::Journey(JourneyIx(i as u32));
    let journey_ref = |ix: JourneyIx| site.reference(Node::Journey(ix));
    let url = site.url(node);
    let folder = url.strip_suffix(".html").unwrap_or(&url).to_owned();
    JourneyRow {
        backlinks: refs.nodes(&j.meta.backlinks),
        baseline: j.baseline.map(journey_ref),
        coverage: coverage(&j.coverage),
        file: j.meta.path(),
        highest: j.highest.as_ref().map(|p| point(refs, p)),
        id: &j.meta.id,
        largest_drop: j.largest_drop.as_ref().map(|d| drop_row(refs, d)),
        lowest: j.lowest.as_ref().map(|p| point(refs, p)),
        metrics: metrics(&j.metrics),
        owner: j.meta.owner.as_deref(),
        parent: j.parent.map(journey_ref),
        personas: j.personas.iter().map(|ix| refs.persona(*ix)).collect(),
        review: j.meta.review().map(review),
        space: j.meta.space(),
        svg: format!("{folder}.svg"),
        stages: each(j.stages.iter().map(move |s| stage(refs, &folder, s))),
        state: j.state.map(State::word),
        status: status_word(j.meta.status),
        tags: tags(site, &j.meta),
        title: plain(&j.title),
        url,
    }
}

#[derive(Serialize)]
struct StageRow<'a, 's, T: Serialize> {
    claims: Claims<'a, 's>,
    coverage: CoverageRow,
    emotion: Emotions<'a, 's>,
    goal: Option<&'s str>,
    id: &'s str,
    importance: Number,
    lifecycle: Option<&'static str>,
    metrics: Vec<MetricRow<'s>>,
    moments: Vec<MomentRow<'s>>,
    phase: Option<&'s str>,
    title: &'s str,
    touchpoints: T,
    url: String,
}

fn stage<'a, 's>(
    refs: &'a Refs<'s>,
    folder: &str,
    s: &'s Stage,
) -> StageRow<'a, 's, impl Serialize + use<'a, 's>> {
    let url = format!("{folder}/{}.html", encode(&s.meta.id));
    let page = url.clone();
    StageRow {
        claims: Claims { refs, meta: &s.meta, claims: &s.experience.claims },
        coverage: coverage(&s.coverage),
        emotion: Emotions { refs, values: &s.emotion },
        goal: s.goal.as_ref().map(plain),
        id: &s.meta.id,
        importance: Number(s.experience.importance),
        lifecycle: s.lifecycle.map(|l| l.word()),
        metrics: metrics(s.metrics()),
        moments: moments(&s.experience),
        phase: s.phase.as_deref(),
        title: plain(&s.title),
        touchpoints: each(s.touchpoints.iter().map(move |t| touchpoint(refs, &page, t))),
        url,
    }
}

#[derive(Serialize)]
struct TouchpointRow<'a, 's> {
    channel: Option<&'s str>,
    claims: Claims<'a, 's>,
    control: Option<&'static str>,
    emotion: Emotions<'a, 's>,
    feeling: Option<&'s str>,
    id: &'s str,
    importance: Number,
    metrics: Vec<MetricRow<'s>>,
    moments: Vec<MomentRow<'s>>,
    number: u32,
    title: &'s str,
    url: String,
    #[serde(rename = "use")]
    uses: Option<String>,
}

fn touchpoint<'a, 's>(refs: &'a Refs<'s>, page: &str, t: &'s Touchpoint) -> TouchpointRow<'a, 's> {
    let site = refs.site;
    TouchpointRow {
        channel: channel(site, t.channel),
        claims: Claims { refs, meta: &t.meta, claims: &t.experience.claims },
        control: t.control.map(|c| c.word()),
        emotion: Emotions { refs, values: &t.experience.emotion },
        feeling: t.experience.feeling.as_deref().map(plain),
        id: &t.meta.id,
        importance: Number(t.experience.importance),
        metrics: metrics(t.metrics()),
        moments: moments(&t.experience),
        number: t.number,
        title: plain(&t.title),
        url: format!("{page}#{}", encode(&t.meta.id)),
        uses: t.uses.map(|ix| site.reference(Node::Catalogue(ix))),
    }
}

fn channel(site: &Site, ix: Option<u32>) -> Option<&str> {
    ix.and_then(|ix| site.channels.get(ix as usize)).map(|channel| &*channel.id.value)
}

#[derive(Serialize)]
struct CatalogueRow<'a, 's> {
    backlinks: Vec<String>,
    channel: Option<&'s str>,
    claims: Claims<'a, 's>,
    control: Option<&'static str>,
    file: &'s str,
    id: &'s str,
    owner: Option<&'s str>,
    space: &'s str,
    status: &'static str,
    tags: Vec<&'s str>,
    title: &'s str,
    url: String,
    uses: Vec<String>,
}

fn catalogue<'a, 's>(refs: &'a Refs<'s>, i: usize) -> CatalogueRow<'a, 's> {
    let site = refs.site;
    let t = &site.touchpoints[i];
    CatalogueRow {
        backlinks: refs.nodes(&t.meta.backlinks),
        channel: channel(site, t.channel),
        claims: Claims { refs, meta: &t.meta, claims: &t.experience.claims },
        control: t.control.map(|c| c.word()),
        file: t.meta.path(),
        id: &t.meta.id,
        owner: t.meta.owner.as_deref(),
        space: t.meta.space(),
        status: status_word(t.meta.status),
        tags: tags(site, &t.meta),
        title: plain(&t.title),
        url: site.url(Node::Catalogue(crate::site::CatalogueIx(i as u32))),
        uses: refs.nodes(&t.uses),
    }
}

#[derive(Serialize)]
struct OpportunityRow<'a, 's> {
    addresses: Vec<String>,
    backlinks: Vec<String>,
    evidence: Citations<'a, 's>,
    feasibility: Number,
    file: &'s str,
    id: &'s str,
    impact: Number,
    link: Option<&'s str>,
    owner: Option<&'s str>,
    quadrant: &'static str,
    rank: Option<u32>,
    score: Number,
    space: &'s str,
    status: &'static str,
    tags: Vec<&'s str>,
    title: &'s str,
    url: String,
}

fn opportunity<'a, 's>(refs: &'a Refs<'s>, i: usize) -> OpportunityRow<'a, 's> {
    let site = refs.site;
    let o = &site.opportunities[i];
    OpportunityRow {
        addresses: refs.nodes(&o.addresses),
        backlinks: refs.nodes(&o.meta.backlinks),
        evidence: Citations { refs, list: &o.evidence },
        feasibility: Number(o.feasibility),
        file: o.meta.path(),
        id: &o.meta.id,
        impact: Number(o.impact),
        link: o.link.as_deref(),
        owner: o.meta.owner.as_deref(),
        quadrant: o.quadrant.word(),
        rank: o.rank,
        score: Number(o.score),
        space: o.meta.space(),
        status: o.status.word(),
        tags: tags(site, &o.meta),
        title: plain(&o.title),
        url: site.url(Node::Opportunity(crate::site::OpportunityIx(i as u32))),
    }
}

#[derive(Serialize)]
struct EvidenceRow<'s> {
    cited_by: Vec<String>,
    confidential: bool,
    date: String,
    file: &'s str,
    from: Option<String>,
    highlights: Vec<HighlightRow<'s>>,
    id: &'s str,
    in_date: bool,
    in_date_until: Option<String>,
    method: &'static str,
    owner: Option<&'s str>,
    participants: Option<Number>,
    source: Option<&'s str>,
    space: &'s str,
    status: &'static str,
    tags: Vec<&'s str>,
    title: &'s str,
    url: String,
}

#[derive(Serialize)]
struct HighlightRow<'s> {
    cited_by: Vec<String>,
    id: &'s str,
    text: Option<&'s str>,
    who: Option<&'s str>,
}

fn evidence<'s>(refs: &Refs<'s>, i: usize) -> EvidenceRow<'s> {
    let site = refs.site;
    let e = &site.evidence[i];
    EvidenceRow {
        cited_by: refs.nodes(&e.cited_by),
        confidential: e.confidential,
        date: e.date.to_string(),
        file: e.meta.path(),
        from: e.from.map(|d| d.to_string()),
        highlights: e
            .highlights
            .iter()
            .map(|h| HighlightRow {
                cited_by: refs.nodes(&h.cited_by),
                id: &h.id,
                text: h.words.as_ref().map(plain),
                who: h.who.as_deref(),
            })
            .collect(),
        id: &e.meta.id,
        in_date: e.in_date,
        // An expiry date is none of the few things that may be said of a confidential source.
        in_date_until: (!e.confidential).then(|| e.in_date_until.to_string()),
        method: e.method.word(),
        owner: e.meta.owner.as_deref(),
        participants: e.participants.map(Number),
        source: e.source.as_deref(),
        space: e.meta.space(),
        status: status_word(e.meta.status),
        tags: tags(site, &e.meta),
        title: plain(&e.title),
        url: site.url(Node::Evidence(EvidenceIx(i as u32))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::sample;
    use serde_json::{Value, json};

    fn parsed() -> Value {
        serde_json::from_str(&site_json(&sample::site())).expect("valid JSON")
    }

    #[test]
    fn keys_are_sorted_at_every_level() {
        // Read from the text: a parsed map might sort them itself.
        let text = site_json(&sample::site());
        let mut last: Vec<(usize, &str)> = Vec::new();
        let mut keys = 0;
        for line in text.lines() {
            let inner = line.trim_start();
            let indent = line.len() - inner.len();
            last.retain(|(at, _)| *at <= indent && !inner.starts_with(['}', ']']) || *at < indent);
            if inner.starts_with('{') {
                last.retain(|(at, _)| *at <= indent);
            }
            let Some(key) = inner.strip_prefix('"').and_then(|rest| rest.split_once("\":")) else {
                continue;
            };
            keys += 1;
            match last.iter_mut().find(|(at, _)| *at == indent) {
                Some((_, before)) => {
                    assert!(*before < key.0, "{before} stands before {} in {line}", key.0);
                    *before = key.0;
                }
                None => last.push((indent, key.0)),
            }
        }
        assert!(keys > 100);
    }

    #[test]
    fn two_spaces_a_level_and_a_line_end() {
        let text = site_json(&sample::site());
        assert!(text.starts_with("{\n  \"channels\": [\n    {\n      \"control\""));
        assert!(text.ends_with("\n}\n"));
    }

    #[test]
    fn a_journey_has_what_the_format_promises() {
        let site = parsed();
        let journey = &site["journeys"][0];
        assert_eq!(journey["url"], "journeys/weekly-shop.html");
        assert_eq!(journey["svg"], "journeys/weekly-shop.svg");
        assert_eq!(journey["file"], "journeys/weekly-shop.md");
        assert_eq!(
            journey["lowest"],
            json!({"ref": "weekly-shop/book/slot-hold", "persona": "maya", "value": -1.67})
        );
        assert_eq!(journey["largest_drop"]["value"], json!(2.17));
        assert_eq!(journey["review"]["every"], "quarterly");
        assert_eq!(journey["review"]["state"], "overdue");
        let touchpoint = &journey["stages"][1]["touchpoints"][0];
        assert_eq!(touchpoint["url"], "journeys/weekly-shop/book.html#slot-hold");
        assert_eq!(touchpoint["emotion"], json!({"maya": -1.67}));
        assert_eq!(touchpoint["use"], Value::Null);
        assert_eq!(touchpoint["importance"], json!(3));
    }

    #[test]
    fn claims_stand_in_the_order_written_and_a_withheld_one_has_no_text() {
        let site = parsed();
        let claims = &site["journeys"][0]["stages"][1]["touchpoints"][0]["claims"];
        let texts: Vec<&Value> =
            claims.as_array().expect("a list").iter().map(|claim| &claim["text"]).collect();
        assert_eq!(
            texts,
            [&json!("The slot vanishes"), &json!("Picks <Thursday> & waits"), &Value::Null]
        );
        assert_eq!(claims[0]["evidence"], json!(["interviews#vanish"]));
        assert_eq!(claims[2]["status"], "known");
    }

    #[test]
    fn an_opportunity_has_its_arithmetic_to_two_decimals() {
        let opportunity = &parsed()["opportunities"][0];
        assert_eq!(opportunity["feasibility"], json!(3.33));
        assert_eq!(opportunity["score"], json!(16.67));
        assert_eq!(opportunity["impact"], json!(5));
        assert_eq!(opportunity["quadrant"], "quick win");
        assert_eq!(opportunity["addresses"], json!(["weekly-shop/book/slot-hold"]));
    }

    #[test]
    fn what_was_said_without_consent_is_null() {
        let evidence = &parsed()["evidence"][0];
        assert_eq!(evidence["date"], "2026-09-30");
        assert_eq!(evidence["highlights"][0]["text"], "It was gone");
        assert_eq!(evidence["highlights"][1]["text"], Value::Null);
        assert_eq!(evidence["highlights"][1]["who"], Value::Null);
        assert_eq!(evidence["cited_by"], json!(["weekly-shop/book/slot-hold", "hold-slot"]));
    }
}
