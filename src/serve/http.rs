//! Requests → answers. Only GET and HEAD; only names of this machine; only what the site holds.

use super::events::Events;
use super::live::{Answer, File};
use super::{Shared, compress, report};
use crate::io::load::OpenAsset;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Request, Response, StatusCode, Version};
use futures_util::stream;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The browser's side of the preview.
const SCRIPT: &str = include_str!("client.js");
/// How the bar and the list of findings look.
const STYLE: &str = include_str!("client.css");
/// Where a page went that stood at an address.
const WENT: HeaderName = HeaderName::from_static("milepost-went");

/// Everything is one handler: the paths are the site's.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(handle).with_state(shared)
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response<Body> {
    let (head, _) = request.into_parts();
    let host = head.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let mut response =
        if !host.map_or(head.version == Version::HTTP_10, |host| shared.hosts.allow(host)) {
            let words = "this preview answers to names of its own machine only; start it with \
                     `--host NAME` to reach it by another name\n";
            plain(StatusCode::FORBIDDEN, words)
        } else if head.method != Method::GET && head.method != Method::HEAD {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        } else {
            let (path, query) = (head.uri.path().to_owned(), head.uri.query().map(str::to_owned));
            answer(shared, Ask { path, query, headers: head.headers, method: head.method }).await
        };
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Pages load nothing from elsewhere and have no script or style of their own: a theme that
    // would break under this policy on the organisation's server shows it here.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// A request that is answered.
struct Ask {
    path: String,
    query: Option<String>,
    headers: HeaderMap,
    method: Method,
}

impl Ask {
    fn header(&self, name: &HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Whether somebody opens the address in a browser, rather than a program that wants the very
    /// bytes of the build.
    fn is_visit(&self) -> bool {
        match self.header(&HeaderName::from_static("sec-fetch-dest")) {
            "" => {
                self.header(&header::UPGRADE_INSECURE_REQUESTS) == "1"
                    || self.header(&header::USER_AGENT).starts_with("Mozilla/")
            }
            destination => {
                ["document", "iframe", "frame", "embed", "object"].contains(&destination)
            }
        }
    }
}

async fn answer(shared: Arc<Shared>, ask: Ask) -> Response<Body> {
    if ask.path == "/_milepost/events" {
        return events(shared, &ask.method).await;
    }
    let work = move || match ask.path.strip_prefix("/_milepost/") {
        Some(own) => own_file(&shared, own, &ask),
        None => of_site(&shared, &ask),
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| {
        plain(StatusCode::INTERNAL_SERVER_ERROR, "this page could not be made\n")
    })
}

async fn events(shared: Arc<Shared>, method: &Method) -> Response<Body> {
    if method == Method::HEAD {
        return Events::response(Body::empty());
    }
    // Listening begins before the state is read: what happens in between is heard.
    let looked = tokio::task::spawn_blocking(move || {
        let live = shared.live();
        shared.events.stream(&live.news("hello", None))
    });
    let too_many = || {
        let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, "too many browsers listen\n");
        put(&mut response, header::RETRY_AFTER, "5");
        put(&mut response, header::CONNECTION, "close");
        response
    };
    match looked.await {
        Ok(stream) => stream.unwrap_or_else(too_many),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "no events\n"),
    }
}

/// What the preview adds to a site, all of it below one folder.
fn own_file(shared: &Shared, name: &str, ask: &Ask) -> Response<Body> {
    let (media, bytes): (_, Arc<[u8]>) = match name {
        "client.js" => ("text/javascript; charset=utf-8", SCRIPT.as_bytes().into()),
        "client.css" => ("text/css; charset=utf-8", STYLE.as_bytes().into()),
        "findings" => ("application/json; charset=utf-8", report::json(&shared.live()).into()),
        _ => return plain(StatusCode::NOT_FOUND, "there is no such thing\n"),
    };
    let hash = xxh3_64(&bytes);
    send(ask, StatusCode::OK, media, &bytes, &format!("{hash:016x}"))
}

fn of_site(shared: &Shared, ask: &Ask) -> Response<Body> {
    let Some(path) = decoded(&ask.path) else {
        return plain(StatusCode::BAD_REQUEST, "this is no address of a page\n");
    };
    match shared.answer(&path) {
        Answer::File(file) => of_file(ask, StatusCode::OK, &file),
        Answer::OnDisk(disk, path) => match OpenAsset::open(&disk) {
            Ok(file) => of_disk(ask, &path, file),
            Err(_) => plain(StatusCode::NOT_FOUND, "this file is gone\n"),
        },
        Answer::Folder => {
            let mut response = plain(StatusCode::FOUND, "this is a folder\n");
            // Relative to the origin: the name that the visitor used stays.
            let query = ask.query.as_ref().map_or_else(String::new, |query| format!("?{query}"));
            if let Ok(to) = HeaderValue::from_str(&format!("{}/{query}", ask.path)) {
                response.headers_mut().insert(header::LOCATION, to);
            }
            response
        }
        Answer::Nothing { page, went } => {
            let mut response = match page {
                Some(page) => of_file(ask, StatusCode::NOT_FOUND, &page),
                None => plain(StatusCode::NOT_FOUND, "there is no such page\n"),
            };
            let went = went.map(|went| format!("/{}", crate::site::address::encode(&went)));
            if let Some(went) = went.and_then(|went| HeaderValue::from_str(&went).ok()) {
                response.headers_mut().insert(WENT, went);
            }
            response
        }
        Answer::Findings(html) => {
            let html = with_script(html.as_bytes(), "");
            let tag = format!("{:016x}", xxh3_64(&html));
            send(ask, StatusCode::OK, "text/html; charset=utf-8", &html.into(), &tag)
        }
    }
}

fn of_file(ask: &Ask, status: StatusCode, file: &File) -> Response<Body> {
    let media = media_type(&file.path);
    let tag = format!("{:016x}", file.hash);
    if media.starts_with("text/html") && ask.is_visit() {
        let bytes: Arc<[u8]> = with_script(&file.bytes, &tag).into();
        return send(ask, status, media, &bytes, &format!("{tag}-live"));
    }
    send(ask, status, media, &file.bytes, &tag)
}

fn of_disk(ask: &Ask, path: &str, file: OpenAsset) -> Response<Body> {
    let tag = format!("{:016x}", file.version());
    send_parts(ask, (StatusCode::OK, media_type(path)), &tag, &Content::Disk(Arc::new(file)))
}

/// A page with the preview's script, which comes first so that it sees the page as it was sent.
fn with_script(page: &[u8], tag: &str) -> Vec<u8> {
    let script =
        format!("<script src=\"/_milepost/client.js\" data-page=\"{tag}\" defer></script>");
    let head = page.windows(6).position(|window| window.eq_ignore_ascii_case(b"<head>"));
    let at = head.map_or(page.len(), |at| at + 6);
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

/// The bytes of something in memory, or what is asked for of them.
fn send(
    ask: &Ask,
    status: StatusCode,
    media: &'static str,
    bytes: &Arc<[u8]>,
    tag: &str,
) -> Response<Body> {
    send_parts(ask, (status, media), tag, &Content::Memory(shared_bytes(bytes)))
}

/// What an answer is made of.
enum Content {
    Memory(Bytes),
    /// A film may be long: only what is asked for is read, and no more at once than is sent next.
    Disk(Arc<OpenAsset>),
}

/// A file of more bytes than this is read piece by piece, each of so many, and not made smaller: a
/// visitor who is slow, or who does not read at all, costs one piece of memory.
const PIECE: usize = 256 * 1024;

impl Content {
    fn len(&self) -> usize {
        match self {
            Content::Memory(bytes) => bytes.len(),
            Content::Disk(file) => file.len(),
        }
    }

    /// Some of the bytes at once; nothing when they are gone, or too many.
    fn bytes(&self, part: Range<usize>) -> Option<Bytes> {
        match self {
            Content::Memory(bytes) => Some(bytes.slice(part)),
            Content::Disk(file) if part.len() <= PIECE => file.read(part).ok().map(Bytes::from),
            Content::Disk(_) => None,
        }
    }

    fn body(&self, part: Range<usize>) -> Option<Body> {
        match self {
            Content::Disk(file) if part.len() > PIECE => Some(in_pieces(file.clone(), part)),
            _ => self.bytes(part).map(Body::from),
        }
    }

    fn fits_in_a_piece(&self) -> bool {
        matches!(self, Content::Memory(_)) || self.len() <= PIECE
    }
}

/// The next piece is read when the last one was sent. A file that became shorter ends the
/// connection, so that nobody takes it for whole.
fn in_pieces(file: Arc<OpenAsset>, part: Range<usize>) -> Body {
    Body::from_stream(stream::try_unfold((file, part), |(file, rest)| async move {
        if rest.is_empty() {
            return Ok(None);
        }
        let (start, next) = (rest.start, rest.end.min(rest.start + PIECE));
        let reading = file.clone();
        let read = tokio::task::spawn_blocking(move || reading.read(start..next));
        let bytes = read.await.map_err(std::io::Error::other)?.map_err(std::io::Error::other)?;
        Ok::<_, std::io::Error>(Some((Bytes::from(bytes), (file, next..rest.end))))
    }))
}

/// An answer with all that makes it cheap: not at all when the visitor has it, in part when that is
/// what was asked for, smaller where that helps.
fn send_parts(
    ask: &Ask,
    (status, media): (StatusCode, &'static str),
    tag: &str,
    content: &Content,
) -> Response<Body> {
    let len = content.len();
    let plain_tag = format!("\"{tag}\"");
    let zipped_tag = format!("\"{tag}-gz\"");
    let known = ask.header(&header::IF_NONE_MATCH);
    let has = |tag: &str| known.split(',').any(|k| k.trim().trim_start_matches("W/") == tag);
    let mut response = Response::new(Body::empty());
    if status == StatusCode::OK && (known.trim() == "*" || has(&plain_tag) || has(&zipped_tag)) {
        let same = if has(&zipped_tag) { &zipped_tag } else { &plain_tag };
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        put(&mut response, header::ETAG, same);
        put(&mut response, header::CACHE_CONTROL, "no-cache");
        put(&mut response, header::VARY, VARY);
        return response;
    }
    let part = wanted_part(ask, status, &plain_tag, len);
    let range = match &part {
        Part::All => 0..len,
        Part::Some(range) => *range.start()..range.end() + 1,
        Part::Nothing => 0..0,
    };
    let zips = matches!(part, Part::All)
        && compress::accepts_gzip(ask.header(&header::ACCEPT_ENCODING))
        && compress::is_worth_it(len, media)
        && content.fits_in_a_piece();
    let zipped = match zips.then(|| content.bytes(range.clone())) {
        Some(None) => return cannot_be_read(),
        Some(Some(bytes)) => compress::gzip(&bytes),
        None => None,
    };
    *response.status_mut() = status;
    put(&mut response, header::CONTENT_TYPE, media);
    put(&mut response, header::CACHE_CONTROL, "no-cache");
    put(&mut response, header::VARY, VARY);
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    put(&mut response, header::ETAG, if zipped.is_some() { &zipped_tag } else { &plain_tag });
    match &part {
        Part::All => {}
        Part::Some(range) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let (first, last) = (range.start(), range.end());
            put(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{len}"));
        }
        Part::Nothing => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            put(&mut response, header::CONTENT_RANGE, &format!("bytes */{len}"));
        }
    }
    let sent = zipped.as_ref().map_or(range.len(), Vec::len);
    put(&mut response, header::CONTENT_LENGTH, &sent.to_string());
    if zipped.is_some() {
        put(&mut response, header::CONTENT_ENCODING, "gzip");
    }
    // Nobody reads a film to say how long it is.
    if ask.method == Method::GET {
        match zipped.map(Body::from).or_else(|| content.body(range)) {
            Some(body) => *response.body_mut() = body,
            None => return cannot_be_read(),
        }
    }
    response
}

fn cannot_be_read() -> Response<Body> {
    plain(StatusCode::INTERNAL_SERVER_ERROR, "this file cannot be read\n")
}

/// The part that a request asks for, if it has the bytes of now.
fn wanted_part(ask: &Ask, status: StatusCode, tag: &str, len: usize) -> Part {
    let range = ask.header(&header::RANGE);
    let if_range = ask.header(&header::IF_RANGE);
    // Parts are for GET alone.
    let is_whole = range.is_empty()
        || ask.method != Method::GET
        || status != StatusCode::OK
        || !(if_range.is_empty() || if_range == tag);
    if is_whole { Part::All } else { part(range, len) }
}

const VARY: &str = "Accept-Encoding, Sec-Fetch-Dest, Upgrade-Insecure-Requests, User-Agent";

/// Many slow visitors of one page share its bytes.
fn shared_bytes(bytes: &Arc<[u8]>) -> Bytes {
    Bytes::from_owner(bytes.clone())
}

fn put(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn plain(status: StatusCode, words: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    put(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    put(&mut response, header::CACHE_CONTROL, "no-store");
    response
}

/// The path within the site that an address names; nothing for one that leads out of it.
fn decoded(path: &str) -> Option<String> {
    let path = percent_encoding::percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let is_odd =
        path.contains(['\0', '\\']) || path.split('/').any(|part| part == ".." || part == ".");
    (!is_odd).then(|| path.into_owned())
}

/// What a `Range` header asks for.
enum Part {
    All,
    Some(RangeInclusive<usize>),
    Nothing,
}

/// One range; several at once, or nonsense, get the whole.
fn part(range: &str, len: usize) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-'))
    else {
        return Part::All;
    };
    match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
        (Ok(first), _) if first >= len => Part::Nothing,
        (Ok(first), Ok(last)) if last >= first => Part::Some(first..=last.min(len - 1)),
        (Ok(first), Err(_)) if last.trim().is_empty() => Part::Some(first..=len - 1),
        (Err(_), Ok(0)) if first.trim().is_empty() => Part::Nothing,
        (Err(_), Ok(last)) if first.trim().is_empty() && len > 0 => {
            Part::Some(len.saturating_sub(last)..=len - 1)
        }
        _ => Part::All,
    }
}

/// The media type of a file, by its name.
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" if path == "feed.xml" => "application/atom+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" => "audio/ogg",
        "wav" => "audio/wav",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_out_of_the_site() {
        assert_eq!(decoded("/a%20b/%C3%BC.html").as_deref(), Some("a b/ü.html"));
        for bad in ["/../x", "/a/%2e%2e/x", "/a%5c..%5cx", "/a%00", "/%ff", "x"] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_range_is_a_part_of_what_is_there() {
        let range = |text: &str, len: usize| match part(text, len) {
            Part::Some(range) => format!("{}-{}", range.start(), range.end()),
            Part::All => "all".to_owned(),
            Part::Nothing => "nothing".to_owned(),
        };
        assert_eq!(range("bytes=0-3", 10), "0-3");
        assert_eq!(range("bytes=4-", 10), "4-9");
        assert_eq!(range("bytes=-3", 10), "7-9");
        assert_eq!(range("bytes=-30", 10), "0-9");
        assert_eq!(range("bytes=8-99", 10), "8-9");
        assert_eq!(range("bytes=10-", 10), "nothing");
        assert_eq!(range("bytes=0-", 0), "nothing");
        assert_eq!(range("bytes=0-1,4-5", 10), "all");
        assert_eq!(range("lines=1-2", 10), "all");
        assert_eq!(range("bytes=5-2", 10), "all");
    }

    #[test]
    fn the_script_stands_before_every_other() {
        let page = with_script(b"<!doctype html><HEAD><script src=x>", "1f");
        assert_eq!(
            String::from_utf8_lossy(&page),
            "<!doctype html><HEAD><script src=\"/_milepost/client.js\" data-page=\"1f\" defer></script><script src=x>"
        );
    }
}
