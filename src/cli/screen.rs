//! What a watching command says: on a terminal the newest state in place of the last, elsewhere a
//! line for each.

use super::{Voice, colour};
use crate::diagnostic::{Finding, Severity, render_human, render_short, summary};
use crate::page::ThemeError;
use crate::workspace::Workspace;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use terminal_size::{Height, Width};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// More findings than this do not fit on a screen; the others are counted.
const SHOWN: usize = 8;

/// Columns below which an excerpt with its marks is no help.
const NARROW: usize = 60;

/// The part of the terminal that is replaced.
pub(super) struct Screen {
    bar: Option<ProgressBar>,
    quiet: bool,
}

impl Screen {
    pub(super) fn new(voice: &Voice) -> Self {
        let bar = (std::io::stderr().is_terminal() && !voice.quiet).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        Self { bar, quiet: voice.quiet }
    }

    /// Shows templates that failed, the findings and a last line. On a terminal as many findings
    /// as fit above that line.
    pub(super) fn show(&self, workspace: &Workspace, theme_errors: &[&ThemeError], line: &str) {
        let mut findings: Vec<Finding> = match self.quiet {
            true => workspace.errors().cloned().collect(),
            false => workspace.findings().to_vec(),
        };
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let mut last = String::new();
        last.push_str(&failed_templates(theme_errors));
        if !findings.is_empty() {
            last.push_str(&format!("{}; ", summary(workspace.findings())));
        }
        last.push_str(line);
        let has_error = !theme_errors.is_empty()
            || findings.iter().any(|finding| finding.severity == Severity::Error);
        let sources = workspace.sources();
        let long = |shown: &[Finding]| render_human(shown, sources, colour(&std::io::stderr()));
        let short = |shown: &[Finding]| render_short(shown, sources);
        let text = match self.size() {
            None => with_rest(&long(&findings[..findings.len().min(SHOWN)]), SHOWN, findings.len()),
            Some(size) => fitting(&findings, (&long, &short), &last, size),
        };
        self.say(&format!("{text}{last}"), !has_error);
    }

    /// Shows words that are no finding.
    pub(super) fn troubles(&self, troubles: &[String]) {
        for words in troubles {
            self.bar.as_ref().map_or_else(
                || anstream::eprintln!("warning: {words}"),
                |bar| bar.println(format!("warning: {words}")),
            );
        }
    }

    /// Columns and rows of the terminal, if it is one.
    fn size(&self) -> Option<(usize, usize)> {
        self.bar.as_ref()?;
        let (Width(width), Height(height)) = terminal_size::terminal_size_of(std::io::stderr())?;
        Some((width.into(), height.into()))
    }

    fn say(&self, text: &str, is_well: bool) {
        match &self.bar {
            Some(bar) => {
                let width = self.size().map_or(usize::MAX, |(width, _)| width);
                bar.set_message(wrapped(text, width));
                bar.tick();
            }
            None if self.quiet && is_well => {}
            None => anstream::eprintln!("{text}"),
        }
    }
}

/// A template that fails on one page mostly fails on many.
const FAILED: usize = 3;

/// Templates that failed, a line for each of the first, and how many more there are.
fn failed_templates(errors: &[&ThemeError]) -> String {
    let shown = &errors[..errors.len().min(FAILED)];
    let lines: String = shown.iter().map(|error| format!("error[theme]: {error}\n")).collect();
    with_rest(&lines, FAILED, errors.len())
}

/// Findings as one text.
type Render<'r> = dyn Fn(&[Finding]) -> String + 'r;

/// As many findings as fit above a last line: first with their excerpts, then a line for each.
fn fitting(
    findings: &[Finding],
    (long, short): (&Render<'_>, &Render<'_>),
    last: &str,
    (width, height): (usize, usize),
) -> String {
    let all = findings.len();
    let ways = (1..=all.min(SHOWN)).rev().map(|count| (long, count)).filter(|_| width >= NARROW);
    let lines = (1..=all.min(SHOWN)).rev().map(|count| (short, count));
    let mut texts = ways
        .chain(lines)
        .map(|(render, count)| with_rest(&render(&findings[..count]), count, all))
        .chain([with_rest("", 0, all)]);
    // The cursor stands on a line of its own.
    let room = height.saturating_sub(1);
    let fits = |text: &String| rows(&format!("{text}{last}"), width) <= room;
    texts.find(fits).unwrap_or_default()
}

/// Findings, and how many more there are.
fn with_rest(text: &str, shown: usize, all: usize) -> String {
    match all.saturating_sub(shown) {
        0 => text.to_owned(),
        more => format!("{text}and {more} more\n"),
    }
}

/// Rows that a text takes on a terminal of a width.
fn rows(text: &str, width: usize) -> usize {
    wrapped(text, width).lines().count()
}

/// A text broken where a terminal of a width breaks it: before a letter of two columns that would
/// stand in the last one. Whoever counts rows by dividing is one too few there, and what is
/// replaced next stays on the screen in part.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut column, mut in_code) = (0, false);
    for letter in text.graphemes(true) {
        let is_end = letter.ends_with('\n');
        // A code of colours: escape, `[`, figures, a letter.
        let is_code = in_code || letter == "\u{1b}";
        in_code = is_code && !letter.ends_with(char::is_alphabetic);
        let cells = if is_end || is_code { 0 } else { letter.width() };
        if column + cells > width && column > 0 {
            out.push('\n');
            column = 0;
        }
        column = if is_end { 0 } else { column + cells };
        out.push_str(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{FileId, Span};

    fn shown(count: usize, size: (usize, usize)) -> String {
        let finding = Finding::new(Code::NoOwner, Span::file_start(FileId::ROOT), "nobody");
        let findings = vec![finding; count];
        let long = |f: &[Finding]| "long\n  |\n  = help\n".repeat(f.len());
        let short = |f: &[Finding]| "short\n".repeat(f.len());
        fitting(&findings, (&long, &short), "change 1: shown", size)
    }

    #[test]
    fn what_is_shown_fits_the_terminal_with_its_last_line() {
        assert_eq!(shown(0, (80, 24)), "");
        assert_eq!(rows(&shown(2, (80, 24)), 80), 6, "both with their excerpts");
        assert_eq!(shown(9, (80, 6)), "long\n  |\n  = help\nand 8 more\n", "one with its excerpt");
        assert_eq!(shown(9, (80, 4)), "short\nand 8 more\n", "a line");
        assert_eq!(shown(9, (80, 3)), "and 9 more\n");
        assert_eq!(shown(9, (80, 2)), "", "the last line alone");
        assert_eq!(shown(2, (40, 24)), "short\nshort\n", "excerpts need a width");
        assert_eq!(shown(1, (5, 6)), "short\n", "the last line takes three rows");
        assert_eq!(rows("\u{1b}[31mred\u{1b}[0m", 3), 1, "colours take no room");
    }

    #[test]
    fn a_template_that_fails_on_many_pages_leaves_room_for_the_rest() {
        let error = |page: &str| ThemeError {
            file: "themes/a/templates/stage.html".to_owned(),
            line: 2,
            column: 5,
            message: "no".to_owned(),
            page: Some(page.to_owned()),
        };
        let errors = ["a", "b", "c", "d", "e"].map(error);
        let told = |count: usize| failed_templates(&errors[..count].iter().collect::<Vec<_>>());
        let line = |page| format!("error[theme]: {}\n", error(page));
        assert_eq!((told(0), told(1)), (String::new(), line("a")));
        assert_eq!(told(5), line("a") + &line("b") + &line("c") + "and 2 more\n");
    }

    #[test]
    fn a_wide_letter_does_not_straddle_the_last_column() {
        assert_eq!(wrapped("a客户旅程", 4), "a客\n户旅\n程");
        assert_eq!(wrapped("客户旅程", 4), "客户\n旅程");
        assert_eq!(rows("a客户旅程\n\nab", 4), 5);
        let red = "\u{1b}[1;31ma客\u{1b}[0m户";
        assert_eq!(wrapped(red, 4), "\u{1b}[1;31ma客\u{1b}[0m\n户");
        assert_eq!(wrapped("e\u{301}e\u{301}e", 2), "e\u{301}e\u{301}\ne", "a mark takes no room");
        assert_eq!(wrapped("客", 1), "客", "no terminal is that narrow");
    }
}
