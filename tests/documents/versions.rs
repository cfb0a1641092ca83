//! Every version of a file is kept, and comes back as a version of its own.

use axum::http::Method;
use serde_json::json;
use tests::House;

use crate::drawer::{content, put, root, stored};

#[tokio::test]
async fn a_file_stored_again_keeps_what_it_was() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "note.txt", "one").await;
    let before = house.head();
    let same = put(&admin, &own, "note.txt", "one").await.expect(200).json();
    assert_eq!((&same["version"], house.head()), (&json!(1), before));
    let next = put(&admin, &own, "note.txt", "two").await.expect(200).json();
    assert_eq!((&next["id"], &next["version"]), (&json!(id), &json!(2)));
    assert_eq!(content(&admin, &id).await, b"two");
    let first = admin.get(format!("/api/documents/files/{id}/content?version=1")).await.expect(200);
    assert_eq!(first.bytes(), b"one");

    let restore = |version: u32| {
        admin.ask(Method::POST, format!("/api/documents/files/{id}/versions/{version}/restoration")).send()
    };
    assert_eq!(restore(1).await.expect(200).json()["changed"], true);
    assert_eq!(content(&admin, &id).await, b"one");
    assert_eq!(restore(9).await.problem(404), "no_such_version");
    let versions = admin.get(format!("/api/documents/files/{id}/versions")).await.expect(200).items();
    let told: Vec<_> =
        versions.iter().map(|it| (it["version"].clone(), it["of"].clone(), it["newest"].clone())).collect();
    assert_eq!(
        told,
        [
            (json!(3), json!(1), json!(true)),
            (json!(2), json!(null), json!(false)),
            (json!(1), json!(null), json!(false)),
        ]
    );
    house.close().await;
}
