//! A tree of 100,000 files, put straight into the log as sealed events: how soon a folder is listed, something is found, and all
//! of it is compared with an earlier moment.

use std::{net::Ipv4Addr, path::Path, time::Instant};

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Duration, Utc};
use domain::{
    AccountId, Decider as _, Event, Personal,
    documents::{BlobHash, Event as Documents, NodeId, Space, SpaceId, space::events::*},
};
use eventlog::StreamName;
use uuid::Uuid;

use crate::{
    house::{log_in, open},
    http::Client,
    mixed::{append, move_in, open_desk},
    report::Report,
};

const FOLDERS: u64 = 100;
const FILES: u64 = 1_000;
/// So many are renamed since the moment that all of it is compared with, and as many are thrown away.
const CHANGED: u64 = 10_000;
const AT_ONCE: usize = 1_000;
const TRIES: usize = 30;
const WORDS: [&str; 10] =
    ["invoice", "letter", "photo", "lease", "recipe", "minutes", "drawing", "report", "ticket", "manual"];

pub async fn measure(house: &Path, report: &mut Report) -> anyhow::Result<()> {
    let between = fill(house).await?;
    let (_server, address) = open(house).await?;
    let headers = log_in(house, address, Ipv4Addr::LOCALHOST, 1).await?;
    let mut asker = Asker { client: Client::connect(address).await?, headers };
    asker.awake(between + Duration::days(2)).await?;
    let folder = node(1);
    row(report, "listing a folder of 1,000 among 100,000 files", 15.0, asker.list(&folder).await?);
    for (what, words) in [("one word that many begin with", "q=inv"), ("two words", "q=lease%2042")] {
        let work = format!("finding by {what}, among 100,000");
        row(report, &work, 50.0, asker.times(&format!("/api/documents/search?{words}")).await?);
    }
    let within = format!("/api/documents/search?q=inv&folder={folder}");
    row(report, "the same word within a folder", 50.0, asker.times(&within).await?);
    let root = asker.root().await?;
    let preview = format!("/api/documents/folders/{root}/rewind?at={}", moment(between));
    let took = asker.one(&preview).await?;
    row(report, "what a rewind of everything would change: 20,000 of 100,000", 2_000.0, took);
    Ok(())
}

fn row(report: &mut Report, work: &str, bar_ms: f64, took_ms: f64) {
    report.row(work, &format!("{bar_ms:.0} ms"), format!("{took_ms:.1} ms"), took_ms < bar_ms);
}

struct Asker {
    client: Client,
    headers: String,
}

impl Asker {
    /// Milliseconds that one answer took.
    async fn one(&mut self, path: &str) -> anyhow::Result<f64> {
        let begin = Instant::now();
        let answer = self.client.ask("GET", path, &self.headers, None).await?;
        ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.body);
        Ok(begin.elapsed().as_secs_f64() * 1000.0)
    }

    /// The middle of several.
    async fn times(&mut self, path: &str) -> anyhow::Result<f64> {
        let mut took = Vec::new();
        for _ in 0..TRIES {
            took.push(self.one(path).await?);
        }
        Ok(crate::disk::median(took))
    }

    /// All pages of a folder, one after the other.
    async fn list(&mut self, folder: &str) -> anyhow::Result<f64> {
        let mut took = Vec::new();
        let all = format!("/api/documents/nodes?parent={folder}&limit=1000");
        for _ in 0..TRIES {
            let (begin, mut count, mut page) = (Instant::now(), 0, all.clone());
            loop {
                let answer = self.client.ask("GET", &page, &self.headers, None).await?;
                count += answer.body["items"].as_array().context("no items")?.len();
                match answer.body["next"].as_str() {
                    Some(next) => page = format!("{all}&cursor={next}"),
                    None => break,
                }
            }
            ensure!(count as u64 == FILES, "{count} are not all");
            took.push(begin.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(crate::disk::median(took))
    }

    async fn root(&mut self) -> anyhow::Result<String> {
        let spaces = self.client.ask("GET", "/api/documents/spaces", &self.headers, None).await?.body;
        let own = spaces["items"].as_array().context("no spaces")?.iter().find(|it| it["space"] == "own");
        Ok(own.and_then(|it| it["root"].as_str()).context("no own space")?.to_owned())
    }

    /// The first answer reads the whole stream; a house that is asked for the first time that day does so once.
    async fn awake(&mut self, at: DateTime<Utc>) -> anyhow::Result<()> {
        let root = self.root().await?;
        self.one(&format!("/api/documents/folders/{root}/rewind?at={}", moment(at))).await.map(drop)
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn node(number: u64) -> String {
    id(number).to_string()
}

fn id(number: u64) -> NodeId {
    NodeId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// Makes the tree and changes some of it; answers a moment in between.
async fn fill(house: &Path) -> anyhow::Result<DateTime<Utc>> {
    let desk = open_desk(house).await?;
    let person = *move_in(&desk).await?.get(1).context("nobody lives here")?;
    let begin = DateTime::<Utc>::from_timestamp(1_740_000_000, 0).unwrap_or_default();
    let (made, changed) = (tree(person), changes(person));
    let stream = StreamName::of(Space::KIND, SpaceId::from(person).0.0);
    let mut length = 0;
    for (events, at) in [(made, begin), (changed, begin + Duration::days(2))] {
        for part in events.chunks(AT_ONCE) {
            append(&desk, stream.clone(), length, person, at, part).await?;
            length += part.len() as u64;
        }
    }
    desk.close().await?;
    Ok(begin + Duration::days(1))
}

fn name(number: u64) -> String {
    let word = WORDS[usize::try_from(number).unwrap_or_default() % WORDS.len()];
    format!("{word} {number}.pdf")
}

fn file(folder: u64, number: u64) -> u64 {
    FOLDERS + 1 + folder * FILES + number
}

fn tree(person: AccountId) -> Vec<Event> {
    let space = SpaceId::from(person);
    let folders = (1..=FOLDERS).map(|number| {
        let name = Personal::of(space, format!("Folder {number}"));
        Documents::from(FolderMade { space, node: id(number), parent: space.root(), name })
    });
    let files = (0..FOLDERS).flat_map(|folder| {
        (0..FILES).map(move |number| {
            let number = file(folder, number);
            let blob = BlobHash(*blake3::hash(&number.to_le_bytes()).as_bytes());
            let (name, media_type) = (Personal::of(space, name(number)), "application/pdf".to_owned());
            let (node, parent) = (id(number), id(folder + 1));
            Documents::from(FileStored { space, node, parent, name, blob, size_bytes: 40_000 + number, media_type })
        })
    });
    folders.chain(files).map(Event::from).collect()
}

/// In the later half: the folder that is listed stays as it is.
fn changes(person: AccountId) -> Vec<Event> {
    let space = SpaceId::from(person);
    let last = FOLDERS * FILES;
    let renamed = (last - 2 * CHANGED..last - CHANGED).map(|number| {
        let number = FOLDERS + 1 + number;
        let (name, previous) = (Personal::of(space, format!("old {number}")), Personal::of(space, name(number)));
        Documents::from(NodeRenamed { space, node: id(number), name, previous })
    });
    let trashed = (last - CHANGED..last).map(|number| {
        let number = FOLDERS + 1 + number;
        Documents::from(NodeTrashed { space, node: id(number), name: Personal::of(space, name(number)) })
    });
    renamed.chain(trashed).map(Event::from).collect()
}
