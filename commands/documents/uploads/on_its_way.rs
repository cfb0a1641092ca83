//! An upload of which all is not there yet: how much is, and whether that has come to nothing.

use domain::documents::upload::{self, Why};

use super::{Found, KEPT, Refusal, Standing, give_up, in_the_name_of};
use crate::{Desk, Failure};

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
