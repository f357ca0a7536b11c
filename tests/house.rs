//! Tests about the repository itself: what the compiler does not hold inside one crate.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, each importing only those before it.
const LAYERS: [&str; 17] = [
    "source",
    "diagnostic",
    "model",
    "parse",
    "format",
    "site",
    "wording",
    "check",
    "diagram",
    "page",
    "search",
    "diff",
    "export",
    "io",
    "workspace",
    "serve",
    "cli",
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

/// (layer, file, text without its tests) of every source file.
fn layers() -> Vec<(usize, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let layer_of = |path: &Path| {
        let first = path.strip_prefix(&src).ok()?.components().next()?;
        let name = first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        LAYERS.iter().position(|l| *l == name)
    };
    let text = |path: &Path| {
        let text = fs::read_to_string(path).expect("readable");
        text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
    };
    files
        .into_iter()
        .filter(|p| !p.ends_with("tests.rs"))
        .filter_map(|p| Some((layer_of(&p)?, p.clone(), text(&p))))
        .collect()
}

#[test]
fn a_layer_imports_only_layers_before_it() {
    let mut wrong = Vec::new();
    for (layer, path, text) in layers() {
        for later in &LAYERS[layer + 1..] {
            if text.contains(&format!("crate::{later}::"))
                || text.contains(&format!("crate::{later};"))
            {
                wrong.push(format!("{} imports {later}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_io_touches_files_environment_and_clock() {
    let io = LAYERS.iter().position(|l| *l == "io").expect("a layer");
    let cli = LAYERS.iter().position(|l| *l == "cli").expect("a layer");
    let words = [
        "std::fs",
        "std::env",
        "Instant::now",
        "SystemTime",
        "Zoned::now",
        "std::process::Command",
    ];
    let mut wrong = Vec::new();
    for (layer, path, text) in layers() {
        if layer == io || layer == cli {
            continue;
        }
        wrong.extend(
            words.iter().filter(|w| text.contains(**w)).map(|w| format!("{}: {w}", path.display())),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_dependency_has_its_reason_beside_it() {
    let manifest = include_str!("../Cargo.toml");
    let mut dependencies = false;
    let mut wrong = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            dependencies = line.ends_with("dependencies]");
        } else if dependencies && line.contains('=') && !line.contains(" # ") {
            wrong.push(line);
        }
    }
    assert_eq!(wrong, Vec::<&str>::new());
}
