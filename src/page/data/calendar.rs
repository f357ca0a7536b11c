//! `reviews.ics`: an all-day event on the next date of each review.

use super::{host, one_line, title_of};
use crate::site::{Node, Review, Site};
use crate::wording::Wording;
use icalendar::Property;
use jiff::civil::Date;

/// The longest text of a property: calendars show a line, and a title of a megabyte is a mistake.
const LONGEST: usize = 400;

/// The calendar of reviews. Only lines are the library's: its components would stamp the current
/// time and random ids on every alarm.
pub fn reviews_ics(site: &Site, w: &Wording) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN", "VCALENDAR");
    line(&mut out, "VERSION", "2.0");
    line(&mut out, "PRODID", concat!("-//Milepost//Milepost ", env!("CARGO_PKG_VERSION"), "//EN"));
    line(&mut out, "CALSCALE", "GREGORIAN");
    line(&mut out, "METHOD", "PUBLISH");
    line(&mut out, "X-WR-CALNAME", &one_line(&site.config.title));
    let mut is_empty = true;
    for item in &site.reviews {
        if let Some(review) = site.meta(item.node).review()
            && let Some(next) = review.next
        {
            event(&mut out, (site, w), item.node, review, next);
            is_empty = false;
        }
    }
    if is_empty {
        time_zone(&mut out);
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

/// The one thing that says nothing: a calendar must hold something (RFC 5545, section 3.6).
fn time_zone(out: &mut String) {
    line(out, "BEGIN", "VTIMEZONE");
    line(out, "TZID", "UTC");
    line(out, "BEGIN", "STANDARD");
    line(out, "DTSTART", "19700101T000000");
    line(out, "TZOFFSETFROM", "+0000");
    line(out, "TZOFFSETTO", "+0000");
    line(out, "END", "STANDARD");
    line(out, "END", "VTIMEZONE");
}

fn event(out: &mut String, (site, w): (&Site, &Wording), node: Node, review: &Review, next: Date) {
    let base = site.config.base_url.as_deref();
    let summary = w.calendar_review(&title_of(site, node)).text();
    line(out, "BEGIN", "VEVENT");
    line(out, "UID", &uid(site, node));
    line(out, "DTSTAMP", &format!("{}T000000Z", compact(site.today)));
    date_line(out, "DTSTART", next);
    if let Ok(end) = next.tomorrow() {
        date_line(out, "DTEND", end);
    }
    line(out, "SUMMARY", &summary);
    line(out, "DESCRIPTION", &description(site, w, node, review));
    if let Some(base) = base {
        line(out, "URL", &one_line(&format!("{base}{}", site.url(node))));
    }
    line(out, "TRANSP", "TRANSPARENT");
    if let Some(from) = review.soon_from {
        alarm(out, &summary, i64::from((next - from).get_days()));
    }
    line(out, "END", "VEVENT");
}

fn alarm(out: &mut String, summary: &str, days_before: i64) {
    line(out, "BEGIN", "VALARM");
    line(out, "ACTION", "DISPLAY");
    line(out, "DESCRIPTION", summary);
    let days = days_before.max(0);
    line(out, "TRIGGER", &if days == 0 { "PT0S".to_owned() } else { format!("-P{days}D") });
    line(out, "END", "VALARM");
}

/// The same entity has the same id in every build, so that a calendar moves its event.
fn uid(site: &Site, node: Node) -> String {
    let kind = match node {
        Node::Catalogue(_) => "catalogue",
        _ => node.kind().word(),
    };
    format!("{kind}-{}@{}", site.reference(node), host(site.config.base_url.as_deref()))
}

fn description(site: &Site, w: &Wording, node: Node, review: &Review) -> String {
    let mut parts = vec![w.kind_head(node.kind()).to_owned()];
    if let Some(owner) = &review.owner {
        parts.push(w.calendar_owner(&one_line(owner)).text());
    }
    if let Some(last) = review.last {
        parts.push(w.calendar_last(&last.to_string()).text());
    }
    let base = site.config.base_url.as_deref().unwrap_or_default();
    parts.push(format!("{base}{}", site.url(node)));
    parts.join("\n")
}

fn compact(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

fn date_line(out: &mut String, key: &str, date: Date) {
    let mut property = Property::new(key, compact(date));
    property.add_parameter("VALUE", "DATE");
    push(out, property);
}

fn line(out: &mut String, key: &str, value: &str) {
    let value = match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    };
    push(out, Property::new(key, value));
}

fn push(out: &mut String, property: Property) {
    let folded: Result<String, _> = property.try_into();
    let folded = folded.expect("writing to a string does not fail");
    // The library does not count the space that begins a folded line, and an escaped value holds
    // no line break of its own: what it folded is put together and folded again.
    fold_into(out, folded.replace("\r\n ", "").trim_end_matches("\r\n"));
}

/// The most octets of a line, its end left out.
const LINE: usize = 75;

fn fold_into(out: &mut String, line: &str) {
    let mut rest = line;
    let mut room = LINE;
    while rest.len() > room {
        let end = (0..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(room);
        out.push_str(&rest[..end]);
        out.push_str("\r\n ");
        rest = &rest[end..];
        room = LINE - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::sample;

    #[test]
    fn a_review_with_a_next_date_is_an_all_day_event_with_an_alarm() {
        let calendar = reviews_ics(&sample::site(), crate::wording::english());
        let unfolded = calendar.replace("\r\n ", "");
        let lines: Vec<&str> = unfolded.split("\r\n").collect();
        assert_eq!(lines.iter().filter(|l| **l == "BEGIN:VEVENT").count(), 1);
        for line in [
            "UID:journey-weekly-shop@maps.example.org",
            "DTSTAMP:20261123T000000Z",
            "DTSTART;VALUE=DATE:20261111",
            "DTEND;VALUE=DATE:20261112",
            "TRIGGER:-P14D",
            "URL:https://maps.example.org/journeys/weekly-shop.html",
        ] {
            assert!(lines.contains(&line), "{line} in {lines:#?}");
        }
        let summary = lines.iter().find(|l| l.starts_with("SUMMARY:")).expect("a summary");
        assert!(summary.contains(r"The weekly shop\, for a family\; with \\ and"), "{summary}");
    }

    #[test]
    fn a_calendar_without_reviews_holds_a_time_zone_for_it_must_hold_something() {
        let mut site = sample::site();
        site.reviews.clear();
        let calendar = reviews_ics(&site, crate::wording::english());
        assert!(calendar.contains("BEGIN:VTIMEZONE\r\nTZID:UTC\r\n"), "{calendar}");
        assert!(!calendar.contains("VEVENT"));
        assert!(!reviews_ics(&sample::site(), crate::wording::english()).contains("VTIMEZONE"));
    }

    #[test]
    fn every_line_ends_with_crlf_and_is_at_most_75_octets() {
        let calendar = reviews_ics(&sample::site(), crate::wording::english());
        assert!(calendar.ends_with("END:VCALENDAR\r\n"));
        assert!(calendar.split_inclusive('\n').all(|line| line.ends_with("\r\n")));
        assert!(calendar.lines().all(|line| line.len() <= 75));
    }

    #[test]
    fn a_long_line_is_folded_at_75_octets_between_whole_letters() {
        for letter in ["a", "é", "日", "😀"] {
            for lead in ["", "x", "xy", "xyz"] {
                let value = format!("{lead}{}", letter.repeat(200));
                let mut out = String::new();
                line(&mut out, "SUMMARY", &value);
                let lines: Vec<&str> = out.split_terminator("\r\n").collect();
                let widest = lines.iter().map(|line| line.len()).max();
                assert!(widest.is_some_and(|widest| (72..=75).contains(&widest)), "{lines:?}");
                assert_eq!(out.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
            }
        }
    }

    #[test]
    fn only_events_have_stamps_and_ids_and_these_are_ours() {
        let calendar = reviews_ics(&sample::site(), crate::wording::english());
        let begins = |key: &str| calendar.lines().filter(|line| line.starts_with(key)).count();
        assert_eq!((begins("UID:"), begins("DTSTAMP:"), begins("BEGIN:VALARM")), (1, 1, 1));
    }
}
