//! The messages as they are sent. What they say was rendered before, once for everybody who hears it.

use domain::Position;
use serde::Serialize;

/// The state of everything.
pub fn snapshot(name: &str, sequence: Position, body: &str) -> String {
    format!(r#"{{"type":"{name}","snapshot":true,"sequence":{sequence},"after":null,"data":{body}}}"#)
}

/// One change, and the one it follows.
pub fn change(name: &str, sequence: Position, after: Position, body: &str) -> String {
    format!(r#"{{"type":"{name}","snapshot":false,"sequence":{sequence},"after":{after},"data":{body}}}"#)
}

/// Why something was not done, or is over: an answer, or the event `problem`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    ok: bool,
    /// A word for programs; it stays the same for ever.
    pub code: &'static str,
    /// A sentence for people.
    pub detail: String,
}

impl Trouble {
    /// Why.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { ok: false, code, detail: detail.into() }
    }
}

/// It was done.
#[derive(Serialize)]
pub struct Done {
    ok: bool,
}

/// It was done.
pub const DONE: Done = Done { ok: true };
