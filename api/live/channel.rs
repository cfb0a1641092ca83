//! A stream and who listens to it. A message is rendered once and copied into the queue of each
//! listener; whoever's queue is full is cut off, because nothing is left out and nothing kept for ever.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::Position;
use serde_json::value::RawValue;
use socketioxide::{SendError, SocketError, extract::SocketRef, socket::Sid};

use super::{
    guests::cut_off,
    message,
    stream::{Snapshot, Stream},
    tally::Tally,
    topics::{Audience, Source, Topic},
};

/// How long a stream nobody listens to is kept up, for those who come back after a break.
const KEPT: Duration = Duration::from_secs(60);

/// One audience of one topic.
pub struct Channel {
    pub topic: &'static dyn Topic,
    pub audience: Audience,
    stream: Stream,
    /// The state as it was told last.
    body: Arc<str>,
    listeners: HashMap<Sid, SocketRef>,
    deserted: Option<Instant>,
}

impl Channel {
    /// Begins with a snapshot.
    pub fn open(topic: &'static dyn Topic, audience: Audience, snapshot: Snapshot) -> Self {
        let stream = Stream::of(topic.name(), &snapshot);
        let (body, listeners) = (snapshot.body, HashMap::new());
        Self { topic, audience, stream, body, listeners, deserted: Some(Instant::now()) }
    }

    /// The stream.
    pub const fn stream(&self) -> &Stream {
        &self.stream
    }

    /// The message with the state of everything, as somebody just rendered it.
    pub fn show(&mut self, snapshot: &Snapshot) -> Arc<str> {
        self.stream.show(snapshot)
    }

    /// Whether somebody listens.
    pub fn has(&self, id: Sid) -> bool {
        self.listeners.contains_key(&id)
    }

    /// Whether nobody has listened for so long that nobody will come back.
    pub fn is_deserted(&self) -> bool {
        let kept = if self.topic.source() == Source::Clock { Duration::ZERO } else { KEPT };
        self.deserted.is_some_and(|since| since.elapsed() >= kept)
    }

    /// Somebody listens from now on, and is told first what they do not know yet.
    pub fn join(&mut self, socket: &SocketRef, first: &[Arc<str>], tally: &Tally) {
        let name = self.topic.name();
        let told = first.iter().all(|text| raw(text).is_some_and(|message| tell(socket, name, &message, tally)));
        tally.pushed(name, first.len() as u64);
        if told && self.listeners.insert(socket.id, socket.clone()).is_none() {
            tally.listen(name, 1);
        }
        self.look();
    }

    /// Somebody listens no more; whether they did.
    pub fn leave(&mut self, id: Sid, tally: &Tally) -> bool {
        let listened = self.listeners.remove(&id).is_some();
        if listened {
            tally.listen(self.topic.name(), -1);
            self.look();
        }
        listened
    }

    /// Tells of a change.
    pub fn tell(&mut self, sequence: Position, body: Arc<str>, tally: &Tally) {
        let message = self.stream.tell(sequence, body);
        self.broadcast(&message, tally);
    }

    /// Tells how everything is, where that is something else than what was told last.
    pub fn tell_if_changed(&mut self, now: Snapshot, tally: &Tally) {
        if now.body != self.body {
            self.body = now.body.clone();
            self.tell(now.sequence.max(self.stream.last() + 1), now.body, tally);
        }
    }

    /// Tells how everything is, instead of every change that led there.
    pub fn begin_anew(&mut self, snapshot: &Snapshot, tally: &Tally) {
        self.body = snapshot.body.clone();
        let message = self.stream.begin_anew(snapshot);
        self.broadcast(&message, tally);
    }

    fn broadcast(&mut self, text: &str, tally: &Tally) {
        let Some(message) = raw(text) else { return };
        let (name, before) = (self.topic.name(), self.listeners.len());
        self.listeners.retain(|_, socket| tell(socket, name, &message, tally));
        tally.pushed(name, self.listeners.len() as u64);
        let gone = i64::try_from(before - self.listeners.len()).unwrap_or_default();
        tally.listen(name, -gone);
        self.look();
    }

    fn look(&mut self) {
        self.deserted = self.listeners.is_empty().then(|| self.deserted.unwrap_or_else(Instant::now));
    }

    /// What somebody missed who has heard everything up to a change, as messages.
    pub fn missed(&self, after: Position) -> Option<Vec<Arc<str>>> {
        let name = self.topic.name();
        Some(self.stream.missed(after)?.iter().map(|told| told.message(name).into()).collect())
    }

    /// The same out of a topic's own memory.
    pub fn retold(&self, mut after: Position, changes: Vec<(Position, Arc<str>)>) -> Vec<Arc<str>> {
        let retell = |(sequence, body): (Position, Arc<str>)| {
            let message = message::change(self.topic.name(), sequence, after, &body);
            after = sequence;
            message.into()
        };
        changes.into_iter().map(retell).collect()
    }
}

/// Puts a message into a socket's queue; whether it took it.
fn tell(socket: &SocketRef, name: &str, message: &RawValue, tally: &Tally) -> bool {
    match socket.emit(name, message) {
        Ok(()) => true,
        Err(SendError::Socket(SocketError::InternalChannelFull)) => {
            cut_off(socket, "too_slow", tally);
            false
        }
        Err(SendError::Socket(SocketError::Closed)) => false,
        Err(SendError::Serialize(error)) => {
            tracing::error!(%error, "a message could not be put into its frame");
            false
        }
    }
}

fn raw(text: &str) -> Option<Box<RawValue>> {
    let raw = RawValue::from_string(text.to_owned());
    raw.inspect_err(|error| tracing::error!(%error, "a message is no JSON")).ok()
}
