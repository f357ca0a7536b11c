//! YAML 1.2 to a tree in which everything knows its bytes. What a scalar means is decided by the
//! field that takes it, never here: `no`, `1:30` and `12` are the letters that were written.

mod everyday;
mod letters;
mod quoting;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;

pub(crate) use quoting::{flow_item, quoted_line};

use crate::diagnostic::{Code, Finding};
use crate::source::{FileId, Passage, Span, Text};
use granit_parser::ErrorKind;
use std::borrow::Cow;
use std::ops::Range;
use tree::tree;

/// The deepest nesting that is read.
const DEEPEST: usize = 64;
/// The most values that one document may hold.
const MOST_NODES: usize = 50_000;
/// The longest document, in bytes.
const LONGEST: usize = 1 << 20;
/// How often a text that must be quoted is passed over to look for the next.
const MOST_RETRIES: usize = 16;

/// A value and its place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Node<'a> {
    /// The value with its quotes or brackets; a place between letters when nothing is written.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) value: Value<'a>,
}

/// What a value is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value<'a> {
    /// Nothing, `~` or `null`.
    Null,
    /// Letters.
    Scalar(Scalar<'a>),
    /// A list.
    Seq(Vec<Node<'a>>, Layout),
    /// Names and values, in the order written, repeated names included.
    Map(Vec<(Key<'a>, Node<'a>)>, Layout),
}

/// Letters after YAML's escapes and folds.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Scalar<'a> {
    /// The letters.
    pub(crate) text: Cow<'a, str>,
    /// How they are written.
    pub(crate) style: Style,
}

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    /// Without quotes: a number or a truth value can be meant.
    Plain,
    /// In quotes or as a block: text.
    Quoted,
}

/// How a list or map is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Layout {
    /// By lines and indentation.
    Block,
    /// In brackets.
    Flow,
}

/// The name of a field.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Key<'a> {
    /// The name.
    pub(crate) text: Cow<'a, str>,
    /// Its place.
    pub(crate) span: Span,
}

impl Node<'_> {
    /// The letters of a scalar, with the place of each of them in `source`, the file's text.
    pub(crate) fn text(&self, scalar: &Scalar<'_>, source: &Passage) -> Text {
        letters::text(&scalar.text, self.span, source)
    }
}

impl Key<'_> {
    /// The name as a text.
    pub(crate) fn text(&self, source: &Passage) -> Text {
        letters::text(&self.text, self.span, source)
    }
}

/// Reads the YAML in `range` of a file's text. `None` when it cannot be read, and then the
/// findings say why; an empty document is an empty map.
pub(crate) fn read<'a>(
    file: FileId,
    source: &'a str,
    range: Range<usize>,
    findings: &mut Vec<Finding>,
) -> Option<Node<'a>> {
    let yaml = source.get(range.clone()).unwrap_or_default();
    if yaml.len() > LONGEST {
        let at = Span::new(file, range.start, range.start);
        let message = "this YAML is longer than 1 MiB, which is the most that is read";
        findings.push(
            Finding::new(Code::YamlLimit, at, message)
                .help("move text to the body, or split the file"),
        );
        return None;
    }
    if let Some(node) = everyday::read(file, yaml, range.start) {
        return Some(node);
    }
    let document = Document { file, source, range };
    if document.report_controls(findings) {
        return None;
    }
    match tree(&document, yaml, findings) {
        Ok(node) => node,
        Err(stop) => {
            stop.report(&document, findings);
            None
        }
    }
}

/// The YAML in a file.
struct Document<'s> {
    file: FileId,
    /// The whole text of the file.
    source: &'s str,
    /// Where the YAML stands in it.
    range: Range<usize>,
}

/// Why the events of a document end early.
enum Stop {
    /// The parser's own error.
    Syntax(SyntaxError),
    /// A finding of ours; nothing more is read.
    Finding(Box<Finding>),
}

/// What the parser refuses.
struct SyntaxError {
    kind: ErrorKind,
    /// The byte of the file at which it stopped.
    at: usize,
    /// The bracket that was open there, if any.
    opened: Option<usize>,
}

impl Stop {
    /// Reports the error. Where a text only lacks its quotes, the text is passed over and the rest
    /// of the document read again, so that one run shows every such text.
    fn report(self, document: &Document<'_>, findings: &mut Vec<Finding>) {
        let mut stop = self;
        let base = document.range.start;
        let mut masked = Cow::Borrowed(&document.source[document.range.clone()]);
        for _ in 0..MOST_RETRIES {
            let error = match stop {
                Stop::Finding(finding) => return findings.push(*finding),
                Stop::Syntax(error) => error,
            };
            let Some(value) = document.report(&error, findings) else { return };
            join_with_earlier(findings, &value);
            let blank = "x".repeat(value.len());
            masked.to_mut().replace_range(value.start - base..value.end - base, &blank);
            let mut later = Vec::new();
            let again = tree(document, &masked, &mut later);
            findings.extend(later.into_iter().filter(|f| f.span.start as usize >= value.end));
            match again {
                // A later error only: the text that was passed over can do no more harm.
                Err(Stop::Syntax(error)) if error.at >= value.end => stop = Stop::Syntax(error),
                Err(Stop::Finding(finding)) if finding.span.start as usize >= value.end => {
                    stop = Stop::Finding(finding);
                }
                _ => return,
            }
        }
    }
}

/// A text such as `*so* it is` is found twice: as the alias with which it seems to begin, and
/// where it goes on. The first place and the help for the whole text make one finding.
fn join_with_earlier(findings: &mut Vec<Finding>, value: &Range<usize>) {
    let Some((last, rest)) = findings.split_last_mut() else { return };
    let Some(earlier) = rest.last_mut() else { return };
    let same = earlier.code == Code::TextNeedsQuotes
        && earlier.span.file == last.span.file
        && value.contains(&(earlier.span.start as usize));
    if same {
        earlier.help = std::mem::take(&mut last.help);
        findings.pop();
    }
}

pub(crate) fn range_of(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
