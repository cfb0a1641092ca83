//! A file that is arriving in one go: refused as soon as it is known that its folder does not take it, and then nothing of it
//! stays. Whether the folder takes it is asked once more when it is stored.

use std::sync::Arc;

use bytes::Bytes;
use domain::documents::{
    Blob, Format, NodeId, NodeName, Space, SpaceId,
    format::{HEAD_BYTES, of_bytes},
    space::{Coming, Refusal},
};

use super::{blobs::Incoming, enter::name};
use crate::{Desk, Failure};

/// A file that is arriving.
#[derive(Debug)]
pub struct Arriving {
    incoming: Incoming,
    state: Arc<Space>,
    place: (SpaceId, NodeId),
    name: NodeName,
    media_type: String,
    head: Vec<u8>,
    content: Option<&'static Format>,
    size_bytes: u64,
    most_bytes: u64,
}

/// Begins to take a file for a folder; its length, where that is said before.
///
/// # Errors
/// When the folder does not take it, as far as that can be said already.
pub async fn receive(
    desk: &Desk,
    space: SpaceId,
    (folder, called): (NodeId, &str),
    media_type: &str,
    said_bytes: Option<u64>,
) -> Result<Arriving, Failure<Refusal>> {
    let (name, state) = (name(called)?, desk.load::<Space>(space.0.0).await?.state);
    Arriving::begin(desk, state, (space, folder), (name, media_type.to_owned()), said_bytes).await
}

/// The same for one that takes no other file's name.
///
/// # Errors
/// When the folder does not take it, as far as that can be said already.
pub async fn receive_beside(
    desk: &Desk,
    space: SpaceId,
    (folder, called): (NodeId, &str),
    media_type: &str,
) -> Result<Arriving, Failure<Refusal>> {
    let (name, state) = (name(called)?, desk.load::<Space>(space.0.0).await?.state);
    let name = state.free_name(folder, &name);
    Arriving::begin(desk, state, (space, folder), (name, media_type.to_owned()), None).await
}

impl Arriving {
    async fn begin(
        desk: &Desk,
        state: Arc<Space>,
        place: (SpaceId, NodeId),
        (name, media_type): (NodeName, String),
        said_bytes: Option<u64>,
    ) -> Result<Self, Failure<Refusal>> {
        let coming =
            Coming { name: &name, media_type: &media_type, size_bytes: said_bytes.unwrap_or_default(), content: None };
        state.takes(place.0, place.1, coming).map_err(Failure::Refused)?;
        let target = desk.blobs().target(state.place_of(place.1)).await?;
        let (incoming, most_bytes) = (desk.blobs().receive_at(target, place.0), state.largest(place.1));
        let head = Vec::new();
        Ok(Self { incoming, state, place, name, media_type, head, content: None, size_bytes: 0, most_bytes })
    }

    /// Takes the next bytes; whether any more are taken. Where they are not, [`Self::finish`] says why.
    ///
    /// # Errors
    /// When the folder does not take it.
    pub async fn add(&mut self, bytes: Bytes) -> Result<bool, Refusal> {
        self.size_bytes = self.size_bytes.saturating_add(bytes.len() as u64);
        let was_unseen = self.content.is_none();
        if was_unseen {
            self.head.extend_from_slice(&bytes[..bytes.len().min(HEAD_BYTES - self.head.len())]);
            self.content = (self.head.len() == HEAD_BYTES).then(|| of_bytes(&self.head));
        }
        // Between what it is and how much it is, nothing new is known.
        if was_unseen || self.size_bytes > self.most_bytes {
            self.check()?;
        }
        Ok(self.incoming.add(bytes).await.is_ok())
    }

    /// All is there: it is on the disk, and has its name, when this comes back.
    ///
    /// # Errors
    /// When the folder does not take it, or the disk is full or broken; then nothing is left of it.
    pub async fn finish(mut self) -> Result<Blob, Failure<Refusal>> {
        self.content.get_or_insert_with(|| of_bytes(&self.head));
        if let Err(refusal) = self.check() {
            self.discard().await;
            return Err(Failure::Refused(refusal));
        }
        Ok(self.incoming.finish().await?)
    }

    /// It is not wanted: nothing is left of it when this comes back.
    pub async fn discard(self) {
        self.incoming.discard().await;
    }

    fn check(&self) -> Result<(), Refusal> {
        let (space, folder) = self.place;
        let Self { name, media_type, size_bytes, content, .. } = self;
        let coming = Coming { name, media_type, size_bytes: *size_bytes, content: *content };
        self.state.takes(space, folder, coming)
    }
}
