//! The list of time zones, sent once.

use axum::http::Method;
use serde_json::json;
use tests::House;

const PATH: &str = "/api/household/time-zones";

#[tokio::test]
async fn the_zones_are_sent_once_and_each_can_be_chosen() {
    let (house, admin, _) = House::founded().await;
    let answer = admin.get(PATH).await.expect(200);
    let zones = answer.items();
    assert!(zones.len() > 400 && zones.contains(&json!("Europe/Berlin")));
    let tag = answer.header("etag").expect("a tag").to_owned();
    let again = admin.ask(Method::GET, PATH).header("if-none-match", format!("\"x\", W/{tag}")).send().await;
    assert_eq!((again.status(), again.text(), again.header("etag")), (304, "", Some(tag.as_str())));
    let last = zones.last().expect("some").clone();
    admin.patch("/api/household/settings", json!({ "time_zone": last })).await.expect(200);
    house.close().await;
}
