//! Stamps and payloads as they come out of the log: read, told and written again, they say the same.
#![no_main]

use domain::{Event, EventTable, Stamp, at};
use uuid::Uuid;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    let id = Uuid::from_u128(7);
    if let Ok(stamp) = Stamp::decode(bytes, at(9, 0), id) {
        assert_eq!(stamp.at, at(9, 0));
        let again = stamp.encode(0).unwrap();
        let mut other = Stamp::decode(&again, at(9, 0), id).unwrap();
        other.command = stamp.command;
        assert_eq!(other, stamp);
    }
    let names = Event::names();
    let name = names[usize::from(kind) % names.len()];
    if let Ok(event) = Event::decode(name, bytes) {
        assert!(!event.sentence().is_empty());
        let (_, _) = (event.concerns(), event.severity());
        let again = event.encode().unwrap();
        assert_eq!(format!("{:?}", Event::decode(event.name(), &again).unwrap()), format!("{event:?}"));
    }
});
