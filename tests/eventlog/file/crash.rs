//! A process that ends in the middle: what was answered is there, and work goes on.

use std::{fs, sync::Arc};

use eventlog::{EventLog, Feed, LogError, Recorded, SqliteLog};

use super::{Place, serve};
use crate::making::{event, events, fill, read_all, stream};

/// A log in use with something in its write-ahead log, the files a crash would leave, and what they
/// must hold.
async fn crashed() -> (Place, Vec<Recorded>) {
    loop {
        let place = Place::new();
        let log: Arc<dyn EventLog> = Arc::new(place.open().expect("a fresh log"));
        let written = fill(&log, 900, 9).await;
        let left = place.snapshot();
        if left.sizes()[1].is_some_and(|length| length > 0) {
            return (left, written);
        }
    }
}

#[tokio::test]
async fn what_was_answered_survives_a_crash() {
    let (left, written) = crashed().await;
    assert!(serve(&left.path()).await.expect("a whole log") == written);
    let log = left.open().expect("the log once more");
    assert_eq!(log.append(stream(99), 0, events(5000..5001)).await.expect("appending").first, 901);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_in_the_middle_of_many_appends_leaves_whole_appends_only() {
    let place = Place::new();
    let log = Arc::new(place.open().expect("a fresh log"));
    let writers: Vec<_> = (0..8).map(|writer| tokio::spawn(write_pairs(Arc::clone(&log), writer))).collect();
    let mut bell = log.bell();
    let mut crashes = Vec::new();
    for turn in 1..=8 {
        let answered = *bell.wait_for(|&head| head >= turn * 100).await.expect("a ring");
        crashes.push((answered, place.copy_in_use()));
    }
    for writer in writers {
        writer.await.expect("a writer");
    }
    let whole = read_all(&*log, 500).await.expect("reading");
    let mut survived = 0;
    for (answered, left) in crashes {
        // A copy takes a while; one that caught the writer at work is refused, never served.
        if let Ok(found) = serve(&left.path()).await {
            assert!(found.len() as u64 >= answered && found.len() % 2 == 0, "{answered} were answered");
            assert!(found[..] == whole[..found.len()]);
            survived += 1;
        }
    }
    assert!(survived > 0, "no copy was whole");
}

/// Two events per append.
async fn write_pairs(log: Arc<SqliteLog>, writer: u64) {
    for turn in 0..60 {
        let first = writer * 120 + turn * 2;
        log.append(stream(writer), turn * 2, vec![event(first), event(first + 1)]).await.expect("appending");
    }
}

#[tokio::test]
async fn a_missing_write_ahead_log_is_noticed() {
    let (left, _) = crashed().await;
    fs::remove_file(left.beside("-wal")).expect("removing");
    let error = left.open().map(drop).expect_err("damage");
    assert!(matches!(&error, LogError::Corrupt(what) if what.contains("write-ahead log is missing")), "{error}");
    fs::remove_file(left.beside("")).expect("removing");
    assert!(matches!(left.open().map(drop), Err(LogError::Corrupt(_))));
}

#[tokio::test]
async fn a_damaged_write_ahead_log_costs_no_more_than_its_last_transaction() {
    let (left, written) = crashed().await;
    let length = left.sizes()[1].expect("a write-ahead log") as usize;
    let (mut refused, mut shortened) = (0, 0);
    for offset in (0..40).chain((40..length).step_by(length / 60)) {
        let damaged = left.copy();
        damaged.flip("-wal", offset);
        match serve(&damaged.path()).await {
            Ok(found) => {
                // One append in here holds three events at most.
                assert!(found.len() + 3 >= written.len(), "byte {offset} cost {}", written.len() - found.len());
                assert!(found[..] == written[..found.len()]);
                shortened += usize::from(found.len() < written.len());
            }
            Err(LogError::Corrupt(_)) => refused += 1,
            Err(error) => panic!("byte {offset}: {error}"),
        }
    }
    assert!(refused > 50 && shortened < 10, "{refused} refused, {shortened} shortened");
}

#[tokio::test]
async fn a_write_ahead_log_that_ends_in_a_torn_commit_is_taken_up_to_there() {
    let (left, written) = crashed().await;
    let length = left.sizes()[1].expect("a write-ahead log");
    left.cut("-wal", length - 100);
    let found = serve(&left.path()).await.expect("a log that lost power while it wrote");
    assert!(found.len() + 3 >= written.len() && found[..] == written[..found.len()]);
    let log = SqliteLog::open(&left.path()).expect("the log once more");
    let next = log.append(stream(99), 0, events(5000..5001)).await.expect("appending");
    assert_eq!(next.first, found.len() as u64 + 1);
}
