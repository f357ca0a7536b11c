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
mod live;
mod report;

pub use hosts::Hosts;
pub use live::{Live, News, Preview, Shown};

use crate::io::Outside;
use crate::io::watch::Watch;
use crate::workspace::Workspace;
use events::Events;
use jiff::civil::Date;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often the date is looked at when nothing else happens.
const TICK: Duration = Duration::from_secs(1);
/// How long open connections may take to end.
const FAREWELL: Duration = Duration::from_millis(100);
/// Threads that render. More would only wait for each other.
const RENDERERS: usize = 4;

/// What every connection shares.
struct Shared {
    live: Mutex<Live>,
    events: Events,
    hosts: Hosts,
}

impl Shared {
    /// A page whose rendering panicked is no reason to refuse all others.
    fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until the program is asked to end. `today` is asked for the date, `tell` hears of every
/// change after browsers did, and of troubles in words.
///
/// # Errors
/// A network that fails.
pub fn serve(
    listener: TcpListener,
    hosts: Hosts,
    live: Live,
    mut watch: Watch,
    today: impl Fn() -> Option<Date> + Send + 'static,
    mut tell: impl FnMut(&Workspace, &News, Option<&str>) + Send + 'static,
) -> Result<(), Outside> {
    let shared = Arc::new(Shared { live: Mutex::new(live), events: Events::new(), hosts });
    let author = shared.clone();
    std::thread::spawn(move || {
        loop {
            let mut seen = watch.wait(TICK);
            let trouble = seen.trouble.take();
            let mut live = author.live();
            let today = today().unwrap_or(live.workspace.site().today);
            let news = live.apply(seen, today);
            if let Some(news) = &news {
                author.events.send(news);
            }
            if news.is_some() || trouble.is_some() {
                let news = news.unwrap_or_else(|| live.news("findings", None));
                tell(&live.workspace, &news, trouble.as_deref());
            }
        }
    });
    let failed = |e: std::io::Error| Outside::io("cannot serve", Path::new("the preview"), &e);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(RENDERERS)
        .build()
        .map_err(failed)?;
    let result = runtime.block_on(listen(listener, shared)).map_err(failed);
    // What is being rendered is for nobody any more.
    runtime.shutdown_background();
    result
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) -> std::io::Result<()> {
    use axum::serve::ListenerExt;
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(|connection| {
        // An event is a few bytes that must not wait for more.
        let _ = connection.set_nodelay(true);
    });
    let asked = Arc::new(tokio::sync::Notify::new());
    let end = asked.clone();
    let serving = axum::serve(listener, http::router(shared.clone()))
        .with_graceful_shutdown(async move { end.notified().await });
    let serving = std::pin::pin!(serving.into_future());
    let ending = std::pin::pin!(asked_to_end());
    match futures_util::future::select(serving, ending).await {
        futures_util::future::Either::Left((served, _)) => served,
        futures_util::future::Either::Right(((), serving)) => {
            asked.notify_one();
            shared.events.end();
            tokio::time::timeout(FAREWELL, serving).await.unwrap_or(Ok(()))
        }
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
