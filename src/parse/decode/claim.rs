//! Claims and quotes.

use super::{Decoder, Record};
use crate::diagnostic::{Code, nearest};
use crate::model::fields::{CLAIM, Place};
use crate::model::{Claim, LongClaim, Prose, Quote, RefName};
use crate::parse::prose;
use crate::parse::yaml::{Node, Style, Value};
use crate::source::Span;
use thin_vec::ThinVec;

impl Decoder<'_> {
    /// A list of claims; `None` when it is not written.
    pub(super) fn claims(&mut self, record: &Record<'_, '_>, name: &str) -> Option<ThinVec<Claim>> {
        record.get(name).map(|node| self.claims_of(node, name))
    }

    pub(super) fn claims_of(&mut self, node: &Node<'_>, what: &str) -> ThinVec<Claim> {
        let items = self.list(node, what);
        let mut out = ThinVec::with_capacity(items.len());
        for item in items {
            if self.is_filled(item, what) {
                out.extend(self.claim_of(item, what));
            }
        }
        out
    }

    /// A claim: a text, or the long form.
    pub(super) fn claim_of(&mut self, node: &Node<'_>, what: &str) -> Option<Claim> {
        if matches!(node.value, Value::Map(..)) && !self.is_unquoted_claim(node) {
            return self.long_claim(node);
        }
        if self.is_unquoted_claim(node) && self.report_unquoted(node) {
            return None;
        }
        let written = self.text_of(node, what)?;
        let text = prose::inline(&written, self.findings);
        self.check_says_something(&text, node.span);
        Some(Claim { text, long: None })
    }

    /// A citation is no statement: its number would stand alone on the page.
    pub(super) fn check_says_something(&mut self, text: &Prose, span: Span) {
        let [first, ..] = text.doc.citations() else { return };
        if !text.doc.plain().trim().is_empty() {
            return;
        }
        let help = match first.name.contains('#') {
            true => {
                format!("write what follows from it, or quote it in `quotes` as `{}`", first.name)
            }
            false => format!("write what it says, such as `Drivers never ring [^{}]`", first.name),
        };
        self.report(Code::EmptyValue, span, "this cites evidence and says nothing", help);
    }

    fn long_claim(&mut self, node: &Node<'_>) -> Option<Claim> {
        let record = self.open(node, &CLAIM, Place::Inline)?;
        let text = self.prose(&record, "text");
        let evidence = self.references(&record, "evidence").into();
        let against = self.references(&record, "against").into();
        let personas = self.references(&record, "personas").into();
        let tags = self.tags(&record).into();
        let lang = self.language(&record, "lang").map(Box::new);
        let long = LongClaim { span: node.span, evidence, against, personas, tags, lang };
        Some(Claim { text: text?, long: Some(Box::new(long)) })
    }

    /// A text that YAML reads as a map because it holds `: ` or begins with a brace: none of its
    /// names is a field of a claim, nor nearly one.
    fn is_unquoted_claim(&self, node: &Node<'_>) -> bool {
        let Value::Map(items, _) = &node.value else {
            return matches!(node.value, Value::Seq(..))
                && self.written(node.span).starts_with('[');
        };
        let fields = || CLAIM.fields().map(|f| f.name);
        let meant = |key: &str| key.len() <= 20 && nearest(key, fields()).is_some();
        let braces = self.written(node.span).starts_with('{');
        !items.is_empty()
            && (items.len() == 1 || braces)
            && items.iter().take(50).all(|(key, _)| !meant(&key.text))
    }

    /// `quotes`: a text without spaces that holds `#` is a highlight.
    pub(super) fn quotes(&mut self, record: &Record<'_, '_>, name: &str) -> Option<ThinVec<Quote>> {
        let items = self.list(record.get(name)?, name);
        let mut out = ThinVec::with_capacity(items.len());
        for item in items {
            if !self.is_filled(item, name) {
                continue;
            }
            match self.highlight_name(item) {
                Some(reference) => out.push(Quote::Highlight(reference)),
                None => out.extend(self.claim_of(item, name).map(Quote::Claim)),
            }
        }
        Some(out)
    }

    fn highlight_name(&self, node: &Node<'_>) -> Option<RefName> {
        let Value::Scalar(scalar) = &node.value else { return None };
        if !scalar.text.contains('#') || scalar.text.contains(char::is_whitespace) {
            return None;
        }
        let text = node.text(scalar, self.source);
        let span = match scalar.style {
            Style::Plain => node.span,
            Style::Quoted => text.span_of(0..text.len()),
        };
        Some(RefName { name: text.text, span })
    }
}
