//! Killed a hundred times under load: what was acknowledged is there, whole and once.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Person, Place, Running, Visitor, free_port};
use uuid::Uuid;

const KILLS: usize = 100;
const RENAMERS: usize = 3;

/// What the clients were told.
#[derive(Default)]
struct Told {
    /// By name: the position of the event that gave it.
    names: Mutex<BTreeMap<String, u64>>,
    /// By number: the position of the last event of the change.
    settings: Mutex<BTreeMap<u64, u64>>,
    over: AtomicBool,
}

impl Told {
    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}

fn random_below(most: u64) -> u64 {
    let (random, _) = Uuid::new_v4().as_u64_pair();
    random % most
}

/// The machine decides when; the test waits for the clients to be in the middle of something.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(random_below(250))).await;
}

/// Gives an account one name after the other, each asked for again under its key until it is
/// acknowledged: every name is written once, however often it was asked for.
async fn rename(visitor: Visitor, account: String, client: usize, told: Arc<Told>) {
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
async fn change_settings(visitor: Visitor, told: Arc<Told>) {
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
async fn choose(visitor: Visitor, told: Arc<Told>) {
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

async fn open_accounts(visitor: &Visitor) -> Vec<String> {
    let mut accounts = Vec::new();
    for number in 0..RENAMERS {
        let person = Person::named(&format!("Member{number}"));
        let new = json!({ "name": person.name, "email": person.email, "password": person.password, "role": "member" });
        let answer = visitor.post("/api/identity/accounts", new).await.expect(201);
        accounts.push(answer.json()["id"].as_str().expect("an id").to_owned());
    }
    accounts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_house_is_killed_a_hundred_times() {
    let place = Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port()));
    let mut house = Running::start(&place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(house.tray(), &ada).await;
    let told = Arc::new(Told::default());
    let mut clients = Vec::new();
    for (client, account) in open_accounts(&visitor).await.into_iter().enumerate() {
        clients.push(tokio::spawn(rename(visitor.twin(), account, client, told.clone())));
    }
    clients.push(tokio::spawn(change_settings(visitor.twin(), told.clone())));
    clients.push(tokio::spawn(choose(visitor.twin(), told.clone())));

    for _ in 0..KILLS {
        a_moment().await;
        house.kill();
        house = Running::begin(&place).await;
    }
    a_moment().await;
    told.over.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.expect("a client that met no refusal");
    }
    assert!(house.stop().await.success());
    let whole = place.run(&["log", "verify", "--json"]).expect(0).json();
    let log = place.run(&["log", "export"]).expect(0).lines();
    assert_eq!(whole["events"], log.len());
    positions_are_dense(&log);
    names_are_there_once(&log, &told.names.lock().expect("unbroken"));
    settings_are_whole(&log, &told.settings.lock().expect("unbroken"));
}

fn positions_are_dense(log: &[Value]) {
    let mut lengths: BTreeMap<&str, u64> = BTreeMap::new();
    for (event, position) in log.iter().zip(1_u64..) {
        assert_eq!(event["position"], position);
        let length = lengths.entry(event["stream"].as_str().expect("a stream")).or_default();
        *length += 1;
        assert_eq!(event["version"], *length, "{event}");
    }
}

fn names_are_there_once(log: &[Value], names: &BTreeMap<String, u64>) {
    assert!(names.len() >= KILLS, "there was hardly any load: {}", names.len());
    for (name, position) in names {
        let sentence = format!("An account was renamed to {name}");
        let positions: Vec<_> =
            log.iter().filter(|event| event["sentence"] == *sentence).map(|it| &it["position"]).collect();
        assert_eq!(positions, [*position], "{name}");
    }
}

fn settings_are_whole(log: &[Value], acknowledged: &BTreeMap<u64, u64>) {
    assert!(acknowledged.len() >= KILLS / 2, "there was hardly any load: {}", acknowledged.len());
    let mut written = BTreeMap::new();
    for (index, event) in log.iter().enumerate() {
        let Some(number) = event["sentence"].as_str().and_then(|it| it.strip_prefix("The house was named house "))
        else {
            continue;
        };
        let number: u64 = number.parse().expect("a number");
        let next = log.get(index + 1).unwrap_or_else(|| panic!("half of change {number} is missing"));
        assert_eq!(next["sentence"], format!("Alerts are gathered for {} minutes", number % 1440), "{next}");
        written.insert(number, next["position"].as_u64().expect("a position"));
    }
    for (number, position) in acknowledged {
        assert_eq!(written.get(number), Some(position), "change {number}");
    }
}
