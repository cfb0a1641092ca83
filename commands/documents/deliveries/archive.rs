//! An archive that is being fetched: it has no parts that somebody asks for again, so it is over with its one answer.

use domain::{
    CommandId,
    documents::{
        Delivery, LinkId, NodeId, SpaceId,
        delivery::{Command, DeliveredArchive, events::FileInArchive},
    },
};

use crate::{Caller, Desk, Done, Failure, documents::links::deliver_archive, fresh_command};

/// What of an archive was handed over. Whatever becomes of the answer, it is told when this is dropped.
pub struct HandingArchive {
    desk: Desk,
    caller: Caller,
    delivered: DeliveredArchive,
}

impl HandingArchive {
    /// Begins one for somebody, perhaps through a link, of files of a space that have so many bytes in all.
    #[must_use]
    pub fn from(
        desk: &Desk,
        (caller, link): (Caller, Option<LinkId>),
        (space, name): (SpaceId, &str),
        size_bytes: u64,
    ) -> Self {
        let (name, files, sent_bytes, whole) = (name.to_owned(), Vec::new(), 0, false);
        let delivered = DeliveredArchive { space, name, files, size_bytes, sent_bytes, whole, link };
        let caller = Caller { command: fresh_command(), ..caller };
        Self { desk: desk.clone(), caller, delivered }
    }

    /// Which one.
    #[must_use]
    pub const fn id(&self) -> CommandId {
        self.caller.command
    }

    /// The next file begins.
    pub fn begins(&mut self, node: NodeId, version: u32, size_bytes: u64) {
        self.delivered.files.push((FileInArchive { node, version }, size_bytes));
    }

    /// So many of its bytes were handed over.
    pub fn sent(&mut self, count: u64) {
        self.delivered.sent_bytes += count;
        if self.delivered.link.is_some() {
            self.desk.deliveries().archive_moved(self.id(), self.desk.now());
        }
    }

    /// All files were, to the last byte.
    pub fn ends(&mut self) {
        self.delivered.whole = true;
    }
}

impl Drop for HandingArchive {
    fn drop(&mut self) {
        let (desk, caller, delivered) = (self.desk.clone(), self.caller.clone(), self.delivered.clone());
        self.desk.tasks().spawn(async move { tell(&desk, &caller, delivered).await });
    }
}

async fn tell(desk: &Desk, caller: &Caller, delivered: DeliveredArchive) {
    let told = written(desk, caller, delivered).await;
    desk.deliveries().let_archive_go(caller.command);
    if let Err(failure) = told {
        tracing::error!(?failure, "it could not be written down what was delivered");
    }
}

async fn written(
    desk: &Desk,
    caller: &Caller,
    delivered: DeliveredArchive,
) -> Result<Done, Failure<domain::documents::link::Refusal>> {
    if let Some(link) = delivered.link {
        return deliver_archive(desk, caller, link, delivered).await;
    }
    let told = desk.run::<Delivery>(caller.command.0, Command::Archive(delivered), caller).await;
    told.map_err(|failure| failure.map(|no| match no {}))
}
