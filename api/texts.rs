//! The words in files: who reads the bytes for them, how far that is, and that an erasure reaches them.

use std::{path::Path, pin::Pin, sync::Arc};

use commands::{
    Desk, Fault, Place, Soon, Whom, WorkerReport,
    documents::{Apart, Blobs, READING, Text as Read},
};
use domain::{
    documents::{BlobHash, SpaceId},
    identity::erasure::Purged,
};
use projections::documents::texts::{Following, Source, Text, Texts};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::front::Front;

/// Those of a house whose data lies in a folder.
#[must_use]
pub fn texts_in(folder: &Path) -> Texts {
    Texts::at(&folder.join("views"), READING)
}

/// Reads what is stored, until the shutdown.
pub fn keep(front: &Front, apart: Option<Apart>, shutdown: &CancellationToken, tasks: &TaskTracker) {
    let Front { texts, desk, views, .. } = front;
    let Some(documents) = views.context("documents") else { return };
    let source = Arc::new(Bytes { blobs: desk.blobs().clone(), apart });
    let following = Following { documents, feed: desk.feed(), source, shutdown: shutdown.clone() };
    tasks.spawn(texts.clone().keep(following));
}

/// How far the reading is, as a worker tells it.
pub fn report(texts: &Texts) -> WorkerReport {
    let progress = texts.progress();
    WorkerReport { name: "documents.texts", position: progress.position, trouble: progress.trouble }
}

struct Bytes {
    blobs: Blobs,
    apart: Option<Apart>,
}

impl Source for Bytes {
    fn text<'a>(
        &'a self,
        space: SpaceId,
        blob: BlobHash,
    ) -> Pin<Box<dyn Future<Output = Result<Text, String>> + Send + 'a>> {
        Box::pin(async move {
            match self.blobs.text(space, blob, self.apart.as_ref()).await {
                Ok(Read::Words(words)) => Ok(Text::Words(words)),
                Ok(Read::Nothing) => Ok(Text::Nothing),
                Ok(Read::Gone) => Ok(Text::Gone),
                Err(fault) => Err(fault.to_string()),
            }
        })
    }

    fn holds(&self, space: SpaceId, blob: BlobHash) -> bool {
        self.blobs.holds(space, blob)
    }
}

/// Whoever is erased takes the words of their files along; the files themselves are gone by then.
pub struct Words(pub Texts);

impl Place for Words {
    fn forget<'a>(&'a self, _desk: &'a Desk, whom: &'a Whom) -> Soon<'a, Vec<Purged>> {
        Box::pin(async move {
            let count = self.0.forget(whom.account.into()).await;
            let count = count.map_err(|error| Fault::new("the words in files", &error))?;
            Ok(vec![Purged { place: "views".to_owned(), what: "words in the person's own files".to_owned(), count }])
        })
    }
}
