//! What a log refuses, and that it says so instead of writing half of it.

use std::sync::Arc;

use bytes::Bytes;
use eventlog::{EventLog, LogError, Proposed, StreamName, limits};
use uuid::Uuid;

use crate::making::{event, events, id, stream};

pub async fn an_append_without_events_is_refused(log: Arc<dyn EventLog>) {
    assert!(matches!(log.append(stream(1), 0, Vec::new()).await, Err(LogError::Malformed(_))));
}

pub async fn one_id_twice_is_refused(log: Arc<dyn EventLog>) {
    let twice = log.append(stream(1), 0, vec![event(1), event(2), event(1)]).await;
    assert!(matches!(twice, Err(LogError::Malformed(_))), "{twice:?}");
    assert_eq!(*log.bell().borrow(), 0);
}

pub async fn names_that_could_not_be_read_again_are_refused(log: Arc<dyn EventLog>) {
    for kind in ["", "Two Words", "with-hyphen", "line\nbreak"] {
        let answer = log.append(StreamName::of(kind, Uuid::nil()), 0, events(0..1)).await;
        assert!(matches!(answer, Err(LogError::Malformed(_))), "{kind:?} {answer:?}");
    }
    for kind in ["", "two words", "line\nbreak", "größe"] {
        let answer = log.append(stream(1), 0, vec![Proposed { kind: kind.into(), ..event(1) }]).await;
        assert!(matches!(answer, Err(LogError::Malformed(_))), "{kind:?} {answer:?}");
    }
    assert_eq!(*log.bell().borrow(), 0);
}

pub async fn what_is_too_large_is_refused_and_the_largest_is_taken(log: Arc<dyn EventLog>) {
    let sized = |number, payload, stamp| Proposed {
        payload: Bytes::from(vec![number as u8; payload]),
        stamp: Bytes::from(vec![7; stamp]),
        ..event(number)
    };
    let many = (0..=limits::MOST_EVENTS as u64).map(|number| sized(number, 1, 1)).collect();
    let heavy = (0..9).map(|number| sized(number, limits::MOST_PAYLOAD, 0)).collect();
    let long_name = "k".repeat(limits::MOST_KIND + 1);
    let too_large: [Vec<Proposed>; 5] = [
        many,
        heavy,
        vec![sized(1, limits::MOST_PAYLOAD + 1, 0)],
        vec![sized(1, 0, limits::MOST_STAMP + 1)],
        vec![Proposed { kind: long_name.into(), ..event(1) }],
    ];
    for events in too_large {
        let answer = log.append(stream(1), 0, events).await;
        assert!(matches!(answer, Err(LogError::TooLarge { size, most, .. }) if size > most), "{answer:?}");
    }
    let mut largest: Vec<_> = (0..7).map(|number| sized(number, limits::MOST_PAYLOAD, 0)).collect();
    largest.push(sized(8, limits::MOST_PAYLOAD - limits::MOST_STAMP, limits::MOST_STAMP));
    log.append(stream(1), 0, largest.clone()).await.expect("the largest append");
    let most: Vec<_> = (10..10 + limits::MOST_EVENTS as u64).map(event).collect();
    log.append(stream(1), 8, most).await.expect("the longest append");
    let loaded = log.load(stream(1), 0, 8).await.expect("loading");
    assert!(loaded.iter().map(|event| &event.payload).eq(largest.iter().map(|event| &event.payload)));
}

pub async fn a_closed_log_refuses_everything(log: Arc<dyn EventLog>) {
    log.append(stream(1), 0, events(0..3)).await.expect("appending");
    log.close().await.expect("closing");
    log.close().await.expect("closing twice");
    assert_eq!(log.append(stream(1), 3, events(3..4)).await, Err(LogError::Closed));
    assert_eq!(log.read(0, 10).await, Err(LogError::Closed));
    assert_eq!(log.read_kinds(vec!["a.b.v1".to_owned()], 0, 10).await, Err(LogError::Closed));
    assert_eq!(log.load(stream(1), 0, 10).await, Err(LogError::Closed));
    assert_eq!(log.find(id(1)).await, Err(LogError::Closed));
    assert_eq!(log.at(1).await, Err(LogError::Closed));
}
