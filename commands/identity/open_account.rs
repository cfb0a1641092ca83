//! Giving a person an account, as an admin does.

use domain::{AccountId, Role};

use super::{
    AccountRefusal, NewAccount,
    credential::{allow, made_by},
    found::found_if_nobody_did,
    new_account::open,
};
use crate::{Caller, Desk, Done, Failure};

/// Gives a person an account.
///
/// # Errors
/// When the caller may not, a field does not fit or the address is taken.
pub async fn open_account(
    desk: &Desk,
    caller: &Caller,
    new: NewAccount,
) -> Result<(AccountId, Done), Failure<AccountRefusal>> {
    allow(caller, None)?;
    let account = AccountId(made_by(caller, "account"));
    let is_admin = new.role == Role::Admin;
    let _turn = if is_admin { Some(desk.doors().queue_to_found().await) } else { None };
    let done = open(desk, caller, account, new).await?;
    if is_admin {
        found_if_nobody_did(desk, caller, account).await?;
    }
    Ok((account, done))
}
