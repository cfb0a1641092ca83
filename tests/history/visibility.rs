//! People below admin see what concerns them, and nothing of the rest: not in lists, not one by
//! one, not by searching, not in exports.

use serde_json::{Value, json};
use tests::{House, Person, Visitor};

use crate::entries;

/// Whether an entry is about a person or was asked for by them.
fn is_of(entry: &Value, person: &Person) -> bool {
    entry["concerns"]["id"] == person.account.as_str() || entry["who"]["account"] == person.account.as_str()
}

async fn three() -> (House, Visitor, Visitor, Person) {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    house.account(&admin, "Zoe", "viewer").await;
    admin.patch("/api/household/settings", json!({ "name": "Lighthouse" })).await.expect(200);
    bobs.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "name": "Robert" })).await.expect(200);
    house.settle().await;
    (house, admin, bobs, bob)
}

#[tokio::test]
async fn the_diary_of_a_member_is_their_own() {
    let (house, admin, bobs, bob) = three().await;
    let seen = entries(&house, &bobs, "").await;
    let all = entries(&house, &admin, "").await;
    let own: Vec<_> = all.iter().filter(|entry| is_of(entry, &bob)).collect();
    assert_eq!(seen.iter().collect::<Vec<_>>(), own);
    assert!(seen.len() < all.len() && !seen.is_empty());
    house.close().await;
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_there_for_them() {
    let (house, admin, bobs, bob) = three().await;
    for entry in entries(&house, &admin, "").await {
        let answer = bobs.get(format!("/api/history/entries/{}", entry["position"])).await;
        if is_of(&entry, &bob) {
            answer.expect(200);
        } else {
            assert_eq!(answer.problem(404), "no_such_entry");
        }
    }
    house.close().await;
}

#[tokio::test]
async fn causes_and_consequences_that_are_others_are_left_out() {
    let (house, admin, bobs, bob) = three().await;
    for _ in 0..3 {
        house.visitor().ask_code(&bob.email, "not the word at all").await;
        house.settle().await;
    }
    let lock = entries(&house, &bobs, "&kind=identity.account_locked.v1").await.remove(0);
    let path = format!("/api/history/entries/{}", lock["position"]);
    let (adas, bobs) = (admin.get(&path).await.json(), bobs.get(&path).await.expect(200).json());
    assert_eq!(adas["consequences"].as_array().map(Vec::len), Some(2), "Ada's alert was raised and mailed");
    assert_eq!(bobs["consequences"], json!([]), "which is nothing of Bob's");
    house.close().await;
}

#[tokio::test]
async fn a_search_and_a_filter_find_nothing_of_others() {
    let (house, _, bobs, bob) = three().await;
    for question in ["&text=Zoe", "&text=Lighthouse", "&context=household", "&text=Ada&kind=identity.house_founded.v1"]
    {
        assert_eq!(entries(&house, &bobs, question).await, Vec::<Value>::new(), "{question}");
    }
    let everybody = entries(&house, &bobs, "").await;
    let other = everybody.iter().find_map(|it| it["who"]["account"].as_str().filter(|it| **it != bob.account));
    if let Some(ada) = other {
        let of_ada = entries(&house, &bobs, &format!("&person={ada}")).await;
        assert!(of_ada.iter().all(|entry| is_of(entry, &bob)), "only where both are in it");
    }
    house.close().await;
}

#[tokio::test]
async fn an_export_holds_no_more_than_the_diary() {
    let (house, _, bobs, bob) = three().await;
    let mut seen = entries(&house, &bobs, "").await;
    seen.reverse();
    let export = bobs.get("/api/history/export.jsonl").await.expect(200);
    let lines: Vec<Value> = export.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines, seen);
    house.settle().await;
    let table = bobs.get("/api/history/export.csv").await.expect(200);
    let (head, itself) = (1, 1);
    assert_eq!(table.text().split_terminator("\r\n").count(), head + seen.len() + itself, "the first one is told of");
    assert!(!table.text().contains("Zoe") && !bob.account.is_empty());
    house.close().await;
}
