//! Erasing a person. One word in the log begins it; from then on it is done to its end, however often the
//! house is killed meanwhile, and what is done again does no harm:
//!
//! 1. The account is closed, its sessions end, its mail address is free.
//! 2. What knows them by their network addresses forgets them, while those can still be read.
//! 3. Their key is destroyed, and their rows leave the vault.
//! 4. Views are made anew, letters and lines go, and a certificate says what was purged where.
//!
//! That a key is destroyed is known from the log, so a vault out of a backup does not bring it back.

mod begin;
mod finish;
mod gather;
mod keep;
mod withdraw;

pub use begin::erase;
pub use finish::{Finished, finish_erasure, finish_erasures};
pub(crate) use keep::{keep_forgotten, sweep_erasures};
pub use withdraw::{ask_erasure, take_erasure_back};

use domain::{
    AccountId, Decider, EventTable,
    identity::{Admins, Erasure, Event},
};
use eventlog::StreamName;

use crate::{Desk, Fault};

fn admins() -> Result<StreamName, Fault> {
    StreamName::keyed(Admins::KIND, "house").map_err(|error| Fault::new("admins", &error))
}

fn erasure(account: AccountId) -> StreamName {
    StreamName::of(Erasure::KIND, account.0)
}

/// Where the log tells that the erasure of a person was begun.
async fn begun(desk: &Desk, account: AccountId) -> Result<Option<u64>, Fault> {
    for event in desk.log().load(admins()?, 0, usize::MAX).await? {
        if let Event::ErasureBegun(it) = Event::decode(&event.kind, &event.payload)?
            && it.account == account
        {
            return Ok(Some(event.position));
        }
    }
    Ok(None)
}
