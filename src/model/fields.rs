//! The one table of fields.

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
