//! `milepost new`.

use super::{Failure, Outcome, Voice};
use crate::format::{self, Formatted};
use crate::io::{create, load::load};
use crate::model::{Kind, fields};
use crate::parse::{Memo, parse, slug};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Write a new file of a kind, with every field explained; no file is ever overwritten
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost new persona maya\n  milepost new journey retail/weekly-shop\n  milepost new stage weekly-shop/plan"
)]
pub(super) struct Arguments {
    /// What to start
    kind: NewKind,
    /// Its id; after a space (`retail/maya`); of a stage or a touchpoint in a journey after its
    /// parents (`weekly-shop/plan`, `weekly-shop/plan/list-app`)
    id: String,
    /// The content folder
    #[arg(long, default_value = "content", value_name = "FOLDER")]
    content: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum NewKind {
    Persona,
    Journey,
    Stage,
    Touchpoint,
    Opportunity,
    Evidence,
}

impl From<NewKind> for Kind {
    fn from(kind: NewKind) -> Kind {
        match kind {
            NewKind::Persona => Kind::Persona,
            NewKind::Journey => Kind::Journey,
            NewKind::Stage => Kind::Stage,
            NewKind::Touchpoint => Kind::Touchpoint,
            NewKind::Opportunity => Kind::Opportunity,
            NewKind::Evidence => Kind::Evidence,
        }
    }
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let kind = Kind::from(arguments.kind);
    let parts: Vec<&str> = arguments.id.split('/').collect();
    for part in &parts {
        refuse_bad_id(part)?;
    }
    let path = arguments.content.join(place(kind, &parts)?);
    let id = parts.last().copied().unwrap_or_default();
    let personas = persona_ids(&arguments.content);
    let personas: Vec<&str> = personas.iter().map(String::as_str).collect();
    if !create::create(&path, &canonical(kind, fields::template_with(kind, id, &personas)))? {
        let words = format!("`{}` is there already, and was left as it is", path.display());
        return Err(Failure::Usage(words));
    }
    if !voice.quiet {
        anstream::println!("wrote {}", path.display());
    }
    Ok(Outcome::Done)
}

/// As `fmt` would write it, so that a new file never fails a `fmt --check`.
fn canonical(kind: Kind, text: String) -> String {
    match format::markdown(&text, fields::shape(kind)) {
        Formatted::Changed(better) => better,
        Formatted::Same | Formatted::LeftAlone(_) => text,
    }
}

/// The personas that a new journey can be about: a name that does not exist would be an error.
fn persona_ids(content: &Path) -> Vec<String> {
    let Ok(sources) = load(content) else { return Vec::new() };
    let (content, _) = parse(&sources, &mut Memo::default());
    content.personas.iter().map(|persona| persona.item.common.id.value.to_string()).collect()
}

fn refuse_bad_id(part: &str) -> Result<(), Failure> {
    let slug = slug(part);
    if slug == part && part != "index" {
        return Ok(());
    }
    let help = match slug.as_str() {
        "" | "index" => "use letters, digits and hyphens".to_owned(),
        slug => format!("use `{slug}`"),
    };
    Err(Failure::Usage(format!("`{part}` cannot be an id\n  help: {help}")))
}

/// Where the file of an entity stands, below the content folder.
fn place(kind: Kind, parts: &[&str]) -> Result<String, Failure> {
    let file = |space: &[&str], rest: String| {
        space.iter().map(|s| format!("{s}/")).collect::<String>() + &rest
    };
    Ok(match (kind, parts) {
        (Kind::Stage, [space @ .., journey, id]) => {
            file(space, format!("journeys/{journey}/{id}.md"))
        }
        (Kind::Stage, _) => {
            return Err(Failure::Usage(
                "a stage needs its journey before its id\n  help: `milepost new stage weekly-shop/plan`".to_owned(),
            ));
        }
        (Kind::Touchpoint, [space @ .., journey, stage, id]) => {
            file(space, format!("journeys/{journey}/{stage}/{id}.md"))
        }
        (kind, [space @ .., id]) => file(space, format!("{}/{id}.md", kind.folder())),
        (_, []) => String::new(),
    })
}
