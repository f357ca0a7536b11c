//! The rule about personal data: e-mail addresses and phone numbers in what somebody said.

use super::context::Context;
use crate::diagnostic::{Code, Finding};
use crate::source::{Sources, Span};
use std::ops::Range;

/// An e-mail address or a phone number in a highlight, in its words or in who said them.
pub(super) fn personal_data(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for source in &context.source_list {
        for highlight in &source.highlights {
            let (id, text) = (&highlight.id.value, &highlight.text);
            let words = (text.span, &*text.doc.source, format!("the text of highlight `{id}`"));
            let who = highlight.who.as_ref();
            let who = who.map(|who| (who.span, &*who.text, format!("`who` of highlight `{id}`")));
            for (span, value, place) in std::iter::once(words).chain(who) {
                for (span, what) in in_value(context.sources, span, value) {
                    findings.push(finding(span, what, &place));
                }
            }
        }
    }
}

fn finding(span: Span, what: What, place: &str) -> Finding {
    let what = match what {
        What::Email => "an e-mail address",
        What::Phone => "a phone number",
    };
    // The message names no letter of it: it travels further than the file.
    Finding::new(Code::PersonalData, span, format!("{what} stands in {place}"))
        .help("leave it out, or write a pseudonym such as `P4`")
}

/// The personal data of a value, at its place in the source. What only shows after escapes are
/// read stands at the whole value.
fn in_value(sources: &Sources, span: Span, value: &str) -> Vec<(Span, What)> {
    let text = sources.text(span.file);
    let raw = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let found: Vec<_> = find(raw).into_iter().map(|(at, what)| (span.part(at), what)).collect();
    let meant = find(value);
    if found.len() >= meant.len() {
        return found;
    }
    meant.first().map(|&(_, what)| (span, what)).into_iter().collect()
}

/// A text with every letter of personal data replaced.
pub(super) fn masked(text: &str) -> String {
    let mut out = text.to_owned();
    for (at, _) in find(text).into_iter().rev() {
        let dots = "•".repeat(text[at.clone()].chars().count());
        out.replace_range(at, &dots);
    }
    out
}

/// A sort of personal data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Email,
    Phone,
}

fn find(text: &str) -> Vec<(Range<usize>, What)> {
    let mut found: Vec<_> = emails(text).into_iter().map(|at| (at, What::Email)).collect();
    let phones = phones(text).into_iter().filter(|phone| {
        !found.iter().any(|(email, _)| email.start < phone.end && phone.start < email.end)
    });
    let phones: Vec<_> = phones.map(|at| (at, What::Phone)).collect();
    found.extend(phones);
    found.sort_by_key(|(at, _)| at.start);
    found
}

/// `name@host.tld`.
fn emails(text: &str) -> Vec<Range<usize>> {
    let is_local = |c: char| c.is_alphanumeric() || "._%+-'".contains(c);
    let is_host = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
    text.match_indices('@')
        .filter_map(|(at, _)| {
            let before = &text[..at];
            let local = before.trim_end_matches(is_local).len();
            let local = local + leading(&before[local..], |c| !c.is_alphanumeric());
            let after = &text[at + 1..];
            let host = after[..leading(after, is_host)].trim_end_matches(['.', '-']);
            let (name, tld) = host.rsplit_once('.')?;
            let is_tld = tld.chars().count() >= 2 && tld.chars().any(char::is_alphabetic);
            let end = at + 1 + host.len();
            (local < at && !name.is_empty() && is_tld).then_some(local..end)
        })
        .collect()
}

/// Bytes of the leading letters that satisfy `test`.
fn leading(text: &str, test: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(test).len()
}

/// Runs of digits that are written as phone numbers are. Dates, years, prices, ranges and
/// numbers of orders are not.
fn phones(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(|c: char| c.is_ascii_digit() || "+(".contains(c)) {
        let start = at + offset;
        let end = run_end(text, start);
        if is_phone(text, start..end) {
            found.push(start..end);
        }
        at = end.max(start + 1);
    }
    found
}

/// The end of a run of digits with single separators between groups.
fn run_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut gap = 0;
    for (at, letter) in text[start..].char_indices() {
        match letter {
            '0'..='9' => {
                (end, gap) = (start + at + 1, 0);
            }
            '+' if at == 0 => {}
            '(' | ')' | ' ' | '-' | '.' | '/' | '\u{a0}' | '\u{2011}' | '\u{202f}' if gap < 3 => {
                gap += 1;
            }
            _ => break,
        }
    }
    end.max(start)
}

fn is_phone(text: &str, at: Range<usize>) -> bool {
    let run = &text[at.clone()];
    let (before, after) = (&text[..at.start], &text[at.end..]);
    let groups: Vec<&str> =
        run.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    if !(7..=15).contains(&digits) || !stands_alone(before, after) || is_date(&groups) {
        return false;
    }
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    if run.starts_with('+') {
        return digits >= 8 && !is_round(&groups);
    }
    if has_cue(before) {
        return !is_years(&groups) && !is_round(&groups);
    }
    if run.trim_start_matches('(').starts_with('0') {
        return groups[0].len() >= 2
            && !(run.contains('.') && groups.len() == 2)
            && !is_round(&groups);
    }
    // Numbers of North America, whose groups are like no other number's.
    matches!(lengths[..], [3, 3, 4] | [1, 3, 3, 4]) || (lengths[..] == [3, 4] && groups[0] == "555")
}

/// Whether a run is no part of a word, an address, a sum or a percentage.
fn stands_alone(before: &str, after: &str) -> bool {
    let previous = before.chars().next_back();
    let glued = previous.is_some_and(|c| c.is_alphanumeric() || "#-/_=.,€$£¥%&@".contains(c));
    let last = before.trim_end().chars().next_back();
    let is_sum = last.is_some_and(|c| "€$£¥".contains(c));
    let rest = after.trim_start();
    let unit = rest.chars().next().is_some_and(|c| "€$£¥%".contains(c))
        || after.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '@')
        || (after.starts_with([',', ':']) && after[1..].starts_with(|c: char| c.is_ascii_digit()));
    !glued && !is_sum && !unit
}

/// A day somewhere in the groups: `2026 05 01`, `01 05 2026`, `1 5 26`.
fn is_date(groups: &[&str]) -> bool {
    let number = |group: &str| group.parse::<u32>().unwrap_or(u32::MAX);
    let year = |group: &str| group.len() == 4 && (1900..2200).contains(&number(group));
    let small = |group: &str, most: u32| group.len() <= 2 && (1..=most).contains(&number(group));
    groups.windows(3).any(|three| {
        let [a, b, c] = [three[0], three[1], three[2]];
        (year(a) && small(b, 12) && small(c, 31)) || (year(c) && small(a, 31) && small(b, 31))
    }) && groups.len() <= 6
        && !groups[0].is_empty()
        && groups.iter().filter(|group| year(group)).count() >= 1
}

/// `2019-2024`: two years.
fn is_years(groups: &[&str]) -> bool {
    groups.iter().all(|group| {
        group.len() == 4 && group.parse::<u32>().is_ok_and(|year| (1900..2200).contains(&year))
    })
}

/// `10 000 000`: a count, not a number that anybody dials.
fn is_round(groups: &[&str]) -> bool {
    let zeros = groups.iter().rev().flat_map(|group| group.bytes().rev());
    zeros.take_while(|digit| *digit == b'0').count() >= 5
}

/// Words before a number that say what it is.
const CUES: &[&str] = &[
    "tel",
    "tel.",
    "telephone",
    "telefon",
    "téléphone",
    "teléfono",
    "phone",
    "mobile",
    "mobil",
    "cell",
    "handy",
    "whatsapp",
    "sms",
    "fax",
    "call",
    "dial",
    "ring",
];

/// Words that may stand between such a word and the number.
const FILLERS: &[&str] =
    &["me", "us", "her", "him", "them", "on", "at", "is", "number", "no", "my"];

fn has_cue(before: &str) -> bool {
    let mut words = before
        .rsplit(|c: char| c.is_whitespace() || ":,;()\"'".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .take(4);
    words
        .find(|word| !FILLERS.contains(&word.trim_end_matches('.')))
        .is_some_and(|word| CUES.contains(&&*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|(at, _)| &text[at]).collect()
    }

    #[test]
    fn addresses_are_found_whole_and_nothing_around_them() {
        assert_eq!(
            found("write to <anna.müller+x@post.example.org>."),
            ["anna.müller+x@post.example.org"]
        );
        assert_eq!(found("a@b.co, c@d.io"), ["a@b.co", "c@d.io"]);
        for text in ["@maya said", "me @ home", "a@b", "5@10", "[^a#b]", "x@y.1", "@@", "@"] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn phone_numbers_of_many_countries_are_found() {
        for number in [
            "+44 20 7946 0958",
            "+49 (0)30 123456",
            "+4915112345678",
            "+33 6 12 34 56 78",
            "020 7946 0958",
            "(020) 7946 0958",
            "07700 900123",
            "0151-23456789",
            "030/1234567",
            "06 12 34 56 78",
            "0612345678",
            "(555) 123-4567",
            "555-123-4567",
            "555.123.4567",
            "1-800-555-0199",
            "555-0123",
        ] {
            let text = format!("ring me on {number}, please");
            assert_eq!(found(&text), [number], "with a word that says so");
            let text = format!("P4 said {number} twice");
            assert_eq!(found(&text), [number], "without");
        }
        assert_eq!(found("call 5551234567"), ["5551234567"]);
        assert_eq!(found("my phone number is 138 0013 8000."), ["138 0013 8000"]);
    }

    #[test]
    fn dates_years_prices_ranges_and_orders_are_no_phone_numbers() {
        for text in [
            "on 2026-05-01 it came",
            "on 2026-05-01 10:30",
            "am 01.05.2026",
            "01/05/2026, 05-01-2026, 01 05 2026",
            "from 2019-2024",
            "called 2019-2024",
            "2019 2020 2021",
            "1500-2000 euros",
            "500-1000",
            "costs 1 299 000",
            "1.299.000,50 €",
            "$1234567890",
            "€ 12345678",
            "12345678 €",
            "1,000,000 people",
            "+10 000 000 users",
            "0.12345678",
            "order 4711123456",
            "order #0047111234",
            "ISO 0012345678X",
            "ticket-0012345678",
            "https://x.example/0123456789",
            "12:30-14:00",
            "10-20-30",
            "0-100",
            "between 10 and 20 minutes 30",
            "1000000000",
            "16 of 20",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn any_letters_are_harmless() {
        for text in
            ["(", "+", "((((", "+ +", "é@é.é", "0\u{a0}1\u{a0}2", "(0", "１２３４５６７", ""]
        {
            find(text);
        }
    }
}
