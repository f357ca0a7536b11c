//! The fonts of this machine, for letters that our own lack.

use resvg::usvg::fontdb::Database;

/// All that are installed; none is no failure.
pub fn installed() -> Database {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    fonts
}
