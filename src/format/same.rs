//! Whether two documents say the same.

use super::shapes::Inside;
use crate::parse::decode::as_data;
use crate::parse::yaml::{Key, Node, Scalar, Style, Value};

/// Whether every reader of the format takes the same values from both. The order of fields says
/// nothing, that of an author's own names does.
pub(super) fn same(a: &Node<'_>, b: &Node<'_>, inside: Inside) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(x), Value::Scalar(y)) => {
            x.text == y.text && (x.style == y.style || is_text(a, x) && is_text(b, y))
        }
        (Value::Seq(a, _), Value::Seq(b, _)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, inside))
        }
        (Value::Map(a, _), Value::Map(b, _)) => same_map(a, b, inside),
        _ => false,
    }
}

fn same_map(a: &[(Key<'_>, Node<'_>)], b: &[(Key<'_>, Node<'_>)], inside: Inside) -> bool {
    let pairs = |(a, b): (&(Key<'_>, Node<'_>), &(Key<'_>, Node<'_>))| {
        a.0.text == b.0.text && same(&a.1, &b.1, inside.of(&a.0.text))
    };
    if a.len() != b.len() {
        return false;
    }
    match inside {
        // Of names that are written twice the first counts: a stable order keeps it the first.
        Inside::Record(_) => sorted(a).into_iter().zip(sorted(b)).all(pairs),
        Inside::Named(_) | Inside::Free => a.iter().zip(b).all(pairs),
    }
}

fn sorted<'n, 's>(items: &'n [(Key<'s>, Node<'s>)]) -> Vec<&'n (Key<'s>, Node<'s>)> {
    let mut items: Vec<_> = items.iter().collect();
    items.sort_by(|a, b| a.0.text.cmp(&b.0.text));
    items
}

/// Whether a scalar is a text to everybody, with or without its quotes.
fn is_text(node: &Node<'_>, scalar: &Scalar<'_>) -> bool {
    scalar.style == Style::Quoted || as_data(node).is_string()
}
