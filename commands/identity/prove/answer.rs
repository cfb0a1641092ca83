//! The admin PIN as a proof that does not hold it: an answer to a challenge, as RFC 5802 makes one.
//!
//! Which challenge was put to whom, and that it serves once, is absent: whoever asks sees to it.

use domain::AccountId;

use crate::{
    Caller, Desk, Fault, Token,
    runtime::{hex, scram},
};

/// What an answer is made for, and with.
pub struct PinChallenge {
    /// Random, and never the same again.
    pub challenge: String,
    /// The salt of the PIN, in hexadecimal digits.
    pub salt: String,
    /// Rounds of PBKDF2.
    pub iterations: u32,
}

/// A challenge for the caller; `None` where they have no PIN.
///
/// # Errors
/// When the vault cannot be read, or there are no random numbers.
pub async fn challenge_pin(desk: &Desk, caller: &Caller) -> Result<Option<PinChallenge>, Fault> {
    let Some(account) = caller.account() else { return Ok(None) };
    let Some(pin) = desk.vault().pin(account).await? else { return Ok(None) };
    let challenge = Token::new()?.into_text();
    Ok(Some(PinChallenge { challenge, salt: hex(&pin.salt), iterations: pin.iterations }))
}

/// An answer out of its 64 hexadecimal digits.
#[must_use]
pub fn read_answer(text: &str) -> Option<[u8; 32]> {
    let pairs = text.as_bytes().chunks_exact(2).map(|pair| {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        Some(digit(pair[0])? << 4 | digit(pair[1])?)
    });
    let bytes: Vec<u8> = pairs.collect::<Option<_>>()?;
    <[u8; 32]>::try_from(bytes).ok().filter(|_| text.len() == 64)
}

/// Whether it answers the challenge with the account's PIN.
pub(super) async fn fits(desk: &Desk, account: AccountId, challenge: &str, proof: &[u8; 32]) -> Result<bool, Fault> {
    let kept = desk.vault().pin(account).await?.map(|pin| pin.stored_key);
    Ok(kept.is_some_and(|kept| scram::answers(&kept, message(challenge).as_bytes(), proof)))
}

/// What is signed: it names what it is for, so that an answer serves nothing else.
fn message(challenge: &str) -> String {
    format!("daybook elevate 1,{challenge}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_64_hexadecimal_digits() {
        assert_eq!(read_answer(&"0aF1".repeat(16)), Some([0x0a, 0xf1].repeat(16).try_into().unwrap()));
        for wrong in [String::new(), "0".repeat(63), "0".repeat(65), "g0".repeat(32), "ü".repeat(32), "+1".repeat(32)]
        {
            assert_eq!(read_answer(&wrong), None, "{wrong}");
        }
    }
}
