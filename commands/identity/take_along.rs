//! Somebody carries data out of the house: written down before the first byte leaves.

use domain::{
    AccountId, Decider as _,
    identity::{
        Takings,
        takings::{Take, Taken},
    },
};
use eventlog::StreamName;

use super::ask_code::accepted;
use crate::{Caller, Desk, Fault};

/// Writes down what somebody takes.
///
/// # Errors
/// When it cannot be written: then nothing is to leave.
pub async fn take_along(desk: &Desk, caller: &Caller, account: AccountId, what: Taken) -> Result<(), Fault> {
    let stream = StreamName::of(Takings::KIND, account.0);
    accepted(desk.run_on::<Takings>(stream, Take { account, what }, caller, None).await).map(drop)
}
