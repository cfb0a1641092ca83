//! What a person hears whatever they chose to hear: of their own door, for somebody who got in would choose silence first;
//! and of what they asked to be told themselves.

use crate::{Event, documents, identity};

/// Whether the person it is about is told in any case.
#[must_use]
pub fn is_told_always(event: &Event) -> bool {
    use documents::Event as Papers;
    use identity::Event as Door;
    if matches!(event, Event::Documents(Papers::ExpiryNear(_) | Papers::LinkFirstUsed(_))) {
        return true;
    }
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
            | Door::DeviceMet(_)
    )
}

/// What the person it is about may do, where that is not plain; the page is where they do it.
#[must_use]
pub const fn advice(event: &Event) -> Option<(&'static str, &'static str)> {
    use identity::Event as Door;
    match event {
        Event::Identity(Door::DeviceMet(_)) => Some((
            "If that was you, there is nothing to do. If it was not: end that session and change your password, here",
            "/me",
        )),
        _ => None,
    }
}
