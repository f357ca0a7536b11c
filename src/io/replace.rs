//! Puts new bytes in the place of a source file: whole or not at all, and only while the file is
//! still the one that was read.

use super::Outside;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Replaced {
    /// It holds the new bytes.
    Done,
    /// Somebody else changed it meanwhile; it was left as it is.
    ChangedMeanwhile,
}

/// The bytes of a file of the content folder.
///
/// # Errors
/// A file that is gone, cannot be read, or lies outside of the folder.
pub fn read(content: &Path, path: &str) -> Result<Vec<u8>, Outside> {
    let file = inside(content, path)?;
    fs::read(&file).map_err(|e| Outside::io("cannot read", &file, &e))
}

/// Replaces the bytes of a file of the content folder if they are still `before`. The new bytes
/// are written beside it and moved over it, so that nobody sees half of them; who may read and write the
/// file stays as it is. A link stays a link: what it leads to is replaced, if that is in the
/// folder too.
///
/// # Errors
/// A file outside of the folder, a folder that cannot be written, a disk without room.
pub fn replace(
    content: &Path,
    path: &str,
    before: &[u8],
    after: &[u8],
) -> Result<Replaced, Outside> {
    let file = inside(content, path)?;
    let failed = |e: &std::io::Error| Outside::io("cannot write", &file, e);
    let aside = aside(&file);
    let written = write_aside(&aside, &file, after).map_err(|e| failed(&e));
    let moved = written.and_then(|()| {
        if !fs::read(&file).is_ok_and(|now| now == before) {
            return Ok(Replaced::ChangedMeanwhile);
        }
        fs::rename(&aside, &file).map_err(|e| failed(&e))?;
        Ok(Replaced::Done)
    });
    if !matches!(moved, Ok(Replaced::Done)) {
        // Best effort: the reason is what the user has to hear.
        let _ = fs::remove_file(&aside);
    }
    moved
}

/// Writes a file of a person's choosing, whole or not at all, over what was there.
///
/// # Errors
/// A folder that cannot be written, a disk without room.
pub fn write(path: &Path, text: &str) -> Result<(), Outside> {
    let failed = |e: &std::io::Error| Outside::io("cannot write", path, e);
    let aside = aside(path);
    let done = fs::write(&aside, text).and_then(|()| fs::rename(&aside, path));
    done.map_err(|e| {
        // Best effort: the reason is what the user has to hear.
        let _ = fs::remove_file(&aside);
        failed(&e)
    })
}

/// The text of a file of a person's choosing.
///
/// # Errors
/// A file that is not there or that is no text.
pub fn text(path: &Path) -> Result<String, Outside> {
    fs::read_to_string(path).map_err(|e| Outside::io("cannot read", path, &e))
}

/// The real path of a file, which must lie in the real content folder.
fn inside(content: &Path, path: &str) -> Result<PathBuf, Outside> {
    let file = content.join(path);
    let real =
        |path: &Path| fs::canonicalize(path).map_err(|e| Outside::io("cannot read", path, &e));
    let (root, real_file) = (real(content)?, real(&file)?);
    if real_file.starts_with(&root) && real_file.is_file() {
        return Ok(real_file);
    }
    Err(Outside::new("refuse to write", &file, "it is no plain file in the content folder"))
}

/// A name that the content folder does not read, should it ever be left behind.
fn aside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.{}.milepost", std::process::id()))
}

fn write_aside(aside: &Path, file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let permissions = fs::metadata(file)?.permissions();
    if permissions.readonly() {
        return Err(std::io::ErrorKind::PermissionDenied.into());
    }
    let mut new = fs::File::create_new(aside)?;
    new.set_permissions(permissions)?;
    new.write_all(bytes)?;
    new.sync_all()
}
