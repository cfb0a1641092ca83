//! Scenarios of an account: above all, of its door.

use chrono::Duration;
use uuid::Uuid;

use super::{recovery::PasswordRecovered, *};
use crate::identity::link::LinkId;
use crate::kernel::{Personal, Scenario, SessionId, at};

const ADA: AccountId = AccountId(Uuid::from_u128(1));
const BOB: AccountId = AccountId(Uuid::from_u128(2));
const CREDENTIAL: CredentialId = CredentialId(Uuid::from_u128(3));
const SESSION: SessionId = SessionId(Uuid::from_u128(4));

fn opened() -> Event {
    let (name, email) = (Personal::of(ADA, "Ada"), Personal::of(ADA, "ada@house.example"));
    AccountOpened { account: ADA, name, email, role: Role::Admin, credential: CREDENTIAL }.into()
}

fn failed(failures: u32) -> Event {
    LoginFailed { account: ADA, failures, known_device: false }.into()
}

fn locked(wait_s: u32, from: DateTime<Utc>) -> Event {
    let until_us = (from + Duration::seconds(wait_s.into())).timestamp_micros();
    AccountLocked { account: ADA, wait_s, until_us }.into()
}

fn wrong_password(known_device: bool) -> Command {
    Command::RecordWrongPassword { known_device }
}

#[test]
fn the_third_failure_closes_the_door() {
    Scenario::<Account>::given([opened(), failed(1), failed(2)])
        .when(wrong_password(false))
        .then([failed(3), locked(60, at(12, 0))]);
}

#[test]
fn the_next_wait_is_twice_as_long() {
    let history = [opened(), failed(1), failed(2), failed(3), locked(60, at(11, 0))];
    Scenario::<Account>::given(history).when(wrong_password(false)).then([failed(4), locked(120, at(12, 0))]);
}

#[test]
fn a_wait_never_grows_beyond_an_hour() {
    let mut history = vec![opened()];
    history.extend((0..40).map(|_| locked(3600, at(1, 0))));
    let account = Scenario::<Account>::given([history, vec![failed(40)]].concat());
    account.when(wrong_password(false)).then([failed(41), locked(3600, at(12, 0))]);
}

#[test]
fn attempts_while_the_door_is_closed_do_not_lengthen_the_wait() {
    let history = [opened(), failed(1), failed(2), failed(3), locked(60, at(12, 0))];
    Scenario::<Account>::given(history).when(wrong_password(false)).then_nothing();
}

#[test]
fn a_stranger_cannot_shut_out_a_device_the_person_knows() {
    let history = [opened(), failed(3), locked(60, at(12, 0))];
    let account = Scenario::<Account>::given(history);
    let until = at(12, 1);
    account.when(Command::AskCode { known_device: false }).then_refused(Refusal::Locked { until });
    let sent = LoginCodeSent { account: ADA, at_us: at(12, 0).timestamp_micros() };
    account.when(Command::AskCode { known_device: true }).then([sent.into()]);
}

#[test]
fn a_known_device_that_keeps_failing_is_a_stranger() {
    let mut history = vec![opened()];
    history.extend((1..=5).map(|failures| LoginFailed { account: ADA, failures, known_device: true }.into()));
    let account = Scenario::<Account>::given(history);
    account.when(wrong_password(true)).then([failed(1)]);
}

#[test]
fn every_fifth_wrong_code_closes_the_door() {
    let refused = |refusals| Event::from(LoginCodeRefused { account: ADA, refusals });
    let account = Scenario::<Account>::given([opened(), refused(4)]);
    account.when(Command::RecordWrongCode).then([refused(5), locked(60, at(12, 0))]);
}

#[test]
fn no_more_than_five_codes_are_under_way() {
    let sent = LoginCodeSent { account: ADA, at_us: at(11, 55).timestamp_micros() };
    let history = std::iter::once(opened()).chain(std::iter::repeat_n(sent.into(), CODES_AT_ONCE));
    let account = Scenario::<Account>::given(history);
    account.when(Command::AskCode { known_device: false }).then_refused(Refusal::TooManyCodes);
    let later = LoginCodeSent { account: ADA, at_us: at(12, 6).timestamp_micros() };
    account.at(at(12, 6)).when(Command::AskCode { known_device: false }).then([later.into()]);
}

#[test]
fn a_login_forgives() {
    let logged_in = Event::from(LoggedIn { account: ADA, session: SESSION, method: String::new() });
    let history = [opened(), failed(1), failed(2), logged_in];
    Scenario::<Account>::given(history).when(wrong_password(false)).then([failed(1)]);
}

#[test]
fn a_password_from_the_mailbox_says_no_more_until_it_is_shown_beside_something_else() {
    let recovered = PasswordRecovered { account: ADA, link: LinkId(Uuid::from_u128(5)), credential: CREDENTIAL };
    let entered = |method: Method| LoggedIn { account: ADA, session: SESSION, method: method.words().into() }.into();
    let from_mail = |after: &[Event]| {
        let mut account = Account::default();
        [opened(), recovered.clone().into()].iter().chain(after).for_each(|event| account.evolve(event));
        account.has_password_from_mail()
    };
    assert!(from_mail(&[]) && from_mail(&[entered(Method::Passkey)]), "a passkey alone shows no password");
    assert!(!from_mail(&[entered(Method::App)]));
    assert!(!from_mail(&[PasswordChanged { account: ADA, credential: CREDENTIAL }.into()]));
}

#[test]
fn nobody_changes_their_own_role() {
    let change = Command::ChangeRole { role: Role::Viewer };
    let account = Scenario::<Account>::given([opened()]);
    account.clone().by(Who::Person(ADA)).when(change.clone()).then_refused(Refusal::NotOneself);
    let reset = Command::ResetPassword { credential: CREDENTIAL };
    account.clone().by(Who::Person(ADA)).when(reset).then_refused(Refusal::NotOneself);
    let changed = RoleChanged { account: ADA, role: Role::Viewer };
    account.by(Who::Person(BOB)).when(change).then([changed.into()]);
}

#[test]
fn an_account_at_rest_lets_nobody_in_until_it_is_woken() {
    let resting = Event::from(AccountDeactivated { account: ADA });
    let account = Scenario::<Account>::given([opened()]);
    account.clone().by(Who::Person(ADA)).when(Command::Deactivate).then_refused(Refusal::NotOneself);
    account.by(Who::Person(BOB)).when(Command::Deactivate).then([resting.clone()]);
    let account = Scenario::<Account>::given([opened(), resting.clone()]);
    account.when(Command::AskCode { known_device: true }).then_refused(Refusal::Deactivated);
    account.when(Command::ChangeRole { role: Role::Viewer }).then_refused(Refusal::Deactivated);
    account.when(Command::Deactivate).then_nothing();
    account.when(Command::Close).then([AccountClosed { account: ADA }.into()]);
    account.when(Command::Reactivate).then([AccountReactivated { account: ADA }.into()]);
    let woken = Account::fold(&[opened(), resting, AccountReactivated { account: ADA }.into()]);
    assert!(woken.active().is_some());
}

#[test]
fn a_closed_account_lets_nobody_in() {
    let history = [opened(), AccountClosed { account: ADA }.into()];
    Scenario::<Account>::given(history)
        .when(Command::AskCode { known_device: true })
        .then_refused(Refusal::NoSuchAccount);
}

#[test]
fn a_lock_keeps_codes_out_and_a_passkey_alone_passes() {
    let account = Scenario::<Account>::given([opened(), failed(3), locked(60, at(12, 0))]);
    let log_in = |method| log_in(method, false);
    account.when(log_in(Method::App)).then_refused(Refusal::Locked { until: at(12, 1) });
    account.when(Command::Expect { known_device: false }).then_refused(Refusal::Locked { until: at(12, 1) });
    account.when(Command::Expect { known_device: true }).then_nothing();
    let entered = LoggedIn { account: ADA, session: SESSION, method: "passkey".into() };
    account.when(log_in(Method::Passkey)).then([entered.into()]);
}

fn log_in(method: Method, known_device: bool) -> Command {
    Command::LogIn { session: SESSION, method, known_device, device: Personal::of(ADA, "Firefox on Linux") }
}

#[test]
fn a_device_that_nobody_knew_is_told_of_but_not_at_the_first_login() {
    let entered = || Event::from(LoggedIn { account: ADA, session: SESSION, method: "passkey".into() });
    let met = || DeviceMet { account: ADA, session: SESSION, device: Personal::of(ADA, "Firefox on Linux") }.into();
    Scenario::<Account>::given([opened()]).when(log_in(Method::Passkey, false)).then([entered()]);
    let account = Scenario::<Account>::given([opened(), entered()]);
    account.when(log_in(Method::Passkey, true)).then([entered()]);
    account.when(log_in(Method::Passkey, false)).then([entered(), met()]);
}
