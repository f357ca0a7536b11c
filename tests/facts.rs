//! Small and large pictures read back from the pages of the example: what a picture shows stands
//! in words beside it and is what the model says. Maps and matrices have a file of their own.

use crate::maps::{between, letters, without_pictures};
use crate::output::{EXAMPLE, resolve};
use serde_json::Value;
use std::sync::LazyLock;

static MODEL: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&EXAMPLE["site.json"]).expect("JSON"));

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    EXAMPLE.iter().filter(|(p, _)| p.ends_with(".html")).map(|(p, t)| (p.as_str(), t.as_str()))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// Every picture of a class with what stands around it: before, the picture, after.
fn pictures<'t>(page: &'t str, class: &str) -> Vec<(&'t str, &'t str, &'t str)> {
    let start = format!("<svg class=\"{class}\"");
    page.match_indices(&start)
        .map(|(at, _)| {
            let end = page[at..].find("</svg>").expect("an end") + at + 6;
            (&page[..at], &page[at..end], &page[end..])
        })
        .collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name).and_then(|n| n.parse().ok()).unwrap_or(f64::NAN)
}

/// Tags of a name.
fn tags<'t>(svg: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let start = format!("<{name} ");
    let starts: Vec<usize> = svg.match_indices(&start).map(|(at, _)| at).collect();
    starts.into_iter().map(|at| svg[at..].split('>').next().unwrap_or_default())
}

/// Middles of the points of the first two personas, and of moments.
fn points(svg: &str) -> Vec<(f64, f64)> {
    let circles = tags(svg, "circle").map(|tag| (number(tag, "cx"), number(tag, "cy")));
    let boxes = tags(svg, "rect").filter(|tag| tag.contains("class=\"pt")).map(|tag| {
        let middle = |at, size| number(tag, at) + number(tag, size) / 2.0;
        (middle("x", "width"), middle("y", "height"))
    });
    let stamps = tags(svg, "use").map(|tag| (number(tag, "x"), number(tag, "y")));
    circles.chain(boxes).chain(stamps).collect()
}

/// `−1.5` as a number.
fn value(words: &str) -> Option<f64> {
    words.trim().replace('−', "-").replace('+', "").parse().ok()
}

/// Every signed number or zero in a text.
fn values(words: &str) -> Vec<f64> {
    words.split(|c: char| !"+−.".contains(c) && !c.is_ascii_digit()).filter_map(value).collect()
}

/// `+0.8`: as pages write a value.
fn signed(value: f64) -> String {
    let tenths = (value.abs() * 10.0 + 1e-9).round() / 10.0;
    match tenths {
        0.0 => "0".to_owned(),
        _ => format!("{}{tenths}", if value < 0.0 { '−' } else { '+' }),
    }
}

/// Fails with all that is wrong, or if too little was looked at.
#[track_caller]
fn verdict(problems: &[String], looked_at: usize, least: usize) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(looked_at >= least, "only {looked_at} looked at");
}

#[test]
fn every_picture_is_of_a_known_kind_and_is_either_named_or_beside_its_words() {
    const KINDS: [&str; 21] = [
        "brandmark",
        "cover",
        "dots",
        "ico",
        "ico-b",
        "ico-c",
        "ico-l",
        "map",
        "map matrix",
        "map spark",
        "map stagecurve",
        "map wide",
        "rvi",
        "side",
        "slider",
        "steps",
        "strip",
        "thumb",
        "v-a",
        "v-b",
        "v-g",
    ];
    let (mut problems, mut looked_at) = (Vec::new(), 0);
    for (path, page) in pages() {
        for tag in tags(page, "svg") {
            looked_at += 1;
            let class = attribute(tag, "class").unwrap_or_default();
            let first = class.split(' ').next().unwrap_or_default();
            let is_hidden = tag.contains("aria-hidden=\"true\"");
            // A sheet of a map on paper has no class: the map itself is named.
            let known = KINDS.contains(&class) || KINDS.contains(&first) || is_hidden;
            let named = attribute(tag, "aria-label").is_some_and(|label| !label.is_empty())
                || attribute(tag, "aria-labelledby").is_some();
            if !known || is_hidden == named {
                problems.push(format!("{path}: {tag}"));
            }
        }
    }
    verdict(&problems, looked_at, 1_000);
}

#[test]
fn the_curve_of_a_stage_shows_what_its_page_says_and_the_model_holds() {
    let (mut problems, mut looked_at) = (Vec::new(), 0);
    for (path, page) in pages() {
        let Some((_, svg, after)) = pictures(page, "map stagecurve").pop() else { continue };
        let around = between(after, "class=\"around\"", "</ul>");
        for link in svg.split("<a class=\"tl").skip(1) {
            let label = attribute(link, "aria-label").expect("a label");
            let (title, felt) = label.rsplit_once(": ").unwrap_or((label, ""));
            let place = if link.starts_with(" ctx") {
                around
            } else {
                let id = attribute(link, "href").and_then(|href| href.split_once('#'));
                between(
                    page,
                    &format!("id=\"{}\"", id.map_or("whole_h", |(_, id)| id)),
                    "</section>",
                )
            };
            let said = letters(&without_pictures(place));
            for fact in felt.split(", ").filter(|fact| !fact.is_empty()).chain([title]) {
                looked_at += 1;
                if !said.contains(&letters(fact)) {
                    problems.push(format!("{path}: `{fact}` is not in words"));
                }
            }
            let drawn = points(link.split("</a>").next().unwrap_or_default());
            for value in values(felt) {
                let y = 103.0 - 37.5 * value;
                if !drawn.iter().any(|(_, at)| (at - y).abs() < 2.0) {
                    problems.push(format!("{path}: {label}: nothing at {y} in {drawn:?}"));
                }
            }
        }
    }
    for journey in list(&MODEL["journeys"]) {
        for stage in list(&journey["stages"]) {
            let page = &EXAMPLE[text(stage, "url")];
            let Some((_, svg, _)) = pictures(page, "map stagecurve").pop() else { continue };
            for touchpoint in list(&stage["touchpoints"]) {
                for value in touchpoint["emotion"].as_object().into_iter().flatten() {
                    let value = signed(value.1.as_f64().expect("a number"));
                    let title = letters(text(touchpoint, "title"));
                    let is_shown = svg.split(" aria-label=\"").any(|label| {
                        let label = label.split('"').next().unwrap_or_default();
                        letters(label).contains(&title) && label.contains(&format!(" {value}"))
                    });
                    if !is_shown {
                        problems.push(format!("{}: {title} {value}", text(stage, "url")));
                    }
                }
            }
        }
    }
    verdict(&problems, looked_at, 150);
}

#[test]
fn the_heat_map_says_what_the_model_holds() {
    let page = &EXAMPLE["index.html"];
    let table = between(page, "<table class=\"heatmap\"", "</table>");
    let heads: Vec<String> = between(table, "<thead>", "</thead>")
        .split("<th scope=\"col\">")
        .skip(2)
        .map(|head| head.split('<').next().unwrap_or_default().to_lowercase())
        .collect();
    let (mut problems, mut looked_at) = (Vec::new(), 0);
    for journey in list(&MODEL["journeys"]).iter().filter(|j| text(j, "status") != "retired") {
        let url = text(journey, "url");
        let Some((_, row)) = table.split_once(&format!("<th scope=\"row\"><a href=\"{url}\""))
        else {
            problems.push(format!("{url}: no row"));
            continue;
        };
        let row = row.split("</tr>").next().unwrap_or_default();
        for (head, cell) in heads.iter().zip(row.split("<td ").skip(1)) {
            let words = letters(&without_pictures(&format!("<td {cell}")));
            match head.as_str() {
                "known" => {
                    let ratio = journey["coverage"]["ratio"].as_f64().unwrap_or_default();
                    if words != format!("{}%", (ratio * 100.0).round()) {
                        problems.push(format!("{url}: {words} for {ratio}"));
                    }
                    continue;
                }
                "review" => {
                    let state = journey["review"]["state"].as_str().unwrap_or_default();
                    if !state.is_empty() && words != letters(state) {
                        problems.push(format!("{url}: {words} for {state}"));
                    }
                    continue;
                }
                _ => looked_at += 1,
            }
            let here: Vec<&Value> = list(&journey["stages"])
                .iter()
                .filter(|stage| stage["lifecycle"].as_str().unwrap_or("unplaced") == head)
                .collect();
            // Each persona's mean of a stage weighs what its touchpoints weigh together.
            let (mut sum, mut weights) = (0.0, 0.0);
            for stage in &here {
                for (persona, value) in stage["emotion"].as_object().into_iter().flatten() {
                    let felt = list(&stage["touchpoints"]).iter();
                    let weight: f64 = felt
                        .filter(|part| part["emotion"][persona].is_number())
                        .filter_map(|part| part["importance"].as_f64())
                        .sum();
                    let own = stage["importance"].as_f64().unwrap_or(1.0).max(1.0);
                    let weight = if weight > 0.0 { weight } else { own };
                    sum += weight * value.as_f64().unwrap_or(f64::NAN);
                    weights += weight;
                }
            }
            let wanted = match (here.is_empty(), weights == 0.0) {
                (true, _) => "notmapped".to_owned(),
                (_, true) => "mappednoemotionvalue".to_owned(),
                _ => match sum / weights {
                    // Halfway between two tenths the model's own rounding decides.
                    mean if words.starts_with(&letters(&signed(mean + 0.01))) => {
                        letters(&signed(mean + 0.01))
                    }
                    mean => letters(&signed(mean - 0.01)),
                },
            };
            if !words.starts_with(&wanted) {
                problems.push(format!("{url} {head}: `{words}`, not `{wanted}`"));
            }
            for stage in here {
                let moments = list(&stage["moments"]).iter().chain(
                    list(&stage["touchpoints"]).iter().flat_map(|part| list(&part["moments"])),
                );
                for kind in moments.filter_map(|m| m["kind"].as_str().or(m.as_str())) {
                    if !words.contains(kind) {
                        problems.push(format!("{url} {head}: no {kind} in `{words}`"));
                    }
                }
            }
        }
    }
    verdict(&problems, looked_at, 60);
}

#[test]
fn scales_and_channels_of_a_persona_are_as_long_as_their_words_say() {
    let (mut problems, mut looked_at) = (Vec::new(), 0);
    for (path, page) in pages() {
        for (before, svg, after) in pictures(page, "slider") {
            looked_at += 1;
            let label = attribute(svg, "aria-label").expect("a label");
            let (title, said) = label.rsplit_once(": ").expect("a value");
            // Between two ends a knob, on a scale from nothing a bar.
            let knob = tags(svg, "circle").map(|tag| number(tag, "cx") - 6.0).next();
            let of =
                knob.unwrap_or_else(|| tags(svg, "rect").map(|tag| number(tag, "width")).sum());
            let value: f64 =
                said.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(f64::NAN);
            let row = before.rsplit("<li>").next().unwrap_or_default();
            let row = row.rsplit("<tr>").next().unwrap_or_default();
            let after = after.split("</li>").next().unwrap_or_default();
            let ends: Vec<String> = title.split(" to ").map(letters).collect();
            let in_words = match (knob, (value - 50.0).abs()) {
                (None, _) => letters(said),
                (_, 0.0) => String::new(),
                (_, off) => {
                    let much = if off > 20.0 { "clearly" } else { "rather" };
                    format!("{much}{}", ends[usize::from(value > 50.0)])
                }
            };
            let after = letters(&without_pictures(after.split("</td>").next().unwrap_or_default()));
            let words = letters(&without_pictures(row)) + &after;
            // Where personas are compared, the ends stand at the head of the table.
            let heads = letters(before.rsplit("<thead>").next().unwrap_or_default());
            let is_named = |end: &String| words.contains(end) || heads.contains(end);
            let is_said = ends.iter().all(is_named) && words.contains(&in_words);
            if !is_said || (of - 3.08 * value).abs() > 0.2 {
                problems.push(format!("{path}: {label} is {of} long, beside `{words}`"));
            }
        }
        for (_, svg, after) in pictures(page, "steps") {
            looked_at += 1;
            let label = attribute(svg, "aria-label").unwrap_or_default();
            let filled = svg.matches("class=\"sq-on\"").count();
            let all = filled + svg.matches("class=\"sq\"").count();
            let words = after.get(..60).unwrap_or_default();
            if label != format!("{filled} of {all}") || !words.contains(label) {
                problems.push(format!("{path}: {filled} of {all} squares for {label}: {words}"));
            }
        }
    }
    verdict(&problems, looked_at, 70);
}

#[test]
fn a_thumbnail_marks_the_lowest_and_the_highest_point_of_its_persona() {
    let (mut problems, mut looked_at) = (Vec::new(), 0);
    for persona in list(&MODEL["personas"]) {
        let id = format!("{}/{}", text(persona, "space"), text(persona, "id"));
        let url = text(persona, "url");
        for trip in EXAMPLE[url].split("<li class=\"trip\">").skip(1) {
            let Some((_, svg, rest)) = pictures(trip, "thumb").pop() else { continue };
            let href = trip.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
            let journey = resolve(url, href.expect("a link"));
            let journey = list(&MODEL["journeys"]).iter().find(|j| text(j, "url") == journey);
            let journey = journey.expect("a journey");
            let felt: Vec<f64> = list(&journey["stages"])
                .iter()
                .flat_map(|stage| {
                    let parts = list(&stage["touchpoints"]);
                    let all: Vec<f64> =
                        parts.iter().filter_map(|p| p["emotion"][&id].as_f64()).collect();
                    let own = stage["emotion"][&id].as_f64();
                    if all.is_empty() { own.into_iter().collect() } else { all }
                })
                .collect();
            let (low, high) =
                felt.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
            let drawn = points(svg);
            for value in [low, high] {
                looked_at += 1;
                let y = 28.0 - 10.53 * value;
                let is_drawn = drawn.iter().any(|(_, at)| (at - y).abs() < 0.3) || drawn.is_empty();
                if !is_drawn || !rest.contains(&format!("{}</span>", signed(value))) {
                    problems.push(format!("{url}: {value} of {} in {svg}", text(journey, "title")));
                }
            }
            let table = between(rest, "<tbody>", "</tbody>");
            for stage in list(&journey["stages"]) {
                let Some(mean) = stage["emotion"][&id].as_f64() else { continue };
                let title = letters(text(stage, "title"));
                let row = table.split("</tr>").find(|row| letters(row).contains(&title));
                if !row.is_some_and(|row| row.contains(&format!(">{}<", signed(mean)))) {
                    problems.push(format!("{url}: {title} {mean} in {row:?}"));
                }
            }
        }
    }
    verdict(&problems, looked_at, 12);
}

#[test]
fn dots_and_strips_stand_where_their_values_say() {
    let (mut problems, mut looked_at) = (Vec::new(), 0);
    for (path, page) in pages() {
        for (_, svg, after) in pictures(page, "dots") {
            looked_at += 1;
            let cell = after.split("</td>").next().unwrap_or_default();
            let mut said: Vec<f64> = values(&letters_and_points(cell));
            let mut drawn: Vec<f64> =
                tags(svg, "circle").map(|tag| (number(tag, "cx") - 60.0) / 27.0).collect();
            said.sort_by(f64::total_cmp);
            drawn.sort_by(f64::total_cmp);
            let same = said.len() == drawn.len()
                && said.iter().zip(&drawn).all(|(a, b)| (a - b).abs() < 0.06);
            if !same {
                problems.push(format!("{path}: dots {drawn:?}, words {said:?}"));
            }
        }
        for (_, svg, after) in pictures(page, "strip") {
            looked_at += 1;
            let said = values(&letters_and_points(between(after, "class=\"t-vals\">", "</p>")));
            let drawn = points(svg);
            for value in said {
                let x = 12.0 + (value + 2.0) * 69.0;
                if !drawn.iter().any(|(at, _)| (at - x).abs() < 5.5) {
                    problems.push(format!("{path}: {value} is not at {x} in {drawn:?}"));
                }
            }
        }
    }
    verdict(&problems, looked_at, 60);
}

/// Words without pictures and without what people said.
fn letters_and_points(html: &str) -> String {
    let html = without_pictures(html);
    let mut out = String::new();
    for (at, part) in html.split("<em").enumerate() {
        let part = if at == 0 { part } else { part.split_once("</em>").map_or("", |(_, p)| p) };
        for (at, piece) in part.split('<').enumerate() {
            let words = if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, t)| t) };
            out.push_str(words);
            out.push(' ');
        }
    }
    out
}

#[test]
fn bars_of_evidence_are_divided_as_their_numbers_say() {
    let (mut problems, mut looked_at) = (Vec::new(), 0);
    let known = |svg: &str| {
        let widths = |class: &str| {
            let of = tags(svg, "rect").filter(|tag| class.is_empty() || tag.contains(class));
            of.map(|tag| number(tag, "width")).sum::<f64>()
        };
        widths("cb-known") / widths("")
    };
    for (path, page) in pages() {
        for (_, svg, after) in pictures(page, "cover mini") {
            looked_at += 1;
            let words = between(after, "<span", "</span>");
            let words = words.split_once('>').map_or("", |(_, words)| words);
            let numbers: Vec<f64> = words
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let said = match numbers[..] {
                [percent] => percent / 100.0,
                [some, of] => some / of,
                _ => f64::NAN,
            };
            // A part is never thinner than can be seen.
            if (known(svg) - said).abs() > 0.05 {
                problems.push(format!("{path}: {} known, `{words}`", known(svg)));
            }
        }
        for (_, svg, after) in pictures(page, "cover") {
            looked_at += 1;
            let label = attribute(svg, "aria-label").unwrap_or_default();
            let numbers: Vec<f64> =
                label.split(' ').filter_map(|number| number.parse().ok()).collect();
            let all: f64 = numbers.iter().sum();
            let words = between(after, "<p class=\"", "</p>");
            let words = words.split_once('>').map_or("", |(_, words)| words);
            let is_said = words.starts_with(&format!("{} of {all} ", numbers[0]));
            if !is_said || (known(svg) - numbers[0] / all).abs() > 0.03 {
                problems.push(format!("{path}: {} known, {label}, {words}", known(svg)));
            }
        }
    }
    verdict(&problems, looked_at, 100);
}

#[test]
fn every_value_of_a_sparkline_stands_below_it() {
    let (mut problems, mut looked_at) = (Vec::new(), 0);
    for (path, page) in pages() {
        for (_, svg, after) in pictures(page, "map spark") {
            let line = tags(svg, "path").find(|tag| tag.contains("class=\"cv")).expect("a line");
            let mut at = (0.0, 0.0);
            let drawn: Vec<f64> = attribute(line, "d")
                .expect("a path")
                .split(['M', 'l'])
                .skip(1)
                .map(|step| {
                    let step = step.replace('-', " -");
                    let mut numbers =
                        step.split_whitespace().map(|n| n.parse().unwrap_or(f64::NAN));
                    let (x, y): (f64, f64) =
                        (numbers.next().unwrap_or(f64::NAN), numbers.next().unwrap_or(f64::NAN));
                    at = (at.0 + x, at.1 + y);
                    at.1
                })
                .collect();
            let course = between(after, "<details class=\"course\">", "</details>");
            let said: Vec<f64> = course
                .split("<li>")
                .skip(1)
                .map(|row| {
                    let value = row.split(": ").nth(1).unwrap_or_default();
                    let value = value.split(['\u{a0}', '<']).next().unwrap_or_default();
                    value.replace('−', "-").parse().unwrap_or(f64::NAN)
                })
                .collect();
            looked_at += 1;
            let (low, high) = (
                said.iter().copied().fold(f64::MAX, f64::min),
                said.iter().copied().fold(f64::MIN, f64::max),
            );
            let (top, bottom) = (
                drawn.iter().copied().fold(f64::MAX, f64::min),
                drawn.iter().copied().fold(f64::MIN, f64::max),
            );
            let y_of = |value: f64| bottom - (value - low) / (high - low) * (bottom - top);
            let same = said.len() == drawn.len()
                && said.iter().zip(&drawn).all(|(value, y)| (y_of(*value) - y).abs() < 0.6);
            if !same {
                problems.push(format!("{path}: drawn {drawn:?}, said {said:?}"));
            }
            // A file of a series has a row for each.
            let data = after.split("</div>").next().unwrap_or_default();
            let file = data.split("<a href=\"").nth(1).and_then(|rest| rest.split('"').next());
            if let Some(csv) = file.map(|file| resolve(path, file)).filter(|p| p.ends_with(".csv"))
            {
                let rows = EXAMPLE[&csv].lines().skip(1).filter(|row| *row < "2026-11-24").count();
                if rows != said.len() {
                    problems.push(format!("{path}: {rows} rows in {csv}, {} said", said.len()));
                }
            }
        }
    }
    verdict(&problems, looked_at, 10);
}

#[test]
fn the_lines_of_a_blueprint_are_named_outside_the_picture_too() {
    let mut maps = 0;
    for (path, page) in pages().filter(|(_, page)| page.contains("<svg class=\"map\" ")) {
        let svg = between(page, "<svg class=\"map\" ", "</svg>");
        let names: Vec<&str> = svg
            .split("<text class=\"ln\"")
            .skip(1)
            .map(|rest| between(rest, ">", "</text>"))
            .collect();
        if names.is_empty() {
            continue;
        }
        maps += 1;
        let words = letters(&without_pictures(page));
        for name in names {
            assert!(words.contains(&letters(name)), "{path}: {name}");
        }
    }
    assert!(maps >= 2, "{maps}");
}
