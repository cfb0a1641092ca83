//! Reads what is stored, a few files at a time, and lets go of what is not there any more.
//!
//! What is to be read is not remembered anywhere: the newest versions of all files are compared with what was read. So a house
//! that was killed goes on, and a file of words that was lost comes back. It rests as long as it worked.

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    EventTable as _, PersonId,
    documents::{BlobHash, Event, SpaceId},
};
use eventlog::Feed;
use rusqlite::Connection;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Source, Text, Texts, shelf::Shelf};
use crate::runtime::{Fault, ReadError, Reads, blocking};

/// So many files, bytes of text or moments, whichever comes first, are taken in at once.
const FILES_AT_ONCE: usize = 64;
const BYTES_AT_ONCE: usize = 4 << 20;
const LONGEST_TURN: Duration = Duration::from_millis(500);
/// What is stored in quick succession is read together.
const GATHERED: Duration = Duration::from_millis(250);
/// To look through all files again takes a small part of the time.
const REST_FOR_EACH_LOOK: u32 = 10;
const LONGEST_REST: Duration = Duration::from_secs(5);
const AFTER_TROUBLE: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(60);

/// What happens to the newest versions of files.
const CHANGING: [&str; 6] =
    ["file_stored", "file_replaced", "version_restored", "node_copied", "folder_rewound", "node_purged"];

/// The newest contents of all files, by space.
type Newest = BTreeMap<SpaceId, Vec<BlobHash>>;

/// Who is followed, and who reads.
pub struct Following {
    /// The view of the files.
    pub documents: Reads,
    /// The log; its bell tells that something happened.
    pub feed: Arc<dyn Feed>,
    /// Who reads bytes.
    pub source: Arc<dyn Source>,
    /// When it ends.
    pub shutdown: CancellationToken,
}

impl Texts {
    /// Reads until the house shuts down.
    pub async fn keep(self, following: Following) {
        let shutdown = following.shutdown.clone();
        let keeper = Keeper { texts: self, following, unreadable: HashSet::new() };
        shutdown.run_until_cancelled(keeper.run()).await;
    }
}

struct Keeper {
    texts: Texts,
    following: Following,
    /// What the disk did not give; asked again when the house is started again.
    unreadable: HashSet<(SpaceId, BlobHash)>,
}

impl Keeper {
    async fn run(mut self) {
        loop {
            let followed = match self.round().await {
                Ok((seen, look)) => {
                    tokio::time::sleep((look * REST_FOR_EACH_LOOK).clamp(GATHERED, LONGEST_REST)).await;
                    tokio::select! {
                        () = self.texts.0.anew.notified() => Ok(()),
                        changed = self.changed(seen) => changed,
                    }
                }
                Err(fault) => Err(fault),
            };
            if let Err(fault) = followed {
                self.trouble(&fault);
                tokio::time::sleep(AFTER_TROUBLE).await;
            }
        }
    }

    fn trouble(&self, fault: &Fault) {
        let reason = fault.to_string();
        self.texts.note(|progress| {
            if progress.trouble.as_ref() != Some(&reason) {
                tracing::error!(reason, "the words in files cannot be read; it is tried again");
            }
            progress.trouble = Some(reason);
        });
    }

    /// Waits until something happened to a newest version after a position.
    async fn changed(&self, mut seen: u64) -> Result<(), Fault> {
        let feed = &self.following.feed;
        let mut bell = feed.bell();
        loop {
            bell.wait_for(|head| *head > seen).await.map_err(|_| Fault::Passing("the log is closed".to_owned()))?;
            let slice = feed.read_kinds(changing(), seen, 1).await;
            let slice = slice.map_err(|error| Fault::Passing(error.to_string()))?;
            if !slice.events.is_empty() {
                return Ok(());
            }
            seen = slice.until;
            self.texts.note(|progress| progress.position = seen);
        }
    }

    /// Brings all spaces up to now; answers up to where, and how long it took to look what there is.
    async fn round(&mut self) -> Result<(u64, Duration), Fault> {
        let texts = self.texts.clone();
        blocking(move || Ok(texts.prepare()?)).await?;
        let head = *self.following.feed.bell().borrow();
        let passing = |reason: &dyn std::fmt::Display| Fault::Passing(reason.to_string());
        self.following.documents.at_least(head, PATIENCE).await.map_err(|behind| passing(&behind))?;
        let (newest, mut look) = loop {
            let looked = Instant::now();
            match self.following.documents.query(newest).await {
                Err(ReadError::Filling { .. }) => tokio::time::sleep(GATHERED).await,
                answer => break (answer.map_err(|error| passing(&error))?, looked.elapsed()),
            }
        };
        let of = newest.values().map(|blobs| blobs.len() as u64).sum();
        self.texts.note(|progress| (progress.read, progress.of, progress.trouble) = (0, of, None));
        let mut spaces: Vec<_> = newest.keys().copied().collect();
        spaces.extend(self.texts.spaces()?.into_iter().filter(|space| !newest.contains_key(space)));
        for space in spaces {
            look += self.space(space, newest.get(&space).cloned().unwrap_or_default()).await?;
        }
        self.texts.note(|progress| progress.position = progress.position.max(head));
        Ok((head, look))
    }

    async fn space(&mut self, space: SpaceId, newest: Vec<BlobHash>) -> Result<Duration, Fault> {
        let outcome = self.bring_up(space, newest).await;
        if let Err(fault @ Fault::Damaged(_)) = &outcome {
            self.texts.discard(space, fault).await;
        }
        outcome
    }

    async fn bring_up(&mut self, space: SpaceId, newest: Vec<BlobHash>) -> Result<Duration, Fault> {
        let looked = Instant::now();
        let (path, held) = (self.texts.path(space), self.texts.hold().await);
        let known = blocking(move || {
            let _held = held;
            Shelf::open(&path)?.map_or_else(|| Ok(HashSet::new()), |shelf| shelf.known())
        });
        let mut known = known.await?;
        let unread: Vec<_> = newest.iter().filter(|blob| !known.contains(*blob)).copied().collect();
        let read = (newest.len() - unread.len()) as u64;
        for blob in &newest {
            known.remove(blob);
        }
        let look = looked.elapsed();
        self.texts.note(|progress| progress.read += read);
        let idle: Vec<_> = known.into_iter().collect();
        for idle in idle.chunks(FILES_AT_ONCE) {
            let idle = idle.to_vec();
            self.write(space, move |path| Shelf::make(path)?.let_go(&idle)).await?;
        }
        self.read(space, unread).await.map(|()| look)
    }

    async fn read(&mut self, space: SpaceId, unread: Vec<BlobHash>) -> Result<(), Fault> {
        let mut unread = unread.into_iter().peekable();
        while unread.peek().is_some() {
            let (began, mut bytes, mut read, mut done) = (Instant::now(), 0, Vec::new(), 0);
            while read.len() < FILES_AT_ONCE && bytes < BYTES_AT_ONCE && began.elapsed() < LONGEST_TURN {
                let Some(blob) = unread.next() else { break };
                done += 1;
                if let Some(text) = self.text(space, blob).await {
                    bytes += text.as_ref().map_or(0, String::len);
                    read.push((blob, text));
                }
            }
            let source = self.following.source.clone();
            self.write(space, move |path| {
                // Whoever was erased meanwhile has no bytes any more, and must get no words again.
                read.retain(|(blob, _)| source.holds(space, *blob));
                if read.is_empty() { Ok(()) } else { Shelf::make(path)?.take(&read) }
            })
            .await?;
            self.texts.note(|progress| progress.read += done);
            tokio::time::sleep(began.elapsed()).await;
        }
        Ok(())
    }

    /// What a content holds; nothing where it is not to be had at present.
    async fn text(&mut self, space: SpaceId, blob: BlobHash) -> Option<Option<String>> {
        if self.unreadable.contains(&(space, blob)) {
            return None;
        }
        match self.following.source.text(space, blob).await {
            Ok(Text::Words(text)) => Some(Some(text)),
            Ok(Text::Nothing) => Some(None),
            Ok(Text::Gone) => None,
            Err(reason) => {
                tracing::warn!(%blob, reason, "a file could not be read for the words in it");
                self.unreadable.insert((space, blob));
                None
            }
        }
    }

    async fn write(
        &self,
        space: SpaceId,
        work: impl FnOnce(&Path) -> Result<(), Fault> + Send + 'static,
    ) -> Result<(), Fault> {
        let (path, held) = (self.texts.path(space), self.texts.hold().await);
        blocking(move || {
            let _held = held;
            work(&path)
        })
        .await
    }
}

/// The stored names of what changes newest versions.
fn changing() -> Vec<String> {
    let is_changing = |name: &&str| CHANGING.iter().any(|of| name.split('.').nth(1) == Some(of));
    Event::names().into_iter().filter(is_changing).map(str::to_owned).collect()
}

fn newest(connection: &Connection) -> rusqlite::Result<Newest> {
    let mut newest = Newest::new();
    let sql = "SELECT space, blob FROM nodes WHERE blob IS NOT NULL GROUP BY space, blob ORDER BY min(number)";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let space = SpaceId(PersonId(Uuid::from_bytes(row.get(0)?)));
        newest.entry(space).or_default().push(BlobHash(row.get(1)?));
    }
    Ok(newest)
}
