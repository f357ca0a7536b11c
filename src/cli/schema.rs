//! `milepost schema`.

use super::{Failure, Outcome};
use crate::page::Theme;
use crate::parse::schema::{DESCRIBED, Described, schema, schema_of_all};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Print the JSON Schema of the front matter, of site.yaml or of theme.yaml
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost schema site > site.schema.json\n  milepost schema > milepost.schema.json"
)]
pub(super) struct Arguments {
    /// What the schema is of; without it, one schema defines all files of the content under `$defs`
    #[arg(value_name = "KIND", value_parser = kinds())]
    kind: Option<Asked>,
}

/// What a schema is asked for.
#[derive(Clone, Copy)]
enum Asked {
    Content(&'static Described),
    Theme,
}

fn kinds() -> impl TypedValueParser<Value = Asked> {
    let values = DESCRIBED.iter().map(|of| PossibleValue::new(of.name).help(of.title));
    let theme = PossibleValue::new("theme").help("theme.yaml");
    let of = |name: String| match DESCRIBED.iter().find(|of| of.name == name) {
        Some(of) => Asked::Content(of),
        None => Asked::Theme,
    };
    PossibleValuesParser::new(values.chain([theme])).map(of)
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let schema = match arguments.kind {
        None => schema_of_all(),
        Some(Asked::Content(of)) => schema(of),
        Some(Asked::Theme) => Theme::schema(),
    };
    anstream::println!("{schema:#}");
    Ok(Outcome::Done)
}
