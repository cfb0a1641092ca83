//! Another mail address: confirmed from the new one, told to the old one, and taken back from there.

use chrono::Duration;
use serde_json::json;
use tests::{Answer, House, Person, Visitor};

use crate::in_identity;

const NEW: &str = "ada.king@mail.example";
const OWN: &str = "/api/identity/address";

async fn ask(visitor: &Visitor, email: &str, current: &str) -> Answer {
    visitor.put(OWN, json!({ "email": email, "current": current })).await
}

/// Asks for another address; the secrets that went to the new one and to the old one.
async fn asked(house: &House, visitor: &Visitor, person: &Person, email: &str) -> (String, String) {
    let before = house.letters_so_far().await;
    ask(visitor, email, &person.password).await.expect(200);
    let confirm = house.tray().new_token(&before, email, "confirm").await;
    (confirm, house.tray().new_token(&before, &person.email, "not-me").await)
}

async fn confirm(visitor: &Visitor, token: &str) -> Answer {
    visitor.post("/api/identity/addresses/confirmation", json!({ "token": token })).await
}

async fn disavow(visitor: &Visitor, token: &str) -> Answer {
    visitor.post("/api/identity/disavowals", json!({ "token": token })).await
}

/// Whether address and password bring a code to that address.
async fn fits(house: &House, email: &str, password: &str) -> bool {
    let before = house.letters_so_far().await;
    house.visitor().ask_code(email, password).await;
    house.settle().await;
    let letters = house.tray().letters().await;
    letters.iter().any(|it| !before.contains(&it.id) && it.to == email && it.code().is_some())
}

#[tokio::test]
async fn the_new_address_counts_once_it_is_confirmed() {
    let (house, here, ada) = House::founded().await;
    let before = house.head();
    let (token, _) = asked(&house, &here, &ada, NEW).await;
    let waiting = here.get("/api/identity/account").await.json();
    assert_eq!((&waiting["email"], &waiting["pending_email"]), (&json!(ada.email), &json!(NEW)));
    assert!(waiting["pending_until"].is_string());
    assert!(fits(&house, &ada.email, &ada.password).await && !fits(&house, NEW, &ada.password).await);
    let stranger = house.visitor();
    let offered = stranger.post("/api/identity/addresses/check", json!({ "token": token })).await.expect(200).json();
    assert_eq!(offered, json!({ "name": "Ada", "email": NEW }));
    confirm(&stranger, &token).await.expect(200);
    let after = here.get("/api/identity/account").await.expect(200).json();
    assert_eq!((&after["email"], &after["pending_email"]), (&json!(NEW), &json!(null)));
    assert!(fits(&house, NEW, &ada.password).await && !fits(&house, &ada.email, &ada.password).await);
    assert_eq!(confirm(&stranger, &token).await.problem(410), "link_used");
    let happened = in_identity(&house, before).await;
    for kind in ["address_change_asked", "address_reserved", "address_changed"] {
        assert_eq!(happened.iter().filter(|it| *it == kind).count(), 1, "{kind}");
    }
    house.close().await;
}

#[tokio::test]
async fn the_old_address_takes_the_change_back_for_a_week() {
    let (house, here, ada) = House::founded().await;
    let (token, not_me) = asked(&house, &here, &ada, NEW).await;
    confirm(&house.visitor(), &token).await.expect(200);
    house.advance(Duration::days(6));
    let letters = house.letters_so_far().await;
    let before = house.head();
    disavow(&house.visitor(), &not_me).await.expect(200);
    let mut happened = in_identity(&house, before).await;
    happened.retain(|kind| kind != "session_ended");
    assert!(happened.starts_with(&["change_disavowed".to_owned(), "address_restored".to_owned()]), "{happened:?}");
    here.get("/api/identity/session").await.problem(401);
    let reset = house.tray().new_token(&letters, &ada.email, "reset").await;
    let body = json!({ "token": reset, "password": "thirteen herons by the lake" });
    house.visitor().post("/api/identity/resets/password", body).await.expect(200);
    assert!(fits(&house, &ada.email, "thirteen herons by the lake").await);
    assert!(!fits(&house, NEW, "thirteen herons by the lake").await);
    house.close().await;
}

#[tokio::test]
async fn a_change_that_was_not_oneself_is_stopped_before_it_counts() {
    let (house, here, ada) = House::founded().await;
    let (token, not_me) = asked(&house, &here, &ada, NEW).await;
    disavow(&house.visitor(), &not_me).await.expect(200);
    assert_eq!(confirm(&house.visitor(), &token).await.problem(410), "link_replaced");
    house.close().await;
}

#[tokio::test]
async fn an_address_that_can_be_had_back_is_nobody_elses_until_then() {
    let (house, here, ada) = House::founded().await;
    let (token, _) = asked(&house, &here, &ada, NEW).await;
    confirm(&house.visitor(), &token).await.expect(200);
    let new = json!({ "name": "Eve", "email": ada.email, "password": "the long word of Eve", "role": "viewer" });
    assert_eq!(here.post("/api/identity/accounts", new.clone()).await.problem(409), "email_taken");
    house.advance(Duration::days(8));
    let again = house.visitor();
    again.log_in(house.tray(), &Person { email: NEW.into(), ..ada.clone() }).await;
    again.post("/api/identity/accounts", new).await.expect(201);
    assert!(fits(&house, &ada.email, "the long word of Eve").await);
    house.close().await;
}

#[tokio::test]
async fn the_password_is_shown_and_the_address_must_fit_and_be_free() {
    let (house, here, ada) = House::founded().await;
    let bob = house.account(&here, "Bob", "member").await;
    let before = house.letters_so_far().await;
    assert_eq!(ask(&here, NEW, "not the word at all").await.problem(422), "wrong_password");
    assert_eq!(ask(&here, &bob.email, &ada.password).await.problem(409), "email_taken");
    for wrong in ["", "ada", "ada@mail.example\r\nBcc: eve@evil.example"] {
        assert_eq!(ask(&here, wrong, &ada.password).await.problem(422), "email_invalid");
    }
    ask(&here, &ada.email.to_uppercase(), &ada.password).await.expect(200);
    house.settle().await;
    assert_eq!(house.letters_so_far().await, before, "nothing was asked for");
    house.close().await;
}

#[tokio::test]
async fn of_two_who_want_an_address_the_first_to_confirm_has_it() {
    let (house, adas, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&adas, "Bob", "member").await;
    let (adas_token, _) = asked(&house, &adas, &ada, NEW).await;
    let (bobs_token, _) = asked(&house, &bobs, &bob, NEW).await;
    let (one, other) = (house.visitor(), house.visitor());
    let (one, other) = tokio::join!(confirm(&one, &adas_token), confirm(&other, &bobs_token));
    let mut answers = [one.status(), other.status()];
    answers.sort_unstable();
    assert_eq!(answers, [200, 409]);
    house.close().await;
}

#[tokio::test]
async fn a_newer_wish_and_second_thoughts_make_the_link_void() {
    let (house, here, ada) = House::founded().await;
    let (first, _) = asked(&house, &here, &ada, NEW).await;
    let (second, _) = asked(&house, &here, &ada, "ada@elsewhere.example").await;
    assert_eq!(confirm(&house.visitor(), &first).await.problem(410), "link_replaced");
    here.delete(OWN).await.expect(200);
    assert_eq!(confirm(&house.visitor(), &second).await.problem(410), "link_replaced");
    let (third, not_me) = asked(&house, &here, &ada, NEW).await;
    assert_eq!(confirm(&house.visitor(), &not_me).await.problem(404), "link_unknown");
    assert_eq!(disavow(&house.visitor(), &third).await.problem(404), "link_unknown");
    house.advance(Duration::hours(24));
    assert_eq!(confirm(&house.visitor(), &third).await.problem(410), "link_expired");
    house.close().await;
}

#[tokio::test]
async fn an_admin_asks_for_somebody_and_the_same_news_go_out() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let path = format!("/api/identity/accounts/{}/address", bob.account);
    let before = house.letters_so_far().await;
    let sent = admin.put(&path, json!({ "email": "bob@elsewhere.example" })).await.expect(200).json();
    let token = house.tray().new_token(&before, "bob@elsewhere.example", "confirm").await;
    assert_eq!(sent["link"], json!(format!("http://house.example/confirm#{token}")), "there is no mail server");
    house.tray().new_token(&before, &bob.email, "not-me").await;
    bobs.put(&path, json!({ "email": "eve@evil.example" })).await.problem(403);
    confirm(&house.visitor(), &token).await.expect(200);
    assert!(fits(&house, "bob@elsewhere.example", &bob.password).await);
    house.close().await;
}

#[tokio::test]
async fn alerts_go_to_the_address_that_counts() {
    let (house, here, ada) = House::founded().await;
    let (token, _) = asked(&house, &here, &ada, NEW).await;
    confirm(&house.visitor(), &token).await.expect(200);
    house.settle().await;
    let before = house.letters_so_far().await;
    for _ in 0..3 {
        house.visitor().ask_code(NEW, "not the word at all").await;
        house.settle().await;
    }
    house.advance(Duration::minutes(10));
    let alert = |it: &tests::Letter| !before.contains(&it.id) && it.body.contains("The account was locked");
    assert_eq!(house.tray().wait_for("the alert", alert).await.to, NEW);
    house.close().await;
}
