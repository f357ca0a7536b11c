//! Texts on a page: links relative to it, citations numbered by first use.

use super::html::{Html, escape, escape_into};
use super::sheet::Sheet;
use crate::model::{Doc, DocLink, LinkName, Piece};
use crate::site::address::{encode, relative};
use crate::site::number::push_whole;
use crate::site::{Citation, EvidenceIx, Target, Words};
use crate::wording::Value;
use std::fmt::Write;
use std::sync::Arc;

/// Sources of a page, numbered by first use, with every place that cites them.
#[derive(Debug, Default)]
pub struct Footnotes {
    cited: Vec<Cited>,
}

#[derive(Debug)]
struct Cited {
    source: EvidenceIx,
    places: u32,
}

impl Footnotes {
    /// The number of a source on this page and which of its places this is, both from 1.
    fn cite(&mut self, source: EvidenceIx) -> (usize, u32) {
        let at = self.cited.iter().position(|c| c.source == source).unwrap_or_else(|| {
            self.cited.push(Cited { source, places: 0 });
            self.cited.len() - 1
        });
        self.cited[at].places += 1;
        (at + 1, self.cited[at].places)
    }

    /// Sources in the order of their numbers, with how many places cite each.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (usize, EvidenceIx, u32)> {
        self.cited.iter().enumerate().map(|(at, c)| (at + 1, c.source, c.places))
    }
}

/// Where a text stands on its page.
#[derive(Clone, Copy)]
struct Outline<'a> {
    level: u8,
    scope: &'a str,
    links: Links,
}

/// Whether links and citations of a text become links: inside another link they must not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Links {
    /// They do.
    Keep,
    /// Links do, citations do not: they are written after the text.
    Uncited,
    /// Only the words stay.
    Drop,
}

impl Sheet<'_> {
    /// A text with its links and numbered citations.
    pub fn html(&mut self, words: &Words) -> Html {
        let mut out = String::with_capacity(words.doc.source.len() + 16);
        self.write_words(&mut out, words, Links::Keep);
        Html::trusted(out)
    }

    /// A body of Markdown. `level` is that of the heading above it; `scope` keeps its ids apart
    /// from those of other bodies on the page: empty for the page's own, else `something.`.
    pub fn body(&mut self, words: Option<&Words>, level: u8, scope: &str) -> Option<Html> {
        let words = words?;
        let mut out = String::with_capacity(words.doc.source.len() + 64);
        self.write_pieces(&mut out, words, Outline { level, scope, links: Links::Keep });
        Some(Html::trusted(out))
    }

    /// A text inside a link or a heading of a list: the words and their emphasis alone.
    pub fn label(&self, words: &Words) -> Html {
        let mut out = String::with_capacity(words.doc.source.len() + 16);
        write_label(&mut out, words);
        Html::trusted(out)
    }

    pub(crate) fn write_words(&mut self, out: &mut String, words: &Words, links: Links) {
        match links {
            Links::Keep | Links::Uncited => {
                self.write_pieces(out, words, Outline { level: 3, scope: "", links })
            }
            Links::Drop => write_label(out, words),
        }
    }

    fn write_pieces(&mut self, out: &mut String, words: &Words, place: Outline<'_>) {
        let Some(rich) = &words.doc.rich else {
            return write_label(out, words);
        };
        let isolated = open_language(out, words);
        for piece in &rich.pieces {
            match piece {
                Piece::Html(html) => out.push_str(html),
                Piece::Derived(html) => html.write(out, &words.doc.source),
                Piece::LinkOpen(link) => self.open_link(out, words, *link),
                Piece::LinkClose(link) => close_link(out, words, *link),
                Piece::Heading(depth) => {
                    let _ = write!(out, "{}", place.level.saturating_add(*depth).min(6));
                }
                Piece::Scope => out.push_str(place.scope),
                Piece::Word(word) => escape_into(out, self.w.added(*word)),
                Piece::Image { link, words: said } => {
                    self.write_image(out, words, *link, &said.alt, &said.title)
                }
                Piece::Cite(_) if place.links == Links::Uncited => trim_blanks(out),
                Piece::Cite(at) => {
                    trim_blanks(out);
                    if let Some(citation) = words.citations().get(usize::from(*at)) {
                        self.write_citation(out, *citation, Stance::For);
                    }
                }
            }
        }
        close_language(out, isolated);
    }

    fn open_link(&self, out: &mut String, words: &Words, link: u16) {
        let target = words.targets().get(usize::from(link));
        if let Some(href) = target.and_then(|target| self.href(target)) {
            out.push_str("<a href=\"");
            escape_into(out, &href);
            out.push_str("\">");
        }
        match (target, words.doc.links().get(usize::from(link))) {
            (Some(Target::Node(node, _)), Some(DocLink { shows_title: true, .. })) => {
                self.write_bare_title(out, *node);
            }
            // What is left out of the site keeps the word that the author wrote for it.
            (
                None | Some(Target::None),
                Some(DocLink { shows_title: true, name: LinkName::Reference(name), .. }),
            ) => escape_into(out, name),
            _ => {}
        }
    }

    /// The address of a link's target from this page.
    pub(crate) fn href(&self, target: &Target) -> Option<String> {
        let with = |path: String, anchor: &Option<std::sync::Arc<str>>| match anchor {
            Some(anchor) => format!("{path}#{}", encode(anchor)),
            None => path,
        };
        Some(match target {
            Target::Node(node, None) => self.link(*node),
            Target::Node(node, anchor) => {
                with(relative(&self.path, &self.site.page_of(*node)), anchor)
            }
            Target::Page(path, anchor) => with(relative(&self.path, path), anchor),
            Target::File(path) => relative(&self.path, path),
            Target::Anchor(anchor) => format!("#{}", encode(anchor)),
            Target::External(url) => url.to_string(),
            Target::None => return None,
        })
    }

    fn write_image(&self, out: &mut String, words: &Words, link: u16, alt: &str, title: &str) {
        let target = words.targets().get(usize::from(link));
        let Some(href) = target.and_then(|target| self.href(target)) else {
            out.push_str(alt);
            return;
        };
        let _ = write!(out, "<img src=\"{}\" alt=\"{alt}\"", escape(&href));
        if !title.is_empty() {
            let _ = write!(out, " title=\"{title}\"");
        }
        out.push('>');
    }

    /// A footnote number that leads to the list of sources at the page's end.
    pub(crate) fn write_citation(&mut self, out: &mut String, citation: Citation, stance: Stance) {
        let Some(source) = citation.source else { return };
        let (number, place) = self.notes.cite(source);
        let title = match self.shared.directory() {
            Some(directory) => Value::Markup(directory.source(source)),
            None => Value::Text(self.site.source(source).title.doc.plain()),
        };
        out.push_str("<sup class=\"fn\"><a href=\"#source.");
        push_whole(out, number as u64);
        out.push_str("\" id=\"cite.");
        push_whole(out, number as u64);
        out.push('_');
        push_whole(out, u64::from(place));
        out.push_str("\" aria-label=\"");
        match stance {
            Stance::For => self.w.citation(number, title).write(out, escape_into),
            Stance::Against => self.w.citation_against(number, title).write(out, escape_into),
        }
        out.push_str("\">");
        push_whole(out, number as u64);
        out.push_str("</a></sup>");
    }
}

/// A footnote number follows its word closely, whatever blank the author left before it.
fn trim_blanks(out: &mut String) {
    out.truncate(out.trim_end().len());
}

/// Whether a source speaks for or against a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stance {
    /// The claim rests on it.
    For,
    /// It contradicts the claim.
    Against,
}

fn close_link(out: &mut String, words: &Words, link: u16) {
    if !matches!(words.targets().get(usize::from(link)), None | Some(Target::None)) {
        out.push_str("</a>");
    }
}

impl Sheet<'_> {
    /// The words of a text and their emphasis alone.
    pub(crate) fn write_label(&self, out: &mut String, words: &Words) {
        write_label(out, words);
    }
}

/// The words of a text and their emphasis alone.
pub(super) fn write_label(out: &mut String, words: &Words) {
    let isolated = open_language(out, words);
    match &words.doc.rich {
        None => escape_into(out, &words.doc.source),
        Some(rich) if rich.pieces.iter().all(|p| matches!(p, Piece::Html(_) | Piece::Cite(_))) => {
            for piece in &rich.pieces {
                if let Piece::Html(html) = piece {
                    out.push_str(html);
                }
            }
        }
        // A text with links keeps its letters only.
        Some(_) => escape_into(out, &words.doc.letters()),
    }
    close_language(out, isolated);
}

/// A name or title of an entity that is no Markdown, in the entity's language if that is not the
/// page's.
pub(crate) fn write_name(out: &mut String, name: &str, lang: Option<&Arc<str>>) {
    match lang {
        None => escape_into(out, name),
        Some(lang) => {
            let _ = write!(out, "<span lang=\"{}\" dir=\"auto\">", escape(lang));
            escape_into(out, name);
            out.push_str("</span>");
        }
    }
}

/// The same by itself.
pub(crate) fn name(name: &str, lang: Option<&Arc<str>>) -> Html {
    let mut out = String::new();
    write_name(&mut out, name, lang);
    Html::trusted(out)
}

/// Opens an element for a text whose language or direction is not that of the page around it.
fn open_language(out: &mut String, words: &Words) -> Option<&'static str> {
    if words.lang().is_none() && !has_right_to_left(&words.doc) {
        return None;
    }
    let first = words.doc.rich.as_ref().and_then(|rich| rich.pieces.first());
    let block = match first {
        Some(Piece::Html(html)) => is_block(html),
        // Only bodies have such.
        Some(Piece::Derived(_)) => true,
        _ => false,
    };
    let (open, close) = if block { ("<div", "</div>") } else { ("<span", "</span>") };
    let _ = match words.lang() {
        Some(lang) => write!(out, "{open} lang=\"{}\" dir=\"auto\">", escape(lang)),
        None => write!(out, "{open} dir=\"auto\">"),
    };
    Some(close)
}

fn close_language(out: &mut String, isolated: Option<&'static str>) {
    if let Some(close) = isolated {
        out.push_str(close);
    }
}

fn is_block(html: &str) -> bool {
    ["<p", "<h", "<ul", "<ol", "<table", "<div", "<blockquote", "<pre", "<section", "<dl"]
        .iter()
        .any(|tag| html.starts_with(tag))
}

/// Most texts have no such letter, and being ASCII is told quickly. Only an entity stands for another
/// letter than those that were written.
fn has_right_to_left(doc: &Doc) -> bool {
    let has_entities = || doc.rich.is_some() && doc.source.contains('&');
    if doc.source.is_ascii() && !has_entities() {
        return false;
    }
    doc.letters().chars().any(is_right_to_left)
}

/// The blocks of Unicode whose letters run from right to left.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
