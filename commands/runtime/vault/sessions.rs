//! Which token opens which session, and what that session is good for at present. A token is remembered as
//! its hash; the one before it for a few seconds more, so that requests under way arrive.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::{AccountId, SessionId};
use sqlx::{Row as _, sqlite::SqliteRow};
use uuid::Uuid;

use super::{Fault, Vault};

/// A session as the vault knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SessionRow {
    pub session: SessionId,
    pub account: AccountId,
    pub token_hash: [u8; 32],
    /// The token before, and until when it is taken still.
    pub former: Option<([u8; 32], DateTime<Utc>)>,
    pub opened: DateTime<Utc>,
    /// When it ends at the latest, as was said when it was opened.
    pub until: DateTime<Utc>,
    pub last_seen: DateTime<Utc>,
    pub last_from: Option<IpAddr>,
    /// When its person proved last who they are.
    pub proved: Option<DateTime<Utc>>,
    /// Its person's rights changed: the token is due for another.
    pub renew: bool,
}

impl SessionRow {
    /// One that was opened just now: whoever comes in has just proved who they are.
    pub(crate) const fn opened(
        session: SessionId,
        account: AccountId,
        token_hash: [u8; 32],
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        let (former, last_from, renew) = (None, None, false);
        let (opened, last_seen, proved) = (now, now, Some(now));
        Self { session, account, token_hash, former, opened, until, last_seen, last_from, proved, renew }
    }

    /// Whether a token opens it now.
    pub(crate) fn opens(&self, token_hash: [u8; 32], now: DateTime<Utc>) -> bool {
        self.token_hash == token_hash || self.former.is_some_and(|(hash, until)| hash == token_hash && now < until)
    }
}

fn time(row: &SqliteRow, column: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(row.try_get(column).ok()?)
}

fn read(row: &SqliteRow) -> Option<SessionRow> {
    let id = |column| Uuid::from_slice(row.try_get::<&[u8], _>(column).ok()?).ok();
    let hash = |column| row.try_get::<&[u8], _>(column).ok()?.try_into().ok();
    Some(SessionRow {
        session: SessionId(id("session")?),
        account: AccountId(id("account")?),
        token_hash: hash("token_hash")?,
        former: hash("former_hash").zip(time(row, "former_until_us")),
        opened: time(row, "opened_us")?,
        until: time(row, "until_us")?,
        last_seen: time(row, "last_seen_us")?,
        last_from: row.try_get::<&str, _>("last_from").ok().and_then(|from| from.parse().ok()),
        proved: time(row, "proved_us").filter(|proved| proved.timestamp_micros() > 0),
        renew: row.try_get("renew").ok()?,
    })
}

fn micros(at: Option<DateTime<Utc>>) -> i64 {
    at.map_or(0, |at| at.timestamp_micros())
}

impl Vault {
    pub(crate) async fn keep_session(&self, row: SessionRow) -> Result<(), Fault> {
        sqlx::query(
            "INSERT OR REPLACE INTO sessions (token_hash, session, account, opened_us, until_us, last_seen_us, \
             last_from, proved_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&row.token_hash[..])
        .bind(&row.session.0.as_bytes()[..])
        .bind(&row.account.0.as_bytes()[..])
        .bind(row.opened.timestamp_micros())
        .bind(row.until.timestamp_micros())
        .bind(row.last_seen.timestamp_micros())
        .bind(row.last_from.map(|from| from.to_string()))
        .bind(micros(row.proved))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The session that a token opens, or opened until a moment ago.
    pub(crate) async fn session(&self, token_hash: [u8; 32]) -> Result<Option<SessionRow>, Fault> {
        let sql = "SELECT * FROM sessions WHERE token_hash = ?1 OR former_hash = ?1";
        let found = sqlx::query(sql).bind(&token_hash[..]).fetch_optional(&self.pool).await?;
        Ok(found.as_ref().and_then(read))
    }

    pub(crate) async fn all_sessions(&self) -> Result<Vec<SessionRow>, Fault> {
        let rows = sqlx::query("SELECT * FROM sessions").fetch_all(&self.pool).await?;
        Ok(rows.iter().filter_map(read).collect())
    }

    pub(crate) async fn count_sessions(&self) -> Result<u64, Fault> {
        let (count,): (i64,) = sqlx::query_as("SELECT count(*) FROM sessions").fetch_one(&self.pool).await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Remembers when the person of a session proved who they are, or that it counts no longer.
    pub(crate) async fn prove_session(&self, session: SessionId, proved: Option<DateTime<Utc>>) -> Result<(), Fault> {
        sqlx::query("UPDATE sessions SET proved_us = ? WHERE session = ?")
            .bind(micros(proved))
            .bind(&session.0.as_bytes()[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Puts another token in the place of the present one; whether it was the present one.
    pub(crate) async fn renew_session(
        &self,
        row: &SessionRow,
        token_hash: [u8; 32],
        former_until: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let renewed = sqlx::query(
            "UPDATE sessions SET token_hash = ?1, former_hash = ?2, former_until_us = ?3, renew = 0 \
             WHERE session = ?4 AND token_hash = ?2",
        )
        .bind(&token_hash[..])
        .bind(&row.token_hash[..])
        .bind(former_until.timestamp_micros())
        .bind(&row.session.0.as_bytes()[..])
        .execute(&self.pool)
        .await?;
        Ok(renewed.rows_affected() == 1)
    }

    /// All sessions of a person get another token at their next request.
    pub(crate) async fn mark_sessions(&self, account: AccountId) -> Result<(), Fault> {
        sqlx::query("UPDATE sessions SET renew = 1 WHERE account = ?")
            .bind(&account.0.as_bytes()[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn touch_sessions(&self, seen: &[SessionRow]) -> Result<(), Fault> {
        let mut all = self.pool.begin().await?;
        for row in seen {
            sqlx::query("UPDATE sessions SET last_seen_us = ?, last_from = ? WHERE session = ?")
                .bind(row.last_seen.timestamp_micros())
                .bind(row.last_from.map(|from| from.to_string()))
                .bind(&row.session.0.as_bytes()[..])
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
        .bind(micros(seen))
        .execute(&mut *both)
        .await?;
        sqlx::query("DELETE FROM sessions WHERE session = ?")
            .bind(&session.0.as_bytes()[..])
            .execute(&mut *both)
            .await?;
        Ok(both.commit().await?)
    }
}
