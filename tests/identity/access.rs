//! What an admin grants to a person or withholds: it counts at once, in pages, diary, alerts and with keys.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{House, Visitor};

use crate::{in_identity, keys::make};

async fn set(admin: &Visitor, account: &str, context: &str, access: Value) -> tests::Answer {
    let path = format!("/api/identity/accounts/{account}/access");
    admin.patch(path, json!({ "context": context, "access": access })).await
}

#[tokio::test]
async fn what_is_withheld_is_closed_at_once_and_opens_again() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (_, token) = make(&bobs, json!({ "scopes": ["*:act"] })).await;
    let with_key = async |path: &str| {
        let visitor = house.visitor();
        visitor.ask(Method::GET, path).header("authorization", format!("Bearer {token}")).send().await.status()
    };
    let before = house.head();
    set(&admin, &bob.account, "history", json!("none")).await.expect(200);
    assert_eq!(bobs.get("/api/history/entries").await.problem(403), "not_allowed");
    assert_eq!(with_key("/api/history/entries").await, 403, "a key does no more than its person");
    bobs.get("/api/household/settings").await.expect(200);
    let session = bobs.get("/api/identity/session").await.expect(200).json();
    assert_eq!((&session["access"]["history"], &session["access"]["household"]), (&json!("none"), &json!("act")));
    set(&admin, &bob.account, "history", Value::Null).await.expect(200);
    bobs.get("/api/history/entries").await.expect(200);
    assert_eq!(with_key("/api/history/entries").await, 200);
    assert_eq!(in_identity(&house, before).await, ["access_set", "access_set"]);
    let told = admin.get("/api/history/entries?kind=identity.access_set.v1").await.expect(200).json();
    assert_eq!(told["items"][1]["sentence"], "Access to history was withheld");
    house.close().await;
}

#[tokio::test]
async fn entries_of_what_is_withheld_are_not_in_ones_diary() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "admin").await;
    let position = bobs.patch("/api/household/settings", json!({ "name": "Bob's mill" })).await.expect(200).position();
    admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": "member" })).await.expect(200);
    house.settle().await;
    let has_it = async || {
        let page = bobs.get("/api/history/entries?context=household").await.expect(200).json();
        page["items"].as_array().expect("entries").iter().any(|entry| entry["position"] == position)
    };
    assert!(has_it().await, "he did it, so it is in his diary");
    set(&admin, &bob.account, "household", json!("none")).await.expect(200);
    assert!(!has_it().await);
    assert_eq!(bobs.get(format!("/api/history/entries/{position}")).await.problem(404), "no_such_entry");
    let lines = bobs.get("/api/history/export.jsonl").await.expect(200).text().to_owned();
    assert!(!lines.contains("household.") && lines.contains("identity."), "{lines}");
    let days = bobs.get("/api/history/days?context=household").await.expect(200).json();
    assert_eq!(days["items"][0]["entries"], 0);
    house.close().await;
}

#[tokio::test]
async fn only_admins_grant_and_nobody_restricts_an_admin() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let before = house.head();
    assert_eq!(set(&bobs, &bob.account, "history", json!("act")).await.problem(403), "not_allowed");
    assert_eq!(set(&admin, &ada.account, "history", json!("none")).await.problem(409), "admin_sees_all");
    for own in ["identity", "alerts", "weather"] {
        assert_eq!(set(&admin, &bob.account, own, json!("none")).await.problem(422), "not_grantable", "{own}");
    }
    set(&admin, &bob.account, "history", json!("all")).await.problem(422);
    let nobody = "00000000-0000-7000-8000-000000000000";
    assert_eq!(set(&admin, nobody, "history", json!("none")).await.problem(404), "no_such_account");
    assert_eq!(house.head(), before);
    let path = format!("/api/identity/accounts/{}/access", bob.account);
    let shown = admin.get(path.as_str()).await.expect(200);
    let tag = shown.header("etag").expect("a tag").to_owned();
    let shown = shown.json();
    let history = json!({ "context": "history", "by_role": "act", "set": null, "access": "act" });
    assert!(shown["items"].as_array().is_some_and(|items| items.contains(&history)), "{shown}");
    set(&admin, &bob.account, "history", json!("look")).await.expect(200);
    let asking = admin.ask(Method::PATCH, path.as_str()).json(&json!({ "context": "history", "access": "none" }));
    asking.header("if-match", tag).send().await.problem(412);
    house.close().await;
}

#[tokio::test]
async fn what_was_withheld_rests_while_somebody_is_an_admin() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    set(&admin, &bob.account, "history", json!("none")).await.expect(200);
    let role = async |role: &str| {
        admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": role })).await.expect(200);
    };
    role("admin").await;
    bobs.get("/api/history/entries").await.expect(200);
    role("member").await;
    bobs.get("/api/history/entries").await.problem(403);
    house.close().await;
}
