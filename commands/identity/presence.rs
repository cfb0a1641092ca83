//! Who is here: open sessions and the last request of each person. The vault and the sessions in
//! use know it; the log does not, for a glance at a page is no event.

use std::{collections::HashMap, net::IpAddr};

use chrono::{DateTime, Utc};
use domain::{AccountId, SessionId};

use super::authenticate::over;
use crate::{Desk, Fault};

/// The last use of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionUse {
    /// When.
    pub at: DateTime<Utc>,
    /// From which network address.
    pub from: Option<IpAddr>,
}

/// How present a person is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// How many sessions they have.
    pub sessions: usize,
    /// When they asked for something last.
    pub last_seen: Option<DateTime<Utc>>,
}

/// When each open session of a person was used last, and from which network address.
///
/// # Errors
/// When the vault cannot be read.
pub async fn session_uses(desk: &Desk, account: AccountId) -> Result<HashMap<SessionId, SessionUse>, Fault> {
    let rows = desk.vault().all_sessions().await?.into_iter().filter(|row| row.account == account);
    let present = rows.map(|row| desk.sessions().get(row.session).unwrap_or(row));
    Ok(present.map(|row| (row.session, SessionUse { at: row.last_seen, from: row.last_from })).collect())
}

/// How present each person is.
///
/// # Errors
/// When the vault cannot be read.
pub async fn presence(desk: &Desk) -> Result<HashMap<AccountId, Presence>, Fault> {
    let mut people: HashMap<AccountId, Presence> = HashMap::new();
    for (account, at) in desk.vault().last_seen().await? {
        people.entry(account).or_default().last_seen = Some(at);
    }
    for row in desk.vault().all_sessions().await? {
        let row = desk.sessions().get(row.session).unwrap_or(row);
        let is_open = over(desk, &row, desk.now()).await?.is_none();
        let person = people.entry(row.account).or_default();
        person.last_seen = person.last_seen.max(Some(row.last_seen));
        person.sessions += usize::from(is_open);
    }
    Ok(people)
}
