//! What the tests of views share: a log in memory that is written to by hand, and facts without a log.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use domain::{
    AccountId, CommandId, Event, EventId, EventTable, Fact, PersonId, Personal, PersonalFields, Role, SealError, Seals,
    SessionId, Stamp, Who, at, identity,
    identity::{CredentialId, account::events::*, session::SessionOpened},
};
use eventlog::{EventLog, Feed, MemoryLog, Proposed, Reply, Slice, StreamName};
use rusqlite::Connection;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Context, Lag, OpenError, Reads, Stop, Views};

pub const ADA: AccountId = AccountId(Uuid::from_u128(0xADA));
pub const BOB: AccountId = AccountId(Uuid::from_u128(0xB0B));
pub const SESSION: SessionId = SessionId(Uuid::from_u128(0x5E55));
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A seal that only looks like one, and keeps nothing of whom it has erased.
pub struct Mirror {
    pub erased: Option<PersonId>,
}

impl Seals for Mirror {
    fn seal(&self, _person: PersonId, plain: &str) -> Result<Vec<u8>, SealError> {
        Ok(plain.bytes().rev().collect())
    }

    fn open(&self, person: PersonId, sealed: &[u8]) -> Option<String> {
        let plain = sealed.iter().rev().copied().collect();
        if self.erased == Some(person) { None } else { String::from_utf8(plain).ok() }
    }
}

/// A log, perhaps under the id of another one.
pub struct Log {
    pub memory: MemoryLog,
    pub id: Uuid,
}

impl Log {
    pub fn new() -> Arc<Self> {
        let memory = MemoryLog::new();
        Arc::new(Self { id: memory.log_id(), memory })
    }

    /// Another log that says it is this one.
    pub fn twin(&self) -> Arc<Self> {
        Arc::new(Self { memory: MemoryLog::new(), id: self.id })
    }

    pub async fn write(&self, event: impl Into<Event>) -> u64 {
        let position = *self.memory.bell().borrow() + 1;
        let mut fact = fact(position, event);
        fact.event.each(&mut |value| value.seal(&Mirror { erased: None }).expect("a mirror seals everything"));
        let payload = fact.event.encode().expect("a sealed event can be written");
        self.write_raw(fact.event.name(), payload).await
    }

    pub async fn write_raw(&self, kind: &str, payload: Vec<u8>) -> u64 {
        let position = *self.memory.bell().borrow() + 1;
        let stamp = fact(position, opened(ADA, "Ada")).stamp;
        let at_us = stamp.at.timestamp_micros();
        let stamp = Stamp { from: None, ..stamp }.encode(0).expect("a stamp without address needs no seal");
        let id = Uuid::now_v7();
        let event = Proposed { id, kind: kind.into(), at_us, stamp: stamp.into(), payload: payload.into() };
        let stream = StreamName::of("test.stream", id);
        self.memory.append(stream, 0, vec![event]).await.expect("memory takes everything").last
    }
}

impl Feed for Log {
    fn log_id(&self) -> Uuid {
        self.id
    }

    fn bell(&self) -> watch::Receiver<u64> {
        self.memory.bell()
    }

    fn read(&self, after: u64, limit: usize) -> Reply<'_, Slice> {
        self.memory.read(after, limit)
    }

    fn read_kinds(&self, kinds: Vec<String>, after: u64, limit: usize) -> Reply<'_, Slice> {
        self.memory.read_kinds(kinds, after, limit)
    }
}

/// Views that follow a log.
pub struct Running {
    pub views: Arc<Views>,
    pub stops: mpsc::UnboundedReceiver<Stop>,
    shutdown: CancellationToken,
}

impl Running {
    pub async fn over(folder: &std::path::Path, log: &Arc<Log>, contexts: Vec<Context>) -> Result<Self, OpenError> {
        let views = Views::open(folder, Arc::clone(log) as _, Arc::new(Mirror { erased: None }), contexts).await?;
        let (send, stops) = mpsc::unbounded_channel();
        let shutdown = CancellationToken::new();
        views.start(&shutdown, &send);
        Ok(Self { views: Arc::new(views), stops, shutdown })
    }

    pub fn reads(&self, context: &str) -> Reads {
        self.views.context(context).expect("the context is there")
    }

    pub fn lag(&self, context: &str) -> Lag {
        self.views.lag().into_iter().find(|lag| lag.context == context).expect("the context is there")
    }

    pub async fn end(self) {
        self.shutdown.cancel();
        self.views.finished().await;
    }
}

/// What happened at noon, written by Ada.
pub fn fact(position: u64, event: impl Into<Event>) -> Fact<Event> {
    fact_at(position, at(12, 0), Who::Person(ADA), event)
}

pub fn fact_at(position: u64, at: DateTime<Utc>, who: Who, event: impl Into<Event>) -> Fact<Event> {
    let command = CommandId(Uuid::from_u128(position.into()));
    let from = Some(Personal::of(ADA, "192.0.2.1"));
    let stamp = Stamp { at, who, session: Some(SESSION), key: None, from, command, because: None };
    Fact { position, id: EventId(command.0), stamp, event: event.into() }
}

/// The rows that follow from facts.
pub fn rows_of(context: &Context, facts: &[Fact<Event>]) -> Connection {
    let connection = Connection::open_in_memory().expect("memory is there");
    context.make_tables(&connection).expect("the tables are well-formed");
    context.project(facts, &connection).expect("the facts can be projected");
    context.make_indexes(&connection).expect("the indexes are well-formed");
    connection
}

pub fn opened(account: AccountId, name: &str) -> identity::Event {
    let email = Personal::of(account, format!("{}@house.example", name.to_lowercase()));
    let credential = CredentialId(Uuid::from_u128(9));
    AccountOpened { account, name: Personal::of(account, name), email, role: Role::Member, credential }.into()
}

pub fn logged_in(account: AccountId) -> identity::Event {
    LoggedIn { account, session: SESSION, method: "passkey".into() }.into()
}

pub fn session_opened(account: AccountId, number: u128) -> identity::Event {
    let until_us = at(20, 0).timestamp_micros();
    let session = SessionId(Uuid::from_u128(number));
    SessionOpened { session, account, device: Personal::of(account, "Firefox"), until_us }.into()
}
