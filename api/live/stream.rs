//! What one audience hears of one type: the changes in order, the last of them kept for whoever
//! missed some. Each change says what it follows, so that a listener notices a gap.
//!
//! Sockets are absent here: the hub holds who listens.

use std::{collections::VecDeque, sync::Arc};

use domain::Position;

use super::message;

const MOST_KEPT: usize = 256;
const MOST_KEPT_BYTES: usize = 256 * 1024;

/// One change, rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number.
    pub sequence: Position,
    /// The number of the one before it.
    pub after: Position,
    /// What it says, as JSON.
    pub body: Arc<str>,
}

/// The state of everything, rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The number of the last change that is in it.
    pub sequence: Position,
    /// What it says, as JSON.
    pub body: Arc<str>,
}

/// One stream.
#[derive(Debug)]
pub struct Stream {
    name: &'static str,
    snapshot: Option<Arc<str>>,
    last: Position,
    /// Every change after this one is kept.
    floor: Position,
    kept: VecDeque<Told>,
    bytes: usize,
}

impl Stream {
    /// A stream that begins with a snapshot.
    pub fn of(name: &'static str, snapshot: &Snapshot) -> Self {
        let mut stream = Self { name, snapshot: None, last: 0, floor: 0, kept: VecDeque::new(), bytes: 0 };
        stream.begin_anew(snapshot);
        stream
    }

    /// Goes on with a snapshot, because there were too many changes to tell each.
    pub fn begin_anew(&mut self, snapshot: &Snapshot) -> Arc<str> {
        (self.last, self.floor, self.bytes) = (snapshot.sequence, snapshot.sequence, 0);
        self.kept.clear();
        self.show(snapshot)
    }

    /// The message with the state of everything, for whoever begins to listen now.
    pub fn show(&mut self, snapshot: &Snapshot) -> Arc<str> {
        let message: Arc<str> = message::snapshot(self.name, self.last, &snapshot.body).into();
        self.snapshot = Some(message.clone());
        message
    }

    /// The last such message, as long as nothing changed since.
    pub fn shown(&self) -> Option<Arc<str>> {
        self.snapshot.clone()
    }

    /// The number of the last change.
    pub const fn last(&self) -> Position {
        self.last
    }

    /// Takes a change; the message that tells of it.
    pub fn tell(&mut self, sequence: Position, body: Arc<str>) -> String {
        let told = Told { sequence, after: self.last, body };
        let message = told.message(self.name);
        (self.last, self.snapshot) = (sequence, None);
        self.bytes += told.body.len();
        self.kept.push_back(told);
        while self.kept.len() > MOST_KEPT || self.bytes > MOST_KEPT_BYTES {
            let Some(oldest) = self.kept.pop_front() else { break };
            (self.floor, self.bytes) = (oldest.sequence, self.bytes - oldest.body.len());
        }
        message
    }

    /// What somebody missed who has heard everything up to a change; `None` where that is not kept.
    pub fn missed(&self, after: Position) -> Option<Vec<Told>> {
        if after < self.floor || after > self.last {
            return None;
        }
        let from = self.kept.partition_point(|told| told.sequence <= after);
        Some(self.kept.iter().skip(from).cloned().collect())
    }
}

impl Told {
    /// The message that tells of it.
    pub fn message(&self, name: &str) -> String {
        message::change(name, self.sequence, self.after, &self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(sequence: Position) -> Stream {
        Stream::of("entries", &Snapshot { sequence, body: "[]".into() })
    }

    fn sequences(missed: Option<Vec<Told>>) -> Option<Vec<(Position, Position)>> {
        missed.map(|missed| missed.iter().map(|told| (told.after, told.sequence)).collect())
    }

    #[test]
    fn each_change_says_what_it_follows() {
        let mut stream = stream(10);
        for sequence in [12, 17] {
            stream.tell(sequence, "{}".into());
        }
        assert_eq!(sequences(stream.missed(10)), Some(vec![(10, 12), (12, 17)]));
        assert_eq!(sequences(stream.missed(12)), Some(vec![(12, 17)]));
        assert_eq!(sequences(stream.missed(17)), Some(vec![]));
        assert_eq!((sequences(stream.missed(9)), sequences(stream.missed(18))), (None, None));
    }

    #[test]
    fn only_the_last_changes_are_kept() {
        let mut stream = stream(0);
        for sequence in 1..=300 {
            stream.tell(sequence, "{}".into());
        }
        assert_eq!(sequences(stream.missed(43)), None);
        assert_eq!(sequences(stream.missed(44)).map(|missed| missed.len()), Some(256));
    }

    #[test]
    fn large_changes_are_kept_within_bytes() {
        let mut stream = stream(0);
        let large: Arc<str> = "x".repeat(MOST_KEPT_BYTES / 2).into();
        for sequence in 1..=3 {
            stream.tell(sequence, large.clone());
        }
        assert_eq!(sequences(stream.missed(0)), None);
        assert_eq!(sequences(stream.missed(1)), Some(vec![(1, 2), (2, 3)]));
        stream.tell(4, "x".repeat(MOST_KEPT_BYTES + 1).into());
        assert_eq!((sequences(stream.missed(3)), sequences(stream.missed(4))), (None, Some(vec![])));
    }

    #[test]
    fn a_snapshot_lasts_until_the_next_change() {
        let mut stream = stream(3);
        assert!(stream.shown().is_some());
        stream.tell(4, "{}".into());
        assert_eq!(stream.shown(), None);
        let again = stream.show(&Snapshot { sequence: 4, body: "[{}]".into() });
        assert_eq!(&*again, r#"{"type":"entries","snapshot":true,"sequence":4,"after":null,"data":[{}]}"#);
    }
}
