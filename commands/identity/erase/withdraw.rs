//! A person asks to be erased, or asks no more. Whoever looks after the house hears of it and does it, so that
//! nobody who found a session open can erase whose it is.

use domain::{AccountId, identity::Erasure, identity::erasure::Command};

use super::erasure;
use crate::{Caller, Desk, Done, Failure, identity::AccountRefusal};

/// The caller wants to be erased.
///
/// # Errors
/// When the caller is no person.
pub async fn ask_erasure(desk: &Desk, caller: &Caller) -> Result<Done, Failure<AccountRefusal>> {
    say(desk, caller, Command::Ask).await
}

/// The caller wants it no more.
///
/// # Errors
/// When the caller is no person.
pub async fn take_erasure_back(desk: &Desk, caller: &Caller) -> Result<Done, Failure<AccountRefusal>> {
    say(desk, caller, Command::Withdraw).await
}

async fn say(
    desk: &Desk,
    caller: &Caller,
    what: impl FnOnce(AccountId) -> Command,
) -> Result<Done, Failure<AccountRefusal>> {
    let account = caller.account().ok_or(Failure::Refused(AccountRefusal::NotAllowed))?;
    let done = desk.run_on::<Erasure>(erasure(account), what(account), caller, None).await;
    done.map_err(|failure| failure.map(|_| AccountRefusal::NotAllowed))
}
