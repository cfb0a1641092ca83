//! The password as a proof.

use domain::{AccountId, identity::Account};
use zeroize::Zeroizing;

use crate::{Desk, Fault};

/// Whether it is the account's; `None` when too many wait for their turn.
pub(super) async fn fits(desk: &Desk, account: AccountId, given: String) -> Result<Option<bool>, Fault> {
    let hash = match desk.load::<Account>(account.0).await?.state.credential {
        Some(credential) => desk.vault().credential(credential).await?,
        None => None,
    };
    desk.hasher().fits(Zeroizing::new(given), hash).await
}
