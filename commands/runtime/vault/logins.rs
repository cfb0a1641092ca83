//! Logins between their two steps. The code is remembered as a hash, for ten minutes and five
//! tries.

use chrono::{DateTime, Utc};
use domain::AccountId;
use uuid::Uuid;

use super::{Fault, Vault};

/// Tries a code has.
const TRIES: i64 = 5;

/// A login whose code was sent, or a decoy that looks like one.
#[derive(Clone, Debug)]
pub(crate) struct PendingLogin {
    pub account: Option<AccountId>,
    pub code_hash: [u8; 32],
    pub known_device: bool,
    pub expires: DateTime<Utc>,
}

type Columns = (Option<Vec<u8>>, Vec<u8>, bool, i64);

fn pending((account, code_hash, known_device, expires_us): Columns) -> Option<PendingLogin> {
    let account = match account {
        None => None,
        Some(bytes) => Some(AccountId(Uuid::from_slice(&bytes).ok()?)),
    };
    let code_hash = code_hash.try_into().ok()?;
    Some(PendingLogin { account, code_hash, known_device, expires: DateTime::from_timestamp_micros(expires_us)? })
}

impl Vault {
    pub(crate) async fn keep_login(
        &self,
        ticket_hash: [u8; 32],
        login: &PendingLogin,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let mut both = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM pending_logins WHERE expires_us < ?")
            .bind(now.timestamp_micros())
            .execute(&mut *both)
            .await?;
        sqlx::query(
            "INSERT INTO pending_logins (ticket_hash, account, code_hash, known_device, expires_us) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&ticket_hash[..])
        .bind(login.account.map(|account| account.0.as_bytes().to_vec()))
        .bind(&login.code_hash[..])
        .bind(login.known_device)
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
        let row: Option<Columns> = sqlx::query_as(
            "UPDATE pending_logins SET tries = tries + 1 WHERE ticket_hash = ? AND tries < ? AND expires_us > ? \
             RETURNING account, code_hash, known_device, expires_us",
        )
        .bind(&ticket_hash[..])
        .bind(TRIES)
        .bind(now.timestamp_micros())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.and_then(pending))
    }

    /// Takes a login away; only one of two who try succeeds.
    pub(crate) async fn take_login(&self, ticket_hash: [u8; 32]) -> Result<bool, Fault> {
        let taken = sqlx::query("DELETE FROM pending_logins WHERE ticket_hash = ?")
            .bind(&ticket_hash[..])
            .execute(&self.pool)
            .await?;
        Ok(taken.rows_affected() == 1)
    }
}
