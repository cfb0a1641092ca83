//! A house's views by their content: what one filling of the log gives, another gives again.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use commands::{Cost, Desk, DeskParts, FolderPost, Hasher, SystemClock, Vault, documents::Blobs};
use projections::Views;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{PATIENCE, eventually};

/// A hash of all rows, by context.
pub type Contents = BTreeMap<&'static str, String>;

/// What the views hold once they have seen the whole log.
pub async fn contents(views: &Views, head: u64) -> Contents {
    let mut contents = Contents::new();
    for lag in views.lag() {
        let reads = views.context(lag.context).expect("a context");
        reads.at_least(head, PATIENCE).await.unwrap_or_else(|behind| panic!("{behind}"));
        contents.insert(lag.context, reads.digest().await.expect("readable").to_string());
    }
    contents
}

/// Makes all views anew.
pub async fn rebuild(views: &Views) {
    for lag in views.lag() {
        let rebuilt = views.rebuild(lag.context, Arc::new(|_, _| {})).await;
        rebuilt.unwrap_or_else(|error| panic!("{}: {error}", lag.context));
    }
}

/// The same of files that may be damaged where nobody looked yet: whoever reads all of them finds
/// it, and then they are made anew.
async fn contents_of_repaired(views: &Views, head: u64) -> Contents {
    let mut contents = Contents::new();
    for lag in views.lag() {
        let reads = views.context(lag.context).expect("a context");
        let digest = eventually(lag.context, async || {
            reads.at_least(head, PATIENCE).await.ok()?;
            reads.digest().await.ok()
        });
        contents.insert(lag.context, digest.await.to_string());
    }
    contents
}

/// What the views of a data folder hold whose house does not run; and that a rebuild changes
/// nothing of it.
pub async fn contents_at_rest(folder: &Path) -> Contents {
    let desk = desk_at(folder).await;
    let views = Views::open(&folder.join("views"), desk.feed(), desk.seals(), projections::contexts()).await;
    let views = views.expect("the views");
    let (shutdown, (stops, _stopped)) = (CancellationToken::new(), mpsc::unbounded_channel());
    views.start(&shutdown, &stops);
    let before = contents_of_repaired(&views, desk.head()).await;
    rebuild(&views).await;
    assert_eq!(contents(&views, desk.head()).await, before, "a rebuild gives the same");
    shutdown.cancel();
    views.finished().await;
    drop(views);
    desk.close().await.expect("closed");
    before
}

async fn desk_at(folder: &Path) -> Desk {
    let log = eventlog::open(&format!("sqlite:{}", folder.join("log.sqlite").display())).await.expect("the log");
    let parts = DeskParts {
        log,
        vault: Vault::open(&folder.join("vault.sqlite")).await.expect("the vault"),
        clock: Arc::new(SystemClock),
        hasher: Hasher::new(Cost { memory_kib: 64, passes: 1 }).expect("a hasher"),
        post: Arc::new(FolderPost::new(folder.join("mail"))),
        drawer: FolderPost::new(folder.join("mail")),
        own_address: "http://house.example".to_owned(),
        blobs: Blobs::at(&folder.join("blobs")),
    };
    Desk::open(parts).await.expect("the desk")
}
