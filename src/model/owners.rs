//! Who owns which file, as a fragment of a CODEOWNERS file: patterns and owners, the last match wins.

use super::{Common, Content};
use crate::source::{FileId, Sources, Text};
use std::collections::BTreeMap;

/// The fragment for a content folder at `root` (from the repository's root, with `/`; empty for
/// the root itself). A file without an owner of its own has that of the folder it is in, if a rule
/// says so. An owner who is no `@handle` and no e-mail address stands in a comment: services would
/// refuse the line.
pub fn codeowners(content: &Content, sources: &Sources, root: &str) -> String {
    let mut rules = Rules { sources, root, lines: BTreeMap::new() };
    content.personas.iter().for_each(|entry| rules.add(&entry.item.common));
    content.touchpoints.iter().for_each(|entry| rules.add(&entry.item.common));
    content.opportunities.iter().for_each(|entry| rules.add(&entry.item.common));
    content.evidence.iter().for_each(|entry| rules.add(&entry.item.common));
    for entry in &content.journeys {
        rules.add(&entry.item.common);
        for stage in &entry.item.stages {
            rules.add_below(&stage.common, entry.file);
            for touchpoint in &stage.touchpoints {
                rules.add_below(&touchpoint.common, stage.common.file());
            }
        }
    }
    rules.lines.into_values().collect()
}

struct Rules<'a> {
    sources: &'a Sources,
    root: &'a str,
    /// By path, so that a folder stands before what is in it.
    lines: BTreeMap<String, String>,
}

impl Rules<'_> {
    /// What is written inline in its parent's file has no rule of its own.
    fn add_below(&mut self, common: &Common, parent: FileId) {
        if common.file() != parent {
            self.add(common);
        }
    }

    fn add(&mut self, common: &Common) {
        let Some(owner) = common.owner() else { return };
        let path = self.sources.path(common.file());
        // The owner of a map in a folder owns the folder.
        let path = path.strip_suffix("index.md").unwrap_or(path);
        let whole = match self.root {
            "" => format!("/{path}"),
            root => format!("/{root}/{path}"),
        };
        let line = rule(&whole, owner);
        self.lines.insert(whole, line);
    }
}

fn rule(path: &str, owner: &Text) -> String {
    let names: Vec<&str> =
        owner.split([',', ' ', '\t', '\n']).filter(|name| !name.is_empty()).collect();
    let can_stand = !names.is_empty() && names.iter().all(|name| is_handle(name) || is_email(name));
    match escaped(path) {
        Some(pattern) if can_stand => format!("{pattern} {}\n", names.join(" ")),
        _ => format!("# {} {}\n", shown(path), shown(owner)),
    }
}

/// A path as a pattern that matches it alone; `None` where no pattern can.
fn escaped(path: &str) -> Option<String> {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            c if c.is_control() => return None,
            ' ' | '#' | '*' | '?' | '[' | ']' | '\\' | '!' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    Some(out)
}

/// One line, whatever stands in it.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// `@name` or `@organisation/team`.
fn is_handle(name: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    name.strip_prefix('@').is_some_and(|name| name.split('/').all(part))
}

fn is_email(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    name.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && host.contains('.') && (local.chars().chain(host.chars())).all(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_pattern_are_escaped_and_no_path_ends_its_line() {
        assert_eq!(escaped("/a b/#c [1]*.md").as_deref(), Some("/a\\ b/\\#c\\ \\[1\\]\\*.md"));
        assert_eq!(escaped("/a\nb"), None);
    }

    #[test]
    fn owners_are_handles_teams_and_addresses() {
        for good in ["@ana", "@acme/map-owners", "@a.b_c"] {
            assert!(is_handle(good), "{good}");
        }
        for bad in ["ana", "@", "@/x", "@a/", "@a b", "@ä"] {
            assert!(!is_handle(bad), "{bad}");
        }
        assert!(is_email("ana@example.org") && !is_email("ana@home") && !is_email("@example.org"));
    }
}
