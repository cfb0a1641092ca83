//! A hash over all rows of a view, in an order that does not depend on how they came in.
//!
//! The checkpoint is left out. A full-text index is hashed by its words, because how it cuts them
//! into segments depends on how many facts came in at once.

use blake3::{Hash, Hasher};
use rusqlite::{Connection, types::ValueRef};

const TABLES: &str = "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_schema
    WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'checkpoint' ORDER BY name";

/// The hash of all rows of a file.
pub(crate) fn of(connection: &Connection) -> rusqlite::Result<Hash> {
    let mut statement = connection.prepare(TABLES)?;
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let tables: Vec<(String, bool)> = tables.collect::<rusqlite::Result<_>>()?;
    let virtuals: Vec<_> = tables.iter().filter(|(_, is_virtual)| *is_virtual).map(|(name, _)| name).collect();
    let mut hasher = Hasher::new();
    for (name, is_virtual) in &tables {
        let shadow = virtuals.iter().any(|owner| name.strip_prefix(*owner).is_some_and(|rest| rest.starts_with('_')));
        if *is_virtual {
            hash_words(connection, name, &mut hasher)?;
        } else if !shadow {
            hash_rows(connection, &format!("\"{name}\""), &mut hasher)?;
        }
    }
    Ok(hasher.finalize())
}

fn hash_words(connection: &Connection, index: &str, hasher: &mut Hasher) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.\"{index}_words\" USING fts5vocab(main, \"{index}\", instance)"
    ))?;
    hash_rows(connection, &format!("temp.\"{index}_words\""), hasher)?;
    connection.execute_batch(&format!("DROP TABLE temp.\"{index}_words\""))
}

fn hash_rows(connection: &Connection, table: &str, hasher: &mut Hasher) -> rusqlite::Result<()> {
    let width = connection.prepare(&format!("SELECT * FROM {table}"))?.column_count();
    let order: Vec<String> = (1..=width).map(|column| column.to_string()).collect();
    let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY {}", order.join(", ")))?;
    hash_bytes(hasher, b'T', table.as_bytes());
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..width {
            match row.get_ref(column)? {
                ValueRef::Null => hash_bytes(hasher, b'n', &[]),
                ValueRef::Integer(number) => hash_bytes(hasher, b'i', &number.to_le_bytes()),
                ValueRef::Real(number) => hash_bytes(hasher, b'r', &number.to_le_bytes()),
                ValueRef::Text(text) => hash_bytes(hasher, b't', text),
                ValueRef::Blob(bytes) => hash_bytes(hasher, b'b', bytes),
            }
        }
    }
    Ok(())
}

fn hash_bytes(hasher: &mut Hasher, kind: u8, bytes: &[u8]) {
    hasher.update(&[kind]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
}
