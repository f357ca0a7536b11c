//! The icons of channels: 16 × 16, strokes only.

use crate::model::Channel;

/// An icon of the set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Icon(&'static str);

impl Icon {
    /// Its path.
    pub(crate) fn path(self) -> &'static str {
        self.0
    }

    /// A channel's icon: the one it names, else the one its id and its title suggest, else a dot.
    pub(crate) fn of(channel: &Channel) -> Icon {
        let named = channel.icon.as_ref().and_then(|icon| Icon::named(&icon.text));
        named
            .or_else(|| suggested(&channel.id.value))
            .or_else(|| suggested(&channel.title.text))
            .unwrap_or(DOT)
    }

    fn named(name: &str) -> Option<Icon> {
        NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, icon)| *icon)
    }
}

const HOUSE: Icon = Icon("M2.5 7.5 8 3l5.5 4.5M4 6.7V13h8V6.7M6.7 13V9.5h2.6V13");
const PHONE: Icon =
    Icon("M5 2h6a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1ZM7 12h2");
const BROWSER: Icon = Icon("M2 3.5h12v9H2ZM2 6h12M4 4.8h.1M5.6 4.8h.1");
const BANK: Icon = Icon("M2.5 6.5 8 3l5.5 3.5ZM4 8v3.5M6.7 8v3.5M9.3 8v3.5M12 8v3.5M2.5 13h11");
const MAIL: Icon = Icon("M2 4h12v8.5H2ZM2 4.5l6 4.3 6-4.3");
const MESSAGE: Icon = Icon("M2.5 3h11v7.5H7.5L4.5 13v-2.5h-2ZM5 5.7h6M5 7.9h4");
const VAN: Icon = Icon(
    "M1.5 4h8v7h-8ZM9.5 6.5h3l2 2.3V11h-5M4.3 12.2a1.2 1.2 0 1 0 0-.1M11.4 12.2a1.2 1.2 0 1 0 0-.1",
);
const CHAT: Icon = Icon("M2 3h8.5v6H5.5L3.5 11V9H2ZM12 6h2v6h-1.2v1.8L11 12H7.5");
const SHOP: Icon = Icon("M2.5 6.2 3.6 3h8.8l1.1 3.2ZM3.5 6.2V13h9V6.2M6.5 13V9h3v4");
const CALL: Icon = Icon(
    "M3.2 2.8h2.6L7 6 5.6 7.2a7 7 0 0 0 3.2 3.2L10 9l3.2 1.2v2.6a.9.9 0 0 1-1 .9A9.8 9.8 0 0 1 2.3 3.8a.9.9 0 0 1 .9-1Z",
);
const CARD: Icon = Icon("M2 4h12v8.5H2ZM2 6.8h12M4 10.2h3");
const PERSON: Icon = Icon("M8 2.5a2.6 2.6 0 1 0 .1 0M3 13.5c.4-3 2.2-4.4 5-4.4s4.6 1.4 5 4.4");
const DOCUMENT: Icon = Icon("M4 2h5.5L12.5 5v9H4ZM9.5 2v3h3M6 8h4.5M6 10.5h4.5");
const CALENDAR: Icon = Icon("M2.5 4h11v9h-11ZM2.5 7h11M5.5 2.5v3M10.5 2.5v3");
const MEGAPHONE: Icon = Icon("M2.5 6.5v3h2.5l6 3.5v-10l-6 3.5ZM5.5 9.8v3.2h2M13 6.5v3");
const STAR: Icon = Icon("M8 2.2 9.7 6l4.1.5-3 2.8.8 4.1L8 11.4l-3.6 2 .8-4.1-3-2.8L6.3 6Z");
const DOT: Icon = Icon("M8 6.5a1.5 1.5 0 1 0 .1 0");

/// What a channel's `icon` may say.
const NAMED: &[(&str, Icon)] = &[
    ("house", HOUSE),
    ("home", HOUSE),
    ("phone", PHONE),
    ("app", PHONE),
    ("browser", BROWSER),
    ("web", BROWSER),
    ("bank", BANK),
    ("mail", MAIL),
    ("email", MAIL),
    ("message", MESSAGE),
    ("sms", MESSAGE),
    ("van", VAN),
    ("truck", VAN),
    ("chat", CHAT),
    ("shop", SHOP),
    ("store", SHOP),
    ("call", CALL),
    ("card", CARD),
    ("person", PERSON),
    ("document", DOCUMENT),
    ("letter", DOCUMENT),
    ("calendar", CALENDAR),
    ("megaphone", MEGAPHONE),
    ("star", STAR),
    ("dot", DOT),
];

/// Words of ids and titles and what they make one think of; the first that fits decides.
const SUGGESTIONS: &[(&str, Icon)] = &[
    ("e-mail", MAIL),
    ("email", MAIL),
    ("newsletter", MAIL),
    ("mail", MAIL),
    ("website", BROWSER),
    ("web", BROWSER),
    ("portal", BROWSER),
    ("online", BROWSER),
    ("site", BROWSER),
    ("browser", BROWSER),
    ("search", BROWSER),
    ("call", CALL),
    ("hotline", CALL),
    ("telephone", CALL),
    ("phone", CALL),
    ("app", PHONE),
    ("mobile", PHONE),
    ("smartphone", PHONE),
    ("text", MESSAGE),
    ("sms", MESSAGE),
    ("message", MESSAGE),
    ("whatsapp", MESSAGE),
    ("push", MESSAGE),
    ("chat", CHAT),
    ("bot", CHAT),
    ("van", VAN),
    ("driver", VAN),
    ("delivery", VAN),
    ("courier", VAN),
    ("transport", VAN),
    ("ambulance", VAN),
    ("bus", VAN),
    ("bank", BANK),
    ("authority", BANK),
    ("council", BANK),
    ("office", BANK),
    ("government", BANK),
    ("shop", SHOP),
    ("store", SHOP),
    ("branch", SHOP),
    ("counter", SHOP),
    ("kiosk", SHOP),
    ("pharmacy", SHOP),
    ("card", CARD),
    ("payment", CARD),
    ("till", CARD),
    ("home", HOUSE),
    ("house", HOUSE),
    ("kitchen", HOUSE),
    ("letter", DOCUMENT),
    ("post", DOCUMENT),
    ("paper", DOCUMENT),
    ("form", DOCUMENT),
    ("leaflet", DOCUMENT),
    ("calendar", CALENDAR),
    ("event", CALENDAR),
    ("press", MEGAPHONE),
    ("social", MEGAPHONE),
    ("advert", MEGAPHONE),
    ("ads", MEGAPHONE),
    ("review", STAR),
    ("friends", PERSON),
    ("word", PERSON),
    ("in-person", PERSON),
    ("person", PERSON),
    ("staff", PERSON),
    ("ward", PERSON),
    ("clinic", PERSON),
    ("visit", PERSON),
    ("face", PERSON),
    ("meeting", PERSON),
    ("people", PERSON),
];

fn suggested(text: &str) -> Option<Icon> {
    let place =
        |part: &str| SUGGESTIONS.iter().position(|(word, _)| word.eq_ignore_ascii_case(part));
    let whole = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    let parts = whole.clone().filter(|word| word.contains('-'));
    let parts = parts.flat_map(|word| word.split('-'));
    whole.chain(parts).filter_map(place).min().map(|at| SUGGESTIONS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_channel_suggest_its_icon_and_any_other_channel_gets_a_dot() {
        assert_eq!(suggested("call-centre"), Some(CALL));
        assert_eq!(suggested("Mobile app"), Some(PHONE));
        assert_eq!(suggested("e-mail"), Some(MAIL));
        assert_eq!((suggested("Pigeon"), suggested("Vanguard")), (None, None));
        assert_eq!((Icon::named("House"), Icon::named("rocket")), (Some(HOUSE), None));
    }
}
