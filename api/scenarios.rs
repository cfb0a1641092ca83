//! A whole house asked from outside: what every request meets, whatever its route.

use std::{
    io::Write,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request},
};
use commands::{Cost, Desk, DeskParts, FolderPost, HandClock, Hasher, Vault, documents::Blobs, identity};
use eventlog::MemoryLog;
use projections::Views;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::{Bounds, Entrance, House, Parts, Rate, RequestLog, SocketLimits};

struct Lodge {
    house: House,
    folder: TempDir,
    lines: Lines,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

const OFF: Rate = Rate { per_minute: 0, burst: 1 };

impl Lodge {
    async fn open(rate: Rate) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(DeskParts {
            log: Arc::new(MemoryLog::new()),
            vault: Vault::open(&folder.path().join("vault.sqlite")).await.unwrap(),
            clock: Arc::new(HandClock::at(domain::at(9, 0))),
            hasher: Hasher::new(Cost { memory_kib: 64, passes: 1 }).unwrap(),
            post: Arc::new(FolderPost::new(folder.path().join("mail"))),
            drawer: FolderPost::new(folder.path().join("mail")),
            own_address: "http://house.example".to_owned(),
            blobs: Blobs::at(&folder.path().join("blobs")),
        });
        let desk = desk.await.unwrap();
        let views = Views::open(&folder.path().join("views"), desk.feed(), desk.seals(), projections::contexts()).await;
        let views = views.unwrap();
        let proxies = vec!["10.0.0.0/8".parse().unwrap()];
        let entrance = Entrance { proxies, ..Entrance::plain(([127, 0, 0, 1], 8080).into()) };
        let lines = Lines::default();
        let request_log = Some(RequestLog::new(lines.clone()));
        let data = folder.path().to_owned();
        let sockets = SocketLimits::default();
        let bounds = Bounds { rate, ..Bounds::none() };
        let parts = Parts { desk, views, folder: data, entrance, bounds, sockets, request_log, demo: None };
        let house = House::build(parts);
        house.start().await.unwrap();
        Self { house, folder, lines }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.house.router().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    /// Makes the first account and logs in; the headers of a browser after that.
    async fn move_in(&self) -> Vec<(&'static str, String)> {
        let token = identity::founding_token(self.house.desk()).await.unwrap().unwrap();
        let person = json!({"token": token, "name": "Ada", "email": "ada@mail.example", "password": "a long one"});
        assert_eq!(self.send(post("/api/identity/founding", &person, &[])).await.status, 201);
        let who = json!({"email": "ada@mail.example", "password": "a long one"});
        let login = self.send(post("/api/identity/logins", &who, &[])).await.body["login"].clone();
        self.house.desk().settle().await;
        let code = json!({"login": login, "code": self.code()});
        let answer = self.send(post("/api/identity/sessions", &code, &[])).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let cookie = answer.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let csrf = answer.body["csrf_token"].as_str().unwrap().to_owned();
        vec![("cookie", cookie), ("x-csrf-token", csrf)]
    }

    /// The six digits of the only letter.
    fn code(&self) -> String {
        let mail = std::fs::read_dir(self.folder.path().join("mail")).unwrap().next().unwrap().unwrap();
        let text = std::fs::read_to_string(mail.path()).unwrap();
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        text.split(|c: char| !c.is_ascii_alphanumeric()).find(is_code).unwrap().to_owned()
    }
}

fn request(method: Method, path: &str, headers: &[(&'static str, String)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header("host", "house.example");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request.body(body).unwrap()
}

fn get(path: &str) -> Request<Body> {
    request(Method::GET, path, &[], Body::empty())
}

fn post(path: &str, body: &Value, headers: &[(&'static str, String)]) -> Request<Body> {
    let headers = [headers, &[("content-type", "application/json".to_owned())]].concat();
    request(Method::POST, path, &headers, body.to_string().into())
}

fn code(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.body["code"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn whatever_is_wrong_is_a_problem_with_the_requests_id() {
    let lodge = Lodge::open(OFF).await;
    let large = json!({"email": "a".repeat(300 * 1024), "password": "b"});
    let cases = [
        (get("/nowhere"), 404, "no_such_page"),
        (request(Method::PUT, "/api/identity/logins", &[], Body::empty()), 405, "method_not_allowed"),
        (post("/api/identity/logins", &large, &[]), 413, "body_too_large"),
        (request(Method::POST, "/api/identity/logins", &[], "{}".into()), 415, "not_json"),
        (post("/api/identity/logins", &json!({"email": "a"}), &[]), 422, "json_unfit"),
        (get("/api/history/entries"), 401, "not_logged_in"),
        (get("/metrics"), 401, "not_logged_in"),
    ];
    for (request, status, word) in cases {
        let what = request.uri().to_string();
        let answer = lodge.send(request).await;
        assert_eq!(code(&answer), (status, word), "{what}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{what}");
        assert_eq!(answer.body["request"], answer.headers["x-request-id"].to_str().unwrap(), "{what}");
        assert_eq!(answer.headers.contains_key("allow"), status == 405, "{what}");
    }
    lodge.house.stop().await;
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let lodge = Lodge::open(OFF).await;
    let person = lodge.move_in().await;
    let choice = json!({"context": "identity", "least": "notice"});
    let path = "/api/alerts/subscriptions";
    for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let headers = [&person[..], &[(foreign.0, foreign.1.to_owned())]].concat();
        assert_eq!(code(&lodge.send(post(path, &choice, &headers)).await), (403, "cross_site"));
    }
    assert_eq!(code(&lodge.send(post(path, &choice, &person[..1])).await), (403, "csrf_token_missing"));
    let wrong = [person[0].clone(), ("x-csrf-token", "0".repeat(64))];
    assert_eq!(code(&lodge.send(post(path, &choice, &wrong)).await), (403, "csrf_token_wrong"));
    assert_eq!(lodge.send(post(path, &choice, &person)).await.status, 200);
    lodge.house.stop().await;
}

#[tokio::test]
async fn under_one_key_a_request_is_carried_out_once() {
    let lodge = Lodge::open(OFF).await;
    let person = lodge.move_in().await;
    let keyed = [&person[..], &[("idempotency-key", "k1".to_owned())]].concat();
    let bob = json!({"name": "Bob", "email": "bob@mail.example", "password": "another one", "role": "member"});
    let first = lodge.send(post("/api/identity/accounts", &bob, &keyed)).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let head = lodge.house.desk().head();
    let again = lodge.send(post("/api/identity/accounts", &bob, &keyed)).await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(lodge.house.desk().head(), head, "nothing was written again");
    let other = json!({"name": "Eve", "email": "eve@mail.example", "password": "another one", "role": "member"});
    let reused = lodge.send(post("/api/identity/accounts", &other, &keyed)).await;
    assert_eq!(code(&reused), (422, "idempotency_key_reused"));
    lodge.house.stop().await;
}

#[tokio::test]
async fn a_read_waits_for_the_position_it_is_asked_for() {
    let lodge = Lodge::open(OFF).await;
    let mut person = lodge.move_in().await;
    let head = lodge.house.desk().head();
    person.push(("daybook-at-least", head.to_string()));
    let answer = lodge.send(request(Method::GET, "/api/history/entries", &person, Body::empty())).await;
    assert_eq!((answer.status, answer.body["items"][0]["position"].as_u64()), (200, Some(head)));
    person.last_mut().unwrap().1 = (head + 1).to_string();
    let answer = lodge.send(request(Method::GET, "/api/history/entries", &person, Body::empty())).await;
    assert_eq!(code(&answer), (400, "position_unknown"));
    lodge.house.stop().await;
}

#[tokio::test]
async fn an_entry_is_told_in_full() {
    let lodge = Lodge::open(OFF).await;
    let mut person = lodge.move_in().await;
    person.push(("daybook-at-least", lodge.house.desk().head().to_string()));
    let kind = "/api/history/entries?kind=identity.account_opened.v1";
    let list = lodge.send(request(Method::GET, kind, &person, Body::empty())).await;
    let path = format!("/api/history/entries/{}", list.body["items"][0]["position"]);
    let entry = lodge.send(request(Method::GET, &path, &person, Body::empty())).await.body;
    assert_eq!((&entry["payload"]["name"], &entry["payload"]["role"]), (&json!("Ada"), &json!("admin")));
    assert_eq!(entry["sentence"], "Ada was given an account as admin");
    lodge.house.stop().await;
}

#[tokio::test]
async fn whoever_asks_too_often_waits_while_pages_and_probes_are_answered() {
    let lodge = Lodge::open(Rate { per_minute: 1, burst: 2 }).await;
    let from = |path: &str, peer: &str, forwarded: &str| {
        let mut request = request(Method::GET, path, &[("x-forwarded-for", forwarded.to_owned())], Body::empty());
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    };
    for status in [200, 200, 429] {
        let answer = lodge.send(from("/api/household/house", "10.0.0.1:1", "9.9.9.9")).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.headers.contains_key("retry-after"), status == 429);
    }
    assert_eq!(lodge.send(from("/api/household/house", "10.0.0.1:1", "9.9.9.8")).await.status, 200);
    for path in ["/healthz", "/", "/api/openapi.json"].repeat(2) {
        assert_eq!(lodge.send(from(path, "10.0.0.1:1", "9.9.9.9")).await.status, 200);
    }
    lodge.house.stop().await;
}

#[tokio::test]
async fn each_request_leaves_one_line_without_its_question() {
    let lodge = Lodge::open(OFF).await;
    let person = lodge.move_in().await;
    lodge.lines.0.lock().unwrap().clear();
    let path = "/api/history/entries?text=secret";
    let answer = lodge.send(request(Method::GET, path, &person, Body::empty())).await;
    let text = String::from_utf8(lodge.lines.0.lock().unwrap().clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    let line: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&line["path"], &line["status"]), (&json!("/api/history/entries"), &json!(200)));
    assert_eq!(line["request"], answer.headers["x-request-id"].to_str().unwrap());
    assert!(line["bytes"].as_u64() > Some(0) && line["account"].is_string(), "{line}");
    lodge.house.stop().await;
}
