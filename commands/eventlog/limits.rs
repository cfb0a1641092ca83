//! How large an append may be, the same for every engine, so that no engine promises what another
//! cannot keep.

use std::collections::HashSet;

use crate::{LogError, Proposed, StreamName};

/// The most events of one append.
pub const MOST_EVENTS: usize = 1024;
/// The largest payload of one event, in bytes.
pub const MOST_PAYLOAD: usize = 1 << 20;
/// The largest stamp of one event, in bytes.
pub const MOST_STAMP: usize = 4 << 10;
/// The longest stored name, in bytes.
pub const MOST_KIND: usize = 100;
/// The most bytes of one append: stamps and payloads together.
pub const MOST_BYTES: usize = 8 << 20;

/// The bytes of an append that may be written.
pub(crate) fn weigh(stream: &StreamName, events: &[Proposed]) -> Result<usize, LogError> {
    // A name made of parts that would not be read again as the same name could not be found again.
    if stream.to_string().parse().as_ref() != Ok(stream) {
        return Err(LogError::Malformed("the stream's name is none"));
    }
    if events.is_empty() {
        return Err(LogError::Malformed("it holds no event"));
    }
    within("an append in events", events.len(), MOST_EVENTS)?;
    let mut bytes = 0;
    for event in events {
        within("a payload in bytes", event.payload.len(), MOST_PAYLOAD)?;
        within("a stamp in bytes", event.stamp.len(), MOST_STAMP)?;
        within("a stored name in bytes", event.kind.len(), MOST_KIND)?;
        if event.kind.is_empty() || !event.kind.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(LogError::Malformed("a stored name takes visible ASCII characters"));
        }
        bytes += event.payload.len() + event.stamp.len();
    }
    within("an append in bytes", bytes, MOST_BYTES)?;
    let ids: HashSet<_> = events.iter().map(|event| event.id).collect();
    if ids.len() < events.len() {
        return Err(LogError::Malformed("it holds one id twice"));
    }
    Ok(bytes)
}

const fn within(what: &'static str, size: usize, most: usize) -> Result<(), LogError> {
    if size > most { Err(LogError::TooLarge { what, size, most }) } else { Ok(()) }
}
