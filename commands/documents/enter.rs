//! Who may enter which space, and what a name is before the rules see it.

use domain::documents::{
    NodeName, Space, SpaceId,
    space::{Ask, Command, Refusal, Seen},
};
use unicode_normalization::UnicodeNormalization as _;

use crate::{Caller, Desk, Done, Failure};

/// Carries a command out in a space that the caller may enter: their own, or the one that all share. Of another's
/// they are not told that it is there.
pub(super) async fn run(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    command: Command,
) -> Result<Done, Failure<Refusal>> {
    run_seeing(desk, caller, space, command, Seen::default()).await
}

/// The same, of something that is about bytes which were looked at.
pub(super) async fn run_seeing(
    desk: &Desk,
    caller: &Caller,
    space: SpaceId,
    command: Command,
    seen: Seen,
) -> Result<Done, Failure<Refusal>> {
    enter(caller, space)?;
    desk.run::<Space>(space.0.0, Ask { space, command, seen }, caller).await
}

pub(super) fn enter(caller: &Caller, space: SpaceId) -> Result<(), Failure<Refusal>> {
    let is_own = caller.account().is_some_and(|account| SpaceId::from(account) == space);
    if is_own || space == SpaceId::SHARED { Ok(()) } else { Err(Failure::Refused(Refusal::NoSuchNode)) }
}

/// A name in Unicode's normal form C, if it fits.
pub(super) fn name(typed: &str) -> Result<NodeName, Failure<Refusal>> {
    let normal: String = typed.nfc().collect();
    NodeName::new(&normal).map_err(|bad| Failure::Refused(Refusal::Name(bad)))
}
