//! How far an upload is. Whoever looks sees to it that it is as far as it can be: what is whole becomes a file, and what
//! came to nothing is told to have.

use domain::documents::{
    UploadId,
    upload::{self, End, Why},
};

use super::{
    Found, KEPT, Refusal, Standing, find,
    finish::{finish, whole},
    give_up, in_the_name_of,
};
use crate::{Caller, Desk, Failure};

/// How far an upload of the caller's is.
///
/// # Errors
/// When there is none, or it came to nothing.
pub async fn look_at_upload(desk: &Desk, caller: &Caller, upload: UploadId) -> Result<Standing, Failure<Refusal>> {
    let found = find(desk, caller, upload).await?;
    if let Some(End::Completed { .. }) = found.end {
        return Ok(whole(found));
    }
    match on_its_way(desk, found).await {
        Ok(standing) if standing.received_bytes < standing.parcel.size_bytes => Ok(standing),
        Ok(_) => finish(desk, caller, find(desk, caller, upload).await?).await,
        // It became a file at this very moment.
        Err(Failure::Refused(Refusal::Upload(upload::Refusal::Completed))) => {
            Ok(whole(find(desk, caller, upload).await?))
        }
        Err(failure) => Err(failure),
    }
}

/// How much of an open upload is there; ends it where that has come to nothing.
pub(super) async fn on_its_way(desk: &Desk, found: Found) -> Result<Standing, Failure<Refusal>> {
    let found = found.open()?;
    let there = desk.blobs().arrived(found.shelf()).await?;
    let until = there.map(|there| there.at + KEPT);
    let why = match (there, until) {
        (None, _) => Some(Why::Lost),
        // What is whole is never too late.
        (Some(there), Some(until)) if until < desk.now() && there.bytes < found.parcel.size_bytes => Some(Why::Expired),
        _ => None,
    };
    if let Some(why) = why {
        give_up(desk, &in_the_name_of(&found, "end"), &found, why).await?;
        return Err(Failure::Refused(Refusal::Upload(upload::Refusal::Gone(why))));
    }
    let received_bytes = there.map_or(0, |there| there.bytes);
    Ok(Standing { upload: found.upload, parcel: found.parcel, received_bytes, until, end: None })
}
