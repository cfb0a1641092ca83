//! Scenarios of the mail server and its trials.

use super::*;
use crate::kernel::{AccountId, Personal, Scenario, at};

const LOGIN: Uuid = Uuid::from_u128(7);

fn choice(host: &str, security: Option<&str>) -> Choice {
    Choice { host: host.into(), security: security.map(str::to_owned), ..Choice::default() }
}

fn changed(host: &str, port: u16, security: &str) -> Event {
    changed_with(host, port, security, None)
}

fn changed_with(host: &str, port: u16, security: &str, login: Option<Uuid>) -> Event {
    MailServerChanged { host: host.into(), port, security: security.into(), login }.into()
}

fn server(host: &str, security: Option<&str>, port: u16) -> Server {
    Choice { port: Some(port), ..choice(host, security) }.checked().expect("it fits")
}

#[test]
fn a_server_is_spoken_to_at_the_usual_port_of_its_kind() {
    let house = Scenario::<MailServer>::given([]);
    for (security, word, port) in [(None, "starttls", 587), (Some("tls"), "tls", 465)] {
        let chosen = changed("mail.example", port, word);
        house.when(Command::Choose(choice(" mail.example ", security))).then([chosen]);
    }
}

#[test]
fn what_is_chosen_already_is_not_chosen_again() {
    let house = Scenario::<MailServer>::given([changed("mail.example", 587, "starttls")]);
    house.when(Command::Choose(choice("mail.example", None))).then_nothing();
    let other = Choice { login: Some(LOGIN), ..choice("mail.example", None) };
    house.when(Command::Choose(other)).then([changed_with("mail.example", 587, "starttls", Some(LOGIN))]);
}

#[test]
fn only_this_very_machine_is_spoken_to_in_plain() {
    let house = Scenario::<MailServer>::given([]);
    for host in ["localhost", "127.0.0.1", "127.8.8.8", "::1"] {
        house.when(Command::Choose(choice(host, Some("none")))).then([changed(host, 25, "none")]);
    }
    for host in ["mail.example", "192.168.1.2", "localhost.example", "127.0.0.1.example"] {
        house.when(Command::Choose(choice(host, Some("none")))).then_refused(Refusal::InPlain(host.into()));
    }
}

#[test]
fn what_is_no_server_is_refused() {
    let house = Scenario::<MailServer>::given([]);
    for wrong in ["", " ", "mail example", "mail..example", "-mail.example", "https://mail.example", "mail:25", "a/b"] {
        house.when(Command::Choose(choice(wrong, None))).then_refused(Refusal::Host(wrong.into()));
    }
    let nowhere = Choice { port: Some(0), ..choice("mail.example", None) };
    house.when(Command::Choose(nowhere)).then_refused(Refusal::Port);
    let odd = choice("mail.example", Some("ssl"));
    house.when(Command::Choose(odd)).then_refused(Refusal::Security("ssl".into()));
}

#[test]
fn a_server_that_was_removed_is_gone() {
    let house = Scenario::<MailServer>::given([changed("mail.example", 587, "starttls")]);
    house.when(Command::Remove).then([MailServerRemoved { host: "mail.example".into() }.into()]);
    Scenario::<MailServer>::given([]).when(Command::Remove).then_nothing();
}

#[test]
fn a_login_goes_to_its_own_server_only_and_no_less_guarded() {
    let known = server("mail.example", None, 587);
    assert!(known.shares_login_with(&server("MAIL.example", Some("tls"), 465)));
    assert!(!known.shares_login_with(&server("evil.example", None, 587)));
    let near = server("localhost", Some("tls"), 465);
    assert!(!near.shares_login_with(&server("localhost", Some("none"), 2525)));
    let plain = server("localhost", Some("none"), 25);
    assert!(plain.shares_login_with(&plain) && !plain.shares_login_with(&server("localhost", Some("none"), 26)));
}

#[test]
fn a_fourth_letter_within_a_minute_is_not_tried() {
    let ada = AccountId(Uuid::from_u128(1));
    let tested = |minute| MailTested {
        account: ada,
        server: "mail.example:587".into(),
        accepted: false,
        said: Personal::of(ada, "no"),
        at_us: at(12, minute).timestamp_micros(),
    };
    let tries = Scenario::<MailTest>::given((0..3).map(|_| tested(0).into()));
    tries.when(TestCommand::Ask).then_refused(TooManyTests);
    tries.clone().at(at(12, 1)).when(TestCommand::Ask).then_nothing();
    tries.at(at(12, 1)).when(TestCommand::Record(tested(1))).then([tested(1).into()]);
}
