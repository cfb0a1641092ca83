//! Whose is what: everybody has a space that nobody else enters, and all share one.

use serde_json::json;
use tests::House;

use crate::drawer::{content, folder, names, put, root, stored};

#[tokio::test]
async fn nobody_enters_somebody_elses_space_not_even_an_admin() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let own = root(&bobs, "own").await;
    let diary = folder(&bobs, &own, "Diary").await;
    let note = stored(&bobs, &diary, "note.txt", "mine").await;
    let before = house.head();
    for path in [
        format!("nodes/{note}"),
        format!("nodes?parent={own}"),
        format!("nodes?parent={diary}"),
        format!("files/{note}/content"),
        format!("files/{note}/thumbnail"),
        format!("files/{note}/versions"),
    ] {
        assert_eq!(admin.get(format!("/api/documents/{path}")).await.problem(404), "no_such_node", "{path}");
    }
    let new = json!({ "parent": diary, "name": "x" });
    assert_eq!(admin.post("/api/documents/folders", new).await.problem(404), "no_such_node");
    assert_eq!(put(&admin, &diary, "x.txt", "x").await.problem(404), "no_such_node");
    assert_eq!(
        admin.patch(format!("/api/documents/nodes/{note}"), json!({ "name": "x" })).await.problem(404),
        "no_such_node"
    );
    assert_eq!(admin.delete(format!("/api/documents/nodes/{note}")).await.problem(404), "no_such_node");
    assert_eq!(admin.delete(format!("/api/documents/trash/{note}")).await.problem(404), "no_such_node");
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn what_is_shared_is_everybodys_and_a_viewer_looks_only() {
    let (house, admin, _) = House::founded().await;
    let (bobs, _) = house.moves_in(&admin, "Bob", "member").await;
    let (eves, eve) = house.moves_in(&admin, "Eve", "viewer").await;
    let shared = root(&bobs, "shared").await;
    let id = stored(&bobs, &shared, "recipes.txt", "bread").await;
    put(&admin, &shared, "recipes.txt", "bread and salt").await.expect(200);
    assert_eq!(
        (names(&eves, &shared).await, content(&eves, &id).await),
        (vec!["recipes.txt".into()], b"bread and salt".to_vec())
    );
    assert_eq!(put(&eves, &shared, "x.txt", "x").await.status(), 403);
    assert_eq!(eves.delete(format!("/api/documents/nodes/{id}")).await.status(), 403);
    let withhold = json!({ "context": "documents", "access": "none" });
    admin.patch(format!("/api/identity/accounts/{}/access", eve.account), withhold).await.expect(200);
    assert_eq!(eves.get(format!("/api/documents/nodes?parent={shared}")).await.status(), 403);
    house.close().await;
}
