//! The door that closes for a while.

use chrono::Duration;
use tests::{House, Person, Visitor};

use crate::in_identity;

const WRONG: &str = "not the word at all";

async fn mistype(house: &House, visitor: &Visitor, person: &Person, times: usize) {
    for _ in 0..times {
        visitor.ask_code(&person.email, WRONG).await;
        house.settle().await;
    }
}

/// Whether the right password brings a code.
async fn lets_in(house: &House, visitor: &Visitor, person: &Person) -> bool {
    let before = house.letters_so_far().await;
    visitor.ask_code(&person.email, &person.password).await;
    house.settle().await;
    let letters = house.tray().letters().await;
    letters.iter().any(|letter| !before.contains(&letter.id) && letter.to == person.email && letter.code().is_some())
}

#[tokio::test]
async fn the_third_failure_closes_the_door() {
    let (house, _, ada) = House::founded().await;
    let (before, stranger) = (house.head(), house.visitor());
    mistype(&house, &stranger, &ada, 2).await;
    assert_eq!(in_identity(&house, before).await, ["login_failed", "login_failed"]);
    mistype(&house, &stranger, &ada, 1).await;
    let happened = in_identity(&house, before).await;
    assert_eq!(happened, ["login_failed", "login_failed", "login_failed", "account_locked"]);
    assert!(!lets_in(&house, &stranger, &ada).await, "the right password comes too late");
    house.advance(Duration::minutes(1));
    assert!(lets_in(&house, &stranger, &ada).await);
    house.close().await;
}

#[tokio::test]
async fn attempts_at_a_closed_door_are_not_counted() {
    let (house, _, ada) = House::founded().await;
    let stranger = house.visitor();
    mistype(&house, &stranger, &ada, 3).await;
    let before = house.head();
    mistype(&house, &stranger, &ada, 20).await;
    assert!(in_identity(&house, before).await.is_empty(), "a flood cannot flood the log");
    house.advance(Duration::minutes(1));
    assert!(lets_in(&house, &stranger, &ada).await);
    house.close().await;
}

#[tokio::test]
async fn the_wait_doubles_up_to_an_hour() {
    let (house, _, ada) = House::founded().await;
    let stranger = house.visitor();
    mistype(&house, &stranger, &ada, 3).await;
    for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
        house.advance(Duration::minutes(minutes) - Duration::seconds(1));
        assert!(!lets_in(&house, &stranger, &ada).await, "a second before {minutes} minutes are over");
        house.advance(Duration::seconds(1));
        mistype(&house, &stranger, &ada, 1).await;
    }
    house.advance(Duration::hours(1));
    assert!(lets_in(&house, &stranger, &ada).await, "nobody is shut out for good");
    house.close().await;
}

#[tokio::test]
async fn a_device_known_from_before_is_let_past_the_lock() {
    let (house, at_home, ada) = House::founded().await;
    let stranger = house.visitor();
    mistype(&house, &stranger, &ada, 3).await;
    assert!(!lets_in(&house, &stranger, &ada).await);
    at_home.drop_cookie("daybook_session");
    assert!(at_home.cookie("daybook_device").is_some());
    at_home.log_in(house.tray(), &ada).await;
    house.close().await;
}

#[tokio::test]
async fn a_known_device_loses_its_credit_after_five_failures() {
    let (house, at_home, ada) = House::founded().await;
    at_home.drop_cookie("daybook_session");
    let before = house.head();
    mistype(&house, &at_home, &ada, 5).await;
    assert_eq!(in_identity(&house, before).await, ["login_failed"; 5]);
    mistype(&house, &at_home, &ada, 3).await;
    assert_eq!(in_identity(&house, before).await.last().map(String::as_str), Some("account_locked"));
    assert!(!lets_in(&house, &at_home, &ada).await);
    house.close().await;
}

#[tokio::test]
async fn a_device_known_to_one_is_a_stranger_to_another() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    bobs.drop_cookie("daybook_session");
    mistype(&house, &bobs, &ada, 3).await;
    assert!(!lets_in(&house, &bobs, &ada).await);
    house.close().await;
}

#[tokio::test]
async fn a_login_forgets_the_failures_before_it() {
    let (house, _, ada) = House::founded().await;
    let visitor = house.visitor();
    mistype(&house, &visitor, &ada, 2).await;
    visitor.log_in(house.tray(), &ada).await;
    let (before, stranger) = (house.head(), house.visitor());
    mistype(&house, &stranger, &ada, 2).await;
    assert_eq!(in_identity(&house, before).await, ["login_failed", "login_failed"]);
    house.close().await;
}

#[tokio::test]
async fn five_wrong_codes_close_the_door_too() {
    let (house, _, ada) = House::founded().await;
    let stranger = house.visitor();
    let before = house.head();
    for _ in 0..5 {
        let letters = house.letters_so_far().await;
        let login = stranger.ask_code(&ada.email, &ada.password).await;
        let code = house.tray().new_code(&letters, &ada.email).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        stranger.open_session(&login, wrong).await.problem(401);
        house.settle().await;
    }
    let happened = in_identity(&house, before).await;
    assert_eq!(happened.iter().filter(|kind| *kind == "login_code_refused").count(), 5);
    assert_eq!(happened.last().map(String::as_str), Some("account_locked"));
    assert!(!lets_in(&house, &stranger, &ada).await);
    house.close().await;
}

#[tokio::test]
async fn an_admin_opens_the_door_before_its_time() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let stranger = house.visitor();
    mistype(&house, &stranger, &bob, 3).await;
    let path = format!("/api/identity/accounts/{}", bob.account);
    let shown = admin.get(&path).await.expect(200).json();
    assert_eq!((shown["failures"].as_u64(), shown["locked_until"].is_string()), (Some(3), true), "{shown}");
    admin.ask(axum::http::Method::POST, format!("{path}/unlock")).send().await.expect(200);
    assert!(admin.get(&path).await.expect(200).json()["locked_until"].is_null());
    assert!(lets_in(&house, &stranger, &bob).await);
    house.close().await;
}
