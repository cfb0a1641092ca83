//! How much a folder or a space may hold: kept to by every way in, set by whom it concerns, told to programs that mount it.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Answer, House, Visitor};

use crate::{
    drawer::{content, folder, names, put, root, stored},
    mount::{asking, key},
    tus::{asked, begun},
};

async fn set(visitor: &Visitor, path: &str, most_bytes: Option<u64>) -> Answer {
    let path = format!("/api/documents/{path}/quota");
    visitor.ask(Method::PUT, path).json(&json!({ "most_bytes": most_bytes })).send().await
}

async fn limit(visitor: &Visitor, folder: &str, most_bytes: Option<u64>) -> Answer {
    set(visitor, &format!("folders/{folder}"), most_bytes).await
}

async fn room(visitor: &Visitor, folder: &str) -> (Value, u64, u64) {
    let told = visitor.get(format!("/api/documents/folders/{folder}/quota")).await.expect(200).json();
    let bytes = |name: &str| told[name].as_u64().expect("bytes");
    (told["most_bytes"].clone(), bytes("held_bytes"), bytes("left_bytes"))
}

#[tokio::test]
async fn nothing_comes_in_beyond_a_quota_by_any_way_and_nothing_that_is_there_is_lost() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let (tight, beside) = (folder(&admin, &own, "Tight").await, folder(&admin, &own, "Beside").await);
    let deep = folder(&admin, &tight, "Deep").await;
    let note = stored(&admin, &deep, "note.txt", "0123456789").await;
    limit(&admin, &tight, Some(15)).await.expect(200);
    assert_eq!(room(&admin, &tight).await, (json!(15), 10, 5));
    assert_eq!(room(&admin, &deep).await, (Value::Null, 10, 5));
    let full = put(&admin, &deep, "more.txt", "012345").await;
    assert_eq!(full.json()["detail"], "there is no room for this: of 15 bytes that may lie here, 5 bytes are left");
    assert_eq!(full.problem(413), "quota_exceeded");
    assert_eq!(put(&admin, &deep, "note.txt", "abcdefghij").await.problem(413), "quota_exceeded");
    assert_eq!(asked(&admin, &deep, "a.txt", 6).send().await.problem(413), "quota_exceeded");
    begun(&admin, &deep, "five.txt", 5).await;
    let other = stored(&admin, &beside, "other.txt", "0123456789").await;
    let into = admin.patch(format!("/api/documents/nodes/{other}"), json!({ "parent": tight })).await;
    assert_eq!(into.problem(413), "quota_exceeded");
    let copy = json!({ "parent": tight });
    assert_eq!(admin.post(format!("/api/documents/nodes/{beside}/copies"), copy).await.problem(413), "quota_exceeded");
    assert_eq!(
        (names(&admin, &tight).await, names(&admin, &deep).await),
        (vec!["Deep".into()], vec!["note.txt".into()])
    );
    put(&admin, &deep, "five.txt", "01234").await.expect(201);
    assert_eq!(put(&admin, &deep, "one.txt", "0").await.problem(413), "quota_exceeded");
    limit(&admin, &tight, Some(1)).await.expect(200);
    assert_eq!((content(&admin, &note).await, room(&admin, &tight).await), (b"0123456789".to_vec(), (json!(1), 15, 0)));
    let house = house.restarted().await;
    house.close().await;
}

#[tokio::test]
async fn the_trash_counts_until_it_is_emptied_and_going_back_is_always_possible() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    let tight = folder(&admin, &own, "Tight").await;
    let note = stored(&admin, &tight, "note.txt", "0123456789").await;
    limit(&admin, &tight, Some(10)).await.expect(200);
    admin.delete(format!("/api/documents/nodes/{note}")).await.expect(200);
    assert_eq!(put(&admin, &tight, "other.txt", "0").await.problem(413), "quota_exceeded");
    admin.post(format!("/api/documents/nodes/{note}/restoration"), json!({})).await.expect(200);
    admin.delete(format!("/api/documents/nodes/{note}")).await.expect(200);
    admin.delete(format!("/api/documents/trash/{note}")).await.expect(200);
    assert_eq!(room(&admin, &tight).await, (json!(10), 0, 10));
    put(&admin, &tight, "other.txt", "0123456789").await.expect(201);
    limit(&admin, &tight, None).await.expect(200);
    put(&admin, &tight, "more.txt", "0123456789").await.expect(201);
    house.close().await;
}

#[tokio::test]
async fn admins_say_what_a_space_holds_and_learn_how_much_it_is_but_not_what() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let own = root(&bobs, "own").await;
    let inner = folder(&bobs, &own, "Inner").await;
    stored(&bobs, &inner, "note.txt", "0123456789").await;
    assert_eq!(limit(&bobs, &own, Some(1)).await.problem(403), "not_allowed");
    let his = format!("people/{}", bob.account);
    assert_eq!(set(&bobs, &his, Some(1)).await.problem(403), "not_allowed");
    set(&admin, &his, Some(12)).await.expect(200);
    assert_eq!(put(&bobs, &inner, "more.txt", "012").await.problem(413), "quota_exceeded");
    put(&bobs, &inner, "more.txt", "01").await.expect(201);
    let told = admin.get(format!("/api/documents/{his}/quota")).await.expect(200).json();
    assert_eq!(told, json!({ "most_bytes": 12, "held_bytes": 12, "left_bytes": 0 }));
    assert_eq!(limit(&admin, &own, None).await.problem(404), "no_such_node");
    assert_eq!(limit(&admin, &inner, None).await.problem(404), "no_such_node");
    let nobody = "people/00000000-0000-7000-8000-000000000000";
    assert_eq!(set(&admin, nobody, Some(1)).await.problem(404), "no_such_account");
    let shared = root(&admin, "shared").await;
    assert_eq!(limit(&bobs, &shared, Some(1)).await.problem(403), "not_allowed");
    limit(&admin, &shared, Some(1)).await.expect(200);
    assert_eq!(put(&bobs, &shared, "two.txt", "01").await.problem(413), "quota_exceeded");
    assert_eq!(limit(&admin, &shared, Some(u64::MAX)).await.problem(422), "quota_invalid");
    house.close().await;
}

#[tokio::test]
async fn a_file_manager_is_told_how_much_room_there_is_and_why_there_is_none() {
    let (house, admin, _) = House::founded().await;
    let own = root(&admin, "own").await;
    stored(&admin, &own, "note.txt", "0123456789").await;
    limit(&admin, &own, Some(12)).await.expect(200);
    let key = key(&admin, "act").await;
    let wanted = r#"<propfind xmlns="DAV:"><prop><quota-used-bytes/><quota-available-bytes/></prop></propfind>"#;
    for path in ["/dav/", "/dav/own/"] {
        let asked = asking(&admin, &key, "PROPFIND", path).header("depth", "0").body("application/xml", wanted);
        let told = asked.send().await.expect(207);
        assert!(told.text().contains("<D:quota-used-bytes>10</D:quota-used-bytes>"), "{}", told.text());
        assert!(told.text().contains("<D:quota-available-bytes>2</D:quota-available-bytes>"), "{}", told.text());
    }
    let full = asking(&admin, &key, "PUT", "/dav/own/more.txt").body("text/plain", "012").send().await.expect(507);
    assert!(full.text().contains("<D:quota-not-exceeded/>"), "{}", full.text());
    house.close().await;
}
