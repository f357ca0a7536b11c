//! A change as a sentence. Plain text without any markup: each format escapes it for itself.

use super::change::{By, Cause, CauseKind, Change, Fact, Name, Subject, SubjectKind, Value};
use crate::model::Cadence;
use crate::site::number::{shown, signed};

/// A text longer than this is shown by its beginning.
const LONGEST: usize = 110;

/// `Call us: emotion of Maya +1 → −1`.
pub(crate) fn sentence(change: &Change) -> String {
    let subject = &change.subject;
    match &change.fact {
        Fact::Added => format!("{} added", thing(subject)),
        Fact::Removed => format!("{} removed", thing(subject)),
        Fact::Renamed { from, to, by } => renamed(subject, from, to, *by),
        Fact::Moved { from, to, by } => moved(subject, from, to, *by),
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
        Fact::Edited { field, from, to } => edited(subject, field, from.is_some(), to.is_some()),
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
    if old == new {
        return format!("{kind} “{}” is now “{}” (same id)", short(&from.title), short(&to.title));
    }
    if from.title == to.title {
        return format!("{kind} “{}” has the id {new}, was {old} ({how})", short(&to.title));
    }
    format!("{kind} “{}” ({old}) is now “{}” ({new}; {how})", short(&from.title), short(&to.title))
}

fn how(by: By) -> &'static str {
    match by {
        By::Id => "same id",
        By::Alias => "by its alias",
        By::Title => "same title",
        By::Likeness => "by likeness",
    }
}

fn moved(subject: &Subject, from: &Name, to: &Name, by: By) -> String {
    let how = match by {
        By::Id | By::Title => String::new(),
        by => format!(" ({})", how(by)),
    };
    let what = match subject.kind {
        SubjectKind::Claim => format!("claim {}", quoted(subject.text.as_deref())),
        _ => thing(subject),
    };
    format!("{what} moved from “{}” to “{}”{how}", short(&from.title), short(&to.title))
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
            ("confidential", false, true) => format!("{what} is confidential now"),
            _ => format!("{what} is no longer confidential"),
        };
    }
    if let (Value::List(old), Value::List(new)) = (from, to) {
        return format!("{what}: {}{}", name_of(field), lists(old, new));
    }
    let whose = persona.map(|persona| format!(" of {}", short(&persona.title)));
    let (mut old, mut new) = (value(from, field, 1), value(to, field, 1));
    if old == new {
        // They differ only beyond the first decimal.
        (old, new) = (value(from, field, 2), value(to, field, 2));
    }
    format!("{what}: {}{} {old} → {new}", name_of(field), whose.unwrap_or_default())
}

/// What came into a list and what went out of it, else that its order is another.
fn lists(old: &[String], new: &[String]) -> String {
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        a.iter().filter(|item| !b.contains(item)).map(|item| short(item)).collect()
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
        let list: Vec<String> = new.iter().map(|item| short(item)).collect();
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
        "newest" => "newest value",
        field => field,
    }
}

fn edited(subject: &Subject, field: &str, was: bool, is: bool) -> String {
    let what = thing(subject);
    let text = match field {
        "body" | "text" => "text",
        "moment.why" => "words of a moment",
        field => field,
    };
    match (was, is) {
        (false, true) => format!("{what}: {text} written"),
        (true, false) => format!("{what}: {text} removed"),
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
        decimals if value > 0.0 => format!("+{}", shown(value, decimals)),
        decimals => shown(value, decimals),
    };
    match value {
        Value::None => "none".to_owned(),
        Value::Flag(true) => "yes".to_owned(),
        Value::Flag(false) => "no".to_owned(),
        Value::Number(number) if field == "emotion" => felt(*number),
        Value::Number(number) => shown(*number, 2),
        Value::Text(text) => short(text),
        Value::List(list) if list.is_empty() => "none".to_owned(),
        Value::List(list) => short(&list.join(", ")),
        Value::Coverage { known, claims } => format!("{known} of {claims}"),
        Value::Point { place, persona, value } => {
            let value =
                if field == "largest_drop" { shown(*value, decimals) } else { felt(*value) };
            format!("“{}” ({}, {value})", short(&place.title), short(persona))
        }
    }
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
