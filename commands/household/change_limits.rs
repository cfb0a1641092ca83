//! Setting a limit is an event; the door asks here what is in force, so a change counts at once.

use std::sync::Arc;

use domain::{
    Decider,
    household::{
        Limits,
        limits::{Change, OutOfBounds},
    },
};
use eventlog::StreamName;

use crate::{Caller, Desk, Done, Failure, Fault};

fn stream() -> Result<StreamName, Fault> {
    StreamName::keyed(Limits::KIND, "house").map_err(|error| Fault::new("limits", &error))
}

/// Sets the limits that are given, leaves the rest.
///
/// # Errors
/// When one is out of bounds, in which case none is set.
pub async fn change_limits(
    desk: &Desk,
    caller: &Caller,
    change: Change,
    if_match: Option<u64>,
) -> Result<Done, Failure<OutOfBounds>> {
    desk.run_on::<Limits>(stream()?, change, caller, if_match).await
}

/// The limits, and the length of their stream.
///
/// # Errors
/// When the log cannot be read.
pub async fn limits(desk: &Desk) -> Result<(Arc<Limits>, u64), Fault> {
    let folded = desk.load_on::<Limits>(&stream()?).await?;
    Ok((folded.state, folded.length))
}
