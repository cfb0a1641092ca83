//! How far each follower of the log has come, and which requests were seen.

use chrono::{DateTime, Duration, Utc};
use domain::{CommandId, Position};

use super::{Fault, Vault};

/// Requests with a key of their own are remembered for this long.
const KEYS_KEPT_HOURS: i64 = 24;

impl Vault {
    pub(crate) async fn cursor(&self, name: &str) -> Result<Position, Fault> {
        let row: Option<(i64,)> =
            sqlx::query_as("SELECT position FROM cursors WHERE name = ?").bind(name).fetch_optional(&self.pool).await?;
        Ok(row.map_or(0, |(position,)| position.unsigned_abs()))
    }

    /// Where a follower began; where it never did, it begins at this position.
    pub(crate) async fn beginning(&self, name: &str, otherwise: Position) -> Result<Position, Fault> {
        sqlx::query("INSERT INTO cursors (name, position) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(otherwise.cast_signed())
            .execute(&self.pool)
            .await?;
        self.cursor(name).await
    }

    pub(crate) async fn set_cursor(&self, name: &str, position: Position) -> Result<(), Fault> {
        sqlx::query("INSERT OR REPLACE INTO cursors (name, position) VALUES (?, ?)")
            .bind(name)
            .bind(position.cast_signed())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The fingerprint of the request that came with this key first, which may be this one.
    pub(crate) async fn first_request(
        &self,
        command: CommandId,
        fingerprint: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Vec<u8>, Fault> {
        let id = &command.0.as_bytes()[..];
        sqlx::query("DELETE FROM idempotency_keys WHERE seen_us < ?")
            .bind((now - Duration::hours(KEYS_KEPT_HOURS)).timestamp_micros())
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "INSERT INTO idempotency_keys (command, fingerprint, seen_us) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(&fingerprint[..])
        .bind(now.timestamp_micros())
        .execute(&self.pool)
        .await?;
        let (first,) = sqlx::query_as("SELECT fingerprint FROM idempotency_keys WHERE command = ?")
            .bind(id)
            .fetch_one(&self.pool)
            .await?;
        Ok(first)
    }
}
