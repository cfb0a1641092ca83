//! A passkey as a proof. Its ceremony belongs to one session: what was signed there opens no door, and what was
//! signed at the door, or in another session, proves nothing here.

use domain::{AccountId, SessionId};

use super::app::unrefused;
use crate::{
    Caller, Desk, Failure,
    identity::{
        ProofRefusal, factors,
        passkeys::{NoPlace, PasskeyChallenge, challenge_in, check},
    },
};

/// Asks for a passkey of whoever sits in a session.
///
/// # Errors
/// When the house cannot have passkeys.
pub async fn challenge_for_proof(
    desk: &Desk,
    account: AccountId,
    session: SessionId,
) -> Result<PasskeyChallenge, Failure<NoPlace>> {
    challenge_in(desk, account, place_of(session)).await
}

/// Whether it is a passkey of the account, and signed what was asked in this session.
pub(super) async fn fits(
    desk: &Desk,
    caller: &Caller,
    (account, session): (AccountId, SessionId),
    challenge: &str,
    answer: serde_json::Value,
) -> Result<bool, Failure<ProofRefusal>> {
    match check(desk, challenge, Some(place_of(session)), answer).await? {
        Some(signed) if signed.account == account => {
            factors::use_passkey(desk, caller, signed).await.map_err(unrefused)
        }
        _ => Ok(false),
    }
}

/// Where the ceremony belongs: no ticket of a login is made like this.
fn place_of(session: SessionId) -> [u8; 32] {
    blake3::derive_key("daybook 2026 a proof in this session", session.0.as_bytes())
}
