//! Entries of the diary, with the present names of the persons involved.

use chrono::{DateTime, Utc};
use domain::{AccountId, CommandId, KeyId, PersonId, Position, SessionId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use super::{
    Query,
    filter::{MOST, positions},
};
use crate::{
    Page,
    columns::{bound, id, maybe_id, severity, time},
};

/// Who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asker {
    /// `person`, `stranger`, `house` or `console`.
    pub who: String,
    /// The account, where it is a person.
    pub account: Option<AccountId>,
    /// The person's present name; `None` once erased.
    pub name: Option<String>,
    /// The API key they did it with.
    pub key: Option<KeyShown>,
}

/// An API key something was done with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyShown {
    /// Which key.
    pub id: KeyId,
    /// What it is called; `None` once erased.
    pub name: Option<String>,
}

/// The person an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Which person.
    pub id: PersonId,
    /// The person's present name; `None` once erased.
    pub name: Option<String>,
}

/// One entry of the diary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Where it stands in the log.
    pub position: Position,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// In which context.
    pub context: String,
    /// Its stored name.
    pub kind: String,
    /// How much it matters, as a word.
    pub severity: &'static str,
    /// What happened, in one sentence.
    pub sentence: String,
    /// Who asked.
    pub who: Asker,
    /// Whom it is about.
    pub concerns: Option<Person>,
    /// In which session it was asked.
    pub session: Option<SessionId>,
    /// From which network address; `None` once erased.
    pub from: Option<String>,
    /// Because of which entry.
    pub because: Option<Position>,
    /// By which command.
    pub command: CommandId,
}

/// An entry between its cause and its consequences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// The entry.
    pub entry: Entry,
    /// Why it happened.
    pub cause: Option<Entry>,
    /// What happened because of it, the oldest first, a hundred at most.
    pub consequences: Vec<Entry>,
}

const ENTRY: &str = "SELECT e.position, e.at, k.context, k.name, k.severity, e.sentence, e.who,
        a.account, a.name, p.account, p.name,
        e.session, e.from_address, e.because, e.command, y.key, y.name
    FROM entries e JOIN kinds k ON k.id = e.kind
    LEFT JOIN persons a ON a.id = e.asker LEFT JOIN persons p ON p.id = e.person
    LEFT JOIN keys y ON y.id = e.key";
const MOST_CONSEQUENCES: usize = 100;

/// A page of the diary.
///
/// # Errors
/// When SQLite refuses it.
pub fn page(connection: &Connection, query: &Query) -> rusqlite::Result<Page<Entry>> {
    let _as_of_one_moment = connection.unchecked_transaction()?;
    let mut statement = connection.prepare_cached(&format!("{ENTRY} WHERE e.position = ?1"))?;
    let positions = positions(connection, query)?.into_iter();
    let rows = positions.map(|position| statement.query_row([position], entry));
    Page::gather(rows, query.limit.min(MOST), |entry| entry.position)
}

/// An entry, its cause and its consequences: as much of it as this person may see, or all; nothing of contexts that
/// are withheld.
///
/// # Errors
/// When SQLite refuses it.
pub fn linked(
    connection: &Connection,
    position: Position,
    visible_to: Option<AccountId>,
    withheld: &[String],
) -> rusqlite::Result<Option<Linked>> {
    let seen = "(?2 IS NULL OR a.account = ?2 OR p.account = ?2) AND instr(?3, ' ' || k.context || ' ') = 0";
    let (by, withheld) = (visible_to.map(|account| account.0.into_bytes()), format!(" {} ", withheld.join(" ")));
    let mut one = connection.prepare_cached(&format!("{ENTRY} WHERE e.position = ?1 AND {seen}"))?;
    let Some(found) = one.query_row(params![bound(position), by, withheld], entry).optional()? else { return Ok(None) };
    let cause = match found.because {
        Some(because) => one.query_row(params![because, by, withheld], entry).optional()?,
        None => None,
    };
    let mut following =
        connection.prepare_cached(&format!("{ENTRY} WHERE e.because = ?1 AND {seen} ORDER BY e.position"))?;
    let consequences = following.query_map(params![bound(position), by, withheld], entry)?.take(MOST_CONSEQUENCES);
    Ok(Some(Linked { entry: found, cause, consequences: consequences.collect::<rusqlite::Result<_>>()? }))
}

/// By number, because an export reads millions of them.
fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let key = match maybe_id(row, 15)? {
        Some(key) => Some(KeyShown { id: KeyId(key), name: row.get(16)? }),
        None => None,
    };
    let who = Asker { who: row.get(6)?, account: maybe_id(row, 7)?.map(AccountId), name: row.get(8)?, key };
    let concerns = match maybe_id(row, 9)? {
        Some(person) => Some(Person { id: PersonId(person), name: row.get(10)? }),
        None => None,
    };
    Ok(Entry {
        position: row.get(0)?,
        at: time(row, 1)?,
        context: row.get(2)?,
        kind: row.get(3)?,
        severity: severity(row, 4)?.word(),
        sentence: row.get(5)?,
        who,
        concerns,
        session: maybe_id(row, 11)?.map(SessionId),
        from: row.get(12)?,
        because: row.get(13)?,
        command: CommandId(id(row, 14)?),
    })
}
