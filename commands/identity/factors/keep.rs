//! Seeing to factors that are there: their names, and their end.

use domain::{
    AccountId, Personal, Role,
    identity::{
        Account, Factors,
        factors::{Command, FactorId, Kind},
        session::Reason,
    },
};

use super::{FactorRefusal, oneself, recovery, run};
use crate::{
    Caller, Desk, Done, Failure, Fault,
    household::{MailSource, mail_in_force},
    identity::{credential::checked_name, end_session::end_all, required_factor::required_of},
};

/// Calls one of the caller's factors something else.
///
/// # Errors
/// When it is not theirs, or the name does not fit.
pub async fn rename_factor(
    desk: &Desk,
    caller: &Caller,
    factor: FactorId,
    name: &str,
) -> Result<Done, Failure<FactorRefusal>> {
    let account = oneself(caller)?;
    let name = checked_name(name).map_err(|_| Failure::Refused(FactorRefusal::Name))?;
    run(desk, caller, account, Command::Rename { factor, name: Personal::of(account, name) }).await
}

/// Takes one of the caller's factors away.
///
/// # Errors
/// When it is not theirs, the house requires it, or it is the last way in and that is not meant.
pub async fn remove_factor(
    desk: &Desk,
    caller: &Caller,
    factor: FactorId,
    confirmed: bool,
) -> Result<Done, Failure<FactorRefusal>> {
    let account = oneself(caller)?;
    let mail_works = codes_are_mailed(desk).await?;
    let required = required_of(desk, caller.role.unwrap_or(Role::Viewer)).await?;
    let done = run(desk, caller, account, Command::Remove { factor, mail_works, required, confirmed }).await?;
    forget_others(desk, account).await?;
    Ok(done)
}

/// Takes all factors and recovery codes of somebody away, so that they come in by mail again. Their sessions end: whoever
/// has the lost phone may be in one.
///
/// # Errors
/// When the caller is no admin, or there is no such account.
pub async fn reset_factors(desk: &Desk, caller: &Caller, account: AccountId) -> Result<Done, Failure<FactorRefusal>> {
    if !caller.is_admin() {
        return Err(Failure::Refused(FactorRefusal::NotAllowed));
    }
    if desk.load::<Account>(account.0).await?.state.active().is_none() {
        return Err(Failure::Refused(FactorRefusal::NoSuchAccount));
    }
    let done = run(desk, caller, account, Command::Reset).await?;
    forget_others(desk, account).await?;
    recovery::forget_others(desk, account).await?;
    end_all(desk, caller, account, Reason::EndedElsewhere, caller.session).await?;
    Ok(done)
}

/// Whether codes leave the house: a folder of letters on the machine is for emergencies.
///
/// # Errors
/// When the log or the vault cannot be read.
pub async fn codes_are_mailed(desk: &Desk) -> Result<bool, Fault> {
    Ok(mail_in_force(desk).await?.source != MailSource::Folder)
}

/// The vault forgets what no event names any more.
async fn forget_others(desk: &Desk, account: AccountId) -> Result<(), Fault> {
    let factors = desk.load::<Factors>(account.0).await?.state;
    let kept: Vec<_> = [Kind::App, Kind::Passkey].into_iter().flat_map(|kind| factors.of(kind)).collect();
    desk.vault().drop_other_factors(account, &kept).await
}
