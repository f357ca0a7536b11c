//! What a watching command says: on a terminal the newest state in place of the last, elsewhere a
//! line for each.

use super::{Voice, colour};
use crate::diagnostic::{Finding, Severity, render_human, summary};
use crate::workspace::Workspace;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// More findings than this do not fit on a screen; the others are counted.
const SHOWN: usize = 8;

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

    /// Shows the findings and a last line.
    pub(super) fn show(&self, workspace: &Workspace, line: &str) {
        let mut findings: Vec<Finding> = match self.quiet {
            true => workspace.errors().cloned().collect(),
            false => workspace.findings().to_vec(),
        };
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let shown = &findings[..findings.len().min(SHOWN)];
        let mut text = render_human(shown, workspace.sources(), colour(&std::io::stderr()));
        if findings.len() > shown.len() {
            text.push_str(&format!("and {} more\n", findings.len() - shown.len()));
        }
        if !findings.is_empty() {
            text.push_str(&format!("{}; ", summary(workspace.findings())));
        }
        self.say(&format!("{text}{line}"), !shown.iter().any(|f| f.severity == Severity::Error));
    }

    /// Shows words that are no finding.
    pub(super) fn trouble(&self, words: &str) {
        self.bar.as_ref().map_or_else(
            || anstream::eprintln!("warning: {words}"),
            |bar| bar.println(format!("warning: {words}")),
        );
    }

    fn say(&self, text: &str, is_well: bool) {
        match &self.bar {
            Some(bar) => {
                bar.set_message(text.to_owned());
                bar.tick();
            }
            None if self.quiet && is_well => {}
            None => anstream::eprintln!("{text}"),
        }
    }
}
