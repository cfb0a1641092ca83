//! The PINs of admins. A PIN itself is absent: what is kept serves to compare one with, and to check
//! an answer to a challenge.

use domain::AccountId;
use uuid::Uuid;

use super::{Fault, Vault};

/// What is kept of a PIN.
#[derive(Clone)]
pub(crate) struct PinRow {
    /// Another PIN has another id.
    pub id: Uuid,
    /// Its argon2id hash.
    pub hash: String,
    pub salt: Vec<u8>,
    pub iterations: u32,
    /// As RFC 5802 has it: with this alone nobody can answer a challenge.
    pub stored_key: Vec<u8>,
}

type Columns = (Vec<u8>, String, Vec<u8>, u32, Vec<u8>);

impl Vault {
    pub(crate) async fn pin(&self, account: AccountId) -> Result<Option<PinRow>, Fault> {
        let found: Option<Columns> =
            sqlx::query_as("SELECT pin, hash, salt, iterations, stored_key FROM pins WHERE account = ?")
                .bind(&account.0.as_bytes()[..])
                .fetch_optional(&self.pool)
                .await?;
        let read = |(id, hash, salt, iterations, stored_key): Columns| {
            let id = Uuid::from_slice(&id).map_err(|error| Fault::new("vault: a PIN's id", &error))?;
            Ok(PinRow { id, hash, salt, iterations, stored_key })
        };
        found.map(read).transpose()
    }

    pub(crate) async fn keep_pin(&self, account: AccountId, pin: &PinRow) -> Result<(), Fault> {
        sqlx::query(
            "INSERT OR REPLACE INTO pins (account, pin, hash, salt, iterations, stored_key) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&account.0.as_bytes()[..])
        .bind(&pin.id.as_bytes()[..])
        .bind(&pin.hash)
        .bind(&pin.salt)
        .bind(pin.iterations)
        .bind(&pin.stored_key)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub(crate) async fn drop_pin(&self, account: AccountId) -> Result<(), Fault> {
        sqlx::query("DELETE FROM pins WHERE account = ?").bind(&account.0.as_bytes()[..]).execute(&self.pool).await?;
        Ok(())
    }
}
