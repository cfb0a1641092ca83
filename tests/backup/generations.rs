//! Backups one after the other: each whole by itself, the oldest go, and blobs are kept once.

use std::fs;

use tests::{Running, until};

use crate::Kept;

fn blob(kept: &Kept, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_string();
    kept.write(&format!("blobs/{}/{hash}", &hash[..2]), bytes);
    hash
}

fn kept_blobs(kept: &Kept) -> usize {
    kept.files().iter().filter(|path| path.starts_with(kept.backups().join("blobs"))).count()
}

#[tokio::test]
async fn two_in_a_row_are_both_sound() {
    let (kept, _) = Kept::lived_in().await;
    let (first, second) = (kept.back_up(), kept.back_up());
    assert_ne!(first["generation"], second["generation"]);
    // The first one was written down in between.
    assert_eq!(first["head"].as_u64().map(|head| head + 1), second["head"].as_u64());
    for made in [first, second] {
        kept.is_sound(made["generation"].as_str().expect("a name"));
    }
}

#[tokio::test]
async fn two_at_once_wait_for_each_other() {
    let (kept, _) = Kept::lived_in().await;
    let house = Running::start(&kept.place).await;
    let mut others: Vec<_> = (0..3).map(|_| kept.command(&["backup"], &[]).spawn().expect("it starts")).collect();
    for other in &mut others {
        assert!(other.wait().expect("it ends").success());
    }
    assert!(house.stop().await.success());
    let names: Vec<_> = fs::read_dir(kept.backups()).expect("backups").map(|it| it.expect("one").file_name()).collect();
    let generations: Vec<_> = names.iter().filter_map(|name| name.to_str()).filter(|it| it.starts_with("20")).collect();
    assert_eq!(generations.len(), 3, "{names:?}");
    for generation in generations {
        kept.is_sound(generation);
    }
}

#[tokio::test]
async fn the_oldest_go_and_take_with_them_what_nobody_needs() {
    let (kept, _) = Kept::lived_in().await;
    let (passing, lasting) = (blob(&kept, b"only in the first"), blob(&kept, b"in all of them"));
    let first = kept.generation();
    fs::remove_file(kept.place.path().join(format!("blobs/{}/{passing}", &passing[..2]))).expect("removed");
    let second = kept.run(&["backup"], &["--keep", "2"]).expect(0).json();
    assert_eq!((second["removed"].as_array().map(Vec::len), kept_blobs(&kept)), (Some(0), 2));
    let third = kept.run(&["backup"], &["--keep", "2"]).expect(0).json();
    assert_eq!((third["removed"][0].as_str(), kept_blobs(&kept)), (Some(first.as_str()), 1));
    for made in [second, third] {
        kept.is_sound(made["generation"].as_str().expect("a name"));
    }
    assert!(kept.files().iter().any(|path| path.ends_with(&lasting)));
}

#[tokio::test]
async fn a_damaged_backup_is_left_to_a_person_and_so_is_all_it_may_need() {
    let (kept, _) = Kept::lived_in().await;
    blob(&kept, b"needed");
    let first = kept.generation();
    fs::write(kept.backups().join(&first).join("manifest.json"), b"{").expect("damaged");
    fs::remove_dir_all(kept.place.path().join("blobs")).expect("removed");
    kept.generation();
    let third = kept.run(&["backup"], &["--keep", "1"]).expect(0).json();
    assert_eq!(third["removed"].as_array().map(Vec::len), Some(1));
    assert!(kept.backups().join(&first).exists());
    assert_eq!(kept_blobs(&kept), 1);
}

#[tokio::test]
async fn only_new_blobs_are_copied() {
    let (kept, _) = Kept::lived_in().await;
    let large: Vec<u8> = (0..3_000_000_u32).map(|number| (number % 251) as u8).collect();
    blob(&kept, &large);
    let written = |kept: &Kept| kept.back_up()["written_bytes"].as_u64().expect("a number");
    assert!(written(&kept) > 3_000_000);
    blob(&kept, b"a small one");
    let second = written(&kept);
    assert!(second < 1_000_000, "{second}");
    assert_eq!(kept_blobs(&kept), 2);
}

#[tokio::test]
async fn a_blob_that_is_damaged_in_the_house_is_told_and_everything_else_is_kept() {
    let (kept, ada) = Kept::lived_in().await;
    let damaged = blob(&kept, b"whole");
    kept.write(&format!("blobs/{}/{damaged}", &damaged[..2]), b"blown");
    let outcome = kept.run(&["backup"], &[]).expect(1);
    assert!(outcome.err.contains(&damaged), "{outcome:?}");
    let made = outcome.json();
    assert_eq!(made["unsound_blobs"].as_array().map(Vec::len), Some(1));
    let verdict = kept.run(&["backup", "check"], &[]).expect(1).json();
    assert!(verdict["flaws"][0].as_str().is_some_and(|flaw| flaw.contains("was damaged")), "{verdict}");
    let house = Running::start(&kept.place).await;
    until("ada hears of it", async || {
        house.tray().alerts().await.iter().any(|letter| letter.to == ada.email && letter.body.contains(&damaged))
    })
    .await;
    assert!(house.stop().await.success());
}
