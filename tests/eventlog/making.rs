//! Events and streams for the tests, made from numbers so that a failure can be repeated.

use std::sync::Arc;

use bytes::Bytes;
use eventlog::{EventLog, Proposed, Receipt, Recorded, StreamName};
use uuid::Uuid;

/// Numbers that look random and are the same each time.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub const fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`.
    pub const fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    pub fn bytes(&mut self, length: u64) -> Bytes {
        (0..length).map(|_| self.roll().to_le_bytes()[3]).collect()
    }
}

pub fn stream(number: u64) -> StreamName {
    match number % 3 {
        0 => StreamName::keyed("test.text", &format!("key-{number}")).expect("a name"),
        _ => StreamName::of("test.noun", Uuid::from_u64_pair(7, number)),
    }
}

pub fn id(number: u64) -> Uuid {
    let mut dice = Dice::new(number + 1);
    Uuid::from_u64_pair(dice.roll(), dice.roll())
}

/// An event that is all its own: the number decides everything in it.
pub fn event(number: u64) -> Proposed {
    let mut dice = Dice::new(number.wrapping_add(1000));
    let length = match number % 97 {
        13 => 9000,
        _ => number % 160,
    };
    Proposed {
        id: id(number),
        kind: format!("test.noun_verbed_{}.v1", number % 7).into(),
        at_us: [dice.roll().cast_signed(), i64::MIN, i64::MAX, 0, 1_760_000_000_000_000][dice.below(5) as usize],
        stamp: dice.bytes(number % 70),
        payload: dice.bytes(length),
    }
}

pub fn events(numbers: std::ops::Range<u64>) -> Vec<Proposed> {
    numbers.map(event).collect()
}

/// Appends event after event to few streams, and answers what the log must then hold.
pub async fn fill(log: &Arc<dyn EventLog>, count: u64, streams: u64) -> Vec<Recorded> {
    let mut lengths = vec![0; streams as usize];
    let mut all = Vec::new();
    while (all.len() as u64) < count {
        let number = all.len() as u64;
        let which = Dice::new(number).below(streams);
        let length = &mut lengths[which as usize];
        let batch = events(number..(number + 1 + number % 3).min(count));
        let receipt = log.append(stream(which), *length, batch.clone()).await.expect("appending");
        *length += batch.len() as u64;
        assert_eq!(receipt, Receipt { first: number + 1, last: number + batch.len() as u64, length: *length });
        let before = *length - batch.len() as u64;
        all.extend(
            (1..).zip(batch).map(|(index, event)| recorded(event, number + index, &stream(which), before + index)),
        );
    }
    all
}

pub fn recorded(event: Proposed, position: u64, stream: &StreamName, version: u64) -> Recorded {
    let Proposed { id, kind, at_us, stamp, payload } = event;
    Recorded { position, stream: stream.clone(), version, id, kind, at_us, stamp, payload }
}

/// All of the log, read in stretches.
pub async fn read_all(log: &dyn EventLog, limit: usize) -> Result<Vec<Recorded>, eventlog::LogError> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let slice = log.read(after, limit).await?;
        if slice.until == after {
            return Ok(all);
        }
        all.extend(slice.events);
        after = slice.until;
    }
}
