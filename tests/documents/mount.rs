//! A house that is mounted: the real program, a key, and programs of others that ask it by WebDAV.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use axum::http::Method;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;
use tests::{Answer, Asking, Person, Place, Running, Visitor};

/// A house that runs, and a key to its documents.
pub struct Mounted {
    /// The house.
    pub house: Running,
    /// The key.
    pub key: String,
    _place: Place,
}

impl Mounted {
    /// A new house.
    pub async fn new() -> Self {
        let place = Place::new();
        let house = Running::start(&place).await;
        let mut ada = Person::named("Ada");
        house.visitor().found(&house.token().await, &mut ada).await.expect(201);
        let admin = house.visitor();
        admin.log_in(house.tray(), &ada).await;
        let key = key(&admin, "act").await;
        Self { house, key, _place: place }
    }

    /// Where it is mounted.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/dav/{path}", self.house.address())
    }

    /// Ends the house.
    pub async fn close(self) {
        assert!(self.house.stop().await.success());
    }
}

/// A key to documents, to look at them or to change them.
pub async fn key(visitor: &Visitor, access: &str) -> String {
    let wanted = json!({ "name": "laptop", "scopes": [format!("documents:{access}")] });
    let made = visitor.post("/api/identity/keys", wanted).await.expect(201).json();
    made["token"].as_str().expect("the key").to_owned()
}

/// Begins a request as a program sends it that knows Basic alone; the name is anybody's.
pub fn asking<'a>(visitor: &'a Visitor, key: &str, method: &str, path: &str) -> Asking<'a> {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let basic = BASE64_STANDARD.encode(format!("ada:{key}"));
    visitor.ask(method, path).without_csrf().header("authorization", format!("Basic {basic}"))
}

/// Asks.
pub async fn dav(visitor: &Visitor, key: &str, method: &str, path: &str) -> Answer {
    asking(visitor, key, method, path).send().await
}

/// Runs a program of somebody else in a folder of its own and tells it something; answers what it said.
pub fn said(
    program: &str,
    arguments: &[&str],
    told: &str,
    folder: &Path,
    variables: &[(&str, &str)],
) -> (bool, String) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("HOME", folder).envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{program} ({error}): run ops/test-tools"));
    child.stdin.take().expect("its ear").write_all(told.as_bytes()).expect("heard");
    let Output { status, stdout, stderr } = child.wait_with_output().expect("ended");
    (status.success(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}
