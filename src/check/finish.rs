//! The last step before findings are shown: what the site wants to hear, what entities may have,
//! each finding once, in reading order.

use super::items;
use crate::diagnostic::{Code, Finding, Severity};
use crate::model::{
    Common, Config, Content, Entry, Experience, Journey, OpportunityItem, Touchpoint,
};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeMap;

/// Applies the severities of `site.yaml` and the `allow` of entities, drops what is said twice,
/// and sorts by path, place and code. What would make output wrong stays an error.
pub fn finish(findings: Vec<Finding>, content: &Content, sources: &Sources) -> Vec<Finding> {
    finish_with(findings, &Allowed::new(content, sources), content, sources)
}

/// The same for findings that stand in the files of one entity, `file` its main one. In a file that
/// is no entity's nothing is allowed.
pub fn finish_entity(
    findings: Vec<Finding>,
    file: FileId,
    content: &Content,
    sources: &Sources,
) -> Vec<Finding> {
    let mut allowed = Allowed::none(sources);
    if !findings.is_empty() {
        allowed.entity(file, content);
    }
    finish_with(findings, &allowed, content, sources)
}

fn finish_with(
    findings: Vec<Finding>,
    allowed: &Allowed<'_>,
    content: &Content,
    sources: &Sources,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = findings
        .into_iter()
        .filter_map(|finding| with_severity(finding, &content.config))
        .filter(|finding| finding.code.info().fixed || !allowed.covers(finding))
        .collect();
    findings.sort_by(|a, b| key(a, sources).cmp(&key(b, sources)));
    findings.dedup_by(|a, b| a.code == b.code && a.span == b.span && a.message == b.message);
    findings
}

/// Adds a finding that comes later to those that are in order.
pub fn insert(findings: &mut Vec<Finding>, finding: Finding, sources: &Sources) {
    let at = place(findings, &finding, sources).unwrap_or_else(|at| at);
    findings.insert(at, finding);
}

/// Where a finding is among those that are in reading order, else where it belongs.
///
/// # Errors
/// It is not there.
pub fn place(findings: &[Finding], wanted: &Finding, sources: &Sources) -> Result<usize, usize> {
    let wanted = key(wanted, sources);
    findings.binary_search_by(|finding| key(finding, sources).cmp(&wanted))
}

fn key<'a>(finding: &'a Finding, sources: &'a Sources) -> (&'a str, u32, Code, u32, &'a str) {
    let span = finding.span;
    (sources.path(span.file), span.start, finding.code, span.end, &finding.message)
}

/// What `site.yaml` says of a code: `None` when it says nothing.
fn wish(config: &Config, code: Code) -> Option<Option<Severity>> {
    let wishes = config.findings.iter().filter(|_| !code.info().fixed);
    wishes.filter(|(of, _)| *of == code).map(|(_, severity)| *severity).next_back()
}

/// Whether `site.yaml` does not want to hear of a code.
pub(super) fn is_off(config: &Config, code: Code) -> bool {
    wish(config, code) == Some(None)
}

fn with_severity(mut finding: Finding, config: &Config) -> Option<Finding> {
    match wish(config, finding.code) {
        None => Some(finding),
        Some(severity) => {
            finding.severity = severity?;
            Some(finding)
        }
    }
}

/// Which findings may be where. An `allow` holds for its item and for all that is a part of it,
/// inline or in files of its folder: the two ways to write a map mean the same.
struct Allowed<'a> {
    sources: &'a Sources,
    files: BTreeMap<FileId, Vec<Code>>,
    inline: Vec<(Span, Vec<Code>)>,
}

impl<'a> Allowed<'a> {
    fn none(sources: &'a Sources) -> Self {
        Self { sources, files: BTreeMap::new(), inline: Vec::new() }
    }

    fn new(content: &Content, sources: &'a Sources) -> Self {
        let mut allowed = Self::none(sources);
        for entry in &content.personas {
            allowed.add(&entry.item.common, None, &[]);
        }
        for entry in &content.opportunities {
            allowed.add(&entry.item.common, None, &[]);
        }
        for entry in &content.evidence {
            allowed.add(&entry.item.common, None, &[]);
        }
        for entry in &content.touchpoints {
            allowed.catalogue(&entry.item);
        }
        for entry in &content.journeys {
            allowed.journey(&entry.item);
        }
        allowed
    }

    /// Takes in the entity with a file.
    fn entity(&mut self, file: FileId, content: &Content) {
        fn of<T>(entries: &[Entry<T>], file: FileId) -> Option<&T> {
            entries.iter().find(|entry| entry.file == file).map(|entry| &*entry.item)
        }
        let persona = of(&content.personas, file).map(|item| &item.common);
        let opportunity = of(&content.opportunities, file).map(|item| &item.common);
        let source = of(&content.evidence, file).map(|item| &item.common);
        if let Some(common) = persona.or(opportunity).or(source) {
            self.add(common, None, &[]);
        } else if let Some(touchpoint) = of(&content.touchpoints, file) {
            self.catalogue(touchpoint);
        } else if let Some(journey) = of(&content.journeys, file) {
            self.journey(journey);
        }
    }

    fn catalogue(&mut self, touchpoint: &Touchpoint) {
        let codes = self.add(&touchpoint.common, None, &[]);
        self.opportunities(&touchpoint.experience, &touchpoint.common, &codes);
    }

    fn journey(&mut self, journey: &Journey) {
        let codes = self.add(&journey.common, None, &[]);
        for stage in &journey.stages {
            let codes = self.add(&stage.common, Some(&journey.common), &codes);
            self.opportunities(&stage.experience, &stage.common, &codes);
            for touchpoint in &stage.touchpoints {
                let common = &touchpoint.common;
                let codes = self.add(common, Some(&stage.common), &codes);
                self.opportunities(&touchpoint.experience, common, &codes);
            }
        }
    }

    fn opportunities(&mut self, experience: &Experience, home: &Common, codes: &[Code]) {
        for item in experience.opportunities.iter().flatten() {
            if let OpportunityItem::Inline(opportunity) = item {
                self.add(&opportunity.common, Some(home), codes);
            }
        }
    }

    /// Takes in an item; returns what it and its parents allow.
    fn add(&mut self, common: &Common, parent: Option<&Common>, inherited: &[Code]) -> Vec<Code> {
        let own: Vec<Code> =
            common.allow().iter().filter_map(|allow| Code::parse(&allow.code)).collect();
        let is_inline = parent.is_some_and(|parent| parent.file() == common.file());
        if is_inline {
            if !own.is_empty() {
                self.inline.push((items::extent(self.sources, common), own.clone()));
            }
            return [inherited, &own].concat();
        }
        let codes = [inherited, &own].concat();
        if !codes.is_empty() {
            self.files.entry(common.file()).or_default().extend(&codes);
        }
        codes
    }

    fn covers(&self, finding: &Finding) -> bool {
        let (span, code) = (finding.span, finding.code);
        let in_file = self.files.get(&span.file).is_some_and(|codes| codes.contains(&code));
        in_file
            || self.inline.iter().any(|(extent, codes)| {
                extent.file == span.file
                    && (extent.start..extent.end.max(extent.start + 1)).contains(&span.start)
                    && codes.contains(&code)
            })
    }
}
