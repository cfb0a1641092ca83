//! Whatever happens to the files of a backup is found: before anything is restored, and by a check.

use std::{
    fs,
    path::{Path, PathBuf},
};

use commands::forget_people;
use domain::PersonId;
use tests::Outcome;
use uuid::Uuid;

use crate::{Kept, kept::text};

/// A backup with a file of every sort.
async fn whole() -> Kept {
    let (kept, _) = Kept::lived_in().await;
    kept.write("daybook.toml", b"[mail]\nuser = \"house\"\npassword = \"a secret\"\n");
    let blob = blake3::hash(b"a document").to_string();
    kept.write(&format!("blobs/{}/{blob}", &blob[..2]), b"a document");
    forget_people(&kept.place.path().join("vault.sqlite"), &[PersonId(Uuid::from_u128(7))]).expect("forgotten");
    let generation = kept.generation();
    kept.is_sound(&generation);
    kept
}

/// Both find it, and nothing is restored.
fn found(kept: &Kept, what: &str) -> Outcome {
    let target = kept.beside("restored");
    let outcome = kept.run(&["restore"], &["--to", text(&target)]);
    assert!(matches!(outcome.code, Some(1 | 2)), "{what}: {outcome:?}");
    assert!(!target.exists(), "{what}: something was restored");
    let verdict = kept.run(&["backup", "check"], &[]);
    assert!(matches!(verdict.code, Some(1 | 2)), "{what}: {verdict:?}");
    verdict
}

fn with_damage(kept: &Kept, file: &Path, what: &str, damage: impl FnOnce(&Path)) -> Outcome {
    let good = fs::read(file).expect("readable");
    damage(file);
    let verdict = found(kept, &format!("{} {what}", file.display()));
    fs::write(file, good).expect("mended");
    verdict
}

fn flip(file: &Path, at: usize) {
    let mut bytes = fs::read(file).expect("readable");
    bytes[at] ^= 1;
    fs::write(file, bytes).expect("written");
}

#[tokio::test]
async fn a_flipped_byte_is_found_in_every_file() {
    let kept = whole().await;
    let files = kept.files();
    let names: Vec<_> = files.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    for name in ["log.sqlite", "secrets.sealed", "daybook.toml", "manifest.json", "forgotten.json"] {
        assert!(names.contains(&name), "{name} is missing: {names:?}");
    }
    assert_eq!(files.len(), 6, "{names:?}");
    for file in &files {
        let length = fs::metadata(file).expect("a file").len() as usize;
        for at in [0, length / 2, length - 2] {
            let verdict = with_damage(&kept, file, &format!("byte {at}"), |file| flip(file, at));
            verdict.expect(1);
        }
    }
    kept.run(&["backup", "check"], &[]).expect(0);
}

#[tokio::test]
async fn what_was_cut_off_emptied_or_lost_is_found() {
    let kept = whole().await;
    for file in kept.files() {
        let length = fs::metadata(&file).expect("a file").len();
        let cut = |length: u64| {
            move |file: &Path| fs::File::options().write(true).open(file).expect("a file").set_len(length).expect("cut")
        };
        with_damage(&kept, &file, "cut in half", cut(length / 2)).expect(1);
        with_damage(&kept, &file, "cut by a byte", cut(length - 2)).expect(1);
        with_damage(&kept, &file, "emptied", cut(0)).expect(1);
        // Without a list, nobody was forgotten yet.
        if !file.ends_with("forgotten.json") {
            with_damage(&kept, &file, "lost", |file| fs::remove_file(file).expect("removed")).expect(1);
        }
    }
    kept.run(&["backup", "check"], &[]).expect(0);
}

#[tokio::test]
async fn a_file_nobody_wrote_is_found() {
    let kept = whole().await;
    let generation: PathBuf = kept.files().iter().find(|it| it.ends_with("manifest.json")).expect("one").into();
    let stranger = generation.with_file_name("log.sqlite-wal");
    fs::write(&stranger, b"what is this").expect("written");
    let verdict = found(&kept, "a stranger").expect(1);
    assert!(verdict.json()["flaws"][0].as_str().is_some_and(|flaw| flaw.contains("log.sqlite-wal")), "{verdict:?}");
}

#[tokio::test]
async fn a_log_with_other_events_under_a_good_hash_is_found() {
    let kept = whole().await;
    let (other, _) = Kept::lived_in().await;
    let foreign = other.generation();
    let own = kept.files().iter().find(|it| it.ends_with("manifest.json")).expect("one").clone();
    // Somebody who can compute hashes can put another house there, but not without its passphrase.
    fs::write(other.passphrase_file(), b"another good passphrase").expect("written");
    let sealed = other.generation();
    for name in ["log.sqlite", "manifest.json", "secrets.sealed"] {
        fs::copy(other.backups().join(&sealed).join(name), own.with_file_name(name)).expect("copied");
    }
    let outcome = kept.run(&["backup", "check"], &[]).expect(2);
    assert!(outcome.err.contains("passphrase"), "{outcome:?}");
    assert_ne!(foreign, sealed);
}
