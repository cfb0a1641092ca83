//! Asking again: whoever did not hear the answer repeats the append and gets it, once written.

use std::sync::Arc;

use eventlog::{EventLog, LogError};

use crate::making::{event, events, fill, stream};

pub async fn a_repeated_append_gets_its_first_receipt(log: Arc<dyn EventLog>) {
    let first = log.append(stream(1), 0, events(0..3)).await.expect("appending");
    log.append(stream(1), 3, events(3..5)).await.expect("appending");
    log.append(stream(2), 0, events(5..6)).await.expect("appending");
    for expected in [0, 3, 5, 77] {
        assert_eq!(log.append(stream(1), expected, events(0..3)).await, Ok(first));
    }
    assert_eq!(*log.bell().borrow(), 6);
}

pub async fn an_old_append_is_recognised_among_a_thousand(log: Arc<dyn EventLog>) {
    let wide = log.append(stream(500), 0, events(9000..9700)).await.expect("appending");
    let early = log.append(stream(501), 0, events(9700..9703)).await.expect("appending");
    log.append(stream(501), 3, events(9703..9704)).await.expect("appending");
    for chunk in 0..40 {
        log.append(stream(502), chunk * 25, events(chunk * 25..chunk * 25 + 25)).await.expect("appending");
    }
    assert_eq!(log.append(stream(500), 0, events(9000..9700)).await, Ok(wide));
    assert_eq!(log.append(stream(501), 0, events(9700..9703)).await, Ok(early));
    assert_eq!(log.append(stream(501), 4, events(9704..9705)).await.expect("appending").length, 5);
}

pub async fn an_id_of_another_stream_is_taken(log: Arc<dyn EventLog>) {
    let written = fill(&log, 700, 5).await;
    for old in [&written[0], &written[255], &written[256], &written[699]] {
        let offered = vec![event(old.position - 1)];
        let taken = log.append(stream(1000), 0, offered).await;
        assert_eq!(taken, Err(LogError::IdTaken { id: old.id, position: old.position }));
    }
    assert_eq!(*log.bell().borrow(), 700);
}

pub async fn an_append_that_shares_only_some_ids_is_refused(log: Arc<dyn EventLog>) {
    log.append(stream(1), 0, events(0..4)).await.expect("appending");
    let beyond = log.append(stream(1), 4, events(2..6)).await;
    assert_eq!(beyond, Err(LogError::IdTaken { id: event(2).id, position: 3 }));
    let later = log.append(stream(1), 4, vec![event(9), event(3)]).await;
    assert_eq!(later, Err(LogError::IdTaken { id: event(3).id, position: 4 }));
    let swapped = log.append(stream(1), 4, vec![event(1), event(0)]).await;
    assert_eq!(swapped, Err(LogError::IdTaken { id: event(1).id, position: 2 }));
    let part = log.append(stream(1), 4, events(1..3)).await.expect("a part that was written as it is");
    assert_eq!((part.first, part.last, part.length), (2, 3, 3));
}

pub async fn two_who_repeat_at_once_get_one_receipt(log: Arc<dyn EventLog>) {
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let log = Arc::clone(&log);
            tokio::spawn(async move { log.append(stream(1), 0, events(0..3)).await })
        })
        .collect();
    for attempt in tries {
        let receipt = attempt.await.expect("a try").expect("a receipt");
        assert_eq!((receipt.first, receipt.last, receipt.length), (1, 3, 3));
    }
    assert_eq!(*log.bell().borrow(), 3);
}
