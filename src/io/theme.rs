//! A site's own `themes/NAME/`, read as a map path → bytes.

use super::Outside;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files of a site's own theme, by path below its folder; empty when there is no such folder.
///
/// # Errors
/// A file that cannot be read.
pub fn load(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Outside> {
    let mut files = BTreeMap::new();
    if folder.is_dir() {
        collect(folder, "", &mut files)?;
    }
    Ok(files)
}

fn collect(disk: &Path, path: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Outside> {
    let entries = fs::read_dir(disk).map_err(|e| Outside::io("cannot read", disk, &e))?;
    for entry in entries {
        let entry = entry.map_err(|e| Outside::io("cannot read", disk, &e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = if path.is_empty() { name } else { format!("{path}/{name}") };
        // A link is not followed: a theme comes by pull request like everything else.
        let kind = entry.file_type().map_err(|e| Outside::io("cannot read", &entry.path(), &e))?;
        if kind.is_dir() {
            collect(&entry.path(), &path, files)?;
        } else if kind.is_file() {
            let bytes = fs::read(entry.path())
                .map_err(|e| Outside::io("cannot read", &entry.path(), &e))?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}
