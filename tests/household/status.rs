//! How the house is: everything for its admins, little for everybody else.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::House;

#[tokio::test]
async fn an_admin_is_told_how_the_house_is() {
    let (house, admin, _) = House::founded().await;
    house.account(&admin, "Bob", "member").await;
    house.settle().await;
    let status = admin.get("/api/household/status").await.expect(200).json();
    assert_eq!((&status["version"], &status["head"]), (&json!(env!("CARGO_PKG_VERSION")), &json!(house.head())));
    assert_eq!(
        (&status["started_at"], &status["entries_today"]),
        (&json!("2026-03-01T09:00:00Z"), &json!(house.head()))
    );
    assert_eq!((&status["people"], &status["sessions"], &status["mail"]), (&json!(2), &json!(1), &json!("folder")));
    assert_eq!(status["outbox"], json!({ "owed": 0, "retrying": 0, "failed": 0 }));
    for size in ["log_size_bytes", "memory_resident_bytes", "disk_free_bytes"] {
        assert!(status[size].as_u64().is_some_and(|bytes| bytes > 10_000), "{size}: {status}");
    }
    let views = status["views"].as_array().expect("a list");
    assert_eq!(
        views.iter().map(|view| &view["name"]).collect::<Vec<_>>(),
        ["identity", "household", "documents", "alerts", "history"]
    );
    for view in views {
        assert_eq!(
            (&view["position"], &view["lag"], &view["state"]),
            (&json!(house.head()), &json!(0), &json!("current"))
        );
    }
    house.close().await;
}

#[tokio::test]
async fn everybody_else_is_told_what_everybody_may_know() {
    let (house, admin, _) = House::founded().await;
    for (name, role) in [("Bob", "member"), ("Zoe", "viewer")] {
        let (visitor, _) = house.moves_in(&admin, name, role).await;
        let status = visitor.get("/api/household/status").await.expect(200).json();
        let told: BTreeSet<_> = status.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(told, BTreeSet::from(["head", "started_at", "version", "views"]));
        assert!(status["views"].as_array().is_some_and(|views| views.iter().all(|view| view["reason"] == Value::Null)));
    }
    assert_eq!(house.visitor().get("/api/household/status").await.problem(401), "not_logged_in");
    house.close().await;
}

#[tokio::test]
async fn letters_that_cannot_leave_are_counted() {
    let (house, admin, ada) = House::founded().await;
    house.shut_post();
    for _ in 0..3 {
        house.visitor().ask_code(&ada.email, "not the word at all").await;
        house.settle().await;
    }
    house.wait_for("alerts.alert_failed.v1", 0).await;
    let outbox = admin.get("/api/household/status").await.expect(200).json()["outbox"].clone();
    assert_eq!(outbox, json!({ "owed": 1, "retrying": 1, "failed": 0 }));
    house.open_post();
    house.close().await;
}
