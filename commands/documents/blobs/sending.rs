//! A piece of an upload that is arriving behind what arrived before.
//!
//! What came stays, wherever it breaks off; but a piece that was to prove itself and did not, or that nobody wants, has
//! never been there. Whoever sent it is told how much is there once that is synced, or not at all.

use std::fs::OpenOptions;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use ring::digest;
use tokio::{
    sync::{
        OwnedMutexGuard,
        mpsc::{self, Receiver, Sender},
    },
    task::JoinHandle,
};

use super::{
    Blobs,
    disk::Shelf,
    fault,
    unfinished::settle,
    writing::{Piece, Said, WAITING, Writing},
};
use crate::Fault;

/// The hash of what arrived, kept by whoever is sending at the moment.
pub(crate) type Hashing = OwnedMutexGuard<Option<blake3::Hasher>>;

/// What a piece is said to hash to.
#[derive(Clone, Debug)]
pub struct Checksum {
    way: &'static digest::Algorithm,
    wanted: Vec<u8>,
}

impl Checksum {
    /// The ways to hash that are known.
    pub const WAYS: [&'static str; 2] = ["sha1", "sha256"];

    /// A checksum of one of those ways; `None` where the way is unknown.
    #[must_use]
    pub fn of(way: &str, wanted: Vec<u8>) -> Option<Self> {
        let way = match way {
            "sha1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            "sha256" => &digest::SHA256,
            _ => return None,
        };
        Some(Self { way, wanted })
    }
}

/// What became of a piece.
#[derive(Debug)]
pub(crate) struct Taken {
    /// The right to send goes back.
    pub hashing: Hashing,
    /// How much is there.
    pub bytes: u64,
    /// Whether it was what it was said to be.
    pub is_true: bool,
    /// Why no more of it was written.
    pub trouble: Option<Fault>,
}

/// A piece that is arriving.
#[derive(Debug)]
pub(crate) struct Sending {
    pieces: Sender<Piece>,
    writing: JoinHandle<Result<Taken, Fault>>,
}

impl Blobs {
    /// Begins to take a piece.
    pub(crate) fn take_piece(
        &self,
        shelf: Shelf,
        hashing: Hashing,
        checksum: Option<Checksum>,
        now: impl Fn() -> DateTime<Utc> + Send + 'static,
    ) -> Sending {
        let (pieces, arriving) = mpsc::channel(WAITING);
        let blobs = self.clone();
        let writing = tokio::task::spawn_blocking(move || {
            let open = |path| OpenOptions::new().append(true).open(path);
            let file = blobs.on_shelf(shelf).and_then(open).map_err(|error| fault(&error))?;
            write(Writing::behind(file, hashing.clone()), hashing, arriving, checksum, now)
        });
        Sending { pieces, writing }
    }
}

fn write(
    writing: std::io::Result<Writing>,
    mut hashing: Hashing,
    mut arriving: Receiver<Piece>,
    checksum: Option<Checksum>,
    now: impl Fn() -> DateTime<Utc>,
) -> Result<Taken, Fault> {
    let mut writing = writing.map_err(|error| fault(&error))?;
    let before = (writing.length(), writing.hasher());
    let mut proof = checksum.map(|it| (digest::Context::new(it.way), it.wanted));
    let said = writing.hear(&mut arriving, |bytes| {
        if let Some((context, _)) = &mut proof {
            context.update(bytes);
        }
    });
    let is_proved = proof.is_none_or(|(context, wanted)| context.finish().as_ref() == wanted);
    let (said, trouble) = match said {
        Ok(said) => (said, None),
        Err(error) => (Said::Part, Some(fault(&error))),
    };
    if said == Said::Nothing || !is_proved {
        writing.back_to(before.0, before.1).map_err(|error| fault(&error))?;
    }
    settle(writing.file(), now()).map_err(|error| fault(&error))?;
    *hashing = writing.hasher();
    Ok(Taken { hashing, bytes: writing.length(), is_true: is_proved, trouble })
}

impl Sending {
    /// Takes the next bytes; whether any more are taken.
    pub(crate) async fn add(&self, bytes: Bytes) -> bool {
        self.pieces.send(Piece::Bytes(bytes)).await.is_ok()
    }

    /// The piece is there, as far as it came.
    pub(crate) async fn end(self) -> Result<Taken, Fault> {
        self.last(Piece::End).await
    }

    /// The piece is not wanted.
    pub(crate) async fn undo(self) -> Result<Taken, Fault> {
        self.last(Piece::Nothing).await
    }

    async fn last(self, word: Piece) -> Result<Taken, Fault> {
        // Where the writer has stopped, it says itself why.
        let _ = self.pieces.send(word).await;
        drop(self.pieces);
        self.writing.await?
    }
}
