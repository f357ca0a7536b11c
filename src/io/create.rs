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
