//! The content folder as it is on disk, by the names that git gives its files' bytes.

use super::index::Index;
use super::{Repository, Tree};
use crate::io::Outside;
use crate::io::load::{self, Found, Links};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

impl Repository {
    /// The files of a content folder as they are on disk, by the names that git gives their bytes.
    /// Nothing is written to the repository, and no filter runs. Files that nobody touched since
    /// git looked at them are not read: they have the names that the index knows.
    ///
    /// # Errors
    /// The folder cannot be read, git fails.
    pub fn tree_on_disk(&self, content: &Path) -> Result<Tree, Outside> {
        let real =
            std::fs::canonicalize(content).map_err(|error| load::unreadable(content, &error))?;
        let (walk, index) = rayon::join(
            || load::list(&real, ""),
            || Index::read(self.index.as_deref()?, &self.content),
        );
        let walk = walk?;
        let known = |found: &Found| {
            // What is reached through a link stands under another path in the index.
            let is_own =
                || found.disk.strip_prefix(&real).is_ok_and(|at| at == Path::new(&found.path));
            index.as_ref().filter(|_| is_own())?.name_of(&found.path, &found.disk)
        };
        let known: Vec<Option<Arc<str>>> = walk.found.par_iter().map(known).collect();
        let both = || walk.found.iter().zip(&known);
        let unknown: Vec<&Found> =
            both().filter(|(_, name)| name.is_none()).map(|(found, _)| found).collect();
        let share = unknown.len().div_ceil(rayon::current_num_threads().clamp(1, 8)).max(256);
        let named: Result<Vec<Vec<Arc<str>>>, Outside> =
            unknown.par_chunks(share).map(|part| self.names_of(part)).collect();
        let mut named = named?.into_iter().flatten();
        let mut files = BTreeMap::new();
        for (found, name) in both() {
            let name = name.clone().or_else(|| named.next());
            files.extend(name.map(|name| (found.path.clone(), name)));
        }
        let unread = walk.unread.into_iter().map(|unread| (unread.path, unread.reason)).collect();
        Ok(Tree { files, unread, has_links: walk.links == Links::Some })
    }

    /// The names of files' bytes, in their order.
    fn names_of(&self, files: &[&Found]) -> Result<Vec<Arc<str>>, Outside> {
        let mut command = self.command(["hash-object", "--no-filters", "--stdin-paths"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut git = command.spawn().map_err(|error| self.not_started(&error))?;
        let mut wanted = Vec::new();
        for found in files {
            wanted.extend_from_slice(found.disk.as_os_str().as_encoded_bytes());
            wanted.push(b'\n');
        }
        let input = git.stdin.take();
        let asking = std::thread::spawn(move || {
            if let Some(mut input) = input {
                // A git that ended early is seen by its missing answers.
                let _ = input.write_all(&wanted);
            }
        });
        let answer = git.wait_with_output();
        let _ = asking.join();
        let answer = answer.map_err(|error| self.trouble(&error.to_string()))?;
        let text = String::from_utf8_lossy(&answer.stdout);
        let names: Vec<Arc<str>> = text.lines().map(Arc::from).collect();
        if names.len() == files.len() {
            return Ok(names);
        }
        Err(self.trouble("a file went away, or its name holds a line end"))
    }
}
