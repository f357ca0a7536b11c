//! `milepost schema`.

use super::{Failure, Outcome};
use crate::parse::schema::{DESCRIBED, Described, schema, schema_of_all};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Print the JSON Schema of the front matter, or of site.yaml
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost schema site > site.schema.json\n  milepost schema > milepost.schema.json"
)]
pub(super) struct Arguments {
    /// What the schema is of; without it, one schema defines them all under `$defs`
    #[arg(value_name = "KIND", value_parser = kinds())]
    kind: Option<&'static Described>,
}

fn kinds() -> impl TypedValueParser<Value = &'static Described> {
    let values = DESCRIBED.iter().map(|of| PossibleValue::new(of.name).help(of.title));
    let of = |name: String| DESCRIBED.iter().find(|of| of.name == name).ok_or("no such kind");
    PossibleValuesParser::new(values).try_map(of)
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let schema = arguments.kind.map_or_else(schema_of_all, schema);
    anstream::println!("{schema:#}");
    Ok(Outcome::Done)
}
