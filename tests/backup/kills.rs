//! A backup that is killed: what was there is whole, and the next one is.

use std::{fs, time::Duration};

use tests::eventually;
use uuid::Uuid;

use crate::Kept;

const KILLS: usize = 12;

fn unfinished(kept: &Kept) -> Vec<String> {
    let Ok(entries) = fs::read_dir(kept.backups()) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| name.starts_with(".unfinished")).collect()
}

/// The machine decides when; it is in the middle of it already.
async fn a_moment() {
    let (random, _) = Uuid::new_v4().as_u64_pair();
    tokio::time::sleep(Duration::from_millis(random % 150)).await;
}

#[tokio::test]
async fn a_killed_backup_leaves_the_old_ones_whole_and_the_next_one_is_fine() {
    let kept = Kept::in_a_folder();
    let (house, visitor, _) = kept.move_in().await;
    let blob = vec![9; 4_000_000];
    kept.write(&format!("blobs/{}", blake3::hash(&blob)), &blob);
    crate::kept::rename(&visitor, 1).await;
    let first = kept.generation();
    let mut cut_short = 0;
    for number in 0..KILLS {
        let fresh = vec![number as u8; 1_000_000];
        kept.write(&format!("blobs/{}", blake3::hash(&fresh)), &fresh);
        let mut backup = kept.command(&["backup"], &[]).spawn().expect("it starts");
        eventually("it has begun", async || {
            (!unfinished(&kept).is_empty() || backup.try_wait().expect("its state").is_some()).then_some(())
        })
        .await;
        a_moment().await;
        backup.kill().expect("killed");
        backup.wait().expect("gone");
        cut_short += usize::from(!unfinished(&kept).is_empty());
        kept.is_sound(&first);
    }
    assert!(cut_short > 0, "none was killed in the middle");
    let last = kept.generation();
    assert!(unfinished(&kept).is_empty());
    kept.is_sound(&last);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_killed_restore_leaves_no_house_and_no_secrets_that_the_next_one_does_not_clear() {
    let (kept, _) = Kept::lived_in().await;
    let generation = kept.generation();
    let (target, beside) = (kept.beside("restored"), kept.beside(".restored.restoring"));
    for _ in 0..KILLS {
        let to = target.to_str().expect("text").to_owned();
        let mut restore = kept.command(&["restore"], &["--to", &to]).spawn().expect("it starts");
        eventually("it has begun", async || {
            (beside.exists() || target.exists() || restore.try_wait().expect("its state").is_some()).then_some(())
        })
        .await;
        let (random, _) = Uuid::new_v4().as_u64_pair();
        tokio::time::sleep(Duration::from_millis(random % 40)).await;
        restore.kill().expect("killed");
        restore.wait().expect("gone");
        // It is there as a whole, or not at all.
        if target.exists() {
            tests::Place::at(&target).run(&["log", "verify"]).expect(0);
            fs::remove_dir_all(&target).expect("removed");
        }
    }
    kept.restore(&generation, "restored").run(&["log", "verify"]).expect(0);
    assert!(!beside.exists());
}
