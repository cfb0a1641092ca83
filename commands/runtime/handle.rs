//! Load, decide, append; on conflict start over, four times at most.
//!
//! Folded states are kept in a cache that the expected length keeps honest: a stale state loses
//! its append and is loaded anew.

use std::{
    any::Any,
    hash::{DefaultHasher, Hash, Hasher as _},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use domain::{Decider, EventTable, Fact, Personal, PersonalFields, Position, RawFact, Severity, Stamp};
use eventlog::{EventLog, LogError, Proposed, Recorded, StreamName};
use hashlink::LruCache;

use super::{CommandTally, Failure, Fault, Keyring, Vault, caller::may_be_known};

const TRIES: u32 = 4;
/// Sessions, keys and people of a large house all at once; a few hundred bytes each, once they are in use.
const STATES_KEPT: usize = 16_384;
const TURNS: usize = 1024;
const EVENTS_AT_ONCE: usize = 1024;

/// Where a command's events stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Position of the last event; the newest of all where nothing was to do.
    pub position: Position,
    /// Length of the noun's stream.
    pub length: u64,
    /// Whether anything happened.
    pub changed: bool,
}

/// The state of a stream, and how many events it is folded from.
#[derive(Clone, Debug)]
pub struct Folded<D> {
    /// The state.
    pub state: Arc<D>,
    /// The stream's length.
    pub length: u64,
}

type Kept = (u64, Arc<dyn Any + Send + Sync>);

/// Carries commands out.
pub struct Handle {
    log: Arc<dyn EventLog>,
    vault: Vault,
    keyring: Arc<Keyring>,
    states: Mutex<LruCache<StreamName, Kept>>,
    turns: Vec<tokio::sync::Mutex<()>>,
    tally: CommandTally,
    /// How often all states were forgotten: what was loaded before that is not kept after.
    age: AtomicU64,
}

impl Handle {
    pub(super) fn new(log: Arc<dyn EventLog>, vault: Vault, keyring: Arc<Keyring>) -> Self {
        let states = Mutex::new(LruCache::new(STATES_KEPT));
        let turns = std::iter::repeat_with(Default::default).take(TURNS).collect();
        Self { log, vault, keyring, states, turns, tally: CommandTally::default(), age: AtomicU64::new(0) }
    }

    /// How many commands there were, by kind and outcome.
    pub fn tally(&self) -> &CommandTally {
        &self.tally
    }

    /// Carries a command out.
    ///
    /// # Errors
    /// When the rule refuses, others were faster, the disk is full or something broke.
    pub async fn run<D: Decider>(
        &self,
        stream: StreamName,
        command: D::Command,
        stamp: &Stamp,
        expected: Option<u64>,
    ) -> Result<Done, Failure<D::Refusal>> {
        let began = Instant::now();
        let turn = self.turn(&stream).lock().await;
        let outcome = self.try_run::<D>(&stream, command, stamp, expected).await;
        drop(turn);
        self.tally.count(D::KIND, &outcome, began.elapsed());
        outcome
    }

    async fn try_run<D: Decider>(
        &self,
        stream: &StreamName,
        command: D::Command,
        stamp: &Stamp,
        expected: Option<u64>,
    ) -> Result<Done, Failure<D::Refusal>> {
        if let Some(first) = self.first_answer(stream, stamp).await? {
            return Ok(first);
        }
        for _ in 0..TRIES {
            let age = self.age.load(Ordering::SeqCst);
            let Folded { state, length } = self.load::<D>(stream).await?;
            if let Some(stale) = expected.filter(|expected| *expected != length).map(|_| length) {
                return Err(Failure::Stale { actual: stale });
            }
            let events = state.decide(command.clone(), stamp).map_err(Failure::Refused)?;
            if events.is_empty() {
                return Ok(Done { position: *self.log.bell().borrow(), length, changed: false });
            }
            let proposed = self.propose(&events, stamp).await?;
            match self.log.append(stream.clone(), length, proposed).await {
                Ok(receipt) => {
                    self.keep(stream, receipt.length, &state, &events, age);
                    tell(&events, receipt.first, stamp);
                    return Ok(Done { position: receipt.last, length: receipt.length, changed: true });
                }
                Err(LogError::Conflict { .. }) => {
                    self.forget(stream);
                    self.tally.retried(D::KIND);
                }
                // The request's own key was used for something else before.
                Err(LogError::IdTaken { .. }) => return Err(Failure::Conflict),
                Err(other) => return Err(other.into()),
            }
        }
        Err(Failure::Conflict)
    }

    /// A command that was carried out before gets its first answer again.
    pub(super) async fn first_answer(&self, stream: &StreamName, stamp: &Stamp) -> Result<Option<Done>, Fault> {
        let mut first = None;
        for index in 0.. {
            if !may_be_known(stamp.command) {
                break;
            }
            match self.log.find(stamp.command.event(index).0).await? {
                Some(event) if event.stream == *stream => {
                    first = Some(Done { position: event.position, length: event.version, changed: true });
                }
                _ => break,
            }
        }
        Ok(first)
    }

    async fn propose<E: EventTable>(&self, events: &[E], stamp: &Stamp) -> Result<Vec<Proposed>, Fault> {
        let (mut stamp, mut events) = (stamp.clone(), events.to_vec());
        let (mut people, at) = (Vec::new(), stamp.at);
        each(&mut stamp, &mut events, &mut |value| {
            self.keyring.part_strangers(value, at);
            people.push(value.person());
        });
        self.keyring.provide(&self.vault, &people).await?;
        let mut sealed = Ok(());
        each(&mut stamp, &mut events, &mut |value| {
            if sealed.is_ok() {
                sealed = self.keyring.close(value);
            }
        });
        sealed?;
        (0_u16..).zip(&events).map(|(index, event)| write(event, &stamp, index)).collect()
    }

    /// The state of a stream; the beginning, where nothing happened yet.
    ///
    /// # Errors
    /// When the log cannot be read, or holds an event this version does not know.
    pub async fn load<D: Decider>(&self, stream: &StreamName) -> Result<Folded<D>, Fault> {
        if let Some(folded) = self.kept::<D>(stream) {
            return Ok(folded);
        }
        let (mut state, mut length, age) = (D::default(), 0, self.age.load(Ordering::SeqCst));
        loop {
            let events = self.log.load(stream.clone(), length, EVENTS_AT_ONCE).await?;
            for event in &events {
                state.evolve(&read::<D::Event>(event, self.keyring.as_ref())?.event);
                length = event.version;
            }
            if events.len() < EVENTS_AT_ONCE {
                break;
            }
        }
        let state = Arc::new(state);
        self.insert(stream, length, state.clone(), age);
        Ok(Folded { state, length })
    }

    /// The state of a stream, once what is being written to it is noted here: whoever follows the log hears
    /// of an event before its writer has.
    pub async fn load_settled<D: Decider>(&self, stream: &StreamName) -> Result<Folded<D>, Fault> {
        let _turn = self.turn(stream).lock().await;
        self.load(stream).await
    }

    fn turn(&self, stream: &StreamName) -> &tokio::sync::Mutex<()> {
        let mut hasher = DefaultHasher::new();
        stream.hash(&mut hasher);
        let place = usize::try_from(hasher.finish() % TURNS as u64).unwrap_or_default();
        &self.turns[place]
    }

    fn kept<D: Decider>(&self, stream: &StreamName) -> Option<Folded<D>> {
        let mut states = self.states.lock().ok()?;
        let (length, state) = states.get(stream)?;
        Some(Folded { state: state.clone().downcast().ok()?, length: *length })
    }

    fn keep<D: Decider>(&self, stream: &StreamName, length: u64, state: &Arc<D>, events: &[D::Event], age: u64) {
        let mut next = D::clone(state);
        events.iter().for_each(|event| next.evolve(event));
        self.insert(stream, length, Arc::new(next), age);
    }

    fn insert<D: Decider>(&self, stream: &StreamName, length: u64, state: Arc<D>, age: u64) {
        // A slow reader must not put an older state in the place of a newer one.
        if let Ok(mut states) = self.states.lock()
            && self.age.load(Ordering::SeqCst) == age
            && states.get(stream).is_none_or(|(known, _)| *known <= length)
        {
            states.insert(stream.clone(), (length, state));
        }
    }

    /// Forgets all states: some may hold what nobody is to know any more.
    pub(super) fn forget_all(&self) {
        if let Ok(mut states) = self.states.lock() {
            self.age.fetch_add(1, Ordering::SeqCst);
            states.clear();
        }
    }

    fn forget(&self, stream: &StreamName) {
        if let Ok(mut states) = self.states.lock() {
            states.remove(stream);
        }
    }
}

/// What matters is told in the messages of the server, too, without a word of what it says: its position leads to that.
fn tell<E: EventTable>(events: &[E], first: Position, stamp: &Stamp) {
    for (position, event) in (first..).zip(events).filter(|(_, event)| event.severity() >= Severity::Warning) {
        let (kind, severity) = (event.name(), event.severity().word());
        tracing::warn!(target: "diary", kind, severity, position, who = stamp.who.word(), "written down");
    }
}

/// Visits every personal value of a stamp and its events.
fn each<E: EventTable>(stamp: &mut Stamp, events: &mut [E], visit: &mut dyn FnMut(&mut Personal)) {
    stamp.each(visit);
    events.iter_mut().for_each(|event| event.each(visit));
}

fn write<E: EventTable>(event: &E, stamp: &Stamp, index: u16) -> Result<Proposed, Fault> {
    Ok(Proposed {
        id: stamp.command.event(index).0,
        kind: event.name().into(),
        at_us: stamp.at.timestamp_micros(),
        stamp: stamp.encode(index)?.into(),
        payload: event.encode()?.into(),
    })
}

/// An event of the log, decoded and opened.
pub(crate) fn read<E: EventTable>(event: &Recorded, seals: &dyn domain::Seals) -> Result<Fact<E>, domain::DecodeError> {
    let raw = RawFact {
        position: event.position,
        id: event.id,
        at_us: event.at_us,
        kind: &event.kind,
        stamp: &event.stamp,
        payload: &event.payload,
    };
    Fact::read(raw, seals)
}
