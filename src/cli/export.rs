//! `milepost export`.

use super::{Failure, Outcome, Viewpoint, Voice, colour, has_errors, resolve};
use crate::diagnostic::{Finding, did_you_mean, render_human, summary};
use crate::export::{Letters, Picture, cells, png};
use crate::io::exports::{Exported, Exports};
use crate::io::{fonts, load};
use crate::page::{PageId, Renderer, diagram_path};
use crate::site::{JourneyIx, Node, Site};
use crate::workspace::{Output, Workspace};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The picture that is no journey's.
const MATRIX: &str = "priority-matrix";
/// How many files are made at once: those of a large site would not fit into memory together.
const AT_ONCE: usize = 16;

/// Write diagrams as PNG, or every cell of the maps as CSV
///
/// A file for each journey, at its path in the site without `journeys/`. A file that is there is
/// replaced only while it is as milepost wrote it; nothing is removed, and nothing is written
/// while the content has errors.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost export png\n  milepost export png weekly-shop priority-matrix --width 1920 -o slides\n  milepost export csv weekly-shop -o sheets"
)]
pub(super) struct Arguments {
    /// What to write
    #[arg(value_enum, value_name = "FORMAT")]
    format: Format,
    /// The journeys, by id or with their space (retail/weekly-shop); for png also priority-matrix.
    /// Without any: all
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// The folder to write to
    #[arg(long, short, default_value = "export", value_name = "DIR")]
    output: PathBuf,
    /// Width of a picture in pixels; without it twice that of the diagram
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(1..=50_000))]
    width: Option<u32>,
    /// The content folder
    #[arg(long, default_value = "content", value_name = "DIR")]
    content: PathBuf,
    #[command(flatten)]
    viewpoint: Viewpoint,
    /// The theme, instead of the one that site.yaml names
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The diagram of each journey, and the priority matrix
    Png,
    /// Every cell of each map, a row for each fact
    Csv,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Format::Png => "png",
            Format::Csv => "csv",
        }
    }
}

/// What one file shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Journey(JourneyIx),
    Matrix,
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    if arguments.width.is_some() && arguments.format == Format::Csv {
        return Err(Failure::Usage("`--width` is for pictures; csv has none".to_owned()));
    }
    let workspace = arguments.open()?;
    if has_errors(workspace.findings()) {
        let errors: Vec<Finding> = workspace.errors().cloned().collect();
        let text = render_human(&errors, workspace.sources(), colour(&std::io::stderr()));
        anstream::eprintln!("{text}{}; nothing was written", summary(&errors));
        return Ok(Outcome::ContentHasErrors);
    }
    let subjects = arguments.subjects(workspace.site())?;
    let files: Vec<(Subject, String)> =
        subjects.iter().map(|subject| (*subject, arguments.path(&workspace, *subject))).collect();
    let wanted = files.iter().map(|(_, path)| path.as_str());
    let mut exports = Exports::open(&arguments.output, &arguments.content, wanted)?;
    let letters = Letters::new(fonts::installed);
    let done = arguments.write(&workspace, &files, &letters, (&mut exports, voice));
    exports.finish()?;
    done?;
    if !voice.quiet && files.is_empty() {
        anstream::eprintln!("there is nothing to export");
    }
    Ok(Outcome::Done)
}

/// Says which letters of a picture no font has.
fn warn_of_missing(file: &Path, missing: &BTreeSet<char>) {
    if missing.is_empty() {
        return;
    }
    let shown: Vec<String> = missing.iter().take(12).map(char::to_string).collect();
    let more = if missing.len() > 12 { " …" } else { "" };
    anstream::eprintln!(
        "warning: `{}` has boxes in place of {}{more}: no font of this machine draws them\n  help: install a font for them, such as one of the Noto family",
        file.display(),
        shown.join(" ")
    );
}

/// The bytes of a file, and what is said of it beside its name.
struct Made {
    bytes: Vec<u8>,
    remark: String,
    /// Letters in it that no font draws.
    missing: BTreeSet<char>,
}

impl Arguments {
    fn open(&self) -> Result<Workspace, Failure> {
        let sources = load::load(&self.content)?;
        resolve(&self.content, sources, &self.viewpoint, self.theme.as_deref())
    }

    /// What was asked for, each once, in the order of the site.
    fn subjects(&self, site: &Site) -> Result<BTreeSet<Subject>, Failure> {
        let journeys = (0..site.journeys.len() as u32).map(|ix| Subject::Journey(JourneyIx(ix)));
        if self.ids.is_empty() {
            let matrix =
                (self.format == Format::Png && !site.ranked.is_empty()).then_some(Subject::Matrix);
            return Ok(journeys.chain(matrix).collect());
        }
        self.ids.iter().map(|id| self.subject(site, id)).collect()
    }

    fn subject(&self, site: &Site, id: &str) -> Result<Subject, Failure> {
        let all: Vec<(JourneyIx, String)> = (0..site.journeys.len() as u32)
            .map(JourneyIx)
            .map(|ix| (ix, site.reference(Node::Journey(ix))))
            .collect();
        if let Some((ix, _)) = all.iter().find(|(_, full)| full == id) {
            return Ok(Subject::Journey(*ix));
        }
        let named: Vec<&(JourneyIx, String)> =
            all.iter().filter(|(ix, _)| *site.journey(*ix).meta.id == *id).collect();
        match (named.as_slice(), self.format) {
            ([(ix, _)], _) => Ok(Subject::Journey(*ix)),
            ([], Format::Png) if id == MATRIX && !site.ranked.is_empty() => Ok(Subject::Matrix),
            ([], Format::Png) if id == MATRIX => Err(Failure::Usage(
                "there is no priority matrix: no opportunity is open".to_owned(),
            )),
            ([], format) => {
                let matrix = (format == Format::Png).then_some(MATRIX);
                let bare = all.iter().map(|(ix, _)| &*site.journey(*ix).meta.id);
                let full = all.iter().map(|(_, full)| full.as_str());
                let help = did_you_mean(id, full.chain(bare).chain(matrix));
                let help = help.map(|help| format!("\n  help: {help}")).unwrap_or_default();
                Err(Failure::Usage(format!("there is no journey `{id}`{help}")))
            }
            (several, _) => {
                let names: Vec<String> =
                    several.iter().map(|(_, full)| format!("`{full}`")).collect();
                let names = names.join(" or ");
                Err(Failure::Usage(format!("`{id}` is several journeys\n  help: write {names}")))
            }
        }
    }

    /// Where a file stands below the output folder.
    fn path(&self, workspace: &Workspace, subject: Subject) -> String {
        let name = match subject {
            Subject::Journey(ix) => workspace.site().reference(Node::Journey(ix)),
            Subject::Matrix => MATRIX.to_owned(),
        };
        format!("{name}.{}", self.format.extension())
    }

    fn write(
        &self,
        workspace: &Workspace,
        files: &[(Subject, String)],
        letters: &Letters,
        (exports, voice): (&mut Exports, &Voice),
    ) -> Result<(), Failure> {
        let renderer = workspace.renderer();
        for some in files.chunks(AT_ONCE) {
            let made: Vec<Result<Made, Failure>> = some
                .par_iter()
                .map(|(subject, _)| self.make(workspace, &renderer, letters, *subject))
                .collect();
            for ((_, path), made) in some.iter().zip(made) {
                let made = made?;
                let done = exports.put(path, &made.bytes)?;
                let file = self.output.join(path);
                warn_of_missing(&file, &made.missing);
                if !voice.quiet {
                    let unchanged = if done == Exported::Unchanged { ", unchanged" } else { "" };
                    anstream::println!("{}: {}{unchanged}", file.display(), made.remark);
                }
            }
        }
        Ok(())
    }

    fn make(
        &self,
        workspace: &Workspace,
        renderer: &Renderer<'_>,
        letters: &Letters,
        subject: Subject,
    ) -> Result<Made, Failure> {
        let site = workspace.site();
        if let (Subject::Journey(ix), Format::Csv) = (subject, self.format) {
            let bytes = cells(site, ix, workspace.theme().wording().withheld());
            let rows = bytes.iter().filter(|byte| **byte == b'\n').count() - 1;
            return Ok(Made { bytes, remark: format!("{rows} rows"), missing: BTreeSet::new() });
        }
        let (svg, path) = match subject {
            Subject::Journey(ix) => {
                let svg = renderer.render(PageId::Diagram(ix));
                (svg.map_err(|e| Failure::Theme(e.to_string()))?, diagram_path(site, ix))
            }
            Subject::Matrix => (renderer.matrix_file(), format!("{MATRIX}.svg")),
        };
        let picture = draw(workspace, &svg, &path, self.width, letters);
        let picture = picture.map_err(|why| self.failed(workspace, subject, &why))?;
        let remark = format!("{} × {} pixels", picture.width, picture.height);
        // What was found missing may stand in another picture.
        let svg = String::from_utf8_lossy(&svg);
        let missing = letters.missing().into_iter().filter(|letter| svg.contains(*letter));
        let missing = missing.collect();
        Ok(Made { bytes: picture.bytes, remark, missing })
    }

    fn failed(&self, workspace: &Workspace, subject: Subject, why: &str) -> Failure {
        let file = self.output.join(self.path(workspace, subject));
        Failure::Usage(format!("cannot draw `{}`: {why}", file.display()))
    }
}

fn draw(
    workspace: &Workspace,
    svg: &[u8],
    path: &str,
    width: Option<u32>,
    letters: &Letters,
) -> Result<Picture, String> {
    let svg = std::str::from_utf8(svg).map_err(|e| e.to_string())?;
    let images = |href: &str| image(workspace, path, href);
    png(svg, width, letters, &images)
        .map_err(|error| format!("{error}\n  help: choose another width with `--width`"))
}

/// The bytes of a storyboard's picture, which stands in the site beside the diagram.
fn image(workspace: &Workspace, diagram: &str, href: &str) -> Option<Vec<u8>> {
    let decoded = percent_encoding::percent_decode_str(href).decode_utf8().ok()?;
    let mut place: Vec<&str> = Path::new(diagram).parent()?.to_str()?.split('/').collect();
    for part in decoded.split('/') {
        match part {
            ".." => drop(place.pop()),
            "." => {}
            part => place.push(part),
        }
    }
    let wanted = place.join("/");
    let wanted = wanted.trim_start_matches('/');
    let file = workspace.site().files.iter().find(|file| ***file == *wanted)?;
    let output = Output::Copy(file.to_string());
    workspace.render(&workspace.renderer(), &output).ok().map(std::borrow::Cow::into_owned)
}
