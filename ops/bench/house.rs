//! The real binary on the large log: how soon it is ready, what it takes, what it carries.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use serde_json::json;

use crate::{
    disk::appends_per_second,
    http::Client,
    mixed::{PASSWORD, PEOPLE},
    report::{Report, thousands},
};

const LASTING: Duration = Duration::from_secs(8);

/// The server, ended when this is dropped.
pub struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Measures the running house.
pub async fn measure(house: &Path, events: u64, report: &mut Report) -> anyhow::Result<()> {
    // Once until every follower has seen everything, and closed cleanly: what follows is a house
    // that was stopped in the evening and is started in the morning.
    let address = free_address()?;
    let (mut server, _) = start(house, address).await?;
    until_quiet(address).await?;
    stop(&mut server).await?;
    let (server, ready) = start(house, address).await?;
    let ready_ms = ready.as_millis();
    let bar = ready_ms <= 300;
    report.row(
        &format!("start with {} events, views current", thousands_of(events)),
        "300 ms",
        format!("{ready_ms} ms"),
        bar,
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = resident_mb(&server)?;
    report.row("resident memory, idle", "at most 40 MB", format!("{idle:.0} MB"), idle <= 40.0);
    let visitors = log_in_all(house, address).await?;
    let raw = appends_per_second(house, 200, 2000)?;
    let mut waits = load(address, visitors).await?;
    let after = appends_per_second(house, 200, 2000)?;
    let raw = f64::midpoint(raw, after);
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = waits.len() as f64 / LASTING.as_secs_f64();
    waits.sort();
    let p99_ms = waits[waits.len() * 99 / 100].as_secs_f64() * 1000.0;
    let figure = format!("{} a second, {:.2} times raw ({})", thousands(rate), rate / raw, thousands(raw));
    report.row("POST of a small command, 64 connections", "1.2 times raw", figure, rate >= raw * 1.2);
    report.row("the same, 99th percentile", "25 ms", format!("{p99_ms:.1} ms"), p99_ms <= 25.0);
    let loaded = resident_mb(&server)?;
    report.row("resident memory after that load", "at most 120 MB", format!("{loaded:.0} MB"), loaded <= 120.0);
    Ok(())
}

fn thousands_of(events: u64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    thousands(events as f64)
}

fn free_address() -> std::io::Result<SocketAddr> {
    std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()
}

/// Limits are not what is measured.
const WITHOUT_LIMITS: [(&str, &str); 3] = [
    ("DAYBOOK_LIMITS_REQUESTS_PER_SECOND", "0"),
    ("DAYBOOK_LIMITS_EXEMPT", "127.0.0.0/8"),
    ("DAYBOOK_LIMITS_SOCKETS_PER_ADDRESS", "0"),
];

async fn start(house: &Path, address: SocketAddr) -> anyhow::Result<(Server, Duration)> {
    start_with(house, address, &WITHOUT_LIMITS).await
}

async fn start_with(
    house: &Path,
    address: SocketAddr,
    variables: &[(&str, &str)],
) -> anyhow::Result<(Server, Duration)> {
    let binary = std::env::current_exe()?.with_file_name("daybook");
    let begin = Instant::now();
    let child = Command::new(&binary)
        .env("DAYBOOK_DATA", house)
        .env("DAYBOOK_LISTEN", address.to_string())
        .envs(variables.iter().copied())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{} (build it with cargo build --release)", binary.display()))?;
    let server = Server(child);
    while begin.elapsed() < Duration::from_secs(60) {
        if let Ok(mut client) = Client::connect(address).await
            && client.ask("GET", "/readyz", "", None).await.is_ok_and(|answer| answer.status == 200)
        {
            return Ok((server, begin.elapsed()));
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    anyhow::bail!("the house is not ready after a minute")
}

/// A house that has come to rest, and where it is.
pub async fn open(house: &Path) -> anyhow::Result<(Server, SocketAddr)> {
    let address = free_address()?;
    let (server, _) = start(house, address).await?;
    until_quiet(address).await?;
    Ok((server, address))
}

/// The same with its limits and all else as it is delivered.
pub async fn open_as_delivered(house: &Path) -> anyhow::Result<(Server, SocketAddr)> {
    let address = free_address()?;
    let (server, _) = start_with(house, address, &[]).await?;
    until_quiet(address).await?;
    Ok((server, address))
}

async fn until_quiet(address: SocketAddr) -> anyhow::Result<()> {
    let mut client = Client::connect(address).await?;
    for _ in 0..6000 {
        let ready = client.ask("GET", "/readyz", "", None).await?.body;
        let workers = ready["workers"].as_array().context("no workers")?;
        if workers.iter().all(|worker| worker["position"] == ready["head"]) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("the house does not come to rest")
}

async fn stop(server: &mut Server) -> anyhow::Result<()> {
    Command::new("kill").arg(server.0.id().to_string()).status()?;
    while server.0.try_wait()?.is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

/// Megabytes of memory it takes.
pub fn resident_mb(server: &Server) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.0.id()))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.split_whitespace().nth(1).context("no VmRSS")?.parse()?;
    Ok(kib * 1024.0 / 1e6)
}

/// Headers of a session for each: cookie and token.
pub async fn log_in_all(house: &Path, address: SocketAddr) -> anyhow::Result<Vec<String>> {
    let mut visitors = Vec::new();
    for number in 0..PEOPLE {
        visitors.push(log_in(house, address, Ipv4Addr::LOCALHOST, number).await?);
    }
    Ok(visitors)
}

/// One person's session, opened from an address of this machine.
pub async fn log_in(house: &Path, address: SocketAddr, from: Ipv4Addr, number: usize) -> anyhow::Result<String> {
    let mut client = Client::connect_from(from, address).await?;
    let email = format!("person{number}@house.example");
    let body = json!({ "email": email, "password": PASSWORD });
    let asked = client.ask("POST", "/api/identity/logins", "", Some(&body)).await?;
    ensure!(asked.status == 202, "login: {} {}", asked.status, asked.body);
    let code = code_for(&house.join("mail"), &email).await?;
    let body = json!({ "login": asked.body["login"], "code": code });
    let opened = client.ask("POST", "/api/identity/sessions", "", Some(&body)).await?;
    ensure!(opened.status == 201, "session: {} {}", opened.status, opened.body);
    let token = opened.body["csrf_token"].as_str().context("no token")?.to_owned();
    Ok(format!("Cookie: {}\r\nX-CSRF-Token: {token}\r\n", opened.cookies.join("; ")))
}

async fn code_for(mail: &Path, email: &str) -> anyhow::Result<String> {
    for _ in 0..2000 {
        for file in std::fs::read_dir(mail).into_iter().flatten().flatten() {
            let path = file.path();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            if path.extension().is_some_and(|it| it == "eml") && text.contains(&format!("<{email}>")) {
                std::fs::remove_file(path)?;
                let subject = text.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default();
                if subject.contains("login code") {
                    return Ok(subject.chars().take(6).collect());
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    anyhow::bail!("no code came for {email}")
}

/// Every visitor changes something, again and again; answers how long each change took.
async fn load(address: SocketAddr, visitors: Vec<String>) -> anyhow::Result<Vec<Duration>> {
    let begin = Instant::now();
    let tasks = visitors.into_iter().map(|headers| {
        tokio::spawn(async move {
            let mut client = Client::connect(address).await?;
            let mut waits = Vec::new();
            for least in ["warning", "critical"].into_iter().cycle() {
                let body = json!({ "context": "household", "least": least });
                let asked = Instant::now();
                let answer = client.ask("POST", "/api/alerts/subscriptions", &headers, Some(&body)).await?;
                ensure!((200..300).contains(&answer.status), "{} {}", answer.status, answer.body);
                waits.push(asked.elapsed());
                if begin.elapsed() > LASTING {
                    break;
                }
            }
            Ok(waits)
        })
    });
    let mut waits = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        waits.extend(task.await??);
    }
    Ok(waits)
}
