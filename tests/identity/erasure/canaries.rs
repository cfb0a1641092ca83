//! Texts of a person, planted through every way in that takes text, and looked for in every byte of the data
//! folder: before the erasure they are there, after it they are nowhere, and everybody else's are untouched.

use std::{collections::BTreeMap, path::Path};

use axum::http::Method;
use commands::{Clock as _, SystemClock};
use rusqlite::Connection;
use serde_json::{Value, json};
use tests::{Authenticator, Person, Place, Running, Visitor, until};
use uuid::Uuid;

use super::{erase, purged, scan::Needles};

const NAME: &str = "Zephyrine Quolliwood";
const FIRST_NAME: &str = "Vextrilla Brumm";
const EMAIL: &str = "zephyrine.quolliwood@canary.example";
const MISTYPED: &str = "zephyrin.qolliwod@canary.example";
const DEVICE: &str = "Canarybrowse/9.9";
const ADDRESS: &str = "203.0.113.77";
const PATH: &str = "canary-path-zq";
const REQUEST: &str = "canary-request-zq";
const FACTOR: &str = "Quolliwood pocket lantern";
const KEY: &str = "Quolliwood shelf robot";
const NETWORK: &str = "203.0.113.64/27";
const ELSEWHERE: &str = "zephyrine.elsewhere@canary.example";
const TEXTS: [&str; 11] = [NAME, FIRST_NAME, EMAIL, DEVICE, ADDRESS, PATH, REQUEST, FACTOR, KEY, NETWORK, ELSEWHERE];
/// Somebody who is nobody here.
const STRANGER: &str = "198.51.100.9";

fn request_id(address: &str) -> &str {
    if address == ADDRESS { REQUEST } else { "somebody-elses-request" }
}

/// A request from an address, as the declared proxy tells it.
async fn from(visitor: &Visitor, address: &str, path: &str, body: Value) -> tests::Answer {
    let asking = visitor.ask(Method::POST, path).header("x-forwarded-for", address);
    let asking = asking.header("user-agent", DEVICE).header("x-request-id", request_id(address));
    asking.json(&body).send().await
}

/// Comes in and leaves something in every place that a person has; the key they made.
async fn move_in(house: &Running, visitor: &Visitor, person: &Person, address: &str) -> String {
    let before = house.tray().ids().await;
    let body = json!({ "email": person.email, "password": person.password });
    let answer = from(visitor, address, "/api/identity/logins", body).await.expect(202);
    let code = house.tray().new_code(&before, &person.email).await;
    let answer = json!({ "login": answer.json()["login"], "code": code });
    let token = from(visitor, address, "/api/identity/sessions", answer).await.expect(201).json()["csrf_token"].clone();
    let ask = async |method, path: &str, body: Value| {
        let asking = visitor.ask(method, path).header("x-forwarded-for", address);
        asking.header("x-csrf-token", token.as_str().expect("a token")).json(&body).send().await
    };
    ask(Method::PATCH, "/api/identity/account", json!({ "name": person.name })).await.expect(200);
    let app = ask(Method::POST, "/api/identity/factors/apps", json!({})).await.expect(201).json();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let (id, shows) = (text(&app["id"]), Authenticator::of(&text(&app["secret"])).shows(SystemClock.now()));
    let confirmation = format!("/api/identity/factors/apps/{id}/confirmation");
    ask(Method::POST, &confirmation, json!({ "name": FACTOR, "code": shows })).await.expect(201);
    let new = json!({ "email": ELSEWHERE, "current": person.password });
    ask(Method::PUT, "/api/identity/address", new).await.expect(200);
    let new = json!({ "name": KEY, "scopes": ["history:look"], "networks": [NETWORK] });
    text(&ask(Method::POST, "/api/identity/keys", new).await.expect(201).json()["token"])
}

async fn wrong_login(house: &Running, email: &str, address: &str) {
    let body = json!({ "email": email, "password": "not the word at all" });
    from(&house.visitor(), address, "/api/identity/logins", body).await.expect(202);
}

struct Home {
    place: Place,
    house: Running,
    admin: Visitor,
    canary: Person,
}

/// A house in which a person left something of theirs everywhere, and somebody else did, too.
async fn planted() -> Home {
    let place = Place::new().with("DAYBOOK_PROXIES", "127.0.0.1");
    let house = Running::start(&place).await;
    let (admin, mut ada) = (house.visitor(), Person::named("Ada"));
    admin.found(&house.token().await, &mut ada).await.expect(201);
    admin.log_in(house.tray(), &ada).await;
    // The founder hears of everything by mail, so letters to others name the person, too.
    let loud = json!({ "context": "identity", "least": "notice" });
    admin.post("/api/alerts/subscriptions", loud).await.expect(200);
    admin.patch("/api/household/settings", json!({ "alert_digest_minutes": 0 })).await.expect(200);
    let (password, account) = ("a long word for canaries".to_owned(), String::new());
    let mut canary = Person { name: FIRST_NAME.into(), email: EMAIL.into(), password, account };
    let new = json!({ "name": FIRST_NAME, "email": EMAIL, "password": canary.password, "role": "member" });
    let opened = admin.post("/api/identity/accounts", new).await.expect(201).json();
    canary.account = opened["id"].as_str().expect("an id").to_owned();
    canary.name = NAME.into();
    let visitor = house.visitor();
    wrong_login(&house, MISTYPED, ADDRESS).await;
    wrong_login(&house, EMAIL, ADDRESS).await;
    wrong_login(&house, &ada.email, STRANGER).await;
    wrong_login(&house, "nobody@elsewhere.example", STRANGER).await;
    let key = move_in(&house, &visitor, &canary, ADDRESS).await;
    let robot = house.visitor();
    let by_key = robot.ask(Method::GET, "/api/history/entries").header("x-forwarded-for", ADDRESS);
    by_key.header("authorization", format!("Bearer {key}")).send().await.expect(200);
    let asking = visitor.ask(Method::GET, format!("/{PATH}")).header("x-forwarded-for", ADDRESS);
    asking.header("x-request-id", REQUEST).send().await;
    until("letters tell of the person", async || {
        house.tray().alerts().await.iter().any(|letter| letter.to == ada.email && letter.body.contains(NAME))
    })
    .await;
    let asked = Needles::new(&[PATH, REQUEST]);
    until("the request log tells of it", async || asked.below(place.path()).len() > 1).await;
    Home { place, house, admin, canary }
}

fn key_of(place: &Path, person: &Person) -> Option<Vec<u8>> {
    let vault = Connection::open(place.join("vault.sqlite")).expect("a vault");
    let account: Uuid = person.account.parse().expect("an id");
    let ask = "SELECT key FROM person_keys WHERE person = ?";
    vault.query_row(ask, [account.as_bytes()], |row| row.get(0)).expect("a row")
}

/// The diary by position.
async fn diary(admin: &Visitor) -> BTreeMap<u64, Value> {
    let export = admin.get("/api/history/export.jsonl").await.expect(200);
    let lines = export.text().lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.map(|line| (line["position"].as_u64().expect("a position"), line)).collect()
}

/// The addresses that strangers typed, as the log opens them.
async fn typed(admin: &Visitor) -> Vec<Value> {
    let mut typed = Vec::new();
    let refused = admin.get("/api/history/entries?kind=identity.strangers_refused.v1").await.expect(200).items();
    for entry in refused {
        let entry = admin.get(format!("/api/history/entries/{}", entry["position"])).await.expect(200).json();
        typed.push(entry["payload"]["typed"].clone());
    }
    // What strangers do is written down after they were answered, in no order.
    typed.sort_by_key(|address| address.as_str().map(str::len));
    typed
}

/// Everything is as it was, but for what was the person's own.
fn assert_same_but_for(person: &Person, before: &BTreeMap<u64, Value>, after: &BTreeMap<u64, Value>) {
    let mut touched = 0;
    for (position, was) in before {
        let (mut was, mut is) = (was.clone(), after[position].clone());
        let theirs = was["who"]["account"] == person.account || was["concerns"]["id"] == person.account;
        let typed = was["from"] == ADDRESS;
        if theirs {
            for line in [&mut was, &mut is] {
                line["sentence"] = Value::Null;
            }
            for part in ["who", "concerns"] {
                if was[part]["name"] == NAME {
                    assert_eq!(is[part]["name"], Value::Null, "{is}");
                    was[part]["name"] = Value::Null;
                }
            }
        }
        if typed {
            assert_eq!(is["from"], Value::Null, "{is}");
            was["from"] = Value::Null;
        }
        touched += usize::from(theirs || typed);
        assert_eq!(is, was);
    }
    assert!(touched > 5, "hardly anything was the person's: {touched}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_an_erased_person_is_left_in_any_byte_and_everybody_elses_is_untouched() {
    let Home { place, house, admin, canary } = planted().await;
    let key = key_of(place.path(), &canary).expect("a key");
    let needles = Needles::new(&TEXTS).and_bytes("the key", &key);
    let found = needles.below(place.path());
    for text in TEXTS.iter().chain(&["the key"]) {
        assert!(found.iter().any(|(what, ..)| what == text), "{text} was never planted: {found:#?}");
    }
    let before = diary(&admin).await;
    assert_eq!(typed(&admin).await, [json!("nobody@elsewhere.example"), json!(MISTYPED)]);
    let erasure = erase(&admin, &canary, NAME).await.expect(200).json();
    assert_eq!(needles.below(place.path()), [], "while the house runs");
    assert!(purged(&erasure, "mail", "letters that named the person") > 1, "{erasure:#}");
    assert!(purged(&erasure, "request logs", "lines of the person") > 4, "{erasure:#}");
    for table in ["person_keys", "credentials", "known_devices", "last_seen"] {
        assert!(purged(&erasure, "vault", table) > 0, "{table}: {erasure:#}");
    }
    for view in ["identity", "history", "alerts", "household"] {
        assert!(purged(&erasure, "views", view) > before.len() as u64, "{view}: {erasure:#}");
    }
    assert!(erasure["certificate"]["values"].as_u64() > Some(8), "{erasure:#}");
    let after = diary(&admin).await;
    assert_same_but_for(&canary, &before, &after);
    assert!(after.values().any(|line| line["from"] == STRANGER), "other strangers are remembered");
    assert_eq!(typed(&admin).await, [Value::Null, json!("nobody@elsewhere.example")]);
    for line in after.values() {
        assert!(TEXTS.iter().all(|text| !line.to_string().contains(text)), "{line}");
    }
    assert!(house.stop().await.success());
    assert_eq!(needles.below(place.path()), [], "after its end");
    place.run(&["log", "verify"]).expect(0);
    assert_eq!(key_of(place.path(), &canary), None);
    let house = Running::start(&place).await;
    assert_eq!(needles.below(place.path()), [], "after another start");
    assert!(house.stop().await.success());
}
