//! Logins between their two steps. A mailed code is remembered as a hash, for ten minutes and five
//! tries; every other second factor spends the same tries.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::AccountId;
use sqlx::{Row as _, sqlite::SqliteRow};
use uuid::Uuid;

use super::{Fault, Vault};

/// Tries a login has.
const TRIES: i64 = 5;

/// A login whose first step was done, or a decoy that looks like one.
#[derive(Clone, Debug)]
pub(crate) struct PendingLogin {
    /// Who comes in by it; nobody, where the password was wrong.
    pub account: Option<AccountId>,
    /// Whose address was typed, whatever the password.
    pub holder: Option<AccountId>,
    /// The address, veiled: the same for everybody who types it.
    pub veiled: [u8; 32],
    /// The hash of the code that was mailed; of nothing at all, where none was.
    pub code_hash: [u8; 32],
    pub known_device: bool,
    /// By what the browser is known again that began it.
    pub browser: [u8; 32],
    pub from: Option<IpAddr>,
    pub begun: DateTime<Utc>,
    pub expires: DateTime<Utc>,
}

const COLUMNS: &str = "account, holder, veiled, code_hash, known_device, browser, from_address, begun_us, expires_us";

fn pending(row: &SqliteRow) -> Option<PendingLogin> {
    let account = |column: &str| {
        let bytes: Option<Vec<u8>> = row.try_get(column).ok()?;
        bytes.and_then(|bytes| Uuid::from_slice(&bytes).ok()).map(AccountId)
    };
    let hash = |column: &str| row.try_get::<Vec<u8>, _>(column).ok()?.try_into().ok();
    let time = |column: &str| DateTime::from_timestamp_micros(row.try_get(column).ok()?);
    let from: Option<String> = row.try_get("from_address").ok()?;
    Some(PendingLogin {
        account: account("account"),
        holder: account("holder"),
        veiled: hash("veiled")?,
        code_hash: hash("code_hash")?,
        known_device: row.try_get("known_device").ok()?,
        browser: hash("browser")?,
        from: from.and_then(|from| from.parse().ok()),
        begun: time("begun_us")?,
        expires: time("expires_us")?,
    })
}

fn id(account: Option<AccountId>) -> Option<Vec<u8>> {
    account.map(|account| account.0.as_bytes().to_vec())
}

impl Vault {
    pub(crate) async fn keep_login(
        &self,
        ticket_hash: [u8; 32],
        login: &PendingLogin,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let mut both = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM pending_logins WHERE expires_us < ? AND (account IS NULL OR told)")
            .bind(now.timestamp_micros())
            .execute(&mut *both)
            .await?;
        sqlx::query(
            "INSERT INTO pending_logins (ticket_hash, account, holder, veiled, code_hash, known_device, browser, \
             from_address, begun_us, expires_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&ticket_hash[..])
        .bind(id(login.account))
        .bind(id(login.holder))
        .bind(&login.veiled[..])
        .bind(&login.code_hash[..])
        .bind(login.known_device)
        .bind(&login.browser[..])
        .bind(login.from.map(|from| from.to_string()))
        .bind(login.begun.timestamp_micros())
        .bind(login.expires.timestamp_micros())
        .execute(&mut *both)
        .await?;
        Ok(both.commit().await?)
    }

    /// Uses up one try of a login that still has one.
    pub(crate) async fn try_login(
        &self,
        ticket_hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<PendingLogin>, Fault> {
        let sql = format!(
            "UPDATE pending_logins SET tries = tries + 1 WHERE ticket_hash = ? AND tries < {TRIES} AND expires_us > ? \
             RETURNING {COLUMNS}"
        );
        self.one_login(sql, ticket_hash, now).await
    }

    /// Looks at a login that still has a try, without using one up.
    pub(crate) async fn find_login(
        &self,
        ticket_hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<PendingLogin>, Fault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM pending_logins WHERE ticket_hash = ? AND tries < {TRIES} AND expires_us > ?"
        );
        self.one_login(sql, ticket_hash, now).await
    }

    async fn one_login(
        &self,
        sql: String,
        ticket_hash: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<PendingLogin>, Fault> {
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(&ticket_hash[..])
            .bind(now.timestamp_micros())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.as_ref().and_then(pending))
    }

    /// Lets another code be the one that was mailed.
    pub(crate) async fn set_login_code(&self, ticket_hash: [u8; 32], code_hash: [u8; 32]) -> Result<(), Fault> {
        sqlx::query("UPDATE pending_logins SET code_hash = ? WHERE ticket_hash = ?")
            .bind(&code_hash[..])
            .bind(&ticket_hash[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Takes a login away; only one of two who try succeeds.
    pub(crate) async fn take_login(&self, ticket_hash: [u8; 32]) -> Result<bool, Fault> {
        let taken = sqlx::query("DELETE FROM pending_logins WHERE ticket_hash = ?")
            .bind(&ticket_hash[..])
            .execute(&self.pool)
            .await?;
        Ok(taken.rows_affected() == 1)
    }

    /// Nobody needs to be told of the logins that a browser began before it finished one.
    pub(crate) async fn calm_logins(&self, account: AccountId, browser: [u8; 32]) -> Result<(), Fault> {
        sqlx::query("UPDATE pending_logins SET told = 1 WHERE account = ? AND browser = ?")
            .bind(&account.0.as_bytes()[..])
            .bind(&browser[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Logins of people that began before a time, were not finished and not told of.
    pub(crate) async fn unfinished_logins(
        &self,
        before: DateTime<Utc>,
    ) -> Result<Vec<([u8; 32], PendingLogin)>, Fault> {
        let sql = format!(
            "SELECT ticket_hash, {COLUMNS} FROM pending_logins WHERE account IS NOT NULL AND NOT told AND begun_us <= ?"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(before.timestamp_micros()).fetch_all(&self.pool).await?;
        let read = |row: &SqliteRow| {
            let ticket_hash = row.try_get::<Vec<u8>, _>("ticket_hash").ok()?.try_into().ok()?;
            Some((ticket_hash, pending(row)?))
        };
        Ok(rows.iter().filter_map(read).collect())
    }

    /// The owner was told of a login.
    pub(crate) async fn note_login_told(&self, ticket_hash: [u8; 32]) -> Result<(), Fault> {
        sqlx::query("UPDATE pending_logins SET told = 1 WHERE ticket_hash = ?")
            .bind(&ticket_hash[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
