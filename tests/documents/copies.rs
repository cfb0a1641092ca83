//! Copies: of files and of whole folders, within a space and into another one.

use serde_json::json;
use tests::House;

use crate::drawer::{content, folder, names, put, root, stored, text};

async fn copied(visitor: &tests::Visitor, of: &str, to: serde_json::Value) -> String {
    text(&visitor.post(format!("/api/documents/nodes/{of}/copies"), to).await.expect(201).json()["id"])
}

#[tokio::test]
async fn a_file_is_copied_beside_itself_with_a_number_and_lives_by_itself() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let note = stored(&admin, &own, "note.txt", "first").await;
    put(&admin, &own, "note.txt", "second").await.expect(200);
    let copy = copied(&admin, &note, json!({ "parent": own })).await;
    assert_eq!(names(&admin, &own).await, ["note (2).txt", "note.txt"]);
    house.settle().await;
    let entries = admin.get("/api/history/entries?context=documents&limit=1").await.expect(200).items();
    assert_eq!(entries[0]["sentence"], "note (2).txt was copied");
    assert_eq!(content(&admin, &copy).await, b"second");
    let shown = admin.get(format!("/api/documents/nodes/{copy}")).await.expect(200).json();
    assert_eq!((&shown["version"], &shown["media_type"]), (&json!(1), &json!("text/plain")));
    put(&admin, &own, "note.txt", "third").await.expect(200);
    assert_eq!(content(&admin, &copy).await, b"second");
    house.close().await;
}

#[tokio::test]
async fn a_folder_goes_from_ones_own_space_to_the_shared_one_with_its_bytes() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let (own, shared) = (root(&bobs, "own").await, root(&bobs, "shared").await);
    let papers = folder(&bobs, &own, "Papers").await;
    let year = folder(&bobs, &papers, "2026").await;
    let note = stored(&bobs, &year, "note.txt", "hello").await;
    let gone = stored(&bobs, &year, "gone.txt", "gone").await;
    bobs.delete(format!("/api/documents/nodes/{gone}")).await.expect(200);
    let before = house.head();
    let copy = copied(&bobs, &papers, json!({ "parent": shared, "name": "For all" })).await;
    assert_eq!(house.kinds_after(before).await, ["documents.node_copied.v1"]);
    assert_eq!(names(&admin, &shared).await, ["For all"]);
    let inner = admin.get(format!("/api/documents/nodes?parent={copy}")).await.expect(200).items();
    let files = admin.get(format!("/api/documents/nodes?parent={}", text(&inner[0]["id"]))).await.expect(200).items();
    assert_eq!(files.len(), 1);
    assert_eq!(content(&admin, &text(&files[0]["id"])).await, b"hello");
    // Nobody copies out of a space that they cannot enter.
    for (of, to) in [(&note, &root(&admin, "own").await), (&copy, &own)] {
        let denied = admin.post(format!("/api/documents/nodes/{of}/copies"), json!({ "parent": to })).await;
        assert_eq!(denied.problem(404), "no_such_node");
    }
    house.close().await;
}

#[tokio::test]
async fn a_copy_that_is_asked_for_again_is_there_once() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let note = stored(&admin, &own, "note.txt", "hello").await;
    let path = format!("/api/documents/nodes/{note}/copies");
    let ask = || admin.ask(axum::http::Method::POST, &path).header("Idempotency-Key", "copy-1");
    let first = ask().json(&json!({ "parent": own })).send().await.expect(201).json();
    let before = house.head();
    admin.delete(format!("/api/documents/nodes/{note}")).await.expect(200);
    let again = ask().json(&json!({ "parent": own })).send().await.expect(201).json();
    assert_eq!(first, again);
    assert_eq!(house.kinds_after(before).await, ["documents.node_trashed.v1"]);
    house.close().await;
}

#[tokio::test]
async fn what_cannot_be_copied_is_refused_by_name_and_changes_nothing() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let one = folder(&admin, &own, "One").await;
    let inner = folder(&admin, &one, "Inner").await;
    let note = stored(&admin, &own, "note.txt", "hello").await;
    let before = house.head();
    let copy = |of: &str, to: serde_json::Value| admin.post(format!("/api/documents/nodes/{of}/copies"), to);
    assert_eq!(copy(&one, json!({ "parent": inner })).await.problem(409), "into_itself");
    assert_eq!(copy(&one, json!({ "parent": note })).await.problem(404), "no_such_folder");
    assert_eq!(copy(&note, json!({ "parent": own, "name": "One" })).await.problem(409), "name_taken");
    assert_eq!(copy(&note, json!({ "parent": own, "name": "a/b" })).await.problem(422), "name_invalid");
    assert_eq!(copy(&own, json!({ "parent": one })).await.problem(404), "no_such_node");
    assert_eq!(house.head(), before);
    house.close().await;
}
