//! Setting for how long sessions last is an event; whoever looks at a session asks here what is in force.

use std::sync::Arc;

use domain::{
    Decider,
    household::{
        Stays,
        stays::{Change, OutOfBounds},
    },
};
use eventlog::StreamName;

use crate::{Caller, Desk, Done, Failure, Fault, identity::end_over};

fn stream() -> Result<StreamName, Fault> {
    StreamName::keyed(Stays::KIND, "house").map_err(|error| Fault::new("stays", &error))
}

/// Sets the terms that are given, leaves the rest. Sessions that are over by it end now.
///
/// # Errors
/// When one is out of bounds, in which case none is set.
pub async fn change_stays(
    desk: &Desk,
    caller: &Caller,
    change: Change,
    if_match: Option<u64>,
) -> Result<Done, Failure<OutOfBounds>> {
    let done = desk.run_on::<Stays>(stream()?, change, caller, if_match).await?;
    end_over(desk).await?;
    Ok(done)
}

/// The terms, and the length of their stream.
///
/// # Errors
/// When the log cannot be read.
pub async fn stays(desk: &Desk) -> Result<(Arc<Stays>, u64), Fault> {
    let folded = desk.load_on::<Stays>(&stream()?).await?;
    Ok((folded.state, folded.length))
}
