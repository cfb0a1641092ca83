#![allow(clippy::all, clippy::unwrap_used, clippy::print_stdout)]
use bytes::Bytes;
use eventlog::*;
use std::{
    fs,
    io::Write,
    os::fd::AsRawFd,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use uuid::Uuid;

struct Rng(u64);
impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn bytes(&mut self, n: usize) -> Bytes {
        let mut v = Vec::with_capacity(n + 8);
        while v.len() < n {
            v.extend_from_slice(&self.next().to_le_bytes());
        }
        v.truncate(n);
        v.into()
    }
}
fn event(rng: &mut Rng, v7: bool, i: u64, payload: usize, stamp: usize) -> Proposed {
    let id = if v7 { Uuid::now_v7() } else { Uuid::from_u64_pair(rng.next(), rng.next()) };
    Proposed {
        id,
        kind: format!("identity.account_locked_{}.v1", i % 40).into(),
        at_us: 1_760_000_000_000_000 + i as i64 * 1000,
        stamp: rng.bytes(stamp),
        payload: rng.bytes(payload),
    }
}
fn bare(dir: &Path, n: usize) -> f64 {
    let mut f = fs::OpenOptions::new().create(true).append(true).open(dir.join("bare")).unwrap();
    let buf = [7u8; 200];
    let t = Instant::now();
    for _ in 0..n {
        f.write_all(&buf).unwrap();
        f.sync_data().unwrap();
    }
    let _ = f.as_raw_fd();
    n as f64 / t.elapsed().as_secs_f64()
}
async fn writers(log: &Arc<SqliteLog>, w: usize, each: usize, v7: bool) -> f64 {
    let t = Instant::now();
    let mut set = Vec::new();
    for k in 0..w {
        let log = log.clone();
        set.push(tokio::spawn(async move {
            let mut rng = Rng(k as u64 * 7919 + 12345 + Uuid::now_v7().as_u128() as u64 | 1);
            let s = StreamName::of("test.writer", Uuid::from_u64_pair(rng.next(), rng.next()));
            for i in 0..each {
                log.append(s.clone(), i as u64, vec![event(&mut rng, v7, i as u64, 150, 50)]).await.unwrap();
            }
        }));
    }
    for s in set {
        s.await.unwrap();
    }
    (w * each) as f64 / t.elapsed().as_secs_f64()
}
async fn fill(log: &Arc<SqliteLog>, n: u64, streams: usize, v7: bool) -> f64 {
    let t = Instant::now();
    let mut lens: Vec<(StreamName, u64)> = (0..streams)
        .map(|i| {
            (
                StreamName::of(
                    format!("house.noun_{}", (97 + (i % 12) as u8) as char),
                    Uuid::from_u64_pair(blake(i), i as u64),
                ),
                0,
            )
        })
        .collect();
    let mut rng = Rng(99);
    let mut done = 0;
    let mut busy = std::collections::HashSet::new();
    let mut pending: std::collections::VecDeque<tokio::task::JoinHandle<Result<Receipt, LogError>>> =
        Default::default();
    while done < n {
        let k = (rng.next() % streams as u64) as usize;
        if !busy.insert(k) || pending.len() >= 256 {
            for p in pending.drain(..) {
                p.await.unwrap().unwrap();
            }
            busy.clear();
            busy.insert(k);
        }
        let (s, len) = &mut lens[k];
        let c = 1 + (rng.next() % 2);
        let ev: Vec<_> = (0..c).map(|i| event(&mut rng, v7, done + i, 150, 70)).collect();
        let (log2, s2, l2) = (log.clone(), s.clone(), *len);
        *len += c;
        done += c;
        pending.push_back(tokio::spawn(async move {
            let _ = l2;
            log2.append(s2, l2, ev).await
        }));
    }
    for p in pending {
        p.await.unwrap().unwrap();
    }
    done as f64 / t.elapsed().as_secs_f64()
}
fn blake(i: usize) -> u64 {
    let mut r = Rng(i as u64 * 0x9E3779B97F4A7C15 + 1);
    r.next();
    r.next()
}
fn rss() -> String {
    fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
        .filter(|l| l.starts_with("VmRSS") || l.starts_with("VmHWM"))
        .collect::<Vec<_>>()
        .join(" ")
        .replace('\t', " ")
}
fn size(dir: &Path) -> u64 {
    fs::read_dir(dir).unwrap().map(|e| e.unwrap().metadata().unwrap().len()).sum()
}
async fn read_all(log: &SqliteLog, limit: usize) -> (u64, f64) {
    let t = Instant::now();
    let (mut after, mut n) = (0, 0u64);
    loop {
        let s = log.read(after, limit).await.unwrap();
        if s.until == after {
            break;
        }
        n += s.events.len() as u64;
        after = s.until;
    }
    (n, n as f64 / t.elapsed().as_secs_f64())
}

fn main() {
    let rt = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let args: Vec<String> = std::env::args().collect();
    let root = std::path::PathBuf::from(&args[1]);
    let mode = args[2].as_str();
    let v7 = args.get(3).map_or(true, |s| s == "v7");
    let num: u64 = args.get(4).map_or(0, |s| s.parse().unwrap());
    match mode {
        "rates" => rt.block_on(async {
            for round in 0..5 {
                let dir = root.join(format!("r{round}"));
                let _ = fs::remove_dir_all(&dir);
                fs::create_dir_all(&dir).unwrap();
                let log = Arc::new(SqliteLog::open(&dir.join("log.db")).unwrap());
                if num > 0 { fill(&log, num, 5000, v7).await; }
                let (mut b, mut o) = (vec![], vec![]);
                for _ in 0..4 { b.push(bare(&dir, 500)); o.push(writers(&log, 1, 500, v7).await); }
                let m = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
                let b1 = m(&b); let o1 = m(&o);
                let w64 = writers(&log, 64, 400, v7).await;
                let b2 = bare(&dir, 1000);
                let w256 = writers(&log, 256, 250, v7).await;
                let b3 = bare(&dir, 1000);
                println!("bare {b1:.0}/s | one {o1:.0}/s = {:.2}x | 64: {w64:.0}/s = {:.1}x | 256: {w256:.0}/s = {:.1}x (bare {b2:.0} {b3:.0}) {:?}", o1 / b1, w64 / ((b1 + b2) / 2.0), w256 / ((b2 + b3) / 2.0), log.tally().commits);
                log.close().await.unwrap();
                drop(log);
                fs::remove_dir_all(&dir).unwrap();
            }
        }),
        "fill" => rt.block_on(async {
            let _ = fs::remove_dir_all(&root);
            fs::create_dir_all(&root).unwrap();
            let log = Arc::new(SqliteLog::open(&root.join("log.db")).unwrap());
            let r = fill(&log, num, 5000, v7).await;
            println!("filled {num} at {r:.0}/s; live {:.1} B/event; {}", size(&root) as f64 / num as f64, rss());
            tokio::time::sleep(Duration::from_millis(1500)).await;
            println!("after quiet {:.1} B/event", size(&root) as f64 / num as f64);
            let t = Instant::now();
            log.close().await.unwrap();
            println!("close {:?}; {:.1} B/event", t.elapsed(), size(&root) as f64 / num as f64);
        }),
        "read" => rt.block_on(async {
            for _ in 0..3 {
                let t = Instant::now();
                let log = SqliteLog::open(&root.join("log.db")).unwrap();
                println!("open {:?} {}", t.elapsed(), rss());
                for limit in [256, 1000, 5000] { let (n, r) = read_all(&log, limit).await; println!("read {n} by {limit}: {r:.0}/s {}", rss()); }
                let t = Instant::now();
                let (mut after, mut n) = (0, 0);
                loop { let s = log.read_kinds(vec!["nothing.here.v1".into()], after, 100).await.unwrap(); if s.until == after { break } after = s.until; n += 1; }
                println!("kinds nothing {:?} in {n}", t.elapsed());
                let mut rng = Rng(5);
                let t = Instant::now();
                for _ in 0..2000 { let k = (rng.next() % 5000) as usize; let l = log.load(StreamName::of(format!("house.noun_{}", (97 + (k % 12) as u8) as char), Uuid::from_u64_pair(blake(k), k as u64)), 0, 10).await.unwrap(); assert!(!l.is_empty()); }
                println!("load 10 of a stream {:?} each", t.elapsed() / 2000);
                let t = Instant::now();
                for _ in 0..2000 { let l = log.at(1 + rng.next() % after).await.unwrap().unwrap(); assert!(log.find(l.id).await.unwrap().unwrap() == l); }
                println!("at+find {:?} each", t.elapsed() / 2000);
                let t = Instant::now();
                log.close().await.unwrap();
                println!("close {:?}", t.elapsed());
            }
            let t = Instant::now();
            let c = verify(&root.join("log.db"), &mut |_, _| {}).unwrap();
            println!("verify {:?} {c:?}", t.elapsed());
            let _ = fs::remove_file(root.join("log.db.state"));
            let t = Instant::now();
            let log = SqliteLog::open(&root.join("log.db")).unwrap();
            println!("open unclean {:?} {}", t.elapsed(), rss());
            log.close().await.unwrap();
        }),
        "verify" => for _ in 0..num { let t = Instant::now(); verify(&root.join("log.db"), &mut |_, _| {}).unwrap(); println!("verify {:?}", t.elapsed()); },
        _ => panic!(),
    }
}
