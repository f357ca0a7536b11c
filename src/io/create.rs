//! New files for authors: never over a file that is there.

use super::Outside;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Writes a file that is not there yet, with the folders above it. `Ok(false)` when it exists;
/// it is then left as it is.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn create(path: &Path, text: &str) -> Result<bool, Outside> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| Outside::io("cannot create", folder, &e))?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).map_err(|e| Outside::io("cannot write", path, &e))?;
            Ok(true)
        }
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(Outside::io("cannot create", path, &e)),
    }
}

/// Moves a file to where none is yet, with the folders above it.
///
/// # Errors
/// There is a file at the new place, or the file cannot be moved.
pub fn move_to(from: &Path, to: &Path) -> Result<(), Outside> {
    if to.exists() {
        return Err(Outside::new("cannot move a file to", to, "there is one already"));
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|e| Outside::io("cannot create", folder, &e))?;
    }
    fs::rename(from, to).map_err(|e| Outside::io("cannot move", from, &e))
}
