//! What the whole site says: `site.yaml`, and texts above lists.

use super::fields::range;
use super::{Finder, maybe_word, number, word};
use crate::diagnostic::{Code, Severity};
use crate::diff::change::{Effect, Subject, SubjectKind, Value};
use crate::diff::words::cadence;
use crate::model::{Channel, Config};
use crate::site::{IndexText, Site};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// How bad findings are by their codes; none is off.
type Severities = [(Code, Option<Severity>)];

impl Finder<'_> {
    /// `site.yaml`, and texts above lists.
    pub(super) fn site(&mut self) {
        let (from, to) = (settings(&self.before.config), settings(&self.after.config));
        let fields: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
        let subject = self.site_subject("");
        for field in fields {
            let value = |of: &BTreeMap<String, Value>| of.get(field).cloned();
            let (from, to) =
                (value(&from).unwrap_or(Value::None), value(&to).unwrap_or(Value::None));
            self.part(&subject, field, from, to);
        }
        self.severities(&subject);
        let now = |space: &str| self.pairs.space(space).to_owned();
        let from = texts(self.before, &now);
        let to = texts(self.after, &str::to_owned);
        let places: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
        for place in places {
            let subject = self.site_subject(place);
            let (from, to) = (from.get(place).cloned(), to.get(place).cloned());
            self.edited(subject, "text", from, to);
        }
    }

    /// What `findings` says: what is told no longer is as important as what it would have told.
    fn severities(&mut self, subject: &Subject) {
        let (from, to) = (&self.before.config.findings, &self.after.config.findings);
        let codes: BTreeSet<Code> = from.iter().chain(to).map(|(code, _)| *code).collect();
        for code in codes {
            let said = |list: &Severities| {
                list.iter().find(|(of, _)| *of == code).map(|(_, severity)| *severity)
            };
            let (old, new) = (said(from), said(to));
            let rank = |said: Option<Option<Severity>>| said.unwrap_or(Some(code.info().severity));
            let effect = match rank(new).cmp(&rank(old)) {
                Ordering::Less => Effect::Worse,
                Ordering::Greater => Effect::Better,
                Ordering::Equal => Effect::Neutral,
            };
            let value = |said: Option<Option<Severity>>| {
                said.map_or(Value::None, |severity| word(severity.map_or("off", Severity::word)))
            };
            let field = format!("findings.{}", code.id());
            self.part_of(subject, &field, (value(old), value(new)), effect);
        }
    }

    fn site_subject(&self, place: &str) -> Subject {
        Subject {
            kind: SubjectKind::Site,
            reference: place.to_owned(),
            title: self.after.config.title.to_string(),
            journey: None,
            lane: None,
            text: None,
        }
    }
}

/// Texts above lists, by the folder of the list; `now` is how its space is called.
fn texts(site: &Site, now: &dyn Fn(&str) -> String) -> BTreeMap<String, String> {
    let text = |text: &IndexText| {
        let parts = [&text.title, &text.body];
        let parts = parts.iter().filter_map(|words| words.as_ref());
        parts.map(|words| words.doc.source.to_string()).collect::<Vec<_>>().join("\n\n")
    };
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    out.extend(site.home.iter().map(|home| (String::new(), text(home))));
    for space in &site.spaces {
        out.extend(space.text.iter().map(|own| (now(&space.path), text(own))));
    }
    for (space, kind, own) in &site.list_texts {
        let between = if space.is_empty() { "" } else { "/" };
        out.insert(format!("{}{between}{}", now(space), kind.folder()), text(own));
    }
    out
}

/// What `site.yaml` says, key by key; what has names by its name: `channels.app`.
fn settings(config: &Config) -> BTreeMap<String, Value> {
    let texts =
        |list: &[std::sync::Arc<str>]| Value::List(list.iter().map(|t| t.to_string()).collect());
    let scale = &config.emotion;
    let labels = if scale.has_own_labels { &scale.labels[..] } else { &[] };
    let ids = config.channels.iter().map(|channel| channel.id.value.to_string());
    let own = [
        ("title", word(&config.title)),
        ("description", maybe_word(config.description.as_deref())),
        ("language", word(&config.language)),
        ("base_url", maybe_word(config.base_url.as_deref())),
        ("theme", word(&config.theme.value)),
        ("repository", maybe_word(config.repository.as_deref())),
        ("emotion", range(scale.min, scale.max)),
        ("emotion.labels", texts(labels)),
        ("review.every", Value::Text(cadence(config.review_every))),
        ("review.warn", Value::Text(cadence(config.review_warn))),
        ("evidence.max_age", Value::Text(cadence(config.evidence_max_age))),
        ("lanes", texts(&config.lanes)),
        ("channels", Value::List(ids.collect())),
        ("priority.impact_threshold", number(config.impact_threshold)),
        ("priority.feasibility_threshold", number(config.feasibility_threshold)),
    ];
    let mut out: BTreeMap<String, Value> =
        own.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
    let lanes = config.custom_lanes.iter();
    out.extend(lanes.map(|lane| (format!("custom_lanes.{}", lane.id), word(&lane.title))));
    let channels = config.channels.iter();
    out.extend(channels.map(|of| (format!("channels.{}", of.id.value), channel(of))));
    let words = config.vocabulary.iter();
    out.extend(words.map(|(word, forms)| (format!("vocabulary.{word}"), texts(forms))));
    out
}

/// `App, icon phone, owned`.
fn channel(channel: &Channel) -> Value {
    let mut text = channel.title.text.to_string();
    if let Some(icon) = &channel.icon {
        text.push_str(&format!(", icon {}", icon.text));
    }
    if let Some(control) = channel.control {
        text.push_str(&format!(", {}", control.word()));
    }
    Value::Text(text)
}
