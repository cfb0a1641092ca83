//! What is remembered of API keys: the hash of each secret, and when and from where it was last used.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::{AccountId, KeyId};
use uuid::Uuid;

use super::{Fault, Vault};

/// When and from where a key was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// When.
    pub at: DateTime<Utc>,
    /// From which address; `None` where it came over no network.
    pub from: Option<IpAddr>,
}

/// A key as the vault knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyRow {
    pub key: KeyId,
    pub account: AccountId,
    pub digest: [u8; 32],
    pub until: Option<DateTime<Utc>>,
    pub ended: bool,
    pub used: Option<KeyUse>,
}

type Columns = (Vec<u8>, Vec<u8>, Vec<u8>, Option<i64>, bool, Option<i64>, Option<String>);

fn row((key, account, digest, until_us, ended, used_us, used_from): Columns) -> Option<KeyRow> {
    let used = used_us.and_then(DateTime::from_timestamp_micros);
    Some(KeyRow {
        key: KeyId(Uuid::from_slice(&key).ok()?),
        account: AccountId(Uuid::from_slice(&account).ok()?),
        digest: digest.try_into().ok()?,
        until: until_us.and_then(DateTime::from_timestamp_micros),
        ended,
        used: used.map(|at| KeyUse { at, from: used_from.and_then(|from| from.parse().ok()) }),
    })
}

impl Vault {
    /// Keeps the hash of a secret under an id that an event may name from now on; before that it opens nothing.
    pub(crate) async fn keep_api_key(&self, row: &KeyRow) -> Result<(), Fault> {
        sqlx::query("INSERT OR REPLACE INTO api_keys (key, account, digest, until_us, ended) VALUES (?, ?, ?, ?, ?)")
            .bind(&row.key.0.as_bytes()[..])
            .bind(&row.account.0.as_bytes()[..])
            .bind(&row.digest[..])
            .bind(row.until.map(|until| until.timestamp_micros()))
            .bind(row.ended)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn api_keys(&self) -> Result<Vec<KeyRow>, Fault> {
        let sql = "SELECT key, account, digest, until_us, ended, used_us, used_from FROM api_keys";
        let rows: Vec<Columns> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().filter_map(row).collect())
    }

    pub(crate) async fn end_api_key(&self, key: KeyId) -> Result<(), Fault> {
        sqlx::query("UPDATE api_keys SET ended = 1 WHERE key = ?")
            .bind(&key.0.as_bytes()[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn touch_api_keys(&self, used: &[(KeyId, KeyUse)]) -> Result<(), Fault> {
        if used.is_empty() {
            return Ok(());
        }
        let mut all = self.pool.begin().await?;
        for (key, KeyUse { at, from }) in used {
            sqlx::query("UPDATE api_keys SET used_us = ?, used_from = ? WHERE key = ?")
                .bind(at.timestamp_micros())
                .bind(from.map(|from| from.to_string()))
                .bind(&key.0.as_bytes()[..])
                .execute(&mut *all)
                .await?;
        }
        Ok(all.commit().await?)
    }

    /// Forgets all keys of an account.
    pub(crate) async fn drop_api_keys(&self, account: AccountId) -> Result<(), Fault> {
        sqlx::query("DELETE FROM api_keys WHERE account = ?")
            .bind(&account.0.as_bytes()[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
