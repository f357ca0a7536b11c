//! `site.yaml`: the site's settings, with the defaults of those that are not written.

use super::decode::{Decoder, Record, cadence_of, url_scheme};
use super::yaml::{self, Node, Value};
use crate::diagnostic::{Code, Finding, Severity, did_you_mean};
use crate::model::fields::{
    CHANNEL, CUSTOM_LANE, EMOTION, LANES, PRIORITY, Place, REVIEWS, SITE, SOURCES, STAGE,
    TOUCHPOINT,
};
use crate::model::{Cadence, Channel, Config, Control, CustomLane, EmotionScale};
use crate::source::{FileId, Passage, Span, Spanned, Text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The lanes of a site that does not choose.
const DEFAULT_LANES: [&str; 10] = [
    "phases",
    "stages",
    "touchpoints",
    "channels",
    "emotion",
    "actions",
    "thoughts",
    "pains",
    "quotes",
    "opportunities",
];

/// The words of the default scale.
const DEFAULT_LABELS: [&str; 5] = ["Furious", "Annoyed", "Neutral", "Pleased", "Delighted"];

impl Default for Config {
    fn default() -> Self {
        Self {
            file: FileId::ROOT,
            readable: true,
            title: "Journeys".into(),
            description: None,
            language: "en".into(),
            language_span: None,
            base_url: None,
            theme: Spanned::new("default".into(), Span::file_start(FileId::ROOT)),
            repository: None,
            emotion: default_scale(),
            review_every: default_length("quarterly"),
            review_warn: default_length("14 days"),
            evidence_max_age: default_length("18 months"),
            lanes: DEFAULT_LANES.into_iter().map(Arc::from).collect(),
            lanes_span: None,
            custom_lanes: Vec::new(),
            channels: Vec::new(),
            vocabulary: Vec::new(),
            impact_threshold: 3.0,
            feasibility_threshold: 3.0,
            findings: Vec::new(),
        }
    }
}

fn default_scale() -> EmotionScale {
    EmotionScale {
        min: -2.0,
        max: 2.0,
        labels: DEFAULT_LABELS.map(Arc::from).to_vec(),
        has_own_labels: false,
    }
}

fn default_length(text: &str) -> Cadence {
    cadence_of(text).expect("a length of the format itself")
}

/// Reads `site.yaml`. What cannot be read keeps its default.
pub fn decode_config(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Config {
    let text = &Passage::from(text);
    let mut config = Config { file, ..Config::default() };
    config.theme.span = Span::file_start(file);
    config.readable = false;
    let Some(root) = yaml::read(file, text, 0..text.len(), findings) else { return config };
    let mut decoder = Decoder::bare(file, text, findings);
    let Some(record) = decoder.root(&root, &SITE) else { return config };
    config.readable = true;
    decoder.site(&record, &mut config);
    config
}

impl Decoder<'_> {
    fn site(&mut self, record: &Record<'_, '_>, config: &mut Config) {
        let letters = |text: Text| text.text.alone();
        if let Some(title) = self.word(record, "title") {
            config.title = letters(title);
        }
        config.description = self.word(record, "description").map(letters);
        if let Some(language) = self.language(record, "language") {
            config.language_span = Some(language.span);
            config.language = letters(language);
        }
        config.base_url = self.base_url(record);
        if let Some(theme) = self.word(record, "theme") {
            config.theme = Spanned::new(theme.text.alone(), theme.span);
        }
        config.repository = self.web_address(record, "repository").map(letters);
        config.emotion = self.emotion_scale(record);
        self.lengths(record, config);
        config.custom_lanes = self.custom_lanes(record);
        self.lanes_shown(record, config);
        config.channels = self.channels(record);
        config.vocabulary = self.vocabulary(record);
        self.thresholds(record, config);
        config.findings = self.severities(record);
    }

    /// A nested record of the site, if it is written as one.
    fn part<'n, 's>(
        &mut self,
        record: &Record<'n, 's>,
        name: &str,
        shape: &'static crate::model::fields::Shape,
    ) -> Option<Record<'n, 's>> {
        self.open(record.get(name)?, shape, Place::Inline)
    }

    /// Ends with `/`, so that a path can follow.
    fn base_url(&mut self, record: &Record<'_, '_>) -> Option<Arc<str>> {
        let url = self.web_address(record, "base_url")?;
        let whole = url.trim();
        if whole.contains(['?', '#']) {
            let message = "the address of a site has no `?` and no `#`";
            self.report(Code::BadUrl, url.span, message, "write the address of its root folder");
            return None;
        }
        // Addresses of pages are made of it, and stand as they are in calendars and feeds.
        if let Some(sign) = whole.chars().find(|c| r#""<>\^`{|}"#.contains(*c)) {
            let message = format!("an address cannot hold `{sign}`");
            let help = format!("write `%{:02X}` in its place", u32::from(sign));
            self.report(Code::BadUrl, url.span, message, help);
            return None;
        }
        let slash = if whole.ends_with('/') { "" } else { "/" };
        Some(format!("{whole}{slash}").into())
    }

    fn web_address(&mut self, record: &Record<'_, '_>, name: &str) -> Option<Text> {
        let text = self.word(record, name)?;
        if matches!(url_scheme(text.trim()), Some("http" | "https")) {
            return Some(text);
        }
        let message = format!("`{name}` must be an address that begins with `https://`");
        self.report(
            Code::BadUrl,
            text.span,
            message,
            "write a whole address, such as `https://example.org/`",
        );
        None
    }

    fn emotion_scale(&mut self, record: &Record<'_, '_>) -> EmotionScale {
        let default = default_scale();
        let Some(scale) = self.part(record, "emotion", &EMOTION) else { return default };
        let (low, high) = (self.number(&scale, "min"), self.number(&scale, "max"));
        let labels = self.labels(&scale);
        let min = low.map_or(default.min, |n| n.value);
        let max = high.map_or(default.max, |n| n.value);
        if min >= max {
            let at = high.or(low).map_or(scale.first_key, |n| n.span);
            let message = format!("the scale ends at {max} and begins at {min}");
            self.report(Code::BadScale, at, message, "write a `max` above `min`");
            return default;
        }
        let own = (min, max) != (default.min, default.max);
        let words = if own { Vec::new() } else { default.labels };
        let has_own_labels = labels.is_some();
        EmotionScale { min, max, labels: labels.unwrap_or(words), has_own_labels }
    }

    fn labels(&mut self, scale: &Record<'_, '_>) -> Option<Vec<Arc<str>>> {
        let node = scale.get("labels")?;
        let labels = self.words(scale, "labels");
        if labels.len() < 2 {
            let message = "a scale needs at least two words, for its ends";
            self.report(
                Code::IncompleteValue,
                node.span,
                message,
                "write the words from lowest to highest",
            );
            return None;
        }
        Some(labels.into_iter().map(|label| label.text.alone()).collect())
    }

    fn lengths(&mut self, record: &Record<'_, '_>, config: &mut Config) {
        if let Some(review) = self.part(record, "review", &REVIEWS) {
            if let Some(every) = self.cadence(&review, "every") {
                config.review_every = every.value;
            }
            if let Some(warn) = self.cadence(&review, "warn") {
                config.review_warn = warn.value;
            }
        }
        if let Some(evidence) = self.part(record, "evidence", &SOURCES)
            && let Some(age) = self.cadence(&evidence, "max_age")
        {
            config.evidence_max_age = age.value;
        }
    }

    fn custom_lanes(&mut self, record: &Record<'_, '_>) -> Vec<CustomLane> {
        let mut out: Vec<CustomLane> = Vec::new();
        for lane in self.records(record, "custom_lanes", &CUSTOM_LANE) {
            let id = self.id(&lane);
            let title = self.word(&lane, "title");
            let Some(id) = id else { continue };
            let name = &*id.value;
            let why = if LANES.contains(&name) {
                Some(format!("`{name}` is a lane that every site has"))
            } else if STAGE.field(name).or(TOUCHPOINT.field(name)).is_some() {
                Some(format!("`{name}` is a field of stages or touchpoints already"))
            } else if out.iter().any(|other| other.id == id.value) {
                Some(format!("the lane `{name}` is there already"))
            } else {
                None
            };
            match why {
                Some(why) => self.report(Code::DuplicateId, id.span, why, "choose another `id`"),
                None => {
                    let title = title.map_or(id.value.clone(), |t| t.text.alone());
                    out.push(CustomLane { id: id.value, title });
                }
            }
        }
        out
    }

    fn lanes_shown(&mut self, record: &Record<'_, '_>, config: &mut Config) {
        let Some(node) = record.get("lanes") else { return };
        let mut lanes: Vec<Arc<str>> = Vec::new();
        for lane in self.words(record, "lanes") {
            if self.is_lane(&lane, &config.custom_lanes) {
                if lanes.iter().any(|known| **known == *lane.text) {
                    let message = format!("the lane `{}` is listed already", lane.text);
                    self.report(Code::DuplicateId, lane.span, message, "keep one of them");
                } else {
                    lanes.push(lane.text.alone());
                }
            }
        }
        config.lanes = lanes;
        config.lanes_span = Some(node.span);
    }

    fn is_lane(&mut self, lane: &Text, custom: &[CustomLane]) -> bool {
        let own = || custom.iter().map(|lane| &*lane.id);
        let known = LANES.contains(&&*lane.text) || own().any(|id| *id == *lane.text);
        if !known {
            let message = format!("there is no lane `{}`", lane.text);
            let help = did_you_mean(lane, LANES.iter().copied().chain(own()))
                .unwrap_or_else(|| "declare a lane of your own in `custom_lanes`".into());
            self.report(Code::UnknownLane, lane.span, message, help);
        }
        known
    }

    fn channels(&mut self, record: &Record<'_, '_>) -> Vec<Channel> {
        let mut out: Vec<Channel> = Vec::new();
        let mut taken: BTreeMap<Arc<str>, Span> = BTreeMap::new();
        let controls = [Control::Owned, Control::Partner, Control::Earned];
        for channel in self.records(record, "channels", &CHANNEL) {
            let id = self.id(&channel);
            let title = self.word(&channel, "title");
            let icon = self.word(&channel, "icon");
            let control = self.choice(&channel, "control", &controls);
            let control = control.map(|c| c.value);
            let Some(id) = id else { continue };
            if let Some(first) = taken.insert(id.value.clone(), id.span) {
                self.second_channel(&id, first);
                continue;
            }
            let title =
                title.unwrap_or_else(|| Text::plain(&*id.value, id.span, id.span.start as usize));
            out.push(Channel { id, title, icon, control });
        }
        out
    }

    fn second_channel(&mut self, id: &Spanned<Arc<str>>, first: Span) {
        let message = format!("the channel `{}` is there already", id.value);
        self.report_beside(
            Finding::new(Code::DuplicateId, id.span, message)
                .help("give it another `id`")
                .label(first, "first defined here"),
        );
    }

    fn vocabulary(&mut self, record: &Record<'_, '_>) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
        let mut out = Vec::new();
        for (key, node) in self.pairs(record, "vocabulary", "{customer: [patient, patients]}") {
            if &*key.text != "customer" {
                let help = did_you_mean(&key.text, ["customer"])
                    .unwrap_or_else(|| "the word that can be chosen is `customer`".to_owned());
                let message = format!("`vocabulary` has no word `{}`", key.text);
                self.report(Code::UnknownField, key.span, message, help);
                continue;
            }
            let forms = self.words_of(node, &key.text);
            if !forms.is_empty() {
                out.push((
                    Arc::from(&*key.text),
                    forms.into_iter().map(|form| form.text.alone()).collect(),
                ));
            }
        }
        out
    }

    fn thresholds(&mut self, record: &Record<'_, '_>, config: &mut Config) {
        let Some(priority) = self.part(record, "priority", &PRIORITY) else { return };
        if let Some(impact) = self.number(&priority, "impact_threshold") {
            config.impact_threshold = impact.value;
        }
        if let Some(feasibility) = self.number(&priority, "feasibility_threshold") {
            config.feasibility_threshold = feasibility.value;
        }
    }

    fn severities(&mut self, record: &Record<'_, '_>) -> Vec<(Code, Option<Severity>)> {
        let mut out = Vec::new();
        for (key, node) in self.pairs(record, "findings", "{MP0806: off}") {
            let code = Code::parse(&key.text);
            if code.is_none() {
                self.unknown_code(&key.text, key.span);
            }
            let severity = self.severity(node);
            let is_changed = severity.is_some_and(|severity| severity != Some(Severity::Error));
            if let Some(code) = code.filter(|_| is_changed) {
                self.check_switch(code, node.span);
            }
            out.extend(code.zip(severity));
        }
        out
    }

    fn severity(&mut self, node: &Node<'_>) -> Option<Option<Severity>> {
        let values = [None, Some(Severity::Info), Some(Severity::Warning), Some(Severity::Error)];
        if matches!(node.value, Value::Null) {
            self.is_filled(node, "findings");
            return None;
        }
        let index = self.one_of(node, "findings", &["off", "info", "warning", "error"])?;
        values.get(index).copied()
    }
}

#[cfg(test)]
mod tests;
