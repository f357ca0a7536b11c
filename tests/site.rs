//! A whole site from one string, built in memory.

use milepost::diagnostic::{Finding, Located};
use milepost::site::Options;
use milepost::source::Sources;
use milepost::workspace::{Output, Workspace};
use std::collections::BTreeMap;

/// The day on which tests happen.
pub(crate) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 23);

/// A site that was read, resolved and checked.
pub(crate) struct TestSite(pub(crate) Workspace);

/// Opens a site written as one string.
pub(crate) fn site(text: &str) -> TestSite {
    site_with(text, options())
}

/// The options of a plain build.
pub(crate) fn options() -> Options {
    Options { today: TODAY, include_drafts: false, include_confidential: false }
}

/// Opens a site with other options.
pub(crate) fn site_with(text: &str, options: Options) -> TestSite {
    let sources = Sources::from_fixture(text);
    let workspace = Workspace::open(sources, options, None, |_| Ok(BTreeMap::new()));
    TestSite(workspace.expect("the default theme needs no file"))
}

/// Opens a site with a theme of its own.
pub(crate) fn themed(text: &str, files: BTreeMap<String, Vec<u8>>) -> TestSite {
    let sources = Sources::from_fixture(text);
    let workspace = Workspace::open(sources, options(), None, move |_| Ok(files.clone()));
    TestSite(workspace.expect("a theme that can be read"))
}

impl TestSite {
    /// `path:line:column CODE`, in order.
    pub(crate) fn findings(&self) -> Vec<String> {
        self.0.findings().iter().map(|f| self.place(f)).collect()
    }

    fn place(&self, finding: &Finding) -> String {
        let at = Located::new(finding, self.0.sources());
        format!("{}:{}:{} {}", at.file, at.start.line, at.start.column, finding.code.id())
    }

    /// Every file of the site.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.0.outputs().iter().map(|o| (o.path().to_owned(), self.bytes(o))).collect()
    }

    fn bytes(&self, output: &Output) -> Vec<u8> {
        self.0.render(&self.0.renderer(), output).expect("the default theme renders").into_owned()
    }

    /// The text of one file.
    pub(crate) fn file(&self, path: &str) -> String {
        let outputs = self.0.outputs();
        let known: Vec<&str> = outputs.iter().map(Output::path).collect();
        let output = outputs.iter().find(|o| o.path() == path);
        let output = output.unwrap_or_else(|| panic!("no `{path}` in {known:?}"));
        String::from_utf8(self.bytes(output)).expect("a text")
    }

    /// `site.json`, parsed.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.file("site.json")).expect("JSON")
    }
}
