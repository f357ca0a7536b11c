//! The real server, asked over HTTP while files are saved the way editors save them.

use milepost::io::load::load;
use milepost::workspace::Workspace;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a change may take on a machine that does many other things.
const PATIENCE: Duration = Duration::from_secs(20);

struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

const JOURNEY: &str = "---\ntitle: Shop\npersonas: [maya]\nowner: ann\nreview: {last: 2026-11-01}\nstages:\n  \
     - {title: Plan, touchpoints: [{title: List, channel: app, emotion: 1, pains: [It forgets]}]}\n---\n\
     ![A list](/assets/list.png)\n";

/// A site in a folder of its own, not served yet.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let content = folder.path().join("content");
    for (path, text) in [
        ("site.yaml", "title: Maps\n"),
        ("personas/maya.md", "---\nname: Maya\ngoals: [Dinner]\n---\n"),
        ("journeys/shop.md", JOURNEY),
        ("assets/list.png", "a picture"),
    ] {
        write(&content.join(path), text);
    }
    folder
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("below a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// Writes as careful editors do: aside, then in one step. Nobody sees the file half written.
fn replace(path: &Path, text: &str) {
    let aside = path.with_extension("new~");
    fs::write(&aside, text).expect("written");
    fs::rename(&aside, path).expect("moved");
}

fn serve(folder: tempfile::TempDir, arguments: &[&str]) -> Server {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("milepost"));
    command.args(["serve", "--port", "0", "--today", "2026-11-23"]).args(arguments);
    start(folder, command.stderr(Stdio::null())).0
}

/// The server that a command starts, and the second line of its greeting.
fn start(folder: tempfile::TempDir, command: &mut Command) -> (Server, String) {
    let mut child =
        command.current_dir(folder.path()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    let (mut line, mut counted) = (String::new(), String::new());
    out.read_line(&mut line).expect("an address");
    out.read_line(&mut counted).expect("what there is");
    let port = line.trim().trim_end_matches('/').rsplit(':').next().and_then(|p| p.parse().ok());
    let port = port.unwrap_or_else(|| panic!("no address in {line:?}"));
    (Server { child, port, folder }, counted)
}

impl Server {
    fn content(&self, path: &str) -> PathBuf {
        self.folder.path().join("content").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.content(path), text);
    }

    fn ask(&self, request: &str) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Reply { status, head, body: answer[end + 4..].to_vec() }
    }

    fn get_with(&self, path: &str, headers: &str) -> Reply {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    fn get(&self, path: &str) -> Reply {
        self.get_with(path, "")
    }

    fn wait_for(&self, path: &str, good: impl Fn(&Reply) -> bool) -> Reply {
        let begun = Instant::now();
        loop {
            let reply = self.get(path);
            if good(&reply) {
                return reply;
            }
            assert!(begun.elapsed() < PATIENCE, "{path} stays {}: {}", reply.status, reply.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends a beginning of a request, and nothing after it.
    fn begin(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        stream.write_all(request.as_bytes()).expect("sent");
        stream
    }

    fn listen(&self) -> Events {
        let request = "GET /_milepost/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        Events(BufReader::new(self.begin(request)))
    }

    fn events(&self) -> Events {
        let mut events = self.listen();
        assert_eq!(events.next()["type"], "hello");
        events
    }

    /// Every file, as a build from scratch makes it.
    fn built(&self) -> Option<BTreeMap<String, Vec<u8>>> {
        let content = self.folder.path().join("content");
        let themes = self.folder.path().join("themes");
        let own = move |name: &str| milepost::io::theme::load(&themes.join(name));
        let sources = load(&content).expect("readable");
        let workspace =
            Workspace::open(sources, crate::site::options(), None, own).expect("readable");
        let renderer = workspace.renderer();
        let bytes = |o| workspace.render(&renderer, o).expect("it renders").into_owned();
        let outputs = workspace.outputs();
        workspace
            .is_sound()
            .then(|| outputs.iter().map(|o| (o.path().to_owned(), bytes(o))).collect())
    }

    /// The served site becomes that of a build from scratch.
    fn assert_settles(&self, what: &str) {
        let Some(built) = self.built() else { return };
        let begun = Instant::now();
        loop {
            let differs = built.iter().find(|(path, bytes)| {
                let path = percent_encoding::utf8_percent_encode(path, percent_encoding::CONTROLS);
                self.get(&format!("/{path}")).body != **bytes
            });
            let Some((path, _)) = differs else { return };
            assert!(begun.elapsed() < PATIENCE, "{what}: /{path} is not that of a build");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("in time") > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                let news: serde_json::Value = serde_json::from_str(data).expect("JSON");
                if news["type"] != "ping" {
                    return news;
                }
            }
        }
    }

    fn next_of(&mut self, kind: &str) -> serde_json::Value {
        loop {
            let news = self.next();
            if news["type"] == kind {
                return news;
            }
        }
    }
}

#[test]
fn a_program_gets_the_bytes_of_a_build_and_a_browser_the_script_too() {
    let server = serve(folder(), &[]);
    for (path, bytes) in server.built().expect("sound") {
        assert!(server.get(&format!("/{path}")).body == bytes, "{path}");
    }
    let visit = server.get_with("/journeys/shop.html", "Sec-Fetch-Dest: document\r\n");
    assert_eq!(visit.text().matches("/_milepost/client.js").count(), 1);
    assert_eq!(visit.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(visit.header("content-security-policy"), Some("default-src 'self'"));
    let script = server.get("/_milepost/client.js");
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(server.get("/").body == server.get("/index.html").body);
    assert_eq!(server.get("/journeys").header("location"), Some("/journeys/"));
}

#[test]
fn of_a_copied_file_only_the_part_that_is_asked_for_is_sent() {
    let server = serve(folder(), &[]);
    let url = "/assets/list.png";
    let whole = server.get(url);
    assert_eq!((whole.status, whole.text().as_str()), (200, "a picture"));
    let part = server.get_with(url, "Range: bytes=2-4\r\n");
    assert_eq!((part.status, part.text().as_str()), (206, "pic"));
    assert_eq!(part.header("content-range"), Some("bytes 2-4/9"));
    assert_eq!(server.get_with(url, "Range: bytes=-3\r\n").text(), "ure");
    assert_eq!(server.get_with(url, "Range: bytes=9-\r\n").status, 416);
    let head = format!("HEAD {url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!(server.ask(&head).header("content-length"), Some("9"));
    let tag = whole.header("etag").expect("a tag").to_owned();
    assert_eq!(server.get_with(url, &format!("If-None-Match: {tag}\r\n")).status, 304);
    replace(&server.content("assets/list.png"), "another picture");
    let asked = format!("If-None-Match: {tag}\r\nIf-Range: {tag}\r\nRange: bytes=0-6\r\n");
    let new = server.get_with(url, &asked);
    assert_eq!((new.status, new.text().as_str()), (200, "another picture"), "it is another one");
}

#[test]
fn a_long_file_is_sent_piece_by_piece() {
    let folder = folder();
    let film: Vec<u8> = (0..1_000_000u32).flat_map(|n| (n % 65_521).to_le_bytes()).collect();
    write(
        &folder.path().join("content/personas/tom.md"),
        "---\nname: Tom\n---\n[It](/assets/film.mp4) [and](/assets/long.mp4)\n",
    );
    fs::write(folder.path().join("content/assets/film.mp4"), &film).expect("written");
    let long = fs::File::create(folder.path().join("content/assets/long.mp4")).expect("made");
    long.set_len(200_000_000).expect("long");
    let server = serve(folder, &[]);
    assert!(server.get("/assets/film.mp4").body == film, "whole");
    let part = server.get_with("/assets/film.mp4", "Range: bytes=250000-3000000\r\n");
    assert_eq!((part.status, part.header("content-length")), (206, Some("2750001")));
    assert!(part.body == film[250_000..=3_000_000], "over several pieces");
    let request = "GET /assets/long.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let idle: Vec<TcpStream> = (0..8).map(|_| server.begin(request)).collect();
    let mut first = [0; 12];
    for mut stream in &idle {
        stream.read_exact(&mut first).expect("it is being sent");
        assert_eq!(&first, b"HTTP/1.1 200");
    }
    assert_eq!(server.get("/assets/list.png").text(), "a picture", "nobody waits for them");
    #[cfg(target_os = "linux")]
    {
        let status = fs::read_to_string(format!("/proc/{}/status", server.child.id()));
        let status = status.expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("counted");
        let kilobytes = line.split_whitespace().nth(1).and_then(|n| n.parse().ok());
        let kilobytes: u64 = kilobytes.expect("a number");
        assert!(kilobytes < 190_000, "{kilobytes} kB for eight who do not read");
    }
}

#[test]
fn what_a_visitor_has_is_not_sent_again_and_parts_and_small_forms_are() {
    let server = serve(folder(), &[]);
    let page = server.get("/site.json");
    let tag = page.header("etag").expect("a tag").to_owned();
    assert_eq!(server.get_with("/site.json", &format!("If-None-Match: {tag}\r\n")).status, 304);
    let part = server.get_with("/site.json", "Range: bytes=2-5\r\n");
    assert_eq!((part.status, part.body.as_slice()), (206, &page.body[2..6]));
    assert_eq!(server.get_with("/site.json", "Range: bytes=999999999-\r\n").status, 416);
    let small = server.get_with("/site.json", "Accept-Encoding: gzip\r\n");
    assert_eq!(small.header("content-encoding"), Some("gzip"));
    assert!(small.body.len() < page.body.len() / 2);
    let head =
        server.ask("HEAD /site.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), Some(page.body.len().to_string().as_str()));
}

#[test]
fn a_head_is_that_of_the_whole_and_a_folder_keeps_what_was_asked_of_it() {
    let server = serve(folder(), &[]);
    let head = |path: &str, headers: &str| {
        server.ask(&format!(
            "HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        ))
    };
    for path in ["/site.json", "/assets/list.png"] {
        let whole = server.get(path).body.len().to_string();
        let reply = head(path, "Range: bytes=2-4\r\n");
        assert_eq!((reply.status, reply.header("content-length")), (200, Some(whole.as_str())));
    }
    let events = head("/_milepost/events", "");
    assert_eq!(events.status, 200);
    assert_eq!(events.header("content-type"), Some("text/event-stream; charset=utf-8"));
    assert_eq!(server.get("/journeys?x=1&y=%20").header("location"), Some("/journeys/?x=1&y=%20"));
}

#[test]
fn a_run_is_told_from_the_one_before_it() {
    let server = serve(folder(), &[]);
    let run = |events: &mut Events| events.next()["run"].as_str().expect("a word").to_owned();
    let (first, mut listener) = (run(&mut server.listen()), server.listen());
    assert_eq!(run(&mut listener), first);
    server.write("journeys/shop.md", &JOURNEY.replace("It forgets", "It is slow"));
    assert_eq!(run(&mut listener), first, "the same after an edit");
    assert_ne!(run(&mut serve(folder(), &[]).listen()), first);
}

#[test]
fn it_counts_the_pages_that_a_build_counts() {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("milepost"));
    command.args(["serve", "--port", "0"]).stderr(Stdio::null());
    let (server, counted) = start(folder(), &mut command);
    let built = assert_cmd::Command::cargo_bin("milepost")
        .expect("built")
        .current_dir(server.folder.path())
        .arg("build")
        .output()
        .expect("it runs");
    let built = String::from_utf8_lossy(&built.stdout).into_owned();
    let pages = |text: &str| -> Option<u32> {
        text.split(" pages").next()?.rsplit(' ').next()?.trim().parse().ok()
    };
    assert!(pages(&built).is_some(), "{built}");
    assert_eq!(pages(&counted), pages(&built), "{counted}{built}");
}

#[test]
fn a_template_that_fails_is_said_in_the_terminal_too() {
    let folder = folder();
    write(
        &folder.path().join("themes/default/templates/persona.html"),
        "<p>\n{% for x in 3 %}{{ x }}{% endfor %}\n",
    );
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("milepost"));
    command.args(["serve", "--port", "0"]).stderr(Stdio::piped());
    let (mut server, _) = start(folder, &mut command);
    let stderr = BufReader::new(server.child.stderr.take().expect("piped"));
    server.get("/personas/maya.html");
    let place = "error[theme]: themes/default/templates/persona.html:2:";
    let said = stderr.lines().map_while(Result::ok).find(|line| line.starts_with(place));
    assert!(said.is_some_and(|line| line.ends_with("(while making `personas/maya.html`)")));
}

#[test]
fn links_into_an_editor_have_no_stroke_too_many() {
    let server = serve(folder(), &["content/", "--editor-url", "zed"]);
    server.write("journeys/shop.md", "---\ntitle: Shop\npersonas: [mya]\nowner: ann\n---\n");
    server
        .wait_for("/_milepost/findings", |r| r.text().contains("/content/journeys/shop.md:3:12\""));
}

#[test]
fn strangers_and_ways_out_are_refused() {
    let server = serve(folder(), &[]);
    let named = |host: &str| {
        server.ask(&format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).status
    };
    assert_eq!((named("localhost"), named("127.0.0.1:1"), named("evil.example")), (200, 200, 403));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let request = format!(
            "{method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        );
        assert_eq!(server.ask(&request).status, 405, "{method}");
    }
    fs::write(server.folder.path().join("secret.txt"), "mine").expect("written");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//etc/passwd",
        "/content/site.yaml",
        "/site.yaml",
    ] {
        let reply = server.get(path);
        assert!(reply.status == 400 || reply.status == 404, "{path}: {}", reply.status);
    }
    assert_eq!(server.get("/nowhere.html").status, 404);
}

#[test]
fn a_save_is_an_event_and_the_page_is_new() {
    let server = serve(folder(), &[]);
    let mut events = server.events();
    // As vim does: another file, moved into place, with a backup beside it.
    server.write("journeys/shop.md~", JOURNEY);
    server.write("journeys/.shop.md.swp", "swap");
    server.write("journeys/4913", "");
    fs::remove_file(server.content("journeys/4913")).expect("removed");
    server.write("journeys/shop.tmp", &JOURNEY.replace("It forgets", "It loses things"));
    fs::rename(server.content("journeys/shop.tmp"), server.content("journeys/shop.md"))
        .expect("moved");
    fs::remove_file(server.content("journeys/shop.md~")).expect("removed");
    assert_eq!(events.next_of("change")["errors"], 0);
    server.wait_for("/journeys/shop.html", |r| r.text().contains("It loses things"));
    // As others do: emptied and written, with the line ends of Windows.
    let text = JOURNEY.replace("It forgets", "It is slow").replace('\n', "\r\n");
    server.write("journeys/shop.md", &text);
    events.next_of("change");
    server.wait_for("/journeys/shop.html", |r| r.text().contains("It is slow"));
    server.assert_settles("after saves");
}

#[test]
fn broken_content_keeps_the_last_good_page_and_is_listed() {
    let server = serve(folder(), &["--editor-url", "zed"]);
    let good = server.get("/journeys/shop.html").body;
    let mut events = server.events();
    server.write("journeys/shop.md", "---\ntitle: Shop\npersonas: [mya]\nowner: ann\n---\n");
    let news = events.next_of("findings");
    assert_eq!(news["errors"], 1);
    assert!(server.get("/journeys/shop.html").body == good, "the last good page is gone");
    let list: serde_json::Value =
        serde_json::from_slice(&server.get("/_milepost/findings").body).expect("JSON");
    let first = &list["findings"][0];
    assert_eq!(
        (first["file"].as_str(), first["line"].as_u64(), first["column"].as_u64()),
        (Some("content/journeys/shop.md"), Some(3), Some(12))
    );
    assert_eq!(first["source"]["value"], "mya");
    assert!(first["help"].as_str().is_some_and(|help| help.contains("maya")), "{first}");
    let href = first["href"].as_str().expect("a link");
    assert!(href.starts_with("zed://file/") && href.ends_with("journeys/shop.md:3:12"), "{href}");
    server.write("journeys/shop.md", JOURNEY);
    events.next_of("change");
    let list: serde_json::Value =
        serde_json::from_slice(&server.get("/_milepost/findings").body).expect("JSON");
    assert_eq!((&list["errors"], &list["stale"]), (&0.into(), &false.into()));
    server.assert_settles("after it was mended");
}

#[test]
fn a_site_that_is_wrong_from_the_start_lists_what_is_wrong_and_recovers() {
    let folder = folder();
    write(&folder.path().join("content/journeys/shop.md"), "---\ntitel: <b>Shop</b>\n---\n");
    let server = serve(folder, &[]);
    let page = server.get("/");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("content/journeys/shop.md:2:1"), "{}", page.text());
    assert!(
        page.text().contains("client.js") && !page.text().contains("<b>Shop"),
        "{}",
        page.text()
    );
    server.write("journeys/shop.md", JOURNEY);
    server.wait_for("/journeys/shop.html", |r| r.text().contains("It forgets"));
    server.assert_settles("after it recovered");
}

#[test]
fn a_page_that_went_says_where() {
    let server = serve(folder(), &[]);
    assert_eq!(server.get("/journeys/shop.html").status, 200);
    fs::rename(server.content("journeys/shop.md"), server.content("journeys/buy.md"))
        .expect("moved");
    server.wait_for("/journeys/buy.html", |r| r.status == 200);
    let went = |path: &str| server.get(path).header("milepost-went").map(str::to_owned);
    assert_eq!(went("/journeys/shop.html").as_deref(), Some("/journeys/buy.html"));
    assert_eq!(went("/journeys/shop/plan.html").as_deref(), Some("/journeys/buy/plan.html"));
    server.write("journeys/buy.md", &JOURNEY.replace("title: Plan", "title: Prepare"));
    server.wait_for("/journeys/buy/prepare.html", |r| r.status == 200);
    assert_eq!(went("/journeys/buy/plan.html").as_deref(), Some("/journeys/buy/prepare.html"));
    assert_eq!(went("/journeys/shop/plan.html").as_deref(), Some("/journeys/buy/prepare.html"));
    fs::remove_file(server.content("journeys/buy.md")).expect("removed");
    server.wait_for("/journeys/buy.html", |r| r.status == 404);
    assert_eq!(went("/journeys/buy.html").as_deref(), Some("/journeys/index.html"));
}

#[test]
fn a_page_renamed_while_links_to_it_are_broken_says_where_it_went() {
    let server = serve(folder(), &[]);
    server.write("personas/tom.md", "---\nname: Tom\n---\n[[shop]]\n");
    server.wait_for("/personas/tom.html", |r| r.status == 200);
    let mut events = server.events();
    fs::rename(server.content("journeys/shop.md"), server.content("journeys/buy.md"))
        .expect("moved");
    events.next_of("findings");
    assert_eq!(server.get("/nowhere.html").status, 404, "which looks through every address");
    assert_eq!(server.get("/journeys/shop.html").status, 200, "the last good page");
    server.write("personas/tom.md", "---\nname: Tom\n---\n[[buy]]\n");
    events.next_of("change");
    let went = server.get("/journeys/shop.html");
    assert_eq!((went.status, went.header("milepost-went")), (404, Some("/journeys/buy.html")));
}

#[test]
fn a_byte_order_mark_of_a_copied_file_comes_and_goes() {
    let server = serve(folder(), &[]);
    let (csv, marked) = ("date,value\n2026-01-01,3\n", "\u{feff}date,value\n2026-01-01,3\n");
    server.write("data/wait.csv", csv);
    let metrics = "metrics: [{title: Wait, data: /data/wait.csv}]\nstages:";
    server.write("journeys/shop.md", &JOURNEY.replace("stages:", metrics));
    server.wait_for("/data/wait.csv", |r| r.text() == csv);
    replace(&server.content("data/wait.csv"), marked);
    server.wait_for("/data/wait.csv", |r| r.text() == marked);
    replace(&server.content("data/wait.csv"), csv);
    server.wait_for("/data/wait.csv", |r| r.text() == csv);
}

#[cfg(unix)]
#[test]
fn a_link_above_the_content_folder_may_be_turned() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("v1")).expect("made");
    fs::rename(at("content"), at("v1/content")).expect("moved");
    write(&at("v2/content/personas/tom.md"), "---\nname: Tom\n---\n");
    write(&at("v3/content/personas/ines.md"), "---\nname: Ines\n---\n");
    symlink("v1", at("now")).expect("linked");
    symlink("now", at("cur")).expect("linked");
    let server = serve(folder, &["cur/content"]);
    let turn = |link: &str, to: &str| {
        let aside = server.folder.path().join("aside");
        symlink(to, &aside).expect("linked");
        fs::rename(&aside, server.folder.path().join(link)).expect("turned");
    };
    assert_eq!(server.get("/personas/maya.html").status, 200);
    turn("now", "v2");
    server.wait_for("/personas/tom.html", |r| r.status == 200);
    turn("cur", "v3");
    server.wait_for("/personas/ines.html", |r| r.status == 200);
    let ines = server.folder.path().join("v3/content/personas/ines.md");
    write(&ines, "---\nname: Ines M\n---\n");
    server.wait_for("/personas/ines.html", |r| r.text().contains("Ines M"));
}

#[test]
fn folders_come_go_and_move_and_the_theme_appears() {
    let server = serve(folder(), &[]);
    server.write("north/journeys/leave/index.md", "---\ntitle: Leave\npersonas: [maya]\n---\n");
    server.write("north/journeys/leave/1-go.md", "---\ntitle: Go\n---\n");
    server.wait_for("/north/journeys/leave/go.html", |r| r.status == 200);
    fs::rename(server.content("north"), server.content("south")).expect("moved");
    server.wait_for("/south/journeys/leave/go.html", |r| r.status == 200);
    server.write("south/journeys/leave/1-go.md", "---\ntitle: Walk away\n---\n");
    server.wait_for("/south/journeys/leave/go.html", |r| r.text().contains("Walk away"));
    fs::remove_dir_all(server.content("south")).expect("removed");
    server.wait_for("/south/journeys/leave/go.html", |r| r.status == 404);
    let template = server.folder.path().join("themes/default/templates/search.html");
    write(&template, "<title>our own search</title>");
    server.wait_for("/search.html", |r| r.text().contains("our own search"));
    let mut events = server.events();
    // A page that has been seen stays when its template breaks.
    replace(&template, "{{ page.nothing }}");
    events.next_of("change");
    let search = server.get("/search.html");
    assert!(search.text().contains("our own search"), "the last good page is gone");
    server.wait_for("/_milepost/findings", |r| {
        r.text().contains("themes/default/templates/search.html")
    });
    assert!(
        server.get("/search.html").text().contains("our own search"),
        "the last good page is gone"
    );
    fs::remove_dir_all(server.folder.path().join("themes")).expect("removed");
    events.next_of("change");
    server.assert_settles("after the theme went");
}

#[test]
fn the_content_folder_may_be_a_link_that_is_turned_or_a_folder_that_goes_and_comes() {
    let folder = folder();
    let (content, one, two) =
        (folder.path().join("content"), folder.path().join("one"), folder.path().join("two"));
    fs::rename(&content, &one).expect("moved");
    write(&two.join("personas/tom.md"), "---\nname: Tom\n---\n");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&one, &content).expect("linked");
        let server = serve(folder, &[]);
        server.write("journeys/shop.md", &JOURNEY.replace("It forgets", "It loses things"));
        server.wait_for("/journeys/shop.html", |r| r.text().contains("It loses things"));
        let aside = server.folder.path().join("aside");
        std::os::unix::fs::symlink(&two, &aside).expect("linked");
        fs::rename(&aside, &content).expect("turned");
        server.wait_for("/personas/tom.html", |r| r.status == 200);
        server.wait_for("/personas/maya.html", |r| r.status == 404);
        server.write("personas/tom.md", "---\nname: Thomas\n---\n");
        server.wait_for("/personas/tom.html", |r| r.text().contains("Thomas"));
        fs::remove_file(&content).expect("removed");
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(server.get("/personas/tom.html").status, 200);
        fs::rename(&one, &content).expect("moved");
        server.wait_for("/personas/maya.html", |r| r.status == 200);
        server.write("personas/maya.md", "---\nname: Maya M\n---\n");
        server.wait_for("/personas/maya.html", |r| r.text().contains("Maya M"));
        server.assert_settles("after the folder came back");
    }
}

/// A random row of bursts on a real folder.
fn play(server: &Server, seed: u64, rounds: usize) {
    let mut state = seed;
    let mut below = |n: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for round in 0..rounds {
        for _ in 0..=below(30) {
            let n = below(6);
            let space = ["", "a/", "a/b/", "c/"][below(4) as usize];
            let path = format!("{space}journeys/j{n}.md");
            match below(7) {
                0 => drop(fs::remove_file(server.content(&path))),
                1 => drop(fs::remove_dir_all(server.content("a"))),
                2 => drop(fs::rename(server.content("a"), server.content("d"))),
                3 => drop(fs::remove_dir_all(server.content("d"))),
                4 => {
                    server.write("tmp", &JOURNEY.replace("It forgets", &format!("Word {round}")));
                    let to = server.content(&path);
                    fs::create_dir_all(to.parent().expect("below")).expect("made");
                    fs::rename(server.content("tmp"), to).expect("moved");
                }
                _ => server.write(
                    &path,
                    &JOURNEY.replace("Shop", &format!("Shop {round} {}", below(1000))),
                ),
            }
        }
        server.assert_settles(&format!("seed {seed}, round {round}"));
    }
}

#[test]
fn after_any_burst_the_served_site_is_that_of_a_build() {
    play(&serve(folder(), &[]), 7, 12);
}

#[test]
fn where_no_events_come_files_are_polled() {
    play(&serve(folder(), &["--poll"]), 8, 4);
}

#[test]
fn many_listeners_hear_and_do_not_stall_the_others() {
    let server = serve(folder(), &[]);
    let mut listeners: Vec<Events> = (0..300).map(|_| server.events()).collect();
    server.write("journeys/shop.md", &JOURNEY.replace("It forgets", "It loses things"));
    server.wait_for("/journeys/shop.html", |r| r.text().contains("It loses things"));
    for listener in &mut listeners {
        listener.next_of("change");
    }
}

#[cfg(unix)]
#[test]
fn few_open_files_are_shared_between_those_who_listen_and_pages() {
    let program = assert_cmd::cargo::cargo_bin("milepost");
    let mut command = Command::new("sh");
    let script = format!("ulimit -n 256 && exec '{}' serve --port 0", program.display());
    let (server, _) = start(folder(), command.args(["-c", &script]).stderr(Stdio::null()));
    let mut listeners: Vec<Events> = (0..200).map(|_| server.listen()).collect();
    let mut first = String::new();
    assert!(listeners[0].0.read_line(&mut first).is_ok_and(|_| first.contains("200 OK")));
    assert_eq!(server.get("/personas/maya.html").status, 200, "a page is not kept waiting");
    drop(listeners);
    let half: Vec<TcpStream> = (0..200).map(|_| server.begin("GET /pers")).collect();
    assert_eq!(server.get("/personas/maya.html").status, 200, "nor by those who say nothing");
    drop(half);
}

#[test]
fn a_busy_port_is_named_and_the_next_is_taken_when_none_was_asked_for() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let folder = folder();
    let refused = assert_cmd::Command::cargo_bin("milepost")
        .expect("built")
        .current_dir(folder.path())
        .args(["serve", "--port", &port])
        .output()
        .expect("it starts");
    assert_eq!(refused.status.code(), Some(2));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains(&port) && words.contains("taken"), "{words}");
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_when_it_is_asked_to_and_ends_its_streams() {
    let mut server = serve(folder(), &[]);
    let mut events = server.events();
    let begun = Instant::now();
    let ended = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status();
    assert!(ended.expect("kill is there").success());
    let status = server.child.wait().expect("it ends");
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    assert_eq!(status.code(), Some(0));
    let mut rest = String::new();
    events.0.read_to_string(&mut rest).expect("the stream ended well");
}

#[test]
fn a_watching_build_writes_what_changes() {
    let folder = folder();
    let child = Command::new(assert_cmd::cargo::cargo_bin("milepost"))
        .current_dir(folder.path())
        .args(["build", "--watch", "--today", "2026-11-23"])
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let server = Server { child, port: 0, folder };
    let page = server.folder.path().join("public/journeys/shop.html");
    let wait = |good: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !good() {
            assert!(begun.elapsed() < PATIENCE, "it was not written");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    wait(&|| page.exists());
    let says = |words: &str| fs::read_to_string(&page).is_ok_and(|text| text.contains(words));
    let untouched = server.folder.path().join("public/_theme/icon.svg");
    let before = fs::metadata(&untouched).and_then(|m| m.modified()).expect("there");
    server.write("journeys/shop.md", &JOURNEY.replace("It forgets", "It loses things"));
    wait(&|| says("It loses things"));
    server.write("journeys/shop.md", "---\ntitle: [\n");
    server.write("assets/list.png", "another picture");
    std::thread::sleep(Duration::from_millis(300));
    assert!(says("It loses things"), "a broken file took the page away");
    server.write("journeys/shop.md", &JOURNEY.replace("It forgets", "It is slow"));
    wait(&|| says("It is slow"));
    let picture = server.folder.path().join("public/assets/list.png");
    wait(&|| fs::read_to_string(&picture).is_ok_and(|text| text == "another picture"));
    assert_eq!(fs::metadata(&untouched).and_then(|m| m.modified()).expect("there"), before);
    for (path, bytes) in server.built().expect("sound") {
        let there = fs::read(server.folder.path().join("public").join(&path));
        assert!(there.is_ok_and(|there| there == bytes), "{path}");
    }
}
