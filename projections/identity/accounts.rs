//! The view of accounts: who may come in, as what, and whose door is closed until when.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Event, Fact, Role,
    identity::{Event as Identity, account::events::AccountOpened},
};
use rusqlite::{Connection, OptionalExtension, Row, params, types::Value};
use serde::Serialize;

use crate::{
    Follows, Page, ProjectError, Projector, Rows,
    columns::{bound, id, maybe_time, role, time},
};

/// Makes the view.
pub struct Accounts;

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Where the log tells of its opening; pages go on from here.
    pub position: u64,
    /// The person's name; `None` once erased.
    pub name: Option<String>,
    /// The person's mail address; `None` once erased.
    pub email: Option<String>,
    /// What the person may do.
    pub role: Role,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Since when it lets nobody in; `None` where it does.
    pub deactivated_at: Option<DateTime<Utc>>,
    /// The address that waits for its confirmation.
    pub pending_email: Option<String>,
    /// Until when it can be confirmed.
    pub pending_until: Option<DateTime<Utc>>,
    /// Until when the door is closed; a time that is past means it is open.
    pub locked_until: Option<DateTime<Utc>>,
    /// Wrong passwords and codes since the last login.
    pub failures: u32,
    /// When a wrong password or code was typed last.
    pub last_failure_at: Option<DateTime<Utc>>,
    /// When a login code was mailed last.
    pub last_code_at: Option<DateTime<Utc>>,
    /// When the person logged in last.
    pub last_login_at: Option<DateTime<Utc>>,
    /// Since when the present password is the password.
    pub password_changed_at: DateTime<Utc>,
    /// The length of its stream.
    pub length: u64,
}

impl Projector for Accounts {
    fn name(&self) -> &'static str {
        "accounts"
    }

    fn version(&self) -> u32 {
        2
    }

    fn follows(&self) -> Follows {
        Follows::Contexts(&["identity"])
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/identity/accounts.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        let Event::Identity(event) = &fact.event else { return Ok(()) };
        let at = fact.stamp.at.timestamp_micros();
        let (account, sql, value) = match event {
            Identity::AccountOpened(it) => return open(it, fact.position, at, rows),
            Identity::AddressChangeAsked(it) => {
                let row = params![it.account.0.as_bytes(), it.email.text(), it.until_us];
                return rows.run(ADDRESS_ASKED, row).map(drop);
            }
            Identity::AddressChanged(it) => (it.account, ADDRESS_CHANGED, it.email.text().map(str::to_owned).into()),
            Identity::AddressRestored(it) => (it.account, ADDRESS_CHANGED, it.email.text().map(str::to_owned).into()),
            Identity::AddressChangeWithdrawn(it) => (it.account, ADDRESS_KEPT, Value::Null),
            Identity::AccountDeactivated(it) => (it.account, DEACTIVATED, at.into()),
            Identity::AccountReactivated(it) => (it.account, DEACTIVATED, Value::Null),
            Identity::AccountRenamed(it) => (it.account, RENAMED, it.name.text().map(str::to_owned).into()),
            Identity::RoleChanged(it) => (it.account, ROLE_CHANGED, it.role.word().to_owned().into()),
            Identity::AccountClosed(it) => (it.account, CLOSED, at.into()),
            Identity::LoginFailed(it) => (it.account, FAILED, at.into()),
            Identity::LoginCodeRefused(it) => (it.account, FAILED, at.into()),
            Identity::LoginCodeSent(it) => (it.account, CODE_SENT, at.into()),
            Identity::AccountLocked(it) => (it.account, LOCKED, it.until_us.into()),
            Identity::AccountUnlocked(it) => (it.account, UNLOCKED, Value::Null),
            Identity::LoggedIn(it) => (it.account, LOGGED_IN, at.into()),
            Identity::PasswordChanged(it) => (it.account, PASSWORD_CHANGED, at.into()),
            Identity::PasswordReset(it) => (it.account, PASSWORD_CHANGED, at.into()),
            Identity::PasswordRecovered(it) => (it.account, PASSWORD_CHANGED, at.into()),
            Identity::ResetLinkSent(it) => (it.account, NOTED, Value::Null),
            Identity::ChangeDisavowed(it) => (it.account, NOTED, Value::Null),
            _ => return Ok(()),
        };
        rows.run(sql, params![account.0.as_bytes(), value]).map(drop)
    }
}

const RENAMED: &str = "UPDATE accounts SET length = length + 1, name = ?2 WHERE id = ?1";
const ROLE_CHANGED: &str = "UPDATE accounts SET length = length + 1, role = ?2 WHERE id = ?1";
const ADDRESS_ASKED: &str =
    "UPDATE accounts SET length = length + 1, pending_email = ?2, pending_until = ?3 WHERE id = ?1";
const ADDRESS_CHANGED: &str = "UPDATE accounts
    SET length = length + 1, email = ?2, pending_email = NULL, pending_until = NULL WHERE id = ?1";
const ADDRESS_KEPT: &str = "UPDATE accounts
    SET length = length + 1, pending_email = ?2, pending_until = NULL WHERE id = ?1";
const DEACTIVATED: &str = "UPDATE accounts SET length = length + 1, deactivated_at = ?2 WHERE id = ?1";
const CLOSED: &str = "UPDATE accounts SET length = length + 1, closed_at = ?2 WHERE id = ?1";
const FAILED: &str =
    "UPDATE accounts SET length = length + 1, failures = failures + 1, last_failure_at = ?2 WHERE id = ?1";
const CODE_SENT: &str = "UPDATE accounts SET length = length + 1, last_code_at = ?2 WHERE id = ?1";
const LOCKED: &str = "UPDATE accounts SET length = length + 1, locked_until = ?2 WHERE id = ?1";
const UNLOCKED: &str = "UPDATE accounts SET length = length + 1, failures = 0, locked_until = ?2 WHERE id = ?1";
const LOGGED_IN: &str = "UPDATE accounts
    SET length = length + 1, failures = 0, locked_until = NULL, last_login_at = ?2 WHERE id = ?1";
const NOTED: &str = "UPDATE accounts SET length = length + 1 WHERE id = ?1 AND ?2 IS NULL";
const PASSWORD_CHANGED: &str = "UPDATE accounts SET length = length + 1, password_changed_at = ?2 WHERE id = ?1";

fn open(it: &AccountOpened, position: u64, at: i64, rows: &Rows<'_>) -> Result<(), ProjectError> {
    let sql = "INSERT INTO accounts (position, id, name, email, role, opened_at, password_changed_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
    let (name, email) = (it.name.text(), it.email.text());
    rows.run(sql, params![position, it.account.0.as_bytes(), name, email, it.role.word(), at]).map(drop)
}

/// Which accounts are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query {
    /// Closed ones, too.
    pub closed: bool,
    /// Go on after this one.
    pub after: u64,
    /// How many at most.
    pub limit: usize,
}

/// A page of accounts, the oldest first.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(connection: &Connection, query: &Query) -> rusqlite::Result<Page<Account>> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM accounts WHERE position > ?1 AND (?2 OR closed_at IS NULL) ORDER BY position")?;
    let rows = statement.query_map(params![bound(query.after), query.closed], account)?;
    Page::gather(rows, query.limit, |account| account.position)
}

/// How many accounts are open.
///
/// # Errors
/// When SQLite refuses it.
pub fn open_accounts(connection: &Connection) -> rusqlite::Result<u64> {
    connection.prepare_cached("SELECT count(*) FROM accounts WHERE closed_at IS NULL")?.query_row([], |row| row.get(0))
}

/// One account.
///
/// # Errors
/// When SQLite refuses it.
pub fn one(connection: &Connection, account_id: AccountId) -> rusqlite::Result<Option<Account>> {
    let mut statement = connection.prepare_cached("SELECT * FROM accounts WHERE id = ?1")?;
    statement.query_row(params![account_id.0.as_bytes()], account).optional()
}

/// The present names of people; empty ones were erased.
///
/// # Errors
/// When SQLite refuses it.
pub fn names(
    connection: &Connection,
    people: impl IntoIterator<Item = AccountId>,
) -> rusqlite::Result<HashMap<AccountId, Option<String>>> {
    let mut statement = connection.prepare_cached("SELECT name FROM accounts WHERE id = ?1")?;
    let mut names = HashMap::new();
    for person in people {
        if let Some(name) = statement.query_row(params![person.0.as_bytes()], |row| row.get(0)).optional()? {
            names.insert(person, name);
        }
    }
    Ok(names)
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: AccountId(id(row, "id")?),
        position: row.get("position")?,
        name: row.get("name")?,
        email: row.get("email")?,
        role: role(row, "role")?,
        opened_at: time(row, "opened_at")?,
        closed_at: maybe_time(row, "closed_at")?,
        deactivated_at: maybe_time(row, "deactivated_at")?,
        pending_email: row.get("pending_email")?,
        pending_until: maybe_time(row, "pending_until")?,
        locked_until: maybe_time(row, "locked_until")?,
        failures: row.get("failures")?,
        last_failure_at: maybe_time(row, "last_failure_at")?,
        last_code_at: maybe_time(row, "last_code_at")?,
        last_login_at: maybe_time(row, "last_login_at")?,
        password_changed_at: time(row, "password_changed_at")?,
        length: row.get("length")?,
    })
}
