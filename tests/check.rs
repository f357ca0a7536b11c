//! `check` as a gate before a merge: what fails it, what is known already, what a change brought.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn milepost(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = assert_cmd::Command::cargo_bin("milepost").expect("built");
    command.current_dir(folder).args(["check", "--today", "2026-11-23"]).args(arguments);
    command.output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Exit status, and `file:line code` of every finding.
fn found(folder: &Path, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let output = milepost(folder, &[arguments, &["--format", "json"]].concat());
    let said = text(&output.stderr);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    let rows = report["findings"].as_array().expect("a list");
    let row = |row: &Value| {
        let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        format!("{}:{} {}", word("file"), row["line"], word("code"))
    };
    (output.status.code(), rows.iter().map(row).collect())
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

const STUDY: &str = "---\ntitle: Talks\nmethod: interview\ndate: 2026-10\nowner: A\nhighlights:\n  - {id: a, text: So it is, consent: true, personas: [maya, tom]}\n---\n";
const MAYA: &str = "---\nname: Maya\nowner: A\nreview: {last: 2026-11-01}\n---\n";

/// A site without findings.
fn tidy() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    write(dir.path(), "content/evidence/talks.md", STUDY);
    write(dir.path(), "content/personas/maya.md", MAYA);
    write(dir.path(), "content/personas/tom.md", &MAYA.replace("Maya", "Tom"));
    dir
}

#[test]
fn a_review_is_denied_only_when_it_is_overdue_by_more_days_than_allowed() {
    let dir = tidy();
    assert_eq!(found(dir.path(), &["--deny", "overdue", "--deny", "warnings"]), (Some(0), vec![]));
    // Quarterly: due on 1 November, 22 days ago.
    let late = MAYA.replace("2026-11-01", "2026-08-01");
    write(dir.path(), "content/personas/maya.md", &late);
    for (deny, status) in [("overdue", 1), ("overdue=21", 1), ("overdue=22", 0), ("warnings", 1)] {
        assert_eq!(found(dir.path(), &["--deny", deny]).0, Some(status), "{deny}");
    }
    assert_eq!(found(dir.path(), &[]).0, Some(0));
    let allowed = late.replace("owner", "allow: [{code: MP0701, reason: On leave}]\nowner");
    write(dir.path(), "content/personas/maya.md", &allowed);
    assert_eq!(found(dir.path(), &["--deny", "overdue"]), (Some(0), vec![]));
    for wrong in ["overdue=soon", "overdue=-1", "infos"] {
        assert_eq!(milepost(dir.path(), &["--deny", wrong]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn a_baseline_lets_only_new_findings_fail_wherever_the_old_ones_move() {
    let dir = tidy();
    let bad = MAYA.replace("owner", "role: \"[[nobody]]\"\ngoals: [\"x [^none]\"]\nowner");
    write(dir.path(), "content/personas/maya.md", &bad);
    let baseline = ["--baseline", "known.json"];
    assert_eq!(milepost(dir.path(), &baseline).status.code(), Some(2));
    let written = milepost(dir.path(), &["--baseline", "known.json", "--write-baseline"]);
    assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
    let first = fs::read_to_string(dir.path().join("known.json")).expect("written");
    assert_eq!(first.matches("\"count\":1").count(), 2, "{first}");
    assert_eq!(found(dir.path(), &baseline), (Some(0), vec![]));
    // Three lines further down, and one more of the same kind.
    let moved = bad.replace("name: Maya", "# one\n# two\n# three\nname: Maya");
    write(
        dir.path(),
        "content/personas/maya.md",
        &moved.replace("[\"x [^none]\"]", "[\"x [^none]\", \"y [^none]\"]"),
    );
    let (status, rows) = found(dir.path(), &baseline);
    assert_eq!((status, rows.len()), (Some(1), 1), "{rows:?}");
    // What is mended is said, and does not fail.
    write(dir.path(), "content/personas/maya.md", MAYA);
    let output = milepost(dir.path(), &baseline);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("MP0301 personas/maya.md is in the baseline and found no more"),
        "{said}"
    );
    write(dir.path(), "known.json", "{}");
    let refused = milepost(dir.path(), &baseline);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("known.json"));
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    command.current_dir(folder).args(["-c", "user.name=A", "-c", "user.email=a@b.example"]);
    let output = command.args(arguments).output().expect("git starts");
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
}

/// A repository whose first commit has an old fault in Maya's file.
fn repository() -> tempfile::TempDir {
    let dir = tidy();
    let old = MAYA.replace("owner", "goals:\n  - \"x [^old]\"\n  - y\nowner");
    write(dir.path(), "content/personas/maya.md", &old);
    git(dir.path(), &["init", "--quiet", "--initial-branch", "main"]);
    git(dir.path(), &["add", "."]);
    git(dir.path(), &["commit", "--quiet", "--message", "One"]);
    dir
}

#[test]
fn since_a_revision_only_what_the_change_brought_counts() {
    let dir = repository();
    assert_eq!(found(dir.path(), &[]), (Some(1), vec!["content/personas/maya.md:4 MP0301".into()]));
    assert_eq!(found(dir.path(), &["--since", "main"]), (Some(0), vec![]));
    // A line far from the old fault, and a new file that nobody has added yet.
    let file = dir.path().join("content/personas/maya.md");
    let text = fs::read_to_string(&file).expect("there");
    write(dir.path(), "content/personas/maya.md", &text.replace("  - y\n", "  - \"y [^new]\"\n"));
    write(dir.path(), "content/personas/ute.md", "---\nname: Ute\nrole: \"[[none]]\"\n---\n");
    let (status, rows) = found(dir.path(), &["--since", "HEAD"]);
    assert_eq!(status, Some(1));
    assert!(rows.contains(&"content/personas/maya.md:5 MP0301".to_owned()), "{rows:?}");
    assert!(rows.contains(&"content/personas/ute.md:3 MP0310".to_owned()), "{rows:?}");
    assert!(!rows.contains(&"content/personas/maya.md:4 MP0301".to_owned()), "{rows:?}");
}

#[test]
fn an_old_finding_on_a_changed_line_counts_and_so_does_what_a_deletion_breaks() {
    let dir = repository();
    let file = dir.path().join("content/personas/maya.md");
    let text = fs::read_to_string(&file).expect("there");
    write(dir.path(), "content/personas/maya.md", &text.replace("\"x [^old]\"", "\"z [^old]\""));
    assert_eq!(found(dir.path(), &["--since", "HEAD"]).1, ["content/personas/maya.md:4 MP0301"]);
    write(dir.path(), "content/personas/maya.md", &text);
    // The file that names Tom is not touched.
    fs::remove_file(dir.path().join("content/personas/tom.md")).expect("removed");
    assert_eq!(found(dir.path(), &["--since", "HEAD"]).1, ["content/evidence/talks.md:7 MP0301"]);
}

#[test]
fn a_branch_is_held_against_where_it_began() {
    let dir = repository();
    git(dir.path(), &["switch", "--quiet", "--create", "change"]);
    write(dir.path(), "content/index.md", "Welcome\n");
    git(dir.path(), &["add", "."]);
    git(dir.path(), &["commit", "--quiet", "--message", "Two"]);
    git(dir.path(), &["switch", "--quiet", "main"]);
    let file = dir.path().join("content/personas/maya.md");
    let text = fs::read_to_string(&file).expect("there");
    write(dir.path(), "content/personas/maya.md", &text.replace("x [^old]", "x"));
    git(dir.path(), &["commit", "--quiet", "--all", "--message", "Mended on main"]);
    git(dir.path(), &["switch", "--quiet", "change"]);
    assert_eq!(found(dir.path(), &["--since", "main"]), (Some(0), vec![]));
}

#[test]
fn a_revision_that_is_not_there_and_a_shallow_clone_are_said() {
    let dir = repository();
    let output = milepost(dir.path(), &["--since", "mian"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean `main`"), "{}", text(&output.stderr));
    git(dir.path(), &["commit", "--quiet", "--allow-empty", "--message", "Two"]);
    let clone = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", dir.path().display());
    git(clone.path(), &["clone", "--quiet", "--depth", "1", &from, "clone"]);
    let output = milepost(&clone.path().join("clone"), &["--since", "HEAD~1"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("shallow") && said.contains("fetch-depth: 0"), "{said}");
}
