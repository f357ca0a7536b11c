//! What a reviewer is told: a site, an edit of it, and what comes out in every format. Both sides
//! are commits of a real repository. `UPDATE=1 cargo test` rewrites the expectations in
//! `tests/diff/`.

use crate::repository::TestRepository;
use crate::site::options;
use base64::Engine as _;
use milepost::diff::{Comparison, Report, Revision, Slice, compare};
use milepost::io::git::Repository;
use milepost::source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

const BASE: &str = include_str!("diff/base.txt");

/// An edit: the file, what is written there, what is written in its place. An empty text to be
/// replaced makes a new file, `*` in its place removes the file.
type Edit = (&'static str, &'static str, &'static str);

const SHOP: &str = "journeys/shop.md";
const TALKS: &str = "evidence/talks.md";
const HOLD: &str = "opportunities/hold-slot.md";
/// A reference of a picture that stands alone.
const HREF: (&str, &str) = ("http://www.w3.org/1999/xlink", "href");

/// Each kind of change with the edit that makes it.
const CASES: &[(&str, &[Edit])] = &[
    ("nothing", &[]),
    ("emotion-changed", &[(SHOP, "emotion: {maya: 1, tom: 0}", "emotion: {maya: -1, tom: 0}")]),
    ("importance-changed", &[(SHOP, "importance: 5", "importance: 1")]),
    ("moment-changed", &[(SHOP, "kind: friction", "kind: decision")]),
    ("channel-changed", &[(SHOP, "channel: van", "channel: phone")]),
    ("control-changed", &[(SHOP, "channel: van", "channel: van\n        control: owned")]),
    (
        "claim-added",
        &[(
            SHOP,
            "          - Nobody remembers",
            "          - Paper gets wet\n          - Nobody remembers",
        )],
    ),
    ("claim-removed", &[(SHOP, "          - Nobody remembers the milk\n", "")]),
    (
        "claim-reworded",
        &[(SHOP, "Nobody remembers the milk", "Nobody in the house remembers the milk")],
    ),
    ("claim-small-edit", &[(SHOP, "Nobody remembers the milk", "Nobody remembers the milk!")]),
    ("claim-loses-its-source", &[(SHOP, " [^talks#slot]", "")]),
    (
        "claim-contested",
        &[(
            SHOP,
            "- Looks out of the window [^tickets]",
            "- {text: 'Looks out of the window [^tickets]', against: [talks]}",
        )],
    ),
    (
        "claim-moved-to-another-touchpoint",
        &[
            (SHOP, "          - Nobody remembers the milk\n", ""),
            (
                SHOP,
                "        actions:\n",
                "        pains:\n          - Nobody remembers the milk\n        actions:\n",
            ),
        ],
    ),
    (
        "source-removed",
        &[
            ("evidence/tickets.md", "*", ""),
            (SHOP, " [^tickets]", ""),
            ("touchpoints/chat.md", " [^tickets]", ""),
        ],
    ),
    (
        "source-expires",
        &[("evidence/tickets.md", "date: 2026-05", "date: 2026-05\nexpires: 2026-11-01")],
    ),
    (
        "highlight-removed",
        &[
            (TALKS, "  - {id: lost, text: My list was empty, who: P2, consent: true}\n", ""),
            (SHOP, " [^talks#lost]", " [^talks]"),
        ],
    ),
    ("highlight-reworded", &[(TALKS, "It was gone again", "It was gone once more")]),
    (
        "highlight-renamed",
        &[
            (TALKS, "id: slot", "id: gone"),
            (SHOP, "#slot", "#gone"),
            ("journeys/refund.md", "#slot", "#gone"),
        ],
    ),
    ("consent-withdrawn", &[(TALKS, "who: P4, consent: true", "who: P4, consent: false")]),
    (
        "source-made-confidential",
        &[(TALKS, "participants: 11", "participants: 11\nconfidential: true")],
    ),
    (
        "claim-moved-to-another-lane",
        &[(SHOP, "        actions:\n          - Looks", "        thoughts:\n          - Looks")],
    ),
    (
        "claims-moved-to-a-new-touchpoint",
        &[
            (
                SHOP,
                "          - The list is lost when the app closes [^talks#lost]\n          - Nobody remembers the milk\n",
                "          []\n",
            ),
            (
                SHOP,
                "      - title: Choose a slot\n",
                "      - title: Open it again\n        channel: app\n        pains:\n          - The list is lost when the app closes [^talks#lost]\n          - Nobody remembers the milk\n      - title: Choose a slot\n",
            ),
        ],
    ),
    (
        "touchpoint-taken-into-the-catalogue",
        &[
            (
                SHOP,
                "      - title: Wait for the van\n        channel: van\n        emotion: {maya: -0.5}\n        actions:\n          - Looks out of the window [^tickets]\n",
                "      - use: wait-for-the-van\n        emotion: {maya: -0.5}\n",
            ),
            (
                "touchpoints/wait-for-the-van.md",
                "",
                "---\ntitle: Wait for the van\nchannel: van\nactions:\n  - Looks out of the window [^tickets]\n---\n",
            ),
        ],
    ),
    (
        "opportunity-moved-into-a-journey",
        &[
            ("opportunities/ring-first.md", "*", ""),
            (
                SHOP,
                "        actions:\n",
                "        opportunities:\n          - {title: Ring before the van comes, impact: 3, feasibility: 4}\n        actions:\n",
            ),
        ],
    ),
    ("goal-rewritten", &[(SHOP, "owner: ines", "owner: ines\ngoal: Never to run out of anything")]),
    (
        "scale-widened",
        &[(
            "site.yaml",
            "title: Greenbasket\n",
            "title: Greenbasket\nemotion: {min: -4, max: 4}\n",
        )],
    ),
    (
        "findings-silenced",
        &[(
            "site.yaml",
            "title: Greenbasket\n",
            "title: Greenbasket\nfindings: {MP0701: off}\nvocabulary: {customer: [patient, patients]}\nrepository: https://example.org/{path}\n",
        )],
    ),
    (
        "touchpoint-moved-to-another-stage",
        &[
            (
                SHOP,
                "      - title: Choose a slot\n        channel: app\n        emotion: {maya: 0.5, tom: -1}\n        importance: 5\n        moment: {kind: friction, why: The slot is gone at the end}\n        pains:\n          - The slot disappears while I fill the basket [^talks#slot]\n",
                "",
            ),
            (
                SHOP,
                "      - use: chat\n",
                "      - title: Choose a slot\n        channel: app\n        emotion: {maya: 0.5, tom: -1}\n        importance: 5\n        moment: {kind: friction, why: The slot is gone at the end}\n        pains:\n          - The slot disappears while I fill the basket [^talks#slot]\n      - use: chat\n",
            ),
            (HOLD, "shop/plan/choose-a-slot", "shop/receive/choose-a-slot"),
        ],
    ),
    (
        "touchpoint-moved-to-another-journey",
        &[
            (
                SHOP,
                "      - title: Wait for the van\n        channel: van\n        emotion: {maya: -0.5}\n        actions:\n          - Looks out of the window [^tickets]\n",
                "",
            ),
            (
                "journeys/refund.md",
                "        quotes: [talks#slot]\n",
                "        quotes: [talks#slot]\n      - title: Wait for the van\n        channel: van\n        actions:\n          - Looks out of the window [^tickets]\n",
            ),
        ],
    ),
    (
        "touchpoint-reordered",
        &[(
            SHOP,
            "      - title: Wait for the van\n        channel: van\n        emotion: {maya: -0.5}\n        actions:\n          - Looks out of the window [^tickets]\n      - use: chat\n        emotion: {maya: 1}\n",
            "      - use: chat\n        emotion: {maya: 1}\n      - title: Wait for the van\n        channel: van\n        emotion: {maya: -0.5}\n        actions:\n          - Looks out of the window [^tickets]\n",
        )],
    ),
    (
        "claims-reordered",
        &[(
            SHOP,
            "          - The list is lost when the app closes [^talks#lost]\n          - Nobody remembers the milk\n",
            "          - Nobody remembers the milk\n          - The list is lost when the app closes [^talks#lost]\n",
        )],
    ),
    ("touchpoint-removed", &[(SHOP, "      - use: chat\n        emotion: {maya: 1}\n", "")]),
    (
        "touchpoint-renamed",
        &[(
            SHOP,
            "title: Wait for the van",
            "title: Listen for the bell\n        id: wait-for-the-van",
        )],
    ),
    (
        "touchpoint-renamed-with-its-id",
        &[(SHOP, "title: Wait for the van", "title: Stand at the door for the van")],
    ),
    ("stage-renamed-by-likeness", &[(SHOP, "  - title: Receive", "  - title: Get it home")]),
    ("stage-added", &[(SHOP, "  - title: Receive", "  - title: Pay\n  - title: Receive")]),
    (
        "stages-reordered",
        &[
            ("journeys/refund.md", "*", ""),
            (
                "journeys/refund.md",
                "",
                "---\ntitle: Get money back\npersonas: [tom]\nstages:\n  - title: Wait\n  - title: Ask\n    touchpoints:\n      - title: Call the centre\n        channel: phone\n        emotion: -2\n        quotes: [talks#slot]\n---\n",
            ),
        ],
    ),
    (
        "journey-added",
        &[(
            "journeys/return.md",
            "",
            "---\ntitle: Send it back\npersonas: [tom]\nstages:\n  - title: Pack\n---\n",
        )],
    ),
    ("journey-removed", &[("journeys/refund.md", "*", "")]),
    (
        "journey-renamed-by-alias",
        &[
            ("journeys/refund.md", "*", ""),
            (
                "journeys/money-back.md",
                "",
                "---\ntitle: Have the money returned\naliases: [refund]\npersonas: [tom]\nstages:\n  - title: Ask\n    touchpoints:\n      - title: Call the centre\n        channel: phone\n        emotion: -2\n        quotes: [talks#slot]\n  - title: Wait\n---\n",
            ),
        ],
    ),
    (
        "journey-renamed-by-likeness",
        &[
            ("journeys/refund.md", "*", ""),
            (
                "journeys/money-back.md",
                "",
                "---\ntitle: Have the money back\npersonas: [tom]\nstages:\n  - title: Ask\n    touchpoints:\n      - title: Call the centre\n        channel: phone\n        emotion: -2\n        quotes: [talks#slot]\n  - title: Wait\n---\n",
            ),
        ],
    ),
    (
        "journey-moved-to-a-space",
        &[
            ("journeys/refund.md", "*", ""),
            (
                "retail/journeys/refund.md",
                "",
                "---\ntitle: Get money back\npersonas: [tom]\nstages:\n  - title: Ask\n    touchpoints:\n      - title: Call the centre\n        channel: phone\n        emotion: -2\n        quotes: [talks#slot]\n  - title: Wait\n---\n",
            ),
        ],
    ),
    (
        "persona-joins-a-journey",
        &[("journeys/refund.md", "personas: [tom]", "personas: [tom, maya]")],
    ),
    ("persona-added", &[("personas/rosa.md", "", "---\nname: Rosa Lind\n---\n")]),
    (
        "persona-removed",
        &[
            ("personas/tom.md", "*", ""),
            (SHOP, "personas: [maya, tom]", "personas: [maya]"),
            (SHOP, "emotion: {maya: 1, tom: 0}", "emotion: {maya: 1}"),
            (SHOP, "emotion: {maya: 0.5, tom: -1}", "emotion: {maya: 0.5}"),
            ("journeys/refund.md", "personas: [tom]", "personas: [maya]"),
        ],
    ),
    ("persona-renamed", &[("personas/maya.md", "name: Maya Adeyemi", "name: Maya Okafor")]),
    ("opportunity-reprioritised", &[(HOLD, "impact: 5", "impact: 2")]),
    (
        "opportunity-added",
        &[("opportunities/bell.md", "", "---\ntitle: A bell\nimpact: 4\nfeasibility: 5\n---\n")],
    ),
    ("opportunity-done", &[(HOLD, "impact: 5", "impact: 5\nstatus: done")]),
    ("review-done", &[(SHOP, "last: 2026-10-01", "last: 2026-11-20")]),
    ("review-overdue", &[(SHOP, "last: 2026-10-01", "last: 2026-07-01")]),
    ("owner-changed", &[(SHOP, "owner: ines", "owner: dele")]),
    (
        "catalogue-touchpoint-changed",
        &[
            ("touchpoints/chat.md", "channel: app", "channel: phone"),
            ("touchpoints/chat.md", "title: Help chat", "title: Help line"),
            ("touchpoints/chat.md", "after ten minutes", "after an hour and ten minutes"),
        ],
    ),
    ("prose-edited", &[(SHOP, "plans and buys and carries", "plans and buys and carries home")]),
    (
        "prose-rewritten",
        &[(
            SHOP,
            "A long text about the weekly shop that tells how a family of five plans and buys and carries.",
            "Nothing of all this.",
        )],
    ),
    ("site-changed", &[("site.yaml", "title: App,", "title: Mobile app,")]),
    (
        "status-changed",
        &[("journeys/refund.md", "personas: [tom]", "personas: [tom]\nstatus: retired")],
    ),
    (
        "errors-on-one-side",
        &[
            ("journeys/refund.md", "personas: [tom]", "personas: [tom\n"),
            (SHOP, "importance: 5", "importance: 4"),
        ],
    ),
    (
        "hostile-words",
        &[
            (
                SHOP,
                "Nobody remembers the milk",
                "'<img src=x> @everyone [click](http://evil.example) #12 **bold**'",
            ),
            (
                "journeys/refund.md",
                "title: Get money back",
                "title: '</details><script>alert(1)</script> @ann'",
            ),
        ],
    ),
    (
        "what-a-branch-does",
        &[
            (
                SHOP,
                "      - title: Wait for the van\n        channel: van\n        emotion: {maya: -0.5}\n        actions:\n          - Looks out of the window [^tickets]\n",
                "",
            ),
            (
                SHOP,
                "  - title: Receive\n",
                "      - title: Wait for the van\n        channel: van\n        emotion: {maya: -0.5}\n        actions:\n          - Looks out of the window [^tickets]\n  - title: Receive\n",
            ),
            (TALKS, "  - {id: lost, text: My list was empty, who: P2, consent: true}\n", ""),
            (SHOP, " [^talks#lost]", ""),
            ("evidence/tickets.md", "date: 2026-05", "date: 2026-05\nexpires: 2026-11-01"),
        ],
    ),
];

/// A folder by paths and texts.
type Folder = BTreeMap<String, String>;

fn base() -> Folder {
    let sources = Sources::from_fixture(BASE);
    sources.iter().map(|(path, file)| (path.to_owned(), sources.text(file.id).to_owned())).collect()
}

fn edited(edits: &[Edit]) -> Folder {
    let mut folder = base();
    for (path, old, new) in edits {
        match *old {
            "" => drop(folder.insert((*path).to_owned(), (*new).to_owned())),
            "*" => drop(folder.remove(*path)),
            old => {
                let text = folder.get_mut(*path).expect("a file of the base");
                assert!(text.contains(old), "{path} does not hold {old:?}");
                *text = text.replacen(old, new, 1);
            }
        }
    }
    folder
}

fn lay_out(test: &TestRepository, folder: &Folder) {
    let content = test.path("content");
    if content.exists() {
        fs::remove_dir_all(&content).expect("removed");
    }
    for (path, text) in folder {
        test.write(&format!("content/{path}"), text);
    }
}

fn sources(folder: &Folder) -> Sources {
    let mut sources = Sources::new("content");
    for (path, text) in folder {
        sources.insert_text(path, text.as_bytes());
    }
    sources
}

fn report(before: &Folder, after: &Folder) -> Report {
    let revision =
        |name: &str, folder| Revision { name: name.to_owned(), sources: sources(folder) };
    compare(&revision("main", before), &revision("topic", after), &options())
}

#[test]
fn each_kind_of_change_is_told_in_every_format() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let update = std::env::var_os("UPDATE").is_some();
    let test = TestRepository::new();
    lay_out(&test, &base());
    test.commit("base");
    let repository = Repository::of(&test.path("content")).expect("a repository");
    let load = |name: &str, revision: &str| {
        let commit = repository.commit(revision).expect("a commit");
        let sources = repository.load(&commit).expect("loaded");
        Revision { name: name.to_owned(), sources }
    };
    let before = load("main", "main");
    let mut wrong = Vec::new();
    for (name, edits) in CASES {
        test.git(&["checkout", "--quiet", "-B", "topic", "main"]);
        lay_out(&test, &edited(edits));
        test.commit(name);
        let report = compare(&before, &load("topic", "topic"), &options());
        let told = format!(
            "-- text --\n{}-- markdown --\n{}-- json --\n{}",
            report.text(),
            report.markdown(),
            report.json()
        );
        let path = folder.join(format!("{name}.txt"));
        if update {
            fs::write(&path, &told).expect("written");
        } else if fs::read_to_string(&path).ok().as_deref() != Some(&*told) {
            wrong.push(format!("{name}:\n{told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let known: BTreeSet<String> =
        CASES.iter().map(|(name, _)| *name).chain(["base"]).map(|n| format!("{n}.txt")).collect();
    let there = fs::read_dir(&folder).expect("a folder").flatten();
    let there: BTreeSet<String> =
        there.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(there, known, "expectations that no case has");
}

#[test]
fn a_revision_does_not_differ_from_itself() {
    for (name, edits) in CASES {
        let folder = edited(edits);
        assert_eq!(report(&folder, &folder).changes, [], "{name}");
    }
}

#[test]
fn a_change_and_its_way_back_are_as_many() {
    for (name, edits) in CASES {
        let (there, back) = (report(&base(), &edited(edits)), report(&edited(edits), &base()));
        assert_eq!(
            there.changes.len(),
            back.changes.len(),
            "{name}\n{}\n{}",
            there.text(),
            back.text()
        );
    }
}

/// What `milepost diff` prints, complains and answers with.
fn run(test: &TestRepository, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = assert_cmd::Command::cargo_bin("milepost").expect("built");
    let output = command
        .current_dir(test.root())
        // As in a hook: git says where it is, and that must not matter.
        .env("GIT_DIR", "/nowhere")
        .env("GIT_INDEX_FILE", "/nowhere/index")
        .env("GIT_PAGER", "false")
        .args(["diff", "--today", "2026-11-23"])
        .args(arguments)
        .output()
        .expect("it starts");
    let text = |bytes| String::from_utf8(bytes).expect("a text");
    (text(output.stdout), text(output.stderr), output.status.code())
}

fn with_a_branch(edits: &[Edit]) -> TestRepository {
    let test = TestRepository::new();
    lay_out(&test, &base());
    test.commit("base");
    test.git(&["checkout", "--quiet", "-b", "topic"]);
    lay_out(&test, &edited(edits));
    test.commit("edited");
    test
}

#[test]
fn a_branch_is_compared_with_another_and_with_the_files_as_they_are() {
    let (_, edits) = CASES.iter().find(|(name, _)| *name == "emotion-changed").expect("a case");
    let test = with_a_branch(edits);
    let (told, _, status) = run(&test, &["main", "topic"]);
    assert!(told.contains("emotion of Maya Adeyemi +1 → −1"), "{told}");
    assert_eq!(status, Some(0));
    assert_eq!(run(&test, &["main..topic"]).0, told);
    assert_eq!(run(&test, &["topic", "topic"]).0, "topic → topic: nothing changed\n");
    let (working, ..) = run(&test, &["main"]);
    assert_eq!(working, told.replace("main → topic", "main → working tree"));
    // Main goes on: its own changes are none of the branch's.
    test.git(&["checkout", "--quiet", "main"]);
    test.write("content/personas/new.md", "---\nname: New\n---\n");
    test.commit("main goes on");
    test.git(&["checkout", "--quiet", "topic"]);
    assert!(run(&test, &["main", "topic"]).0.contains("persona “New” removed"));
    assert_eq!(run(&test, &["main...topic"]).0, told);
    assert_eq!(run(&test, &["main..."]).0, working);
}

#[test]
fn json_is_one_object_with_no_changes_when_nothing_changed() {
    let test = with_a_branch(&[]);
    let (told, _, status) = run(&test, &["main", "topic", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["from"], "main");
    assert_eq!(told["to"], "topic");
    assert_eq!(told["changes"], serde_json::json!([]));
    assert_eq!(status, Some(0));
}

#[test]
fn errors_on_one_side_are_said_and_the_rest_is_compared() {
    let (_, edits) = CASES.iter().find(|(name, _)| *name == "errors-on-one-side").expect("a case");
    let test = with_a_branch(edits);
    let (told, complaint, status) = run(&test, &["main", "topic"]);
    assert!(told.contains("importance 5 → 4") && !told.contains("removed"), "{told}");
    assert!(complaint.contains("topic has 1 error"), "{complaint}");
    assert_eq!(status, Some(1));
}

#[test]
fn what_cannot_be_compared_is_said_with_a_way_to_mend_it() {
    let test = with_a_branch(&[]);
    for (arguments, words) in [
        (&["topik"][..], "did you mean `topic`?"),
        (
            &["--", "--upload-pack=touch hacked"],
            "cannot find revision `--upload-pack=touch hacked`",
        ),
        (&["main..topic", "main"], "a third is given"),
        (&["main", "--content", "maps"], "neither side has anything there"),
        (&[""], "a revision is empty"),
        (&["main", ""], "a revision is empty"),
        (&["main", "-o", "changes"], "add `--format html`"),
    ] {
        let (told, complaint, status) = run(&test, arguments);
        assert!(complaint.contains(words), "{arguments:?}: {complaint}");
        assert_eq!((told.as_str(), status), ("", Some(2)), "{arguments:?}");
    }
    assert!(!test.path("hacked").exists());
}

/// Everything that a comparison can show.
fn shown(before: &Folder, after: &Folder) -> String {
    let revision =
        |name: &str, folder| Revision { name: name.to_owned(), sources: sources(folder) };
    let (from, to) = (revision("main", before), revision("topic", after));
    let comparison = Comparison::of(&from, &to, &options());
    let report = &comparison.report;
    let mut all = [report.text(), report.markdown(), report.json()].concat();
    for (_, bytes) in comparison.pages(&Default::default()) {
        all.push_str(&String::from_utf8(bytes).expect("a text"));
    }
    all
}

#[test]
fn what_is_withheld_on_one_side_is_shown_of_neither() {
    let particulars = "participants: 11\nowner: ines\nsource: https://talks.example/\ntags: [hush]";
    let mut open = base();
    let talks = open.get_mut(TALKS).expect("a source");
    *talks = talks.replace("participants: 11", particulars) + "What nobody else may read.\n";
    // The map of the journey that quotes it is drawn.
    let refund = open.get_mut("journeys/refund.md").expect("a journey");
    *refund = refund.replace("emotion: -2", "emotion: -1");
    let with = |edits: &[(&str, &str)]| {
        let mut folder = open.clone();
        for (old, new) in edits {
            let talks = folder.get_mut(TALKS).expect("a source");
            assert!(talks.contains(old), "{old}");
            *talks = talks.replace(old, new);
        }
        let refund = folder.get_mut("journeys/refund.md").expect("a journey");
        *refund = refund.replace("emotion: -1", "emotion: -2");
        folder
    };
    let consent = [("who: P4, consent: true", "who: P4")];
    let elsewhere = [("id: slot", "id: other"), consent[0]];
    let confidential = [("participants: 11\n", "participants: 11\nconfidential: true\n")];
    let spoken: &[&str] = &["It was gone again", "P4"];
    let written: &[&str] =
        &["It was gone again", "P4", "My list", "talks.example", "hush", "nobody else may read"];
    for (edits, words, said) in [
        (&consent[..], spoken, "consent withdrawn"),
        (&elsewhere[..], spoken, "removed"),
        (&confidential[..], written, "is confidential now"),
    ] {
        let closed = with(edits);
        let (there, back) = (shown(&open, &closed), shown(&closed, &open));
        assert!(there.contains(said), "{there}");
        assert!(there.contains("<svg") && back.contains("<svg"));
        for word in words {
            assert!(!there.contains(word), "{word} is shown: {there}");
            assert!(!back.contains(word), "{word} is shown on the way back: {back}");
        }
    }
    let shown_openly = shown(&open, &with(&[("It was gone again", "It had gone")]));
    assert!(shown_openly.contains("It was gone again"), "what nobody withholds is shown");
}

#[test]
fn a_source_that_becomes_confidential_is_told_once_and_first() {
    let edits = [(TALKS, "participants: 11", "participants: 11\nconfidential: true")];
    let told = report(&base(), &edited(&edits));
    assert_eq!(told.changes.len(), 1, "{}", told.text());
    let (both, more) = (edits[0], (SHOP, "importance: 5", "importance: 1"));
    let comment = report(&base(), &edited(&[both, more])).markdown();
    let first = comment.lines().find(|line| line.starts_with("- "));
    assert_eq!(first, Some("- ⚠ source “Slot interviews” is confidential now"), "{comment}");
}

/// The base in a space of its own.
fn in_a_space(space: &str) -> Folder {
    let is_of_site = |path: &str| path == "site.yaml";
    let mut folder: Folder = base()
        .into_iter()
        .map(|(path, text)| match is_of_site(&path) {
            true => (path, text),
            false => (format!("{space}/{path}"), text),
        })
        .collect();
    folder.insert(format!("{space}/index.md"), "---\ntitle: Customers\n---\nAbout them.\n".into());
    folder.insert(format!("{space}/journeys/index.md"), "All of their journeys.\n".into());
    folder
}

#[test]
fn a_space_that_is_called_otherwise_is_told_once() {
    let told = report(&in_a_space("retail"), &in_a_space("shop"));
    let words: Vec<&str> = told.changes.iter().map(|told| &*told.words).collect();
    assert_eq!(words, ["space “Customers” is shop now, was retail"]);
    let mut more = in_a_space("shop");
    let journey = more.get_mut("shop/journeys/shop.md").expect("a journey");
    *journey = journey.replace("importance: 5", "importance: 1");
    let told = report(&in_a_space("retail"), &more);
    assert!(told.text().contains("“Choose a slot”: importance 5 → 1"), "{}", told.text());
}

#[test]
fn feelings_are_compared_by_where_they_stand_on_the_scale() {
    let mut shifted = edited(&[(
        "site.yaml",
        "title: Greenbasket\n",
        "title: Greenbasket\nemotion: {min: 1, max: 5}\n",
    )]);
    for (path, old, new) in [
        (SHOP, "{maya: 1, tom: 0}", "{maya: 4, tom: 3}"),
        (SHOP, "{maya: 0.5, tom: -1}", "{maya: 3.5, tom: 2}"),
        (SHOP, "{maya: -0.5}", "{maya: 2.5}"),
        (SHOP, "emotion: {maya: 1}", "emotion: {maya: 4}"),
        ("journeys/refund.md", "emotion: -2", "emotion: 1"),
    ] {
        let text = shifted.get_mut(path).expect("a file of the base");
        assert!(text.contains(old), "{old}");
        *text = text.replace(old, new);
    }
    let told = report(&base(), &shifted);
    let words: Vec<&str> = told.changes.iter().map(|told| &*told.words).collect();
    let scale = "the site: scale of emotion −2 to 2 → 1 to 5";
    assert_eq!(words, [format!("{scale}; what was felt before is told on the new one")]);
    let comment = told.markdown();
    assert!(comment.contains("- ⚖ the site: scale of emotion"), "{comment}");
}

#[test]
fn something_stands_before_the_first_fold() {
    let mut many = base();
    for number in 0..40 {
        let text = format!("---\nname: Person {number}\nrole: One of many\n---\n");
        many.insert(format!("personas/p-{number}.md"), text);
    }
    let mut other = many.clone();
    for text in other.values_mut() {
        *text = text.replace("role: One of many", "role: Somebody else altogether");
    }
    let comment = report(&many, &other).markdown();
    let lines: Vec<&str> = comment.lines().collect();
    let fold = lines.iter().position(|line| line.starts_with("<details>")).expect("a fold");
    let bullet = lines.iter().position(|line| line.starts_with("- "));
    assert!(bullet.is_some_and(|bullet| bullet < fold), "{comment}");
}

#[test]
fn sentences_can_be_told_apart() {
    let mut before = base();
    let stage = "stages:\n  - title: Ask\n    touchpoints:\n      - use: chat\n";
    let journey = format!("---\ntitle: Ask for help\npersonas: [tom]\n{stage}---\n");
    before.insert("journeys/help.md".to_owned(), journey);
    let mut after = before.clone();
    let chat = after.get_mut("touchpoints/chat.md").expect("a touchpoint");
    *chat = chat.replace("channel: app", "channel: phone").replace("Help chat", "Help line");
    let told = report(&before, &after);
    let words: Vec<&str> = told.changes.iter().map(|told| &*told.words).collect();
    let different: BTreeSet<&str> = words.iter().copied().collect();
    assert_eq!(different.len(), words.len(), "{words:#?}");
    assert!(words.contains(&"“Help line”: channel app → phone (in the catalogue)"), "{words:#?}");
    assert!(words.contains(&"“Help line”: channel app → phone (in “Ask for help”)"), "{words:#?}");
}

#[test]
fn what_is_inherited_is_not_told_again() {
    for edit in [
        (SHOP, "owner: ines", "owner: dele"),
        (SHOP, "owner: ines", "owner: ines\nstatus: retired"),
        (SHOP, "owner: ines", "owner: ines\nlang: de"),
    ] {
        let told = report(&base(), &edited(&[edit]));
        let typed: Vec<&str> =
            told.changes.iter().filter(|of| !of.change.derived).map(|of| &*of.words).collect();
        assert_eq!(typed.len(), 1, "{typed:#?}");
    }
}

#[test]
fn who_reviews_is_told_when_somebody_else_does() {
    let reviewed = |owner: &str, reviewer: &str| {
        let mut folder = base();
        let shop = folder.get_mut(SHOP).expect("a journey");
        *shop = shop
            .replace("owner: ines", &format!("owner: {owner}"))
            .replace("last: 2026-10-01", &format!("last: 2026-10-01{reviewer}"));
        folder
    };
    let words = |before: &Folder, after: &Folder| -> Vec<String> {
        report(before, after).changes.into_iter().map(|told| told.words).collect()
    };
    let owner = "“Get the weekly shop home”: owner ines → dele";
    let reviewer = "“Get the weekly shop home”: owner of the review ines → dele";
    let (ines, dele) = (", owner: ines", ", owner: dele");
    assert_eq!(words(&reviewed("ines", ""), &reviewed("dele", "")), [owner]);
    assert_eq!(words(&reviewed("ines", ines), &reviewed("dele", ines)), [owner]);
    assert_eq!(words(&reviewed("ines", ines), &reviewed("ines", dele)), [reviewer]);
    let tickets = |review: &str| {
        let mut folder = base();
        let tickets = folder.get_mut("evidence/tickets.md").expect("a source");
        *tickets = tickets.replace("date: 2026-05", &format!("owner: ines{review}\ndate: 2026-05"));
        folder
    };
    let first = words(&tickets(""), &tickets("\nreview: {last: 2026-11-01}"));
    assert!(!first.iter().any(|words| words.contains("owner of the review")), "{first:#?}");
}

#[test]
fn values_of_a_measure_that_are_not_its_newest_are_told_too() {
    let measured = |rows: &str| {
        let mut folder = edited(&[(
            SHOP,
            "owner: ines",
            "owner: ines\nmetrics: [{title: Would tell others, data: /data/nps.csv}]",
        )]);
        folder.insert("data/nps.csv".to_owned(), format!("date,value\n{rows}"));
        folder
    };
    let before = measured("2026-01-31,27\n2026-04-30,29\n");
    let edited = measured("2026-01-31,26\n2026-04-30,30\n");
    let told = report(&before, &edited).text();
    assert!(told.contains("newest value 29 on 2026-04-30 → 30 on 2026-04-30"), "{told}");
    assert!(told.contains("earlier values gained 26 on 2026-01-31 and lost 27"), "{told}");
    let longer = measured("2026-01-31,27\n2026-04-30,29\n2026-07-31,28\n");
    let told = report(&before, &longer).text();
    assert!(told.contains("newest value") && !told.contains("earlier values"), "{told}");
}

#[test]
fn the_language_of_a_text_and_former_ids_are_told() {
    let old = "- Looks out of the window [^tickets]";
    let before = edited(&[
        (SHOP, old, "- {text: Looks out of the window, lang: de}"),
        (TALKS, "text: It was gone again", "text: It was gone again, lang: de"),
    ]);
    let after = edited(&[
        (SHOP, old, "- {text: Looks out of the window, lang: nl}"),
        (SHOP, "owner: ines", "owner: ines\naliases: [errands]"),
        (TALKS, "text: It was gone again", "text: It was gone again, lang: nl"),
    ]);
    let told = report(&before, &after).text();
    assert!(told.contains("“Looks out of the window”: language de → nl"), "{told}");
    assert!(told.contains("highlight “slot” of talks: language de → nl"), "{told}");
    assert!(told.contains("aliases gained errands"), "{told}");
}

#[test]
fn everything_is_new_where_a_revision_had_no_content() {
    let test = TestRepository::new();
    test.write("README", "nothing yet");
    test.commit("first");
    test.git(&["tag", "empty"]);
    lay_out(&test, &base());
    test.commit("second");
    let (told, _, status) = run(&test, &["empty"]);
    assert!(told.contains("journey “Get money back” added"), "{told}");
    assert_eq!(status, Some(0));
}

#[test]
fn the_comment_says_at_once_what_happened_and_never_grows_too_long() {
    let case = |wanted: &str| {
        let (_, edits) = CASES.iter().find(|(name, _)| *name == wanted).expect("a case");
        report(&base(), &edited(edits)).markdown()
    };
    let comment = case("what-a-branch-does");
    let first: String = comment.lines().take(5).collect();
    for words in ["“Wait for the van” moved", "“lost” removed", "“Delivery tickets” is out of date"]
    {
        assert!(first.contains(words), "{words}: {comment}");
    }
    let everything = report(&Folder::new(), &base()).markdown();
    assert!(everything.lines().count() <= 60);
    let mut many = base();
    for number in 0..400 {
        let text = format!(
            "---\ntitle: Journey {number}\npersonas: [maya]\nstages: [{{title: A}}]\n---\n"
        );
        many.insert(format!("journeys/j-{number}.md"), text);
    }
    let mut other = many.clone();
    for text in other.values_mut() {
        *text = text
            .replace("personas: [maya]", "personas: [tom]")
            .replace("{title: A}", "{title: B, emotion: 1}");
    }
    let comment = report(&many, &other).markdown();
    assert!(comment.lines().count() <= 60 && comment.contains("more"), "{comment}");
    assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
}

#[test]
fn each_changed_journey_has_a_page_with_its_map_before_and_after() {
    let (_, edits) = CASES.iter().find(|(name, _)| *name == "what-a-branch-does").expect("a case");
    let test = with_a_branch(edits);
    let (told, complaint, status) =
        run(&test, &["main", "topic", "--format", "html", "-o", "review"]);
    assert_eq!((complaint.as_str(), status), ("", Some(0)));
    assert!(told.contains("2 pages in review"), "{told}");
    let read = |path: &str| {
        fs::read_to_string(test.path("review").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    };
    let page = read("journeys/shop.html");
    assert!(
        page.contains("touchpoint “Wait for the van” moved from “Receive” to “Plan”"),
        "{page}"
    );
    assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains("http"));
    for side in ["before", "after"] {
        assert!(page.contains(&format!("src=\"shop.{side}.svg\"")), "{page}");
        let svg = read(&format!("journeys/shop.{side}.svg"));
        let map = roxmltree::Document::parse(&svg).expect("XML");
        let is_layer = |n: &roxmltree::Node<'_, '_>| n.attribute("data-layer") == Some("changes");
        let layer = map.descendants().find(is_layer).expect("what changed");
        let numbers: Vec<&str> = layer.descendants().filter_map(|n| n.text()).collect();
        assert!(numbers.iter().any(|number| number.contains('3')), "{side}: {numbers:?}");
        assert!(
            map.descendants().all(|n| n.tag_name().name() != "a" || n.attribute(HREF).is_none())
        );
    }
    // Every address of a page is that of a file beside it.
    for path in ["index.html", "journeys/shop.html"] {
        let text = read(path);
        for address in text.split(['"']).collect::<Vec<_>>().chunks(2) {
            let [before, address] = address else { continue };
            if before.ends_with("href=") || before.ends_with("src=") {
                let folder = test.path("review").join(path);
                let target = folder.parent().expect("a folder").join(address);
                assert!(target.exists(), "{path}: {address}");
            }
        }
    }
    // The second time nothing has to be written, and a folder of somebody else's is refused.
    assert_eq!(run(&test, &["main", "topic", "--format", "html", "-o", "review"]).2, Some(0));
    test.write("mine/notes.txt", "keep");
    let (_, complaint, status) = run(&test, &["main", "topic", "--format", "html", "-o", "mine"]);
    assert_eq!(status, Some(2), "{complaint}");
}

#[test]
fn the_maps_of_a_page_hold_their_pictures() {
    let picture =
        "        image: /assets/now.svg\n        alt: A van\n        emotion: {maya: -0.5}\n";
    let test = with_a_branch(&[
        (SHOP, "        emotion: {maya: -0.5}\n", picture),
        (SHOP, "owner: ines\n", "owner: ines\nlanes: [emotion, storyboard]\n"),
        ("assets/now.svg", "", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ]);
    let pictures = |side: &str| {
        let path = format!("review/journeys/shop.{side}.svg");
        let svg = fs::read_to_string(test.path(&path)).expect("a map");
        let map = roxmltree::Document::parse(&svg).expect("XML");
        let images = map.descendants().filter(|node| node.has_tag_name("image"));
        let address = |node: roxmltree::Node<'_, '_>| node.attribute(HREF).map(str::to_owned);
        images.map(address).collect::<Vec<_>>()
    };
    let held = |bytes: &[u8]| {
        Some(format!(
            "data:image/svg+xml;base64,{}",
            base64::prelude::BASE64_STANDARD.encode(bytes)
        ))
    };
    // Out of the repository.
    assert_eq!(run(&test, &["main", "topic", "--format", "html", "-o", "review"]).2, Some(0));
    assert_eq!(pictures("before"), []);
    assert_eq!(pictures("after"), [held(b"<svg xmlns='http://www.w3.org/2000/svg'/>")]);
    // As it is on disk.
    let now = fs::read_to_string(test.path("content/journeys/shop.md")).expect("a journey");
    test.write("content/journeys/shop.md", &now.replace("/assets/now.svg", "/assets/later.svg"));
    test.write("content/assets/later.svg", "<svg/>");
    assert_eq!(run(&test, &["topic", "--format", "html", "-o", "review"]).2, Some(0));
    assert_eq!(pictures("before"), [held(b"<svg xmlns='http://www.w3.org/2000/svg'/>")]);
    assert_eq!(pictures("after"), [held(b"<svg/>")]);
}

#[test]
fn pages_hold_hostile_words_as_words() {
    let (_, edits) = CASES.iter().find(|(name, _)| *name == "hostile-words").expect("a case");
    let revision =
        |name: &str, folder: &Folder| Revision { name: name.to_owned(), sources: sources(folder) };
    let (before, after) = (revision("<i>", &base()), revision("b", &edited(edits)));
    for (path, bytes) in Comparison::of(&before, &after, &options()).pages(&Default::default()) {
        let text = String::from_utf8(bytes).expect("a text");
        for bad in ["<script", "<img src=x", "<i>", "javascript:"] {
            assert!(!text.contains(bad), "{path} holds {bad}");
        }
    }
}

#[test]
fn what_is_found_without_the_journeys_that_are_the_same_is_all_there_is() {
    let ids = |folder: &Folder| {
        folder.iter().map(|(path, text)| (path.clone(), text.as_str().into())).collect()
    };
    let mut short = Vec::new();
    for (name, edits) in CASES.iter().filter(|(_, edits)| !edits.is_empty()) {
        let (before, after) = (base(), edited(edits));
        let Some(mut slice) = Slice::of(&ids(&before), &ids(&after)) else { continue };
        while let Some(ids) = slice.unasked() {
            let holds = |text: &str| ids.iter().any(|id| text.contains(id.as_str()));
            let files = before.iter().filter(|(_, text)| holds(text)).map(|(path, _)| path.clone());
            slice.take_in_users(&files.collect::<Vec<_>>()).expect("they have ids");
        }
        let read = |slice: &Slice| {
            let kept = |folder: &Folder| {
                let kept = folder.iter().filter(|(path, _)| slice.keeps(path));
                sources(&kept.map(|(path, text)| (path.clone(), text.clone())).collect())
            };
            let revision = |name: &str, sources| Revision { name: name.to_owned(), sources };
            (revision("main", kept(&before)), revision("topic", kept(&after)))
        };
        let (from, to) = read(&slice);
        let named = [slice.take_in_named(&from.sources), slice.take_in_named(&to.sources)];
        assert_eq!(named, [false, false], "no journey of the base names another");
        let found = compare(&from, &to, &options());
        if slice.suffices(&found) {
            assert_eq!(found, report(&before, &after), "{name}");
            short.push(*name);
        }
    }
    // Those that say nothing of the whole site.
    for name in ["emotion-changed", "claim-loses-its-source", "review-overdue", "prose-edited"]
        .into_iter()
        .chain(["source-expires", "highlight-reworded", "consent-withdrawn", "persona-renamed"])
    {
        assert!(short.contains(&name), "{name} is not in {short:?}");
    }
    for name in ["touchpoint-removed", "status-changed", "site-changed"] {
        assert!(!short.contains(&name), "{name} needs the whole site");
    }
}

#[test]
fn an_edited_source_reaches_the_journeys_that_use_what_cites_it() {
    let journey = |uses: &str| {
        let stage = format!("stages:\n  - title: Ask\n    touchpoints:\n      - {uses}\n");
        format!("---\ntitle: Ask for help\npersonas: [tom]\n{stage}---\n")
    };
    let mut before = base();
    before.insert("journeys/help.md".to_owned(), journey("use: chat"));
    before.insert("journeys/other.md".to_owned(), journey("title: Call"));
    let mut after = before.clone();
    let tickets = after.get_mut("evidence/tickets.md").expect("a source");
    *tickets = tickets.replacen("date: 2026-05", "date: 2026-05\nexpires: 2026-11-01", 1);
    let expected = report(&before, &after);
    let stale = |told: &str| told.contains("Ask for help");
    assert!(stale(&expected.text()), "{}", expected.text());
    let test = TestRepository::new();
    lay_out(&test, &before);
    test.commit("base");
    test.git(&["checkout", "--quiet", "-b", "topic"]);
    lay_out(&test, &after);
    test.commit("edited");
    assert_eq!(run(&test, &["main", "topic"]).0, expected.text());
    // With another name for it, which any journey may have written, everything is read.
    let renamed =
        after["evidence/tickets.md"].replacen("expires:", "aliases: [mails]\nexpires:", 1);
    after.insert("evidence/tickets.md".to_owned(), renamed);
    lay_out(&test, &after);
    test.commit("renamed");
    assert_eq!(run(&test, &["main", "topic"]).0, report(&before, &after).text());
}
