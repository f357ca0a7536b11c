//! `milepost new`.

mod place;

use super::{Failure, Outcome, Voice};
use crate::check;
use crate::diagnostic::{Finding, Severity};
use crate::format::{self, Formatted};
use crate::io::{clock, create, load::load};
use crate::model::{Kind, fields};
use crate::parse::{Memo, parse, slug};
use crate::site::{Options, resolve};
use crate::source::Sources;
use clap::{Args, ValueEnum};
use place::{Place, There, usage};
use std::collections::BTreeSet;
use std::path::PathBuf;

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
    let folder = &arguments.content;
    let sources = if folder.exists() { load(folder)? } else { Sources::new("") };
    let (content, _) = parse(&sources, &mut Memo::default());
    let place = There { sources: &sources, content: &content }.place(kind, &parts)?;
    let path = folder.join(&place.path);
    if path.exists() {
        let words = format!("`{}` is there already, and was left as it is", path.display());
        return Err(Failure::Usage(words));
    }
    let id = parts.last().copied().unwrap_or_default();
    let personas = content.personas.iter().map(|persona| &*persona.item.common.id.value);
    let shape = match (kind, parts.len()) {
        // Behind its journey and its stage.
        (Kind::Touchpoint, 3..) => &fields::TOUCHPOINT,
        _ => fields::shape(kind),
    };
    let personas: Vec<&str> = personas.collect();
    let text = canonical(shape, fields::template_of((kind, shape), id, &personas));
    refuse_errors(sources, &place, &text)?;
    let mut wrote = Vec::new();
    if let Some((from, to)) = &place.grows {
        create::move_to(&folder.join(from), &folder.join(to))?;
        wrote.push(format!(
            "moved {} to {}",
            folder.join(from).display(),
            folder.join(to).display()
        ));
    }
    create::create(&path, &text)?;
    wrote.push(format!("wrote {}", path.display()));
    if !voice.quiet {
        anstream::println!("{}", wrote.join("\n"));
    }
    Ok(Outcome::Done)
}

/// A new file never breaks what is there: what would be wrong with it is said, and nothing written.
fn refuse_errors(mut sources: Sources, place: &Place, text: &str) -> Result<(), Failure> {
    let known: BTreeSet<String> =
        errors(&sources)?.into_iter().map(|error| error.message).collect();
    if let Some((from, to)) = &place.grows {
        let moved = sources.get(from).and_then(|file| file.to_read());
        sources.remove(from);
        moved.map(|text| sources.insert_read(to, text));
    }
    sources.insert_text(&place.path, text.as_bytes());
    let Some(error) = errors(&sources)?.into_iter().find(|error| !known.contains(&error.message))
    else {
        return Ok(());
    };
    Err(usage(&format!("nothing was written, as then {}", error.message), &error.help))
}

fn errors(sources: &Sources) -> Result<Vec<Finding>, Failure> {
    let (content, mut findings) = parse(sources, &mut Memo::default());
    let today = clock::today(None).map_err(Failure::Usage)?;
    let options = Options { today, include_drafts: true, include_confidential: false };
    findings.extend(resolve(&content, sources, &options).1);
    let mut all = check::finish(findings, &content, sources);
    all.retain(|finding| finding.severity == Severity::Error);
    Ok(all)
}

/// As `fmt` would write it, so that a new file never fails a `fmt --check`.
fn canonical(shape: &'static fields::Shape, text: String) -> String {
    match format::markdown(&text, shape) {
        Formatted::Changed(better) => better,
        Formatted::Same | Formatted::LeftAlone(_) => text,
    }
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
    Err(usage(&format!("`{part}` cannot be an id"), &help))
}
