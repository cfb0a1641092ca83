//! Whoever writes reads what they wrote; whoever asks for a position gets that much, or is told.

use axum::http::Method;
use serde_json::json;
use tests::House;

#[tokio::test]
async fn a_command_is_answered_once_its_own_view_shows_it() {
    let (house, admin, _) = House::founded().await;
    for number in 0..50 {
        let name = format!("Person{number}");
        house.account(&admin, &name, "viewer").await;
        let listed = admin.get("/api/identity/accounts?limit=200").await.items();
        assert_eq!(listed.last().map(|it| it["name"].clone()), Some(json!(name)));
    }
    house.close().await;
}

#[tokio::test]
async fn what_a_command_does_in_several_steps_is_shown_when_it_is_answered() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    for _ in 0..10 {
        for _ in 0..3 {
            house.visitor().log_in(house.tray(), &bob).await;
        }
        let body = json!({ "password": bob.password });
        admin.post(format!("/api/identity/accounts/{}/password", bob.account), body).await.expect(200);
        let open = admin.get(format!("/api/identity/sessions?account={}", bob.account)).await.items();
        assert!(open.is_empty(), "{open:?}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_reading_waits_for_the_position_it_asks_for() {
    let (house, admin, _) = House::founded().await;
    for number in 0..50 {
        let name = format!("House {number}");
        let position = admin.patch("/api/household/settings", json!({ "name": name })).await.expect(200).position();
        let asking = admin.ask(Method::GET, "/api/history/entries?limit=200&context=household");
        let page = asking.header("daybook-at-least", position.to_string()).send().await.expect(200);
        assert_eq!(page.items()[0]["position"], position);
    }
    house.close().await;
}

#[tokio::test]
async fn a_position_that_is_none_or_not_there_yet_is_refused() {
    let (house, admin, _) = House::founded().await;
    house.settle().await;
    let beyond = (house.head() + 1).to_string();
    for (wrong, code) in [
        (beyond.as_str(), "position_unknown"),
        ("99999999999999999999999", "position_invalid"),
        ("-1", "position_invalid"),
        ("", "position_invalid"),
        ("newest", "position_invalid"),
    ] {
        for path in ["/api/history/entries", "/api/identity/accounts", "/api/alerts/alerts", "/api/household/settings"]
        {
            let answer = admin.ask(Method::GET, path).header("daybook-at-least", wrong).send().await;
            assert_eq!(answer.problem(400), code, "{path}: '{wrong}'");
        }
    }
    house.close().await;
}
