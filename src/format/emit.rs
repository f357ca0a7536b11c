//! A document in its canonical form.

use super::quotes::{Around, quoted};
use super::shapes::Inside;
use super::tree::{Beside, Document, Entry, Kind, Line, Node, Text, Value};

/// A list or map in brackets that its author wrote on many lines is put on one if no longer.
const WIDTH: usize = 100;
/// How far a value stands in from what holds it.
const STEP: usize = 2;

/// The text of a document.
pub(super) fn document(mut document: Document<'_>, inside: Inside) -> String {
    let mut out = String::from(document.prefix);
    let head = take_head(&mut document.root);
    if !document.has_aliases {
        order(&mut document.root, inside);
    }
    unfold(&mut document.root, 0, 0);
    hoist(&mut document.root);
    write_lines(&mut out, &head, 0);
    match document.root.value {
        Value::Block { kind, entries, tail } => {
            write_entries(&mut out, kind, &entries, 0);
            write_lines(&mut out, &tail, 0);
        }
        _ => {
            write_value(&mut out, &document.root, 0);
            out.push('\n');
        }
    }
    out
}

/// Comments at the very top with an empty line below speak of the whole file.
fn take_head<'a>(root: &mut Node<'a>) -> Vec<Line<'a>> {
    let Value::Block { entries, .. } = &mut root.value else { return Vec::new() };
    let Some(first) = entries.first_mut() else { return Vec::new() };
    let end = first.above.iter().rposition(|line| *line == Line::Blank).map_or(0, |at| at + 1);
    let head: Vec<Line<'a>> = first.above.drain(..end).collect();
    let start = head.iter().take_while(|line| **line == Line::Blank).count();
    head[start..].to_vec()
}

/// Puts fields into the order of the table. A name that is no field (a lane of a site's own) stays
/// behind the field that it was written behind.
fn order(node: &mut Node<'_>, inside: Inside) {
    let (Value::Block { kind, entries, .. } | Value::Flow { kind, entries, .. }) = &mut node.value
    else {
        return;
    };
    for entry in entries.iter_mut() {
        let inside = entry.key.as_ref().map_or(inside, |key| inside.of(&key.text));
        order(&mut entry.value, inside);
    }
    if *kind == Kind::Seq {
        return;
    }
    let mut place = 0;
    let mut placed: Vec<(usize, Entry<'_>)> = Vec::with_capacity(entries.len());
    for entry in entries.drain(..) {
        let own = entry.key.as_ref().and_then(|key| inside.place(&key.text));
        place = own.map_or(place, |own| own + 1);
        placed.push((place, entry));
    }
    placed.sort_by_key(|(place, _)| *place);
    entries.extend(placed.into_iter().map(|(_, entry)| entry));
}

/// What stands in brackets on many lines, and is too long for one, is written without brackets.
/// Entries of the value stand at `indent`, the value itself begins at `column`.
fn unfold(node: &mut Node<'_>, indent: usize, column: usize) {
    if let Value::Flow { raw, has_comments: false, .. } = &node.value
        && raw.contains('\n')
        && flow(node).is_some_and(|line| column + line.chars().count() > WIDTH)
        && let Value::Flow { kind, entries, .. } =
            std::mem::replace(&mut node.value, Value::Raw(""))
    {
        node.value = Value::Block { kind, entries, tail: Vec::new() };
    }
    let Value::Block { entries, .. } = &mut node.value else { return };
    for entry in entries {
        let name = entry.key.as_ref().map_or(0, |key| text(key, Around::Block).chars().count());
        unfold(&mut entry.value, indent + STEP, indent + name + STEP);
    }
}

/// Comments above the first field of an item stand above the item: between the dash and the
/// field there is no line for them.
fn hoist(node: &mut Node<'_>) {
    let Value::Block { kind, entries, .. } = &mut node.value else { return };
    for entry in entries.iter_mut() {
        hoist(&mut entry.value);
        if *kind == Kind::Seq && shares_line(entry) {
            let Value::Block { entries: inner, .. } = &mut entry.value.value else { continue };
            let Some(first) = inner.first_mut() else { continue };
            let above = std::mem::take(&mut first.above);
            entry.above.extend(above.into_iter().filter(|line| *line != Line::Blank));
        }
    }
}

/// Whether a list or map in lines begins on the line of its dash.
fn shares_line(entry: &Entry<'_>) -> bool {
    entry.key.is_none() && entry.beside.is_none() && entry.value.anchor.is_none()
}

fn write_lines(out: &mut String, lines: &[Line<'_>], indent: usize) {
    for line in lines {
        if let Line::Comment(text) = line {
            blanks(out, indent);
            out.push_str(text);
        }
        out.push('\n');
    }
}

fn blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

/// Entries a line each and more; the first begins where `out` ends.
fn write_entries(out: &mut String, kind: Kind, entries: &[Entry<'_>], indent: usize) {
    for (at, entry) in entries.iter().enumerate() {
        let shares = at == 0 && !(out.is_empty() || out.ends_with('\n'));
        if !shares {
            let leading = entry.above.iter().take_while(|line| **line == Line::Blank).count();
            let skipped = if at == 0 { leading } else { 0 };
            write_lines(out, &entry.above[skipped..], indent);
            blanks(out, indent);
        }
        write_entry(out, kind, entry, indent);
    }
}

fn write_entry(out: &mut String, kind: Kind, entry: &Entry<'_>, indent: usize) {
    match &entry.key {
        Some(key) => {
            out.push_str(&text(key, Around::Block));
            out.push(':');
        }
        None => out.push('-'),
    }
    write_beside(out, entry.beside);
    let inner = indent + STEP;
    if let Value::Block { kind: inner_kind, entries, tail } = &entry.value.value {
        if let Some(anchor) = entry.value.anchor {
            let gap = if entry.beside.is_some() { newline(inner) } else { " ".to_owned() };
            out.push_str(&format!("{gap}{anchor}"));
        }
        let shares = kind == Kind::Seq && shares_line(entry);
        out.push(if shares { ' ' } else { '\n' });
        write_entries(out, *inner_kind, entries, inner);
        write_lines(out, tail, inner);
        return;
    }
    if !matches!((&entry.value.value, entry.value.anchor), (Value::Raw(""), None)) {
        let gap = if entry.beside.is_some() { newline(inner) } else { " ".to_owned() };
        out.push_str(&gap);
        write_value(out, &entry.value, indent);
    }
    write_beside(out, entry.value.beside);
    if !out.ends_with('\n') {
        out.push('\n');
    }
    write_lines(out, &entry.below, inner);
}

fn newline(indent: usize) -> String {
    format!("\n{}", " ".repeat(indent))
}

fn write_beside(out: &mut String, beside: Option<Beside<'_>>) {
    if let Some(Beside { gap, text }) = beside {
        blanks(out, gap);
        out.push_str(text);
    }
}

/// A value that is no list or map in lines; `indent` is that of its entry.
fn write_value(out: &mut String, node: &Node<'_>, indent: usize) {
    let inner = indent + STEP;
    if let Some(anchor) = node.anchor {
        out.push_str(anchor);
        if !matches!(node.value, Value::Raw("")) {
            out.push(' ');
        }
    }
    match &node.value {
        Value::Raw(raw) => out.push_str(raw),
        Value::Text(words) => write_raw(out, &text(words, Around::Block), inner),
        Value::Lines { header, lines } => write_text_lines(out, header, lines, inner),
        Value::Flow { raw, has_comments, .. } => match bare_flow(node).filter(|_| !has_comments) {
            Some(line) => out.push_str(&line),
            None => write_raw(out, raw, inner),
        },
        Value::Block { .. } => {}
    }
}

fn trim_blanks(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
}

/// What its author wrote, its further lines brought in line.
fn write_raw(out: &mut String, raw: &str, indent: usize) {
    for (at, line) in raw.split('\n').enumerate() {
        if at > 0 {
            trim_blanks(out);
            out.push('\n');
        }
        let line = if at > 0 { line.trim_start_matches([' ', '\t']) } else { line };
        if at > 0 && !line.is_empty() {
            blanks(out, indent);
        }
        out.push_str(line);
    }
}

fn write_text_lines(out: &mut String, header: &str, lines: &[&str], indent: usize) {
    // A number says how far in the lines begin when the first begins with blanks of its own.
    let (signs, comment) = header.split_at(header.find([' ', '\t']).unwrap_or(header.len()));
    let digit = |c: char| if c.is_ascii_digit() { char::from(b'0' + STEP as u8) } else { c };
    out.extend(signs.chars().map(digit));
    out.push_str(comment);
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            blanks(out, indent);
            out.push_str(line);
        }
    }
    out.push('\n');
}

/// A list or map in brackets on one line; `None` when a text in it needs more lines.
fn flow(node: &Node<'_>) -> Option<String> {
    let value = bare_flow(node)?;
    Some(node.anchor.map_or(value.clone(), |anchor| format!("{anchor} {value}")))
}

/// The same without its anchor.
fn bare_flow(node: &Node<'_>) -> Option<String> {
    let value = match &node.value {
        Value::Raw(raw) => (*raw).to_owned(),
        Value::Text(words) => text(words, Around::Flow),
        Value::Flow { kind, entries, raw, .. } => {
            let parts: Option<Vec<String>> = entries.iter().map(flow_entry).collect();
            let parts = parts?.join(", ");
            match kind {
                Kind::Seq => format!("[{parts}]"),
                // `[a: b]` is a list of one map, most often a text that lacks its quotes.
                Kind::Map if !raw.starts_with('{') => parts,
                Kind::Map => format!("{{{parts}}}"),
            }
        }
        Value::Lines { .. } | Value::Block { .. } => return None,
    };
    (!value.contains('\n')).then_some(value)
}

fn flow_entry(entry: &Entry<'_>) -> Option<String> {
    let value = flow(&entry.value)?;
    match &entry.key {
        Some(key) if value.is_empty() => Some(text(key, Around::Flow)),
        Some(key) => Some(format!("{}: {value}", text(key, Around::Flow))),
        None => Some(value),
    }
}

fn text(words: &Text<'_>, around: Around) -> String {
    let has_lines = words.raw.contains('\n');
    let canonical = if words.is_plain || has_lines { None } else { quoted(&words.text, around) };
    canonical.unwrap_or_else(|| words.raw.to_owned())
}
