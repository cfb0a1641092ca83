//! The bytes of files: stored beside a bare program that writes, hashes and syncs the same ones; fetched beside nginx; and an
//! archive that is larger than memory should be. In each the house takes hardly more memory than before.

use std::{
    fs::File,
    io::Write as _,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::server;
use crate::{
    disk::median,
    house::{Server, log_in, open, resident_mb},
    http::Client,
    mixed::{move_in, open_desk},
    report::{Report, thousands},
};

const GIB: usize = 1 << 30;
const PIECE: usize = 1 << 20;
const MOST_GROWTH_MB: f64 = 32.0;

pub async fn measure(house: &Path, report: &mut Report) -> anyhow::Result<()> {
    let desk = open_desk(house).await?;
    move_in(&desk).await?;
    desk.close().await?;
    let (server, address) = open(house).await?;
    let headers = log_in(house, address, Ipv4Addr::LOCALHOST, 1).await?;
    let mut client = Client::connect(address).await?;
    let spaces = client.ask("GET", "/api/documents/spaces", &headers, None).await?.body;
    let own = spaces["items"].as_array().context("no spaces")?.iter().find(|it| it["space"] == "own");
    let root = own.and_then(|it| it["root"].as_str()).context("no own space")?.to_owned();
    // The first of everything wakes up what the later ones find awake.
    store(address, &headers, &root, "first", 1 << 20).await?;
    let before = resident_mb(&server)?;

    let (mut bare, mut stored) = (Vec::new(), Vec::new());
    for number in 0..3 {
        bare.push(write_bare(house, number)?);
        stored.push(store(address, &headers, &root, &format!("film {number}"), GIB).await?.0);
    }
    rate_row(report, "storing 1 GiB, beside writing, hashing and syncing it", 0.5, (median(stored), median(bare)));
    let file = store(address, &headers, &root, "whole", GIB).await?.1;
    growth_row(report, "memory after storing 1 GiB five times", &server, before)?;

    fetch_beside_nginx(house, (address, &headers), &file, report).await?;
    growth_row(report, "memory after fetching it", &server, before)?;

    // Nobody keeps a connection open that long.
    let mut client = Client::connect(address).await?;
    for _ in 0..4 {
        let copy = json!({ "parent": root });
        let made = client.ask("POST", &format!("/api/documents/nodes/{file}/copies"), &headers, Some(&copy)).await?;
        ensure!(made.status == 201, "{} {}", made.status, made.body);
    }
    let begin = Instant::now();
    let bytes = fetch(address, &format!("/api/documents/archive?nodes={root}"), &headers).await?;
    ensure!(bytes > 5 * GIB as u64, "{bytes} bytes are no archive of all");
    let speed = speed(bytes, begin.elapsed());
    report.row("an archive of 8 GiB", "no bar", format!("{speed} MB/s"), true);
    growth_row(report, "memory after that archive", &server, before)
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
fn speed(bytes: u64, took: Duration) -> String {
    thousands(bytes as f64 / 1e6 / took.as_secs_f64())
}

/// Of two times for one GiB, how the speed of the first is to that of the second.
fn rate_row(report: &mut Report, work: &str, bar: f64, (ours, bare): (f64, f64)) {
    let of = |seconds: f64| speed(GIB as u64, Duration::from_secs_f64(seconds));
    let ratio = bare / ours;
    let figure = format!("{ratio:.2} times raw: {} MB/s, raw {}", of(ours), of(bare));
    report.row(work, &format!("{bar} times raw"), figure, ratio >= bar);
}

fn growth_row(report: &mut Report, work: &str, server: &Server, before: f64) -> anyhow::Result<()> {
    let growth = resident_mb(server)? - before;
    report.row(work, "grown by at most 32 MB", format!("{growth:.0} MB"), growth <= MOST_GROWTH_MB);
    Ok(())
}

/// No two pieces are the same, nor two files.
fn piece(seed: u64) -> Vec<u8> {
    let mut bytes = vec![0; PIECE];
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut bytes);
    bytes
}

fn stamp(piece: &mut [u8], number: usize) {
    piece[..8].copy_from_slice(&(number as u64).to_le_bytes());
}

/// Seconds that it takes to write, hash and sync one GiB.
fn write_bare(folder: &Path, number: u64) -> anyhow::Result<f64> {
    let (mut piece, mut hasher, path) = (piece(number), blake3::Hasher::new(), folder.join("bare"));
    let (begin, mut file) = (Instant::now(), File::create(&path)?);
    for part in 0..GIB / PIECE {
        stamp(&mut piece, part);
        hasher.update(&piece);
        file.write_all(&piece)?;
    }
    file.sync_all()?;
    let took = begin.elapsed().as_secs_f64();
    ensure!(hasher.finalize().as_bytes() != &[0; 32]);
    std::fs::remove_file(path)?;
    Ok(took)
}

/// Stores a file by `PUT`; how many seconds it took, and its id.
async fn store(
    address: SocketAddr,
    headers: &str,
    folder: &str,
    name: &str,
    bytes: usize,
) -> anyhow::Result<(f64, String)> {
    let mut piece = piece(blake3::hash(name.as_bytes()).as_bytes()[0].into());
    let name = name.replace(' ', "%20");
    let head = format!(
        "PUT /api/documents/folders/{folder}/files/{name} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {bytes}\r\n\
        Content-Type: application/octet-stream\r\n{headers}\r\n"
    );
    let (begin, mut stream) = (Instant::now(), TcpStream::connect(address).await?);
    stream.write_all(head.as_bytes()).await?;
    for part in 0..bytes / PIECE {
        stamp(&mut piece, part);
        stream.write_all(&piece).await?;
    }
    let mut answer = Vec::new();
    while !answer.ends_with(b"}") {
        ensure!(stream.read_buf(&mut answer).await? > 0, "the connection was closed");
    }
    let took = begin.elapsed().as_secs_f64();
    let text = String::from_utf8(answer)?;
    let id = text.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next());
    Ok((took, id.with_context(|| text.clone())?.to_owned()))
}

/// Fetches all of it by a connection of its own; how many bytes that were, head and all.
async fn fetch(address: SocketAddr, path: &str, headers: &str) -> anyhow::Result<u64> {
    let mut stream = TcpStream::connect(address).await?;
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).await?;
    let (mut bytes, mut buffer) = (0, vec![0; PIECE]);
    loop {
        match stream.read(&mut buffer).await? {
            0 => return Ok(bytes),
            count => bytes += count as u64,
        }
    }
}

async fn fetch_beside_nginx(
    house: &Path,
    (address, headers): (SocketAddr, &str),
    file: &str,
    report: &mut Report,
) -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let plain = scratch.path().join("plain");
    std::fs::create_dir(&plain)?;
    std::fs::hard_link(largest(&house.join("blobs"))?, plain.join("film")).or_else(|_| {
        std::fs::copy(largest(&house.join("blobs")).map_err(std::io::Error::other)?, plain.join("film")).map(drop)
    })?;
    let Some((_nginx, there)) = server::serve(&plain, scratch.path()).await? else {
        report.row("fetching 1 GiB, beside nginx", "0.6 times raw", "nginx is not there".to_owned(), false);
        return Ok(());
    };
    let (mut raw, mut ours, path) = (Vec::new(), Vec::new(), format!("/api/documents/files/{file}/content"));
    for _ in 0..5 {
        for (place, asked, headers, took) in [(there, "/film", "", &mut raw), (address, &*path, headers, &mut ours)] {
            let begin = Instant::now();
            ensure!(fetch(place, asked, headers).await? > GIB as u64, "not all of it came");
            took.push(begin.elapsed().as_secs_f64());
        }
    }
    rate_row(report, "fetching 1 GiB, beside nginx", 0.6, (median(ours), median(raw)));
    Ok(())
}

/// The path of some bytes of one GiB.
fn largest(folder: &Path) -> anyhow::Result<std::path::PathBuf> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if let Ok(found) = largest(&path) {
                return Ok(found);
            }
        } else if path.metadata()?.len() == GIB as u64 {
            return Ok(path);
        }
    }
    anyhow::bail!("nothing so large lies there")
}
