//! What second factors are checked against: seeds of authenticator apps, the public data of passkeys, and
//! recovery codes as hashes.
//!
//! A seed must be read back to check a code, so it cannot be a hash; it lies here and nowhere else.

use chrono::{DateTime, Utc};
use domain::{
    AccountId,
    identity::factors::{CodeSetId, FactorId},
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Fault, Vault};

/// The seed of an authenticator app.
pub(crate) struct TotpSeed {
    pub account: AccountId,
    pub secret: Zeroizing<Vec<u8>>,
    pub made: DateTime<Utc>,
}

impl Vault {
    /// Keeps a seed under an id; what is kept under it already stays.
    pub(crate) async fn keep_totp(
        &self,
        factor: FactorId,
        account: AccountId,
        secret: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        sqlx::query(
            "INSERT INTO totp_secrets (factor, account, secret, made_us) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(&factor.0.as_bytes()[..])
        .bind(&account.0.as_bytes()[..])
        .bind(secret)
        .bind(now.timestamp_micros())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub(crate) async fn totp(&self, factor: FactorId) -> Result<Option<TotpSeed>, Fault> {
        let row: Option<(Vec<u8>, Vec<u8>, i64)> =
            sqlx::query_as("SELECT account, secret, made_us FROM totp_secrets WHERE factor = ?")
                .bind(&factor.0.as_bytes()[..])
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.and_then(|(account, secret, made_us)| {
            let account = AccountId(Uuid::from_slice(&account).ok()?);
            Some(TotpSeed { account, secret: secret.into(), made: DateTime::from_timestamp_micros(made_us)? })
        }))
    }

    /// The seeds of an account, those that are being set up included.
    pub(crate) async fn totps_of(&self, account: AccountId) -> Result<Vec<(FactorId, Zeroizing<Vec<u8>>)>, Fault> {
        let rows: Vec<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT factor, secret FROM totp_secrets WHERE account = ? ORDER BY factor")
                .bind(&account.0.as_bytes()[..])
                .fetch_all(&self.pool)
                .await?;
        let read =
            |(factor, secret): (Vec<u8>, Vec<u8>)| Some((FactorId(Uuid::from_slice(&factor).ok()?), secret.into()));
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// The credentials of an account's passkeys, without reading what else is known of them.
    pub(crate) async fn credentials_of(&self, account: AccountId) -> Result<Vec<(FactorId, Vec<u8>)>, Fault> {
        let rows: Vec<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT factor, credential FROM passkeys WHERE account = ? ORDER BY factor")
                .bind(&account.0.as_bytes()[..])
                .fetch_all(&self.pool)
                .await?;
        let read = |(factor, id): (Vec<u8>, Vec<u8>)| Some((FactorId(Uuid::from_slice(&factor).ok()?), id));
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Keeps a passkey; `false` where its credential is known already, under whatever factor.
    pub(crate) async fn keep_passkey(
        &self,
        factor: FactorId,
        account: AccountId,
        credential: &[u8],
        passkey: &str,
    ) -> Result<bool, Fault> {
        let kept = sqlx::query(
            "INSERT INTO passkeys (factor, account, credential, passkey) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(&factor.0.as_bytes()[..])
        .bind(&account.0.as_bytes()[..])
        .bind(credential)
        .bind(passkey)
        .execute(&self.pool)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Whose passkey has a credential.
    pub(crate) async fn passkey(&self, credential: &[u8]) -> Result<Option<(AccountId, FactorId, String)>, Fault> {
        let row: Option<(Vec<u8>, Vec<u8>, String)> =
            sqlx::query_as("SELECT account, factor, passkey FROM passkeys WHERE credential = ?")
                .bind(credential)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.and_then(|(account, factor, passkey)| {
            let id = |bytes: &[u8]| Uuid::from_slice(bytes).ok();
            Some((AccountId(id(&account)?), FactorId(id(&factor)?), passkey))
        }))
    }

    pub(crate) async fn passkeys_of(&self, account: AccountId) -> Result<Vec<(FactorId, String)>, Fault> {
        let rows: Vec<(Vec<u8>, String)> =
            sqlx::query_as("SELECT factor, passkey FROM passkeys WHERE account = ? ORDER BY factor")
                .bind(&account.0.as_bytes()[..])
                .fetch_all(&self.pool)
                .await?;
        let read = |(factor, passkey): (Vec<u8>, String)| Some((FactorId(Uuid::from_slice(&factor).ok()?), passkey));
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Forgets the seeds and passkeys of an account, except these.
    pub(crate) async fn drop_other_factors(&self, account: AccountId, kept: &[FactorId]) -> Result<(), Fault> {
        let mut all = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for (find, forget) in [
            ("SELECT factor FROM totp_secrets WHERE account = ?", "DELETE FROM totp_secrets WHERE factor = ?"),
            ("SELECT factor FROM passkeys WHERE account = ?", "DELETE FROM passkeys WHERE factor = ?"),
        ] {
            let known: Vec<(Vec<u8>,)> =
                sqlx::query_as(find).bind(&account.0.as_bytes()[..]).fetch_all(&mut *all).await?;
            for (factor,) in known.iter().filter(|(id,)| !kept.iter().any(|kept| kept.0.as_bytes()[..] == id[..])) {
                sqlx::query(forget).bind(factor).execute(&mut *all).await?;
            }
        }
        Ok(all.commit().await?)
    }

    /// Keeps the hashes of recovery codes under the id of their set.
    pub(crate) async fn keep_recovery_codes(
        &self,
        set: CodeSetId,
        account: AccountId,
        hashes: &[[u8; 32]],
    ) -> Result<(), Fault> {
        let mut all = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for (number, hash) in (0_i64..).zip(hashes) {
            sqlx::query("INSERT INTO recovery_codes (code_set, number, account, hash) VALUES (?, ?, ?, ?)")
                .bind(&set.0.as_bytes()[..])
                .bind(number)
                .bind(&account.0.as_bytes()[..])
                .bind(&hash[..])
                .execute(&mut *all)
                .await?;
        }
        Ok(all.commit().await?)
    }

    /// The hashes of a set, with their numbers.
    pub(crate) async fn recovery_codes(&self, set: CodeSetId) -> Result<Vec<(u32, [u8; 32])>, Fault> {
        let rows: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT number, hash FROM recovery_codes WHERE code_set = ? ORDER BY number")
                .bind(&set.0.as_bytes()[..])
                .fetch_all(&self.pool)
                .await?;
        Ok(rows
            .into_iter()
            .filter_map(|(number, hash)| Some((number.try_into().ok()?, hash.try_into().ok()?)))
            .collect())
    }

    /// Forgets every recovery code of an account, but perhaps those of one set.
    pub(crate) async fn drop_other_codes(&self, account: AccountId, kept: Option<CodeSetId>) -> Result<(), Fault> {
        let kept = kept.map_or(Uuid::nil(), |set| set.0);
        sqlx::query("DELETE FROM recovery_codes WHERE account = ? AND code_set <> ?")
            .bind(&account.0.as_bytes()[..])
            .bind(&kept.as_bytes()[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
