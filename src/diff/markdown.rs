//! A comment for a pull request: never more than 60 lines, the most important first, the rest
//! folded. Content can neither inject markup nor call anybody by name.

use super::report::{Group, Report, Told, Weight, trouble, weight};

/// No comment is longer than this.
const LINES: usize = 60;
/// So many changes are told before anything is folded.
const FIRST: usize = 12;

/// Renders a report as Markdown.
pub(super) fn render(report: &Report) -> String {
    let told: Vec<&Told> = report.told().collect();
    let mut lines = vec![title(report, told.len())];
    if !told.is_empty() {
        let heads = report.headline().iter().map(|head| escape(head)).collect::<Vec<_>>();
        lines.push(format!("**{}**", heads.join(" · ")));
    }
    lines.push(String::new());
    let (first, rest) = split(&told);
    lines.extend(first.iter().map(|told| bullet(told)));
    let end = last_lines(report);
    let room = LINES - end.len() - 1;
    fold(report, &rest, room, &mut lines);
    if !end.is_empty() {
        lines.push(String::new());
        lines.extend(end);
    }
    lines.truncate(LINES);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let mut out = lines.join("\n");
    out.push('\n');
    out
}

fn title(report: &Report, count: usize) -> String {
    let (from, to) = (code(&report.from), code(&report.to));
    match (count, report.small_edits()) {
        (0, 0) => format!("### Journey maps: nothing changed from {from} to {to}"),
        (0, _) => format!("### Journey maps: only small edits of prose from {from} to {to}"),
        (1, _) => format!("### Journey maps: 1 change from {from} to {to}"),
        (count, _) => format!("### Journey maps: {count} changes from {from} to {to}"),
    }
}

/// What is told at once, and what is folded. Few changes are all told.
fn split<'r>(told: &[&'r Told]) -> (Vec<&'r Told>, Vec<&'r Told>) {
    if told.len() <= FIRST {
        return (told.to_vec(), Vec::new());
    }
    // The most important stand first. Where nothing is important, something is told all the same.
    let important = told.iter().filter(|told| weight(&told.change) <= Weight::Structure).count();
    let count = if important == 0 { FIRST } else { important.min(FIRST) };
    let (first, rest) = told.split_at(count);
    (first.to_vec(), rest.to_vec())
}

/// The rest, folded journey by journey as far as there is room.
fn fold(report: &Report, rest: &[&Told], room: usize, lines: &mut Vec<String>) {
    let is_left = |told: &&Told| rest.iter().any(|other| std::ptr::eq(*other, *told));
    let mut untold = 0;
    for Group { journey, changes } in report.by_journey() {
        let list: Vec<&Told> = changes.into_iter().filter(is_left).collect();
        if list.is_empty() {
            continue;
        }
        // A blank line, the summary, a blank line, one change, a blank line, the end; and one for
        // what could not be told.
        let free = room.saturating_sub(lines.len() + 6);
        if free == 0 {
            untold += list.len();
            continue;
        }
        let title = journey.map_or_else(|| "Elsewhere".to_owned(), |journey| html(&journey.title));
        let count = list.len();
        let s = if count == 1 { "" } else { "s" };
        lines.push(String::new());
        lines.push(format!("<details><summary>{title}: {count} more change{s}</summary>"));
        lines.push(String::new());
        let shown = count.min(free);
        lines.extend(list[..shown].iter().map(|told| bullet(told)));
        untold += count - shown;
        lines.push(String::new());
        lines.push("</details>".to_owned());
    }
    if untold > 0 {
        lines.push(String::new());
        lines.push(format!("And {untold} more: the same with `--format text` tells all of them."));
    }
}

fn last_lines(report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    match report.small_edits() {
        0 => {}
        1 => lines.push("1 small edit of prose.".to_owned()),
        count => lines.push(format!("{count} small edits of prose.")),
    }
    if let Some(words) = trouble(report) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("**{}.**", escape(&words)));
    }
    lines
}

fn bullet(told: &Told) -> String {
    let sign = match weight(&told.change) {
        Weight::Scale => "⚖ ",
        Weight::Worse => "⬇ ",
        Weight::LessKnown => "⚠ ",
        Weight::Overdue => "⏰ ",
        Weight::Better => "⬆ ",
        _ => "",
    };
    format!("- {sign}{}", escape(&told.words))
}

/// Text that stays text in Markdown: no markup, no HTML, no mention of a person, an issue or a
/// commit, no link that makes itself.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let glued = chars.peek().is_some_and(|next| next.is_alphanumeric() || *next == '/');
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '#' | '@' | '$' | '^' => {
                out.push('\\');
                out.push(c);
            }
            '!' if chars.peek() == Some(&'[') => out.push_str("\\!"),
            c if is_invisible(c) => out.push('\u{fffd}'),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
        // What begins a name, a number or an address for a program that reads the comment is no
        // longer next to it.
        let begins = matches!(c, '@' | '#' | '!' | '~' | '$' | '%' | '&' | '^') && glued;
        let address =
            (c == ':' && chars.peek() == Some(&'/')) || (c == '.' && before == 'w' && glued);
        if begins || address {
            out.push_str("&#8203;");
        }
        before = c;
    }
    out
}

/// Control characters, and those that turn the direction of what follows.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// A revision as code.
fn code(text: &str) -> String {
    let clean: String =
        text.chars().filter(|c| *c != '`' && !c.is_control() && !is_invisible(*c)).collect();
    format!("`{clean}`")
}

/// A title inside an HTML element.
fn html(text: &str) -> String {
    escape(&super::words::short(text))
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn content_is_neither_markup_nor_a_mention() {
        assert_eq!(escape("<b>x</b>"), "&lt;b&gt;x&lt;/b&gt;");
        assert_eq!(escape("[a](b) *c* `d`"), "\\[a\\](b) \\*c\\* \\`d\\`");
        assert_eq!(escape("@ann #12"), "\\@&#8203;ann \\#&#8203;12");
        assert_eq!(escape("https://a.org"), "https:&#8203;//a.org");
        assert_eq!(escape("a\u{1b}[2J\n- b"), "a\u{fffd}\\[2J - b");
        assert_eq!(escape("x\u{202e}y"), "x\u{fffd}y");
    }
}
