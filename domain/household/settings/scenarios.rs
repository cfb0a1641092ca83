//! Scenarios of the settings.

use super::*;
use crate::kernel::Scenario;

fn named(name: &str) -> Event {
    HouseNamed { name: name.into() }.into()
}

#[test]
fn only_what_differs_is_changed() {
    let house = Scenario::<Settings>::given([named("Lighthouse")]);
    let change = Change { name: Some(" Lighthouse ".into()), alert_digest_minutes: Some(10), ..Change::default() };
    house.when(change).then([AlertDigestSet { minutes: 10 }.into()]);
}

#[test]
fn one_wrong_setting_changes_none() {
    let change = Change { name: Some("Mill".into()), time_zone: Some("Moon/Base".into()), ..Change::default() };
    Scenario::<Settings>::given([]).when(change).then_refused(Refusal::TimeZone("Moon/Base".into()));
}

#[test]
fn everything_that_does_not_fit_is_told() {
    let change = Change {
        name: Some(String::new()),
        time_zone: Some("Europe/Berlin".into()),
        alert_digest_minutes: Some(1441),
        ..Change::default()
    };
    assert_eq!(change.faults(), [Refusal::Name, Refusal::AlertDigest(1441)]);
    assert!(Change::default().faults().is_empty());
}

#[test]
fn every_time_zone_that_is_offered_is_taken() {
    let zones = time_zones();
    assert!(zones.len() > 400 && zones.contains(&"Europe/Berlin") && zones.contains(&"UTC"));
    for zone in zones {
        let change = Change { time_zone: Some(zone.into()), ..Change::default() };
        assert!(change.faults().is_empty(), "{zone}");
    }
}

#[test]
fn a_public_address_is_scheme_and_host() {
    let house = Scenario::<Settings>::given([]);
    let change = |address: &str| Change { public_address: Some(address.into()), ..Change::default() };
    house
        .when(change("https://house.example/"))
        .then([PublicAddressSet { address: "https://house.example".into() }.into()]);
    house.when(change(" ")).then_nothing();
    let set = PublicAddressSet { address: "https://house.example".into() }.into();
    let cleared = PublicAddressSet { address: String::new() };
    Scenario::<Settings>::given([set]).when(change("")).then([cleared.into()]);
    for wrong in ["house.example", "ftp://house.example", "https://", "https://a b", "https://house.example/path"] {
        house.when(change(wrong)).then_refused(Refusal::PublicAddress(wrong.into()));
    }
}
