//! What was found before: a large old repository adopts the tool at once, and only what is new fails.
//!
//! A finding is known again by its code, its file and its message, never by a line: text above it may move.
//! Of findings that are alike in all three as many are known as there were.

use super::personal;
use crate::diagnostic::Finding;
use crate::source::Sources;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the file's form.
const VERSION: u32 = 1;

/// What a finding is known by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Fingerprint {
    /// Path from the content folder, with `/`; empty for the folder itself.
    pub file: String,
    /// The code, as `MP0301`.
    pub code: String,
    /// The message, without personal data.
    pub message: String,
}

/// How many findings of each sort there were.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Baseline(BTreeMap<Fingerprint, usize>);

/// What is left of findings after those that are known are taken out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Compared {
    /// Findings that are not known.
    pub new: Vec<Finding>,
    /// How many are.
    pub known: usize,
    /// What is known and is not found any more, and how often.
    pub gone: Vec<(Fingerprint, usize)>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    file: String,
    code: String,
    message: String,
    count: usize,
}

#[derive(Deserialize)]
struct File {
    version: u32,
    findings: Vec<Row>,
}

impl Baseline {
    /// The baseline that knows these findings.
    pub fn of(findings: &[Finding], sources: &Sources) -> Self {
        let mut counts = BTreeMap::new();
        for finding in findings {
            *counts.entry(fingerprint(finding, sources)).or_default() += 1;
        }
        Self(counts)
    }

    /// Reads a baseline file.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("its version is {}, and {VERSION} is read here", file.version));
        }
        let row = |Row { file, code, message, count }| (Fingerprint { file, code, message }, count);
        Ok(Self(file.findings.into_iter().map(row).collect()))
    }

    /// The file: JSON with a finding a line, sorted, so that a review sees what came and went.
    pub fn to_text(&self) -> String {
        let line = |(known, count): (&Fingerprint, &usize)| {
            let Fingerprint { file, code, message } = known.clone();
            let row = Row { file, code, message, count: *count };
            format!("    {}", serde_json::to_string(&row).expect("strings and numbers only"))
        };
        let lines: Vec<String> = self.0.iter().map(line).collect();
        let lines = match lines.is_empty() {
            true => String::new(),
            false => format!("\n{}\n  ", lines.join(",\n")),
        };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{lines}]\n}}\n")
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the findings apart that it knows; of those that are alike the first are the known ones.
    pub fn compare(&self, findings: &[Finding], sources: &Sources) -> Compared {
        let mut left = self.0.clone();
        let mut compared = Compared::default();
        for finding in findings {
            match left.get_mut(&fingerprint(finding, sources)).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    compared.known += 1;
                }
                None => compared.new.push(finding.clone()),
            }
        }
        compared.gone = left.into_iter().filter(|(_, count)| *count > 0).collect();
        compared
    }
}

fn fingerprint(finding: &Finding, sources: &Sources) -> Fingerprint {
    Fingerprint {
        file: sources.path(finding.span.file).to_owned(),
        code: finding.code.id().to_owned(),
        message: personal::masked(&finding.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    fn findings(messages: &[&str]) -> (Sources, Vec<Finding>) {
        let mut sources = Sources::new("content");
        let file = sources.insert_text("personas/maya.md", b"name: Maya\n");
        let finding =
            |message: &&str| Finding::new(Code::UnknownReference, Span::file_start(file), *message);
        (sources, messages.iter().map(finding).collect())
    }

    #[test]
    fn what_was_written_is_read_again_and_holds_no_personal_data() {
        let (sources, found) = findings(&["b", "there is no persona `a@b.example`", "b"]);
        let baseline = Baseline::of(&found, &sources);
        let text = baseline.to_text();
        assert_eq!(
            text,
            "{\n  \"version\": 1,\n  \"findings\": [\n    \
             {\"file\":\"personas/maya.md\",\"code\":\"MP0301\",\"message\":\"b\",\"count\":2},\n    \
             {\"file\":\"personas/maya.md\",\"code\":\"MP0301\",\
             \"message\":\"there is no persona `•••••••••••`\",\"count\":1}\n  ]\n}\n"
        );
        assert_eq!(Baseline::read(&text), Ok(baseline));
        assert_eq!(Baseline::read(&Baseline::default().to_text()), Ok(Baseline::default()));
    }

    #[test]
    fn one_more_of_the_same_is_new_and_what_is_mended_is_gone() {
        let (sources, before) = findings(&["a", "a", "b"]);
        let baseline = Baseline::of(&before, &sources);
        let (sources, now) = findings(&["a", "a", "a", "c"]);
        let compared = baseline.compare(&now, &sources);
        let words: Vec<&str> = compared.new.iter().map(|f| f.message.as_str()).collect();
        assert_eq!((words, compared.known), (vec!["a", "c"], 2));
        let gone: Vec<&str> = compared.gone.iter().map(|(f, _)| f.message.as_str()).collect();
        assert_eq!(gone, ["b"]);
    }

    #[test]
    fn a_file_that_is_no_baseline_is_refused() {
        for text in ["", "[]", "{\"version\": 2, \"findings\": []}"] {
            assert!(Baseline::read(text).is_err(), "{text}");
        }
    }
}
