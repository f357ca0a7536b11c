//! The state between edits.
