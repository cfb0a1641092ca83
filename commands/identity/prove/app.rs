//! What an authenticator app shows as a proof. It counts once, here and at the door together.

use domain::{AccountId, identity::factors::Refusal};

use crate::{
    Caller, Desk, Failure, Fault,
    identity::{ProofRefusal, factors},
};

/// Whether one of the account's apps shows it now, and it was not shown before.
pub(super) async fn fits(
    desk: &Desk,
    caller: &Caller,
    account: AccountId,
    code: &str,
) -> Result<bool, Failure<ProofRefusal>> {
    match factors::of_app(desk, account, code).await? {
        Some(shown) => factors::use_up(desk, caller, account, shown).await.map_err(unrefused),
        None => Ok(false),
    }
}

/// What a rule refused was answered with `false` already.
pub(super) fn unrefused(failure: Failure<Refusal>) -> Failure<ProofRefusal> {
    match failure {
        Failure::Refused(refusal) => Failure::Fault(Fault::Broken(refusal.to_string())),
        other => other.map(|_| ProofRefusal::Busy),
    }
}
