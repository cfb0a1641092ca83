//! `daybook log`: looking at what happened.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use serde_json::Value;
use tests::{Place, Running};

use crate::{add, house_with_two};

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["kind"].as_str().expect("a kind")).collect()
}

const RESERVED: &str = "identity.address_reserved.v1";
const OPENED: &str = "identity.account_opened.v1";
const FOUNDED: &str = "identity.house_founded.v1";

#[test]
fn stat_counts_what_the_log_holds() {
    let (place, ..) = house_with_two();
    let stat = place.run(&["log", "stat", "--json"]).expect(0).json();
    assert_eq!(stat["events"], 5);
    assert_eq!(stat["identity.account_opened.v1"], 2);
    assert!(stat["log"].as_str().is_some_and(|id| id.len() == 36), "{stat}");
    assert!(place.run(&["log", "stat"]).expect(0).out.contains("identity.account_opened.v1"));
}

#[test]
fn show_prints_an_event_or_a_stream() {
    let (place, ada, _) = house_with_two();
    let event = place.run(&["log", "show", "2", "--json"]).expect(0).json();
    assert_eq!(event["kind"], "identity.account_opened.v1");
    assert_eq!(event["sentence"], "Ada was given an account as admin");
    assert_eq!((event["position"].as_u64(), event["severity"].as_str()), (Some(2), Some("warning")));
    assert_eq!((event["who"].as_str(), event["concerns"].as_str()), (Some("console"), Some(ada.account.as_str())));
    let stream = event["stream"].as_str().expect("a stream");
    assert_eq!(stream, format!("identity.account-{}", ada.account));
    assert_eq!(place.run(&["log", "show", stream, "--json"]).expect(0).json(), event);
    assert!(place.run(&["log", "show", "2"]).expect(0).out.contains("Ada was given an account as admin"));
}

#[test]
fn what_is_not_there_is_asked_wrongly() {
    let (place, ..) = house_with_two();
    for what in ["0", "6", "99999999999999999999", "identity.account-nobody", "no stream", "", "x-"] {
        let outcome = place.run(&["log", "show", what]).expect(2);
        assert!(outcome.err.starts_with("daybook: ") && outcome.out.is_empty(), "{what}: {outcome:?}");
    }
}

#[test]
fn tail_prints_the_newest() {
    let (place, ..) = house_with_two();
    let newest = place.run(&["log", "tail", "--number", "3", "--json"]).expect(0).lines();
    assert_eq!(kinds(&newest), [FOUNDED, RESERVED, OPENED]);
    assert_eq!(place.run(&["log", "tail", "-n", "100", "--json"]).expect(0).lines().len(), 5);
    assert_eq!(place.run(&["log", "tail", "-n", "0"]).expect(0).out, "");
}

#[test]
fn export_prints_every_event_after_a_position() {
    let (place, ..) = house_with_two();
    let all = place.run(&["log", "export"]).expect(0).lines();
    assert_eq!(kinds(&all), [RESERVED, OPENED, FOUNDED, RESERVED, OPENED]);
    assert_eq!(place.run(&["log", "export", "--after", "4"]).expect(0).lines(), all[4..]);
    assert_eq!(place.run(&["log", "export", "--after", "5"]).expect(0).out, "");
}

#[test]
fn verify_says_that_a_log_is_whole() {
    let (place, ..) = house_with_two();
    let check = place.run(&["log", "verify", "--json"]).expect(0).json();
    assert_eq!((check["events"].as_u64(), check["head"].as_u64(), &check["whole"]), (Some(5), Some(5), &true.into()));
    let told = place.run(&["log", "verify"]).expect(0).out;
    assert!(told.starts_with("All 5 events are as they were written (") && !told.contains("page"), "{told}");
}

#[test]
fn without_a_house_there_is_nothing_to_look_at() {
    let place = Place::new();
    for arguments in [["log", "stat"], ["log", "verify"], ["log", "export"], ["views", "status"]] {
        let outcome = place.run(&arguments).expect(2);
        assert!(outcome.err.contains("there is no house"), "{outcome:?}");
        assert!(!place.path().exists(), "looking made one");
    }
}

#[tokio::test]
async fn a_running_house_answers_the_same() {
    let (place, ..) = house_with_two();
    let asked: [&[&str]; 5] = [
        &["log", "stat", "--json"],
        &["log", "show", "1", "--json"],
        &["log", "tail", "-n", "2", "--json"],
        &["log", "export"],
        &["log", "verify", "--json"],
    ];
    let house = Running::start(&place).await;
    // The house itself has chosen the new admin's alerts by now, or does so in a moment.
    tests::until("the house is calm", async || place.run(&["log", "stat", "--json"]).json()["events"] == 6).await;
    let answers = asked.map(|arguments| place.run(arguments).expect(0).out);
    assert_eq!(place.run(&["log", "show", "7"]).expect(2).code, Some(2));
    assert!(house.stop().await.success());
    assert_eq!(asked.map(|arguments| place.run(arguments).expect(0).out), answers);
}

#[tokio::test]
async fn a_tail_goes_on_as_things_happen() {
    let (place, ..) = house_with_two();
    let house = Running::start(&place).await;
    let mut tail = place.command(&["log", "tail", "-n", "1", "--follow", "--json"]);
    let mut tail = tail.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(tail.stdout.take().expect("its answers")).lines();
    let mut next =
        move || -> Value { serde_json::from_str(&lines.next().expect("a line").expect("text")).expect("JSON") };
    next();
    let mut eve = tests::Person::named("Eve");
    let place = with_eve(place, &mut eve);
    let told = tokio::task::spawn_blocking(move || {
        loop {
            let event = next();
            if event["sentence"] == "Eve was given an account as viewer" {
                return event;
            }
        }
    });
    assert_eq!(told.await.expect("told")["concerns"], eve.account);
    tail.kill().expect("ended");
    tail.wait().expect("gone");
    assert!(house.stop().await.success());
    drop(place);
}

fn with_eve(place: Place, eve: &mut tests::Person) -> Place {
    add(&place, eve, "viewer");
    place
}
