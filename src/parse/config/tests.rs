//! Settings as authors write them.

use super::decode_config;
use crate::diagnostic::{Code, Finding, Severity};
use crate::model::{Cadence, Config, Control};
use crate::source::{FileId, LineIndex, Span};

fn read(text: &str) -> (Config, Vec<Finding>) {
    let mut findings = Vec::new();
    (decode_config(FileId(1), text, &mut findings), findings)
}

fn found(text: &str) -> String {
    let index = LineIndex::new(text);
    let line = |f: &Finding| {
        let at = index.line_column(text, f.span.start);
        format!("{}:{} {}", at.line, at.column, f.code.id())
    };
    let mut findings = read(text).1;
    findings.sort_by_key(|f| f.span.start);
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_empty_file_is_the_defaults() {
    for text in ["", "# nothing yet\n", "---\n", "title:\n"] {
        let (config, findings) = read(text);
        assert_eq!(findings, []);
        let mut expected = Config { file: FileId(1), ..Config::default() };
        expected.theme.span = Span::file_start(FileId(1));
        assert_eq!(config, expected, "{text:?}");
    }
}

#[test]
fn the_settings_of_the_format_are_read() {
    let (config, findings) = read(
        "title: Greenbasket journeys\ndescription: How our customers live with us\nlanguage: en\n\
         base_url: https://maps.example.org\ntheme: default\n\
         repository: https://git.example.org/maps/edit/main/content/{path}\n\
         emotion: {min: -2, max: 2, labels: [Furious, Annoyed, Neutral, Pleased, Delighted]}\n\
         review: {every: half-yearly, warn: 3 weeks}\nevidence: {max_age: 2 years}\n\
         lanes: [phases, stages, policy]\ncustom_lanes:\n  - {id: policy, title: Policies}\n\
         channels:\n  - {id: app, title: Mobile app, icon: phone}\n  - {id: press, control: earned}\n\
         vocabulary: {customer: [patient, patients]}   # the interface's word for who travels\n\
         priority: {impact_threshold: 2.5}\nfindings: {MP0806: off, mp0602: info}\n",
    );
    assert_eq!(findings, []);
    assert_eq!(config.base_url.as_deref(), Some("https://maps.example.org/"));
    assert_eq!(config.review_every, Cadence { months: 6, days: 0 });
    assert_eq!(config.review_warn, Cadence { months: 0, days: 21 });
    assert_eq!(config.evidence_max_age, Cadence { months: 24, days: 0 });
    assert_eq!(config.lanes.len(), 3);
    assert_eq!(&*config.custom_lanes[0].title, "Policies");
    assert_eq!(
        (config.channels[0].control, config.channels[1].control),
        (None, Some(Control::Earned))
    );
    assert_eq!(&*config.channels[1].title.text, "press");
    assert_eq!(&*config.vocabulary[0].1[1], "patients");
    assert_eq!((config.impact_threshold, config.feasibility_threshold), (2.5, 3.0));
    let severities = [(Code::UnusedTouchpoint, None), (Code::DateInFuture, Some(Severity::Info))];
    assert_eq!(config.findings, severities);
}

#[test]
fn words_belong_to_the_scale_they_were_made_for() {
    assert_eq!(read("emotion: {min: -2}\n").0.emotion.labels.len(), 5);
    assert_eq!(read("emotion: {min: 1, max: 10}\n").0.emotion.labels.len(), 0);
    assert_eq!(read("emotion: {max: 5, labels: [Bad, Good]}\n").0.emotion.labels.len(), 2);
    assert_eq!(found("emotion: {labels: [Good]}\n"), "1:19 MP0115");
    assert_eq!(found("emotion: {min: 3}\n"), "1:16 MP0903");
    assert_eq!(found("emotion: {min: 3, max: 3}\n"), "1:24 MP0903");
    assert_eq!(read("emotion: {min: 3, max: 3}\n").0.emotion, Config::default().emotion);
}

#[test]
fn lanes_and_channels_are_known_and_named_once() {
    assert_eq!(found("lanes: [stages, emotoin, policy]\n"), "1:17 MP0314\n1:26 MP0314");
    assert_eq!(found("lanes: [stages, stages]\n"), "1:17 MP0201");
    assert_eq!(
        found("custom_lanes: [{id: pains}, {id: title}, {id: a}, {id: a}, {id: A b}]\n"),
        "1:21 MP0201\n1:34 MP0201\n1:56 MP0201\n1:65 MP0109"
    );
    assert_eq!(
        found("channels: [{id: app, title: A}, {id: app, title: B}, {title: C}]\n"),
        "1:38 MP0201\n1:55 MP0102"
    );
    assert_eq!(found("channels:\n  app: Mobile app\n"), "2:3 MP0105\n2:3 MP0101\n2:3 MP0102");
}

#[test]
fn addresses_are_web_addresses() {
    assert_eq!(found("base_url: maps.example.org\n"), "1:11 MP0114");
    assert_eq!(
        found("base_url: mailto:a@example.org\nrepository: javascript:alert(1)\n"),
        "1:11 MP0114\n2:13 MP0114"
    );
    assert_eq!(found("base_url: https://example.org/?a\n"), "1:11 MP0114");
}

#[test]
fn codes_severities_and_lengths_are_checked() {
    assert_eq!(
        found("findings: {MP01: off, MP0806: none, MP0602: }\n"),
        "1:12 MP0902\n1:31 MP0107\n1:44 MP0112"
    );
    assert_eq!(
        found("review: {every: sometimes, warn: quarterly}\nevidence: {max_age: 0 days}\n"),
        "1:17 MP0111\n1:34 MP0111\n2:21 MP0111"
    );
    assert_eq!(
        found("titel: A\nlanguage: english_uk\ntags: [a]\n"),
        "1:1 MP0101\n2:11 MP0104\n3:1 MP0101"
    );
    assert_eq!(found("- a\n"), "1:1 MP0104");
    assert_eq!(found("title: A\n\tlanguage: en\n"), "2:1 MP0001");
}
