//! Whose request it is, by the token it brings. Asked of the log's own state, so an ended
//! session, a closed account or another role counts at once.

use chrono::{DateTime, Duration, Utc};
use domain::{
    AccountId, Role, SessionId,
    identity::{
        Account, Session,
        session::{IDLE_MINUTES, Reason},
    },
};

use super::end_session::end_quietly;
use crate::{Desk, Fault, SessionRow, Token};

/// A person whose session is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// Who it is.
    pub account: AccountId,
    /// What they may do.
    pub role: Role,
    /// In which session.
    pub session: SessionId,
    /// The person's name.
    pub name: String,
}

/// Whose session a token opens; using it keeps it awake.
///
/// # Errors
/// When the vault or the log cannot be read.
pub async fn authenticate(desk: &Desk, token: &str) -> Result<Option<Authenticated>, Fault> {
    let Some((row, known)) = look_up(desk, token).await? else { return Ok(None) };
    desk.sessions().keep(Token::hash_of(token), SessionRow { last_seen: desk.now(), ..row });
    Ok(Some(known))
}

/// The same without keeping the session awake: an open socket is no use of it.
///
/// # Errors
/// When the vault or the log cannot be read.
pub async fn recognise(desk: &Desk, token: &str) -> Result<Option<Authenticated>, Fault> {
    Ok(look_up(desk, token).await?.map(|(_, known)| known))
}

async fn look_up(desk: &Desk, token: &str) -> Result<Option<(SessionRow, Authenticated)>, Fault> {
    let hash = Token::hash_of(token);
    let found = match desk.sessions().find(hash) {
        Some(row) => Some(row),
        None => desk.vault().session(hash).await?,
    };
    let Some(row) = found else { return Ok(None) };
    if let Some(reason) = over(&row, desk.now()) {
        end_quietly(desk, row, reason).await?;
        return Ok(None);
    }
    let session = desk.load::<Session>(row.session.0).await?.state;
    let account = desk.load::<Account>(row.account.0).await?.state;
    let Some((id, role)) = account.active().filter(|_| !session.ended) else { return Ok(None) };
    let name = account.name.clone().unwrap_or_default();
    Ok(Some((row, Authenticated { account: id, role, session: row.session, name })))
}

/// Why a session is over, if it is.
pub(super) fn over(row: &SessionRow, now: DateTime<Utc>) -> Option<Reason> {
    if now >= row.until {
        Some(Reason::Expired)
    } else if now >= row.last_seen + Duration::minutes(IDLE_MINUTES) {
        Some(Reason::Idle)
    } else {
        None
    }
}
