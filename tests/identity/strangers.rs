//! Failed logins with addresses nobody here has.

use chrono::Duration;
use domain::{Event, identity};
use tests::House;

async fn knock(house: &House, from: [u8; 4], times: usize) {
    let stranger = house.visitor().from(from);
    for number in 0..times {
        stranger.ask_code(&format!("stranger{number}@mail.example"), "any word at all").await;
    }
    house.settle().await;
}

/// The counts that were written down after a position.
async fn written(house: &House, after: u64) -> Vec<u32> {
    let facts = house.facts_after(after).await.into_iter();
    let counts = facts.filter_map(|fact| match fact.event {
        Event::Identity(identity::Event::StrangersRefused(it)) => Some(it.count),
        Event::Identity(identity::Event::StrangersInsisted(it)) => Some(it.count),
        _ => None,
    });
    counts.collect()
}

#[tokio::test]
async fn a_flood_of_unknown_addresses_leaves_few_lines() {
    let (house, ..) = House::founded().await;
    let before = house.head();
    knock(&house, [203, 0, 113, 1], 250).await;
    assert_eq!(written(&house, before).await, [1, 10, 100]);
    house.close().await;
}

#[tokio::test]
async fn neighbours_are_counted_together_and_other_networks_apart() {
    let (house, ..) = House::founded().await;
    let before = house.head();
    knock(&house, [203, 0, 113, 1], 5).await;
    knock(&house, [203, 0, 113, 200], 5).await;
    assert_eq!(written(&house, before).await, [1, 10]);
    knock(&house, [198, 51, 100, 1], 2).await;
    assert_eq!(written(&house, before).await, [1, 10, 1]);
    house.close().await;
}

#[tokio::test]
async fn the_next_hour_begins_anew() {
    let (house, ..) = House::founded().await;
    let before = house.head();
    knock(&house, [203, 0, 113, 1], 2).await;
    house.advance(Duration::hours(1));
    knock(&house, [203, 0, 113, 1], 2).await;
    assert_eq!(written(&house, before).await, [1, 1]);
    house.close().await;
}

#[tokio::test]
async fn whoever_keeps_trying_is_told_to_the_admins() {
    let (house, _, ada) = House::founded().await;
    knock(&house, [203, 0, 113, 1], 100).await;
    let letter = house.tray().wait_for("the alert", |letter| letter.code().is_none()).await;
    assert_eq!(letter.to, ada.email);
    assert!(letter.subject.starts_with("Somebody keeps trying unknown addresses, 100 times within an hour"));
    assert!(letter.body.contains("203.0.113.1"), "{}", letter.body);
    house.close().await;
}

#[tokio::test]
async fn what_is_no_address_is_not_kept_for_it_may_be_a_password() {
    let (house, admin, _) = House::founded().await;
    let before = house.head();
    house.visitor().ask_code("my secret word", "typed one field too late").await;
    house.settle().await;
    let facts = house.facts_after(before).await;
    let typed = facts.iter().find_map(|fact| match &fact.event {
        Event::Identity(identity::Event::StrangersRefused(it)) => Some(it.typed.clone()),
        _ => None,
    });
    assert_eq!(typed, Some(None));
    let diary = admin.get("/api/history/export.jsonl").await.expect(200);
    assert!(!diary.text().contains("my secret word"));
    house.close().await;
}

#[tokio::test]
async fn an_account_that_was_closed_is_a_stranger() {
    let (house, admin, _) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    admin.delete(format!("/api/identity/accounts/{}", bob.account)).await.expect(200);
    let before = house.head();
    house.visitor().ask_code(&bob.email, &bob.password).await;
    assert_eq!(written(&house, before).await, [1]);
    house.close().await;
}
