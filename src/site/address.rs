//! Where things stand: output paths, anchors, links between pages, full references.

use super::{Node, Site};
use crate::model::Kind;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a path in a link must encode: everything that means something in a URL or is not ASCII.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'|')
    .add(b'\\')
    .add(b'\'')
    .add(b':');

/// An output path (`retail/personas/maya.html`) as a URL relative to the site's root.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    push_encoded(&mut out, path);
    out
}

fn push_encoded(out: &mut String, path: &str) {
    match is_plain(path) {
        true => out.push_str(path),
        false => out.extend(utf8_percent_encode(path, PATH)),
    }
}

/// Whether a path stands in a link as it is: most do.
fn is_plain(path: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() | matches!(b, b'-' | b'.' | b'/' | b'_');
    path.bytes().fold(true, |all, byte| all & is_plain(byte))
}

/// The way from the page at output path `from` to output path `to`, as a relative URL that names
/// a file. Both are relative to the site's root.
pub fn relative(from: &str, to: &str) -> String {
    let mut out = String::with_capacity(to.len() + 12);
    push_relative(&mut out, from, to);
    out
}

/// Appends the same to a text.
pub(crate) fn push_relative(out: &mut String, from: &str, to: &str) {
    let start = out.len();
    out.push_str(to);
    make_relative(out, start, from);
}

/// Makes the output path that begins at a place of `out` the way there from the page at `from`.
fn make_relative(out: &mut String, start: usize, from: &str) {
    const UP: &str = "../../../../../../../../";
    let to = &out.as_bytes()[start..];
    let folder = &from.as_bytes()[..memchr::memrchr(b'/', from.as_bytes()).map_or(0, |at| at + 1)];
    // Most links lead to what is in the page's own folder or below.
    if to.starts_with(folder) && is_plain(&out[start + folder.len()..]) {
        out.drain(start..start + folder.len());
        return;
    }
    let same = folder.iter().zip(to).take_while(|(a, b)| a == b).count();
    // Only whole folders are common.
    let common = folder[..same].iter().rposition(|b| *b == b'/').map_or(0, |at| at + 1);
    let up = folder[common..].iter().filter(|b| **b == b'/').count();
    let rest = start + common;
    match UP.get(..up * 3) {
        Some(up) if is_plain(&out[rest..]) => out.replace_range(start..rest, up),
        _ => {
            let rest = out.split_off(rest);
            out.truncate(start);
            (0..up).for_each(|_| out.push_str("../"));
            push_encoded(out, &rest);
        }
    }
}

fn in_space(space: &str, rest: &str) -> String {
    if space.is_empty() { rest.to_owned() } else { format!("{space}/{rest}") }
}

fn push_page_path(out: &mut String, space: &str, parts: &[&str]) {
    out.push_str(space);
    for (at, part) in parts.iter().enumerate() {
        if at > 0 || !space.is_empty() {
            out.push('/');
        }
        out.push_str(part);
    }
    out.push_str(".html");
}

/// The output path of a space's page, `index.html` for the root.
pub fn space_page(space: &str) -> String {
    in_space(space, "index.html")
}

/// The output path of a kind's global list.
pub fn list_page(kind: Kind) -> String {
    format!("{}/index.html", kind.folder())
}

/// What keeps the ids in a space's text apart from those of the other texts above a kind's list:
/// `retail.`, or nothing for the root's.
pub fn list_scope(space: &str) -> String {
    if space.is_empty() { String::new() } else { format!("{}.", space.replace('/', ".")) }
}

/// The output path of a tag's page.
pub fn tag_page(slug: &str) -> String {
    format!("tags/{slug}.html")
}

/// How the anchor of an opportunity begins.
pub(crate) const OPPORTUNITY: &str = "opportunity.";

/// The anchor of an opportunity that is written inline.
pub fn opportunity_anchor(id: &str) -> String {
    [OPPORTUNITY, id].concat()
}

/// The anchor of a highlight on its source's page.
pub fn highlight_anchor(id: &str) -> String {
    format!("highlight.{id}")
}

/// The anchor of a channel on the page of channels. A channel's id may hold anything, an HTML id
/// no white space.
pub fn channel_anchor(id: &str) -> String {
    format!("channel.{}", id.replace(char::is_whitespace, "_"))
}

/// Appends the address of what stands on a page at an anchor (`#…`, or nothing) from another page, or
/// from that one.
pub(crate) fn push_way_to(out: &mut String, from: &str, (page, anchor): (&str, &str)) {
    if anchor.is_empty() || page != from {
        push_relative(out, from, page);
    }
    out.push_str(anchor);
}

impl Site {
    /// The output path of the page on which an entity stands.
    pub fn page_of(&self, node: Node) -> String {
        let mut out = String::with_capacity(64);
        self.push_page_of(&mut out, node);
        out
    }

    /// Appends the same to a text: every link asks for it.
    fn push_page_of(&self, out: &mut String, node: Node) {
        let on = match node {
            Node::Opportunity(ix) => self.opportunity(ix).home.unwrap_or(node),
            node => node,
        };
        match on {
            Node::Stage(j, s) | Node::Touchpoint(j, s, _) => {
                let journey = &self.journey(j).meta;
                let stage = &self.stage(j, s).meta.id;
                push_page_path(out, journey.space(), &["journeys", &journey.id, stage]);
            }
            _ => {
                let meta = self.meta(on);
                push_page_path(out, meta.space(), &[on.kind().folder(), &meta.id]);
            }
        }
    }

    /// Appends the address of an entity from a page; of one that stands there its place alone.
    pub(crate) fn push_way(&self, out: &mut String, from: &str, node: Node) {
        let mut anchor = String::new();
        self.push_anchor(&mut anchor, node);
        push_way_to(out, from, (&self.page_of(node), &anchor));
    }

    /// The anchor of an entity that is a section of a page: `TOUCHPOINT`, `opportunity.ID`. Where
    /// two touchpoints of a stage have an opportunity with one id, the later one's is
    /// `opportunity.ID__TOUCHPOINT`.
    pub fn anchor_of(&self, node: Node) -> Option<String> {
        self.anchor_parts(node).map(|parts| parts.concat())
    }

    fn anchor_parts(&self, node: Node) -> Option<[&str; 2]> {
        match node {
            Node::Touchpoint(..) => Some(["", &self.meta(node).id]),
            Node::Opportunity(ix) if self.opportunity(ix).home.is_some() => {
                Some(match self.second_anchors.get(&ix) {
                    Some(anchor) => ["", anchor],
                    None => [OPPORTUNITY, &self.meta(node).id],
                })
            }
            _ => None,
        }
    }

    /// Appends `#` and the anchor of an entity that is a section of a page, percent-encoded.
    pub fn push_anchor(&self, out: &mut String, node: Node) {
        if let Some([before, id]) = self.anchor_parts(node) {
            out.push('#');
            out.push_str(before);
            push_encoded(out, id);
        }
    }

    /// The entity's address from the site's root, percent-encoded: `journeys/a/b.html#c`.
    pub fn url(&self, node: Node) -> String {
        let mut out = self.page_of(node);
        if !is_plain(&out) {
            out = encode(&out);
        }
        self.push_anchor(&mut out, node);
        out
    }

    /// The entity's address from another page.
    pub fn link(&self, from: &str, node: Node) -> String {
        let mut out = self.page_of(node);
        make_relative(&mut out, 0, from);
        self.push_anchor(&mut out, node);
        out
    }

    /// The full id path with its space: `retail/weekly-shop/plan/list-app`.
    pub fn reference(&self, node: Node) -> String {
        let mut out = String::with_capacity(48);
        self.push_reference(&mut out, node);
        out
    }

    fn push_reference(&self, out: &mut String, node: Node) {
        let meta = self.meta(node);
        match node {
            Node::Stage(j, _) => self.push_reference(out, Node::Journey(j)),
            Node::Touchpoint(j, s, _) => self.push_reference(out, Node::Stage(j, s)),
            Node::Opportunity(ix) if self.opportunity(ix).home.is_some() => {
                self.opportunity(ix)
                    .home
                    .into_iter()
                    .for_each(|home| self.push_reference(out, home));
            }
            _ => out.push_str(meta.space()),
        }
        if !out.is_empty() {
            out.push('/');
        }
        out.push_str(&meta.id);
    }
}
