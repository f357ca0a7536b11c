//! The one table of fields. Decoding, the templates of `new`, and whatever else must know which
//! fields there are (JSON Schema, `fmt`, completion, reference docs) read it; nothing else lists
//! them. The order of a table is the order in which a tidy file writes its fields.

mod template;

pub use template::{template, template_of};

use super::Kind;

/// How a source may be made.
pub const METHODS: &[&str] = &[
    "interview",
    "survey",
    "nps",
    "usability-test",
    "diary-study",
    "field-study",
    "support-tickets",
    "sales-calls",
    "analytics",
    "session-recording",
    "review",
    "desk-research",
    "workshop",
];

/// The words of `lifecycle`.
pub const LIFECYCLE: &[&str] = &[
    "awareness",
    "consideration",
    "purchase",
    "onboarding",
    "use",
    "support",
    "renewal",
    "advocacy",
];

/// The lanes that every site has, besides those it declares.
pub const LANES: &[&str] = &[
    "phases",
    "stages",
    "touchpoints",
    "channels",
    "emotion",
    "actions",
    "thoughts",
    "pains",
    "gains",
    "questions",
    "quotes",
    "opportunities",
    "artifacts",
    "frontstage",
    "backstage",
    "support",
    "storyboard",
    "metrics",
];

/// The words of a cadence.
pub const CADENCES: &[&str] = &["weekly", "monthly", "quarterly", "half-yearly", "annually"];

/// What a field's value is.
#[derive(Clone, Copy, Debug)]
pub enum FieldType {
    /// Text with inline Markdown.
    Text,
    /// Plain text.
    Word,
    /// A list of plain texts.
    Words,
    /// A language tag.
    Language,
    /// An id: a slug.
    Id,
    /// Markdown of any length.
    Markdown,
    /// A claim: text or the long form.
    Claim,
    /// A list of claims.
    Claims,
    /// A list of claims or highlights.
    Quotes,
    /// A reference to one thing of these kinds.
    Ref(&'static [Kind]),
    /// A list of references to things of these kinds.
    Refs(&'static [Kind]),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A number.
    Number,
    /// A number on a scale.
    Scale(f64, f64),
    /// A whole number from 0.
    Count,
    /// A day.
    Date,
    /// A day, or a month that means its last day.
    Month,
    /// A length of time: `18 months`.
    Length,
    /// A length of time or a cadence's word.
    Cadence,
    /// `true` or `false`.
    Flag,
    /// `true`, `false` or the last date on which it holds.
    Consent,
    /// An address: http, https or mailto.
    Url,
    /// The address of a web page: http or https.
    WebAddress,
    /// A path, relative to the file or from the content folder after `/`.
    Path,
    /// The code of a finding.
    Code,
    /// `[min, max]`.
    Range,
    /// A list of lane ids.
    Lanes,
    /// A number on the site's emotion scale, or a map of personas to numbers.
    Emotion,
    /// Moments of truth: a word, `{kind, why}`, or a list.
    Moments,
    /// References to opportunities, or opportunities written inline.
    Opportunities,
    /// One nested record.
    Record(&'static Shape),
    /// A list of nested records.
    Records(&'static Shape),
    /// A map of the author's own names to claims or plain values.
    Attributes,
    /// A map of channels to numbers on a scale.
    Levels(f64, f64),
    /// A map of the interface's words to their forms.
    Vocabulary,
    /// A map of codes to `off`, `info`, `warning`, `error`.
    Severities,
    /// Anything, for themes.
    Free,
}

/// Whether a field must be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// It may be left out.
    Optional,
    /// It must be there.
    Required,
    /// It must be there, unless one of these is.
    Unless(&'static [&'static str]),
}

/// Where a field may be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In a file and in an inline item.
    Both,
    /// Only in a file.
    File,
    /// Only in an inline item.
    Inline,
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub ty: FieldType,
    /// Whether it must be written.
    pub need: Need,
    /// Where it may be written.
    pub place: Place,
    /// What it means, in one sentence.
    pub doc: &'static str,
    /// A value as one would write it; further lines are indented as in a file.
    pub example: &'static str,
}

impl Field {
    const fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    const fn unless(mut self, others: &'static [&'static str]) -> Self {
        self.need = Need::Unless(others);
        self
    }

    const fn only(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
}

const fn field(
    name: &'static str,
    ty: FieldType,
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field { name, ty, need: Need::Optional, place: Place::Both, doc, example }
}

/// The fields of one kind of item.
#[derive(Debug)]
pub struct Shape {
    /// What findings call it, with its article: `a stage`.
    pub name: &'static str,
    /// Its fields, in groups that several shapes share.
    pub groups: &'static [&'static [Field]],
    /// Fields of its siblings that it cannot take, and why.
    pub refused: &'static [(&'static str, &'static str)],
    /// Whether lanes of `site.yaml` are fields of it too.
    pub lanes: Lanes,
}

/// Whether the lanes that a site declares are fields of a shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lanes {
    /// They are.
    Taken,
    /// They are not.
    None,
}

impl Shape {
    const fn of(name: &'static str, groups: &'static [&'static [Field]]) -> Self {
        Self { name, groups, refused: &[], lanes: Lanes::None }
    }

    /// Every field, in order.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.groups.iter().flat_map(|group| group.iter())
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|f| f.name == name)
    }
}

/// The fields of a file of a kind; touchpoints are those of the catalogue.
pub fn shape(kind: Kind) -> &'static Shape {
    match kind {
        Kind::Persona => &PERSONA,
        Kind::Journey => &JOURNEY,
        Kind::Stage => &STAGE,
        Kind::Touchpoint => &CATALOGUE,
        Kind::Opportunity => &OPPORTUNITY,
        Kind::Evidence => &EVIDENCE,
    }
}

/// Every shape that is no record inside another.
pub const SHAPES: &[&Shape] =
    &[&PERSONA, &JOURNEY, &STAGE, &TOUCHPOINT, &CATALOGUE, &OPPORTUNITY, &EVIDENCE, &SITE, &INDEX];

/// Whether a name belongs to fields that take a text, and to none that takes a list or a map.
pub fn takes_only_text(name: &str) -> bool {
    let fields = || SHAPES.iter().filter_map(|shape| shape.field(name));
    let text = |f: &Field| matches!(f.ty, FieldType::Text | FieldType::Word | FieldType::Claim);
    fields().next().is_some() && fields().all(text)
}

use FieldType as T;

const ID: &[Field] =
    &[field("id", T::Id, "The id of an inline item; a file's is its name.", "list-app")
        .only(Place::Inline)];

const ORDER: &[Field] = &[field(
    "order",
    T::Number,
    "The place among its siblings, instead of the number in the file's name.",
    "3",
)
.only(Place::File)];

const COMMON: &[Field] = &[
    field("owner", T::Word, "Who answers for it.", "\"@ana\""),
    field("tags", T::Words, "Words under which it is listed.", "[delivery, billing]"),
    field("lang", T::Language, "The language of its text, when it is not the site's.", "pt-BR"),
    field(
        "links",
        T::Records(&LINK),
        "Further reading elsewhere.",
        "[{title: The brief, url: \"https://example.org/brief\"}]",
    ),
    field(
        "aliases",
        T::Words,
        "Former ids, or former paths from the content folder, that lead here.",
        "[old-name]",
    )
    .only(Place::File),
    field(
        "review",
        T::Record(&REVIEW),
        "When it was last reviewed and how often it should be.",
        "{last: 2026-05-01, every: quarterly, owner: \"@ana\"}",
    ),
    field(
        "allow",
        T::Records(&ALLOW),
        "Findings that it may have, and why.",
        "[{code: MP0808, reason: The touchpoints come next month}]",
    ),
    field("extra", T::Free, "Anything else, for themes.", "{colour: green}"),
    field(
        "body",
        T::Markdown,
        "The Markdown of an inline item; a file's stands below its fields.",
        "What else there is to say.",
    )
    .only(Place::Inline),
];

const STATUS: &[Field] = &[field(
    "status",
    T::OneOf(&["draft", "published", "retired"]),
    "Whether it is on the site: a draft is left out, what is retired keeps its page.",
    "published",
)];

/// `links` items.
pub static LINK: Shape = Shape::of(
    "a link",
    &[&[
        field("title", T::Word, "The words of the link.", "The brief").required(),
        field("url", T::Url, "Where it leads.", "https://example.org/brief").required(),
    ]],
);

/// `allow` items.
pub static ALLOW: Shape = Shape::of(
    "an allowed finding",
    &[&[
        field("code", T::Code, "The finding's code.", "MP0808").required(),
        field("reason", T::Word, "Why it is all right here.", "The touchpoints come next month")
            .required(),
    ]],
);

/// `review`.
pub static REVIEW: Shape = Shape::of(
    "a review",
    &[&[
        field("last", T::Date, "The day of the last review.", "2026-05-01"),
        field("every", T::Cadence, "How often it is due.", "quarterly"),
        field("owner", T::Word, "Who reviews, if not the owner.", "\"@ana\""),
        field(
            "log",
            T::Records(&LOG),
            "Earlier reviews.",
            "[{date: 2026-02-01, by: \"@ana\", note: Numbers renewed}]",
        ),
    ]],
);

/// `review.log` items.
pub static LOG: Shape = Shape::of(
    "a log entry",
    &[&[
        field("date", T::Date, "When it took place.", "2026-02-01").required(),
        field("by", T::Word, "Who did it.", "\"@ana\""),
        field("note", T::Text, "What came of it.", "Numbers renewed"),
    ]],
);

/// The long form of a claim.
pub static CLAIM: Shape = Shape::of(
    "a claim",
    &[&[
        field("text", T::Text, "The statement.", "Drivers never ring").required(),
        field("evidence", T::Refs(&[Kind::Evidence]), "Sources that say so.", "[delivery-tickets]"),
        field("against", T::Refs(&[Kind::Evidence]), "Sources that deny it.", "[door-survey]"),
        field("personas", T::Refs(&[Kind::Persona]), "Whom it is about.", "[maya]"),
        field("tags", T::Words, "Words under which it is listed.", "[delivery]"),
        field("lang", T::Language, "The language of the text.", "de"),
    ]],
);

const IMAGE: &[Field] = &[
    field("image", T::Path, "A picture.", "/assets/maya.svg"),
    field("alt", T::Word, "The picture in words; required with it.", "Maya at her kitchen table"),
];

/// A persona.
pub static PERSONA: Shape = Shape::of(
    "a persona",
    &[
        ID,
        &[
            field("name", T::Text, "The persona's name.", "Maya").required(),
            field("role", T::Text, "Who that is, in a few words.", "Parent of two"),
        ],
        STATUS,
        ORDER,
        &[field(
            "kind",
            T::OneOf(&["customer", "employee", "partner"]),
            "On which side of the counter.",
            "customer",
        )],
        IMAGE,
        &[
            field("quote", T::Claim, "A sentence in their own words.", "I shop when they sleep"),
            field("goals", T::Claims, "What they want.", "\n  - A full fridge on Monday"),
            field("motivations", T::Claims, "What drives them.", "\n  - Evenings without errands"),
            field("pains", T::Claims, "What hurts.", "\n  - Slots disappear"),
            field("outcomes", T::Claims, "How they know it went well.", "\n  - Nothing is missing"),
            field(
                "attributes",
                T::Attributes,
                "Facts in your own words: name and value.",
                "\n  Household: Two adults, two children",
            ),
            field(
                "scales",
                T::Records(&SCALE),
                "Sliders between two poles, or bars; the value is 0 to 1.",
                "\n  - {left: Plans, right: Improvises, value: 0.3}\n  - {label: Patience, value: 0.6}",
            ),
            field(
                "channels",
                T::Levels(0.0, 5.0),
                "How much each channel is used, 0 to 5.",
                "{app: 5, web: 2}",
            ),
            field("segments", T::Words, "Segments they stand for.", "[families]"),
        ],
        COMMON,
    ],
);

/// `scales` items.
pub static SCALE: Shape = Shape::of(
    "a scale",
    &[&[
        field("left", T::Word, "The pole at 0.", "Plans").unless(&["right", "label"]),
        field("right", T::Word, "The pole at 1.", "Improvises"),
        field("label", T::Word, "What a bar measures, instead of the poles.", "Patience"),
        field("value", T::Scale(0.0, 1.0), "Where they stand, 0 to 1.", "0.3").required(),
    ]],
);

/// A journey.
pub static JOURNEY: Shape = Shape::of(
    "a journey",
    &[
        ID,
        &[
            field(
                "title",
                T::Text,
                "The title; best is the customer's goal.",
                "Get the week's food home",
            )
            .required(),
            field("personas", T::Refs(&[Kind::Persona]), "Who travels.", "[maya]").required(),
        ],
        STATUS,
        ORDER,
        &[
            field("goal", T::Text, "What they want in the end.", "A full fridge on Monday"),
            field(
                "scenario",
                T::Text,
                "Under which circumstances.",
                "A working week with children",
            ),
            field(
                "state",
                T::OneOf(&["as-is", "to-be", "research"]),
                "As it is, as it shall be, or being found out.",
                "as-is",
            ),
            field(
                "altitude",
                T::OneOf(&["macro", "mid", "micro"]),
                "Months to years, days to weeks, minutes to hours.",
                "mid",
            ),
            field(
                "baseline",
                T::Ref(&[Kind::Journey]),
                "The as-is journey that a to-be one changes.",
                "weekly-shop",
            ),
            field("parent", T::Ref(&[Kind::Journey]), "The journey above.", "years-with-us"),
            field(
                "lanes",
                T::Lanes,
                "Which lanes are drawn, in which order, instead of the site's.",
                "[phases, stages, touchpoints, emotion, pains]",
            ),
        ],
        METRICS,
        COMMON,
        &[field(
            "stages",
            T::Records(&STAGE),
            "The stages in order, unless they are files in the journey's folder.",
            "\n  - title: Plan\n    touchpoints:\n      - title: Shopping list\n        channel: app\n        emotion: 1",
        )],
    ],
);

const METRICS: &[Field] = &[field(
    "metrics",
    T::Records(&METRIC),
    "What is measured.",
    "\n  - title: Found a slot\n    values: [{date: 2026-05-01, value: 71}]\n    unit: \"%\"\n    scale: [0, 100]\n    target: 80",
)];

const FEELING: &[Field] = &[
    field(
        "emotion",
        T::Emotion,
        "How it feels: a number on the site's scale, or one for some personas.",
        "1",
    ),
    field("feeling", T::Text, "The feeling in a word or two.", "Relieved"),
    field("importance", T::Scale(1.0, 5.0), "How much it weighs, 1 to 5.", "3"),
    field(
        "moment",
        T::Moments,
        "A moment of truth: delight, friction, decision or pivotal.",
        "{kind: decision, why: Here they choose us}",
    ),
];

const EXPERIENCE: &[Field] = &[
    field("actions", T::Claims, "What they do.", "\n  - Writes a list"),
    field("thoughts", T::Claims, "What they think.", "\n  - What did we run out of?"),
    field("pains", T::Claims, "What hurts.", "\n  - The slot disappears"),
    field("gains", T::Claims, "What helps.", "\n  - The list remembers"),
    field("questions", T::Claims, "What they ask.", "\n  - Will it come on time?"),
    field(
        "quotes",
        T::Quotes,
        "Their own words, or highlights of a source.",
        "\n  - It just works",
    ),
    field(
        "opportunities",
        T::Opportunities,
        "What could be better: references, or opportunities written here.",
        "\n  - title: Hold the slot\n    impact: 4\n    feasibility: 3",
    ),
    field("artifacts", T::Claims, "What they hold in their hands.", "\n  - The shopping list"),
    field("frontstage", T::Claims, "What they see of us.", "\n  - The app suggests items"),
    field("backstage", T::Claims, "What we do unseen.", "\n  - Stock is counted"),
    field("support", T::Claims, "What that rests on.", "\n  - Stock service"),
];

/// A stage.
pub static STAGE: Shape = Shape {
    name: "a stage",
    groups: &[
        ID,
        &[field("title", T::Text, "The stage's title.", "Plan").required()],
        STATUS,
        ORDER,
        &[
            field("phase", T::Word, "Neighbours with the same phase are one band.", "Before"),
            field("lifecycle", T::OneOf(LIFECYCLE), "Where in the customer's life it is.", "use"),
            field("when", T::Text, "When it happens.", "Sunday evening"),
            field("goal", T::Text, "What they want here.", "A list that is complete"),
            field(
                "journey",
                T::Ref(&[Kind::Journey]),
                "A more detailed journey to zoom into.",
                "agree-a-swap",
            ),
        ],
        FEELING,
        IMAGE,
        EXPERIENCE,
        METRICS,
        COMMON,
        &[field(
            "touchpoints",
            T::Records(&TOUCHPOINT),
            "The touchpoints in order, unless they are files in the stage's folder.",
            "\n  - title: Shopping list\n    channel: app\n    emotion: 1",
        )],
    ],
    refused: &[],
    lanes: Lanes::Taken,
};

const TOUCHPOINT_FIELDS: &[Field] = &[
    field("channel", T::Word, "Through which channel.", "app"),
    field(
        "control",
        T::OneOf(&["owned", "partner", "earned"]),
        "Who controls it, if not the channel's.",
        "owned",
    ),
    field("when", T::Text, "When it happens.", "Sunday evening"),
    field(
        "journey",
        T::Ref(&[Kind::Journey]),
        "A more detailed journey to zoom into.",
        "agree-a-swap",
    ),
];

/// A touchpoint of a stage.
pub static TOUCHPOINT: Shape = Shape {
    name: "a touchpoint",
    groups: &[
        ID,
        &[
            field("title", T::Text, "The touchpoint's title.", "Shopping list").unless(&["use"]),
            field(
                "use",
                T::Ref(&[Kind::Touchpoint]),
                "The touchpoint of the catalogue that this is; fields written here replace its.",
                "call-centre",
            ),
        ],
        STATUS,
        ORDER,
        TOUCHPOINT_FIELDS,
        FEELING,
        IMAGE,
        EXPERIENCE,
        METRICS,
        COMMON,
    ],
    refused: &[],
    lanes: Lanes::Taken,
};

/// A touchpoint of the catalogue.
pub static CATALOGUE: Shape = Shape {
    name: "a touchpoint",
    groups: &[
        ID,
        &[field("title", T::Text, "The touchpoint's title.", "Call centre").required()],
        STATUS,
        ORDER,
        TOUCHPOINT_FIELDS,
        FEELING,
        IMAGE,
        EXPERIENCE,
        METRICS,
        COMMON,
    ],
    refused: &[("use", "a touchpoint of the catalogue is what others use; it uses none itself")],
    lanes: Lanes::Taken,
};

/// An opportunity.
pub static OPPORTUNITY: Shape = Shape::of(
    "an opportunity",
    &[
        ID,
        &[
            field("title", T::Text, "What could be done.", "Hold the slot for ten minutes")
                .required(),
            field(
                "impact",
                T::Scale(1.0, 5.0),
                "How much it matters to the customer, 1 to 5.",
                "4",
            )
            .required(),
            field(
                "feasibility",
                T::Scale(1.0, 5.0),
                "How easy it is, 1 to 5 with 5 the easiest; or write effort.",
                "4",
            )
            .unless(&["effort"]),
            field(
                "effort",
                T::Record(&EFFORT),
                "What it takes, 1 to 5 with 5 the hardest; or write feasibility.",
                "{time: 2, cost: 2, complexity: 3}",
            ),
        ],
        ORDER,
        &[
            field(
                "status",
                T::OneOf(&["idea", "planned", "doing", "done", "dropped"]),
                "How far it is.",
                "idea",
            ),
            field(
                "addresses",
                T::Refs(&[Kind::Touchpoint, Kind::Stage, Kind::Journey, Kind::Persona]),
                "What it would make better.",
                "[weekly-shop/plan]",
            ),
            field("evidence", T::Refs(&[Kind::Evidence]), "What it rests on.", "[slot-interviews]"),
            field("link", T::Url, "Where it is tracked.", "https://example.org/tickets/12"),
        ],
        COMMON,
    ],
);

/// `effort`.
pub static EFFORT: Shape = Shape::of(
    "an effort",
    &[&[
        field("time", T::Scale(1.0, 5.0), "Time, 1 to 5.", "2").required(),
        field("cost", T::Scale(1.0, 5.0), "Money, 1 to 5.", "2").required(),
        field("complexity", T::Scale(1.0, 5.0), "Complexity, 1 to 5.", "3").required(),
    ]],
);

/// A study or source.
pub static EVIDENCE: Shape = Shape::of(
    "a source",
    &[
        ID,
        &[
            field("title", T::Text, "The study's or source's title.", "Slot interviews").required(),
            field("method", T::OneOf(METHODS), "How it was made.", "interview").required(),
            field("date", T::Month, "Its day or month; or write from and to.", "2026-05-01")
                .unless(&["from", "to"]),
            field("from", T::Month, "Its first day; to is then required.", "2026-04-01"),
            field("to", T::Month, "Its last day; from is then required.", "2026-05-01"),
        ],
        STATUS,
        ORDER,
        &[
            field("participants", T::Count, "How many took part.", "12"),
            field("source", T::Url, "Where it is.", "https://example.org/study"),
            field("expires", T::Month, "The last day on which it holds.", "2027-12-31"),
            field(
                "confidential",
                T::Flag,
                "Whether only its title, method, date and participants may be shown.",
                "false",
            ),
            field("data", T::Path, "A file with its data.", "/data/slots.csv"),
        ],
        COMMON,
        &[field(
            "highlights",
            T::Records(&HIGHLIGHT),
            "What was said or seen; quoted only with consent.",
            "\n  - id: vanish\n    text: The slot was gone when I came to pay\n    who: P4, parent of two\n    consent: true",
        )],
    ],
);

/// `highlights` items.
pub static HIGHLIGHT: Shape = Shape::of(
    "a highlight",
    &[&[
        field("id", T::Id, "Its id within the source.", "vanish").required(),
        field("text", T::Text, "What was said or seen.", "The slot was gone").required(),
        field("who", T::Word, "By whom: a pseudonym.", "P4, parent of two"),
        field("personas", T::Refs(&[Kind::Persona]), "Whom it speaks for.", "[maya]"),
        field("tags", T::Words, "Words under which it is listed.", "[slots]"),
        field("lang", T::Language, "The language of the text.", "de"),
        field(
            "consent",
            T::Consent,
            "Whether it may be shown: true, false, or the last date on which it may.",
            "true",
        ),
    ]],
);

/// A metric.
pub static METRIC: Shape = Shape::of(
    "a metric",
    &[&[
        field("title", T::Text, "What is measured.", "Found a slot").required(),
        field("data", T::Path, "A CSV file with `date,value[,n]`, dates rising.", "/data/nps.csv"),
        field(
            "values",
            T::Records(&MEASURE),
            "The measured values, dates rising; instead of data.",
            "[{date: 2026-05-01, value: 71, n: 240}]",
        ),
        field("unit", T::Word, "The unit.", "\"%\""),
        field("scale", T::Range, "The lowest and the highest value there can be.", "[0, 100]"),
        field("target", T::Number, "Where you want to be.", "80"),
        field("better", T::OneOf(&["higher", "lower"]), "Which way is better.", "higher"),
    ]],
);

/// `values` items of a metric.
pub static MEASURE: Shape = Shape::of(
    "a measured value",
    &[&[
        field("date", T::Date, "When.", "2026-05-01").required(),
        field("value", T::Number, "What.", "71").required(),
        field("n", T::Count, "From how many.", "240"),
    ]],
);

/// `moment` as a record.
pub static MOMENT: Shape = Shape::of(
    "a moment of truth",
    &[&[
        field(
            "kind",
            T::OneOf(&["delight", "friction", "decision", "pivotal"]),
            "Which kind of moment.",
            "decision",
        )
        .required(),
        field("why", T::Text, "Why, in a sentence.", "Here they choose us"),
    ]],
);

/// The text above a list, of the home page or of a space's page.
pub static INDEX: Shape =
    Shape::of("an index", &[&[field("title", T::Text, "The page's title.", "Retail")]]);

/// `site.yaml`.
pub static SITE: Shape = Shape::of(
    "site.yaml",
    &[&[
        field("title", T::Word, "The site's title.", "Greenbasket journeys"),
        field("description", T::Word, "The site in a sentence.", "How our customers live with us"),
        field("language", T::Language, "The language of the texts.", "en"),
        field(
            "base_url",
            T::WebAddress,
            "The absolute address of the site, for feed, sitemap and canonical links.",
            "https://maps.example.org/",
        ),
        field("theme", T::Word, "The theme.", "default"),
        field(
            "repository",
            T::WebAddress,
            "The address of a page's edit link, with `{path}`.",
            "https://git.example.org/maps/edit/main/content/{path}",
        ),
        field(
            "emotion",
            T::Record(&EMOTION),
            "The emotion scale and its words.",
            "{min: -2, max: 2, labels: [Furious, Annoyed, Neutral, Pleased, Delighted]}",
        ),
        field(
            "review",
            T::Record(&REVIEWS),
            "How often journeys and personas are reviewed.",
            "{every: quarterly, warn: 14 days}",
        ),
        field("evidence", T::Record(&SOURCES), "How long a source holds.", "{max_age: 18 months}"),
        field(
            "lanes",
            T::Lanes,
            "Which lanes are drawn, in which order.",
            "[phases, stages, touchpoints, channels, emotion, actions, thoughts, pains, quotes, opportunities]",
        ),
        field(
            "custom_lanes",
            T::Records(&CUSTOM_LANE),
            "Lanes of your own.",
            "\n  - {id: policy, title: Policies}",
        ),
        field(
            "channels",
            T::Records(&CHANNEL),
            "The channels; without them any word is one.",
            "\n  - {id: app, title: Mobile app, icon: phone, control: owned}",
        ),
        field(
            "vocabulary",
            T::Vocabulary,
            "The interface's words, in your own: one and many.",
            "{customer: [patient, patients]}",
        ),
        field(
            "priority",
            T::Record(&PRIORITY),
            "Where the priority matrix is divided.",
            "{impact_threshold: 3, feasibility_threshold: 3}",
        ),
        field(
            "findings",
            T::Severities,
            "How bad a finding is: off, info, warning or error.",
            "{MP0806: off}",
        ),
    ]],
);

/// `emotion` of `site.yaml`.
pub static EMOTION: Shape = Shape::of(
    "an emotion scale",
    &[&[
        field("min", T::Number, "The lowest value.", "-2"),
        field("max", T::Number, "The highest value.", "2"),
        field(
            "labels",
            T::Words,
            "Evenly spaced words, from lowest to highest.",
            "[Furious, Annoyed, Neutral, Pleased, Delighted]",
        ),
    ]],
);

/// `review` of `site.yaml`.
pub static REVIEWS: Shape = Shape::of(
    "the site's review",
    &[&[
        field("every", T::Cadence, "How often a review is due.", "quarterly"),
        field("warn", T::Length, "How long before the day it is due soon.", "14 days"),
    ]],
);

/// `evidence` of `site.yaml`.
pub static SOURCES: Shape = Shape::of(
    "the site's evidence",
    &[&[field("max_age", T::Length, "How long a source holds.", "18 months")]],
);

/// `custom_lanes` items.
pub static CUSTOM_LANE: Shape = Shape::of(
    "a lane",
    &[&[
        field("id", T::Id, "Its id, which is a field of stages and touchpoints.", "policy")
            .required(),
        field("title", T::Word, "Its title.", "Policies"),
    ]],
);

/// `channels` items.
pub static CHANNEL: Shape = Shape::of(
    "a channel",
    &[&[
        field("id", T::Id, "Its id.", "app").required(),
        field("title", T::Word, "Its title.", "Mobile app"),
        field("icon", T::Word, "The name of one of the theme's icons.", "phone"),
        field("control", T::OneOf(&["owned", "partner", "earned"]), "Who controls it.", "owned"),
    ]],
);

/// `priority` of `site.yaml`.
pub static PRIORITY: Shape = Shape::of(
    "the priority matrix",
    &[&[
        field("impact_threshold", T::Scale(1.0, 5.0), "Strictly above is high.", "3"),
        field("feasibility_threshold", T::Scale(1.0, 5.0), "Strictly above is high.", "3"),
    ]],
);
