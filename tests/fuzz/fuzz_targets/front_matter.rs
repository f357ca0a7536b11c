//! Any bytes as a journey, a persona and `site.yaml` give findings within their files, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use milepost::parse::{Memo, parse};
use milepost::site::{Options, resolve};
use milepost::source::Sources;

fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::new("content");
    for path in ["site.yaml", "journeys/a.md", "personas/maya.md", "evidence/study.md"] {
        sources.insert_text(path, bytes);
    }
    let (content, parsing) = parse(&sources, &mut Memo::default());
    let options = Options {
        today: jiff::civil::date(2026, 11, 23),
        include_drafts: true,
        include_confidential: false,
    };
    let (_, resolving) = resolve(&content, &sources, &options);
    for finding in parsing.iter().chain(&resolving) {
        let length = sources.text(finding.span.file).len() as u32;
        assert!(finding.span.start <= finding.span.end && finding.span.end <= length);
    }
});
