//! A YAML document with all that its reader skips: comments, empty lines, how values are written.

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle, options};
use std::collections::BTreeMap;
use std::ops::Range;

/// A document and what stands around its values.
pub(super) struct Document<'a> {
    /// A line `---` at the top of `site.yaml`, with all before it.
    pub(super) prefix: &'a str,
    pub(super) root: Node<'a>,
    /// Whether aliases forbid another order of the fields.
    pub(super) has_aliases: bool,
}

/// A line that is no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Line<'a> {
    Blank,
    /// With its `#`.
    Comment(&'a str),
}

/// A comment at the end of a line, and how many blanks stand before it: it may be aligned.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    pub(super) gap: usize,
    pub(super) text: &'a str,
}

/// An item of a list, or a field.
pub(super) struct Entry<'a> {
    pub(super) above: Vec<Line<'a>>,
    /// `None` in a list.
    pub(super) key: Option<Text<'a>>,
    /// Behind the colon or the dash, the value being on lines of its own.
    pub(super) beside: Option<Beside<'a>>,
    pub(super) value: Node<'a>,
    /// Further in than the entry, below a value that has no lines of its own.
    pub(super) below: Vec<Line<'a>>,
}

/// A value.
pub(super) struct Node<'a> {
    pub(super) anchor: Option<&'a str>,
    pub(super) value: Value<'a>,
    /// Behind it on its line.
    pub(super) beside: Option<Beside<'a>>,
}

/// What a value is.
pub(super) enum Value<'a> {
    /// An alias, or nothing at all.
    Raw(&'a str),
    Text(Text<'a>),
    /// The line of `|` or `>`, and the lines below without their indentation.
    Lines {
        header: String,
        lines: Vec<&'a str>,
    },
    Block {
        kind: Kind,
        entries: Vec<Entry<'a>>,
        tail: Vec<Line<'a>>,
    },
    Flow {
        kind: Kind,
        entries: Vec<Entry<'a>>,
        raw: &'a str,
        has_comments: bool,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Seq,
    Map,
}

/// Letters, as they are and as they are written.
pub(super) struct Text<'a> {
    pub(super) text: String,
    pub(super) raw: &'a str,
    pub(super) is_plain: bool,
}

/// The comments of a document, sorted.
pub(super) fn comments(yaml: &str) -> Vec<String> {
    let mut found: Vec<String> = parser(yaml)
        .filter_map(|event| match event {
            Ok((Event::Comment(text, _), _)) => Some(text.trim_end().to_owned()),
            _ => None,
        })
        .collect();
    found.sort();
    found
}

fn parser(yaml: &str) -> Parser<'_, granit_parser::StrInput<'_>> {
    let options = options! {
        emit_comments: true,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
    };
    Parser::new_from_str_with_options(yaml, options)
}

/// Reads a document that is known to be readable. `Some(None)` when it holds nothing but comments;
/// `None` when it is written in a way that is not understood here.
pub(super) fn document(yaml: &str) -> Option<Option<Document<'_>>> {
    let mut reader = Reader { yaml, ..Reader::default() };
    let mut prefix = "";
    for event in parser(yaml) {
        let (event, marks) = event.ok()?;
        let range = marks.start.byte_offset()?..marks.end.byte_offset()?;
        match event {
            Event::Comment(..) => reader.comments.push(range),
            Event::Anchor(id, _) => drop(reader.anchors.insert(id, range)),
            Event::DocumentStart(true, _) => prefix = explicit_start(yaml, range.start)?,
            event if is_of_a_value(&event) => reader.events.push((event, range, marks.indent)),
            _ => {}
        }
    }
    if reader.events.is_empty() {
        return Some(None);
    }
    reader.comments.retain(|comment| comment.start >= prefix.len());
    reader.at = prefix.len();
    let has_aliases = reader.events.iter().any(|(event, ..)| matches!(event, Event::Alias(_)));
    let mut root = reader.node(None)?;
    let rest = reader.tail(0);
    match &mut root.value {
        Value::Block { tail, .. } => tail.extend(rest),
        _ if rest.is_empty() => {}
        _ => return None,
    }
    // Behind the name of a last field without a value stands its colon.
    let is_read = matches!(yaml[reader.at..].trim(), "" | ":") && reader.is_at_end();
    is_read.then_some(Some(Document { prefix, root, has_aliases }))
}

fn is_of_a_value(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Scalar(..)
            | Event::Alias(_)
            | Event::SequenceStart(..)
            | Event::SequenceEnd
            | Event::MappingStart(..)
            | Event::MappingEnd
    )
}

/// Everything up to and with an explicit `---`, which must be alone on its line.
fn explicit_start(yaml: &str, at: usize) -> Option<&str> {
    let line = yaml[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = yaml[line..].find('\n').map_or(yaml.len(), |at| line + at + 1);
    (yaml[line..end].trim_end() == "---").then(|| &yaml[..end])
}

/// Walks the events of values and takes in what stands between them.
#[derive(Default)]
struct Reader<'a> {
    yaml: &'a str,
    events: Vec<(Event<'a>, Range<usize>, Option<usize>)>,
    next_event: usize,
    comments: Vec<Range<usize>>,
    next_comment: usize,
    anchors: BTreeMap<usize, Range<usize>>,
    /// Everything before it has been taken in.
    at: usize,
}

impl<'a> Reader<'a> {
    fn is_at_end(&self) -> bool {
        self.next_event == self.events.len() && self.next_comment == self.comments.len()
    }

    fn next(&mut self) -> Option<(Event<'a>, Range<usize>, Option<usize>)> {
        let event = self.events.get(self.next_event)?.clone();
        self.next_event += 1;
        Some(event)
    }

    fn peek(&self) -> Option<&(Event<'a>, Range<usize>, Option<usize>)> {
        self.events.get(self.next_event)
    }

    /// Where the next value begins.
    fn next_start(&self) -> usize {
        let begins = |event: &Event<'_>| !matches!(event, Event::SequenceEnd | Event::MappingEnd);
        let rest = &self.events[self.next_event..];
        rest.iter().find(|(event, ..)| begins(event)).map_or(self.yaml.len(), |(_, at, _)| at.start)
    }

    /// A value; `above` is the column of the entries around it.
    fn node(&mut self, above: Option<usize>) -> Option<Node<'a>> {
        let (event, range, indent) = self.next()?;
        let anchor = match &event {
            Event::Scalar(_, _, id, _)
            | Event::SequenceStart(_, id, _)
            | Event::MappingStart(_, id, _) => self.anchors.get(id).cloned(),
            _ => None,
        };
        self.at = self.at.max(anchor.as_ref().map_or(0, |anchor| anchor.end));
        let value = match event {
            Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                self.lines_of_text(range, indent)?
            }
            Event::Scalar(text, style, ..) => self.text(&text, style, range),
            Event::Alias(_) => {
                self.at = range.end;
                Value::Raw(&self.yaml[range])
            }
            Event::SequenceStart(StructureStyle::Flow, ..) => self.flow(Kind::Seq, range.start)?,
            Event::MappingStart(StructureStyle::Flow, ..) => self.flow(Kind::Map, range.start)?,
            Event::SequenceStart(..) => self.block(Kind::Seq, above)?,
            Event::MappingStart(..) => self.block(Kind::Map, above)?,
            _ => return None,
        };
        let has_own_lines = matches!(value, Value::Block { .. } | Value::Lines { .. });
        let beside = if has_own_lines { None } else { self.beside(self.yaml.len()) };
        Some(Node { anchor: anchor.map(|anchor| &self.yaml[anchor]), value, beside })
    }

    fn text(&mut self, text: &str, style: ScalarStyle, range: Range<usize>) -> Value<'a> {
        if range.is_empty() {
            return Value::Raw("");
        }
        self.at = range.end;
        let is_plain = style == ScalarStyle::Plain;
        Value::Text(Text { text: text.to_owned(), raw: &self.yaml[range], is_plain })
    }

    fn lines_of_text(&mut self, range: Range<usize>, indent: Option<usize>) -> Option<Value<'a>> {
        let sign = self.yaml[self.at..].find(['|', '>']).map(|at| self.at + at)?;
        let end = self.yaml[sign..].find('\n').map_or(self.yaml.len(), |at| sign + at);
        let indent = indent.unwrap_or_default();
        let header: String = self.yaml[sign..end].trim_end().to_owned();
        while self.comments.get(self.next_comment).is_some_and(|comment| comment.start < end) {
            self.next_comment += 1;
        }
        let signs = header.split('#').next().unwrap_or_default();
        let (keeps, is_told) = (signs.contains('+'), signs.contains(|c: char| c.is_ascii_digit()));
        let mut written = self.lines_between(end, range.end);
        // Of white lines alone all is indentation, unless it is told how deep that is.
        let is_white = !is_told && written.iter().all(|line| line.trim().is_empty());
        let longest = written.iter().map(|line| line.len()).max().unwrap_or_default();
        let indent = if is_white { longest } else { indent };
        if !keeps {
            let blank = |line: &&str| line.len() <= indent && line.trim().is_empty();
            while written.last().is_some_and(blank) {
                written.pop();
            }
        }
        self.at = end + written.iter().map(|line| line.len() + 1).sum::<usize>();
        let inside = |line: &'a str| line.get(indent.min(line.len())..);
        let lines: Vec<&str> = written.into_iter().map(inside).collect::<Option<_>>()?;
        Some(Value::Lines { header, lines })
    }

    /// The whole lines after a line's end, up to a place that may be the beginning of a value.
    fn lines_between(&self, end: usize, place: usize) -> Vec<&'a str> {
        let Some(below) = self.yaml.get(end + 1..place) else { return Vec::new() };
        let whole = match below.rfind('\n') {
            _ if place == self.yaml.len() || self.yaml[place..].starts_with('\n') => below,
            Some(at) => &below[..=at],
            None => "",
        };
        let whole = whole.strip_suffix('\n').unwrap_or(whole);
        if below.is_empty() { Vec::new() } else { whole.split('\n').collect() }
    }

    fn block(&mut self, kind: Kind, above: Option<usize>) -> Option<Value<'a>> {
        let mut entries = Vec::new();
        let mut column = 0;
        while !matches!(self.peek()?.0, Event::SequenceEnd | Event::MappingEnd) {
            let (at, entry) = match kind {
                Kind::Seq => self.item()?,
                Kind::Map => self.field()?,
            };
            if entries.is_empty() {
                column = at;
            }
            entries.push(entry);
        }
        self.next()?;
        let tail = self.tail(above.map_or(column, |above| column.max(above + 1)));
        Some(Value::Block { kind, entries, tail })
    }

    /// An item of a list in lines, and its column.
    fn item(&mut self) -> Option<(usize, Entry<'a>)> {
        let dash = self.dash()?;
        let above = self.lines(dash);
        self.at = dash + 1;
        let column = self.column(dash);
        let entry = self.entry(above, None, column)?;
        Some((column, entry))
    }

    /// The next dash that is no part of a comment.
    fn dash(&self) -> Option<usize> {
        let mut at = self.at;
        for comment in &self.comments[self.next_comment..] {
            let between = self.yaml.get(at..comment.start)?;
            if let Some(dash) = between.find('-') {
                return Some(at + dash);
            }
            at = comment.end;
        }
        self.yaml[at..].find('-').map(|dash| at + dash)
    }

    /// A field of a map in lines, and its column.
    fn field(&mut self) -> Option<(usize, Entry<'a>)> {
        let start = self.peek()?.1.start;
        let above = self.lines(start);
        let column = self.column(start);
        let key = self.key()?;
        let entry = self.entry(above, Some(key), column)?;
        Some((column, entry))
    }

    /// A name, which must be a plain or quoted text on one line.
    fn key(&mut self) -> Option<Text<'a>> {
        let (event, range, _) = self.next()?;
        let Event::Scalar(text, style, 0, None) = event else { return None };
        let raw = &self.yaml[range.clone()];
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        self.at = range.end;
        let is_plain = style == ScalarStyle::Plain;
        let key = Text { text: text.into_owned(), raw, is_plain };
        (!is_block && !raw.is_empty() && !raw.contains('\n')).then_some(key)
    }

    fn entry(
        &mut self,
        mut above: Vec<Line<'a>>,
        key: Option<Text<'a>>,
        column: usize,
    ) -> Option<Entry<'a>> {
        let (event, range, _) = self.peek()?;
        let start = range.start;
        let is_block_text =
            matches!(event, Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..));
        let is_block = matches!(
            event,
            Event::SequenceStart(StructureStyle::Block, ..)
                | Event::MappingStart(StructureStyle::Block, ..)
        );
        let beside = if is_block_text { None } else { self.beside(start) };
        if !is_block && !is_block_text {
            let between = self.lines(start.max(self.at));
            above.extend(between.into_iter().filter(|line| *line != Line::Blank));
        }
        let value = self.node(Some(column))?;
        let below = match value.value {
            Value::Block { .. } | Value::Lines { .. } => Vec::new(),
            _ => self.tail(column + 1),
        };
        Some(Entry { above, key, beside, value, below })
    }

    fn flow(&mut self, kind: Kind, start: usize) -> Option<Value<'a>> {
        let mut entries = Vec::new();
        self.at = self.at.max(start);
        while !matches!(self.peek()?.0, Event::SequenceEnd | Event::MappingEnd) {
            let key = if kind == Kind::Map { Some(self.key()?) } else { None };
            // Comments in brackets belong to the whole, which then stays as it is written.
            let value = self.node(None)?;
            let above = Vec::new();
            entries.push(Entry { above, key, beside: None, value, below: Vec::new() });
        }
        let end = self.next()?.1.end;
        self.at = self.at.max(end);
        let before = self.comments.partition_point(|comment| comment.start < start);
        let after = self.comments.partition_point(|comment| comment.start < end);
        let has_comments = before < after;
        self.next_comment = self.next_comment.max(after);
        let raw = &self.yaml[start..end];
        Some(Value::Flow { kind, entries, raw, has_comments })
    }

    fn column(&self, at: usize) -> usize {
        at - self.yaml[..at].rfind('\n').map_or(0, |line| line + 1)
    }

    fn is_on_own_line(&self, comment: &Range<usize>) -> bool {
        let line = comment.start - self.column(comment.start);
        self.yaml[line..comment.start].trim().is_empty()
    }

    /// The comment on the line on which everything so far ends, if it begins before `end`.
    fn beside(&mut self, end: usize) -> Option<Beside<'a>> {
        let comment = self.comments.get(self.next_comment)?.clone();
        let between = self.yaml.get(self.at..comment.start)?;
        // Behind a bracket that closes it speaks of the whole list or map.
        let is_next = between.chars().all(|c| matches!(c, ' ' | '\t' | ':' | '-'));
        if comment.start >= end || !is_next || self.is_on_own_line(&comment) {
            return None;
        }
        self.next_comment += 1;
        self.at = comment.end;
        let gap = between.len() - between.trim_end().len();
        Some(Beside { gap: gap.max(1), text: self.yaml[comment].trim_end() })
    }

    /// Comments and empty lines up to a place.
    fn lines(&mut self, end: usize) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        while let Some(comment) = self.comments.get(self.next_comment).cloned() {
            if comment.start >= end {
                break;
            }
            self.comment(comment, &mut lines);
        }
        self.blank(end, &mut lines);
        self.at = end;
        lines
    }

    /// Comments that stand at least so far in, before the next value.
    fn tail(&mut self, column: usize) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        let end = self.next_start();
        while let Some(comment) = self.comments.get(self.next_comment).cloned() {
            let is_in = self.is_on_own_line(&comment) && self.column(comment.start) >= column;
            if comment.start >= end || !is_in {
                break;
            }
            self.comment(comment, &mut lines);
        }
        lines
    }

    fn comment(&mut self, comment: Range<usize>, lines: &mut Vec<Line<'a>>) {
        self.blank(comment.start, lines);
        self.next_comment += 1;
        self.at = comment.end;
        lines.push(Line::Comment(self.yaml[comment].trim_end()));
    }

    fn blank(&self, end: usize, lines: &mut Vec<Line<'a>>) {
        let between = self.yaml.get(self.at..end).unwrap_or_default();
        if between.bytes().filter(|b| *b == b'\n').count() > 1 {
            lines.push(Line::Blank);
        }
    }
}
