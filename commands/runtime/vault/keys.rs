//! One key per person; without it everything sealed with it is forgotten.

use domain::PersonId;
use uuid::Uuid;

use super::{Fault, Vault};

impl Vault {
    /// All keys that were not destroyed.
    pub(crate) async fn person_keys(&self) -> Result<Vec<(PersonId, Vec<u8>)>, Fault> {
        let rows: Vec<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT person, key FROM person_keys WHERE key IS NOT NULL").fetch_all(&self.pool).await?;
        let person = |bytes: &[u8]| Uuid::from_slice(bytes).map(PersonId);
        rows.into_iter()
            .map(|(id, key)| Ok((person(&id).map_err(|error| Fault::new("vault: a person's id", &error))?, key)))
            .collect()
    }

    /// The key of a person: the one that is there, or else this one from now on. `None` when the
    /// key was destroyed.
    pub(crate) async fn person_key(&self, person: PersonId, fresh: [u8; 32]) -> Result<Option<Vec<u8>>, Fault> {
        let id = &person.0.as_bytes()[..];
        sqlx::query("INSERT INTO person_keys (person, key) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(id)
            .bind(&fresh[..])
            .execute(&self.pool)
            .await?;
        let (key,) =
            sqlx::query_as("SELECT key FROM person_keys WHERE person = ?").bind(id).fetch_one(&self.pool).await?;
        Ok(key)
    }
}
