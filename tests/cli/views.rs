//! `daybook views`: how far they are, and making them anew.

use tests::Running;

use crate::house_with_two;

const CONTEXTS: [&str; 4] = ["identity", "household", "alerts", "history"];

#[tokio::test]
async fn status_tells_how_far_each_view_is() {
    let (place, ..) = house_with_two();
    assert!(Running::start(&place).await.stop().await.success());
    let status = place.run(&["views", "status", "--json"]).expect(0).json();
    let status = status.as_array().expect("a list");
    for (context, lag) in CONTEXTS.iter().zip(status) {
        assert_eq!((lag["context"].as_str(), lag["state"].as_str()), (Some(*context), Some("current")));
        assert_eq!(lag["position"], lag["head"]);
    }
    let text = place.run(&["views", "status"]).expect(0).out;
    assert_eq!(text.lines().filter(|line| line.ends_with("current")).count(), CONTEXTS.len(), "{text}");
}

#[test]
fn a_view_that_is_not_filled_says_so() {
    let (place, ..) = house_with_two();
    let status = place.run(&["views", "status", "--json"]).expect(0).json();
    assert_eq!(status[0]["state"], "filling", "{status}");
}

#[test]
fn rebuild_fills_one_or_all() {
    let (place, ..) = house_with_two();
    let one = place.run(&["views", "rebuild", "history", "--json"]).expect(0).json();
    assert_eq!(one, serde_json::json!({ "history": 4 }));
    let all = place.run(&["views", "rebuild", "--json"]).expect(0).json();
    assert_eq!(all, serde_json::json!({ "identity": 4, "household": 4, "alerts": 4, "history": 4 }));
    assert!(place.run(&["views", "rebuild", "identity"]).expect(0).out.contains("filled to 4"));
}

#[test]
fn a_view_that_is_not_there_cannot_be_rebuilt() {
    let (place, ..) = house_with_two();
    let outcome = place.run(&["views", "rebuild", "weather"]);
    assert!(outcome.code == Some(2) && outcome.err.contains("weather"), "{outcome:?}");
}

#[tokio::test]
async fn the_views_of_a_running_house_are_left_alone() {
    let (place, ..) = house_with_two();
    let house = Running::start(&place).await;
    for arguments in [["views", "status"], ["views", "rebuild"]] {
        let outcome = place.run(&arguments).expect(1);
        assert!(outcome.err.contains("the house is running"), "{outcome:?}");
    }
    assert!(house.stop().await.success());
}
