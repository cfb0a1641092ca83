//! A person leaves the vault: their key, and every row of every table that belongs to them.
//!
//! Tables are not listed here: whoever adds one calls the column of its person `account`, `person` or `subject`, and
//! a test knows those that have neither. What was overwritten is gone from the file, its free pages and
//! its journal when this comes back.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use domain::{AccountId, PersonId};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::{Fault, Vault};

/// How long whoever reads the vault may keep its journal.
const TRIES: u32 = 300;
const PAUSE: Duration = Duration::from_millis(200);

/// Rows that went, by table.
pub(crate) type Rows = BTreeMap<String, u64>;

impl Vault {
    /// Destroys keys, and removes the rows of an account where one is named.
    pub(crate) async fn forget(&self, people: &[PersonId], account: Option<AccountId>) -> Result<Rows, Fault> {
        let mut all = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let mut rows = Rows::new();
        for person in people {
            let gone = destroy(&mut all, *person).await?;
            *rows.entry("person_keys".to_owned()).or_default() += gone;
        }
        if let Some(account) = account {
            let ids: BTreeSet<_> = people.iter().map(|person| person.0).chain([account.0]).collect();
            remove_rows(&mut all, account, &ids, &mut rows).await?;
        }
        all.commit().await?;
        self.scrub().await?;
        Ok(rows)
    }

    /// The strangers whose keys were destroyed.
    pub(crate) async fn forgotten_strangers(&self) -> Result<Vec<PersonId>, Fault> {
        let sql = "SELECT person FROM person_keys WHERE key IS NULL";
        let rows: Vec<(Vec<u8>,)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let people = rows.into_iter().filter_map(|(id,)| uuid::Uuid::from_slice(&id).ok().map(PersonId));
        Ok(people.filter(|person| person.is_strangers()).collect())
    }

    /// Forgets keys that nobody will ask for again.
    pub(crate) async fn drop_keys(&self, people: &[PersonId]) -> Result<(), Fault> {
        for person in people {
            let sql = "DELETE FROM person_keys WHERE person = ?";
            sqlx::query(sql).bind(&person.0.as_bytes()[..]).execute(&self.pool).await?;
        }
        self.scrub().await
    }

    /// Leaves nothing of what was overwritten: neither in free pages nor in the journal.
    async fn scrub(&self) -> Result<(), Fault> {
        sqlx::query("VACUUM").execute(&self.pool).await?;
        for _ in 0..TRIES {
            let (busy,): (i64,) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.pool).await?;
            if busy == 0 {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(Fault::Broken("vault: somebody reads it for so long that its journal cannot be emptied".to_owned()))
    }
}

async fn destroy(all: &mut SqliteConnection, person: PersonId) -> Result<u64, Fault> {
    let id = &person.0.as_bytes()[..];
    let gone = sqlx::query("UPDATE person_keys SET key = NULL WHERE person = ? AND key IS NOT NULL")
        .bind(id)
        .execute(&mut *all)
        .await?;
    sqlx::query("INSERT INTO person_keys (person, key) VALUES (?, NULL) ON CONFLICT DO NOTHING")
        .bind(id)
        .execute(&mut *all)
        .await?;
    Ok(gone.rows_affected())
}

async fn remove_rows(
    all: &mut SqliteConnection,
    account: AccountId,
    ids: &BTreeSet<uuid::Uuid>,
    rows: &mut Rows,
) -> Result<(), Fault> {
    for (table, column) in personal_columns(all).await? {
        let sql = format!("DELETE FROM \"{table}\" WHERE \"{column}\" = ?");
        let removed = rows.entry(table).or_default();
        for id in ids {
            let gone = sqlx::query(AssertSqlSafe(sql.clone())).bind(&id.as_bytes()[..]).execute(&mut *all).await?;
            *removed += gone.rows_affected();
        }
    }
    // Whose requests these fingerprints are nobody knows, nor who began a login as somebody else; both are soon gone anyway.
    for table in ["idempotency_keys", "pending_logins"] {
        let gone = sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut *all).await?;
        *rows.entry(table.to_owned()).or_default() += gone.rows_affected();
    }
    let named = "DELETE FROM secrets WHERE instr(name, ?) > 0";
    let gone = sqlx::query(named).bind(account.to_string()).execute(&mut *all).await?;
    rows.insert("secrets".to_owned(), gone.rows_affected());
    Ok(())
}

async fn personal_columns(all: &mut SqliteConnection) -> Result<Vec<(String, String)>, Fault> {
    let sql = "SELECT tables.name, columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns \
        WHERE tables.type = 'table' AND tables.name <> 'person_keys' AND columns.name IN ('account', 'person', 'subject')";
    Ok(sqlx::query_as(sql).fetch_all(all).await?)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ADA: AccountId = AccountId(Uuid::from_u128(0xada));
    /// They hold nothing of one person: secrets of the house, followers, requests of a day.
    const OF_NOBODY: [&str; 4] = ["_sqlx_migrations", "cursors", "idempotency_keys", "secrets"];

    async fn vault() -> (tempfile::TempDir, Vault) {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(&folder.path().join("vault.sqlite")).await.unwrap();
        (folder, vault)
    }

    #[tokio::test]
    async fn every_table_says_whose_its_rows_are_or_is_known_to_hold_nobodys() {
        let (_folder, vault) = vault().await;
        let mut connection = vault.pool.acquire().await.unwrap();
        let owned: Vec<_> =
            personal_columns(&mut connection).await.unwrap().into_iter().map(|(table, _)| table).collect();
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let tables: Vec<(String,)> = sqlx::query_as(tables).fetch_all(&mut *connection).await.unwrap();
        for (table,) in tables.iter().filter(|(table,)| table != "person_keys") {
            let known = OF_NOBODY.contains(&table.as_str()) || table.starts_with("sqlite_");
            assert!(owned.contains(table) || known, "an erasure does not reach the table {table}");
        }
        assert!(owned.len() >= 5, "{owned:?}");
    }

    #[tokio::test]
    async fn a_destroyed_key_is_in_none_of_the_vaults_bytes_and_never_comes_back() {
        let (folder, vault) = vault().await;
        let (ada, bob) = (PersonId::from(ADA), PersonId(Uuid::from_u128(0xb0b)));
        let key = |letter: u8| [letter; 32];
        vault.person_key(ada, key(b'A')).await.unwrap();
        vault.person_key(bob, key(b'B')).await.unwrap();
        let credential = domain::identity::CredentialId(Uuid::from_u128(1));
        vault.keep_credential(credential, ADA, "the hash of Ada").await.unwrap();
        let rows = vault.forget(&[ada], Some(ADA)).await.unwrap();
        assert_eq!((rows["person_keys"], rows["credentials"], rows["sessions"]), (1, 1, 0));
        assert_eq!(vault.person_key(ada, key(b'C')).await.unwrap(), None);
        for file in ["vault.sqlite", "vault.sqlite-wal"] {
            let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
            let holds = |what: &[u8]| bytes.windows(what.len()).any(|window| window == what);
            assert!(!holds(&key(b'A')) && !holds(&key(b'C')) && !holds(b"the hash of Ada"), "{file}");
        }
        assert_eq!(vault.person_key(bob, key(b'C')).await.unwrap(), Some(key(b'B').to_vec()));
        assert_eq!(vault.forget(&[ada], Some(ADA)).await.unwrap()["person_keys"], 0);
    }
}
