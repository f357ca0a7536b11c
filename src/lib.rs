//! Milepost turns a folder of Markdown into a published site of customer-journey maps.
//!
//! # The way of the data
//!
//! ```text
//! io::load -> Sources -> parse -> Content -> site::resolve -> Site -> page + diagram -> bytes -> io::write
//!                             \                       \-> check -> Findings -> cli
//!                              \-> Findings -------------/            (nothing flows back)
//! ```
//!
//! 1. **Load.** [`source::Sources`] is a plain map path → text. A disk folder, a test's string and
//!    later a git revision or an editor's buffers all make the same value.
//! 2. **Parse.** [`parse`] turns each text into typed values of [`model`] and findings, file by
//!    file, never stopping. References are still names. What a file came to is kept by its bytes.
//! 3. **Resolve.** [`site::resolve()`] looks every name up and derives every number. The type
//!    changes ([`model::Content`] → [`site::Site`]), so no later phase can meet a dangling name,
//!    and what must be withheld is not in the site at all.
//! 4. **Check.** [`check`] is a table of rules over the resolved site.
//! 5. **Show.** [`page`] says which pages exist, makes the view that a template sees and renders
//!    it; [`diagram`] places marks as plain numbers, then draws them as SVG.
//!
//! [`diff`] lays two resolved sites side by side and says what changed; [`export`] makes files for
//! other programs of one.
//!
//! [`workspace::Workspace`] holds the state between edits; `build` opens one and renders all of
//! it, [`serve`] keeps one, applies changes to it and renders a page when it is asked for.
//!
//! # What an edit costs
//!
//! What it changes. Texts are parsed again only when their bytes differ. An entity whose text
//! changed is resolved and checked alone, as it was and as it is, with those who look at what
//! differs, and the difference is laid into the site ([`site::Kept`]), while nobody outside it wrote
//! a name that may mean something else now and no other entity gets another number; for anything
//! more the whole site is resolved anew, so the short way only has to prove that nothing else can
//! differ. A file that cannot be read for the moment stands as it was read last. Pages are rendered
//! when they are asked for and kept by the hash of their view. The result after any row of edits is
//! that of a build from scratch, and tests play random rows to hold it.
//!
//! # Where HTML comes from
//!
//! Templates of a theme lay out a page. The pieces that stand in it a hundred thousand times over
//! (links, claims, footnotes, banners, the text twin) are written by [`page`] itself, like the
//! pictures: the way through a template cost a third of a build and let a theme lose a fact.
//!
//! # Where words come from
//!
//! The words of the interface stand in one file per language, `words/` of the theme, and reach
//! templates, pictures and program text as one [`wording::Wording`], made when the theme is loaded.
//! Words of the format (`due-soon`, `quick win`) are for data and classes alone.
//!
//! # What is absent, on purpose
//!
//! - No file, environment or clock access outside [`io`] (the terminal is [`cli`]'s).
//! - No early stop and no panic on input: core functions take values and return values and findings.
//! - No finding without a place in a loaded source; failures of the outside are [`io::Outside`].
//! - No template that can ask the site for more than its view.
//! - No hash order, platform trigonometry or locale in anything that reaches the output.
//! - No output file that was not written aside first, no removal of a file we did not write.
//!
//! # Modules in reading order
//!
//! Each imports only those before it, and a test holds that list: [`source`], [`diagnostic`],
//! [`model`], [`parse`], [`format`], [`site`], [`wording`], [`check`], [`diagram`], [`page`],
//! [`search`], [`diff`], [`export`], [`io`], [`workspace`], [`serve`], [`cli`].

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails here has failed"))]

pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod diagram;
pub mod diff;
pub mod export;
pub mod format;
pub mod io;
pub mod model;
pub mod page;
pub mod parse;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod wording;
pub mod workspace;
