//! Entries, one by one and page by page.

use serde_json::{Value, json};
use tests::House;

use crate::entries;

#[tokio::test]
async fn every_event_is_an_entry_and_the_newest_comes_first() {
    let (house, admin, _) = House::founded().await;
    let all = entries(&house, &admin, "").await;
    let positions: Vec<_> = all.iter().map(|entry| entry["position"].as_u64().expect("one")).collect();
    assert_eq!(positions, (1..=house.head()).rev().collect::<Vec<_>>());
    let facts = house.facts_after(0).await;
    for (entry, fact) in all.iter().rev().zip(&facts) {
        assert_eq!(entry["kind"], domain::EventTable::name(&fact.event));
        assert_eq!(entry["sentence"], domain::EventTable::sentence(&fact.event));
    }
    house.close().await;
}

#[tokio::test]
async fn an_entry_tells_who_asked_when_from_where_and_about_whom() {
    let (house, admin, ada) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    let far = admin.twin().from([203, 0, 113, 9]);
    let answer =
        far.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": "viewer" })).await.expect(200);
    house.settle().await;
    let entry = admin.get(format!("/api/history/entries/{}", answer.position())).await.expect(200).json();
    assert_eq!(entry["who"], json!({ "who": "person", "account": ada.account, "name": "Ada", "key": null }));
    assert_eq!(entry["concerns"], json!({ "id": bob.account, "name": "Bob" }));
    assert_eq!((&entry["from"], &entry["at"]), (&json!("203.0.113.9"), &json!("2026-03-01T09:00:00Z")));
    assert_eq!((&entry["severity"], &entry["context"]), (&json!("critical"), &json!("identity")));
    assert_eq!(entry["session"], admin.get("/api/identity/session").await.json()["session"]);
    assert_eq!(entry["payload"]["role"], "viewer");
    house.close().await;
}

#[tokio::test]
async fn names_are_those_of_today() {
    let (house, admin, ada) = House::founded().await;
    admin.patch(format!("/api/identity/accounts/{}", ada.account), json!({ "name": "Augusta" })).await.expect(200);
    let first = entries(&house, &admin, "&kind=identity.logged_in.v2").await.remove(0);
    assert_eq!(first["who"]["name"], "Augusta");
    house.close().await;
}

#[tokio::test]
async fn cause_and_consequence_lead_to_each_other() {
    let (house, admin, ada) = House::founded().await;
    for _ in 0..3 {
        house.visitor().ask_code(&ada.email, "not the word at all").await;
        house.settle().await;
    }
    let lock = entries(&house, &admin, "&kind=identity.account_locked.v1").await.remove(0);
    let lock = admin.get(format!("/api/history/entries/{}", lock["position"])).await.expect(200).json();
    let consequences = lock["consequences"].as_array().expect("a list");
    let kinds: Vec<_> = consequences.iter().map(|it| it["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds, ["alerts.alert_raised.v1", "alerts.alert_delivered.v2"]);
    for consequence in consequences {
        let shown = admin.get(format!("/api/history/entries/{}", consequence["position"])).await.expect(200).json();
        assert_eq!(shown["cause"]["position"], lock["position"]);
    }
    assert_eq!(lock["cause"], Value::Null);
    let failure = entries(&house, &admin, "&kind=identity.login_failed.v1").await.remove(0);
    assert_eq!(failure["command"], lock["command"], "they happened together");
    house.close().await;
}

#[tokio::test]
async fn the_whole_diary_is_read_page_by_page() {
    let (house, admin, _) = House::founded().await;
    for number in 0..30 {
        admin.patch("/api/household/settings", json!({ "name": format!("House {number}") })).await.expect(200);
    }
    house.settle().await;
    let (mut path, mut positions) = ("/api/history/entries?limit=7".to_owned(), Vec::new());
    loop {
        let page = admin.get(&path).await.expect(200);
        positions.extend(page.items().iter().map(|it| it["position"].as_u64().expect("one")));
        let Some(link) = page.header("link") else { break };
        link.split(['<', '>']).nth(1).expect("an address").clone_into(&mut path);
    }
    assert_eq!(positions, (1..=house.head()).rev().collect::<Vec<_>>());
    house.close().await;
}

#[tokio::test]
async fn what_is_not_there_is_said_so() {
    let (house, admin, _) = House::founded().await;
    house.settle().await;
    for position in ["0", &(house.head() + 1).to_string(), &u64::MAX.to_string()] {
        assert_eq!(admin.get(format!("/api/history/entries/{position}")).await.problem(404), "no_such_entry");
    }
    for position in ["-1", "first", "1.5", "99999999999999999999999"] {
        admin.get(format!("/api/history/entries/{position}")).await.problem(400);
    }
    house.close().await;
}
