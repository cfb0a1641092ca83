//! One account as it is shown.

use chrono::{DateTime, Utc};
use commands::identity::Presence;
use projections::identity::accounts as view;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::RoleWord;

/// One account.
#[derive(Serialize, ToSchema)]
pub struct Account {
    /// Its id.
    id: Uuid,
    /// The person's name; null once erased.
    name: Option<String>,
    /// The person's mail address; null once erased.
    email: Option<String>,
    /// What the person may do.
    role: RoleWord,
    /// The address that waits for its confirmation, if any.
    pending_email: Option<String>,
    /// Until when it can be confirmed.
    pending_until: Option<DateTime<Utc>>,
    /// Whether it lets its person in at all: it was neither deactivated nor closed.
    active: bool,
    /// How many sessions the person has now.
    sessions: usize,
    /// When the person asked for something last; null if never.
    last_seen_at: Option<DateTime<Utc>>,
    /// When it was opened.
    opened_at: DateTime<Utc>,
    /// Since when it lets nobody in; null where it does.
    deactivated_at: Option<DateTime<Utc>>,
    /// When it was closed.
    closed_at: Option<DateTime<Utc>>,
    /// Until when the door is closed; a time that is past means it is open.
    locked_until: Option<DateTime<Utc>>,
    /// Wrong passwords and codes since the last login.
    failures: u32,
    /// When a wrong password or code was typed last.
    last_failure_at: Option<DateTime<Utc>>,
    /// When the person logged in last.
    last_login_at: Option<DateTime<Utc>>,
    /// Since when the present password is the password.
    password_changed_at: DateTime<Utc>,
}

impl From<(view::Account, Presence)> for Account {
    fn from((row, presence): (view::Account, Presence)) -> Self {
        Self {
            id: row.id.0,
            name: row.name,
            email: row.email,
            role: row.role.into(),
            pending_email: row.pending_email,
            pending_until: row.pending_until,
            active: row.closed_at.is_none() && row.deactivated_at.is_none(),
            sessions: presence.sessions,
            last_seen_at: presence.last_seen,
            opened_at: row.opened_at,
            deactivated_at: row.deactivated_at,
            closed_at: row.closed_at,
            locked_until: row.locked_until,
            failures: row.failures,
            last_failure_at: row.last_failure_at,
            last_login_at: row.last_login_at,
            password_changed_at: row.password_changed_at,
        }
    }
}
