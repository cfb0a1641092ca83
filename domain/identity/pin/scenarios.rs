//! Scenarios of a PIN.

use super::*;
use crate::kernel::Scenario;

const ADA: AccountId = AccountId(Uuid::from_u128(1));
const ONE: Uuid = Uuid::from_u128(7);

#[test]
fn a_pin_is_six_to_twelve_digits() {
    for fits in ["480577", "904862718", "719380264815"] {
        assert_eq!(check(fits), Ok(()), "{fits}");
    }
    for wrong in ["", "48051", "7193802648157", "48051a", "480 51", "４８０５７７"] {
        assert_eq!(check(wrong), Err(Refusal::Length), "{wrong}");
    }
}

#[test]
fn those_that_everybody_tries_first_are_none() {
    let silly = [
        "123456", "654321", "000000", "111111", "121212", "123123", "890123", "246802", "112233", "114411", "240781",
        "19840621", "21061984", "06211984", "314159",
    ];
    for pin in silly {
        assert_eq!(check(pin), Err(Refusal::Silly), "{pin}");
    }
}

#[test]
fn a_pin_is_set_and_removed() {
    let set = PinSet { account: ADA, pin: ONE };
    let fresh = Scenario::<Pin>::given([]);
    fresh.when(Command::Set { account: ADA, pin: ONE }).then([set.clone().into()]);
    fresh.when(Command::Remove { account: ADA }).then_refused(Refusal::NotSet);
    let there = Scenario::<Pin>::given([set.into()]);
    there.when(Command::Remove { account: ADA }).then([PinRemoved { account: ADA }.into()]);
    there.when(Command::Set { account: ADA, pin: ONE }).then_nothing();
}
