//! `milepost explain CODE`.

use super::{Failure, Outcome};
use crate::diagnostic::{CODES, Code, did_you_mean, explain};
use clap::Args;

/// Explain what a finding means, with a bad and a good example
#[derive(Args)]
#[command(after_help = "Example:\n  milepost explain MP0301")]
pub(super) struct Arguments {
    /// The code, as `MP0301`; without one, all codes are listed
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let Some(id) = &arguments.code else {
        for info in CODES {
            anstream::println!("{}  {:7}  {}", info.id, info.severity.word(), info.title);
        }
        return Ok(Outcome::Done);
    };
    let code = Code::parse(id).ok_or_else(|| {
        let near = did_you_mean(&id.to_uppercase(), CODES.iter().map(|c| c.id));
        let near = near.map_or(String::new(), |n| format!("; {n}"));
        Failure::Usage(format!(
            "there is no finding `{id}`{near}\n  help: `milepost explain` lists them all"
        ))
    })?;
    anstream::println!("{}", explain(code).trim_end());
    Ok(Outcome::Done)
}
