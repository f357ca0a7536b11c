//! The real binary builds real folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

fn milepost(folder: &Path, arguments: &[&str]) -> Output {
    assert_cmd::Command::cargo_bin("milepost")
        .expect("cargo built it")
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("readable").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut files);
    files
}

fn started() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = milepost(folder.path(), &["init"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    folder
}

#[test]
fn the_starter_is_free_of_findings_and_builds() {
    let folder = started();
    let checked = milepost(folder.path(), &["check", "--deny", "warnings", "--format", "json"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let found: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    assert_eq!((&found["errors"], &found["warnings"]), (&0.into(), &0.into()));
    let built = milepost(folder.path(), &["build"]);
    assert_eq!(built.status.code(), Some(0), "{}", text(&built.stderr));
    assert!(folder.path().join("public/journeys/first-visit/compare.html").exists());
    assert!(text(&built.stdout).contains("pages in"), "{}", text(&built.stdout));
}

#[test]
fn init_never_overwrites_a_file() {
    let folder = started();
    let home = folder.path().join("content/index.md");
    fs::write(&home, "mine").expect("written");
    fs::remove_file(folder.path().join("content/site.yaml")).expect("removed");
    assert!(milepost(folder.path(), &["init"]).status.success());
    assert_eq!(fs::read_to_string(home).expect("there"), "mine");
    assert!(folder.path().join("content/site.yaml").exists());
}

#[test]
fn every_kind_of_new_file_is_valid_as_it_stands() {
    let folder = started();
    for (kind, id) in [
        ("persona", "sam"),
        ("journey", "second-visit"),
        ("stage", "first-visit/4-stay"),
        ("touchpoint", "help-line"),
        ("opportunity", "shorter-form"),
        ("evidence", "exit-survey"),
    ] {
        let id = id.replace("4-", "");
        let made = milepost(folder.path(), &["new", kind, &id]);
        assert!(made.status.success(), "{kind}: {}", text(&made.stderr));
        let again = milepost(folder.path(), &["new", kind, &id]);
        assert_eq!(again.status.code(), Some(2), "{kind} was written over");
    }
    let checked = milepost(folder.path(), &["check", "--format", "short"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let formatted = milepost(folder.path(), &["fmt", "--check"]);
    assert_eq!(formatted.status.code(), Some(0), "{}", text(&formatted.stdout));
}

#[test]
fn new_files_take_their_place_among_those_that_are_there() {
    let folder = started();
    let new = |kind: &str, id: &str| milepost(folder.path(), &["new", kind, id]);
    let journeys = folder.path().join("content/journeys");
    for (kind, id, path) in [
        ("journey", "second-visit", "second-visit.md"),
        ("stage", "second-visit/plan", "second-visit/plan.md"),
        ("touchpoint", "second-visit/plan/list", "second-visit/plan/list.md"),
        ("touchpoint", "second-visit/plan/shelf", "second-visit/plan/shelf.md"),
        ("stage", "first-visit/stay", "first-visit/4-stay.md"),
    ] {
        let made = new(kind, id);
        assert!(made.status.success(), "{id}: {}", text(&made.stderr));
        assert!(journeys.join(path).exists(), "{id}: {}", text(&made.stdout));
        let checked = milepost(folder.path(), &["check", "--format", "short"]);
        assert_eq!(checked.status.code(), Some(0), "{id}: {}", text(&checked.stdout));
    }
    assert!(journeys.join("second-visit/index.md").exists());
    assert!(journeys.join("second-visit/plan/index.md").exists());
    // In a stage a touchpoint may be one of the catalogue, which uses none itself.
    let use_of = |path| fs::read_to_string(path).expect("there").contains("\n# use: ");
    assert!(use_of(journeys.join("second-visit/plan/list.md")));
    assert!(new("touchpoint", "help-line").status.success());
    assert!(!use_of(folder.path().join("content/touchpoints/help-line.md")));
    for (kind, id, said) in [
        ("stage", "nowhere/plan", "there is no journey `nowhere`"),
        ("stage", "first-vist/plan", "did you mean `first-visit`?"),
        ("stage", "first-visit/hear", "`content/journeys/first-visit/1-hear.md` is there already"),
        ("touchpoint", "first-visit/her/radio", "did you mean `hear`?"),
        (
            "touchpoint",
            "first-visit/hear/radio",
            "the touchpoints of `content/journeys/first-visit/1-hear.md` are written in that file",
        ),
    ] {
        let before = tree(&folder.path().join("content"));
        let made = new(kind, id);
        assert_eq!(made.status.code(), Some(2), "{id}");
        assert!(text(&made.stderr).contains(said), "{id}: {}", text(&made.stderr));
        assert_eq!(tree(&folder.path().join("content")), before, "{id}");
    }
}

#[test]
fn a_file_that_would_break_the_site_is_not_written() {
    let folder = started();
    let journey = folder.path().join("content/journeys/map.md");
    let map = "---\ntitle: Map\npersonas: [alex]\nowner: research\n---\n\nSee [Alex](../personas/alex.md).\n";
    fs::write(&journey, map).expect("written");
    let made = milepost(folder.path(), &["new", "stage", "map/plan"]);
    assert_eq!(made.status.code(), Some(2));
    assert!(text(&made.stderr).contains("nothing was written"), "{}", text(&made.stderr));
    assert_eq!(fs::read_to_string(&journey).expect("still there"), map);
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_surrounds_it() {
    let (one, two) = (started(), started());
    let build = |folder: &Path, zone: &str, threads: &str| {
        let built = assert_cmd::Command::cargo_bin("milepost")
            .expect("cargo built it")
            .current_dir(folder)
            .env("TZ", zone)
            .env("RAYON_NUM_THREADS", threads)
            .args(["build", "--today", "2026-11-23", "-o", "out"])
            .output()
            .expect("it starts");
        assert!(built.status.success(), "{}", text(&built.stderr));
        tree(&folder.join("out"))
    };
    let first = build(one.path(), "UTC", "1");
    let second = build(two.path(), "Pacific/Auckland", "7");
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(second[path] == *bytes, "{path} differs");
    }
}

#[test]
fn a_second_build_writes_nothing_and_a_removed_page_goes() {
    let folder = started();
    assert!(milepost(folder.path(), &["build"]).status.success());
    let again = milepost(folder.path(), &["build"]);
    assert!(text(&again.stdout).contains(" 0 files written"), "{}", text(&again.stdout));
    let stage = folder.path().join("content/journeys/first-visit/3-begin.md");
    fs::remove_file(stage).expect("removed");
    fs::remove_dir_all(folder.path().join("content/touchpoints")).expect("removed");
    assert!(milepost(folder.path(), &["build"]).status.success());
    assert!(!folder.path().join("public/journeys/first-visit/begin.html").exists());
    assert!(folder.path().join("public/journeys/first-visit/hear.html").exists());
}

#[test]
fn errors_leave_the_old_site_as_it_was() {
    let folder = started();
    assert!(milepost(folder.path(), &["build"]).status.success());
    let before = tree(&folder.path().join("public"));
    let home = folder.path().join("content/index.md");
    fs::write(home, "[gone](personas/nobody.md)").expect("written");
    let built = milepost(folder.path(), &["build"]);
    assert_eq!(built.status.code(), Some(1));
    assert!(text(&built.stderr).contains("content/index.md:1:1"), "{}", text(&built.stderr));
    assert!(tree(&folder.path().join("public")) == before, "the old site changed");
}

#[test]
fn a_folder_that_is_not_ours_and_a_missing_one_are_refused_by_name() {
    let folder = started();
    fs::create_dir(folder.path().join("thesis")).expect("made");
    fs::write(folder.path().join("thesis/chapter.doc"), "years").expect("written");
    let built = milepost(folder.path(), &["build", "-o", "thesis"]);
    assert_eq!(built.status.code(), Some(2));
    assert!(text(&built.stderr).contains("thesis"), "{}", text(&built.stderr));
    let missing = milepost(folder.path(), &["check", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("nowhere"), "{}", text(&missing.stderr));
}

#[test]
fn a_wrong_command_line_is_two_and_help_has_an_example() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(milepost(folder.path(), &["build", "--frobnicate"]).status.code(), Some(2));
    for day in ["soon", "20261123", "2026-11-23T10:00", "2026-11-31", "2026-11"] {
        let checked = milepost(folder.path(), &["check", "--today", day]);
        assert_eq!(checked.status.code(), Some(2), "{day}");
    }
    for command in ["init", "new", "build", "check", "explain"] {
        let help = milepost(folder.path(), &[command, "--help"]);
        assert_eq!(help.status.code(), Some(0));
        assert!(text(&help.stdout).contains("Example"), "{command} has no example");
    }
    assert_eq!(milepost(folder.path(), &["explain", "MP9999"]).status.code(), Some(2));
}

#[test]
fn a_theme_of_the_sites_own_lies_over_the_default_file_by_file() {
    let folder = started();
    let own = folder.path().join("themes/default/templates");
    fs::create_dir_all(&own).expect("made");
    fs::write(own.join("not-found.html"), "<!doctype html><title>lost</title>{{ nothing.here }}")
        .expect("written");
    let built = milepost(folder.path(), &["build"]);
    assert_eq!(built.status.code(), Some(1), "{}", text(&built.stderr));
    let error = text(&built.stderr);
    assert!(error.contains("not-found.html:1:") && error.contains("404.html"), "{error}");
    assert!(!folder.path().join("public").exists(), "something was written");
    // Of several pages that fail the first is named, and folders made on the way are gone.
    let broken = own.join("persona.html");
    fs::write(&broken, "{{ nothing.here }}").expect("written");
    for _ in 0..3 {
        let built = milepost(folder.path(), &["build", "-o", "a/b/site"]);
        let error = text(&built.stderr);
        assert!(error.contains("not-found.html:1:") && error.contains("404.html"), "{error}");
        assert!(!folder.path().join("a").exists(), "a folder was left behind");
    }
    fs::remove_file(broken).expect("removed");
    fs::write(own.join("not-found.html"), "<!doctype html><title>lost</title>").expect("written");
    assert!(milepost(folder.path(), &["build"]).status.success());
    let page = fs::read_to_string(folder.path().join("public/404.html")).expect("there");
    assert_eq!(page, "<!doctype html><title>lost</title>");
    // A site that is there stays as it was when a template fails later.
    let before = tree(&folder.path().join("public"));
    fs::write(own.join("search.html"), "{{ nothing.here }}").expect("written");
    fs::write(own.join("not-found.html"), "found").expect("written");
    assert_eq!(milepost(folder.path(), &["build"]).status.code(), Some(1));
    assert!(tree(&folder.path().join("public")) == before, "the old site changed");
}

#[test]
fn an_output_that_is_no_folder_is_refused_by_name() {
    let folder = started();
    fs::write(folder.path().join("notes"), "mine").expect("written");
    for output in ["notes", "notes/site"] {
        let built = milepost(folder.path(), &["build", "-o", output]);
        assert_eq!(built.status.code(), Some(2));
        let error = text(&built.stderr);
        assert!(error.contains(output) && error.contains("is a file, not a folder"), "{error}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("notes")).expect("there"), "mine");
}

/// Runs the binary where no file may grow above half a kilobyte, as on a disk that is full.
#[cfg(unix)]
fn milepost_without_room(folder: &Path, arguments: &[&str]) -> Output {
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    assert_cmd::Command::new("sh")
        .current_dir(folder)
        .args(["-c", script, env!("CARGO_BIN_EXE_milepost")])
        .args(arguments)
        .output()
        .expect("it starts")
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_leaves_the_old_site_as_it_was() {
    let folder = started();
    let nothing = milepost_without_room(folder.path(), &["build"]);
    assert_eq!(nothing.status.code(), Some(2), "{}", text(&nothing.stderr));
    assert!(!folder.path().join("public").exists(), "something was left behind");
    assert!(milepost(folder.path(), &["build", "--today", "2026-11-23"]).status.success());
    let before = tree(&folder.path().join("public"));
    let built = milepost_without_room(folder.path(), &["build", "--today", "2026-11-24"]);
    assert_eq!(built.status.code(), Some(2));
    let error = text(&built.stderr);
    assert!(error.contains("cannot write `public/"), "{error}");
    assert!(tree(&folder.path().join("public")) == before, "the old site changed");
}

/// Linux has a file that is always full.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_an_error_and_no_panic() {
    let folder = started();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("always there");
    let run = |command: &str| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_milepost"));
        program.arg(command).current_dir(folder.path());
        program
    };
    let owners = run("owners").stdout(full()).output().expect("it starts");
    assert_eq!(owners.status.code(), Some(2));
    let error = text(&owners.stderr);
    assert!(error.starts_with("error: cannot write to stdout: No space left"), "{error}");
    assert!(!error.contains("panicked"), "{error}");
    // Of a build the last line is lost, and nothing of the site.
    let build = run("build").stdout(full()).output().expect("it starts");
    assert_eq!(build.status.code(), Some(2));
    assert!(folder.path().join("public/index.html").exists());
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_waited_for() {
    use std::os::unix::fs::symlink;
    let folder = started();
    let people = folder.path().join("content/personas");
    let made = std::process::Command::new("mkfifo").arg(people.join("pipe.md")).status();
    assert!(made.expect("mkfifo is part of every Unix").success());
    symlink("loop.md", people.join("loop.md")).expect("linked");
    symlink("/etc", people.join("etc")).expect("linked");
    let checked = milepost(folder.path(), &["check", "--format", "short"]);
    let found = text(&checked.stdout);
    for (file, code) in [("pipe.md", "MP0208"), ("loop.md", "MP0207"), ("etc", "MP0207")] {
        let start = format!("content/personas/{file}:1:1: warning[{code}]");
        assert!(found.contains(&start), "{start} in {found}");
    }
    assert!(milepost(folder.path(), &["build"]).status.success());
}

/// The administrator may read everything: then another user runs the binary.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named_and_nothing_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = started();
    let secret = folder.path().join("content/site.yaml");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("ours");
    let output = match fs::read(&secret) {
        Err(_) => milepost(folder.path(), &["build"]),
        Ok(_) => {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("ours");
            // Nobody may look into the folders above the binary that cargo built.
            let binary = folder.path().join("milepost");
            // Copied by another process: a file that this one writes may still be open in a child
            // that another test is just starting, and then it is too busy to run.
            let mut copy = std::process::Command::new("cp");
            copy.arg(env!("CARGO_BIN_EXE_milepost")).arg(&binary);
            assert!(copy.status().expect("cp is part of every Unix").success());
            let other = ["--reuid=65534", "--regid=65534", "--clear-groups"];
            let mut command = std::process::Command::new("setpriv");
            command.args(other).arg(&binary).arg("build").current_dir(folder.path());
            command.output().expect("setpriv is part of every Linux")
        }
    };
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    let error = text(&output.stderr);
    assert!(error.contains("site.yaml`: permission denied"), "{error}");
    assert!(!folder.path().join("public").exists());
}

#[test]
fn the_digest_is_what_sha256sum_makes_of_the_files() {
    let dir = started();
    let digest = |arguments: &[&str]| {
        let all = [&["build", "--quiet", "--digest"], arguments].concat();
        text(&milepost(dir.path(), &all).stdout)
    };
    let first = digest(&["--today", "2026-11-23"]);
    assert_eq!(first.trim().len(), 64, "{first}");
    assert_eq!(digest(&["--today", "2026-11-23", "-o", "other"]), first);
    assert_ne!(digest(&["--today", "2026-11-24", "-o", "later"]), first);
    let said = include_str!("../README.md").split('`').find(|code| code.ends_with("| sha256sum"));
    let recipe = said.expect("the README says how");
    let mut shell = std::process::Command::new("sh");
    let there = shell.args(["-c", recipe]).current_dir(dir.path().join("public")).output();
    let there = there.expect("a shell");
    assert_eq!(text(&there.stdout).replace("  -", ""), first, "{}", text(&there.stderr));
}

#[test]
fn the_date_of_a_build_may_come_from_the_environment() {
    let dir = started();
    let build = |epoch: &str, output: &str| {
        let mut command = assert_cmd::Command::cargo_bin("milepost").expect("built");
        command.current_dir(dir.path()).env("SOURCE_DATE_EPOCH", epoch);
        let output = command.args(["build", "-q", "--digest", "-o", output]).output();
        text(&output.expect("it starts").stdout)
    };
    // 23 November 2026, its first and its last second in UTC.
    assert_eq!(build("1795392000", "a"), build("1795478399", "b"));
    let named = text(
        &milepost(dir.path(), &["build", "-q", "--digest", "-o", "c", "--today", "2026-11-23"])
            .stdout,
    );
    assert_eq!(build("1795392000", "d"), named);
}
