//! Ending an upload before it is a file, because whoever sends it wants it no more.

use domain::documents::{UploadId, upload::Why};

use super::{Refusal, find, give_up};
use crate::{Caller, Desk, Done, Failure};

/// Ends an upload of the caller's. Whoever is sending to it gives way.
///
/// # Errors
/// When there is none, or it has ended.
pub async fn abort_upload(desk: &Desk, caller: &Caller, upload: UploadId) -> Result<Done, Failure<Refusal>> {
    find(desk, caller, upload).await?.open()?;
    let _turn = desk.uploads().turn(upload).await.ok_or(Failure::Refused(Refusal::Busy))?;
    let found = find(desk, caller, upload).await?.open()?;
    give_up(desk, caller, &found, Why::Cancelled).await
}
