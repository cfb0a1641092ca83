//! How a house within a test is put together.

use std::{path::Path, sync::Arc};

use api::{Bounds, Entrance, Parts, SocketLimits};
use commands::{
    Cost, Desk, DeskParts, FolderPost, HandClock, Hasher, Vault,
    documents::{Blobs, PlaceAt},
};
use projections::Views;

use super::Gate;

/// What a house is made of.
pub struct Start<'a> {
    /// Its data.
    pub folder: &'a Path,
    /// Its clock.
    pub clock: &'a Arc<HandClock>,
    /// Its post.
    pub gate: &'a Arc<Gate>,
    /// How much memory a password hash takes.
    pub memory_kib: u32,
    /// Further places of its files.
    pub places: &'a [(String, PlaceAt)],
}

impl Start<'_> {
    /// The house, with its views in this folder of its data.
    pub async fn with_views(&self, views: &str) -> api::House {
        let desk = self.desk().await;
        let views = Views::open(&self.folder.join(views), desk.feed(), desk.seals(), projections::contexts()).await;
        let inside = api::House::build(Parts {
            desk,
            views: views.expect("the views"),
            folder: self.folder.to_owned(),
            entrance: Entrance::plain(([127, 0, 0, 1], 8080).into()),
            bounds: Bounds::none(),
            sockets: SocketLimits::default(),
            request_log: None,
            demo: None,
        });
        inside.start().await.expect("it starts");
        inside
    }

    async fn desk(&self) -> Desk {
        let Self { folder, places, .. } = self;
        let log = eventlog::open(&format!("sqlite:{}", folder.join("log.sqlite").display())).await.expect("the log");
        let blobs = Blobs::at(&folder.join("blobs")).with_places(log.log_id(), places.iter().cloned());
        let parts = DeskParts {
            blobs: blobs.expect("places"),
            log,
            vault: Vault::open(&folder.join("vault.sqlite")).await.expect("the vault"),
            clock: self.clock.clone(),
            hasher: Hasher::new(Cost { memory_kib: self.memory_kib, passes: 1 }).expect("a hasher"),
            post: self.gate.clone(),
            drawer: FolderPost::new(folder.join("mail")),
            own_address: "http://house.example".to_owned(),
        };
        Desk::open(parts).await.expect("the desk")
    }
}
