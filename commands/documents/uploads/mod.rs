//! Files that arrive in pieces, over as many connections as it takes.
//!
//! What is known of one is its stream and what lies on the disk of it; nothing else is kept, so a house that was killed
//! goes on where the bytes end.

mod abort;
mod book;
mod finish;
mod look;
mod on_its_way;
mod send;
mod start;
mod sweep;

use chrono::{DateTime, Duration, Utc};
use domain::documents::{
    Upload, UploadId, space,
    upload::{self, End, Parcel, Why},
};
use eventlog::StreamName;

pub use abort::abort_upload;
pub(crate) use book::UploadBook;
pub use look::look_at_upload;
pub use send::{Piece, send_to_upload};
pub use start::{NewUpload, start_upload};
pub(crate) use sweep::sweep_uploads;

use super::blobs::Shelf;
use crate::{Caller, Desk, Failure, Fault};

/// How long an upload is kept of which nothing more comes.
const KEPT: Duration = Duration::hours(24);

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which upload.
    pub upload: UploadId,
    /// What is sent.
    pub parcel: Parcel,
    /// How much of it is there.
    pub received_bytes: u64,
    /// Until when it is kept, unless more comes; `None` once it has ended.
    pub until: Option<DateTime<Utc>>,
    /// What became of it.
    pub end: Option<End>,
}

/// Why an upload does not go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The upload's own rules say no.
    #[error("{0}")]
    Upload(upload::Refusal),
    /// The space it goes into says no.
    #[error("{0}")]
    Space(space::Refusal),
    /// It goes on elsewhere.
    #[error("the upload goes on at byte {there}")]
    Elsewhere {
        /// So much is there.
        there: u64,
    },
    /// More comes than was said.
    #[error("this is more than was said: the upload has {size_bytes} bytes in all; none of this was kept")]
    TooLong {
        /// How long it was said to be.
        size_bytes: u64,
    },
    /// A piece is not what its checksum says.
    #[error("what arrived is not what its checksum says; none of it was kept")]
    NotProved,
    /// Another connection sends to it.
    #[error("another connection sends to this upload")]
    Busy,
}

/// The stream, its state and the bytes of an upload that somebody asks about.
struct Found {
    upload: UploadId,
    parcel: Parcel,
    end: Option<End>,
}

impl Found {
    const fn shelf(&self) -> Shelf {
        Shelf { owner: self.parcel.owner, upload: self.upload }
    }

    /// It is on its way still.
    fn open(self) -> Result<Self, Failure<Refusal>> {
        let refuse = |refusal| Err(Failure::Refused(Refusal::Upload(refusal)));
        match self.end {
            None => Ok(self),
            Some(End::Completed { .. }) => refuse(upload::Refusal::Completed),
            Some(End::Aborted(why)) => refuse(upload::Refusal::Gone(why)),
        }
    }
}

/// An upload of the caller's own. Of another's they are not told that it is there.
async fn find(desk: &Desk, caller: &Caller, upload: UploadId) -> Result<Found, Failure<Refusal>> {
    let found = load(desk, upload).await?.filter(|found| caller.account() == Some(found.parcel.owner));
    found.ok_or(Failure::Refused(Refusal::Upload(upload::Refusal::NoSuchUpload)))
}

async fn load(desk: &Desk, upload: UploadId) -> Result<Option<Found>, Fault> {
    use domain::Decider as _;
    let state = desk.load_settled::<Upload>(&StreamName::of(Upload::KIND, upload.0)).await?.state;
    Ok(state.parcel().map(|parcel| Found { upload, parcel: parcel.clone(), end: state.end() }))
}

/// Ends an upload that came to nothing, and takes away what arrived of it.
async fn give_up(desk: &Desk, caller: &Caller, found: &Found, why: Why) -> Result<crate::Done, Failure<Refusal>> {
    let (shelf, blobs) = (found.shelf(), desk.blobs().clone());
    let received_bytes = blobs.arrived(shelf).await?.map_or(0, |there| there.bytes);
    let ask = upload::Ask { upload: found.upload, command: upload::Command::Abort { why, received_bytes } };
    let done = desk.run::<Upload>(found.upload.0, ask, caller).await.map_err(|it| it.map(Refusal::Upload))?;
    blobs.discard(shelf).await?;
    desk.uploads().forget(found.upload);
    Ok(done)
}

/// The person whose upload it is, where nobody asks for them at the moment.
fn in_the_name_of(found: &Found, step: &str) -> Caller {
    let command = crate::derived_command(&[found.upload.0.as_bytes(), step.as_bytes()]);
    let mut caller = Caller::house(command);
    (caller.who, caller.role) = (domain::Who::Person(found.parcel.owner), None);
    caller
}
