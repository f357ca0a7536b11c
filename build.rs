//! The default theme and the starter are embedded in the binary: a change of any of their files
//! builds it anew. The interface's words get a method each, so that a phrase that does not exist,
//! or lacks what it is about, does not compile.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

/// English, the language that names every phrase.
const ENGLISH: &str = "themes/default/words/en.yaml";

fn main() {
    println!("cargo:rerun-if-changed=themes");
    println!("cargo:rerun-if-changed=src/cli/starter");
    let english = fs::read_to_string(ENGLISH).expect("the words of English");
    let out = env::var("OUT_DIR").expect("cargo names the folder of what is generated");
    fs::write(Path::new(&out).join("phrases.rs"), phrases(&english)).expect("room for a file");
}

/// One list of the names, and one method for each phrase. The file is flat: a line that
/// begins with a letter is a name, a colon and the phrase, or the phrase's plural forms in braces.
fn phrases(english: &str) -> String {
    let lines = english.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let pairs: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let mut names = String::new();
    let mut methods = String::new();
    for (at, (name, phrase)) in pairs.iter().enumerate() {
        let slots = slots(phrase);
        let list: Vec<String> = slots.iter().map(|slot| format!("\"{slot}\"")).collect();
        let _ = writeln!(names, "    (\"{name}\", &[{}]),", list.join(", "));
        write_method(&mut methods, at, (name, phrase), &slots);
    }
    format!(
        "/// Every phrase with what it is about, in the order of English.\n\
         pub(crate) static PHRASES: [(&str, &[&str]); {}] = [\n{names}];\n\n\
         impl Wording {{\n{methods}}}\n",
        pairs.len()
    )
}

fn write_method(out: &mut String, at: usize, (name, phrase): (&str, &str), slots: &[&str]) {
    let _ = writeln!(out, "    /// `{}`", phrase.trim_matches('"').replace('`', "'"));
    if slots.is_empty() {
        let _ =
            writeln!(out, "    pub fn {name}(&self) -> &str {{\n        self.text({at})\n    }}");
        return;
    }
    let (mut parameters, mut values) = (String::new(), String::new());
    for slot in slots {
        let _ = write!(parameters, ", {slot}: impl Into<Value<'a>>");
        let _ = write!(values, "{slot}.into(), ");
    }
    let _ = writeln!(
        out,
        "    pub fn {name}<'a>(&'a self{parameters}) -> Filled<'a, {}> {{\n        \
         self.fill({at}, [{values}])\n    }}",
        slots.len()
    );
}

/// What a phrase is about: the names in braces, by first use. Who travels is filled in when the
/// words are read.
fn slots(phrase: &str) -> Vec<&str> {
    let mut slots = Vec::new();
    for part in phrase.split('{').skip(1) {
        let Some((name, _)) = part.split_once('}') else { continue };
        let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !name.is_empty();
        if is_name && !matches!(name, "customer" | "customers") && !slots.contains(&name) {
            slots.push(name);
        }
    }
    slots
}
