//! Buckets as places of files, at a store that nobody here wrote: what comes lies there, and a store that does not answer loses
//! nothing.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, Store, Visitor, until};

use crate::{
    drawer::{content, folder, put, root, stored, text},
    guest::{fetched, shared},
    search::finds,
    thumbnails::dot,
    tus::{begun, piece},
};

async fn keep_at(visitor: &Visitor, folder: &str, place: Value) -> Answer {
    let path = format!("/api/documents/folders/{folder}/rules");
    visitor.ask(Method::PUT, path).json(&json!({ "own": { "place": place } })).send().await
}

/// A house with a bucket, its admin, and their own folder, which keeps there what comes.
async fn with_bucket(store: &Store) -> (House, Visitor, String) {
    let (house, admin, _) = House::with_bucket("cloud", store.at("house")).await;
    let own = root(&admin, "own").await;
    keep_at(&admin, &own, json!("cloud")).await.expect(200);
    (house, admin, own)
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_string()
}

/// So often bytes lie in the bucket and at home.
async fn lying(store: &Store, house: &House, bytes: &[u8]) -> (usize, usize) {
    fn below(folder: &std::path::Path, name: &str) -> usize {
        let paths = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        paths.map(|path| if path.is_dir() { below(&path, name) } else { usize::from(path.ends_with(name)) }).sum()
    }
    let name = hash(bytes);
    let there = store.names("house").await.into_iter().filter(|other| *other == name).count();
    (there, below(&house.path("blobs"), &name))
}

fn large() -> Vec<u8> {
    (0..21_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

#[tokio::test]
async fn what_comes_lies_in_the_bucket_and_is_read_there() {
    let store = Store::start().await;
    let (house, admin, own) = with_bucket(&store).await;
    let places = admin.get("/api/documents/places").await.expect(200).json();
    assert_eq!(places, json!([{ "name": "cloud", "is_usual": false, "is_there": true, "left_bytes": null }]));
    let note = stored(&admin, &own, "note.txt", "a word about lighthouses").await;
    assert_eq!(lying(&store, &house, b"a word about lighthouses").await, (1, 0));
    assert_eq!(content(&admin, &note).await, b"a word about lighthouses");
    stored(&admin, &own, "again.txt", "a word about lighthouses").await;
    assert_eq!(lying(&store, &house, b"a word about lighthouses").await, (1, 0));
    finds(&admin, "q=lighthouses", &["again.txt", "note.txt"]).await;
    let empty = stored(&admin, &own, "empty.txt", "").await;
    assert_eq!(content(&admin, &empty).await, b"");
    let bytes = large();
    let film = text(&put(&admin, &own, "film.bin", bytes.clone()).await.expect(201).json()["id"]);
    assert_eq!(lying(&store, &house, &bytes).await, (1, 0));
    assert!(content(&admin, &film).await == bytes, "it came in parts and is whole");
    let part = admin.ask(Method::GET, format!("/api/documents/files/{film}/content"));
    let part = part.header("range", "bytes=8388600-8388620").send().await.expect(206);
    assert_eq!(part.bytes(), &bytes[8_388_600..=8_388_620]);
    let upload = begun(&admin, &own, "pieces.txt", 9).await;
    piece(&admin, &upload, 0, "in ").send().await.expect(204);
    piece(&admin, &upload, 3, "pieces").send().await.expect(204);
    assert_eq!(lying(&store, &house, b"in pieces").await, (1, 0));
    let archive = admin.get(format!("/api/documents/archive?nodes={own}")).await.expect(200);
    assert!(archive.bytes().windows(9).any(|window| window == b"in pieces"));
    let (_, link) = shared(&admin, json!({ "node": note })).await;
    assert_eq!(fetched(&house.visitor(), &link, &note).await, b"a word about lighthouses");
    house.close().await;
}

#[tokio::test]
async fn a_picture_there_has_a_small_one_here() {
    let store = Store::start().await;
    let (house, admin, own) = with_bucket(&store).await;
    let file = text(&put(&admin, &own, "picture.png", dot()).await.expect(201).json()["id"]);
    let small = admin.get(format!("/api/documents/files/{file}/thumbnail")).await.expect(200);
    assert!(small.bytes().starts_with(b"\xff\xd8") || small.bytes().starts_with(b"\x89PNG"));
    house.close().await;
}

#[tokio::test]
async fn copies_between_spaces_and_places_have_their_bytes() {
    let store = Store::start().await;
    let (house, admin, own) = with_bucket(&store).await;
    let all = root(&admin, "shared").await;
    let note = stored(&admin, &own, "note.txt", "in the bucket").await;
    let copied = async |from: &str, to: &str| {
        let path = format!("/api/documents/nodes/{from}/copies");
        text(&admin.post(path, json!({ "parent": to })).await.expect(201).json()["id"])
    };
    let home = copied(&note, &all).await;
    assert_eq!(lying(&store, &house, b"in the bucket").await, (1, 1), "out of the bucket");
    assert_eq!(content(&admin, &home).await, b"in the bucket");
    keep_at(&admin, &all, json!("cloud")).await.expect(200);
    let other = stored(&admin, &own, "other.txt", "within the bucket").await;
    let beside = copied(&other, &all).await;
    assert_eq!(lying(&store, &house, b"within the bucket").await, (2, 0));
    assert_eq!(content(&admin, &beside).await, b"within the bucket");
    keep_at(&admin, &own, Value::Null).await.expect(200);
    let last = stored(&admin, &own, "last.txt", "into the bucket").await;
    let there = copied(&last, &all).await;
    assert_eq!(lying(&store, &house, b"into the bucket").await, (1, 1));
    assert_eq!(content(&admin, &there).await, b"into the bucket");
    house.close().await;
}

#[tokio::test]
async fn a_store_that_does_not_answer_takes_nothing_and_loses_nothing() {
    let store = Store::start().await;
    let (house, admin, own) = with_bucket(&store).await;
    let home = folder(&admin, &own, "Home").await;
    let note = stored(&admin, &own, "note.txt", "words").await;
    let upload = begun(&admin, &own, "pieces.txt", 6).await;
    piece(&admin, &upload, 0, "pie").send().await.expect(204);
    store.stop();
    let path = format!("/api/documents/files/{note}/content");
    let away = admin.get(&*path).await;
    let told = away.json()["detail"].to_string();
    assert!(told.contains("the place cloud") && !told.contains("127.0.0.1"), "{told}");
    assert_eq!(away.problem(503), "place_away");
    assert_eq!(put(&admin, &home, "more.txt", "more").await.problem(503), "place_away");
    assert_eq!(piece(&admin, &upload, 3, "ces").send().await.problem(503), "place_away");
    assert_eq!(admin.get("/api/documents/places").await.expect(200).json()[0]["is_there"], false);
    store.run().await;
    until("it is there again", async || admin.get(&*path).await.status() == 200).await;
    until("the upload goes on", async || piece(&admin, &upload, 6, "").send().await.status() == 204).await;
    finds(&admin, "q=pieces", &["pieces.txt"]).await;
    assert_eq!((lying(&store, &house, b"pieces").await, lying(&store, &house, b"more").await), ((1, 0), (0, 0)));
    house.close().await;
}

#[tokio::test]
async fn what_no_file_needs_goes_and_so_does_what_an_erasure_takes() {
    let store = Store::start().await;
    let (house, admin, ada) = House::with_bucket("cloud", store.at("house")).await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    for visitor in [&admin, &bobs] {
        keep_at(visitor, &root(visitor, "own").await, json!("cloud")).await.expect(200);
    }
    let own = root(&admin, "own").await;
    stored(&bobs, &root(&bobs, "own").await, "diary.txt", "dear diary").await;
    stored(&admin, &own, "needed.txt", "needed").await;
    let note = stored(&admin, &own, "note.txt", "not needed").await;
    admin.prove(&ada).await;
    admin.post(format!("/api/identity/accounts/{}/erasure", bob.account), json!({ "name": "Bob" })).await.expect(200);
    until("the diary is gone", async || lying(&store, &house, b"dear diary").await.0 == 0).await;
    admin.delete(format!("/api/documents/nodes/{note}")).await.expect(200);
    admin.delete(format!("/api/documents/trash/{note}")).await.expect(200);
    // How old its objects are, the store says; the house's clock goes on until they are old.
    house.advance(Duration::days(400));
    until("it is swept", async || lying(&store, &house, b"not needed").await.0 == 0).await;
    assert_eq!(lying(&store, &house, b"needed").await.0, 1);
    house.leave().await;
}

#[tokio::test]
async fn neither_a_bucket_of_another_house_nor_other_things_are_written_over() {
    let store = Store::start().await;
    let (first, _, _) = with_bucket(&store).await;
    first.close().await;
    let (house, admin, _) = House::with_bucket("cloud", store.at("house")).await;
    let own = root(&admin, "own").await;
    keep_at(&admin, &own, json!("cloud")).await.expect(200);
    assert_eq!(put(&admin, &own, "note.txt", "words").await.problem(503), "place_away");
    house.close().await;
    let (house, admin, _) = House::with_bucket("cloud", store.at("")).await;
    let own = root(&admin, "own").await;
    keep_at(&admin, &own, json!("cloud")).await.expect(200);
    assert_eq!(put(&admin, &own, "note.txt", "words").await.problem(503), "place_away");
    house.close().await;
}
