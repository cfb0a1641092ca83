//! Places of its own that a folder can have: what comes lies there, by whichever way, and a disk that is not there loses nothing.

use axum::http::Method;
use chrono::Duration;
use serde_json::{Value, json};
use tests::{Answer, House, Place, Running, Visitor, until};

use crate::{
    drawer::{content, folder, put, root, stored},
    guest::shared,
    mount::{asking, key},
    tus::{begun, look, offset, piece},
};

async fn keep_at(visitor: &Visitor, folder: &str, place: Value) -> Answer {
    let path = format!("/api/documents/folders/{folder}/rules");
    visitor.ask(Method::PUT, path).json(&json!({ "own": { "place": place } })).send().await
}

/// What lies below a folder of the house by names that end so.
fn lying(house: &House, place: &str, ending: &str) -> usize {
    fn count(folder: &std::path::Path, ending: &str) -> usize {
        let paths = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        paths.map(|path| if path.is_dir() { count(&path, ending) } else { usize::from(path.ends_with(ending)) }).sum()
    }
    count(&house.path(place), ending)
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_string()
}

/// The disk of a place loses its mount: what is seen is an empty folder.
fn unmount(house: &House) {
    std::fs::rename(house.path("nas"), house.path("unmounted")).expect("renamed");
    std::fs::create_dir(house.path("nas")).expect("a folder");
}

fn mount(house: &House) {
    let strange: Vec<_> = std::fs::read_dir(house.path("nas")).expect("a folder").collect();
    assert!(strange.is_empty(), "something was written into an empty folder: {strange:?}");
    std::fs::remove_dir(house.path("nas")).expect("removed");
    std::fs::rename(house.path("unmounted"), house.path("nas")).expect("renamed");
}

#[tokio::test]
async fn what_comes_into_a_folder_lies_at_its_place_by_whichever_way_it_comes() {
    let (house, admin, _) = House::with_places(&["nas"]).await;
    let own = root(&admin, "own").await;
    let films = folder(&admin, &own, "Films").await;
    let inner = folder(&admin, &films, "2026").await;
    let places = admin.get("/api/documents/places").await.expect(200).json();
    assert_eq!((&places[0]["name"], &places[0]["is_there"]), (&json!("nas"), &json!(true)));
    keep_at(&admin, &films, json!("nas")).await.expect(200);
    let put_there = stored(&admin, &inner, "a.txt", "by hand").await;
    let upload = begun(&admin, &inner, "b.txt", 9).await;
    piece(&admin, &upload, 0, "in ").send().await.expect(204);
    assert_eq!((lying(&house, "nas/.unfinished", ""), offset(&admin, &upload).await), (1, 3));
    piece(&admin, &upload, 3, "pieces").send().await.expect(204);
    assert_eq!(lying(&house, "nas/.unfinished", ""), 0);
    let (_, link) = shared(&admin, json!({ "node": films, "upload_only": true })).await;
    let by_link = format!("{link}/files/by-name/c.txt");
    let guest = house.visitor();
    guest.ask(Method::PUT, by_link).body("text/plain", "by a link").send().await.expect(201);
    let key = key(&admin, "act").await;
    let mounted = asking(&guest, &key, "PUT", "/dav/own/Films/d.txt").body("text/plain", "by a mount");
    mounted.send().await.expect(201);
    stored(&admin, &own, "e.txt", "at home").await;
    for there in ["by hand", "in pieces", "by a link", "by a mount"] {
        let hash = hash(there.as_bytes());
        assert_eq!((lying(&house, "nas", &hash), lying(&house, "blobs", &hash)), (1, 0), "{there}");
    }
    assert_eq!(lying(&house, "blobs", &hash(b"at home")), 1);
    assert_eq!(content(&admin, &put_there).await, b"by hand");
    let range = admin.ask(Method::GET, format!("/api/documents/files/{put_there}/content")).header("range", "bytes=3-");
    assert_eq!(range.send().await.expect(206).bytes(), b"hand");
    let archive = admin.get(format!("/api/documents/archive?nodes={films}")).await.expect(200);
    assert!(archive.bytes().windows(9).any(|window| window == b"in pieces"), "an archive reads there, too");
    let words = async || admin.get("/api/documents/search?q=pieces").await.expect(200).items().len() == 1;
    until("words are read there, too", words).await;
    house.close().await;
}

#[tokio::test]
async fn what_a_space_has_stays_where_it_is_and_a_copy_into_another_follows_the_rules_there() {
    let (house, admin, _) = House::with_places(&["nas", "usb"]).await;
    let (own, all) = (root(&admin, "own").await, root(&admin, "shared").await);
    let there = folder(&admin, &own, "There").await;
    let before = stored(&admin, &there, "before.txt", "before").await;
    keep_at(&admin, &there, json!("nas")).await.expect(200);
    stored(&admin, &there, "again.txt", "before").await;
    let new = stored(&admin, &there, "new.txt", "new").await;
    stored(&admin, &own, "newer.txt", "new").await;
    let upload = begun(&admin, &own, "newest.txt", 3).await;
    piece(&admin, &upload, 0, "new").send().await.expect(204);
    let (old, fresh) = (hash(b"before"), hash(b"new"));
    let counts = |name: &str| ["blobs", "nas", "usb"].map(|place| lying(&house, place, name));
    assert_eq!((counts(&old), counts(&fresh)), ([1, 0, 0], [0, 1, 0]));
    keep_at(&admin, &all, json!("usb")).await.expect(200);
    for node in [&before, &new] {
        admin.post(format!("/api/documents/nodes/{node}/copies"), json!({ "parent": all })).await.expect(201);
    }
    assert_eq!((counts(&old), counts(&fresh)), ([1, 0, 1], [0, 1, 1]));
    let moved = admin.patch(format!("/api/documents/nodes/{new}"), json!({ "parent": own })).await;
    moved.expect(200);
    keep_at(&admin, &there, Value::Null).await.expect(200);
    stored(&admin, &there, "home.txt", "home again").await;
    assert_eq!((counts(&hash(b"home again")), content(&admin, &new).await), ([1, 0, 0], b"new".to_vec()));
    let house = house.restarted().await;
    assert_eq!(lying(&house, "nas", &fresh), 1);
    house.close().await;
}

#[tokio::test]
async fn what_no_rules_send_elsewhere_lies_at_the_usual_place() {
    let nas = tempfile::tempdir().expect("a folder");
    let names = format!("nas={}", nas.path().display());
    let place = Place::new().with("DAYBOOK_FILES_PLACES", names).with("DAYBOOK_FILES_PLACE", "nas");
    let (house, admin, _) = Running::founded(&place).await;
    assert_eq!(admin.get("/api/documents/places").await.expect(200).json()[0]["is_usual"], true);
    let own = root(&admin, "own").await;
    let note = stored(&admin, &own, "note.txt", "words").await;
    let lying = walk(nas.path()).into_iter().filter(|path| path.ends_with(hash(b"words"))).count();
    assert_eq!((lying, content(&admin, &note).await), (1, b"words".to_vec()));
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn only_a_place_that_the_house_has_is_chosen_and_only_admins_choose_for_all() {
    let (house, admin, _) = House::with_places(&["nas"]).await;
    let (bob, _) = house.moves_in(&admin, "Bob", "member").await;
    let (own, all) = (root(&bob, "own").await, root(&bob, "shared").await);
    let unknown = keep_at(&bob, &own, json!("cloud")).await;
    assert_eq!(unknown.json()["detail"], "this house has no place of that name; those it has are nas");
    assert_eq!(unknown.problem(422), "no_such_place");
    assert_eq!(keep_at(&bob, &all, json!("nas")).await.problem(403), "not_allowed");
    keep_at(&bob, &own, json!("nas")).await.expect(200);
    let inner = folder(&bob, &own, "Inner").await;
    let shown = bob.get(format!("/api/documents/folders/{inner}/rules")).await.expect(200).json();
    assert_eq!((&shown["holding"]["place"], &shown["own"]), (&json!("nas"), &Value::Null));
    house.close().await;
    let (house, admin, _) = House::founded().await;
    let refused = keep_at(&admin, &root(&admin, "own").await, json!("nas")).await;
    assert_eq!(refused.problem(422), "no_such_place");
    assert_eq!(admin.get("/api/documents/places").await.expect(200).json(), json!([]));
    house.close().await;
}

#[tokio::test]
async fn a_disk_that_is_not_there_takes_nothing_and_loses_nothing() {
    let (house, admin, ada) = House::with_places(&["nas"]).await;
    let own = root(&admin, "own").await;
    let there = folder(&admin, &own, "There").await;
    keep_at(&admin, &there, json!("nas")).await.expect(200);
    let note = stored(&admin, &there, "note.txt", "words").await;
    let upload = begun(&admin, &there, "film.txt", 4).await;
    piece(&admin, &upload, 0, "ab").send().await.expect(204);
    unmount(&house);
    let path = format!("/api/documents/files/{note}/content");
    let away = admin.get(&*path).await;
    let told = away.json()["detail"].to_string();
    assert!(told.contains("the place nas") && !told.contains("unmounted") && !told.contains("daybook-"), "{told}");
    assert_eq!(away.problem(503), "place_away");
    assert_eq!(put(&admin, &there, "more.txt", "more").await.problem(503), "place_away");
    assert_eq!(look(&admin, &upload).await.status(), 503);
    assert_eq!(piece(&admin, &upload, 2, "cd").send().await.problem(503), "place_away");
    assert_eq!(admin.get(format!("/api/documents/files/{note}/thumbnail")).await.problem(503), "place_away");
    assert_eq!(admin.get("/api/documents/places").await.expect(200).json()[0]["is_there"], false);
    let room = admin.get(format!("/api/documents/folders/{there}/quota")).await.expect(200).json();
    assert_eq!(room["left_bytes"], 0);
    stored(&admin, &own, "home.txt", "home").await;
    house.advance(Duration::hours(30));
    let house = house.restarted().await;
    let admin = house.visitor();
    admin.log_in(house.tray(), &ada).await;
    assert_eq!(admin.get(&*path).await.status(), 503, "the house starts without it");
    mount(&house);
    assert_eq!(content(&admin, &note).await, b"words");
    stored(&admin, &there, "more.txt", "more").await;
    assert_eq!((lying(&house, "nas", &hash(b"words")), lying(&house, "nas", &hash(b"more"))), (1, 1));
    house.close().await;
}

#[tokio::test]
async fn what_no_file_needs_goes_there_as_at_home() {
    let (house, admin, _) = House::with_places(&["nas"]).await;
    let own = root(&admin, "own").await;
    keep_at(&admin, &own, json!("nas")).await.expect(200);
    let note = stored(&admin, &own, "note.txt", "not needed").await;
    stored(&admin, &own, "other.txt", "needed").await;
    admin.delete(format!("/api/documents/nodes/{note}")).await.expect(200);
    admin.delete(format!("/api/documents/trash/{note}")).await.expect(200);
    let old = std::time::SystemTime::UNIX_EPOCH;
    for entry in walk(&house.path("nas")) {
        std::fs::File::open(entry).expect("a file").set_modified(old).expect("older");
    }
    house.advance(Duration::hours(7));
    until("it is swept", async || lying(&house, "nas", &hash(b"not needed")) == 0).await;
    assert_eq!(lying(&house, "nas", &hash(b"needed")), 1);
    house.close().await;
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let paths = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn an_erasure_waits_for_a_place_that_is_away() {
    let (house, admin, ada) = House::with_places(&["nas"]).await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let own = root(&bobs, "own").await;
    keep_at(&bobs, &own, json!("nas")).await.expect(200);
    stored(&bobs, &own, "diary.txt", "dear diary").await;
    unmount(&house);
    admin.prove(&ada).await;
    let path = format!("/api/identity/accounts/{}/erasure", bob.account);
    admin.post(path, json!({ "name": "Bob" })).await.expect(202);
    mount(&house);
    assert_eq!(lying(&house, "nas", &hash(b"dear diary")), 1);
    house.advance(Duration::minutes(11));
    until("it is finished", async || lying(&house, "nas", &hash(b"dear diary")) == 0).await;
    house.leave().await;
}
