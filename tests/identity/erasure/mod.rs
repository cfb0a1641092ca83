//! Erasing a person: who may, whom, how often; and what is left of them, byte by byte.

mod canaries;
mod rules;
mod scan;

use serde_json::{Value, json};
use tests::{Answer, Person, Visitor};

/// What an admin sends to erase somebody.
async fn erase(admin: &Visitor, person: &Person, typed: &str) -> Answer {
    admin.post(format!("/api/identity/accounts/{}/erasure", person.account), json!({ "name": typed })).await
}

/// How much of something a certificate says was purged.
fn purged(erasure: &Value, place: &str, what: &str) -> u64 {
    let lines = erasure["certificate"]["purged"].as_array().expect("lines");
    let line = lines.iter().find(|line| line["place"] == place && line["what"] == what);
    line.unwrap_or_else(|| panic!("no line for {place}: {what} in {erasure:#}"))["count"].as_u64().expect("a count")
}
