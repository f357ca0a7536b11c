//! The printed schemas say what the parser says: they take every file of the example, and refuse
//! each fault that a schema can express.

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use milepost::diagnostic::{CODES, Code};
use milepost::model::fields::{SHAPES, Shape};
use milepost::page::Theme;
use milepost::parse::decode::FileKind;
use milepost::parse::front_matter::split;
use milepost::parse::schema::{DESCRIBED, data, schema, schema_of_all};
use milepost::parse::{Memo, folder, parse};
use milepost::site::{Options, resolve};
use milepost::source::{FileId, Sources};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Faults that stand in one file alone, and that a schema can speak of.
const EXPRESSIBLE: [Code; 10] = [
    Code::UnknownField,
    Code::MissingField,
    Code::WrongType,
    Code::NotAList,
    Code::NotInList,
    Code::BadId,
    Code::IdInFile,
    Code::BadLength,
    Code::EmptyValue,
    Code::FieldNotHere,
];

/// Any list may be a lane that site.yaml declares: a slip in the name of one passes.
const TAKEN_FOR_A_LANE: &str = "allow-reaches-the-parts.txt";

/// The schemas, compiled once.
struct Compiled {
    schemas: Schemas,
    by_name: BTreeMap<&'static str, SchemaIndex>,
}

impl Compiled {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.set_default_draft(Draft::V2020_12);
        let mut by_name = BTreeMap::new();
        let all = [("all", schema_of_all()), ("theme", Theme::schema())];
        for (name, schema) in DESCRIBED.iter().map(|of| (of.name, schema(of))).chain(all) {
            let url = format!("mem:///{name}.json");
            compiler.add_resource(&url, schema).expect("a resource");
            let index = compiler.compile(&url, &mut schemas);
            by_name.insert(name, index.unwrap_or_else(|e| panic!("{name}: {e:#}")));
        }
        Self { schemas, by_name }
    }

    fn refusal(&self, name: &str, value: &Value) -> Option<String> {
        self.schemas.validate(value, self.by_name[name]).err().map(|e| e.to_string())
    }
}

#[test]
fn the_schema_of_a_theme_accepts_what_is_read_and_refuses_what_is_not() {
    let compiled = Compiled::new();
    let refusal = |yaml: &str| compiled.refusal("theme", &data(yaml).expect("YAML"));
    let harbour = include_str!("../themes/harbour/theme.yaml");
    let faces = "faces:\n  - {family: Brand, file: fonts/brand.woff2, weight: 300 800, style: italic}\n  - {family: Brand, file: b.ttf, weight: 700}\n";
    for yaml in [harbour, faces, "light:\nfaces:\n"] {
        assert_eq!(refusal(yaml), None, "{yaml}");
    }
    for yaml in [
        "colours: {}\n",
        "light: {inc: \"#000000\"}\n",
        "dark: {ink: red}\n",
        "logo: ../x.svg\n",
        "faces: [{family: Brand}]\n",
        "faces: [{family: Brand, file: b.woff2, weight: bold}]\n",
        "faces: [{family: Brand, file: b.woff2, style: slanted}]\n",
        "faces: [{family: Brand, file: \"https://x.example/b.woff2\"}]\n",
    ] {
        assert!(refusal(yaml).is_some(), "{yaml}");
    }
}

fn name_of(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Catalogue => "catalogue",
        other => other.kind().word(),
    }
}

/// Every file with front matter or of YAML: the name of its schema, its number, its data.
fn described(sources: &Sources) -> Vec<(&'static str, FileId, Value)> {
    let folder = folder::sort(sources, &mut Vec::new());
    let entities = folder.entities().map(|(kind, entity)| (name_of(kind), entity.file));
    let indexes = folder.indexes.iter().map(|index| ("index", index.file));
    let files = entities.chain(indexes).filter_map(|(name, file)| {
        let text = sources.text(file);
        let parts = split(file, text, &mut Vec::new())?;
        Some((name, file, data(&text[parts.yaml])?))
    });
    let site = folder.config.and_then(|file| Some(("site", file, data(sources.text(file))?)));
    files.chain(site).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_file_of_the_example_is_accepted() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let sources = milepost::io::load::load(&content).expect("the example");
    let compiled = Compiled::new();
    let files = described(&sources);
    assert!(files.len() > 40, "{}", files.len());
    for (name, file, value) in files {
        assert_eq!(compiled.refusal(name, &value), None, "{}", sources.path(file));
        assert_eq!(compiled.refusal("all", &value), None, "{}", sources.path(file));
    }
}

#[test]
fn what_the_parser_refuses_for_its_form_the_schema_refuses_and_nothing_else() {
    let compiled = Compiled::new();
    let (mut refused, mut accepted, mut wrong) = (BTreeSet::new(), 0, String::new());
    let today = "2026-11-23".parse().expect("a date");
    let options = Options { today, include_drafts: true, include_confidential: true };
    for path in files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings")) {
        let case = std::fs::read_to_string(&path).expect("a case");
        let site = case.split("-- expect --").next().expect("a site");
        let sources = Sources::from_fixture(site);
        let (content, mut findings) = parse(&sources, &mut Memo::default());
        findings.extend(resolve(&content, &sources, &options).1);
        for (name, file, value) in described(&sources) {
            let codes: BTreeSet<Code> =
                findings.iter().filter(|f| f.span.file == file).map(|f| f.code).collect();
            let at_fault: Vec<Code> =
                EXPRESSIBLE.into_iter().filter(|code| codes.contains(code)).collect();
            let refusal = compiled.refusal(name, &value);
            match (refusal, at_fault.is_empty()) {
                (Some(_), false) => refused.extend(at_fault),
                (None, true) => accepted += 1,
                (None, false) if path.ends_with(TAKEN_FOR_A_LANE) => {}
                (None, false) => wrong += &format!("accepted: {} {at_fault:?}\n", path.display()),
                (Some(why), true) if codes.is_empty() => {
                    wrong += &format!("refused: {}: {why}\n", path.display());
                }
                (Some(_), true) => {}
            }
        }
    }
    assert_eq!(wrong, "");
    assert_eq!(refused, EXPRESSIBLE.into_iter().collect());
    assert!(accepted > 100, "{accepted}");
}

#[test]
fn values_off_their_scale_or_of_no_such_form_are_refused() {
    let compiled = Compiled::new();
    let opportunity = "title: A\nimpact: 3\nfeasibility: 3\n";
    let evidence = "title: A\nmethod: survey\ndate: 2026-05\n";
    let journey = "title: A\npersonas: [maya]\n";
    for (name, whole, fault) in [
        ("opportunity", opportunity, "link: example.org\n"),
        ("opportunity", opportunity, "review: {last: yesterday}\n"),
        ("opportunity", opportunity, "review: {every: 6}\n"),
        ("opportunity", opportunity, "lang: German please\n"),
        ("opportunity", opportunity, "effort: {time: 9, cost: 2, complexity: 3}\n"),
        ("evidence", evidence, "participants: -1\n"),
        ("evidence", evidence, "expires: 2026\n"),
        ("evidence", evidence, "highlights: [{id: Not a slug, text: x}]\n"),
        ("evidence", evidence, "from: 12/05/2026\n"),
        ("persona", "name: A\n", "channels: {app: 7}\n"),
        ("persona", "name: A\n", "scales: [{left: a, right: b, value: 3}]\n"),
        ("evidence", evidence, "expires: 2026-13-01\n"),
        ("evidence", evidence, "expires: 2026-10-32\n"),
        ("persona", "name: A\n", "image: maya.svg\n"),
        ("journey", journey, "metrics: [{title: Found a slot}]\n"),
        (
            "journey",
            journey,
            "metrics: [{title: A, data: a.csv, values: [{date: 2026-05-01, value: 1}]}]\n",
        ),
        ("journey", journey, "lanes: [emotion, pains, emotion]\n"),
        ("site", "title: A\n", "base_url: ftp://example.org/\n"),
        ("site", "title: A\n", "findings: {MP0806: silent}\n"),
    ] {
        let value = |text: &str| data(text).expect("it is YAML");
        assert_eq!(compiled.refusal(name, &value(whole)), None, "{whole}");
        assert!(compiled.refusal(name, &value(&format!("{whole}{fault}"))).is_some(), "{fault}");
    }
}

#[test]
fn what_one_field_asks_of_another_is_in_the_schema() {
    let compiled = Compiled::new();
    let source = "title: A\nmethod: survey\n";
    let journey = "title: A\npersonas: [maya]\n";
    for (name, accepted, refused) in [
        (
            "evidence",
            format!("{source}from: 2026-04\nto: 2026-05\n"),
            format!("{source}to: 2026-05\n"),
        ),
        ("persona", "name: A\nimage: a.svg\nalt: A\n".into(), "name: A\nimage: a.svg\n".into()),
        ("persona", "name: A\nimage:\n".into(), "image: a.svg\n".into()),
        (
            "journey",
            format!("{journey}metrics: [{{title: A, data: a.csv}}]\n"),
            format!("{journey}metrics: [{{title: A}}]\n"),
        ),
    ] {
        let refusal = |yaml: &str| compiled.refusal(name, &data(yaml).expect("it is YAML"));
        assert_eq!(refusal(&accepted), None, "{accepted}");
        assert!(refusal(&refused).is_some(), "{refused}");
    }
}

#[test]
fn every_field_is_described_with_an_example() {
    for of in DESCRIBED {
        let schema = schema(of);
        let properties = schema["properties"].as_object().expect("fields");
        for (name, property) in properties {
            assert!(property["description"].is_string(), "{} {name}", of.name);
            let examples = property["examples"].as_array().expect("examples");
            assert_eq!(examples.len(), 1, "{} {name}", of.name);
        }
    }
}

#[test]
fn every_example_is_accepted_where_it_stands() {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.set_default_draft(Draft::V2020_12);
    let all = schema_of_all();
    compiler.add_resource("mem:///all.json", all.clone()).expect("a resource");
    let mut seen = 0;
    for (name, definition) in all["$defs"].as_object().expect("definitions") {
        for (field, property) in definition["properties"].as_object().into_iter().flatten() {
            let at = format!("mem:///all.json#/$defs/{name}/properties/{field}");
            let index = compiler.compile(&at, &mut schemas).expect("a schema");
            for example in property["examples"].as_array().into_iter().flatten() {
                let refusal = schemas.validate(example, index).err().map(|e| e.to_string());
                assert_eq!(refusal, None, "{name} {field} {example}");
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn every_field_of_the_table_is_in_the_schema_and_no_other() {
    let all = schema_of_all();
    let names = |shape: &Shape| shape.fields().map(|f| f.name).collect::<BTreeSet<_>>();
    let known: BTreeSet<&str> = SHAPES.iter().flat_map(|shape| names(shape)).collect();
    // A metric is a part of what the table lists.
    let told: BTreeSet<&str> = DESCRIBED
        .iter()
        .filter(|of| of.name != "metric")
        .map(|of| of.name.to_owned())
        .chain(["inline-stage", "inline-touchpoint", "inline-opportunity"].map(str::to_owned))
        .flat_map(|name| all["$defs"][name]["properties"].as_object().expect("fields"))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(told, known);
}

#[test]
fn the_program_prints_one_kind_or_all_of_them() {
    let run = |arguments: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("milepost")
            .expect("built")
            .arg("schema")
            .args(arguments)
            .output()
            .expect("it starts");
        (output.status.code(), String::from_utf8(output.stdout).expect("a text"))
    };
    let (code, persona) = run(&["persona"]);
    let persona: Value = serde_json::from_str(&persona).expect("JSON");
    assert_eq!((code, &persona["required"]), (Some(0), &serde_json::json!(["name"])));
    let (code, site) = run(&["site"]);
    let site: Value = serde_json::from_str(&site).expect("JSON");
    let severities = site["properties"]["findings"]["properties"].as_object().expect("codes");
    assert_eq!((code, severities.len()), (Some(0), CODES.len()));
    let (code, all) = run(&[]);
    let all: Value = serde_json::from_str(&all).expect("JSON");
    assert!(code == Some(0) && DESCRIBED.iter().all(|of| all["$defs"][of.name].is_object()));
    assert_eq!(run(&["personna"]).0, Some(2));
}
