//! Reading: byte for byte what was written, in stretches of any length, above all around multiples
//! of 256.

use std::sync::Arc;

use bytes::Bytes;
use eventlog::{EventLog, Proposed, Recorded};

use crate::making::{Dice, event, fill, id, stream};

/// Positions where something could begin or end.
const EDGES: [u64; 16] = [0, 1, 254, 255, 256, 257, 511, 512, 513, 767, 768, 769, 1023, 1024, 1025, 1299];
const COUNT: u64 = 1300;

pub async fn bytes_come_back_unchanged(log: Arc<dyn EventLog>) {
    let mut dice = Dice::new(1);
    for (number, length) in (0..).zip([0, 1, 100, 4095, 4096, 4097, 70_000, 1 << 20]) {
        let (payload, stamp) = (dice.bytes(length), dice.bytes(length.min(4096)));
        let written = Proposed { payload: payload.clone(), stamp: stamp.clone(), ..event(number) };
        log.append(stream(1), number, vec![written.clone()]).await.expect("appending");
        for found in [log.at(number + 1).await, log.find(written.id).await] {
            let found = found.expect("looking").expect("the event");
            assert_eq!((found.payload, found.stamp), (payload.clone(), stamp.clone()));
            assert_eq!((found.id, found.kind, found.at_us), (written.id, written.kind.clone(), written.at_us));
        }
    }
    for chunk in 0..8 {
        let more = crate::making::events(100 + chunk * 100..200 + chunk * 100);
        log.append(stream(2), chunk * 100, more).await.expect("appending");
    }
    let lengths: Vec<_> = log.load(stream(1), 0, 9).await.expect("loading").iter().map(|e| e.payload.len()).collect();
    assert_eq!(lengths, [0, 1, 100, 4095, 4096, 4097, 70_000, 1 << 20]);
    assert_eq!(log.at(1).await.expect("looking").map(|event| event.payload), Some(Bytes::new()));
}

pub async fn every_stretch_of_the_log_is_what_was_written(log: Arc<dyn EventLog>) {
    let written = fill(&log, COUNT, 9).await;
    for after in EDGES {
        for limit in [1, 2, 255, 256, 257, 600, 5000] {
            let slice = log.read(after, limit).await.expect("reading");
            let expected: Vec<_> = written.iter().skip(after as usize).take(limit).cloned().collect();
            assert_eq!(slice.until, after + expected.len() as u64);
            assert!(slice.events == expected, "after {after}, at most {limit}");
        }
        assert_eq!(log.read(after, 0).await.expect("reading").until, after);
    }
}

pub async fn every_stretch_of_a_stream_is_what_was_written(log: Arc<dyn EventLog>) {
    let written = fill(&log, COUNT, 4).await;
    for number in 0..4 {
        let of_stream: Vec<&Recorded> = written.iter().filter(|event| event.stream == stream(number)).collect();
        for after in [0, 1, 2, 50, 100, 200, of_stream.len() - 1, of_stream.len(), of_stream.len() + 1] {
            for limit in [0, 1, 2, 99, 5000] {
                let loaded = log.load(stream(number), after as u64, limit).await.expect("loading");
                assert!(loaded.iter().eq(of_stream.iter().skip(after).take(limit).copied()), "{after} {limit}");
            }
        }
    }
    assert_eq!(log.load(stream(99), 0, 10).await, Ok(Vec::new()));
}

pub async fn kinds_are_found_on_both_sides_of_every_boundary(log: Arc<dyn EventLog>) {
    let mut written = fill(&log, COUNT, 9).await;
    let rare = Proposed { kind: "test.rare.v1".into(), ..event(5000) };
    log.append(stream(77), 0, vec![rare.clone()]).await.expect("appending");
    written.push(log.find(rare.id).await.expect("looking").expect("the rare one"));
    for kinds in
        [vec!["test.rare.v1"], vec!["test.noun_verbed_3.v1", "test.noun_verbed_5.v1"], vec!["test.never.v1"], vec![]]
    {
        let wanted: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        for (after, limit) in EDGES.into_iter().zip([1, 3, 70, 5000].into_iter().cycle()) {
            let fits = |event: &&Recorded| event.position > after && wanted.iter().any(|kind| **kind == *event.kind);
            let expected: Vec<_> = written.iter().filter(fits).take(limit).cloned().collect();
            let slice = log.read_kinds(wanted.clone(), after, limit).await.expect("reading");
            assert!(slice.events == expected, "{kinds:?} after {after}, at most {limit}");
            let full = expected.last().filter(|_| expected.len() == limit);
            assert_eq!(slice.until, full.map_or(COUNT + 1, |last| last.position));
        }
    }
}

pub async fn single_events_are_found_by_id_and_position(log: Arc<dyn EventLog>) {
    let written = fill(&log, COUNT, 9).await;
    for event in EDGES.iter().map(|&edge| &written[edge as usize]) {
        assert_eq!(log.at(event.position).await.as_ref(), Ok(&Some(event.clone())));
        assert_eq!(log.find(event.id).await.as_ref(), Ok(&Some(event.clone())));
    }
    assert_eq!(log.find(id(COUNT + 1)).await, Ok(None));
}

pub async fn beyond_the_end_there_is_nothing(log: Arc<dyn EventLog>) {
    for written in [0, 600] {
        fill(&log, written, 3).await;
        for after in [written, written + 1, written + 1000, i64::MAX as u64, u64::MAX] {
            let slice = log.read(after, 10).await.expect("reading");
            assert_eq!((slice.events.len(), slice.until), (0, after));
            let slice = log.read_kinds(vec!["test.noun_verbed_1.v1".to_owned()], after, 10).await.expect("reading");
            assert_eq!((slice.events.len(), slice.until), (0, after));
            assert_eq!(log.load(stream(1), after.max(601), 10).await, Ok(Vec::new()));
            assert_eq!(log.at(after.saturating_add(1)).await, Ok(None));
        }
        assert_eq!(log.at(0).await, Ok(None));
    }
}
