//! How far an upload is. Whoever looks sees to it that it is as far as it can be: what is whole becomes a file, and what
//! came to nothing is told to have.

use domain::documents::{
    UploadId,
    upload::{self, End},
};

use super::{
    Refusal, Standing, find,
    finish::{finish, whole},
    on_its_way::on_its_way,
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
