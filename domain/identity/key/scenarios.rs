//! Scenarios of an API key.

use uuid::Uuid;

use super::*;
use crate::kernel::{Scenario, at};

const ADA: AccountId = AccountId(Uuid::from_u128(1));
const BOB: AccountId = AccountId(Uuid::from_u128(2));
const KEY: KeyId = KeyId(Uuid::from_u128(9));

fn issued() -> KeyIssued {
    let name = Personal::of(ADA, "printer");
    KeyIssued { key: KEY, account: ADA, name, scopes: vec!["history:look".into()], until_us: None, networks: None }
}

fn revoked() -> Event {
    KeyRevoked { key: KEY, account: ADA, name: Personal::of(ADA, "printer") }.into()
}

fn issue(issued: KeyIssued) -> Ask {
    Ask { key: KEY, command: Command::Issue(issued), as_admin: true }
}

fn revoke(as_admin: bool) -> Ask {
    Ask { key: KEY, command: Command::End(End::Revoke), as_admin }
}

fn bound(networks: Personal) -> Key {
    Key::fold(&[KeyIssued { networks: Some(networks), ..issued() }.into()])
}

#[test]
fn a_person_makes_a_key_for_themselves_and_for_nobody_else() {
    let nothing = Scenario::<Key>::given([]);
    nothing.clone().by(Who::Person(ADA)).when(issue(issued())).then([issued().into()]);
    for other in [Who::Person(BOB), Who::House, Who::Console, Who::Stranger] {
        nothing.clone().by(other).when(issue(issued())).then_refused(Refusal::NotOnesOwn);
    }
    let again = Scenario::<Key>::given([issued().into()]).by(Who::Person(ADA));
    again.when(issue(issued())).then_refused(Refusal::MadeAlready);
}

#[test]
fn a_key_makes_and_revokes_no_key() {
    let with_key = Scenario::<Key>::given([]).by(Who::Person(ADA)).with_key(KEY);
    with_key.when(issue(issued())).then_refused(Refusal::NotWithKey);
    let with_key = Scenario::<Key>::given([issued().into()]).by(Who::Person(ADA)).with_key(KEY);
    with_key.when(revoke(true)).then_refused(Refusal::NotWithKey);
}

#[test]
fn a_key_is_for_something_and_ends_in_the_future() {
    let ada = Scenario::<Key>::given([]).by(Who::Person(ADA)).at(at(12, 0));
    for scopes in [vec![], vec!["weather:look".to_owned()]] {
        ada.when(issue(KeyIssued { scopes, ..issued() })).then_refused(Refusal::NoScope);
    }
    let until = |hour| KeyIssued { until_us: Some(at(hour, 0).timestamp_micros()), ..issued() };
    ada.when(issue(until(12))).then_refused(Refusal::Past);
    ada.when(issue(until(13))).then([until(13).into()]);
}

#[test]
fn nobody_but_an_admin_revokes_the_key_of_another() {
    let key = Scenario::<Key>::given([issued().into()]);
    key.clone().by(Who::Person(ADA)).when(revoke(false)).then([revoked()]);
    key.clone().by(Who::Person(BOB)).when(revoke(false)).then_refused(Refusal::NoSuchKey);
    key.by(Who::Person(BOB)).when(revoke(true)).then([revoked()]);
    Scenario::<Key>::given([]).by(Who::Person(ADA)).when(revoke(true)).then_refused(Refusal::NoSuchKey);
    Scenario::<Key>::given([issued().into(), revoked()]).by(Who::Person(ADA)).when(revoke(false)).then_nothing();
}

#[test]
fn a_key_whose_time_is_over_is_ended_by_the_house() {
    let expired = KeyExpired { key: KEY, account: ADA, name: Personal::of(ADA, "printer") };
    let ask = Ask { key: KEY, command: Command::End(End::Expire), as_admin: false };
    Scenario::<Key>::given([issued().into()]).by(Who::House).when(ask).then([expired.into()]);
}

#[test]
fn a_key_is_good_until_its_end_and_from_its_networks() {
    let until = at(13, 0).timestamp_micros();
    let key = Key::fold(&[KeyIssued { until_us: Some(until), ..issued() }.into()]);
    assert_eq!((key.unfit(at(12, 59), None), key.unfit(at(13, 0), None)), (None, Some(Unfit::Expired)));
    let key = Key::fold(&[issued().into(), revoked()]);
    assert_eq!(key.unfit(at(12, 0), None), Some(Unfit::Revoked));
    assert_eq!(Key::default().unfit(at(12, 0), None), Some(Unfit::Revoked), "one that was never made");
    let key = bound(Personal::of(ADA, "192.168.1.0/24, fd00::/8"));
    let from = |address: &str| key.unfit(at(12, 0), Some(address.parse().unwrap()));
    assert_eq!((from("192.168.1.9"), from("::ffff:192.168.1.9"), from("fd12::1")), (None, None, None));
    assert_eq!((from("192.168.2.9"), from("2001:db8::1")), (Some(Unfit::OutOfPlace), Some(Unfit::OutOfPlace)));
    assert_eq!(key.unfit(at(12, 0), None), Some(Unfit::OutOfPlace), "from nowhere is from no network of its own");
}

#[test]
fn networks_that_were_erased_open_nothing() {
    let key = bound(Personal::sealed(ADA, vec![]));
    assert_eq!(key.unfit(at(12, 0), Some([192, 168, 1, 9].into())), Some(Unfit::OutOfPlace));
}
