//! Sessions: how long they last, and who may end them.

use axum::http::Method;
use chrono::Duration;
use domain::{Event, identity};
use tests::{House, Visitor};

use crate::in_identity;

async fn is_open(visitor: &Visitor) -> bool {
    let answer = visitor.get("/api/identity/session").await;
    assert!(matches!(answer.status(), 200 | 401), "{}", answer.text());
    answer.is_success()
}

/// Why the sessions ended that ended after a position.
async fn reasons(house: &House, after: u64) -> Vec<String> {
    let facts = house.facts_after(after).await.into_iter();
    let ended = facts.filter_map(|fact| match fact.event {
        Event::Identity(identity::Event::SessionEnded(it)) => Some(it.reason),
        _ => None,
    });
    ended.collect()
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends_after_half_an_hour() {
    let (house, visitor, _) = House::founded().await;
    house.advance(Duration::minutes(30) - Duration::seconds(1));
    assert!(is_open(&visitor).await);
    house.advance(Duration::minutes(30) - Duration::seconds(1));
    assert!(is_open(&visitor).await, "each use begins the half hour anew");
    let before = house.head();
    house.advance(Duration::minutes(30));
    assert!(!is_open(&visitor).await);
    house.wait_for("identity.session_ended.v1", before).await;
    assert_eq!(reasons(&house, before).await, ["not used for a while"]);
    house.close().await;
}

#[tokio::test]
async fn an_unused_session_ends_even_if_nobody_comes_back() {
    let (house, _visitor, _) = House::founded().await;
    let before = house.head();
    house.advance(Duration::minutes(31));
    house.wait_for("identity.session_ended.v1", before).await;
    house.close().await;
}

#[tokio::test]
async fn a_session_in_use_ends_after_a_week() {
    let (house, visitor, _) = House::founded().await;
    let begin = house.now();
    while house.now() + Duration::minutes(29) < begin + Duration::days(7) {
        house.advance(Duration::minutes(29));
        assert!(is_open(&visitor).await, "{}", house.now());
    }
    let before = house.head();
    house.advance(Duration::minutes(29));
    assert!(!is_open(&visitor).await);
    house.wait_for("identity.session_ended.v1", before).await;
    assert_eq!(reasons(&house, before).await, ["its time was over"]);
    house.close().await;
}

#[tokio::test]
async fn logging_out_ends_the_session_and_takes_the_cookie_back() {
    let (house, visitor, _) = House::founded().await;
    let copy = visitor.twin();
    let before = house.head();
    visitor.delete("/api/identity/session").await.expect(200);
    assert_eq!(visitor.cookie("daybook_session"), None);
    assert!(visitor.cookie("daybook_device").is_some(), "the device stays known");
    assert!(!is_open(&copy).await, "a copied cookie opens nothing");
    assert_eq!(reasons(&house, before).await, ["logged out"]);
    assert_eq!(visitor.delete("/api/identity/session").await.problem(401), "not_logged_in");
    house.close().await;
}

#[tokio::test]
async fn the_cookies_are_out_of_reach_for_scripts_and_other_sites() {
    let (house, _, ada) = House::founded().await;
    let answer = house.visitor().log_in(house.tray(), &ada).await;
    let cookies = answer.cookies();
    assert_eq!(cookies.len(), 2);
    for (name, value, attributes) in cookies {
        assert!(value.len() >= 64, "{name} has 256 bits");
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(attributes.contains(attribute), "{name}: {attributes}");
        }
        assert!(!answer.text().contains(&value), "the secret is in the cookie only");
    }
    house.close().await;
}

#[tokio::test]
async fn each_login_has_secrets_of_its_own() {
    let (house, first, ada) = House::founded().await;
    let second = house.visitor();
    second.log_in(house.tray(), &ada).await;
    for name in ["daybook_session", "daybook_device"] {
        assert_ne!(first.cookie(name), second.cookie(name));
    }
    assert_ne!(first.csrf(), second.csrf());
    house.close().await;
}

#[tokio::test]
async fn a_person_sees_their_sessions_and_ends_them() {
    let (house, at_home, ada) = House::founded().await;
    let elsewhere = house.visitor().from([203, 0, 113, 9]);
    elsewhere.log_in(house.tray(), &ada).await;
    let sessions = at_home.get("/api/identity/sessions").await.expect(200).items();
    let froms: Vec<_> = sessions.iter().map(|it| it["from"].as_str().expect("an address")).collect();
    assert_eq!(froms, ["203.0.113.9", "127.0.0.1"], "the newest first");
    let before = house.head();
    let id = sessions[0]["id"].as_str().expect("an id");
    at_home.delete(format!("/api/identity/sessions/{id}")).await.expect(200);
    assert!(!is_open(&elsewhere).await && is_open(&at_home).await);
    assert_eq!(reasons(&house, before).await, ["ended from elsewhere"]);
    assert_eq!(at_home.get("/api/identity/sessions").await.items().len(), 1);
    let ended = at_home.get("/api/identity/sessions?ended=true").await.items();
    assert_eq!((ended.len(), ended[0]["reason"].as_str()), (2, Some("ended from elsewhere")));
    house.close().await;
}

#[tokio::test]
async fn ending_it_again_changes_nothing() {
    let (house, visitor, ada) = House::founded().await;
    let other = house.visitor();
    let session = other.log_in(house.tray(), &ada).await.json()["session"].as_str().expect("an id").to_owned();
    let path = format!("/api/identity/sessions/{session}");
    assert_eq!(visitor.delete(&path).await.expect(200).json()["changed"], true);
    let before = house.head();
    assert_eq!(visitor.delete(&path).await.expect(200).json()["changed"], false);
    assert!(in_identity(&house, before).await.is_empty());
    house.close().await;
}

#[tokio::test]
async fn somebody_elses_session_is_for_admins() {
    let (house, admin, ada) = House::founded().await;
    let (bobs, bob) = house.moves_in(&admin, "Bob", "member").await;
    let adas = admin.get("/api/identity/session").await.json()["session"].as_str().expect("an id").to_owned();
    let path = format!("/api/identity/sessions/{adas}");
    assert_eq!(bobs.delete(&path).await.problem(404), "no_such_session");
    assert_eq!(bobs.get(format!("/api/identity/sessions?account={}", ada.account)).await.problem(403), "not_allowed");
    assert!(is_open(&admin).await);
    let path = format!("/api/identity/sessions?account={}", bob.account);
    let session = admin.get(path).await.expect(200).items()[0]["id"].as_str().expect("an id").to_owned();
    admin.ask(Method::DELETE, format!("/api/identity/sessions/{session}")).send().await.expect(200);
    assert!(!is_open(&bobs).await);
    house.close().await;
}
