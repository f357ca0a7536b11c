//! `fmt` brings front matter into one form and changes nothing that anybody reads in it.

use milepost::format::{Formatted, Why, markdown, site as format_site};
use milepost::io::replace::{Replaced, replace};
use milepost::model::Config;
use milepost::model::fields::{Field, Place};
use milepost::parse::config::decode_config;
use milepost::parse::decode::{FileKind, FileName, decode_file};
use milepost::parse::folder;
use milepost::source::{FileId, Sources};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

const KINDS: [FileKind; 7] = [
    FileKind::Persona,
    FileKind::Journey,
    FileKind::Stage,
    FileKind::Touchpoint,
    FileKind::Catalogue,
    FileKind::Opportunity,
    FileKind::Evidence,
];

/// What a file says, without where it says it: the model, and the findings in words.
fn meaning(kind: FileKind, text: &str, config: &Config) -> (String, Vec<String>) {
    let mut findings = Vec::new();
    let name = FileName::of(kind, "a");
    let decoded = decode_file(kind, FileId(1), &text.into(), &name, config, &mut findings);
    (without_places(&format!("{decoded:?}")), in_words(&findings))
}

fn in_words(findings: &[milepost::diagnostic::Finding]) -> Vec<String> {
    let mut words: Vec<String> =
        findings.iter().map(|f| format!("{} {}", f.code.id(), f.message)).collect();
    words.sort();
    words
}

/// Takes every span, and where the letters of every text stand, out of a printed model.
fn without_places(printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    let mut rest = printed;
    while let Some(at) = rest.find("Span { file").into_iter().chain(rest.find(", start: ")).min() {
        out.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("Span") { '}' } else { ']' };
        rest = rest[at..].split_once(end).map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// The canonical form of a text, which must mean the same and be its own canonical form.
fn formatted(kind: FileKind, text: &str, config: &Config) -> Formatted {
    let result = markdown(text, kind.shape());
    if let Formatted::Changed(after) = &result {
        assert_eq!(meaning(kind, after, config), meaning(kind, text, config), "{text}\n{after}");
        assert_eq!(markdown(after, kind.shape()), Formatted::Same, "{text}\n{after}");
        assert_eq!(comments(after), comments(text), "{text}\n{after}");
    }
    result
}

/// The lines and ends of lines that are comments, for texts that hold no other `#`.
fn comments(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> =
        text.lines().filter_map(|l| l.find("# remark").map(|at| l[at..].trim_end())).collect();
    found.sort_unstable();
    found
}

fn sites_of_findings() -> Vec<(PathBuf, Sources)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let paths = fs::read_dir(folder).expect("cases").flatten().map(|entry| entry.path());
    let site = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a case");
        let site = text.split("-- expect --").next().expect("a site");
        (path, Sources::from_fixture(site))
    };
    paths.map(site).collect()
}

#[test]
fn the_example_is_in_canonical_form() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let output = milepost(&content, &["fmt", ".", "--check"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(0), ""));
}

#[test]
fn every_file_with_findings_keeps_its_meaning_and_its_findings() {
    let (mut changed, mut left) = (0, 0);
    for (path, sources) in sites_of_findings() {
        let folder = folder::sort(&sources, &mut Vec::new());
        let site = folder.config.map(|file| sources.text(file).to_owned()).unwrap_or_default();
        let config = decode_config(FileId(1), &site, &mut Vec::new());
        for (kind, entity) in folder.entities() {
            match formatted(kind, sources.text(entity.file), &config) {
                Formatted::Same => {}
                Formatted::Changed(_) => changed += 1,
                Formatted::LeftAlone(Why::Unreadable) => left += 1,
                Formatted::LeftAlone(why) => panic!("{} {why:?}", path.display()),
            }
        }
        if let Formatted::Changed(after) = format_site(&site) {
            let read = |text: &str| {
                let mut findings = Vec::new();
                let config = decode_config(FileId(1), text, &mut findings);
                (without_places(&format!("{config:?}")), in_words(&findings))
            };
            assert_eq!(read(&after), read(&site), "{}", path.display());
        }
    }
    assert!(changed > 20 && left > 10, "{changed} {left}");
}

/// A field as its author may write it.
#[derive(Clone, Debug)]
struct Written {
    field: usize,
    remark: u8,
    looseness: u8,
}

fn written() -> impl Strategy<Value = (usize, Vec<Written>)> {
    let fields = prop::collection::vec((0..40_usize, any::<u8>(), any::<u8>()), 1..12);
    (0..KINDS.len(), fields).prop_map(|(kind, fields)| {
        let written = |(field, remark, looseness)| Written { field, remark, looseness };
        (kind, fields.into_iter().map(written).collect())
    })
}

/// A file with these fields in this order, each once, between remarks.
fn file(kind: FileKind, fields: &[Written]) -> String {
    let known: Vec<&Field> = kind.shape().fields().filter(|f| f.place != Place::Inline).collect();
    let mut out = String::from("---\n");
    let mut seen = Vec::new();
    for Written { field, remark, looseness } in fields {
        let Some(field) = known.get(field % (known.len() + 1)) else {
            out.push_str("policy: [x]\n");
            continue;
        };
        if seen.contains(&field.name) {
            continue;
        }
        seen.push(field.name);
        match remark % 8 {
            0 => out.push_str(&format!("# remark above {}\n", field.name)),
            1 => out.push_str(&format!("\n# remark {}\n\n", field.name)),
            2 => out.push('\n'),
            3 => out.push_str(&format!("    # remark far in {}\n", field.name)),
            _ => {}
        }
        out.push_str(&loosely(field, *looseness));
        if remark % 5 == 0 && !field.example.starts_with('\n') {
            out.push_str(&format!("   # remark beside {}", field.name));
        }
        out.push('\n');
    }
    out + "---\nText\n"
}

fn loosely(field: &Field, looseness: u8) -> String {
    let Field { name, example, .. } = field;
    match (looseness % 6, example.starts_with('\n')) {
        (0, true) => format!("{name}:{}", example.replace("\n  ", "\n")),
        (1, true) => format!("{name}:{}", example.replace('\n', "\n    ")),
        (2, true) => format!("{name}:   # remark {name}{example}"),
        (_, true) => format!("{name}:{example}"),
        (0, false) if example.starts_with(char::is_alphabetic) && !example.contains("://") => {
            format!("\"{name}\": '{example}'")
        }
        (1, false) => format!("{name}:     {}", example.replace(", ", " ,")),
        (2, false) => format!("{name}:\n    {}", example.replace(", ", ",\n      ")),
        (_, false) => format!("{name}: {example}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn fields_in_any_order_and_spacing_keep_their_meaning((kind, fields) in written()) {
        let kind = KINDS[kind];
        let text = file(kind, &fields);
        let config = decode_config(FileId(1), "custom_lanes: [{id: policy}]", &mut Vec::new());
        let result = formatted(kind, &text, &config);
        let touched = meaning(kind, &text, &config).1.iter().any(|f| f.starts_with("MP0005"));
        prop_assert!(touched || !matches!(result, Formatted::LeftAlone(_)), "{result:?}\n{text}");
    }

    #[test]
    fn any_letters_are_left_alone_or_keep_their_meaning(
        lines in prop::collection::vec("[ ]{0,4}(name|goals|pains|- |text|a)?[:]?[ ]?[-\\[\\]{}\"'|>&*!?,:#a %x~1\t]{0,8}", 0..8),
        end in "(\n|\r\n|\r)",
    ) {
        let text = format!("---{end}{}{end}---{end}", lines.join(&end));
        formatted(FileKind::Persona, &text, &Config::default());
    }

    #[test]
    fn any_text_at_all_is_survived(text in "\\PC{0,80}") {
        formatted(FileKind::Journey, &text, &Config::default());
        format_site(&text);
    }
}

fn milepost(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = assert_cmd::Command::cargo_bin("milepost").expect("built");
    command.current_dir(folder).args(arguments).output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with a file that is not in canonical form.
fn untidy() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(dir.path().join("content/personas")).expect("made");
    let maya = b"\xef\xbb\xbf---\r\ngoals:\r\n- a\r\nname: \"Maya\"\r\n---\r\nText";
    fs::write(dir.path().join("content/personas/maya.md"), maya).expect("written");
    fs::write(dir.path().join("content/site.yaml"), "title: A\n").expect("written");
    dir
}

#[test]
fn check_names_what_would_change_and_writes_nothing() {
    let dir = untidy();
    let file = dir.path().join("content/personas/maya.md");
    let before = fs::read(&file).expect("there");
    let output = milepost(dir.path(), &["fmt", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "content/personas/maya.md\n");
    assert_eq!(fs::read(&file).expect("there"), before);
}

#[test]
fn a_file_is_written_once_with_its_line_ends_mark_and_permissions() {
    let dir = untidy();
    let file = dir.path().join("content/personas/maya.md");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
    }
    let output = milepost(dir.path(), &["fmt"]);
    assert_eq!(text(&output.stdout), "content/personas/maya.md\n");
    let expected = b"\xef\xbb\xbf---\r\nname: Maya\r\ngoals:\r\n  - a\r\n---\r\nText";
    assert_eq!(text(&fs::read(&file).expect("there")), text(expected));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
    let again = milepost(dir.path(), &["fmt"]);
    assert_eq!((again.status.code(), text(&again.stdout).as_str()), (Some(0), ""));
    let left: Vec<_> = fs::read_dir(file.parent().expect("a folder")).expect("there").collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn an_unreadable_file_is_left_as_it_is_and_said_and_the_others_are_formatted() {
    let dir = untidy();
    let bad = dir.path().join("content/personas/tom.md");
    fs::write(&bad, "---\nname: [\n---\n").expect("written");
    let output = milepost(dir.path(), &["fmt"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("`content/personas/tom.md` is left as it is"), "{said}");
    assert_eq!(fs::read(&bad).expect("there"), b"---\nname: [\n---\n");
    assert_eq!(text(&output.stdout), "content/personas/maya.md\n");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_nothing_outside_is_written() {
    let dir = untidy();
    let (personas, outside) = (dir.path().join("content/personas"), dir.path().join("out.md"));
    let untidy = "---\ngoals: [a]\nname: Out\n---\n";
    fs::write(&outside, untidy).expect("written");
    std::os::unix::fs::symlink(&outside, personas.join("out.md")).expect("linked");
    fs::create_dir(dir.path().join("content/retail")).expect("made");
    std::os::unix::fs::symlink(personas.join("maya.md"), personas.join("twin.md")).expect("linked");
    milepost(dir.path(), &["fmt"]);
    assert_eq!(fs::read_to_string(&outside).expect("there"), untidy);
    assert!(personas.join("twin.md").symlink_metadata().expect("there").is_symlink());
    assert!(text(&fs::read(personas.join("maya.md")).expect("there")).contains("name: Maya\r\n"));
}

#[test]
fn a_file_that_changed_meanwhile_is_not_replaced() {
    let dir = untidy();
    let content = dir.path().join("content");
    fs::write(content.join("site.yaml"), "title: B\n").expect("written");
    let fate = replace(&content, "site.yaml", b"title: A\n", b"title: C\n").expect("no failure");
    assert_eq!(fate, Replaced::ChangedMeanwhile);
    assert_eq!(fs::read(content.join("site.yaml")).expect("there"), b"title: B\n");
    let fate = replace(&content, "site.yaml", b"title: B\n", b"title: C\n").expect("no failure");
    assert_eq!(fate, Replaced::Done);
    assert_eq!(fs::read(content.join("site.yaml")).expect("there"), b"title: C\n");
    assert!(replace(&content, "../out.md", b"", b"x").is_err());
}
