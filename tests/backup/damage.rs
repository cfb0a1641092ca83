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

/// Puts other bytes into a manifest and signs it again, as anybody can.
fn forge(manifest: &Path, changes: &[(String, String)]) {
    let mut text = fs::read_to_string(manifest).expect("text");
    changes.iter().for_each(|(from, to)| text = text.replace(from, to));
    let (start, end) = (text.find(": {").expect("a start") + 2, text.rfind("},").expect("an end") + 1);
    let compact: String = text[start..end].split_whitespace().collect();
    let signed = format!("{{\"manifest\":{compact},\"blake3\":\"{}\"}}", blake3::hash(compact.as_bytes()));
    fs::write(manifest, signed).expect("written");
}

fn size_and_hash(file: &Path) -> (String, String) {
    let bytes = fs::read(file).expect("readable");
    (format!("\"bytes\": {},", bytes.len()), blake3::hash(&bytes).to_string())
}

#[tokio::test]
async fn another_log_under_good_hashes_is_found() {
    let (kept, _) = Kept::lived_in().await;
    let (first, second) = (kept.backups().join(kept.generation()), kept.backups().join(kept.generation()));
    let manifest = second.join("manifest.json");
    forge(&manifest, &[]);
    kept.run(&["backup", "check"], &[]).expect(0);
    // The log and the manifest of before, with the secrets of now.
    let (old, new) = (size_and_hash(&first.join("secrets.sealed")), size_and_hash(&second.join("secrets.sealed")));
    for name in ["log.sqlite", "manifest.json"] {
        fs::copy(first.join(name), second.join(name)).expect("copied");
    }
    forge(&manifest, &[(old.0, new.0), (old.1, new.1)]);
    let verdict = found(&kept, "another log").expect(1).json();
    assert!(verdict["flaws"][0].as_str().is_some_and(|flaw| flaw.contains("somebody exchanged it")), "{verdict}");
}
