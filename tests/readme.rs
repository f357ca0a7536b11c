//! What the README says is run.

use std::collections::BTreeSet;

const README: &str = include_str!("../README.md");

#[test]
fn every_command_of_the_readme_exists_and_every_command_is_in_it() {
    let help = assert_cmd::Command::cargo_bin("milepost").expect("built").arg("--help").output();
    let help = String::from_utf8(help.expect("it starts").stdout).expect("a text");
    let commands =
        help.split("Commands:").nth(1).and_then(|t| t.split("\n\n").next()).expect("a list");
    let known: BTreeSet<&str> = commands
        .lines()
        .filter_map(|l| l.strip_prefix("  ").filter(|l| !l.starts_with(' ')))
        .filter_map(|l| l.split_whitespace().next())
        .filter(|c| *c != "help")
        .collect();
    let told: BTreeSet<&str> = README
        .lines()
        .filter_map(|l| l.strip_prefix("| `"))
        .filter_map(|l| l.split([' ', '`']).next())
        .filter(|c| c.chars().all(|c| c.is_ascii_lowercase()))
        .collect();
    assert_eq!(known, told);
}

#[test]
fn the_files_that_the_readme_shows_are_there() {
    for path in README.split("](").skip(1).filter_map(|r| r.split(')').next()) {
        if !path.contains("://") {
            let there = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            assert!(there.exists(), "{path}");
        }
    }
}

#[test]
fn every_dependency_is_named_with_its_job() {
    let manifest = include_str!("../Cargo.toml");
    let of_users = manifest.split("[dependencies]").nth(1).expect("a list");
    let of_users = of_users.split("\n[").next().expect("a list");
    for name in of_users.lines().filter_map(|l| l.split_once(" = ")).map(|(name, _)| name) {
        assert!(README.contains(name), "the README does not say what {name} is for");
    }
}
