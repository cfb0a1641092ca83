//! What the running server says: as JSON where no person reads along, security among it, and of nobody anything personal.

use std::fs;

use axum::http::Method;
use rustix::process::Signal;
use serde_json::{Value, json};
use tests::{Place, Running, eventually, until};

/// Everything it said as JSON so far.
fn all_of(house: &Running) -> Vec<Value> {
    house.printed().iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The first message that is so, once it was said.
pub async fn message(house: &Running, is_so: impl Fn(&Value) -> bool) -> Value {
    eventually("a message", async || all_of(house).into_iter().find(&is_so)).await
}

fn count(house: &Running, code: &str) -> usize {
    all_of(house).iter().filter(|it| it["target"] == "security" && it["code"] == code).count()
}

#[tokio::test]
async fn failed_logins_and_lockouts_are_told_without_a_word_about_whom() {
    let place = Place::new();
    let (house, _, ada) = Running::founded(&place).await;
    let stranger = house.visitor();
    for _ in 0..3 {
        stranger.ask_code(&ada.email, "not the word at all").await;
        stranger.ask_code("nobody@mail.example", "not the word at all").await;
    }
    let lock = message(&house, |it| it["kind"] == "identity.account_locked.v1").await;
    assert_eq!(
        (&lock["severity"], &lock["level"], &lock["who"]),
        (&json!("critical"), &json!("WARN"), &json!("stranger"))
    );
    let failures = all_of(&house).iter().filter(|it| it["kind"] == "identity.login_failed.v1").count();
    assert_eq!(failures, 3);
    for told in all_of(&house) {
        assert!(told["timestamp"].is_string() && told["level"].is_string(), "{told}");
        let told = told.to_string();
        for word in [&ada.email, &ada.password, &ada.name, "nobody@", "not the word", "127.0.0.1"] {
            assert!(!told.contains(word), "'{word}' is in {told}");
        }
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn what_is_refused_for_security_is_told_once_and_counted_each_time() {
    let place = Place::new();
    let (house, admin, _) = Running::founded(&place).await;
    for _ in 0..5 {
        let forged = admin.ask(Method::PATCH, "/api/household/settings").without_csrf();
        assert_eq!(forged.json(&json!({ "name": "Fort" })).send().await.problem(403), "csrf_token_missing");
        let elsewhere = admin.ask(Method::PATCH, "/api/household/settings").header("sec-fetch-site", "cross-site");
        assert_eq!(elsewhere.json(&json!({ "name": "Fort" })).send().await.problem(403), "cross_site");
    }
    for code in ["csrf_token_missing", "cross_site"] {
        let told = message(&house, |it| it["code"] == code).await;
        assert!(told["span"]["request"].is_string(), "{told}");
        assert_eq!((count(&house, code), &told["span"]["route"]), (1, &json!("/api/household/settings")));
        let counted = format!("daybook_problems_total{{code=\"{code}\"}} 5");
        assert!(admin.get("/metrics").await.text().contains(&counted));
    }
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_flood_is_told_once() {
    let place = Place::new().with("DAYBOOK_LIMITS_REQUESTS_PER_SECOND", 1).with("DAYBOOK_LIMITS_BURST", 2);
    let house = Running::start(&place).await;
    let stranger = house.visitor();
    let mut refused = 0;
    for _ in 0..30 {
        refused += usize::from(stranger.get("/api/household/house").await.status() == 429);
    }
    assert!(refused > 10, "{refused}");
    message(&house, |it| it["code"] == "too_many_requests").await;
    assert_eq!(count(&house, "too_many_requests"), 1);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn the_level_is_changed_while_the_house_runs() {
    let place = Place::new();
    let (house, admin, _) = Running::founded(&place).await;
    let write = |text: &str| fs::write(place.path().join("daybook.toml"), text).expect("written");
    let asked = |it: &Value| it["message"] == "answered";
    assert!(!all_of(&house).iter().any(asked));
    write("[messages]\nlevel = \"debug\"\n");
    house.signal(Signal::HUP);
    message(&house, |it| it["message"] == "other messages are printed from now on").await;
    admin.get("/api/identity/session").await.expect(200);
    let told = message(&house, asked).await;
    assert_eq!(told["status"], 200);
    write("[messages]\nlevel = \"loud\"\n");
    house.signal(Signal::HUP);
    until("a level that is none is refused", async || house.printed().iter().any(|line| line.contains("loud"))).await;
    admin.get("/api/identity/session").await.expect(200);
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn people_get_text_where_they_ask_for_it() {
    let place = Place::new().with("DAYBOOK_MESSAGES_FORMAT", "text");
    let (house, _, ada) = Running::founded(&place).await;
    house.visitor().ask_code(&ada.email, "not the word at all").await;
    let kind = "identity.login_failed.v1";
    until("a message", async || house.printed().iter().any(|line| line.contains(kind))).await;
    assert_eq!(all_of(&house), Vec::<Value>::new());
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_form_or_level_that_is_none_is_refused_at_the_start() {
    for (variable, value) in [("DAYBOOK_MESSAGES_FORMAT", "poem"), ("DAYBOOK_MESSAGES_LEVEL", "loud")] {
        let outcome = Place::new().with(variable, value).run(&["serve"]).expect(2);
        assert!(outcome.err.contains(value), "{outcome:?}");
    }
}
