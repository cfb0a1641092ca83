//! Writes the diary: one row for each event of every context.

use std::collections::HashMap;

use domain::{Event, EventTable, Fact, Personal, identity::Event as Identity};
use rusqlite::{CachedStatement, params};
use uuid::Uuid;

use super::words::{key_word, kind_word, person_word};
use crate::{Follows, ProjectError, Projector, Rows};

/// Makes the view.
pub struct Entries;

impl Projector for Entries {
    fn name(&self) -> &'static str {
        "entries"
    }

    fn version(&self) -> u32 {
        3
    }

    fn follows(&self) -> Follows {
        Follows::All
    }

    fn schema(&self) -> &'static str {
        include_str!("../../migrations/views/history/entries.sql")
    }

    fn indexes(&self) -> &'static str {
        include_str!("../../migrations/views/history/entries.indexes.sql")
    }

    fn project(&self, fact: &Fact<Event>, rows: &Rows<'_>) -> Result<(), ProjectError> {
        self.project_all(&[fact], rows)
    }

    fn project_all(&self, facts: &[&Fact<Event>], rows: &Rows<'_>) -> Result<(), ProjectError> {
        let mut stretch = Stretch::begin(rows)?;
        facts.iter().try_for_each(|fact| stretch.write(fact))?;
        stretch.end()
    }
}

const ENTRY: &str = "INSERT INTO entries
    (position, at, kind, sentence, who, asker, person, session, key, from_address, because, command)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const WORDS: &str = "INSERT INTO words (rowid, text) VALUES (?1, ?2)";
const DAY: &str = "INSERT INTO days (day, first, last) VALUES (?1, ?2, ?3)
    ON CONFLICT (day) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)";
const QUARTER: &str = "INSERT INTO quarters (quarter, kind, entries) VALUES (?1, ?2, ?3)
    ON CONFLICT (quarter, kind) DO UPDATE SET entries = entries + excluded.entries";
const MICROS_A_DAY: i64 = 86_400_000_000;
pub(super) const MICROS_A_QUARTER: i64 = 900_000_000;

/// A day of microseconds since 1970.
pub(super) const fn day_of(at_us: i64) -> i64 {
    at_us.div_euclid(MICROS_A_DAY)
}

/// What was looked up once for a stretch of facts.
struct Stretch<'a> {
    rows: &'a Rows<'a>,
    entry: CachedStatement<'a>,
    words: CachedStatement<'a>,
    kinds: HashMap<&'static str, i64>,
    persons: HashMap<Uuid, i64>,
    keys: HashMap<Uuid, i64>,
    days: HashMap<i64, (u64, u64)>,
    quarters: HashMap<(i64, i64), u64>,
}

impl<'a> Stretch<'a> {
    fn begin(rows: &'a Rows<'a>) -> Result<Self, ProjectError> {
        let (entry, words) = (rows.statement(ENTRY)?, rows.statement(WORDS)?);
        let (kinds, persons, keys, days, quarters) = Default::default();
        Ok(Self { rows, entry, words, kinds, persons, keys, days, quarters })
    }

    /// Writes what was gathered over the whole stretch.
    fn end(self) -> Result<(), ProjectError> {
        for (day, (first, last)) in self.days {
            self.rows.run(DAY, params![day, first, last])?;
        }
        for ((quarter, kind), entries) in self.quarters {
            self.rows.run(QUARTER, params![quarter, kind, entries])?;
        }
        Ok(())
    }

    fn write(&mut self, fact: &Fact<Event>) -> Result<(), ProjectError> {
        let Fact { position, stamp, event, .. } = fact;
        let kind = self.kind(event)?;
        let asker = stamp.who.account().map(|account| self.person(account.0)).transpose()?;
        let person = event.concerns().map(|person| self.person(person.0)).transpose()?;
        let key = stamp.key.map(|key| self.key(key.0)).transpose()?;
        self.name(event)?;
        let (at, sentence) = (stamp.at.timestamp_micros(), event.sentence());
        let session = stamp.session.map(|session| session.0.into_bytes());
        let from = stamp.from.as_ref().and_then(Personal::text);
        let (who, command) = (stamp.who.word(), stamp.command.0.as_bytes());
        let row = params![position, at, kind, sentence, who, asker, person, session, key, from, stamp.because, command];
        self.entry.execute(row)?;
        self.words.execute(params![position, words(sentence, kind, [asker, person], key)])?;
        let day = self.days.entry(day_of(at)).or_insert((*position, *position));
        *day = (day.0.min(*position), day.1.max(*position));
        *self.quarters.entry((at.div_euclid(MICROS_A_QUARTER), kind)).or_default() += 1;
        Ok(())
    }

    fn kind(&mut self, event: &Event) -> Result<i64, ProjectError> {
        let name = event.name();
        if let Some(&id) = self.kinds.get(name) {
            return Ok(id);
        }
        let insert = "INSERT INTO kinds (name, context, severity) VALUES (?1, ?2, ?3) RETURNING id";
        let id = match self.rows.first("SELECT id FROM kinds WHERE name = ?1", [name], |row| row.get(0))? {
            None => {
                self.rows.first(insert, params![name, event.context(), event.severity() as u8], |row| row.get(0))?
            }
            found => found,
        };
        let id = id.ok_or_else(|| ProjectError::Senseless(format!("'{name}' has no row")))?;
        self.kinds.insert(name, id);
        Ok(id)
    }

    fn person(&mut self, account: Uuid) -> Result<i64, ProjectError> {
        if let Some(&id) = self.persons.get(&account) {
            return Ok(id);
        }
        let (select, key) = ("SELECT id FROM persons WHERE account = ?1", account.as_bytes());
        let id = match self.rows.first(select, [key], |row| row.get(0))? {
            None => {
                self.rows.first("INSERT INTO persons (account) VALUES (?1) RETURNING id", [key], |row| row.get(0))?
            }
            found => found,
        };
        let id = id.ok_or_else(|| ProjectError::Senseless(format!("person {account} has no row")))?;
        self.persons.insert(account, id);
        Ok(id)
    }

    fn key(&mut self, key: Uuid) -> Result<i64, ProjectError> {
        if let Some(&id) = self.keys.get(&key) {
            return Ok(id);
        }
        let (select, bytes) = ("SELECT id FROM keys WHERE key = ?1", key.as_bytes());
        let id = match self.rows.first(select, [bytes], |row| row.get(0))? {
            None => self.rows.first("INSERT INTO keys (key) VALUES (?1) RETURNING id", [bytes], |row| row.get(0))?,
            found => found,
        };
        let id = id.ok_or_else(|| ProjectError::Senseless(format!("key {key} has no row")))?;
        self.keys.insert(key, id);
        Ok(id)
    }

    /// The names entries are shown with are the present ones.
    fn name(&mut self, event: &Event) -> Result<(), ProjectError> {
        if let Event::Identity(Identity::KeyIssued(it)) = event {
            let id = self.key(it.key.0)?;
            return self.rows.run("UPDATE keys SET name = ?2 WHERE id = ?1", params![id, it.name.text()]).map(drop);
        }
        let (account, name) = match event {
            Event::Identity(Identity::AccountOpened(it)) => (it.account, &it.name),
            Event::Identity(Identity::AccountRenamed(it)) => (it.account, &it.name),
            _ => return Ok(()),
        };
        let id = self.person(account.0)?;
        self.rows.run("UPDATE persons SET name = ?2 WHERE id = ?1", params![id, name.text()]).map(drop)
    }
}

fn words(mut sentence: String, kind: i64, [asker, person]: [Option<i64>; 2], key: Option<i64>) -> String {
    sentence.push(' ');
    sentence.push_str(&kind_word(kind));
    for person in [asker, person.filter(|_| asker != person)].into_iter().flatten() {
        sentence.push(' ');
        sentence.push_str(&person_word(person));
    }
    if let Some(key) = key {
        sentence.push(' ');
        sentence.push_str(&key_word(key));
    }
    sentence
}
