//! A full disk: nothing is written, reading goes on, and so does writing when there is room again.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use bytes::Bytes;
use eventlog::{EventLog, Feed, LogError, Proposed, SqliteLog, verify};

use crate::making::{Dice, event, read_all, stream};

/// A small disk of its own.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// Nothing when this process may not mount one.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m,mode=0700", "none"]).arg(folder.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Self { folder })
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("log.db")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "the small disk stays mounted");
    }
}

/// A small disk, or word that this process may not have one.
#[allow(clippy::print_stderr, reason = "whoever runs the tests must see that this one did not run")]
fn small_disk() -> Option<SmallDisk> {
    let disk = SmallDisk::new();
    if disk.is_none() {
        eprintln!("SKIPPED: only root may mount a small disk, so what happens on a full one was not tried");
    }
    disk
}

fn sized(number: u64, length: u64) -> Proposed {
    let payload: Bytes = Dice::new(number).bytes(length);
    Proposed { payload, ..event(number) }
}

/// Appends until the disk is full; answers how many were taken.
async fn fill_up(log: &SqliteLog, from: u64, length: u64) -> u64 {
    for number in from.. {
        match log.append(stream(1), number, vec![sized(number, length)]).await {
            Ok(receipt) => assert_eq!(receipt.last, number + 1),
            Err(error) => {
                assert_eq!(error, LogError::Full);
                return number;
            }
        }
    }
    unreachable!("the disk never fills up")
}

async fn assert_holds(log: &SqliteLog, count: u64, length: u64) {
    let all = read_all(log, 1000).await.expect("reading on a full disk");
    assert_eq!(all.len() as u64, count);
    assert!((0..).zip(all).all(|(number, found)| found.payload == sized(number, length).payload));
}

async fn fill_and_free(path: &Path, length: u64) {
    let ballast = path.with_file_name("ballast");
    fs::write(&ballast, vec![7; 1 << 20]).expect("ballast");
    let log = SqliteLog::open(path).expect("a fresh log");
    let taken = fill_up(&log, 0, length).await;
    assert!(taken > 0);
    for attempt in 0..5 {
        let again = log.append(stream(2), 0, vec![sized(9_000_000 + attempt, 300_000)]).await;
        assert_eq!(again, Err(LogError::Full));
    }
    assert_eq!(*log.bell().borrow(), taken);
    assert_holds(&log, taken, length).await;
    fs::remove_file(&ballast).expect("making room");
    let more = fill_up(&log, taken, length).await;
    assert!(more > taken, "nothing could be written after there was room again");
    assert_holds(&log, more, length).await;
    drop(log);
    fs::write(&ballast, b"").expect("an empty file");
    let log = SqliteLog::open(path).expect("the log on a full disk");
    assert_holds(&log, more, length).await;
    drop(log);
    assert_eq!(verify(path, &mut |_, _| {}).expect("a whole log").events, more);
}

#[tokio::test]
async fn a_full_disk_stops_small_appends_until_there_is_room() {
    if let Some(disk) = small_disk() {
        fill_and_free(&disk.path(), 200).await;
    }
}

#[tokio::test]
async fn a_full_disk_stops_large_appends_until_there_is_room() {
    if let Some(disk) = small_disk() {
        fill_and_free(&disk.path(), 60_000).await;
    }
}

#[tokio::test]
async fn a_full_disk_refuses_a_whole_append_and_not_half_of_it() {
    let Some(disk) = small_disk() else {
        return;
    };
    let log = SqliteLog::open(&disk.path()).expect("a fresh log");
    log.append(stream(1), 0, vec![sized(0, 100)]).await.expect("appending");
    let wide: Vec<_> = (1..9).map(|number| sized(number, 1 << 19)).collect();
    assert_eq!(log.append(stream(1), 1, wide).await, Err(LogError::Full));
    let receipt = log.append(stream(1), 1, vec![sized(20, 100)]).await.expect("a small append still fits");
    assert_eq!((receipt.first, receipt.length), (2, 2));
    assert_eq!(log.find(event(1).id).await, Ok(None));
}
