//! Reading while others write: whoever has seen position n never meets one below n, and misses none.

use std::sync::Arc;

use eventlog::EventLog;

use crate::making::{event, read_all, stream};

const WRITERS: u64 = 12;
const EACH: u64 = 120;

fn write(log: &Arc<dyn EventLog>, writer: u64) -> tokio::task::JoinHandle<()> {
    let log = Arc::clone(log);
    tokio::spawn(async move {
        let mut length = 0;
        while length < EACH {
            let count = 1 + (length + writer) % 3;
            let batch: Vec<_> = (length..(length + count).min(EACH)).map(|n| event(writer * EACH + n)).collect();
            let receipt = log.append(stream(writer), length, batch).await.expect("appending");
            length = receipt.length;
        }
    })
}

async fn follow(log: Arc<dyn EventLog>, limit: usize) -> Vec<u64> {
    let (mut bell, mut seen, mut after) = (log.bell(), Vec::new(), 0);
    while after < WRITERS * EACH {
        let rung = *bell.borrow_and_update();
        let slice = log.read(after, limit).await.expect("reading");
        seen.extend(slice.events.iter().map(|event| event.position));
        assert!(slice.until >= after && (slice.until >= rung || slice.events.len() == limit));
        after = slice.until;
        if after >= rung && after < WRITERS * EACH {
            bell.changed().await.expect("a ring");
        }
    }
    seen
}

pub async fn followers_see_no_gap_while_many_write(log: Arc<dyn EventLog>) {
    let followers: Vec<_> = [1000, 7, 256].map(|limit| tokio::spawn(follow(Arc::clone(&log), limit))).into();
    let writers: Vec<_> = (0..WRITERS).map(|writer| write(&log, writer)).collect();
    for writer in writers {
        writer.await.expect("a writer");
    }
    for follower in followers {
        assert!(follower.await.expect("a follower").into_iter().eq(1..=WRITERS * EACH));
    }
    let once = read_all(&*log, 300).await.expect("reading");
    assert!(once == read_all(&*log, 1000).await.expect("reading again"), "the order is not stable");
}

pub async fn streams_stay_whole_while_many_write(log: Arc<dyn EventLog>) {
    let writers: Vec<_> = (0..WRITERS).map(|writer| write(&log, writer)).collect();
    let watchers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let log = Arc::clone(&log);
            tokio::spawn(async move {
                let mut length = 0;
                while length < EACH as usize {
                    let loaded = log.load(stream(writer), 0, 1000).await.expect("loading");
                    assert!(loaded.len() >= length, "the stream has become shorter");
                    length = loaded.len();
                    for (number, found) in (0..).zip(&loaded) {
                        assert_eq!((found.version, found.id), (number + 1, event(writer * EACH + number).id));
                    }
                    if let Some(newest) = loaded.last() {
                        assert_eq!(log.find(newest.id).await.as_ref(), Ok(&Some(newest.clone())));
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for task in writers.into_iter().chain(watchers) {
        task.await.expect("a task");
    }
}
