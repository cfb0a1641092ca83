//! A restored house is the same house.

use std::{fs, path::Path};

use eventlog::Recorded;
use serde_json::json;
use tests::{Place, Running, contents_at_rest};

use crate::{
    Kept,
    kept::{rename, text},
};

async fn events(folder: &Path) -> Vec<Recorded> {
    let log = eventlog::open(&format!("sqlite:{}", folder.join("log.sqlite").display())).await.expect("the log");
    let slice = log.read(0, usize::MAX).await.expect("readable");
    log.close().await.expect("closed");
    slice.events
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else if fs::metadata(&path).is_ok_and(|it| it.is_file()) {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

#[tokio::test]
async fn a_restored_house_is_the_same_byte_for_byte() {
    let (kept, _) = Kept::lived_in().await;
    let blob = blake3::hash(b"a document").to_string();
    kept.write(&format!("blobs/{}/{blob}", &blob[..2]), b"a document");
    kept.write("tls/own.key", b"the key of the house");
    kept.write("daybook.toml", b"# ours\n[mail]\nuser = \"house\"\npassword = \"a secret\"\n");
    let before = kept.beside("before");
    copy(kept.place.path(), &before);
    let generation = kept.generation();
    let restored = kept.restore(&generation, "restored");
    assert_eq!(events(restored.path()).await, events(&before).await);
    assert_eq!(contents_at_rest(restored.path()).await, contents_at_rest(&before).await);
    for file in [&format!("blobs/{}/{blob}", &blob[..2]), "tls/own.key", "daybook.toml"] {
        let read = |folder: &Path| fs::read(folder.join(file)).expect("readable");
        assert_eq!(read(restored.path()), read(&before), "{file}");
    }
    restored.run(&["log", "verify"]).expect(0);
}

#[tokio::test]
async fn a_restored_house_is_told_of_by_the_path_it_has() {
    let (kept, _) = Kept::lived_in().await;
    kept.generation();
    let elsewhere = kept.beside("elsewhere/deep");
    fs::create_dir_all(&elsewhere).expect("a folder");
    std::os::unix::fs::symlink(&elsewhere, kept.beside("link")).expect("a link");
    for (asked, name) in [("not-there/../first", "first"), ("link/../second", "elsewhere/second")] {
        let done = kept.run(&["restore"], &["--to", text(&kept.beside(asked))]).expect(0).json();
        let target = fs::canonicalize(kept.beside(name)).expect("restored there");
        assert_eq!(done["to"], text(&target), "{asked}");
    }
}

#[tokio::test]
async fn people_come_in_with_the_same_password_and_stay_in_with_the_same_session() {
    let kept = Kept::in_a_folder();
    let (house, visitor, ada) = kept.move_in().await;
    let position = rename(&visitor, 7).await;
    let word = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let own = word(&visitor.get("/api/documents/spaces").await.expect(200).items()[0]["root"]);
    let put = |bytes: &'static str| {
        let path = format!("/api/documents/folders/{own}/files/note.txt");
        visitor.ask(axum::http::Method::PUT, path).body("text/plain", bytes).send()
    };
    let file = word(&put("as it was").await.expect(201).json()["id"]);
    let generation = kept.generation();
    rename(&visitor, 8).await;
    put("as it became").await.expect(200);
    assert!(house.stop().await.success());
    let restored = kept.restore(&generation, "restored");
    let house = Running::start(&restored).await;
    let back = visitor.at(&house);
    assert_eq!(back.get("/api/household/settings").await.expect(200).json()["name"], "house 7");
    assert_eq!(back.get(format!("/api/documents/files/{file}/content")).await.expect(200).bytes(), b"as it was");
    assert_eq!(back.get(format!("/api/history/entries/{position}")).await.expect(200).json()["position"], position);
    house.visitor().log_in(house.tray(), &ada).await;
    rename(&back, 9).await;
    assert!(house.stop().await.success());
    restored.run(&["log", "verify"]).expect(0);
}

/// A view in which nothing happened may not have come as far as the others, and is replayed then.
fn views_are_compared(verdict: &serde_json::Value) {
    let same = verdict["same_views"].as_array().expect("a list");
    for view in ["identity", "household", "alerts", "history"] {
        assert!(same.contains(&json!(view)), "{view}: {verdict}");
    }
}

#[tokio::test]
async fn the_views_of_a_backup_are_compared_with_those_of_the_house() {
    let kept = Kept::in_a_folder();
    let (house, visitor, _) = kept.move_in().await;
    rename(&visitor, 1).await;
    views_are_compared(&kept.is_sound(&kept.generation()));
    assert!(house.stop().await.success());
    views_are_compared(&kept.is_sound(&kept.generation()));
}

#[tokio::test]
async fn nothing_is_restored_over_a_house() {
    let (kept, _) = Kept::lived_in().await;
    let generation = kept.generation();
    let there = kept.place.run(&["log", "export"]).expect(0).out;
    let refused = |to: &Path, more: &[&str]| {
        let outcome = kept.run(&["restore"], &[&["--to", text(to)], more].concat());
        outcome.expect(2).err
    };
    assert!(refused(kept.place.path(), &[]).contains("not empty"));
    assert_eq!(kept.place.run(&["log", "export"]).expect(0).out, there);
    let nowhere = kept.beside("nowhere");
    assert!(refused(&nowhere, &["--generation", "20200101T000000Z"]).contains("no backup 20200101T000000Z"));
    assert!(!nowhere.exists());
    let empty = kept.beside("empty");
    fs::create_dir(&empty).expect("a folder");
    kept.run(&["restore"], &["--generation", &generation, "--to", text(&empty)]).expect(0);
    Place::at(&empty).run(&["log", "verify"]).expect(0);
}

#[test]
fn a_backup_is_not_put_into_the_house_and_needs_one() {
    let kept = Kept::in_a_folder();
    assert!(kept.run(&["backup"], &[]).expect(2).err.contains("there is no house"));
    fs::create_dir_all(kept.place.path()).expect("a folder");
    assert!(kept.run(&["backup"], &[]).expect(2).err.contains("there is no log"));
    let (inside, passphrase) = (kept.place.path().join("backups"), kept.passphrase_file());
    let outcome = kept.place.run(&["backup", text(&inside), "--passphrase-file", text(&passphrase)]).expect(2);
    assert!(outcome.err.contains("within the house") && !inside.exists(), "{outcome:?}");
    assert!(kept.run(&["backup", "check"], &[]).expect(2).err.contains("there is no folder"));
    kept.write("this-is-a-demo", b"");
    assert!(kept.run(&["backup"], &[]).expect(2).err.contains("a demo"));
}

#[tokio::test]
async fn a_log_in_a_place_of_its_own_is_found_and_told_of() {
    let kept = Kept::in_a_folder();
    let within = "log = \"sqlite:deep/log.sqlite\"\n";
    kept.write("daybook.toml", within.as_bytes());
    kept.write("deep/readme", b"");
    let (house, ..) = kept.move_in().await;
    assert!(house.stop().await.success());
    let restored = kept.restore(&kept.generation(), "restored");
    assert!(restored.path().join("deep/log.sqlite").exists());
    restored.run(&["log", "verify"]).expect(0);
    // A restored house would go on writing into the log of the old one.
    let elsewhere = kept.beside("elsewhere.sqlite");
    fs::copy(kept.place.path().join("deep/log.sqlite"), &elsewhere).expect("copied");
    kept.write("daybook.toml", format!("log = \"sqlite:{}\"\n", elsewhere.display()).as_bytes());
    kept.generation();
    let target = kept.beside("restored again");
    let outcome = kept.run(&["restore"], &["--to", text(&target)]).expect(0);
    assert!(outcome.err.contains("set log = \"sqlite:log.sqlite\""), "{outcome:?}");
    assert!(target.join("log.sqlite").exists());
}
