//! How people come to a house: encrypted in each way there is, behind proxies, from pages of other
//! sites, and through other programs that ask whether they may.
//!
//! The real program, looked at with curl and openssl; certificates by ACME come from pebble.

mod acme;
mod asking;
mod auth_request;
mod curl;
mod doors;
mod files;
mod handshakes;
mod limits;
mod local;
mod openssl;
mod origins;
mod overview;
mod pebble;
mod proxies;

use serde_json::Value;
use tests::{Person, Place, Running, until};

/// A place whose house encrypts.
fn place(mode: &str) -> Place {
    Place::new().with("DAYBOOK_TLS_MODE", mode)
}

/// A place in which an admin has an account already.
fn with_admin(place: Place) -> (Place, Person) {
    std::fs::create_dir_all(place.path()).expect("a folder");
    let mut ada = Person::named("Ada");
    let arguments = ["person", "add", &ada.email, "--name", &ada.name, "--role", "admin", "--json"];
    let done = place.run_with(&arguments, &format!("{}\n", ada.password)).expect(0);
    ada.account = done.json()["account"].as_str().expect("an account").to_owned();
    (place, ada)
}

/// Waits until the house has said something.
async fn said(house: &Running, part: &str) {
    until(part, async || house.printed().iter().any(|line| line.contains(part))).await;
}

/// The newest event of a kind in the diary of a running house.
fn told(place: &Place, kind: &str) -> Option<Value> {
    let lines = place.run(&["log", "tail", "-n", "200", "--json"]).expect(0).lines();
    lines.into_iter().rev().find(|line| line["kind"] == kind)
}
