//! Milepost turns a folder of Markdown into a published site of customer-journey maps.
//!
//! The data's path is one way:
//!
//! ```text
//! io::load -> Sources -> parse -> Content -> site::resolve -> Site -> page -> Pages -> io::write
//!                                                                \-> check -> Findings -> cli
//! ```

pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod diagram;
pub mod io;
pub mod model;
pub mod page;
pub mod parse;
pub mod site;
pub mod source;
pub mod workspace;
