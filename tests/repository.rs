//! A content folder as commits hold it: made by git, read by the one door to it.

use milepost::io::git::Repository;
use milepost::source::{Sources, UnreadReason};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A repository of its own, for one test.
pub(crate) struct TestRepository {
    folder: TempDir,
}

impl TestRepository {
    /// An empty one, on branch `main`.
    pub(crate) fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a folder") };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// Its root.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A path below its root.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// Commits everything and gives the commit's name.
    pub(crate) fn commit(&self, words: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", words]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Runs git and gives what it prints.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        let given = std::env::vars_os().map(|(name, _)| name);
        for name in given.filter(|name| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        let output = command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
            .args(["-c", "protocol.file.allow=always", "-C"])
            .arg(self.root())
            .args(arguments)
            .output()
            .expect("git runs");
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {words}");
        String::from_utf8(output.stdout).expect("a text").trim_end().to_owned()
    }
}

fn repository(content: &Path) -> Repository {
    Repository::of(content).expect("a repository")
}

fn texts(sources: &Sources) -> Vec<(&str, &str)> {
    sources.iter().map(|(path, file)| (path, sources.text(file.id))).collect()
}

#[test]
fn a_commit_gives_what_its_folder_held() {
    let test = TestRepository::new();
    test.write("maps/content/personas/maya.md", "one");
    test.write("maps/content/personas/_notes.md", "hidden");
    test.write("maps/content/assets/maya.png", "picture");
    test.write("elsewhere.md", "no content");
    let first = test.commit("first");
    test.write("maps/content/personas/maya.md", "two");
    test.write("maps/content/personas/tóm.md", "three");
    test.commit("second");
    fs::remove_dir_all(test.path("maps")).expect("removed");

    let repository = repository(&test.path("maps/content"));
    let load = |revision: &str| {
        let commit = repository.commit(revision).expect("a commit");
        repository.load(&commit).expect("loaded")
    };
    assert_eq!(repository.commit("HEAD~1").expect("a commit").id(), first);
    assert_eq!(texts(&load("HEAD~1")), [("assets/maya.png", ""), ("personas/maya.md", "one")]);
    assert_eq!(
        texts(&load("main")),
        [("assets/maya.png", ""), ("personas/maya.md", "two"), ("personas/tóm.md", "three")]
    );
}

#[test]
fn a_commit_without_the_folder_holds_nothing() {
    let test = TestRepository::new();
    test.write("README", "nothing yet");
    test.commit("first");
    test.write("content/personas/maya.md", "one");
    let repository = repository(&test.path("content"));
    let commit = repository.commit("main").expect("a commit");
    assert!(repository.tree(&commit).expect("listed").is_none());
    assert_eq!(repository.load(&commit).expect("loaded").iter().count(), 0);
}

#[test]
fn a_revision_that_is_not_there_is_said_with_the_nearest_name() {
    let test = TestRepository::new();
    test.write("content/index.md", "");
    test.commit("first");
    test.git(&["branch", "winter-maps"]);
    let repository = repository(&test.path("content"));
    let said = |revision: &str| repository.commit(revision).expect_err("not there").to_string();
    assert_eq!(
        said("winter-map"),
        "cannot find revision `winter-map`: no branch, tag or commit of this repository has that \
         name\n  help: did you mean `winter-maps`?"
    );
    for odd in ["", "--all", "-h", "main --all", "main\nmain", "main:content", "0123456", "$(id)"] {
        assert!(said(odd).starts_with(&format!("cannot find revision `{odd}`")), "{odd}");
    }
}

#[test]
fn a_shallow_clone_says_that_it_is_one() {
    let origin = TestRepository::new();
    for text in ["one", "two"] {
        origin.write("content/index.md", text);
        origin.commit(text);
    }
    let clone = TestRepository::new();
    let address = format!("file://{}", origin.root().display());
    clone.git(&["clone", "--quiet", "--depth=1", &address, "clone"]);
    let repository = repository(&clone.path("clone/content"));
    assert!(repository.commit("HEAD").is_ok());
    let said = repository.commit("HEAD~1").expect_err("not there").to_string();
    assert!(said.contains("shallow") && said.contains("git fetch --unshallow"), "{said}");
}

#[test]
fn a_clone_that_lacks_a_file_fetches_nothing() {
    let origin = TestRepository::new();
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    for text in ["one", "two"] {
        origin.write("content/index.md", text);
        origin.commit(text);
    }
    let clone = TestRepository::new();
    let address = format!("file://{}", origin.root().display());
    clone.git(&["clone", "--quiet", "--filter=blob:none", &address, "clone"]);
    let repository = repository(&clone.path("clone/content"));
    let commit = repository.commit("HEAD~1").expect("commits are there");
    let said = repository.load(&commit).expect_err("the file is not").to_string();
    assert!(said.contains("nothing is fetched"), "{said}");
}

#[test]
fn a_folder_in_no_repository_is_said_to_be_in_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = Repository::of(&folder.path().join("content")).expect_err("none").to_string();
    assert!(said.contains("it is in no git repository"), "{said}");
}

#[cfg(unix)]
#[test]
fn links_of_a_commit_are_followed_inside_the_folder_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let test = TestRepository::new();
    test.write("secret.md", "no");
    test.write("content/personas/maya.md", "yes");
    let links = [
        ("maya.md", "content/personas/tom.md"),
        ("../../secret.md", "content/personas/out.md"),
        ("/etc/passwd", "content/personas/system.md"),
        ("nobody.md", "content/personas/dead.md"),
        (".", "content/personas/circle"),
        ("personas", "content/people"),
        ("b.md", "content/a.md"),
        ("a.md", "content/b.md"),
    ];
    for (target, link) in links {
        symlink(target, test.path(link)).expect("linked");
    }
    test.commit("first");
    let repository = repository(&test.path("content"));
    let commit = repository.commit("main").expect("a commit");
    let sources = repository.load(&commit).expect("loaded");
    let paths: Vec<&str> = sources.iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["people/maya.md", "people/tom.md", "personas/maya.md", "personas/tom.md"]);
    let unread = |path: &str| sources.unread.iter().find(|u| u.path == path).map(|u| u.reason);
    assert_eq!(unread("personas/out.md"), Some(UnreadReason::LinkLeavesContent));
    assert_eq!(unread("personas/system.md"), Some(UnreadReason::LinkLeavesContent));
    for dead in ["personas/dead.md", "personas/circle", "a.md", "b.md"] {
        assert_eq!(unread(dead), Some(UnreadReason::DeadLink), "{dead}");
    }
}

#[cfg(unix)]
#[test]
fn links_to_links_lead_as_far_in_a_commit_as_on_disk() {
    use std::os::unix::fs::symlink;
    let test = TestRepository::new();
    for level in 0..16 {
        test.write(&format!("content/personas/l{level:02}/a.png"), "");
        for way in ["x", "y"] {
            let link = test.path(&format!("content/personas/l{level:02}/{way}"));
            symlink(format!("../l{:02}", level + 1), link).expect("linked");
        }
    }
    test.commit("first");
    let repository = repository(&test.path("content"));
    let commit = repository.commit("main").expect("a commit");
    let committed = repository.load(&commit).expect("loaded");
    let on_disk = milepost::io::load::load(&test.path("content")).expect("loaded");
    let paths = |sources: &Sources| -> Vec<String> {
        let files = sources.iter().map(|(path, _)| path.to_owned());
        files.chain(sources.unread.iter().map(|u| format!("{} {:?}", u.path, u.reason))).collect()
    };
    assert!(paths(&on_disk).iter().any(|path| path.ends_with(" TooManyLinks")));
    assert!(paths(&committed) == paths(&on_disk));
}

#[test]
fn many_files_come_in_the_order_in_which_they_are_asked_for() {
    let test = TestRepository::new();
    for number in 0..700 {
        test.write(&format!("content/personas/p-{number:03}.md"), &"é".repeat(number));
    }
    test.commit("first");
    let repository = repository(&test.path("content"));
    let commit = repository.commit("main").expect("a commit");
    let sources = repository.load(&commit).expect("loaded");
    let lengths: Vec<usize> = texts(&sources).iter().map(|(_, t)| t.chars().count()).collect();
    assert_eq!(lengths, (0..700).collect::<Vec<_>>());
}

#[test]
fn files_as_they_are_have_the_names_that_git_would_give_them() {
    let test = TestRepository::new();
    for number in 0..5 {
        test.write(&format!("content/personas/p-{number}.md"), &format!("number {number}\n"));
    }
    test.commit("first");
    let content = test.path("content");
    let names = || {
        let tree = repository(&content).tree_on_disk(&content).expect("listed");
        let files = tree.files.into_iter();
        files.map(|(path, name)| (path, name.to_string())).collect::<Vec<_>>()
    };
    let by_git = || {
        let listed = test.git(&["ls-files", "--others", "--cached", "content"]);
        let name = |path: &str| test.git(&["hash-object", "--no-filters", path]);
        let of = |path: &str| (path["content/".len()..].to_owned(), name(path));
        let mut all: Vec<_> = listed.lines().map(of).collect();
        all.sort();
        all
    };
    assert_eq!(names(), by_git());
    // Known to the index for certain, once it is younger than the files.
    let hour = std::time::Duration::from_secs(3600);
    for number in 0..5 {
        let file =
            fs::File::options().write(true).open(content.join(format!("personas/p-{number}.md")));
        let before = std::time::SystemTime::now() - hour;
        file.expect("there").set_modified(before).expect("set");
    }
    test.git(&["update-index", "--refresh"]);
    assert_eq!(names(), by_git());
    // As long as before, at the same time as before: what says it is another file is its change.
    let path = content.join("personas/p-3.md");
    let time = fs::metadata(&path).expect("there").modified().expect("known");
    test.write("content/personas/p-3.md", "number X\n");
    fs::File::options().write(true).open(&path).expect("there").set_modified(time).expect("set");
    test.write("content/personas/new.md", "new\n");
    assert_eq!(names(), by_git());
}
