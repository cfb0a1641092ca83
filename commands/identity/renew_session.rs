//! Another secret for a session whenever its person's rights change: who had the old one has nothing.
//! The session itself stays, and with it what the diary says of it.
//!
//! The old secret opens the session for a few seconds more, because requests were under way when it
//! changed. It brings no new one, so that those seconds cannot be made longer.

use chrono::{DateTime, Duration, Utc};
use domain::{AccountId, SessionId};

use crate::{Caller, Desk, Fault, Token};

/// How long the secret before is taken still.
const GRACE_SECONDS: i64 = 10;

/// A session's secret from now on. Handed out here and nowhere else.
#[derive(Clone)]
pub struct Renewed {
    /// The secret.
    pub token: String,
    /// When the session ends at the latest.
    pub until: DateTime<Utc>,
}

/// Gives a session another secret; nothing where the one that was shown is not, or no longer, the
/// present one.
///
/// # Errors
/// When there are no random numbers or the vault cannot be written.
pub async fn renew_session(desk: &Desk, session: SessionId, shown: &str) -> Result<Option<Renewed>, Fault> {
    let shown_hash = Token::hash_of(shown);
    let Some(row) = desk.sessions().get(session).filter(|row| row.token_hash == shown_hash) else { return Ok(None) };
    let token = Token::of_session(Some(shown))?;
    let (token_hash, former_until) = (token.hash(), desk.now() + Duration::seconds(GRACE_SECONDS));
    if !desk.vault().renew_session(&row, token_hash, former_until).await? {
        return Ok(None);
    }
    desk.sessions().change(session, |row| {
        row.former = Some((row.token_hash, former_until));
        row.token_hash = token_hash;
        row.renew = false;
    });
    Ok(Some(Renewed { token: token.into_text(), until: row.until }))
}

/// The caller's sessions get another secret at their next requests: they proved who they are where no secret can be
/// handed out.
///
/// # Errors
/// When the vault cannot be written.
pub async fn renew_session_soon(desk: &Desk, caller: &Caller) -> Result<(), Fault> {
    match caller.account() {
        Some(account) => renew_sessions_of(desk, account).await,
        None => Ok(()),
    }
}

/// All sessions of a person get another secret at their next request: somebody else changed what the
/// person may do.
///
/// # Errors
/// When the vault cannot be written.
pub async fn renew_sessions_of(desk: &Desk, account: AccountId) -> Result<(), Fault> {
    desk.vault().mark_sessions(account).await?;
    desk.sessions().change_all(account, |row| row.renew = true);
    Ok(())
}
