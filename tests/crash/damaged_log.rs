//! A log that is not what was written is named at the start, and not served.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tests::{Outcome, Person, Place, Running};

fn log_file(place: &Place) -> PathBuf {
    place.path().join("log.sqlite")
}

/// A house with several pages of events, so that most of them are no longer the newest.
async fn lived_in() -> Place {
    let place = Place::new();
    let house = Running::start(&place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    visitor.log_in(house.tray(), &ada).await;
    for number in 0..600 {
        let change = serde_json::json!({ "name": format!("house {number}") });
        visitor.patch("/api/household/settings", change).await.expect(200);
    }
    assert!(house.stop().await.success());
    place
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}

fn flip(file: &Path, at: usize) {
    let mut bytes = fs::read(file).expect("a file");
    bytes[at] ^= 0xff;
    fs::write(file, bytes).expect("written");
}

/// Starting must fail, soon, and say what is wrong with the log.
fn refused(place: &Place) -> Outcome {
    let outcome = place.run(&["serve"]).expect(1);
    assert!(outcome.err.contains("log"), "{outcome:?}");
    assert!(!outcome.err.contains("Daybook is at"), "it was served: {outcome:?}");
    outcome
}

#[tokio::test]
async fn a_flipped_byte_anywhere_among_the_events_is_found_and_not_served() {
    let whole = lived_in().await;
    let bytes = fs::read(log_file(&whole)).expect("the log");
    let sentence = b"house 17";
    let in_an_event = bytes.windows(sentence.len()).position(|window| window == sentence);
    let in_an_event = in_an_event.expect("what happened stands in the file");
    for at in [in_an_event, bytes.len() / 3, bytes.len() * 2 / 3] {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::at(&folder.path().join("house"));
        copy(whole.path(), place.path());
        flip(&log_file(&place), at);
        let outcome = place.run(&["log", "verify"]);
        if at != in_an_event && outcome.code == Some(0) {
            // The byte lay in free space: nothing that was written has changed.
            continue;
        }
        assert!(outcome.err.contains("damaged"), "byte {at}: {outcome:?}");
        assert!(refused(&place).err.contains("damaged"));
    }
    let outcome = Place::at(whole.path()).run(&["log", "verify"]);
    outcome.expect(0);
}

/// What is done to a file.
type Damage = fn(&Path);

#[tokio::test]
async fn a_log_that_was_cut_off_or_lost_is_found_and_not_served() {
    let whole = lived_in().await;
    let damages: [(&str, Damage); 4] = [
        ("cut in half", |file| {
            let length = fs::metadata(file).expect("a file").len() / 2;
            fs::File::options().write(true).open(file).expect("a file").set_len(length).expect("cut");
        }),
        ("emptied", |file| fs::write(file, b"").expect("emptied")),
        ("overwritten", |file| fs::write(file, vec![0x5a; 100_000]).expect("overwritten")),
        ("lost", |file| fs::remove_file(file).expect("removed")),
    ];
    for (what, damage) in damages {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::at(&folder.path().join("house"));
        copy(whole.path(), place.path());
        damage(&log_file(&place));
        let outcome = refused(&place);
        assert!(!outcome.err.is_empty(), "{what}");
        assert_ne!(place.run(&["log", "verify"]).code, Some(0), "{what}");
    }
}

#[tokio::test]
async fn an_older_log_than_the_views_have_seen_is_not_served() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let (visitor, mut ada) = (house.visitor(), Person::named("Ada"));
    visitor.found(&house.token().await, &mut ada).await.expect(201);
    assert!(house.stop().await.success());
    let older = fs::read(log_file(&place)).expect("the log");
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    assert!(house.stop().await.success());
    fs::write(log_file(&place), older).expect("an older backup");
    let outcome = refused(&place);
    assert!(outcome.err.contains("has seen"), "{outcome:?}");
}
