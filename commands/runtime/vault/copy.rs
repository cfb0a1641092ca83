//! The vault as it stood at one moment, for a backup. It leaves the house only in memory: whoever
//! asks for it seals it before it reaches a disk.

use std::path::Path;

use domain::PersonId;
use rusqlite::{Connection, MAIN_DB, OpenFlags, params};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Fault;

/// The vault in a file, held as it stood at one moment.
pub struct VaultMoment(Connection);

impl VaultMoment {
    /// This very moment.
    ///
    /// # Errors
    /// When the file is no vault.
    pub fn of(path: &Path) -> Result<Self, Fault> {
        let open = || {
            let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            db.execute_batch("PRAGMA busy_timeout = 5000; BEGIN;")?;
            Ok(db)
        };
        let moment = Self(open().map_err(broken)?);
        moment.renewed()
    }

    /// This very moment instead of the one before.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn renewed(self) -> Result<Self, Fault> {
        let renew = || {
            self.0.execute_batch("ROLLBACK; BEGIN;")?;
            self.0.query_row("SELECT count(*) FROM person_keys", [], |_| Ok(()))
        };
        renew().map_err(broken)?;
        Ok(self)
    }

    /// The whole file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn bytes(&self) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let image = self.0.serialize(MAIN_DB).map_err(broken)?;
        Ok(Zeroizing::new(image.to_vec()))
    }

    /// The people whose keys were destroyed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn forgotten(&self) -> Result<Vec<PersonId>, Fault> {
        let ask = || {
            let mut statement = self.0.prepare("SELECT person FROM person_keys WHERE key IS NULL ORDER BY person")?;
            let people = statement.query_map([], |row| row.get(0).map(Uuid::from_bytes).map(PersonId))?;
            people.collect::<rusqlite::Result<_>>()
        };
        ask().map_err(broken)
    }
}

/// Destroys the keys of people in a vault that nobody uses: one that comes out of a backup may
/// remember whom the house has forgotten since. Answers how many it remembered.
///
/// # Errors
/// When the file cannot be written.
pub fn forget_people(path: &Path, people: &[PersonId]) -> Result<usize, Fault> {
    let forget = || {
        let mut db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        db.pragma_update(None, "secure_delete", true)?;
        let all = db.transaction()?;
        let mut forgotten = 0;
        for person in people {
            let id = person.0.as_bytes();
            let sql = "UPDATE person_keys SET key = NULL WHERE person = ? AND key IS NOT NULL";
            forgotten += all.execute(sql, params![id])?;
            all.execute("INSERT INTO person_keys (person, key) VALUES (?, NULL) ON CONFLICT DO NOTHING", params![id])?;
        }
        all.commit()?;
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(forgotten)
    };
    forget().map_err(broken)
}

fn broken(error: rusqlite::Error) -> Fault {
    Fault::new("vault", &error)
}
