//! The view of invitations: who was asked to live here, by whom, until when, and what became of it.

use chrono::{DateTime, Utc};
use domain::{AccountId, Event, Fact, Role, identity::Event as Identity};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, id, maybe_id, maybe_time, role, time},
};

/// Makes the view.
pub struct Invitations;

/// One invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// Where the log tells of its first sending; pages go on from here.
    pub position: u64,
    /// The account that its guest has, or would have.
    pub account: AccountId,
    /// The mail address it went to; `None` once erased.
    pub email: Option<String>,
    /// What its guest may do.
    pub role: Role,
    /// Who sent it; `None` where it was nobody with an account.
    pub host: Option<AccountId>,
    /// When it was sent last.
    pub sent_at: DateTime<Utc>,
    /// How often it was sent.
    pub sent: u32,
    /// Until when it holds.
    pub until: DateTime<Utc>,
    /// When its guest came.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

impl Projector for Invitations {
    fn name(&self) -> &'static str {
        "invitations"
    }

    fn version(&self) -> u32 {
        1
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["identity"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/identity/invitations.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let at = fact.stamp.at.timestamp_micros();
        match &fact.event {
            Event::Identity(Identity::InvitationSent(it)) => {
                let host = fact.stamp.who.account().map(|account| account.0.into_bytes());
                let (invitation, account) = (it.invitation.0.as_bytes(), it.account.0.as_bytes());
                let (email, role) = (it.email.text(), it.role.word());
                let row = params![fact.position, invitation, account, email, role, host, at, it.until_us];
                rows.run(SENT, row).map(drop)
            }
            Event::Identity(Identity::InvitationRepeated(it)) => {
                rows.run(REPEATED, params![it.invitation.0.as_bytes(), at, it.until_us]).map(drop)
            }
            Event::Identity(Identity::InvitationWithdrawn(it)) => {
                rows.run(WITHDRAWN, params![it.invitation.0.as_bytes(), at]).map(drop)
            }
            Event::Identity(Identity::InvitationAccepted(it)) => {
                rows.run(ACCEPTED, params![it.invitation.0.as_bytes(), at]).map(drop)
            }
            _ => Ok(()),
        }
    }
}

const SENT: &str = "INSERT INTO invitations (position, id, account, email, role, host, sent_at, until)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const REPEATED: &str = "UPDATE invitations SET sent_at = ?2, sent = sent + 1, until = ?3 WHERE id = ?1";
const WITHDRAWN: &str = "UPDATE invitations SET withdrawn_at = ?2 WHERE id = ?1";
const ACCEPTED: &str = "UPDATE invitations SET accepted_at = ?2 WHERE id = ?1";

/// A page of invitations, the newest first: those that wait for their guest, or all.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(
    connection: &Connection,
    all: bool,
    before: Option<u64>,
    limit: usize,
) -> rusqlite::Result<Page<Invitation>> {
    let sql = "SELECT * FROM invitations WHERE position < ?1
        AND (?2 OR (accepted_at IS NULL AND withdrawn_at IS NULL)) ORDER BY position DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![bound(before.unwrap_or(u64::MAX)), all], invitation)?;
    Page::gather(rows, limit, |invitation| invitation.position)
}

fn invitation(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        id: id(row, "id")?,
        position: row.get("position")?,
        account: AccountId(id(row, "account")?),
        email: row.get("email")?,
        role: role(row, "role")?,
        host: maybe_id(row, "host")?.map(AccountId),
        sent_at: time(row, "sent_at")?,
        sent: row.get("sent")?,
        until: time(row, "until")?,
        accepted_at: maybe_time(row, "accepted_at")?,
        withdrawn_at: maybe_time(row, "withdrawn_at")?,
    })
}
