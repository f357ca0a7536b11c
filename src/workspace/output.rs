//! What is made of the shown site: which files there are, their hashes, their bytes, and which of
//! them an edit may have changed.

use super::edit::Reach;
use super::{Workspace, WorkspaceError};
use crate::io::Outside;
use crate::io::write::Writer;
use crate::page::{self, PageId, Renderer, WriteError};
use crate::search;
use crate::site::{Changed, Site};
use crate::source::{Asset, Content as FileContent, SourceFile};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, MutexGuard, PoisonError};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// A file of the site.
#[derive(Clone, Debug)]
pub enum Output {
    /// A page or data file that is rendered.
    Page(PageId, String),
    /// A file that is copied as it is.
    Copy(String),
    /// A file of the theme.
    Theme(String, Arc<[u8]>),
    /// A file of the search's index.
    Search(search::File, String),
}

impl Output {
    /// Its path from the site's root, with `/`.
    pub fn path(&self) -> &str {
        match self {
            Output::Page(_, path)
            | Output::Copy(path)
            | Output::Theme(path, _)
            | Output::Search(_, path) => path,
        }
    }

    /// Whether people open it as a page.
    pub fn is_page(&self) -> bool {
        matches!(self, Output::Page(_, path) if path.ends_with(".html"))
    }
}

/// The hash of an output and its bytes.
pub type Made<'a> = (u64, Cow<'a, [u8]>);

/// Outputs whose bytes may be others than they were.
#[derive(Debug)]
pub enum Stale {
    /// All of them.
    All,
    /// These, in path order.
    Some(Vec<Output>),
}

/// What outputs are made of that was replaced.
pub(super) enum Replaced {
    Everything,
    Entities(Changed),
}

/// The search's index of the shown site, once somebody asked for it, and what it was made from.
#[derive(Default)]
pub(super) struct Search {
    pub(super) memo: search::Memo,
    pub(super) index: Option<Arc<search::Index>>,
}

impl Workspace {
    pub(super) fn note_what_is_shown_anew(&mut self, reach: Reach, before: &Site) {
        let changed = match reach {
            Reach::Journeys => self.site.changed_since(before),
            Reach::Site => None,
        };
        match (&mut self.shown_anew, changed) {
            (Replaced::Entities(known), Some(changed)) => known.extend(changed),
            _ => self.shown_anew = Replaced::Everything,
        }
    }

    /// Outputs whose bytes may be others than when this was asked last: after an edit of a text
    /// those of entities that changed and of all that shows them, of lists, of data.
    pub fn take_stale(&mut self) -> Stale {
        let nothing = Replaced::Entities(Changed::default());
        let Replaced::Entities(changed) = std::mem::replace(&mut self.shown_anew, nothing) else {
            return Stale::All;
        };
        let near = self.shown_site().showing(&changed);
        let may_differ = |page: &PageId| match page.entity() {
            Some(entity) => near.contains(&entity),
            None => !near.is_empty(),
        };
        Stale::Some(self.outputs_of(may_differ))
    }

    /// A hash for each output, by path, that changes when its bytes may have.
    pub fn fingerprints(&self) -> BTreeMap<String, u64> {
        let renderer = self.renderer();
        let outputs = self.outputs();
        self.search_index().expect_all();
        renderer.expect_all();
        outputs
            .into_par_iter()
            .map(|o| (o.path().to_owned(), self.fingerprint(&renderer, &o)))
            .collect()
    }

    /// The hash of one output.
    pub fn fingerprint(&self, renderer: &Renderer<'_>, output: &Output) -> u64 {
        match output {
            Output::Page(id, _) => self.page_fingerprint(renderer.view_hash(*id)),
            Output::Theme(_, bytes) => xxh3_64(bytes),
            Output::Search(file, _) => {
                xxh3_64(&self.search_index().render(self.shown_site(), self.theme.wording(), *file))
            }
            Output::Copy(path) => match self.sources.get(path) {
                Some(SourceFile { content: FileContent::Text { .. }, hash, .. }) => *hash,
                _ => self.asset_edits.get(path).copied().unwrap_or_default(),
            },
        }
    }

    fn page_fingerprint(&self, view: u64) -> u64 {
        let mut hash = Xxh3::with_seed(self.theme.hash());
        hash.update(&view.to_le_bytes());
        hash.digest()
    }

    /// The bytes of one file of the site and its hash, unless that is `known`: what the page shows
    /// is worked out once for both.
    ///
    /// # Errors
    /// A template that fails, a copied file that can no longer be read.
    pub fn render_unless<'a>(
        &'a self,
        renderer: &Renderer<'_>,
        output: &'a Output,
        known: Option<u64>,
    ) -> Result<Option<Made<'a>>, WorkspaceError> {
        let Output::Page(id, _) = output else {
            let fingerprint = self.fingerprint(renderer, output);
            return match known == Some(fingerprint) {
                true => Ok(None),
                false => Ok(Some((fingerprint, self.render(renderer, output)?))),
            };
        };
        let view = renderer.view(*id);
        let fingerprint = self.page_fingerprint(renderer.hash(&view));
        if known == Some(fingerprint) {
            return Ok(None);
        }
        let bytes = renderer.finish(view, *id).map_err(WorkspaceError::Theme)?;
        Ok(Some((fingerprint, Cow::Owned(bytes))))
    }

    pub(super) fn search_state(&self) -> MutexGuard<'_, Search> {
        self.search.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The search's index of the shown site. It is made when it is first asked for; after an edit
    /// only what changed is taken apart again.
    pub fn search_index(&self) -> Arc<search::Index> {
        let search = &mut *self.search_state();
        let memo = &mut search.memo;
        search
            .index
            .get_or_insert_with(|| memo.index(self.shown_site(), self.theme.wording()))
            .clone()
    }

    /// Every file of the site, in path order.
    pub fn outputs(&self) -> Vec<Output> {
        self.outputs_of(|_| true)
    }

    /// Some pages, and every file that is no page.
    fn outputs_of(&self, takes: impl Fn(&PageId) -> bool) -> Vec<Output> {
        let site = self.shown_site();
        let index = self.search_index();
        let search = index.files().map(|file| Output::Search(file, file.path()));
        let pages = page::plan(site).into_iter().filter(takes).map(|id| {
            let path = id.output_path(site);
            Output::Page(id, path)
        });
        let copies = site.files.iter().map(|path| Output::Copy(path.to_string()));
        let assets =
            self.theme.assets().map(|a| Output::Theme(a.output.to_string(), a.bytes.clone()));
        let mut outputs: Vec<Output> = pages.chain(copies).chain(assets).chain(search).collect();
        outputs.sort_by(|a, b| a.path().cmp(b.path()));
        outputs
    }

    /// What makes the bytes of outputs; it holds what all pages share, so keep one for many.
    pub fn renderer(&self) -> Renderer<'_> {
        Renderer::new(self.shown_site(), &self.theme)
    }

    /// The bytes of one file of the site.
    ///
    /// # Errors
    /// A template that fails, a copied file that can no longer be read.
    pub fn render<'a>(
        &'a self,
        renderer: &Renderer<'_>,
        output: &'a Output,
    ) -> Result<Cow<'a, [u8]>, WorkspaceError> {
        match output {
            Output::Page(id, _) => {
                renderer.render(*id).map(Cow::Owned).map_err(WorkspaceError::Theme)
            }
            Output::Theme(_, bytes) => Ok(Cow::Borrowed(bytes)),
            Output::Search(file, _) => Ok(Cow::Owned(self.search_index().render(
                self.shown_site(),
                self.theme.wording(),
                *file,
            ))),
            Output::Copy(path) => self.copied(path),
        }
    }

    /// Writes one file of the site. The diagram of a journey is written with its page: it is laid out
    /// once for both.
    ///
    /// # Errors
    /// Those of [`Workspace::render`], and of the folder that is written.
    pub fn write(
        &self,
        renderer: &Renderer<'_>,
        writer: &Writer,
        output: &Output,
    ) -> Result<(), WorkspaceError> {
        match output {
            Output::Page(PageId::Journey(ix), path) => {
                let rendered = renderer.render_journey(*ix).map_err(WorkspaceError::Theme);
                let (page, diagram) = rendered?;
                writer.put(path, &page)?;
                writer.put(&page::diagram_path(self.shown_site(), *ix), &diagram)?;
            }
            Output::Page(PageId::Diagram(_), _) => {}
            // The largest one is never in memory as a whole.
            Output::Page(PageId::SiteJson, path) => writer.put_stream(path, |out| {
                renderer.write(PageId::SiteJson, out).map_err(|e| failed(e, path))
            })?,
            _ => writer.put(output.path(), &self.render(renderer, output)?)?,
        }
        Ok(())
    }

    fn copied(&self, path: &str) -> Result<Cow<'_, [u8]>, WorkspaceError> {
        match self.copied_file(path) {
            Some(FileContent::Text { text, stored, .. }) => {
                Ok(Cow::Borrowed(stored.as_deref().unwrap_or(text.as_bytes())))
            }
            Some(FileContent::Asset(Asset::Bytes(bytes))) => Ok(Cow::Borrowed(bytes)),
            Some(FileContent::Asset(Asset::Disk { path, .. })) => {
                Ok(Cow::Owned(crate::io::load::read_asset(path)?))
            }
            // Resolving lists only files that are there.
            None => Ok(Cow::Borrowed(&[])),
        }
    }

    fn copied_file(&self, path: &str) -> Option<&FileContent> {
        let kept = self.last_good.as_ref().and_then(|_| self.replaced.get(path)?.as_ref());
        kept.or_else(|| self.sources.get(path)).map(|file| &file.content)
    }

    /// Where a file that is copied is on disk, if its bytes are there alone.
    pub fn on_disk(&self, path: &str) -> Option<&Path> {
        match self.copied_file(path)? {
            FileContent::Asset(Asset::Disk { path, .. }) => Some(path),
            _ => None,
        }
    }
}

fn failed(error: WriteError, path: &str) -> WorkspaceError {
    match error {
        WriteError::Theme(error) => WorkspaceError::Theme(error),
        WriteError::Out(error) => Outside::io("cannot write", Path::new(path), &error).into(),
    }
}
