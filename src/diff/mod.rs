//! Two resolved sites → what changed, in the author's words.
//!
//! ```text
//! Site, Site -> pairs (which is which) -> find (what is different) -> Report -> text, Markdown, JSON, HTML
//!                                                                        \-> words (a change as a sentence)
//! ```
//!
//! Finding is typed and complete; what is shown first, folded away or only counted is decided by
//! each format. Both sites are resolved with one date, so that only what was edited differs: what
//! the passing of time does is `check`'s and the review banners' to tell.

mod change;
mod compare;
mod find;
mod html;
mod likeness;
mod markdown;
mod matching;
mod pairs;
mod report;
mod slice;
mod text;
mod veil;
mod words;

pub use change::{By, Cause, CauseKind, Change, Effect, Fact, Name, Subject, SubjectKind, Value};
pub use compare::{Comparison, Revision, compare};
pub use html::{PageFile, Pictures};
pub use report::{Errors, Report, Side, Told};
pub use slice::Slice;
pub use veil::Consent;

use crate::site::Site;

/// Everything that is not as it was, in the order of the sites. What is withheld on one side is in
/// neither of them.
pub fn changes(before: &Site, after: &Site, consents: &[Consent]) -> Vec<Change> {
    find::find(before, after, consents)
}
