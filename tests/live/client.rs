//! Real clients of other people, each a process of its own: socket.io-client and python-socketio.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
};

use serde_json::{Value, json};
use tests::{PATIENCE, Visitor, test_tool};
use tokio::sync::mpsc;

/// Whose client, over what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    NodeWebSocket,
    NodePolling,
    /// As a browser does it: polling first, then a connection of its own.
    NodeUpgrade,
    PythonWebSocket,
    PythonPolling,
}

/// All of them.
pub const KINDS: [Kind; 5] =
    [Kind::NodeWebSocket, Kind::NodePolling, Kind::NodeUpgrade, Kind::PythonWebSocket, Kind::PythonPolling];

/// How somebody shows who they are.
pub enum Shown {
    Nothing,
    Cookie(String),
    Bearer(String),
    Auth(String),
}

/// A client.
pub struct Client {
    kind: Kind,
    child: Child,
    orders: ChildStdin,
    happened: mpsc::UnboundedReceiver<Value>,
    early: VecDeque<Value>,
}

impl Kind {
    /// python-socketio hands each message to a thread of its own, so they may pass each other.
    const fn is_shuffled(self) -> bool {
        matches!(self, Self::PythonWebSocket | Self::PythonPolling)
    }

    fn command(self) -> Command {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("live");
        match self {
            Self::NodeWebSocket | Self::NodePolling | Self::NodeUpgrade => {
                let mut node = Command::new("node");
                node.arg(folder.join("client.cjs"));
                node.env("NODE_PATH", test_tool("DAYBOOK_TEST_LIVE_MODULES", "live/node_modules"));
                node
            }
            Self::PythonWebSocket | Self::PythonPolling => {
                let mut python = Command::new(test_tool("DAYBOOK_TEST_LIVE_PYTHON", "live/venv/bin/python"));
                python.arg(folder.join("client.py"));
                python
            }
        }
    }

    const fn transports(self) -> &'static [&'static str] {
        match self {
            Self::NodeWebSocket | Self::PythonWebSocket => &["websocket"],
            Self::NodePolling | Self::PythonPolling => &["polling"],
            Self::NodeUpgrade => &["polling", "websocket"],
        }
    }
}

impl Client {
    /// A client that has not called anybody yet.
    pub fn of(kind: Kind) -> Self {
        let mut command = kind.command();
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{kind:?}: {error}; run ops/test-tools"));
        let orders = child.stdin.take().expect("its orders");
        let lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        let (say, happened) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = say.send(serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}")));
            }
        });
        Self { kind, child, orders, happened, early: VecDeque::new() }
    }

    /// A client that is connected as a visitor, and comes back by itself after a break.
    pub async fn connected(kind: Kind, address: SocketAddr, visitor: &Visitor) -> Self {
        let mut client = Self::of(kind);
        client.call(address, &Shown::Cookie(cookie(visitor)), true);
        client.next("connect").await;
        client
    }

    /// Calls a house.
    pub fn call(&mut self, address: SocketAddr, shown: &Shown, reconnection: bool) {
        let (headers, auth) = match shown {
            Shown::Nothing => (json!({}), Value::Null),
            Shown::Cookie(cookie) => (json!({ "cookie": cookie }), Value::Null),
            Shown::Bearer(token) => (json!({ "authorization": format!("Bearer {token}") }), Value::Null),
            Shown::Auth(token) => (json!({}), json!({ "token": token })),
        };
        let (url, transports) = (format!("http://{address}"), self.kind.transports());
        self.order(json!({ "verb": "connect", "url": url, "transports": transports, "headers": headers,
            "auth": auth, "reconnection": reconnection }));
    }

    fn order(&mut self, order: Value) {
        writeln!(self.orders, "{order}").expect("it listens");
    }

    /// Emits something and waits for the answer.
    pub async fn ask(&mut self, event: &str, body: Value) -> Value {
        self.order(json!({ "verb": "emit", "args": [event, body], "ack": true }));
        self.next("ack").await["message"].take()
    }

    /// Answers a challenge with a PIN; what the house says, and the challenge and proof that were sent.
    pub async fn elevate(&mut self, pin: &str) -> Value {
        self.order(json!({ "verb": "elevate", "pin": pin }));
        self.next("ack").await["message"].take()
    }

    /// Emits something and waits for nothing.
    pub fn say(&mut self, event: &str, body: Value) {
        self.order(json!({ "verb": "emit", "args": [event, body], "ack": false }));
    }

    /// Subscribes; the first message, which must be a snapshot.
    pub async fn subscribe(&mut self, kind: &str) -> Value {
        assert_eq!(self.ask("subscribe", json!({ "type": kind })).await, json!({ "ok": true }), "{kind}");
        let first = self.message(kind).await;
        assert_eq!((&first["snapshot"], &first["after"]), (&json!(true), &Value::Null), "{first}");
        first
    }

    /// Hangs up.
    pub fn hang_up(&mut self) {
        self.order(json!({ "verb": "disconnect" }));
    }

    /// The next message of a type; nothing else may be told before it.
    pub async fn message(&mut self, kind: &str) -> Value {
        self.next(kind).await["message"].take()
    }

    /// The next thing that happens; it must be this, where the client keeps the order.
    pub async fn next(&mut self, what: &str) -> Value {
        let is_it = |it: &Value| it["on"] == what;
        if let Some(at) = self.early.iter().position(is_it) {
            return self.early.remove(at).expect("it is there");
        }
        loop {
            let next = self.hear().await;
            if is_it(&next) {
                return next;
            }
            assert!(self.kind.is_shuffled() && self.early.len() < 8, "{:?}: {next}, but not {what}", self.kind);
            self.early.push_back(next);
        }
    }

    /// The next thing that happens.
    pub async fn anything(&mut self) -> Value {
        match self.early.pop_front() {
            Some(early) => early,
            None => self.hear().await,
        }
    }

    async fn hear(&mut self) -> Value {
        let next = tokio::time::timeout(PATIENCE, self.happened.recv());
        let next = next.await.unwrap_or_else(|_| panic!("{:?}: nothing happens", self.kind));
        next.unwrap_or_else(|| panic!("{:?}: the client has ended", self.kind))
    }

    /// Waits for something, whatever happens before.
    pub async fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let next = self.anything().await;
            if is_it(&next) {
                return next;
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The cookie of a visitor's session.
pub fn cookie(visitor: &Visitor) -> String {
    format!("daybook_session={}", token(visitor))
}

/// The secret in it.
pub fn token(visitor: &Visitor) -> String {
    visitor.cookie("daybook_session").expect("a session")
}
