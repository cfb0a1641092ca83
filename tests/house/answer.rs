//! What a house answered.

use axum::{
    body::Body,
    http::{HeaderMap, Response, header::SET_COOKIE},
};
use serde_json::Value;

/// An answer, all of it.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    /// Reads an answer to its end; `None` when it was cut off.
    pub async fn read(response: Response<Body>) -> Option<Self> {
        let (head, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.ok()?.to_vec();
        Some(Self { status: head.status.as_u16(), headers: head.headers, body })
    }

    /// The status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// Whether it was done.
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("readable"))
    }

    /// The names of all headers, in order, and their values but those that differ each time.
    pub fn shape(&self) -> Vec<(String, String)> {
        let changing = ["date", "x-request-id"];
        let headers = self.headers.iter().filter(|(name, _)| !changing.contains(&name.as_str()));
        headers.map(|(name, value)| (name.to_string(), value.to_str().expect("readable").to_owned())).collect()
    }

    /// The cookies that are set: name, value and everything after.
    pub fn cookies(&self) -> Vec<(String, String, String)> {
        let given = self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().expect("readable"));
        let parts = given.filter_map(|text| {
            let (pair, rest) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=')?;
            Some((name.to_owned(), value.to_owned(), rest.to_owned()))
        });
        parts.collect()
    }

    /// The position a command or a reading answers with.
    pub fn position(&self) -> u64 {
        let position = self.header("daybook-position").unwrap_or_else(|| panic!("no position: {self:?}"));
        position.parse().expect("a number")
    }

    /// The body as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }

    /// The body as JSON without when people were last seen: that changes by looking.
    pub fn lasting(&self) -> Value {
        let mut body = self.json();
        for item in body.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten() {
            item.as_object_mut().and_then(|item| item.remove("last_seen_at"));
        }
        body
    }

    /// The items of a page.
    pub fn items(&self) -> Vec<Value> {
        self.json()["items"].as_array().unwrap_or_else(|| panic!("no page: {}", self.text())).clone()
    }

    /// It must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} {:?}", self.text(), self.headers);
        self
    }

    /// It must be a problem with this status, and say which.
    #[track_caller]
    pub fn problem(self, status: u16) -> String {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.text());
        let problem = answer.json();
        assert_eq!(problem["status"], status, "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{problem}");
        problem["code"].as_str().unwrap_or_else(|| panic!("no code: {problem}")).to_owned()
    }
}
