//! Filters: by context, person, severity, time and text; all that are given must hold.

use chrono::Duration;
use serde_json::json;
use tests::{House, Person, Visitor};

use crate::{entries, sentences};

/// A house in which several things happened at several hours.
async fn lived_in() -> (House, Visitor, Person) {
    let (house, admin, ada) = House::founded().await;
    let bob = house.account(&admin, "Bob", "member").await;
    house.advance(Duration::minutes(20));
    admin.patch("/api/household/settings", json!({ "name": "Lighthouse" })).await.expect(200);
    house.advance(Duration::minutes(20));
    admin.patch("/api/household/settings", json!({ "time_zone": "Europe/Berlin" })).await.expect(200);
    admin.prove(&ada).await.expect(200);
    admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "name": "Robert" })).await.expect(200);
    house.settle().await;
    (house, admin, bob)
}

#[tokio::test]
async fn by_context_and_kind() {
    let (house, admin, _) = lived_in().await;
    let household = ["The time zone was set to Europe/Berlin", "The house was named Lighthouse"];
    assert_eq!(sentences(&house, &admin, "&context=household").await, household);
    assert_eq!(sentences(&house, &admin, "&kind=household.house_named.v1").await, household[1..]);
    let both = entries(&house, &admin, "&context=household,alerts").await;
    assert!(both.iter().all(|it| it["context"] == "household" || it["context"] == "alerts"));
    assert!(both.iter().any(|it| it["context"] == "alerts"));
    house.close().await;
}

#[tokio::test]
async fn by_severity_from_there_on_upwards() {
    let (house, admin, bob) = lived_in().await;
    admin.patch(format!("/api/identity/accounts/{}", bob.account), json!({ "role": "viewer" })).await.expect(200);
    let critical = sentences(&house, &admin, "&severity=critical").await;
    assert_eq!(critical, ["The role was changed to viewer"]);
    let warnings = entries(&house, &admin, "&severity=warning").await;
    assert!(warnings.iter().all(|it| it["severity"] != "notice") && warnings.len() > critical.len());
    assert_eq!(entries(&house, &admin, "&severity=notice").await, entries(&house, &admin, "").await);
    house.close().await;
}

#[tokio::test]
async fn by_person_who_asked_or_is_concerned() {
    let (house, admin, bob) = lived_in().await;
    let bobs = sentences(&house, &admin, &format!("&person={}", bob.account)).await;
    let expected =
        ["An account was renamed to Robert", "Bob was given an account as member", "A mail address was reserved"];
    assert_eq!(bobs, expected);
    let nobody = "00000000-0000-7000-8000-000000000000";
    assert!(entries(&house, &admin, &format!("&person={nobody}")).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn by_time_from_one_moment_until_before_another() {
    let (house, admin, _) = lived_in().await;
    let named = ["The house was named Lighthouse"];
    let between = "&context=household&from=2026-03-01T09:20:00Z&until=2026-03-01T09:40:00Z";
    assert_eq!(sentences(&house, &admin, between).await, named);
    let berlin = "&context=household&from=2026-03-01T10:20:00%2B01:00&until=2026-03-01T10:39:59%2B01:00";
    assert_eq!(sentences(&house, &admin, berlin).await, named, "the same moments said in another zone");
    assert!(entries(&house, &admin, "&from=2027-01-01T00:00:00Z").await.is_empty());
    assert!(entries(&house, &admin, "&until=2020-01-01T00:00:00Z").await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn by_words_of_the_sentence_and_the_names_of_persons() {
    let (house, admin, _) = lived_in().await;
    assert_eq!(sentences(&house, &admin, "&text=lighthouse").await, ["The house was named Lighthouse"]);
    assert_eq!(sentences(&house, &admin, "&text=named+house").await, ["The house was named Lighthouse"]);
    let bobs = sentences(&house, &admin, "&text=Robert").await;
    assert!(bobs.contains(&"An account was renamed to Robert".to_owned()), "{bobs:?}");
    assert!(entries(&house, &admin, "&text=zeppelin").await.is_empty());
    assert_eq!(sentences(&house, &admin, "&text=was&context=household").await.len(), 2);
    house.close().await;
}

/// What the search engine below would take for its own language is text here.
#[tokio::test]
async fn a_search_takes_any_text() {
    let (house, admin, _) = lived_in().await;
    house.settle().await;
    for text in ["\"", "'", "*", "a AND", "NEAR(", "^", "-", "words:a", "(", "%", "a\"b", "\u{1f4d6}", "{}", ";--"] {
        let text: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        admin.get(format!("/api/history/entries?text={text}")).await.expect(200);
    }
    house.close().await;
}

#[tokio::test]
async fn a_word_nobody_knows_is_refused() {
    let (house, admin, _) = lived_in().await;
    let wrong = [
        "context=weather",
        "kind=identity.danced.v1",
        "severity=loud",
        "person=bob",
        "from=yesterday",
        "until=2026-13-01T00:00:00Z",
        "limit=0",
        "limit=201",
        "limit=many",
        "before=-1",
        "before=x",
        "colour=red",
    ];
    for question in wrong {
        let answer = admin.get(format!("/api/history/entries?{question}")).await;
        answer.problem(400);
    }
    house.close().await;
}
