//! Whoever visits a house: a browser's cookies, the token against forged requests, and what a
//! person does with them.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::Mutex,
};

use axum::{
    body::Body,
    http::{Method, Request, Response, header},
};
use serde_json::{Value, json};

use super::{Answer, Door, Running, Tray};

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The account's id.
    pub account: String,
}

impl Person {
    /// Somebody who has no account yet.
    pub fn named(name: &str) -> Self {
        let email = format!("{}@mail.example", name.to_lowercase());
        let password = format!("the long word of {name}");
        Self { name: name.to_owned(), email, password, account: String::new() }
    }
}

/// A browser, or a program that behaves like one.
pub struct Visitor {
    door: Door,
    from: SocketAddr,
    cookies: Mutex<BTreeMap<String, String>>,
    csrf: Mutex<Option<String>>,
}

/// A request that is being put together.
pub struct Asking<'a> {
    visitor: &'a Visitor,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Body>,
    csrf: bool,
}

impl Visitor {
    /// Somebody at a door.
    pub fn new(door: Door) -> Self {
        let from = SocketAddr::from(([127, 0, 0, 1], 40000));
        Self { door, from, cookies: Mutex::default(), csrf: Mutex::default() }
    }

    /// The same coming from another address; only a house within the test believes it.
    pub fn from(mut self, address: impl Into<IpAddr>) -> Self {
        self.from.set_ip(address.into());
        self
    }

    /// The same visitor in a second window: same door, same cookies.
    pub fn twin(&self) -> Self {
        let cookies = self.cookies.lock().expect("unbroken").clone();
        Self { door: self.door.clone(), from: self.from, cookies: cookies.into(), csrf: self.csrf().into() }
    }

    /// The same visitor at a house that was started again.
    pub fn at(&self, house: &Running) -> Self {
        Self { door: house.door(), ..self.twin() }
    }

    /// The same visitor at another house of the test, or the same one started again.
    pub fn in_house(&self, house: &super::House) -> Self {
        Self { door: house.visitor().door, ..self.twin() }
    }

    /// Begins a request.
    pub fn ask(&self, method: Method, path: impl Into<String>) -> Asking<'_> {
        Asking { visitor: self, method, path: path.into(), headers: Vec::new(), body: None, csrf: true }
    }

    /// Looks at a page.
    pub async fn get(&self, path: impl Into<String>) -> Answer {
        self.ask(Method::GET, path).send().await
    }

    /// Sends something new.
    pub async fn post(&self, path: impl Into<String>, body: Value) -> Answer {
        self.ask(Method::POST, path).json(&body).send().await
    }

    /// Changes something.
    pub async fn patch(&self, path: impl Into<String>, body: Value) -> Answer {
        self.ask(Method::PATCH, path).json(&body).send().await
    }

    /// Puts something in another's place.
    pub async fn put(&self, path: impl Into<String>, body: Value) -> Answer {
        self.ask(Method::PUT, path).json(&body).send().await
    }

    /// Takes something away.
    pub async fn delete(&self, path: impl Into<String>) -> Answer {
        self.ask(Method::DELETE, path).send().await
    }

    /// A cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("unbroken").get(name).cloned()
    }

    /// Gets a cookie from elsewhere.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().expect("unbroken").insert(name.to_owned(), value.to_owned());
    }

    /// Loses a cookie.
    pub fn drop_cookie(&self, name: &str) {
        self.cookies.lock().expect("unbroken").remove(name);
    }

    /// The token against forged requests.
    pub fn csrf(&self) -> Option<String> {
        self.csrf.lock().expect("unbroken").clone()
    }

    /// Makes the first account of a house.
    pub async fn found(&self, token: &str, person: &mut Person) -> Answer {
        let Person { name, email, password, .. } = person.clone();
        let founding = json!({ "token": token, "name": name, "email": email, "password": password });
        let answer = self.post("/api/identity/founding", founding).await;
        if answer.is_success() {
            person.account = answer.json()["id"].as_str().expect("the new account").to_owned();
        }
        answer
    }

    /// Step one of a login; the ticket for step two.
    pub async fn ask_code(&self, email: &str, password: &str) -> String {
        let answer = self.post("/api/identity/logins", json!({ "email": email, "password": password })).await;
        answer.expect(202).json()["login"].as_str().expect("a ticket").to_owned()
    }

    /// Step two of a login.
    pub async fn open_session(&self, login: &str, code: &str) -> Answer {
        let answer = self.post("/api/identity/sessions", json!({ "login": login, "code": code })).await;
        self.remember(&answer);
        answer
    }

    /// Keeps the token of a session that was opened.
    pub fn remember(&self, opened: &Answer) {
        if opened.is_success() {
            let token = opened.json()["csrf_token"].as_str().expect("a token").to_owned();
            *self.csrf.lock().expect("unbroken") = Some(token);
        }
    }

    /// As an admin, opens an account for somebody.
    pub async fn gives_account(&self, name: &str, role: &str) -> Person {
        let mut person = Person::named(name);
        let new = json!({ "name": name, "email": person.email, "password": person.password, "role": role });
        let answer = self.post("/api/identity/accounts", new).await.expect(201);
        person.account = answer.json()["id"].as_str().expect("an id").to_owned();
        person
    }

    /// Both steps, with the code from the mail.
    pub async fn log_in(&self, tray: &Tray, person: &Person) -> Answer {
        let before = tray.ids().await;
        let login = self.ask_code(&person.email, &person.password).await;
        let code = tray.new_code(&before, &person.email).await;
        self.open_session(&login, &code).await.expect(201)
    }

    /// Proves with the password who they are.
    pub async fn prove(&self, person: &Person) -> Answer {
        let proof = json!({ "kind": "password", "password": person.password });
        self.post("/api/identity/session/proof", proof).await
    }

    fn keep(&self, answer: &Answer) {
        let mut cookies = self.cookies.lock().expect("unbroken");
        for (name, value, attributes) in answer.cookies() {
            if value.is_empty() || attributes.contains("Max-Age=0") {
                cookies.remove(&name);
            } else {
                cookies.insert(name, value);
            }
        }
    }
}

impl Asking<'_> {
    /// With a header.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With a body of JSON.
    pub fn json(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string().into());
        self.header("content-type", "application/json")
    }

    /// With any body.
    pub fn body(self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.stream(kind, Body::from(body.into()))
    }

    /// With a body that comes little by little.
    pub fn stream(mut self, kind: &str, body: Body) -> Self {
        self.body = Some(body);
        self.header("content-type", kind)
    }

    /// Without the token against forged requests.
    pub const fn without_csrf(mut self) -> Self {
        self.csrf = false;
        self
    }

    /// Sends it; a broken connection fails the test.
    pub async fn send(self) -> Answer {
        let what = format!("{} {}", self.method, self.path);
        self.try_send().await.unwrap_or_else(|| panic!("{what}: the connection broke"))
    }

    /// Sends it; `None` when the connection broke.
    pub async fn try_send(self) -> Option<Answer> {
        let visitor = self.visitor;
        let answer = Answer::read(self.open().await?).await?;
        visitor.keep(&answer);
        Some(answer)
    }

    /// Sends it, and reads no more than the head of the answer; `None` when the connection broke.
    pub async fn open(self) -> Option<Response<Body>> {
        let (visitor, unsafe_method) = (self.visitor, !self.method.is_safe());
        let mut request = Request::builder().method(self.method).uri(&self.path).header(header::HOST, "house.example");
        let cookies: Vec<_> = {
            let cookies = visitor.cookies.lock().expect("unbroken");
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect()
        };
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(token) = visitor.csrf().filter(|_| self.csrf && unsafe_method) {
            request = request.header("x-csrf-token", token);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body = self.body.unwrap_or_else(Body::empty);
        let request = request.body(body).unwrap_or_else(|error| panic!("{}: {error}", self.path));
        visitor.door.send(request, visitor.from).await
    }
}
