//! Killed a hundred times under load: what was acknowledged is there, whole and once.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use serde_json::{Value, json};
use tests::{Person, Place, Running, Visitor, contents_at_rest, free_port};
use uuid::Uuid;

use crate::clients::{Told, change_settings, choose, invite, rename};

const KILLS: usize = 100;
const RENAMERS: usize = 3;

fn random_below(most: u64) -> u64 {
    let (random, _) = Uuid::new_v4().as_u64_pair();
    random % most
}

/// The machine decides when; the test waits for the clients to be in the middle of something.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(random_below(250))).await;
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
    clients.push(tokio::spawn(invite(visitor.twin(), true, told.clone())));
    clients.push(tokio::spawn(invite(visitor.twin(), false, told.clone())));

    for _ in 0..KILLS {
        a_moment().await;
        house.kill();
        house = Running::begin(&place).await;
    }
    a_moment().await;
    told.end();
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
    accounts_are_there_once(&log, &told.guests.lock().expect("unbroken"));
    contents_at_rest(place.path()).await;
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

fn accounts_are_there_once(log: &[Value], guests: &BTreeMap<String, u64>) {
    assert!(guests.len() >= KILLS / 2, "there was hardly any load: {}", guests.len());
    for (name, position) in guests {
        let sentence = format!("{name} was given an account as viewer");
        let opened: Vec<_> = log.iter().filter(|event| event["sentence"] == *sentence).collect();
        assert_eq!(opened.len(), 1, "{name}");
        assert!(*position == 0 || opened[0]["position"] == *position, "{name}");
    }
}
