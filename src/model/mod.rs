//! What authors wrote, typed. References are still names: nothing here has been looked up.
//! The fields of every kind stand once more as data in [`fields`], from which decoding, the
//! templates of `new` and later the JSON Schema, `fmt` and completion all come.

mod common;
pub mod fields;
pub mod owners;
mod prose;

pub use common::{BesideCommon, Common};
pub use prose::{AddedWord, Doc, DocLink, ImageWords, Letters, LinkName, Piece, Prose, Rich};

use crate::source::{FileId, Passage, Span, Spanned, Text};
use jiff::civil::Date;
use std::sync::Arc;
use thin_vec::ThinVec;

/// What most of many lack, to stand beside the rest of one of them behind a pointer: nothing where
/// there is none of it.
pub(crate) fn beside<T: Default + PartialEq>(what: T) -> Option<Box<T>> {
    (what != T::default()).then(|| Box::new(what))
}

/// The kinds of entity that have pages or sections of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Somebody whom journeys are about.
    Persona,
    /// A map.
    Journey,
    /// A column group of a map.
    Stage,
    /// A touchpoint: of a stage, or of the catalogue.
    Touchpoint,
    /// Something worth doing.
    Opportunity,
    /// A study or source.
    Evidence,
}

impl Kind {
    /// The kinds with a folder of their own, in folder-name order of the pages table.
    pub const FOLDERS: [Kind; 5] =
        [Kind::Persona, Kind::Journey, Kind::Touchpoint, Kind::Opportunity, Kind::Evidence];

    /// `persona`, `journey`, …
    pub fn word(self) -> &'static str {
        match self {
            Kind::Persona => "persona",
            Kind::Journey => "journey",
            Kind::Stage => "stage",
            Kind::Touchpoint => "touchpoint",
            Kind::Opportunity => "opportunity",
            Kind::Evidence => "evidence",
        }
    }

    /// The folder of the kind and the first part of its address: `personas`, `evidence`, …
    /// (stages live in their journey's folder).
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Persona => "personas",
            Kind::Journey | Kind::Stage => "journeys",
            Kind::Touchpoint => "touchpoints",
            Kind::Opportunity => "opportunities",
            Kind::Evidence => "evidence",
        }
    }

    /// The kind whose folder has this name.
    pub fn from_folder(name: &str) -> Option<Kind> {
        Self::FOLDERS.into_iter().find(|k| k.folder() == name)
    }
}

/// A reference as written: an id, a path of ids, or either after its space.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefName {
    /// `maya`, `weekly-shop/plan/list-app`, `retail/maya`, `slot-interviews#vanish`.
    pub name: Passage,
    /// The reference itself, not the value around it.
    pub span: Span,
}

/// Draft, published or retired.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Status {
    /// Left out of the site unless asked for.
    Draft,
    /// On the site.
    #[default]
    Published,
    /// Kept with a page that says so; no review, no rank, no place in the heat map.
    Retired,
}

/// A link to somewhere else.
#[derive(Clone, PartialEq, Debug)]
pub struct Link {
    /// The words.
    pub title: Text,
    /// http, https or mailto (checked).
    pub url: Text,
}

/// A finding that an entity may have.
#[derive(Clone, PartialEq, Debug)]
pub struct Allow {
    /// `MP0801`.
    pub code: Text,
    /// Why.
    pub reason: Text,
}

/// `review:` as written.
#[derive(Clone, PartialEq, Debug)]
pub struct Review {
    /// The whole value.
    pub span: Span,
    /// The last review.
    pub last: Option<Spanned<Date>>,
    /// The cadence.
    pub every: Option<Spanned<Cadence>>,
    /// Who reviews.
    pub owner: Option<Text>,
    /// Earlier reviews.
    pub log: Vec<LogEntry>,
}

/// One review that took place.
#[derive(Clone, PartialEq, Debug)]
pub struct LogEntry {
    /// When.
    pub date: Spanned<Date>,
    /// Who.
    pub by: Option<Text>,
    /// What came of it.
    pub note: Option<Prose>,
}

/// A length of calendar time: `quarterly`, `6 weeks`, `18 months`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cadence {
    /// Whole months (years are twelve).
    pub months: i32,
    /// Whole days (weeks are seven), added after the months.
    pub days: i32,
}

/// A statement about a customer. Its status is never authored.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// The text; its citations are in the prose's document.
    pub text: Prose,
    /// What only the long form has.
    pub long: Option<Box<LongClaim>>,
}

impl Claim {
    /// The whole value.
    pub fn span(&self) -> Span {
        self.long.as_ref().map_or(self.text.span, |long| long.span)
    }
}

/// What the long form of a claim has beside its text.
#[derive(Clone, PartialEq, Debug)]
pub struct LongClaim {
    /// The whole value; a claim that is not long is its text.
    pub span: Span,
    /// What it rests on.
    pub evidence: ThinVec<RefName>,
    /// What speaks against it.
    pub against: ThinVec<RefName>,
    /// Whom it is about, if not everybody on the journey.
    pub personas: ThinVec<RefName>,
    /// Tags.
    pub tags: ThinVec<Text>,
    /// Language of the text.
    pub lang: Option<Box<Text>>,
}

/// An item of `quotes`.
#[derive(Clone, PartialEq, Debug)]
pub enum Quote {
    /// The words themselves.
    Claim(Claim),
    /// A highlight, `slot-interviews#vanish`.
    Highlight(RefName),
}

/// `customer`, `employee`, `partner`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PersonaKind {
    /// The default.
    #[default]
    Customer,
    /// Works here.
    Employee,
    /// Works with us.
    Partner,
}

/// A persona file.
#[derive(Clone, PartialEq, Debug)]
pub struct Persona {
    /// What every entity takes.
    pub common: Common,
    /// Her name.
    pub name: Prose,
    /// In a few words.
    pub role: Option<Prose>,
    /// Portrait.
    pub image: Option<Image>,
    /// In her own words.
    pub quote: Option<Claim>,
    /// Goals.
    pub goals: ThinVec<Claim>,
    /// Motivations.
    pub motivations: ThinVec<Claim>,
    /// Pains.
    pub pains: ThinVec<Claim>,
    /// Outcomes.
    pub outcomes: ThinVec<Claim>,
    /// Facts, in the author's order. A plain value is a claim that cites nothing.
    pub attributes: Vec<(Text, Claim)>,
    /// Sliders and bars.
    pub scales: Vec<Scale>,
    /// Channel → 0–5.
    pub channels: Vec<(Text, Spanned<f64>)>,
    /// Customer, employee, partner.
    pub kind: PersonaKind,
    /// Segments she stands for.
    pub segments: Vec<Text>,
}

/// An image and its text alternative.
#[derive(Clone, PartialEq, Debug)]
pub struct Image {
    /// Path, relative to the file or to the content folder after `/`; only a use of a catalogue
    /// touchpoint may leave it out, and speak of the catalogue's image.
    pub path: Option<Text>,
    /// Text alternative; missing is a finding.
    pub alt: Option<Text>,
}

/// A slider between two poles, or a bar.
#[derive(Clone, PartialEq, Debug)]
pub struct Scale {
    /// What it is: two poles or one label.
    pub poles: Poles,
    /// 0 (left, none) to 1 (right, all).
    pub value: Spanned<f64>,
}

/// The words at a scale's ends.
#[derive(Clone, PartialEq, Debug)]
pub enum Poles {
    /// `{left, right, value}`.
    Between(Text, Text),
    /// `{label, value}`.
    Label(Text),
}

/// As it is, as it shall be, or under research.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum State {
    /// As it is today; how a map reads that does not say.
    #[default]
    AsIs,
    /// As it shall be.
    ToBe,
    /// Being found out.
    Research,
}

impl State {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            State::AsIs => "as-is",
            State::ToBe => "to-be",
            State::Research => "research",
        }
    }
}

/// How far away the map looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Altitude {
    /// Months to years.
    Macro,
    /// Days to weeks.
    Mid,
    /// Minutes to hours.
    Micro,
}

/// A journey with its stages, inline or from files, in their order.
#[derive(Clone, PartialEq, Debug)]
pub struct Journey {
    /// What every entity takes.
    pub common: Common,
    /// Best: the customer's goal.
    pub title: Prose,
    /// Who travels.
    pub personas: Vec<RefName>,
    /// What they want.
    pub goal: Option<Prose>,
    /// Under which circumstances.
    pub scenario: Option<Prose>,
    /// As-is, to-be, research.
    pub state: Option<State>,
    /// Macro, mid, micro.
    pub altitude: Option<Altitude>,
    /// The as-is journey that a to-be one changes.
    pub baseline: Option<RefName>,
    /// The journey above.
    pub parent: Option<RefName>,
    /// Order and choice of lanes, if it overrides the site's.
    pub lanes: Option<Vec<Text>>,
    /// Measures.
    pub metrics: Vec<Metric>,
    /// Stages in order.
    pub stages: Vec<Arc<Stage>>,
}

/// The eight stages of a customer's life with an organisation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Lifecycle {
    /// Hears of it.
    Awareness,
    /// Weighs it.
    Consideration,
    /// Buys.
    Purchase,
    /// Begins.
    Onboarding,
    /// Lives with it.
    Use,
    /// Needs help.
    Support,
    /// Stays or leaves.
    Renewal,
    /// Tells others.
    Advocacy,
}

impl Lifecycle {
    /// All of them, in order.
    pub const ALL: [Lifecycle; 8] = [
        Lifecycle::Awareness,
        Lifecycle::Consideration,
        Lifecycle::Purchase,
        Lifecycle::Onboarding,
        Lifecycle::Use,
        Lifecycle::Support,
        Lifecycle::Renewal,
        Lifecycle::Advocacy,
    ];

    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            Lifecycle::Awareness => "awareness",
            Lifecycle::Consideration => "consideration",
            Lifecycle::Purchase => "purchase",
            Lifecycle::Onboarding => "onboarding",
            Lifecycle::Use => "use",
            Lifecycle::Support => "support",
            Lifecycle::Renewal => "renewal",
            Lifecycle::Advocacy => "advocacy",
        }
    }
}

/// A stage.
#[derive(Clone, PartialEq, Debug)]
pub struct Stage {
    /// What every entity takes.
    pub common: Common,
    /// Its title.
    pub title: Prose,
    /// Neighbours with the same phase are one band.
    pub phase: Option<Text>,
    /// Where in the customer's life.
    pub lifecycle: Option<Spanned<Lifecycle>>,
    /// What the customer wants here.
    pub goal: Option<Prose>,
    /// What few stages say.
    pub further: Option<Box<Further>>,
    /// Touchpoints in order.
    pub touchpoints: Vec<Arc<Touchpoint>>,
    /// What holds for the stage as a whole.
    pub experience: Experience,
}

/// Who controls a touchpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Control {
    /// We do.
    Owned,
    /// A partner does.
    Partner,
    /// Nobody of ours: word of mouth, press, reviews.
    Earned,
}

impl Control {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            Control::Owned => "owned",
            Control::Partner => "partner",
            Control::Earned => "earned",
        }
    }
}

/// A touchpoint of a stage or of the catalogue.
#[derive(Clone, PartialEq, Debug)]
pub struct Touchpoint {
    /// What every entity takes.
    pub common: Common,
    /// Its title; `None` only with `uses`.
    pub title: Option<Prose>,
    /// Channel id or word.
    pub channel: Option<Text>,
    /// What few touchpoints say.
    pub further: Option<Box<Further>>,
    /// What the customer lives through.
    pub experience: Experience,
}

/// What few of many stages and touchpoints say.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Further {
    /// The catalogue touchpoint laid under the fields of a touchpoint (`use`).
    pub uses: Option<RefName>,
    /// Who controls a touchpoint, if not the channel's.
    pub control: Option<Control>,
    /// A more detailed journey to zoom into.
    pub journey: Option<RefName>,
    /// When it happens.
    pub when: Option<Prose>,
    /// Measures.
    pub metrics: Option<ThinVec<Metric>>,
}

macro_rules! say_further {
    ($($kind:ident)*) => {$(
        impl $kind {
            /// A more detailed journey to zoom into.
            pub fn journey(&self) -> Option<&RefName> {
                self.further.as_ref()?.journey.as_ref()
            }

            /// When it happens.
            pub fn when(&self) -> Option<&Prose> {
                self.further.as_ref()?.when.as_ref()
            }

            /// Measures, if any are written.
            pub fn metrics(&self) -> Option<&[Metric]> {
                self.further.as_ref()?.metrics.as_deref()
            }
        }
    )*};
}

say_further!(Stage Touchpoint);

impl Touchpoint {
    /// The catalogue touchpoint laid under its fields (`use`).
    pub fn uses(&self) -> Option<&RefName> {
        self.further.as_ref()?.uses.as_ref()
    }

    /// Who controls it, if not the channel's.
    pub fn control(&self) -> Option<Control> {
        self.further.as_ref()?.control
    }
}

/// The experience fields. `None`: not written; `Some(empty)`: written empty, which on a use
/// empties the catalogue's.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Experience {
    /// What they do.
    pub actions: Option<ThinVec<Claim>>,
    /// What they think.
    pub thoughts: Option<ThinVec<Claim>>,
    /// What hurts.
    pub pains: Option<ThinVec<Claim>>,
    /// What helps.
    pub gains: Option<ThinVec<Claim>>,
    /// What they ask.
    pub questions: Option<ThinVec<Claim>>,
    /// How it feels.
    pub emotion: Option<Emotion>,
    /// In their words.
    pub quotes: Option<ThinVec<Quote>>,
    /// Moments of truth.
    pub moments: Option<ThinVec<Moment>>,
    /// Opportunities, by reference or inline.
    pub opportunities: Option<ThinVec<OpportunityItem>>,
    /// One word wide where there is none of it, as in most of what is written.
    pub beside: Option<Box<BesideExperience>>,
}

/// What an experience may have beside what the customer lives through: lanes behind the scenes and
/// of an organisation's own, a picture, a weight.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct BesideExperience {
    /// A word or two of how it feels.
    pub feeling: Option<Prose>,
    /// 1–5, default 3.
    pub importance: Option<Spanned<f64>>,
    /// Blueprint: what the customer holds.
    pub artifacts: Option<ThinVec<Claim>>,
    /// Blueprint: what the customer sees of us.
    pub frontstage: Option<ThinVec<Claim>>,
    /// Blueprint: what we do unseen.
    pub backstage: Option<ThinVec<Claim>>,
    /// Blueprint: what that rests on.
    pub support: Option<ThinVec<Claim>>,
    /// A storyboard picture.
    pub image: Option<Box<Image>>,
    /// Lanes declared in `site.yaml`, in its order.
    pub custom: ThinVec<(Arc<str>, ThinVec<Claim>)>,
}

impl Experience {
    /// A word or two of how it feels.
    pub fn feeling(&self) -> Option<&Prose> {
        self.beside.as_ref()?.feeling.as_ref()
    }

    /// 1–5, default 3.
    pub fn importance(&self) -> Option<Spanned<f64>> {
        self.beside.as_ref()?.importance
    }

    /// Blueprint: what the customer holds.
    pub fn artifacts(&self) -> Option<&[Claim]> {
        self.beside.as_ref()?.artifacts.as_deref()
    }

    /// Blueprint: what the customer sees of us.
    pub fn frontstage(&self) -> Option<&[Claim]> {
        self.beside.as_ref()?.frontstage.as_deref()
    }

    /// Blueprint: what we do unseen.
    pub fn backstage(&self) -> Option<&[Claim]> {
        self.beside.as_ref()?.backstage.as_deref()
    }

    /// Blueprint: what that rests on.
    pub fn support(&self) -> Option<&[Claim]> {
        self.beside.as_ref()?.support.as_deref()
    }

    /// A storyboard picture.
    pub fn image(&self) -> Option<&Image> {
        self.beside.as_ref()?.image.as_deref()
    }

    /// Lanes declared in `site.yaml`, in its order.
    pub fn custom(&self) -> &[(Arc<str>, ThinVec<Claim>)] {
        self.beside.as_ref().map_or(&[], |beside| &beside.custom)
    }
}

/// `emotion:`.
#[derive(Clone, PartialEq, Debug)]
pub enum Emotion {
    /// One number for every persona of the journey.
    All {
        /// The number.
        value: f64,
        /// Its place.
        span: Span,
    },
    /// A number for some; none where it is left open or is no number of the scale.
    Each(ThinVec<(RefName, Option<Spanned<f64>>)>),
}

impl Emotion {
    /// Where its first number is written.
    pub fn first(&self) -> Option<Span> {
        match self {
            Emotion::All { span, .. } => Some(*span),
            Emotion::Each(values) => {
                values.iter().find_map(|(_, value)| Some(value.as_ref()?.span))
            }
        }
    }
}

/// The kinds of moments of truth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MomentKind {
    /// Something goes better than hoped.
    Delight,
    /// Something goes wrong.
    Friction,
    /// The customer decides.
    Decision,
    /// Everything later depends on it.
    Pivotal,
}

impl MomentKind {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            MomentKind::Delight => "delight",
            MomentKind::Friction => "friction",
            MomentKind::Decision => "decision",
            MomentKind::Pivotal => "pivotal",
        }
    }
}

/// A moment of truth.
#[derive(Clone, PartialEq, Debug)]
pub struct Moment {
    /// Which.
    pub kind: MomentKind,
    /// Why, in a sentence.
    pub why: Option<Prose>,
    /// Its place.
    pub span: Span,
}

/// An item of `opportunities`.
#[derive(Clone, PartialEq, Debug)]
pub enum OpportunityItem {
    /// A reference.
    Ref(RefName),
    /// Written where it arises.
    Inline(Arc<Opportunity>),
}

/// How far an opportunity is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum OpportunityStatus {
    /// The default.
    #[default]
    Idea,
    /// Decided.
    Planned,
    /// Under way.
    Doing,
    /// Done: keeps a score, leaves the rank.
    Done,
    /// Dropped: keeps a score, leaves the rank.
    Dropped,
}

impl OpportunityStatus {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            OpportunityStatus::Idea => "idea",
            OpportunityStatus::Planned => "planned",
            OpportunityStatus::Doing => "doing",
            OpportunityStatus::Done => "done",
            OpportunityStatus::Dropped => "dropped",
        }
    }
}

/// What it takes: each 1–5, 5 the hardest.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effort {
    /// Time.
    pub time: f64,
    /// Money.
    pub cost: f64,
    /// Complexity.
    pub complexity: f64,
}

/// An opportunity.
#[derive(Clone, PartialEq, Debug)]
pub struct Opportunity {
    /// What every entity takes (its `status` is always published).
    pub common: Common,
    /// Its title.
    pub title: Prose,
    /// 1–5: how much it matters to the customer.
    pub impact: Spanned<f64>,
    /// Effort, if given.
    pub effort: Option<Effort>,
    /// 1–5, 5 the easiest, if given.
    pub feasibility: Option<Spanned<f64>>,
    /// How far it is.
    pub status: OpportunityStatus,
    /// Touchpoints, stages, journeys or personas.
    pub addresses: ThinVec<RefName>,
    /// The tracker.
    pub link: Option<Box<Text>>,
    /// What it rests on.
    pub evidence: ThinVec<RefName>,
}

/// How a source was made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Method(
    /// Index into [`fields::METHODS`].
    pub u8,
);

impl Method {
    /// The word of the format: `interview`, `support-tickets`, …
    pub fn word(self) -> &'static str {
        fields::METHODS[self.0 as usize]
    }
}

/// A study or source.
#[derive(Clone, PartialEq, Debug)]
pub struct Evidence {
    /// What every entity takes.
    pub common: Common,
    /// Its title.
    pub title: Prose,
    /// How it was made.
    pub method: Method,
    /// The date, or the end of a month, or `to`.
    pub date: Spanned<Date>,
    /// The date as written (`2026-05`, `2026-05-01`).
    pub date_text: Arc<str>,
    /// The beginning, when `from` and `to` are given.
    pub from: Option<Spanned<Date>>,
    /// How many took part.
    pub participants: Option<Spanned<f64>>,
    /// Where it is.
    pub source: Option<Text>,
    /// Last day on which it holds.
    pub expires: Option<Spanned<Date>>,
    /// Only title, method, date and participants may be shown.
    pub confidential: bool,
    /// Data file, copied.
    pub data: Option<Text>,
    /// What was said or seen.
    pub highlights: Vec<Highlight>,
}

/// Consent to be quoted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Consent {
    /// Missing is no consent.
    #[default]
    No,
    /// Given.
    Yes,
    /// Given, up to and including this day.
    Until(Date),
}

/// A span of a source worth quoting.
#[derive(Clone, PartialEq, Debug)]
pub struct Highlight {
    /// Its id within the source.
    pub id: Spanned<Arc<str>>,
    /// What was said.
    pub text: Prose,
    /// By whom: a pseudonym.
    pub who: Option<Text>,
    /// Whom it speaks for.
    pub personas: Vec<RefName>,
    /// Tags.
    pub tags: Vec<Text>,
    /// Language of the text.
    pub lang: Option<Text>,
    /// Consent.
    pub consent: Consent,
}

/// A measure.
#[derive(Clone, PartialEq, Debug)]
pub struct Metric {
    /// The whole item.
    pub span: Span,
    /// Its title.
    pub title: Prose,
    /// Where the series comes from.
    pub series: MetricSeries,
    /// `%`, `s`, `points`.
    pub unit: Option<Text>,
    /// `[min, max]` of the measure.
    pub scale: Option<(f64, f64)>,
    /// Where the scale is written.
    pub scale_span: Option<Span>,
    /// Where we want to be.
    pub target: Option<Spanned<f64>>,
    /// Whether lower is better.
    pub lower_is_better: bool,
}

/// A metric's values.
#[derive(Clone, PartialEq, Debug)]
pub enum MetricSeries {
    /// A CSV file.
    File(Text),
    /// Written inline, dates rising.
    Values(Vec<Measure>),
}

/// One measured value.
#[derive(Clone, PartialEq, Debug)]
pub struct Measure {
    /// When.
    pub date: Date,
    /// What.
    pub value: f64,
    /// From how many.
    pub n: Option<f64>,
    /// Where it is written.
    pub span: Span,
}

/// Text above a list, or of the home or a space's page.
#[derive(Clone, PartialEq, Debug)]
pub struct IndexText {
    /// Its file.
    pub file: FileId,
    /// `title:`.
    pub title: Option<Prose>,
    /// The Markdown.
    pub body: Option<Prose>,
}

/// A channel of `site.yaml`.
#[derive(Clone, PartialEq, Debug)]
pub struct Channel {
    /// Its id.
    pub id: Spanned<Arc<str>>,
    /// Its title.
    pub title: Text,
    /// Name of an icon of the theme.
    pub icon: Option<Text>,
    /// Who controls it by default, if the site says so.
    pub control: Option<Control>,
}

/// The emotion scale.
#[derive(Clone, PartialEq, Debug)]
pub struct EmotionScale {
    /// Lowest value.
    pub min: f64,
    /// Highest value.
    pub max: f64,
    /// Evenly spaced words, from lowest to highest; empty when the scale was changed without words.
    pub labels: Vec<Arc<str>>,
    /// Whether an author wrote them: theirs are shown as they are, those of the format in the
    /// language of the site.
    pub has_own_labels: bool,
}

/// A lane of an organisation's own.
#[derive(Clone, PartialEq, Debug)]
pub struct CustomLane {
    /// Its id, a field of stages and touchpoints.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
}

/// `site.yaml` with all its defaults.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// The file, or [`FileId::ROOT`] without one.
    pub file: FileId,
    /// Whether its YAML could be read. When not, everything is a default, and what refers to
    /// something that it may declare (a lane, the ends of the scale) is not reported.
    pub readable: bool,
    /// Title; default `Journeys`.
    pub title: Arc<str>,
    /// One sentence.
    pub description: Option<Arc<str>>,
    /// BCP 47; default `en`.
    pub language: Arc<str>,
    /// Where it is written, if it is.
    pub language_span: Option<Span>,
    /// Absolute address of the site's root, ending in `/`.
    pub base_url: Option<Arc<str>>,
    /// Theme name and place; default `default`.
    pub theme: Spanned<Arc<str>>,
    /// Pattern of the edit link, with `{path}`.
    pub repository: Option<Arc<str>>,
    /// The emotion scale.
    pub emotion: EmotionScale,
    /// Default cadence; quarterly.
    pub review_every: Cadence,
    /// How long before the day a review is due soon; 14 days.
    pub review_warn: Cadence,
    /// How long a source holds; 18 months.
    pub evidence_max_age: Cadence,
    /// Lane ids in order.
    pub lanes: Vec<Arc<str>>,
    /// Whether `lanes` was written.
    pub lanes_span: Option<Span>,
    /// The organisation's own lanes.
    pub custom_lanes: Vec<CustomLane>,
    /// Channels; empty means that any word is one.
    pub channels: Vec<Channel>,
    /// Interface word → forms.
    pub vocabulary: Vec<(Arc<str>, Vec<Arc<str>>)>,
    /// Strictly above is high.
    pub impact_threshold: f64,
    /// Strictly above is high.
    pub feasibility_threshold: f64,
    /// Code → severity (`None` is off).
    pub findings: Vec<(crate::diagnostic::Code, Option<crate::diagnostic::Severity>)>,
}

impl Config {
    /// The site's own word for who travels, one and many, if it has one.
    pub fn customer_words(&self) -> Option<(Arc<str>, Arc<str>)> {
        let (_, forms) = self.vocabulary.iter().find(|(word, _)| &**word == "customer")?;
        one_and_many(forms)
    }
}

/// A word and its plural, as `[patient, patients]` or `[patient]` name them.
pub(crate) fn one_and_many(forms: &[Arc<str>]) -> Option<(Arc<str>, Arc<str>)> {
    let one = forms.first()?.clone();
    let many = forms.get(1).cloned().unwrap_or_else(|| format!("{one}s").into());
    Some((one, many))
}

/// An entity of its own file (or folder), before anything is looked up.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry<T> {
    /// Its file: for a folder, its `index.md`.
    pub file: FileId,
    /// Path of that file, relative to the content folder.
    pub path: Arc<str>,
    /// Its space; empty for the root.
    pub space: Arc<str>,
    /// What it is.
    pub item: Arc<T>,
}

/// A CSV file of `data/` or elsewhere that was read.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// Its file.
    pub file: FileId,
    /// Rows in order.
    pub rows: Vec<Measure>,
}

/// A whole content folder, typed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Content {
    /// `site.yaml`.
    pub config: Arc<Config>,
    /// Text above lists: (space, kind or `None` for the space's own page, text), in path order.
    pub index_texts: Vec<(Arc<str>, Option<Kind>, Arc<IndexText>)>,
    /// Personas in path order, like everything below.
    pub personas: Vec<Entry<Persona>>,
    /// Journeys with their stages.
    pub journeys: Vec<Entry<Journey>>,
    /// Catalogue touchpoints.
    pub touchpoints: Vec<Entry<Touchpoint>>,
    /// Opportunities in files.
    pub opportunities: Vec<Entry<Opportunity>>,
    /// Sources.
    pub evidence: Vec<Entry<Evidence>>,
    /// Readable CSV files by path.
    pub series: std::collections::BTreeMap<Arc<str>, Arc<Series>>,
    /// (space, kind, ids) of entities whose file could not be read: references to them are not reported.
    pub unreadable: Vec<(Arc<str>, Kind, Vec<Arc<str>>)>,
}
