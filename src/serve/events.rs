//! Server-sent events: every browser hears of every change. One that is slow misses old messages and
//! costs no memory.

use super::live::News;
use axum::body::Body;
use axum::http::{Response, header};
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::broadcast::{Receiver, Sender, channel, error::RecvError};
use tokio::time::timeout;

/// Messages that wait for a slow browser; older ones are dropped, and it is told so by the number
/// of the next.
const WAITING: usize = 32;
/// A browser that hears nothing for longer than this knows that the line is dead.
const PING: Duration = Duration::from_secs(15);

/// Everybody who listens.
pub(super) struct Events {
    sender: Sender<Message>,
    room: Arc<Semaphore>,
}

#[derive(Clone)]
enum Message {
    News(Arc<str>),
    End,
}

impl Events {
    /// For so many who listen at once.
    pub(super) fn new(listeners: usize) -> Self {
        Self { sender: channel(WAITING).0, room: Arc::new(Semaphore::new(listeners)) }
    }

    /// Tells everybody.
    pub(super) fn send(&self, news: &News) {
        // Nobody may be listening.
        let _ = self.sender.send(Message::News(format!("data: {}\n\n", news.json()).into()));
    }

    /// Ends every stream.
    pub(super) fn end(&self) {
        let _ = self.sender.send(Message::End);
    }

    /// A stream that begins with how things stand; nothing when there is no room for one more.
    pub(super) fn stream(&self, now: &News) -> Option<Response<Body>> {
        let place = self.room.clone().try_acquire_owned().ok()?;
        let hello = format!("retry: 300\ndata: {}\n\n", now.json());
        let state = (Some(hello), self.sender.subscribe(), place);
        let body = stream::unfold(state, |(hello, mut receiver, place)| async move {
            let text = match hello {
                Some(hello) => Some(Arc::from(hello)),
                None => next(&mut receiver).await,
            };
            text.map(|text| (Ok::<_, Infallible>(String::from(&*text)), (None, receiver, place)))
        });
        Some(Self::response(Body::from_stream(body)))
    }

    /// An answer whose body is such a stream.
    pub(super) fn response(body: Body) -> Response<Body> {
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static("text/event-stream; charset=utf-8"),
        );
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
        response
    }
}

async fn next(receiver: &mut Receiver<Message>) -> Option<Arc<str>> {
    loop {
        match timeout(PING, receiver.recv()).await {
            Ok(Ok(Message::News(text))) => return Some(text),
            Ok(Ok(Message::End) | Err(RecvError::Closed)) => return None,
            Ok(Err(RecvError::Lagged(_))) => {}
            Err(_) => return Some(Arc::from("data: {\"type\": \"ping\"}\n\n")),
        }
    }
}
