//! Taking the house out of somebody's hands: first the word of the admins, then the account's own
//! change. Cut short between the two, the person is an admin who has no word over others until
//! another admin says again what shall be.

use domain::{
    AccountId, Decider, Role,
    identity::{
        Account, Admins,
        account::{self, Command},
        admins,
    },
};
use eventlog::StreamName;

use super::AccountRefusal;
use crate::{Caller, Desk, Done, Failure, Fault};

const TRIES: u32 = 4;

fn stream() -> Result<StreamName, Fault> {
    StreamName::keyed(Admins::KIND, "house").map_err(|error| Fault::new("admins", &error))
}

/// One word is one command, however often it is said: its number is the length of what was said before.
async fn say(desk: &Desk, caller: &Caller, command: admins::Command) -> Result<(), Failure<AccountRefusal>> {
    let stream = stream()?;
    let length = desk.load_on::<Admins>(&stream).await?.length;
    let said = desk.run_on::<Admins>(stream, command, &caller.step(&format!("admins {length}")), None).await;
    said.map(drop).map_err(|failure| failure.map(AccountRefusal::Admins))
}

/// Carries out a change after which a person looks after the house no longer.
pub(super) async fn step_down(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    command: Command,
    if_match: Option<u64>,
) -> Result<Done, Failure<AccountRefusal>> {
    for _ in 0..TRIES {
        let folded = desk.load::<Account>(account.0).await?;
        let is_admin = folded.state.active().is_some_and(|(_, role)| role == Role::Admin);
        if is_admin {
            say(desk, caller, admins::Command::Release(account)).await?;
        }
        // Exactly as it was looked at: nobody becomes an admin between the look and the change.
        let expected = if_match.unwrap_or(folded.length);
        let stream = StreamName::of(Account::KIND, account.0);
        let done = desk.run_on::<Account>(stream, command.clone(), caller, Some(expected)).await;
        let is_done = matches!(done, Ok(_) | Err(Failure::Refused(account::Refusal::NoSuchAccount)));
        if is_admin && !is_done {
            say(desk, caller, admins::Command::Admit(account)).await?;
        }
        match done {
            Err(Failure::Stale { .. }) if if_match.is_none() => {}
            done => return done.map_err(|failure| failure.map(AccountRefusal::Rule)),
        }
    }
    Err(Failure::Conflict)
}

/// Gives a person who became an admin their word over others, if they had lost it.
pub(super) async fn step_up(desk: &Desk, caller: &Caller, account: AccountId) -> Result<(), Failure<AccountRefusal>> {
    say(desk, caller, admins::Command::Admit(account)).await
}
