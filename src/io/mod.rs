//! The only door to the outside: files, environment and the clock.

pub mod browser;
pub mod clock;
pub mod create;
pub mod descriptors;
pub mod digest;
pub mod exports;
pub mod fonts;
pub mod git;
pub mod load;
pub mod memory;
pub mod replace;
pub mod theme;
pub mod watch;
pub mod write;

use std::fmt;
use std::path::{Path, PathBuf};

/// The outside world failed: a folder, a file, a disk. It has a path, never a place in a source.
#[derive(Debug)]
pub struct Outside {
    /// What was being done, as `cannot read`.
    pub doing: &'static str,
    /// To what.
    pub path: PathBuf,
    /// What the operating system or we say of it.
    pub why: String,
    /// How to mend it; may be empty.
    pub help: String,
}

impl Outside {
    /// A failure of our own finding.
    pub fn new(doing: &'static str, path: &Path, why: impl Into<String>) -> Self {
        Self { doing, path: path.to_path_buf(), why: why.into(), help: String::new() }
    }

    /// A failure that the operating system reports.
    pub fn io(doing: &'static str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (why, help) = match error.kind() {
            ErrorKind::NotFound => ("there is no such file or folder", ""),
            ErrorKind::PermissionDenied => ("permission denied", "check who may read or write it"),
            ErrorKind::StorageFull => ("the disk is full", "free some space and build again"),
            ErrorKind::QuotaExceeded => {
                ("the disk quota is used up", "free some space and build again")
            }
            ErrorKind::ReadOnlyFilesystem => ("the file system is read-only", ""),
            ErrorKind::NotADirectory => ("a part of this path is a file, not a folder", ""),
            ErrorKind::IsADirectory => ("this is a folder, not a file", ""),
            ErrorKind::InvalidFilename => (
                "the name cannot be a file name on this system",
                "give the source file a shorter name",
            ),
            _ => return Self::new(doing, path, error.to_string()),
        };
        Self::new(doing, path, why).help(help)
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`: {}", self.doing, self.path.display(), self.why)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Outside {}
