//! Clients that write and write while the house is killed under them, and remember what they were
//! told.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::http::Method;
use serde_json::json;
use tests::Visitor;

/// What the clients were told.
#[derive(Default)]
pub struct Told {
    /// By name: the position of the event that gave it.
    pub names: Mutex<BTreeMap<String, u64>>,
    /// By number: the position of the last event of the change.
    pub settings: Mutex<BTreeMap<u64, u64>>,
    /// By name: the position of the event that opened the account; 0 where somebody else was told.
    pub guests: Mutex<BTreeMap<String, u64>>,
    over: AtomicBool,
}

impl Told {
    /// Lets the clients come to an end.
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}

/// Gives an account one name after the other, each asked for again under its key until it is
/// acknowledged: every name is written once, however often it was asked for.
pub async fn rename(visitor: Visitor, account: String, client: usize, told: Arc<Told>) {
    for number in 0_u64.. {
        let name = format!("name {client}-{number}");
        let position = loop {
            if told.is_over() {
                return;
            }
            let asking = visitor.ask(Method::PATCH, format!("/api/identity/accounts/{account}"));
            let asking = asking.json(&json!({ "name": name })).header("idempotency-key", name.replace(' ', "-"));
            match asking.try_send().await {
                Some(answer) if answer.is_success() => break answer.position(),
                Some(answer) => panic!("{}: {}", answer.status(), answer.text()),
                None => tokio::time::sleep(Duration::from_millis(2)).await,
            }
        };
        told.names.lock().expect("unbroken").insert(name, position);
    }
}

/// Changes two settings at a time and never asks twice: both are changed, or none.
pub async fn change_settings(visitor: Visitor, told: Arc<Told>) {
    for number in 1_u64.. {
        if told.is_over() {
            return;
        }
        let change = json!({ "name": format!("house {number}"), "alert_digest_minutes": number % 1440 });
        match visitor.ask(Method::PATCH, "/api/household/settings").json(&change).try_send().await {
            Some(answer) if answer.is_success() => {
                told.settings.lock().expect("unbroken").insert(number, answer.position());
            }
            Some(answer) => panic!("{}: {}", answer.status(), answer.text()),
            None => tokio::time::sleep(Duration::from_millis(2)).await,
        }
    }
}

/// Chooses alerts back and forth: a second stream of the person whose session it is.
pub async fn choose(visitor: Visitor, told: Arc<Told>) {
    for number in 0_usize.. {
        if told.is_over() {
            return;
        }
        let least = ["notice", "warning", "critical"][number % 3];
        let choice = json!({ "context": "household", "least": least });
        if let Some(answer) = visitor.ask(Method::POST, "/api/alerts/subscriptions").json(&choice).try_send().await {
            assert!(answer.is_success(), "{}: {}", answer.status(), answer.text());
        } else {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Gives one person after the other an account: several steps on several streams, which may be cut
/// short between any two. Asked again under its key, or under new ones, it comes to one account.
pub async fn invite(visitor: Visitor, under_one_key: bool, told: Arc<Told>) {
    for number in 0_u64.. {
        let name = if under_one_key { format!("Guest {number}") } else { format!("Lodger {number}") };
        let email = format!("{}@mail.example", name.replace(' ', "-"));
        let body = json!({ "name": name, "email": email, "password": "a long enough word", "role": "viewer" });
        let position = loop {
            if told.is_over() {
                return;
            }
            let mut asking = visitor.ask(Method::POST, "/api/identity/accounts").json(&body);
            if under_one_key {
                asking = asking.header("idempotency-key", &email);
            }
            match asking.try_send().await {
                Some(answer) if answer.is_success() => break answer.position(),
                // The answer to an earlier try was lost, and nothing tells that it was ours.
                Some(answer) if answer.status() == 409 && !under_one_key => break 0,
                Some(answer) => panic!("{}: {}", answer.status(), answer.text()),
                None => tokio::time::sleep(Duration::from_millis(2)).await,
            }
        };
        told.guests.lock().expect("unbroken").insert(name, position);
    }
}
