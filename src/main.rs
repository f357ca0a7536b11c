//! The `milepost` program: everything is in the library, this is its exit code.

use std::process::ExitCode;

/// A site is a great many small texts: this allocator needs a fifth less memory and a tenth less
/// time for them than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    milepost::cli::run(std::env::args_os())
}
