//! Who gets past the door of each route and each type of a socket: everybody, asking everything.
//!
//! `grid.txt` is what was agreed; a route without a row, or with another one, fails. After looking at what changed,
//! `DAYBOOK_BLESS=1` writes it anew. Whether what is inside is theirs is asked elsewhere: here the body never fits.

use axum::http::Method;
use serde_json::json;
use tests::{House, Visitor};

use crate::{keys::make, wire::Wire};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/identity/grid.txt");
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
const TOPICS: [&str; 5] = ["entries", "alerts", "sessions", "settings", "status"];
const HEAD: &str = "# Who gets past the door: `ok` is in, whatever comes of it then; 401 and 403 are not.\n\
    # withheld: a member from whom an admin withheld everything that can be withheld\n\
    # look, act: keys of an admin for *:look and *:act; diary: for history:look alone; his: of a viewer, for *:act\n\
    # gone: keys that are expired, revoked and for another network; each is answered alike or the test fails\n";

/// Somebody who asks.
struct Asker {
    name: &'static str,
    visitor: Visitor,
    authorization: Option<String>,
}

impl Asker {
    fn of(name: &'static str, visitor: Visitor) -> Self {
        Self { name, visitor, authorization: None }
    }

    fn with(name: &'static str, house: &House, key: &str) -> Self {
        Self { name, visitor: house.visitor(), authorization: Some(format!("Bearer {key}")) }
    }

    async fn asks(&self, method: &Method, path: &str) -> String {
        let asking = self.visitor.ask(method.clone(), path);
        let asking = match &self.authorization {
            Some(authorization) => asking.header("authorization", authorization),
            None => asking,
        };
        let asking = if method.is_safe() { asking } else { asking.json(&json!({ "no_such_field": 1 })) };
        let answer = asking.send().await;
        let status = answer.status();
        assert!(status < 500, "{method} {path} for {}: {}", self.name, answer.text());
        match status {
            401 | 403 => status.to_string(),
            _ => "ok".to_owned(),
        }
    }

    async fn listens(&self) -> Vec<String> {
        let headers: Vec<_> = self.authorization.iter().map(|it| ("authorization", it.as_str())).collect();
        let Some(mut wire) = Wire::open(&self.visitor, &headers, "40").await else {
            return vec!["401".to_owned(); TOPICS.len()];
        };
        let mut cells = Vec::new();
        for topic in TOPICS {
            let answer = wire.ask("subscribe", &json!({ "type": topic })).await;
            cells.push(if answer["ok"] == true { "ok".to_owned() } else { "403".to_owned() });
            assert!(answer["ok"] == true || answer["code"] == "not_allowed", "{topic}: {answer}");
        }
        cells
    }
}

/// Those whose keys are good for nothing must be told the same.
async fn gone(house: &House, admin: &Visitor) -> Vec<Asker> {
    let until = house.now() + chrono::Duration::minutes(1);
    let (_, expired) = make(admin, json!({ "until": until })).await;
    let (revoked_id, revoked) = make(admin, json!({})).await;
    admin.delete(format!("/api/identity/keys/{revoked_id}")).await.expect(200);
    let (_, elsewhere) = make(admin, json!({ "networks": ["192.0.2.0/24"] })).await;
    house.advance(chrono::Duration::minutes(1));
    [("expired", expired), ("revoked", revoked), ("elsewhere", elsewhere)]
        .map(|(name, key)| Asker::with(name, house, &key))
        .into()
}

async fn askers(house: &House, admin: Visitor) -> Vec<Asker> {
    let (viewer, _) = house.moves_in(&admin, "Eve", "viewer").await;
    let (member, _) = house.moves_in(&admin, "Bob", "member").await;
    let (withheld, wes) = house.moves_in(&admin, "Wes", "member").await;
    let path = format!("/api/identity/accounts/{}/access", wes.account);
    let parts = admin.get(path.as_str()).await.expect(200).json()["items"].take();
    for part in parts.as_array().expect("parts") {
        let nothing = json!({ "context": part["context"], "access": "none" });
        admin.patch(path.as_str(), nothing).await.expect(200);
    }
    let (_, look) = make(&admin, json!({ "scopes": ["*:look"] })).await;
    let (_, act) = make(&admin, json!({ "scopes": ["*:act"] })).await;
    let (_, diary) = make(&admin, json!({ "scopes": ["history:look"] })).await;
    let (_, his) = make(&viewer, json!({ "scopes": ["*:act"] })).await;
    vec![
        Asker::of("nobody", house.visitor()),
        Asker::of("viewer", viewer),
        Asker::of("member", member),
        Asker::of("withheld", withheld),
        Asker::of("admin", admin),
        Asker::with("look", house, &look),
        Asker::with("act", house, &act),
        Asker::with("diary", house, &diary),
        Asker::with("his", house, &his),
    ]
}

/// Every route there is: those of the description, and those beside it. Those that end a session or its proof come last.
async fn routes(house: &House) -> Vec<(Method, String, String)> {
    let document = house.visitor().get("/api/openapi.json").await.expect(200).json();
    let beside = ["/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/docs"];
    let mut routes: Vec<_> = beside.map(|path| (Method::GET, path.to_owned(), path.to_owned())).into();
    for method in
        ["OPTIONS", "GET", "PROPFIND", "PUT", "DELETE", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK"]
    {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        routes.push((method, "/dav/{path}".to_owned(), format!("/dav/shared/{NOBODY}/a")));
    }
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys().filter(|it| *it != "parameters") {
            let method: Method = method.to_uppercase().parse().expect("a method");
            routes.push((method, path.clone(), asked(path)));
        }
    }
    routes.sort_by_key(|(method, path, _)| (ends(method, path), path.clone(), method.to_string()));
    routes
}

/// Whether it ends other sessions, a proof, or, last of all, the very session that asks.
fn ends(method: &Method, path: &str) -> Option<usize> {
    let ends = ["/api/identity/sessions", "/api/identity/session/proof", "/api/identity/session"];
    ends.iter().position(|end| method == Method::DELETE && *end == path)
}

/// A path with something in place of what varies.
fn asked(path: &str) -> String {
    let fill = |part: &str| match part {
        "{position}" => "1".to_owned(),
        "{date}" | "{day}" => "2026-01-02".to_owned(),
        part if part.starts_with('{') => NOBODY.to_owned(),
        part => part.to_owned(),
    };
    path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

fn row(what: &str, cells: &[String]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| format!("{cell:<9}")).collect();
    format!("{what:<58}{}", cells.concat()).trim_end().to_owned() + "\n"
}

async fn grid(house: &House, admin: Visitor) -> String {
    let gone = gone(house, &admin).await;
    let askers = askers(house, admin).await;
    let names = askers.iter().map(|asker| asker.name.to_owned()).chain(["gone".to_owned()]).collect::<Vec<_>>();
    let mut grid = HEAD.to_owned() + &row("", &names);
    let mut heard = Vec::new();
    for asker in askers.iter().chain(&gone[..1]) {
        heard.push(asker.listens().await);
    }
    for (place, topic) in TOPICS.iter().enumerate() {
        let cells: Vec<_> = heard.iter().map(|cells| cells[place].clone()).collect();
        grid += &row(&format!("SOCKET {topic}"), &cells);
    }
    for (method, path, asked) in routes(house).await {
        let mut cells = Vec::new();
        for asker in &askers {
            cells.push(asker.asks(&method, &asked).await);
        }
        let mut told = Vec::new();
        for asker in &gone {
            told.push(asker.asks(&method, &asked).await);
        }
        assert!(told.iter().all(|cell| *cell == told[0]), "{method} {path}: {told:?}");
        cells.push(told.swap_remove(0));
        grid += &row(&format!("{method} {path}"), &cells);
    }
    grid
}

#[tokio::test]
async fn everybody_gets_as_far_as_the_grid_says() {
    let (house, admin, _) = House::founded().await;
    let found = grid(&house, admin).await;
    if std::env::var_os("DAYBOOK_BLESS").is_some() {
        std::fs::write(FILE, &found).expect("written");
    }
    let agreed = std::fs::read_to_string(FILE).unwrap_or_default();
    let others = |text: &str, other: &str| {
        let lines = text.lines().filter(|line| !other.lines().any(|known| known == *line));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert!(found == agreed, "agreed:\n{}\nfound:\n{}", others(&agreed, &found), others(&found, &agreed));
    house.close().await;
}
