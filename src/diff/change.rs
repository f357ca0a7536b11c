//! What can change, typed. Every value is one of the format's own: a consumer of the JSON meets
//! the names that authors write.

use crate::model::Kind;
use serde::{Serialize, Serializer};

/// One thing that is not as it was.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Change {
    /// What it happened to.
    #[serde(flatten)]
    pub subject: Subject,
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
    /// Whether that is worse or better for a customer or for what is known of one.
    pub effect: Effect,
    /// Whether it follows from other changes: nobody typed it here.
    pub derived: bool,
    /// Whether it is a small edit of prose, which people are told only the number of.
    pub minor: bool,
}

/// What a change happened to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Full reference of the entity, or of the one it is part of: as it is after, of what is gone
    /// as it was.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Title of the entity, the metric or the site; the id of a highlight; of a claim the title of
    /// the entity that makes it.
    pub title: String,
    /// The journey in which it stands, if it stands in one.
    pub journey: Option<Name>,
    /// The lane of a claim.
    pub lane: Option<String>,
    /// What a claim or a highlight says, without markup; nothing when it is withheld.
    pub text: Option<String>,
}

/// The kinds of what changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// `site.yaml` and texts above lists.
    Site,
    /// A space.
    Space,
    /// A persona.
    Persona,
    /// A journey.
    Journey,
    /// A stage.
    Stage,
    /// A touchpoint of a stage or of the catalogue.
    Touchpoint,
    /// An opportunity.
    Opportunity,
    /// A source.
    Evidence,
    /// A highlight of a source.
    Highlight,
    /// A statement about a customer.
    Claim,
    /// A measure.
    Metric,
}

impl From<Kind> for SubjectKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Persona => SubjectKind::Persona,
            Kind::Journey => SubjectKind::Journey,
            Kind::Stage => SubjectKind::Stage,
            Kind::Touchpoint => SubjectKind::Touchpoint,
            Kind::Opportunity => SubjectKind::Opportunity,
            Kind::Evidence => SubjectKind::Evidence,
        }
    }
}

impl SubjectKind {
    /// The word that people are shown.
    pub fn word(self) -> &'static str {
        match self {
            SubjectKind::Site => "site",
            SubjectKind::Space => "space",
            SubjectKind::Persona => "persona",
            SubjectKind::Journey => "journey",
            SubjectKind::Stage => "stage",
            SubjectKind::Touchpoint => "touchpoint",
            SubjectKind::Opportunity => "opportunity",
            SubjectKind::Evidence => "source",
            SubjectKind::Highlight => "highlight",
            SubjectKind::Claim => "claim",
            SubjectKind::Metric => "metric",
        }
    }
}

/// An entity by its reference and its title.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Name {
    /// Full reference; empty for the root space.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Title.
    pub title: String,
}

/// How two things were found to be one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// They have the same id.
    Id,
    /// The new one names the old one in its `aliases`.
    Alias,
    /// They have the same title, and no other has it.
    Title,
    /// They say nearly the same.
    Likeness,
}

impl By {
    /// What people are shown.
    pub fn word(self) -> &'static str {
        match self {
            By::Id => "id",
            By::Alias => "alias",
            By::Title => "title",
            By::Likeness => "likeness",
        }
    }
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Fact {
    /// It was not there.
    Added,
    /// It is gone.
    Removed,
    /// It has another title, or another id.
    Renamed {
        /// How it was called.
        from: Name,
        /// How it is called.
        to: Name,
        /// How the two were found to be one.
        by: By,
    },
    /// It stands in another stage, journey, space or lane.
    Moved {
        /// Where it stood.
        from: Name,
        /// The journey in which that is, if it is another one.
        from_journey: Option<Name>,
        /// Where it stands.
        to: Name,
        /// How the two were found to be one.
        by: By,
    },
    /// It stands elsewhere among its neighbours; those that only made room are not told.
    Reordered {
        /// Where it stood, from 1.
        from: usize,
        /// Where it stands, from 1.
        to: usize,
    },
    /// A field has another value.
    Changed {
        /// The field, as authors write it, or the name of what is derived.
        field: String,
        /// Whose value it is, where each persona has one.
        persona: Option<Name>,
        /// The value before.
        from: Value,
        /// The value after.
        to: Value,
    },
    /// A claim or highlight says it otherwise.
    Reworded {
        /// Its words before; nothing when they are withheld.
        from: Option<String>,
        /// Its words after.
        to: Option<String>,
    },
    /// A text was edited.
    Edited {
        /// The field that holds it; `body` for the Markdown.
        field: String,
        /// The text before: of a line without its markup, unless only that is different.
        from: Option<String>,
        /// The text after.
        to: Option<String>,
    },
    /// What is stated is more or less sure than it was.
    Status {
        /// Known, stale, contested, assumed.
        from: &'static str,
        /// Known, stale, contested, assumed.
        to: &'static str,
        /// Why.
        because: Vec<Cause>,
    },
    /// It rests on other evidence and is as sure as before.
    Evidence {
        /// What is different.
        because: Vec<Cause>,
    },
}

/// Why a statement is more or less sure.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Cause {
    /// What is different.
    pub what: CauseKind,
    /// The source, or `source#highlight`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// The source's title.
    pub title: String,
}

/// What is different about a source of a statement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CauseKind {
    /// The source is gone.
    SourceRemoved,
    /// The source is there and no longer cited.
    NoLongerCited,
    /// The source is out of date.
    OutOfDate,
    /// The source is in date again.
    InDate,
    /// The source is cited now.
    Cited,
    /// The source speaks against it now.
    Against,
    /// The source no longer speaks against it.
    NoLongerAgainst,
}

/// A value before or after.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// There is none.
    None,
    /// Yes or no.
    Flag(bool),
    /// A number, to two decimals.
    Number(f64),
    /// A word, a date, a text.
    Text(String),
    /// Several, in their order.
    List(Vec<String>),
    /// An entity that is referred to: data has its reference, people read its title.
    Link(#[serde(serialize_with = "reference")] Name),
    /// Several of them.
    Links(#[serde(serialize_with = "references")] Vec<Name>),
    /// Known claims of all claims.
    Coverage {
        /// Known ones.
        known: u32,
        /// All that count.
        claims: u32,
    },
    /// A point of a curve, or the fall between two.
    Point {
        /// Where it is, or where the fall ends.
        #[serde(flatten)]
        place: Name,
        /// Whose curve.
        persona: String,
        /// How high it is, or how deep the fall.
        value: f64,
    },
}

/// What a change does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Worse for a customer, or for what is known.
    Worse,
    /// Better.
    Better,
    /// Neither.
    Neutral,
}

fn reference<S: Serializer>(name: &Name, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&name.reference)
}

fn references<S: Serializer>(names: &[Name], out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(names.iter().map(|name| &name.reference))
}
