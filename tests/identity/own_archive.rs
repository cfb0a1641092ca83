//! What somebody takes away of themselves: all of it, nothing of others, and no secret.

use std::io::{Cursor, Read as _};

use chrono::Duration;
use serde_json::{Value, json};
use tests::{House, Visitor};

use crate::apps::set_up;

const DATA: &str = "/api/identity/account/data.zip";
const FILES: [&str; 9] = [
    "README.txt",
    "account.json",
    "rights.json",
    "ways-to-log-in.json",
    "hears-of.json",
    "sessions.json",
    "keys.json",
    "alerts.json",
    "diary.json",
];

/// The archive, unpacked by a reader that is not ours: names and texts.
async fn taken(visitor: &Visitor) -> Vec<(String, String)> {
    let answer = visitor.get(DATA).await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    let name = answer.header("content-disposition").expect("a name");
    assert!(name.starts_with("attachment; filename=\"daybook-my-data-"), "{name}");
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.bytes().to_vec())).expect("an archive");
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let (mut file, mut text) = (archive.by_index(place).expect("a file"), String::new());
        let name = file.name().expect("a name").into_owned();
        file.read_to_string(&mut text).expect("text");
        files.push((name, text));
    }
    files
}

fn read(files: &[(String, String)], name: &str) -> Value {
    let (_, text) = files.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"))
}

async fn keep_a_note(visitor: &Visitor) {
    let own =
        visitor.get("/api/documents/spaces").await.expect(200).items()[0]["root"].as_str().expect("a root").to_owned();
    let folder =
        visitor.post("/api/documents/folders", json!({ "parent": own, "name": "Papers" })).await.expect(201).json();
    let path = format!("/api/documents/folders/{}/files/note.txt", folder["id"].as_str().expect("an id"));
    visitor.ask(axum::http::Method::PUT, path).body("text/plain", "my own words").send().await.expect(201);
}

#[tokio::test]
async fn a_file_that_was_cut_is_never_taken_away_as_if_it_were_whole() {
    let (house, admin, _) = House::founded().await;
    let own =
        admin.get("/api/documents/spaces").await.expect(200).items()[0]["root"].as_str().expect("a root").to_owned();
    keep_a_note(&admin).await;
    let blob = file_below(&house.path("blobs").join(own)).expect("its bytes");
    std::fs::OpenOptions::new().write(true).open(blob).and_then(|file| file.set_len(3)).expect("cut");
    assert!(admin.ask(axum::http::Method::GET, DATA).try_send().await.is_none());
    house.close().await;
}

/// The first file in a folder, however deep.
fn file_below(folder: &std::path::Path) -> Option<std::path::PathBuf> {
    let mut entries = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    entries.find_map(|path| if path.is_dir() { file_below(&path) } else { Some(path) })
}

#[tokio::test]
async fn a_person_takes_all_that_is_theirs_away_and_nothing_of_others() {
    let (house, admin, _) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let (eves, _) = house.moves_in(&admin, "Eve", "member").await;
    set_up(&house, &bobs).await;
    let key = json!({ "name": "Heating", "scopes": ["household:look"] });
    let token = bobs.post("/api/identity/keys", key).await.expect(201).json()["token"].clone();
    bobs.post("/api/alerts/subscriptions", json!({ "context": "household", "least": "notice" })).await.expect(200);
    eves.patch("/api/identity/account", json!({ "name": "Evelyn" })).await.expect(200);
    keep_a_note(&bobs).await;
    house.settle().await;
    let files = taken(&bobs).await;
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((&names[..FILES.len()], &names[FILES.len()..]), (&FILES[..], &["files/Papers/note.txt"][..]));
    assert_eq!(files.last().expect("a file").1, "my own words");
    assert_eq!(read(&files, "account.json")["email"], bob.email.as_str());
    assert_eq!(read(&files, "rights.json")["household"], "act");
    assert_eq!(read(&files, "ways-to-log-in.json")["items"][0]["name"], "Phone");
    assert_eq!(read(&files, "keys.json")[0]["name"], "Heating");
    assert_eq!(read(&files, "hears-of.json"), json!([{ "context": "household", "least": "notice" }]));
    assert_eq!(read(&files, "sessions.json").as_array().map(Vec::len), Some(1));
    let diary = read(&files, "diary.json");
    let diary = diary.as_array().expect("entries");
    assert!(
        diary.len() > 5
            && diary.iter().all(|entry| {
                let is_bob = |part: &str| {
                    entry[part]["account"] == bob.account.as_str() || entry[part]["id"] == bob.account.as_str()
                };
                is_bob("who") || is_bob("concerns")
            }),
        "{diary:#?}"
    );
    for (name, text) in &files {
        assert!(!text.contains("Evelyn") && !text.contains(&bob.password), "{name}");
        assert!(!text.contains(token.as_str().expect("a key")), "{name}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_long_life_is_packed_page_by_page_and_is_whole() {
    let (house, admin, ada) = House::founded().await;
    for number in 0..450 {
        admin.patch("/api/identity/account", json!({ "name": format!("Ada {number}") })).await.expect(200);
    }
    house.settle().await;
    let diary = read(&taken(&admin).await, "diary.json");
    let positions: Vec<_> = diary.as_array().expect("entries").iter().map(|it| it["position"].as_u64()).collect();
    assert!(positions.len() > 450 && positions.is_sorted(), "{}", positions.len());
    let listed = admin.get(format!("/api/history/export.jsonl?person={}", ada.account)).await.expect(200);
    assert_eq!(positions.len(), listed.text().lines().count());
    house.close().await;
}

#[tokio::test]
async fn whoever_wants_it_proves_first_who_they_are_and_comes_without_a_key() {
    let (house, admin, ada) = House::founded().await;
    house.visitor().get(DATA).await.problem(401);
    let key = json!({ "name": "All", "scopes": ["*:act"] });
    let token = admin.post("/api/identity/keys", key).await.expect(201).json()["token"].clone();
    let bearer = format!("Bearer {}", token.as_str().expect("a key"));
    let visitor = house.visitor();
    let with_key = visitor.ask(axum::http::Method::GET, DATA).header("authorization", &bearer).send().await;
    assert_eq!(with_key.problem(403), "not_allowed");
    house.advance(Duration::minutes(10));
    assert_eq!(admin.get(DATA).await.problem(403), "proof_needed");
    admin.prove(&ada).await.expect(200);
    taken(&admin).await;
    house.close().await;
}
