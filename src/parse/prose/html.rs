//! Raw HTML: which tags an author may write, what is taken out, and how what stays is made whole.
//!
//! Two nets lie behind each other. [`sift`] reads the tags as a browser would and lets through only
//! what the tables below allow, so that an element which swallows what follows it (`<textarea>`,
//! `<style>`) never reaches a parser of HTML. [`sanitise`] then gives the whole text to the
//! sanitiser, which closes what was left open and looks at every tag and attribute once more.

use crate::model::{AddedWord, ImageWords, Piece};
use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Tags that may stand within a line.
const PHRASING: &[&str] = &[
    "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
    "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
];

/// Tags that may stand in a body besides.
const FLOW: &[&str] = &[
    "aside",
    "blockquote",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Tags that have no end, or may leave it out: many in a row stand beside each other. What they stand
/// in is counted.
const NEVER_DEEP: &[&str] = &[
    "br", "caption", "col", "colgroup", "dd", "dt", "hr", "li", "p", "rp", "rt", "tbody", "td",
    "tfoot", "th", "thead", "tr", "wbr",
];

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements whose content is no text for readers: it goes with them.
const HIDDEN: &[&str] = &["script", "style"];

/// Where a piece of raw HTML stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a text of one line.
    Line,
    /// In a body.
    Body,
}

/// Which end of an element a tag is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    /// `<b>`.
    Open,
    /// `</b>`.
    Close,
}

/// A part of raw HTML after sifting; ranges are bytes of the raw text.
pub(super) enum RawTag<'a> {
    /// Text with its entities, and where it begins.
    Text(&'a str, usize),
    /// An allowed tag with its allowed attributes; of one that may stand deep in others of its kind
    /// also its side and where it is.
    Html(String, Option<(Side, Range<usize>)>),
    /// A heading's tag; `rest` is what follows its level.
    Heading { level: u8, open: Side, rest: String },
    /// `<a href=…>`.
    Link { address: String, range: Range<usize> },
    /// `</a>`.
    LinkEnd,
    /// `<img …>`; without `alt` it has none, and an empty one says that it only decorates.
    Image { address: String, alt: Option<String>, title: String, range: Range<usize> },
    /// Something that is taken out.
    Removed { what: String, range: Range<usize> },
}

/// An image whose hole goes through the sanitiser.
#[derive(Clone)]
pub(super) struct Image {
    pub(super) link: u16,
    pub(super) alt: Box<str>,
    pub(super) title: Box<str>,
}

impl Image {
    /// The hole that it is.
    pub(super) fn piece(self) -> Piece {
        let words = ImageWords { alt: self.alt, title: self.title };
        Piece::Image { link: self.link, words: Box::new(words) }
    }
}

/// Text to HTML, for content and quoted attributes alike. Control characters, which no HTML may
/// hold, are dropped.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    // Letters that stay are taken over in a row.
    while let Some(at) = rest.bytes().position(may_not_stay) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(c) = rest.chars().next() else { return };
        rest = &rest[c.len_utf8()..];
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push_str(rest);
}

/// Whether a letter that begins with this byte is written in another way, or may be a control
/// character: those beyond ASCII begin with 0xC2.
fn may_not_stay(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, b'&' | b'<' | b'>' | b'"' | 0x7f | 0xc2)
}

/// Text of raw HTML: its entities stay, a `<` that begins no tag is a letter.
pub(super) fn push_raw_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

/// The letters of a text with the common entities.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((c, len)) => {
                out.push(c);
                rest = &rest[len..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|b| b == b';')?;
    let name = &text[1..end];
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "colon" => ':',
        "Tab" => '\t',
        "NewLine" => '\n',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, end + 1))
}

/// The name of an element that is taken out with its content, when the raw text is its opening tag.
pub(super) fn hidden_element(raw: &str) -> Option<&'static str> {
    let tag = Tag::read(raw)?;
    HIDDEN.iter().find(|name| tag.is_hidden() && tag.name == **name).copied()
}

/// Whether the raw text is the closing tag of an element.
pub(super) fn closes(raw: &str, name: &str) -> bool {
    Tag::read(raw).is_some_and(|tag| tag.side == Side::Close && tag.name == name)
}

/// Reads raw HTML tag by tag and lets through what is allowed.
pub(super) fn sift(raw: &str, place: Place) -> Vec<RawTag<'_>> {
    let mut out = Vec::new();
    let mut text = 0;
    let mut at = 0;
    // Elements that are known not to be closed any more, so that nobody looks again.
    let mut unclosed: Vec<String> = Vec::new();
    while let Some(open) = raw[at..].find('<').map(|i| at + i) {
        let Some(len) = markup_len(&raw[open..]) else {
            at = open + 1;
            continue;
        };
        push_text(raw, text..open, &mut out);
        let end = open + len;
        let tag = Tag::read(&raw[open..end]);
        text = end;
        if let Some(tag) =
            tag.as_ref().filter(|tag| tag.is_hidden() && !unclosed.contains(&tag.name))
        {
            match end_of_element(raw, end, &tag.name) {
                Some(end) => text = end,
                None => unclosed.push(tag.name.clone()),
            }
        }
        if let Some(tag) = tag {
            sift_tag(&tag, open..end, place, &mut out);
        }
        at = text;
    }
    push_text(raw, text..raw.len(), &mut out);
    out
}

fn push_text<'a>(raw: &'a str, range: Range<usize>, out: &mut Vec<RawTag<'a>>) {
    if !range.is_empty() {
        out.push(RawTag::Text(&raw[range.clone()], range.start));
    }
}

/// How long the tag, comment or declaration at the beginning of a text is; `None` when it is none.
fn markup_len(text: &str) -> Option<usize> {
    if let Some(comment) = text.strip_prefix("<!--") {
        // A comment without an end reaches to the end of the block, as in a browser.
        return Some(comment.find("-->").map_or(text.len(), |at| "<!---->".len() + at));
    }
    let second = *text.as_bytes().get(1)?;
    if matches!(second, b'!' | b'?') {
        return Some(text.find('>').map_or(text.len(), |at| at + 1));
    }
    let is_tag = second.is_ascii_alphabetic()
        || (second == b'/' && text.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic));
    if is_tag { tag_len(text) } else { None }
}

/// The longest tag, in bytes; a longer one is text. Without an end, many tags that are left open would
/// each be read to the end of the file.
const LONGEST_TAG: usize = 4096;

/// The length of a tag: to the first `>` that is in no quoted value.
fn tag_len(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, b) in text.bytes().enumerate().take(LONGEST_TAG) {
        match quote {
            Some(open) if b == open => quote = None,
            Some(_) => {}
            // A quote opens a value only after `=`; elsewhere it is a letter of a name.
            None if matches!(b, b'"' | b'\'') && before == b'=' => quote = Some(b),
            None if b == b'>' => return Some(at + 1),
            None => {}
        }
        if !b.is_ascii_whitespace() {
            before = b;
        }
    }
    None
}

fn end_of_element(raw: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    while let Some(open) = raw[at..].find("</").map(|i| at + i) {
        let after = open + 2 + name.len();
        if raw.get(open + 2..after).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return Some(raw[after..].find('>').map_or(raw.len(), |i| after + i + 1));
        }
        at = open + 2;
    }
    None
}

fn sift_tag(tag: &Tag<'_>, range: Range<usize>, place: Place, out: &mut Vec<RawTag<'_>>) {
    let name = &*tag.name;
    if name == "a" {
        return sift_link(tag, range, out);
    }
    if name == "img" {
        return sift_image(tag, range, out);
    }
    let nests = !NEVER_DEEP.contains(&name);
    let level = HEADINGS.iter().position(|h| *h == name).map(|at| at as u8 + 1);
    let is_allowed = PHRASING.contains(&name)
        || (place == Place::Body && (FLOW.contains(&name) || level.is_some()));
    if !is_allowed {
        // The opening tag has been reported; its end goes with it.
        if tag.side == Side::Open {
            out.push(RawTag::Removed { what: format!("the tag `<{}>`", shown(name)), range });
        }
        return;
    }
    let mut rest = String::new();
    if tag.side == Side::Open {
        for (attribute, value) in &tag.attributes {
            if is_allowed_attribute(name, attribute, value) {
                push_attribute(attribute, value, &mut rest);
            } else {
                out.push(removed_attribute(attribute, name, range.clone()));
            }
        }
    }
    rest.push('>');
    out.push(match level {
        Some(level) => RawTag::Heading { level, open: tag.side, rest },
        None => {
            let markup = match tag.side {
                Side::Open => format!("<{name}{rest}"),
                Side::Close => format!("</{name}>"),
            };
            RawTag::Html(markup, nests.then_some((tag.side, range)))
        }
    });
}

fn sift_link(tag: &Tag<'_>, range: Range<usize>, out: &mut Vec<RawTag<'_>>) {
    if tag.side == Side::Close {
        return out.push(RawTag::LinkEnd);
    }
    for (attribute, _) in &tag.attributes {
        if attribute != "href" {
            out.push(removed_attribute(attribute, "a", range.clone()));
        }
    }
    match tag.attribute("href") {
        Some(href) => out.push(RawTag::Link { address: decode(href), range }),
        None if tag.attributes.is_empty() => {
            out.push(RawTag::Removed { what: "the tag `<a>` without `href`".to_owned(), range });
        }
        None => {}
    }
}

fn sift_image(tag: &Tag<'_>, range: Range<usize>, out: &mut Vec<RawTag<'_>>) {
    if tag.side == Side::Close {
        return;
    }
    for (attribute, _) in &tag.attributes {
        if !matches!(&**attribute, "src" | "alt" | "title") {
            out.push(removed_attribute(attribute, "img", range.clone()));
        }
    }
    let Some(src) = tag.attribute("src") else {
        if tag.attributes.is_empty() {
            out.push(RawTag::Removed { what: "the tag `<img>` without `src`".to_owned(), range });
        }
        return;
    };
    out.push(RawTag::Image {
        address: decode(src),
        alt: tag.attribute("alt").map(decode),
        title: tag.attribute("title").map(decode).unwrap_or_default(),
        range,
    });
}

fn removed_attribute<'a>(attribute: &str, tag: &str, range: Range<usize>) -> RawTag<'a> {
    let what = format!("the attribute `{}` of `<{tag}>`", shown(attribute));
    RawTag::Removed { what, range }
}

fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

fn is_allowed_attribute(tag: &str, attribute: &str, value: &str) -> bool {
    let is_number =
        !value.is_empty() && value.len() < 6 && value.bytes().all(|b| b.is_ascii_digit());
    match (tag, attribute) {
        (_, "title") => true,
        (_, "lang") => value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'),
        (_, "dir") => ["ltr", "rtl", "auto"].iter().any(|d| value.eq_ignore_ascii_case(d)),
        ("td" | "th", "colspan" | "rowspan") | ("col" | "colgroup", "span") => is_number,
        ("th", "scope") => ["row", "col"].iter().any(|s| value.eq_ignore_ascii_case(s)),
        ("ol", "start") | ("li", "value") => is_number,
        ("ol", "reversed") | ("details", "open") => true,
        ("ol", "type") => matches!(value, "1" | "a" | "A" | "i" | "I"),
        ("time" | "del" | "ins", "datetime") => true,
        _ => false,
    }
}

/// The value is written as it was, entities included, so only what would end it must be escaped.
fn push_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for c in value.chars() {
        match c {
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A tag as written.
struct Tag<'a> {
    name: String,
    side: Side,
    attributes: Vec<(String, &'a str)>,
}

impl<'a> Tag<'a> {
    /// Reads the tag at the beginning of a text; names are in lower case.
    fn read(text: &'a str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let (side, inside) = match inside.strip_prefix('/') {
            Some(inside) => (Side::Close, inside),
            None => (Side::Open, inside),
        };
        if !inside.as_bytes().first()?.is_ascii_alphabetic() {
            return None;
        }
        let len = tag_len(text)?;
        let inside = &inside[..len - 1 - (text.len() - inside.len())];
        let end =
            inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
        let name = inside[..end].to_ascii_lowercase();
        Some(Self { name, side, attributes: attributes(&inside[end..]) })
    }

    fn is_hidden(&self) -> bool {
        self.side == Side::Open && HIDDEN.contains(&&*self.name)
    }

    fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| *value)
    }
}

fn attributes(text: &str) -> Vec<(String, &str)> {
    let mut out: Vec<(String, &str)> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return out;
        }
        let stops = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=');
        // A `=` in first place is a letter of the name, as in a browser.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find(stops).map_or(rest.len(), |at| at + first);
        let name = rest[..end].to_ascii_lowercase();
        let (value, after) = attribute_value(&rest[end..]);
        rest = after;
        if !out.iter().any(|(n, _)| *n == name) {
            out.push((name, value));
        }
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    let Some(value) = text.trim_ascii_start().strip_prefix('=') else { return ("", text) };
    let value = value.trim_ascii_start();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
    (&value[..end], &value[end..])
}

/// Stands for a [`Piece::Scope`] on its way through the sanitiser; authors' control characters
/// never get that far.
const SCOPE: char = '\u{1}';

/// Stand for a [`Piece::Word`], by its place.
const WORDS: [char; AddedWord::ALL.len()] =
    ['\u{2}', '\u{3}', '\u{4}', '\u{5}', '\u{6}', '\u{7}', '\u{8}'];

/// Gives a whole text to the sanitiser, which balances it, and finds its holes again. They go
/// through as `<a href="3">`, `<img src="c3">` and `<img src="i3">`: no `href` or `src` of an author is
/// let in, so nobody else can write them.
pub(super) fn sanitise(pieces: &[Piece], images: &[Image]) -> Vec<Piece> {
    let clean = SANITISER.clean(&with_signs(pieces)).to_string();
    Split {
        images,
        pieces: Vec::new(),
        html: String::new(),
        anchors: Vec::new(),
        cites: Vec::new(),
    }
    .run(&clean)
}

fn with_signs(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut image = 0;
    for piece in pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::LinkOpen(n) => out.push_str(&format!("<a href=\"{n}\">")),
            Piece::LinkClose(_) => out.push_str("</a>"),
            Piece::Image { .. } => {
                out.push_str(&format!("<img src=\"i{image}\">"));
                image += 1;
            }
            Piece::Cite(n) => out.push_str(&format!("<img src=\"c{n}\">")),
            Piece::Heading(depth) => out.push_str(&depth.to_string()),
            Piece::Scope => out.push(SCOPE),
            Piece::Word(word) => out.push(WORDS[*word as usize]),
            // Only what is finished is kept so.
            Piece::Derived(_) => {}
        }
    }
    out
}

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .add_tags(PHRASING)
        .add_tags(FLOW)
        .add_tags(HEADINGS)
        .add_tags(["a", "img", "input"])
        .add_generic_attributes([
            "id",
            "class",
            "role",
            "aria-label",
            "title",
            "lang",
            "dir",
            "tabindex",
        ])
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src"])),
            ("input", HashSet::from(["type", "disabled", "checked"])),
            ("ol", HashSet::from(["start", "reversed", "type"])),
            ("li", HashSet::from(["value"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
            ("col", HashSet::from(["span"])),
            ("colgroup", HashSet::from(["span"])),
            ("details", HashSet::from(["open"])),
            ("time", HashSet::from(["datetime"])),
            ("del", HashSet::from(["datetime"])),
            ("ins", HashSet::from(["datetime"])),
        ]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
});

/// Cuts sanitised HTML at the signs of its holes.
struct Split<'a> {
    images: &'a [Image],
    pieces: Vec<Piece>,
    html: String,
    /// For every open `<a>` its hole, if it is one.
    anchors: Vec<Option<u16>>,
    /// Citations met inside a link, written after it.
    cites: Vec<u16>,
}

impl Split<'_> {
    fn run(mut self, clean: &str) -> Vec<Piece> {
        let mut rest = clean;
        while let Some(open) = rest.find('<') {
            self.with_scopes(&rest[..open]);
            let len = clean_tag_len(&rest[open..]);
            self.tag(&rest[open..open + len]);
            rest = &rest[open + len..];
        }
        self.with_scopes(rest);
        self.flush();
        self.pieces
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            self.pieces.push(Piece::Html(std::mem::take(&mut self.html).into()));
        }
    }

    fn hole(&mut self, piece: Piece) {
        self.flush();
        self.pieces.push(piece);
    }

    fn tag(&mut self, tag: &str) {
        if tag == "</a>" {
            return self.link_end();
        }
        if let Some(rest) = tag.strip_prefix("<a ") {
            let hole = sign(rest, "href=\"");
            self.anchors.push(hole);
            return match hole {
                Some(n) => self.hole(Piece::LinkOpen(n)),
                None => self.with_scopes(tag),
            };
        }
        if let Some(rest) = tag.strip_prefix("<img ") {
            return self.image(rest);
        }
        match heading(tag) {
            Some((before, depth, after)) => {
                self.html.push_str(before);
                self.hole(Piece::Heading(depth));
                self.with_scopes(after);
            }
            None => self.with_scopes(tag),
        }
    }

    fn link_end(&mut self) {
        match self.anchors.pop().flatten() {
            Some(n) => self.hole(Piece::LinkClose(n)),
            None => self.html.push_str("</a>"),
        }
        if self.anchors.is_empty() {
            for n in std::mem::take(&mut self.cites) {
                self.hole(Piece::Cite(n));
            }
        }
    }

    fn image(&mut self, rest: &str) {
        if let Some(n) = sign(rest, "src=\"c") {
            return if self.anchors.is_empty() {
                self.hole(Piece::Cite(n));
            } else {
                self.cites.push(n);
            };
        }
        let image = sign(rest, "src=\"i").and_then(|n| self.images.get(n as usize));
        if let Some(image) = image.cloned() {
            self.hole(image.piece());
        }
    }

    fn with_scopes(&mut self, tag: &str) {
        let is_sign = |c: char| c == SCOPE || WORDS.contains(&c);
        for part in tag.split_inclusive(is_sign) {
            let sign = part.chars().next_back().filter(|c| is_sign(*c));
            self.html.push_str(part.trim_end_matches(is_sign));
            match sign.and_then(|c| WORDS.iter().position(|word| *word == c)) {
                Some(at) => self.hole(Piece::Word(AddedWord::ALL[at])),
                None if sign.is_some() => self.hole(Piece::Scope),
                None => {}
            }
        }
    }
}

/// The length of a tag as the sanitiser writes it: values in double quotes, quotes in them escaped.
fn clean_tag_len(tag: &str) -> usize {
    let mut is_quoted = false;
    for (at, b) in tag.bytes().enumerate() {
        match b {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

/// The number of a hole, when the attributes begin with its sign and nothing follows the number.
fn sign(attributes: &str, prefix: &str) -> Option<u16> {
    attributes.strip_prefix(prefix)?.strip_suffix("\">")?.parse().ok()
}

fn heading(tag: &str) -> Option<(&str, u8, &str)> {
    let before = if tag.starts_with("</h") { 3 } else { 2 };
    let level = *tag.as_bytes().get(before)?;
    let is_heading =
        (tag.starts_with("<h") || tag.starts_with("</h")) && (b'1'..=b'6').contains(&level);
    is_heading.then(|| (&tag[..before], level - b'0', &tag[before + 1..]))
}
