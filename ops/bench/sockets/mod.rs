//! Thousands of open pages: what each costs, and how soon the last of them is told.
//!
//! Broadcasts are measured from the request that causes them to the last socket that read it, the
//! commit included; the bare loop beside it from its command to the same.

mod bare;
mod wire;

use std::{
    net::SocketAddr,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::json;
use tokio::sync::mpsc;

pub use self::bare::run as run_bare;
use self::{bare::Bare, wire::Wire};
use crate::{
    disk::median,
    house::{self, Server},
    http::Client,
    mixed,
    report::Report,
};

const SOCKETS: usize = 5000;
const ROUNDS: usize = 15;
const AT_ONCE: usize = 64;
const TOLD: &[u8] = b"42[\"entries\"";
const EVENTS: u64 = 1000;

/// Measures it, on a house of its own.
pub async fn measure(folder: &Path, report: &mut Report) -> anyhow::Result<()> {
    allow_open_files();
    let house = folder.join("sockets");
    mixed::fill(&house, EVENTS).await?;
    let (server, address) = house::open(&house).await?;
    let headers = house::log_in_all(&house, address).await?.swap_remove(0);
    let mut admin = Admin::named(Client::connect(address).await?, headers.clone()).await?;
    latency(&mut admin, Wire::listening(address, &headers).await?, report).await?;
    idle(&server, address, &headers, report).await?;
    let before = house::resident_mb(&server)?;
    let (mut crowd, mut figures) = (Crowd::default(), Vec::new());
    for sockets in [1000, SOCKETS] {
        crowd.grow(sockets, || Wire::listening(address, &headers)).await?;
        if sockets == SOCKETS {
            let each = (house::resident_mb(&server)? - before) * 1000.0 / sockets as f64;
            let work = format!("the same after the diary's first 50 entries, on top of what those {SOCKETS} left");
            report.row(&work, "", format!("{each:.1} kB"), true);
        }
        let mut waits = Vec::new();
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            admin.change().await?;
            waits.push(crowd.told_since(begin).await?);
        }
        figures.push((sockets, waits));
    }
    drop((crowd, server));
    let bytes = admin.bytes;
    for ((sockets, waits), bar) in figures.into_iter().zip([40.0, 150.0]) {
        let bare = bare(sockets, bytes).await?;
        let worst = waits.iter().copied().fold(0.0, f64::max);
        let typical = median(waits);
        let work = format!("a change of {bytes} bytes reaches the last of {sockets} sockets");
        let figure = format!("{typical:.1} ms (worst {worst:.1}; bare loop {bare:.1})");
        report.row(&work, &format!("{bar} ms"), figure, typical <= bar);
    }
    Ok(())
}

/// What a socket costs that is open and is told nothing.
async fn idle(server: &Server, address: SocketAddr, headers: &str, report: &mut Report) -> anyhow::Result<()> {
    let before = house::resident_mb(server)?;
    let mut crowd = Crowd::default();
    crowd.grow(SOCKETS, || Wire::open(address, headers)).await?;
    let each = (house::resident_mb(server)? - before) * 1000.0 / SOCKETS as f64;
    let work = format!("memory of an idle socket, {SOCKETS} of them");
    report.row(&work, "at most 45 kB", format!("{each:.1} kB"), each <= 45.0);
    Ok(())
}

/// Somebody who changes something that everybody hears of.
struct Admin {
    client: Client,
    headers: String,
    number: u32,
    bytes: usize,
}

impl Admin {
    /// With as long a name as a person may have.
    async fn named(mut client: Client, headers: String) -> anyhow::Result<Self> {
        let session = client.ask("GET", "/api/identity/session", &headers, None).await?.body;
        let account = session["account"].as_str().context("no account")?;
        let (path, body) = (format!("/api/identity/accounts/{account}"), json!({ "name": "🦉".repeat(60) }));
        let answer = client.ask("PATCH", &path, &headers, Some(&body)).await?;
        anyhow::ensure!(answer.status == 200, "{} {}", answer.status, answer.body);
        Ok(Self { client, headers, number: 0, bytes: 0 })
    }

    async fn change(&mut self) -> anyhow::Result<()> {
        self.number += 1;
        let body = json!({ "name": format!("{} {}", "🏠".repeat(50), self.number) });
        let answer = self.client.ask("PATCH", "/api/household/settings", &self.headers, Some(&body)).await?;
        anyhow::ensure!(answer.status == 200, "{} {}", answer.status, answer.body);
        Ok(())
    }
}

/// From the request to the socket, the commit between them.
async fn latency(admin: &mut Admin, mut wire: Wire, report: &mut Report) -> anyhow::Result<()> {
    let mut waits = Vec::new();
    for _ in 0..300 {
        let begin = Instant::now();
        admin.change().await?;
        admin.bytes = wire.until(TOLD).await?.len();
        waits.push(begin.elapsed().as_secs_f64() * 1000.0);
        // As people do things: one after the other, not in one breath.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    waits.sort_by(f64::total_cmp);
    let at = |share: usize| waits.get(waits.len() * share / 100).copied().context("no waits");
    let (half, most) = (at(50)?, at(99)?);
    let figure = format!("p50 {half:.1} ms, p99 {most:.1} ms");
    report.row("from a command to the screen of somebody else", "150 ms", figure, most <= 150.0);
    Ok(())
}

/// Everybody who listens; each says when it was told.
struct Crowd {
    size: usize,
    told: mpsc::UnboundedReceiver<Instant>,
    tell: mpsc::UnboundedSender<Instant>,
    listeners: tokio::task::JoinSet<()>,
}

impl Default for Crowd {
    fn default() -> Self {
        let (tell, told) = mpsc::unbounded_channel();
        Self { size: 0, told, tell, listeners: tokio::task::JoinSet::new() }
    }
}

impl Crowd {
    async fn grow<F>(&mut self, to: usize, connect: impl Fn() -> F) -> anyhow::Result<()>
    where
        F: Future<Output = anyhow::Result<Wire>>,
    {
        let more = stream::iter(self.size..to).map(|_| connect()).buffer_unordered(AT_ONCE);
        for mut wire in more.try_collect::<Vec<_>>().await? {
            let tell = self.tell.clone();
            self.listeners
                .spawn(async move { while wire.until(TOLD).await.is_ok() && tell.send(Instant::now()).is_ok() {} });
        }
        self.size = to;
        Ok(())
    }

    /// Milliseconds until the last of them was told.
    async fn told_since(&mut self, begin: Instant) -> anyhow::Result<f64> {
        let mut last = begin;
        for _ in 0..self.size {
            let told = tokio::time::timeout(Duration::from_secs(30), self.told.recv()).await?;
            last = last.max(told.context("nobody listens")?);
        }
        Ok(last.duration_since(begin).as_secs_f64() * 1000.0)
    }
}

async fn bare(sockets: usize, bytes: usize) -> anyhow::Result<f64> {
    let mut bare = Bare::start(bytes)?;
    while tokio::net::TcpStream::connect(bare.address).await.is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let (mut crowd, address) = (Crowd::default(), bare.address);
    crowd.grow(sockets, || Wire::connect(address, "")).await?;
    let mut waits = Vec::new();
    for _ in 0..ROUNDS {
        // The last connections may still be on their way into its list.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let begin = Instant::now();
        bare.write()?;
        waits.push(crowd.told_since(begin).await?);
    }
    Ok(median(waits))
}

/// Each socket is an open file, here as in the house.
fn allow_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let current = maximum.map_or(65_536, |maximum| maximum.min(65_536));
    let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(current), maximum });
}
