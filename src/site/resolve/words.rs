//! Texts: their links lead somewhere, their citations mean a source.

use super::desk::{Desk, Room};
use super::files::{Page, Place, in_assets};
use super::names::Takes;
use crate::diagnostic::{Code, Finding};
use crate::model::{DocLink, IndexText as WrittenIndex, LinkName, Prose};
use crate::site::address::OPPORTUNITY;
use crate::site::{IndexText, Node, Target, Words};
use crate::source::{FileId, Span, Text};
use std::sync::Arc;
use thin_vec::ThinVec;

impl Desk<'_, '_> {
    /// A text in the entity's language.
    pub(super) fn words(&mut self, prose: &Prose) -> Words {
        let lang = self.lang.clone();
        self.words_in(prose, lang)
    }

    /// A text in a language of its own.
    pub(super) fn words_in(&mut self, prose: &Prose, lang: Option<Arc<str>>) -> Words {
        let (mut targets, mut citations) = (ThinVec::new(), ThinVec::new());
        if let Some(rich) = &prose.doc.rich {
            if !rich.links.is_empty() {
                targets = rich.links.iter().map(|link| self.target(link)).collect();
            }
            if !rich.citations.is_empty() {
                citations = rich
                    .citations
                    .iter()
                    .map(|name| {
                        let citation = self.citation(name);
                        self.shown(citation)
                    })
                    .collect();
            }
        }
        Words::new(prose.doc.clone(), targets, citations, lang)
    }

    pub(super) fn maybe_words(&mut self, prose: Option<&Prose>) -> Option<Words> {
        prose.map(|prose| self.words(prose))
    }

    /// The text of a list or a space.
    pub(super) fn index_text(&mut self, text: &WrittenIndex) -> IndexText {
        IndexText {
            title: self.maybe_words(text.title.as_ref()),
            body: self.maybe_words(text.body.as_ref()),
        }
    }

    fn target(&mut self, link: &DocLink) -> Target {
        match &link.name {
            LinkName::Reference(name) => self.reference_target(name, link.span),
            LinkName::Page(path, anchor) => self.page_target(path, anchor.as_ref(), link.span),
            LinkName::File(path) => {
                self.file_at(path, link.span).map_or(Target::None, Target::File)
            }
            LinkName::Anchor(anchor) => Target::Anchor(anchor.clone()),
            LinkName::External(url) => Target::External(url.clone()),
        }
    }

    fn reference_target(&mut self, name: &str, span: Span) -> Target {
        let (name, anchor) = match name.split_once('#') {
            Some((name, anchor)) => (name, Some(anchor)),
            None => (name, None),
        };
        let Some(node) = self.look_up(name, span, Takes::ANY, Code::DeadLink) else {
            return Target::None;
        };
        match (node, anchor) {
            (_, None) => Target::Node(node, None),
            (Node::Evidence(source), Some(id)) => {
                self.room.names.asked().linked(node, self.scope.journey);
                if self.anchor(node, id).is_none() {
                    self.highlight(source, id, span);
                }
                Target::Node(node, self.anchor(node, id))
            }
            (_, Some(anchor)) => {
                self.room.names.asked().linked(node, self.scope.journey);
                Target::Node(node, self.anchor(node, anchor))
            }
        }
    }

    fn find_file(&self, span: Span, path: &str) -> Place {
        if let Some(path) = self.room.files.folded_path(span.file, path) {
            self.room.names.asked().path(path, self.scope.journey);
        }
        self.room.files.find(span.file, path)
    }

    fn page_target(&mut self, path: &str, anchor: Option<&Arc<str>>, span: Span) -> Target {
        let found = match self.find_file(span, path) {
            Place::File(found) => found,
            Place::Outside => return self.say_outside(path, span),
            Place::Nothing(near) => {
                return match self.formerly_at(path, span) {
                    Some(node) => self.entity_target(node, (path, span), anchor),
                    None => self.say_dead(path, near, span),
                };
            }
        };
        match self.room.files.page(&found) {
            Some(Page::List(page)) => {
                let file = self.room.sources.get(&found).map(|file| file.id);
                Target::Page(page.clone(), anchor.and_then(|anchor| self.list_anchor(file, anchor)))
            }
            Some(Page::Entity(node)) => {
                // What has a file of its own keeps its number when what stands in it changes.
                if anchor.is_some() || matches!(node, Node::Stage(..) | Node::Touchpoint(..)) {
                    self.room.names.asked().linked(*node, self.scope.journey);
                }
                self.entity_target(*node, (path, span), anchor)
            }
            None if in_assets(&found) => Target::File(found),
            None if is_ignored(&found) => self.say_dead(path, None, span),
            // It could not be read, and that is a finding of its own.
            None => Target::None,
        }
    }

    fn entity_target(
        &mut self,
        node: Node,
        (path, span): (&str, Span),
        anchor: Option<&Arc<str>>,
    ) -> Target {
        self.note_unseen(node);
        match self.unless_left_out(node, path, span) {
            Some(node) => Target::Node(node, anchor.and_then(|anchor| self.anchor(node, anchor))),
            None => Target::None,
        }
    }

    /// The entity that once was the file at a path, which is pointed out.
    fn formerly_at(&mut self, path: &str, span: Span) -> Option<Node> {
        let Room { files, names, sources, .. } = self.room;
        let asker = self.scope.journey;
        names.asked().missing_file(asker);
        let node = names.formerly_at(&files.resolved(span.file, path)?)?;
        names.asked().linked(node, asker);
        let (title, now) = (names.reference(node), sources.path(names.order.common(node).file()));
        let message = format!("`{path}` is a former path of `{title}`");
        let finding = Finding::new(Code::ReferenceThroughAlias, span, message);
        self.report(finding.help(format!("write `/{now}`, or the way there from this file")));
        Some(node)
    }

    /// The id on an entity's page that a fragment means: a highlight, a heading of its text, a
    /// touchpoint or an opportunity. A fragment that means nothing leads to the page.
    fn anchor(&self, node: Node, fragment: &str) -> Option<Arc<str>> {
        let order = self.room.names.order;
        let is_heading = || {
            let body = order.common(node).body();
            body.is_some_and(|body| body.doc.has_heading(fragment))
        };
        match node {
            Node::Evidence(ix) => {
                let trust = &self.room.trust[ix.0 as usize];
                if trust.stripped {
                    return None;
                }
                if trust.highlights.contains_key(fragment) {
                    return Some(format!("highlight.{fragment}").into());
                }
            }
            Node::Stage(j, s) => {
                let touchpoints = &order.stage(j, s).touchpoints;
                let living = &touchpoints.items[..touchpoints.living];
                if living.iter().any(|t| *t.common.id.value == *fragment) {
                    return Some(fragment.into());
                }
            }
            // A section of another page: its own anchor is what can be meant.
            Node::Touchpoint(..) => return None,
            _ => {}
        }
        if let Some(id) = fragment.strip_prefix(OPPORTUNITY)
            && order.has_opportunity(node, id)
        {
            return Some(fragment.into());
        }
        is_heading().then(|| format!("section.{fragment}").into())
    }

    /// The id of a heading in the text of a list or a space. A list holds the texts of all its
    /// spaces: the headings of each have ids of their own.
    fn list_anchor(&self, file: Option<FileId>, fragment: &str) -> Option<Arc<str>> {
        let texts = &self.room.content.index_texts;
        let (space, kind, text) = texts.iter().find(|(_, _, text)| Some(text.file) == file)?;
        let is_heading = text.body.as_ref().is_some_and(|body| body.doc.has_heading(fragment));
        let scope = match kind {
            Some(_) => crate::site::address::list_scope(space),
            None => String::new(),
        };
        is_heading.then(|| format!("section.{scope}{fragment}").into())
    }

    fn unless_left_out(&mut self, node: Node, name: &str, span: Span) -> Option<Node> {
        if self.scope.left_out || !self.room.names.order.is_left_out(node) {
            return Some(node);
        }
        let finding =
            Finding::new(Code::ReferenceToDraft, span, format!("`{name}` is a draft and left out"))
                .help("publish it, or take the link out until it is published");
        self.report(finding);
        None
    }

    /// A file that is copied: its path from the content folder.
    pub(super) fn file(&mut self, path: &Text) -> Option<Arc<str>> {
        self.file_at(path, path.span)
    }

    fn file_at(&mut self, path: &str, span: Span) -> Option<Arc<str>> {
        match self.find_file(span, path) {
            Place::File(found) => return Some(found),
            Place::Outside => {
                self.say_outside(path, span);
            }
            Place::Nothing(near) => {
                let finding =
                    Finding::new(Code::MissingFile, span, format!("there is no file `{path}`"));
                self.report(finding.help(near_file(near)));
            }
        }
        None
    }

    fn say_outside(&mut self, path: &str, span: Span) -> Target {
        let finding = Finding::new(
            Code::PathOutside,
            span,
            format!("`{path}` leads out of the content folder"),
        )
        .help("a path is relative to its file, or to the content folder when it begins with `/`");
        self.report(finding);
        Target::None
    }

    fn say_dead(&mut self, path: &str, near: Option<Arc<str>>, span: Span) -> Target {
        let finding = Finding::new(Code::DeadLink, span, format!("there is no page `{path}`"));
        self.report(finding.help(near_file(near)));
        Target::None
    }
}

fn near_file(near: Option<Arc<str>>) -> String {
    match near {
        Some(near) => format!("did you mean `/{near}`? upper and lower case are told apart"),
        None => "a path is relative to its file, or to the content folder when it begins with `/`"
            .into(),
    }
}

/// Whether a Markdown file is never read: a README, or a name that begins with `_` or `.`.
fn is_ignored(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.eq_ignore_ascii_case("readme.md")
        || path.split('/').any(|part| part.starts_with(['_', '.']))
}
