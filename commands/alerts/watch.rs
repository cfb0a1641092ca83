//! Which rules of the watch are on is chosen, and asked of the log.

use std::sync::Arc;

use domain::{
    Decider as _,
    alerts::watch::{Choices, Choose, Refusal},
};
use eventlog::StreamName;

use crate::{Caller, Desk, Done, Failure, Fault};

fn stream() -> Result<StreamName, Fault> {
    StreamName::keyed(Choices::KIND, "house").map_err(|error| Fault::new("watch", &error))
}

/// Switches a rule on or off, or chooses its numbers.
///
/// # Errors
/// When a number is out of its range.
pub async fn choose_rule(
    desk: &Desk,
    caller: &Caller,
    choose: Choose,
    if_match: Option<u64>,
) -> Result<Done, Failure<Refusal>> {
    desk.run_on::<Choices>(stream()?, choose, caller, if_match).await
}

/// What is chosen, and the length of its stream.
///
/// # Errors
/// When the log cannot be read.
pub async fn watch_choices(desk: &Desk) -> Result<(Arc<Choices>, u64), Fault> {
    let folded = desk.load_settled::<Choices>(&stream()?).await?;
    Ok((folded.state, folded.length))
}
