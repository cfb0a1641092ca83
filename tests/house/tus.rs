//! A client of other people that sends files in pieces, a process of its own: tus-js-client.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tokio::sync::mpsc;

use super::{PATIENCE, test_tool};

/// The client, sending one file.
pub struct TusClient {
    child: Child,
    happened: mpsc::UnboundedReceiver<Value>,
}

impl TusClient {
    /// Sends what an order says; see `tests/live/tus.cjs`. It trusts the authority of the tests.
    pub fn send(order: &Value) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("live/tus.cjs");
        let mut command = Command::new("node");
        command.arg(script).arg(order.to_string()).stdin(Stdio::null()).stdout(Stdio::piped());
        command.env("NODE_PATH", test_tool("DAYBOOK_TEST_LIVE_MODULES", "live/node_modules"));
        command.env("NODE_EXTRA_CA_CERTS", test_tool("DAYBOOK_TEST_TLS", "tls").join("ca.pem"));
        let mut child = command.spawn().unwrap_or_else(|error| panic!("node: {error}; run ops/test-tools"));
        let lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        let (say, happened) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = say.send(serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}")));
            }
        });
        Self { child, happened }
    }

    /// The next thing that happens, which must be this.
    pub async fn next(&mut self, what: &str) -> Value {
        let next = tokio::time::timeout(PATIENCE, self.happened.recv()).await;
        let next = next.expect("something happens").expect("the client runs");
        assert_eq!(next["on"], what, "{next}");
        next
    }
}

impl Drop for TusClient {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
