//! Tags, which are seen with the file, and stars, which are a person's own.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{House, Visitor};

use crate::drawer::{folder, names, root, stored, text};

async fn shown(visitor: &Visitor, node: &str) -> Value {
    visitor.get(format!("/api/documents/nodes/{node}")).await.expect(200).json()
}

async fn starred(visitor: &Visitor) -> Vec<Value> {
    visitor.get("/api/documents/stars").await.expect(200).items()
}

async fn tag(visitor: &Visitor, node: &str, change: Value) -> tests::Answer {
    visitor.post(format!("/api/documents/nodes/{node}/tags"), change).await
}

#[tokio::test]
async fn a_tag_is_put_on_taken_off_and_narrows_a_folder() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let note = stored(&admin, &own, "note.txt", "hello").await;
    let box_ = folder(&admin, &own, "Box").await;
    tag(&admin, &note, json!({ "add": ["Tax", "Mu\u{308}nchen"] })).await.expect(200);
    assert_eq!(tag(&admin, &note, json!({ "add": ["TAX"] })).await.expect(200).json()["changed"], false);
    assert_eq!(shown(&admin, &note).await["tags"], json!(["Tax", "M\u{fc}nchen"]));
    let tagged = admin.get(format!("/api/documents/nodes?parent={own}&tag=m%C3%BCnchen")).await.expect(200).items();
    assert_eq!(tagged.iter().map(|node| text(&node["name"])).collect::<Vec<_>>(), ["note.txt"]);
    tag(&admin, &box_, json!({ "add": ["tax"] })).await.expect(200);
    tag(&admin, &note, json!({ "remove": ["tax"] })).await.expect(200);
    assert_eq!(shown(&admin, &note).await["tags"], json!(["M\u{fc}nchen"]));
    house.settle().await;
    let entries = admin.get("/api/history/entries?context=documents&limit=1").await.expect(200).items();
    assert_eq!(entries[0]["sentence"], "note.txt is tagged M\u{fc}nchen");
    house.close().await;
}

#[tokio::test]
async fn a_tag_that_does_not_fit_is_refused_and_changes_nothing() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let note = stored(&admin, &own, "note.txt", "hello").await;
    let before = house.head();
    for bad in ["", " a", "a,b", "a\u{0}", &"x".repeat(65)] {
        assert_eq!(tag(&admin, &note, json!({ "add": [bad] })).await.problem(422), "tag_invalid", "{bad:?}");
    }
    let many: Vec<_> = (0..33).map(|number| number.to_string()).collect();
    assert_eq!(tag(&admin, &note, json!({ "add": many })).await.problem(409), "too_many_tags");
    assert_eq!(tag(&admin, &own, json!({ "add": ["tax"] })).await.problem(404), "no_such_node");
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    assert_eq!(tag(&bobs, &note, json!({ "add": ["tax"] })).await.problem(404), "no_such_node");
    let tagged = house.kinds_after(before).await.into_iter().filter(|kind| kind.starts_with("documents."));
    assert_eq!(tagged.count(), 0);
    house.close().await;
}

#[tokio::test]
async fn a_star_is_seen_by_whoever_gave_it_and_by_nobody_else() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let shared = root(&admin, "shared").await;
    let note = stored(&admin, &shared, "note.txt", "hello").await;
    let star = format!("/api/documents/nodes/{note}/star");
    bobs.ask(Method::PUT, &star).send().await.expect(200);
    assert_eq!((starred(&bobs).await.len(), starred(&admin).await.len()), (1, 0));
    assert_eq!(
        (&shown(&bobs, &note).await["starred"], &shown(&admin, &note).await["starred"]),
        (&json!(true), &json!(false))
    );
    let nodes = bobs.get(format!("/api/documents/nodes?parent={shared}")).await.expect(200).items();
    assert_eq!(nodes[0]["starred"], true);
    admin.delete(format!("/api/documents/nodes/{note}")).await.expect(200);
    assert_eq!(starred(&bobs).await.len(), 0);
    admin.ask(Method::POST, format!("/api/documents/nodes/{note}/restoration")).send().await.expect(200);
    bobs.delete(&star).await.expect(200);
    assert_eq!((starred(&bobs).await.len(), names(&bobs, &shared).await.len()), (0, 1));
    let own = stored(&admin, &root(&admin, "own").await, "mine.txt", "m").await;
    let path = format!("/api/documents/nodes/{own}/star");
    assert_eq!(bobs.ask(Method::PUT, path).send().await.problem(404), "no_such_node");
    house.close().await;
}
