//! What leaves for other programs when somebody asks for it: diagrams as PNG, every cell of the
//! maps as CSV. Values go in and bytes come out; what is withheld is not in the site and so in no
//! export.

mod cells;
mod letters;
mod picture;

pub use cells::{COLUMNS, cells};
pub use letters::Letters;
pub use picture::{Images, Picture, PictureError, png};
