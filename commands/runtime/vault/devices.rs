//! On which devices a person has logged in before, by the hash of a secret that each of them keeps.

use chrono::{DateTime, Duration, Utc};
use domain::AccountId;

use super::{Fault, Vault};

/// A device that was not used for a year is a stranger again.
const DEVICES_KNOWN_DAYS: i64 = 365;

impl Vault {
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
