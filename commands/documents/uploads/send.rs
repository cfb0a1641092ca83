//! Sending the next piece of an upload.

use bytes::Bytes;
use domain::documents::UploadId;
use tokio_util::sync::CancellationToken;

use super::{Refusal, Standing, find, finish::finish, on_its_way::on_its_way};
use crate::{
    Caller, Desk, Failure, Fault,
    documents::blobs::{Checksum, Sending, Shelf, Taken},
};

/// A piece that is being sent.
pub struct Piece {
    desk: Desk,
    caller: Caller,
    standing: Standing,
    sending: Sending,
    is_over: CancellationToken,
    sent_bytes: u64,
}

/// Begins to send a piece that starts at a byte. Whoever was sending to the upload gives way.
///
/// # Errors
/// When the upload is not there or has ended, goes on at another byte, or the piece is said to be too long.
pub async fn send_to_upload(
    desk: &Desk,
    caller: &Caller,
    upload: UploadId,
    at: u64,
    said_bytes: Option<u64>,
    checksum: Option<Checksum>,
) -> Result<Piece, Failure<Refusal>> {
    find(desk, caller, upload).await?.open()?;
    let turn = desk.uploads().turn(upload).await.ok_or(Failure::Refused(Refusal::Busy))?;
    let found = find(desk, caller, upload).await?;
    if found.end.is_some() {
        desk.uploads().forget(upload);
    }
    let shelf = Shelf { owner: found.parcel.owner, upload };
    let standing = on_its_way(desk, found).await?;
    let (there, size_bytes) = (standing.received_bytes, standing.parcel.size_bytes);
    if at != there {
        return Err(Failure::Refused(Refusal::Elsewhere { there }));
    }
    if said_bytes.is_some_and(|bytes| bytes > size_bytes - there.min(size_bytes)) {
        return Err(Failure::Refused(Refusal::TooLong { size_bytes }));
    }
    let clock = desk.clock().clone();
    let sending = desk.blobs().take_piece(shelf, turn.hashing, checksum, move || clock.now());
    let (desk, caller, is_over) = (desk.clone(), caller.clone(), turn.is_over);
    Ok(Piece { desk, caller, standing, sending, is_over, sent_bytes: 0 })
}

impl Piece {
    /// Comes back when somebody else wants to send.
    pub async fn is_over(&self) {
        self.is_over.cancelled().await;
    }

    /// Takes the next bytes; whether any more are taken.
    pub async fn add(&mut self, bytes: Bytes) -> bool {
        self.sent_bytes = self.sent_bytes.saturating_add(bytes.len() as u64);
        !self.is_too_long() && self.sending.add(bytes).await
    }

    /// No more comes. What came is there when this comes back, and where it was the last of all, it is a file.
    ///
    /// # Errors
    /// When more came than was said, it did not prove itself, or it could not be written; or when the folder takes the
    /// file no more.
    pub async fn end(self) -> Result<Standing, Failure<Refusal>> {
        // Whoever sent it may be gone before it is a file; it becomes one all the same.
        let tasks = self.desk.tasks().clone();
        tasks.spawn(self.come_to_an_end()).await?
    }

    async fn come_to_an_end(self) -> Result<Standing, Failure<Refusal>> {
        let (is_too_long, size_bytes) = (self.is_too_long(), self.standing.parcel.size_bytes);
        let Self { desk, caller, standing, sending, .. } = self;
        let Taken { hashing, bytes, is_true, trouble } =
            if is_too_long { sending.undo().await? } else { sending.end().await? };
        drop(hashing);
        match trouble {
            Some(Fault::Full) => return Err(Failure::Full),
            Some(fault) => return Err(fault.into()),
            None if is_too_long => return Err(Failure::Refused(Refusal::TooLong { size_bytes })),
            None if !is_true => return Err(Failure::Refused(Refusal::NotProved)),
            None => {}
        }
        let upload = standing.upload;
        if bytes == size_bytes {
            return finish(&desk, &caller, find(&desk, &caller, upload).await?).await;
        }
        on_its_way(&desk, find(&desk, &caller, upload).await?).await
    }

    const fn is_too_long(&self) -> bool {
        self.standing.received_bytes.saturating_add(self.sent_bytes) > self.standing.parcel.size_bytes
    }
}
