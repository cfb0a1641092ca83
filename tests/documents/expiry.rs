//! Files with an end: nobody fetches them from then on, nothing of them is lost, and whoever set it is told before.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, Visitor};

use crate::{
    drawer::{content, folder, put, root, stored},
    guest::{fetched, page, shared, standing},
};

async fn end(visitor: &Visitor, file: &str, until: Value) -> Answer {
    let asked = visitor.ask(Method::PUT, format!("/api/documents/files/{file}/expiry"));
    asked.json(&json!({ "until": until })).send().await
}

async fn bytes(visitor: &Visitor, file: &str) -> Answer {
    visitor.get(format!("/api/documents/files/{file}/content")).await
}

#[tokio::test]
async fn from_its_end_on_a_file_is_fetched_by_no_way_and_another_end_brings_it_back() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let box_ = folder(&admin, &own, "Box").await;
    let note = stored(&admin, &box_, "note.txt", "one").await;
    stored(&admin, &box_, "other.txt", "two").await;
    let (link, address) = shared(&admin, json!({ "node": note })).await;
    let (_, whole) = shared(&admin, json!({ "node": box_ })).await;
    let soon = house.now() + Duration::minutes(10);
    end(&admin, &note, json!(soon)).await.expect(200);
    let shown = admin.get(format!("/api/documents/nodes/{note}")).await.expect(200).json();
    assert_eq!((&shown["expires_at"], &shown["expired"]), (&json!(soon), &json!(false)));
    let guest = house.visitor();
    assert_eq!(fetched(&guest, &address, &note).await, b"one");

    house.advance(Duration::minutes(10));
    assert_eq!(bytes(&admin, &note).await.problem(410), "file_expired");
    assert_eq!(admin.get(format!("/api/documents/files/{note}/content?version=1")).await.problem(410), "file_expired");
    assert_eq!(
        (page(&guest, &address).await.status(), standing(&admin, &link).await),
        (404, "file_expired".to_owned())
    );
    assert_eq!(guest.get(format!("{whole}/files/{note}")).await.status(), 404);
    let archive = admin.get(format!("/api/documents/archive?nodes={box_}")).await.expect(200).bytes().to_vec();
    let holds = |name: &[u8]| archive.windows(name.len()).any(|window| window == name);
    assert_eq!((holds(b"Box/note.txt"), holds(b"Box/other.txt")), (false, true));
    let shown = admin.get(format!("/api/documents/nodes/{note}")).await.expect(200).json();
    assert_eq!(shown["expired"], true);

    end(&admin, &note, Value::Null).await.expect(200);
    assert_eq!(
        (content(&admin, &note).await, fetched(&guest, &address, &note).await),
        (b"one".to_vec(), b"one".to_vec())
    );
    house.close().await;
}

async fn end_version(visitor: &Visitor, file: &str, version: u32, until: Value) -> Answer {
    let asked = visitor.ask(Method::PUT, format!("/api/documents/files/{file}/versions/{version}/expiry"));
    asked.json(&json!({ "until": until })).send().await
}

#[tokio::test]
async fn a_version_ends_by_itself_and_the_file_with_it_only_while_it_is_the_newest() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let note = stored(&admin, &own, "note.txt", "one").await;
    let (link, address) = shared(&admin, json!({ "node": note })).await;
    let (first, fixed) = shared(&admin, json!({ "node": note, "version": 1 })).await;
    let soon = house.now() + Duration::minutes(10);
    assert_eq!(end_version(&admin, &note, 2, json!(soon)).await.problem(404), "no_such_version");
    assert_eq!(end_version(&admin, &note, 1, json!(house.now())).await.problem(422), "until_past");
    end_version(&admin, &note, 1, json!(soon)).await.expect(200);
    house.advance(Duration::minutes(10));
    let guest = house.visitor();
    let expired =
        async || admin.get(format!("/api/documents/nodes/{note}")).await.expect(200).json()["expired"].clone();
    assert_eq!((bytes(&admin, &note).await.problem(410), expired().await), ("file_expired".to_owned(), json!(true)));
    for (link, address) in [(&link, &address), (&first, &fixed)] {
        assert_eq!(standing(&admin, link).await, "file_expired");
        assert_eq!(page(&guest, address).await.status(), 404);
    }
    let archive = format!("/api/documents/archive?nodes={note}");
    assert!(!admin.get(archive).await.bytes().windows(3).any(|piece| piece == b"one"));

    put(&admin, &own, "note.txt", "two").await.expect(200);
    assert_eq!((content(&admin, &note).await, expired().await), (b"two".to_vec(), json!(false)));
    assert_eq!(admin.get(format!("/api/documents/files/{note}/content?version=1")).await.problem(410), "file_expired");
    assert_eq!(
        (standing(&admin, &link).await, standing(&admin, &first).await),
        ("works".into(), "file_expired".into())
    );
    assert_eq!(page(&guest, &fixed).await.status(), 404);
    let versions = admin.get(format!("/api/documents/files/{note}/versions")).await.expect(200).items();
    assert_eq!(versions.iter().map(|it| it["expired"].clone()).collect::<Vec<_>>(), [json!(false), json!(true)]);
    assert_eq!(versions[1]["expires_at"], json!(soon));

    end_version(&admin, &note, 1, Value::Null).await.expect(200);
    let whole = admin.get(format!("/api/documents/files/{note}/content?version=1")).await.expect(200).bytes().to_vec();
    assert_eq!((whole, fetched(&guest, &fixed, &note).await), (b"one".to_vec(), b"one".to_vec()));
    house.close().await;
}

#[tokio::test]
async fn whoever_set_an_end_is_mailed_once_before() {
    let (house, admin, ada) = House::founded().await;
    let shared = root(&admin, "shared").await;
    let (member, bob) = house.moves_in(&admin, "Bob", "member").await;
    let note = stored(&member, &shared, "lease.txt", "one").await;
    let before = house.head();
    end(&member, &note, json!(house.now() + Duration::days(5))).await.expect(200);
    house.advance(Duration::days(3));
    let fact = house.wait_for("documents.expiry_near.v2", before).await;
    let is_it =
        |to: String| move |letter: &tests::Letter| letter.to == to && letter.body.contains("lease.txt ends soon");
    house.tray().wait_for("the letter", is_it(bob.email.clone())).await;
    house.advance(Duration::hours(5));
    house.settle().await;
    let again = house.facts_after(fact.position).await;
    assert!(again.iter().all(|fact| domain::EventTable::name(&fact.event) != "documents.expiry_near.v2"));
    assert!(!house.tray().letters().await.iter().any(is_it(ada.email)));
    house.close().await;
}

#[tokio::test]
async fn only_files_end_and_only_in_the_future() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let (box_, note) = (folder(&admin, &own, "Box").await, stored(&admin, &own, "note.txt", "one").await);
    let later = json!(house.now() + Duration::days(1));
    assert_eq!(end(&admin, &note, json!(house.now())).await.problem(422), "until_past");
    assert_eq!(end(&admin, &box_, later.clone()).await.problem(409), "no_file");
    assert_eq!(end(&admin, &own, later.clone()).await.problem(404), "no_such_node");
    for bad in [json!("tomorrow"), json!(5), json!("-999999-01-01T00:00:00Z")] {
        assert!([400, 422].contains(&end(&admin, &note, bad).await.status()));
    }
    let (bob, _) = house.moves_in(&admin, "Bob", "member").await;
    assert_eq!(end(&bob, &note, later.clone()).await.problem(404), "no_such_node");
    admin.delete(format!("/api/documents/nodes/{note}")).await.expect(200);
    assert_eq!(end(&admin, &note, later).await.problem(404), "no_such_node");
    house.close().await;
}
