//! The admin PIN as a proof.

use domain::AccountId;
use zeroize::Zeroizing;

use crate::{Desk, Fault};

/// Whether the account has one.
pub(super) async fn is_set(desk: &Desk, account: AccountId) -> Result<bool, Fault> {
    Ok(desk.vault().pin(account).await?.is_some())
}

/// Whether it is the account's; `None` when too many wait for their turn.
pub(super) async fn fits(desk: &Desk, account: AccountId, given: String) -> Result<Option<bool>, Fault> {
    let hash = desk.vault().pin(account).await?.map(|pin| pin.hash);
    desk.hasher().fits(Zeroizing::new(given), hash).await
}
