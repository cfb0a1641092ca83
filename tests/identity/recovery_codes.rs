//! Recovery codes: ten, shown once, each good once.

use axum::http::Method;
use chrono::Duration;
use serde_json::json;
use tests::{House, Visitor};

use crate::{apps::ticket, in_identity};

const CODES: &str = "/api/identity/recovery-codes";

async fn make(visitor: &Visitor) -> Vec<String> {
    let made = visitor.ask(Method::POST, CODES).send().await.expect(201).json();
    let codes = made["codes"].as_array().expect("codes").iter();
    codes.map(|code| code.as_str().expect("a code").to_owned()).collect()
}

#[tokio::test]
async fn each_code_opens_one_session_and_the_owner_hears_of_it() {
    let (house, admin, ada) = House::founded().await;
    let codes = make(&admin).await;
    assert_eq!(codes.len(), 10);
    let before = house.head();
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &ada).await;
    visitor.open_session(&login, &codes[3].to_uppercase().replace('-', " ")).await.expect(201);
    let happened = in_identity(&house, before).await;
    assert_eq!(happened, ["login_code_sent", "recovery_code_used", "logged_in", "device_met", "session_opened"]);
    let login = ticket(&house, &visitor, &ada).await;
    assert_eq!(visitor.open_session(&login, &codes[3]).await.problem(401), "wrong_code");
    visitor.open_session(&login, &codes[4]).await.expect(201);
    let left = visitor.get("/api/identity/factors").await.expect(200).json()["recovery_codes"]["left"].clone();
    assert_eq!(left, 8);
    house.advance(Duration::minutes(10));
    let told = |it: &tests::Letter| it.body.contains("A recovery code was used; 9 are left");
    assert_eq!(house.tray().wait_for("the owner is told", told).await.to, ada.email);
    house.close().await;
}

#[tokio::test]
async fn new_codes_make_the_old_ones_void() {
    let (house, admin, ada) = House::founded().await;
    let old = make(&admin).await;
    let new = make(&admin).await;
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &ada).await;
    assert_eq!(visitor.open_session(&login, &old[0]).await.problem(401), "wrong_code");
    visitor.open_session(&login, &new[0]).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn of_two_who_show_the_same_code_at_once_one_comes_in() {
    let (house, admin, ada) = House::founded().await;
    let codes = make(&admin).await;
    let (one, other) = (house.visitor(), house.visitor());
    let (first, second) = (ticket(&house, &one, &ada).await, ticket(&house, &other, &ada).await);
    let (first, second) = tokio::join!(one.open_session(&first, &codes[0]), other.open_session(&second, &codes[0]));
    let mut statuses = [first.status(), second.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401]);
    house.close().await;
}

#[tokio::test]
async fn a_request_sent_again_shows_no_code_a_second_time() {
    let (house, admin, _) = House::founded().await;
    let ask = || admin.ask(Method::POST, CODES).header("idempotency-key", "the-same-request");
    ask().send().await.expect(201);
    assert_eq!(ask().send().await.problem(409), "set_up_over");
    house.close().await;
}

#[tokio::test]
async fn the_codes_are_found_in_no_file() {
    let (house, admin, _) = House::founded().await;
    let codes = make(&admin).await;
    house.settle().await;
    for code in &codes {
        assert_eq!(crate::factors::files_with(&house, code.as_bytes()), Vec::<String>::new());
        assert_eq!(crate::factors::files_with(&house, code.replace('-', "").as_bytes()), Vec::<String>::new());
    }
    house.close().await;
}

#[tokio::test]
async fn somebody_elses_code_is_no_code() {
    let (house, admin, _) = House::founded().await;
    let codes = make(&admin).await;
    let bob = house.account(&admin, "Bob", "member").await;
    let visitor = house.visitor();
    let login = ticket(&house, &visitor, &bob).await;
    assert_eq!(visitor.open_session(&login, &codes[0]).await.problem(401), "wrong_code");
    assert_eq!(visitor.post(CODES, json!({})).await.problem(401), "not_logged_in");
    house.close().await;
}
