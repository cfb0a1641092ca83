//! What the event tables promise: permanent names, outgrown versions read as new ones, and no byte
//! that is passed over.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AccountId, DecodeError, EventTable, PersonId, Personal, PersonalFields, Seals, Severity};

const ADA: AccountId = AccountId(Uuid::from_u128(0xada));

/// As the first release wrote it: every clock had one bell.
#[derive(Serialize, Deserialize)]
struct ChimedV1 {
    strokes: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Chimed {
    strokes: u8,
    bell: String,
}

impl From<ChimedV1> for Chimed {
    fn from(old: ChimedV1) -> Self {
        Self { strokes: old.strokes, bell: "the only one".to_owned() }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wound {
    by: AccountId,
    name: Personal,
    note: Option<Personal>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Stopped {}

crate::kernel::events! {
    /// What can happen to a clock.
    enum Event {
        Chimed = "clock.chimed.v2", Notice, |it| format!("{} strokes of {}", it.strokes, it.bell);
        Wound = "clock.wound.v1", Warning, of by, personal name note, |it| format!("Wound by {}", it.name.shown());
        Stopped = "clock.stopped.v1", Critical, |_| "The clock stopped";
    }
    upcasts {
        "clock.chimed.v1": ChimedV1 => Chimed;
    }
}

struct Upright;

impl Seals for Upright {
    fn seal(&self, _person: PersonId, plain: &str) -> Result<Vec<u8>, super::SealError> {
        Ok(plain.bytes().rev().collect())
    }

    fn open(&self, _person: PersonId, sealed: &[u8]) -> Option<String> {
        String::from_utf8(sealed.iter().rev().copied().collect()).ok()
    }
}

fn wound(note: Option<Personal>) -> Event {
    Wound { by: ADA, name: Personal::of(ADA, "Ada"), note }.into()
}

#[test]
fn an_event_reads_as_it_was_written() {
    let event = Event::from(Chimed { strokes: 3, bell: "large".into() });
    assert_eq!(Event::decode(event.name(), &event.encode().unwrap()), Ok(event));
}

#[test]
fn an_outgrown_version_reads_as_the_present_one() {
    let old = postcard::to_stdvec(&ChimedV1 { strokes: 7 }).unwrap();
    let read = Event::decode("clock.chimed.v1", &old).unwrap();
    assert_eq!(read, Chimed { strokes: 7, bell: "the only one".into() }.into());
    assert_eq!(read.name(), "clock.chimed.v2");
}

#[test]
fn the_names_hold_outgrown_versions_too() {
    assert_eq!(Event::names(), ["clock.chimed.v2", "clock.wound.v1", "clock.stopped.v1", "clock.chimed.v1"]);
}

#[test]
fn an_unknown_name_is_refused_by_name() {
    for name in ["clock.chimed.v3", "clock.chimed", "", "chimed.v2"] {
        assert_eq!(Event::decode(name, &[]), Err(DecodeError::Unknown(name.to_owned())));
    }
}

#[test]
fn the_union_of_tables_refuses_a_context_it_does_not_have() {
    for name in ["clock.chimed.v2", "identity", "identity.flown.v1", ""] {
        assert_eq!(crate::Event::decode(name, &[]), Err(DecodeError::Unknown(name.to_owned())));
    }
}

#[test]
fn bytes_left_over_are_refused() {
    let event = Event::from(Chimed { strokes: 3, bell: "large".into() });
    let mut bytes = event.encode().unwrap();
    bytes.push(0);
    assert_eq!(Event::decode(event.name(), &bytes), Err(DecodeError::malformed(event.name(), "bytes are left over")));
}

#[test]
fn bytes_that_end_early_are_refused() {
    let bytes = Event::from(Chimed { strokes: 3, bell: "large".into() }).encode().unwrap();
    for length in 0..bytes.len() {
        let read = Event::decode("clock.chimed.v2", &bytes[..length]);
        assert!(matches!(read, Err(DecodeError::Malformed { .. })), "{length} bytes read as {read:?}");
    }
}

#[test]
fn a_present_event_is_not_read_from_the_bytes_of_an_outgrown_one() {
    let old = postcard::to_stdvec(&ChimedV1 { strokes: 7 }).unwrap();
    assert!(matches!(Event::decode("clock.chimed.v2", &old), Err(DecodeError::Malformed { .. })));
}

#[test]
fn a_row_tells_severity_sentence_person_and_context() {
    let events = [Chimed { strokes: 2, bell: "small".into() }.into(), wound(None), Stopped {}.into()];
    assert_eq!(events.each_ref().map(Event::severity), [Severity::Notice, Severity::Warning, Severity::Critical]);
    assert_eq!(events.each_ref().map(Event::sentence), ["2 strokes of small", "Wound by Ada", "The clock stopped"]);
    assert_eq!(events.each_ref().map(Event::concerns), [None, Some(ADA.into()), None]);
    assert!(events.iter().all(|event| event.context() == "clock"));
}

#[test]
fn an_event_with_a_plain_personal_value_cannot_be_written() {
    let refused = wound(None).encode().unwrap_err().to_string();
    assert!(refused.starts_with("'clock.wound.v1' cannot be written"), "{refused}");
}

#[test]
fn one_plain_value_among_sealed_ones_is_enough_to_refuse() {
    let mut event = wound(None);
    event.each(&mut |value| value.seal(&Upright).unwrap());
    assert!(event.encode().is_ok());
    let Event::Wound(mut payload) = event else { unreachable!("it was wound") };
    payload.note = Some(Personal::of(ADA, "softly"));
    assert!(Event::from(payload).encode().is_err());
}

#[test]
fn a_table_seals_and_opens_each_personal_field_of_a_row() {
    let plain = wound(Some(Personal::of(ADA, "softly")));
    let (mut event, mut met) = (plain.clone(), 0);
    event.each(&mut |value| value.seal(&Upright).unwrap());
    let bytes = event.encode().unwrap();
    assert!(!bytes.windows(3).any(|window| window == b"Ada"));
    let mut read = Event::decode(event.name(), &bytes).unwrap();
    read.each(&mut |value| {
        met += 1;
        value.open(&Upright);
    });
    assert_eq!((met, read), (2, plain));
}
