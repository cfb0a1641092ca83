//! Granting and withholding parts of the house.

use domain::{
    AccountId, Decider, Role,
    identity::{Access, Account, Grants, Rights, account::Refusal::NoSuchAccount, rights::grants::SetAccess},
};
use eventlog::StreamName;

use super::AccountRefusal;
use crate::{Caller, Desk, Done, Failure, Fault};

/// A person's role; where they have none any more, nothing is lost with the least.
pub(super) async fn role_of(desk: &Desk, account: AccountId) -> Result<Role, Fault> {
    Ok(desk.load::<Account>(account.0).await?.state.active().map_or(Role::Viewer, |(_, role)| role))
}

/// What was granted to a person, or withheld.
///
/// # Errors
/// When the log cannot be read.
pub async fn grants_of(desk: &Desk, account: AccountId) -> Result<Grants, Fault> {
    Ok(*desk.load::<Grants>(account.0).await?.state)
}

/// How far a person may go, whatever they act with.
///
/// # Errors
/// When the log cannot be read.
pub async fn rights_of(desk: &Desk, account: AccountId) -> Result<Rights, Fault> {
    Ok(Rights { role: role_of(desk, account).await?, grants: grants_of(desk, account).await?, scopes: None })
}

/// What was granted to a person whose role this is, and how often that was changed.
///
/// # Errors
/// When there is no such account.
pub async fn access_of(desk: &Desk, account: AccountId) -> Result<(Role, Grants, u64), Failure<AccountRefusal>> {
    let (_, role) = desk.load::<Account>(account.0).await?.state.active().ok_or(no_such_account())?;
    let grants = desk.load::<Grants>(account.0).await?;
    Ok((role, *grants.state, grants.length))
}

/// Grants parts of the house to a person, or withholds them; at once, in all their sessions and with all their keys.
///
/// # Errors
/// When the caller is no admin, or the person is one.
pub async fn set_access(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    changes: Vec<(String, Option<Access>)>,
    if_match: Option<u64>,
) -> Result<Done, Failure<AccountRefusal>> {
    let (role, ..) = access_of(desk, account).await?;
    let command = SetAccess { account, role, changes, as_admin: caller.is_admin() };
    let done = desk.run_on::<Grants>(StreamName::of(Grants::KIND, account.0), command, caller, if_match).await;
    done.map_err(|failure| failure.map(AccountRefusal::Access))
}

fn no_such_account() -> Failure<AccountRefusal> {
    Failure::Refused(AccountRefusal::Rule(NoSuchAccount))
}
