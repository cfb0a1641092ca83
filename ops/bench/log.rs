//! The log alone: durable writes beside the raw disk, reading, bytes.

use std::{
    path::Path,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use eventlog::{EventLog, Proposed, StreamName};
use uuid::Uuid;

use crate::{
    disk::{appends_per_second, median},
    report::{Report, thousands},
};

/// An event of bytes that repeat nothing nearby. They are cut from one pool, so that the load costs
/// its own side next to nothing.
fn event(payload: usize, stamp: usize) -> Proposed {
    const POOL: usize = 1 << 16;
    static NOISE: LazyLock<Vec<u8>> =
        LazyLock::new(|| std::iter::repeat_with(Uuid::new_v4).flat_map(Uuid::into_bytes).take(2 * POOL).collect());
    let id = Uuid::now_v7();
    let begin = usize::from(u16::from_le_bytes([id.as_bytes()[14], id.as_bytes()[15]]));
    let noise = &NOISE[begin..][..stamp + payload];
    Proposed {
        id,
        kind: "bench.thing_happened.v1".into(),
        at_us: 1_770_000_000_000_000,
        stamp: noise[..stamp].into(),
        payload: noise[stamp..].into(),
    }
}

async fn open(path: &Path) -> anyhow::Result<Arc<dyn EventLog>> {
    Ok(eventlog::open(&format!("sqlite:{}", path.display())).await?)
}

/// Rounds of raw disk and writers in turn, so that all see the same disk.
pub async fn measure_writers(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    let log = open(&folder.join("writers.sqlite")).await?;
    let (mut raw, mut one, mut some, mut many) = (vec![], vec![], vec![], vec![]);
    for _ in 0..7 {
        raw.push(appends_per_second(folder, 200, 500)?);
        one.push(writers(&log, 1, Duration::from_millis(400)).await?);
        some.push(writers(&log, 64, Duration::from_millis(600)).await?);
        many.push(writers(&log, 256, Duration::from_millis(600)).await?);
    }
    let raw = median(raw);
    let figure = |rate: f64| format!("{} a second, {:.2} times", thousands(rate), rate / raw);
    report.row("raw disk: append 200 bytes + fdatasync", "", format!("{} a second", thousands(raw)), true);
    let (one, some, many) = (median(one), median(some), median(many));
    report.row("one writer, 200-byte event, durable", "0.4 times raw", figure(one), one >= raw * 0.4);
    report.row("64 concurrent writers", "4 times raw", figure(some), some >= raw * 4.0);
    report.row("256 concurrent writers", "10 times raw", figure(many), many >= raw * 10.0);
    log.close().await?;
    Ok(())
}

/// Appends a second of so many writers, each with a stream of its own.
async fn writers(log: &Arc<dyn EventLog>, count: usize, lasting: Duration) -> anyhow::Result<f64> {
    let begin = Instant::now();
    let tasks = (0..count).map(|_| {
        let log = log.clone();
        tokio::spawn(async move {
            let stream = StreamName::of("bench.thing", Uuid::now_v7());
            let mut written = 0;
            while begin.elapsed() < lasting {
                log.append(stream.clone(), written, vec![event(150, 50)]).await?;
                written += 1;
            }
            Ok::<_, eventlog::LogError>(written)
        })
    });
    let mut written = 0;
    for task in tasks.collect::<Vec<_>>() {
        written += task.await??;
    }
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    Ok(written as f64 / begin.elapsed().as_secs_f64())
}

/// Bytes on disk for a payload of 150 bytes, stamps and all indexes included.
pub async fn measure_bytes(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    const EVENTS: u64 = 200_000;
    let path = folder.join("bytes.sqlite");
    let log = open(&path).await?;
    let streams: Vec<_> = (0..5_000).map(|_| StreamName::of("bench.thing", Uuid::now_v7())).collect();
    for round in 0..EVENTS / 5_000 {
        let appends = streams.iter().map(|stream| log.append(stream.clone(), round, vec![event(150, 60)]));
        for answer in futures_util::future::join_all(appends).await {
            answer?;
        }
    }
    log.close().await?;
    let each = std::fs::metadata(&path)?.len() / EVENTS;
    report.row("bytes on disk for a 150-byte payload (60-byte stamp)", "at most 350", format!("{each}"), each <= 350);
    std::fs::remove_file(path)?;
    Ok(())
}

/// Reads everything in order through the trait.
pub async fn measure_reading(house: &Path, events: u64, report: &mut Report) -> anyhow::Result<()> {
    let log = open(&house.join("log.sqlite")).await?;
    let mut rates = vec![];
    for _ in 0..3 {
        let begin = Instant::now();
        let (mut after, mut seen, mut bytes) = (0, 0_u64, 0);
        while after < *log.bell().borrow() {
            let slice = log.read(after, 4096).await?;
            seen += slice.events.len() as u64;
            bytes += slice.events.iter().map(|event| event.payload.len()).sum::<usize>();
            after = slice.until;
        }
        anyhow::ensure!(seen >= events && bytes > 0, "the log holds {seen} events");
        #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
        rates.push(seen as f64 / begin.elapsed().as_secs_f64());
    }
    let rate = median(rates);
    let bar = rate >= 1_000_000.0;
    report.row("read all events in order", "1,000,000 a second", format!("{} a second", thousands(rate)), bar);
    log.close().await?;
    Ok(())
}
