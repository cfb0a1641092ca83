//! All that follows once an erasure was begun, in an order in which it can be cut short anywhere: what needs the
//! person's values comes before their key is destroyed, what must not see them any more comes after.

use std::collections::BTreeSet;

use domain::{
    AccountId, PersonId, Position,
    identity::{
        Account, Address, Admins, Erasure,
        account::Command as Of,
        address,
        erasure::{Command, ErasureCompleted, Purged},
        session::Reason,
    },
};

use super::{
    admins, begun, erasure,
    gather::{Gathered, gather},
    keep::kept,
};
use crate::{
    Caller, Desk, Fault, Place, Whom,
    identity::{ask_code::accepted, credential::address_stream, end_session::end_all},
};

/// An erasure that has come to its end.
#[derive(Clone, Debug)]
pub struct Finished {
    /// What was purged where.
    pub certificate: ErasureCompleted,
    /// The newest entry that it wrote.
    pub position: Position,
}

/// Does what is left of every erasure that was begun; answers whether there was any.
///
/// # Errors
/// When something cannot be purged; asking again goes on from there.
pub async fn finish_erasures(desk: &Desk) -> Result<bool, Fault> {
    let mut any = false;
    for account in desk.load_on::<Admins>(&admins()?).await?.state.erased.clone() {
        if desk.load_on::<Erasure>(&erasure(account)).await?.state.completed.is_none() {
            any |= finish_erasure(desk, account).await?.is_some();
        }
    }
    Ok(any)
}

/// Does what is left of the erasure of a person, which was begun; `None` where it was not.
///
/// # Errors
/// When something cannot be purged; asking again goes on from there.
pub async fn finish_erasure(desk: &Desk, account: AccountId) -> Result<Option<Finished>, Fault> {
    let _turn = desk.places().turn.lock().await;
    let finished = desk.load_on::<Erasure>(&erasure(account)).await?.state.completed.clone();
    if let Some(certificate) = finished {
        return Ok(Some(Finished { certificate, position: desk.head() }));
    }
    let Some(began) = begun(desk, account).await? else { return Ok(None) };
    let caller = desk.reaction(&[b"erasure", account.0.as_bytes()], began);
    shut_out(desk, &caller, account).await?;
    let mut gathered = gather(desk, account).await?;
    if gathered.destroyed {
        // Which of them went with this person is known no more; that all stay forgotten is right either way.
        gathered.strangers.extend(desk.vault().forgotten_strangers().await?);
    }
    let mut keys = gathered.strangers.clone();
    keys.insert(account.into());
    gathered.count(desk, &keys).await?;
    let purged = purge(desk, account, &gathered, &keys).await?;
    let certificate = certificate(desk, account, began, gathered, purged).await?;
    let complete = Command::Complete(certificate.clone());
    accepted(desk.run_on::<Erasure>(erasure(account), complete, &caller.step("complete"), None).await)?;
    Ok(Some(Finished { certificate, position: desk.head() }))
}

/// Nobody comes in with what the person had; a killed house may have done it before.
async fn shut_out(desk: &Desk, caller: &Caller, account: AccountId) -> Result<(), Fault> {
    let state = desk.load::<Account>(account.0).await?.state;
    accepted(desk.run::<Account>(account.0, Of::Close, &caller.step("close")).await)?;
    let ended = end_all::<std::convert::Infallible>(desk, caller, account, Reason::AccountClosed, None).await;
    ended.map_err(|failure| failure.into_fault("a session is being used"))?;
    if let Some(email) = &state.email {
        let release = address::Command::Release { account };
        let stream = address_stream(desk, email)?;
        accepted(desk.run_on::<Address>(stream, release, &caller.step("address"), None).await)?;
    }
    Ok(())
}

async fn purge(
    desk: &Desk,
    account: AccountId,
    gathered: &Gathered,
    keys: &BTreeSet<PersonId>,
) -> Result<Vec<Purged>, Fault> {
    let whom = Whom { account, keys: keys.clone(), addresses: gathered.addresses.clone() };
    let (places, mut purged) = (desk.places().all(), Vec::new());
    for place in places.iter().filter(|place| place.knows_addresses()) {
        add(&mut purged, place.forget(desk, &whom).await?);
    }
    let keys: Vec<_> = keys.iter().copied().collect();
    let rows = desk.vault().forget(&keys, Some(account)).await?;
    let rows = rows.into_iter().map(|(what, count)| Purged { place: "vault".to_owned(), what, count });
    add(&mut purged, rows.collect());
    desk.forget_people(&keys)?;
    for place in &places {
        add(&mut purged, place.forget(desk, &whom).await?);
    }
    Ok(purged)
}

/// What a place forgot in two goes is one line.
fn add(purged: &mut Vec<Purged>, more: Vec<Purged>) {
    for one in more {
        match purged.iter_mut().find(|known| (&known.place, &known.what) == (&one.place, &one.what)) {
            Some(known) => known.count += one.count,
            None => purged.push(one),
        }
    }
}

async fn certificate(
    desk: &Desk,
    account: AccountId,
    began: Position,
    gathered: Gathered,
    purged: Vec<Purged>,
) -> Result<ErasureCompleted, Fault> {
    let Gathered { values, events, destroyed, strangers, of_house, .. } = gathered;
    let mut kept = kept(desk, of_house).await?;
    for place in desk.places().all() {
        kept.extend(Place::keeps(&*place, desk).await?);
    }
    let strangers = strangers.into_iter().collect();
    Ok(ErasureCompleted { account, began, values, events, resumed: destroyed, strangers, purged, kept })
}
