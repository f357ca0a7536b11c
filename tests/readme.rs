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

/// The part of the README below a heading.
fn section(heading: &str) -> &'static str {
    let start = README.split(&format!("## {heading}\n")).nth(1).expect("a heading");
    start.split("\n## ").next().unwrap_or(start)
}

fn blocks(section: &'static str, language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let blocks = section.split(&*fence).skip(1);
    blocks.filter_map(|block| block.split("```").next()).collect()
}

/// A shell in a folder, with the program in its path.
fn shell(folder: &std::path::Path, script: &str) -> (bool, String) {
    let program = assert_cmd::cargo::cargo_bin("milepost");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().expect("a folder").display());
    let mut command = std::process::Command::new("sh");
    for (key, value) in [("AUTHOR_NAME", "A"), ("AUTHOR_EMAIL", "a@b.example")] {
        command.env(format!("GIT_{key}"), value);
        command.env(format!("GIT_{}", key.replace("AUTHOR", "COMMITTER")), value);
    }
    command.env("PATH", path).env("GITHUB_BASE_REF", "main");
    command.env("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main");
    let output = command.current_dir(folder).args(["-e", "-c", script]).output().expect("a shell");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

const STARTED: &str =
    "milepost init -q . && git init -q -b main && git add . && git commit -qm One";

/// A repository `one` with a small site, and its clone `two` on a branch.
fn branch_of_a_clone() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let (done, said) = shell(dir.path(), &format!("mkdir one && cd one && {STARTED}"));
    assert!(done, "{said}");
    let (done, said) = shell(dir.path(), "git clone -q one two && cd two && git switch -qc change");
    assert!(done, "{said}");
    dir
}

/// The steps of a pipeline's YAML that run something: the command, and whether it runs whatever
/// failed before it.
fn steps(list: &serde_json::Value) -> Vec<(String, bool)> {
    let step = |step: &serde_json::Value| {
        let is_asked_for = step["if"] == "always()";
        let command = step.as_str().or(step["run"].as_str())?;
        Some((command.to_owned(), is_asked_for))
    };
    list.as_array().expect("steps").iter().filter_map(step).collect()
}

/// The pipelines of the README: of a pull request, of a merge request, of pages.
fn pipelines() -> [Vec<(String, bool)>; 4] {
    let data = |block: &str| milepost::parse::schema::data(block).expect("YAML");
    let yaml = blocks(section("In your pipeline"), "yaml");
    let [pull, merge] = &yaml[..] else { panic!("two pipelines") };
    let publish = data(blocks(section("Publish it"), "yaml")[0]);
    let (pull, merge) = (data(pull), data(merge));
    [
        &pull["jobs"]["maps"]["steps"],
        &merge["maps"]["script"],
        &merge["pages"]["script"],
        &publish["jobs"]["publish"]["steps"],
    ]
    .map(steps)
}

/// Runs steps as a runner does: after one that failed only those that ask for it.
fn run(folder: &std::path::Path, steps: &[(String, bool)]) -> (bool, String) {
    let (mut done, mut said) = (true, String::new());
    for (command, always) in steps {
        if (done || *always) && !command.starts_with("gh ") {
            let (is_done, words) = shell(folder, command);
            done &= is_done;
            said += &words;
        }
    }
    (done, said)
}

/// The lines of a GitLab script run in one shell.
fn as_one(steps: &[(String, bool)]) -> Vec<(String, bool)> {
    // Nothing is sent anywhere: what would be is kept.
    let curl = "curl() { echo \"$@\" > sent.txt; }\n".to_owned();
    let lines: Vec<&str> = steps.iter().map(|(line, _)| line.as_str()).collect();
    vec![(curl + &lines.join("\n"), false)]
}

#[cfg(unix)]
#[test]
fn the_pipelines_pass_on_a_branch_without_findings() {
    let dir = branch_of_a_clone();
    let [pull, merge, pages, publish] = pipelines();
    for (name, steps) in
        [("pull", pull), ("merge", as_one(&merge)), ("pages", pages), ("publish", publish)]
    {
        assert!(steps.iter().any(|(command, _)| command.contains("milepost build")), "{name}");
        let (done, said) = run(&dir.path().join("two"), &steps);
        assert!(done, "{name}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipeline_that_finds_something_fails_and_leaves_the_comment_and_the_preview() {
    let [pull, merge, ..] = pipelines();
    for steps in [pull, as_one(&merge)] {
        let dir = branch_of_a_clone();
        let two = dir.path().join("two");
        let persona = two.join("content/personas/sam.md");
        std::fs::write(&persona, "---\nname: Sam\n---\n\nInvented.\n").expect("written");
        let (done, said) = shell(&two, "git add . && git commit -qm Sam");
        assert!(done, "{said}");
        let (done, said) = run(&two, &steps);
        assert!(!done && said.contains("MP0603"), "{said}");
        let changes = std::fs::read_to_string(two.join("changes.md")).expect("a comment");
        assert!(changes.contains("Sam"), "{changes}");
        assert!(two.join("public/personas/sam.html").exists());
    }
}

#[cfg(unix)]
#[test]
fn the_hook_lets_a_good_commit_pass_and_holds_a_bad_one_back() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a folder");
    let (done, said) = shell(dir.path(), "milepost init -q . && git init -q -b main");
    assert!(done, "{said}");
    let hook = dir.path().join(".git/hooks/pre-commit");
    std::fs::create_dir_all(hook.parent().expect("a folder")).expect("made");
    let script = blocks(section("In your pipeline"), "sh");
    std::fs::write(&hook, script.first().expect("a hook")).expect("written");
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).expect("set");
    let (done, said) = shell(dir.path(), "git add . && git commit -qm One");
    assert!(done, "the first commit of all: {said}");
    let file = dir.path().join("content/index.md");
    std::fs::write(&file, "Welcome\n").expect("written");
    let commit = "git add . && git commit -qm Two";
    let (done, said) = shell(dir.path(), commit);
    assert!(done, "{said}");
    std::fs::write(&file, "See [[nobody]]\n").expect("written");
    let (done, said) = shell(dir.path(), commit);
    assert!(!done && said.contains("content/index.md:1:5: error[MP0310]"), "{said}");
}
