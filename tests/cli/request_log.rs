//! The log of requests: a line for each, in a file for each day, without anything that is secret.

use std::fs;

use serde_json::Value;
use tests::{Place, Running, until};

use crate::house_with_two;

#[tokio::test]
async fn each_request_leaves_a_line_without_secrets() {
    let (place, ada, _) = house_with_two();
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    visitor.get("/api/history/entries?text=a+private+word").await.expect(200);
    visitor.get("/api/no/such/page").await.expect(404);
    assert!(house.stop().await.success());
    let entries = fs::read_dir(place.path()).expect("the folder").map(|entry| entry.expect("an entry").path());
    let logs: Vec<_> = entries.filter(|path| path.to_string_lossy().contains("/requests.")).collect();
    assert_eq!(logs.len(), 1, "{logs:?}");
    let text = fs::read_to_string(&logs[0]).expect("the log");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |path: &str| lines.iter().filter(|line| line["path"] == path).collect::<Vec<_>>();
    assert_eq!(of("/api/identity/logins").len(), 1, "{text}");
    assert_eq!(of("/api/identity/sessions")[0]["status"], 201);
    assert_eq!(of("/api/no/such/page")[0]["status"], 404);
    assert_eq!(of("/api/history/entries")[0]["account"], ada.account.as_str());
    let cookie = visitor.cookie("daybook_session").expect("a cookie");
    for secret in [ada.password.as_str(), &ada.email, &cookie, "private"] {
        assert!(!text.contains(secret), "'{secret}' is in the log of requests");
    }
}

#[tokio::test]
async fn files_of_days_that_are_over_are_removed_by_the_house_itself() {
    let place = Place::new();
    fs::create_dir_all(place.path()).expect("a folder");
    let kept = ["requests.2999-01-01.log", "requests.2001-01-01.log.gz", "notes.2001-01-01.log"];
    let old = ["requests.2001-01-01.log", "requests.2024-02-29.log"];
    for name in kept.iter().chain(&old) {
        fs::write(place.path().join(name), "").expect("written");
    }
    let house = Running::start(&place).await;
    let there = |name: &&str| place.path().join(name).exists();
    until("the old files are gone", async || !old.iter().any(there)).await;
    assert!(kept.iter().all(there));
    assert!(house.stop().await.success());
}
