//! `milepost serve`.

use super::screen::Screen;
use super::{Failure, Outcome, Reading, Voice, counted, themes_beside};
use crate::diagnostic::summary;
use crate::io::clock::{self, Stopwatch};
use crate::io::watch::How;
use crate::io::{Outside, browser};
use crate::page::plan;
use crate::serve::editor::Editor;
use crate::serve::{Hosts, Live, Preview, Shown, Told, serve};
use crate::workspace::Workspace;
use clap::Args;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::path::{Path, PathBuf};

/// The port that is tried first.
const PORT: u16 = 4000;
/// Ports that are tried after it.
const PORTS: u16 = 100;

/// Show the site while you write: what is saved is there
#[derive(Args)]
#[command(
    after_help = "Examples:\n  milepost serve\n  milepost serve maps --open --include-drafts\n  milepost serve --editor-url zed --today 2027-03-01\n  milepost serve --editor-url 'vscode://file/{path}:{line}:{column}'"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// The port; without one the first free from 4000 on
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// The address or name to serve on, for others in your network; without one this machine only
    #[arg(long, value_name = "ADDRESS")]
    host: Option<String>,
    /// Open the browser
    #[arg(long)]
    open: bool,
    /// Look at the files again and again, where a network or container volume tells nothing
    #[arg(long)]
    poll: bool,
    /// Where links of findings lead: an editor's name (vscode, cursor, zed, idea, sublime, …),
    /// an address with {path}, {line} and {column}, or none
    #[arg(long, value_name = "URL", value_parser = editor)]
    editor_url: Option<ChosenEditor>,
}

/// An editor, or none at all.
#[derive(Clone)]
struct ChosenEditor(Option<Editor>);

fn editor(text: &str) -> Result<ChosenEditor, String> {
    Editor::parse(text).map(ChosenEditor)
}

pub(super) fn run(arguments: &Arguments, voice: &Voice) -> Result<Outcome, Failure> {
    let mut watch = Stopwatch::start();
    let listener = listen(arguments)?;
    let address = listener.local_addr().map_err(|e| cannot_listen("the preview", &e))?;
    let how = if arguments.poll { How::Poll } else { How::Events };
    let (workspace, files) = arguments.reading.open_and_watch(how)?;
    let url = url(address, arguments.host.as_deref());
    if !voice.quiet {
        anstream::println!("{}", greeting(&workspace, &url, watch.lap()));
    }
    if !address.ip().is_loopback() {
        anstream::eprintln!(
            "warning: everybody who reaches this machine can read the preview, drafts and \
             confidential sources included where they are asked for"
        );
    }
    let screen = Screen::new(voice);
    screen.show(&workspace, &[], "watching for changes, Ctrl-C ends");
    if arguments.open
        && let Err(outside) = browser::open(&url)
    {
        screen.troubles(&[outside.to_string()]);
    }
    let given = arguments.reading.viewpoint.today;
    let live = Live::new(workspace, preview(arguments));
    let hosts = Hosts::new(address.ip(), arguments.host.as_deref());
    let today = move || clock::today(given).ok();
    serve(listener, hosts, live, files, today, move |told: &Told<'_>| {
        screen.troubles(told.troubles);
        screen.show(told.workspace, &told.theme_errors, &state(told));
    })?;
    Ok(Outcome::Done)
}

fn state(told: &Told<'_>) -> String {
    let shown = match (told.workspace.is_sound(), told.workspace.can_show()) {
        (true, _) => "shown",
        (false, true) => "the last good state is shown",
        (false, false) => "nothing can be shown yet",
    };
    format!("change {}: {shown}", told.news.revision - 1)
}

fn greeting(workspace: &Workspace, url: &str, seconds: f64) -> String {
    let site = workspace.site();
    let pages = plan(site).iter().filter(|page| page.output_path(site).ends_with(".html")).count();
    format!(
        "{url}\n{}, {}, {} in {seconds:.2} s; {}",
        counted(site.journeys.len(), "journey"),
        counted(site.personas.len(), "persona"),
        counted(pages, "page"),
        summary(workspace.findings()),
    )
}

fn preview(arguments: &Arguments) -> Preview {
    let reading = &arguments.reading;
    let viewpoint = &reading.viewpoint;
    let shown = |is: bool| if is { Shown::Yes } else { Shown::No };
    let absolute = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        // Without the stroke that may stand at its end.
        path.components().collect::<PathBuf>().display().to_string()
    };
    let project = themes_beside(&reading.content);
    let guessed = || Some(Editor::guess(&browser::editor_hints()));
    Preview {
        editor: arguments.editor_url.as_ref().map_or_else(guessed, |chosen| chosen.0.clone()),
        content: absolute(&reading.content),
        project: absolute(project.parent().unwrap_or(Path::new("."))),
        today: viewpoint.today,
        drafts: shown(viewpoint.include_drafts),
        confidential: shown(viewpoint.include_confidential),
    }
}

/// The port that was asked for, or the first that is free.
fn listen(arguments: &Arguments) -> Result<TcpListener, Failure> {
    let ip = ip(arguments.host.as_deref())?;
    let ports = match arguments.port {
        Some(port) => port..=port,
        None => PORT..=PORT + PORTS,
    };
    let mut last = None;
    for port in ports {
        match TcpListener::bind(SocketAddr::new(ip, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some((port, error)),
        }
    }
    let (port, error) = last.unwrap_or((PORT, std::io::ErrorKind::AddrInUse.into()));
    Err(cannot_listen(&SocketAddr::new(ip, port).to_string(), &error).into())
}

fn cannot_listen(what: &str, error: &std::io::Error) -> Outside {
    let what = Path::new(what);
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            Outside::new("cannot serve on", what, "the port is taken by another program")
                .help("leave `--port` out to take the next free one")
        }
        _ => Outside::io("cannot serve on", what, error),
    }
}

fn ip(host: Option<&str>) -> Result<IpAddr, Failure> {
    let Some(host) = host else { return Ok(Ipv4Addr::LOCALHOST.into()) };
    if let Ok(ip) = host.trim_matches(['[', ']']).parse() {
        return Ok(ip);
    }
    let found = (host, 0).to_socket_addrs().ok().and_then(|mut found| found.next());
    found.map(|address| address.ip()).ok_or_else(|| {
        Failure::Usage(format!("`{host}` is neither an address nor the name of this machine"))
    })
}

/// The address that works when it is clicked.
fn url(address: SocketAddr, host: Option<&str>) -> String {
    let name = match host.filter(|host| host.parse::<IpAddr>().is_err()) {
        Some(name) => name.to_owned(),
        None if address.ip().is_unspecified() => "localhost".to_owned(),
        None if address.is_ipv6() => format!("[{}]", address.ip()),
        None => address.ip().to_string(),
    };
    format!("http://{name}:{}/", address.port())
}
