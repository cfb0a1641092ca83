//! Coming in, in two steps.

use chrono::Duration;
use serde_json::json;
use tests::{House, Visitor};

use crate::in_identity;

/// A ticket with its code.
async fn ticket(house: &House, visitor: &Visitor, person: &tests::Person) -> (String, String) {
    let before = house.letters_so_far().await;
    let login = visitor.ask_code(&person.email, &person.password).await;
    let code = house.tray().new_code(&before, &person.email).await;
    (login, code)
}

/// Another code than this.
fn other_than(code: &str) -> String {
    let number: u32 = code.parse().expect("six digits");
    format!("{:06}", (number + 1) % 1_000_000)
}

#[tokio::test]
async fn a_login_takes_the_password_and_the_code_from_the_mail() {
    let (house, _, ada) = House::founded().await;
    let before = house.head();
    let visitor = house.visitor();
    let (login, code) = ticket(&house, &visitor, &ada).await;
    let answer = visitor.open_session(&login, &code).await.expect(201);
    assert_eq!(answer.json()["account"], ada.account.as_str());
    assert_eq!(answer.json()["name"], "Ada");
    assert_eq!(in_identity(&house, before).await, ["login_code_sent", "logged_in", "device_met", "session_opened"]);
    let session = visitor.get("/api/identity/session").await.expect(200).json();
    assert_eq!(session["session"], answer.json()["session"]);
    assert_eq!(session["csrf_token"], answer.json()["csrf_token"]);
    house.close().await;
}

#[tokio::test]
async fn the_address_may_be_typed_in_another_case() {
    let (house, _, ada) = House::founded().await;
    let before = house.letters_so_far().await;
    let visitor = house.visitor();
    let login = visitor.ask_code(&format!(" {} ", ada.email.to_uppercase()), &ada.password).await;
    let code = house.tray().new_code(&before, &ada.email).await;
    visitor.open_session(&login, &code).await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn a_code_has_five_tries() {
    let (house, _, ada) = House::founded().await;
    let visitor = house.visitor();
    let (login, code) = ticket(&house, &visitor, &ada).await;
    for _ in 0..4 {
        assert_eq!(visitor.open_session(&login, &other_than(&code)).await.problem(401), "wrong_code");
        house.settle().await;
    }
    visitor.open_session(&login, &code).await.expect(201);
    let (login, code) = ticket(&house, &visitor, &ada).await;
    for _ in 0..5 {
        visitor.open_session(&login, &other_than(&code)).await.problem(401);
        house.settle().await;
    }
    assert_eq!(visitor.open_session(&login, &code).await.problem(401), "wrong_code");
    house.close().await;
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes() {
    let (house, _, ada) = House::founded().await;
    let visitor = house.visitor();
    let (login, code) = ticket(&house, &visitor, &ada).await;
    house.advance(Duration::minutes(10) - Duration::seconds(1));
    visitor.open_session(&login, &code).await.expect(201);
    let (login, code) = ticket(&house, &visitor, &ada).await;
    house.advance(Duration::minutes(10));
    assert_eq!(visitor.open_session(&login, &code).await.problem(401), "wrong_code");
    house.close().await;
}

#[tokio::test]
async fn a_code_is_good_once_and_for_its_own_ticket_only() {
    let (house, _, ada) = House::founded().await;
    let visitor = house.visitor();
    let (first, first_code) = ticket(&house, &visitor, &ada).await;
    let (second, second_code) = ticket(&house, &visitor, &ada).await;
    if first_code != second_code {
        visitor.open_session(&first, &second_code).await.problem(401);
    }
    visitor.open_session(&second, &second_code).await.expect(201);
    visitor.open_session(&second, &second_code).await.problem(401);
    house.settle().await;
    visitor.open_session(&first, &first_code).await.expect(201);
    visitor.open_session(&"0".repeat(64), &first_code).await.problem(401);
    house.close().await;
}

#[tokio::test]
async fn of_two_who_show_the_same_code_at_once_one_comes_in() {
    let (house, _, ada) = House::founded().await;
    let (one, other) = (house.visitor(), house.visitor());
    let (login, code) = ticket(&house, &one, &ada).await;
    let (first, second) = tokio::join!(one.open_session(&login, &code), other.open_session(&login, &code));
    let mut statuses = [first.status(), second.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401]);
    house.close().await;
}

#[tokio::test]
async fn only_so_many_codes_are_mailed_within_ten_minutes() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    for _ in 0..8 {
        house.visitor().ask_code(&bob.email, &bob.password).await;
        house.settle().await;
    }
    let codes = house.tray().letters().await.into_iter().filter(|letter| letter.to == bob.email);
    assert_eq!(codes.count(), 5);
    house.advance(Duration::minutes(10));
    house.visitor().log_in(house.tray(), &bob).await;
    house.close().await;
}

#[tokio::test]
async fn the_letter_says_who_asked_from_where_and_for_how_long_it_is_good() {
    let (house, _, ada) = House::founded().await;
    let before = house.letters_so_far().await;
    let visitor = house.visitor().from([203, 0, 113, 9]);
    visitor.ask_code(&ada.email, &ada.password).await;
    let code = house.tray().new_code(&before, &ada.email).await;
    let letter = house.tray().wait_for("the letter", |letter| letter.code() == Some(&code)).await;
    for part in ["Good day Ada", "203.0.113.9", "10 minutes", &code] {
        assert!(letter.body.contains(part), "{part}: {}", letter.body);
    }
    house.close().await;
}

#[tokio::test]
async fn a_password_too_long_to_be_one_is_just_a_wrong_one() {
    let (house, _, ada) = House::founded().await;
    let body = json!({ "email": ada.email, "password": "x".repeat(100_000) });
    house.visitor().post("/api/identity/logins", body).await.expect(202);
    house.close().await;
}
