//! Scenarios of an invitation: sent, sent again, taken back, accepted once.

use super::*;
use crate::kernel::{Scenario, at};

const ID: InvitationId = InvitationId(Uuid::from_u128(1));
const BOB: AccountId = AccountId(Uuid::from_u128(2));
const LINK: LinkId = LinkId(Uuid::from_u128(3));
const NEWER: LinkId = LinkId(Uuid::from_u128(4));

fn until_us(days: i64) -> i64 {
    (at(12, 0) + Duration::days(days)).timestamp_micros()
}

fn sent() -> Event {
    let email = Personal::of(BOB, "bob@house.example");
    let (invitation, account, role, link) = (ID, BOB, Role::Member, LINK);
    InvitationSent { invitation, account, email, role, link, until_us: until_us(7) }.into()
}

fn repeated() -> Event {
    InvitationRepeated { invitation: ID, account: BOB, link: NEWER, until_us: until_us(7) }.into()
}

fn accepted(link: LinkId) -> Event {
    InvitationAccepted { invitation: ID, account: BOB, link }.into()
}

fn withdrawn() -> Event {
    InvitationWithdrawn { invitation: ID, account: BOB }.into()
}

fn ask(command: Command) -> Ask {
    Ask { invitation: ID, command }
}

fn accept(link: LinkId) -> Ask {
    ask(Command::Accept { link })
}

#[test]
fn an_invitation_is_accepted_once_and_in_its_time() {
    let waiting = Scenario::<Invitation>::given([sent()]);
    waiting.when(accept(LINK)).then([accepted(LINK)]);
    let late = at(12, 0) + Duration::days(7);
    waiting.at(late).when(accept(LINK)).then_refused(Refusal::Link(Void::Expired));
    let over = Scenario::<Invitation>::given([sent(), accepted(LINK)]);
    over.when(accept(LINK)).then_refused(Refusal::Link(Void::Used));
    over.when(ask(Command::Withdraw)).then_refused(Refusal::Accepted);
}

#[test]
fn sent_again_only_the_newer_link_works() {
    Scenario::<Invitation>::given([sent()]).when(ask(Command::Repeat { link: NEWER, days: 7 })).then([repeated()]);
    let again = Scenario::<Invitation>::given([sent(), repeated()]);
    again.when(accept(LINK)).then_refused(Refusal::Link(Void::Replaced));
    again.when(accept(NEWER)).then([accepted(NEWER)]);
}

#[test]
fn what_was_taken_back_lets_nobody_come_and_is_not_sent_again() {
    Scenario::<Invitation>::given([sent()]).when(ask(Command::Withdraw)).then([withdrawn()]);
    let gone = Scenario::<Invitation>::given([sent(), withdrawn()]);
    gone.when(accept(LINK)).then_refused(Refusal::Link(Void::Withdrawn));
    gone.when(ask(Command::Repeat { link: NEWER, days: 7 })).then_refused(Refusal::Withdrawn);
    gone.when(ask(Command::Withdraw)).then_nothing();
}

#[test]
fn nobody_is_asked_more_than_ten_times() {
    let history = std::iter::once(sent()).chain(std::iter::repeat_n(repeated(), 9));
    let asked = Scenario::<Invitation>::given(history);
    asked.when(ask(Command::Repeat { link: LINK, days: 7 })).then_refused(Refusal::SentOften);
}
