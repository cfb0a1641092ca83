//! What a person hears about their own door whatever they chose to hear: somebody who got in would
//! choose silence first.

use crate::{Event, identity};

/// Whether the person it is about is told in any case.
#[must_use]
pub fn is_told_always(event: &Event) -> bool {
    use identity::Event as Door;
    let Event::Identity(event) = event else { return false };
    matches!(
        event,
        Door::TotpAdded(_)
            | Door::PasskeyAdded(_)
            | Door::PasskeyDoubted(_)
            | Door::FactorRemoved(_)
            | Door::FactorsReset(_)
            | Door::RecoveryCodesMade(_)
            | Door::RecoveryCodeUsed(_)
            | Door::LoginUnfinished(_)
    )
}
