//! A new account, step by step: keep the password, reserve the address, open the account.
//!
//! Each step can be done again; cut short, the next try with the same address takes over.

use domain::{
    AccountId, Personal, Role,
    identity::{Account, Address, account, account::events::AccountOpened, address},
};

use super::{
    AccountRefusal,
    credential::{address_stream, checked_email, checked_name, checked_password, keep_password},
};
use crate::{Caller, Desk, Done, Failure, Fault};

/// A person who gets an account.
pub struct NewAccount {
    /// The person's name.
    pub name: String,
    /// The person's mail address.
    pub email: String,
    /// The first password.
    pub password: String,
    /// What the person may do.
    pub role: Role,
}

/// Opens it; whoever asks for that is known to be allowed to.
pub(super) async fn open(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    new: NewAccount,
) -> Result<Done, Failure<AccountRefusal>> {
    let name = checked_name(&new.name).map_err(Failure::Refused)?;
    let email = checked_email(desk, &new.email).await?;
    let password = checked_password(desk, new.password, &name, &email).await?;
    // Without this, a second one who wants the address would take the first for one cut short.
    let _turn = desk.doors().queue(&email).await;
    let stream = address_stream(desk, &email)?;
    let holder = desk.load_on::<Address>(&stream).await?.state.holder;
    let holder_is_real = is_real(desk, holder, &email).await?;
    if holder_is_real && holder != Some(account) {
        return Err(Failure::Refused(AccountRefusal::Address(address::Refusal::Taken)));
    }
    let credential = keep_password(desk, caller, account, password).await?;
    let reserve = address::Command::Reserve { account, holder_is_real };
    desk.run_on::<Address>(stream, reserve, &caller.step("address"), None)
        .await
        .map_err(|failure| failure.map(AccountRefusal::Address))?;
    let (name, email) = (Personal::of(account, name), Personal::of(account, email));
    let opened = AccountOpened { account, name, email, role: new.role, credential };
    desk.run::<Account>(account.0, account::Command::Open(opened), &caller.step("open"))
        .await
        .map_err(|failure| failure.map(AccountRefusal::Rule))
}

/// Whether an account was ever opened, is still open, and has this address or can have it back.
pub(super) async fn is_real(desk: &Desk, account: Option<AccountId>, email: &str) -> Result<bool, Fault> {
    match account {
        None => Ok(false),
        Some(account) => Ok(desk.load::<Account>(account.0).await?.state.holds(email, desk.now())),
    }
}
