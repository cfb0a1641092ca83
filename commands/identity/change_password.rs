//! Another password: chosen by the person, or set by somebody else when it is forgotten.

use domain::{
    AccountId,
    identity::{Account, account::Command, account::Refusal, session::Reason},
};
use zeroize::Zeroizing;

use super::{
    AccountRefusal,
    credential::{allow, checked_password, keep_password},
    end_session::end_all,
};
use crate::{Caller, Desk, Done, Failure};

/// Changes the caller's own password and ends their other sessions.
///
/// # Errors
/// When the present password is another, or the new one does not fit.
pub async fn change_password(
    desk: &Desk,
    caller: &Caller,
    current: String,
    new: String,
) -> Result<Done, Failure<AccountRefusal>> {
    let account = caller.account().ok_or(Failure::Refused(AccountRefusal::NotAllowed))?;
    let new = checked_password(new).map_err(Failure::Refused)?;
    let credential = desk.load::<Account>(account.0).await?.state.credential;
    let hash = match credential {
        Some(credential) => desk.vault().credential(credential).await?,
        None => None,
    };
    match desk.hasher().fits(Zeroizing::new(current), hash).await? {
        Some(true) => {}
        Some(false) => {
            record_failure(desk, caller, account).await?;
            return Err(Failure::Refused(AccountRefusal::WrongPassword));
        }
        None => return Err(Failure::Refused(AccountRefusal::Busy)),
    }
    let credential = keep_password(desk, caller, account, new).await?;
    let done = run(desk, caller, account, Command::ChangePassword { credential }).await?;
    desk.vault().drop_other_credentials(account, credential).await?;
    end_all(desk, caller, account, Reason::PasswordChanged, caller.session).await?;
    Ok(done)
}

/// Sets a password for somebody, ends all their sessions and opens their door.
///
/// # Errors
/// When the caller is no admin, or the password does not fit.
pub async fn reset_password(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    new: String,
) -> Result<Done, Failure<AccountRefusal>> {
    allow(caller, None)?;
    let new = checked_password(new).map_err(Failure::Refused)?;
    if desk.load::<Account>(account.0).await?.state.active().is_none() {
        return Err(Failure::Refused(AccountRefusal::Rule(Refusal::NoSuchAccount)));
    }
    let credential = keep_password(desk, caller, account, new).await?;
    let done = run(desk, caller, account, Command::ResetPassword { credential }).await?;
    desk.vault().drop_other_credentials(account, credential).await?;
    desk.vault().drop_devices(account).await?;
    end_all(desk, caller, account, Reason::PasswordChanged, None).await?;
    Ok(done)
}

/// Whoever found a session open does not get to guess the password in it either: it counts, and
/// a closed door ends the session.
async fn record_failure(desk: &Desk, caller: &Caller, account: AccountId) -> Result<(), Failure<AccountRefusal>> {
    let wrong = Command::RecordWrongPassword { known_device: false };
    run(desk, &caller.step("failure"), account, wrong).await?;
    let locked = desk.load::<Account>(account.0).await?.state.locked_until(desk.now(), false);
    if locked.is_some() {
        end_all(desk, caller, account, Reason::EndedElsewhere, None).await?;
    }
    Ok(())
}

async fn run(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    command: Command,
) -> Result<Done, Failure<AccountRefusal>> {
    desk.run::<Account>(account.0, command, caller).await.map_err(|failure| failure.map(AccountRefusal::Rule))
}
