//! Another password.

use axum::http::Method;
use serde_json::json;
use tests::{House, Person, Visitor};

use crate::in_identity;

const NEW: &str = "a completely new word";

async fn change(visitor: &Visitor, current: &str, new: &str) -> tests::Answer {
    visitor.put("/api/identity/password", json!({ "current": current, "new": new })).await
}

/// Whether a password brings a code.
async fn fits(house: &House, person: &Person, password: &str) -> bool {
    let before = house.letters_so_far().await;
    house.visitor().ask_code(&person.email, password).await;
    house.settle().await;
    let letters = house.tray().letters().await;
    letters.iter().any(|letter| !before.contains(&letter.id) && letter.code().is_some())
}

#[tokio::test]
async fn another_password_ends_the_other_sessions_only() {
    let (house, here, ada) = House::founded().await;
    let elsewhere = house.visitor();
    elsewhere.log_in(house.tray(), &ada).await;
    let before = house.head();
    change(&here, &ada.password, NEW).await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["password_changed", "session_ended"]);
    here.get("/api/identity/session").await.expect(200);
    elsewhere.get("/api/identity/session").await.problem(401);
    assert!(fits(&house, &ada, NEW).await && !fits(&house, &ada, &ada.password).await);
    house.close().await;
}

#[tokio::test]
async fn the_present_password_must_be_shown() {
    let (house, here, ada) = House::founded().await;
    let before = house.head();
    assert_eq!(change(&here, "not the word at all", NEW).await.problem(422), "wrong_password");
    assert_eq!(in_identity(&house, before).await, ["proof_refused"]);
    assert!(fits(&house, &ada, &ada.password).await && !fits(&house, &ada, NEW).await);
    house.close().await;
}

#[tokio::test]
async fn whoever_guesses_in_an_open_session_is_put_out() {
    let (house, here, ada) = House::founded().await;
    let before = house.head();
    for waits in [0, 0, 0, 1, 2] {
        house.advance(chrono::Duration::minutes(waits));
        change(&here, "not the word at all", NEW).await.problem(422);
    }
    let happened = in_identity(&house, before).await;
    assert_eq!(happened.last().map(String::as_str), Some("session_ended"));
    here.get("/api/identity/session").await.problem(401);
    assert!(fits(&house, &ada, &ada.password).await, "whose password it is comes in all the same");
    house.close().await;
}

#[tokio::test]
async fn a_guess_counts_wherever_it_is_made() {
    let (house, here, ada) = House::founded().await;
    change(&here, "not the word at all", NEW).await.problem(422);
    for _ in 0..2 {
        let proof = json!({ "kind": "password", "password": "not the word at all" });
        here.post("/api/identity/session/proof", proof).await.problem(422);
    }
    assert_eq!(change(&here, &ada.password, NEW).await.problem(429), "proofs_delayed");
    house.close().await;
}

#[tokio::test]
async fn a_password_that_does_not_fit_changes_nothing() {
    let (house, here, ada) = House::founded().await;
    let before = house.head();
    for wrong in ["", "ninechars", &"x".repeat(201)] {
        let answer = change(&here, &ada.password, wrong).await;
        assert_eq!(answer.json()["field"], "password", "{}", answer.text());
        assert_eq!(answer.problem(422), "password_invalid");
    }
    assert!(in_identity(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn an_admin_sets_a_forgotten_password_and_all_sessions_end() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (before, device) = (house.head(), bobs.cookie("daybook_device"));
    let path = format!("/api/identity/accounts/{}/password", bob.account);
    admin.post(&path, json!({ "password": NEW })).await.expect(200);
    assert_eq!(in_identity(&house, before).await, ["password_reset", "session_ended"]);
    bobs.get("/api/identity/session").await.problem(401);
    assert!(fits(&house, &bob, NEW).await && !fits(&house, &bob, &bob.password).await);
    assert!(device.is_some());
    house.close().await;
}

#[tokio::test]
async fn a_reset_opens_a_locked_door() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    for _ in 0..3 {
        house.visitor().ask_code(&bob.email, "not the word at all").await;
        house.settle().await;
    }
    admin
        .post(format!("/api/identity/accounts/{}/password", bob.account), json!({ "password": NEW }))
        .await
        .expect(200);
    assert!(fits(&house, &bob, NEW).await, "the person asked for help and got it");
    house.close().await;
}

async fn change_under_key(visitor: &Visitor, key: &str, current: &str, new: &str) -> tests::Answer {
    let asking = visitor.ask(Method::PUT, "/api/identity/password");
    asking.json(&json!({ "current": current, "new": new })).header("idempotency-key", key).send().await
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_can_be_asked_for_again() {
    let (house, here, ada) = House::founded().await;
    let first = change_under_key(&here, "one", &ada.password, NEW).await.expect(200);
    house.settle().await;
    let before = house.head();
    let again = change_under_key(&here, "one", &ada.password, NEW).await.expect(200);
    assert_eq!((again.position(), again.json()), (first.position(), first.json()));
    assert!(in_identity(&house, before).await.is_empty());
    assert!(fits(&house, &ada, NEW).await);
    house.close().await;
}

#[tokio::test]
async fn an_old_reset_that_is_asked_for_again_takes_the_present_password_from_nobody() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let reset = |key: &'static str, password: &'static str| {
        let asking = admin.ask(Method::POST, format!("/api/identity/accounts/{}/password", bob.account));
        asking.json(&json!({ "password": password })).header("idempotency-key", key).send()
    };
    reset("one", "the first new word").await.expect(200);
    reset("two", NEW).await.expect(200);
    reset("one", "the first new word").await.expect(200);
    assert!(fits(&house, &bob, NEW).await && !fits(&house, &bob, "the first new word").await);
    house.close().await;
}

#[tokio::test]
async fn of_changes_at_once_the_last_one_leaves_a_password_that_fits() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let path = format!("/api/identity/accounts/{}/password", bob.account);
    let words: Vec<_> = (0..8).map(|number| format!("the long word number {number}")).collect();
    let resets = words.iter().map(|word| {
        let (admin, path, body) = (admin.twin(), path.clone(), json!({ "password": word }));
        tokio::spawn(async move { admin.post(path, body).await.expect(200).position() })
    });
    let mut last = (0, "");
    for (reset, word) in resets.collect::<Vec<_>>().into_iter().zip(&words) {
        last = last.max((reset.await.expect("done"), word));
    }
    assert!(fits(&house, &bob, last.1).await);
    house.close().await;
}
