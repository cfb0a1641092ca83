//! A rule of the watch tried on the story of the demo says what a count by hand of the exported log says.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tests::Visitor;

use crate::{
    Demo,
    running::{command, run, temporary},
};

struct Failure {
    at: DateTime<Utc>,
    position: u64,
}

/// Failures on devices that were not known, by account: the export tells when and whose, the entry on what.
async fn failures(admin: &Visitor, events: &[Value]) -> BTreeMap<String, Vec<Failure>> {
    let mut found: BTreeMap<String, Vec<Failure>> = BTreeMap::new();
    for event in events {
        let position = event["position"].as_u64().expect("a position");
        let is_failure = match event["kind"].as_str().expect("a kind") {
            "identity.login_failed.v1" => {
                let entry = admin.get(format!("/api/history/entries/{position}")).await.expect(200).json();
                entry["payload"]["known_device"] == false
            }
            "identity.login_code_refused.v1" => true,
            _ => false,
        };
        if is_failure {
            let at = event["at"].as_str().expect("a time").parse().expect("a time");
            let account = event["concerns"].as_str().expect("an account").to_owned();
            found.entry(account).or_default().push(Failure { at, position });
        }
    }
    found
}

/// Where so many failures within a day are told of, counted anew for each of them.
fn moments(failures: &[Failure], limit: usize) -> Vec<u64> {
    let mut told: Option<(usize, DateTime<Utc>)> = None;
    let mut moments = Vec::new();
    for (index, failure) in failures.iter().enumerate() {
        let count = failures[..=index].iter().filter(|it| failure.at - it.at < TimeDelta::days(1)).count();
        let news = told.is_none_or(|(before, at)| count >= 2 * before || failure.at - at >= TimeDelta::days(1));
        if count >= limit && news {
            told = Some((count, failure.at));
            moments.push(failure.position);
        }
    }
    moments
}

#[tokio::test]
async fn a_trial_on_five_weeks_finds_what_a_count_by_hand_finds() {
    let temporary = temporary();
    let demo = Demo::start(temporary.path(), &["--seed", "7"]);
    let folder = demo.folder();
    let arguments = ["--data", folder.to_str().expect("a path"), "log", "export"];
    let events = run(&mut command(temporary.path(), &arguments)).expect(0).lines();
    let admin = demo.inside("admin");
    let (failures, mut found_some) = (failures(&admin, &events).await, 0);
    for limit in [3, 4, 6, 12] {
        let path = format!("/api/alerts/watch/guessing/trial?days=60&span=1440&limit={limit}");
        let trial = admin.get(path).await.expect(200).json();
        let tried = trial["moments"].as_array().expect("moments").iter();
        let mut tried: Vec<_> = tried.map(|moment| moment["position"].as_u64().expect("a position")).collect();
        let mut by_hand: Vec<_> = failures.values().flat_map(|it| moments(it, limit)).collect();
        tried.sort_unstable();
        by_hand.sort_unstable();
        assert_eq!(tried, by_hand, "{limit} within a day");
        found_some += tried.len();
    }
    assert!(found_some > 0, "the story has failures in it");
    for rule in ["guessing", "spraying", "scanning", "volume", "clock", "backups"] {
        let trial = admin.get(format!("/api/alerts/watch/{rule}/trial?days=60")).await.expect(200).json();
        assert_eq!(trial["found"], 0, "five weeks of a household are no reason to worry: {trial}");
    }
    demo.stop();
}
