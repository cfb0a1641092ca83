//! What the house watches out for: found while it lives, told once, and the same in a trial.

use chrono::Duration;
use domain::{Event, EventTable as _, alerts};
use serde_json::{Value, json};
use tests::{House, Person, Visitor};

use crate::told;

const RULES: &str = "/api/alerts/watch";
const WRONG: &str = "not the word at all";

/// Fails at a door.
async fn knock(house: &House, from: [u8; 4], person: &Person) {
    house.visitor().from(from).ask_code(&person.email, WRONG).await;
    house.settle().await;
}

/// A house with an admin and three others.
async fn full_house() -> (House, Visitor, Person, Vec<Person>) {
    let (house, admin, ada) = House::founded().await;
    let mut others = Vec::new();
    for name in ["Bob", "Eve", "Kim"] {
        others.push(house.account(&admin, name, "member").await);
    }
    (house, admin, ada, others)
}

/// What the watch wrote down after a position.
async fn suspected(house: &House, after: u64) -> Vec<String> {
    let facts = house.facts_after(after).await;
    let of_watch = facts.into_iter().filter(|fact| fact.event.name().contains("_suspected."));
    of_watch.map(|fact| fact.event.sentence()).collect()
}

async fn trial(admin: &Visitor, rule: &str, question: &str) -> Value {
    admin.get(format!("{RULES}/{rule}/trial?{question}")).await.expect(200).json()
}

#[tokio::test]
async fn an_address_that_goes_through_the_accounts_is_told_of_once_with_what_it_rests_on() {
    let (house, admin, ada, others) = full_house().await;
    let before = house.head();
    for person in &others {
        knock(&house, [203, 0, 113, 7], person).await;
    }
    assert_eq!(suspected(&house, before).await, ["Somebody at 203.0.113.7 tried 3 accounts within 10 minutes"]);
    let fact = house.wait_for("alerts.spraying_suspected.v1", before).await;
    let Event::Alerts(alerts::Event::SprayingSuspected(it)) = &fact.event else { panic!("{fact:?}") };
    let failures = house.facts_after(before).await.into_iter();
    let failures: Vec<_> =
        failures.filter(|it| it.event.name() == "identity.login_failed.v1").map(|it| it.position).collect();
    assert_eq!((&it.evidence, fact.stamp.because), (&failures, failures.last().copied()));
    let letters = told(&house, &ada).await;
    let letter = letters.iter().find(|letter| letter.subject.starts_with("Somebody at 203.0.113.7")).expect("mailed");
    assert!(letter.body.contains(&format!("/diary/{}", fact.position)), "{}", letter.body);
    knock(&house, [203, 0, 113, 7], &ada).await;
    assert_eq!(suspected(&house, before).await.len(), 1, "four are not twice three");
    let entry = admin.get(format!("/api/history/entries/{}", fact.position)).await.expect(200).json();
    assert_eq!(entry["payload"]["evidence"], json!(failures));
    house.close().await;
}

#[tokio::test]
async fn a_trial_says_what_the_watch_said() {
    let (house, admin, ada, others) = full_house().await;
    let before = house.head();
    for client in 1..=4 {
        for person in &others {
            knock(&house, [203, 0, 113, client], person).await;
        }
        house.advance(Duration::minutes(70));
    }
    let live = suspected(&house, before).await;
    assert_eq!(live.len(), 4, "{live:?}");
    admin.log_in(house.tray(), &ada).await;
    let mut tried = Vec::new();
    for rule in ["spraying", "guessing", "strangers", "scanning", "volume", "clock", "backups"] {
        let trial = trial(&admin, rule, "days=30").await;
        assert_eq!(trial["moments"].as_array().map(Vec::len), trial["found"].as_u64().map(|n| n as usize));
        tried.extend(trial["moments"].as_array().expect("moments").iter().map(|it| it["sentence"].clone()));
    }
    let mut live: Vec<_> = live.into_iter().map(Value::from).collect();
    live.sort_by_key(Value::to_string);
    tried.sort_by_key(Value::to_string);
    assert_eq!(tried, live);
    assert_eq!(trial(&admin, "spraying", "limit=4").await["found"], 0);
    assert_eq!(trial(&admin, "spraying", "limit=2").await["found"], 4);
    house.settle().await;
    let head = house.head();
    assert_eq!(trial(&admin, "spraying", "limit=2").await["until"], head, "a trial changes nothing");
    house.close().await;
}

#[tokio::test]
async fn a_rule_is_switched_off_which_is_told_and_on_again_and_begins_anew() {
    let (house, admin, ada, others) = full_house().await;
    let (rule, before) = (format!("{RULES}/spraying"), house.head());
    let off = admin.patch(&rule, json!({ "on": false })).await.expect(200);
    assert_eq!((off.header("etag"), off.json()["changed"].clone()), (Some("\"1\""), json!(true)));
    for person in &others {
        knock(&house, [203, 0, 113, 7], person).await;
    }
    let letters = told(&house, &ada).await;
    assert!(
        letters.iter().any(|it| it.body.contains("A rule of the watch was switched off: One address")),
        "{letters:?}"
    );
    admin.patch(&rule, json!({ "on": true, "limit": 2 })).await.expect(200);
    knock(&house, [203, 0, 113, 7], &others[0]).await;
    assert!(suspected(&house, before).await.is_empty(), "what was before it is not counted");
    knock(&house, [203, 0, 113, 7], &others[1]).await;
    assert_eq!(suspected(&house, before).await.len(), 1);
    let shown = admin.get(RULES).await.expect(200).json();
    let shown = shown.as_array().expect("rules").iter().find(|it| it["rule"] == "spraying").expect("it is there");
    assert_eq!((&shown["on"], &shown["limit"]["value"], &shown["found"]), (&json!(true), &json!(2), &json!(1)));
    let changes = admin.get(format!("{RULES}/history?rule=spraying")).await.expect(200);
    let told: Vec<_> =
        changes.items().iter().map(|it| (it["on"].clone(), it["limit"].clone(), it["name"].clone())).collect();
    assert_eq!(told, [(json!(true), json!(2), json!("Ada")), (json!(false), Value::Null, json!("Ada"))]);
    house.close().await;
}

#[tokio::test]
async fn numbers_that_make_no_sense_are_refused_and_change_nothing() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    for (body, field) in [(json!({ "limit": 1 }), "limit"), (json!({ "span": 0, "limit": 5 }), "span")] {
        let answer = admin.patch(format!("{RULES}/spraying"), body).await;
        assert_eq!(answer.json()["field"], field);
        answer.problem(422);
    }
    admin.patch(format!("{RULES}/sunspots"), json!({ "on": true })).await.problem(404);
    admin.patch(format!("{RULES}/spraying"), json!({ "of": true })).await.problem(422);
    for question in ["limit=1", "span=0", "days=0", "days=367", "limit=-1", "since=1"] {
        let answer = admin.get(format!("{RULES}/spraying/trial?{question}")).await;
        assert!([400, 422].contains(&answer.status()), "{question}: {}", answer.text());
    }
    admin.get(format!("{RULES}/sunspots/trial")).await.problem(404);
    assert!(house.kinds_after(before).await.is_empty());
    house.close().await;
}
