//! Seeing to an account: its name, its role, its door, its end.

use domain::{
    AccountId, Personal, Role,
    identity::{Account, Address, account::Command, account::Refusal, address, session::Reason},
};
use eventlog::StreamName;

use super::{
    AccountRefusal,
    credential::{address_stream, allow, checked_name},
    end_session::end_all,
    keys::revoke_all,
    pin::forget_pin,
    renew_session::renew_sessions_of,
    step_down::{step_down, step_up},
};
use crate::{Caller, Desk, Done, Failure, Fault};

type Outcome = Result<Done, Failure<AccountRefusal>>;

async fn run(desk: &Desk, caller: &Caller, account: AccountId, command: Command, if_match: Option<u64>) -> Outcome {
    let stream = StreamName::of(<Account as domain::Decider>::KIND, account.0);
    let done = desk.run_on::<Account>(stream, command, caller, if_match).await;
    done.map_err(|failure| failure.map(AccountRefusal::Rule))
}

/// Calls a person something else.
///
/// # Errors
/// When the caller is neither the person nor an admin, or the name does not fit.
pub async fn rename(desk: &Desk, caller: &Caller, account: AccountId, name: &str, if_match: Option<u64>) -> Outcome {
    allow(caller, Some(account))?;
    let name = Personal::of(account, checked_name(name).map_err(Failure::Refused)?);
    run(desk, caller, account, Command::Rename { name }, if_match).await
}

/// Lets a person do more, or less; at once, in all their sessions.
///
/// # Errors
/// When the caller is no admin, or it is their own role.
pub async fn change_role(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    role: Role,
    if_match: Option<u64>,
) -> Outcome {
    allow(caller, None)?;
    let command = Command::ChangeRole { role };
    let done = if role == Role::Admin {
        let done = run(desk, caller, account, command, if_match).await?;
        step_up(desk, caller, account).await?;
        done
    } else {
        let done = step_down(desk, caller, account, command, if_match).await?;
        forget_pin(desk, caller, account).await?;
        done
    };
    renew_sessions_of(desk, account).await?;
    Ok(done)
}

/// Opens the door before the lock's time.
///
/// # Errors
/// When the caller is no admin.
pub async fn unlock(desk: &Desk, caller: &Caller, account: AccountId) -> Outcome {
    allow(caller, None)?;
    run(desk, caller, account, Command::Unlock, None).await
}

/// Lets nobody in by an account until it is woken; its sessions end at once.
///
/// # Errors
/// When the caller is no admin, or it is their own account.
pub async fn deactivate(desk: &Desk, caller: &Caller, account: AccountId, if_match: Option<u64>) -> Outcome {
    allow(caller, None)?;
    let done = step_down(desk, caller, account, Command::Deactivate, if_match).await?;
    end_all(desk, caller, account, Reason::Deactivated, None).await?;
    desk.vault().drop_devices(account).await?;
    forget_pin(desk, caller, account).await?;
    Ok(done)
}

/// Lets a person in again, as what they were.
///
/// # Errors
/// When the caller is no admin, or there is no such account.
pub async fn reactivate(desk: &Desk, caller: &Caller, account: AccountId, if_match: Option<u64>) -> Outcome {
    allow(caller, None)?;
    let done = run(desk, caller, account, Command::Reactivate, if_match).await?;
    let active = desk.load::<Account>(account.0).await?.state.active();
    if active.is_some_and(|(_, role)| role == Role::Admin) {
        step_up(desk, caller, account).await?;
    }
    Ok(done)
}

/// Lets a person in no more: closes the account, ends its sessions and keys, gives its address up.
///
/// # Errors
/// When the caller is no admin, or it is their own account.
pub async fn close_account(desk: &Desk, caller: &Caller, account: AccountId, if_match: Option<u64>) -> Outcome {
    allow(caller, None)?;
    let email = desk.load::<Account>(account.0).await?.state.email.clone();
    let done = match step_down(desk, caller, account, Command::Close, if_match).await {
        // Cut short after the closing, the rest can be done by asking again.
        Err(Failure::Refused(AccountRefusal::Rule(Refusal::NoSuchAccount))) if email.is_some() => {
            let length = desk.load::<Account>(account.0).await?.length;
            Done { position: desk.head(), length, changed: false }
        }
        other => other?,
    };
    end_all(desk, caller, account, Reason::AccountClosed, None).await?;
    revoke_all(desk, caller, account).await?;
    forget_pin(desk, caller, account).await?;
    desk.vault().drop_devices(account).await?;
    if let Some(email) = email {
        let release = address::Command::Release { account };
        desk.run_on::<Address>(address_stream(desk, &email)?, release, &caller.step("address"), None)
            .await
            .map_err(|failure| failure.map(AccountRefusal::Address))?;
    }
    Ok(done)
}

/// The account a mail address leads to, for whoever sits at the machine.
///
/// # Errors
/// When the log cannot be read.
pub async fn account_at(desk: &Desk, email: &str) -> Result<Option<AccountId>, Fault> {
    super::credential::account_of(desk, email).await
}
