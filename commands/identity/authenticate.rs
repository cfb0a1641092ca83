//! Whose request it is, by the token it brings. Asked of the log's own state, so an ended
//! session, a closed account or another role counts at once.

use chrono::{DateTime, Duration, Utc};
use domain::{
    AccountId, KeyId, Role, SessionId,
    identity::{
        Account, Rights, Scopes, Session,
        rights::Grants,
        session::{IDLE_MINUTES, Reason},
    },
};

use super::end_session::end_quietly;
use crate::{Desk, Fault, SessionRow, Token};

/// A person whose session, or key, is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// Who it is.
    pub account: AccountId,
    /// What they may do.
    pub role: Role,
    /// In which session, where it is not a key.
    pub session: Option<SessionId>,
    /// With which key, where it is not a session.
    pub key: Option<KeyId>,
    /// What the key is for.
    pub scopes: Option<Scopes>,
    /// When the key ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// What an admin granted to the person, or withheld.
    pub grants: Grants,
    /// The person's name.
    pub name: String,
}

impl Authenticated {
    /// How far they may go.
    #[must_use]
    pub const fn rights(&self) -> Rights {
        Rights { role: self.role, grants: self.grants, scopes: self.scopes }
    }
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
    let (session, grants) = (Some(row.session), Grants::default());
    Ok(Some((row, Authenticated { account: id, role, session, key: None, scopes: None, until: None, grants, name })))
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
