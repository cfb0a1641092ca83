//! Which token opens which session, and which devices a person has logged in from.

use chrono::{DateTime, Duration, Utc};
use domain::{AccountId, SessionId};
use uuid::Uuid;

use super::{Fault, Vault};

/// A device that was not used for a year is a stranger again.
const DEVICES_KNOWN_DAYS: i64 = 365;

/// A session as the vault knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SessionRow {
    pub session: SessionId,
    pub account: AccountId,
    pub until: DateTime<Utc>,
    pub last_seen: DateTime<Utc>,
}

type Columns = (Vec<u8>, Vec<u8>, i64, i64);

fn row((session, account, until_us, last_seen_us): Columns) -> Option<SessionRow> {
    Some(SessionRow {
        session: SessionId(Uuid::from_slice(&session).ok()?),
        account: AccountId(Uuid::from_slice(&account).ok()?),
        until: DateTime::from_timestamp_micros(until_us)?,
        last_seen: DateTime::from_timestamp_micros(last_seen_us)?,
    })
}

impl Vault {
    pub(crate) async fn keep_session(&self, token_hash: [u8; 32], row: SessionRow) -> Result<(), Fault> {
        sqlx::query(
            "INSERT OR REPLACE INTO sessions (token_hash, session, account, until_us, last_seen_us) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(&token_hash[..])
        .bind(&row.session.0.as_bytes()[..])
        .bind(&row.account.0.as_bytes()[..])
        .bind(row.until.timestamp_micros())
        .bind(row.last_seen.timestamp_micros())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub(crate) async fn session(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, Fault> {
        let found: Option<Columns> =
            sqlx::query_as("SELECT session, account, until_us, last_seen_us FROM sessions WHERE token_hash = ?")
                .bind(&token_hash[..])
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.and_then(row))
    }

    pub(crate) async fn all_sessions(&self) -> Result<Vec<SessionRow>, Fault> {
        let rows: Vec<Columns> = sqlx::query_as("SELECT session, account, until_us, last_seen_us FROM sessions")
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.into_iter().filter_map(row).collect())
    }

    pub(crate) async fn count_sessions(&self) -> Result<u64, Fault> {
        let (count,): (i64,) = sqlx::query_as("SELECT count(*) FROM sessions").fetch_one(&self.pool).await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    pub(crate) async fn touch_sessions(&self, seen: &[(SessionId, DateTime<Utc>)]) -> Result<(), Fault> {
        let mut all = self.pool.begin().await?;
        for (session, at) in seen {
            sqlx::query("UPDATE sessions SET last_seen_us = ? WHERE session = ?")
                .bind(at.timestamp_micros())
                .bind(&session.0.as_bytes()[..])
                .execute(&mut *all)
                .await?;
        }
        sqlx::query(
            "INSERT INTO last_seen (account, at_us) SELECT account, max(last_seen_us) FROM sessions WHERE true \
             GROUP BY account ON CONFLICT (account) DO UPDATE SET at_us = max(at_us, excluded.at_us)",
        )
        .execute(&mut *all)
        .await?;
        Ok(all.commit().await?)
    }

    /// When each person was last here, as far as it was written down.
    pub(crate) async fn last_seen(&self) -> Result<Vec<(AccountId, DateTime<Utc>)>, Fault> {
        let rows: Vec<(Vec<u8>, i64)> =
            sqlx::query_as("SELECT account, at_us FROM last_seen").fetch_all(&self.pool).await?;
        let read = |(account, at_us): (Vec<u8>, i64)| {
            Some((AccountId(Uuid::from_slice(&account).ok()?), DateTime::from_timestamp_micros(at_us)?))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Forgets a session, but not when its person was last here.
    pub(crate) async fn drop_session(&self, session: SessionId, seen: Option<DateTime<Utc>>) -> Result<(), Fault> {
        let mut both = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(
            "INSERT INTO last_seen (account, at_us) SELECT account, max(last_seen_us, ?2) FROM sessions \
             WHERE session = ?1 ON CONFLICT (account) DO UPDATE SET at_us = max(at_us, excluded.at_us)",
        )
        .bind(&session.0.as_bytes()[..])
        .bind(seen.map_or(0, |seen| seen.timestamp_micros()))
        .execute(&mut *both)
        .await?;
        sqlx::query("DELETE FROM sessions WHERE session = ?")
            .bind(&session.0.as_bytes()[..])
            .execute(&mut *both)
            .await?;
        Ok(both.commit().await?)
    }

    pub(crate) async fn knows_device(&self, token_hash: [u8; 32], account: AccountId) -> Result<bool, Fault> {
        let row: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM known_devices WHERE token_hash = ? AND account = ?")
            .bind(&token_hash[..])
            .bind(&account.0.as_bytes()[..])
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    pub(crate) async fn keep_device(
        &self,
        token_hash: [u8; 32],
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        sqlx::query("DELETE FROM known_devices WHERE last_used_us < ?")
            .bind((now - Duration::days(DEVICES_KNOWN_DAYS)).timestamp_micros())
            .execute(&self.pool)
            .await?;
        sqlx::query("INSERT OR REPLACE INTO known_devices (token_hash, account, last_used_us) VALUES (?, ?, ?)")
            .bind(&token_hash[..])
            .bind(&account.0.as_bytes()[..])
            .bind(now.timestamp_micros())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn drop_devices(&self, account: AccountId) -> Result<(), Fault> {
        sqlx::query("DELETE FROM known_devices WHERE account = ?")
            .bind(&account.0.as_bytes()[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
