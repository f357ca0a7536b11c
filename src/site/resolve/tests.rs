//! What goes in, as a folder in one string, and what comes out.

mod any;
mod claims;
mod derived;
mod outputs;
mod references;
mod status;
mod texts;

use super::{Options, resolve, sort_findings};
use crate::diagnostic::Finding;
use crate::parse::{Memo, parse};
use crate::site::{Node, Site};
use crate::source::{LineIndex, Sources};
use jiff::civil::date;

/// A resolved fixture.
struct Resolved {
    site: Site,
    sources: Sources,
    findings: Vec<Finding>,
}

impl Resolved {
    /// Findings as `path:line:column Code`.
    fn places(&self) -> Vec<String> {
        let show = |f: &Finding| {
            let text = self.sources.text(f.span.file);
            let at = LineIndex::new(text).line_column(text, f.span.start);
            format!("{}:{}:{} {:?}", self.sources.path(f.span.file), at.line, at.column, f.code)
        };
        self.findings.iter().map(show).collect()
    }

    /// Findings as `Code: message (help)`.
    fn said(&self) -> Vec<String> {
        self.findings.iter().map(|f| format!("{:?}: {} ({})", f.code, f.message, f.help)).collect()
    }

    fn reference(&self, node: Node) -> String {
        self.site.reference(node)
    }

    fn all(&self, nodes: &[Node]) -> Vec<String> {
        nodes.iter().map(|node| self.reference(*node)).collect()
    }
}

fn usual() -> Options {
    Options { today: date(2025, 6, 15), include_drafts: false, include_confidential: false }
}

fn resolved(text: &str) -> Resolved {
    resolved_with(text, &usual())
}

fn resolved_with(text: &str, options: &Options) -> Resolved {
    let sources = Sources::from_fixture(text);
    let (content, mut findings) = parse(&sources, &mut Memo::default());
    let (site, found) = resolve(&content, &sources, options);
    findings.extend(found);
    sort_findings(&mut findings, &sources);
    Resolved { site, sources, findings }
}

/// A resolved fixture that nothing is wrong with.
fn clean(text: &str) -> Resolved {
    let resolved = resolved(text);
    assert_eq!(resolved.said(), Vec::<String>::new());
    resolved
}

/// Two personas, a source and a highlight that may be quoted.
const PEOPLE: &str = "\
-- personas/maya.md --
---
name: Maya
---
-- personas/tom.md --
---
name: Tom
---
-- evidence/talks.md --
---
title: Talks
method: interview
date: 2025-05-01
highlights:
  - {id: vanish, text: It vanished, who: P4, consent: true}
---
-- evidence/old.md --
---
title: Old talks
method: interview
date: 2020-01-01
---
";

fn with_people(text: &str) -> String {
    format!("{PEOPLE}{text}")
}
