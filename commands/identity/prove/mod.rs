//! Proving again who one is, before something dangerous. One file for each kind of proof; whether it is
//! the right one is an effect and found out there, what a wrong one means is a rule of the session.
//!
//! One after the other for each person, so that nobody guesses faster than they are counted. Recovery codes and
//! mailed codes are deliberately absent: they open the door, and prove nothing behind it.

mod answer;
mod app;
mod passkey;
mod password;
mod pin;

pub use answer::{PinChallenge, challenge_pin, read_answer};
use domain::{
    AccountId, SessionId,
    identity::{
        Account, Factors, Session,
        factors::Kind,
        session::{Ask, Command, ProofKind, Refusal},
    },
};

pub use passkey::challenge_for_proof;

use super::{end_session::forget, passkeys::passkey_host};
use crate::{Caller, Desk, Done, Failure, Fault};

/// What somebody shows to prove who they are.
pub enum ShownProof {
    /// The account's password.
    Password(String),
    /// The admin PIN.
    Pin(String),
    /// What an authenticator app shows.
    App(String),
    /// The answer of a passkey.
    Passkey {
        /// The secret of its ceremony.
        challenge: String,
        /// What the browser gave, as JSON.
        answer: serde_json::Value,
    },
    /// What was made of the admin PIN and a challenge, which the caller was asked and serves once.
    PinAnswer {
        /// The challenge.
        challenge: String,
        /// The answer.
        proof: [u8; 32],
    },
}

impl ShownProof {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ProofKind {
        match self {
            Self::Password(_) => ProofKind::Password,
            Self::Pin(_) | Self::PinAnswer { .. } => ProofKind::Pin,
            Self::App(_) => ProofKind::App,
            Self::Passkey { .. } => ProofKind::Passkey,
        }
    }
}

/// Why a proof does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefusal {
    /// It is not the right one.
    #[error("this is not the right {}", .0.words())]
    Wrong(ProofKind),
    /// The session's own rule.
    #[error("{0}")]
    Session(Refusal),
    /// Too many passwords are being checked.
    #[error("too many logins are under way; try again in a moment")]
    Busy,
}

impl ProofRefusal {
    /// A word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Wrong(_) => "wrong_proof",
            Self::Session(Refusal::ProofsDelayed { .. }) => "proofs_delayed",
            Self::Session(_) => "no_such_session",
            Self::Busy => "busy",
        }
    }
}

/// With what a person can prove who they are, the quickest first.
///
/// # Errors
/// When the log or the vault cannot be read.
pub async fn kinds_of_proof(desk: &Desk, account: AccountId) -> Result<Vec<ProofKind>, Fault> {
    let has_password = desk.load::<Account>(account.0).await?.state.credential.is_some();
    let factors = desk.load::<Factors>(account.0).await?.state;
    let has_passkey = factors.has(Kind::Passkey) && passkey_host(desk).await?.is_ok();
    let kinds = [
        has_passkey.then_some(ProofKind::Passkey),
        pin::is_set(desk, account).await?.then_some(ProofKind::Pin),
        has_password.then_some(ProofKind::Password),
        factors.has(Kind::App).then_some(ProofKind::App),
    ];
    Ok(kinds.into_iter().flatten().collect())
}

/// Proves in the caller's session who they are, for ten minutes.
///
/// # Errors
/// When the proof is wrong, too many were, or there is no session.
pub async fn prove(desk: &Desk, caller: &Caller, shown: ShownProof) -> Result<Done, Failure<ProofRefusal>> {
    let (account, session) = place_of(caller)?;
    let _turn = desk.doors().queue(&account.to_string()).await;
    let kind = shown.kind();
    check_in_turn(desk, caller, shown).await?;
    let done = run(desk, caller, session, Command::Prove(kind)).await?;
    set_proved(desk, session, true).await?;
    Ok(done)
}

/// Lets the proof of the caller's session count no longer.
///
/// # Errors
/// When there is no session.
pub async fn end_proof(desk: &Desk, caller: &Caller) -> Result<Done, Failure<ProofRefusal>> {
    let (_, session) = place_of(caller)?;
    set_proved(desk, session, false).await?;
    run(desk, caller, session, Command::EndProof).await
}

/// Whether a proof is the right one; a wrong one is counted. The caller stands in their door already.
pub(super) async fn check_in_turn(
    desk: &Desk,
    caller: &Caller,
    shown: ShownProof,
) -> Result<(), Failure<ProofRefusal>> {
    let (account, session) = place_of(caller)?;
    let delayed = desk.load::<Session>(session.0).await?.state.proofs_delayed_until(desk.now());
    if let Some(until) = delayed {
        return Err(Failure::Refused(ProofRefusal::Session(Refusal::ProofsDelayed { until })));
    }
    let kind = shown.kind();
    let fits = match shown {
        ShownProof::Password(given) => password::fits(desk, account, given).await?,
        ShownProof::Pin(given) => pin::fits(desk, account, given).await?,
        ShownProof::App(code) => Some(app::fits(desk, caller, account, &code).await?),
        ShownProof::Passkey { challenge, answer } => {
            Some(passkey::fits(desk, caller, (account, session), &challenge, answer).await?)
        }
        ShownProof::PinAnswer { challenge, proof } => Some(answer::fits(desk, account, &challenge, &proof).await?),
    };
    match fits {
        Some(true) => Ok(()),
        Some(false) => Err(record_wrong(desk, caller, session, kind).await?),
        None => Err(Failure::Refused(ProofRefusal::Busy)),
    }
}

async fn record_wrong(
    desk: &Desk,
    caller: &Caller,
    session: SessionId,
    kind: ProofKind,
) -> Result<Failure<ProofRefusal>, Failure<ProofRefusal>> {
    run(desk, &caller.step("failure"), session, Command::RecordWrongProof(kind)).await?;
    if desk.load::<Session>(session.0).await?.state.ended {
        forget(desk, session).await?;
    }
    Ok(Failure::Refused(ProofRefusal::Wrong(kind)))
}

async fn set_proved(desk: &Desk, session: SessionId, is_proved: bool) -> Result<(), Fault> {
    let proved = is_proved.then(|| desk.now());
    desk.vault().prove_session(session, proved).await?;
    desk.sessions().change(session, |row| row.proved = proved);
    Ok(())
}

/// Who proves something, and in which session: nobody else has anything to prove.
fn place_of(caller: &Caller) -> Result<(AccountId, SessionId), Failure<ProofRefusal>> {
    caller.account().zip(caller.session).ok_or(Failure::Refused(ProofRefusal::Session(Refusal::NoSuchSession)))
}

async fn run(
    desk: &Desk,
    caller: &Caller,
    session: SessionId,
    command: Command,
) -> Result<Done, Failure<ProofRefusal>> {
    let ask = Ask { session, command, as_admin: false };
    desk.run::<Session>(session.0, ask, caller).await.map_err(|failure| failure.map(ProofRefusal::Session))
}
