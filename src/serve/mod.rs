//! The preview: a server that keeps a workspace, takes in what is saved and tells browsers of it.
//! It has no logic of its own: what pages exist and what they say is the workspace's.
//!
//! One thread waits for saved files and applies them; one thread talks to every connection and
//! never waits for anything; a few more render what was asked for, one at a time, because the
//! workspace is behind one lock. A message to browsers says only that something changed: each
//! asks for its own page, and what nobody looks at is not rendered.

mod compress;
pub mod editor;
mod events;
mod hosts;
mod http;
mod index;
mod kept;
mod live;
mod report;

pub use hosts::Hosts;
pub use live::{Live, News, Preview, Shown};

use crate::io::watch::Watch;
use crate::io::{Outside, descriptors};
use crate::page::ThemeError;
use crate::workspace::Workspace;
use events::Events;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use jiff::civil::Date;
use live::Answer;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How often the date is looked at when nothing else happens.
const TICK: Duration = Duration::from_secs(1);
/// How long open connections may take to end.
const FAREWELL: Duration = Duration::from_millis(100);
/// Threads that render. More would only wait for each other.
const RENDERERS: usize = 4;
/// How long a visitor may take to say what is wanted. Browsers open connections that they may use
/// later; one that was closed meanwhile they open again.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same when three of four places are taken: who has something to ask asks now.
const PATIENCE_IN_A_CROWD: Duration = Duration::from_secs(1);
/// Open files that are left for sources, themes and what the system itself holds open.
const OWN_FILES: usize = 64;
/// The pause after a connection that could not be taken in.
const BREATH: Duration = Duration::from_millis(20);

/// What every connection shares.
struct Shared {
    live: Mutex<Live>,
    events: Events,
    hosts: Hosts,
    tell: Mutex<Box<Tell>>,
}

/// Hears of every change after browsers did.
type Tell = dyn FnMut(&Told<'_>) + Send;

/// What is to be said in the terminal.
pub struct Told<'t> {
    /// The site as it is now.
    pub workspace: &'t Workspace,
    /// What changed.
    pub news: &'t News,
    /// Templates that failed while a page was made.
    pub theme_errors: Vec<&'t ThemeError>,
    /// What else the author has to hear.
    pub troubles: &'t [String],
}

impl Shared {
    /// A page whose rendering panicked is no reason to refuse all others.
    fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands at an address. A template that fails is heard of everywhere.
    fn answer(&self, path: &str) -> Answer {
        let mut live = self.live();
        let (answer, news) = live.answer(path);
        if let Some(news) = news {
            self.events.send(&news);
            self.tell(&live, &news, &[]);
        }
        answer
    }

    fn tell(&self, live: &Live, news: &News, troubles: &[String]) {
        let (workspace, theme_errors) = (&live.workspace, live.theme_errors().collect());
        let mut tell = self.tell.lock().unwrap_or_else(PoisonError::into_inner);
        tell(&Told { workspace, news, theme_errors, troubles });
    }
}

/// Serves until the program is asked to end. `today` is asked for the date, `tell` hears of every
/// change after browsers did, of templates that fail, and of troubles in words.
///
/// # Errors
/// A network that fails.
pub fn serve(
    listener: TcpListener,
    hosts: Hosts,
    live: Live,
    mut watch: Watch,
    today: impl Fn() -> Option<Date> + Send + 'static,
    tell: impl FnMut(&Told<'_>) + Send + 'static,
) -> Result<(), Outside> {
    let room = Room::of(descriptors::raise());
    let (live, tell) = (Mutex::new(live), Mutex::new(Box::new(tell) as Box<Tell>));
    let shared = Arc::new(Shared { live, events: Events::new(room.listeners), hosts, tell });
    let author = shared.clone();
    std::thread::spawn(move || {
        loop {
            let mut seen = watch.wait(TICK);
            let troubles = std::mem::take(&mut seen.troubles);
            let mut live = author.live();
            let today = today().unwrap_or(live.workspace.site().today);
            let news = live.apply(seen, today);
            if let Some(news) = &news {
                author.events.send(news);
            }
            if news.is_some() || !troubles.is_empty() {
                let news = news.unwrap_or_else(|| live.news("findings", None));
                author.tell(&live, &news, &troubles);
            }
        }
    });
    let failed = |e: std::io::Error| Outside::io("cannot serve", Path::new("the preview"), &e);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(RENDERERS)
        .build()
        .map_err(failed)?;
    let result = runtime.block_on(listen(listener, shared, room.connections)).map_err(failed);
    // What is being rendered is for nobody any more.
    runtime.shutdown_background();
    result
}

/// How many may be connected at once. Each has a socket and perhaps a file that is sent, and
/// browsers that listen must leave room for pages.
struct Room {
    connections: usize,
    listeners: usize,
}

impl Room {
    /// With so many files open at once.
    fn of(descriptors: usize) -> Self {
        let connections = (descriptors.saturating_sub(OWN_FILES) / 2).max(8);
        Self { connections, listeners: connections / 2 }
    }
}

async fn listen(
    listener: TcpListener,
    shared: Arc<Shared>,
    connections: usize,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let graceful = GracefulShutdown::new();
    {
        let router = http::router(shared.clone());
        let serving = std::pin::pin!(accept(listener, router, connections, &graceful));
        let ending = std::pin::pin!(asked_to_end());
        futures_util::future::select(serving, ending).await;
    }
    shared.events.end();
    // Whoever takes longer is let go.
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
    Ok(())
}

/// Takes in connections for ever.
async fn accept(
    listener: tokio::net::TcpListener,
    router: axum::Router,
    connections: usize,
    graceful: &GracefulShutdown,
) {
    let room = Arc::new(Semaphore::new(connections));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new());
    loop {
        let place = room.clone().acquire_owned().await;
        let is_crowd = room.available_permits() < connections / 4;
        http.header_read_timeout(if is_crowd { PATIENCE_IN_A_CROWD } else { PATIENCE });
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // One who left again, or a system that has nothing left for a moment.
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        // An event is a few bytes that must not wait for more.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A visitor who leaves in the middle is no trouble.
            let _ = connection.await;
            drop(place);
        });
    }
}

/// Ctrl-C, or a polite request of the system.
async fn asked_to_end() {
    let interrupted = std::pin::pin!(async {
        // Without a handler the system ends the program by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    });
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            let terminated = std::pin::pin!(terminate.recv());
            futures_util::future::select(interrupted, terminated).await;
            return;
        }
    }
    interrupted.await;
}
