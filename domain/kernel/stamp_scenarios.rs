//! What stamps, ids and personal values promise: they come back as they went, and an erased
//! value stays erased.

use uuid::Uuid;

use super::{
    AccountId, CommandId, EventId, EventTable, Fact, KeyId, PersonId, Personal, RawFact, Role, SealError, Seals,
    SessionId, Severity, Stamp, Who, at,
};
use crate::identity::account::events::AccountRenamed;

const ADA: AccountId = AccountId(Uuid::from_u128(0xada));
const COMMAND: CommandId = CommandId(Uuid::from_u128(0xc0));
const KEY: KeyId = KeyId(Uuid::from_u128(0x6e7));
/// What `stamp(Who::Person(ADA)).encode(3)` wrote in each version there was.
const GOLDEN: [&str; 2] = [
    "0103011000000000000000000000000000000ada01100000000000000000000000000000000501100000000000\
     000000000000000000000209372e322e302e323931012903",
    "0203011000000000000000000000000000000ada01100000000000000000000000000000000501100000000000\
     00000000000000000006e701100000000000000000000000000000000209372e322e302e323931012903",
];

/// Seals by writing backwards, for everybody but those whose key is gone.
struct Ring(Vec<PersonId>);

impl Seals for Ring {
    fn seal(&self, person: PersonId, plain: &str) -> Result<Vec<u8>, SealError> {
        if self.0.contains(&person) { Err(SealError(person)) } else { Ok(plain.bytes().rev().collect()) }
    }

    fn open(&self, person: PersonId, sealed: &[u8]) -> Option<String> {
        let plain = String::from_utf8(sealed.iter().rev().copied().collect()).ok();
        plain.filter(|_| !self.0.contains(&person))
    }
}

fn whole() -> Ring {
    Ring(vec![])
}

fn stamp(who: Who) -> Stamp {
    let mut from = Personal::of(PersonId::STRANGERS, "192.0.2.7");
    from.seal(&whole()).unwrap();
    let session = Some(SessionId(Uuid::from_u128(5)));
    Stamp { at: at(9, 30), who, session, key: Some(KEY), from: Some(from), command: COMMAND, because: Some(41) }
}

#[test]
fn a_stamp_comes_back_with_the_time_and_command_of_its_event() {
    for who in [Who::Stranger, Who::House, Who::Console, Who::Person(ADA)] {
        for index in [0, 1, u16::MAX] {
            let bytes = stamp(who).encode(index).unwrap();
            let read = Stamp::decode(&bytes, at(9, 30), COMMAND.event(index).0);
            assert_eq!(read, Ok(stamp(who)));
        }
    }
}

#[test]
fn a_stamp_with_a_plain_network_address_cannot_be_written() {
    let from = Some(Personal::of(PersonId::STRANGERS, "192.0.2.7"));
    assert!(Stamp { from, ..stamp(Who::Stranger) }.encode(0).is_err());
}

#[test]
fn a_stamp_of_every_version_ever_written_is_read() {
    let bytes = |hex: &str| -> Vec<u8> {
        let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    };
    let present = stamp(Who::Person(ADA));
    let first = Stamp { key: None, ..present.clone() };
    for (golden, expected) in GOLDEN.iter().zip([first, present.clone()]) {
        assert_eq!(Stamp::decode(&bytes(golden), at(9, 30), COMMAND.event(3).0), Ok(expected));
    }
    assert_eq!(present.encode(3).unwrap(), bytes(GOLDEN[1]));
}

#[test]
fn a_stamp_of_another_version_is_refused() {
    let mut bytes = stamp(Who::House).encode(0).unwrap();
    bytes[0] = 3;
    assert!(Stamp::decode(&bytes, at(9, 30), COMMAND.0).is_err());
    assert!(Stamp::decode(&[], at(9, 30), COMMAND.0).is_err());
}

#[test]
fn a_stamp_that_ends_early_or_goes_on_is_refused() {
    let bytes = stamp(Who::Person(ADA)).encode(3).unwrap();
    for length in 0..bytes.len() {
        assert!(Stamp::decode(&bytes[..length], at(9, 30), COMMAND.0).is_err(), "{length} bytes were read");
    }
    assert!(Stamp::decode(&[&bytes[..], &[0]].concat(), at(9, 30), COMMAND.0).is_err());
}

#[test]
fn a_stamp_whose_person_is_not_named_is_refused() {
    let mut bytes = stamp(Who::House).encode(0).unwrap();
    bytes[1] = 3;
    assert!(Stamp::decode(&bytes, at(9, 30), COMMAND.0).is_err());
}

#[test]
fn a_fact_is_read_with_its_values_opened() {
    let fact = read(&whole());
    assert_eq!(fact.event.sentence(), "An account was renamed to Ada");
    assert_eq!(fact.stamp.from.as_ref().and_then(Personal::text), Some("192.0.2.7"));
    assert_eq!((fact.position, fact.id, fact.stamp.command), (42, COMMAND.event(0), COMMAND));
}

#[test]
fn without_its_key_a_value_is_erased_and_the_rest_still_reads() {
    let fact = read(&Ring(vec![ADA.into()]));
    assert_eq!(fact.event.sentence(), "An account was renamed to (erased)");
    assert_eq!(fact.stamp.from.as_ref().and_then(Personal::text), Some("192.0.2.7"));
}

#[test]
fn an_erased_value_stays_erased_when_written_again() {
    let mut value = Personal::of(ADA, "Ada");
    value.seal(&whole()).unwrap();
    value.open(&Ring(vec![ADA.into()]));
    assert_eq!((value.text(), value.shown()), (None, "(erased)"));
    let mut again: Personal = postcard::from_bytes(&postcard::to_stdvec(&value).unwrap()).unwrap();
    again.open(&whole());
    assert_eq!((again.text(), again.person()), (None, ADA.into()));
}

#[test]
fn a_value_of_somebody_without_a_key_is_not_sealed() {
    let mut value = Personal::of(ADA, "Ada");
    assert_eq!(value.seal(&Ring(vec![ADA.into()])), Err(SealError(ADA.into())));
    assert!(postcard::to_stdvec(&value).is_err());
}

#[test]
fn a_personal_value_does_not_show_when_debugged() {
    assert!(!format!("{:?}", Personal::of(ADA, "Lovelace")).contains("Lovelace"));
}

#[test]
fn the_events_of_a_command_are_neighbours_and_lead_back_to_it() {
    for index in [0, 1, 500, u16::MAX] {
        assert_eq!(COMMAND.event(index).command(index), COMMAND);
    }
    assert!(COMMAND.event(1) > COMMAND.event(0));
    let last = CommandId(Uuid::from_u128(u128::MAX));
    assert_eq!(last.event(1), EventId(Uuid::nil()));
    assert_eq!(last.event(1).command(1), last);
}

#[test]
fn ids_roles_and_severities_read_as_they_are_shown() {
    assert_eq!(ADA.to_string().parse(), Ok(ADA));
    assert!("ada".parse::<AccountId>().is_err());
    assert!([Role::Viewer, Role::Member, Role::Admin].iter().all(|role| role.word().parse() == Ok(*role)));
    assert!(Severity::ALL.iter().all(|severity| Severity::of_word(severity.word()) == Some(*severity)));
    assert!(Role::Admin > Role::Member && Role::Member > Role::Viewer);
}

/// A renaming as the log would hand it out, read with these keys.
fn read(ring: &Ring) -> Fact<crate::Event> {
    let mut name = Personal::of(ADA, "Ada");
    name.seal(&whole()).unwrap();
    let event = crate::identity::Event::from(AccountRenamed { account: ADA, name });
    let (stamp, payload) = (stamp(Who::Person(ADA)).encode(0).unwrap(), event.encode().unwrap());
    let at_us = at(9, 30).timestamp_micros();
    let raw = RawFact { position: 42, id: COMMAND.0, at_us, kind: event.name(), stamp: &stamp, payload: &payload };
    Fact::read(raw, ring).unwrap()
}
