//! The word that begins an erasure: whoever says it types the person's name, so that nobody erases another
//! by a slip of the hand.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AccountId, Event, EventTable as _, Role,
    identity::{Account, Admins, Event as Identity, account, admins::Command},
};

use super::admins;
use crate::{
    Caller, Desk, Done, Failure, Fault,
    identity::{AccountRefusal, credential::allow},
};

const EVENTS_AT_ONCE: usize = 4096;

/// Begins to erase a person; [`super::finish_erasure`] does the rest.
///
/// # Errors
/// When the caller is no admin, it is themselves, nobody would be left who looks after the house, the name is
/// another, or there is nobody to erase.
pub async fn erase(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    typed: &str,
) -> Result<Done, Failure<AccountRefusal>> {
    allow(caller, None)?;
    let refused = |refusal| Err(Failure::Refused(refusal));
    if let Some(done) = desk.answered_on(&admins()?, caller).await? {
        return Ok(done);
    }
    if desk.load_on::<Admins>(&admins()?).await?.state.erased.contains(&account) {
        return refused(AccountRefusal::ErasedAlready);
    }
    let state = desk.load::<Account>(account.0).await?.state;
    let Some((_, role)) = state.open else {
        return refused(AccountRefusal::Rule(account::Refusal::NoSuchAccount));
    };
    if state.name.as_deref().is_some_and(|name| name.trim() != typed.trim()) {
        return refused(AccountRefusal::OtherName);
    }
    let is_admin = role == Role::Admin && state.active().is_some();
    let other_admins = if is_admin { Some(others(desk, account).await?) } else { None };
    let command = Command::Erase { account, other_admins };
    let done = desk.run_on::<Admins>(admins()?, command, caller, None).await;
    done.map_err(|failure| failure.map(AccountRefusal::Admins))
}

/// Everybody else whose account is open and who has the role; who gave up their word is among them.
async fn others(desk: &Desk, account: AccountId) -> Result<BTreeSet<AccountId>, Fault> {
    let (mut roles, mut after) = (BTreeMap::new(), 0);
    let folded = ["identity.account_opened.", "identity.role_changed.", "identity.account_closed."];
    let names = Event::names().into_iter().filter(|name| folded.iter().any(|kind| name.starts_with(kind)));
    let kinds: Vec<_> = names.map(str::to_owned).collect();
    while after < desk.head() {
        let slice = desk.log().read_kinds(kinds.clone(), after, EVENTS_AT_ONCE).await?;
        for event in &slice.events {
            match Identity::decode(&event.kind, &event.payload)? {
                Identity::AccountOpened(it) => drop(roles.insert(it.account, it.role)),
                Identity::RoleChanged(it) => drop(roles.insert(it.account, it.role)),
                Identity::AccountClosed(it) => drop(roles.remove(&it.account)),
                _ => {}
            }
        }
        after = slice.until;
    }
    let admins = roles.into_iter().filter(|(other, role)| *role == Role::Admin && *other != account);
    Ok(admins.map(|(other, _)| other).collect())
}
