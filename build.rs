//! The default theme and the starter are embedded in the binary: a change of any of their files
//! builds it anew.

#![allow(clippy::print_stdout, reason = "a build script speaks to cargo on standard output")]

fn main() {
    println!("cargo:rerun-if-changed=themes");
    println!("cargo:rerun-if-changed=src/cli/starter");
}
