//! Another password: chosen by the person, or set by somebody else when it is forgotten.

use domain::{
    AccountId,
    identity::{Account, account::Command, account::Refusal, session::Reason},
};

use super::{
    AccountRefusal, ProofRefusal, ShownProof,
    credential::{allow, checked_password_of, keep_password},
    end_session::end_all,
    prove::check_in_turn,
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
    let new = checked_password_of(desk, account, new).await?;
    let _turn = desk.doors().queue(&account.to_string()).await;
    let done = match desk.answered::<Account>(account.0, caller).await? {
        // Asked again, the present password is the new one already.
        Some(done) => done,
        None => {
            check_present(desk, caller, current).await?;
            let credential = keep_password(desk, caller, account, new).await?;
            run(desk, caller, account, Command::ChangePassword { credential }).await?
        }
    };
    forget_old_passwords(desk, account).await?;
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
    let new = checked_password_of(desk, account, new).await?;
    let _turn = desk.doors().queue(&account.to_string()).await;
    if desk.load::<Account>(account.0).await?.state.active().is_none() {
        return Err(Failure::Refused(AccountRefusal::Rule(Refusal::NoSuchAccount)));
    }
    let done = match desk.answered::<Account>(account.0, caller).await? {
        Some(done) => Ok(done),
        None => {
            let credential = keep_password(desk, caller, account, new).await?;
            run(desk, caller, account, Command::ResetPassword { credential }).await
        }
    };
    forget_old_passwords(desk, account).await?;
    let done = done?;
    desk.vault().drop_devices(account).await?;
    end_all(desk, caller, account, Reason::PasswordChanged, None).await?;
    let unlocked = run(desk, &caller.step("unlock"), account, Command::Unlock).await?;
    Ok(if unlocked.changed { unlocked } else { done })
}

/// Whoever found a session open does not get to guess the password in it either: it is a proof like
/// any other, counted in the session and nowhere else.
pub(super) async fn check_present(
    desk: &Desk,
    caller: &Caller,
    current: String,
) -> Result<(), Failure<AccountRefusal>> {
    let checked = check_in_turn(desk, caller, ShownProof::Password(current)).await;
    checked.map_err(|failure| {
        failure.map(|refusal| match refusal {
            ProofRefusal::Wrong(_) => AccountRefusal::WrongPassword,
            ProofRefusal::Busy => AccountRefusal::Busy,
            other => AccountRefusal::Proof(other),
        })
    })
}

/// All but the present one, which need not be the one of this very command: it may be an old one
/// that is asked for again.
async fn forget_old_passwords(desk: &Desk, account: AccountId) -> Result<(), Failure<AccountRefusal>> {
    match desk.load::<Account>(account.0).await?.state.credential {
        Some(present) => Ok(desk.vault().drop_other_credentials(account, present).await?),
        None => Ok(()),
    }
}

async fn run(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    command: Command,
) -> Result<Done, Failure<AccountRefusal>> {
    desk.run::<Account>(account.0, command, caller).await.map_err(|failure| failure.map(AccountRefusal::Rule))
}
