//! Search without a server: an index in script files, in parts that a browser loads as it needs
//! them.
//!
//! Plain scripts are what also loads from the disk and under a policy of `default-src 'self'`.
//! There are four kinds, all below `_search/`:
//!
//! - `index.js` names the rest: where each part of the alphabet begins, personas, tags, stages;
//! - `facts-N.js` is what filters need of every document: kind, personas, stage, tags;
//! - `words-N.js` is a part of the alphabet: terms with the documents that hold them;
//! - `docs/….js` is a journey, or some entities of another kind: titles, addresses, texts. Only
//!   those whose results are shown are loaded.
//!
//! # Invariants
//!
//! - An edit takes apart again what it changes: the terms of each entity are kept by its value
//!   ([`Memo`]), parts are put together when they are asked for.
//! - No part grows with the site but `index.js`, and that by a few letters for each persona, tag
//!   and part.
//! - Nothing is found that no page shows: documents are made from the resolved site alone.

mod documents;
mod facts;
mod files;
mod index;
mod memo;
mod terms;
#[cfg(test)]
mod tests;
pub mod words;

pub use files::{File, folder};
pub use index::Index;
pub use memo::Memo;
