//! The author's own programs: the browser that is opened, the editor that links lead to.

use super::{Outside, memory};
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens an address in the author's browser and does not wait for it. What holds for our own
/// memory does not hold for the browser's.
///
/// # Errors
/// No program that opens addresses.
pub fn open(url: &str) -> Result<(), Outside> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    memory::in_small_pages(false);
    let spawned = Command::new(program)
        .args(arguments)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    memory::in_small_pages(true);
    spawned.map(drop).map_err(|e| Outside::io("cannot open a browser with", Path::new(program), &e))
}

/// What the environment says about the author's editor, the most telling first.
pub fn editor_hints() -> Vec<String> {
    ["VISUAL", "EDITOR", "TERM_PROGRAM"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .collect()
}
