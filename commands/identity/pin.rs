//! The admin PIN: set, changed, removed. It is compared with its argon2id hash; for challenges of
//! sockets what RFC 5802 calls the stored key lies beside it.

use domain::{
    AccountId,
    identity::{
        Pin,
        pin::{Command, Refusal, check},
    },
};
use zeroize::Zeroizing;

use super::{AccountRefusal, credential::made_by};
use crate::{
    Caller, Desk, Done, Failure, Fault,
    runtime::{PinRow, random_bytes, scram},
};

type Outcome = Result<Done, Failure<AccountRefusal>>;

/// Whether an account has a PIN.
///
/// # Errors
/// When the vault cannot be read.
pub async fn has_pin(desk: &Desk, account: AccountId) -> Result<bool, Fault> {
    Ok(desk.vault().pin(account).await?.is_some())
}

/// Sets the caller's PIN, or another one.
///
/// # Errors
/// When the caller is no admin, or the digits are no PIN or tried first by everybody.
pub async fn set_pin(desk: &Desk, caller: &Caller, digits: String) -> Outcome {
    let digits = Zeroizing::new(digits);
    let account = caller.account().filter(|_| caller.is_admin());
    let account = account.ok_or(Failure::Refused(AccountRefusal::NotAllowed))?;
    check(&digits).map_err(|refusal| Failure::Refused(AccountRefusal::Pin(refusal)))?;
    let _turn = desk.doors().queue(&account.to_string()).await;
    let (id, salt) = (made_by(caller, "pin"), random_bytes::<16>()?);
    let hash = desk.hasher().hash(digits.clone()).await?;
    let (stored_key, iterations) = (scram::stored_key(digits, salt).await?, scram::ITERATIONS.get());
    desk.vault().keep_pin(account, &PinRow { id, hash, salt: salt.to_vec(), iterations, stored_key }).await?;
    run(desk, caller, account, Command::Set { account, pin: id }).await
}

/// Removes the caller's PIN.
///
/// # Errors
/// When there is none.
pub async fn remove_pin(desk: &Desk, caller: &Caller) -> Outcome {
    let account = caller.account().ok_or(Failure::Refused(AccountRefusal::NotAllowed))?;
    let done = run(desk, caller, account, Command::Remove { account }).await?;
    desk.vault().drop_pin(account).await?;
    Ok(done)
}

/// Whoever looks after the house no longer has no PIN any more.
pub(super) async fn forget_pin(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
) -> Result<(), Failure<AccountRefusal>> {
    if !has_pin(desk, account).await? {
        return Ok(());
    }
    desk.vault().drop_pin(account).await?;
    match run(desk, &caller.step("pin"), account, Command::Remove { account }).await {
        Ok(_) | Err(Failure::Refused(AccountRefusal::Pin(Refusal::NotSet))) => Ok(()),
        Err(other) => Err(other),
    }
}

async fn run(desk: &Desk, caller: &Caller, account: AccountId, command: Command) -> Outcome {
    desk.run::<Pin>(account.0, command, caller).await.map_err(|failure| failure.map(AccountRefusal::Pin))
}
