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
    out.extend(utf8_percent_encode(path, PATH));
}

/// The way from the page at output path `from` to output path `to`, as a relative URL that names
/// a file. Both are relative to the site's root.
pub fn relative(from: &str, to: &str) -> String {
    let mut out = String::with_capacity(to.len() + 6);
    push_relative(&mut out, from, to);
    out
}

/// Appends the same to a text.
pub fn push_relative(out: &mut String, from: &str, to: &str) {
    let folder = &from[..from.rfind('/').map_or(0, |at| at + 1)];
    let same = folder.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    // Only whole folders are common.
    let common = folder.as_bytes()[..same].iter().rposition(|b| *b == b'/').map_or(0, |at| at + 1);
    let up = folder.as_bytes()[common..].iter().filter(|b| **b == b'/').count();
    for _ in 0..up {
        out.push_str("../");
    }
    push_encoded(out, &to[common..]);
}

fn in_space(space: &str, rest: &str) -> String {
    if space.is_empty() { rest.to_owned() } else { format!("{space}/{rest}") }
}

/// Every link asks for such a path, so it is put together in one go.
fn page_path(space: &str, parts: &[&str]) -> String {
    let length: usize = parts.iter().map(|part| part.len() + 1).sum();
    let mut out = String::with_capacity(space.len() + length + 5);
    out.push_str(space);
    for part in parts {
        if !out.is_empty() {
            out.push('/');
        }
        out.push_str(part);
    }
    out.push_str(".html");
    out
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

/// The anchor of an opportunity that is written inline.
pub fn opportunity_anchor(id: &str) -> String {
    format!("opportunity.{id}")
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

impl Site {
    /// The output path of the page on which an entity stands.
    pub fn page_of(&self, node: Node) -> String {
        match node {
            Node::Stage(j, s) | Node::Touchpoint(j, s, _) => {
                let journey = &self.journey(j).meta;
                let stage = &self.stage(j, s).meta.id;
                page_path(&journey.space, &["journeys", &journey.id, stage])
            }
            Node::Opportunity(ix) if self.opportunity(ix).home.is_some() => {
                self.opportunity(ix).home.map(|home| self.page_of(home)).unwrap_or_default()
            }
            _ => {
                let meta = self.meta(node);
                page_path(&meta.space, &[node.kind().folder(), &meta.id])
            }
        }
    }

    /// The anchor of an entity that is a section of a page: `TOUCHPOINT`, `opportunity.ID`. Where
    /// two touchpoints of a stage have an opportunity with one id, the later one's is
    /// `opportunity.ID__TOUCHPOINT`.
    pub fn anchor_of(&self, node: Node) -> Option<String> {
        match node {
            Node::Touchpoint(..) => Some(self.meta(node).id.to_string()),
            Node::Opportunity(ix) if self.opportunity(ix).home.is_some() => {
                Some(match self.second_anchors.get(&ix) {
                    Some(anchor) => anchor.to_string(),
                    None => opportunity_anchor(&self.meta(node).id),
                })
            }
            _ => None,
        }
    }

    /// Appends `#` and the anchor of an entity that is a section of a page, percent-encoded.
    pub fn push_anchor(&self, out: &mut String, node: Node) {
        match node {
            Node::Touchpoint(..) => {
                out.push('#');
                push_encoded(out, &self.meta(node).id);
            }
            Node::Opportunity(_) => {
                if let Some(anchor) = self.anchor_of(node) {
                    out.push('#');
                    push_encoded(out, &anchor);
                }
            }
            _ => {}
        }
    }

    /// The entity's address from the site's root, percent-encoded: `journeys/a/b.html#c`.
    pub fn url(&self, node: Node) -> String {
        let mut out = encode(&self.page_of(node));
        self.push_anchor(&mut out, node);
        out
    }

    /// The entity's address from another page.
    pub fn link(&self, from: &str, node: Node) -> String {
        let mut out = relative(from, &self.page_of(node));
        self.push_anchor(&mut out, node);
        out
    }

    /// The full id path with its space: `retail/weekly-shop/plan/list-app`.
    pub fn reference(&self, node: Node) -> String {
        let meta = self.meta(node);
        match node {
            Node::Stage(j, _) => format!("{}/{}", self.reference(Node::Journey(j)), meta.id),
            Node::Touchpoint(j, s, _) => {
                format!("{}/{}", self.reference(Node::Stage(j, s)), meta.id)
            }
            Node::Opportunity(ix) => match self.opportunity(ix).home {
                Some(home) => format!("{}/{}", self.reference(home), meta.id),
                None => in_space(&meta.space, &meta.id),
            },
            _ => in_space(&meta.space, &meta.id),
        }
    }
}
