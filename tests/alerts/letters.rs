//! The letter: what, when, who, from where, and where to read on.

use chrono::Duration;
use serde_json::json;
use tests::{House, until};

use crate::{choose, lock, told, without_gathering};

#[tokio::test]
async fn it_says_what_when_who_from_where_and_where_to_read_on() {
    let (house, admin, ada) = House::founded().await;
    for _ in 0..3 {
        house.visitor().from([203, 0, 113, 9]).ask_code(&ada.email, "not the word at all").await;
        house.settle().await;
    }
    let letters = told(&house, &ada).await;
    let (letter, entries) = (&letters[0], admin.get("/api/history/entries?kind=identity.account_locked.v1").await);
    let position = entries.items()[0]["position"].clone();
    assert_eq!(letter.subject, "The account was locked for a minute");
    for line in [
        "when:  on Sunday, 1 March 2026 at 09:00:00 UTC".to_owned(),
        "who:   somebody who was not logged in".to_owned(),
        "whose: Ada".to_owned(),
        "from:  203.0.113.9".to_owned(),
        format!("more:  http://house.example/diary/{position}"),
    ] {
        assert!(letter.body.contains(&line), "{line}: {}", letter.body);
    }
    house.close().await;
}

#[tokio::test]
async fn links_begin_with_the_public_address_once_it_is_set() {
    let (house, admin, ada) = House::founded().await;
    admin.patch("/api/household/settings", json!({ "public_address": "https://home.example:8443" })).await.expect(200);
    lock(&house, &ada).await;
    let letter = told(&house, &ada).await.remove(0);
    assert!(letter.body.contains("https://home.example:8443/diary/"), "{}", letter.body);
    assert_eq!(letter.from, "daybook@home.example");
    house.close().await;
}

#[tokio::test]
async fn the_first_alert_leaves_at_once_and_those_that_follow_are_gathered() {
    let (house, admin, ada) = House::founded().await;
    lock(&house, &ada).await;
    assert_eq!(told(&house, &ada).await.len(), 1);
    let bob = house.account(&admin, "Bob", "member").await;
    for role in ["admin", "viewer", "member"] {
        admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": role })).await.expect(200);
    }
    house.advance(Duration::minutes(5) - Duration::seconds(1));
    assert_eq!(told(&house, &ada).await.len(), 1, "five minutes are not over");
    house.advance(Duration::seconds(1));
    until("the second letter", async || told(&house, &ada).await.len() == 2).await;
    let gathered =
        told(&house, &ada).await.into_iter().find(|it| it.subject.starts_with("3 alerts")).expect("one letter");
    for role in ["admin", "viewer", "member"] {
        assert!(gathered.body.contains(&format!("The role was changed to {role}.")), "{}", gathered.body);
    }
    house.close().await;
}

#[tokio::test]
async fn a_longer_digest_gathers_for_longer() {
    let (house, admin, ada) = House::founded().await;
    admin.patch("/api/household/settings", json!({ "alert_digest_minutes": 60 })).await.expect(200);
    lock(&house, &ada).await;
    let bob = house.account(&admin, "Bob", "member").await;
    admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": "viewer" })).await.expect(200);
    house.advance(Duration::minutes(59));
    assert_eq!(told(&house, &ada).await.len(), 1);
    house.advance(Duration::minutes(1));
    until("the second letter", async || told(&house, &ada).await.len() == 2).await;
    house.close().await;
}

#[tokio::test]
async fn a_shorter_digest_counts_for_what_waits_already() {
    let (house, admin, ada) = House::founded().await;
    admin.patch("/api/household/settings", json!({ "alert_digest_minutes": 1440 })).await.expect(200);
    lock(&house, &ada).await;
    let bob = house.account(&admin, "Bob", "member").await;
    admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": "viewer" })).await.expect(200);
    assert_eq!(told(&house, &ada).await.len(), 1);
    without_gathering(&admin).await;
    // The postman looks again when the next thing happens to an alert or the clock says so.
    house.advance(Duration::seconds(1));
    until("the second letter", async || told(&house, &ada).await.len() == 2).await;
    house.close().await;
}

#[tokio::test]
async fn a_letter_holds_fifty_alerts_and_the_rest_goes_into_the_next() {
    let (house, admin, ada) = House::founded().await;
    choose(&admin, "household", "notice").await;
    for number in 0..61 {
        admin.patch("/api/household/settings", json!({ "name": format!("House {number}") })).await.expect(200);
    }
    house.advance(Duration::minutes(5));
    until("the second letter", async || told(&house, &ada).await.len() == 2).await;
    house.advance(Duration::minutes(5));
    until("the third letter", async || told(&house, &ada).await.len() == 3).await;
    let mut counts: Vec<_> =
        told(&house, &ada).await.iter().map(|it| it.body.matches("The house was named").count()).collect();
    counts.sort_unstable();
    assert_eq!(counts.iter().sum::<usize>(), 61, "each alert once: {counts:?}");
    assert_eq!(counts[2], 50);
    house.close().await;
}

#[tokio::test]
async fn each_of_two_admins_gets_a_letter_of_their_own() {
    let (house, admin, ada) = House::founded().await;
    let bob = house.account(&admin, "Bob", "admin").await;
    house.settle().await;
    let zoe = house.account(&admin, "Zoe", "member").await;
    lock(&house, &zoe).await;
    for person in [&ada, &bob] {
        let letters = told(&house, person).await;
        assert_eq!(letters.len(), 1, "{}", person.name);
        assert!(letters[0].body.starts_with(&format!("Good day {}", person.name)));
        assert!(letters[0].body.contains("whose: Zoe"));
    }
    house.close().await;
}
