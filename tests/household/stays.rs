//! For how long sessions last, as a setting: by role, within bounds, in force at once.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{House, Visitor};

const PATH: &str = "/api/household/stays";

async fn count(admin: &Visitor, stay: &str) -> Value {
    let all = admin.get(PATH).await.expect(200).items();
    all.into_iter().find(|one| one["stay"] == stay).expect("it is listed")["count"].clone()
}

async fn is_open(visitor: &Visitor) -> bool {
    visitor.get("/api/identity/session").await.is_success()
}

#[tokio::test]
async fn a_term_that_is_set_is_an_event_and_has_a_history() {
    let (house, admin, ada) = House::founded().await;
    let all = admin.get(PATH).await.expect(200);
    let first =
        json!({ "stay": "admin_idle_minutes", "role": "admin", "count": 30, "usual": 30, "least": 5, "most": 1440 });
    assert_eq!((all.items().len(), all.items()[0].clone(), all.header("etag")), (6, first, Some("\"0\"")));
    let before = house.head();
    admin.patch(PATH, json!({ "viewer_idle_minutes": 600, "admin_session_hours": 12 })).await.expect(200);
    assert_eq!(house.kinds_after(before).await, ["household.stay_set.v1"; 2]);
    assert_eq!(count(&admin, "viewer_idle_minutes").await, 600);
    let again = admin.patch(PATH, json!({ "viewer_idle_minutes": 600 })).await.expect(200);
    assert_eq!(again.json()["changed"], false);
    let history = admin.get("/api/household/settings/history?setting=viewer_idle_minutes").await.expect(200).items();
    let told = (&history[0]["value"], &history[0]["previous"], &history[0]["account"]);
    assert_eq!((history.len(), told), (1, (&json!("600"), &json!("30"), &json!(ada.account))));
    let told = admin.get(format!("/api/history/entries/{}", history[0]["position"])).await.expect(200).json();
    assert_eq!(told["sentence"], "Sessions of a viewer end after 600 minutes without a request");
    house.close().await;
}

#[tokio::test]
async fn no_session_is_without_an_end_and_none_ends_while_somebody_reads() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    for (stay, count) in [("admin_idle_minutes", 4), ("admin_idle_minutes", 1441), ("viewer_session_hours", 0)] {
        let answer = admin.patch(PATH, json!({ "member_idle_minutes": 60, stay: count })).await;
        assert_eq!(answer.json()["field"], stay);
        assert_eq!(answer.problem(422), "stay_out_of_bounds");
    }
    let errors = admin.patch(PATH, json!({ "admin_idle_minutes": 1, "member_idle_minutes": 1 })).await.json();
    assert_eq!(errors["errors"].as_array().map(Vec::len), Some(2));
    assert_eq!(house.head(), before);
    let stale = admin.ask(Method::PATCH, PATH).json(&json!({ "member_idle_minutes": 60 })).header("if-match", "\"7\"");
    assert_eq!(stale.send().await.problem(412), "stale");
    house.close().await;
}

#[tokio::test]
async fn sessions_that_are_open_obey_a_shorter_time_at_once() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let (eves, _) = house.moves_in(&admin, "Eve", "viewer").await;
    house.advance(Duration::minutes(6));
    assert!(is_open(&eves).await && is_open(&admin).await);
    let before = house.head();
    admin.patch(PATH, json!({ "member_idle_minutes": 5 })).await.expect(200);
    assert_eq!(house.kinds_after(before).await, ["household.stay_set.v1", "identity.session_ended.v1"]);
    assert!(!is_open(&bobs).await, "nobody had used it for six minutes");
    assert!(is_open(&eves).await && is_open(&admin).await, "those are of another role");
    house.close().await;
}

#[tokio::test]
async fn the_whole_time_is_shortened_for_open_sessions_and_lengthened_for_new_ones() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let until = async |visitor: &Visitor| {
        let own = visitor.get("/api/identity/sessions").await.expect(200).items();
        own[0]["until"].as_str().expect("a time").to_owned()
    };
    assert_eq!(until(&bobs).await, "2026-03-08T09:00:00Z");
    admin.patch(PATH, json!({ "member_idle_minutes": 1440, "member_session_hours": 12 })).await.expect(200);
    assert_eq!(until(&bobs).await, "2026-03-01T21:00:00Z", "the end that counts is shown");
    house.advance(Duration::hours(12) - Duration::seconds(1));
    assert!(is_open(&bobs).await);
    house.advance(Duration::seconds(1));
    assert!(!is_open(&bobs).await);
    let admin = house.visitor();
    admin.log_in(house.tray(), &ada).await;
    let again = house.visitor();
    again.log_in(house.tray(), &bob).await;
    admin.patch(PATH, json!({ "member_session_hours": 2160 })).await.expect(200);
    assert_eq!(until(&again).await, "2026-03-02T09:00:00Z", "what was said at its login is never more");
    let anew = house.visitor();
    anew.log_in(house.tray(), &bob).await;
    assert_eq!(until(&anew).await, "2026-05-30T21:00:00Z");
    house.close().await;
}

#[tokio::test]
async fn another_role_brings_its_own_time() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    admin.patch(PATH, json!({ "viewer_idle_minutes": 5 })).await.expect(200);
    admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": "viewer" })).await.expect(200);
    assert!(is_open(&bobs).await);
    house.advance(Duration::minutes(5));
    assert!(!is_open(&bobs).await);
    house.close().await;
}
