//! What the demo tells: five weeks made by real commands, in the order of time, whole in the log.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, TimeDelta, Utc};
use rustix::process::Signal;
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    Demo,
    running::{command, run, temporary},
};

fn time(event: &Value) -> DateTime<Utc> {
    event["at"].as_str().expect("a time").parse().expect("a time")
}

/// Every event of a demo's log, which must be whole.
fn log(temporary: &TempDir, folder: &str) -> Vec<Value> {
    let verified = run(&mut command(temporary.path(), &["--data", folder, "log", "verify", "--json"])).expect(0).json();
    let events = run(&mut command(temporary.path(), &["--data", folder, "log", "export"])).expect(0).lines();
    assert_eq!((&verified["whole"], verified["head"].as_u64()), (&Value::Bool(true), Some(events.len() as u64)));
    events
}

fn kinds(events: &[Value]) -> BTreeSet<&str> {
    events.iter().map(|event| event["kind"].as_str().expect("a kind")).collect()
}

/// What everybody who looks around should find.
const SEEN: [&str; 22] = [
    "alerts.alert_acknowledged.v1",
    "alerts.alert_delivered.v2",
    "alerts.alert_failed.v1",
    "alerts.alert_raised.v1",
    "alerts.subscription_changed.v1",
    "household.alert_digest_set.v1",
    "household.house_named.v1",
    "household.time_zone_set.v1",
    "identity.account_closed.v1",
    "identity.account_locked.v1",
    "identity.account_opened.v1",
    "identity.account_renamed.v1",
    "identity.account_unlocked.v1",
    "identity.logged_in.v2",
    "identity.login_code_refused.v1",
    "identity.login_failed.v1",
    "identity.password_changed.v1",
    "identity.password_reset.v1",
    "identity.role_changed.v1",
    "identity.session_ended.v1",
    "identity.strangers_insisted.v1",
    "identity.strangers_refused.v1",
];

#[test]
fn five_weeks_are_told_in_the_order_of_time() {
    let temporary = temporary();
    let demo = Demo::start(temporary.path(), &[]);
    let events = log(&temporary, demo.folder().to_str().expect("a path"));
    assert!(events.len() > 800, "{} events", events.len());
    let times: Vec<_> = events.iter().map(time).collect();
    assert!(times.is_sorted(), "the log is in the order of time");
    let (first, last) = (times[0], *times.last().expect("an event"));
    assert!(last - first >= TimeDelta::days(34), "{first} to {last}");
    let days: BTreeSet<_> = times.iter().map(DateTime::date_naive).collect();
    let blank = first.date_naive().iter_days().take_while(|day| *day <= last.date_naive());
    let blank: Vec<_> = blank.filter(|day| !days.contains(day)).collect();
    assert_eq!(blank, [], "every page of the diary has an entry");
    let kinds = kinds(&events);
    let missing: Vec<_> = SEEN.iter().filter(|kind| !kinds.contains(**kind)).collect();
    assert!(missing.is_empty(), "nobody sees {missing:?}");
    demo.stop();
}

/// What happened up to a time, but for ids that are drawn anew each time.
fn told(events: &[Value], until: DateTime<Utc>) -> Vec<(DateTime<Utc>, String, String)> {
    let text = |event: &Value, name: &str| event[name].as_str().unwrap_or_default().to_owned();
    let told = events.iter().filter(|event| time(event) < until);
    let mut told: Vec<_> = told.map(|event| (time(event), text(event, "kind"), text(event, "from"))).collect();
    told.sort();
    told
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let tell = || {
        let temporary = temporary();
        let demo = Demo::start(temporary.path(), &["--seed", "7"]);
        let events = log(&temporary, demo.folder().to_str().expect("a path"));
        demo.stop();
        events
    };
    let (first, again) = loop {
        let (first, again) = (tell(), tell());
        // Between the two a day may have begun.
        if time(&first[0]).date_naive() == time(&again[0]).date_naive() {
            break (first, again);
        }
    };
    // The last minutes before the present differ with it.
    let until = time(&first[0]) + Days::new(34);
    assert!(told(&first, until).len() > 500);
    assert_eq!(told(&first, until), told(&again, until));
}

#[test]
fn a_demo_that_is_kept_is_whole_and_never_becomes_a_real_house() {
    let temporary = temporary();
    let kept = temporary.path().join("kept");
    let path = kept.to_str().expect("a path");
    let demo = Demo::start(temporary.path(), &["--keep", path]);
    assert_eq!(demo.folder(), kept);
    assert!(demo.end(Signal::INT).success());
    assert!(log(&temporary, path).len() > 800);
    let served = run(&mut command(temporary.path(), &["--data", path, "serve"])).expect(2);
    assert!(served.err.contains("demo"), "{served:?}");
    let again = run(&mut command(temporary.path(), &["demo", "--keep", path])).expect(2);
    assert!(again.err.contains("already"), "{again:?}");
    assert!(log(&temporary, path).len() > 800, "nothing of it is touched");
}
