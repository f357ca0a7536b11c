//! Touchpoints of the catalogue, resolved once for all their uses.

use super::desk::{Desk, Room, Shelf};
use super::experience::Felt;
use super::meta::{Above, Reviewed};
use super::names::Scope;
use crate::diagnostic::Finding;
use crate::model::{Control, Entry, Touchpoint};
use crate::site::{CatalogueTouchpoint, Node, Words};
use crate::source::Span;
use std::sync::Arc;

/// A touchpoint of the catalogue and what its uses must know besides.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) touchpoint: CatalogueTouchpoint,
    pub(super) felt: Felt,
    /// Its control as written: a use in another channel does not take that of the channel.
    pub(super) control: Option<Control>,
}

pub(super) fn resolve<'r>(
    room: &'r Room<'_>,
    shelf: Shelf<'r>,
    node: Node,
    entry: &'r Entry<Touchpoint>,
) -> (Shared, Vec<Finding>) {
    let left_out = room.names.order.is_left_out(node);
    let scope = Scope { left_out, ..Scope::of_space(&entry.space) };
    let mut desk = Desk::new(room, shelf, scope);
    let written = &entry.item;
    let above = Above::file(&entry.space, entry.file, &entry.path);
    let named = place_of_name(written);
    let meta = desk.meta(&written.common, named, &above, Reviewed::WhenWritten);
    let channel = written.channel.as_ref().and_then(|word| desk.channel(word));
    let felt = desk.shared_emotion(written.experience.emotion.as_ref());
    let mut experience = desk.experience(&written.experience, None, node);
    if let Felt::Each(list) = &felt {
        experience.emotion = list.clone();
    }
    let touchpoint = CatalogueTouchpoint {
        title: match &written.title {
            Some(title) => desk.words(title),
            None => plain_words(&meta.id),
        },
        channel,
        control: written.control().or_else(|| room.channels.control(channel)),
        when: desk.maybe_words(written.when()),
        journey: written.journey().and_then(|name| desk.journey(name)),
        metrics: desk.metrics(written.metrics().unwrap_or_default()),
        experience,
        uses: Vec::new(),
        meta,
    };
    (Shared { touchpoint, felt, control: written.control() }, desk.findings)
}

/// Where a touchpoint is named: its title, else what it uses, else its first key.
pub(super) fn place_of_name(touchpoint: &Touchpoint) -> Span {
    let title = touchpoint.title.as_ref().map(|title| title.span);
    let uses = || touchpoint.uses().map(|name| name.span);
    title.or_else(uses).unwrap_or(touchpoint.common.first_key)
}

/// A text of letters only.
pub(super) fn plain_words(text: &Arc<str>) -> Words {
    let doc = crate::model::Doc { source: (&**text).into(), rich: None };
    Words::plain(doc)
}
