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
fn a_public_address_is_scheme_and_host() {
    let house = Scenario::<Settings>::given([]);
    let change = |address: &str| Change { public_address: Some(address.into()), ..Change::default() };
    house
        .when(change("https://house.example/"))
        .then([PublicAddressSet { address: "https://house.example".into() }.into()]);
    for wrong in ["house.example", "ftp://house.example", "https://", "https://a b", "https://house.example/path"] {
        house.when(change(wrong)).then_refused(Refusal::PublicAddress(wrong.into()));
    }
}
