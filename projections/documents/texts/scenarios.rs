//! What is stored is read and found, what goes is let go of, and what was lost comes back.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use domain::{
    AccountId, Event, Personal,
    documents::{BlobHash, NodeId, SpaceId, space::events::*},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Following, Source, Text, Texts};
use crate::{documents, testing::*};

/// Bytes as they would lie on a disk.
#[derive(Default)]
struct Disk(Mutex<HashMap<(SpaceId, BlobHash), Text>>);

impl Source for Disk {
    fn text<'a>(
        &'a self,
        space: SpaceId,
        blob: BlobHash,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Text, String>> + Send + 'a>> {
        let text = self.0.lock().unwrap().get(&(space, blob)).cloned();
        Box::pin(std::future::ready(Ok(text.unwrap_or(Text::Gone))))
    }

    fn holds(&self, space: SpaceId, blob: BlobHash) -> bool {
        self.0.lock().unwrap().contains_key(&(space, blob))
    }
}

/// A house in which only words in files are looked for.
struct House {
    log: Arc<Log>,
    folder: tempfile::TempDir,
    disk: Arc<Disk>,
    running: Running,
    texts: Texts,
    shutdown: CancellationToken,
    keeping: tokio::task::JoinHandle<()>,
}

impl House {
    async fn of(log: Arc<Log>, folder: tempfile::TempDir, disk: Arc<Disk>) -> Self {
        let running = Running::over(folder.path(), &log, vec![documents::context()]).await.unwrap();
        let (texts, shutdown) = (Texts::at(folder.path(), 1), CancellationToken::new());
        let following = Following {
            documents: running.reads("documents"),
            feed: log.clone(),
            source: disk.clone(),
            shutdown: shutdown.clone(),
        };
        let keeping = tokio::spawn(texts.clone().keep(following));
        Self { log, folder, disk, running, texts, shutdown, keeping }
    }

    async fn new() -> Self {
        Self::of(Log::new(), tempfile::tempdir().unwrap(), Arc::default()).await
    }

    async fn end(self) -> (Arc<Log>, tempfile::TempDir, Arc<Disk>) {
        self.shutdown.cancel();
        self.keeping.await.unwrap();
        self.running.end().await;
        (self.log, self.folder, self.disk)
    }

    async fn stored(&self, of: AccountId, number: u8, text: &str) {
        let (space, node, blob) = (own(of), id(number), BlobHash([number; 32]));
        self.disk.0.lock().unwrap().insert((space, blob), Text::Words(text.to_owned()));
        let (name, media_type) = (Personal::of(space, "a.txt"), "text/plain".to_owned());
        let stored = FileStored { space, node, parent: space.root(), name, blob, size_bytes: 1, media_type };
        self.log.write(Event::Documents(stored.into())).await;
    }

    async fn found(&self, of: AccountId, words: &[&str]) -> Vec<u8> {
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        let found = self.texts.find(vec![own(of)], &words, 100).await;
        found.into_iter().map(|(_, blob)| blob.0[0]).collect()
    }

    async fn finds(&self, of: AccountId, words: &[&str], wanted: &[u8]) {
        let looking = async {
            while self.found(of, words).await != wanted {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, looking).await;
        assert!(in_time.is_ok(), "{words:?}: {:?}, not {wanted:?}", self.found(of, words).await);
    }
}

fn own(of: AccountId) -> SpaceId {
    SpaceId::from(of)
}

fn id(number: u8) -> NodeId {
    NodeId(Uuid::from_u128(0x1_0000 + u128::from(number)))
}

#[tokio::test]
async fn what_is_stored_is_found_by_its_owner() {
    let house = House::new().await;
    house.stored(ADA, 1, "The quick brown fox").await;
    house.stored(ADA, 2, "fox, fox and again a fox").await;
    house.stored(BOB, 3, "Bob's fox").await;
    house.finds(ADA, &["fox"], &[2, 1]).await;
    house.finds(BOB, &["fox"], &[3]).await;
    house.finds(ADA, &["QUI", "brown"], &[1]).await;
    house.finds(ADA, &["fo"], &[]).await;
    for typed in ["\"", "a OR", "NEAR(", "text:", "^", "*", "-"] {
        assert_eq!(
            house.found(ADA, &documents::words(typed).iter().map(String::as_str).collect::<Vec<_>>()).await,
            [0; 0]
        );
    }
    let shown = house.texts.excerpts(&["fox".to_owned()], &[(own(ADA), BlobHash([1; 32]))]).await;
    assert_eq!(shown[0].last().map(|piece| (piece.text.as_str(), piece.is_word)), Some(("fox", true)));
    house.end().await;
}

#[tokio::test]
async fn what_goes_is_found_no_more_and_stands_in_no_file() {
    let house = House::new().await;
    house.stored(ADA, 1, "canary one").await;
    house.stored(ADA, 2, "canary two").await;
    house.finds(ADA, &["canary"], &[2, 1]).await;
    let purged = NodePurged { space: own(ADA), node: id(1), name: Personal::of(own(ADA), "a.txt") };
    house.log.write(Event::Documents(purged.into())).await;
    house.finds(ADA, &["canary"], &[2]).await;
    house.disk.0.lock().unwrap().clear();
    assert_eq!(house.texts.forget(own(ADA)).await.unwrap(), 1);
    assert_eq!(house.found(ADA, &["canary"]).await, []);
    house.stored(BOB, 3, "bob").await;
    house.finds(BOB, &["bob"], &[3]).await;
    assert_eq!(house.texts.spaces().unwrap(), [own(BOB)]);
    house.end().await;
}

#[tokio::test]
async fn a_house_that_was_ended_goes_on_and_what_was_lost_comes_back() {
    let house = House::new().await;
    house.stored(ADA, 1, "before").await;
    house.finds(ADA, &["before"], &[1]).await;
    let (log, folder, disk) = house.end().await;
    let house = House::of(log, folder, disk).await;
    house.stored(ADA, 2, "after").await;
    house.finds(ADA, &["after"], &[2]).await;
    house.finds(ADA, &["before"], &[1]).await;
    assert_eq!(house.texts.read_anew().await.unwrap(), 2);
    house.finds(ADA, &["before"], &[1]).await;
    let path = house.texts.path(own(ADA));
    let (log, folder, disk) = house.end().await;
    std::fs::write(path, "no database, but long enough to be taken for one, or so it seems").unwrap();
    let other = folder.path().join("texts-of-before");
    std::fs::create_dir(&other).unwrap();
    let house = House::of(log, folder, disk).await;
    house.finds(ADA, &["before"], &[1]).await;
    assert!(!other.exists());
    house.end().await;
}
