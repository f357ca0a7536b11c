//! Names become indices.

use super::Site;
use crate::diagnostic::Finding;
use crate::model::Content;
use crate::source::Sources;
use jiff::civil::Date;

/// What the command line brings in.
#[derive(Clone, Debug)]
pub struct Options {
    /// The one clock.
    pub today: Date,
    /// Keep drafts.
    pub include_drafts: bool,
    /// Keep what confidential sources say.
    pub include_confidential: bool,
}

/// Looks up every name and derives everything. Never fails: what cannot be resolved is a finding
/// and is left out.
pub fn resolve(content: &Content, sources: &Sources, options: &Options) -> (Site, Vec<Finding>) {
    let _ = (content, sources, options);
    todo!("resolve")
}
