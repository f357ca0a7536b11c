//! What a path makes of a file.

use super::*;
use crate::source::Asset;

/// A folder with these files, all empty.
fn files(paths: &[&str]) -> Sources {
    let mut sources = Sources::new("content");
    for path in paths {
        if path.ends_with(".md") || path.ends_with(".yaml") {
            sources.insert_text(path, b"");
        } else {
            sources.insert_asset(path, Asset::Bytes(Arc::from(&b""[..])));
        }
    }
    sources
}

/// Findings as `code path`.
fn found(sources: &Sources) -> Vec<String> {
    let mut findings = Vec::new();
    sort(sources, &mut findings);
    assert!(findings.iter().all(|f| f.span.start == 0), "what concerns a file stands at 1:1");
    findings.iter().map(|f| format!("{:?} {}", f.code, sources.path(f.span.file))).collect()
}

fn ids(list: &[EntityFile]) -> Vec<String> {
    list.iter().map(|e| format!("{}:{}", e.space, e.id)).collect()
}

#[test]
fn the_first_kind_folder_decides_and_the_folders_above_are_the_space() {
    let sources = files(&[
        "site.yaml",
        "index.md",
        "retail/index.md",
        "personas/index.md",
        "personas/Maya Lopez.md",
        "retail/north/personas/maya.md",
        "retail/evidence/2026-survey.md",
        "touchpoints/12-call-centre.md",
        "opportunities/hold-slot.md",
        "retail/data/nps.csv",
        "assets/personas/notes.md",
        "README.md",
        "personas/README.md",
        "_drafts/x.md",
        "personas/_x.md",
        ".git/x.md",
    ]);
    let mut findings = Vec::new();
    let folder = sort(&sources, &mut findings);
    assert_eq!(findings, []);
    assert_eq!(folder.config, sources.id_of("site.yaml"));
    let indexes: Vec<_> = folder.indexes.iter().map(|i| (&*i.space, i.kind)).collect();
    assert_eq!(indexes, [("", None), ("", Some(Kind::Persona)), ("retail", None)]);
    assert_eq!(ids(&folder.personas), [":maya-lopez", "retail/north:maya"]);
    assert_eq!(ids(&folder.evidence), ["retail:2026-survey"]);
    assert_eq!(ids(&folder.touchpoints), [":12-call-centre"]);
    assert_eq!(ids(&folder.opportunities), [":hold-slot"]);
}

#[test]
fn journeys_are_files_or_folders_and_only_their_parts_are_numbered() {
    let sources = files(&[
        "journeys/10-steps.md",
        "journeys/weekly-shop/index.md",
        "journeys/weekly-shop/1-plan.md",
        "journeys/weekly-shop/2-choose-slot/index.md",
        "journeys/weekly-shop/2-choose-slot/010-slot-picker.md",
        "journeys/weekly-shop/2-choose-slot/help.md",
        "journeys/weekly-shop/2026-review.md",
    ]);
    let mut findings = Vec::new();
    let folder = sort(&sources, &mut findings);
    assert_eq!(findings, []);
    let journeys: Vec<&str> = folder.journeys.iter().map(|j| &*j.main.id).collect();
    assert_eq!(journeys, ["10-steps", "weekly-shop"]);
    let stages = &folder.journeys[1].stages;
    let of = |e: &EntityFile| (e.id.to_string(), e.number);
    assert_eq!(
        stages.iter().map(|s| of(&s.main)).collect::<Vec<_>>(),
        [("plan".into(), Some(1)), ("choose-slot".into(), Some(2)), ("2026-review".into(), None)]
    );
    assert_eq!(
        stages[1].touchpoints.iter().map(of).collect::<Vec<_>>(),
        [("slot-picker".into(), Some(10)), ("help".into(), None)]
    );
}

#[test]
fn a_file_where_none_belongs_is_reported() {
    let sources = files(&[
        "about.md",
        "persona/maya.md",
        "personas/team/maya.md",
        "journeys/a/index.md",
        "journeys/a/b/index.md",
        "journeys/a/b/c/d.md",
        "retail/site.yaml",
        "site.yml",
    ]);
    assert_eq!(
        found(&sources),
        [
            "MisplacedFile about.md",
            "MisplacedFile journeys/a/b/c/d.md",
            "MisplacedFile persona/maya.md",
            "MisplacedFile personas/team/maya.md",
            "MisplacedFile retail/site.yaml",
            "MisplacedFile site.yml",
        ]
    );
    let mut findings = Vec::new();
    sort(&sources, &mut findings);
    assert_eq!(findings[2].help, "did you mean `personas`?");
}

#[test]
fn a_journey_is_a_file_or_a_folder_and_a_folder_needs_its_index() {
    let sources = files(&[
        "journeys/a.md",
        "journeys/a/index.md",
        "journeys/a/1-x.md",
        "journeys/b/1-plan.md",
        "journeys/b/2-buy.md",
        "journeys/c/index.md",
        "journeys/c/1-plan.md",
        "journeys/c/1-plan/x.md",
        "journeys/c/2-buy/1-till.md",
    ]);
    assert_eq!(
        found(&sources),
        [
            "FileAndFolder journeys/a/index.md",
            "FolderWithoutIndex journeys/b/1-plan.md",
            "FileAndFolder journeys/c/1-plan/x.md",
            "FolderWithoutIndex journeys/c/2-buy/1-till.md",
        ]
    );
    let folder = sort(&sources, &mut Vec::new());
    let lost: Vec<String> = folder
        .lost
        .iter()
        .map(|(_, kind, ids)| format!("{} {}", kind.word(), ids.join("/")))
        .collect();
    assert_eq!(
        lost,
        [
            "stage a/x",
            "journey b",
            "stage b/plan",
            "stage b/buy",
            "touchpoint c/plan/x",
            "stage c/buy",
            "touchpoint c/buy/till",
        ]
    );
    let orphans: Vec<&str> = folder.orphans.iter().map(|(_, e)| &*e.path).collect();
    assert_eq!(
        orphans,
        [
            "journeys/a/1-x.md",
            "journeys/a/index.md",
            "journeys/b/1-plan.md",
            "journeys/b/2-buy.md",
            "journeys/c/1-plan/x.md",
            "journeys/c/2-buy/1-till.md",
        ]
    );
    assert_eq!(folder.journeys.len(), 2);
    assert_eq!(folder.journeys[1].stages.len(), 1);
}

#[test]
fn two_files_with_one_id_are_reported_at_the_second() {
    let sources = files(&[
        "evidence/Survey 1.md",
        "evidence/survey-1.md",
        "retail/evidence/survey-1.md",
        "journeys/a/index.md",
        "journeys/a/1-plan.md",
        "journeys/a/2-plan.md",
        "journeys/A!.md",
    ]);
    assert_eq!(
        found(&sources),
        [
            "DuplicateId journeys/a/2-plan.md",
            "DuplicateId evidence/survey-1.md",
            "DuplicateId journeys/a/index.md",
        ]
    );
}

#[test]
fn a_name_must_make_a_path_that_can_be_written_everywhere() {
    let sources =
        files(&["personas/con.md", "why?/personas/a.md", "why?/personas/b.md", "assets/a:b.png"]);
    assert_eq!(
        found(&sources),
        [
            "UnusableName assets/a:b.png",
            "UnusableName personas/con.md",
            "UnusableName why?/personas/a.md",
        ]
    );
}

#[test]
fn bytes_that_are_no_text_are_found_where_they_stand() {
    let mut sources = Sources::new("content");
    sources.insert_text("personas/maya.md", b"---\nname: Ma\xffya\n---\n");
    let mut findings = Vec::new();
    sort(&sources, &mut findings);
    let at: Vec<_> = findings.iter().map(|f| (f.code, f.span.start)).collect();
    assert_eq!(at, [(Code::NotUtf8, 12)]);
}

#[test]
fn what_was_not_read_is_reported_at_its_own_path() {
    let mut sources = Sources::new("content");
    sources.leave_unread("personas/out.md", UnreadReason::LinkLeavesContent);
    sources.leave_unread("assets/pipe", UnreadReason::NotPlainFile);
    sources.leave_unread("big.md", UnreadReason::TooLarge);
    assert_eq!(
        found(&sources),
        ["NotPlainFile assets/pipe", "FileTooLarge big.md", "LinkLeavesContent personas/out.md"]
    );
}

#[test]
fn a_path_is_relative_to_its_file_or_to_the_content_folder() {
    let at = |written| resolve_path("retail/journeys/a/index.md", written);
    assert_eq!(at("nps.csv").as_deref(), Some("retail/journeys/a/nps.csv"));
    assert_eq!(at("../../data/./nps.csv").as_deref(), Some("retail/data/nps.csv"));
    assert_eq!(at("/data/nps.csv").as_deref(), Some("data/nps.csv"));
    assert_eq!(at("../../../../nps.csv"), None);
    assert_eq!(at("/../nps.csv"), None);
    assert_eq!(resolve_path("index.md", "a.csv").as_deref(), Some("a.csv"));
}
