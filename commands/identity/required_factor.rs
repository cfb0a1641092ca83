//! What the house requires of somebody besides the password, and whether they have it.
//!
//! Where the house can have no passkeys (any more), an app does as well: what nobody can have opens no door.

use domain::{
    AccountId, Role,
    identity::{Account, Factors, factors::Requirement},
};

use super::passkeys::passkey_host;
use crate::{Desk, Fault, household::settings};

/// What somebody of a role must have.
///
/// # Errors
/// When the settings cannot be read.
pub async fn required_of(desk: &Desk, role: Role) -> Result<Requirement, Fault> {
    let required = settings(desk).await?.0.required_of(role);
    let impossible = required == Requirement::Passkey && passkey_host(desk).await?.is_err();
    Ok(if impossible { Requirement::Strong } else { required })
}

/// What somebody must set up before anything else, if anything.
///
/// # Errors
/// When the log cannot be read.
pub async fn lacking(desk: &Desk, account: AccountId, role: Role) -> Result<Option<Requirement>, Fault> {
    let required = required_of(desk, role).await?;
    if required == Requirement::Any {
        return Ok(None);
    }
    let factors = desk.load::<Factors>(account.0).await?.state;
    Ok(Some(required).filter(|required| !required.is_met_by(&factors)))
}

/// Whether a code by mail does not let somebody in who has something better: the house asks for that, or their password
/// came by mail as well, and a mailbox is one thing and not two.
///
/// # Errors
/// When the log cannot be read.
pub(super) async fn is_beyond_mail(desk: &Desk, account: AccountId) -> Result<bool, Fault> {
    if !desk.load::<Factors>(account.0).await?.state.is_strong() {
        return Ok(false);
    }
    let state = desk.load::<Account>(account.0).await?.state;
    let Some((_, role)) = state.active() else { return Ok(true) };
    Ok(state.has_password_from_mail() || required_of(desk, role).await? != Requirement::Any)
}

/// All that somebody does not have.
///
/// # Errors
/// When the log cannot be read.
pub async fn unmet(desk: &Desk, account: AccountId) -> Result<Vec<Requirement>, Fault> {
    let factors = desk.load::<Factors>(account.0).await?.state;
    Ok(Requirement::ALL.into_iter().filter(|required| !required.is_met_by(&factors)).collect())
}
