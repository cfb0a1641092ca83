//! Somebody carries data out of the house: written down before the first byte leaves.

use domain::{
    Decider as _,
    identity::{
        Takings,
        takings::{Take, Taken},
    },
};
use eventlog::StreamName;

use super::ask_code::accepted;
use crate::{Caller, Desk, Fault};

/// Writes down what a person takes, by themselves or with a key.
///
/// # Errors
/// When it cannot be written: then nothing is to leave.
pub async fn take_along(desk: &Desk, caller: &Caller, what: Taken) -> Result<(), Fault> {
    let Some(account) = caller.account() else { return Ok(()) };
    let stream = StreamName::of(Takings::KIND, account.0);
    accepted(desk.run_on::<Takings>(stream, Take { account, what }, caller, None).await).map(drop)
}
