//! What leaves with `export`: pictures that show something, tables that hold every fact, and
//! nothing of anybody else's replaced.

use resvg::tiny_skia::Pixmap;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content");

fn milepost(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = assert_cmd::Command::cargo_bin("milepost").expect("built");
    command.current_dir(folder).args(arguments).output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// A site whose words are not friendly.
fn hostile() -> tempfile::TempDir {
    let dir = folder();
    let put = |path: &str, text: &str| write(dir.path(), path, text);
    put("content/personas/maya.md", "---\nname: \"=HYPERLINK(1)\"\n---\n");
    put(
        "content/evidence/talks.md",
        "---\ntitle: Talks\nmethod: interview\ndate: 2026-10-01\nhighlights:\n  - {id: no, text: The unsayable secret, who: Mrs Hidden, consent: false}\n---\n",
    );
    put(
        "content/journeys/shop.md",
        "---\ntitle: \"=cmd|' /C calc'!A0\"\npersonas: [maya]\nstages:\n  - title: \"@stage\"\n    touchpoints:\n      - title: Pay\n        emotion: -1.5\n        actions:\n          - \"-12\"\n          - \"+SUM(A1:A9), \\\"quoted\\\"\"\n          - \"wait; =1+1\"\n        quotes: [talks#no]\n---\n",
    );
    dir
}

fn rows(bytes: &[u8]) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").expect("a BOM"));
    let head: Vec<String> = reader.headers().expect("a head").iter().map(str::to_owned).collect();
    assert_eq!(head, milepost::export::COLUMNS);
    reader.records().map(|row| row.expect("a row of that length")).collect()
}

/// The value of a row in a column.
fn of<'r>(row: &'r csv::StringRecord, column: &str) -> &'r str {
    let at = milepost::export::COLUMNS.iter().position(|name| *name == column);
    row.get(at.expect("a column")).expect("a value")
}

/// How many pixels of some rows are dark.
fn ink(picture: &Pixmap, rows: std::ops::Range<u32>) -> usize {
    let all = rows.flat_map(|y| (0..picture.width()).map(move |x| (x, y)));
    let dark = |(x, y)| picture.pixel(x, y).is_some_and(|p| p.red() < 100 && p.blue() < 100);
    all.filter(|at| dark(*at)).count()
}

#[test]
fn a_map_becomes_a_picture_of_the_width_asked_for_the_same_each_time() {
    let dir = folder();
    let arguments = ["export", "png", "weekly-shop", "--width", "1000", "--today", "2026-11-23"];
    for out in ["one", "two"] {
        let done =
            milepost(dir.path(), &[&arguments[..], &["--content", EXAMPLE, "-o", out]].concat());
        let said = text(&done.stdout);
        assert!(done.status.success(), "{}", text(&done.stderr));
        assert_eq!(text(&done.stderr), "");
        assert!(said.starts_with(&format!("{out}/retail/weekly-shop.png: 1000 × ")), "{said}");
    }
    let read =
        |out: &str| fs::read(dir.path().join(out).join("retail/weekly-shop.png")).expect("there");
    let bytes = read("one");
    assert!(bytes == read("two"), "two runs differ");
    let picture = Pixmap::decode_png(&bytes).expect("a PNG");
    assert_eq!(picture.width(), 1000);
    let (height, width) = (picture.height(), picture.width());
    assert!(height > width, "{height}");
    // The headline, and lanes down to the foot: letters everywhere.
    assert!(ink(&picture, 10..50) > 500, "no headline");
    for band in 1..10 {
        let from = height * band / 10;
        assert!(ink(&picture, from..from + height / 10) > 100, "nothing in band {band}");
    }
}

#[test]
fn without_a_width_a_picture_is_twice_its_diagram_and_the_matrix_is_among_them() {
    let dir = folder();
    write(dir.path(), "content/personas/maya.md", "---\nname: مايا\n---\n");
    write(
        dir.path(),
        "content/journeys/shop.md",
        "---\ntitle: تسوق الأسبوع\npersonas: [maya]\nstages:\n  - title: הזמנה\n    touchpoints:\n      - {title: Pay, emotion: 1, opportunities: [{title: Ask, impact: 4, feasibility: 4}]}\n---\n",
    );
    let done = milepost(dir.path(), &["export", "png"]);
    assert!(done.status.success() && done.stderr.is_empty(), "{}", text(&done.stderr));
    assert!(milepost(dir.path(), &["build", "-q"]).status.success());
    let svg = fs::read_to_string(dir.path().join("public/journeys/shop.svg")).expect("there");
    let document = roxmltree::Document::parse(&svg).expect("XML");
    let width: f32 = document.root_element().attribute("width").expect("one").parse().expect("one");
    let read = |name: &str| {
        let bytes = fs::read(dir.path().join("export").join(name)).expect("there");
        Pixmap::decode_png(&bytes).expect("a PNG")
    };
    assert!((read("shop.png").width() as f32 - 2.0 * width).abs() < 1.0);
    assert!(ink(&read("priority-matrix.png"), 0..80) > 100);
}

#[test]
fn a_table_holds_every_fact_of_its_map() {
    let dir = folder();
    let today = ["--today", "2026-11-23"];
    let csv = ["export", "csv", "--content", EXAMPLE, "-o", "out"];
    let done = milepost(dir.path(), &[&csv[..], &today[..]].concat());
    assert!(done.status.success(), "{}", text(&done.stderr));
    let build = ["build", EXAMPLE, "-q", "-o", "site"];
    assert!(milepost(dir.path(), &[&build[..], &today[..]].concat()).status.success());
    let json = fs::read(dir.path().join("site/site.json")).expect("there");
    let json: Value = serde_json::from_slice(&json).expect("JSON");
    let list = |value: &Value| value.as_array().cloned().expect("a list");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut claims = 0;
    for journey in list(&json["journeys"]) {
        let id = match &*word(&journey["space"]) {
            "" => word(&journey["id"]),
            space => format!("{space}/{}", word(&journey["id"])),
        };
        let file = dir.path().join(format!("out/{id}.csv"));
        let rows = rows(&fs::read(&file).expect("a file for each journey"));
        for stage in list(&journey["stages"]) {
            for touchpoint in list(&stage["touchpoints"]) {
                let place = format!("{id}/{}/{}", word(&stage["id"]), word(&touchpoint["id"]));
                let here: Vec<_> = rows.iter().filter(|row| of(row, "ref") == place).collect();
                let lanes: BTreeSet<String> =
                    list(&touchpoint["claims"]).iter().map(|c| word(&c["lane"])).collect();
                // The table goes by lanes, the data by the author's order.
                let mut told: Vec<[String; 4]> = here
                    .iter()
                    .filter(|row| lanes.contains(of(row, "lane")))
                    .map(|row| {
                        let sources = of(row, "evidence").replace("; ", " ");
                        [of(row, "lane"), of(row, "text"), of(row, "status"), &sources]
                            .map(str::to_owned)
                    })
                    .collect();
                let mut known: Vec<[String; 4]> = list(&touchpoint["claims"])
                    .iter()
                    .map(|claim| {
                        let text = claim["text"].as_str().unwrap_or("withheld").to_owned();
                        let sources: Vec<String> =
                            list(&claim["evidence"]).iter().map(word).collect();
                        [word(&claim["lane"]), text, word(&claim["status"]), sources.join(" ")]
                    })
                    .collect();
                told.sort();
                known.sort();
                assert_eq!(told, known, "{place}");
                claims += known.len();
                let felt = touchpoint["emotion"].as_object().expect("a map");
                for (persona, value) in felt {
                    let row = here
                        .iter()
                        .find(|row| of(row, "lane") == "emotion" && of(row, "persona") == persona);
                    let told: f64 = of(row.expect("a row"), "value").parse().expect("a number");
                    assert_eq!(Some(told), value.as_f64(), "{place} {persona}");
                }
            }
        }
    }
    assert!(claims > 200, "{claims}");
}

#[test]
fn no_text_is_a_formula_and_no_withheld_text_leaves() {
    let dir = hostile();
    let done = milepost(dir.path(), &["export", "csv"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let bytes = fs::read(dir.path().join("export/shop.csv")).expect("there");
    assert!(!text(&bytes).contains("unsayable") && !text(&bytes).contains("Hidden"));
    let rows = rows(&bytes);
    for value in rows.iter().flat_map(csv::StringRecord::iter) {
        let formula = value.trim_start().starts_with(['=', '+', '-', '@']);
        assert!(!formula || value.parse::<f64>().is_ok(), "{value}");
    }
    let of_lane = |lane: &str, column: &str| -> Vec<String> {
        let rows = rows.iter().filter(|row| of(row, "lane") == lane);
        rows.map(|row| of(row, column).to_owned()).collect()
    };
    assert_eq!(of_lane("actions", "text"), ["-12", "'+SUM(A1:A9), \"quoted\"", "wait; '=1+1"]);
    assert_eq!(of_lane("emotion", "value"), ["-1.5", "-1.5"]);
    assert_eq!(of_lane("quotes", "text"), ["withheld"]);
    assert_eq!(of_lane("quotes", "evidence"), ["talks#no"]);
    assert_eq!(of(&rows[0], "journey"), "'=cmd|' /C calc'!A0");
    assert!(milepost(dir.path(), &["export", "png"]).status.success());
}

#[test]
fn an_unknown_journey_is_said_with_the_nearest_and_a_name_of_two_with_both() {
    let dir = folder();
    let put = |path: &str, text: &str| write(dir.path(), path, text);
    put("content/personas/maya.md", "---\nname: Maya\n---\n");
    for space in ["north", "south"] {
        let path = format!("content/{space}/journeys/shop.md");
        put(&path, "---\ntitle: Shop\npersonas: [maya]\n---\n");
    }
    let said = |arguments: &[&str]| {
        let done = milepost(dir.path(), arguments);
        (done.status.code(), text(&done.stderr))
    };
    let (code, words) = said(&["export", "csv", "north/shpo"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        words,
        "error: there is no journey `north/shpo`\n  help: did you mean `north/shop`?\n"
    );
    let (code, words) = said(&["export", "png", "shop"]);
    assert_eq!(code, Some(2));
    assert_eq!(
        words,
        "error: `shop` is several journeys\n  help: write `north/shop` or `south/shop`\n"
    );
    assert_eq!(said(&["export", "png", "priority-matrix"]).0, Some(2));
    assert_eq!(said(&["export", "csv", "--width", "100"]).0, Some(2));
    assert!(!dir.path().join("export").exists());
    assert_eq!(said(&["export", "csv", "south/shop"]), (Some(0), String::new()));
    assert!(dir.path().join("export/south/shop.csv").is_file());
    assert!(!dir.path().join("export/north").exists());
}

#[test]
fn content_with_errors_exports_nothing() {
    let dir = hostile();
    write(dir.path(), "content/journeys/leave.md", "---\ntitle: L\npersonas: [nobody]\n---\n");
    let done = milepost(dir.path(), &["export", "csv"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stderr).contains("nothing was written"));
    assert!(!dir.path().join("export").exists());
}

#[test]
fn only_files_that_are_as_we_wrote_them_are_replaced_and_none_is_removed() {
    let dir = hostile();
    let export = |arguments: &[&str]| milepost(dir.path(), &[&["export"], arguments].concat());
    write(dir.path(), "slides/notes.txt", "mine");
    assert!(export(&["png", "-o", "slides"]).status.success());
    assert!(export(&["csv", "-o", "slides"]).status.success());
    let again = export(&["csv", "-o", "slides"]);
    assert!(text(&again.stdout).ends_with(" rows, unchanged\n"), "{}", text(&again.stdout));
    let journey = dir.path().join("content/journeys/shop.md");
    let changed = fs::read_to_string(&journey).expect("there").replace("title: Pay", "title: Pays");
    fs::write(&journey, changed).expect("written");
    assert!(export(&["csv", "-o", "slides"]).status.success());
    let table = dir.path().join("slides/shop.csv");
    assert!(fs::read_to_string(&table).expect("there").contains("Pays"));
    fs::write(&table, "worked on by hand").expect("written");
    let refused = export(&["csv", "-o", "slides"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(said.contains("refuse to replace `slides/shop.csv`: somebody changed it"), "{said}");
    assert_eq!(fs::read_to_string(&table).expect("there"), "worked on by hand");
    for kept in ["notes.txt", "shop.png"] {
        assert!(dir.path().join("slides").join(kept).is_file(), "{kept}");
    }
    write(dir.path(), "other/shop.csv", "theirs");
    let refused = text(&export(&["csv", "-o", "other"]).stderr);
    assert!(refused.contains("this file is not one that milepost wrote"), "{refused}");
    assert_eq!(fs::read_to_string(dir.path().join("other/shop.csv")).expect("there"), "theirs");
    assert_eq!(export(&["csv", "-o", "content/out"]).status.code(), Some(2));
}
