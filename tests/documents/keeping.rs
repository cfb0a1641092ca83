//! How long a space keeps what nobody uses: by its rules, which are looked at first, and never more than they say.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, Person, Visitor, until};

use crate::drawer::{folder, names, put, root, stored};

async fn set(visitor: &Visitor, space: &str, rules: Value) -> Answer {
    visitor.ask(Method::PUT, format!("/api/documents/spaces/{space}/keeping")).json(&rules).send().await
}

async fn mark(visitor: &Visitor, file: &str, version: u32, mark: Value) -> Answer {
    visitor.ask(Method::PUT, format!("/api/documents/files/{file}/versions/{version}/mark")).json(&mark).send().await
}

async fn versions(visitor: &Visitor, file: &str) -> Vec<Value> {
    visitor.get(format!("/api/documents/files/{file}/versions")).await.expect(200).items()
}

/// Sessions end when nobody uses them for days.
async fn back(house: &House, person: &Person) -> Visitor {
    let visitor = house.visitor();
    visitor.log_in(house.tray(), person).await.expect(201);
    visitor
}

#[tokio::test]
async fn the_trash_is_emptied_after_the_days_that_were_set_and_not_before() {
    let (house, admin, ada) = House::founded().await;
    let own = root(&admin, "own").await;
    let papers = folder(&admin, &own, "Papers").await;
    stored(&admin, &papers, "a.txt", "a").await;
    stored(&admin, &own, "kept.txt", "b").await;
    admin.delete(format!("/api/documents/nodes/{papers}")).await.expect(200);
    let thirty = json!({ "trash_days": 30, "steps": [] });
    set(&admin, "own", thirty.clone()).await.expect(200);
    assert_eq!(admin.get("/api/documents/spaces/own/keeping").await.expect(200).json(), thirty);
    house.advance(Duration::days(29));
    let admin = back(&house, &ada).await;
    let shown = admin.post("/api/documents/spaces/own/keeping/preview", thirty).await.expect(200).json();
    assert_eq!(shown, json!({ "trashed": 0, "versions": 0, "size_bytes": 0 }));
    assert_eq!(admin.get("/api/documents/trash?space=own").await.expect(200).items().len(), 1);
    house.advance(Duration::days(2));
    let admin = back(&house, &ada).await;
    until("the trash is empty", async || {
        admin.get("/api/documents/trash?space=own").await.expect(200).items().is_empty()
    })
    .await;
    assert_eq!(names(&admin, &own).await, ["kept.txt"]);
    house.close().await;
}

#[tokio::test]
async fn versions_are_thinned_by_age_but_for_the_newest_and_those_that_are_pinned() {
    let (house, admin, ada) = House::founded().await;
    let own = root(&admin, "own").await;
    let note = stored(&admin, &own, "note.txt", "1").await;
    for text in ["22", "333", "4444"] {
        house.advance(Duration::minutes(1));
        put(&admin, &own, "note.txt", text).await.expect(200);
    }
    mark(&admin, &note, 1, json!({ "label": "as sent", "pinned": true })).await.expect(200);
    assert_eq!(mark(&admin, &note, 9, json!({ "pinned": true })).await.problem(404), "no_such_version");
    assert_eq!(mark(&admin, &note, 1, json!({ "label": " ", "pinned": true })).await.problem(422), "label_invalid");
    let rules = json!({ "trash_days": null, "steps": [{ "until_hours": 24, "every_minutes": 0 }] });
    set(&admin, "own", rules.clone()).await.expect(200);
    assert_eq!(versions(&admin, &note).await.len(), 4);
    house.advance(Duration::days(2));
    let admin = back(&house, &ada).await;
    until("two versions are gone", async || versions(&admin, &note).await.len() == 2).await;
    let left = versions(&admin, &note).await;
    assert_eq!((&left[0]["version"], &left[1]["version"]), (&json!(4), &json!(1)));
    assert_eq!((&left[1]["label"], &left[1]["pinned"]), (&json!("as sent"), &json!(true)));
    let gone = admin.get(format!("/api/documents/files/{note}/content?version=2")).await;
    assert_eq!(gone.problem(404), "no_such_version");
    house.close().await;
}

#[tokio::test]
async fn only_admins_set_the_rules_of_the_shared_space_and_only_ones_that_make_sense() {
    let (house, admin, _) = House::founded().await;
    let (bob, _) = house.moves_in(&admin, "Bob", "member").await;
    let rules = json!({ "trash_days": 7, "steps": [] });
    assert_eq!(set(&bob, "shared", rules.clone()).await.problem(403), "not_allowed");
    set(&admin, "shared", rules).await.expect(200);
    let bad =
        json!({ "trash_days": null, "steps": [{ "every_minutes": 5 }, { "until_hours": 3, "every_minutes": 9 }] });
    assert_eq!(set(&admin, "own", bad).await.problem(422), "keeping_invalid");
    assert_eq!(set(&admin, "own", json!({ "trash_days": 0, "steps": [] })).await.problem(422), "keeping_invalid");
    house.close().await;
}
