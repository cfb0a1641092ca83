//! An event as it came out of the log: opened, dated and with its circumstances.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{DecodeError, EventId, EventTable, PersonalFields, Position, Seals, Stamp};

/// One event that happened, and all that is known of how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<E> {
    /// Where it stands in the log.
    pub position: Position,
    /// Its id.
    pub id: EventId,
    /// Who asked, when, from where and why.
    pub stamp: Stamp,
    /// What happened.
    pub event: E,
}

/// An event as the log hands it out: names and bytes.
#[derive(Clone, Copy, Debug)]
pub struct RawFact<'a> {
    /// Where it stands in the log.
    pub position: Position,
    /// Its id.
    pub id: Uuid,
    /// Microseconds since 1970, UTC.
    pub at_us: i64,
    /// Its stored name.
    pub kind: &'a str,
    /// The bytes of its stamp.
    pub stamp: &'a [u8],
    /// The bytes of its payload.
    pub payload: &'a [u8],
}

impl<E: EventTable> Fact<E> {
    /// Decodes an event and opens its personal values, as far as their keys still exist.
    ///
    /// # Errors
    /// When the event's name is unknown or its bytes do not fit the name.
    pub fn read(raw: RawFact<'_>, seals: &dyn Seals) -> Result<Self, DecodeError> {
        let at = DateTime::<Utc>::from_timestamp_micros(raw.at_us)
            .ok_or_else(|| DecodeError::malformed(raw.kind, "its time is out of range"))?;
        let mut stamp = Stamp::decode(raw.stamp, at, raw.id)?;
        let mut event = E::decode(raw.kind, raw.payload)?;
        stamp.each(&mut |value| value.open(seals));
        event.each(&mut |value| value.open(seals));
        Ok(Self { position: raw.position, id: EventId(raw.id), stamp, event })
    }
}
