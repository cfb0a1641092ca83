//! One entry of the diary as it is shown.

use chrono::{DateTime, Utc};
use projections::history as view;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::SeverityWord;

/// Who asked.
#[derive(Serialize, ToSchema)]
pub struct Asker {
    /// `person`, `stranger`, `house` or `console`.
    pub who: String,
    /// The account, where it is a person.
    pub account: Option<Uuid>,
    /// The person's present name; null once erased.
    pub name: Option<String>,
    /// The API key they did it with, where it was one.
    pub key: Option<KeyShown>,
}

/// An API key something was done with.
#[derive(Serialize, ToSchema)]
pub struct KeyShown {
    /// Which key.
    pub id: Uuid,
    /// What it is called; null once erased.
    pub name: Option<String>,
}

/// The person an entry is about.
#[derive(Serialize, ToSchema)]
pub struct Concerned {
    /// Which person.
    pub id: Uuid,
    /// The person's present name; null once erased.
    pub name: Option<String>,
}

/// One entry of the diary.
#[derive(Serialize, ToSchema)]
pub struct Entry {
    /// Where it stands in the log.
    pub position: u64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// In which context.
    pub context: String,
    /// Its stored name.
    pub kind: String,
    /// How much it matters.
    #[schema(value_type = SeverityWord)]
    pub severity: &'static str,
    /// What happened, in one sentence.
    pub sentence: String,
    /// Who asked.
    pub who: Asker,
    /// Whom it is about.
    pub concerns: Option<Concerned>,
    /// In which session it was asked.
    pub session: Option<Uuid>,
    /// From which network address; null once erased.
    pub from: Option<String>,
    /// Because of which entry.
    pub because: Option<u64>,
    /// By which command: entries of one command happened together.
    pub command: Uuid,
}

/// One entry, with all that is known of it.
#[derive(Serialize, ToSchema)]
pub struct EntryInFull {
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
    /// What the event says, field by field; personal values are null once erased.
    #[schema(value_type = Object)]
    pub payload: serde_json::Value,
    /// Why it happened.
    pub cause: Option<Entry>,
    /// What happened because of it, the oldest first, a hundred at most.
    pub consequences: Vec<Entry>,
}

impl From<view::Entry> for Entry {
    fn from(row: view::Entry) -> Self {
        let view::Asker { who, account, name, key } = row.who;
        let key = key.map(|key| KeyShown { id: key.id.0, name: key.name });
        Self {
            position: row.position,
            at: row.at,
            context: row.context,
            kind: row.kind,
            severity: row.severity,
            sentence: row.sentence,
            who: Asker { who, account: account.map(|account| account.0), name, key },
            concerns: row.concerns.map(|person| Concerned { id: person.id.0, name: person.name }),
            session: row.session.map(|session| session.0),
            from: row.from,
            because: row.because,
            command: row.command.0,
        }
    }
}
