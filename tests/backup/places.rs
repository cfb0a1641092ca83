//! Places of files outside the data folder: a backup has their bytes, and one that is not there takes none out of it.

use std::fs;

use axum::http::Method;
use serde_json::json;
use tests::{Store, Visitor};

use crate::{Kept, kept::text};

async fn store(admin: &Visitor, folder: &str, name: &str, bytes: &'static [u8]) {
    let path = format!("/api/documents/folders/{folder}/files/{name}");
    admin.ask(Method::PUT, path).body("text/plain", bytes).send().await.expect(201);
}

/// A house that can keep files in another folder.
fn beside_a_folder() -> Kept {
    let kept = Kept::in_a_folder();
    let nas = kept.beside("nas");
    fs::create_dir(&nas).expect("a folder");
    kept.write("daybook.toml", format!("[files.places]\nnas = \"{}\"\n", text(&nas)).as_bytes());
    kept
}

/// A file at home and one at its place, in a house that has stopped.
async fn with_a_place(kept: &Kept) {
    let (house, admin, _) = kept.move_in().await;
    let spaces = admin.get("/api/documents/spaces").await.expect(200).items();
    let root = spaces[0]["root"].as_str().expect("a root").to_owned();
    store(&admin, &root, "home.txt", b"at home").await;
    let rules = admin.ask(Method::PUT, format!("/api/documents/folders/{root}/rules"));
    rules.json(&json!({ "own": { "place": "nas" } })).send().await.expect(200);
    store(&admin, &root, "there.txt", b"at the place").await;
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_backup_holds_what_lies_at_places_and_a_restored_house_has_it_at_home() {
    let kept = beside_a_folder();
    with_a_place(&kept).await;
    assert_eq!(
        kept.place.run(&["files", "verify"]).expect(0).out,
        "All 2 contents are as they were stored (1 kB on disk).\n"
    );
    let generation = kept.generation();
    kept.is_sound(&generation);
    let restored = kept.restore(&generation, "restored");
    fs::remove_dir_all(kept.beside("nas")).expect("removed");
    let verified = restored.run(&["files", "verify"]).expect(0);
    assert!(verified.out.starts_with("All 2 contents are as they were stored"), "{verified:?}");
}

#[tokio::test]
async fn a_backup_holds_what_lies_in_a_bucket_and_keeps_it_while_the_store_does_not_answer() {
    let (kept, store) = (Kept::in_a_folder(), Store::start().await);
    kept.write("daybook.toml", store.as_written("nas", "house").as_bytes());
    with_a_place(&kept).await;
    assert_eq!(
        kept.place.run(&["files", "verify"]).expect(0).out,
        "All 2 contents are as they were stored (1 kB on disk).\n"
    );
    let generation = kept.generation();
    kept.is_sound(&generation);
    store.stop();
    let made = kept.run(&["backup"], &[]).expect(1);
    assert!(made.err.contains("the place nas is not there") && !made.err.contains("a word for the store"), "{made:?}");
    let restored = kept.restore(&generation, "restored");
    let verified = restored.run(&["files", "verify"]).expect(0);
    assert!(verified.out.starts_with("All 2 contents are as they were stored"), "{verified:?}");
}

#[tokio::test]
async fn while_a_place_is_away_it_is_told_and_a_backup_keeps_what_the_last_one_had() {
    let kept = beside_a_folder();
    with_a_place(&kept).await;
    kept.generation();
    fs::rename(kept.beside("nas"), kept.beside("unmounted")).expect("renamed");
    fs::create_dir(kept.beside("nas")).expect("a folder");
    let verified = kept.place.run(&["files", "verify"]).expect(1);
    assert!(verified.err.contains("is its disk mounted?") && verified.err.contains("1 versions"), "{verified:?}");
    let made = kept.run(&["backup"], &[]).expect(1);
    assert!(made.err.contains("the place nas is not there"), "{made:?}");
    assert_eq!(fs::read_dir(kept.beside("nas")).expect("a folder").count(), 0);
    let checked = kept.run(&["backup", "check"], &[]).expect(1).json();
    assert!(checked["flaws"][0].as_str().is_some_and(|flaw| flaw.contains("the place nas")), "{checked}");
    let restored = kept.beside("restored");
    kept.run(&["restore"], &["--to", text(&restored)]).expect(0);
    fs::remove_dir(kept.beside("nas")).expect("removed");
    fs::rename(kept.beside("unmounted"), kept.beside("nas")).expect("renamed");
    kept.place.run(&["files", "verify"]).expect(0);
    let house = tests::Place::at(&restored);
    assert!(
        house.run(&["files", "verify"]).expect(0).out.starts_with("All 2 "),
        "the bytes came from the first backup"
    );
}
