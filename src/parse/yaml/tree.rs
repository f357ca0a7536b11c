//! From the parser's events to the tree.

use super::quoting::quoted_line;
use super::syntax::indenting_tab;
use super::{
    DEEPEST, Document, Key, LONGEST, Layout, MOST_NODES, Node, Scalar, Stop, Style, SyntaxError,
    Value, range_of,
};
use crate::diagnostic::{Code, Finding};
use crate::source::Span;
use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, Span as Marks, StructureStyle, options,
};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Builds the tree from the parser's events. `yaml` is the document's text, or as long.
pub(super) fn tree<'a>(
    document: &Document<'_>,
    yaml: &'a str,
    findings: &mut Vec<Finding>,
) -> Result<Option<Node<'a>>, Stop> {
    let options = options! {
        emit_comments: false,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    let mut builder = Builder {
        document,
        findings,
        open: Vec::new(),
        root: None,
        size: Size::default(),
        anchors: BTreeMap::new(),
    };
    for event in Parser::new_from_str_with_options(yaml, options) {
        let taken = match event {
            Ok((event, marks)) => builder.take(event, &marks),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(yaml.len()).min(yaml.len());
                Err(builder.refuse(error.kind().clone(), document.range.start + at))
            }
        };
        if let Err(stop) = taken {
            // An alias may stand in what is not read any more.
            builder.quote_unused(|anchor| yaml.contains(&format!("*{}", anchor.name)));
            return Err(stop);
        }
    }
    builder.quote_unused(|anchor| anchor.used);
    let empty = Span::new(document.file, document.range.start, document.range.start);
    let nothing = Node { span: empty, value: Value::Map(Vec::new(), Layout::Block) };
    Ok(Some(builder.root.unwrap_or(nothing)))
}

/// A list or map that is not closed yet.
struct Open<'a> {
    span: Span,
    layout: Layout,
    items: Items<'a>,
    /// From its first to its last item, as far as they stand in it: what an alias stands for is
    /// written elsewhere.
    reach: Option<Span>,
    /// Its anchor, 0 for none.
    anchor: usize,
}

/// A value that aliases can stand for.
#[derive(Default)]
struct Anchor<'a> {
    name: Cow<'a, str>,
    /// `None` as long as it is not closed.
    node: Option<Node<'a>>,
    /// The whole text with the anchor before it, for it may have been meant as a text that begins
    /// with `&`.
    text: Option<Span>,
    used: bool,
}

/// How much a document holds.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    /// Bytes of texts that aliases stand for.
    repeated: usize,
}

enum Items<'a> {
    Seq(Vec<Node<'a>>),
    Map(Vec<(Key<'a>, Node<'a>)>, Option<Key<'a>>),
}

struct Builder<'a, 'f> {
    document: &'f Document<'f>,
    findings: &'f mut Vec<Finding>,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    size: Size,
    /// By the parser's numbers, which rise.
    anchors: BTreeMap<usize, Anchor<'a>>,
}

impl<'a> Builder<'a, '_> {
    fn refuse(&self, kind: ErrorKind, at: usize) -> Stop {
        let flow = self.open.iter().find(|open| open.layout == Layout::Flow);
        Stop::Syntax(SyntaxError { kind, at, opened: flow.map(|open| open.span.start as usize) })
    }

    fn take(&mut self, event: Event<'a>, marks: &Marks) -> Result<(), Stop> {
        let span = self.span(marks);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let mut node = self.scalar(text, style, span);
                if tag.is_some() {
                    node.span = self.tagged(marks, node.span);
                }
                self.keep(anchor, &node)?;
                self.add(node)
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), marks)?;
                self.open(Items::Seq(Vec::new()), style, span, anchor)
            }
            Event::MappingStart(style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), marks)?;
                self.open(Items::Map(Vec::new(), None), style, span, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(_) => {
                self.must_quote(span, '*');
                let text = Cow::Owned(self.document.source[range_of(span)].to_owned());
                self.add(Node { span, value: Value::Scalar(Scalar { text, style: Style::Quoted }) })
            }
            Event::Anchor(anchor, name) => {
                self.anchor(anchor, name, span);
                Ok(())
            }
            Event::DocumentStart(..) if self.root.is_some() => Err(self.second_document(span)),
            _ => Ok(()),
        }
    }

    fn span(&self, marks: &Marks) -> Span {
        let start = self.document.range.start + marks.start.byte_offset().unwrap_or(0);
        let end = self.document.range.start + marks.end.byte_offset().unwrap_or(0);
        Span::new(self.document.file, start, end)
    }

    fn scalar(&self, text: Cow<'a, str>, style: ScalarStyle, span: Span) -> Node<'a> {
        if style != ScalarStyle::Plain {
            let span = if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                self.without_last_breaks(span)
            } else {
                span
            };
            return Node { span, value: Value::Scalar(Scalar { text, style: Style::Quoted }) };
        }
        if span.start == span.end || matches!(&*text, "~" | "null" | "Null" | "NULL") {
            return Node { span: self.empty_place(span), value: Value::Null };
        }
        Node { span, value: Value::Scalar(Scalar { text, style: Style::Plain }) }
    }

    /// The parser ends a block scalar where the next token begins.
    fn without_last_breaks(&self, span: Span) -> Span {
        let text = &self.document.source[range_of(span)];
        Span { end: span.start + text.trim_end().len() as u32, ..span }
    }

    /// A value that is not written stands behind its colon or dash.
    fn empty_place(&self, span: Span) -> Span {
        let at = span.start as usize;
        let colon = span.start == span.end
            && self.document.source[at.min(self.document.source.len())..].starts_with(':');
        if colon { span.part(1..1) } else { span }
    }

    fn open(
        &mut self,
        items: Items<'a>,
        style: StructureStyle,
        span: Span,
        anchor: usize,
    ) -> Result<(), Stop> {
        if self.open.len() >= DEEPEST {
            return Err(self.refuse(ErrorKind::RecursionLimitExceeded, span.start as usize));
        }
        let layout = if style == StructureStyle::Flow { Layout::Flow } else { Layout::Block };
        self.open.push(Open { span, layout, items, reach: None, anchor });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Stop> {
        let Some(mut open) = self.open.pop() else { return Ok(()) };
        let reach = open.reach.unwrap_or(open.span);
        open.span.end = if end.end > end.start { end.end } else { reach.end.max(open.span.end) };
        open.span.start = reach.start.min(open.span.start);
        let value = match open.items {
            Items::Seq(items) => Value::Seq(items, open.layout),
            Items::Map(items, _) => Value::Map(items, open.layout),
        };
        let node = Node { span: open.span, value };
        self.keep(open.anchor, &node)?;
        self.add(node)
    }

    fn add(&mut self, node: Node<'a>) -> Result<(), Stop> {
        self.refuse_tab(node.span)?;
        self.grow(Size { nodes: 1, repeated: 0 }, node.span)?;
        let at = node.span;
        self.add_at(node, at)
    }

    /// Bounds what a document holds: with aliases, a line can stand for millions.
    fn grow(&mut self, more: Size, at: Span) -> Result<(), Stop> {
        self.size.nodes = self.size.nodes.saturating_add(more.nodes);
        self.size.repeated = self.size.repeated.saturating_add(more.repeated);
        let message = if self.size.nodes > MOST_NODES {
            format!("this YAML holds more than {MOST_NODES} values, which is the most that is read")
        } else if self.size.repeated > LONGEST {
            "the aliases of this YAML stand for more than 1 MiB, which is the most that is read"
                .to_owned()
        } else {
            return Ok(());
        };
        let finding = Finding::new(Code::YamlLimit, at, message);
        Err(Stop::Finding(Box::new(finding.help("split the file, or use fewer aliases"))))
    }

    /// Adds a value that stands at a place, where it may be an alias's.
    fn add_at(&mut self, node: Node<'a>, at: Span) -> Result<(), Stop> {
        if self.is_key_next() && !matches!(node.value, Value::Scalar(_) | Value::Null) {
            return Err(self.no_key(&node));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.reach =
            Some(open.reach.map_or(at, |reach| Span { end: at.end.max(reach.end), ..reach }));
        match &mut open.items {
            Items::Seq(items) => items.push(node),
            Items::Map(items, key) => match key.take() {
                Some(key) => items.push((key, node)),
                None => *key = Some(as_key(node)),
            },
        }
        Ok(())
    }

    fn is_key_next(&self) -> bool {
        matches!(self.open.last().map(|open| &open.items), Some(Items::Map(_, None)))
    }

    /// `{{ name }}` is no map of maps, but a text.
    fn no_key(&self, node: &Node<'_>) -> Stop {
        if self.open.last().is_some_and(|open| open.layout == Layout::Flow) {
            return self.refuse(ErrorKind::ExpectedNodeContent, node.span.start as usize);
        }
        let message = "the name of a field must be a text, not a list or a map";
        let finding = Finding::new(Code::YamlSyntax, node.span, message)
            .help("a text that begins with `[` or `{` must be quoted");
        Stop::Finding(Box::new(finding))
    }

    /// The parser lets a tab before a field pass as indentation, which YAML does not.
    fn refuse_tab(&self, span: Span) -> Result<(), Stop> {
        let (source, start) = (self.document.source, span.start as usize);
        let block = self.open.last().is_some_and(|open| open.layout == Layout::Block);
        let behind_tab = start > self.document.range.start && source.as_bytes()[start - 1] == b'\t';
        if block && behind_tab && self.is_key_next() && indenting_tab(source, start).is_some() {
            return Err(self.refuse(ErrorKind::TabInIndentation, start));
        }
        Ok(())
    }

    /// A text that begins with `!` is read as a tag and a text: the place is that of the whole.
    fn tagged(&mut self, marks: &Marks, span: Span) -> Span {
        let Some(tag) = marks.tag_span() else { return span };
        let start = self.span(&tag).start;
        let whole = Span { start, end: span.end.max(start), ..span };
        self.must_quote(whole, '!');
        whole
    }

    fn refuse_tag(&mut self, tagged: bool, marks: &Marks) -> Result<(), Stop> {
        match marks.tag_span() {
            Some(tag) if tagged => {
                let message = "YAML tags are not used here";
                let finding = Finding::new(Code::YamlSyntax, self.span(&tag), message)
                    .help("leave the tag out; a field knows by itself what its value is");
                Err(Stop::Finding(Box::new(finding)))
            }
            _ => Ok(()),
        }
    }

    /// Keeps a value for the aliases that may follow. A copy is as large as what it is made of.
    fn keep(&mut self, anchor: usize, node: &Node<'a>) -> Result<(), Stop> {
        if anchor > 0 {
            self.grow(Size { nodes: size(node).nodes, repeated: 0 }, node.span)?;
            self.anchors.entry(anchor).or_default().node = Some(node.clone());
        }
        Ok(())
    }

    /// A text that begins with `&` is read as an anchor and a text. It is one if an alias follows.
    fn anchor(&mut self, anchor: usize, name: Cow<'a, str>, span: Span) {
        let entry = self.anchors.entry(anchor).or_default();
        entry.name = name;
        let scalar = |node: &Node<'_>| matches!(node.value, Value::Scalar(_) | Value::Null);
        entry.text = entry
            .node
            .as_ref()
            .filter(|node| scalar(node))
            .map(|node| Span { start: span.start, ..node.span });
    }

    fn quote_unused(&mut self, is_used: impl Fn(&Anchor<'_>) -> bool) {
        let unused: Vec<Span> =
            self.anchors.values().filter(|a| !is_used(a)).filter_map(|a| a.text).collect();
        for text in unused {
            self.must_quote(text, '&');
        }
    }

    fn must_quote(&mut self, span: Span, sign: char) {
        let message = format!("a text that begins with `{sign}` must be quoted");
        let help = quoted_line(self.document.source, range_of(span));
        self.findings.push(Finding::new(Code::TextNeedsQuotes, span, message).help(help));
    }

    /// What an alias stands for, with the places at which that is written.
    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Stop> {
        let known = self.anchors.entry(anchor).or_default();
        known.used = true;
        let Some(node) = known.node.clone() else {
            let message = "this alias stands inside of what it stands for";
            let finding = Finding::new(Code::YamlLimit, span, message);
            return Err(Stop::Finding(Box::new(finding.help("write the value out"))));
        };
        self.grow(size(&node), span)?;
        self.add_at(node, span)
    }

    fn second_document(&self, span: Span) -> Stop {
        let message = "a second YAML document begins here, and only one is read";
        let finding = Finding::new(Code::YamlSyntax, span, message)
            .help("write all fields in one document, without `---` or `...` between them");
        Stop::Finding(Box::new(finding))
    }
}

fn size(node: &Node<'_>) -> Size {
    let sum = |size: Size, more: Size| Size {
        nodes: size.nodes.saturating_add(more.nodes),
        repeated: size.repeated.saturating_add(more.repeated),
    };
    let own = |repeated| Size { nodes: 1, repeated };
    match &node.value {
        Value::Null => own(0),
        Value::Scalar(scalar) => own(scalar.text.len()),
        Value::Seq(items, _) => items.iter().map(size).fold(own(0), sum),
        Value::Map(items, _) => {
            items.iter().map(|(key, value)| sum(own(key.text.len()), size(value))).fold(own(0), sum)
        }
    }
}

/// A name, which `no_key` has let pass.
fn as_key(node: Node<'_>) -> Key<'_> {
    let text = match node.value {
        Value::Scalar(scalar) => scalar.text,
        _ => Cow::Borrowed(""),
    };
    Key { text, span: node.span }
}
