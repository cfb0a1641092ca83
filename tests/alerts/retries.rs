//! The post takes nothing: alerts are tried again with growing waits, for a day, once each.

use chrono::{DateTime, Duration};
use domain::{Event, alerts};
use tests::{House, until};

use crate::{lock, told};

/// How many deliveries failed so far.
async fn failures(house: &House) -> usize {
    house.kinds_after(0).await.iter().filter(|kind| **kind == "alerts.alert_failed.v1").count()
}

/// Moves the clock to the next try and waits until it failed.
async fn fail_again(house: &House) {
    let (tries, facts) = (failures(house).await, house.facts_after(0).await);
    let next = facts.iter().rev().find_map(|fact| match &fact.event {
        Event::Alerts(alerts::Event::AlertFailed(it)) => Some(it.retry_at_us),
        _ => None,
    });
    let next = DateTime::from_timestamp_micros(next.expect("a failure")).expect("a time");
    house.advance(next - house.now());
    until("the next try", async || failures(house).await > tries).await;
}

#[tokio::test]
async fn the_waits_between_tries_grow_from_half_a_minute_to_an_hour() {
    let (house, _, ada) = House::founded().await;
    house.shut_post();
    lock(&house, &ada).await;
    until("the first try", async || failures(&house).await == 1).await;
    let waits_s = [30, 60, 120, 240, 480, 960, 1920, 3600, 3600];
    for (wait_s, tries) in waits_s.into_iter().zip(2..) {
        house.advance(Duration::seconds(wait_s - 1));
        assert_eq!(failures(&house).await, tries - 1, "a second before {wait_s} s are over");
        house.advance(Duration::seconds(1));
        until("the next try", async || failures(&house).await == tries).await;
    }
    house.open_post();
    house.advance(Duration::hours(1));
    until("the letter", async || told(&house, &ada).await.len() == 1).await;
    house.close().await;
}

#[tokio::test]
async fn once_the_post_opens_each_alert_arrives_once() {
    let (house, admin, ada) = House::founded().await;
    house.shut_post();
    lock(&house, &ada).await;
    until("the first try", async || failures(&house).await == 1).await;
    let bob = house.account(&admin, "Bob", "member").await;
    for role in ["admin", "viewer"] {
        let body = serde_json::json!({ "role": role });
        admin.patch(format!("/api/identity/accounts/{}", bob.account), body).await.expect(200);
    }
    house.advance(Duration::seconds(30));
    until("the second try", async || failures(&house).await >= 2).await;
    house.open_post();
    house.advance(Duration::minutes(1));
    until("the letter", async || !told(&house, &ada).await.is_empty()).await;
    house.advance(Duration::hours(2));
    let letters = told(&house, &ada).await;
    let texts: String = letters.iter().map(|letter| letter.body.as_str()).collect();
    for line in ["The account was locked", "The role was changed to admin", "The role was changed to viewer"] {
        assert_eq!(texts.matches(line).count(), 1, "{line}");
    }
    house.close().await;
}

#[tokio::test]
async fn after_a_day_it_is_given_up_and_the_diary_says_so() {
    let (house, admin, ada) = House::founded().await;
    house.shut_post();
    lock(&house, &ada).await;
    until("the first try", async || failures(&house).await == 1).await;
    let begin = house.now();
    while !house.kinds_after(0).await.contains(&"alerts.alert_abandoned.v1") {
        fail_again(&house).await;
    }
    let tried_for = house.now() - begin;
    assert!(tried_for > Duration::hours(22) && tried_for <= Duration::hours(24), "{tried_for}");
    assert_eq!(house.desk().outbox(), 0);
    let before = house.refused_letters();
    house.advance(Duration::days(1));
    house.settle().await;
    assert_eq!(house.refused_letters(), before, "it is left alone");
    let admin_again = house.visitor();
    house.open_post();
    admin_again.log_in(house.tray(), &ada).await;
    let alerts = admin_again.get("/api/alerts/alerts").await.expect(200).items();
    let lock = alerts.iter().find(|it| it["kind"] == "identity.account_locked.v1").expect("the lock");
    assert_eq!(lock["state"], "abandoned");
    drop(admin);
    house.close().await;
}

#[tokio::test]
async fn what_the_post_said_is_shown_to_whom_it_concerns() {
    let (house, admin, ada) = House::founded().await;
    house.shut_post();
    lock(&house, &ada).await;
    until("the first try", async || failures(&house).await == 1).await;
    let alert = admin.get("/api/alerts/alerts").await.expect(200).items().remove(0);
    assert_eq!((alert["state"].as_str(), alert["attempts"].as_u64()), (Some("failed"), Some(1)));
    assert_eq!(alert["last_reason"], "the post is shut");
    assert_eq!(alert["retry_at"], "2026-03-01T09:00:30Z");
    house.close_owing(1).await;
}

#[tokio::test]
async fn trouble_with_alerts_raises_none() {
    let (house, admin, ada) = House::founded().await;
    crate::choose(&admin, "alerts", "notice").await;
    house.shut_post();
    lock(&house, &ada).await;
    until("the first try", async || failures(&house).await == 1).await;
    let raised = house.facts_after(0).await.into_iter();
    let raised = raised.filter(|fact| matches!(fact.event, Event::Alerts(alerts::Event::AlertRaised(_))));
    assert_eq!(raised.count(), 1);
    house.close_owing(1).await;
}
