//! `owners` says who owns which file in the form that code hosts read.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn milepost(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = assert_cmd::Command::cargo_bin("milepost").expect("built");
    command.current_dir(folder).args(arguments).output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

fn maps() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| write(dir.path(), path, text);
    put("docs/maps/personas/maya.md", "---\nname: M\nowner: \"@ana, b@example.org\"\n---\n");
    put("docs/maps/personas/tom b [1].md", "---\nname: T\nowner: \"@acme/maps\"\n---\n");
    put("docs/maps/personas/ute.md", "---\nname: U\nowner: Ute Berg\n---\n");
    put("docs/maps/personas/none.md", "---\nname: N\n---\n");
    let journey = "---\ntitle: S\npersonas: [maya]\nowner: \"@ana\"\n---\n";
    put("docs/maps/journeys/shop/index.md", journey);
    put("docs/maps/journeys/shop/1-plan.md", "---\ntitle: P\nowner: \"@ben\"\n---\n");
    put("docs/maps/journeys/shop/2-pay/index.md", "---\ntitle: P\nowner: \"@cy\"\n---\n");
    put("docs/maps/journeys/shop/2-pay/1-card.md", "---\ntitle: C\n---\n");
    let inline = "---\ntitle: L\npersonas: [maya]\nowner: \"@dee\"\nstages:\n  - {title: A, owner: \"@eve\"}\n---\n";
    put("docs/maps/journeys/leave.md", inline);
    dir
}

const RULES: &str = "\
/docs/maps/journeys/leave.md @dee
/docs/maps/journeys/shop/ @ana
/docs/maps/journeys/shop/1-plan.md @ben
/docs/maps/journeys/shop/2-pay/ @cy
/docs/maps/personas/maya.md @ana b@example.org
/docs/maps/personas/tom\\ b\\ \\[1\\].md @acme/maps
# /docs/maps/personas/ute.md Ute Berg
";

#[test]
fn each_owner_has_a_rule_and_folders_stand_before_what_is_in_them() {
    let dir = maps();
    let output = milepost(dir.path(), &["owners", "docs/maps"]);
    assert_eq!(text(&output.stdout), RULES, "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn paths_are_those_from_the_root_of_the_repository() {
    let dir = maps();
    let git = Command::new("git").args(["init", "--quiet"]).current_dir(dir.path()).status();
    assert!(git.expect("git starts").success());
    let output = milepost(&dir.path().join("docs"), &["owners", "maps"]);
    assert_eq!(text(&output.stdout), RULES);
}

#[test]
fn a_file_that_cannot_be_read_is_said() {
    let dir = maps();
    write(dir.path(), "docs/maps/personas/maya.md", "---\nname: [\n---\n");
    let output = milepost(dir.path(), &["owners", "docs/maps"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("persona `maya` cannot be read"));
}
