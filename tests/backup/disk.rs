//! A disk that is full in the middle of a backup: nothing is lost, somebody hears of it, and once
//! there is room the next one is made.

use std::{fs, io::Write as _, path::Path};

use serde_json::Value;
use tests::{Running, SmallDisk, until};

use crate::{
    Kept,
    kept::{rename, text},
};

fn back_up(kept: &Kept, disk: &SmallDisk) -> tests::Outcome {
    let (place, passphrase) = (disk.path().join("backups"), kept.passphrase_file());
    kept.place.run(&["backup", text(&place), "--passphrase-file", text(&passphrase), "--json"])
}

/// What a file takes at least of a disk in memory.
const PAGE: u64 = 4096;

/// What the files of a backup take of the disk.
fn room_for(generation: &Path) -> u64 {
    let files = fs::read_dir(generation).expect("a backup").map(|entry| entry.expect("a file").metadata());
    files.map(|it| it.expect("its length").len().next_multiple_of(PAGE)).sum()
}

fn bytes_of(folder: &Path, name: &str) -> u64 {
    fs::metadata(folder.join(name)).expect("a file").len()
}

#[tokio::test]
async fn a_full_disk_ends_a_backup_and_nothing_else() {
    let Some(disk) = SmallDisk::mount(24) else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: the test of a full disk, as only root may mount a small one");
        return;
    };
    let kept = Kept::in_a_folder();
    let (house, visitor, ada) = kept.move_in().await;
    rename(&visitor, 1).await;
    let made: Value = back_up(&kept, &disk).expect(0).json();
    let first = disk.path().join("backups").join(made["generation"].as_str().expect("a name"));
    let (secrets, log) = (bytes_of(&first, "secrets.sealed"), bytes_of(&first, "log.sqlite"));
    for room in [0, secrets / 2, secrets + log / 2, room_for(&first) - PAGE] {
        disk.fill_but(room);
        let outcome = back_up(&kept, &disk).expect(1);
        assert!(outcome.err.contains("full") || outcome.err.contains("No space"), "{room}: {outcome:?}");
        disk.free();
        let names: Vec<_> = fs::read_dir(disk.path().join("backups")).expect("a folder").collect();
        assert_eq!(names.len(), 2, "{room}: {names:?}");
    }
    until("ada hears of it", async || {
        let told = |letter: &tests::Letter| letter.to == ada.email && letter.body.contains("The backup failed");
        house.tray().alerts().await.iter().any(told)
    })
    .await;
    let made = back_up(&kept, &disk).expect(0).json();
    assert!(house.stop().await.success());
    let (place, passphrase) = (disk.path().join("backups"), kept.passphrase_file());
    for generation in [first.file_name().and_then(|it| it.to_str()), made["generation"].as_str()] {
        let check = ["backup", "check", text(&place), "--passphrase-file", text(&passphrase), "--generation"];
        kept.place.run(&[&check[..], &[generation.expect("a name")]].concat()).expect(0);
    }
    let house = Running::start(&kept.place).await;
    assert!(house.stop().await.success());
}
