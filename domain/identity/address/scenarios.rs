//! Scenarios of a mail address.

use uuid::Uuid;

use super::*;
use crate::kernel::Scenario;

const ADA: AccountId = AccountId(Uuid::from_u128(1));
const BOB: AccountId = AccountId(Uuid::from_u128(2));

fn reserved(account: AccountId) -> Event {
    AddressReserved { account }.into()
}

#[test]
fn an_address_leads_to_one_account() {
    let taken = Scenario::<Address>::given([reserved(ADA)]);
    taken.when(Command::Reserve { account: BOB, holder_is_real: true }).then_refused(Refusal::Taken);
    taken.when(Command::Reserve { account: ADA, holder_is_real: true }).then_nothing();
}

#[test]
fn a_reservation_without_an_account_gives_way() {
    Scenario::<Address>::given([reserved(ADA)])
        .when(Command::Reserve { account: BOB, holder_is_real: false })
        .then([AddressReleased { account: ADA }.into(), reserved(BOB)]);
}

#[test]
fn only_the_holder_gives_an_address_up() {
    let taken = Scenario::<Address>::given([reserved(ADA)]);
    taken.when(Command::Release { account: BOB }).then_nothing();
    taken.when(Command::Release { account: ADA }).then([AddressReleased { account: ADA }.into()]);
}
