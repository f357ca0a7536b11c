//! A change as a sentence. Plain text without any markup: each format escapes it for itself.

use super::change::{By, Cause, CauseKind, Change, Fact, Name, Subject, SubjectKind, Value};
use crate::model::Cadence;
use crate::site::number::{round, shown, signed};

/// A text longer than this is shown by its beginning.
const LONGEST: usize = 110;

/// What people are told of the scale that all feelings stand on.
const SCALE: &str = "scale of emotion";

/// `Call us: emotion of Maya +1 → −1`.
pub(crate) fn sentence(change: &Change) -> String {
    let subject = &change.subject;
    match &change.fact {
        Fact::Added => format!("{} added", thing(subject)),
        Fact::Removed => format!("{} removed", thing(subject)),
        Fact::Renamed { from, to, by } => renamed(subject, from, to, *by),
        Fact::Moved { from, from_journey, to, by } => {
            moved(subject, (from, from_journey.as_ref()), to, *by)
        }
        Fact::Reordered { from, to } => {
            format!("{} now comes {}, was {}", thing(subject), ordinal(*to), ordinal(*from))
        }
        Fact::Changed { field, persona, from, to } => {
            changed(subject, field, persona.as_ref(), (from, to))
        }
        Fact::Reworded { from, to } => {
            let place = match subject.kind {
                SubjectKind::Highlight => thing(subject),
                _ => lane_of(subject),
            };
            format!("{place} reworded: {} → {}", quoted(from.as_deref()), quoted(to.as_deref()))
        }
        Fact::Edited { field, from, to } => edited(subject, field, from.as_deref(), to.as_deref()),
        Fact::Status { from, to, because } => {
            let what = match subject.kind {
                SubjectKind::Claim => claim(subject),
                _ => format!("support of {}", thing(subject)),
            };
            format!("{what}: {from} → {to}{}", reasons(because))
        }
        Fact::Evidence { because } => {
            let what = match subject.kind {
                SubjectKind::Claim => claim(subject),
                _ => thing(subject),
            };
            format!("{what}: other evidence{}", reasons(because))
        }
    }
}

/// `touchpoint “Call us”`.
fn thing(subject: &Subject) -> String {
    match subject.kind {
        SubjectKind::Claim => claim(subject),
        SubjectKind::Highlight => {
            format!("highlight “{}” of {}", subject.title, subject.reference)
        }
        SubjectKind::Site => match subject.reference.as_str() {
            "" => "the site".to_owned(),
            place => format!("text of {place}"),
        },
        kind => format!("{} “{}”", kind.word(), short(&subject.title)),
    }
}

/// `pain of “Call us”: “Nobody answers”`.
fn claim(subject: &Subject) -> String {
    format!("{}: {}", lane_of(subject), quoted(subject.text.as_deref()))
}

fn lane_of(subject: &Subject) -> String {
    let lane = subject.lane.as_deref().unwrap_or("claim");
    let one = match lane {
        "actions" => "action",
        "thoughts" => "thought",
        "pains" => "pain",
        "gains" => "gain",
        "questions" => "question",
        "quotes" => "quote",
        "goals" => "goal",
        "motivations" => "motivation",
        "outcomes" => "outcome",
        "artifacts" => "artifact",
        lane => lane,
    };
    format!("{one} of “{}”", short(&subject.title))
}

fn renamed(subject: &Subject, from: &Name, to: &Name, by: By) -> String {
    let kind = subject.kind.word();
    let (old, new) = (last(&from.reference), last(&to.reference));
    let how = how(by);
    match subject.kind {
        SubjectKind::Space => return space_renamed(from, to),
        SubjectKind::Highlight => {
            let of = &subject.reference;
            let how = if by == By::Title { "same words" } else { how };
            return format!("highlight “{}” of {of} is now “{}” ({how})", from.title, to.title);
        }
        _ => {}
    }
    if old == new {
        return format!("{kind} “{}” is now “{}” (same id)", short(&from.title), short(&to.title));
    }
    if from.title == to.title {
        return format!("{kind} “{}” has the id {new}, was {old} ({how})", short(&to.title));
    }
    format!("{kind} “{}” ({old}) is now “{}” ({new}; {how})", short(&from.title), short(&to.title))
}

/// `space “Customers” (retail) is now “Shop” (shop)`.
fn space_renamed(from: &Name, to: &Name) -> String {
    let (old, new) = (&from.reference, &to.reference);
    if from.title == to.title {
        return format!("space “{}” is {new} now, was {old}", short(&to.title));
    }
    format!("space “{}” ({old}) is now “{}” ({new})", short(&from.title), short(&to.title))
}

fn how(by: By) -> &'static str {
    match by {
        By::Id => "same id",
        By::Alias => "by its alias",
        By::Title => "same title",
        By::Likeness => "by likeness",
    }
}

fn moved(
    subject: &Subject,
    (from, from_journey): (&Name, Option<&Name>),
    to: &Name,
    by: By,
) -> String {
    let how = match by {
        By::Id | By::Title => String::new(),
        by => format!(" ({})", how(by)),
    };
    let said = || quoted(subject.text.as_deref());
    let what = match subject.kind {
        // Within one holder it went from lane to lane.
        SubjectKind::Claim if to.reference != subject.reference => {
            let holder = short(&subject.title);
            return format!(
                "claim {} of “{holder}” moved from {} to {}",
                said(),
                from.title,
                to.title
            );
        }
        SubjectKind::Claim => format!("claim {}", said()),
        _ => thing(subject),
    };
    let place = |place: &Name, journey: Option<&Name>| match journey {
        Some(journey) => format!("“{}” in “{}”", short(&place.title), short(&journey.title)),
        None => format!("“{}”", short(&place.title)),
    };
    let to_journey = from_journey.and(subject.journey.as_ref());
    format!("{what} moved from {} to {}{how}", place(from, from_journey), place(to, to_journey))
}

fn changed(
    subject: &Subject,
    field: &str,
    persona: Option<&Name>,
    (from, to): (&Value, &Value),
) -> String {
    let what = match subject.kind {
        SubjectKind::Journey | SubjectKind::Stage | SubjectKind::Touchpoint => {
            format!("“{}”", short(&subject.title))
        }
        _ => thing(subject),
    };
    if let (Value::Flag(was), Value::Flag(is)) = (from, to) {
        return match (field, was, is) {
            ("in_date", true, false) => format!("{what} is out of date"),
            ("in_date", false, true) => format!("{what} is in date again"),
            ("consent", true, false) => format!("{what}: consent withdrawn"),
            ("consent", false, true) => format!("{what}: consent given"),
            ("confidential", false, true) => format!("{what} is confidential now"),
            _ => format!("{what} is no longer confidential"),
        };
    }
    if field == "use" && (*from == Value::None || *to == Value::None) {
        return used(subject, &what, from, to);
    }
    let field_name = match (subject.kind, field) {
        (SubjectKind::Site, "emotion") => SCALE,
        (_, field) => name_of(field),
    };
    if let Some((old, new)) = items(from).zip(items(to)) {
        return format!("{what}: {field_name}{}", lists(&old, &new));
    }
    let whose = persona.map(|persona| format!(" of {}", short(&persona.title)));
    let (mut old, mut new) = (value(from, field, 1), value(to, field, 1));
    if old == new {
        // They differ only beyond the first decimal.
        (old, new) = (value(from, field, 2), value(to, field, 2));
    }
    let note = match field_name {
        SCALE => "; what was felt before is told on the new one",
        _ => "",
    };
    format!("{what}: {field_name}{} {old} → {new}{note}", whose.unwrap_or_default())
}

/// A touchpoint that is taken from the catalogue, or no longer.
fn used(subject: &Subject, what: &str, from: &Value, to: &Value) -> String {
    let of = |value: &Value| match value {
        Value::Link(name) if name.title != subject.title => format!(" (“{}”)", short(&name.title)),
        _ => String::new(),
    };
    match to {
        Value::None => format!("{what} no longer comes from the catalogue{}", of(from)),
        to => format!("{what} comes from the catalogue now{}", of(to)),
    }
}

/// An item of a list: what tells it from others, and what people are shown.
type Item<'v> = (&'v str, &'v str);

fn items(value: &Value) -> Option<Vec<Item<'_>>> {
    match value {
        Value::List(list) => Some(list.iter().map(|item| (&**item, &**item)).collect()),
        Value::Links(list) => {
            Some(list.iter().map(|name| (&*name.reference, &*name.title)).collect())
        }
        _ => None,
    }
}

/// What came into a list and what went out of it, else that its order is another.
fn lists(old: &[Item<'_>], new: &[Item<'_>]) -> String {
    let only = |a: &[Item<'_>], b: &[Item<'_>]| -> Vec<String> {
        let is_in = |of: &Item<'_>| b.iter().any(|item| item.0 == of.0);
        a.iter().filter(|item| !is_in(item)).map(|item| short(item.1)).collect()
    };
    let (gone, come) = (only(old, new), only(new, old));
    let mut out = String::new();
    if !come.is_empty() {
        out.push_str(&format!(" gained {}", come.join(", ")));
    }
    if !gone.is_empty() {
        let and = if come.is_empty() { "" } else { " and" };
        out.push_str(&format!("{and} lost {}", gone.join(", ")));
    }
    if out.is_empty() {
        let list: Vec<String> = new.iter().map(|item| short(item.1)).collect();
        out = format!(" in another order: {}", list.join(", "));
    }
    out
}

fn name_of(field: &str) -> &str {
    match field {
        "lowest" => "lowest point",
        "highest" => "highest point",
        "largest_drop" => "largest drop",
        "coverage" => "claims known",
        "in_date_until" => "in date until",
        "review.last" => "last review",
        "review.next" => "next review",
        "review.state" => "review",
        "review.every" => "review every",
        "review.owner" => "owner of the review",
        "review.log" => "review log",
        "moment" => "moments",
        "lang" => "language",
        "values" => "earlier values",
        "newest" => "newest value",
        field => field,
    }
}

/// Texts of a line, of which both are shown.
const LINES: [&str; 5] = ["goal", "scenario", "when", "role", "moment.why"];

fn edited(subject: &Subject, field: &str, from: Option<&str>, to: Option<&str>) -> String {
    let what = thing(subject);
    let text = match field {
        "body" | "text" => "text",
        "moment.why" => "words of a moment",
        field => field,
    };
    let said = |text: Option<&str>| match text {
        Some(said) if LINES.contains(&field) => format!(" “{}”", short(said)),
        _ => String::new(),
    };
    match (from, to) {
        (None, _) => format!("{what}: {text} written{}", said(to)),
        (_, None) => format!("{what}: {text} removed{}", said(from)),
        _ if LINES.contains(&field) => format!("{what}: {text}{} →{}", said(from), said(to)),
        _ => format!("{what}: {text} rewritten"),
    }
}

fn reasons(because: &[Cause]) -> String {
    if because.is_empty() {
        return String::new();
    }
    let words: Vec<String> = because.iter().map(reason).collect();
    format!(" ({})", words.join(", "))
}

fn reason(cause: &Cause) -> String {
    let highlight = cause.reference.split_once('#').map(|(_, id)| format!("#{id}"));
    let source = format!("“{}{}”", short(&cause.title), highlight.unwrap_or_default());
    match cause.what {
        CauseKind::SourceRemoved => format!("source {source} is gone"),
        CauseKind::NoLongerCited => format!("no longer cites {source}"),
        CauseKind::OutOfDate => format!("{source} is out of date"),
        CauseKind::InDate => format!("{source} is in date again"),
        CauseKind::Cited => format!("cites {source}"),
        CauseKind::Against => format!("{source} speaks against it"),
        CauseKind::NoLongerAgainst => format!("{source} no longer speaks against it"),
    }
}

fn value(value: &Value, field: &str, decimals: u32) -> String {
    let felt = |value: f64| match decimals {
        1 => signed(value),
        _ if value > 0.0 => format!("+{}", hundredths(value)),
        _ => hundredths(value),
    };
    let deep = |value: f64| match decimals {
        1 => shown(value, 1),
        _ => hundredths(value),
    };
    match value {
        Value::None if field.starts_with("findings.") => "default".to_owned(),
        Value::None => "none".to_owned(),
        Value::Flag(true) => "yes".to_owned(),
        Value::Flag(false) => "no".to_owned(),
        Value::Number(number) if field == "emotion" => felt(*number),
        Value::Number(number) => shown(*number, 2),
        Value::Text(text) => short(text),
        Value::Link(name) => format!("“{}”", short(&name.title)),
        Value::Links(list) => {
            short(&list.iter().map(|name| &*name.title).collect::<Vec<_>>().join(", "))
        }
        Value::List(list) if list.is_empty() => "none".to_owned(),
        Value::List(list) => short(&list.join(", ")),
        Value::Coverage { known, claims } => format!("{known} of {claims}"),
        Value::Point { place, persona, value } => {
            let value = if field == "largest_drop" { deep(*value) } else { felt(*value) };
            format!("“{}” ({}, {value})", short(&place.title), short(persona))
        }
    }
}

/// `−0.40`: both of two numbers to as many places.
fn hundredths(value: f64) -> String {
    let value = round(value, 2);
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{:.2}", value.abs())
}

fn quoted(text: Option<&str>) -> String {
    text.map_or_else(|| "withheld".to_owned(), |text| format!("“{}”", short(text)))
}

/// The beginning of a long text.
pub(crate) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let cut: String = line.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

fn last(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

fn ordinal(place: usize) -> String {
    let end = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{end}")
}

/// `3 months`, `14 days`.
pub(crate) fn cadence(every: Cadence) -> String {
    let part = |count: i32, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        count => Some(format!("{count} {word}s")),
    };
    let parts: Vec<String> =
        [part(every.months, "month"), part(every.days, "day")].into_iter().flatten().collect();
    if parts.is_empty() { "0 days".to_owned() } else { parts.join(" and ") }
}
