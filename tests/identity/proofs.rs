//! A fresh proof of who one is, before something dangerous.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, Person, Visitor};

use crate::in_identity;

const PROOF: &str = "/api/identity/session/proof";

async fn prove(visitor: &Visitor, password: &str) -> Answer {
    visitor.post(PROOF, json!({ "kind": "password", "password": password })).await
}

async fn add_somebody(admin: &Visitor, name: &str) -> Answer {
    let Person { name, email, password, .. } = Person::named(name);
    let body = json!({ "name": name, "email": email, "password": password, "role": "viewer" });
    admin.post("/api/identity/accounts", body).await
}

/// A house whose admin logged in so long ago that it is no proof any more.
async fn later() -> (House, Visitor, Person) {
    let (house, admin, ada) = House::founded().await;
    house.advance(Duration::minutes(10));
    (house, admin, ada)
}

#[tokio::test]
async fn a_login_is_a_proof_for_ten_minutes() {
    let (house, admin, _) = House::founded().await;
    house.advance(Duration::minutes(10) - Duration::seconds(1));
    add_somebody(&admin, "Bob").await.expect(201);
    house.advance(Duration::seconds(1));
    let before = house.head();
    let answer = add_somebody(&admin, "Eve").await;
    assert_eq!(answer.json()["proofs"], json!(["password"]), "{}", answer.text());
    assert_eq!(answer.problem(403), "proof_needed");
    assert!(in_identity(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn a_proof_opens_the_way_for_ten_minutes_and_is_told_in_the_diary() {
    let (house, admin, ada) = later().await;
    let before = house.head();
    let proved = prove(&admin, &ada.password).await.expect(200).json();
    let until = (house.now() + Duration::minutes(10)).timestamp();
    let told: chrono::DateTime<chrono::Utc> = proved["proved_until"].as_str().expect("a time").parse().expect("a time");
    assert_eq!(told.timestamp(), until);
    assert_eq!(admin.get("/api/identity/session").await.json()["proved_until"], proved["proved_until"]);
    assert_eq!(in_identity(&house, before).await, ["proof_given"]);
    add_somebody(&admin, "Bob").await.expect(201);
    house.advance(Duration::minutes(10));
    assert_eq!(add_somebody(&admin, "Eve").await.problem(403), "proof_needed");
    house.close().await;
}

#[tokio::test]
async fn a_proof_ends_when_asked_and_never_leaves_its_session() {
    let (house, admin, ada) = House::founded().await;
    let other = house.visitor();
    other.log_in(house.tray(), &ada).await;
    admin.delete(PROOF).await.expect(200);
    assert!(admin.get("/api/identity/session").await.json()["proved_until"].is_null());
    assert_eq!(add_somebody(&admin, "Bob").await.problem(403), "proof_needed");
    add_somebody(&other, "Bob").await.expect(201);
    house.close().await;
}

/// What asks for a proof, with a body that would do nothing.
fn dangerous(account: &str) -> Vec<(Method, String, Option<Value>)> {
    let wrong = Some(json!({ "no_such_field": 1 }));
    let of = |rest: &str| format!("/api/identity/accounts/{account}{rest}");
    vec![
        (Method::POST, "/api/identity/accounts".into(), wrong.clone()),
        (Method::DELETE, of(""), None),
        (Method::PATCH, of(""), Some(json!({ "role": "admin" }))),
        (Method::PATCH, of(""), Some(json!({ "name": "Robert" }))),
        (Method::POST, of("/unlock"), None),
        (Method::POST, of("/password"), wrong.clone()),
        (Method::POST, of("/reset"), None),
        (Method::PUT, of("/address"), wrong.clone()),
        (Method::POST, of("/deactivation"), None),
        (Method::DELETE, of("/deactivation"), None),
        (Method::POST, "/api/identity/invitations".into(), wrong.clone()),
        (Method::PUT, "/api/household/mail-server".into(), wrong.clone()),
        (Method::DELETE, "/api/household/mail-server".into(), None),
        (Method::POST, "/api/household/mail-server/test".into(), wrong.clone()),
        (Method::PATCH, "/api/household/settings".into(), Some(json!({ "public_address": "https://other.example" }))),
        (Method::PATCH, "/api/household/settings".into(), Some(json!({ "allowed_origins": ["https://o.example"] }))),
        (Method::PATCH, "/api/household/settings".into(), Some(json!({ "required_factor_others": "strong" }))),
        (Method::PATCH, "/api/household/limits".into(), wrong.clone()),
        (Method::PATCH, "/api/alerts/watch/many_failures".into(), wrong.clone()),
        (Method::POST, "/api/identity/keys".into(), wrong.clone()),
        (Method::PATCH, of("/access"), wrong.clone()),
        (Method::POST, of("/erasure"), wrong.clone()),
        (Method::PUT, "/api/identity/pin".into(), wrong),
        (Method::PATCH, "/api/household/stays".into(), Some(json!({ "admin_idle_minutes": 600 }))),
        (Method::GET, "/api/history/export.jsonl".into(), None),
        (Method::GET, "/api/history/export.csv".into(), None),
        (Method::GET, "/api/identity/account/data.zip".into(), None),
        (Method::GET, "/api/household/request-logs/2026-01-02".into(), None),
    ]
}

/// The same, about what opens the door.
fn about_factors(account: &str) -> Vec<(Method, String, Option<Value>)> {
    vec![
        (Method::DELETE, "/api/identity/pin".into(), None),
        (Method::DELETE, format!("/api/identity/accounts/{account}/factors"), None),
        (Method::POST, "/api/identity/factors/apps".into(), None),
        (Method::POST, "/api/identity/factors/passkeys".into(), None),
        (Method::DELETE, format!("/api/identity/factors/{account}"), None),
        (Method::POST, "/api/identity/recovery-codes".into(), None),
    ]
}

#[tokio::test]
async fn every_dangerous_request_asks_for_a_proof() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    house.advance(Duration::minutes(10));
    let before = house.head();
    for (method, path, body) in [dangerous(&bob.account), about_factors(&bob.account)].concat() {
        let asking = admin.ask(method.clone(), &path);
        let answer = match &body {
            Some(body) => asking.json(body).send().await,
            None => asking.send().await,
        };
        assert_eq!(answer.problem(403), "proof_needed", "{method} {path}");
    }
    assert_eq!(house.head(), before, "nothing was done");
    let harmless = admin.patch("/api/household/settings", json!({ "name": "The Lime Tree" })).await;
    harmless.expect(200);
    house.close().await;
}

#[tokio::test]
async fn whoever_may_not_hears_that_first() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    house.advance(Duration::minutes(10));
    let path = format!("/api/identity/accounts/{}", ada.account);
    assert_eq!(bobs.delete(&path).await.problem(403), "not_allowed");
    assert_eq!(bobs.patch(&path, json!({ "role": "viewer" })).await.problem(403), "not_allowed");
    house.close().await;
}

#[tokio::test]
async fn whoever_guesses_in_a_stolen_session_is_soon_out_and_its_person_still_comes_in() {
    let (house, stolen, ada) = later().await;
    let before = house.head();
    for _ in 0..2 {
        assert_eq!(prove(&stolen, "not the word at all").await.problem(422), "wrong_proof");
    }
    assert_eq!(prove(&stolen, "not the word at all").await.problem(422), "wrong_proof");
    let delayed = prove(&stolen, &ada.password).await;
    assert_eq!(delayed.header("retry-after"), Some("61"));
    assert_eq!(delayed.problem(429), "proofs_delayed");
    house.advance(Duration::minutes(1));
    assert_eq!(prove(&stolen, "not the word at all").await.problem(422), "wrong_proof");
    house.advance(Duration::minutes(1));
    assert_eq!(prove(&stolen, &ada.password).await.problem(429), "proofs_delayed", "the second wait is longer");
    house.advance(Duration::minutes(1));
    assert_eq!(prove(&stolen, "not the word at all").await.problem(422), "wrong_proof");
    stolen.get("/api/identity/session").await.problem(401);
    let happened = in_identity(&house, before).await;
    let wrong = ["proof_refused"; 5];
    let expected =
        [&wrong[..3], &["proofs_delayed"], &wrong[3..4], &["proofs_delayed"], &wrong[4..], &["session_ended"]];
    assert_eq!(happened, expected.concat());
    let at_home = house.visitor();
    at_home.log_in(house.tray(), &ada).await;
    add_somebody(&at_home, "Bob").await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn nobody_guesses_faster_than_they_are_counted() {
    let (house, stolen, ada) = later().await;
    let before = house.head();
    let guesses = (0..12).map(|number| {
        let visitor = stolen.twin();
        tokio::spawn(async move { prove(&visitor, &format!("guess number {number}")).await.status() })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        looked_at += usize::from(guess.await.expect("done") == 422);
    }
    assert_eq!(looked_at, 3);
    assert_eq!(in_identity(&house, before).await.len(), 4);
    assert_eq!(prove(&stolen, &ada.password).await.problem(429), "proofs_delayed");
    house.close().await;
}

#[tokio::test]
async fn too_many_wrong_proofs_are_mailed_to_whoever_looks_after_the_house() {
    let (house, stolen, ada) = later().await;
    let letters = house.letters_so_far().await;
    for _ in 0..3 {
        prove(&stolen, "not the word at all").await.problem(422);
    }
    let tells = |letter: &tests::Letter| !letters.contains(&letter.id) && letter.body.contains("too many wrong ones");
    let letter = house.tray().wait_for("a letter about wrong proofs", tells).await;
    assert_eq!(letter.to, ada.email);
    assert!(!letter.body.contains("not the word"), "{}", letter.body);
    house.close().await;
}

#[tokio::test]
async fn what_is_no_proof_is_said_and_counted_nowhere() {
    let (house, admin, _) = later().await;
    let before = house.head();
    for body in [
        json!({}),
        json!({ "kind": "charm" }),
        json!({ "kind": "password" }),
        json!({ "kind": "password", "password": 7 }),
    ] {
        let answer = admin.post(PROOF, body.clone()).await;
        assert!(matches!(answer.status(), 400 | 422), "{body}: {}", answer.text());
    }
    assert!(in_identity(&house, before).await.is_empty());
    house.close().await;
}
