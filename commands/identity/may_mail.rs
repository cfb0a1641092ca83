//! Whether one more letter may be caused: by this caller, to this address. Whoever sends a letter that
//! somebody asked for asks here first, before anything is written down of it. Alerts do not.

use crate::{Caller, Desk, Fault, household};

/// Counts a letter; `false` where a limit holds it back, of which the server's messages tell.
///
/// # Errors
/// When the limits cannot be read.
pub(crate) async fn may_mail(desk: &Desk, caller: &Caller, to: &str) -> Result<bool, Fault> {
    if caller.from.is_some_and(|address| desk.postage().is_exempt(address)) {
        return Ok(true);
    }
    let (limits, _) = household::limits(desk).await?;
    // Whoever was let in answers for what they do; their address may be that of a whole household.
    let from = caller.from.filter(|_| caller.account().is_none());
    let paid = desk.postage().pay(&limits, to, from, desk.now());
    if let Err(limit) = paid {
        tracing::warn!(target: "security", limit = limit.word(), "a letter was held back");
    }
    Ok(paid.is_ok())
}
