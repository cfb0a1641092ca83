//! A socket over long polling, spoken by hand: who may open one, and what it is answered.

use axum::http::Method;
use serde_json::Value;
use tests::{Asking, PATIENCE, Visitor};

/// An open socket.
pub struct Wire<'a> {
    visitor: &'a Visitor,
    headers: Vec<(&'a str, &'a str)>,
    path: String,
    heard: String,
    asked: usize,
}

impl<'a> Wire<'a> {
    /// Opens one with these headers and this hello; `None` where nobody is let in.
    pub async fn open(visitor: &'a Visitor, headers: &[(&'a str, &'a str)], hello: &str) -> Option<Self> {
        let path = "/socket.io/?EIO=4&transport=polling".to_owned();
        let mut wire = Self { visitor, headers: headers.to_vec(), path, heard: String::new(), asked: 0 };
        let greeting = wire.send(Method::GET, None).await;
        let greeting: Value = serde_json::from_str(&greeting[1..]).expect("an open packet");
        wire.path = format!("{}&sid={}", wire.path, greeting["sid"].as_str().expect("a name"));
        wire.send(Method::POST, Some(hello)).await;
        wire.hear(&["40{", "44{"]).await;
        wire.heard.contains("40{").then_some(wire)
    }

    /// Asks something; what is answered.
    pub async fn ask(&mut self, event: &str, body: &Value) -> Value {
        let number = self.asked;
        self.asked += 1;
        self.send(Method::POST, Some(&format!("42{number}[\"{event}\",{body}]"))).await;
        let answer = format!("43{number}[");
        self.hear(&[&answer]).await;
        let rest = self.heard.split(&answer).nth(1).and_then(|rest| rest.split('\u{1e}').next()).expect("an answer");
        let answers: Vec<Value> = serde_json::from_str(&format!("[{rest}")).expect("JSON");
        answers.into_iter().next().expect("one")
    }

    async fn hear(&mut self, what: &[&str]) {
        let hearing = async {
            while !what.iter().any(|it| self.heard.contains(it)) {
                let told = self.send(Method::GET, None).await;
                self.heard.push_str(&told);
            }
        };
        tokio::time::timeout(PATIENCE, hearing).await.unwrap_or_else(|_| panic!("{what:?} was never told"));
    }

    async fn send(&self, method: Method, packet: Option<&str>) -> String {
        let asking = self.visitor.ask(method, self.path.as_str());
        let asking = self.headers.iter().fold(asking, |asking: Asking<'_>, (name, value)| asking.header(name, *value));
        let asking = match packet {
            Some(packet) => asking.body("text/plain;charset=UTF-8", packet.as_bytes()),
            None => asking,
        };
        asking.send().await.expect(200).text().to_owned()
    }
}
