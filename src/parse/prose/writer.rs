//! Markdown's events to pieces, in one pass.

use super::html::{self, Place, RawTag};
use super::{Origin, address};
use crate::diagnostic::{Code, Finding};
use crate::model::{AddedWord, Doc, DocLink, Letters, LinkName, Piece, RefName, Rich};
use crate::parse::slug;
use crate::source::{Derived, Passage};
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag,
    TagEnd,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

/// How the tag of a table's header begins.
const HEADER_CELL: &str = "th scope=\"col\"";

/// So many quotations, lists and elements may stand in each other, far more than anybody reads.
const MOST_NESTED: usize = 256;

/// What is being written: pieces, the HTML since the last hole, and the letters alone.
#[derive(Default)]
pub(super) struct Out {
    pieces: Vec<Piece>,
    html: String,
    plain: String,
}

impl Out {
    fn hole(&mut self, piece: Piece) {
        self.flush();
        self.pieces.push(piece);
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(std::mem::take(&mut self.html).into()));
        }
    }

    fn append(&mut self, mut other: Out) {
        other.flush();
        self.flush();
        self.pieces.append(&mut other.pieces);
        self.gap();
        self.plain.push_str(&other.plain);
    }

    /// A blank between two words of the plain text.
    fn gap(&mut self) {
        if !self.plain.is_empty() && !self.plain.ends_with(' ') {
            self.plain.push(' ');
        }
    }
}

/// A link whose end has not come yet.
struct OpenLink {
    /// Its hole, unless its address is not allowed.
    index: Option<u16>,
    /// Whether what stands in it is not written (`[[id]]`).
    mute: bool,
}

/// An image whose end has not come yet; the text in it is its alternative.
struct OpenImage {
    name: Option<LinkName>,
    title: Box<str>,
    alt: String,
    span: Range<usize>,
}

/// A heading whose end has not come yet.
struct OpenHeading {
    depth: u8,
    /// Where its slug goes.
    piece: usize,
    /// Where its letters begin.
    plain: usize,
}

/// A Markdown footnote with its own definition.
struct Note {
    number: u32,
    references: u32,
    text: Option<Out>,
}

/// How much markup a text may have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Markup {
    Inline,
    Block,
}

/// Turns the events of one text into its document.
pub(super) struct Writer<'a> {
    src: &'a str,
    /// Where the text begins in `src`.
    start: usize,
    origin: Origin<'a>,
    findings: &'a mut Vec<Finding>,
    markup: Markup,
    out: Out,
    /// What was being written when a footnote's definition began.
    outer: Vec<(String, Out)>,
    links: Vec<DocLink>,
    images: Vec<html::Image>,
    citations: Vec<RefName>,
    /// Citations met inside a link or an image, written after it.
    pending: Vec<u16>,
    /// Where citations stand in `src`.
    cuts: Vec<Range<usize>>,
    open_links: Vec<OpenLink>,
    open_images: Vec<OpenImage>,
    open_heading: Option<OpenHeading>,
    /// Level as written and depth as shown of the headings above.
    outline: Vec<(u8, u8)>,
    headings: Vec<Box<str>>,
    slugs: BTreeSet<Box<str>>,
    /// How often a heading's words have been met, so that many equal ones stay quick.
    repeats: BTreeMap<Box<str>, u32>,
    notes: BTreeMap<String, Note>,
    numbered: u32,
    /// Text since the last other event, and where its parts stand: (offset in it, offset in `src`).
    run: String,
    run_parts: Vec<(usize, usize)>,
    is_code: bool,
    alignments: Vec<Alignment>,
    cell: usize,
    is_table_head: bool,
    has_raw_html: bool,
    /// How many quotations, lists and elements are open.
    nested: usize,
}

impl<'a> Writer<'a> {
    /// A text of one line that begins at `start` of `src`.
    pub(super) fn inline(
        src: &'a str,
        start: usize,
        origin: Origin<'a>,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self::new(src, start, origin, findings, Markup::Inline)
    }

    /// A body.
    pub(super) fn block(src: &'a str, origin: Origin<'a>, findings: &'a mut Vec<Finding>) -> Self {
        Self::new(src, 0, origin, findings, Markup::Block)
    }

    fn new(
        src: &'a str,
        start: usize,
        origin: Origin<'a>,
        findings: &'a mut Vec<Finding>,
        markup: Markup,
    ) -> Self {
        Self {
            src,
            start,
            origin,
            findings,
            markup,
            out: Out {
                pieces: Vec::new(),
                html: String::with_capacity(src.len() + src.len() / 2),
                plain: String::with_capacity(src.len()),
            },
            outer: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            citations: Vec::new(),
            pending: Vec::new(),
            cuts: Vec::new(),
            open_links: Vec::new(),
            open_images: Vec::new(),
            open_heading: None,
            outline: Vec::new(),
            headings: Vec::new(),
            slugs: BTreeSet::new(),
            repeats: BTreeMap::new(),
            notes: BTreeMap::new(),
            numbered: 0,
            run: String::new(),
            run_parts: Vec::new(),
            is_code: false,
            alignments: Vec::new(),
            cell: 0,
            is_table_head: false,
            has_raw_html: false,
            nested: 0,
        }
    }

    /// Parses and writes.
    pub(super) fn run(mut self) -> Doc {
        let mut events = Vec::with_capacity(64);
        events.extend(Parser::new_ext(self.src, self.options()).into_offset_iter());
        let mut at = 0;
        while at < events.len() {
            let (event, range) = &events[at];
            at = match event {
                Event::Start(Tag::HtmlBlock) => self.html_block(&events, at + 1),
                Event::InlineHtml(_) => self.inline_html(&events, at),
                _ => {
                    self.event(event, range.clone());
                    at + 1
                }
            };
        }
        self.flush_run();
        self.finish()
    }

    fn options(&self) -> Options {
        let inline = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_WIKILINKS;
        match self.markup {
            Markup::Inline => inline,
            Markup::Block => {
                inline
                    | Options::ENABLE_TABLES
                    | Options::ENABLE_FOOTNOTES
                    | Options::ENABLE_TASKLISTS
                    | Options::ENABLE_GFM
            }
        }
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Event::Text(text) = event {
            self.extend_run(text, range.start);
            return;
        }
        self.flush_run();
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_))
                if self.is_too_deep(html::Side::Open, range.clone()) => {}
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_))
                if self.is_too_deep(html::Side::Close, range.clone()) => {}
            Event::Start(Tag::Item) | Event::End(TagEnd::Item) if self.nested > MOST_NESTED => {}
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(*tag),
            Event::Code(code) => self.code(code),
            Event::FootnoteReference(label) => self.note_reference(label),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.tag("<hr>\n"),
            Event::TaskListMarker(true) => self.task(" checked", AddedWord::Done),
            Event::TaskListMarker(false) => self.task("", AddedWord::ToDo),
            // Raw HTML is handled above; mathematics is not turned on, and its letters stay.
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.letters(text),
            Event::Text(_) => {}
        }
    }

    // Letters.

    fn extend_run(&mut self, text: &str, at: usize) {
        self.run_parts.push((self.run.len(), at));
        self.run.push_str(text);
    }

    fn flush_run(&mut self) {
        if self.run.is_empty() {
            self.run_parts.clear();
            return;
        }
        let run = std::mem::take(&mut self.run);
        let parts = std::mem::take(&mut self.run_parts);
        let guard = parts.first().map_or(0, |(_, at)| self.start.saturating_sub(*at));
        let run_text = run.get(guard..).unwrap_or_default();
        if self.is_code || self.is_muted() || !run_text.contains("[^") {
            self.letters(run_text);
        } else {
            self.text_with_citations(&run, guard, &parts);
        }
        (self.run, self.run_parts) = (run, parts);
        self.run.clear();
        self.run_parts.clear();
    }

    fn text_with_citations(&mut self, run: &str, guard: usize, parts: &[(usize, usize)]) {
        let mut done = guard;
        let mut from = guard;
        while let Some(open) = run[from..].find("[^").map(|at| from + at) {
            let Some(name) = citation_name(&run[open..]) else {
                from = open + 2;
                continue;
            };
            let end = open + "[^".len() + name.len() + "]".len();
            let at = place_in(parts, open);
            if is_verbatim(self.src, at, &run[open..end]) {
                self.letters(run[done..open].trim_end_matches([' ', '\t']));
                self.citation(name, at..at + (end - open));
                done = end;
            }
            from = end;
        }
        self.letters(&run[done..]);
    }

    fn citation(&mut self, name: &str, range: Range<usize>) {
        let Ok(index) = u16::try_from(self.citations.len()) else { return };
        let span = self.origin.span(range.clone());
        self.citations.push(RefName { name: name.into(), span });
        let blanks = self.src[self.start.min(range.start)..range.start]
            .bytes()
            .rev()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count();
        self.cuts.push(range.start - blanks..range.end);
        if self.open_links.is_empty() && self.open_images.is_empty() {
            self.out.hole(Piece::Cite(index));
        } else {
            self.pending.push(index);
        }
    }

    fn write_pending(&mut self) {
        if self.open_links.is_empty() && self.open_images.is_empty() {
            for index in std::mem::take(&mut self.pending) {
                self.out.hole(Piece::Cite(index));
            }
        }
    }

    fn is_muted(&self) -> bool {
        self.open_links.last().is_some_and(|link| link.mute)
    }

    /// Letters, wherever they go: into the text or the alternative of an image.
    fn letters(&mut self, text: &str) {
        if let Some(image) = self.open_images.last_mut() {
            image.alt.push_str(text);
        } else if !self.is_muted() {
            html::escape(text, &mut self.out.html);
            self.out.plain.push_str(text);
        }
    }

    /// Markup, which an image's alternative cannot have.
    fn tag(&mut self, html: &str) {
        if self.open_images.is_empty() && !self.is_muted() {
            self.out.html.push_str(html);
        }
    }

    fn code(&mut self, code: &str) {
        self.tag("<code>");
        self.letters(code);
        self.tag("</code>");
    }

    fn line_break(&mut self, html: &str) {
        if let Some(image) = self.open_images.last_mut() {
            image.alt.push(' ');
            return;
        }
        self.out.gap();
        self.tag(html);
    }

    fn task(&mut self, checked: &str, word: AddedWord) {
        self.tag(&format!(
            "<input type=\"checkbox\" class=\"task\" disabled{checked} aria-label=\""
        ));
        self.word(word);
        self.tag("\"> ");
    }

    fn word(&mut self, word: AddedWord) {
        if self.open_images.is_empty() && !self.is_muted() {
            self.out.hole(Piece::Word(word));
        }
    }

    fn open_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, word) = match kind {
            None => return self.tag("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", AddedWord::Note),
            Some(BlockQuoteKind::Tip) => ("tip", AddedWord::Tip),
            Some(BlockQuoteKind::Important) => ("important", AddedWord::Important),
            Some(BlockQuoteKind::Warning) => ("warning", AddedWord::Warning),
            Some(BlockQuoteKind::Caution) => ("caution", AddedWord::Caution),
        };
        self.tag(&format!("<div class=\"alert alert-{class}\" role=\"note\">\n"));
        self.tag("<p class=\"alert-title\">");
        self.word(word);
        self.tag("</p>\n");
    }

    // Elements.

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, .. } => self.open_link(*link_type, dest_url, range),
            Tag::Image { dest_url, title, .. } => self.open_image(dest_url, title, range),
            Tag::Heading { level, .. } => self.open_heading(*level),
            Tag::FootnoteDefinition(label) => {
                self.outer.push((note_key(label), std::mem::take(&mut self.out)));
            }
            Tag::BlockQuote(kind) => self.open_quote(*kind),
            Tag::CodeBlock(kind) => self.open_code(kind),
            Tag::List(None) => self.tag("<ul>\n"),
            Tag::List(Some(1)) => self.tag("<ol>\n"),
            Tag::List(Some(start)) => self.tag(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.tag("<li>"),
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                self.tag("<table>\n");
            }
            Tag::TableHead => {
                self.is_table_head = true;
                self.cell = 0;
                self.tag("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.tag("<tr>");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Emphasis => self.tag("<em>"),
            Tag::Strong => self.tag("<strong>"),
            Tag::Strikethrough => self.tag("<del>"),
            Tag::Paragraph if self.markup == Markup::Block => self.tag("<p>"),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.close_link(),
            TagEnd::Image => self.close_image(),
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::FootnoteDefinition => self.close_note(),
            TagEnd::BlockQuote(None) => self.tag("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.tag("</div>\n"),
            TagEnd::CodeBlock => {
                self.is_code = false;
                self.tag("</code></pre>\n");
            }
            TagEnd::List(true) => self.tag("</ol>\n"),
            TagEnd::List(false) => self.tag("</ul>\n"),
            TagEnd::Item => self.tag("</li>\n"),
            TagEnd::Table => self.tag("</tbody>\n</table>\n"),
            TagEnd::TableHead => {
                self.is_table_head = false;
                self.tag("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.tag("</tr>\n"),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::Emphasis => self.tag("</em>"),
            TagEnd::Strong => self.tag("</strong>"),
            TagEnd::Strikethrough => self.tag("</del>"),
            TagEnd::Paragraph if self.markup == Markup::Block => self.tag("</p>\n"),
            _ => {}
        }
        if !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
            && self.open_images.is_empty()
        {
            self.out.gap();
        }
    }

    fn open_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.is_code = true;
        // A long line scrolls, and what scrolls must be reachable from the keyboard.
        self.tag("<pre tabindex=\"0\"><code");
        if let CodeBlockKind::Fenced(info) = kind {
            let language = info.split_whitespace().next().unwrap_or_default();
            let is_name =
                |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'+' | b'#');
            if !language.is_empty() && language.bytes().all(is_name) {
                self.tag(&format!(" class=\"language-{language}\""));
            }
        }
        self.tag(">");
    }

    fn open_cell(&mut self) {
        let align = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        self.cell += 1;
        let name = if self.is_table_head { HEADER_CELL } else { "td" };
        self.tag(&format!("<{name}{align}>"));
    }

    /// A header without words, as above the names of rows, is a plain cell: there is nothing to
    /// read out.
    fn close_cell(&mut self) {
        if !self.is_table_head {
            return self.tag("</td>");
        }
        let html = &mut self.out.html;
        let opened = html.rfind('<').filter(|at| html[*at + 1..].starts_with(HEADER_CELL));
        match opened {
            Some(at) if html.ends_with('>') => {
                html.truncate(at);
                self.tag("<td></td>");
            }
            _ => self.tag("</th>"),
        }
    }

    // Links and images.

    fn open_link(&mut self, kind: LinkType, address: &str, range: Range<usize>) {
        let mut mute = false;
        let name = match kind {
            LinkType::WikiLink { has_pothole } => {
                let inside = &self.src[range.clone()];
                mute = !has_pothole || inside.trim_end_matches([']', ' ']).ends_with('|');
                Some(LinkName::Reference(wiki_name(address)))
            }
            LinkType::Email => address::classify(&format!("mailto:{address}")),
            _ => address::classify(address),
        };
        if mute && self.open_images.is_empty() {
            self.out.plain.push_str(&wiki_name(address));
        }
        let index = self.link(name, address, range, mute);
        self.open_links.push(OpenLink { index, mute });
        if let (Some(index), true) = (index, self.open_images.is_empty()) {
            self.out.hole(Piece::LinkOpen(index));
        }
    }

    fn close_link(&mut self) {
        let Some(link) = self.open_links.pop() else { return };
        if let (Some(index), true) = (link.index, self.open_images.is_empty()) {
            self.out.hole(Piece::LinkClose(index));
        }
        self.write_pending();
    }

    /// Remembers a link; `None` when it has no address that may be followed.
    fn link(
        &mut self,
        name: Option<LinkName>,
        address: &str,
        range: Range<usize>,
        shows_title: bool,
    ) -> Option<u16> {
        let span = self.origin.span(range);
        let Some(name) = name else {
            self.findings.push(not_allowed(address, span));
            return None;
        };
        if matches!(&name, LinkName::File(path) if path.is_empty()) {
            self.findings.push(
                Finding::new(Code::DeadLink, span, "a link without an address")
                    .help("write where it leads between the round brackets"),
            );
            return None;
        }
        let index = u16::try_from(self.links.len()).ok()?;
        self.links.push(DocLink { name, span, shows_title });
        Some(index)
    }

    fn open_image(&mut self, address: &str, title: &str, range: Range<usize>) {
        let name = address::classify(address);
        if name.is_none() {
            self.findings.push(not_allowed(address, self.origin.span(range.clone())));
        }
        let mut escaped = String::new();
        html::escape(title, &mut escaped);
        self.open_images.push(OpenImage {
            name,
            title: escaped.into(),
            alt: String::new(),
            span: range,
        });
    }

    fn close_image(&mut self) {
        let Some(image) = self.open_images.pop() else { return };
        if let Some(outer) = self.open_images.last_mut() {
            outer.alt.push_str(&image.alt);
            return;
        }
        if image.alt.trim().is_empty() && image.name.is_some() {
            self.missing_alt(image.span.clone());
        }
        self.image(image);
        self.write_pending();
    }

    fn missing_alt(&mut self, range: Range<usize>) {
        self.findings.push(
            Finding::new(
                Code::MissingAlt,
                self.origin.span(range),
                "an image without a text alternative",
            )
            .help("say between the square brackets what the image shows: `![…](…)`"),
        );
    }

    /// An image of the content folder is a hole. One from elsewhere would load from a stranger's
    /// host, which pages do not do: it becomes a link, with the alternative as its words.
    fn image(&mut self, image: OpenImage) {
        let alt = image.alt.trim();
        let name = match image.name {
            Some(name @ (LinkName::File(_) | LinkName::Page(..))) => name,
            Some(name) => {
                let words = match &name {
                    LinkName::External(url) if alt.is_empty() => url.to_string(),
                    _ => alt.to_owned(),
                };
                return self.words_for_image(name, &words, image.span);
            }
            None => return self.letters(alt),
        };
        let name = match name {
            LinkName::Page(path, _) => LinkName::File(path),
            other => other,
        };
        self.out.plain.push_str(alt);
        let mut escaped = String::new();
        html::escape(alt, &mut escaped);
        let Some(link) = self.link(Some(name), "", image.span, false) else { return };
        self.image_piece(html::Image { link, alt: escaped.into(), title: image.title });
    }

    fn words_for_image(&mut self, name: LinkName, words: &str, span: Range<usize>) {
        let is_nested = !self.open_links.is_empty();
        let index = if is_nested { None } else { self.link(Some(name), "", span, false) };
        if let Some(index) = index {
            self.out.hole(Piece::LinkOpen(index));
        }
        self.letters(words);
        if let Some(index) = index {
            self.out.hole(Piece::LinkClose(index));
        }
    }

    fn image_piece(&mut self, image: html::Image) {
        if self.is_muted() {
            return;
        }
        self.out.hole(image.clone().piece());
        self.images.push(image);
    }

    // Headings.

    fn open_heading(&mut self, level: HeadingLevel) {
        let depth = self.depth(level as u8);
        self.out.gap();
        self.out.html.push_str("<h");
        self.out.hole(Piece::Heading(depth));
        self.out.html.push_str(" id=\"section.");
        self.out.hole(Piece::Scope);
        self.out.pieces.push(Piece::Html("".into()));
        let piece = self.out.pieces.len() - 1;
        self.open_heading = Some(OpenHeading { depth, piece, plain: self.out.plain.len() });
    }

    fn close_heading(&mut self) {
        let Some(heading) = self.open_heading.take() else { return };
        let letters = self.out.plain.get(heading.plain..).unwrap_or_default();
        let slug = self.free_slug(&slug(letters));
        self.out.pieces[heading.piece] = Piece::Html(format!("{slug}\">").into());
        self.headings.push(slug);
        self.out.html.push_str("</h");
        self.out.hole(Piece::Heading(heading.depth));
        self.out.html.push_str(">\n");
    }

    /// A heading's depth in this text's outline: one more than that of the nearest heading above
    /// it with a lower level, so that no level is skipped.
    fn depth(&mut self, level: u8) -> u8 {
        while self.outline.last().is_some_and(|(above, _)| *above >= level) {
            self.outline.pop();
        }
        let depth = self.outline.last().map_or(1, |(_, depth)| depth + 1);
        self.outline.push((level, depth));
        depth
    }

    fn free_slug(&mut self, wanted: &str) -> Box<str> {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let count = self.repeats.entry(wanted.into()).or_insert(0);
        loop {
            *count += 1;
            let slug: Box<str> =
                if *count == 1 { wanted.into() } else { format!("{wanted}-{count}").into() };
            if self.slugs.insert(slug.clone()) {
                return slug;
            }
        }
    }

    // Footnotes with their own definition.

    fn note_reference(&mut self, label: &str) {
        if !self.open_images.is_empty() || self.is_muted() {
            return;
        }
        let note = self.notes.entry(note_key(label)).or_insert_with(new_note);
        if note.number == 0 {
            self.numbered += 1;
            note.number = self.numbered;
        }
        note.references += 1;
        let (number, reference) = (note.number, note.references);
        if !self.open_links.is_empty() {
            let _ = write!(self.out.html, "<sup>{number}</sup>");
            return;
        }
        self.out.html.push_str("<sup class=\"footnote\"><a href=\"#note.");
        self.out.hole(Piece::Scope);
        let _ = write!(self.out.html, "{number}\" id=\"noteref.");
        self.out.hole(Piece::Scope);
        let _ = write!(
            self.out.html,
            "{}\" role=\"doc-noteref\">{number}</a></sup>",
            reference_id(number, reference)
        );
    }

    fn close_note(&mut self) {
        let Some((key, outer)) = self.outer.pop() else { return };
        let text = std::mem::replace(&mut self.out, outer);
        let note = self.notes.entry(key).or_insert_with(new_note);
        // Of two definitions the first holds.
        if note.text.is_none() {
            note.text = Some(text);
        }
    }

    fn write_notes(&mut self) {
        let mut notes: Vec<Note> = std::mem::take(&mut self.notes).into_values().collect();
        if notes.is_empty() {
            return;
        }
        // Definitions that nothing refers to come last, so that their words stay.
        for note in notes.iter_mut().filter(|note| note.number == 0) {
            self.numbered += 1;
            note.number = self.numbered;
        }
        notes.sort_by_key(|note| note.number);
        self.out.html.push_str("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for note in notes {
            self.write_note(note);
        }
        self.out.html.push_str("</ol>\n</div>\n");
    }

    fn write_note(&mut self, note: Note) {
        let number = note.number;
        self.out.html.push_str("<li id=\"note.");
        self.out.hole(Piece::Scope);
        let _ = write!(self.out.html, "{number}\">");
        self.out.append(note.text.unwrap_or_default());
        for reference in 1..=note.references {
            self.out.html.push_str(" <a href=\"#noteref.");
            self.out.hole(Piece::Scope);
            let id = reference_id(number, reference);
            let _ = write!(self.out.html, "{id}\" role=\"doc-backlink\" aria-label=\"{id}\">↩</a>");
        }
        self.out.html.push_str("</li>\n");
    }

    // Raw HTML.

    /// A block of HTML, whose events begin at `at`; returns the index after its end.
    fn html_block(&mut self, events: &[(Event<'_>, Range<usize>)], mut at: usize) -> usize {
        self.flush_run();
        let mut raw = String::new();
        let mut parts = Vec::new();
        while let Some((event, range)) = events.get(at) {
            at += 1;
            match event {
                Event::Html(text) | Event::Text(text) => {
                    parts.push((raw.len(), range.start));
                    raw.push_str(text);
                }
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        self.raw_html(&raw, &parts);
        self.out.gap();
        at
    }

    /// A tag within a line, at index `at`; returns the index of the next event to write.
    fn inline_html(&mut self, events: &[(Event<'_>, Range<usize>)], at: usize) -> usize {
        self.flush_run();
        let (Event::InlineHtml(raw), range) = &events[at] else { return at + 1 };
        if !self.open_images.is_empty() || self.is_muted() {
            return at + 1;
        }
        self.raw_html(raw, &[(0, range.start)]);
        let Some(name) = html::hidden_element(raw) else { return at + 1 };
        end_of_hidden(&events[at..], name).map_or(at + 1, |skip| at + skip)
    }

    fn raw_html(&mut self, raw: &str, parts: &[(usize, usize)]) {
        self.has_raw_html = true;
        let place = match self.markup {
            Markup::Inline => Place::Line,
            Markup::Block => Place::Body,
        };
        for tag in html::sift(raw, place) {
            match tag {
                RawTag::Text(text, at) => self.raw_text(text, at, parts),
                RawTag::Html(html, None) => self.out.html.push_str(&html),
                RawTag::Html(html, Some((side, range))) => {
                    if !self.is_too_deep(side, raw_range(parts, range)) {
                        self.out.html.push_str(&html);
                    }
                }
                RawTag::Heading { level, open, rest } => self.raw_heading(level, open, &rest),
                RawTag::Link { address, range } => {
                    let range = raw_range(parts, range);
                    let name = address::classify(&address);
                    if let Some(index) = self.link(name, &address, range, false) {
                        self.out.hole(Piece::LinkOpen(index));
                    }
                }
                RawTag::LinkEnd => self.out.hole(Piece::LinkClose(0)),
                RawTag::Image { address, alt, title, range } => {
                    self.raw_image(&address, alt, &title, raw_range(parts, range));
                }
                RawTag::Removed { what, range } => {
                    let span = self.origin.span(raw_range(parts, range));
                    self.findings.push(removed(&what, span));
                }
            }
        }
    }

    /// Whether what begins or ends here stands deeper in others than is written. The sanitiser and
    /// browsers go through all that is open at every tag.
    fn is_too_deep(&mut self, side: html::Side, range: Range<usize>) -> bool {
        let before = self.nested;
        if side == html::Side::Close {
            self.nested = before.saturating_sub(1);
            return before > MOST_NESTED;
        }
        self.nested += 1;
        if before == MOST_NESTED {
            let what = format!("what is nested more than {MOST_NESTED} deep");
            self.findings.push(removed(&what, self.origin.span(range)));
        }
        before >= MOST_NESTED
    }

    /// Text between the tags of raw HTML: no Markdown, but it cites like any other.
    fn raw_text(&mut self, text: &str, at: usize, parts: &[(usize, usize)]) {
        let mut done = 0;
        let mut from = 0;
        while let Some(open) = text[from..].find("[^").map(|at| from + at) {
            from = open + "[^".len();
            let Some(name) = citation_name(&text[open..]) else { continue };
            let end = from + name.len() + "]".len();
            let place = place_in(parts, at + open);
            if is_verbatim(self.src, place, &text[open..end]) {
                self.raw_letters(text[done..open].trim_end_matches([' ', '\t']));
                self.citation(name, place..place + (end - open));
                done = end;
            }
            from = end;
        }
        self.raw_letters(&text[done..]);
    }

    fn raw_letters(&mut self, text: &str) {
        html::push_raw_text(text, &mut self.out.html);
        self.out.plain.push_str(&html::decode(text));
    }

    fn raw_heading(&mut self, level: u8, open: html::Side, rest: &str) {
        let depth = match open {
            html::Side::Open => self.depth(level),
            html::Side::Close => self.outline.last().map_or(1, |(_, depth)| *depth),
        };
        self.out.html.push_str(if open == html::Side::Open { "<h" } else { "</h" });
        self.out.hole(Piece::Heading(depth));
        self.out.html.push_str(rest);
    }

    fn raw_image(&mut self, address: &str, alt: Option<String>, title: &str, range: Range<usize>) {
        if alt.is_none() {
            self.missing_alt(range.clone());
        }
        let name = address::classify(address);
        if name.is_none() {
            self.findings.push(not_allowed(address, self.origin.span(range.clone())));
        }
        let mut escaped = String::new();
        html::escape(title, &mut escaped);
        let alt = alt.unwrap_or_default();
        self.image(OpenImage { name, title: escaped.into(), alt, span: range });
    }

    // The document.

    fn finish(mut self) -> Doc {
        self.write_notes();
        self.out.flush();
        let mut pieces = std::mem::take(&mut self.out.pieces);
        if self.has_raw_html {
            pieces = html::sanitise(&pieces, &self.images);
        }
        let own = own_anchors(&mut pieces, &mut self.links, &self.slugs);
        let pieces = merged(own);
        let source = self.source();
        let plain = std::mem::take(&mut self.out.plain);
        let plain = plain.trim();
        let is_plain = self.markup == Markup::Inline
            && self.citations.is_empty()
            && self.links.is_empty()
            && plain == &*source
            && is_escaped(&pieces, plain);
        if is_plain {
            return Doc { source, rich: None };
        }
        let (letters, pieces) = match self.markup {
            Markup::Inline => (Letters::Whole(plain.into()), pieces),
            Markup::Block => (derived_letters(plain, &source), derived_pieces(pieces, &source)),
        };
        let rich = Rich {
            letters,
            pieces: pieces.into(),
            links: self.links.into(),
            citations: self.citations.into(),
            headings: self.headings.into(),
        };
        Doc { source, rich: Some(Arc::new(rich)) }
    }

    fn source(&self) -> Passage {
        let mut source = String::with_capacity(self.src.len());
        let mut from = self.start;
        for cut in &self.cuts {
            source.push_str(self.src.get(from..cut.start).unwrap_or_default());
            from = cut.end.max(from);
        }
        source.push_str(self.src.get(from..).unwrap_or_default());
        source.trim().into()
    }
}

fn derived_letters(letters: &str, source: &str) -> Letters {
    let derived = Derived::letters(letters, source).map(Letters::Derived);
    derived.unwrap_or_else(|| Letters::Whole(letters.into()))
}

/// HTML as what it takes of the source, where that is less.
fn derived_pieces(mut pieces: Vec<Piece>, source: &str) -> Vec<Piece> {
    let mut from = 0;
    for piece in &mut pieces {
        if let Piece::Html(html) = piece
            && let Some((derived, end)) = Derived::html(html, (source, from))
        {
            (*piece, from) = (Piece::Derived(derived), end);
        }
    }
    pieces
}

fn new_note() -> Note {
    Note { number: 0, references: 0, text: None }
}

fn note_key(label: &str) -> String {
    label.to_lowercase()
}

/// The first reference to a note has the note's number, further ones are counted after it.
fn reference_id(number: u32, reference: u32) -> String {
    if reference == 1 { number.to_string() } else { format!("{number}.{reference}") }
}

/// What `[^…]` at the beginning of a text names.
pub(super) fn citation_name(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("[^")?;
    let end = inside.find(['[', ']', '\n', '\r'])?;
    let name = &inside[..end];
    (inside[end..].starts_with(']') && !name.trim().is_empty()).then_some(name)
}

/// Whether the source has exactly this text at this place, its first letter not escaped: entities
/// and escapes make letters, not citations.
fn is_verbatim(src: &str, at: usize, text: &str) -> bool {
    let backslashes = src.as_bytes()[..at].iter().rev().take_while(|b| **b == b'\\').count();
    src.get(at..at + text.len()) == Some(text) && backslashes.is_multiple_of(2)
}

/// Where an offset of a run of texts stands in the source.
fn place_in(parts: &[(usize, usize)], at: usize) -> usize {
    let index = parts.partition_point(|(start, _)| *start <= at).max(1) - 1;
    parts.get(index).map_or(at, |(start, place)| place + (at - start))
}

fn raw_range(parts: &[(usize, usize)], range: Range<usize>) -> Range<usize> {
    let start = place_in(parts, range.start);
    let end = place_in(parts, range.end.saturating_sub(1)) + 1;
    start..end.max(start)
}

fn wiki_name(address: &str) -> Arc<str> {
    // Inside a table the `|` of a link is written `\|`.
    Arc::from(address.trim_end_matches('\\').trim())
}

/// How many events to pass over so that a hidden element's content goes with it; `None` when it
/// is not closed before its paragraph ends, and the words stay.
fn end_of_hidden(events: &[(Event<'_>, Range<usize>)], name: &str) -> Option<usize> {
    for (index, (event, _)) in events.iter().enumerate().skip(1) {
        match event {
            Event::InlineHtml(raw) if html::closes(raw, name) => return Some(index + 1),
            Event::InlineHtml(raw) if html::hidden_element(raw).is_some() => return None,
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Item,
            ) => {
                return None;
            }
            _ => {}
        }
    }
    None
}

fn not_allowed(address: &str, span: crate::source::Span) -> Finding {
    let shown: String = address.chars().filter(|c| !c.is_control()).take(60).collect();
    Finding::new(
        Code::SchemeNotAllowed,
        span,
        format!("the address `{shown}` is not allowed here; its words stay"),
    )
    .help("link to a page or file of the content folder, or with http, https or mailto")
}

fn removed(what: &str, span: crate::source::Span) -> Finding {
    Finding::new(Code::HtmlRemoved, span, format!("{what} is not allowed and is taken out"))
        .help("its words stay; write it in Markdown, or without the parts that are not allowed")
}

/// Turns links to headings of the same text into finished HTML and numbers the others anew.
fn own_anchors(
    pieces: &mut Vec<Piece>,
    links: &mut Vec<DocLink>,
    slugs: &BTreeSet<Box<str>>,
) -> Vec<Piece> {
    let pieces = std::mem::take(pieces);
    let own = |link: &DocLink| match &link.name {
        LinkName::Anchor(fragment) if slugs.contains(&**fragment) => Some(fragment.clone()),
        _ => None,
    };
    let fragments: Vec<Option<Arc<str>>> = links.iter().map(own).collect();
    if fragments.iter().all(Option::is_none) {
        return pieces;
    }
    let mut next = 0;
    let numbers: Vec<u16> = fragments
        .iter()
        .map(|own| {
            let number = next;
            next += u16::from(own.is_none());
            number
        })
        .collect();
    links.retain(|link| own(link).is_none());
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::LinkOpen(n) => match fragments.get(n as usize).cloned().flatten() {
                Some(fragment) => {
                    out.push(Piece::Html("<a href=\"#section.".into()));
                    out.push(Piece::Scope);
                    out.push(Piece::Html(format!("{fragment}\">").into()));
                }
                None => out.push(Piece::LinkOpen(numbers[n as usize])),
            },
            Piece::LinkClose(n) if fragments.get(n as usize).is_some_and(Option::is_some) => {
                out.push(Piece::Html("</a>".into()));
            }
            Piece::LinkClose(n) => out.push(Piece::LinkClose(numbers[n as usize])),
            Piece::Image { link, words } => {
                out.push(Piece::Image { link: numbers[link as usize], words });
            }
            other => out.push(other),
        }
    }
    out
}

/// Joins neighbouring HTML.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let length = |piece: &Piece| if let Piece::Html(html) = piece { html.len() } else { 0 };
    let mut html = String::with_capacity(pieces.iter().map(length).sum());
    for piece in pieces {
        if let Piece::Html(more) = piece {
            html.push_str(&more);
            continue;
        }
        if !html.is_empty() {
            out.push(Piece::Html(std::mem::take(&mut html).into()));
        }
        out.push(piece);
    }
    let html = html.trim_end();
    if !html.is_empty() {
        out.push(Piece::Html(html.into()));
    }
    out
}

fn is_escaped(pieces: &[Piece], plain: &str) -> bool {
    let mut escaped = String::new();
    html::escape(plain, &mut escaped);
    match pieces {
        [] => escaped.is_empty(),
        [Piece::Html(html)] => html.trim() == escaped,
        _ => false,
    }
}
