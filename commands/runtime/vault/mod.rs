//! The vault: password hashes, people's keys, API keys' hashes, session tokens' hashes, codes, cursors.
//!
//! Overwritten and erased, never appended to. It holds no plain password and no token.

mod api_keys;
mod copy;
mod cursors;
mod devices;
mod factors;
mod forget;
mod keys;
mod links;
mod logins;
mod pins;
mod sessions;
mod shares;

use std::{path::Path, time::Duration};

pub(crate) use api_keys::KeyRow;
pub use api_keys::KeyUse;
pub use copy::{VaultMoment, forget_people};
use domain::identity::CredentialId;
pub(crate) use links::{LinkRow, Purpose};
pub(crate) use logins::PendingLogin;
pub(crate) use pins::PinRow;
pub(crate) use sessions::SessionRow;
use sqlx::{
    SqlitePool,
    migrate::{Migration, MigrationType},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::Fault;

/// Each is applied once, in this order; none is ever changed.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "vault", include_str!("../../../migrations/vault/0001_vault.sql")),
    (2, "last_seen", include_str!("../../../migrations/vault/0002_last_seen.sql")),
    (3, "api_keys", include_str!("../../../migrations/vault/0003_api_keys.sql")),
    (4, "factors", include_str!("../../../migrations/vault/0004_factors.sql")),
    (5, "links", include_str!("../../../migrations/vault/0005_links.sql")),
    (6, "sessions", include_str!("../../../migrations/vault/0006_sessions.sql")),
    (7, "stays", include_str!("../../../migrations/vault/0007_stays.sql")),
    (8, "shares", include_str!("../../../migrations/vault/0008_shares.sql")),
];

/// The vault of a house.
#[derive(Clone, Debug)]
pub struct Vault {
    pool: SqlitePool,
}

impl Vault {
    /// Opens the vault, or makes it, readable by its owner alone.
    ///
    /// # Errors
    /// When the file cannot be opened or is no vault.
    pub async fn open(path: &Path) -> Result<Self, Fault> {
        create_private(path).map_err(|error| Fault::new(&format!("vault {}", path.display()), &error))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON")
            .pragma("cache_size", "-256");
        let pool = SqlitePoolOptions::new().max_connections(2).connect_with(options).await?;
        let migrations = MIGRATIONS.iter().map(|(number, name, sql)| {
            Migration::new(*number, (*name).into(), MigrationType::Simple, sqlx::SqlStr::from_static(sql), false)
        });
        let migrator = sqlx::migrate::Migrator::with_migrations(migrations.collect());
        migrator.run(&pool).await.map_err(|error| Fault::new(&format!("vault {}", path.display()), &error))?;
        Ok(Self { pool })
    }

    /// Writes what is under way and lets go of the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A secret by its name: the one that is there, or else this one from now on.
    pub(crate) async fn secret(&self, name: &str, fresh: &[u8]) -> Result<Vec<u8>, Fault> {
        sqlx::query("INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(fresh)
            .execute(&self.pool)
            .await?;
        let (value,) =
            sqlx::query_as("SELECT value FROM secrets WHERE name = ?").bind(name).fetch_one(&self.pool).await?;
        Ok(value)
    }

    pub(crate) async fn set_secret(&self, name: &str, value: &[u8]) -> Result<(), Fault> {
        sqlx::query("INSERT OR REPLACE INTO secrets (name, value) VALUES (?, ?)")
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn find_secret(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let row: Option<(Vec<u8>,)> =
            sqlx::query_as("SELECT value FROM secrets WHERE name = ?").bind(name).fetch_optional(&self.pool).await?;
        Ok(row.map(|(value,)| value))
    }

    pub(crate) async fn drop_secret(&self, name: &str) -> Result<(), Fault> {
        sqlx::query("DELETE FROM secrets WHERE name = ?").bind(name).execute(&self.pool).await?;
        Ok(())
    }

    /// Forgets every secret whose name begins so, but one.
    pub(crate) async fn drop_other_secrets(&self, prefix: &str, kept: &str) -> Result<(), Fault> {
        sqlx::query("DELETE FROM secrets WHERE substr(name, 1, length(?1)) = ?1 AND name <> ?2")
            .bind(prefix)
            .bind(kept)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Keeps a password's hash under an id that an event may name from now on. What is kept under
    /// an id is never replaced: a request sent again sets no other password.
    pub(crate) async fn keep_credential(
        &self,
        credential: CredentialId,
        account: domain::AccountId,
        hash: &str,
    ) -> Result<(), Fault> {
        sqlx::query("INSERT INTO credentials (credential, account, hash) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(&credential.0.as_bytes()[..])
            .bind(&account.0.as_bytes()[..])
            .bind(hash)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub(crate) async fn credential(&self, credential: CredentialId) -> Result<Option<String>, Fault> {
        let row: Option<(String,)> = sqlx::query_as("SELECT hash FROM credentials WHERE credential = ?")
            .bind(&credential.0.as_bytes()[..])
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|(hash,)| hash))
    }

    /// Forgets every hash of an account but one.
    pub(crate) async fn drop_other_credentials(
        &self,
        account: domain::AccountId,
        current: CredentialId,
    ) -> Result<(), Fault> {
        sqlx::query("DELETE FROM credentials WHERE account = ? AND credential <> ?")
            .bind(&account.0.as_bytes()[..])
            .bind(&current.0.as_bytes()[..])
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let options = &mut std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600).open(path).map(drop)
}
