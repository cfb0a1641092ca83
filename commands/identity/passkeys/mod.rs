//! Passkeys (WebAuthn): made, and shown to come in, with the password or alone.
//!
//! What a ceremony expects stays here, in memory, for one answer and five minutes. A passkey's public
//! data lies in the vault: its id would name its person in every copy of the log, and it goes when the
//! passkey goes. The newest counter is in the log, so an older vault cannot bring an older counter back.

mod ceremonies;
mod enter;
mod place;
mod register;

pub(crate) use ceremonies::Ceremonies;
pub use enter::{PasskeyChallenge, challenge_alone, challenge_for_login, log_in_by_passkey};
pub(super) use enter::{Signed, challenge_in, check};
pub use place::{NoPlace, passkey_host};
pub use register::{NewPasskey, begin_passkey, confirm_passkey};
