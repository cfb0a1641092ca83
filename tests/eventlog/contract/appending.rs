//! Appending: all or nothing, in order, and only to a stream of the expected length.

use std::sync::Arc;

use eventlog::{EventLog, LogError, Receipt};

use crate::making::{event, events, read_all, stream};

pub async fn positions_and_versions_are_dense_from_one(log: Arc<dyn EventLog>) {
    let first = log.append(stream(1), 0, events(0..2)).await;
    assert_eq!(first, Ok(Receipt { first: 1, last: 2, length: 2 }));
    let second = log.append(stream(2), 0, events(2..3)).await;
    assert_eq!(second, Ok(Receipt { first: 3, last: 3, length: 1 }));
    let third = log.append(stream(1), 2, events(3..6)).await;
    assert_eq!(third, Ok(Receipt { first: 4, last: 6, length: 5 }));
    let all = read_all(&*log, 100).await.expect("reading");
    assert_eq!(all.iter().map(|event| event.position).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(all.iter().map(|event| event.version).collect::<Vec<_>>(), [1, 2, 1, 3, 4, 5]);
}

pub async fn an_append_is_written_whole_or_not_at_all(log: Arc<dyn EventLog>) {
    log.append(stream(1), 0, events(0..3)).await.expect("appending");
    let taken = log.append(stream(1), 3, vec![event(10), event(11), event(1)]).await;
    assert!(matches!(taken, Err(LogError::IdTaken { position: 2, .. })), "{taken:?}");
    assert_eq!(read_all(&*log, 100).await.expect("reading").len(), 3);
    assert_eq!(log.find(event(10).id).await, Ok(None));
    let whole = log.append(stream(1), 3, vec![event(10), event(11)]).await;
    assert_eq!(whole, Ok(Receipt { first: 4, last: 5, length: 5 }));
}

pub async fn a_wrong_length_is_a_conflict(log: Arc<dyn EventLog>) {
    let ahead = log.append(stream(1), 1, events(0..1)).await;
    assert_eq!(ahead, Err(LogError::Conflict { expected: 1, actual: 0 }));
    log.append(stream(1), 0, events(0..2)).await.expect("appending");
    for expected in [0, 1, 3, u64::MAX] {
        let wrong = log.append(stream(1), expected, events(2..3)).await;
        assert_eq!(wrong, Err(LogError::Conflict { expected, actual: 2 }));
    }
    assert_eq!(*log.bell().borrow(), 2);
}

pub async fn of_many_who_saw_the_same_length_one_wins(log: Arc<dyn EventLog>) {
    for round in 0..20 {
        let tries: Vec<_> = (0..8)
            .map(|number| {
                let log = Arc::clone(&log);
                tokio::spawn(async move { log.append(stream(1), round, vec![event(round * 8 + number)]).await })
            })
            .collect();
        let mut won = 0;
        for attempt in tries {
            match attempt.await.expect("a try") {
                Ok(receipt) => {
                    assert_eq!(receipt.length, round + 1);
                    won += 1;
                }
                Err(error) => assert_eq!(error, LogError::Conflict { expected: round, actual: round + 1 }),
            }
        }
        assert_eq!(won, 1);
    }
}

pub async fn a_conflict_disturbs_no_other_append(log: Arc<dyn EventLog>) {
    let tries: Vec<_> = (0..300)
        .map(|number| {
            let (log, expected) = (Arc::clone(&log), number % 3);
            tokio::spawn(async move { (expected, log.append(stream(number), expected, vec![event(number)]).await) })
        })
        .collect();
    let mut positions = Vec::new();
    for attempt in tries {
        match attempt.await.expect("a try") {
            (0, answer) => positions.push(answer.expect("a fitting append").first),
            (expected, answer) => assert_eq!(answer, Err(LogError::Conflict { expected, actual: 0 })),
        }
    }
    positions.sort_unstable();
    assert!(positions.into_iter().eq(1..=100));
}

pub async fn the_bell_rings_with_the_newest_position(log: Arc<dyn EventLog>) {
    let mut bell = log.bell();
    assert_eq!(*bell.borrow_and_update(), 0);
    let receipt = log.append(stream(1), 0, events(0..3)).await.expect("appending");
    bell.changed().await.expect("a ring");
    assert_eq!(*bell.borrow_and_update(), receipt.last);
    assert_eq!(log.feed().read(2, 10).await.expect("reading").events.len(), 1);
    assert_eq!(log.feed().log_id(), log.log_id());
}

pub async fn the_tally_counts_what_was_written(log: Arc<dyn EventLog>) {
    log.append(stream(1), 0, events(0..3)).await.expect("appending");
    log.append(stream(1), 3, events(3..4)).await.expect("appending");
    log.append(stream(1), 0, events(4..5)).await.expect_err("a conflict");
    log.append(stream(1), 4, Vec::new()).await.expect_err("nothing");
    let tally = log.tally();
    assert_eq!((tally.appends, tally.events, tally.batches, tally.refused, tally.waiting), (2, 4, 2, 2, 0));
    assert_eq!((tally.commits.count(), tally.sizes.count(), tally.sizes.sum), (2, 2, 2));
    assert_eq!(tally.answers.count(), 2, "only what was written is measured");
}
