//! `daybook views`: how far they are, and making them anew.

use serde_json::Value;
use tests::{Outcome, Running, until};

use crate::house_with_two;

const CONTEXTS: [&str; 5] = ["identity", "household", "documents", "alerts", "history"];

/// Each context's name, state and whether it has seen the whole log.
fn states(outcome: &Outcome) -> Vec<(String, String, bool)> {
    let lines = outcome.lines().into_iter();
    let word = |lag: &Value, name: &str| lag[name].as_str().expect("a word").to_owned();
    lines.map(|lag| (word(&lag, "context"), word(&lag, "state"), lag["position"] == lag["head"])).collect()
}

fn all_current() -> Vec<(String, String, bool)> {
    CONTEXTS.map(|context| (context.to_owned(), "current".to_owned(), true)).into()
}

/// The same, without the words in files: nobody waits for those to be read.
fn of_views(outcome: &Outcome) -> Vec<(String, String, bool)> {
    let mut states = states(outcome);
    let texts = states.pop();
    assert_eq!(texts.map(|it| it.0).as_deref(), Some("texts"));
    states
}

#[tokio::test]
async fn status_tells_how_far_each_view_is() {
    let (place, ..) = house_with_two();
    let house = Running::start(&place).await;
    until("the views have seen everything", async || {
        let calm = place.run(&["log", "stat", "--json"]).json()["events"] == 6;
        calm && of_views(&place.run(&["views", "status", "--json"]).expect(0)) == all_current()
    })
    .await;
    assert!(house.stop().await.success());
    assert_eq!(of_views(&place.run(&["views", "status", "--json"]).expect(0)), all_current());
    let text = place.run(&["views", "status"]).expect(0).out;
    assert_eq!(text.lines().filter(|line| line.ends_with("current")).count(), CONTEXTS.len(), "{text}");
}

#[test]
fn a_view_that_is_not_filled_says_so() {
    let (place, ..) = house_with_two();
    for (context, state, whole) in of_views(&place.run(&["views", "status", "--json"]).expect(0)) {
        assert!(state != "current" && !whole, "{context}: {state}");
    }
}

#[test]
fn rebuild_fills_one_or_all() {
    let (place, ..) = house_with_two();
    let one = states(&place.run(&["views", "rebuild", "history", "--json"]).expect(0));
    assert_eq!(one, all_current()[4..]);
    assert_eq!(of_views(&place.run(&["views", "rebuild", "--json"]).expect(0)), all_current());
    assert!(place.run(&["views", "rebuild", "identity"]).expect(0).out.contains("current"));
}

#[test]
fn a_view_that_is_not_there_cannot_be_rebuilt() {
    let (place, ..) = house_with_two();
    let outcome = place.run(&["views", "rebuild", "weather"]).expect(2);
    assert!(outcome.err.contains("weather"), "{outcome:?}");
}

#[tokio::test]
async fn the_views_of_a_running_house_are_shown_and_made_anew_too() {
    let (place, ada, _) = house_with_two();
    let house = Running::start(&place).await;
    let visitor = house.visitor();
    visitor.log_in(house.tray(), &ada).await;
    let before = visitor.get("/api/identity/accounts").await.expect(200).lasting();
    assert_eq!(of_views(&place.run(&["views", "rebuild", "--json"]).expect(0)), all_current());
    assert_eq!(visitor.get("/api/identity/accounts").await.expect(200).lasting(), before);
    assert_eq!(of_views(&place.run(&["views", "status", "--json"]).expect(0)), all_current());
    place.run(&["views", "rebuild", "weather"]).expect(2);
    assert!(house.stop().await.success());
}
