//! Whose request it is, by the token it brings. Asked of the log's own state, so an ended
//! session, a closed account or another role counts at once.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::{
    AccountId, KeyId, Role, SessionId,
    identity::{
        Account, Grants, Rights, Scopes, Session,
        factors::Requirement,
        session::{PROOF_MINUTES, Reason},
    },
};

use super::{
    access::{grants_of, role_of},
    end_session::end_quietly,
    required_factor::lacking,
};
use crate::{Desk, Fault, SessionRow, Token, household};

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
    /// What they must set up before anything else.
    pub lacks: Option<Requirement>,
    /// The session's secret is due for another.
    pub renew: bool,
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
    let known = recognise(desk, token).await?;
    if let Some(session) = known.as_ref().and_then(|known| known.session) {
        desk.sessions().touch(session, desk.now(), None);
    }
    Ok(known)
}

/// Takes note of the network address from which a session was used last.
pub fn came_from(desk: &Desk, session: SessionId, from: Option<IpAddr>) {
    desk.sessions().touch(session, desk.now(), from);
}

/// Until when the last proof in a session of who its person is counts, if it does. Known of sessions that are in use.
#[must_use]
pub fn proved_until(desk: &Desk, session: SessionId) -> Option<DateTime<Utc>> {
    let proved = desk.sessions().get(session)?.proved?;
    Some(proved + Duration::minutes(PROOF_MINUTES)).filter(|until| *until > desk.now())
}

/// Whose session a token opens, without keeping the session awake: an open socket is no use of it.
///
/// # Errors
/// When the vault or the log cannot be read.
pub async fn recognise(desk: &Desk, token: &str) -> Result<Option<Authenticated>, Fault> {
    let (hash, now) = (Token::hash_of(token), desk.now());
    let Some(row) = look_up(desk, hash).await?.filter(|row| row.opens(hash, now)) else { return Ok(None) };
    if let Some(reason) = over(desk, &row, now).await? {
        end_quietly(desk, row, reason).await?;
        return Ok(None);
    }
    let session = desk.load::<Session>(row.session.0).await?.state;
    let account = desk.load::<Account>(row.account.0).await?.state;
    let Some((id, role)) = account.active().filter(|_| !session.ended) else { return Ok(None) };
    let name = account.name.clone().unwrap_or_default();
    let (session, key, scopes, until) = (Some(row.session), None, None, None);
    let (grants, lacks) = (grants_of(desk, id).await?, lacking(desk, id, role).await?);
    Ok(Some(Authenticated { account: id, role, session, key, scopes, until, grants, name, lacks, renew: row.renew }))
}

async fn look_up(desk: &Desk, hash: [u8; 32]) -> Result<Option<SessionRow>, Fault> {
    match desk.sessions().find(hash) {
        Some(row) => Ok(Some(row)),
        None => Ok(desk.vault().session(hash).await?.map(|row| desk.sessions().admit(row))),
    }
}

/// Why a session is over, if it is: by the end it was opened with, or by what is in force for its person's role now.
pub(super) async fn over(desk: &Desk, row: &SessionRow, now: DateTime<Utc>) -> Result<Option<Reason>, Fault> {
    let role = role_of(desk, row.account).await?;
    let (stays, _) = household::stays(desk).await?;
    Ok(if now >= row.until.min(row.opened + stays.whole(role)) {
        Some(Reason::Expired)
    } else if now >= row.last_seen + stays.idle(role) {
        Some(Reason::Idle)
    } else {
        None
    })
}

/// After how long a session of a person ends at the latest.
///
/// # Errors
/// When the log cannot be read.
pub async fn longest_stay(desk: &Desk, account: AccountId) -> Result<Duration, Fault> {
    let (role, (stays, _)) = (role_of(desk, account).await?, household::stays(desk).await?);
    Ok(stays.whole(role))
}
