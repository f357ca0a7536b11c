//! The resolved site: every name has become an index and everything derived is worked out.
//! Nothing here can dangle, and what must be withheld is not here at all: the text of a highlight
//! without consent and the particulars of a confidential source never leave the model.

pub mod address;
mod against;
pub mod derive;
mod meta;
mod neighbours;
pub mod number;
mod renumber;
pub mod resolve;
#[cfg(test)]
mod sizes;

pub use against::{Against, below_as_is, felt_at};
pub use meta::{BesideMeta, Meta, Origin};
pub use neighbours::Changed;
pub use renumber::Renumbering;
pub(crate) use resolve::without_particulars;
pub use resolve::{
    Again, Exchange, Exchanged, Kept, Moved, Options, Touched, resolve, resolve_and_keep,
};

use crate::model::{
    self, Altitude, Cadence, Channel, Config, Control, Doc, Effort, Kind, Lifecycle, Method,
    MomentKind, OpportunityStatus, PersonaKind, State,
};
use crate::parse::slug;
use crate::source::Span;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;
use thin_vec::ThinVec;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);
    )*};
}

index! {
    /// Index into [`Site::personas`].
    PersonaIx;
    /// Index into [`Site::journeys`].
    JourneyIx;
    /// Index into [`Site::touchpoints`] (the catalogue).
    CatalogueIx;
    /// Index into [`Site::opportunities`].
    OpportunityIx;
    /// Index into [`Site::evidence`].
    EvidenceIx;
}

/// Any entity of the site. Ordered by kind, then by the order of its list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Node {
    /// A persona.
    Persona(PersonaIx),
    /// A journey.
    Journey(JourneyIx),
    /// A stage: its place in its journey.
    Stage(JourneyIx, u32),
    /// A touchpoint of a stage: places of the stage and in the stage.
    Touchpoint(JourneyIx, u32, u32),
    /// A catalogue touchpoint.
    Catalogue(CatalogueIx),
    /// An opportunity, of a file or inline.
    Opportunity(OpportunityIx),
    /// A source.
    Evidence(EvidenceIx),
}

/// The whole resolved site. Lists are in path order; drafts are not in it unless asked for.
#[derive(Clone, Debug)]
pub struct Site {
    /// `site.yaml` with its defaults.
    pub config: Arc<Config>,
    /// The one clock.
    pub today: Date,
    /// Spaces other than the root, in path order, ancestors included.
    pub spaces: Vec<Space>,
    /// The home page's own text.
    pub home: Option<IndexText>,
    /// Text above a kind's (global) list; from root first, then spaces, in path order.
    pub list_texts: Vec<(Arc<str>, Kind, IndexText)>,
    /// Personas.
    pub personas: Vec<Arc<Persona>>,
    /// Journeys.
    pub journeys: Vec<Arc<Journey>>,
    /// Catalogue touchpoints.
    pub touchpoints: Vec<Arc<CatalogueTouchpoint>>,
    /// Opportunities: files in path order, then inline ones in the order of their homes.
    pub opportunities: Vec<Arc<Opportunity>>,
    /// Sources.
    pub evidence: Vec<Arc<Evidence>>,
    /// Channels in the order of `site.yaml`, then words met, sorted.
    pub channels: Vec<Channel>,
    /// Everything that has a review, by next date, then path; `never` first.
    pub reviews: Vec<ReviewItem>,
    /// Tags by slug.
    pub tags: Vec<Tag>,
    /// Files to copy as they are: paths relative to the content folder, in order.
    pub files: Vec<Arc<str>>,
    /// Former addresses: (output path of the old page, where it leads, anchor kept by the target).
    pub redirects: BTreeMap<Arc<str>, Node>,
    /// Former ids of touchpoints, which were anchors on the page where they still stand.
    pub former_anchors: BTreeMap<Node, Vec<Arc<str>>>,
    /// Anchors of inline opportunities whose own is that of another one on the same page.
    pub second_anchors: BTreeMap<OpportunityIx, Arc<str>>,
    /// Ranked opportunities (no done, dropped or retired-home ones), best first.
    pub ranked: Vec<OpportunityIx>,
}

/// A space: the folders above a kind folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// Its path, `retail` or `retail/north`.
    pub path: Arc<str>,
    /// Its title: `title` of its `index.md`, else the last part of its path.
    pub title: Arc<str>,
    /// Its text.
    pub text: Option<IndexText>,
}

/// Text of a list, a space or the home page.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexText {
    /// Title.
    pub title: Option<Words>,
    /// Body.
    pub body: Option<Words>,
}

/// A text whose links and citations have been looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The parsed text.
    pub doc: Doc,
    /// One word wide where there is none of it, as in most of a hundred thousand texts.
    beside: Option<Box<BesideWords>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct BesideWords {
    targets: ThinVec<Target>,
    citations: ThinVec<Citation>,
    lang: Option<Arc<str>>,
}

impl Words {
    /// A text of the site's language, without links and citations.
    pub fn plain(doc: Doc) -> Self {
        Self { doc, beside: None }
    }

    /// A text with the targets of its links and the sources of its citations, in their order, and
    /// its language, if that is not the site's.
    pub fn new(
        doc: Doc,
        targets: ThinVec<Target>,
        citations: ThinVec<Citation>,
        lang: Option<Arc<str>>,
    ) -> Self {
        let is_plain = targets.is_empty() && citations.is_empty() && lang.is_none();
        let beside = (!is_plain).then(|| Box::new(BesideWords { targets, citations, lang }));
        Self { doc, beside }
    }

    /// Where each of its links leads, in their order; empty when it has none.
    pub fn targets(&self) -> &[Target] {
        self.beside.as_ref().map_or(&[], |beside| &beside.targets)
    }

    /// Which source each of its citations means, in their order.
    pub fn citations(&self) -> &[Citation] {
        self.beside.as_ref().map_or(&[], |beside| &beside.citations)
    }

    /// The same, to be changed.
    pub(crate) fn citations_mut(&mut self) -> &mut [Citation] {
        self.beside.as_mut().map_or(&mut [], |beside| &mut beside.citations)
    }

    /// Language, if it is not the site's.
    pub fn lang(&self) -> Option<&str> {
        self.beside.as_ref()?.lang.as_deref()
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// An entity's page or section, with an anchor of the author's choice.
    Node(Node, Option<Arc<str>>),
    /// A space's page, a kind's list, the home page: output path.
    Page(Arc<str>, Option<Arc<str>>),
    /// A copied file: path relative to the site's root.
    File(Arc<str>),
    /// An anchor of the same page.
    Anchor(Arc<str>),
    /// http, https, mailto.
    External(Arc<str>),
    /// A draft that is left out, or a dead link: the words stay, the link does not.
    None,
}

/// A source, or one of its highlights, that something rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// The source; `None` for one that is left out (a draft) or could not be found.
    pub source: Option<EvidenceIx>,
    /// Index into its highlights.
    pub highlight: Option<u32>,
}

/// How far a claim can be trusted. Derived, never written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ClaimStatus {
    /// Some cited source is in date.
    Known,
    /// Something speaks against it.
    Contested,
    /// Every cited source is out of date.
    Stale,
    /// Cites nothing.
    Assumed,
}

impl ClaimStatus {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            ClaimStatus::Known => "known",
            ClaimStatus::Contested => "contested",
            ClaimStatus::Stale => "stale",
            ClaimStatus::Assumed => "assumed",
        }
    }
}

/// The lanes that hold claims, in the order in which they are written out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Lane {
    /// `actions`.
    Actions,
    /// `thoughts`.
    Thoughts,
    /// `pains` (of a persona too).
    Pains,
    /// `gains`.
    Gains,
    /// `questions`.
    Questions,
    /// `quotes`.
    Quotes,
    /// `goals` of a persona.
    Goals,
    /// `motivations` of a persona.
    Motivations,
    /// `outcomes` of a persona.
    Outcomes,
    /// `quote` of a persona.
    Quote,
    /// `attributes` of a persona, of which each has a name; not counted in coverage.
    Attribute,
    /// Blueprint `artifacts`; not counted.
    Artifacts,
    /// Blueprint `frontstage`; not counted.
    Frontstage,
    /// Blueprint `backstage`; not counted.
    Backstage,
    /// Blueprint `support`; not counted.
    Support,
    /// A lane of `site.yaml`, which has an id of its own; not counted.
    Custom,
}

impl Lane {
    /// The lane's id in the format. Authors name lanes of `site.yaml` and attributes themselves:
    /// what a claim of theirs stands in is [`Claim::lane_id`].
    pub fn id(self) -> &'static str {
        match self {
            Lane::Actions => "actions",
            Lane::Thoughts => "thoughts",
            Lane::Pains => "pains",
            Lane::Gains => "gains",
            Lane::Questions => "questions",
            Lane::Quotes => "quotes",
            Lane::Goals => "goals",
            Lane::Motivations => "motivations",
            Lane::Outcomes => "outcomes",
            Lane::Quote => "quote",
            Lane::Attribute => "attributes",
            Lane::Custom => "custom",
            Lane::Artifacts => "artifacts",
            Lane::Frontstage => "frontstage",
            Lane::Backstage => "backstage",
            Lane::Support => "support",
        }
    }

    /// Whether its claims count in evidence coverage.
    pub fn counts(self) -> bool {
        !matches!(
            self,
            Lane::Attribute
                | Lane::Artifacts
                | Lane::Frontstage
                | Lane::Backstage
                | Lane::Support
                | Lane::Custom
        )
    }
}

/// A statement about a customer with its status.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its lane.
    pub lane: Lane,
    /// The text; `None` when it is withheld (a highlight without consent).
    pub words: Option<Words>,
    /// Known, stale, contested, assumed.
    pub status: ClaimStatus,
    /// Where it is written (the catalogue's place for a claim that a use inherits).
    pub span: Span,
    /// One word wide where there is none of it, as with most of a hundred thousand claims.
    beside: Option<Box<BesideClaim>>,
}

/// What a claim may have beside its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BesideClaim {
    /// For an attribute or a lane of `site.yaml`: its name or id.
    pub lane: Option<Arc<str>>,
    /// For a quoted highlight: who said it.
    pub who: Option<Arc<str>>,
    /// Everything it cites: in its text first, then `evidence`, each once.
    pub evidence: ThinVec<Citation>,
    /// What speaks against it.
    pub against: ThinVec<Citation>,
    /// Whom it is about, if not everybody.
    pub personas: ThinVec<PersonaIx>,
    /// Tags as written.
    pub tags: ThinVec<Arc<str>>,
}

impl Claim {
    /// A claim with what stands beside its words.
    pub fn new(
        (lane, span): (Lane, Span),
        words: Option<Words>,
        status: ClaimStatus,
        beside: BesideClaim,
    ) -> Self {
        let mut claim = Self { lane, words, status, span, beside: None };
        claim.change(|old| *old = beside);
        claim
    }

    /// The id of its lane in the format, the name of an attribute.
    pub fn lane_id(&self) -> &str {
        let own = self.beside.as_ref().and_then(|beside| beside.lane.as_deref());
        own.unwrap_or(self.lane.id())
    }

    /// Its lane and which one of those that authors name: what two claims of one lane share.
    pub fn full_lane(&self) -> (Lane, &str) {
        (self.lane, self.lane_id())
    }

    /// For a quoted highlight: who said it.
    pub fn who(&self) -> Option<&str> {
        self.beside.as_ref()?.who.as_deref()
    }

    /// Everything it cites: in its text first, then `evidence`, each once.
    pub fn evidence(&self) -> &[Citation] {
        self.beside.as_ref().map_or(&[], |beside| &beside.evidence)
    }

    /// What speaks against it.
    pub fn against(&self) -> &[Citation] {
        self.beside.as_ref().map_or(&[], |beside| &beside.against)
    }

    /// Whom it is about, if not everybody.
    pub fn personas(&self) -> &[PersonaIx] {
        self.beside.as_ref().map_or(&[], |beside| &beside.personas)
    }

    /// Tags as written.
    pub fn tags(&self) -> &[Arc<str>] {
        self.beside.as_ref().map_or(&[], |beside| &beside.tags)
    }

    /// Changes what stands beside its words.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut BesideClaim)) {
        let mut beside = self.beside.take().map_or_else(BesideClaim::default, |beside| *beside);
        change(&mut beside);
        self.beside = model::beside(beside);
    }
}

/// Claims counted by status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Coverage {
    /// All that count.
    pub claims: u32,
    /// Known.
    pub known: u32,
    /// Stale.
    pub stale: u32,
    /// Contested.
    pub contested: u32,
    /// Assumed.
    pub assumed: u32,
}

impl Coverage {
    /// Known claims / all claims, 0–1; `None` without claims.
    pub fn ratio(&self) -> Option<f64> {
        (self.claims > 0).then(|| f64::from(self.known) / f64::from(self.claims))
    }
}

/// Review with what is derived. State is that of the build date; pages let the reader's clock decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The last review.
    pub last: Option<Date>,
    /// The cadence.
    pub every: Cadence,
    /// last + every.
    pub next: Option<Date>,
    /// How long before `next` it is due soon, in days from `next` back: warn date = `soon_from`.
    pub soon_from: Option<Date>,
    /// At the build date.
    pub state: ReviewState,
    /// `review.owner`, else the entity's.
    pub owner: Option<Arc<str>>,
    /// Earlier reviews, newest first.
    pub log: Vec<(Date, Option<Arc<str>>, Option<Words>)>,
    /// Where it is written, else the entity's place.
    pub span: Span,
}

/// How urgent a review is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewState {
    /// Nothing to do.
    Current,
    /// `warn` or less to go, the day itself included.
    DueSoon,
    /// After the day.
    Overdue,
    /// Never reviewed.
    Never,
}

impl ReviewState {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            ReviewState::Current => "current",
            ReviewState::DueSoon => "due-soon",
            ReviewState::Overdue => "overdue",
            ReviewState::Never => "never",
        }
    }
}

/// A row of the reviews page.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewItem {
    /// What is reviewed; its `Meta` has the rest.
    pub node: Node,
}

/// An image that is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Path from the site's root.
    pub path: Arc<str>,
    /// Text alternative.
    pub alt: Arc<str>,
}

/// A persona.
#[derive(Clone, Debug, PartialEq)]
pub struct Persona {
    /// What every entity has.
    pub meta: Meta,
    /// Name.
    pub name: Words,
    /// Role.
    pub role: Option<Words>,
    /// Portrait.
    pub image: Option<Image>,
    /// Goals, motivations, pains, outcomes, quote and attributes, in this order.
    pub claims: ThinVec<Claim>,
    /// Scales: (left or label, right, value 0–1).
    pub scales: Vec<(Arc<str>, Option<Arc<str>>, f64)>,
    /// Channel preferences 0–5: index into [`Site::channels`].
    pub channels: Vec<(u32, f64)>,
    /// Customer, employee, partner.
    pub kind: PersonaKind,
    /// Segments.
    pub segments: Vec<Arc<str>>,
    /// Coverage of her own claims.
    pub coverage: Coverage,
    /// Whether anything speaks for her: a source that she cites or a highlight that names her.
    /// Without any she is invented, and every place that names her says so.
    pub has_evidence: bool,
    /// Journeys she travels (retired ones too).
    pub journeys: Vec<JourneyIx>,
}

/// A point of a journey: a touchpoint, or a stage that stands for itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Stage or touchpoint.
    pub node: Node,
    /// Whose emotion.
    pub persona: PersonaIx,
    /// On the site's scale.
    pub value: f64,
}

/// Two neighbouring points and the way down between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drop {
    /// The higher, earlier point.
    pub from: Node,
    /// The lower, later point.
    pub to: Node,
    /// Whose.
    pub persona: PersonaIx,
    /// As a positive number.
    pub value: f64,
}

/// A journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// What every entity has.
    pub meta: Meta,
    /// Title.
    pub title: Words,
    /// Who travels, in the author's order.
    pub personas: Vec<PersonaIx>,
    /// Goal.
    pub goal: Option<Words>,
    /// Scenario.
    pub scenario: Option<Words>,
    /// As-is, to-be, research.
    pub state: Option<State>,
    /// Macro, mid, micro.
    pub altitude: Option<Altitude>,
    /// The as-is journey that this one changes.
    pub baseline: Option<JourneyIx>,
    /// The journey above: written, else derived from `journey`.
    pub parent: Option<JourneyIx>,
    /// Journeys below.
    pub children: Vec<JourneyIx>,
    /// Lane ids to show, in order.
    pub lanes: Vec<Arc<str>>,
    /// Measures of the whole.
    pub metrics: Vec<Metric>,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Lowest point of any persona.
    pub lowest: Option<Point>,
    /// Highest point.
    pub highest: Option<Point>,
    /// Largest drop.
    pub largest_drop: Option<Drop>,
    /// Coverage of all its claims.
    pub coverage: Coverage,
    /// Opportunities that address it, a stage or a touchpoint of it, ranked first, each once.
    pub opportunities: ThinVec<OpportunityIx>,
}

/// What a stage or a touchpoint lives through.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Experience {
    /// All claims, lane by lane in the order of [`Lane`]; a quote of a highlight too.
    pub claims: ThinVec<Claim>,
    /// Emotion of each persona of the journey who has one, in the journey's order.
    pub emotion: ThinVec<(PersonaIx, f64)>,
    /// A word or two.
    pub feeling: Option<Box<Words>>,
    /// Moments of truth: kind, why, place.
    pub moments: ThinVec<Moment>,
    /// 1–5.
    pub importance: f64,
    /// Opportunities that address it, named from either side, ranked first.
    pub opportunities: ThinVec<OpportunityIx>,
    /// Storyboard picture.
    pub image: Option<Box<Image>>,
    /// Coverage of its own claims.
    pub coverage: Coverage,
}

/// A moment of truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Which.
    pub kind: MomentKind,
    /// Why.
    pub why: Option<Words>,
}

/// A stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// What every entity has.
    pub meta: Meta,
    /// Title.
    pub title: Words,
    /// Phase.
    pub phase: Option<Arc<str>>,
    /// Lifecycle.
    pub lifecycle: Option<Lifecycle>,
    /// Goal.
    pub goal: Option<Words>,
    /// What few stages say.
    pub further: Option<Box<Further>>,
    /// Touchpoints in order.
    pub touchpoints: Vec<Touchpoint>,
    /// What is written for the stage as a whole (its `emotion` as written).
    pub experience: Experience,
    /// Mean of each persona who has one: the stage's own, else the weighted mean of touchpoints.
    pub emotion: ThinVec<(PersonaIx, f64)>,
    /// Coverage of the stage and its touchpoints.
    pub coverage: Coverage,
}

/// A touchpoint of a stage, the catalogue already laid under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Touchpoint {
    /// What every entity has.
    pub meta: Meta,
    /// Title.
    pub title: Words,
    /// Number in its journey, from 1.
    pub number: u32,
    /// Index into [`Site::channels`].
    pub channel: Option<u32>,
    /// The effective one.
    pub control: Option<Control>,
    /// The catalogue touchpoint it uses.
    pub uses: Option<CatalogueIx>,
    /// What few touchpoints say.
    pub further: Option<Box<Further>>,
    /// What the customer lives through.
    pub experience: Experience,
}

/// What few of many stages and touchpoints say.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Further {
    /// When.
    pub when: Option<Words>,
    /// A more detailed journey.
    pub journey: Option<JourneyIx>,
    /// Measures.
    pub metrics: ThinVec<Metric>,
}

macro_rules! say_further {
    ($($kind:ident)*) => {$(
        impl $kind {
            /// When.
            pub fn when(&self) -> Option<&Words> {
                self.further.as_ref()?.when.as_ref()
            }

            /// A more detailed journey.
            pub fn journey(&self) -> Option<JourneyIx> {
                self.further.as_ref()?.journey
            }

            /// Measures.
            pub fn metrics(&self) -> &[Metric] {
                self.further.as_ref().map_or(&[], |further| &further.metrics)
            }
        }
    )*};
}

say_further!(Stage Touchpoint);

/// A touchpoint of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueTouchpoint {
    /// What every entity has.
    pub meta: Meta,
    /// Title.
    pub title: Words,
    /// Index into [`Site::channels`].
    pub channel: Option<u32>,
    /// The effective one.
    pub control: Option<Control>,
    /// When.
    pub when: Option<Words>,
    /// A more detailed journey.
    pub journey: Option<JourneyIx>,
    /// Measures.
    pub metrics: Vec<Metric>,
    /// Its own fields; `emotion` of named personas as written.
    pub experience: Experience,
    /// Every use, in order: [`Node::Touchpoint`].
    pub uses: Vec<Node>,
}

/// Where two thresholds put an opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quadrant {
    /// High impact, high feasibility.
    QuickWin,
    /// High impact, low feasibility.
    BigBet,
    /// Low impact, high feasibility.
    FillIn,
    /// Low, low.
    Reconsider,
}

impl Quadrant {
    /// The words of the format: `quick win`, `big bet`, `fill-in`, `reconsider`.
    pub fn word(self) -> &'static str {
        match self {
            Quadrant::QuickWin => "quick win",
            Quadrant::BigBet => "big bet",
            Quadrant::FillIn => "fill-in",
            Quadrant::Reconsider => "reconsider",
        }
    }
}

/// An opportunity.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunity {
    /// What every entity has.
    pub meta: Meta,
    /// Title.
    pub title: Words,
    /// 1–5.
    pub impact: f64,
    /// 1–5: given, else 6 − mean effort.
    pub feasibility: f64,
    /// As written.
    pub effort: Option<Effort>,
    /// impact × feasibility, unrounded, 1–25.
    pub score: f64,
    /// At the site's thresholds.
    pub quadrant: Quadrant,
    /// From 1; `None` when done, dropped or its home is retired.
    pub rank: Option<u32>,
    /// How far it is.
    pub status: OpportunityStatus,
    /// Touchpoints, stages, journeys and personas, named from either side, in order, each once.
    pub addresses: ThinVec<Node>,
    /// The tracker (checked http or https).
    pub link: Option<Arc<str>>,
    /// What it rests on.
    pub evidence: ThinVec<Citation>,
    /// Whether it rests on evidence in date: `known`, `stale` or `assumed`.
    pub support: ClaimStatus,
    /// Where it is written inline: a stage, touchpoint or catalogue touchpoint; `None` for a file.
    pub home: Option<Node>,
}

/// A source.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What every entity has. Of a confidential source: no body, links, tags, owner, extra.
    pub meta: Meta,
    /// Title.
    pub title: Words,
    /// Method.
    pub method: Method,
    /// The date (the end of the month, or `to`).
    pub date: Date,
    /// As written.
    pub date_text: Arc<str>,
    /// Beginning.
    pub from: Option<Date>,
    /// How many.
    pub participants: Option<f64>,
    /// Where it is (checked http or https).
    pub source: Option<Arc<str>>,
    /// Last day on which it is in date: `expires`, else date + `max_age`.
    pub in_date_until: Date,
    /// Whether it is in date at the build date.
    pub in_date: bool,
    /// Confidential and not asked for: most of it is not here.
    pub confidential: bool,
    /// Data file, copied.
    pub data: Option<Arc<str>>,
    /// Highlights; none for a confidential source.
    pub highlights: Vec<Highlight>,
    /// Entities that cite it (also by one of its highlights), each once, in order.
    pub cited_by: Vec<Node>,
}

/// A highlight of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    /// Id within the source.
    pub id: Arc<str>,
    /// What was said; `None` without consent.
    pub words: Option<Words>,
    /// By whom; `None` without consent.
    pub who: Option<Arc<str>>,
    /// Whom it speaks for.
    pub personas: Vec<PersonaIx>,
    /// Tags, each with its place.
    pub tags: ThinVec<(Arc<str>, Span)>,
    /// Entities that lean on it.
    pub cited_by: Vec<Node>,
}

/// A measure with its series.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Title.
    pub title: Words,
    /// Rising dates.
    pub values: Arc<[(Date, f64, Option<f64>)]>,
    /// Copied CSV file, if there is one.
    pub file: Option<Arc<str>>,
    /// Unit.
    pub unit: Option<Arc<str>>,
    /// min, max of the measure.
    pub scale: Option<(f64, f64)>,
    /// Where we want to be.
    pub target: Option<f64>,
    /// Whether lower is better.
    pub lower_is_better: bool,
    /// Newest value not after today.
    pub newest: Option<(Date, f64)>,
    /// That value on the emotion scale; `None` without a scale.
    pub measured: Option<f64>,
}

/// A tag: all spellings with one slug.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// Its slug.
    pub slug: Arc<str>,
    /// As first written in path order.
    pub name: Arc<str>,
    /// What carries it, in order.
    pub nodes: Vec<Node>,
}

impl Site {
    /// An entity's tags, each once: spellings with one slug are one tag.
    pub fn tags_of<'s>(&'s self, meta: &'s Meta) -> impl Iterator<Item = &'s Tag> {
        let mut seen = Vec::new();
        meta.tags().iter().filter_map(move |(written, _)| {
            let tag = self.tag(written)?;
            let new = !seen.contains(&&tag.slug);
            seen.push(&tag.slug);
            new.then_some(tag)
        })
    }

    /// The tag of a spelling.
    pub fn tag(&self, written: &str) -> Option<&Tag> {
        let slug = slug(written);
        let at = self.tags.binary_search_by(|tag| (*tag.slug).cmp(slug.as_str())).ok()?;
        Some(&self.tags[at])
    }

    /// The persona at an index.
    pub fn persona(&self, ix: PersonaIx) -> &Persona {
        &self.personas[ix.0 as usize]
    }

    /// The journey at an index.
    pub fn journey(&self, ix: JourneyIx) -> &Journey {
        &self.journeys[ix.0 as usize]
    }

    /// The catalogue touchpoint at an index.
    pub fn catalogue(&self, ix: CatalogueIx) -> &CatalogueTouchpoint {
        &self.touchpoints[ix.0 as usize]
    }

    /// The opportunity at an index.
    pub fn opportunity(&self, ix: OpportunityIx) -> &Opportunity {
        &self.opportunities[ix.0 as usize]
    }

    /// The source at an index.
    pub fn source(&self, ix: EvidenceIx) -> &Evidence {
        &self.evidence[ix.0 as usize]
    }

    /// A stage of a journey.
    pub fn stage(&self, journey: JourneyIx, stage: u32) -> &Stage {
        &self.journey(journey).stages[stage as usize]
    }

    /// A touchpoint of a stage.
    pub fn touchpoint(&self, journey: JourneyIx, stage: u32, touchpoint: u32) -> &Touchpoint {
        &self.stage(journey, stage).touchpoints[touchpoint as usize]
    }

    /// What every entity has, of any entity.
    pub fn meta(&self, node: Node) -> &Meta {
        match node {
            Node::Persona(ix) => &self.persona(ix).meta,
            Node::Journey(ix) => &self.journey(ix).meta,
            Node::Stage(j, s) => &self.stage(j, s).meta,
            Node::Touchpoint(j, s, t) => &self.touchpoint(j, s, t).meta,
            Node::Catalogue(ix) => &self.catalogue(ix).meta,
            Node::Opportunity(ix) => &self.opportunity(ix).meta,
            Node::Evidence(ix) => &self.source(ix).meta,
        }
    }

    /// Title or name of any entity.
    pub fn title(&self, node: Node) -> &Words {
        match node {
            Node::Persona(ix) => &self.persona(ix).name,
            Node::Journey(ix) => &self.journey(ix).title,
            Node::Stage(j, s) => &self.stage(j, s).title,
            Node::Touchpoint(j, s, t) => &self.touchpoint(j, s, t).title,
            Node::Catalogue(ix) => &self.catalogue(ix).title,
            Node::Opportunity(ix) => &self.opportunity(ix).title,
            Node::Evidence(ix) => &self.source(ix).title,
        }
    }
}

impl Node {
    /// The kind of the entity.
    pub fn kind(self) -> Kind {
        match self {
            Node::Persona(_) => Kind::Persona,
            Node::Journey(_) => Kind::Journey,
            Node::Stage(..) => Kind::Stage,
            Node::Touchpoint(..) | Node::Catalogue(_) => Kind::Touchpoint,
            Node::Opportunity(_) => Kind::Opportunity,
            Node::Evidence(_) => Kind::Evidence,
        }
    }
}
