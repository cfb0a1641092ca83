//! Floods of logins against the house as it is delivered, with its real password hash and all of its
//! limits: what becomes of other requests, of memory and the log, and of a resident who comes home.
//!
//! Each source is an address of the loopback network, so that each is a client of its own.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{
    house::{self, Server},
    http::Client,
    mixed::{self, PASSWORD},
    report::{Report, thousands},
};

const LOGINS_AT_ONCE: u8 = 50;
const LASTING: Duration = Duration::from_secs(15);
const FLOOD_LASTING: Duration = Duration::from_secs(30);
const FLOOD_A_SECOND: u64 = 5000;
const CONNECTIONS: u64 = 32;
/// Fewer than an address may try within an hour.
const TRIES_OF_AN_ADDRESS: usize = 25;

/// Measures both.
pub async fn measure(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    let crowded = folder.join("crowd");
    mixed::fill_at_full_cost(&crowded).await?;
    let (server, address) = house::open_as_delivered(&crowded).await?;
    let resident = house::log_in(&crowded, address, Ipv4Addr::new(127, 0, 0, 3), 0).await?;
    let before_mb = house::resident_mb(&server)?;
    crowd(address, &resident, report).await?;
    let after_mb = house::resident_mb(&server)?;
    let figure = format!("{before_mb:.0} MB before, {after_mb:.0} MB after");
    report.row("resident memory meanwhile", "bounded", figure, after_mb - before_mb <= 64.0);
    drop(server);
    let flooded = folder.join("flood");
    mixed::fill_at_full_cost(&flooded).await?;
    let (server, address) = house::open_as_delivered(&flooded).await?;
    flood(&flooded, &server, address, report).await
}

fn wrong(number: u64) -> Value {
    json!({ "email": format!("person{}@house.example", number % 64), "password": format!("not the word {number}") })
}

/// Many log in at once; somebody who is inside goes on with what they do.
async fn crowd(address: SocketAddr, headers: &str, report: &mut Report) -> anyhow::Result<()> {
    let quiet = waits(address, headers, Duration::from_secs(5)).await?;
    let (ended, logins, mut crowd) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)), JoinSet::new());
    for number in 0..LOGINS_AT_ONCE {
        let (ended, logins) = (ended.clone(), logins.clone());
        crowd.spawn(async move { log_in_again_and_again(address, number, &ended, &logins).await });
    }
    let crowded = waits(address, headers, LASTING).await?;
    ended.store(true, Ordering::Relaxed);
    for login in crowd.join_all().await {
        login?;
    }
    let rate = logins.load(Ordering::Relaxed) as f64 / LASTING.as_secs_f64();
    let figure = format!("{crowded:.1} ms (quiet {quiet:.1} ms, {rate:.0} logins a second)");
    let work = format!("99th percentile of other requests while {LOGINS_AT_ONCE} log in at once");
    report.row(&work, "50 ms", figure, crowded <= 50.0);
    Ok(())
}

async fn log_in_again_and_again(
    address: SocketAddr,
    number: u8,
    ended: &AtomicBool,
    logins: &AtomicU64,
) -> anyhow::Result<()> {
    for from in 0..=u8::MAX {
        let mut client = Client::connect_from(Ipv4Addr::new(127, 1, number, from), address).await?;
        for _ in 0..TRIES_OF_AN_ADDRESS {
            if ended.load(Ordering::Relaxed) {
                return Ok(());
            }
            let body = json!({ "email": format!("person{number}@house.example"), "password": PASSWORD });
            let answer = client.ask("POST", "/api/identity/logins", "", Some(&body)).await?;
            ensure!(matches!(answer.status, 202 | 429), "{} {}", answer.status, answer.body);
            logins.fetch_add(u64::from(answer.status == 202), Ordering::Relaxed);
            // Fifty wait and two are hashed: whoever finds no place asks again as told.
            if answer.status == 429 {
                ensure!(answer.body["code"] == "busy", "{}", answer.body);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    Ok(())
}

/// The 99th percentile, in milliseconds, of what somebody inside asks and changes a hundred times a second.
async fn waits(address: SocketAddr, headers: &str, lasting: Duration) -> anyhow::Result<f64> {
    let mut client = Client::connect_from(Ipv4Addr::new(127, 0, 0, 3), address).await?;
    let (begin, mut waits) = (Instant::now(), Vec::new());
    let mut ticks = tokio::time::interval(Duration::from_millis(60));
    for least in ["warning", "critical"].into_iter().cycle() {
        ticks.tick().await;
        let body = json!({ "context": "household", "least": least });
        let asks = [
            ("GET", "/api/household/settings", None),
            ("GET", "/api/history/entries?limit=50", None),
            ("POST", "/api/alerts/subscriptions", Some(&body)),
        ];
        for (method, path, body) in asks {
            let asked = Instant::now();
            let answer = client.ask(method, path, headers, body).await?;
            ensure!((200..300).contains(&answer.status), "{method} {path}: {} {}", answer.status, answer.body);
            waits.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
        if begin.elapsed() > lasting {
            break;
        }
    }
    waits.sort_by(f64::total_cmp);
    waits.get(waits.len() * 99 / 100).copied().context("no waits")
}

/// One address tries passwords as fast as it can; a resident comes home meanwhile.
async fn flood(house: &Path, server: &Server, address: SocketAddr, report: &mut Report) -> anyhow::Result<()> {
    let (before_mb, before) = (house::resident_mb(server)?, head(address).await?);
    let (begin, sent, mut flood) = (Instant::now(), Arc::new(AtomicU64::new(0)), JoinSet::new());
    for connection in 0..CONNECTIONS {
        let sent = sent.clone();
        flood.spawn(async move { try_passwords(address, connection, begin, &sent).await });
    }
    let home = async {
        tokio::time::sleep(FLOOD_LASTING / 3).await;
        let asked = Instant::now();
        house::log_in(house, address, Ipv4Addr::new(127, 0, 0, 2), 1).await?;
        Ok::<_, anyhow::Error>(asked.elapsed())
    };
    let (peak_mb, home) = tokio::join!(peak(server, begin), home);
    for connection in flood.join_all().await {
        connection?;
    }
    let lasted = begin.elapsed().as_secs_f64();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let (after_mb, events) = (house::resident_mb(server)?, head(address).await? - before);
    let (peak_mb, rate) = (peak_mb?, sent.load(Ordering::Relaxed) as f64 / lasted);
    let figure = format!("{} a second for {lasted:.0} s", thousands(rate));
    report.row("wrong logins from one address", "5,000 a second", figure, rate >= FLOOD_A_SECOND as f64 * 0.98);
    let figure = format!("{before_mb:.0} MB before, {peak_mb:.0} MB at most, {after_mb:.0} MB after");
    report.row("resident memory meanwhile", "bounded", figure, peak_mb - before_mb <= 64.0);
    report.row("events written meanwhile", "fewer than 200", events.to_string(), events < 200);
    let figure = home.map_or_else(|error| format!("no: {error:#}"), |took| format!("in {} ms", took.as_millis()));
    let came = !figure.starts_with("no");
    report.row("a resident comes home meanwhile, from another address", "both steps", figure, came);
    Ok(())
}

async fn head(address: SocketAddr) -> anyhow::Result<u64> {
    let ready = Client::connect(address).await?.ask("GET", "/readyz", "", None).await?;
    ready.body["head"].as_u64().context("no head")
}

async fn peak(server: &Server, begin: Instant) -> anyhow::Result<f64> {
    let mut peak = 0.0_f64;
    while begin.elapsed() < FLOOD_LASTING {
        peak = peak.max(house::resident_mb(server)?);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(peak)
}

/// Its share of the flood, at its share of the pace; what is behind is caught up with.
async fn try_passwords(address: SocketAddr, connection: u64, begin: Instant, sent: &AtomicU64) -> anyhow::Result<()> {
    let mut client = Client::connect_from(Ipv4Addr::LOCALHOST, address).await?;
    let each = Duration::from_secs(1) * u32::try_from(CONNECTIONS)? / u32::try_from(FLOOD_A_SECOND)?;
    for number in 0.. {
        let due = begin + each * number;
        if begin.elapsed() >= FLOOD_LASTING {
            break;
        }
        tokio::time::sleep_until(due.into()).await;
        let body = wrong(u64::from(number) * CONNECTIONS + connection);
        let answer = client.ask("POST", "/api/identity/logins", "", Some(&body)).await?;
        ensure!(matches!(answer.status, 202 | 429), "{} {}", answer.status, answer.body);
        sent.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}
