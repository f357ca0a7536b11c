//! What a user sees, a file per behaviour. A whole site can be one string: `-- path --` begins a
//! file. `UPDATE=1 cargo test` rewrites expectations.

mod build;
mod check;
mod derived;
mod diff;
mod diff_facts;
mod edits;
mod exchange;
mod export;
mod facts;
mod findings;
mod fmt;
mod format;
mod hostile;
mod house;
mod incremental;
mod language;
pub(crate) mod maps;
pub(crate) mod output;
mod owners;
mod pages;
mod readme;
pub(crate) mod repository;
mod right_to_left;
mod schema;
mod search;
mod serve;
pub(crate) mod site;
