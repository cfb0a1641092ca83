//! An event that only a later version of the house knows.

use chrono::{DateTime, Utc};
use domain::{CommandId, Stamp, Who};
use eventlog::{EventLog, Proposed, StreamName};
use uuid::Uuid;

/// Writes it; its position.
pub async fn write_from_the_future(log: &dyn EventLog, at: DateTime<Utc>) -> u64 {
    let command = CommandId(Uuid::now_v7());
    let stamp = Stamp { at, who: Who::House, session: None, key: None, from: None, command, because: None };
    let event = Proposed {
        id: command.event(0).0,
        kind: "identity.person_danced.v1".into(),
        at_us: at.timestamp_micros(),
        stamp: stamp.encode(0).expect("a stamp").into(),
        payload: b"who knows".as_slice().into(),
    };
    let stream = StreamName::of("identity.dance", Uuid::now_v7());
    log.append(stream, 0, vec![event]).await.expect("written").last
}
