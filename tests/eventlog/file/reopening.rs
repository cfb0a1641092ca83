//! Closing and opening: nothing is lost, and work goes on where it ended.

use std::{os::unix::fs::PermissionsExt, sync::Arc};

use eventlog::{EventLog, Feed, verify};

use super::{BESIDE, Place, closed, serve};
use crate::making::{events, fill, read_all, stream};

#[tokio::test]
async fn what_was_written_is_there_after_a_clean_close() {
    for count in [0, 1, 256, 511, 512, 513, 1300] {
        let (place, written) = closed(count).await;
        assert!(serve(&place.path()).await.expect("a whole log") == written, "{count}");
        let check = verify(&place.path(), &mut |_, _| {}).expect("a whole log");
        assert_eq!((check.events, check.head), (count, count));
    }
}

#[tokio::test]
async fn a_log_that_is_only_dropped_is_closed_as_well() {
    let place = Place::new();
    let log: Arc<dyn EventLog> = Arc::new(place.open().expect("a fresh log"));
    let (id, written) = (log.log_id(), fill(&log, 600, 9).await);
    drop(log);
    let again = place.open().expect("the log again");
    assert_eq!((again.log_id(), *again.bell().borrow()), (id, 600));
    assert!(read_all(&again, 100).await.expect("reading") == written);
}

#[tokio::test]
async fn work_goes_on_where_it_ended() {
    let (place, written) = closed(700).await;
    let log = place.open().expect("the log again");
    let of_stream = written.iter().filter(|event| event.stream == stream(3)).count() as u64;
    let receipt = log.append(stream(3), of_stream, events(5000..5002)).await.expect("appending");
    assert_eq!((receipt.first, receipt.last, receipt.length), (701, 702, of_stream + 2));
    let first = log.append(written[0].stream.clone(), 0, events(0..1)).await.expect("an old append");
    assert_eq!((first.first, first.last), (1, 1));
}

#[tokio::test]
async fn appends_that_were_accepted_are_finished_before_the_log_is_closed() {
    let place = Place::new();
    let log = Arc::new(place.open().expect("a fresh log"));
    let tries: Vec<_> = (0..50)
        .map(|number| {
            let log = Arc::clone(&log);
            tokio::spawn(async move { log.append(stream(number), 0, events(number..number + 1)).await.is_ok() })
        })
        .collect();
    tokio::task::yield_now().await;
    log.close().await.expect("closing");
    let mut answered = 0;
    for attempt in tries {
        answered += u64::from(attempt.await.expect("a try"));
    }
    drop(log);
    assert_eq!(*place.open().expect("the log again").bell().borrow(), answered);
}

#[tokio::test]
async fn nobody_else_may_read_the_files() {
    let place = Place::new();
    let log: Arc<dyn EventLog> = Arc::new(place.open().expect("a fresh log"));
    fill(&log, 10, 3).await;
    for ending in BESIDE {
        let mode = std::fs::metadata(place.beside(ending)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "log.db{ending}");
    }
}

#[tokio::test]
async fn a_log_is_held_by_one_process_and_can_be_checked_by_any() {
    let place = Place::new();
    let log: Arc<dyn EventLog> = Arc::new(place.open().expect("a fresh log"));
    fill(&log, 700, 9).await;
    let error = place.open().map(drop).expect_err("a second writer");
    assert!(error.to_string().contains("in use"), "{error}");
    let mut heard = Vec::new();
    let check = verify(&place.path(), &mut |done, total| heard.push((done, total))).expect("a whole log");
    assert_eq!((check.events, check.head), (700, 700));
    assert_eq!(heard.last(), Some(&(700, 700)));
    fill(&log, 0, 1).await;
    log.close().await.expect("closing");
    drop(log);
    place.open().expect("the log is free again");
}
