//! Small views that several kinds of page share: who travels, moments, opportunities, metrics,
//! what refers here.

use super::html::Html;
use super::pieces::Markup;
use super::sheet::{CoverageView, DateView, EmotionView, LinkView, Sheet};
use crate::diagram::{self, Canvas, Form, Size};
use crate::model::{Altitude, Control, Kind, MomentKind, State, Status};
use crate::site::address::encode;
use crate::site::{
    Experience, Image, Journey, JourneyIx, Lane, Meta, Metric, Moment, Node, PersonaIx, Stage,
    Touchpoint, Words,
};
use crate::wording::Wording;
use serde::Serialize;

/// What every entity's page shows of it.
#[derive(Clone, Debug, Serialize)]
pub struct MetaView {
    /// Says so if it is a draft or retired.
    pub notice: Html,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Its tags.
    pub tags: Html,
    /// Further reading.
    pub links: Html,
    /// What refers to it: a section, or nothing.
    pub backlinks: Html,
    /// A free map for themes.
    pub extra: Option<serde_json::Value>,
}

/// Who is on a journey, in its order, under their short names.
pub struct Cast {
    members: Vec<(PersonaIx, Html)>,
}

impl Cast {
    /// Those who have a value where no journey says who travels: a touchpoint of the catalogue.
    pub fn of_values(sheet: &Sheet<'_>, values: &[(PersonaIx, f64)]) -> Self {
        let name = |ix: PersonaIx| sheet.label(&sheet.site.persona(ix).name);
        Self { members: values.iter().map(|(ix, _)| (*ix, name(*ix))).collect() }
    }

    /// Who travels, with her short name.
    pub(crate) fn members(&self) -> &[(PersonaIx, Html)] {
        &self.members
    }

    /// A member's place, from 0.
    pub fn place(&self, persona: PersonaIx) -> Option<usize> {
        self.members.iter().position(|(ix, _)| *ix == persona)
    }

    /// A member's short name.
    pub fn name(&self, persona: PersonaIx) -> Html {
        self.place(persona).map(|at| self.members[at].1.clone()).unwrap_or_default()
    }
}

/// A persona of a journey.
#[derive(Clone, Debug, Serialize)]
pub struct TravellerView {
    /// Her id.
    pub id: String,
    /// Her page.
    pub href: String,
    /// Her name.
    pub name: Html,
    /// Her name as the chips have it.
    pub short: Html,
    /// Her role.
    pub role: Option<Html>,
    /// A piece of her curve.
    pub line: Html,
}

/// A moment of truth.
#[derive(Clone, Debug, Serialize)]
pub struct MomentView {
    /// `delight`, `friction`, `decision`, `pivotal`.
    pub kind: &'static str,
    /// `Delight`, …
    pub title: String,
    /// Why.
    pub why: Option<Html>,
}

/// A measure beside what the map says.
#[derive(Clone, Debug, Serialize)]
pub struct MetricView {
    /// Its title.
    pub title: Html,
    /// `58 %`.
    pub newest: Option<String>,
    /// When.
    pub date: Option<DateView>,
    /// `80 %`.
    pub target: Option<String>,
    /// `lower is better` in words.
    pub better: String,
    /// On the emotion scale.
    pub measured: Option<EmotionView>,
    /// What the map says, persona by persona: chips.
    pub mapped: Html,
    /// Its course, as a picture and in words.
    pub spark: Html,
    /// The file of the series.
    pub file: Option<String>,
    /// `40 to 100`.
    pub scale: Option<String>,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct ImageView {
    /// Its address.
    pub src: String,
    /// Text alternative.
    pub alt: String,
}

/// A channel with who controls it.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelView {
    /// Its place in the list of channels.
    pub index: u32,
    /// Its title.
    pub title: String,
    /// `ours`, `a partner’s`, `nobody’s`.
    pub control: String,
    /// Icon in its ring.
    pub icon: Html,
    /// Its place on the page of channels.
    pub href: String,
}

impl<'a> Sheet<'a> {
    /// What every entity's page shows.
    pub fn meta(&self, meta: &Meta) -> MetaView {
        MetaView { backlinks: self.backlinks(&meta.backlinks), ..self.meta_alone(meta) }
    }

    /// The same without what the page lists anyway among what refers here.
    pub fn meta_without(&self, meta: &Meta, shown: &[Node]) -> MetaView {
        let others: Vec<Node> =
            meta.backlinks.iter().copied().filter(|node| !shown.contains(node)).collect();
        MetaView { backlinks: self.backlinks(&others), ..self.meta_alone(meta) }
    }

    /// The same where the page itself says all that refers here.
    pub fn meta_alone(&self, meta: &Meta) -> MetaView {
        MetaView {
            notice: self.notice(meta.status),
            owner: meta.owner.as_deref().map(str::to_owned),
            tags: self.tags(meta),
            links: self.reading(meta),
            backlinks: Html::default(),
            extra: meta.extra().cloned(),
        }
    }

    /// The journey (and stage) in which a section stands.
    pub fn within(&self, node: Node) -> Option<Html> {
        let mut html = String::with_capacity(64);
        self.write_within(&mut html, node);
        (!html.is_empty()).then(|| Html::trusted(html))
    }

    fn write_within(&self, html: &mut String, node: Node) {
        let (journey, stage) = match node {
            Node::Stage(journey, _) => (journey, None),
            Node::Touchpoint(journey, stage, _) => (journey, Some(stage)),
            Node::Opportunity(ix) => match self.site.opportunity(ix).home {
                Some(home) => return self.write_within(html, home),
                None => return,
            },
            _ => return,
        };
        self.write_bare_title(html, Node::Journey(journey));
        if let Some(stage) = stage {
            html.push_str(", ");
            self.write_bare_title(html, Node::Stage(journey, stage));
        }
    }

    /// The same behind a link to the section.
    pub(crate) fn put_within(&self, out: &mut Markup, node: Node) {
        const OPEN: &str = " <span class=\"sub\">";
        let start = out.string().len();
        out.put(OPEN);
        self.write_within(out.string(), node);
        match out.string().len() > start + OPEN.len() {
            true => _ = out.put("</span>"),
            false => out.string().truncate(start),
        }
    }

    /// Who travels a journey.
    pub fn travellers(&self, cast: &Cast) -> Vec<TravellerView> {
        cast.members
            .iter()
            .enumerate()
            .map(|(place, (ix, short))| {
                let persona = self.site.persona(*ix);
                TravellerView {
                    id: persona.meta.id.to_string(),
                    href: self.link(Node::Persona(*ix)),
                    name: self.node(Node::Persona(*ix)).title,
                    short: self.short_name(*ix, short),
                    role: persona.role.as_ref().map(|role| self.label(role)),
                    line: self.shared.line(place),
                }
            })
            .collect()
    }

    /// A persona's short name; one without evidence says so.
    fn short_name(&self, ix: PersonaIx, short: &Html) -> Html {
        let mut html = short.as_str().to_owned();
        self.write_unasked(&mut html, ix);
        Html::trusted(html)
    }

    /// The personas of a journey with their short names.
    pub fn cast(&self, ix: JourneyIx) -> Cast {
        let journey = self.site.journey(ix);
        let short = diagram::short_names(self.site, journey).into_iter().map(Html::text);
        Cast { members: journey.personas.iter().copied().zip(short).collect() }
    }

    /// Every persona's value, in the journey's order; those without one have no chip's value.
    pub fn emotions(&self, cast: &Cast, values: &[(PersonaIx, f64)]) -> Vec<EmotionView> {
        cast.members
            .iter()
            .map(|(ix, short)| {
                let value = values.iter().find(|(p, _)| p == ix).map(|(_, value)| *value);
                self.emotion(short.clone(), value)
            })
            .collect()
    }

    /// Moments with what happens in them: their reason, else the first pain of a friction, the
    /// first gain of a delight, the first question of a decision.
    pub fn moments(&self, experience: &Experience) -> Vec<MomentView> {
        experience
            .moments
            .iter()
            .map(|moment| MomentView {
                kind: moment.kind.word(),
                title: self.w.moment_kind_head(moment.kind).to_owned(),
                why: moment_text(moment, experience).map(|words| self.label(words)),
            })
            .collect()
    }

    /// A link to an entity; a touchpoint of a stage has its number before its title.
    pub fn numbered(&self, node: Node) -> LinkView {
        let link = self.node(node);
        match node {
            Node::Touchpoint(j, s, t) => {
                let number = self.site.touchpoint(j, s, t).number;
                LinkView { title: Html::trusted(format!("{number} {}", link.title)), ..link }
            }
            _ => link,
        }
    }

    /// A picture.
    pub fn image(&self, image: Option<&Image>) -> Option<ImageView> {
        let image = image?;
        Some(ImageView { src: self.to(&image.path), alt: image.alt.to_string() })
    }

    /// A touchpoint's channel.
    pub fn channel(&self, channel: Option<u32>, control: Option<Control>) -> Option<ChannelView> {
        let index = channel?;
        let channel = self.site.channels.get(index as usize)?;
        Some(ChannelView {
            index,
            title: channel.title.to_string(),
            control: control_words(self.w, control.or(channel.control)).to_owned(),
            icon: self.shared.channel(self.site, index, control.or(channel.control)),
            href: format!(
                "{}#channel.{}",
                self.to("channels/index.html"),
                encode(&channel.id.value.replace(char::is_whitespace, "_"))
            ),
        })
    }

    /// Measures; each diagram's ids begin with `prefix`.
    pub fn measures(&mut self, metrics: &[Metric], prefix: &str, mapped: &Html) -> Vec<MetricView> {
        let numbered = metrics.iter().enumerate();
        numbered
            .map(|(at, metric)| self.metric(metric, &format!("{prefix}{}", at + 1), mapped))
            .collect()
    }

    fn metric(&mut self, metric: &Metric, prefix: &str, mapped: &Html) -> MetricView {
        let title = self.html(&metric.title);
        let with_unit = |value: f64| self.w.with_unit(value, metric.unit.as_deref());
        let site = self.site;
        let canvas = Canvas { site, w: self.w, page: &self.path, prefix, form: Form::Inline };
        MetricView {
            title,
            newest: metric.newest.map(|(_, value)| with_unit(value)),
            date: metric.newest.map(|(date, _)| self.date(date)),
            target: metric.target.map(with_unit),
            better: match metric.lower_is_better {
                true => self.w.lower_is_better().to_owned(),
                false => self.w.higher_is_better().to_owned(),
            },
            measured: metric
                .measured
                .map(|value| self.emotion(Html::text(self.w.measured()), Some(value))),
            mapped: if metric.measured.is_some() { mapped.clone() } else { Html::default() },
            spark: self.course(&canvas, metric),
            file: metric.file.as_ref().map(|file| self.to(file)),
            scale: metric.scale.map(|(min, max)| {
                self.w.range(&self.w.number(min, 2), &self.w.number(max, 2)).text()
            }),
        }
    }

    /// A measure over time: the picture, and every value in it.
    fn course(&self, canvas: &Canvas<'_>, metric: &Metric) -> Html {
        let values = diagram::drawn_values(metric);
        let mut out = Markup::with_capacity(1_024 + 32 * values.len());
        out.put(&diagram::sparkline(canvas, metric));
        if values.len() > 1 {
            out.put("<details class=\"course\"><summary>").say(self.w.n_values(values.len()));
            out.put("</summary><ul>");
            for (date, value) in values {
                out.put("<li>").text(&self.w.day(date)).put(": ");
                out.text(&self.w.with_unit(value, metric.unit.as_deref())).put("</li>");
            }
            out.put("</ul></details>");
        }
        out.finish()
    }

    /// A drawing's frame on this page.
    pub fn canvas<'b>(&'b self, prefix: &'b str) -> Canvas<'b> {
        Canvas { site: self.site, w: self.w, page: &self.path, prefix, form: Form::Inline }
    }

    /// A large evidence coverage.
    pub fn big_coverage(&self, coverage: &crate::site::Coverage) -> CoverageView {
        self.coverage(coverage, Size::Full)
    }

    /// Spaces above a journey's own pages, then the journeys that it is a part of.
    pub fn journey_crumbs(&self, journey: JourneyIx) -> Vec<LinkView> {
        let mut crumbs = self.crumbs(self.site.journey(journey).meta.space(), Some(Kind::Journey));
        let mut above = Vec::new();
        let mut next = self.site.journey(journey).parent;
        // A journey that contains itself is an error of its own.
        while let Some(parent) = next.filter(|parent| !above.contains(parent)) {
            above.push(parent);
            next = self.site.journey(parent).parent;
        }
        crumbs.extend(above.into_iter().rev().map(|parent| self.node(Node::Journey(parent))));
        crumbs
    }
}

/// What happens in a moment.
pub fn moment_text<'e>(moment: &'e Moment, experience: &'e Experience) -> Option<&'e Words> {
    let lane = match moment.kind {
        MomentKind::Friction => Lane::Pains,
        MomentKind::Delight => Lane::Gains,
        MomentKind::Decision | MomentKind::Pivotal => Lane::Questions,
    };
    let claim = || experience.claims.iter().find(|claim| claim.lane == lane)?.words.as_ref();
    moment.why.as_ref().or_else(claim)
}

/// The same where nothing else tells of the place: a feeling says more than an empty cell.
pub fn moment_words<'e>(moment: &'e Moment, experience: &'e Experience) -> Option<&'e Words> {
    moment_text(moment, experience).or(experience.feeling.as_deref())
}

/// `draft`, `published`, `retired`.
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Retired => "retired",
    }
}

/// `ours`, `a partner’s`, `nobody’s`.
pub fn control_words(w: &Wording, control: Option<Control>) -> &str {
    match control {
        Some(Control::Owned) => w.whose_owned(),
        Some(Control::Partner) => w.whose_partner(),
        Some(Control::Earned) => w.whose_earned(),
        None => w.whose_not_stated(),
    }
}

/// A journey's state in words.
pub fn state_words(w: &Wording, state: State) -> &str {
    match state {
        State::AsIs => w.state_head_as_is(),
        State::ToBe => w.state_head_to_be(),
        State::Research => w.state_head_research(),
    }
}

/// How far away a map looks.
pub fn altitude_words(w: &Wording, altitude: Altitude) -> &str {
    match altitude {
        Altitude::Macro => w.altitude_macro(),
        Altitude::Mid => w.altitude_mid(),
        Altitude::Micro => w.altitude_micro(),
    }
}

/// Every touchpoint of a journey with the places of its stage and itself.
pub fn touchpoints(journey: &Journey) -> impl Iterator<Item = (u32, u32, &Stage, &Touchpoint)> {
    journey.stages.iter().enumerate().flat_map(|(s, stage)| {
        stage
            .touchpoints
            .iter()
            .enumerate()
            .map(move |(t, touchpoint)| (s as u32, t as u32, stage, touchpoint))
    })
}
