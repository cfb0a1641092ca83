//! A key comes from another network than the last time: written down, if it was never there before.

use domain::{
    AccountId, Decider as _, KeyId, Who,
    identity::{KeyPlaces, key_places::KeyPlaceMet},
};
use eventlog::StreamName;
use tracing::Instrument as _;

use super::{ask_code::accepted, stranger_book::network};
use crate::{Caller, Desk, Fault, KeyUse};

/// Takes note of it; nobody waits for what is written.
pub(super) fn meet_key_place(desk: &Desk, caller: &Caller, key: KeyId, account: AccountId, before: KeyUse) {
    let (Some(before), Some(from)) = (before.from.map(network), caller.from.map(network)) else { return };
    if before == from {
        return;
    }
    let veiled = |network: &str| desk.veil(&format!("{key} {network}"));
    let (place, before) = (veiled(&from), veiled(&before));
    let caller = Caller { who: Who::Person(account), key: Some(key), ..caller.clone() }.step("place");
    let (tasks, desk) = (desk.tasks(), desk.clone());
    let writing = async move {
        if let Err(fault) = write(&desk, &caller, KeyPlaceMet { key, account, place, before }).await {
            tracing::error!(%fault, "a key's new network could not be written down");
        }
    };
    tasks.spawn(writing.in_current_span());
}

async fn write(desk: &Desk, caller: &Caller, met: KeyPlaceMet) -> Result<(), Fault> {
    let stream = StreamName::of(KeyPlaces::KIND, met.key.0);
    accepted(desk.run_on::<KeyPlaces>(stream, met, caller, None).await).map(drop)
}
