//! Channels: those of `site.yaml`, else every word that is used as one.

use super::desk::Desk;
use super::order::Order;
use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::model::{self, Config, Control};
use crate::site::Node;
use crate::source::{Spanned, Text};
use std::collections::BTreeMap;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// The channels of a site by their names.
#[derive(Debug)]
pub(super) struct Channels {
    pub(super) list: Vec<model::Channel>,
    by_name: HashMap<String, u32>,
    /// Whether `site.yaml` lists them.
    pub(super) declared: bool,
}

impl Channels {
    pub(super) fn new(config: &Config, order: &Order) -> Self {
        let declared = !config.channels.is_empty();
        let list = if declared { config.channels.clone() } else { words(order) };
        let mut by_name = HashMap::new();
        for (ix, channel) in (0u32..).zip(&list) {
            by_name.entry(name(&channel.id.value)).or_insert(ix);
        }
        Self { list, by_name, declared }
    }

    /// The place in the list of a word that is the same but for the case of its letters.
    pub(super) fn find(&self, word: &str) -> Option<u32> {
        self.by_name.get(&name(word)).copied()
    }

    /// Who controls a channel, if the site says so.
    pub(super) fn control(&self, channel: Option<u32>) -> Option<Control> {
        self.list.get(channel? as usize)?.control
    }
}

impl Desk<'_, '_> {
    /// A channel's place in the list; one that `site.yaml` does not list is an error.
    pub(super) fn channel(&mut self, word: &Text) -> Option<u32> {
        let channels = &self.room.channels;
        let found = channels.find(word);
        if found.is_none() && channels.declared {
            let ids = channels.list.iter().map(|channel| &*channel.id.value);
            let title = channels.list.iter().find(|c| c.title.eq_ignore_ascii_case(word));
            let near = title.map(|channel| format!("did you mean `{}`?", channel.id.value));
            let help = near.or_else(|| did_you_mean(word, ids.clone())).unwrap_or_else(|| {
                format!("add it to `channels` of site.yaml, or use one of {}", listed(ids))
            });
            let message = format!("there is no channel `{}`", word.text);
            self.report(Finding::new(Code::UnknownChannel, word.span, message).help(help));
        }
        found
    }
}

/// Names in a sentence, not too many of them.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.len() {
        0..=9 => names.join(", "),
        _ => format!("{}, …", names[..9].join(", ")),
    }
}

/// Channels compare in NFC and, where they are only words, whatever the case of their letters.
pub(super) fn name(word: &str) -> String {
    word.trim().nfc().collect::<String>().to_lowercase()
}

/// Every word that is used as a channel, as it is first written, sorted.
fn words(order: &Order) -> Vec<model::Channel> {
    let mut found: BTreeMap<String, model::Channel> = BTreeMap::new();
    let mut meet = |node: Node, word: &Text| {
        let key = name(word);
        if !key.is_empty() && !order.is_left_out(node) {
            found.entry(key).or_insert_with(|| word_channel(word));
        }
    };
    for node in order.tops().chain(order.nested()) {
        match node {
            Node::Persona(ix) => {
                let persona = &order.personas.items[ix.0 as usize].item;
                persona.channels.iter().for_each(|(word, _)| meet(node, word));
            }
            Node::Catalogue(ix) => {
                let channel = &order.touchpoints.items[ix.0 as usize].item.channel;
                channel.iter().for_each(|word| meet(node, word));
            }
            Node::Touchpoint(j, s, t) => {
                order.touchpoint(j, s, t).channel.iter().for_each(|word| meet(node, word));
            }
            _ => {}
        }
    }
    found.into_values().collect()
}

/// A channel that is only a word.
pub(super) fn word_channel(word: &Text) -> model::Channel {
    model::Channel {
        id: Spanned::new(word.text.alone(), word.span),
        title: word.clone(),
        icon: None,
        control: None,
    }
}
