//! Where one entity is worked on: names and citations are looked up and findings collected.

use super::catalogue::Shared;
use super::channels::Channels;
use super::files::Files;
use super::names::{Meaning, Names, Scope, Takes};
use super::{Options, evidence::Trust};
use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::model::{Content, RefName};
use crate::site::{
    CatalogueIx, Citation, Evidence, EvidenceIx, JourneyIx, Node, OpportunityIx, PersonaIx,
};
use crate::source::{Sources, Span, Text};
use jiff::civil::Date;
use std::ops::Deref;
use std::sync::Arc;

/// What every desk may look at.
pub(super) struct Room<'a> {
    pub(super) content: &'a Content,
    pub(super) sources: &'a Sources,
    pub(super) options: &'a Options,
    pub(super) names: Names<'a>,
    pub(super) files: Files<'a>,
    pub(super) channels: &'a Channels,
    pub(super) trust: &'a [Trust],
}

/// What is resolved already and that later entities take from.
#[derive(Clone, Copy, Default)]
pub(super) struct Shelf<'a> {
    pub(super) evidence: &'a [Arc<Evidence>],
    pub(super) catalogue: &'a [Shared],
}

/// The work on one entity and what stands in it.
pub(super) struct Desk<'r, 'a> {
    pub(super) room: &'r Room<'a>,
    pub(super) shelf: Shelf<'r>,
    pub(super) scope: Scope<'r>,
    /// Language of the entity, where it is not the site's.
    pub(super) lang: Option<Arc<str>>,
    pub(super) findings: Vec<Finding>,
}

impl<'r, 'a> Desk<'r, 'a> {
    pub(super) fn new(room: &'r Room<'a>, shelf: Shelf<'r>, scope: Scope<'r>) -> Self {
        Self { room, shelf, scope, lang: None, findings: Vec::new() }
    }

    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The entity that a reference names; nothing for a draft that is left out.
    pub(super) fn reference(&mut self, name: &RefName, takes: Takes) -> Option<Node> {
        self.look_up(&name.name, name.span, takes, Code::UnknownReference)
    }

    pub(super) fn persona(&mut self, name: &RefName) -> Option<PersonaIx> {
        match self.reference(name, Takes::PERSONA) {
            Some(Node::Persona(ix)) => Some(ix),
            _ => None,
        }
    }

    pub(super) fn journey(&mut self, name: &RefName) -> Option<JourneyIx> {
        match self.reference(name, Takes::JOURNEY) {
            Some(Node::Journey(ix)) => Some(ix),
            _ => None,
        }
    }

    pub(super) fn catalogue(&mut self, name: &RefName) -> Option<CatalogueIx> {
        match self.reference(name, Takes::CATALOGUE) {
            Some(Node::Catalogue(ix)) => Some(ix),
            _ => None,
        }
    }

    pub(super) fn opportunity(&mut self, name: &RefName) -> Option<OpportunityIx> {
        match self.reference(name, Takes::OPPORTUNITY) {
            Some(Node::Opportunity(ix)) => Some(ix),
            _ => None,
        }
    }

    /// Personas, each once.
    pub(super) fn personas(&mut self, names: &[RefName]) -> Vec<PersonaIx> {
        let mut out = Vec::with_capacity(names.len());
        for name in names {
            push_once(&mut out, self.persona(name));
        }
        out
    }

    /// The source, or the highlight of a source, that a citation names.
    pub(super) fn citation(&mut self, name: &RefName) -> Citation {
        let (source, highlight) = match name.name.split_once('#') {
            Some((source, highlight)) => (source, Some(highlight)),
            None => (&*name.name, None),
        };
        let node = self.look_up(source, name.span, Takes::EVIDENCE, Code::UnknownReference);
        let Some(Node::Evidence(ix)) = node else {
            return Citation { source: None, highlight: None };
        };
        let highlight = highlight.and_then(|id| self.highlight(ix, id, name.span));
        Citation { source: Some(ix), highlight }
    }

    /// A highlight's place in its source.
    pub(super) fn highlight(&mut self, source: EvidenceIx, id: &str, span: Span) -> Option<u32> {
        let trust = &self.room.trust[source.0 as usize];
        if let Some(at) = trust.highlights.get(id) {
            return Some(*at);
        }
        self.room.names.asked().unseen(Node::Evidence(source));
        let title = self.room.names.id(Node::Evidence(source));
        let known = trust.highlights.keys().map(|id| &**id);
        let finding = Finding::new(
            Code::UnknownHighlight,
            span,
            format!("`{title}` has no highlight `{id}`"),
        )
        .help(did_you_mean(id, known).unwrap_or_else(|| match trust.highlights.len() {
            0 => format!("add it under `highlights` of `{title}`, or cite the source as a whole"),
            _ => "cite one of its highlights, or the source as a whole".to_owned(),
        }));
        self.report(finding);
        None
    }

    /// The entity that a name means, with a finding of `missing` if there is none.
    pub(super) fn look_up(
        &mut self,
        name: &str,
        span: Span,
        takes: Takes,
        missing: Code,
    ) -> Option<Node> {
        match self.room.names.find(name, takes, &self.scope) {
            Meaning::One(node) => self.unless_draft(node, name, span),
            Meaning::Former(node) => {
                self.say_former(node, name, span);
                self.unless_draft(node, name, span)
            }
            Meaning::Two(one, two) => {
                self.say_ambiguous((one, two), name, span);
                None
            }
            Meaning::Nothing => {
                self.say_missing(name, span, takes, missing);
                None
            }
        }
    }

    fn unless_draft(&mut self, node: Node, name: &str, span: Span) -> Option<Node> {
        self.note_unseen(node);
        if self.scope.left_out || !self.room.names.order.is_left_out(node) {
            return Some(node);
        }
        let finding =
            Finding::new(Code::ReferenceToDraft, span, format!("`{name}` is a draft and left out"))
                .help("publish it, or take the reference out until it is published");
        self.report(finding);
        None
    }

    /// Drafts that are left out, sources and texts above lists look at others without a link that
    /// leads back.
    pub(super) fn note_unseen(&self, node: Node) {
        let Scope { left_out, unseen, .. } = self.scope;
        match node {
            Node::Evidence(_) if left_out || unseen => self.room.names.asked().unseen(node),
            Node::Catalogue(_) if left_out => self.room.names.asked().unseen(node),
            _ => {}
        }
    }

    fn say_former(&mut self, node: Node, name: &str, span: Span) {
        let now = self.room.names.reference(node);
        let finding = Finding::new(
            Code::ReferenceThroughAlias,
            span,
            format!("`{name}` is a former id of `{now}`"),
        )
        .help(format!("write `{now}`"));
        self.report(finding);
    }

    pub(super) fn say_ambiguous(&mut self, nodes: (Node, Node), name: &str, span: Span) {
        let (one, two) = self.room.names.full_forms(nodes.0, nodes.1);
        let finding = Finding::new(
            Code::AmbiguousReference,
            span,
            format!("`{name}` could be `{one}` or `{two}`"),
        )
        .help("write the full form of the one that is meant");
        self.report(finding);
    }

    fn say_missing(&mut self, name: &str, span: Span, takes: Takes, missing: Code) {
        let names = &self.room.names;
        if names.may_be_unread(name, takes) {
            return;
        }
        if let Some(other) = names.other_sort(name, takes, &self.scope) {
            let is = sort_words(other);
            let wants = takes.words;
            let finding = Finding::new(
                Code::WrongKind,
                span,
                format!("`{name}` is {is}, but {wants} belongs here"),
            );
            let help = names
                .suggestion(name, takes, &self.scope)
                .map(|near| format!("did you mean `{near}`?"));
            let finding = finding.help(help.unwrap_or_else(|| format!("name {wants}")));
            return self.report(finding);
        }
        let help = names
            .suggestion(name, takes, &self.scope)
            .map(|near| format!("did you mean `{near}`?"));
        let finding =
            Finding::new(missing, span, format!("there is no {} `{name}`", bare(takes.words)));
        self.report(finding.help(help.unwrap_or_else(|| where_to_write(takes))));
    }

    /// A warning for a date after today.
    pub(super) fn check_not_future(&mut self, date: Date, span: Span, what: &str) {
        let today = self.room.options.today;
        if date > today {
            let finding =
                Finding::new(Code::DateInFuture, span, format!("{what} {date} is after {today}"))
                    .help("write a day that has passed");
            self.report(finding);
        }
    }

    /// A language that is worth saying: not the site's own, unless the text around it is in
    /// another.
    pub(super) fn language(&self, lang: Option<&Text>) -> Option<Arc<str>> {
        match lang {
            None => self.lang.clone(),
            Some(lang) => {
                let site = lang.eq_ignore_ascii_case(&self.room.content.config.language);
                (!site || self.lang.is_some()).then(|| lang.text.alone())
            }
        }
    }
}

/// `a` or `an` taken away.
fn bare(words: &str) -> &str {
    words.split_once(' ').map_or(words, |(_, rest)| rest)
}

fn sort_words(node: Node) -> &'static str {
    match node {
        Node::Persona(_) => "a persona",
        Node::Journey(_) => "a journey",
        Node::Stage(..) => "a stage",
        Node::Touchpoint(..) => "a touchpoint of a stage",
        Node::Catalogue(_) => "a touchpoint of the catalogue",
        Node::Opportunity(_) => "an opportunity",
        Node::Evidence(_) => "a source",
    }
}

fn where_to_write(takes: Takes) -> String {
    let folder = match takes {
        Takes::PERSONA => "personas",
        Takes::JOURNEY => "journeys",
        Takes::CATALOGUE => "touchpoints",
        Takes::OPPORTUNITY => "opportunities",
        Takes::EVIDENCE => "evidence",
        _ => return "write an id, a path of ids, or either after its space".to_owned(),
    };
    format!("write it in the folder `{folder}`, or name one that is there")
}

/// Adds an item unless it is there.
pub(super) fn push_once<T: PartialEq>(
    list: &mut (impl Deref<Target = [T]> + Extend<T>),
    item: Option<T>,
) {
    if let Some(item) = item
        && !list.contains(&item)
    {
        list.extend([item]);
    }
}
