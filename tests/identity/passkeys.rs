//! Passkeys: made, shown after the password, shown alone.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, Asked, House, Person, SoftPasskey, Visitor};

use crate::{apps::ticket, in_identity};

pub const PASSKEYS: &str = "/api/identity/factors/passkeys";
pub const HOST: &str = "house.example";

/// A founded house with a host name.
pub async fn house() -> (House, Visitor, Person) {
    let (house, admin, ada) = House::founded().await;
    admin.patch("/api/household/settings", json!({ "public_address": "https://house.example" })).await.expect(200);
    (house, admin, ada)
}

pub async fn ask(visitor: &Visitor, path: &str) -> Asked {
    let answer = visitor.ask(Method::POST, path).send().await;
    assert!(answer.is_success(), "{}", answer.text());
    Asked(answer.json())
}

pub async fn keep(visitor: &Visitor, asked: &Asked, credential: Value) -> Answer {
    let body = json!({ "name": "Laptop", "challenge": asked.ceremony(), "credential": credential });
    visitor.post(format!("{PASSKEYS}/confirmation"), body).await
}

/// Makes a passkey, all of it.
pub async fn make(visitor: &Visitor) -> SoftPasskey {
    let mut passkey = SoftPasskey::at(HOST);
    let asked = ask(visitor, PASSKEYS).await;
    keep(visitor, &asked, passkey.made(&asked)).await.expect(201);
    passkey
}

/// What a login asks of a passkey.
pub async fn ask_for_login(visitor: &Visitor, login: &str) -> Asked {
    Asked(visitor.post("/api/identity/logins/passkey", json!({ "login": login })).await.expect(200).json())
}

pub async fn enter(visitor: &Visitor, login: Option<&str>, asked: &Asked, credential: Value) -> Answer {
    let mut body = json!({ "passkey": { "challenge": asked.ceremony(), "credential": credential } });
    if let Some(login) = login {
        body["login"] = json!(login);
    }
    let answer = visitor.post("/api/identity/sessions", body).await;
    visitor.remember(&answer);
    answer
}

pub async fn ask_alone(visitor: &Visitor) -> Asked {
    ask(visitor, "/api/identity/passkeys/challenge").await
}

#[tokio::test]
async fn a_passkey_opens_a_session_after_the_password_and_no_code_is_mailed() {
    let (house, admin, ada) = house().await;
    let (before, letters) = (house.head(), house.letters_so_far().await);
    let passkey = make(&admin).await;
    assert_eq!(in_identity(&house, before).await, ["passkey_added"]);
    let before = house.head();
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &ada).await;
    let asked = ask_for_login(&visitor, &login).await;
    assert_eq!(asked.allowed(), [passkey.id()]);
    enter(&visitor, Some(&login), &asked, passkey.shown(&asked)).await.expect(201);
    assert_eq!(in_identity(&house, before).await, ["passkey_used", "logged_in", "device_met", "session_opened"]);
    let listed = visitor.get("/api/identity/factors").await.expect(200).json();
    assert_eq!((&listed["items"][0]["kind"], &listed["passkey_host"]), (&json!("passkey"), &json!(HOST)));
    assert!(listed["items"][0]["last_used_at"].is_string());
    let sessions = visitor.get("/api/identity/sessions").await.expect(200).items();
    assert_eq!(sessions[0]["method"], "password and passkey");
    let codes = house.tray().letters().await.into_iter().filter(|it| !letters.contains(&it.id) && it.code().is_some());
    assert_eq!(codes.count(), 0);
    house.close().await;
}

#[tokio::test]
async fn a_passkey_alone_opens_a_session_also_while_the_door_is_closed_to_codes() {
    let (house, admin, ada) = house().await;
    let passkey = make(&admin).await;
    for _ in 0..3 {
        house.visitor().ask_code(&ada.email, "not the word").await;
        house.settle().await;
    }
    let visitor = house.visitor();
    let asked = ask_alone(&visitor).await;
    assert!(asked.allowed().is_empty(), "nobody is named");
    let public_key = &asked.0["options"]["publicKey"];
    assert_eq!((&public_key["rpId"], &public_key["userVerification"]), (&json!(HOST), &json!("required")));
    let answer = enter(&visitor, None, &asked, passkey.shown(&asked)).await.expect(201);
    assert_eq!(answer.json()["account"], ada.account.as_str());
    let sessions = visitor.get("/api/identity/sessions").await.expect(200).items();
    assert_eq!(sessions[0]["method"], "passkey");
    house.close().await;
}

#[tokio::test]
async fn a_counter_that_goes_backwards_is_refused_and_its_owner_hears_of_it() {
    let (house, admin, ada) = house().await;
    let mut passkey = make(&admin).await;
    for (counter, status) in [(5, 201), (6, 201), (6, 401), (3, 401), (0, 401), (7, 201)] {
        passkey.counter = counter;
        let visitor = house.visitor();
        let asked = ask_alone(&visitor).await;
        let answer = enter(&visitor, None, &asked, passkey.shown(&asked)).await;
        assert_eq!(answer.status(), status, "{counter}: {}", answer.text());
    }
    house.advance(Duration::minutes(10));
    let told = |it: &tests::Letter| it.to == ada.email && it.body.contains("counts backwards");
    house.tray().wait_for("the owner hears of it", told).await;
    house.close().await;
}

#[tokio::test]
async fn a_passkey_that_was_removed_opens_nothing() {
    let (house, admin, _) = house().await;
    let passkey = make(&admin).await;
    let listed = admin.get("/api/identity/factors").await.expect(200).json();
    let id = listed["items"][0]["id"].as_str().expect("an id");
    let early = ask_alone(&house.visitor()).await;
    admin.delete(format!("/api/identity/factors/{id}?confirmed=true")).await.expect(200);
    let late = ask_alone(&house.visitor()).await;
    for asked in [early, late] {
        let answer = enter(&house.visitor(), None, &asked, passkey.shown(&asked)).await;
        assert_eq!(answer.problem(401), "wrong_passkey");
    }
    house.close().await;
}

#[tokio::test]
async fn of_two_answers_to_one_question_one_comes_in() {
    let (house, admin, _) = house().await;
    let passkey = make(&admin).await;
    let asked = ask_alone(&house.visitor()).await;
    let (one, other) = (house.visitor(), house.visitor());
    let shown = passkey.shown(&asked);
    let (first, second) = tokio::join!(enter(&one, None, &asked, shown.clone()), enter(&other, None, &asked, shown));
    let mut statuses = [first.status(), second.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401]);
    house.close().await;
}

#[tokio::test]
async fn without_a_host_name_the_house_says_that_it_can_have_none() {
    let (house, admin, _) = House::founded().await;
    for (address, part) in [("https://192.168.1.5:8443", "host name"), ("http://house.example", "HTTPS")] {
        admin.patch("/api/household/settings", json!({ "public_address": address })).await.expect(200);
        for path in [PASSKEYS, "/api/identity/passkeys/challenge"] {
            let answer = admin.ask(Method::POST, path).send().await;
            assert!(answer.text().contains(part), "{}", answer.text());
            assert_eq!(answer.problem(409), "passkeys_impossible");
        }
        let listed = admin.get("/api/identity/factors").await.expect(200).json();
        assert!(listed["no_passkeys"].as_str().is_some_and(|why| why.contains(part)), "{listed}");
    }
    house.close().await;
}
