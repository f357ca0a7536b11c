//! The `milepost` program: everything is in the library, this is its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    milepost::cli::run(std::env::args_os())
}
